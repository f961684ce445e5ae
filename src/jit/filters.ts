/**
 * `[x for x in xs if x > k]` over numbers, `[x * 2 + 1 for x in xs]` over floats: all at once, instead of a turn of the loop for each. Of floats that lie side by side no
 * box is read, and what is made of them has none.
 */
import { freshBytes } from '../ffi/buffers'
import { floatType, PyFloat } from '../objects/float'
import type { PyListIterator } from '../objects/iterators'
import type { PyList } from '../objects/list'
import { isFloat } from '../objects/numberitems'
import type { PyObject, Value } from '../objects/object'
import { holdNumbers, itemOfList, lengthOfList, numbersOfList, peekItems } from '../objects/simditems'
import { type Comparison, compares } from '../simd/numbers'
import { SimdList } from '../simd/simdlist'

/**
 * Adds to a list what comes next in another and compares with `k` as it should, as long as it is numbers: ints of JavaScript and floats of the exact class.
 * Every number is written, and counts where it fits: a branch would be guessed wrong half the time.
 */
function filterNumbers(it: PyListIterator, out: PyList, comparison: Comparison, k: Value): void {
  const { list } = it
  const bound = typeof k === 'number' ? k : k instanceof PyFloat && k.cls === floatType ? k.value : undefined
  if (list === null || bound === undefined) return
  const n = lengthOfList(list)
  // What stops it would do so again and again: only where the list has just been begun.
  if (it.index <= 64 && n >= MANY) {
    const kept = filterHeld(list, it.index, out, comparison, bound)
    if (kept !== null) {
      holdNumbers(out, kept)
      it.index = n
      it.list = null
      return
    }
    it.index = filterMany(peekItems(list), it.index, out, comparison, bound)
  }
  const items = peekItems(list)
  const to = out.items
  let i = it.index
  let m = to.length
  for (; i < n; i++) {
    const v = items[i]!
    let x: number
    if (typeof v === 'number') x = v
    else if (v instanceof PyFloat && v.cls === floatType) x = v.value
    else break
    to[m] = v
    m += compares(x, comparison, bound) ? 1 : 0
  }
  to.length = m
  it.index = i
  if (i === n) it.list = null
}

/** The same by kernels, where the list has its numbers side by side and what has been kept so far are numbers of that kind; else null. */
function filterHeld(list: PyList, from: number, out: PyList, comparison: Comparison, bound: number): SimdList | null {
  const numbers = numbersOfList(list)
  if (numbers === null || lengthOfList(out) > from) return null
  const before: number[] = []
  for (const v of peekItems(out))
    if (numbers.kind === 'float' && v instanceof PyFloat && v.cls === floatType) before.push(v.value)
    else if (numbers.kind === 'int' && typeof v === 'number') before.push(v)
    else return null
  return numbers.where(comparison, bound, from, before)
}

/** The floats of a list that a comprehension has just begun with, which has given a float for each so far; else null. */
function floatsToMap(it: PyListIterator, out: PyList): Float64Array | null {
  const { list } = it
  if (list === null || !isFloat(itemOfList(list, 0)) || lengthOfList(out) !== it.index) return null
  const numbers = numbersOfList(list)
  if (numbers === null || numbers.kind !== 'float') return null
  for (const v of peekItems(out)) if (!isFloat(v)) return null
  return numbers.values as Float64Array
}

/** Room for as many, with what the comprehension has given so far. */
function roomToMap(it: PyListIterator, out: PyList, n: number): Float64Array {
  const { buffer, byteOffset } = freshBytes(n * 8)
  const room = new Float64Array(buffer, byteOffset, n)
  const items = peekItems(out)
  for (let i = 0; i < it.index; i++) room[i] = (items[i] as PyFloat).value
  return room
}

/** The comprehension is done: what it has given. */
function mapFloats(it: PyListIterator, out: PyList, floats: Float64Array): void {
  holdNumbers(out, SimdList.ofFloats(floats))
  it.index = floats.length
  it.list = null
}

/** Items from which a list that grows as it is written costs more than a look at all numbers first. */
const MANY = 4096

/** Which items fit: as many as there are in a million, kept for the next time. */
let fitting = new Uint8Array(0)

/** The same for the items from `start` on that are all floats, or all ints, with a list that is as long as it has to be. The first item that is anything else. */
function filterMany(
  items: readonly Value[],
  start: number,
  out: PyList,
  comparison: Comparison,
  bound: number,
): number {
  if (fitting.length < MANY) fitting = new Uint8Array(1 << 20)
  const end = Math.min(items.length, start + fitting.length)
  let i = start
  let count = 0
  if (typeof items[i] === 'number')
    for (; i < end; i++) {
      const v = items[i]
      if (typeof v !== 'number') break
      count += fitting[i - start] = compares(v, comparison, bound) ? 1 : 0
    }
  else
    for (; i < end; i++) {
      const v = items[i] as PyObject | null
      if (v?.cls !== floatType) break
      count += fitting[i - start] = compares((v as PyFloat).value, comparison, bound) ? 1 : 0
    }
  const before = out.items
  let m = before.length
  const all: Value[] = new Array(m + count + 1)
  for (let j = 0; j < m; j++) all[j] = before[j]!
  for (let j = start; j < i; j++) {
    all[m] = items[j]!
    m += fitting[j - start]!
  }
  all.length = m
  out.items = all
  return i
}

/** What the text of bodies calls. */
export const filters = { filterNumbers, floatsToMap, roomToMap, mapFloats }
