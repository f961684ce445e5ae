/**
 * Arithmetic of Python's int over the representation of the house: a JavaScript number while `Number.isSafeInteger`, else a
 * bigint, always normalised (Library Reference, "Numeric Types"; CPython: Objects/longobject.c).
 *
 * Each operation first tries doubles, which are exact below 2**53: sums, differences and products that leave that range come
 * out at 2**53 or beyond even after rounding, so one `isSafeInteger` on the result tells. Only then is BigInt used. `-0` must
 * never get out, hence the `+ 0` after products, quotients and remainders. Call sites that are hot inline the fast path and
 * come here for the rest.
 */
import { memoryError, overflowError, valueError, zeroDivisionError } from './exceptions'
import type { Int } from './object'

const TWO32 = 0x1_0000_0000

/** The normal form of a bigint: a number when it is a safe integer. */
export function normalize(b: bigint): Int {
  const n = Number(b)
  return Number.isSafeInteger(n) ? n : b
}

/** Runs a BigInt operation whose result may exceed what the engine can hold; that is MemoryError in Python. */
function guarded(operation: () => bigint): Int {
  try {
    return normalize(operation())
  } catch (e) {
    if (e instanceof RangeError) throw memoryError()
    throw e
  }
}

/** The numbers that were made bigints last: constants of a program meet its large ints again and again. */
const KEPT = 64
const keptNumbers = new Float64Array(KEPT)
const keptBigints: bigint[] = new Array(KEPT).fill(0n)

/** `BigInt(n)` */
function big(n: Int): bigint {
  if (typeof n === 'bigint') return n
  const slot = n & (KEPT - 1)
  if (keptNumbers[slot] === n) return keptBigints[slot]!
  const made = BigInt(n)
  keptNumbers[slot] = n
  keptBigints[slot] = made
  return made
}

/** `a + b`. */
export function intAdd(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a + b
    // What is no safe integer after rounding was none before.
    return Number.isSafeInteger(r) ? r : BigInt(a) + BigInt(b)
  }
  return normalize(big(a) + big(b))
}

/** `a - b`. */
export function intSub(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a - b
    return Number.isSafeInteger(r) ? r : BigInt(a) - BigInt(b)
  }
  return normalize(big(a) - big(b))
}

/** `a * b`. */
export function intMul(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a * b
    return Number.isSafeInteger(r) ? r + 0 : big(a) * big(b)
  }
  if (a === 0 || b === 0) return 0
  try {
    // At least one is beyond the safe integers, and so is the product.
    return big(a) * big(b)
  } catch (e) {
    if (e instanceof RangeError) throw memoryError()
    throw e
  }
}

/** `-a`. */
export function intNeg(a: Int): Int {
  return typeof a === 'number' ? 0 - a : normalize(-a)
}

/** `abs(a)`. */
export function intAbs(a: Int): Int {
  return a < 0 ? intNeg(a) : a
}

/** `~a`. */
export function intInvert(a: Int): Int {
  return intSub(-1, a)
}

/** `a // b`, rounding toward minus infinity. Raises ZeroDivisionError. */
export function intFloorDiv(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    if (b === 0) throw zeroDivisionError('integer division or modulo by zero')
    const r = a % b
    // a - r is a multiple of b, so the division is exact where a / b might round up to the next integer.
    const q = (a - r) / b
    return r !== 0 && r < 0 !== b < 0 ? q - 1 : q + 0
  }
  const x = big(a)
  const y = big(b)
  if (y === 0n) throw zeroDivisionError('integer division or modulo by zero')
  const q = x / y
  return normalize(x < 0n !== y < 0n && q * y !== x ? q - 1n : q)
}

/** `a % b`, with the sign of b. Raises ZeroDivisionError. */
export function intMod(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    if (b === 0) throw zeroDivisionError('integer modulo by zero')
    const r = a % b
    return r !== 0 && r < 0 !== b < 0 ? r + b : r + 0
  }
  const x = big(a)
  const y = big(b)
  if (y === 0n) throw zeroDivisionError('integer modulo by zero')
  const r = x % y
  return normalize(r !== 0n && r < 0n !== y < 0n ? r + y : r)
}

/** `divmod(a, b)`. Raises ZeroDivisionError. */
export function intDivmod(a: Int, b: Int): [Int, Int] {
  if (typeof a === 'number' && typeof b === 'number') {
    const q = intFloorDiv(a, b)
    return [q, intMod(a, b)]
  }
  const x = BigInt(a)
  const y = BigInt(b)
  if (y === 0n) throw zeroDivisionError('integer division or modulo by zero')
  let q = x / y
  let r = x - q * y
  if (r !== 0n && r < 0n !== y < 0n) {
    q -= 1n
    r += y
  }
  return [normalize(q), normalize(r)]
}

/** `a ** b` for b >= 0 (a negative exponent makes a float, which is the caller's affair). Raises MemoryError. */
export function intPow(a: Int, b: Int): Int {
  if (typeof b === 'bigint') {
    if (a === 0 || a === 1) return a
    if (a === -1) return b & 1n ? -1 : 1
    throw memoryError()
  }
  if (typeof a === 'number') {
    let result = 1
    let base = a
    let e = b
    for (;;) {
      if (e % 2 === 1) {
        result *= base
        if (!Number.isSafeInteger(result)) break
      }
      e = Math.floor(e / 2)
      if (e === 0) return result + 0
      base *= base
      if (!Number.isSafeInteger(base)) break
    }
  }
  const x = BigInt(a)
  return guarded(() => (x === 2n ? 1n << BigInt(b) : x ** BigInt(b)))
}

/** The inverse of a modulo m, or null when they have a common factor; m > 0. */
function inverse(a: bigint, m: bigint): bigint | null {
  let [r0, r1] = [m, ((a % m) + m) % m]
  let [t0, t1] = [0n, 1n]
  while (r1 !== 0n) {
    const q = r0 / r1
    ;[r0, r1] = [r1, r0 - q * r1]
    ;[t0, t1] = [t1, t0 - q * t1]
  }
  if (r0 !== 1n) return null
  return ((t0 % m) + m) % m
}

/** `pow(a, e, m)`. Raises ValueError for m == 0 and for a negative exponent of a base without inverse. */
export function intPowMod(a: Int, e: Int, m: Int): Int {
  if (typeof a === 'number' && typeof e === 'number' && typeof m === 'number' && e >= 0 && m > 0 && m <= SMALL_MODULUS)
    return powModSmall(a % m, e, m)
  if (m === 0) throw valueError('pow() 3rd argument cannot be 0')
  const negative = m < 0
  const modulus = BigInt(negative ? intNeg(m) : m)
  if (modulus === 1n) return 0
  let base = BigInt(a)
  let exponent = BigInt(e)
  if (exponent < 0n) {
    const inv = inverse(base, modulus)
    if (inv === null) throw valueError('base is not invertible for the given modulus')
    base = inv
    exponent = -exponent
  }
  base = ((base % modulus) + modulus) % modulus
  let result: bigint
  if (modulus <= SMALL_MODULUS && exponent <= Number.MAX_SAFE_INTEGER)
    result = BigInt(powModSmall(Number(base), Number(exponent), Number(modulus)))
  else result = powModLarge(base, exponent, modulus)
  if (negative && result !== 0n) result -= modulus
  return normalize(result)
}

/** For moduli up to here, a product's remainder fits into the low 32 bits of the difference that {@link mulMod} takes. */
const SMALL_MODULUS = 2 ** 30

/** `a * b % m` for 0 <= a, b < m: the quotient is estimated in doubles, at most one off, and the remainder taken modulo 2**32. */
function mulMod(a: number, b: number, m: number): number {
  const q = Math.floor((a * b) / m)
  const r = (Math.imul(a, b) - Math.imul(q, m)) | 0
  return r < 0 ? r + m : r >= m ? r - m : r
}

/** Square and multiply, for a modulus up to {@link SMALL_MODULUS}; `base` may be negative. */
function powModSmall(base: number, exponent: number, modulus: number): number {
  let square = base < 0 ? base + modulus : base + 0
  let result = 1 % modulus
  for (let e = exponent; e > 0; e = Math.floor(e / 2)) {
    if (e % 2 === 1) result = mulMod(result, square, modulus)
    square = mulMod(square, square, modulus)
  }
  return result
}

/** Left-to-right with windows of four bits, one hexadecimal digit of the exponent each. */
function powModLarge(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const digits = exponent.toString(16)
  let result = 1n
  if (digits.length < 6) {
    const bits = exponent.toString(2)
    for (let i = 0; i < bits.length; i++) {
      result = (result * result) % modulus
      if (bits.charCodeAt(i) === 49) result = (result * base) % modulus
    }
    return result
  }
  const table = [1n, base]
  for (let i = 2; i < 16; i++) table.push((table[i - 1]! * base) % modulus)
  for (let i = 0; i < digits.length; i++) {
    if (i > 0) for (let k = 0; k < 4; k++) result = (result * result) % modulus
    const d = Number.parseInt(digits[i]!, 16)
    if (d !== 0) result = (result * table[d]!) % modulus
  }
  return result
}

/** `a << b`. Raises ValueError for a negative count, OverflowError or MemoryError for a result that cannot exist. */
export function intLshift(a: Int, b: Int): Int {
  if (b < 0) throw valueError('negative shift count')
  if (a === 0) return 0
  if (typeof b === 'bigint') throw overflowError('too many digits in integer')
  if (typeof a === 'number' && b < 64) {
    const r = a * 2 ** b
    if (Number.isSafeInteger(r)) return r
  }
  try {
    return normalize(big(a) << big(b))
  } catch (e) {
    if (e instanceof RangeError) throw memoryError()
    throw e
  }
}

/** `a >> b`, rounding toward minus infinity. Raises ValueError for a negative count. */
export function intRshift(a: Int, b: Int): Int {
  if (b < 0) throw valueError('negative shift count')
  if (typeof b === 'bigint') return a < 0 ? -1 : 0
  if (typeof a === 'number') {
    if (b < 32 && (a | 0) === a) return a >> b
    return b > 64 ? (a < 0 ? -1 : 0) : Math.floor(a / 2 ** b)
  }
  return normalize(a >> big(b))
}

/** `a & b` in two's complement of unlimited width. */
export function intAnd(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    if ((a | 0) === a && (b | 0) === b) return a & b
    const ah = Math.floor(a / TWO32)
    const bh = Math.floor(b / TWO32)
    return combine(ah & bh, ((a - ah * TWO32) & (b - bh * TWO32)) >>> 0)
  }
  return normalize(big(a) & big(b))
}

/**
 * What the operator of an index in `binaryOperators` makes of two ints; undefined where that is no int. Here, so that operators need not look for the
 * methods of int, which cannot be replaced.
 */
export function intBinary(index: number, a: Int, b: Int): Int | undefined {
  switch (index) {
    case 0:
      return intAdd(a, b)
    case 1:
      return intSub(a, b)
    case 2:
      return intMul(a, b)
    case 5:
      return intFloorDiv(a, b)
    case 6:
      return intMod(a, b)
    case 8:
      return intLshift(a, b)
    case 9:
      return intRshift(a, b)
    case 10:
      return intAnd(a, b)
    case 11:
      return intOr(a, b)
    case 12:
      return intXor(a, b)
  }
  return undefined
}

/** `a | b`. */
export function intOr(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    if ((a | 0) === a && (b | 0) === b) return a | b
    const ah = Math.floor(a / TWO32)
    const bh = Math.floor(b / TWO32)
    return combine(ah | bh, ((a - ah * TWO32) | (b - bh * TWO32)) >>> 0)
  }
  return normalize(big(a) | big(b))
}

/** `a ^ b`. */
export function intXor(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    if ((a | 0) === a && (b | 0) === b) return a ^ b
    const ah = Math.floor(a / TWO32)
    const bh = Math.floor(b / TWO32)
    return combine(ah ^ bh, ((a - ah * TWO32) ^ (b - bh * TWO32)) >>> 0)
  }
  return normalize(big(a) ^ big(b))
}

/** A 22-bit signed high part and a 32-bit unsigned low part; -2**53 is the one result that is not safe. */
function combine(high: number, low: number): Int {
  const r = high * TWO32 + low
  return Number.isSafeInteger(r) ? r : BigInt(r)
}

/** Negative, zero or positive as a is less than, equal to or greater than b. @public */
export function intCompare(a: Int, b: Int): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** `a / b` correctly rounded for ints of any size. Raises ZeroDivisionError, OverflowError. */
export function intTrueDiv(a: Int, b: Int): number {
  if (typeof a === 'number' && typeof b === 'number') {
    if (b === 0) throw zeroDivisionError('division by zero')
    return a === 0 ? (b < 0 ? -0 : 0) : a / b
  }
  if (b === 0) throw zeroDivisionError('division by zero')
  if (a === 0) return b < 0 ? -0 : 0
  const negative = a < 0 !== b < 0
  const x = BigInt(intAbs(a))
  const y = BigInt(intAbs(b))
  const r = divideRounded(x, y)
  if (r === Number.POSITIVE_INFINITY) throw overflowError('integer division result too large for a float')
  return negative ? -r : r
}

/** x / y for positive bigints, rounded half to even once; Infinity when it is too large. */
export function divideRounded(x: bigint, y: bigint): number {
  const difference = bitLengthBig(x) - bitLengthBig(y)
  if (difference > 1024) return Number.POSITIVE_INFINITY
  if (difference < -1077) return 0
  // The quotient gets at least 55 bits (fewer only where the result is subnormal); what is cut off survives as a sticky bit.
  const shift = Math.max(difference, -1021) - 55
  let q: bigint
  let inexact: boolean
  if (shift <= 0) {
    const scaled = x << BigInt(-shift)
    q = scaled / y
    inexact = q * y !== scaled
  } else {
    const scaled = y << BigInt(shift)
    q = x / scaled
    inexact = q * scaled !== x
  }
  const extra = Math.max(bitLengthBig(q), -1021 - shift) - 53
  const mask = 1n << BigInt(extra)
  const half = mask >> 1n
  const low = q & (mask - 1n)
  q >>= BigInt(extra)
  if (low > half || (low === half && (inexact || (q & 1n) === 1n))) q += 1n
  return scaleByPowerOfTwo(Number(q), shift + extra)
}

/** m × 2**e without double rounding, for an m of at most 53 bits that fits the target exponent exactly. */
function scaleByPowerOfTwo(m: number, e: number): number {
  if (e > 1023) return m * 2 ** 1023 * 2 ** (e - 1023)
  if (e < -1022) return m * 2 ** -1022 * 2 ** (e + 1022)
  return m * 2 ** e
}

/** `float(a)`, rounded half to even. Raises OverflowError. */
export function intToFloat(a: Int): number {
  if (typeof a === 'number') return a
  const f = Number(a)
  if (f === Number.POSITIVE_INFINITY || f === Number.NEGATIVE_INFINITY) {
    throw overflowError('int too large to convert to float')
  }
  return f
}

/** `int(f)`, truncating. Raises OverflowError for infinities, ValueError for NaN. */
export function floatToInt(f: number): Int {
  const t = Math.trunc(f)
  if (Number.isSafeInteger(t)) return t + 0
  if (Number.isNaN(f)) throw valueError('cannot convert float NaN to integer')
  if (!Number.isFinite(f)) throw overflowError('cannot convert float infinity to integer')
  return BigInt(t)
}

function bitLengthBig(a: bigint): number {
  if (a < 0n) a = -a
  if (a === 0n) return 0
  const hex = a.toString(16)
  return (hex.length - 1) * 4 + 32 - Math.clz32(Number.parseInt(hex[0]!, 16))
}

/** `a.bit_length()`. */
export function intBitLength(a: Int): number {
  if (typeof a === 'bigint') return bitLengthBig(a)
  if (a < 0) a = -a
  return a < TWO32 ? 32 - Math.clz32(a) : 64 - Math.clz32(Math.floor(a / TWO32))
}

function popCount32(x: number): number {
  x -= (x >>> 1) & 0x55555555
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333)
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** `a.bit_count()`: ones in the binary form of the absolute value. */
export function intBitCount(a: Int): number {
  if (typeof a === 'number') {
    if (a < 0) a = -a
    return popCount32(a >>> 0) + popCount32(Math.floor(a / TWO32))
  }
  const hex = (a < 0n ? -a : a).toString(16)
  let count = 0
  for (let i = 0; i < hex.length; i += 8) count += popCount32(Number.parseInt(hex.slice(i, i + 8), 16))
  return count
}

/** `math.isqrt(a)` for a >= 0: the floor of the exact square root. */
export function intIsqrt(a: Int): Int {
  if (typeof a === 'number') {
    let r = Math.floor(Math.sqrt(a))
    while (r * r > a) r--
    while ((r + 1) * (r + 1) <= a) r++
    return r
  }
  // Precision doubles with each step, so the cost is that of the last division (method of CPython's math.isqrt).
  const c = (bitLengthBig(a) - 1) >> 1
  let r = 1n
  let d = 0
  for (let s = 31 - Math.clz32(c); s >= 0; s--) {
    const e = d
    d = c >> s
    r = (r << BigInt(d - e - 1)) + (a >> BigInt(2 * c - e - d + 1)) / r
  }
  return normalize(r * r > a ? r - 1n : r)
}

/** `math.gcd(a, b)`, never negative. */
export function intGcd(a: Int, b: Int): Int {
  let x = intAbs(a)
  let y = intAbs(b)
  while (typeof x === 'bigint' || typeof y === 'bigint') {
    if (y === 0) return x
    const r: Int = normalize(BigInt(x) % BigInt(y))
    x = y
    y = r
  }
  while (y !== 0) {
    const r: number = x % y
    x = y
    y = r
  }
  return x
}

const HASH_MODULUS = (1n << 61n) - 1n

/** `hash(a)`: a modulo 2**61 - 1 with a's sign, -1 replaced by -2 (Library Reference, "Hashing of numeric types"). */
export function intHash(a: Int): Int {
  if (typeof a === 'number') return a === -1 ? -2 : a
  const h = a < 0n ? -(-a % HASH_MODULUS) : a % HASH_MODULUS
  return h === -1n ? -2 : normalize(h)
}

/** The default of `sys.set_int_max_str_digits`. */
export const DEFAULT_MAX_STR_DIGITS = 4300
let maxStrDigits = DEFAULT_MAX_STR_DIGITS

/** `sys.get_int_max_str_digits()`; 0 means no limit. */
export function getIntMaxStrDigits(): number {
  return maxStrDigits
}

/** `sys.set_int_max_str_digits(n)`; the caller has checked the range. */
export function setIntMaxStrDigits(n: number): void {
  maxStrDigits = n
}

/** Fewer than 640 digits, the least that the limit can be. */
const SURELY_SHORT = 1n << 2048n

/** `str(a)`. Raises ValueError beyond `sys.set_int_max_str_digits`. */
export function intToString(a: Int): string {
  if (typeof a === 'number') return String(a)
  if (a < SURELY_SHORT && a > -SURELY_SHORT) return a.toString()
  // Deciding from the bit length first keeps a refused conversion cheap.
  if (maxStrDigits > 0 && bitLengthBig(a) > maxStrDigits * 3.3219280948873626 + 1) throw tooManyDigits()
  const s = a.toString()
  if (maxStrDigits > 0 && s.length - (a < 0n ? 1 : 0) > maxStrDigits) throw tooManyDigits()
  return s
}

function tooManyDigits(): unknown {
  return valueError(
    `Exceeds the limit (${maxStrDigits} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
  )
}

/** Digits of |a| in base 2 to 36 without sign or prefix; bases that are powers of two have no digit limit. */
export function intDigits(a: Int, base: number): string {
  const m = intAbs(a)
  return base === 10 ? intToString(m) : m.toString(base)
}

/** `bin`, `oct`, `hex` for base 2, 8, 16: sign, prefix, digits. @public */
export function intToPrefixed(a: Int, base: 2 | 8 | 16): string {
  const prefix = base === 16 ? '0x' : base === 8 ? '0o' : '0b'
  return (a < 0 ? '-' : '') + prefix + intAbs(a).toString(base)
}

/**
 * The int that ASCII text denotes in the given base (0 or 2–36), or null where CPython says "invalid literal". White space at
 * both ends must be gone already, and other Unicode digits replaced. Raises ValueError beyond the digit limit.
 */
export function parseInteger(text: string, base: number): Int | null {
  let i = 0
  let negative = false
  const first = text.charCodeAt(0)
  if (first === 43 || first === 45) {
    negative = first === 45
    i = 1
  }
  let prefixed = false
  if (text.charCodeAt(i) === 48 && i + 1 < text.length) {
    const letter = text.charCodeAt(i + 1) | 32
    const prefixBase = letter === 120 ? 16 : letter === 111 ? 8 : letter === 98 ? 2 : 0
    if (prefixBase !== 0 && (base === 0 || base === prefixBase)) {
      base = prefixBase
      i += 2
      prefixed = true
      if (text.charCodeAt(i) === 95) i++
    }
  }
  let decimalOnlyZeros = false
  if (base === 0) {
    base = 10
    decimalOnlyZeros = !prefixed && text.charCodeAt(i) === 48
  }
  let digits = text.slice(i)
  if (digits === '') return null
  if (digits.includes('_')) {
    if (digits.startsWith('_') || digits.endsWith('_') || digits.includes('__')) return null
    digits = digits.replaceAll('_', '')
  }
  if (!onlyDigits(digits, base)) return null
  // A literal such as 0123 is refused in base 0, where C would have read it as octal.
  if (decimalOnlyZeros && /[1-9]/.test(digits)) return null
  let value: Int
  if (digits.length <= 10) value = Number.parseInt(digits, base)
  else {
    const powerOfTwo = (base & (base - 1)) === 0
    if (!powerOfTwo && maxStrDigits > 0 && digits.length > maxStrDigits) {
      throw valueError(
        `Exceeds the limit (${maxStrDigits} digits) for integer string conversion: value has ${digits.length} digits; use sys.set_int_max_str_digits() to increase the limit`,
      )
    }
    if (base === 10) value = digits.length <= 15 ? Number(digits) : normalize(BigInt(digits))
    else if (base === 16) value = normalize(BigInt('0x' + digits))
    else if (base === 8) value = normalize(BigInt('0o' + digits))
    else if (base === 2) value = normalize(BigInt('0b' + digits))
    else value = normalize(parseBase(digits, base))
  }
  return negative ? intNeg(value) : value
}

function onlyDigits(s: string, base: number): boolean {
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i)
    const d = c >= 48 && c <= 57 ? c - 48 : (c | 32) >= 97 && (c | 32) <= 122 ? (c | 32) - 87 : 99
    if (d >= base) return false
  }
  return true
}

/** Divide and conquer, so that a long text costs a few large multiplications instead of a quadratic loop. */
function parseBase(digits: string, base: number): bigint {
  if (digits.length <= 10) return BigInt(Number.parseInt(digits, base))
  const half = digits.length >> 1
  return parseBase(digits.slice(0, -half), base) * BigInt(base) ** BigInt(half) + parseBase(digits.slice(-half), base)
}

/** `round(a, n)` for n < 0: to a multiple of 10**-n, ties to even. */
export function intRound(a: Int, n: Int): Int {
  if (n >= 0) return a
  if (typeof n === 'bigint' || -n > 20 + intBitLength(a)) return 0
  const unit = 10n ** BigInt(-n)
  const x = BigInt(a)
  let r = x % unit
  if (r < 0n) r += unit
  const down = x - r
  const twice = r * 2n
  if (twice > unit || (twice === unit && ((down / unit) & 1n) !== 0n)) return normalize(down + unit)
  return normalize(down)
}

/** `int.from_bytes`. */
export function intFromBytes(bytes: Uint8Array, littleEndian: boolean, signed: boolean): Int {
  const n = bytes.length
  if (n === 0) return 0
  const top = bytes[littleEndian ? n - 1 : 0]!
  if (n <= 6) {
    let value = 0
    if (littleEndian) for (let i = n - 1; i >= 0; i--) value = value * 256 + bytes[i]!
    else for (let i = 0; i < n; i++) value = value * 256 + bytes[i]!
    return signed && top >= 128 ? value - 256 ** n : value
  }
  const big = littleEndian ? bytes.slice().reverse() : bytes
  const value = BigInt('0x' + Buffer.from(big.buffer, big.byteOffset, n).toString('hex'))
  return normalize(signed && top >= 128 ? value - (1n << BigInt(8 * n)) : value)
}

/** `a.to_bytes(length, …)`. Raises OverflowError when it does not fit. */
export function intToBytes(a: Int, length: number, littleEndian: boolean, signed: boolean): Uint8Array {
  if (a < 0 && !signed) throw overflowError("can't convert negative int to unsigned")
  const bits = a < 0 ? intBitLength(intInvert(a)) : intBitLength(a)
  if (bits > length * 8 - (signed ? 1 : 0) && a !== 0 && a !== -1) throw overflowError('int too big to convert')
  const out = new Uint8Array(length)
  if (typeof a === 'number') {
    let rest = a
    if (a >= 0 && a < TWO32) {
      // Beyond four bytes there are zeros.
      for (let i = 0; i < length && rest !== 0; i++, rest >>>= 8) out[littleEndian ? i : length - 1 - i] = rest
      return out
    }
    for (let i = 0; i < length; i++) {
      const next = Math.floor(rest / 256)
      out[littleEndian ? i : length - 1 - i] = rest - next * 256
      rest = next
    }
    return out
  }
  const unsigned = a < 0n ? a + (1n << BigInt(8 * length)) : a
  const hex = unsigned.toString(16)
  const padded = hex.length & 1 ? '0' + hex : hex
  out.set(Buffer.from(padded, 'hex'), length - padded.length / 2)
  return littleEndian ? out.reverse() : out
}
