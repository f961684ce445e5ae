/**
 * Import (Language Reference 5; CPython: Python/import.c, Lib/importlib/_bootstrap.py).
 *
 * Modules written in TypeScript, modules of the embedded library and plain source files on `sys.path` are found and loaded here
 * without running importlib; what this finder does not know (path hooks, zip files, customised `sys.meta_path`) goes to
 * CPython's importlib, loaded from the embedded library at that moment. Both share `sys.modules`, specs and loaders.
 */
import { getAttr, lookupAttr, setAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import { attributeErrorType, importError, importErrorType, moduleNotFoundErrorType } from '../objects/exceptionfields'
import { importWarningType, isException, keyError, typeError, valueError } from '../objects/exceptions'
import { PyList } from '../objects/list'
import { makeModule, type PyModule } from '../objects/module'
import { typeOf, type Value } from '../objects/object'
import { isTrue, repr, toArray } from '../objects/operators'
import { asString } from '../objects/str'

/** Where a module comes from. */
export interface Found {
  readonly name: string
  readonly isPackage: boolean
  /** `__file__`, or null for a builtin. */
  readonly file: string | null
  /** `origin` of the spec of a module without a file; by default `built-in`. */
  readonly origin?: string
  /** `__cached__`, or null. */
  readonly cached: string | null
  /** `__path__` of a package. */
  readonly searchPath: readonly string[] | null
  readonly loader: Value
  /** Runs the module. */
  execute(module: PyModule): void
  /** Makes the module object where it is not a plain one. */
  create?(): PyModule
}

/** Looks a module up; null where this finder does not know it, `'python'` where importlib must be asked. */
export type Finder = (name: string, path: Value) => Found | null | 'python'

/** The import state of the interpreter. */
export const importing: {
  /** `sys.modules` */
  modules: PyDict
  /** The module `builtins`, also where Python code took it out of `sys.modules`. */
  builtins: Value
  finder: Finder
  /** Loads importlib, where that has not happened yet. */
  bootstrap: () => void
  /** `importlib._bootstrap._find_and_load` */
  fallback: (name: string) => Value
  /** Makes `__spec__`. */
  makeSpec: (found: Found) => Value
} = {
  modules: new PyDict(),
  builtins: null,
  finder: () => null,
  bootstrap: () => {},
  fallback: (name) => {
    throw importError(`No module named ${repr(name)}`, name, null, moduleNotFoundErrorType)
  },
  makeSpec: () => null,
}

/** Names being imported natively, for the message about circular imports. */
const initializing = new Set<string>()

/** Whether a module is still running its body. */
export function isInitializing(name: string): boolean {
  return initializing.has(name)
}

/** `__import__(name, globals, fromlist, level)` */
export function importName(name: string, globals: Value, fromlist: Value, level: number): Value {
  if (level < 0) throw valueError('level must be >= 0')
  let absolute = name
  if (level > 0) absolute = resolveRelative(name, packageOf(globals), level)
  else if (name === '') throw valueError('Empty module name')
  const module = findAndLoad(absolute)
  if (fromlist === null || !isTrue(fromlist)) {
    if (level === 0 || name !== '') {
      const dot = name.indexOf('.')
      if (dot < 0) return module
      if (level === 0) return findAndLoad(name.slice(0, dot))
      const cut = absolute.slice(0, absolute.length - (name.length - dot))
      const top = importing.modules.getItem(cut)
      if (top === undefined) throw keyError(`${repr(cut)} not in sys.modules as expected`)
      return top
    }
    return module
  }
  if (lookupAttr(module, '__path__') !== undefined) handleFromList(module, absolute, fromlist, false)
  return module
}

function handleFromList(module: Value, name: string, fromlist: Value, recursive: boolean): void {
  for (const item of toArray(fromlist)) {
    const text = asString(item)
    if (text === undefined) {
      const where = recursive ? `${name}.__all__` : "``from list''"
      throw typeError(`Item in ${where} must be str, not ${typeOf(item).name}`)
    }
    if (text === '*') {
      const all = recursive ? undefined : lookupAttr(module, '__all__')
      if (all !== undefined) handleFromList(module, name, all, true)
    } else if (lookupAttr(module, text) === undefined) {
      const sub = `${name}.${text}`
      try {
        findAndLoad(sub)
      } catch (e) {
        // A missing submodule is the business of the statement that asks for the attribute.
        if (
          isException(e, moduleNotFoundErrorType) &&
          (e as unknown as { name: Value }).name === sub &&
          importing.modules.getItem(sub) !== null
        )
          continue
        throw e
      }
    }
  }
}

/** The package that relative imports of a namespace start from (CPython: resolve_name). */
function packageOf(globals: Value): string {
  if (!(globals instanceof PyDict)) throw typeError('globals must be a dict')
  const own = globals.getItem('__package__')
  const spec = globals.getItem('__spec__')
  if (own !== undefined && own !== null) {
    const text = asString(own)
    if (text === undefined) throw typeError('package must be a string')
    return text
  }
  if (spec !== undefined && spec !== null) {
    const parent = getAttr(spec, 'parent')
    const text = asString(parent)
    if (text === undefined) throw typeError('__spec__.parent must be a string')
    return text
  }
  const name = globals.getItem('__name__')
  if (name === undefined) throw keyError("'__name__' not in globals")
  const text = asString(name)
  if (text === undefined) throw typeError('__name__ must be a string')
  if (globals.getItem('__path__') !== undefined) return text
  const dot = text.lastIndexOf('.')
  return dot < 0 ? '' : text.slice(0, dot)
}

function resolveRelative(name: string, pkg: string, level: number): string {
  if (pkg === '') throw importError('attempted relative import with no known parent package')
  const parts = pkg.split('.')
  if (parts.length < level) throw importError('attempted relative import beyond top-level package')
  const base = parts.slice(0, parts.length - level + 1).join('.')
  return name === '' ? base : `${base}.${name}`
}

/** The module of an absolute name, imported where it is not in `sys.modules`. */
export function findAndLoad(name: string): Value {
  const present = importing.modules.getItem(name)
  if (present !== undefined && present !== null) return present
  if (present === null)
    throw importError(`import of ${name} halted; None in sys.modules`, name, null, moduleNotFoundErrorType)
  const dot = name.lastIndexOf('.')
  let path: Value = null
  let parent: Value = null
  if (dot >= 0) {
    const parentName = name.slice(0, dot)
    parent = findAndLoad(parentName)
    const again = importing.modules.getItem(name)
    if (again !== undefined && again !== null) return again
    const found = lookupAttr(parent, '__path__')
    if (found === undefined)
      throw importError(
        `No module named ${repr(name)}; ${repr(parentName)} is not a package`,
        name,
        null,
        moduleNotFoundErrorType,
      )
    path = found
  }
  const found = importing.finder(name, path)
  if (found === 'python') return importing.fallback(name)
  if (found === null) throw importError(`No module named ${repr(name)}`, name, null, moduleNotFoundErrorType)
  const module = load(found)
  if (dot >= 0) setOnParent(parent, name.slice(dot + 1), module)
  return module
}

function setOnParent(parent: Value, child: string, module: Value): void {
  try {
    setAttr(parent, child, module)
  } catch (e) {
    if (!isException(e, attributeErrorType)) throw e
    context.warn(
      importWarningType,
      `Cannot set an attribute on ${repr(lookupAttr(parent, '__name__') ?? null)} for child module ${repr(child)}`,
    )
  }
}

/** Creates, registers and runs a module; a failure takes it out of `sys.modules` again. */
export function load(found: Found): Value {
  const name = found.name
  const module = found.create === undefined ? makeModule(name) : found.create()
  initModule(module, found)
  importing.modules.setItem(name, module)
  initializing.add(name)
  try {
    found.execute(module)
  } catch (e) {
    importing.modules.deleteItem(name)
    throw e
  } finally {
    initializing.delete(name)
  }
  const registered = importing.modules.getItem(name)
  if (registered === undefined) throw keyError(`${repr(name)} not in sys.modules`)
  return registered
}

/** Sets the attributes that every imported module has. */
export function initModule(module: PyModule, found: Found): void {
  const ns = module.namespace
  const name = found.name
  ns.setItem('__loader__', found.loader)
  ns.setItem('__spec__', importing.makeSpec(found))
  const dot = name.lastIndexOf('.')
  ns.setItem('__package__', found.isPackage ? name : dot < 0 ? '' : name.slice(0, dot))
  if (found.file !== null) ns.setItem('__file__', found.file)
  if (found.cached !== null) ns.setItem('__cached__', found.cached)
  if (found.searchPath !== null) ns.setItem('__path__', new PyList([...found.searchPath]))
}

/** `from module import name` for one name (CPython: import_from in ceval.c). */
export function importFrom(module: Value, name: string): Value {
  const v = lookupAttr(module, name)
  if (v !== undefined) return v
  const moduleName = lookupAttr(module, '__name__')
  const own = moduleName === undefined ? undefined : asString(moduleName)
  if (own !== undefined) {
    const sub = importing.modules.getItem(`${own}.${name}`)
    if (sub !== undefined) return sub
  }
  const file = lookupAttr(module, '__file__')
  const shown = own === undefined ? '<unknown module name>' : own
  let message: string
  if (own !== undefined && isInitializing(own)) {
    message = `cannot import name ${repr(name)} from partially initialized module ${repr(shown)} (most likely due to a circular import)`
    if (typeof file === 'string') message += ` (${file})`
  } else
    message = `cannot import name ${repr(name)} from ${repr(shown)} (${typeof file === 'string' ? file : 'unknown location'})`
  const e = importError(message, own ?? null, typeof file === 'string' ? file : null, importErrorType)
  e.nameFrom = name
  throw e
}
