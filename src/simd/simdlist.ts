/**
 * The numbers of a large list side by side, for the kernels: ints of 32 bits, other safe ints as doubles, or floats. It is made from the items of a list and
 * never changes.
 */
import { freshBytes } from '../ffi/buffers'
import { note } from './counters'
import { simd } from './index'
import { type Comparison, compares } from './numbers'

/** What the items are. */
export type SimdKind = 'int' | 'float'

/** Ints of 32 bits are less than this, and not less than its negative. */
const LIMIT = 2 ** 31

/** See above. */
export class SimdList {
  private readonly bytes: Uint8Array
  /** The letter that kernels know the numbers by. */
  private readonly type: 'i' | 'd'

  private constructor(
    readonly kind: SimdKind,
    readonly values: Int32Array | Float64Array,
  ) {
    this.type = values instanceof Int32Array ? 'i' : 'd'
    this.bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  }

  get length(): number {
    return this.values.length
  }

  /** Of items that are all ints, else null. */
  static ofInts(items: ArrayLike<unknown>): SimdList | null {
    const n = items.length
    const room = freshBytes(n * 4)
    const values = new Int32Array(room.buffer, room.byteOffset, n)
    for (let i = 0; i < n; i++) {
      const v = items[i]
      if (typeof v !== 'number') return null
      if ((v | 0) !== v) return SimdList.ofWideInts(items)
      values[i] = v
    }
    note('SimdList.made')
    return new SimdList('int', values)
  }

  private static ofWideInts(items: ArrayLike<unknown>): SimdList | null {
    const n = items.length
    const room = freshBytes(n * 8)
    const values = new Float64Array(room.buffer, room.byteOffset, n)
    for (let i = 0; i < n; i++) {
      const v = items[i]
      if (typeof v !== 'number') return null
      values[i] = v
    }
    note('SimdList.made')
    return new SimdList('int', values)
  }

  /** Of the numbers of floats. */
  static ofFloats(values: Float64Array): SimdList {
    note('SimdList.made')
    return new SimdList('float', values)
  }

  /** The sum, of floats with compensation; undefined for ints that may be too large to be added as doubles. */
  sum(): number | undefined {
    if (this.kind === 'int' && this.type === 'd') return undefined
    note('SimdList.sum')
    const sum = simd(this.bytes.length).numbers.sum(this.type, this.bytes, this.length)
    return typeof sum === 'number' ? sum : undefined
  }

  /** The least, the greatest: the first of equal ones. */
  min(): number {
    note('SimdList.min')
    return Number(simd(this.bytes.length).numbers.min(this.type, this.bytes, this.length))
  }

  max(): number {
    note('SimdList.max')
    return Number(simd(this.bytes.length).numbers.max(this.type, this.bytes, this.length))
  }

  private holds(value: number): boolean {
    return this.type === 'd' || (value | 0) === value
  }

  /** How many are equal to a number that is not NaN. */
  count(value: number): number {
    note('SimdList.count')
    return this.holds(value) ? simd(this.bytes.length).numbers.count(this.type, this.bytes, this.length, value) : 0
  }

  /** The first from `from` to `to` that is equal to a number that is not NaN, or -1. */
  index(value: number, from: number, to: number): number {
    note('SimdList.index')
    return this.holds(value) ? simd(this.bytes.length).numbers.index(this.type, this.bytes, from, to, value) : -1
  }

  /** Numbers that are there already, and of those from `from` on the ones that compare with a number as they should; null where the former are of another type. */
  where(comparison: Comparison, value: number, from: number, before: readonly number[]): SimdList | null {
    if (this.type === 'i') {
      for (let i = 0; i < before.length; i++) if (!this.holds(before[i]!)) return null
      if (!this.holds(value)) return this.whereOf(value, comparison, from, before)
    }
    note('SimdList.where')
    const { type } = this
    const size = this.values.BYTES_PER_ELEMENT
    const rest = from === 0 ? this.bytes : this.bytes.subarray(from * size)
    const n = this.length - from
    const { numbers } = simd(rest.length)
    const count = numbers.countWhere(type, rest, n, comparison, value)
    const made = this.room(before.length + count)
    made.values.set(before)
    if (count > 0) {
      const room = before.length === 0 ? made.bytes : made.bytes.subarray(before.length * size)
      numbers.keepWhere(type, rest, n, comparison, value, room)
    }
    return made
  }

  /** {@link where} of ints of 32 bits and a number that is none: `x > 2.5` is `x >= 3`. */
  private whereOf(value: number, comparison: Comparison, from: number, before: readonly number[]): SimdList | null {
    if (value > -LIMIT && value < LIMIT - 1) {
      if (comparison === 0 || comparison === 1) return this.where(1, Math.floor(value), from, before)
      if (comparison === 4 || comparison === 5) return this.where(5, Math.ceil(value), from, before)
    }
    // What is beyond them, or no int, all of them compare with in the same way.
    return compares(0, comparison, value) ? this.where(5, -LIMIT, from, before) : this.where(0, -LIMIT, from, before)
  }

  /** The numbers from `start` to before `stop`. */
  slice(start: number, stop: number): SimdList {
    const made = this.room(Math.max(0, stop - start))
    made.bytes.set(this.bytes.subarray(start * this.values.BYTES_PER_ELEMENT, stop * this.values.BYTES_PER_ELEMENT))
    return made
  }

  /** Room for numbers of this kind. */
  private room(n: number): SimdList {
    const size = this.values.BYTES_PER_ELEMENT
    const { buffer, byteOffset } = freshBytes(n * size)
    return new SimdList(
      this.kind,
      size === 4 ? new Int32Array(buffer, byteOffset, n) : new Float64Array(buffer, byteOffset, n),
    )
  }

  /** The first place where two lists of a kind differ; the length of the shorter one where there is none. NaN is equal to NaN. */
  mismatch(other: SimdList): number {
    note('SimdList.mismatch')
    const n = Math.min(this.length, other.length)
    const { values } = this
    if (this.type !== other.type) {
      let i = 0
      while (i < n && values[i] === other.values[i]) i++
      return i
    }
    const size = values.BYTES_PER_ELEMENT
    for (let i = 0; i < n; i++) {
      const at = simd(n * size).mismatch(this.bytes, i * size, other.bytes, i * size, (n - i) * size)
      if (at < 0) return n
      i += Math.floor(at / size)
      // Zeros of either sign are equal.
      const x = values[i]!
      const y = other.values[i]!
      if (x !== y && !(Number.isNaN(x) && Number.isNaN(y))) return i
    }
    return n
  }
}
