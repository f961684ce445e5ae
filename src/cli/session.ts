/** One run of the interpreter from the command line: start, program, exit (CPython: Modules/main.c, Python/pylifecycle.c). */
import { nodeFs } from '../base/nodefs'
import { signalNumbers } from '../base/systemconstants'
import { resolvedPath } from '../ffi/files'
import { signalMemory } from '../ffi/signals'
import { isatty } from '../ffi/tty'
import { endReferences } from '../gc/weakrefs'
import { importing } from '../interpreter/import'
import { convertJavaScript } from '../interpreter/unwind'
import { runExitFunctions } from '../modules/atexit'
import { config, StartupError } from '../modules/config'
import { absolutePath, fromSystem, nodePath } from '../modules/filenames'
import { flushDirect } from '../modules/io/textio'
import { writeOutAll } from '../modules/io/unclosed'
import { builtinLoader } from '../modules/loaders'
import { writeRaw } from '../modules/rawoutput'
import { DXPY_VERSION, VERSION } from '../modules/sys'
import { audit, displayException, flushQuietly, flushStreams, writeError } from '../modules/syshooks'
import { sysAttribute, sysNamespace } from '../modules/sysobject'
import { getAttr, lookupAttr } from '../objects/attributes'
import { setBytesWarning } from '../objects/bytesmethods'
import { context } from '../objects/context'
import { PySystemExit } from '../objects/exceptionfields'
import { isException, keyboardInterruptType, type PyBaseException, runtimeErrorType } from '../objects/exceptions'
import { asInt } from '../objects/int'
import { setIntMaxStrDigits } from '../objects/intmath'
import { PyList } from '../objects/list'
import { completeModule, PyModule, programFolder } from '../objects/module'
import type { Value } from '../objects/object'
import { repr, strText } from '../objects/operators'
import { setHashSeed } from '../objects/siphash'
import { asString } from '../objects/str'
import { mainModule, runFile, runSource, startInterpreter } from '../runtime/create'
import type { Invocation } from './options'
import { interact, runStartup } from './repl'

/** The program's file, where that can be read at once; `main.ts` has the rest. */
export { readRegularFile } from '../ffi/files'

/** Stands for the source of a program that is no file. */
export const NO_FILE = new Uint8Array(0)

/** What `-V` prints; twice it tells more. */
export function versionText(count: number): string {
  const version = `${VERSION.major}.${VERSION.minor}.${VERSION.micro}`
  return count > 1
    ? `Python ${version} (dxpy ${DXPY_VERSION.join('.')}) [Bun ${process.versions.bun}] on ${process.platform}\n`
    : `Python ${version}\n`
}

/** Puts the program's directory (or the current one) first on `sys.path`. */
function setPath(entry: string): void {
  const path = sysAttribute('path')
  if (path instanceof PyList) path.items.unshift(entry)
  programFolder.path = entry
}

/** A path without symbolic links, its bytes that are not UTF-8 as lone surrogates. */
function realPath(path: string): string {
  const resolved = resolvedPath(path)
  if (resolved !== null) return resolved
  if (path.isWellFormed()) return nodeFs().realpathSync(path)
  return asString(fromSystem(nodeFs().realpathSync(nodePath(path, 'open'), 'buffer')))!
}

/** The directory of the program, or what stands for it where there is no file. */
function programPath(invocation: Invocation): string {
  if (invocation.kind === 'module') return process.cwd()
  if (invocation.kind !== 'file') return ''
  const real = realPath(invocation.target)
  return real.slice(0, real.lastIndexOf('/')) || '/'
}

/** Starts the interpreter with what the command line and the environment said; false where it cannot start. */
function start(): boolean {
  try {
    if (config.hashSeed !== null) setHashSeed(config.hashSeed)
    setIntMaxStrDigits(config.intMaxStrDigits)
    setBytesWarning(config.bytesWarning > 0)
    startInterpreter()
  } catch (e) {
    if (!(e instanceof StartupError)) throw e
    writeRaw(2, e.toString())
    return false
  }
  mainModule().namespace.setItem('__loader__', builtinLoader())
  if (config.importTime || config.verbose > 0) traceImports()
  if (config.faulthandler && sysAttribute('stderr') !== null)
    context.call0(getAttr(context.importModule('faulthandler'), 'enable'))
  // The warnings module reads the filters that were asked for.
  if (config.warnOptions.length > 0) completeModule(context.importModule('warnings') as PyModule)
  return true
}

/** Runs what the command line named; the exit code. `source` is that of a file. */
export function run(invocation: Invocation, source: Uint8Array): number {
  if (!start()) return 1
  let code = 0
  try {
    execute(invocation, source)
  } catch (e) {
    code = handleExit(convertJavaScript(e))
  }
  if (process.env.PYTHONINSPECT && !config.ignoreEnvironment) config.inspect = true
  const prompted = invocation.kind === 'stdin' && isInteractive()
  if (config.inspect && isInteractive() && !prompted && !exited) code = prompt()
  return finish(code)
}

/** Whether prompts make sense: a terminal, or -i. */
function isInteractive(): boolean {
  return config.interactive || isatty(0)
}

function execute(invocation: Invocation, source: Uint8Array): void {
  if (invocation.kind === 'file' && isImportable(invocation.target, source)) {
    setPath(invocation.target === '.' ? process.cwd() : absolutePath(invocation.target))
    runMain('__main__', false)
    return
  }
  if (!config.safePath) setPath(programPath(invocation))
  switch (invocation.kind) {
    case 'command': {
      const command = `${invocation.target}\n`
      if (!command.isWellFormed()) {
        writeError('Unable to decode the command from the command line:\n')
        context.call2(getAttr(command, 'encode'), 'utf-8', 'strict')
      }
      registerCommand(command)
      runSource(command, '<string>')
      return
    }
    case 'file':
      try {
        runFile(config.skipFirstLine ? withoutFirstLine(source) : source, invocation.target)
      } finally {
        flushStreams()
      }
      return
    case 'module':
      runMain(invocation.target, true)
      return
    default:
      runInput()
  }
}

/** The program on standard input: statement by statement after prompts, else as a whole. */
function runInput(): void {
  if (isInteractive()) {
    const show = (e: PyBaseException) => void printException(e)
    // SystemExit ends the prompt, with nothing to inspect behind it.
    config.inspect = false
    if (!config.quiet)
      writeError(`${versionText(2)}Type "help", "copyright", "credits" or "license" for more information.\n`)
    runStartup(show)
    interact(show)
    return
  }
  const stdin = sysAttribute('stdin')
  if (stdin === undefined || stdin === null) return
  try {
    const source = new Uint8Array(nodeFs().readFileSync(0))
    runSource(source, '<stdin>')
  } finally {
    flushStreams()
  }
}

/** The prompt after a program; the exit code. */
function prompt(): number {
  config.inspect = false
  try {
    interact((e) => void printException(e))
    return 0
  } catch (e) {
    return handleExit(convertJavaScript(e))
  }
}

function runMain(name: string, alterArgv: boolean): void {
  context.call2(getAttr(context.importModule('runpy'), '_run_module_as_main'), name, alterArgv)
}

/** Nothing but the line's end is left of the first line, so that the others keep their numbers. */
function withoutFirstLine(source: Uint8Array): Uint8Array {
  const end = source.indexOf(10)
  return end < 0 ? new Uint8Array(0) : source.subarray(end)
}

/** The last bytes of a file in which a zip archive has its end record. */
const ZIP_TAIL = 65_535 + 22

/** Whether the mark of a zip archive's end record is in the last bytes: `PK` and the numbers 5 and 6. */
function hasEndRecord(source: Uint8Array): boolean {
  const first = Math.max(0, source.length - ZIP_TAIL)
  for (let at = source.lastIndexOf(0x50); at >= first; at = at === 0 ? -1 : source.lastIndexOf(0x50, at - 1))
    if (source[at + 1] === 0x4b && source[at + 2] === 5 && source[at + 3] === 6) return true
  return false
}

/** Whether a program is a directory or a zip archive, which are put on `sys.path` for their module `__main__`. */
function isImportable(path: string, source: Uint8Array): boolean {
  if (source === NO_FILE) return true
  if (!hasEndRecord(source)) return false
  try {
    context.call1(getAttr(context.importModule('zipimport'), 'zipimporter'), path)
    return true
  } catch {
    // The record's mark alone makes no archive.
    return false
  }
}

/** Calls a function after each import by the native finder. */
function afterImport(f: (name: string, module: Value, loader: Value, run: () => void) => void): void {
  const find = importing.finder
  importing.finder = (name, path) => {
    const found = find(name, path)
    if (found === null || found === 'python') return found
    return {
      ...found,
      execute: (module) => f(name, module, found.loader, () => found.execute(module)),
    }
  }
}

/** What -v and -X importtime print. */
function traceImports(): void {
  let depth = 0
  let inner = 0
  if (config.importTime) writeRaw(2, 'import time: self [us] | cumulative | imported package\n')
  afterImport((name, _module, loader, execute) => {
    const outer = inner
    const began = performance.now()
    inner = 0
    depth++
    try {
      execute()
    } finally {
      depth--
      const taken = Math.round((performance.now() - began) * 1000)
      if (config.importTime) {
        const columns = `${String(taken - inner).padStart(9)} | ${String(taken).padStart(10)}`
        writeRaw(2, `import time: ${columns} | ${'  '.repeat(depth)}${name}\n`)
      }
      inner = outer + taken
    }
    if (config.verbose > 0) writeRaw(2, `import ${repr(name)} # ${repr(loader)}\n`)
  })
}

/** Tracebacks show the lines of a command too: linecache learns of them when it is imported, which most commands never do. */
function registerCommand(source: string): void {
  afterImport((name, module, _loader, execute) => {
    execute()
    if (name !== 'linecache' || !(module instanceof PyModule)) return
    const register = () => context.call3(getAttr(module, '_register_code'), '<string>', source, '<string>')
    const body = module.pending
    if (body === null) register()
    else
      module.pending = () => {
        body()
        register()
      }
  })
}

/** Whether a KeyboardInterrupt ended the program. */
let interrupted = false
/** Whether the program exited, so that there is nothing to inspect. */
let exited = false

/** Prints an uncaught exception as CPython does; the exit code it means. Raises nothing. */
function handleExit(e: PyBaseException): number {
  // A program that is inspected afterwards does not exit: its SystemExit is shown.
  if (e instanceof PySystemExit && !config.inspect) {
    exited = true
    return exitCode(e.code)
  }
  const code = printException(e)
  if (code !== null) return code
  interrupted = isException(e, keyboardInterruptType)
  return interrupted ? 128 + signalNumbers().SIGINT : 1
}

/** Calls `sys.excepthook`; an exit code where the hook itself exits. */
function printException(e: PyBaseException): number | null {
  const ns = sysNamespace()
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
    if (failed instanceof PySystemExit && !config.inspect) {
      exited = true
      return exitCode(failed.code)
    }
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

/** Exit functions, then the standard streams: what cannot be written makes the exit code 120. */
function finish(code: number): number {
  const threading = importing.modules.getItem('threading')
  // There is nothing to shut down where its body has not run.
  const unused = threading instanceof PyModule && threading.pending !== null
  if (threading !== undefined && threading !== null && !unused) {
    const shutdown = lookupAttr(threading, '_shutdown')
    if (shutdown !== undefined) guarded(() => context.call0(shutdown), 'Exception ignored on threading shutdown')
  }
  runExitFunctions()
  endReferences(() => sysNamespace().valueList())
  for (const name of ['stdout', 'stderr']) {
    const stream = sysAttribute(name)
    if (stream === undefined || stream === null) continue
    try {
      if (flushDirect(stream) || lookupAttr(stream, 'closed') === true) continue
      context.call0(getAttr(stream, 'flush'))
    } catch (e) {
      if (name === 'stdout') context.unraisable(convertJavaScript(e), null, 'Exception ignored on flushing sys.stdout')
      code = 120
    }
  }
  // Streams that the program has replaced; they have nobody left to complain to.
  for (const name of ['__stdout__', '__stderr__']) flushQuietly(sysAttribute(name) ?? null)
  // What sys holds goes with it, after the streams.
  sysNamespace().setItem('stderr', null)
  endReferences()
  writeOutAll()
  // An interrupted program dies of the signal, so that a shell script stops too.
  if (interrupted && signalMemory()?.release(signalNumbers().SIGINT, false)) process.kill(process.pid, 'SIGINT')
  return interrupted ? 128 + signalNumbers().SIGINT : code
}

function guarded(f: () => Value, message: string): void {
  try {
    f()
  } catch (e) {
    context.unraisable(convertJavaScript(e), null, message)
  }
}
