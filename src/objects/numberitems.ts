/**
 * What is done with all items of a list or tuple at once, where they are ints, or floats: the loops of sequence.ts and of `sum`, `min` and `max` for
 * one kind of items each, so that JavaScriptCore compiles them for it. They look at the first item before they start, and stop at one of another kind;
 * what has none of its own code cannot be seen being compared, so the general loops may go on from there.
 */
import { floatType, PyFloat } from './float'
import type { Value } from './object'

/** The number that ints and floats equal to a value have; NaN where the value is none, or no item is compared by its number. */
export function numberOf(value: Value): number {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  return isFloat(value) ? value.value : Number.NaN
}

export function isFloat(v: Value | undefined): v is PyFloat {
  return typeof v === 'object' && v !== null && v.cls === floatType
}

/** The first item from `from` to `to` that is equal to a value, or `~i` where only `i` and what follows it are not known to be unequal. */
export function findNumber(items: readonly Value[], value: Value, from: number, to: number): number {
  const first = items[from]
  const x = numberOf(value)
  if (Number.isNaN(x) || from >= to) return ~from
  if (typeof first === 'number') return findInt(items, x, from, to)
  return isFloat(first) ? findFloat(items, x, from, to) : ~from
}

function findInt(items: readonly Value[], x: number, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    const v = items[i]
    if (v === x) return i
    if (typeof v !== 'number') return ~i
  }
  return ~to
}

function findFloat(items: readonly Value[], x: number, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    const v = items[i]!
    if (typeof v !== 'object' || v === null || v.cls !== floatType) return ~i
    if ((v as PyFloat).value === x) return i
  }
  return ~to
}

/** How many of the items before `counted.to` are equal to a value; the others are not known. */
export const counted = { to: 0 }

/** See {@link counted}. */
export function countNumber(items: readonly Value[], value: Value): number {
  const first = items[0]
  const x = numberOf(value)
  counted.to = 0
  if (Number.isNaN(x)) return 0
  if (typeof first === 'number') return countInt(items, x)
  return isFloat(first) ? countFloat(items, x) : 0
}

function countInt(items: readonly Value[], x: number): number {
  const to = items.length
  let n = 0
  let i = 0
  for (; i < to; i++) {
    const v = items[i]
    if (typeof v !== 'number') break
    if (v === x) n++
  }
  counted.to = i
  return n
}

function countFloat(items: readonly Value[], x: number): number {
  const to = items.length
  let n = 0
  let i = 0
  for (; i < to; i++) {
    const v = items[i]!
    if (typeof v !== 'object' || v === null || v.cls !== floatType) break
    if ((v as PyFloat).value === x) n++
  }
  counted.to = i
  return n
}

/** Up to which index two arrays are known to have equal items. */
export function equalNumbers(a: readonly Value[], b: readonly Value[]): number {
  const to = Math.min(a.length, b.length)
  if (typeof a[0] === 'number') return equalInts(a, b, to)
  return isFloat(a[0]) ? equalFloats(a, b, to) : 0
}

function equalInts(a: readonly Value[], b: readonly Value[], to: number): number {
  for (let i = 0; i < to; i++) {
    const x = a[i]
    if (typeof x !== 'number' || x !== b[i]) return i
  }
  return to
}

function equalFloats(a: readonly Value[], b: readonly Value[], to: number): number {
  for (let i = 0; i < to; i++) {
    const x = a[i]!
    const y = b[i]!
    if (x === y) continue
    if (typeof x !== 'object' || x === null || x.cls !== floatType) return i
    if (typeof y !== 'object' || y === null || y.cls !== floatType) return i
    if ((x as PyFloat).value !== (y as PyFloat).value) return i
  }
  return to
}

/** The least (or greatest) item, the first of equal ones; undefined where the items are not of one kind. */
export function extremeNumber(items: readonly Value[], least: boolean): Value | undefined {
  const first = items[0]
  if (typeof first === 'number') return least ? leastInt(items, first) : greatestInt(items, first)
  if (!isFloat(first)) return undefined
  return least ? leastFloat(items, first) : greatestFloat(items, first)
}

function leastInt(items: readonly Value[], first: number): number | undefined {
  let best = first
  for (let i = 1; i < items.length; i++) {
    const v = items[i]
    if (typeof v !== 'number') return undefined
    if (v < best) best = v
  }
  return best
}

function greatestInt(items: readonly Value[], first: number): number | undefined {
  let best = first
  for (let i = 1; i < items.length; i++) {
    const v = items[i]
    if (typeof v !== 'number') return undefined
    if (v > best) best = v
  }
  return best
}

function leastFloat(items: readonly Value[], first: PyFloat): PyFloat | undefined {
  let best = first
  let x = first.value
  for (let i = 1; i < items.length; i++) {
    const v = items[i]!
    if (typeof v !== 'object' || v === null || v.cls !== floatType) return undefined
    if ((v as PyFloat).value < x) x = (best = v as PyFloat).value
  }
  return best
}

function greatestFloat(items: readonly Value[], first: PyFloat): PyFloat | undefined {
  let best = first
  let x = first.value
  for (let i = 1; i < items.length; i++) {
    const v = items[i]!
    if (typeof v !== 'object' || v === null || v.cls !== floatType) return undefined
    if ((v as PyFloat).value > x) x = (best = v as PyFloat).value
  }
  return best
}

/** The sum of ints, or of floats with compensation; undefined where the items are not of one kind, or the sum is no safe integer. */
export function sumNumbers(items: readonly Value[]): Value | undefined {
  const first = items[0]
  if (typeof first === 'number') return sumInts(items)
  return isFloat(first) ? sumFloats(items) : undefined
}

function sumInts(items: readonly Value[]): number | undefined {
  let sum = 0
  for (let i = 0; i < items.length; i++) {
    const v = items[i]
    if (typeof v !== 'number') return undefined
    sum += v
    if (sum > Number.MAX_SAFE_INTEGER || sum < Number.MIN_SAFE_INTEGER) return undefined
  }
  return sum
}

function sumFloats(items: readonly Value[]): PyFloat | undefined {
  let sum = 0
  let rest = 0
  for (let i = 0; i < items.length; i++) {
    const v = items[i]!
    if (typeof v !== 'object' || v === null || v.cls !== floatType) return undefined
    const x = (v as PyFloat).value
    const t = sum + x
    rest += Math.abs(sum) >= Math.abs(x) ? sum - t + x : x - t + sum
    sum = t
  }
  if (rest !== 0 && Number.isFinite(rest)) sum += rest
  return new PyFloat(sum)
}
