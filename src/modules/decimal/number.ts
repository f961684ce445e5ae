/**
 * Decimal numbers apart from Python: the representation, the contexts of arithmetic, rounding, and the conversion from and to text
 * (General Decimal Arithmetic Specification 1.70, which libmpdec implements for CPython).
 *
 * A number is sign, coefficient and exponent; an operation gives a raw result of any length and {@link finalize} rounds it to the
 * context and records in `status` what happened. Exponents are JavaScript numbers: exact to 2**53, the specification's limits being wider.
 * A coefficient that a double holds exactly, which is most of them, is a double: BigInts cost an object and a call for every operation.
 */

import type { Int } from '../../objects/object'

/** Kinds of a {@link Num}. */
export const FINITE = 0
export const INFINITE = 1
export const QUIET = 2
export const SIGNALING = 3

/** A decimal number; never changed after it is made. The coefficient of a NaN is its payload. */
export class Num {
  constructor(
    readonly kind: number,
    /** 1 for negative. */
    readonly sign: number,
    /** The coefficient where it is a safe integer, else -1. */
    readonly small: number,
    private big: bigint | null,
    readonly exp: number,
  ) {}

  /** The coefficient, whatever its size. */
  get coef(): bigint {
    return (this.big ??= BigInt(this.small))
  }

  /** The same coefficient and exponent with another sign. */
  signed(sign: number): Num {
    return new Num(this.kind, sign, this.small, this.big, this.exp)
  }
}

/** Conditions, as bits of a status; the first five together are the signal InvalidOperation. */
export const INVALID = 1
export const SYNTAX = 2
export const IMPOSSIBLE = 4
export const UNDEFINED = 8
export const BAD_CONTEXT = 16
export const IEEE_INVALID = 31
export const FLOAT_OPERATION = 32
export const DIVISION_BY_ZERO = 64
export const OVERFLOW = 128
export const UNDERFLOW = 256
export const SUBNORMAL = 512
export const INEXACT = 1024
export const ROUNDED = 2048
export const CLAMPED = 4096

/** Rounding modes in the order of the names that Python shows. */
export const roundingNames = [
  'ROUND_UP',
  'ROUND_DOWN',
  'ROUND_CEILING',
  'ROUND_FLOOR',
  'ROUND_HALF_UP',
  'ROUND_HALF_DOWN',
  'ROUND_HALF_EVEN',
  'ROUND_05UP',
] as const
export const UP = 0
export const DOWN = 1
export const CEILING = 2
export const FLOOR = 3
export const HALF_UP = 4
export const HALF_DOWN = 5
export const HALF_EVEN = 6
export const ZERO_FIVE_UP = 7

/** What arithmetic asks of a context; operations or their conditions into `status`. */
export interface Arith {
  prec: number
  rounding: number
  emin: number
  emax: number
  clamp: number
  status: number
}

/** A context of the same limits with another precision or rounding, its status empty. */
export function derived(c: Arith, prec = c.prec, rounding = c.rounding): Arith {
  return { prec, rounding, emin: c.emin, emax: c.emax, clamp: c.clamp, status: 0 }
}

/** The context with the widest limits, for exact conversions. */
export function widest(): Arith {
  return {
    prec: 1e18,
    rounding: HALF_EVEN,
    emin: -1e18,
    emax: 1e18,
    clamp: 0,
    status: 0,
  }
}

function make(kind: number, sign: number, coef: bigint, exp: number): Num {
  const n = Number(coef)
  return n <= Number.MAX_SAFE_INTEGER ? new Num(kind, sign, n, null, exp) : new Num(kind, sign, -1, coef, exp)
}

/** A finite number. */
export function num(sign: number, coef: bigint, exp: number): Num {
  return make(FINITE, sign, coef, exp)
}
/** A finite number of a coefficient that is a safe integer. */
export function smallNum(sign: number, coef: number, exp: number): Num {
  return new Num(FINITE, sign, coef, null, exp)
}
/** An infinity. */
export function infinity(sign: number): Num {
  return new Num(INFINITE, sign, 0, null, 0)
}
/** A NaN of a payload. */
export function nan(kind: number, sign: number, payload: bigint): Num {
  return make(kind, sign, payload, 0)
}
export const NAN = nan(QUIET, 0, 0n)
export const ZERO = smallNum(0, 0, 0)
export const ONE = smallNum(0, 1, 0)

/** Small powers, without holes, since the engine reads an array with holes by a slow way. */
const powers: bigint[] = [1n]
/** The same as doubles, rounded. */
const doubles: number[] = [1]

/** Large powers asked for lately: those of a computation with many digits come again and again. */
const large = new Map<number, bigint>()
const MOST_LARGE = 64
const LARGEST_KEPT = 50_000

/** 10**n; small powers are kept, large ones for a while. */
export function pow10(n: number): bigint {
  if (n < 512) {
    while (powers.length <= n) powers.push(powers[powers.length - 1]! * 10n)
    return powers[n]!
  }
  let power = large.get(n)
  if (power === undefined) {
    power = 10n ** BigInt(n)
    if (n > LARGEST_KEPT) return power
    if (large.size === MOST_LARGE) large.clear()
    large.set(n, power)
  }
  return power
}

/** 10**n as a double, exact to 22. */
export function double10(n: number): number {
  while (doubles.length <= n) doubles.push(Number(pow10(doubles.length)))
  return doubles[n]!
}

const doubleParts = new Float64Array(1)
const doubleWords = new Uint32Array(doubleParts.buffer)

/** Number of decimal digits of a safe integer. */
function smallDigits(n: number): number {
  let digits = 1
  for (let power = 10; n >= power; power *= 10) digits++
  return digits
}

/** Number of decimal digits of a number's coefficient; 1 for zero. */
export function digits(n: Num): number {
  return n.small >= 0 ? smallDigits(n.small) : digitsOf(n.coef)
}

/** Number of decimal digits of a coefficient; 1 for zero. */
export function digitsOf(coef: bigint): number {
  const n = Number(coef)
  if (n < 1e15) return smallDigits(n)
  if (n < 1e300) {
    // From the exponent of two, at most one too few. Rounding keeps the order: only where both round to the same double do the numbers themselves have to be compared.
    doubleParts[0] = n
    let exp = (((doubleWords[1]! >>> 20) - 1023) * 1233) >> 12
    while (n >= double10(exp + 1)) exp++
    return n === double10(exp) && coef < pow10(exp) ? exp : exp + 1
  }
  const log = log10(coef)
  const exp = Math.round(log)
  // Where the logarithm is too near to that of a power of ten, the numbers are compared.
  if (Math.abs(log - exp) < 1e-6) return coef < pow10(exp) ? exp : exp + 1
  return Math.floor(log) + 1
}

/** How many bits of a large number were left out the last time; the numbers of a computation are of much the same length. */
let usualShift = 960

/** The logarithm of a large number, good to 1e-7. */
function log10(coef: bigint): number {
  let top = Number(coef >> BigInt(usualShift))
  if (top < 1e15 || top >= 1e300) {
    usualShift = coef.toString(16).length * 4 - 500
    top = Number(coef >> BigInt(usualShift))
  }
  return Math.log10(top) + usualShift * LOG10_2
}

const LOG10_2 = Math.log10(2)

/** Exponent of the leading digit. */
export function adjusted(n: Num): number {
  return n.exp + digits(n) - 1
}

/** Smallest exponent of a subnormal number. */
export function etinyOf(c: Arith): number {
  return c.emin - c.prec + 1
}
/** Largest exponent of a number with all digits. */
export function etopOf(c: Arith): number {
  return c.emax - c.prec + 1
}

/** Whether a finite zero. */
export function isZero(n: Num): boolean {
  return n.kind === FINITE && n.small === 0
}

/** Whether the kept part goes up by one, given what was cut off: its comparison with a half (-1, 0, 1), and that it is not zero. */
export function goesUp(rounding: number, sign: number, kept: Int, half: number): boolean {
  switch (rounding) {
    case UP:
      return true
    case DOWN:
      return false
    case CEILING:
      return sign === 0
    case FLOOR:
      return sign === 1
    case HALF_UP:
      return half >= 0
    case HALF_DOWN:
      return half > 0
    case HALF_EVEN:
      return half > 0 || (half === 0 && (typeof kept === 'number' ? kept % 2 === 1 : (kept & 1n) === 1n))
    default:
      return typeof kept === 'number' ? kept % 5 === 0 : kept % 5n === 0n
  }
}

/** Whether the last {@link shifted} cut off something other than zeros. */
export let cutInexact = false

/** Quotients above are not trusted to the digits that {@link shifted} reads off them. */
const LARGEST_ESTIMATE = 1e12
/** How near to a whole number or a half such a quotient is looked at exactly; it is wrong by less than half of this. */
const DOUBT = 1e-3

/** A number without its last `n` digits, rounded; its exponent becomes `exp`. */
export function shifted(x: Num, n: number, rounding: number, exp: number): Num {
  const { sign, small } = x
  cutInexact = false
  if (small === 0) return smallNum(sign, 0, exp)
  if (n < 16 && small > 0) return smallNum(sign, shiftSmall(small, double10(n), sign, rounding), exp)
  if (n > 100 && n > digits(x) + 1) {
    // The value lies far below a half.
    cutInexact = true
    return smallNum(sign, goesUp(rounding, sign, 0, -1) ? 1 : 0, exp)
  }
  const { coef } = x
  if (n < 300) {
    // A quotient that is far from where rounding changes is read off the doubles.
    const quotient = Number(coef) / double10(n)
    if (quotient < LARGEST_ESTIMATE) {
      const kept = Math.floor(quotient)
      const part = quotient - kept
      if (part > DOUBT && part < 1 - DOUBT && (part < 0.5 - DOUBT || part > 0.5 + DOUBT)) {
        cutInexact = true
        return smallNum(sign, goesUp(rounding, sign, kept, part < 0.5 ? -1 : 1) ? kept + 1 : kept, exp)
      }
    }
  }
  const unit = pow10(n)
  const kept = coef / unit
  const rest = coef - kept * unit
  if (rest === 0n) return num(sign, kept, exp)
  cutInexact = true
  return num(sign, goesUp(rounding, sign, kept, halfOf(rest, unit)) ? kept + 1n : kept, exp)
}

/** How a remainder compares with half of what was divided by. */
export function halfOf(rest: bigint, divisor: bigint): number {
  const part = Number(rest) / Number(divisor)
  // Neither for two numbers that are both beyond doubles; one alone tells nothing.
  if (part < 0.499 && part > 0) return -1
  if (part > 0.501) return 1
  const twice = rest * 2n
  return twice < divisor ? -1 : twice === divisor ? 0 : 1
}

/** {@link shifted} for whole numbers that doubles hold. */
function shiftSmall(coef: number, unit: number, sign: number, rounding: number): number {
  const rest = coef % unit
  const kept = (coef - rest) / unit
  if (rest === 0) return kept
  cutInexact = true
  const half = unit - rest
  return goesUp(rounding, sign, kept, rest < half ? -1 : rest === half ? 0 : 1) ? kept + 1 : kept
}

function overflowed(sign: number, c: Arith): Num {
  c.status |= OVERFLOW | INEXACT | ROUNDED
  const r = c.rounding
  const largest = r === DOWN || r === ZERO_FIVE_UP || (r === CEILING && sign === 1) || (r === FLOOR && sign === 0)
  return largest ? num(sign, pow10(c.prec) - 1n, etopOf(c)) : infinity(sign)
}

/** A NaN whose payload fits the context. */
export function finalizeNaN(n: Num, c: Arith): Num {
  const limit = c.prec - c.clamp
  if (n.small === 0 || digits(n) <= limit) return n
  return nan(n.kind, n.sign, limit <= 0 ? 0n : n.coef % pow10(limit))
}

/** Whether a number has so few digits, and an exponent so far from the limits, that it stands as it is in the context. */
export function fits(n: Num, c: Arith): boolean {
  return n.small >= 0 && c.prec >= 16 && n.exp >= c.emin && n.exp + 16 <= c.emax && c.clamp === 0 && n.kind === FINITE
}

/** Rounds a result to the context. */
export function finalize(n: Num, c: Arith): Num {
  if (fits(n, c)) return n
  if (n.kind !== FINITE) return n.kind === INFINITE ? n : finalizeNaN(n, c)
  const sign = n.sign
  let exp = n.exp
  if (n.small === 0) {
    const top = c.clamp === 1 ? etopOf(c) : c.emax
    const tiny = etinyOf(c)
    if (exp > top || exp < tiny) {
      c.status |= CLAMPED
      return smallNum(sign, 0, exp > top ? top : tiny)
    }
    return n
  }
  const length = digits(n)
  const adj = exp + length - 1
  if (adj < c.emin) {
    c.status |= SUBNORMAL
    const tiny = etinyOf(c)
    if (exp >= tiny) return foldDown(n, c)
    const r = shifted(n, tiny - exp, c.rounding, tiny)
    c.status |= ROUNDED
    if (cutInexact) {
      c.status |= INEXACT | UNDERFLOW
      if (r.small === 0) c.status |= CLAMPED
    }
    return r
  }
  if (length > c.prec) {
    exp += length - c.prec
    let r = shifted(n, length - c.prec, c.rounding, exp)
    c.status |= ROUNDED
    if (cutInexact) c.status |= INEXACT
    if (digits(r) > c.prec) {
      exp++
      r = num(sign, pow10(c.prec - 1), exp)
    }
    return exp + c.prec - 1 > c.emax ? overflowed(sign, c) : r
  }
  if (adj > c.emax) return overflowed(sign, c)
  return foldDown(n, c)
}

/** With `clamp`, an exponent above the largest for a full coefficient is brought down to it. */
function foldDown(n: Num, c: Arith): Num {
  const top = etopOf(c)
  if (c.clamp === 0 || n.exp <= top) return n
  c.status |= CLAMPED
  return num(n.sign, n.coef * pow10(n.exp - top), top)
}

/** A NaN result of an invalid operation. */
export function invalid(c: Arith, condition = INVALID): Num {
  c.status |= condition
  return NAN
}

/** The NaN that an operation on NaNs gives, or null where neither operand is one. */
export function nanOf(a: Num, b: Num | null, c: Arith): Num | null {
  const bNaN = b !== null && b.kind >= QUIET
  if (a.kind < QUIET && !bNaN) return null
  const chosen = a.kind === SIGNALING ? a : bNaN && b.kind === SIGNALING ? b : a.kind >= QUIET ? a : b!
  if (chosen.kind === SIGNALING) c.status |= INVALID
  return finalizeNaN(nan(QUIET, chosen.sign, chosen.coef), c)
}

const pattern = /^([+-])?(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:e([+-]?\d+))?$/i
const special = /^([+-])?(?:(inf(?:inity)?)|(s)?nan(\d*))$/i

/** The number of a text of a sign, at most fifteen digits and a point among them; null for any other. */
export function parseShort(text: string): Num | null {
  const length = text.length
  const first = text.charCodeAt(0)
  const start = first === 45 || first === 43 ? 1 : 0
  if (length - start > 16) return null
  let coef = 0
  let digits = 0
  let point = -1
  for (let i = start; i < length; i++) {
    const c = text.charCodeAt(i)
    if (c >= 48 && c <= 57) {
      coef = coef * 10 + (c - 48)
      digits++
    } else if (c === 46 && point < 0) point = i
    else return null
  }
  if (digits === 0 || digits > 15) return null
  return smallNum(first === 45 ? 1 : 0, coef, point < 0 ? 0 : point + 1 - length)
}

/** The number of a text of ASCII characters, without rounding; null where it is not one. */
export function parseNumber(text: string): Num | null {
  const m = pattern.exec(text)
  if (m !== null) {
    const fraction = m[3] ?? m[4] ?? ''
    const coef = BigInt((m[2] ?? '') + fraction)
    const exp = m[5] === undefined ? 0 : Number(m[5])
    return num(m[1] === '-' ? 1 : 0, coef, Math.max(Math.min(exp, 4e18), -4e18) - fraction.length)
  }
  const s = special.exec(text)
  if (s === null) return null
  const sign = s[1] === '-' ? 1 : 0
  if (s[2] !== undefined) return infinity(sign)
  return nan(s[3] === undefined ? QUIET : SIGNALING, sign, BigInt(s[4] === '' ? 0 : s[4]!))
}

/** The digits of the coefficient. */
export function coefText(n: Num): string {
  return n.small >= 0 ? String(n.small) : n.coef.toString()
}

/** Scientific (or engineering) notation of the specification's to-scientific-string. */
export function toText(n: Num, capitals: boolean, engineering = false): string {
  const sign = n.sign === 1 ? '-' : ''
  if (n.kind === INFINITE) return `${sign}Infinity`
  if (n.kind >= QUIET) return `${sign}${n.kind === SIGNALING ? 'sNaN' : 'NaN'}${n.small === 0 ? '' : n.coef}`
  const digits = coefText(n)
  const left = n.exp + digits.length
  let dot: number
  if (n.exp <= 0 && left > -6) dot = left
  else if (!engineering) dot = 1
  else if (n.small === 0) dot = mod3(left + 1) - 1
  else dot = mod3(left - 1) + 1
  let body: string
  if (dot <= 0) body = `0.${'0'.repeat(-dot)}${digits}`
  else if (dot >= digits.length) body = digits + '0'.repeat(dot - digits.length)
  else body = `${digits.slice(0, dot)}.${digits.slice(dot)}`
  if (left === dot) return sign + body
  const e = left - dot
  return `${sign}${body}${capitals ? 'E' : 'e'}${e < 0 ? '-' : '+'}${BigInt(Math.abs(e))}`
}

function mod3(n: number): number {
  return ((n % 3) + 3) % 3
}
