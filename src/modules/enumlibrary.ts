/**
 * How the library's `enum` makes classes, natively (interpreter/nativebody.ts): the namespace that `EnumType.__prepare__` gives, what an assignment in it does, and
 * `EnumType.__new__`. For enumerations whose members are made by `object`, `int` or `str` alone, of values that are neither looked into nor hashed by
 * Python code. Members with an `__init__` or `__new__` of their own, other metaclasses, `_order_`, hooks and all that ends in an exception are left to the library.
 */
import type { NativeBody } from '../interpreter/nativebody'
import { getAttr, lookupAttr, typeSetAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { dictType, PyDict, setOwnAttribute } from '../objects/dict'
import {
  functionType,
  type PyBuiltin,
  PyClassMethod,
  PyClassMethodDescriptor,
  PyFunction,
  PyMethodDescriptor,
  PyProperty,
  PyStaticMethod,
} from '../objects/function'
import type { NamespaceCell } from '../objects/hashtable'
import { intType } from '../objects/int'
import { PyList } from '../objects/list'
import { type AttributeRecord, attrKey, objectType, PyObject, PyType, type Value } from '../objects/object'
import { strType } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import { makePlainClass } from '../objects/type'
import { LIBRARY_PATH } from './config'

const FILE = `${LIBRARY_PATH}/enum.py`

/** A class or function of `enum`, which the native code takes for what it was when it was first seen. */
interface Known {
  readonly cell: NamespaceCell
  /** undefined until the body of the module has defined it. */
  value: (Value & { version: number }) | undefined
  version: number
}

/** `enum` as its namespace has it. */
class EnumLibrary {
  private readonly known: Known[] = []
  /** Methods that are not called where native code does their work. */
  private methods: PyFunction[] | null = null
  private complete = false
  readonly enumType: Known
  readonly enumDict: Known
  readonly enumClass: Known
  readonly flag: Known
  readonly reprEnum: Known
  readonly auto: Known
  readonly property: Known
  readonly strEnum: Known
  readonly flagBoundary: Known
  readonly protoMember: Known
  readonly autoNull: NamespaceCell

  constructor(readonly ns: PyDict) {
    this.enumType = this.watch('EnumType')
    this.enumDict = this.watch('EnumDict')
    this.enumClass = this.watch('Enum')
    this.flag = this.watch('Flag')
    this.reprEnum = this.watch('ReprEnum')
    this.auto = this.watch('auto')
    this.property = this.watch('property')
    this.strEnum = this.watch('StrEnum')
    this.flagBoundary = this.watch('FlagBoundary')
    this.protoMember = this.watch('_proto_member')
    for (const name of OTHERS) this.watch(name)
    this.autoNull = ns.cell('_auto_null')
  }

  private watch(name: string): Known {
    const made: Known = { cell: this.ns.cell(name), value: undefined, version: 0 }
    this.known.push(made)
    return made
  }

  /** Whether all is as the library has defined it. */
  isOwn(): boolean {
    const { known } = this
    for (let i = 0; i < known.length; i++) {
      const k = known[i]!
      const v = k.cell.v as Known['value'] | null
      if (v === k.value) {
        if (v !== undefined && v.version !== k.version) return false
      } else if (v !== null) {
        if (k.value !== undefined || !(v instanceof PyType || v instanceof PyFunction)) return false
        k.value = v
        k.version = v.version
      } else if (k.value !== undefined) return false
    }
    return true
  }

  /** Whether the functions that `EnumType.__new__` calls have the code they were made with. */
  hasOwnMethods(): boolean {
    if (this.methods === null || !this.complete) {
      this.methods = []
      this.complete = this.flag.value !== undefined
      for (const known of [this.enumType, this.enumClass, this.strEnum, this.flag, this.protoMember]) {
        if (!(known.value instanceof PyType)) continue
        for (const value of known.value.ns.values()) {
          const f = unwrapped(value)
          if (f instanceof PyFunction) this.methods.push(f)
        }
      }
    }
    for (let i = 0; i < this.methods.length; i++) if (this.methods[i]!.version !== 0) return false
    return true
  }

  /** Whether a value is one of this module's functions. */
  owns(f: Value | undefined, qualname: string): f is PyFunction {
    return (
      f instanceof PyFunction &&
      f.globals === this.ns &&
      f.version === 0 &&
      f.code.readQualname() === qualname &&
      f.code.filename === FILE
    )
  }

  /** Whether a class is an enumeration (`isinstance(cls, EnumType)`). */
  isEnum(type: PyType): boolean {
    return type.cls === this.enumType.value || type.cls.isSubtype(this.enumType.value as PyType)
  }
}

const OTHERS = [
  '_is_private',
  '_is_sunder',
  '_is_dunder',
  '_is_descriptor',
  '_is_internal_class',
  '_is_single_bit',
  '_high_bit',
  'member',
  'nonmember',
  'partial',
  'DynamicClassAttribute',
]

function unwrapped(value: Value): Value {
  return value instanceof PyStaticMethod || value instanceof PyClassMethod ? value.callable : value
}

let current: EnumLibrary | null = null

/** The module whose globals these are, where nobody has changed it. */
function libraryOf(ns: PyDict): EnumLibrary | null {
  if (current === null || current.ns !== ns) current = new EnumLibrary(ns)
  return current.isOwn() ? current : null
}

// ── The namespace of a class body ──────────────────────────────────────────────────────────────────────────────────────

/** An EnumDict with what `__init__` gives it, as it is stored. */
type Namespace = PyDict & {
  $_member_names: PyDict
  $_last_values: PyList
  $_ignore: PyList
  $_auto_called: boolean
  $_cls_name: string | null
  $_generate_next_value: Value | undefined
  /** The module that it is the namespace of a class body for, where `__prepare__` has made it natively. */
  library: EnumLibrary | undefined
}

function asNamespace(v: Value, library: EnumLibrary): Namespace | null {
  if (!(v instanceof PyDict) || v.cls !== library.enumDict.value || v.dict !== undefined) return null
  const ns = v as Namespace
  if (!(ns.$_member_names instanceof PyDict) || ns.$_member_names.cls !== dictType) return null
  if (!(ns.$_last_values instanceof PyList) || !(ns.$_ignore instanceof PyList)) return null
  return ns.$_cls_name === null || typeof ns.$_cls_name === 'string' ? ns : null
}

const UNDERSCORE = 95

function isSunder(name: string): boolean {
  const n = name.length
  return (
    n > 2 &&
    name.charCodeAt(0) === UNDERSCORE &&
    name.charCodeAt(n - 1) === UNDERSCORE &&
    name.charCodeAt(1) !== UNDERSCORE &&
    name.charCodeAt(n - 2) !== UNDERSCORE
  )
}

function isDunder(name: string): boolean {
  const n = name.length
  return (
    n > 4 &&
    name.startsWith('__') &&
    name.endsWith('__') &&
    name.charCodeAt(2) !== UNDERSCORE &&
    name.charCodeAt(n - 3) !== UNDERSCORE
  )
}

function isPrivate(className: string | null, name: string): boolean {
  if (className === null || name.charCodeAt(0) !== UNDERSCORE) return false
  const pattern = `_${className}__`
  return name.length > pattern.length && name.startsWith(pattern) && !name.endsWith('__')
}

/** Single-underscore names that a body may set to anything. `_generate_next_value_` and `_ignore_` do something. */
const SUNDERS =
  ' _order_ _numeric_repr_ _missing_ _iter_member_ _iter_member_by_value_ _iter_member_by_def_ _add_alias_ _add_value_alias_ '

/** Whether a value becomes a member; undefined where Python code has to find out. */
function isMemberValue(v: Value, library: EnumLibrary): boolean | undefined {
  if (v === null || typeof v !== 'object') return true
  const type = v.cls
  if (type === functionType || type === library.property.value) return false
  if (type.heap) return undefined
  if (v instanceof PyProperty || v instanceof PyStaticMethod || v instanceof PyClassMethod) return false
  if (type.hasDict || v instanceof PyType) return undefined
  const { proto } = type
  return proto.$__get__ === undefined && proto.$__set__ === undefined && proto.$__delete__ === undefined
}

/** Whether a tuple has `auto()` in it; an item that is not of a builtin type may be one. */
function holdsAuto(tuple: PyTuple): boolean {
  for (const item of tuple.items) if (item instanceof PyObject && item.cls.heap) return true
  return false
}

/** `EnumDict.__setitem__` */
const setItem: NativeBody = (args, frame) => {
  const key = args[1]!
  let value = args[2] as Value
  const library = (args[0] as Namespace).library ?? libraryOf(frame.globals)
  if (library === null || typeof key !== 'string') return undefined
  const ns = asNamespace(args[0]!, library)
  if (ns === null) return undefined
  if (isPrivate(ns.$_cls_name, key)) {
    // An ordinary attribute.
  } else if (isSunder(key)) {
    if (key === '_generate_next_value_') {
      const f = value instanceof PyStaticMethod && !value.cls.heap ? value.callable : value
      if (ns.$_auto_called !== false || !(f instanceof PyFunction)) return undefined
      setOwnAttribute(ns, '$_generate_next_value', f)
    } else if (!SUNDERS.includes(` ${key} `) && !key.startsWith('_repr_')) return undefined
  } else if (isDunder(key)) {
    if (key === '__order__') return undefined
  } else {
    if (ns.$_member_names.map.has(key)) return undefined
    if (ns.$_ignore.items.length === 0 || !ns.$_ignore.items.includes(key)) {
      const isAuto = value instanceof PyObject && value.cls === library.auto.value
      const isMember = isAuto || isMemberValue(value, library)
      if (isMember === undefined) return undefined
      if (isMember) {
        if (ns.getItem(key) !== undefined || (value instanceof PyTuple && holdsAuto(value))) return undefined
        if (isAuto) {
          const made = autoValue(ns, key, value as PyObject, library)
          if (made === undefined) return undefined
          value = made
        }
        ns.$_member_names.setItem(key, null)
        ns.$_last_values.items.push(value)
      }
    }
  }
  ns.setItem(key, value)
  return null
}

/** What an `auto()` stands for. */
function autoValue(ns: Namespace, key: string, auto: PyObject, library: EnumLibrary): Value | undefined {
  if (auto.dict !== undefined) return undefined
  const { $value } = auto as unknown as AttributeRecord
  if ($value === undefined) return undefined
  if ($value !== library.autoNull.v) return $value instanceof PyObject ? undefined : $value
  const made = nextValue(ns, key, library)
  if (made === undefined) return undefined
  setOwnAttribute(auto, '$value', made)
  setOwnAttribute(ns, '$_auto_called', true)
  return made
}

/** `_generate_next_value_`, where it is one of the library's. */
function nextValue(ns: Namespace, key: string, library: EnumLibrary): Value | undefined {
  const f = ns.$_generate_next_value
  const last = ns.$_last_values.items
  if (library.owns(f, 'StrEnum._generate_next_value_')) return isAscii(key) ? key.toLowerCase() : undefined
  const flag = library.owns(f, 'Flag._generate_next_value_')
  if (!flag && !library.owns(f, 'Enum._generate_next_value_')) return undefined
  if (flag ? ns.$_member_names.size === 0 : last.length === 0) return 1
  let greatest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < last.length; i++) {
    const v = last[i]
    if (typeof v !== 'number' || v >= MAX_NUMBER) return undefined
    if (v > greatest) greatest = v
  }
  if (!flag) return greatest + 1
  return greatest < 0 || last.length === 0 ? undefined : 2 ** bitLength(greatest)
}

/** Values up to here are handled as numbers. */
const MAX_NUMBER = 2 ** 51

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false
  return true
}

function bitLength(n: number): number {
  const high = Math.floor(n / 0x1_0000_0000)
  return high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(n >>> 0)
}

/** `EnumType.__prepare__` */
const prepare: NativeBody = (args, frame) => {
  const library = libraryOf(frame.globals)
  if (library === null) return undefined
  const [metaclass, name, bases] = args as [Value, Value, Value]
  if (metaclass !== library.enumType.value || typeof name !== 'string' || !(bases instanceof PyTuple)) return undefined
  const shape = shapeOf(bases, library)
  if (shape === null) return undefined
  const ns = new (library.enumDict.value as PyType).ctor() as unknown as Namespace
  ns.$_member_names = new PyDict()
  ns.$_last_values = new PyList([])
  ns.$_ignore = new PyList([])
  ns.$_auto_called = false
  ns.$_cls_name = name
  ns.library = library
  const { firstEnum } = shape
  if (firstEnum === null) return ns
  const found = firstEnum.proto.$_generate_next_value_
  const f = found instanceof PyStaticMethod && !found.cls.heap ? found.callable : found
  if (!(f instanceof PyFunction)) return undefined
  setOwnAttribute(ns, '$_generate_next_value', f)
  ns.setItem('_generate_next_value_', f)
  return ns
}

/** What the bases of an enumeration say about its members (`_check_for_existing_members_`, `_get_mixins_`). */
interface Shape {
  readonly firstEnum: PyType | null
  readonly memberType: PyType
}

function shapeOf(bases: PyTuple, library: EnumLibrary): Shape | null {
  const { items } = bases
  if (items.length === 0)
    return { firstEnum: (library.enumClass.value as PyType | undefined) ?? null, memberType: objectType }
  let memberType = objectType
  for (const chain of items) {
    if (!(chain instanceof PyType)) return null
    // `_find_data_type_`
    let candidate: PyType | null = null
    let searching = true
    for (const base of chain.mro) {
      if (base === objectType) continue
      let found: PyType | null = null
      if (library.isEnum(base)) {
        const names = base.ns.get('_member_names_')
        if (!(names instanceof PyList) || names.items.length > 0) return null
        const type = base.ns.get('_member_type_')
        if (!(type instanceof PyType)) return null
        if (type !== objectType) found = type
      } else if (base.ns.has('__dataclass_fields__')) return null
      else if (base.ns.has('__new__')) found = candidate ?? base
      else candidate ??= base
      if (found === null || !searching) continue
      if (memberType !== objectType && memberType !== found) return null
      memberType = found
      searching = false
    }
  }
  const firstEnum = items[items.length - 1] as PyType
  return library.isEnum(firstEnum) ? { firstEnum, memberType } : null
}

// ── The class ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** How members are made. */
type Make = (cls: PyType, value: Value) => PyObject | undefined

function builtinMake(type: PyType): Make {
  const { fn } = (type.proto.$__new__ as PyBuiltin).native
  return (cls, value) => fn(cls, value) as PyObject
}

const makePlain: Make = (cls) => new cls.ctor()

/** The classes that a class with these bases has for bases, in order; null where the library has to complain. */
function orderOf(bases: readonly PyType[]): readonly PyType[] | null {
  if (bases.length === 1) return bases[0]!.mro
  const rest = bases.map((b) => b.mro.slice())
  rest.push(bases.slice())
  const order: PyType[] = []
  for (;;) {
    const heads = rest.filter((list) => list.length > 0)
    if (heads.length === 0) return order
    const head = heads.map((list) => list[0]!).find((t) => heads.every((list) => list.indexOf(t) <= 0))
    if (head === undefined) return null
    order.push(head)
    for (const list of heads) if (list[0] === head) list.shift()
  }
}

function findIn(order: readonly PyType[], name: string): Value | undefined {
  for (let i = 0; i < order.length; i++) {
    const v = order[i]!.ns.get(name)
    if (v !== undefined) return v
  }
  return undefined
}

/** Reading such an attribute from a class gives it as it is. */
function isPlainAttribute(v: Value | undefined): v is PyFunction | PyMethodDescriptor {
  return v instanceof PyFunction || v instanceof PyMethodDescriptor
}

/** Methods that a mixed-in type must not override. */
const REPRESENTATIONS = ['__repr__', '__str__', '__format__', '__reduce_ex__']
const FLAG_OPERATORS = ['__or__', '__and__', '__xor__', '__ror__', '__rand__', '__rxor__', '__invert__']
/** What a body may not define here: it says how members are made. */
const CONSTRUCTORS = ['__new__', '__init__', '__init_subclass__', '_order_', '_ignore_', '_value_']

/** A value whose hash and equality are builtin, and which has a hash. */
function isHashable(v: Value): boolean {
  if (v === null || typeof v !== 'object') return true
  if (v instanceof PyTuple) {
    if (v.cls.heap) return false
    for (const item of v.items) if (!isHashable(item)) return false
    return true
  }
  return (
    !v.cls.heap &&
    !(v instanceof PyType) &&
    v.cls.proto.$__hash__ instanceof PyMethodDescriptor &&
    !v.cls.hasDict &&
    SCALARS.has(v.cls.name)
  )
}

const SCALARS = new Set(['float', 'bytes', 'complex'])

/** How members of a type are made (`_find_new_`, where the body has no `__new__`), and the function that the class remembers. */
function makerOf(shape: Shape, library: EnumLibrary): { make: Make; remembered: Value; usesValue: boolean } | null {
  const { memberType } = shape
  const firstEnum = shape.firstEnum!
  const enumNew = (library.enumClass.value as PyType).ns.get('__new__') ?? null
  const objectNew = objectType.ns.get('__new__')!
  const own = firstEnum.proto.$__new_member__
  if (own !== undefined) {
    const f = unwrapped(own)
    if (memberType !== strType || !library.owns(f, 'StrEnum.__new__')) return null
    return { make: builtinMake(strType), remembered: f, usesValue: true }
  }
  if (memberType !== objectType) {
    if (memberType !== intType && memberType !== strType) return null
    const f = memberType.ns.get('__new__')!
    return { make: builtinMake(memberType), remembered: f, usesValue: true }
  }
  const inherited = unwrapped(firstEnum.proto.$__new__ ?? null)
  if (inherited !== unwrapped(enumNew) && inherited !== objectNew) return null
  return { make: makePlain, remembered: objectNew, usesValue: false }
}

/** Whether a value makes a member of the type with itself as its value. */
function fits(v: Value, memberType: PyType): boolean {
  if (memberType === intType) return typeof v === 'number' || typeof v === 'bigint'
  if (memberType === strType) return typeof v === 'string'
  return isHashable(v)
}

/** `EnumType.__new__` */
const newClass: NativeBody = (args, frame) => {
  const library = libraryOf(frame.globals)
  if (library === null) return undefined
  const [metaclass, name, bases, given, boundary, simple, keywords] = args as readonly Value[]
  const enumClass = library.enumClass.value
  if (metaclass !== library.enumType.value || typeof name !== 'string' || simple !== false) return undefined
  if (!(bases instanceof PyTuple) || !(keywords instanceof PyDict) || keywords.size > 0) return undefined
  if (!(enumClass instanceof PyType)) return undefined
  if (boundary !== null && !(boundary instanceof PyObject && boundary.cls === library.flagBoundary.value))
    return undefined
  if (library.flag.value === undefined && name === 'Flag') return undefined
  const body = asNamespace(given!, library)
  const shape = body === null || !library.hasOwnMethods() ? null : shapeOf(bases, library)
  if (body === null || shape === null || shape.firstEnum === null) return undefined
  const plan = planOf(name, bases.items as PyType[], body, shape, library)
  if (plan === null) return undefined
  return makeEnum(name, bases, body, boundary, shape, plan, library)
}

/** All that is to be known before anything is done. */
interface Plan {
  readonly members: readonly string[]
  readonly make: Make
  readonly remembered: Value
  readonly usesValue: boolean
  readonly isFlag: boolean
  /** Methods set after the members: name and value. */
  readonly methods: readonly (readonly [string, Value])[]
  readonly valueRepr: Value
}

function planOf(
  name: string,
  bases: readonly PyType[],
  body: Namespace,
  shape: Shape,
  library: EnumLibrary,
): Plan | null {
  const { memberType } = shape
  const firstEnum = shape.firstEnum!
  const maker = makerOf(shape, library)
  if (maker === null) return null
  for (const key of CONSTRUCTORS) if (body.map.has(key)) return null
  const order = orderOf(bases)
  if (order === null) return null
  // Hooks that would run in the middle.
  if (!(findIn(order, '__init_subclass__') instanceof PyClassMethodDescriptor)) return null
  const init = findIn(order, '__init__')
  if (!library.owns(init, 'Enum.__init__') || findIn(order, '_value_') !== undefined) return null
  if (findIn(order, '__setattr__') !== objectType.ns.get('__setattr__')) return null
  if (body.hashed !== 0 || body.$_ignore.items.length > 0) return null
  const members = body.$_member_names.keyList()
  for (const key of members) {
    if (typeof key !== 'string' || key === 'mro' || key === '') return null
    for (const base of bases) if (base.proto[attrKey(key)] !== undefined) return null
    const value = body.getItem(key)
    if (value === undefined || !fits(value, memberType)) return null
  }
  for (const [key, value] of body.map) {
    if (typeof key !== 'string') return null
    if (!(value instanceof PyObject) || value instanceof PyFunction) continue
    const hook = value.cls.proto.$__set_name__
    if (hook !== undefined && !(hook instanceof PyMethodDescriptor)) return null
  }
  const flag = library.flag.value
  const isFlag = flag instanceof PyType && order.includes(flag)
  if (isFlag) {
    for (const key of members) {
      const value = body.getItem(key)
      if (typeof value !== 'number' || value < 0 || value >= MAX_NUMBER) return null
    }
  }
  const methods = methodsOf(bases, body, shape, order, isFlag, library)
  if (methods === null) return null
  const valueRepr = valueReprOf(bases, library)
  if (valueRepr === undefined) return null
  // The class that is told of its name while it is made, and what its parents' flags are.
  if (body.map.has(`_${name}__in_progress`)) return null
  if (isFlag && lookupAttr(firstEnum, '_boundary_') === undefined) return null
  return { members: members as string[], ...maker, isFlag, methods, valueRepr }
}

/** `_find_data_repr_` */
function valueReprOf(bases: readonly PyType[], library: EnumLibrary): Value | undefined {
  for (const chain of bases)
    for (const base of chain.mro) {
      if (base === objectType) continue
      if (library.isEnum(base)) {
        const v = base.proto.$_value_repr_
        return v === null || isPlainAttribute(v) ? v : undefined
      }
      const own = base.ns.get('__repr__')
      if (own !== undefined) return isPlainAttribute(own) ? own : undefined
    }
  return null
}

function methodsOf(
  bases: readonly PyType[],
  body: Namespace,
  shape: Shape,
  order: readonly PyType[],
  isFlag: boolean,
  library: EnumLibrary,
): [string, Value][] | null {
  const { memberType } = shape
  const firstEnum = shape.firstEnum!
  const methods: [string, Value][] = []
  const set = new Set<string>()
  const reprEnum = library.reprEnum.value
  if (reprEnum instanceof PyType && bases.includes(reprEnum)) {
    if (memberType === objectType) return null
    for (const name of ['__format__', '__str__']) {
      if (body.map.has(name)) continue
      let v = memberType.proto[attrKey(name)]
      if (name === '__str__' && v === objectType.proto.$__str__) v = memberType.proto.$__repr__
      if (!isPlainAttribute(v)) return null
      methods.push([name, v])
      set.add(name)
    }
  }
  for (const name of REPRESENTATIONS) {
    if (body.map.has(name) || set.has(name)) continue
    const key = attrKey(name)
    const own = firstEnum.proto[key]
    const found = findIn(order, name)
    if (!isPlainAttribute(own) || !isPlainAttribute(found)) return null
    if (found === memberType.proto[key] || found === objectType.proto[key]) methods.push([name, own])
  }
  if (!isFlag) return methods
  const flag = library.flag.value as PyType
  for (const name of FLAG_OPERATORS) {
    if (body.map.has(name)) continue
    const v = flag.proto[attrKey(name)]
    if (!isPlainAttribute(v)) return null
    methods.push([name, v])
  }
  return methods
}

function makeEnum(
  name: string,
  bases: PyTuple,
  body: Namespace,
  boundary: Value | undefined,
  shape: Shape,
  plan: Plan,
  library: EnumLibrary,
): Value {
  const { memberType } = shape
  const firstEnum = shape.firstEnum!
  const { isFlag, members } = plan
  const values: Value[] = []
  for (const key of members) values.push(body.getItem(key)!)
  const ns = new PyDict()
  for (const [key, value] of body.map) if (!body.$_member_names.map.has(key)) ns.map.set(key, value)
  const generate = ns.getItem('_generate_next_value_')
  if (generate instanceof PyFunction) ns.setItem('_generate_next_value_', context.call1(getStaticMethod(), generate))
  const memberNames = new PyList([])
  const memberMap = new PyDict()
  const byValue = new PyDict()
  const hashable = new PyList([])
  ns.setItem('_new_member_', plan.remembered)
  ns.setItem('_use_args_', plan.usesValue)
  ns.setItem('_member_names_', memberNames)
  ns.setItem('_member_map_', memberMap)
  ns.setItem('_value2member_map_', byValue)
  ns.setItem('_hashable_values_', hashable)
  ns.setItem('_unhashable_values_', new PyList([]))
  ns.setItem('_unhashable_values_map_', new PyDict())
  ns.setItem('_member_type_', memberType)
  ns.setItem('_value_repr_', plan.valueRepr)
  let mask = 0n
  let singles = 0n
  if (isFlag) {
    ns.setItem('_boundary_', boundary === null ? getAttr(firstEnum, '_boundary_') : boundary!)
    for (const value of values) {
      const bits = BigInt(value as number)
      mask |= bits
      if (isSingleBit(value as number)) singles |= bits
    }
    ns.setItem('_flag_mask_', Number(mask))
    ns.setItem('_singles_mask_', Number(singles))
    ns.setItem('_all_bits_', 2 ** bitLength(Number(mask)) - 1)
    ns.setItem('_inverted_', null)
  }
  const made = makePlainClass(library.enumType.value as PyType, name, bases.items as PyType[], ns)
  const own = made.ns
  const { proto } = made
  for (let i = 0; i < members.length; i++) {
    const key = members[i]!
    const value = values[i]!
    let member = byValue.getItem(value) as PyObject | undefined
    if (member === undefined) {
      member = plan.make(made, value)!
      const record = member as unknown as AttributeRecord
      record.$_value_ = value
      record.$_name_ = key
      record.$__objclass__ = made
      record.$_sort_order_ = memberNames.items.length
      if (!isFlag || isSingleBit(value as number)) memberNames.items.push(key)
      byValue.setItem(value, member)
      hashable.items.push(value)
    }
    own.set(key, member)
    proto[attrKey(key)] = member
    memberMap.setItem(key, member)
  }
  for (const [key, value] of plan.methods) {
    own.set(key, value)
    proto[attrKey(key)] = value
  }
  own.set('__new__', (proto.$__new__ = unwrapped((library.enumClass.value as PyType).ns.get('__new__')!)))
  if (isFlag && !isSorted(memberNames.items, memberMap))
    typeSetAttr(made, '_iter_member_', getAttr(made, '_iter_member_by_def_'))
  return made
}

function isSingleBit(n: number): boolean {
  return n !== 0 && 2 ** (bitLength(n) - 1) === n
}

/** Whether the members that are listed come in the order of their values. */
function isSorted(names: readonly Value[], members: PyDict): boolean {
  let last = -1
  for (const name of names) {
    const value = (members.getItem(name) as unknown as AttributeRecord).$_value_ as number
    if (value < last) return false
    last = value
  }
  return true
}

function getStaticMethod(): Value {
  return context.builtin('staticmethod')
}

/** By qualified name. */
export const enumBodies: Readonly<Record<string, NativeBody>> = {
  'EnumDict.__setitem__': setItem,
  'EnumType.__prepare__': prepare,
  'EnumType.__new__': newClass,
}
