/** Iterators that are emptied at once: what is left of one that was begun, what they share, and what happens to those that others stand on. */
import { maybe, same } from '../support/same'

maybe('iterators that were begun, are shared, or end before each other', () => {
  same(`
import itertools as it, functools, operator as o
def begun(i, n=2):
    for _ in range(n): next(i, None)
    return i
class L(list): pass
sources = [lambda: [1, 2, 3, 4, 5], lambda: (1, 2, 3), lambda: range(4), lambda: range(10, 0, -3), lambda: 'abcd', lambda: {1: 2, 3: 4}, lambda: [], lambda: L('xyz'), lambda: (x for x in 'gen'), lambda: range(2**70, 2**70 + 3)]
for s in sources:
    for n in range(7):
        print(n, list(begun(iter(s()), n)), tuple(begun(enumerate(s(), 2**53 - 2), n)), list(begun(map(repr, s()), n)), list(begun(filter(None, s()), n)), list(begun(it.islice(s(), 1, 9, 2), n)),
            list(begun(it.chain(s(), 'x', s(), []), n)), list(begun(it.accumulate(s(), lambda a, b: b), n)), list(begun(it.zip_longest(s(), 'ab'), n)))
        for other in sources:
            a, b = begun(iter(s()), n), begun(iter(other()), n // 2)
            print(list(zip(a, b)), list(a), list(b), list(a))
            a, b, c = begun(iter(s()), n), iter(other()), iter([7, 8])
            print(list(zip(a, b, c)), list(a), list(b), list(c))
            a = begun(iter(s()), n)
            print(list(zip(a, a)), list(a)); a = iter(s()); b = iter(other()); print(list(zip(b, a, b, a)), list(a), list(b))
            try: print(list(zip(begun(iter(s()), n), other(), strict=True)))
            except ValueError as e: print(e)
for n in range(7):
    r = begun(reversed([1, 2, 3, 4, 5]), n); print(list(r), list(r))
l = [1, 2, 3, 4, 5]
r = reversed(l); next(r); del l[2:]; print(list(r), list(r)); l += [8, 9]; print(list(r))
r = reversed(l); l.append(5); print(list(r))
i = iter(l); print(list(i)); l.append(1); print(list(i), list(zip(i, l)))
l = [1, 2, 3]
print(list(map(lambda v: l.append(v) or v if v < 3 and len(l) < 6 else v, l)), l)
print(list(filter(lambda v: l.pop() if len(l) > 3 else 1, l)), l)
def raises(v):
    if v == 3: raise KeyError(v)
    return v
l = [1, 2, 3, 4]
for make in (lambda i: map(raises, i), lambda i: filter(raises, i), lambda i: it.accumulate(i, lambda a, b: raises(b)), lambda i: it.chain('ab', map(raises, i), 'c'), lambda i: zip('ab', 'cdef', map(raises, i))):
    i = iter(l); m = make(i)
    try: print(list(m))
    except KeyError as e: print(repr(e), list(i), list(m))
print(list(range(2**53 - 2, 2**53 + 2)), list(begun(iter(range(2**53 - 5, 2**53, 2)), 1)), list(range(0)), list(range(5, 0)))
r = iter(range(3)); list(r); print(list(r), r.__length_hint__(), next(r, 'end'))
print([list(x) for x in it.tee([1, 2, 3], 2)], list(zip()), list(zip([1], strict=True)), list(it.chain()), list(it.chain.from_iterable([[1], (2,), 'x', {3: 4}])))
for n in range(4):
    print(list(it.product('ab', range(n))), list(it.product()), list(it.product([1, 2], repeat=n)), list(it.permutations('abc', n)), list(it.combinations('abcd', n)), list(it.combinations_with_replacement('abc', n)))
    print(list(begun(it.product('ab', 'cd'), n)), list(begun(it.permutations('abc'), n)), list(begun(it.combinations('abcd', 2), n)), list(it.permutations('ab', n + 1)))
print(list(it.accumulate([1, 2**53 - 2, 5, 2.5, True])), list(it.accumulate([0.5, 1.5, 2])), list(it.accumulate('abc')), list(it.accumulate([[1], [2]])), list(it.accumulate([1, 2], initial=5)))
class Z(zip):
    def __next__(self): return 'z' + str(zip.__next__(self))
class M(map): pass
print(list(Z('ab', 'cd')), list(M(str, 'ab')), list(zip(Z([1], [2]), M(int, '12'))))
`)
})

maybe('callables of builtin types with one argument', () => {
  same(`
import functools, operator as o
class S(str):
    def __init__(self, *a): print('init', [type(x).__name__ for x in a])
class Gives:
    def __init__(self, v): self.v = v
    def __str__(self): return self.v
    def __int__(self): return 7
    def __index__(self): return 1
    def __getitem__(self, k):
        if k == 3: raise IndexError
        return k
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
made = S('x')
for cls in (int, str, float, bool, list, tuple, set, dict, bytes, type, object, complex, range, enumerate, zip, S, staticmethod, memoryview, BaseException, super, slice):
    for v in (5, '12', 2.5, Gives('3'), Gives(made), [1], None, b'a'):
        t(lambda: [x if isinstance(x, (int, str, float, list, tuple, type, bytes)) else type(x) for x in map(cls, [v])])
class Meta(type):
    def __call__(cls, *a): return ('meta', a)
class A(metaclass=Meta): pass
print(list(map(A, [1])))
class T(tuple):
    def __getitem__(self, k): return 'own'
for key in (0, 1, -1, True, 2**70, 'k', 1.5, slice(1), None):
    for v in ([1, 2], (3, 4), 'ab', {0: 1, 'k': 2}, T((1, 2)), range(3), Gives('x'), 5):
        t(lambda: list(map(o.itemgetter(key), [v]))); t(lambda: list(map(o.itemgetter(key, 0), [v])))
class N:
    a = 1
    def m(self, *x, **k): return x, k
N.n = N()
for f in (o.attrgetter('a'), o.attrgetter('n.a', 'a'), o.attrgetter('n.b'), o.methodcaller('m'), o.methodcaller('m', 1, k=2), o.methodcaller('z'), functools.partial(lambda *a, **k: (len(a), k)),
          functools.partial(lambda *a, **k: (len(a), k), 1), functools.partial(lambda *a, **k: (len(a), k), 1, 2, 3), functools.partial(lambda *a, **k: (len(a), k), x=1)):
    t(lambda: list(map(f, [N()]))); t(lambda: f(N())); t(lambda: f()); t(lambda: list(map(f, [N()], [1])))
class G(functools.partial):
    def __call__(self, x): return 'mine'
print(list(map(G(len), [[1]])), sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
`)
})
