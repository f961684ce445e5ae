/**
 * The numbers of large lists of ints or floats as a {@link SimdList}, which is made when a list is asked a second time for something that kernels can do
 * (`sum`, `count`, `==`, …), and kept until somebody touches its items. What a comprehension keeps or makes of such a list is a list that has its numbers only:
 * its items are made when somebody wants them, and often nobody does.
 *
 * Everything that knows lists reads and changes `list.items`, compiled code too. While a list has a SimdList, `items` is therefore an accessor of the
 * list, which gives the SimdList up at the first use by anybody who has not asked through {@link peekItems}. The array is still there, or made then, and giving up
 * costs nothing but the time to make another. Who held the array before and adds to it is noticed by its length.
 */
import { freshBytes } from '../ffi/buffers'
import { note } from '../simd/counters'
import { SimdList } from '../simd/simdlist'
import { Threshold } from '../simd/thresholds'
import { floatType, PyFloat } from './float'
import { type Holding, PyList } from './list'
import { counted, countNumber, equalNumbers, extremeNumber, findNumber, numberOf, sumNumbers } from './numberitems'
import type { Value } from './object'

/** Lists that were asked once, the last ones. */
const asked: (WeakRef<PyList> | null)[] = [null, null, null, null]
let next = 0

/** How often the numbers of a list were given up before they were of use; lists that are changed all the time are left alone. */
const inVain = new WeakMap<PyList, number>()
const ENOUGH = 3

const NO_ITEMS: Value[] = []

/** The items of a list, for somebody who does not change them and does not keep them. */
export function peekItems(list: PyList): Value[] {
  const { holding } = list
  return holding === null ? list.items : itemsOf(holding)
}

function itemsOf(holding: Holding): Value[] {
  holding.items ??= itemsOfNumbers(holding.numbers, 0, holding.numbers.length)
  return holding.items
}

/** How many items a list has. */
export function lengthOfList(list: PyList): number {
  const { holding } = list
  return holding === null ? list.items.length : (holding.items ?? holding.numbers).length
}

/** An item of a list; undefined behind its end. */
export function itemOfList(list: PyList, i: number): Value | undefined {
  const { holding } = list
  return holding === null ? list.items[i] : itemOf(holding, i)
}

function itemOf({ items, numbers }: Holding, i: number): Value | undefined {
  if (items !== null) return items[i]
  const v = numbers.values[i]
  return v === undefined || numbers.kind === 'int' ? v : new PyFloat(v)
}

/** The items from `start` to before `stop` as a list of its own. */
export function sliceOfList(list: PyList, start: number, stop: number): PyList {
  const { holding } = list
  if (holding === null) return new PyList(list.items.slice(start, stop))
  const { items, numbers } = holding
  if (items !== null) return new PyList(items.slice(start, stop))
  if (stop - start >= Threshold.simdList) return listOfNumbers(numbers.slice(start, stop))
  return new PyList(itemsOfNumbers(numbers, start, Math.max(start, stop)))
}

/** The numbers of a list of the exact class; null where it has none. */
export function numbersOfList(list: PyList): SimdList | null {
  const { holding } = list
  if (holding !== null) {
    const { items, numbers } = holding
    if (items === null || numbers.length === items.length) {
      holding.uses++
      return numbers
    }
    give(list, items)
  }
  const { items } = list
  return items.length < Threshold.simdList ? null : ask(list, items)
}

/** A new list of numbers. */
export function listOfNumbers(numbers: SimdList): PyList {
  const list = new PyList(NO_ITEMS)
  holdNumbers(list, numbers)
  return list
}

/** Makes numbers the items of a list that has had none. */
export function holdNumbers(list: PyList, numbers: SimdList): void {
  if (numbers.length < Threshold.simdList) list.items = itemsOfNumbers(numbers, 0, numbers.length)
  else hold(list, { items: null, numbers, uses: 0 })
}

/** Numbers as items. An array that grows as it is written takes several times as long. */
function itemsOfNumbers({ kind, values }: SimdList, start: number, stop: number): Value[] {
  const n = stop - start
  return kind === 'float' ? floatItems(values, start, n) : intItems(values, start, n)
}

function intItems(values: Int32Array | Float64Array, start: number, n: number): Value[] {
  const items: Value[] = new Array(n)
  for (let i = 0; i < n; i++) items[i] = values[start + i]!
  return items
}

function floatItems(values: Int32Array | Float64Array, start: number, n: number): Value[] {
  const items: Value[] = new Array(n)
  for (let i = 0; i < n; i++) items[i] = new PyFloat(values[start + i]!)
  return items
}

function ask(list: PyList, items: Value[]): SimdList | null {
  const first = items[0]
  const isFloat = typeof first === 'object' && first !== null && first.cls === floatType
  if (!isFloat && typeof first !== 'number') return null
  for (let i = 0; i < asked.length; i++) if (asked[i]?.deref() === list) return make(list, items, isFloat)
  asked[next] = new WeakRef(list)
  next = (next + 1) % asked.length
  return null
}

function make(list: PyList, items: Value[], isFloat: boolean): SimdList | null {
  const failures = inVain.get(list) ?? 0
  if (failures >= ENOUGH) return null
  const numbers = isFloat ? ofFloats(items) : SimdList.ofInts(items)
  if (numbers === null) inVain.set(list, ENOUGH)
  else hold(list, { items, numbers, uses: 0 })
  return numbers
}

function ofFloats(items: readonly Value[]): SimdList | null {
  const n = items.length
  const room = freshBytes(n * 8)
  const values = new Float64Array(room.buffer, room.byteOffset, n)
  for (let i = 0; i < n; i++) {
    const v = items[i]!
    if (typeof v !== 'object' || v === null || v.cls !== floatType) return null
    values[i] = (v as PyFloat).value
  }
  return SimdList.ofFloats(values)
}

function hold(list: PyList, holding: Holding): void {
  list.holding = holding
  Object.defineProperty(list, 'items', {
    get() {
      const items = itemsOf(holding)
      give(list, items)
      if (holding.uses < 2) inVain.set(list, (inVain.get(list) ?? 0) + 1)
      note('SimdList.given up')
      return items
    },
    set(items: Value[]) {
      give(list, items)
    },
    enumerable: true,
    configurable: true,
  })
}

/** Makes `items` an ordinary property. */
function give(list: PyList, items: Value[]): void {
  list.holding = null
  Object.defineProperty(list, 'items', { value: items, writable: true, enumerable: true, configurable: true })
}

/** {@link findNumber} in a list. */
export function findInList(list: PyList, value: Value, from: number, to: number): number {
  const x = numberOf(value)
  const numbers = Number.isNaN(x) ? null : numbersOfList(list)
  if (numbers === null) return findNumber(peekItems(list), value, from, to)
  const found = from < to ? numbers.index(x, from, to) : -1
  return found < 0 ? ~to : found
}

/** {@link countNumber} in a list. */
export function countInList(list: PyList, value: Value): number {
  const x = numberOf(value)
  const numbers = Number.isNaN(x) ? null : numbersOfList(list)
  if (numbers === null) return countNumber(peekItems(list), value)
  counted.to = numbers.length
  return numbers.count(x)
}

/** {@link equalNumbers} of two lists. */
export function equalInLists(a: PyList, b: PyList): number {
  const x = numbersOfList(a)
  const y = numbersOfList(b)
  if (x !== null && y !== null && x.kind === y.kind) return x.mismatch(y)
  return equalNumbers(peekItems(a), peekItems(b))
}

/** {@link extremeNumber} of a list. */
export function extremeOfList(list: PyList, least: boolean): Value | undefined {
  const numbers = numbersOfList(list)
  if (numbers === null) return extremeNumber(peekItems(list), least)
  const found = least ? numbers.min() : numbers.max()
  return numbers.kind === 'int' ? found : new PyFloat(found)
}

/** {@link sumNumbers} of a list. */
export function sumOfList(list: PyList): Value | undefined {
  const numbers = numbersOfList(list)
  const sum = numbers === null ? undefined : numbers.sum()
  if (sum === undefined) return sumNumbers(peekItems(list))
  return numbers!.kind === 'int' ? sum : new PyFloat(sum)
}
