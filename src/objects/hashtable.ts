/**
 * The hash table under dict, set and frozenset: a JavaScript Map in insertion order whose keys are
 *
 * - the Python key itself for str, int, None and for objects whose equality is identity;
 * - the int that a bool, an integral float or an int subclass equals (and the number of any other float), so that 1, 1.0 and
 *   True are one key; `originals` remembers the key that came first;
 * - a {@link KeyEntry} for every other key (tuples, bytes, instances with `__eq__`), found by hash through `buckets`. A tuple of
 *   primitives and a bytes object are filed under a 32-bit hash of their own (`quick`), because Python's takes 64-bit arithmetic.
 *
 * A key found by its hash may equal one that is not: a Decimal an int, an instance what its `__eq__` says. While `hashed` is 0 there is
 * none, and a look-up of a primitive is one Map operation. The other way round `others` has all remaining keys by Python's hash, from the
 * first miss of a hashed key on. A hand-written table for any keys was 3 times slower than Map on JavaScriptCore; one for ints alone is faster, and
 * takes the Map's place in large tables of ints (`intTable`, simd/swissdict.ts, simd/intset.ts).
 */

import { note } from '../simd/counters'
import type { KeyTable } from '../simd/keytable'
import { Threshold } from '../simd/thresholds'
import { bytesComparison, bytesType, PyBytes } from './bytes'
import { recursionError } from './exceptions'
import { floatType, PyFloat } from './float'
import { intType, PyInt } from './int'
import { assumptions, type Int, objectType, PyObject, type Value } from './object'
import { equals, hashValue } from './operators'
import { PyStr, strType } from './str'
import { PyTuple, tupleType } from './tuple'
import { quickTupleHash } from './tuplehash'

/** Stands in the Map for a key that is found by its hash. */
export class KeyEntry {
  constructor(
    readonly key: Value,
    readonly hash: Value,
    /** `hash` is not Python's, but that of {@link quickHash}; the key is a {@link QuickKey}. */
    readonly quick: boolean = false,
  ) {}

  /** Python's hash of the key. */
  get pythonHash(): Int {
    return this.quick ? hashValue(this.key) : (this.hash as Int)
  }
}

/** What the Map is keyed by. */
export type MapKey = Value | KeyEntry

/** A slot that mirrors one str key of a namespace, so that LOAD_GLOBAL need not ask the Map; `v` is undefined while absent. */
export class NamespaceCell {
  /** Compiled code has taken the value for granted. */
  watched = false
  /** It has not changed since it was first taken for granted: what changes is compared where it is used. */
  steady = true

  constructor(public v: Value | undefined) {}

  /** The key has another value now, or none. */
  change(v: Value | undefined): void {
    if (this.watched && this.v !== v) {
      this.watched = false
      this.steady = false
      assumptions.epoch++
    }
    this.v = v
  }
}

/** The Map key of a Python key that is no {@link KeyEntry}; undefined for the others. */
export function primitiveKey(key: Value): Exclude<MapKey, KeyEntry> | undefined {
  switch (typeof key) {
    case 'string':
    case 'number':
    case 'bigint':
      return key
    case 'boolean':
      return key ? 1 : 0
  }
  if (key === null) return null
  const type = key.cls
  const hash = type.proto.$__hash__
  if (hash === objectType.proto.$__hash__) return type.proto.$__eq__ === objectType.proto.$__eq__ ? key : undefined
  if (key instanceof PyFloat && hash === floatType.proto.$__hash__ && type.proto.$__eq__ === floatType.proto.$__eq__) {
    const v = key.value
    return Number.isInteger(v) && !Number.isSafeInteger(v) ? BigInt(v) : v + 0
  }
  if (
    key instanceof PyStr &&
    type !== strType &&
    hash === strType.proto.$__hash__ &&
    type.proto.$__eq__ === strType.proto.$__eq__
  )
    return key.value
  if (key instanceof PyInt && hash === intType.proto.$__hash__ && type.proto.$__eq__ === intType.proto.$__eq__)
    return key.value
  return undefined
}

/** A Python key that is equal to what a Map key stands for: a number that is no int is a float. */
function equivalentKey(mapKey: MapKey): Value {
  if (mapKey instanceof KeyEntry) return mapKey.key
  return typeof mapKey === 'number' && !Number.isInteger(mapKey) ? new PyFloat(mapKey) : mapKey
}

/** Python's hash of the key that a Map key stands for. */
function pythonHashOf(mapKey: MapKey): Int {
  return mapKey instanceof KeyEntry ? mapKey.pythonHash : hashValue(equivalentKey(mapKey))
}

/** A key that is filed under a hash of our own: an exact tuple of primitives, or an exact bytes object. */
type QuickKey = PyTuple | PyBytes

/** The hash under which a {@link QuickKey} is filed; NaN for any other key. */
function quickHash(key: Value): number {
  if (key instanceof PyTuple) return key.cls === tupleType ? quickTupleHash(key.items, 0) : Number.NaN
  // Under -b a str of the same hash must be met, for the warning.
  return key instanceof PyBytes && key.cls === bytesType && !bytesComparison.warns
    ? quickBytesHash(key.bytes)
    : Number.NaN
}

/** Where the hashes of bytes start: another number in each process, so that input cannot be made whose keys collide. */
let seed = 0

function quickBytesHash(bytes: Uint8Array): number {
  if (seed === 0) seed = crypto.getRandomValues(new Int32Array(1))[0]! | 1
  let h = seed ^ bytes.length
  for (let i = 0; i < bytes.length; i++) {
    h = Math.imul(h ^ bytes[i]!, 0x9e3779b1)
    h ^= h >>> 15
  }
  return h
}

/** Whether an entry of the right hash is that of a key. */
function isQuickKey(entry: KeyEntry, key: QuickKey): boolean {
  const mine = entry.key
  if (mine === key) return true
  if (!entry.quick) return false
  if (key instanceof PyTuple) return mine instanceof PyTuple && sameItems(mine.items, key.items)
  return mine instanceof PyBytes && sameBytes(mine.bytes, key.bytes)
}

/** Whether two byte sequences are equal. A loop, as most keys are short. */
function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Whether two tuples are equal, item by item. */
function sameItems(a: readonly Value[], b: readonly Value[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!
    const y = b[i]!
    if (x !== y && !equals(x, y)) return false
  }
  return true
}

/** The table proper: a Map, or one for ints. */
export type HashTable = KeyTable<Value, MapKey>

/** A value of `untilTable` that is never counted down. */
export const NO_TABLE = Number.POSITIVE_INFINITY

/** Base of dict, set and frozenset. */
export abstract class PyHashed extends PyObject {
  map: HashTable
  originals: Map<MapKey, Value> | null = null
  /** The entries by their hash; one that is alone stands for its bucket. */
  buckets: Map<Value, KeyEntry | KeyEntry[]> | null = null
  /** Number of KeyEntry keys in the map. */
  entries = 0
  /** Number of keys filed under Python's hash, and one more while `others` is kept: what puts a primitive key past the fast ways. */
  hashed = 0
  /** The keys not filed under Python's hash, by it; null until one is looked for. */
  private others: Map<Value, MapKey[]> | null = null
  /** How often an int is still stored until the next new one asks whether the Map should give way to a table for ints. */
  untilTable: number = Threshold.intKeys

  constructor(map: HashTable) {
    super()
    this.map = map
  }

  /** The Map key under which a Python key is stored, or undefined where it is absent. May run Python code; raises TypeError for an unhashable key. */
  find(key: Value): MapKey | undefined {
    if (this.hashed === 0 && (typeof key === 'number' || typeof key === 'string'))
      return this.map.has(key) ? key : undefined
    if (key instanceof PyTuple && key.cls === tupleType) return this.findTuple(key)
    const primitive = primitiveKey(key)
    if (primitive !== undefined) {
      if (this.map.has(primitive)) return primitive
      return this.hashed === 0 ? undefined : this.searchBucket(key, hashValue(key))
    }
    const quick = quickHash(key)
    return Number.isNaN(quick) ? this.findHashed(key, hashValue(key)) : this.findQuick(key as QuickKey, quick)
  }

  /** {@link find} for an exact tuple: what its type says of hashes and equality need not be looked up. */
  private findTuple(key: PyTuple): MapKey | undefined {
    const quick = quickTupleHash(key.items, 0)
    return Number.isNaN(quick) ? this.findHashed(key, hashValue(key)) : this.findQuick(key, quick)
  }

  private findQuick(key: QuickKey, hash: number): KeyEntry | undefined {
    const bucket = this.buckets === null ? undefined : this.buckets.get(hash)
    if (bucket instanceof KeyEntry) {
      if (isQuickKey(bucket, key)) return bucket
    } else if (bucket !== undefined)
      for (let i = 0; i < bucket.length; i++) if (isQuickKey(bucket[i]!, key)) return bucket[i]
    return this.hashed === 0 ? undefined : this.searchBucket(key, hashValue(key))
  }

  private findHashed(key: Value, hash: Value): MapKey | undefined {
    return this.searchBucket(key, hash) ?? this.findOther(key, hash)
  }

  /** The key that equals a hashed key and is filed otherwise. */
  private findOther(key: Value, hash: Value): MapKey | undefined {
    const candidates = (this.others ?? this.indexOthers()).get(hash)
    if (candidates === undefined) return undefined
    for (const candidate of candidates.slice())
      if (equals(this.originalKey(candidate), key) && this.map.has(candidate)) return candidate
    return undefined
  }

  private indexOthers(): Map<Value, MapKey[]> {
    const others = new Map<Value, MapKey[]>()
    this.others = others
    this.hashed++
    for (const mapKey of this.map.keys()) if (!(mapKey instanceof KeyEntry) || mapKey.quick) this.addOther(mapKey)
    return others
  }

  private addOther(mapKey: MapKey): void {
    const hash = pythonHashOf(mapKey)
    const keys = this.others!.get(hash)
    if (keys === undefined) this.others!.set(hash, [mapKey])
    else keys.push(mapKey)
  }

  private removeOther(mapKey: MapKey): void {
    const hash = pythonHashOf(mapKey)
    const keys = this.others!.get(hash)!
    if (keys.length === 1) this.others!.delete(hash)
    else keys.splice(keys.indexOf(mapKey), 1)
  }

  private searchBucket(key: Value, hash: Value): KeyEntry | undefined {
    for (let attempt = 0; ; attempt++) {
      const bucket = this.buckets?.get(hash)
      if (bucket === undefined) return undefined
      if (bucket instanceof KeyEntry) {
        if (bucket.key === key) return bucket
        const same = equals(bucket.key, key)
        const now = this.buckets?.get(hash)
        if (now === bucket) return same ? bucket : undefined
        // Where the comparison added an entry, that one is to be looked at as well.
        if (same && Array.isArray(now) && now[0] === bucket) return bucket
        if (attempt === 1000) throw recursionError('dictionary keys changed during lookup')
        continue
      }
      let changed = false
      for (let i = 0; i < bucket.length; i++) {
        const entry = bucket[i]!
        if (entry.key === key) return entry
        const same = equals(entry.key, key)
        if (this.buckets?.get(hash) !== bucket || bucket[i] !== entry) {
          changed = true
          break
        }
        if (same) return entry
      }
      if (!changed) return undefined
      if (attempt === 1000) throw recursionError('dictionary keys changed during lookup')
    }
  }

  /** The Python key that a Map key stands for. */
  originalKey(mapKey: MapKey): Value {
    if (mapKey instanceof KeyEntry) return mapKey.key
    if (this.originals !== null) {
      const original = this.originals.get(mapKey)
      if (original !== undefined) return original
    }
    return mapKey
  }

  /** Stores under a key; an equal key that is there already stays. */
  put(key: Value, value: Value): void {
    if (this.hashed === 0 && (typeof key === 'number' || typeof key === 'string')) {
      // Only a new key makes the table another one: whoever goes through the old Map then notices a change of size.
      if (typeof key === 'number' && --this.untilTable < 0 && !this.map.has(key)) this.askForIntTable()
      this.map.set(key, value)
      return
    }
    const primitive = key instanceof PyTuple && key.cls === tupleType ? undefined : primitiveKey(key)
    if (primitive !== undefined) {
      if (this.hashed !== 0 && !this.map.has(primitive)) {
        const found = this.searchBucket(key, hashValue(key))
        if (found !== undefined) {
          this.map.set(found, value)
          return
        }
        if (this.others !== null && !this.map.has(primitive)) this.addOther(primitive)
      }
      if (primitive !== key && !this.map.has(primitive)) (this.originals ??= new Map()).set(primitive, key)
      this.map.set(primitive, value)
      return
    }
    const quick = quickHash(key)
    const isQuick = !Number.isNaN(quick)
    const hash = isQuick ? quick : hashValue(key)
    const found = isQuick ? this.findQuick(key as QuickKey, quick) : this.findHashed(key, hash)
    if (found !== undefined) {
      this.map.set(found, value)
      return
    }
    this.addEntry(new KeyEntry(key, hash, isQuick), value)
  }

  /** A table for ints with what the Map holds, or null where this kind of object has none. */
  protected abstract makeIntTable(): HashTable | null

  /** The number of ints from which a table for them is worth it. */
  protected get leastInts(): number {
    return Threshold.intKeys
  }

  private askForIntTable(): void {
    const { map } = this
    this.untilTable = NO_TABLE
    if (!(map instanceof Map)) return
    const least = this.leastInts
    if (map.size < least) this.untilTable = least - map.size
    else if (this.holdsInts()) {
      note('SwissDict.grown')
      this.map = this.makeIntTable() ?? map
    } else this.untilTable = map.size * 2
  }

  /** Whether all keys are ints and stand for themselves. */
  holdsInts(): boolean {
    if (this.entries > 0 || this.hashed > 0 || this.originals !== null) return false
    for (const key of this.map.keys()) if (!(typeof key === 'number' && Number.isSafeInteger(key))) return false
    return true
  }

  /** To be called where keys are added to the table, or removed from it, all at once. */
  protected forgetOthers(): void {
    if (this.others === null) return
    this.others = null
    this.hashed--
  }

  /** The value under a key, set to `value` where there is none; the key is hashed once. */
  getOrPut(key: Value, value: Value): Value {
    const primitive = primitiveKey(key)
    if (primitive !== undefined) {
      const found = this.find(key)
      if (found !== undefined) return this.map.get(found)!
      this.put(key, value)
      return value
    }
    const quick = quickHash(key)
    const isQuick = !Number.isNaN(quick)
    const hash = isQuick ? quick : hashValue(key)
    const found = isQuick ? this.findQuick(key as QuickKey, quick) : this.findHashed(key, hash)
    if (found !== undefined) return this.map.get(found)!
    this.addEntry(new KeyEntry(key, hash, isQuick), value)
    return value
  }

  /** The Map key here of a Map key of another table; the key is not hashed again. */
  findFrom(mapKey: MapKey): MapKey | undefined {
    if (mapKey instanceof KeyEntry)
      return mapKey.quick
        ? this.findQuick(mapKey.key as QuickKey, mapKey.hash as number)
        : this.findHashed(mapKey.key, mapKey.hash)
    if (this.map.has(mapKey)) return mapKey
    return this.hashed === 0 ? undefined : this.searchBucket(equivalentKey(mapKey), pythonHashOf(mapKey))
  }

  /** Stores under a key of another table, given by its Map key there; an equal key that is here already stays. */
  putFrom(source: PyHashed, mapKey: MapKey, value: Value): void {
    if (!(mapKey instanceof KeyEntry)) this.put(source.originalKey(mapKey), value)
    else if (this.findFrom(mapKey) === undefined)
      this.addEntry(new KeyEntry(mapKey.key, mapKey.hash, mapKey.quick), value)
  }

  private addEntry(entry: KeyEntry, value: Value): void {
    const buckets = (this.buckets ??= new Map())
    const bucket = buckets.get(entry.hash)
    if (bucket === undefined) buckets.set(entry.hash, entry)
    else if (bucket instanceof KeyEntry) buckets.set(entry.hash, [bucket, entry])
    else bucket.push(entry)
    this.entries++
    if (!entry.quick) this.hashed++
    else if (this.others !== null) this.addOther(entry)
    this.map.set(entry, value)
  }

  /** Removes a Map key that is present. */
  removeFound(mapKey: MapKey): void {
    this.map.delete(mapKey)
    const entry = mapKey instanceof KeyEntry
    if (this.others !== null && (!entry || mapKey.quick)) this.removeOther(mapKey)
    if (entry) {
      const bucket = this.buckets!.get(mapKey.hash)!
      if (bucket === mapKey) this.buckets!.delete(mapKey.hash)
      else {
        const rest = (bucket as KeyEntry[]).filter((e) => e !== mapKey)
        this.buckets!.set(mapKey.hash, rest.length === 1 ? rest[0]! : rest)
      }
      this.entries--
      if (!mapKey.quick) this.hashed--
    } else this.originals?.delete(mapKey)
  }

  /** Removes everything. */
  clearAll(): void {
    this.map.clear()
    this.originals = null
    this.buckets = null
    this.others = null
    this.entries = 0
    this.hashed = 0
  }

  /** Copies the table of another; the keys are not hashed again. */
  copyFrom(other: PyHashed): void {
    this.map = other.copyOfTable()
    this.originals = other.originals === null ? null : new Map(other.originals)
    this.entries = other.entries
    this.hashed = other.others === null ? other.hashed : other.hashed - 1
    this.others = null
    this.buckets = null
    if (other.buckets !== null) {
      this.buckets = new Map()
      for (const [hash, bucket] of other.buckets)
        this.buckets.set(hash, bucket instanceof KeyEntry ? bucket : bucket.slice())
    }
  }

  /** Takes over the table of another, which is not used any more. */
  takeTable(other: PyHashed): void {
    this.map = other.map
    this.originals = other.originals
    this.buckets = other.buckets
    this.entries = other.entries
    this.hashed = other.hashed
    this.others = other.others
  }

  /** A copy of the table. */
  protected copyOfTable(): HashTable {
    return new Map(this.map)
  }
}
