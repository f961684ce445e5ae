/**
 * `dataclasses.dataclass`, natively (interpreter/nativebody.ts): `_process_class`, and `field` with the class it makes. Classes that are refused, whose fields have odd
 * names, or whose attributes are descriptors of their own, are left to the library.
 *
 * The library writes the methods as text and compiles it. Here a method knows its parameters, and its text is written and compiled when it is first
 * run or looked into: the lines before it are left empty, so that its own are what they would be.
 */
import { compiler } from '../builtins/compilehook'
import { CodeFlags, CodeObject, type CodeUnit, SlotKind } from '../bytecode/code'
import { lazyCode } from '../bytecode/lazycode'
import { importing } from '../interpreter/import'
import { type NativeBody, standAtCall } from '../interpreter/nativebody'
import { getAttr, lookupAttr, typeGetAttr, typeSetAttr } from '../objects/attributes'
import { PyBytes } from '../objects/bytes'
import { PyCell } from '../objects/cell'
import { constantFactory } from '../objects/constants'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import { isException, typeErrorType, valueErrorType } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { PyFunction, PyMember } from '../objects/function'
import { PyGenericAlias, PyUnion } from '../objects/genericalias'
import type { NamespaceCell } from '../objects/hashtable'
import { PyModule } from '../objects/module'
import {
  type AttributeRecord,
  attrKey,
  objectType,
  PyObject,
  PyType,
  typeOf,
  typeType,
  type Value,
} from '../objects/object'
import { repr, str } from '../objects/operators'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
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
const PARAM_SLOTS = 'init repr eq order unsafe_hash frozen match_args kw_only slots weakref_slot'.split(' ')

/** Places in {@link FIELD_SLOTS}. */
enum Slot {
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
class DataclassLibrary {
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

function libraryOf(ns: PyDict): DataclassLibrary | null {
  if (current === null || current.ns !== ns) current = DataclassLibrary.of(ns)
  return current?.isOwn() === true ? current : null
}

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

// ── Fields ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A field as the methods need it. */
interface FieldPlan {
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

function fieldsOf(cls: PyType, globals: PyDict, kwOnlyAtFirst: boolean, library: DataclassLibrary): Fields | null {
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

// ── Methods ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A method that is written and compiled when it is needed. */
interface Method {
  readonly name: string
  readonly positional: readonly string[]
  readonly keywordOnly: readonly string[]
  /** Variables of the function around it that it uses, in order. */
  readonly free: readonly string[]
  readonly stack: number
  /** Lines that the text has: the decorator's, the head's and the body's. */
  readonly lines: number
  readonly decorated: boolean
  /** The text of the parameters, and the lines of the body. */
  readonly write: () => readonly [parameters: string, body: readonly string[]]
}

/** The methods of one class: what the library would have written as one text. */
class Methods {
  private readonly list: Method[] = []
  private line = 2
  private readonly cells = new Map<string, PyCell>()

  constructor(
    private readonly globals: PyDict,
    private readonly builtins: Value,
    private readonly qualname: string,
  ) {}

  /** Adds one; the values of its free variables are in `values`. */
  add(method: Method, values: Readonly<Record<string, Value>>): PyFunction {
    const { line } = this
    this.line += method.lines
    this.list.push(method)
    const localsplus = [...method.positional, ...method.keywordOnly, ...method.free]
    const parameters = method.positional.length + method.keywordOnly.length
    const kinds = new Uint8Array(localsplus.length).fill(SlotKind.LOCAL, 0, parameters).fill(SlotKind.FREE, parameters)
    const code = lazyCode(
      {
        name: method.name,
        qualname: `__create_fn__.<locals>.${method.name}`,
        filename: '<string>',
        firstlineno: line,
        flags: CodeFlags.OPTIMIZED | CodeFlags.NEWLOCALS | CodeFlags.NESTED,
        argcount: method.positional.length,
        posonlyargcount: 0,
        kwonlyargcount: method.keywordOnly.length,
        localsplus,
        localsplusKinds: kinds,
        nlocals: parameters,
        stacksize: method.stack,
      },
      constantFactory,
      () => this.compile(method, line),
    )
    const f = new PyFunction(code, this.globals, this.builtins)
    const module = this.globals.getItem('__name__')
    if (module !== undefined) f.module = module
    f.qualname = `${this.qualname}.${method.name}`
    if (method.free.length > 0) {
      f.closure = []
      for (const name of method.free) {
        let cell = this.cells.get(name)
        if (cell === undefined) this.cells.set(name, (cell = new PyCell(values[name])))
        f.closure.push(cell)
      }
    }
    return f
  }

  /** The method's own part of the text, on its own line. */
  private compile(method: Method, line: number): CodeUnit {
    const [parameters, body] = method.write()
    const decorator = method.decorated ? ' @__dataclass_decorator__\n' : ''
    const variables = [...this.cells.keys(), '__dataclass_decorator__'].join(',')
    const text = `def __create_fn__(${variables}):${'\n'.repeat(line - 1)}${decorator} def ${method.name}(${parameters}):\n${body.join('\n')}\n`
    let code = compiler.compile(text, '<string>', 'exec', 0, -1) as CodeObject
    for (const name of ['__create_fn__', method.name])
      code = code.load().consts.find((c): c is CodeObject => c instanceof CodeObject && c.name === name)!
    return code.body.unit()
  }
}

function tupleText(object: string, fields: readonly FieldPlan[]): string {
  return fields.length === 0 ? '()' : `(${fields.map((f) => `${object}.${f.name}`).join(',')},)`
}

const FACTORY_MARK = '__dataclass_HAS_DEFAULT_FACTORY__'
const OBJECT = '__dataclass_builtins_object__'
const defaultName = (f: FieldPlan) => `__dataclass_dflt_${f.name}__`

/** The value that `__init__` gives a field, as text; null where it gives none. */
function initialText(f: FieldPlan, slots: boolean): string | null {
  let value: string
  if (f.factory !== undefined)
    value = f.init ? `${defaultName(f)}() if ${f.name} is ${FACTORY_MARK} else ${f.name}` : `${defaultName(f)}()`
  else if (f.init) value = f.name
  else if (slots && f.initial !== undefined) value = defaultName(f)
  else return null
  return f.kind === 'initVar' ? null : value
}

function initMethod(
  fields: readonly FieldPlan[],
  standard: readonly FieldPlan[],
  keywordOnly: readonly FieldPlan[],
  frozen: boolean,
  slots: boolean,
  hasPostInit: boolean,
  self: string,
): Method {
  const free = new Set<string>()
  let assigned = 0
  for (const f of fields) {
    const text = initialText(f, slots)
    if (text === null) continue
    assigned++
    if (frozen) free.add(OBJECT)
    if (f.factory !== undefined) {
      free.add(defaultName(f))
      if (f.init) free.add(FACTORY_MARK)
    } else if (!f.init) free.add(defaultName(f))
  }
  const given = hasPostInit ? fields.filter((f) => f.kind === 'initVar') : []
  return {
    name: '__init__',
    positional: [self, ...standard.map((f) => f.name)],
    keywordOnly: keywordOnly.map((f) => f.name),
    free: [...free].sort(),
    stack: Math.max(7, given.length + 3),
    lines: 1 + (hasPostInit ? assigned + 1 : Math.max(assigned, 1)),
    decorated: false,
    write: () => {
      const body: string[] = []
      for (const f of fields) {
        const value = initialText(f, slots)
        if (value === null) continue
        body.push(frozen ? `  ${OBJECT}.__setattr__(${self},'${f.name}',${value})` : `  ${self}.${f.name}=${value}`)
      }
      if (hasPostInit) body.push(`  ${self}.__post_init__(${given.map((f) => f.name).join(',')})`)
      if (body.length === 0) body.push('  pass')
      const parameter = (f: FieldPlan) => {
        const value =
          f.initial !== undefined ? `=__dataclass_dflt_${f.name}__` : f.factory === undefined ? '' : `=${FACTORY_MARK}`
        return `${f.name}:__dataclass_type_${f.name}__${value}`
      }
      const parameters = [self, ...standard.map(parameter)]
      if (keywordOnly.length > 0) parameters.push('*', ...keywordOnly.map(parameter))
      return [parameters.join(','), body]
    },
  }
}

function reprMethod(fields: readonly FieldPlan[]): Method {
  return {
    name: '__repr__',
    positional: ['self'],
    keywordOnly: [],
    free: [],
    stack: 2 * fields.length + 6,
    lines: 3,
    decorated: true,
    write: () => {
      const parts = fields.map((f) => `${f.name}={self.${f.name}!r}`)
      return ['self', [`  return f"{self.__class__.__qualname__}(${parts.join(', ')})"`]]
    },
  }
}

/** A method of `self` and perhaps others that has a text known beforehand. */
function plainMethod(
  name: string,
  parameters: readonly string[],
  stack: number,
  lines: number,
  write: () => readonly string[],
  free: readonly string[] = [],
): Method {
  const positional = parameters
  return {
    name,
    positional,
    keywordOnly: [],
    free,
    stack,
    lines: lines + 1,
    decorated: false,
    write: () => [parameters.join(','), write()],
  }
}

function equalMethod(fields: readonly FieldPlan[]): Method {
  return plainMethod('__eq__', ['self', 'other'], 6, 5, () => [
    '  if self is other:',
    '   return True',
    '  if other.__class__ is self.__class__:',
    `   return ${fields.map((f) => `self.${f.name}==other.${f.name}`).join(' and ') || 'True'}`,
    '  return NotImplemented',
  ])
}

const ORDERS = [
  ['__lt__', '<'],
  ['__le__', '<='],
  ['__gt__', '>'],
  ['__ge__', '>='],
] as const

function orderMethod(name: string, operator: string, fields: readonly FieldPlan[]): Method {
  return plainMethod(name, ['self', 'other'], 2 * fields.length + 4, 3, () => [
    '  if other.__class__ is self.__class__:',
    `   return ${tupleText('self', fields)}${operator}${tupleText('other', fields)}`,
    '  return NotImplemented',
  ])
}

function frozenMethod(name: string, fields: readonly FieldPlan[]): Method {
  const set = name === '__setattr__'
  const parameters = set ? ['self', 'name', 'value'] : ['self', 'name']
  return plainMethod(
    name,
    parameters,
    8,
    3,
    () => {
      const names = fields.length === 0 ? '' : ` or name in {${fields.map((f) => `'${f.name}'`).join(', ')}}`
      return [
        `  if type(self) is cls${names}:`,
        `   raise FrozenInstanceError(f"cannot ${set ? 'assign to' : 'delete'} field {name!r}")`,
        `  super(cls, self).${name}(${parameters.slice(1).join(', ')})`,
      ]
    },
    ['FrozenInstanceError', 'cls'],
  )
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
