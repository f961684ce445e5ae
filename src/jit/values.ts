/**
 * What is known of a value while code is compiled: its type, and the JavaScript expression that has it. Ints, strings, bools and None look
 * the same in variables and on the heap; a float is a number where it is `Raw` and a box everywhere else.
 */
import type { PyType, Value } from '../objects/object'

/** Types of values. */
export enum T {
  Any = 0,
  /** A safe integer. */
  Int = 1,
  /** A float as a JavaScript number. */
  Raw = 2,
  /** A float in its box. */
  Float = 3,
  Bool = 4,
  None = 5,
  Str = 6,
  List = 7,
  Tuple = 8,
  Dict = 9,
  /** An empty place. */
  Null = 10,
  /** An object of a known class. */
  Object = 11,
  RangeIterator = 12,
  ListIterator = 13,
  TupleIterator = 14,
}

/** A value. `x` is an identifier or a literal: it can be repeated. */
export interface Val {
  readonly t: T
  readonly x: string
  /** The value itself, where it is always the same. */
  readonly c?: Value
  readonly cls?: PyType
}

/** A local variable. It is in `l0` … , or in `f0` … where it is Raw. */
export interface Local {
  readonly t: T
  /** It may be unbound. */
  readonly maybe: boolean
  readonly cls?: PyType | undefined
  /** Its slot in the frame does not have the value. */
  readonly dirty: boolean
}

/** What is known at a point of the code. */
export interface State {
  locals: Local[]
  stack: Val[]
}

/** What is known where two ways meet. */
export function joinLocals(a: Local, b: Local): Local {
  const dirty = a.dirty || b.dirty
  const maybe = a.maybe || b.maybe
  if (a.t === b.t && a.cls === b.cls) return a.maybe === maybe && a.dirty === dirty ? a : { ...a, maybe, dirty }
  // Nothing is known of what is unbound on one way: it has the other's type.
  if (a.t === T.Null) return { ...b, maybe: true, dirty }
  if (b.t === T.Null) return { ...a, maybe: true, dirty }
  if ((a.t === T.Raw && b.t === T.Float) || (a.t === T.Float && b.t === T.Raw)) return { t: T.Raw, maybe, dirty }
  return { t: T.Any, maybe, dirty }
}

/** The same for two stack items at a place of the stack. */
export function joinItems(a: Val, b: Val, x: string): Val {
  const ta = a.t === T.Raw ? T.Float : a.t
  const tb = b.t === T.Raw ? T.Float : b.t
  if (ta !== tb || a.cls !== b.cls) return { t: T.Any, x }
  return a.cls === undefined ? { t: ta, x } : { t: ta, x, cls: a.cls }
}

export function sameLocal(a: Local, b: Local): boolean {
  return a.t === b.t && a.maybe === b.maybe && a.cls === b.cls && a.dirty === b.dirty
}
