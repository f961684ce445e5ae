/** _warnings: issuing and filtering warnings (Library Reference, "warnings"; CPython: Python/_warnings.c). */
import { type Frame, thread } from '../interpreter/frame'
import { frameLine } from '../interpreter/frametype'
import { importing } from '../interpreter/import'
import { getAttr, lookupAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import {
  deprecationWarningType,
  importWarningType,
  pendingDeprecationWarningType,
  resourceWarningType,
  runtimeError,
  typeError,
  userWarningType,
  valueError,
  warningType,
} from '../objects/exceptions'
import { PyList } from '../objects/list'
import { PyType, typeOf, type Value } from '../objects/object'
import { asCInt, asSize, isInstance, isSubclass, isTrue, repr, strText } from '../objects/operators'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import { config } from './config'
import type { NativeModule } from './definition'
import { sourceLineOf } from './plaintraceback'
import { writeError } from './syshooks'
import { sysNamespace } from './sysobject'

const rule = (action: string, category: PyType, module: Value = null) =>
  new PyTuple([action, null, category, module, 0])

/** The filters of a fresh interpreter. */
const filters = new PyList(
  config.debug > 0
    ? []
    : [
        rule('default', deprecationWarningType, '__main__'),
        rule('ignore', deprecationWarningType),
        rule('ignore', pendingDeprecationWarningType),
        rule('ignore', importWarningType),
        rule('ignore', resourceWarningType),
      ],
)
const onceRegistry = new PyDict()
let version = 0
const defaults = { action: 'default' as Value }

function warningsModule(): Value | null {
  const present = importing.modules.getItem('warnings')
  return present === undefined || present === null ? null : present
}

/** An attribute of the library's module where that is loaded and has it; programs replace them. */
function setting(name: string, otherwise: Value): Value {
  const module = warningsModule()
  const found = module === null ? undefined : lookupAttr(module, name)
  return found === undefined ? otherwise : found
}

function matches(pattern: Value, text: string): boolean {
  if (pattern === null) return true
  const plain = asString(pattern)
  if (plain !== undefined) return plain === text
  return isTrue(context.call1(getAttr(pattern, 'match'), text))
}

/** The action for a warning, and the filter that says so. */
function actionFor(category: Value, text: string, lineno: number, module: string): [string, Value] {
  const list = setting('filters', filters)
  if (!(list instanceof PyList)) throw valueError('_warnings.filters must be a list')
  for (const item of list.items.slice()) {
    if (!(item instanceof PyTuple) || item.items.length !== 5)
      throw valueError("_warnings.filters item isn't a 5-tuple")
    const [action, message, cat, mod, line] = item.items
    const name = asString(action!)
    if (name === undefined) throw typeError(`action must be a string, not '${typeOf(action!).name}'`)
    if (!isSubclass(category, cat!)) continue
    const at = asSize(line!)
    if (at !== 0 && at !== lineno) continue
    if (matches(message!, text) && matches(mod!, module)) return [name, item]
  }
  const action = setting('defaultaction', defaults.action)
  const name = asString(action)
  if (name === undefined) throw typeError(`_warnings.defaultaction must be a string, not '${typeOf(action).name}'`)
  return [name, null]
}

/** Whether a key was seen before; notes it where `add`. A registry of another filter version is emptied. */
function alreadyWarned(registry: PyDict, key: Value, add: boolean): boolean {
  if (registry.getItem('version') !== version) {
    registry.clear()
    registry.setItem('version', version)
  } else if (registry.getItem(key) !== undefined && isTrue(registry.getItem(key)!)) return true
  if (add) registry.setItem(key, true)
  return false
}

function moduleNameOf(filename: string): string {
  return filename === '' ? '<unknown>' : filename.endsWith('.py') ? filename.slice(0, -3) : filename
}

function explicit(
  category: Value,
  message: Value,
  filename: Value,
  lineno: number,
  module: Value | undefined,
  registry: Value,
  sourceLine: Value,
  source: Value,
): Value {
  if (module === null) return null
  if (registry !== null && !(registry instanceof PyDict)) throw typeError("'registry' must be a dict or None")
  const name = module === undefined ? moduleNameOf(asString(filename)!) : asString(module)!
  let text: string
  let instance: Value
  if (isInstance(message, warningType)) {
    text = strText(message)
    instance = message
    category = typeOf(message)
  } else {
    text = strText(message)
    instance = context.call1(category, message)
  }
  const key = new PyTuple([text, category, lineno])
  if (registry !== null && alreadyWarned(registry, key, false)) return null
  const [action, item] = actionFor(category, text, lineno, name)
  if (action === 'error') throw instance
  if (action === 'ignore') return null
  let seen = false
  if (action === 'once')
    seen = alreadyWarned(setting('onceregistry', onceRegistry) as PyDict, new PyTuple([text, category]), true)
  else if (action === 'always') seen = false
  else {
    if (registry !== null) registry.setItem(key, true)
    if (action === 'module') {
      if (registry !== null) seen = alreadyWarned(registry, new PyTuple([text, category, 0]), true)
    } else if (action !== 'default')
      throw runtimeError(`Unrecognized action (${repr(action)}) in warnings.filters:\n ${repr(item)}`)
  }
  if (!seen) show(filename, lineno, text, category, instance, sourceLine, source)
  return null
}

function show(
  filename: Value,
  lineno: number,
  text: string,
  category: Value,
  message: Value,
  line: Value,
  source: Value,
): void {
  const module = source !== null ? context.importModule('warnings') : warningsModule()
  const shower = module === null ? undefined : lookupAttr(module, '_showwarnmsg')
  if (shower === undefined) {
    let shown = `${strText(filename)}:${lineno}: ${(category as PyType).name}: ${text}\n`
    const at = line === null ? sourceLineOf(asString(filename)!, lineno) : strText(line)
    if (at !== null && at.trim() !== '') shown += `  ${at.trim()}\n`
    writeError(shown)
    return
  }
  if (typeOf(shower).proto.$__call__ === undefined) throw typeError('warnings._showwarnmsg() must be set to a callable')
  context.call1(
    shower,
    context.call(getAttr(module!, 'WarningMessage'), [message, category, filename, lineno, null, null, source]),
  )
}

function isInternal(frame: Frame): boolean {
  return frame.code.filename.includes('importlib') && frame.code.filename.includes('_bootstrap')
}

function skipped(frame: Frame, prefixes: readonly string[]): boolean {
  return prefixes.some((p) => frame.code.filename.startsWith(p))
}

function nextExternal(frame: Frame | null, prefixes: readonly string[]): Frame | null {
  do frame = frame!.back
  while (frame !== null && (isInternal(frame) || skipped(frame, prefixes)))
  return frame
}

/** Where a warning belongs: file, line, module and registry of the frame `stacklevel` up. */
function setup(
  stacklevel: number,
  prefixes: readonly string[],
): { filename: Value; lineno: number; module: Value; registry: Value } {
  let frame = thread.frame
  if (prefixes.length > 0 && stacklevel < 2) stacklevel = 2
  if (stacklevel <= 0 || (frame !== null && isInternal(frame)))
    while (--stacklevel > 0 && frame !== null) frame = frame.back
  else while (--stacklevel > 0 && frame !== null) frame = nextExternal(frame, prefixes)
  const globals = frame === null ? sysNamespace() : frame.globals
  const filename: Value = frame === null ? '<sys>' : frame.code.filename
  const lineno = frame === null ? 0 : frameLine(frame)
  let registry = globals.getItem('__warningregistry__')
  if (registry === undefined || registry === null) {
    registry = new PyDict()
    globals.setItem('__warningregistry__', registry)
  }
  const name = globals.getItem('__name__')
  return { filename, lineno, module: name !== undefined && asString(name) !== undefined ? name : '<string>', registry }
}

function warn(
  message: Value,
  category: Value = null,
  stacklevel: Value = 1,
  source: Value = null,
  prefixes: Value = new PyTuple([]),
): Value {
  let cat: Value = category
  if (isInstance(message, warningType)) cat = typeOf(message)
  else if (cat === null) cat = userWarningType
  if (!(cat instanceof PyType) || !cat.isSubtype(warningType))
    throw typeError(`category must be a Warning subclass, not '${typeOf(category).name}'`)
  if (!(prefixes instanceof PyTuple)) throw typeError(`skip_file_prefixes must be a tuple of strs.`)
  const skip = prefixes.items.map((p) => {
    const text = asString(p)
    if (text === undefined) throw typeError(`Found non-str '${typeOf(p).name}' in skip_file_prefixes.`)
    return text
  })
  const at = setup(asSize(stacklevel), skip)
  return explicit(cat, message, at.filename, at.lineno, at.module, at.registry, null, source)
}

function warnExplicit(
  message: Value,
  category: Value,
  filename: Value,
  lineno: Value,
  module?: Value,
  registry: Value = null,
  globals: Value = null,
  source: Value = null,
): Value {
  if (asString(filename) === undefined)
    throw typeError(
      `warn_explicit() argument 'filename' must be str, not ${filename === null ? 'None' : typeOf(filename).name}`,
    )
  let line: Value = null
  if (globals !== null) {
    if (!(globals instanceof PyDict)) throw typeError(`module_globals must be a dict, not '${typeOf(globals).name}'`)
    const loader = globals.getItem('__loader__')
    const name = globals.getItem('__name__')
    const get = loader === undefined || loader === null ? undefined : lookupAttr(loader, 'get_source')
    if (get !== undefined && name !== undefined) {
      const text = context.call1(get, name)
      if (text !== null) line = strText(text).split('\n')[asCInt(lineno) - 1] ?? null
    }
  }
  return explicit(category, message, filename, asCInt(lineno), module, registry, line, source)
}

/** `warnings.warn(message, category, stacklevel)` on behalf of the running Python frame. */
export function issueWarning(category: PyType, message: string, stacklevel: number): void {
  warn(message, category, stacklevel)
}

export const warningsModuleDefinition: NativeModule = {
  name: '_warnings',
  doc: 'Filters and issues warnings, before and after the warnings module is there.',
  functions: [
    ['warn', warn, '(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=())'],
    [
      'warn_explicit',
      warnExplicit,
      '(message, category, filename, lineno, module=<unrepresentable>, registry=None, module_globals=None, source=None)',
    ],
    ['_filters_mutated', () => (version++, null), '()'],
    ['_filters_mutated_lock_held', () => (version++, null), '()'],
    ['_acquire_lock', () => null, '()'],
    ['_release_lock', () => null, '()'],
  ],
  attributes: () => ({ filters, _onceregistry: onceRegistry, _defaultaction: defaults.action }),
}
