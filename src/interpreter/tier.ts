/**
 * The border between the interpreter and what runs code faster than it (src/jit): the interpreter knows this interface alone, and goes
 * without where nothing is installed.
 */
import type { CodeObject } from '../bytecode/code'
import type { Frame } from './frame'

/** A faster tier. */
export interface Tier {
  /**
   * Runs as much of a frame as there is compiled code for, from its `pc` on. Afterwards `thread.frame` is the frame to be interpreted on; the
   * result is what is to be raised there, or undefined. `nested` where compiled code itself goes on with the frame: the depth up to which it may
   * call is then that of the outermost body.
   */
  enter(frame: Frame, nested?: boolean): unknown
  /** The loop was found in this frame again and again: at the target of a backward jump or at its start. */
  hot(frame: Frame): void
  /** Compiled bodies of the code are left at the next call that they make, and are not entered again. */
  forget(code: CodeObject): void
}

/**
 * The installed tier. Code is hot when the loop, which is left every 64 calls and jumps, was found running it `threshold` times; `eager` has it
 * left at every call and jump, for tests.
 */
export const tier: { current: Tier | null; threshold: number; eager: boolean } = {
  current: null,
  threshold: 16,
  eager: false,
}

/** Whether there is compiled code for a frame from an instruction on. */
export function hasBody(frame: Frame, pc: number): boolean {
  const { bodies } = frame.code
  return bodies !== null && bodies[pc] === 1
}
