/** Which subclass of OSError an errno stands for, and the messages of the system (CPython: Objects/exceptions.c; errno(3), Linux numbers). */
import { errnoNumbers } from '../base/systemconstants'
import {
  blockingIOErrorType,
  brokenPipeErrorType,
  childProcessErrorType,
  connectionAbortedErrorType,
  connectionRefusedErrorType,
  connectionResetErrorType,
  fileExistsErrorType,
  fileNotFoundErrorType,
  interruptedErrorType,
  isADirectoryErrorType,
  notADirectoryErrorType,
  osErrorType,
  type PyOSError,
  permissionErrorType,
  processLookupErrorType,
  timeoutErrorType,
} from './exceptionfields'
import type { PyType, Value } from './object'

let table: Map<number, PyType> | null = null

function subtypes(): Map<number, PyType> {
  if (table !== null) return table
  table = new Map()
  const e = errnoNumbers()
  const add = (type: PyType, ...names: string[]) => {
    for (const name of names) if (e[name] !== undefined) table!.set(e[name], type)
  }
  add(blockingIOErrorType, 'EAGAIN', 'EALREADY', 'EINPROGRESS', 'EWOULDBLOCK')
  add(brokenPipeErrorType, 'EPIPE', 'ESHUTDOWN')
  if (process.platform === 'linux') table.set(108, brokenPipeErrorType)
  add(childProcessErrorType, 'ECHILD')
  add(connectionAbortedErrorType, 'ECONNABORTED')
  add(connectionRefusedErrorType, 'ECONNREFUSED')
  add(connectionResetErrorType, 'ECONNRESET')
  add(fileExistsErrorType, 'EEXIST')
  add(fileNotFoundErrorType, 'ENOENT')
  add(interruptedErrorType, 'EINTR')
  add(isADirectoryErrorType, 'EISDIR')
  add(notADirectoryErrorType, 'ENOTDIR')
  add(permissionErrorType, 'EACCES', 'EPERM')
  add(processLookupErrorType, 'ESRCH')
  add(timeoutErrorType, 'ETIMEDOUT')
  return table
}

/** The subclass for an errno, or null for plain OSError. */
export function osErrorSubtype(errno: Value): PyType | null {
  return typeof errno === 'number' ? (subtypes().get(errno) ?? null) : null
}

/** An OSError by number, message and the files concerned. */
export function osError(errno: number, strerror: string, filename: Value = null, filename2: Value = null): PyOSError {
  const type = osErrorSubtype(errno) ?? osErrorType
  const e = new type.ctor() as PyOSError
  e.errno = errno
  e.strerror = strerror
  e.filename = filename
  e.filename2 = filename2
  e.args = [errno, strerror]
  return e
}
