/**
 * The order of numbers as a permutation of their indices, equal ones in the order of the indices: ascending and descending numbers are seen at once,
 * few are merged, many are distributed by their digits (LSD radix sort: Knuth, The Art of Computer Programming 3, 5.2.5).
 */

/** Runs that are sorted by insertion before they are merged. */
const RUN = 8

/** From so many, distributing is faster than merging. */
const MANY = 800

/** Numbers of so many are ordered in memory that is kept. */
const KEPT = 4096

const DIGIT_BITS = 12
const DIGITS = 1 << DIGIT_BITS
const LOW_BITS = 2 * DIGIT_BITS
const LOW_RANGE = 2 ** LOW_BITS

/** Ints that differ by no more are distributed by up to four digits. */
const MAX_RANGE = 2 ** (2 * LOW_BITS) - 1

const counts = new Uint32Array(DIGITS)
const keptIndices = [new Uint32Array(KEPT), new Uint32Array(KEPT)] as const
const keptHalves = [new Uint32Array(KEPT), new Uint32Array(KEPT)] as const
/** The smallest double is looked at by its bits here. */
const double = new Float64Array(1)
const halves = new Uint32Array(double.buffer)

/**
 * The indices of the first `n` of `values` in the order of the values, in an array that the next call may use again; null where they are in order already.
 * None may be NaN or a negative zero. `range` is the difference of the greatest and `min` where all are ints, else -1.
 */
export function orderOfNumbers(values: Float64Array, n: number, min: number, range: number): Uint32Array | null {
  let i = 1
  while (i < n && values[i - 1]! <= values[i]!) i++
  if (i >= n) return null
  const kept = n <= KEPT
  const to = kept ? keptIndices[0] : new Uint32Array(n)
  if (i === 1) {
    while (i < n && values[i - 1]! > values[i]!) i++
    if (i === n) {
      for (let k = 0; k < n; k++) to[k] = n - 1 - k
      return to
    }
  }
  const other = kept ? keptIndices[1] : new Uint32Array(n)
  if (n < MANY) return mergeNumbers(values, n, to, other)
  const low = kept ? keptHalves[0] : new Uint32Array(n)
  const high = kept ? keptHalves[1] : new Uint32Array(n)
  if (range < 0 || range > MAX_RANGE) {
    bitsOf(values, n, low, high)
    return distribute(n, low, high, 32, to, other)
  }
  for (let k = 0; k < n; k++) {
    const x = values[k]! - min
    const h = Math.floor(x / LOW_RANGE)
    high[k] = h
    low[k] = x - h * LOW_RANGE
  }
  return distribute(n, low, high, LOW_BITS, to, other)
}

/** The bits of doubles as two unsigned ints each, which are ordered as the doubles are. */
function bitsOf(values: Float64Array, n: number, low: Uint32Array, high: Uint32Array): void {
  for (let k = 0; k < n; k++) {
    double[0] = values[k]!
    const h = halves[1]!
    // The greater the bits of a negative one, the less it is.
    const flip = h >>> 31 === 1 ? -1 : 0
    low[k] = halves[0]! ^ flip
    high[k] = h ^ (flip | 0x80000000)
  }
}

/** Orders indices by unsigned ints of `bits` bits, one of two after the other. */
function distribute(
  n: number,
  low: Uint32Array,
  high: Uint32Array,
  bits: number,
  to: Uint32Array,
  other: Uint32Array,
): Uint32Array {
  for (let k = 0; k < n; k++) to[k] = k
  let from = to
  let next = other
  for (let half = 0; half < 2; half++) {
    const keys = half === 0 ? low : high
    for (let shift = 0; shift < bits; shift += DIGIT_BITS) {
      if (!distributeByDigit(n, keys, shift, from, next)) continue
      const done = next
      next = from
      from = done
    }
  }
  return from
}

/** Orders indices by one digit; false, with nothing done, where it is the same of all. */
function distributeByDigit(n: number, keys: Uint32Array, shift: number, from: Uint32Array, to: Uint32Array): boolean {
  counts.fill(0)
  for (let k = 0; k < n; k++) counts[(keys[k]! >>> shift) & (DIGITS - 1)]!++
  if (counts[(keys[0]! >>> shift) & (DIGITS - 1)] === n) return false
  let total = 0
  for (let d = 0; d < DIGITS; d++) {
    const count = counts[d]!
    counts[d] = total
    total += count
  }
  for (let k = 0; k < n; k++) {
    const index = from[k]!
    to[counts[(keys[index]! >>> shift) & (DIGITS - 1)]!++] = index
  }
  return true
}

/** Orders indices by merging runs of doubling length. */
function mergeNumbers(values: Float64Array, n: number, to: Uint32Array, other: Uint32Array): Uint32Array {
  let from = other
  for (let low = 0; low < n; low += RUN) {
    const high = Math.min(low + RUN, n)
    for (let i = low; i < high; i++) {
      const v = values[i]!
      let k = i
      for (; k > low && values[from[k - 1]!]! > v; k--) from[k] = from[k - 1]!
      from[k] = i
    }
  }
  for (let width = RUN; width < n; width *= 2) {
    for (let low = 0; low < n; low += 2 * width) {
      const middle = Math.min(low + width, n)
      const high = Math.min(middle + width, n)
      let i = low
      let j = middle
      for (let k = low; k < high; k++) {
        if (i < middle && (j === high || values[from[i]!]! <= values[from[j]!]!)) to[k] = from[i++]!
        else to[k] = from[j++]!
      }
    }
    const done = to
    to = from
    from = done
  }
  return from
}
