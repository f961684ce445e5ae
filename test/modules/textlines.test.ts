/** Going through the lines of files that are longer than a chunk, and what comes after that, against CPython. */
import { maybe, same } from '../support/same'

maybe('a log: lines, lines with a word, a column', () => {
  same(`
import os, tempfile
path = tempfile.mktemp()
words = ['ERROR', 'INFO', 'WARN', 'DEBUG']
with open(path, 'w') as f:
    for i in range(20000): f.write(f'2026-11-{1+i%28:02d} {words[i*i%4]} worker-{i%13} request /items/{i*31%997} took {i*17%1000} ms\\n')
print(os.stat(path).st_size, sum(1 for line in open(path)), sum('ERROR' in line for line in open(path)), sum(int(line.split()[6]) for line in open(path)))
os.unlink(path)
`)
})

maybe('encodings, ends of lines, and reading on after some lines', () => {
  same(`
import os, tempfile, zlib
path = tempfile.mktemp()
pieces = ['plain', 'é', '\\u20ac uro', '\\U0001f98a fox', '', 'x' * 9000, 'y' * 70000, '\\x85\\u2028 no ends']
for encoding in 'utf-8', 'utf-16', 'latin-1', 'utf-8-sig':
    for end in '\\n', '\\r\\n', '\\r':
        lines = [pieces[i * i % len(pieces)] + str(i) for i in range(300)]
        if encoding == 'latin-1': lines = [line.encode('latin-1', 'replace').decode('latin-1') for line in lines]
        with open(path, 'w', encoding=encoding, newline='') as f: f.write(end.join(lines) + ('' if end == '\\r' else end))
        for newline in None, '', '\\n', '\\r\\n', '\\r':
            with open(path, encoding=encoding, newline=newline) as f:
                got = [next(f, '') for _ in range(3)]
                try: f.tell()
                except OSError as e: print(e)
                got += [f.readline(), f.read(10), f.readline(7)]
                for line in f:
                    got.append(line)
                    if len(got) > 40: break
                got += f.readlines(100000)
                got += list(f)
                print(encoding, repr(end), repr(newline), len(got), zlib.crc32(ascii(got).encode()), f.tell() == os.stat(path).st_size, next(f, 'end'), f.read())
                f.seek(0); print(len(list(f)), f.newlines)
with open(path, 'w+') as f:
    f.write('one\\ntwo\\n' * 9000); f.seek(0)
    it = iter(f); print(next(it), it is f)
    f.seek(0, 2); f.write('three'); f.seek(0); print(len(list(f)), next(f, None))
f = open(path); next(f); f.close()
for g in lambda: next(f), lambda: list(f):
    try: print(g())
    except ValueError as e: print(e)
with open(path, 'a') as f:
    try: next(f)
    except Exception as e: print(type(e).__name__, e)
os.unlink(path)
`)
})

maybe('large files read whole, and the edges of chunks', () => {
  same(`
import os, tempfile, hashlib
path = tempfile.mktemp()
def told(s): return len(s), hashlib.md5(s.encode('utf-8', 'surrogateescape')).hexdigest()
line = 'the quick brown fox jumps over the lazy dog 0123456789\\n'
large = line * 12000
for name, data in {
    'ascii': large.encode(), 'cr': large.replace('fox', 'f\\rx').encode(), 'crlf at the end': large.encode() + b'\\r\\n', 'cr at the end': large.encode() + b'\\r',
    'utf-8': (large + 'z\\u00e9\\u0142\\n').encode(), 'latin': (large + '\\xe9').encode('latin-1'), 'cut': large.encode() + b'\\xc3',
}.items():
    with open(path, 'wb') as f: f.write(data)
    for encoding, errors in ('utf-8', 'strict'), ('utf-8', 'surrogateescape'), ('latin-1', 'strict'), ('ascii', 'replace'):
        if errors != 'strict' and name not in ('latin', 'cut'): continue
        for newline in (None, '', '\\n') if encoding == 'utf-8' else (None,):
            with open(path, encoding=encoding, errors=errors, newline=newline) as f:
                try:
                    s = f.read(); print(name, encoding, newline, told(s), f.tell(), f.newlines, repr(f.read()))
                    f.seek(55); t = f.read(); print(told(t), t == s[55:], s.count('fox'), t.count('e'), 'fxx' in s, s.rfind('the'))
                    f.seek(0); f.readline(); print(told(f.read()))
                    f.seek(0); print(told(''.join(f)), f.tell())
                except UnicodeDecodeError as e: print(name, encoding, newline, e)
chunk = 32768
for n in 8192, chunk, chunk + 8192, 2 * chunk + 8192:
    for extra in -1, 0, 1:
        for end in b'', b'\\n', b'\\r', b'\\xc3\\xa9', b'\\xc3\\xa9\\n':
            body = (b'a' * 99 + b'\\n') * 700 + b'b' * 70000
            with open(path, 'wb') as f: f.write(body[:n + extra] + end + b'tail\\n' + b'last')
            with open(path, encoding='utf-8') as f:
                got = list(f); print(n, extra, end, len(got), told(''.join(got)), got[-3:][-1], f.tell())
# What others have written meanwhile is read.
with open(path, 'w') as f: f.write('x\\n' * 20000 + 'no end')
with open(path) as f:
    n = 0
    for l in f:
        n += 1
        if n == 20001:
            with open(path, 'a') as g: g.write(' but more\\nand more')
    print(n, repr(l), f.readline())
r, w = os.pipe()
os.write(w, b'1\\n2\\n3'); os.close(w)
with open(r) as f: print(list(f), f.read())
os.unlink(path)
`)
})

maybe('one piece of a split', () => {
  same(`
import traceback
def f(s):
    for i in range(3000): out = [s.split()[0], s.split()[2], s.split(',')[0], s.split(', ')[1]]
    return out
print(f('a b, c, d e'), f(' \\u3000x y\\x1cz, 1'), f('\\x85 q\\xa0w, \\u2028e r'))
def g(s, n):
    for i in range(n):
        try:
            x = 1; y = [1, s.split()[3]]
        except IndexError as e: y = (x, str(e))
    return y
print(g('a b', 3000), g('a b c d', 2000), g('a b c d e', 2000), g('', 10), g(' ' * 9, 10))
class S(str):
    def split(self): return [7] * 9
print(g(S('x'), 2000), g('a b c d e', 2000))
def h(s):
    for i in range(3000): r = s.split('|')[2]
    return r
print(h('a|b|\\U0001f600|d'), repr(h('||')), h('a|b|c'))
try: h('ab')
except IndexError as e: print([(x.lineno, x.colno) for x in traceback.extract_tb(e.__traceback__)][1:])
def k(s):
    for i in range(3000): a = s.split('')[0] if i == 2999 else s.split('ab')[0]
    return a
try: k('xaby')
except ValueError as e: print(e)
print('a' .count(''), [('abcabc' * 9).count('abc'), '\\U0001f600'.count('\\ud83d'), 'aaaa'.count('aa'), 'abc'.count('abcd'), ''.count('a')])
`)
})
