/**
 * Algorithms of Python's float over raw doubles: text in both directions exact to the bit, hash, rounding, division, power
 * (Library Reference, "float" and "Format Specification Mini-Language"; CPython: Objects/floatobject.c, Python/dtoa.c,
 * Python/pystrtod.c).
 *
 * The engine's number formatting is exact and shortest, so it is used wherever its rules agree with Python's. They differ in
 * two points: `toFixed` and `toExponential` round a tie up where Python rounds it to even, and they stop at 100 digits. A tie is
 * recognised beforehand (it is an odd multiple of a power of two), and ties and long requests go through BigInt arithmetic.
 */
import { FFIType } from 'bun:ffi'
import { libcFunction } from '../ffi/libc'
import { makeException, overflowError, overflowErrorType, valueError, zeroDivisionError } from './exceptions'
import { divideRounded, floatToInt } from './intmath'
import type { Int } from './object'
import { hashFromHalves } from './siphash'

const buffer = new DataView(new ArrayBuffer(8))

/** Whether the sign bit is set; true for -0.0 and for a negative NaN. */
export function signBit(x: number): boolean {
  if (x !== 0 && !Number.isNaN(x)) return x < 0
  buffer.setFloat64(0, x)
  return buffer.getUint8(0) >= 128
}

/** `math.copysign(x, y)`. */
export function copySign(x: number, y: number): number {
  return signBit(x) === signBit(y) ? x : -x
}

/** Mantissa (53 bits at most) and exponent of |x| with `|x| = m * 2**e`; x is finite. */
export function decompose(x: number): [mantissa: bigint, exponent: number] {
  buffer.setFloat64(0, x)
  const high = buffer.getUint32(0)
  const biased = (high >>> 20) & 0x7ff
  const fraction = (BigInt(high & 0xfffff) << 32n) | BigInt(buffer.getUint32(4))
  return biased === 0 ? [fraction, -1074] : [fraction | (1n << 52n), biased - 1075]
}

/** `math.frexp(x)` */
export function frexp(x: number): [mantissa: number, exponent: number] {
  if (x === 0 || !Number.isFinite(x)) return [x, 0]
  buffer.setFloat64(0, x)
  let high = buffer.getUint32(0)
  let shift = 0
  if (((high >>> 20) & 0x7ff) === 0) {
    buffer.setFloat64(0, x * 2 ** 64)
    high = buffer.getUint32(0)
    shift = 64
  }
  const e = ((high >>> 20) & 0x7ff) - 1022
  buffer.setUint32(0, (high & 0x800fffff) | (1022 << 20))
  return [buffer.getFloat64(0), e - shift]
}

/** `x * 2**e` rounded once; overflow gives an infinity. */
export function ldexp(x: number, e: number): number {
  if (x === 0 || !Number.isFinite(x)) return x
  if (e > 2200) e = 2200
  else if (e < -2200) e = -2200
  if (e >= -1021 && e <= 1023) {
    const r = x * 2 ** e
    if (Math.abs(r) >= 2 ** -1022) return r
  }
  const [m, e0] = frexp(x)
  e += e0
  if (e > 1024) return x < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  if (e > 1000) return m * 2 ** 52 * 2 ** (e - 52)
  if (e >= -1021) return m * 2 ** e
  // One multiplication into the subnormal range, so that there is one rounding.
  return e < -1080 ? m * 2 ** -1074 * 0.25 : m * 2 ** (e + 53 + 1) * 2 ** -54
}

// ── Text of a float ────────────────────────────────────────────────────────────────────────────────────────────────────

/** `repr(x)`: the shortest digits that read back as x. */
export function floatRepr(x: number): string {
  const a = Math.abs(x)
  if ((a >= 1e-4 && a < 1e16) || a === 0) {
    const s = Object.is(x, -0) ? '-0' : String(x)
    return Number.isInteger(x) ? s + '.0' : s
  }
  if (Number.isNaN(x)) return 'nan'
  if (a === Number.POSITIVE_INFINITY) return x < 0 ? '-inf' : 'inf'
  return fixExponent(x.toExponential())
}

/** Gives JavaScript's exponent (`1e+5`) at least two digits. */
function fixExponent(s: string): string {
  const at = s.indexOf('e')
  return s.length - at === 3 ? s.slice(0, at + 2) + '0' + s.slice(at + 2) : s
}

/** |x| × 10**places rounded half to even, as a bigint; x is finite. */
function scaledDecimal(x: number, places: number): bigint {
  const [m, e] = decompose(x)
  let numerator = m
  let denominator = 1n
  if (places >= 0) numerator *= 10n ** BigInt(places)
  else denominator *= 10n ** BigInt(-places)
  if (e >= 0) numerator <<= BigInt(e)
  else denominator <<= BigInt(-e)
  let q = numerator / denominator
  const twice = (numerator - q * denominator) * 2n
  if (twice > denominator || (twice === denominator && (q & 1n) === 1n)) q += 1n
  return q
}

/** Whether x lies exactly between two decimals of `places` digits (places >= 0). */
function isTie(x: number, places: number): boolean {
  if (places > 1070) return false
  const y = Math.abs(x) * 2 ** Math.min(places + 1, 1000) * (places >= 1000 ? 2 ** (places - 999) : 1)
  return y % 2 === 1
}

const UNITS: readonly number[] = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]
const ZEROES: readonly string[] = ['', '0', '00', '000', '0000', '00000', '000000', '0000000', '00000000']

/**
 * {@link floatToFixed} for few digits, as two ints: half of what the engine's own costs. Null where the number is too large for it, or so near a tie that the
 * product, which is off by less than 2**-22, does not tell.
 */
function shortFixed(x: number, places: number): string | null {
  const unit = UNITS[places]!
  const scaled = Math.abs(x) * unit
  if (!(scaled < 0x7fffffff)) return null
  let digits = Math.floor(scaled)
  const part = scaled - digits
  if (part > 0.499999) {
    if (part < 0.500001) return null
    digits++
  }
  const negative = x < 0 || (x === 0 && signBit(x))
  if (places === 0) return negative ? `-${digits}` : String(digits)
  const whole = Math.floor(digits / unit)
  const rest = String(digits - whole * unit)
  const missing = places - rest.length
  const text = missing === 0 ? `${whole}.${rest}` : `${whole}.${ZEROES[missing]!}${rest}`
  return negative ? `-${text}` : text
}

/** `'%.{places}f' % x` for a finite x: all digits exact, ties to even. */
export function floatToFixed(x: number, places: number): string {
  if (places < 10) {
    const short = shortFixed(x, places)
    if (short !== null) return short
  }
  if (places <= 100 && Math.abs(x) < 1e21 && !isTie(x, places)) {
    const s = x.toFixed(places)
    return s.charCodeAt(0) !== 45 && signBit(x) ? '-' + s : s
  }
  // Digits beyond the 1074th place of a double are zero.
  const used = Math.min(places, 1074)
  let digits = scaledDecimal(x, used).toString()
  if (used > 0) {
    digits = digits.padStart(used + 1, '0')
    digits = digits.slice(0, -used) + '.' + digits.slice(-used) + '0'.repeat(places - used)
  }
  return signBit(x) ? '-' + digits : digits
}

/** Significant digits (`precision` + 1 of them) and decimal exponent of a finite |x|, ties to even. */
function exponentialDigits(x: number, precision: number): [digits: string, exponent: number] {
  if (x === 0) return ['0'.repeat(precision + 1), 0]
  x = Math.abs(x)
  if (precision <= 100) {
    const plain = x.toExponential()
    const exponent = Number(plain.slice(plain.indexOf('e') + 1))
    const places = precision - exponent
    // Above the units (places < 0) a tie needs an integer; those are rare enough to go the long way.
    if (places >= 0 ? !isTie(x, places) : !Number.isInteger(x) || !possibleHighTie(x, -places)) {
      const s = x.toExponential(precision)
      const at = s.indexOf('e')
      return [precision === 0 ? s.slice(0, at) : s[0]! + s.slice(2, at), Number(s.slice(at + 1))]
    }
  }
  // The shortest digits may have rounded up to a power of ten, so the exponent is corrected from the result.
  const plain = x.toExponential()
  let exponent = Number(plain.slice(plain.indexOf('e') + 1))
  const used = Math.min(precision, 1080)
  let digits = scaledDecimal(x, used - exponent).toString()
  if (digits.length <= used) digits = scaledDecimal(x, used - --exponent).toString()
  if (digits.length > used + 1) {
    exponent += digits.length - used - 1
    digits = digits.slice(0, used + 1)
  }
  return [digits + '0'.repeat(precision - used), exponent]
}

/** A tie at the 10**k place needs divisibility by 5**k and 2**(k-1); doubles beyond 2**53 × 5**22 cannot be told quickly. */
function possibleHighTie(x: number, k: number): boolean {
  if (k > 22) return true
  const half = 5 * 10 ** (k - 1)
  return x % half === 0
}

/** `'%.{precision}e' % x` for a finite x. */
export function floatToExponential(x: number, precision: number, alternate = false): string {
  const [digits, exponent] = exponentialDigits(x, precision)
  const mantissa = precision > 0 ? digits[0]! + '.' + digits.slice(1) : alternate ? digits + '.' : digits
  return (signBit(x) ? '-' : '') + mantissa + exponentText(exponent)
}

function exponentText(exponent: number): string {
  const a = Math.abs(exponent)
  return (exponent < 0 ? 'e-' : 'e+') + (a < 10 ? '0' + a : a)
}

/**
 * `'%.{precision}g' % x` for a finite x: fixed notation while the exponent is in -4..precision-1. `alternate` keeps trailing
 * zeros and the point; `atLeastOne` keeps one digit after the point (as `str` does).
 */
export function floatToGeneral(x: number, precision: number, alternate = false, atLeastOne = false): string {
  if (precision === 0) precision = 1
  const [digits, exponent] = exponentialDigits(x, precision - 1)
  // With a point to follow, CPython changes to exponents one digit earlier.
  return arrange(signBit(x), digits, exponent, -4, atLeastOne ? precision - 1 : precision, alternate, atLeastOne)
}

/** Lays out significant digits in fixed or exponential notation. */
function arrange(
  negative: boolean,
  digits: string,
  exponent: number,
  low: number,
  high: number,
  alternate: boolean,
  atLeastOne: boolean,
): string {
  if (!alternate) {
    let end = digits.length
    while (end > 1 && digits.charCodeAt(end - 1) === 48) end--
    digits = digits.slice(0, end)
  }
  let s: string
  if (exponent >= low && exponent < high) {
    if (exponent < 0) s = '0.' + '0'.repeat(-exponent - 1) + digits
    else if (digits.length <= exponent + 1) {
      s = digits + '0'.repeat(exponent + 1 - digits.length)
      if (atLeastOne) s += '.0'
      else if (alternate) s += '.'
    } else s = digits.slice(0, exponent + 1) + '.' + digits.slice(exponent + 1)
  } else {
    s = digits[0]!
    if (digits.length > 1) s += '.' + digits.slice(1)
    else if (alternate) s += '.'
    s += exponentText(exponent)
  }
  return negative ? '-' + s : s
}

/** The shortest digits of a finite |x| and their decimal exponent. */
function shortestDigits(x: number): [digits: string, exponent: number] {
  const s = Math.abs(x).toExponential()
  const at = s.indexOf('e')
  return [s[0]! + s.slice(2, at), Number(s.slice(at + 1))]
}

/**
 * The text of x by one of the format types `e f g E F G n %` or `r` (repr's digits), without grouping and padding.
 * `precision` is undefined for `r`. Infinities and NaN come out as `inf` and `nan` with their sign.
 */
export function formatFloat(
  x: number,
  type: 'e' | 'f' | 'g' | 'r',
  precision: number,
  alternate = false,
  atLeastOne = false,
): string {
  if (Number.isNaN(x)) return 'nan'
  if (x === Number.POSITIVE_INFINITY) return 'inf'
  if (x === Number.NEGATIVE_INFINITY) return '-inf'
  if (type === 'f') {
    const s = floatToFixed(x, precision)
    return alternate && precision === 0 ? s + '.' : s
  }
  if (type === 'e') return floatToExponential(x, precision, alternate)
  if (type === 'g') return floatToGeneral(x, precision, alternate, atLeastOne)
  if (x === 0) return arrange(signBit(x), '0', 0, -4, 16, false, atLeastOne) + (alternate && !atLeastOne ? '.' : '')
  const [digits, exponent] = shortestDigits(x)
  const s = arrange(signBit(x), digits, exponent, -4, 16, false, atLeastOne)
  if (!alternate || s.includes('.')) return s
  const at = s.indexOf('e')
  return at < 0 ? s + '.' : s.slice(0, at) + '.' + s.slice(at)
}

let floatText: RegExp | undefined

/** The float that ASCII text denotes (no white space at the ends), or null where it denotes none. */
export function parseFloatText(text: string): number | null {
  floatText ??= /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/
  if (floatText.test(text)) return Number(text.includes('_') ? text.replaceAll('_', '') : text)
  const special = /^([+-]?)(?:(inf(?:inity)?)|nan)$/i.exec(text)
  if (special === null) return null
  if (special[2] === undefined) return special[1] === '-' ? copySign(Number.NaN, -1) : Number.NaN
  return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

/** `x.hex()` */
export function floatHex(x: number): string {
  if (Number.isNaN(x)) return 'nan'
  const sign = signBit(x) ? '-' : ''
  if (!Number.isFinite(x)) return sign + 'inf'
  if (x === 0) return sign + '0x0.0p+0'
  buffer.setFloat64(0, x)
  const high = buffer.getUint32(0)
  const biased = (high >>> 20) & 0x7ff
  const fraction = (high & 0xfffff).toString(16).padStart(5, '0') + buffer.getUint32(4).toString(16).padStart(8, '0')
  const exponent = biased === 0 ? -1022 : biased - 1023
  return `${sign}0x${biased === 0 ? '0' : '1'}.${fraction}p${exponent < 0 ? '' : '+'}${exponent}`
}

/** `float.fromhex(text)`, correctly rounded. Raises ValueError, OverflowError. */
export function floatFromHex(text: string): number {
  const special = /^[ \t\n\v\f\r]*([+-]?)(?:(inf(?:inity)?)|nan)[ \t\n\v\f\r]*$/i.exec(text)
  if (special !== null) {
    const magnitude = special[2] === undefined ? Number.NaN : Number.POSITIVE_INFINITY
    return special[1] === '-' ? copySign(magnitude, -1) : magnitude
  }
  const m = /^[ \t\n\v\f\r]*([+-]?)(?:0x)?([0-9a-f]*)(?:(\.)([0-9a-f]*))?(?:p([+-]?\d+))?[ \t\n\v\f\r]*$/i.exec(text)
  if (m === null || (m[2] === '' && (m[4] ?? '') === '')) throw valueError('invalid hexadecimal floating-point string')
  const negative = m[1] === '-'
  const fraction = m[4] ?? ''
  const digits = m[2] + fraction
  const mantissa = BigInt('0x' + digits)
  if (mantissa === 0n) return negative ? -0 : 0
  const exponent = (m[5] === undefined ? 0 : Number(m[5])) - 4 * fraction.length
  const top = exponent + mantissa.toString(2).length
  if (top > 1024) throw overflowError('hexadecimal value too large to represent as a float')
  if (top < -1074) return negative ? -0 : 0
  const x =
    exponent >= 0 ? divideRounded(mantissa << BigInt(exponent), 1n) : divideRounded(mantissa, 1n << BigInt(-exponent))
  if (!Number.isFinite(x)) throw overflowError('hexadecimal value too large to represent as a float')
  return negative ? -x : x
}

// ── Arithmetic ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const float = new Float64Array(1)
const words = new Uint32Array(float.buffer)
const WORD = 0x1_0000_0000
/** Powers of two. */
const POWERS = new Float64Array(62)
for (let i = 0; i < 62; i++) POWERS[i] = 2 ** i

/** `hash(x)` of a float that is not NaN: the same as that of an equal int or Fraction. */
export function floatHash(x: number): Int {
  if (Number.isSafeInteger(x)) return x === -1 ? -2 : x + 0
  if (!Number.isFinite(x)) return x > 0 ? 314159 : -314159
  float[0] = x
  const upper = words[1]!
  const exponent = (upper >>> 20) & 0x7ff
  const m = ((upper & 0xfffff) | (exponent === 0 ? 0 : 0x100000)) * WORD + words[0]!
  // 2**61 is 1 modulo 2**61 - 1, so multiplying by a power of two rotates: the bits above go below.
  const turn = ((((exponent === 0 ? 1 : exponent) - 1075) % 61) + 61) % 61
  const cut = POWERS[61 - turn]!
  const top = Math.floor(m / cut)
  const rest = (m - top * cut) * POWERS[turn]!
  const high = Math.floor(rest / WORD) + Math.floor(top / WORD)
  const low = (rest % WORD) + (top % WORD)
  if (x > 0) return hashFromHalves(high, low)
  if (high === 0 && low === 1) return -2
  return low === 0 ? hashFromHalves(-high, 0) : hashFromHalves(-high - 1, WORD - low)
}

/** `x.as_integer_ratio()` Raises OverflowError for infinities, ValueError for NaN. */
export function floatRatio(x: number): [Int, Int] {
  if (Number.isNaN(x)) throw valueError('cannot convert NaN to integer ratio')
  if (!Number.isFinite(x)) throw overflowError('cannot convert Infinity to integer ratio')
  if (Number.isInteger(x)) return [floatToInt(x), 1]
  // Doubling is exact, and ends at an odd int.
  let numerator = x
  let e = 0
  for (; numerator !== Math.floor(numerator); e++) numerator *= 2
  return [numerator, e <= 52 ? 2 ** e : 1n << BigInt(e)]
}

/** `x % y`, with the sign of y. Raises ZeroDivisionError. */
export function floatMod(x: number, y: number): number {
  if (y === 0) throw zeroDivisionError('float modulo by zero')
  const r = x % y
  if (r !== 0) return y < 0 !== r < 0 ? r + y : r
  return !Number.isNaN(r) ? copySign(0, y) : r
}

/** `divmod(x, y)` Raises ZeroDivisionError. */
export function floatDivmod(x: number, y: number): [number, number] {
  if (y === 0) throw zeroDivisionError('float divmod()')
  let mod = x % y
  let div = (x - mod) / y
  if (mod !== 0) {
    if (y < 0 !== mod < 0) {
      mod += y
      div -= 1
    }
  } else if (!Number.isNaN(mod)) mod = copySign(0, y)
  let floor: number
  if (div !== 0) {
    floor = Math.floor(div)
    if (div - floor > 0.5) floor += 1
  } else floor = copySign(0, x / y)
  return [floor, mod]
}

/** `x // y` Raises ZeroDivisionError. */
export function floatFloorDiv(x: number, y: number): number {
  if (y === 0) throw zeroDivisionError('float floor division by zero')
  return floatDivmod(x, y)[0]
}

/**
 * `x ** y`, or null where the result is complex (a negative base, a fractional exponent). Raises ZeroDivisionError for a zero
 * base with a negative exponent, OverflowError.
 */
export function floatPow(x: number, y: number): number | null {
  if (y === 0 || x === 1) return 1
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN
  if (!Number.isFinite(y)) {
    const a = Math.abs(x)
    if (a === 1) return 1
    return y > 0 === a > 1 ? Number.POSITIVE_INFINITY : 0
  }
  if (x === 0 && y < 0) throw zeroDivisionError('0.0 cannot be raised to a negative power')
  if (x < 0 && Number.isFinite(x) && !Number.isInteger(y)) return null
  const r = power(x, y)
  if (!Number.isFinite(r) && Number.isFinite(x))
    throw makeException(overflowErrorType, 34, 'Numerical result out of range')
  return r
}

let libraryPow: ((x: number, y: number) => number) | null | undefined

/**
 * x ** y as the C library's pow gives it, which rounds neither as the engine's repeated multiplication does nor always as x * x: 8 of 10,000
 * squares differ in the last bit.
 */
export function power(x: number, y: number): number {
  if (libraryPow === undefined)
    libraryPow = libcFunction('pow', { args: [FFIType.f64, FFIType.f64], returns: FFIType.f64 })
  return libraryPow === null ? powerInPairs(x, y) : libraryPow(x, y)
}

/** The same where there is no such library: small integral exponents in pairs of doubles (about 100 bits), rounded once. */
function powerInPairs(x: number, y: number): number {
  if (!Number.isInteger(y) || y > 1024 || y < -1024 || x === 0 || !Number.isFinite(x)) return x ** y
  const [m, e] = frexp(x)
  let n = Math.abs(y)
  let high = 1
  let low = 0
  let baseHigh = m
  let baseLow = 0
  let exponent = 0
  let baseExponent = e
  for (;;) {
    if (n & 1) {
      const p = high * baseHigh
      const t = productError(high, baseHigh, p) + (high * baseLow + low * baseHigh)
      high = p + t
      low = t - (high - p)
      exponent += baseExponent
    }
    n >>= 1
    if (n === 0) break
    const p = baseHigh * baseHigh
    const t = productError(baseHigh, baseHigh, p) + 2 * baseHigh * baseLow
    baseHigh = p + t
    baseLow = t - (baseHigh - p)
    baseExponent *= 2
    // Mantissas only shrink; keep them near 1 so that nothing underflows.
    if (Math.abs(baseHigh) < 2 ** -64) {
      baseHigh *= 2 ** 64
      baseLow *= 2 ** 64
      baseExponent -= 64
    }
    if (Math.abs(high) < 2 ** -64) {
      high *= 2 ** 64
      low *= 2 ** 64
      exponent -= 64
    }
  }
  if (y < 0) {
    const q = 1 / high
    const r = -productError(q, high, q * high) + (1 - q * high) - q * low
    return ldexp(q + r / high, -exponent)
  }
  return ldexp(high + low, exponent)
}

/** a × b − p exactly, for p the rounded product (Dekker's algorithm). */
function productError(a: number, b: number, p: number): number {
  const ca = 134217729 * a
  const ah = ca - (ca - a)
  const al = a - ah
  const cb = 134217729 * b
  const bh = cb - (cb - b)
  const bl = b - bh
  return ah * bh - p + ah * bl + al * bh + al * bl
}

/** `round(x)`: the nearest int, ties to even. Raises OverflowError, ValueError. */
export function floatRoundToInt(x: number): Int {
  return floatToInt(roundHalfEven(x))
}

/** The nearest integral double, ties to even. */
export function roundHalfEven(x: number): number {
  const f = Math.floor(x)
  const d = x - f
  if (d < 0.5) return f
  if (d > 0.5) return f + 1
  return f % 2 === 0 ? f : f + 1
}

/** `round(x, n)`: the double nearest to x rounded to n decimal places, ties to even. Raises OverflowError. */
export function floatRound(x: number, n: Int): number {
  if (x === 0 || !Number.isFinite(x)) return x
  if (n > 323) return x
  if (n < -308) return x < 0 ? -0 : 0
  const places = Number(n)
  let r: number
  if (places >= 0) r = Number(floatToFixed(x, places))
  else {
    r = Number(scaledDecimal(x, places) * 10n ** BigInt(-places))
    if (x < 0) r = -r
  }
  if (!Number.isFinite(r)) throw overflowError('rounded value too large to represent')
  return r
}
