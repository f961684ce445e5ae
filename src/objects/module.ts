/** module (CPython: Objects/moduleobject.c). */
import { attributeName, genericGetAttr, genericSetAttr, getAttr, lookupAttr, precedes } from './attributes'
import { context, lateBodies } from './context'
import { PyDict } from './dict'
import { attributeError } from './exceptionfields'
import { typeError } from './exceptions'
import { PyList } from './list'
import { attrKey, defineType, type GetAttr, PyObject, type PyType, typeOf, type Value } from './object'
import { contains, isTrue } from './operators'
import { PyFrozenSet, PySet } from './set'
import { asString } from './str'

/** A module; its attributes are its namespace. */
export class PyModule extends PyObject {
  namespace = new PyDict()
  /** Runs the module's body, of which a part was there without; null for any other module. See {@link completeModule}. */
  pending: (() => void) | null = null
  /** Names of submodules that were bound while the body waits; null where none does. */
  bound: string[] | null = null
  /** The native look-up of module attributes, for the inline cache. */
  static getattro: GetAttr = moduleGetAttr
}

/**
 * Runs a body that was put off. Called before anything is done with a module but looking up a name that it has already, so that nobody can
 * tell the difference.
 */
export function completeModule(module: PyModule): void {
  while (module.pending !== null) advanceModule(module)
}

/** Runs the body, or as much of it as is needed next: a body that has been put off may put off most of itself again. */
export function advanceModule(module: PyModule): void {
  const run = module.pending!
  module.pending = null
  try {
    run()
  } catch (e) {
    module.pending = run
    throw e
  }
}

/** Attributes that importing gives a module before its body runs. */
const MADE_BEFORE = new Set(['__name__', '__loader__', '__package__', '__spec__', '__path__', '__file__', '__cached__'])
/** Names that are looked for in all modules, or to see what the system can do, and that no body of the library binds. */
const NEVER_BOUND = new Set(['__file__', '__path__', '__cached__', '__warningregistry__', 'fork'])

/** Makes a module with the attributes every module has. */
export function makeModule(name: string, doc: Value = null): PyModule {
  const module = new PyModule()
  const ns = module.namespace
  ns.setItem('__name__', name)
  ns.setItem('__doc__', doc)
  ns.setItem('__package__', null)
  ns.setItem('__loader__', null)
  ns.setItem('__spec__', null)
  return module
}

function moduleGetAttr(o: Value, name: string): Value | undefined {
  const module = o as PyModule
  const found = findAttribute(module, name)
  if (found !== undefined) return found
  const fallback = module.namespace.getItem('__getattr__')
  return fallback === undefined ? undefined : context.call1(fallback, name)
}

/** `object.__getattribute__` for a module, whose namespace is its `__dict__`; undefined where there is nothing. */
export function findAttribute(module: PyModule, name: string): Value | undefined {
  const onClass = typeOf(module).proto[attrKey(name)]
  if (onClass === undefined || !precedes(onClass)) {
    const own = module.namespace.getItem(name)
    if (own !== undefined) return own
    if (module.pending !== null && (onClass === undefined || name === '__doc__') && !NEVER_BOUND.has(name)) {
      advanceModule(module)
      return findAttribute(module, name)
    }
  }
  return genericGetAttr(module, name)
}

function missingMessage(o: Value, name: string): string {
  const module = o as PyModule
  const own = asString(module.namespace.getItem('__name__') ?? null)
  if (own === undefined) return `module has no attribute '${name}'`
  const plain = `module '${own}' has no attribute '${name}'`
  const spec = module.namespace.getItem('__spec__')
  if (spec === undefined || spec === null) return plain
  const origin = fileOrigin(spec)
  const shadowing = origin !== null && mayShadow(origin)
  if (shadowing && isStandardModule(module.namespace.getItem('__name__')!))
    return `${plain} (consider renaming '${origin}' since it has the same name as the standard library module named '${own}' and the import system gives it precedence)`
  if (isInitializing(spec)) {
    if (shadowing)
      return `${plain} (consider renaming '${origin}' if it has the same name as a third-party module you intended to import)`
    const from = origin === null ? '' : ` from '${origin}'`
    return `partially initialized module '${own}'${from} has no attribute '${name}' (most likely due to a circular import)`
  }
  const loading = lookupAttr(spec, '_uninitialized_submodules')
  if (loading instanceof PyList && loading.items.includes(name))
    return `cannot access submodule '${name}' of module '${own}' (most likely due to a circular import)`
  return plain
}

// ── Why an attribute or a name may be missing (CPython: _PyModule_IsPossiblyShadowing and its siblings) ───────────────

/** `sys.path[0]` as the command line set it, where modules can hide those of the library; null where it was not set. */
export const programFolder: { path: string | null } = { path: null }

/** The file that a spec says its module is from, or null. */
function fileOrigin(spec: Value): string | null {
  const located = lookupAttr(spec, 'has_location')
  if (located === undefined || !isTrue(located)) return null
  return asString(lookupAttr(spec, 'origin') ?? null) ?? null
}

/** Whether a module from this file is found before one of the library that has its name. */
function mayShadow(origin: string): boolean {
  if (programFolder.path === null) return false
  const slash = origin.replace(/\/__init__\.py$/, '').lastIndexOf('/')
  return slash >= 0 && origin.slice(0, slash) === (programFolder.path || process.cwd())
}

function isStandardModule(name: Value): boolean {
  const names = lookupAttr(context.importModule('sys'), 'stdlib_module_names')
  return (names instanceof PySet || names instanceof PyFrozenSet) && contains(names, name)
}

/** Whether the module of a spec is still running its body. */
export function isInitializing(spec: Value): boolean {
  const initializing = lookupAttr(spec, '_initializing')
  return initializing !== undefined && isTrue(initializing)
}

/** `object.__setattr__` for a module. */
export function moduleSetAttr(o: Value, name: string, value: Value | undefined): void {
  const module = o as PyModule
  const onType = typeOf(o).proto[attrKey(name)]
  if (
    onType !== undefined &&
    onType !== null &&
    typeof onType === 'object' &&
    onType.cls.proto.$__set__ !== undefined
  ) {
    genericSetAttr(o, name, value)
    return
  }
  if (!MADE_BEFORE.has(name)) {
    lateBodies.touched?.(module, name)
    completeModule(module)
  }
  if (value !== undefined) module.namespace.setItem(name, value)
  else if (module.namespace.deleteItem(name) === undefined)
    throw attributeError(`'${typeOf(o).name}' object has no attribute '${name}'`, o, name)
}

function moduleRepr(self: PyModule): Value {
  return context.call1(context.moduleRepr(), self)
}

/** The names of a module whose namespace nobody else gets to see; undefined for a module of a class of its own. */
export function namespaceKeys(module: Value): Value[] | undefined {
  if (!(module instanceof PyModule) || typeOf(module) !== moduleType) return undefined
  completeModule(module)
  return module.namespace.keyList()
}

function moduleDir(self: PyModule): Value {
  const names = namespaceKeys(self)
  if (names !== undefined && self.namespace.getItem('__dir__') === undefined) return new PyList(names)
  const dict = getAttr(self, '__dict__')
  if (!(dict instanceof PyDict)) throw typeError('<module>.__dict__ is not a dictionary')
  const fallback = dict.getItem('__dir__')
  if (fallback !== undefined) return context.call0(fallback)
  return new PyList(dict.keyList())
}

export const moduleType = defineType('module', {
  layout: PyModule,
  // Its own __dict__ below is the namespace; classes derived from it do not add another.
  hasDict: true,
  doc: 'A namespace with a name and a docstring.',
  getattro: moduleGetAttr,
  setattro: moduleSetAttr,
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    [
      '__init__',
      (self: PyModule, name: Value, doc: Value = null) => {
        const text = asString(name)
        if (text === undefined) throw typeError(`module() argument 'name' must be str, not ${typeOf(name).name}`)
        const ns = self.namespace
        ns.setItem('__name__', name)
        ns.setItem('__doc__', doc)
        ns.setItem('__package__', null)
        ns.setItem('__loader__', null)
        ns.setItem('__spec__', null)
        return null
      },
      '($self, name, doc=None)',
    ],
    [
      '__getattribute__',
      (self: PyModule, name: Value) => {
        const text = attributeName(name)
        const v = moduleGetAttr(self, text)
        if (v === undefined) throw attributeError(missingMessage(self, text), self, text)
        return v
      },
      '($self, name, /)',
    ],
    [
      '__setattr__',
      (self: PyModule, name: Value, value: Value) => (moduleSetAttr(self, attributeName(name), value), null),
      '($self, name, value, /)',
    ],
    [
      '__delattr__',
      (self: PyModule, name: Value) => (moduleSetAttr(self, attributeName(name), undefined), null),
      '($self, name, /)',
    ],
    ['__repr__', moduleRepr, '($self, /)'],
    ['__dir__', moduleDir, '($self, /)'],
  ],
  members: '__dict__',
  getset: () => [
    [
      '__dict__',
      (self: PyModule) => {
        lateBodies.touched?.(self, null)
        completeModule(self)
        return self.namespace
      },
    ],
    [
      '__annotations__',
      (self: PyModule) => {
        completeModule(self)
        let found = self.namespace.getItem('__annotations__')
        if (found === undefined) {
          found = new PyDict()
          self.namespace.setItem('__annotations__', found)
        }
        return found
      },
      (self: PyModule, value) => {
        if (value === undefined) {
          if (self.namespace.deleteItem('__annotations__') === undefined)
            throw attributeError('__annotations__', self, '__annotations__')
        } else self.namespace.setItem('__annotations__', value)
      },
    ],
  ],
})
moduleType.missingText = missingMessage
