/** One run of the interpreter from the command line: start, program, exit (CPython: Modules/main.c, Python/pylifecycle.c). */
import { constants } from 'node:os'
import { isatty } from 'node:tty'
import { signalMemory } from '../ffi/signals'
import { importing } from '../interpreter/import'
import { convertJavaScript } from '../interpreter/unwind'
import { runExitFunctions } from '../modules/atexit'
import { config } from '../modules/config'
import { DXPY_VERSION, VERSION } from '../modules/sys'
import { exceptionText, writeError } from '../modules/syshooks'
import { getAttr, lookupAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { PySystemExit } from '../objects/exceptionfields'
import { isException, keyboardInterruptType, type PyBaseException } from '../objects/exceptions'
import { asInt } from '../objects/int'
import { PyList } from '../objects/list'
import type { PyModule } from '../objects/module'
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
      runSource(source, '<string>')
      return
    case 'file':
      runFile(source as Uint8Array, invocation.target)
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
      runSource(source, '<stdin>')
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

/** Prints an uncaught exception as CPython does; the exit code it means. */
function handleExit(e: PyBaseException): number {
  if (e instanceof PySystemExit) return exitCode(e.code)
  printException(e)
  if (isException(e, keyboardInterruptType)) return 128 + constants.signals.SIGINT
  return 1
}

function printException(e: PyBaseException): void {
  try {
    const flush = lookupAttr(sys().namespace.getItem('stdout') ?? null, 'flush')
    if (flush !== undefined) context.call0(flush)
  } catch {
    // The exception at hand matters more than a stream that cannot be flushed; finish() reports that one.
  }
  const hook = sys().namespace.getItem('excepthook')
  if (hook === undefined) {
    writeError(`sys.excepthook is missing\n${exceptionText(e)}`)
    return
  }
  try {
    context.call3(hook, e.cls, e, e.traceback)
  } catch (failure) {
    const failed = convertJavaScript(failure)
    if (failed instanceof PySystemExit) return
    writeError(`Error in sys.excepthook:\n${exceptionText(failed)}\nOriginal exception was:\n${exceptionText(e)}`)
  }
}

function exitCode(value: Value): number {
  if (value === null) return 0
  const int = asInt(value)
  if (int !== undefined) return Number(BigInt.asUintN(8, BigInt(int)))
  writeError(`${strText(value)}\n`)
  return 1
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
      if (name === 'stdout') {
        context.unraisable(convertJavaScript(e), stream, 'Exception ignored in')
        code = 120
      }
    }
  }
  // An interrupted program dies of the signal, so that a shell script stops too.
  if (code === 128 + constants.signals.SIGINT && signalMemory()?.release(constants.signals.SIGINT, false))
    process.kill(process.pid, 'SIGINT')
  return code
}

function guarded(f: () => Value, message: string): void {
  try {
    f()
  } catch (e) {
    context.unraisable(convertJavaScript(e), null, message)
  }
}
