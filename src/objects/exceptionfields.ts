/**
 * Exceptions with fields of their own: StopIteration, SystemExit, ImportError, NameError, AttributeError, OSError,
 * SyntaxError, UnicodeError and their subclasses (CPython: Objects/exceptions.c). Their `__init__` reads the fields from
 * the arguments, in CPython's order.
 */
import {
  baseExceptionType,
  defineException,
  exceptionType,
  makeException,
  PyBaseException,
  valueErrorType,
} from './exceptions'
import type { PyType, Value } from './object'

/** StopIteration; `value` is what a generator returned. */
export class PyStopIteration extends PyBaseException {
  value: Value = null
}
export const stopIterationType = defineException('StopIteration', exceptionType, PyStopIteration)

/** `StopIteration(value)`, without an argument for None. */
export function stopIteration(value: Value): PyStopIteration {
  const e = new PyStopIteration()
  if (value !== null) {
    e.args = [value]
    e.value = value
  }
  return e
}

/** SystemExit */
export class PySystemExit extends PyBaseException {
  code: Value = null
}
export const systemExitType = defineException('SystemExit', baseExceptionType, PySystemExit)

/** ImportError and ModuleNotFoundError */
export class PyImportError extends PyBaseException {
  msg: Value = null
  name: Value = null
  path: Value = null
  nameFrom: Value = null
}
export const importErrorType = defineException('ImportError', exceptionType, PyImportError)
export const moduleNotFoundErrorType = defineException('ModuleNotFoundError', importErrorType)

/** `ImportError(message, name=…, path=…)` */
export function importError(
  message: string,
  name: Value = null,
  path: Value = null,
  type: PyType = importErrorType,
): PyImportError {
  const e = makeException(type, message) as PyImportError
  e.msg = message
  e.name = name
  e.path = path
  return e
}

/** NameError and UnboundLocalError; `name` serves the suggestions of tracebacks. */
export class PyNameError extends PyBaseException {
  name: Value = null
}
export const nameErrorType = defineException('NameError', exceptionType, PyNameError)
export const unboundLocalErrorType = defineException('UnboundLocalError', nameErrorType)

/** `NameError("name 'x' is not defined", name='x')` */
export function nameError(message: string, name: string, type: PyType = nameErrorType): PyNameError {
  const e = makeException(type, message) as PyNameError
  e.name = name
  return e
}

/** AttributeError; `name` and `obj` serve the suggestions of tracebacks. */
export class PyAttributeError extends PyBaseException {
  name: Value = null
  obj: Value = null
}
export const attributeErrorType = defineException('AttributeError', exceptionType, PyAttributeError)

/** `AttributeError(message, name=…, obj=…)` */
export function attributeError(message: string, obj: Value = null, name: string | null = null): PyAttributeError {
  const e = makeException(attributeErrorType, message) as PyAttributeError
  e.name = name
  e.obj = obj
  return e
}

/** OSError; `written` is BlockingIOError's characters_written. */
export class PyOSError extends PyBaseException {
  errno: Value = null
  strerror: Value = null
  filename: Value = null
  filename2: Value = null
  written: number | undefined = undefined
}
export const osErrorType = defineException('OSError', exceptionType, PyOSError)
export const blockingIOErrorType = defineException('BlockingIOError', osErrorType)
export const childProcessErrorType = defineException('ChildProcessError', osErrorType)
export const connectionErrorType = defineException('ConnectionError', osErrorType)
export const brokenPipeErrorType = defineException('BrokenPipeError', connectionErrorType)
export const connectionAbortedErrorType = defineException('ConnectionAbortedError', connectionErrorType)
export const connectionRefusedErrorType = defineException('ConnectionRefusedError', connectionErrorType)
export const connectionResetErrorType = defineException('ConnectionResetError', connectionErrorType)
export const fileExistsErrorType = defineException('FileExistsError', osErrorType)
export const fileNotFoundErrorType = defineException('FileNotFoundError', osErrorType)
export const interruptedErrorType = defineException('InterruptedError', osErrorType)
export const isADirectoryErrorType = defineException('IsADirectoryError', osErrorType)
export const notADirectoryErrorType = defineException('NotADirectoryError', osErrorType)
export const permissionErrorType = defineException('PermissionError', osErrorType)
export const processLookupErrorType = defineException('ProcessLookupError', osErrorType)
export const timeoutErrorType = defineException('TimeoutError', osErrorType)

/** SyntaxError, IndentationError and TabError */
export class PySyntaxError extends PyBaseException {
  msg: Value = null
  filename: Value = null
  lineno: Value = null
  offset: Value = null
  text: Value = null
  endLineno: Value = null
  endOffset: Value = null
  printFileAndLine: Value = null
}
export const syntaxErrorType = defineException('SyntaxError', exceptionType, PySyntaxError)
export const incompleteInputErrorType = defineException('_IncompleteInputError', syntaxErrorType)
export const indentationErrorType = defineException('IndentationError', syntaxErrorType)
export const tabErrorType = defineException('TabError', indentationErrorType)

/** UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError: `object[start:end]` cannot be converted. */
export class PyUnicodeError extends PyBaseException {
  encoding: Value | undefined = undefined
  object: Value | undefined = undefined
  start = 0
  end = 0
  reason: Value | undefined = undefined
}
export const unicodeErrorType = defineException('UnicodeError', valueErrorType)
export const unicodeDecodeErrorType = defineException('UnicodeDecodeError', unicodeErrorType, PyUnicodeError)
export const unicodeEncodeErrorType = defineException(
  'UnicodeEncodeError',
  unicodeErrorType,
  class extends PyUnicodeError {},
)
export const unicodeTranslateErrorType = defineException(
  'UnicodeTranslateError',
  unicodeErrorType,
  class extends PyUnicodeError {},
)

/** A codec's error: `encoding` is null for a translate error. */
export function unicodeError(
  type: PyType,
  encoding: string | null,
  object: Value,
  start: number,
  end: number,
  reason: string,
): PyUnicodeError {
  const e = new type.ctor() as PyUnicodeError
  if (encoding !== null) e.encoding = encoding
  e.object = object
  e.start = start
  e.end = end
  e.reason = reason
  e.args = encoding === null ? [object, start, end, reason] : [encoding, object, start, end, reason]
  return e
}
