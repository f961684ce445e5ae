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
