/** Attributes that descriptors of builtin types compute, remembered by the instruction. */
import { maybe, same } from '../support/same'

maybe('fields of named tuples, __weakref__, __dict__', () => {
  same(`
from collections import namedtuple
P=namedtuple('P','x y')
class Q(P):
    pass
class R(P):
    def __getattr__(self,n): return 'ga '+n
def f(o): return o.x, o.y
for _ in range(300):
    a=f(P(1,2)); b=f(Q(3,4)); c=f(R(5,6))
print(a,b,c)
def g(o): return o.x
try:
    for _ in range(100): g(P.__new__(P,1,2))
    class S: x=P.x
    for o in (P(1,2), S()): print(g(o))
except Exception as e: print(type(e).__name__, e)
try: g(tuple.__new__(P,()))
except Exception as e: print(type(e).__name__, e)
P.x=property(lambda s: 'new')
print(f(P(1,2)), f(Q(3,4)))
try: P(1,2).y=5
except AttributeError as e: print(e)
class T:
    __slots__=('a','__weakref__')
t=T()
def h(o): return o.__weakref__
for _ in range(100): h(t)
print(h(t))
def d(o): return o.__dict__, o.__class__
class U: pass
u=U(); u.z=1
for _ in range(100): d(u)
print(d(u)[0])
`)
})

maybe('builtin functions of any number of arguments, called in all ways', () => {
  same(`
import math
from functools import partial
def f(*a): return a
def tried(g, *a, **k):
    try: return g(*a, **k)
    except Exception as e: return type(e).__name__, str(e)
p = partial(f, 1)
s = {1, 2}
for _ in range(50):
    r = (math.gcd(), math.gcd(12), math.gcd(12, 18), math.gcd(12, 18, 27, 9, 3), math.hypot(3, 4), max(3, 1), min('b', 'a', 'c'), p(), p(2), p(2, 3, 4, 5),
         s.union(), s.union([3]), s.union([3], [4], (5,), {6}), '{} {}'.format(1, 2), '{}{}{}{}{}'.format(*'abcde'), partial(max, 3)(9), '-'.join(map('{}{}'.format, 'ab', 'cd')))
print(r)
print(tried(math.gcd, 1.5), tried(math.gcd, 1, a=2), tried(s.union, 1), tried(s.union, a=1), tried(set.union), tried(p, b=1), tried(str.format), tried(max))
def local():
    gcd, union, fmt = math.gcd, s.union, '{}'.format
    return [(gcd(i, 12, 6), union((i,)), fmt(i)) for i in range(40)]
for _ in range(20): v = local()
print(v[:3])
`)
})
