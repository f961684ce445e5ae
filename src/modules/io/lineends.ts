/** Where the lines of a chunk end: found for all of them at once, because a search for each costs more than the line. */
import type { SimdStringEngine } from '../../simd/engine'

/** Lines of a file come from larger chunks than CPython's, once one is not enough: a chunk costs as much as a hundred lines. */
export const LINES_CHUNK = 32768

/** The ends of the lines of one chunk, text or bytes. */
export class LineEnds {
  /** The end of the line that {@link next} found. */
  end = 0
  /** How many there are. */
  count = 0
  private at = 0
  private before = 0
  /** What `before` is counted from, and where the line that comes next begins. */
  private of: unknown = null
  private from = -1
  private ends = NONE

  /** Finds the ends in the first `n` bytes, which stand behind `before` others in `whole`. */
  find(kernels: SimdStringEngine, bytes: Uint8Array, n: number, before: number, whole: unknown): void {
    if (this.ends.length === 0) this.ends = new Int32Array(LINES_CHUNK)
    this.count = kernels.splitByte(bytes, 0, n, 10, this.ends)
    this.at = 0
    this.before = before + 1
    this.of = whole
    this.from = 0
  }

  /** Whether the end of the line is known that begins at `from` in `whole`. Whoever reads in another way in between is noticed. */
  next(whole: unknown, from: number): boolean {
    if (this.at >= this.count || this.from !== from || this.of !== whole) return false
    this.end = this.from = this.ends[this.at++]! + this.before
    return true
  }
}

const NONE = new Int32Array(0)
