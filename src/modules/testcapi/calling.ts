/**
 * Calling as CPython's C API offers it: functions of each calling convention, and objects called from below the language (CPython:
 * Modules/_testcapi/vectorcall.c, Modules/_testcapimodule.c). None stands for NULL where an argument may be NULL.
 */
import { compiler } from '../../builtins/compilehook'
import { CodeObject } from '../../bytecode/code'
import { context } from '../../objects/context'
import { PyDict } from '../../objects/dict'
import { typeError, valueError } from '../../objects/exceptions'
import { PyFunction, PyMethod } from '../../objects/function'
import {
  defineType,
  type Layout,
  type MethodTable,
  objectType,
  PyObject,
  PyType,
  TypeFlag,
  typeOf,
  type Value,
} from '../../objects/object'
import { strText } from '../../objects/operators'
import { PyTuple } from '../../objects/tuple'

// ── Functions of each calling convention ───────────────────────────────────────────────────────────────────────────────

const withArgs = (self: Value, args: Value[]): Value => new PyTuple([self, new PyTuple(args)])
const withKeywords = (self: Value, args: Value[], kwargs: Value): Value =>
  new PyTuple([self, new PyTuple(args), kwargs])

/** One function of each convention, as methods: each answers with what it was given, its self first. */
const methodRows: MethodTable = [
  ['meth_varargs', withArgs, '($self, /, *args)'],
  ['meth_varargs_keywords', withKeywords, '($self, /, *args, **kwargs)'],
  ['meth_o', (self: Value, object: Value) => new PyTuple([self, object]), '($self, object, /)'],
  ['meth_noargs', (self: Value) => self, '($self, /)'],
  ['meth_fastcall', withArgs, '($self, /, *args)'],
  [
    'meth_fastcall_keywords',
    (self, args, kwargs) => withKeywords(self, args, kwargs ?? new PyDict()),
    '($self, /, *args, **kwargs)',
  ],
]

/** The same as functions that get no self of their own but always the given one. */
export function conventionRows(self: () => Value): MethodTable {
  return methodRows.map(([name, f, signature]) => [
    name,
    (...args: Value[]) => f(self(), ...args),
    signature.replace(/\$self, \/(, )?/, '').replace('$self, ', ''),
  ])
}

const newPlain = [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'] as const

class MethInstance extends PyObject {}
class MethClass extends PyObject {}
class MethStatic extends PyObject {}

const conventionTypes = {
  MethInstance: defineType('MethInstance', {
    layout: MethInstance,
    new: newPlain,
    methods: () => methodRows,
    final: true,
  }),
  MethClass: defineType('MethClass', {
    layout: MethClass,
    new: newPlain,
    classMethods: () => methodRows.map(([name, f, signature]) => [name, f, signature.replace('$self', '$type')]),
    final: true,
  }),
  MethStatic: defineType('MethStatic', {
    layout: MethStatic,
    new: newPlain,
    staticMethods: () => conventionRows(() => null),
    final: true,
  }),
}

// ── Method descriptors ─────────────────────────────────────────────────────────────────────────────────────────────────

/** Answers a call with whether its vectorcall is the one of its base. */
class MethodDescriptor extends PyObject {
  readonly plain: boolean = true
}
class MethodDescriptorDerived extends MethodDescriptor {}
class MethodDescriptorNopGet extends MethodDescriptor {}
class MethodDescriptor2 extends MethodDescriptor {
  override readonly plain = false
}

const CALL = '($self, /, *args, **kwargs)'
const GET = '($self, instance, owner=None, /)'

const methodDescriptorBase = defineType('MethodDescriptorBase', {
  layout: MethodDescriptor,
  new: newPlain,
  flags: TypeFlag.VECTORCALL | TypeFlag.METHOD_DESCRIPTOR,
  methods: () => [
    ['__call__', (self: MethodDescriptor) => self.plain, CALL],
    [
      '__get__',
      (self: MethodDescriptor, instance: Value) => (instance === null ? self : new PyMethod(self, instance)),
      GET,
    ],
  ],
})

const descriptorTypes = {
  MethodDescriptorBase: methodDescriptorBase,
  MethodDescriptorDerived: defineType('MethodDescriptorDerived', {
    layout: MethodDescriptorDerived,
    base: methodDescriptorBase,
  }),
  MethodDescriptorNopGet: defineType('MethodDescriptorNopGet', {
    layout: MethodDescriptorNopGet,
    base: methodDescriptorBase,
    methods: () => [
      ['__call__', (_self: Value, args: Value[]) => new PyTuple(args), CALL],
      ['__get__', (self: Value) => self, GET],
    ],
  }),
  MethodDescriptor2: defineType('MethodDescriptor2', {
    layout: MethodDescriptor2,
    base: methodDescriptorBase,
    flags: TypeFlag.VECTORCALL,
    methods: () => [['__call__', (self: MethodDescriptor) => self.plain, CALL]],
  }),
}

// ── Vectorcall ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Arguments as a C array: a tuple, or None for no array at all. */
function argumentArray(args: Value): Value[] {
  if (args === null) return []
  if (!(args instanceof PyTuple)) throw typeError('args must be None or a tuple')
  return args.items
}

function fastCallDict(callable: Value, args: Value, kwargs: Value): Value {
  const given = argumentArray(args)
  if (kwargs !== null && !(kwargs instanceof PyDict)) throw typeError('kwnames must be None or a dict')
  return context.callDict(callable, given, kwargs)
}

function vectorcall(callable: Value, args: Value, names: Value): Value {
  const given = argumentArray(args)
  if (names === null) return context.call(callable, given)
  if (!(names instanceof PyTuple)) throw typeError('kwnames must be None or a tuple')
  const count = given.length - names.items.length
  if (count < 0) throw valueError('kwnames longer than args')
  return context.callKeywords(callable, given.slice(0, count), names.items.map(strText), given.slice(count))
}

function hasVectorcall(type: PyType): boolean {
  return (Number(type.cls.getattro(type, '__flags__')) & TypeFlag.VECTORCALL) !== 0
}

function callArguments(args: Value, kwargs: Value): [Value[], Value] {
  if (!(args instanceof PyTuple)) throw typeError(`argument 2 must be tuple, not ${typeOf(args).name}`)
  if (kwargs !== null && !(kwargs instanceof PyDict))
    throw typeError(`argument 3 must be dict, not ${typeOf(kwargs).name}`)
  return [args.items, kwargs]
}

function vectorcallCall(callable: Value, args: Value, kwargs: Value = null): Value {
  const [given, keywords] = callArguments(args, kwargs)
  if (!hasVectorcall(typeOf(callable))) throw typeError(`'${typeOf(callable).name}' object does not support vectorcall`)
  return context.callDict(callable, given, keywords)
}

/** The code that a function runs once its vectorcall is overridden; compiled when first needed. */
let overriding: CodeObject | undefined

/**
 * Exchanges what calls of a function run. There is no entry point beside the code object here, so it is the code that is exchanged, and
 * `__code__` shows it.
 */
function setVectorcall(f: Value): Value {
  if (!(f instanceof PyFunction)) throw typeError("'func' must be a function")
  if (overriding === undefined) {
    const source = "def overridden(*args, **kwargs): return 'overridden'"
    const module = compiler.compile(source, '<vectorcall>', 'exec', 0, -1) as CodeObject
    overriding = (module.load().consts as unknown[]).find((c) => c instanceof CodeObject)!
  }
  f.code = overriding
  f.version++
  return null
}

function makeVectorcallClass(base: Value = objectType): Value {
  if (!(base instanceof PyType))
    throw typeError(`make_vectorcall_class() argument 1 must be type, not ${typeOf(base).name}`)
  const parent = base.ctor as new () => PyObject & { overridden?: Set<PyType> }
  class VectorcallObject extends parent {}
  const type: PyType = defineType('_testcapi.VectorcallClass', {
    layout: VectorcallObject as Layout,
    base,
    module: '_testcapi',
    flags: TypeFlag.VECTORCALL,
    methods: () => [
      ['__call__', (self: VectorcallObject) => (self.overridden?.has(type) ? 'vectorcall' : 'tp_call'), CALL],
      [
        'set_vectorcall',
        (self: VectorcallObject, cls: Value) => {
          if (!(cls instanceof PyType))
            throw typeError(`set_vectorcall() argument must be type, not ${typeOf(cls).name}`)
          if (!typeOf(self).isSubtype(cls)) throw typeError(`expected ${cls.name} instance`)
          self.overridden ??= new Set()
          self.overridden.add(cls)
          return null
        },
        '($self, type, /)',
      ],
    ],
  })
  type.mutable = true
  return type
}

class LimitedVectorcall extends PyObject {}

/** A type whose vectorcall the limited API defines. */
export const limitedVectorcallType = defineType('_testlimitedcapi.LimitedVectorCallClass', {
  layout: LimitedVectorcall,
  new: newPlain,
  module: '_testlimitedcapi',
  flags: TypeFlag.VECTORCALL,
  methods: () => [['__call__', () => 'vectorcall called', CALL]],
  final: true,
})

/** Calls from below the language, as the limited API has them. */
export const limitedCallRows: MethodTable = [
  ['call_vectorcall', (f: Value) => context.callKeywords(f, ['foo'], ['baz'], ['bar']), '(callable, /)'],
  [
    'call_vectorcall_method',
    (o: Value) => context.callKeywords(typeOf(o).getattro(o, 'f') ?? null, ['foo'], ['baz'], ['bar']),
    '(object, /)',
  ],
]

/** Calls as the full API has them. */
export const callRows: MethodTable = [
  ['pyobject_fastcalldict', fastCallDict, '(callable, args, kwargs, /)'],
  ['pyobject_vectorcall', vectorcall, '(callable, args, kwnames, /)'],
  ['pyvectorcall_call', vectorcallCall, '(callable, args, kwargs=None, /)'],
  [
    'pycfunction_call',
    (f: Value, args: Value, kwargs: Value = null) => context.callDict(f, ...callArguments(args, kwargs)),
    '(callable, args, kwargs=None, /)',
  ],
  ['function_setvectorcall', setVectorcall, '(function, /)'],
  ['make_vectorcall_class', makeVectorcallClass, '(base=<unrepresentable>, /)'],
  [
    'has_vectorcall_flag',
    (type: Value) => {
      if (!(type instanceof PyType))
        throw typeError(`has_vectorcall_flag() argument must be type, not ${typeOf(type).name}`)
      return hasVectorcall(type)
    },
    '(type, /)',
  ],
]

/** Types whose methods have each calling convention, and types that are method descriptors. */
export const callTypes: Readonly<Record<string, PyType>> = { ...conventionTypes, ...descriptorTypes }
