/**
 * Frames: one activation of a code object, on the heap (CPython: Objects/frameobject.c, Include/internal/pycore_frame.h).
 *
 * `slots` holds `localsplus` and above it the value stack. A call from Python to Python links a new frame to its caller by `back`
 * and goes on in the same loop; what the caller does with the result is the callee's continuation (`cont`). Frames are
 * pooled per code object; a frame that something may still look at (a traceback, a generator, sys._getframe) leaves the pool.
 */
import { CodeFlags, type CodeObject } from '../bytecode/code'
import { PyCell } from '../objects/cell'
import { recursion } from '../objects/context'
import type { PyDict } from '../objects/dict'
import { type PyBaseException, recursionError } from '../objects/exceptions'
import type { PyFunction } from '../objects/function'
import { defineType, PyObject, type Value } from '../objects/object'
import type { Remains } from './dropped'
import type { TracedFrame } from './tracing'

/** What the caller does with the value its callee returns. */
export enum Cont {
  /** Push it. For the value of an attribute, `contA` and `contB` are the object and the name. */
  Push = 0,
  /** Leave the loop: the frame was entered from TypeScript. */
  Entry = 1,
  /** `__init__`: must be None; push the instance. */
  Init = 2,
  /** Drop it. */
  Discard = 3,
  /** `__next__` in FOR_ITER: push it; StopIteration ends the loop. */
  Next = 4,
  /** `__bool__`: must be a bool; push it and run the current instruction again. */
  Bool = 5,
  /** `__len__` for truth: likewise. */
  Length = 6,
  /** A binary special method: NotImplemented tries the other operand. */
  Binary = 7,
  /** A comparison method: likewise. */
  Compare = 8,
  /** `__contains__`: push its truth. */
  Contains = 9,
  /** Likewise, negated. */
  NotContains = 10,
  /** `__iter__`: must be an iterator. */
  Iter = 11,
  /** A generator resumed by FOR_ITER: a yield pushes, the end jumps. */
  GeneratorNext = 12,
  /** A generator resumed by SEND: a yield pushes, the end pushes the returned value and jumps. */
  GeneratorSend = 13,
  /** A generator resumed by next(g) or g.send(v): a yield pushes, the end raises StopIteration. */
  GeneratorCall = 14,
}

/** A stack item of handled exceptions: one for the thread, one for each generator. */
export class ExceptionItem {
  exception: PyBaseException | null = null
  previous: ExceptionItem | null = null
}

/** A frame; Python's `frame` object. */
export class Frame extends PyObject {
  pc = 0
  sp = 0
  back: Frame | null = null
  cont: Cont = Cont.Push
  contA: Value = null
  contB: Value = null
  contN = 0
  globals: PyDict = null as never
  /** A dict, or whatever `__builtins__` of the globals was. */
  builtins: Value = null
  /** The caches of the code for these globals: the code may have run with others since. */
  globalCaches: unknown[] = null as never
  /** Namespace of a module or class body; null in a function. */
  locals: Value = null
  func: PyFunction | null = null
  /** The generator, coroutine or asynchronous generator that owns the frame; null while it is registered and does not run (dropped.ts). */
  generator: PyObject | null = null
  remains: Remains | null = null
  /** Something besides the running chain may refer to this frame: it is not reused. */
  escaped = false
  /** `f_locals` has shown its variables, which can be written from there: compiled code keeps out of it. */
  proxied = false
  /** Ran to its end. */
  finished = false
  nextFree: Frame | null = null
  /** Trace function of the frame (`f_trace`). */
  trace: Value = null
  traceLines = true
  traceOpcodes = false
  /** What tracing knows of the activation (tracing.ts). */
  traced: TracedFrame | null = null
  /** Variables that only `f_locals` knows (PEP 667). */
  extraLocals: PyDict | null = null

  constructor(
    readonly code: CodeObject,
    public slots: (Value | undefined)[],
  ) {
    super()
  }
}
export const frameType = defineType('frame', { layout: Frame as never, final: true })

/** Empty slots of every number up to {@link MOST_MODELS} that was wanted. */
const models: (undefined[] | undefined)[] = []
const MOST_MODELS = 64

/** Slots with nothing in them. A copy has just the room it needs; an array that grows is moved at its fifth, ninth, … item, and what it leaves is garbage. */
function emptySlots(size: number): (Value | undefined)[] {
  if (size < MOST_MODELS) {
    const model = models[size]
    if (model !== undefined) return model.slice()
  }
  const slots: undefined[] = []
  for (let i = 0; i < size; i++) slots.push(undefined)
  if (size >= MOST_MODELS) return slots
  while (models.length <= size) models.push(undefined)
  models[size] = slots
  return slots.slice()
}

/** A frame of a function, from the pool where possible. Its arguments are not set; its stack pointer is. */
export function acquireFrame(func: PyFunction, code: CodeObject): Frame {
  let frame = code.framePool as Frame | null
  if (frame !== null) {
    code.framePool = frame.nextFree
    frame.nextFree = null
    frame.pc = 0
  } else {
    if (code.instructions.length === 0) code.load()
    frame = new Frame(code, emptySlots(code.frameSize))
  }
  if (code.globalsOwner !== func.globals || code.builtinsOwner !== func.builtins) {
    code.globalsOwner = func.globals
    code.builtinsOwner = func.builtins
    code.globalCaches = []
  }
  frame.sp = code.slotCount
  frame.func = func
  frame.globals = func.globals
  frame.builtins = func.builtins
  frame.globalCaches = code.globalCaches
  return frame
}

/** The frame of a function that compiled code calls, linked to its caller's. Most often it is the one that the function had the last time. */
export function openFrame(func: PyFunction): Frame {
  const { code } = func
  let frame = code.framePool as Frame | null
  if (frame !== null && frame.func === func && frame.globalCaches === code.globalCaches) {
    code.framePool = frame.nextFree
    frame.nextFree = null
    frame.pc = 0
    frame.sp = code.slotCount
  } else frame = acquireFrame(func, code)
  frame.cont = Cont.Push
  frame.back = thread.frame
  thread.frame = frame
  recursion.depth++
  return frame
}

/** Gives back a frame of {@link openFrame} that nobody else has, with empty slots. */
export function closeFrame(frame: Frame): void {
  recursion.depth--
  frame.back = null
  frame.nextFree = frame.code.framePool as Frame | null
  frame.code.framePool = frame
}

/** Makes cells of captured arguments and locals and copies the closure. After the arguments are bound. */
export function initCells(frame: Frame, func: PyFunction): void {
  const code = frame.code
  const slots = frame.slots
  const cells = code.cellSlots
  if (cells !== null) for (let i = 0; i < cells.length; i++) slots[cells[i]!] = new PyCell(slots[cells[i]!])
  const n = code.freeCount
  if (n !== 0) {
    const closure = func.closure!
    for (let i = 0, at = code.freeStart; i < n; i++) slots[at + i] = closure[i]
  }
}

/** Gives a finished frame back to its code's pool, emptied. */
export function releaseFrame(frame: Frame): void {
  recursion.depth--
  frame.finished = true
  if (frame.escaped) {
    // What keeps this frame can go on to its callers.
    if (frame.back !== null) frame.back.escaped = true
    return
  }
  const slots = frame.slots
  for (let i = 0, n = slots.length; i < n; i++) slots[i] = undefined
  frame.finished = false
  frame.back = null
  frame.func = null
  frame.generator = null
  frame.contA = null
  frame.contB = null
  frame.nextFree = frame.code.framePool as Frame | null
  frame.code.framePool = frame
}

/** Counts one more Python call; RecursionError at the limit. */
export function enterCall(): void {
  if (recursion.depth >= recursion.limit) throw recursionError('maximum recursion depth exceeded')
  recursion.depth++
}

/** Whether calling the code makes a generator, coroutine or asynchronous generator. */
export function isGeneratorCode(code: CodeObject): boolean {
  return (code.flags & (CodeFlags.GENERATOR | CodeFlags.COROUTINE | CodeFlags.ASYNC_GENERATOR)) !== 0
}

/** What identifies the one thread. */
export const mainThread = process.pid

/** The state of the running thread. */
export const thread = {
  /** The running frame, while TypeScript code called from it runs. */
  frame: null as Frame | null,
  /** Top of the stack of handled exceptions. */
  handled: new ExceptionItem(),
  /** An exception on its way through a border between two loops: its context and traceback are complete. */
  propagating: null as unknown,
  /** A frame that a helper prepared for the loop to enter. */
  pending: null as Frame | null,
  /** The second result of a method look-up: the object to pass as self, or undefined. */
  methodSelf: undefined as Value | undefined,
  /** The exception that RERAISE throws: no new traceback entry, no new context. */
  reraising: null as unknown,
  /** The instruction where that exception was raised in this frame, or -1. */
  reraisedAt: -1,
}

/** The exception being handled, or null (`sys.exception()`). */
export function handledException(): PyBaseException | null {
  for (let item: ExceptionItem | null = thread.handled; item !== null; item = item.previous)
    if (item.exception !== null) return item.exception
  return null
}
