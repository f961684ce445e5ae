/** object: the root of the class hierarchy (CPython: Objects/typeobject.c, "object_methods"). */
import {
  attributeName,
  bind,
  checkSetattr,
  dictOfInstance,
  genericGetAttr,
  genericSetAttr,
  getAttr,
  lookupAttr,
} from './attributes'
import { requireCompatible } from './bases'
import { context } from './context'
import { PyDict } from './dict'
import { attributeError } from './exceptionfields'
import { typeError, valueError } from './exceptions'
import { PyMember } from './function'
import { identityOf } from './identity'
import { PyList } from './list'
import { findAttribute, moduleSetAttr, moduleType, PyModule } from './module'
import {
  type AttributeRecord,
  completeType,
  objectType,
  PyObject,
  PyType,
  typeChanged,
  typeOf,
  type Value,
} from './object'
import { asCInt, callComparison, getIter, isSame, isTrue, reprValue, str } from './operators'
import { NotImplemented } from './singletons'
import { asString } from './str'
import { PyTuple } from './tuple'
import { abstractNames } from './type'

function objectNew(cls: PyType, args: Value[], kwargs: PyDict | null): Value {
  if (args.length > 0 || kwargs !== null) {
    if (cls.proto.$__new__ !== objectType.proto.$__new__)
      throw typeError('object.__new__() takes exactly one argument (the type to instantiate)')
    if (cls.proto.$__init__ === objectType.proto.$__init__) throw typeError(`${cls.name}() takes no arguments`)
  }
  if (cls.abstractMethods !== undefined) {
    const names = abstractNames(cls)
    if (names.length > 0)
      throw typeError(
        `Can't instantiate abstract class ${cls.name} without an implementation for abstract method${names.length > 1 ? 's' : ''} ${names.map((n) => `'${n}'`).join(', ')}`,
      )
  }
  let solid: PyType = cls
  while (solid !== objectType && (solid.heap || solid.proto.$__new__ === objectType.proto.$__new__)) solid = solid.base!
  if (solid !== objectType) throw typeError(`object.__new__(${cls.name}) is not safe, use ${solid.name}.__new__()`)
  return new cls.ctor()
}

function objectInit(self: Value, args: Value[], kwargs: PyDict | null): Value {
  if (args.length > 0 || kwargs !== null) {
    const type = typeOf(self)
    if (type.proto.$__init__ !== objectType.proto.$__init__)
      throw typeError('object.__init__() takes exactly one argument (the instance to initialize)')
    if (type.proto.$__new__ === objectType.proto.$__new__)
      throw typeError(`${type.name}.__init__() takes exactly one argument (the instance to initialize)`)
  }
  return null
}

/** `object.__repr__` */
export function objectRepr(self: Value): Value {
  const type = typeOf(self)
  const module = type.ns.get('__module__')
  const name = typeof module === 'string' && module !== 'builtins' ? `${module}.${type.qualname}` : type.qualname
  return `<${name} object at ${address(self)}>`
}

/** The identity of an object as `repr` shows it. */
export function address(self: Value): string {
  return `0x${identityOf(self).toString(16).padStart(12, '0')}`
}

function objectFormat(self: Value, spec: Value): Value {
  const text = asString(spec)
  if (text === undefined) throw typeError(`__format__() argument must be str, not ${typeOf(spec).name}`)
  if (text !== '') throw typeError(`unsupported format string passed to ${typeOf(self).name}.__format__`)
  return str(self)
}

function objectEq(a: Value, b: Value): Value {
  return isSame(a, b) ? true : NotImplemented
}

function objectNe(a: Value, b: Value): Value {
  const method = typeOf(a).proto.$__eq__!
  if (method === objectType.proto.$__eq__) return isSame(a, b) ? false : NotImplemented
  const result = callComparison(method, a, b)
  return result === NotImplemented ? NotImplemented : !isTrue(result)
}

function setAttribute(self: Value, name: string, value: Value | undefined, what: string): void {
  if (self instanceof PyModule) moduleSetAttr(self, name, value)
  else {
    if (typeOf(self).setattro !== genericSetAttr) checkSetattr(self, genericSetAttr, what)
    genericSetAttr(self, name, value)
  }
}

function objectDir(self: Value): Value {
  const names = new Set<string>()
  const dict = lookupAttr(self, '__dict__')
  if (dict instanceof PyDict) for (const key of dict.keyList()) if (typeof key === 'string') names.add(key)
  const cls = lookupAttr(self, '__class__')
  if (cls instanceof PyType) for (const t of cls.mro) for (const name of t.ns.keys()) names.add(name)
  return new PyList([...names])
}

function setClass(self: Value, value: Value | undefined): void {
  if (value === undefined) throw typeError("can't delete __class__ attribute")
  if (!(value instanceof PyType))
    throw typeError(`__class__ must be set to a class, not '${typeOf(value).name}' object`)
  const old = typeOf(self)
  const modules = value.isSubtype(moduleType) && old.isSubtype(moduleType)
  if (!(value.mutable && old.mutable) && !modules)
    throw typeError('__class__ assignment only supported for mutable types or ModuleType subclasses')
  requireCompatible(old, value, '__class__')
  const o = self as PyObject
  // Compiled code that runs may know the object for one of the old class.
  if (old.watched) typeChanged(old)
  Object.setPrototypeOf(o, o.dict === undefined ? value.proto : shadow(value))
}

function shadow(type: PyType): object {
  return type.shadow ?? type.proto
}

function layoutOf(type: PyType): PyType {
  let t = type
  while (t.heap) t = t.base!
  return t
}

function reduceEx(self: Value, protocol: Value): Value {
  const level = asCInt(protocol)
  const own = typeOf(self).proto.$__reduce__
  if (own !== objectType.proto.$__reduce__) return context.call0(getAttr(self, '__reduce__'))
  return reduceCommon(self, level)
}

function reduceCommon(self: Value, protocol: number): Value {
  const copyreg = context.importModule('copyreg')
  return protocol >= 2 ? reduceNewObject(self, copyreg) : context.call2(getAttr(copyreg, '_reduce_ex'), self, protocol)
}

/** A method as its class defines it, bound; instances are not asked. */
function specialMethod(self: Value, key: string): Value | undefined {
  const type = typeOf(self)
  const found = type.proto[key]
  return found === undefined ? undefined : bind(found, self, type)
}

/** Protocols 2 and up: `copyreg.__newobj__(cls, *args)`, state, list items, dict items (CPython: reduce_newobj). */
function reduceNewObject(self: Value, copyreg: Value): Value {
  const cls = typeOf(self)
  if (cls.proto.$__new__ === undefined) throw typeError(`cannot pickle '${cls.name}' object`)
  let args: Value[] = []
  let keywords: PyDict | null = null
  const getExtended = specialMethod(self, '$__getnewargs_ex__')
  const getPlain = specialMethod(self, '$__getnewargs__')
  if (getExtended !== undefined) {
    const made = context.call0(getExtended)
    if (!(made instanceof PyTuple))
      throw typeError(`__getnewargs_ex__ should return a tuple, not '${typeOf(made).name}'`)
    if (made.items.length !== 2)
      throw valueError(`__getnewargs_ex__ should return a tuple of length 2, not ${made.items.length}`)
    const [a, k] = made.items
    if (!(a instanceof PyTuple))
      throw typeError(`first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '${typeOf(a!).name}'`)
    if (!(k instanceof PyDict))
      throw typeError(`second item of the tuple returned by __getnewargs_ex__ must be a dict, not '${typeOf(k!).name}'`)
    args = a.items
    keywords = k.size > 0 ? k : null
  } else if (getPlain !== undefined) {
    const made = context.call0(getPlain)
    if (!(made instanceof PyTuple)) throw typeError(`__getnewargs__ should return a tuple, not '${typeOf(made).name}'`)
    args = made.items
  }
  const isList = self instanceof PyList
  const isDict = self instanceof PyDict
  const state = context.call0(getAttr(self, '__getstate__'))
  // What else an object of a builtin type holds, only a `__getstate__` of its own can tell.
  const ownState = cls.proto.$__getstate__ !== objectType.proto.$__getstate__
  const isOpaque = !ownState && !isList && !isDict && !cls.heap && !hasPlainLayout(cls)
  if (getExtended === undefined && getPlain === undefined && isOpaque)
    throw typeError(`cannot pickle '${cls.name}' object`)
  const head =
    keywords === null
      ? [getAttr(copyreg, '__newobj__'), new PyTuple([cls, ...args])]
      : [getAttr(copyreg, '__newobj_ex__'), new PyTuple([cls, new PyTuple(args), keywords])]
  return new PyTuple([
    ...head,
    state,
    isList ? getIter(self) : null,
    isDict ? getIter(context.call0(getAttr(self, 'items'))) : null,
  ])
}

/** Whether instances hold nothing but attributes. */
function hasPlainLayout(cls: PyType): boolean {
  return layoutOf(cls) === objectType
}

completeType(objectType, {
  layout: PyObject,
  doc: 'What every class descends from. Its own instances have no attributes and take none.',
  getattro: genericGetAttr,
  setattro: genericSetAttr,
  new: [objectNew, '(*args, **kwargs)'],
  methods: () => [
    ['__init__', objectInit, '($self, /, *args, **kwargs)'],
    ['__repr__', objectRepr, '($self, /)'],
    ['__str__', (self: Value) => reprValue(self), '($self, /)'],
    ['__format__', objectFormat, '($self, format_spec, /)'],
    ['__hash__', (self: Value) => identityHash(self), '($self, /)'],
    ['__eq__', objectEq, '($self, value, /)'],
    ['__ne__', objectNe, '($self, value, /)'],
    ['__lt__', () => NotImplemented, '($self, value, /)'],
    ['__le__', () => NotImplemented, '($self, value, /)'],
    ['__gt__', () => NotImplemented, '($self, value, /)'],
    ['__ge__', () => NotImplemented, '($self, value, /)'],
    [
      '__getattribute__',
      (self: Value, name: Value) => {
        const text = attributeName(name)
        const v = self instanceof PyModule ? findAttribute(self, text) : genericGetAttr(self, text)
        if (v === undefined)
          throw attributeError(`'${typeOf(self).name}' object has no attribute '${text}'`, self, text)
        return v
      },
      '($self, name, /)',
    ],
    [
      '__setattr__',
      (self: Value, name: Value, value: Value) => (setAttribute(self, attributeName(name), value, '__setattr__'), null),
      '($self, name, value, /)',
    ],
    [
      '__delattr__',
      (self: Value, name: Value) => (setAttribute(self, attributeName(name), undefined, '__delattr__'), null),
      '($self, name, /)',
    ],
    ['__dir__', objectDir, '($self, /)'],
    ['__sizeof__', () => 16, '($self, /)'],
    ['__reduce__', (self: Value) => reduceCommon(self, 0), '($self, /)'],
    ['__reduce_ex__', reduceEx, '($self, protocol, /)'],
    ['__getstate__', (self: Value) => getState(self), '($self, /)'],
  ],
  classMethods: () => [
    [
      '__init_subclass__',
      (cls: PyType, args: Value[], kwargs: PyDict | null) => {
        if (kwargs !== null || args.length > 0)
          throw typeError(`${cls.name}.__init_subclass__() takes no ${args.length > 0 ? '' : 'keyword '}arguments`)
        return null
      },
      '($cls, /) as ($cls, /, *args, **kwargs)',
    ],
    ['__subclasshook__', () => NotImplemented, '($cls, object, /)'],
  ],
  getset: () => [['__class__', (self: Value) => typeOf(self), setClass, 'The class of an instance.']],
})

function identityHash(self: Value): Value {
  return identityOf(self)
}

/** `object.__getstate__` (CPython: object_getstate_default). */
function getState(self: Value): Value {
  const type = typeOf(self)
  const dict = dictOfInstance(self)
  const slots = new PyDict()
  const listed = type.ns.get('__slotnames__')
  if (listed !== undefined && listed !== null && !(listed instanceof PyList))
    throw typeError(`${type.name}.__slotnames__ should be a list or None, not ${typeOf(listed).name}`)
  if (listed instanceof PyList)
    // Reading an attribute may change the list.
    for (const name of listed.items.slice()) {
      const v = lookupAttr(self, asString(name)!)
      if (v !== undefined) slots.setItem(name, v)
    }
  for (const t of type.mro) {
    if (!t.heap || t.slots === null || listed instanceof PyList) continue
    for (const member of t.ns.values()) {
      if (!(member instanceof PyMember)) continue
      const v = (self as unknown as AttributeRecord)[member.key]
      if (v !== undefined) slots.setItem(member.name, v)
    }
  }
  const state = dict === undefined || (dict.size === 0 && (self as PyObject).dict === undefined) ? null : dict.copy()
  if (slots.size === 0) return state
  return new PyTuple([state, slots])
}
