/** Loops over the lines of files, which are places in a buffer until somebody wants them, against CPython: text and bytes. */
import { expect, test } from 'bun:test'
import { loopOf } from '../support/bodies'
import { maybe, same } from '../support/same'

/** A file of three chunks and more, and the same loop for its text and its bytes. */
const FILE = `
import os, tempfile, traceback, sys
path = tempfile.mktemp()
words = ['ERROR', 'INFO', 'WARN', 'DEBUG']
with open(path, 'w') as f:
    for i in range(3000): f.write(f'2026-11-{1+i%28:02d} {words[i*i%4]} worker-{i%13} {i*31%997} |{i%7}|{-i}|+{i}|\\n')
both = ('r', ' ', '|', str), ('rb', b' ', b'|', bytes)
`
const ready = (program: string) => `${FILE}${program}\nos.unlink(path)\n`

maybe('lines are counted, looked into, taken apart', () => {
  same(
    ready(`
def text(p):
    n = m = k = total = other = 0
    for line in open(p):
        n += 1
        if 'ERROR' in line: m += 1
        if 'worker-12' not in line and 'WARN' in line: k += 1
        total += int(line.split()[3])
        other += int(line.split('|')[2]) * 2 + int(line.split('|')[3]) + len(line.split(' ')[1])
    return n, m, k, total, other, line
def binary(p):
    n = m = k = total = other = 0
    for line in open(p, 'rb'):
        n += 1
        if b'ERROR' in line: m += 1
        if b'worker-12' not in line and b'WARN' in line: k += 1
        total += int(line.split()[3])
        other += int(line.split(b'|')[2]) * 2 + int(line.split(b'|')[3]) + len(line.split(b' ')[1])
    return n, m, k, total, other, line
for i in range(3): print(text(path), binary(path))
`),
  )
})

maybe('lines are stripped, measured, looked at at their ends', () => {
  same(
    ready(`
with open(path, 'a') as f:
    for i in range(3000): f.write([' \\t indented \\x0b\\x0c\\n', '\\n', '   \\n', '\\x1c\\x1f x\\x1d\\n', '# comment\\n', 'xxabcxx\\n', 'a\\n'][i % 7])
    f.write('  the last one has no end ')
def measured(p, mode, space, sep, kind):
    x = 'x\\n' if kind is str else b'x\\n'
    n = m = a = b = c = d = e = 0
    for line in open(p, mode):
        n += len(line)
        m += len(line.strip()) * 2 + len(line.rstrip()) + len(line.lstrip())
        if line.strip(): a += 1
        if not line.rstrip(): b += 1
    for line in open(p, mode):
        if kind is str:
            if line.startswith('#'): c += 1
            if line.startswith('2026-11-05'): d += 1
            if line.endswith('|\\n') or line.endswith('comment\\n'): e += 1
            a += len(line.strip('x\\n')) + len(line.rstrip('\\n'))
        else:
            if line.startswith(b'#'): c += 1
            if line.startswith(b'2026-11-05'): d += 1
            if line.endswith(b'|\\n') or line.endswith(b'comment\\n'): e += 1
            a += len(line.strip(b'x\\n')) + len(line.rstrip(b'\\n'))
    return n, m, a, b, c, d, e
def stripped(p, mode, space, sep, kind):
    seen = {}; total = 0; last = None; out = []
    for line in open(p, mode):
        line = line.strip()
        if not line:
            continue
        rest = line.rstrip()
        total += len(rest)
        if len(line) < 12: seen[line] = seen.get(line, 0) + 1
        if line.endswith('|' if kind is str else b'|'): total += 1
        bare = line.lstrip('2' if kind is str else b'2')
        out.append(bare)
        if len(out) > 40: out = out[20:]
        last = bare
    return total, seen, out[:3], last, line, rest
def odd(p, mode, space, sep, kind):
    n = 0
    for line in open(p, mode):
        try:
            n += len(line.strip(5)) if n % 2 else len(line.strip(None))
            n += line.startswith(('a', 'b') if kind is str else (b'a', b'b'))
            n += line.startswith('2' if kind is bytes else b'2')
        except TypeError as e: n += len(str(e))
    return n
for i in range(4):
    for args in both: print(measured(path, *args), stripped(path, *args), odd(path, *args))
def é(p):
    n = 0; seen = []
    for line in open(p):
        line = line.strip()
        n += len(line)
        if line.startswith('é') or line.endswith('ü'): seen.append(line)
    return n, len(seen), seen[:2]
with open(path, 'w', encoding='utf-8') as f:
    for i in range(4000): f.write(['  éa \\n', 'zü\\n', '\\u2003wide\\xa0\\n', 'plain\\n'][i % 4])
for i in range(3): print(é(path))
`),
  )
})

maybe('lines go on: kept, changed, deleted, in cells, after the loop', () => {
  same(
    ready(`
def kept(p, mode):
    previous = None; out = []; n = 0
    for line in open(p, mode):
        n += 1
        if n % 100 == 0: out.append(line)
        if n % 501 == 0: out.append((previous, line))
        previous = line
    return out, previous is line or previous == line
def changed(p, mode):
    seen = {}
    for line in open(p, mode):
        line = line.strip()
        if not line: continue
        key = line.split()[1]
        seen[key] = seen.get(key, 0) + 1
    return seen, line
def cell(p, mode):
    out = []
    for line in open(p, mode):
        out.append(lambda: line)
    return len(out), out[7](), out[-1]()
def gone(p, mode):
    n = 0
    for line in open(p, mode):
        n += len(line)
        del line
    try: line
    except UnboundLocalError as e: return n, str(e)
def maybe_bound(p, mode, stop):
    for line in open(p, mode):
        stop -= 1
        if stop == 0: break
    return line
def comprehended(p, mode):
    return sum([len(line) for line in open(p, mode)]), sum(1 for line in open(p, mode) if len(line) % 2), max(open(p, mode)), len({line[:9] for line in open(p, mode)})
def unpacked(p, mode):
    n = 0
    for a, b, *c in open(p, mode): n += len(c)
    return n
def numbered(p, mode):
    n = 0
    for i, line in enumerate(open(p, mode)): n += i * len(line)
    return n, i, line
def given(p, mode):
    for line in open(p, mode): yield line
    yield line
def locals_(p, mode):
    n = 0
    for line in open(p, mode):
        n += 1
        if n == 2500: return sys._getframe().f_locals['line'], locals()['line']
for mode, *_ in both:
    for f in kept, changed, cell, gone, comprehended, unpacked, numbered, locals_: print(f.__name__, f(path, mode))
    print(maybe_bound(path, mode, 1), maybe_bound(path, mode, 2000), len(list(given(path, mode))), list(given(path, mode)) == list(open(path, mode)) + list(open(path, mode))[-1:])
    last = None
    for line in open(path, mode): last = line
    print(line, last)
`),
  )
})

maybe('files that are read otherwise meanwhile, closed, or read by two loops', () => {
  same(
    ready(`
def readline(p, mode):
    out = []
    f = open(p, mode); n = 0
    for line in f:
        n += 1
        if n % 300 == 7: out.append((line, f.readline(), f.read(11)))
        if n % 300 == 9: out.append(next(f))
    return n, out, f.read()
def told(p, mode):
    f = open(p, mode); n = 0; out = []
    for line in f:
        n += 1
        if n == 1500:
            try: out.append(f.tell())
            except OSError as e: out.append(str(e))
            break
    out.append(line)
    f.seek(12345); out.append(f.readline())
    for line in f: n += 1
    return n, out, line, f.tell()
def closed(p, mode, how):
    f = open(p, mode); n = 0
    try:
        for line in f:
            n += 1
            if n == 1234: how(f)
    except ValueError as e: return n, line, str(e)
def two(p, mode):
    n = 0
    f = open(p, mode); g = open(p, mode)
    for line in f:
        for other in g:
            n += 1
            if n % 3 == 0: break
        if line.split()[1] == other.split()[1]: n += 1000
    return n, line, other
def nested(p, mode):
    n = 0
    for line in open(p, mode):
        n += 1
        if n % 1000 == 0:
            for other in open(p, mode):
                if other == line: n += 1000000; break
    return n, line, other
def thrice(p, mode):
    n = 0
    for line in open(p, mode):
        n += 1
        if n < 2990: continue
        for other in open(p, mode): pass
        n += len(line) * 10000 + len(other)
    return n
def pairs(p, mode):
    return sum(len(a) * len(b) for a, b in zip(open(p, mode), open(p, mode)))
for mode, *_ in both:
    for f in readline, told, two, nested, thrice, pairs: print(f.__name__, f(path, mode))
    for how in (lambda f: f.close()), (lambda f: f.detach()), (lambda f: os.close(os.dup(f.fileno()))), (lambda f: f.__init__(open(path, 'rb', 0) if mode == 'rb' else open(path, 'rb'))):
        print(closed(path, mode, how))
    if mode == 'r': print(closed(path, mode, lambda f: f.buffer.close()))
    f = open(path, mode); it = iter(f); print(it is f, next(it), next(f), sum(1 for line in f), next(f, None), list(f))
with open(path, 'rb') as f:
    n = 0
    for line in f:
        n += len(line)
        if n > 60000: break
    print(n, f.tell(), len(f.peek()) > 0, f.read(20), f.readline(), len(f.read1(5)), f.readinto(bytearray(7)), f.seek(-3, 1), f.readline())
    for line in f: n += 1
    print(n, f.tell(), f.read())
`),
  )
})

maybe('what is raised in such loops', () => {
  same(
    ready(`
def piece(p, mode, sep):
    n = 0
    try:
        for line in open(p, mode):
            n += 1
            if n == 2000: line = line[:30]
            x = line.split(sep)[4]
            y = [int(line.split(sep)[2]), x]
    except Exception as e: return n, line, type(e).__name__, str(e), [(t.lineno, t.colno, t.end_colno) for t in traceback.extract_tb(e.__traceback__)]
def number(p, mode, sep):
    n = bad = 0
    for line in open(p, mode):
        try:
            n += int(line.split(sep)[1])
            n += int(line.split(sep)[9])
        except ValueError as e: bad += 1; said = str(e)
        except IndexError as e: bad += 1000; said = str(e)
    return n, bad, said
def raised(p, mode):
    n = 0
    for line in open(p, mode):
        n += 1
        1 // (n - 2222)
for mode, space, bar, kind in both:
    print(piece(path, mode, bar), piece(path, mode, space), piece(path, mode, None), number(path, mode, bar), number(path, mode, space), number(path, mode, None))
    try: raised(path, mode)
    except ZeroDivisionError as e: print(e.__traceback__.tb_next.tb_frame.f_locals['line'])
    odd = [kind(b'', 'ascii') if kind is str and False else b'1 ' + x for x in (b'7', b'1_0', b'+5', b'-0', b'9' * 15, b'9' * 16, b'9' * 30, b'-' + b'8' * 15, b' 4', b'0x1', b'', b'1.5', b'\\x1c6', b'\\x0b2 3')] * 300
    with open(path + '2', 'wb') as f: f.write(b'\\n'.join(odd))
    def ints(p):
        out = {}
        for line in open(p, mode):
            try: v = int(line.split()[1])
            except (ValueError, IndexError) as e: v = str(e)
            out[v] = out.get(v, 0) + 1
        return out
    print(ints(path + '2'))
    os.unlink(path + '2')
`),
  )
})

maybe('what is no plain text: other characters, ends of lines, long lines', () => {
  same(
    ready(`
def count(f):
    n = m = size = 0
    for line in f:
        n += 1
        if 'ERROR' in line: m += 1
        size += len(line)
    return n, m, size, line
def count_bytes(f):
    n = m = size = 0
    for line in f:
        n += 1
        if b'ERROR' in line: m += 1
        size += len(line)
    return n, m, size, line
plain = open(path, 'rb').read()
for name, data in {
    'late': plain + 'é ERROR\\n'.encode() + plain + b'end', 'crlf': plain.replace(b'\\n', b'\\r\\n'), 'some': plain.replace(b'ERROR worker-7', 'ERRORé\\r'.encode()), 'long': plain + b'x' * 200000 + b'ERROR\\n' + plain,
    'longer': (b'y' * 20000 + b'ERROR\\n') * 9 + plain, 'longest': (b'z' * 33000 + b'\\n') * 5 + plain, 'empty': b'\\n' * 20000, 'no end': plain[:-1], 'one': b'ERROR' * 50000, 'edge': b'\\n' * 8191 + b'ERR' + b'OR\\n' * 12000,
}.items():
    with open(path, 'wb') as f: f.write(data)
    for newline in (None, '', '\\n', '\\r\\n') if name in ('some', 'crlf') else (None,):
        with open(path, encoding='utf-8', newline=newline) as f: print(name, repr(newline), [str(x)[-30:] for x in count(f)], f.newlines, f.tell())
    with open(path, encoding='latin-1') as f: print(name, [str(x)[-30:] for x in count(f)])
    for size in (-1, 100) if name != 'edge' else (-1, 0, 100, 100000):
        with open(path, 'rb', size) as f: print(name, size, [str(x)[-30:] for x in count_bytes(f)], f.tell())
class Own(type(open(path))):
    def readline(self, *a): return super().readline(*a).upper()
class Next(type(open(path))):
    def __next__(self): return super().__next__()[:3]
for cls in Own, Next:
    with open(path, 'rb') as f: print(count(cls(f)) if cls is Next else [str(x)[-9:] for x in count(cls(f))])
import io
print(count(io.StringIO('ERROR\\n' * 5000)), count_bytes(io.BytesIO(b'ERROR\\n' * 5000)), count(['ERROR'] * 5000), count(io.TextIOWrapper(io.BytesIO(plain))), count(io.TextIOWrapper(io.BufferedReader(io.BytesIO(plain)))))
r, w = os.pipe()
os.write(w, plain[:60000]); os.close(w)
with open(r, 'rb') as f: print(count_bytes(f))
`),
  )
})

test('no line is made that nobody wants', () => {
  const program = (mode: string, b: string) => `
import os, tempfile
path = tempfile.mktemp()
with open(path, 'w') as f:
    for i in range(3000): f.write(f'{i} ERROR {-i} and more that makes it longer\\n')
def f(path):
    n = total = 0
    for line in open(path, '${mode}'):
        if ${b}'ERROR' in line: n += 1
        total += int(line.split()[2])
    return n, total
for i in range(3): assert f(path) == (3000, -4498500)
os.unlink(path)
`
  for (const [mode, b] of [
    ['r', ''],
    ['rb', 'b'],
  ] as const) {
    const loop = loopOf(program(mode, b), 'f')
    expect(loop).toContain('.holds(')
    expect(loop).toContain('.intOf(')
    // But before what may look at it: the next chunk, and what is raised where a piece is no int.
    const made = /if\(f3>=0\)\{l3=\(f3<0\?l3:l3\.line\(f3,g3\)\);f3=-1\}/g
    expect(loop.match(made)?.length).toBeGreaterThan(1)
    expect(loop.replace(made, '')).not.toContain('.line(')
  }
})
