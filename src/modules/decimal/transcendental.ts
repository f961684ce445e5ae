/**
 * Exponential, logarithms and power. Values are binary fixed-point BigInts computed with guard bits; a result is taken when the bounds of
 * its error round to the same decimal (Ziv's strategy), which always ends because only the exact cases, tested before, are rational.
 */
import { add, divide, multiply, subtract, withSign } from './arithmetic'
import {
  type Arith,
  adjusted,
  DIVISION_BY_ZERO,
  derived,
  digits,
  digitsOf,
  FINITE,
  finalize,
  HALF_EVEN,
  INEXACT,
  INFINITE,
  infinity,
  invalid,
  isZero,
  type Num,
  nanOf,
  num,
  ONE,
  pow10,
  QUIET,
  ROUNDED,
} from './number'

/** 1/n + 1/(3 n³) + … = atanh(1/n), with `bits` after the binary point. */
function atanhInverse(n: bigint, bits: bigint): bigint {
  let term = (1n << bits) / n
  let total = term
  const square = n * n
  for (let k = 3n; ; k += 2n) {
    term /= square
    if (term === 0n) return total
    total += term / k
  }
}

let ln10Bits = -1n
let ln10Value = 0n
/** Natural logarithm of ten, fixed-point. */
function ln10(bits: bigint): bigint {
  if (bits > ln10Bits) {
    const guarded = bits + 64n
    ln10Value = 46n * atanhInverse(31n, guarded) + 34n * atanhInverse(49n, guarded) + 20n * atanhInverse(161n, guarded)
    ln10Bits = guarded
  }
  return ln10Value >> (ln10Bits - bits)
}

/** e**r of a fixed-point r of small magnitude: Taylor's series after halvings. */
function expFixed(r: bigint, bits: bigint): bigint {
  const halvings = BigInt(Math.ceil(Math.sqrt(Number(bits))))
  const p = bits + 2n * halvings + 16n
  const x = (r << (p - bits)) >> halvings
  const one = 1n << p
  let term = one
  let total = one
  for (let k = 1n; ; k++) {
    term = (term * x) >> p
    term /= k
    if (term === 0n || term === -1n) break
    total += term
  }
  for (let i = 0n; i < halvings; i++) total = (total * total) >> p
  return total >> (p - bits)
}

/** A number as fixed-point, truncated. */
function fixed(a: Num, bits: bigint): bigint {
  const magnitude = a.exp >= 0 ? (a.coef * pow10(a.exp)) << bits : (a.coef << bits) / pow10(-a.exp)
  return a.sign === 1 ? -magnitude : magnitude
}

/** ln(a) of a positive finite number, fixed-point; the error is below 2**20 units. */
function lnFixed(a: Num, bits: bigint): bigint {
  const length = digits(a)
  let scale = a.exp + length - 1
  let m = (a.coef << bits) / pow10(length - 1)
  // A mantissa near 10 is taken as one just below 1, so that logarithms near zero lose no bits.
  if (m > 3n << bits) {
    m /= 10n
    scale++
  }
  const guess = Math.log(Number((m << 60n) >> bits) / 2 ** 60)
  const y = (BigInt(Math.round(guess * 2 ** 50)) << bits) >> 50n
  const t = ((m * expFixed(-y, bits)) >> bits) - (1n << bits)
  let term = t
  let total = t
  for (let k = 2n; term !== 0n && term !== -1n; k++) {
    term = -((term * t) >> bits)
    total += term / k
  }
  return y + total + BigInt(scale) * ln10(bits)
}

/** `value ± error` (fixed-point with `bits`, times 10**scale) with some digits more than the context has, null where the bounds differ. */
function settle(value: bigint, error: bigint, bits: bigint, scale: number, c: Arith): Num | null {
  const sign = value < 0n ? 1 : 0
  const magnitude = sign === 1 ? -value : value
  const low = truncateFixed(magnitude - error, bits, c.prec + 3)
  const high = truncateFixed(magnitude + error, bits, c.prec + 3)
  if (low === null || high === null || low.coef !== high.coef || low.exp !== high.exp) return null
  // A last digit that says that the value goes on.
  return num(sign, low.coef * 10n + 1n, low.exp + scale - 1)
}

function truncateFixed(magnitude: bigint, bits: bigint, prec: number): Num | null {
  if (magnitude <= 0n) return null
  // Digits before the decimal point, or negative the zeros after it, to within one.
  const binary = magnitude.toString(16).length * 4 - Number(bits)
  let places = prec + 2 - Math.floor(binary * Math.LOG10E * Math.LN2)
  let coef = places >= 0 ? (magnitude * pow10(places)) >> bits : magnitude / (pow10(-places) << bits)
  const surplus = digitsOf(coef) - prec
  if (surplus <= 0) return null
  coef /= pow10(surplus)
  places -= surplus
  return num(0, coef, -places)
}

function attempt(prec: number, compute: (bits: bigint) => Num | null): Num {
  for (let digits = prec + 12; ; digits = Math.ceil(digits * 1.5)) {
    const r = compute(BigInt(Math.ceil(digits * 3.33) + 32))
    if (r !== null) return r
  }
}

/** Rounds half even whatever the context says, and records the conditions in it. */
function half(c: Arith, f: (inner: Arith) => Num): Num {
  const inner = derived(c, c.prec, HALF_EVEN)
  const r = finalize(f(inner), inner)
  c.status |= inner.status
  return r
}

/** e**a */
export function exponential(a: Num, c: Arith): Num {
  if (a.kind >= QUIET) return nanOf(a, null, c)!
  if (a.kind === INFINITE) return a.sign === 1 ? num(0, 0n, 0) : a
  if (a.small === 0) return ONE
  return half(c, (inner) => {
    const adj = adjusted(a)
    if (adj < -c.prec - 1) {
      return num(0, pow10(c.prec + 3) + (a.sign === 1 ? -1n : 1n), -c.prec - 3)
    }
    const size = adj > 20 ? Number.POSITIVE_INFINITY : Number(`${a.coef}e${a.exp}`) / Math.LN10
    if (size > 2 * (c.emax + c.prec)) return num(0, 1n, (a.sign === 1 ? -4 : 4) * (c.emax + c.prec))
    return attempt(c.prec, (bits) => {
      const work = bits + BigInt(Math.max(0, adj) * 4 + 8)
      const x = fixed(a, work)
      const ten = ln10(work)
      const k = x / ten
      return settle(expFixed(x - k * ten, work), 1n << 20n, work, Number(k), inner)
    })
  })
}

/** Digits that cancel in a logarithm: those by which the number is close to 1. */
function cancelled(a: Num): number {
  const adj = adjusted(a)
  if (adj !== 0 && adj !== -1) return 0
  const wide = derived({ prec: 0, rounding: HALF_EVEN, emin: -1e15, emax: 1e15, clamp: 0, status: 0 }, digits(a) + 4)
  return Math.max(0, -adjusted(subtract(a, ONE, wide)))
}

/** Natural logarithm. */
export function naturalLog(a: Num, c: Arith): Num {
  if (a.kind >= QUIET) return nanOf(a, null, c)!
  if (isZero(a)) return infinity(1)
  if (a.sign === 1) return invalid(c)
  if (a.kind === INFINITE) return a
  if (isOne(a)) return num(0, 0n, 0)
  return half(c, (inner) =>
    attempt(c.prec + cancelled(a), (bits) => settle(lnFixed(a, bits), 1n << 20n, bits, 0, inner)),
  )
}

/** Whether exactly 1. */
function isOne(a: Num): boolean {
  return a.kind === FINITE && a.exp <= 0 && adjusted(a) === 0 && a.coef === pow10(-a.exp)
}

/** Logarithm to base ten. */
export function log10(a: Num, c: Arith): Num {
  if (a.kind >= QUIET) return nanOf(a, null, c)!
  if (isZero(a)) return infinity(1)
  if (a.sign === 1) return invalid(c)
  if (a.kind === INFINITE) return a
  const length = digits(a)
  if (a.coef === pow10(length - 1)) {
    const e = BigInt(a.exp + length - 1)
    return half(c, () => num(e < 0n ? 1 : 0, e < 0n ? -e : e, 0))
  }
  return half(c, (inner) =>
    attempt(c.prec + cancelled(a), (bits) => {
      const value = (lnFixed(a, bits) << bits) / ln10(bits)
      return settle(value, 1n << 20n, bits, 0, inner)
    }),
  )
}

/** The number as an integer where it is one. */
function wholeNumber(a: Num): boolean {
  return a.kind === FINITE && (a.small === 0 || a.exp >= 0 || (-a.exp <= digits(a) && a.coef % pow10(-a.exp) === 0n))
}

function isOdd(a: Num): boolean {
  if (a.exp > 0) return false
  return ((a.coef / pow10(-a.exp)) & 1n) === 1n
}

/** `a ** b`. Whole exponents by squaring, others by e**(b ln a); almost always correctly rounded. */
export function power(a: Num, b: Num, c: Arith): Num {
  const nan = nanOf(a, b, c)
  if (nan !== null) return nan
  const whole = wholeNumber(b)
  const sign = a.sign === 1 && whole && isOdd(b) ? 1 : 0
  if (isZero(b)) return isZero(a) ? invalid(c) : ONE
  if (isZero(a)) {
    return b.sign === 0 ? finalize(num(sign, 0n, 0), c) : infinity(sign)
  }
  if (a.sign === 1 && !whole) return invalid(c)
  if (a.kind === INFINITE) return b.sign === 0 ? infinity(sign) : num(sign, 0n, 0)
  if (b.kind === INFINITE) {
    const magnitude = adjusted(a) >= 0 && !isOne(withSign(a, 0))
    if (isOne(withSign(a, 0))) {
      c.status |= INEXACT | ROUNDED
      return num(0, pow10(c.prec - 1), 1 - c.prec)
    }
    return magnitude === (b.sign === 0) ? infinity(0) : num(0, 0n, 0)
  }
  const base = withSign(a, 0)
  if (isOne(base)) {
    // The exponent of the exact result is b times that of the base, as far as the precision goes.
    if (whole && b.sign === 1) return num(sign, 1n, 0)
    const wanted = whole ? b.coef * pow10(Math.min(Math.max(b.exp, 0), 30)) * BigInt(-base.exp) : BigInt(c.prec)
    const shift = wanted > BigInt(c.prec - 1) ? c.prec - 1 : Number(wanted)
    if (BigInt(shift) !== wanted) c.status |= whole ? ROUNDED : INEXACT | ROUNDED
    return num(sign, pow10(shift), -shift)
  }
  const bound = outOfBounds(base, b, c)
  if (bound !== 0) return finalize(num(sign, 1n, bound * 2 * (c.emax + c.prec)), c)
  return whole ? wholePower(base, b, sign, c) : realPower(base, b, c)
}

/** 1 or -1 where the power surely overflows or underflows. */
function outOfBounds(base: Num, b: Num, c: Arith): number {
  const near = adjusted(base)
  // log10(base) is at least this far from zero only where the leading digits say so.
  const log = near + Math.log10(Number(base.coef.toString().slice(0, 15)) / 10 ** (Math.min(15, digits(base)) - 1))
  if (Math.abs(log) < 1e-6) return 0
  const exponent = Number(`${b.coef}e${b.exp}`) * (b.sign === 1 ? -1 : 1)
  const e = log * exponent
  return e > 1.1 * (c.emax + c.prec) + 10 ? 1 : e < -1.1 * (c.emax + 2 * c.prec) - 10 ? -1 : 0
}

function wholePower(base: Num, b: Num, sign: number, c: Arith): Num {
  const work = derived(c, c.prec + digits(b) + b.exp + 2 + (b.sign === 1 ? 1 : 0), HALF_EVEN)
  work.clamp = 0
  const factor = b.sign === 1 ? divide(ONE, base, work) : base
  const n = b.exp >= 0 ? b.coef * pow10(b.exp) : b.coef / pow10(-b.exp)
  let r = factor
  const bits = n.toString(2)
  for (let i = 1; i < bits.length; i++) {
    r = multiply(r, r, work)
    if (bits[i] === '1') r = multiply(r, factor, work)
    if (r.kind !== FINITE || r.small === 0) break
  }
  c.status |= work.status & ~DIVISION_BY_ZERO
  if (r.kind === INFINITE) return finalize(num(sign, 1n, 4 * c.emax + 4), c)
  return finalize(withSign(r, sign), c)
}

function realPower(base: Num, b: Num, c: Arith): Num {
  const work = derived(c, Math.max(c.prec, digits(base)) + 23, HALF_EVEN)
  work.emin = Math.min(work.emin, -1e9)
  work.emax = Math.max(work.emax, 1e9)
  const r = exponential(multiply(naturalLog(base, work), b, work), work)
  c.status |= INEXACT | ROUNDED
  return finalize(r, c)
}

/** `a ** b % m` of whole numbers. */
export function powerModulo(a: Num, b: Num, m: Num, c: Arith): Num {
  const nan = nanOf(a, b, c) ?? nanOf(m, null, c)
  if (nan !== null) return nan
  if (!wholeNumber(a) || !wholeNumber(b) || !wholeNumber(m) || (b.sign === 1 && b.small !== 0)) return invalid(c)
  if (isZero(m) || (isZero(a) && isZero(b))) return invalid(c)
  const value = (n: Num) => (n.exp >= 0 ? n.coef * pow10(n.exp) : n.coef / pow10(-n.exp))
  const modulus = value(m)
  if (digitsOf(modulus) > c.prec) return invalid(c)
  let e = value(b)
  const odd = (e & 1n) === 1n
  let r = 1n % modulus
  for (let x = value(a) % modulus; e > 0n; e >>= 1n) {
    if ((e & 1n) === 1n) r = (r * x) % modulus
    x = (x * x) % modulus
  }
  return add(num(a.sign === 1 && odd ? 1 : 0, r, 0), num(a.sign === 1 && odd ? 1 : 0, 0n, 0), c)
}
