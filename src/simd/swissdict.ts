/**
 * A mapping with int keys in the order of insertion: keys and values lie in arrays one after the other, and a table of slots finds them.
 * Each slot has a control byte: free, gone, or seven bits of the hash of the key that is there, so that wrong slots are passed over without a look
 * at their keys. A search goes on slot by slot from the first one, so it is the same whether bytes are looked at one by one or, by a kernel, 16, 32 or 64
 * at a time; the first ones are repeated behind the last for that.
 *
 * The first slot of a key is given by its lower bits, moved by what a hash makes of the upper ones: keys that follow each other lie side by side, and none
 * of them is in another's way.
 *
 * It has the interface of a JavaScript Map, because that is what the hash table of the object model works with (objects/hashtable.ts). A key that is
 * no int turns it into a Map for good (`rest`).
 */

import { freshBytes, freshInts } from '../ffi/buffers'
import type { IntSet } from './intset'
import type { KeyTable } from './keytable'

/** Control bytes of slots without an entry; those of others have the upper bit set. */
const FREE = 0
const GONE = 1
/**
 * Slots that are tried side by side before the hash says where to go on. Ints that follow each other fill slots that follow each other: without an end to it,
 * the search for an int that is not there would go on to the end of them all.
 */
const LINEAR_PROBES = 8
const SMALLEST = 64
const TWO32 = 0x1_0000_0000

function copyInts(ints: Int32Array): Int32Array {
  const copy = freshInts(ints.length)
  copy.set(ints)
  return copy
}

/** How entries went to new places when the table was packed: what iterators hold on to. */
class Packing {
  next: Packing | null = null
  /** Indices of entries that were gone, ascending; null where all are. */
  gone: Int32Array | null = null

  /** Where what was at an index, or followed it, went. */
  moved(index: number): number {
    const gone = this.gone
    if (gone === null) return 0
    let low = 0
    let high = gone.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (gone[middle]! < index) low = middle + 1
      else high = middle
    }
    return index - low
  }
}

/** The keys or values of a {@link SwissDict}, those included that are added meanwhile. */
class SwissIterator<V, K, T> extends Iterator<T, undefined> {
  private index = 0
  private packing: Packing
  private other: Iterator<T> | null = null

  constructor(
    private dict: SwissDict<V, K> | null,
    private readonly kind: 'keys' | 'values' | 'entries',
  ) {
    super()
    this.packing = dict!.packing
  }

  next(): IteratorResult<T, undefined> {
    const dict = this.dict
    if (dict === null) return { done: true, value: undefined }
    if (this.other !== null) return this.other.next() as IteratorResult<T, undefined>
    while (this.packing.next !== null) {
      this.index = this.packing.moved(this.index)
      this.packing = this.packing.next
    }
    if (dict.asMap !== null) return this.goOn(dict.asMap)
    const i = dict.entryFrom(this.index)
    if (i < 0) {
      this.dict = null
      return { done: true, value: undefined }
    }
    this.index = i + 1
    const { kind } = this
    const value =
      kind === 'keys' ? dict.keyAt(i) : kind === 'values' ? dict.valueAt(i) : [dict.keyAt(i), dict.valueAt(i)]
    return { done: false, value: value as T }
  }

  /** The table has become a Map, in which the entries have the order that they had. */
  private goOn(map: Map<K, V>): IteratorResult<T, undefined> {
    const other = map[this.kind]() as Iterator<T>
    for (let i = 0; i < this.index; i++) other.next()
    this.other = other
    return other.next() as IteratorResult<T, undefined>
  }
}

/** See above. Values are never undefined. */
export class SwissDict<V, K = unknown> implements KeyTable<V, K> {
  private control!: Uint8Array
  /** The index of the entry of each slot. */
  private slots!: Int32Array
  private mask = 0
  /** How many bits of a key are its lower ones. */
  private bits = 0
  /** How many entries the table has room for. */
  private limit = 0
  /** The keys of the entries; upper halves only where some key needs them. */
  private low!: Int32Array
  private high: Int32Array | null = null
  /** Their values; undefined where an entry is gone. There are as many as entries were made. */
  private vals: (V | undefined)[] = []
  /** Entries that are not gone. */
  private live = 0
  /** No entry behind this one is left. */
  private last = -1
  /** For iterators only. */
  packing = new Packing()
  /** The Map that all of this has become. For iterators only. */
  asMap: Map<K, V> | null = null

  /** `expected` is how many entries there will be. */
  constructor(expected = 0) {
    this.makeSlots(expected)
    this.low = freshInts(this.limit)
  }

  private makeSlots(expected: number): void {
    let capacity = SMALLEST
    while ((capacity * 5) >> 3 < expected) capacity *= 2
    this.control = freshBytes(capacity).fill(FREE)
    this.slots = freshInts(capacity)
    this.mask = capacity - 1
    this.bits = 31 - Math.clz32(capacity)
    this.limit = (capacity * 5) >> 3
  }

  // ── Entries ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The entry of an int of 32 bits, or -1. */
  private find32(key: number): number {
    let hash = Math.imul(key, 0x9e3779b1)
    const tag = (hash >>> 25) | 0x80
    const { control, slots, low, mask } = this
    let p = (key + Math.imul(key >>> this.bits, 0x85ebca6b)) & mask
    for (let n = 1; ; n++) {
      const c = control[p]!
      if (c === tag) {
        const entry = slots[p]!
        if (low[entry] === key) return entry
      } else if (c === FREE) return -1
      if (n < LINEAR_PROBES) p = (p + 1) & mask
      else p = (Math.imul(p, 5) + 1 + (hash >>>= 5)) & mask
    }
  }

  /** The entry of any number while there are upper halves, or -1. */
  private findWide(key: number): number {
    if (!Number.isInteger(key)) return -1
    const low = key | 0
    const high = Math.floor(key / TWO32)
    // An int of 32 bits has the same hash with and without an upper half.
    const upper = Math.imul(high ^ (low >> 31), 0xc2b2ae35)
    let hash = Math.imul(low ^ upper, 0x9e3779b1)
    const tag = (hash >>> 25) | 0x80
    const { control, mask } = this
    let p = (low + Math.imul((low ^ upper) >>> this.bits, 0x85ebca6b)) & mask
    for (let n = 1; ; n++) {
      const c = control[p]!
      if (c === tag) {
        const entry = this.slots[p]!
        if (this.low[entry] === low && this.high![entry] === high) return entry
      } else if (c === FREE) return -1
      if (n < LINEAR_PROBES) p = (p + 1) & mask
      else p = (Math.imul(p, 5) + 1 + (hash >>>= 5)) & mask
    }
  }

  /** The entry of a number, or -1. */
  entryOf(key: number): number {
    if (this.high !== null) return this.findWide(key)
    const small = key | 0
    return small === key ? this.find32(small) : -1
  }

  /** A new entry for an int that has none: its index. */
  private append(key: number, value: V): number {
    if (this.vals.length === this.limit) this.pack()
    const low = key | 0
    if (this.high === null && low !== key) this.widen()
    const entry = this.vals.length
    this.low[entry] = low
    if (this.high !== null) this.high[entry] = Math.floor(key / TWO32)
    this.vals.push(value)
    this.live++
    this.last = entry
    this.link(entry)
    return entry
  }

  /** Puts an entry into a free slot. */
  private link(entry: number): void {
    const { control, mask, low, high } = this
    const key = low[entry]!
    const upper = high === null ? 0 : Math.imul(high[entry]! ^ (key >> 31), 0xc2b2ae35)
    let p = (key + Math.imul((key ^ upper) >>> this.bits, 0x85ebca6b)) & mask
    let hash = Math.imul(key ^ upper, 0x9e3779b1)
    const tag = (hash >>> 25) | 0x80
    for (let n = 1; control[p]! > GONE; n++) {
      if (n < LINEAR_PROBES) p = (p + 1) & mask
      else p = (Math.imul(p, 5) + 1 + (hash >>>= 5)) & mask
    }
    control[p] = tag
    this.slots[p] = entry
  }

  private widen(): void {
    const { low } = this
    const high = freshInts(low.length)
    for (let i = 0; i < this.vals.length; i++) high[i] = low[i]! >> 31
    this.high = high
  }

  /** Makes room: the entries that are gone are left out, and there are twice as many slots unless that is enough. */
  private pack(expected = this.live * 2 > this.limit ? this.limit + 1 : this.limit): void {
    const { low, high, vals } = this
    const n = vals.length
    const gone = new Int32Array(n - this.live)
    this.makeSlots(expected)
    const keys = freshInts(this.limit)
    const upper = high === null ? null : freshInts(this.limit)
    if (gone.length === 0) {
      keys.set(low.subarray(0, n))
      upper?.set(high!.subarray(0, n))
    } else {
      const kept: V[] = []
      let k = 0
      for (let i = 0; i < n; i++) {
        const value = vals[i]
        if (value === undefined) {
          gone[k++] = i
          continue
        }
        keys[kept.length] = low[i]!
        if (upper !== null) upper[kept.length] = high![i]!
        kept.push(value)
      }
      this.vals = kept
      this.moveOn(gone)
    }
    this.low = keys
    this.high = upper
    this.last = this.live - 1
    for (let i = 0; i < this.live; i++) this.link(i)
  }

  private moveOn(gone: Int32Array | null): void {
    const next = new Packing()
    this.packing.gone = gone
    this.packing.next = next
    this.packing = next
  }

  /** The first entry from an index on that is not gone, or -1. */
  entryFrom(index: number): number {
    const { vals } = this
    for (let i = index; i < vals.length; i++) if (vals[i] !== undefined) return i
    return -1
  }

  /** The key, the value of an entry. */
  keyAt(entry: number): number {
    return this.high === null ? this.low[entry]! : this.high[entry]! * TWO32 + (this.low[entry]! >>> 0)
  }

  valueAt(entry: number): V {
    return this.vals[entry]!
  }

  /** Sets the value of an entry. */
  setAt(entry: number, value: V): void {
    this.vals[entry] = value
  }

  // ── Several at once ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** Whether all keys are ints still; the methods for several at once are for such a table only. */
  get isIntegral(): boolean {
    return this.asMap === null
  }

  /** Makes room for so many entries in all. */
  reserve(expected: number): void {
    if (expected > this.limit) this.pack(expected)
  }

  /** Gives one value to items from `from` on while they are ints: how many items are done. */
  setItems(items: ArrayLike<unknown>, value: V, from = 0): number {
    const n = items.length
    for (let i = from; i < n; i++) {
      const key = items[i]
      if (typeof key !== 'number' || !Number.isSafeInteger(key)) return i
      const entry = this.entryOf(key)
      if (entry < 0) this.append(key, value)
      else this.vals[entry] = value
    }
    return n
  }

  /** Adds 1 to the values of items while they are ints, the values small ones: how many items are done. */
  countItems(items: ArrayLike<unknown>): number {
    const n = items.length
    for (let i = 0; i < n; i++) {
      const key = items[i]
      if (typeof key !== 'number' || !Number.isSafeInteger(key)) return i
      const entry = this.entryOf(key)
      if (entry < 0) {
        this.append(key, 1 as V)
        continue
      }
      const value: unknown = this.vals[entry]
      if (typeof value !== 'number' || value >= Number.MAX_SAFE_INTEGER) return i
      this.vals[entry] = (value + 1) as V
    }
    return n
  }

  /** Adds the keys that another table has, too, to a set. */
  filterInto(made: IntSet<K>, other: SwissDict<V, K>): void {
    const { low, vals } = this
    for (let i = 0; i < vals.length; i++) {
      if (vals[i] === undefined) continue
      const key = this.high === null ? low[i]! : this.keyAt(i)
      if (other.entryOf(key) >= 0) made.add(key)
    }
  }

  /** Adds the keys to a set, in order. */
  addKeysTo(made: IntSet<K>): void {
    const { low, high, vals } = this
    if (high === null && this.live === vals.length) made.addItems(low.subarray(0, vals.length))
    else for (let i = 0; i < vals.length; i++) if (vals[i] !== undefined) made.add(this.keyAt(i))
  }

  /** Removes the keys from a set, in order. */
  removeKeysFrom(made: IntSet<K>): void {
    const { vals } = this
    for (let i = 0; i < vals.length; i++) if (vals[i] !== undefined) made.remove(this.keyAt(i))
    made.tidy()
  }

  /** Takes over all entries of another table. */
  merge(other: SwissDict<V, K>): void {
    const { vals } = other
    for (let i = 0; i < vals.length; i++) {
      const value = vals[i]
      if (value === undefined) continue
      const key = other.keyAt(i)
      const entry = this.entryOf(key)
      if (entry < 0) this.append(key, value)
      else this.vals[entry] = value
    }
  }

  /** The same entries. */
  copy(): SwissDict<V, K> {
    const made = new SwissDict<V, K>()
    if (this.live < this.vals.length) {
      made.reserve(this.live)
      made.merge(this)
      return made
    }
    made.control = freshBytes(this.control.length)
    made.control.set(this.control)
    made.slots = copyInts(this.slots)
    made.mask = this.mask
    made.bits = this.bits
    made.limit = this.limit
    made.low = copyInts(this.low)
    made.high = this.high === null ? null : copyInts(this.high)
    made.vals = this.vals.slice()
    made.live = this.live
    made.last = this.last
    return made
  }

  /** Keys, values in order, as arrays of their own. */
  keyArray(): number[] {
    const { low, high, vals } = this
    const out: number[] = []
    if (high === null) {
      for (let i = 0; i < vals.length; i++) if (vals[i] !== undefined) out.push(low[i]!)
    } else for (let i = 0; i < vals.length; i++) if (vals[i] !== undefined) out.push(this.keyAt(i))
    return out
  }

  valueArray(): V[] {
    if (this.live === this.vals.length) return this.vals.slice() as V[]
    const out: V[] = []
    for (const value of this.vals) if (value !== undefined) out.push(value)
    return out
  }

  /** The key that was added last, of a table that is not empty. Removing one so after the other is linear. */
  lastKey(): number {
    const { vals } = this
    while (vals[this.last] === undefined) this.last--
    return this.keyAt(this.last)
  }

  // ── The interface of Map ─────────────────────────────────────────────────────────────────────────────────────────────

  get size(): number {
    return this.asMap === null ? this.live : this.asMap.size
  }

  get(key: K): V | undefined {
    if (typeof key === 'number' && this.asMap === null) {
      const entry = this.entryOf(key)
      return entry < 0 ? undefined : this.vals[entry]
    }
    return this.asMap === null ? undefined : this.asMap.get(key)
  }

  has(key: K): boolean {
    if (this.asMap !== null) return this.asMap.has(key)
    return typeof key === 'number' && this.entryOf(key) >= 0
  }

  set(key: K, value: V): this {
    if (typeof key === 'number' && this.asMap === null && Number.isSafeInteger(key)) {
      const entry = this.entryOf(key)
      if (entry < 0) this.append(key, value)
      else this.vals[entry] = value
    } else this.becomeMap().set(key, value)
    return this
  }

  private becomeMap(): Map<K, V> {
    if (this.asMap !== null) return this.asMap
    const map = new Map<K, V>()
    const gone: number[] = []
    for (let i = 0; i < this.vals.length; i++) {
      const value = this.vals[i]
      if (value === undefined) gone.push(i)
      else map.set(this.keyAt(i) as K, value)
    }
    this.empty()
    this.moveOn(Int32Array.from(gone))
    return (this.asMap = map)
  }

  delete(key: K): boolean {
    if (this.asMap !== null) return this.asMap.delete(key)
    const entry = typeof key === 'number' ? this.entryOf(key) : -1
    if (entry < 0) return false
    this.unlink(entry)
    this.vals[entry] = undefined
    this.live--
    return true
  }

  /** Marks the slot of an entry. */
  private unlink(entry: number): void {
    const { control, mask, low, high } = this
    const key = low[entry]!
    const upper = high === null ? 0 : Math.imul(high[entry]! ^ (key >> 31), 0xc2b2ae35)
    let p = (key + Math.imul((key ^ upper) >>> this.bits, 0x85ebca6b)) & mask
    let hash = Math.imul(key ^ upper, 0x9e3779b1)
    for (let n = 1; control[p]! <= GONE || this.slots[p] !== entry; n++) {
      if (n < LINEAR_PROBES) p = (p + 1) & mask
      else p = (Math.imul(p, 5) + 1 + (hash >>>= 5)) & mask
    }
    control[p] = GONE
  }

  private empty(): void {
    this.vals = []
    this.live = 0
    this.high = null
    this.makeSlots(0)
    this.low = freshInts(this.limit)
  }

  clear(): void {
    if (this.asMap !== null) {
      this.asMap.clear()
      return
    }
    this.empty()
    this.moveOn(null)
  }

  keys(): IterableIterator<K> {
    return this.asMap === null ? new SwissIterator<V, K, K>(this, 'keys') : this.asMap.keys()
  }

  values(): IterableIterator<V> {
    return this.asMap === null ? new SwissIterator<V, K, V>(this, 'values') : this.asMap.values()
  }

  entries(): IterableIterator<[K, V]> {
    return this.asMap === null ? new SwissIterator<V, K, [K, V]>(this, 'entries') : this.asMap.entries()
  }

  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.entries()
  }
}
