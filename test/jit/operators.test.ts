/** Operators of classes of the program: what bodies have for them, and that it is what CPython does. */
import { expect, test } from 'bun:test'
import { loopOf } from '../support/bodies'
import { sameCompiled } from '../support/compiled'
import { maybe } from '../support/same'

const VECTOR = `class V:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def __add__(self, o): return V(self.x + o.x, self.y + o.y)
    def __mul__(self, k): return V(self.x * k, self.y * k)
    def __rmul__(self, k): return V(self.x * k, self.y * k)
    def __neg__(self): return V(-self.x, -self.y)
    def __lt__(self, o): return self.x < o.x
    def __getitem__(self, i): return self.x if i == 0 else self.y
`

test('small operators are in the place of their calls', () => {
  const loop = loopOf(
    `${VECTOR}def f(a, b, n):
    t = 0.0
    for i in range(n):
        c = -(a + b * 2.0)
        d = 0.5 * c
        if d < a: t += d[0]
    return t
f(V(1.0, 2.0), V(0.5, 0.25), 4000)`,
    'f',
  )
  expect(loop).not.toMatch(/Z_binary|Z_compare|Z_unary|Z_getItem|\.compiled\(/)
})

maybe('operators, reflected ones, those that decline', () =>
  sameCompiled(`${VECTOR}
    def __repr__(self): return f'V({self.x}, {self.y})'
class D:
    def __init__(self, v): self.v = v
    def __add__(self, o):
        if not isinstance(o, D): return NotImplemented
        return D(self.v + o.v)
    def __radd__(self, o): return ('radd', o, self.v)
    def __eq__(self, o):
        if isinstance(o, D): return self.v == o.v
        return NotImplemented
    def __lt__(self, o): return NotImplemented
    def __sub__(self, o): return NotImplemented
    def __getitem__(self, k):
        if k == 'bad': raise KeyError(k)
        return (self.v, k)
    def __invert__(self): return ~self.v
class E(D):
    def __radd__(self, o): return ('E', o.v, self.v)
class N(D):
    __hash__ = None
class I:
    def __init__(self, v): self.v = v
    def __iadd__(self, o): self.v += o; return self
    def __mod__(self, o):
        yield self.v
        yield o
class K(int):
    def __rsub__(self, o): return ('K', o)
    def __add__(self, o): return 'K+'
class R:
    def __rsub__(self, o): return ('R', o)
def tried(f, *args):
    try: return f(*args)
    except Exception as e: return type(e).__name__ + ': ' + str(e)
def add(a, b): return a + b
def sub(a, b): return a - b
def eq(a, b): return a == b
def ne(a, b): return a != b
def lt(a, b): return a < b
def item(a, b): return a[b]
def inv(a): return ~a
def neg(a): return -a
def iadd(a, b):
    a += b
    return a
def mod(a, b): return list(a % b)
def run(f, cases, times=70):
    out = []
    for c in cases:
        for _ in range(times): r = tried(f, *c)
        out.append(r.v if isinstance(r, (D, I)) else r)
    for c in cases: out.append(tried(f, *c))
    print(f.__name__, [o.v if isinstance(o, (D, I)) else o for o in out])
run(add, [(D(1), D(2)), (D(1), 5), (5, D(1)), (D(1), E(2)), (E(1), D(2)), (2.5, D(3)), ('x', D(3)), (None, D(3)), (K(1), K(2)), (K(1), D(2)), (1, K(2))])
run(add, [(D(1), 5), (D(1), None), (D(1), V(1, 2)), (V(1, 2), D(1))])
run(sub, [(D(1), D(2)), (D(1), 1), (5, R()), (2.5, R()), (1 << 70, R()), (True, R()), (5, K(2)), (R(), R())])
run(eq, [(D(1), D(1)), (D(1), 1), (1, D(1)), (D(1), N(1)), (N(1), D(1)), (E(1), None)])
run(ne, [(D(1), D(1)), (D(1), 1), (D(1), D(2))])
run(lt, [(D(1), D(1)), (D(1), 1), (V(1, 2), V(2, 1)), (V(1, 2), D(1))])
run(item, [(D(1), 0), (D(1), 'bad'), (V(1, 2), 1), ((4, 5), 1)])
run(inv, [(D(5),), (V(1, 2),), (7,)])
run(neg, [(V(1.5, 2),), (D(1),), (True,)])
run(iadd, [(I(1), 2), (D(1), D(2)), (V(1, 2), D(1))])
run(mod, [(I(1), 2), (7, 4)])
a = V(1, 2)
print(a + V(0.5, 1) * 2, 3 * a, -a, a < V(2, 0), a[0], a[1])
`),
)

maybe('a class whose operators change, and operators that fail', () =>
  sameCompiled(`
import sys, traceback
class A:
    def __init__(self, v): self.v = v
    def __add__(self, o): return A(self.v + o.v)
    def __lt__(self, o): return self.v < o.v
class B(A): pass
def total(xs):
    t = A(0)
    for x in xs: t = t + x
    return t.v
xs = [A(i) for i in range(50)]
for _ in range(20): total(xs)
print(total(xs), total([B(1), A(2)]))
def other(self, o): return A(self.v - o.v)
A.__add__ = other
print(total(xs))
B.__radd__ = lambda self, o: A(1000)
print(total([A(1), B(2), A(3)]))
del A.__add__
try: total(xs)
except TypeError as e: print(e)
A.__add__ = lambda self, o: A(self.v + o.v + self.w)
try: total(xs)
except AttributeError as e: print(e)
class Odd:
    def __init__(self, n): self.n = n
    def __add__(self, o):
        if o == 137: return self.n[o]
        return self
    def __mul__(self, o): return self * o
def fails(o):
    for i in range(200):
        o = o + i
try: fails(Odd(3))
except TypeError: print(traceback.format_exc().replace(__file__, 'FILE'))
try: Odd(1) * 2
except RecursionError as e: print(str(e)[:40])
class F:
    def __add__(self, o): return sys._getframe(1).f_locals['mark'], sys._getframe().f_code.co_name
def where(f):
    r = []
    for mark in range(100): r.append(f + 1)
    return r[-1]
print(where(F()))
A.__add__ = lambda self, o: A(self.v + o.v)
def sums(xs):
    out = []
    for i, x in enumerate(xs):
        if i == 30: A.__add__ = lambda self, o: A(self.v * 2)
        out.append((x + x).v)
    return out
print(sums(xs)[25:35])
print(min(A(3), A(2)).v, max([A(3), A(2)], key=lambda a: a.v).v, sorted(xs, reverse=True)[0].v)
`),
)
