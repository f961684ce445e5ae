/** Texts of one byte a character are put together by other ways than those of more. */
import { maybe, same } from '../support/same'

maybe('slices with a step, join of characters, translate, strip', () => {
  same(`
texts = ['', 'a', 'ab', 'abcdefg', 'stra\\u00dfe\\u00ff', 'z\\u0100y', '\\u20ac', 'a\\U0001f600b', '\\U0001f600', 'x' * 70000 + 'y', '\\ud800a', 'a\\udc00']
for s in texts:
    for step in (-1, 2, -2, 3, -70):
        r = s[::step]
        print(len(r), ascii(r[:20]), ascii(r[-5:]), r[::-1] == s if step == -1 else '')
    print(ascii(''.join(list(s))[:10]), ascii(''.join(reversed(s))[-10:]), ''.join(list(s)) == s)
    print(ascii(s.translate({97: 'z', 98: None, 99: 0x20ac, 100: 'dd', 'x': 1})[:10]), ascii(s.translate(str.maketrans('ab', 'ba'))[:10]), ascii(s.translate({97: 255, 121: 65})[-5:]))
    for chars in ('a', 'ab', 'y\\U0001f600', '\\u00ff', '\\ud800', '', 'xyz'):
        print(ascii(s.strip(chars)[:8]), ascii(s.lstrip(chars)[:8]), ascii(s.rstrip(chars)[-8:]))
class K:
    def __hash__(self): return 97
    def __eq__(self, o): return o == 97
print('banana'.translate({K(): 'x'}), ''.join(['a', 'b', 'c']), '-'.join('abc'), ''.join(['ab', 'c', 'd']), ''.join(['a', '', 'b']))
try: ''.join(['a', 1, 'b'])
except TypeError as e: print(e)
try: 'a'.translate({97: 0x110000})
except ValueError as e: print(e)
class S(str): pass
print(S('hello')[::-1], type(S('hello')[1:3]), S('abc')[1], 'abc'[S and 1])
for key in ('x', 1.0, None, (1,), [1]):
    try: 'abc'[key]
    except TypeError as e: print(e)
`)
})

maybe('find without bounds; sets of keys that stand for themselves', () => {
  same(`
for s in ('', 'abc', 'a\\U0001f600bc', '\\U0001f600\\U0001f600x', 'x\\ud800y', 'ab' * 100 + '\\U0001f600z'):
    for sub in ('', 'a', 'c', 'bc', 'x', 'y', 'z', '\\U0001f600', '\\ud83d', '\\ude00', '\\ud800', 'q'):
        r = [s.find(sub), s.find(sub, 1), s.rfind(sub), s.find(sub, None, None), s.find(sub, 0, 3), sub in s]
        try: r.append(s.index(sub))
        except ValueError as e: r.append(str(e))
        print(r)
class S(str): pass
print(S('abc').find('c'), 'abc'.find(S('c')), S('abc').index(S('b')))
for x in (1, None, b'a'):
    try: 'a'.find(x)
    except TypeError as e: print(e)
a = {1, 2, 3, True, 2.5, 'x', None}; b = {2, 2.5, 1.0, 'x', (1,)}
print(sorted(map(str, a & b)), sorted(map(str, b & a)), sorted(map(str, {1.0} & {1, 2, 3})), {1, 2, 3} & {3, 4, 1}, {(1, 2), 3} & {(1, 2)}, frozenset('ab') & {'a'})
class K:
    def __eq__(self, o): return o == 3
    def __hash__(self): return 3
print(len({K(), 1} & {3, 1}), len({3, 1} & {K()}))
print(dict(a=1), dict([(1, 2)], b=2), dict())
class D(dict):
    def __new__(cls, *a, **k): print(a, k); return super().__new__(cls, *a, **k)
print(D(x=1), D([(1, 2)]))
`)
})

maybe('texts that are worked on where they lie', () => {
  same(`
import hashlib
def told(v):
    if isinstance(v, list): v = '|'.join(v) + str(len(v))
    return v if isinstance(v, (int, bool)) else hashlib.md5(v.encode('utf-8', 'surrogatepass')).hexdigest()
base = ''.join(chr(33 + i * 7 % 90) + (' ' if i % 5 else '\\n') for i in range(40000))
kinds = {
    'ascii': base, 'latin': base + '\\xe9\\xff\\x85' + base, 'two': base + '\\u0142' + base, 'astral': base + '\\U0001f600', 'lone': base + '\\ud800',
    'cut': ('xy' + base)[2:], 'cut latin': ('\\xe9' + base)[1:], 'cut two': (base + '\\u0142')[:-1], 'joined': base[:50000] + base[50000:], 'large': base * 60,
}
for name, s in kinds.items():
    r = [s.count('e'), s.count('e '), s.count('\\xe9'), s.find('~~'), s.find('\\n'), s.find(s[-9:]), s.rfind('!'), s.rfind('#~#'), '\\x85' in s, 'zz' in s, s.find('\\xff')]
    r += [s.lower(), s.upper(), s.swapcase(), s.split(), s.split(' '), s.splitlines(), s.splitlines(True), s.replace('a', 'b'), s.replace('a ', '--'), s.replace('~~~', ''), s.replace('a', '\\xe9')]
    r += [s.translate({97: 65, 98: None}), s.translate({97: 'xy'}), s.isascii(), s.isalpha(), s.isprintable(), s.islower(), s.title() == s, len(s), s[70000], s[-1]]
    print(name, [told(v) for v in r])
texts = list(kinds.values())
for s in texts:
    print([s == t for t in texts], [s != t for t in texts], s == s[:], s == s[:-1] + 'Q', s == 'Q' + s[1:], s[1:] == ('Q' + s)[2:], {s: 1}.get(''.join(s)))
def loop(a, b):
    n = 0
    for i in range(3000): n += a == b
    for i in range(3000): n += a != b
    return n
other = (base + '!')[:-1]
print(loop(base, other), loop(base, other[:-1] + 'Q'), loop('a', 'a'), loop(base, 'a'), loop(kinds['two'], kinds['two'][1:]))
class S(str): pass
print(S(base) == base, base == S(other), S(base) == S(other + 'x'), (base, 1) == (other, 1), [base].index(other))
`)
})

maybe('case of ASCII texts and others, of all lengths', () => {
  same(`
words = ["hello wORLD it's 3rd x1y_z", 'ABC', 'a', 'Z', '', '1', 'stra\\u00dfe \\u00c9T\\u00c9', '\\u01c6a \\u01c5B', 'a\\u03a3 \\u03a3a A\\u03a3', '\\u019b\\u0264', '\\u4e16\\u754c ok', '\\U00010400\\U00010428a', 'x\\ud800Y', '\\u2160\\u24d0 \\u0345a', '\\x80\\xff\\xb5']
for w in words:
    for n in (1, 2, 5, 20, 90):
        s = w * n
        for r in (s.upper(), s.lower(), s.title(), s.swapcase(), s.capitalize(), s.casefold()): print(len(r), ascii(r[:40]), ascii(r[-3:]), hash(r) == hash(''.join(list(r))))
        print(s.isascii(), s.istitle(), s.title().istitle())
class S(str): pass
print(type(S('abc').lower()), S('ABC' * 30).lower(), S('abc def').title())
`)
})

maybe('lines, occurrences and replacements', () => {
  same(`
for s in ('', 'a', '\\n', 'a\\n', 'a\\n\\nb', '\\n\\na', 'a\\r\\nb\\n', 'a\\rb', 'a\\x0bb\\x0cc', 'a\\x1cb\\x1db\\x1ec', 'a\\x85b', 'a\\u2028b\\u2029', 'a\\n' * 300, 'a\\r\\n' * 300, '\\u20ac\\n' * 300, 'x' * 600):
    for keep in (False, True):
        r = s.splitlines(keep)
        print(len(r), ascii(r[:3]), ascii(r[-1:]), sum(map(len, r)))
    print(ascii(s.expandtabs()[:9]))
print('a\\tb\\n\\tc'.expandtabs(4))
for s in ('', 'a', 'aaaa', 'banana' * 3, 'banana' * 30, 'b\\u00e4n\\u00e4n\\u00e4' * 20, 'a\\U0001f600' * 30, 'a\\ud800' * 5, '$' * 3):
    for sub in ('a', 'an', 'ana', '\\u00e4', '\\u00e4n', '\\U0001f600', '\\ud800', '\\ude00', '$', 'zz'):
        print(s.count(sub), s.count(sub, 2), s.count(sub, 0, -2), end=' ')
        for new in ('', 'o', '$&', '$$', 'xyz', '\\u20ac', '\\udc00'):
            r = s.replace(sub, new)
            print(len(r), ascii(r[:12]), ascii(r[-2:]), s.replace(sub, new, 2) == r, end=' ')
        print()
class S(str): pass
print(type(S('abc').replace('z', 'y')), S('abc').replace(S('b'), S('$&')), 'abc'.startswith((S('x'), S('a'))), 'abc'.startswith(()), 'abc'.endswith(('b', 'c')))
for bad in ((1,), ('x', 1), ['a'], None):
    try: print('abc'.startswith(bad))
    except TypeError as e: print(e)
print('\\ud83d\\ude00x'.startswith(('\\ud83d',)), ('\\ud83d' + '\\ude00').startswith(('\\ud83d',)))
for s in ('', 'abc', '\\u20ac', 'a\\U0001f600', 'a\\ud800b', '\\ud83d' + '\\ude00', 'x' * 40): print(list(s) == [c for c in s], len(list(s)), ascii(tuple(s)[-1:]))
`)
})

maybe('bytes: short ways', () => {
  same(`
import sys
datas = [b'', b'a', bytes(range(256)), b'ab' * 7, b'x' * 5000, bytes(range(255, -1, -1)) * 20, b"it's", b'"', b"'\\"", b'\\\\\\t\\n\\r\\x00\\x7f']
class B(bytes): pass
for d in datas:
    print(d.hex()[:40], len(d.hex()), d.hex(':', 2)[-9:], repr(d)[:60], len(repr(d)), repr(bytearray(d))[:60], hash(d) == hash(bytes(list(d))), hash(B(d)) == hash(d))
    print(d[::-1][:8], d[::-2][:4], d[::3][-4:], bytearray(d)[::-1][:4], list(d)[-3:], tuple(d)[:2], (d + d)[-4:], (d + bytearray(b'z'))[-3:], type(bytearray(d) + d).__name__)
    for x in (0, 97, 255, b'a', b'', b'ab'): print(d.find(x), d.rfind(x), d.count(x), x in d, end=' ')
    print(d.decode('latin-1')[:5].encode('latin-1') == d[:5], ascii(d.decode('utf-8', 'replace')[-5:]), ascii(d.decode('ascii', 'ignore')[-5:]), ascii(d.decode('utf-16', 'replace')[:6]))
for x in (256, -1, 'a', None, 1.5, 2 ** 70):
    for f in (lambda: b'a'.find(x), lambda: x in b'a', lambda: bytes([1, x]), lambda: bytearray((1, x)), lambda: b'a' + x):
        try: print(f())
        except Exception as e: print(type(e).__name__, e)
class I:
    def __index__(self): items.clear(); return 7
items = [1, I(), 3]
print(bytes(items), bytes([True, 2]), bytes((1, 2)), bytes([]), bytes(range(3)), bytes(B(b'xy')))
for s in ('', 'abc', 'h\\u00e9', '\\u20ac\\U0001f600', 'x' * 3000):
    for enc in ('utf-16', 'utf-16-le', 'utf-16-be', 'utf-8', 'utf-32'):
        e = s.encode(enc)
        print(len(e), e[:8], e.decode(enc) == s, end=' ')
    print()
for enc in ('utf-16-le', 'utf-16-be', 'utf-16'):
    for d in (b'a', b'a\\x00b', b'\\x00\\xd8', b'\\x00\\xd8\\x00\\xdc', b'\\x00\\xdc\\x00\\xd8', b'\\xff\\xfea\\x00', b'\\xfe\\xff\\x00a', b'\\xd8\\x00\\xdc\\x00'):
        try: print(ascii(d.decode(enc)))
        except UnicodeDecodeError as e: print(e)
    try: print('a\\ud800'.encode(enc))
    except UnicodeEncodeError as e: print(e)
print(b', '.join([b'a', bytearray(b'b'), memoryview(b'c')]), b''.join([]), b','.join((b'x' * 40, b'y')))
for bad in ([b'a', 'b'], [b'a', 1], 5):
    try: print(b','.join(bad))
    except TypeError as e: print(e)
class G(list):
    def __iter__(self): return iter([b'q', b'r'])
print(b'-'.join(G([b'a'])))
for n, size in ((0, 0), (0, 3), (255, 1), (256, 2), (2 ** 31, 4), (2 ** 32 - 1, 4), (2 ** 32, 5), (5, 8), (2 ** 53 - 1, 7), (2 ** 80, 11), (-1, 3), (-129, 2)):
    for order in ('big', 'little'):
        b = n.to_bytes(size, order, signed=n < 0)
        print(b, int.from_bytes(b, order, signed=n < 0) == n, end=' ')
for n, size in ((256, 1), (2 ** 32, 4), (-1, 1)):
    try: n.to_bytes(size, 'big')
    except OverflowError as e: print(e)
print(str(2 ** 100), str(-2 ** 2050)[:9], len(str(10 ** 4299)))
for n in (10 ** 4300, -10 ** 4300):
    try: str(n)
    except ValueError as e: print(e)
print(ascii('\\x00\\x7f\\x80\\u0100\\uffff\\U0001f600\\U0010ffff'), repr('\\x01\\x85\\u2028\\ud800'))
`)
})
