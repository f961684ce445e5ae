/** Short ways through text and sets, against CPython. */
import { maybe, same } from '../support/same'

maybe('unions, copies and changes of sets of ints, in order', () => {
  same(`
import random
random.seed(11)
for _ in range(500):
    a, b, c = ({random.randrange(wide) for _ in range(random.randrange(2, 30))} | {1, 2} for wide in (50, 400, 5000))
    x = a | b
    y = x.copy()
    x.add(random.randrange(3000))
    z = a | b | c
    w = set(y)
    w |= c
    w.add(77)
    v = set(a)
    for other in (b, c, x, a, b, c, x, a, b, c): v |= other
    print(*map(list, (a, b, c, x, y, z, w, v, y | z, a | b)))
`)
})

maybe('padding, percent and format', () => {
  same(`
for v in (0, 7, -7, 12345678, -123, 2**70, True):
    for spec in ('', '5', '<9', '^9', '>9', '=+9', '012', ',', '012,', '_x', '#x', '#012b', '*^15d', 'z^70', 'é>6', '_b', '08.3f', '+.2e'):
        try: print(repr(format(v, spec)), end=' ')
        except Exception as e: print(type(e).__name__, e)
    for t in ('%d', '%5d', '%-5d|', '%05d', '%+d', '% d', '%.3d', '%#x', '%X', '%#o', '%s', '%r', '%7.2f', '%e', '%g', '%-80d|'):
        print(repr(t % v), repr(t % (v,)), end=' ')
for v in (0.0, -0.0, 1.5, -2.25, 1e20, 1e-7, float('inf'), float('nan'), 123456.789):
    for spec in ('', '8.2f', '<8.1f', '^+9.3f', '010.2f', ',.2f', '015,.3f', '.0f', '#.0f', 'e', 'G', '.1%', 'z.0f', 'n', '70.3f'):
        print(repr(format(v, spec)), end=' ')
    for t in ('%f', '%8.3f', '%-8.1f|', '%08.2f', '%+.1e', '%G', '%.0f'): print(repr(t % v), end=' ')
for t, v in (('%s %s', (1, 2)), ('%s', (1, 2)), ('%s %s', 1), ('x', 1), ('x', ()), ('x', {}), ('%%', ()), ('%%', 1), ('%s', [1]), ('x', [1]), ('x', 'y'),
             ('%(a)s', {'a': 1}), ('%*d', (5, 1)), ('%s%%', ('a',)), ('%d', 'x'), ('%c%c', ('a', 98)), ('%5s|%-5s|%.1s', ('é', 'ab', 'xyz'))):
    try: print(repr(t % v))
    except Exception as e: print(type(e).__name__, e)
for t, v in ((b'%s %d', (b'a', 1)), (b'%s', 1), (b'x', 1), (b'%05d|%-4x', (3, 10)), (b'%s %s', b'a'), (b'%(k)s', {b'k': b'v'})):
    try: print(t % v)
    except Exception as e: print(type(e).__name__, e)
for s in ('', 'a', 'héé', '😀', '-5', '+5', 'ab' * 40):
    for n in (0, 1, 3, 6, 63, 64, 65, 90): print(repr(s.ljust(n)), repr(s.rjust(n, '0')), repr(s.center(n, '*')), repr(s.zfill(n)), repr(format(s, f'>{n}')), sep='')
`)
})

maybe('replace, encode and decode', () => {
  same(`
for s in ('', 'aXbXc', 'no', 'XX', '$&X$1', 'é😀X'):
    for new in ('', 'y', '$', '$&', '$1$$', "$\`", 'long text'):
        print(repr(s.replace('X', new)), repr(s.replace('X', new, 1)), repr(s.replace('zz', new)))
for s in ('', 'abc', 'a' * 48, 'a' * 49, 'é', 'a' * 47 + 'é', '😀', '\\ud800', 'a\\udfff'):
    for enc in ('utf-8', 'UTF8', 'Utf_8', 'ascii', 'latin-1', 'ISO-8859-1', 'utf-16-le', 'utf-32', 'cp1252', 'nonsense'):
        for errors in ('strict', 'replace', 'ignore'):
            try:
                b = s.encode(enc, errors)
                print(enc, b, b.decode(enc, errors) == s, end=' ')
            except Exception as e: print(type(e).__name__, e, end=' ')
for b in (b'', b'abc', b'\\x80', b'a' * 48, b'a' * 47 + b'\\xff', b'\\xc3\\xa9', b'\\xed\\xa0\\x80', bytearray(b'xy')):
    for enc in ('utf-8', 'ascii', 'latin-1', 'utf-16'):
        for errors in ('strict', 'replace', 'surrogateescape'):
            try: print(ascii(b.decode(enc, errors)), end=' ')
            except Exception as e: print(type(e).__name__, e, end=' ')
`)
})

maybe('few digits of floats, near ties and not', () => {
  same(`
import random
random.seed(4)
values = [(random.random() - 0.4) * 10 ** random.uniform(-6, 12) for _ in range(800)]
values += [random.randint(-10 ** 6, 10 ** 6) / 2 ** random.randint(0, 12) for _ in range(800)]
values += [n + 0.5 + d for n in (0, 1, 2, 1000, 2**31 - 1) for d in (0, 1e-7, -1e-7, 1e-16, -1e-16)]
values += [0.005, 1.005, -2.675, 99.995, 0.9999999, 2147483.6475, 2.147483647e9, -0.0, -0.004]
for x in values:
    for places in range(11): print(f'{x:.{places}f}', end=' ')
    print('%.2f|%9.1f|%-9.3f|' % (x, x, x), f'{x:12.2f}|{x:<9.1f}|{x:*^14.3f}|{x:,.2f}|{x:-.1f}|{x:_.0f}')
for n in (1, 12, 123, 1234, 12345, 123456, -1234567, 10 ** 22):
    print(f'{n:,} {n:_x} {n:_b} {n:>30,} {n:030,}')
`)
})

maybe('templates of str.format that were seen before', () => {
  same(`
class C:
    a = 5
    def __format__(self, spec): return 'F' + spec
    def __repr__(self): return 'R'
    def __str__(self): return 'S'
class S(str): pass
templates = ['{} {}', '{0} {1} {0}', '{a} {b}', '{} {a}', '{0} {}', '{:>5}|{:<5}', '{!r} {!s} {!a}', '{0.a} {a[0]}', '{:{}}', '{{}} {}', '{', '}', '{}}',
             '{0!x}', '{1}', '{a:.2f}', 'x', '', '{:5} {!r:>6}', '{0!r:^9}|', '{-1}', '{ a}', '{a b}', '{0:}']
for again in range(3):
    for template in templates:
        for args, keywords in (((1, 2), {}), ((C(), 'x'), {'a': 2.5, 'b': 'y'}), ((), {'a': 1}), ((S('q'), None), {'a': [7], 'b': C()}), ((3, 5), {'a': C()})):
            for f in (lambda: template.format(*args, **keywords), lambda: S(template).format(*args, **keywords)):
                try: print(repr(f()), end=' ')
                except Exception as e: print(type(e).__name__, e)
`)
})

maybe('few bytes replaced, found, compared and shown', () => {
  same(`
import random
random.seed(9)
def some(n): return bytes(random.choice(b'abc') for _ in range(n))
def attempt(f):
    try: print(f(), end=' ')
    except Exception as e: print(type(e).__name__, e)
for _ in range(300):
    s, old, new = some(random.choice([0, 1, 3, 8, 20, 31, 32, 33, 63, 64, 65, 100])), some(random.choice([0, 1, 1, 2, 3, 5])), some(random.choice([0, 1, 2, 4]))
    for v in (s, bytearray(s)):
        n = random.randint(-2, 3)
        attempt(lambda: v.replace(old, new)); attempt(lambda: v.replace(old, new, n)); attempt(lambda: v.count(old)); attempt(lambda: v.find(old, n, 30))
        attempt(lambda: (v.startswith(old), v.endswith(old), v.startswith((old, new)), v.endswith((new, old), n, 9), v.startswith(old, 3, 1), v.startswith(old, -9, 80)))
        attempt(lambda: (v.split(old), old in v, v.hex(), v.hex('-'), v.hex(':', 3), v.hex('_', -2)))
attempt(lambda: b''.startswith('x')); attempt(lambda: b'b'.endswith((b'a', 'x')))
`)
})

maybe('small factorials and binomials, dicts from one mapping', () => {
  same(`
import collections, math
for n in (*range(45), 100, 1000, 10**6, 10**12, 2**53, 10**20):
    if n < 50: print(math.factorial(n), end=' ')
    print(*(math.comb(n, k) for k in (0, 1, 2, 3, 5, 10, 20, 29, 30, 31)))
def given(**keywords): return keywords
source = {'a': 1, 'b': [2]}
for made in ({**source}, given(**source), dict(**source), {**source, **source, 'c': 3}):
    made['z'] = 5
    print(made, source)
ordered = collections.OrderedDict(b=1, a=2)
ordered.move_to_end('b')
print({**ordered}, given(**ordered), {**{1: 2}, **source})
for call in ('given(**source, **source)', 'given(**{1: 2})', 'given(**5)', '{**5}', 'given(**{}, **{1: 2})'):
    try: print(eval(call))
    except TypeError as e: print(e)
`)
})

maybe('attributes of simple namespaces', () => {
  same(`
from types import SimpleNamespace as N
class S(str):
    def __hash__(self): return str.__hash__(self)
class M(N):
    z = 5
    l = []
a = N(a=1, b=2)
d = vars(a)
print(a, d, a == N(a=1, b=2), N({'x': 1, 'q': 2}, x=3), N([('k', 1)]), list(map(type, vars(N({S('w'): 1})))))
m = M(z=5, l=M.l)
print(m, vars(m), m.z)
M.z = 7
del M.l
print(m.z, m.l, vars(m))
a.__init__(c=5)
a.__init__(a=9)
print(a, d, d is vars(a), list(vars(N(**{'if': 4, '10': 1, '2': 2}))))
try: N({1: 2})
except TypeError as e: print(e)
`)
})
