/**
 * TypeVar, ParamSpec, TypeVarTuple and TypeAliasType (PEP 484, 612, 646, 695, 696; CPython: Objects/typevarobject.c). Bounds,
 * constraints, defaults and alias values of the new syntax are computed when first asked for.
 */
import { getAttr } from './attributes'
import { context } from './context'
import { typeError, valueError } from './exceptions'
import { genericAliasOf, makeUnion } from './genericalias'
import { iteratorRows } from './iterators'
import { defineType, type GetSetRow, type MethodRow, PyObject, type PyType, typeOf, type Value } from './object'
import { getItem, isTrue, PyIterator, repr, toArray } from './operators'
import { asString } from './str'
import { PyTuple } from './tuple'

class PyNoDefault extends PyObject {}
defineType('NoDefaultType', {
  layout: PyNoDefault,
  module: 'typing',
  final: true,
  new: [
    (_cls: PyType, args: Value[], kwargs: Value) => {
      if (args.length > 0 || kwargs !== null) throw typeError('NoDefaultType takes no arguments')
      return NoDefault
    },
    '(*args, **kwargs)',
  ],
  methods: () => [
    ['__repr__', () => 'typing.NoDefault', '($self, /)'],
    ['__reduce__', () => 'NoDefault', '($self, /)'],
  ],
})
/** `typing.NoDefault`: a type parameter without a default. */
export const NoDefault: PyObject = new PyNoDefault()

/** Common state of the kinds of type parameters. */
export class PyTypeParameter extends PyObject {
  name = ''
  bound: Value = null
  constraints: Value = null
  computeBound: Value = null
  computeConstraints: Value = null
  defaultValue: Value = NoDefault
  computeDefault: Value = null
  covariant = false
  contravariant = false
  inferVariance = false
}
class PyTypeVar extends PyTypeParameter {}
class PyParamSpec extends PyTypeParameter {}
class PyTypeVarTuple extends PyTypeParameter {}

function typing(name: string): Value {
  return getAttr(context.importModule('typing'), name)
}

function checkType(v: Value, message: string): Value {
  return context.call2(typing('_type_check'), v, message)
}

function setModule(self: PyTypeParameter): void {
  const module = context.currentModule()
  if (module !== null && module !== 'typing') (self as unknown as Record<string, Value>).$__module__ = module
}

function boundOf(self: PyTypeParameter): Value {
  if (self.computeBound !== null) {
    self.bound = context.call0(self.computeBound)
    self.computeBound = null
  }
  return self.bound
}

function constraintsOf(self: PyTypeParameter): Value {
  if (self.computeConstraints !== null) {
    self.constraints = context.call0(self.computeConstraints)
    self.computeConstraints = null
  }
  return self.constraints ?? new PyTuple([])
}

function defaultOf(self: PyTypeParameter): Value {
  if (self.computeDefault !== null) {
    self.defaultValue = context.call0(self.computeDefault)
    self.computeDefault = null
  }
  return self.defaultValue
}

function parameterRepr(self: PyTypeParameter): Value {
  if (self.inferVariance) return self.name
  return `${self.covariant ? '+' : self.contravariant ? '-' : '~'}${self.name}`
}

function setVariance(self: PyTypeParameter, covariant: Value, contravariant: Value, infer: Value): void {
  self.covariant = isTrue(covariant)
  self.contravariant = isTrue(contravariant)
  self.inferVariance = isTrue(infer)
  if (self.covariant && self.contravariant) throw valueError('Bivariant types are not supported.')
  if (self.inferVariance && (self.covariant || self.contravariant))
    throw valueError('Variance cannot be specified with infer_variance.')
}

function nameOf(name: Value, kind: string): string {
  const text = asString(name)
  if (text === undefined) throw typeError(`${kind}() argument 'name' must be str, not ${typeOf(name).name}`)
  return text
}

const notSubclassable = (name: string): MethodRow => [
  '__mro_entries__',
  () => {
    throw typeError(`Cannot subclass an instance of ${name}`)
  },
  '($self, object, /)',
]

const orRows: MethodRow[] = [
  ['__or__', (a: Value, b: Value) => getItem(typing('Union'), new PyTuple([a, b])), '($self, value, /)'],
  ['__ror__', (a: Value, b: Value) => getItem(typing('Union'), new PyTuple([b, a])), '($self, value, /)'],
]

const shared: MethodRow[] = [
  ['__reduce__', (self: PyTypeParameter) => self.name, '($self, /)'],
  [
    'has_default',
    (self: PyTypeParameter) => self.computeDefault !== null || self.defaultValue !== NoDefault,
    '($self, /)',
  ],
]

const nameRow: GetSetRow = ['__name__', (self: PyTypeParameter) => self.name]
const defaultRow: GetSetRow = ['__default__', defaultOf]
const varianceRows: GetSetRow[] = [
  ['__covariant__', (self: PyTypeParameter) => self.covariant],
  ['__contravariant__', (self: PyTypeParameter) => self.contravariant],
  ['__infer_variance__', (self: PyTypeParameter) => self.inferVariance],
]

export const typeVarType = defineType('TypeVar', {
  layout: PyTypeVar,
  module: 'typing',
  hasDict: true,
  final: true,
  new: [
    (
      cls: PyType,
      name: Value,
      constraints: Value[],
      bound: Value = null,
      defaultValue: Value = NoDefault,
      covariant: Value = false,
      contravariant: Value = false,
      infer: Value = false,
    ) => {
      const made = new cls.ctor() as PyTypeVar
      made.name = nameOf(name, 'typevar')
      setVariance(made, covariant, contravariant, infer)
      if (constraints.length === 1) throw typeError('A single constraint is not allowed')
      if (bound !== null) {
        if (constraints.length > 0) throw typeError('Constraints cannot be combined with bound=...')
        made.bound = checkType(bound, 'Bound must be a type.')
      }
      if (constraints.length > 0)
        made.constraints = new PyTuple(
          constraints.map((t) => checkType(t, 'TypeVar(name, constraint, ...): constraints must be types.')),
        )
      made.defaultValue = defaultValue
      setModule(made)
      return made
    },
    '-(name, *constraints, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, infer_variance=False)',
  ],
  methods: () => [
    ['__repr__', parameterRepr, '($self, /)'],
    [
      '__typing_subst__',
      (self: Value, arg: Value) => context.call2(typing('_typevar_subst'), self, arg),
      '($self, arg, /)',
    ],
    [
      '__typing_prepare_subst__',
      (self: Value, alias: Value, args: Value) => prepareSubstitution(self as PyTypeParameter, alias, args),
      '($self, alias, args, /)',
    ],
    notSubclassable('TypeVar'),
    ...orRows,
    ...shared,
  ],
  members: '__name__ __covariant__ __contravariant__ __infer_variance__',
  getset: () => [nameRow, ['__bound__', boundOf], ['__constraints__', constraintsOf], defaultRow, ...varianceRows],
})

/** Fills a missing last argument from the parameter's default (CPython: typevar_typing_prepare_subst). */
function prepareSubstitution(self: PyTypeParameter, alias: Value, args: Value): Value {
  const params = (getAttr(alias, '__parameters__') as PyTuple).items
  const items = (args as PyTuple).items
  const index = params.indexOf(self)
  if (index < items.length) return args
  if (index === items.length && (self.computeDefault !== null || self.defaultValue !== NoDefault))
    return new PyTuple([...items, defaultOf(self)])
  throw typeError(`Too few arguments for ${repr(alias)}`)
}

class PyParamSpecPart extends PyObject {
  constructor(readonly origin: Value = null) {
    super()
  }
}
function partType(name: string, suffix: string, layout: new () => PyParamSpecPart): PyType {
  return defineType(name, {
    layout,
    module: 'typing',
    final: true,
    new: [
      (_cls: PyType, origin: Value) => new (layout as unknown as new (o: Value) => PyParamSpecPart)(origin),
      '-(origin)',
    ],
    methods: () => [
      [
        '__repr__',
        (self: PyParamSpecPart) =>
          `${self.origin instanceof PyTypeParameter ? self.origin.name : repr(self.origin)}.${suffix}`,
        '($self, /)',
      ],
      ['__eq__', (a: PyParamSpecPart, b: Value) => b instanceof layout && b.origin === a.origin, '($self, value, /)'],
      notSubclassable(name),
    ],
    unhashable: true,
    members: true,
    getset: () => [['__origin__', (self: PyParamSpecPart) => self.origin]],
  })
}
class PyParamSpecArgs extends PyParamSpecPart {}
class PyParamSpecKwargs extends PyParamSpecPart {}
export const paramSpecArgsType = partType('ParamSpecArgs', 'args', PyParamSpecArgs)
export const paramSpecKwargsType = partType('ParamSpecKwargs', 'kwargs', PyParamSpecKwargs)

export const paramSpecType = defineType('ParamSpec', {
  layout: PyParamSpec,
  module: 'typing',
  hasDict: true,
  final: true,
  new: [
    (
      cls: PyType,
      name: Value,
      bound: Value = null,
      defaultValue: Value = NoDefault,
      covariant: Value = false,
      contravariant: Value = false,
      infer: Value = false,
    ) => {
      const made = new cls.ctor() as PyParamSpec
      made.name = nameOf(name, 'paramspec')
      setVariance(made, covariant, contravariant, infer)
      if (bound !== null) made.bound = checkType(bound, 'Bound must be a type.')
      made.defaultValue = defaultValue
      setModule(made)
      return made
    },
    '-(name, *, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, infer_variance=False)',
  ],
  methods: () => [
    ['__repr__', parameterRepr, '($self, /)'],
    [
      '__typing_subst__',
      (self: Value, arg: Value) => context.call2(typing('_paramspec_subst'), self, arg),
      '($self, arg, /)',
    ],
    [
      '__typing_prepare_subst__',
      (self: Value, alias: Value, args: Value) => context.call3(typing('_paramspec_prepare_subst'), self, alias, args),
      '($self, alias, args, /)',
    ],
    notSubclassable('ParamSpec'),
    ...orRows,
    ...shared,
  ],
  members: '__name__ __bound__ __covariant__ __contravariant__ __infer_variance__',
  getset: () => [
    nameRow,
    ['__bound__', boundOf],
    defaultRow,
    ...varianceRows,
    ['args', (self: PyParamSpec) => new PyParamSpecArgs(self)],
    ['kwargs', (self: PyParamSpec) => new PyParamSpecKwargs(self)],
  ],
})

/** Iterating a TypeVarTuple gives its unpacking once. */
class UnpackOnce extends PyIterator {
  private done = false
  constructor(readonly of: Value) {
    super()
  }
  next(): Value | undefined {
    if (this.done) return undefined
    this.done = true
    return getItem(typing('Unpack'), this.of)
  }
}
defineType('typevartuple_iterator', { layout: UnpackOnce as never, final: true, methods: () => iteratorRows })

export const typeVarTupleType = defineType('TypeVarTuple', {
  layout: PyTypeVarTuple,
  module: 'typing',
  hasDict: true,
  final: true,
  new: [
    (cls: PyType, name: Value, defaultValue: Value = NoDefault) => {
      const made = new cls.ctor() as PyTypeVarTuple
      made.name = nameOf(name, 'typevartuple')
      made.defaultValue = defaultValue
      setModule(made)
      return made
    },
    '-(name, *, default=typing.NoDefault)',
  ],
  methods: () => [
    ['__repr__', (self: PyTypeVarTuple) => self.name, '($self, /)'],
    ['__iter__', (self: PyTypeVarTuple) => new UnpackOnce(self), '($self, /)'],
    [
      '__typing_subst__',
      () => {
        throw typeError('Substitution of bare TypeVarTuple is not supported')
      },
      '($self, arg, /)',
    ],
    [
      '__typing_prepare_subst__',
      (self: Value, alias: Value, args: Value) =>
        context.call3(typing('_typevartuple_prepare_subst'), self, alias, args),
      '($self, alias, args, /)',
    ],
    notSubclassable('TypeVarTuple'),
    ...shared,
  ],
  members: '__name__',
  getset: () => [nameRow, defaultRow],
})

/** A `type X = …` statement's object. */
class PyTypeAlias extends PyObject {
  name: Value = ''
  params: Value = new PyTuple([])
  compute: Value = null
  value: Value | undefined = undefined
  module: Value = null
}

function aliasValue(self: PyTypeAlias): Value {
  if (self.value === undefined) self.value = context.call0(self.compute)
  return self.value
}

/** The type parameters, a TypeVarTuple unpacked. */
function aliasParameters(self: PyTypeAlias): Value {
  const params = (self.params as PyTuple).items
  return new PyTuple(params.flatMap((p) => (p instanceof PyTypeVarTuple ? toArray(p) : [p])))
}

export const typeAliasType = defineType('TypeAliasType', {
  layout: PyTypeAlias,
  module: 'typing',
  final: true,
  new: [
    (cls: PyType, name: Value, value: Value, params: Value = new PyTuple([])) => {
      if (!(params instanceof PyTuple)) throw typeError('type_params must be a tuple')
      const made = new cls.ctor() as PyTypeAlias
      made.name = nameOf(name, 'typealias')
      made.value = value
      made.params = params
      made.module = context.currentModule()
      return made
    },
    '-(name, value, *, type_params=())',
  ],
  methods: () => [
    ['__repr__', (self: PyTypeAlias) => self.name, '($self, /)'],
    ['__reduce__', (self: PyTypeAlias) => self.name, '($self, /)'],
    [
      '__getitem__',
      (self: PyTypeAlias, item: Value) => {
        if ((self.params as PyTuple).items.length === 0) throw typeError('Only generic type aliases are subscriptable')
        return genericAliasOf(self as unknown as PyType, item)
      },
      '($self, key, /)',
    ],
    ['__or__', (a: Value, b: Value) => makeUnion(a, b), '($self, value, /)'],
    ['__ror__', (a: Value, b: Value) => makeUnion(b, a), '($self, value, /)'],
  ],
  getset: () => [
    ['__name__', (self: PyTypeAlias) => self.name],
    ['__value__', aliasValue],
    ['__type_params__', (self: PyTypeAlias) => self.params],
    ['__parameters__', aliasParameters],
    ['__module__', (self: PyTypeAlias) => self.module],
  ],
})

/** A type parameter of the new syntax; bound and constraints are functions that compute them, or None. */
export function makeTypeParameter(
  kind: 'TYPEVAR' | 'PARAMSPEC' | 'TYPEVARTUPLE',
  name: string,
  computeBound: Value,
  computeConstraints: Value,
): Value {
  const made = kind === 'TYPEVAR' ? new PyTypeVar() : kind === 'PARAMSPEC' ? new PyParamSpec() : new PyTypeVarTuple()
  made.name = name
  made.computeBound = computeBound
  made.computeConstraints = computeConstraints
  made.inferVariance = true
  setModule(made)
  return made
}

/** Gives a type parameter the function that computes its default. */
export function setTypeParameterDefault(parameter: Value, compute: Value): Value {
  ;(parameter as PyTypeParameter).computeDefault = compute
  return parameter
}

/** The object of a `type` statement. */
export function makeTypeAlias(name: string, params: Value, compute: Value): Value {
  const made = new PyTypeAlias()
  made.name = name
  made.params = params === null ? new PyTuple([]) : params
  made.compute = compute
  made.module = context.currentModule()
  return made
}
