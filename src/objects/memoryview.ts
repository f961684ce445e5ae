/**
 * memoryview: typed, strided access to the bytes of another object (Library Reference, "Memory Views"; CPython:
 * Objects/memoryobject.c, PEP 3118).
 *
 * A view is a window (offset, shape, strides) on the exporter's bytes. CPython forbids a bytearray to change its size while a view
 * is alive; without reference counts the end of a view's life is not known, so here that holds between `__enter__` and `__exit__`
 * only: otherwise a bytearray that grows leaves the old bytes to its views.
 */
import { callSpecial1 } from './attributes'
import { type BufferExporter, isBuffer } from './buffer'
import { PyBytes } from './bytes'
import { compareBytes, equalBytes } from './bytesops'
import {
  bufferError,
  indexError,
  isException,
  notImplementedError,
  overflowError,
  overflowErrorType,
  typeError,
  typeErrorType,
  valueError,
} from './exceptions'
import { PyFloat } from './float'
import { toDouble } from './floatmethods'
import { objectIdentity } from './identity'
import { asInt } from './int'
import { normalize } from './intmath'
import { iteratorRows } from './iterators'
import { PyList } from './list'
import { defineType, type Int, type MethodTable, PyObject, type PyType, typeOf, type Value } from './object'
import { asIndex, CompareIndex, isTrue, PyIterator } from './operators'
import { comparisonRows, subscript } from './sequence'
import { NotImplemented } from './singletons'
import { hashBytes } from './siphash'
import { adjustSlice, PySlice } from './slice'
import { asString } from './str'
import { PyTuple } from './tuple'

/** Sizes of the native format characters (Library Reference, "struct"). */
export const nativeSizes: Readonly<Record<string, number>> = {
  c: 1,
  b: 1,
  B: 1,
  '?': 1,
  h: 2,
  H: 2,
  i: 4,
  I: 4,
  l: 8,
  L: 8,
  q: 8,
  Q: 8,
  n: 8,
  N: 8,
  f: 4,
  d: 8,
  e: 2,
  P: 8,
}

/** What an exporter of items other than bytes tells in addition. */
export interface TypedExporter extends BufferExporter {
  readonly bufferFormat: string
  readonly bufferShape: readonly number[]
  /** The view that the exporter itself has of its memory, where that may have strides. */
  readonly bufferView?: PyMemoryView
}

/** A memory view. */
export class PyMemoryView extends PyObject implements BufferExporter {
  /** The whole memory that the view looks at; null once released. */
  memory: Uint8Array | null = null
  object: Value = null
  offset = 0
  format = 'B'
  itemSize = 1
  shape: readonly number[] = [0]
  strides: readonly number[] = [1]
  readonly = true
  entered = 0
  hash: Int | undefined = undefined

  constructor(source?: PyObject & BufferExporter) {
    super()
    if (source === undefined) return
    const view = source instanceof PyMemoryView ? source : (source as Partial<TypedExporter>).bufferView
    if (view !== undefined) {
      view.check()
      this.memory = view.memory
      this.object = view.object
      this.offset = view.offset
      this.format = view.format
      this.itemSize = view.itemSize
      this.shape = view.shape
      this.strides = view.strides
      this.readonly = view.readonly
      return
    }
    this.memory = source.bufferBytes()
    this.object = source
    this.readonly = !source.bufferWritable
    const typed = source as Partial<TypedExporter>
    if (typed.bufferFormat !== undefined) {
      this.format = typed.bufferFormat
      this.itemSize = nativeSizes[this.format.replace('@', '')] ?? 1
      this.shape = typed.bufferShape ?? [this.memory.length / this.itemSize]
    } else this.shape = [this.memory.length]
    this.strides = contiguousStrides(this.shape, this.itemSize)
  }

  /** Raises ValueError where the view is released. */
  check(): Uint8Array {
    if (this.memory === null) throw valueError('operation forbidden on released memoryview object')
    return this.memory
  }

  get nbytes(): number {
    return this.shape.reduce((a, b) => a * b, this.itemSize)
  }

  get isContiguous(): boolean {
    const want = contiguousStrides(this.shape, this.itemSize)
    return this.nbytes === 0 || this.strides.every((s, i) => s === want[i] || this.shape[i] === 1)
  }

  bufferBytes(): Uint8Array {
    const memory = this.check()
    if (this.isContiguous) return memory.subarray(this.offset, this.offset + this.nbytes)
    return gather(this)
  }

  get bufferWritable(): boolean {
    return !this.readonly && this.isContiguous
  }
}

function contiguousStrides(shape: readonly number[], itemSize: number): number[] {
  const strides: number[] = new Array(shape.length)
  let stride = itemSize
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = stride
    stride *= shape[i]!
  }
  return strides
}

/** Offsets of all items in C order. */
function* offsets(v: PyMemoryView, dimension = 0, base = v.offset): Generator<number> {
  if (dimension === v.shape.length) {
    yield base
    return
  }
  for (let i = 0; i < v.shape[dimension]!; i++) yield* offsets(v, dimension + 1, base + i * v.strides[dimension]!)
}

/** The items in C order as fresh bytes. */
function gather(v: PyMemoryView): Uint8Array {
  const memory = v.check()
  const out = new Uint8Array(v.nbytes)
  if (v.isContiguous) out.set(memory.subarray(v.offset, v.offset + out.length))
  else {
    let at = 0
    for (const from of offsets(v)) {
      for (let k = 0; k < v.itemSize; k++) out[at + k] = memory[from + k]!
      at += v.itemSize
    }
  }
  return out
}

// ── Items ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

function code(format: string): string {
  return format.startsWith('@') ? format.slice(1) : format
}

/** The value of the item at a byte offset. Raises NotImplementedError for formats that are not native. */
function unpack(memory: Uint8Array, at: number, format: string): Value {
  const c = code(format)
  if (c === 'B') return memory[at]!
  const view = new DataView(memory.buffer, memory.byteOffset)
  switch (c) {
    case 'b':
      return view.getInt8(at)
    case 'c':
      return new PyBytes(Uint8Array.of(memory[at]!))
    case '?':
      return memory[at] !== 0
    case 'h':
      return view.getInt16(at, true)
    case 'H':
      return view.getUint16(at, true)
    case 'i':
      return view.getInt32(at, true)
    case 'I':
      return view.getUint32(at, true)
    case 'l':
    case 'q':
    case 'n':
      return normalize(view.getBigInt64(at, true))
    case 'L':
    case 'Q':
    case 'N':
    case 'P':
      return normalize(view.getBigUint64(at, true))
    case 'f':
      return new PyFloat(view.getFloat32(at, true))
    case 'd':
      return new PyFloat(view.getFloat64(at, true))
    case 'e':
      return new PyFloat(view.getFloat16(at, true))
  }
  throw notImplementedError(`memoryview: format ${format} not supported`)
}

const LIMITS: Readonly<Record<string, readonly [bigint, bigint]>> = {
  b: [-128n, 127n],
  B: [0n, 255n],
  h: [-32768n, 32767n],
  H: [0n, 65535n],
  i: [-(1n << 31n), (1n << 31n) - 1n],
  I: [0n, (1n << 32n) - 1n],
  l: [-(1n << 63n), (1n << 63n) - 1n],
  L: [0n, (1n << 64n) - 1n],
}
const WIDE_SIGNED = 'lqn'
const WIDE_UNSIGNED = 'LQNP'

/** Stores a value as the item at a byte offset. Raises TypeError, ValueError, also where reading the value released the view. */
function pack(self: PyMemoryView, at: number, v: Value): void {
  const memory = self.check()
  const { format } = self
  const c = code(format)
  const badType = () => typeError(`memoryview: invalid type for format '${format}'`)
  const badValue = () => valueError(`memoryview: invalid value for format '${format}'`)
  const view = new DataView(memory.buffer, memory.byteOffset)
  if (c === '?') {
    const truth = isTrue(v)
    self.check()
    memory[at] = truth ? 1 : 0
    return
  }
  if (c === 'c') {
    if (!(v instanceof PyBytes)) throw badType()
    if (v.bytes.length !== 1) throw badValue()
    memory[at] = v.bytes[0]!
    return
  }
  try {
    if (c === 'f' || c === 'd' || c === 'e') {
      const x = toDouble(v)
      self.check()
      if (c === 'd') view.setFloat64(at, x, true)
      else if (c === 'f') {
        if (Number.isFinite(x) && !Number.isFinite(Math.fround(x)))
          throw overflowError('float too large to pack with f format')
        view.setFloat32(at, x, true)
      } else {
        if (Number.isFinite(x) && !Number.isFinite(Math.f16round(x)))
          throw overflowError('float too large to pack with e format')
        view.setFloat16(at, x, true)
      }
      return
    }
    const limits = LIMITS[WIDE_SIGNED.includes(c) ? 'l' : WIDE_UNSIGNED.includes(c) ? 'L' : c]
    if (limits === undefined) throw notImplementedError(`memoryview: format ${format} not supported`)
    const i = BigInt(asIndex(v))
    self.check()
    if (i < limits[0] || i > limits[1]) throw badValue()
    const size = nativeSizes[c]!
    if (size === 1) memory[at] = Number(i) & 255
    else if (size === 2) view.setUint16(at, Number(i) & 0xffff, true)
    else if (size === 4) view.setUint32(at, Number(BigInt.asUintN(32, i)), true)
    else view.setBigUint64(at, BigInt.asUintN(64, i), true)
  } catch (e) {
    if (isException(e, typeErrorType)) throw badType()
    if (isException(e, overflowErrorType)) throw badValue()
    throw e
  }
}

/** The byte offset of an item by its index in each dimension. Raises ValueError where reading one released the view. */
function itemOffset(v: PyMemoryView, indices: readonly Value[]): number {
  let at = v.offset
  for (let d = 0; d < indices.length; d++) {
    let i = typeof indices[d] === 'number' ? (indices[d] as number) : subscript(indices[d]!)
    v.check()
    const n = v.shape[d]!
    if (i < 0) i += n
    if (i < 0 || i >= n) throw indexError(`index out of bounds on dimension ${d + 1}`)
    at += i * v.strides[d]!
  }
  return at
}

function isIndex(v: Value): boolean {
  return asInt(v) !== undefined || typeOf(v).proto.$__index__ !== undefined
}

/** A view with other bounds on the same memory. */
function derive(v: PyMemoryView): PyMemoryView {
  return new PyMemoryView(v)
}

function sliceOf(v: PyMemoryView, key: PySlice): PyMemoryView {
  // The new view holds the memory even if a bound of the slice releases the old one.
  const made = derive(v)
  const { start, step, count } = adjustSlice(key, v.shape[0]!)
  made.offset = v.offset + start * v.strides[0]!
  made.shape = [count, ...v.shape.slice(1)]
  made.strides = [v.strides[0]! * step, ...v.strides.slice(1)]
  return made
}

function getItemOf(self: PyMemoryView, key: Value): Value {
  const memory = self.check()
  const ndim = self.shape.length
  if (ndim === 0) {
    if (key instanceof PyTuple && key.items.length === 0) return unpack(memory, self.offset, self.format)
    if (typeOf(key).name === 'ellipsis') return self
    throw typeError('invalid indexing of 0-dim memory')
  }
  if (isIndex(key)) {
    if (ndim > 1) throw notImplementedError('multi-dimensional sub-views are not implemented')
    return unpack(memory, itemOffset(self, [key]), self.format)
  }
  if (key instanceof PySlice) return sliceOf(self, key)
  if (key instanceof PyTuple) {
    if (key.items.every(isIndex)) {
      if (key.items.length < ndim) throw notImplementedError('sub-views are not implemented')
      if (key.items.length > ndim)
        throw typeError(`cannot index ${ndim}-dimension view with ${key.items.length}-element tuple`)
      return unpack(memory, itemOffset(self, key.items), self.format)
    }
    if (key.items.every((k) => k instanceof PySlice))
      throw notImplementedError('multi-dimensional slicing is not implemented')
  }
  throw typeError('memoryview: invalid slice key')
}

function setItemOf(self: PyMemoryView, key: Value, value: Value): Value {
  self.check()
  if (self.readonly) throw typeError('cannot modify read-only memory')
  const ndim = self.shape.length
  if (ndim === 0) {
    if ((key instanceof PyTuple && key.items.length === 0) || typeOf(key).name === 'ellipsis') {
      pack(self, self.offset, value)
      return null
    }
    throw typeError('invalid indexing of 0-dim memory')
  }
  if (isIndex(key)) {
    if (ndim > 1) throw notImplementedError('sub-views are not implemented')
    pack(self, itemOffset(self, [key]), value)
    return null
  }
  if (key instanceof PySlice && ndim === 1) {
    const target = sliceOf(self, key)
    if (!isBuffer(value)) throw typeError(`a bytes-like object is required, not '${typeOf(value).name}'`)
    const source = value instanceof PyMemoryView ? value : new PyMemoryView(value)
    if (code(source.format) !== code(target.format) || source.shape.length !== 1 || source.shape[0] !== target.shape[0])
      throw valueError('memoryview assignment: lvalue and rvalue have different structures')
    const bytes = gather(source)
    const memory = self.check()
    let at = 0
    for (const to of offsets(target)) {
      for (let k = 0; k < target.itemSize; k++) memory[to + k] = bytes[at + k]!
      at += target.itemSize
    }
    return null
  }
  if (key instanceof PyTuple && key.items.every(isIndex)) {
    if (key.items.length < ndim) throw notImplementedError('sub-views are not implemented')
    if (key.items.length > ndim)
      throw typeError(`cannot index ${ndim}-dimension view with ${key.items.length}-element tuple`)
    pack(self, itemOffset(self, key.items), value)
    return null
  }
  if (key instanceof PySlice || (key instanceof PyTuple && key.items.every((k) => k instanceof PySlice)))
    throw notImplementedError('memoryview slice assignments are currently restricted to ndim = 1')
  throw typeError('memoryview: invalid slice key')
}

function toList(v: PyMemoryView, dimension = 0, base = v.offset): Value {
  const memory = v.check()
  if (dimension === v.shape.length) return unpack(memory, base, v.format)
  const out: Value[] = []
  for (let i = 0; i < v.shape[dimension]!; i++) out.push(toList(v, dimension + 1, base + i * v.strides[dimension]!))
  return new PyList(out)
}

function cast(self: PyMemoryView, formatArg: Value, shapeArg?: Value): Value {
  self.check()
  const format = asString(formatArg)
  if (format === undefined) throw typeError(`cast() argument 'format' must be str, not ${typeOf(formatArg).name}`)
  let shape: number[] | null = null
  if (shapeArg !== undefined) {
    if (!(shapeArg instanceof PyList || shapeArg instanceof PyTuple)) throw typeError('shape must be a list or a tuple')
    if (shapeArg.items.length > 64) throw valueError('memoryview: number of dimensions must not exceed 64')
    if (self.shape.length !== 1 && shapeArg.items.length > 1)
      throw typeError('memoryview: cast must be 1D -> ND or ND -> 1D')
    shape = []
    for (const s of shapeArg.items) {
      const n = asInt(s)
      if (n === undefined) throw typeError('memoryview.cast(): elements of shape must be integers')
      if (n <= 0) throw valueError('memoryview.cast(): elements of shape must be integers > 0')
      shape.push(Number(n))
    }
  }
  if (!self.isContiguous) throw typeError('memoryview: casts are restricted to C-contiguous views')
  if ((shape !== null || self.shape.length !== 1) && self.shape.includes(0))
    throw typeError('memoryview: cannot cast view with zeros in shape or strides')
  const size = nativeSizes[code(format)]
  if (size === undefined || code(format).length !== 1)
    throw valueError(
      "memoryview: destination format must be a native single character format prefixed with an optional '@'",
    )
  const isByte = (f: string): boolean => 'bBc'.includes(code(f))
  if (!isByte(format) && !isByte(self.format)) throw typeError('memoryview: cannot cast between two non-byte formats')
  const total = self.nbytes
  if (total % size !== 0) throw typeError('memoryview: length is not a multiple of itemsize')
  const made = derive(self)
  made.format = format
  made.itemSize = size
  made.shape = [total / size]
  if (shape !== null) {
    if (shape.reduce((a, b) => a * b, size) !== total)
      throw typeError('memoryview: product(shape) * itemsize != buffer size')
    made.shape = shape
  }
  made.strides = contiguousStrides(made.shape, size)
  return made
}

function equalViews(self: PyMemoryView, other: Value): boolean | undefined {
  if (!isBuffer(other)) return undefined
  if (self === other) return true
  if (self.memory === null) return false
  if (other instanceof PyMemoryView && other.memory === null) return false
  const b = other instanceof PyMemoryView ? other : new PyMemoryView(other)
  if (self.shape.length !== b.shape.length || self.shape.some((n, i) => n !== b.shape[i])) return false
  if (code(self.format) === code(b.format) && 'Bbc'.includes(code(self.format)))
    return equalBytes(gather(self), gather(b))
  const left = [...offsets(self)]
  const right = [...offsets(b)]
  for (let i = 0; i < left.length; i++) {
    const x = unpack(self.memory, left[i]!, self.format)
    const y = unpack(b.memory!, right[i]!, b.format)
    if (!sameItem(x, y)) return false
  }
  return true
}

function sameItem(x: Value, y: Value): boolean {
  if (x instanceof PyFloat || y instanceof PyFloat) {
    const a = x instanceof PyFloat ? x.value : asInt(x)
    const b = y instanceof PyFloat ? y.value : asInt(y)
    // biome-ignore lint/suspicious/noDoubleEquals: number and bigint compare by value only with ==
    return a !== undefined && b !== undefined && a == b
  }
  if (x instanceof PyBytes || y instanceof PyBytes)
    return x instanceof PyBytes && y instanceof PyBytes && compareBytes(x.bytes, y.bytes) === 0
  return asInt(x) === asInt(y)
}

function viewHash(self: PyMemoryView): Int {
  if (self.hash !== undefined) return self.hash
  self.check()
  if (!self.readonly) throw valueError('cannot hash writable memoryview object')
  if (!'Bbc'.includes(code(self.format)))
    throw valueError("memoryview: hashing is restricted to formats 'B', 'b' or 'c'")
  return (self.hash = hashBytes(gather(self)))
}

function release(self: PyMemoryView): Value {
  if (self.entered > 0) (self.object as unknown as BufferExporter).bufferExport?.(-1)
  self.entered = 0
  self.memory = null
  return null
}

function enter(self: PyMemoryView): Value {
  self.check()
  if (self.entered++ === 0) (self.object as unknown as BufferExporter).bufferExport?.(1)
  return self
}

function toBytes(self: PyMemoryView, order?: Value): Value {
  self.check()
  const o = order === undefined || order === null ? 'C' : asString(order)
  if (o !== 'C' && o !== 'F' && o !== 'A') throw valueError("order must be 'C', 'F' or 'A'")
  if (o !== 'F' || self.shape.length < 2) return new PyBytes(gather(self))
  // Fortran order: the first index varies fastest.
  const memory = self.check()
  const out = new Uint8Array(self.nbytes)
  const index = self.shape.map(() => 0)
  for (let at = 0; at < out.length; at += self.itemSize) {
    let from = self.offset
    for (let d = 0; d < index.length; d++) from += index[d]! * self.strides[d]!
    for (let k = 0; k < self.itemSize; k++) out[at + k] = memory[from + k]!
    for (let d = 0; d < index.length; d++) {
      if (++index[d]! < self.shape[d]!) break
      index[d] = 0
    }
  }
  return new PyBytes(out)
}

/** Iterator over a view of one dimension. */
class PyMemoryIterator extends PyIterator {
  index = 0
  constructor(public view: PyMemoryView | null) {
    super()
  }
  next(): Value | undefined {
    const view = this.view
    if (view === null) return undefined
    const memory = view.check()
    if (this.index < view.shape[0]!) return unpack(memory, view.offset + this.index++ * view.strides[0]!, view.format)
    this.view = null
    return undefined
  }
}
defineType('memory_iterator', {
  layout: PyMemoryIterator as never,
  methods: () => iteratorRows,
  final: true,
})

function viewIter(self: PyMemoryView): Value {
  self.check()
  if (self.shape.length === 0) throw typeError('invalid indexing of 0-dim memory')
  if (self.shape.length !== 1) throw notImplementedError('multi-dimensional sub-views are not implemented')
  unpackable(self.format)
  return new PyMemoryIterator(self)
}

function unpackable(format: string): void {
  if (nativeSizes[code(format)] === undefined) throw notImplementedError(`memoryview: format ${format} not supported`)
}

/** A view of any object that exports a buffer. Raises TypeError. */
export function memoryViewOf(object: Value): PyMemoryView {
  if (isBuffer(object)) return new PyMemoryView(object)
  const method = typeOf(object).proto.$__buffer__
  if (method !== undefined) {
    const made = callSpecial1(method, object, 0)
    if (made instanceof PyMemoryView) return derive(made)
    throw typeError('__buffer__ returned non-memoryview object')
  }
  throw typeError(`memoryview: a bytes-like object is required, not '${typeOf(object).name}'`)
}

function numbers(list: readonly number[]): PyTuple {
  return new PyTuple(list as number[])
}

function checked<T extends Value>(f: (v: PyMemoryView) => T) {
  return (v: PyMemoryView): T => {
    v.check()
    return f(v)
  }
}

export const memoryViewMethods = (): MethodTable => [
  [
    '__repr__',
    (self: PyMemoryView) =>
      `<${self.memory === null ? 'released memory' : 'memory'} at 0x${objectIdentity(self).toString(16)}>`,
    '($self, /)',
  ],
  ['__hash__', viewHash, '($self, /)'],
  ...comparisonRows((index, self: PyMemoryView, other: Value) => {
    if (index !== CompareIndex.eq && index !== CompareIndex.ne) return NotImplemented
    const same = equalViews(self, other)
    return same === undefined ? NotImplemented : index === CompareIndex.eq ? same : !same
  }),
  ['__iter__', viewIter, '($self, /)'],
  [
    '__len__',
    (self: PyMemoryView) => {
      self.check()
      if (self.shape.length === 0) throw typeError('0-dim memory has no length')
      return self.shape[0]!
    },
    '($self, /)',
  ],
  ['__getitem__', getItemOf, '($self, key, /)'],
  ['__setitem__', setItemOf, '($self, key, value, /)'],
  [
    '__delitem__',
    () => {
      throw typeError('cannot delete memory')
    },
    '($self, key, /)',
  ],
  ['__enter__', enter, '($self, /)'],
  ['__exit__', (self: PyMemoryView) => release(self), '($self, /, *exc_info)'],
  ['__buffer__', (self: PyMemoryView) => derive(self), '($self, flags, /)'],
  ['__release_buffer__', () => null, '($self, buffer, /)'],
  ['release', release, '($self, /)', 'Gives the memory up; the view cannot be used any more.'],
  ['tobytes', toBytes, "($self, /, order='C')", 'The items as bytes.'],
  [
    'hex',
    (self: PyMemoryView, sep?: Value, group?: Value) => bytesHex(new PyBytes(gather(self)), sep, group),
    '($self, /, sep=<unrepresentable>, bytes_per_sep=1)',
    "The items as hexadecimal text.\n\n>>> memoryview(bytes([1, 16, 255])).hex('-')\n'01-10-ff'",
  ],
  ['tolist', (self: PyMemoryView) => toList(self), '($self, /)', 'The items as a list, or nested lists.'],
  [
    'cast',
    cast,
    '($self, /, format, shape=<unrepresentable>)',
    'A view of the same memory with another format or shape.',
  ],
  [
    'toreadonly',
    (self: PyMemoryView) => {
      const made = derive(self)
      made.readonly = true
      return made
    },
    '($self, /)',
    'A view of the same memory that cannot be written to.',
  ],
]

/** `bytes.hex`, found through the type, because bytesmethods.ts is loaded later than this file. */
function bytesHex(bytes: PyBytes, sep?: Value, group?: Value): Value {
  const method = typeOf(bytes).lookup('hex') as unknown as { native: { fn: (...args: unknown[]) => Value } }
  return method.native.fn(bytes, sep, group)
}

export const memoryViewType: PyType = defineType('memoryview', {
  layout: PyMemoryView as never,
  new: [(_cls: PyType, object: Value) => memoryViewOf(object), '(object)'],
  methods: memoryViewMethods,
  classMethods: () => [
    [
      '_from_flags',
      (_cls: PyType, object: Value, flags: Value) => {
        const view = memoryViewOf(object)
        if (Number(asIndex(flags)) & 1 && view.readonly) throw bufferError('Object is not writable.')
        return view
      },
      '($type, /, object, flags)',
    ],
  ],
  getset: () => [
    ['obj', checked((v) => v.object)],
    ['nbytes', checked((v) => v.nbytes)],
    ['readonly', checked((v) => v.readonly)],
    ['itemsize', checked((v) => v.itemSize)],
    ['format', checked((v) => v.format)],
    ['ndim', checked((v) => v.shape.length)],
    ['shape', checked((v) => numbers(v.shape))],
    ['strides', checked((v) => numbers(v.strides))],
    ['suboffsets', checked(() => new PyTuple([]))],
    ['c_contiguous', checked((v) => v.isContiguous)],
    [
      'f_contiguous',
      checked((v) => {
        let stride = v.itemSize
        return v.shape.every((n, i) => {
          const fits = v.strides[i] === stride || n <= 1
          stride *= n
          return fits
        })
      }),
    ],
    ['contiguous', checked((v) => v.isContiguous || (v.shape.length > 1 && v.strides[0] === v.itemSize))],
  ],
  patternKind: 'sequence',
  final: true,
  doc: 'Access to the bytes of an object without a copy.',
})
