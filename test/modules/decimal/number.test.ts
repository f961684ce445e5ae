/** The number of digits of a coefficient, about the powers of ten and at lengths in any order. */
import { expect, test } from 'bun:test'
import { digitsOf, pow10 } from '../../../src/modules/decimal/number'

test('digitsOf counts the digits', () => {
  const exponents = [...Array(340).keys(), 511, 512, 513, 1000, 600, 5000, 299, 4999, 20_000, 60_000]
  for (const n of exponents) {
    const power = BigInt(`1${'0'.repeat(n)}`)
    expect(pow10(n)).toBe(power)
    const near = n > 17 ? power / 10n ** 17n : 1n
    for (const v of [power, power - 1n, power + 1n, power - near, power + near, 2n * power, 9n * power])
      expect(digitsOf(v)).toBe(String(v).length)
  }
  expect(digitsOf(0n)).toBe(1)
})
