/**
 * memoryview: typed, strided access to the memory of another object (Library Reference, "Memory Views"; CPython:
 * Objects/memoryobject.c, PEP 3118, PEP 688). The methods are in memoryviewmethods.ts, how memory is laid out is in strided.ts.
 *
 * CPython forbids a bytearray to change its size while a view is alive; without reference counts the end of a view's life is not known, so
 * here that holds between `__enter__` and `__exit__` only: otherwise a bytearray that grows leaves the old bytes to its views. Who has
 * asked for the buffer of a view itself (`exports`) counts until it is known to be gone, which a collection finds out where it matters.
 */
import { collectGarbage, unwatch, type WeakEntry, watch } from '../gc/weakrefs'
import {
  asksFor,
  type BufferExporter,
  BufferRequest,
  BufferView,
  exportsBuffer,
  getBuffer,
  hearsOfRelease,
  ownBuffer,
  releaseBuffer,
  requestOf,
} from './buffer'
import { nativeCharacter } from './bufferitems'
import { PyBytes } from './bytes'
import { bufferError, typeError, valueError } from './exceptions'
import { defineType, type Int, type MethodTable, PyObject, type PyType, typeOf, type Value } from './object'
import { asCInt, asIndexNumber } from './operators'
import { gather, isContiguous, itemCount, type Layout, layoutOf } from './strided'

/** More dimensions than these no view has. */
export const MAX_DIMENSIONS = 64

function endOf(target: WeakRef<object>, buffer: BufferView): WeakEntry {
  return { target, died: () => releaseBuffer(buffer) }
}

/** A buffer that some views share: its exporter is told when the last of them is released (_PyManagedBufferObject). */
class ManagedBuffer {
  views = 0
  private readonly entry: WeakEntry

  constructor(private readonly buffer: BufferView) {
    // Views that are dropped without being released take this object with them.
    this.entry = endOf(new WeakRef(this), buffer)
    watch(this.entry)
  }

  /** Tells the exporter, if nobody has yet. */
  end(): void {
    unwatch(this.entry)
    releaseBuffer(this.buffer)
  }
}

const NOTHING: readonly number[] = [0]
const BYTE_STRIDES: readonly number[] = [1]

/** A memory view. */
export class PyMemoryView extends PyObject implements BufferExporter, Layout {
  /** The whole memory that the view looks at; null once released. */
  private store: Uint8Array | null = null
  object: Value = null
  offset = 0
  /** The format, and the native character that it is; null where it is none. */
  format = 'B'
  character: string | null = 'B'
  itemSize = 1
  shape: readonly number[] = NOTHING
  strides: readonly number[] = BYTE_STRIDES
  suboffsets: readonly number[] | null = null
  readonly = true
  /** What to tell of the end; null where nobody wants to know. */
  private managed: ManagedBuffer | null = null
  /** Buffers of this view that are in use. */
  exports = 0
  entered = 0
  /** No view may be made of this one. */
  restricted = false
  hash: Int | undefined = undefined

  /** A view like another. */
  static like(view: PyMemoryView): PyMemoryView {
    const made = new PyMemoryView()
    made.store = view.check()
    if (view.restricted) throw valueError('cannot create new view on restricted memoryview')
    made.object = view.object
    made.offset = view.offset
    made.format = view.format
    made.character = view.character
    made.itemSize = view.itemSize
    made.shape = view.shape
    made.strides = view.strides
    made.suboffsets = view.suboffsets
    made.readonly = view.readonly
    made.managed = view.managed
    if (made.managed !== null) made.managed.views++
    return made
  }

  /** A view of bytes in a row. */
  static ofBytes(object: Value, bytes: Uint8Array, readonly: boolean): PyMemoryView {
    const made = new PyMemoryView()
    made.store = bytes
    made.object = object
    made.readonly = readonly
    made.shape = [bytes.length]
    return made
  }

  /** A view of a buffer, which it releases. Raises ValueError for one of too many dimensions. */
  static ofBuffer(buffer: BufferView): PyMemoryView {
    if (buffer.ndim > MAX_DIMENSIONS) {
      releaseBuffer(buffer)
      throw valueError(`memoryview: number of dimensions must not exceed ${MAX_DIMENSIONS}`)
    }
    const made = new PyMemoryView()
    made.object = buffer.object
    made.fill(buffer)
    if (hearsOfRelease(buffer)) {
      made.managed = new ManagedBuffer(buffer)
      made.managed.views++
    }
    return made
  }

  /** A view of the memory of a buffer that somebody else holds (PyMemoryView_FromBuffer). */
  static ofForeign(buffer: BufferView): PyMemoryView {
    if (buffer.ndim > MAX_DIMENSIONS)
      throw valueError(`memoryview: number of dimensions must not exceed ${MAX_DIMENSIONS}`)
    const made = new PyMemoryView()
    made.fill(buffer)
    return made
  }

  private fill(buffer: BufferView): void {
    this.store = buffer.memory
    this.offset = buffer.offset
    this.setFormat(buffer.format ?? 'B', buffer.itemSize)
    const { shape, strides } = layoutOf(buffer)
    this.shape = shape
    this.strides = strides
    this.suboffsets = buffer.suboffsets
    this.readonly = buffer.readonly
  }

  setFormat(format: string, itemSize: number): void {
    this.format = format
    this.character = nativeCharacter(format)
    this.itemSize = itemSize
  }

  get released(): boolean {
    return this.store === null
  }

  get memory(): Uint8Array {
    return this.check()
  }

  /** Raises ValueError where the view is released. */
  check(): Uint8Array {
    if (this.store === null) throw valueError('operation forbidden on released memoryview object')
    return this.store
  }

  get nbytes(): number {
    return this.itemSize * itemCount(this.shape)
  }

  get ndim(): number {
    return this.shape.length
  }

  /** Whether the items lie in a row in C order. */
  get isContiguous(): boolean {
    if (this.shape.length !== 1) return isContiguous(this, 'C')
    return this.suboffsets === null && (this.strides[0] === this.itemSize || this.shape[0] === 1)
  }

  /** Whether they lie in a row, the first index varying fastest. */
  get isFortran(): boolean {
    return this.shape.length === 1 ? this.isContiguous : isContiguous(this, 'F')
  }

  get bufferContiguous(): boolean {
    return this.store !== null && this.isContiguous
  }

  bufferBytes(): Uint8Array {
    const memory = this.check()
    if (!this.isContiguous) throw bufferError('memoryview: underlying buffer is not C-contiguous')
    return memory.subarray(this.offset, this.offset + this.nbytes)
  }

  get bufferWritable(): boolean {
    return !this.readonly
  }

  getBuffer(flags: number): BufferView {
    const memory = this.check()
    if (this.restricted) throw valueError('cannot create new view on restricted memoryview')
    const refuse = (what: string) => bufferError(`memoryview: ${what}`)
    const view = new BufferView()
    view.memory = memory
    view.offset = this.offset
    view.nbytes = this.nbytes
    view.itemSize = this.itemSize
    view.readonly = this.readonly
    view.ndim = this.ndim
    if (view.ndim > 0) {
      view.shape = this.shape
      view.strides = this.strides
    }
    view.suboffsets = this.suboffsets
    if (asksFor(flags, BufferRequest.WRITABLE) && this.readonly) throw refuse('underlying buffer is not writable')
    if (asksFor(flags, BufferRequest.FORMAT)) view.format = this.format
    if (asksFor(flags, BufferRequest.C_CONTIGUOUS) && !this.isContiguous)
      throw refuse('underlying buffer is not C-contiguous')
    if (asksFor(flags, BufferRequest.F_CONTIGUOUS) && !this.isFortran)
      throw refuse('underlying buffer is not Fortran contiguous')
    if (asksFor(flags, BufferRequest.ANY_CONTIGUOUS) && !this.isContiguous && !this.isFortran)
      throw refuse('underlying buffer is not contiguous')
    if (!asksFor(flags, BufferRequest.INDIRECT) && this.suboffsets !== null)
      throw refuse('underlying buffer requires suboffsets')
    if (!asksFor(flags, BufferRequest.STRIDES)) {
      if (!this.isContiguous) throw refuse('underlying buffer is not C-contiguous')
      view.strides = null
    }
    if (!asksFor(flags, BufferRequest.ND)) {
      if (view.format !== null) throw refuse('cannot cast to unsigned bytes if the format flag is present')
      view.ndim = 1
      view.shape = null
    }
    view.object = this
    this.exports++
    return view
  }

  releaseBuffer(): void {
    this.exports--
  }

  /** Ends the view. Raises BufferError while its own buffer is in use. */
  release(): void {
    if (this.store === null) return
    // Who uses it may be gone already without anybody having noticed.
    if (this.exports > 0) collectGarbage()
    if (this.exports > 0)
      throw bufferError(`memoryview has ${this.exports} exported buffer${this.exports === 1 ? '' : 's'}`)
    if (this.entered > 0) this.hold(-1)
    this.entered = 0
    this.store = null
    this.object = null
    const managed = this.managed
    this.managed = null
    if (managed !== null && --managed.views === 0) managed.end()
  }

  /** `__enter__`: until `__exit__` the exporter keeps its size. */
  enter(): this {
    this.check()
    if (this.entered++ === 0) this.hold(1)
    return this
  }

  /** Forbids the exporter to change its size, or allows it again. */
  hold(delta: 1 | -1): void {
    if (this.object instanceof PyObject) (this.object as Partial<BufferExporter>).bufferExport?.(delta)
  }

  /** The exporter hears that the buffer is not used any more, though this view stays. */
  dropped(): void {
    this.managed?.end()
  }
}

/** The items in a row as fresh bytes. */
export function rowOf(v: PyMemoryView): Uint8Array {
  return v.isContiguous ? v.bufferBytes().slice() : gather(v)
}

type Methods = typeof import('./memoryviewmethods')
const methods = (): Methods => require('./memoryviewmethods') as Methods

export const memoryViewType: PyType = defineType('memoryview', {
  layout: PyMemoryView as never,
  new: [(_cls: PyType, object: Value) => memoryViewOf(object), '(object)'],
  methods: () => methods().memoryViewMethods(),
  classMethods: () => [
    [
      '_from_flags',
      (_cls: PyType, object: Value, flags: Value) => memoryViewOf(object, asCInt(flags)),
      '($type, /, object, flags)',
    ],
  ],
  getset: () => methods().memoryViewGetset(),
  patternKind: 'sequence',
  final: true,
  doc: 'Access to the bytes of an object without a copy.',
})

/** A view of any object that exports a buffer. Raises TypeError. */
export function memoryViewOf(object: Value, flags: number = BufferRequest.FULL_RO): PyMemoryView {
  if (object instanceof PyMemoryView) return PyMemoryView.like(object)
  if (object instanceof PyBytes && !object.cls.heap && flags === BufferRequest.FULL_RO)
    return PyMemoryView.ofBytes(object, object.bytes, true)
  if (!exportsBuffer(object))
    throw typeError(`memoryview: a bytes-like object is required, not '${typeOf(object).name}'`)
  const exporter = object as PyObject & BufferExporter
  if (
    flags === BufferRequest.FULL_RO &&
    !exporter.cls.heap &&
    exporter.getBuffer === undefined &&
    exporter.bufferFormat === undefined
  )
    return PyMemoryView.ofBytes(exporter, exporter.bufferBytes(), !exporter.bufferWritable)
  return PyMemoryView.ofBuffer(getBuffer(exporter, flags))
}

function bufferOf(self: PyObject & BufferExporter, flags: Value): PyMemoryView {
  return PyMemoryView.ofBuffer(ownBuffer(self, requestOf(asIndexNumber(flags))))
}

function releaseView(self: PyObject, buffer: Value): Value {
  if (!(buffer instanceof PyMemoryView)) throw typeError('expected a memoryview object')
  if (buffer.released) throw valueError("memoryview's buffer has already been released")
  if (buffer.object === null) return null
  if (buffer.object !== self) throw valueError("memoryview's buffer is not this object")
  buffer.release()
  return null
}

/** `__buffer__` of a type whose layout exports buffers. */
export const bufferRows: MethodTable = [['__buffer__', bufferOf as never, '($self, flags, /)']]

/** The same, and `__release_buffer__`, for types that want to know when a buffer is not used any more. */
export const releasedBufferRows: MethodTable = [
  ...bufferRows,
  ['__release_buffer__', releaseView as never, '($self, buffer, /)'],
]
