/**
 * Events of running code (PEP 669; CPython: Python/instrumentation.c): which tool wants which, and what the tracing copy of the loop
 * (generated/tracedloop.ts) does at each instruction, call and exception. Loaded when something is traced or monitored for the first time.
 *
 * CPython rewrites the instructions that have an event. Here the loop is exchanged instead: {@link setEvents} chooses the copy while any tool
 * wants any event, and each code object has a table that says where in it something happens. While a callback runs, the plain loop does.
 */
import type { CodeObject } from '../bytecode/code'
import { Op, opcodeTable } from '../bytecode/opcodes'
import { wordcode } from '../bytecode/wordcode'
import { stopIteration } from '../objects/exceptionfields'
import { makeException, type PyBaseException, valueErrorType } from '../objects/exceptions'
import { PyFunction, PyMethod } from '../objects/function'
import type { Value } from '../objects/object'
import { isNativeIterator, PyReturningIterator } from '../objects/operators'
import { callValue } from './call'
import { chooseLoop } from './eval'
import { DISABLE, EVENTS, Event, LOCAL_EVENTS, MISSING, SETTABLE_EVENTS } from './events'
import { Cont, type Frame, thread } from './frame'
import { tracedLoop } from './generated/tracedloop'
import { PyGenerator } from './generatorobject'
import { leaveFor, leaveSoon, leavingCode } from './leave'
import { onSafepoint, SafepointBit, safepointWord } from './safepoint'
import { convertJavaScript, toPython } from './unwind'

const TOOLS = 8

/** A callback in TypeScript: event, frame, instruction, and the event's own argument. */
export type NativeCallback = (event: Event, frame: Frame, at: number, args: readonly Value[]) => Value

const callbacks: (Value | undefined)[][] = Array.from({ length: TOOLS }, () => [])
const natives: (NativeCallback | undefined)[] = []
/** Bits of the tools that want an event, everywhere. */
const everywhere = new Uint8Array(EVENTS)
/** Grows with each change of what is wanted. */
let version = 1
let lastRestart = 0
/** How many code objects have local events. */
let localCount = 0
/** The tracing loop is the chosen one (but not while a callback runs). */
let on = false
/** Callbacks that run. */
let inCallback = 0
/** Counts the times that tracing was switched on: what frames know from an earlier time is void. */
let epoch = 0

/** What tracing knows of a frame. */
export class TracedFrame {
  /** The instruction that a call's end is to be reported for: what was called, with its first argument. */
  callee: Value | undefined = undefined
  calleeArgument: Value = null
  /** A conditional jump is under way: the next instruction tells where it went. */
  branching = false
  /** An iterator that is no generator is driven by SEND: where it ends, it has raised StopIteration. */
  sending = false
  /** What a generator has returned that the instruction drove. */
  stopped: Value | undefined = undefined

  constructor(
    readonly epoch: number,
    readonly code: CodeEvents,
    /** The instruction that was run last; -1 at the start and after a resumption. */
    public at: number,
  ) {}
}

// ── Where events happen ────────────────────────────────────────────────────────────────────────────────────────────────

const AT_LINE = 1
const AT_INSTRUCTION = 2
const AT_OPCODE = 4

/** Instructions with these are looked at for the sake of other events too. */
const ALWAYS: ReadonlySet<Event> = new Set([Event.PY_RETURN, Event.PY_YIELD])

/** A code object's places of events. */
class CodeEvents {
  version = 0
  /** Tools with local events, by event. */
  readonly local = new Uint8Array(EVENTS)
  /** Tools that want an event here. */
  readonly active = new Uint8Array(EVENTS)
  /** What is to be done before an instruction: bits of AT_LINE, AT_INSTRUCTION, AT_OPCODE. */
  readonly flags: Uint8Array
  /** Event of an instruction's opcode, or -1. */
  readonly opcodeEvents: Int8Array
  readonly lines: Int32Array
  /** Instructions at which a line begins. */
  readonly lineStarts: Uint8Array
  /** Tools that switched an event off at an instruction, by event. */
  readonly disabled: (Uint8Array | undefined)[] = []

  constructor(
    readonly code: CodeObject,
    /** Code of this file, which nobody shall see. */
    readonly silent = false,
  ) {
    const instructions = code.load().instructions
    const n = instructions.length
    this.flags = new Uint8Array(n)
    this.opcodeEvents = new Int8Array(n).fill(-1)
    this.lines = new Int32Array(n)
    for (let i = 0; i < n; i++) {
      this.lines[i] = code.position(i)[0]
      this.opcodeEvents[i] = opcodeEvent(instructions, i)
    }
    this.lineStarts = lineStarts(code, this.lines)
  }

  /** Tools that want an event at an instruction. */
  tools(event: Event, at: number): number {
    // The end of a call is reported to those who were told of the call.
    const asked = event >= SETTABLE_EVENTS ? Event.CALL : event
    return this.active[asked]! & ~(this.disabled[asked]?.[at < 0 ? 0 : at] ?? 0)
  }

  /** Switches an event off for a tool at an instruction. */
  disable(event: Event, at: number, tool: number): void {
    let disabled = this.disabled[event]
    if (disabled === undefined) this.disabled[event] = disabled = new Uint8Array(this.flags.length)
    // The start of the code counts as the place of its first instruction.
    const place = at < 0 ? 0 : at
    disabled[place]! |= 1 << tool
    this.setFlags(place)
  }

  /** Brings the tables up to date with what the tools want now. */
  refresh(): void {
    const restarted = lastRestart > this.version
    this.version = version
    for (let e = 0; e < SETTABLE_EVENTS; e++) {
      const wanted = this.silent ? 0 : everywhere[e]! | this.local[e]!
      const added = restarted ? wanted : wanted & ~this.active[e]!
      const disabled = this.disabled[e]
      if (added !== 0 && disabled !== undefined) for (let i = 0; i < disabled.length; i++) disabled[i]! &= ~added
      this.active[e] = wanted
    }
    for (let i = 0; i < this.flags.length; i++) this.setFlags(i)
  }

  private setFlags(at: number): void {
    let flags = 0
    if (this.lineStarts[at] === 1 && this.tools(Event.LINE, at) !== 0) flags |= AT_LINE
    if (this.tools(Event.INSTRUCTION, at) !== 0) flags |= AT_INSTRUCTION
    const event = this.opcodeEvents[at]!
    // What a for loop over a generator sees at its end is found at the generator's return, and needs no tool for returns.
    if (event >= 0 && (this.tools(event, at) !== 0 || ALWAYS.has(event))) flags |= AT_OPCODE
    this.flags[at] = flags
  }
}

function opcodeEvent(instructions: Int32Array, at: number): number {
  switch (instructions[at]! & 255) {
    case Op.RETURN_VALUE:
    case Op.RETURN_CONST:
      return Event.PY_RETURN
    case Op.YIELD_VALUE:
      return Event.PY_YIELD
    case Op.CALL:
    case Op.CALL_METHOD:
    case Op.CALL_KW:
    case Op.CALL_METHOD_KW:
    case Op.CALL_EX:
    case Op.LOAD_SUPER_ATTR:
    case Op.LOAD_SUPER_METHOD:
      return Event.CALL
    case Op.JUMP_BACKWARD:
      // The loop around a delegated iterator is no loop of the program.
      return (instructions[instructions[at]! >>> 8]! & 255) === Op.SEND ? -1 : Event.JUMP
    case Op.JUMP:
      return Event.JUMP
    case Op.POP_JUMP_IF_FALSE:
    case Op.POP_JUMP_IF_TRUE:
    case Op.POP_JUMP_IF_NONE:
    case Op.POP_JUMP_IF_NOT_NONE:
    case Op.JUMP_IF_FALSE_OR_POP:
    case Op.JUMP_IF_TRUE_OR_POP:
    case Op.FOR_ITER:
      return Event.BRANCH
    case Op.SEND:
      return Event.RAISE
    default:
      return -1
  }
}

/** Instructions where a line may begin: those with another line than the one before, targets of jumps, handlers. */
function lineStarts(code: CodeObject, lines: Int32Array): Uint8Array {
  const instructions = code.instructions
  const starts = new Uint8Array(instructions.length)
  let current = -1
  for (let i = 0; i < instructions.length; i++) {
    const op = instructions[i]! & 255
    if (op === Op.END_SEND || op === Op.END_ASYNC_FOR) continue
    if (lines[i] !== current && lines[i]! >= 0) starts[i] = 1
    current = lines[i]!
  }
  for (const ins of instructions) {
    if (opcodeTable[ins & 255]!.operand !== 'jump') continue
    let target = ins >>> 8
    if ((ins & 255) === Op.SEND) target++
    if (lines[target]! >= 0) starts[target] = 1
  }
  const table = code.exceptionTable
  for (let r = 0; r < table.length; r += 4) {
    const handler = table[r + 2]!
    if (lines[handler]! >= 0 && (instructions[handler]! & 255) !== Op.END_ASYNC_FOR) starts[handler] = 1
  }
  return starts
}

const known = new WeakMap<CodeObject, CodeEvents>()

function eventsOf(code: CodeObject): CodeEvents {
  let events = known.get(code)
  if (events === undefined) known.set(code, (events = new CodeEvents(code, code === leavingCode())))
  return events
}

/** Line of an instruction. */
export function lineOf(code: CodeObject, at: number): number {
  return eventsOf(code).lines[at]!
}

// ── What tools want ────────────────────────────────────────────────────────────────────────────────────────────────────

/** Registers a callback, or takes it away with undefined; the one before. */
export function registerCallback(tool: number, event: Event, callback: Value | undefined): Value | undefined {
  const before = callbacks[tool]![event]
  callbacks[tool]![event] = callback
  return before
}

/** Registers what all events of a tool of this runtime go to. */
export function registerNative(tool: number, callback: NativeCallback): void {
  natives[tool] = callback
}

function bitsOf(tools: Uint8Array, tool: number): number {
  let events = 0
  for (let e = 0; e < SETTABLE_EVENTS; e++) if ((tools[e]! >> tool) & 1) events |= 1 << e
  return events
}

function setBits(tools: Uint8Array, tool: number, events: number): void {
  for (let e = 0; e < SETTABLE_EVENTS; e++)
    tools[e] = (events >> e) & 1 ? tools[e]! | (1 << tool) : tools[e]! & ~(1 << tool)
}

/** The events that a tool wants everywhere, as a set of bits. */
export function getEvents(tool: number): number {
  return bitsOf(everywhere, tool)
}

/** Sets them. What a builtin returns for it is {@link afterChange}'s. */
export function setEvents(tool: number, events: number): void {
  if (getEvents(tool) === events) return
  setBits(everywhere, tool, events)
  version++
}

/** The events that a tool wants in one code object. */
export function getLocalEvents(tool: number, code: CodeObject): number {
  const events = known.get(code)
  return events === undefined ? 0 : bitsOf(events.local, tool)
}

/** Sets them. */
export function setLocalEvents(tool: number, code: CodeObject, events: number): void {
  const at = eventsOf(code)
  if (bitsOf(at.local, tool) === events) return
  const had = at.local.some((tools) => tools !== 0)
  setBits(at.local, tool, events)
  localCount += Number(at.local.some((tools) => tools !== 0)) - Number(had)
  version++
}

/** Makes what DISABLE switched off happen again. */
export function restartEvents(): void {
  lastRestart = ++version
  version++
}

/** Forgets what a tool wanted; its callbacks stay. */
export function forgetTool(tool: number): Value {
  setEvents(tool, 0)
  return afterChange(null)
}

/** The tools that want an event everywhere, as a set of bits. */
export function toolsOf(event: Event): number {
  return everywhere[event]!
}

onSafepoint(SafepointBit.trace, leaveSoon)

function choose(tracing: boolean): void {
  chooseLoop(tracing ? tracedLoop : null)
  // While the bit is set, plain loops further down leave themselves at their next call or jump.
  if (tracing) Atomics.or(safepointWord, 0, SafepointBit.trace)
  else Atomics.and(safepointWord, 0, ~SafepointBit.trace)
}

/** Switches tracing on or off as the tools want. */
function apply(): void {
  const wanted = localCount > 0 || everywhere.some((tools) => tools !== 0)
  if (wanted === on) return
  on = wanted
  if (on) {
    epoch++
    for (let f = thread.frame; f !== null; f = f.back) f.traced = new TracedFrame(epoch, eventsOf(f.code), f.pc - 1)
  }
  choose(on)
}

/** After a change by what is no call: noticed at the next call or jump. */
export function noticeChange(): void {
  if (inCallback === 0) apply()
}

/**
 * The result of a builtin after it changed what is wanted. While anything is, the builtin "calls" a frame that returns the value: entering it,
 * the plain loop leaves itself, so that the caller goes on in the tracing one at once.
 */
export function afterChange(value: Value): Value {
  noticeChange()
  if (inCallback > 0 || !on || thread.frame === null) return value
  return leaveFor(() => value)
}

/** What a callback is told of at the moment: the event (-1: none) and the frame. */
export const current: { event: Event | -1; frame: Frame | null } = { event: -1, frame: null }

/** Runs a callback's work with tracing off. */
function quietly<T>(work: () => T): T {
  if (inCallback++ === 0) choose(false)
  try {
    return work()
  } finally {
    if (--inCallback === 0) {
      choose(on)
      apply()
    }
  }
}

/** `sys.call_tracing`: runs with tracing on, inside a callback. */
export function withTracing<T>(work: () => T): T {
  const outer = inCallback
  inCallback = 0
  choose(on)
  try {
    return work()
  } finally {
    inCallback = outer
    if (outer > 0) choose(false)
  }
}

// ── Reporting ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Calls every tool that wants an event at an instruction, the last tool first. What a callback raises leaves. */
function fire(event: Event, frame: Frame, events: CodeEvents, at: number, args: readonly Value[]): void {
  if (events.version !== version) events.refresh()
  const tools = events.tools(event, at)
  for (let tool = TOOLS - 1; tool >= 0; tool--) {
    if (((tools >> tool) & 1) === 0) continue
    const native = natives[tool]
    const callback = callbacks[tool]![event]
    if (native === undefined && callback === undefined) continue
    const outer = current.event
    const outerFrame = current.frame
    current.event = event
    current.frame = frame
    let result: Value
    try {
      result = quietly(() =>
        native !== undefined
          ? native(event, frame, at, args)
          : callValue(callback!, callbackArguments(event, events, at, args)),
      )
    } finally {
      current.event = outer
      current.frame = outerFrame
    }
    if (result !== DISABLE) continue
    if (event >= LOCAL_EVENTS) {
      callbacks[tool]![event] = undefined
      throw makeException(valueErrorType, `Cannot disable ${Event[event]} events. Callback removed.`)
    }
    events.disable(event, at, tool)
  }
}

function callbackArguments(event: Event, events: CodeEvents, at: number, args: readonly Value[]): Value[] {
  const code = events.code as never as Value
  return event === Event.LINE ? [code, ...args] : [code, offsetOf(events.code, at), ...args]
}

/** An instruction's place as Python sees it. */
function offsetOf(code: CodeObject, at: number): number {
  return at < 0 ? 0 : wordcode(code).offsets[at]! * 2
}

/** The same while an exception is on its way: the exception that goes on, which is the callback's where that raises. */
function fireRaising(
  event: Event,
  frame: Frame,
  events: CodeEvents,
  at: number,
  args: readonly Value[],
  exception: PyBaseException,
): PyBaseException {
  try {
    fire(event, frame, events, at, args)
    return exception
  } catch (e) {
    if (thread.propagating === e) thread.propagating = null
    return convertJavaScript(e)
  }
}

// ── What the loop calls ────────────────────────────────────────────────────────────────────────────────────────────────

/** A frame begins or goes on; false where that was reported before. */
export function enter(frame: Frame, thrown: unknown): boolean {
  if (frame.traced !== null && frame.traced.epoch === epoch) return false
  const events = eventsOf(frame.code)
  frame.traced = new TracedFrame(epoch, events, -1)
  if (events.silent) return true
  const at = frame.pc - 1
  if (thrown !== undefined) {
    frame.traced.at = at
    fire(Event.PY_THROW, frame, events, at, [thrown as Value])
  } else {
    fire(at < 0 ? Event.PY_START : Event.PY_RESUME, frame, events, at, [])
    if (frame.pc !== at + 1) moved(frame)
  }
  return true
}

/** Before each instruction (`frame.pc` is behind it). Whether a callback moved the frame to another place. */
export function step(frame: Frame): boolean {
  const state = frame.traced!
  const events = state.code
  const at = frame.pc - 1
  if (state.callee !== undefined || state.branching || state.sending || state.stopped !== undefined) {
    // A jump on a value whose truth was computed by a frame is run twice.
    if (state.branching && state.at === at) return false
    finish(frame, state, at)
    if (frame.pc !== at + 1) return moved(frame)
  }
  const before = state.at
  state.at = at
  if (events.version !== version) events.refresh()
  const flags = events.flags[at]!
  if (flags === 0) return false
  const pc = frame.pc
  if ((flags & AT_LINE) !== 0) {
    const line = events.lines[at]!
    if (before < 0 || events.lines[before] !== line) {
      fire(Event.LINE, frame, events, at, [line])
      if (frame.pc !== pc) return moved(frame)
    }
  }
  if ((flags & AT_INSTRUCTION) !== 0) {
    fire(Event.INSTRUCTION, frame, events, at, [])
    if (frame.pc !== pc) return moved(frame)
  }
  if ((flags & AT_OPCODE) !== 0) {
    opcode(frame, state, events, at)
    if (frame.pc !== pc) return moved(frame)
  }
  return false
}

/** After a callback has set `f_lineno`: the line that the frame was moved to is not reported. */
function moved(frame: Frame): true {
  if (frame.traced !== null) frame.traced.at = frame.pc
  return true
}

/** Reports what the instruction before this one has led to. */
function finish(frame: Frame, state: TracedFrame, to: number): void {
  const from = state.at
  // The frame is seen where it was.
  frame.pc = from + 1
  if (state.callee !== undefined) {
    const { callee, calleeArgument } = state
    state.callee = undefined
    fire(Event.C_RETURN, frame, state.code, from, [callee, calleeArgument])
  }
  if (state.stopped !== undefined) {
    const value = state.stopped
    state.stopped = undefined
    // A for loop knows of an exception only where there is a value to carry.
    const looping = (frame.code.instructions[from]! & 255) === Op.FOR_ITER
    if (!looping || value !== null)
      fire(looping ? Event.RAISE : Event.STOP_ITERATION, frame, state.code, from, [stopIteration(value)])
  }
  if (state.sending) {
    state.sending = false
    if (to === frame.code.instructions[from]! >>> 8)
      fire(Event.RAISE, frame, state.code, from, [stopIteration(frame.slots[frame.sp - 1]!)])
  }
  frame.pc = to + 1
  if (state.branching) {
    state.branching = false
    fire(Event.BRANCH, frame, state.code, from, [offsetOf(frame.code, to)])
  }
}

function opcode(frame: Frame, state: TracedFrame, events: CodeEvents, at: number): void {
  const ins = frame.code.instructions[at]!
  const slots = frame.slots
  const event = events.opcodeEvents[at]!
  switch (event) {
    case Event.PY_RETURN: {
      const value = (ins & 255) === Op.RETURN_VALUE ? slots[frame.sp - 1]! : (frame.code.consts[ins >>> 8] as Value)
      fire(event, frame, events, at, [value])
      if ((frame.cont === Cont.GeneratorNext || frame.cont === Cont.GeneratorSend) && frame.back?.traced)
        frame.back.traced.stopped = value
      frame.traced = null
      return
    }
    case Event.PY_YIELD:
      fire(event, frame, events, at, [slots[frame.sp - 1]!])
      if (frame.pc === at + 1) frame.traced = null
      return
    case Event.JUMP:
      fire(event, frame, events, at, [offsetOf(frame.code, ins >>> 8)])
      return
    case Event.BRANCH:
      state.branching = true
      return
    case Event.RAISE: {
      const receiver = slots[frame.sp - 2]!
      state.sending = !(
        receiver instanceof PyGenerator ||
        (isNativeIterator(receiver) && !(receiver instanceof PyReturningIterator))
      )
      return
    }
    case Event.CALL: {
      let [callee, argument] = called(frame, ins)
      if (callee instanceof PyMethod) {
        argument = callee.self
        callee = callee.func
      }
      fire(event, frame, events, at, [callee, argument])
      if (callee instanceof PyFunction) return
      state.callee = callee
      state.calleeArgument = argument
    }
  }
}

/** What a call instruction calls, and its first argument. */
function called(frame: Frame, ins: number): [callee: Value, argument: Value] {
  const slots = frame.slots
  const sp = frame.sp
  const n = ins >>> 8
  switch (ins & 255) {
    case Op.CALL:
      return [slots[sp - n - 1]!, n > 0 ? slots[sp - n]! : MISSING]
    case Op.CALL_KW:
      return [slots[sp - n - 2]!, n > 0 ? slots[sp - n - 1]! : MISSING]
    case Op.CALL_METHOD:
      return [slots[sp - n - 2]!, slots[sp - n - 1] ?? (n > 0 ? slots[sp - n]! : MISSING)]
    case Op.CALL_METHOD_KW:
      return [slots[sp - n - 3]!, slots[sp - n - 2] ?? (n > 0 ? slots[sp - n - 1]! : MISSING)]
    case Op.CALL_EX: {
      const items = (slots[sp - 1 - n] as unknown as { items?: Value[] } | null)?.items
      return [slots[sp - 2 - n]!, items !== undefined && items.length > 0 ? items[0]! : MISSING]
    }
    default:
      // super() without arguments.
      return [slots[sp - 3]!, MISSING]
  }
}

/** An exception comes up in a frame: the tracing loop's `toPython`. */
export function raised(thrown: unknown, frame: Frame): PyBaseException {
  const again = thread.reraising === thrown
  const exception = toPython(thrown, frame)
  return arrived(again ? Event.RERAISE : Event.RAISE, frame, frame.pc - 1, exception)
}

/** An exception comes from a callee. */
export function passing(frame: Frame, at: number, exception: PyBaseException): PyBaseException {
  return arrived(Event.RAISE, frame, at, exception)
}

function arrived(event: Event, frame: Frame, at: number, exception: PyBaseException): PyBaseException {
  const state = frame.traced
  if (state === null) return fireRaising(event, frame, eventsOf(frame.code), at, [exception], exception)
  state.branching = false
  state.sending = false
  if (state.callee !== undefined) {
    const { callee, calleeArgument } = state
    state.callee = undefined
    exception = fireRaising(Event.C_RAISE, frame, state.code, at, [callee, calleeArgument], exception)
  }
  return fireRaising(event, frame, state.code, at, [exception], exception)
}

/** The StopIteration of a `__next__` ends a for loop. The exception of a callback, or null. */
export function absorbed(frame: Frame, exception: PyBaseException): PyBaseException | null {
  const failed = fireRaising(Event.RAISE, frame, eventsOf(frame.code), frame.traced!.at, [exception], exception)
  return failed === exception ? null : failed
}

/** A handler takes an exception. The exception of a callback, or null. */
export function handled(frame: Frame, pc: number, exception: PyBaseException): PyBaseException | null {
  const failed = fireRaising(Event.EXCEPTION_HANDLED, frame, eventsOf(frame.code), pc, [exception], exception)
  return failed === exception ? null : failed
}

/** A frame ends by an exception. */
export function unwound(frame: Frame, at: number, exception: PyBaseException): PyBaseException {
  const failed = fireRaising(Event.PY_UNWIND, frame, eventsOf(frame.code), at, [exception], exception)
  frame.traced = null
  return failed
}
