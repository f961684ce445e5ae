/**
 * The native finder: modules written in TypeScript, the embedded library, and source files in directories on `sys.path`
 * (what importlib's BuiltinImporter and PathFinder do).
 *
 * `sys.path` is walked in order. A directory's listing is cached until the directory changes; zip files, namespace packages, files
 * without source, and any finder or hook that Python code has put in, are left to importlib.
 */
import { nodeFs } from '../base/nodefs'
import { runCode } from '../builtins/execution'
import { type Finder, type Found, importing } from '../interpreter/import'
import { PyDict } from '../objects/dict'
import { PyList } from '../objects/list'
import { PyModule } from '../objects/module'
import type { Value } from '../objects/object'
import { toArray } from '../objects/operators'
import { asString } from '../objects/str'
import { foundBootstrap, isOwnFinder, pathHooks } from './bootstrap'
import { LIBRARY_PATH } from './config'
import { bodyWaits } from './deferred'
import { foundBuiltin, foundNative, populate } from './definition'
import { absolutePath } from './filenames'
import { isFrozen } from './frozen'
import { isSettled, type Places, plannedPackage, postpone } from './latebodies'
import { listing } from './listings'
import { builtinLoader, cachedPath, fileLoader, finderClasses, fromLibrary, sources } from './loaders'
import { isNativeModule, nativeModule } from './registry'
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

/**
 * Tells where importing would find names, with the state of `sys.path` at the time of the call; null where only importlib can tell. What the library does not have
 * it answers without opening the library, where the caller knows that.
 */
function places(): Places | null {
  if (customised()) return null
  const cache = sysAttribute('path_importer_cache')
  const before: ReadonlySet<string>[] = []
  for (const entry of toArray(sysAttribute('path') ?? new PyList([LIBRARY_PATH]))) {
    const directory = asString(entry)
    if (directory === undefined) continue
    if (otherFinder(cache, entry)) return null
    if (directory === LIBRARY_PATH) break
    const base = absolute(directory)
    const names = listing(base)
    if (names !== null) before.push(names)
    else if (isInFile(base)) return null
  }
  return (name, inLibraryToo) => {
    if (isNativeModule(name)) return 'executable'
    const dot = name.indexOf('.')
    const top = dot < 0 ? name : name.slice(0, dot)
    for (const names of before)
      if (names.has(top) || names.has(`${top}.py`) || names.has(`${top}.pyc`)) return 'elsewhere'
    if (dot >= 0 && !hasOwnPath(name.slice(0, name.lastIndexOf('.')))) return 'elsewhere'
    return inLibraryToo && inLibrary(name) ? 'executable' : null
  }
}

/** Whether the library has a module. The plan knows the common ones without opening the library. */
function inLibrary(name: string): boolean {
  return plannedPackage(name) !== undefined || sources.library?.has(name) === true
}

/** Whether a package, where it is there already, has the `__path__` that the library gave it. */
function hasOwnPath(name: string): boolean {
  const module = importing.modules.getItem(name)
  if (module === undefined) return true
  const path = module instanceof PyModule ? module.namespace.getItem('__path__') : undefined
  return (
    path instanceof PyList &&
    path.items.length === 1 &&
    path.items[0] === `${LIBRARY_PATH}/${name.replaceAll('.', '/')}`
  )
}

/** Where a body may wait, it waits until the module is used. */
function late(found: Found, execute = found.execute): Found {
  return {
    ...found,
    execute: (module) => {
      if (postpone(module, found.name, () => execute(module), places)) return
      if (found.executeWhole !== undefined && bodyWaits(found.name)) found.executeWhole(module)
      else execute(module)
    },
  }
}

/** The finder that importing asks first. */
export const findModule: Finder = (name, path) => {
  if (isSettled(name)) return ownModule(name)
  if (customised()) return 'python'
  if (path === null && isNativeModule(name)) return ownModule(name)
  const bootstrap = path === null ? foundBootstrap(name) : null
  if (bootstrap !== null) return bootstrap
  // Names of files that are not UTF-8 go the way of the file system's encoding.
  if (isFrozen(name) || !name.isWellFormed()) return 'python'
  const dot = name.lastIndexOf('.')
  const tail = name.slice(dot + 1)
  const cache = sysAttribute('path_importer_cache')
  const entries = toArray(path ?? sysAttribute('path') ?? new PyList([LIBRARY_PATH]))
  const namespace: string[] = []
  for (const entry of entries) {
    const directory = asString(entry)
    if (directory === undefined) continue
    if (otherFinder(cache, entry)) return 'python'
    if (directory === LIBRARY_PATH || directory.startsWith(`${LIBRARY_PATH}/`)) {
      const inside =
        directory === LIBRARY_PATH ? tail : `${directory.slice(LIBRARY_PATH.length + 1).replaceAll('/', '.')}.${tail}`
      if (inLibrary(inside)) return inside === name ? ownModule(name) : fromLibrary(sources.library!, inside, name)
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

/** A module of the executable. */
function ownModule(name: string): Found {
  if (!isNativeModule(name)) return late(fromLibrary(sources.library!, name, name, plannedPackage(name)))
  // There is one of it, also after Python code took it out of `sys.modules`.
  if (name === 'sys')
    return { ...foundNative(nativeModule(name)!, builtinLoader()), create: sysObject, execute: () => {} }
  return late(foundBuiltin(name, builtinLoader(), (module) => populate(module, nativeModule(name)!)))
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
    return nodeFs().statSync(path).isFile()
  } catch {
    const slash = path.lastIndexOf('/')
    return slash > 0 && isInFile(path.slice(0, slash))
  }
}
