/**
 * Each kernel of each engine that this machine has, at several sizes, against the engine in TypeScript and what Bun has itself (mitata): time of a call, and
 * throughput in GB/s where mitata is asked for a table (`--table`).
 *
 *   node src/tools/bun.mjs bench/simd/kernels.bench.ts [--table] [SIZE …]
 */
import { bench, group, measure, run } from 'mitata'
import { byteSet, type SimdStringEngine } from '../../src/simd/engine'
import { Feature, openKernels } from '../../src/simd/library'
import { Avx2StringEngine, Avx512StringEngine, NativeScalarEngine, NeonStringEngine } from '../../src/simd/native'
import { ScalarStringEngine } from '../../src/simd/scalar'

const args = process.argv.slice(2)
const table = args.includes('--table')
const sizes = args.filter((arg) => !arg.startsWith('--')).map(Number)
if (sizes.length === 0) sizes.push(16, 64, 256, 1 << 10, 1 << 16, 1 << 20, 1 << 26)

const engines: [string, SimdStringEngine][] = [['TypeScript', new ScalarStringEngine()]]
const library = openKernels()
if (library.isOk()) {
  const has = library.value.features()
  engines.push(['scalar C', new NativeScalarEngine(library.value)])
  if (has & Feature.avx2) engines.push(['AVX2', new Avx2StringEngine(library.value)])
  if (has & Feature.avx512bw) engines.push(['AVX-512', new Avx512StringEngine(library.value)])
  if (has & Feature.neon) engines.push(['NEON', new NeonStringEngine(library.value)])
}

type Own = (s: Uint8Array, text: string) => unknown
const space = byteSet((c) => c === 32 || (c >= 9 && c <= 13))
const lineEnd = byteSet((c) => c === 10 || c === 13)
const letters = byteSet((c) => (c | 32) >= 97 && (c | 32) <= 122)
/** Room for all positions of the longest buffer. */
const places = new Int32Array(2 * Math.max(...sizes) + 2)
const upper = Uint8Array.from({ length: 256 }, (_, i) => (i >= 97 && i <= 122 ? i - 32 : i))
const the = Buffer.from('the')
const absent = Buffer.from('~absent~')
const fresh = Buffer.from('THAT')
const buffer = (s: Uint8Array): Buffer => Buffer.from(s.buffer, s.byteOffset, s.length)

let equal = new Uint8Array(0)

/** A kernel on the whole of a buffer, and the same by what Bun has, where it has it. */
const cases: Record<string, [f: (e: SimdStringEngine, s: Uint8Array, dst: Uint8Array) => unknown, own?: Own]> = {
  'find byte (absent)': [(e, s) => e.findByte(s, 0, s.length, 126), (s) => s.indexOf(126)],
  'count byte': [(e, s) => e.countByte(s, 0, s.length, 101)],
  'find (absent)': [(e, s) => e.find(s, 0, s.length, absent), (s) => buffer(s).indexOf(absent)],
  'rfind (absent)': [(e, s) => e.rfind(s, 0, s.length, absent), (s) => buffer(s).lastIndexOf(absent)],
  'count needle': [(e, s) => e.count(s, 0, s.length, the)],
  equal: [(e, s) => e.eq(s, 0, equal, 0, s.length), (s) => Buffer.compare(s, equal)],
  lower: [(e, s, dst) => e.toLowercase(dst, s, 0, s.length), (_, text) => text.toLowerCase()],
  translate: [(e, s, dst) => e.translate(dst, s, 0, s.length, upper)],
  'translate, delete': [(e, s, dst) => e.translateDelete(dst, s, 0, s.length, null, space)],
  replace: [(e, s, dst) => e.replace(dst, s, 0, s.length, the, fresh, -1), (_, text) => text.replaceAll('the', 'THAT')],
  'split (positions)': [(e, s) => e.splitByte(s, 0, s.length, 32, places), (_, text) => text.split(' ')],
  'lines (positions)': [(e, s) => e.splitLines(s, 0, s.length, lineEnd, places)],
  'words (positions)': [(e, s) => e.splitWords(s, 0, s.length, space, places)],
  'class (count)': [(e, s) => e.countIn(s, 0, s.length, letters)],
  'ASCII?': [(e, s) => e.firstHigh(s, 0, s.length)],
  hex: [(e, s, dst) => e.hex(dst, s, 0, s.length), (s) => buffer(s).toString('hex')],
  'sum of doubles': [(e, s) => e.numbers.sum('d', s, s.length >> 3)],
  'sum of 32-bit ints': [(e, s) => e.numbers.sum('i', s, s.length >> 2)],
  'max of 64-bit ints': [(e, s) => e.numbers.max('q', s, s.length >> 3)],
}

function sample(size: number): Uint8Array {
  const words = 'The quick brown fox jumps over the lazy dog and then sleeps.\n'
  return Uint8Array.from({ length: size }, (_, i) => words.charCodeAt((i * 7 + (i >> 6)) % words.length))
}

if (table) {
  const columns = [...engines.map(([name]) => name), 'Bun']
  for (const size of sizes) {
    const s = sample(size)
    equal = s.slice()
    const dst = new Uint8Array(2 * size + 64)
    const text = buffer(s).toString('latin1')
    console.log(`\n${size} bytes, GB/s`.padEnd(24) + columns.map((name) => name.padStart(12)).join(''))
    for (const [name, [f, own]] of Object.entries(cases)) {
      const row: string[] = []
      for (const call of [
        ...engines.map(
          ([, e]) =>
            () =>
              f(e, s, dst),
        ),
        ...(own ? [() => own(s, text)] : []),
      ]) {
        const { p50 } = await measure(call, { min_cpu_time: 2e7, min_samples: 5 })
        row.push((size / p50).toFixed(2).padStart(12))
      }
      console.log(name.padEnd(23) + row.join(''))
    }
  }
} else {
  for (const size of sizes) {
    const s = sample(size)
    equal = s.slice()
    const dst = new Uint8Array(2 * size + 64)
    const text = buffer(s).toString('latin1')
    for (const [name, [f, own]] of Object.entries(cases))
      group(`${name}, ${size} bytes`, () => {
        for (const [title, engine] of engines) bench(title, () => f(engine, s, dst))
        if (own) bench('Bun', () => own(s, text))
      })
  }
  await run()
}
