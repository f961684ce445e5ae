/**
 * set and frozenset (Library Reference, "Set Types"; CPython: Objects/setobject.c), over the table of hashtable.ts, whose values
 * are unused.
 *
 * Iteration goes over a snapshot of the keys, kept until the set changes, and notices a change of size. Sets of ints come in the
 * order that CPython would give them: large ones are held in a table like CPython's (simd/intset.ts), for small ones it is made when somebody asks.
 */

import { note } from '../simd/counters'
import { IntSet } from '../simd/intset'
import { Threshold } from '../simd/thresholds'
import { lookupAttr } from './attributes'
import { context, enterRepr, leaveRepr } from './context'
import { instanceDict, ownKeys, PyDict, PyInstanceDict } from './dict'
import { isException, keyError, runtimeError, typeErrorType } from './exceptions'
import { genericAliasOf } from './genericalias'
import { type HashTable, KeyEntry, type MapKey, PyHashed } from './hashtable'
import { builtin, iteratorRows } from './iterators'
import { listType, PyList } from './list'
import { defineType, type Int, type MethodRow, type MethodTable, type PyType, typeOf, type Value } from './object'
import { CompareIndex, getIter, hashValue, iterNext, PyIterator, repr } from './operators'
import { PyRange } from './range'
import { comparisonRows } from './sequence'
import { NotImplemented } from './singletons'
import { PyTuple } from './tuple'
import { frozensetHash } from './tuplehash'

/** Base of set and frozenset layouts. */
export abstract class PyAnySet extends PyHashed {
  /** Keys in order of iteration; null after a change. */
  ordered: Value[] | null = null
  /** How many of `ordered` have been popped since it was made. */
  popped = 0
  /** CPython's table of a set of ints whose own is a Map; null where it has to be made anew, or some key is no int. */
  table: IntSet<MapKey> | null = null
  /** Tables that are to be merged into `table`, or into an empty one, when somebody asks for it; null where there are none. */
  merged: IntSet<MapKey>[] | null = null

  constructor() {
    super(new Map())
  }

  get size(): number {
    return this.map.size
  }

  /** `key in self` for a hashable key. */
  has(key: Value): boolean {
    return this.find(key) !== undefined
  }

  add(key: Value): void {
    if (this.hashed === 0 && typeof key === 'string') this.map.set(key, null)
    else this.put(key, null)
    this.ordered = null
    if (this.merged !== null) this.intTable()
    if (this.table !== null) {
      if (typeof key === 'number') {
        this.table = this.table.own()
        this.table.add(key)
      } else this.table = null
    }
  }

  /** Removes a key; false where it was absent. */
  discard(key: Value): boolean {
    const found = this.find(key)
    if (found === undefined) return false
    this.remove(found)
    return true
  }

  /** Removes a key that {@link PyHashed.find} found. */
  remove(found: MapKey): void {
    this.removeFound(found)
    this.changed()
  }

  /** To be called after a change of the map. */
  changed(): void {
    this.ordered = null
    this.table = null
    this.merged = null
  }

  clear(): void {
    this.clearAll()
    this.changed()
  }

  /** Takes over the keys of another set. */
  assign(other: PyAnySet): void {
    this.changed()
    const table = other.ints === null ? other.intTable() : null
    this.copyFrom(other)
    // As a copy is made: by merging into an empty table.
    if (table !== null) this.merged = [table === other.map ? table.copy() : table.share()]
  }

  /** Takes over the table of a set that was made for it. */
  takeOver(made: PyAnySet): void {
    this.takeTable(made)
    this.ordered = null
    this.table = made.table
    this.merged = made.merged
  }

  /** The table of a set whose keys are all ints, where its own is one for ints. */
  get ints(): IntSet<MapKey> | null {
    const { map } = this
    return map instanceof IntSet && map.isIntegral && this.originals === null && this.hashed === 0 ? map : null
  }

  protected makeIntTable(): HashTable | null {
    // The one that is kept may not know of keys that were just added.
    if (this.merged !== null) this.intTable()
    if (this.table !== null && this.table.size !== this.map.size) this.table = null
    const table = this.intTable()
    this.table = null
    return table === null ? null : table.own()
  }

  protected override copyOfTable(): HashTable {
    return this.map instanceof IntSet && this.map.isIntegral ? this.map.copy() : super.copyOfTable()
  }

  /** The table of a set of more than one int, else null. */
  intTable(): IntSet<MapKey> | null {
    if (this.merged !== null) {
      const table = this.table === null ? new IntSet<MapKey>() : this.table.own()
      for (const part of this.merged) table.merge(part)
      this.merged = null
      return (this.table = table)
    }
    if (this.table !== null) return this.table
    if (this.map instanceof IntSet && this.map.isIntegral) return this.map
    if (this.entries > 0 || this.map.size < 2) return null
    const table = new IntSet<MapKey>()
    for (const k of this.map.keys()) {
      if (!(typeof k === 'number' && Number.isSafeInteger(k))) return null
      table.add(k)
    }
    return (this.table = table)
  }

  /** The ints as a table, where no key is anything else and every key stands for itself. */
  tableOfInts(): IntSet<MapKey> | null {
    if (this.entries > 0 || this.hashed > 0 || this.originals !== null) return null
    if (this.map.size > 1) return this.intTable()
    const table = new IntSet<MapKey>()
    for (const k of this.map.keys()) {
      if (!(typeof k === 'number' && Number.isSafeInteger(k))) return null
      table.add(k)
    }
    return table
  }

  /** The keys in order of iteration. Not to be changed by the caller. */
  keys(): Value[] {
    if (this.ordered === null || this.popped > 0) {
      this.ordered = orderedKeys(this)
      this.popped = 0
    }
    return this.ordered
  }

  /** Removes and returns the first key of a set that is not empty. Emptying a set this way is linear. */
  popFirst(): Value {
    const { ints } = this
    if (ints !== null) {
      this.ordered = null
      return ints.pop()
    }
    if (this.ordered === null) {
      this.ordered = orderedKeys(this)
      this.popped = 0
    }
    const key = this.ordered[this.popped++]!
    this.removeFound(this.find(key)!)
    this.table = null
    this.merged = null
    return key
  }
}

/** set */
export class PySet extends PyAnySet {}

/** frozenset */
export class PyFrozenSet extends PyAnySet {
  hash: Int | undefined = undefined
}

/** Map keys in order of iteration, as a snapshot. Not to be changed by the caller. */
function orderedMapKeys(set: PyHashed): readonly MapKey[] {
  // Where keys stand for themselves, a small set keeps them.
  if (set instanceof PyAnySet && set.entries === 0 && set.originals === null && set.ints === null) return set.keys()
  return freshMapKeys(set)
}

function freshMapKeys(set: PyHashed): MapKey[] {
  const ints = set instanceof PyAnySet ? set.intTable() : null
  if (ints !== null) return ints.ints()
  const keys: MapKey[] = []
  for (const k of set.map.keys()) keys.push(k)
  return keys
}

function orderedKeys(set: PyAnySet): Value[] {
  const mapKeys = freshMapKeys(set)
  if (set.entries === 0 && set.originals === null) return mapKeys as Value[]
  for (let i = 0; i < mapKeys.length; i++) mapKeys[i] = set.originalKey(mapKeys[i]!)
  return mapKeys as Value[]
}

/** Tables that a set of ints has at most waiting to be merged. */
const MOST_WAITING = 8

/** A set or plain dict, whose keys can be taken over without hashing them again; null for any other iterable. */
function knownTable(v: Value): PyHashed | null {
  if (v instanceof PyAnySet) return v
  // The table of an instance's live `__dict__` is not to be touched.
  return v instanceof PyDict && !v.cls.heap && !(v instanceof PyInstanceDict) ? v : null
}

/** Adds the items of an iterable: `set.update`, and the display of a set. */
export function addAll(set: PyAnySet, iterable: Value): void {
  if (iterable === set) return
  if (iterable instanceof PyAnySet && set.map.size === 0) {
    set.assign(iterable)
    return
  }
  const known = knownTable(iterable)
  if (known !== null) {
    if (addInts(set, known)) return
    const right = iterable instanceof PyAnySet ? iterable.intTable() : null
    // Tables that wait are added to, unless that goes on and on.
    const waiting = set.merged !== null && set.merged.length < MOST_WAITING ? set.merged : null
    const left = right === null ? null : waiting === null ? set.intTable() : set.table
    // The set's own table may grow out of it meanwhile.
    left?.share()
    for (const k of orderedMapKeys(known)) set.putFrom(known, k, null)
    set.changed()
    if (right !== null && (left !== null || waiting !== null)) {
      set.table = left
      const part = right === (iterable as PyAnySet).map ? right.copy() : right.share()
      set.merged = waiting === null ? [part] : [...waiting, part]
    }
    return
  }
  if (fillWithInts(set, iterable)) return
  const iterator = getIter(iterable)
  for (let v = iterNext(iterator); v !== undefined; v = iterNext(iterator)) set.put(v, null)
  set.changed()
}

/** Adds the keys of a table for ints to a set of ints that has one or is empty; false where it is neither. */
function addInts(set: PyAnySet, known: PyHashed): boolean {
  const table = set.ints ?? (set.map.size === 0 && set.hashed === 0 ? new IntSet<MapKey>() : null)
  if (table === null) return false
  if (known instanceof PyAnySet) {
    const other = set.ints === null ? known.ints : known.tableOfInts()
    if (other === null) return false
    note('SwissDict.union')
    table.merge(other)
  } else {
    const ints = known instanceof PyDict ? known.ints : null
    if (ints === null) return false
    table.reserve(ints.size)
    ints.addKeysTo(table)
  }
  set.map = table
  set.changed()
  return true
}

/** Fills an empty set with the items of a list, tuple or range that are many and all ints; false where they are not. */
function fillWithInts(set: PyAnySet, iterable: Value): boolean {
  if (set.map.size > 0 || set.hashed > 0) return false
  const table = new IntSet<MapKey>()
  if (iterable instanceof PyRange) {
    if (!iterable.small || (iterable.length as number) < Threshold.intKeys) return false
    table.addRange(iterable.start as number, iterable.step as number, iterable.length as number)
  } else {
    const known =
      (iterable instanceof PyList && iterable.cls === listType) || (iterable instanceof PyTuple && !iterable.cls.heap)
    if (!known || iterable.items.length < Threshold.intKeys) return false
    if (table.addItems(iterable.items) < iterable.items.length) return false
  }
  note('SwissDict.fill')
  set.map = table
  set.changed()
  return true
}

/** The tables of two sets of ints of which one at least is large; null for others. */
function twoTables(a: PyAnySet, b: PyAnySet): [IntSet<MapKey>, IntSet<MapKey>] | null {
  if (a.ints === null && b.ints === null) return null
  const x = a.tableOfInts()
  const y = x === null ? null : b.tableOfInts()
  return x === null || y === null ? null : [x, y]
}

/** A set of a table. */
export function setOfTable(table: IntSet<MapKey>): PySet {
  return withTable(new PySet(), table) as PySet
}

/** A set with a table. */
function withTable(made: PyAnySet, table: IntSet<MapKey>): PyAnySet {
  if (table.size < Threshold.intKeys) {
    for (const k of table.ints()) made.map.set(k, null)
    made.table = table
  } else made.map = table
  return made
}

/** The items of an operand as a set: itself where it is one. */
function asSet(v: Value): PyAnySet {
  if (v instanceof PyAnySet) return v
  const made = new PySet()
  addAll(made, v)
  return made
}

/** A set or frozenset (as `like`) of the items of another. */
function copyOf(like: PyAnySet, items: PyAnySet = like): PyAnySet {
  const made = like instanceof PyFrozenSet ? new PyFrozenSet() : new PySet()
  made.assign(items)
  return made
}

function emptyLike(like: PyAnySet): PyAnySet {
  return like instanceof PyFrozenSet ? new PyFrozenSet() : new PySet()
}

/** A set that contains the key, taking a set as the frozenset it equals. */
function lookup(self: PyAnySet, key: Value): MapKey | undefined {
  try {
    return self.find(key)
  } catch (e) {
    if (!(key instanceof PySet) || !isException(e, typeErrorType)) throw e
    const frozen = new PyFrozenSet()
    frozen.assign(key)
    return self.find(frozen)
  }
}

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
