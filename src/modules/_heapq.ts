/** _heapq: a heap in a list (Library Reference, "heapq"; CPython: Modules/_heapqmodule.c). */
import { indexError, runtimeError, typeError } from '../objects/exceptions'
import { PyList } from '../objects/list'
import { typeOf, type Value } from '../objects/object'
import { less } from './_bisect'
import type { NativeModule } from './definition'

function outOfRange(): unknown {
  return indexError('index out of range')
}

/** The heap argument of a function. */
function heapOf(v: Value, name: string, which = 'argument'): PyList {
  if (v instanceof PyList) return v
  throw typeError(`${name}() ${which} must be list, not ${typeOf(v).name}`)
}

/** A comparison may run code that changes the list; its items are therefore read again after each. */
function checkSize(heap: PyList, size: number): void {
  if (heap.items.length !== size) throw runtimeError('list changed size during iteration')
}

/** Moves the item at `at` towards `start` until its parent is not greater (with `max`: not less). */
function siftDown(heap: PyList, start: number, at: number, max: boolean): void {
  const size = heap.items.length
  if (at >= size) throw outOfRange()
  while (at > start) {
    const parentAt = (at - 1) >> 1
    const parent = heap.items[parentAt]!
    const item = heap.items[at]!
    const moves = max ? less(parent, item) : less(item, parent)
    checkSize(heap, size)
    if (!moves) return
    const items = heap.items
    const swapped = items[parentAt]!
    items[parentAt] = items[at]!
    items[at] = swapped
    at = parentAt
  }
}

/** Moves the item at `at` down to a leaf along the smaller (with `max`: greater) children, then up to its place. */
function siftUp(heap: PyList, at: number, max: boolean): void {
  const start = at
  const size = heap.items.length
  if (at >= size) throw outOfRange()
  const limit = size >> 1
  while (at < limit) {
    let child = 2 * at + 1
    if (child + 1 < size) {
      const a = heap.items[child]!
      const b = heap.items[child + 1]!
      const first = max ? less(b, a) : less(a, b)
      if (!first) child++
      checkSize(heap, size)
    }
    const items = heap.items
    const swapped = items[child]!
    items[child] = items[at]!
    items[at] = swapped
    at = child
  }
  siftDown(heap, start, at, max)
}

function pop(heap: PyList, max: boolean): Value {
  const items = heap.items
  if (items.length === 0) throw outOfRange()
  const last = items.pop()!
  if (items.length === 0) return last
  const top = items[0]!
  items[0] = last
  siftUp(heap, 0, max)
  return top
}

function replace(heap: PyList, item: Value, max: boolean): Value {
  if (heap.items.length === 0) throw outOfRange()
  const top = heap.items[0]!
  heap.items[0] = item
  siftUp(heap, 0, max)
  return top
}

function heapify(heap: PyList, max: boolean): Value {
  for (let i = (heap.items.length >> 1) - 1; i >= 0; i--) siftUp(heap, i, max)
  return null
}

function heapPush(v: Value, item: Value): Value {
  const heap = heapOf(v, 'heappush', 'argument 1')
  heap.items.push(item)
  siftDown(heap, 0, heap.items.length - 1, false)
  return null
}

function heapPushPop(v: Value, item: Value): Value {
  const heap = heapOf(v, 'heappushpop', 'argument 1')
  if (heap.items.length === 0) return item
  return less(heap.items[0]!, item) ? replace(heap, item, false) : item
}

export const heapqModule: NativeModule = {
  name: '_heapq',
  doc: 'A priority queue kept in a list.',
  functions: [
    ['heappush', heapPush, '(heap, item, /)', 'Adds an item to the heap.'],
    [
      'heappushpop',
      heapPushPop,
      '(heap, item, /)',
      'Adds an item to the heap, then removes and returns the smallest: faster than the two calls.',
    ],
    [
      'heappop',
      (v: Value) => pop(heapOf(v, 'heappop'), false),
      '(heap, /)',
      'Removes and returns the smallest item of the heap.',
    ],
    [
      'heapreplace',
      (v: Value, item: Value) => replace(heapOf(v, 'heapreplace', 'argument 1'), item, false),
      '(heap, item, /)',
      'Removes and returns the smallest item, then adds the new one, which may be smaller than what is returned.',
    ],
    ['heapify', (v: Value) => heapify(heapOf(v, 'heapify'), false), '(heap, /)', 'Makes a heap of a list in place.'],
    [
      '_heappop_max',
      (v: Value) => pop(heapOf(v, '_heappop_max'), true),
      '(heap, /)',
      'Removes and returns the greatest item of a heap whose greatest item comes first.',
    ],
    [
      '_heapify_max',
      (v: Value) => heapify(heapOf(v, '_heapify_max'), true),
      '(heap, /)',
      'Makes a heap whose greatest item comes first.',
    ],
    [
      '_heapreplace_max',
      (v: Value, item: Value) => replace(heapOf(v, '_heapreplace_max', 'argument 1'), item, true),
      '(heap, item, /)',
      'Removes and returns the greatest item, then adds the new one.',
    ],
  ],
  attributes: () => ({ __about__: 'A heap is a list in which no item is less than the one at half its index.' }),
}
