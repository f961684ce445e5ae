/**
 * The native finder: modules written in TypeScript, the embedded library, and source files in directories on `sys.path`
 * (what importlib's BuiltinImporter and PathFinder do).
 *
 * `sys.path` is walked in order. A directory's listing is cached until the directory changes; zip files, namespace packages, files
 * without source, and any finder or hook that Python code has put in, are left to importlib.
 */
import { statSync } from 'node:fs'
import { runCode } from '../builtins/execution'
import type { Finder, Found } from '../interpreter/import'
import { PyDict } from '../objects/dict'
import { PyList } from '../objects/list'
import type { Value } from '../objects/object'
import { toArray } from '../objects/operators'
import { asString } from '../objects/str'
import { foundBootstrap, isOwnFinder, pathHooks } from './bootstrap'
import { LIBRARY_PATH } from './config'
import { foundNative } from './definition'
import { absolutePath } from './filenames'
import { isFrozen } from './frozen'
import { listing } from './listings'
import { builtinLoader, cachedPath, fileLoader, finderClasses, fromLibrary, sources } from './loaders'
import { nativeModule } from './registry'
import { sysAttribute, sysObject } from './sysobject'

function fromSource(name: string, file: string, packagePath: string | null): Found {
  return {
    name,
    isPackage: packagePath !== null,
    file,
    cached: cachedPath(file),
    searchPath: packagePath === null ? null : [packagePath],
    loader: fileLoader(name, file),
    execute: (module) => {
      runCode(sources.codeOfFile(file), module.namespace, module.namespace)
    },
  }
}

/** Whether Python code has put finders of its own anywhere, so that only importlib can tell what a name stands for. */
function customised(): boolean {
  const { builtin, frozen, path } = finderClasses()
  return !holds(sysAttribute('meta_path'), [builtin, frozen, path]) || !holds(sysAttribute('path_hooks'), pathHooks())
}

function holds(list: Value | undefined, items: readonly Value[]): boolean {
  if (!(list instanceof PyList) || list.items.length !== items.length) return false
  for (let i = 0; i < items.length; i++) if (list.items[i] !== items[i]) return false
  return true
}

/** Whether `sys.path_importer_cache` has something else for an entry of the path than importlib would put there. */
function otherFinder(cache: Value | undefined, entry: Value): boolean {
  if (!(cache instanceof PyDict) || cache.size === 0) return false
  const finder = cache.getItem(entry)
  return finder !== undefined && !isOwnFinder(finder)
}

/** The finder that importing asks first. */
export const findModule: Finder = (name, path) => {
  if (customised()) return 'python'
  const native = path === null ? nativeModule(name) : null
  if (native !== null) {
    const found = foundNative(native, builtinLoader())
    // There is one of it, also after Python code took it out of `sys.modules`.
    return name === 'sys' ? { ...found, create: sysObject, execute: () => {} } : found
  }
  const bootstrap = path === null ? foundBootstrap(name) : null
  if (bootstrap !== null) return bootstrap
  // Names of files that are not UTF-8 go the way of the file system's encoding.
  if (isFrozen(name) || !name.isWellFormed()) return 'python'
  const dot = name.lastIndexOf('.')
  const tail = name.slice(dot + 1)
  const cache = sysAttribute('path_importer_cache')
  const entries = toArray(path ?? sysAttribute('path') ?? new PyList([LIBRARY_PATH]))
  const library = sources.library
  const namespace: string[] = []
  for (const entry of entries) {
    const directory = asString(entry)
    if (directory === undefined) continue
    if (otherFinder(cache, entry)) return 'python'
    if (directory === LIBRARY_PATH || directory.startsWith(`${LIBRARY_PATH}/`)) {
      const inside =
        directory === LIBRARY_PATH ? tail : `${directory.slice(LIBRARY_PATH.length + 1).replaceAll('/', '.')}.${tail}`
      if (library?.has(inside)) return fromLibrary(library, inside, name)
      continue
    }
    const base = absolute(directory)
    const names = listing(base)
    if (names === null) {
      if (isInFile(base)) return 'python'
      continue
    }
    if (names.has(tail)) {
      const sub = `${base}/${tail}`
      const inner = listing(sub)
      if (inner !== null) {
        if (inner.has('__init__.py')) return fromSource(name, `${sub}/__init__.py`, sub)
        if ([...inner].some((n) => n.startsWith('__init__.') && (n.endsWith('.pyc') || n.endsWith('.so'))))
          return 'python'
        namespace.push(sub)
      }
    }
    if (names.has(`${tail}.py`)) return fromSource(name, `${base}/${tail}.py`, null)
    if (names.has(`${tail}.pyc`)) return 'python'
  }
  return namespace.length > 0 ? 'python' : null
}

/** An entry of a path as FileFinder has it. */
function absolute(directory: string): string {
  const trimmed = directory.length > 1 && directory.endsWith('/') ? directory.replace(/\/+$/, '') || '/' : directory
  if (trimmed === '' || trimmed === '.') return process.cwd()
  return absolutePath(trimmed.replace(/^\.\//, ''))
}

/** Whether a path is a file or below one, as in a zip file. */
function isInFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    const slash = path.lastIndexOf('/')
    return slash > 0 && isInFile(path.slice(0, slash))
  }
}
