/** The write paths of io against CPython: what reaches the raw stream, in which pieces, and what stays where it fails. */
import { maybe, same } from '../support/same'

maybe('buffered and text writes reach the raw stream in the same pieces', () => {
  same(String.raw`
import io
class Raw(io.RawIOBase):
    def __init__(self, take=10**9): self.take, self.got = take, []
    def writable(self): return True
    def write(self, b):
        b = bytes(b); n = min(len(b), self.take); self.got.append(b[:n]); return n
for take in (10**9, 3):
    for size in (1, 4, 8, 16):
        raw = Raw(take); f = io.BufferedWriter(raw, size)
        for piece in (b'ab', b'cdef', b'', b'g' * 9, b'h', bytearray(b'ij'), memoryview(b'klmnopqrstuvwxyz'), b'.'):
            f.write(piece); print(size, take, raw.got)
        f.flush(); print(raw.got)
for encoding, errors in (('utf-8', 'strict'), ('ascii', 'replace'), ('latin-1', 'strict'), ('utf-8', 'surrogatepass'), ('utf-16', 'strict')):
    for newline in (None, '\n', '\r\n', ''):
        raw = io.BytesIO(); f = io.TextIOWrapper(raw, encoding, errors, newline)
        for text in ('a\n', 'é', 'x' * 5000, '€' if encoding[:3] == 'utf' else 'ü', '\ud800' if errors == 'surrogatepass' else 'b', 'y' * 4000, '\U0001f600' if encoding[:3] == 'utf' else '', 'z\r'):
            print(f.write(text), len(raw.getvalue()))
        f.flush(); print(hash(raw.getvalue()) and raw.getvalue()[-20:], raw.getvalue()[:6])
f = io.TextIOWrapper(io.BytesIO(), 'utf-8')
for text in ('good', 'bad \ud800', 'good'):
    try: print(f.write(text))
    except UnicodeEncodeError as e: print(e)
f.flush(); print(f.buffer.getvalue())
for f in (io.TextIOWrapper(io.BufferedReader(io.BytesIO(b'x'))), io.TextIOWrapper(Raw())):
    try: print(f.write('a'))
    except Exception as e: print(type(e).__name__, e)
raw = Raw(); f = io.TextIOWrapper(raw, 'utf-8', write_through=True)
f.write('ab\n'); f.write('c'); print(raw.got)
raw = Raw(); f = io.TextIOWrapper(io.BufferedWriter(raw), 'utf-8', line_buffering=True)
f.write('d'); f.write('e\r'); f.write('f'); f.write('g\nh'); print(raw.got)
`)
})

maybe('a write that fails keeps what was not written', () => {
  same(`
import io
class Raw(io.RawIOBase):
    def __init__(self): self.plan, self.got = [], []
    def writable(self): return True
    def write(self, b):
        step = self.plan.pop(0) if self.plan else len(b)
        if isinstance(step, Exception): raise step
        if step is not None: self.got.append(bytes(b[:step]))
        return step
def t(f, *a):
    try: print(f(*a))
    except BlockingIOError as e: print('blocking', e.errno, e.characters_written)
    except Exception as e: print(type(e).__name__, e)
raw = Raw(); f = io.BufferedWriter(raw, 8)
f.write(b'abcdef')
raw.plan = [2, OSError(28, 'full')]; t(f.flush); print(raw.got)
raw.plan = [None]; t(f.flush)
raw.plan = [None]; t(f.write, b'0123456789'); print(raw.got)
raw.plan = [None]; t(f.write, b'z')
t(f.flush); print(raw.got)
raw.plan = [4, None]; t(f.write, b'A' * 30); t(f.flush); print(raw.got)
raw.plan = [99]; f.write(b'b'); t(f.flush)
raw.plan = [OSError(5, 'io')]; t(f.close); print(f.closed, raw.closed)
`)
})

maybe('what a kind of stream cannot do is unsupported, not missing', () => {
  same(`
import io
def t(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
class Raw(io.RawIOBase):
    def readable(self): return True
    def writable(self): return True
writer, reader, pair = io.BufferedWriter(io.BytesIO()), io.BufferedReader(io.BytesIO()), io.BufferedRWPair(Raw(), Raw())
for f, *a in ((writer.read,), (writer.read1, 1), (writer.readinto, bytearray(1)), (writer.readinto1, bytearray(1)), (reader.write, b''), (pair.detach,),
              (io.StringIO().detach,), (io.BytesIO().detach,)): t(f, *a)
print(io.StringIO().encoding, io.StringIO().errors)
f = io.TextIOWrapper(io.BytesIO(b'abc'), 'ascii'); f.detach(); t(repr, f); t(f.read)
`)
})

maybe('files in memory: pickles and messages; print does not look into sys.modules', () => {
  same(String.raw`import copy
import io
import pickle
import sys


def T(*expressions):
    for e in expressions:
        try:
            print(e, '->', repr(eval(e, globals()))[:200])
        except BaseException as x:
            print(e, type(x).__name__, str(x)[:300])


for protocol in range(2, 6):
    b = io.BytesIO(b'abc\xff')
    b.seek(2)
    b = pickle.loads(pickle.dumps(b, protocol))
    s = io.StringIO('abc\n\u20ac', newline='\r\n')
    s.seek(2)
    s = pickle.loads(pickle.dumps(s, protocol))
    print(protocol, b.getvalue(), b.tell(), ascii(s.getvalue()), s.tell())
b = io.BytesIO(b'xyz')
b.foo = 1
print(copy.copy(b).foo, copy.deepcopy(b).getvalue())


class Sub(io.BytesIO):
    pass


T("io.BytesIO().foo", "Sub().foo", "io.BytesIO.foo", "io.BytesIO() + 1", "len(io.StringIO())", "io.BytesIO().read('a')", "io.StringIO().readline('a')")
T("io.BytesIO().__setstate__(1)", "Sub().__setstate__(1)", "io.StringIO().__setstate__(('a',))", "io.BytesIO(b'a').__getstate__()", "io.BytesIO.read(1)", "str.__len__(1)")
T("io.TextIOWrapper(io.BytesIO()).foo", "io.BufferedReader(io.BytesIO()).foo", "pickle.dumps(io.TextIOWrapper(io.BytesIO()))", "io.IOBase().foo", "io.BytesIO, io.BytesIO.__name__, io.BytesIO.__qualname__")


class Text(str):
    pass


class Shown:
    def __repr__(self):
        return Text('shown')


T("type(str(Shown())), type(f'{Shown()}'), type(format(Shown())), type(f'{Shown()}!')")
own = sys.modules['sys']
sys.modules['sys'] = None
print('printed')
sys.modules['sys'] = own
`)
})
