/**
 * CPython's importlib, loaded when something needs it, and joined with what has been imported without it (CPython:
 * Python/import.c init_importlib, init_importlib_external, remove_importlib_frames).
 */
import { runCode } from '../builtins/execution'
import { type Found, findAndLoad, importing, load } from '../interpreter/import'
import type { PyTraceback } from '../interpreter/unwind'
import { getAttr, setAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { importError, importErrorType } from '../objects/exceptionfields'
import { isException, PyBaseException } from '../objects/exceptions'
import { PyBuiltin } from '../objects/function'
import { PyList } from '../objects/list'
import type { PyModule } from '../objects/module'
import { defineType, PyObject, type PyType, typeOf, typeSetOwn, type Value } from '../objects/object'
import { repr, toArray } from '../objects/operators'
import { NativeFunction } from '../objects/signature'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import { LIBRARY_PATH } from './config'
import { frozenCode, originalName } from './frozen'
import { invalidateListings } from './listings'
import {
  adoptClass,
  adoptFinder,
  finderClasses,
  forgetClasses,
  fromLibrary,
  makeLibraryLoaderClass,
  makeSpec,
  sources,
} from './loaders'
import { sysAttribute, sysObject } from './sysobject'

/** What importlib put on `sys.path_hooks`, and the finders they make; null until it is loaded. */
let joined: { hooks: readonly Value[]; fileFinder: PyType } | null = null

/** Begins anew, without importlib. */
export function installImporting(): void {
  joined = null
  forgetClasses()
  importing.bootstrap = bootstrap
  importing.fallback = (name) => {
    bootstrap()
    return importing.fallback(name)
  }
  importing.makeSpec = makeSpec
}

/** The hooks that nobody has changed. */
export function pathHooks(): readonly Value[] {
  return joined === null ? [] : joined.hooks
}

/** Whether an entry of `sys.path_importer_cache` is what importlib puts there for a directory. */
export function isOwnFinder(finder: Value): boolean {
  return joined !== null && (typeOf(finder) === joined.fileFinder || finder instanceof LibraryFinder)
}

let running = false

function bootstrap(): void {
  if (joined !== null || running) return
  const name = '_frozen_importlib'
  const present = importing.modules.getItem(name)
  load(foundBootstrap(name)!)
  if (present !== undefined) importing.modules.setItem(name, present)
}

/** importlib's two frozen modules, as long as importlib has not been loaded; later ones are copies of no consequence. */
export function foundBootstrap(name: string): Found | null {
  if (joined !== null || running || sources.library === null) return null
  if (name === '_frozen_importlib') return frozenFound(name, join)
  if (name !== '_frozen_importlib_external') return null
  bootstrap()
  const module = importing.modules.getItem(name) as PyModule
  return { ...frozenFound(name, () => {}), create: () => module }
}

function frozenFound(name: string, execute: (module: PyModule) => void): Found {
  const loader = finderClasses().frozen
  return { name, isPackage: false, file: null, origin: 'frozen', cached: null, searchPath: null, loader, execute }
}

/** Loads a frozen module as importlib does. */
function loadFrozen(bootstrapModule: Value, name: string): Value {
  const spec = context.call1(getAttr(finderClasses().frozen, 'find_spec'), name)
  return context.call1(getAttr(bootstrapModule, '_load'), spec)
}

/** Runs `importlib._bootstrap` and connects it with the interpreter. */
function join(module: PyModule): void {
  running = true
  try {
    const finders = finderClasses()
    runCode(frozenCode('_frozen_importlib'), module.namespace, module.namespace)
    module.namespace.setItem('__origname__', originalName('_frozen_importlib'))
    replaceFinder(module, 'BuiltinImporter', finders.builtin)
    replaceFinder(module, 'FrozenImporter', finders.frozen)
    adoptClass('spec', getAttr(module, 'ModuleSpec') as PyType)
    context.call2(getAttr(module, '_setup'), sysObject(), findAndLoad('_imp'))
    const external = loadFrozen(module, '_frozen_importlib_external')
    setAttr(module, '_bootstrap_external', external)
    context.call1(getAttr(external, '_set_bootstrap_module'), module)
    replaceFinder(external, 'PathFinder', finders.path)
    forgetListingsToo(finders.path)
    const fileLoader = getAttr(external, 'SourceFileLoader') as PyType
    adoptClass('fileLoader', fileLoader)
    adoptClass('libraryLoader', makeLibraryLoaderClass(fileLoader))
    importing.fallback = (name) => throughImportlib(module, name)
    const fileFinder = getAttr(external, 'FileFinder') as PyType
    const details = toArray(context.call0(getAttr(external, '_get_supported_file_loaders')))
    const zipimport = loadFrozen(module, 'zipimport')
    const hooks = [
      getAttr(zipimport, 'zipimporter'),
      libraryHook,
      context.call(getAttr(fileFinder, 'path_hook'), details),
    ]
    const list = sysAttribute('path_hooks')
    if (list instanceof PyList) list.items.push(...hooks)
    joined = { hooks, fileFinder }
  } finally {
    running = false
  }
}

/** Keeps the class that has been on `sys.meta_path` from the start, and gives it what importlib defines. */
function replaceFinder(module: Value, name: string, type: PyType): void {
  adoptFinder(type, getAttr(module, name) as PyType)
  setAttr(module, name, type)
}

/** `PathFinder.invalidate_caches` concerns the native finder's caches as well. */
function forgetListingsToo(pathFinder: PyType): void {
  const own = getAttr(pathFinder, 'invalidate_caches')
  const both = () => {
    invalidateListings()
    return context.call0(own)
  }
  const native = new PyBuiltin(new NativeFunction('invalidate_caches', both, '()'), undefined)
  typeSetOwn(pathFinder, 'invalidate_caches', native)
}

function throughImportlib(module: Value, name: string): Value {
  try {
    return context.call2(getAttr(module, '_find_and_load'), name, getAttr(importing.builtins, '__import__'))
  } catch (e) {
    if (e instanceof PyBaseException) removeImportlibFrames(e)
    throw e
  }
}

const OWN_FILES = new Set(['<frozen importlib._bootstrap>', '<frozen importlib._bootstrap_external>'])

/**
 * Takes importlib's frames out of a traceback: all of them for an ImportError, else those that lead to the module's own code, which
 * `_call_with_frames_removed` marks.
 */
function removeImportlibFrames(e: PyBaseException): void {
  const always = isException(e, importErrorType)
  // The entry before the chunk of importlib's frames that is being looked at; null: the exception itself.
  let before: PyTraceback | null = null
  let previous: PyTraceback | null = null
  let inside = false
  for (let entry = e.traceback as PyTraceback | null; entry !== null; entry = entry.next) {
    const code = entry.frame.code
    const own = OWN_FILES.has(code.filename)
    if (own && !inside) before = previous
    inside = own
    if (own && (always || code.name === '_call_with_frames_removed')) {
      if (before === null) e.traceback = entry.next
      else before.next = entry.next
      previous = before
    } else previous = entry
  }
}

// ── The embedded library as an entry of sys.path ───────────────────────────────────────────────────────────────────────

/** Finds modules of the library below one of its folders. */
class LibraryFinder extends PyObject {
  path = ''
  /** Names of the modules in this folder begin with it. */
  prefix = ''
}

function isLibraryPath(path: string): boolean {
  return path === LIBRARY_PATH || path.startsWith(`${LIBRARY_PATH}/`)
}

const libraryHook = new PyBuiltin(
  new NativeFunction(
    'path_hook_for_library',
    (path: Value) => {
      const text = asString(path)
      if (text === undefined || !isLibraryPath(text))
        throw importError('only the embedded library is supported', null, path)
      const finder = new LibraryFinder()
      finder.path = text
      finder.prefix = text === LIBRARY_PATH ? '' : `${text.slice(LIBRARY_PATH.length + 1).replaceAll('/', '.')}.`
      return finder
    },
    '(path, /)',
  ),
  undefined,
)

function findInLibrary(self: LibraryFinder, name: Value): Value {
  const fullName = asString(name)!
  const inside = self.prefix + fullName.slice(fullName.lastIndexOf('.') + 1)
  const library = sources.library
  return library?.has(inside) ? makeSpec(fromLibrary(library, inside, fullName)) : null
}

/** What pkgutil asks: the names in this folder, with whether they are packages. */
function libraryModules(self: LibraryFinder, prefix: Value): Value {
  const library = sources.library!
  const before = asString(prefix)!
  const found: Value[] = []
  for (const name of [...library.names()].sort()) {
    const own = name.slice(self.prefix.length)
    if (!name.startsWith(self.prefix) || own.includes('.')) continue
    found.push(new PyTuple([before + own, library.isPackage(name)]))
  }
  return new PyList(found)
}

defineType('LibraryFinder', {
  layout: LibraryFinder,
  module: '_frozen_importlib_external',
  doc: 'Finds the modules of the embedded library below one of its folders.',
  methods: () => [
    ['find_spec', findInLibrary, '($self, fullname, target=None)'],
    ['invalidate_caches', () => null, '($self, /)'],
    ['iter_modules', libraryModules, "($self, prefix='', /)"],
    ['__repr__', (self: LibraryFinder) => `LibraryFinder(${repr(self.path)})`, '($self, /)'],
  ],
  getset: () => [['path', (self: LibraryFinder) => self.path]],
})
