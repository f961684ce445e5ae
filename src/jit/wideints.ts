/** Arithmetic of ints that do not fit 32 bits, or whose product does not fit 53. */
import * as operations from '../interpreter/operations'
import type { Value } from '../objects/object'

/** Places of operators in their table. */
const ADD = 0
const MUL = 2
const MOD = 6

/** Two ints of 53 bits at most by AND, OR or XOR. */
function bitwise(index: number, a: number, b: number): Value {
  return operations.binary(index, a, b, 0)
}

const TWO32 = 2 ** 32

/** `(a * b + c) % m`; the product may have twice as many bits as its factors. */
function productRemainder(a: number, b: number, c: number, m: number): Value {
  const product = a * b
  const sum = product + c
  if ((Number.isSafeInteger(product) && Number.isSafeInteger(sum)) || m === 0)
    return operations.binary(MOD, sum + 0, m, 0)
  if (a >= 0 && b >= 0 && a < TWO32 && b < TWO32 && m > 0 && m <= TWO32) {
    // By halves of one factor, so that nothing goes beyond 49 bits.
    const high = (a * (b >>> 16)) % m
    const r = (((high * 0x10000 + a * (b & 0xffff)) % m) + (c % m)) % m
    return r < 0 ? r + m : r
  }
  return operations.binary(MOD, operations.binary(ADD, operations.binary(MUL, a, b, 0), c, 0), m, 0)
}

export const wideInts = { bitwise, productRemainder }
