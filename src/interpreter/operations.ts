/**
 * What the opcodes do beyond their inlined fast cases: each function returns a value, or PENDING where a special method written
 * in Python has to run first; its frame's continuation says what becomes of the result.
 */
import { type CodeObject, SlotKind } from '../bytecode/code'
import { callSpecial0, callSpecial1, getAttr } from '../objects/attributes'
import { PyCell } from '../objects/cell'
import { context, recursion } from '../objects/context'
import { dictType, PyDict } from '../objects/dict'
import { nameError, PyStopIteration, stopIteration, unboundLocalErrorType } from '../objects/exceptionfields'
import { isException, keyErrorType, makeException, recursionError, typeError, valueError } from '../objects/exceptions'
import { floatType } from '../objects/float'
import { PyBuiltin, PyFunction, PyMethod, PyMethodDescriptor } from '../objects/function'
import { listType } from '../objects/list'
import { objectType, PyType, typeOf, typeType, type Value } from '../objects/object'
import {
  asIndexNumber,
  binaryOp,
  binaryOperators,
  compare,
  compareOperators,
  contains as containsValue,
  getItem as getItemSync,
  getIter,
  isNativeIterator,
  isSame,
  isTrue,
  iterNext,
  PyReturningIterator,
  setItem as setItemSync,
  unaryOp,
  unsupported,
} from '../objects/operators'
import type { NativeFunction } from '../objects/signature'
import { NotImplemented } from '../objects/singletons'
import { tupleType } from '../objects/tuple'
import { concatStrings } from '../objects/widestring'
import { loadGlobal } from './attributecache'
import { bindFrame, callNative, PENDING, prepareCall, takesAnything } from './call'
import { acquireFrame, Cont, type Frame, initCells, isGeneratorCode, releaseFrame, thread } from './frame'
import { finishGenerator, makeGenerator, resumeInLoop } from './generator'
import { PyGenerator } from './generatorobject'

/** Exact classes, for the loop's guards. */
export const exactList = listType
export const exactTuple = tupleType
export const exactDict = dictType
export const exactFloat = floatType

const NO_NAMES: readonly string[] = []

/** Prepares a call of a Python function with one argument and a continuation. */
export function callFunction1(f: PyFunction, a: Value, cont: Cont): Value {
  const code = f.code
  let frame: Frame
  if (code.simple && code.argcount === 1) {
    frame = acquireFrame(f, code)
    frame.slots[0] = a
    if (code.cellSlots !== null || code.freeCount !== 0) initCells(frame, f)
  } else {
    frame = bindFrame(f, [a], NO_NAMES, [])
    if (isGeneratorCode(code)) return makeGenerator(frame, f)
  }
  frame.cont = cont
  thread.pending = frame
  return PENDING
}

/** The same with two arguments. */
export function callFunction2(f: PyFunction, a: Value, b: Value, cont: Cont): Value {
  const code = f.code
  let frame: Frame
  if (code.simple && code.argcount === 2) {
    frame = acquireFrame(f, code)
    frame.slots[0] = a
    frame.slots[1] = b
    if (code.cellSlots !== null || code.freeCount !== 0) initCells(frame, f)
  } else {
    frame = bindFrame(f, [a, b], NO_NAMES, [])
    if (isGeneratorCode(code)) return makeGenerator(frame, f)
  }
  frame.cont = cont
  thread.pending = frame
  return PENDING
}

/** The same with three arguments. */
export function callFunction3(f: PyFunction, a: Value, b: Value, c: Value, cont: Cont): Value {
  const frame = bindFrame(f, [a, b, c], NO_NAMES, [])
  if (isGeneratorCode(f.code)) return makeGenerator(frame, f)
  frame.cont = cont
  thread.pending = frame
  return PENDING
}

/** Gives a prepared frame back and raises RecursionError. */
export function recursionLimit(frame: Frame): never {
  releaseFrame(frame)
  // releaseFrame counts a call down that was never counted up.
  recursion.depth++
  throw recursionError('maximum recursion depth exceeded')
}

// ── Variables ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** UnboundLocalError for a local by its slot. */
export function unboundLocal(frame: Frame, slot: number): Value {
  const name = frame.code.localsplus[slot]!
  // Without a name: none is suggested in its place.
  return makeException(
    unboundLocalErrorType,
    `cannot access local variable '${name}' where it is not associated with a value`,
  )
}

/** The error for an empty cell: of this function, or free. */
export function unboundCell(frame: Frame, slot: number): Value {
  const name = frame.code.localsplus[slot]!
  if (frame.code.localsplusKinds[slot]! & SlotKind.FREE)
    return nameError(
      `cannot access free variable '${name}' where it is not associated with a value in enclosing scope`,
      name,
    )
  return unboundLocal(frame, slot)
}

/** MAKE_CELL */
export function makeCell(slots: (Value | undefined)[], slot: number): void {
  slots[slot] = new PyCell(slots[slot])
}

/** LOAD_NAME where locals are not the globals. */
export function loadName(frame: Frame, index: number): Value {
  const name = frame.code.names[index]!
  const v = lookupLocals(frame.locals, name)
  return v === undefined ? loadGlobal(frame, index) : v
}

/** A name in a local namespace, which may be any mapping; undefined where absent. */
export function lookupLocals(locals: Value, name: string): Value | undefined {
  if (locals instanceof PyDict && locals.cls === dictType) return locals.getItem(name)
  if (locals === null) return undefined
  try {
    return getItemSync(locals, name)
  } catch (e) {
    if (isException(e, keyErrorType)) return undefined
    throw e
  }
}

/** STORE_NAME */
export function storeName(frame: Frame, name: string, value: Value): void {
  const locals = frame.locals
  if (locals instanceof PyDict && locals.cls === dictType) locals.setItem(name, value)
  else setItemSync(locals, name, value)
}

// ── Operators ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `a + b` of two strings; where a high surrogate meets a low one they stay two code points. */
export function concat(a: string, b: string): Value {
  // Looking into a string makes JavaScriptCore copy what it was put together of: the shorter one is looked into, so that `s += piece` copies
  // the pieces alone.
  const meet =
    a.length < b.length ? (a.charCodeAt(a.length - 1) & 0xfc00) === 0xd800 : (b.charCodeAt(0) & 0xfc00) === 0xdc00
  return meet ? concatStrings(a, b) : a + b
}

const STAGE_INPLACE = 1 << 8
/** The left operand's method has been asked. */
export const STAGE_LEFT = 2 << 8
const STAGE_RIGHT = 3 << 8

/** A binary operator by its index; `inplace` 1 for the in-place form. */
export function binary(index: number, a: Value, b: Value, inplace: number): Value {
  if ((typeof a === 'number' || typeof a === 'bigint') && (typeof b === 'number' || typeof b === 'bigint'))
    return binaryOp(index, a, b, inplace !== 0)
  const ta = typeOf(a)
  const tb = typeOf(b)
  if (ta.heap || tb.heap) {
    const op = binaryOperators[index]!
    let method = inplace ? ta.proto[op.inplace] : undefined
    let stage = STAGE_INPLACE
    if (method === undefined) {
      const right = tb.proto[op.reflected]
      if (ta === tb || right === undefined || !tb.isSubtype(ta)) {
        method = ta.proto[op.method]
        stage = STAGE_LEFT
        if (method === undefined && ta !== tb) {
          if (right instanceof PyFunction) {
            const v = callFunction2(right, b, a, Cont.Binary)
            return v === PENDING ? remember(v, a, b, index | STAGE_RIGHT | (inplace << 12)) : v
          }
        }
      }
    }
    if (method instanceof PyFunction) {
      const v = callFunction2(method, a, b, Cont.Binary)
      return v === PENDING ? remember(v, a, b, index | stage | (inplace << 12)) : v
    }
  }
  return binaryOp(index, a, b, inplace !== 0)
}

function remember(v: Value, a: Value, b: Value, n: number): Value {
  const frame = thread.pending!
  frame.contA = a
  frame.contB = b
  frame.contN = n
  return v
}

/** What follows when a binary special method answered NotImplemented. */
export function afterNotImplemented(a: Value, b: Value, n: number): Value {
  const index = n & 255
  const stage = n & 0xf00
  if (stage === STAGE_INPLACE) return binaryOp(index, a, b)
  const op = binaryOperators[index]!
  if (stage === STAGE_LEFT && typeOf(a) !== typeOf(b)) {
    const right = typeOf(b).proto[op.reflected]
    if (right !== undefined) {
      const result = callSpecial1(right, b, a)
      if (result !== NotImplemented) return result
    }
  }
  throw unsupported(op, a, b, n >> 12 !== 0)
}

/** A comparison by its index. */
export function compareValues(index: number, a: Value, b: Value): Value {
  if (typeof a === 'string' && typeof b === 'string') return compare(index, a, b)
  const ta = typeOf(a)
  if (ta.heap) {
    const tb = typeOf(b)
    if (ta === tb || !tb.isSubtype(ta)) {
      const method = ta.proto[compareOperators[index]!.method]
      if (method instanceof PyFunction) {
        const v = callFunction2(method, a, b, Cont.Compare)
        return v === PENDING ? remember(v, a, b, index) : v
      }
    }
  }
  return compare(index, a, b)
}

/** The same for a comparison. */
export function compareAfterNotImplemented(a: Value, b: Value, index: number): Value {
  const op = compareOperators[index]!
  const reflected = typeOf(b).proto[op.reflected]
  if (reflected !== undefined) {
    const result = callSpecial1(reflected, b, a)
    if (result !== NotImplemented) return result
  }
  if (index === 2) return isSame(a, b)
  if (index === 3) return !isSame(a, b)
  throw typeError(`'${op.symbol}' not supported between instances of '${typeOf(a).name}' and '${typeOf(b).name}'`)
}

/** `item in container`, negated where `invert` is 1. */
export function contains(container: Value, item: Value, invert: number): Value {
  const type = typeOf(container)
  if (type.heap) {
    const method = type.proto.$__contains__
    if (method instanceof PyFunction)
      return callFunction2(method, container, item, invert ? Cont.NotContains : Cont.Contains)
  }
  return containsValue(container, item) !== (invert !== 0)
}

/** A unary operator. */
export function unary(name: 'neg' | 'pos' | 'invert', v: Value): Value {
  return unaryOp(name, v)
}

/** The truth of a value for a jump: a bool, or PENDING with a frame after which the jump runs again on a bool. */
export function truth(v: Value): Value {
  if (v !== null && typeof v === 'object' && v.cls.heap) {
    const bool = v.cls.proto.$__bool__
    if (bool instanceof PyFunction) return callFunction1(bool, v, Cont.Bool)
    if (bool === undefined) {
      const len = v.cls.proto.$__len__
      if (len instanceof PyFunction) return callFunction1(len, v, Cont.Length)
    }
  }
  return isTrue(v)
}

/** `o[key]` */
export function getItem(o: Value, key: Value): Value {
  const method = typeOf(o).proto.$__getitem__
  if (method instanceof PyMethodDescriptor) return method.native.fn(o, key)
  if (method instanceof PyFunction) return callFunction2(method, o, key, Cont.Push)
  return getItemSync(o, key)
}

/** `o[key] = value` */
export function setItem(o: Value, key: Value, value: Value): Value {
  const method = typeOf(o).proto.$__setitem__
  if (method instanceof PyFunction) return callFunction3(method, o, key, value, Cont.Discard)
  setItemSync(o, key, value)
  return null
}

// ── Iteration ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `iter(v)` */
export function iter(v: Value): Value {
  const method = typeOf(v).proto.$__iter__
  if (method instanceof PyFunction) return callFunction1(method, v, Cont.Iter)
  return getIter(v)
}

/** One step of a for loop over an iterator that is not native: a value, undefined at the end, or PENDING. */
export function forIter(iterator: Value, exit: number): Value | undefined {
  if (iterator instanceof PyGenerator) {
    const v = resumeInLoop(iterator, null, Cont.GeneratorNext)
    if (v === PENDING) thread.pending!.contN = exit
    return v
  }
  const method = typeOf(iterator).proto.$__next__
  if (method instanceof PyFunction) {
    const v = callFunction1(method, iterator, Cont.Next)
    if (v === PENDING) thread.pending!.contN = exit
    return v
  }
  return iterNext(iterator)
}

/** SEND: a value to push with `frame.pc` moved to the target where the receiver is finished, or PENDING. */
export function send(frame: Frame, receiver: Value, v: Value, target: number): Value {
  if (receiver instanceof PyGenerator && receiver.sendable) {
    const result = resumeInLoop(receiver, v, Cont.GeneratorSend)
    if (result === PENDING) {
      thread.pending!.contN = target
      return PENDING
    }
    // Finished before: as if it returned None.
    frame.pc = target
    return null
  }
  if (v === null && typeOf(receiver).proto.$__next__ !== undefined) {
    if (isNativeIterator(receiver)) {
      const next = receiver.next()
      if (next !== undefined) return next
      frame.pc = target
      return receiver instanceof PyReturningIterator ? receiver.returned : null
    }
    try {
      return callSpecialNext(receiver)
    } catch (e) {
      return stopValue(frame, e, target)
    }
  }
  try {
    return callMethodByName(receiver, 'send', v)
  } catch (e) {
    return stopValue(frame, e, target)
  }
}

function callSpecialNext(iterator: Value): Value {
  return callSpecial0(typeOf(iterator).proto.$__next__!, iterator)
}

function callMethodByName(o: Value, name: string, a: Value): Value {
  return context.call1(getAttr(o, name), a)
}

function stopValue(frame: Frame, e: unknown, target: number): Value {
  if (!(e instanceof PyStopIteration)) throw e
  frame.pc = target
  return e.value
}

// ── Calls ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Calls what lies below `n` positional arguments in `slots[at …]`. */
export function call(f: Value, slots: readonly (Value | undefined)[], at: number, n: number): Value {
  if (f instanceof PyFunction) {
    const code = f.code
    if (code.generatorArity === n) return callGenerator(f, code, slots, at, n)
    if (code.simple && f.defaults !== null && n < code.argcount && n >= code.argcount - f.defaults.length) {
      const frame = acquireFrame(f, code)
      const target = frame.slots
      for (let i = 0; i < n; i++) target[i] = slots[at + i]
      const first = code.argcount - f.defaults.length
      for (let i = n; i < code.argcount; i++) target[i] = f.defaults[i - first]
      if (code.cellSlots !== null || code.freeCount !== 0) initCells(frame, f)
      frame.cont = Cont.Push
      thread.pending = frame
      return PENDING
    }
  } else if (f instanceof PyMethod && f.func instanceof PyFunction) {
    const code = f.func.code
    if (code.simple && code.argcount === n + 1) {
      const frame = acquireFrame(f.func, code)
      frame.slots[0] = f.self
      for (let i = 0; i < n; i++) frame.slots[i + 1] = slots[at + i]
      if (code.cellSlots !== null || code.freeCount !== 0) initCells(frame, f.func)
      frame.cont = Cont.Push
      thread.pending = frame
      return PENDING
    }
  } else if (f instanceof PyType) {
    const init = f.proto.$__init__
    if (
      init instanceof PyFunction &&
      init.code.simple &&
      init.code.argcount === n + 1 &&
      f.cls.proto.$__call__ === typeCallDescriptor() &&
      f.proto.$__new__ === objectNew() &&
      f.abstractMethods === undefined
    ) {
      const made = new f.ctor()
      const frame = acquireFrame(init, init.code)
      frame.slots[0] = made
      for (let i = 0; i < n; i++) frame.slots[i + 1] = slots[at + i]
      if (init.code.cellSlots !== null || init.code.freeCount !== 0) initCells(frame, init)
      frame.cont = Cont.Init
      frame.contA = made
      thread.pending = frame
      return PENDING
    }
  } else if (f instanceof PyBuiltin) {
    if (f.self !== undefined) return callBound(f, slots, at, n)
    const v = f.owner === null ? callDirect(f.native, slots, at, n) : undefined
    if (v !== undefined) return v
  } else if (f !== null && typeof f === 'object' && !f.cls.heap) {
    const method = f.cls.proto.$__call__
    if (method instanceof PyMethodDescriptor && takesAnything(method.native))
      return method.native.fn(f, sliceArguments(slots, at, n), null)
  }
  return prepareCall(f, sliceArguments(slots, at, n))
}

/** Calls the function of a generator or coroutine with all its arguments. */
function callGenerator(
  f: PyFunction,
  code: CodeObject,
  slots: readonly (Value | undefined)[],
  at: number,
  n: number,
): Value {
  const frame = acquireFrame(f, code)
  const target = frame.slots
  for (let i = 0; i < n; i++) target[i] = slots[at + i]
  if (code.cellSlots !== null || code.freeCount !== 0) initCells(frame, f)
  return makeGenerator(frame, f)
}

function callBound(f: PyBuiltin, slots: readonly (Value | undefined)[], at: number, n: number): Value {
  const native = f.native
  if (native.min < 0) native.prepare()
  if (native.direct && n + 1 >= native.min && n + 1 <= native.max) {
    switch (n) {
      case 0:
        return native.fn(f.self)
      case 1:
        return native.fn(f.self, slots[at])
      case 2:
        return native.fn(f.self, slots[at], slots[at + 1])
    }
  } else if (native.rest === 1) {
    return native.fn(f.self, sliceArguments(slots, at, n), native.restKeywords ? null : undefined)
  }
  return prepareCall(f, sliceArguments(slots, at, n))
}

/** Calls a TypeScript function with `n` arguments from `slots[at]` on; undefined where they have to be bound. */
function callDirect(
  native: NativeFunction,
  slots: readonly (Value | undefined)[],
  at: number,
  n: number,
): Value | undefined {
  if (native.min < 0) native.prepare()
  if (!native.direct) return callVariadic(native, slots, at, n)
  if (n < native.min || n > native.max) return undefined
  switch (n) {
    case 0:
      return native.fn()
    case 1:
      return native.fn(slots[at])
    case 2:
      return native.fn(slots[at], slots[at + 1])
    case 3:
      return native.fn(slots[at], slots[at + 1], slots[at + 2])
    case 4:
      return native.fn(slots[at], slots[at + 1], slots[at + 2], slots[at + 3])
  }
  return undefined
}

/** {@link callDirect} for a function of `*args`, before which there may be one or two others; undefined for all else. */
function callVariadic(
  native: NativeFunction,
  slots: readonly (Value | undefined)[],
  at: number,
  n: number,
): Value | undefined {
  const { rest } = native
  if (rest < 0 || rest > 2 || n < rest) return undefined
  const more = sliceArguments(slots, at + rest, n - rest)
  const keywords = native.restKeywords ? null : undefined
  if (rest === 0) return native.fn(more, keywords)
  return rest === 1 ? native.fn(slots[at], more, keywords) : native.fn(slots[at], slots[at + 1], more, keywords)
}

function typeCallDescriptor(): Value | undefined {
  return typeType.proto.$__call__
}
function objectNew(): Value | undefined {
  return objectType.proto.$__new__
}

function sliceArguments(slots: readonly (Value | undefined)[], at: number, n: number): Value[] {
  const args: Value[] = []
  for (let i = 0; i < n; i++) args.push(slots[at + i]!)
  return args
}

/** Calls a method found by LOAD_METHOD: `n` arguments from `slots[at]` on, self included. */
export function callMethod(f: Value, slots: readonly (Value | undefined)[], at: number, n: number): Value {
  if (f instanceof PyMethodDescriptor) {
    const v = callDirect(f.native, slots, at, n)
    if (v !== undefined) return v
    return callNative(f.native, sliceArguments(slots, at, n), NO_NAMES, [], 1, f.owner.name)
  }
  return call(f, slots, at, n)
}

/** What becomes of the value that a callee returned, by its continuation. The callee is released. */
export function afterReturn(parent: Frame, callee: Frame, v: Value): void {
  const cont = callee.cont
  const a = callee.contA
  const b = callee.contB
  const n = callee.contN
  if (callee.generator !== null) finishGenerator(callee)
  releaseFrame(callee)
  deliver(parent, cont, a, b, n, v)
}

/** What a continuation does with a value: it is pushed, or an error is raised, or the parent goes on elsewhere. */
export function deliver(parent: Frame, cont: Cont, a: Value, b: Value, n: number, v: Value): void {
  const slots = parent.slots
  switch (cont) {
    case Cont.Push:
    case Cont.Next:
      slots[parent.sp++] = v
      return
    case Cont.Init:
      if (v !== null) throw typeError(`__init__() should return None, not '${typeOf(v).name}'`)
      slots[parent.sp++] = a
      return
    case Cont.Discard:
      return
    case Cont.Bool:
      if (typeof v !== 'boolean') {
        parent.pc++
        throw typeError(`__bool__ should return bool, returned ${typeOf(v).name}`)
      }
      slots[parent.sp++] = v
      return
    case Cont.Length: {
      parent.pc++
      const length = asIndexNumber(v)
      if (length < 0) throw valueError('__len__() should return >= 0')
      parent.pc--
      slots[parent.sp++] = length !== 0
      return
    }
    case Cont.Binary:
      slots[parent.sp++] = v === NotImplemented ? afterNotImplemented(a, b, n) : v
      return
    case Cont.Compare:
      slots[parent.sp++] = v === NotImplemented ? compareAfterNotImplemented(a, b, n) : v
      return
    case Cont.Contains:
      slots[parent.sp++] = isTrue(v)
      return
    case Cont.NotContains:
      slots[parent.sp++] = !isTrue(v)
      return
    case Cont.Iter:
      if (typeOf(v).proto.$__next__ === undefined)
        throw typeError(`iter() returned non-iterator of type '${typeOf(v).name}'`)
      slots[parent.sp++] = v
      return
    case Cont.GeneratorNext:
      parent.sp--
      parent.pc = n
      return
    case Cont.GeneratorSend:
      slots[parent.sp++] = v
      parent.pc = n
      return
    case Cont.GeneratorCall:
      throw stopIteration(v)
  }
  throw new Error('a frame returned to nobody')
}
