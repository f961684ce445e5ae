/** _imp: what importlib asks of the interpreter (CPython: Python/import.c). */
import { importing } from '../interpreter/import'
import { lookupAttr } from '../objects/attributes'
import { requireBytes } from '../objects/buffer'
import { PyBytes } from '../objects/bytes'
import { importError } from '../objects/exceptionfields'
import { PyList } from '../objects/list'
import { makeModule } from '../objects/module'
import type { Value } from '../objects/object'
import { repr } from '../objects/operators'
import { asString } from '../objects/str'
import type { NativeModule } from './definition'
import { populate } from './definition'
import { isNativeModule, nativeModule } from './registry'

function createBuiltin(spec: Value): Value {
  const name = asString(lookupAttr(spec, 'name') ?? null)!
  const present = importing.modules.getItem(name)
  if (present !== undefined && present !== null) return present
  const native = nativeModule(name)
  if (native === null) throw importError(`no built-in module named ${repr(name)}`, name)
  const module = makeModule(name)
  populate(module, native)
  return module
}

function sourceHash(key: Value, source: Value): Value {
  const hash = Bun.hash.wyhash(requireBytes(source), BigInt(key as number))
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, hash, true)
  return new PyBytes(bytes)
}

export const impModule: NativeModule = {
  name: '_imp',
  doc: 'What importlib needs of the interpreter.',
  functions: [
    ['lock_held', () => false, '()'],
    ['acquire_lock', () => null, '()'],
    ['release_lock', () => null, '()'],
    ['extension_suffixes', () => new PyList([]), '()'],
    ['is_builtin', (name: Value) => (isNativeModule(asString(name)!) ? 1 : 0), '(name, /)'],
    ['is_frozen', () => false, '(name, /)'],
    [
      'is_frozen_package',
      (name: Value) => {
        throw importError(`No such frozen object named ${asString(name)}`, name)
      },
      '(name, /)',
    ],
    ['find_frozen', () => null, '(name, /, *, withdata=False)'],
    [
      'get_frozen_object',
      (name: Value) => {
        throw importError(`No such frozen object named ${asString(name)}`, name)
      },
      '(name, data=None, /)',
    ],
    ['init_frozen', () => null, '(name, /)'],
    ['create_builtin', createBuiltin, '(spec, /)'],
    ['exec_builtin', () => 0, '(mod, /)'],
    ['_fix_co_filename', () => null, '(code, path, /)'],
    ['source_hash', sourceHash, '(key, source)'],
    ['_frozen_module_names', () => new PyList([]), '()'],
    ['_override_frozen_modules_for_tests', () => null, '(override, /)'],
    ['_override_multi_interp_extensions_check', () => 0, '(override, /)'],
  ],
  attributes: () => ({ check_hash_based_pycs: 'default', pyc_magic_number_token: 168627187 }),
}
