/** list.sort and sorted(): keys of every kind, mixed kinds, ties, NaN, comparisons in Python, changes while sorting. */
import { maybe, same } from '../support/same'

maybe('keys of one kind and of several', () => {
  same(`
import random, zlib
random.seed(5)
nan = float('nan')
def show(l): return zlib.crc32(ascii(l).encode())
makers = {
    'small': lambda: random.randrange(50), 'ints': lambda: random.randrange(-10**6, 10**6), 'wide': lambda: random.randrange(-2**52, 2**52),
    'big': lambda: random.choice([1, 2**60, -2**70, 5]), 'floats': lambda: random.choice([0.0, -0.0, 1.5, -2.25, 1e300, random.random()]),
    'mixed': lambda: random.choice([1, 1.0, True, 0, -0.0, 2.5, False]),
    'str': lambda: random.choice(['', 'a', 'ab', 'b', 'A', '\\u00e9', '\\u20ac', 'z' * 5]) + str(random.randrange(20)),
    'odd': lambda: random.choice(['a', 'a\\0', 'a\\0b', '\\ue000', '\\U0001f600', '\\ud800', 'a']), 'bool': lambda: random.random() < 0.5,
    'pair': lambda: (random.randrange(5), random.randrange(-3, 3)), 'triple': lambda: (random.choice('abc'), -random.random(), random.randrange(3)),
    'widepair': lambda: (random.randrange(-2**52, 2**52), random.randrange(-2**52, 2**52)), 'oddpair': lambda: (random.choice([1, 'x']), 2) if random.random() < 0 else (1, random.choice([1.0, 1, True])),
    'nested': lambda: (random.randrange(2), (random.randrange(2), 'x')), 'lengths': lambda: tuple(range(random.randrange(4))), 'listkey': lambda: [random.randrange(3), random.randrange(3)],
    'empty': lambda: (), 'strpair': lambda: (random.choice(['b', 'a\\0', 'a']), random.choice(['x', '\\U0001f600'])),
}
for name, make in makers.items():
    for n in (0, 1, 2, 5, 23, 24, 25, 100, 1000):
        keys = [make() for _ in range(n)]
        values = list(range(n))
        for reverse in (False, True):
            print(name, n, reverse, show(sorted(keys, reverse=reverse)), show(sorted(values, key=keys.__getitem__, reverse=reverse)))
        l = keys[:]; l.sort(); l.sort(); print(show(l)); l.sort(reverse=True); print(show(l))
mixed = [random.choice([nan, 1.0, 2.0]) for _ in range(100)]; print(sorted(map(repr, sorted(mixed))) == sorted(map(repr, mixed)), len(sorted((1, x) for x in mixed)))
print(sorted([3, 1, 2], key=lambda x: -x), sorted('hello'), sorted({'b': 1, 'a': 2}), sorted([1, 2, 3]), sorted([3, 2, 1]))
`)
})

maybe('texts and tuples that differ late', () => {
  same(`
import random, collections
random.seed(8)
def text(i): return 'user_' * (i % 3) + str(random.randrange(30)) + random.choice(['', '\\0', '\\0\\0', 'x' * random.randrange(9)])
P = collections.namedtuple('P', 'x y')
class Backwards(tuple):
    def __lt__(self, other): return tuple.__gt__(self, other)
makers = [lambda i: text(i), lambda i: 'the same beginning ' + text(i), lambda i: '\\u4e16\\u754c' + chr(0x4e00 + random.randrange(50)) + text(i), lambda i: '\\xff\\xfe' + text(i) + '\\xff',
    lambda i: '\\xfe' * random.randrange(9), lambda i: 'abcdef' + random.choice(['', '\\ud83d', '\\U0001f600', '\\uffff', '\\ue000', 'z']), lambda i: 'equal', lambda i: '\\ud83d' + random.choice(['', 'a', '\\uffff']),
    lambda i: (random.randrange(3), text(i), random.random()), lambda i: (text(0), [i]) if i % 40 else (text(0),), lambda i: tuple(text(i)[:3]), lambda i: (1, 2)[:random.randrange(3)],
    lambda i: (random.choice('ab'), 1, random.choice([2**70, -2**70, 5])), lambda i: P(random.randrange(4), random.randrange(4)), lambda i: Backwards((random.randrange(9), 1)),
    lambda i: random.choice([2**80, -2**90, 3, 2**53]), lambda i: random.choice([True, 2**80, 3]), lambda i: random.choice([2.5, 2**80, 3]), lambda i: (random.choice([True, 1, 1.0, 0, 2**60]), i % 2),
    lambda i: random.choice([-1e308, 1e308, 5e-324, -5e-324, 0.0, -0.0, float('inf'), float('-inf'), 3, random.gauss(0, 1e9)]), lambda i: random.randrange(2**52) * random.choice([1, -1]), lambda i: i // 7 % 5]
for number, make in enumerate(makers):
    for n in (3, 11, 12, 13, 40, 801):
        keys = [make(i) for i in range(n)]
        for reverse in (False, True):
            order = sorted(range(n), key=keys.__getitem__, reverse=reverse)
            print(number, n, reverse, hash(tuple(order)))
        for l in (keys, sorted(keys), sorted(keys, reverse=True), sorted(keys) + keys[:3]):
            l = list(zip(l, range(len(l))))
            print([i for k, i in sorted(l, key=lambda p: p[0])] == [i for k, i in sorted(l, key=lambda p: [p[0]])])
for items in ([(1, 'a'), (1, 2)] * 20, [(i % 5, 'a' if i % 7 else 2) for i in range(50)], ['a', 1] * 20, [(i, object) for i in range(50)], [(1, {}), (1, {})]):
    try: print(sorted(items)[:3])
    except TypeError as e: print(e)
`)
})

maybe('comparisons in Python and their errors', () => {
  same(`
import functools
class A:
    def __init__(self, x): self.x = x
    def __lt__(self, o): calls.append((self.x, o.x)); return self.x < o.x
    def __repr__(self): return f'A{self.x}'
calls = []
print(sorted([A(i * 7 % 11) for i in range(11)]), len(calls) < 40)
class N:
    def __init__(self, x): self.x = x
    def __lt__(self, o): seen.append('lt'); return NotImplemented
    def __gt__(self, o): seen.append('gt'); return self.x > o.x
seen = []
print([n.x for n in sorted([N(3), N(1), N(2)])], seen[:3])
class Bad:
    def __lt__(self, o): seen.append('bad'); return NotImplemented
seen = []
for items in ([Bad(), Bad()], [1, 'a'], [1, None], [(1, 'a'), (1, 2)], [A(1), 2], [{}, {}]):
    try: print(sorted(items))
    except TypeError as e: print(e, seen)
class Truth:
    def __init__(self, x): self.x = x
    def __lt__(self, o): return [1] if self.x < o.x else []
print([t.x for t in sorted([Truth(2), Truth(1), Truth(3)])])
class Sub(A):
    def __gt__(self, o): return NotImplemented
calls = []
print(sorted([A(2), Sub(1), A(3)]))
l = [3, 1, 2]
def key(x): l.append(x); return x
try: l.sort(key=key)
except ValueError as e: print(e, l)
l = [A(2), A(1)]
A.__lt__ = lambda s, o: l.append(1) or s.x < o.x
try: l.sort()
except ValueError as e: print(e, l)
try: sorted([1, 2], key=5)
except TypeError as e: print(e)
try: sorted([1, 2], key=lambda: 1)
except TypeError as e: print(e)
l = [2, 1]
try: l.sort(key=lambda x: 1 // 0)
except ZeroDivisionError: print(l)
print(sorted([5, 3, 8], key=functools.cmp_to_key(lambda a, b: b - a)))
`)
})

maybe('the order of comparisons of a short list, and what one that raises leaves', () => {
  same(`
import random
asked = []
class Item:
    def __init__(self, x, place): self.x, self.place = x, place
    def __lt__(self, other): asked.append((self.place, other.place)); return self.x < other.x
random.seed(12)
for _ in range(300):
    asked.clear()
    items = sorted(Item(random.randrange(6), i) for i in range(random.randrange(2, 40)))
    print([i.place for i in items], asked)
for _ in range(500):
    n = random.randrange(2, 40)
    l = [random.choice([random.randrange(6), random.randrange(6) * 1.0, True]) for _ in range(n)]
    if random.random() < 0.5: l.sort(reverse=random.random() < 0.5)
    l.insert(random.randrange(n), [1])
    try: l.sort()
    except TypeError: pass
    print(l)
`)
})

maybe('instances of several classes with one __lt__: who is asked, and in which order', () => {
  same(`
import random
random.seed(3)
asked = []
class Base:
    def __init__(self, x): self.x = x
    def __lt__(self, other): asked.append(('lt', type(self).__name__, type(other).__name__, self.x, other.x)); return self.x < other.x
class A(Base): pass
class B(Base): pass
class C(A): pass
class Greater(A):
    def __gt__(self, other): asked.append(('gt', self.x, other.x)); return self.x > other.x
class Never(A):
    def __gt__(self, other): asked.append(('never', self.x, other.x)); return NotImplemented
class Other(Base):
    def __lt__(self, other): asked.append(('other', self.x, other.x)); return NotImplemented
class Gt:
    def __init__(self, x): self.x = x
    def __lt__(self, other): asked.append(('glt', self.x)); return self.x < other.x
    def __gt__(self, other): asked.append(('ggt', self.x)); return self.x > other.x
class SubGt(Gt): pass
for classes in ((A, B), (Base, A, C), (A, B, Greater), (A, Never), (A, Other), (Gt, SubGt), (SubGt, Gt), (Greater, A), (A, C, B, Base)):
    for n in (2, 5, 12, 40):
        asked.clear()
        items = [random.choice(classes)(random.randrange(9)) for _ in range(n)]
        try: print([(type(i).__name__, i.x) for i in sorted(items)], asked)
        except TypeError as e: print(e, asked)
class Changing(Base):
    def __lt__(self, other):
        asked.append('first')
        if len(asked) == 7:
            Base.__lt__ = lambda s, o: asked.append('new') or s.x < o.x
            A.__gt__ = lambda s, o: asked.append('gt') or s.x > o.x
            del Changing.__lt__
        return self.x < other.x
class D(Changing): pass
asked.clear()
print([i.x for i in sorted((D if i % 3 else Changing)(i * 7 % 23) for i in range(23))], asked)
asked.clear()
print([i.x for i in sorted((C if i % 3 else A)(i * 7 % 23) for i in range(23))], asked)
`)
})
