import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { packPositions, unpackPositions } from '../../src/bytecode/positions'

const position = fc.oneof(
  fc.constant([-1, -1, -1, -1]),
  fc
    .tuple(
      fc.integer({ min: 1, max: 100000 }),
      fc.nat(5),
      fc.integer({ min: -1, max: 300 }),
      fc.integer({ min: -1, max: 300 }),
    )
    .map(([line, more, from, to]) => [line, line + more, from, to]),
)

test('positions unpack to what was packed', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(position, fc.integer({ min: 1, max: 3 })), { maxLength: 30 }), (runs) => {
      const numbers = runs.flatMap(([p, times]) => Array(times).fill(p).flat() as number[])
      const positions = Int32Array.from(numbers)
      expect([...unpackPositions(packPositions(positions), positions.length / 4)]).toEqual(numbers)
    }),
    { seed: 3, numRuns: 1000 },
  )
})

test('broken data gives positions all the same', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(20), (data, count) => {
      expect(unpackPositions(data, count).length).toBe(count * 4)
    }),
    { seed: 4, numRuns: 2000 },
  )
})
