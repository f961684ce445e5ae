/** The hooks of sys: display, exceptions, breakpoints, unraisable exceptions, audit events, tracing (CPython: Python/sysmodule.c). */
import { thread } from '../interpreter/frame'
import { importing } from '../interpreter/import'
import { convertJavaScript } from '../interpreter/unwind'
import { getAttr, lookupAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import { attributeErrorType, importErrorType, unicodeEncodeErrorType } from '../objects/exceptionfields'
import {
  exceptionType,
  isException,
  notImplementedError,
  PyBaseException,
  runtimeError,
  runtimeWarningType,
} from '../objects/exceptions'
import { type MethodTable, typeOf, type Value } from '../objects/object'
import { repr, strText, toArray } from '../objects/operators'
import { PySimpleNamespace } from '../objects/simplenamespace'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'

function sys(name: string): Value | undefined {
  const module = importing.modules.getItem('sys')
  return module === undefined || module === null ? undefined : lookupAttr(module, name)
}

/** `sys.displayhook(value)`: prints a value that is not None and keeps it as `_`. */
function display(value: Value): Value {
  if (value === null) return null
  const builtins = importing.builtins
  const set = (v: Value) => typeOf(builtins).setattro(builtins, '_', v)
  set(null)
  const stdout = sys('stdout')
  if (stdout === undefined || stdout === null) throw runtimeError('lost sys.stdout')
  const text = repr(value)
  try {
    context.call1(getAttr(stdout, 'write'), text)
  } catch (e) {
    if (!isException(e, unicodeEncodeErrorType)) throw e
    const encoding = asString(getAttr(stdout, 'encoding')) ?? 'utf-8'
    const bytes = context.call2(getAttr(text, 'encode'), encoding, 'backslashreplace')
    context.call1(getAttr(stdout, 'write'), context.call2(getAttr(bytes, 'decode'), encoding, 'strict'))
  }
  context.call1(getAttr(stdout, 'write'), '\n')
  set(value)
  return null
}

/** Calls `sys.displayhook`, for statements of interactive input. */
export function displayHook(value: Value): void {
  const hook = sys('displayhook')
  if (hook === undefined) throw runtimeError('lost sys.displayhook')
  context.call1(hook, value)
}

/** The text of an exception with its traceback, by the library's traceback module. */
export function exceptionText(e: PyBaseException, colorize = false): string {
  try {
    const traceback = context.importModule('traceback')
    const lines = toArray(
      context.callKeywords(
        getAttr(traceback, 'format_exception'),
        [e.cls, e, e.traceback],
        colorize ? ['colorize'] : [],
        colorize ? [true] : [],
      ),
    )
    return lines.map((l) => asString(l)!).join('')
  } catch (failure) {
    return plainExceptionText(e, convertJavaScript(failure))
  }
}

/** What is printed where the traceback module itself fails. */
function plainExceptionText(e: PyBaseException, failure: PyBaseException): string {
  const line = (x: PyBaseException): string => {
    let text: string
    try {
      text = strText(x)
    } catch {
      text = '<exception str() failed>'
    }
    return text === '' ? `${x.cls.name}\n` : `${x.cls.name}: ${text}\n`
  }
  return `${line(e)}(the traceback could not be printed: ${line(failure).trimEnd()})\n`
}

/** `sys.excepthook(type, value, traceback)` */
function excepthook(_type: Value, value: Value, traceback: Value): Value {
  if (!(value instanceof PyBaseException)) return null
  if (traceback !== null && value.traceback === null) value.traceback = traceback as never
  writeError(exceptionText(value))
  return null
}

/** Writes to `sys.stderr`, or to the file descriptor where that is gone. */
export function writeError(text: string): void {
  const stderr = sys('stderr')
  if (stderr === null) return
  if (stderr !== undefined) {
    context.call1(getAttr(stderr, 'write'), text)
    const flush = lookupAttr(stderr, 'flush')
    if (flush !== undefined) context.call0(flush)
    return
  }
  require('node:fs').writeSync(2, text)
}

function unraisable(info: Value): Value {
  const get = (name: string) => lookupAttr(info, name) ?? null
  const e = get('exc_value')
  const message = get('err_msg')
  const object = get('object')
  let text = ''
  if (object !== null) {
    let shown: string
    try {
      shown = repr(object)
    } catch {
      shown = '<object repr() failed>'
    }
    text = `${message === null ? 'Exception ignored in' : strText(message)}: ${shown}\n`
  } else if (message !== null) text = `${strText(message)}:\n`
  writeError(text + (e instanceof PyBaseException ? exceptionText(e) : ''))
  return null
}

/** Reports an exception that cannot be raised, through `sys.unraisablehook`. */
export function unraisableHook(exception: Value, object: Value, message: string | null): void {
  const e = exception as PyBaseException
  const info = new PySimpleNamespace()
  const record = info as unknown as Record<string, Value>
  record.$exc_type = e.cls
  record.$exc_value = e
  record.$exc_traceback = e.traceback
  record.$err_msg = message
  record.$object = object
  const hook = sys('unraisablehook')
  if (hook === undefined || hook === null) unraisable(info)
  else {
    try {
      context.call1(hook, info)
    } catch (failure) {
      const failed = convertJavaScript(failure)
      writeError(`Exception ignored in sys.unraisablehook: ${repr(hook)}\n${exceptionText(failed)}`)
    }
  }
}

function breakpointHook(args: Value[], keywords: Value): Value {
  const name = process.env.PYTHONBREAKPOINT
  if (name === '0') return null
  const path = name === undefined || name === '' ? 'pdb.set_trace' : name
  const dot = path.lastIndexOf('.')
  try {
    const module = context.importModule(dot < 0 ? 'builtins' : path.slice(0, dot))
    return context.callDict(getAttr(module, path.slice(dot + 1)), args, keywords)
  } catch (e) {
    if (!isException(e, importErrorType) && !isException(e, attributeErrorType)) throw e
    context.warn(runtimeWarningType, `Ignoring unimportable $PYTHONBREAKPOINT: "${path}"`)
    return null
  }
}

const auditHooks: Value[] = []

/** `sys.audit(event, *args)` */
export function audit(event: string, args: readonly Value[]): void {
  for (const hook of auditHooks) context.call2(hook, event, new PyTuple([...args]))
}

/** Reads one line for `input()`. */
export function readLine(stdin: Value, stdout: Value, prompt: string): Value {
  if (prompt !== '') context.call1(getAttr(stdout, 'write'), prompt)
  const flush = lookupAttr(stdout, 'flush')
  if (flush !== undefined) context.call0(flush)
  const line = context.call0(getAttr(stdin, 'readline'))
  const text = asString(line)
  if (text === undefined) return null
  if (text === '') return null
  return text.endsWith('\n') ? text.slice(0, -1) : text
}

/** Tracing does not exist; taking a trace function away is no error. */
function noTracing(name: string, f: Value): Value {
  if (f === null) return null
  throw notImplementedError(`sys.${name}() is not available`)
}

/** Rows of sys's method table. */
export const hookTable: MethodTable = [
  ['displayhook', display, '(object, /)'],
  ['__displayhook__', display, '(object, /)'],
  ['excepthook', excepthook, '(exctype, value, traceback, /)'],
  ['__excepthook__', excepthook, '(exctype, value, traceback, /)'],
  ['unraisablehook', unraisable, '(unraisable, /)'],
  ['__unraisablehook__', unraisable, '(unraisable, /)'],
  ['breakpointhook', breakpointHook, '(*args, **kws)'],
  ['__breakpointhook__', breakpointHook, '(*args, **kws)'],
  ['audit', (event: Value, args: Value[]) => (audit(asString(event)!, args), null), '(event, /, *args)'],
  [
    'addaudithook',
    (hook: Value) => {
      try {
        audit('sys.addaudithook', [])
      } catch (e) {
        if (isException(e, exceptionType)) return null
        throw e
      }
      auditHooks.push(hook)
      return null
    },
    '(hook)',
  ],
  [
    '_current_frames',
    () => {
      const dict = new PyDict()
      if (thread.frame !== null) {
        thread.frame.escaped = true
        dict.setItem(1, thread.frame)
      }
      return dict
    },
    '()',
  ],
  ['gettrace', () => null, '()'],
  ['settrace', (f: Value) => noTracing('settrace', f), '(function, /)'],
  ['getprofile', () => null, '()'],
  ['setprofile', (f: Value) => noTracing('setprofile', f), '(function, /)'],
  ['_settraceallthreads', (f: Value) => noTracing('_settraceallthreads', f), '(arg, /)'],
  ['_setprofileallthreads', (f: Value) => noTracing('_setprofileallthreads', f), '(arg, /)'],
  ['call_tracing', (f: Value, args: Value) => context.call(f, (args as PyTuple).items), '(func, args, /)'],
]
