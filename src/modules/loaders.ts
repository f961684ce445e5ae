/**
 * Module specs and the loaders of natively imported modules (CPython: Lib/importlib/_bootstrap.py ModuleSpec,
 * _bootstrap_external.py SourceFileLoader). They answer what Python code asks of `__spec__` and `__loader__`.
 */
import { readFileSync } from 'node:fs'
import { runCode } from '../builtins/execution'
import type { CodeObject } from '../bytecode/code'
import type { Found } from '../interpreter/import'
import { lookupAttr } from '../objects/attributes'
import { PyBytes } from '../objects/bytes'
import { context } from '../objects/context'
import { importError } from '../objects/exceptionfields'
import { PyList } from '../objects/list'
import type { PyModule } from '../objects/module'
import { defineType, PyObject, type PyType, type Value } from '../objects/object'
import { equals, isTrue, repr } from '../objects/operators'
import { asString } from '../objects/str'
import { nodePath } from './filenames'

/** `importlib.machinery.ModuleSpec` */
export class PyModuleSpec extends PyObject {
  name: Value = null
  loader: Value = null
  origin: Value = null
  loaderState: Value = null
  searchLocations: Value = null
  uninitialized: Value = new PyList([])
  setFileAttribute: Value = false
  cached: Value = null
  initializing: Value = false
}

function field(name: string, property: keyof PyModuleSpec) {
  return [
    name,
    (self: PyModuleSpec) => self[property] as Value,
    (self: PyModuleSpec, value: Value | undefined) => {
      ;(self as unknown as Record<string, Value>)[property] = value ?? null
    },
  ] as const
}

export const moduleSpecType = defineType('ModuleSpec', {
  layout: PyModuleSpec,
  module: 'importlib._bootstrap',
  hasDict: true,
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: [
    [
      '__init__',
      (
        self: PyModuleSpec,
        name: Value,
        loader: Value,
        origin: Value = null,
        loaderState: Value = null,
        isPackage: Value = null,
      ) => {
        self.name = name
        self.loader = loader
        self.origin = origin
        self.loaderState = loaderState
        self.searchLocations = isPackage !== null && isTrue(isPackage) ? new PyList([]) : null
        self.uninitialized = new PyList([])
        self.setFileAttribute = false
        self.cached = null
        return null
      },
      '($self, name, loader, *, origin=None, loader_state=None, is_package=None)',
    ],
    [
      '__repr__',
      (self: PyModuleSpec) => {
        const parts = [`name=${repr(self.name)}`, `loader=${repr(self.loader)}`]
        if (self.origin !== null) parts.push(`origin=${repr(self.origin)}`)
        if (self.searchLocations !== null) parts.push(`submodule_search_locations=${repr(self.searchLocations)}`)
        return `ModuleSpec(${parts.join(', ')})`
      },
      '($self, /)',
    ],
    [
      '__eq__',
      (self: PyModuleSpec, other: Value) =>
        other instanceof PyModuleSpec &&
        equals(self.name, other.name) &&
        equals(self.loader, other.loader) &&
        equals(self.origin, other.origin) &&
        equals(self.searchLocations, other.searchLocations) &&
        equals(self.cached, other.cached),
      '($self, other, /)',
    ],
  ],
  getset: [
    field('name', 'name'),
    field('loader', 'loader'),
    field('origin', 'origin'),
    field('loader_state', 'loaderState'),
    field('submodule_search_locations', 'searchLocations'),
    field('_uninitialized_submodules', 'uninitialized'),
    field('_set_fileattr', 'setFileAttribute'),
    field('_cached', 'cached'),
    field('cached', 'cached'),
    [
      '_initializing',
      (self: PyModuleSpec) => self.initializing,
      (self: PyModuleSpec, v) => {
        self.initializing = v ?? null
      },
    ],
    [
      'has_location',
      (self: PyModuleSpec) => self.setFileAttribute,
      (self: PyModuleSpec, v) => {
        self.setFileAttribute = v !== undefined && isTrue(v)
      },
    ],
    [
      'parent',
      (self: PyModuleSpec) => {
        const name = asString(self.name) ?? ''
        if (self.searchLocations !== null) return name
        const dot = name.lastIndexOf('.')
        return dot < 0 ? '' : name.slice(0, dot)
      },
    ],
  ],
})
moduleSpecType.ns.set('__hash__', null)

/** The spec of a natively found module. */
export function makeSpec(found: Found): Value {
  const spec = new PyModuleSpec()
  spec.name = found.name
  spec.loader = found.loader
  spec.origin = found.file ?? 'built-in'
  spec.searchLocations = found.searchPath === null ? null : new PyList([...found.searchPath])
  spec.setFileAttribute = found.file !== null
  spec.cached = found.cached
  return spec
}

/** Loader of a module whose code is at hand: a source file on disk or a module of the embedded library. */
export class SourceLoader extends PyObject {
  constructor(
    readonly name: string,
    readonly path: string,
    readonly isPackage: boolean,
    /** Reads or compiles the module's code. */
    readonly code: () => CodeObject,
    /** The source text; null where it cannot be had. */
    readonly source: () => string | null,
  ) {
    super()
  }
}

function checkName(self: SourceLoader, name: Value | undefined): void {
  if (name !== undefined && name !== null && name !== self.name)
    throw importError(`loader for ${self.name} cannot handle ${asString(name)}`, name)
}

export const sourceLoaderType = defineType('SourceFileLoader', {
  layout: SourceLoader as never,
  module: '_frozen_importlib_external',
  hasDict: true,
  methods: [
    [
      'get_filename',
      (self: SourceLoader, name: Value) => (checkName(self, name), self.path),
      '($self, fullname=None, /)',
    ],
    [
      'is_package',
      (self: SourceLoader, name: Value) => (checkName(self, name), self.isPackage),
      '($self, fullname=None, /)',
    ],
    [
      'get_code',
      (self: SourceLoader, name: Value) => (checkName(self, name), self.code() as never),
      '($self, fullname=None, /)',
    ],
    [
      'get_source',
      (self: SourceLoader, name: Value) => (checkName(self, name), self.source()),
      '($self, fullname=None, /)',
    ],
    [
      'get_data',
      (_self: SourceLoader, path: Value) => new PyBytes(new Uint8Array(readFileSync(nodePath(path, 'open')))),
      '($self, path, /)',
    ],
    ['create_module', () => null, '($self, spec, /)'],
    [
      'exec_module',
      (self: SourceLoader, module: Value) => {
        runCode(self.code(), (module as PyModule).namespace, (module as PyModule).namespace)
        return null
      },
      '($self, module, /)',
    ],
    ['load_module', (self: SourceLoader) => context.importModule(self.name), '($self, fullname=None, /)'],
    [
      'get_resource_reader',
      (self: SourceLoader, name: Value) => {
        const readers = context.importModule('importlib.readers')
        return context.call1(lookupAttr(readers, 'FileReader')!, (checkName(self, name), self))
      },
      '($self, name, /)',
    ],
    [
      '__repr__',
      (self: SourceLoader) => `<_frozen_importlib_external.SourceFileLoader object for ${repr(self.path)}>`,
      '($self, /)',
    ],
    [
      '__eq__',
      (a: SourceLoader, b: Value) => b instanceof SourceLoader && a.path === b.path && a.name === b.name,
      '($self, other, /)',
    ],
  ],
  getset: [
    ['name', (self: SourceLoader) => self.name],
    ['path', (self: SourceLoader) => self.path],
  ],
})

/** Loader of modules written in TypeScript; a class in CPython, one object here. */
class BuiltinLoader extends PyObject {}
export const builtinLoaderType = defineType('BuiltinImporter', {
  layout: BuiltinLoader,
  module: '_frozen_importlib',
  methods: [
    ['__repr__', () => "<class '_frozen_importlib.BuiltinImporter'>", '($self, /)'],
    ['get_code', () => null, '($self, fullname, /)'],
    ['get_source', () => null, '($self, fullname, /)'],
    ['is_package', () => false, '($self, fullname, /)'],
    ['create_module', (_self: Value, spec: Value) => createNative(spec), '($self, spec, /)'],
    ['exec_module', () => null, '($self, module, /)'],
    ['load_module', (_self: Value, name: Value) => context.importModule(asString(name)!), '($self, fullname, /)'],
  ],
})
/** The one loader of native modules. */
export const builtinLoader: Value = new BuiltinLoader()

function createNative(spec: Value): Value {
  return context.importModule(asString(lookupAttr(spec, 'name') ?? null)!)
}
