/** The text of compiled bodies: what an optimised snippet must not contain (as PyPy's test_pypy_c does). */
import { expect, test } from 'bun:test'
import { bodiesOf, bodyOf, withoutExits } from '../support/bodies'

test('a loop over ints has neither boxes nor calls', () => {
  const body = bodyOf('def f(n):\n    s = 0\n    for i in range(n):\n        s += i & 7\n    return s\nf(5000)', 'f')
  expect(body).toContain('Number.isSafeInteger')
  expect(body).not.toContain('new PF')
  expect(body).not.toMatch(/Z\.(binary|forIter)/)
})

test('a loop over floats keeps them unboxed', () => {
  const body = bodyOf(
    'def g(n):\n    x = 0.5\n    for i in range(n):\n        x = x * 0.5 + i\n    return x\ng(5000)',
    'g',
  )
  const loop = body.slice(body.indexOf('for(;;){'))
  expect(loop).toMatch(/f\d+=w\d+/)
  expect(loop.slice(loop.indexOf('>0)'))).not.toContain('new PF')
})

test('an int that becomes a float in a loop is not boxed either', () => {
  const program =
    'def h(v):\n    t = 0\n    for x in v:\n        t += x * 0.5\n    return t\nvalues = [1.5] * 300\nfor _ in range(200): h(values)'
  const body = bodyOf(program, 'h', true)
  const loop = body.slice(body.indexOf('for(;;){'))
  expect(loop).toMatch(/g\d+=true/)
  expect(loop).not.toContain('Z.binary')
})

test('a known function is called with its arguments, without a general call', () => {
  const program =
    'def add(a, b):\n    return a + b\ndef k(n):\n    s = 0\n    for i in range(n):\n        s = add(s, i)\n    return s\nk(20000)'
  const body = bodyOf(program, 'k')
  expect(body).toContain('.compiled')
  expect(body).not.toMatch(/Z\.call\d/)
})

test('attributes are properties behind one guard', () => {
  const program =
    'class P:\n    def __init__(self): self.x = 1; self.y = 2\ndef m(p, n):\n    s = 0\n    for _ in range(n):\n        s += p.x + p.y\n    return s\nm(P(), 5000)'
  const body = bodyOf(program, 'm')
  expect(body).toContain('.$x')
  expect(body.match(/\.cls!==/g)?.length).toBe(1)
})

test('a list is read in place', () => {
  const program =
    'def r(v, n):\n    s = 0\n    for i in range(n):\n        s += v[i % 3]\n    return s\nr([1, 2, 3], 5000)'
  const body = bodyOf(program, 'r')
  expect(body).toMatch(/w\d+\[w\d+\]/)
})

test('a loop over pairs makes no tuples', () => {
  const program =
    'def pairs(a, d):\n    s = 0\n    for i, x in enumerate(a):\n        s += i * x\n    for x, y in zip(a, a):\n        s += x * y\n    for k, v in d.items():\n        s += k * v\n    return s\nvalues = list(range(300))\nfor _ in range(2000): pairs(values, {1: 2, 3: 4})'
  const body = bodyOf(program, 'pairs', true)
  expect(body.match(/\.advance\(\)/g)?.length).toBe(2)
  // Where it is left between two instructions there has to be one.
  expect(withoutExits(body)).not.toContain('new PT')
})

test('a generator returns from its body what it yields', () => {
  const program =
    'def numbers(n):\n    for i in range(n):\n        yield i\ndef all_of(n):\n    s = 0\n    for i in numbers(n):\n        s += i\n    return s\nfor _ in range(300): all_of(40)'
  const bodies = bodiesOf(program, 'numbers')
  expect(bodies.length).toBeGreaterThan(1)
  for (const body of bodies) expect(body).toMatch(/fr\.pc=\d+;return w\d+/)
})

test('a bool is counted without a call, and a range that a loop begins with is not made', () => {
  const program =
    'def counts(n):\n    s = 0\n    for i in range(n):\n        for j in range(i, i + 3):\n            s += j > 50\n    return s\nfor _ in range(200): counts(400)'
  const body = bodyOf(program, 'counts', true)
  expect(body).toMatch(/\?1:0/)
  expect(body).not.toMatch(/Z\.(binary|iter)\(/)
})

test('a generator expression hands its values to a sink in its loop', () => {
  const program =
    'def total(xs):\n    return sum(x * 2 for x in xs)\nvalues = list(range(300))\nfor _ in range(300): total(values)'
  const body = bodyOf(program, 'total.<locals>.<genexpr>', false)
  expect(body).toMatch(/sink\.take\(w\d+\)/)
  expect(body).toMatch(/continue L\d+/)
})

test('what a generator waits for is stepped by its body', () => {
  const program =
    'def inner(n):\n    yield n\ndef outer(n):\n    for i in range(n):\n        yield from inner(i)\nfor _ in range(300): list(outer(20))'
  const body = bodyOf(program, 'outer', false)
  expect(body).toMatch(/Z_send\(/)
})

test('a square root is a call of the function of numbers', () => {
  const program =
    'import math\ndef roots(n):\n    s = 0.5\n    for i in range(n):\n        s += math.sqrt(s)\n    return s\nfor _ in range(40): roots(400)'
  const body = bodyOf(program, 'roots', false)
  const loop = withoutExits(body.slice(body.indexOf('.left--')))
  expect(loop).not.toContain('new PF')
  expect(loop).not.toContain('fr.pc=')
})

test('a float that is unbound before a loop is a number all the same', () => {
  const text = bodyOf(
    'def f(xs):\n    t = 0.0\n    for x in xs:\n        a = x * x\n        b = a + 1.5\n        if b > 3.0: t += b\n        else: t -= a\n    return t\nfor _ in range(300): f([1.0, 2.5, 0.5])',
    'f',
  )
  expect(text).toMatch(/f\d+=NaN/)
  expect(text).not.toMatch(/\bf\d+=(?:void 0|undefined)/)
})

test('a loop over a range has no iterator until it is left', () => {
  const program =
    'def f(n):\n    t = 0\n    for j in range(n):\n        for i in range(j):\n            t += i & 7\n    return t\nfor _ in range(40): f(60)'
  const body = bodyOf(program, 'f')
  expect(body).not.toMatch(/instanceof RI|Z[._]makeRange|\.left--/)
  expect(withoutExits(body)).not.toMatch(/new RI|Z[._]ranged/)
})

test('names and functions that never changed are not looked at', () => {
  const program =
    'def g(x):\n    while x < 3:\n        x += 1\n    return x\ndef f(x):\n    return g(len(x))\nfor _ in range(3000): f("ab")'
  const body = bodyOf(program, 'f', true)
  expect(body).toContain('.compiled(')
  expect(body).not.toMatch(/k\d+_?\.v!==|\.version/)
})

test('ints of 32 bits are shifted and combined as such', () => {
  const program =
    'def f(n):\n    t = 0\n    for i in range(n):\n        t ^= (i >> 2) + i % 8 + i // 4\n    return t\nf(5000)'
  const body = bodyOf(program, 'f')
  expect(body).toMatch(/>>2/)
  expect(body).toMatch(/&7/)
  expect(body).not.toMatch(/Math\.floor|Z[._]bitwise/)
})

test('classes that come one after another are told apart, not asked for each time', () => {
  const program = `class A:
    def __init__(self): self.x = 1
    def m(self): return self.x + 1
class B(A):
    def m(self): return self.x + 2
class C(A):
    def m(self): return self.x + 3
class D(A): pass
def use(o): return o.m() + o.x
def loop(n):
    o = A()
    for cls in A, B, C, D, A:
        o = cls()
        for i in range(n): use(o)
loop(9000)`
  for (const name of ['use', 'A.m']) {
    const body = bodyOf(program, name)
    expect(body).toContain('.$x')
    // Where it is not there after all, it is asked for.
    expect(body.replace(/if\(w\d+===undefined\)[^;]*;/g, '')).not.toMatch(/load(Attr|Method)\(fr,\d+,l0\)/)
    // Once they are told apart, they are known, and so are their methods.
    expect(body.match(/\.cls/g)?.length).toBe(1)
    expect(body).not.toContain('instanceof FN')
  }
})
