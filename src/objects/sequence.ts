/** What list, tuple and other containers of values share: comparison, search, indices, repetition (CPython: Objects/abstract.c). */

import { enterRepr, leaveRepr } from './context'
import { indexError, memoryError, overflowError, typeError, valueError } from './exceptions'
import { PyList } from './list'
import { counted, countNumber, equalNumbers, findNumber, isFloat } from './numberitems'
import { type MethodRow, typeOf, type Value } from './object'
import { asClampedIndex, asIndex, CompareIndex, compare, compareNumbers, equals, repr } from './operators'
import { countInList, equalInLists, findInList, itemOfList, lengthOfList } from './simditems'
import { NotImplemented } from './singletons'

/** Names of the rich comparisons by {@link CompareIndex}. */
export const comparisonNames = ['__lt__', '__le__', '__eq__', '__ne__', '__gt__', '__ge__'] as const

/** The six rich comparison rows over one function of the operator's index. */
export function comparisonRows(f: (index: number, self: any, other: Value) => Value): MethodRow[] {
  return comparisonNames.map((name, index) => [
    name,
    (self: Value, other: Value) => f(index, self, other),
    '($self, value, /)',
  ])
}

/** Compares two arrays of values as tuples and lists compare. They may change while items are compared. */
export function compareItems(index: number, a: { items: Value[] }, b: { items: Value[] }): Value {
  const aLength = lengthOf(a)
  const bLength = lengthOf(b)
  if (aLength !== bLength) {
    if (index === CompareIndex.eq) return false
    if (index === CompareIndex.ne) return true
  }
  const lists = a instanceof PyList && b instanceof PyList
  let i = lists ? equalInLists(a, b) : equalNumbers(a.items, b.items)
  if (i === aLength || i === bLength) return compareNumbers(index, aLength, bLength)
  if (lists) {
    // Numbers that differ are the answer (a NaN does not differ from itself), and whoever holds the numbers of the lists may keep them.
    const x = itemOfList(a, i)!
    const y = itemOfList(b, i)!
    if (typeof x === 'number' ? typeof y === 'number' : isFloat(x) && isFloat(y) && x !== y && x.value !== y.value)
      return index === CompareIndex.eq ? false : index === CompareIndex.ne ? true : compare(index, x, y)
  }
  for (; i < a.items.length && i < b.items.length; i++) {
    const x = a.items[i]!
    const y = b.items[i]!
    if (x !== y && !equals(x, y)) {
      // The comparison may have shortened a list, and with it decided the question.
      if (i >= a.items.length || i >= b.items.length) break
      if (index === CompareIndex.eq) return false
      if (index === CompareIndex.ne) return true
      return compare(index, x, y)
    }
  }
  return compareNumbers(index, a.items.length, b.items.length)
}

/** Index of a position argument within a length; undefined where it lies outside. */
export function position(v: Value, length: number): number | undefined {
  let i = typeof v === 'number' ? v : subscript(v)
  if (i < 0) i += length
  return i >= 0 && i < length ? i : undefined
}

/** An index that must fit in Py_ssize_t: IndexError for one that does not. */
export function subscript(v: Value): number {
  if (typeof v === 'number') return v
  const i = asIndex(v)
  if (typeof i === 'number') return i
  if (i < -(2n ** 63n) || i >= 2n ** 63n) throw indexError(`cannot fit '${typeOf(v).name}' into an index-sized integer`)
  return asClampedIndex(i)
}

/** The factor of a repetition, or undefined where the operand is no integer. Raises OverflowError. */
export function repeatCount(v: Value): number | undefined {
  if (typeof v === 'number') return v < 0 ? 0 : v
  if (typeOf(v).proto.$__index__ === undefined) return undefined
  const i = asIndex(v)
  if (typeof i === 'bigint') {
    if (i < -(2n ** 63n) || i >= 2n ** 63n)
      throw overflowError(`cannot fit '${typeOf(v).name}' into an index-sized integer`)
    return i < 0n ? 0 : Number.MAX_SAFE_INTEGER
  }
  return i < 0 ? 0 : i
}

/**
 * What a sequence's `+` or `*` answers to an operand it does not know. Only a class made at run time may have a reflected method that
 * knows better; for any other the operator's TypeError is raised at once, so that a direct call of the method raises too.
 */
export function declines(other: Value, message: (typeName: string) => string): Value {
  const type = typeOf(other)
  if (type.heap) return NotImplemented
  throw typeError(message(type.name))
}

/** {@link declines} for `*`. */
export function declinesRepeat(other: Value): Value {
  return declines(other, (name) => `can't multiply sequence by non-int of type '${name}'`)
}

/** The error of a repetition that is too long: OverflowError where C could not count its length, else MemoryError. */
export function tooLong(length: number, times: Value, message: string): unknown {
  return BigInt(length) * BigInt(asIndex(times)) >= 2n ** 63n ? overflowError(message) : memoryError()
}

/** More items than an array can hold are refused before anything is allocated. */
const MAX_ITEMS = 0xffffffff

/** `items * count` */
export function repeatItems(items: readonly Value[], count: number): Value[] {
  const n = items.length
  if (n === 0) return []
  if (n * count > MAX_ITEMS) throw memoryError()
  if (n === 1) return new Array(count).fill(items[0]!)
  if (count === 0) return []
  // By doubling: the engine copies whole arrays several times as fast as a loop does items.
  if (count === 1) return items.slice()
  let out = items.concat(items)
  let times = 2
  for (; times * 2 <= count; times *= 2) out = out.concat(out)
  return times === count ? out : out.concat(out.slice(0, (count - times) * n))
}

/** The start or stop of `index(value, start, stop)`. */
export function searchBound(v: Value | undefined, length: number, otherwise: number): number {
  if (v === undefined) return otherwise
  if (typeOf(v).proto.$__index__ === undefined)
    throw typeError('slice indices must be integers or have an __index__ method')
  const i = asClampedIndex(v)
  return i < 0 ? Math.max(0, i + length) : i
}

function lengthOf(holder: { items: Value[] }): number {
  return holder instanceof PyList ? lengthOfList(holder) : holder.items.length
}

function find(holder: { items: Value[] }, value: Value, from: number, to: number): number {
  return holder instanceof PyList ? findInList(holder, value, from, to) : findNumber(holder.items, value, from, to)
}

/** `sequence.index(value, start, stop)`; the items may change meanwhile. Raises ValueError with the message. */
export function indexOfItem(
  holder: { items: Value[] },
  value: Value,
  start: Value | undefined,
  stop: Value | undefined,
  message: () => string,
): number {
  const from = searchBound(start, lengthOf(holder), 0)
  const to = searchBound(stop, lengthOf(holder), Number.MAX_SAFE_INTEGER)
  const end = Math.min(to, lengthOf(holder))
  if (from < end) {
    const found = find(holder, value, from, end)
    if (found >= 0) return found
    if (~found < end)
      for (let i = ~found; i < to && i < holder.items.length; i++) if (equals(holder.items[i]!, value)) return i
  }
  throw valueError(message())
}

/** `sequence.count(value)` */
export function countItem(holder: { items: Value[] }, value: Value): number {
  let n = holder instanceof PyList ? countInList(holder, value) : countNumber(holder.items, value)
  if (counted.to === lengthOf(holder)) return n
  for (let i = counted.to; i < holder.items.length; i++) if (equals(holder.items[i]!, value)) n++
  return n
}

/** `value in sequence` */
export function containsItem(holder: { items: Value[] }, value: Value): boolean {
  const end = lengthOf(holder)
  const found = find(holder, value, 0, end)
  if (found >= 0) return true
  if (~found >= end) return false
  for (let i = ~found; i < holder.items.length; i++) if (equals(holder.items[i]!, value)) return true
  return false
}

/** `open + ', '.join(repr) + close`, with `open...close` for a container inside itself. */
export function reprItems(self: Value & { items: Value[] }, open: string, close: string): string {
  if (!enterRepr(self)) return open + '...' + close
  try {
    let out = open
    for (let i = 0; i < self.items.length; i++) {
      if (i > 0) out += ', '
      out += repr(self.items[i]!)
    }
    return out + close
  } finally {
    leaveRepr(self)
  }
}
