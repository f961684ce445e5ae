/** The mapping of ints against a Map: the same entries in the same order, for iterators under way too. */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { SwissDict } from '../../src/simd/swissdict'

const key = fc.oneof(
  fc.integer({ min: -30, max: 90 }),
  fc.integer({ min: 0, max: 90 }).map((n) => n * 4096),
  fc.integer({ min: 0, max: 20 }).map((n) => n * 2 ** 34 - 7),
  fc.constantFrom(-(2 ** 31), 2 ** 31 - 1, 2 ** 31, Number.MAX_SAFE_INTEGER),
  fc.maxSafeInteger(),
)
const other = fc.constantFrom<unknown>('text', null, 2n ** 70n, 2.5, Number.NaN)
const step = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(fc.constant('set' as const), key) },
  { weight: 6, arbitrary: fc.tuple(fc.constant('delete' as const), key) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('step' as const), key) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('iterate' as const, 'copy' as const, 'clear' as const), key) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('has' as const, 'get' as const), other) },
)

function play(steps: readonly (readonly [string, unknown])[]): void {
  let ours = new SwissDict<number>()
  let theirs = new Map<unknown, number>()
  let walks: [Iterator<unknown>, Iterator<unknown>][] = []
  steps.forEach(([what, k], i) => {
    if (what === 'set') {
      ours.set(k, i)
      theirs.set(k, i)
    } else if (what === 'delete') expect(ours.delete(k)).toBe(theirs.delete(k))
    else if (what === 'has') expect(ours.has(k)).toBe(theirs.has(k))
    else if (what === 'get') expect(ours.get(k)).toBe(theirs.get(k) as never)
    else if (what === 'iterate')
      walks.push([ours.keys(), theirs.keys()], [ours.values(), theirs.values()], [ours.entries(), theirs.entries()])
    else if (what === 'step') for (const [a, b] of walks) expect(a.next()).toEqual(b.next() as never)
    else if (what === 'copy') {
      ours = ours.isIntegral ? ours.copy() : ours
      theirs = ours.isIntegral ? new Map(theirs) : theirs
      walks = ours.isIntegral ? [] : walks
    } else if (theirs.size > 40) {
      ours.clear()
      theirs.clear()
    }
    expect(ours.size).toBe(theirs.size)
  })
  expect([...ours]).toEqual([...theirs] as never)
  if (ours.isIntegral) {
    expect(ours.keyArray()).toEqual([...theirs.keys()] as never)
    expect(ours.valueArray()).toEqual([...theirs.values()])
    if (theirs.size > 0) expect(ours.lastKey()).toBe([...theirs.keys()].pop() as never)
  }
  for (const k of theirs.keys()) expect(ours.get(k)).toBe(theirs.get(k) as never)
  for (const [a, b] of walks)
    for (let left = b.next(); ; left = b.next()) {
      expect(a.next()).toEqual(left as never)
      if (left.done) break
    }
}

test('entries, order and iterators are those of a Map', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 600, size: 'max' }), (steps) => play(steps)),
    { numRuns: 150 },
  )
})

test('a key that is no int makes it a Map, iterators and all', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200, size: 'max' }), other, fc.array(step, { maxLength: 60 }), (a, k, b) =>
      play([...a, ['iterate', 0], ['step', 0], ['set', k], ['step', 0], ...b]),
    ),
    { numRuns: 100 },
  )
})

test('several at once', () => {
  fc.assert(
    fc.property(
      fc.array(key, { maxLength: 300, size: 'max' }),
      fc.array(key, { maxLength: 300, size: 'max' }),
      (a, b) => {
        const map = new Map<unknown, number>()
        for (const k of a) map.set(k, 1)
        const ours = new SwissDict<number>()
        expect(ours.setItems(a, 1)).toBe(a.length)
        expect([...ours]).toEqual([...map] as never)
        const more = new SwissDict<number>()
        more.setItems(b, 2)
        ours.merge(more)
        for (const k of b) map.set(k, 2)
        expect([...ours]).toEqual([...map] as never)
        const counted = new SwissDict<number>()
        counted.countItems(a)
        counted.countItems(b)
        const counts = new Map<number, number>()
        for (const k of [...a, ...b]) counts.set(k, (counts.get(k) ?? 0) + 1)
        expect([...counted]).toEqual([...counts] as never)
      },
    ),
  )
  expect(new SwissDict<number>().setItems([1, 2, 'x', 3], 0)).toBe(2)
  expect(new SwissDict<number>().countItems([1, 1, 2.5])).toBe(2)
})

test('popping the last key again and again', () => {
  const dict = new SwissDict<number>()
  for (let i = 0; i < 1000; i++) dict.set(i, i)
  for (let round = 0; round < 5000; round++) {
    const last = dict.lastKey() as number
    expect(dict.delete(last)).toBe(true)
    if (round % 3 > 0) dict.set(last + 7, round)
    if (dict.size === 0) break
  }
  expect(dict.size).toBe([...dict].length)
})

test('ints that are not among ints that follow each other, or stand wide apart, are missed soon', () => {
  // A search that went on to the end of them all would take minutes.
  for (const stride of [1, 2, 1 << 17, 2 ** 33]) {
    const dict = new SwissDict<number>()
    for (let i = 0; i < 80_000; i++) dict.set(i * stride, i)
    let found = 0
    for (let i = 0; i < 400_000; i++) if (dict.has((80_000 + i) * stride) || dict.get(-1 - i) !== undefined) found++
    for (let i = 0; i < 80_000; i++) if (dict.get(i * stride) !== i) found++
    expect(found).toBe(0)
    for (let i = 0; i < 80_000; i += 2) dict.delete(i * stride)
    expect(dict.has(2 * stride)).toBe(false)
    expect(dict.get(3 * stride)).toBe(3)
  }
})
