/** The methods of list (Library Reference, "Lists"; CPython: Objects/listobject.c). */
import { context } from './context'
import { indexError, typeError, valueError } from './exceptions'
import { genericAliasOf } from './genericalias'
import { PyListIterator, PyListReverseIterator } from './iterators'
import { listType, PyList } from './list'
import { completeType, type MethodTable, type PyType, typeOf, type Value } from './object'
import { asSize, drain, equals, getIter, isTrue, lengthHint, repr, toArray } from './operators'
import { PyPieceList } from './pieceitems'
import {
  compareItems,
  comparisonRows,
  containsItem,
  countItem,
  declines,
  declinesRepeat,
  indexOfItem,
  position,
  repeatCount,
  repeatItems,
  reprItems,
  subscript,
} from './sequence'
import { findInList, itemOfList, lengthOfList, peekItems, sliceOfList } from './simditems'
import { NotImplemented } from './singletons'
import { ArraySink } from './sinks'
import { bounds, clipSlice, itemsBetween, PySlice, unpackSlice } from './slice'
import { comparesQuietly, sortByKeys } from './sort'
import { PyTuple } from './tuple'

function listLength(self: PyList): number {
  return self instanceof PyPieceList && self.pieces !== null ? self.pieces.places.length >> 1 : lengthOfList(self)
}

function listNew(cls: PyType): Value {
  return cls === listType ? new PyList([]) : (new cls.ctor() as PyList)
}

function listInit(self: PyList, iterable?: Value): Value {
  self.items = iterable === undefined ? [] : itemsOf(iterable)
  return null
}

/** Items of an iterable as a fresh array; lists and tuples are copied at once. */
function itemsOf(v: Value): Value[] {
  if (v instanceof PyList && v.cls === listType) return peekItems(v).slice()
  if (v instanceof PyTuple && !v.cls.heap) return v.items.slice()
  if (!typeOf(v).heap) return toArray(v)
  const items: Value[] = []
  appendAll(items, v)
  return items
}

/** Appends what an iterable gives. A class of the program sees that it is asked for its length. */
function appendAll(items: Value[], iterable: Value): void {
  const iterator = getIter(iterable)
  if (typeOf(iterable).heap) lengthHint(iterable, 8)
  drain(iterator, new ArraySink(items))
}

/** `l[key]` */
export function listGetItem(self: PyList, key: Value): Value {
  if (key instanceof PySlice) {
    // What the bounds run may change the list.
    unpackSlice(key)
    const between = clipSlice(lengthOfList(self))
    if (between.step === 1) return sliceOfList(self, between.start, between.start + between.count)
    return new PyList(itemsBetween(peekItems(self), between))
  }
  if (typeof key === 'number' || typeOf(key).proto.$__index__ !== undefined) {
    const at = typeof key === 'number' ? key : subscript(key)
    const i = position(at, lengthOfList(self))
    if (i === undefined) throw indexError('list index out of range')
    return itemOfList(self, i)!
  }
  throw typeError(`list indices must be integers or slices, not ${typeOf(key).name}`)
}

/** `l[key] = value` */
export function listSetItem(self: PyList, key: Value, value: Value): Value {
  if (key instanceof PySlice) {
    setSlice(self, key, value)
    return null
  }
  if (typeof key === 'number' || typeOf(key).proto.$__index__ !== undefined) {
    // Finding the number may run Python code, which may change the list.
    const at = typeof key === 'number' ? key : subscript(key)
    const i = position(at, self.items.length)
    if (i === undefined) throw indexError('list assignment index out of range')
    self.items[i] = value
    return null
  }
  throw typeError(`list indices must be integers or slices, not ${typeOf(key).name}`)
}

function setSlice(self: PyList, key: PySlice, value: Value): void {
  unpackSlice(key)
  const { start: rawStart, stop: rawStop, step } = bounds
  let fresh: readonly Value[]
  if (value === self) fresh = self.items.slice()
  else if (value instanceof PyList && value.cls === listType) fresh = peekItems(value)
  else {
    const proto = typeOf(value).proto
    if (proto.$__iter__ === undefined && proto.$__getitem__ === undefined)
      throw typeError('must assign iterable to extended slice')
    fresh = itemsOf(value)
  }
  // Making the items may have changed the list, so the bounds are clipped only now.
  bounds.start = rawStart
  bounds.stop = rawStop
  bounds.step = step
  const { start, stop, count } = clipSlice(self.items.length)
  if (step === 1) {
    replaceRange(self, start, Math.max(start, stop), fresh)
    return
  }
  if (fresh.length !== count)
    throw valueError(`attempt to assign sequence of size ${fresh.length} to extended slice of size ${count}`)
  for (let k = 0, i = start; k < count; k++, i += step) self.items[i] = fresh[k]!
}

/** Puts items in the place of those between two indices. */
export function replaceRange(self: PyList, start: number, stop: number, fresh: readonly Value[]): void {
  const items = self.items
  const removed = stop - start
  if (fresh.length === removed) {
    for (let i = 0; i < removed; i++) items[start + i] = fresh[i]!
  } else if (fresh.length < 1000) items.splice(start, removed, ...fresh)
  else {
    // A spread of many items would overflow the JavaScript stack.
    const tail = items.slice(stop)
    items.length = start
    for (let i = 0; i < fresh.length; i++) items.push(fresh[i]!)
    for (let i = 0; i < tail.length; i++) items.push(tail[i]!)
  }
}

/** `del l[key]` */
export function listDelItem(self: PyList, key: Value): Value {
  if (typeof key === 'number' || typeOf(key).proto.$__index__ !== undefined) {
    const at = typeof key === 'number' ? key : subscript(key)
    // Only now: who has the items must not keep them while Python code runs (simditems.ts).
    const { items } = self
    const i = position(at, items.length)
    if (i === undefined) throw indexError('list assignment index out of range')
    if (i === items.length - 1) items.pop()
    else items.splice(i, 1)
    return null
  }
  if (!(key instanceof PySlice)) throw typeError(`list indices must be integers or slices, not ${typeOf(key).name}`)
  unpackSlice(key)
  const { items } = self
  let { start, step, count } = clipSlice(items.length)
  if (count === 0) return null
  if (step < 0) {
    start += (count - 1) * step
    step = -step
  }
  if (step === 1) items.splice(start, count)
  else {
    let to = start
    for (let i = start, k = 0, next = start; i < items.length; i++) {
      if (i === next && k < count) {
        next += step
        k++
      } else items[to++] = items[i]!
    }
    items.length = to
  }
  return null
}

function listCompare(index: number, self: PyList, other: Value): Value {
  return other instanceof PyList ? compareItems(index, self, other) : NotImplemented
}

function listAdd(self: PyList, other: Value): Value {
  if (!(other instanceof PyList)) return declines(other, (name) => `can only concatenate list (not "${name}") to list`)
  return new PyList(peekItems(self).concat(peekItems(other)))
}

function listMul(self: PyList, n: Value): Value {
  const count = repeatCount(n)
  return count === undefined ? declinesRepeat(n) : new PyList(repeatItems(peekItems(self), count))
}

function listInplaceMul(self: PyList, n: Value): Value {
  const count = repeatCount(n)
  if (count === undefined) return declinesRepeat(n)
  self.items = repeatItems(self.items, count)
  return self
}

/** `l.extend(iterable)` */
export function listExtend(self: PyList, iterable: Value): Value {
  const items = self.items
  if (
    (iterable instanceof PyList && iterable.cls === listType) ||
    (iterable instanceof PyTuple && !iterable.cls.heap)
  ) {
    const source = iterable.items
    const n = source.length
    for (let i = 0; i < n; i++) items.push(source[i]!)
    return null
  }
  appendAll(self.items, iterable)
  return null
}

function listInplaceAdd(self: PyList, iterable: Value): Value {
  listExtend(self, iterable)
  return self
}

/** `l.append(object)` */
export function listAppend(self: PyList, value: Value): Value {
  self.items.push(value)
  return null
}

function listInsert(self: PyList, index: Value, value: Value): Value {
  let i = asSize(index)
  const { items } = self
  if (i < 0) i = Math.max(0, i + items.length)
  if (i >= items.length) items.push(value)
  else items.splice(i, 0, value)
  return null
}

/** `l.pop(index)` */
export function listPop(self: PyList, index?: Value): Value {
  let i = index === undefined ? -1 : asSize(index)
  const { items } = self
  if (items.length === 0) throw indexError('pop from empty list')
  if (i < 0) i += items.length
  if (i < 0 || i >= items.length) throw indexError('pop index out of range')
  if (i === items.length - 1) return items.pop()!
  if (i === 0) return items.shift()!
  return items.splice(i, 1)[0]!
}

function listRemove(self: PyList, value: Value): Value {
  const found = findInList(self, value, 0, lengthOfList(self))
  for (let i = found < 0 ? ~found : found; i < self.items.length; i++)
    if (equals(self.items[i]!, value)) {
      self.items.splice(i, 1)
      return null
    }
  throw valueError('list.remove(x): x not in list')
}

function listClear(self: PyList): Value {
  self.items = []
  return null
}

/** Sorts an array that no Python code sees. */
export function sortItems(items: Value[], key: Value, backwards: boolean): void {
  let keys = items
  if (key !== null) {
    keys = []
    for (let i = 0; i < items.length; i++) keys.push(context.call1(key, items[i]!))
  }
  // Equal items keep their order in reverse too: reversed, sorted, reversed again.
  if (backwards) {
    items.reverse()
    if (keys !== items) keys.reverse()
  }
  try {
    sortByKeys(items, keys)
  } finally {
    if (backwards) items.reverse()
  }
}

/**
 * `l.sort(key=None, reverse=False)`: stable. The list is empty while keys and comparisons run, so that code which looks at or
 * changes it meanwhile does no harm, and a change is reported.
 */
export function listSort(self: PyList, key?: Value, reverse?: Value): Value {
  const backwards = reverse !== undefined && isTrue(reverse)
  const items = self.items
  if (items.length < 2 && (key === undefined || key === null)) return null
  if ((key === undefined || key === null) && comparesQuietly(items)) {
    sortItems(items, null, backwards)
    return null
  }
  // Even a change that is undone is noticed, since what was seen of the list meanwhile is not what it holds.
  let touched = false
  const during: Value[] = new Proxy([] as Value[], {
    set(target, property, value) {
      touched = true
      return Reflect.set(target, property, value)
    },
  })
  self.items = during
  let modified = false
  try {
    sortItems(items, key ?? null, backwards)
  } finally {
    modified = touched || self.items !== during
    self.items = items
  }
  if (modified) throw valueError('list modified during sort')
  return null
}

export const listMethods = (): MethodTable => [
  ['__init__', listInit, '($self, iterable=(), /)'],
  ['__repr__', (self: PyList) => (self.items.length === 0 ? '[]' : reprItems(self, '[', ']')), '($self, /)'],
  ...comparisonRows(listCompare),
  ['__iter__', (self: PyList) => new PyListIterator(self), '($self, /)'],
  ['__len__', listLength, '($self, /)'],
  ['__getitem__', listGetItem, '($self, index, /)'],
  ['__setitem__', listSetItem, '($self, key, value, /)'],
  ['__delitem__', listDelItem, '($self, key, /)'],
  ['__add__', listAdd, '($self, value, /)'],
  ['__mul__', listMul, '($self, value, /)'],
  ['__rmul__', listMul, '($self, value, /)'],
  ['__iadd__', listInplaceAdd, '($self, value, /)'],
  ['__imul__', listInplaceMul, '($self, value, /)'],
  ['__contains__', containsItem, '($self, key, /)'],
  ['__reversed__', (self: PyList) => new PyListReverseIterator(self), '($self, /)'],
  ['__sizeof__', (self: PyList) => 40 + 8 * self.items.length, '($self, /)'],
  ['append', listAppend, '($self, object, /)', 'Adds an item at the end.'],
  ['clear', listClear, '($self, /)', 'Removes all items.'],
  ['copy', (self: PyList) => sliceOfList(self, 0, lengthOfList(self)), '($self, /)', 'A list of the same items.'],
  ['count', countItem, '($self, value, /)', 'How many elements equal value.'],
  ['extend', listExtend, '($self, iterable, /)', 'Adds the items of an iterable at the end.'],
  [
    'index',
    (self: PyList, value: Value, start?: Value, stop?: Value) =>
      indexOfItem(self, value, start, stop, () => `${repr(value)} is not in list`),
    '($self, value, start=0, stop=sys.maxsize, /)',
    'Where value is found first; ValueError if it is nowhere.',
  ],
  ['insert', listInsert, '($self, index, object, /)', 'Inserts an item before an index.'],
  ['pop', listPop, '($self, index=-1, /)', 'Removes and returns the item at an index, by default the last.'],
  [
    'remove',
    listRemove,
    '($self, value, /)',
    'Takes out the first element that equals value; ValueError if there is none.',
  ],
  [
    'reverse',
    (self: PyList) => {
      self.items.reverse()
      return null
    },
    '($self, /)',
    'Reverses the list in place.',
  ],
  [
    'sort',
    listSort,
    '($self, /, *, key=None, reverse=False)',
    'Sorts the list in place; equal items keep their order.',
  ],
]

completeType(listType, {
  layout: PyList,
  new: [listNew, '(*args, **kwargs)'],
  methods: listMethods,
  classMethods: () => [['__class_getitem__', genericAliasOf, '($type, object, /)']],
  patternKind: 'sequence',
  matchSelf: true,
  unhashable: true,
  doc: 'A mutable sequence, empty or of the items of an iterable.',
})
