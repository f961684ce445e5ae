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
import {
  deprecationWarningType,
  importWarningType,
  isException,
  keyError,
  typeError,
  valueError,
} from '../objects/exceptions'
import { PyList } from '../objects/list'
import { completeModule, isInitializing, makeModule, PyModule } from '../objects/module'
import { typeOf, type Value } from '../objects/object'
import { equals, isTrue, repr, str, toArray } from '../objects/operators'
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
  /** The same, and leaves nothing of it for later; absent where that makes no difference. */
  executeWhole?(module: PyModule): void
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
  /** Whether the body of a module may wait until the module is used. */
  mayWait: (name: string) => boolean
} = {
  modules: new PyDict(),
  builtins: null,
  finder: () => null,
  bootstrap: () => {},
  fallback: (name) => {
    throw importError(`No module named ${repr(name)}`, name, null, moduleNotFoundErrorType)
  },
  makeSpec: () => null,
  mayWait: () => false,
}

/** What a name stood for when the module was imported whose body runs now; undefined where that is not known. */
type Recorded = (name: string) => Value | undefined

/** By the namespaces of bodies that were put off and run now: what their imports gave when the module was imported. */
export const recordedImports = new Map<Value, Recorded>()

/** `__import__(name, globals, fromlist, level)` */
export function importName(name: string, globals: Value | undefined, fromlist: Value, level: number): Value {
  const recorded = recordedImports.size === 0 ? undefined : recordedImports.get(globals ?? null)
  if (level < 0) throw valueError('level must be >= 0')
  let absolute = name
  if (level > 0) absolute = resolveRelative(name, packageOf(globals), level)
  else if (name === '') throw valueError('Empty module name')
  const module = findAndLoad(absolute, recorded)
  if (fromlist === null || !isTrue(fromlist)) {
    if (level === 0 || name !== '') {
      const dot = name.indexOf('.')
      if (dot < 0) return module
      if (level === 0) return findAndLoad(name.slice(0, dot), recorded)
      const cut = absolute.slice(0, absolute.length - (name.length - dot))
      const top = importing.modules.getItem(cut)
      if (top === undefined) throw keyError(`${repr(cut)} not in sys.modules as expected`)
      return top
    }
    return module
  }
  if (lookupAttr(module, '__path__') !== undefined) handleFromList(module, fromlist, false, recorded)
  return module
}

function handleFromList(module: Value, fromlist: Value, recursive: boolean, recorded?: Recorded): void {
  for (const item of toArray(fromlist)) {
    const text = asString(item)
    if (text === undefined) {
      const where = recursive ? `${nameOf(module)}.__all__` : "``from list''"
      throw typeError(`Item in ${where} must be str, not ${typeOf(item).name}`)
    }
    if (text === '*') {
      const all = recursive ? undefined : lookupAttr(module, '__all__')
      if (all !== undefined) handleFromList(module, all, true, recorded)
    } else if (lookupAttr(module, text) === undefined) {
      const sub = `${nameOf(module)}.${text}`
      try {
        findAndLoad(sub, recorded)
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

function nameOf(module: Value): string {
  return asString(str(getAttr(module, '__name__')))!
}

/** The package that relative imports of a namespace start from (CPython: resolve_name). */
function packageOf(globals: Value | undefined): string {
  if (globals === undefined) throw keyError("'__name__' not in globals")
  if (!(globals instanceof PyDict)) throw typeError('globals must be a dict')
  const own = globals.getItem('__package__')
  const spec = globals.getItem('__spec__')
  if (own !== undefined && own !== null) {
    const text = asString(own)
    if (text === undefined) throw typeError('package must be a string')
    if (spec !== undefined && spec !== null && !equals(own, getAttr(spec, 'parent')))
      context.warn(deprecationWarningType, '__package__ != __spec__.parent')
    return text
  }
  if (spec !== undefined && spec !== null) {
    const text = asString(getAttr(spec, 'parent'))
    if (text === undefined) throw typeError('__spec__.parent must be a string')
    return text
  }
  context.warn(
    importWarningType,
    "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__",
  )
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
export function findAndLoad(name: string, recorded?: Recorded): Value {
  const known = recorded?.(name)
  if (known !== undefined) return known
  const present = importing.modules.getItem(name)
  if (present !== undefined && present !== null) return present
  if (present === null)
    throw importError(`import of ${name} halted; None in sys.modules`, name, null, moduleNotFoundErrorType)
  const dot = name.lastIndexOf('.')
  let path: Value = null
  let parent: Value = null
  let parentName = ''
  if (dot >= 0) {
    parentName = name.slice(0, dot)
    parent = findAndLoad(parentName)
    // The body of the package comes first.
    if (parent instanceof PyModule && parent.pending !== null && !importing.mayWait(name)) completeModule(parent)
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
  const child = name.slice(dot + 1)
  const parentSpec = parent === null ? null : getAttr(parent, '__spec__')
  const found = importing.finder(name, path)
  if (found === 'python') return importing.fallback(name)
  if (found === null) throw importError(`No module named ${repr(name)}`, name, null, moduleNotFoundErrorType)
  if (dot < 0) return load(found)
  const loading = parentSpec !== null && isTrue(parentSpec) ? getAttr(parentSpec, '_uninitialized_submodules') : null
  let module: Value
  if (loading instanceof PyList) loading.items.push(child)
  try {
    module = load(found)
  } finally {
    if (loading instanceof PyList) loading.items.pop()
  }
  // The module may have put another in its parent's place.
  const current = importing.modules.getItem(parentName)
  if (current === undefined) throw keyError(parentName)
  setOnParent(current, child, module)
  return module
}

/** Binds a submodule in its package without running a body that waits, or gives false where binding may mean more than that. */
function bindSubmodule(parent: PyModule, child: string, module: Value): boolean {
  if (typeOf(parent).heap || child.startsWith('__')) return false
  parent.namespace.setItem(child, module)
  parent.bound?.push(child)
  return true
}

function setOnParent(parent: Value, child: string, module: Value): void {
  if (parent instanceof PyModule && bindSubmodule(parent, child, module)) return
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
  const spec = initModule(module, found)
  if (spec !== null) setAttr(spec, '_initializing', true)
  importing.modules.setItem(name, module)
  try {
    found.execute(module)
    const registered = importing.modules.getItem(name)
    if (registered === undefined) throw keyError(name)
    // A module may put another in its place; it counts as the newest one either way.
    importing.modules.deleteItem(name)
    importing.modules.setItem(name, registered)
    return registered
  } catch (e) {
    importing.modules.deleteItem(name)
    throw e
  } finally {
    if (spec !== null) setAttr(spec, '_initializing', false)
  }
}

/** Sets the attributes that every imported module has; its spec. */
export function initModule(module: PyModule, found: Found): Value {
  const ns = module.namespace
  const name = found.name
  ns.setItem('__loader__', found.loader)
  const spec = importing.makeSpec(found)
  ns.setItem('__spec__', spec)
  const dot = name.lastIndexOf('.')
  ns.setItem('__package__', found.isPackage ? name : dot < 0 ? '' : name.slice(0, dot))
  if (found.file !== null) ns.setItem('__file__', found.file)
  if (found.cached !== null) ns.setItem('__cached__', found.cached)
  if (found.searchPath !== null) ns.setItem('__path__', new PyList([...found.searchPath]))
  return spec
}

/** `from module import name` for one name (CPython: import_from in ceval.c). */
export function importFrom(module: Value, name: string): Value {
  const v = lookupAttr(module, name)
  if (v !== undefined) return v
  const moduleName = asString(lookupAttr(module, '__name__') ?? null)
  if (moduleName !== undefined) {
    const sub = importing.modules.getItem(`${moduleName}.${name}`)
    if (sub !== undefined) return sub
  }
  const file = module instanceof PyModule ? module.namespace.getItem('__file__') : undefined
  const origin = file === undefined ? null : (asString(file) ?? null)
  const own = repr(moduleName ?? '<unknown module name>')
  let message = `cannot import name ${repr(name)} from `
  const spec = lookupAttr(module, '__spec__')
  if (origin !== null && spec !== undefined && isInitializing(spec))
    message += `partially initialized module ${own} (most likely due to a circular import) (${origin})`
  else message += `${own} (${origin ?? 'unknown location'})`
  const e = importError(message, moduleName ?? null, origin, importErrorType)
  e.nameFrom = name
  throw e
}
