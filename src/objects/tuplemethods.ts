/** The methods of tuple (Library Reference, "Tuples"; CPython: Objects/tupleobject.c). */

import { enterNative, leaveNative } from './context'
import { indexError, typeError } from './exceptions'
import { genericAliasOf } from './genericalias'
import { PyTupleIterator } from './iterators'
import { completeType, type Int, type MethodTable, type PyType, typeOf, type Value } from './object'
import { hashValue, toArray } from './operators'
import {
  compareItems,
  comparisonRows,
  containsItem,
  countItem,
  declines,
  declinesRepeat,
  indexOfItem,
  position,
  repeatCount,
  repeatItems,
  reprItems,
} from './sequence'
import { NotImplemented } from './singletons'
import { adjustSlice, itemsBetween, PySlice } from './slice'
import { emptyTuple, PyTuple, tupleType } from './tuple'
import { TupleHash } from './tuplehash'

function tupleNew(cls: PyType, iterable?: Value): Value {
  if (cls === tupleType) {
    if (iterable === undefined) return emptyTuple
    if (iterable instanceof PyTuple && iterable.cls === tupleType) return iterable
    return tupleOf(toArray(iterable))
  }
  const made = new cls.ctor() as { -readonly [K in keyof PyTuple]: PyTuple[K] }
  if (iterable !== undefined) made.items = toArray(iterable)
  return made as PyTuple
}

/** A tuple of the items; the empty one is shared. */
export function tupleOf(items: Value[]): PyTuple {
  return items.length === 0 ? emptyTuple : new PyTuple(items)
}

function tupleHash(self: PyTuple): Int {
  const h = new TupleHash()
  const items = self.items
  enterNative(' in __hash__')
  try {
    for (let i = 0; i < items.length; i++) h.add(hashValue(items[i]!))
  } finally {
    leaveNative()
  }
  return h.finish(items.length)
}

function tupleCompare(index: number, self: PyTuple, other: Value): Value {
  return other instanceof PyTuple ? compareItems(index, self, other) : NotImplemented
}

/** `t[key]` */
export function tupleGetItem(self: PyTuple, key: Value): Value {
  const items = self.items
  if (typeof key === 'number' || typeOf(key).proto.$__index__ !== undefined) {
    const i = position(key, items.length)
    if (i === undefined) throw indexError('tuple index out of range')
    return items[i]!
  }
  if (key instanceof PySlice) {
    const between = adjustSlice(key, items.length)
    if (between.count === 0) return emptyTuple
    if (between.step === 1 && between.count === items.length && self.cls === tupleType) return self
    return new PyTuple(itemsBetween(items, between))
  }
  throw typeError(`tuple indices must be integers or slices, not ${typeOf(key).name}`)
}

function tupleAdd(self: PyTuple, other: Value): Value {
  if (!(other instanceof PyTuple))
    return declines(other, (name) => `can only concatenate tuple (not "${name}") to tuple`)
  if (self.items.length === 0 && other.cls === tupleType) return other
  if (other.items.length === 0 && self.cls === tupleType) return self
  return tupleOf(self.items.concat(other.items))
}

function tupleMul(self: PyTuple, n: Value): Value {
  const count = repeatCount(n)
  if (count === undefined) return declinesRepeat(n)
  if (count === 1 && self.cls === tupleType) return self
  return tupleOf(repeatItems(self.items, count))
}

function tupleRepr(self: PyTuple): string {
  if (self.items.length === 0) return '()'
  return reprItems(self, '(', self.items.length === 1 ? ',)' : ')')
}

export const tupleMethods = (): MethodTable => [
  ['__repr__', tupleRepr, '($self, /)'],
  ['__hash__', tupleHash, '($self, /)'],
  ...comparisonRows(tupleCompare),
  ['__iter__', (self: PyTuple) => new PyTupleIterator(self), '($self, /)'],
  ['__len__', (self: PyTuple) => self.items.length, '($self, /)'],
  ['__getitem__', tupleGetItem, '($self, key, /)'],
  ['__add__', tupleAdd, '($self, value, /)'],
  ['__mul__', tupleMul, '($self, value, /)'],
  ['__rmul__', tupleMul, '($self, value, /)'],
  ['__contains__', containsItem, '($self, key, /)'],
  ['__getnewargs__', (self: PyTuple) => new PyTuple([new PyTuple(self.items)]), '($self, /)'],
  [
    'index',
    (self: PyTuple, value: Value, start?: Value, stop?: Value) =>
      indexOfItem(self, value, start, stop, () => 'tuple.index(x): x not in tuple'),
    '($self, value, start=0, stop=sys.maxsize, /)',
    'Where value is found first; ValueError if it is nowhere.',
  ],
  ['count', countItem, '($self, value, /)', 'How many elements equal value.'],
]

completeType(tupleType, {
  layout: PyTuple,
  new: [tupleNew, '(iterable=(), /)'],
  methods: tupleMethods,
  classMethods: () => [['__class_getitem__', genericAliasOf, '($type, object, /)']],
  patternKind: 'sequence',
  matchSelf: true,
  doc: 'An immutable sequence, empty or of the items of an iterable.',
})
