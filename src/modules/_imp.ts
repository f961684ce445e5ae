/** _imp: what importlib asks of the interpreter (CPython: Python/import.c). */
import { CodeObject } from '../bytecode/code'
import { findAndLoad, importing } from '../interpreter/import'
import { getAttr } from '../objects/attributes'
import { bytesView, requireBytes } from '../objects/buffer'
import { PyBytes } from '../objects/bytes'
import { importError } from '../objects/exceptionfields'
import { PyBaseException, runtimeError, typeError } from '../objects/exceptions'
import { PyList } from '../objects/list'
import { memoryViewOf } from '../objects/memoryview'
import { makeModule, PyModule } from '../objects/module'
import { typeOf, type Value } from '../objects/object'
import { asIndex, isTrue, repr } from '../objects/operators'
import { keyedHash } from '../objects/siphash'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import { config } from './config'
import { type NativeModule, populate } from './definition'
import { frozenCode, frozenNames, isFrozen, isFrozenPackage, originalName, overrideFrozen } from './frozen'
import { marshal, unmarshal } from './marshal'
import { isNativeModule, nativeModule } from './registry'
import { sysObject } from './sysobject'

/** Modules that `create_builtin` made and `exec_builtin` is still to fill. */
const unfilled = new WeakMap<PyModule, NativeModule>()

/** Modules of which there is one a process: their state is the interpreter's. */
function isUnique(name: string): boolean {
  return name === 'sys' || name === 'builtins'
}

function createBuiltin(spec: Value): Value {
  const given = getAttr(spec, 'name')
  const name = asString(given)
  if (name === undefined) throw typeError(`name must be string, not ${typeOf(given).name}`)
  const native = nativeModule(name)
  if (native === null) return null
  if (isUnique(name)) return name === 'sys' ? sysObject() : importing.builtins
  const module = makeModule(name)
  unfilled.set(module, native)
  return module
}

function execBuiltin(module: Value): Value {
  if (!(module instanceof PyModule)) return 0
  const native = unfilled.get(module)
  if (native === undefined) return 0
  unfilled.delete(module)
  populate(module, native)
  return 0
}

/** A frozen module's name, or an ImportError. */
function frozenName(name: Value, func: string, position = ''): string {
  const text = nameOf(name, func, position)
  if (!isFrozen(text)) throw importError(`No such frozen object named ${repr(name)}`, name)
  return text
}

function nameOf(name: Value, func: string, position = ''): string {
  const text = asString(name)
  if (text === undefined) throw typeError(`${func}() argument ${position}must be str, not ${typeOf(name).name}`)
  return text
}

function getFrozenObject(name: Value, data: Value = null): Value {
  if (data === null) return frozenCode(frozenName(name, 'get_frozen_object', '1 ')) as never
  const bytes = bytesView(data)
  if (bytes === null) throw typeError(`get_frozen_object() argument 2 must be bytes, not ${typeOf(data).name}`)
  const invalid = () => importError(`Frozen object named ${repr(name)} is invalid`, name)
  if (bytes.length === 0) throw invalid()
  let code: Value
  try {
    code = unmarshal(bytes)
  } catch (e) {
    throw e instanceof PyBaseException ? invalid() : e
  }
  if (!((code as unknown) instanceof CodeObject)) throw typeError(`frozen object ${repr(name)} is not a code object`)
  return code
}

function findFrozen(name: Value, withData: Value = false): Value {
  const text = nameOf(name, 'find_frozen', '1 ')
  if (!isFrozen(text)) return null
  const data = isTrue(withData) ? memoryViewOf(new PyBytes(marshal(frozenCode(text) as never))) : null
  return new PyTuple([data, isFrozenPackage(text), originalName(text)])
}

function initFrozen(name: Value): Value {
  const text = nameOf(name, 'init_frozen')
  return isFrozen(text) ? findAndLoad(text) : null
}

/** `_fix_co_filename`: the code of a file that was compiled elsewhere. */
function fixFilename(code: Value, path: Value): Value {
  const object = code as unknown
  if (!(object instanceof CodeObject))
    throw typeError(`_fix_co_filename() argument 1 must be code, not ${typeOf(code).name}`)
  const text = asString(path)
  if (text === undefined) throw typeError(`_fix_co_filename() argument 2 must be str, not ${typeOf(path).name}`)
  if (object.filename !== text) rename(object, object.filename, text)
  return null
}

function rename(code: CodeObject, from: string, to: string): void {
  if (code.filename !== from) return
  ;(code as { filename: string }).filename = to
  code.load()
  for (const constant of code.consts) if (constant instanceof CodeObject) rename(constant, from, to)
}

/** How often the import lock is held by the one thread there is. */
let lockDepth = 0

function releaseLock(): Value {
  if (lockDepth === 0) throw runtimeError('not holding the import lock')
  lockDepth--
  return null
}

export const impModule: NativeModule = {
  name: '_imp',
  doc: 'What importlib needs of the interpreter.',
  functions: [
    ['lock_held', () => lockDepth > 0, '()'],
    ['acquire_lock', () => (lockDepth++, null), '()'],
    ['release_lock', releaseLock, '()'],
    ['extension_suffixes', () => new PyList([]), '()'],
    [
      'is_builtin',
      (name: Value) => {
        const text = nameOf(name, 'is_builtin')
        return !isNativeModule(text) ? 0 : isUnique(text) ? -1 : 1
      },
      '(name, /)',
    ],
    ['is_frozen', (name: Value) => isFrozen(nameOf(name, 'is_frozen')), '(name, /)'],
    ['is_frozen_package', (name: Value) => isFrozenPackage(frozenName(name, 'is_frozen_package')), '(name, /)'],
    ['find_frozen', findFrozen, '(name, /, *, withdata=False)'],
    ['get_frozen_object', getFrozenObject, '(name, data=None, /)'],
    ['init_frozen', initFrozen, '(name, /)'],
    ['create_builtin', createBuiltin, '(spec, /)'],
    ['exec_builtin', execBuiltin, '(mod, /)'],
    ['_fix_co_filename', fixFilename, '(code, path, /)'],
    [
      'source_hash',
      (key: Value, source: Value) => {
        const hash = new Uint8Array(8)
        const word = BigInt.asUintN(64, BigInt(asIndex(key)))
        new DataView(hash.buffer).setBigUint64(0, keyedHash(word, requireBytes(source)), true)
        return new PyBytes(hash)
      },
      '(key, source)',
    ],
    ['_frozen_module_names', () => new PyList(frozenNames()), '()'],
    [
      '_override_frozen_modules_for_tests',
      (value: Value) => {
        overrideFrozen(Number(asIndex(value)))
        return null
      },
      '(override, /)',
    ],
    [
      '_override_multi_interp_extensions_check',
      () => {
        throw runtimeError('_imp._override_multi_interp_extensions_check() cannot be used in the main interpreter')
      },
      '(override, /)',
    ],
  ],
  attributes: () => ({ check_hash_based_pycs: config.checkHashPycs }),
}
