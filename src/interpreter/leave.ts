/**
 * Leaving the loop in the middle of a call: a builtin returns a frame that does the rest, and entering it the loop returns to `run`, which enters it anew.
 * Tracing changes the loop that way, and `gc.collect()` gets rid of what the engine's registers of the old activation still refer to.
 */
import { type CodeObject, codeFromUnit } from '../bytecode/code'
import { Op } from '../bytecode/opcodes'
import { PyBuiltin } from '../objects/function'
import type { Value } from '../objects/object'
import { NativeFunction } from '../objects/signature'
import { PENDING } from './call'
import { duringLeave } from './eval'
import { Cont, Frame, thread } from './frame'
import { EVENT_MASK, eventCount } from './warmup'

let made: CodeObject | null = null

/** The code of the frame that is returned: it calls what lies on its stack and returns the result. Nobody shall see it. */
export function leavingCode(): CodeObject {
  made ??= codeFromUnit(
    {
      name: '<leave>',
      qualname: '<leave>',
      filename: '<leave>',
      firstlineno: 1,
      flags: 0,
      argcount: 0,
      posonlyargcount: 0,
      kwonlyargcount: 0,
      localsplus: [],
      localsplusKinds: new Uint8Array(0),
      nlocals: 0,
      stacksize: 1,
      instructions: new Int32Array([Op.CALL, Op.RETURN_VALUE]),
      consts: [],
      names: [],
      sites: [],
      exceptionTable: new Int32Array(0),
      positions: new Int32Array([1, 1, 0, 0, 1, 1, 0, 0]),
    },
    { convert: () => null },
  ).load()
  return made
}

/** Makes the running loop leave itself at its next call or jump. */
export function leaveSoon(): void {
  eventCount[0]! |= EVENT_MASK
}

const leaving = new Set<unknown>()

/** Says that a builtin's function uses {@link leaveFor}; compiled code calls it where it can be left. */
export function leaves<F>(builtin: F): F {
  leaving.add(builtin)
  return builtin
}

/** Whether a builtin's function has been named to {@link leaves}. */
export function isLeaving(builtin: unknown): boolean {
  return leaving.has(builtin)
}

/** The result of a builtin whose work is to be done while no loop runs its caller, nor its compiled code. The work raises nothing. */
export function leaveFor(work: () => Value): Value {
  const caller = thread.frame
  if (caller === null) return work()
  let value: Value | undefined
  const once = () => {
    duringLeave.work = null
    if (value !== undefined) return value
    const inner = thread.frame
    thread.frame = caller
    try {
      value = work()
    } finally {
      thread.frame = inner
    }
    return value
  }
  const frame = new Frame(leavingCode(), [new PyBuiltin(new NativeFunction('leave', once, '()'), undefined, null)])
  frame.sp = 1
  frame.globals = caller.globals
  frame.builtins = caller.builtins
  frame.cont = Cont.Push
  frame.escaped = true
  duringLeave.work = once
  leaveSoon()
  thread.pending = frame
  return PENDING
}
