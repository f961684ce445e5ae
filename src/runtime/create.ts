/**
 * Builds an interpreter: the only place that wires all of it together. One interpreter a process; a second runtime of the
 * embedding API has its own `sys.modules` and shares the builtin types.
 */
import '../objects/object'
import '../objects/function'
import '../objects/objecttype'
import '../objects/type'
import '../objects/functiontypes'
import '../objects/all'
import '../objects/exceptionmethods'
import '../objects/codetype'
import '../interpreter/frametype'
import { runCode } from '../builtins/execution'
import { PYC_MAGIC } from '../bytecode/cache'
import type { CodeObject } from '../bytecode/code'
import { openDpb } from '../bytecode/dpb'
import { positionDetail } from '../bytecode/locations'
import { importing, initModule } from '../interpreter/import'
import { nativeBodies } from '../interpreter/nativebody'
import { installCompilingTier } from '../jit/install'
import { ioModule, openFunction } from '../modules/_io'
import { defaultIntHandler, installInterrupt } from '../modules/_signal'
import { installImporting } from '../modules/bootstrap'
import { builtinsModule } from '../modules/builtins'
import { config } from '../modules/config'
import { foundNative, populate } from '../modules/definition'
import { absolutePath } from '../modules/filenames'
import { findModule } from '../modules/finder'
import { forgetLateBodies, plannedPackage } from '../modules/latebodies'
import { builtinLoader, fileLoader, sources } from '../modules/loaders'
import { findNativeBody } from '../modules/nativebodies'
import { writeRaw } from '../modules/rawoutput'
import { addSiteBuiltins } from '../modules/sitebuiltins'
import { sysModule } from '../modules/sys'
import { installSys } from '../modules/sysobject'
import { getAttr } from '../objects/attributes'
import { codecChecks } from '../objects/codecregistry'
import { constantFactory } from '../objects/constants'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import { importError } from '../objects/exceptionfields'
import { PyBuiltin } from '../objects/function'
import { makeModule, type PyModule } from '../objects/module'
import { NativeFunction } from '../objects/signature'
import { compileFile, compileSource, installCompiler } from './compile'
import { installContext } from './context'
import { openLibrary } from './library'
import { openStandardStreams } from './streams'

/** Starts the interpreter: context, compiler, `builtins`, `sys`, the finder. */
export function startInterpreter(): void {
  installContext()
  const jit = config.xOptions.get('jit')
  if (jit !== 'off') {
    const log = config.xOptions.has('jit_log') ? (line: string) => void writeRaw(2, `jit: ${line}\n`) : null
    const threshold = typeof jit === 'string' && jit !== 'on' ? Number(jit) : undefined
    installCompilingTier(log, threshold, Number(config.xOptions.get('jit_deopt') ?? 0))
  }
  installCompiler()
  importing.modules = new PyDict()
  importing.finder = findModule
  nativeBodies.find = findNativeBody
  importing.mayWait = (name) => plannedPackage(name) !== undefined
  installImporting()
  sources.library = openLibrary()
  sources.codeOfFile = compileFile
  const builtins = makeModule('builtins')
  importing.builtins = builtins
  importing.modules.setItem('builtins', builtins)
  populate(builtins, builtinsModule)
  initModule(builtins, foundNative(builtinsModule, builtinLoader()))
  forgetLateBodies()
  const sys = makeModule('sys')
  installSys(sys)
  importing.modules.setItem('sys', sys)
  populate(sys, sysModule)
  initModule(sys, foundNative(sysModule, builtinLoader()))
  builtins.namespace.setItem('open', openFunction())
  makeIo()
  openStandardStreams(sys)
  codecChecks.errors = config.devMode
  positionDetail.columns = config.debugRanges
  if (!config.noSite) addSiteBuiltins(builtins.namespace)
  installInterrupt(
    new PyBuiltin(
      new NativeFunction('default_int_handler', defaultIntHandler, '(signalnum, frame, /)'),
      undefined,
      '_signal',
    ),
  )
}

/** `_io` is there from the start; what it holds is made when somebody looks. */
function makeIo(): void {
  const io = makeModule(ioModule.name)
  importing.modules.setItem(ioModule.name, io)
  initModule(io, foundNative(ioModule, builtinLoader()))
  io.pending = () => populate(io, ioModule)
}

/** The module `__main__`, made where it is not there. */
export function mainModule(): PyModule {
  const present = importing.modules.getItem('__main__')
  if (present !== undefined) return present as PyModule
  const main = makeModule('__main__')
  main.namespace.setItem('__builtins__', importing.builtins)
  importing.modules.setItem('__main__', main)
  return main
}

/** Compiles and runs source in `__main__`. */
export function runSource(source: string | Uint8Array, filename: string): void {
  const main = mainModule()
  runCode(compileSource(source, filename, 'exec', 0, -1), main.namespace, main.namespace)
}

/** Runs a program file as `__main__`. */
export function runFile(source: Uint8Array, name: string): void {
  // The program's file name is made absolute, in tracebacks too.
  const path = absolutePath(name)
  const main = mainModule()
  const ns = main.namespace
  ns.setItem('__file__', path)
  ns.setItem('__cached__', null)
  if (source[0] === 0x44 && source[1] === 0x50 && source[2] === 0x42 && source[3] === 1) {
    runCode(openProgram(source, path), ns, ns)
    return
  }
  if (isPyc(source, path)) {
    const loaders = context.importModule('_frozen_importlib_external')
    const loader = context.call2(getAttr(loaders, 'SourcelessFileLoader'), '__main__', path)
    ns.setItem('__loader__', loader)
    runCode(context.call1(getAttr(loader, 'get_code'), '__main__') as never, ns, ns)
    return
  }
  ns.setItem('__loader__', fileLoader('__main__', path))
  runCode(compileSource(source, path, 'exec', 0, -1, true), ns, ns)
}

/** Whether a program is a .pyc file, by its name or by its magic number (CPython: maybe_pyc_file). */
function isPyc(source: Uint8Array, path: string): boolean {
  if (path.endsWith('.pyc')) return true
  return source.length >= 4 && new DataView(source.buffer, source.byteOffset).getUint32(0, true) === PYC_MAGIC
}

/** The code of a .dpb file that was named as the program: verified, because nobody vouches for it. */
function openProgram(bytes: Uint8Array, path: string): CodeObject {
  const opened = openDpb(bytes, { trust: 'verify' })
  if (opened.isErr()) throw importError(`bad bytecode file ${path}: ${opened.error.message}`, '__main__', path)
  return opened.value.module(constantFactory)
}
