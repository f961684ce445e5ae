/**
 * range: an immutable arithmetic progression (Library Reference, "Ranges"; CPython: Objects/rangeobject.c).
 *
 * Three ints and a length are all it holds; the length is computed once, because `len`, indexing, slicing, `in` and equality
 * start from it. `small` says that every field and element is a safe integer, so that loops run on plain numbers.
 */
import { indexError, overflowError, typeError, valueError } from './exceptions'
import { asInt } from './int'
import { intAdd, intFloorDiv, intMod, intMul, intNeg, intSub } from './intmath'
import { builtin, iteratorRows, sharedRows } from './iterators'
import { defineType, type Int, type MethodTable, PyObject, type PyType, typeOf, type Value } from './object'
import { asIndex, CompareIndex, equals, hashValue, PyIterator } from './operators'
import { comparisonRows } from './sequence'
import { NotImplemented } from './singletons'
import { PySlice, unpackSliceExact } from './slice'
import { PyTuple } from './tuple'

/** A range. */
export class PyRange extends PyObject {
  constructor(
    readonly start: Int = 0,
    readonly stop: Int = 0,
    readonly step: Int = 1,
    readonly length: Int = 0,
    /** Every field and every element is a safe integer. */
    readonly small: boolean = true,
  ) {
    super()
  }
}

/** Makes a range from its three bounds; the step is not 0. */
export function makeRange(start: Int, stop: Int, step: Int): PyRange {
  let length: Int
  if (typeof start === 'number' && typeof stop === 'number' && typeof step === 'number') {
    const span = step > 0 ? stop - start : start - stop
    const size = step > 0 ? step : -step
    if (span <= 0) return new PyRange(start, stop, step, 0, true)
    if (Number.isSafeInteger(span)) {
      length = Math.floor((span - 1) / size) + 1
      return new PyRange(start, stop, step, length, true)
    }
  }
  const forward = step > 0
  const span = forward ? intSub(stop, start) : intSub(start, stop)
  length = span <= 0 ? 0 : intAdd(intFloorDiv(intSub(span, 1), forward ? step : intNeg(step)), 1)
  return new PyRange(start, stop, step, length, false)
}

function rangeNew(_cls: PyType, args: Value[]): Value {
  switch (args.length) {
    case 1:
      return makeRange(0, asIndex(args[0]!), 1)
    case 2:
      return makeRange(asIndex(args[0]!), asIndex(args[1]!), 1)
    case 3: {
      const start = asIndex(args[0]!)
      const stop = asIndex(args[1]!)
      const step = asIndex(args[2]!)
      if (step === 0) throw valueError('range() arg 3 must not be zero')
      return makeRange(start, stop, step)
    }
    case 0:
      throw typeError('range expected at least 1 argument, got 0')
    default:
      throw typeError(`range expected at most 3 arguments, got ${args.length}`)
  }
}

/** The element at a position within the length. */
function elementAt(self: PyRange, i: Int): Int {
  return intAdd(self.start, intMul(i, self.step))
}

/** `r[key]` */
export function rangeGetItem(self: PyRange, key: Value): Value {
  if (typeof key === 'number' || typeOf(key).proto.$__index__ !== undefined) {
    let i = asIndex(key)
    if (i < 0) i = intAdd(i, self.length)
    if (i < 0 || i >= self.length) throw indexError('range object index out of range')
    return elementAt(self, i)
  }
  if (key instanceof PySlice) {
    const [start, stop, step] = unpackSliceExact(key, self.length)
    return makeRange(elementAt(self, start), elementAt(self, stop), intMul(self.step, step))
  }
  throw typeError(`range indices must be integers or slices, not ${typeOf(key).name}`)
}

/** Position of an int in the range, or -1. */
function find(self: PyRange, value: Int): Int {
  if (self.step > 0 ? value < self.start || value >= self.stop : value > self.start || value <= self.stop) return -1
  const distance = intSub(value, self.start)
  return intMod(distance, self.step) === 0 ? intFloorDiv(distance, self.step) : -1
}

function isExactInt(v: Value): v is Int | boolean {
  return typeof v === 'number' || typeof v === 'bigint' || typeof v === 'boolean'
}

/** `x in r` without iterating for exact ints; anything else is compared with each element, as CPython does. */
export function rangeContains(self: PyRange, item: Value): boolean {
  if (isExactInt(item)) return find(self, asInt(item)!) >= 0
  const step = rangeIter(self)
  for (let v = step.next(); v !== undefined; v = step.next()) if (equals(v, item)) return true
  return false
}

function rangeIndex(self: PyRange, item: Value): Value {
  if (isExactInt(item)) {
    const i = find(self, asInt(item)!)
    if (i >= 0) return i
    throw valueError(`${asInt(item)} is not in range`)
  }
  const step = rangeIter(self)
  let i: Int = 0
  for (let v = step.next(); v !== undefined; v = step.next(), i = intAdd(i, 1)) if (equals(v, item)) return i
  throw valueError('sequence.index(x): x not in sequence')
}

function rangeCount(self: PyRange, item: Value): Value {
  if (isExactInt(item)) return find(self, asInt(item)!) >= 0 ? 1 : 0
  const step = rangeIter(self)
  let n = 0
  for (let v = step.next(); v !== undefined; v = step.next()) if (equals(v, item)) n++
  return n
}

function rangeCompare(index: number, self: PyRange, other: Value): Value {
  if (!(other instanceof PyRange) || (index !== CompareIndex.eq && index !== CompareIndex.ne)) return NotImplemented
  const same =
    self.length === other.length &&
    (self.length === 0 || (self.start === other.start && (self.length === 1 || self.step === other.step)))
  return index === CompareIndex.eq ? same : !same
}

function rangeHash(self: PyRange): Value {
  const n = self.length
  return hashValue(new PyTuple([n, n === 0 ? null : self.start, n === 0 || n === 1 ? null : self.step]))
}

function rangeRepr(self: PyRange): string {
  return self.step === 1 ? `range(${self.start}, ${self.stop})` : `range(${self.start}, ${self.stop}, ${self.step})`
}

function rangeLength(self: PyRange): Value {
  if (self.length > 9223372036854775807n) throw overflowError('Python int too large to convert to C ssize_t')
  return self.length
}

/** Longer ranges do not become arrays at once. */
const MAX_LENGTH = 2 ** 27

/** Iterator over a range whose elements are safe integers. */
export class PyRangeIterator extends PyIterator {
  constructor(
    public value: number = 0,
    public step: number = 1,
    /** Elements still to come. */
    public left: number = 0,
  ) {
    super()
  }
  /** A loop was given it as it is: something else may have it. */
  shared = false
  next(): Value | undefined {
    if (this.left <= 0) return undefined
    this.left--
    const v = this.value
    this.value = v + this.step
    return v
  }
  override remaining(): Value[] {
    const { value, step, left } = this
    // A range may be longer than any array.
    if (left > MAX_LENGTH) return super.remaining()
    const items: Value[] = new Array(Math.max(left, 0))
    for (let i = 0; i < left; i++) items[i] = value + i * step
    this.value = value + items.length * step
    this.left = 0
    return items
  }
}

/** Iterator over any other range. */
export class PyLongRangeIterator extends PyIterator {
  constructor(
    public value: Int = 0,
    public step: Int = 1,
    public left: Int = 0,
  ) {
    super()
  }
  next(): Value | undefined {
    if (this.left <= 0) return undefined
    this.left = intSub(this.left, 1)
    const v = this.value
    this.value = intAdd(v, this.step)
    return v
  }
}

/** `iter(r)` */
export function rangeIter(self: PyRange): PyRangeIterator | PyLongRangeIterator {
  return self.small
    ? new PyRangeIterator(self.start as number, self.step as number, self.length as number)
    : new PyLongRangeIterator(self.start, self.step, self.length)
}

function rangeReversed(self: PyRange): Value {
  const last = elementAt(self, intSub(self.length, 1))
  const step = intNeg(self.step)
  return self.small && typeof last === 'number'
    ? new PyRangeIterator(last, step as number, self.length as number)
    : new PyLongRangeIterator(last, step, self.length)
}

type AnyRangeIterator = PyRangeIterator | PyLongRangeIterator

function iteratorReduce(self: AnyRangeIterator): Value {
  const rest = makeRange(self.value, intAdd(self.value, intMul(self.left, self.step)), self.step)
  return new PyTuple([builtin('iter'), new PyTuple([rest]), null])
}

function iteratorSetState(self: AnyRangeIterator, state: Value): Value {
  let i = asIndex(state)
  if (i < 0) i = 0
  else if (i > self.left) i = self.left
  ;(self as PyLongRangeIterator).value = intAdd(self.value, intMul(i, self.step))
  ;(self as PyLongRangeIterator).left = intSub(self.left, i)
  return null
}

const iteratorMethods = (): MethodTable => [
  ['__length_hint__', (self: AnyRangeIterator) => self.left, '($self, /)'],
  ['__reduce__', iteratorReduce, '($self, /)'],
  ['__setstate__', iteratorSetState, '($self, object, /)'],
]

defineType('range_iterator', {
  layout: PyRangeIterator,
  methods: () => [...sharedRows, ...iteratorMethods()],
  final: true,
})
defineType('longrange_iterator', {
  layout: PyLongRangeIterator,
  methods: () => [...iteratorRows, ...iteratorMethods()],
  final: true,
})

export const rangeMethods = (): MethodTable => [
  ['__repr__', rangeRepr, '($self, /)'],
  ['__hash__', rangeHash, '($self, /)'],
  ...comparisonRows(rangeCompare),
  ['__iter__', rangeIter, '($self, /)'],
  ['__bool__', (self: PyRange) => self.length !== 0, '($self, /)'],
  ['__len__', rangeLength, '($self, /)'],
  ['__getitem__', rangeGetItem, '($self, key, /)'],
  ['__contains__', rangeContains, '($self, key, /)'],
  ['__reversed__', rangeReversed, '($self, /)'],
  [
    '__reduce__',
    (self: PyRange) => new PyTuple([typeOf(self), new PyTuple([self.start, self.stop, self.step])]),
    '($self, /)',
  ],
  ['count', rangeCount, '($self, object, /)', 'How many elements equal value.'],
  ['index', rangeIndex, '($self, object, /)', 'The index of value. Raises ValueError if it is absent.'],
]

export const rangeType = defineType('range', {
  layout: PyRange,
  new: [rangeNew, '-(*args)'],
  methods: rangeMethods,
  members: true,
  getset: () => [
    ['start', (r: PyRange) => r.start],
    ['stop', (r: PyRange) => r.stop],
    ['step', (r: PyRange) => r.step],
  ],
  patternKind: 'sequence',
  final: true,
  doc: 'The integers from start (by default 0) up to stop, exclusive, by step (by default 1).',
})
