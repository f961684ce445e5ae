/** The hooks of sys: display, exceptions, breakpoints, unraisable exceptions, audit events, tracing (CPython: Python/sysmodule.c). */
import { handledException, mainThread, thread } from '../interpreter/frame'
import { importing } from '../interpreter/import'
import { addTraceback, convertJavaScript, PyTraceback } from '../interpreter/unwind'
import { getAttr, lookupAttr } from '../objects/attributes'
import { context, lateBodies } from '../objects/context'
import { PyDict } from '../objects/dict'
import { attributeErrorType, importErrorType, unicodeEncodeErrorType } from '../objects/exceptionfields'
import {
  exceptionType,
  isException,
  PyBaseException,
  runtimeError,
  runtimeWarningType,
  typeError,
  valueError,
} from '../objects/exceptions'
import { type MethodTable, typeOf, type Value } from '../objects/object'
import { repr, strText, toArray } from '../objects/operators'
import { asString } from '../objects/str'
import { defineStructSequence } from '../objects/structseq'
import { PyTuple } from '../objects/tuple'
import { flushDirect } from './io/textio'
import { plainExceptionText, unraisableText } from './plaintraceback'
import { writeRaw } from './rawoutput'
import { sysAttribute } from './sysobject'

/** `sys.displayhook(value)`: prints a value that is not None and keeps it as `_`. */
function display(value: Value): Value {
  if (value === null) return null
  const builtins = importing.builtins
  const set = (v: Value) => typeOf(builtins).setattro(builtins, '_', v)
  set(null)
  const stdout = sysAttribute('stdout')
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
  const hook = sysAttribute('displayhook')
  if (hook === undefined) throw runtimeError('lost sys.displayhook')
  context.call1(hook, value)
}

/** The text of an exception with its traceback, by the library's traceback module. */
export function exceptionText(e: PyBaseException): string {
  try {
    const traceback = context.importModule('traceback')
    const lines = toArray(context.call3(getAttr(traceback, 'format_exception'), e.cls, e, e.traceback))
    return lines.map((l) => asString(l)!).join('')
  } catch {
    // The program took the module away or changed it.
    return plainExceptionText(e)
  }
}

/** `sys.excepthook(type, value, traceback)` */
function excepthook(_type: Value, value: Value, traceback: Value): Value {
  if (value instanceof PyBaseException && value.traceback === null && traceback instanceof PyTraceback)
    value.traceback = traceback
  displayException(value)
  return null
}

/** Whether something could be done; what it raised is ignored. */
function succeeds(work: () => unknown): boolean {
  try {
    work()
    return true
  } catch {
    // A failing stream or hook must not hide the exception that is being reported, nor end the interpreter.
    return false
  }
}

/** Flushes a stream, where that can be done. */
export function flushQuietly(stream: Value): void {
  succeeds(() => flushDirect(stream) || context.call0(getAttr(stream, 'flush')))
}

/** Writes out what `sys.stderr` and `sys.stdout` hold. Raises nothing: a stream that fails now fails again at exit, where it counts. */
export function flushStreams(): void {
  for (const name of ['stderr', 'stdout']) flushQuietly(sysAttribute(name) ?? null)
}

function reprQuietly(value: Value): string {
  let shown = '<object repr() failed>'
  succeeds(() => {
    shown = repr(value)
  })
  return shown
}

/**
 * Prints an exception on `sys.stderr`: by the library's traceback module, without it where that fails, and past the stream where the
 * stream fails. Raises nothing.
 */
export function displayException(value: Value): void {
  const stderr = sysAttribute('stderr')
  if (stderr === null) return
  if (stderr !== undefined) {
    const shown =
      succeeds(() => context.call1(getAttr(context.importModule('traceback'), '_print_exception_bltin'), value)) ||
      succeeds(() => context.call1(getAttr(stderr, 'write'), plainExceptionText(value)))
    flushQuietly(stderr)
    if (shown) return
  }
  writeRaw(2, `object type name: ${typeOf(value).name}\nobject repr     : ${reprQuietly(value)}\nlost sys.stderr\n`)
}

/** Writes to `sys.stderr`, or to the descriptor where the stream is gone or fails. Raises nothing. */
export function writeError(text: string): void {
  const stderr = sysAttribute('stderr')
  if (stderr === null) return
  if (stderr === undefined || !succeeds(() => context.call1(getAttr(stderr, 'write'), text))) writeRaw(2, text)
}

const unraisableArgs = defineStructSequence(
  'UnraisableHookArgs',
  'builtins',
  ['exc_type', 'exc_value', 'exc_traceback', 'err_msg', 'object'],
  5,
  true,
)

/** Writes about an exception that cannot be raised. */
function writeUnraisable(e: Value, traceback: Value, message: Value, object: Value): void {
  const stderr = sysAttribute('stderr')
  if (stderr === undefined || stderr === null) return
  let text = message === null ? '' : `${strText(message)}:\n`
  if (object !== null)
    text = `${message === null ? 'Exception ignored in' : strText(message)}: ${reprQuietly(object)}\n`
  if (e instanceof PyBaseException) text += unraisableText(e, traceback)
  context.call1(getAttr(stderr, 'write'), text)
  flushQuietly(stderr)
}

/** `sys.unraisablehook(unraisable)` */
function unraisable(info: Value): Value {
  if (!(info instanceof PyTuple) || info.cls !== unraisableArgs.type)
    throw typeError('sys.unraisablehook argument type must be UnraisableHookArgs')
  const [, e, traceback, message, object] = info.items
  writeUnraisable(e!, traceback!, message!, object!)
  return null
}

/** Reports an exception that cannot be raised, through `sys.unraisablehook`. Raises nothing. */
export function unraisableHook(exception: Value, object: Value, message: string | null): void {
  const e = exception as PyBaseException
  // What no frame has raised was met where the program stands.
  if (e.traceback === null && thread.frame !== null) addTraceback(e, thread.frame, thread.frame.pc - 1)
  const hook = sysAttribute('unraisablehook')
  if (hook === undefined || hook === null) {
    succeeds(() => writeUnraisable(e, e.traceback, message, object))
    return
  }
  try {
    const info = unraisableArgs.make([e.cls, e, e.traceback, message, object])
    audit('sys.unraisablehook', [hook, info])
    context.call1(hook, info)
  } catch (failure) {
    const failed = convertJavaScript(failure)
    succeeds(() => writeUnraisable(failed, failed.traceback, 'Exception ignored in sys.unraisablehook', hook))
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
  if (text === undefined || text === '') return null
  return text.endsWith('\n') ? text.slice(0, -1) : text
}

const legacyTrace = () => require('../interpreter/legacytrace') as typeof import('../interpreter/legacytrace')
let traced = false
let profiled = false

/** Somebody is going to look on: bodies of modules run when they are imported, and those that have waited run before. */
function watch(): void {
  lateBodies.watched = true
  lateBodies.settle?.()
}

function setTrace(f: Value): Value {
  audit('sys.settrace', [])
  if (f === null && !traced) return null
  watch()
  traced = true
  return legacyTrace().setTrace(f)
}

function setProfile(f: Value): Value {
  audit('sys.setprofile', [])
  if (f === null && !profiled) return null
  watch()
  profiled = true
  return legacyTrace().setProfile(f)
}

/** Rows of sys's method table. */
export const hookTable: MethodTable = [
  ['displayhook', display, '(object, /)'],
  ['__displayhook__', display, '(object, /)'],
  ['excepthook', excepthook, '(exctype, value, traceback, /)'],
  ['__excepthook__', excepthook, '(exctype, value, traceback, /)'],
  ['unraisablehook', unraisable, '(unraisable, /)'],
  ['__unraisablehook__', unraisable, '(unraisable, /)'],
  ['breakpointhook', breakpointHook, '(*args, **kwargs)'],
  ['__breakpointhook__', breakpointHook, '(*args, **kwargs)'],
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
      watch()
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
        dict.setItem(mainThread, thread.frame)
      }
      return dict
    },
    '()',
  ],
  [
    '_current_exceptions',
    () => {
      const dict = new PyDict()
      dict.setItem(mainThread, handledException())
      return dict
    },
    '()',
  ],
  // No profiler of machine code sees the interpreter's frames, so there is nothing for it to step over.
  [
    'activate_stack_trampoline',
    (backend: Value) => {
      const name = asString(backend)
      if (name === undefined)
        throw typeError(
          `activate_stack_trampoline() argument must be str, not ${backend === null ? 'None' : typeOf(backend).name}`,
        )
      throw valueError(name.startsWith('perf') ? 'perf trampoline not available' : `invalid backend: ${name}`)
    },
    '(backend, /)',
  ],
  ['deactivate_stack_trampoline', () => null, '()'],
  ['is_stack_trampoline_active', () => false, '()'],
  ['gettrace', () => (traced ? legacyTrace().getTrace() : null), '()'],
  ['settrace', setTrace, '(function, /)'],
  ['getprofile', () => (profiled ? legacyTrace().getProfile() : null), '()'],
  ['setprofile', setProfile, '(function, /)'],
  ['_settraceallthreads', setTrace, '(function, /)'],
  ['_setprofileallthreads', setProfile, '(function, /)'],
  [
    'call_tracing',
    (f: Value, args: Value) => {
      if (!(args instanceof PyTuple))
        throw typeError(`call_tracing() argument 2 must be tuple, not ${typeOf(args).name}`)
      if (!traced) return context.call(f, args.items)
      const { withTracing } = require('../interpreter/tracing') as typeof import('../interpreter/tracing')
      return withTracing(() => context.call(f, args.items))
    },
    '(func, args, /)',
  ],
]
