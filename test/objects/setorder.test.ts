/** The order of int sets against CPython: built one by one, merged, copied. */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { intSetTable } from '../../src/objects/setorder'
import { cpython, runCPython } from '../support/cpython'

test.skipIf(cpython() === null)('sets of random ints', () => {
  const int = fc.oneof(
    fc.integer({ min: -20, max: 40 }),
    fc.integer({ min: -100000, max: 100000 }),
    fc.maxSafeInteger(),
    fc.integer({ min: 0, max: 60 }).map((n) => n * 64),
  )
  const cases = fc.sample(fc.tuple(fc.array(int, { maxLength: 90 }), fc.array(int, { maxLength: 40 })), {
    numRuns: 600,
    seed: 3,
  })
  const program = `
import sys, json
out = []
for a, b in json.loads(sys.stdin.read()):
    s = set()
    for x in a: s.add(x)
    t = set()
    for x in b: t.add(x)
    out.append([list(s), list(s | t), list(set(s))])
print(json.dumps(out))`
  const expected = JSON.parse(runCPython(program, JSON.stringify(cases)))
  cases.forEach(([a, b], i) => {
    const s = intSetTable(a)
    const union = intSetTable([])
    union.merge(s)
    union.merge(intSetTable(b))
    const copy = intSetTable([])
    copy.merge(s)
    expect([s.values(), union.values(), copy.values()]).toEqual(expected[i])
  })
})
