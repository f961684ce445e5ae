/**
 * property, staticmethod, classmethod and super (Library Reference, "Built-in Functions"; CPython: Objects/descrobject.c,
 * funcobject.c, typeobject.c).
 */
import { attributeName, bind, lookupAttr, propertyGet, setAttr, setDescriptor } from './attributes'
import { context } from './context'
import { attributeError, attributeErrorType } from './exceptionfields'
import { isException, typeError } from './exceptions'
import { PyClassMethod, PyFunction, PyMethod, PyProperty, PyStaticMethod } from './function'
import { type AttributeRecord, attrKey, defineType, PyObject, PyType, typeOf, type Value } from './object'
import { isTrue, repr } from './operators'

function propertyInit(
  self: PyProperty,
  fget: Value = null,
  fset: Value = null,
  fdel: Value = null,
  doc: Value = null,
): Value {
  self.fget = fget
  self.fset = fset
  self.fdel = fdel
  self.doc = null
  self.getterDoc = false
  self.name = undefined
  let text = doc
  if (doc === null && fget !== null) {
    const found = lookupAttr(fget, '__doc__')
    if (found !== undefined && found !== null) {
      self.getterDoc = true
      text = found
    }
  }
  if (self.cls === propertyType) {
    self.doc = text
    return null
  }
  // A subclass has a text of its own, which would hide that of the instance: it goes into the instance.
  try {
    setAttr(self, '__doc__', text)
  } catch (e) {
    // A text that was given where it cannot be kept is dropped; one that the getter has is not.
    if (self.getterDoc || !isException(e, attributeErrorType)) throw e
  }
  return null
}

function propertyCopy(self: PyProperty, fget: Value, fset: Value, fdel: Value): Value {
  const doc = self.getterDoc && fget !== null ? null : self.doc
  const made = context.call(self.cls, [fget, fset, fdel, doc]) as PyProperty
  if (made instanceof PyProperty) made.name = self.name
  return made
}

export const propertyType = defineType('property', {
  layout: PyProperty,
  doc: 'Property attribute.',
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    ['__init__', propertyInit, '($self, /, fget=None, fset=None, fdel=None, doc=None)'],
    [
      '__get__',
      (self: PyProperty, instance: Value) => (instance === null ? self : propertyGet(self, instance)),
      '($self, instance, owner=None, /)',
    ],
    [
      '__set__',
      (self: PyProperty, instance: Value, value: Value) => (setDescriptor(exactProperty(self), instance, value), null),
      '($self, instance, value, /)',
    ],
    [
      '__delete__',
      (self: PyProperty, instance: Value) => (setDescriptor(exactProperty(self), instance, undefined), null),
      '($self, instance, /)',
    ],
    ['getter', (self: PyProperty, f: Value) => propertyCopy(self, f, self.fset, self.fdel), '($self, object, /)'],
    ['setter', (self: PyProperty, f: Value) => propertyCopy(self, self.fget, f, self.fdel), '($self, object, /)'],
    ['deleter', (self: PyProperty, f: Value) => propertyCopy(self, self.fget, self.fset, f), '($self, object, /)'],
    [
      '__set_name__',
      (self: PyProperty, _owner: Value, name: Value) => ((self.name = name), null),
      '($self, owner, name, /)',
    ],
  ],
  members: 'fget fset fdel __doc__',
  getset: () => [
    ['fget', (self: PyProperty) => self.fget],
    ['fset', (self: PyProperty) => self.fset],
    ['fdel', (self: PyProperty) => self.fdel],
    [
      '__doc__',
      (self: PyProperty) => self.doc,
      (self: PyProperty, value) => {
        self.doc = value ?? null
      },
    ],
    [
      '__name__',
      (self: PyProperty) => {
        if (self.name !== undefined) return self.name
        const found = self.fget === null ? undefined : lookupAttr(self.fget, '__name__')
        if (found === undefined) throw attributeError("'property' object has no attribute '__name__'", self, '__name__')
        return found
      },
      (self: PyProperty, value) => {
        self.name = value
      },
    ],
    ['__isabstractmethod__', (self: PyProperty) => [self.fget, self.fset, self.fdel].some(isAbstract)],
  ],
})

/** A subclass of property that overrides `__set__` calls up here with itself: store by its own functions. */
function exactProperty(self: PyProperty): PyProperty {
  if (self.cls === propertyType) return self
  const plain = new PyProperty()
  plain.fget = self.fget
  plain.fset = self.fset
  plain.fdel = self.fdel
  plain.name = self.name
  return plain
}

function isAbstract(f: Value): boolean {
  if (f === null) return false
  const flag = lookupAttr(f, '__isabstractmethod__')
  return flag !== undefined && isTrue(flag)
}

const WRAPPER_ATTRIBUTES = ['__module__', '__name__', '__qualname__', '__doc__', '__annotations__']

function wrapperInit(self: PyStaticMethod | PyClassMethod, callable: Value): Value {
  self.callable = callable
  const record = self as unknown as AttributeRecord
  for (const name of WRAPPER_ATTRIBUTES) {
    const v = lookupAttr(callable, name)
    if (v !== undefined) record[attrKey(name)] = v
  }
  return null
}

const wrapperGetset = () =>
  [
    ['__func__', (self: PyStaticMethod) => self.callable],
    ['__wrapped__', (self: PyStaticMethod) => self.callable],
    ['__isabstractmethod__', (self: PyStaticMethod) => isAbstract(self.callable)],
  ] as const

export const staticMethodType = defineType('staticmethod', {
  layout: PyStaticMethod,
  hasDict: true,
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    ['__init__', wrapperInit, '($self, function, /)'],
    ['__get__', (self: PyStaticMethod) => self.callable, '($self, instance, owner=None, /)'],
    [
      '__call__',
      (self: PyStaticMethod, args: Value[], kwargs: Value) => context.callDict(self.callable, args, kwargs),
      '($self, /, *args, **kwargs)',
    ],
    ['__repr__', (self: PyStaticMethod) => `<staticmethod(${repr(self.callable)})>`, '($self, /)'],
  ],
  members: '__func__ __wrapped__',
  getset: wrapperGetset,
})

export const classMethodType = defineType('classmethod', {
  layout: PyClassMethod,
  hasDict: true,
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    ['__init__', wrapperInit, '($self, function, /)'],
    [
      '__get__',
      (self: PyClassMethod, instance: Value, owner: Value = null) =>
        new PyMethod(self.callable, owner === null ? typeOf(instance) : owner),
      '($self, instance, owner=None, /)',
    ],
    ['__repr__', (self: PyClassMethod) => `<classmethod(${repr(self.callable)})>`, '($self, /)'],
  ],
  members: '__func__ __wrapped__',
  getset: wrapperGetset,
})

/** `super(type, object_or_type)` */
export class PySuper extends PyObject {
  thisClass: PyType | null = null
  self: Value | undefined = undefined
  selfClass: PyType | null = null
}

/** The class whose MRO super() searches; TypeError where the object does not fit. */
function superCheck(type: PyType, obj: Value): PyType {
  if (obj instanceof PyType && obj.isSubtype(type)) return obj
  if (typeOf(obj).isSubtype(type)) return typeOf(obj)
  const claimed = lookupAttr(obj, '__class__')
  if (claimed instanceof PyType && claimed.isSubtype(type)) return claimed
  throw typeError(
    `super(type, obj): obj (${obj instanceof PyType ? 'type' : 'instance of'} ${obj instanceof PyType ? obj.name : typeOf(obj).name}) is not an instance or subtype of type (${type.name}).`,
  )
}

/** The raw attribute after `type` in the MRO of `start`; undefined where there is none. */
export function superLookup(type: PyType, start: PyType, name: string): Value | undefined {
  const mro = start.mro
  let i = mro.indexOf(type) + 1
  if (i === 0) return undefined
  for (; i < mro.length; i++) {
    const v = mro[i]!.ns.get(name)
    if (v !== undefined) return v
  }
  return undefined
}

/** `super(type, obj).name` without making the super object; undefined where the MRO has no such attribute. */
export function superGetAttr(type: PyType, obj: Value, name: string): Value | undefined {
  const start = superCheck(type, obj)
  const found = superLookup(type, start, name)
  if (found === undefined) return undefined
  return bind(found, obj === start ? undefined : obj, start)
}

/** `super(type, obj).name` as (function, undefined) where it is a method of obj that need not be bound. */
export function superMethod(type: PyType, obj: Value, name: string): Value | undefined {
  const start = superCheck(type, obj)
  if (obj === start) return undefined
  const found = superLookup(type, start, name)
  return found instanceof PyFunction ? found : undefined
}

function superGetattro(o: Value, name: string): Value | undefined {
  const self = o as PySuper
  if (self.selfClass !== null && self.thisClass !== null && name !== '__class__') {
    const found = superLookup(self.thisClass, self.selfClass, name)
    if (found !== undefined) return bind(found, self.self === self.selfClass ? undefined : self.self!, self.selfClass)
  }
  return generic(o, name)
}

function generic(o: Value, name: string): Value | undefined {
  const type = typeOf(o)
  const found = type.proto[attrKey(name)]
  const own = type.hasDict ? (o as unknown as AttributeRecord)[attrKey(name)] : undefined
  if (own !== undefined && own !== found) return own
  return found === undefined ? undefined : bind(found, o, type)
}

function superInit(self: PySuper, type: Value | undefined, obj: Value | undefined): Value {
  if (type === undefined) {
    const found = context.superArguments()
    type = found[0]
    obj = found[1]
  }
  if (!(type instanceof PyType)) throw typeError(`super() argument 1 must be a type, not ${typeOf(type).name}`)
  self.thisClass = type
  if (obj === undefined || obj === null) {
    self.self = undefined
    self.selfClass = null
  } else {
    self.self = obj
    self.selfClass = superCheck(type, obj)
  }
  return null
}

export const superType = defineType('super', {
  layout: PySuper,
  getattro: superGetattro,
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    ['__init__', superInit, '($self, type=<unrepresentable>, object_or_type=None, /)'],
    [
      '__getattribute__',
      (self: PySuper, name: Value) => {
        const text = attributeName(name)
        const v = superGetattro(self, text)
        if (v === undefined) throw attributeError(`'super' object has no attribute '${text}'`, self, text)
        return v
      },
      '($self, name, /)',
    ],
    [
      '__get__',
      (self: PySuper, instance: Value) => {
        if (instance === null || self.self !== undefined) return self
        if (self.cls !== superType) return context.call2(self.cls, self.thisClass!, instance)
        const made = new PySuper()
        superInit(made, self.thisClass!, instance)
        return made
      },
      '($self, instance, owner=None, /)',
    ],
    [
      '__repr__',
      (self: PySuper) =>
        self.selfClass === null
          ? `<super: <class '${self.thisClass?.name ?? 'NULL'}'>, NULL>`
          : `<super: <class '${self.thisClass!.name}'>, <${self.selfClass.name} object>>`,
      '($self, /)',
    ],
  ],
  members: true,
  getset: () => [
    ['__thisclass__', (self: PySuper) => self.thisClass],
    ['__self__', (self: PySuper) => self.self ?? null],
    ['__self_class__', (self: PySuper) => self.selfClass],
  ],
})
