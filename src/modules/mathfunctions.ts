/** Real functions that JavaScript lacks or rounds worse than a C library: error and gamma functions, nextafter, fma, remainder. */
import { FFIType } from 'bun:ffi'
import { libcFunction } from '../ffi/libc'
import { frexp, ldexp, power } from '../objects/floatmath'

export const acosh = Math.acosh
export const asinh = Math.asinh

/** A function of the C library, bound when it is first called; `instead` where there is none. */
function fromLibrary(name: string, instead: (x: number) => number): (x: number) => number {
  let found: ((x: number) => number) | null = null
  return (x) => {
    found ??= libcFunction(name, { args: [FFIType.f64], returns: FFIType.f64 }) ?? instead
    return found(x)
  }
}

// The engine has its own of these two, which round otherwise.
export const cbrt = fromLibrary('cbrt', Math.cbrt)
export const exp2 = fromLibrary('exp2', (x) => power(2, x))
export const expm1 = Math.expm1
export const log1p = (x: number): number => (x === -1 ? Number.NaN : Math.log1p(x))

/** atanh; ±1 is outside the domain. */
export function atanh(x: number): number {
  return Math.abs(x) === 1 ? Number.NaN : Math.atanh(x)
}

/** The error function by its series near 0 and the continued fraction of erfc elsewhere. */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x
  const a = Math.abs(x)
  if (a < 1.5) {
    const x2 = x * x
    let sum = 0
    let fact = 25.5
    for (let i = 0; i < 25; i++) {
      sum = 2 + (x2 * sum) / fact
      fact -= 1
    }
    return (sum * x * Math.exp(-x2)) / Math.sqrt(Math.PI)
  }
  const c = erfcFraction(a)
  return x > 0 ? 1 - c : c - 1
}

/** The complementary error function. */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x
  if (Math.abs(x) < 1.5) return 1 - erf(x)
  const c = erfcFraction(Math.abs(x))
  return x > 0 ? c : 2 - c
}

function erfcFraction(x: number): number {
  if (x >= 30) return 0
  const x2 = x * x
  let a = 0
  let da = 0.5
  let p = 1
  let p0 = 0
  let q = da + x2
  let q0 = 1
  for (let i = 0; i < 50; i++) {
    a += da
    da += 2
    const b = da + x2
    const p1 = b * p - a * p0
    p0 = p
    p = p1
    const q1 = b * q - a * q0
    q0 = q
    q = q1
  }
  return ((p / q) * x * Math.exp(-x2)) / Math.sqrt(Math.PI)
}

// Lanczos approximation with g = 6.024680040776729583740234375 and 13 terms, as a rational function.
const NUMERATOR = [
  23531376880.41076,
  42919803642.6491,
  35711959237.35567,
  17921034426.037209,
  6039542586.352028,
  1439720407.3117216,
  248874557.86205417,
  31426415.58540019,
  2876370.6289353725,
  186056.26539522348,
  8071.672002365816,
  210.82427775157936,
  Math.sqrt(2 * Math.PI),
]
const DENOMINATOR = [
  0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1,
]
const G = 6.02468004077673
const G_MINUS_HALF = 5.52468004077673

function lanczos(x: number): number {
  let num = 0
  let den = 0
  if (x < 5) {
    for (let i = 12; i >= 0; i--) {
      num = num * x + NUMERATOR[i]!
      den = den * x + DENOMINATOR[i]!
    }
  } else {
    for (let i = 0; i < 13; i++) {
      num = num / x + NUMERATOR[i]!
      den = den / x + DENOMINATOR[i]!
    }
  }
  return num / den
}

function sinpi(x: number): number {
  const y = Math.abs(x) % 2
  const n = Math.round(2 * y)
  let r: number
  switch (n) {
    case 0:
      r = Math.sin(Math.PI * y)
      break
    case 1:
      r = Math.cos(Math.PI * (y - 0.5))
      break
    case 2:
      r = Math.sin(Math.PI * (1 - y))
      break
    case 3:
      r = -Math.cos(Math.PI * (y - 1.5))
      break
    default:
      r = Math.sin(Math.PI * (y - 2))
  }
  return x < 0 ? -r : r
}

/** Products of small integers, exact. */
const FACTORIALS = [1]
for (let i = 1; i < 23; i++) FACTORIALS.push(FACTORIALS[i - 1]! * i)

/** The gamma function; poles give NaN. */
export function gamma(x: number): number {
  if (!Number.isFinite(x)) return x > 0 || Number.isNaN(x) ? x : Number.NaN
  if (x === 0) return Number.NaN
  if (Number.isInteger(x)) {
    if (x < 0) return Number.NaN
    if (x <= 23) return FACTORIALS[x - 1]!
  }
  const a = Math.abs(x)
  if (a < 1e-20) return 1 / x
  if (a > 200) return x < 0 ? 0 / sinpi(x) : Number.POSITIVE_INFINITY
  const y = a + G_MINUS_HALF
  let z: number
  if (a > G_MINUS_HALF) {
    const q = y - a
    z = q - G_MINUS_HALF
  } else {
    const q = y - G_MINUS_HALF
    z = q - a
  }
  z = (z * G) / y
  let r: number
  if (x < 0) {
    r = (-Math.PI / sinpi(a) / a) * (Math.exp(y) / lanczos(a))
    r -= z * r
    if (a < 140) r /= y ** (a - 0.5)
    else {
      const s = y ** (a / 2 - 0.25)
      r = r / s / s
    }
  } else {
    r = lanczos(a) / Math.exp(y)
    r += z * r
    if (a < 140) r *= y ** (a - 0.5)
    else {
      const s = y ** (a / 2 - 0.25)
      r = r * s * s
    }
  }
  return r
}

/** Logarithm of |gamma(x)|; poles give NaN. */
export function lgamma(x: number): number {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? x : Number.POSITIVE_INFINITY
  if (Number.isInteger(x) && x <= 2) return x <= 0 ? Number.NaN : 0
  const a = Math.abs(x)
  if (a < 1e-20) return -Math.log(a)
  let r = Math.log(lanczos(a)) - G + (a - 0.5) * (Math.log(a + G - 0.5) - 1)
  if (x < 0) r = Math.log(Math.PI) - Math.log(Math.abs(sinpi(a))) - Math.log(a) - r
  return r
}

const view = new DataView(new ArrayBuffer(8))

/** The float `steps` away from x in the direction of y. */
export function nextAfter(x: number, y: number, steps: number): number {
  if (Number.isNaN(x) || steps === 0) return x
  if (Number.isNaN(y)) return y
  if (x === y) return y
  const ordinal = (v: number): bigint => {
    view.setFloat64(0, v)
    const bits = view.getBigInt64(0)
    return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits
  }
  const a = ordinal(x)
  const b = ordinal(y)
  const n = BigInt(Math.min(steps, Number.MAX_SAFE_INTEGER))
  const distance = b > a ? b - a : a - b
  if (n >= distance) return y
  const r = b > a ? a + n : a - n
  view.setBigInt64(0, r < 0n ? -r | -0x8000000000000000n : r)
  const made = view.getFloat64(0)
  return made === 0 && x < 0 ? -0 : made
}

/** Value of the least significant bit. */
export function ulp(x: number): number {
  if (Number.isNaN(x)) return x
  const a = Math.abs(x)
  if (a === Number.POSITIVE_INFINITY) return a
  const up = nextAfter(a, Number.POSITIVE_INFINITY, 1)
  return up === Number.POSITIVE_INFINITY ? a - nextAfter(a, 0, 1) : up - a
}

/** IEEE 754 remainder: x - n·y with n the nearest integer, ties to even. */
export function remainder(x: number, y: number): number {
  if (!Number.isFinite(y)) return x
  const a = Math.abs(x)
  const b = Math.abs(y)
  const m = a % b
  const c = b - m
  let r: number
  if (m < c) r = m
  else if (m > c) r = -c
  else r = m - 2 * ((0.5 * (a - m)) % b)
  return Object.is(x, -0) || x < 0 ? -r : r
}

/** x·y + z with one rounding, by exact rational arithmetic where the fast error-free product does not do. */
export function fma(x: number, y: number, z: number): number {
  const p = x * y
  if (!Number.isFinite(p) || !Number.isFinite(z) || p === 0) {
    if (Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(z) && x !== 0 && y !== 0) return exactFma(x, y, z)
    return p + z
  }
  return exactFma(x, y, z)
}

function parts(x: number): [bigint, number] {
  const [m, e] = frexp(x)
  return [BigInt(ldexp(m, 53)), e - 53]
}

function exactFma(x: number, y: number, z: number): number {
  const [mx, ex] = parts(x)
  const [my, ey] = parts(y)
  let m = mx * my
  let e = ex + ey
  if (z !== 0) {
    const [mz, ez] = parts(z)
    if (ez < e) {
      m = (m << BigInt(e - ez)) + mz
      e = ez
    } else m += mz << BigInt(ez - e)
  }
  if (m === 0n) return x * y + z === 0 ? x * y + z : 0
  return scaled(m, e)
}

/** m·2^e rounded to nearest, ties to even. */
function scaled(m: bigint, e: number): number {
  const negative = m < 0n
  let a = negative ? -m : m
  const bits = a.toString(2).length
  const least = Math.max(e + bits - 53, -1074)
  const drop = least - e
  if (drop > 0) {
    const half = 1n << BigInt(drop - 1)
    const rest = a & ((1n << BigInt(drop)) - 1n)
    a >>= BigInt(drop)
    if (rest > half || (rest === half && (a & 1n) === 1n)) a += 1n
    e = least
  }
  const r = ldexp(Number(a), e)
  return negative ? -r : r
}
