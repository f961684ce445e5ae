/**
 * `dataclasses.dataclass`, natively (interpreter/nativebody.ts): `_process_class`, and `field`. Classes that are refused, whose fields have odd names, or whose
 * attributes are descriptors of their own, are left to the library.
 */
import { importing } from '../interpreter/import'
import { type NativeBody, standAtCall } from '../interpreter/nativebody'
import { getAttr, lookupAttr, typeGetAttr, typeSetAttr } from '../objects/attributes'
import { PyBytes } from '../objects/bytes'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import { isException, typeErrorType, valueErrorType } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { PyFunction } from '../objects/function'
import { PyGenericAlias, PyUnion } from '../objects/genericalias'
import { PyModule } from '../objects/module'
import { type AttributeRecord, objectType, PyObject, PyType, typeType, type Value } from '../objects/object'
import { repr, str } from '../objects/operators'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import { type DataclassLibrary, type FieldPlan, fieldsOf, libraryOf, PARAM_SLOTS, Slot } from './dataclassfields'
import {
  defaultName,
  equalMethod,
  FACTORY_MARK,
  frozenMethod,
  initMethod,
  Methods,
  OBJECT,
  ORDERS,
  orderMethod,
  plainMethod,
  reprMethod,
  tupleText,
} from './dataclassmethods'

/** `field(*, default, default_factory, init, repr, hash, compare, metadata, kw_only)` */
const field: NativeBody = (args, frame) => {
  const [initial, factory, init, shown, hash, compare, metadata, kwOnly] = args as readonly Value[]
  const library = libraryOf(frame.globals)
  if (library === null || metadata !== null) return undefined
  if (initial !== library.missing && factory !== library.missing) return undefined
  return library.makeField([
    null,
    null,
    initial!,
    factory!,
    init!,
    shown!,
    hash!,
    compare!,
    library.emptyMetadata,
    kwOnly!,
    null,
  ])
}

// ── The class ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The text of a default or annotation in a signature, where no Python code makes it. */
function shownDefault(v: Value, library: DataclassLibrary): string | null {
  if (v === library.hasFactory) return '<factory>'
  if (v instanceof PyTuple && v.cls.heap === false && v.items.length === 0) return '()'
  if (v instanceof PyObject && !((v instanceof PyFloat || v instanceof PyBytes) && !v.cls.heap)) return null
  return asString(repr(v))!
}

function shownAnnotation(v: Value): string | null {
  if (!(v instanceof PyObject)) return asString(repr(v))!
  if (v.cls.ns.get('__module__') === 'typing' || (v instanceof PyType && v.ns.get('__module__') === 'typing')) {
    // Its repr is the library's, of which the module's name is left out.
    const text = asString(repr(v))!
    return lookupAttr(v, '__module__') === 'typing' && /^[\x20-\x7e]*$/.test(text)
      ? text.replaceAll(/(?<![\w.])typing\./g, '')
      : null
  }
  if (v instanceof PyGenericAlias && !v.cls.heap) return asString(str(v))!
  if (v instanceof PyUnion) return asString(repr(v))!
  if (!(v instanceof PyType) || v.cls.getattro !== typeGetAttr || v.cls.proto.$__getattr__ !== undefined) return null
  const module = typeGetAttr(v, '__module__')
  if (typeof module !== 'string') return null
  return module === 'builtins' ? v.qualname : `${module}.${v.qualname}`
}

/** The signature of a class whose `__init__` has been made here, without the return annotation; null where the library has to say. */
function signatureText(
  standard: readonly FieldPlan[],
  keywordOnly: readonly FieldPlan[],
  library: DataclassLibrary,
): string | null {
  const parts: string[] = []
  const add = (f: FieldPlan): boolean => {
    const type = shownAnnotation(f.type)
    if (type === null) return false
    const value = f.initial !== undefined ? f.initial : f.factory === undefined ? undefined : library.hasFactory
    if (value === undefined) {
      parts.push(`${f.name}: ${type}`)
      return true
    }
    const text = shownDefault(value, library)
    if (text === null) return false
    parts.push(`${f.name}: ${type} = ${text}`)
    return true
  }
  for (const f of standard) if (!add(f)) return null
  if (keywordOnly.length > 0) parts.push('*')
  for (const f of keywordOnly) if (!add(f)) return null
  const text = `(${parts.join(', ')})`
  return text.replaceAll(' -> None', '')
}

/** Whether `inspect.signature` of a class would be that of its `__init__`. */
function isPlainlyCalled(cls: PyType): boolean {
  return (
    cls.cls.proto.$__call__ === typeType.proto.$__call__ &&
    cls.proto.$__new__ === objectType.proto.$__new__ &&
    cls.proto.$__signature__ === undefined &&
    cls.proto.$__text_signature__ === undefined &&
    cls.proto.$__wrapped__ === undefined &&
    cls.proto.$__partialmethod__ === undefined &&
    cls.cls.proto.$__signature__ === undefined
  )
}

const HASH_NONE = 1
const HASH_ADD = 2

/** What becomes of `__hash__`: null where that is an error. */
function hashAction(unsafeHash: boolean, eq: boolean, frozen: boolean, explicit: boolean): number | null {
  if (unsafeHash) return explicit ? null : HASH_ADD
  if (!eq || explicit) return 0
  return frozen ? HASH_ADD : HASH_NONE
}

/** `_process_class`, which also calls `inspect.signature`, `recursive_repr`, `_add_slots` and `abc.update_abstractmethods`. */
const processClass: NativeBody = (args, frame) => {
  const library = libraryOf(frame.globals)
  const [cls, ...options] = args as Value[]
  if (library === null || !(cls instanceof PyType) || !cls.heap || !cls.mutable) return undefined
  for (let i = 0; i < PARAM_SLOTS.length; i++) if (typeof options[i] !== 'boolean') return undefined
  const [init, shown, eq, order, unsafeHash, frozen, matchArgs, kwOnly, slots, weakrefSlot] = options as boolean[]
  const { ns } = cls
  // Classes of metaclasses that look at what is read and set.
  if (cls.cls.getattro !== typeGetAttr || cls.cls.proto.$__getattr__ !== undefined) return undefined
  if (
    cls.cls.proto.$__setattr__ !== typeType.proto.$__setattr__ ||
    cls.cls.proto.$__delattr__ !== typeType.proto.$__delattr__
  )
    return undefined
  const moduleName = ns.get('__module__')
  if (typeof moduleName !== 'string') return undefined
  const module = importing.modules.getItem(moduleName)
  if (
    !(module instanceof PyModule) ||
    module.pending !== null ||
    importing.modules.getItem('dataclasses') === undefined
  )
    return undefined
  const globals = module.namespace
  if (globals.getItem('__builtins__') === undefined) return undefined
  const found = fieldsOf(cls, globals, kwOnly!, library)
  if (found === null) return undefined
  if (found.hasBases && (found.anyFrozen ? !frozen : frozen)) return undefined
  if (found.hasBases && frozen && !found.allFrozen) return undefined
  const own = (name: string) => ns.has(name)
  const classHash = ns.get('__hash__')
  const explicit = !(classHash === undefined || (classHash === null && own('__eq__')))
  const hashing = hashAction(unsafeHash!, eq!, frozen!, explicit)
  if (hashing === null || (order && !eq) || (weakrefSlot && !slots)) return undefined
  if (order && ORDERS.some(([name]) => own(name))) return undefined
  if (frozen && (own('__setattr__') || own('__delattr__'))) return undefined
  if (slots && own('__slots__')) return undefined
  const doc = ns.get('__doc__')
  if (doc !== null && typeof doc !== 'string') return undefined
  const fields = [...found.all.values()].filter((f) => f.kind !== 'classVar')
  const standard = fields.filter((f) => f.init && !f.kwOnly)
  const keywordOnly = fields.filter((f) => f.init && f.kwOnly)
  if (init) {
    let seen = false
    for (const f of standard) {
      const has = f.initial !== undefined || f.factory !== undefined
      if (seen && !has) return undefined
      seen ||= has
    }
  }
  const recursiveRepr = library.ns.getItem('recursive_repr')
  if (!(recursiveRepr instanceof PyFunction)) return undefined
  // From here on it is done.
  const set = (name: string, value: Value) => typeSetAttr(cls, name, value)
  const params = new library.paramsType.ctor()
  for (let i = 0; i < PARAM_SLOTS.length; i++)
    (params as unknown as AttributeRecord)[library.paramKeys[i]!] = options[i]!
  set('__dataclass_params__', params)
  const all = new PyDict()
  for (const f of found.all.values()) all.setItem(f.name, f.object)
  for (const { plan, given } of found.own) {
    if (!given) continue
    library.setSlot(plan.object, Slot.name, plan.name)
    library.setSlot(plan.object, Slot.type, plan.type)
    library.setSlot(plan.object, Slot.kind, library.kinds[plan.kind])
    if (plan.kind !== 'classVar') library.setSlot(plan.object, Slot.kwOnly, plan.kwOnly)
  }
  for (const { plan, given } of found.own) if (given) typeSetAttr(cls, plan.name, plan.initial)
  set('__dataclass_fields__', all)
  const real = fields.filter((f) => f.kind === 'field')
  const builtins = context.builtinsOf(globals)
  const methods = new Methods(globals, builtins, cls.qualname)
  const made: [name: string, value: Value, always: boolean][] = []
  if (init) {
    const f = makeInit(cls, methods, fields, standard, keywordOnly, frozen!, slots!, found.all.has('self'), library)
    made.push(['__init__', f, false])
  }
  if (!own('__replace__')) set('__replace__', library.ns.getItem('_replace')!)
  if (shown) {
    const inner = methods.add(reprMethod(real.filter((f) => f.repr)), {})
    // It is decorated before it is told what it belongs to.
    const { qualname } = inner
    inner.qualname = inner.code.qualname
    standAtCall(frame, 'add_fns_to_class')
    const outer = context.call1(context.call0(recursiveRepr), inner)
    if (outer instanceof PyFunction) outer.qualname = qualname
    made.push(['__repr__', outer, false])
  }
  const compared = real.filter((f) => f.compare)
  if (eq) made.push(['__eq__', methods.add(equalMethod(compared), {}), false])
  if (order)
    for (const [name, operator] of ORDERS)
      made.push([name, methods.add(orderMethod(name, operator, compared), {}), false])
  if (frozen) {
    const values = { cls, FrozenInstanceError: library.ns.getItem('FrozenInstanceError')! }
    for (const name of ['__setattr__', '__delattr__'])
      made.push([name, methods.add(frozenMethod(name, real), values), false])
  }
  if (hashing !== 0) set('__hash__', null)
  if (hashing === HASH_ADD) {
    const hashed = real.filter((f) => (f.hash === null ? f.compare : f.hash))
    const method = plainMethod('__hash__', ['self'], hashed.length + 4, 1, () => [
      `  return hash(${tupleText('self', hashed)})`,
    ])
    made.push(['__hash__', methods.add(method, {}), true])
  }
  for (const [name, value, always] of made) if (always || !ns.has(name)) set(name, value)
  if (doc === null || doc === '') {
    const plain = init && ns.get('__init__') === made[0]![1] && isPlainlyCalled(cls)
    standAtCall(frame, 'signature')
    set('__doc__', cls.name + docSignature(cls, plain ? standard : null, keywordOnly, library))
  }
  if (matchArgs && !ns.has('__match_args__')) set('__match_args__', new PyTuple(standard.map((f) => f.name)))
  let result: Value = cls
  if (slots) {
    standAtCall(frame, '_add_slots')
    result = context.call3(library.ns.getItem('_add_slots')!, cls, frozen!, weakrefSlot!)
  }
  if (result instanceof PyType && result.abstractMethods === undefined) return result
  standAtCall(frame, 'update_abstractmethods')
  context.call1(getAttr(library.ns.getItem('abc')!, 'update_abstractmethods'), result)
  return result
}

function makeInit(
  cls: PyType,
  methods: Methods,
  fields: readonly FieldPlan[],
  standard: readonly FieldPlan[],
  keywordOnly: readonly FieldPlan[],
  frozen: boolean,
  slots: boolean,
  hasSelf: boolean,
  library: DataclassLibrary,
): PyFunction {
  const hasPostInit = cls.proto.$__post_init__ !== undefined
  const self = hasSelf ? '__dataclass_self__' : 'self'
  const method = initMethod(fields, standard, keywordOnly, frozen, slots, hasPostInit, self)
  const values: Record<string, Value> = { [FACTORY_MARK]: library.hasFactory, [OBJECT]: objectType }
  for (const f of fields) {
    const v = f.factory !== undefined ? f.factory : f.initial
    if (v !== undefined) values[defaultName(f)] = v
  }
  const f = methods.add(method, values)
  const annotations: Value[] = []
  for (const p of standard) annotations.push(p.name, p.type)
  for (const p of keywordOnly) annotations.push(p.name, p.type)
  annotations.push('return', null)
  f.annotations = annotations
  const valueOf = (p: FieldPlan) =>
    p.initial !== undefined ? p.initial : p.factory === undefined ? undefined : library.hasFactory
  const defaults: Value[] = []
  for (const p of standard) {
    const v = valueOf(p)
    if (v !== undefined) defaults.push(v)
  }
  if (defaults.length > 0) f.defaults = defaults
  for (const p of keywordOnly) {
    const v = valueOf(p)
    if (v !== undefined) (f.kwdefaults ??= new PyDict()).setItem(p.name, v)
  }
  return f
}

/** `str(inspect.signature(cls))` without the return annotation; nothing where that cannot be said. `standard` is null where only the library knows. */
function docSignature(
  cls: PyType,
  standard: readonly FieldPlan[] | null,
  keywordOnly: readonly FieldPlan[],
  library: DataclassLibrary,
): string {
  try {
    const text = standard === null ? null : signatureText(standard, keywordOnly, library)
    if (text !== null) return text
    const signature = context.call1(getAttr(library.ns.getItem('inspect')!, 'signature'), cls)
    return asString(str(signature))!.replaceAll(' -> None', '')
  } catch (e) {
    if (isException(e, typeErrorType) || isException(e, valueErrorType)) return ''
    throw e
  }
}

/** By qualified name. */
export const dataclassBodies: Readonly<Record<string, NativeBody>> = { field, _process_class: processClass }
