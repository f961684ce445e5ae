/** bytes: immutable bytes (CPython: Objects/bytesobject.c). Methods are in bytesmethods.ts, algorithms in bytesops.ts. */
import type { BufferExporter } from './buffer'
import { defineType, type Int, PyObject } from './object'

const EMPTY = new Uint8Array(0)

/** A bytes object, or an instance of a subclass. The array must not be changed once the object is made. */
export class PyBytes extends PyObject implements BufferExporter {
  /** The bytes; null in a piece that nobody has looked into yet. */
  protected data: Uint8Array | null
  /** `hash(self)`, once somebody has asked for it. */
  hash: Int | null = null
  constructor(bytes: Uint8Array | null = EMPTY) {
    super()
    this.data = bytes
  }
  get bytes(): Uint8Array {
    return this.data ?? this.cut()
  }
  /** Number of bytes. */
  get size(): number {
    return this.bytes.length
  }
  /** Fills a new instance of a subclass. */
  fill(bytes: Uint8Array): this {
    this.data = bytes
    return this
  }
  protected cut(): Uint8Array {
    return EMPTY
  }
  bufferBytes(): Uint8Array {
    return this.bytes
  }
  get bufferWritable(): boolean {
    return false
  }
}

/** A part of other bytes whose array is made when it is looked into: splitting makes many of which few are. */
export class PyBytesPiece extends PyBytes {
  constructor(
    readonly source: Uint8Array,
    readonly from: number,
    readonly to: number,
  ) {
    super(null)
  }
  override get size(): number {
    return this.to - this.from
  }
  protected override cut(): Uint8Array {
    this.data = this.source.subarray(this.from, this.to)
    return this.data
  }
}

export const bytesType = defineType('bytes', { layout: PyBytes, matchSelf: true })

/** `b''` */
export const emptyBytes = new PyBytes()

/** Whether a comparison of bytes with str is warned of (-b). */
export const bytesComparison = { warns: false }
