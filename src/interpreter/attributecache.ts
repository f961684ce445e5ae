/**
 * Inline caches of attribute and global access. A site is one instruction; it remembers the class it saw, that class's version
 * and how the attribute was found. A miss goes through objects/attributes.ts and fills the cache again.
 */
import {
  bind,
  comesFirst,
  getAttr,
  isDataDescriptor,
  precedes,
  slotGetattro,
  slotSetattro,
} from '../objects/attributes'
import { lateBodies } from '../objects/context'
import { dictType, PyDict, setOwnAttribute } from '../objects/dict'
import { attributeErrorType, importError, nameError } from '../objects/exceptionfields'
import { isException } from '../objects/exceptions'
import {
  PyClassMethod,
  PyFunction,
  PyGetSet,
  PyMember,
  PyMethodDescriptor,
  PyProperty,
  PyStaticMethod,
} from '../objects/function'
import type { NamespaceCell } from '../objects/hashtable'
import { PyModule } from '../objects/module'
import {
  type AttributeRecord,
  attrKey,
  objectType,
  type PyObject,
  PyType,
  typeOf,
  typeType,
  type Value,
} from '../objects/object'
import { PENDING } from './call'
import { Cont, type Frame, thread } from './frame'
import { callFunction1, callFunction2, callFunction3, lookupLocals } from './operations'

/** How an attribute was found. The loop itself writes the property `key` of the object for the first two, and reads it for the first three. */
export enum SiteKind {
  /** An own property of the instance; the class has no such attribute. */
  Instance = 0,
  /** A `__slots__` member. */
  Slot = 1,
  /** A class attribute without `__get__`; the instance may have its own under the same key. */
  ClassValue = 2,
  /** A function or builtin method of the class. */
  Method = 3,
  /** A property whose getter is a Python function. */
  Property = 4,
  /** A read-only member of a builtin type. */
  Member = 5,
  /** A computed attribute of a builtin type. */
  GetSet = 6,
  /** A static method of the class: `value` is the descriptor. */
  Static = 7,
  /** A class method in Python. */
  ClassMethod = 8,
  /** A data descriptor of another builtin type, such as a named tuple's field: `value` is the descriptor. */
  Computed = 9,
  /** Not cacheable, or not yet seen. */
  None = 10,
}

/** Classes that an instruction remembers at most. */
export const MAX_ENTRIES = 6

/** The cache of one instruction: what it knows of one class; other classes follow by `next`. */
export class AttributeSite {
  type: PyType = objectType
  version = -1
  kind: SiteKind = SiteKind.None
  value: Value = null
  next: AttributeSite | null = null
  /** In the first entry: which one was given to another class last. */
  turn = 0
  /** The module or class whose own attribute was read last: its cell, or its value at these versions of it and of its metaclass. */
  owner: Value = null
  ownerVersion = 0
  metaclassVersion = 0
  ownerValue: Value = null
  cell: NamespaceCell | null = null
  constructor(
    readonly name: string,
    /** Property key of the attribute, or of the slot. */
    public key: string,
  ) {}
}

/** Cells of a global name: the module's and the builtins'. */
export class GlobalCache {
  constructor(
    readonly global: NamespaceCell,
    readonly builtin: NamespaceCell,
  ) {}
}

/** A global or builtin by name index; NameError where neither has it. Namespaces that are not plain dicts are asked each time. */
export function loadGlobal(frame: Frame, index: number): Value {
  const name = frame.code.names[index]!
  const globals = frame.globals
  const builtins = frame.builtins
  let v: Value | undefined
  if (globals.cls === dictType && builtins instanceof PyDict && builtins.cls === dictType) {
    const caches = frame.globalCaches
    let cache = caches[index] as GlobalCache | undefined
    if (cache === undefined) {
      while (caches.length < index) caches.push(undefined)
      cache = new GlobalCache(globals.cell(name), builtins.cell(name))
      caches[index] = cache
    }
    v = cache.global.v === undefined ? cache.builtin.v : cache.global.v
    // The cells know keys that are strings; a key of another class may be equal to one.
    if (v === undefined) v = globals.getItem(name)
    if (v === undefined) v = builtins.getItem(name)
  } else {
    v = lookupLocals(globals, name)
    if (v === undefined) v = lookupLocals(builtins, name)
  }
  if (v === undefined && lateBodies.complete !== null) {
    // A function that is there before the body of its module has run needs what that defines.
    lateBodies.complete(globals)
    v = globals.getItem(name)
  }
  if (v !== undefined) return v
  throw nameError(`name '${name}' is not defined`, name)
}

/** The cache of the instruction that has the index. */
export function siteOf(frame: Frame, index: number): AttributeSite {
  const sites = frame.code.siteCaches
  let site = sites[index] as AttributeSite | undefined
  if (site === undefined) {
    const name = frame.code.sites[index]!
    while (sites.length < index) sites.push(undefined)
    site = new AttributeSite(name, attrKey(name))
    sites[index] = site
  }
  return site
}

/**
 * What the instruction knows of a class; the first of its entries is the one that the loop looks at. Beyond the most it remembers, a new
 * class takes the place of another in turn.
 */
function entryOf(first: AttributeSite, type: PyType): AttributeSite {
  let entry = first
  let n = 1
  while (entry.type !== type) {
    if (entry.version === -1) break
    if (entry.next === null) {
      if (n < MAX_ENTRIES) entry = entry.next = new AttributeSite(first.name, first.key)
      else {
        entry = first
        first.turn = (first.turn + 1) % MAX_ENTRIES
        for (let i = 0; i < first.turn; i++) entry = entry.next!
      }
      break
    }
    entry = entry.next
    n++
  }
  if (entry.type !== type || entry.version !== type.version) classify(entry, type)
  return entry
}

/** `__get__` of a builtin type's descriptor, or null. */
function nativeGetter(v: Value): PyMethodDescriptor | null {
  if (v === null || typeof v !== 'object' || v.cls.heap) return null
  const get = v.cls.proto.$__get__
  return get instanceof PyMethodDescriptor ? get : null
}

/** Classifies an attribute of instances of a class with the default `__getattribute__`. */
function classify(site: AttributeSite, type: PyType): void {
  site.type = type
  site.version = type.version
  site.key = attrKey(site.name)
  site.kind = SiteKind.None
  if (type.getattro !== objectType.getattro || type.sameShadow) return
  const found = type.proto[site.key]
  if (found === undefined) {
    if (type.hasDict) site.kind = SiteKind.Instance
    return
  }
  site.value = found
  // Where there is a `__getattr__`, it answers when a computed attribute raises AttributeError.
  const fallback = type.proto.$__getattr__ !== undefined
  if (found instanceof PyFunction || found instanceof PyMethodDescriptor) site.kind = SiteKind.Method
  else if (found instanceof PyMember) {
    site.kind = found.readonlyValue ? SiteKind.Member : SiteKind.Slot
    site.key = found.key
  } else if (
    !fallback &&
    found instanceof PyProperty &&
    found.fget instanceof PyFunction &&
    found.cls.proto.$__get__ instanceof PyMethodDescriptor
  )
    site.kind = SiteKind.Property
  else if (!fallback && found instanceof PyGetSet) site.kind = SiteKind.GetSet
  else if (found instanceof PyStaticMethod && !found.cls.heap) site.kind = SiteKind.Static
  else if (found instanceof PyClassMethod && !found.cls.heap && found.callable instanceof PyFunction)
    site.kind = SiteKind.ClassMethod
  else if (!fallback && nativeGetter(found) !== null && isDataDescriptor(found)) site.kind = SiteKind.Computed
  else if (
    found === null ||
    typeof found !== 'object' ||
    (found.cls.proto.$__get__ === undefined && !isDataDescriptor(found))
  )
    site.kind = SiteKind.ClassValue
}

/** `o.name` for LOAD_ATTR: a value, or PENDING for a property written in Python. */
export function loadAttr(frame: Frame, index: number, o: Value): Value {
  const first = siteOf(frame, index)
  const type = typeOf(o)
  if (o instanceof PyModule) {
    if (type.heap) return loadUncached(o, first.name, type)
    if (first.owner !== o || first.cell === null) {
      first.owner = o
      first.cell = o.namespace.cell(first.name)
    }
    if (first.cell.v !== undefined) return first.cell.v
  } else if (o instanceof PyType) {
    if (first.owner === o && first.ownerVersion === o.version && first.metaclassVersion === type.version)
      return first.ownerValue
    const key = attrKey(first.name)
    if (type.getattro === typeType.getattro) {
      const ofMetaclass = type.proto[key]
      // A data descriptor: `__name__` and the like.
      if (ofMetaclass instanceof PyGetSet) return ofMetaclass.get(o)
      const v = ofMetaclass === undefined || !precedes(ofMetaclass) ? o.proto[key] : undefined
      if (v !== undefined && isPlainOnClass(v)) {
        first.owner = o
        first.ownerVersion = o.version
        first.metaclassVersion = type.version
        first.ownerValue = v
        first.cell = null
        return v
      }
    }
  } else {
    const site = entryOf(first, type)
    switch (site.kind) {
      case SiteKind.Property:
        return noteAttribute(callFunction1((site.value as PyProperty).fget as PyFunction, o, Cont.Push), o, first.name)
      case SiteKind.Instance:
      case SiteKind.Slot:
      case SiteKind.ClassValue:
      case SiteKind.Member: {
        // An object whose attributes lie in a dict hides the class's (useDict).
        if (o === null) break
        const v = (o as unknown as AttributeRecord)[site.key]
        if (v !== undefined) return v
        const { dict } = o as PyObject
        if (dict === undefined || site.kind === SiteKind.Slot || site.kind === SiteKind.Member) break
        const own = (dict as PyDict).getItem(first.name)
        if (own !== undefined) return own
        if (site.kind === SiteKind.ClassValue) return site.value
        break
      }
      case SiteKind.GetSet:
        return (site.value as PyGetSet).get(o)
      case SiteKind.Computed:
        return nativeGetter(site.value)!.native.fn(site.value, o, type)
      case SiteKind.Static:
        if (o !== null && typeof o === 'object' && hasMethod(o, site)) return (site.value as PyStaticMethod).callable
        break
      case SiteKind.Method:
        if (typeof o !== 'object' || o === null) return bind(site.value, o, type)
        if (hasMethod(o, site)) return bind(site.value, o, type)
        break
    }
  }
  return loadUncached(o, first.name, type)
}

/** Whether an object has no attribute of its own in the place of a method of its class. */
function hasMethod(o: PyObject, site: AttributeSite): boolean {
  return o.dict === undefined
    ? (o as unknown as AttributeRecord)[site.key] === site.value
    : (o.dict as PyDict).getItem(site.name) === undefined
}

/** Whether a class gives the attribute itself when it is asked for it: `__get__` would not make another object of it. */
export function isPlainOnClass(v: Value): boolean {
  if (v === null || typeof v !== 'object' || v instanceof PyFunction || v instanceof PyMethodDescriptor) return true
  return v.cls.proto.$__get__ === undefined
}

/** The general look-up; a Python `__getattribute__` or `__getattr__` becomes a frame where nothing has to be caught after it. */
function loadUncached(o: Value, name: string, type: PyType): Value {
  const fallback = type.proto.$__getattr__
  if (fallback instanceof PyFunction && type.getattro !== slotGetattro) {
    let v: Value | undefined
    try {
      v = type.getattro(o, name)
    } catch (e) {
      if (!isException(e, attributeErrorType)) throw e
    }
    return v === undefined ? noteAttribute(callFunction2(fallback, o, name, Cont.Push), o, name) : v
  }
  if (fallback === undefined && type.getattro === slotGetattro) {
    const method = type.proto.$__getattribute__
    if (method instanceof PyFunction) return noteAttribute(callFunction2(method, o, name, Cont.Push), o, name)
  }
  return getAttr(o, name)
}

/** Notes in the frame that computes an attribute which one it is, for an AttributeError that leaves it. */
function noteAttribute(v: Value, o: Value, name: string): Value {
  if (v === PENDING) {
    const callee = thread.pending!
    callee.contA = o
    callee.contB = name
  }
  return v
}

/**
 * `o.name` for LOAD_METHOD: the function, with `thread.methodSelf` to be passed first, or the attribute with `methodSelf` undefined. PENDING
 * where the attribute comes from Python code.
 */
export function loadMethod(frame: Frame, index: number, o: Value): Value {
  const type = typeOf(o)
  thread.methodSelf = undefined
  if (!(o instanceof PyType) && !(o instanceof PyModule)) {
    const site = entryOf(siteOf(frame, index), type)
    if (site.kind === SiteKind.Method) {
      if (typeof o !== 'object' || o === null || !type.hasDict) {
        thread.methodSelf = o
        return site.value
      }
      if (hasMethod(o, site)) {
        thread.methodSelf = o
        return site.value
      }
    } else if (site.kind === SiteKind.ClassMethod && typeof o === 'object' && o !== null && hasMethod(o, site)) {
      thread.methodSelf = type
      return (site.value as PyClassMethod).callable
    }
  } else if (o instanceof PyType) {
    const method = classMethodOf(siteOf(frame, index), o, type)
    if (method !== undefined) {
      thread.methodSelf = o
      return method
    }
  }
  const v = loadAttr(frame, index, o)
  thread.methodSelf = undefined
  return v
}

/** The function of a class method that a class is asked for; undefined where the attribute is anything else. */
function classMethodOf(site: AttributeSite, o: PyType, metaclass: PyType): Value | undefined {
  if (site.owner !== o || site.ownerVersion !== o.version || site.metaclassVersion !== metaclass.version) {
    const method = plainClassMethod(o, metaclass, site.name)
    if (method === undefined) return undefined
    site.owner = o
    site.ownerVersion = o.version
    site.metaclassVersion = metaclass.version
    site.ownerValue = method
    site.cell = null
  }
  return site.ownerValue instanceof PyClassMethod ? site.ownerValue.callable : undefined
}

/** The class method that a class has under a name, where its metaclass has no say and the function is Python's. */
export function plainClassMethod(o: PyType, metaclass: PyType, name: string): PyClassMethod | undefined {
  const key = attrKey(name)
  if (metaclass.getattro !== typeType.getattro || comesFirst(metaclass, key)) return undefined
  const found = o.proto[key]
  return found instanceof PyClassMethod && !found.cls.heap && found.callable instanceof PyFunction ? found : undefined
}

/** `o.name = value` for STORE_ATTR: PENDING where a Python `__setattr__` or property setter runs. */
export function storeAttr(frame: Frame, index: number, o: Value, value: Value): Value {
  const first = siteOf(frame, index)
  const type = typeOf(o)
  if (typeof o === 'object' && o !== null && !(o instanceof PyType)) {
    if (type.setattro === objectType.setattro) {
      const site = entryOf(first, type)
      switch (site.kind) {
        case SiteKind.Instance:
        case SiteKind.ClassValue:
          if (!type.hasDict) break
          if (o.dict === undefined) setOwnAttribute(o, site.key, value)
          else (o.dict as PyDict).setItem(first.name, value)
          return null
        case SiteKind.Slot:
          ;(o as unknown as AttributeRecord)[site.key] = value
          return null
        case SiteKind.Property: {
          const setter = (site.value as PyProperty).fset
          if (setter instanceof PyFunction) return callFunction2(setter, o, value, Cont.Discard)
          break
        }
      }
    } else if (type.setattro === slotSetattro) {
      const method = type.proto.$__setattr__
      if (method instanceof PyFunction) return callFunction3(method, o, first.name, value, Cont.Discard)
    }
  }
  type.setattro(o, first.name, value)
  return null
}

/** A name of `builtins` that an opcode needs (`__build_class__`, `__import__`). */
export function loadBuiltin(frame: Frame, name: string): Value {
  const v = lookupLocals(frame.builtins, name)
  if (v === undefined)
    throw name === '__import__' ? importError('__import__ not found') : nameError(`${name} not found`, name)
  return v
}
