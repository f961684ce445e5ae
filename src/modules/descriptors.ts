/** System calls on file descriptors that Node does not have. */
import { FFIType } from 'bun:ffi'
import { errnoLocation, libcFunction } from '../ffi/libc'
import { notImplementedError } from '../objects/exceptions'
import { errnoError } from './systemcall'

/** `lseek(fd, offset, whence)`; raises OSError. */
export function lseek(fd: number, offset: number, whence: number): number {
  const f = libcFunction('lseek', { args: [FFIType.i32, FFIType.i64_fast, FFIType.i32], returns: FFIType.i64_fast })
  if (f === null) throw notImplementedError('lseek is not available on this platform')
  const errno = errnoLocation()
  const at = Number(f(fd, offset, whence))
  if (at < 0) throw errnoError(errno?.[0] ?? 5)
  return at
}
