/**
 * The builtin functions (Library Reference, "Built-in Functions"; CPython: Python/bltinmodule.c). Those that run or compile code
 * are in execution.ts.
 */

import { thread } from '../interpreter/frame'
import { frameLocals } from '../interpreter/framelocals'
import { awaitable, generatorSend } from '../interpreter/generator'
import { PyGenerator } from '../interpreter/generatorobject'
import { bind, callSpecial0, callSpecial1, getAttr, lookupAttr, setAttr } from '../objects/attributes'
import { bytesView } from '../objects/buffer'
import { context } from '../objects/context'
import { dictType, PyDict } from '../objects/dict'
import { stopIteration } from '../objects/exceptionfields'
import {
  eofError,
  isException,
  runtimeError,
  stopAsyncIterationType,
  typeError,
  valueError,
} from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { identityOf } from '../objects/identity'
import { PyInt } from '../objects/int'
import { intAdd, intDigits, intDivmod } from '../objects/intmath'
import { PyCallableIterator } from '../objects/iterators'
import { listType, PyList } from '../objects/list'
import { sortItems } from '../objects/listmethods'
import { extremeOf, numbersOf, sumOf } from '../objects/numberarray'
import { extremeNumber, sumNumbers } from '../objects/numberitems'
import { defineType, type Int, type MethodTable, PyObject, typeOf, type Value } from '../objects/object'
import {
  asciiValue,
  asIndex,
  BinaryIndex,
  binaryOp,
  CompareIndex,
  compare,
  drain,
  format,
  getIter,
  hashValue,
  isInstance,
  isSubclass,
  isTrue,
  iterNext,
  lengthInt,
  reprValue,
  strText,
  ternaryPow,
  toArray,
} from '../objects/operators'
import { extremeOfList, sumOfList } from '../objects/simditems'
import { ExtremeSink, FloatSumSink, falseSink, IntSumSink, trueSink } from '../objects/sinks'
import { asString } from '../objects/str'
import { strLength } from '../objects/strops'
import { PyTuple, tupleType } from '../objects/tuple'

const NOT_GIVEN = undefined

function abs(x: Value): Value {
  if (typeof x === 'number') return x < 0 ? -x : x
  const method = typeOf(x).proto.$__abs__
  if (method === undefined) throw typeError(`bad operand type for abs(): '${typeOf(x).name}'`)
  return callSpecial0(method, x)
}

function getSpecial(x: Value, method: Value): Value {
  return bind(method, x, typeOf(x))
}

function all(iterable: Value): Value {
  const iterator = getIter(iterable)
  for (;;) {
    const v = drain(iterator, trueSink)
    if (v === undefined) return true
    if (!isTrue(v)) return false
  }
}

function any(iterable: Value): Value {
  const iterator = getIter(iterable)
  for (;;) {
    const v = drain(iterator, falseSink)
    if (v === undefined) return false
    if (isTrue(v)) return true
  }
}

function prefixed(base: 2 | 8 | 16, prefix: string) {
  return (x: Value): Value => {
    const i = asIndex(x)
    return i < 0 ? `-${prefix}${intDigits(typeof i === 'bigint' ? -i : -i, base)}` : prefix + intDigits(i, base)
  }
}

function callable(x: Value): Value {
  return typeOf(x).proto.$__call__ !== undefined
}

function chr(x: Value): Value {
  const i = asIndex(x)
  if (i < 0 || i > 0x10ffff) throw valueError('chr() arg not in range(0x110000)')
  return String.fromCodePoint(Number(i))
}

function ord(c: Value): Value {
  const s = asString(c)
  if (s !== undefined) {
    const n = strLength(s)
    if (n !== 1) throw typeError(`ord() expected a character, but string of length ${n} found`)
    return s.codePointAt(0)!
  }
  const bytes = bytesView(c)
  if (bytes !== null) {
    if (bytes.length !== 1) throw typeError(`ord() expected a character, but string of length ${bytes.length} found`)
    return bytes[0]!
  }
  throw typeError(`ord() expected string of length 1, but ${typeOf(c).name} found`)
}

function nameArgument(name: Value, f: string): string {
  const text = asString(name)
  if (text === undefined)
    throw typeError(
      f === '' ? `attribute name must be string, not '${typeOf(name).name}'` : `${f}(): attribute name must be string`,
    )
  return text
}

function delattr(o: Value, name: Value): Value {
  setAttr(o, nameArgument(name, ''), undefined)
  return null
}

function getattr(o: Value, name: Value, otherwise: Value | undefined): Value {
  const text = nameArgument(name, '')
  if (otherwise === undefined) return getAttr(o, text)
  const v = lookupAttr(o, text)
  return v === undefined ? otherwise : v
}

function hasattr(o: Value, name: Value): Value {
  return lookupAttr(o, nameArgument(name, '')) !== undefined
}

function setattr(o: Value, name: Value, value: Value): Value {
  setAttr(o, nameArgument(name, ''), value)
  return null
}

function dir(o: Value | undefined): Value {
  if (o === NOT_GIVEN) {
    const locals = frameLocals(thread.frame!)
    const keys =
      locals instanceof PyDict && locals.cls === dictType
        ? locals.keyList()
        : toArray(context.call0(getAttr(locals, 'keys')))
    return sorted(new PyList(keys), null, false)
  }
  const method = typeOf(o).proto.$__dir__
  if (method === undefined) throw typeError('object does not provide __dir__')
  return sorted(callSpecial0(method, o), null, false)
}

function divmod(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return new PyTuple(intDivmod(a, b))
  const ta = typeOf(a)
  const tb = typeOf(b)
  for (const [method, x, y] of [
    [ta.proto.$__divmod__, a, b],
    [ta === tb ? undefined : tb.proto.$__rdivmod__, b, a],
  ] as const) {
    if (method === undefined) continue
    const result = callSpecial1(method, x, y)
    if (typeOf(result).name !== 'NotImplementedType') return result
  }
  throw typeError(`unsupported operand type(s) for divmod(): '${ta.name}' and '${tb.name}'`)
}

function formatValue(value: Value, spec: Value = ''): Value {
  if (asString(spec) === undefined) throw typeError(`format() argument 2 must be str, not ${typeOf(spec).name}`)
  return format(value, spec)
}

function globals(): Value {
  return thread.frame!.globals
}

function locals(): Value {
  return frameLocals(thread.frame!)
}

function vars(o: Value | undefined): Value {
  if (o === NOT_GIVEN) return locals()
  const dict = lookupAttr(o, '__dict__')
  if (dict === undefined) throw typeError('vars() argument must have __dict__ attribute')
  return dict
}

function input(prompt: Value = ''): Value {
  const stream = (name: string): Value => {
    const v = context.sysAttribute(name)
    if (v === undefined || v === null) throw runtimeError(`input(): lost sys.${name}`)
    return v
  }
  const stdin = stream('stdin')
  const stdout = stream('stdout')
  const stderr = stream('stderr')
  context.call0(getAttr(stderr, 'flush'))
  const line = context.readLine(stdin, stdout, strText(prompt))
  if (line === null) throw eofError('EOF when reading a line')
  return line
}

function isinstance(o: Value, cls: Value): Value {
  return isInstance(o, cls)
}

function issubclass(c: Value, cls: Value): Value {
  return isSubclass(c, cls)
}

function iter(o: Value, sentinel: Value | undefined): Value {
  if (sentinel === NOT_GIVEN) return getIter(o)
  if (!callable(o)) throw typeError('iter(v, w): v must be callable')
  return new PyCallableIterator(o, sentinel)
}

function len(o: Value): Value {
  return lengthInt(o)
}

function extreme(name: 'min' | 'max', index: number) {
  return (args: Value[], key: Value = null, otherwise: Value | undefined): Value => {
    if (args.length === 0) throw typeError(`${name} expected at least 1 argument, got 0`)
    if (args.length > 1 && otherwise !== undefined)
      throw typeError(`Cannot specify a default for ${name}() with multiple positional arguments`)
    if (args.length === 1 && key === null) {
      const numbers = numbersOf(args[0]!)
      if (numbers !== null) return extremeOf(numbers, index === CompareIndex.lt)
      const found = extremeOfItems(args[0]!, index === CompareIndex.lt)
      if (found !== undefined) return found
    }
    if (args.length === 2 && key === null) {
      const a = args[0]!
      const b = args[1]!
      const x = typeof a === 'number' ? a : a instanceof PyFloat && a.cls.heap === false ? a.value : undefined
      const y = typeof b === 'number' ? b : b instanceof PyFloat && b.cls.heap === false ? b.value : undefined
      if (x !== undefined && y !== undefined) return (index === CompareIndex.lt ? y < x : y > x) ? b : a
    }
    const iterator = args.length === 1 ? getIter(args[0]!) : null
    const next = iterator !== null ? () => iterNext(iterator) : arrayStep(args)
    let best = next()
    if (best === undefined) {
      if (otherwise !== undefined) return otherwise
      throw valueError(`${name}() iterable argument is empty`)
    }
    let bestKey = key === null ? best : context.call1(key, best)
    let v: Value | undefined
    if (key === null && iterator !== null && typeof best === 'number') {
      const sink = new ExtremeSink(best, index === CompareIndex.lt)
      v = drain(iterator, sink)
      best = bestKey = sink.best
    } else v = next()
    for (; v !== undefined; v = next()) {
      const k = key === null ? v : context.call1(key, v)
      const better =
        typeof k === 'number' && typeof bestKey === 'number'
          ? index === CompareIndex.lt
            ? k < bestKey
            : k > bestKey
          : isTrue(compare(index, k, bestKey))
      if (better) {
        best = v
        bestKey = k
      }
    }
    return best
  }
}

/** The least or greatest of the ints or floats of a list or tuple; undefined for anything else. */
function extremeOfItems(v: Value, least: boolean): Value | undefined {
  if (v instanceof PyList) return v.cls === listType ? extremeOfList(v, least) : undefined
  return v instanceof PyTuple && v.cls === tupleType ? extremeNumber(v.items, least) : undefined
}

/** The sum of the ints or floats of a list or tuple; undefined for anything else. */
function sumOfItems(v: Value): Value | undefined {
  if (v instanceof PyList) return v.cls === listType ? sumOfList(v) : undefined
  return v instanceof PyTuple && v.cls === tupleType ? sumNumbers(v.items) : undefined
}

function arrayStep(items: readonly Value[]): () => Value | undefined {
  let i = 0
  return () => (i < items.length ? items[i++] : undefined)
}

/** next(): a generator called from the loop goes on in the same loop. */
function next(iterator: Value, otherwise: Value | undefined): Value {
  if (otherwise === NOT_GIVEN) {
    const method = typeOf(iterator).proto.$__next__
    if (method === undefined) throw typeError(`'${typeOf(iterator).name}' object is not an iterator`)
    return callSpecial0(method, iterator)
  }
  const v = iterNext(iterator)
  return v === undefined ? otherwise : v
}

function pow(base: Value, exp: Value, mod: Value = null): Value {
  return mod === null ? binaryOp(BinaryIndex.pow, base, exp) : ternaryPow(base, exp, mod)
}

/**
 * Text streams whose `write` is that of their builtin type: a look-up of it would make the tables of five types in a program that does nothing but print.
 * modules/io/textio.ts knows them.
 */
export const plainStreams: {
  has: (file: Value) => boolean
  write: (file: Value, text: Value) => void
} = { has: () => false, write: () => {} }

function print(args: Value[], sep: Value = null, end: Value = null, file: Value = null, flush: Value = false): Value {
  if (file === null) {
    const stdout = context.sysAttribute('stdout')
    if (stdout === undefined) throw runtimeError('lost sys.stdout')
    if (stdout === null) return null
    file = stdout
  }
  const text = (v: Value, name: string, otherwise: string): string => {
    if (v === null) return otherwise
    const s = asString(v)
    if (s === undefined) throw typeError(`${name} must be None or a string, not ${typeOf(v).name}`)
    return s
  }
  const separator = text(sep, 'sep', ' ')
  const ending = text(end, 'end', '\n')
  const stream = file
  const method = plainStreams.has(stream) ? null : getAttr(stream, 'write')
  const write = (v: Value) => {
    if (method === null) plainStreams.write(stream, v)
    else context.call1(method, v)
  }
  for (let i = 0; i < args.length; i++) {
    if (i > 0 && separator !== '') write(separator)
    const v = args[i]!
    write(typeof v === 'string' ? v : strText(v))
  }
  if (ending !== '') write(ending)
  if (isTrue(flush)) context.call0(getAttr(file, 'flush'))
  return null
}

function round(number: Value, ndigits: Value = null): Value {
  const method = typeOf(number).proto.$__round__
  if (method === undefined) throw typeError(`type ${typeOf(number).name} doesn't define __round__ method`)
  const bound = getSpecial(number, method)
  return ndigits === null ? context.call0(bound) : context.call1(bound, ndigits)
}

function sorted(iterable: Value, key: Value = null, reverse: Value = false): Value {
  const items = toArray(iterable)
  sortItems(items, key, isTrue(reverse))
  return new PyList(items)
}

/** Whether a value is an int of 64 bits. */
function isMachineInt(v: Value): v is Int {
  return typeof v === 'number' || (typeof v === 'bigint' && v >= -(2n ** 63n) && v < 2n ** 63n)
}

/** sum(): ints exactly, floats with compensation since 3.12 (CPython: builtin_sum_impl). */
function sum(iterable: Value, start: Value = 0): Value {
  if (asString(start) !== undefined) throw typeError("sum() can't sum strings [use ''.join(seq) instead]")
  const startBytes = typeOf(start).name
  if (startBytes === 'bytes') throw typeError("sum() can't sum bytes [use b''.join(seq) instead]")
  if (startBytes === 'bytearray') throw typeError("sum() can't sum bytearray [use b''.join(seq) instead]")
  if (start === 0) {
    const numbers = numbersOf(iterable)
    if (numbers !== null) return sumOf(numbers)
    const sum = sumOfItems(iterable)
    if (sum !== undefined) return sum
  }
  const iterator = getIter(iterable)
  const step = () => iterNext(iterator)
  let v: Value | undefined
  let total: Value = start
  if (typeof total === 'number') {
    const sink = new IntSumSink(total)
    v = drain(iterator, sink)
    total = sink.total
  } else v = step()
  if (isMachineInt(total)) {
    let int: Int = total
    // Until it overflows as an int of the C compiler; what is added then, or is no int, may make it a float.
    for (let overflows = false; v !== undefined && !overflows; v = step()) {
      const added: Value = typeof v === 'boolean' ? Number(v) : v
      const isInt = typeof added === 'number' || typeof added === 'bigint'
      const next: Value = isInt ? intAdd(int, added) : binaryOp(BinaryIndex.add, int, v)
      overflows = !isMachineInt(next) || !isMachineInt(added)
      if (overflows) total = next
      else total = int = next as Int
    }
  }
  if (total instanceof PyFloat && !total.cls.heap) {
    const sink = new FloatSumSink(total.value)
    for (; v !== undefined; v = drain(iterator, sink)) {
      if (sink.take(v)) continue
      // As an int of the C compiler, which CPython adds without an object.
      if (typeof v === 'boolean' || isMachineInt(v)) sink.total += Number(v)
      else if (v instanceof PyInt && isMachineInt(v.value)) sink.total += Number(v.value)
      else break
    }
    total = new PyFloat(sink.sum)
  }
  while (v !== undefined) {
    total = binaryOp(BinaryIndex.add, total, v)
    v = step()
  }
  return total
}

function aiter(o: Value): Value {
  const method = typeOf(o).proto.$__aiter__
  if (method === undefined) throw typeError(`'${typeOf(o).name}' object is not an async iterable`)
  const it = callSpecial0(method, o)
  if (typeOf(it).proto.$__anext__ === undefined)
    throw typeError(`aiter() returned not an async iterator of type '${typeOf(it).name}'`)
  return it
}

/** The awaitable of `anext(iterator, default)`: StopAsyncIteration becomes the default. */
class PyAnextAwaitable extends PyObject {
  iterator: Value | undefined = undefined
  constructor(
    readonly wrapped: Value,
    readonly otherwise: Value,
  ) {
    super()
  }
}

function anextStep(self: PyAnextAwaitable, run: (iterator: Value) => Value): Value {
  self.iterator ??= awaitable(self.wrapped, 0)
  try {
    return run(self.iterator)
  } catch (e) {
    if (!isException(e, stopAsyncIterationType)) throw e
    throw stopIteration(self.otherwise)
  }
}

function drive(iterator: Value, v: Value): Value {
  if (iterator instanceof PyGenerator) return generatorSend(iterator, v)
  if (v === null) return callSpecial0(typeOf(iterator).proto.$__next__!, iterator)
  return context.call1(getAttr(iterator, 'send'), v)
}

defineType('anext_awaitable', {
  layout: PyAnextAwaitable as never,
  final: true,
  methods: () => [
    ['__await__', (self: Value) => self, '($self, /)'],
    ['__iter__', (self: Value) => self, '($self, /)'],
    ['__next__', (self: PyAnextAwaitable) => anextStep(self, (it) => drive(it, null)), '($self, /)'],
    ['send', (self: PyAnextAwaitable, v: Value) => anextStep(self, (it) => drive(it, v)), '($self, value, /)'],
    [
      'throw',
      (self: PyAnextAwaitable, args: Value[]) => anextStep(self, (it) => context.call(getAttr(it, 'throw'), args)),
      '($self, /, *args)',
    ],
    ['close', (self: PyAnextAwaitable) => anextStep(self, (it) => context.call0(getAttr(it, 'close'))), '($self, /)'],
  ],
})

function anext(iterator: Value, otherwise: Value | undefined): Value {
  const method = typeOf(iterator).proto.$__anext__
  if (method === undefined) throw typeError(`'${typeOf(iterator).name}' object is not an async iterator`)
  const wrapped = callSpecial0(method, iterator)
  return otherwise === NOT_GIVEN ? wrapped : new PyAnextAwaitable(wrapped, otherwise)
}

function breakpoint(args: Value[], keywords: Value): Value {
  const hook = context.sysAttribute('breakpointhook')
  if (hook === undefined) throw runtimeError('lost sys.breakpointhook')
  return context.callDict(hook, args, keywords)
}

/** The table of this file; registry.ts puts it into the module `builtins`. */
export const functionTable: MethodTable = [
  ['abs', abs, '(x, /)', 'The magnitude of a number.'],
  ['aiter', aiter, '(async_iterable, /)', 'An asynchronous iterator over the object.'],
  ['all', all, '(iterable, /)', 'Whether no element is false (so it is for none at all).'],
  [
    'anext',
    anext,
    '(aiterator, default=<unrepresentable>, /)',
    'An awaitable of the next element; default, if given, once there is none.',
  ],
  ['any', any, '(iterable, /)', 'Whether at least one element is true.'],
  ['ascii', asciiValue, '(obj, /)', 'The repr with escapes for everything outside ASCII.'],
  [
    'bin',
    prefixed(2, '0b'),
    '(number, /)',
    "The digits in base 2, after 0b.\n\n>>> bin(10)\n'0b1010'\n>>> bin(-3)\n'-0b11'",
  ],
  ['breakpoint', breakpoint, '(*args, **kws)', 'Enters the debugger, by way of sys.breakpointhook.'],
  ['callable', callable, '(obj, /)', 'Return whether the object is callable.'],
  ['chr', chr, '(i, /)', 'The character at a code point, 0 <= i <= 0x10ffff.'],
  ['delattr', delattr, '(obj, name, /)', 'The statement del obj.name, for a name known at run time.'],
  ['dir', dir, '-(object=<unrepresentable>, /)', 'Return a list of names.'],
  ['divmod', divmod, '(x, y, /)', 'Quotient and remainder in one tuple.'],
  ['format', formatValue, "(value, format_spec='', /)", 'Return value.__format__(format_spec).'],
  [
    'getattr',
    getattr,
    '-(object, name, default=<unrepresentable>, /)',
    'The expression object.name, for a name known at run time.',
  ],
  ['globals', globals, '()', 'The namespace of the module whose code is running.'],
  ['hasattr', hasattr, '(obj, name, /)', 'Whether getattr would succeed.'],
  [
    'hash',
    (o: Value) => hashValue(o),
    '(obj, /)',
    'The int under which dicts and sets file an object; equal objects have equal ones.',
  ],
  [
    'hex',
    prefixed(16, '0x'),
    '(number, /)',
    "The digits in base 16, after 0x.\n\n>>> hex(250)\n'0xfa'\n>>> hex(-16)\n'-0x10'",
  ],
  ['id', (o: Value) => identityOf(o), '(obj, /)', 'A number no other living object has.'],
  ['input', input, "(prompt='', /)", 'A line of standard input without its line end, prompt being written first.'],
  [
    'isinstance',
    isinstance,
    '(obj, class_or_tuple, /)',
    'Whether the class (or one of a tuple or union of them) is among those of the object.',
  ],
  [
    'issubclass',
    issubclass,
    '(cls, class_or_tuple, /)',
    'Whether the second class (or one of a tuple or union of them) is an ancestor of the first, or the same.',
  ],
  [
    'iter',
    iter,
    '-(object, sentinel=<unrepresentable>, /)',
    'An iterator over an object; with a sentinel, over the results of calls until one equals it.',
  ],
  ['len', len, '(obj, /)', 'How many items an object holds.'],
  ['locals', locals, '()', 'The variables of the running scope, as a dict.'],
  ['max', extreme('max', CompareIndex.gt), '-(*args, key=None, default=<unrepresentable>)', 'Return the biggest item.'],
  [
    'min',
    extreme('min', CompareIndex.lt),
    '-(*args, key=None, default=<unrepresentable>)',
    'Return the smallest item.',
  ],
  [
    'next',
    next,
    '-(iterator, default=<unrepresentable>, /)',
    'The next element; default, if given, once there is none.',
  ],
  [
    'oct',
    prefixed(8, '0o'),
    '(number, /)',
    "The digits in base 8, after 0o.\n\n>>> oct(64)\n'0o100'\n>>> oct(-9)\n'-0o11'",
  ],
  ['ord', ord, '(c, /)', 'Return the ordinal value of a character.'],
  ['pow', pow, '(base, exp, mod=None)', 'The power; with mod, its remainder, without computing the power itself.'],
  [
    'print',
    print,
    "(*args, sep=' ', end='\\n', file=None, flush=False)",
    'Writes the values as text, sep between them and end after them.',
  ],
  ['repr', reprValue, '(obj, /)', 'The text that shows an object to a programmer.'],
  [
    'round',
    round,
    '(number, ndigits=None)',
    'The nearest number with so many decimals, the even one of two; an int if ndigits is left out.',
  ],
  ['setattr', setattr, '(obj, name, value, /)', 'The statement obj.name = value, for a name known at run time.'],
  [
    'sorted',
    sorted,
    '(iterable, /, *, key=None, reverse=False)',
    'A list of the elements, smallest first; equal ones keep their order.',
  ],
  ['sum', sum, '(iterable, /, start=0)', 'The numbers added up, beginning with start.'],
  [
    'vars',
    vars,
    '-(object=<unrepresentable>, /)',
    'Return the __dict__ attribute of an object, or the local variables.',
  ],
]
