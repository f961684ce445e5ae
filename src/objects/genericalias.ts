/**
 * Parameterised generics (`list[int]`) and unions (`int | None`) (Library Reference, "Generic Alias Type", "Union Type";
 * CPython: Objects/genericaliasobject.c, unionobject.c; PEP 585, 604, 646).
 *
 * An alias forwards attribute access, calls and subclassing to its origin, except for the attributes it has itself. Type
 * parameters are recognised by their `__typing_subst__`, so that nothing here knows the typing module.
 */
import { genericGetAttr, getAttr, lookupAttr, setAttr } from './attributes'
import { context, enterNative, leaveNative } from './context'
import { attributeErrorType } from './exceptionfields'
import { isException, typeError, typeErrorType } from './exceptions'
import { builtin, iteratorRows } from './iterators'
import { PyList } from './list'
import { defineType, type Int, type MethodTable, PyObject, PyType, TypeFlag, typeOf, type Value } from './object'
import {
  type ClassChoice,
  equals,
  getItem,
  hashValue,
  isTrue,
  PyIterator,
  repr,
  subscription,
  toArray,
} from './operators'
import { Ellipsis, NotImplemented } from './singletons'
import { asString } from './str'
import { emptyTuple, PyTuple } from './tuple'

/** `list[int]` */
export class PyGenericAlias extends PyObject {
  origin: Value = null
  args: PyTuple = emptyTuple
  parametersCache: PyTuple | null = null
  /** `*tuple[int]` */
  unpacked = false

  get parameters(): PyTuple {
    return (this.parametersCache ??= collectParameters(this.args.items))
  }
}

/** Makes an alias; a single argument that is no tuple is the only one. */
export function makeGenericAlias(origin: Value, args: Value, unpacked = false): PyGenericAlias {
  const alias = new PyGenericAlias()
  alias.origin = origin
  alias.args = args instanceof PyTuple ? args : new PyTuple([args])
  alias.unpacked = unpacked
  return alias
}

/** `__class_getitem__` of the builtin containers. */
export function genericAliasOf(cls: PyType, item: Value): Value {
  return makeGenericAlias(cls, item)
}

function isTypeParameter(v: Value): boolean {
  return !(v instanceof PyType) && lookupAttr(v, '__typing_subst__') !== undefined
}

/** The distinct type parameters among arguments, in order of appearance. */
function collectParameters(args: readonly Value[]): PyTuple {
  const found: Value[] = []
  const add = (v: Value): void => {
    if (!found.includes(v)) found.push(v)
  }
  for (const arg of args) {
    // A class may define __typing_subst__ for its instances; it is no parameter itself.
    if (arg instanceof PyType) continue
    if (arg instanceof PyList || (arg instanceof PyTuple && arg.cls.name === 'tuple')) {
      for (const inner of collectParameters(arg.items).items) add(inner)
      continue
    }
    if (isTypeParameter(arg)) add(arg)
    else {
      const inner = lookupAttr(arg, '__parameters__')
      if (inner instanceof PyTuple) for (const p of inner.items) add(p)
    }
  }
  return found.length === 0 ? emptyTuple : new PyTuple(found)
}

/** The unpacked form of `*tuple[…]` arguments: their arguments, unless one is open ended. */
function unpackArguments(item: Value): Value[] {
  const items = item instanceof PyTuple ? item.items : [item]
  const out: Value[] = []
  for (const v of items) {
    if (!(v instanceof PyType)) {
      const inner = lookupAttr(v, '__typing_unpacked_tuple_args__')
      if (inner !== undefined && inner !== null) {
        const list = toArray(inner)
        if (!(list.length > 0 && list[list.length - 1] === Ellipsis)) {
          out.push(...list)
          continue
        }
      }
    }
    out.push(v)
  }
  return out
}

/** Substitutes type parameters in arguments. Raises TypeError for a wrong number. */
function substitute(self: Value, args: PyTuple, parameters: PyTuple, item: Value): PyTuple {
  const n = parameters.items.length
  if (n === 0) throw typeError(`${repr(self)} is not a generic class`)
  let items: Value[] = unpackArguments(item)
  for (const parameter of parameters.items) {
    const prepare = lookupAttr(parameter, '__typing_prepare_subst__')
    if (prepare !== undefined && prepare !== null) items = toArray(context.call2(prepare, self, new PyTuple(items)))
  }
  if (items.length !== n)
    throw typeError(
      `Too ${items.length > n ? 'many' : 'few'} arguments for ${repr(self)}; actual ${items.length}, expected ${n}`,
    )
  return new PyTuple(substituteIn(args.items, parameters.items, items))
}

function substituteIn(args: readonly Value[], parameters: readonly Value[], items: readonly Value[]): Value[] {
  const out: Value[] = []
  for (const arg of args) {
    if (arg instanceof PyType) {
      out.push(arg)
      continue
    }
    if (arg instanceof PyTuple || arg instanceof PyList) {
      const inner = substituteIn(arg.items, parameters, items)
      out.push(arg instanceof PyTuple ? new PyTuple(inner) : new PyList(inner))
      continue
    }
    let made: Value
    const subst = lookupAttr(arg, '__typing_subst__')
    if (subst !== undefined) {
      const at = parameters.indexOf(arg)
      made = context.call1(subst, items[at]!)
    } else {
      const inner = lookupAttr(arg, '__parameters__')
      if (inner instanceof PyTuple && inner.items.length > 0) {
        const values: Value[] = []
        for (const p of inner.items) {
          const at = parameters.indexOf(p)
          const value = at < 0 ? p : items[at]!
          // A variadic parameter receives a tuple of types.
          if (at >= 0 && value instanceof PyTuple && lookupAttr(p, '__typing_is_unpacked_typevartuple__') !== undefined)
            values.push(...value.items)
          else values.push(value)
        }
        made = getItem(arg, new PyTuple(values))
      } else made = arg
    }
    const unpacked = lookupAttr(arg, '__typing_is_unpacked_typevartuple__')
    if (unpacked !== undefined && isTrue(unpacked) && made instanceof PyTuple) out.push(...made.items)
    else out.push(made)
  }
  return out
}

/** The text of one argument: a class by its qualified name, anything else by repr. */
function argumentText(v: Value): string {
  if (v === Ellipsis) return '...'
  if (v instanceof PyGenericAlias) return repr(v)
  if (v instanceof PyList && v.cls.name === 'list') return `[${v.items.map(argumentText).join(', ')}]`
  if (lookupAttr(v, '__origin__') !== undefined && lookupAttr(v, '__args__') !== undefined) return repr(v)
  const qualname = lookupAttr(v, '__qualname__')
  const module = qualname === undefined ? undefined : lookupAttr(v, '__module__')
  if (qualname === undefined || module === undefined || module === null) return repr(v)
  const q = asString(qualname)
  const m = asString(module)
  return m === 'builtins' ? q! : `${m}.${q}`
}

function aliasRepr(self: PyGenericAlias): string {
  enterNative(' while getting the repr of an object')
  try {
    const args = self.args.items.length === 0 ? '()' : self.args.items.map(argumentText).join(', ')
    return `${self.unpacked ? '*' : ''}${argumentText(self.origin)}[${args}]`
  } finally {
    leaveNative()
  }
}

/** Attributes that are the alias's own; all others are the origin's. */
const OWN_ATTRIBUTES = new Set([
  '__class__',
  '__bases__',
  '__copy__',
  '__deepcopy__',
  '__origin__',
  '__args__',
  '__unpacked__',
  '__parameters__',
  '__typing_unpacked_tuple_args__',
  '__mro_entries__',
  '__reduce_ex__',
  '__reduce__',
])

function aliasGetAttr(o: Value, name: string): Value | undefined {
  const self = o as PyGenericAlias
  if (OWN_ATTRIBUTES.has(name)) return genericGetAttr(o, name)
  return getAttr(self.origin, name)
}

function aliasCall(self: PyGenericAlias, args: Value[], keywords: Value): Value {
  const made = keywords === null ? context.call(self.origin, args) : context.callDict(self.origin, args, keywords)
  try {
    setAttr(made, '__orig_class__', self)
  } catch (e) {
    // Instances without a __dict__ cannot remember it.
    if (!isException(e, attributeErrorType) && !isException(e, typeErrorType)) throw e
  }
  return made
}

function aliasEq(self: PyGenericAlias, other: Value): Value {
  if (!(other instanceof PyGenericAlias)) return NotImplemented
  return self.unpacked === other.unpacked && equals(self.origin, other.origin) && equals(self.args, other.args)
}

function aliasHash(self: PyGenericAlias): Int {
  const a = BigInt(hashValue(self.origin))
  const b = BigInt(hashValue(self.args))
  const h = BigInt.asIntN(64, a ^ b)
  const n = Number(h)
  return h === -1n ? -2 : Number.isSafeInteger(n) ? n : h
}

/** Gives the unpacked form once: what `*list[int]` in a subscript iterates over. */
class PyAliasIterator extends PyIterator {
  constructor(public alias: PyGenericAlias | null) {
    super()
  }
  next(): Value | undefined {
    const alias = this.alias
    if (alias === null) return undefined
    this.alias = null
    return makeGenericAlias(alias.origin, alias.args, true)
  }
}

defineType('generic_alias_iterator', {
  layout: PyAliasIterator as never,
  methods: () => [
    ...iteratorRows,
    [
      '__reduce__',
      (self: PyAliasIterator) =>
        new PyTuple([builtin('iter'), new PyTuple([self.alias === null ? emptyTuple : self.alias])]),
      '($self, /)',
    ],
  ],
  final: true,
})

function refuse(name: string) {
  return (): Value => {
    throw typeError(`${name}() argument 2 cannot be a parameterized generic`)
  }
}

export const genericAliasMethods = (): MethodTable => [
  ['__repr__', aliasRepr, '($self, /)'],
  ['__hash__', aliasHash, '($self, /)'],
  ['__call__', aliasCall, '($self, /, *args, **kwargs)'],
  ['__eq__', aliasEq, '($self, value, /)'],
  [
    '__getitem__',
    (self: PyGenericAlias, item: Value) =>
      makeGenericAlias(self.origin, substitute(self, self.args, self.parameters, item), self.unpacked),
    '($self, key, /)',
  ],
  ['__iter__', (self: PyGenericAlias) => new PyAliasIterator(self), '($self, /)'],
  ['__or__', (a: Value, b: Value) => makeUnion(a, b), '($self, value, /)'],
  ['__ror__', (a: Value, b: Value) => makeUnion(b, a), '($self, value, /)'],
  ['__mro_entries__', (self: PyGenericAlias) => new PyTuple([self.origin]), '($self, object, /)'],
  ['__instancecheck__', refuse('isinstance'), '($self, object, /)'],
  ['__subclasscheck__', refuse('issubclass'), '($self, object, /)'],
  [
    '__reduce__',
    (self: PyGenericAlias) =>
      self.unpacked
        ? new PyTuple([builtin('next'), new PyTuple([new PyAliasIterator(makeGenericAlias(self.origin, self.args))])])
        : new PyTuple([genericAliasType, new PyTuple([self.origin, self.args])]),
    '($self, /)',
  ],
  [
    '__dir__',
    (self: PyGenericAlias) => {
      const names = toArray(context.call1(builtin('dir'), self.origin))
      for (const name of OWN_ATTRIBUTES)
        if (!names.includes(name) && genericAliasType.lookup(name) !== undefined) names.push(name)
      return new PyList(names)
    },
    '($self, /)',
  ],
]

export const genericAliasType: PyType = defineType('types.GenericAlias', {
  flags: TypeFlag.VECTORCALL,
  layout: PyGenericAlias,
  module: 'types',
  new: [
    (cls: PyType, origin: Value, args: Value) => {
      const made = new cls.ctor() as PyGenericAlias
      made.origin = origin
      made.args = args instanceof PyTuple ? args : new PyTuple([args])
      return made
    },
    '(origin, args, /)',
  ],
  methods: genericAliasMethods,
  members: '__origin__ __args__ __unpacked__',
  getset: () => [
    ['__origin__', (a: PyGenericAlias) => a.origin],
    ['__args__', (a: PyGenericAlias) => a.args],
    ['__parameters__', (a: PyGenericAlias) => a.parameters],
    ['__unpacked__', (a: PyGenericAlias) => a.unpacked],
    [
      '__typing_unpacked_tuple_args__',
      (a: PyGenericAlias) => (a.unpacked && (a.origin as PyType).name === 'tuple' ? a.args : null),
    ],
  ],
  getattro: aliasGetAttr,
  doc: 'A class with its type arguments, as list[int].',
})

subscription.alias = makeGenericAlias

// ── Unions ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `int | str` */
export class PyUnion extends PyObject implements ClassChoice {
  get choices(): readonly Value[] {
    return this.args.items
  }
  args: PyTuple = emptyTuple
  parametersCache: PyTuple | null = null

  get parameters(): PyTuple {
    return (this.parametersCache ??= collectParameters(this.args.items))
  }
}

/** What may stand in a union: a class, None, an alias, another union, a type alias. */
function isUnionable(v: Value): boolean {
  return (
    v === null ||
    v instanceof PyType ||
    v instanceof PyGenericAlias ||
    v instanceof PyUnion ||
    typeOf(v).name === 'typing.TypeAliasType'
  )
}

/** `a | b` for types; NotImplemented where one side cannot be in a union. */
export function makeUnion(a: Value, b: Value): Value {
  if (!isUnionable(a) || !isUnionable(b)) return NotImplemented
  return unionOf([a, b])
}

/** The union of types, flattened and without duplicates; a single type is itself. */
export function unionOf(types: readonly Value[]): Value {
  const flat: Value[] = []
  const add = (v: Value): void => {
    if (v instanceof PyUnion) for (const x of v.args.items) add(x)
    else {
      const t = v === null ? typeOf(null) : v
      if (!flat.some((x) => sameMember(x, t))) flat.push(t)
    }
  }
  for (const t of types) add(t)
  if (flat.length === 1) return flat[0]!
  const made = new PyUnion()
  made.args = new PyTuple(flat)
  return made
}

/** list[int] and list are different members, as are 1 and True in aliases. */
function sameMember(a: Value, b: Value): boolean {
  if (a === b) return true
  return a instanceof PyGenericAlias && b instanceof PyGenericAlias && equals(a, b)
}

function unionRepr(self: PyUnion): string {
  return self.args.items.map((v) => (v === typeOf(null) ? 'None' : argumentText(v))).join(' | ')
}

function unionEq(self: PyUnion, other: Value): Value {
  if (!(other instanceof PyUnion)) return NotImplemented
  const a = self.args.items
  const b = other.args.items
  return a.length === b.length && a.every((x) => b.some((y) => equals(x, y)))
}

function unionHash(self: PyUnion): Value {
  return hashValue(context.call1(builtin('frozenset'), self.args))
}

function unionGetItem(self: PyUnion, item: Value): Value {
  const args = substitute(self, self.args, self.parameters, item).items
  let result: Value = args[0]!
  for (let i = 1; i < args.length; i++)
    result = context.call2(getAttr(context.importModule('operator'), 'or_'), result, args[i]!)
  return result
}

export const unionMethods = (): MethodTable => [
  ['__repr__', unionRepr, '($self, /)'],
  ['__hash__', unionHash, '($self, /)'],
  ['__eq__', unionEq, '($self, value, /)'],
  ['__getitem__', unionGetItem, '($self, key, /)'],
  ['__or__', (a: Value, b: Value) => makeUnion(a, b), '($self, value, /)'],
  ['__ror__', (a: Value, b: Value) => makeUnion(b, a), '($self, value, /)'],
]

defineType('types.UnionType', {
  layout: PyUnion,
  module: 'types',
  methods: unionMethods,
  members: '__args__',
  getset: () => [
    ['__args__', (u: PyUnion) => u.args],
    ['__parameters__', (u: PyUnion) => u.parameters],
  ],
  final: true,
  doc: 'A union of types, as int | str.',
})
