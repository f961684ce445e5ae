/** Buffers for results that are written in full. */
import { FFIType } from 'bun:ffi'
import { libcFunction } from './libc'

/** From here on JavaScriptCore's zeroed arrays cost more than memory as it comes. */
const UNZEROED = 4096
/** From here on pages of two megabytes are asked for: a page fault for each four kilobytes costs more than writing them. */
const HUGE = 1 << 18
/** From here on arrays and texts count towards a collection. */
const LARGE = 1 << 19
/** After so many bytes of large ones the collector is asked: memory that is used again is three to twenty times as fast as memory that is new. */
const COLLECT_AFTER = 1 << 27
/** A collection that takes longer is asked for less often: so many bytes for each millisecond, up to a limit, for the next may have less to do. */
const BYTES_PER_MS = 25e6
const COLLECT_AT_LEAST = 1 << 28
const LARGEST = 2 ** 32
const HUGE_PAGE = 1 << 21
const MADV_HUGEPAGE = 14

let budget = COLLECT_AFTER
let owed = 0

/** Something of `n` bytes is about to be made. */
export function chargeLarge(n: number): void {
  if (n < LARGE) return
  owed += n
  if (owed <= budget) return
  const start = performance.now()
  Bun.gc(true)
  budget = Math.min(COLLECT_AT_LEAST, Math.max(COLLECT_AFTER, (performance.now() - start) * BYTES_PER_MS))
  owed = n
}

/** An array of `n` bytes with arbitrary contents. */
export function freshBytes(n: number): Uint8Array {
  // Too large a size is refused as that of any array is.
  if (n < UNZEROED || n > LARGEST) return new Uint8Array(n)
  chargeLarge(n)
  const buffer = Buffer.allocUnsafeSlow(n)
  // A plain array: Buffer's slice() is a view.
  const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, n)
  if (n >= HUGE && process.platform === 'linux') adviseHuge(bytes)
  return bytes
}

/** An array of `n` ints of 32 bits with arbitrary contents. */
export function freshInts(n: number): Int32Array {
  // Asking an array for its buffer makes one: it costs more than a small array does.
  if (n * 4 < UNZEROED) return new Int32Array(n)
  const bytes = freshBytes(n * 4)
  return new Int32Array(bytes.buffer, bytes.byteOffset, n)
}

function adviseHuge(bytes: Uint8Array): void {
  const madvise = libcFunction('madvise', {
    args: [FFIType.ptr, FFIType.u64_fast, FFIType.i32],
    returns: FFIType.i32,
  })
  if (madvise === null) return
  const { ptr } = require('bun:ffi') as typeof import('bun:ffi')
  const start = Number(ptr(bytes))
  // The neighbours in the first and the last page are of the same heap. Advice only: where it is refused, small pages do.
  const from = Math.floor(start / HUGE_PAGE) * HUGE_PAGE
  madvise(from, Math.ceil((start + bytes.length - from) / HUGE_PAGE) * HUGE_PAGE, MADV_HUGEPAGE)
}
