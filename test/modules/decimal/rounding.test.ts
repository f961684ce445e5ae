/** Sums that leave out digits, and short ways of rounding and reading, against exact arithmetic. */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { add } from '../../../src/modules/decimal/arithmetic'
import {
  type Arith,
  finalize,
  type Num,
  num,
  parseNumber,
  parseShort,
  shiftRight,
} from '../../../src/modules/decimal/number'

const context = (prec: number, rounding: number): Arith => ({
  prec,
  rounding,
  emin: -999_999,
  emax: 999_999,
  clamp: 0,
  status: 0,
})

/** Digits that round in a special way are as likely as others. */
const coefficient = fc
  .tuple(fc.integer({ min: 1, max: 400 }), fc.constantFrom('1', '9', '5', '4', '50', '49', '123456789', '05', '00001'))
  .map(([n, part]) => BigInt(part.repeat(n).slice(0, n)))

const signed = (n: Num): bigint => (n.sign === 1 ? -n.coef : n.coef)

test('a sum is the exact one, rounded', () => {
  fc.assert(
    fc.property(
      coefficient,
      coefficient,
      fc.integer({ min: -400, max: 400 }),
      fc.integer({ min: 0, max: 1 }),
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 0, max: 7 }),
      (x, y, exp, sign, prec, rounding) => {
        const a = num(0, x, 0)
        const b = num(sign, y, exp)
        const low = Math.min(0, exp)
        const exact = signed(a) * 10n ** BigInt(-low) + signed(b) * 10n ** BigInt(exp - low)
        const wanted = context(prec, rounding)
        const found = context(prec, rounding)
        const expected =
          exact === 0n
            ? num(a.sign === b.sign ? a.sign : rounding === 3 ? 1 : 0, 0n, low)
            : finalize(num(exact < 0n ? 1 : 0, exact < 0n ? -exact : exact, low), wanted)
        expect(add(a, b, found)).toEqual(expected)
        if (exact !== 0n) expect(found.status).toBe(wanted.status)
      },
    ),
    { numRuns: 3000 },
  )
})

test('digits are cut off alike in doubles and in bigints', () => {
  fc.assert(
    fc.property(
      fc.maxSafeInteger(),
      fc.integer({ min: 0, max: 15 }),
      fc.integer({ min: 0, max: 1 }),
      fc.integer({ min: 0, max: 7 }),
      (value, n, sign, rounding) => {
        const coef = BigInt(Math.abs(value))
        // Twenty zeros more make a number that no double holds.
        expect(shiftRight(coef, n, sign, rounding)).toBe(shiftRight(coef * 10n ** 20n, n + 20, sign, rounding))
      },
    ),
    { numRuns: 3000 },
  )
})

test('short texts are read as others are', () => {
  for (const text of ['0', '-0', '+1.50', '.5', '5.', '-00012.3400', '123456789012345', '1.23456789012345', '-.001'])
    expect(parseShort(text)).toEqual(parseNumber(text))
  for (const text of ['', '-', '.', '1.2.3', '1e5', ' 1', '1_0', 'inf', '1234567890123456', '--1', '٣'])
    expect(parseShort(text)).toBeNull()
})
