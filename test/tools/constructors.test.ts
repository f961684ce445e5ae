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
    'b.ts': 'class E extends Error {}\nclass F extends (make()) {}',
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

test('a class whose bases have no fields becomes a root below them', () => {
  const sources = {
    'root.ts': 'export abstract class Root { declare readonly cls: number; size() { return 0 } }',
    'a.ts':
      'export class One extends Root implements Sized {\n constructor(readonly a: number) {\n super()\n this.a = use(a)\n }\n}',
    'b.ts': 'class Two extends Root { a = 1; b = State.Open }',
    'c.ts': 'class Three extends Two { c = 1 }',
  }
  expect(made(sources)).toEqual({
    'a.ts':
      'export class One implements Sized { constructor(readonly a: number) { this.a = use(a) } } Object.setPrototypeOf(One.prototype, Root.prototype); Object.setPrototypeOf(One, Root);',
    'b.ts':
      'class Two { a = 1; b = State.Open } Object.setPrototypeOf(Two.prototype, Root.prototype); Object.setPrototypeOf(Two, Root); new Two();',
    'c.ts': 'class Three extends Two { c = 1 constructor() { super() } }',
  })
})

test('an instance is made at once only where nothing but its fields comes of it', () => {
  const body = (text: string) =>
    made({ 'a.ts': `class A {}\nclass B extends A { ${text} }` })['a.ts']!.endsWith('new B();')
  expect(body('x: number[] = []; constructor(public y = -1, z = null as never) { super(); this.x = y }')).toBe(true)
  expect(body('x = count()')).toBe(false)
  expect(body('x = new Map()')).toBe(false)
  expect(body('constructor(a: string) { super(); this.x = a.Length }')).toBe(false)
  expect(body('constructor(a: string) { super(); register(this) }')).toBe(false)
  expect(body('constructor(a = next()) { super(); this.x = a }')).toBe(false)
})

test('a constructor that does something before the call of the base, or calls it with arguments, is left alone', () => {
  const before = 'class A {}\nclass B extends A { constructor(a: number) { check(a)\n super()\n this.a = a } }'
  const given = 'class A {}\nclass B extends A { constructor(a: number) { super(a)\n this.a = a } }'
  expect(made({ 'a.ts': before })).toEqual({})
  expect(made({ 'a.ts': given })).toEqual({})
})

test('what the classes do stays the same', () => {
  const source = `
abstract class Root { static made = 'root'; size() { return 1 } }
class Empty extends Root {}
class Leaf extends Empty { items: number[]; constructor(first = 1) { super(); this.items = [first] } override size() { return super.size() + this.items.length } }
class Last extends Leaf { more = 2 }
const last = new Last(5)
globalThis.seen = [last.items, last.more, last.size(), last instanceof Root, last instanceof Empty, Last.made, new Leaf().items, Object.keys(last), Leaf.length,
  Object.getPrototypeOf(Leaf) === Empty, Object.getPrototypeOf(Leaf.prototype) === Empty.prototype, last.constructor === Last]`
  const run = (text: string): unknown => {
    const tsconfig = { compilerOptions: { useDefineForClassFields: false } }
    new Function(new Bun.Transpiler({ loader: 'ts', tsconfig: JSON.stringify(tsconfig) }).transformSync(text))()
    return (globalThis as unknown as { seen: unknown }).seen
  }
  const rewritten = withConstructors(new Map([['a.ts', source]])).get('a.ts')!
  expect(rewritten).toContain('Object.setPrototypeOf(Leaf, Empty)')
  expect(run(rewritten)).toEqual(run(source))
  expect(run(source)).toEqual([[5], 2, 2, true, true, 'root', [1], ['items', 'more'], 0, true, true, true])
})
