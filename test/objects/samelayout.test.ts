import { expect, test } from 'bun:test'
import { type Layout, PyObject, sameLayout } from '../../src/objects/object'

let calls = 0

class Fields extends PyObject {
  items: number[]
  constructor(items = [1]) {
    super()
    calls++
    this.items = items
  }
}

test('a class that adds no fields inherits those of its base, and calls the layout that has them', () => {
  const first = sameLayout(Fields as unknown as Layout)
  const second = sameLayout(first)
  const third = sameLayout(second)
  const made = new third() as Fields
  expect(made.items).toEqual([1])
  expect(calls).toBe(1)
  expect([made instanceof third, made instanceof second, made instanceof first, made instanceof Fields]).toEqual(
    Array(4).fill(true),
  )
  expect(Object.getPrototypeOf(third.prototype)).toBe(second.prototype)
  expect([first, second, third].map((layout) => Object.getPrototypeOf(layout))).toEqual(Array(3).fill(Fields))
})

test('a layout with fields on top of one without has both', () => {
  const base = sameLayout(sameLayout(Fields as unknown as Layout)) as unknown as typeof Fields
  class More extends base {
    more = 2
  }
  const made = new (sameLayout(sameLayout(More as unknown as Layout)))() as More
  expect([made.items, made.more]).toEqual([[1], 2])
})
