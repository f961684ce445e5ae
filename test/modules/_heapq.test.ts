/** _heapq and _bisect against CPython. */
import { maybe, same } from '../support/same'

maybe('heaps of numbers, texts and tuples; comparisons that fail or change the heap', () => {
  const program = `
import _heapq as h, random
random.seed(3)
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
for make in (lambda: random.random(), lambda: random.randrange(50), lambda: str(random.randrange(99)), lambda: (random.randrange(9), random.random())):
    a = [make() for _ in range(200)]
    q = a[:]; h.heapify(q); print(q)
    m = a[:]; h._heapify_max(m); print(m)
    print([h.heapreplace(q, make()) for _ in range(9)], [h.heappushpop(q, make()) for _ in range(9)], [h._heapreplace_max(m, make()) for _ in range(9)])
    print([h.heappop(q) for _ in range(len(q))] == sorted(q), q, [h._heappop_max(m) for _ in range(20)])
    for v in a: h.heappush(q, v)
    print(q)
class Shrinks:
    def __lt__(self, other): q.clear(); return True
class Fails:
    def __lt__(self, other): raise KeyError('no')
for cls in Shrinks, Fails:
    for f in (h.heapify, h.heappop, h._heapify_max, h._heappop_max, lambda q: h.heappush(q, cls()), lambda q: h.heapreplace(q, cls()), lambda q: h.heappushpop(q, cls())):
        q = [cls() for _ in range(5)]
        t(lambda: f(q))
t(lambda: h.heappop([])); t(lambda: h.heapreplace([], 1)); t(lambda: h.heappushpop([], 1)); t(lambda: h.heappop(1)); t(lambda: h.heapify((1, 2))); t(lambda: h.heappush([1], 'a')); t(lambda: h.heappush([1]))
`
  same(program)
})

maybe('bisection: bounds, keys, sequences of all kinds, lengths beyond 2**53', () => {
  const program = `
import bisect as b, sys, collections
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
n = sys.maxsize
a = [1, 3, 3, 5.5, 9]
for f in (b.bisect_left, b.bisect_right):
    for x in (0, 1, 2, 3, 4, 5.5, 10, 'a'):
        t(lambda: f(a, x)); t(lambda: f(tuple(a), x, 1, 3)); t(lambda: f(a, x, lo=2)); t(lambda: f(a, x, hi=2)); t(lambda: f(a[::-1], x, key=lambda v: -v))
    for bad in (lambda: f(a, 1, -1), lambda: f({}, 1), lambda: f({1: 2}, 1), lambda: f(5, 1), lambda: f({1}, 1), lambda: f(a, 1, 0, 99), lambda: f(a, 1, key=1), lambda: f(a, 1, 'x'), lambda: f('abc', 'b'),
                lambda: f(range(n - 1), n - 3), lambda: f(range(n), n - 3, n - 10, n), lambda: f(a, 2, n + 1), lambda: f(a, 2, n), lambda: f(collections.deque(a), 3)): t(bad)
for f in (b.insort_left, b.insort_right):
    c = a[:]; t(lambda: f(c, 3)); t(lambda: f(c, 3.0, 2, 4)); t(lambda: f(c, -7, key=abs)); t(lambda: f((1,), 2)); print(c)
    d = collections.deque(a); t(lambda: f(d, 4)); print(d)
class Sized:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
for k in (2**53, n, n + 1, -1, True): t(lambda: len(Sized(k))); t(lambda: bool(Sized(k)))
t(lambda: len(range(n))); t(lambda: len(range(n + 1)))
`
  same(program)
})
