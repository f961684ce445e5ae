/** One run of the interpreter from the command line: start, program, exit (CPython: Modules/main.c, Python/pylifecycle.c). */
import { constants } from 'node:os'
import { isatty } from 'node:tty'
import { signalMemory } from '../ffi/signals'
import { importing } from '../interpreter/import'
import { convertJavaScript } from '../interpreter/unwind'
import { runExitFunctions } from '../modules/atexit'
import { config } from '../modules/config'
import { DXPY_VERSION, VERSION } from '../modules/sys'
import { audit, displayException, writeError } from '../modules/syshooks'
import { getAttr, lookupAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { PySystemExit } from '../objects/exceptionfields'
import { isException, keyboardInterruptType, type PyBaseException, runtimeErrorType } from '../objects/exceptions'
import { asInt } from '../objects/int'
import { PyList } from '../objects/list'
import { type PyModule, programFolder } from '../objects/module'
import type { Value } from '../objects/object'
import { strText } from '../objects/operators'
import { mainModule, runFile, runSource, startInterpreter } from '../runtime/create'
import type { Invocation } from './options'

/** What `-V` prints; twice it tells more. */
export function versionText(count: number): string {
  const version = `${VERSION.major}.${VERSION.minor}.${VERSION.micro}`
  return count > 1
    ? `Python ${version} (dxpy ${DXPY_VERSION.join('.')}) [Bun ${process.versions.bun}] on ${process.platform}\n`
    : `Python ${version}\n`
}

function sys(): PyModule {
  return importing.modules.getItem('sys') as PyModule
}

/** Puts the program's directory (or the current one) first on `sys.path`. */
function setPath(invocation: Invocation): void {
  if (config.safePath) return
  let entry = ''
  if (invocation.kind === 'file') {
    const { realpathSync } = require('node:fs') as typeof import('node:fs')
    const real = realpathSync(invocation.target)
    entry = real.slice(0, real.lastIndexOf('/')) || '/'
  } else if (invocation.kind === 'module') entry = process.cwd()
  const path = sys().namespace.getItem('path')
  if (path instanceof PyList) path.items.unshift(entry)
  programFolder.path = entry
}

/** Runs what the command line named; the exit code. */
export function run(invocation: Invocation, source: Uint8Array | string | number): number {
  if (typeof source === 'number') return source
  startInterpreter()
  mainModule()
  setPath(invocation)
  let code = 0
  try {
    execute(invocation, source)
  } catch (e) {
    code = handleExit(convertJavaScript(e))
  }
  if (config.inspect && invocation.kind !== 'stdin' && isatty(0)) code = interact(code)
  return finish(code)
}

function execute(invocation: Invocation, source: Uint8Array | string): void {
  switch (invocation.kind) {
    case 'command':
      registerCommand(source as string)
      runSource(source, '<string>')
      return
    case 'file':
      try {
        runFile(source as Uint8Array, invocation.target)
      } finally {
        flushStreams()
      }
      return
    case 'module': {
      const runpy = context.importModule('runpy')
      context.call2(getAttr(runpy, '_run_module_as_main'), invocation.target, true)
      return
    }
    default:
      if (typeof source === 'string') {
        interactive()
        return
      }
      try {
        runSource(source, '<stdin>')
      } finally {
        flushStreams()
      }
  }
}

/** Tracebacks show the lines of a command too: linecache learns of them when it is imported, which most commands never do. */
function registerCommand(source: string): void {
  const find = importing.finder
  importing.finder = (name, path) => {
    const found = find(name, path)
    if (name !== 'linecache' || found === null || found === 'python') return found
    return {
      ...found,
      execute(module) {
        found.execute(module)
        context.call3(getAttr(module, '_register_code'), '<string>', source, '<string>')
      },
    }
  }
}

/** The prompt, by the library's `code` module. */
function interactive(): void {
  const banner = config.quiet
    ? ''
    : `${versionText(2)}Type "help", "copyright", "credits" or "license" for more information.`
  const code = context.importModule('code')
  context.callKeywords(
    getAttr(code, 'interact'),
    [],
    ['banner', 'local', 'exitmsg'],
    [banner, mainModule().namespace, ''],
  )
}

function interact(code: number): number {
  try {
    interactive()
    return code
  } catch (e) {
    return handleExit(convertJavaScript(e))
  }
}

/** Whether a KeyboardInterrupt ended the program. */
let interrupted = false

/** Prints an uncaught exception as CPython does; the exit code it means. Raises nothing. */
function handleExit(e: PyBaseException): number {
  // A program that is inspected afterwards does not exit: its SystemExit is shown.
  if (e instanceof PySystemExit && !config.inspect) return exitCode(e.code)
  const code = printException(e)
  if (code !== null) return code
  interrupted = isException(e, keyboardInterruptType)
  return interrupted ? 128 + constants.signals.SIGINT : 1
}

/** Calls `sys.excepthook`; an exit code where the hook itself exits. */
function printException(e: PyBaseException): number | null {
  const ns = sys().namespace
  ns.setItem('last_exc', e)
  ns.setItem('last_type', e.cls)
  ns.setItem('last_value', e)
  ns.setItem('last_traceback', e.traceback)
  const hook = ns.getItem('excepthook')
  try {
    audit('sys.excepthook', [hook ?? null, e.cls, e, e.traceback])
  } catch (failure) {
    // A hook that forbids with RuntimeError keeps the exception from being shown.
    const failed = convertJavaScript(failure)
    if (isException(failed, runtimeErrorType)) return null
    context.unraisable(failed, null, 'Exception ignored in audit hook')
  }
  if (hook === undefined) {
    writeError('sys.excepthook is missing\n')
    displayException(e)
    return null
  }
  try {
    context.call3(hook, e.cls, e, e.traceback)
  } catch (failure) {
    const failed = convertJavaScript(failure)
    if (failed instanceof PySystemExit && !config.inspect) return exitCode(failed.code)
    writeError('Error in sys.excepthook:\n')
    displayException(failed)
    writeError('\nOriginal exception was:\n')
    displayException(e)
  }
  return null
}

/** The exit code that SystemExit asks for; anything but an int is printed. */
function exitCode(value: Value): number {
  if (value === null) return 0
  const int = asInt(value)
  if (int !== undefined) {
    // Beyond a C long the code is that of -1.
    const wide = BigInt(int)
    return Number(BigInt.asUintN(8, BigInt.asIntN(64, wide) === wide ? wide : -1n))
  }
  let text = ''
  try {
    text = strText(value)
  } catch {
    // What has no text exits without one.
  }
  writeError(`${text}\n`)
  return 1
}

/** Writes out what the streams hold, before the exit functions run; failures are met again at the end. */
function flushStreams(): void {
  for (const name of ['stderr', 'stdout']) {
    const stream = sys().namespace.getItem(name)
    if (stream === undefined || stream === null) continue
    try {
      context.call0(getAttr(stream, 'flush'))
    } catch {
      // finish() flushes again and sets the exit code.
    }
  }
}

/** Exit functions, then the standard streams: what cannot be written makes the exit code 120. */
function finish(code: number): number {
  const threading = importing.modules.getItem('threading')
  if (threading !== undefined && threading !== null) {
    const shutdown = lookupAttr(threading, '_shutdown')
    if (shutdown !== undefined) guarded(() => context.call0(shutdown), 'Exception ignored on threading shutdown')
  }
  runExitFunctions()
  for (const name of ['stdout', 'stderr']) {
    const stream = sys().namespace.getItem(name)
    if (stream === undefined || stream === null) continue
    try {
      if (lookupAttr(stream, 'closed') === true) continue
      context.call0(getAttr(stream, 'flush'))
    } catch (e) {
      if (name === 'stdout') context.unraisable(convertJavaScript(e), null, 'Exception ignored on flushing sys.stdout')
      code = 120
    }
  }
  // An interrupted program dies of the signal, so that a shell script stops too.
  if (interrupted && signalMemory()?.release(constants.signals.SIGINT, false)) process.kill(process.pid, 'SIGINT')
  return interrupted ? 128 + constants.signals.SIGINT : code
}

function guarded(f: () => Value, message: string): void {
  try {
    f()
  } catch (e) {
    context.unraisable(convertJavaScript(e), null, message)
  }
}
