/**
 * Setting `f_lineno`: a debugger moves a frame to another line (CPython: Objects/frameobject.c, frame_lineno_set_impl). What lies on the value stack
 * at both places decides whether it may. Loaded when a program does so.
 */
import type { CodeObject } from '../bytecode/code'
import { Op, opcodeTable } from '../bytecode/opcodes'
import { context } from '../objects/context'
import {
  makeException,
  type PyBaseException,
  runtimeWarningType,
  systemErrorType,
  valueErrorType,
} from '../objects/exceptions'
import type { Value } from '../objects/object'
import { Event } from './events'
import { type Frame, thread } from './frame'
import { current } from './tracing'

/** What a slot of the value stack holds, as far as a jump cares. */
enum Kind {
  Iterator = 1,
  Except = 2,
  Object = 3,
  Null = 4,
  Lasti = 5,
}
type Stack = readonly Kind[]

const valueError = (message: string) => makeException(valueErrorType, message)

/** `frame.f_lineno = line` */
export function setLine(frame: Frame, value: Value): void {
  if (typeof value !== 'number' && typeof value !== 'bigint') throw valueError('lineno must be an integer')
  const { event, frame: traced } = current
  checkEvent(event)
  if (traced !== frame) throw valueError("can't jump during a call")
  if (typeof value !== 'number' || value > 0x7fff_ffff || value < -0x8000_0000) throw valueError('lineno out of range')
  const code = frame.code
  if (value < code.firstlineno) throw valueError(`line ${value} comes before the current code block`)
  const lines = lineMarks(code)
  let line = -1
  for (const l of lines) if (l >= value && (line < 0 || l < line)) line = l
  if (line < 0) throw valueError(`line ${value} comes after the current code block`)
  const stacks = stackKinds(code)
  // A frame that was resumed stands before its next instruction, any other at the one that the event is about.
  const from = stacks[event === Event.PY_RESUME ? frame.pc : frame.pc - 1] ?? null
  const target = findTarget(lines, line, stacks, from)
  bindLocals(frame)
  const stack = [...from!]
  while (stack.length > stacks[target]!.length) {
    const top = frame.slots[--frame.sp]
    frame.slots[frame.sp] = undefined
    if (stack.pop() === Kind.Except) thread.handled.exception = top as PyBaseException | null
  }
  frame.pc = target
}

function checkEvent(event: Event | -1): void {
  switch (event) {
    case -1:
      throw valueError('f_lineno can only be set in a trace function')
    case Event.LINE:
    case Event.JUMP:
    case Event.BRANCH:
    case Event.PY_YIELD:
    case Event.PY_RESUME:
      return
    case Event.PY_START:
      throw valueError("can't jump from the 'call' trace event of a new frame")
    case Event.CALL:
    case Event.C_RETURN:
      throw valueError("can't jump during a call")
    case Event.STOP_ITERATION:
    case Event.RERAISE:
      throw makeException(systemErrorType, 'unexpected event type')
    default:
      throw valueError("can only jump from a 'line' trace event")
  }
}

/** Lines of the instructions that begin one; -1 for the others. */
function lineMarks(code: CodeObject): Int32Array {
  const n = code.instructions.length
  const lines = new Int32Array(n).fill(-1)
  let last = -1
  for (let i = 0; i < n; i++) {
    const line = code.position(i)[0]
    if (line === last || line < 0) continue
    lines[i] = last = line
  }
  return lines
}

/** The instruction to go on at: of those that begin the line, the one that keeps most of the stack. */
function findTarget(lines: Int32Array, line: number, stacks: readonly (Stack | null)[], from: Stack | null): number {
  let best = -1
  let problem: string | null = null
  for (let i = 0; i < lines.length; i++) {
    if (lines[i] !== line) continue
    const to = stacks[i] ?? null
    if (from !== null && to !== null && compatible(from, to)) {
      if (best < 0 || to.length > stacks[best]!.length) best = i
    } else problem ??= from === null ? "can't jump from unreachable code" : explain(to)
  }
  if (best < 0) throw valueError(problem ?? 'cannot find bytecode for specified line')
  return best
}

function compatible(from: Stack, to: Stack): boolean {
  if (to.length > from.length) return false
  return to.every((kind, i) => {
    if (kind === Kind.Object) return from[i] !== Kind.Null
    return kind === Kind.Null || kind === from[i]
  })
}

function explain(to: Stack | null): string {
  if (to === null) return "can't jump into an exception handler, or code may be unreachable"
  switch (to[to.length - 1]) {
    case Kind.Except:
      return "can't jump into an 'except' block as there's no exception"
    case Kind.Lasti:
      return "can't jump into a re-raising block as there's no location"
    case Kind.Iterator:
      return "can't jump into the body of a for loop"
    default:
      return 'incompatible stacks'
  }
}

/** Code at the target may count on locals that are not bound yet. */
function bindLocals(frame: Frame): void {
  const slots: number[] = []
  for (let i = 0; i < frame.code.slotCount; i++) if (frame.slots[i] === undefined) slots.push(i)
  if (slots.length === 0) return
  context.warn(runtimeWarningType, `assigning None to ${slots.length} unbound local${slots.length === 1 ? '' : 's'}`, 1)
  for (const i of slots) frame.slots[i] = null
}

/** What lies on the stack before each instruction; null where no way leads to. */
function stackKinds(code: CodeObject): (Stack | null)[] {
  const n = code.instructions.length
  const stacks: (Stack | null)[] = new Array(n).fill(null)
  const todo: number[] = []
  const reach = (at: number, stack: Stack) => {
    if (at >= n || stacks[at] !== null) return
    stacks[at] = stack
    todo.push(at)
  }
  reach(0, [])
  for (;;) {
    while (todo.length > 0) {
      const at = todo.pop()!
      const ins = code.instructions[at]!
      const row = opcodeTable[ins & 255]!
      if (row.operand === 'jump') reach(ins >>> 8, after(ins, stacks[at]!, true))
      if (row.terminal === undefined) reach(at + 1, after(ins, stacks[at]!, false))
    }
    const table = code.exceptionTable
    for (let r = 0; r < table.length; r += 4) {
      const guarded = stacks[table[r]!]
      if (guarded === null || guarded === undefined) continue
      const info = table[r + 3]!
      const stack = guarded.slice(0, info >> 1)
      if (info & 1) stack.push(Kind.Lasti)
      reach(table[r + 2]!, [...stack, Kind.Except])
    }
    if (todo.length === 0) return stacks
  }
}

/** The stack after an instruction, falling through or jumping. */
function after(ins: number, before: Stack, jumps: boolean): Stack {
  const stack = [...before]
  const arg = ins >>> 8
  switch (ins & 255) {
    case Op.PUSH_NULL:
      stack.push(Kind.Null)
      return stack
    case Op.LOAD_METHOD:
    case Op.LOAD_FAST_AND_CLEAR:
      stack.push(Kind.Null)
      return stack
    case Op.COPY:
      stack.push(stack[stack.length - arg]!)
      return stack
    case Op.SWAP: {
      const at = stack.length - arg
      const top = stack[stack.length - 1]!
      stack[stack.length - 1] = stack[at]!
      stack[at] = top
      return stack
    }
    case Op.GET_ITER:
    case Op.GET_AITER:
      stack[stack.length - 1] = Kind.Iterator
      return stack
    case Op.PUSH_EXC_INFO:
      stack.push(Kind.Except)
      return stack
  }
  const row = opcodeTable[ins & 255]!
  const effect = jumps && row.jumpEffect !== undefined ? row.jumpEffect : row.effect
  const change = typeof effect === 'number' ? effect : effect(arg)
  for (let i = 0; i < change; i++) stack.push(Kind.Object)
  // What takes something away leaves its own result on top, if it leaves any.
  if (change < 0) {
    stack.length += change
    if (PRODUCES.has(ins & 255)) stack[stack.length - 1] = Kind.Object
  }
  return stack
}

/** Instructions that leave fewer values than they take, but at least one new one. */
const PRODUCES: ReadonlySet<number> = new Set(
  opcodeTable.flatMap((row, op) => (/→ \[[^\]]/.test(row.prose) && !row.prose.includes('[…') ? [op] : [])),
)
