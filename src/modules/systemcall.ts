/** The border to the operating system: what Node's file system functions throw becomes Python's OSError. */

import { constants } from 'node:os'
import { strerror } from '../base/errnotable'
import { PyBaseException } from '../objects/exceptions'
import type { Value } from '../objects/object'
import { osError } from '../objects/oserrors'

/** Error numbers that callers ask for. */
export const { EAGAIN, EBADF } = constants.errno

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
