/** array: homogeneous numbers in a typed buffer (Library Reference, "array"; CPython: Modules/arraymodule.c). */
import { dictOfInstance, getAttr } from '../objects/attributes'
import { type BufferExporter, bytesView, requireBytes } from '../objects/buffer'
import { PyByteArray } from '../objects/bytearray'
import { PyBytes } from '../objects/bytes'
import { decodeObject } from '../objects/codecregistry'
import { context } from '../objects/context'
import {
  bufferError,
  deprecationWarningType,
  eofError,
  indexError,
  memoryError,
  typeError,
  valueError,
} from '../objects/exceptions'
import { genericAliasOf } from '../objects/genericalias'
import { asInt } from '../objects/int'
import { iteratorRows, reducePosition, stateIndex } from '../objects/iterators'
import { PyList } from '../objects/list'
import { releasedBufferRows } from '../objects/memoryview'
import { countOf, differenceOf, indexOf, type Numbers, PyNumberArray } from '../objects/numberarray'
import { bareName, defineType, type MethodRow, type MethodTable, PyType, typeOf, type Value } from '../objects/object'
import {
  asCInt,
  asIndex,
  asIndexNumber,
  asSize,
  CompareIndex,
  compare,
  isTrue,
  iterate,
  PyIterator,
  repr,
} from '../objects/operators'
import { NotImplemented } from '../objects/singletons'
import { adjustSlice, PySlice } from '../objects/slice'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import { fromCodePoints, pointsOf } from '../objects/widestring'
import { checkedPoint, type Kind, kinds } from './arraykinds'
import type { NativeModule } from './definition'

/** An array. The storage may be longer than its elements. */
export class PyArray extends PyNumberArray implements BufferExporter {
  kind: Kind = kinds.b!
  storage: Uint8Array = new Uint8Array(0)
  view: DataView = new DataView(this.storage.buffer)
  length = 0
  exports = 0

  bufferBytes(): Uint8Array {
    return this.storage.subarray(0, this.length * this.kind.size)
  }
  get bufferWritable(): boolean {
    return true
  }
  bufferExport(delta: 1 | -1): void {
    this.exports += delta
  }
  numbers(): Numbers | null {
    const { code } = this.kind
    if (code === 'u' || code === 'w') return null
    return { type: code === 'l' ? 'q' : code === 'L' ? 'Q' : code, items: this.bufferBytes(), n: this.length }
  }
  /** Where the first element at or after `from` that is equal to a value is, or -1. */
  indexOf(v: Value, from: number, to: number): number {
    const numbers = this.numbers()
    const found = numbers === null ? undefined : indexOf(numbers, v, from, to)
    if (found !== undefined) return found
    for (let i = from; i < this.length && i < to; i++) if (isTrue(compare(CompareIndex.eq, this.at(i), v))) return i
    return -1
  }
  /** The elements for memoryview; a wchar_t is a code point. */
  get bufferFormat(): string {
    return this.kind.code === 'u' ? 'w' : this.kind.code
  }
  get bufferItemSize(): number {
    return this.kind.size
  }

  at(i: number): Value {
    return this.kind.get(this.view, i * this.kind.size)
  }
  put(i: number, v: Value): void {
    this.kind.set(this.view, i * this.kind.size, v)
  }
  /** Changes the number of elements; refuses while a memoryview looks at them. */
  resize(n: number): void {
    if (this.exports > 0 && n !== this.length) throw bufferError('cannot resize an array that is exporting buffers')
    const need = n * this.kind.size
    if (need > this.storage.length) {
      const larger = new Uint8Array(Math.max(need, Math.ceil(this.storage.length * 1.125) + 16))
      larger.set(this.storage.subarray(0, this.length * this.kind.size))
      this.storage = larger
      this.view = new DataView(larger.buffer)
    }
    this.length = n
  }
  push(v: Value): void {
    const n = this.length
    this.resize(n + 1)
    try {
      this.put(n, v)
    } catch (e) {
      this.length = n
      throw e
    }
  }
}

function make(kind: Kind, bytes: Uint8Array): PyArray {
  const made = new PyArray()
  made.kind = kind
  made.storage = bytes
  made.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  made.length = bytes.length / kind.size
  return made
}

function kindOf(v: Value): Kind {
  const code = asString(v)
  if (code === undefined) throw typeError(`array() argument 1 must be a unicode character, not ${typeOf(v).name}`)
  if (code.length !== 1)
    throw typeError(`array() argument 1 must be a unicode character, not a string of length ${code.length}`)
  if (!Object.hasOwn(kinds, code)) throw valueError('bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)')
  return kinds[code]!
}

function arrayNew(cls: PyType, code: Value, initial: Value | undefined): Value {
  const kind = kindOf(code)
  if (kind.code === 'u')
    context.warn(deprecationWarningType, "The 'u' type code is deprecated and will be removed in Python 3.16", 1)
  const made = new cls.ctor() as PyArray
  made.kind = kind
  if (initial === undefined) return made
  const isChar = kind.code === 'u' || kind.code === 'w'
  if (asString(initial) !== undefined) {
    if (!isChar) throw typeError(`cannot use a str to initialize an array with typecode '${kind.code}'`)
    fromUnicode(made, initial)
  } else if (initial instanceof PyArray) {
    if (isChar !== (initial.kind.code === 'u' || initial.kind.code === 'w'))
      throw typeError(`cannot use a unicode array to initialize an array with typecode '${kind.code}'`)
    for (let i = 0; i < initial.length; i++) made.push(initial.at(i))
  } else if (initial instanceof PyBytes || initial instanceof PyByteArray) fromBytes(made, initial)
  else extend(made, initial)
  return made
}

function fromUnicode(self: PyArray, text: Value): Value {
  if (self.kind.code !== 'u' && self.kind.code !== 'w')
    throw valueError('fromunicode() may only be called on unicode type arrays')
  if (asString(text) === undefined) throw typeError(`fromunicode() argument must be str, not ${typeOf(text).name}`)
  for (const c of pointsOf(text as string)) {
    const n = self.length
    self.resize(n + 1)
    self.view.setUint32(n * 4, c, true)
  }
  return null
}

function fromBytes(self: PyArray, data: Value): Value {
  const bytes = requireBytes(data)
  if (bytes.length % self.kind.size !== 0) throw valueError('bytes length not a multiple of item size')
  const copy = bytes.slice()
  const at = self.length * self.kind.size
  self.resize(self.length + copy.length / self.kind.size)
  self.storage.set(copy, at)
  return null
}

function extend(self: PyArray, iterable: Value): Value {
  if (iterable instanceof PyArray) {
    if (iterable.kind !== self.kind) throw typeError('can only extend with array of same kind')
    return fromBytes(self, new PyBytes(iterable.bufferBytes().slice()))
  }
  const next = iterate(iterable)
  for (let v = next(); v !== undefined; v = next()) self.push(v)
  return null
}

function index(self: PyArray, key: Value, message: string): number {
  let i = asIndexNumber(key)
  if (i < 0) i += self.length
  if (i < 0 || i >= self.length) throw indexError(message)
  return i
}

function sliced(self: PyArray, key: PySlice): PyArray {
  const { start, step, count } = adjustSlice(key, self.length)
  const size = self.kind.size
  const bytes = new Uint8Array(count * size)
  for (let k = 0, i = start; k < count; k++, i += step)
    bytes.set(self.storage.subarray(i * size, (i + 1) * size), k * size)
  return make(self.kind, bytes)
}

function getItem(self: PyArray, key: Value): Value {
  if (key instanceof PySlice) return sliced(self, key)
  if (typeOf(key).proto.$__index__ === undefined && asInt(key) === undefined)
    throw typeError('array indices must be integers')
  return self.at(index(self, key, 'array index out of range'))
}

/** Replaces the elements [start, stop) by bytes of whole elements. */
function splice(self: PyArray, start: number, stop: number, bytes: Uint8Array): void {
  const size = self.kind.size
  const tail = self.storage.slice(stop * size, self.length * size)
  const added = bytes.length / size
  self.resize(start + added + tail.length / size)
  self.storage.set(bytes, start * size)
  self.storage.set(tail, (start + added) * size)
}

function setItem(self: PyArray, key: Value, v: Value): Value {
  if (!(key instanceof PySlice)) {
    self.put(index(self, key, 'array assignment index out of range'), v)
    return null
  }
  if (!(v instanceof PyArray)) throw typeError(`can only assign array (not "${typeOf(v).name}") to array slice`)
  if (v.kind !== self.kind) throw typeError('bad argument type for built-in operation')
  const bytes = v.bufferBytes().slice()
  const { start, step, count } = { ...adjustSlice(key, self.length) }
  if (step === 1) {
    splice(self, start, start + count, bytes)
    return null
  }
  const size = self.kind.size
  if (bytes.length / size !== count)
    throw valueError(`attempt to assign array of size ${bytes.length / size} to extended slice of size ${count}`)
  for (let k = 0, i = start; k < count; k++, i += step)
    self.storage.set(bytes.subarray(k * size, (k + 1) * size), i * size)
  return null
}

function deleteItem(self: PyArray, key: Value): Value {
  if (!(key instanceof PySlice)) {
    const i = index(self, key, 'array assignment index out of range')
    splice(self, i, i + 1, new Uint8Array(0))
    return null
  }
  const { start, step, count } = { ...adjustSlice(key, self.length) }
  if (step === 1) {
    splice(self, start, start + count, new Uint8Array(0))
    return null
  }
  const gone = new Set<number>()
  for (let k = 0, i = start; k < count; k++, i += step) gone.add(i)
  const size = self.kind.size
  const kept: number[] = []
  for (let i = 0; i < self.length; i++) if (!gone.has(i)) kept.push(i)
  const bytes = new Uint8Array(kept.length * size)
  kept.forEach((i, k) => bytes.set(self.storage.subarray(i * size, (i + 1) * size), k * size))
  splice(self, 0, self.length, bytes)
  return null
}

function arrayCompare(op: number) {
  return (a: PyArray, b: Value): Value => {
    if (!(b instanceof PyArray)) return NotImplemented
    if (a.length !== b.length && (op === CompareIndex.eq || op === CompareIndex.ne)) return op === CompareIndex.ne
    const n = Math.min(a.length, b.length)
    const [x, y] = [a.numbers(), b.numbers()]
    if (x !== null && y !== null && x.type === y.type) {
      const i = differenceOf(x, y)
      if (i < 0) return compare(op, a.length, b.length)
      return op === CompareIndex.eq ? false : op === CompareIndex.ne ? true : compare(op, a.at(i), b.at(i))
    }
    for (let i = 0; i < n; i++) {
      const x = a.at(i)
      const y = b.at(i)
      if (compare(CompareIndex.eq, x, y) === true) continue
      if (op === CompareIndex.eq) return false
      return op === CompareIndex.ne ? true : compare(op, x, y)
    }
    return compare(op, a.length, b.length)
  }
}

function repeated(self: PyArray, n: Value): PyArray {
  const times = Math.max(0, asIndexNumber(n))
  const unit = self.bufferBytes()
  if (unit.length * times > 0x1_0000_0000) throw memoryError()
  const bytes = new Uint8Array(unit.length * times)
  for (let i = 0; i < times; i++) bytes.set(unit, i * unit.length)
  return make(self.kind, bytes)
}

function toUnicode(self: PyArray): Value {
  if (self.kind.code !== 'u' && self.kind.code !== 'w')
    throw valueError('tounicode() may only be called on unicode type arrays')
  const points: number[] = []
  for (let i = 0; i < self.length; i++) {
    const c = self.view.getUint32(i * 4, true)
    // The decoder says where.
    if (c > 0x10ffff && self.kind.code === 'w')
      return decodeObject(new PyBytes(self.bufferBytes()), 'utf-32-le', 'surrogatepass')
    points.push(checkedPoint(c, 'u'))
  }
  return fromCodePoints(points)
}

class ArrayIterator extends PyIterator {
  i = 0
  constructor(public array: PyArray | null) {
    super()
  }
  next(): Value | undefined {
    if (this.array === null) return undefined
    if (this.i < this.array.length) return this.array.at(this.i++)
    this.array = null
    return undefined
  }
}
defineType('arrayiterator', {
  layout: ArrayIterator as never,
  module: 'array',
  methods: () => [
    ...iteratorRows,
    [
      '__reduce__',
      (self: ArrayIterator) =>
        reducePosition(
          () => [self.array, self.i],
          () => new PyTuple([]),
        ),
      '($self, /)',
    ],
    [
      '__setstate__',
      (self: ArrayIterator, state: Value) => {
        const i = stateIndex(state, self.array === null ? 0 : self.array.length)
        if (self.array !== null) self.i = i
        return null
      },
      '($self, state, /)',
    ],
  ],
})

const methods = (): MethodTable => [
  ['append', (self: PyArray, v: Value) => (self.push(v), null), '($self, v, /)'],
  ['extend', extend, '($self, bb, /)'],
  [
    'insert',
    (self: PyArray, i: Value, v: Value) => {
      let at = asSize(i)
      if (at < 0) at = Math.max(0, at + self.length)
      at = Math.min(at, self.length)
      const cell = new Uint8Array(self.kind.size)
      self.kind.set(new DataView(cell.buffer), 0, v)
      splice(self, at, at, cell)
      return null
    },
    '($self, i, v, /)',
  ],
  [
    'pop',
    (self: PyArray, i: Value = -1) => {
      if (self.length === 0) throw indexError('pop from empty array')
      const at = index(self, i, 'pop index out of range')
      const v = self.at(at)
      splice(self, at, at + 1, new Uint8Array(0))
      return v
    },
    '($self, i=-1, /)',
  ],
  [
    'remove',
    (self: PyArray, v: Value) => {
      const i = self.indexOf(v, 0, self.length)
      if (i < 0) throw valueError('array.remove(x): x not in array')
      splice(self, i, i + 1, new Uint8Array(0))
      return null
    },
    '($self, v, /)',
  ],
  ['clear', (self: PyArray) => (self.resize(0), null), '($self, /)'],
  [
    'count',
    (self: PyArray, v: Value) => {
      const numbers = self.numbers()
      const counted = numbers === null ? undefined : countOf(numbers, v)
      if (counted !== undefined) return counted
      let n = 0
      for (let i = 0; i < self.length; i++) if (isTrue(compare(CompareIndex.eq, self.at(i), v))) n++
      return n
    },
    '($self, v, /)',
  ],
  [
    'index',
    (self: PyArray, v: Value, start: Value = 0, stop: Value = Number.MAX_SAFE_INTEGER) => {
      const clamp = (x: Value) => {
        const i = Number(asIndex(x))
        return i < 0 ? Math.max(0, i + self.length) : i
      }
      const at = self.indexOf(v, Math.min(clamp(start), self.length), clamp(stop))
      if (at >= 0) return at
      throw valueError('array.index(x): x not in array')
    },
    '($self, v, start=0, stop=9223372036854775807, /)',
  ],
  [
    'reverse',
    (self: PyArray) => {
      const size = self.kind.size
      const old = self.bufferBytes().slice()
      for (let i = 0; i < self.length; i++)
        self.storage.set(old.subarray(i * size, (i + 1) * size), (self.length - 1 - i) * size)
      return null
    },
    '($self, /)',
  ],
  [
    'byteswap',
    (self: PyArray) => {
      const size = self.kind.size
      for (let i = 0; i < self.length; i++) self.storage.subarray(i * size, (i + 1) * size).reverse()
      return null
    },
    '($self, /)',
  ],
  ['buffer_info', (self: PyArray) => new PyTuple([0, self.length]), '($self, /)'],
  ['frombytes', fromBytes, '($self, buffer, /)'],
  ['tobytes', (self: PyArray) => new PyBytes(self.bufferBytes().slice()), '($self, /)'],
  [
    'fromlist',
    (self: PyArray, list: Value) => {
      if (!(list instanceof PyList)) throw typeError('arg must be list')
      const old = self.length
      try {
        for (const v of list.items.slice()) self.push(v)
      } catch (e) {
        self.resize(old)
        throw e
      }
      return null
    },
    '($self, list, /)',
  ],
  ['tolist', (self: PyArray) => new PyList(Array.from({ length: self.length }, (_, i) => self.at(i))), '($self, /)'],
  ['fromunicode', fromUnicode, '($self, ustr, /)'],
  ['tounicode', toUnicode, '($self, /)'],
  [
    'fromfile',
    (self: PyArray, f: Value, n: Value) => {
      const want = asSize(n) * self.kind.size
      if (want < 0) throw valueError('negative count')
      const data = context.call1(getAttr(f, 'read'), want)
      const bytes = bytesView(data)
      if (bytes === null) throw typeError("read() didn't return bytes")
      const whole = bytes.length - (bytes.length % self.kind.size)
      fromBytes(self, new PyBytes(bytes.slice(0, whole)))
      if (bytes.length < want) throw eofError("read() didn't return enough bytes")
      return null
    },
    '($self, f, n, /)',
  ],
  [
    'tofile',
    (self: PyArray, f: Value) => (context.call1(getAttr(f, 'write'), new PyBytes(self.bufferBytes().slice())), null),
    '($self, f, /)',
  ],
  ['__copy__', (self: PyArray) => make(self.kind, self.bufferBytes().slice()), '($self, /)'],
  ['__deepcopy__', (self: PyArray) => make(self.kind, self.bufferBytes().slice()), '($self, unused, /)'],
  ['__len__', (self: PyArray) => self.length, '($self, /)'],
  ['__getitem__', getItem, '($self, key, /)'],
  ['__setitem__', setItem, '($self, key, value, /)'],
  ['__delitem__', deleteItem, '($self, key, /)'],
  ['__contains__', (self: PyArray, v: Value) => self.indexOf(v, 0, self.length) >= 0, '($self, key, /)'],
  ['__iter__', (self: PyArray) => new ArrayIterator(self), '($self, /)'],
  [
    '__add__',
    (a: PyArray, b: Value) => {
      if (!(b instanceof PyArray)) throw typeError(`can only append array (not "${typeOf(b).name}") to array`)
      if (b.kind !== a.kind) throw typeError('bad argument type for built-in operation')
      const made = make(a.kind, a.bufferBytes().slice())
      fromBytes(made, new PyBytes(b.bufferBytes().slice()))
      return made
    },
    '($self, value, /)',
  ],
  [
    '__iadd__',
    (a: PyArray, b: Value) => {
      if (!(b instanceof PyArray)) throw typeError(`can only extend with array (not "${typeOf(b).name}")`)
      extend(a, b)
      return a
    },
    '($self, value, /)',
  ],
  ['__mul__', repeated, '($self, value, /)'],
  ['__rmul__', repeated, '($self, value, /)'],
  [
    '__imul__',
    (self: PyArray, n: Value) => {
      const made = repeated(self, n)
      self.resize(made.length)
      self.storage.set(made.bufferBytes())
      return self
    },
    '($self, value, /)',
  ],
  ...(['lt', 'le', 'eq', 'ne', 'gt', 'ge'] as const).map(
    (name): MethodRow => [`__${name}__`, arrayCompare(CompareIndex[name]), '($self, value, /)'],
  ),
  [
    '__repr__',
    (self: PyArray) => {
      const name = bareName(typeOf(self))
      if (self.length === 0) return `${name}('${self.kind.code}')`
      const isChar = self.kind.code === 'u' || self.kind.code === 'w'
      const shown = isChar
        ? repr(toUnicode(self))
        : `[${Array.from({ length: self.length }, (_, i) => repr(self.at(i))).join(', ')}]`
      return `${name}('${self.kind.code}', ${shown})`
    },
    '($self, /)',
  ],
  [
    '__reduce_ex__',
    (self: PyArray, protocol: Value) => {
      const version = asInt(protocol)
      if (version === undefined) throw typeError('__reduce_ex__ argument should be an integer')
      const dict = dictOfInstance(self) ?? null
      const { code } = self.kind
      if (version < 3) {
        const list = new PyList(Array.from({ length: self.length }, (_, i) => self.at(i)))
        return new PyTuple([typeOf(self), new PyTuple([code, list]), dict])
      }
      const bytes = new PyBytes(self.bufferBytes().slice())
      return new PyTuple([reconstructor(), new PyTuple([typeOf(self), code, formatOf(code), bytes]), dict])
    },
    '($self, value, /)',
  ],
  ...releasedBufferRows,
  ['__sizeof__', (self: PyArray) => 64 + self.storage.length, '($self, /)'],
]

export const arrayType = defineType('array', {
  layout: PyArray,
  module: 'array',
  patternKind: 'sequence',
  unhashable: true,
  new: [arrayNew, '(typecode, initializer=<unrepresentable>, /)'],
  methods,
  classMethods: () => [
    ['__class_getitem__', (cls: PyType, item: Value) => genericAliasOf(cls, item), '($cls, object, /)'],
  ],
  getset: () => [
    ['typecode', (self: PyArray) => self.kind.code],
    ['itemsize', (self: PyArray) => self.kind.size],
  ],
})

/**
 * Machine formats by number, as pickles name them: the letter of the element type, `u2` and `u4` for text, and whether the bytes are in little-endian order
 * (CPython: `enum machine_format_code`).
 */
const FORMATS: readonly (readonly [type: string, size: number, little: boolean])[] = [
  ['B', 1, true],
  ['b', 1, true],
  ...['H', 'h', 'I', 'i', 'Q', 'q', 'f', 'd', 'u2', 'w'].flatMap((type) =>
    [true, false].map((little) => [type, type === 'u2' ? 2 : kinds[type]!.size, little] as const),
  ),
]

/** The machine format of a type code. */
function formatOf(code: string): number {
  const type = code === 'u' ? 'w' : code === 'l' ? 'q' : code === 'L' ? 'Q' : code
  return FORMATS.findIndex(([name, , little]) => name === type && little)
}

/** `_array_reconstructor(cls, typecode, mformat_code, items)`: what a pickle calls. */
function reconstruct(cls: Value, code: Value, format: Value, items: Value): Value {
  if (!(cls instanceof PyType)) throw typeError(`first argument must be a type object, not ${typeOf(cls).name}`)
  if (!cls.isSubtype(arrayType)) throw typeError(`${cls.name} is not a subtype of ${arrayType.name}`)
  const letter = asString(code)
  if (letter === undefined || letter.length !== 1)
    throw typeError(`_array_reconstructor() argument 2 must be a unicode character, not ${typeOf(code).name}`)
  if (!Object.hasOwn(kinds, letter)) throw valueError('second argument must be a valid type code')
  const machine = FORMATS[asCInt(format)]
  if (machine === undefined) throw valueError('third argument must be a valid machine format code.')
  if (!(items instanceof PyBytes)) throw typeError(`fourth argument should be bytes, not ${typeOf(items).name}`)
  const [type, size, little] = machine
  let bytes = items.bytes
  if (formatOf(letter) === FORMATS.indexOf(machine)) return arrayNew(cls, letter, items)
  if (bytes.length % size !== 0) throw valueError('string length not a multiple of item size')
  if (type === 'u2' || type === 'w') {
    const encoding = `utf-${size * 8}-${little ? 'le' : 'be'}`
    return arrayNew(cls, letter, decodeObject(items, encoding, 'strict'))
  }
  if (!little && size > 1) {
    bytes = bytes.slice()
    for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse()
  }
  const values = make(kinds[type]!, bytes.slice())
  // The type that fits the pickled items, where it is an int of this machine.
  const chosen = type === 'f' || type === 'd' ? letter : type
  return arrayNew(cls, chosen, new PyList(Array.from({ length: values.length }, (_, i) => values.at(i))))
}

function reconstructor(): Value {
  return getAttr(context.importModule('array'), '_array_reconstructor')
}

export const arrayModule: NativeModule = {
  name: 'array',
  doc: 'Sequences of numbers or characters of one machine type.',
  functions: [['_array_reconstructor', reconstruct, '(arraytype, typecode, mformat_code, items, /)']],
  setup: () =>
    void context.call1(
      getAttr(getAttr(context.importModule('collections.abc'), 'MutableSequence'), 'register'),
      arrayType,
    ),
  attributes: () => ({ array: arrayType, ArrayType: arrayType, typecodes: 'bBuwhHiIlLqQfd' }),
}
