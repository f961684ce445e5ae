/**
 * The order of sort keys that are all ints, bools and floats, all strs, or all tuples of such, position by position of one kind. They are ordered
 * without a comparison in TypeScript: each gets a number that has its place among the others, and the numbers are sorted by the engine together
 * with the indices of the keys. Nobody can see which keys were compared, since none of them has code of its own.
 */
import { floatType, PyFloat } from './float'
import type { Value } from './object'
import { compareStrings } from './strops'
import { PyTuple, tupleType } from './tuple'

/** Ints below are exact. */
const EXACT = 2 ** 53

/** Numbers that are ordered as the keys are, and equal where they are. */
interface Column {
  readonly values: Float64Array
  /** They are ints from 0 to this; -1 where they are any numbers. */
  readonly range: number
}

/** The indices of the keys in the order of the keys, equal ones in that of the indices; null for keys of other kinds. */
export function orderOfKeys(keys: readonly Value[]): Uint32Array | null {
  const first = keys[0]!
  if (typeof first === 'string') return allStrings(keys) ? orderOfStrings(keys) : null
  const column = first instanceof PyTuple ? tupleColumn(keys) : columnOf(keys)
  return column === null ? null : orderOfColumn(column)
}

function orderOfColumn(column: Column): Uint32Array {
  const n = column.values.length
  // A power of two, so that dividing by it is exact.
  let factor = 1
  while (factor < n) factor *= 2
  const { values } = column
  if (column.range < 0 || (column.range + 1) * factor > EXACT) return orderOfNumbers(values)
  const packed = new Float64Array(n)
  for (let i = 0; i < n; i++) packed[i] = values[i]! * factor + i
  packed.sort()
  const order = new Uint32Array(n)
  for (let i = 0; i < n; i++) order[i] = packed[i]! - Math.floor(packed[i]! / factor) * factor
  return order
}

/** The same column with the ranks of its values. */
function ranked(column: Column): Column {
  const { values } = column
  const order = orderOfNumbers(values)
  const ranks = new Float64Array(values.length)
  let rank = 0
  for (let i = 1; i < order.length; i++) {
    if (values[order[i]!] !== values[order[i - 1]!]) rank++
    ranks[order[i]!] = rank
  }
  return { values: ranks, range: rank }
}

/** Runs that are sorted by insertion. */
const RUN = 8

/** The indices of any numbers in their order, by merging runs of doubling length. */
function orderOfNumbers(values: Float64Array): Uint32Array {
  const n = values.length
  let from = new Uint32Array(n)
  let to = new Uint32Array(n)
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

function tupleColumn(keys: readonly Value[]): Column | null {
  const width = (keys[0] as PyTuple).items.length
  if (width === 0) return null
  for (let i = 0; i < keys.length; i++) {
    const k = keys[i]!
    if (!(k instanceof PyTuple) || k.cls !== tupleType || k.items.length !== width) return null
  }
  // From the end, where what cannot be ordered here (an object beside its key) mostly is.
  const columns: Column[] = []
  for (let c = width - 1; c >= 0; c--) {
    const column = columnOf(keys.map((k) => (k as PyTuple).items[c]!))
    if (column === null) return null
    columns.push(column)
  }
  let all = columns.pop()!
  for (let next = columns.pop(); next !== undefined; next = columns.pop()) {
    if (all.range < 0 || (all.range + 1) * (next.range + 1) > EXACT) all = ranked(all)
    if (next.range < 0 || (all.range + 1) * (next.range + 1) > EXACT) next = ranked(next)
    const factor = next.range + 1
    const values = new Float64Array(keys.length)
    for (let i = 0; i < values.length; i++) values[i] = all.values[i]! * factor + next.values[i]!
    all = { values, range: (all.range + 1) * factor - 1 }
  }
  return all
}

function columnOf(items: readonly Value[]): Column | null {
  if (typeof items[0] === 'string') return allStrings(items) ? stringColumn(items) : null
  const n = items.length
  const values = new Float64Array(n)
  let ints = true
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (let i = 0; i < n; i++) {
    const v = items[i]!
    let x: number
    if (typeof v === 'number') x = v
    else if (typeof v === 'boolean') x = v ? 1 : 0
    else if (v instanceof PyFloat && v.cls === floatType) {
      x = v.value + 0
      // NaN is not ordered: the outcome depends on which pairs are compared.
      if (Number.isNaN(x)) return null
      ints = false
    } else return null
    values[i] = x
    if (x < min) min = x
    if (x > max) max = x
  }
  if (!ints || max - min >= EXACT) return { values, range: -1 }
  for (let i = 0; i < n; i++) values[i] = values[i]! - min
  return { values, range: max - min }
}

function allStrings(items: readonly Value[]): items is readonly string[] {
  for (let i = 0; i < items.length; i++) if (typeof items[i] !== 'string') return false
  return true
}

function stringColumn(texts: readonly string[]): Column {
  const order = orderOfStrings(texts)
  const values = new Float64Array(texts.length)
  let rank = 0
  for (let i = 1; i < order.length; i++) {
    if (texts[order[i]!] !== texts[order[i - 1]!]) rank++
    values[order[i]!] = rank
  }
  return { values, range: rank }
}

/** Texts that cannot be told from others by what follows them, or whose order by UTF-16 units is not that by code points. */
const UNFIT = /[\0\ud800-\udfff]/

function orderOfStrings(texts: readonly string[]): Uint32Array {
  const n = texts.length
  const order = new Uint32Array(n)
  let fit = n < 1 << 24
  for (let i = 0; i < n && fit; i++) fit = !UNFIT.test(texts[i]!)
  if (!fit) {
    for (let i = 0; i < n; i++) order[i] = i
    return order.sort((i, j) => compareStrings(texts[i]!, texts[j]!) || i - j)
  }
  // The engine sorts strings fast, but without indices: they are put behind the texts, in characters that keep one byte each.
  const tagged: string[] = []
  for (let i = 0; i < n; i++) tagged.push(`${texts[i]}${String.fromCharCode(0, i >> 16, (i >> 8) & 255, i & 255)}`)
  tagged.sort()
  for (let i = 0; i < n; i++) {
    const text = tagged[i]!
    const end = text.length
    order[i] = (text.charCodeAt(end - 3) << 16) | (text.charCodeAt(end - 2) << 8) | text.charCodeAt(end - 1)
  }
  return order
}
