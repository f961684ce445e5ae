/** Builtin types make their tables when somebody first looks into them. */
import { expect, test } from 'bun:test'
import '../../src/objects/all'
import { getAttr } from '../../src/objects/attributes'
import { completeType, defineType, PyObject } from '../../src/objects/object'

/** A type of its own for each test, with the number of times that its table was made. */
function counted(name: string) {
  class Layout extends PyObject {}
  const made = { table: 0 }
  const type = defineType(name, {
    layout: Layout as never,
    methods: () => {
      made.table++
      return [['answer', () => 42, '($self, /)']]
    },
  })
  return { type, made, Layout }
}

test('the table of a type is made at the first look, and once', () => {
  const { type, made, Layout } = counted('lazy')
  const o = new Layout()
  expect(o.cls).toBe(type)
  expect(o instanceof PyObject).toBe(true)
  expect(made.table).toBe(0)
  expect(getAttr(o, 'answer')).toBeDefined()
  expect([...type.ns.keys()]).toEqual(['answer', '__doc__'])
  expect(made.table).toBe(1)
})

test('a look at a derived type makes the tables of its bases', () => {
  const { type, made } = counted('base')
  class Derived extends (type.ctor as unknown as typeof PyObject) {}
  const derived = defineType('derived', { layout: Derived as never, base: type })
  expect(made.table).toBe(0)
  expect(derived.lookup('answer')).toBe(type.ns.get('answer')!)
  expect(made.table).toBe(1)
})

test('what completes a type that was looked into is there at once', () => {
  const { type, Layout } = counted('completed')
  expect(type.lookup('answer')).toBeDefined()
  completeType(type, { layout: Layout as never, methods: () => [['more', () => 1, '($self, /)']] })
  expect(type.lookup('more')).toBeDefined()
})
