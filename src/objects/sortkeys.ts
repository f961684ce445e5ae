/**
 * Sorting by keys that are all ints, bools and floats, all strs, or all tuples of such. No two keys are compared, but where there are few: each gets a number
 * that has its place among the others (of a text the next characters), and the numbers are ordered together with the indices of the keys (numberorder.ts).
 * Those whose numbers are equal are then ordered by what comes next: more characters, or the next item of the tuples, which is not looked at
 * otherwise, as in CPython. Nobody can see which keys were compared, since none of them has code of its own.
 */
import { floatType, PyFloat } from './float'
import { orderOfNumbers } from './numberorder'
import type { Int, Value } from './object'
import { compareStrings } from './strops'
import { PyTuple } from './tuple'

/** Up to so many keys are compared with each other. */
const FEW = 12

/** So many units of a text make one number, if none is beyond these (each is one more there, and zero where the text has ended). */
const NARROW_WIDTH = 6
const NARROW = 0xfe
/** The same for other texts, up to the first surrogate. */
const WIDE_WIDTH = 3
const WIDE = 0xd7ff

/** Keys of so many are ordered in memory that is kept. */
const KEPT = 4096
const keptIndices = [new Uint32Array(KEPT), new Uint32Array(KEPT)] as const
const keptNumbers = new Float64Array(KEPT)

/** What numbers are in, and how far the ints among them lie apart (-1 where some are not ints). */
const ranked = { min: 0, range: 0 }

/** Keys that are equal so far, as ranges of indices: start, end, item of the tuples, characters of the texts that were looked at. */
type Pending = number[]

/** One sort: `indices` are those of the keys, in the order that is known so far. */
class KeyOrder {
  readonly indices: Uint32Array
  private readonly moved: Uint32Array
  private readonly numbers: Float64Array
  private readonly tuples: boolean
  private readonly pending: Pending = []

  constructor(private readonly keys: readonly Value[]) {
    const n = keys.length
    const kept = n <= KEPT
    this.indices = kept ? keptIndices[0] : new Uint32Array(n)
    this.moved = kept ? keptIndices[1] : new Uint32Array(n)
    this.numbers = kept ? keptNumbers : new Float64Array(n)
    this.tuples = keys[0] instanceof PyTuple
    for (let i = 0; i < n; i++) this.indices[i] = i
  }

  /** Finds the order; false where some keys are not such as can be ordered here. */
  find(): boolean {
    const { pending } = this
    pending.push(0, this.keys.length, 0, 0)
    while (pending.length > 0) {
      const at = pending.pop()!
      const column = pending.pop()!
      const high = pending.pop()!
      const low = pending.pop()!
      if (!this.orderRange(low, high, column, at)) return false
    }
    return true
  }

  private item(i: number, column: number): Value | undefined {
    const key = this.keys[this.indices[i]!]!
    return this.tuples ? (key as PyTuple).items[column] : key
  }

  /** The items that keys of a range have in a column. */
  private itemsOf(low: number, n: number, column: number): (Value | undefined)[] {
    const items: (Value | undefined)[] = []
    for (let i = 0; i < n; i++) items.push(this.item(low + i, column))
    return items
  }

  private orderRange(start: number, high: number, column: number, at: number): boolean {
    if (high - start <= FEW) return this.insertRange(start, high, column, at)
    const low = this.tuples && at === 0 ? this.shortFirst(start, high, column) : start
    const n = high - low
    if (n < 2) return true
    const { tuples, numbers } = this
    const first = this.item(low, column)!
    const isText = typeof first === 'string'
    let seen = 0
    if (!isText) {
      if (!this.rankNumbers(low, n, column)) return false
    } else {
      seen = this.rankTexts(low, n, column, at)
      if (seen === 0) return false
    }
    const order = orderOfNumbers(numbers, n, ranked.min, ranked.range)
    if (order !== null) this.move(order, low, n)
    if (isText || tuples) this.findTies(order, low, n, column, seen)
    return true
  }

  /** Keeps in mind which keys have the same number and must be told apart by what comes next. */
  private findTies(order: Uint32Array | null, low: number, n: number, column: number, seen: number): void {
    const { numbers, pending } = this
    let start = 0
    let number = numbers[order === null ? 0 : order[0]!]!
    for (let i = 1; i <= n; i++) {
      const next = i === n ? Number.NaN : numbers[order === null ? i : order[i]!]!
      if (next === number) continue
      if (i - start > 1) {
        // Texts that are equal so far and have ended are equal.
        const goesOn = seen > 0 && (this.item(low + start, column) as string).length >= seen
        if (goesOn) pending.push(low + start, low + i, column, seen)
        else if (this.tuples) pending.push(low + start, low + i, column + 1, 0)
      }
      start = i
      number = next
    }
  }

  /** Puts the indices of a range into an order. */
  private move(order: Uint32Array, low: number, n: number): void {
    const { indices, moved } = this
    for (let i = 0; i < n; i++) moved[i] = indices[low + order[i]!]!
    for (let i = 0; i < n; i++) indices[low + i] = moved[i]!
  }

  /** Puts the tuples that have ended before those that have an item here; where the others begin. */
  private shortFirst(low: number, high: number, column: number): number {
    const { indices, moved } = this
    const keys = this.keys as readonly PyTuple[]
    let middle = low
    let others = 0
    for (let i = low; i < high; i++) {
      const index = indices[i]!
      if (keys[index]!.items.length <= column) indices[middle++] = index
      else moved[others++] = index
    }
    if (middle > low) for (let i = 0; i < others; i++) indices[middle + i] = moved[i]!
    return middle
  }

  /** Sorts a few by insertion. */
  private insertRange(low: number, high: number, column: number, at: number): boolean {
    const { indices, keys, tuples } = this
    for (let i = low + 1; i < high; i++) {
      const index = indices[i]!
      const key = keys[index]!
      let k = i
      for (; k > low; k--) {
        const other = keys[indices[k - 1]!]!
        const order = tuples ? orderOfTuples(other as PyTuple, key as PyTuple, column, at) : orderOfTwo(other, key, at)
        if (Number.isNaN(order)) return false
        if (order <= 0) break
        indices[k] = indices[k - 1]!
      }
      indices[k] = index
    }
    return true
  }

  private rankNumbers(low: number, n: number, column: number): boolean {
    const { numbers } = this
    let ints = true
    let min = Number.POSITIVE_INFINITY
    let max = Number.NEGATIVE_INFINITY
    for (let i = 0; i < n; i++) {
      const v = this.item(low + i, column)!
      let x: number
      if (typeof v === 'number') x = v
      else {
        // NaN is not ordered: the outcome depends on which pairs are compared. A negative zero becomes a positive one.
        x = numberOf(v) + 0
        if (Number.isNaN(x)) return false
        ints = false
      }
      numbers[i] = x
      if (x < min) min = x
      if (x > max) max = x
    }
    ranked.min = min
    ranked.range = ints ? max - min : -1
    return true
  }

  /**
   * Makes numbers of the characters of texts from `at`, behind those that they all have; 0 where some are not texts, or have surrogates, whose order is not
   * that of their units. Otherwise where the characters end that were looked at: as many as fit in a number, where so many are different.
   */
  private rankTexts(low: number, n: number, column: number, at: number): number {
    const texts = this.tuples || at > 0 ? this.itemsOf(low, n, column) : this.keys
    if (!areTexts(texts)) return 0
    const start = commonPrefix(texts, at)
    ranked.min = 0
    ranked.range = 2 ** 48 - 1
    const { numbers } = this
    if (rankNarrow(texts, numbers, start)) return start + NARROW_WIDTH
    return rankWide(texts, numbers, start) ? start + WIDE_WIDTH : 0
  }
}

function areTexts(items: readonly (Value | undefined)[]): items is readonly string[] {
  for (let i = 0; i < items.length; i++) if (typeof items[i] !== 'string') return false
  return true
}

/** How many units from the start are the same in all texts, which are the same up to `at`. */
function commonPrefix(texts: readonly string[], at: number): number {
  const first = texts[0]!
  let end = first.length
  for (let i = 1; i < texts.length && end > at; i++) {
    const text = texts[i]!
    if (text.length < end) end = text.length
    let k = at
    while (k < end && text.charCodeAt(k) === first.charCodeAt(k)) k++
    end = k
  }
  return Math.max(at, end)
}

function rankNarrow(texts: readonly string[], numbers: Float64Array, start: number): boolean {
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!
    const upper = packNarrow(text, start)
    const lower = packNarrow(text, start + 3)
    if (upper < 0 || lower < 0) return false
    numbers[i] = upper * 0x1000000 + lower
  }
  return true
}

/** Three units as an int of 24 bits; negative where one is too great. */
function packNarrow(text: string, at: number): number {
  const left = text.length - at
  if (left <= 0) return 0
  const a = text.charCodeAt(at)
  const b = left > 1 ? text.charCodeAt(at + 1) : -1
  const c = left > 2 ? text.charCodeAt(at + 2) : -1
  if (a > NARROW || b > NARROW || c > NARROW) return -1
  return ((a + 1) << 16) | ((b + 1) << 8) | (c + 1)
}

function rankWide(texts: readonly string[], numbers: Float64Array, start: number): boolean {
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!
    let x = 0
    for (let k = start; k < start + WIDE_WIDTH; k++) {
      const unit = k < text.length ? text.charCodeAt(k) : -1
      if (unit > WIDE) return false
      x = x * 0x10000 + unit + 1
    }
    numbers[i] = x
  }
  return true
}

/** The value of an int that is safe, a bool or an exact float; NaN for anything else. */
function numberOf(v: Value | undefined): number {
  if (typeof v === 'number') return v
  if (v instanceof PyFloat) return v.cls === floatType ? v.value : Number.NaN
  return typeof v === 'boolean' ? Number(v) : Number.NaN
}

/** Negative, zero or positive as one key is less than the other, equal or greater; NaN where they are not two texts or two numbers. Texts are equal before `at`. */
function orderOfTwo(a: Value, b: Value, at: number): number {
  if (typeof a === 'string') return typeof b === 'string' ? orderOfTexts(a, b, at) : Number.NaN
  if (isInt(a) && isInt(b)) return a < b ? -1 : a > b ? 1 : 0
  const x = numberOf(a)
  const y = numberOf(b)
  return x < y ? -1 : x > y ? 1 : x === y ? 0 : Number.NaN
}

function orderOfTexts(a: string, b: string, at: number): number {
  const n = Math.min(a.length, b.length)
  let i = at
  while (i < n && a.charCodeAt(i) === b.charCodeAt(i)) i++
  if (i >= n) return a.length - b.length
  const order = a.charCodeAt(i) - b.charCodeAt(i)
  return a.charCodeAt(i) >= 0xd800 && b.charCodeAt(i) >= 0xd800 ? compareStrings(a, b) : order
}

function isInt(v: Value): v is Int {
  return typeof v === 'number' || typeof v === 'bigint'
}

/** The same of two tuples by their items from one on. */
export function orderOfTuples(a: PyTuple, b: PyTuple, column: number, at: number): number {
  const left = a.items
  const right = b.items
  const n = Math.min(left.length, right.length)
  for (let i = column; i < n; i++) {
    const order = orderOfTwo(left[i]!, right[i]!, i === column ? at : 0)
    if (order !== 0) return order
  }
  return left.length - right.length
}

/** Sorts values by keys, which may be the same array; false, with nothing changed, where the keys are not such as can be ordered here. */
export function sortByPlainKeys(values: Value[], keys: readonly Value[]): boolean {
  const order = new KeyOrder(keys)
  if (!order.find()) return false
  const { indices } = order
  const n = keys.length
  const old = values.slice()
  for (let i = 0; i < n; i++) values[i] = old[indices[i]!]!
  return true
}
