/** _statistics: the quantile function of the normal distribution (CPython: Modules/_statisticsmodule.c). */
import { valueError } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import type { Value } from '../objects/object'
import type { NativeModule } from './definition'
import { realArgument } from './math'

/**
 * Rational approximations for the middle, the tails and the far tails: coefficients of numerator and denominator from the highest power
 * down (M. J. Wichura, Algorithm AS 241, Applied Statistics 37, 1988).
 */
const MIDDLE = [
  [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
    133.14166789178438, 3.3871328727963665,
  ],
  [
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
    42.31333070160091, 1.0,
  ],
] as const
const TAIL = [
  [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1.0,
  ],
] as const
const FAR_TAIL = [
  [
    2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
    1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  [
    2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133, 0.014875361290850615,
    0.1369298809227358, 0.599832206555888, 1.0,
  ],
] as const

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0
  for (const c of coefficients) sum = sum * x + c
  return sum
}

/** The value below which a share `p` of a normal distribution lies. */
function inverseCdf(p: Value, mu: Value, sigma: Value): Value {
  const share = realArgument(p)
  const mean = realArgument(mu)
  const deviation = realArgument(sigma)
  const q = share - 0.5
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q
    const x = (polynomial(MIDDLE[0], r) * q) / polynomial(MIDDLE[1], r)
    return new PyFloat(mean + x * deviation)
  }
  const rest = q <= 0 ? share : 1 - share
  if (rest <= 0 || rest >= 1) throw valueError('inv_cdf undefined for these parameters')
  const r = Math.sqrt(-Math.log(rest))
  const near = r <= 5
  const [numerator, denominator] = near ? TAIL : FAR_TAIL
  const at = near ? r - 1.6 : r - 5
  const x = polynomial(numerator, at) / polynomial(denominator, at)
  return new PyFloat(mean + (q < 0 ? -x : x) * deviation)
}

export const statisticsModule: NativeModule = {
  name: '_statistics',
  doc: 'A function of the statistics module.',
  functions: [['_normal_dist_inv_cdf', inverseCdf, '(p, mu, sigma, /)', 'A quantile of a normal distribution.']],
}
