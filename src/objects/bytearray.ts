/**
 * bytearray: mutable bytes (Library Reference, "Bytearray Objects"; CPython: Objects/bytearrayobject.c).
 *
 * The bytes lie at the start of `storage`, which grows by half when it is full, so that appending costs constant time.
 */
import { lookupAttr } from './attributes'
import { type BufferExporter, bytesView, exportsBuffer } from './buffer'
import { PyBytes } from './bytes'
import {
  bytesFromArguments,
  byteValue,
  fromHexOf,
  makeTable,
  PyByteArrayIterator,
  sharedRows,
  warnOfStr,
} from './bytesmethods'
import { reprBytes } from './bytesops'
import { context } from './context'
import { instanceDict, ownKeys } from './dict'
import { bufferError, indexError, memoryError, overflowError, typeError, valueError } from './exceptions'
import { defineType, type MethodTable, PyObject, type PyType, typeOf, type Value } from './object'
import { asIndex, getIter, iterNext, lengthHint } from './operators'
import { declinesRepeat, position, repeatCount } from './sequence'
import { adjustSlice, PySlice } from './slice'
import { asString } from './str'
import { PyTuple } from './tuple'

/** A bytearray, or an instance of a subclass. */
export class PyByteArray extends PyObject implements BufferExporter {
  storage: Uint8Array
  size: number
  private view: Uint8Array | null = null
  /** Exports that forbid a change of size. */
  exports = 0

  constructor(bytes: Uint8Array = new Uint8Array(0)) {
    super()
    this.storage = bytes
    this.size = bytes.length
  }

  /** The bytes, as a live view. */
  get bytes(): Uint8Array {
    if (this.view === null || this.view.length !== this.size || this.view.buffer !== this.storage.buffer)
      this.view = this.storage.subarray(0, this.size)
    return this.view
  }

  bufferBytes(): Uint8Array {
    return this.bytes
  }

  get bufferWritable(): boolean {
    return true
  }

  bufferExport(delta: 1 | -1): void {
    this.exports += delta
  }

  /** Changes the size; new bytes are undefined. Raises BufferError while exported. */
  resize(size: number): void {
    if (size === this.size) return
    this.checkResizable()
    if (size > this.storage.length) {
      if (size > 0x1_0000_0000) throw memoryError()
      const next = new Uint8Array(Math.max(16, size + (size >> 1)))
      next.set(this.bytes)
      this.storage = next
    }
    this.size = size
  }

  checkResizable(): void {
    if (this.exports > 0) throw bufferError('Existing exports of data: object cannot be re-sized')
  }

  /** Replaces bytes start..stop by others. */
  splice(start: number, stop: number, fresh: Uint8Array): void {
    const old = this.size
    const grow = fresh.length - (stop - start)
    if (grow > 0) this.resize(old + grow)
    else if (grow < 0) this.checkResizable()
    if (grow !== 0) this.storage.copyWithin(stop + grow, stop, old)
    this.storage.set(fresh, start)
    this.size = old + grow
  }

  append(b: number): void {
    this.resize(this.size + 1)
    this.storage[this.size - 1] = b
  }
}

/** A bytearray of its own copy of the bytes. */
const make = (bytes: Uint8Array): PyByteArray => new PyByteArray(bytes.slice())
const cut = (s: Uint8Array, from: number, to: number): PyByteArray => new PyByteArray(s.slice(from, to))

function newByteArray(cls: PyType): Value {
  return new cls.ctor() as PyByteArray
}

function init(self: PyByteArray, source?: Value, encoding?: Value, errors?: Value): Value {
  const bytes = bytesFromArguments('bytearray', source, encoding, errors).slice()
  if (self.size !== bytes.length) self.checkResizable()
  self.storage = bytes
  self.size = bytes.length
  return null
}

/** The bytes that may be assigned to a slice. */
function assigned(self: PyByteArray, value: Value): Uint8Array {
  if (value === self) return self.bytes.slice()
  const bytes = bytesView(value)
  if (bytes !== null) return bytes
  const proto = typeOf(value).proto
  if (asString(value) !== undefined || (proto.$__iter__ === undefined && proto.$__getitem__ === undefined))
    throw typeError('can assign only bytes, buffers, or iterables of ints in range(0, 256)')
  return bytesFromArguments('bytearray', value, undefined, undefined)
}

/** The bytes of an object, copied where they may be those of the array itself. */
function unshared(self: PyByteArray, owner: Value, bytes: Uint8Array): Uint8Array {
  if (owner instanceof PyBytes || (owner instanceof PyByteArray && owner !== self)) return bytes
  return owner === self || bytes.buffer === self.storage.buffer ? bytes.slice() : bytes
}

function setItem(self: PyByteArray, key: Value, value: Value): Value {
  if (typeof key === 'number' || typeOf(key).proto.$__index__ !== undefined) {
    const i = position(key, self.size)
    const b = byteValue(value)
    if (i === undefined || i >= self.size) throw indexError('bytearray index out of range')
    self.storage[i] = b
    return null
  }
  if (!(key instanceof PySlice))
    throw typeError(`bytearray indices must be integers or slices, not ${typeOf(key).name}`)
  const fresh = assigned(self, value)
  const { start, stop, step, count } = adjustSlice(key, self.size)
  if (step === 1) {
    // The source may be a view of this very array.
    self.splice(start, Math.max(start, stop), fresh.buffer === self.storage.buffer ? fresh.slice() : fresh)
    return null
  }
  if (fresh.length === 0) return delItem(self, key)
  if (fresh.length !== count)
    throw valueError(`attempt to assign bytes of size ${fresh.length} to extended slice of size ${count}`)
  for (let k = 0, i = start; k < count; k++, i += step) self.storage[i] = fresh[k]!
  return null
}

function delItem(self: PyByteArray, key: Value): Value {
  if (typeof key === 'number' || typeOf(key).proto.$__index__ !== undefined) {
    const i = position(key, self.size)
    if (i === undefined) throw indexError('bytearray index out of range')
    self.splice(i, i + 1, new Uint8Array(0))
    return null
  }
  if (!(key instanceof PySlice))
    throw typeError(`bytearray indices must be integers or slices, not ${typeOf(key).name}`)
  let { start, step, count } = adjustSlice(key, self.size)
  if (count === 0) return null
  self.checkResizable()
  if (step < 0) {
    start += (count - 1) * step
    step = -step
  }
  if (step === 1) self.splice(start, start + count, new Uint8Array(0))
  else {
    let to = start
    for (let i = start, next = start, left = count; i < self.size; i++) {
      if (i === next && left > 0) {
        next += step
        left--
      } else self.storage[to++] = self.storage[i]!
    }
    self.size = to
  }
  return null
}

function inplaceAdd(self: PyByteArray, other: Value): Value {
  const bytes = bytesView(other)
  if (bytes === null) throw typeError(`can't concat ${typeOf(other).name} to ${typeOf(self).name}`)
  const fresh = unshared(self, other, bytes)
  self.splice(self.size, self.size, fresh)
  return self
}

function inplaceMul(self: PyByteArray, n: Value): Value {
  const times = repeatCount(n)
  if (times === undefined) return declinesRepeat(n)
  const once = self.size
  if (once * times > 0x7fffffff) throw memoryError()
  self.resize(once * times)
  for (let k = 1; k < times; k++) self.storage.copyWithin(k * once, 0, once)
  return self
}

function extend(self: PyByteArray, iterable: Value): Value {
  if (exportsBuffer(iterable)) {
    const bytes = bytesView(iterable)
    if (bytes === null) throw typeError(`can't set bytearray slice from ${typeOf(iterable).name}`)
    self.splice(self.size, self.size, unshared(self, iterable, bytes))
    return null
  }
  const proto = typeOf(iterable).proto
  if (proto.$__iter__ === undefined && proto.$__getitem__ === undefined)
    throw typeError(`can't extend bytearray with ${typeOf(iterable).name}`)
  if (asString(iterable) !== undefined) {
    if (asString(iterable) === '') return null
    throw typeError(`expected iterable of integers; got: '${typeOf(iterable).name}'`)
  }
  const iterator = getIter(iterable)
  // Only for the errors of a hint: the bytes are collected first.
  lengthHint(iterable, 0)
  const out: number[] = []
  for (let v = iterNext(iterator); v !== undefined; v = iterNext(iterator)) out.push(byteValue(v))
  self.splice(self.size, self.size, Uint8Array.from(out))
  return null
}

function sizeIndex(v: Value): number {
  const i = asIndex(v)
  if (typeof i === 'number') return i
  throw overflowError('Python int too large to convert to C ssize_t')
}

function insert(self: PyByteArray, index: Value, item: Value): Value {
  let i = sizeIndex(index)
  const b = byteValue(item)
  if (i < 0) i = Math.max(0, i + self.size)
  if (i > self.size) i = self.size
  self.splice(i, i, Uint8Array.of(b))
  return null
}

function pop(self: PyByteArray, index?: Value): Value {
  if (self.size === 0) throw indexError('pop from empty bytearray')
  let i = index === undefined ? -1 : sizeIndex(index)
  if (i < 0) i += self.size
  if (i < 0 || i >= self.size) throw indexError('pop index out of range')
  const b = self.storage[i]!
  self.checkResizable()
  if (i === self.size - 1) self.size--
  else self.splice(i, i + 1, new Uint8Array(0))
  return b
}

function remove(self: PyByteArray, value: Value): Value {
  const at = self.bytes.indexOf(byteValue(value))
  if (at < 0) throw valueError('value not found in bytearray')
  self.splice(at, at + 1, new Uint8Array(0))
  return null
}

/** `__reduce__` gives text in Latin-1 up to protocol 2, bytes from 3. */
function reduce(self: PyByteArray, protocol: number): Value {
  const state = lookupAttr(self, '__getstate__')
  const attributes =
    state !== undefined
      ? context.call0(state)
      : typeOf(self).hasDict && ownKeys(self).length > 0
        ? instanceDict(self)
        : null
  if (self.size === 0) return new PyTuple([typeOf(self), new PyTuple([]), attributes])
  const args =
    protocol < 3 ? [Buffer.from(self.bytes).toString('latin1'), 'latin-1'] : [new PyBytes(self.bytes.slice())]
  return new PyTuple([typeOf(self), new PyTuple(args), attributes])
}

export const byteArrayMethods = (): MethodTable => [
  ['__init__', init, "($self, source=b'', encoding=<unrepresentable>, errors=<unrepresentable>)"],
  ['__repr__', (self: PyByteArray) => `${typeOf(self).name}(b${reprBytes(self.bytes, true)})`, '($self, /)'],
  [
    '__str__',
    (self: PyByteArray) => (warnOfStr('bytearray'), `${typeOf(self).name}(b${reprBytes(self.bytes, true)})`),
    '($self, /)',
  ],
  ['__iter__', (self: PyByteArray) => new PyByteArrayIterator(self), '($self, /)'],
  ...sharedRows('bytearray', make, cut),
  ['__setitem__', setItem, '($self, key, value, /)'],
  ['__delitem__', delItem, '($self, key, /)'],
  ['__iadd__', inplaceAdd, '($self, value, /)'],
  ['__imul__', inplaceMul, '($self, value, /)'],
  ['__alloc__', (self: PyByteArray) => self.storage.length + 1, '($self, /)'],
  ['__sizeof__', (self: PyByteArray) => 57 + self.storage.length, '($self, /)'],
  ['__reduce__', (self: PyByteArray) => reduce(self, 2), '($self, /)'],
  [
    '__reduce_ex__',
    (self: PyByteArray, protocol?: Value) => reduce(self, protocol === undefined ? 0 : Number(asIndex(protocol))),
    '($self, proto=0, /)',
  ],
  [
    'append',
    (self: PyByteArray, item: Value) => {
      self.append(byteValue(item))
      return null
    },
    '($self, item, /)',
    'Adds a byte at the end.',
  ],
  [
    'clear',
    (self: PyByteArray) => {
      self.resize(0)
      return null
    },
    '($self, /)',
    'Removes all bytes.',
  ],
  ['copy', (self: PyByteArray) => make(self.bytes), '($self, /)', 'A copy.'],
  ['extend', extend, '($self, iterable_of_ints, /)', 'Adds the bytes of an iterable or buffer at the end.'],
  ['insert', insert, '($self, index, item, /)', 'Inserts a byte before an index.'],
  ['pop', pop, '($self, index=-1, /)', 'Removes and returns the byte at an index, by default the last.'],
  ['remove', remove, '($self, value, /)', 'Takes out the first byte of this value; ValueError if there is none.'],
  [
    'reverse',
    (self: PyByteArray) => {
      self.bytes.reverse()
      return null
    },
    '($self, /)',
    'Reverses the bytes in place.',
  ],
]

export const byteArrayType: PyType = defineType('bytearray', {
  layout: PyByteArray,
  new: [newByteArray, '(*args, **kwargs)'],
  methods: byteArrayMethods,
  classMethods: () => [
    ['fromhex', fromHexOf('bytearray', make), '($type, string, /)', 'The bytearray that hexadecimal text denotes.'],
  ],
  staticMethods: () => [['maketrans', makeTable, '(frm, to, /)', 'A table for translate.']],
  matchSelf: true,
  unhashable: true,
  doc: 'bytearray(source=b"", encoding="utf-8", errors="strict")\n\nMutable bytes: of an iterable of ints, of a text in an encoding, of a buffer, or as many zeros as a number says.',
})
