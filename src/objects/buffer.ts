/**
 * The buffer protocol: the memory of bytes, bytearray, memoryview and whatever else exports a buffer (array, mmap), without a
 * copy (CPython: Objects/abstract.c, PEP 3118, PEP 688).
 *
 * Most of what asks for a buffer wants plain bytes in a row: {@link bytesView}, {@link requireBytes}. Who wants to know how the
 * memory is laid out asks with {@link getBuffer} and ends with {@link releaseBuffer}.
 */
import { PyBytes } from './bytes'
import { bufferError, overflowError, systemError, typeError } from './exceptions'
import { PyObject, typeOf, type Value } from './object'

/** What a consumer asks for (C API, "Buffer request types"); `READ` and `WRITE` are kinds of memory, no requests. */
export const BufferRequest = {
  SIMPLE: 0,
  WRITABLE: 1,
  FORMAT: 4,
  ND: 8,
  STRIDES: 0x18,
  C_CONTIGUOUS: 0x38,
  F_CONTIGUOUS: 0x58,
  ANY_CONTIGUOUS: 0x98,
  INDIRECT: 0x118,
  CONTIG: 0x9,
  CONTIG_RO: 0x8,
  STRIDED: 0x19,
  STRIDED_RO: 0x18,
  RECORDS: 0x1d,
  RECORDS_RO: 0x1c,
  FULL: 0x11d,
  FULL_RO: 0x11c,
  READ: 0x100,
  WRITE: 0x200,
} as const

/** Whether a request has all bits of another. */
export function asksFor(flags: number, request: number): boolean {
  return (flags & request) === request
}

/**
 * A buffer as an exporter hands it out (Py_buffer). What the consumer did not ask for is null: without a format the items
 * are bytes, without strides they lie in C order, without a shape the memory is one row of `nbytes`.
 */
export class BufferView {
  /** The exporter; null where nobody need be told of the end. */
  object: Value = null
  memory: Uint8Array = NOTHING
  /** Where in the memory the first item is. */
  offset = 0
  nbytes = 0
  itemSize = 1
  readonly = true
  ndim = 1
  format: string | null = null
  shape: readonly number[] | null = null
  strides: readonly number[] | null = null
  /** Where not negative: the items of this dimension are pointers, to be followed and then moved by so many bytes (see strided.ts). */
  suboffsets: readonly number[] | null = null
  /** The exporter's own. */
  internal: unknown = null
}
const NOTHING = new Uint8Array(0)

/** An object whose contents can be seen as bytes; the base of bytes, bytearray and memoryview layouts is not this but the shape. */
export interface BufferExporter {
  /** The bytes, contiguous; a live view where the object is mutable. Raises BufferError where they do not lie in a row. */
  bufferBytes(): Uint8Array
  /** Whether the bytes may be written through the view. */
  readonly bufferWritable: boolean
  /** Called around a lasting export (memoryview): bytearray refuses to change its size meanwhile. */
  bufferExport?(delta: 1 | -1): void
  /** Whether `bufferBytes` has an answer; absent where it always has one. */
  readonly bufferContiguous?: boolean
  /** The format and size of the items where they are no bytes. */
  readonly bufferFormat?: string
  readonly bufferItemSize?: number
  /** Answers requests itself. Raises BufferError. */
  getBuffer?(flags: number): BufferView
  /** Is told when a buffer that `getBuffer` gave is not used any more. */
  releaseBuffer?(view: BufferView): void
}

/** Whether a value exports its bytes by itself, without Python code. */
export function isBuffer(v: Value): v is PyObject & BufferExporter {
  return v instanceof PyObject && typeof (v as { bufferBytes?: unknown }).bufferBytes === 'function'
}

/** Buffers of objects whose class is written in Python. */
type PythonBuffers = typeof import('./pythonbuffer')
const pythonBuffers = (): PythonBuffers => require('./pythonbuffer') as PythonBuffers

/** Whether Python code answers for the buffers of an object. */
function isPython(o: PyObject): boolean {
  return o.cls.heap && o.cls.proto.$__buffer__ !== undefined && pythonBuffers().providesBuffer(o)
}

/** The bytes that a class in Python exports; its buffer is released at once. */
function pythonBytes(o: PyObject, flags: number): Uint8Array {
  const view = pythonBuffers().pythonBuffer(o, flags)
  const bytes = view.memory.subarray(view.offset, view.offset + view.nbytes)
  releaseBuffer(view)
  return bytes
}

/** The bytes of a bytes-like object, or null, also where they do not lie in a row. */
export function bytesView(v: Value): Uint8Array | null {
  if (v instanceof PyBytes && !v.cls.heap) return v.bytes
  if (!(v instanceof PyObject)) return null
  if (isPython(v)) return pythonBytes(v, BufferRequest.SIMPLE)
  return isBuffer(v) && v.bufferContiguous !== false ? v.bufferBytes() : null
}

/** The bytes of a buffer that the function `f` is to fill. Raises TypeError. */
export function writableBytes(v: Value, f: string): Uint8Array {
  return writableArgument(v, `${f}() argument 1`)
}

/** The bytes of a buffer that is to be filled; `what` names it in the TypeError. */
export function writableArgument(v: Value, what: string): Uint8Array {
  if (v instanceof PyObject) {
    if (isPython(v)) return pythonBytes(v, BufferRequest.WRITABLE)
    if (isBuffer(v) && v.bufferWritable) return v.bufferBytes()
  }
  throw typeError(`${what} must be read-write bytes-like object, not ${typeOf(v).name}`)
}

/** The bytes of a bytes-like object. Raises TypeError, BufferError. */
export function requireBytes(v: Value): Uint8Array {
  if (v instanceof PyBytes && !v.cls.heap) return v.bytes
  if (v instanceof PyObject) {
    if (isPython(v)) return pythonBytes(v, BufferRequest.SIMPLE)
    if (isBuffer(v)) return v.bufferBytes()
  }
  throw typeError(`a bytes-like object is required, not '${typeOf(v).name}'`)
}

/** Whether {@link getBuffer} may have an answer for a value. */
export function exportsBuffer(v: Value): v is PyObject {
  return isBuffer(v) || (v instanceof PyObject && isPython(v))
}

/** The buffer of an object, as asked for. Raises TypeError, BufferError. */
export function getBuffer(v: Value, flags: number): BufferView {
  checkRequest(flags)
  if (v instanceof PyObject && isPython(v)) return pythonBuffers().pythonBuffer(v, flags)
  if (!isBuffer(v)) throw typeError(`a bytes-like object is required, not '${typeOf(v).name}'`)
  return ownBuffer(v, flags)
}

/** The buffer that the layout of an object exports, whatever Python code of its class would do. */
export function ownBuffer(v: PyObject & BufferExporter, flags: number): BufferView {
  if (v.getBuffer !== undefined) return v.getBuffer(flags)
  const format = v.bufferFormat
  if (format === undefined) return filledBuffer(v, v.bufferBytes(), !v.bufferWritable, flags)
  const size = v.bufferItemSize!
  const view = filledBuffer(v, v.bufferBytes(), !v.bufferWritable, flags)
  view.itemSize = size
  if (view.format !== null) view.format = format
  if (view.shape !== null) view.shape = [view.nbytes / size]
  if (view.strides !== null) view.strides = [size]
  return view
}

/** A buffer of one row of bytes (PyBuffer_FillInfo). Raises BufferError. */
export function filledBuffer(object: Value, memory: Uint8Array, readonly: boolean, flags: number): BufferView {
  checkRequest(flags)
  if (readonly && asksFor(flags, BufferRequest.WRITABLE)) throw bufferError('Object is not writable.')
  const view = new BufferView()
  view.object = object
  view.memory = memory
  view.nbytes = memory.length
  view.readonly = readonly
  if (asksFor(flags, BufferRequest.FORMAT)) view.format = 'B'
  if (asksFor(flags, BufferRequest.ND)) view.shape = [memory.length]
  if (asksFor(flags, BufferRequest.STRIDES)) view.strides = [1]
  return view
}

function checkRequest(flags: number): void {
  if (flags === BufferRequest.READ || flags === BufferRequest.WRITE)
    throw systemError('bad argument to internal function')
}

/** Ends the use of a buffer; a second call does nothing. */
export function releaseBuffer(view: BufferView): void {
  const object = view.object
  view.object = null
  if (!(object instanceof PyObject)) return
  const exporter = object as PyObject & BufferExporter
  if (object.cls.heap) pythonBuffers().released(object, view)
  exporter.releaseBuffer?.(view)
}

/** Whether somebody wants to know of the end of a buffer's use. */
export function hearsOfRelease(view: BufferView): boolean {
  const object = view.object
  if (!(object instanceof PyObject)) return false
  return (
    (object as Partial<BufferExporter>).releaseBuffer !== undefined ||
    (object.cls.heap && pythonBuffers().hearsOfRelease(object))
  )
}

/** The argument of `__buffer__`. Raises OverflowError. */
export function requestOf(flags: number): number {
  if (flags > 0x7fffffff || flags < -0x80000000) throw overflowError('buffer flags too large')
  return flags
}
