/**
 * The buffer protocol as far as builtins need it: the bytes of bytes, bytearray, memoryview and whatever else exports a
 * buffer (array, mmap, ctypes), without a copy (CPython: Objects/abstract.c, PEP 3118, PEP 688).
 */
import { typeError } from './exceptions'
import { PyObject, typeOf, type Value } from './object'

/** An object whose contents can be seen as bytes; the base of bytes, bytearray and memoryview layouts is not this but the shape. */
export interface BufferExporter {
  /** The bytes, contiguous; a live view where the object is mutable. Undefined where this instance has none. */
  bufferBytes(): Uint8Array
  /** Whether the bytes may be written through the view. */
  readonly bufferWritable: boolean
  /** Called around a lasting export (memoryview): bytearray refuses to change its size meanwhile. */
  bufferExport?(delta: 1 | -1): void
}

/** Whether a value exports its bytes. */
export function isBuffer(v: Value): v is PyObject & BufferExporter {
  return v instanceof PyObject && typeof (v as { bufferBytes?: unknown }).bufferBytes === 'function'
}

/** The bytes of a bytes-like object, or null. */
export function bytesView(v: Value): Uint8Array | null {
  return isBuffer(v) ? v.bufferBytes() : null
}

/** The bytes of a buffer that the function `f` is to fill. Raises TypeError. */
export function writableBytes(v: Value, f: string): Uint8Array {
  if (isBuffer(v) && v.bufferWritable) return v.bufferBytes()
  throw typeError(`${f}() argument 1 must be read-write bytes-like object, not ${typeOf(v).name}`)
}

/** The bytes of a bytes-like object. Raises TypeError. */
export function requireBytes(v: Value): Uint8Array {
  const view = bytesView(v)
  if (view === null) throw typeError(`a bytes-like object is required, not '${typeOf(v).name}'`)
  return view
}
