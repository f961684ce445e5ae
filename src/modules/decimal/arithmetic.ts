/**
 * The operations of the General Decimal Arithmetic Specification on {@link Num}: each takes operands and a context, gives the rounded result
 * and leaves its conditions in the context's status. Exponential functions are in transcendental.ts.
 */
import { intIsqrt } from '../../objects/intmath'
import {
  type Arith,
  adjusted,
  CEILING,
  CLAMPED,
  cutInexact,
  DIVISION_BY_ZERO,
  derived,
  digits,
  digitsOf,
  double10,
  etinyOf,
  etopOf,
  FINITE,
  FLOOR,
  finalize,
  fits,
  goesUp,
  HALF_EVEN,
  halfOf,
  IMPOSSIBLE,
  INEXACT,
  INFINITE,
  INVALID,
  infinity,
  invalid,
  isZero,
  NAN,
  type Num,
  nanOf,
  num,
  OVERFLOW,
  pow10,
  QUIET,
  ROUNDED,
  SIGNALING,
  SUBNORMAL,
  shifted,
  smallNum,
  UNDEFINED,
  UNDERFLOW,
} from './number'

/** `n` with another sign. */
export function withSign(n: Num, sign: number): Num {
  return n.sign === sign ? n : n.signed(sign)
}

/** Digits of a smaller operand below the larger one's last from which it pays to cut off what only rounding sees. */
const LONG = 60

/**
 * The smaller operand of a sum without the digits that lie below the precision, where its leading digit lies two places or more below that of the
 * larger operand, `top`, so that the sum has its own no more than one place below. What is cut off shows in the last digit (where the larger operand has none), which rounding
 * then cannot take for exact or for a half.
 */
function shortened(small: Num, top: number, lowest: number, c: Arith): Num {
  const last = Math.min(top - c.prec - 3, lowest - 1)
  if (last - small.exp <= LONG || adjusted(small) > top - 2) return small
  const unit = pow10(last - small.exp)
  let coef = small.coef / unit
  if (coef * unit !== small.coef && coef % 5n === 0n) coef++
  return num(small.sign, coef, last)
}

/** Sum of finite numbers, not rounded where that takes few digits. */
function sum(a: Num, b: Num, c: Arith): Num {
  let big = a
  let small = b
  if (big.exp < small.exp) {
    big = b
    small = a
  }
  const places = big.exp - small.exp
  if (places < 16 && big.small >= 0 && small.small >= 0) {
    const left = big.small * double10(places)
    const total = big.sign === small.sign ? left + small.small : left - small.small
    if (left <= Number.MAX_SAFE_INTEGER && total <= Number.MAX_SAFE_INTEGER) {
      if (total > 0) return smallNum(big.sign, total, small.exp)
      if (total < 0) return smallNum(small.sign, -total, small.exp)
      return smallNum(big.sign === small.sign ? big.sign : c.rounding === FLOOR ? 1 : 0, 0, small.exp)
    }
  }
  let coef = big.coef
  if (big.exp !== small.exp && coef !== 0n) {
    const digits = digitsOf(coef)
    const limit = big.exp - 1 + (digits > c.prec ? 0 : digits - c.prec - 1)
    // A far smaller operand matters only by being there.
    if (adjusted(small) < limit) small = num(small.sign, small.small === 0 ? 0n : 1n, limit)
    else if (big.exp - small.exp > LONG) small = shortened(small, big.exp + digits - 1, big.exp, c)
    coef *= pow10(big.exp - small.exp)
  }
  const exp = small.exp
  if (big.sign === small.sign) return num(big.sign, coef + small.coef, exp)
  const difference = coef - small.coef
  if (difference === 0n) return num(c.rounding === FLOOR ? 1 : 0, 0n, exp)
  return difference > 0n ? num(big.sign, difference, exp) : num(small.sign, -difference, exp)
}

/** `a + b` */
export function add(a: Num, b: Num, c: Arith): Num {
  if (a.kind !== FINITE || b.kind !== FINITE) {
    const nan = nanOf(a, b, c)
    if (nan !== null) return nan
    if (a.kind === INFINITE) return b.kind === INFINITE && a.sign !== b.sign ? invalid(c) : a
    return b
  }
  return finalize(sum(a, b, c), c)
}

/** `a - b` */
export function subtract(a: Num, b: Num, c: Arith): Num {
  return b.kind >= QUIET ? add(a, b, c) : add(a, withSign(b, 1 - b.sign), c)
}

/** `a × b` */
export function multiply(a: Num, b: Num, c: Arith): Num {
  const sign = a.sign ^ b.sign
  if (a.kind !== FINITE || b.kind !== FINITE) {
    const nan = nanOf(a, b, c)
    if (nan !== null) return nan
    return isZero(a) || isZero(b) ? invalid(c) : infinity(sign)
  }
  return finalize(product(sign, a, b), c)
}

/** The exact product of finite numbers. */
function product(sign: number, a: Num, b: Num): Num {
  if (a.small >= 0 && b.small >= 0) {
    const coef = a.small * b.small
    if (coef <= Number.MAX_SAFE_INTEGER) return smallNum(sign, coef, a.exp + b.exp)
  }
  return num(sign, a.coef * b.coef, a.exp + b.exp)
}

/** `a × b + d` with one rounding. */
export function fma(a: Num, b: Num, d: Num, c: Arith): Num {
  if (a.kind !== FINITE || b.kind !== FINITE || d.kind !== FINITE) {
    if (d.kind === SIGNALING && a.kind !== SIGNALING && b.kind !== SIGNALING) return nanOf(d, null, c)!
    const nan = nanOf(a, b, c)
    if (nan !== null) return nan
    const p = a.kind === FINITE && b.kind === FINITE ? a : multiply(a, b, c)
    if (p.kind >= QUIET) return p
    if (d.kind >= QUIET) return nanOf(d, null, c)!
    return a.kind === FINITE && b.kind === FINITE ? d : add(p, d, c)
  }
  return finalize(sum(product(a.sign ^ b.sign, a, b), d, c), c)
}

/** `a / b` */
export function divide(a: Num, b: Num, c: Arith): Num {
  const sign = a.sign ^ b.sign
  if (a.kind !== FINITE || b.kind !== FINITE) {
    const nan = nanOf(a, b, c)
    if (nan !== null) return nan
    if (a.kind === INFINITE) return b.kind === INFINITE ? invalid(c) : infinity(sign)
    c.status |= CLAMPED
    return num(sign, 0n, etinyOf(c))
  }
  if (b.small === 0) return divisionByZero(a, sign, c)
  const ideal = a.exp - b.exp
  if (a.small === 0) return finalize(smallNum(sign, 0, ideal), c)
  if (a.small > 0 && b.small > 0) {
    // Quotients of few digits, exact: at once, or after one or two places.
    for (
      let places = 0, dividend = a.small;
      places < 3 && dividend <= Number.MAX_SAFE_INTEGER;
      places++, dividend *= 10
    )
      if (dividend % b.small === 0) return finalize(smallNum(sign, dividend / b.small, ideal - places), c)
  }
  const left = digits(a)
  const right = digits(b)
  const lead = left < 300 && right < 300 ? leading(a, left) / leading(b, right) : 1
  // As many digits as the context has, where it can be told which operand's first digits are greater; else one or two more.
  let shift = right - left + c.prec + (lead > 1 ? -1 : 0)
  const known = Math.abs(lead - 1) > 1e-9 && ideal - shift >= c.emin && ideal - shift + c.prec <= c.emax
  if (!known) shift = right - left + c.prec + 1
  const dividend = shift > 0 ? a.coef * pow10(shift) : a.coef
  const divisor = shift < 0 ? b.coef * pow10(-shift) : b.coef
  let coef = dividend / divisor
  let exp = ideal - shift
  const rest = dividend - coef * divisor
  if (rest === 0n) {
    while (exp < ideal && coef % 10n === 0n) {
      coef /= 10n
      exp++
    }
  } else if (known) {
    c.status |= ROUNDED | INEXACT
    if (goesUp(c.rounding, sign, coef, halfOf(rest, divisor)) && ++coef === pow10(c.prec)) {
      coef = pow10(c.prec - 1)
      exp++
    }
  } else if (coef % 5n === 0n) {
    // A last digit that rounding cannot take for exact.
    coef++
  }
  return finalize(num(sign, coef, exp), c)
}

/** The coefficient as a fraction from 0.1 to 1, rounded. */
function leading(n: Num, length: number): number {
  return (n.small >= 0 ? n.small : Number(n.coef)) / double10(length)
}

function divisionByZero(a: Num, sign: number, c: Arith): Num {
  if (isZero(a)) return invalid(c, UNDEFINED)
  c.status |= DIVISION_BY_ZERO
  return infinity(sign)
}

/** Quotient and remainder of finite numbers, the quotient truncated; null where it has more digits than the context. */
function quotient(a: Num, b: Num, c: Arith): [Num, Num] | null {
  const sign = a.sign ^ b.sign
  const exp = Math.min(a.exp, b.exp)
  const distance = adjusted(a) - adjusted(b)
  if (a.small === 0 || distance < 0) {
    const shift = a.small === 0 ? 0 : a.exp - exp
    return [num(sign, 0n, 0), num(a.sign, shift > 0 ? a.coef * pow10(shift) : a.coef, exp)]
  }
  if (distance > c.prec) return null
  const dividend = a.coef * pow10(a.exp - exp)
  const divisor = b.coef * pow10(b.exp - exp)
  const q = dividend / divisor
  if (digitsOf(q) > c.prec) return null
  return [num(sign, q, 0), num(a.sign, dividend - q * divisor, exp)]
}

/** `a // b`, truncated. */
export function divideInt(a: Num, b: Num, c: Arith): Num {
  const sign = a.sign ^ b.sign
  if (a.kind !== FINITE || b.kind !== FINITE) {
    const nan = nanOf(a, b, c)
    if (nan !== null) return nan
    if (a.kind === INFINITE) return b.kind === INFINITE ? invalid(c) : infinity(sign)
    return num(sign, 0n, 0)
  }
  if (b.small === 0) return divisionByZero(a, sign, c)
  const pair = quotient(a, b, c)
  return pair === null ? invalid(c, IMPOSSIBLE) : finalize(pair[0], c)
}

/** `a % b`, with the sign of `a`. */
export function remainder(a: Num, b: Num, c: Arith): Num {
  if (a.kind !== FINITE || b.kind !== FINITE) {
    const nan = nanOf(a, b, c)
    if (nan !== null) return nan
    return a.kind === INFINITE ? invalid(c) : finalize(a, c)
  }
  if (b.small === 0) return invalid(c, a.small === 0 ? UNDEFINED : INVALID)
  const pair = quotient(a, b, c)
  return pair === null ? invalid(c, IMPOSSIBLE) : finalize(pair[1], c)
}

/** `divmod(a, b)` */
export function divmod(a: Num, b: Num, c: Arith): [Num, Num] {
  const sign = a.sign ^ b.sign
  if (a.kind !== FINITE || b.kind !== FINITE) {
    const nan = nanOf(a, b, c)
    if (nan !== null) return [nan, nan]
    if (a.kind === INFINITE) return [b.kind === INFINITE ? NAN : infinity(sign), invalid(c)]
    return [num(sign, 0n, 0), finalize(a, c)]
  }
  if (b.small === 0) {
    if (a.small === 0) return [NAN, invalid(c, UNDEFINED)]
    c.status |= DIVISION_BY_ZERO
    return [infinity(sign), invalid(c)]
  }
  const pair = quotient(a, b, c)
  if (pair === null) return [NAN, invalid(c, IMPOSSIBLE)]
  return [finalize(pair[0], c), finalize(pair[1], c)]
}

/** The remainder of smallest magnitude. */
export function remainderNear(a: Num, b: Num, c: Arith): Num {
  if (a.kind !== FINITE || b.kind !== FINITE) {
    const nan = nanOf(a, b, c)
    if (nan !== null) return nan
    return a.kind === INFINITE ? invalid(c) : finalize(a, c)
  }
  if (b.small === 0) return invalid(c, a.small === 0 ? UNDEFINED : INVALID)
  const distance = adjusted(a) - adjusted(b)
  const exp = Math.min(a.exp, b.exp)
  if (a.small === 0) return finalize(num(a.sign, 0n, exp), c)
  if (distance < -1) return finalize(num(a.sign, a.coef * pow10(a.exp - exp), exp), c)
  if (distance > c.prec) return invalid(c, IMPOSSIBLE)
  const dividend = a.coef * pow10(a.exp - exp)
  const divisor = b.coef * pow10(b.exp - exp)
  let q = dividend / divisor
  let r = dividend - q * divisor
  if (r * 2n > divisor || (r * 2n === divisor && (q & 1n) === 1n)) {
    r -= divisor
    q++
  }
  if (digitsOf(q) > c.prec) return invalid(c, IMPOSSIBLE)
  return finalize(r < 0n ? num(1 - a.sign, -r, exp) : num(a.sign, r, exp), c)
}

/** `+a` */
export function plus(a: Num, c: Arith): Num {
  if (a.kind >= QUIET) return nanOf(a, null, c)!
  return isZero(a) && c.rounding !== FLOOR ? finalize(withSign(a, 0), c) : finalize(a, c)
}

/** `-a` */
export function minus(a: Num, c: Arith): Num {
  if (a.kind >= QUIET) return nanOf(a, null, c)!
  return isZero(a) && c.rounding !== FLOOR ? finalize(withSign(a, 0), c) : finalize(withSign(a, 1 - a.sign), c)
}

/** `abs(a)` */
export function absolute(a: Num, c: Arith): Num {
  if (a.kind >= QUIET) return nanOf(a, null, c)!
  return finalize(withSign(a, 0), c)
}

/** Order of numbers that are not NaN. */
export function compareNumbers(a: Num, b: Num): number {
  if (isZero(a) && isZero(b)) return 0
  if (isZero(a)) return b.sign === 1 ? 1 : -1
  if (isZero(b) || a.sign !== b.sign) return a.sign === 1 ? -1 : 1
  if (a.exp === b.exp && a.small >= 0 && b.small >= 0 && a.kind === FINITE && b.kind === FINITE)
    return a.small === b.small ? 0 : a.small < b.small === (a.sign === 0) ? -1 : 1
  const magnitude = compareMagnitudes(a, b)
  return a.sign === 1 ? -magnitude : magnitude
}

/** Order of the absolute values. */
export function compareMagnitudes(a: Num, b: Num): number {
  if (a.kind === INFINITE || b.kind === INFINITE) return a.kind === b.kind ? 0 : a.kind === INFINITE ? 1 : -1
  if (a.small === 0 || b.small === 0) return a.coef === b.coef ? 0 : a.small === 0 ? -1 : 1
  const left = adjusted(a)
  const right = adjusted(b)
  if (left !== right) return left < right ? -1 : 1
  const x = a.exp > b.exp ? a.coef * pow10(a.exp - b.exp) : a.coef
  const y = b.exp > a.exp ? b.coef * pow10(b.exp - a.exp) : b.coef
  return x < y ? -1 : x === y ? 0 : 1
}

function ordered(order: number): Num {
  return num(order < 0 ? 1 : 0, order === 0 ? 0n : 1n, 0)
}

/** compare: -1, 0, 1 or NaN. */
export function compare(a: Num, b: Num, c: Arith): Num {
  return nanOf(a, b, c) ?? ordered(compareNumbers(a, b))
}

/** compare-signal: like compare, with every NaN invalid. */
export function compareSignal(a: Num, b: Num, c: Arith): Num {
  const nan = nanOf(a, b, c)
  if (nan === null) return ordered(compareNumbers(a, b))
  c.status |= INVALID
  return nan
}

/** Total order of all representations. */
export function totalOrder(a: Num, b: Num): number {
  if (a.sign !== b.sign) return a.sign === 1 ? -1 : 1
  const order = totalMagnitude(a, b)
  return a.sign === 1 ? -order : order
}

/** Total order without the signs. */
export function totalMagnitude(a: Num, b: Num): number {
  if (a.kind >= QUIET || b.kind >= QUIET) {
    if (a.kind < QUIET) return -1
    if (b.kind < QUIET) return 1
    if (a.kind !== b.kind) return a.kind === SIGNALING ? -1 : 1
    return a.coef < b.coef ? -1 : a.coef === b.coef ? 0 : 1
  }
  const order = compareMagnitudes(a, b)
  if (order !== 0 || a.kind === INFINITE) return order
  return a.exp < b.exp ? -1 : a.exp === b.exp ? 0 : 1
}

/** compare-total */
export function compareTotal(a: Num, b: Num): Num {
  return ordered(totalOrder(a, b))
}
/** compare-total-magnitude */
export function compareTotalMag(a: Num, b: Num): Num {
  return ordered(totalMagnitude(a, b))
}

function extreme(a: Num, b: Num, c: Arith, order: (a: Num, b: Num) => number, wanted: number): Num {
  if (a.kind === QUIET && b.kind < QUIET) return finalize(b, c)
  if (b.kind === QUIET && a.kind < QUIET) return finalize(a, c)
  const nan = nanOf(a, b, c)
  if (nan !== null) return nan
  const by = order(a, b) || totalOrder(a, b)
  return finalize(by * wanted >= 0 ? a : b, c)
}

/** The larger number. */
export function max(a: Num, b: Num, c: Arith): Num {
  return extreme(a, b, c, compareNumbers, 1)
}
/** The smaller number. */
export function min(a: Num, b: Num, c: Arith): Num {
  return extreme(a, b, c, compareNumbers, -1)
}
/** The number of larger magnitude. */
export function maxMag(a: Num, b: Num, c: Arith): Num {
  return extreme(a, b, c, compareMagnitudes, 1)
}
/** The number of smaller magnitude. */
export function minMag(a: Num, b: Num, c: Arith): Num {
  return extreme(a, b, c, compareMagnitudes, -1)
}

/** `a` with the exponent `exp`, rounded by the context's mode; conditions of inexactness are recorded. */
export function rescale(a: Num, exp: number, c: Arith): Num {
  if (a.small === 0) return smallNum(a.sign, 0, exp)
  if (a.exp >= exp) {
    const places = a.exp - exp
    if (places < 16 && a.small > 0) {
      const coef = a.small * double10(places)
      if (coef <= Number.MAX_SAFE_INTEGER) return smallNum(a.sign, coef, exp)
    }
    return num(a.sign, a.coef * pow10(places), exp)
  }
  const r = shifted(a, exp - a.exp, c.rounding, exp)
  c.status |= ROUNDED
  if (cutInexact) c.status |= INEXACT
  return r
}

/** `a` with the exponent of `b`. */
export function quantize(a: Num, b: Num, c: Arith): Num {
  if (a.kind !== FINITE || b.kind !== FINITE) {
    const nan = nanOf(a, b, c)
    if (nan !== null) return nan
    return a.kind === b.kind ? a : invalid(c)
  }
  if (b.exp > c.emax || b.exp < etinyOf(c)) return invalid(c)
  if (a.small !== 0 && digits(a) + a.exp - b.exp > c.prec) return invalid(c)
  const before = c.status
  const r = rescale(a, b.exp, c)
  if (fits(r, c)) return r
  if (digits(r) > c.prec || adjusted(r) > c.emax) {
    c.status = before
    return invalid(c)
  }
  return finalize(r, c)
}

/** An integer of the same value, rounded; records conditions where `exact`. */
export function toIntegral(a: Num, c: Arith, exact: boolean): Num {
  if (a.kind >= QUIET) return nanOf(a, null, c)!
  if (a.kind === INFINITE || a.exp >= 0) return a
  const inner = derived(c)
  const r = rescale(a, 0, inner)
  if (exact) c.status |= inner.status
  return r
}

/** `a` without trailing zeros. */
export function reduce(a: Num, c: Arith): Num {
  if (a.kind >= QUIET) return nanOf(a, null, c)!
  if (a.kind === INFINITE) return a
  const r = finalize(a, c)
  if (r.kind !== FINITE) return r
  if (r.small === 0) return num(r.sign, 0n, 0)
  let { coef, exp } = r
  const top = c.clamp === 1 ? etopOf(c) : c.emax
  while (exp < top && coef % 10n === 0n) {
    coef /= 10n
    exp++
  }
  return num(r.sign, coef, exp)
}

/** Square root, correctly rounded half even. */
export function squareRoot(a: Num, context: Arith): Num {
  if (a.kind >= QUIET) return nanOf(a, null, context)!
  if (isZero(a)) return finalize(num(a.sign, 0n, Math.floor(a.exp / 2)), context)
  if (a.sign === 1) return invalid(context)
  if (a.kind === INFINITE) return a
  const c = derived(context, context.prec, HALF_EVEN)
  const length = digits(a)
  const odd = a.exp % 2 !== 0
  let exp = Math.floor(a.exp / 2)
  let coef = odd ? a.coef * 10n : a.coef
  const shift = c.prec + 1 - (odd ? (length >> 1) + 1 : (length + 1) >> 1)
  let exact = true
  if (shift >= 0) coef *= pow10(2 * shift)
  else {
    const unit = pow10(-2 * shift)
    exact = coef % unit === 0n
    coef /= unit
  }
  let root = BigInt(intIsqrt(coef))
  if (exact && root * root === coef) {
    root = shift >= 0 ? root / pow10(shift) : root * pow10(-shift)
  } else {
    exp -= shift
    if (root % 5n === 0n) root++
  }
  const r = finalize(num(0, root, exp), c)
  context.status |= c.status
  return r
}

/** Exponent of the leading digit, as a number. */
export function logb(a: Num, c: Arith): Num {
  if (a.kind >= QUIET) return nanOf(a, null, c)!
  if (a.kind === INFINITE) return infinity(0)
  if (a.small === 0) {
    c.status |= DIVISION_BY_ZERO
    return infinity(1)
  }
  const e = BigInt(adjusted(a))
  return finalize(num(e < 0n ? 1 : 0, e < 0n ? -e : e, 0), c)
}

/** The value of a whole number with exponent 0 that is at most `limit` in magnitude, else null. */
function smallInt(b: Num, limit: number): number | null {
  if (b.kind !== FINITE || b.exp !== 0 || b.coef > BigInt(limit)) return null
  return b.sign === 1 ? -Number(b.coef) : Number(b.coef)
}

/** `a × 10**b` */
export function scaleb(a: Num, b: Num, c: Arith): Num {
  const nan = nanOf(a, b, c)
  if (nan !== null) return nan
  const n = smallInt(b, 2 * (c.emax + c.prec))
  if (n === null) return invalid(c)
  return a.kind === INFINITE ? a : finalize(num(a.sign, a.coef, a.exp + n), c)
}

/** Digits moved by `b` places within the precision; those that leave are lost, or with `around` come in again. */
function move(a: Num, b: Num, c: Arith, around: boolean): Num {
  const nan = nanOf(a, b, c)
  if (nan !== null) return nan
  const n = smallInt(b, c.prec)
  if (n === null) return invalid(c)
  if (a.kind === INFINITE) return a
  const modulus = pow10(c.prec)
  const coef = a.coef % modulus
  let moved: bigint
  if (around) {
    const left = n < 0 ? n + c.prec : n
    moved = ((coef * pow10(left)) % modulus) + coef / pow10(c.prec - left)
  } else moved = n < 0 ? coef / pow10(-n) : (coef * pow10(n)) % modulus
  return num(a.sign, moved, a.exp)
}

/** Digits shifted by `b` places. */
export function shift(a: Num, b: Num, c: Arith): Num {
  return move(a, b, c, false)
}
/** Digits rotated by `b` places. */
export function rotate(a: Num, b: Num, c: Arith): Num {
  return move(a, b, c, true)
}

/** The digits of a logical operand (zeros and ones, exponent 0), or null. */
function logicalDigits(a: Num, c: Arith): string | null {
  if (a.kind !== FINITE || a.sign === 1 || a.exp !== 0) return null
  const text = a.coef.toString()
  // Digits beyond the precision are dropped.
  return /^[01]+$/.test(text) ? text.slice(-c.prec) : null
}

/** A digit-wise operation on logical operands. */
export function logical(a: Num, b: Num, c: Arith, f: (x: number, y: number) => number): Num {
  const x = logicalDigits(a, c)
  const y = logicalDigits(b, c)
  if (x === null || y === null) return invalid(c)
  const length = Math.max(x.length, y.length)
  const left = x.padStart(length, '0')
  const right = y.padStart(length, '0')
  let text = ''
  for (let i = 0; i < length; i++) text += f(left.charCodeAt(i) & 1, right.charCodeAt(i) & 1)
  return num(0, BigInt(text), 0)
}

/** Every digit of the precision inverted. */
export function logicalInvert(a: Num, c: Arith): Num {
  const x = logicalDigits(a, c)
  if (x === null) return invalid(c)
  return num(0, (pow10(c.prec) - 1n) / 9n - BigInt(x), 0)
}

/** The next number towards `sign`'s infinity; `largest` is what lies next to the other infinity. */
function next(a: Num, c: Arith, sign: number): Num {
  if (a.kind >= QUIET) return nanOf(a, null, c)!
  if (a.kind === INFINITE) return a.sign === sign ? a : num(a.sign, pow10(c.prec) - 1n, etopOf(c))
  const inner = derived(c, c.prec, sign === 0 ? CEILING : FLOOR)
  const rounded = finalize(a, inner)
  if (rounded.kind !== FINITE || compareNumbers(rounded, a) !== 0) return rounded
  return add(a, num(sign, 1n, etinyOf(c) - 1), inner)
}

/** The next larger number. */
export function nextPlus(a: Num, c: Arith): Num {
  return next(a, c, 0)
}
/** The next smaller number. */
export function nextMinus(a: Num, c: Arith): Num {
  return next(a, c, 1)
}

/** The next number from `a` towards `b`. */
export function nextToward(a: Num, b: Num, c: Arith): Num {
  const nan = nanOf(a, b, c)
  if (nan !== null) return nan
  const order = compareNumbers(a, b)
  if (order === 0) return withSign(a, b.sign)
  const r = next(a, c, order < 0 ? 0 : 1)
  if (r.kind === INFINITE) c.status |= OVERFLOW | ROUNDED | INEXACT
  else if (adjusted(r) < c.emin) {
    c.status |= UNDERFLOW | SUBNORMAL | ROUNDED | INEXACT
    if (r.small === 0) c.status |= CLAMPED
  }
  return r
}

/** Whether a number is normal in a context. */
export function isNormal(a: Num, c: Arith): boolean {
  return a.kind === FINITE && a.small !== 0 && adjusted(a) >= c.emin
}
/** Whether a number is subnormal in a context. */
export function isSubnormal(a: Num, c: Arith): boolean {
  return a.kind === FINITE && a.small !== 0 && adjusted(a) < c.emin
}

/** The class of a number, as the specification names it. */
export function numberClass(a: Num, c: Arith): string {
  if (a.kind === SIGNALING) return 'sNaN'
  if (a.kind === QUIET) return 'NaN'
  const sign = a.sign === 1 ? '-' : '+'
  if (a.kind === INFINITE) return `${sign}Infinity`
  if (a.small === 0) return `${sign}Zero`
  return isNormal(a, c) ? `${sign}Normal` : `${sign}Subnormal`
}

/** Whether two numbers have the same exponent (or are both infinite, or both NaN). */
export function sameQuantum(a: Num, b: Num): boolean {
  if (a.kind !== FINITE || b.kind !== FINITE) return a.kind === b.kind || (a.kind >= QUIET && b.kind >= QUIET)
  return a.exp === b.exp
}
