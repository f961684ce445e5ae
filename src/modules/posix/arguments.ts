/** How posix reads its arguments: paths, descriptors, user ids, directory descriptors (CPython: Modules/posixmodule.c, the converters). */
import { overflowError, typeError, valueError } from '../../objects/exceptions'
import { asInt, normalise } from '../../objects/int'
import { type Int, typeOf, type Value } from '../../objects/object'
import { asCInt, asIndex } from '../../objects/operators'
import { encodePath } from '../filenames'

/** The directory that paths are relative to where no descriptor of one is given. */
export const AT_FDCWD = -100
/** Flags of the calls whose names end in `at`. */
export const AT_SYMLINK_NOFOLLOW = 0x100
export const AT_EACCESS = 0x200
export const AT_SYMLINK_FOLLOW = 0x400

/** Bytes with a null after them. */
export function terminated(bytes: Uint8Array): Uint8Array {
  const made = new Uint8Array(bytes.length + 1)
  made.set(bytes)
  return made
}

/** A path argument as a C string. */
export function cPath(v: Value, f: string, name = 'path'): Uint8Array {
  return terminated(encodePath(v, f, name))
}

/** A path as a C string, or a descriptor. */
export function cPathOrFd(v: Value, f: string): Uint8Array | number {
  const fd = asInt(v)
  if (fd !== undefined) return asCInt(fd)
  try {
    return cPath(v, f)
  } catch (e) {
    if (typeOf(v).proto.$__index__ !== undefined) return asCInt(asIndex(v))
    throw e
  }
}

/** The `dir_fd` argument. */
export function dirFdOf(v: Value | undefined): number {
  return v === undefined || v === null ? AT_FDCWD : asCInt(v)
}

/** An unsigned int of C, as the same 32 bits. */
export function unsignedInt(v: Value): number {
  const i = BigInt(asIndex(v))
  if (i < 0n) throw valueError('value must be positive')
  if (i > 0xffffffffn) throw overflowError('Python int too large for C unsigned int')
  return Number(i) | 0
}

/** A user or group id, as the same 32 bits; -1 leaves one as it is. */
export function idOf(v: Value, what: 'uid' | 'gid'): number {
  if (asInt(v) === undefined && typeOf(v).proto.$__index__ === undefined)
    throw typeError(`${what} should be integer, not ${typeOf(v).name}`)
  const i = BigInt(asIndex(v))
  // What a C long holds and an id does not counts as too small.
  if (i >= 2n ** 63n) throw overflowError(`${what} is greater than maximum`)
  if (i < -1n || i > 0xffffffffn) throw overflowError(`${what} is less than minimum`)
  return Number(i) | 0
}

/** A user or group id that the system gave. */
export function fromId(id: number): number {
  return id === -1 ? -1 : id >>> 0
}

/** An offset or length in a file, as a 64-bit integer of C. */
export function offsetOf(v: Value): bigint {
  const i = BigInt(asIndex(v))
  if (i < -(2n ** 63n) || i >= 2n ** 63n) throw overflowError('Python int too large to convert to C long')
  return i
}

/** An offset that None leaves out: memory for it, or null. */
export function offsetPointer(v: Value): BigInt64Array | null {
  return v === null ? null : new BigInt64Array([offsetOf(v)])
}

/** A 64-bit number of the system as an int. */
export function fromWord(word: bigint): Int {
  return normalise(word)
}
