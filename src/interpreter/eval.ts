/**
 * The interpreter loop: one `switch` over the opcodes of bytecode/opcodes.ts (CPython: Python/bytecodes.c).
 *
 * `run` executes a frame and every frame that it calls, without using the JavaScript stack for Python-to-Python calls. The state
 * of the current frame lives in local variables and is written back at calls. Fast cases of ints, floats and strings are
 * inlined at each opcode; everything else is a function in operations.ts, attributecache.ts or call.ts, which returns either a value
 * or PENDING with a frame to enter. The loop stays one function, below the size at which JavaScriptCore stops optimising
 * (maximumOptimizationCandidateBytecodeCost); that is why it delegates all rare work, and why this file may grow past 800 lines.
 *
 * Tracing runs a copy of the loop, which tools/traced-loop.ts makes of this file: code behind `//@traced` is only in the copy, a line
 * that ends with `//@plain` only here. Beside the compiler (src/jit) copies take notes, or are the loop itself, too long to be optimised.
 */
import { Op } from '../bytecode/opcodes'
import { scrubStack } from '../gc/weakrefs'
import { describeAttribute } from '../objects/attributes'
import type { PyCell } from '../objects/cell'
import { recursion } from '../objects/context'
import { PyDict } from '../objects/dict'
import type { PyBaseException } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { PyBuiltin, PyFunction } from '../objects/function'
import { intAdd, intFloorDiv, intMod, intMul, intSub } from '../objects/intmath'
import { PyList } from '../objects/list'
import { type AttributeRecord, assumptions, type Value } from '../objects/object'
import { isSame, isTrue, PyIterator } from '../objects/operators'
import { PyRangeIterator } from '../objects/range'
import { equalTexts } from '../objects/strops'
import { PyTuple } from '../objects/tuple'
import { typeCall } from '../objects/typecall'
import { Threshold } from '../simd/thresholds'
import {
  type AttributeSite,
  type GlobalCache,
  loadAttr,
  loadGlobal,
  loadMethod,
  SiteKind,
  storeAttr,
} from './attributecache'
import { PENDING, runPending } from './call'
import { acquireFrame, Cont, type Frame, initCells, releaseFrame, thread } from './frame'
import { finishGenerator, suspendGenerator } from './generator'
import { watchMemory } from './memorygrowth'
import * as operations from './operations'
import { rare } from './rareopcodes'
import { safepoint, safepointWord } from './safepoint'
import { hasBody, tier } from './tier'
import { absorbs, addTraceback, enterHandler, findHandler, toPython } from './unwind'
import { checkWarm, EVENT_MASK, eventCount, TURN_MASK } from './warmup'

const word = safepointWord
const events = eventCount

/**
 * Runs a frame to its end and returns its value; `thrown` is raised at the frame's current instruction first. Exceptions leave as throws.
 *
 * The loop comes back every few calls and jumps and is entered anew. Where JavaScriptCore's optimised code of it has met something it
 * did not expect, it goes on in slow code, which looks for the fast one at the function's entry, but inside a loop only after many turns.
 */
export function run(entry: Frame, thrown?: PyBaseException): Value {
  return runAbove(entry, thread.frame, thrown)
}

/**
 * {@link run} for frames that lie above `callerFrame`: compiled code hands over those that it has built. Where the body below can be left, too, and
 * something is to be done while nothing runs (leave.ts), the result is PENDING, with the frames as they are.
 */
export function runAbove(entry: Frame, callerFrame: Frame | null, thrown: unknown, leavable = false): Value {
  let v = turnsAbove(entry, callerFrame, thrown)
  while (v === PENDING) {
    if (leavable) return PENDING
    // Only here, where this small activation is the topmost: those of the loop and of compiled code refer to what they have done with.
    scrubStack()
    duringLeave.work!()
    v = turnsAbove(thread.frame!, callerFrame, undefined)
  }
  return v
}

/** The loop and compiled code in turns; PENDING where something is to be done while neither runs. */
function turnsAbove(entry: Frame, callerFrame: Frame | null, thrown: unknown): Value {
  let frame = entry
  let raise = thrown
  for (;;) {
    // Where a signal waits, the loop is to see it.
    if (hasBody(frame, frame.pc) && raise === undefined && traced === null && word[0] === 0) {
      thread.frame = frame
      const entered = frame
      const { pc } = frame
      raise = tier.current!.enter(frame)
      if (duringLeave.work !== null && raise === undefined) return PENDING
      frame = thread.frame!
      if (frame.cont === Cont.Entry && raise === undefined && frame.back === callerFrame) {
        const v = leaveEntered(frame, callerFrame)
        if (v !== PENDING) return v
      }
      // From body to body: where an exception is handled, or a generator goes on.
      if (raise === undefined && (frame !== entered || frame.pc !== pc) && hasBody(frame, frame.pc)) continue
    }
    const v = running(frame, callerFrame, raise)
    if (v !== PENDING) return v
    raise = undefined
    if ((++turns & TURN_MASK) === 0) checkWarm(LARGE)
    watchMemory()
    if (duringLeave.work !== null) return PENDING
    frame = thread.frame!
    // Some more events, now more, now less: a loop whose turns take a power of two of them would always be found at the same place.
    phase = Math.imul(phase, 1664525) + 1013904223
    events[0]! += phase >>> 29
    if (hasBody(frame, frame.pc)) continue
    if (++frame.code.heat >= tier.threshold && tier.current !== null) {
      frame.code.heat = 0
      tier.current.hot(frame)
    }
    if (tier.eager) events[0]! |= EVENT_MASK
  }
}

/** {@link run} for a generator's step that begins where there is compiled code: what it yields comes straight from there. */
export function step(frame: Frame, callerFrame: Frame | null): Value {
  if (traced !== null || word[0] !== 0) return runAbove(frame, callerFrame, undefined)
  thread.frame = frame
  const compiled = tier.current!
  const yielded = compiled.step(frame)
  if (yielded !== PENDING) {
    suspendGenerator(frame)
    thread.frame = callerFrame
    return yielded
  }
  return afterStep(frame, callerFrame)
}

/** Goes on where compiled code has left a generator's step before it yielded. */
export function afterStep(frame: Frame, callerFrame: Frame | null): Value {
  const raise = tier.current!.raised()
  if (thread.frame === frame && raise === undefined) {
    const v = leaveEntered(frame, callerFrame)
    if (v !== PENDING) return v
  }
  return runAbove(thread.frame!, callerFrame, raise)
}

/** Where compiled code has stopped at the end of an entered frame or of a generator's step, what the loop would do is done without it. */
function leaveEntered(frame: Frame, callerFrame: Frame | null): Value {
  const ins = frame.code.instructions[frame.pc]!
  switch (ins & 255) {
    case Op.YIELD_VALUE: {
      const v = frame.slots[--frame.sp] as Value
      frame.pc++
      suspendGenerator(frame)
      thread.frame = callerFrame
      return v
    }
    case Op.RETURN_VALUE:
    case Op.RETURN_CONST: {
      const v = ((ins & 255) === Op.RETURN_VALUE ? frame.slots[frame.sp - 1] : frame.code.consts[ins >>> 8]) as Value
      frame.pc++
      thread.frame = callerFrame
      if (frame.generator !== null) finishGenerator(frame)
      releaseFrame(frame)
      return v
    }
  }
  return PENDING
}

/** What is to be done while the loop is left, and no compiled code runs below it that could be left as well (leave.ts). */
export const duringLeave: { work: (() => Value) | null } = { work: null }

/** The copies of the loop that trace and that take notes, while they are to be run: tracing comes first. */
let traced: typeof loop | null = null
let profiled: typeof loop | null = null
let running: typeof loop = loop
/** The copy that runs otherwise. */
let ordinary: typeof loop = loop

/** Chooses the copy of the loop that runs while nothing is traced and no notes are taken. */
export function runOrdinarily(chosen: typeof loop): void {
  ordinary = chosen
  running = traced ?? profiled ?? ordinary
}

/** Whether the copy of the loop runs that tells trace functions what happens. */
export function isTraced(): boolean {
  return traced !== null
}

/** Chooses the loop that {@link run} enters next; null for one that does not trace. Compiled code is left when tracing begins. */
export function chooseLoop(chosen: typeof loop | null): void {
  traced = chosen
  running = traced ?? profiled ?? ordinary
  if (traced !== null) assumptions.epoch++
}

/** Runs a copy of the loop that takes notes of what it meets, or no longer; while one that traces runs, afterwards. */
export function profileWith(chosen: typeof loop | null): void {
  profiled = chosen
  running = traced ?? profiled ?? ordinary
}

let turns = 0
let phase = 0
/** What JavaScriptCore's last tier compiles longer than it can win. */
const LARGE = [loop, rare, typeCall]

/** Runs the frames above `callerFrame`: the value of the lowest of them, or PENDING where it is to be called again with `thread.frame`. */
function loop(entry: Frame, callerFrame: Frame | null, thrown: unknown): Value {
  let frame = entry
  let code = frame.code.instructions
  let consts = frame.code.consts as Value[]
  let slots = frame.slots as Value[]
  let pc = frame.pc
  let sp = frame.sp
  thread.frame = frame
  let raising: unknown = thrown
  for (;;) {
    try {
      //@traced if (enter(frame, raising)) {
      //@traced   pc = frame.pc
      //@traced   sp = frame.sp
      //@traced }
      if (raising !== undefined) {
        const e = raising
        raising = undefined
        throw e
      }
      for (;;) {
        const ins = code[pc++]!
        //@profiled observe(frame, pc - 1, sp, ins)
        //@traced frame.pc = pc
        //@traced frame.sp = sp
        //@traced if (step(frame)) {
        //@traced   pc = frame.pc
        //@traced   sp = frame.sp
        //@traced   continue
        //@traced }
        switch (ins & 255) {
          case Op.NOP:
            continue
          case Op.POP_TOP:
            sp--
            continue
          case Op.COPY:
            slots[sp] = slots[sp - (ins >>> 8)]!
            sp++
            continue
          case Op.SWAP: {
            const at = sp - (ins >>> 8)
            const t = slots[at]!
            slots[at] = slots[sp - 1]!
            slots[sp - 1] = t
            continue
          }
          case Op.PUSH_NULL:
            slots[sp++] = undefined as never
            continue
          case Op.LOAD_CONST:
            slots[sp++] = consts[ins >>> 8]!
            continue
          case Op.LOAD_FAST:
            slots[sp++] = slots[ins >>> 8]!
            continue
          case Op.LOAD_FAST2:
            slots[sp] = slots[(ins >>> 8) & 4095]!
            slots[sp + 1] = slots[ins >>> 20]!
            sp += 2
            continue
          case Op.LOAD_FAST_CONST:
            slots[sp] = slots[(ins >>> 8) & 4095]!
            slots[sp + 1] = consts[ins >>> 20]!
            sp += 2
            continue
          case Op.LOAD_FAST_CHECK: {
            const v = slots[ins >>> 8]
            if (v === undefined) throw operations.unboundLocal(frame, ins >>> 8)
            slots[sp++] = v
            continue
          }
          case Op.LOAD_FAST_AND_CLEAR:
            slots[sp++] = slots[ins >>> 8]!
            slots[ins >>> 8] = undefined as never
            continue
          case Op.STORE_FAST:
            slots[ins >>> 8] = slots[--sp]!
            continue
          case Op.DELETE_FAST:
            if (slots[ins >>> 8] === undefined) throw operations.unboundLocal(frame, ins >>> 8)
            slots[ins >>> 8] = undefined as never
            continue
          case Op.MAKE_CELL:
            operations.makeCell(slots, ins >>> 8)
            continue
          case Op.LOAD_CLOSURE:
            slots[sp++] = slots[ins >>> 8]!
            continue
          case Op.LOAD_DEREF: {
            const v = (slots[ins >>> 8] as PyCell).v
            if (v === undefined) throw operations.unboundCell(frame, ins >>> 8)
            slots[sp++] = v
            continue
          }
          case Op.STORE_DEREF:
            ;(slots[ins >>> 8] as PyCell).v = slots[--sp]
            continue
          case Op.DELETE_DEREF: {
            const cell = slots[ins >>> 8] as PyCell
            if (cell.v === undefined) throw operations.unboundCell(frame, ins >>> 8)
            cell.v = undefined
            continue
          }
          case Op.LOAD_GLOBAL: {
            const cache = frame.globalCaches[ins >>> 8] as GlobalCache | undefined
            if (cache !== undefined) {
              let v = cache.global.v
              if (v === undefined) v = cache.builtin.v
              if (v !== undefined) {
                slots[sp++] = v
                continue
              }
            }
            slots[sp++] = loadGlobal(frame, ins >>> 8)
            continue
          }
          case Op.LOAD_NAME: {
            if (frame.locals === frame.globals) {
              const cache = frame.globalCaches[ins >>> 8] as GlobalCache | undefined
              if (cache !== undefined) {
                let v = cache.global.v
                if (v === undefined) v = cache.builtin.v
                if (v !== undefined) {
                  slots[sp++] = v
                  continue
                }
              }
              slots[sp++] = loadGlobal(frame, ins >>> 8)
              continue
            }
            slots[sp++] = operations.loadName(frame, ins >>> 8)
            continue
          }
          case Op.STORE_NAME:
            frame.pc = pc
            operations.storeName(frame, frame.code.names[ins >>> 8]!, slots[--sp]!)
            continue
          case Op.STORE_GLOBAL:
            frame.globals.setItem(frame.code.names[ins >>> 8]!, slots[--sp]!)
            continue

          // ── Attributes and items ──────────────────────────────────────────────────────────────────────────────────────
          case Op.LOAD_ATTR: {
            const o = slots[sp - 1]!
            const site = frame.code.siteCaches[ins >>> 8] as AttributeSite | undefined
            if (
              site !== undefined &&
              typeof o === 'object' &&
              o !== null &&
              site.type === o.cls &&
              site.version === site.type.version
            ) {
              if (site.kind <= SiteKind.ClassValue) {
                const v = (o as unknown as AttributeRecord)[site.key]
                if (v !== undefined) {
                  slots[sp - 1] = v
                  continue
                }
              }
            }
            frame.pc = pc
            const v = loadAttr(frame, ins >>> 8, o)
            sp--
            if (v !== PENDING) {
              slots[sp++] = v
              continue
            }
            frame.sp = sp
            break
          }
          case Op.LOAD_METHOD: {
            const o = slots[sp - 1]!
            const site = frame.code.siteCaches[ins >>> 8] as AttributeSite | undefined
            if (
              site !== undefined &&
              typeof o === 'object' &&
              o !== null &&
              site.type === o.cls &&
              site.version === site.type.version
            ) {
              if (site.kind === SiteKind.Method && (o as unknown as AttributeRecord)[site.key] === site.value) {
                slots[sp - 1] = site.value
                slots[sp++] = o
                continue
              }
            }
            frame.pc = pc
            frame.sp = sp
            const v = loadMethod(frame, ins >>> 8, o)
            if (v !== PENDING) {
              slots[sp - 1] = v
              slots[sp++] = thread.methodSelf as Value
              continue
            }
            // The attribute comes from a frame: run it here, since two values must be pushed.
            slots[sp - 1] = runPending()
            slots[sp++] = undefined as never
            continue
          }
          case Op.STORE_ATTR: {
            const o = slots[sp - 1]!
            const value = slots[sp - 2]!
            const site = frame.code.siteCaches[ins >>> 8] as AttributeSite | undefined
            sp -= 2
            if (
              site !== undefined &&
              site.kind <= SiteKind.Slot &&
              typeof o === 'object' &&
              o !== null &&
              site.type === o.cls &&
              site.version === site.type.version &&
              o.dict === undefined
            ) {
              ;(o as unknown as AttributeRecord)[site.key] = value
              continue
            }
            frame.pc = pc
            frame.sp = sp
            if (storeAttr(frame, ins >>> 8, o, value) !== PENDING) continue
            break
          }
          case Op.BINARY_SUBSCR: {
            const key = slots[sp - 1]!
            const o = slots[sp - 2]!
            if (typeof key === 'number') {
              if (o instanceof PyList && o.cls === operations.exactList) {
                const items = o.items
                const i = key < 0 ? key + items.length : key
                if (i >= 0 && i < items.length) {
                  slots[--sp - 1] = items[i]!
                  continue
                }
              } else if (o instanceof PyTuple && o.cls === operations.exactTuple) {
                const items = o.items
                const i = key < 0 ? key + items.length : key
                if (i >= 0 && i < items.length) {
                  slots[--sp - 1] = items[i]!
                  continue
                }
              }
            }
            if (
              o instanceof PyDict &&
              o.cls === operations.exactDict &&
              (typeof key === 'string' || typeof key === 'number')
            ) {
              const v = o.map.get(key)
              if (v !== undefined) {
                slots[--sp - 1] = v
                continue
              }
            }
            sp -= 2
            frame.pc = pc
            frame.sp = sp
            const v = operations.getItem(o, key)
            if (v !== PENDING) {
              slots[sp++] = v
              continue
            }
            break
          }
          case Op.STORE_SUBSCR: {
            const key = slots[sp - 1]!
            const o = slots[sp - 2]!
            const value = slots[sp - 3]!
            sp -= 3
            if (o instanceof PyList && typeof key === 'number' && o.cls === operations.exactList) {
              const items = o.items
              const i = key < 0 ? key + items.length : key
              if (i >= 0 && i < items.length) {
                items[i] = value
                continue
              }
            }
            frame.pc = pc
            frame.sp = sp
            if (o instanceof PyDict && o.cls === operations.exactDict && typeof key === 'string') {
              o.setItem(key, value)
              continue
            }
            if (operations.setItem(o, key, value) !== PENDING) continue
            break
          }

          // ── Operators ────────────────────────────────────────────────────────────────────────────────────────────────
          case Op.BINARY_ADD: {
            const b = slots[sp - 1]!
            const a = slots[sp - 2]!
            if (typeof a === 'number' && typeof b === 'number') {
              const r = a + b
              slots[--sp - 1] = Number.isSafeInteger(r) ? r : intAdd(a, b)
              continue
            }
            if (a instanceof PyFloat && a.cls === operations.exactFloat) {
              if (b instanceof PyFloat && b.cls === operations.exactFloat) {
                slots[--sp - 1] = new PyFloat(a.value + b.value)
                continue
              }
              if (typeof b === 'number') {
                slots[--sp - 1] = new PyFloat(a.value + b)
                continue
              }
            } else if (typeof a === 'string' && typeof b === 'string') {
              slots[--sp - 1] = operations.concat(a, b)
              continue
            }
            sp -= 2
            frame.pc = pc
            frame.sp = sp
            const v = operations.binary(0, a, b, ins >>> 8)
            if (v !== PENDING) {
              slots[sp++] = v
              continue
            }
            break
          }
          case Op.BINARY_SUB: {
            const b = slots[sp - 1]!
            const a = slots[sp - 2]!
            if (typeof a === 'number' && typeof b === 'number') {
              const r = a - b
              slots[--sp - 1] = Number.isSafeInteger(r) ? r : intSub(a, b)
              continue
            }
            if (a instanceof PyFloat && a.cls === operations.exactFloat) {
              if (b instanceof PyFloat && b.cls === operations.exactFloat) {
                slots[--sp - 1] = new PyFloat(a.value - b.value)
                continue
              }
              if (typeof b === 'number') {
                slots[--sp - 1] = new PyFloat(a.value - b)
                continue
              }
            }
            sp -= 2
            frame.pc = pc
            frame.sp = sp
            const v = operations.binary(1, a, b, ins >>> 8)
            if (v !== PENDING) {
              slots[sp++] = v
              continue
            }
            break
          }
          case Op.BINARY_MUL: {
            const b = slots[sp - 1]!
            const a = slots[sp - 2]!
            if (typeof a === 'number' && typeof b === 'number') {
              const r = a * b
              slots[--sp - 1] = Number.isSafeInteger(r) ? r + 0 : intMul(a, b)
              continue
            }
            if (a instanceof PyFloat && a.cls === operations.exactFloat) {
              if (b instanceof PyFloat && b.cls === operations.exactFloat) {
                slots[--sp - 1] = new PyFloat(a.value * b.value)
                continue
              }
              if (typeof b === 'number') {
                slots[--sp - 1] = new PyFloat(a.value * b)
                continue
              }
            } else if (typeof a === 'number' && b instanceof PyFloat && b.cls === operations.exactFloat) {
              slots[--sp - 1] = new PyFloat(a * b.value)
              continue
            }
            sp -= 2
            frame.pc = pc
            frame.sp = sp
            const v = operations.binary(2, a, b, ins >>> 8)
            if (v !== PENDING) {
              slots[sp++] = v
              continue
            }
            break
          }
          case Op.BINARY_TRUEDIV: {
            const b = slots[sp - 1]!
            const a = slots[sp - 2]!
            if (typeof b === 'number' && b !== 0) {
              if (typeof a === 'number') {
                slots[--sp - 1] = new PyFloat(a / b)
                continue
              }
              if (a instanceof PyFloat && a.cls === operations.exactFloat) {
                slots[--sp - 1] = new PyFloat(a.value / b)
                continue
              }
            } else if (
              b instanceof PyFloat &&
              b.value !== 0 &&
              a instanceof PyFloat &&
              a.cls === operations.exactFloat &&
              b.cls === operations.exactFloat
            ) {
              slots[--sp - 1] = new PyFloat(a.value / b.value)
              continue
            }
            sp -= 2
            frame.pc = pc
            frame.sp = sp
            const v = operations.binary(4, a, b, ins >>> 8)
            if (v !== PENDING) {
              slots[sp++] = v
              continue
            }
            break
          }
          case Op.BINARY_FLOORDIV: {
            const b = slots[sp - 1]!
            const a = slots[sp - 2]!
            if (typeof a === 'number' && typeof b === 'number' && b !== 0) {
              slots[--sp - 1] = intFloorDiv(a, b)
              continue
            }
            sp -= 2
            frame.pc = pc
            frame.sp = sp
            const v = operations.binary(5, a, b, ins >>> 8)
            if (v !== PENDING) {
              slots[sp++] = v
              continue
            }
            break
          }
          case Op.BINARY_MOD: {
            const b = slots[sp - 1]!
            const a = slots[sp - 2]!
            if (typeof a === 'number' && typeof b === 'number') {
              if (b > 0 && a >= 0) {
                slots[--sp - 1] = a % b
                continue
              }
              if (b !== 0) {
                slots[--sp - 1] = intMod(a, b)
                continue
              }
            }
            sp -= 2
            frame.pc = pc
            frame.sp = sp
            const v = operations.binary(6, a, b, ins >>> 8)
            if (v !== PENDING) {
              slots[sp++] = v
              continue
            }
            break
          }
          case Op.BINARY_AND: {
            const b = slots[sp - 1]!
            const a = slots[sp - 2]!
            if (typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b) {
              slots[--sp - 1] = a & b
              continue
            }
            sp -= 2
            frame.pc = pc
            frame.sp = sp
            const v = operations.binary(10, a, b, ins >>> 8)
            if (v !== PENDING) {
              slots[sp++] = v
              continue
            }
            break
          }
          case Op.BINARY_OR:
          case Op.BINARY_XOR: {
            const b = slots[sp - 1]!
            const a = slots[sp - 2]!
            if (typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b) {
              slots[--sp - 1] = (ins & 255) === Op.BINARY_OR ? a | b : a ^ b
              continue
            }
            sp -= 2
            frame.pc = pc
            frame.sp = sp
            const v = operations.binary((ins & 255) === Op.BINARY_OR ? 11 : 12, a, b, ins >>> 8)
            if (v !== PENDING) {
              slots[sp++] = v
              continue
            }
            break
          }
          case Op.BINARY_RSHIFT:
          case Op.BINARY_LSHIFT:
          case Op.BINARY_MATMUL:
          case Op.BINARY_POW: {
            const b = slots[sp - 1]!
            const a = slots[sp - 2]!
            sp -= 2
            frame.pc = pc
            frame.sp = sp
            const v = operations.binary((ins & 255) - Op.BINARY_ADD, a, b, ins >>> 8)
            if (v !== PENDING) {
              slots[sp++] = v
              continue
            }
            break
          }
          case Op.COMPARE_LT:
          case Op.COMPARE_LE:
          case Op.COMPARE_EQ:
          case Op.COMPARE_NE:
          case Op.COMPARE_GT:
          case Op.COMPARE_GE: {
            const b = slots[sp - 1]!
            const a = slots[sp - 2]!
            let r: boolean
            if (typeof a === 'number' && typeof b === 'number') {
              switch (ins & 255) {
                case Op.COMPARE_LT:
                  r = a < b
                  break
                case Op.COMPARE_LE:
                  r = a <= b
                  break
                case Op.COMPARE_EQ:
                  r = a === b
                  break
                case Op.COMPARE_NE:
                  r = a !== b
                  break
                case Op.COMPARE_GT:
                  r = a > b
                  break
                default:
                  r = a >= b
              }
            } else if (typeof a === 'string' && typeof b === 'string' && (ins & 255) === Op.COMPARE_EQ)
              r = a.length < Threshold.strEqual ? a === b : equalTexts(a, b)
            else if (typeof a === 'string' && typeof b === 'string' && (ins & 255) === Op.COMPARE_NE)
              r = a.length < Threshold.strEqual ? a !== b : !equalTexts(a, b)
            else {
              sp -= 2
              frame.pc = pc
              frame.sp = sp
              const v = operations.compareValues((ins & 255) - Op.COMPARE_LT, a, b)
              if (v !== PENDING) {
                slots[sp++] = v
                continue
              }
              break
            }
            const next = code[pc]! //@plain
            //@traced const next = Op.NOP
            if ((next & 255) === Op.POP_JUMP_IF_FALSE) {
              sp -= 2
              pc = r ? pc + 1 : next >>> 8
              continue
            }
            slots[--sp - 1] = r
            continue
          }
          case Op.IS_OP: {
            const b = slots[--sp]!
            slots[sp - 1] = isSame(slots[sp - 1]!, b) !== (ins >>> 8 !== 0)
            continue
          }
          case Op.CONTAINS_OP: {
            sp -= 2
            frame.pc = pc
            frame.sp = sp
            const v = operations.contains(slots[sp + 1]!, slots[sp]!, ins >>> 8)
            if (v !== PENDING) {
              slots[sp++] = v
              continue
            }
            break
          }
          case Op.UNARY_NOT: {
            const v = slots[sp - 1]!
            if (typeof v === 'boolean') {
              slots[sp - 1] = !v
              continue
            }
            frame.pc = pc
            frame.sp = sp
            slots[sp - 1] = !isTrue(v)
            continue
          }
          case Op.UNARY_NEGATIVE: {
            const v = slots[sp - 1]!
            if (typeof v === 'number') {
              slots[sp - 1] = 0 - v
              continue
            }
            frame.pc = pc
            frame.sp = sp
            slots[sp - 1] = operations.unary('neg', v)
            continue
          }

          // ── Jumps ────────────────────────────────────────────────────────────────────────────────────────────────────
          case Op.JUMP:
            pc = ins >>> 8
            continue
          case Op.JUMP_BACKWARD:
            pc = ins >>> 8
            if (word[0] !== 0) {
              frame.pc = pc
              frame.sp = sp
              safepoint(frame)
            }
            if ((++events[0]! & EVENT_MASK) !== 0 && !hasBody(frame, pc)) continue
            frame.pc = pc
            frame.sp = sp
            return PENDING
          case Op.POP_JUMP_IF_FALSE: {
            const v = slots[--sp]!
            if (v === true) continue
            if (v === false || v === null) {
              pc = ins >>> 8
              continue
            }
            frame.pc = pc - 1
            frame.sp = sp
            const t = operations.truth(v)
            if (t === PENDING) break
            if (t === false) pc = ins >>> 8
            continue
          }
          case Op.POP_JUMP_IF_TRUE: {
            const v = slots[--sp]!
            if (v === true) {
              pc = ins >>> 8
              continue
            }
            if (v === false || v === null) continue
            frame.pc = pc - 1
            frame.sp = sp
            const t = operations.truth(v)
            if (t === PENDING) break
            if (t === true) pc = ins >>> 8
            continue
          }
          case Op.POP_JUMP_IF_NONE:
            if (slots[--sp] === null) pc = ins >>> 8
            continue
          case Op.POP_JUMP_IF_NOT_NONE:
            if (slots[--sp] !== null) pc = ins >>> 8
            continue
          case Op.JUMP_IF_FALSE_OR_POP: {
            frame.pc = pc
            frame.sp = sp
            if (isTrue(slots[sp - 1]!)) sp--
            else pc = ins >>> 8
            continue
          }
          case Op.JUMP_IF_TRUE_OR_POP: {
            frame.pc = pc
            frame.sp = sp
            if (isTrue(slots[sp - 1]!)) pc = ins >>> 8
            else sp--
            continue
          }
          case Op.GET_ITER: {
            frame.pc = pc
            frame.sp = sp - 1
            const v = operations.iter(slots[sp - 1]!)
            if (v !== PENDING) {
              slots[sp - 1] = v
              continue
            }
            break
          }
          case Op.FOR_ITER: {
            const iterator = slots[sp - 1]!
            let v: Value | undefined
            if (iterator instanceof PyRangeIterator) {
              if (iterator.left > 0) {
                iterator.left--
                v = iterator.value
                iterator.value = v + iterator.step
              }
            } else {
              frame.pc = pc
              frame.sp = sp
              if (iterator instanceof PyIterator && !iterator.cls.heap) v = iterator.next()
              else {
                v = operations.forIter(iterator, ins >>> 8)
                if (v === PENDING) break
              }
            }
            if (v === undefined) {
              sp--
              pc = ins >>> 8
              continue
            }
            const next = code[pc]! //@plain
            //@traced const next = Op.NOP
            if ((next & 255) === Op.STORE_FAST) {
              slots[next >>> 8] = v
              pc++
            } else slots[sp++] = v
            continue
          }

          // ── Calls ────────────────────────────────────────────────────────────────────────────────────────────────────
          case Op.CALL: {
            const n = ins >>> 8
            const at = sp - n
            const f = slots[at - 1]!
            frame.pc = pc
            if (f instanceof PyFunction) {
              const c = f.code
              if (c.simple && c.argcount === n) {
                const callee = acquireFrame(f, c)
                const args = callee.slots
                for (let i = 0; i < n; i++) args[i] = slots[at + i]
                if (c.cellSlots !== null || c.freeCount !== 0) initCells(callee, f)
                callee.cont = Cont.Push
                frame.sp = at - 1
                thread.pending = callee
                break
              }
            } else if (f instanceof PyBuiltin) {
              const native = f.native
              if (
                native.direct &&
                f.self === undefined &&
                f.owner === null &&
                n >= native.min &&
                n <= native.max &&
                n <= 3
              ) {
                frame.sp = sp
                const v =
                  n === 1
                    ? native.fn(slots[at])
                    : n === 2
                      ? native.fn(slots[at], slots[at + 1])
                      : n === 0
                        ? native.fn()
                        : native.fn(slots[at], slots[at + 1], slots[at + 2])
                if (v === PENDING) {
                  frame.sp = at - 1
                  break
                }
                sp = at
                slots[sp - 1] = v
                continue
              }
            }
            frame.sp = sp
            const v = operations.call(f, slots, at, n)
            sp = at - 1
            frame.sp = sp
            if (v === PENDING) break
            slots[sp++] = v
            continue
          }
          case Op.CALL_METHOD: {
            const n = ins >>> 8
            const at = sp - n
            const f = slots[at - 2]!
            const self = slots[at - 1] as Value | undefined
            frame.pc = pc
            if (self !== undefined) {
              if (f instanceof PyFunction) {
                const c = f.code
                if (c.simple && c.argcount === n + 1) {
                  const callee = acquireFrame(f, c)
                  const args = callee.slots
                  for (let i = 0; i <= n; i++) args[i] = slots[at - 1 + i]
                  if (c.cellSlots !== null || c.freeCount !== 0) initCells(callee, f)
                  callee.cont = Cont.Push
                  frame.sp = at - 2
                  thread.pending = callee
                  break
                }
              }
              frame.sp = sp
              const v = operations.callMethod(f, slots, at - 1, n + 1)
              sp = at - 2
              frame.sp = sp
              if (v === PENDING) break
              slots[sp++] = v
              continue
            }
            frame.sp = sp
            const v = operations.call(f, slots, at, n)
            sp = at - 2
            frame.sp = sp
            if (v === PENDING) break
            slots[sp++] = v
            continue
          }
          case Op.RETURN_VALUE:
          case Op.RETURN_CONST: {
            const v = (ins & 255) === Op.RETURN_VALUE ? slots[sp - 1]! : consts[ins >>> 8]!
            // Where a frame that something keeps was left.
            frame.pc = pc
            const cont = frame.cont
            const parent = frame.back
            if (cont === Cont.Push && frame.generator === null) {
              releaseFrame(frame)
              frame = parent!
              thread.frame = frame
              slots = frame.slots as Value[]
              code = frame.code.instructions
              consts = frame.code.consts as Value[]
              pc = frame.pc
              sp = frame.sp
              slots[sp++] = v
              continue
            }
            if (cont === Cont.Entry) {
              thread.frame = callerFrame
              if (frame.generator !== null) finishGenerator(frame)
              releaseFrame(frame)
              return v
            }
            const callee = frame
            frame = parent!
            thread.frame = frame
            slots = frame.slots as Value[]
            code = frame.code.instructions
            consts = frame.code.consts as Value[]
            pc = frame.pc
            operations.afterReturn(frame, callee, v)
            pc = frame.pc
            sp = frame.sp
            continue
          }
          case Op.YIELD_VALUE: {
            frame.pc = pc
            frame.sp = sp - 1
            const v = slots[sp - 1]!
            const parent = frame.back
            const cont = frame.cont
            suspendGenerator(frame)
            if (cont === Cont.Entry) {
              thread.frame = callerFrame
              return v
            }
            frame = parent!
            thread.frame = frame
            slots = frame.slots as Value[]
            code = frame.code.instructions
            consts = frame.code.consts as Value[]
            pc = frame.pc
            sp = frame.sp
            slots[sp++] = v
            continue
          }
          case Op.SEND: {
            frame.pc = pc
            frame.sp = sp - 1
            const v = operations.send(frame, slots[sp - 2]!, slots[sp - 1]!, ins >>> 8)
            if (v === PENDING) break
            pc = frame.pc
            slots[sp - 1] = v
            continue
          }
          default: {
            frame.pc = pc
            frame.sp = sp
            const v = rare(frame, ins)
            pc = frame.pc
            sp = frame.sp
            if (v !== PENDING) continue
          }
        }
        // A frame is pending: enter it.
        const callee = thread.pending!
        thread.pending = null
        if (recursion.depth >= recursion.limit) operations.recursionLimit(callee)
        recursion.depth++
        if (word[0] !== 0) safepoint(frame)
        callee.back = frame
        frame = callee
        thread.frame = frame
        if ((++events[0]! & EVENT_MASK) === 0) return PENDING
        if (hasBody(frame, frame.pc)) return PENDING //@plain
        code = frame.code.instructions
        consts = frame.code.consts as Value[]
        slots = frame.slots as Value[]
        pc = frame.pc
        sp = frame.sp
        //@traced if (enter(frame, undefined)) {
        //@traced   pc = frame.pc
        //@traced   sp = frame.sp
        //@traced }
      }
    } catch (e) {
      const failed: Frame = frame
      failed.pc = pc
      const exception = toPython(e, failed) //@plain
      //@traced let exception = raised(e, failed)
      let at = pc - 1
      for (;;) {
        const handler = findHandler(frame.code, at)
        if (handler >= 0) {
          pc = enterHandler(frame, handler, frame === failed ? failed.pc - 1 : at, exception)
          sp = frame.sp
          frame.pc = pc //@plain
          if (hasBody(frame, pc)) return PENDING //@plain
          //@traced const failure = handled(frame, pc, exception)
          //@traced if (failure !== null) {
          //@traced   exception = failure
          //@traced   at = pc
          //@traced   continue
          //@traced }
          break
        }
        const parent = frame.back
        const cont = frame.cont
        const finished = frame
        //@traced exception = unwound(frame, at, exception)
        if (cont === Cont.Push && frame.contB !== null) describeAttribute(exception, frame.contA, frame.contB as string)
        if (frame.generator !== null) finishGenerator(frame)
        releaseFrame(frame)
        if (cont === Cont.Entry) {
          thread.frame = callerFrame
          thread.propagating = exception
          throw exception
        }
        frame = parent!
        thread.frame = frame
        slots = frame.slots as Value[]
        code = frame.code.instructions
        consts = frame.code.consts as Value[]
        if (absorbs(frame, cont, finished, exception)) {
          //@traced const failure = absorbed(frame, exception)
          //@traced if (failure !== null) {
          //@traced   exception = failure
          //@traced   at = frame.traced!.at
          //@traced   continue
          //@traced }
          pc = frame.pc
          sp = frame.sp
          break
        }
        at = cont === Cont.Bool || cont === Cont.Length ? frame.pc : frame.pc - 1
        addTraceback(exception, frame, at)
        //@traced exception = passing(frame, at, exception)
      }
    }
  }
}
