/** System calls on file descriptors that Node does not have. */
import { FFIType } from 'bun:ffi'
import { errnoLocation, libcFunction } from '../ffi/libc'
import { notImplementedError } from '../objects/exceptions'
import { errnoError } from './systemcall'

/** `lseek(fd, offset, whence)`; raises OSError. */
export function lseek(fd: number, offset: number, whence: number): number {
  const at = trySeek(fd, offset, whence)
  if (at < 0) throw errnoError(-at)
  return at
}

/** The same, but an error is answered as minus its number: pipes and terminals are asked at every start, and an exception costs as much as opening a stream. */
export function trySeek(fd: number, offset: number, whence: number): number {
  const f = libcFunction('lseek', { args: [FFIType.i32, FFIType.i64_fast, FFIType.i32], returns: FFIType.i64_fast })
  if (f === null) throw notImplementedError('lseek is not available on this platform')
  const errno = errnoLocation()
  const at = Number(f(fd, offset, whence))
  return at < 0 ? -(errno?.[0] ?? 5) : at
}
