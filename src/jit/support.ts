/**
 * What compiled bodies call: the slow ways of their instructions, and the ways between them and the interpreter. Each function that can run
 * Python code takes the body's frame, whose `pc` is set; `PENDING` means that `thread.frame` and the frames above the body's are to be run.
 */
import { Op } from '../bytecode/opcodes'
import * as attributecache from '../interpreter/attributecache'
import { bindFrame, PENDING, prepareCall } from '../interpreter/call'
import * as displays from '../interpreter/displays'
import { joinStrings } from '../interpreter/displays'
import { duringLeave, runAbove } from '../interpreter/eval'
import { checkExceptionTypes } from '../interpreter/exceptionmatch'
import { acquireFrame, Cont, type Frame, initCells, isGeneratorCode, releaseFrame, thread } from '../interpreter/frame'
import { awaitable, makeGenerator, returned, sendTo, stepGenerator } from '../interpreter/generator'
import { PyGenerator, State } from '../interpreter/generatorobject'
import * as operations from '../interpreter/operations'
import * as rareopcodes from '../interpreter/rareopcodes'
import { spread } from '../interpreter/rareopcodes'
import { type Body, countCall, hasBody, tier } from '../interpreter/tier'
import { enterHandler, findHandler, toPython } from '../interpreter/unwind'
import { bind, describeAttribute } from '../objects/attributes'
import { context, recursion } from '../objects/context'
import { keywordDict, PyDict } from '../objects/dict'
import { stopIterationType } from '../objects/exceptionfields'
import {
  baseExceptionType,
  indexError,
  isException,
  keyError,
  type PyBaseException,
  recursionError,
  typeError,
} from '../objects/exceptions'
import { floatType, PyFloat } from '../objects/float'
import { PyBuiltin, PyFunction, PyMethod } from '../objects/function'
import { PyObject, PyType, typeOf, type Value } from '../objects/object'
import * as operators from '../objects/operators'
import { makeRange } from '../objects/range'
import { PyAnySet, PySet } from '../objects/set'
import type { NativeFunction } from '../objects/signature'
import { NotImplemented } from '../objects/singletons'
import { PySlice } from '../objects/slice'
import { compareStrings, equalTexts, strLength } from '../objects/strops'
import { PyTuple } from '../objects/tuple'
import { initInstance } from '../objects/typecall'
import { callDirect, callWithDict } from './binding'
import { filters } from './filters'
import { stepping } from './stepping'
import { wideInts } from './wideints'

/** Loops on the JavaScript stack from which frames are rather unwound than run above the body that called them. */
const MAX_NESTED = 600

/** What a body that was left with an exception wants raised where `thread.frame` stands; what the tier does when one is handled. */
export const leaving = { raise: undefined as unknown, handled: (_fr: Frame): void => {} }

// ── Frames ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Puts a frame above the body's. */
function enterFrame(fr: Frame, callee: Frame): Value {
  if (recursion.depth >= recursion.limit) operations.recursionLimit(callee)
  recursion.depth++
  callee.cont = Cont.Push
  callee.back = fr
  thread.frame = callee
  if (!hasBody(callee, 0)) countCall(callee)
  return PENDING
}

/** What a body that was called has raised: the frame of its caller is the topmost again. */
function takeRaised(): unknown {
  const { raise } = leaving
  leaving.raise = undefined
  return raise
}

/** Runs the frames above the body's and gives the value of the lowest; PENDING where the body has to be left as well. */
function finish(fr: Frame): Value {
  if (thread.frame === fr) throw takeRaised()
  if (duringLeave.work !== null) return PENDING
  if (recursion.depth < recursion.compiledLimit) {
    const v = goOnAbove(fr)
    if (v !== PENDING) return v
    if (thread.frame === fr) throw takeRaised()
  }
  if (recursion.native >= MAX_NESTED || recursion.depth >= recursion.compiledLimit || duringLeave.work !== null)
    return PENDING
  return runAll(fr, true)
}

/** {@link finish} for a body that is left where the call has raised as well. */
function finishOrLeave(fr: Frame): Value {
  return thread.frame === fr ? PENDING : finish(fr)
}

/** {@link finish} in the middle of an instruction, where the body cannot be left, or of a builtin's work, perhaps above no frame. */
export function finishHere(fr: Frame | null): Value {
  if (recursion.native >= recursion.nativeLimit) throw recursionError('maximum recursion depth exceeded')
  if (thread.frame === fr) throw takeRaised()
  const v = goOnAbove(fr)
  if (v !== PENDING) return v
  if (thread.frame === fr) throw takeRaised()
  return runAll(fr, false)
}

/** The one frame above the body's, if nothing is raised there, runs on as long as there are bodies for it. */
function goOnAbove(fr: Frame | null): Value {
  const top = thread.frame!
  return top.back === fr && leaving.raise === undefined ? goOn(top) : PENDING
}

/** The frame that the body's has called. */
function calledBy(fr: Frame | null): Frame {
  let frame = thread.frame!
  while (frame.back !== fr) frame = frame.back!
  return frame
}

/** Runs the frames above the body's to the end, in a loop of their own; PENDING where the body can be left and has to be. */
function runAll(fr: Frame | null, leavable: boolean): Value {
  const called = calledBy(fr)
  const { cont } = called
  called.cont = Cont.Entry
  const v = nested(thread.frame!, fr, takeRaised(), leavable)
  if (v === PENDING) called.cont = cont
  return v
}

function nested(top: Frame, fr: Frame | null, raise: unknown, leavable = false): Value {
  recursion.native++
  try {
    return runAbove(top, fr, raise, leavable)
  } finally {
    recursion.native--
  }
}

/** {@link finish} for `__init__`: the interpreter gives the instance where it ends the call. */
function finishInit(fr: Frame, made: Value): Value {
  const v = finish(fr)
  if (v === PENDING) {
    const called = calledBy(fr)
    called.cont = Cont.Init
    called.contA = made
  }
  return v
}

/** {@link finish} for a property's getter: whoever goes on with it knows which attribute is asked for. */
function finishAttribute(fr: Frame, o: Value, name: string): Value {
  const v = finish(fr)
  if (v === PENDING) {
    const called = calledBy(fr)
    called.contA = o
    called.contB = name
  }
  return v
}

function badInit(v: Value): never {
  throw typeError(`__init__() should return None, not '${typeOf(v).name}'`)
}

/** Runs the frame that an operation has prepared, with what its continuation makes of the value. */
function pend(fr: Frame): Value {
  const callee = thread.pending!
  thread.pending = null
  const { cont, contA, contB, contN } = callee
  if (recursion.depth >= recursion.limit || recursion.native >= recursion.nativeLimit) operations.recursionLimit(callee)
  recursion.depth++
  callee.cont = Cont.Entry
  callee.back = fr
  const generator = callee.generator as PyGenerator | null
  if (callee.pc === 0 && !hasBody(callee, 0)) countCall(callee)
  let v: Value
  try {
    v = nested(callee, fr, undefined)
  } catch (e) {
    if (cont === Cont.Push && contB !== null) describeAttribute(e, contA, contB as string)
    throw e
  }
  const yielded = generator !== null && generator.state === State.Suspended
  const before = fr.sp
  operations.deliver(fr, yielded ? Cont.Push : cont, contA, contB, contN, v)
  if (fr.sp === before) return null
  return fr.slots[--fr.sp] as Value
}

/** The start of a body that is called too deep: RecursionError, or a frame for the interpreter. */
function deep(f: PyFunction, ...parameters: Value[]): Value {
  if (recursion.depth >= recursion.limit) throw recursionError('maximum recursion depth exceeded')
  return uncompiled(f, ...parameters)
}

/** {@link prepare} where arguments are given by keyword. */
function prepareKeywords(
  fr: Frame,
  f: PyFunction,
  args: readonly Value[],
  names: readonly string[],
  values: readonly Value[],
): Value {
  const frame = bindFrame(f, args, names, values)
  return isGeneratorCode(f.code) ? makeGenerator(frame, f) : enterFrame(fr, frame)
}

/** A frame for a function that has no compiled body. */
function prepare(fr: Frame, f: PyFunction, args: readonly Value[]): Value {
  const { code } = f
  if (code.arity !== args.length) {
    const frame = bindFrame(f, args, [], [])
    return isGeneratorCode(code) ? makeGenerator(frame, f) : enterFrame(fr, frame)
  }
  const frame = acquireFrame(f, code)
  for (let i = 0; i < args.length; i++) frame.slots[i] = args[i]
  if (code.cellSlots !== null || code.freeCount !== 0) initCells(frame, f)
  return enterFrame(fr, frame)
}

/** A body raises: the exception goes to the caller, or PENDING where the interpreter finds a handler for it in the frame. */
function raised(fr: Frame, e: unknown, own: boolean): Value {
  thread.frame = fr
  const handler = findHandler(fr.code, fr.pc - 1)
  if (handler >= 0) {
    const exception = toPython(e, fr)
    fr.pc = enterHandler(fr, handler, fr.pc - 1, exception)
    leaving.handled(fr)
    return own ? goOn(fr) : PENDING
  }
  if (!own) {
    leaving.raise = e
    return PENDING
  }
  return giveUp(fr, e)
}

/** An exception that the body itself handles, with its traceback. */
function caught(fr: Frame, e: unknown): Value {
  thread.frame = fr
  return toPython(e, fr)
}

/** An exception leaves a body that was called: it is not thrown, but its caller, who gets PENDING, finds itself on top. */
function giveUp(fr: Frame, e: unknown): Value {
  const exception = toPython(e, fr)
  thread.frame = fr.back
  releaseFrame(fr)
  thread.propagating = exception
  leaving.raise = exception
  return PENDING
}

/** Stands for the body of a function that has none, or none any more: the interpreter runs its frame. Takes the function's parameters. */
export function uncompiled(f: PyFunction, ...parameters: Value[]): Value {
  const { code } = f
  const frame = acquireFrame(f, code)
  for (let i = 0; i < parameters.length; i++) frame.slots[i] = parameters[i]
  if (code.cellSlots !== null || code.freeCount !== 0) initCells(frame, f)
  return enterFrame(thread.frame!, frame)
}

// ── Calls ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Runs a called body's frame on from where an exception is handled, as long as there are bodies for it. */
function goOn(fr: Frame): Value {
  const { code } = fr
  for (;;) {
    if (!hasBody(fr, fr.pc)) return PENDING
    const { pc } = fr
    leaving.raise = tier.current!.enter(fr, true)
    if (thread.frame !== fr) return PENDING
    if (leaving.raise !== undefined) {
      const e = leaving.raise
      leaving.raise = undefined
      return giveUp(fr, e)
    }
    const ins = code.instructions[fr.pc]!
    const op = ins & 255
    if (op === Op.RETURN_VALUE || op === Op.RETURN_CONST) {
      const v = (op === Op.RETURN_VALUE ? fr.slots[fr.sp - 1] : code.consts[ins >>> 8]) as Value
      fr.pc++
      thread.frame = fr.back
      releaseFrame(fr)
      return v
    }
    if (fr.pc === pc) return PENDING
  }
}

/** Calls anything; the frame of a Python function is left to be run. */
function callAny(fr: Frame, f: Value, args: readonly Value[]): Value {
  if (f instanceof PyFunction && f.code.arity === args.length) return prepare(fr, f, args)
  fr.sp = fr.code.slotCount
  const v = operations.call(f, args, 0, args.length)
  return v === PENDING ? pendCall(fr) : v
}

function pendCall(fr: Frame): Value {
  const callee = thread.pending!
  if (callee.cont !== Cont.Push || callee.generator !== null) return pend(fr)
  thread.pending = null
  return enterFrame(fr, callee)
}

/** {@link pend} for a builtin's frame; where it is there to have compiled code left, it stays above the body's. */
function pendNative(fr: Frame): Value {
  return duringLeave.work === null ? pend(fr) : pendCall(fr)
}

// What bodies call where the callable is no function with a body of its own: bound methods, builtin functions, and everything else.

/** The function behind a builtin that takes `n` arguments, besides the object it may be bound to, just as they are; else null. */
function plainNative(f: PyBuiltin, n: number): NativeFunction | null {
  const { native } = f
  if (f.self === undefined && f.owner !== null) return null
  const given = f.self === undefined ? n : n + 1
  return native.direct && given >= native.min && given <= native.max ? native : null
}

function call0(fr: Frame, f: Value): Value {
  if (f instanceof PyMethod) {
    const { func, self } = f
    if (func instanceof PyFunction && func.code.arity === 1 && func.code.compiled !== null)
      return (func.code.compiled as Body)(func, self, undefined)
  } else if (f instanceof PyBuiltin) {
    const native = plainNative(f, 0)
    if (native !== null) {
      const v = f.self === undefined ? native.fn() : native.fn(f.self)
      return v === PENDING ? pendNative(fr) : v
    }
  }
  return callOther(fr, f, [])
}

function call1(fr: Frame, f: Value, a: Value): Value {
  if (f instanceof PyMethod) {
    const { func, self } = f
    if (func instanceof PyFunction && func.code.arity === 2 && func.code.compiled !== null)
      return (func.code.compiled as Body)(func, self, a, undefined)
  } else if (f instanceof PyBuiltin) {
    const native = plainNative(f, 1)
    if (native !== null) {
      const v = f.self === undefined ? native.fn(a) : native.fn(f.self, a)
      return v === PENDING ? pendNative(fr) : v
    }
  }
  return callOther(fr, f, [a])
}

function call2(fr: Frame, f: Value, a: Value, b: Value): Value {
  if (f instanceof PyMethod) {
    const { func, self } = f
    if (func instanceof PyFunction && func.code.arity === 3 && func.code.compiled !== null)
      return (func.code.compiled as Body)(func, self, a, b, undefined)
  } else if (f instanceof PyBuiltin) {
    const native = plainNative(f, 2)
    if (native !== null) {
      const v = f.self === undefined ? native.fn(a, b) : native.fn(f.self, a, b)
      return v === PENDING ? pendNative(fr) : v
    }
  }
  return callOther(fr, f, [a, b])
}

function call3(fr: Frame, f: Value, a: Value, b: Value, c: Value): Value {
  return callOther(fr, f, [a, b, c])
}

function callOther(fr: Frame, f: Value, args: readonly Value[]): Value {
  const v = callDirect(f, args)
  return v === undefined ? callAny(fr, f, args) : v
}

/** CALL_KW of what is not known. */
function callKeywords(
  fr: Frame,
  f: Value,
  args: readonly Value[],
  names: readonly string[],
  values: readonly Value[],
): Value {
  const v = callDirect(f, args, { names, values })
  if (v !== undefined) return v
  if (f instanceof PyFunction) return prepareKeywords(fr, f, args, names, values)
  fr.sp = fr.code.slotCount
  const general = prepareCall(f, args, names, values)
  return general === PENDING ? pendCall(fr) : general
}

/** CALL_METHOD_KW of what is not known; `self`, the first of the arguments, is undefined where the callable stands alone. */
function callMethodKeywords(
  fr: Frame,
  f: Value,
  args: readonly (Value | undefined)[],
  names: readonly string[],
  values: readonly Value[],
): Value {
  return callKeywords(fr, f, (args[0] === undefined ? args.slice(1) : args) as Value[], names, values)
}

/** CALL_EX */
function callSpread(fr: Frame, f: Value, iterable: Value, dict: Value | undefined): Value {
  const keywords = dict instanceof PyDict && dict.size > 0 ? dict : undefined
  if (f instanceof PyFunction && (dict === undefined || dict instanceof PyDict)) {
    const args = spread(f, iterable)
    const v = keywords === undefined ? callDirect(f, args) : callWithDict(f, args, keywords)
    if (v !== undefined) return v
    if (keywords === undefined && f.code.arity >= 0) return prepare(fr, f, args)
    fr.sp = fr.code.slotCount
    const general = rareopcodes.callSpread(f, new PyTuple(args), dict)
    return general === PENDING ? pendCall(fr) : general
  }
  fr.sp = fr.code.slotCount
  const v = rareopcodes.callSpread(f, iterable, dict)
  return v === PENDING ? pendCall(fr) : v
}

/** CALL_METHOD of what is not known; `self`, the first of the arguments, is undefined where the callable stands alone. */
function callMethod(fr: Frame, f: Value, args: (Value | undefined)[]): Value {
  if (args[0] === undefined) return callAlone(fr, f, args)
  const given = args as Value[]
  if (f instanceof PyFunction) return callOther(fr, f, given)
  fr.sp = fr.code.slotCount
  const v = operations.callMethod(f, given, 0, given.length)
  return v === PENDING ? pendCall(fr) : v
}

/** {@link callMethod} of an attribute that is no method: a function of a module, or one that an object holds. */
function callAlone(fr: Frame, f: Value, args: (Value | undefined)[]): Value {
  if (f instanceof PyBuiltin) {
    switch (args.length) {
      case 1:
        return call0(fr, f)
      case 2:
        return call1(fr, f, args[1]!)
      case 3:
        return call2(fr, f, args[1]!, args[2]!)
    }
  }
  return callOther(fr, f, args.slice(1) as Value[])
}

// ── Operations ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The value of a special method; its body is called directly where it has one. */
function special1(fr: Frame, f: PyFunction, a: Value): Value {
  const { arity, compiled } = f.code
  const v = arity === 1 && compiled !== null ? (compiled as Body)(f, a, undefined) : prepare(fr, f, [a])
  return v === PENDING ? finishHere(fr) : v
}

function special2(fr: Frame, f: PyFunction, a: Value, b: Value): Value {
  const { arity, compiled } = f.code
  const v = arity === 2 && compiled !== null ? (compiled as Body)(f, a, b, undefined) : prepare(fr, f, [a, b])
  return v === PENDING ? finishHere(fr) : v
}

function special3(fr: Frame, f: PyFunction, a: Value, b: Value, c: Value): Value {
  const { arity, compiled } = f.code
  const v = arity === 3 && compiled !== null ? (compiled as Body)(f, a, b, c, undefined) : prepare(fr, f, [a, b, c])
  return v === PENDING ? finishHere(fr) : v
}

/** A binary operator by its index. */
function binary(fr: Frame, index: number, a: Value, b: Value, inplace: number): Value {
  if (a instanceof PyFloat && a.cls === floatType && index <= 2) {
    const y = typeof b === 'number' ? b : b instanceof PyFloat && b.cls === floatType ? b.value : undefined
    if (y !== undefined) return new PyFloat(index === 0 ? a.value + y : index === 1 ? a.value - y : a.value * y)
  }
  const ta = typeOf(a)
  if (ta.heap && inplace === 0) {
    const tb = typeOf(b)
    // Where the right operand's class has no say first.
    if (ta === tb || !tb.isSubtype(ta)) {
      const method = ta.proto[operators.binaryOperators[index]!.method]
      if (method instanceof PyFunction) {
        const v = special2(fr, method, a, b)
        if (v !== NotImplemented) return v
        return operations.afterNotImplemented(a, b, index | operations.STAGE_LEFT)
      }
    }
  }
  const v = operations.binary(index, a, b, inplace)
  return v === PENDING ? pend(fr) : v
}

function compare(fr: Frame, index: number, a: Value, b: Value): Value {
  const ta = typeOf(a)
  if (ta.heap) {
    const tb = typeOf(b)
    if (ta === tb || !tb.isSubtype(ta)) {
      const method = ta.proto[operators.compareOperators[index]!.method]
      if (method instanceof PyFunction) {
        const v = special2(fr, method, a, b)
        return v === NotImplemented ? operations.compareAfterNotImplemented(a, b, index) : v
      }
    }
  }
  const v = operations.compareValues(index, a, b)
  return v === PENDING ? pend(fr) : v
}

function contains(fr: Frame, container: Value, item: Value, invert: number): Value {
  if (typeof item === 'number' || typeof item === 'string') {
    // What most often stands here; nothing of it can call.
    if (container instanceof PyAnySet && container.hashed === 0 && !container.cls.heap)
      return container.map.has(item) !== (invert !== 0)
    if (container instanceof PyDict && container.hashed === 0 && !container.cls.heap)
      return container.holds(item) !== (invert !== 0)
  }
  const method = typeOf(container).proto.$__contains__
  if (method instanceof PyFunction) return operators.isTrue(special2(fr, method, container, item)) !== (invert !== 0)
  const v = operations.contains(container, item, invert)
  return v === PENDING ? pend(fr) : v
}

/** BEFORE_WITH: what `__enter__` gives; `thread.methodSelf` is the bound `__exit__`. */
function enterWith(fr: Frame, manager: Value): Value {
  const exit = rareopcodes.exitOf(manager)
  const { $__enter__: enter } = typeOf(manager).proto
  const v =
    enter instanceof PyFunction ? special1(fr, enter, manager) : context.call0(bind(enter!, manager, typeOf(manager)))
  thread.methodSelf = exit
  return v
}

function makeSet(_fr: Frame, items: readonly Value[]): Value {
  const set = new PySet()
  for (const item of items) set.add(item)
  return set
}

/** `o[start:stop]` */
function getSlice(fr: Frame, o: Value, start: Value, stop: Value): Value {
  return getItem(fr, o, new PySlice(start, stop, null))
}

/** FORMAT_WITH_SPEC */
function formatSpec(_fr: Frame, v: Value, spec: Value): Value {
  return operators.format(v, spec)
}

/** CONVERT_VALUE */
function convert(_fr: Frame, v: Value, which: number): Value {
  return rareopcodes.convert(v, which)
}

function unary(_fr: Frame, name: 'neg' | 'invert', v: Value): Value {
  return operations.unary(name, v)
}

function truth(fr: Frame, v: Value): Value {
  if (v !== null && typeof v === 'object' && v.cls.heap) {
    const method = v.cls.proto.$__bool__
    if (method instanceof PyFunction) {
      const r = special1(fr, method, v)
      if (typeof r === 'boolean') return r
      fr.pc--
      operations.deliver(fr, Cont.Bool, null, null, 0, r)
    }
  }
  // The interpreter's `pc` is before a jump while the truth of its value is asked for.
  const { pc } = fr
  fr.pc = pc - 1
  const t = operations.truth(v)
  const r = t === PENDING ? pend(fr) : t
  fr.pc = pc
  return r
}

function getItem(fr: Frame, o: Value, key: Value): Value {
  const method = typeOf(o).proto.$__getitem__
  if (method instanceof PyFunction) return special2(fr, method, o, key)
  const v = operations.getItem(o, key)
  return v === PENDING ? pend(fr) : v
}

function setItem(fr: Frame, o: Value, key: Value, value: Value): void {
  const method = typeOf(o).proto.$__setitem__
  if (method instanceof PyFunction) {
    special3(fr, method, o, key, value)
    return
  }
  if (operations.setItem(o, key, value) === PENDING) pend(fr)
}

function loadAttr(fr: Frame, index: number, o: Value): Value {
  const v = attributecache.loadAttr(fr, index, o)
  return v === PENDING ? pend(fr) : v
}

/** An exception leaves the getter of a property: an AttributeError is told what was asked for. */
function describe(e: unknown, o: Value, name: string): never {
  describeAttribute(e, o, name)
  throw e
}

/** LOAD_METHOD; `thread.methodSelf` is the second value. */
function loadMethod(fr: Frame, index: number, o: Value): Value {
  const v = attributecache.loadMethod(fr, index, o)
  if (v !== PENDING) return v
  const r = pend(fr)
  thread.methodSelf = undefined
  return r
}

function storeAttr(fr: Frame, index: number, o: Value, value: Value): void {
  if (attributecache.storeAttr(fr, index, o, value) === PENDING) pend(fr)
}

function loadGlobal(fr: Frame, index: number): Value {
  return attributecache.loadGlobal(fr, index)
}

function unboundLocal(fr: Frame, slot: number): never {
  throw operations.unboundLocal(fr, slot)
}

function unboundCell(fr: Frame, slot: number): never {
  throw operations.unboundCell(fr, slot)
}

function iter(fr: Frame, v: Value): Value {
  const r = operations.iter(v)
  return r === PENDING ? pend(fr) : r
}

/** The next value of an iterator, or undefined at its end. */
function forIter(fr: Frame, it: Value): Value | undefined {
  if (it instanceof PyGenerator) return stepGenerator(it)
  if (operators.isNativeIterator(it)) return it.next()
  if (it !== null && typeof it === 'object' && !it.cls.heap) {
    const own = it as PyObject & { nextItem?: () => Value | undefined }
    if (own.nextItem !== undefined) return own.nextItem()
  }
  const method = typeOf(it).proto.$__next__
  try {
    if (method instanceof PyFunction) return special1(fr, method, it)
    return operators.iterNext(it)
  } catch (e) {
    if (isException(e, stopIterationType)) return undefined
    throw e
  }
}

/** What `text.split()[k]` raises where there are not so many. */
function noPiece(): Value {
  return indexError('list index out of range')
}

/** CHECK_EXC_MATCH */
function matches(_fr: Frame, e: PyBaseException, type: Value): boolean {
  return type instanceof PyType && type.isSubtype(baseExceptionType)
    ? e.cls.isSubtype(type)
    : checkExceptionTypes(e, type)
}

function len(_fr: Frame, v: Value): Value {
  if (typeof v === 'string') return strLength(v)
  return operators.lengthInt(v)
}

function concat(a: string, b: string): Value {
  return operations.concat(a, b)
}

function format(_fr: Frame, v: Value): Value {
  return typeof v === 'string' ? v : operators.format(v, '')
}

/** An opcode that works on the frame; what it leaves is on the frame's stack. */
function runRare(fr: Frame, ins: number): void {
  if (rareopcodes.rare(fr, ins) !== PENDING) return
  const callee = thread.pending!
  const { cont } = callee
  const v = pend(fr)
  if (cont !== Cont.Discard) fr.slots[fr.sp++] = v
}

/** Whether compiled code itself sends to a receiver: a generator or coroutine that it can run on the JavaScript stack, or an iterator of a builtin type. */
function sends(receiver: Value, v: Value): boolean {
  if (receiver instanceof PyGenerator) return receiver.sendable && recursion.native < MAX_NESTED
  return v === null && operators.isNativeIterator(receiver)
}

function unreachable(): never {
  throw new Error('a way that the types exclude')
}

/** The functions by the names that bodies call them by. */
export const support = {
  finishHere,
  declined: operations.afterNotImplemented,
  comparisonDeclined: operations.compareAfterNotImplemented,
  isHeapInstance: (v: Value) => v instanceof PyObject && v.cls.heap,
  sends,
  send: sendTo,
  returned,
  yieldFromIter: rareopcodes.yieldFromIterator,
  awaitable: (_fr: Frame, v: Value, context: number) => awaitable(v, context),
  finish,
  await: finishOrLeave,
  finishInit,
  initInstance,
  badInit,
  pend,
  deep,
  prepare,
  release: releaseFrame,
  raised,
  caught,
  call0,
  call1,
  call2,
  call3,
  callOther,
  callMethod,
  keywords: keywordDict,
  prepareKeywords,
  typeOf,
  binary,
  compare,
  contains,
  unary,
  truth,
  getItem,
  setItem,
  loadAttr,
  describe,
  finishAttribute,
  loadMethod,
  storeAttr,
  loadGlobal,
  unboundLocal,
  unboundCell,
  iter,
  forIter,
  matches,
  len,
  isSame: operators.isSame,
  equalTexts,
  compareStrings,
  noPiece,
  ...filters,
  concat,
  format,
  join: joinStrings,
  keyError,
  takeRaised,
  makeRange,
  ...stepping,
  strLength,
  rare: runRare,
  callSpread,
  callKeywords,
  callMethodKeywords,
  makeFunction: rareopcodes.makeFunction,
  setFunctionAttribute: rareopcodes.setFunctionAttribute,
  loadSuper: rareopcodes.loadSuper,
  loadSuperAttribute: rareopcodes.loadSuperAttribute,
  enterWith,
  makeSet,
  getSlice,
  deleteItem: operators.deleteItem,
  listExtend: displays.listExtend,
  setUpdate: displays.setUpdate,
  dictUpdate: displays.dictUpdate,
  dictMerge: displays.dictMerge,
  unpack: (_fr: Frame, v: Value, n: number) => displays.unpack(v, n),
  unpackStarred: (_fr: Frame, v: Value, before: number, after: number) => displays.unpackStarred(v, before, after),
  raise: rareopcodes.raise,
  reraise: rareopcodes.reraise,
  formatSpec,
  ...wideInts,
  convert,
  unreachable,
}
