/** The functions of math on ints: gcd, lcm, factorial, isqrt, comb, perm (CPython: Modules/mathmodule.c). */
import { overflowError, typeError, valueError } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { normalise } from '../objects/int'
import { intAbs, intFloorDiv, intGcd, intIsqrt, intMul, intSub } from '../objects/intmath'
import type { Int, MethodTable, Value } from '../objects/object'
import { asIndex } from '../objects/operators'

function gcd(args: Value[]): Value {
  let r: Int = 0
  for (const a of args) r = intGcd(r, asIndex(a))
  return r
}

function lcm(args: Value[]): Value {
  let r: Int = 1
  for (const a of args) {
    const x = asIndex(a)
    if (r === 0) continue
    r = x === 0 ? 0 : intAbs(intMul(r, intFloorDiv(x, intGcd(r, x))))
  }
  return r
}

/** Product of low..high by halves, so that the factors stay of one size. */
function range(low: bigint, high: bigint): bigint {
  if (high - low < 32n) return high > MOST_SAFE ? bigProduct(low, high) : product(Number(low), Number(high))
  const middle = (low + high) / 2n
  return range(low, middle) * range(middle + 1n, high)
}

const MOST_SAFE = BigInt(Number.MAX_SAFE_INTEGER)

/** Product of low..high, which are safe: of numbers as long as that is safe. */
function product(low: number, high: number): bigint {
  let r = 1n
  let part = low
  for (let i = low + 1; i <= high; i++) {
    const next = part * i
    if (next <= Number.MAX_SAFE_INTEGER) part = next
    else {
      r *= BigInt(part)
      part = i
    }
  }
  return r * BigInt(part)
}

function bigProduct(low: bigint, high: bigint): bigint {
  let r = low
  for (let i = low + 1n; i <= high; i++) r *= i
  return r
}

/** Factorials that have been asked for, of small ints. */
const factorials: Int[] = []
const MOST_KEPT = 200

function factorial(v: Value): Value {
  if (v instanceof PyFloat) throw typeError("'float' object cannot be interpreted as an integer")
  const n = asIndex(v)
  if (n < 0) throw valueError('factorial() not defined for negative values')
  if (typeof n === 'bigint' || n > Number.MAX_SAFE_INTEGER)
    throw overflowError('factorial() argument should not exceed 9223372036854775807')
  if (n <= 18) {
    let r = 1
    for (let i = 2; i <= n; i++) r *= i
    return r
  }
  if (n > MOST_KEPT) return normalise(range(1n, BigInt(n)))
  while (factorials.length <= n) {
    const i = factorials.length
    factorials.push(i === 0 ? 1 : intMul(factorials[i - 1]!, i))
  }
  return factorials[n]!
}

function isqrt(v: Value): Value {
  const n = asIndex(v)
  if (n < 0) throw valueError('isqrt() argument must be nonnegative')
  return intIsqrt(n)
}

function perm(nv: Value, kv: Value = null): Value {
  if (kv === null) return factorial(nv)
  const n = asIndex(nv)
  const k = asIndex(kv)
  if (n < 0) throw valueError('n must be a non-negative integer')
  if (k < 0) throw valueError('k must be a non-negative integer')
  if (k > n) return 0
  if (k === 0) return 1
  return normalise(range(BigInt(n) - BigInt(k) + 1n, BigInt(n)))
}

function comb(nv: Value, kv: Value): Value {
  const n = asIndex(nv)
  let k = asIndex(kv)
  if (n < 0) throw valueError('n must be a non-negative integer')
  if (k < 0) throw valueError('k must be a non-negative integer')
  if (k > n) return 0
  const other = intSub(n, k)
  if (other < k) k = other
  if (typeof k === 'bigint') throw overflowError('min(n - k, k) must not exceed 9223372036854775807')
  if (k === 0) return 1
  if (typeof n === 'number' && k <= 30) {
    // Each of the products is a multiple of what it is divided by.
    let r = 1
    let i = 0
    for (; i < k; i++) {
      const product = r * (n - i)
      if (product > Number.MAX_SAFE_INTEGER) break
      r = product / (i + 1)
    }
    if (i === k) return r
  }
  const big = BigInt(n)
  return normalise(range(big - BigInt(k) + 1n, big) / range(1n, BigInt(k)))
}

/** Rows of math's method table. */
export const mathIntTable: MethodTable = [
  ['gcd', gcd, '(*integers)', 'The largest int that divides all of them; 0 for none.'],
  ['lcm', lcm, '(*integers)', 'The smallest positive int that all of them divide; 1 for none.'],
  ['factorial', factorial, '(n, /)', 'Find n!.'],
  ['isqrt', isqrt, '(n, /)', 'The largest int whose square is not above n.'],
  ['perm', perm, '(n, k=None, /)', 'How many sequences of k different items n items allow.'],
  ['comb', comb, '(n, k, /)', 'How many sets of k items n items allow.'],
]
