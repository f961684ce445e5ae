/** The output of a pickler: bytes, and from protocol 4 on the frames that hold them (PEP 3154). */
import { PyBytes } from '../../objects/bytes'
import { encodeNative } from '../../objects/codecregistry'
import { context } from '../../objects/context'
import type { Value } from '../../objects/object'
import { Opcode } from './common'

const FRAME_HEADER = 9
const FRAME_MIN = 4
const FRAME_TARGET = 64 * 1024

const encoder = new TextEncoder()

/** Bytes in the making; with a `write` function they go to a file at frame boundaries. */
export class Writer {
  bytes = new Uint8Array(256)
  length = 0
  private view = new DataView(this.bytes.buffer)
  framing = false
  private frameStart = -1

  constructor(readonly write: Value | null) {}

  /** Begins a pickle. */
  reset(): void {
    this.length = 0
    this.framing = false
    this.frameStart = -1
  }

  private reserve(n: number): void {
    const need = this.length + n + FRAME_HEADER
    if (need > this.bytes.length) {
      const next = new Uint8Array(Math.max(this.bytes.length * 2, need))
      next.set(this.bytes.subarray(0, this.length))
      this.bytes = next
      this.view = new DataView(next.buffer)
    }
    if (this.framing && this.frameStart < 0) {
      this.frameStart = this.length
      this.length += FRAME_HEADER
    }
  }

  byte(b: number): void {
    this.reserve(1)
    this.bytes[this.length++] = b
  }

  /** An opcode with an argument of one byte. */
  byte1(opcode: number, n: number): void {
    this.reserve(2)
    this.bytes[this.length++] = opcode
    this.bytes[this.length++] = n
  }

  byte2(opcode: number, n: number): void {
    this.reserve(3)
    this.bytes[this.length++] = opcode
    this.view.setUint16(this.length, n, true)
    this.length += 2
  }

  byte4(opcode: number, n: number): void {
    this.reserve(5)
    this.bytes[this.length++] = opcode
    this.view.setInt32(this.length, n, true)
    this.length += 4
  }

  float(x: number): void {
    this.reserve(9)
    this.bytes[this.length++] = Opcode.BINFLOAT
    this.view.setFloat64(this.length, x, false)
    this.length += 8
  }

  append(data: Uint8Array): void {
    this.reserve(data.length)
    this.bytes.set(data, this.length)
    this.length += data.length
  }

  /** Text of ASCII characters, as it is. */
  ascii(text: string): void {
    this.reserve(text.length)
    for (let i = 0; i < text.length; i++) this.bytes[this.length++] = text.charCodeAt(i)
  }

  /** Writes a short ASCII text with its opcode and length in one byte; false where it is not one. */
  shortAscii(opcode: number, text: string): boolean {
    const n = text.length
    this.reserve(n + 2)
    const bytes = this.bytes
    let at = this.length + 2
    for (let i = 0; i < n; i++) {
      const c = text.charCodeAt(i)
      if (c > 127) return false
      bytes[at++] = c
    }
    bytes[this.length] = opcode
    bytes[this.length + 1] = n
    this.length = at
    return true
  }

  private header(short: number, medium: number, long: number, size: number): void {
    if (size <= 0xff && short >= 0) this.byte1(short, size)
    else if (size <= 0xffffffff && medium >= 0) this.byte4(medium, size | 0)
    else {
      this.reserve(9)
      this.bytes[this.length++] = long
      this.view.setBigUint64(this.length, BigInt(size), true)
      this.length += 8
    }
  }

  /**
   * Data after an opcode of the shortest form there is (-1 where the protocol has none). Long data is no part of a frame, and goes to the
   * file as the object that it is of, without a copy.
   */
  data(short: number, medium: number, long: number, data: Uint8Array, payload: Value | null): void {
    const apart = data.length >= FRAME_TARGET
    const framing = this.framing
    if (apart) {
      this.commitFrame()
      this.framing = false
    }
    this.header(short, medium, long, data.length)
    if (apart && this.write !== null) {
      this.flush()
      context.call1(this.write, payload ?? new PyBytes(data.slice()))
    } else this.append(data)
    this.framing = framing
  }

  /** Ends a frame that has become large; called between opcodes. */
  boundary(): void {
    if (!this.framing || this.frameStart < 0) return
    if (this.length - this.frameStart - FRAME_HEADER < FRAME_TARGET) return
    this.commitFrame()
    if (this.write !== null) this.flush()
  }

  /** Writes the frame's header; a very short frame goes without. */
  commitFrame(): void {
    if (!this.framing || this.frameStart < 0) return
    const size = this.length - this.frameStart - FRAME_HEADER
    if (size >= FRAME_MIN) {
      this.bytes[this.frameStart] = Opcode.FRAME
      this.view.setBigUint64(this.frameStart + 1, BigInt(size), true)
    } else {
      this.bytes.copyWithin(this.frameStart, this.frameStart + FRAME_HEADER, this.length)
      this.length -= FRAME_HEADER
    }
    this.frameStart = -1
  }

  /** Hands what is there to the file. */
  flush(): void {
    const data = this.take()
    this.length = 0
    context.call1(this.write!, data)
  }

  take(): PyBytes {
    return new PyBytes(this.bytes.slice(0, this.length))
  }
}

/** UTF-8 with surrogates passed through. */
export function utf8(text: Value): Uint8Array {
  return typeof text === 'string' && text.isWellFormed()
    ? encoder.encode(text)
    : encodeNative(text, 'utf-8', 'surrogatepass')
}
