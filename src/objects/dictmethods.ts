/** The methods of dict (Library Reference, "Mapping Types — dict"; CPython: Objects/dictobject.c). */

import { note } from '../simd/counters'
import { SwissDict } from '../simd/swissdict'
import { callSpecial1, lookupAttr } from './attributes'
import { context, enterRepr, leaveRepr } from './context'
import { AttributeTable, dictType, PyDict, PyInstanceDict } from './dict'
import { PyDictItems, PyDictKeyIterator, PyDictKeys, PyDictValues, reverseIterator } from './dictviews'
import { isException, keyError, runtimeError, typeError, typeErrorType, valueError } from './exceptions'
import { genericAliasOf } from './genericalias'
import { type HashTable, type MapKey, PyHashed } from './hashtable'
import { listType, PyList } from './list'
import { completeType, type MethodTable, type PyType, typeOf, type Value } from './object'
import { CompareIndex, equals, getItem, getIter, iterNext, repr, setItem, toArray } from './operators'
import { comparisonRows } from './sequence'
import { PyAnySet } from './set'
import { NotImplemented } from './singletons'
import { PyTuple } from './tuple'

function dictNew(cls: PyType): Value {
  return new cls.ctor() as PyDict
}

function dictInit(self: PyDict, args: Value[], keywords: Value): Value {
  update(self, 'dict', args, keywords)
  return null
}

/** `d.update(*args, **keywords)` and the constructor. */
function update(self: PyDict, name: string, args: Value[], keywords: Value): void {
  if (args.length > 1) throw typeError(`${name} expected at most 1 argument, got ${args.length}`)
  if (args.length === 1) merge(self, args[0]!)
  if (!(keywords instanceof PyDict)) return
  // Nobody else has the dict of keywords.
  if (args.length === 0 && takesTables(self)) self.takeTable(keywords)
  else merge(self, keywords)
}

/** Whether a dict is empty and nothing but a table. */
function takesTables(self: PyDict): boolean {
  return self.size === 0 && self.cells === null && self.constructor === PyDict
}

/** Copies the items of a mapping or of pairs into a dict. */
export function merge(self: PyDict, source: Value): void {
  if (source instanceof PyDict && (!source.cls.heap || typeOf(source).proto.$__iter__ === dictType.proto.$__iter__)) {
    if (source === self) return
    if (takesTables(self) && source.constructor === PyDict) {
      self.copyFrom(source)
      return
    }
    const mine = self.ints
    const ints = mine === null ? null : source.ints
    if (ints !== null) {
      note('SwissDict.merge')
      mine!.merge(ints)
      return
    }
    const keys = source.keyList()
    const size = source.size
    for (let i = 0; i < keys.length; i++) {
      const value = source.getItem(keys[i]!)
      if (value !== undefined) self.setItem(keys[i]!, value)
      if (source.size !== size) throw dictMutated()
    }
    return
  }
  const keys = lookupAttr(source, 'keys')
  if (keys === undefined) {
    mergePairs(self, source)
    return
  }
  const iterator = getIter(context.call0(keys))
  for (let k = iterNext(iterator); k !== undefined; k = iterNext(iterator)) self.setItem(k, getItem(source, k))
}

function dictMutated(): unknown {
  return runtimeError('dict mutated during update')
}

function mergePairs(self: PyDict, source: Value): void {
  const iterator = getIter(source)
  let i = 0
  for (let item = iterNext(iterator); item !== undefined; item = iterNext(iterator), i++) {
    let pair: Value[]
    if (item instanceof PyTuple || item instanceof PyList) pair = item.items
    else
      try {
        pair = toArray(item)
      } catch (e) {
        if (isException(e, typeErrorType) && typeOf(item).proto.$__iter__ === undefined)
          throw typeError(`cannot convert dictionary update sequence element #${i} to a sequence`)
        throw e
      }
    if (pair.length !== 2)
      throw valueError(`dictionary update sequence element #${i} has length ${pair.length}; 2 is required`)
    self.setItem(pair[0]!, pair[1]!)
  }
}

/** `d[key]`, with `__missing__` of a subclass. */
export function dictGetItem(self: PyDict, key: Value): Value {
  const v = self.getItem(key)
  if (v !== undefined) return v
  if (self.cls !== dictType) {
    const missing = self.cls.proto.$__missing__
    if (missing !== undefined) return callSpecial1(missing, self, key)
  }
  throw keyError(key)
}

function dictRepr(self: PyDict): string {
  if (self.size === 0) return '{}'
  if (!enterRepr(self)) return '{...}'
  try {
    const keys = self.keyList()
    const values = self.valueList()
    let out = '{'
    for (let i = 0; i < keys.length; i++) out += `${i === 0 ? '' : ', '}${repr(keys[i]!)}: ${repr(values[i]!)}`
    return out + '}'
  } finally {
    leaveRepr(self)
  }
}

function dictCompare(index: number, self: PyDict, other: Value): Value {
  if (!(other instanceof PyDict) || (index !== CompareIndex.eq && index !== CompareIndex.ne)) return NotImplemented
  const same = dictEquals(self, other)
  return index === CompareIndex.eq ? same : !same
}

function dictEquals(a: PyDict, b: PyDict): boolean {
  if (a === b) return true
  if (a.size !== b.size) return false
  const keys = a.keyList()
  for (let i = 0; i < keys.length; i++) {
    const x = a.getItem(keys[i]!)
    if (x === undefined) continue
    const y = b.getItem(keys[i]!)
    if (y === undefined || !equals(x, y)) return false
  }
  return true
}

function dictPop(self: PyDict, key: Value, otherwise?: Value): Value {
  // An empty dict does not ask for the key's hash.
  const v = self.size === 0 ? undefined : self.deleteItem(key)
  if (v !== undefined) return v
  if (otherwise !== undefined) return otherwise
  throw keyError(key)
}

/**
 * Keys of a map in order, for `popitem`: JavaScript's Map gives no last key. `source` is a live iterator that has given exactly
 * `keys`; since it must not run dry (it would stay so), a mark is put behind the last key while it catches up.
 */
interface Tail {
  readonly source: Iterator<MapKey>
  readonly keys: MapKey[]
}
const tails = new WeakMap<HashTable, Tail>()
const MARK = { mark: true } as unknown as MapKey

/** The last key of a table that is not empty; amortised constant. */
export function lastKey(map: HashTable): MapKey {
  if ((map instanceof SwissDict && map.isIntegral) || map instanceof AttributeTable) return map.lastKey()
  let tail = tails.get(map)
  if (tail === undefined) {
    tail = { source: map.keys(), keys: [] }
    tails.set(map, tail)
  }
  const keys = tail.keys
  map.set(MARK, null)
  for (let step = tail.source.next(); step.value !== MARK; step = tail.source.next()) keys.push(step.value as MapKey)
  map.delete(MARK)
  // A key that was deleted meanwhile is skipped; one that was set again stands a second time, later.
  while (!map.has(keys[keys.length - 1]!)) keys.pop()
  return keys[keys.length - 1]!
}

function dictPopItem(self: PyDict): Value {
  if (self.size === 0) throw keyError('popitem(): dictionary is empty')
  const key = self.originalKey(lastKey(self.map))
  return new PyTuple([key, self.deleteItem(key)!])
}

function setDefault(self: PyDict, key: Value, otherwise?: Value): Value {
  if (typeof key === 'object' && key !== null) return self.getOrPut(key, otherwise ?? null)
  const v = self.getItem(key)
  if (v !== undefined) return v
  self.setItem(key, otherwise ?? null)
  return otherwise ?? null
}

/** Fills an empty dict with items of a list, tuple, set or dict that are many and all ints; false where they are not. */
function fillWithInts(dict: PyDict, iterable: Value, value: Value): boolean {
  let keys: readonly Value[] | null = null
  if ((iterable instanceof PyList && iterable.cls === listType) || (iterable instanceof PyTuple && !iterable.cls.heap))
    keys = iterable.items
  else if (iterable instanceof PyAnySet && !iterable.cls.heap) keys = iterable.ints === null ? null : iterable.keys()
  else if (iterable instanceof PyDict && !iterable.cls.heap) keys = iterable.ints === null ? null : iterable.keyList()
  // Most lists are not of ints; what is found out of place later goes into the table as it would into a Map.
  if (keys === null || typeof keys[0] !== 'number') return false
  const table = dict.tableFor(keys.length)
  if (table === null) return false
  note('SwissDict.fromkeys')
  for (let i = table.setItems(keys, value); i < keys.length; i++) dict.setItem(keys[i]!, value)
  return true
}

function fromKeys(cls: PyType, iterable: Value, value?: Value): Value {
  const made = context.call0(cls)
  const v = value ?? null
  if (made instanceof PyDict && made.cls === dictType && fillWithInts(made, iterable, v)) return made
  if (
    made instanceof PyDict &&
    made.cls === dictType &&
    iterable instanceof PyHashed &&
    !iterable.cls.heap &&
    !(iterable instanceof PyInstanceDict)
  ) {
    for (const k of [...iterable.map.keys()]) made.putFrom(iterable, k, v)
    return made
  }
  const iterator = getIter(iterable)
  if (made instanceof PyDict && !made.cls.heap)
    for (let k = iterNext(iterator); k !== undefined; k = iterNext(iterator)) made.setItem(k, v)
  else for (let k = iterNext(iterator); k !== undefined; k = iterNext(iterator)) setItem(made, k, v)
  return made
}

function union(a: Value, b: Value): Value {
  if (!(a instanceof PyDict) || !(b instanceof PyDict)) return NotImplemented
  const made = a.copy()
  merge(made, b)
  return made
}

export const dictMethods = (): MethodTable => [
  ['__init__', dictInit, '($self, /, *args, **kwargs)'],
  ['__repr__', dictRepr, '($self, /)'],
  ...comparisonRows(dictCompare),
  ['__iter__', (self: PyDict) => new PyDictKeyIterator(self), '($self, /)'],
  ['__reversed__', (self: PyDict) => reverseIterator(self, 'keys'), '($self, /)'],
  ['__len__', (self: PyDict) => self.size, '($self, /)'],
  ['__getitem__', dictGetItem, '($self, key, /)'],
  [
    '__setitem__',
    (self: PyDict, key: Value, value: Value) => {
      self.setItem(key, value)
      return null
    },
    '($self, key, value, /)',
  ],
  [
    '__delitem__',
    (self: PyDict, key: Value) => {
      if (self.deleteItem(key) === undefined) throw keyError(key)
      return null
    },
    '($self, key, /)',
  ],
  ['__contains__', (self: PyDict, key: Value) => self.holds(key), '($self, key, /)'],
  ['__or__', (a: Value, b: Value) => union(a, b), '($self, value, /)'],
  ['__ror__', (a: Value, b: Value) => union(b, a), '($self, value, /)'],
  [
    '__ior__',
    (self: PyDict, other: Value) => {
      merge(self, other)
      return self
    },
    '($self, value, /)',
  ],
  ['__sizeof__', (self: PyDict) => (self.size === 0 ? 48 : 168 + 40 * Math.max(0, self.size - 5)), '($self, /)'],
  [
    'get',
    (self: PyDict, key: Value, otherwise: Value = null) => {
      const found = self.getItem(key)
      return found === undefined ? otherwise : found
    },
    '($self, key, default=None, /)',
    'The value under a key, or the default.',
  ],
  ['setdefault', setDefault, '($self, key, default=None, /)', 'The value under a key, set to the default if absent.'],
  [
    'pop',
    dictPop,
    '($self, key, default=<unrepresentable>, /)',
    'Removes a key and returns its value, or the default. Raises KeyError if there is neither.',
  ],
  ['popitem', dictPopItem, '($self, /)', 'Removes and returns the last pair. Raises KeyError if there is none.'],
  ['keys', (self: PyDict) => new PyDictKeys(self), '($self, /)', 'A view of the keys.'],
  ['items', (self: PyDict) => new PyDictItems(self), '($self, /)', 'A view of the pairs of key and value.'],
  ['values', (self: PyDict) => new PyDictValues(self), '($self, /)', 'A view of the values.'],
  [
    'update',
    (self: PyDict, args: Value[], keywords: Value) => {
      update(self, 'update', args, keywords)
      return null
    },
    '-($self, /, *args, **kwargs)',
    'Sets items from a mapping or from pairs, and from keyword arguments.',
  ],
  [
    'clear',
    (self: PyDict) => {
      self.clear()
      return null
    },
    '($self, /)',
    'Removes all items.',
  ],
  ['copy', (self: PyDict) => self.copy(), '($self, /)', 'A shallow copy.'],
]

completeType(dictType, {
  layout: PyDict,
  new: [dictNew, '(*args, **kwargs)'],
  methods: dictMethods,
  classMethods: () => [
    ['fromkeys', fromKeys, '($type, iterable, value=None, /)', 'A dict of the keys of an iterable and one value.'],
    ['__class_getitem__', genericAliasOf, '($type, object, /)'],
  ],
  patternKind: 'mapping',
  matchSelf: true,
  unhashable: true,
  doc: 'A mapping, from a mapping, from pairs, and from keyword arguments.',
})
