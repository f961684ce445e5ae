/** Texts, rounding, hash and arithmetic of floats against CPython. */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import '../../src/objects/all'
import * as f from '../../src/objects/floatmath'
import { formatFloatValue } from '../../src/objects/formatspec'
import { cpython, runCPython } from '../support/cpython'

const anyDouble = fc.oneof(
  fc.double(),
  fc.double({ noDefaultInfinity: true, noNaN: true, min: -1e6, max: 1e6 }),
  fc.integer({ min: -1000, max: 1000 }).map((n) => n / 8),
  fc
    .tuple(fc.integer({ min: -99999, max: 99999 }), fc.integer({ min: -30, max: 30 }))
    .map(([n, e]) => Number(`${n}e${e}`)),
  fc.constantFrom(
    0,
    -0,
    0.5,
    1.5,
    2.5,
    1e16,
    1e15,
    9999999999999998,
    1e-4,
    1e-5,
    5e-324,
    1.7976931348623157e308,
    1e22,
    1e23,
    0.1,
    2 ** 53,
    123456789.125,
  ),
)

const samples = fc.sample(anyDouble, { numRuns: 1500, seed: 11 })
const SPECS = [
  '',
  '.0f',
  '.1f',
  '.2f',
  '.3e',
  '.0e',
  'e',
  'g',
  '.1g',
  '.3g',
  '#.3g',
  'n',
  '%',
  '.1%',
  '.0%',
  '+.2f',
  '010.3f',
  ',.2f',
  '_.1f',
  '.17g',
  '.25f',
  '.5',
  '.1',
  '#.0f',
  'z.1f',
  ' .3g',
  '<12.2f',
  '^14',
  '=+12.1f',
  'E',
  'G',
  '020,.1f',
  '.120f',
  '.110e',
]

function bits(x: number): string {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, x)
  return view.getBigUint64(0).toString(16).padStart(16, '0')
}

test.skipIf(cpython() === null)('repr, hex, hash, round, ratio and formats equal CPython', () => {
  const program = `
import sys, json, struct
specs = json.loads(sys.stdin.readline())
out = []
for line in sys.stdin:
    x = struct.unpack('>d', bytes.fromhex(line.strip()))[0]
    row = [repr(x), x.hex(), str(hash(x)) if x == x else '0']
    for n in (-2, -1, 0, 1, 2, 5):
        try: row.append(repr(round(x, n)))
        except OverflowError: row.append('overflow')
    for s in specs: row.append(format(x, s))
    out.append(row)
print(json.dumps(out))`
  const input = JSON.stringify(SPECS) + '\n' + samples.map(bits).join('\n')
  const expected = JSON.parse(runCPython(program, input)) as string[][]
  samples.forEach((x, i) => {
    const row = [f.floatRepr(x), f.floatHex(x), String(Number.isNaN(x) ? 0 : f.floatHash(x))]
    for (const n of [-2, -1, 0, 1, 2, 5]) {
      try {
        row.push(f.floatRepr(f.floatRound(x, n)))
      } catch {
        row.push('overflow')
      }
    }
    for (const s of SPECS) row.push(s === '' ? f.floatRepr(x) : formatFloatValue(x, s))
    expect([f.floatRepr(x), ...row]).toEqual([f.floatRepr(x), ...expected[i]!])
  })
})

test.skipIf(cpython() === null)('arithmetic equals CPython', () => {
  const pairs = fc.sample(fc.tuple(anyDouble, anyDouble), { numRuns: 1500, seed: 5 })
  const program = `
import sys, json, struct
out = []
def attempt(f):
    try: r = f()
    except (OverflowError, ZeroDivisionError) as e: return type(e).__name__
    return [repr(v) for v in r] if isinstance(r, tuple) else repr(r)
for line in sys.stdin:
    x, y = struct.unpack('>dd', bytes.fromhex(line.strip()))
    out.append([attempt(lambda: x % y), attempt(lambda: x // y), attempt(lambda: divmod(x, y))])
print(json.dumps(out))`
  const expected = JSON.parse(runCPython(program, pairs.map(([x, y]) => bits(x) + bits(y)).join('\n')))
  const attempt = (g: () => number | number[]): unknown => {
    try {
      const r = g()
      return typeof r === 'number' ? f.floatRepr(r) : r.map(f.floatRepr)
    } catch (e) {
      return (e as { cls: { name: string } }).cls.name
    }
  }
  pairs.forEach(([x, y], i) => {
    expect([
      x,
      y,
      attempt(() => f.floatMod(x, y)),
      attempt(() => f.floatFloorDiv(x, y)),
      attempt(() => f.floatDivmod(x, y)),
    ]).toEqual([x, y, ...expected[i]])
  })
})

test('text reads back to the same bits', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (x) => {
      expect(Object.is(f.parseFloatText(f.floatRepr(x)), x)).toBe(true)
      expect(Object.is(f.floatFromHex(f.floatHex(x)), x)).toBe(true)
      if (!Number.isFinite(x)) return
      const [m, e] = f.frexp(x)
      expect(f.ldexp(m, e)).toBe(x)
      const [n, d] = f.floatRatio(x)
      expect(Number(n) / Number(d) === x || !Number.isFinite(Number(d)) || Math.abs(x) < 1e-300).toBe(true)
    }),
    { numRuns: 2000 },
  )
  for (const s of ['1_000.5', ' 1', '1.', '.5', '1e5', 'inf', '-Infinity', 'nan', '+1_0e-1_0'])
    expect(f.parseFloatText(s.trim())).not.toBeNull()
  for (const s of ['', '1__0', '_1', '1_', '1e', '.', 'e5', '0x1', '1_.0', 'infin', '+-1'])
    expect(f.parseFloatText(s)).toBeNull()
})

test.skipIf(cpython() === null)('power is within one unit in the last place of the C library', () => {
  const pairs = fc.sample(fc.tuple(fc.double({ min: 0.01, max: 50, noNaN: true }), fc.integer({ min: -60, max: 60 })), {
    numRuns: 1000,
    seed: 3,
  })
  const program = `
import sys, json, struct
print(json.dumps([struct.pack('>d', x ** y).hex() for x, y in json.loads(sys.stdin.read())]))`
  const expected = JSON.parse(runCPython(program, JSON.stringify(pairs))) as string[]
  let different = 0
  pairs.forEach(([x, y], i) => {
    const distance = BigInt('0x' + bits(f.power(x, y))) - BigInt('0x' + expected[i]!)
    expect(distance >= -1n && distance <= 1n).toBe(true)
    if (distance !== 0n) different++
  })
  expect(different).toBeLessThan(5)
})

test('the hash of a float of any exponent is that of its fraction modulo 2**61 - 1', () => {
  const modulus = (1n << 61n) - 1n
  /** 2**e modulo 2**61 - 1. */
  const power = (e: number): bigint => 1n << BigInt(((e % 61) + 61) % 61)
  for (let e = -1074; e <= 971; e++)
    for (const m of [1, 3, 2 ** 52 + 1, 2 ** 53 - 1, 0x1234567890abc]) {
      const x = m * 2 ** e
      // Below the normal numbers a mantissa is rounded.
      if (x / 2 ** e !== m) continue
      if (Number.isSafeInteger(x)) continue
      const hash = (BigInt(m) * power(e)) % modulus
      expect([e, BigInt(f.floatHash(x))]).toEqual([e, hash])
      expect([e, BigInt(f.floatHash(-x))]).toEqual([e, hash === 1n ? -2n : -hash])
    }
})
