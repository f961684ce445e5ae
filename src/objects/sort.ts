/**
 * Stable sorting for `list.sort` (Library Reference, "Sorting Techniques"; CPython: Objects/listsort.txt describes its method).
 *
 * Keys that are all numbers, texts, or tuples of such are ordered as numbers (sortkeys.ts). Anything else is merged here: natural
 * runs (descending ones reversed) extended by binary insertion, then merged in balanced pairs. Only `less(a, b)` is asked, as Python promises, and sorted input costs n - 1 comparisons.
 */
import { context } from './context'
import { floatType, PyFloat } from './float'
import { PyFunction } from './function'
import { type Int, objectType, type PyType, typeOf, type Value } from './object'
import { isTrue, lessThan } from './operators'
import { compareItems } from './sequence'
import { NotImplemented } from './singletons'
import { orderOfTuples, sortByPlainKeys } from './sortkeys'
import { PyTuple, tupleType } from './tuple'

/** Fewer ints are sorted by the engine with a comparator. */
const FEW = 64

/** Sorts `values` in place by `keys` (the same array, or a parallel one); both are permuted alike. May run Python code. */
export function sortByKeys(values: Value[], keys: Value[]): void {
  const n = keys.length
  if (n < 2) return
  const kind = keyKind(keys)
  if (values === keys && kind === 'number') {
    sortNumbers(values as number[])
    return
  }
  if (kind !== 'any' && sortByPlainKeys(values, keys)) return
  const order = indices(n)
  const less = lessOf(kind, keys)
  try {
    mergeSort(order, (i, j) => less(keys[i]!, keys[j]!))
  } finally {
    // A comparison that raises leaves what is sorted by then, as in CPython.
    permute(values, order)
  }
}

/** Whether nobody can see the comparisons of these keys. */
export function comparesQuietly(keys: readonly Value[]): boolean {
  const kind = keyKind(keys)
  return kind === 'number' || kind === 'string' || kind === 'float'
}

function sortNumbers(values: number[]): void {
  const n = values.length
  let i = 1
  while (i < n && values[i - 1]! <= values[i]!) i++
  if (i === n) return
  if (n < FEW) {
    values.sort((a, b) => a - b)
    return
  }
  const ints = new Int32Array(n)
  let small = true
  for (i = 0; i < n && small; i++) {
    ints[i] = values[i]!
    small = ints[i] === values[i]
  }
  const sorted = small ? ints.sort() : Float64Array.from(values).sort()
  for (i = 0; i < n; i++) values[i] = sorted[i]!
}

/**
 * `a < b` for keys that are not all of a builtin type: instances of classes that have one `__lt__`, in Python, need no search for it at each comparison. Where
 * the second one's class is derived from the first one's, its `__gt__` would be asked before; object's has no answer.
 */
function lessFor(keys: readonly Value[]): (a: Value, b: Value) => boolean {
  const first = typeOf(keys[0]!)
  const method = first.heap ? first.proto.$__lt__ : undefined
  if (!(method instanceof PyFunction)) return lessThan
  const greater = objectType.proto.$__gt__
  let last = first
  for (let i = 1; i < keys.length; i++) {
    const type = typeOf(keys[i]!)
    if (type === last) continue
    if (!type.heap || type.proto.$__lt__ !== method || type.proto.$__gt__ !== greater) return lessThan
    if (last === first && first.proto.$__gt__ !== greater) return lessThan
    last = type
  }
  return (a, b) => {
    const type = typeOf(a)
    const other = typeOf(b)
    // The classes of the keys, or their methods, may be others by now.
    if (type.proto.$__lt__ !== method || (type !== other && other.proto.$__gt__ !== greater)) return lessThan(a, b)
    const result = context.call2(method, a, b)
    if (typeof result === 'boolean') return result
    // As in CPython, the method is then asked once more, in the usual way.
    return result === NotImplemented ? lessThan(a, b) : isTrue(result)
  }
}

/** Tuples that compare as tuple's do need no look-up of their special methods, mostly. */
function tupleLess(a: Value, b: Value): boolean {
  const order = orderOfTuples(a as PyTuple, b as PyTuple, 0, 0)
  return Number.isNaN(order) ? isTrue(compareItems(0, a as PyTuple, b as PyTuple)) : order < 0
}

function intLess(a: Value, b: Value): boolean {
  return (a as Int) < (b as Int)
}

/** `a < b` for keys of a kind. */
function lessOf(kind: KeyKind, keys: readonly Value[]): (a: Value, b: Value) => boolean {
  switch (kind) {
    case 'int':
      return intLess
    case 'tuple':
      return tupleLess
    case 'any':
      return lessFor(keys)
    default:
      return lessThan
  }
}

function indices(n: number): number[] {
  const order: number[] = []
  for (let i = 0; i < n; i++) order.push(i)
  return order
}

function permute(values: Value[], order: ArrayLike<number>): void {
  const old = values.slice()
  for (let i = 0; i < order.length; i++) values[i] = old[order[i]!]!
}

/** What keys are: ints that are safe, ints, these and floats, texts, tuples that compare as tuple's do, or anything. */
type KeyKind = 'number' | 'int' | 'float' | 'string' | 'tuple' | 'any'

function keyKind(keys: readonly Value[]): KeyKind {
  const first = keys[0]
  const n = keys.length
  if (typeof first === 'string') {
    for (let i = 1; i < n; i++) if (typeof keys[i] !== 'string') return 'any'
    return 'string'
  }
  return first instanceof PyTuple ? kindOfTuples(keys) : kindOfNumbers(keys)
}

function kindOfNumbers(keys: readonly Value[]): KeyKind {
  let kind: KeyKind = 'number'
  for (let i = 0; i < keys.length; i++) {
    const k = keys[i]
    if (typeof k === 'number') continue
    if (typeof k === 'boolean' || (k instanceof PyFloat && k.cls === floatType)) {
      if (kind === 'int') return 'any'
      kind = 'float'
    } else if (typeof k === 'bigint' && kind !== 'float') kind = 'int'
    else return 'any'
  }
  return kind
}

function kindOfTuples(keys: readonly Value[]): KeyKind {
  let last = tupleType
  for (let i = 0; i < keys.length; i++) {
    const k = keys[i]
    if (!(k instanceof PyTuple)) return 'any'
    if (k.cls === last) continue
    if (k.cls !== tupleType && !comparesAsTuple(k.cls)) return 'any'
    last = k.cls
  }
  return 'tuple'
}

/** A named tuple, for instance. */
function comparesAsTuple(cls: PyType): boolean {
  const { proto } = tupleType
  return cls.proto.$__lt__ === proto.$__lt__ && cls.proto.$__gt__ === proto.$__gt__
}

/** Stable merge sort of an array of indices that asks only whether one comes before another. */
export function mergeSort(a: number[], less: (i: number, j: number) => boolean): void {
  const n = a.length
  let minimum = n
  let odd = 0
  while (minimum >= 64) {
    odd |= minimum & 1
    minimum >>= 1
  }
  minimum += odd
  const starts: number[] = []
  const lengths: number[] = []
  const scratch: number[] = new Array(n >> 1)
  for (let low = 0; low < n; ) {
    let end = runFrom(a, low, less)
    const forced = Math.min(n, low + minimum)
    for (; end < forced; end++) insert(a, low, end, less)
    starts.push(low)
    lengths.push(end - low)
    low = end
    while (starts.length > 1) {
      const k = starts.length - 1
      const deep = k > 1 && lengths[k - 2]! <= lengths[k - 1]! + lengths[k]!
      if (deep && lengths[k - 2]! < lengths[k]!) mergeAt(a, starts, lengths, k - 2, scratch, less)
      else if (deep || lengths[k - 1]! <= lengths[k]!) mergeAt(a, starts, lengths, k - 1, scratch, less)
      else break
    }
  }
  while (starts.length > 1) {
    const k = starts.length - 1
    const first = k > 1 && lengths[k - 2]! < lengths[k]! ? k - 2 : k - 1
    mergeAt(a, starts, lengths, first, scratch, less)
  }
}

/** The end of the natural run that begins at `low`. One that descends is reversed; equals in it keep their order, and it goes on where what follows ascends. */
function runFrom(a: number[], low: number, less: (i: number, j: number) => boolean): number {
  const n = a.length
  let end = low + 1
  while (end < n && !less(a[end]!, a[end - 1]!)) end++
  if (end === n || (end > low + 1 && less(a[low]!, a[end - 1]!))) return end
  // So far all are equal, and the next is less.
  reverse(a, low, end)
  let equals = 0
  for (end++; end < n; end++) {
    if (less(a[end]!, a[end - 1]!)) {
      if (equals > 0) reverse(a, end - equals - 1, end)
      equals = 0
    } else if (less(a[end - 1]!, a[end]!)) break
    else equals++
  }
  if (equals > 0) reverse(a, end - equals - 1, end)
  reverse(a, low, end)
  while (end < n && !less(a[end]!, a[end - 1]!)) end++
  return end
}

/** Reverses a[from..to-1]. */
function reverse(a: number[], from: number, to: number): void {
  for (let i = from, j = to - 1; i < j; i++, j--) {
    const t = a[i]!
    a[i] = a[j]!
    a[j] = t
  }
}

/** Inserts a[at] into the sorted a[low..at-1], after its equals. */
function insert(a: number[], low: number, at: number, less: (i: number, j: number) => boolean): void {
  const pivot = a[at]!
  let left = low
  let right = at
  while (left < right) {
    const mid = (left + right) >> 1
    if (less(pivot, a[mid]!)) right = mid
    else left = mid + 1
  }
  for (let i = at; i > left; i--) a[i] = a[i - 1]!
  a[left] = pivot
}

/** Merges runs k and k + 1. */
function mergeAt(
  a: number[],
  starts: number[],
  lengths: number[],
  k: number,
  scratch: number[],
  less: (i: number, j: number) => boolean,
): void {
  let low = starts[k]!
  const middle = starts[k + 1]!
  let end = middle + lengths[k + 1]!
  lengths[k] = lengths[k]! + lengths[k + 1]!
  starts.splice(k + 1, 1)
  lengths.splice(k + 1, 1)
  // What is in place already at both ends is found by bisection, so that merging sorted runs costs a logarithm.
  let left = low
  let right = middle
  while (left < right) {
    const mid = (left + right) >> 1
    if (less(a[middle]!, a[mid]!)) right = mid
    else left = mid + 1
  }
  low = left
  if (low === middle) return
  left = middle
  right = end
  while (left < right) {
    const mid = (left + right) >> 1
    if (less(a[mid]!, a[middle - 1]!)) left = mid + 1
    else right = mid
  }
  end = left
  if (middle - low <= end - middle) {
    const n = middle - low
    for (let i = 0; i < n; i++) scratch[i] = a[low + i]!
    let i = 0
    let j = middle
    let to = low
    try {
      while (i < n && j < end) {
        if (less(a[j]!, scratch[i]!)) a[to++] = a[j++]!
        else a[to++] = scratch[i++]!
      }
    } finally {
      while (i < n) a[to++] = scratch[i++]!
    }
  } else {
    const n = end - middle
    for (let i = 0; i < n; i++) scratch[i] = a[middle + i]!
    let i = n - 1
    let j = middle - 1
    let to = end - 1
    try {
      while (i >= 0 && j >= low) {
        if (less(scratch[i]!, a[j]!)) a[to--] = a[j--]!
        else a[to--] = scratch[i--]!
      }
    } finally {
      while (i >= 0) a[to--] = scratch[i--]!
    }
  }
}
