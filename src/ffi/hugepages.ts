/**
 * Huge pages are for the start of a program (`tools/hugepages.ts`): what a heap grows to later is touched page by page and given back so. Without a bound
 * a program of 90 MB took 45 more.
 */
import { FFIType, ptr } from 'bun:ffi'
import { nodeFs } from '../base/nodefs'
import { libcFunction } from './libc'

/** How much of the heap may have huge pages. */
const ALLOWED = 32 << 20
const MADV_NOHUGEPAGE = 15

/** The rest of the heap's mapping stays without huge pages; nothing where the system tells nothing of it. @public */
export function boundHugePages(): void {
  if (process.platform !== 'linux') return
  const within = ptr(new Uint8Array(64))
  let maps: string
  try {
    maps = nodeFs().readFileSync('/proc/self/maps', 'latin1')
  } catch {
    return
  }
  for (const [, first, last] of maps.matchAll(/^([0-9a-f]+)-([0-9a-f]+) rw/gm)) {
    const [start, end] = [Number.parseInt(first!, 16), Number.parseInt(last!, 16)]
    if (within < start || within >= end || end - start <= ALLOWED) continue
    const madvise = libcFunction('madvise', {
      args: [FFIType.ptr, FFIType.u64_fast, FFIType.i32],
      returns: FFIType.i32,
    })
    madvise?.(start + ALLOWED, end - start - ALLOWED, MADV_NOHUGEPAGE)
  }
}
