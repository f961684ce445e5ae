/**
 * type: the class of classes. Creation of classes, C3 MRO, `__slots__`, class attributes (Language Reference 3.3.3,
 * "Customizing class creation"; CPython: Objects/typeobject.c).
 */
import {
  attributeName,
  bind,
  callSpecial2,
  checkSetattr,
  lookupAttr,
  missing,
  setDescriptor,
  typeGetAttr,
  typeSetAttr,
  updateAccess,
} from './attributes'
import { assignMro, bestBase, computeMro, hasWeakrefs, lineOf, setBases } from './bases'
import { PyCell } from './cell'
import { encodeText } from './codecregistry'
import { context, lateBodies } from './context'
import { instanceDict, PyDict, useDict } from './dict'
import { merge } from './dictmethods'
import { attributeError } from './exceptionfields'
import { PyBaseException, runtimeWarningType, typeError, valueError } from './exceptions'
import { finalizedLayout, finalizedSubclass, hasFinalizer } from './finalizers'
import {
  PyBuiltin,
  PyClassMethod,
  PyFunction,
  PyGetSet,
  PyMember,
  PyMethodDescriptor,
  PySlotWrapper,
  PyStaticMethod,
  wrongReceiver,
} from './function'
import { PyList } from './list'
import { makeMappingProxy } from './mappingproxy'
import {
  attrKey,
  bareName,
  completeType,
  type Layout,
  type MethodTable,
  mirrorNamespace,
  objectType,
  PyObject,
  PyType,
  sameLayout,
  TypeFlag,
  typeOf,
  typeSetOwn,
  typeType,
  type Value,
} from './object'
import { instanceOfType, isSubclass, isTrue, toArray } from './operators'
import { NativeFunction } from './signature'
import { asString } from './str'
import { PyTuple } from './tuple'
import { typeCall } from './typecall'

/** The most derived metaclass of the bases and the named one. */
export function calculateMetaclass(metatype: PyType, bases: readonly Value[]): PyType {
  let winner = metatype
  for (const base of bases) {
    const meta = typeOf(base)
    if (winner.isSubtype(meta)) continue
    if (meta.isSubtype(winner)) {
      winner = meta
      continue
    }
    throw typeError(
      'metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases',
    )
  }
  return winner
}

/** A JavaScript constructor of instances of a new class. Plain classes get one without a `super` call. */
function makeLayout(base: PyType, finalized: boolean): Layout {
  const Parent = base.ctor
  if (Parent === PyObject || (base.heap && plainLayouts.has(Parent))) {
    const layout = finalized ? finalizedLayout() : (function PyInstance() {} as unknown as Layout)
    ;(layout as { prototype: object }).prototype = Object.create(Parent.prototype as object) as object
    plainLayouts.add(layout)
    return layout
  }
  return finalized ? finalizedSubclass(Parent) : sameLayout(base.ctor)
}

const plainLayouts = new WeakSet<object>()

function mangle(name: string, className: string): string {
  if (!name.startsWith('__') || name.endsWith('__')) return name
  const bare = className.replace(/^_+/, '')
  return bare === '' ? name : `_${bare}${name}`
}

/** Raises UnicodeEncodeError for text that UTF-8 cannot encode. */
function requireUtf8(text: Value): void {
  if (typeof text !== 'string' || !text.isWellFormed()) encodeText(text, 'utf-8', 'strict')
}

/** What the name of a class may be: text that UTF-8 can encode, without null characters. */
function checkName(value: Value, name: string): void {
  requireUtf8(value)
  if (name.includes('\0')) throw valueError('type name must not contain null characters')
}

function readSlots(value: Value, name: string, ns: Map<string, Value>): string[] {
  const list = typeof value === 'string' ? [value] : toArray(value)
  const slots: string[] = []
  for (const item of list) {
    const text = asString(item)
    if (text === undefined) throw typeError(`__slots__ items must be strings, not '${typeOf(item).name}'`)
    if (!/^[A-Za-z_]\w*$/.test(text) && !/^[\p{XID_Start}_][\p{XID_Continue}]*$/u.test(text))
      throw typeError('__slots__ must be identifiers')
    const mangled = mangle(text, name)
    if (
      ns.has(mangled) &&
      mangled !== '__qualname__' &&
      mangled !== '__classcell__' &&
      mangled !== '__dict__' &&
      mangled !== '__weakref__'
    )
      throw valueError(`'${text}' in __slots__ conflicts with class variable`)
    if ((mangled === '__dict__' || mangled === '__weakref__') && slots.includes(mangled))
      throw typeError(`${mangled} slot disallowed: we already got one`)
    slots.push(mangled)
  }
  return slots
}

/** `type.__new__(metatype, name, bases, namespace, **kwargs)` */
export function typeNew(
  metatype: PyType,
  nameValue: Value,
  basesValue: Value,
  namespace: Value,
  kwargs: PyDict | null,
): Value {
  const name = asString(nameValue)
  if (name === undefined) throw typeError(`type.__new__() argument 1 must be str, not ${typeOf(nameValue).name}`)
  if (!(basesValue instanceof PyTuple))
    throw typeError(`type.__new__() argument 2 must be tuple, not ${typeOf(basesValue).name}`)
  if (!(namespace instanceof PyDict))
    throw typeError(`type.__new__() argument 3 must be dict, not ${typeOf(namespace).name}`)
  checkName(nameValue, name)
  for (const base of basesValue.items) {
    if (base instanceof PyType) continue
    if (lookupAttr(base, '__mro_entries__') !== undefined)
      throw typeError("type() doesn't support MRO entry resolution; use types.new_class()")
    throw typeError('bases must be types')
  }
  const winner = calculateMetaclass(metatype, basesValue.items)
  if (winner !== metatype) {
    const make = winner.proto.$__new__
    if (make !== typeType.proto.$__new__)
      return context.callKeywords(
        make instanceof PyStaticMethod ? make.callable : make!,
        [winner, nameValue, basesValue, namespace],
        kwargs === null ? [] : (kwargs.keyList() as string[]),
        kwargs === null ? [] : kwargs.valueList(),
      )
    metatype = winner
  }
  const bases = (basesValue.items.length === 0 ? [objectType] : basesValue.items) as PyType[]
  const base = bestBase(bases)
  const type = buildClass(metatype, name, bases, base, namespace)
  setNames(type)
  initSubclass(type, kwargs)
  return type
}

/**
 * A class of bases and names that need no checks, made and its attributes told of their names, but without `__init_subclass__`.
 */
export function makePlainClass(metatype: PyType, name: string, bases: PyType[], namespace: PyDict): PyType {
  const type = buildClass(metatype, name, bases, bestBase(bases), namespace)
  setNames(type)
  return type
}

/** The table of a namespace as it is, where it holds strings only and no Python code runs before all of it has been read: `__slots__` may be an iterator. */
function plainNames(namespace: PyDict): Map<string, Value> | null {
  if (namespace.constructor !== PyDict || namespace.hashed !== 0) return null
  const { map } = namespace
  if (!(map instanceof Map) || map.has('__slots__')) return null
  for (const key of map.keys()) if (typeof key !== 'string') return null
  return map as Map<string, Value>
}

function buildClass(metatype: PyType, name: string, bases: PyType[], base: PyType, namespace: PyDict): PyType {
  let source = plainNames(namespace)
  let oddKey = false
  if (source === null) {
    source = new Map<string, Value>()
    let items = namespace
    if (namespace.constructor !== PyDict) merge((items = new PyDict()), namespace)
    for (const key of items.keyList()) {
      const text = asString(key)
      if (text !== undefined) source.set(text, items.getItem(key)!)
      else oddKey = true
    }
  }
  const slotsValue = source.get('__slots__')
  const slots = slotsValue === undefined ? null : readSlots(slotsValue, name, source)
  if (
    slots !== null &&
    slots.length > 0 &&
    isVariableSized(base) &&
    slots.some((s) => s !== '__dict__' && s !== '__weakref__')
  )
    throw typeError(`nonempty __slots__ not supported for subtype of '${base.name}'`)
  const layout = makeLayout(base, hasFinalizer(source.get('__del__'), bases))
  const type = new PyType(name, name, layout, base)
  type.heap = true
  type.mutable = true
  type.bases = bases
  type.slots = slots
  if (metatype !== typeType) {
    Object.setPrototypeOf(type, metatype.proto)
  }
  Object.defineProperty(type.proto, 'cls', { value: type, enumerable: false, writable: true, configurable: true })
  const qualname = source.get('__qualname__')
  if (qualname !== undefined) {
    const text = asString(qualname)
    if (text === undefined) throw typeError(`type __qualname__ must be a str, not ${typeOf(qualname).name}`)
    type.qualname = text
  }
  const cell = source.get('__classcell__')
  if (cell !== undefined && !(cell instanceof PyCell))
    throw typeError(`type.__new__: __classcell__ must be a nonlocal cell, not <class '${typeOf(cell).name}'>`)
  const classDictCell = source.get('__classdictcell__')
  const ns = type.ns
  let foreign = false
  for (const [key, value] of source) {
    if (key === '__qualname__' || (key === '__classcell__' && !slots?.includes(key)) || key === '__classdictcell__')
      continue
    if (value !== null && typeof value === 'object' && value instanceof PySlotWrapper && key.startsWith('__'))
      foreign = true
    ns.set(key, specialWrap(key, value))
  }
  if (!ns.has('__module__')) {
    const module = context.currentModule()
    if (module !== null) ns.set('__module__', module)
  }
  const doc = ns.get('__doc__')
  if (doc === undefined) ns.set('__doc__', null)
  else if (asString(doc) !== undefined) requireUtf8(doc)
  if (ns.has('__eq__') && !ns.has('__hash__')) ns.set('__hash__', null)
  type.hasDict = false
  for (const b of bases) type.hasDict ||= b.hasDict
  if (slots === null || slots.includes('__dict__')) {
    if (slots !== null && type.hasDict) throw typeError('__dict__ slot disallowed: we already got one')
    if (!type.hasDict) {
      type.hasDict = true
      if (!ns.has('__dict__'))
        ns.set(
          '__dict__',
          new PyGetSet('__dict__', getInstanceDict, setInstanceDict, 'The attributes of the instance.', type),
        )
    }
  }
  const hasWeakref = bases.some(hasWeakrefs)
  if (slots?.includes('__weakref__') && hasWeakref) throw typeError('__weakref__ slot disallowed: we already got one')
  if (!hasWeakref && (slots === null || slots.includes('__weakref__')) && !ns.has('__weakref__'))
    ns.set(
      '__weakref__',
      new PyGetSet('__weakref__', (o) => context.weakReference(o), null, 'The weak references to the instance.', type),
    )
  if (slots !== null) {
    for (const slot of slots) {
      if (slot === '__dict__' || slot === '__weakref__') continue
      let key = `%${slot}`
      while (key in type.proto) key += "'"
      type.proto[key] = undefined
      ns.set(slot, new PyMember(slot, key, type))
    }
  }
  type.patternKind = null
  for (const b of bases) type.patternKind ??= b.patternKind
  type.matchSelf = base.matchSelf
  if (cell instanceof PyCell) cell.v = type
  const settled = assignMro(type)
  for (const b of type.bases)
    if (settled || !b.subclasses.some((r) => r.deref() === type)) b.subclasses.push(new WeakRef(type))
  mirrorNamespace(type)
  if (foreign) guardForeignMethods(type)
  updateAccess(type)
  if (oddKey) context.warn(runtimeWarningType, `non-string key in the __dict__ of class ${name}`)
  if (classDictCell instanceof PyCell) classDictCell.v = new TypeNamespace(type)
  return type
}

/**
 * Special methods are called through the mirror without another look at their object. One that was taken from a builtin type that the new
 * class does not derive from must not be: its mirror asks first.
 */
function guardForeignMethods(type: PyType): void {
  for (const [name, value] of type.ns) {
    if (!(value instanceof PySlotWrapper) || type.isSubtype(value.owner)) continue
    const { native, owner } = value
    const guarded = (self: Value, ...args: Value[]) => {
      if (!typeOf(self).isSubtype(owner)) throw wrongReceiver(value, self)
      return native.fn(self, ...args)
    }
    type.proto[attrKey(name)] = new PySlotWrapper(
      new NativeFunction(native.name, guarded, native.signature, native.doc),
      owner,
    )
  }
}

/** Bytes of an instance and of one more item of it in CPython, as far as they say something here. */
const SIZES: Readonly<Record<string, readonly [basic: number, item: number]>> = {
  int: [24, 4],
  tuple: [24, 8],
  bytes: [33, 1],
}

function sizesOf(type: PyType): readonly [basic: number, item: number] {
  return SIZES[lineOf(type).find((t) => !t.heap && SIZES[t.qualname] !== undefined)?.qualname ?? ''] ?? [16, 0]
}

/** CPython's variable-sized objects cannot take slots. */
function isVariableSized(base: PyType): boolean {
  return sizesOf(base)[1] !== 0
}

function specialWrap(name: string, value: Value): Value {
  if (!(value instanceof PyFunction)) return value
  if (name === '__new__') {
    const made = new PyStaticMethod()
    made.callable = value
    return made
  }
  if (name === '__init_subclass__' || name === '__class_getitem__') {
    const made = new PyClassMethod()
    made.callable = value
    return made
  }
  return value
}

function setNames(type: PyType): void {
  // Those that have it first: what they do may change the namespace. Most are functions, which have none.
  const asked: [name: string, value: PyObject][] = []
  for (const [name, value] of type.ns)
    if (value !== null && typeof value === 'object' && !(value instanceof PyFunction)) asked.push([name, value])
  for (const [name, value] of asked) {
    const method = value.cls.proto.$__set_name__
    if (method === undefined) continue
    try {
      callSpecial2(method, value, type, name)
    } catch (e) {
      if (e instanceof PyBaseException)
        context.addNote(e, `Error calling __set_name__ on '${typeOf(value).name}' instance '${name}' in '${type.name}'`)
      throw e
    }
  }
}

function initSubclass(type: PyType, kwargs: PyDict | null): void {
  // What `super(type, type)` says where `mro()` left the class itself out.
  if (!type.mro.includes(type))
    throw typeError(`super(type, obj): obj (type ${type.name}) is not an instance or subtype of type (${type.name}).`)
  let found: Value | undefined
  for (let i = 1; i < type.mro.length && found === undefined; i++) found = type.mro[i]!.ns.get('__init_subclass__')
  if (found === undefined) return
  const bound = found instanceof PyClassMethod ? found.callable : null
  const names = kwargs === null ? [] : (kwargs.keyList() as string[])
  const values = kwargs === null ? [] : kwargs.valueList()
  if (bound !== null) context.callKeywords(bound, [type], names, values)
  else {
    const get = typeOf(found).proto.$__get__
    const callable = get === undefined ? found : callSpecial2(get, found, null, type)
    context.callKeywords(callable, [], names, values)
  }
}

/** The `__dict__` of the nearest builtin base that has one: it knows better than a class statement's what the attributes are. */
function inheritedDict(o: PyObject): PyObject | null {
  const base = lineOf(o.cls).find((t) => !t.heap && t.hasDict)
  const found = base?.proto.$__dict__
  return found instanceof PyGetSet ? found : null
}

/** `instance.__dict__` */
export function getInstanceDict(o: PyObject): Value {
  const inherited = inheritedDict(o)
  if (inherited !== null) return bind(inherited, o, o.cls)
  if (!o.cls.hasDict) throw attributeError('This object has no __dict__', o, '__dict__')
  return instanceDict(o)
}

/** `instance.__dict__ = d` */
export function setInstanceDict(o: PyObject, value: Value | undefined): void {
  const inherited = inheritedDict(o)
  if (inherited !== null) {
    setDescriptor(inherited, o, value)
    return
  }
  if (value === undefined) {
    useDict(o, new PyDict())
    return
  }
  if (!(value instanceof PyDict)) throw typeError(`__dict__ must be set to a dictionary, not a '${typeOf(value).name}'`)
  useDict(o, value)
}

function typeRepr(self: PyType): Value {
  const module = self.ns.get('__module__')
  if (!self.heap && typeof module !== 'string')
    return `<class '${self.module === 'builtins' ? '' : `${self.module}.`}${self.qualname}'>`
  if (module === undefined || module === 'builtins' || typeof module !== 'string') return `<class '${self.qualname}'>`
  return `<class '${module}.${self.qualname}'>`
}

function typeInit(_self: PyType, args: Value[], kwargs: PyDict | null): Value {
  if (args.length === 1 && kwargs !== null && kwargs.size > 0)
    throw typeError('type.__init__() takes no keyword arguments')
  if (args.length !== 1 && args.length !== 3) throw typeError('type.__init__() takes 1 or 3 arguments')
  return null
}

/** The classes derived from a class that exist now: none of modules whose bodies wait. */
export function liveSubclasses(self: PyType): PyType[] {
  return self.subclasses.map((r) => r.deref()).filter((t): t is PyType => t !== undefined)
}

function typeSubclasses(self: PyType): Value {
  lateBodies.settle?.()
  return new PyList(liveSubclasses(self))
}

function typeDir(self: PyType): Value {
  const names = new Set<string>()
  for (const t of self.mro) for (const name of t.ns.keys()) names.add(name)
  return new PyList([...names])
}

function typePrepare(): Value {
  return new PyDict()
}

function typeInstanceCheck(self: PyType, instance: Value): Value {
  return instanceOfType(instance, self)
}

function typeSubclassCheck(self: PyType, subclass: Value): Value {
  if (subclass instanceof PyType) return subclass.isSubtype(self)
  const bases = lookupAttr(subclass, '__bases__')
  if (!(bases instanceof PyTuple)) throw typeError('issubclass() arg 1 must be a class')
  return bases.items.some((b) => b === self || isSubclass(b, self))
}

function unionOf(a: Value, b: Value): Value {
  return context.makeUnion(a, b)
}

const typeMethods = (): MethodTable => [
  ['__repr__', typeRepr, '($self, /)'],
  [
    '__call__',
    (self: PyType, args: Value[], kwargs: PyDict | null) =>
      typeCall(
        self,
        args,
        kwargs === null ? [] : (kwargs.keyList() as string[]),
        kwargs === null ? [] : kwargs.valueList(),
      ),
    '($self, /, *args, **kwargs)',
  ],
  [
    '__getattribute__',
    (self: PyType, name: Value) => {
      const text = attributeName(name)
      const v = typeGetAttr(self, text)
      if (v === undefined) throw missing(self, text)
      return v
    },
    '($self, name, /)',
  ],
  [
    '__setattr__',
    (self: PyType, name: Value, value: Value) => (
      checkSetattr(self, typeSetAttr, '__setattr__'), typeSetAttr(self, attributeName(name), value), null
    ),
    '($self, name, value, /)',
  ],
  [
    '__delattr__',
    (self: PyType, name: Value) => (
      checkSetattr(self, typeSetAttr, '__delattr__'), typeSetAttr(self, attributeName(name), undefined), null
    ),
    '($self, name, /)',
  ],
  ['__init__', typeInit, '($self, /, *args, **kwargs)'],
  ['mro', (self: PyType) => new PyList(computeMro(self)), '($self, /)'],
  ['__subclasses__', typeSubclasses, '($self, /)'],
  ['__instancecheck__', typeInstanceCheck, '($self, instance, /)'],
  ['__subclasscheck__', typeSubclassCheck, '($self, subclass, /)'],
  ['__dir__', typeDir, '($self, /)'],
  ['__sizeof__', () => 1064, '($self, /)'],
  ['__or__', (a: Value, b: Value) => unionOf(a, b), '($self, value, /)'],
  ['__ror__', (a: Value, b: Value) => unionOf(b, a), '($self, value, /)'],
]

/** The value that a special attribute of a class is given; TypeError where it may not be set, or is to be deleted. */
function requireSettable(self: PyType, name: string, value: Value | undefined): Value {
  requireHeap(self, name)
  if (value === undefined) throw typeError(`cannot delete '${name}' attribute of immutable type '${self.name}'`)
  return value
}

function requireHeap(self: PyType, name: string): void {
  if (!self.mutable) throw typeError(`cannot set '${name}' attribute of immutable type '${self.name}'`)
}

function setAbstractMethods(self: PyType, value: Value | undefined): void {
  requireHeap(self, '__abstractmethods__')
  if (value === undefined && self.abstractMethods === undefined) throw attributeError('__abstractmethods__', null, null)
  self.abstractMethods = value
  typeSetOwn(self, '__abstractmethods__', value)
}

/** Names of the abstract methods of a class, sorted; empty where it can be instantiated. */
export function abstractNames(type: PyType): string[] {
  const value = type.abstractMethods
  if (value === undefined || !isTrue(value)) return []
  return toArray(value)
    .map((v) => asString(v)!)
    .sort()
}

function annotationsOf(self: PyType): Value {
  const stored = self.ns.get('__annotations__')
  if (!self.heap && !(stored instanceof PyDict))
    throw attributeError(`type object '${self.name}' has no attribute '__annotations__'`, self, '__annotations__')
  let found = stored
  if (found === undefined) {
    found = new PyDict()
    typeSetOwn(self, '__annotations__', found)
  } else if (found !== null && typeof found === 'object' && found.cls.proto.$__get__ !== undefined)
    return callSpecial2(found.cls.proto.$__get__, found, null, self)
  return found
}

completeType(typeType, {
  flags: TypeFlag.VECTORCALL,
  layout: PyType as never,
  doc: 'type(object) -> its class\ntype(name, bases, dict, **kwds) -> a class made of these',
  getattro: typeGetAttr,
  setattro: typeSetAttr,
  hasDict: true,
  new: [
    (metatype: PyType, args: Value[], kwargs: PyDict | null) => {
      if (args.length !== 3) {
        if (metatype === typeType && args.length === 1) throw typeError('type() takes 1 or 3 arguments')
        throw typeError(`type.__new__() takes exactly 3 arguments (${args.length} given)`)
      }
      return typeNew(metatype, args[0]!, args[1]!, args[2]!, kwargs)
    },
    '(*args, **kwargs)',
  ],
  methods: typeMethods,
  classMethods: () => [['__prepare__', typePrepare, '($cls, name, bases, /, **kwds) as ($cls, /, *args, **kwargs)']],
  members: '__base__ __basicsize__ __itemsize__ __dictoffset__ __weakrefoffset__ __flags__',
  getset: () => [
    [
      '__name__',
      (self: PyType) => (self.heap ? self.name : bareName(self)),
      (self: PyType, given) => {
        const value = requireSettable(self, '__name__', given)
        const text = asString(value)
        if (text === undefined)
          throw typeError(`can only assign string to ${self.name}.__name__, not '${typeOf(value).name}'`)
        checkName(value, text)
        self.name = text
      },
    ],
    [
      '__qualname__',
      (self: PyType) => self.qualname,
      (self: PyType, given) => {
        const value = requireSettable(self, '__qualname__', given)
        const text = asString(value)
        if (text === undefined)
          throw typeError(`can only assign string to ${self.name}.__qualname__, not '${typeOf(value).name}'`)
        self.qualname = text
      },
    ],
    [
      '__module__',
      (self: PyType) => {
        const found = self.ns.get('__module__')
        if (!self.heap) return typeof found === 'string' ? found : self.module
        if (found === undefined) throw attributeError('__module__', null, null)
        return found
      },
      (self: PyType, value) => {
        requireSettable(self, '__module__', value)
        typeSetOwn(self, '__module__', value)
        typeSetOwn(self, '__firstlineno__', undefined)
      },
    ],
    [
      '__bases__',
      (self: PyType) => new PyTuple(self.bases),
      (self: PyType, value) => setBases(self, requireSettable(self, '__bases__', value)),
    ],
    ['__base__', (self: PyType) => self.base],
    ['__mro__', (self: PyType) => (self.mro.length === 0 ? null : new PyTuple(self.mro))],
    ['__dict__', (self: PyType) => makeMappingProxy(new TypeNamespace(self))],
    [
      '__abstractmethods__',
      (self: PyType) => {
        if (self.abstractMethods === undefined || self === typeType)
          throw attributeError('__abstractmethods__', null, null)
        return self.abstractMethods
      },
      setAbstractMethods,
    ],
    [
      '__doc__',
      (self: PyType) => {
        if (!self.heap && self.doc !== null) return self.doc
        const found = self.ns.get('__doc__')
        if (found === undefined || (!self.heap && found instanceof PyGetSet)) return null
        if (found !== null && typeof found === 'object' && self.heap && found.cls.proto.$__get__ !== undefined)
          return callSpecial2(found.cls.proto.$__get__, found, null, self)
        return found
      },
      (self: PyType, value) => {
        requireSettable(self, '__doc__', value)
        typeSetOwn(self, '__doc__', value)
      },
    ],
    [
      '__annotations__',
      annotationsOf,
      (self: PyType, value) => {
        requireHeap(self, '__annotations__')
        if (value === undefined && !self.ns.has('__annotations__')) throw attributeError('__annotations__', null, null)
        typeSetOwn(self, '__annotations__', value)
      },
    ],
    [
      '__type_params__',
      (self: PyType) => (self.heap ? (self.ns.get('__type_params__') ?? new PyTuple([])) : new PyTuple([])),
      (self: PyType, value) => {
        requireSettable(self, '__type_params__', value)
        typeSetOwn(self, '__type_params__', value)
      },
    ],
    [
      '__text_signature__',
      (self: PyType) => {
        if (self === objectType) return '()'
        if (self.heap) return signatureInDoc(self)
        const make = self.ns.get('__new__')
        if (make instanceof PyBuiltin && make.native.shown !== '(cls, /, *args, **kwargs)')
          return classSignature(make.native)
        // A `__new__` that takes anything leaves the arguments to `__init__`.
        const init = self.ns.get('__init__')
        return init instanceof PyMethodDescriptor ? classSignature(init.native) : null
      },
    ],
    ['__basicsize__', (self: PyType) => sizesOf(self)[0]],
    ['__itemsize__', (self: PyType) => sizesOf(self)[1]],
    ['__dictoffset__', (self: PyType) => (self.hasDict ? -1 : 0)],
    ['__weakrefoffset__', (self: PyType) => (hasWeakrefs(self) ? -1 : 0)],
    ['__flags__', typeFlags],
  ],
})

/** The signature of a class by the function that makes or fills its instances, without that one's first parameter. */
function classSignature(native: NativeFunction): Value {
  const shown = native.shown
  if (shown === null || shown.includes('<unrepresentable>')) return null
  const text = shown.replace(/^\((?:cls|\$self)(, \/)?(, )?/, '(')
  return text === '(*args, **kwargs)' ? null : text
}

/** The signature that a class's text begins with: `Name(…)` before a line of two hyphens. */
function signatureInDoc(type: PyType): Value {
  const doc = asString(type.ns.get('__doc__') ?? null)
  if (doc === undefined || !doc.startsWith(`${type.name}(`)) return null
  const end = doc.indexOf(')\n--\n\n')
  return end < 0 || doc.slice(0, end).includes('\n\n') ? null : doc.slice(type.name.length, end + 1)
}

const INLINE_VALUES = 1 << 2
const MANAGED_DICT = 1 << 4

/** The flags of tp_flags that Python code looks at (Include/object.h). */
function typeFlags(self: PyType): Value {
  let flags = 0x1000
  if (self.heap) flags |= 1 << 9
  else flags |= 1 << 8
  if (self.subclassable) flags |= 1 << 10
  if (self.abstractMethods !== undefined && isTrue(self.abstractMethods)) flags |= 1 << 20
  if (self.patternKind === 'sequence') flags |= 1 << 5
  if (self.heap && self.hasDict) {
    // A dict that the class itself brings is managed; values lie in the object where that has nothing else.
    const builtin = lineOf(self).find((t) => !t.heap)!
    if (!builtin.hasDict) flags |= builtin === objectType ? MANAGED_DICT | INLINE_VALUES : MANAGED_DICT
  }
  if (self.patternKind === 'mapping') flags |= 1 << 6
  const call = self.mro.find((t) => t.ns.has('__call__'))
  if (call !== undefined && call.flags & TypeFlag.VECTORCALL && !(call.ns.get('__call__') instanceof PyFunction))
    flags |= TypeFlag.VECTORCALL
  // Not inherited by classes made at run time, whose `__get__` may change.
  const get = self.heap ? undefined : self.mro.find((t) => t.ns.has('__get__'))
  if (get !== undefined) flags |= get.flags & TypeFlag.METHOD_DESCRIPTOR
  const bits: Record<string, number> = { int: 24, list: 25, tuple: 26, bytes: 27, str: 28, dict: 29, BaseException: 30 }
  for (const t of self.mro) if (!t.heap && bits[t.qualname] !== undefined) flags += 2 ** bits[t.qualname]!
  if (self.isSubtype(typeType)) flags += 2 ** 31
  return flags
}

/** A class's namespace as a dict for its mappingproxy: live, read only. */
export class TypeNamespace extends PyDict {
  constructor(readonly type: PyType) {
    super(type.ns as Map<never, Value>)
  }
}
