/**
 * The .pyc files in `__pycache__`: their names, CPython's rules for when they are stale (PEP 3147, 488, 552), and writing them whole or
 * not at all. What follows the header is the code as `marshal` has it, so that importlib and py_compile read and write the same files.
 * A cache that cannot be written is no error of the program: the caller gets a Result and goes on.
 */

import { DxError, fromJavaScript } from '../base/errors'
import { nodeFs } from '../base/nodefs'
import { err, ok, type Result } from '../base/result'
import { type DpbFile, type Invalidation, openDpb } from './dpb'

/** `sys.implementation.cache_tag`. */
export const CACHE_TAG = 'dxpy-313'

/** Path of the cache of a source file; `prefix` is `sys.pycache_prefix`. */
export function cachePath(source: string, optimize: 0 | 1 | 2, prefix: string | null = null): string {
  const { basename, dirname, join } = require('node:path') as typeof import('node:path')
  const stem = basename(source).replace(/\.[^.]*$/, '')
  const level = optimize === 0 ? '' : `.opt-${optimize}`
  const name = `${stem}.${CACHE_TAG}${level}.pyc`
  if (prefix === null) return join(dirname(source), '__pycache__', name)
  return join(prefix, dirname(source), name)
}

/** What is known of a source when its cache is judged. */
export interface SourceState {
  /** Seconds since the epoch; only the low 32 bits count, as in CPython. */
  readonly mtime: number
  readonly size: number
  /** The source's hash (`_imp.source_hash`); called only for a cache that checks it. */
  readonly hash: () => bigint
}

/** `--check-hash-based-pycs`. */
export type CheckHashPolicy = 'default' | 'always' | 'never'

/** Whether a cache with these data still stands for the source. */
export function isFresh(invalidation: Invalidation, source: SourceState, policy: CheckHashPolicy = 'default'): boolean {
  if (invalidation.kind === 'timestamp')
    return invalidation.mtime === Math.trunc(source.mtime) >>> 0 && invalidation.size === source.size >>> 0
  if (policy === 'never' || (policy === 'default' && !invalidation.checkSource)) return true
  return invalidation.hash === source.hash()
}

/** What .pyc files begin with (`importlib.util.MAGIC_NUMBER`), as a little-endian number. */
export const PYC_MAGIC = 0x0a0d0df3
/** After the header marshal's code for a code object and its length follow. */
const HEADER = 16
const MARSHAL_CODE = 0x63
const START = HEADER + 5
const HASH_BASED = 1
const CHECK_SOURCE = 2

/** The bytes of a .pyc file. */
export function pycBytes(dpb: Uint8Array, invalidation: Invalidation): Uint8Array {
  const bytes = new Uint8Array(START + dpb.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, PYC_MAGIC, true)
  if (invalidation.kind === 'timestamp') {
    view.setUint32(8, invalidation.mtime, true)
    view.setUint32(12, invalidation.size, true)
  } else {
    view.setUint32(4, HASH_BASED | (invalidation.checkSource ? CHECK_SOURCE : 0), true)
    view.setBigUint64(8, invalidation.hash, true)
  }
  bytes[HEADER] = MARSHAL_CODE
  view.setUint32(HEADER + 1, dpb.length, true)
  bytes.set(dpb, START)
  return bytes
}

/** A cache that was read. */
export interface Cache {
  readonly file: DpbFile
  readonly invalidation: Invalidation
}

/**
 * Reads a cache. Errors: `OS` where it cannot be read, `DPB_MAGIC` where it is no .pyc file of this version, else those of
 * {@link openDpb}; the caller recompiles in any case.
 */
export function readCache(path: string, filename?: string): Result<Cache, DxError> {
  let bytes: Uint8Array
  try {
    bytes = nodeFs().readFileSync(path)
  } catch (thrown) {
    return err(fromJavaScript(thrown, { path }))
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const foreign = bytes.length < START || view.getUint32(0, true) !== PYC_MAGIC || bytes[HEADER] !== MARSHAL_CODE
  const flags = foreign ? 0 : view.getUint32(4, true)
  if (foreign || flags > (HASH_BASED | CHECK_SOURCE))
    return err(new DxError('DPB_MAGIC', 'not a .pyc file of dxpy', { path }))
  const invalidation: Invalidation =
    flags & HASH_BASED
      ? { kind: 'hash', hash: view.getBigUint64(8, true), checkSource: (flags & CHECK_SOURCE) !== 0 }
      : { kind: 'timestamp', mtime: view.getUint32(8, true), size: view.getUint32(12, true) }
  // A copy, because it must be aligned.
  return openDpb(new Uint8Array(bytes.subarray(START)), { filename, trust: 'hash' }).map((file) => ({
    file,
    invalidation,
  }))
}

/**
 * Writes a cache: to a temporary file beside it, then renamed over it, so that readers see all of it or the old one.
 * @param mode permission bits of the source; the cache may not be readable by more people
 * Error: `OS`; nothing is left behind.
 */
export function writeCache(path: string, data: Uint8Array, mode = 0o666): Result<void, DxError> {
  const temporary = `${path}.${process.pid}.${temporaryNumber++}`
  let fd = -1
  try {
    const { dirname } = require('node:path') as typeof import('node:path')
    nodeFs().mkdirSync(dirname(path), { recursive: true })
    fd = nodeFs().openSync(temporary, 'wx', mode & 0o666)
    let written = 0
    while (written < data.length) written += nodeFs().writeSync(fd, data, written)
    nodeFs().closeSync(fd)
    fd = -1
    nodeFs().renameSync(temporary, path)
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
    nodeFs().closeSync(fd)
  } catch {
    // The error that brought us here is the one to report.
  }
}

function removeQuietly(path: string): void {
  try {
    nodeFs().unlinkSync(path)
  } catch {
    // It may never have been made.
  }
}
