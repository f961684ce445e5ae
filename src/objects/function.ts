/**
 * Everything that a call can meet: Python functions and bound methods, builtin functions, and the descriptors of builtin
 * types (CPython: Objects/funcobject.c, classobject.c, methodobject.c, descrobject.c).
 *
 * Calling is the interpreter's business; these are the data. Method tables of the types are in functiontypes.ts.
 */
import type { CodeObject } from '../bytecode/code'
import type { PyCell } from './cell'
import { instanceDict, PyDict, useDict } from './dict'
import { typeError } from './exceptions'
import { defineType, type GetSetRow, installDescriptors, PyObject, type PyType, typeOf, type Value } from './object'
import { NativeFunction } from './signature'

/** A Python function. */
export class PyFunction extends PyObject {
  qualname: string
  defaults: Value[] | null = null
  kwdefaults: PyDict | null = null
  closure: PyCell[] | null = null
  /** dict, or the flat array (name, value, …) that MAKE_FUNCTION got until someone asks. */
  annotations: PyDict | Value[] | null = null
  typeParams: Value[] | null = null
  doc: Value = null
  module: Value = null
  name: string
  /** Changes when code, defaults or keyword defaults change; guards of compiled calls compare it. */
  version = 0
  /** Compiled code has taken the function as it is for granted. */
  watched = false

  constructor(
    public code: CodeObject,
    readonly globals: PyDict,
    readonly builtins: Value,
  ) {
    super()
    this.name = code.readName()
    this.qualname = code.readQualname()
  }
}
export const functionType = defineType('function', { layout: PyFunction as never, hasDict: true, final: true })

/** A bound method: a callable with its first argument. */
export class PyMethod extends PyObject {
  constructor(
    readonly func: Value,
    readonly self: Value,
  ) {
    super()
  }
}
export const methodType = defineType('method', { layout: PyMethod as never, final: true })

/** A builtin function, or a builtin method bound to `self` (undefined for a function of a module). */
export class PyBuiltin extends PyObject {
  constructor(
    readonly native: NativeFunction,
    readonly self: Value | undefined,
    /** `__module__`: a module's name, or None. */
    public module: Value = null,
    /** The class that a method was found on, for messages and `__qualname__`. */
    readonly owner: PyType | null = null,
  ) {
    super()
  }
}
export const builtinFunctionType = defineType('builtin_function_or_method', { layout: PyBuiltin as never, final: true })

/**
 * An instance of a builtin type that is mostly called with one positional argument, as a getter or a function of two with its first one known is. Such
 * calls by builtins need no array of arguments.
 */
export abstract class PyUnaryCallable extends PyObject {
  abstract callOne(a: Value): Value
}

/** A bound special method of a builtin type (`(1).__add__`). */
export class PyMethodWrapper extends PyBuiltin {}
export const methodWrapperType = defineType('method-wrapper', { layout: PyMethodWrapper as never, final: true })

/** A method of a builtin type, unbound. */
export class PyMethodDescriptor extends PyObject {
  constructor(
    readonly native: NativeFunction,
    readonly owner: PyType,
  ) {
    super()
  }
}
export const methodDescriptorType = defineType('method_descriptor', {
  layout: PyMethodDescriptor as never,
  final: true,
})

/** A special method of a builtin type, unbound (`int.__add__`). */
export class PySlotWrapper extends PyMethodDescriptor {}
export const slotWrapperType = defineType('wrapper_descriptor', { layout: PySlotWrapper as never, final: true })

/** The TypeError of an unbound method that was called with an object of another type. */
export function wrongReceiver(descriptor: PyMethodDescriptor, self: Value): Value {
  const { native, owner } = descriptor
  return typeError(
    descriptor instanceof PySlotWrapper
      ? `descriptor '${native.name}' requires a '${owner.name}' object but received a '${typeOf(self).name}'`
      : `descriptor '${native.name}' for '${owner.name}' objects doesn't apply to a '${typeOf(self).name}' object`,
  )
}

/** A class method of a builtin type. */
export class PyClassMethodDescriptor extends PyObject {
  constructor(
    readonly native: NativeFunction,
    readonly owner: PyType,
  ) {
    super()
  }
}
export const classMethodDescriptorType = defineType('classmethod_descriptor', {
  layout: PyClassMethodDescriptor as never,
  final: true,
})

/** A computed attribute of a builtin type. */
export class PyGetSet extends PyObject {
  constructor(
    readonly name: string,
    readonly get: (self: any) => Value,
    readonly set: ((self: any, value: Value | undefined) => void) | null,
    readonly doc: string | null,
    readonly owner: PyType,
  ) {
    super()
  }
}
export const getSetType = defineType('getset_descriptor', { layout: PyGetSet as never, final: true })

/** A computed attribute that CPython reads straight from a field: a member_descriptor. */
export class PyNativeMember extends PyGetSet {}

/** A `__slots__` entry: stores its value as an own property under `key`. */
export class PyMember extends PyObject {
  constructor(
    readonly name: string,
    readonly key: string,
    readonly owner: PyType,
    readonly readonlyValue = false,
  ) {
    super()
  }
}
export const memberType = defineType('member_descriptor', { layout: PyMember as never, final: true })
Object.defineProperty(PyNativeMember.prototype, 'cls', { value: memberType })

/** `property` */
export class PyProperty extends PyObject {
  fget: Value = null
  fset: Value = null
  fdel: Value = null
  doc: Value = null
  /** The doc was copied from the getter. */
  getterDoc = false
  name: Value | undefined = undefined
}

/** `staticmethod` */
export class PyStaticMethod extends PyObject {
  callable: Value = null
}

/** `classmethod` */
export class PyClassMethod extends PyObject {
  callable: Value = null
}

function isDunder(name: string): boolean {
  return name.length > 4 && name.startsWith('__') && name.endsWith('__')
}

/** Special methods that CPython exposes as method_descriptor, not as wrapper_descriptor: they fill no type slot. */
const PLAIN_DUNDERS = new Set([
  '__reduce__',
  '__reduce_ex__',
  '__getstate__',
  '__setstate__',
  '__format__',
  '__sizeof__',
  '__dir__',
  '__subclasshook__',
  '__init_subclass__',
  '__getnewargs__',
  '__getnewargs_ex__',
  '__copy__',
  '__deepcopy__',
  '__enter__',
  '__exit__',
  '__reversed__',
  '__length_hint__',
  '__round__',
  '__trunc__',
  '__floor__',
  '__ceil__',
  '__complex__',
  '__bytes__',
  '__instancecheck__',
  '__subclasscheck__',
  '__mro_entries__',
  '__class_getitem__',
  '__alloc__',
  '__prepare__',
  '__set_name__',
  '__missing__',
  '__release_buffer__',
  '__typing_subst__',
  '__typing_prepare_subst__',
  '__typing_unpacked_tuple_args__',
  '__replace__',
])

/** Special methods that CPython defines as methods beside their slot (METH_COEXIST): a bound one is a builtin method. */
const COEXISTING: Readonly<Record<string, string>> = {
  __contains__: ' dict set frozenset ',
  __getitem__: ' dict list ',
}

/** A descriptor's `__get__`, which Python code must give an instance or an owner. */
function guardedGet(native: NativeFunction): NativeFunction {
  const { fn, name, signature, doc } = native
  const get = (self: Value, instance: Value, owner: Value | undefined): Value => {
    if (instance === null && (owner === undefined || owner === null)) throw typeError('__get__(None, None) is invalid')
    return fn(self, instance, owner)
  }
  return new NativeFunction(name, get, signature, doc)
}

function coexists(name: string, owner: PyType): boolean {
  return COEXISTING[name]?.includes(` ${owner.name} `) === true
}

/** staticmethod's type is defined over these in descriptors.ts; the factory needs only the layout. */
installDescriptors({
  method: (native: NativeFunction, owner: PyType): Value =>
    native.name === '__get__'
      ? new PySlotWrapper(guardedGet(native), owner)
      : isDunder(native.name) && !PLAIN_DUNDERS.has(native.name) && !coexists(native.name, owner)
        ? new PySlotWrapper(native, owner)
        : new PyMethodDescriptor(native, owner),
  classMethod: (native, owner) => new PyClassMethodDescriptor(native, owner),
  staticMethod: (native, owner) => {
    const made = new PyStaticMethod()
    made.callable = new PyBuiltin(native, undefined, null, owner)
    return made
  },
  newMethod: (native, owner) => new PyBuiltin(native, undefined, null, owner),
  instanceDict: (owner) =>
    new PyGetSet(
      '__dict__',
      (self: PyObject) => instanceDict(self),
      (self: PyObject, value) => {
        if (!(value instanceof PyDict))
          throw typeError(
            `__dict__ must be set to a dictionary, not a '${value === undefined ? 'NULL' : typeOf(value).name}'`,
          )
        useDict(self, value)
      },
      null,
      owner,
    ),
  member: (row: GetSetRow, owner) => new PyNativeMember(row[0], row[1], row[2] ?? null, row[3] ?? null, owner),
  getset: (row: GetSetRow, owner) => new PyGetSet(row[0], row[1], row[2] ?? null, row[3] ?? null, owner),
})
