/**
 * Constants as the syntax tree and code objects hold them, below the object model: plain JavaScript values where these are
 * unambiguous, small boxes where Python distinguishes what JavaScript does not.
 *
 * int → number while `Number.isSafeInteger`, else bigint; bool, None → boolean, null; str → string, or {@link WideString}
 * where UTF-16 would merge two lone surrogates into one character.
 */

/** A Python float; a raw JavaScript number is always an int. */
export class FloatConstant {
  constructor(readonly value: number) {}
}

/** A Python complex. */
export class ComplexConstant {
  constructor(
    readonly real: number,
    readonly imag: number,
  ) {}
}

/** A Python bytes object. */
export class BytesConstant {
  constructor(readonly value: Uint8Array) {}
}

/** A str in which a high surrogate code point is followed by a low one: its code points. */
export class WideString {
  constructor(readonly codePoints: Uint32Array) {}
}

/** A folded tuple display. */
export class TupleConstant {
  constructor(readonly items: readonly ConstantValue[]) {}
}

/** A folded set display on the right of `in`. */
export class FrozenSetConstant {
  constructor(readonly items: readonly ConstantValue[]) {}
}

/** `...` */
export class EllipsisConstant {
  static readonly instance = new EllipsisConstant()
}

/** Every constant but a code object. */
export type ConstantValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | FloatConstant
  | ComplexConstant
  | BytesConstant
  | WideString
  | TupleConstant
  | FrozenSetConstant
  | EllipsisConstant
