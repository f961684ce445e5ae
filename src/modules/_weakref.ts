/** _weakref: ref, proxy (Library Reference, "weakref"; CPython: Objects/weakrefobject.c). */

import { unwatch, type WeakEntry, watch } from '../gc/weakrefs'
import { attributeName, getAttr, setAttr } from '../objects/attributes'
import { hasWeakrefs } from '../objects/bases'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import { stopIteration } from '../objects/exceptionfields'
import { PyBaseException, referenceError, typeError } from '../objects/exceptions'
import { genericAliasOf } from '../objects/genericalias'
import { PyList } from '../objects/list'
import { defineType, type MethodRow, PyObject, PyType, TypeFlag, typeOf, type Value } from '../objects/object'
import { address } from '../objects/objecttype'
import {
  BinaryIndex,
  binaryOp,
  CompareIndex,
  compare,
  contains,
  deleteItem,
  getItem,
  getIter,
  hashValue,
  isTrue,
  iterNext,
  length,
  setItem,
  strText,
  unaryOp,
} from '../objects/operators'
import { NotImplemented } from '../objects/singletons'
import type { NativeModule } from './definition'

/** A weak reference; the target is held strongly only where it is a primitive and so cannot die. */
export class PyWeakReference extends PyObject implements WeakEntry {
  target: WeakRef<PyObject> = new WeakRef(this as PyObject)
  callback: Value = null
  cachedHash: Value | undefined = undefined

  /** The target, or null. */
  get(): Value {
    return this.target.deref() ?? null
  }

  died(): void {
    registry.delete(this)
    const callback = this.callback
    this.callback = null
    if (callback === null) return
    try {
      context.call1(callback, this)
    } catch (e) {
      if (!(e instanceof PyBaseException)) throw e
      context.unraisable(e, callback, 'Exception ignored in weakref callback')
    }
  }
}

const registry = new Set<PyWeakReference>()
const byTarget = new WeakMap<PyObject, PyWeakReference[]>()

/** Classes whose instances CPython gives no weak references. */
function referable(o: Value): o is PyObject {
  if (o === null || typeof o !== 'object') return false
  return o instanceof PyType || hasWeakrefs(o.cls)
}

function refNew(cls: PyType, object: Value, callback: Value = null): Value {
  if (!referable(object)) throw typeError(`cannot create weak reference to '${typeOf(object).name}' object`)
  const existing = byTarget.get(object)
  if (callback === null && cls === refType && existing !== undefined) {
    const plain = existing.find((r) => r.cls === refType && r.callback === null)
    if (plain !== undefined) return plain
  }
  return attach(new cls.ctor() as PyWeakReference, object, callback)
}

function attach(made: PyWeakReference, object: PyObject, callback: Value): PyWeakReference {
  made.target = new WeakRef(object)
  made.callback = callback
  const list = byTarget.get(object)
  if (list === undefined) byTarget.set(object, [made])
  else list.push(made)
  if (callback !== null) {
    registry.add(made)
    watch(made)
  }
  return made
}

function refRepr(self: PyWeakReference): Value {
  const target = self.get()
  if (target === null) return `<weakref at ${address(self)}; dead>`
  const name = typeOf(target).getattro(target, '__name__')
  return `<weakref at ${address(self)}; to '${typeOf(target).name}' at ${address(target)}${typeof name === 'string' ? ` (${name})` : ''}>`
}

function refCompare(index: number) {
  return (a: PyWeakReference, b: Value): Value => {
    if (!(b instanceof PyWeakReference)) return NotImplemented
    const x = a.get()
    const y = b.get()
    if (x === null || y === null) return index === CompareIndex.eq ? a === b : a !== b
    return compare(index, x, y)
  }
}

export const refType = defineType('ReferenceType', {
  flags: TypeFlag.VECTORCALL,
  layout: PyWeakReference,
  module: 'weakref',
  new: [refNew, '-(object, callback=None, /)'],
  methods: () => [
    ['__init__', () => null, '($self, object, callback=None, /)'],
    ['__call__', (self: PyWeakReference) => self.get(), '($self, /, *args, **kwargs) as ($self, /)'],
    [
      '__hash__',
      (self: PyWeakReference) => {
        if (self.cachedHash !== undefined) return self.cachedHash
        const target = self.get()
        if (target === null) throw typeError('weak object has gone away')
        self.cachedHash = hashValue(target)
        return self.cachedHash
      },
      '($self, /)',
    ],
    ['__repr__', refRepr, '($self, /)'],
    ['__eq__', refCompare(CompareIndex.eq), '($self, value, /)'],
    ['__ne__', refCompare(CompareIndex.ne), '($self, value, /)'],
  ],
  classMethods: () => [
    ['__class_getitem__', (cls: PyType, item: Value) => genericAliasOf(cls, item), '($cls, object, /)'],
  ],
  members: true,
  getset: () => [['__callback__', (self: PyWeakReference) => self.callback]],
})

// ── Proxies ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A proxy that passes everything on to its target. */
class PyProxy extends PyWeakReference {}
class PyCallableProxy extends PyProxy {}

/** The object behind a proxy; other values pass. */
function unwrap(v: Value): Value {
  if (!(v instanceof PyProxy)) return v
  const target = v.target.deref()
  if (target === undefined) throw referenceError('weakly-referenced object no longer exists')
  return target
}

const binaryRows: MethodRow[] = []
for (const [name, index] of Object.entries(BinaryIndex)) {
  binaryRows.push([`__${name}__`, (a: Value, b: Value) => binaryOp(index, unwrap(a), unwrap(b)), '($self, value, /)'])
  binaryRows.push([`__r${name}__`, (a: Value, b: Value) => binaryOp(index, unwrap(b), unwrap(a)), '($self, value, /)'])
  binaryRows.push([
    `__i${name}__`,
    (a: Value, b: Value) => binaryOp(index, unwrap(a), unwrap(b), true),
    '($self, value, /)',
  ])
}

const proxyRows: MethodRow[] = [
  ...binaryRows,
  ...(['lt', 'le', 'eq', 'ne', 'gt', 'ge'] as const).map(
    (name): MethodRow => [
      `__${name}__`,
      (a: Value, b: Value) => compare(CompareIndex[name], unwrap(a), unwrap(b)),
      '($self, value, /)',
    ],
  ),
  ['__neg__', (a: Value) => unaryOp('neg', unwrap(a)), '($self, /)'],
  ['__pos__', (a: Value) => unaryOp('pos', unwrap(a)), '($self, /)'],
  ['__invert__', (a: Value) => unaryOp('invert', unwrap(a)), '($self, /)'],
  ['__bool__', (a: Value) => isTrue(unwrap(a)), '($self, /)'],
  ['__len__', (a: Value) => length(unwrap(a)), '($self, /)'],
  ['__getitem__', (a: Value, k: Value) => getItem(unwrap(a), k), '($self, key, /)'],
  ['__setitem__', (a: Value, k: Value, v: Value) => (setItem(unwrap(a), k, v), null), '($self, key, value, /)'],
  ['__delitem__', (a: Value, k: Value) => (deleteItem(unwrap(a), k), null), '($self, key, /)'],
  ['__contains__', (a: Value, k: Value) => contains(unwrap(a), k), '($self, key, /)'],
  ['__iter__', (a: Value) => getIter(unwrap(a)), '($self, /)'],
  [
    '__next__',
    (a: Value) => {
      const v = iterNext(unwrap(a))
      if (v === undefined) throw stopIteration(null)
      return v
    },
    '($self, /)',
  ],
  ['__str__', (a: Value) => strText(unwrap(a)), '($self, /)'],
  [
    '__repr__',
    (a: PyProxy) => {
      const target = a.target.deref()
      return target === undefined
        ? `<weakproxy at ${address(a)}; dead>`
        : `<weakproxy at ${address(a)}; to '${typeOf(target).name}' at ${address(target)}>`
    },
    '($self, /)',
  ],
  ['__index__', (a: Value) => context.call0(getAttr(unwrap(a), '__index__')), '($self, /)'],
  ['__int__', (a: Value) => context.call0(getAttr(unwrap(a), '__int__')), '($self, /)'],
  ['__float__', (a: Value) => context.call0(getAttr(unwrap(a), '__float__')), '($self, /)'],
  ['__bytes__', (a: Value) => context.call0(getAttr(unwrap(a), '__bytes__')), '($self, /)'],
  ['__reversed__', (a: Value) => context.call0(getAttr(unwrap(a), '__reversed__')), '($self, /)'],
  ['__getattribute__', (a: Value, name: Value) => getAttr(unwrap(a), attributeName(name)), '($self, name, /)'],
  [
    '__setattr__',
    (a: Value, name: Value, v: Value) => (setAttr(unwrap(a), attributeName(name), v), null),
    '($self, name, value, /)',
  ],
  [
    '__delattr__',
    (a: Value, name: Value) => (setAttr(unwrap(a), attributeName(name), undefined), null),
    '($self, name, /)',
  ],
]

const access = {
  getattro: (o: Value, name: string): Value | undefined => {
    const target = unwrap(o)
    return typeOf(target).getattro(target, name) ?? getAttr(target, name)
  },
  setattro: (o: Value, name: string, v: Value | undefined): void => setAttr(unwrap(o), name, v),
}

export const proxyType = defineType('ProxyType', {
  layout: PyProxy,
  module: 'weakref',
  final: true,
  unhashable: true,
  methods: () => proxyRows,
  ...access,
})
export const callableProxyType = defineType('CallableProxyType', {
  layout: PyCallableProxy,
  module: 'weakref',
  final: true,
  unhashable: true,
  methods: () => [
    ...proxyRows,
    [
      '__call__',
      (self: Value, args: Value[], keywords: Value) => context.callDict(unwrap(self), args, keywords),
      '($self, /, *args, **kwargs)',
    ],
  ],
  ...access,
})

function proxy(object: Value, callback: Value = null): Value {
  if (!referable(object)) throw typeError(`cannot create weak reference to '${typeOf(object).name}' object`)
  const made = typeOf(object).proto.$__call__ === undefined ? new PyProxy() : new PyCallableProxy()
  return attach(made, object, callback)
}

function live(object: Value): PyWeakReference[] {
  return object !== null && typeof object === 'object' ? (byTarget.get(object) ?? []) : []
}

export const weakrefModule: NativeModule = {
  name: '_weakref',
  doc: 'References that do not keep their object alive.',
  functions: [
    ['getweakrefcount', (object: Value) => live(object).length, '(object, /)'],
    ['getweakrefs', (object: Value) => new PyList([...live(object)]), '(object, /)'],
    ['proxy', proxy, '(object, callback=None, /)'],
    ['_current', (object: Value) => live(object)[0] ?? null, '(object, /)'],
    [
      '_remove_dead_weakref',
      (dict: Value, key: Value) => {
        if (!(dict instanceof PyDict))
          throw typeError(
            `_remove_dead_weakref() argument 1 must be dict, not ${dict === null ? 'None' : typeOf(dict).name}`,
          )
        const found = dict.getItem(key)
        if (found === undefined) return null
        if (!(found instanceof PyWeakReference)) throw typeError('not a weakref')
        if (found.get() === null) dict.deleteItem(key)
        return null
      },
      '(dct, key, /)',
    ],
  ],
  attributes: () => ({
    ref: refType,
    ReferenceType: refType,
    ProxyType: proxyType,
    CallableProxyType: callableProxyType,
  }),
}

/** Stops watching a reference (its owner is gone). */
export function forget(reference: PyWeakReference): void {
  registry.delete(reference)
  unwatch(reference)
}
