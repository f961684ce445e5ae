/** module (CPython: Objects/moduleobject.c). */
import { genericGetAttr, genericSetAttr } from './attributes'
import { context } from './context'
import { PyDict } from './dict'
import { attributeError } from './exceptionfields'
import { typeError } from './exceptions'
import { PyList } from './list'
import { defineType, type GetAttr, PyObject, type PyType, typeOf, type Value } from './object'
import { isTrue } from './operators'
import { asString } from './str'

/** A module; its attributes are its namespace. */
export class PyModule extends PyObject {
  namespace = new PyDict()
  /** The native look-up of module attributes, for the inline cache. */
  static getattro: GetAttr = moduleGetAttr
}

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
  const found = genericGetAttr(o, name)
  if (found !== undefined) return found
  const own = module.namespace.getItem(name)
  if (own !== undefined) return own
  const fallback = module.namespace.getItem('__getattr__')
  if (fallback !== undefined) return context.call1(fallback, name)
  throw attributeError(missingMessage(module, name), o, name)
}

function missingMessage(module: PyModule, name: string): string {
  const own = module.namespace.getItem('__name__')
  if (typeof own !== 'string') return `module has no attribute '${name}'`
  const spec = module.namespace.getItem('__spec__')
  if (spec !== undefined && spec !== null) {
    const initializing = typeOf(spec).getattro(spec, '_initializing')
    if (initializing !== undefined && isTrue(initializing))
      return `partially initialized module '${own}' has no attribute '${name}' (most likely due to a circular import)`
  }
  return `module '${own}' has no attribute '${name}'`
}

function moduleSetAttr(o: Value, name: string, value: Value | undefined): void {
  const module = o as PyModule
  const onType = typeOf(o).proto['$' + name]
  if (
    onType !== undefined &&
    name.startsWith('__') &&
    onType !== null &&
    typeof onType === 'object' &&
    onType.cls.proto.$__set__ !== undefined
  ) {
    genericSetAttr(o, name, value)
    return
  }
  if (value !== undefined) module.namespace.setItem(name, value)
  else if (module.namespace.deleteItem(name) === undefined)
    throw attributeError(`'${typeOf(o).name}' object has no attribute '${name}'`, o, name)
}

function moduleRepr(self: PyModule): Value {
  return context.call1(context.moduleRepr(), self)
}

function moduleDir(self: PyModule): Value {
  const fallback = self.namespace.getItem('__dir__')
  if (fallback !== undefined) return context.call0(fallback)
  return new PyList(self.namespace.keyList())
}

defineType('module', {
  layout: PyModule,
  doc: 'A namespace with a name and a docstring.',
  getattro: moduleGetAttr,
  setattro: moduleSetAttr,
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: [
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
    ['__getattribute__', (self: PyModule, name: Value) => moduleGetAttr(self, asString(name)!)!, '($self, name, /)'],
    [
      '__setattr__',
      (self: PyModule, name: Value, value: Value) => (moduleSetAttr(self, asString(name)!, value), null),
      '($self, name, value, /)',
    ],
    [
      '__delattr__',
      (self: PyModule, name: Value) => (moduleSetAttr(self, asString(name)!, undefined), null),
      '($self, name, /)',
    ],
    ['__repr__', moduleRepr, '($self, /)'],
    ['__dir__', moduleDir, '($self, /)'],
  ],
  getset: [
    ['__dict__', (self: PyModule) => self.namespace],
    [
      '__annotations__',
      (self: PyModule) => {
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
