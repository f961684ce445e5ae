/**
 * The border between the interpreter and what runs code faster than it (src/jit): the interpreter knows this interface alone, and goes
 * without where nothing is installed.
 */
import type { CodeObject } from '../bytecode/code'
import type { PyDict } from '../objects/dict'
import type { PyFunction } from '../objects/function'
import type { Value } from '../objects/object'
import type { Sink } from '../objects/sinks'
import type { Frame } from './frame'

/** A body as calls see it. The last argument is the frame, undefined where there is none yet: a call that leaves it out costs more. */
export type Body = (f: PyFunction, ...args: (Value | undefined)[]) => Value

/** Python calls that compiled code nests on the JavaScript stack above one loop. */
export const MAX_COMPILED_CALLS = 200

/** A compiled body, as `sys._jit` and `dxpy dis --jit` show it. */
export interface BodyReport {
  /** The instruction at which it is entered. */
  readonly at: number
  /** Calls enter it too. */
  readonly call: boolean
  /** How often one was made for this entry. */
  readonly made: number
  readonly text: string
}

/** What is to be known of a code object: its bodies, and why bodies were left or not made, with how often. */
export interface CodeReport {
  readonly bodies: readonly BodyReport[]
  readonly reasons: ReadonlyMap<string, number>
}

/** A compiled body in which a generator begins, or goes on behind a `yield` ({@link CodeObject.steps}). */
export interface StepBody {
  /** The value of `assumptions.epoch` for which it may be entered without asking the tier. */
  readonly epoch: number
  readonly globals: PyDict
  readonly builtins: Value
  /** It calls and raises nothing before it yields: nobody can see that the generator runs. */
  readonly quiet: boolean
  /** What the generator yields next, with its frame behind the yield, or PENDING, as {@link Tier.step}. A sink is given all that it takes before. */
  readonly enter: (frame: Frame, sink?: Sink) => Value
}

/** A faster tier. */
export interface Tier {
  /**
   * Runs as much of a frame as there is compiled code for, from its `pc` on. Afterwards `thread.frame` is the frame to be interpreted on; the
   * result is what is to be raised there, or undefined. `nested` where compiled code itself goes on with the frame: the depth up to which it may
   * call is then that of the outermost body.
   */
  enter(frame: Frame, nested?: boolean): unknown
  /**
   * The same for a generator's frame in a step of its own. What it yields is returned, with the frame as it is behind the yield; PENDING where it stands
   * elsewhere, with what is to be raised in {@link raised}.
   */
  step(frame: Frame): Value
  /** What the last {@link step} wants raised where `thread.frame` stands, or undefined. */
  raised(): unknown
  /** A body that was called with its arguments alone has returned PENDING: runs the frames above `caller` to the end. */
  finish(caller: Frame | null): Value
  /** The loop was found in this frame again and again: at the target of a backward jump or at its start. */
  hot(frame: Frame): void
  /** Compiled bodies of the code are left at the next call that they make, and are not entered again. */
  forget(code: CodeObject): void
  report(code: CodeObject): CodeReport
}

/**
 * The installed tier. Code is hot when the loop, which is left every 64 calls and jumps, was found running it `threshold` times; `eager` has it
 * left at every call and jump, for tests. Each body that is made lowers the threshold by an eighth, down to `settled`: the compiler itself is cold at
 * first, and makes a body in ten milliseconds instead of one.
 */
export const tier: {
  current: Tier | null
  threshold: number
  settled: number
  eager: boolean
  /** Bodies that were made, the length of their text, bodies that were given up, and exits by a wrong guess. */
  readonly counters: { made: number; characters: number; dropped: number; exits: number }
  /** Every code object that gets a body, where somebody wants to know. */
  compiled: Set<CodeObject> | null
} = {
  current: null,
  threshold: 16,
  settled: 16,
  eager: false,
  counters: { made: 0, characters: 0, dropped: 0, exits: 0 },
  compiled: null,
}

/** Whether there is compiled code for a frame from an instruction on. */
export function hasBody(frame: Frame, pc: number): boolean {
  const { bodies } = frame.code
  return bodies !== null && bodies[pc] === 1
}

/** A call that the loop does not see is as much as an eighth of the times that it is found running something. */
const HEAT_OF_CALL = 1 / 8

/** Counts a call of code without a body by compiled code or by a builtin, or a generator's step: the frame stands where that begins. */
export function countCall(frame: Frame): void {
  const { code } = frame
  code.heat += HEAT_OF_CALL
  if (code.heat >= tier.threshold && tier.current !== null) {
    code.heat = 0
    tier.current.hot(frame)
  }
}
