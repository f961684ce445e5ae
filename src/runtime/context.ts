/** The interpreter as the object model sees it: the one implementation of {@link Context}. */
import { callValue } from '../interpreter/call'
import { callFunction0, callFunction1, callFunction2, callFunction3 } from '../interpreter/callback'
import { thread } from '../interpreter/frame'
import { slotValue } from '../interpreter/framelocals'
import { findAndLoad, importFrom, importing, importName } from '../interpreter/import'
import { lookupLocals } from '../interpreter/operations'
import { issueWarning } from '../modules/_warnings'
import { decodeFilename } from '../modules/filenames'
import { moduleReprFunction } from '../modules/moduletext'
import { displayHook, readLine, unraisableHook } from '../modules/syshooks'
import { sysAttribute } from '../modules/sysobject'
import { getAttr } from '../objects/attributes'
import { requireBytes } from '../objects/buffer'
import { PyBytes } from '../objects/bytes'
import { type Context, setContext } from '../objects/context'
import { PyDict, useDict } from '../objects/dict'
import { attributeError } from '../objects/exceptionfields'
import { addNote } from '../objects/exceptionmethods'
import { type PyBaseException, runtimeError, typeError } from '../objects/exceptions'
import { PyBuiltin, PyFunction, PyMethod } from '../objects/function'
import { makeUnion } from '../objects/genericalias'
import { PyModule } from '../objects/module'
import { type PyObject, PyType, typeOf, type Value } from '../objects/object'
import type { NativeFunction } from '../objects/signature'

const NO_VALUES: readonly Value[] = []

/** What `super()` without arguments needs of the running frame (CPython: super_init_without_args). */
function superArguments(): [Value, Value] {
  const frame = thread.frame
  if (frame === null) throw runtimeError('super(): no current frame')
  const code = frame.code
  if (code.argcount === 0) throw runtimeError('super(): no arguments')
  const self = slotValue(frame, 0)
  if (self === undefined) throw runtimeError('super(): arg[0] deleted')
  const names = code.localsplus
  for (let i = code.freeStart; i < names.length; i++) {
    if (names[i] !== '__class__') continue
    const cls = slotValue(frame, i)
    if (cls === undefined) throw runtimeError('super(): empty __class__ cell')
    if (!(cls instanceof PyType)) throw runtimeError(`super(): __class__ is not a type (${typeOf(cls).name})`)
    return [cls, self]
  }
  throw runtimeError('super(): __class__ cell not found')
}

/** The function behind a bound method of a builtin type, where it takes `n` arguments, its object included, just as they are. */
function directMethod(f: Value, n: number): NativeFunction | null {
  if (!(f instanceof PyBuiltin) || f.self === undefined) return null
  const { native } = f
  if (native.min < 0) native.prepare()
  return native.direct && n >= native.min && n <= native.max ? native : null
}

/** The builtins that running code sees. */
function runningBuiltins(): Value {
  return thread.frame === null ? (importing.builtins as PyModule).namespace : thread.frame.builtins
}

const implementation: Context = {
  call0(f) {
    if (f instanceof PyFunction && f.code.arity === 0) return callFunction0(f)
    if (f instanceof PyMethod && f.func instanceof PyFunction && f.func.code.arity === 1)
      return callFunction1(f.func, f.self)
    const native = directMethod(f, 1)
    return native === null ? callValue(f, NO_VALUES) : native.fn((f as PyBuiltin).self)
  },
  call1(f, a) {
    if (f instanceof PyFunction && f.code.arity === 1) return callFunction1(f, a)
    if (f instanceof PyMethod && f.func instanceof PyFunction && f.func.code.arity === 2)
      return callFunction2(f.func, f.self, a)
    const native = directMethod(f, 2)
    return native === null ? callValue(f, [a]) : native.fn((f as PyBuiltin).self, a)
  },
  call2(f, a, b) {
    if (f instanceof PyFunction && f.code.arity === 2) return callFunction2(f, a, b)
    if (f instanceof PyMethod && f.func instanceof PyFunction && f.func.code.arity === 3)
      return callFunction3(f.func, f.self, a, b)
    const native = directMethod(f, 3)
    return native === null ? callValue(f, [a, b]) : native.fn((f as PyBuiltin).self, a, b)
  },
  call3(f, a, b, c) {
    if (f instanceof PyFunction && f.code.arity === 3) return callFunction3(f, a, b, c)
    return callValue(f, [a, b, c])
  },
  call(f, args) {
    switch (args.length) {
      case 1:
        return implementation.call1(f, args[0]!)
      case 2:
        return implementation.call2(f, args[0]!, args[1]!)
      case 3:
        return implementation.call3(f, args[0]!, args[1]!, args[2]!)
      default:
        return callValue(f, args)
    }
  },
  callKeywords: (f, args, names, values) => callValue(f, args, names, values),
  callDict(f, args, keywords) {
    if (keywords === null) return callValue(f, args)
    const dict = keywords as PyDict
    return callValue(f, args, dict.keyList() as string[], dict.valueList())
  },
  superArguments,
  warn: (category, message, stacklevel = 1) => issueWarning(category, message, stacklevel),
  importModule: (name) => {
    const present = importing.modules.getItem(name)
    return present !== undefined && present !== null ? present : findAndLoad(name)
  },
  importFrom,
  importName,
  moduleRepr: moduleReprFunction,
  currentModule() {
    const frame = thread.frame
    if (frame === null) return null
    return frame.globals.getItem('__name__') ?? null
  },
  weakReference(o) {
    return callValue(getAttr(implementation.importModule('_weakref'), '_current'), [o])
  },
  makeUnion: (a, b) => makeUnion(a, b),
  addNote: (e, note) => {
    addNote(e as PyBaseException, note)
  },
  setDict(o, value) {
    if (!(value instanceof PyDict))
      throw typeError(
        `__dict__ must be set to a dictionary, not a '${value === undefined ? 'NULL' : typeOf(value).name}'`,
      )
    useDict(o as PyObject, value)
  },
  attributeError: (o, name) => attributeError(`'${typeOf(o).name}' object has no attribute '${name}'`, o, name),
  bytesLike(v) {
    return v instanceof PyBytes ? v : new PyBytes(requireBytes(v).slice())
  },
  builtinsOf(globals) {
    const found = (globals as PyDict).getItem('__builtins__')
    if (found === undefined) return runningBuiltins()
    return found instanceof PyModule ? found.namespace : found
  },
  builtin(name) {
    const v = lookupLocals(runningBuiltins(), name)
    if (v === undefined) throw attributeError(name, null, null)
    return v
  },
  sysAttribute,
  builtinsModule: () => importing.modules.getItem('builtins') ?? importing.builtins,
  moduleOf: (name) => (name === null ? null : (importing.modules.getItem(name) ?? null)),
  decodeFilename,
  readLine,
  display: displayHook,
  unraisable: unraisableHook,
}

/** Installs the interpreter into the object model. */
export function installContext(): void {
  setContext(implementation)
}
