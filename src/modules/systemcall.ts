/** The border to the operating system: what Node's file system functions throw becomes Python's OSError. */

import { strerror } from '../base/errnotable'
import { errnoNumbers } from '../base/systemconstants'
import { PyBaseException } from '../objects/exceptions'
import type { Value } from '../objects/object'
import { osError } from '../objects/oserrors'

/** An error number by name (errno(3)). */
export function errnoOf(name: 'EAGAIN' | 'EBADF' | 'EINTR'): number {
  return errnoNumbers()[name]!
}

/** Whether what a call threw says that it would have had to wait. */
export function wouldWait(e: unknown): boolean {
  return (e as { errno?: number } | null)?.errno === -errnoOf('EAGAIN')
}

/** The OSError of a failed call, with the files it concerned. Anything that is no system error passes. */
export function convertSystemError(e: unknown, filename: Value = null, filename2: Value = null): unknown {
  if (e instanceof PyBaseException) return e
  const errno = (e as { errno?: unknown } | null)?.errno
  if (typeof errno !== 'number') return e
  const number = Math.abs(errno)
  return osError(number, strerror(number), filename, filename2)
}

/** An OSError by number. */
export function errnoError(number: number, filename: Value = null): PyBaseException {
  return osError(number, strerror(number), filename)
}

/** Runs a system call; raises OSError where it fails. */
export function systemCall<T>(call: () => T, filename: Value = null, filename2: Value = null): T {
  try {
    return call()
  } catch (e) {
    throw convertSystemError(e, filename, filename2)
  }
}
