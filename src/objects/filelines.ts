/**
 * The lines of a chunk of a file. Their ends are found for all of them at once, because a search for each costs more than the line; a line is a place in the chunk
 * until somebody wants it, which compiled loops often do not: they count it, look for a word in it, or take one of its columns.
 */
import type { SimdStringEngine } from '../simd/engine'
import { engine } from '../simd/index'
import { PyBytesPiece } from './bytes'
import type { Value } from './object'

/** Lines of a file come from larger chunks than CPython's, once one is not enough: a chunk costs as much as a hundred lines. */
export const LINES_CHUNK = 32768
/** Ends that are found at a time. */
const ENDS = 4096
/** Room for the beginning of a line before what is read; there is more where lines are longer. */
const BEFORE = 2048
/** Lines are cut from copies of so many bytes: a line that is kept keeps no more than that of its file. */
const SEGMENT = 2048

const NO_BYTES: Uint8Array = new Uint8Array(0)
const NO_ENDS: Int32Array = new Int32Array(0)

/** Bun's types do not have this method of Node's buffers, which any array of bytes can be given. */
const { latin1Slice } = Buffer.prototype as unknown as {
  latin1Slice: (this: Uint8Array, start: number, end: number) => string
}

/** The memory of a file that has been read to its end, for the next one. */
let spare: { readonly bytes: Uint8Array; readonly ends: Int32Array } | null = null

/** What a compiled loop looks for in lines one after another, and where it was last found: in which chunk, from where on, at which place. */
export class Finder {
  chunk: LineBuffer | null = null
  fill = 0
  from = 0
  hit = 0
  constructor(readonly needle: Uint8Array) {}
}

/**
 * Lines between `from` and `to` of a buffer. `ends[at]` is the newline of the line that comes next, which begins at `from`; behind `ends[count - 1]` there may be more,
 * and what is left at the end is the beginning of a line that goes on in the next chunk.
 */
export abstract class LineBuffer<V extends Value = Value> {
  from = 0
  at = 0
  count = 0
  ends = NO_ENDS
  to = 0
  protected bytes: Uint8Array = NO_BYTES
  /** What is read into. */
  private room = NO_BYTES
  /** How often it was read into. */
  private fills = 0

  /** Whether the next line is known to be in the buffer. */
  get hasNext(): boolean {
    return this.at < this.count || (this.count === ENDS && this.findEnds(this.from))
  }

  /** The next line; {@link hasNext} must hold. */
  next(): V {
    const { from, fills } = this
    this.from = this.ends[this.at++]! + 1
    if (fills === this.firstOf) return this.line(from, this.from)
    // Of the first line of a chunk nobody knows whether others are wanted.
    this.firstOf = fills
    return this.single(from, this.from)
  }
  private firstOf = 0

  /** The same as {@link line}, made for itself. */
  protected abstract single(from: number, to: number): V

  /** The line, or any other part of what is in the buffer. */
  abstract line(from: number, to: number): V

  /** What a copy of the bytes was made of is there no more. */
  protected abstract forget(): void

  /** Whether something was read into the buffer, all of which may have been given out. */
  get inUse(): boolean {
    return this.to > 0
  }

  /** Begins with bytes that were read otherwise, the beginning of a line. */
  hold(bytes: Uint8Array): void {
    const n = bytes.length
    this.makeRoom(n)
    this.bytes.set(bytes, this.bytes.length - LINES_CHUNK - n)
    this.to = this.bytes.length - LINES_CHUNK
    this.from = this.to - n
  }

  /** Memory for what is read next, behind what is left of a line. */
  roomForMore(): Uint8Array {
    const left = this.to - this.from
    const { bytes, from, to } = this
    this.makeRoom(left)
    const start = this.bytes.length - LINES_CHUNK
    this.bytes.set(bytes.subarray(from, to), start - left)
    this.from = start - left
    this.to = start
    this.at = this.count = 0
    this.forget()
    return this.room
  }

  private makeRoom(left: number): void {
    if (this.bytes.length >= LINES_CHUNK + left && this.bytes.length > 0) return
    let before = BEFORE
    while (before < left) before *= 2
    if (before === BEFORE && spare !== null) {
      this.bytes = spare.bytes
      this.ends = spare.ends
      spare = null
    } else {
      this.bytes = new Uint8Array(before + LINES_CHUNK)
      if (this.ends.length === 0) this.ends = new Int32Array(ENDS)
    }
    this.room = this.bytes.subarray(this.bytes.length - LINES_CHUNK)
  }

  /** `n` bytes were read into the room. False where that is not the room any more: a signal's handler has read from the file meanwhile. */
  take(room: Uint8Array, n: number): boolean {
    if (room !== this.room) return false
    const start = this.bytes.length - LINES_CHUNK
    this.to = start + n
    this.fills++
    this.findEnds(start)
    return true
  }

  private findEnds(start: number): boolean {
    const kernels: SimdStringEngine = engine()
    this.count = kernels.splitByte(this.bytes, start, this.to, 10, this.ends)
    this.at = 0
    return this.count > 0
  }

  /** What has not been given out, as an array of its own; then there is nothing. */
  takeRest(): Uint8Array {
    const rest = this.bytes.slice(this.from, this.to)
    this.clear()
    return rest
  }

  /** Gives the memory back. */
  clear(): void {
    if (this.bytes.length === BEFORE + LINES_CHUNK) spare = { bytes: this.bytes, ends: this.ends }
    this.bytes = this.room = NO_BYTES
    this.ends = NO_ENDS
    this.from = this.to = this.at = this.count = 0
    this.forget()
  }

  /**
   * Whether a line holds what a finder looks for. It is looked for beyond the line's end: where it is not, the lines up to there need not be looked at.
   */
  holds(from: number, to: number, finder: Finder): boolean {
    if (finder.chunk !== this || finder.fill !== this.fills || from < finder.from || from > finder.hit) {
      const hit = engine().find(this.bytes, from, this.to, finder.needle)
      finder.chunk = this
      finder.fill = this.fills
      finder.from = from
      finder.hit = hit < 0 ? this.to : hit
    }
    return finder.hit + finder.needle.length <= to
  }

  /** Where a line begins without white space, or without the bytes of a set. */
  stripStart(from: number, to: number, set: Uint8Array | null): number {
    const { bytes, isText } = this
    let i = from
    if (set === null) while (i < to && isSpace(bytes[i]!, isText)) i++
    else while (i < to && set.includes(bytes[i]!)) i++
    return i
  }

  /** Where it ends without them. */
  stripEnd(from: number, to: number, set: Uint8Array | null): number {
    const { bytes, isText } = this
    let i = to
    if (set === null) while (i > from && isSpace(bytes[i - 1]!, isText)) i--
    else while (i > from && set.includes(bytes[i - 1]!)) i--
    return i
  }

  /** Whether the line has other bytes at a place. */
  hasAt(at: number, from: number, to: number, part: Uint8Array): boolean {
    const n = part.length
    if (at < from || at + n > to) return false
    const { bytes } = this
    for (let i = 0; i < n; i++) if (bytes[at + i] !== part[i]) return false
    return true
  }

  /** Whether `split()` separates as it does in a str. */
  protected abstract readonly isText: boolean

  /** Piece `k` of a line at white space (-1) or a separator of one byte; undefined where there are not so many. */
  pieceOf(from: number, to: number, separator: number, k: number): V | undefined {
    const start = findPiece(this.bytes, from, to, separator, k, this.isText)
    return start < 0 ? undefined : this.line(start, foundPiece.end)
  }

  /** The same as an int; undefined where it is not just digits and a sign, or there is none. */
  intOf(from: number, to: number, separator: number, k: number): number | undefined {
    const { bytes } = this
    let i = findPiece(bytes, from, to, separator, k, this.isText)
    if (i < 0) return undefined
    const pieceEnd = foundPiece.end
    const negative = bytes[i] === 45
    if (negative || bytes[i] === 43) i++
    // What has fifteen digits is a safe integer.
    if (i === pieceEnd || pieceEnd - i > 15) return undefined
    let n = 0
    for (; i < pieceEnd; i++) {
      const digit = bytes[i]! - 48
      if (digit < 0 || digit > 9) return undefined
      n = n * 10 + digit
    }
    return negative ? 0 - n : n
  }
}

/** Where the piece ends that {@link findPiece} found. */
export const foundPiece = { end: 0 }

/**
 * Finds piece `k` of ASCII text or bytes at white space (-1) or at a separator of one byte: where it begins, and where it ends in {@link foundPiece}; -1 where there are
 * not so many.
 */
export function findPiece(
  bytes: Uint8Array,
  from: number,
  to: number,
  separator: number,
  k: number,
  isText: boolean,
): number {
  let i = from
  if (separator < 0) {
    for (let left = k; ; left--) {
      while (i < to && isSpace(bytes[i]!, isText)) i++
      if (i === to) return -1
      const start = i
      while (i < to && !isSpace(bytes[i]!, isText)) i++
      if (left > 0) continue
      foundPiece.end = i
      return start
    }
  }
  for (let left = k; left > 0; left--) {
    while (i < to && bytes[i] !== separator) i++
    if (i++ === to) return -1
  }
  const start = i
  while (i < to && bytes[i] !== separator) i++
  foundPiece.end = i
  return start
}

/** White space as `split()` takes it: str has four separators more. */
function isSpace(c: number, isText: boolean): boolean {
  return c <= 32 && (c === 32 || (c >= 9 && c <= 13) || (isText && c >= 28))
}

/** Lines of a text that is all ASCII. */
export class TextLines extends LineBuffer<string> {
  private text = ''
  private textFrom = 0
  private textTo = 0

  line(from: number, to: number): string {
    if (from < this.textFrom || to > this.textTo) {
      const end = Math.min(this.to, Math.max(to, from + SEGMENT))
      this.text = latin1Slice.call(this.bytes, from, end)
      this.textFrom = from
      this.textTo = end
    }
    return this.text.slice(from - this.textFrom, to - this.textFrom)
  }

  protected single(from: number, to: number): string {
    return latin1Slice.call(this.bytes, from, to)
  }

  protected forget(): void {
    this.text = ''
    this.textFrom = this.textTo = 0
  }

  protected get isText(): boolean {
    return true
  }
}

/** Lines of bytes. */
export class BytesLines extends LineBuffer<PyBytesPiece> {
  private copy = NO_BYTES
  private copyFrom = 0
  private copyTo = 0

  line(from: number, to: number): PyBytesPiece {
    if (from < this.copyFrom || to > this.copyTo) {
      const end = Math.min(this.to, Math.max(to, from + SEGMENT))
      this.copy = this.bytes.slice(from, end)
      this.copyFrom = from
      this.copyTo = end
    }
    return new PyBytesPiece(this.copy, from - this.copyFrom, to - this.copyFrom)
  }

  protected single(from: number, to: number): PyBytesPiece {
    return new PyBytesPiece(this.bytes.slice(from, to), 0, to - from)
  }

  protected forget(): void {
    this.copy = NO_BYTES
    this.copyFrom = this.copyTo = 0
  }

  protected get isText(): boolean {
    return false
  }
}
