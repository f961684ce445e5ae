/** cmath: functions of complex numbers (Library Reference, "cmath"; ISO C Annex G; CPython: Modules/cmathmodule.c). */
import { callSpecial0 } from '../objects/attributes'
import { PyComplex } from '../objects/complex'
import { overflowError, typeError, valueError } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { copySign, ldexp } from '../objects/floatmath'
import { type MethodRow, typeOf, type Value } from '../objects/object'
import { BinaryIndex, binaryOp } from '../objects/operators'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'
import { realArgument } from './math'

const INF = Number.POSITIVE_INFINITY
const NAN = Number.NaN
const PI = Math.PI
const HALF_PI = PI / 2
const LN2 = Math.LN2
/** Beyond these the plain formulas overflow. */
const LARGE = Number.MAX_VALUE / 4
const SQRT_LARGE = Math.sqrt(LARGE)
const LOG_LARGE = Math.log(LARGE)
const MIN_NORMAL = 2 ** -1022
const SQRT_MIN_NORMAL = Math.sqrt(MIN_NORMAL)

const make = (real: number, imag: number): PyComplex => new PyComplex(real, imag)

function domainError(): unknown {
  return valueError('math domain error')
}

function isFinite(z: PyComplex): boolean {
  return Number.isFinite(z.real) && Number.isFinite(z.imag)
}

function isInfinite(x: number): boolean {
  return x === INF || x === -INF
}

function hasInfinity(z: PyComplex): boolean {
  return isInfinite(z.real) || isInfinite(z.imag)
}

function timesI(z: PyComplex): PyComplex {
  return make(-z.imag, z.real)
}

/** The circular function of a hyperbolic one: -i f(iz). */
function turned(f: (z: PyComplex) => PyComplex): (z: PyComplex) => PyComplex {
  return (z) => {
    const s = f(timesI(z))
    return make(s.imag, -s.real)
  }
}

// ── Square root and logarithm ──────────────────────────────────────────────────────────────────────────────────────────

function sqrt(z: PyComplex): PyComplex {
  const { real: x, imag: y } = z
  if (!isFinite(z)) {
    if (isInfinite(y)) return make(INF, y)
    if (x === INF) return make(INF, Number.isNaN(y) ? NAN : copySign(0, y))
    if (x === -INF) return Number.isNaN(y) ? make(NAN, INF) : make(0, copySign(INF, y))
    return make(NAN, NAN)
  }
  if (x === 0 && y === 0) return make(0, y)
  let ax = Math.abs(x)
  const ay = Math.abs(y)
  let s: number
  if (ax < MIN_NORMAL && ay < MIN_NORMAL) {
    ax = ldexp(ax, 53)
    s = ldexp(Math.sqrt(ax + Math.hypot(ax, ldexp(ay, 53))), -27)
  } else {
    ax /= 8
    s = 2 * Math.sqrt(ax + Math.hypot(ax, ay / 8))
  }
  const d = ay / (2 * s)
  return x >= 0 ? make(s, copySign(d, y)) : make(d, copySign(s, y))
}

function angle(z: PyComplex): number {
  return Math.atan2(z.imag, z.real)
}

function log(z: PyComplex): PyComplex {
  const { real: x, imag: y } = z
  if (x === 0 && y === 0) throw domainError()
  if (!isFinite(z)) return make(hasInfinity(z) ? INF : NAN, angle(z))
  const ax = Math.abs(x)
  const ay = Math.abs(y)
  let real: number
  if (ax > LARGE || ay > LARGE) real = Math.log(Math.hypot(ax / 2, ay / 2)) + LN2
  else if (ax < MIN_NORMAL && ay < MIN_NORMAL) real = Math.log(Math.hypot(ldexp(ax, 53), ldexp(ay, 53))) - 53 * LN2
  else {
    const h = Math.hypot(ax, ay)
    if (h >= 0.71 && h <= 1.73) {
      const more = Math.max(ax, ay)
      const less = Math.min(ax, ay)
      real = Math.log1p((more - 1) * (more + 1) + less * less) / 2
    } else real = Math.log(h)
  }
  return make(real, angle(z))
}

function log10(z: PyComplex): PyComplex {
  const r = log(z)
  return make(r.real / Math.LN10, r.imag / Math.LN10)
}

// ── Inverse functions ──────────────────────────────────────────────────────────────────────────────────────────────────

/** log(2|z|) for a large z. */
function largeLog(x: number, y: number): number {
  return Math.log(Math.hypot(x / 2, y / 2)) + LN2 * 2
}

function acos(z: PyComplex): PyComplex {
  const { real: x, imag: y } = z
  if (!isFinite(z)) {
    const length = hasInfinity(z) ? INF : NAN
    if (Number.isNaN(y)) return x === 0 ? make(HALF_PI, NAN) : make(NAN, isInfinite(x) ? INF : NAN)
    if (Number.isNaN(x)) return make(NAN, isInfinite(y) ? -y : NAN)
    return make(Math.abs(angle(z)), -copySign(length, y))
  }
  if (Math.abs(x) > LARGE || Math.abs(y) > LARGE) return make(Math.atan2(Math.abs(y), x), -copySign(largeLog(x, y), y))
  const s1 = sqrt(make(1 - x, -y))
  const s2 = sqrt(make(1 + x, y))
  return make(2 * Math.atan2(s1.real, s2.real), Math.asinh(s2.real * s1.imag - s2.imag * s1.real))
}

function acosh(z: PyComplex): PyComplex {
  const { real: x, imag: y } = z
  if (!isFinite(z)) return make(hasInfinity(z) ? INF : NAN, angle(z))
  if (Math.abs(x) > LARGE || Math.abs(y) > LARGE) return make(largeLog(x, y), angle(z))
  const s1 = sqrt(make(x - 1, y))
  const s2 = sqrt(make(x + 1, y))
  return make(Math.asinh(s1.real * s2.real + s1.imag * s2.imag), 2 * Math.atan2(s1.imag, s2.real))
}

function asinh(z: PyComplex): PyComplex {
  const { real: x, imag: y } = z
  if (!isFinite(z)) {
    if (Number.isNaN(x)) {
      if (y === 0) return make(NAN, y)
      return make(isInfinite(y) ? INF : NAN, NAN)
    }
    if (Number.isNaN(y)) return make(isInfinite(x) ? x : NAN, NAN)
    return make(copySign(INF, x), Math.atan2(y, Math.abs(x)))
  }
  if (Math.abs(x) > LARGE || Math.abs(y) > LARGE) return make(copySign(largeLog(x, y), x), Math.atan2(y, Math.abs(x)))
  const s1 = sqrt(make(1 + y, -x))
  const s2 = sqrt(make(1 - y, x))
  return make(Math.asinh(s1.real * s2.imag - s2.real * s1.imag), Math.atan2(y, s1.real * s2.real - s1.imag * s2.imag))
}

const asin = turned(asinh)

function atanh(z: PyComplex): PyComplex {
  const { real: x, imag: y } = z
  if (!isFinite(z)) {
    if (isInfinite(y)) return make(Number.isNaN(x) ? 0 : copySign(0, x), copySign(HALF_PI, y))
    if (isInfinite(x)) return make(copySign(0, x), Number.isNaN(y) ? NAN : copySign(HALF_PI, y))
    return make(x === 0 ? x : NAN, NAN)
  }
  if (x < 0 || Object.is(x, -0)) {
    const r = atanh(make(-x, -y))
    return make(-r.real, -r.imag)
  }
  const ay = Math.abs(y)
  if (x > SQRT_LARGE || ay > SQRT_LARGE) {
    const h = Math.hypot(x / 2, y / 2)
    return make(x / 4 / h / h, -copySign(HALF_PI, -y))
  }
  if (x === 1 && ay < SQRT_MIN_NORMAL) {
    if (ay === 0) throw domainError()
    return make(-Math.log(Math.sqrt(ay) / Math.sqrt(Math.hypot(ay, 2))), copySign(Math.atan2(2, -ay) / 2, y))
  }
  return make(
    Math.log1p((4 * x) / ((1 - x) * (1 - x) + ay * ay)) / 4,
    -Math.atan2(-2 * y, (1 - x) * (1 + x) - ay * ay) / 2,
  )
}

const atan = turned(atanh)

// ── Exponential and hyperbolic functions ───────────────────────────────────────────────────────────────────────────────

function checked(z: PyComplex): PyComplex {
  if (hasInfinity(z)) throw overflowError('math range error')
  return z
}

function exp(z: PyComplex): PyComplex {
  const { real: x, imag: y } = z
  if (!isFinite(z)) {
    if (isInfinite(y) && (Number.isFinite(x) || x === INF)) throw domainError()
    if (isInfinite(x)) {
      const size = x > 0 ? INF : 0
      if (Number.isFinite(y)) return make(size * Math.cos(y), y === 0 ? y : size * Math.sin(y))
      return x > 0 ? make(INF, NAN) : make(0, 0)
    }
    return make(NAN, y === 0 ? y : NAN)
  }
  if (x > LOG_LARGE) {
    const length = Math.exp(x - 1)
    return checked(make(length * Math.cos(y) * Math.E, length * Math.sin(y) * Math.E))
  }
  const length = Math.exp(x)
  return checked(make(length * Math.cos(y), length * Math.sin(y)))
}

function cosh(z: PyComplex): PyComplex {
  const { real: x, imag: y } = z
  if (!isFinite(z)) {
    if (isInfinite(y) && !Number.isNaN(x)) throw domainError()
    if (isInfinite(x)) {
      if (!Number.isFinite(y)) return make(INF, NAN)
      return make(copySign(INF, Math.cos(y)), y === 0 ? (x > 0 ? y : -y) : Math.sign(x) * copySign(INF, Math.sin(y)))
    }
    if (x === 0) return make(NAN, 0)
    return make(NAN, y === 0 ? Math.abs(y) : NAN)
  }
  if (Math.abs(x) > LOG_LARGE) {
    const less = x - copySign(1, x)
    return checked(make(Math.cos(y) * Math.cosh(less) * Math.E, Math.sin(y) * Math.sinh(less) * Math.E))
  }
  return checked(make(Math.cos(y) * Math.cosh(x), Math.sin(y) * Math.sinh(x)))
}

function sinh(z: PyComplex): PyComplex {
  const { real: x, imag: y } = z
  if (!isFinite(z)) {
    if (isInfinite(y) && !Number.isNaN(x)) throw domainError()
    if (isInfinite(x)) {
      if (!Number.isFinite(y)) return make(INF, NAN)
      return make(Math.sign(x) * copySign(INF, Math.cos(y)), y === 0 ? y : copySign(INF, Math.sin(y)))
    }
    if (x === 0) return make(0, NAN)
    return make(NAN, y === 0 ? y : NAN)
  }
  if (Math.abs(x) > LOG_LARGE) {
    const less = x - copySign(1, x)
    return checked(make(Math.cos(y) * Math.sinh(less) * Math.E, Math.sin(y) * Math.cosh(less) * Math.E))
  }
  return checked(make(Math.cos(y) * Math.sinh(x), Math.sin(y) * Math.cosh(x)))
}

function tanh(z: PyComplex): PyComplex {
  const { real: x, imag: y } = z
  if (!isFinite(z)) {
    if (isInfinite(y) && Number.isFinite(x)) throw domainError()
    if (isInfinite(x)) {
      const zero = Number.isFinite(y) ? (y === 0 ? y : copySign(0, Math.sin(y) * Math.cos(y))) : 0
      return make(Math.sign(x), zero)
    }
    return make(NAN, y === 0 ? y : NAN)
  }
  if (Math.abs(x) > LOG_LARGE) return make(copySign(1, x), 4 * Math.sin(y) * Math.cos(y) * Math.exp(-2 * Math.abs(x)))
  const tx = Math.tanh(x)
  const ty = Math.tan(y)
  const cx = 1 / Math.cosh(x)
  const product = tx * ty
  const denominator = 1 + product * product
  return make((tx * (1 + ty * ty)) / denominator, (ty / denominator) * cx * cx)
}

const cos = (z: PyComplex): PyComplex => cosh(timesI(z))
const sin = turned(sinh)
const tan = turned(tanh)

// ── Polar coordinates and the rest ─────────────────────────────────────────────────────────────────────────────────────

function rect(r: Value, phi: Value): Value {
  const length = realArgument(r)
  const turn = realArgument(phi)
  if (!Number.isFinite(length) || !Number.isFinite(turn)) {
    if (isInfinite(turn) && length !== 0 && !Number.isNaN(length)) throw domainError()
    if (isInfinite(length) && Number.isFinite(turn) && turn !== 0) {
      const sign = Math.sign(length)
      return make(sign * copySign(INF, Math.cos(turn)), sign * copySign(INF, Math.sin(turn)))
    }
    if (isInfinite(length)) return turn === 0 ? make(length, length > 0 ? turn : -turn) : make(INF, NAN)
    if (length === 0) return make(0, 0)
    return make(NAN, turn === 0 ? 0 : NAN)
  }
  return turn === 0 ? make(length, length * turn) : make(length * Math.cos(turn), length * Math.sin(turn))
}

/** The angle; one too small to be represented is an error. */
function phase(z: PyComplex): Value {
  const r = angle(z)
  if (r === 0 && z.imag !== 0 && isFinite(z)) throw overflowError('math range error')
  return new PyFloat(r)
}

/** abs(z) */
function modulus(z: PyComplex): number {
  const r = Math.hypot(z.real, z.imag)
  if (r === INF && isFinite(z)) throw overflowError('absolute value too large')
  return r
}

/** The complex value of an argument, by `__complex__` where it has one. */
function argument(v: Value): PyComplex {
  if (v instanceof PyComplex && !v.cls.heap) return v
  const method = typeOf(v).proto.$__complex__
  if (method === undefined) return make(realArgument(v), 0)
  const made = callSpecial0(method, v)
  if (made instanceof PyComplex) return made
  throw typeError(`__complex__ returned non-complex (type ${typeOf(made).name})`)
}

function isClose(x: Value, y: Value, relative?: Value, absolute?: Value): Value {
  const a = argument(x)
  const b = argument(y)
  const rel = relative === undefined ? 1e-9 : realArgument(relative)
  const abs = absolute === undefined ? 0 : realArgument(absolute)
  if (rel < 0 || abs < 0) throw valueError('tolerances must be non-negative')
  if (a.real === b.real && a.imag === b.imag) return true
  if (hasInfinity(a) || hasInfinity(b)) return false
  const difference = Math.hypot(a.real - b.real, a.imag - b.imag)
  return (
    difference <= rel * Math.hypot(b.real, b.imag) ||
    difference <= rel * Math.hypot(a.real, a.imag) ||
    difference <= abs
  )
}

const row = (name: string, f: (z: PyComplex) => Value, doc: string): MethodRow => [
  name,
  (v: Value) => f(argument(v)),
  '(z, /)',
  doc,
]

export const cmathModule: NativeModule = {
  name: 'cmath',
  doc: 'Functions of complex numbers.',
  functions: [
    row('acos', acos, 'The arc cosine.'),
    row('acosh', acosh, 'The inverse hyperbolic cosine.'),
    row('asin', asin, 'The arc sine.'),
    row('asinh', asinh, 'The inverse hyperbolic sine.'),
    row('atan', atan, 'The arc tangent.'),
    row('atanh', atanh, 'The inverse hyperbolic tangent.'),
    row('cos', cos, 'The cosine.'),
    row('cosh', cosh, 'The hyperbolic cosine.'),
    row('exp', exp, 'e to the power z.'),
    row('log10', log10, 'The logarithm to base 10.'),
    row('phase', phase, 'The angle of z in the plane.'),
    row('polar', (z) => new PyTuple([new PyFloat(modulus(z)), new PyFloat(angle(z))]), 'Length and angle.'),
    row('sin', sin, 'The sine.'),
    row('sinh', sinh, 'The hyperbolic sine.'),
    row('sqrt', sqrt, 'The square root.'),
    row('tan', tan, 'The tangent.'),
    row('tanh', tanh, 'The hyperbolic tangent.'),
    row('isfinite', isFinite, 'Whether both parts are finite.'),
    row('isinf', hasInfinity, 'Whether a part is an infinity.'),
    row('isnan', (z) => Number.isNaN(z.real) || Number.isNaN(z.imag), 'Whether a part is NaN.'),
    [
      'log',
      (v: Value, base?: Value) => {
        const r = log(argument(v))
        if (base === undefined) return r
        const divisor = log(argument(base))
        if (divisor.real === 0 && divisor.imag === 0) throw domainError()
        return binaryOp(BinaryIndex.truediv, r, divisor)
      },
      '(z, base=<unrepresentable>, /)',
      'The logarithm, by default the natural one.',
    ],
    ['rect', rect, '(r, phi, /)', 'The number of a length and an angle.'],
    ['isclose', isClose, '(a, b, *, rel_tol=1e-09, abs_tol=0.0)', 'Whether two numbers are close to each other.'],
  ],
  attributes: () => ({
    pi: new PyFloat(PI),
    e: new PyFloat(Math.E),
    tau: new PyFloat(2 * PI),
    inf: new PyFloat(INF),
    infj: make(0, INF),
    nan: new PyFloat(NAN),
    nanj: make(0, NAN),
  }),
}
