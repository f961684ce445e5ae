/**
 * Attribute access (Language Reference 3.3.2, "Customizing attribute access"; CPython: Objects/object.c, typeobject.c).
 *
 * `lookupAttr` returns undefined where an attribute is missing, so that hasattr, getattr with a default and the interpreter pay
 * for no exception; `getAttr` raises. The interpreter's inline caches shortcut the common outcomes of these functions.
 */
import { context } from './context'
import { instanceDict, type PyDict, setOwnAttribute } from './dict'
import { attributeError, attributeErrorType, type PyAttributeError } from './exceptionfields'
import { isException, typeError } from './exceptions'
import {
  PyBuiltin,
  PyClassMethod,
  PyClassMethodDescriptor,
  PyFunction,
  PyGetSet,
  PyMember,
  PyMethod,
  PyMethodDescriptor,
  PyMethodWrapper,
  PyNativeMember,
  PyProperty,
  PySlotWrapper,
  PyStaticMethod,
} from './function'
import {
  type AttributeRecord,
  attrKey,
  type PyObject,
  PyType,
  type SetAttr,
  typeOf,
  typeSetOwn,
  type Value,
} from './object'
import { asString } from './str'

/** Calls a special method found on the type of `self` with `self` and no further argument. */
export function callSpecial0(method: Value, self: Value): Value {
  if (method instanceof PyMethodDescriptor) return method.native.fn(self)
  if (method instanceof PyFunction) return context.call1(method, self)
  return context.call0(bind(method, self, typeOf(self)))
}

/** The same with one further argument. */
export function callSpecial1(method: Value, self: Value, a: Value): Value {
  if (method instanceof PyMethodDescriptor) return method.native.fn(self, a)
  if (method instanceof PyFunction) return context.call2(method, self, a)
  return context.call1(bind(method, self, typeOf(self)), a)
}

/** The same with two further arguments. */
export function callSpecial2(method: Value, self: Value, a: Value, b: Value): Value {
  if (method instanceof PyMethodDescriptor) return method.native.fn(self, a, b)
  if (method instanceof PyFunction) return context.call3(method, self, a, b)
  return context.call2(bind(method, self, typeOf(self)), a, b)
}

/** `descriptor.__get__(instance, owner)`, or the value itself where it is no descriptor. `instance` undefined: accessed on the class. */
export function bind(value: Value, instance: Value | undefined, owner: PyType): Value {
  if (value === null || typeof value !== 'object') return value
  if (value instanceof PyFunction) return instance === undefined ? value : new PyMethod(value, instance)
  if (value instanceof PyMethodDescriptor) {
    if (instance === undefined) return value
    return value instanceof PySlotWrapper
      ? new PyMethodWrapper(value.native, instance, null, value.owner)
      : new PyBuiltin(value.native, instance, null, value.owner)
  }
  if (value instanceof PyStaticMethod && value.cls.proto.$__get__ instanceof PyMethodDescriptor) return value.callable
  if (value instanceof PyClassMethod && value.cls.proto.$__get__ instanceof PyMethodDescriptor)
    return bindTo(value.callable, owner)
  if (value instanceof PyProperty && value.cls.proto.$__get__ instanceof PyMethodDescriptor) {
    if (instance === undefined) return value
    return propertyGet(value, instance)
  }
  if (value instanceof PyClassMethodDescriptor) return new PyBuiltin(value.native, owner, null, value.owner)
  if (value instanceof PyGetSet) {
    if (instance === undefined) return value
    checkOwner(value.owner, value.name, instance)
    return value.get(instance)
  }
  if (value instanceof PyMember) return instance === undefined ? value : memberGet(value, instance)
  const get = value.cls.proto.$__get__
  if (get === undefined) return value
  // Not bound itself, whatever it is.
  if (get instanceof PyMethodDescriptor) return get.native.fn(value, instance === undefined ? null : instance, owner)
  return context.call3(get!, value, instance === undefined ? null : instance, owner)
}

/** What classmethod does with the callable it wraps. */
function bindTo(callable: Value, owner: PyType): Value {
  if (callable instanceof PyFunction) return new PyMethod(callable, owner)
  return new PyMethod(callable, owner)
}

/** Reads a property on an instance. */
export function propertyGet(property: PyProperty, instance: Value): Value {
  if (property.fget === null) throw attributeError(propertyMessage(property, instance, 'getter'), null, null)
  return context.call1(property.fget, instance)
}

function propertyMessage(property: PyProperty, instance: Value, what: string): string {
  const name = property.name
  const owner = typeOf(instance).qualname
  return typeof name === 'string'
    ? `property '${name}' of '${owner}' object has no ${what}`
    : `property of '${owner}' object has no ${what}`
}

function checkOwner(owner: PyType, name: string, instance: Value): void {
  if (!typeOf(instance).isSubtype(owner))
    throw typeError(
      `descriptor '${name}' for '${owner.name}' objects doesn't apply to a '${typeOf(instance).name}' object`,
    )
}

/** Reads a slot; AttributeError where it is unset. */
function memberGet(member: PyMember, instance: Value): Value {
  checkOwner(member.owner, member.name, instance)
  const v = (instance as unknown as AttributeRecord)[member.key]
  if (v === undefined)
    throw attributeError(`'${typeOf(instance).name}' object has no attribute '${member.name}'`, instance, member.name)
  return v
}

/** Whether a class attribute takes precedence over the instance's: its type has `__set__` or `__delete__`. */
export function isDataDescriptor(value: Value): boolean {
  if (value === null || typeof value !== 'object') return false
  const proto = value.cls.proto
  return proto.$__set__ !== undefined || proto.$__delete__ !== undefined
}

/** Whether a class attribute is read before the instance's: a data descriptor that can be read. */
export function precedes(value: Value): boolean {
  return isDataDescriptor(value) && (value as PyObject).cls.proto.$__get__ !== undefined
}

/** The instance's own attribute, apart from its class's. `classValue` is the class's raw attribute under the same key. */
function ownAttribute(
  o: Value,
  key: string,
  name: string,
  type: PyType,
  classValue: Value | undefined,
): Value | undefined {
  if (typeof o !== 'object' || o === null || !type.hasDict) return undefined
  if (o.dict !== undefined) return (o.dict as PyDict).getItem(name)
  const v = (o as unknown as AttributeRecord)[key]
  if (v !== classValue) return v
  return v !== undefined && type.sameShadow && Object.hasOwn(o, key) ? v : undefined
}

/** `object.__getattribute__` without raising AttributeError for a missing attribute. */
export function genericGetAttr(o: Value, name: string): Value | undefined {
  const type = typeOf(o)
  const key = attrKey(name)
  const found = type.proto[key]
  if (found !== undefined && precedes(found)) return bind(found, o, type)
  const own = ownAttribute(o, key, name, type, found)
  if (own !== undefined) return own
  return found === undefined ? undefined : bind(found, o, type)
}

/** `object.__setattr__` and `object.__delattr__` (value undefined). */
export function genericSetAttr(o: Value, name: string, value: Value | undefined): void {
  const type = typeOf(o)
  const key = attrKey(name)
  const found = type.proto[key]
  if (found !== undefined && found !== null && typeof found === 'object') {
    if (setDescriptor(found, o, value)) return
  }
  if (!type.hasDict) throw noAttribute(o, type, name, found !== undefined)
  const object = o as PyObject
  if (object.dict !== undefined) {
    const dict = object.dict as PyDict
    if (value !== undefined) dict.setItem(name, value)
    else if (dict.deleteItem(name) === undefined) throw missing(o, name)
  } else if (value !== undefined) setOwnAttribute(object, key, value)
  else if (!Object.hasOwn(object, key)) throw missing(o, name)
  else delete (object as unknown as AttributeRecord)[key]
}

function noAttribute(o: Value, type: PyType, name: string, onClass: boolean): Value {
  return onClass
    ? attributeError(`'${type.name}' object attribute '${name}' is read-only`, o, name)
    : attributeError(
        type.setattro === genericSetAttr
          ? `'${type.name}' object has no attribute '${name}' and no __dict__ for setting new attributes`
          : `'${type.name}' object has no attribute '${name}'`,
        o,
        name,
      )
}

/** The name that `__getattribute__` and its siblings were given. */
export function attributeName(name: Value): string {
  const text = asString(name)
  if (text === undefined) throw typeError(`attribute name must be string, not '${typeOf(name).name}'`)
  return text
}

/** The AttributeError for a missing attribute. */
export function missing(o: Value, name: string): Value {
  if (o instanceof PyType) return attributeError(`type object '${o.name}' has no attribute '${name}'`, o, name)
  const type = typeOf(o)
  const text =
    type.missingText === null ? `'${type.name}' object has no attribute '${name}'` : type.missingText(o, name)
  return attributeError(text, o, name)
}

/** Stores or deletes through a data descriptor; false where the class attribute is none. */
export function setDescriptor(found: PyObject, o: Value, value: Value | undefined): boolean {
  if (found instanceof PyMember) {
    checkOwner(found.owner, found.name, o)
    if (found.readonlyValue) throw attributeError('readonly attribute', null, null)
    const record = o as unknown as AttributeRecord
    if (value === undefined && record[found.key] === undefined)
      throw attributeError(`'${typeOf(o).name}' object has no attribute '${found.name}'`, o, found.name)
    record[found.key] = value
    return true
  }
  if (found instanceof PyGetSet) {
    checkOwner(found.owner, found.name, o)
    if (found.set === null)
      throw attributeError(
        found instanceof PyNativeMember
          ? 'readonly attribute'
          : `attribute '${found.name}' of '${found.owner.name}' objects is not writable`,
        null,
        null,
      )
    found.set(o, value)
    return true
  }
  if (found instanceof PyProperty && found.cls.proto.$__set__ instanceof PyMethodDescriptor) {
    const f = value === undefined ? found.fdel : found.fset
    if (f === null)
      throw attributeError(propertyMessage(found, o, value === undefined ? 'deleter' : 'setter'), null, null)
    if (value === undefined) context.call1(f, o)
    else context.call2(f, o, value)
    return true
  }
  const proto = found.cls.proto
  if (value !== undefined) {
    const set = proto.$__set__
    if (set === undefined) {
      if (proto.$__delete__ !== undefined) throw attributeError('__set__', o, null)
      return false
    }
    callSpecial2(set, found, o, value)
    return true
  }
  const del = proto.$__delete__
  if (del === undefined) {
    if (proto.$__set__ !== undefined) throw attributeError('__delete__', o, null)
    return false
  }
  callSpecial1(del, found, o)
  return true
}

/** Calls a Python-level `__getattribute__`, turning its AttributeError into undefined only where `__getattr__` then answers. */
export function slotGetattro(o: Value, name: string): Value | undefined {
  const type = typeOf(o)
  const method = type.proto.$__getattribute__!
  try {
    return callSpecial1(method, o, name)
  } catch (e) {
    if (isException(e, attributeErrorType)) {
      if (type.proto.$__getattr__ === undefined) throw e
      return undefined
    }
    throw e
  }
}

/** Calls Python-level `__setattr__` and `__delattr__`. */
export function slotSetattro(o: Value, name: string, value: Value | undefined): void {
  const proto = typeOf(o).proto
  if (value !== undefined) callSpecial2(proto.$__setattr__!, o, name, value)
  else callSpecial1(proto.$__delattr__!, o, name)
}

/** Chooses `getattro` and `setattro` of a class from what its MRO says; called when a class is made or those methods change. */
export function updateAccess(type: PyType): void {
  const get = type.proto.$__getattribute__
  type.getattro =
    get instanceof PyMethodDescriptor && get.owner.ownGetattro !== null ? get.owner.ownGetattro : slotGetattro
  const set = type.proto.$__setattr__
  const del = type.proto.$__delattr__
  const native = set instanceof PyMethodDescriptor && del instanceof PyMethodDescriptor && set.owner === del.owner
  type.setattro = native && set.owner.ownSetattro !== null ? set.owner.ownSetattro : slotSetattro
}

/** `getattr(o, name)`, undefined where AttributeError would be raised. */
export function lookupAttr(o: Value, name: string): Value | undefined {
  const type = typeOf(o)
  if (type.proto.$__getattr__ === undefined && type.getattro !== slotGetattro) {
    // Descriptors may raise AttributeError themselves.
    try {
      return type.getattro(o, name)
    } catch (e) {
      if (isException(e, attributeErrorType)) return undefined
      throw e
    }
  }
  try {
    return getAttr(o, name)
  } catch (e) {
    if (isException(e, attributeErrorType)) return undefined
    throw e
  }
}

/** `getattr(o, name)` */
export function getAttr(o: Value, name: string): Value {
  const type = typeOf(o)
  const fallback = type.proto.$__getattr__
  let v: Value | undefined
  try {
    v = type.getattro(o, name)
  } catch (e) {
    if (fallback === undefined || !isException(e, attributeErrorType)) {
      describeAttribute(e, o, name)
      throw e
    }
  }
  if (v !== undefined) return v
  if (fallback === undefined) throw missing(o, name)
  try {
    return callSpecial1(fallback, o, name)
  } catch (e) {
    describeAttribute(e, o, name)
    throw e
  }
}

/** Tells an AttributeError that says nothing about it which attribute of which object was asked for. */
export function describeAttribute(exception: unknown, o: Value, name: string): void {
  if (!isException(exception, attributeErrorType)) return
  const e = exception as PyAttributeError
  if (e.name !== null || e.obj !== null) return
  e.name = name
  e.obj = o
}

/** `setattr(o, name, value)`; undefined deletes. */
export function setAttr(o: Value, name: string, value: Value | undefined): void {
  typeOf(o).setattro(o, name, value)
}

/** Whether a class is asked for an attribute of its metaclass before its own of that name: a data descriptor, as `__name__` is. */
export function comesFirst(metaclass: PyType, key: string): boolean {
  const found = metaclass.proto[key]
  return found !== undefined && precedes(found)
}

/** `type.__getattribute__` without raising: data descriptors of the metaclass, then the class's MRO, then the metaclass. */
export function typeGetAttr(o: Value, name: string): Value | undefined {
  const type = o as PyType
  const meta = type.cls
  const key = attrKey(name)
  const found = meta.proto[key]
  if (found !== undefined && precedes(found)) return bind(found, type, meta)
  const own = type.proto[key]
  if (own !== undefined) return bind(own, undefined, type)
  return found === undefined ? undefined : bind(found, type, meta)
}

/**
 * Refuses `object.__setattr__` and its like on an object whose builtin type stores attributes another way: that would go round what
 * the type checks (CPython: hackcheck).
 */
export function checkSetattr(o: Value, own: SetAttr, what: string): void {
  const type = typeOf(o)
  if (type.setattro === own) return
  let defining: PyType | null = type
  for (let i = type.mro.length - 1; i >= 0; i--) {
    const base = type.mro[i]!
    if (base.setattro !== slotSetattro && base.setattro === type.setattro) {
      defining = base
      break
    }
  }
  for (; defining !== null; defining = defining.base) {
    if (defining.setattro === own) return
    if (defining.setattro !== slotSetattro) throw typeError(`can't apply this ${what} to ${type.name} object`)
  }
}

/** `type.__setattr__` and `type.__delattr__`. */
export function typeSetAttr(o: Value, name: string, value: Value | undefined): void {
  const type = o as PyType
  if (!type.mutable) throw typeError(`cannot set '${name}' attribute of immutable type '${type.name}'`)
  const found = type.cls.proto[attrKey(name)]
  if (found !== undefined && found !== null && typeof found === 'object' && setDescriptor(found, type, value)) return
  if (value === undefined && !type.ns.has(name)) throw missing(type, name)
  typeSetOwn(type, name, value)
  if (name === '__getattribute__' || name === '__setattr__' || name === '__delattr__') refreshAccess(type)
}

function refreshAccess(type: PyType): void {
  updateAccess(type)
  for (const ref of type.subclasses) {
    const sub = ref.deref()
    if (sub !== undefined) refreshAccess(sub)
  }
}

/** `o.__dict__` where the object has one: a live dict; undefined otherwise. */
export function dictOfInstance(o: Value): PyDict | undefined {
  if (o === null || typeof o !== 'object' || !o.cls.hasDict) return undefined
  return instanceDict(o)
}
