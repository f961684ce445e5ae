/** Dicts and sets that become large, or stop being of ints alone, in random programs against CPython; dicts get their table as early as sets. */

import { afterAll, beforeAll } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { Threshold } from '../../src/simd/thresholds'
import { maybe, same } from '../support/same'

const program = readFileSync(join(import.meta.dir, 'tables.py'), 'utf8')
const thresholds = Threshold as { intDict: number }
const { intDict } = thresholds

beforeAll(() => {
  thresholds.intDict = Threshold.intKeys
})
afterAll(() => {
  thresholds.intDict = intDict
})

maybe('random operations', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      same(`import sys\nsys.argv = ['tables.py', '${seed}', '40']\n${program}`)
    }),
    { numRuns: 6 },
  )
})
