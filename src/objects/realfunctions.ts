/** Builtin functions of real numbers, in a form that compiled code calls with numbers instead of objects. */

/** A function of one or two numbers. */
export interface RealFunction {
  readonly arity: 1 | 2
  /**
   * For numbers it gives what the builtin function gives for the ints or floats of that value, where that is finite. Where it is not, the builtin function is to be
   * called: it may raise.
   */
  readonly f: (x: number, y: number) => number
  /** The builtin function gives an int. */
  readonly int: boolean
}

const functions = new WeakMap<object, RealFunction>()

/** Says that an implementation has this form too; gives the implementation back. */
export function withReal<F extends object>(
  implementation: F,
  arity: 1 | 2,
  f: (x: number, y: number) => number,
  int = false,
): F {
  functions.set(implementation, { arity, f, int })
  return implementation
}

/** The form of an implementation for numbers, if it has one. */
export function realFunction(implementation: object): RealFunction | undefined {
  return functions.get(implementation)
}
