/** `sys.settrace` and `sys.setprofile` as two tools of tracing.ts (CPython: Python/legacy_tracing.c). Loaded when one of them is first called. */
import type { CodeObject } from '../bytecode/code'
import { bind } from '../objects/attributes'
import type { PyBaseException } from '../objects/exceptions'
import { PyBuiltin, PyMethodDescriptor } from '../objects/function'
import { typeOf, type Value } from '../objects/object'
import { PyTuple } from '../objects/tuple'
import { callValue } from './call'
import { DISABLE, Event, MISSING } from './events'
import { type Frame, thread } from './frame'
import { afterChange, getLocalEvents, lineOf, noticeChange, registerNative, setEvents, setLocalEvents } from './tracing'

const PROFILE = 6
const TRACE = 7

const bits = (...events: Event[]) => events.reduce((set, event) => set | (1 << event), 0)

const FRAMES = bits(Event.PY_START, Event.PY_RESUME, Event.PY_RETURN, Event.PY_YIELD, Event.PY_UNWIND, Event.PY_THROW)
const PROFILE_EVENTS = FRAMES | bits(Event.CALL)
const TRACE_EVENTS = FRAMES | bits(Event.RAISE, Event.LINE, Event.JUMP, Event.STOP_ITERATION)
const OPCODES = bits(Event.INSTRUCTION)

let traceFunction: Value = null
let profileFunction: Value = null

/** `sys.gettrace()` */
export function getTrace(): Value {
  return traceFunction
}

/** `sys.settrace(f)` */
export function setTrace(f: Value): Value {
  change(TRACE, f)
  return afterChange(null)
}

/** `sys.getprofile()` */
export function getProfile(): Value {
  return profileFunction
}

/** `sys.setprofile(f)` */
export function setProfile(f: Value): Value {
  change(PROFILE, f)
  return afterChange(null)
}

registerNative(TRACE, traceEvent)
registerNative(PROFILE, profileEvent)

function change(tool: number, f: Value): void {
  if (tool === TRACE) {
    traceFunction = f
    setEvents(TRACE, f === null ? 0 : TRACE_EVENTS)
    if (f !== null && thread.frame?.traceOpcodes) traceOpcodes(thread.frame.code, true)
  } else {
    profileFunction = f
    setEvents(PROFILE, f === null ? 0 : PROFILE_EVENTS)
  }
}

/** `frame.f_trace_opcodes = True` */
export function traceOpcodesOf(frame: Frame): void {
  traceOpcodes(frame.code, true)
  noticeChange()
}

/** Asks for events of single instructions of a code object. */
function traceOpcodes(code: CodeObject, enable: boolean): void {
  const events = getLocalEvents(TRACE, code)
  setLocalEvents(TRACE, code, enable ? events | OPCODES : events & ~OPCODES)
}

// ── sys.settrace ───────────────────────────────────────────────────────────────────────────────────────────────────────

function traceEvent(event: Event, frame: Frame, at: number, args: readonly Value[]): Value {
  if (traceFunction === null) {
    if (event === Event.INSTRUCTION) traceOpcodes(frame.code, false)
    return null
  }
  switch (event) {
    case Event.PY_START:
    case Event.PY_RESUME:
    case Event.PY_THROW:
      return trace(frame, 'call', null)
    case Event.PY_RETURN:
    case Event.PY_YIELD:
      return trace(frame, 'return', args[0]!)
    case Event.PY_UNWIND:
      return trace(frame, 'return', null)
    case Event.RAISE:
    case Event.STOP_ITERATION: {
      const e = args[0] as PyBaseException
      return trace(frame, 'exception', new PyTuple([e.cls, e, e.traceback]))
    }
    case Event.LINE:
      return frame.traceLines ? callTrace(frame, 'line', null) : null
    case Event.JUMP: {
      const to = frame.code.instructions[at]! >>> 8
      // A jump to another line is seen there; one back within a line is a line of its own.
      if (to > at || lineOf(frame.code, to) !== lineOf(frame.code, at)) return DISABLE
      return frame.traceLines ? callTrace(frame, 'line', null) : null
    }
    case Event.INSTRUCTION:
      if (!frame.traceOpcodes) {
        traceOpcodes(frame.code, false)
        return null
      }
      return callTrace(frame, 'opcode', null)
  }
  return null
}

function trace(frame: Frame, event: string, arg: Value): Value {
  if (frame.traceOpcodes) traceOpcodes(frame.code, true)
  return callTrace(frame, event, arg)
}

/** Calls the frame's trace function (for `call`: the general one) and keeps what it returns; one that raises ends all tracing. */
function callTrace(frame: Frame, event: string, arg: Value): Value {
  const f = event === 'call' ? traceFunction : frame.trace
  if (f === null) return null
  frame.escaped = true
  let next: Value
  try {
    next = callValue(f, [frame, event, arg])
  } catch (e) {
    change(TRACE, null)
    frame.trace = null
    throw e
  }
  if (next !== null) frame.trace = next
  return null
}

// ── sys.setprofile ─────────────────────────────────────────────────────────────────────────────────────────────────────

function profileEvent(event: Event, frame: Frame, _at: number, args: readonly Value[]): Value {
  switch (event) {
    case Event.PY_START:
    case Event.PY_RESUME:
    case Event.PY_THROW:
      return profile(frame, 'call', null)
    case Event.PY_RETURN:
    case Event.PY_YIELD:
      return profile(frame, 'return', args[0]!)
    case Event.PY_UNWIND:
      return profile(frame, 'return', null)
    case Event.CALL:
      return profileBuiltin(frame, 'c_call', args)
    case Event.C_RETURN:
      return profileBuiltin(frame, 'c_return', args)
    case Event.C_RAISE:
      return profileBuiltin(frame, 'c_exception', args)
  }
  return null
}

/** A call of a builtin function; a method found on its type is reported bound. */
function profileBuiltin(frame: Frame, event: string, args: readonly Value[]): Value {
  const callee = args[0]!
  if (callee instanceof PyBuiltin) return profile(frame, event, callee)
  if (!(callee instanceof PyMethodDescriptor) || args[1] === MISSING) return null
  return profile(frame, event, bind(callee, args[1]!, typeOf(args[1]!)))
}

function profile(frame: Frame, event: string, arg: Value): Value {
  if (profileFunction === null) return null
  frame.escaped = true
  try {
    callValue(profileFunction, [frame, event, arg])
  } catch (e) {
    change(PROFILE, null)
    throw e
  }
  return null
}
