/**
 * slice: what `a[i:j:k]` passes to `__getitem__`, and the arithmetic of its bounds (Library Reference, "slice";
 * CPython: Objects/sliceobject.c).
 */
import { typeError, valueError } from './exceptions'
import { defineType, type Int, type MethodTable, PyObject, type PyType, typeOf, type Value } from './object'
import { addValues, asClampedIndex, asIndex, CompareIndex, compare, equals, hashValue, repr } from './operators'
import { NotImplemented } from './singletons'
import { hashFromHalves } from './siphash'
import { PyTuple } from './tuple'
import { TupleHash } from './tuplehash'

/** A slice; the fields are any values, None where omitted. */
export class PySlice extends PyObject {
  constructor(
    readonly start: Value = null,
    readonly stop: Value = null,
    readonly step: Value = null,
  ) {
    super()
  }
}

/** Bounds of the last {@link adjustSlice}; one object, so that slicing allocates nothing for it. */
export const bounds = { start: 0, stop: 0, step: 1, count: 0 }

function sliceIndex(v: Value): number {
  if (typeof v === 'number') return v
  if (typeOf(v).proto.$__index__ === undefined)
    throw typeError('slice indices must be integers or None or have an __index__ method')
  return asClampedIndex(v)
}

/** Evaluates the fields of a slice (this may run Python code), before the length is known. Raises ValueError for step 0. */
export function unpackSlice(s: PySlice): void {
  const step = s.step === null ? 1 : sliceIndex(s.step)
  if (step === 0) throw valueError('slice step cannot be zero')
  const start = s.start === null ? (step < 0 ? Number.MAX_SAFE_INTEGER : 0) : sliceIndex(s.start)
  const stop = s.stop === null ? (step < 0 ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER) : sliceIndex(s.stop)
  bounds.start = start
  bounds.stop = stop
  bounds.step = step
}

/** Clips the unpacked bounds to a length and counts the elements; fills and returns {@link bounds}. */
export function clipSlice(length: number): typeof bounds {
  const b = bounds
  const back = b.step < 0
  if (b.start < 0) {
    b.start += length
    if (b.start < 0) b.start = back ? -1 : 0
  } else if (b.start >= length) b.start = back ? length - 1 : length
  if (b.stop < 0) {
    b.stop += length
    if (b.stop < 0) b.stop = back ? -1 : 0
  } else if (b.stop >= length) b.stop = back ? length - 1 : length
  if (back) b.count = b.stop < b.start ? Math.floor((b.start - b.stop - 1) / -b.step) + 1 : 0
  else b.count = b.start < b.stop ? Math.floor((b.stop - b.start - 1) / b.step) + 1 : 0
  return b
}

/** `unpackSlice` and `clipSlice` for a sequence whose length cannot change meanwhile. */
export function adjustSlice(s: PySlice, length: number): typeof bounds {
  unpackSlice(s)
  return clipSlice(length)
}

/** The bounds of a slice of ints or None for a length; `step` is not 0. */
export function clipStride(start: number | null, stop: number | null, step: number, length: number): typeof bounds {
  bounds.start = start ?? (step < 0 ? Number.MAX_SAFE_INTEGER : 0)
  bounds.stop = stop ?? (step < 0 ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER)
  bounds.step = step
  return clipSlice(length)
}

/** The items between bounds, as a fresh array. */
export function itemsBetween(items: readonly Value[], { start, step, count }: typeof bounds): Value[] {
  if (step === 1) return items.slice(start, start + count)
  if (step === -1)
    return count === items.length ? items.toReversed() : items.slice(start - count + 1, start + 1).reverse()
  const out: Value[] = []
  for (let k = 0, i = start; k < count; k++, i += step) out.push(items[i]!)
  return out
}

function sliceNew(cls: PyType, args: Value[]): Value {
  void cls
  if (args.length === 0) throw typeError('slice expected at least 1 argument, got 0')
  if (args.length > 3) throw typeError(`slice expected at most 3 arguments, got ${args.length}`)
  if (args.length === 1) return new PySlice(null, args[0]!, null)
  return new PySlice(args[0]!, args[1]!, args[2] ?? null)
}

function sliceRepr(self: PySlice): string {
  return `slice(${repr(self.start)}, ${repr(self.stop)}, ${repr(self.step)})`
}

function sliceHash(self: PySlice): Int {
  const h = new TupleHash()
  h.add(hashValue(self.start))
  h.add(hashValue(self.stop))
  h.add(hashValue(self.step))
  return hashFromHalves(h.high, h.low >>> 0)
}

function sliceCompare(index: number, self: PySlice, other: Value): Value {
  if (!(other instanceof PySlice)) return NotImplemented
  return compareParts(index, [self.start, self.stop, self.step], [other.start, other.stop, other.step])
}

/** Compares two short sequences of equal length as tuples compare. */
function compareParts(index: number, a: Value[], b: Value[]): Value {
  for (let i = 0; i < a.length; i++)
    if (!equals(a[i]!, b[i]!)) {
      if (index === CompareIndex.eq) return false
      if (index === CompareIndex.ne) return true
      return compare(index, a[i]!, b[i]!)
    }
  return index === CompareIndex.eq || index === CompareIndex.le || index === CompareIndex.ge
}

/** The exact int that a bound denotes. */
function exactIndex(v: Value): Int {
  if (typeOf(v).proto.$__index__ === undefined)
    throw typeError('slice indices must be integers or None or have an __index__ method')
  return asIndex(v)
}

/** `slice.indices(length)` */
function sliceIndices(self: PySlice, lengthArg: Value): Value {
  const length = asIndex(lengthArg)
  if (length < 0) throw valueError('length should not be negative')
  return new PyTuple(unpackSliceExact(self, length))
}

/** Start, stop and step for a length, exact for ints of any size. Raises ValueError for step 0. */
export function unpackSliceExact(self: PySlice, length: Int): [Int, Int, Int] {
  const step = self.step === null ? 1 : exactIndex(self.step)
  if (step === 0) throw valueError('slice step cannot be zero')
  const back = step < 0
  const lower: Int = back ? -1 : 0
  const upper: Int = back ? (addValues(length, -1) as Int) : length
  const clip = (v: Value, otherwise: Int): Int => {
    if (v === null) return otherwise
    let i = exactIndex(v)
    if (i < 0) {
      i = addValues(i, length) as Int
      return i < lower ? lower : i
    }
    return i > upper ? upper : i
  }
  const start = clip(self.start, back ? upper : lower)
  const stop = clip(self.stop, back ? lower : upper)
  return [start, stop, step]
}

export const sliceMethods = (): MethodTable => [
  ['__repr__', sliceRepr, '($self, /)'],
  ['__hash__', sliceHash, '($self, /)'],
  ['__eq__', (a: PySlice, b: Value) => sliceCompare(CompareIndex.eq, a, b), '($self, value, /)'],
  ['__ne__', (a: PySlice, b: Value) => sliceCompare(CompareIndex.ne, a, b), '($self, value, /)'],
  ['__lt__', (a: PySlice, b: Value) => sliceCompare(CompareIndex.lt, a, b), '($self, value, /)'],
  ['__le__', (a: PySlice, b: Value) => sliceCompare(CompareIndex.le, a, b), '($self, value, /)'],
  ['__gt__', (a: PySlice, b: Value) => sliceCompare(CompareIndex.gt, a, b), '($self, value, /)'],
  ['__ge__', (a: PySlice, b: Value) => sliceCompare(CompareIndex.ge, a, b), '($self, value, /)'],
  [
    'indices',
    sliceIndices,
    '($self, object, /)',
    'The start, stop and step for a sequence of the given length, as a tuple.',
  ],
  [
    '__reduce__',
    (self: PySlice) => new PyTuple([sliceType, new PyTuple([self.start, self.stop, self.step])]),
    '($self, /)',
  ],
]

export const sliceType = defineType('slice', {
  layout: PySlice,
  new: [sliceNew, '-(*args)'],
  methods: sliceMethods,
  members: true,
  getset: () => [
    ['start', (s: PySlice) => s.start],
    ['stop', (s: PySlice) => s.stop],
    ['step', (s: PySlice) => s.step],
  ],
  final: true,
  doc: 'The bounds of an extended slice: slice(stop) or slice(start, stop[, step]).',
})
