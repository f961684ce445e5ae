/** Sums that leave out digits, and short ways of rounding and reading, against exact arithmetic. */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { add, divide, multiply } from '../../../src/modules/decimal/arithmetic'
import {
  type Arith,
  cutInexact,
  finalize,
  type Num,
  num,
  parseNumber,
  parseShort,
  shifted,
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
        expect(parts(add(a, b, found))).toEqual(parts(expected))
        if (exact !== 0n) expect(found.status).toBe(wanted.status)
      },
    ),
    { numRuns: 3000 },
  )
})

/** What is looked at of a number: its coefficient may be kept as a double or not. */
const parts = (n: Num) => [n.kind, n.sign, n.coef, n.exp]

/** A non-negative fraction as a whole number, by the rounding mode (in the order of the names). */
function roundedOff(top: bigint, bottom: bigint, sign: number, rounding: number): bigint {
  const kept = top / bottom
  const rest = top - kept * bottom
  if (rest === 0n) return kept
  const half = rest * 2n < bottom ? -1 : rest * 2n === bottom ? 0 : 1
  const up = [
    true,
    false,
    sign === 0,
    sign === 1,
    half >= 0,
    half > 0,
    half > 0 || (half === 0 && kept % 2n === 1n),
    kept % 5n === 0n,
  ][rounding]
  return up ? kept + 1n : kept
}

test('digits are cut off as in exact arithmetic, whatever holds the coefficient', () => {
  const ends = fc.tuple(
    fc.maxSafeInteger(),
    fc.constantFrom('', '5', '50', '49', '51', '500000000000000000', '499999999999999999'),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.bigInt({ min: 0n, max: 10n ** 40n }),
        coefficient,
        ends.map(([n, end]) => BigInt(Math.abs(n) + end)),
      ),
      fc.integer({ min: 0, max: 45 }),
      fc.integer({ min: 0, max: 1 }),
      fc.integer({ min: 0, max: 7 }),
      (coef, n, sign, rounding) => {
        const found = shifted(num(sign, coef, 3), n, rounding, 7)
        expect(parts(found)).toEqual([0, sign, roundedOff(coef, 10n ** BigInt(n), sign, rounding), 7])
        expect(cutInexact).toBe(coef % 10n ** BigInt(n) !== 0n)
        expect(found.small).toBe(found.coef <= Number.MAX_SAFE_INTEGER ? Number(found.coef) : -1)
      },
    ),
    { numRuns: 6000 },
  )
})

test('a quotient is the exact one, rounded, its exponent as near to the ideal one as it can be', () => {
  const short = fc.integer({ min: 1, max: 5000 }).map(BigInt)
  const positive = coefficient.filter((n) => n > 0n)
  fc.assert(
    fc.property(
      fc.oneof(positive, short, fc.bigInt({ min: 1n, max: 10n ** 20n })),
      fc.oneof(positive, short, fc.bigInt({ min: 1n, max: 10n ** 20n })),
      fc.integer({ min: -20, max: 20 }),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 7 }),
      (x, y, exp, prec, rounding) => {
        const c = context(prec, rounding)
        const found = divide(num(0, x, exp), num(0, y, 0), c)
        // The exponent at which the exact quotient has as many digits as the precision.
        let last = exp + String(x).length - String(y).length - prec + 1
        const at = (e: number) =>
          (e >= exp ? [x, y * 10n ** BigInt(e - exp)] : [x * 10n ** BigInt(exp - e), y]) as [bigint, bigint]
        const [top, bottom] = at(last)
        if (top < bottom * 10n ** BigInt(prec - 1)) last--
        const [t, b] = at(last)
        let coef = roundedOff(t, b, 0, rounding)
        const exact = t % b === 0n
        if (String(coef).length > prec) {
          coef /= 10n
          last++
        }
        if (exact)
          while (last < exp && coef % 10n === 0n) {
            coef /= 10n
            last++
          }
        // A quotient of fewer digits stands with the ideal exponent.
        const whole = exact && last > exp && String(coef).length + last - exp <= prec
        const wanted = whole ? [0, 0, coef * 10n ** BigInt(last - exp), exp] : [0, 0, coef, last]
        expect(parts(found)).toEqual(wanted)
      },
    ),
    { numRuns: 4000 },
  )
})

test('a product is the exact one, rounded', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        coefficient,
        fc.maxSafeInteger().map((n) => BigInt(Math.abs(n))),
        fc.nat().map(BigInt),
      ),
      fc.oneof(coefficient, fc.nat().map(BigInt)),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 7 }),
      (x, y, prec, rounding) => {
        const wanted = context(prec, rounding)
        const found = context(prec, rounding)
        expect(parts(multiply(num(0, x, 2), num(1, y, -9), found))).toEqual(parts(finalize(num(1, x * y, -7), wanted)))
        expect(found.status).toBe(wanted.status)
      },
    ),
    { numRuns: 2000 },
  )
})

test('short texts are read as others are', () => {
  for (const text of ['0', '-0', '+1.50', '.5', '5.', '-00012.3400', '123456789012345', '1.23456789012345', '-.001'])
    expect(parseShort(text)).toEqual(parseNumber(text))
  for (const text of ['', '-', '.', '1.2.3', '1e5', ' 1', '1_0', 'inf', '1234567890123456', '--1', '٣'])
    expect(parseShort(text)).toBeNull()
})
