/**
 * A set of ints in the table that CPython's set would have: the same slots, so that going through them gives CPython's order, removals
 * included (Objects/setobject.c). Ten slots in a row, then a jump that the hash decides; the table grows fourfold (twofold when large) once it is
 * three fifths full, and one that another is merged into makes room at once.
 *
 * It has the interface of a JavaScript Map whose values are null, because that is what the hash table of the object model works with
 * (objects/hashtable.ts). A key that is no int turns it into a Map for good (`rest`).
 *
 * While all ints fit into 32 bits a slot is one of them. Others put the upper halves into a second array.
 */
import { freshInts } from '../ffi/buffers'
import type { KeyTable } from './keytable'

const LINEAR_PROBES = 9

/** In `low` while there is no `high`, else in `high`: a slot that never held an int, and one that holds none any more. */
const FREE = -0x8000_0000
const GONE = FREE + 1
const TWO32 = 0x1_0000_0000

function copyInts(ints: Int32Array): Int32Array {
  const copy = freshInts(ints.length)
  copy.set(ints)
  return copy
}

/** A set of ints; see above. */
export class IntSet<K = unknown> implements KeyTable<null, K> {
  private low: Int32Array = new Int32Array(8).fill(FREE)
  private high: Int32Array | null = null
  private mask = 7
  /** Slots that hold an int; those that ever did since the table was made. */
  private used = 0
  private filled = 0
  /** Where `pop` goes on. */
  private finger = 0
  /** The Map that all of this has become. */
  private rest: Map<K, null> | null = null

  // ── Looking up ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The slot of an int of 32 bits, or -1. */
  private find(value: number): number {
    const low = this.low
    const mask = this.mask
    let i = (value === -1 ? -2 : value) & mask
    const first = low[i]!
    if (first === value) return i
    if (first === FREE) return -1
    let perturb = value === -1 ? -2 : value
    let upper = perturb >> 31
    for (;;) {
      const last = i + LINEAR_PROBES <= mask ? i + LINEAR_PROBES : i
      for (let k = i; k <= last; k++) {
        const found = low[k]!
        if (found === value) return k
        if (found === FREE) return -1
      }
      // The jumps consume the hash as an unsigned 64-bit number, five bits each.
      perturb = (perturb >>> 5) | (upper << 27)
      upper >>>= 5
      i = (Math.imul(i, 5) + 1 + perturb) & mask
    }
  }

  /** The slot of any number while there are upper halves, or -1. */
  private findWide(value: number): number {
    if (!Number.isInteger(value)) return -1
    const low = this.low
    const high = this.high!
    const mask = this.mask
    const valueLow = value | 0
    const valueHigh = Math.floor(value / TWO32)
    let perturb = value === -1 ? -2 : valueLow
    let upper = valueHigh
    let i = perturb & mask
    for (;;) {
      const last = i + LINEAR_PROBES <= mask ? i + LINEAR_PROBES : i
      for (let k = i; k <= last; k++) {
        if (low[k] === valueLow && high[k] === valueHigh) return k
        if (high[k] === FREE) return -1
      }
      perturb = (perturb >>> 5) | (upper << 27)
      upper >>>= 5
      i = (Math.imul(i, 5) + 1 + perturb) & mask
    }
  }

  private slotOf(value: number): number {
    if (this.high !== null) return this.findWide(value)
    const small = value | 0
    return small === value && small > GONE ? this.find(small) : -1
  }

  // ── Adding ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Puts an int of 32 bits into its slot, the last one without an int that the search came past if there was one: true where that never held one, so that
   * the table may have to grow.
   */
  private place(value: number): boolean {
    const low = this.low
    const mask = this.mask
    let i = (value === -1 ? -2 : value) & mask
    const first = low[i]!
    if (first === FREE) {
      low[i] = value
      return true
    }
    if (first === value) return false
    let perturb = value === -1 ? -2 : value
    let upper = perturb >> 31
    let gone = -1
    for (;;) {
      const last = i + LINEAR_PROBES <= mask ? i + LINEAR_PROBES : i
      for (let k = i; k <= last; k++) {
        const found = low[k]!
        if (found === value) return false
        if (found === GONE) gone = k
        else if (found === FREE) {
          low[gone < 0 ? k : gone] = value
          if (gone < 0) return true
          this.used++
          return false
        }
      }
      perturb = (perturb >>> 5) | (upper << 27)
      upper >>>= 5
      i = (Math.imul(i, 5) + 1 + perturb) & mask
    }
  }

  private placeWide(value: number): boolean {
    const low = this.low
    const high = this.high!
    const mask = this.mask
    const valueLow = value | 0
    const valueHigh = Math.floor(value / TWO32)
    let perturb = value === -1 ? -2 : valueLow
    let upper = valueHigh
    let i = perturb & mask
    let gone = -1
    for (;;) {
      const last = i + LINEAR_PROBES <= mask ? i + LINEAR_PROBES : i
      for (let k = i; k <= last; k++) {
        if (low[k] === valueLow && high[k] === valueHigh) return false
        if (high[k] === GONE) gone = k
        else if (high[k] === FREE) {
          const slot = gone < 0 ? k : gone
          low[slot] = valueLow
          high[slot] = valueHigh
          if (gone < 0) return true
          this.used++
          return false
        }
      }
      perturb = (perturb >>> 5) | (upper << 27)
      upper >>>= 5
      i = (Math.imul(i, 5) + 1 + perturb) & mask
    }
  }

  /** Gives all slots an upper half. */
  private widen(): void {
    const low = this.low
    const high = freshInts(low.length)
    for (let i = 0; i < low.length; i++) high[i] = low[i]! <= GONE ? low[i]! : low[i]! >> 31
    this.high = high
  }

  private resize(wanted: number): void {
    let size = 8
    while (size <= wanted) size *= 2
    const { low, high } = this
    this.low = freshInts(size)
    this.mask = size - 1
    if (high === null) {
      this.low.fill(FREE)
      for (let i = 0; i < low.length; i++) if (low[i]! > GONE) this.place(low[i]!)
    } else {
      this.high = freshInts(size).fill(FREE)
      for (let i = 0; i < low.length; i++) if (high[i]! > GONE) this.placeWide(high[i]! * TWO32 + (low[i]! >>> 0))
    }
    this.filled = this.used
  }

  private grown(): void {
    this.used++
    this.filled++
    if (this.filled * 5 >= this.mask * 3) this.regrow()
  }

  private regrow(): void {
    this.resize(this.used > 50000 ? this.used * 2 : this.used * 4)
  }

  /** Adds an int unless it is there. */
  add(value: number): void {
    if (this.high === null) {
      const small = value | 0
      if (small === value && small > GONE) {
        if (this.place(small)) this.grown()
        return
      }
      this.widen()
    }
    if (this.placeWide(value)) this.grown()
  }

  /** Adds the items from `from` on while they are ints: how many items are done. */
  addItems(items: ArrayLike<unknown>, from = 0): number {
    const n = items.length
    for (let i = from; i < n; i++) {
      const v = items[i]
      if (typeof v !== 'number') return i
      const small = v | 0
      if (small !== v || small <= GONE || this.high !== null) {
        if (!Number.isSafeInteger(v)) return i
        this.add(v)
      } else if (this.place(small)) this.grown()
    }
    return n
  }

  /** Makes room for `n` more, as CPython does before it merges. */
  reserve(n: number): void {
    if ((this.filled + n) * 5 >= this.mask * 3) this.resize((this.used + n) * 2)
  }

  /** Adds all ints of another table. */
  merge(other: IntSet<K>): void {
    if (other === this || other.used === 0) return
    this.reserve(other.used)
    if (this.filled === 0 && this.mask === other.mask && other.filled === other.used) {
      this.low = copyInts(other.low)
      this.high = other.high === null ? null : copyInts(other.high)
      this.used = this.filled = other.used
      return
    }
    const { low, high } = other
    if (high === null && this.high === null) {
      for (let i = 0; i < low.length; i++) if (low[i]! > GONE && this.place(low[i]!)) this.grown()
    } else for (let i = 0; i < low.length; i++) if (other.occupied(i)) this.add(other.at(i))
  }

  // ── Several at once ──────────────────────────────────────────────────────────────────────────────────────────────────

  private occupied(slot: number): boolean {
    return (this.high ?? this.low)[slot]! > GONE
  }

  private at(slot: number): number {
    return this.high === null ? this.low[slot]! : this.high[slot]! * TWO32 + (this.low[slot]! >>> 0)
  }

  /** Adds to `made` the ints that are (`kept`) or are not in another table, in order. */
  filterInto(made: IntSet<K>, other: IntSet<K>, kept: boolean): void {
    const { low } = this
    if (this.high === null && other.high === null && made.high === null) {
      for (let i = 0; i < low.length; i++) {
        const value = low[i]!
        if (value > GONE && other.find(value) >= 0 === kept && made.place(value)) made.grown()
      }
      return
    }
    for (let i = 0; i < low.length; i++)
      if (this.occupied(i) && other.slotOf(this.at(i)) >= 0 === kept) made.add(this.at(i))
  }

  /** Whether all ints are (`kept`), or none is, in another table. */
  allIn(other: IntSet<K>, kept: boolean): boolean {
    for (let i = 0; i < this.low.length; i++)
      if (this.occupied(i) && other.slotOf(this.at(i)) >= 0 !== kept) return false
    return true
  }

  /** Removes what another table has. Slots without an int are given up where they are many. */
  removeAll(other: IntSet<K>): void {
    let from = other
    if (other.used >> 3 > this.used) other.filterInto((from = new IntSet<K>()), this, true)
    for (let i = 0; i < from.low.length; i++) if (from.occupied(i)) this.remove(from.at(i))
    this.tidy()
  }

  /** What CPython does after removing several. */
  tidy(): void {
    if (this.filled - this.used > this.mask >> 2) this.regrow()
  }

  /** Removes what another table has, and adds what it alone has. */
  toggleAll(other: IntSet<K>): void {
    for (let i = 0; i < other.low.length; i++) if (other.occupied(i) && !this.remove(other.at(i))) this.add(other.at(i))
  }

  /** Adds the ints of an arithmetic progression. */
  addRange(start: number, step: number, length: number): void {
    for (let i = 0, value = start; i < length; i++, value += step) this.add(value)
  }

  /** Removes an int; false where it was absent. */
  remove(value: number): boolean {
    const slot = this.slotOf(value)
    if (slot < 0) return false
    ;(this.high ?? this.low)[slot] = GONE
    this.used--
    return true
  }

  /** Removes and returns an int of a set that is not empty: the next after the one removed so before. */
  pop(): number {
    let i = this.finger & this.mask
    while (!this.occupied(i)) i = (i + 1) & this.mask
    const value = this.at(i)
    ;(this.high ?? this.low)[i] = GONE
    this.used--
    this.finger = i + 1
    return value
  }

  /** The ints in order. */
  ints(): number[] {
    const out: number[] = []
    const { low, high } = this
    if (high !== null) for (let i = 0; i < low.length; i++) if (high[i]! > GONE) out.push(this.at(i))
    if (high === null) for (let i = 0; i < low.length; i++) if (low[i]! > GONE) out.push(low[i]!)
    return out
  }

  /** More than one set refers to the table: it is not changed any more. */
  private shared = false

  /** The table, for another set to refer to as well. */
  share(): this {
    this.shared = true
    return this
  }

  /** A table of the same slots that may be changed: itself, unless it is shared. */
  own(): IntSet<K> {
    if (!this.shared) return this
    const made = new IntSet<K>()
    made.low = copyInts(this.low)
    made.high = this.high === null ? null : copyInts(this.high)
    made.mask = this.mask
    made.used = this.used
    made.filled = this.filled
    made.finger = this.finger
    return made
  }

  /** A table of the same ints, as CPython copies one: without the slots of ints that are gone, if there are any. */
  copy(): IntSet<K> {
    const made = new IntSet<K>()
    made.merge(this)
    return made
  }

  // ── The interface of Map ─────────────────────────────────────────────────────────────────────────────────────────────

  /** Whether all keys are ints still; the methods above are for such a table only. */
  get isIntegral(): boolean {
    return this.rest === null
  }

  get size(): number {
    return this.rest === null ? this.used : this.rest.size
  }

  has(key: K): boolean {
    if (this.rest !== null) return this.rest.has(key)
    return typeof key === 'number' && this.slotOf(key) >= 0
  }

  get(key: K): null | undefined {
    return this.has(key) ? null : undefined
  }

  set(key: K, value: null): this {
    if (this.rest === null) {
      if (typeof key === 'number' && Number.isSafeInteger(key)) {
        this.add(key)
        return this
      }
      this.rest = new Map()
      for (const k of this.ints()) this.rest.set(k as K, null)
      this.reset()
    }
    this.rest.set(key, value)
    return this
  }

  delete(key: K): boolean {
    if (this.rest !== null) return this.rest.delete(key)
    return typeof key === 'number' && this.remove(key)
  }

  private reset(): void {
    this.low = new Int32Array(8).fill(FREE)
    this.high = null
    this.mask = 7
    this.used = this.filled = this.finger = 0
  }

  clear(): void {
    this.rest = null
    this.reset()
  }

  /** Iterators go over what there is when they are made. */
  keys(): IterableIterator<K> {
    return this.rest === null
      ? (this.ints().values() as IterableIterator<unknown> as IterableIterator<K>)
      : this.rest.keys()
  }

  values(): IterableIterator<null> {
    return new Array<null>(this.size).fill(null).values() as IterableIterator<null>
  }

  entries(): IterableIterator<[K, null]> {
    return [...this.keys()].map((k): [K, null] => [k, null]).values() as IterableIterator<[K, null]>
  }

  [Symbol.iterator](): IterableIterator<[K, null]> {
    return this.entries()
  }
}
