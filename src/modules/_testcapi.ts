/**
 * _testcapi: the C API as functions, for CPython's test suite (CPython: Modules/_testcapimodule.c). What has no meaning without C
 * extension modules is absent: `hasattr(_testcapi, name)` tells.
 */
import { moduleFunctions } from '../builtins/registry'
import { CodeObject } from '../bytecode/code'
import { generatorOf } from '../interpreter/dropped'
import { acquireFrame, Frame, initCells } from '../interpreter/frame'
import { slotValue } from '../interpreter/framelocals'
import { getAttr } from '../objects/attributes'
import { bytesView, isBuffer } from '../objects/buffer'
import { context, recursion } from '../objects/context'
import { PyDict } from '../objects/dict'
import { nameError } from '../objects/exceptionfields'
import { bufferError, exceptionType, memoryError, PyBaseException, systemError, typeError } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { PyFunction } from '../objects/function'
import { defineType, type MethodTable, PyObject, PyType, typeOf, typeType, type Value } from '../objects/object'
import { repr } from '../objects/operators'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import { typeCall } from '../objects/typecall'
import type { NativeModule } from './definition'
import { displayException } from './syshooks'
import { fullAbstractRows } from './testcapi/abstract'
import { bufferTypes, testBufferRows } from './testcapi/buffer'
import { callRows, callTypes, conventionRows } from './testcapi/calling'

// ── Frames ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

function frameOf(v: Value): Frame {
  if (!(v instanceof Frame)) throw typeError('argument must be a frame')
  return v
}

/** The bound variable of a name. Raises NameError. */
function frameVariable(v: Value, name: string): Value {
  const frame = frameOf(v)
  const names = frame.code.localsplus
  for (let i = 0; i < names.length; i++) {
    const value = names[i] === name ? slotValue(frame, i) : undefined
    if (value !== undefined) return value
  }
  throw nameError(`variable ${repr(name)} does not exist`, name)
}

/** A frame of its own, which nothing runs. */
function frameNew(code: Value, globals: Value, _locals: Value): Value {
  if (!((code as unknown) instanceof CodeObject)) throw typeError('argument must be a code object')
  if (!(globals instanceof PyDict)) throw typeError(`argument 2 must be dict, not ${typeOf(globals).name}`)
  const made = code as unknown as CodeObject
  const f = new PyFunction(made, globals, context.builtinsOf(globals))
  const frame = acquireFrame(f, made)
  if (made.freeCount === 0) initCells(frame, f)
  frame.escaped = true
  return frame
}

const frameRows: MethodTable = [
  ['frame_getlocals', (v: Value) => getAttr(frameOf(v), 'f_locals'), '(frame, /)'],
  ['frame_getglobals', (v: Value) => frameOf(v).globals, '(frame, /)'],
  ['frame_getbuiltins', (v: Value) => frameOf(v).builtins, '(frame, /)'],
  ['frame_getgenerator', (v: Value) => generatorOf(frameOf(v)), '(frame, /)'],
  ['frame_getlasti', (v: Value) => getAttr(frameOf(v), 'f_lasti'), '(frame, /)'],
  [
    'frame_getvar',
    (v: Value, name: Value) => {
      const text = asString(name)
      if (text === undefined) throw typeError(`name must be str, not ${typeOf(name).name}`)
      return frameVariable(v, text)
    },
    '(frame, name, /)',
  ],
  [
    'frame_getvarstring',
    (v: Value, name: Value) => {
      const bytes = bytesView(name)
      if (bytes === null) throw typeError(`a bytes-like object is required, not '${typeOf(name).name}'`)
      return frameVariable(v, new TextDecoder().decode(bytes))
    },
    '(frame, name, /)',
  ],
  ['frame_new', frameNew, '(code, globals, locals, /)'],
]

// ── Exceptions ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** PyErr_NewExceptionWithDoc */
function exceptionWithDoc(name: Value, doc: Value = null, base: Value = exceptionType, dict: Value = null): Value {
  const full = asString(name)
  if (full === undefined) throw typeError(`argument 1 must be str, not ${typeOf(name).name}`)
  const dot = full.lastIndexOf('.')
  if (dot < 0) throw systemError('PyErr_NewException: name must be module.class')
  const namespace = dict instanceof PyDict ? dict : new PyDict()
  if (doc !== null) namespace.setItem('__doc__', doc)
  if (namespace.getItem('__module__') === undefined) namespace.setItem('__module__', full.slice(0, dot))
  const bases = base instanceof PyTuple ? base : new PyTuple([base])
  return typeCall(typeType, [full.slice(dot + 1), bases, namespace], [], [])
}

/** Raises an exception whose class gets as many arguments as asked for. */
function raiseException(cls: Value, count: Value): Value {
  const args = Array.from({ length: Number(count) }, (_, i) => i)
  if (!(cls instanceof PyType && cls.isSubtype(exceptionType.base!)))
    throw systemError(`_PyErr_SetObject: exception ${repr(cls)} is not a BaseException subclass`)
  const made = context.call(cls, args)
  throw made instanceof PyBaseException ? made : systemError('the call of an exception class made no exception')
}

const exceptionRows: MethodTable = [
  ['make_exception_with_doc', exceptionWithDoc, '(name, doc=None, base=<unrepresentable>, dict=None)'],
  ['raise_exception', raiseException, '(exception, num_args, /)'],
  [
    'raise_memoryerror',
    () => {
      throw memoryError()
    },
    '()',
  ],
  [
    'exception_print',
    (exception: Value, _legacy: Value = false) => {
      if (!(exception instanceof PyBaseException)) throw typeError('an exception is required')
      displayException(exception)
      return null
    },
    '(exc, legacy=False, /)',
  ],
  [
    'err_writeunraisable',
    (exception: Value, object: Value) => {
      context.unraisable(exception, object, null)
      return null
    },
    '(exc, obj, /)',
  ],
]

// ── Descriptors, buffers, objects ──────────────────────────────────────────────────────────────────────────────────────

/** Every exporter refuses to fill in a view that is not there. */
function bufferWithoutView(exporter: Value): Value {
  if (!isBuffer(exporter)) throw typeError(`a bytes-like object is required, not '${typeOf(exporter).name}'`)
  const name = typeOf(exporter).name
  const where =
    name === 'bytearray' || name === 'array.array'
      ? `${name.slice(name.indexOf('.') + 1)}_getbuffer`
      : 'PyBuffer_FillInfo'
  throw bufferError(`${where}: view==NULL argument is obsolete`)
}

const objectRows: MethodTable = [
  ...fullAbstractRows,
  // A descriptor's `__get__` that calls the class it is asked for, which may drop the descriptor itself.
  [
    'bad_get',
    (self: Value, _instance: Value, cls: Value) => {
      context.call0(cls)
      return repr(self)
    },
    '(self, instance, owner, /)',
  ],
  ['getbuffer_with_null_view', bufferWithoutView, '(exporter, /)'],
  ['object_generichash', (o: Value) => context.call1(typeOf(null).base!.lookup('__hash__')!, o), '(object, /)'],
]

class Awaitable extends PyObject {
  constructor(readonly iterator: Value = null) {
    super()
  }
}

class WithDefault extends PyObject {}

const UNREPRESENTABLE = 'This docstring has a signature with unrepresentable default.'
const pair = (_self: Value, a: Value, b: Value = null): Value => new PyTuple([a, b])

const types = {
  ...callTypes,
  ...bufferTypes,
  awaitType: defineType('awaitType', {
    layout: Awaitable,
    new: [(_cls: PyType, iterator: Value) => new Awaitable(iterator), '(iterator, /)'],
    methods: () => [['__await__', (self: Awaitable) => self.iterator, '($self, /)']],
    final: true,
  }),
  DocStringUnrepresentableSignatureTest: defineType('_testcapi.DocStringUnrepresentableSignatureTest', {
    layout: WithDefault,
    new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
    module: '_testcapi',
    methods: () => [
      ['meth', pair, '($self, /, a, b=<x>)', UNREPRESENTABLE],
      [
        'with_default',
        (_self: Value, x: Value = 1) => x,
        '($self, /, x=ONE)',
        'This instance method has a default parameter value from the module scope.',
      ],
    ],
    classMethods: () => [['classmeth', pair, '($type, /, a, b=<x>)', UNREPRESENTABLE]],
    staticMethods: () => [
      ['staticmeth', (a: Value, b: Value = null) => new PyTuple([a, b]), '(a, b=<x>)', UNREPRESENTABLE],
    ],
    final: true,
  }),
}

/** Limits of C's types on a 64-bit Unix. */
function limits(): Record<string, Value> {
  const made: Record<string, Value> = {
    CHAR_MAX: 127,
    CHAR_MIN: -128,
    UCHAR_MAX: 255,
    DBL_MAX: new PyFloat(Number.MAX_VALUE),
    DBL_MIN: new PyFloat(2 ** -1022),
    FLT_MAX: new PyFloat((2 - 2 ** -23) * 2 ** 127),
    FLT_MIN: new PyFloat(2 ** -126),
    PY_SSIZE_T_MAX: 2n ** 63n - 1n,
    PY_SSIZE_T_MIN: -(2n ** 63n),
    SIZE_MAX: 2n ** 64n - 1n,
    SIZEOF_PID_T: 4,
    SIZEOF_TIME_T: 8,
    SIZEOF_VOID_P: 8,
    SIZEOF_WCHAR_T: 4,
  }
  for (const [name, unsigned, bits] of [
    ['SHRT', 'USHRT', 16],
    ['INT', 'UINT', 32],
  ] as const) {
    made[`${name}_MAX`] = 2 ** (bits - 1) - 1
    made[`${name}_MIN`] = -(2 ** (bits - 1))
    made[`${unsigned}_MAX`] = 2 ** bits - 1
  }
  for (const name of ['LONG', 'LLONG']) {
    made[`${name}_MAX`] = 2n ** 63n - 1n
    made[`${name}_MIN`] = -(2n ** 63n)
    made[`U${name}_MAX`] = 2n ** 64n - 1n
  }
  return made
}

export const testModule: NativeModule = {
  name: '_testcapi',
  functions: [...callRows, ...frameRows, ...exceptionRows, ...objectRows, ...testBufferRows],
  attributes: () => ({
    ...types,
    ...limits(),
    ONE: 1,
    the_number_three: 3,
    Py_Version: 0x030d00f0,
    Py_single_input: 256,
    Py_file_input: 257,
    Py_eval_input: 258,
    // How deep builtins may recurse on the stack of the machine.
    Py_C_RECURSION_LIMIT: recursion.nativeLimit,
    WITH_PYMALLOC: false,
    WITH_MIMALLOC: false,
  }),
  setup: (module) =>
    moduleFunctions(
      module.namespace,
      '_testcapi',
      conventionRows(() => module),
    ),
}
