/** math (Library Reference, "math"; CPython: Modules/mathmodule.c). Number theory on ints is in mathints.ts. */
import { callSpecial0 } from '../objects/attributes'
import { overflowError, typeError, valueError, zeroDivisionError } from '../objects/exceptions'
import { floatType, PyFloat } from '../objects/float'
import { frexp, ldexp, power } from '../objects/floatmath'
import { asInt } from '../objects/int'
import { floatToInt, intAdd, intMul, intToFloat } from '../objects/intmath'
import { type Int, type MethodRow, typeOf, type Value } from '../objects/object'
import { addValues, asIndex, BinaryIndex, binaryOp, iterate, multiplyValues, toArray } from '../objects/operators'
import { withReal } from '../objects/realfunctions'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'
import {
  acosh,
  asinh,
  atanh,
  cbrt,
  erf,
  erfc,
  exp2,
  expm1,
  fma,
  gamma,
  lgamma,
  log1p,
  nextAfter,
  remainder,
  ulp,
} from './mathfunctions'
import { mathIntTable } from './mathints'

/** A real number argument as a float (CPython: PyFloat_AsDouble). */
export function realArgument(v: Value): number {
  if (typeof v === 'number') return v
  if (v instanceof PyFloat) return v.value
  const int = asInt(v)
  if (int !== undefined) {
    const f = intToFloat(int)
    if (!Number.isFinite(f)) throw overflowError('int too large to convert to float')
    return f
  }
  const proto = typeOf(v).proto
  if (proto.$__float__ !== undefined) {
    const r = callSpecial0(proto.$__float__, v)
    if (r instanceof PyFloat) return r.value
    throw typeError(`${typeOf(v).name}.__float__() must return a float, not ${typeOf(r).name}`)
  }
  if (proto.$__index__ !== undefined) return realArgument(asIndex(v))
  throw typeError(`must be real number, not ${typeOf(v).name}`)
}

/** A one-argument function: NaN from a number is a domain error, infinity from a finite number an overflow. */
function unary(name: string, f: (x: number) => number, canOverflow = false): MethodRow {
  return [
    name,
    withReal(
      (v: Value) => {
        const x = realArgument(v)
        const r = f(x)
        if (Number.isNaN(r) && !Number.isNaN(x)) throw valueError('math domain error')
        if (!Number.isFinite(r) && Number.isFinite(x))
          throw canOverflow ? overflowError('math range error') : valueError('math domain error')
        return new PyFloat(r)
      },
      1,
      f,
    ),
    '(x, /)',
  ]
}

function rounding(name: 'floor' | 'ceil' | 'trunc', f: (x: number) => number): MethodRow {
  return [
    name,
    withReal(
      (v: Value) => {
        if (typeof v === 'number' || typeof v === 'bigint') return v
        if (!(v instanceof PyFloat) || v.cls.heap) {
          const method = typeOf(v).proto[`$__${name}__`]
          if (method !== undefined) return callSpecial0(method, v)
          if (name === 'trunc') throw typeError(`type ${typeOf(v).name} doesn't define __trunc__ method`)
        }
        return wholeFloat(f(realArgument(v)))
      },
      1,
      f,
      true,
    ),
    '(x, /)',
  ]
}

function wholeFloat(x: number): Int {
  if (Number.isNaN(x)) throw valueError('cannot convert float NaN to integer')
  if (!Number.isFinite(x)) throw overflowError('cannot convert float infinity to integer')
  return floatToInt(x)
}

/** Logarithm of an int of any size. */
function logOf(v: Value, f: (x: number) => number, ln2: number): number {
  const int = asInt(v)
  if (int !== undefined) {
    if (int <= 0) throw valueError('math domain error')
    const x = Number(int)
    if (Number.isFinite(x)) return f(x)
    const bits = BigInt(int).toString(2).length - 60
    return f(Number(BigInt(int) >> BigInt(bits))) + bits * ln2
  }
  const x = realArgument(v)
  if (x <= 0) throw valueError('math domain error')
  return f(x)
}

function log(x: Value, base: Value | undefined): Value {
  const n = logOf(x, Math.log, Math.LN2)
  if (base === undefined) return new PyFloat(n)
  const d = logOf(base, Math.log, Math.LN2)
  if (d === 0) throw zeroDivisionError('division by zero')
  return new PyFloat(n / d)
}

function realPower(x: number, y: number): number {
  return y === 0 || x === 1 ? 1 : power(x, y)
}

function pow(a: Value, b: Value): Value {
  const x = realArgument(a)
  const y = realArgument(b)
  const r = realPower(x, y)
  if (Number.isNaN(r) && !Number.isNaN(x) && !Number.isNaN(y)) throw valueError('math domain error')
  if (!Number.isFinite(r) && Number.isFinite(x) && Number.isFinite(y)) {
    if (x === 0) throw valueError('math domain error')
    throw overflowError('math range error')
  }
  return new PyFloat(r)
}

function fmod(a: Value, b: Value): Value {
  const x = realArgument(a)
  const y = realArgument(b)
  if (!Number.isFinite(y) && !Number.isNaN(y) && Number.isFinite(x)) return new PyFloat(x)
  const r = x % y
  if (Number.isNaN(r) && !Number.isNaN(x) && !Number.isNaN(y)) throw valueError('math domain error')
  return new PyFloat(r)
}

/** Correctly rounded sum by exact partial sums (Shewchuk). */
function fsum(iterable: Value): Value {
  const partials: number[] = []
  let n = 0
  let special = 0
  let infinite = 0
  const next = iterate(iterable)
  for (let v = next(); v !== undefined; v = next()) {
    const original = v instanceof PyFloat ? v.value : realArgument(v)
    let x = original
    let used = 0
    for (let i = 0; i < n; i++) {
      const y = partials[i]!
      const hi = x + y
      const lo = Math.abs(x) < Math.abs(y) ? x - (hi - y) : y - (hi - x)
      if (lo !== 0) partials[used++] = lo
      x = hi
    }
    n = used
    if (x !== 0) {
      if (!Number.isFinite(x)) {
        if (Number.isFinite(original)) throw overflowError('intermediate overflow in fsum')
        if (!Number.isNaN(original)) infinite += original
        special += original
        n = 0
      } else if (n < partials.length) partials[n++] = x
      else {
        partials.push(x)
        n++
      }
    }
  }
  if (special !== 0) {
    if (Number.isNaN(infinite)) throw valueError('-inf + inf in fsum')
    return new PyFloat(special)
  }
  let hi = 0
  if (n > 0) {
    hi = partials[--n]!
    let lo = 0
    while (n > 0) {
      const x = hi
      const y = partials[--n]!
      hi = x + y
      lo = y - (hi - x)
      if (lo !== 0) break
    }
    if (n > 0 && ((lo < 0 && partials[n - 1]! < 0) || (lo > 0 && partials[n - 1]! > 0))) {
      const y = lo * 2
      const x = hi + y
      if (y === x - hi) hi = x
    }
  }
  return new PyFloat(hi)
}

/**
 * The Euclidean norm. What squares and their sum leave out is summed as well, and the root is corrected by what its own square leaves out; the sum
 * begins at 1, which no square of the scaled values exceeds, so that what each addition leaves out is exact.
 */
function vectorNorm(values: number[]): number {
  let max = 0
  let missing = false
  for (const v of values) {
    const size = Math.abs(v)
    if (size > max) max = size
    else if (Number.isNaN(size)) missing = true
  }
  if (max === Number.POSITIVE_INFINITY) return max
  if (missing) return Number.NaN
  if (max === 0 || values.length === 1) return max
  const [, e] = frexp(max)
  // The scale of subnormal values would overflow.
  if (e < -1023) return vectorNorm(values.map((v) => v / MIN_NORMAL)) * MIN_NORMAL
  const scale = ldexp(1, -e)
  let sum = 1
  let ofSquares = 0
  let ofSums = 0
  for (const v of values) {
    const x = v * scale
    const square = x * x
    const next = sum + square
    ofSquares += productError(x, x, square)
    ofSums += square - (next - sum)
    sum = next
  }
  const root = Math.sqrt(sum - 1 + (ofSquares + ofSums))
  const square = -root * root
  const next = sum + square
  ofSquares += productError(-root, root, square)
  ofSums += square - (next - sum)
  return (root + (next - 1 + (ofSquares + ofSums)) / (2 * root)) / scale
}

const MIN_NORMAL = 2 ** -1022

function hypot(coordinates: Value[]): Value {
  return new PyFloat(vectorNorm(coordinates.map(realArgument)))
}

function dist(p: Value, q: Value): Value {
  const a = p instanceof PyTuple ? p.items : toArray(p)
  const b = q instanceof PyTuple ? q.items : toArray(q)
  if (a.length !== b.length) throw valueError('both points must have the same number of dimensions')
  return new PyFloat(vectorNorm(a.map((v, i) => realArgument(v) - realArgument(b[i]!))))
}

function isclose(a: Value, b: Value, relTol: Value = new PyFloat(1e-9), absTol: Value = 0): Value {
  const x = realArgument(a)
  const y = realArgument(b)
  const rel = realArgument(relTol)
  const abs = realArgument(absTol)
  if (rel < 0 || abs < 0) throw valueError('tolerances must be non-negative')
  if (x === y) return true
  if (!Number.isFinite(x) || !Number.isFinite(y)) return false
  const diff = Math.abs(y - x)
  return diff <= Math.abs(rel * y) || diff <= Math.abs(rel * x) || diff <= abs
}

function prod(iterable: Value, start: Value = 1): Value {
  let total = start
  const next = iterate(iterable)
  for (let v = next(); v !== undefined; v = next()) total = multiplyValues(total, v)
  return total
}

/** Factors up to these can be split, and products from these on have an error that a float can be. */
const MOST_SPLIT = 2 ** 990
const LEAST_PRODUCT = 2 ** -960

/** What `x * y` leaves out (Veltkamp, Dekker). */
function productError(x: number, y: number, product: number): number {
  const size = Math.abs(product)
  if (!(Math.abs(x) < MOST_SPLIT && Math.abs(y) < MOST_SPLIT && (size > LEAST_PRODUCT || x === 0 || y === 0)))
    return fma(x, y, -product)
  const a = x * 134217729
  const xHi = a - (a - x)
  const xLo = x - xHi
  const b = y * 134217729
  const yHi = b - (b - y)
  const yLo = y - yHi
  return xLo * yLo - (product - xHi * yHi - xLo * yHi - xHi * yLo)
}

/** The factor as a float, where one of the two is a float and the other one or an int; NaN otherwise. */
function floatFactor(v: Value, other: Value): number {
  if (v instanceof PyFloat) return v.cls === floatType ? v.value : Number.NaN
  if (!(other instanceof PyFloat)) return Number.NaN
  return typeof v === 'number' || typeof v === 'boolean' || typeof v === 'bigint' ? Number(v) : Number.NaN
}

/** Sum of products: ints first, exactly; then pairs with floats, in three times their precision; then whatever comes. */
function sumprod(p: Value, q: Value): Value {
  const a = toArray(p)
  const b = toArray(q)
  const n = a.length
  if (n !== b.length) throw valueError('Inputs are not the same length')
  let total: Value = 0
  let i = 0
  for (; i < n; i++) {
    const x = a[i]!
    const y = b[i]!
    if ((typeof x !== 'number' && typeof x !== 'bigint') || (typeof y !== 'number' && typeof y !== 'bigint')) break
    total = intAdd(total as Int, intMul(x, y))
  }
  let hi = 0
  let lo = 0
  let tiny = 0
  const first = i
  for (; i < n; i++) {
    const x = floatFactor(a[i]!, b[i]!)
    const y = floatFactor(b[i]!, a[i]!)
    const product = x * y
    const sum = hi + product
    if (!Number.isFinite(sum)) break
    const error = productError(x, y, product)
    // Three exact sums: of the high parts, of the low ones, and of what these leave.
    let z = sum - hi
    const sumError = hi - (sum - z) + (product - z)
    const low = lo + error
    z = low - lo
    const lowError = lo - (low - z) + (error - z)
    const rest = low + sumError
    z = rest - low
    tiny += lowError + (low - (rest - z) + (sumError - z))
    hi = sum
    lo = rest
  }
  if (i > first) total = addValues(total, new PyFloat(hi + (lo + tiny)))
  for (; i < n; i++) total = addValues(total, binaryOp(BinaryIndex.mul, a[i]!, b[i]!))
  return total
}

function modf(v: Value): Value {
  const x = realArgument(v)
  if (!Number.isFinite(x)) return new PyTuple([new PyFloat(Number.isNaN(x) ? x : x > 0 ? 0 : -0), new PyFloat(x)])
  const whole = Math.trunc(x)
  const part = x - whole
  return new PyTuple([new PyFloat(part === 0 ? (Object.is(x, -0) || x < 0 ? -0 : 0) : part), new PyFloat(whole)])
}

function ldexpFunction(v: Value, e: Value): Value {
  const x = realArgument(v)
  const i = asInt(e)
  if (i === undefined) throw typeError('Expected an int as second argument to ldexp.')
  if (x === 0 || !Number.isFinite(x)) return new PyFloat(x)
  const n = i > 100000 ? 100000 : i < -100000 ? -100000 : Number(i)
  const r = ldexp(x, n)
  if (!Number.isFinite(r)) throw overflowError('math range error')
  return new PyFloat(r)
}

function float1(name: string, f: (x: number) => number): MethodRow {
  return [name, withReal((v: Value) => new PyFloat(f(realArgument(v))), 1, f), '(x, /)']
}

function float2(name: string, f: (x: number, y: number) => number, names = '(x, y, /)'): MethodRow {
  return [name, withReal((a: Value, b: Value) => new PyFloat(f(realArgument(a), realArgument(b))), 2, f), names]
}

function nextafter(a: Value, b: Value, steps: Value = null): Value {
  const x = realArgument(a)
  const y = realArgument(b)
  const n = steps === null ? 1 : Number(asIndex(steps))
  if (n < 0) throw valueError('steps must be a non-negative integer')
  return new PyFloat(nextAfter(x, y, n))
}

export const mathModule: NativeModule = {
  name: 'math',
  doc: 'Mathematical functions of floats and ints.',
  functions: [
    ...mathIntTable,
    unary('acos', Math.acos),
    unary('acosh', acosh),
    unary('asin', Math.asin),
    unary('asinh', asinh),
    unary('atan', Math.atan),
    unary('atanh', atanh),
    unary('cbrt', cbrt),
    unary('cos', Math.cos),
    unary('cosh', Math.cosh, true),
    float1('degrees', (x) => x * (180 / Math.PI)),
    float1('radians', (x) => x * (Math.PI / 180)),
    unary('erf', erf),
    unary('erfc', erfc),
    unary('exp', Math.exp, true),
    unary('exp2', exp2, true),
    unary('expm1', expm1, true),
    float1('fabs', Math.abs),
    unary('gamma', gamma, true),
    unary('lgamma', lgamma, true),
    ['log', withReal(log, 1, Math.log), '-(x, base=<unrepresentable>, /)'],
    ['log2', withReal((v: Value) => new PyFloat(logOf(v, Math.log2, 1)), 1, Math.log2), '(x, /)'],
    ['log10', withReal((v: Value) => new PyFloat(logOf(v, Math.log10, Math.log10(2))), 1, Math.log10), '(x, /)'],
    unary('log1p', log1p),
    unary('sin', Math.sin),
    unary('sinh', Math.sinh, true),
    [
      'sqrt',
      withReal(
        (v: Value) => {
          const x = realArgument(v)
          if (x < 0) throw valueError('math domain error')
          return new PyFloat(Math.sqrt(x))
        },
        1,
        Math.sqrt,
      ),
      '(x, /)',
    ],
    unary('tan', Math.tan),
    unary('tanh', Math.tanh),
    rounding('floor', Math.floor),
    rounding('ceil', Math.ceil),
    rounding('trunc', Math.trunc),
    float2('atan2', Math.atan2, '(y, x, /)'),
    float2('copysign', (x, y) => (Object.is(y, -0) || y < 0 ? -Math.abs(x) : Math.abs(x))),
    [
      'remainder',
      (a: Value, b: Value) => {
        const x = realArgument(a)
        const y = realArgument(b)
        if (Number.isNaN(x) || Number.isNaN(y)) return new PyFloat(Number.NaN)
        if (!Number.isFinite(x) || y === 0) throw valueError('math domain error')
        return new PyFloat(remainder(x, y))
      },
      '(x, y, /)',
    ],
    ['fmod', withReal(fmod, 2, (x, y) => x % y), '(x, y, /)'],
    ['pow', withReal(pow, 2, realPower), '(x, y, /)'],
    [
      'fma',
      (a: Value, b: Value, c: Value) => {
        const [x, y, z] = [realArgument(a), realArgument(b), realArgument(c)]
        const r = fma(x, y, z)
        if (Number.isNaN(r) && !Number.isNaN(x) && !Number.isNaN(y) && !Number.isNaN(z))
          throw valueError('invalid operation in fma')
        if (!Number.isFinite(r) && !Number.isNaN(r) && [x, y, z].every(Number.isFinite))
          throw overflowError('overflow in fma')
        return new PyFloat(r)
      },
      '(x, y, z, /)',
    ],
    ['fsum', fsum, '(seq, /)'],
    ['hypot', hypot, '-(*coordinates)'],
    ['dist', dist, '(p, q, /)'],
    ['prod', prod, '(iterable, /, *, start=1)'],
    ['sumprod', sumprod, '(p, q, /)'],
    ['isclose', isclose, '(a, b, *, rel_tol=1e-09, abs_tol=0.0)'],
    ['isfinite', (v: Value) => Number.isFinite(realArgument(v)), '(x, /)'],
    ['isinf', (v: Value) => Math.abs(realArgument(v)) === Number.POSITIVE_INFINITY, '(x, /)'],
    ['isnan', (v: Value) => Number.isNaN(realArgument(v)), '(x, /)'],
    ['modf', modf, '(x, /)'],
    [
      'frexp',
      (v: Value) => {
        const x = realArgument(v)
        const [m, e] = x === 0 || !Number.isFinite(x) ? [x, 0] : frexp(x)
        return new PyTuple([new PyFloat(m), e])
      },
      '(x, /)',
    ],
    ['ldexp', ldexpFunction, '(x, i, /)'],
    ['nextafter', nextafter, '(x, y, /, *, steps=None)'],
    ['ulp', (v: Value) => new PyFloat(ulp(realArgument(v))), '(x, /)'],
  ],
  attributes: () => ({
    pi: new PyFloat(Math.PI),
    e: new PyFloat(Math.E),
    tau: new PyFloat(2 * Math.PI),
    inf: new PyFloat(Number.POSITIVE_INFINITY),
    nan: new PyFloat(Number.NaN),
  }),
}
