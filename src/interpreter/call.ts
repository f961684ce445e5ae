/**
 * Calling: binding of arguments to parameters of Python functions, and the general call of anything callable
 * (Language Reference 6.3.4, "Calls"; CPython: Python/ceval.c initialize_locals, Objects/call.c).
 *
 * `prepareCall` is how an opcode calls: it either computes the result of a builtin or leaves a frame in `thread.pending` and
 * returns PENDING, so that Python-to-Python calls use no JavaScript stack. `callValue` is how TypeScript calls: it runs a
 * new loop for a Python function.
 */
import { CodeFlags, type CodeObject } from '../bytecode/code'
import { Op } from '../bytecode/opcodes'
import { bind } from '../objects/attributes'
import { bindNative, tooFew, tooMany } from '../objects/binding'
import { recursion } from '../objects/context'
import { keywordDict, PyDict } from '../objects/dict'
import { recursionError, typeError } from '../objects/exceptions'
import { PyBuiltin, PyFunction, PyMethod, PyMethodDescriptor, wrongReceiver } from '../objects/function'
import { objectType, PyObject, PyType, typeOf, typeType, type Value } from '../objects/object'
import type { NativeFunction } from '../objects/signature'
import { PyTuple } from '../objects/tuple'
import { abstractNames } from '../objects/type'
import { initInstance, newInstance, typeCall } from '../objects/typecall'
import { run } from './eval'
import { acquireFrame, Cont, enterCall, type Frame, initCells, isGeneratorCode, releaseFrame, thread } from './frame'
import { makeGenerator } from './generator'
import { nativeBody } from './nativebody'
import { countCall, hasBody } from './tier'

class Pending extends PyObject {}
/** Returned instead of a value: the call is a frame in `thread.pending`, to be entered. Never seen by Python. */
export const PENDING: Value = new Pending()

const NO_NAMES: readonly string[] = []
const NO_VALUES: readonly Value[] = []

/** Binds arguments to the parameters of a function and returns its frame, ready but for `cont` and `back`. */
export function bindFrame(
  func: PyFunction,
  args: readonly Value[],
  names: readonly string[],
  values: readonly Value[],
): Frame {
  const code = func.code
  const frame = acquireFrame(func, code)
  const slots = frame.slots
  const argcount = code.argcount
  const total = argcount + code.kwonlyargcount
  const given = args.length
  const flags = code.flags
  const n = given < argcount ? given : argcount
  for (let i = 0; i < n; i++) slots[i] = args[i]
  let at = total
  if (flags & CodeFlags.VARARGS) slots[at++] = new PyTuple(given > argcount ? args.slice(argcount) : [])
  let extra: PyDict | null = null
  if (flags & CodeFlags.VARKEYWORDS) slots[at] = extra = new PyDict()
  if (names.length > 0) bindKeywords(func, frame, names, values, total, extra)
  if (given > argcount && !(flags & CodeFlags.VARARGS)) throw tooManyPositional(func, frame, given)
  if (given < argcount) {
    const defaults = func.defaults
    const first = argcount - (defaults === null ? 0 : defaults.length)
    let missing: string[] | null = null
    for (let i = given; i < argcount; i++) {
      if (slots[i] !== undefined) continue
      if (i >= first) slots[i] = defaults![i - first]!
      else (missing ??= []).push(code.localsplus[i]!)
    }
    if (missing !== null) throw missingArguments(func, missing, 'positional')
  }
  if (code.kwonlyargcount > 0) {
    let missing: string[] | null = null
    for (let i = argcount; i < total; i++) {
      if (slots[i] !== undefined) continue
      const value = func.kwdefaults === null ? undefined : func.kwdefaults.getItem(code.localsplus[i]!)
      if (value !== undefined) slots[i] = value
      else (missing ??= []).push(code.localsplus[i]!)
    }
    if (missing !== null) throw missingArguments(func, missing, 'keyword-only')
  }
  if (!(flags & CodeFlags.OPTIMIZED)) {
    // The code of a module: its namespace is that of the globals.
    frame.locals = func.globals
    frame.escaped = true
  }
  if (code.cellSlots !== null || code.freeCount !== 0) initCells(frame, func)
  return frame
}

function bindKeywords(
  func: PyFunction,
  frame: Frame,
  names: readonly string[],
  values: readonly Value[],
  total: number,
  extra: PyDict | null,
): void {
  const code = func.code
  const slots = frame.slots
  const params = code.localsplus
  for (let k = 0; k < names.length; k++) {
    const name = names[k]!
    let i = code.posonlyargcount
    for (; i < total; i++) if (params[i] === name) break
    if (i === total) {
      if (extra !== null) {
        extra.setItem(name, values[k]!)
        continue
      }
      const positionalOnly: string[] = []
      for (let p = 0; p < code.posonlyargcount; p++) if (names.includes(params[p]!)) positionalOnly.push(params[p]!)
      if (positionalOnly.length > 0)
        throw typeError(
          `${func.qualname}() got some positional-only arguments passed as keyword arguments: '${positionalOnly.join(', ')}'`,
        )
      throw typeError(`${func.qualname}() got an unexpected keyword argument '${name}'${suggestKeyword(code, name)}`)
    }
    if (slots[i] !== undefined) throw typeError(`${func.qualname}() got multiple values for argument '${name}'`)
    slots[i] = values[k]
  }
}

/** 3.13 suggests a parameter of a similar name. */
function suggestKeyword(code: CodeObject, name: string): string {
  const candidates = code.localsplus.slice(code.posonlyargcount, code.argcount + code.kwonlyargcount)
  const match = closest(name, candidates)
  return match === null ? '' : `. Did you mean '${match}'?`
}

/** The candidate nearest to a name by CPython's edit distance (Python/suggestions.c), or null where none is near. */
export function closest(name: string, candidates: readonly string[]): string | null {
  const MOVE = 2
  let best: string | null = null
  let bestDistance = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    if (candidate === name) continue
    const limit = Math.floor(((name.length + candidate.length + 3) * MOVE) / 6)
    const distance = editDistance(name, candidate, Math.min(limit, bestDistance - 1))
    if (distance > limit || distance >= bestDistance) continue
    bestDistance = distance
    best = candidate
  }
  return best
}

function editDistance(a: string, b: string, limit: number): number {
  const substitution = (x: string, y: string) => (x === y ? 0 : x.toLowerCase() === y.toLowerCase() ? 1 : 2)
  if (a.length > 40 || b.length > 40) return limit + 1
  let row = Array.from({ length: b.length + 1 }, (_, j) => j * 2)
  for (let i = 1; i <= a.length; i++) {
    const next = [i * 2]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 2, next[j - 1]! + 2, row[j - 1]! + substitution(a[i - 1]!, b[j - 1]!)))
    row = next
  }
  return row[b.length]!
}

function tooManyPositional(func: PyFunction, frame: Frame, given: number): Value {
  const code = func.code
  const defaults = func.defaults === null ? 0 : func.defaults.length
  let keywordGiven = 0
  for (let i = code.argcount; i < code.argcount + code.kwonlyargcount; i++)
    if (frame.slots[i] !== undefined) keywordGiven++
  const takes = defaults > 0 ? `from ${code.argcount - defaults} to ${code.argcount}` : String(code.argcount)
  const plural = defaults > 0 || code.argcount !== 1
  const kw =
    keywordGiven > 0
      ? ` positional argument${given === 1 ? '' : 's'} (and ${keywordGiven} keyword-only argument${keywordGiven === 1 ? '' : 's'})`
      : ''
  return typeError(
    `${func.qualname}() takes ${takes} positional argument${plural ? 's' : ''} but ${given}${kw} ${given === 1 && keywordGiven === 0 ? 'was' : 'were'} given`,
  )
}

function missingArguments(func: PyFunction, missing: string[], kind: string): Value {
  const quoted = missing.map((n) => `'${n}'`)
  const last = quoted.pop()!
  const list =
    quoted.length === 0 ? last : quoted.length === 1 ? `${quoted[0]} and ${last}` : `${quoted.join(', ')}, and ${last}`
  return typeError(
    `${func.qualname}() missing ${missing.length} required ${kind} argument${missing.length === 1 ? '' : 's'}: ${list}`,
  )
}

/** Calls a TypeScript function with positional arguments in an array that includes self. */
export function callNative(
  native: NativeFunction,
  args: readonly Value[],
  names: readonly string[],
  values: readonly Value[],
  skip: number,
  owner: string | null,
): Value {
  if (native.min < 0) native.prepare()
  const n = args.length
  if (native.direct && names.length === 0) {
    if (n < native.min) throw tooFew(native, n, skip, owner)
    if (n > native.max) throw tooMany(native, n, skip, owner)
    switch (n) {
      case 0:
        return native.fn()
      case 1:
        return native.fn(args[0])
      case 2:
        return native.fn(args[0], args[1])
      case 3:
        return native.fn(args[0], args[1], args[2])
      case 4:
        return native.fn(args[0], args[1], args[2], args[3])
      default:
        return native.fn(...args)
    }
  }
  if (native.rest >= 0 && names.length === 0 && n >= native.rest && native.rest < 3) {
    const { rest } = native
    const more = args.slice(rest)
    const keywords = native.restKeywords ? null : undefined
    if (rest === 0) return native.fn(more, keywords)
    return rest === 1 ? native.fn(args[0], more, keywords) : native.fn(args[0], args[1], more, keywords)
  }
  const bound = bindNative(native, args, names.length === 0 ? null : names, values, keywordDict, skip, owner)
  switch (bound.length) {
    case 1:
      return native.fn(bound[0])
    case 2:
      return native.fn(bound[0], bound[1])
    case 3:
      return native.fn(bound[0], bound[1], bound[2])
    case 4:
      return native.fn(bound[0], bound[1], bound[2], bound[3])
    default:
      return native.fn(...bound)
  }
}

/**
 * Calls anything on behalf of an opcode: the result, or PENDING with a frame whose continuation is Push (or Init for a class whose
 * `__init__` is a Python function).
 */
export function prepareCall(
  callable: Value,
  args: readonly Value[],
  names: readonly string[] = NO_NAMES,
  values: readonly Value[] = NO_VALUES,
): Value {
  for (let hops = 0; ; hops++) {
    if (callable instanceof PyFunction) {
      const frame = bindFrame(callable, args, names, values)
      if (isGeneratorCode(callable.code)) return makeGenerator(frame, callable)
      frame.cont = Cont.Push
      thread.pending = frame
      return PENDING
    }
    if (callable instanceof PyBuiltin) return callBuiltin(callable, args, names, values)
    if (callable instanceof PyMethod) {
      args = [callable.self, ...args]
      callable = callable.func
      continue
    }
    if (callable instanceof PyType) {
      if (callable.cls === typeType || callable.cls.proto.$__call__ === typeType.proto.$__call__)
        return prepareTypeCall(callable, args, names, values)
    } else if (callable instanceof PyMethodDescriptor) {
      checkDescriptorSelf(callable, args)
      return callNative(callable.native, args, names, values, 1, callable.owner.qualname)
    }
    const type = typeOf(callable)
    const method = type.proto.$__call__
    if (method === undefined) throw typeError(`'${type.name}' object is not callable`)
    if (names.length === 0 && method instanceof PyMethodDescriptor && takesAnything(method.native))
      return method.native.fn(callable, args.slice(), null)
    if (method instanceof PyFunction || method instanceof PyMethodDescriptor) args = [callable, ...args]
    callable =
      method instanceof PyFunction || method instanceof PyMethodDescriptor ? method : bind(method, callable, type)
    if (hops > 200) throw recursionError('maximum recursion depth exceeded')
  }
}

/** Whether the `__call__` of a builtin type is handed all arguments as they come. */
export function takesAnything(native: NativeFunction): boolean {
  if (native.min < 0) native.prepare()
  return native.rest === 1 && native.restKeywords
}

function checkDescriptorSelf(descriptor: PyMethodDescriptor, args: readonly Value[]): void {
  if (args.length === 0)
    throw typeError(`unbound method ${descriptor.owner.qualname}.${descriptor.native.name}() needs an argument`)
  if (!typeOf(args[0]!).isSubtype(descriptor.owner)) throw wrongReceiver(descriptor, args[0]!)
}

/** What messages put before a function's name: its module, but for builtins and functions that parse their arguments by hand. */
function moduleOf(f: PyBuiltin): string | null {
  return typeof f.module === 'string' && f.module !== 'builtins' && f.native.shown !== null ? f.module : null
}

function callBuiltin(f: PyBuiltin, args: readonly Value[], names: readonly string[], values: readonly Value[]): Value {
  if (f.self === undefined) {
    const owner = f.owner
    if (owner === null) return callNative(f.native, args, names, values, 0, moduleOf(f))
    // A static method has no first argument of its own, `__new__` does.
    if (f.native.name !== '__new__') return callNative(f.native, args, names, values, 0, owner.qualname)
    checkNew(owner, args)
    return callNative(f.native, args, names, values, 1, null)
  }
  return callNative(f.native, [f.self, ...args], names, values, 1, f.owner === null ? null : f.owner.qualname)
}

/** `B.__new__(C)`: C must be a subclass of B whose layout B's `__new__` makes (CPython: tp_new_wrapper). */
function checkNew(owner: PyType, args: readonly Value[]): void {
  if (args.length === 0) throw typeError(`${owner.name}.__new__(): not enough arguments`)
  const cls = args[0]!
  if (!(cls instanceof PyType))
    throw typeError(`${owner.name}.__new__(X): X is not a type object (${typeOf(cls).name})`)
  if (cls === owner) return
  if (!cls.isSubtype(owner))
    throw typeError(`${owner.name}.__new__(${cls.name}): ${cls.name} is not a subtype of ${owner.name}`)
  let solid: PyType = cls
  while (solid.heap && solid.base !== null) solid = solid.base
  if (solid !== owner && !owner.heap && solid.proto.$__new__ !== owner.proto.$__new__)
    throw typeError(`${owner.name}.__new__(${cls.name}) is not safe, use ${solid.name}.__new__()`)
}

function prepareTypeCall(
  cls: PyType,
  args: readonly Value[],
  names: readonly string[],
  values: readonly Value[],
): Value {
  const init = cls.proto.$__init__
  if (cls.proto.$__new__ === objectType.proto.$__new__ && init instanceof PyFunction && !isGeneratorCode(init.code)) {
    if (cls.abstractMethods === undefined || abstractNames(cls).length === 0) {
      const made = new cls.ctor()
      const frame = bindFrame(init, [made, ...args], names, values)
      frame.cont = Cont.Init
      frame.contA = made
      thread.pending = frame
      return PENDING
    }
  } else if (init instanceof PyFunction && cls.heap && !isGeneratorCode(init.code)) {
    const made = newInstance(cls, args, names, values)
    if (typeOf(made) !== cls) return initInstance(cls, made, args, names, values)
    const frame = bindFrame(init, [made, ...args], names, values)
    frame.cont = Cont.Init
    frame.contA = made
    thread.pending = frame
    return PENDING
  }
  return typeCall(cls, args, names, values)
}

/** Runs a frame that a call prepared, from TypeScript. */
export function runPending(): Value {
  const frame = thread.pending!
  thread.pending = null
  if (frame.cont === Cont.Init) {
    const made = frame.contA
    const result = enterLoop(frame)
    if (result !== null) throw typeError(`__init__() should return None, not '${typeOf(result).name}'`)
    return made
  }
  return enterLoop(frame)
}

/** Runs a frame to its end in a loop of its own on the JavaScript stack. */
export function enterLoop(frame: Frame): Value {
  enterCall()
  if (recursion.native >= recursion.nativeLimit) {
    recursion.depth--
    throw recursionError('maximum recursion depth exceeded')
  }
  recursion.native++
  frame.cont = Cont.Entry
  frame.back = thread.frame
  if (frame.pc === 0 && (frame.code.instructions[0]! & 255) === Op.NATIVE_BODY) {
    const v = enterNativeBody(frame)
    if (v !== undefined) return v
  }
  // The loop does not see that it is entered, and nothing else where a function itself neither calls nor jumps: it becomes hot by its calls.
  if (frame.pc === 0 && !hasBody(frame, 0)) countCall(frame)
  try {
    return run(frame)
  } finally {
    recursion.native--
  }
}

/** Runs a frame that begins with NATIVE_BODY without the loop; undefined where the loop has to run it, as if nothing had been tried. */
function enterNativeBody(frame: Frame): Value | undefined {
  const { back } = frame
  thread.frame = frame
  frame.pc = 1
  let v: Value | undefined
  try {
    v = nativeBody(frame)
  } catch (e) {
    thread.reraising = null
    thread.reraisedAt = -1
    thread.propagating = e
    thread.frame = back
    recursion.native--
    releaseFrame(frame)
    throw e
  }
  thread.frame = back
  frame.pc = 0
  if (v === undefined) return undefined
  recursion.native--
  releaseFrame(frame)
  return v
}

/** Calls anything from TypeScript and returns its result. */
export function callValue(
  callable: Value,
  args: readonly Value[],
  names: readonly string[] = NO_NAMES,
  values: readonly Value[] = NO_VALUES,
): Value {
  const result = prepareCall(callable, args, names, values)
  return result === PENDING ? runPending() : result
}
