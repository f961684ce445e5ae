/** bytes: immutable bytes (CPython: Objects/bytesobject.c). Methods are in bytesmethods.ts, algorithms in bytesops.ts. */
import type { BufferExporter } from './buffer'
import { defineType, PyObject } from './object'

const EMPTY = new Uint8Array(0)

/** A bytes object, or an instance of a subclass. The array must not be changed once the object is made. */
export class PyBytes extends PyObject implements BufferExporter {
  constructor(readonly bytes: Uint8Array = EMPTY) {
    super()
  }
  bufferBytes(): Uint8Array {
    return this.bytes
  }
  get bufferWritable(): boolean {
    return false
  }
}

export const bytesType = defineType('bytes', { layout: PyBytes, matchSelf: true })

/** `b''` */
export const emptyBytes = new PyBytes()

/** Whether a comparison of bytes with str is warned of (-b). */
export const bytesComparison = { warns: false }
