/** lru_cache: which entries stay, and how calls by keyword and recursion are counted. */
import { maybe, same } from '../support/same'

maybe('lru_cache forgets what was used longest ago', () => {
  same(`
import functools
for maxsize in (None, 0, 1, 3):
    log = []
    @functools.lru_cache(maxsize)
    def f(*args, **kwargs):
        log.append((args, kwargs))
        return len(log)
    for call in (1, 2, 3, 1, 4, 2, 1, 5, 1.0, True, 'x', (1, 2), (1, 2.0)): f(call)
    f(); f(1, 2); f(1, 2); f(a=1, b=2); f(b=2, a=1); f(1, a=1); f(1, a=1)
    print(maxsize, log, f.cache_info())
    f.cache_clear(); f(1); print(f.cache_info())
@functools.lru_cache(2)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(20), fib.cache_info())
@functools.lru_cache(2, typed=True)
def g(x): return type(x).__name__
print(g(1), g(1.0), g(1), g(True), g.cache_info())
@functools.lru_cache(1)
def again(n):
    if n == 1: again(2); h(1)
    return n
h = lambda n: again(n + 4)
again(1); again(1); print(again.cache_info())
`)
})

maybe('constructors of builtin types and of classes derived from them', () => {
  same(`
class D(dict):
    def __init__(self, *args, **kw): super().__init__(*args, **kw); self.n = len(self)
class E(Exception):
    def __init__(self, code): super().__init__(f'code {code}'); self.code = code
class N(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
class L(list):
    def __new__(cls, *a): return [1] if a and a[0] == 0 else super().__new__(cls)
    def __init__(self, *a): self.extend(a)
print(D(a=1).n, D([(1, 2)]), E(4).args, E(5).code, N(1, 2), L(1, 2), L(0), dict(a=1), dict([(1, 2)], b=3), set('a'), list('ab'), list(), int('7', 8), str(5))
for f in (lambda: E(), lambda: D(1, 2, 3), lambda: int('a'), lambda: dict(1, 2), lambda: set(1, 2), lambda: list(a=1), lambda: str(1, 2, 3, 4), lambda: object(1), lambda: D(1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
args = ['x', 'y']
e = ValueError(*args); args[0] = 'z'; print(e.args)
`)
})

maybe('objects with a builtin __call__', () => {
  same(`
import functools, operator, weakref
p = functools.partial(max, 3); print(p(1, 2), p(9), list(map(p, [1, 5])), functools.partial(dict, a=1)(b=2), functools.partial(dict, a=1)())
class P(functools.partial):
    def __call__(self, *a): return ('P', a)
print(P(max, 1)(5))
class Q(functools.partial): pass
print(Q(max, 1)(5))
g = operator.itemgetter(1); print(g([1, 2]), list(map(g, ['ab', 'cd'])), operator.itemgetter(0, 1)('xy'), operator.methodcaller('upper')('a'), operator.attrgetter('real')(5))
for f in (lambda: g(), lambda: g(1, 2), lambda: p(), lambda: operator.methodcaller('upper')()):
    try: print(f())
    except TypeError as e: print(e)
@functools.lru_cache
def f(*a): return a
args = [1, 2]
print(f(*args), f(*args) is f(*args)); args[0] = 9; print(f(1, 2), f.cache_info())
print(list[int]('ab'), functools.partial(f)(1, 2), f.cache_info())
k = functools.cmp_to_key(lambda a, b: a - b); print(k(1) < k(2))
class S: pass
s = S(); r = weakref.ref(s); print(r() is s)
`)
})
