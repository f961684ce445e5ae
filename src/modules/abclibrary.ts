/**
 * What the library's `abc` and `_collections_abc` do natively (interpreter/nativebody.ts): ABCMeta's `__new__` and `register`, which call functions of `_abc`, and
 * the hooks of the abstract collections, which look for methods. Its other methods do best compiled.
 */
import { type NativeBody, standAtCall } from '../interpreter/nativebody'
import { PyDict } from '../objects/dict'
import { PyBuiltin, PyFunction } from '../objects/function'
import { PyType, typeType, type Value } from '../objects/object'
import { NotImplemented } from '../objects/singletons'
import { PyTuple } from '../objects/tuple'
import { typeNew } from '../objects/type'
import { init, register } from './_abc'

/** Whether a global is the function of `_abc`. */
function isNative(globals: PyDict, name: string, fn: unknown): boolean {
  const v = globals.map.get(name)
  return v instanceof PyBuiltin && v.native.fn === fn
}

/** `ABCMeta.register` */
const registerClass: NativeBody = (args, frame) => {
  if (!isNative(frame.globals, '_abc_register', register)) return undefined
  standAtCall(frame, '_abc_register')
  return register(args[0]!, args[1]!)
}

/** `ABCMeta.__new__` */
const newClass: NativeBody = (args, frame) => {
  const [metaclass, name, bases, namespace, keywords] = args as readonly Value[]
  const own = frame.func!.closure?.[0]?.v
  if (!(metaclass instanceof PyType) || !(own instanceof PyType) || !isNative(frame.globals, '_abc_init', init))
    return undefined
  if (!(keywords instanceof PyDict) || metaclass.mro[metaclass.mro.indexOf(own) + 1] !== typeType) return undefined
  if (!(bases instanceof PyTuple) || !(namespace instanceof PyDict) || typeof name !== 'string') return undefined
  standAtCall(frame, '__new__')
  const made = typeNew(metaclass, name, bases, namespace, keywords.size === 0 ? null : keywords)
  standAtCall(frame, '_abc_init')
  init(made)
  return made
}

/** By qualified name. */
export const abcBodies: Readonly<Record<string, NativeBody>> = {
  'ABCMeta.__new__': newClass,
  'ABCMeta.register': registerClass,
}

/** The methods that make a class one of these. */
const METHODS: Readonly<Record<string, string>> = {
  Hashable: '__hash__',
  Awaitable: '__await__',
  Coroutine: '__await__ send throw close',
  AsyncIterable: '__aiter__',
  AsyncIterator: '__anext__ __aiter__',
  AsyncGenerator: '__aiter__ __anext__ asend athrow aclose',
  Iterable: '__iter__',
  Iterator: '__iter__ __next__',
  Reversible: '__reversed__ __iter__',
  Generator: '__iter__ __next__ send throw close',
  Sized: '__len__',
  Container: '__contains__',
  Collection: '__len__ __iter__ __contains__',
  Buffer: '__buffer__',
  Callable: '__call__',
}

/** `_check_methods` */
function hasMethods(type: PyType, names: readonly string[]): boolean {
  const { mro } = type
  for (let n = 0; n < names.length; n++) {
    let found: Value | undefined
    for (let i = 0; i < mro.length && found === undefined; i++) found = mro[i]!.ns.get(names[n]!)
    if (found === undefined || found === null) return false
  }
  return true
}

/** `__subclasshook__` of one of these classes. */
function hook(name: string, methods: readonly string[]): NativeBody {
  return (args, frame) => {
    const [cls, type] = args as readonly Value[]
    const check = frame.globals.map.get('_check_methods')
    if (!(check instanceof PyFunction) || check.version !== 0 || check.code.filename !== frame.code.filename)
      return undefined
    if (cls !== frame.globals.map.get(name)) return NotImplemented
    // Of other objects the methods are those that their `__mro__` says.
    if (!(type instanceof PyType) || type.cls.proto.$__mro__ !== typeType.proto.$__mro__) return undefined
    return hasMethods(type, methods) ? true : NotImplemented
  }
}

/** The same for `_collections_abc`. */
export const collectionBodies: Readonly<Record<string, NativeBody>> = Object.fromEntries(
  Object.entries(METHODS).map(([name, methods]) => [`${name}.__subclasshook__`, hook(name, methods.split(' '))]),
)
