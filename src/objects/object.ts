/**
 * The root of the object model: every Python value, the class of every class, and how builtin types are defined.
 *
 * Representation (measured in the design): int is a number while it is a safe integer, else a bigint; bool, None and str are
 * boolean, null and string; everything else is a {@link PyObject}. Each Python class owns a JavaScript constructor whose
 * prototype carries `cls` and a mirror of the class's namespace under keys that begin with `$`, so that the engine's own
 * prototype chain answers most look-ups along the MRO. Attributes of an instance are own properties under the same keys:
 * `o.$x` is the instance's attribute where there is one, else the class's raw attribute. Where the MRO is not the prototype
 * chain (multiple inheritance) the missing entries are copied into the class's prototype (`flattened`).
 *
 * `undefined` is never a Python value: it means absent, unbound or argument not given.
 */
import { NativeFunction } from './signature'

/** Any Python value. */
export type Value = null | boolean | number | bigint | string | PyObject

/** A Python int. */
export type Int = number | bigint

/** Base of every Python object that is not a JavaScript primitive; also the layout of instances of plain classes. */
export class PyObject {
  /** The object's class; on the prototype, changed by assignment to `__class__`. */
  declare readonly cls: PyType
  /** A `__dict__` that replaced the own properties (assigned, or given a key that is not a str). */
  declare dict: PyObject | undefined
}

/** Attribute storage seen as a record; keys are made by {@link attrKey}. */
export type AttributeRecord = Record<string, Value | undefined>

/** Keys made before: a look-up here costs less than a new string, which the engine would have to hash and to find among its names. */
const keys = new Map<string, string>()
let keyCount = 0
const MAX_KEYS = 16384

/** The property key under which an attribute is stored on instances and prototypes. @public */
export function attrKey(name: string): string {
  let key = keys.get(name)
  if (key === undefined) {
    if (++keyCount > MAX_KEYS) {
      keys.clear()
      keyCount = 1
    }
    key = '$' + name
    keys.set(name, key)
  }
  return key
}

/** A JavaScript constructor of instances; called without arguments it makes an empty instance of the layout. */
export type Layout = new (...args: never[]) => PyObject

/** Under which a layout made by {@link sameLayout} has the one that does its work. */
const WORK = Symbol('work')

/**
 * A constructor for a class that adds no fields to those of its base. Its instances inherit from the base's, but it calls the layout that has fields at
 * once, however many classes lie between: an exception's base is mostly the fourth.
 */
export function sameLayout(base: Layout): Layout {
  const work = Object.hasOwn(base, WORK) ? (base as unknown as { [WORK]: Layout })[WORK] : base
  const made = class extends (base as new () => PyObject) {
    // biome-ignore lint/complexity/noUselessConstructor: the one that classes have otherwise makes an array of its arguments and spreads it
    constructor() {
      super()
    }
  }
  if (work !== base) Object.setPrototypeOf(made, work)
  return Object.assign(made, { [WORK]: work }) as unknown as Layout
}

/** Reads an attribute without raising: undefined where there is none. */
export type GetAttr = (o: Value, name: string) => Value | undefined
/** Sets an attribute, or deletes it where `value` is undefined. */
export type SetAttr = (o: Value, name: string, value: Value | undefined) => void

/** Flags of `type.__flags__` that only some builtin types set (Include/object.h). */
export const TypeFlag = { VECTORCALL: 1 << 11, METHOD_DESCRIPTOR: 1 << 17 } as const

let versions = 1

/** Counts changes of what compiled code took for granted: its bodies are valid for one value of `epoch`, and look at it after calls. */
export const assumptions = { epoch: 0 }

/** A Python class. `type` itself is an instance of it. */
export class PyType extends PyObject {
  /** Own attributes in definition order; `proto` mirrors them. */
  get ns(): Map<string, Value> {
    if (this.pending !== null) fillNamespace(this)
    return (this.names ??= namesOf(this.proto))
  }
  /** The map behind `ns`; a builtin type's is made from `proto` when it is first asked for, because most never are. */
  names: Map<string, Value> | null = null
  /**
   * What a builtin type that nobody has looked into yet will define; null once its bases' and its own attributes are there. Most are
   * never looked into in a run, and to fill all of them took a quarter of the start.
   */
  pending: TypeSpec[] | null = null
  /** The JavaScript prototype of instances with all that the type and its bases define; an own property from the first look at it on. */
  declare readonly proto: AttributeRecord
  /** The same, which may be pending: for what defines types. */
  readonly prototype: AttributeRecord
  /** Changes whenever an attribute of this class or of one of its bases changes; guards of inline caches compare it. */
  version = versions++
  /** Compiled code has taken the class as it is for granted. */
  watched = false
  /** The kind of its instances in the compiler's notes (jit/profile.ts), 0 where it is not known or not the same for all. */
  instanceKind = 0
  mro: PyType[] = []
  bases: PyType[] = []
  subclasses: WeakRef<PyType>[] = []
  /** Entries of bases outside the prototype chain are copied into `proto`. */
  flattened = false
  /** Instances have attributes of their own. */
  hasDict = false
  /** Instances have fields beyond those of the base's layout (CPython: extra_ivars). */
  addsLayout = true
  /** A class made at run time by a class statement or `type()`. */
  heap = false
  /** `__slots__` names as stored, in order; null where the class statement had none. */
  slots: string[] | null = null
  /** Can be a base class. */
  subclassable = true
  /** Attributes may be set (heap types; builtins only while they are being defined). */
  mutable = false
  /** Some instance holds an own attribute that is identical to the class's: reads must ask `Object.hasOwn`. */
  sameShadow = false
  abstractMethods: Value | undefined = undefined
  /** Prototype of instances whose attributes live in a dict (see {@link shadowPrototype}); null until needed. */
  shadow: AttributeRecord | null = null
  getattro: GetAttr
  setattro: SetAttr
  /** How this class itself defines attribute access natively; inherited through `__getattribute__`. */
  ownGetattro: GetAttr | null = null
  ownSetattro: SetAttr | null = null
  /** The AttributeError's text for a missing attribute, where the type has its own; null for the usual one. Inherited. */
  missingText: ((o: Value, name: string) => string) | null
  /** `sequence` or `mapping` for the class patterns of `match` (Py_TPFLAGS_SEQUENCE, _MAPPING). */
  patternKind: 'sequence' | 'mapping' | null = null
  /** One positional class pattern matches the subject itself (int, str, …). */
  matchSelf = false
  doc: string | null = null
  /** Flags of {@link TypeFlag} that the type itself sets. */
  flags = 0
  /** `__module__` of a builtin type whose namespace has none. */
  module = 'builtins'

  constructor(
    public name: string,
    public qualname: string,
    /** The constructor of instances. */
    public ctor: Layout,
    /** The class whose prototype this one's extends. */
    public base: PyType | null,
  ) {
    super()
    this.prototype = ctor.prototype as unknown as AttributeRecord
    this.getattro = base === null ? missingAccess : base.getattro
    this.setattro = base === null ? missingAccess : base.setattro
    this.missingText = base === null ? null : base.missingText
  }

  /** The raw attribute along the MRO, or undefined. */
  lookup(name: string): Value | undefined {
    return this.proto[attrKey(name)]
  }

  /** Whether `other` is in the MRO; the nominal relation, without `__subclasscheck__`. */
  isSubtype(other: PyType): boolean {
    if (this === other) return true
    const mro = this.mro
    for (let i = 0; i < mro.length; i++) if (mro[i] === other) return true
    return false
  }
}

/** The first look at a type's prototype. An accessor alone would cost hot code: many classes, many shapes, no inlining. */
Object.defineProperty(PyType.prototype, 'proto', {
  get(this: PyType): AttributeRecord {
    if (this.pending !== null) fillNamespace(this)
    Object.defineProperty(this, 'proto', { value: this.prototype, writable: true, configurable: true })
    return this.prototype
  },
})

function missingAccess(): never {
  throw new Error('attribute access before object is defined')
}

/** Marks a class and all its subclasses as changed. */
export function typeChanged(type: PyType): void {
  type.version = versions++
  if (type.watched) {
    type.watched = false
    assumptions.epoch++
  }
  const list = type.subclasses
  for (let i = 0; i < list.length; i++) {
    const sub = list[i]!.deref()
    if (sub !== undefined) typeChanged(sub)
  }
}

/** Sets (or with undefined deletes) an own attribute of a class and keeps the mirrors of its subclasses right. */
export function typeSetOwn(type: PyType, name: string, value: Value | undefined): void {
  const key = '$' + name
  if (value === undefined) type.ns.delete(name)
  else type.ns.set(name, value)
  refreshMirror(type, name, key)
  typeChanged(type)
}

/** Recomputes one mirrored entry of a class, and of those subclasses whose mirror does not follow by the prototype chain. */
function refreshMirror(type: PyType, name: string, key: string): void {
  let value = type.ns.get(name)
  if (value === undefined && type.flattened) {
    for (let i = 1; i < type.mro.length && value === undefined; i++) value = type.mro[i]!.ns.get(name)
  }
  if (value === undefined) delete type.proto[key]
  else type.proto[key] = value
  if (type.shadow !== null) type.shadow[key] = undefined
  for (const ref of type.subclasses) {
    const sub = ref.deref()
    // Where nobody has looked there is no mirror.
    if (sub !== undefined && sub.pending === null && !sub.ns.has(name)) refreshMirror(sub, name, key)
  }
}

/** Copies into the prototype what the MRO has and the prototype chain does not; called once the MRO and namespace are set. */
export function mirrorNamespace(type: PyType): void {
  const proto = type.proto
  const chain = type.base
  let linear = chain !== null && chain.mro.length + 1 === type.mro.length && !chain.flattened
  if (linear) for (let i = 0; i < chain!.mro.length && linear; i++) linear = chain!.mro[i] === type.mro[i + 1]
  if (chain !== null && !linear) {
    type.flattened = true
    const { mro } = type
    // What the base has itself comes by the prototype chain, in the order of the MRO unless a metaclass says otherwise.
    let ordered = 0
    for (let i = 1; i < mro.length; i++) if (mro[i] === chain.mro[ordered]) ordered++
    for (let i = mro.length - 1; i > 0; i--) {
      const other = mro[i]!
      // What only `object` has is at the end of every prototype chain.
      if (other === objectType) continue
      if (ordered < chain.mro.length) for (const [name, value] of other.ns) proto[attrKey(name)] = value
      else if (!chain.isSubtype(other)) copyInherited(proto, other.ns, mro, i, chain)
    }
  }
  for (const [name, value] of type.ns) proto[attrKey(name)] = value
}

/** Copies what the class at a place of the MRO has, but for what those before it have that are bases of `chain`. */
function copyInherited(
  proto: AttributeRecord,
  names: Map<string, Value>,
  mro: readonly PyType[],
  place: number,
  chain: PyType,
): void {
  const before: Map<string, Value>[] = []
  for (let i = 1; i < place; i++) if (chain.isSubtype(mro[i]!)) before.push(mro[i]!.ns)
  for (const [name, value] of names) {
    let hidden = false
    for (let i = 0; i < before.length && !hidden; i++) hidden = before[i]!.has(name)
    if (!hidden) proto[attrKey(name)] = value
  }
}

/** A prototype like the class's own, on which every mirrored attribute reads as absent. */
export function shadowPrototype(type: PyType): AttributeRecord {
  if (type.shadow === null) {
    const shadow = Object.create(type.proto) as AttributeRecord
    for (const key in type.proto) if (key.charCodeAt(0) === 36) shadow[key] = undefined
    type.shadow = shadow
  }
  return type.shadow
}

/** Types of the JavaScript primitives; filled by their files through {@link definePrimitive}. */
const primitives: { int: PyType; str: PyType; bool: PyType; none: PyType } = {} as never

/** Registers the class of a primitive's values. */
export function definePrimitive(kind: 'int' | 'str' | 'bool' | 'none', type: PyType): void {
  primitives[kind] = type
}

/** `type(v)` */
export function typeOf(v: Value): PyType {
  if (typeof v === 'object') return v === null ? primitives.none : v.cls
  if (typeof v === 'number') return primitives.int
  if (typeof v === 'string') return primitives.str
  if (typeof v === 'boolean') return primitives.bool
  return primitives.int
}

// ── Definition of builtin types ────────────────────────────────────────────────────────────────────────────────────────

/**
 * A builtin method: name, implementation, signature. The implementation takes Python's parameters in order as JavaScript
 * parameters (`*args` as an array, `**kwargs` as a dict or null); an optional argument that was not given is undefined.
 * The signature's text is the one source for argument parsing, error messages and `inspect`.
 */
export type NativeImplementation = (...args: any[]) => Value
export type MethodRow = readonly [name: string, implementation: NativeImplementation, signature: string, doc?: string]
export type MethodTable = readonly MethodRow[]

/** A computed attribute: name, getter, setter (undefined value deletes) or null for a read-only one. */
export type GetSetRow = readonly [
  name: string,
  get: (self: any) => Value,
  set?: ((self: any, value: Value | undefined) => void) | null,
  doc?: string,
]
export type GetSetTable = readonly GetSetRow[]

/** What {@link defineType} needs to know. Tables are functions: most types are never looked into, and theirs are never made. */
export interface TypeSpec {
  /** JavaScript class of the instances; for int, str, bool and None that of instances of subclasses. */
  readonly layout: Layout
  readonly base?: PyType
  /** `__new__`: implementation taking the class first, and its signature without the class. */
  readonly new?: readonly [implementation: NativeImplementation, signature: string]
  readonly methods?: () => MethodTable
  readonly classMethods?: () => MethodTable
  readonly staticMethods?: () => MethodTable
  readonly getset?: () => GetSetTable
  /** Names of those computed attributes, separated by blanks, that are member_descriptor in CPython; true for all of them. */
  readonly members?: string | true
  readonly attributes?: () => Readonly<Record<string, Value>>
  /** Module for `__module__`; `builtins` by default. */
  readonly module?: string
  /** Not usable as a base class. */
  readonly final?: boolean
  /** Instances have a `__dict__`. */
  readonly hasDict?: boolean
  readonly getattro?: GetAttr
  readonly setattro?: SetAttr
  readonly patternKind?: 'sequence' | 'mapping'
  readonly matchSelf?: boolean
  /** `__hash__` is None. */
  readonly unhashable?: boolean
  readonly doc?: string
  /** Flags of {@link TypeFlag}. */
  readonly flags?: number
  /** The metaclass, where it is not `type`. */
  readonly metaclass?: PyType
}

/** Makes the descriptors of method tables; function.ts provides it (it needs types of its own to do so). */
export interface DescriptorFactory {
  method(native: NativeFunction, owner: PyType): Value
  classMethod(native: NativeFunction, owner: PyType): Value
  staticMethod(native: NativeFunction, owner: PyType): Value
  newMethod(native: NativeFunction, owner: PyType): Value
  getset(row: GetSetRow, owner: PyType): Value
  member(row: GetSetRow, owner: PyType): Value
  /** `__dict__` of instances whose attributes are own properties. */
  instanceDict(owner: PyType): Value
}

let factory: DescriptorFactory | null = null
/** Types defined before `object` and `type` were complete, whose access functions they take over when these are. */
const waiting: [PyType, TypeSpec][] = []

/** The type `object`; objecttype.ts completes it. */
export const objectType = new PyType('object', 'object', PyObject, null)
/** The type `type`; type.ts completes it. */
export const typeType = new PyType('type', 'type', PyType as never, objectType)
for (const type of [objectType, typeType]) {
  type.bases = type.base === null ? [] : [type.base]
  type.mro = type.base === null ? [type] : [type, type.base]
  Object.defineProperty(type.prototype, 'cls', { value: type, enumerable: false, writable: true, configurable: true })
  type.pending = []
}
objectType.subclasses.push(new WeakRef(typeType))

/** Gives `object`, `type` or an exception its methods. */
export function completeType(type: PyType, spec: TypeSpec): void {
  if (spec.getattro) type.getattro = type.ownGetattro = spec.getattro
  if (spec.setattro) type.setattro = type.ownSetattro = spec.setattro
  type.hasDict = spec.hasDict ?? false
  later(type, spec)
  inheritAccess(type)
}

/** Hands `getattro` and `setattro` down to the types that were defined before their base was complete. */
function inheritAccess(type: PyType): void {
  for (const ref of type.subclasses) {
    const sub = ref.deref()
    if (sub === undefined || sub.heap) continue
    if (sub.ownGetattro === null) sub.getattro = type.getattro
    if (sub.ownSetattro === null) sub.setattro = type.setattro
    inheritAccess(sub)
  }
}

/** Installs the descriptor factory. */
export function installDescriptors(made: DescriptorFactory): void {
  factory = made
  for (const [type, spec] of waiting) takeAccess(type, spec)
  waiting.length = 0
}

/**
 * Defines a builtin type. Called at module level, once for each type. `name` is what messages call it, the module first where CPython's do
 * that; `__name__` is what follows the last dot.
 */
export function defineType(name: string, spec: TypeSpec): PyType {
  const { module } = spec
  const bare = name.slice(name.lastIndexOf('.') + 1)
  // As in CPython, the name of a builtin type in messages begins with its module, where that is not builtins.
  const type = makeType(module === undefined ? name : `${module}.${bare}`, bare, spec.layout, spec.base ?? objectType)
  if (spec.hasDict !== undefined) type.hasDict = spec.hasDict
  type.subclassable = !spec.final
  if (spec.patternKind !== undefined) type.patternKind = spec.patternKind
  if (spec.matchSelf !== undefined) type.matchSelf = spec.matchSelf
  type.doc = spec.doc ?? null
  if (spec.metaclass) setMetaclass(type, spec.metaclass)
  if (module !== undefined) define(type, '__module__', (type.module = module))
  else if (Object.getPrototypeOf(type.prototype) !== type.base!.prototype)
    // A layout that extends another type's inherits in JavaScript what the Python type does not.
    Object.defineProperty(type.prototype, '$__module__', { value: undefined, writable: true, configurable: true })
  later(type, spec)
  return type
}

/** Of a type that is what its base is. */
const PLAIN: TypeSpec = { layout: PyObject }

/**
 * Defines a type that has nothing of its own but its name and its layout, which extends the base's: most exceptions. Not by a spec, which would be
 * asked for all there may be: that was a twentieth of the start.
 */
export function definePlainType(name: string, base: PyType, layout: Layout, doc: string | null): PyType {
  const type = makeType(name, name, layout, base)
  type.doc = doc
  later(type, PLAIN)
  return type
}

/** A type with what it has of its base, and its place on the prototype of its instances. */
function makeType(name: string, qualname: string, layout: Layout, base: PyType): PyType {
  const type = new PyType(name, qualname, layout, base)
  type.bases = [base]
  type.mro = [type, ...base.mro]
  type.pending = []
  type.hasDict = base.hasDict
  type.patternKind = base.patternKind
  type.matchSelf = base.matchSelf
  base.subclasses.push(new WeakRef(type))
  const own = type.prototype as { cls?: PyType }
  // A layout of another folder (code objects) inherits what `object` defines all the same.
  if (Object.getPrototypeOf(own) === Object.prototype) Object.setPrototypeOf(own, base.prototype)
  Object.defineProperty(own, 'cls', { value: type, enumerable: false, writable: true, configurable: true })
  return type
}

/** Remembers what a type defines; one that has been looked into has it at once. */
function later(type: PyType, spec: TypeSpec): void {
  if (factory === null) waiting.push([type, spec])
  else takeAccess(type, spec)
  if (type.pending === null) fill(type, spec)
  else type.pending.push(spec)
}

/** How attributes of the type's instances are read and set. */
function takeAccess(type: PyType, spec: TypeSpec): void {
  if (type.base !== null) {
    type.getattro = type.base.getattro
    type.setattro = type.base.setattro
  }
  if (spec === PLAIN) return
  if (spec.getattro) type.getattro = type.ownGetattro = spec.getattro
  if (spec.setattro) type.setattro = type.ownSetattro = spec.setattro
  if (spec.flags !== undefined) type.flags = spec.flags
}

/** Gives one class object a metaclass other than `type`: its prototype becomes that of the metaclass's instances. */
export function setMetaclass(type: PyType, metaclass: PyType): void {
  Object.setPrototypeOf(type, metaclass.prototype)
}

/** The own attributes that a prototype mirrors. */
function namesOf(proto: AttributeRecord): Map<string, Value> {
  const names = new Map<string, Value>()
  for (const key of Object.keys(proto)) if (key.charCodeAt(0) === 36) names.set(key.slice(1), proto[key]!)
  return names
}

/** Sets an attribute of a type that is being defined. */
function define(type: PyType, name: string, value: Value): void {
  if (type.names !== null) type.names.set(name, value)
  type.prototype['$' + name] = value
}

/** Makes what the tables of a type say, and those of its bases, which its prototype leads to. */
function fillNamespace(type: PyType): void {
  const specs = type.pending!
  type.pending = null
  if (type.base !== null && type.base.pending !== null) fillNamespace(type.base)
  for (let i = 0; i < specs.length; i++) fill(type, specs[i]!)
  if (type.bases.length > 1) mirrorNamespace(type)
}

/** Indexed loops: this runs for many builtin types at start-up, where destructuring costs more than the work. */
function fill(type: PyType, spec: TypeSpec): void {
  const make = factory!
  if (spec.new) {
    const native = new NativeFunction('__new__', spec.new[0], withFirst('cls', spec.new[1]))
    define(type, '__new__', make.newMethod(native, type))
  }
  const methods = spec.methods?.()
  if (methods !== undefined)
    for (let i = 0; i < methods.length; i++) {
      const row = methods[i]!
      define(type, row[0], make.method(new NativeFunction(row[0], row[1], row[2], row[3]), type))
    }
  const classMethods = spec.classMethods?.()
  if (classMethods !== undefined)
    for (let i = 0; i < classMethods.length; i++) {
      const row = classMethods[i]!
      define(type, row[0], make.classMethod(new NativeFunction(row[0], row[1], row[2], row[3]), type))
    }
  const staticMethods = spec.staticMethods?.()
  if (staticMethods !== undefined)
    for (let i = 0; i < staticMethods.length; i++) {
      const row = staticMethods[i]!
      define(type, row[0], make.staticMethod(new NativeFunction(row[0], row[1], row[2], row[3]), type))
    }
  const getset = spec.getset?.()
  if (getset !== undefined)
    for (let i = 0; i < getset.length; i++) {
      const row = getset[i]!
      const member =
        spec.members === true || (spec.members !== undefined && ` ${spec.members} `.includes(` ${row[0]} `))
      define(type, row[0], member ? make.member(row, type) : make.getset(row, type))
    }
  if (spec.hasDict && type.proto.$__dict__ === undefined) define(type, '__dict__', make.instanceDict(type))
  if (spec.attributes) {
    const attributes = spec.attributes()
    for (const name in attributes) define(type, name, attributes[name]!)
  }
  if (spec.unhashable) define(type, '__hash__', null)
  // A descriptor of this name describes the instances (functions, properties); the type's own text is `type.doc`.
  const doc = Object.hasOwn(type.proto, '$__doc__') ? type.proto.$__doc__ : null
  if (doc === undefined || doc === null) define(type, '__doc__', spec.doc ?? type.doc)
}

/** The name of a type without its module (CPython: `_PyType_Name`). */
export function bareName(type: PyType): string {
  return type.name.slice(type.name.lastIndexOf('.') + 1)
}

/** A signature of a row (see {@link NativeFunction}) with one parameter more, the first. */
function withFirst(first: string, signature: string): string {
  const as = signature.indexOf(' as ')
  if (as >= 0) return `${withFirst(first, signature.slice(0, as))} as ${withFirst(first, signature.slice(as + 4))}`
  if (signature.startsWith('-')) return `-${withFirst(first, signature.slice(1))}`
  const inner = signature.slice(1, -1).trim()
  if (inner === '') return `(${first}, /)`
  // A keyword of the same name is not meant for it.
  return `, ${inner},`.includes(', /,') ? `(${first}, ${inner})` : `(${first}, /, ${inner})`
}
