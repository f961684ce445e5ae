/** Methods of lists, dicts and sets whose types are known: what bodies have for them, and that it is what CPython does. */
import { expect, test } from 'bun:test'
import { loopOf } from '../support/bodies'
import { sameCompiled } from '../support/compiled'
import { maybe } from '../support/same'

test('methods with simple keys need neither frame nor call', () => {
  const loop = loopOf(
    `def f(d, s, xs, n):
    t = 0
    for i in range(n):
        t += d.get(i & 7, 1)
        s.add(i & 15)
        s.discard(3)
        xs.append(i)
        if i & 31 in s: t += xs.pop()
    return t
f({1: 2}, {1, 2}, [], 4000)`,
    'f',
  )
  expect(loop).not.toContain('fr.pc=')
})

maybe('lists, dicts and sets: simple keys, others, and what is not there', () =>
  sameCompiled(`
class One:
    def __hash__(self): return 1
    def __eq__(self, o): log.append(o); return o == 1
log = []
class D(dict):
    def get(self, k, d=None): return ('mine', k)
    def __missing__(self, k): return ('missing', k)
class S(set):
    def add(self, x): set.add(self, x * 2)
class L(list):
    def pop(self): return 'last'
def gets(d, ks):
    out = []
    for k in ks: out += [d.get(k), d.get(k, 7), d.get(k, None), k in d]
    return out
def sets(s, ks):
    out = []
    for k in ks:
        out.append((k in s, k not in s, s.add(k), s.discard(k), k in s))
        s.add(k)
    return out, len(s)
def pops(xs, n):
    out = []
    for _ in range(n):
        try: out.append(xs.pop())
        except IndexError as e: out.append(str(e))
    return out
keys = [1, 'a', 2, 'b', 0, 1 << 60, '', -1]
for _ in range(50):
    gets({1: 'x', 'a': 'y'}, keys); sets({1, 'a'}, keys); pops([1, 2, 3] * 20, 50)
odd = [1.0, True, None, (1, 2), 1 << 70, 2.5, False, '\\ud800', frozenset({1})]
print(gets({1: 'x', 'a': 'y'}, keys + odd))
print(gets({True: 'x', 1.5: 'y', (1, 2): 'z'}, keys + odd))
d = {One(): 'one', 'a': 3}
print(gets(d, keys + odd), log); log.clear()
s = {One(), 'a'}
print(sets(s, keys[:4]), len(log) > 0); log.clear()
print(sets({1, 'a'}, keys + odd), sets(S(), keys), sets(set(), [1.0, 1, True, '1']))
print(gets(D(a=1), keys[:3]), gets(D(), ['q']), pops(L([1]), 3), pops([], 3), pops([1, 2], 4))
for bad in ([], {}, set()):
    for f, o in ((gets, {}), (sets, set())):
        try: print(f(o, [1, 'a', bad]))
        except TypeError as e: print(e)
try: print(gets([1], [0]))
except AttributeError as e: print(e)
print(pops([True, None, 1.5], 3), pops(bytearray(b'ab'), 2))
def kept(n):
    s = set()
    for i in range(n): s.add(i % 40)
    t = [x for x in s]
    for i in range(0, n, 2): s.discard(i % 40)
    return t == list(range(40)), sorted(s), 1.0 in s, True in s
print(kept(500))
def grows(n):
    s = set()
    try:
        for x in (s.add(0) or s):
            if len(s) < n: s.add(len(s))
    except RuntimeError as e: return str(e)
print(grows(1), grows(50))
def counts(text):
    c = {}
    for ch in text: c[ch] = c.get(ch, 0) + 1
    return c
print(counts('abracadabra' * 30))
def within(n):
    fs = frozenset({1, 2, 3}); t = 0
    for i in range(n):
        if i in fs: t += 1
        if i in {5, 6}: t += 10
        if str(i) in {'1', '2'}: t += 100
    return t
print(within(300), abs(-2.5), abs(3 + 4j), abs(True), abs(-(1 << 70)), divmod(7, 2), list(reversed([1, 2])))
`),
)
