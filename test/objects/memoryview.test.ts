/** memoryview and the buffer protocol of Python classes (PEP 688), against CPython. */
import { maybe, same } from '../support/same'

const begin = `
import array, inspect, struct, sys
def tried(f, *args):
    try: return f(*args)
    except BaseException as e: return type(e).__name__, str(e)
`

maybe('what memory that does not lie in a row may be used for', () => {
  same(`${begin}
m = memoryview(b'abcdef')[::2]
b = bytearray(b'x')
for f in (lambda: b'a' + m, lambda: b + m, lambda: b''.join([m]), lambda: bytes(m), lambda: bytearray(m), lambda: b'ace' == m, lambda: b'ac' == m, lambda: m == b'ace', lambda: b'ace'.find(m), lambda: int(m), lambda: b.extend(m), lambda: b.__iadd__(m), lambda: b'%b' % m,
          lambda: struct.unpack('3s', m), lambda: m.hex(':'), lambda: hash(m) == hash(b'ace'), lambda: m[::-1].tobytes(), lambda: b'xabc'.startswith(m), lambda: m.c_contiguous, lambda: m[:1].c_contiguous, lambda: m[:0].c_contiguous):
    print(tried(f))
b[0:1] = m; print(b)
print(bytearray(b'\\1\\0\\0\\0') == memoryview(array.array('i', [1])), b'\\1\\0\\0\\0' == memoryview(array.array('i', [1])), b'ab' == array.array('b', b'ab'), array.array('b', b'ab') == b'ab', b'ab' == memoryview(array.array('b', b'ab')))
print(tried(struct.pack_into, 'B', b'a', 0, 1), tried(struct.pack_into, 'B', memoryview(b'a'), 0, 1))
`)
})

maybe('items, slices, orders, sizes', () => {
  same(`${begin}
m = memoryview(b'abcdefgh').cast('B', (2, 2, 2))
for f in (lambda: m.tobytes('F'), lambda: m.tobytes(None), lambda: m.tobytes('X'), lambda: m.tobytes(3), lambda: m[0], lambda: m[0:1].tolist(), lambda: m[:, 0], lambda: m[0:1, 0:1], lambda: m[0, 0, 0], lambda: m[-1, -1, -1], lambda: m[0, 0], lambda: m[0, 0, 5], lambda: m[0, 0, 0, 0], lambda: m[()], lambda: m['a'], lambda: m[2**70],
          lambda: m[::-1].f_contiguous, lambda: list(m), lambda: len(m), lambda: memoryview(b'').__sizeof__(), lambda: m.nbytes, lambda: memoryview(b'a').cast('B', []).tolist(), lambda: len(memoryview(b'a').cast('B', [])), lambda: list(memoryview(b'a').cast('B', [])), lambda: memoryview(b'a').cast('B', ())[...].shape):
    print(tried(f))
w = memoryview(bytearray(b'abcdefgh'))
for key, value in ((0, 300), (0, 'a'), (1.0, 3), ((0, 0), 3), (slice(0, 2), b'xyz'), (slice(0, 2), 'ab'), (slice(0, 2), memoryview(b'abcd').cast('h')), (slice(None, None, -1), w), (slice(2, 6), w[:4]), (slice(0, 8, 2), b'1234'), (slice(0, 4), memoryview(b'1_2_3_4_')[::2]), (-1, True), (8, 0), (slice(0, 1, 0), b'')):
    print(tried(w.__setitem__, key, value), w.tobytes())
print(tried(w.__delitem__, 0), tried(memoryview(b'a').__delitem__, 0), tried(memoryview(b'a').__setitem__, 0, 1), tried(memoryview(bytearray(8)).cast('P').__setitem__, 0, -1), tried(memoryview(bytearray(8)).cast('P').__setitem__, 0, 2**64))
for c in 'bBhHiIlLqQnN?cefdP':
    v = memoryview(bytearray(range(16))).cast(c)
    print(c, v.tolist() if c not in 'efd' else struct.unpack(str(len(v)) + c, v) == tuple(v), v.itemsize, [tried(v.__setitem__, 0, x) for x in (1, -1, 2**15, 2**31, 2**63, 2**64, 1.5, b'a', b'ab', 'a', None)], v.tobytes())
a = memoryview(array.array('w', 'ab')); print(a.format, a.itemsize, a.shape, a.nbytes, tried(a.tolist), tried(a.__getitem__, 0), a == array.array('w', 'ab'))
print(tried(hash, memoryview(bytearray(b'a'))), tried(hash, memoryview(bytearray(b'a')).toreadonly()), tried(hash, memoryview(b'abcd').cast('i')), hash(memoryview(b'ab').cast('c')) == hash(b'ab'))
match memoryview(b'ab'):
    case [x, y]: print(x, y)
`)
})

maybe('buffers of classes in Python: when they are asked for and released, and with what', () => {
  same(`${begin}
class C:
    def __init__(self): self.b = bytearray(b'12')
    def __buffer__(self, flags): print('asked', inspect.BufferFlags(flags)); return memoryview(self.b)
    def __release_buffer__(self, view): print('released', view.tobytes())
c = C()
m = memoryview(c); n = m[:1]; m.release(); print('one left', n.tobytes()); n.release()
with memoryview(c) as m: print(m.readonly, m.tolist(), tried(c.b.append, 1), type(m.obj).__name__)
c.b.append(51); c.b.pop()
for f in (bytes, bytearray, int, lambda o: b'a' + o, lambda o: b'a'.join([o]), lambda o: b'12' == o, lambda o: bytearray(b'12') == o, lambda o: b'x12'.find(o), lambda o: b'12'.startswith(o), lambda o: bytearray(b'a').__iadd__(o), lambda o: b'%b' % o, lambda o: struct.unpack('2b', o), lambda o: memoryview(b'12') == o, lambda o: str(o, 'ascii'),
          lambda o: memoryview._from_flags(o, inspect.BufferFlags.WRITABLE).release(), lambda o: o in [b'12']):
    print(tried(f, c))
b = bytearray(b'a')
for args in ((sys.maxsize + 1,), (2**40,), ('x',)): print(tried(b.__buffer__, *args))
m = b.__buffer__(0); print(m.format, m.shape, tried(b.__release_buffer__, 3), tried(b.__release_buffer__, memoryview(b'1')), tried(b.__release_buffer__, m), tried(b.__release_buffer__, m))
m = memoryview(b'abc'); v = m.__buffer__(0x11c); print(tried(m.__buffer__, 1), tried(m.__buffer__, 4), v.obj is m, tried(m.release), v.release(), tried(m.release))
for r in (3, b'a', None):
    class Wrong:
        def __buffer__(self, flags): return r
    print(tried(memoryview, Wrong()))
class NoBuffer(bytes): __buffer__ = None
class Arity:
    def __buffer__(self): return memoryview(b'')
class Raises:
    def __buffer__(self, flags): raise KeyError('why')
print(tried(memoryview, NoBuffer()), tried(memoryview, Arity()), tried(memoryview, Raises()), memoryview(b'') == Raises(), tried(memoryview._from_flags, b'', 1), tried(memoryview._from_flags, b'', 2**40), tried(memoryview, 3))
`)
})

maybe('classes that extend bytearray and have their own __buffer__, __release_buffer__ or both', () => {
  same(`${begin}
class Told(bytearray):
    def __release_buffer__(self, view):
        print('told', view.tobytes(), [tried(f) for f in (lambda: memoryview(view), lambda: view.cast('b'), view.toreadonly, lambda: view[:1], lambda: view.__buffer__(0))], view[0], len(view))
        self.kept = view
        super().__release_buffer__(view)
t = Told(b'hello')
with memoryview(t) as m: print(m.tobytes())
t.clear(); print(tried(t.kept.tobytes))
class Through(bytearray):
    def __buffer__(self, flags): return super().__buffer__(flags)
    def __release_buffer__(self, view): print('through', view.tobytes()); super().__release_buffer__(view)
with memoryview(Through(b'abc')) as m: print(m.tobytes())
class Other(bytearray):
    def __buffer__(self, flags): return memoryview(b'other')
    def __release_buffer__(self, view): print(tried(super().__release_buffer__, view))
with memoryview(Other(b'abc')) as m: print(m.tobytes())
print(bytes(Other(b'abc')))
class First:
    def __buffer__(self, flags): return memoryview(b'first')
class Both(First, bytearray): pass
class Last(bytearray, First): pass
print(memoryview(Both(b'x')).tobytes(), memoryview(Last(b'x')).tobytes(), isinstance(First(), __import__('collections.abc').abc.Buffer))
`)
})

maybe('an exception in __release_buffer__ is reported and ignored', () => {
  same(`${begin}
sys.unraisablehook = lambda u: print(u.exc_type.__name__, u.exc_value, u.err_msg)
class W:
    def __buffer__(self, flags): return memoryview(b'abc')
    def __release_buffer__(self, view): raise ValueError('no')
with memoryview(W()) as m: print(m[0])
`)
})
