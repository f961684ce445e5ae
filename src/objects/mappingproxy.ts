/** mappingproxy: a read-only view of a mapping, as `cls.__dict__` (CPython: Objects/descrobject.c). */
import { getAttr } from './attributes'
import { context } from './context'
import { typeError } from './exceptions'
import { genericAliasOf } from './genericalias'
import { PyList } from './list'
import { defineType, type MethodTable, PyObject, type PyType, typeOf, type Value } from './object'
import { BinaryIndex, binaryOp, compare, contains, getItem, getIter, hashValue, length, repr, str } from './operators'
import { comparisonRows } from './sequence'
import { PyTuple } from './tuple'

/** A read-only view. */
export class PyMappingProxy extends PyObject {
  constructor(readonly mapping: Value = null) {
    super()
  }
}

/** Makes a view of a mapping. */
export function makeMappingProxy(mapping: Value): PyMappingProxy {
  return new PyMappingProxy(mapping)
}

function proxyNew(_cls: PyType, mapping: Value): Value {
  const proto = typeOf(mapping).proto
  if (proto.$__getitem__ === undefined || mapping instanceof PyList || mapping instanceof PyTuple)
    throw typeError(`mappingproxy() argument must be a mapping, not ${typeOf(mapping).name}`)
  return new PyMappingProxy(mapping)
}

/** Calls a method of the mapping. */
function forward(name: string) {
  return (self: PyMappingProxy): Value => context.call0(getAttr(self.mapping, name))
}

function bare(v: Value): Value {
  return v instanceof PyMappingProxy ? v.mapping : v
}

function refuseInplace(self: PyMappingProxy): Value {
  throw typeError(`'|=' is not supported by ${typeOf(self).name}; use '|' instead`)
}

export const mappingProxyMethods = (): MethodTable => [
  ['__repr__', (self: PyMappingProxy) => `mappingproxy(${repr(self.mapping)})`, '($self, /)'],
  ['__str__', (self: PyMappingProxy) => str(self.mapping), '($self, /)'],
  ['__hash__', (self: PyMappingProxy) => hashValue(self.mapping), '($self, /)'],
  ...comparisonRows((index, self: PyMappingProxy, other) => compare(index, self.mapping, bare(other))),
  ['__iter__', (self: PyMappingProxy) => getIter(self.mapping), '($self, /)'],
  ['__len__', (self: PyMappingProxy) => length(self.mapping), '($self, /)'],
  ['__getitem__', (self: PyMappingProxy, key: Value) => getItem(self.mapping, key), '($self, key, /)'],
  ['__contains__', (self: PyMappingProxy, key: Value) => contains(self.mapping, key), '($self, key, /)'],
  ['__or__', (a: Value, b: Value) => binaryOp(BinaryIndex.or, bare(a), bare(b)), '($self, value, /)'],
  ['__ror__', (a: Value, b: Value) => binaryOp(BinaryIndex.or, bare(b), bare(a)), '($self, value, /)'],
  ['__ior__', refuseInplace, '($self, value, /)'],
  ['__reversed__', forward('__reversed__'), '($self, /)'],
  [
    'get',
    (self: PyMappingProxy, key: Value, otherwise?: Value) =>
      context.call2(getAttr(self.mapping, 'get'), key, otherwise ?? null),
    '($self, key, default=None, /)',
    'The value under a key, or the default.',
  ],
  ['keys', forward('keys'), '($self, /)', 'The keys of the mapping.'],
  ['values', forward('values'), '($self, /)', 'The values of the mapping.'],
  ['items', forward('items'), '($self, /)', 'The items of the mapping.'],
  ['copy', forward('copy'), '($self, /)', 'A shallow copy of the mapping.'],
]

defineType('mappingproxy', {
  layout: PyMappingProxy,
  new: [proxyNew, '(mapping)'],
  methods: mappingProxyMethods,
  classMethods: () => [['__class_getitem__', genericAliasOf, '($type, object, /)']],
  patternKind: 'mapping',
  final: true,
  doc: 'A mapping seen through a window that lets nothing in.',
})
