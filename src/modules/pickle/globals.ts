/** Functions and classes in pickles: their module and qualified name (CPython: save_global, whichmodule in Modules/_pickle.c). */
import { getAttr, lookupAttr } from '../../objects/attributes'
import { encodeNative } from '../../objects/codecregistry'
import { context } from '../../objects/context'
import { PyDict } from '../../objects/dict'
import { attributeError, importErrorType, unicodeEncodeErrorType } from '../../objects/exceptionfields'
import { isException, runtimeError } from '../../objects/exceptions'
import { asInt } from '../../objects/int'
import type { Value } from '../../objects/object'
import { isSame, repr, strText } from '../../objects/operators'
import { asString } from '../../objects/str'
import { PyTuple } from '../../objects/tuple'
import { mappedName, mappedPair, Opcode, picklingError, registries } from './common'
import type { PyPickler } from './pickler'

/** What a dotted path leads to from an object, and where its last step begins; null where it leads nowhere. */
export function follow(
  start: Value,
  path: readonly string[],
): { readonly parent: Value; readonly value: Value } | null {
  let parent = start
  let value = start
  for (const name of path) {
    const next = lookupAttr(value, name)
    if (next === undefined) return null
    parent = value
    value = next
  }
  return { parent, value }
}

/** The name of the module that an object is found in. */
function moduleNameOf(obj: Value, path: readonly string[]): Value {
  const named = lookupAttr(obj, '__module__')
  if (named !== undefined && named !== null) return named
  const modules = lookupAttr(context.importModule('sys'), 'modules')
  if (modules === undefined) throw runtimeError('unable to get sys.modules')
  if (modules instanceof PyDict)
    for (const name of modules.keyList()) {
      const module = modules.getItem(name)
      if (module === undefined || module === null || name === '__main__' || name === '__mp_main__') continue
      const found = follow(module, path)
      if (found !== null && isSame(found.value, obj)) return name
    }
  return '__main__'
}

/** Writes an object as a name; `name` null: its own. */
export function saveGlobal(pickler: PyPickler, obj: Value, name: Value): void {
  const globalName = name ?? lookupAttr(obj, '__qualname__') ?? lookupAttr(obj, '__name__')
  if (globalName === undefined) throw context.attributeError(obj, '__name__')
  const text = asString(globalName)!
  const path = text.split('.')
  if (path.includes('<locals>')) throw attributeError(`Can't get local object ${repr(globalName)}`)
  const moduleName = moduleNameOf(obj, path)
  let module: Value
  try {
    module = context.importModule(strText(moduleName))
  } catch (e) {
    if (!isException(e, importErrorType)) throw e
    throw picklingError(`Can't pickle ${repr(obj)}: import of module ${repr(moduleName)} failed`)
  }
  const found = follow(module, path)
  if (found === null)
    throw picklingError(`Can't pickle ${repr(obj)}: attribute lookup ${text} on ${strText(moduleName)} failed`)
  if (!isSame(found.value, obj))
    throw picklingError(`Can't pickle ${repr(obj)}: it's not the same object as ${strText(moduleName)}.${text}`)
  if (pickler.protocol >= 2) {
    const code = registries().extensionRegistry.getItem(new PyTuple([moduleName, globalName]))
    if (code !== undefined) {
      saveExtension(pickler, obj, code)
      return
    }
  }
  const out = pickler.writer!
  if (pickler.protocol >= 4) {
    pickler.save(moduleName)
    pickler.save(found.parent === module ? path[path.length - 1]! : globalName)
    out.byte(Opcode.STACK_GLOBAL)
  } else if (found.parent === module) saveLines(pickler, moduleName, path[path.length - 1]!)
  else {
    // Only GLOBAL of protocol 4 knows dots: getattr(getattr(…, name), name).
    const get = getAttr(context.importModule('builtins'), 'getattr')
    for (let i = 1; i < path.length; i++) {
      pickler.save(get)
      if (pickler.protocol < 2) out.byte(Opcode.MARK)
    }
    saveLines(pickler, moduleName, path[0]!)
    for (let i = 1; i < path.length; i++) {
      pickler.save(path[i]!)
      out.byte(pickler.protocol < 2 ? Opcode.TUPLE : Opcode.TUPLE2)
      out.byte(Opcode.REDUCE)
    }
  }
  pickler.memoize(obj)
}

function saveExtension(pickler: PyPickler, obj: Value, v: Value): void {
  const code = asInt(v)
  if (code === undefined) throw picklingError(`Can't pickle ${repr(obj)}: extension code ${repr(v)} isn't an integer`)
  if (typeof code === 'bigint' || code <= 0 || code > 0x7fffffff)
    throw picklingError(`Can't pickle ${repr(obj)}: extension code ${repr(code)} is out of range`)
  const out = pickler.writer!
  if (code <= 0xff) out.byte1(Opcode.EXT1, code)
  else if (code <= 0xffff) out.byte2(Opcode.EXT2, code)
  else out.byte4(Opcode.EXT4, code)
}

/** The form of protocols below 4: two lines, up to protocol 2 with the names that Python 2 had. */
function saveLines(pickler: PyPickler, moduleName: Value, globalName: Value): void {
  let module = moduleName
  let name = globalName
  if (pickler.protocol < 3 && pickler.fixImports) {
    const pair = registries().reverseNameMapping.getItem(new PyTuple([module, name]))
    if (pair !== undefined) {
      ;[module, name] = mappedPair(pair, 'REVERSE_NAME_MAPPING')
    } else {
      const renamed = registries().reverseImportMapping.getItem(module)
      if (renamed !== undefined) module = mappedName(renamed, 'REVERSE_IMPORT_MAPPING')
    }
  }
  const out = pickler.writer!
  out.byte(Opcode.GLOBAL)
  out.append(identifier(pickler, module, 'module'))
  out.byte(10)
  out.append(identifier(pickler, name, 'global'))
  out.byte(10)
}

function identifier(pickler: PyPickler, name: Value, what: string): Uint8Array {
  try {
    return encodeNative(name, pickler.protocol === 3 ? 'utf-8' : 'ascii', 'strict')
  } catch (e) {
    if (!isException(e, unicodeEncodeErrorType)) throw e
    throw picklingError(`can't pickle ${what} identifier '${strText(name)}' using pickle protocol ${pickler.protocol}`)
  }
}
