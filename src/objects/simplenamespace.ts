/** types.SimpleNamespace (Library Reference, "types"; CPython: Objects/namespaceobject.c). */
import { context, enterRepr, leaveRepr } from './context'
import { instanceDict, PyDict, setOwnAttribute } from './dict'
import { typeError } from './exceptions'
import {
  type AttributeRecord,
  attrKey,
  defineType,
  type MethodTable,
  PyObject,
  type PyType,
  typeOf,
  type Value,
} from './object'
import { compare, repr } from './operators'
import { comparisonRows } from './sequence'
import { NotImplemented } from './singletons'
import { asString } from './str'
import { PyTuple } from './tuple'

/** An object whose attributes are given by keyword. */
export class PySimpleNamespace extends PyObject {}

/** Makes a namespace of a class with attributes. */
export function makeNamespace(attributes: Iterable<readonly [string, Value]>): PySimpleNamespace {
  const made = new PySimpleNamespace()
  // Not through the type, which has not been looked into when the first is made.
  const record = made as unknown as AttributeRecord
  for (const [name, value] of attributes) record[attrKey(name)] = value
  return made
}

/** Stores an attribute; a view of them all is not made for that. */
function store(self: PySimpleNamespace, key: Value, value: Value): void {
  if (typeof key === 'string' && self.dict === undefined) setOwnAttribute(self, attrKey(key), value)
  else instanceDict(self).setItem(key, value)
}

function init(self: PySimpleNamespace, args: Value[], keywords: Value): Value {
  if (args.length > 1) throw typeError(`${typeOf(self).name} expected at most 1 argument, got ${args.length}`)
  if (args.length === 1) {
    const given = new PyDict()
    context.call2(typeOf(given).lookup('update')!, given, args[0]!)
    for (const key of given.keyList()) {
      if (asString(key) === undefined) throw typeError('keywords must be strings')
      store(self, key, given.getItem(key)!)
    }
  }
  if (keywords instanceof PyDict) for (const key of keywords.keyList()) store(self, key, keywords.getItem(key)!)
  return null
}

function namespaceRepr(self: PySimpleNamespace): string {
  const name = self.cls === simpleNamespaceType ? 'namespace' : self.cls.name
  if (!enterRepr(self)) return `${name}(...)`
  try {
    const dict = instanceDict(self)
    const parts: string[] = []
    for (const key of dict.keyList()) {
      const text = asString(key)
      if (text !== undefined && text !== '') parts.push(`${text}=${repr(dict.getItem(key)!)}`)
    }
    return `${name}(${parts.join(', ')})`
  } finally {
    leaveRepr(self)
  }
}

export const simpleNamespaceMethods = (): MethodTable => [
  ['__init__', init, '($self, mapping_or_iterable=(), /, **kwargs) as ($self, /, *args, **kwargs)'],
  ['__repr__', namespaceRepr, '($self, /)'],
  ...comparisonRows((index, self: PySimpleNamespace, other: Value) =>
    other instanceof PySimpleNamespace ? compare(index, instanceDict(self), instanceDict(other)) : NotImplemented,
  ),
  [
    '__reduce__',
    (self: PySimpleNamespace) => new PyTuple([typeOf(self), new PyTuple([]), instanceDict(self)]),
    '($self, /)',
  ],
  [
    '__replace__',
    (self: PySimpleNamespace, keywords: Value) => {
      const made = context.call0(typeOf(self))
      if (!(made instanceof PySimpleNamespace))
        throw typeError(
          `expect ${simpleNamespaceType.name} type, but ${typeOf(self).name}() returned '${typeOf(made).name}' object`,
        )
      const target = instanceDict(made)
      const own = instanceDict(self)
      for (const key of own.keyList()) target.setItem(key, own.getItem(key)!)
      if (keywords instanceof PyDict) for (const key of keywords.keyList()) target.setItem(key, keywords.getItem(key)!)
      return made
    },
    '($self, /, **changes)',
  ],
]

export const simpleNamespaceType: PyType = defineType('types.SimpleNamespace', {
  layout: PySimpleNamespace,
  module: 'types',
  hasDict: true,
  new: [(cls: PyType) => new cls.ctor() as PySimpleNamespace, '(*args, **kwargs)'],
  methods: simpleNamespaceMethods,
  unhashable: true,
  doc: 'An object whose attributes are given by keyword.',
})
