/** Unpickling (Library Reference, "pickle"; CPython: Modules/_pickle.c): a machine with a stack, marks in it, and a memo. */
import { getAttr, lookupAttr, setAttr } from '../../objects/attributes'
import { requireBytes } from '../../objects/buffer'
import { PyByteArray } from '../../objects/bytearray'
import { PyBytes } from '../../objects/bytes'
import { decodeErrors, decodeNative, decodeObject } from '../../objects/codecregistry'
import { latin1Text, rawUnicodeEscapeDecode } from '../../objects/codecs'
import { context } from '../../objects/context'
import { dictType, PyDict } from '../../objects/dict'
import { attributeError, unicodeDecodeErrorType } from '../../objects/exceptionfields'
import { eofError, isException, overflowError, typeError, valueError } from '../../objects/exceptions'
import { PyFloat } from '../../objects/float'
import { parseFloatText } from '../../objects/floatmath'
import { intFromBytes, parseInteger } from '../../objects/intmath'
import { listType, PyList } from '../../objects/list'
import { memoryViewOf, PyMemoryView } from '../../objects/memoryview'
import { type Int, PyObject, PyType, typeOf, type Value } from '../../objects/object'
import { iterNext, repr, setItem } from '../../objects/operators'
import { addAll, frozenSetOf, PySet, setOf } from '../../objects/set'
import { asString } from '../../objects/str'
import { strRepr } from '../../objects/strops'
import { PyTuple } from '../../objects/tuple'
import {
  HIGHEST_PROTOCOL,
  mappedName,
  mappedPair,
  Opcode,
  registries,
  unpicklingError,
  unpicklingErrorType,
} from './common'
import { follow } from './globals'

const NOTHING = new Uint8Array(0)
const floatBytes = new Uint8Array(8)
const floatView = new DataView(floatBytes.buffer)

/** What a persistent id is without a function to load it. */
export function noPersistentLoad(): unknown {
  return unpicklingError(
    'A load persistent id instruction was encountered, but no persistent_load function was specified.',
  )
}

function truncated(): unknown {
  return unpicklingError('pickle data was truncated')
}

/** Where a pickle comes from: bytes, or a file of which no more is read than the pickle needs. */
export class Input {
  bytes: Uint8Array = NOTHING
  at = 0

  constructor(
    private readonly read: Value | null,
    private readonly readLine: Value | null,
  ) {}

  /** Makes `n` bytes available at `at`. */
  need(n: number): void {
    if (n > this.bytes.length - this.at) this.fetch(n)
  }

  private fetch(n: number): void {
    if (this.read === null) throw truncated()
    const rest = this.bytes.subarray(this.at)
    const more = requireBytes(context.call1(this.read, n - rest.length))
    if (more.length < n - rest.length) throw truncated()
    if (rest.length === 0) this.bytes = more
    else {
      const both = new Uint8Array(rest.length + more.length)
      both.set(rest)
      both.set(more, rest.length)
      this.bytes = both
    }
    this.at = 0
  }

  /** The opcode that comes next; EOFError at the end. */
  opcode(): number {
    if (this.at >= this.bytes.length) {
      try {
        this.need(1)
      } catch (e) {
        throw isException(e, unpicklingErrorType) ? eofError('Ran out of input') : e
      }
    }
    return this.bytes[this.at++]!
  }

  byte(): number {
    if (this.at >= this.bytes.length) this.need(1)
    return this.bytes[this.at++]!
  }

  uint16(): number {
    this.need(2)
    const n = this.bytes[this.at]! | (this.bytes[this.at + 1]! << 8)
    this.at += 2
    return n
  }

  int32(): number {
    this.need(4)
    const b = this.bytes
    const i = this.at
    this.at += 4
    return b[i]! | (b[i + 1]! << 8) | (b[i + 2]! << 16) | (b[i + 3]! << 24)
  }

  /** A length of 8 bytes. */
  size(what: string): number {
    this.need(8)
    const low = this.int32() >>> 0
    const high = this.int32() >>> 0
    if (high >= 0x80000000) throw overflowError(`${what} exceeds system's maximum size of 9223372036854775807 bytes`)
    return high * 0x100000000 + low
  }

  /** The next `n` bytes; a view that is good until the next read. */
  take(n: number): Uint8Array {
    this.need(n)
    const at = this.at
    this.at += n
    return this.bytes.subarray(at, at + n)
  }

  /** The next line, with its newline. */
  line(): Uint8Array {
    const end = this.bytes.indexOf(10, this.at)
    if (end >= 0) {
      const line = this.bytes.subarray(this.at, end + 1)
      this.at = end + 1
      return line
    }
    const rest = this.bytes.subarray(this.at)
    this.at = this.bytes.length
    if (this.readLine === null) throw truncated()
    const more = requireBytes(context.call0(this.readLine))
    const line = rest.length === 0 ? more : Buffer.concat([rest, more])
    if (line.length === 0 || line[line.length - 1] !== 10) throw truncated()
    return line
  }
}

/** `_pickle.Unpickler` */
export class PyUnpickler extends PyObject {
  input: Input | null = null
  encoding = 'ASCII'
  errors = 'strict'
  fixImports = true
  buffers: Value | null = null
  /** By index; an index that was never put is absent. */
  memo: (Value | undefined)[] = []
  protocol = 0
  private stack: Value[] = []
  private marks: number[] = []
  /** Where the items above the last mark begin. */
  private fence = 0
  private persistentLoad: Value | undefined = undefined
  private findClass: Value | undefined = undefined

  /** Runs a pickle; `findClass` undefined stands for the function {@link findGlobal}. */
  load(persistentLoad: Value | undefined, findClass: Value | undefined): Value {
    const saved = [this.stack, this.marks, this.fence, this.persistentLoad, this.findClass] as const
    this.stack = []
    this.marks = []
    this.fence = 0
    this.protocol = 0
    this.persistentLoad = persistentLoad
    this.findClass = findClass
    try {
      return this.run(this.input!)
    } finally {
      ;[this.stack, this.marks, this.fence, this.persistentLoad, this.findClass] = saved
    }
  }

  private underflow(): unknown {
    return unpicklingError(this.marks.length > 0 ? 'unexpected MARK found' : 'unpickling stack underflow')
  }

  private pop(): Value {
    if (this.stack.length <= this.fence) throw this.underflow()
    return this.stack.pop()!
  }

  private top(): Value {
    if (this.stack.length <= this.fence) throw this.underflow()
    return this.stack[this.stack.length - 1]!
  }

  /** Removes the last mark and returns its place. */
  private mark(): number {
    const at = this.marks.pop()
    if (at === undefined) throw unpicklingError('could not find MARK')
    this.fence = this.marks.length > 0 ? this.marks[this.marks.length - 1]! : 0
    return at
  }

  private popFrom(start: number): Value[] {
    if (start < this.fence) throw this.underflow()
    return this.stack.splice(start)
  }

  private push(v: Value): void {
    this.stack.push(v)
  }

  private run(input: Input): Value {
    for (;;) {
      const opcode = input.opcode()
      switch (opcode) {
        case Opcode.NONE:
          this.push(null)
          break
        case Opcode.NEWTRUE:
          this.push(true)
          break
        case Opcode.NEWFALSE:
          this.push(false)
          break
        case Opcode.BININT:
          this.push(input.int32())
          break
        case Opcode.BININT1:
          this.push(input.byte())
          break
        case Opcode.BININT2:
          this.push(input.uint16())
          break
        case Opcode.SHORT_BINUNICODE:
          this.push(readText(input, input.byte()))
          break
        case Opcode.BINUNICODE:
          this.push(readText(input, input.int32() >>> 0))
          break
        case Opcode.BINUNICODE8:
          this.push(readText(input, input.size('BINUNICODE')))
          break
        case Opcode.BINFLOAT: {
          input.need(8)
          for (let i = 0; i < 8; i++) floatBytes[i] = input.bytes[input.at + i]!
          input.at += 8
          this.push(new PyFloat(floatView.getFloat64(0, false)))
          break
        }
        case Opcode.MARK:
          this.marks.push(this.stack.length)
          this.fence = this.stack.length
          break
        case Opcode.MEMOIZE:
          this.memo.push(this.top())
          break
        case Opcode.BINPUT:
          this.put(input.byte())
          break
        case Opcode.LONG_BINPUT:
          this.put(input.int32() >>> 0)
          break
        case Opcode.BINGET:
          this.get(input.byte())
          break
        case Opcode.LONG_BINGET:
          this.get(input.int32() >>> 0)
          break
        case Opcode.EMPTY_TUPLE:
          this.push(new PyTuple([]))
          break
        case Opcode.TUPLE:
          this.push(new PyTuple(this.popFrom(this.mark())))
          break
        case Opcode.TUPLE1:
        case Opcode.TUPLE2:
        case Opcode.TUPLE3: {
          const n = opcode - Opcode.TUPLE1 + 1
          this.push(new PyTuple(this.popFrom(this.stack.length - n)))
          break
        }
        case Opcode.EMPTY_LIST:
          this.push(new PyList([]))
          break
        case Opcode.EMPTY_DICT:
          this.push(new PyDict())
          break
        case Opcode.EMPTY_SET:
          this.push(setOf([]))
          break
        case Opcode.APPEND:
          this.append(this.stack.length - 1)
          break
        case Opcode.APPENDS:
          this.append(this.mark())
          break
        case Opcode.SETITEM:
          this.setItems(this.stack.length - 2)
          break
        case Opcode.SETITEMS:
          this.setItems(this.mark())
          break
        case Opcode.ADDITEMS:
          this.addItems(this.mark())
          break
        case Opcode.FRAME: {
          // A frame tells how much can be read at once.
          const n = input.size('FRAME length')
          input.need(n)
          break
        }
        case Opcode.REDUCE: {
          const args = this.pop()
          const callable = this.pop()
          if (!(args instanceof PyTuple)) throw typeError('argument list must be a tuple')
          this.push(context.call(callable, args.items))
          break
        }
        case Opcode.BUILD:
          this.build()
          break
        case Opcode.STOP:
          return this.pop()
        default:
          this.runRare(input, opcode)
      }
    }
  }

  private runRare(input: Input, opcode: number): void {
    switch (opcode) {
      case Opcode.PROTO: {
        const n = input.byte()
        if (n > HIGHEST_PROTOCOL) throw valueError(`unsupported pickle protocol: ${n}`)
        this.protocol = n
        return
      }
      case Opcode.STACK_GLOBAL: {
        const name = this.pop()
        const module = this.pop()
        if (asString(name) === undefined || asString(module) === undefined)
          throw unpicklingError('STACK_GLOBAL requires str')
        this.push(this.find(module, name))
        return
      }
      case Opcode.NEWOBJ:
        this.newObject(false)
        return
      case Opcode.NEWOBJ_EX:
        this.newObject(true)
        return
      case Opcode.FROZENSET:
        this.push(frozenSetOf(this.popFrom(this.mark())))
        return
      case Opcode.SHORT_BINBYTES:
        this.push(new PyBytes(input.take(input.byte()).slice()))
        return
      case Opcode.BINBYTES:
        this.push(new PyBytes(input.take(input.int32() >>> 0).slice()))
        return
      case Opcode.BINBYTES8:
        this.push(new PyBytes(input.take(input.size('BINBYTES')).slice()))
        return
      case Opcode.BYTEARRAY8:
        this.push(new PyByteArray(input.take(input.size('BYTEARRAY8')).slice()))
        return
      case Opcode.LONG1:
        this.push(readLong(input, input.byte()))
        return
      case Opcode.LONG4: {
        const n = input.int32()
        if (n < 0) throw unpicklingError('LONG pickle has negative byte count')
        this.push(readLong(input, n))
        return
      }
      case Opcode.DUP:
        this.push(this.top())
        return
      case Opcode.POP:
        if (this.marks.length > 0 && this.marks[this.marks.length - 1] === this.stack.length) this.mark()
        else this.pop()
        return
      case Opcode.POP_MARK:
        this.stack.length = this.mark()
        return
      case Opcode.LIST:
        this.push(new PyList(this.popFrom(this.mark())))
        return
      case Opcode.DICT: {
        const items = this.popFrom(this.mark())
        if (items.length % 2 !== 0) throw unpicklingError('odd number of items for DICT')
        const dict = new PyDict()
        for (let i = 0; i < items.length; i += 2) dict.setItem(items[i]!, items[i + 1]!)
        this.push(dict)
        return
      }
      case Opcode.EXT1:
        this.extension(input.byte())
        return
      case Opcode.EXT2:
        this.extension(input.uint16())
        return
      case Opcode.EXT4:
        this.extension(input.int32())
        return
      case Opcode.BINPERSID: {
        const id = this.pop()
        this.push(this.persistent(id))
        return
      }
      case Opcode.NEXT_BUFFER: {
        if (this.buffers === null)
          throw unpicklingError('pickle stream refers to out-of-band data but no *buffers* argument was given')
        const buffer = iterNext(this.buffers)
        if (buffer === undefined) throw unpicklingError('not enough out-of-band buffers')
        this.push(buffer)
        return
      }
      case Opcode.READONLY_BUFFER: {
        const view = memoryViewOf(this.top())
        if (!view.readonly) {
          const made = PyMemoryView.like(view)
          made.readonly = true
          this.stack[this.stack.length - 1] = made
        }
        return
      }
      case Opcode.BINSTRING:
        this.push(this.decode(input.take(input.int32() >>> 0).slice()))
        return
      case Opcode.SHORT_BINSTRING:
        this.push(this.decode(input.take(input.byte()).slice()))
        return
      default:
        this.runText(input, opcode)
    }
  }

  /** The opcodes of protocol 0, whose arguments are lines. */
  private runText(input: Input, opcode: number): void {
    switch (opcode) {
      case Opcode.INT:
        this.push(parseInt0(textLine(input, 2)))
        return
      case Opcode.LONG: {
        const line = textLine(input, 2)
        const digits = line.endsWith('L\n') ? line.slice(0, -2) : line
        this.push(decimal(digits))
        return
      }
      case Opcode.FLOAT: {
        const line = textLine(input, 2)
        const x = parseFloatText(line.slice(0, -1))
        if (x === null) throw valueError(`could not convert string to float: '${line}'`)
        this.push(new PyFloat(x))
        return
      }
      case Opcode.STRING: {
        const line = input.line().slice(0, -1)
        const quote = line[0]
        if (line.length < 2 || quote !== line[line.length - 1] || (quote !== 34 && quote !== 39))
          throw unpicklingError('the STRING opcode argument must be quoted')
        const unescape = getAttr(context.importModule('_codecs'), 'escape_decode')
        const pair = context.call1(unescape, new PyBytes(line.slice(1, -1))) as PyTuple
        this.push(this.decode((pair.items[0] as PyBytes).bytes))
        return
      }
      case Opcode.UNICODE: {
        const bytes = input.line().slice(0, -1)
        this.push(rawUnicodeEscapeDecode(bytes, decodeErrors('strict', 'rawunicodeescape', bytes)).text)
        return
      }
      case Opcode.PUT: {
        const at = decimal(textLine(input, 2))
        if (this.stack.length <= this.fence) throw this.underflow()
        if (at < 0) throw valueError('negative PUT argument')
        this.put(Number(at))
        return
      }
      case Opcode.GET:
        this.get(decimal(textLine(input, 2)))
        return
      case Opcode.GLOBAL: {
        const module = nameLine(input)
        this.push(this.find(module, nameLine(input)))
        return
      }
      case Opcode.INST: {
        const args = this.popFrom(this.mark())
        const module = nameLine(input)
        this.push(instantiate(this.find(module, nameLine(input)), args))
        return
      }
      case Opcode.OBJ: {
        const start = this.mark()
        if (this.stack.length - start < 1) throw this.underflow()
        const args = this.popFrom(start)
        this.push(instantiate(args[0]!, args.slice(1)))
        return
      }
      case Opcode.PERSID: {
        const line = input.line().slice(0, -1)
        let id: Value
        try {
          id = decodeNative(line, 'ascii', 'strict').text
        } catch (e) {
          if (!isException(e, unicodeDecodeErrorType)) throw e
          throw unpicklingError('persistent IDs in protocol 0 must be ASCII strings')
        }
        this.push(this.persistent(id))
        return
      }
    }
    const plain = opcode > 32 && opcode < 127 && opcode !== 39 && opcode !== 92
    const key = plain ? String.fromCharCode(opcode) : `\\x${opcode.toString(16).padStart(2, '0')}`
    throw unpicklingError(`invalid load key, '${key}'.`)
  }

  private put(at: number): void {
    this.memo[at] = this.top()
  }

  private get(at: Int): void {
    const v = this.memo[at as number]
    if (v === undefined) throw unpicklingError(`Memo value not found at index ${at}`)
    this.push(v)
  }

  /** A str of Python 2: text, or bytes where the encoding says so. */
  private decode(bytes: Uint8Array): Value {
    const made = new PyBytes(bytes)
    return this.encoding === 'bytes' ? made : decodeObject(made, this.encoding, this.errors)
  }

  private persistent(id: Value): Value {
    if (this.persistentLoad === undefined) throw noPersistentLoad()
    return context.call1(this.persistentLoad, id)
  }

  /** The container below the items from `start` on; undefined where there are none. */
  private container(start: number): Value | undefined {
    const stack = this.stack
    if (start > stack.length || start <= this.fence) throw this.underflow()
    return stack.length === start ? undefined : stack[start - 1]
  }

  private append(start: number): void {
    const stack = this.stack
    const list = this.container(start)
    if (list === undefined) return
    if (list instanceof PyList && list.cls === listType) {
      const items = list.items
      for (let i = start; i < stack.length; i++) items.push(stack[i]!)
      stack.length = start
      return
    }
    const extend = lookupAttr(list, 'extend')
    if (extend !== undefined) {
      context.call1(extend, new PyList(stack.splice(start)))
      return
    }
    const append = getAttr(list, 'append')
    for (const item of stack.splice(start)) context.call1(append, item)
  }

  private setItems(start: number): void {
    const stack = this.stack
    const dict = this.container(start)
    if (dict === undefined) return
    if ((stack.length - start) % 2 !== 0) throw unpicklingError('odd number of items for SETITEMS')
    if (dict instanceof PyDict && dict.cls === dictType)
      for (let i = start; i < stack.length; i += 2) dict.setItem(stack[i]!, stack[i + 1]!)
    else for (let i = start; i < stack.length; i += 2) setItem(dict, stack[i]!, stack[i + 1]!)
    stack.length = start
  }

  private addItems(start: number): void {
    const set = this.container(start)
    if (set === undefined) return
    const items = this.stack.splice(start)
    if (set instanceof PySet) {
      addAll(set, new PyTuple(items))
      return
    }
    const add = getAttr(set, 'add')
    for (const item of items) context.call1(add, item)
  }

  private newObject(keywords: boolean): void {
    const kwargs = keywords ? this.pop() : null
    const args = this.pop()
    const cls = this.pop()
    const name = keywords ? 'NEWOBJ_EX' : 'NEWOBJ'
    if (!(cls instanceof PyType))
      throw unpicklingError(`${name} class argument must be a type, not ${typeOf(cls).name}`)
    if (cls.proto.$__new__ === undefined)
      throw unpicklingError(`${name} class argument '${cls.name}' doesn't have __new__`)
    if (!(args instanceof PyTuple))
      throw unpicklingError(`${name} args argument must be a tuple, not ${typeOf(args).name}`)
    if (keywords && !(kwargs instanceof PyDict))
      throw unpicklingError(`${name} kwargs argument must be a dict, not ${typeOf(kwargs).name}`)
    const make = getAttr(cls, '__new__')
    this.push(
      keywords ? context.callDict(make, [cls, ...args.items], kwargs) : context.call(make, [cls, ...args.items]),
    )
  }

  private extension(code: number): void {
    if (code <= 0) throw unpicklingError('EXT specifies code <= 0')
    const { extensionCache, invertedRegistry } = registries()
    const cached = extensionCache.getItem(code)
    if (cached !== undefined) {
      this.push(cached)
      return
    }
    const pair = invertedRegistry.getItem(code)
    if (pair === undefined) throw valueError(`unregistered extension code ${code}`)
    if (
      !(pair instanceof PyTuple) ||
      pair.items.length !== 2 ||
      asString(pair.items[0]!) === undefined ||
      asString(pair.items[1]!) === undefined
    )
      throw valueError(`_inverted_registry[${code}] isn't a 2-tuple of strings`)
    const found = this.find(pair.items[0]!, pair.items[1]!)
    extensionCache.setItem(code, found)
    this.push(found)
  }

  private find(module: Value, name: Value): Value {
    return this.findClass === undefined ? findGlobal(this, module, name) : context.call2(this.findClass, module, name)
  }

  /** Gives the object below the top the state on top. */
  private build(): void {
    if (this.stack.length - 2 < this.fence) throw this.underflow()
    let state = this.pop()
    const instance = this.stack[this.stack.length - 1]!
    const setState = lookupAttr(instance, '__setstate__')
    if (setState !== undefined) {
      context.call1(setState, state)
      return
    }
    let slots: Value | undefined
    if (state instanceof PyTuple && state.items.length === 2) {
      slots = state.items[1]!
      state = state.items[0]!
    }
    if (state !== null) {
      if (!(state instanceof PyDict)) throw unpicklingError('state is not a dictionary')
      const dict = getAttr(instance, '__dict__')
      if (dict instanceof PyDict && dict.cls === dictType)
        for (const key of state.keyList()) dict.setItem(key, state.getItem(key)!)
      else for (const key of state.keyList()) setItem(dict, key, state.getItem(key)!)
    }
    if (slots !== undefined) {
      if (!(slots instanceof PyDict)) throw unpicklingError('slot state is not a dictionary')
      for (const key of slots.keyList()) {
        const name = asString(key)
        if (name === undefined) throw typeError(`attribute name must be string, not '${typeOf(key).name}'`)
        setAttr(instance, name, slots.getItem(key)!)
      }
    }
  }
}

/** What a class or function of an old pickle was called makes an object of a class. */
function instantiate(cls: Value, args: Value[]): Value {
  if (args.length === 0 && cls instanceof PyType && lookupAttr(cls, '__getinitargs__') === undefined)
    return context.call1(getAttr(cls, '__new__'), cls)
  return context.call(cls, args)
}

/** `Unpickler.find_class(module, name)` */
export function findGlobal(self: PyUnpickler, moduleName: Value, globalName: Value): Value {
  let module = asString(moduleName)
  let name = asString(globalName)
  if (module === undefined || name === undefined)
    throw typeError(
      `attribute name must be string, not '${typeOf(module === undefined ? moduleName : globalName).name}'`,
    )
  if (self.protocol < 3 && self.fixImports) {
    const { nameMapping, importMapping } = registries()
    const pair = nameMapping.getItem(new PyTuple([module, name]))
    if (pair !== undefined) {
      ;[module, name] = mappedPair(pair, 'NAME_MAPPING')
    } else {
      const renamed = importMapping.getItem(module)
      if (renamed !== undefined) module = mappedName(renamed, 'IMPORT_MAPPING')
    }
  }
  // A list of names makes the import answer the module itself, not its package.
  const found = context.importName(module, null, new PyTuple(['__doc__']), 0)
  // Below protocol 4 a dot has no meaning.
  const path = self.protocol < 4 ? [name] : name.split('.')
  if (self.protocol >= 4 && path.includes('<locals>'))
    throw attributeError(`Can't get local attribute ${strRepr(name)} on ${repr(found)}`, found, name)
  const end = follow(found, path)
  if (end === null) throw attributeError(`Can't get attribute ${strRepr(name)} on ${repr(found)}`, found, name)
  return end.value
}

/** A line as text of its bytes, of at least so many. */
function textLine(input: Input, least: number): string {
  const line = input.line()
  if (line.length < least) throw truncated()
  return latin1Text(line)
}

function nameLine(input: Input): Value {
  const line = input.line().slice(0, -1)
  if (line.length < 1) throw truncated()
  return decodeNative(line, 'utf-8', 'strict').text
}

/** An int in decimal, with white space around it. */
function decimal(text: string): Int {
  const n = parseInteger(text.trim(), 10)
  if (n === null) throw valueError(`invalid literal for int() with base 10: ${strRepr(text)}`)
  return n
}

/** The argument of INT: as in C source; 00 and 01 are False and True. */
function parseInt0(line: string): Value {
  const text = line.trim()
  if (line === '00\n') return false
  if (line === '01\n') return true
  const octal = /^([-+]?)0([0-7]+)$/.exec(text)
  const n = octal === null ? parseInteger(text, 0) : parseInteger(octal[1]! + octal[2]!, 8)
  if (n === null) throw valueError('could not convert string to int')
  return n
}

function readLong(input: Input, n: number): Int {
  return n === 0 ? 0 : intFromBytes(input.take(n), true, true)
}

/** Text in UTF-8 in which surrogates may stand. */
function readText(input: Input, n: number): Value {
  input.need(n)
  const bytes = input.bytes
  const at = input.at
  const end = at + n
  input.at = end
  if (n > 24) {
    for (let i = at; i < end; i++)
      if (bytes[i]! > 127) return decodeNative(bytes.slice(at, end), 'utf-8', 'surrogatepass').text
    return latin1Text(bytes.subarray(at, end))
  }
  // Short texts are built faster than a view of their bytes is.
  let text = ''
  for (let i = at; i < end; i++) {
    const c = bytes[i]!
    if (c > 127) return decodeNative(bytes.slice(at, end), 'utf-8', 'surrogatepass').text
    text += String.fromCharCode(c)
  }
  return text
}
