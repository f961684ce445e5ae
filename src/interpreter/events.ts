/** The events of running code (PEP 669) and the two marks that callbacks exchange with them; what happens is in tracing.ts. */
import { PyObject, type Value } from '../objects/object'

/** Events by number; the first ten belong to an instruction and can be switched off there. */
export enum Event {
  PY_START = 0,
  PY_RESUME = 1,
  PY_RETURN = 2,
  PY_YIELD = 3,
  CALL = 4,
  LINE = 5,
  INSTRUCTION = 6,
  JUMP = 7,
  BRANCH = 8,
  STOP_ITERATION = 9,
  RAISE = 10,
  EXCEPTION_HANDLED = 11,
  PY_UNWIND = 12,
  PY_THROW = 13,
  RERAISE = 14,
  C_RETURN = 15,
  C_RAISE = 16,
}
/** How many events belong to an instruction. */
export const LOCAL_EVENTS = 10
/** C_RETURN and C_RAISE come with CALL. */
export const SETTABLE_EVENTS = 15
export const EVENTS = 17
export const eventNames = [
  'PY_START',
  'PY_RESUME',
  'PY_RETURN',
  'PY_YIELD',
  'CALL',
  'LINE',
  'INSTRUCTION',
  'JUMP',
  'BRANCH',
  'STOP_ITERATION',
  'RAISE',
  'EXCEPTION_HANDLED',
  'PY_UNWIND',
  'PY_THROW',
  'RERAISE',
  'C_RETURN',
  'C_RAISE',
] as const satisfies readonly (keyof typeof Event)[]
/** What a callback returns to be left in peace. */
export const DISABLE: Value = new PyObject()
/** The first argument of a call without arguments. */
export const MISSING: Value = new PyObject()
