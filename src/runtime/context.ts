/** The interpreter as the object model sees it: the one implementation of {@link Context}. */
import { callValue, PENDING, runPending, takesAnything } from '../interpreter/call'
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
import { PyBuiltin, PyFunction, PyMethod, PyMethodDescriptor, PyUnaryCallable } from '../objects/function'
import { makeUnion } from '../objects/genericalias'
import { PyModule } from '../objects/module'
import { type PyObject, PyType, typeOf, type Value } from '../objects/object'
import type { NativeFunction } from '../objects/signature'
import { convert } from '../objects/typecall'

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

/** Whether a TypeScript function takes `n` arguments just as they are. */
function takes(native: NativeFunction, n: number): boolean {
  if (native.min < 0) native.prepare()
  return native.direct && n >= native.min && n <= native.max
}

/** The `__call__` of a builtin type's instance, where it is handed all arguments as they come. */
function nativeCall(f: Value): NativeFunction | null {
  if (f === null || typeof f !== 'object' || f.cls.heap || f instanceof PyType) return null
  const method = f.cls.proto.$__call__
  return method instanceof PyMethodDescriptor && takesAnything(method.native) ? method.native : null
}

/** What a TypeScript function gave, which may have left a frame to be run. */
function completed(v: Value): Value {
  return v === PENDING ? runPending() : v
}

/** The builtins that running code sees. */
function runningBuiltins(): Value {
  return thread.frame === null ? (importing.builtins as PyModule).namespace : thread.frame.builtins
}

const implementation: Context = {
  call0(f) {
    if (f instanceof PyFunction) {
      if (f.code.arity === 0) return callFunction0(f)
    } else if (f instanceof PyMethod) {
      if (f.func instanceof PyFunction && f.func.code.arity === 1) return callFunction1(f.func, f.self)
    } else if (f instanceof PyBuiltin) {
      const { native, self } = f
      if (self !== undefined) {
        if (takes(native, 1)) return completed(native.fn(self))
      } else if (f.owner === null && takes(native, 0)) return completed(native.fn())
    }
    return callValue(f, NO_VALUES)
  },
  call1(f, a) {
    if (f instanceof PyFunction) {
      if (f.code.arity === 1) return callFunction1(f, a)
    } else if (f instanceof PyMethod) {
      if (f.func instanceof PyFunction && f.func.code.arity === 2) return callFunction2(f.func, f.self, a)
    } else if (f instanceof PyBuiltin) {
      const { native, self } = f
      if (self !== undefined) {
        if (takes(native, 2)) return completed(native.fn(self, a))
      } else if (f.owner === null && takes(native, 1)) return completed(native.fn(a))
    } else if (f instanceof PyMethodDescriptor) {
      if (takes(f.native, 1) && typeOf(a).isSubtype(f.owner)) return completed(f.native.fn(a))
    } else if (f instanceof PyType) {
      const made = convert(f, a)
      if (made !== undefined) return made
    } else if (f instanceof PyUnaryCallable && !f.cls.heap) {
      return f.callOne(a)
    } else {
      const native = nativeCall(f)
      if (native !== null) return native.fn(f, [a], null)
    }
    return callValue(f, [a])
  },
  call2(f, a, b) {
    if (f instanceof PyFunction) {
      if (f.code.arity === 2) return callFunction2(f, a, b)
    } else if (f instanceof PyMethod) {
      if (f.func instanceof PyFunction && f.func.code.arity === 3) return callFunction3(f.func, f.self, a, b)
    } else if (f instanceof PyBuiltin) {
      const { native, self } = f
      if (self !== undefined) {
        if (takes(native, 3)) return completed(native.fn(self, a, b))
      } else if (f.owner === null) {
        if (takes(native, 2)) return completed(native.fn(a, b))
        // max and min among others
        if (native.rest === 0) return completed(native.fn([a, b], native.restKeywords ? null : undefined))
      }
    } else if (f instanceof PyMethodDescriptor) {
      if (takes(f.native, 2) && typeOf(a).isSubtype(f.owner)) return completed(f.native.fn(a, b))
    } else {
      const native = nativeCall(f)
      if (native !== null) return native.fn(f, [a, b], null)
    }
    return callValue(f, [a, b])
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
