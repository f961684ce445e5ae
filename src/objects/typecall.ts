/** What a call of a class does (Data Model 3.3.1; CPython: Objects/typeobject.c, type_call): `__new__`, then `__init__`. */
import { callSpecial2, getAttr } from './attributes'
import { bindNative } from './binding'
import { context } from './context'
import { keywordDict } from './dict'
import { typeError } from './exceptions'
import { PyBuiltin, PyFunction, PySlotWrapper, PyStaticMethod } from './function'
import { objectType, type PyType, typeOf, typeType, type Value } from './object'
import type { NativeFunction } from './signature'
import { strType } from './str'

/** `cls(…)`: `__new__`, then `__init__` where that made an instance of the class. */
export function typeCall(
  cls: PyType,
  args: readonly Value[],
  names: readonly string[],
  values: readonly Value[],
): Value {
  if (cls === typeType && args.length === 1 && names.length === 0) return typeOf(args[0]!)
  return initInstance(cls, newInstance(cls, args, names, values), args, names, values)
}

/** `cls(argument)` of a builtin class whose `__new__` makes the whole instance, as that of int or str does; undefined where it may not. */
export function convert(cls: PyType, argument: Value): Value | undefined {
  if (cls.heap || cls.cls !== typeType || cls === typeType) return undefined
  const { proto } = cls
  const make = proto.$__new__
  if (!(make instanceof PyBuiltin) || make.owner !== cls || proto.$__init__ !== objectType.proto.$__init__)
    return undefined
  const { native } = make
  if (native.min < 0) native.prepare()
  if (!native.direct || native.min > 2 || native.max < 2) return undefined
  const made = native.fn(cls, argument)
  // It may be of a subclass (`bytes(o)`), which has an `__init__` then.
  return typeOf(made) === cls ? made : initInstance(cls, made, [argument], NO_NAMES, NO_VALUES)
}

const NO_NAMES: readonly string[] = []
const NO_VALUES: readonly Value[] = []

/** What the `__new__` of a class returns. */
export function newInstance(
  cls: PyType,
  args: readonly Value[],
  names: readonly string[],
  values: readonly Value[],
): Value {
  let make = cls.proto.$__new__
  // A builtin type that is no base and has no `__new__` of its own is made by other means only.
  if (make === undefined || (!cls.subclassable && make === objectType.proto.$__new__))
    throw typeError(`cannot create '${cls.name}' instances`)
  if (cls.heap && isBuiltinNew(make)) make = builtinNew(cls, make)
  if (make instanceof PyBuiltin && isBuiltinNew(make) && makesLayoutOf(make, cls)) {
    const made = callAsIs(make.native, cls, args, names, values)
    if (made !== undefined) return made
  }
  const callable =
    make instanceof PyBuiltin ? make : make instanceof PyStaticMethod ? make.callable : getAttr(cls, '__new__')
  return context.callKeywords(callable, [cls, ...args], names, values)
}

/** Whether a builtin `__new__` is that of the builtin type whose layout the class has, so that nothing is to be checked. */
function makesLayoutOf(make: PyBuiltin, cls: PyType): boolean {
  let solid = cls
  while (solid.heap && solid.base !== null) solid = solid.base
  return make.owner === solid || solid.proto.$__new__ === make
}

/** What a class returns once `made` is what its `__new__` returned. */
export function initInstance(
  cls: PyType,
  made: Value,
  args: readonly Value[],
  names: readonly string[],
  values: readonly Value[],
): Value {
  const type = typeOf(made)
  // What `str(o)` returns is never initialised, even if `__str__` gave an instance of a subclass (CPython: unicode_vectorcall).
  if (!type.isSubtype(cls) || cls === strType) return made
  const init = type.proto.$__init__!
  if (isObjectInit(init)) {
    if ((args.length > 0 || names.length > 0) && cls.proto.$__new__ === objectType.proto.$__new__)
      throw typeError(`${cls.name}() takes no arguments`)
    return made
  }
  let result: Value | undefined
  if (init instanceof PyFunction) result = context.callKeywords(init, [made, ...args], names, values)
  else {
    if (init instanceof PySlotWrapper && type.isSubtype(init.owner))
      result = callAsIs(init.native, made, args, names, values)
    if (result === undefined) {
      const bound = callSpecial2(typeOf(init).proto.$__get__!, init, made, type)
      result = context.callKeywords(bound, args, names, values)
    }
  }
  if (result !== null) throw typeError(`__init__() should return None, not '${typeOf(result).name}'`)
  return made
}

/** Calls a builtin that takes the arguments as they are, without binding; undefined where it does not. */
function callAsIs(
  native: NativeFunction,
  first: Value,
  args: readonly Value[],
  names: readonly string[],
  values: readonly Value[],
): Value | undefined {
  if (native.min < 0) native.prepare()
  const n = args.length
  if (native.direct && names.length === 0 && n + 1 >= native.min && n + 1 <= native.max) {
    switch (n) {
      case 0:
        return native.fn(first)
      case 1:
        return native.fn(first, args[0])
      case 2:
        return native.fn(first, args[0], args[1])
    }
    return undefined
  }
  if (native.rest !== 1 || !native.restKeywords) {
    if (names.length === 0 || native.rest >= 0) return undefined
    const bound = bindNative(native, [first, ...args], names, values, keywordDict, 1, null)
    return native.fn(...bound)
  }
  // Most of those `__new__` leave the arguments to `__init__`.
  if (native.fn.length === 1) return native.fn(first)
  if (names.length === 0) return native.fn(first, args.slice(), null)
  return native.fn(first, args.slice(), keywordDict(names, values))
}

/** The `__new__` of a builtin type, not another builtin of that name. */
export function isBuiltinNew(v: Value): v is PyBuiltin {
  return v instanceof PyBuiltin && v.self === undefined && v.native.name === '__new__'
}

/**
 * A builtin `__new__` in a class counts as not overridden: where no Python method stands between, that of the builtin base is called, even
 * if the class names another's (CPython: update_one_slot).
 */
export function builtinNew(cls: PyType, named: PyBuiltin): Value {
  let base = cls
  while (base.heap) {
    const own = base.ns.get('__new__')
    if (own !== undefined && !isBuiltinNew(own)) return named
    base = base.base!
  }
  return base.proto.$__new__ ?? named
}

function isObjectInit(init: Value): boolean {
  return init === objectType.proto.$__init__
}
