/**
 * Module specs and loaders, and importlib's classes before importlib is there (CPython: Lib/importlib/_bootstrap.py ModuleSpec,
 * _bootstrap_external.py SourceFileLoader).
 *
 * Importing works without running importlib, which takes longer to load than most programs to run; what Python code sees of it must
 * be importlib's own all the same. So specs and loaders are made as instances of placeholder types with the same attributes, which load
 * importlib when anything more is asked of them and then change their class to the real one; the three finders of `sys.meta_path` are
 * classes that importlib's own are poured into. See bootstrap.ts.
 */
import { runCode } from '../builtins/execution'
import { cachePath } from '../bytecode/cache'
import type { CodeObject } from '../bytecode/code'
import { type Found, importing } from '../interpreter/import'
import { getAttr } from '../objects/attributes'
import { PyBytes } from '../objects/bytes'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import { attributeError, importError } from '../objects/exceptionfields'
import { PyMethodDescriptor } from '../objects/function'
import { PyList } from '../objects/list'
import {
  type AttributeRecord,
  defineType,
  type GetSetTable,
  type MethodTable,
  PyObject,
  type PyType,
  shadowPrototype,
  typeOf,
  typeSetOwn,
  typeType,
  type Value,
} from '../objects/object'
import { NativeFunction } from '../objects/signature'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import { typeCall } from '../objects/typecall'
import { config, LIBRARY_PATH } from './config'
import { defer } from './deferred'
import { sysAttribute } from './sysobject'

/** The embedded library: code objects and sources by module name. */
export interface Library {
  names(): readonly string[]
  has(name: string): boolean
  isPackage(name: string): boolean
  /** @param filename co_filename, where it is not the module's place in the library */
  code(name: string, filename?: string): CodeObject
  source(name: string): string | null
}

/** What the runtime provides to importing. */
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

type Kind = 'spec' | 'fileLoader' | 'libraryLoader'

/** importlib's classes, as far as it is loaded. */
const real = new Map<Kind, PyType>()
/** Placeholders that are to become instances of the real classes. */
let waiting: { object: PyObject; kind: Kind }[] = []

/** Makes a real class the class of everything of its kind made so far and from now on. */
export function adoptClass(kind: Kind, type: PyType): void {
  real.set(kind, type)
  for (const { object } of waiting.filter((w) => w.kind === kind))
    Object.setPrototypeOf(object, object.dict === undefined ? type.proto : shadowPrototype(type))
  waiting = waiting.filter((w) => w.kind !== kind)
}

/** A second interpreter of the process begins without importlib. */
export function forgetClasses(): void {
  real.clear()
  waiting = []
  finders = null
}

function makeClass(name: string, module: string, bases: PyType[]): PyType {
  const namespace = new PyDict()
  namespace.setItem('__module__', module)
  return typeCall(typeType, [name, new PyTuple(bases), namespace], [], []) as PyType
}

function make(kind: Kind, placeholder: new () => PyObject, fields: Record<string, Value>): Value {
  const type = real.get(kind)
  const object = type === undefined ? new placeholder() : new type.ctor()
  const record = object as unknown as AttributeRecord
  for (const name in fields) record[`$${name}`] = fields[name]
  if (type === undefined) waiting.push({ object, kind })
  return object
}

/** Asks the real class, which an object has after importlib is loaded. */
function later(name: string): (self: Value, ...args: Value[]) => Value {
  return (self, ...args) => {
    const before = typeOf(self)
    importing.bootstrap()
    if (typeOf(self) === before) throw attributeError(`'${before.name}' object has no attribute '${name}'`, self, name)
    return context.call(getAttr(self, name), args)
  }
}

/** What a placeholder does: anything that is not an attribute of the instance is a matter of the real class. */
const placeholderMethods = (): MethodTable => [
  [
    '__getattr__',
    (self: Value, name: Value) => {
      const before = typeOf(self)
      const text = asString(name)!
      // Only ever on the instance, and asked for whenever a module lacks an attribute.
      if (text !== '_initializing') importing.bootstrap()
      if (typeOf(self) === before)
        throw attributeError(`'${before.name}' object has no attribute '${text}'`, self, text)
      return getAttr(self, text)
    },
    '($self, name, /)',
  ],
  ['__repr__', later('__repr__'), '($self, /)'],
  ['__eq__', later('__eq__'), '($self, other, /)'],
]

function placeholderField(name: string, key: string): GetSetTable[number] {
  return [
    name,
    (self: SpecPlaceholder) => (self as unknown as AttributeRecord)[key]!,
    (self: SpecPlaceholder, value) => {
      ;(self as unknown as AttributeRecord)[key] = value ?? null
    },
  ]
}

class SpecPlaceholder extends PyObject {}
defineType('ModuleSpec', {
  layout: SpecPlaceholder,
  module: '_frozen_importlib',
  hasDict: true,
  unhashable: true,
  methods: placeholderMethods,
  // What relative imports and error messages ask for.
  getset: () => [
    [
      'parent',
      (self: SpecPlaceholder) => {
        const { $name: name, $submodule_search_locations: path } = self as unknown as AttributeRecord
        return path === null ? (name as string).slice(0, Math.max(0, (name as string).lastIndexOf('.'))) : name!
      },
    ],
    placeholderField('has_location', '$_set_fileattr'),
    placeholderField('cached', '$_cached'),
  ],
})

const loaderMethods = (): MethodTable => [...placeholderMethods(), ['__hash__', later('__hash__'), '($self, /)']]
class FileLoaderPlaceholder extends PyObject {}
defineType('SourceFileLoader', {
  layout: FileLoaderPlaceholder,
  module: '_frozen_importlib_external',
  hasDict: true,
  methods: loaderMethods,
})
class LibraryLoaderPlaceholder extends PyObject {}

/** The spec of a natively found module. */
export function makeSpec(found: Found): Value {
  return make('spec', SpecPlaceholder, {
    name: found.name,
    loader: found.loader,
    origin: found.file ?? found.origin ?? 'built-in',
    loader_state: null,
    submodule_search_locations: found.searchPath === null ? null : new PyList([...found.searchPath]),
    _uninitialized_submodules: new PyList([]),
    _set_fileattr: found.file !== null,
    _cached: found.cached,
  })
}

/** The loader of a source file. */
export function fileLoader(name: string, path: string): Value {
  return make('fileLoader', FileLoaderPlaceholder, { name, path })
}

/** `__cached__` (importlib.util.cache_from_source). */
export function cachedPath(file: string): string {
  return cachePath(file, config.optimize, asString(sysAttribute('pycache_prefix') ?? null) ?? null)
}

/** A module of the embedded library; `moduleName` is what it is imported as. */
export function fromLibrary(
  library: Library,
  name: string,
  moduleName = name,
  isPackage = library.isPackage(name),
): Found {
  const base = `${LIBRARY_PATH}/${name.replaceAll('.', '/')}`
  const file = isPackage ? `${base}/__init__.py` : `${base}.py`
  return {
    name: moduleName,
    isPackage,
    file,
    cached: cachedPath(file),
    searchPath: isPackage ? [base] : null,
    loader: make('libraryLoader', LibraryLoaderPlaceholder, { name: moduleName, path: file }),
    execute: (module) => {
      const code = library.code(name)
      if (name !== moduleName || !defer(module, name, code)) runCode(code, module.namespace, module.namespace)
    },
    executeWhole: (module) => {
      runCode(library.code(name), module.namespace, module.namespace)
    },
  }
}

// ── The embedded library's loader ──────────────────────────────────────────────────────────────────────────────────────

/** The name under which the library has the module of a path, or null. */
function libraryName(path: string): string | null {
  if (!path.startsWith(`${LIBRARY_PATH}/`) || !path.endsWith('.py')) return null
  const name = path
    .slice(LIBRARY_PATH.length + 1, -3)
    .replace(/\/__init__$/, '')
    .replaceAll('/', '.')
  return sources.library?.has(name) ? name : null
}

/** The library's name of the module that a loader is asked for. */
function loaded(self: Value, name: Value): string {
  const own = getAttr(self, 'name')
  const path = asString(getAttr(self, 'path')) ?? ''
  if (name !== null && name !== own)
    throw importError(`loader for ${asString(own)} cannot handle ${asString(name)}`, name)
  const found = libraryName(path)
  if (found === null) throw importError(`the library has no ${path}`, own, path)
  return found
}

function sourceOf(name: string): string {
  const text = sources.library!.source(name)
  if (text === null) throw importError('source not available through get_data()', name)
  return text
}

/** What the loader of the library does otherwise than a loader of files. */
const libraryMethods: MethodTable = [
  [
    'get_code',
    (self: Value, name: Value = null) => sources.library!.code(loaded(self, name)) as never,
    '($self, fullname=None, /)',
  ],
  ['get_source', (self: Value, name: Value = null) => sourceOf(loaded(self, name)), '($self, fullname=None, /)'],
]
const libraryData: MethodTable = [
  [
    'get_data',
    (self: Value, path: Value) => {
      const name = libraryName(asString(path) ?? '')
      if (name !== null) return new PyBytes(new TextEncoder().encode(sourceOf(name)))
      return context.call(getAttr(real.get('fileLoader')!, 'get_data'), [self, path])
    },
    '($self, path, /)',
  ],
]
defineType('SourceFileLoader', {
  layout: LibraryLoaderPlaceholder,
  module: '_frozen_importlib_external',
  hasDict: true,
  methods: () => [...loaderMethods(), ...libraryMethods],
})

/** The class of the library's loaders: importlib's loader of source files, reading from the executable. */
export function makeLibraryLoaderClass(fileLoaderClass: PyType): PyType {
  const made = makeClass('SourceFileLoader', '_frozen_importlib_external', [fileLoaderClass])
  for (const [name, fn, signature] of [...libraryMethods, ...libraryData])
    typeSetOwn(made, name, new PyMethodDescriptor(new NativeFunction(name, fn, signature), made))
  return made
}

// ── The finders of sys.meta_path ───────────────────────────────────────────────────────────────────────────────────────

/** The classes that a fresh interpreter has on `sys.meta_path`. */
export interface FinderClasses {
  readonly builtin: PyType
  readonly frozen: PyType
  readonly path: PyType
}
let finders: FinderClasses | null = null

const importerMethods = 'find_spec create_module exec_module load_module get_code get_source is_package'

/** The finders; until importlib is loaded, whatever is called on them loads it. */
export function finderClasses(): FinderClasses {
  finders ??= {
    builtin: finderClass('BuiltinImporter', '_frozen_importlib', importerMethods),
    frozen: finderClass('FrozenImporter', '_frozen_importlib', importerMethods),
    path: finderClass('PathFinder', '_frozen_importlib_external', 'find_spec invalidate_caches find_distributions'),
  }
  return finders
}

function finderClass(name: string, module: string, methods: string): PyType {
  const type: PyType = defineType(name, {
    layout: class extends PyObject {},
    module,
    hasDict: true,
    staticMethods: () =>
      methods.split(' ').map((method) => [
        method,
        (args: Value[], kwargs: PyDict | null) => {
          importing.bootstrap()
          const names = kwargs === null ? [] : (kwargs.keyList() as string[])
          return context.callKeywords(getAttr(type, method), args, names, kwargs === null ? [] : kwargs.valueList())
        },
        '(*args, **kwargs)',
      ]),
  })
  // As if a class statement had made it.
  type.heap = type.mutable = true
  type.name = name
  return type
}

/** Pours importlib's own class into the one that has been on `sys.meta_path` from the start. */
export function adoptFinder(type: PyType, own: PyType): void {
  for (const name of [...type.ns.keys()])
    if (name !== '__dict__' && name !== '__weakref__') typeSetOwn(type, name, undefined)
  for (const [name, value] of own.ns) if (name !== '__dict__' && name !== '__weakref__') typeSetOwn(type, name, value)
  type.doc = own.doc
}

/** The loader of native modules. */
export function builtinLoader(): Value {
  return finderClasses().builtin
}
