/**
 * The native finder: modules written in TypeScript, the embedded library, and source files in directories on `sys.path`
 * (what importlib's BuiltinImporter, FrozenImporter and PathFinder do).
 *
 * `sys.path` is walked in order. A directory's listing is cached until the directory changes; an entry that is no directory, and a
 * `sys.meta_path` that Python code has changed, are left to importlib.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { runCode } from '../builtins/execution'
import type { CodeObject } from '../bytecode/code'
import { type Finder, type Found, findAndLoad, importing } from '../interpreter/import'
import { getAttr, lookupAttr, setAttr } from '../objects/attributes'
import { context } from '../objects/context'
import type { PyList } from '../objects/list'
import { defineType, PyObject, type Value } from '../objects/object'
import { toArray } from '../objects/operators'
import { asString } from '../objects/str'
import { foundNative } from './definition'
import { builtinLoader, SourceLoader } from './loaders'
import { nativeModule } from './registry'
import { LIBRARY_PATH } from './sys'

/** The embedded library: code objects and sources by module name. */
export interface Library {
  has(name: string): boolean
  isPackage(name: string): boolean
  code(name: string): CodeObject
  source(name: string): string | null
}

/** What the runtime provides to the finder. */
export const sources: {
  library: Library | null
  /** Code of a source file: from its cache where that is fresh, else compiled. */
  codeOfFile: (path: string) => CodeObject
} = {
  library: null,
  codeOfFile: () => {
    throw new Error('no compiler installed')
  },
}

interface Listing {
  mtime: number
  names: Set<string>
}
const listings = new Map<string, Listing | null>()

/** Forgets cached directories (`importlib.invalidate_caches`). */
export function invalidateCaches(): void {
  listings.clear()
}

function listing(directory: string): Listing | null {
  let mtime: number
  try {
    const stat = statSync(directory)
    if (!stat.isDirectory()) return null
    mtime = stat.mtimeMs
  } catch {
    // Not there, or not readable: nothing can be imported from it.
    return null
  }
  const known = listings.get(directory)
  if (known !== undefined && known !== null && known.mtime === mtime) return known
  let names: string[]
  try {
    names = readdirSync(directory)
  } catch {
    names = []
  }
  const made = { mtime, names: new Set(names) }
  listings.set(directory, made)
  return made
}

function fromSource(name: string, file: string, packagePath: string | null): Found {
  const loader = new SourceLoader(
    name,
    file,
    packagePath !== null,
    () => sources.codeOfFile(file),
    () => new TextDecoder().decode(readFileSync(file)),
  )
  return {
    name,
    isPackage: packagePath !== null,
    file,
    cached: cachedPath(file),
    searchPath: packagePath === null ? null : [packagePath],
    loader,
    execute: (module) => {
      runCode(sources.codeOfFile(file), module.namespace, module.namespace)
    },
  }
}

function cachedPath(file: string): string {
  const slash = file.lastIndexOf('/')
  return `${file.slice(0, slash)}/__pycache__/${file.slice(slash + 1, -3)}.dxpy-313.dpb`
}

/** A module of the embedded library. */
export function fromLibrary(library: Library, name: string, moduleName = name): Found {
  const isPackage = library.isPackage(name)
  const base = `${LIBRARY_PATH}/${name.replaceAll('.', '/')}`
  const file = isPackage ? `${base}/__init__.py` : `${base}.py`
  const loader = new SourceLoader(
    moduleName,
    file,
    isPackage,
    () => library.code(name),
    () => library.source(name),
  )
  return {
    name: moduleName,
    isPackage,
    file,
    cached: null,
    searchPath: isPackage ? [base] : null,
    loader,
    execute: (module) => {
      runCode(library.code(name), module.namespace, module.namespace)
    },
  }
}

/** Modules of the library that importlib knows by the names of CPython's frozen modules. */
const FROZEN: Readonly<Record<string, string>> = {
  _frozen_importlib: 'importlib._bootstrap',
  _frozen_importlib_external: 'importlib._bootstrap_external',
}

/** importlib's two bootstrap modules, joined as CPython's start-up does; its finders go on `sys.meta_path` and `sys.path_hooks`. */
function fromFrozen(library: Library, name: string): Found {
  const found = fromLibrary(library, FROZEN[name]!, name)
  if (name !== '_frozen_importlib') return found
  return {
    ...found,
    execute: (module) => {
      found.execute(module)
      const sys = importing.modules.getItem('sys')!
      context.call2(getAttr(module, '_setup'), sys, findAndLoad('_imp'))
      const external = findAndLoad('_frozen_importlib_external')
      setAttr(module, '_bootstrap_external', external)
      context.call1(getAttr(external, '_set_bootstrap_module'), module)
      importing.fallback = (missing) => context.call1(getAttr(module, '_gcd_import'), missing)
      const items = (attribute: string) => (getAttr(sys, attribute) as PyList).items
      items('meta_path').push(getAttr(module, 'BuiltinImporter'), embeddedImporter, getAttr(external, 'PathFinder'))
      const details = context.call0(getAttr(external, '_get_supported_file_loaders'))
      items('path_hooks').push(context.call(getAttr(getAttr(external, 'FileFinder'), 'path_hook'), toArray(details)))
    },
  }
}

/** The embedded library on `sys.meta_path`: importlib asks it as any other finder. */
class EmbeddedImporter extends PyObject {}
defineType('EmbeddedImporter', {
  layout: EmbeddedImporter,
  module: '_frozen_importlib',
  methods: [
    [
      'find_spec',
      (_self: Value, name: Value, path: Value = null) => {
        const text = asString(name)!
        const library = sources.library
        if (library === null || (path !== null && !toArray(path).some((p) => asString(p)?.startsWith(LIBRARY_PATH))))
          return null
        if (path === null && text.includes('.')) return null
        return library.has(text) ? importing.makeSpec(fromLibrary(library, text)) : null
      },
      '($self, fullname, path=None, target=None, /)',
    ],
    ['invalidate_caches', () => (invalidateCaches(), null), '($self, /)'],
    ['__repr__', () => "<class '_frozen_importlib.FrozenImporter'>", '($self, /)'],
  ],
  getset: [['__name__', () => 'FrozenImporter']],
})
const embeddedImporter: Value = new EmbeddedImporter()

/** Entries that a fresh interpreter has on `sys.meta_path`; anything else there makes importlib responsible. */
function customised(): boolean {
  const sys = importing.modules.getItem('sys')
  if (sys === undefined || sys === null) return false
  const path = lookupAttr(sys, 'meta_path')
  if (path === undefined || path === null) return false
  return toArray(path).some((finder) => {
    const name = lookupAttr(finder, '__name__')
    return name !== 'BuiltinImporter' && name !== 'FrozenImporter' && name !== 'PathFinder'
  })
}

/** The finder of {@link importing}. */
export const findModule: Finder = (name, path) => {
  if (customised()) return 'python'
  if (path === null) {
    const native = nativeModule(name)
    if (native !== null) return foundNative(native, builtinLoader)
    if (Object.hasOwn(FROZEN, name) && sources.library !== null) return fromFrozen(sources.library, name)
  }
  const dot = name.lastIndexOf('.')
  const tail = name.slice(dot + 1)
  let entries: Value[]
  if (path === null) {
    const sys = importing.modules.getItem('sys')
    const list = sys === undefined || sys === null ? undefined : lookupAttr(sys, 'path')
    entries = list === undefined || list === null ? [LIBRARY_PATH] : toArray(list)
  } else entries = toArray(path)
  const library = sources.library
  const namespace: string[] = []
  for (const entry of entries) {
    const directory = asString(entry)
    if (directory === undefined) continue
    if (directory === LIBRARY_PATH || directory.startsWith(`${LIBRARY_PATH}/`)) {
      const inside =
        directory === LIBRARY_PATH ? tail : `${directory.slice(LIBRARY_PATH.length + 1).replaceAll('/', '.')}.${tail}`
      if (library?.has(inside)) return fromLibrary(library, inside, name)
      continue
    }
    const base = directory === '' ? process.cwd() : directory
    const names = listing(base)
    if (names === null) {
      if (isFile(base)) return 'python'
      continue
    }
    if (names.names.has(tail)) {
      const sub = `${base}/${tail}`
      const inner = listing(sub)
      if (inner !== null) {
        if (inner.names.has('__init__.py')) return fromSource(name, `${sub}/__init__.py`, sub)
        if ([...inner.names].some((n) => n.startsWith('__init__.') && (n.endsWith('.pyc') || n.endsWith('.so'))))
          return 'python'
        namespace.push(sub)
      }
    }
    if (names.names.has(`${tail}.py`)) return fromSource(name, `${base}/${tail}.py`, null)
    if (names.names.has(`${tail}.pyc`)) return 'python'
  }
  return namespace.length > 0 ? 'python' : null
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}
