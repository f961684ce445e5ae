/** Long lists of numbers that are asked and changed in turn, in random programs against CPython. */
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import fc from 'fast-check'
import { SimdList } from '../../src/simd/simdlist'
import { dxpyCommand, emulated } from '../support/command'
import { cpython } from '../support/cpython'
import { maybe, same } from '../support/same'

const program = join(import.meta.dir, 'numberlists.py')

maybe('random operations', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), fc.constantFrom('scalar', ''), (seed, engine) => {
      const env = { ...process.env, DXPY_SIMD: engine }
      const [theirs, ours] = [[cpython()!], dxpyCommand].map((command) =>
        Bun.spawnSync([...command, program, String(seed), '8'], { env }).stdout.toString(),
      )
      expect(ours).toBe(theirs!)
      expect(ours!.length).toBeGreaterThan(1000)
    }),
    { numRuns: emulated ? 2 : 8 },
  )
})

const int = fc.oneof(fc.integer({ min: -50, max: 50 }), fc.integer(), fc.maxSafeInteger())
const float = fc.oneof(fc.double(), fc.integer({ min: -5, max: 5 }), fc.constantFrom(-0, Number.NaN, 1e308, 5e-324))

function reference(values: readonly number[]): { min: number; max: number } {
  let min = values[0]!
  let max = min
  for (const v of values) {
    if (v < min) min = v
    if (v > max) max = v
  }
  return { min, max }
}

test.each([
  ['ints', int],
  ['floats', float],
] as const)('%s side by side', (kind, one) => {
  const make = (values: readonly number[]): SimdList =>
    kind === 'ints' ? SimdList.ofInts(values)! : SimdList.ofFloats(Float64Array.from(values))
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 300, size: 'max' }), one, fc.nat(300), (values, x, from) => {
      const list = make(values)
      expect(list.length).toBe(values.length)
      const { min, max } = reference(values)
      expect(list.min()).toBe(min)
      expect(list.max()).toBe(max)
      for (const sought of [x, values[from % values.length]!])
        if (!Number.isNaN(sought)) {
          expect(list.count(sought)).toBe(values.filter((v) => v === sought).length)
          expect(list.index(sought, 0, values.length)).toBe(values.indexOf(sought))
        }
      if (kind === 'ints') {
        const sum = values.reduce((a, b) => a + BigInt(b), 0n)
        const own = list.sum()
        if (own !== undefined) expect(BigInt(own)).toBe(sum)
        else expect(values.some((v) => (v | 0) !== v)).toBe(true)
      }
      expect(list.mismatch(make(values))).toBe(values.length)
      expect(list.mismatch(make(values.map((v) => v + 0)))).toBe(values.length)
      const at = from % values.length
      const other = values.slice()
      other[at] = 12345.5
      if (kind === 'floats') expect(list.mismatch(make(other))).toBe(at)
      expect(SimdList.ofInts([...values, true])).toBe(null)
    }),
  )
})

maybe('sums of numbers of several kinds', () => {
  same(`
from fractions import Fraction
class O(float): pass
class I(int): pass
T=[[1,True,2],[2**62,2**62,-5],[2**63,1.5,-2**63],[-2**63,0.1,0.2,0.3],[-2**63,-1,0.1,0.2,0.3],[O(.1),.2,.3,.4],[1,O(.1),.2,.3,1e100,-1e100],[I(3),.1,.2,.3],[2**70,.1,.2,.3],[],[True],[.1]*10,[1,.1,2**63-1,.1,-2**63,2**70,.1],[Fraction(1,3),1,.5],[-0.0],[-0.0,-0.0],[1,2,I(4),5]]
for t in T:
    print(sum(t), sum(iter(t)), sum(t,0.5), sum(t,True), sum(tuple(t)), type(sum(t)))
try: sum([1,'a'])
except TypeError as e: print(e)
try: sum([[1]])
except TypeError as e: print(e)
`)
})
