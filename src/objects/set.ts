/**
 * set and frozenset (Library Reference, "Set Types"; CPython: Objects/setobject.c), over the table of hashtable.ts, whose values
 * are unused.
 *
 * Iteration goes over a snapshot of the keys, kept until the set changes, and notices a change of size. Sets of ints come in the
 * order that CPython would give them: large ones are held in a table like CPython's (simd/intset.ts), for small ones it is made when somebody asks.
 */

import { note } from '../simd/counters'
import { IntSet } from '../simd/intset'
import {
  addAll,
  asSet,
  copyOf,
  emptyLike,
  knownTable,
  lookup,
  orderedMapKeys,
  PyAnySet,
  PyFrozenSet,
  PySet,
  twoTables,
  withTable,
} from './anyset'
import { lookupAttr } from './attributes'
import { context, enterRepr, leaveRepr } from './context'
import { instanceDict, ownKeys } from './dict'
import { keyError, runtimeError } from './exceptions'
import { genericAliasOf } from './genericalias'
import { KeyEntry, type MapKey } from './hashtable'
import { builtin, iteratorRows } from './iterators'
import { PyList } from './list'
import { defineType, type Int, type MethodRow, type MethodTable, type PyType, typeOf, type Value } from './object'
import { CompareIndex, getIter, hashValue, iterNext, PyIterator, repr } from './operators'
import { comparisonRows } from './sequence'
import { NotImplemented } from './singletons'
import { PyTuple } from './tuple'
import { frozensetHash } from './tuplehash'

export { addAll, PyAnySet, PyFrozenSet, PySet, setOfTable } from './anyset'

// ── Construction ───────────────────────────────────────────────────────────────────────────────────────────────────────

function setNew(cls: PyType): Value {
  return new cls.ctor() as PySet
}

function setInit(self: PySet, iterable?: Value): Value {
  self.clear()
  if (iterable !== undefined) addAll(self, iterable)
  return null
}

let empty: PyFrozenSet | null = null

/** `frozenset()` */
export function emptyFrozenSet(): PyFrozenSet {
  return (empty ??= new PyFrozenSet())
}

function frozenSetNew(cls: PyType, iterable?: Value): Value {
  if (cls === frozenSetType) {
    if (iterable instanceof PyFrozenSet && iterable.cls === frozenSetType) return iterable
    const made = new PyFrozenSet()
    if (iterable !== undefined) addAll(made, iterable)
    return made.map.size === 0 ? emptyFrozenSet() : made
  }
  const made = new cls.ctor() as PyFrozenSet
  if (iterable !== undefined) addAll(made, iterable)
  return made
}

/** A set of values that are hashed here. */
export function setOf(items: readonly Value[]): PySet {
  const made = new PySet()
  for (let i = 0; i < items.length; i++) made.put(items[i]!, null)
  return made
}

/** A frozenset of values that are hashed here. */
export function frozenSetOf(items: readonly Value[]): PyFrozenSet {
  const made = new PyFrozenSet()
  for (let i = 0; i < items.length; i++) made.put(items[i]!, null)
  return made
}

/** A frozenset whose items are made when somebody first looks at them. */
export function lateFrozenSet(items: () => readonly Value[]): PyFrozenSet {
  const made = new PyFrozenSet()
  const { map } = made
  Object.defineProperty(made, 'map', {
    configurable: true,
    enumerable: true,
    get() {
      Object.defineProperty(made, 'map', { value: map, configurable: true, enumerable: true, writable: true })
      for (const item of items()) made.put(item, null)
      return map
    },
  })
  return made
}

// ── Iteration, text, comparison ────────────────────────────────────────────────────────────────────────────────────────

/** Iterator over a set. */
export class PySetIterator extends PyIterator {
  index = 0
  private readonly keys: Value[]
  private readonly size: number
  constructor(public set: PyAnySet | null) {
    super()
    this.keys = set === null ? [] : set.keys()
    this.size = this.keys.length
  }
  next(): Value | undefined {
    const set = this.set
    if (set === null) return undefined
    if (set.map.size !== this.size) {
      // Stays in this state, as CPython's does.
      throw runtimeError('Set changed size during iteration')
    }
    if (this.index < this.size) return this.keys[this.index++]
    this.set = null
    return undefined
  }
  override remaining(): Value[] {
    const set = this.set
    if (set === null || this.index > 0 || set.map.size !== this.size) return super.remaining()
    this.set = null
    return this.keys.slice()
  }
  get left(): number {
    return this.set === null || this.set.map.size !== this.size ? 0 : this.size - this.index
  }
  rest(): Value[] {
    return this.set === null ? [] : this.keys.slice(this.index)
  }
}

defineType('set_iterator', {
  layout: PySetIterator,
  methods: () => [
    ...iteratorRows,
    ['__length_hint__', (self: PySetIterator) => self.left, '($self, /)'],
    [
      '__reduce__',
      (self: PySetIterator) => new PyTuple([builtin('iter'), new PyTuple([new PyList(self.rest())])]),
      '($self, /)',
    ],
  ],
  final: true,
})

function setRepr(self: PyAnySet): string {
  const name = typeOf(self).name
  if (self.map.size === 0) return `${name}()`
  if (!enterRepr(self)) return `${name}(...)`
  try {
    const items = self.keys().map(repr).join(', ')
    return self.cls === setType ? `{${items}}` : `${name}({${items}})`
  } finally {
    leaveRepr(self)
  }
}

function isSubset(a: PyAnySet, b: PyAnySet): boolean {
  if (a.map.size > b.map.size) return false
  const tables = twoTables(a, b)
  if (tables !== null) return tables[0].allIn(tables[1], true)
  // Where no comparison runs Python code the order cannot be seen.
  for (const k of a.hashed === 0 && b.hashed === 0 ? a.map.keys() : orderedMapKeys(a))
    if (b.findFrom(k) === undefined) return false
  return true
}

function setCompare(index: number, self: PyAnySet, other: Value): Value {
  if (!(other instanceof PyAnySet)) return NotImplemented
  switch (index) {
    case CompareIndex.eq:
      return self.map.size === other.map.size && isSubset(self, other)
    case CompareIndex.ne:
      return !(self.map.size === other.map.size && isSubset(self, other))
    case CompareIndex.le:
      return isSubset(self, other)
    case CompareIndex.ge:
      return isSubset(other, self)
    case CompareIndex.lt:
      return self.map.size < other.map.size && isSubset(self, other)
    default:
      return self.map.size > other.map.size && isSubset(other, self)
  }
}

function frozenHash(self: PyFrozenSet): Int {
  if (self.hash !== undefined) return self.hash
  const hashes: Int[] = []
  for (const k of self.map.keys()) hashes.push(k instanceof KeyEntry ? k.pythonHash : hashValue(self.originalKey(k)))
  return (self.hash = frozensetHash(hashes))
}

// ── Algebra ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function union(self: PyAnySet, others: readonly Value[]): PyAnySet {
  const made = copyOf(self)
  for (const o of others) addAll(made, o)
  return made
}

function intersectTwo(self: PyAnySet, other: Value): PyAnySet {
  const made = emptyLike(self)
  if (other instanceof PyAnySet) {
    // The smaller one is walked; equal keys then come from the one that is walked, as in CPython.
    const [small, large] = other.map.size > self.map.size ? [self, other] : [other, self]
    if (self === other) return copyOf(made, self)
    const tables = twoTables(small, large)
    if (tables !== null) {
      note('SwissDict.intersection')
      const table = new IntSet<MapKey>()
      tables[0].filterInto(table, tables[1], true)
      return withTable(made, table)
    }
    const quiet = small.hashed === 0 && large.hashed === 0 && small.entries === 0 && small.originals === null
    for (const k of orderedMapKeys(small)) {
      // Keys that stand for themselves need no second look.
      if (quiet) {
        if (large.map.has(k)) made.map.set(k, null)
      } else if (large.findFrom(k) !== undefined) made.putFrom(small, k, null)
    }
    return made
  }
  const iterator = getIter(other)
  for (let v = iterNext(iterator); v !== undefined; v = iterNext(iterator)) if (self.has(v)) made.put(v, null)
  return made
}

function intersection(self: PyAnySet, others: readonly Value[]): PyAnySet {
  if (others.length === 0) return copyOf(self)
  let made = self
  for (const o of others) made = intersectTwo(made, o)
  return made
}

function differenceTwo(self: PyAnySet, other: Value): PyAnySet {
  const known = knownTable(other)
  if (known === null || self.map.size >> 2 > known.map.size) {
    const made = copyOf(self)
    removeAll(made, other)
    return made
  }
  const made = emptyLike(self)
  const tables = known instanceof PyAnySet ? twoTables(self, known) : null
  if (tables !== null) {
    note('SwissDict.difference')
    const table = new IntSet<MapKey>()
    tables[0].filterInto(table, tables[1], false)
    return withTable(made, table)
  }
  for (const k of orderedMapKeys(self)) if (known.findFrom(k) === undefined) made.putFrom(self, k, null)
  return made
}

function removeAll(set: PyAnySet, other: Value): void {
  if (other === set) {
    set.clear()
    return
  }
  const known = knownTable(other)
  const table = known instanceof PyAnySet && set.ints !== null ? known.tableOfInts() : null
  if (table !== null) {
    note('SwissDict.difference')
    set.ints!.removeAll(table)
    set.changed()
    return
  }
  if (known !== null) {
    for (const k of orderedMapKeys(known)) {
      const found = set.findFrom(k)
      if (found !== undefined) set.remove(found)
    }
    return
  }
  const iterator = getIter(other)
  for (let v = iterNext(iterator); v !== undefined; v = iterNext(iterator)) set.discard(v)
}

function difference(self: PyAnySet, others: readonly Value[]): PyAnySet {
  if (others.length === 0) return copyOf(self)
  let made = differenceTwo(self, others[0]!)
  for (let i = 1; i < others.length; i++) made = differenceTwo(made, others[i]!)
  return made
}

function symmetricDifference(self: PyAnySet, other: Value): PyAnySet {
  const right = asSet(other)
  const made = emptyLike(self)
  const tables = twoTables(self, right)
  if (tables !== null) {
    note('SwissDict.symmetric_difference')
    const table = tables[1].copy()
    table.toggleAll(tables[0])
    return withTable(made, table)
  }
  for (const k of orderedMapKeys(self)) if (right.findFrom(k) === undefined) made.putFrom(self, k, null)
  for (const k of orderedMapKeys(right)) if (self.findFrom(k) === undefined) made.putFrom(right, k, null)
  return made
}

/** `set ^= other` */
function toggleAll(set: PySet, other: Value): void {
  if (set.ints === null) {
    set.takeOver(symmetricDifference(set, other))
    return
  }
  const table = other === set ? null : asSet(other).tableOfInts()
  if (other === set) set.clear()
  else if (table === null) set.takeOver(symmetricDifference(set, other))
  else {
    note('SwissDict.symmetric_difference')
    set.ints.toggleAll(table)
    set.changed()
  }
}

/** An operator between sets only. */
function operator(name: string, f: (a: PyAnySet, b: PyAnySet) => PyAnySet): MethodRow[] {
  return [
    [`__${name}__`, (a: PyAnySet, b: Value) => (b instanceof PyAnySet ? f(a, b) : NotImplemented), '($self, value, /)'],
    [
      `__r${name}__`,
      (a: PyAnySet, b: Value) => (b instanceof PyAnySet ? f(b, a) : NotImplemented),
      '($self, value, /)',
    ],
  ]
}

function inplace(name: string, f: (a: PySet, b: PyAnySet) => void): MethodRow {
  return [
    `__i${name}__`,
    (a: PySet, b: Value) => {
      if (!(b instanceof PyAnySet)) return NotImplemented
      f(a, b)
      return a
    },
    '($self, value, /)',
  ]
}

function isDisjoint(self: PyAnySet, other: Value): boolean {
  if (other instanceof PyAnySet) {
    const [small, large] = other.map.size > self.map.size ? [self, other] : [other, self]
    const tables = twoTables(small, large)
    if (tables !== null) return tables[0].allIn(tables[1], false)
    const quiet = small.hashed === 0 && large.hashed === 0
    for (const k of quiet ? small.map.keys() : orderedMapKeys(small)) if (large.findFrom(k) !== undefined) return false
    return true
  }
  const iterator = getIter(other)
  for (let v = iterNext(iterator); v !== undefined; v = iterNext(iterator)) if (self.has(v)) return false
  return true
}

function isSuperset(self: PyAnySet, other: Value): boolean {
  if (other instanceof PyAnySet) return isSubset(other, self)
  const iterator = getIter(other)
  for (let v = iterNext(iterator); v !== undefined; v = iterNext(iterator)) if (!self.has(v)) return false
  return true
}

/** What pickling needs: the class, its items, and the attributes of a subclass instance. */
function setReduce(self: PyAnySet): Value {
  const state = reduceState(self)
  return new PyTuple([typeOf(self), new PyTuple([new PyList(self.keys().slice())]), state])
}

function reduceState(self: PyAnySet): Value {
  const getState = lookupAttr(self, '__getstate__')
  if (getState !== undefined) return context.call0(getState)
  return typeOf(self).hasDict && ownKeys(self).length > 0 ? instanceDict(self) : null
}

const readMethods = (): MethodTable => [
  ['__repr__', setRepr, '($self, /)'],
  ...comparisonRows(setCompare),
  ['__iter__', (self: PyAnySet) => new PySetIterator(self), '($self, /)'],
  ['__len__', (self: PyAnySet) => self.map.size, '($self, /)'],
  ['__contains__', (self: PyAnySet, key: Value) => lookup(self, key) !== undefined, '($self, object, /)'],
  ...operator('and', (a, b) => intersectTwo(a, b)),
  ...operator('or', (a, b) => union(a, [b])),
  ...operator('sub', (a, b) => differenceTwo(a, b)),
  ...operator('xor', (a, b) => symmetricDifference(a, b)),
  ['__reduce__', setReduce, '($self, /)'],
  ['__sizeof__', (self: PyAnySet) => 200 + (self.map.size > 4 ? 32 * self.map.size : 0), '($self, /)'],
  [
    'copy',
    (self: PyAnySet) => (self.cls === frozenSetType ? self : copyOf(self)),
    '($self, /)',
    'A shallow copy of the set.',
  ],
  [
    'difference',
    (self: PyAnySet, others: Value[]) => difference(self, others),
    '($self, /, *others)',
    'The items that are in none of the others.',
  ],
  [
    'intersection',
    (self: PyAnySet, others: Value[]) => intersection(self, others),
    '($self, /, *others)',
    'The items that are in all the others too.',
  ],
  ['isdisjoint', isDisjoint, '($self, other, /)', 'Whether no item is in the other.'],
  [
    'issubset',
    (self: PyAnySet, other: Value) => isSubset(self, asSet(other)),
    '($self, other, /)',
    'Whether all items are in the other.',
  ],
  ['issuperset', isSuperset, '($self, other, /)', 'Whether the set contains all items of the other.'],
  ['symmetric_difference', symmetricDifference, '($self, other, /)', 'The items that are in one of the two only.'],
  [
    'union',
    (self: PyAnySet, others: Value[]) => union(self, others),
    '($self, /, *others)',
    'The items of the set and all the others.',
  ],
]

export const setMethods = (): MethodTable => [
  ['__init__', setInit, '($self, iterable=(), /)'],
  ...readMethods(),
  inplace('and', (a, b) => a.takeOver(intersectTwo(a, b))),
  inplace('or', (a, b) => addAll(a, b)),
  inplace('sub', (a, b) => removeAll(a, b)),
  inplace('xor', toggleAll),
  [
    'add',
    (self: PySet, key: Value) => {
      self.add(key)
      return null
    },
    '($self, object, /)',
    'Adds an item, unless it is there already.',
  ],
  [
    'clear',
    (self: PySet) => {
      self.clear()
      return null
    },
    '($self, /)',
    'Removes all items.',
  ],
  [
    'difference_update',
    (self: PySet, others: Value[]) => {
      for (const o of others) removeAll(self, o)
      return null
    },
    '($self, /, *others)',
    'Removes the items of all the others.',
  ],
  [
    'discard',
    (self: PySet, key: Value) => {
      const found = lookup(self, key)
      if (found !== undefined) self.remove(found)
      return null
    },
    '($self, object, /)',
    'Removes an item if it is there.',
  ],
  [
    'intersection_update',
    (self: PySet, others: Value[]) => {
      self.takeOver(intersection(self, others))
      return null
    },
    '($self, /, *others)',
    'Keeps only the items that are in all the others.',
  ],
  [
    'pop',
    (self: PySet) => {
      if (self.map.size === 0) throw keyError('pop from an empty set')
      return self.popFirst()
    },
    '($self, /)',
    'Removes and returns an item. Raises KeyError if there is none.',
  ],
  [
    'remove',
    (self: PySet, key: Value) => {
      const found = lookup(self, key)
      if (found === undefined) throw keyError(key)
      self.remove(found)
      return null
    },
    '($self, object, /)',
    'Removes an item. Raises KeyError if it is absent.',
  ],
  [
    'symmetric_difference_update',
    (self: PySet, other: Value) => {
      toggleAll(self, other)
      return null
    },
    '($self, other, /)',
    'Keeps the items that are in one of the two only.',
  ],
  [
    'update',
    (self: PySet, others: Value[]) => {
      for (const o of others) addAll(self, o)
      return null
    },
    '($self, /, *others)',
    'Adds the items of all the others.',
  ],
]

export const setType: PyType = defineType('set', {
  layout: PySet,
  new: [setNew, '(*args, **kwargs)'],
  methods: setMethods,
  classMethods: () => [['__class_getitem__', genericAliasOf, '($type, object, /)']],
  matchSelf: true,
  unhashable: true,
  doc: 'A mutable collection of distinct hashable items.',
})

export const frozenSetType: PyType = defineType('frozenset', {
  layout: PyFrozenSet,
  new: [frozenSetNew, '(iterable=(), /)'],
  methods: () => [['__hash__', frozenHash, '($self, /)'], ...readMethods()],
  classMethods: () => [['__class_getitem__', genericAliasOf, '($type, object, /)']],
  matchSelf: true,
  doc: 'An immutable collection of distinct hashable items.',
})
