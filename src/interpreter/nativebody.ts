/**
 * Native bodies of functions of the library: TypeScript that does what the Python code does, for the calls that most programs make, and leaves all
 * others to that code. The function stays what it is, with its code, its source and its place in tracebacks. Which functions have one is said where the
 * library is compiled: their first instruction is NATIVE_BODY (tools/build-library.ts); modules/nativebodies.ts has the table.
 */
import type { CodeObject } from '../bytecode/code'
import { lateBodies } from '../objects/context'
import type { Value } from '../objects/object'
import { isTraced } from './eval'
import type { Frame } from './frame'

/**
 * Does what a function does, given its frame, whose first slots are the arguments; undefined, with nothing done that could be seen, where the Python code has
 * to. It raises nothing and calls no Python code but what the comment on it says: neither would find the right line in the frame.
 */
export type NativeBody = (args: readonly Value[], frame: Frame) => Value | undefined

/** Finds the native body of a function of the library; installed by the runtime. */
export const nativeBodies: { find: (code: CodeObject) => NativeBody | null } = { find: () => null }

/** NATIVE_BODY. Whoever traces sees Python code run. */
export function nativeBody(frame: Frame): Value | undefined {
  const { code } = frame
  let { native } = code
  if (native === undefined) code.native = native = nativeBodies.find(code)
  const v = native === null || isTraced() ? undefined : (native as NativeBody)(frame.slots as Value[], frame)
  if (v === undefined) lateBodies.complete?.(frame.globals)
  return v
}
