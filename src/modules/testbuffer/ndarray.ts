/**
 * _testbuffer.ndarray: an exporter of buffers of every shape that PEP 3118 allows, and a consumer that asks for a part of what there is (CPython:
 * Modules/_testbuffer.c).
 *
 * An array either owns its memory, in a stack of bases of which the last one counts, or has the buffer of another object.
 */
import { collectGarbage, watch } from '../../gc/weakrefs'
import {
  asksFor,
  type BufferExporter,
  BufferRequest,
  BufferView,
  exportsBuffer,
  getBuffer,
  releaseBuffer,
} from '../../objects/buffer'
import { PyBytes } from '../../objects/bytes'
import { bufferError, indexError, runtimeError, typeError, valueError } from '../../objects/exceptions'
import { PyFloat } from '../../objects/float'
import { asInt } from '../../objects/int'
import { PyList } from '../../objects/list'
import { PyMemoryView, releasedBufferRows } from '../../objects/memoryview'
import { defineType, type Int, type MethodTable, PyObject, type PyType, typeOf, type Value } from '../../objects/object'
import { asCInt, asSize, hashValue } from '../../objects/operators'
import { adjustSlice, PySlice } from '../../objects/slice'
import {
  contiguousStrides,
  copyItems,
  gather,
  isContiguous,
  itemCount,
  type Layout,
  layoutOf,
  POINTER,
  stepInto,
  writePointer,
} from '../../objects/strided'
import { PyTuple } from '../../objects/tuple'
import { type Layout as Format, formatText, packInto, layoutOf as parseFormat, unpackFrom } from '../_struct'

export const MAX_NDIM = 128

/** Properties of an array and of its bases. */
export const Flag = {
  /** The array may change its base while buffers are in use. */
  VAREXPORT: 0x001,
  WRITABLE: 0x002,
  FORTRAN: 0x004,
  SCALAR: 0x008,
  /** The first dimension consists of pointers. */
  PIL: 0x010,
  /** Requests go to the object behind. */
  REDIRECT: 0x020,
  GETBUF_FAIL: 0x040,
  GETBUF_UNDEFINED: 0x080,
  C: 0x100,
  OWN_ARRAYS: 0x200,
} as const

/** A list or tuple argument. Raises TypeError. */
export function sequenceArgument(v: Value, name: string): readonly Value[] {
  if (v instanceof PyList || v instanceof PyTuple) return v.items
  throw typeError(`${name} must be a list or a tuple`)
}

/** One memory that an array has, and how it shows it. */
class Base {
  exports = 0
  /** Bytes of memory and where the array begins; -1 where the memory is not its own. */
  length = -1
  offset = -1
  constructor(
    public flags: number,
    readonly view: BufferView,
  ) {}

  /** Notes what follows from the layout. */
  noteLayout(): void {
    const { view } = this
    if (view.ndim === 0) this.flags |= Flag.SCALAR
    if (view.suboffsets !== null) this.flags |= Flag.PIL
    this.noteContiguity()
  }

  noteContiguity(): void {
    if (isContiguous(this.view, 'C')) this.flags |= Flag.C
    if (isContiguous(this.view, 'F')) this.flags |= Flag.FORTRAN
  }

  get isC(): boolean {
    return (this.flags & (Flag.SCALAR | Flag.C)) !== 0
  }
  get isFortran(): boolean {
    return (this.flags & (Flag.SCALAR | Flag.FORTRAN)) !== 0
  }
}

// ── Items ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Packs an item: a value, or a list or tuple of as many as the format has. Raises ValueError, struct.error. */
function packItem(format: Format, memory: Uint8Array, at: number, item: Value): void {
  const isValue = item instanceof PyBytes || item instanceof PyFloat || asInt(item) !== undefined
  if (isValue && format.values === 1) packInto(format, memory, at, [item])
  else if ((item instanceof PyList || item instanceof PyTuple) && item.items.length === format.values)
    packInto(format, memory, at, item.items)
  else throw valueError('mismatch between initializer element and format string')
}

/** An item: a value, or a tuple where the format has several. */
function unpackItem(format: Format, memory: Uint8Array, at: number): Value {
  const items = (unpackFrom(format, memory, at) as PyTuple).items
  return items.length === 1 ? items[0]! : new PyTuple(items)
}

/** The item of a buffer at a place. */
export function itemOfBuffer(view: BufferView, at: number): Value {
  return unpackItem(parseFormat(view.format ?? 'B'), view.memory, at)
}

function listOf(v: Layout, format: Format, dimension: number, at: number): Value {
  if (dimension === v.shape.length) return unpackItem(format, v.memory, at)
  const out: Value[] = []
  for (let i = 0; i < v.shape[dimension]!; i++)
    out.push(listOf(v, format, dimension + 1, stepInto(v, dimension, at, i)))
  return new PyList(out)
}

// ── Construction ───────────────────────────────────────────────────────────────────────────────────────────────────────

function sizes(items: readonly Value[], what: 'shape' | 'strides'): number[] {
  return items.map((v) => {
    if (asInt(v) === undefined) throw valueError(`elements of ${what} must be integers`)
    const n = asSize(v)
    if (what === 'shape' && n < 0) throw valueError('elements of shape must be integers >= 0')
    return n
  })
}

/** Checks that all items lie within the memory. Raises ValueError. */
function verifyStructure(length: number, offset: number, v: BufferView): void {
  const shape = v.shape!
  const strides = v.strides!
  if (strides.some((stride) => stride % v.itemSize !== 0)) throw valueError('strides must be a multiple of itemsize')
  if (shape.includes(0)) return
  let least = 0
  let most = 0
  for (let d = 0; d < shape.length; d++) {
    const reach = (shape[d]! - 1) * strides[d]!
    if (reach <= 0) least += reach
    else most += reach
  }
  if (least + offset < 0 || most + offset + v.itemSize > length)
    throw valueError('invalid combination of buffer, shape and strides')
}

/** What {@link newBase} is made of. */
interface Structure {
  readonly items: Value
  readonly shape: Value
  readonly strides: Value | undefined
  readonly offset: number
  readonly format: Value
  readonly flags: number
}

function stridesArgument(strides: Value | undefined, ndim: number, flags: number): readonly Value[] | null {
  if (strides === undefined) return null
  const items = sequenceArgument(strides, 'strides')
  if (items.length === 0) return null
  if (flags & Flag.FORTRAN) throw typeError('ND_FORTRAN cannot be used together with strides')
  if (items.length !== ndim) throw valueError('len(shape) != len(strides)')
  return items
}

/** Memory of its own for items. */
function newBase({ items, shape, strides, offset, format, flags }: Structure): Base {
  const dimensions = sequenceArgument(shape, 'shape')
  const ndim = dimensions.length
  if (ndim > MAX_NDIM) throw valueError(`ndim must not exceed ${MAX_NDIM}`)
  const steps = stridesArgument(strides, ndim, flags)
  const text = formatText(format)
  const parsed = parseFormat(text)
  const itemSize = parsed.size
  if (itemSize <= 0) throw valueError('itemsize must not be zero')
  const values = ndim === 0 ? [items] : sequenceArgument(items, 'items')
  if (values.length === 0) throw valueError('initializer list or tuple must not be empty')
  const length = values.length * itemSize
  if (offset % itemSize !== 0) throw valueError('offset must be a multiple of itemsize')
  if (offset < 0 || offset + itemSize > length) throw valueError('offset out of bounds')

  const memory = new Uint8Array(length)
  for (let i = 0; i < values.length; i++) packItem(parsed, memory, i * itemSize, values[i]!)
  const view = new BufferView()
  view.memory = memory
  view.nbytes = length
  view.itemSize = itemSize
  view.readonly = (flags & Flag.WRITABLE) === 0
  view.format = text
  view.ndim = ndim
  const base = new Base(flags, view)
  base.length = length
  base.offset = offset
  if (ndim === 0) {
    if (flags & Flag.PIL) throw typeError('ndim = 0 cannot be used in conjunction with ND_PIL')
    base.flags |= Flag.SCALAR | Flag.C | Flag.FORTRAN
    return base
  }
  view.shape = sizes(dimensions, 'shape')
  view.strides =
    steps === null ? contiguousStrides(view.shape, itemSize, flags & Flag.FORTRAN ? 'F' : 'C') : sizes(steps, 'strides')
  verifyStructure(length, offset, view)
  view.offset = offset
  view.nbytes = itemCount(view.shape) * itemSize
  base.noteContiguity()
  if (flags & Flag.PIL) addPointers(base)
  return base
}

/** Puts pointers to the items of the first dimension before the memory, and lets the array go over them. */
function addPointers(base: Base): void {
  const { view } = base
  const shape = view.shape!
  const strides = view.strides!
  const count = shape[0]!
  const space = count * POINTER
  const memory = new Uint8Array(space + base.length)
  memory.set(view.memory, space)
  // The place of the first item in memory, and that of the first item within one of the arrays pointed to.
  let least = 0
  let suboffset = 0
  for (let d = 0; d < shape.length && shape[d] !== 0; d++) {
    const reach = (shape[d]! - 1) * strides[d]!
    if (strides[d]! > 0) continue
    least += reach
    if (d > 0) suboffset -= reach
  }
  const start = space + base.offset + least
  for (let i = 0; i < count; i++) writePointer(memory, i * POINTER, start + i * Math.abs(strides[0]!))
  view.memory = memory
  view.suboffsets = shape.map((_, d) => (d === 0 ? suboffset : -1))
  const back = strides[0]! < 0
  view.strides = [back ? -POINTER : POINTER, ...strides.slice(1)]
  view.offset = back && count > 0 ? (count - 1) * POINTER : 0
  base.length += space
  base.offset = 0
  base.flags &= ~(Flag.C | Flag.FORTRAN)
}

/** `ndarray` */
export class PyNDArray extends PyObject implements BufferExporter {
  varExport = false
  /** The last one counts. */
  bases: Base[] = []
  isConsumer = false

  get head(): Base {
    return this.bases.at(-1)!
  }

  bufferBytes(): Uint8Array {
    const view = this.getBuffer(BufferRequest.SIMPLE)
    releaseBuffer(view)
    return view.memory.subarray(view.offset, view.offset + view.nbytes)
  }
  get bufferWritable(): boolean {
    return !this.head.view.readonly
  }
  get bufferContiguous(): boolean {
    return this.head.isC
  }

  getBuffer(flags: number): BufferView {
    const { head } = this
    const base = head.view
    if (base.object !== null && head.flags & Flag.REDIRECT) return getBuffer(base.object, flags)
    if (
      base.ndim !== 0 &&
      ((asksFor(flags, BufferRequest.ND) && base.shape === null) ||
        (asksFor(flags, BufferRequest.STRIDES) && base.strides === null))
    )
      throw bufferError('re-exporter does not provide format, shape or strides')
    if (head.flags & Flag.GETBUF_FAIL) throw bufferError('ND_GETBUF_FAIL: forced test exception')
    if (flags & BufferRequest.WRITABLE && base.readonly) throw bufferError('ndarray is not writable')
    if (asksFor(flags, BufferRequest.C_CONTIGUOUS) && !head.isC) throw bufferError('ndarray is not C-contiguous')
    if (asksFor(flags, BufferRequest.F_CONTIGUOUS) && !head.isFortran)
      throw bufferError('ndarray is not Fortran contiguous')
    if (asksFor(flags, BufferRequest.ANY_CONTIGUOUS) && !head.isC && !head.isFortran)
      throw bufferError('ndarray is not contiguous')
    if (!asksFor(flags, BufferRequest.INDIRECT) && head.flags & Flag.PIL)
      throw bufferError('ndarray cannot be represented without suboffsets')
    const view = Object.assign(new BufferView(), base)
    view.format = flags & BufferRequest.FORMAT ? (base.format ?? 'B') : null
    if (!asksFor(flags, BufferRequest.STRIDES)) {
      if (!head.isC) throw bufferError('ndarray is not C-contiguous')
      view.strides = null
    }
    if (!asksFor(flags, BufferRequest.ND)) {
      if (view.format !== null)
        throw bufferError('ndarray: cannot cast to unsigned bytes if the format flag is present')
      view.ndim = 1
      view.shape = null
    }
    view.object = this
    view.internal = head
    head.exports++
    return view
  }

  releaseBuffer(view: BufferView): void {
    if (this.isConsumer) return
    const base = view.internal as Base
    if (--base.exports === 0 && base !== this.head) this.bases.splice(this.bases.indexOf(base), 1)
  }

  /** Becomes a consumer of another object. */
  consume(exporter: Value, flags: number): void {
    const view = getBuffer(exporter, flags)
    this.isConsumer = true
    this.bases = [new Base(view.readonly ? 0 : Flag.WRITABLE, view)]
    // The array has no method that ends the use of the buffer: its own end does.
    watch({ target: new WeakRef(this), died: () => releaseBuffer(view) })
  }

  /** Raises BufferError where the base must stay as it is. */
  checkChangeable(): void {
    if (this.isConsumer) throw bufferError('structure of re-exporting object is immutable')
  }

  checkExports(): void {
    if (this.head.exports > 0) collectGarbage()
    const n = this.head.exports
    if (n > 0) throw bufferError(`cannot change structure: ${n} exported buffer${n === 1 ? '' : 's'}`)
  }
}

function init(
  self: PyNDArray,
  object: Value,
  shape?: Value,
  strides?: Value,
  offsetArg?: Value,
  format?: Value,
  flagsArg?: Value,
  getbuf?: Value,
): Value {
  const offset = offsetArg === undefined ? 0 : asSize(offsetArg)
  let flags = flagsArg === undefined ? 0 : asCInt(flagsArg)
  const request = getbuf === undefined ? undefined : asCInt(getbuf)
  if (exportsBuffer(object) && shape === undefined) {
    if (
      strides !== undefined ||
      offset !== 0 ||
      (format !== undefined && format !== 'B') ||
      (flags !== 0 && flags !== Flag.REDIRECT)
    )
      throw typeError("construction from exporter object only takes 'obj', 'getbuf' and 'flags' arguments")
    self.consume(object, request ?? BufferRequest.FULL_RO)
    self.head.noteLayout()
    self.head.flags |= flags
    return null
  }
  if (request !== undefined) throw typeError('getbuf argument only valid for construction from exporter object')
  if (shape === undefined) throw typeError('shape is a required argument when constructing from list, tuple or scalar')
  if (flags & Flag.VAREXPORT) {
    self.varExport = true
    flags &= ~Flag.VAREXPORT
  }
  self.bases = [newBase({ items: object, shape, strides, offset, format: format ?? 'B', flags })]
  return null
}

function push(
  self: PyNDArray,
  items: Value,
  shape: Value,
  strides?: Value,
  offset?: Value,
  format?: Value,
  flagsArg?: Value,
): Value {
  const flags = flagsArg === undefined ? 0 : asCInt(flagsArg)
  const from = offset === undefined ? 0 : asSize(offset)
  if (flags & Flag.VAREXPORT) throw valueError('ND_VAREXPORT flag can only be used during object creation')
  self.checkChangeable()
  if (!self.varExport) self.checkExports()
  self.bases.push(newBase({ items, shape, strides, offset: from, format: format ?? 'B', flags }))
  return null
}

function pop(self: PyNDArray): Value {
  self.checkChangeable()
  self.checkExports()
  if (self.bases.length === 1) throw bufferError('list only has a single base')
  self.bases.pop()
  return null
}

// ── Indexing ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The place of an item of the first dimension. Raises IndexError. */
function placeOfIndex(v: BufferView, key: Value): number {
  const layout = layoutOf(v)
  // Without a shape the items are bytes.
  const n = v.shape === null ? v.nbytes : v.shape[0]!
  let i = asSize(key)
  if (i < 0) i += n
  if (i < 0 || i >= n) throw indexError('index out of bounds')
  return stepInto(layout, 0, v.offset, i)
}

/** A consumer of the array itself, whose view may be changed. */
function subArray(self: PyNDArray): PyNDArray {
  const made = new PyNDArray()
  made.consume(self, BufferRequest.FULL_RO)
  return made
}

function itemOf(self: PyNDArray, key: Value): Value {
  const base = self.head.view
  const at = placeOfIndex(base, key)
  if (base.ndim === 1) return itemOfBuffer(base, at)
  const made = subArray(self)
  const { view } = made.head
  view.offset = at
  view.ndim--
  view.nbytes /= view.shape![0]!
  view.shape = view.shape!.slice(1)
  view.strides = view.strides!.slice(1)
  if (view.suboffsets !== null) view.suboffsets = view.suboffsets.slice(1)
  made.head.noteLayout()
  return made
}

/** Narrows a dimension of a view. */
function sliceDimension(v: BufferView, key: PySlice, dimension: number): void {
  const { start, step, count } = adjustSlice(key, v.shape![dimension]!)
  const move = start * v.strides![dimension]!
  // Behind a dimension of pointers the beginning of what they point to is moved.
  let pointers = dimension - 1
  while (pointers >= 0 && (v.suboffsets === null || v.suboffsets[pointers]! < 0)) pointers--
  if (pointers < 0) v.offset += move
  else v.suboffsets = v.suboffsets!.map((s, d) => (d === pointers ? s + move : s))
  v.shape = v.shape!.map((n, d) => (d === dimension ? count : n))
  v.strides = v.strides!.map((n, d) => (d === dimension ? n * step : n))
}

function isIndex(v: Value): boolean {
  return asInt(v) !== undefined || typeOf(v).proto.$__index__ !== undefined
}

function isWhole(key: Value): boolean {
  return typeOf(key).name === 'ellipsis' || (key instanceof PyTuple && key.items.length === 0)
}

function getItem(self: PyNDArray, key: Value): Value {
  const base = self.head.view
  if (base.ndim === 0) {
    if (!isWhole(key)) throw typeError('invalid indexing of scalar')
    return key instanceof PyTuple ? itemOfBuffer(base, base.offset) : self
  }
  if (isIndex(key)) return itemOf(self, key)
  const made = subArray(self)
  const { head } = made
  head.flags |= Flag.OWN_ARRAYS
  const keys = key instanceof PyTuple ? key.items : [key]
  keys.forEach((k, dimension) => {
    if (!(k instanceof PySlice)) throw typeError(`cannot index memory using "${typeOf(k).name}"`)
    sliceDimension(head.view, k, dimension)
  })
  head.view.nbytes = itemCount(head.view.shape!) * head.view.itemSize
  head.noteLayout()
  return made
}

function sameStructure(a: BufferView, b: BufferView): boolean {
  if ((a.format ?? 'B') !== (b.format ?? 'B') || a.itemSize !== b.itemSize || a.ndim !== b.ndim) return false
  for (let d = 0; d < a.ndim; d++) {
    if (a.shape![d] !== b.shape![d]) return false
    if (a.shape![d] === 0) break
  }
  return true
}

function setItem(self: PyNDArray, key: Value, value: Value): Value {
  const base = self.head.view
  if (base.readonly) throw typeError('ndarray is not writable')
  const format = (): Format => parseFormat(base.format ?? 'B')
  if (base.ndim === 0) {
    if (!isWhole(key)) throw typeError('invalid indexing of scalar')
    packItem(format(), base.memory, base.offset, value)
    return null
  }
  if (base.ndim === 1 && isIndex(key)) {
    packItem(format(), base.memory, placeOfIndex(base, key), value)
    return null
  }
  const source = getBuffer(value, BufferRequest.FULL_RO)
  try {
    const { view } = (getItem(self, key) as PyNDArray).head
    if (!sameStructure(view, source))
      throw valueError('ndarray assignment: lvalue and rvalue have different structures')
    copyItems(layoutOf(view), layoutOf(source))
  } finally {
    releaseBuffer(source)
  }
  return null
}

// ── Methods ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function toList(self: PyNDArray): Value {
  const { view } = self.head
  if (view.format === null) throw valueError('ndarray: tolist() does not support format=NULL, use tobytes()')
  return listOf(layoutOf(view), parseFormat(view.format), 0, view.offset)
}

function bytesOf(self: PyNDArray): PyBytes {
  const { head } = self
  const { view } = head
  return new PyBytes(head.isC ? view.memory.slice(view.offset, view.offset + view.nbytes) : gather(layoutOf(view)))
}

/** Adds suboffsets that mean nothing. */
function addSuboffsets(self: PyNDArray): Value {
  const { head } = self
  const { view } = head
  if (view.suboffsets !== null) throw typeError('cannot add suboffsets to PIL-style array')
  if (view.strides === null) throw typeError('cannot add suboffsets to array without strides')
  view.suboffsets = view.strides.map(() => -1)
  head.flags &= ~(Flag.C | Flag.FORTRAN)
  return null
}

/** A memoryview of a copy of the memory, laid out as this array is (PyMemoryView_FromBuffer). */
function memoryViewFromBuffer(self: PyNDArray): Value {
  const { view } = self.head
  if (self.isConsumer && !(view.object instanceof PyNDArray && !view.object.isConsumer))
    throw typeError(
      'memoryview_from_buffer(): ndarray must be original exporter or consumer from ndarray/original exporter',
    )
  if (view.format !== null && view.format.length > MAX_NDIM)
    throw typeError(`memoryview_from_buffer: format is limited to ${MAX_NDIM} characters`)
  return PyMemoryView.ofForeign(Object.assign(new BufferView(), view, { memory: view.memory.slice(), object: null }))
}

function hash(self: PyNDArray): Int {
  const { view } = self.head
  if (!view.readonly) throw valueError('cannot hash writable ndarray object')
  if (view.object !== null) hashValue(view.object)
  return hashValue(bytesOf(self))
}

/** A property that the memory and the flags must agree on. Raises RuntimeError. */
function contiguity(order: 'C' | 'F' | 'A') {
  return (self: PyNDArray): Value => {
    const { head } = self
    const noted = order === 'C' ? head.isC : order === 'F' ? head.isFortran : head.isC || head.isFortran
    if (isContiguous(head.view, order) !== noted)
      throw runtimeError('results from PyBuffer_IsContiguous() and flags differ')
    return noted
  }
}

const tuple = (numbers: readonly number[] | null) => new PyTuple((numbers ?? []) as number[])

const LAYOUT_PARAMETERS =
  'strides=<unrepresentable>, offset=<unrepresentable>, format=<unrepresentable>, flags=<unrepresentable>'

const methods = (): MethodTable => [
  ['__init__', init, `($self, /, obj, shape=<unrepresentable>, ${LAYOUT_PARAMETERS}, getbuf=<unrepresentable>)`],
  ['__getitem__', getItem, '($self, key, /)'],
  ['__setitem__', setItem, '($self, key, value, /)'],
  [
    '__delitem__',
    (self: PyNDArray) => {
      throw typeError(self.head.view.readonly ? 'ndarray is not writable' : 'ndarray data cannot be deleted')
    },
    '($self, key, /)',
  ],
  ['__hash__', hash, '($self, /)'],
  ...releasedBufferRows,
  ['tolist', toList, '($self, /)'],
  ['tobytes', bytesOf, '($self, /)'],
  ['push', push, `($self, /, items, shape, ${LAYOUT_PARAMETERS})`],
  ['pop', pop, '($self, /)'],
  ['add_suboffsets', addSuboffsets, '($self, /)'],
  ['memoryview_from_buffer', memoryViewFromBuffer, '($self, /)'],
]

export const ndarrayType: PyType = defineType('ndarray', {
  layout: PyNDArray as never,
  new: [() => new PyNDArray(), '(*args, **kwargs)'],
  methods,
  getset: () => [
    ['flags', (self: PyNDArray) => self.head.flags],
    ['offset', (self: PyNDArray) => self.head.offset],
    ['obj', (self: PyNDArray) => self.head.view.object],
    ['nbytes', (self: PyNDArray) => self.head.view.nbytes],
    ['readonly', (self: PyNDArray) => self.head.view.readonly],
    ['itemsize', (self: PyNDArray) => self.head.view.itemSize],
    ['format', (self: PyNDArray) => self.head.view.format ?? ''],
    ['ndim', (self: PyNDArray) => self.head.view.ndim],
    ['shape', (self: PyNDArray) => tuple(self.head.view.shape)],
    ['strides', (self: PyNDArray) => tuple(self.head.view.strides)],
    ['suboffsets', (self: PyNDArray) => tuple(self.head.view.suboffsets)],
    ['c_contiguous', contiguity('C')],
    ['f_contiguous', contiguity('F')],
    ['contiguous', contiguity('A')],
  ],
  final: true,
})
