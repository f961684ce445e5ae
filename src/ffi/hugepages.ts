/**
 * Huge pages are for the start of a program (`tools/hugepages.ts`): what a heap grows to later is touched page by page and given back so. Without a bound
 * a program of 90 MB took 45 more.
 */
import { FFIType, ptr } from 'bun:ffi'
import { nodeFs } from '../base/nodefs'
import { libcFunction } from './libc'

/** How much of the heap may have huge pages. */
const ALLOWED = 32 << 20
/** The same in a program that makes texts of hundreds of kilobytes: their pages are touched at once. */
const ALLOWED_FOR_TEXTS = 256 << 20
const MADV_HUGEPAGE = 14
const MADV_NOHUGEPAGE = 15

let largeTexts = false

/** The rest of the heap's mapping stays without huge pages; nothing where the system tells nothing of it. @public */
export function boundHugePages(): void {
  if (!largeTexts) advise(ALLOWED, Number.POSITIVE_INFINITY, MADV_NOHUGEPAGE)
}

/** The program makes large texts: more of the heap has huge pages. */
export function expectLargeTexts(): void {
  if (largeTexts) return
  largeTexts = true
  advise(ALLOWED, ALLOWED_FOR_TEXTS, MADV_HUGEPAGE)
  advise(ALLOWED_FOR_TEXTS, Number.POSITIVE_INFINITY, MADV_NOHUGEPAGE)
}

/** Advice for a part of the heap's mapping, counted from its start. */
function advise(from: number, to: number, advice: number): void {
  if (process.platform !== 'linux') return
  const within = ptr(new Uint8Array(64))
  let maps: string
  try {
    maps = nodeFs().readFileSync('/proc/self/maps', 'latin1')
  } catch {
    return
  }
  // Earlier advice has parted the mapping: what follows without a gap belongs to it.
  let start = -1
  let end = -1
  for (const [, first, last] of maps.matchAll(/^([0-9a-f]+)-([0-9a-f]+) rw/gm)) {
    const at = Number.parseInt(first!, 16)
    if (at !== end) {
      if (start >= 0 && within >= start && within < end) break
      start = at
    }
    end = Number.parseInt(last!, 16)
  }
  if (within < start || within >= end || end - start <= ALLOWED) return
  const stop = Math.min(start + to, end)
  if (start + from >= stop) return
  const madvise = libcFunction('madvise', {
    args: [FFIType.ptr, FFIType.u64_fast, FFIType.i32],
    returns: FFIType.i32,
  })
  madvise?.(start + from, stop - start - from, advice)
}
