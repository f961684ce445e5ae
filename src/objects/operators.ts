/**
 * The operators of Python over any two values: special methods with reflection, comparison, truth, hash, length, items,
 * iteration, text (Language Reference 3.3; CPython: Objects/abstract.c, object.c).
 *
 * These are the slow paths. The interpreter and compiled code inline the cases of ints, floats and strings at each site and
 * come here for the rest; builtins call them directly. A special method written in Python re-enters the interpreter
 * through `context`; where an opcode can push a frame instead, the interpreter does so before it comes here.
 *
 * Longer than 800 lines: the protocols call each other in a circle (a comparison asks for truth, iteration for an index, and so on).
 */
import { bind, callSpecial0, callSpecial1, callSpecial2, getAttr, lookupAttr } from './attributes'
import { PyBytes } from './bytes'
import { context, enterNative, leaveNative } from './context'
import { stopIterationType } from './exceptionfields'
import {
  baseExceptionType,
  deprecationWarningType,
  isException,
  overflowError,
  type PyBaseException,
  typeError,
  typeErrorType,
  valueError,
} from './exceptions'
import { floatType, PyFloat } from './float'
import { PyFunction, PyMethodDescriptor } from './function'
import { asInt } from './int'
import { intAdd, intBinary, intHash, intMul } from './intmath'
import { PyList } from './list'
import { type Int, objectType, PyObject, PyType, typeOf, typeType, type Value } from './object'
import { peekItems } from './simditems'
import { NotImplemented } from './singletons'
import { ArraySink, type Sink } from './sinks'
import { asString } from './str'
import { characters, compareStrings, equalTexts, strHash } from './strops'
import { PyTuple, tupleType } from './tuple'

/** A binary operator: its symbol and the names of its special methods. */
export interface BinaryOperator {
  readonly symbol: string
  readonly method: string
  readonly reflected: string
  readonly inplace: string
}

const operator = (symbol: string, name: string): BinaryOperator => ({
  symbol,
  method: `$__${name}__`,
  reflected: `$__r${name}__`,
  inplace: `$__i${name}__`,
})

/** The operators in the order of their opcodes (BINARY_ADD …). */
export const binaryOperators = [
  operator('+', 'add'),
  operator('-', 'sub'),
  operator('*', 'mul'),
  operator('@', 'matmul'),
  operator('/', 'truediv'),
  operator('//', 'floordiv'),
  operator('%', 'mod'),
  operator('** or pow()', 'pow'),
  operator('<<', 'lshift'),
  operator('>>', 'rshift'),
  operator('&', 'and'),
  operator('|', 'or'),
  operator('^', 'xor'),
] as const

/** Index of each operator in {@link binaryOperators}. */
export const BinaryIndex = {
  add: 0,
  sub: 1,
  mul: 2,
  matmul: 3,
  truediv: 4,
  floordiv: 5,
  mod: 6,
  pow: 7,
  lshift: 8,
  rshift: 9,
  and: 10,
  or: 11,
  xor: 12,
} as const

/** `a op b`; `inplace` tries the in-place method first. Raises TypeError where neither side knows how. */
export function binaryOp(index: number, a: Value, b: Value, inplace = false): Value {
  if (isInt(a) && isInt(b)) {
    const result = intBinary(index, a, b)
    if (result !== undefined) return result
  }
  const op = binaryOperators[index]!
  const ta = typeOf(a)
  const tb = typeOf(b)
  if (inplace) {
    const method = ta.proto[op.inplace]
    if (method !== undefined) {
      const result = callSpecial1(method, a, b)
      if (result !== NotImplemented) return result
    }
  }
  const result = binaryOrNotImplemented(op, a, b, ta, tb)
  if (result !== NotImplemented) return result
  throw unsupported(op, a, b, inplace)
}

function binaryOrNotImplemented(op: BinaryOperator, a: Value, b: Value, ta: PyType, tb: PyType): Value {
  const left = ta.proto[op.method]
  if (ta !== tb) {
    const right = tb.proto[op.reflected]
    if (right !== undefined && right !== ta.proto[op.reflected] && tb.isSubtype(ta)) {
      const result = callSpecial1(right, b, a)
      if (result !== NotImplemented) return result
      return left === undefined ? NotImplemented : callSpecial1(left, a, b)
    }
    if (left !== undefined) {
      const result = callSpecial1(left, a, b)
      if (result !== NotImplemented) return result
    }
    return right === undefined ? NotImplemented : callSpecial1(right, b, a)
  }
  return left === undefined ? NotImplemented : callSpecial1(left, a, b)
}

/** The TypeError of an operator that neither operand supports. */
export function unsupported(op: BinaryOperator, a: Value, b: Value, inplace: boolean): PyBaseException {
  const na = typeOf(a).name
  const nb = typeOf(b).name
  if (op.method === '$__add__' || op.method === '$__mul__') {
    const special = sequenceMessage(op, a, b)
    if (special !== null) return typeError(special)
  }
  const symbol = inplace ? (op.method === '$__pow__' ? '**=' : `${op.symbol}=`) : op.symbol
  if (
    op.method === '$__rshift__' &&
    na === 'builtin_function_or_method' &&
    (a as { native?: { name: string } }).native?.name === 'print'
  )
    return typeError(
      `unsupported operand type(s) for ${symbol}: '${na}' and '${nb}'. Did you mean "print(<message>, file=<output_stream>)"?`,
    )
  return typeError(`unsupported operand type(s) for ${symbol}: '${na}' and '${nb}'`)
}

function sequenceMessage(op: BinaryOperator, a: Value, b: Value): string | null {
  const isSequence = (v: Value) => {
    const p = typeOf(v).proto
    return p.$__getitem__ instanceof PyMethodDescriptor && p.$__add__ !== undefined && p.$__len__ !== undefined
  }
  if (op.method === '$__add__') {
    if (!isSequence(a)) return null
    const na = typeOf(a).name
    if (typeof a === 'string') return `can only concatenate str (not "${typeOf(b).name}") to str`
    if (na === 'bytes' || na === 'bytearray') return `can't concat ${typeOf(b).name} to ${na}`
    return `can only concatenate ${na} (not "${typeOf(b).name}") to ${na}`
  }
  if (isSequence(a)) return `can't multiply sequence by non-int of type '${typeOf(b).name}'`
  if (isSequence(b)) return `can't multiply sequence by non-int of type '${typeOf(a).name}'`
  return null
}

/** `pow(a, b, m)` */
export function ternaryPow(a: Value, b: Value, m: Value): Value {
  for (const [method, x, y] of [
    [typeOf(a).proto.$__pow__, a, b],
    [typeOf(b).proto.$__rpow__, b, a],
  ] as const) {
    if (method === undefined) continue
    const result = callSpecial2(method, x, y, m)
    if (result !== NotImplemented) return result
  }
  throw typeError(
    `unsupported operand type(s) for ** or pow(): '${typeOf(a).name}', '${typeOf(b).name}', '${typeOf(m).name}'`,
  )
}

/** `-v`, `+v`, `~v` for `neg`, `pos`, `invert`. */
export function unaryOp(name: 'neg' | 'pos' | 'invert', v: Value): Value {
  const method = typeOf(v).proto[`$__${name}__`]
  if (method === undefined)
    throw typeError(
      `bad operand type for unary ${name === 'neg' ? '-' : name === 'pos' ? '+' : '~'}: '${typeOf(v).name}'`,
    )
  return callSpecial0(method, v)
}

/** Comparison operators, in the order of their opcodes. */
export const compareOperators = [
  { symbol: '<', method: '$__lt__', reflected: '$__gt__' },
  { symbol: '<=', method: '$__le__', reflected: '$__ge__' },
  { symbol: '==', method: '$__eq__', reflected: '$__eq__' },
  { symbol: '!=', method: '$__ne__', reflected: '$__ne__' },
  { symbol: '>', method: '$__gt__', reflected: '$__lt__' },
  { symbol: '>=', method: '$__ge__', reflected: '$__le__' },
] as const

/** Index of each comparison in {@link compareOperators}. */
export const CompareIndex = { lt: 0, le: 1, eq: 2, ne: 3, gt: 4, ge: 5 } as const

/** The value of a small int or a float of the exact class, which compare as doubles; undefined for anything else. */
function plainNumber(v: Value): number | undefined {
  if (typeof v === 'number') return v
  return v instanceof PyFloat && v.cls === floatType ? v.value : undefined
}

/**
 * The order of two exact tuples (negative, zero, positive) where the items that decide it are ints, floats or texts, which nobody can see being compared;
 * undefined for all else.
 */
function plainOrder(a: Value, b: Value): number | undefined {
  if (!(a instanceof PyTuple && a.cls === tupleType && b instanceof PyTuple && b.cls === tupleType)) return undefined
  const left = a.items
  const right = b.items
  const n = left.length < right.length ? left.length : right.length
  for (let i = 0; i < n; i++) {
    const p = left[i]!
    const q = right[i]!
    if (p === q) continue
    if (typeof p === 'string') {
      if (typeof q !== 'string') return undefined
      return compareStrings(p, q)
    }
    const x = plainNumber(p)
    const y = x === undefined ? undefined : plainNumber(q)
    if (y === undefined) return undefined
    if (x! < y) return -1
    if (x! > y) return 1
    if (x !== y) return undefined
  }
  return left.length - right.length
}

/** `a op b` as a Python value (rich comparisons may return anything). */
export function compare(index: number, a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(index, a, b)
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(index, a, b)
  const x = plainNumber(a)
  const y = x === undefined ? undefined : plainNumber(b)
  if (y !== undefined) return compareNumbers(index, x!, y)
  const order = plainOrder(a, b)
  if (order !== undefined) return compareNumbers(index, order, 0)
  const op = compareOperators[index]!
  const ta = typeOf(a)
  const tb = typeOf(b)
  let checkedReverse = false
  enterNative(' in comparison')
  try {
    if (ta !== tb && tb.isSubtype(ta)) {
      const method = tb.proto[op.reflected]
      if (method !== undefined) {
        checkedReverse = true
        const result = callComparison(method, b, a)
        if (result !== NotImplemented) return result
      }
    }
    const method = ta.proto[op.method]
    if (method !== undefined) {
      const result = callComparison(method, a, b)
      if (result !== NotImplemented) return result
    }
    if (!checkedReverse) {
      const reflected = tb.proto[op.reflected]
      if (reflected !== undefined) {
        const result = callComparison(reflected, b, a)
        if (result !== NotImplemented) return result
      }
    }
  } finally {
    leaveNative()
  }
  if (index === CompareIndex.eq) return isSame(a, b)
  if (index === CompareIndex.ne) return !isSame(a, b)
  throw typeError(`'${op.symbol}' not supported between instances of '${ta.name}' and '${tb.name}'`)
}

/** A comparison method's answer. One that cannot be bound counts as absent (CPython: slot_tp_richcompare). */
export function callComparison(method: Value, self: Value, other: Value): Value {
  if (method instanceof PyMethodDescriptor || method instanceof PyFunction) return callSpecial1(method, self, other)
  let bound: Value
  try {
    bound = bind(method, self, typeOf(self))
  } catch (e) {
    if (isException(e, baseExceptionType)) return NotImplemented
    throw e
  }
  return context.call1(bound, other)
}

/** `a op b` for two numbers by operator index. */
export function compareNumbers(index: number, a: number, b: number): boolean {
  switch (index) {
    case CompareIndex.lt:
      return a < b
    case CompareIndex.le:
      return a <= b
    case CompareIndex.eq:
      return a === b
    case CompareIndex.ne:
      return a !== b
    case CompareIndex.gt:
      return a > b
    default:
      return a >= b
  }
}

/** `a op b` for two texts by operator index. */
function compareTexts(index: number, a: string, b: string): boolean {
  if (index === CompareIndex.eq) return equalTexts(a, b)
  if (index === CompareIndex.ne) return !equalTexts(a, b)
  return compareNumbers(index, compareStrings(a, b), 0)
}

/** `a is b`: floats by bits, ints and strings by value, everything else by identity. */
export function isSame(a: Value, b: Value): boolean {
  if (a === b) return true
  return a instanceof PyFloat && b instanceof PyFloat && a.cls === b.cls && !a.cls.heap && Object.is(a.value, b.value)
}

/** `a is b or a == b`, the comparison of containers. */
export function equals(a: Value, b: Value): boolean {
  if (a === b) return true
  if (typeof a !== 'object' && typeof b !== 'object' && a !== undefined) {
    if (typeof a === typeof b) return false
    if (typeof a === 'string' || typeof b === 'string') return false
  }
  return isSame(a, b) || isTrue(compare(CompareIndex.eq, a, b))
}

/** `a < b` as a truth value. */
export function lessThan(a: Value, b: Value): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a < b
  const order = plainOrder(a, b)
  return order === undefined ? isTrue(compare(CompareIndex.lt, a, b)) : order < 0
}

/** The truth of any value. */
export function isTrue(v: Value): boolean {
  switch (typeof v) {
    case 'boolean':
      return v
    case 'number':
      return v !== 0
    case 'string':
      return v.length !== 0
    case 'bigint':
      return true
  }
  if (v === null) return false
  const proto = v.cls.proto
  const bool = proto.$__bool__
  if (bool !== undefined) {
    const result = callSpecial0(bool, v)
    if (typeof result === 'boolean') return result
    throw typeError(`__bool__ should return bool, returned ${typeOf(result).name}`)
  }
  const len = proto.$__len__
  return len === undefined ? true : lengthFrom(callSpecial0(len, v)) !== 0
}

/** `hash(v)`, an int in the range of Py_hash_t. */
export function hashValue(v: Value): Int {
  if (typeof v === 'string') return strHash(v)
  if (typeof v === 'number' || typeof v === 'bigint') return intHash(v)
  if (typeof v === 'boolean') return v ? 1 : 0
  const method = typeOf(v).proto.$__hash__
  if (method === undefined || method === null) throw typeError(`unhashable type: '${typeOf(v).name}'`)
  const result = callSpecial0(method, v)
  if (typeof result === 'number')
    return result === -1 ? -2 : method instanceof PyMethodDescriptor ? result : intHashOfResult(result)
  const int = asInt(result)
  if (int === undefined) throw typeError('__hash__ method should return an integer')
  return intHashOfResult(int)
}

/** A user's `__hash__` may return any int: those outside Py_ssize_t are hashed again. */
function intHashOfResult(h: Int): Int {
  if (typeof h === 'bigint' && (h < -9223372036854775808n || h > 9223372036854775807n)) return intHash(h)
  return h === -1 ? -2 : h
}

function lengthFrom(result: Value): Int {
  const n = typeof result === 'number' ? result : asIndex(result)
  if (n < 0) throw valueError('__len__() should return >= 0')
  if (typeof n === 'bigint' && n > 9223372036854775807n)
    throw overflowError("cannot fit 'int' into an index-sized integer")
  return n
}

/** `len(v)` */
export function lengthInt(v: Value): Int {
  const method = typeOf(v).proto.$__len__
  if (method === undefined || method === null) throw typeError(`object of type '${typeOf(v).name}' has no len()`)
  return lengthFrom(callSpecial0(method, v))
}

/** `len(v)` as a JavaScript number; OverflowError where only a bigint holds it. */
export function length(v: Value): number {
  const n = lengthInt(v)
  if (typeof n === 'number') return n
  throw overflowError("cannot fit 'int' into an index-sized integer")
}

/** `operator.index(v)`: an exact int from anything with `__index__`. */
export function asIndex(v: Value): Int {
  const int = asInt(v)
  if (int !== undefined) return int
  const method = typeOf(v).proto.$__index__
  if (method === undefined) throw typeError(`'${typeOf(v).name}' object cannot be interpreted as an integer`)
  const result = callSpecial0(method, v)
  if (typeof result === 'number' || typeof result === 'bigint') return result
  const converted = asInt(result)
  if (converted === undefined) throw typeError(`__index__ returned non-int (type ${typeOf(result).name})`)
  context.warn(
    deprecationWarningType,
    `__index__ returned non-int (type ${typeOf(result).name}).  The ability to return an instance of a strict subclass of int is deprecated, and may not be supported in a future version of Python.`,
  )
  return converted
}

/** A count or an index as a JavaScript number; OverflowError beyond the range of Py_ssize_t, clamped beyond that of exact numbers. */
export function asIndexNumber(v: Value): number {
  const i = typeof v === 'number' ? v : asIndex(v)
  if (typeof i === 'number') return i
  if (i < -(2n ** 63n) || i >= 2n ** 63n)
    throw overflowError(`cannot fit '${typeOf(v).name}' into an index-sized integer`)
  return clamp(i)
}

/** An argument that is a Py_ssize_t in C, as a JavaScript number; clamped like {@link asIndexNumber}. */
export function asSize(v: Value): number {
  const i = typeof v === 'number' ? v : asIndex(v)
  if (typeof i === 'number') return i
  if (i < -(2n ** 63n) || i >= 2n ** 63n) throw overflowError('Python int too large to convert to C ssize_t')
  return clamp(i)
}

/** An argument that is an int in C. */
export function asCInt(v: Value): number {
  const i = typeof v === 'number' ? v : asIndex(v)
  if (typeof i === 'number' && i === (i | 0)) return i
  throw overflowError('Python int too large to convert to C int')
}

function clamp(i: Int): number {
  return i > 0n ? Number.MAX_SAFE_INTEGER : Number.MIN_SAFE_INTEGER
}

/** An index clamped to the safe-integer range, for slices. */
export function asClampedIndex(v: Value): number {
  const i = asIndex(v)
  return typeof i === 'number' ? i : clamp(i)
}

/** Makes `type[key]`; genericalias.ts installs it. */
export const subscription: { alias: (origin: PyType, key: Value) => Value } = {
  alias: () => {
    throw new Error('generic alias not installed')
  },
}

/** `o[key]` */
export function getItem(o: Value, key: Value): Value {
  const method = typeOf(o).proto.$__getitem__
  if (method !== undefined) return callSpecial1(method, o, key)
  if (o instanceof PyType) {
    // `type[int]` is an alias although type has no __class_getitem__, which its instances would inherit.
    if (o === typeType) return subscription.alias(o, key)
    const cls = lookupAttr(o, '__class_getitem__')
    if (cls !== undefined) return context.call1(cls, key)
    throw typeError(`type '${o.name}' is not subscriptable`)
  }
  throw typeError(`'${typeOf(o).name}' object is not subscriptable`)
}

/** `o[key] = value` */
export function setItem(o: Value, key: Value, value: Value): void {
  const method = typeOf(o).proto.$__setitem__
  if (method === undefined) throw typeError(`'${typeOf(o).name}' object does not support item assignment`)
  callSpecial2(method, o, key, value)
}

/** `del o[key]` */
export function deleteItem(o: Value, key: Value): void {
  const method = typeOf(o).proto.$__delitem__
  if (method === undefined) throw typeError(`'${typeOf(o).name}' object does not support item deletion`)
  callSpecial1(method, o, key)
}

/** `item in container` */
export function contains(container: Value, item: Value): boolean {
  const method = typeOf(container).proto.$__contains__
  if (method !== undefined) {
    if (method === null) throw typeError(`'${typeOf(container).name}' object is not a container`)
    return isTrue(callSpecial1(method, container, item))
  }
  const proto = typeOf(container).proto
  if (proto.$__iter__ === undefined && proto.$__getitem__ === undefined)
    throw typeError(`argument of type '${typeOf(container).name}' is not iterable`)
  const step = iterate(container)
  for (let v = step(); v !== undefined; v = step()) if (equals(v, item)) return true
  return false
}

/**
 * An iterator written in TypeScript: `next` returns the next value or undefined at the end, without StopIteration. Its class's
 * method table has `__next__` made by {@link nativeNext}.
 */
export abstract class PyIterator extends PyObject {
  abstract next(): Value | undefined

  /**
   * All values that are left, as a fresh array. Who overrides it calls a `next` that the engine knows, which here is any of dozens, or makes room for what is
   * there at once.
   */
  remaining(): Value[] {
    const items: Value[] = []
    for (let v = this.next(); v !== undefined; v = this.next()) items.push(v)
    return items
  }
}

/** An iterator that ends with a value, as a generator does: in `returned`, after `next` has given undefined. */
export abstract class PyReturningIterator extends PyIterator {
  returned: Value = null
}

/**
 * Whether stepping an iterator is a call of its `next`: it is one of ours, and no subclass has another `__next__`. A built-in type's
 * cannot be replaced, so that only classes made at run time are looked into.
 */
export function isNativeIterator(v: Value): v is PyIterator {
  return v instanceof PyIterator && (!v.cls.heap || v.cls.proto.$__next__ instanceof PyMethodDescriptor)
}

/** Makes the iterator over old-style sequences (`__getitem__` only); iterators.ts installs it. */
export const sequenceIteration: { make: (o: Value) => Value } = {
  make: () => {
    throw new Error('sequence iterator not installed')
  },
}

/** `iter(v)` */
export function getIter(v: Value): Value {
  const proto = typeOf(v).proto
  const method = proto.$__iter__
  if (method === undefined) {
    if (proto.$__getitem__ !== undefined && !(v instanceof PyType)) return sequenceIteration.make(v)
    throw typeError(`'${typeOf(v).name}' object is not iterable`)
  }
  if (method === null) throw typeError(`'${typeOf(v).name}' object is not iterable`)
  const iterator = callSpecial0(method, v)
  if (typeOf(iterator).proto.$__next__ === undefined)
    throw typeError(`iter() returned non-iterator of type '${typeOf(iterator).name}'`)
  return iterator
}

/** How the interpreter steps through its generators; it installs this. Their type is final. */
export const generatorIteration: {
  type: PyType | null
  step: (v: Value) => Value | undefined
  drain: (v: Value, sink: Sink) => Value | undefined
} = {
  type: null,
  step: () => undefined,
  drain: () => undefined,
}

/** `next(iterator)`, undefined at the end. */
export function iterNext(iterator: Value): Value | undefined {
  if (isNativeIterator(iterator)) return iterator.next()
  if (iterator !== null && typeof iterator === 'object' && iterator.cls === generatorIteration.type)
    return generatorIteration.step(iterator)
  if (iterator !== null && typeof iterator === 'object' && !iterator.cls.heap) {
    // An object that is its own iterator, beside being something else.
    const own = iterator as PyObject & { nextItem?: () => Value | undefined }
    if (own.nextItem !== undefined) return own.nextItem()
  }
  const method = typeOf(iterator).proto.$__next__
  if (method === undefined) throw typeError(`'${typeOf(iterator).name}' object is not an iterator`)
  try {
    return callSpecial0(method, iterator)
  } catch (e) {
    if (isException(e, stopIterationType)) return undefined
    throw e
  }
}

/** Hands the values of an iterator to a sink: the first one that it refuses, or undefined at the end. */
export function drain(iterator: Value, sink: Sink): Value | undefined {
  if (iterator !== null && typeof iterator === 'object' && iterator.cls === generatorIteration.type)
    return generatorIteration.drain(iterator, sink)
  let v = iterNext(iterator)
  while (v !== undefined && sink.take(v)) v = iterNext(iterator)
  return v
}

/** A function that steps through `iter(v)`: the next value, or undefined at the end. */
export function iterate(v: Value): () => Value | undefined {
  const iterator = getIter(v)
  return () => iterNext(iterator)
}

/** All items of an iterable, as a fresh array. */
export function toArray(v: Value): Value[] {
  if (v instanceof PyTuple && !v.cls.heap) return v.items.slice()
  if (v instanceof PyList && !v.cls.heap) return peekItems(v).slice()
  if (typeof v === 'string') return characters(v)
  if (v instanceof PyBytes && !v.cls.heap) return bytesItems(v.bytes)
  const iterator = getIter(v)
  if (isNativeIterator(iterator)) return iterator.remaining()
  const items: Value[] = []
  drain(iterator, new ArraySink(items))
  return items
}

function bytesItems(bytes: Uint8Array): number[] {
  const n = bytes.length
  const items: number[] = new Array(n)
  for (let i = 0; i < n; i++) items[i] = bytes[i]!
  return items
}

/** `operator.length_hint(v)`, or the default. */
export function lengthHint(v: Value, otherwise: number): number {
  const proto = typeOf(v).proto
  const len = proto.$__len__
  if (len !== undefined && len !== null) {
    try {
      return Number(lengthFrom(callSpecial0(len, v)))
    } catch (e) {
      if (!isException(e, typeErrorType)) throw e
    }
  }
  const hint = proto.$__length_hint__
  if (hint === undefined) return otherwise
  let result: Value
  try {
    result = callSpecial0(hint, v)
  } catch (e) {
    if (isException(e, typeErrorType)) return otherwise
    throw e
  }
  if (result === NotImplemented) return otherwise
  const n = asInt(result)
  if (n === undefined) throw typeError(`__length_hint__ must be an integer, not ${typeOf(result).name}`)
  if (n < 0) throw valueError('__length_hint__() should return >= 0')
  return Number(n)
}

/** `repr(v)`; the result is a str, possibly of a subclass. */
export function reprValue(v: Value): Value {
  const method = typeOf(v).proto.$__repr__!
  const result = method instanceof PyMethodDescriptor ? method.native.fn(v) : callSpecial0(method, v)
  if (asString(result) === undefined) throw typeError(`__repr__ returned non-string (type ${typeOf(result).name})`)
  return result
}

/** `repr(v)` as a JavaScript string. */
export function repr(v: Value): string {
  return asString(reprValue(v))!
}

/** `ascii(v)`: the repr itself where it is ASCII. */
export function asciiValue(v: Value): Value {
  const result = reprValue(v)
  const text = asString(result)!
  const escaped = asciiText(text)
  return escaped === text ? result : escaped
}

/** A text with every non-ASCII character as a backslash escape, as `ascii()` and `%a` show it. */
export function asciiText(text: string): string {
  let out = ''
  for (const ch of text) {
    const c = ch.codePointAt(0)!
    if (c < 0x80) out += ch
    else if (c <= 0xff) out += `\\x${c.toString(16).padStart(2, '0')}`
    else if (c <= 0xffff) out += `\\u${c.toString(16).padStart(4, '0')}`
    else out += `\\U${c.toString(16).padStart(8, '0')}`
  }
  return out
}

/** `str(v)`; the result is a str, possibly of a subclass. */
export function str(v: Value): Value {
  if (typeof v === 'string') return v
  const method = typeOf(v).proto.$__str__!
  const result = callSpecial0(method, v)
  if (asString(result) === undefined) throw typeError(`__str__ returned non-string (type ${typeOf(result).name})`)
  return result
}

/** `str(v)` as a JavaScript string. */
export function strText(v: Value): string {
  return typeof v === 'string' ? v : asString(str(v))!
}

/** `format(v, spec)` */
export function format(v: Value, spec: Value): Value {
  if (spec === '') {
    if (typeof v === 'string') return v
    if (typeof v === 'number') return String(v)
  }
  const method = typeOf(v).proto.$__format__!
  const result = callSpecial1(method, v, spec)
  if (asString(result) === undefined) throw typeError(`__format__ must return a str, not ${typeOf(result).name}`)
  return result
}

/** What may stand for several classes in isinstance() and issubclass(): a union of types. */
export interface ClassChoice {
  readonly choices: readonly Value[]
}

function isChoice(v: Value): v is PyObject & ClassChoice {
  return v instanceof PyObject && 'choices' in v
}

/** `isinstance(v, cls)` including `__instancecheck__` and tuples. */
export function isInstance(v: Value, cls: Value): boolean {
  if (cls instanceof PyType) {
    if (typeOf(v) === cls) return true
    const check = cls.cls.proto.$__instancecheck__
    if (check === objectInstanceCheck()) return instanceOfType(v, cls)
    return isTrue(callSpecial1(check!, cls, v))
  }
  const items = tupleItems(cls)
  if (items !== null) {
    for (let i = 0; i < items.length; i++) {
      const item = items[i]!
      if (item instanceof PyType ? isInstance(v, item) : isNestedInstance(v, item)) return true
    }
    return false
  }
  const check = typeOf(cls).proto.$__instancecheck__
  if (check !== undefined) return isTrue(callSpecial1(check, cls, v))
  if (isChoice(cls)) return cls.choices.some((c) => isInstance(v, c))
  return abstractIsSubclass(
    getAttr(v, '__class__'),
    cls,
    'isinstance() arg 2 must be a type, a tuple of types, or a union',
  )
}

/** What a tuple of types has besides types: more tuples, as deep as the stack allows. */
function isNestedInstance(v: Value, cls: Value): boolean {
  enterNative(' in __instancecheck__')
  try {
    return isInstance(v, cls)
  } finally {
    leaveNative()
  }
}

/** `type.__instancecheck__`: by type, or by a `__class__` that lies. */
export function instanceOfType(v: Value, cls: PyType): boolean {
  if (typeOf(v).isSubtype(cls)) return true
  if (v === null || typeof v !== 'object') return false
  if (v.cls.proto.$__class__ === objectType.proto.$__class__ && v.cls.getattro === objectType.getattro) return false
  const claimed = lookupAttr(v, '__class__')
  return claimed instanceof PyType && claimed !== typeOf(v) && claimed.isSubtype(cls)
}

/** `issubclass(c, cls)` including `__subclasscheck__` and tuples. */
export function isSubclass(c: Value, cls: Value): boolean {
  if (cls instanceof PyType) {
    if (c === cls && cls.cls === typeType) return true
    const check = cls.cls.proto.$__subclasscheck__
    if (check === objectSubclassCheck() && c instanceof PyType) return c.isSubtype(cls)
    return isTrue(callSpecial1(check!, cls, c))
  }
  const items = tupleItems(cls)
  if (items !== null) {
    enterNative(' in __subclasscheck__')
    try {
      return items.some((k) => isSubclass(c, k))
    } finally {
      leaveNative()
    }
  }
  const check = typeOf(cls).proto.$__subclasscheck__
  if (check !== undefined) return isTrue(callSpecial1(check, cls, c))
  if (isChoice(cls)) return cls.choices.some((k) => isSubclass(c, k))
  return abstractIsSubclass(c, cls, 'issubclass() arg 2 must be a class, a tuple of classes, or a union')
}

/** The relation through `__bases__` for objects that are not types. */
export function abstractIsSubclass(c: Value, cls: Value, message: string): boolean {
  if (tupleItems(lookupAttr(cls, '__bases__') ?? null) === null) throw typeError(message)
  if (c === cls) return true
  const bases = tupleItems(lookupAttr(c, '__bases__') ?? null)
  if (bases === null) {
    if (message.startsWith('issubclass')) throw typeError('issubclass() arg 1 must be a class')
    return false
  }
  enterNative(' in __issubclass__')
  try {
    return bases.some((b) => abstractIsSubclass(b, cls, message))
  } finally {
    leaveNative()
  }
}

function tupleItems(v: Value): Value[] | null {
  return v instanceof PyTuple ? v.items : null
}

function objectInstanceCheck(): Value | undefined {
  return typeOf(objectType).proto.$__instancecheck__
}

function objectSubclassCheck(): Value | undefined {
  return typeOf(objectType).proto.$__subclasscheck__
}

/** Sum, difference and product for builtins that compute with arbitrary values; ints stay on the fast path. */
export function addValues(a: Value, b: Value): Value {
  return isInt(a) && isInt(b) ? intAdd(a, b) : binaryOp(BinaryIndex.add, a, b)
} /** See {@link addValues}. */
export function multiplyValues(a: Value, b: Value): Value {
  return isInt(a) && isInt(b) ? intMul(a, b) : binaryOp(BinaryIndex.mul, a, b)
}

function isInt(v: Value): v is Int {
  return typeof v === 'number' || typeof v === 'bigint'
}
