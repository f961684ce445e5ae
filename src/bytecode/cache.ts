/**
 * DPB files in `__pycache__`: their names, CPython's rules for when they are stale (PEP 3147, 488, 552), and writing them whole or not
 * at all. A cache that cannot be written is no error of the program: the caller gets a Result and goes on.
 */
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, unlinkSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type DxError, fromJavaScript } from '../base/errors'
import { err, ok, type Result } from '../base/result'
import { type DpbFile, type Invalidation, openDpb } from './dpb'

/** `sys.implementation.cache_tag`. */
export const CACHE_TAG = 'dxpy-313'

/** Path of the cache of a source file; `prefix` is `sys.pycache_prefix`. */
export function cachePath(source: string, optimize: 0 | 1 | 2, prefix: string | null = null): string {
  const stem = basename(source).replace(/\.[^.]*$/, '')
  const level = optimize === 0 ? '' : `.opt-${optimize}`
  const name = `${stem}.${CACHE_TAG}${level}.dpb`
  if (prefix === null) return join(dirname(source), '__pycache__', name)
  return join(prefix, dirname(source), name)
}

/** The 64-bit hash of a source that a hash-based cache stores. */
export function sourceHash(source: Uint8Array): bigint {
  return Bun.hash.xxHash64(source)
}

/** What is known of a source when its cache is judged. */
export interface SourceState {
  /** Seconds since the epoch; only the low 32 bits count, as in CPython. */
  readonly mtime: number
  readonly size: number
  /** Reads the source; called only for a cache that checks its hash. */
  readonly read: () => Uint8Array
}

/** `--check-hash-based-pycs`. */
export type CheckHashPolicy = 'default' | 'always' | 'never'

/** Whether a cache with these data still stands for the source. */
export function isFresh(invalidation: Invalidation, source: SourceState, policy: CheckHashPolicy = 'default'): boolean {
  if (invalidation.kind === 'timestamp')
    return invalidation.mtime === Math.trunc(source.mtime) >>> 0 && invalidation.size === source.size >>> 0
  if (policy === 'never' || (policy === 'default' && !invalidation.checkSource)) return true
  return invalidation.hash === sourceHash(source.read())
}

/**
 * Reads a cache. Errors: `OS` where it cannot be read, else those of {@link openDpb}; the caller recompiles in either case.
 */
export function readCache(path: string, filename?: string): Result<DpbFile, DxError> {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(path)
  } catch (thrown) {
    return err(fromJavaScript(thrown, { path }))
  }
  return openDpb(bytes, { filename, trust: 'hash' })
}

/**
 * Writes a cache: to a temporary file beside it, then renamed over it, so that readers see all of it or the old one.
 * @param mode permission bits of the source; the cache may not be readable by more people
 * Error: `OS`; nothing is left behind.
 */
export function writeCache(path: string, dpb: Uint8Array, mode = 0o666): Result<void, DxError> {
  const temporary = `${path}.${process.pid}.${temporaryNumber++}`
  let fd = -1
  try {
    mkdirSync(dirname(path), { recursive: true })
    fd = openSync(temporary, 'wx', mode & 0o666)
    let written = 0
    while (written < dpb.length) written += writeSync(fd, dpb, written)
    closeSync(fd)
    fd = -1
    renameSync(temporary, path)
    return ok(undefined)
  } catch (thrown) {
    if (fd >= 0) closeQuietly(fd)
    removeQuietly(temporary)
    return err(fromJavaScript(thrown, { path }))
  }
}

let temporaryNumber = 0

function closeQuietly(fd: number): void {
  try {
    closeSync(fd)
  } catch {
    // The error that brought us here is the one to report.
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path)
  } catch {
    // It may never have been made.
  }
}
