/**
 * The views of a dict and their iterators (Library Reference, "Dictionary view objects"; CPython: Objects/dictobject.c).
 *
 * Iteration uses the live iterator of the JavaScript Map, so that `next(iter(d))` costs the same for any size; a change of size is
 * noticed at the next step. The `__dict__` of an instance whose attributes are own properties is iterated by a snapshot of its names.
 */

import { note } from '../simd/counters'
import { IntSet } from '../simd/intset'
import { context, enterRepr, leaveRepr } from './context'
import { type PyDict, PyInstanceDict } from './dict'
import type { PairIterator } from './enumerate'
import { runtimeError } from './exceptions'
import { type MapKey, NO_TABLE } from './hashtable'
import { builtin, iteratorRows } from './iterators'
import { PyList } from './list'
import { makeMappingProxy } from './mappingproxy'
import { defineType, type MethodRow, type MethodTable, PyObject, typeOf, type Value } from './object'
import { CompareIndex, contains, equals, getIter, iterNext, length, PyIterator, repr } from './operators'
import { comparisonRows } from './sequence'
import { PyAnySet, PySet, setOf, setOfTable, setType } from './set'
import { NotImplemented } from './singletons'
import { PyTuple } from './tuple'

/** What an iterator of a dict gives. */
type Kind = 'keys' | 'values' | 'items'

/**
 * Iterator over a dict's keys, values or items. Each of the three has a `next` of its own, which asks the Map's iterators and nothing else where all
 * keys are their own Map keys: a common one would be megamorphic.
 */
abstract class PyDictIterator extends PyIterator {
  owner: PyDict | null
  /** `owner` where it is a table; null where it shows an instance's attributes, whose `names` are gone through then. */
  protected table: PyDict | null
  protected readonly size: number
  protected given = 0
  private readonly names: Value[] | null

  constructor(dict: PyDict) {
    super()
    this.owner = dict
    this.size = dict.size
    const isView = dict instanceof PyInstanceDict && dict.target !== null
    this.table = isView ? null : dict
    this.names = isView ? dict.keyList() : null
    // The iterator of a Map would give nothing of a table that took its place.
    if (this.table !== null && this.size > 0 && dict.map instanceof Map) dict.untilTable = NO_TABLE
  }

  /** What is given for an attribute of an instance. */
  protected abstract make(dict: PyDict, name: Value): Value | undefined

  /** The next attribute of an instance, or the end. */
  protected slowNext(): Value | undefined {
    const dict = this.owner
    if (dict === null || this.names === null) return undefined
    if (dict.size !== this.size) throw sizeChanged()
    if (this.given < this.names.length) return this.make(dict, this.names[this.given++]!)
    return this.end()
  }

  protected end(): undefined {
    this.owner = null
    this.table = null
    return undefined
  }

  /** What the dict has, in order. */
  protected abstract listed(dict: PyDict): Value[]

  override remaining(): Value[] {
    const dict = this.table
    if (dict === null || this.given > 0 || dict.map.size !== this.size) return super.remaining()
    this.end()
    return this.listed(dict)
  }

  /** Items still to come. */
  get left(): number {
    return this.owner === null || this.owner.size !== this.size ? 0 : this.size - this.given
  }
}

function sizeChanged(): Value {
  return runtimeError('dictionary changed size during iteration')
}

function keysChanged(): Value {
  return runtimeError('dictionary keys changed during iteration')
}

/** `iter(d)` */
export class PyDictKeyIterator extends PyDictIterator {
  private readonly keys: Iterator<MapKey> | null

  constructor(dict: PyDict) {
    super(dict)
    this.keys = this.table === null ? null : dict.map.keys()
  }

  next(): Value | undefined {
    const dict = this.table
    if (dict === null) return this.slowNext()
    if (dict.map.size !== this.size) throw sizeChanged()
    const step = this.keys!.next()
    if (step.done) return this.end()
    if (this.given++ >= this.size) throw keysChanged()
    return dict.entries === 0 && dict.originals === null ? (step.value as Value) : dict.originalKey(step.value)
  }

  protected make(_dict: PyDict, name: Value): Value {
    return name
  }

  protected listed(dict: PyDict): Value[] {
    return dict.keyList()
  }
}

/** `iter(d.values())` */
export class PyDictValueIterator extends PyDictIterator {
  private readonly values: Iterator<Value> | null

  constructor(dict: PyDict) {
    super(dict)
    this.values = this.table === null ? null : dict.map.values()
  }

  next(): Value | undefined {
    const dict = this.table
    if (dict === null) return this.slowNext()
    if (dict.map.size !== this.size) throw sizeChanged()
    const step = this.values!.next()
    if (step.done) return this.end()
    if (this.given++ >= this.size) throw keysChanged()
    return step.value
  }

  protected make(dict: PyDict, name: Value): Value | undefined {
    return dict.getItem(name)
  }

  protected listed(dict: PyDict): Value[] {
    return dict.valueList()
  }
}

/** `iter(d.items())` */
export class PyDictItemIterator extends PyDictIterator implements PairIterator {
  first: Value = null
  second: Value = null
  private readonly keys: Iterator<MapKey> | null
  private readonly values: Iterator<Value> | null

  constructor(dict: PyDict) {
    super(dict)
    this.keys = this.table === null ? null : dict.map.keys()
    this.values = this.table === null ? null : dict.map.values()
  }

  advance(): boolean {
    const dict = this.table
    if (dict === null) return this.slowNext() !== undefined
    if (dict.map.size !== this.size) throw sizeChanged()
    const step = this.keys!.next()
    const { value } = this.values!.next()
    if (step.done) return this.end() !== undefined
    if (this.given++ >= this.size) throw keysChanged()
    this.first = dict.entries === 0 && dict.originals === null ? (step.value as Value) : dict.originalKey(step.value)
    this.second = value
    return true
  }

  next(): Value | undefined {
    return this.advance() ? new PyTuple([this.first, this.second]) : undefined
  }

  /** Keeps the pair; what it gives says that there is one. */
  protected make(dict: PyDict, name: Value): Value {
    this.first = name
    this.second = dict.getItem(name)!
    return true
  }

  protected listed(dict: PyDict): Value[] {
    return itemList(dict)
  }
}

/** What is left of an iterator, without advancing it. */
function restOf(self: PyDictIterator, kind: Kind): Value[] {
  if (self.owner === null) return []
  const all = itemsOf(self.owner, kind)
  return all.slice(all.length - self.left)
}

function itemsOf(dict: PyDict, kind: Kind): Value[] {
  if (kind === 'keys') return dict.keyList()
  if (kind === 'values') return dict.valueList()
  return itemList(dict)
}

/** The items in order, as a snapshot. */
function itemList(dict: PyDict): Value[] {
  const items = dict.keyList()
  const values = dict.valueList()
  for (let i = 0; i < items.length; i++) items[i] = new PyTuple([items[i]!, values[i]!])
  return items
}

function iteratorMethods(kind: Kind): MethodTable {
  return [
    ...iteratorRows,
    ['__length_hint__', (self: PyDictIterator) => self.left, '($self, /)'],
    [
      '__reduce__',
      (self: PyDictIterator) => new PyTuple([builtin('iter'), new PyTuple([new PyList(restOf(self, kind))])]),
      '($self, /)',
    ],
  ]
}

defineType('dict_keyiterator', {
  layout: PyDictKeyIterator as never,
  methods: () => iteratorMethods('keys'),
  final: true,
})
defineType('dict_valueiterator', {
  layout: PyDictValueIterator as never,
  methods: () => iteratorMethods('values'),
  final: true,
})
defineType('dict_itemiterator', {
  layout: PyDictItemIterator as never,
  methods: () => iteratorMethods('items'),
  final: true,
})

/** Iterator from the end, over a snapshot that notices a change of size. */
abstract class PyDictReverseIterator extends PyIterator {
  private index: number
  private readonly items: Value[]
  constructor(
    public owner: PyDict | null,
    kind: Kind,
  ) {
    super()
    this.items = owner === null ? [] : itemsOf(owner, kind)
    this.index = this.items.length
  }
  next(): Value | undefined {
    if (this.owner === null) return undefined
    if (this.owner.size !== this.items.length) throw runtimeError('dictionary changed size during iteration')
    if (this.index > 0) return this.items[--this.index]
    this.owner = null
    return undefined
  }
  get left(): number {
    return this.owner === null || this.owner.size !== this.items.length ? 0 : this.index
  }
  rest(): Value[] {
    return this.owner === null ? [] : this.items.slice(0, this.index).reverse()
  }
}
class PyDictReverseKeyIterator extends PyDictReverseIterator {}
class PyDictReverseValueIterator extends PyDictReverseIterator {}
class PyDictReverseItemIterator extends PyDictReverseIterator {}

const reverseMethods = (): MethodTable => [
  ...iteratorRows,
  ['__length_hint__', (self: PyDictReverseIterator) => self.left, '($self, /)'],
  [
    '__reduce__',
    (self: PyDictReverseIterator) => new PyTuple([builtin('iter'), new PyTuple([new PyList(self.rest())])]),
    '($self, /)',
  ],
]
defineType('dict_reversekeyiterator', {
  layout: PyDictReverseKeyIterator as never,
  methods: reverseMethods,
  final: true,
})
defineType('dict_reversevalueiterator', {
  layout: PyDictReverseValueIterator as never,
  methods: reverseMethods,
  final: true,
})
defineType('dict_reverseitemiterator', {
  layout: PyDictReverseItemIterator as never,
  methods: reverseMethods,
  final: true,
})

/** `reversed(d)` and `reversed(d.keys())`, `values`, `items`. */
export function reverseIterator(dict: PyDict, kind: Kind): Value {
  if (kind === 'keys') return new PyDictReverseKeyIterator(dict, kind)
  return kind === 'values' ? new PyDictReverseValueIterator(dict, kind) : new PyDictReverseItemIterator(dict, kind)
}

// ── Views ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A view of a dict. */
export abstract class PyDictView extends PyObject {
  constructor(readonly owner: PyDict) {
    super()
  }
}
/** `d.keys()` */
export class PyDictKeys extends PyDictView {}
/** `d.values()` */
export class PyDictValues extends PyDictView {}
/** `d.items()` */
export class PyDictItems extends PyDictView {}

function viewRepr(kind: Kind) {
  return (self: PyDictView): string => {
    const name = typeOf(self).name
    if (!enterRepr(self)) return '...'
    try {
      return `${name}([${itemsOf(self.owner, kind).map(repr).join(', ')}])`
    } finally {
      leaveRepr(self)
    }
  }
}

function isSetLike(v: Value): boolean {
  return v instanceof PyAnySet || v instanceof PyDictKeys || v instanceof PyDictItems
}

function containsAll(container: Value, items: Value): boolean {
  const iterator = getIter(items)
  for (let v = iterNext(iterator); v !== undefined; v = iterNext(iterator)) if (!contains(container, v)) return false
  return true
}

function viewCompare(index: number, self: PyDictView, other: Value): Value {
  if (!isSetLike(other)) return NotImplemented
  const a = self.owner.size
  const b = length(other)
  switch (index) {
    case CompareIndex.eq:
      return a === b && containsAll(other, self)
    case CompareIndex.ne:
      return !(a === b && containsAll(other, self))
    case CompareIndex.lt:
      return a < b && containsAll(other, self)
    case CompareIndex.le:
      return a <= b && containsAll(other, self)
    case CompareIndex.gt:
      return a > b && containsAll(self, other)
    default:
      return a >= b && containsAll(self, other)
  }
}

/** `a & b`: of two views the smaller one is gone through, and its keys are the ones that are taken. */
function intersect(a: Value, b: Value): Value {
  const [view, other] = a instanceof PyDictView ? [a, b] : [b as PyDictView, a]
  if (other instanceof PySet && other.cls === setType && view.owner.size <= other.size)
    return context.call2(setType.lookup('intersection')!, other, view)
  const [large, small] =
    (other instanceof PyDictKeys || other instanceof PyDictItems) && other.owner.size > view.owner.size
      ? [other, view]
      : [view, other]
  const ints = commonInts(large, small)
  if (ints !== null) return ints
  const made = new PySet()
  const iterator = getIter(small)
  for (let v = iterNext(iterator); v !== undefined; v = iterNext(iterator)) if (contains(large, v)) made.put(v, null)
  made.changed()
  return made
}

/** The keys in both of two views of dicts of ints; null where one is something else. */
function commonInts(large: Value, small: Value): PySet | null {
  if (!(large instanceof PyDictKeys && small instanceof PyDictKeys)) return null
  const known = large.owner.ints
  const asked = small.owner.ints
  if (known === null || asked === null) return null
  note('SwissDict.intersection')
  const table = new IntSet<MapKey>()
  asked.filterInto(table, known)
  return setOfTable(table)
}

/** The keys of one view that are not in another, of dicts of ints; null where one is something else. */
function lonelyInts(a: Value, b: Value): PySet | null {
  if (!(a instanceof PyDictKeys && b instanceof PyDictKeys)) return null
  const keys = a.owner.ints
  const asked = b.owner.ints
  if (keys === null || asked === null) return null
  note('SwissDict.difference')
  const table = new IntSet<MapKey>()
  table.reserve(keys.size)
  keys.addKeysTo(table)
  asked.removeKeysFrom(table)
  return setOfTable(table)
}

function toSet(v: Value) {
  const made = setOf([])
  const iterator = getIter(v)
  for (let x = iterNext(iterator); x !== undefined; x = iterNext(iterator)) made.put(x, null)
  made.changed()
  return made
}

/** Operators of key and item views take any iterable and give a set. */
function viewOperator(
  name: string,
  method: string,
  ofInts: ((a: Value, b: Value) => PySet | null) | null = null,
): MethodRow[] {
  const apply = (a: Value, b: Value): Value => {
    const quick = ofInts === null ? null : ofInts(a, b)
    if (quick !== null) return quick
    const left = toSet(a)
    return context.call2(typeOf(left).lookup(method)!, left, b)
  }
  return [
    [`__${name}__`, (a: Value, b: Value) => apply(a, b), '($self, value, /)'],
    [`__r${name}__`, (a: Value, b: Value) => apply(b, a), '($self, value, /)'],
  ]
}

function isDisjoint(self: PyDictView, other: Value): boolean {
  if (self === other) return self.owner.size === 0
  // Walks the other, as sets do; where both know their size, the smaller one.
  let container: Value = self
  let items = other
  if (isSetLike(other) && length(other) > self.owner.size) {
    container = other
    items = self
  }
  const iterator = getIter(items)
  for (let v = iterNext(iterator); v !== undefined; v = iterNext(iterator)) if (contains(container, v)) return false
  return true
}

function itemsContain(self: PyDictItems, item: Value): boolean {
  if (!(item instanceof PyTuple) || item.items.length !== 2) return false
  const found = self.owner.getItem(item.items[0]!)
  return found !== undefined && equals(found, item.items[1]!)
}

const mapping = ['mapping', (v: PyDictView) => makeMappingProxy(v.owner)] as const
const size: MethodRow = ['__len__', (self: PyDictView) => self.owner.size, '($self, /)']
const setRows = (): MethodRow[] => [
  ...comparisonRows(viewCompare),
  ['__and__', intersect, '($self, value, /)'],
  ['__rand__', (a: Value, b: Value) => intersect(b, a), '($self, value, /)'],
  ...viewOperator('or', 'union'),
  ...viewOperator('sub', 'difference', lonelyInts),
  ...viewOperator('xor', 'symmetric_difference'),
  ['isdisjoint', isDisjoint, '($self, object, /)', 'Whether no item is in the other.'],
]

defineType('dict_keys', {
  layout: PyDictKeys as never,
  methods: () => [
    ['__repr__', viewRepr('keys'), '($self, /)'],
    size,
    ['__iter__', (self: PyDictView) => new PyDictKeyIterator(self.owner), '($self, /)'],
    ['__reversed__', (self: PyDictView) => reverseIterator(self.owner, 'keys'), '($self, /)'],
    ['__contains__', (self: PyDictView, key: Value) => self.owner.getItem(key) !== undefined, '($self, key, /)'],
    ...setRows(),
  ],
  getset: () => [mapping],
  unhashable: true,
  final: true,
})

defineType('dict_values', {
  layout: PyDictValues as never,
  methods: () => [
    ['__repr__', viewRepr('values'), '($self, /)'],
    size,
    ['__iter__', (self: PyDictView) => new PyDictValueIterator(self.owner), '($self, /)'],
    ['__reversed__', (self: PyDictView) => reverseIterator(self.owner, 'values'), '($self, /)'],
  ],
  getset: () => [mapping],
  final: true,
})

defineType('dict_items', {
  layout: PyDictItems as never,
  methods: () => [
    ['__repr__', viewRepr('items'), '($self, /)'],
    size,
    ['__iter__', (self: PyDictView) => new PyDictItemIterator(self.owner), '($self, /)'],
    ['__reversed__', (self: PyDictView) => reverseIterator(self.owner, 'items'), '($self, /)'],
    ['__contains__', itemsContain, '($self, key, /)'],
    ...setRows(),
  ],
  getset: () => [mapping],
  unhashable: true,
  final: true,
})
