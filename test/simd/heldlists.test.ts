/** Nobody who has the items of a list goes on with them after Python code has run: the numbers side by side would be those of before. */
import { expect } from 'bun:test'
import { join } from 'node:path'
import fc from 'fast-check'
import { dxpyCommand, emulated } from '../support/command'
import { cpython } from '../support/cpython'
import { maybe } from '../support/same'

const program = join(import.meta.dir, 'heldlists.py')

maybe('operations inside operations', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      const [theirs, ours] = [[cpython()!], dxpyCommand].map((command) => {
        const done = Bun.spawnSync([...command, program, String(seed)])
        return done.stdout.toString() + done.stderr.toString()
      })
      expect(ours).toBe(theirs!)
      expect(ours!).not.toContain('Error')
    }),
    { numRuns: emulated ? 2 : 6 },
  )
})
