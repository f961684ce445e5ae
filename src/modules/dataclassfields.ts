/** The fields of a dataclass, and the library's `dataclasses` as far as its native bodies (dataclasslibrary.ts) have to do with it. */
import { importing } from '../interpreter/import'
import { PyDict } from '../objects/dict'
import { PyFunction, PyMember } from '../objects/function'
import type { NamespaceCell } from '../objects/hashtable'
import { PyModule } from '../objects/module'
import { type AttributeRecord, attrKey, PyObject, PyType, typeOf, type Value } from '../objects/object'
import { asString } from '../objects/str'
import { LIBRARY_PATH } from './config'
import { IDENTIFIER, KEYWORDS } from './identifiers'

const FILE = `${LIBRARY_PATH}/dataclasses.py`

/** Functions that are not called where native code does their work, or that it calls. */
const FUNCTIONS = (
  'field _fields_in_init_order _tuple_str _field_assign _field_init _init_param _init_fn _frozen_get_del_attr _is_classvar _is_initvar _is_kw_only _is_type ' +
  '_get_field _set_new_attribute _hash_set_none _hash_add _hash_exception _process_class _replace _add_slots'
).split(' ')
/** Classes, with the methods that have to be the library's. */
const CLASSES: Readonly<Record<string, readonly string[]>> = {
  Field: ['__init__'],
  _DataclassParams: ['__init__'],
  _FuncBuilder: ['__init__', 'add_fn', 'add_fns_to_class'],
}

/** The slots of a class of the library as they are stored. */
function slotKeys(type: PyType, names: readonly string[]): string[] {
  return names.map((name) => (type.ns.get(name) as PyMember).key)
}

const FIELD_SLOTS = 'name type default default_factory init repr hash compare metadata kw_only _field_type'.split(' ')
/** The options of `dataclass` in the order of its parameters: the slots of `_DataclassParams`. */
export const PARAM_SLOTS = 'init repr eq order unsafe_hash frozen match_args kw_only slots weakref_slot'.split(' ')

/** Places in {@link FIELD_SLOTS}. */
export enum Slot {
  name,
  type,
  default,
  factory,
  init,
  repr,
  hash,
  compare,
  metadata,
  kwOnly,
  kind,
}

/** `dataclasses` as its namespace has it. */
export class DataclassLibrary {
  private readonly watched: { cell: NamespaceCell; value: Value | undefined; version: number }[] = []
  readonly fieldType: PyType
  readonly paramsType: PyType
  readonly fieldKeys: readonly string[]
  readonly paramKeys: readonly string[]
  readonly missing: Value
  readonly emptyMetadata: Value
  readonly hasFactory: Value
  readonly kwOnly: Value
  readonly initVar: Value
  readonly kinds: { field: Value; classVar: Value; initVar: Value }

  private constructor(readonly ns: PyDict) {
    const get = (name: string) => ns.getItem(name)!
    this.fieldType = get('Field') as PyType
    this.paramsType = get('_DataclassParams') as PyType
    this.fieldKeys = slotKeys(this.fieldType, FIELD_SLOTS)
    this.paramKeys = slotKeys(this.paramsType, PARAM_SLOTS)
    this.missing = get('MISSING')
    this.emptyMetadata = get('_EMPTY_METADATA')
    this.hasFactory = get('_HAS_DEFAULT_FACTORY')
    this.kwOnly = get('KW_ONLY')
    this.initVar = get('InitVar')
    this.kinds = { field: get('_FIELD'), classVar: get('_FIELD_CLASSVAR'), initVar: get('_FIELD_INITVAR') }
    const watch = (name: string) => {
      const cell = ns.cell(name)
      this.watched.push({ cell, value: cell.v, version: (cell.v as unknown as { version: number }).version })
    }
    for (const name of FUNCTIONS) watch(name)
    for (const name in CLASSES) watch(name)
  }

  /** The module, where it is complete and its functions are its own; null otherwise. */
  static of(ns: PyDict): DataclassLibrary | null {
    const own = (v: Value | undefined) =>
      v instanceof PyFunction && v.version === 0 && v.globals === ns && v.code.filename === FILE
    for (const name of FUNCTIONS) if (!own(ns.getItem(name))) return null
    for (const name in CLASSES) {
      const type = ns.getItem(name)
      if (!(type instanceof PyType)) return null
      for (const method of CLASSES[name]!) if (!own(type.ns.get(method))) return null
    }
    return new DataclassLibrary(ns)
  }

  isOwn(): boolean {
    const { watched } = this
    for (let i = 0; i < watched.length; i++) {
      const { cell, value, version } = watched[i]!
      if (cell.v !== value || (value as unknown as { version: number }).version !== version) return false
    }
    return true
  }

  slot(field: PyObject, slot: Slot): Value {
    return (field as unknown as AttributeRecord)[this.fieldKeys[slot]!]!
  }

  setSlot(field: PyObject, slot: Slot, value: Value): void {
    ;(field as unknown as AttributeRecord)[this.fieldKeys[slot]!] = value
  }

  /** `field(…)` */
  makeField(values: readonly Value[]): PyObject {
    const made = new this.fieldType.ctor()
    const record = made as unknown as AttributeRecord
    for (let i = 0; i < values.length; i++) record[this.fieldKeys[i]!] = values[i]!
    return made
  }
}

let current: DataclassLibrary | null = null

/** The module whose globals these are, where nobody has changed it. */
export function libraryOf(ns: PyDict): DataclassLibrary | null {
  if (current === null || current.ns !== ns) current = DataclassLibrary.of(ns)
  return current?.isOwn() === true ? current : null
}

// ── Fields ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A field as the methods need it. */
export interface FieldPlan {
  readonly object: PyObject
  readonly name: string
  readonly type: Value
  readonly initial: Value | undefined
  readonly factory: Value | undefined
  readonly init: boolean
  readonly repr: boolean
  /** None: as `compare` says. */
  readonly hash: boolean | null
  readonly compare: boolean
  readonly kwOnly: boolean
  readonly kind: 'field' | 'initVar' | 'classVar'
}

/** Reads a complete Field; null where it holds what only Python code can take for true or false. */
function readField(object: Value, library: DataclassLibrary): FieldPlan | null {
  if (!(object instanceof PyObject) || object.cls !== library.fieldType) return null
  const get = (slot: Slot) => library.slot(object, slot)
  const { missing, kinds } = library
  const kindValue = get(Slot.kind)
  const kind =
    kindValue === kinds.field
      ? 'field'
      : kindValue === kinds.initVar
        ? 'initVar'
        : kindValue === kinds.classVar
          ? 'classVar'
          : null
  const name = get(Slot.name)
  const flags = [get(Slot.init), get(Slot.repr), get(Slot.compare)]
  const hash = get(Slot.hash)
  const kwOnly = get(Slot.kwOnly)
  if (kind === null || typeof name !== 'string' || flags.some((f) => typeof f !== 'boolean')) return null
  if (hash !== null && typeof hash !== 'boolean') return null
  if (typeof kwOnly !== 'boolean' && kind !== 'classVar') return null
  const initial = get(Slot.default)
  const factory = get(Slot.factory)
  return {
    object,
    name,
    type: get(Slot.type),
    initial: initial === missing ? undefined : initial,
    factory: factory === missing ? undefined : factory,
    init: flags[0] as boolean,
    repr: flags[1] as boolean,
    hash,
    compare: flags[2] as boolean,
    kwOnly: kwOnly === true,
    kind,
  }
}

/** What annotations of a class mean that are no types of fields. */
class Annotations {
  private readonly typing: PyDict | null
  constructor(
    private readonly library: DataclassLibrary,
    private readonly globals: PyDict,
  ) {
    const typing = importing.modules.getItem('typing')
    // Nobody has anything from a module whose body has not run.
    this.typing = typing instanceof PyModule && typing.pending === null ? typing.namespace : null
  }

  /** What an annotation stands for, text included; undefined where the library has to find out. */
  kindOf(type: Value): 'field' | 'initVar' | 'classVar' | 'kwOnly' | undefined {
    const text = asString(type)
    if (text === undefined) return this.kindOfValue(type)
    if (typeof type !== 'string' || !/^[\x20-\x7e]*$/.test(text)) return undefined
    const match = /^(?:\s*(\w+)\s*\.)?\s*(\w+)/.exec(text)
    if (match === null) return 'field'
    const [, module, name] = match as unknown as [string, string | undefined, string]
    if (module === undefined) return this.kindOfValue(this.globals.getItem(name) ?? null)
    const found = this.globals.getItem(module)
    if (!(found instanceof PyModule)) return 'field'
    if (found === importing.modules.getItem('typing')) {
      const kind = this.kindOfValue(this.typing?.getItem(name) ?? null)
      return this.typing === null ? undefined : kind === 'classVar' ? kind : 'field'
    }
    if (found.namespace !== this.library.ns) return 'field'
    const kind = this.kindOfValue(this.library.ns.getItem(name) ?? null)
    return kind === 'classVar' ? 'field' : kind
  }

  private kindOfValue(type: Value): 'field' | 'initVar' | 'classVar' | 'kwOnly' | undefined {
    if (!(type instanceof PyObject)) return 'field'
    const { library, typing } = this
    if (type === library.kwOnly) return 'kwOnly'
    if (type === library.initVar || type.cls === library.initVar) return 'initVar'
    if (typing === null) return 'field'
    const classVar = typing.getItem('ClassVar')
    if (type === classVar) return 'classVar'
    if (type.cls !== typing.getItem('_GenericAlias')) return 'field'
    return (type as unknown as AttributeRecord).$__origin__ === classVar ? 'classVar' : 'field'
  }
}

/** The value of a class's attribute as `getattr` gives it: undefined where there is none, null where that may run Python code. */
function classAttribute(cls: PyType, name: string, library: DataclassLibrary): { value: Value | undefined } | null {
  const key = attrKey(name)
  const raw = cls.proto[key]
  if (cls.cls.proto[key] !== undefined) return null
  if (raw === undefined) return { value: undefined }
  if (!(raw instanceof PyObject)) return { value: raw }
  // What is in a slot has no default.
  if (raw instanceof PyMember) return { value: undefined }
  if (raw.cls === library.fieldType || raw instanceof PyFunction) return { value: raw }
  return raw.cls.proto.$__get__ === undefined ? { value: raw } : null
}

/** Whether a default is one that could be changed: its class has no hash. */
function isMutable(v: Value): boolean {
  return typeOf(v).proto.$__hash__ === null
}

/** The fields of a class: those of its bases and its own; null where the library has to look. */
interface Fields {
  readonly all: Map<string, FieldPlan>
  /** Of this class, with the Field objects that have to be completed. */
  readonly own: readonly { plan: FieldPlan; given: boolean }[]
  readonly hasBases: boolean
  readonly anyFrozen: boolean
  readonly allFrozen: boolean
}

/** The fields of a class and of its bases. */
export function fieldsOf(
  cls: PyType,
  globals: PyDict,
  kwOnlyAtFirst: boolean,
  library: DataclassLibrary,
): Fields | null {
  const all = new Map<string, FieldPlan>()
  let hasBases = false
  let anyFrozen = false
  let allFrozen = true
  for (let i = cls.mro.length - 1; i > 0; i--) {
    const base = cls.mro[i]!
    const fields = base.proto.$__dataclass_fields__
    if (fields === undefined) continue
    const params = base.proto.$__dataclass_params__
    if (!(fields instanceof PyDict) || !(params instanceof PyObject) || params.cls !== library.paramsType) return null
    const frozen = (params as unknown as AttributeRecord)[library.paramKeys[5]!]
    if (typeof frozen !== 'boolean') return null
    hasBases = true
    anyFrozen ||= frozen
    allFrozen &&= frozen
    for (const value of fields.valueList()) {
      const plan = readField(value, library)
      if (plan === null) return null
      all.set(plan.name, plan)
    }
  }
  const annotations = cls.ns.get('__annotations__')
  const own: { plan: FieldPlan; given: boolean }[] = []
  if (annotations !== undefined) {
    if (!(annotations instanceof PyDict)) return null
    const meaning = new Annotations(library, globals)
    let kwOnly = kwOnlyAtFirst
    let seen = false
    const names = annotations.keyList()
    for (const name of names) {
      if (typeof name !== 'string' || !IDENTIFIER.test(name) || KEYWORDS.has(name)) return null
      const type = annotations.getItem(name)!
      const kind = meaning.kindOf(type)
      if (kind === undefined) return null
      if (kind === 'kwOnly') {
        if (seen) return null
        seen = kwOnly = true
        continue
      }
      const entry = ownField(cls, name, type, kind, kwOnly, library)
      if (entry === null) return null
      own.push(entry)
    }
  }
  for (const [name, value] of cls.ns)
    if (
      value instanceof PyObject &&
      value.cls.heap &&
      value.cls.isSubtype(library.fieldType) &&
      !own.some((f) => f.plan.name === name)
    )
      return null
  for (const entry of own) all.set(entry.plan.name, entry.plan)
  return { all, own, hasBases, anyFrozen, allFrozen }
}

/** `_get_field` */
function ownField(
  cls: PyType,
  name: string,
  type: Value,
  kind: 'field' | 'initVar' | 'classVar',
  kwOnly: boolean,
  library: DataclassLibrary,
): { plan: FieldPlan; given: boolean } | null {
  const found = classAttribute(cls, name, library)
  if (found === null) return null
  const { value } = found
  const { missing, kinds } = library
  if (!(value instanceof PyObject && value.cls === library.fieldType)) {
    if (value instanceof PyObject && value.cls.isSubtype(library.fieldType)) return null
    if (kind === 'field' && value !== undefined && isMutable(value)) return null
    const initial = value === undefined ? missing : value
    const asKwOnly = kind === 'classVar' ? missing : kwOnly
    const object = library.makeField([
      name,
      type,
      initial,
      missing,
      true,
      true,
      null,
      true,
      library.emptyMetadata,
      asKwOnly,
      kinds[kind],
    ])
    const plan = {
      object,
      name,
      type,
      initial: value,
      factory: undefined,
      init: true,
      repr: true,
      hash: null,
      compare: true,
    }
    return { plan: { ...plan, kwOnly: kwOnly && kind !== 'classVar', kind }, given: false }
  }
  // It must be its own, and new.
  if (cls.ns.get(name) !== value) return null
  const own = library.slot(value, Slot.kwOnly)
  const flags = [library.slot(value, Slot.init), library.slot(value, Slot.repr), library.slot(value, Slot.compare)]
  const hash = library.slot(value, Slot.hash)
  if (flags.some((f) => typeof f !== 'boolean') || (hash !== null && typeof hash !== 'boolean')) return null
  const initial = library.slot(value, Slot.default)
  const factory = library.slot(value, Slot.factory)
  if (kind !== 'field' && factory !== missing) return null
  if (kind === 'classVar' ? own !== missing : own !== missing && typeof own !== 'boolean') return null
  if (kind === 'field' && initial !== missing && isMutable(initial)) return null
  return {
    plan: {
      object: value,
      name,
      type,
      initial: initial === missing ? undefined : initial,
      factory: factory === missing ? undefined : factory,
      init: flags[0] as boolean,
      repr: flags[1] as boolean,
      hash,
      compare: flags[2] as boolean,
      kwOnly: kind !== 'classVar' && (own === missing ? kwOnly : (own as boolean)),
      kind,
    },
    given: true,
  }
}
