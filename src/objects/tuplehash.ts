/**
 * The 64-bit arithmetic behind the hashes of tuples, slices and frozensets, on pairs of 32-bit halves (CPython:
 * Objects/tupleobject.c uses the xxHash scheme, Objects/setobject.c a commutative mix).
 */
import { floatType, PyFloat } from './float'
import type { Int, Value } from './object'
import { hashFromHalves, highHalf, lowHalf } from './siphash'
import { PyTuple, tupleType } from './tuple'

let productHigh = 0

/** Low half of a × b modulo 2**64; the high half is left in `productHigh`. All halves are int32. */
function multiply(aHigh: number, aLow: number, bHigh: number, bLow: number): number {
  const a0 = aLow & 0xffff
  const a1 = aLow >>> 16
  const b0 = bLow & 0xffff
  const b1 = bLow >>> 16
  const p00 = a0 * b0
  const p01 = a0 * b1
  const p10 = a1 * b0
  const middle = (p00 >>> 16) + (p01 & 0xffff) + (p10 & 0xffff)
  const carry = a1 * b1 + (p01 >>> 16) + (p10 >>> 16) + (middle >>> 16)
  productHigh = (carry + Math.imul(aHigh, bLow) + Math.imul(aLow, bHigh)) | 0
  return (middle << 16) | (p00 & 0xffff) | 0
}

const PRIME1_HIGH = 0x9e3779b1 | 0
const PRIME1_LOW = 0x85ebca87 | 0
const PRIME2_HIGH = 0xc2b2ae3d | 0
const PRIME2_LOW = 0x27d4eb4f
const PRIME5_HIGH = 0x27d4eb2f
const PRIME5_LOW = 0x165667c5

/** Accumulates item hashes in order; for a tuple end with {@link TupleHash.finish}. */
export class TupleHash {
  high = PRIME5_HIGH
  low = PRIME5_LOW

  add(hash: Int): void {
    const low = multiply(highHalf(hash), lowHalf(hash), PRIME2_HIGH, PRIME2_LOW)
    const sum = (this.low >>> 0) + (low >>> 0)
    const high = (this.high + productHigh + (sum > 0xffffffff ? 1 : 0)) | 0
    const s = sum | 0
    this.low = multiply((high << 31) | (s >>> 1), (s << 31) | (high >>> 1), PRIME1_HIGH, PRIME1_LOW)
    this.high = productHigh
  }

  finish(length: number): Int {
    // length ^ (PRIME5 ^ 3527539)
    const sum = (this.low >>> 0) + ((length ^ (PRIME5_LOW ^ 3527539)) >>> 0)
    const high = (this.high + PRIME5_HIGH + (sum > 0xffffffff ? 1 : 0)) | 0
    const low = sum >>> 0
    if (high === -1 && low === 0xffffffff) return 1546275796
    return hashFromHalves(high, low)
  }
}

/** The hash of a frozenset from the hashes of its items, in any order. */
export function frozensetHash(hashes: readonly Int[]): Int {
  let high = 0
  let low = 0
  for (const h of hashes) {
    const hl = lowHalf(h)
    const hh = highHalf(h)
    // (h ^ 89869747 ^ (h << 16)) * 3644798167
    const xl = hl ^ 89869747 ^ (hl << 16)
    const xh = hh ^ ((hh << 16) | (hl >>> 16))
    low ^= multiply(xh, xl, 0, 3644798167 | 0)
    high ^= productHigh
  }
  // In the table unused slots hash to 0 and are compensated for, so only the size remains to be mixed in.
  const size = multiply(0, hashes.length + 1, 0, 1927868237)
  low ^= size
  high ^= productHigh
  // hash ^= (hash >> 11) ^ (hash >> 25)
  const shiftLow = ((low >>> 11) | (high << 21)) ^ ((low >>> 25) | (high << 7))
  const shiftHigh = (high >>> 11) ^ (high >>> 25)
  low ^= shiftLow
  high ^= shiftHigh
  low = multiply(high, low, 0, 69069)
  high = productHigh
  const sum = (low >>> 0) + 907133923
  high = (high + (sum > 0xffffffff ? 1 : 0)) | 0
  low = sum >>> 0
  if (high === -1 && low === 0xffffffff) return 590923713
  return hashFromHalves(high, low)
}

const bits = new DataView(new ArrayBuffer(8))

/**
 * A 32-bit hash of a tuple's items for dict and set storage, the same for tuples that are equal. NaN where an item is no
 * primitive, float or tuple of such, because only its own `__hash__` then says what equals it.
 */
export function quickTupleHash(items: readonly Value[], depth: number): number {
  let h = items.length | 0
  for (let i = 0; i < items.length; i++) {
    let v: Value | number = items[i]!
    if (typeof v === 'object' && v !== null) {
      if (v instanceof PyTuple && v.cls === tupleType && depth < 20) {
        const inner = quickTupleHash(v.items, depth + 1)
        if (Number.isNaN(inner)) return inner
        h = Math.imul(h ^ inner ^ 0x5bd1e995, 0x9e3779b1)
        h ^= h >>> 15
        continue
      }
      if (!(v instanceof PyFloat) || v.cls !== floatType) return Number.NaN
      const x = v.value
      // A float that equals an int must hash as the int.
      if (Number.isSafeInteger(x)) v = x + 0
      else if (Number.isInteger(x)) v = BigInt(x)
      else {
        bits.setFloat64(0, x)
        h = Math.imul(h ^ bits.getInt32(0) ^ Math.imul(bits.getInt32(4), 0x85ebca6b), 0x9e3779b1)
        h ^= h >>> 15
        continue
      }
    }
    if (typeof v === 'number') {
      h ^= v | 0
      if ((v | 0) !== v) h ^= Math.imul(Math.floor(v / 0x1_0000_0000) | 0, 0x85ebca6b)
    } else if (typeof v === 'string') {
      let s = 0x811c9dc5
      for (let k = 0; k < v.length; k++) s = Math.imul(s ^ v.charCodeAt(k), 0x01000193)
      h ^= s
    } else if (typeof v === 'boolean') h ^= v ? 1 : 0
    else if (typeof v === 'bigint') h ^= Number(BigInt.asIntN(32, v ^ (v >> 32n)))
    else h ^= 0x2545f491
    h = Math.imul(h, 0x9e3779b1)
    h ^= h >>> 15
  }
  return h
}
