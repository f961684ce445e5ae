/**
 * The result of every public function: `Result<T, DxError>`, never a throw. A value (`Ok`) or why there is none (`Err`), told apart by `isOk()` and
 * `isErr()`. Written here because every start makes the two classes: those of the package neverthrow, whose names these are, took 1 % of it.
 */
export type Result<T, E> = Ok<T, E> | Err<T, E>

/** What went well. */
export class Ok<T, E> {
  constructor(readonly value: T) {}

  isOk(): this is Ok<T, E> {
    return true
  }

  isErr(): this is Err<T, E> {
    return false
  }

  /** The result of a function of the value. */
  map<U>(f: (value: T) => U): Result<U, E> {
    return ok(f(this.value))
  }

  /** The same with another error, where there is one. */
  mapErr<F>(_f: (error: E) => F): Result<T, F> {
    return ok(this.value)
  }

  /** What a function that gives a result makes of the value. */
  andThen<U, F>(f: (value: T) => Result<U, F>): Result<U, E | F> {
    return f(this.value)
  }

  /** One of two functions of what there is. */
  match<A, B>(whenOk: (value: T) => A, _whenErr: (error: E) => B): A | B {
    return whenOk(this.value)
  }

  /** The value, or what is given for none. */
  unwrapOr(_instead: T): T {
    return this.value
  }

  /** The value; throws where there is none. For tests. */
  _unsafeUnwrap(): T {
    return this.value
  }

  /** The error; throws where there is none. For tests. */
  _unsafeUnwrapErr(): E {
    throw new Error('no error in a result that is ok')
  }
}

/** Why there is no value. */
export class Err<T, E> {
  constructor(readonly error: E) {}

  isOk(): this is Ok<T, E> {
    return false
  }

  isErr(): this is Err<T, E> {
    return true
  }

  map<U>(_f: (value: T) => U): Result<U, E> {
    return err(this.error)
  }

  mapErr<F>(f: (error: E) => F): Result<T, F> {
    return err(f(this.error))
  }

  andThen<U, F>(_f: (value: T) => Result<U, F>): Result<U, E | F> {
    return err(this.error)
  }

  match<A, B>(_whenOk: (value: T) => A, whenErr: (error: E) => B): A | B {
    return whenErr(this.error)
  }

  unwrapOr(instead: T): T {
    return instead
  }

  _unsafeUnwrap(): T {
    throw new Error('no value in a result that is an error')
  }

  _unsafeUnwrapErr(): E {
    return this.error
  }
}

/** A result with a value. */
export function ok<T, E = never>(value: T): Ok<T, E> {
  return new Ok(value)
}

/** A result without one. */
export function err<E, T = never>(error: E): Err<T, E> {
  return new Err(error)
}
