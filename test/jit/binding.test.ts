/** Calls of functions that are not known before: how closures, methods and `*args, **kwargs` are bound, and every way in which that fails. */
import { expect, test } from 'bun:test'
import { loopOf } from '../support/bodies'
import { sameCompiled } from '../support/compiled'
import { maybe } from '../support/same'

test('functions made by one def are called with their parameters', () => {
  const loop = loopOf(
    `def make(k):
    def inner(x, y=1, *, z=2): return x + y + z + k
    return inner
fs = [make(i) for i in range(8)]
def f(n):
    t = 0
    for i in range(n):
        g = fs[i & 7]
        t += g(i, z=3)
    return t
f(20000)`,
    'f',
  )
  expect(loop).toMatch(/\.code===k/)
  expect(loop).toMatch(/\.defaults\[0\]/)
  expect(loop).not.toMatch(/callKeywords|Z\.rare|Z_rare/)
})

test('keywords that a function passes on are not copied first', () => {
  const loop = loopOf(
    `def g(a, b=1, c=2): return a + b + c
def f(*args, **kwargs):
    t = 0
    for i in range(3000):
        t += g(*args, **kwargs)
    return t
for i in range(8): f(1, c=5)`,
    'f',
  )
  expect(loop).not.toMatch(/new PD\(\)|dictMerge/)
})

const programs: Record<string, string> = {
  'closures with defaults, keywords, stars': `
def make(k, d):
    def inner(x, y=d, *rest, z=k, **more): return (x, y, rest, z, sorted(more.items()))
    return inner
fs = [make(i, i * 2) for i in range(5)]
def call(f, i):
    r = [f(i), f(i, 2), f(i, 2, 3, 4), f(x=i), f(i, z=9), f(i, q=1, w=2), f(y=4, x=i)]
    kw = {'z': 1, 'u': i}
    r.append(f(i, **kw)); r.append(f(*[i, 1, 2], **kw)); r.append(kw)
    return r
for n in range(200):
    for f in fs: r = call(f, n)
print(r)
fs[1].__defaults__ = ('new',)
fs[2].__kwdefaults__ = {'z': 'kw'}
fs[3].__code__ = make(0, 0).__code__
for f in fs: print(call(f, 1))
fs[1].__defaults__ = None
for f in fs:
    try: print(call(f, 1))
    except TypeError as e: print(e)
`,
  'what does not fit': `
def make(k):
    def inner(x, /, y, *, z=1): return x + y + z + k
    return inner
def show(f, *a, **k):
    try: return f(*a, **k)
    except TypeError as e: return str(e)
def each(f):
    out = []
    for call in (lambda: f(1), lambda: f(1, y=2), lambda: f(1, 2, 3), lambda: f(1, 2, q=3), lambda: f(x=1, y=2), lambda: f(1, 2, y=3),
                 lambda: f(1, 2, z=3), lambda: f(), lambda: f(1, 2, **{'z': 5}), lambda: f(1, **{'y': 5}), lambda: f(1, 2, **{1: 5})):
        try: out.append(call())
        except TypeError as e: out.append(str(e))
    return out
for n in range(150): r = each(make(n))
print(r)
for n in range(150): r = show(make(n), 1, 2, z=4), show(make(n), 1), show(make(n), 1, 2, 3), show(make(n), a=3), show(len, 1, 2, b=3)
print(r)
`,
  'keyword defaults whose names are looked for among keys that compare': `
class Key:
    def __hash__(self): return hash('z')
    def __eq__(self, o):
        other(1, y=2)
        return False
def other(x, *, y=0): return x + y
def make(k):
    def inner(x, y=1, *, z=5, w=7): return (x, y, z, w, k)
    return inner
fs = [make(i) for i in range(6)]
for f in fs: f.__kwdefaults__ = {Key(): 1, 'w': 9}
def run(fs):
    r = []
    for f in fs:
        for call in (lambda f: f(1, z=3), lambda f: f(*(1, 2), **{'z': 4}), lambda f: f(1)):
            try: r.append(call(f))
            except TypeError as e: r.append(str(e))
    return r
for _ in range(200): r = run(fs)
print(r)
`,
  'methods, classes, instances and builtins with keywords': `
class A:
    def __init__(self, a=1, *, b=2): self.s = (a, b)
    def m(self, x, y=1, *, z=2): return (type(self).__name__, x, y, z)
    @classmethod
    def c(cls, x, y=5): return (cls.__name__, x, y)
    @staticmethod
    def t(x, y=6): return (x, y)
    def __call__(self, x, *, k=0): return (self.s, x, k)
class B(A):
    def m(self, x, y=3, **kw): return ('B', x, y, kw)
    c = lambda self, x, y=1: ('lambda', x, y)
class C:
    m = staticmethod(lambda x, y=8, z=9: ('static', x, y, z))
    c = t = m
    __call__ = lambda self, *a, **k: (a, k)
def run(o, i):
    r = [o.m(i, z=4), o.m(i, y=2), o.c(i, y=3), o.t(i, y=2), o(i, k=3)]
    f = o.m
    r.append(f(i, y=7, z=1))
    r.append(sorted([3, i, 2], reverse=i & 1))
    r.append(max([i, 5], key=lambda v, s=-1: v * s))
    r.append(A(i, b=3).s); r.append(dict(a=i, b=2)); r.append('{a} {b}'.format(a=i, b=2))
    return r
os = [A(), B(), C(), A(3, b=4)]
for n in range(200):
    for o in os: r = run(o, n)
for o in os: print(run(o, 1))
o = C()
o.m = lambda x, y=0, z=0: ('own', x, y, z)
print(run(o, 2))
`,
  'decorators of generators, coroutines, recursion and exceptions': `
import functools
def deco(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        return f(*args, **kwargs)
    return wrapper
@deco
def gen(n, *, step=1):
    for i in range(0, n, step): yield i
@deco
async def co(x, y=2): return x * y
@deco
def fact(n, acc=1): return acc if n < 2 else fact(n - 1, acc=acc * n)
@deco
def fails(n, k=0):
    if n % 50 == k: raise ValueError(n)
    return n
def main():
    t = 0
    for i in range(300):
        t += sum(gen(9, step=2)) + fact(12) % 1000
        c = co(i, y=3)
        try: c.send(None)
        except StopIteration as e: t += e.value
        try: t += fails(i, k=3)
        except ValueError as e: t -= e.args[0]
    return t
print(main())
try: fact(100000)
except RecursionError as e: print(str(e)[:40])
def sum_to(n, *rest, k=0, **more): return n + len(rest) + k + (sum_to(n - 1, *rest, k=k, **more) if n else len(more))
for i in range(200): r = sum_to(5, 1, k=2, z=3)
import sys
sys.setrecursionlimit(4000)
print(r, sum_to(1500, 1, 2, k=3, z=4), fact(1200) % 1000007)
def kw(**k): k['x'] = 1; return k
def passes(**k):
    r = kw(**k)
    return k, r, k is r
for i in range(300): r = passes(a=i)
print(r)
`,
}

maybe(
  'calls that are bound when they happen are what CPython makes of them',
  () => {
    for (const source of Object.values(programs)) sameCompiled(source)
  },
  120_000,
)
