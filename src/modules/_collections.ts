/** _collections: deque, defaultdict, OrderedDict's helpers, tuple getters of namedtuple (CPython: Modules/_collectionsmodule.c). */

import { dictOfInstance, lookupAttr } from '../objects/attributes'
import { context, enterRepr, leaveRepr } from '../objects/context'
import { dictType, PyDict } from '../objects/dict'
import { attributeError } from '../objects/exceptionfields'
import { indexError, keyErrorType, makeException, runtimeError, typeError, valueError } from '../objects/exceptions'
import { genericAliasOf } from '../objects/genericalias'
import { iteratorRows, PyListIterator } from '../objects/iterators'
import { listType, PyList } from '../objects/list'
import { bareName, defineType, type MethodRow, PyObject, type PyType, typeOf, type Value } from '../objects/object'
import {
  addValues,
  asIndex,
  asIndexNumber,
  asSize,
  CompareIndex,
  compare,
  equals,
  getIter,
  iterNext,
  PyIterator,
  repr,
  setItem,
} from '../objects/operators'
import { NotImplemented } from '../objects/singletons'
import { PyTuple } from '../objects/tuple'
import { PyTupleGetter } from '../objects/tuplegetter'
import { note } from '../simd/counters'
import { Threshold } from '../simd/thresholds'
import type { NativeModule } from './definition'
import { orderedDictType } from './ordereddict'

// ── deque ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A double-ended queue: a ring of slots whose size is a power of two. */
export class PyDeque extends PyObject {
  ring: (Value | undefined)[] = [undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined]
  head = 0
  size = 0
  maxlen: number | null = null
  /** Counts changes, for iterators. */
  state = 0

  at(i: number): Value {
    return this.ring[(this.head + i) & (this.ring.length - 1)]!
  }
  put(i: number, v: Value): void {
    this.ring[(this.head + i) & (this.ring.length - 1)] = v
  }
  private grow(): void {
    this.resize(this.ring.length * 2)
  }
  /** Moves the items to the start of a ring of so many slots, at least as many as there are items. */
  private resize(slots: number): void {
    const ring: (Value | undefined)[] = this.toArray()
    for (let n = slots - ring.length; n > 0; n--) ring.push(undefined)
    this.ring = ring
    this.head = 0
  }
  /** Appends the items of an array that stays as it is. */
  pushAll(items: readonly Value[]): void {
    if (this.maxlen !== null) {
      for (let i = 0; i < items.length; i++) this.push(items[i]!)
      return
    }
    const { size } = this
    const needed = size + items.length
    let slots = this.ring.length
    if (slots < needed) {
      while (slots < needed) slots *= 2
      if (size > 0) this.resize(slots)
      else {
        // An array of its own at once.
        const ring: (Value | undefined)[] = items.slice()
        for (let n = slots - ring.length; n > 0; n--) ring.push(undefined)
        this.ring = ring
        this.head = 0
        this.size = needed
        this.state++
        return
      }
    }
    const { ring, head } = this
    for (let i = 0; i < items.length; i++) ring[(head + size + i) & (slots - 1)] = items[i]
    this.size = needed
    this.state++
  }
  push(v: Value): void {
    this.state++
    if (this.maxlen !== null && this.size >= this.maxlen) {
      if (this.maxlen === 0) return
      this.shift()
    }
    if (this.size === this.ring.length) this.grow()
    this.put(this.size++, v)
  }
  unshift(v: Value): void {
    this.state++
    if (this.maxlen !== null && this.size >= this.maxlen) {
      if (this.maxlen === 0) return
      this.pop()
    }
    if (this.size === this.ring.length) this.grow()
    this.head = (this.head - 1) & (this.ring.length - 1)
    this.ring[this.head] = v
    this.size++
  }
  pop(): Value | undefined {
    if (this.size === 0) return undefined
    this.state++
    const at = (this.head + --this.size) & (this.ring.length - 1)
    const v = this.ring[at]
    this.ring[at] = undefined
    return v
  }
  shift(): Value | undefined {
    if (this.size === 0) return undefined
    this.state++
    const v = this.ring[this.head]
    this.ring[this.head] = undefined
    this.head = (this.head + 1) & (this.ring.length - 1)
    this.size--
    return v
  }
  /** Moves the last `k` items to the front, or the others to the end, where they are fewer. */
  rotate(k: number): void {
    this.state++
    const { ring, size } = this
    const mask = ring.length - 1
    let { head } = this
    if (2 * k <= size)
      for (; k > 0; k--) {
        const last = (head + size - 1) & mask
        const v = ring[last]
        ring[last] = undefined
        head = (head - 1) & mask
        ring[head] = v
      }
    else
      for (k = size - k; k > 0; k--) {
        const v = ring[head]
        ring[head] = undefined
        ring[(head + size) & mask] = v
        head = (head + 1) & mask
      }
    this.head = head
  }
  clear(): void {
    this.state++
    this.ring = [undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined]
    this.head = this.size = 0
  }
  toArray(): Value[] {
    const { ring, head } = this
    const end = head + this.size
    if (end <= ring.length) return ring.slice(head, end) as Value[]
    const items = ring.slice(head) as Value[]
    for (let i = 0; i < end - ring.length; i++) items.push(ring[i]!)
    return items
  }
  /** Replaces the contents. */
  assign(items: readonly Value[]): void {
    this.clear()
    this.pushAll(items)
  }
}

class DequeIterator extends PyIterator {
  private readonly state: number
  private at = 0
  /** Items to come as of the start; none after a mutation was noticed. */
  left: number
  constructor(
    readonly deque: PyDeque,
    readonly reverse: boolean,
  ) {
    super()
    this.state = deque.state
    this.left = deque.size
  }
  next(): Value | undefined {
    const same = this.state === this.deque.state
    if (this.left === 0 && (same || this.reverse)) return undefined
    if (!same) {
      this.left = 0
      throw runtimeError('deque mutated during iteration')
    }
    const i = this.at++
    this.left--
    return this.deque.at(this.reverse ? this.deque.size - 1 - i : i)
  }
}
const iteratorState: MethodRow[] = [
  ['__length_hint__', (self: DequeIterator) => self.left, '($self, /)'],
  [
    '__reduce__',
    (self: DequeIterator) => new PyTuple([typeOf(self), new PyTuple([self.deque, self.deque.size - self.left])]),
    '($self, /)',
  ],
]
defineType('_deque_iterator', {
  layout: DequeIterator as never,
  module: 'collections',
  new: [
    (_cls: PyType, deque: Value, skipped: Value = 0) => newDequeIterator(deque, skipped, false),
    '-(deque, index=0, /)',
  ],
  methods: () => [...iteratorRows, ...iteratorState],
})
class DequeReverseIterator extends DequeIterator {}

/** An iterator past its first `skipped` items: how a pickled one is made again. */
function newDequeIterator(deque: Value, skipped: Value, reverse: boolean): DequeIterator {
  if (!(deque instanceof PyDeque))
    throw typeError(`argument 1 must be collections.deque, not ${deque === null ? 'None' : typeOf(deque).name}`)
  const made = new (reverse ? DequeReverseIterator : DequeIterator)(deque, reverse)
  for (let n = asSize(skipped); n > 0 && made.next() !== undefined; n--);
  return made
}
defineType('_deque_reverse_iterator', {
  layout: DequeReverseIterator as never,
  module: 'collections',
  new: [
    (_cls: PyType, deque: Value, skipped: Value = 0) => newDequeIterator(deque, skipped, true),
    '-(deque, index=0, /)',
  ],
  methods: () => [...iteratorRows, ...iteratorState],
})

function dequeInit(self: PyDeque, iterable: Value | undefined, maxlen: Value = null): Value {
  if (maxlen === null) self.maxlen = null
  else {
    if (typeof maxlen !== 'number' && typeof maxlen !== 'bigint' && typeof maxlen !== 'boolean')
      throw typeError('an integer is required')
    const n = asSize(maxlen)
    if (n < 0) throw valueError('maxlen must be non-negative')
    self.maxlen = n
  }
  if (self.size > 0) self.clear()
  if (iterable !== undefined) extend(self, iterable)
  return null
}

function extend(self: PyDeque, iterable: Value): Value {
  const known =
    iterable instanceof PyDeque && iterable.cls === dequeType
      ? iterable.toArray()
      : (iterable instanceof PyList && iterable.cls === listType) || (iterable instanceof PyTuple && !iterable.cls.heap)
        ? iterable.items
        : null
  if (known !== null || iterable === self) {
    self.pushAll(known ?? self.toArray())
    return null
  }
  const it = getIter(iterable)
  for (let v = iterNext(it); v !== undefined; v = iterNext(it)) self.push(v)
  return null
}

function extendLeft(self: PyDeque, iterable: Value): Value {
  if (iterable === self) {
    for (const v of self.toArray()) self.unshift(v)
    return null
  }
  const it = getIter(iterable)
  for (let v = iterNext(it); v !== undefined; v = iterNext(it)) self.unshift(v)
  return null
}

function emptyError(): unknown {
  return indexError('pop from an empty deque')
}

function dequeIndex(self: PyDeque, key: Value, what: string): number {
  const proto = typeOf(key).proto
  if (proto.$__index__ === undefined && typeof key !== 'number')
    throw typeError(`sequence index must be integer, not '${typeOf(key).name}'`)
  let i = asIndexNumber(key)
  if (i < 0) i += self.size
  if (i < 0 || i >= self.size) throw indexError(what)
  return i
}

function rotate(self: PyDeque, n: Value = 1): Value {
  const steps = asIndex(n)
  // Raises OverflowError where C's type is too small.
  if (typeof steps === 'bigint') asSize(steps)
  const size = self.size
  if (size <= 1) return null
  const k = typeof steps === 'number' ? steps % size : Number(steps % BigInt(size))
  self.rotate(k < 0 ? k + size : k)
  return null
}

function copyDeque(self: PyDeque): Value {
  if (self.cls === dequeType) {
    const made = new PyDeque()
    made.maxlen = self.maxlen
    for (const v of self.toArray()) made.push(v)
    return made
  }
  return self.maxlen === null ? context.call1(self.cls, self) : context.call2(self.cls, self, self.maxlen)
}

function dequeRemove(self: PyDeque, value: Value): Value {
  const n = self.size
  const state = self.state
  for (let i = 0; i < n; i++) {
    const same = equals(self.at(i), value)
    if (self.state !== state || self.size !== n) throw indexError('deque mutated during remove().')
    if (same) {
      removeAt(self, i)
      return null
    }
  }
  throw valueError(`deque.remove(x): x not in deque`)
}

/** Removes one item; those of the shorter side move up. */
function removeAt(self: PyDeque, i: number): void {
  if (i < self.size >>> 1) {
    for (let k = i; k > 0; k--) self.put(k, self.at(k - 1))
    self.shift()
    return
  }
  for (let k = i; k < self.size - 1; k++) self.put(k, self.at(k + 1))
  self.pop()
}

function find(self: PyDeque, value: Value, start = 0, stop = self.size): number {
  const state = self.state
  for (let i = start; i < stop && i < self.size; i++) {
    const same = equals(self.at(i), value)
    if (self.state !== state) throw runtimeError('deque mutated during iteration')
    if (same) return i
  }
  return -1
}

function clampIndex(v: Value, size: number): number {
  const i = asIndex(v)
  let n = typeof i === 'number' ? i : i > 0n ? size : 0
  if (n < 0) n = Math.max(0, n + size)
  return Math.min(n, size)
}

function dequeCompare(index: number) {
  return (a: PyDeque, b: Value): Value => {
    if (!(b instanceof PyDeque)) return NotImplemented
    const n = Math.min(a.size, b.size)
    if (a.size !== b.size && (index === CompareIndex.eq || index === CompareIndex.ne)) return index === CompareIndex.ne
    for (let i = 0; i < n; i++) {
      if (!equals(a.at(i), b.at(i))) {
        if (index === CompareIndex.eq) return false
        if (index === CompareIndex.ne) return true
        return compare(index, a.at(i), b.at(i))
      }
    }
    return compare(index, a.size, b.size)
  }
}

function repeated(self: PyDeque, n: Value): PyDeque {
  const times = Math.max(0, asIndexNumber(n))
  const made = new PyDeque()
  made.maxlen = self.maxlen
  const items = self.toArray()
  for (let i = 0; i < times; i++) for (const v of items) made.push(v)
  return made
}

export const dequeType = defineType('deque', {
  layout: PyDeque,
  module: 'collections',
  patternKind: 'sequence',
  unhashable: true,
  doc: 'A sequence that grows and shrinks at both ends in constant time.',
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    ['__init__', dequeInit, '($self, [iterable[, maxlen]]) as ($self, iterable=<unrepresentable>, maxlen=None)'],
    ['append', (self: PyDeque, v: Value) => (self.push(v), null), '($self, item, /)'],
    ['appendleft', (self: PyDeque, v: Value) => (self.unshift(v), null), '($self, item, /)'],
    [
      'pop',
      (self: PyDeque) => {
        const v = self.pop()
        if (v === undefined) throw emptyError()
        return v
      },
      '($self, /)',
    ],
    [
      'popleft',
      (self: PyDeque) => {
        const v = self.shift()
        if (v === undefined) throw emptyError()
        return v
      },
      '($self, /)',
    ],
    ['extend', extend, '($self, iterable, /)'],
    ['extendleft', extendLeft, '($self, iterable, /)'],
    ['rotate', rotate, '($self, n=1, /)'],
    ['clear', (self: PyDeque) => (self.clear(), null), '($self, /)'],
    ['copy', copyDeque, '($self, /)'],
    ['__copy__', copyDeque, '($self, /)'],
    [
      'count',
      (self: PyDeque, value: Value) => {
        let n = 0
        const state = self.state
        for (let i = 0; i < self.size; i++) {
          if (equals(self.at(i), value)) n++
          if (self.state !== state) throw runtimeError('deque mutated during iteration')
        }
        return n
      },
      '($self, value, /)',
    ],
    [
      'index',
      (self: PyDeque, value: Value, start: Value = 0, stop: Value | undefined) => {
        const i = find(
          self,
          value,
          clampIndex(start, self.size),
          stop === undefined ? self.size : clampIndex(stop, self.size),
        )
        if (i < 0) throw valueError(`${repr(value)} is not in deque`)
        return i
      },
      '($self, value, start=0, stop=<unrepresentable>, /)',
    ],
    [
      'insert',
      (self: PyDeque, index: Value, value: Value) => {
        if (self.maxlen !== null && self.size >= self.maxlen) throw indexError('deque already at its maximum size')
        const i = clampIndex(index, self.size)
        const items = self.toArray()
        items.splice(i, 0, value)
        self.assign(items)
        return null
      },
      '($self, index, value, /)',
    ],
    ['remove', dequeRemove, '($self, value, /)'],
    [
      'reverse',
      (self: PyDeque) => {
        self
          .toArray()
          .reverse()
          .forEach((v, i) => self.put(i, v))
        return null
      },
      '($self, /)',
    ],
    ['__len__', (self: PyDeque) => self.size, '($self, /)'],
    [
      '__getitem__',
      (self: PyDeque, key: Value) => self.at(dequeIndex(self, key, 'deque index out of range')),
      '($self, key, /)',
    ],
    [
      '__setitem__',
      (self: PyDeque, key: Value, v: Value) => (self.put(dequeIndex(self, key, 'deque index out of range'), v), null),
      '($self, key, value, /)',
    ],
    [
      '__delitem__',
      (self: PyDeque, key: Value) => (removeAt(self, dequeIndex(self, key, 'deque index out of range')), null),
      '($self, key, /)',
    ],
    ['__contains__', (self: PyDeque, v: Value) => find(self, v) >= 0, '($self, key, /)'],
    ['__iter__', (self: PyDeque) => new DequeIterator(self, false), '($self, /)'],
    ['__reversed__', (self: PyDeque) => new DequeReverseIterator(self, true), '($self, /)'],
    [
      '__add__',
      (a: PyDeque, b: Value) => {
        if (!(b instanceof PyDeque)) throw typeError(`can only concatenate deque (not "${typeOf(b).name}") to deque`)
        const made = copyDeque(a) as PyDeque
        extend(made, b)
        return made
      },
      '($self, value, /)',
    ],
    ['__iadd__', (a: PyDeque, b: Value) => (extend(a, b), a), '($self, value, /)'],
    ['__mul__', repeated, '($self, value, /)'],
    ['__rmul__', repeated, '($self, value, /)'],
    ['__imul__', (self: PyDeque, n: Value) => (self.assign(repeated(self, n).toArray()), self), '($self, value, /)'],
    ...(['lt', 'le', 'eq', 'ne', 'gt', 'ge'] as const).map(
      (name): MethodRow => [`__${name}__`, dequeCompare(CompareIndex[name]), '($self, value, /)'],
    ),
    [
      '__repr__',
      (self: PyDeque) => {
        if (!enterRepr(self)) return '[...]'
        try {
          const items = `[${self.toArray().map(repr).join(', ')}]`
          return self.maxlen === null
            ? `${bareName(self.cls)}(${items})`
            : `${bareName(self.cls)}(${items}, maxlen=${self.maxlen})`
        } finally {
          leaveRepr(self)
        }
      },
      '($self, /)',
    ],
    [
      '__reduce__',
      (self: PyDeque) => {
        const dict = dictOfInstance(self)
        const state = dict === undefined || dict.size === 0 ? null : dict.copy()
        return new PyTuple([
          self.cls,
          self.maxlen === null ? new PyTuple([]) : new PyTuple([new PyTuple([]), self.maxlen]),
          state,
          new DequeIterator(self, false),
        ])
      },
      '($self, /)',
    ],
    ['__sizeof__', (self: PyDeque) => 64 + 8 * self.ring.length, '($self, /)'],
  ],
  classMethods: () => [
    ['__class_getitem__', (cls: PyType, item: Value) => genericAliasOf(cls, item), '($cls, object, /)'],
  ],
  getset: () => [['maxlen', (self: PyDeque) => self.maxlen]],
})

// ── defaultdict ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `collections.defaultdict` */
export class PyDefaultDict extends PyDict {
  factory: Value = null
}

export const defaultDictType = defineType('defaultdict', {
  layout: PyDefaultDict,
  base: dictType,
  module: 'collections',
  doc: 'A dict that fills in what a factory returns where a key is missing.',
  methods: () => [
    [
      '__init__',
      (self: PyDefaultDict, args: Value[], kwargs: Value) => {
        let factory: Value = null
        if (args.length > 0) {
          factory = args[0]!
          if (factory !== null && typeOf(factory).proto.$__call__ === undefined)
            throw typeError('first argument must be callable or None')
        }
        self.factory = factory
        const init = dictType.ns.get('__init__')!
        context.callDict(init, [self, ...args.slice(1)], kwargs)
        return null
      },
      '($self, /, *args, **kwargs)',
    ],
    [
      '__missing__',
      (self: PyDefaultDict, key: Value) => {
        if (self.factory === null) throw makeException(keyErrorType, key)
        const value = context.call0(self.factory)
        setItem(self, key, value)
        return value
      },
      '($self, object, /)',
    ],
    [
      '__repr__',
      (self: PyDefaultDict) => {
        const base = asText(context.call1(dictType.ns.get('__repr__')!, self))
        let factory: string
        if (!enterRepr(self)) factory = '...'
        else {
          try {
            factory = repr(self.factory)
          } finally {
            leaveRepr(self)
          }
        }
        return `${bareName(self.cls)}(${factory}, ${base})`
      },
      '($self, /)',
    ],
    ['copy', copyDefault, '($self, /)'],
    ['__copy__', copyDefault, '($self, /)'],
    [
      '__reduce__',
      (self: PyDefaultDict) =>
        new PyTuple([
          self.cls,
          self.factory === null ? new PyTuple([]) : new PyTuple([self.factory]),
          null,
          null,
          getIter(context.call0(lookupAttr(self, 'items')!)),
        ]),
      '($self, /)',
    ],
    [
      '__or__',
      (a: PyDefaultDict, b: Value) => {
        if (!(b instanceof PyDict)) return NotImplemented
        const made = copyDefault(a) as PyDefaultDict
        context.call1(lookupAttr(made, 'update')!, b)
        return made
      },
      '($self, value, /)',
    ],
    [
      '__ror__',
      (b: PyDefaultDict, a: Value) => {
        if (!(a instanceof PyDict)) return NotImplemented
        const made = context.call2(b.cls, b.factory, a)
        context.call1(lookupAttr(made, 'update')!, b)
        return made
      },
      '($self, value, /)',
    ],
  ],
  classMethods: () => [
    ['__class_getitem__', (cls: PyType, item: Value) => genericAliasOf(cls, item), '($cls, object, /)'],
  ],
  members: true,
  getset: () => [
    [
      'default_factory',
      (self: PyDefaultDict) => self.factory,
      (self: PyDefaultDict, v) => {
        self.factory = v ?? null
      },
    ],
  ],
})

function asText(v: Value): string {
  return v as string
}

function copyDefault(self: PyDefaultDict): Value {
  return context.call2(self.cls, self.factory, self)
}

// ── Helpers ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `_tuplegetter` */
export const tupleGetterType = defineType('_tuplegetter', {
  layout: PyTupleGetter as never,
  module: 'collections',
  new: [
    (_cls: PyType, index: Value, doc: Value) => {
      const made = new PyTupleGetter(asSize(index))
      made.doc = doc
      return made
    },
    '-(index, doc, /)',
  ],
  methods: () => [
    [
      '__get__',
      (self: PyTupleGetter, instance: Value) => {
        if (instance === null) return self
        if (!(instance instanceof PyTuple))
          throw typeError(
            `descriptor for index '${self.index}' for tuple subclasses doesn't apply to '${typeOf(instance).name}' object`,
          )
        const v = instance.items[self.index]
        if (v === undefined) throw indexError('tuple index out of range')
        return v
      },
      '($self, instance, owner=None, /)',
    ],
    [
      '__set__',
      () => {
        throw attributeError("can't set attribute")
      },
      '($self, instance, value, /)',
    ],
    [
      '__delete__',
      () => {
        throw attributeError("can't delete attribute")
      },
      '($self, instance, /)',
    ],
    ['__reduce__', (self: PyTupleGetter) => new PyTuple([self.cls, new PyTuple([self.index, self.doc])]), '($self, /)'],
    ['__repr__', (self: PyTupleGetter) => `_tuplegetter(${self.index}, ${repr(self.doc)})`, '($self, /)'],
  ],
  members: true,
  getset: () => [
    [
      '__doc__',
      (self: PyTupleGetter) => self.doc,
      (self: PyTupleGetter, v) => {
        self.doc = v ?? null
      },
    ],
  ],
})

/** `_tuplegetter(index, doc)` */
export function makeTupleGetter(index: number, doc: Value): Value {
  const made = new PyTupleGetter(index)
  made.doc = doc
  return made
}

/** Counts the ints that a long list begins with, in a table for ints; the list's iterator goes on behind them. */
function countInts(mapping: PyDict, items: readonly Value[], iterator: Value): void {
  const many = typeof items[0] === 'number' && items.length >= Threshold.intDict
  const table = mapping.ints ?? (many ? mapping.tableFor(Threshold.intDict) : null)
  if (table === null || !(iterator instanceof PyListIterator)) return
  note('SwissDict.count')
  iterator.index = table.countItems(items)
}

/** `_count_elements(mapping, iterable)`: Counter's loop. */
/** `_count_elements` */
export function countElements(mapping: Value, iterable: Value): Value {
  const it = getIter(iterable)
  const get = typeOf(mapping).proto.$get
  const set = typeOf(mapping).proto.$__setitem__
  if (mapping instanceof PyDict && get === dictType.proto.$get && set === dictType.proto.$__setitem__) {
    if (iterable instanceof PyList && iterable.cls === listType) countInts(mapping, iterable.items, it)
    for (let v = iterNext(it); v !== undefined; v = iterNext(it)) {
      const old = mapping.getItem(v)
      mapping.setItem(v, old === undefined ? 1 : addValues(old, 1))
    }
    return null
  }
  const bound = lookupAttr(mapping, 'get')!
  for (let v = iterNext(it); v !== undefined; v = iterNext(it))
    setItem(mapping, v, addValues(context.call2(bound, v, 0), 1))
  return null
}

export const collectionsModule: NativeModule = {
  name: '_collections',
  doc: 'The containers behind the collections module.',
  functions: [
    ['_count_elements', countElements, '(mapping, iterable, /)', 'Adds 1 to mapping[element] for every element.'],
  ],
  attributes: () => ({
    deque: dequeType,
    defaultdict: defaultDictType,
    OrderedDict: orderedDictType,
    _tuplegetter: tupleGetterType,
    _deque_iterator: DequeIterator.prototype.cls,
    _deque_reverse_iterator: DequeReverseIterator.prototype.cls,
  }),
}
