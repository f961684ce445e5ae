/**
 * The methods of memoryview (CPython: Objects/memoryobject.c), loaded when somebody first looks into the type; what single items are is in
 * bufferitems.ts.
 */
import { getAttr } from './attributes'
import { BufferRequest, type BufferView, exportsBuffer, getBuffer, releaseBuffer } from './buffer'
import { nativeCharacter, nativeSizes, packItem, requireCharacter, requireNative, unpackItem } from './bufferitems'
import { PyBytes } from './bytes'
import { compareBytes, equalBytes } from './bytesops'
import { context } from './context'
import { importErrorType } from './exceptionfields'
import { indexError, isException, memoryErrorType, notImplementedError, typeError, valueError } from './exceptions'
import { PyFloat } from './float'
import { objectIdentity } from './identity'
import { asInt } from './int'
import { iteratorRows } from './iterators'
import { PyList } from './list'
import { MAX_DIMENSIONS, PyMemoryView, releasedBufferRows, rowOf } from './memoryview'
import { defineType, type GetSetRow, type Int, type MethodTable, typeOf, type Value } from './object'
import { asIndex, asSize, CompareIndex, equals, hashValue, PyIterator } from './operators'
import { comparisonRows, subscript } from './sequence'
import { NotImplemented } from './singletons'
import { hashBytes } from './siphash'
import { adjustSlice, PySlice } from './slice'
import { asString } from './str'
import {
  bytesInOrder,
  contiguousStrides,
  copyItems,
  type Geometry,
  gather,
  isContiguous,
  itemCount,
  type Layout,
  layoutOf,
  places,
  stepInto,
} from './strided'
import { PyTuple } from './tuple'

// ── Items ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The byte offset of an item by its index in each dimension. Raises IndexError, ValueError where reading one released the view. */
function itemOffset(v: PyMemoryView, indices: readonly Value[]): number {
  let at = v.offset
  for (let d = 0; d < indices.length; d++) {
    const i = typeof indices[d] === 'number' ? (indices[d] as number) : subscript(indices[d]!)
    v.check()
    at = placeIn(v, d, at, i)
  }
  return at
}

function placeIn(v: PyMemoryView, dimension: number, at: number, index: number): number {
  const n = v.shape[dimension]!
  const i = index < 0 ? index + n : index
  if (i < 0 || i >= n) throw indexError(`index out of bounds on dimension ${dimension + 1}`)
  return v.suboffsets === null ? at + i * v.strides[dimension]! : stepInto(v, dimension, at, i)
}

function isIndex(v: Value): boolean {
  return typeof v === 'number' || asInt(v) !== undefined || typeOf(v).proto.$__index__ !== undefined
}

/** A view of a part of the first dimension. */
function sliceOf(v: PyMemoryView, key: PySlice): PyMemoryView {
  // The new view holds the memory even if a bound of the slice releases the old one.
  const made = PyMemoryView.like(v)
  const { start, step, count } = adjustSlice(key, v.shape[0]!)
  made.offset = v.offset + start * v.strides[0]!
  if (v.shape.length === 1) {
    made.shape = [count]
    made.strides = [v.strides[0]! * step]
  } else {
    made.shape = [count, ...v.shape.slice(1)]
    made.strides = [v.strides[0]! * step, ...v.strides.slice(1)]
  }
  return made
}

function itemAt(self: PyMemoryView, indices: readonly Value[]): Value {
  const c = requireNative(self.format)
  const at = itemOffset(self, indices)
  return unpackItem(self.memory, at, c)
}

function isEmptyTuple(key: Value): boolean {
  return key instanceof PyTuple && key.items.length === 0
}

function isEllipsis(key: Value): boolean {
  return typeOf(key).name === 'ellipsis'
}

/** The indices of an item, if the key is a tuple of such. Raises NotImplementedError for too few of them, TypeError for too many. */
function indicesOf(self: PyMemoryView, key: Value): readonly Value[] | null {
  if (!(key instanceof PyTuple) || !key.items.every(isIndex)) return null
  const n = key.items.length
  if (n < self.ndim) throw notImplementedError('sub-views are not implemented')
  if (n > self.ndim) throw typeError(`cannot index ${self.ndim}-dimension view with ${n}-element tuple`)
  return key.items
}

function isMultiSlice(key: Value): boolean {
  return key instanceof PyTuple && key.items.length > 0 && key.items.every((k) => k instanceof PySlice)
}

function getItemOf(self: PyMemoryView, key: Value): Value {
  const memory = self.check()
  const { shape } = self
  if (shape.length === 0) {
    if (isEmptyTuple(key)) return unpackItem(memory, self.offset, requireNative(self.format))
    if (isEllipsis(key)) return self
    throw typeError('invalid indexing of 0-dim memory')
  }
  if (typeof key === 'number' && shape.length === 1 && self.suboffsets === null) {
    const at = placeIn(self, 0, self.offset, key)
    const c = self.character
    return c === 'B' ? memory[at]! : unpackItem(memory, at, c ?? requireNative(self.format))
  }
  if (isIndex(key)) {
    const index = subscript(key)
    if (shape.length > 1) throw notImplementedError('multi-dimensional sub-views are not implemented')
    return itemAt(self, [index])
  }
  if (key instanceof PySlice) return sliceOf(self, key)
  const indices = indicesOf(self, key)
  if (indices !== null) return itemAt(self, indices)
  if (isMultiSlice(key)) throw notImplementedError('multi-dimensional slicing is not implemented')
  throw typeError('memoryview: invalid slice key')
}

function store(self: PyMemoryView, at: number, value: Value): Value {
  const c = self.character
  if (c === 'B' && typeof value === 'number' && value >= 0 && value < 256) self.memory[at] = value
  else packItem(self, at, c ?? requireNative(self.format), self.format, value)
  return null
}

function setItemOf(self: PyMemoryView, key: Value, value: Value): Value {
  self.check()
  if (self.character === null) requireCharacter(self.format)
  if (self.readonly) throw typeError('cannot modify read-only memory')
  const ndim = self.shape.length
  if (ndim === 0) {
    if (isEmptyTuple(key) || isEllipsis(key)) return store(self, self.offset, value)
    throw typeError('invalid indexing of 0-dim memory')
  }
  if (isIndex(key)) {
    if (ndim > 1) throw notImplementedError('sub-views are not implemented')
    return store(self, itemOffset(self, [key]), value)
  }
  if (key instanceof PySlice && ndim === 1) return setSlice(self, key, value)
  const indices = indicesOf(self, key)
  if (indices !== null) return store(self, itemOffset(self, indices), value)
  if (key instanceof PySlice || isMultiSlice(key))
    throw notImplementedError('memoryview slice assignments are currently restricted to ndim = 1')
  throw typeError('memoryview: invalid slice key')
}

function sameFormat(a: string, b: string): boolean {
  return a === b || (nativeCharacter(a) !== null && nativeCharacter(a) === nativeCharacter(b))
}

function setSlice(self: PyMemoryView, key: PySlice, value: Value): Value {
  const source = getBuffer(value, BufferRequest.FULL_RO)
  try {
    const target = sliceOf(self, key)
    const count = target.shape[0]!
    const from = layoutOf(source)
    if (
      !sameFormat(target.format, source.format ?? 'B') ||
      target.itemSize !== source.itemSize ||
      source.ndim !== 1 ||
      from.shape[0] !== count
    )
      throw valueError('memoryview assignment: lvalue and rvalue have different structures')
    self.check()
    copyItems(target, from)
    target.release()
  } finally {
    releaseBuffer(source)
  }
  return null
}

function listOf(v: PyMemoryView, c: string, dimension: number, at: number): Value {
  if (dimension === v.shape.length) return unpackItem(v.memory, at, c)
  const out: Value[] = []
  for (let i = 0; i < v.shape[dimension]!; i++) out.push(listOf(v, c, dimension + 1, stepInto(v, dimension, at, i)))
  return new PyList(out)
}

function toList(v: PyMemoryView): Value {
  const memory = v.check()
  const c = requireNative(v.format)
  if (v.ndim === 1 && v.suboffsets === null) {
    const out: Value[] = []
    const stride = v.strides[0]!
    const n = v.shape[0]!
    for (let i = 0, at = v.offset; i < n; i++, at += stride)
      out.push(c === 'B' ? memory[at]! : unpackItem(memory, at, c))
    return new PyList(out)
  }
  return listOf(v, c, 0, v.offset)
}

// ── Casts ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

const isByteFormat = (c: string | null): boolean => c === 'b' || c === 'B' || c === 'c'

/** The dimensions that a cast asks for. Raises TypeError, ValueError, OverflowError. */
function castShape(items: readonly Value[], itemSize: number): number[] {
  let size = BigInt(itemSize)
  return items.map((s) => {
    if (asInt(s) === undefined) throw typeError('memoryview.cast(): elements of shape must be integers')
    const n = asIndex(s)
    asSize(n)
    if (n <= 0) throw valueError('memoryview.cast(): elements of shape must be integers > 0')
    size *= BigInt(n)
    if (size >= 2n ** 63n) throw valueError('memoryview.cast(): product(shape) > SSIZE_MAX')
    return Number(n)
  })
}

function cast(self: PyMemoryView, formatArg: Value, shapeArg?: Value): Value {
  self.check()
  const format = asString(formatArg)
  if (format === undefined) throw typeError(`cast() argument 'format' must be str, not ${typeOf(formatArg).name}`)
  if (self.restricted) throw valueError('cannot create new view on restricted memoryview')
  if (!self.isContiguous) throw typeError('memoryview: casts are restricted to C-contiguous views')
  if ((shapeArg !== undefined || self.ndim !== 1) && self.shape.includes(0))
    throw typeError('memoryview: cannot cast view with zeros in shape or strides')
  if (shapeArg !== undefined) {
    if (!(shapeArg instanceof PyList || shapeArg instanceof PyTuple)) throw typeError('shape must be a list or a tuple')
    if (shapeArg.items.length > MAX_DIMENSIONS)
      throw valueError(`memoryview: number of dimensions must not exceed ${MAX_DIMENSIONS}`)
    if (self.ndim !== 1 && shapeArg.items.length !== 1) throw typeError('memoryview: cast must be 1D -> ND or ND -> 1D')
  }
  const c = nativeCharacter(format)
  if (c === null)
    throw valueError(
      "memoryview: destination format must be a native single character format prefixed with an optional '@'",
    )
  if (!isByteFormat(c) && !isByteFormat(self.character))
    throw typeError('memoryview: cannot cast between two non-byte formats')
  const size = nativeSizes[c]!
  const total = self.nbytes
  if (total % size !== 0) throw typeError('memoryview: length is not a multiple of itemsize')
  let shape = [total / size]
  if (shapeArg !== undefined) {
    shape = castShape((shapeArg as PyList | PyTuple).items, size)
    if (itemCount(shape) * size !== total) throw typeError('memoryview: product(shape) * itemsize != buffer size')
  }
  const made = PyMemoryView.like(self)
  made.setFormat(format, size)
  made.shape = shape
  made.strides = contiguousStrides(shape, size)
  return made
}

// ── Comparison ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Reads the item at a place as a value that can be compared; null for a format that nobody knows. */
type Reader = (memory: Uint8Array, at: number) => Value

/** A reader of items of any format that the struct module has; null for one it has not. */
function structReader(format: string, itemSize: number): Reader | null {
  try {
    const unpack = getAttr(context.call1(getAttr(context.importModule('struct'), 'Struct'), format), 'unpack')
    return (memory, at) => {
      const items = (context.call1(unpack, new PyBytes(memory.subarray(at, at + itemSize))) as PyTuple).items
      return items.length === 1 ? items[0]! : new PyTuple(items)
    }
  } catch (e) {
    if (!isException(e) || isException(e, importErrorType) || isException(e, memoryErrorType)) throw e
    return null
  }
}

function readerOf(format: string, itemSize: number): Reader | null {
  const c = nativeCharacter(format)
  return c === null ? structReader(format, itemSize) : (memory, at) => unpackItem(memory, at, c)
}

/** Formats whose items are equal if and only if their bytes are. */
const isIntegral = (c: string | null): boolean => c !== null && !'?fde'.includes(c)

function equalLayouts(a: Layout & Geometry, aFormat: string, b: Layout & Geometry, bFormat: string): boolean {
  const n = a.shape.length
  if (n !== b.shape.length) return false
  for (let d = 0; d < n; d++) {
    if (a.shape[d] !== b.shape[d]) return false
    if (a.shape[d] === 0) break
  }
  if (isIntegral(nativeCharacter(aFormat)) && nativeCharacter(aFormat) === nativeCharacter(bFormat))
    return equalBytes(row(a), row(b))
  const left = readerOf(aFormat, a.itemSize)
  if (left === null) return false
  const right = readerOf(bFormat, b.itemSize)
  if (right === null) return false
  const from = places(a)
  const to = places(b)
  for (let i = 0; i < from.length; i++) if (!sameItem(left(a.memory, from[i]!), right(b.memory, to[i]!))) return false
  return true
}

/** The items in a row, without a copy where that is possible. */
function row(v: Layout & Geometry): Uint8Array {
  return isContiguous(v, 'C') ? v.memory.subarray(v.offset, v.offset + v.nbytes) : gather(v)
}

function equalViews(self: PyMemoryView, other: Value): boolean | undefined {
  if (self.released) return self === other
  if (other instanceof PyMemoryView) return !other.released && equalLayouts(self, self.format, other, other.format)
  if (!exportsBuffer(other)) return undefined
  let buffer: BufferView
  try {
    buffer = getBuffer(other, BufferRequest.FULL_RO)
  } catch (e) {
    if (!isException(e)) throw e
    return undefined
  }
  try {
    return equalLayouts(self, self.format, layoutOf(buffer), buffer.format ?? 'B')
  } finally {
    releaseBuffer(buffer)
  }
}

/** `x == y`, where a NaN is equal to nothing, as two of them read from memory are different objects. */
function sameItem(x: Value, y: Value): boolean {
  if (x instanceof PyTuple && y instanceof PyTuple)
    return x.items.length === y.items.length && x.items.every((item, i) => sameItem(item, y.items[i]!))
  if (x instanceof PyFloat && y instanceof PyFloat) return x.value === y.value
  if (x instanceof PyBytes && y instanceof PyBytes) return compareBytes(x.bytes, y.bytes) === 0
  return equals(x, y)
}

function viewHash(self: PyMemoryView): Int {
  if (self.hash !== undefined) return self.hash
  self.check()
  if (!self.readonly) throw valueError('cannot hash writable memoryview object')
  if (!isByteFormat(self.character)) throw valueError("memoryview: hashing is restricted to formats 'B', 'b' or 'c'")
  // Raises where the exporter has no hash.
  if (self.object !== null) hashValue(self.object)
  return (self.hash = hashBytes(row(self)))
}

// ── Methods ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function toBytes(self: PyMemoryView, order?: Value): Value {
  self.check()
  const o = order === undefined || order === null ? 'C' : asString(order)
  if (o === undefined) throw typeError(`tobytes() argument 'order' must be str or None, not ${typeOf(order!).name}`)
  if (o !== 'C' && o !== 'F' && o !== 'A') throw valueError("order must be 'C', 'F' or 'A'")
  return new PyBytes(bytesInOrder(self, o))
}

function release(self: PyMemoryView): Value {
  self.release()
  return null
}

/** Iterator over a view of one dimension. */
class PyMemoryIterator extends PyIterator {
  index = 0
  constructor(
    public view: PyMemoryView | null,
    readonly character: string,
  ) {
    super()
  }
  next(): Value | undefined {
    const view = this.view
    if (view === null) return undefined
    const memory = view.check()
    if (this.index < view.shape[0]!) {
      const i = this.index++
      const at = view.suboffsets === null ? view.offset + i * view.strides[0]! : stepInto(view, 0, view.offset, i)
      return this.character === 'B' ? memory[at] : unpackItem(memory, at, this.character)
    }
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
  return new PyMemoryIterator(self, requireNative(self.format))
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
      `<${self.released ? 'released memory' : 'memory'} at 0x${objectIdentity(self).toString(16)}>`,
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
    (self: PyMemoryView) => {
      self.check()
      throw typeError(self.readonly ? 'cannot modify read-only memory' : 'cannot delete memory')
    },
    '($self, key, /)',
  ],
  ['__enter__', (self: PyMemoryView) => self.enter(), '($self, /)'],
  ['__exit__', release, '($self, /, *exc_info)'],
  ['__sizeof__', (self: PyMemoryView) => 144 + 24 * self.ndim, '($self, /)'],
  ...releasedBufferRows,
  ['release', release, '($self, /)', 'Gives the memory up; the view cannot be used any more.'],
  ['tobytes', toBytes, "($self, /, order='C')", 'The items as bytes.'],
  [
    'hex',
    (self: PyMemoryView, sep?: Value, group?: Value) => bytesHex(new PyBytes(rowOf(self)), sep, group),
    '($self, /, sep=<unrepresentable>, bytes_per_sep=1)',
    "The items as hexadecimal text.\n\n>>> memoryview(bytes([1, 16, 255])).hex('-')\n'01-10-ff'",
  ],
  ['tolist', toList, '($self, /)', 'The items as a list, or nested lists.'],
  [
    'cast',
    cast,
    '($self, /, format, shape=<unrepresentable>)',
    'A view of the same memory with another format or shape.',
  ],
  [
    'toreadonly',
    (self: PyMemoryView) => {
      const made = PyMemoryView.like(self)
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

export const memoryViewGetset = (): GetSetRow[] => [
  ['obj', checked((v) => v.object)],
  ['nbytes', checked((v) => v.nbytes)],
  ['readonly', checked((v) => v.readonly)],
  ['itemsize', checked((v) => v.itemSize)],
  ['format', checked((v) => v.format)],
  ['ndim', checked((v) => v.shape.length)],
  ['shape', checked((v) => numbers(v.shape))],
  ['strides', checked((v) => numbers(v.strides))],
  ['suboffsets', checked((v) => numbers(v.suboffsets ?? []))],
  ['c_contiguous', checked((v) => v.isContiguous)],
  ['f_contiguous', checked((v) => v.isFortran)],
  ['contiguous', checked((v) => v.isContiguous || v.isFortran)],
]
