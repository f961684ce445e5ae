/**
 * BaseException and the exceptions that are plain subclasses of it, and how TypeScript code raises them
 * (Library Reference, "Built-in Exceptions"; CPython: Objects/exceptions.c).
 *
 * A Python exception is thrown as it is: `throw typeError('…')` throws the exception instance, a plain object without a
 * JavaScript stack (a JavaScript Error costs three times as much). Exceptions with fields of their own are in
 * exceptionfields.ts, groups in exceptiongroup.ts.
 */
import {
  definePlainType,
  defineType,
  type Layout,
  PyObject,
  type PyType,
  sameLayout,
  typeOf,
  type Value,
} from './object'

/** Any exception instance. */
export class PyBaseException extends PyObject {
  args: Value[] = []
  traceback: PyObject | null = null
  cause: PyBaseException | null = null
  context: PyBaseException | null = null
  suppressContext = false
}

/** BaseException; its methods are in exceptionmethods.ts. */
export const baseExceptionType = defineType('BaseException', {
  layout: PyBaseException,
  hasDict: true,
  new: [
    (cls: PyType, args: Value[]) => {
      const e = new cls.ctor() as PyBaseException
      e.args = args
      return e
    },
    '(*args, **kwargs)',
  ],
})

/** Defines one more exception class with the layout of its base. */
export function defineException(name: string, base: PyType, layout?: Layout, doc?: string): PyType {
  const made = layout ?? sameLayout(base.ctor)
  const type = definePlainType(name, base, made, doc ?? null)
  type.addsLayout = layout !== undefined
  return type
}

export const exceptionType = defineException('Exception', baseExceptionType)
export const generatorExitType = defineException('GeneratorExit', baseExceptionType)
export const keyboardInterruptType = defineException('KeyboardInterrupt', baseExceptionType)

export const arithmeticErrorType = defineException('ArithmeticError', exceptionType)
defineException('FloatingPointError', arithmeticErrorType)
export const overflowErrorType = defineException('OverflowError', arithmeticErrorType)
export const zeroDivisionErrorType = defineException('ZeroDivisionError', arithmeticErrorType)
export const assertionErrorType = defineException('AssertionError', exceptionType)
export const bufferErrorType = defineException('BufferError', exceptionType)
export const eofErrorType = defineException('EOFError', exceptionType)
export const lookupErrorType = defineException('LookupError', exceptionType)
export const indexErrorType = defineException('IndexError', lookupErrorType)
export const keyErrorType = defineException('KeyError', lookupErrorType)
export const memoryErrorType = defineException('MemoryError', exceptionType)
export const referenceErrorType = defineException('ReferenceError', exceptionType)
export const runtimeErrorType = defineException('RuntimeError', exceptionType)
export const notImplementedErrorType = defineException('NotImplementedError', runtimeErrorType)
export const recursionErrorType = defineException('RecursionError', runtimeErrorType)
defineException('PythonFinalizationError', runtimeErrorType)
export const stopAsyncIterationType = defineException('StopAsyncIteration', exceptionType)
export const systemErrorType = defineException('SystemError', exceptionType)
export const typeErrorType = defineException('TypeError', exceptionType)
export const valueErrorType = defineException('ValueError', exceptionType)

export const warningType = defineException('Warning', exceptionType)
export const bytesWarningType = defineException('BytesWarning', warningType)
export const deprecationWarningType = defineException('DeprecationWarning', warningType)
export const encodingWarningType = defineException('EncodingWarning', warningType)
export const futureWarningType = defineException('FutureWarning', warningType)
export const importWarningType = defineException('ImportWarning', warningType)
export const pendingDeprecationWarningType = defineException('PendingDeprecationWarning', warningType)
export const resourceWarningType = defineException('ResourceWarning', warningType)
export const runtimeWarningType = defineException('RuntimeWarning', warningType)
export const syntaxWarningType = defineException('SyntaxWarning', warningType)
defineException('UnicodeWarning', warningType)
export const userWarningType = defineException('UserWarning', warningType)

/** Makes an exception of a builtin class with one message, without running Python code. */
export function makeException(type: PyType, ...args: Value[]): PyBaseException {
  const e = new type.ctor() as PyBaseException
  e.args = args
  return e
}

function one(type: PyType, message: string): PyBaseException {
  const e = new type.ctor() as PyBaseException
  e.args = [message]
  return e
}

/** Each makes the exception for a `throw`; the message is what CPython prints. */
export const typeError = (message: string): PyBaseException => one(typeErrorType, message)
export const valueError = (message: string): PyBaseException => one(valueErrorType, message)
export const indexError = (message: string): PyBaseException => one(indexErrorType, message)
export const overflowError = (message: string): PyBaseException => one(overflowErrorType, message)
export const zeroDivisionError = (message: string): PyBaseException => one(zeroDivisionErrorType, message)
export const runtimeError = (message: string): PyBaseException => one(runtimeErrorType, message)
export const recursionError = (message: string): PyBaseException => one(recursionErrorType, message)
export const notImplementedError = (message: string): PyBaseException => one(notImplementedErrorType, message)
export const systemError = (message: string): PyBaseException => one(systemErrorType, message)
export const memoryError = (): PyBaseException => makeException(memoryErrorType)
export const bufferError = (message: string): PyBaseException => one(bufferErrorType, message)
export const eofError = (message: string): PyBaseException => one(eofErrorType, message)
export const lookupError = (message: string): PyBaseException => one(lookupErrorType, message)
export const referenceError = (message: string): PyBaseException => one(referenceErrorType, message)
export const assertionError = (message: string): PyBaseException => one(assertionErrorType, message)
/** KeyError's argument is the key itself. */
export const keyError = (key: Value): PyBaseException => makeException(keyErrorType, key)

/** Whether a caught JavaScript value is a Python exception, of the given class where one is named. */
export function isException(thrown: unknown, type: PyType = baseExceptionType): thrown is PyBaseException {
  return thrown instanceof PyBaseException && typeOf(thrown).isSubtype(type)
}
