/** Streams whose decoders and encoders have a state, and streams that are detached, half made, without a position or badly behaved, against CPython. */
import { maybe, same } from '../support/same'

const begin = `
import codecs, io
def tried(f, *args, **kw):
    try: return f(*args, **kw)
    except Exception as e: return type(e).__name__, str(e)
`

maybe('positions in text of stateful encodings: each can be gone back to', () => {
  same(`${begin}
text = 'ab\\u00e9\\r\\n\\u3042\\u4e9c\\U0001f600\\n\\r' * 30 + 'x' * 50 + '\\n' * 3
for encoding in ('utf-16', 'utf-16-le', 'utf-32', 'utf-8-sig', 'utf-7', 'shift_jis', 'cp1252', 'utf-8'):
    for newline in (None, '', '\\n'):
        data = text.encode(encoding, 'ignore')
        for size in (8192, 7):
            f = io.TextIOWrapper(io.BytesIO(data), encoding, newline=newline); f._CHUNK_SIZE = size
            seen = []
            while True:
                at = f.tell()
                c = f.read(3) if len(seen) % 3 else f.readline(4)
                seen.append((at, c))
                if not c: break
            print(encoding, newline, size, f.tell() if encoding != 'utf-8' else '', ''.join(c for _, c in seen) == io.TextIOWrapper(io.BytesIO(data), encoding, newline=newline).read(), f.newlines)
            if encoding not in ('utf-8', 'cp1252'): print([at for at, _ in seen[:60]])
            print(all((f.seek(at), f.read(len(c)))[1] == c for at, c in seen), f.seek(0), f.read(4))
`)
})

maybe('a decoder with a state of its own: what a position says', () => {
  same(`${begin}
class Decoder(codecs.IncrementalDecoder):
    # Every second character is doubled, and the bytes '<n>' skip the next n bytes.
    def __init__(self, errors='strict'): super().__init__(errors); self.reset()
    def reset(self): self.odd, self.left, self.held = 0, 0, b''
    def getstate(self): return self.held, self.odd | self.left << 1
    def setstate(self, state): self.held, n = state; self.odd, self.left = n & 1, n >> 1
    def decode(self, data, final=False):
        out = []
        for b in self.held + data:
            b = bytes([b]); self_held, self.held = self.held, b''
            if self.left: self.left -= 1
            elif b == b'<': self.left = 2
            else: out.append(b.decode('latin-1') * (1 + self.odd)); self.odd ^= 1
        return ''.join(out)
def find(name): return codecs.CodecInfo(lambda s, e='strict': (s.encode('latin-1'), len(s)), lambda b, e='strict': (bytes(b).decode('latin-1'), len(b)), incrementaldecoder=Decoder, incrementalencoder=codecs.getincrementalencoder('latin-1'), name='odd') if name == 'odd' else None
codecs.register(find)
data = b'abcd<xxefghi<yyj<zz<wwklm\\nno'
for size in (8192, 5, 1):
    f = io.TextIOWrapper(io.BytesIO(data), 'odd', newline='\\n'); f._CHUNK_SIZE = size
    seen = []
    for n in (1, 2, 1, 3, 1, 1, 4, 2, 1, 9):
        seen.append((f.tell(), f.read(n)))
    print(size, seen, f.tell())
    print([(f.seek(at), f.read(len(c)) == c) for at, c in reversed(seen)])
f = io.TextIOWrapper(io.BytesIO(data), 'odd')
print(tried(f.seek, 3 | 5 << 192), tried(f.seek, -1), tried(f.seek, 2 | 1 << 64), f.read())
class NoState(Decoder):
    def getstate(self): return 3
codecs.register(lambda name: codecs.CodecInfo(None, None, incrementaldecoder=NoState, incrementalencoder=codecs.getincrementalencoder('ascii'), name='none') if name == 'nostate' else None)
print(tried(io.TextIOWrapper(io.BytesIO(b'abc'), 'nostate').read, 1))
`)
})

maybe('the byte order mark is written at the beginning of a stream only', () => {
  same(`${begin}
for encoding in ('utf-16', 'utf-32', 'utf-8-sig'):
    raw = io.BytesIO()
    f = io.TextIOWrapper(raw, encoding); f.write('aaa'); f.flush(); at = f.tell(); f.write('b'); f.seek(at); f.write('zz'); f.seek(0); f.write('y'); f.flush(); print(raw.getvalue())
    raw.seek(0, 2); g = io.TextIOWrapper(raw, encoding); g.write('x'); g.flush(); print(raw.getvalue()); g.seek(0, 2); g.write('w'); g.flush(); print(raw.getvalue())
`)
})

maybe('what is kept before it is written, in pieces of a chunk', () => {
  same(`${begin}
class Raw(io.RawIOBase):
    def __init__(self): self.got, self.again = [], None
    def writable(self): return True
    def write(self, b):
        if self.again is not None: text, self.again = self.again, None; f.write(text)
        self.got.append(bytes(b)); return len(b)
for encoding in ('ascii', 'utf-16-le'):
    raw = Raw(); f = io.TextIOWrapper(raw, encoding); f._CHUNK_SIZE = 20
    for text in ('abc', 'def', 'g' * 7, 'h' * 20, 'i' * 30, 'j' * 19, 'k', 'l'): f.write(text); print(raw.got)
    raw.got.clear(); raw.again = 'middle'; f.write('m' * 20); f.flush(); print(raw.got)
f = io.TextIOWrapper(io.BufferedRWPair(io.BytesIO(b'foo\\nbar\\n'), io.BytesIO()), 'ascii')
print(repr(f.readline()), f.write('x'), repr(f.readline()))
print(tried(delattr, f, '_CHUNK_SIZE'), tried(setattr, f, '_CHUNK_SIZE', 0))
`)
})

maybe('streams that are detached or were never made', () => {
  same(`${begin}
def all_of(x, *names): print(type(x).__name__, [tried(getattr, x, n) for n in names], tried(repr, x))
text = ('encoding', 'errors', 'newlines', 'line_buffering', 'write_through', 'buffer', 'name', 'closed', '_CHUNK_SIZE', '_finalizing', 'mode')
x = io.TextIOWrapper(io.BytesIO(), 'ascii'); x.detach(); all_of(x, *text); print(tried(x.detach), tried(x.read), tried(x.write, 'a'))
x = io.TextIOWrapper.__new__(io.TextIOWrapper); all_of(x, *text)
for cls in (io.BufferedReader, io.BufferedWriter, io.BufferedRandom):
    b = cls(io.BytesIO()); b.detach(); all_of(b, 'raw', 'closed', 'name', 'mode'); print(tried(b.tell), tried(b.close), tried(b.detach), tried(b.seekable))
    all_of(cls.__new__(cls), 'raw', 'closed', 'name', 'mode')
    b = cls(io.BytesIO(b'abc')); print(tried(b.__init__, io.BytesIO(b'abc'), 0), tried(b.tell), tried(b.flush), b.__init__(io.BytesIO(b'abc')), b.tell())
class Named(io.TextIOWrapper): pass
print(repr(Named(io.BytesIO(), 'ascii')))
for kw in ({'encoding': 'a\\0'}, {'encoding': 'locale\\0'}, {'errors': 'a\\0'}, {'encoding': '\\udcfe'}, {'errors': '\\udcfe'}, {'encoding': 3}, {'errors': 3}, {'newline': 'x'}, {'encoding': 'nope'}):
    print(kw, tried(lambda: io.TextIOWrapper(io.BytesIO(), 'ascii').reconfigure(**kw)), tried(lambda: type(io.TextIOWrapper(io.BytesIO(), **kw))))
`)
})

maybe('raw streams that answer strangely, devices without a position, reads of one call', () => {
  same(`${begin}
class Raw(io.RawIOBase):
    def __init__(self, *parts): self.parts, self.calls = list(parts), 0
    def readable(self): return True
    def readinto(self, b):
        self.calls += 1
        if not self.parts: return 0
        part = self.parts.pop(0)
        if not isinstance(part, bytes): return part
        b[:len(part)] = part; return len(part)
for answer in ('x', 99, -5):
    try: io.BufferedReader(Raw(answer)).readline()
    except OSError as e: print(e, repr(e.__cause__))
for size in (1, 2, 5, 20):
    for once in ('readinto', 'readinto1'):
        raw = Raw(b'abc', b'de', b'fgh', b'jkl', None, b'm'); f = io.BufferedReader(raw, 10); b = bytearray(size)
        print(size, once, [(getattr(f, once)(b), bytes(b), raw.calls) for _ in range(7)])
class Device(Raw):
    def seekable(self): return True
    def seek(self, *args): return 0
    def tell(self): return 0
f = io.BufferedReader(Device(b'12')); print(f.tell(), f.read(1), f.tell(), f.seek(0, 1), f.tell())
class Lines(io.IOBase):
    def __next__(self): return None
print(tried(Lines().readlines, 1))
class Path:
    def __init__(self, p): self.p = p
    def __fspath__(self): return self.p
for p in (3, None, 2.5): print(tried(open, Path(p)))
class Full(io.RawIOBase):
    def writable(self): return True
    def write(self, b): return None
f = io.BufferedWriter(Full(), 4)
try: f.write(b'abcdefgh')
except BlockingIOError as e: print(e.args, e.characters_written)
Full.write = lambda self, b: len(b)
class Failing(io.RawIOBase):
    def __init__(self, e): self.e = e
    def readable(self): return True
    def writable(self): return True
    def close(self):
        e, self.e = self.e, None
        if e: raise e
import sys; sys.unraisablehook = lambda u: None
pair = io.BufferedRWPair(Failing(KeyError('reader')), Failing(NameError('writer')))
try: pair.close()
except KeyError as e: print(repr(e), repr(e.__context__))
import tempfile
with tempfile.TemporaryFile('wb', buffering=0) as f:
    def bad(): raise OSError('flush')
    f.flush = bad; print(tried(f.close), f.closed)
`)
})
