/** Integer arithmetic against BigInt (properties) and CPython (texts, bytes, rounding, true division). */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import * as m from '../../src/objects/intmath'
import '../../src/objects/all'
import type { Int } from '../../src/objects/object'
import { cpython, runCPython } from '../support/cpython'

const EDGES = [
  0n,
  1n,
  2n,
  3n,
  7n,
  255n,
  256n,
  2n ** 31n,
  2n ** 32n,
  2n ** 52n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 61n - 1n,
  2n ** 64n,
  10n ** 30n,
]
const edge = fc.constantFrom(...EDGES.flatMap((e) => [e - 1n, e, e + 1n, -e, -e - 1n]))
const anyInt = fc
  .oneof(
    edge,
    fc.bigInt({ min: -(2n ** 40n), max: 2n ** 40n }),
    fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }),
    fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
  )
  .map(m.normalize)

/** A normal form: a safe integer number that is not -0, or a bigint beyond. */
function checkNormal(v: Int): void {
  if (typeof v === 'number') expect(Number.isSafeInteger(v) && !Object.is(v, -0)).toBe(true)
  else expect(Number.isSafeInteger(Number(v))).toBe(false)
}

const floorDiv = (a: bigint, b: bigint): bigint => {
  const q = a / b
  return q * b !== a && a < 0n !== b < 0n ? q - 1n : q
}

describe('exact arithmetic equals BigInt', () => {
  const operations: [string, (a: Int, b: Int) => Int, (a: bigint, b: bigint) => bigint][] = [
    ['+', m.intAdd, (a, b) => a + b],
    ['-', m.intSub, (a, b) => a - b],
    ['*', m.intMul, (a, b) => a * b],
    ['&', m.intAnd, (a, b) => a & b],
    ['|', m.intOr, (a, b) => a | b],
    ['^', m.intXor, (a, b) => a ^ b],
  ]
  for (const [name, f, g] of operations)
    test(name, () => {
      fc.assert(
        fc.property(anyInt, anyInt, (a, b) => {
          const r = f(a, b)
          checkNormal(r)
          expect(BigInt(r)).toBe(g(BigInt(a), BigInt(b)))
        }),
        { numRuns: 2000 },
      )
    })

  test('floor division, modulo, divmod', () => {
    fc.assert(
      fc.property(anyInt, anyInt, (a, b) => {
        if (b === 0) return
        const q = m.intFloorDiv(a, b)
        const r = m.intMod(a, b)
        checkNormal(q)
        checkNormal(r)
        expect(BigInt(q)).toBe(floorDiv(BigInt(a), BigInt(b)))
        expect(BigInt(q) * BigInt(b) + BigInt(r)).toBe(BigInt(a))
        expect(m.intDivmod(a, b)).toEqual([q, r])
      }),
      { numRuns: 2000 },
    )
  })

  test('shifts, negation, inversion, absolute value', () => {
    fc.assert(
      fc.property(anyInt, fc.integer({ min: 0, max: 130 }), (a, n) => {
        const b = BigInt(a)
        for (const [got, want] of [
          [m.intLshift(a, n), b << BigInt(n)],
          [m.intRshift(a, n), b >> BigInt(n)],
          [m.intNeg(a), -b],
          [m.intInvert(a), ~b],
          [m.intAbs(a), b < 0n ? -b : b],
        ] as const) {
          checkNormal(got)
          expect(BigInt(got)).toBe(want)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('power and modular power', () => {
    fc.assert(
      fc.property(anyInt, fc.integer({ min: 0, max: 40 }), anyInt, (a, e, n) => {
        const exact = BigInt(a) ** BigInt(e)
        const p = m.intPow(a, e)
        checkNormal(p)
        expect(BigInt(p)).toBe(exact)
        if (n === 0) return
        const q = m.intPowMod(a, e, n)
        checkNormal(q)
        const mod = BigInt(n)
        expect(BigInt(q)).toBe(exact - floorDiv(exact, mod) * mod)
      }),
      { numRuns: 1000 },
    )
    const inverse = m.intPowMod(3, -1, 10n ** 30n + 57n)
    expect((BigInt(inverse) * 3n) % (10n ** 30n + 57n)).toBe(1n)
  })

  test('square root, gcd, bits, hash', () => {
    fc.assert(
      fc.property(anyInt, anyInt, (x, y) => {
        const a = m.intAbs(x)
        const r = BigInt(m.intIsqrt(a))
        expect(r * r <= BigInt(a) && (r + 1n) * (r + 1n) > BigInt(a)).toBe(true)
        const g = BigInt(m.intGcd(x, y))
        if (g !== 0n) expect(BigInt(x) % g === 0n && BigInt(y) % g === 0n).toBe(true)
        const bits = BigInt(a).toString(2)
        expect(m.intBitLength(x)).toBe(a === 0 ? 0 : bits.length)
        expect(m.intBitCount(x)).toBe(bits.replaceAll('0', '').length)
      }),
      { numRuns: 1000 },
    )
    expect(m.intHash(2n ** 61n - 1n)).toBe(0)
    expect(m.intHash(-1)).toBe(-2)
    expect(m.intHash(-(2n ** 61n))).toBe(-2)
  })

  test('bytes both ways', () => {
    fc.assert(
      fc.property(anyInt, fc.boolean(), (a, little) => {
        const signed = a < 0
        const length = Math.ceil((m.intBitLength(a) + 1) / 8)
        expect(m.intFromBytes(m.intToBytes(a, length, little, signed), little, signed)).toBe(a)
      }),
      { numRuns: 1000 },
    )
  })
})

test('text in every base, both ways', () => {
  fc.assert(
    fc.property(anyInt, fc.integer({ min: 2, max: 36 }), (a, base) => {
      const digits = (a < 0 ? '-' : '') + m.intDigits(a, base)
      expect(m.parseInteger(digits, base)).toBe(a)
    }),
    { numRuns: 1000 },
  )
  const long = '7'.repeat(20_000)
  m.setIntMaxStrDigits(0)
  try {
    expect(m.intToString(m.parseInteger(long, 10)!)).toBe(long)
    expect(m.intDigits(m.parseInteger('z'.repeat(12_000), 36)!, 36)).toBe('z'.repeat(12_000))
  } finally {
    m.setIntMaxStrDigits(m.DEFAULT_MAX_STR_DIGITS)
  }
})

test('what is no literal', () => {
  for (const s of ['', '_1', '1_', '1__2', '0x', '0xg', '1 2', '+', '--1', '0b2', '09'].values())
    expect(m.parseInteger(s, 0)).toBeNull()
  expect(m.parseInteger('0x_f', 0)).toBe(15)
  expect(m.parseInteger('000', 0)).toBe(0)
  expect(m.parseInteger('0_0', 0)).toBe(0)
})

test.skipIf(cpython() === null)('true division and rounding equal CPython', () => {
  const pairs = fc.sample(fc.tuple(anyInt, anyInt), { numRuns: 1500, seed: 7 }).filter(([, b]) => b !== 0)
  pairs.push(
    [10n ** 400n, 3n ** 200n] as never,
    [1, 10n ** 310n] as never,
    [3n ** 700n, 7n ** 90n] as never,
    [1, 10n ** 330n] as never,
  )
  const program = `
import sys, json
out = []
for line in sys.stdin:
    a, b = map(int, line.split())
    try: q = (a / b).hex()
    except OverflowError: q = 'overflow'
    out.append([q, str(round(a, -(b % 7)))])
print(json.dumps(out))`
  const expected = JSON.parse(runCPython(program, pairs.map(([a, b]) => `${a} ${b}`).join('\n'))) as [string, string][]
  const { floatFromHex } = require('../../src/objects/floatmath') as typeof import('../../src/objects/floatmath')
  pairs.forEach(([a, b], i) => {
    let q: number | string
    try {
      q = m.intTrueDiv(a, b)
    } catch {
      q = 'overflow'
    }
    const [division, rounded] = expected[i]!
    if (division === 'overflow') expect(q).toBe('overflow')
    else expect(Object.is(q, floatFromHex(division)) ? '' : `${a}/${b}: ${q}`).toBe('')
    const n = Number(((BigInt(b) % 7n) + 7n) % 7n)
    expect(String(m.intRound(a, -n))).toBe(rounded)
  })
})
