/** Sets of ints against CPython's: the same members in the same order, whatever was done to them. */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { IntSet } from '../../src/simd/intset'
import { cpython, runCPython } from '../support/cpython'

const int = fc.oneof(
  fc.integer({ min: -20, max: 40 }),
  fc.integer({ min: -100000, max: 100000 }),
  fc.integer({ min: 0, max: 60 }).map((n) => n * 64),
  fc.integer({ min: 0, max: 60 }).map((n) => n * 2 ** 33 + 5),
  fc.constantFrom(-(2 ** 31), 1 - 2 ** 31, 2 - 2 ** 31, 2 ** 31, -1, -2, 2 ** 32 - 1),
  fc.maxSafeInteger(),
)
const small = fc.integer({ min: -1500, max: 1500 })

const program = `
import sys, json
out = []
for a, b, gone in json.loads(sys.stdin.read()):
    s = set()
    for x in a: s.add(x)
    t = set()
    for x in b: t.add(x)
    u = set(a)
    for x in gone: u.discard(x)
    left = list(u)
    v = set(u)
    u -= t
    w = set(s)
    w ^= t
    x = set(s)
    for _ in range(len(x) // 3): x.pop()
    popped = list(x)
    for y in b: x.add(y)
    out.append([list(r) for r in (s, s | t, set(s), s & t, t & s, s - t, s ^ t, left, v, u, w, popped, x)] + [s <= t, s.isdisjoint(t)])
print(json.dumps(out))`

function filled(items: readonly number[]): IntSet {
  const set = new IntSet()
  expect(set.addItems(items)).toBe(items.length)
  return set
}

function results(a: readonly number[], b: readonly number[], gone: readonly number[]): unknown[] {
  const s = new IntSet()
  for (const x of a) s.add(x)
  const t = filled(b)
  const union = s.copy()
  union.merge(t)
  const [small, large] = t.size > s.size ? [s, t] : [t, s]
  const both = new IntSet()
  small.filterInto(both, large, true)
  // Of two of one length, each is the one that is gone through in its own turn.
  const [small2, large2] = s.size > t.size ? [t, s] : [s, t]
  const again = new IntSet()
  small2.filterInto(again, large2, true)
  let difference = new IntSet()
  if (s.size >> 2 > t.size) {
    difference = s.copy()
    difference.removeAll(t)
  } else s.filterInto(difference, t, false)
  const either = t.copy()
  either.toggleAll(s)
  const u = filled(a)
  for (const x of gone) u.remove(x)
  const left = u.ints()
  const v = u.copy()
  u.removeAll(t)
  const w = s.copy()
  w.toggleAll(t)
  const x = s.copy()
  for (let i = Math.floor(x.size / 3); i > 0; i--) x.pop()
  const popped = x.ints()
  for (const y of b) x.add(y)
  const sets = [s, union, s.copy(), both, again, difference, either].map((set) => set.ints())
  return [
    ...[...sets, left, v.ints(), u.ints(), w.ints(), popped, x.ints()],
    s.size <= t.size && s.allIn(t, true),
    s.allIn(t, false),
  ]
}

test.skipIf(cpython() === null)('members and order are those of CPython', () => {
  const lists = (one: fc.Arbitrary<number>, most: number): fc.Arbitrary<[number[], number[], number[]]> =>
    fc.tuple(
      fc.array(one, { maxLength: most, size: 'max' }),
      fc.array(one, { maxLength: most, size: 'max' }),
      fc.array(one, { maxLength: most, size: 'max' }),
    )
  const cases = [
    ...fc.sample(lists(int, 90), { numRuns: 300, seed: 3 }),
    ...fc.sample(lists(small, 3000), { numRuns: 30, seed: 4 }),
  ]
  const expected = JSON.parse(runCPython(program, JSON.stringify(cases)))
  cases.forEach(([a, b, gone], i) => {
    results(a, b, gone).forEach((result, k) => {
      expect({ of: k, result }).toEqual({ of: k, result: expected[i][k] })
    })
  })
})

test('what it says as a Map', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('set', 'delete', 'has', 'clear'), fc.oneof(int, fc.string()))),
      (steps) => {
        const ours = new IntSet()
        const theirs = new Map<unknown, null>()
        for (const [what, key] of steps) {
          if (what === 'clear' && theirs.size < 5) continue
          if (what === 'set') {
            ours.set(key, null)
            theirs.set(key, null)
          } else if (what === 'clear') {
            ours.clear()
            theirs.clear()
          } else expect(ours[what](key)).toBe(theirs[what](key) as never)
          expect(ours.size).toBe(theirs.size)
          expect(ours.get(key)).toBe(theirs.get(key))
        }
        expect(new Set(ours.keys())).toEqual(new Set(theirs.keys()))
        expect([...ours.values()].length).toBe(theirs.size)
        expect([...ours.entries()].length).toBe(theirs.size)
      },
    ),
  )
})
