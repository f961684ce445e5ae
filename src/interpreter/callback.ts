/**
 * Calls of Python functions by builtins: sort keys, what `map` and `filter` are given, special methods. Where the function has a compiled body,
 * that is called with the arguments as they are, without a frame.
 */
import type { CodeObject } from '../bytecode/code'
import { recursion } from '../objects/context'
import type { PyFunction } from '../objects/function'
import type { Value } from '../objects/object'
import { enterLoop, PENDING } from './call'
import { isTraced } from './eval'
import { acquireFrame, type Frame, initCells, thread } from './frame'
import { safepointWord } from './safepoint'
import { type Body, MAX_COMPILED_CALLS, tier } from './tier'

/** Whether the code has a body that may be called now. */
function canEnter(code: CodeObject): boolean {
  const { bodies } = code
  if (bodies === null || bodies[0] !== 1 || code.compiled === null) return false
  return (
    !isTraced() &&
    safepointWord[0] === 0 &&
    recursion.depth < recursion.limit &&
    recursion.native < recursion.nativeLimit
  )
}

/** What a body's call comes to; `caller` is the frame that was running before, `saved` the limit of compiled calls then. */
function finished(v: Value, caller: Frame | null, saved: number): Value {
  try {
    return v === PENDING ? tier.current!.finish(caller) : v
  } finally {
    recursion.native--
    recursion.compiledLimit = saved
  }
}

/** As for any loop on the JavaScript stack; how deep bodies may call counts from here. */
function enterBody(): number {
  recursion.native++
  const saved = recursion.compiledLimit
  recursion.compiledLimit = Math.min(recursion.limit, recursion.depth + MAX_COMPILED_CALLS)
  return saved
}

/** A function without a body to enter, its arguments in its frame: by the loop. */
function runFrame(f: PyFunction, frame: Frame): Value {
  const { code } = frame
  if (code.cellSlots !== null || code.freeCount !== 0) initCells(frame, f)
  return enterLoop(frame)
}

/** Calls a function of no parameters ({@link CodeObject.arity}). */
export function callFunction0(f: PyFunction): Value {
  const { code } = f
  if (canEnter(code)) {
    const caller = thread.frame
    const saved = enterBody()
    return finished((code.compiled as Body)(f, undefined), caller, saved)
  }
  return runFrame(f, acquireFrame(f, code))
}

/** Calls a function of one parameter. */
export function callFunction1(f: PyFunction, a: Value): Value {
  const { code } = f
  if (canEnter(code)) {
    const caller = thread.frame
    const saved = enterBody()
    return finished((code.compiled as Body)(f, a, undefined), caller, saved)
  }
  const frame = acquireFrame(f, code)
  frame.slots[0] = a
  return runFrame(f, frame)
}

/** Calls a function of two parameters. */
export function callFunction2(f: PyFunction, a: Value, b: Value): Value {
  const { code } = f
  if (canEnter(code)) {
    const caller = thread.frame
    const saved = enterBody()
    return finished((code.compiled as Body)(f, a, b, undefined), caller, saved)
  }
  const frame = acquireFrame(f, code)
  frame.slots[0] = a
  frame.slots[1] = b
  return runFrame(f, frame)
}

/** Calls a function of three parameters. */
export function callFunction3(f: PyFunction, a: Value, b: Value, c: Value): Value {
  const { code } = f
  if (canEnter(code)) {
    const caller = thread.frame
    const saved = enterBody()
    return finished((code.compiled as Body)(f, a, b, c, undefined), caller, saved)
  }
  const frame = acquireFrame(f, code)
  frame.slots[0] = a
  frame.slots[1] = b
  frame.slots[2] = c
  return runFrame(f, frame)
}
