/** The element types of array: how an element is read and written (CPython: Modules/arraymodule.c, descriptors). */
import { overflowError, typeError, valueError } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { normalise } from '../objects/int'
import { type Int, typeOf, type Value } from '../objects/object'
import { asIndex } from '../objects/operators'
import { asString } from '../objects/str'
import { fromCodePoints, pointsOf } from '../objects/widestring'
import { realArgument } from './math'

/** A type code: its size, how an element is read and written. */
export interface Kind {
  readonly code: string
  readonly size: number
  get(view: DataView, at: number): Value
  set(view: DataView, at: number, v: Value): void
}

function intKind(
  code: string,
  size: number,
  name: string,
  read: (v: DataView, at: number) => Int,
  write: (v: DataView, at: number, n: Int) => void,
): Kind {
  const unsigned = code === code.toUpperCase()
  const bits = BigInt(size * 8)
  const low = unsigned ? 0n : -(1n << (bits - 1n))
  const high = unsigned ? (1n << bits) - 1n : (1n << (bits - 1n)) - 1n
  return {
    code,
    size,
    get: read,
    set(view, at, v) {
      if (v instanceof PyFloat) throw typeError("'float' object cannot be interpreted as an integer")
      const n = asIndex(v)
      const big = BigInt(n)
      if (big < low)
        throw overflowError(
          size >= 8
            ? unsigned
              ? "can't convert negative value to unsigned int"
              : 'int too large to convert'
            : `${name} is less than minimum`,
        )
      if (big > high) throw overflowError(size >= 8 ? 'int too large to convert' : `${name} is greater than maximum`)
      write(view, at, n)
    },
  }
}

/** A code point in memory. Raises ValueError where it is none. */
export function checkedPoint(c: number, code: string): number {
  if (c > 0x10ffff && code === 'w') throw valueError('chr() arg not in range(0x110000)')
  if (c > 0x10ffff) throw valueError(`character U+${c.toString(16)} is not in range [U+0000; U+10ffff]`)
  return c
}

function charKind(code: string): Kind {
  return {
    code,
    size: 4,
    get: (view, at) => fromCodePoints([checkedPoint(view.getUint32(at, true), code)]),
    set(view, at, v) {
      if (asString(v) === undefined) throw typeError(`array item must be a unicode character, not ${typeOf(v).name}`)
      const points = pointsOf(v as string)
      if (points.length !== 1)
        throw typeError(`array item must be a string of length 1, not a string of length ${points.length}`)
      view.setUint32(at, points[0]!, true)
    },
  }
}

/** The kinds by their letters. */
export const kinds: Readonly<Record<string, Kind>> = {
  b: intKind(
    'b',
    1,
    'signed char',
    (v, at) => v.getInt8(at),
    (v, at, n) => v.setInt8(at, Number(n)),
  ),
  B: intKind(
    'B',
    1,
    'unsigned byte integer',
    (v, at) => v.getUint8(at),
    (v, at, n) => v.setUint8(at, Number(n)),
  ),
  u: charKind('u'),
  w: charKind('w'),
  h: intKind(
    'h',
    2,
    'signed short integer',
    (v, at) => v.getInt16(at, true),
    (v, at, n) => v.setInt16(at, Number(n), true),
  ),
  H: intKind(
    'H',
    2,
    'unsigned short',
    (v, at) => v.getUint16(at, true),
    (v, at, n) => v.setUint16(at, Number(n), true),
  ),
  i: intKind(
    'i',
    4,
    'signed int',
    (v, at) => v.getInt32(at, true),
    (v, at, n) => v.setInt32(at, Number(n), true),
  ),
  I: intKind(
    'I',
    4,
    'unsigned int',
    (v, at) => v.getUint32(at, true),
    (v, at, n) => v.setUint32(at, Number(n), true),
  ),
  l: intKind(
    'l',
    8,
    'signed long',
    (v, at) => normalise(v.getBigInt64(at, true)),
    (v, at, n) => v.setBigInt64(at, BigInt(n), true),
  ),
  L: intKind(
    'L',
    8,
    'unsigned long',
    (v, at) => normalise(v.getBigUint64(at, true)),
    (v, at, n) => v.setBigUint64(at, BigInt(n), true),
  ),
  q: intKind(
    'q',
    8,
    'signed long long',
    (v, at) => normalise(v.getBigInt64(at, true)),
    (v, at, n) => v.setBigInt64(at, BigInt(n), true),
  ),
  Q: intKind(
    'Q',
    8,
    'unsigned long long',
    (v, at) => normalise(v.getBigUint64(at, true)),
    (v, at, n) => v.setBigUint64(at, BigInt(n), true),
  ),
  f: {
    code: 'f',
    size: 4,
    get: (v, at) => new PyFloat(v.getFloat32(at, true)),
    set: (v, at, x) => v.setFloat32(at, realArgument(x), true),
  },
  d: {
    code: 'd',
    size: 8,
    get: (v, at) => new PyFloat(v.getFloat64(at, true)),
    set: (v, at, x) => v.setFloat64(at, realArgument(x), true),
  },
}
