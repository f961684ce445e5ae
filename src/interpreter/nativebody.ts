/**
 * Native bodies of functions of the library: TypeScript that does what the Python code does, for the calls that most programs make, and leaves all
 * others to that code. The function stays what it is, with its code, its source and its place in tracebacks. Which functions have one is said where the
 * library is compiled: their first instruction is NATIVE_BODY (tools/build-library.ts); modules/nativebodies.ts has the table.
 */
import type { CodeObject } from '../bytecode/code'
import { Op } from '../bytecode/opcodes'
import { lateBodies } from '../objects/context'
import type { Value } from '../objects/object'
import { isTraced } from './eval'
import { type Frame, thread } from './frame'
import { toPython } from './unwind'

/**
 * Does what a function does, given its frame, whose first slots are the arguments; undefined, with nothing done that could be seen, where the Python code has
 * to. Where it calls Python code it has said before on which line of the function's source that is ({@link standAtCall}); it raises nothing itself.
 */
export type NativeBody = (args: readonly Value[], frame: Frame) => Value | undefined

/** Finds the native body of a function of the library; installed by the runtime. */
export const nativeBodies: { find: (code: CodeObject) => NativeBody | null } = { find: () => null }

const CALLS: ReadonlySet<number> = new Set([Op.CALL, Op.CALL_METHOD, Op.CALL_KW, Op.CALL_METHOD_KW, Op.CALL_EX])
const READS: ReadonlySet<number> = new Set([Op.LOAD_ATTR, Op.LOAD_METHOD, Op.LOAD_SUPER_ATTR, Op.LOAD_SUPER_METHOD])

/** Where code calls what it reads under a name. */
const calls = new Map<CodeObject, Map<string, number>>()

/** Has the frame of a function stand where it calls what it reads under a name. */
export function standAtCall(frame: Frame, name: string): void {
  const { code } = frame
  let known = calls.get(code)
  if (known === undefined) calls.set(code, (known = new Map()))
  let pc = known.get(name)
  if (pc === undefined) known.set(name, (pc = findCall(code, name)))
  frame.pc = pc
}

function findCall(code: CodeObject, name: string): number {
  const { instructions, names, sites } = code
  for (let i = 0; i < instructions.length; i++) {
    const op = instructions[i]! & 255
    const arg = instructions[i]! >>> 8
    const found = op === Op.LOAD_GLOBAL ? names[arg] : READS.has(op) ? sites[arg] : ''
    if (found !== name) continue
    let at = i + 1
    while (!CALLS.has(instructions[at]! & 255)) at++
    return at + 1
  }
  throw new Error(`${code.qualname} does not call ${name}`)
}

/** NATIVE_BODY. Whoever traces sees Python code run. */
export function nativeBody(frame: Frame): Value | undefined {
  const { code } = frame
  let { native } = code
  if (native === undefined) code.native = native = nativeBodies.find(code)
  if (native !== null && !isTraced()) {
    try {
      const v = (native as NativeBody)(frame.slots as Value[], frame)
      if (v !== undefined) return v
    } catch (e) {
      // The frame is where it has said it is, not at its first instruction.
      const exception = toPython(e, frame)
      thread.reraising = exception
      thread.reraisedAt = frame.pc - 1
      throw exception
    }
  }
  lateBodies.complete?.(frame.globals)
  return undefined
}
