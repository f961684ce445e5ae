/**
 * What set and frozenset have in common (CPython: Objects/setobject.c): their layout over the table of hashtable.ts, and the tables of sets of ints.
 */

import { note } from '../simd/counters'
import { IntSet } from '../simd/intset'
import { Threshold } from '../simd/thresholds'
import { PyDict, PyInstanceDict } from './dict'
import { isException, typeErrorType } from './exceptions'
import { type HashTable, type MapKey, PyHashed } from './hashtable'
import { listType, PyList } from './list'
import type { Int, Value } from './object'
import { getIter, iterNext } from './operators'
import { PyRange } from './range'
import { PyTuple } from './tuple'

/** Base of set and frozenset layouts. */
export abstract class PyAnySet extends PyHashed {
  /** Keys in order of iteration; null after a change. */
  ordered: Value[] | null = null
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
    if (this.merged !== null || this.table === null || typeof found !== 'number') {
      this.changed()
      return
    }
    this.ordered = null
    this.table = this.table.own()
    this.table.remove(found)
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
    this.ordered ??= orderedKeys(this)
    return this.ordered
  }

  /** Removes and returns the first key of a set that is not empty; of ints the one that CPython takes. The time it takes does not depend on the set's size. */
  popFirst(): Value {
    const { ints } = this
    this.ordered = null
    if (ints !== null) return ints.pop()
    const table = this.intTable()
    let found: MapKey
    if (table === null) found = firstKey(this.map)
    else {
      this.table = table.own()
      found = this.table.pop()
    }
    const key = this.originalKey(found)
    this.removeFound(found)
    return key
  }
}

/** Where the search for the first key of a table goes on: all keys that an iterator has passed are gone. */
const heads = new WeakMap<HashTable, Iterator<MapKey>>()

/** The first key of a table that is not empty, which is then removed. From its start a Map's iterator would pass by all that were removed before. */
function firstKey(map: HashTable): MapKey {
  let step = heads.get(map)?.next()
  // The iterator of another table than a Map gives what there was when it was made.
  while (step !== undefined && step.done !== true && !map.has(step.value)) step = heads.get(map)!.next()
  if (step === undefined || step.done === true) {
    const head = map.keys()
    heads.set(map, head)
    step = head.next()
  }
  return step.value as MapKey
}

/** set */
export class PySet extends PyAnySet {}

/** frozenset */
export class PyFrozenSet extends PyAnySet {
  hash: Int | undefined = undefined
}

/** Map keys in order of iteration, as a snapshot. Not to be changed by the caller. */
export function orderedMapKeys(set: PyHashed): readonly MapKey[] {
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
export function knownTable(v: Value): PyHashed | null {
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
    const keys = orderedMapKeys(known)
    for (let i = 0; i < keys.length; i++) {
      const k = keys[i]!
      // A key that stands for itself, and does not ask for a table for ints.
      if (
        set.hashed === 0 &&
        (typeof k === 'string' || (typeof k === 'number' && --set.untilTable >= 0)) &&
        known.originals === null
      )
        set.map.set(k, null)
      else set.putFrom(known, k, null)
    }
    set.changed()
    if (right !== null && (left !== null || waiting !== null)) {
      set.table = left
      const part = right === (iterable as PyAnySet).map ? right.copy() : right.share()
      set.merged = waiting === null ? [part] : [...waiting, part]
    }
    return
  }
  if (fillWithInts(set, iterable)) return
  if (
    (iterable instanceof PyList && iterable.cls === listType) ||
    (iterable instanceof PyTuple && !iterable.cls.heap)
  ) {
    // A key's own comparison may change the list.
    for (let i = 0; i < iterable.items.length; i++) set.put(iterable.items[i]!, null)
    set.changed()
    return
  }
  const iterator = getIter(iterable)
  for (let v = iterNext(iterator); v !== undefined; v = iterNext(iterator)) set.put(v, null)
  set.changed()
}

/** Adds the keys of a table for ints to a set of ints that has one or is empty; false where it is neither. */
function addInts(set: PyAnySet, known: PyHashed): boolean {
  const mine = set.ints
  if (mine === null && (set.map.size > 0 || set.hashed > 0)) return false
  let table: IntSet<MapKey>
  if (known instanceof PyAnySet) {
    const other = mine === null ? known.ints : known.tableOfInts()
    if (other === null) return false
    note('SwissDict.union')
    table = mine ?? new IntSet<MapKey>()
    table.merge(other)
  } else {
    const ints = known instanceof PyDict ? known.ints : null
    if (ints === null) return false
    table = mine ?? new IntSet<MapKey>()
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
  let table: IntSet<MapKey>
  if (iterable instanceof PyRange) {
    if (!iterable.small || (iterable.length as number) < Threshold.intKeys) return false
    table = new IntSet<MapKey>()
    table.addRange(iterable.start as number, iterable.step as number, iterable.length as number)
  } else {
    const known =
      (iterable instanceof PyList && iterable.cls === listType) || (iterable instanceof PyTuple && !iterable.cls.heap)
    if (!known || iterable.items.length < Threshold.intKeys) return false
    table = new IntSet<MapKey>()
    if (table.addItems(iterable.items) < iterable.items.length) return false
  }
  note('SwissDict.fill')
  set.map = table
  set.changed()
  return true
}

/** The tables of two sets of ints of which one at least is large; null for others. */
export function twoTables(a: PyAnySet, b: PyAnySet): [IntSet<MapKey>, IntSet<MapKey>] | null {
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
export function withTable(made: PyAnySet, table: IntSet<MapKey>): PyAnySet {
  if (table.size < Threshold.intKeys) {
    for (const k of table.ints()) made.map.set(k, null)
    made.table = table
  } else made.map = table
  return made
}

/** The items of an operand as a set: itself where it is one. */
export function asSet(v: Value): PyAnySet {
  if (v instanceof PyAnySet) return v
  const made = new PySet()
  addAll(made, v)
  return made
}

/** A set or frozenset (as `like`) of the items of another. */
export function copyOf(like: PyAnySet, items: PyAnySet = like): PyAnySet {
  const made = like instanceof PyFrozenSet ? new PyFrozenSet() : new PySet()
  made.assign(items)
  return made
}

export function emptyLike(like: PyAnySet): PyAnySet {
  return like instanceof PyFrozenSet ? new PyFrozenSet() : new PySet()
}

/** A set that contains the key, taking a set as the frozenset it equals. */
export function lookup(self: PyAnySet, key: Value): MapKey | undefined {
  try {
    return self.find(key)
  } catch (e) {
    if (!(key instanceof PySet) || !isException(e, typeErrorType)) throw e
    const frozen = new PyFrozenSet()
    frozen.assign(key)
    return self.find(frozen)
  }
}
