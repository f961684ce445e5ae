/** Texts, bytes and sequences whose types are known: what bodies have for them, and that it is what CPython does. */
import { expect, test } from 'bun:test'
import { loopOf } from '../support/bodies'
import { sameCompiled } from '../support/compiled'
import { maybe, same } from '../support/same'

test('texts are looked into without a frame', () => {
  const loop = loopOf(
    `def f(s, n):
    t = 0
    for i in range(n):
        if s[i % 7] in 'aeiou' or s.startswith('x') or s[1:3] in ('bc', 'cd'): t += ord(s[2])
        t += s.find('c')
    return t
f('abcdefg', 3000)`,
    'f',
  )
  expect(loop).not.toContain('fr.pc=')
})

test('bytes are read and written in place', () => {
  const loop = loopOf(
    `def g(b, a, n):
    t = 0
    for i in range(n):
        a[i % 5] = b[i % 7] ^ 1
        t += a[2] + len(b)
    return t
g(b'abcdefg', bytearray(5), 3000)`,
    'g',
  )
  expect(loop).not.toContain('fr.pc=')
  expect(loop).toMatch(/\.storage\[/)
})

test('ints and texts are looked for in lists without a call of an operation', () => {
  const loop = loopOf(
    `def f(xs, n):
    t = 0
    for i in range(n):
        if i in xs: t += 1
        if i not in xs: t += 2
    return t
f([1, 2, 3], 3000)`,
    'f',
  )
  expect(loop).toContain('itemsHold')
})

maybe('membership in lists', () =>
  sameCompiled(`
class E:
    def __eq__(self, o): seen.append(o); return o == 7
seen = []
def f(xs, n):
    r = []
    for i in range(n):
        r.append((i in xs, i not in xs, str(i) in xs))
    return r
for xs in ([], [1, 2], [True, 'a', '3'], [1.0, None, 4.0], [(1,), 2**70, 5], ['x', '4', E()], list(range(3000)), [0.5 * i for i in range(3000)]):
    for _ in range(40): r = f(xs, 9)
    print(r)
print(len(seen) > 100, seen[-1])
def shrink(xs):
    r = []
    for i in range(60):
        r.append(i in xs)
        if i % 7 == 0: xs[i % 3] = i + 1
    return r
for _ in range(50): r = shrink([1, 2, 3])
print(r)
nan = float('nan')
def g(xs): return [3 in xs for _ in range(50)]
print(set(g([nan, 3.0])), set(g([nan])), set(g([3j, 3+0j])))
`),
)

test('a function that is always the same is known where keywords are given', () => {
  const loop = loopOf(
    'def h(f, n):\n    t = 0\n    for i in range(n):\n        t += f(i, by=2)\n    return t\nh(lambda x, by=1: x * by, 3000)',
    'h',
  )
  expect(loop).not.toMatch(/Z\.rare|\.compiled\(/)
})

maybe('texts: indices, slices, membership, methods', () =>
  sameCompiled(`
texts = ['abcdef', '', 'x', 'a😀b😀', '\\ud83d', 'ß' * 30, 'é😀' * 20]
def look(s, n):
    out = []
    for i in range(-n, n):
        try: out.append(s[i])
        except IndexError as e: out.append(str(e))
        out.append(s[i:]); out.append(s[:i]); out.append(s[i:i + 2]); out.append(s[-2:i])
        out.append('a' in s); out.append(s[1:2] in s); out.append(s.find('b')); out.append(s.count('a'))
        out.append(s.startswith('a')); out.append(s.upper()); out.append(s.replace('a', 'zz'))
        out.append(s.split('b')); out.append('-'.join([s, s]))
    return out
for s in texts: print(ascii(look(s, 9)))
def fails(s, xs):
    got = []
    for i in range(60):
        try: s.split('')
        except ValueError as e: got.append(str(e))
        try: s.partition('' if i else 'a')
        except ValueError as e: got.append(str(e))
        try: ','.join(xs if i % 9 == 0 else ['a', 'b'])
        except TypeError as e: got.append((str(e), e.__traceback__.tb_lineno))
        try: s.startswith(1 if i > 50 else 'a')
        except TypeError as e: got.append(str(e))
        try: ord(s if i % 7 == 0 else s[0])
        except TypeError as e: got.append(str(e))
        try: chr(i - 3 if i < 5 else i * 60000)
        except ValueError as e: got.append(str(e))
    return got
print(fails('abc', ['a', 1]))
class S(str):
    def startswith(self, *a): return 'mine'
    def __getitem__(self, i): return 'item'
    def __contains__(self, x): return True
def mixed(values):
    return [(v.startswith('a'), v[0], 'q' in v, v[0:2]) for v in values]
print(mixed(['ab', 'b'] * 40 + [S('ab')]))
def member(x, n):
    t = []
    for i in range(n):
        t.append(x in ('a', 'b', 'c'))
        t.append(i in (1, 2, 3))
        t.append(x in {'a', 'z'})
        t.append(i in (1, 'a', None, True, 2.0))
        t.append(i in (0.5, 3.0, 'b'))
    return t
print(member('a', 30), member('q', 30), member(1, 30), member(2.0, 5), member(None, 5))
class E:
    def __init__(self, v): self.v = v
    def __eq__(self, o): seen.append(o); return o == self.v
    __hash__ = None
seen = []
def asked(n):
    items = (1, E(7), 9)
    return [i in items for i in range(n)]
print(asked(30), len(seen))
`),
)

maybe('bytes, slices of lists and tuples, powers', () =>
  sameCompiled(`
def codes(b, n):
    out = []
    for i in range(-n, n):
        try: out.append(b[i])
        except IndexError as e: out.append(str(e))
        out.append(b[-1]); out.append(len(b))
    return out
print(codes(b'abc', 6), codes(bytearray(b'abcd'), 6))
def store(a, n):
    got = []
    for i in range(n):
        try: a[i % 6] = i * 40
        except (IndexError, ValueError) as e: got.append(str(e))
    try: a[0] = 'x'
    except TypeError as e: got.append(str(e))
    try: a[0] = True; a[-1] = 5
    except TypeError as e: got.append(str(e))
    return got, bytes(a)
print(store(bytearray(5), 60))
grown = bytearray()
for i in range(300): grown.append(i & 255); grown[i] = 255 - grown[i]; grown[-1] += 0
del grown[50:]
try: grown[50]
except IndexError as e: print(e)
print(bytes(grown))
def parts(x, n):
    out = []
    for i in range(-n, n): out.append((x[i:], x[:i], x[i:i + 3], x[1:-1], x[:], x[2:1]))
    return out
print(parts([1, 2, 3, 4], 6))
print(parts((1, 2, 3, 4), 6))
t = (1, 2)
def same(n):
    r = None
    for _ in range(n): r = t[:] is t
    return r
print(same(100))
class I:
    def __index__(self): return 1
def odd(x, bounds):
    return [x[a:b] for a, b in bounds]
print(odd([1, 2, 3], [(0, 2)] * 50 + [(I(), 3), (True, 2), (None, None), (0, 2**70)]))
packed = [i * 0.5 for i in range(3000)]
print(sum(sum(packed[i:i + 5]) for i in range(0, 3000, 7)))
def powers(xs, ys):
    out = []
    for x in xs:
        for y in ys:
            try: out.append(x ** y)
            except (ZeroDivisionError, OverflowError) as e: out.append(str(e))
    return out
xs = [0.5, 2.0, -1.5, 0.0, -0.0, 1e200, float('inf'), float('nan'), 3.7]
print(powers(xs, [0.5, -1.0, 2.0, 3.3, -0.5, 1e3]))
print(powers(xs, [0, 1, 2, -1, 7, -3]))
print(powers([2, 3, -1], [0.5, 2.0, -1.0]))
`),
)

test('a slice with a step is taken without a slice object', () => {
  const loop = loopOf(
    'def f(xs, n):\n    t = 0\n    for i in range(n):\n        xs[:i % 5] = xs[i % 7::-1]\n        xs[5:] = xs[::2]\n        t += len(xs)\n        del xs[9:]\n    return t\nf(list(range(9)), 3000)',
    'f',
  )
  expect(loop).toMatch(/Z_listStride\(/)
  expect(loop).toMatch(/Z_setListSlice\(/)
})

maybe('slices with steps, and slices that are replaced', () =>
  sameCompiled(`
class L(list): pass
class I:
    def __init__(self, i): self.i = i
    def __index__(self): log.append(self.i); return self.i
log = []
texts = ['abcdef', '', 'a😀b😀c', '\\ude00a\\ud83db', 'ß' * 30]
def take(o, i, j):
    return [o[i:j:2], o[i:j:-1], o[::-1], o[i::-2], o[:j:3], o[i:j:1], o[::1] is o or not o]
for o in texts + [list(range(9)), [], tuple(range(7)), (), L('abc'), range(9), b'abcdef']:
    for i in range(-4, 5):
        for j in range(-9, 10, 3): print(ascii(take(o, i, j)))
print(take([1, 2, 3], None, None), take([1, 2, 3], I(1), None), take((1, 2), True, I(-1)), log)
def put(xs, i, j, v):
    xs[i:j] = v
    return xs
for i in range(-6, 7):
    for j in range(-6, 7):
        for v in ([], [7], [1, 2, 3, 4, 5, 6, 7]): print(put(list(range(5)), i, j, v))
xs = [1, 2, 3]
print(put(xs, 1, 2, xs), put(xs, None, None, xs), put(xs, 2, None, (8, 9)), put(xs, I(0), I(1), iter('ab')), put(L('abc'), 1, 2, L('xy')), log)
big = list(range(70000)); print(sum(put(big, 5, 60000, list(range(3000)))), len(big), big[3003:3007])
def fails(o, *a):
    got = []
    for _ in range(60):
        try: got.append(put(o, *a))
        except Exception as e: got.append(repr(e))
        try: got.append(take(o, *a[:2]))
        except Exception as e: got.append(repr(e))
    return sorted(set(map(str, got)))
print(fails([1], 0, 1, 5), fails((1,), 0, 1, [1]), fails([1], 'a', 1, []), fails(5, 0, 1, []), fails({}, 0, 1, []))
def zero(xs, k):
    try: return xs[::k]
    except ValueError as e: return str(e)
print([zero([1, 2, 3], i % 3 - 1) for i in range(90)][-3:])
`),
)

maybe('an index beyond a bytearray that is a slice', () => {
  same(`
def at(b, i):
    try:
        return len(b) + b[-15::2][i] + i * 2
    except IndexError as e:
        return str(e)

def unbound(c, n):
    def inner(c):
        if c: x = n
        return x
    return inner(c)

def small(c):
    if c: y = c + 1
    return y

print([[at(bytearray(b'xyz'), i) for i in (0, 1, 2)] for _ in range(300)][-1])
out = []
for i in range(900):
    try: out.append(small(i % 450) + i * 3)
    except UnboundLocalError as e: out.append(str(e))
print(out[440:460], out[-1])
`)
})

test('lists are put together and repeated without a frame', () => {
  const loop = loopOf(
    `def f(xs, n):
    t = 0
    for i in range(n):
        ys = xs + xs
        ys = ys * 2
        ys = 3 * [0]
        ys += xs
    return t
f([1, 2], 4000)`,
    'f',
  )
  expect(loop).not.toContain('fr.pc=')
})

maybe('lists put together and repeated', () =>
  sameCompiled(`
class L(list):
    def __add__(self, o): return 'added'
    def __radd__(self, o): return 'radded'
    def __mul__(self, n): return 'times'
    def __rmul__(self, n): return 'rtimes'
def join(a, b): return a + b
def repeat(a, n): return a * n
def reverse(a): return a[::-1]
def grow(a, b):
    a += b
    a *= 2
    return a
big = list(range(3000))
for _ in range(200):
    join([1], [2, None]); repeat([1, 2], 3); repeat(3, [1, 2]); reverse([1, 2]); grow([1], [2])
a = [[]]
b = join(a, a); c = repeat(a, 5); d = repeat(a, 1); b[0].append(1); c.append(2); d.append(3)
print(a, b, c, d, grow(a, a), a)
for x in ([], [1], [1, 2], [1, 'a', None], L([1, 2]), (1, 2)):
    for y in ([], [1, 2.5], L(), (3,), 5):
        try: print(join(x, y))
        except TypeError as e: print(e)
        try: print(grow(list(x), y if type(y) is not L else []), x + x, () + (1,), tuple(x) + (), tuple(y) + tuple(x) if y != 5 else (1, 2) + (y,))
        except TypeError as e: print(e)
    for n in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 31, -1, True, False, 2.0, 2**62, 2**80, 'a'):
        if x == [] or not isinstance(n, int) or n < 2**60:
            try: print(repeat(x, n), repeat(n, x) if n != 'a' else '')
            except (TypeError, OverflowError, MemoryError) as e: print(type(e).__name__, e)
for _ in range(3): print(big.count(5), sum(big), len(join(big, big)), sum(repeat(big, 3)), reverse(big)[:3])
for n in (2**62, 2**40):
    try: repeat([1, 2], n)
    except MemoryError as e: print('MemoryError')
print(reverse([]), reverse([1]), [1, 2, 3, 4][2::-1], [1, 2, 3, 4][:1:-1], (1, 2, 3)[::-1], 'abc'[::-1])
`),
)

test('texts are ordered without a call of the operation', () => {
  const loop = loopOf(
    `def f(text, word, n):
    t = 0
    for i in range(n):
        for c in text:
            if 'a' <= c <= 'z': t += 1
            if c < word: t += 1
    return t
f('aZ', 'b', 2000)`,
    'f',
  )
  expect(loop).not.toContain('Z_compare(')
})

maybe('the order of texts is that of code points, whatever the constant', () =>
  sameCompiled(String.raw`
words = ['', 'a', 'b', 'ab', '\x7f', '\xe9', '\ud7ff', '\ud800', '\udc00', '\ue000', '\uffff', 'U00010000', 'U0010ffff', 'a\ud800', 'a\uffff', 'aU0001f600']
def f():
    t = []
    for w in words:
        t += [w < 'a', 'a' <= w, w > '\x7f', w < '\ud7ff', w >= '\ue000', w < '\uffff', '\U00010000' <= w, w <= 'a\uffff', '' < w]
        for v in words: t += [v < w, v <= w, v > w, v >= w]
    return ''.join('01'[b] for b in t)
print({f() for _ in range(60)})
class S(str):
    def __lt__(self, o): return 'mine'
words.append(S('q'))
try: print(f())
except TypeError as e: print(e)
words[-1] = 5
try: f()
except TypeError as e: print(e)
`),
)
