/** What comprehensions keep or make of long lists of numbers is the same as in CPython, whatever is done with it afterwards. */
import { expect } from 'bun:test'
import { join } from 'node:path'
import fc from 'fast-check'
import { dxpyCommand, emulated } from '../support/command'
import { cpython } from '../support/cpython'
import { maybe } from '../support/same'

const program = join(import.meta.dir, 'filteredlists.py')

maybe(
  'filtered lists',
  () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.constantFrom('scalar', ''), (seed, engine) => {
        const env = { ...process.env, DXPY_SIMD: engine }
        const [theirs, ours] = [[cpython()!], dxpyCommand].map((command) => {
          const done = Bun.spawnSync([...command, program, String(seed), emulated ? '1' : '25'], { env })
          return done.stdout.toString() + done.stderr.toString()
        })
        expect(ours).toBe(theirs!)
        expect(ours!).not.toContain('Error')
      }),
      { numRuns: emulated ? 1 : 6 },
    )
  },
  180_000,
)
