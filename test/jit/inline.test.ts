/** Small functions in the place of their calls: their text, and what programs see of it. */
import { expect, test } from 'bun:test'
import { loopOf } from '../support/bodies'
import { sameCompiled } from '../support/compiled'
import { maybe } from '../support/same'

test('floats go in and out of a function as numbers', () => {
  const loop = loopOf(
    'def half(x, by=0.5):\n    return x * by\ndef f(n):\n    t = 0.5\n    for i in range(n):\n        t = half(t) + half(x=t, by=0.25)\n    return t\nf(20000)',
    'f',
  )
  expect(loop).not.toMatch(/\.compiled\(|new PF|fr\.pc/)
})

test('a function with several ways has one result', () => {
  const loop = loopOf(
    'def clamp(x, lo=0, hi=9):\n    if x < lo: return lo\n    y = x * 2\n    if y > hi: y = hi\n    return y\ndef f(n):\n    t = 0\n    for i in range(-50, n):\n        t += clamp(i)\n    return t\nf(20000)',
    'f',
  )
  expect(loop).not.toMatch(/\.compiled\(|fr\.pc/)
  expect(loop).toMatch(/break I\d+/)
})

test('methods, properties and constructors', () => {
  const loop = loopOf(
    `class V:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    @property
    def norm(self): return self.x * self.x + self.y * self.y
    def plus(self, o): return V(self.x + o.x, self.y + o.y)
def f(n):
    t = 0.0
    a = V(0.5, 1.5)
    for i in range(n):
        t += a.plus(a).norm
    return t
f(20000)`,
    'f',
  )
  expect(loop).not.toMatch(/\.compiled\(|fr\.pc/)
  expect(loop).toMatch(/new k\d+(_)?\(\)/)
})

test('what changes something is called where a guard would follow', () => {
  const loop = loopOf(
    `class C:
    def __init__(self): self.n = 0; self.m = 0
    def both(self):
        self.n += 1
        self.m += 1
def f(n):
    c = C()
    for i in range(n): c.both()
    return c.n
f(20000)`,
    'f',
  )
  expect(loop).toMatch(/\.compiled\(/)
})

maybe('functions that are replaced, called too deep, and that raise', () =>
  sameCompiled(`
import sys
def add(a, b): return a + b
def use(n, x=1):
    t = x
    for i in range(n): t = add(t, i)
    return t
print(use(500))
for v in (2.5, 'a', [1], 2**60, True, None):
    try: print(use(3, v))
    except TypeError as e: print(type(e).__name__, e)
add.__code__ = (lambda a, b: a - b).__code__
print(use(300))
add.__defaults__ = (5,)
def add(a, b): return a * b or 1
print(use(12))
def div(a, b): return a / b
def ratios(xs):
    out = []
    for a, b in xs: out.append(div(a, b))
    return out
pairs = [(i, i + 1) for i in range(300)]
print(sum(ratios(pairs)))
try: ratios(pairs + [(1, 0)])
except ZeroDivisionError as e:
    tb = e.__traceback__
    while tb: print(tb.tb_frame.f_code.co_name, tb.tb_lineno); tb = tb.tb_next
def item(xs, i): return xs[i]
def walk(xs, n):
    t = 0
    for i in range(n): t += item(xs, i % 4)
    return t
print(walk([1, 2, 3, 4], 400))
try: walk([1, 2, 3], 400)
except IndexError as e: print(e)
def leaf(x): return x
def down(n): return leaf(n) if n == 0 else down(n - 1)
for _ in range(50): down(100)
limit = sys.getrecursionlimit()
deepest = 0
for n in range(limit - 60, limit + 10):
    try: down(n); deepest = n
    except RecursionError: break
print(limit - deepest)
`),
)

maybe('a call is started again with what it has not changed', () =>
  sameCompiled(`
class C:
    def __init__(self, n, log=None):
        self.n = n
        self.log = log
    def get(self): return self.n
    def put(self, v): self.n = v
    def bump(self):
        self.n += 1
        return self.n
    def push(self, xs, v):
        xs.append(v)
        return len(xs)
    @property
    def twice(self): return self.n * 2
    def __getattr__(self, name): return 'missing ' + name
class D(C):
    __slots__ = ('extra',)
    def get(self): return -1
def run(objects, n):
    t = 0
    xs = []
    for i in range(n):
        o = objects[i % len(objects)]
        o.put(i)
        o.bump()
        t += o.get() + o.twice
        t += o.push(xs, t)
    return t, len(xs)
print(run([C(1)], 300))
print(run([C(1), D(2)], 300))
print(run([C(1), D(2.5)], 300))
big = C(2**53 - 3)
print([big.bump() for _ in range(6)])
def bumps(o, n):
    for _ in range(n): o.bump()
    return o.n
print(bumps(C(2**53 - 100), 200), bumps(C(0.5), 200))
c = C(3)
c.get = lambda: 'own'
def gets(o, n):
    r = None
    for _ in range(n): r = o.get()
    return r
print(gets(C(3), 300), gets(c, 300))
c.__dict__['n'] = 'through the dict'
print(gets(c, 3), c.n)
def puts(o, n):
    for i in range(n): o.put(i); o.__dict__
    return o.n, o.__dict__['n']
print(puts(C(0), 300))
C.get = lambda self: 'new'
print(gets(C(3), 300))
del C.twice
print(C(1).twice)
class P:
    @property
    def bad(self): return self.nothing
    def __getattr__(self, name): return name if name == 'bad' else 1 / 0
class Q:
    @property
    def bad(self): return self.nothing
    def __getattr__(self, name):
        if name == 'bad': return 'fallback'
        raise AttributeError(name)
def bads(o, n):
    r = None
    for _ in range(n):
        try: r = o.bad
        except ZeroDivisionError: r = 'zero'
    return r
print(bads(P(), 100), bads(Q(), 100))
def make(n):
    made = [C(i, log=i * 0.5) for i in range(n)]
    return sum(c.n + c.log for c in made), made[3].__dict__
print(make(400))
C.__init__ = lambda self, n, log=None: setattr(self, 'n', n * 2) or setattr(self, 'log', 1)
print(make(400))
class Odd:
    def __init__(self, v): self.v = v; return v
def odd(n):
    for i in range(n): Odd(None)
    try: Odd(1)
    except TypeError as e: return str(e)
print(odd(300))
`),
)

maybe('ints, floats and None come back from one function', () =>
  sameCompiled(`
def pick(i):
    if i % 3 == 0: return i
    if i % 3 == 1: return i * 0.5
    return -i
def find(i):
    if i % 7 == 0: return None
    return i
def first(p):
    a, b = p
    return a if a > b else b
def kind(x): return 'small' if x < 10 else 'big' if x < 100 else 'huge'
def loop(n):
    t = 0
    found = []
    kinds = {}
    for i in range(n):
        t += pick(i)
        v = find(i)
        if v is not None: found.append(v)
        t = first((t, i))
        k = kind(i)
        kinds[k] = kinds.get(k, 0) + 1
    return t, len(found), kinds
print(loop(600))
def swap(a, b):
    a, b = b, a
    return a - b
def nested(a): return swap(a, a + 1) + swap(a * 2, a)
def more(n):
    t = 0
    for i in range(n): t += nested(i) + nested(i * 0.25)
    return t
print(more(500))
def text(i): return f'<{i}>' + 'x'
print(len(''.join([text(i) for i in range(500)])))
`),
)

maybe('classes change whose attributes inlined functions have used', () =>
  sameCompiled(`
def make():
    class A:
        k = 1
        def __init__(self, v): self.v = v
        def m(self): return self.v + 1
        def __add__(self, o): return self.v + o
        @property
        def p(self): return self.v * 2
        @classmethod
        def c(cls): return 7
        @staticmethod
        def s(): return 8
    return A
def run(src, patch):
    A = make()
    ns = {'A': A}
    exec(f'def f(o): return {src}\ndef loop(o, n):\n    t = 0\n    for i in range(n):\n        t += f(o)\n    return t', ns)
    loop = ns['loop']
    a = A(1)
    for _ in range(60): loop(a, 300)
    r = [loop(a, 10), loop(a, 300)]
    patch(A)
    r += [loop(a, 10), loop(a, 300)]
    print(src, r)
def pm(A): A.m = lambda self: 100
def pa(A): A.__add__ = lambda self, o: 1000
def pp(A): A.p = property(lambda self: 500)
def pk(A): A.k = 77
def pc(A): A.c = classmethod(lambda cls: 55)
def ps(A): A.s = staticmethod(lambda: 66)
for src, patch in (('o.m()', pm), ('o + 1', pa), ('o.p', pp), ('o.k', pk), ('A.c()', pc), ('A.s()', ps), ('o.s()', ps), ('o.c()', pc)): run(src, patch)
`),
)
