import { expect, test } from 'bun:test'
import { createRuntime } from '../../src/index'
import { frozenSetOf, lateFrozenSet } from '../../src/objects/set'

createRuntime()._unsafeUnwrap()

test('the items of a late frozenset are made once, when it is looked into', () => {
  let made = 0
  const late = lateFrozenSet(() => {
    made++
    return ['b', 'a', 'b']
  })
  expect(made).toBe(0)
  expect([...late.map.keys()]).toEqual([...frozenSetOf(['b', 'a']).map.keys()])
  expect(late.find('a')).toBe('a')
  expect(late.find('c')).toBe(undefined)
  expect(made).toBe(1)
})

test('a method is the first look', () => {
  const late = lateFrozenSet(() => ['b', 'a'])
  expect(late.find('a')).toBe('a')
})
