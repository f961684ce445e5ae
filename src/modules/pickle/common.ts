/** What pickling and unpickling share: opcodes (Library Reference, "pickle"; Lib/pickletools.py describes each), exceptions, registries. */
import { getAttr } from '../../objects/attributes'
import { context } from '../../objects/context'
import { PyDict } from '../../objects/dict'
import { defineException, exceptionType, makeException, runtimeError } from '../../objects/exceptions'
import { typeOf, typeSetOwn, type Value } from '../../objects/object'
import { asString } from '../../objects/str'
import { PyTuple } from '../../objects/tuple'

export const HIGHEST_PROTOCOL = 5
export const DEFAULT_PROTOCOL = 4

/** Opcodes by pickletools' names. */
export const Opcode = {
  MARK: 0x28,
  EMPTY_TUPLE: 0x29,
  STOP: 0x2e,
  POP: 0x30,
  POP_MARK: 0x31,
  DUP: 0x32,
  BINBYTES: 0x42,
  SHORT_BINBYTES: 0x43,
  FLOAT: 0x46,
  BINFLOAT: 0x47,
  INT: 0x49,
  BININT: 0x4a,
  BININT1: 0x4b,
  LONG: 0x4c,
  BININT2: 0x4d,
  NONE: 0x4e,
  PERSID: 0x50,
  BINPERSID: 0x51,
  REDUCE: 0x52,
  STRING: 0x53,
  BINSTRING: 0x54,
  SHORT_BINSTRING: 0x55,
  UNICODE: 0x56,
  BINUNICODE: 0x58,
  EMPTY_LIST: 0x5d,
  APPEND: 0x61,
  BUILD: 0x62,
  GLOBAL: 0x63,
  DICT: 0x64,
  APPENDS: 0x65,
  GET: 0x67,
  BINGET: 0x68,
  INST: 0x69,
  LONG_BINGET: 0x6a,
  LIST: 0x6c,
  OBJ: 0x6f,
  PUT: 0x70,
  BINPUT: 0x71,
  LONG_BINPUT: 0x72,
  SETITEM: 0x73,
  TUPLE: 0x74,
  SETITEMS: 0x75,
  EMPTY_DICT: 0x7d,
  PROTO: 0x80,
  NEWOBJ: 0x81,
  EXT1: 0x82,
  EXT2: 0x83,
  EXT4: 0x84,
  TUPLE1: 0x85,
  TUPLE2: 0x86,
  TUPLE3: 0x87,
  NEWTRUE: 0x88,
  NEWFALSE: 0x89,
  LONG1: 0x8a,
  LONG4: 0x8b,
  SHORT_BINUNICODE: 0x8c,
  BINUNICODE8: 0x8d,
  BINBYTES8: 0x8e,
  EMPTY_SET: 0x8f,
  ADDITEMS: 0x90,
  FROZENSET: 0x91,
  NEWOBJ_EX: 0x92,
  STACK_GLOBAL: 0x93,
  MEMOIZE: 0x94,
  FRAME: 0x95,
  BYTEARRAY8: 0x96,
  NEXT_BUFFER: 0x97,
  READONLY_BUFFER: 0x98,
} as const

export const pickleErrorType = defineException('PickleError', exceptionType)
export const picklingErrorType = defineException('PicklingError', pickleErrorType)
export const unpicklingErrorType = defineException('UnpicklingError', pickleErrorType)
for (const type of [pickleErrorType, picklingErrorType, unpicklingErrorType]) typeSetOwn(type, '__module__', '_pickle')

export const picklingError = (message: string): unknown => makeException(picklingErrorType, message)
export const unpicklingError = (message: string): unknown => makeException(unpicklingErrorType, message)

/** The registries of `copyreg` and the names of Python 2 of `_compat_pickle`. */
export interface Registries {
  readonly dispatchTable: PyDict
  readonly extensionRegistry: PyDict
  readonly invertedRegistry: PyDict
  readonly extensionCache: PyDict
  readonly nameMapping: PyDict
  readonly importMapping: PyDict
  readonly reverseNameMapping: PyDict
  readonly reverseImportMapping: PyDict
}

let found: Registries | null = null

/** Found at the first use. Raises RuntimeError where one is no dict. */
export function registries(): Registries {
  if (found !== null) return found
  const dict = (module: string, name: string): PyDict => {
    const v = getAttr(context.importModule(module), name)
    if (v instanceof PyDict) return v
    throw runtimeError(`${module}.${name} should be a dict, not ${typeOf(v).name}`)
  }
  found = {
    dispatchTable: dict('copyreg', 'dispatch_table'),
    extensionRegistry: dict('copyreg', '_extension_registry'),
    invertedRegistry: dict('copyreg', '_inverted_registry'),
    extensionCache: dict('copyreg', '_extension_cache'),
    nameMapping: dict('_compat_pickle', 'NAME_MAPPING'),
    importMapping: dict('_compat_pickle', 'IMPORT_MAPPING'),
    reverseNameMapping: dict('_compat_pickle', 'REVERSE_NAME_MAPPING'),
    reverseImportMapping: dict('_compat_pickle', 'REVERSE_IMPORT_MAPPING'),
  }
  return found
}

/** Module and name of a mapping of `_compat_pickle`. */
export function mappedPair(v: Value, mapping: string): [string, string] {
  if (!(v instanceof PyTuple) || v.items.length !== 2)
    throw runtimeError(`_compat_pickle.${mapping} values should be 2-tuples, not ${typeOf(v).name}`)
  const [first, second] = v.items as [Value, Value]
  const module = asString(first)
  const name = asString(second)
  if (module === undefined || name === undefined)
    throw runtimeError(
      `_compat_pickle.${mapping} values should be pairs of str, not (${typeOf(first).name}, ${typeOf(second).name})`,
    )
  return [module, name]
}

/** A name of a mapping of `_compat_pickle`. */
export function mappedName(v: Value, mapping: string): string {
  const text = asString(v)
  if (text === undefined)
    throw runtimeError(`_compat_pickle.${mapping} values should be strings, not ${typeOf(v).name}`)
  return text
}
