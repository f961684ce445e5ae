/**
 * collections.OrderedDict (CPython: Objects/odictobject.c): a dict whose order can be changed, and whose iterators notice that.
 *
 * The table's Map is in the dict's order, so that all that reads dicts reads these. Moving a key to the end is putting it there again, moving one
 * to the front makes the Map anew. `popitem(last=False)` must not step over the keys that were removed before it: `head` is the first key, found by
 * a live iterator of the Map that only ever goes forward.
 */

import { getAttr, lookupAttr } from '../objects/attributes'
import { context, enterRepr, leaveRepr } from '../objects/context'
import { dictType, PyDict } from '../objects/dict'
import { lastKey } from '../objects/dictmethods'
import { PyDictItems, PyDictKeys, PyDictValues } from '../objects/dictviews'
import { keyError, runtimeError, typeError, valueError } from '../objects/exceptions'
import { KeyEntry, type MapKey, NO_TABLE } from '../objects/hashtable'
import { builtin, iteratorRows } from '../objects/iterators'
import { PyList } from '../objects/list'
import { bareName, defineType, type PyType, typeOf, type Value } from '../objects/object'
import {
  CompareIndex,
  contains,
  equals,
  getItem,
  getIter,
  isTrue,
  iterNext,
  PyIterator,
  repr,
  setItem,
  toArray,
} from '../objects/operators'
import { comparisonRows } from '../objects/sequence'
import { NotImplemented } from '../objects/singletons'
import { PyTuple } from '../objects/tuple'

/** An OrderedDict, or an instance of a subclass. */
export class PyOrderedDict extends PyDict {
  override untilTable = NO_TABLE
  /** Counts changes of the keys and of their order, for iterators. */
  state = 0
  /** The first key, where it is known. */
  private head: MapKey | undefined = undefined
  /** Gives the keys behind `head`; null where the search has to begin anew. */
  private forward: Iterator<MapKey> | null = null
  /** The last key, where it is known. */
  private tail: MapKey | undefined = undefined
  /** A key that dict's own methods have removed. */
  private lost: Value | undefined = undefined

  override setItem(key: Value, value: Value): void {
    const n = this.map.size
    super.setItem(key, value)
    if (this.map.size === n) return
    this.state++
    this.tail = typeof key === 'string' || typeof key === 'number' ? key : undefined
  }

  /** Removal by dict's own methods, behind the back of this class: the key keeps its place in the order, but has no value. */
  override deleteItem(key: Value): Value | undefined {
    const value = super.deleteItem(key)
    if (value === undefined) return undefined
    this.head = this.tail = undefined
    this.forward = null
    // As globals it is a dict like any other.
    if (this.cells === null) this.lost ??= key
    return value
  }

  /** Removes a key and returns its value; undefined where it was absent. */
  take(key: Value): Value | undefined {
    const found = this.find(key)
    if (found === undefined) return undefined
    if (this.cells !== null) return this.deleteItem(key)
    const value = this.map.get(found)
    this.removeFound(found)
    return value
  }

  override removeFound(found: MapKey): void {
    super.removeFound(found)
    this.moved(found)
  }

  /** A key was taken from its place. */
  private moved(found: MapKey): void {
    this.state++
    if (found === this.head) this.head = undefined
    if (found === this.tail) this.tail = undefined
  }

  override clear(): void {
    super.clear()
    this.state++
    this.head = this.tail = this.lost = undefined
    this.forward = null
  }

  /** The value under a key by its Map key. One with a `__hash__` of its own is looked for again, as CPython does, and may not be found. */
  valueAt(mapKey: MapKey): Value {
    if (this.lost !== undefined) throw keyError(this.lost)
    if (!(mapKey instanceof KeyEntry) || mapKey.quick) return this.map.get(mapKey)!
    const value = this.getItem(mapKey.key)
    if (value === undefined) throw keyError(mapKey.key)
    return value
  }

  /** The first key of a dict that is not empty. */
  firstKey(): MapKey {
    if (this.head !== undefined) return this.head
    let step = this.forward === null ? undefined : this.forward.next()
    if (step === undefined || step.done) {
      this.forward = this.map.keys()
      step = this.forward.next()
    }
    return (this.head = step.value as MapKey)
  }

  /** The last key of a dict that is not empty. */
  lastKey(): MapKey {
    return (this.tail ??= lastKey(this.map))
  }

  moveToEnd(found: MapKey): void {
    if (found === this.lastKey()) return
    const value = this.map.get(found)!
    this.map.delete(found)
    this.map.set(found, value)
    this.moved(found)
    this.state++
    this.tail = found
  }

  moveToStart(found: MapKey): void {
    if (found === this.firstKey()) return
    const items = [...this.map]
    const value = this.map.get(found)!
    this.map.clear()
    this.map.set(found, value)
    for (const [key, v] of items) if (key !== found) this.map.set(key, v)
    this.moved(found)
    this.state++
    this.head = undefined
    this.forward = null
  }
}

type Kind = 'keys' | 'values' | 'items'

/** Iterator over keys, values or items, in either direction. */
class OrderedDictIterator extends PyIterator {
  private owner: PyOrderedDict | null
  private readonly state: number
  private readonly size: number
  private given = 0
  /** Keys to come: the Map's own iterator, or from the end, where the first one was given, a snapshot. */
  private source: Iterator<MapKey> | null = null
  private keys: MapKey[] | null = null

  constructor(
    owner: PyOrderedDict,
    readonly kind: Kind,
    readonly reverse: boolean,
  ) {
    super()
    this.owner = owner
    this.state = owner.state
    this.size = owner.size
  }

  next(): Value | undefined {
    const { owner } = this
    if (owner === null) return undefined
    if (this.given === this.size) {
      this.owner = null
      return undefined
    }
    if (owner.state !== this.state) {
      this.owner = null
      throw runtimeError('OrderedDict mutated during iteration')
    }
    // Stays in this state.
    if (owner.size !== this.size) throw runtimeError('OrderedDict changed size during iteration')
    const mapKey = this.reverse ? this.previousKey(owner) : (this.source ??= owner.map.keys()).next().value!
    this.given++
    return this.make(owner, mapKey)
  }

  private previousKey(owner: PyOrderedDict): MapKey {
    if (this.given === 0) return owner.lastKey()
    this.keys ??= [...owner.map.keys()]
    return this.keys[this.size - 1 - this.given]!
  }

  private make(owner: PyOrderedDict, mapKey: MapKey): Value {
    const key = owner.originalKey(mapKey)
    if (this.kind === 'keys') return key
    const value = owner.valueAt(mapKey)
    return this.kind === 'values' ? value : new PyTuple([key, value])
  }

  /** What is left, without advancing the iterator. */
  rest(): Value[] {
    const { owner } = this
    if (owner === null || owner.state !== this.state) return []
    const keys = [...owner.map.keys()]
    if (this.reverse) keys.reverse()
    return keys.slice(this.given).map((k) => this.make(owner, k))
  }
}

defineType('odict_iterator', {
  layout: OrderedDictIterator as never,
  module: 'builtins',
  methods: () => [
    ...iteratorRows,
    [
      '__reduce__',
      (self: OrderedDictIterator) => new PyTuple([builtin('iter'), new PyTuple([new PyList(self.rest())])]),
      '($self, /)',
    ],
  ],
  final: true,
})

class OrderedDictKeys extends PyDictKeys {}
class OrderedDictValues extends PyDictValues {}
class OrderedDictItems extends PyDictItems {}

function defineView(
  name: string,
  layout: typeof OrderedDictKeys | typeof OrderedDictValues,
  base: PyType,
  kind: Kind,
): void {
  defineType(name, {
    layout: layout as never,
    base,
    methods: () => [
      ['__iter__', (self: OrderedDictKeys) => iterator(self.owner, kind, false), '($self, /)'],
      ['__reversed__', (self: OrderedDictKeys) => iterator(self.owner, kind, true), '($self, /)'],
    ],
  })
}
defineView('odict_keys', OrderedDictKeys, PyDictKeys.prototype.cls, 'keys')
defineView('odict_values', OrderedDictValues, PyDictValues.prototype.cls, 'values')
defineView('odict_items', OrderedDictItems, PyDictItems.prototype.cls, 'items')

function iterator(owner: PyDict, kind: Kind, reverse: boolean): Value {
  return new OrderedDictIterator(owner as PyOrderedDict, kind, reverse)
}

// ── Construction and updates ───────────────────────────────────────────────────────────────────────────────────────────

/** Sets the items of an iterable of pairs, by the `__setitem__` of the class. */
function addPairs(self: PyOrderedDict, pairs: Value): void {
  const it = getIter(pairs)
  for (let pair = iterNext(it); pair !== undefined; pair = iterNext(it)) {
    const items = getIter(pair)
    const key = iterNext(items)
    if (key === undefined) throw valueError('need more than 0 values to unpack')
    const value = iterNext(items)
    if (value === undefined) throw valueError('need more than 1 value to unpack')
    if (iterNext(items) !== undefined) throw valueError('too many values to unpack (expected 2)')
    put(self, key, value)
  }
}

/** `self[key] = value` */
function put(self: PyOrderedDict, key: Value, value: Value): void {
  if (self.cls === orderedDictType) self.setItem(key, value)
  else setItem(self, key, value)
}

function updateFrom(self: PyOrderedDict, other: Value): void {
  if (other instanceof PyDict && (other.cls === dictType || other.cls === orderedDictType)) {
    const keys = other.keyList()
    const values = other.valueList()
    for (let i = 0; i < keys.length; i++) put(self, keys[i]!, values[i]!)
    return
  }
  const keys = lookupAttr(other, 'keys')
  if (keys !== undefined) {
    const it = getIter(context.call0(keys))
    for (let key = iterNext(it); key !== undefined; key = iterNext(it)) put(self, key, getItem(other, key))
    return
  }
  const items = lookupAttr(other, 'items')
  addPairs(self, items === undefined ? other : context.call0(items))
}

function update(self: PyOrderedDict, args: Value[], keywords: Value): Value {
  if (args.length > 1) throw typeError(`update() takes at most 1 positional argument (${args.length} given)`)
  if (args.length === 1) updateFrom(self, args[0]!)
  if (keywords instanceof PyDict) updateFrom(self, keywords)
  return null
}

function init(self: PyOrderedDict, args: Value[], keywords: Value): Value {
  if (args.length > 1) throw typeError(`expected at most 1 arguments, got ${args.length}`)
  return update(self, args, keywords)
}

function copy(self: PyOrderedDict): Value {
  if (self.cls === orderedDictType) {
    const made = new PyOrderedDict()
    for (const mapKey of self.map.keys()) made.putFrom(self, mapKey, self.valueAt(mapKey))
    return made
  }
  const made = context.call0(self.cls)
  for (const mapKey of [...self.map.keys()]) {
    const key = self.originalKey(mapKey)
    setItem(made, key, getItem(self, key))
  }
  return made
}

// ── Methods ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function setDefault(self: PyOrderedDict, key: Value, otherwise: Value = null): Value {
  if (self.cls === orderedDictType) {
    const found = self.getItem(key)
    if (found !== undefined) return found
    self.setItem(key, otherwise)
    return otherwise
  }
  if (contains(self, key)) return getItem(self, key)
  setItem(self, key, otherwise)
  return otherwise
}

function pop(self: PyOrderedDict, key: Value, otherwise?: Value): Value {
  const taken = self.take(key)
  if (taken !== undefined) return taken
  if (otherwise === undefined) throw keyError(key)
  return otherwise
}

function popItem(self: PyOrderedDict, last: Value = true): Value {
  if (self.size === 0) throw keyError('dictionary is empty')
  const mapKey = isTrue(last) ? self.lastKey() : self.firstKey()
  const key = self.originalKey(mapKey)
  const value = self.map.get(mapKey)!
  self.removeFound(mapKey)
  return new PyTuple([key, value])
}

function moveToEnd(self: PyOrderedDict, key: Value, last: Value = true): Value {
  const end = isTrue(last)
  const found = self.size === 0 ? undefined : self.find(key)
  if (found === undefined) throw keyError(key)
  if (end) self.moveToEnd(found)
  else self.moveToStart(found)
  return null
}

function reprOf(self: PyOrderedDict): string {
  if (self.size === 0) return `${bareName(self.cls)}()`
  if (!enterRepr(self)) return '...'
  try {
    const plain = new PyDict()
    if (self.cls === orderedDictType) for (const k of self.map.keys()) plain.putFrom(self, k, self.valueAt(k))
    else
      for (const pair of toArray(context.call0(getAttr(self, 'items')))) {
        const [key, value] = toArray(pair)
        plain.setItem(key!, value!)
      }
    return `${bareName(self.cls)}(${repr(plain)})`
  } finally {
    leaveRepr(self)
  }
}

/** Whether the keys of two are equal in order. */
function sameKeys(a: PyOrderedDict, b: PyOrderedDict): boolean {
  const { state } = a
  const other = b.state
  const keys = b.map.keys()
  for (const mapKey of a.map.keys()) {
    const step = keys.next()
    const same = !step.done && equals(a.originalKey(mapKey), b.originalKey(step.value))
    if (a.state !== state || b.state !== other) throw runtimeError('OrderedDict mutated during iteration')
    if (!same) return false
  }
  return keys.next().done === true
}

function compareOrdered(index: number, self: PyOrderedDict, other: Value): Value {
  if (!(other instanceof PyDict) || (index !== CompareIndex.eq && index !== CompareIndex.ne)) return NotImplemented
  const same = equalItems(self, other) && (!(other instanceof PyOrderedDict) || sameKeys(self, other))
  return index === CompareIndex.eq ? same : !same
}

function equalItems(a: PyDict, b: PyDict): boolean {
  return isTrue(context.call2(dictType.proto.$__eq__!, a, b))
}

function union(a: Value, b: Value): Value {
  const type = a instanceof PyOrderedDict ? a.cls : typeOf(b)
  if (!(a instanceof PyDict) || !(b instanceof PyDict)) return NotImplemented
  const made = context.call1(type, a)
  updateFrom(made as PyOrderedDict, b)
  return made
}

function reduce(self: PyOrderedDict): Value {
  const state = context.call0(getAttr(self, '__getstate__'))
  const items = getIter(context.call0(getAttr(self, 'items')))
  return new PyTuple([self.cls, new PyTuple([]), state, null, items])
}

export const orderedDictType = defineType('OrderedDict', {
  layout: PyOrderedDict,
  base: dictType,
  module: 'collections',
  hasDict: true,
  unhashable: true,
  doc: 'Dictionary that remembers insertion order',
  methods: () => [
    ['__init__', init, '($self, /, *args, **kwargs)'],
    ['__repr__', reprOf, '($self, /)'],
    ...comparisonRows(compareOrdered),
    ['__iter__', (self: PyOrderedDict) => iterator(self, 'keys', false), '($self, /)'],
    ['__reversed__', (self: PyOrderedDict) => iterator(self, 'keys', true), '($self, /)'],
    [
      '__setitem__',
      (self: PyOrderedDict, key: Value, value: Value) => {
        self.setItem(key, value)
        return null
      },
      '($self, key, value, /)',
    ],
    [
      '__delitem__',
      (self: PyOrderedDict, key: Value) => {
        if (self.take(key) === undefined) throw keyError(key)
        return null
      },
      '($self, key, /)',
    ],
    ['__or__', (a: Value, b: Value) => union(a, b), '($self, value, /)'],
    ['__ror__', (a: Value, b: Value) => union(b, a), '($self, value, /)'],
    [
      '__ior__',
      (self: PyOrderedDict, other: Value) => {
        updateFrom(self, other)
        return self
      },
      '($self, value, /)',
    ],
    ['__reduce__', reduce, '($self, /)', 'Return state information for pickling'],
    ['setdefault', setDefault, '($self, /, key, default=None)'],
    ['pop', pop, '($self, /, key, default=<unrepresentable>)'],
    ['popitem', popItem, '($self, /, last=True)', 'Removes and returns a pair: the last, or the first.'],
    ['keys', (self: PyOrderedDict) => new OrderedDictKeys(self), '($self, /)'],
    ['values', (self: PyOrderedDict) => new OrderedDictValues(self), '($self, /)'],
    ['items', (self: PyOrderedDict) => new OrderedDictItems(self), '($self, /)'],
    ['update', update, '-($self, /, *args, **kwargs)'],
    ['clear', (self: PyOrderedDict) => (self.clear(), null), '($self, /)'],
    ['copy', copy, '($self, /)'],
    ['__sizeof__', (self: PyOrderedDict) => 248 + 72 * self.size, '($self, /)'],
    [
      'move_to_end',
      moveToEnd,
      '($self, /, key, last=True)',
      'Moves a key to the end, or to the start if last is false.',
    ],
  ],
  classMethods: () => [
    [
      'fromkeys',
      (cls: PyType, iterable: Value, value: Value = null) => {
        const made = context.call0(cls)
        const it = getIter(iterable)
        for (let key = iterNext(it); key !== undefined; key = iterNext(it)) setItem(made, key, value)
        return made
      },
      '($type, /, iterable, value=None)',
      'An ordered dict of the keys of an iterable and one value.',
    ],
  ],
})
