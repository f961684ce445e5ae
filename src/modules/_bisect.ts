/** _bisect: search in sorted sequences (Library Reference, "bisect"; CPython: Modules/_bisectmodule.c). */
import { getAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { overflowError, typeError, valueError } from '../objects/exceptions'
import { floatType, PyFloat } from '../objects/float'
import { normalise } from '../objects/int'
import { listType, PyList } from '../objects/list'
import { type Int, typeOf, type Value } from '../objects/object'
import { asIndex, getItem, lengthInt, lessThan } from '../objects/operators'
import { PyTuple, tupleType } from '../objects/tuple'
import type { NativeModule } from './definition'

/** `a < b`; floats are compared without a call. */
export function less(a: Value, b: Value): boolean {
  if (a instanceof PyFloat && b instanceof PyFloat && a.cls === floatType && b.cls === floatType)
    return a.value < b.value
  return lessThan(a, b)
}

/** A position argument, of the range of Py_ssize_t. */
function positionOf(v: Value): Int {
  const i = typeof v === 'number' ? v : asIndex(v)
  if (typeof i === 'bigint' && (i > 9223372036854775807n || i < -9223372036854775808n))
    throw overflowError('Python int too large to convert to C ssize_t')
  return i
}

/** Refuses what cannot be indexed by position. */
function checkSequence(a: Value): void {
  const type = typeOf(a)
  const indexed = type.proto.$__getitem__ !== undefined
  if (indexed && (type.heap || type.patternKind !== 'mapping')) return
  throw typeError(indexed ? `${type.name} is not a sequence` : `'${type.name}' object does not support indexing`)
}

/** The first position whose item is greater than `x` (`right`) or not less. */
function search(a: Value, x: Value, lo: Value, hi: Value, key: Value, right: boolean): Int {
  const low = positionOf(lo)
  let high = hi === null ? -1 : positionOf(hi)
  if (low < 0) throw valueError('lo must be non-negative')
  if (high === -1) high = lengthInt(a)
  checkSequence(a)
  if (typeof low === 'number' && typeof high === 'number') return searchNumbers(a, x, low, high, key, right)
  let from = BigInt(low)
  let to = BigInt(high)
  while (from < to) {
    const mid = (from + to) >> 1n
    if (isBefore(getItem(a, normalise(mid)), x, key, right)) to = mid
    else from = mid + 1n
  }
  return normalise(from)
}

function searchNumbers(a: Value, x: Value, low: number, high: number, key: Value, right: boolean): number {
  while (low < high) {
    const mid = low + Math.floor((high - low) / 2)
    let item: Value | undefined
    if ((a instanceof PyList && a.cls === listType) || (a instanceof PyTuple && a.cls === tupleType))
      item = a.items[mid]
    if (isBefore(item === undefined ? getItem(a, mid) : item, x, key, right)) high = mid
    else low = mid + 1
  }
  return low
}

/** Whether `x` belongs before an item. */
function isBefore(item: Value, x: Value, key: Value, right: boolean): boolean {
  if (key !== null) item = context.call1(key, item)
  return right ? less(x, item) : !less(item, x)
}

function insert(a: Value, x: Value, lo: Value, hi: Value, key: Value, right: boolean): Value {
  const at = search(a, key === null ? x : context.call1(key, x), lo, hi, key, right)
  if (a instanceof PyList && a.cls === listType) {
    if (at >= a.items.length) a.items.push(x)
    else a.items.splice(Number(at), 0, x)
  } else context.call2(getAttr(a, 'insert'), at, x)
  return null
}

const SIGNATURE = '(a, x, lo=0, hi=None, *, key=None)'

type Bisect = (a: Value, x: Value, lo?: Value, hi?: Value, key?: Value) => Value

const bisectRight: Bisect = (a, x, lo = 0, hi = null, key = null) => search(a, x, lo, hi, key, true)
const bisectLeft: Bisect = (a, x, lo = 0, hi = null, key = null) => search(a, x, lo, hi, key, false)
const insortRight: Bisect = (a, x, lo = 0, hi = null, key = null) => insert(a, x, lo, hi, key, true)
const insortLeft: Bisect = (a, x, lo = 0, hi = null, key = null) => insert(a, x, lo, hi, key, false)

export const bisectModule: NativeModule = {
  name: '_bisect',
  doc: 'Search and insertion in sorted sequences.',
  functions: [
    ['bisect_right', bisectRight, SIGNATURE, 'The position after all items that are not greater than x.'],
    ['bisect_left', bisectLeft, SIGNATURE, 'The position before all items that are not less than x.'],
    ['insort_right', insortRight, SIGNATURE, 'Inserts x after all items that are not greater.'],
    ['insort_left', insortLeft, SIGNATURE, 'Inserts x before all items that are not less.'],
  ],
}
