import { expect, test } from 'bun:test'
import { withConstructors } from '../../src/tools/constructors'

/** The sources with their constructors, without what is blank. */
function made(sources: Record<string, string>): Record<string, string> {
  const changed = withConstructors(new Map(Object.entries(sources)))
  return Object.fromEntries([...changed].map(([file, text]) => [file, text.replace(/\s+/g, ' ').trim()]))
}

test('a derived class without a constructor gets that of the nearest base with one', () => {
  const root = 'export class Root { constructor(readonly a: number, b = 1) {} }'
  const sources = {
    'root.ts': root,
    'leaf.ts': 'class Middle extends Root {}\nclass Leaf extends Middle { x = 1\n f() { return "}" } }',
  }
  expect(made(sources)).toEqual({
    'leaf.ts':
      'class Middle extends Root { constructor(a, b) { super(a, b) } } class Leaf extends Middle { x = 1 f() { return "}" } constructor(a, b) { super(a, b) } }',
  })
})

test('where no base has one, it takes nothing', () => {
  expect(made({ 'a.ts': 'class A {}\nexport abstract class B extends A { abstract f(): void }' })).toEqual({
    'a.ts': 'class A {} export abstract class B extends A { abstract f(): void constructor() { super() } }',
  })
})

test('classes that have one, and those whose base is not known or takes any number of arguments, stay as they are', () => {
  const sources = {
    'a.ts':
      'class A { constructor(...rest: number[]) {} }\nclass B extends A {}\nclass C { constructor({ x }: Point) {} }\nclass D extends C {}',
    'b.ts':
      'class E extends Error {}\nclass F extends (make()) {}\nclass G {}\nclass H extends G { constructor() { super(); } }',
    'c.ts': 'class Twice { constructor(a: number) {} }',
    'd.ts': 'class Twice {}',
    'e.ts': 'class I extends Twice {}',
  }
  expect(made(sources)).toEqual({})
})

test('a name is looked for in the file of the class first', () => {
  const sources = {
    'a.ts': 'class Twice { constructor(a: number) {} }',
    'b.ts': 'class Twice {}\nclass Derived extends Twice {}',
  }
  expect(made(sources)).toEqual({ 'b.ts': 'class Twice {} class Derived extends Twice { constructor() { super() } }' })
})
