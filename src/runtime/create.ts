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
import { importing, initModule, load } from '../interpreter/import'
import { foundNative, populate } from '../modules/definition'
import { findModule, sources } from '../modules/finder'
import { builtinLoader, makeSpec } from '../modules/loaders'
import { builtinsModule } from '../modules/builtins'
import { ioModule } from '../modules/_io'
import { sysModule } from '../modules/sys'
import type { Value } from '../objects/object'
import { PyDict } from '../objects/dict'
import { makeModule, type PyModule } from '../objects/module'
import { compileFile, compileSource, installCompiler } from './compile'
import { installContext } from './context'
import { openLibrary } from './library'
import { openStandardStreams } from './streams'

/** Starts the interpreter: context, compiler, `builtins`, `sys`, the finder. */
export function startInterpreter(): void {
  installContext()
  installCompiler()
  importing.modules = new PyDict()
  importing.finder = findModule
  importing.makeSpec = makeSpec
  sources.library = openLibrary()
  sources.codeOfFile = compileFile
  const builtins = makeModule('builtins')
  importing.builtins = builtins
  importing.modules.setItem('builtins', builtins)
  populate(builtins, builtinsModule)
  initModule(builtins, foundNative(builtinsModule, builtinLoader))
  const sys = makeModule('sys')
  importing.modules.setItem('sys', sys)
  populate(sys, sysModule)
  initModule(sys, foundNative(sysModule, builtinLoader))
  builtins.namespace.setItem('open', openFunction())
  openStandardStreams(sys)
}

/** `open` of builtins is the function of `_io`. */
function openFunction(): Value {
  const io = load(foundNative(ioModule, builtinLoader)) as PyModule
  return io.namespace.getItem('open')!
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

