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
