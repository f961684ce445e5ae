/** Classes whose `__new__` is written in Python, named tuples among them: what bodies have for their calls, and what programs see of it. */
import { expect, test } from 'bun:test'
import { loopOf } from '../support/bodies'
import { sameCompiled } from '../support/compiled'
import { maybe } from '../support/same'

test('named tuples are made, and their fields read, without a call', () => {
  const loop = loopOf(
    `from collections import namedtuple
P = namedtuple('P', 'x y', defaults=(2,))
def f(n):
    t = 0
    for i in range(n):
        p = P(i); q = P(y=i, x=1)
        t += p.x + q.y
    return t
f(20000)`,
    'f',
  )
  expect(loop).not.toMatch(/\.compiled\(|Z_call|Z_loadAttr|fr\.pc/)
  expect(loop).toMatch(/\.items\[1\]/)
})

maybe('named tuples that are subclassed, replaced, and of other lengths', () =>
  sameCompiled(`from collections import namedtuple
from typing import NamedTuple
P = namedtuple('P', 'x y')
class Q(P):
    def __new__(cls, x): return super().__new__(cls, x, -x)
    @property
    def total(self): return self.x + self.y
class R(P):
    __slots__ = ()
    def __init__(self, *a): print('init', a) if self.x == 3 else None
class T(NamedTuple):
    x: int
    z: str = 'z'
    def both(self): return self.x, self.z
def f(k):
    p = P(k, k + 1)
    return p.x, p.y, p, p == (k, k + 1), type(p) is P, p._replace(x=7), p._asdict(), hash(p) == hash((k, k + 1))
def g(o): return o.x
for k in range(60):
    print(f(k))
    a, b = P(k, -k)
    print(a, b, Q(k), Q(k).total, R(k, 1), T(k), T(z=k, x=1).both(), g(P(k, 1)), g(Q(k)), g(T(k)), g(R(0, k)))
    if k == 40: P.x = property(lambda self: 'changed')
    if k == 45: P.y = 5
    if k == 50:
        old = P.__new__
        P.__new__ = lambda cls, x, y: old(cls, y, x)
try: f(1).x
except AttributeError as e: print(e)
short = tuple.__new__(P, (1,))
for o in (short, P(1, 2)):
    for name in ('x', 'y'):
        try: print(getattr(o, name))
        except IndexError as e: print('IndexError', e)
def bad(*a): return P(*a)
for a in ((), (1,), (1, 2, 3)):
    try: bad(*a)
    except TypeError as e: print(e)
def wrong(i): return P(1, z=2) if i == 30 else P(1, i)
for i in range(60):
    try: wrong(i)
    except TypeError as e: print(e)
`),
)

maybe('what __new__ returns', () =>
  sameCompiled(`class A:
    def __new__(cls, v=0):
        if v == 5: return None
        if v == 6: return 'text'
        if v == 7: return B.__new__(B)
        if v == 8: raise ValueError(v)
        self = super().__new__(cls); self.v = v
        return self
class B(A):
    def __new__(cls): return object.__new__(cls)
    def __init__(self, *a, **k): print('init of B', a, k); self.v = 'b'
class One:
    made = None
    def __new__(cls, *a):
        if cls.made is None: cls.made = object.__new__(cls)
        return cls.made
class G:
    def __new__(cls): yield cls.__name__
class Both:
    def __new__(cls, a, b=2): return super().__new__(cls)
    def __init__(self, a, b=3): self.t = a, b
class Deep:
    def __new__(cls, n):
        if n == 0: return super().__new__(cls)
        return Deep(n - 1)
def make(v): return A(v)
for i in range(80):
    try: a = make(i % 10)
    except ValueError as e: print('ValueError', e); continue
    print(type(a).__name__, getattr(a, 'v', None), One() is One(1, 2), list(G()), Both(1).t, Both(b=1, a=i).t, type(A(v=i)).__name__)
    if i == 60:
        A.__init__ = lambda self, v=0: setattr(self, 'v', ('late', v))
        One.__init__ = lambda self, *a: print('init of One', a)
print(type(Deep(50)).__name__)
try: Deep(10 ** 5)
except RecursionError as e: print('RecursionError')
`),
)
