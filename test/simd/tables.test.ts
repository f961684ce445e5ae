/** Dicts and sets that become large, or stop being of ints alone, in random programs against CPython. */
import { expect } from 'bun:test'
import { join } from 'node:path'
import fc from 'fast-check'
import { cpython } from '../support/cpython'
import { maybe } from '../support/same'

const dxpy = join(import.meta.dir, '../../dist/dxpy')
const program = join(import.meta.dir, 'tables.py')

maybe('random operations', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      const [theirs, ours] = [cpython()!, dxpy].map((command) =>
        Bun.spawnSync([command, program, String(seed), '40']).stdout.toString(),
      )
      expect(ours).toBe(theirs!)
      expect(ours!.length).toBeGreaterThan(1000)
    }),
    { numRuns: 6 },
  )
})
