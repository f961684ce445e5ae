import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { byteSet, inSet, type SimdStringEngine } from '../../src/simd/engine'
import { Feature, openKernels } from '../../src/simd/library'
import { Avx2StringEngine, Avx512StringEngine, NativeScalarEngine, NeonStringEngine } from '../../src/simd/native'
import { type Comparison, compares } from '../../src/simd/numbers'
import { ScalarStringEngine } from '../../src/simd/scalar'

const scalar = new ScalarStringEngine()
const library = openKernels()
const engines: [string, SimdStringEngine][] = []
if (library.isOk()) {
  const has = library.value.features()
  engines.push(['scalar in C', new NativeScalarEngine(library.value)])
  if (has & Feature.avx2) engines.push(['avx2', new Avx2StringEngine(library.value)])
  if (has & Feature.avx512bw) engines.push(['avx512', new Avx512StringEngine(library.value)])
  if (has & Feature.neon) engines.push(['neon', new NeonStringEngine(library.value)])
}

const bytesOf = (...alphabet: number[]) =>
  fc.array(fc.constantFrom(...alphabet), { maxLength: 300 }).map((a) => Uint8Array.from(a))
/** Random bytes, text in which needles repeat, lines and words, and long buffers. */
const text = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  bytesOf(97, 98),
  bytesOf(32, 10, 13, 9, 97, 65, 90, 91, 64, 123),
  fc.uint8Array({ minLength: 1000, maxLength: 4096 }),
)
/** A range of a buffer that begins at any alignment. */
const range = fc.record({ s: text, a: fc.nat(), b: fc.nat(), shift: fc.nat(70) }).map(({ s, a, b, shift }) => {
  const storage = new Uint8Array(s.length + shift)
  storage.set(s, shift)
  const from = a % (s.length + 1)
  return { s: storage.subarray(shift), from, to: from + (b % (s.length - from + 1)) }
})
/** A needle: random, or cut from the text. */
const needle = fc.record({
  own: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  at: fc.nat(),
  n: fc.integer({ min: 1, max: 90 }),
  cut: fc.boolean(),
})
type Needle = { own: Uint8Array; at: number; n: number; cut: boolean }
function needleOf(s: Uint8Array, { own, at, n, cut }: Needle): Uint8Array {
  if (!cut || s.length === 0) return own
  const from = at % s.length
  return s.slice(from, Math.min(s.length, from + n))
}
const set = fc.oneof(
  fc.constantFrom(
    byteSet((c) => c === 10 || c === 13),
    byteSet((c) => c === 32 || (c >= 9 && c <= 13)),
    byteSet((c) => c >= 128),
  ),
  fc.uint8Array({ minLength: 32, maxLength: 32 }),
)
const table = fc.uint8Array({ minLength: 256, maxLength: 256 })

const options = { numRuns: 300 }

function filled(n: number, f: (dst: Uint8Array) => unknown): unknown[] {
  const dst = new Uint8Array(n)
  const result = f(dst)
  return [result, dst]
}

function positions(cap: number, f: (out: Int32Array) => number): unknown[] {
  const out = new Int32Array(cap)
  const k = f(out)
  return [k, out]
}

test('sets of bytes', () => {
  for (let c = 0; c < 256; c++) {
    const one = byteSet((x) => x === c)
    for (let d = 0; d < 256; d++) expect(inSet(one, d)).toBe(c === d)
  }
})

function keepsNumbers(engine: SimdStringEngine): void {
  const double = fc.oneof(fc.double(), fc.integer({ min: -2, max: 2 }), fc.constantFrom(-0, Number.NaN, Infinity))
  const int = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.integer())
  for (const [type, Array_, number] of [
    ['d', Float64Array, double],
    ['i', Int32Array, int],
  ] as const)
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 1, maxLength: 300, size: 'max' }),
        number,
        fc.integer({ min: 0, max: 5 }),
        fc.nat(300),
        (values, value, index, few) => {
          const x = Array_.from(values)
          const comparison = index as Comparison
          const fit = x.filter((v) => compares(v, comparison, value))
          const items = new Uint8Array(x.buffer)
          expect(engine.numbers.countWhere(type, items, x.length, comparison, value)).toBe(fit.length)
          for (const cap of [fit.length, Math.min(few, x.length)]) {
            const out = new Array_(cap)
            const kept = engine.numbers.keepWhere(type, items, x.length, comparison, value, new Uint8Array(out.buffer))
            expect(kept).toBe(Math.min(cap, fit.length))
            for (let i = 0; i < kept; i++) expect(out[i]).toBe(fit[i]!)
          }
        },
      ),
      { numRuns: 200 },
    )
}

describe('the engine in TypeScript', () => {
  test('what is kept of numbers', () => keepsNumbers(scalar))

  test('searches as a search from every position does', () => {
    fc.assert(
      fc.property(range, needle, ({ s, from, to }, n) => {
        const sub = needleOf(s, n)
        const hits: number[] = []
        for (let i = from; i + sub.length <= to; i++) if (sub.every((c, k) => s[i + k] === c)) hits.push(i)
        expect(scalar.find(s, from, to, sub)).toBe(hits[0] ?? -1)
        expect(scalar.rfind(s, from, to, sub)).toBe(hits.at(-1) ?? -1)
        let next = 0
        const apart = hits.filter((at) => at >= next && ((next = at + sub.length), true))
        expect(scalar.count(s, from, to, sub)).toBe(apart.length)
        const out = new Int32Array(hits.length + 1)
        expect(scalar.split(s, from, to, sub, out)).toBe(apart.length)
        expect([...out.subarray(0, apart.length)]).toEqual(apart)
      }),
      options,
    )
  })
})

for (const [name, engine] of engines) {
  describe(`${name} equals the engine in TypeScript`, () => {
    const both = (f: (e: SimdStringEngine) => unknown) => expect(f(engine)).toEqual(f(scalar))

    test('bytes', () => {
      fc.assert(
        fc.property(range, fc.nat(255), set, ({ s, from, to }, c, x) => {
          for (const byte of [c, s[(from + to) >> 1] ?? 0]) {
            both((e) => e.findByte(s, from, to, byte))
            both((e) => e.rfindByte(s, from, to, byte))
            both((e) => e.countByte(s, from, to, byte))
            both((e) => positions(s.length + 1, (out) => e.splitByte(s, from, to, byte, out)))
            both((e) => positions(3, (out) => e.splitByte(s, from, to, byte, out)))
            both((e) => filled(to - from, (dst) => e.replaceByte(dst, s, from, to, byte, c)))
          }
          both((e) => e.firstIn(s, from, to, x))
          both((e) => e.firstNotIn(s, from, to, x))
          both((e) => e.lastNotIn(s, from, to, x))
          both((e) => e.countIn(s, from, to, x))
          both((e) => e.firstHigh(s, from, to))
        }),
        options,
      )
    })

    test('needles', () => {
      fc.assert(
        fc.property(
          range,
          needle,
          fc.uint8Array({ maxLength: 40 }),
          fc.integer({ min: -1, max: 5 }),
          (r, n, fresh, limit) => {
            const { s, from, to } = r
            const sub = needleOf(s, n)
            both((e) => e.find(s, from, to, sub))
            both((e) => e.rfind(s, from, to, sub))
            both((e) => e.count(s, from, to, sub))
            both((e) => positions(s.length + 1, (out) => e.split(s, from, to, sub, out)))
            both((e) => positions(2, (out) => e.split(s, from, to, sub, out)))
            const hits = scalar.count(s, from, to, sub)
            const size = to - from + hits * Math.max(0, fresh.length - sub.length)
            both((e) => {
              const dst = new Uint8Array(size)
              const k = e.replace(dst, s, from, to, sub, fresh, limit)
              return [k, dst.slice(0, k)]
            })
          },
        ),
        options,
      )
    })

    test('a needle at every position', () => {
      for (const m of [1, 2, 3, 16, 33, 65]) {
        const sub = Uint8Array.from({ length: m }, (_, i) => 1 + (i % 3))
        for (let at = 0; at <= 200; at++) {
          const s = new Uint8Array(200 + m)
          s.set(sub, at)
          expect(engine.find(s, 0, s.length, sub)).toBe(at)
          expect(engine.rfind(s, 0, s.length, sub)).toBe(at)
          expect(engine.count(s, 0, s.length, sub)).toBe(1)
        }
      }
    })

    test('needles that nearly fit everywhere', () => {
      const n = 100_000
      const s = new Uint8Array(n).fill(97)
      const sub = new Uint8Array(2000).fill(97)
      sub[1000] = 98
      expect(engine.find(s, 0, n, sub)).toBe(-1)
      expect(engine.rfind(s, 0, n, sub)).toBe(-1)
      s.set(sub, 50_000)
      expect(engine.find(s, 0, n, sub)).toBe(50_000)
      expect(engine.rfind(s, 0, n, sub)).toBe(50_000)
      expect(engine.count(s, 0, n, sub)).toBe(1)
    })

    test('comparisons', () => {
      fc.assert(
        fc.property(range, fc.nat(), fc.nat(255), ({ s, from, to }, at, c) => {
          const other = s.slice()
          if (to > from) other[from + (at % (to - from))] = c
          both((e) => e.eq(s, from, other, from, to - from))
          both((e) => e.mismatch(s, from, other, from, to - from))
          both((e) => e.eq(s, from, s, 0, to - from))
          both((e) => e.mismatch(s, from, s, 0, to - from))
        }),
        options,
      )
    })

    test('mappings', () => {
      fc.assert(
        fc.property(range, table, set, ({ s, from, to }, map, x) => {
          const n = to - from
          both((e) => filled(n, (dst) => e.toLowercase(dst, s, from, to)))
          both((e) => filled(n, (dst) => e.toUppercase(dst, s, from, to)))
          both((e) => filled(n, (dst) => e.swapcase(dst, s, from, to)))
          both((e) => filled(n, (dst) => e.translate(dst, s, from, to, map)))
          both((e) => filled(n, (dst) => e.translateDelete(dst, s, from, to, map, x)))
          both((e) => filled(n, (dst) => e.translateDelete(dst, s, from, to, null, x)))
          both((e) => filled(2 * n, (dst) => e.hex(dst, s, from, to)))
          const digits = new Uint8Array(2 * n)
          scalar.hex(digits, s, from, to)
          both((e) => filled(n, (dst) => e.unhex(dst, digits, 0, 2 * n)))
          both((e) => filled(n, (dst) => e.unhex(dst, s, from, to)))
        }),
        options,
      )
    })

    test('lines, words and their joining', () => {
      fc.assert(
        fc.property(range, set, fc.nat(4), fc.uint8Array({ maxLength: 20 }), ({ s, from, to }, x, few, separator) => {
          const cap = 2 * (s.length + 1)
          for (const size of [cap, 2 * few]) {
            both((e) => positions(size, (out) => e.splitLines(s, from, to, x, out)))
            both((e) => positions(size, (out) => e.splitWords(s, from, to, x, out)))
          }
          const pieces = new Int32Array(cap)
          const k = scalar.splitWords(s, from, to, x, pieces)
          const length = to - from + k * separator.length
          both((e) => filled(length, (dst) => e.join(dst, s, pieces, k, separator)))
        }),
        options,
      )
    })

    test('all bytes in all case mappings', () => {
      const all = Uint8Array.from({ length: 256 }, (_, i) => i)
      both((e) => filled(256, (dst) => e.toLowercase(dst, all, 0, 256)))
      both((e) => filled(256, (dst) => e.toUppercase(dst, all, 0, 256)))
      both((e) => filled(256, (dst) => e.swapcase(dst, all, 0, 256)))
    })

    test('reductions of ints', () => {
      for (const type of 'bBhHiIqQ') {
        const size = { b: 1, h: 2, i: 4, q: 8 }[type.toLowerCase()]!
        fc.assert(
          fc.property(fc.uint8Array({ minLength: 8, maxLength: 3000 }), fc.nat(), fc.nat(), (bytes, at, start) => {
            const n = Math.floor(bytes.length / size)
            const items = bytes.slice(0, n * size)
            both((e) => e.numbers.sum(type, items, n))
            both((e) => e.numbers.min(type, items, n))
            both((e) => e.numbers.max(type, items, n))
            const i = at % n
            const value = scalar.numbers.min(type, items.slice(i * size, (i + 1) * size), 1)
            both((e) => e.numbers.count(type, items, n, value))
            both((e) => e.numbers.index(type, items, start % n, n, value))
          }),
          { numRuns: 60 },
        )
      }
    })

    test('what is kept of numbers', () => keepsNumbers(engine))

    test('reductions of floats', () => {
      const bits = (v: number | bigint) => (Object.is(v, -0) ? '-0' : String(v))
      const double = fc.oneof(fc.double(), fc.constantFrom(0, -0, 1e308, -1e308, Number.NaN, 0.1, 1e16))
      for (const [type, Array_] of [
        ['d', Float64Array],
        ['f', Float32Array],
      ] as const)
        fc.assert(
          fc.property(fc.array(double, { minLength: 1, maxLength: 200 }), fc.nat(), (values, at) => {
            const x = Array_.from(values)
            const items = new Uint8Array(x.buffer)
            const n = x.length
            both((e) => bits(e.numbers.sum(type, items, n)))
            both((e) => bits(e.numbers.min(type, items, n)))
            both((e) => bits(e.numbers.max(type, items, n)))
            both((e) => e.numbers.count(type, items, n, x[at % n]!))
            both((e) => e.numbers.index(type, items, 0, n, x[at % n]!))
          }),
          { numRuns: 200 },
        )
    })
  })
}
