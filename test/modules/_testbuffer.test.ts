/** _testbuffer.ndarray and what memoryview makes of it, against CPython's module of the same name: random layouts, requests, slices. */
import { maybe, same } from '../support/same'

const begin = `
from _testbuffer import *
import _testbuffer, struct
seed = 1
def rnd(n):
    global seed
    seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
    return (seed >> 33) % n
def tried(f, *args, **kw):
    try: return f(*args, **kw)
    except (ValueError, TypeError, IndexError, OverflowError, BufferError, NotImplementedError, RuntimeError, struct.error) as e: return type(e).__name__, str(e)
def hashed(x): return tried(lambda: hash(x) == hash(x.tobytes()))
def shown(x):
    if isinstance(x, (ndarray, memoryview)):
        return [tried(getattr, x, name) for name in ('shape', 'strides', 'suboffsets', 'format', 'itemsize', 'nbytes', 'ndim', 'readonly', 'c_contiguous', 'f_contiguous', 'contiguous')] + [tried(x.tolist), tried(x.tobytes)] + ([x.flags, x.offset] if isinstance(x, ndarray) else [tried(x.tobytes, o) for o in 'CFA'])
    return x
def slice_of(n):
    pick = lambda: None if rnd(4) == 0 else rnd(2 * n + 3) - n - 1
    return slice(pick(), pick(), rnd(7) - 3 or 1)
def shape_of(low=1):
    return [low + rnd(4) for _ in range(1 + rnd(3))]
def prod(shape):
    n = 1
    for s in shape: n *= s
    return n
REQUESTS = [v for k, v in sorted(vars(_testbuffer).items()) if k.startswith('PyBUF_') and k not in ('PyBUF_READ', 'PyBUF_WRITE')]
`

maybe('the names of the module', () => {
  same(`${begin}
print(sorted((k, v) for k, v in vars(_testbuffer).items() if not k.startswith('__') and isinstance(v, int)))
print(sorted(k for k in vars(_testbuffer) if not k.startswith('__')), ndarray, staticarray)
print([k for k in dir(ndarray) if k not in dir(object)], [k for k in dir(staticarray) if k not in dir(object)])
`)
})

maybe('random layouts: what they hold, and every request for a buffer of them', () => {
  same(`${begin}
FORMATS = ['B', 'b', 'h', '@i', 'L', 'd', '>H', '<q', '=hb', 'Bxh', '3s', '?', 'c', '0lB', '2p', 'e']
def value(c):
    return bytes([rnd(256)]) if c == 'c' else bytes([rnd(256) for _ in range(rnd(4))]) if c in 'sp' else bool(rnd(2)) if c == '?' else rnd(100) / 4 if c in 'de' else rnd(100)
def item(format):
    values = [value(c) for c in format.replace('0l', '').lstrip('@<>=') if c.isalpha() and c != 'x' or c == '?']
    return values[0] if len(values) == 1 else tuple(values)
for round in range(150):
    shape, format = shape_of(), FORMATS[rnd(len(FORMATS))]
    size = struct.calcsize(format)
    items = [item(format) for _ in range(prod(shape))]
    flags = [0, ND_WRITABLE, ND_FORTRAN, ND_PIL, ND_PIL | ND_FORTRAN, ND_WRITABLE | ND_PIL][rnd(6)]
    nd = ndarray(items, shape=shape, format=format, flags=flags)
    if rnd(5) == 0: tried(nd.add_suboffsets)
    for _ in range(rnd(3)):
        key = tuple(slice_of(n) for n in nd.shape) if rnd(2) else slice_of(nd.shape[0])
        if 0 not in nd[key].shape: nd = nd[key]
    print(round, format, shown(nd), hashed(nd))
    for request in REQUESTS:
        print(' ', shown(tried(ndarray, nd, getbuf=request)), [tried(py_buffer_to_contiguous, nd, o, request) for o in 'CFA'])
    m = tried(memoryview, nd)
    if isinstance(m, memoryview):
        print(' ', shown(m), m.obj is nd, m == nd, nd == m, m == m.toreadonly(), hashed(m), tried(len, m), shown(tried(m.cast, 'B')), tried(m.hex, ':'))
        for request in REQUESTS: print('  ', shown(tried(ndarray, m, getbuf=request)))
        print(' ', [(shown(tried(get_contiguous, nd, k, o)), is_contiguous(nd, o), is_contiguous(m, o)) for o in 'CFA' for k in (PyBUF_READ, PyBUF_WRITE)])
        part = m[slice_of(m.shape[0])]
        print(' ', shown(part), shown(part[::-1]))
        if 0 not in nd.shape: print(' ', get_pointer(nd, [rnd(n) for n in nd.shape]), tried(m.__getitem__, tuple(rnd(2 * n) - n for n in nd.shape)), shown(nd[rnd(nd.shape[0])]))
`)
})

maybe('random strides and offsets', () => {
  same(`${begin}
for _ in range(400):
    shape = shape_of(0)
    n = 1 + rnd(30)
    strides = [(rnd(9) - 4) * 2 for _ in shape]
    nd = tried(ndarray, [rnd(1000) for _ in range(n)], shape=shape, strides=strides, offset=2 * rnd(n + 1), format='h', flags=[0, ND_PIL][rnd(2)])
    if isinstance(nd, ndarray):
        m = memoryview(nd)
        print(shape, strides, shown(nd), shown(m), m == nd, shown(nd[::-1]), hashed(nd))
    else: print(nd)
`)
})

maybe('assignment to slices, of arrays and of memoryviews, onto themselves too', () => {
  same(`${begin}
for _ in range(300):
    shape = shape_of()
    flags = ND_WRITABLE | [0, ND_FORTRAN, ND_PIL][rnd(3)]
    a = ndarray(list(range(prod(shape))), shape=shape, flags=flags, format='h')
    b = a if rnd(2) else ndarray(list(range(60, 60 + prod(shape))), shape=shape, flags=flags, format='hb'[rnd(2)])
    left = tuple(slice_of(n) for n in shape)
    right = left if rnd(2) else tuple(slice_of(n) for n in shape)
    if len(left) == 1 and rnd(2): left, right = left[0], right[0]
    print(tried(a.__setitem__, left, b[right]), a.tolist())
    m, o = memoryview(a), memoryview(b)
    print(tried(m.__setitem__, slice_of(shape[0]), o[slice_of(shape[0])]), a.tolist())
    key = tuple(rnd(2 * n) - n for n in shape)
    print(tried(m.__setitem__, key, rnd(40000)), tried(m.__setitem__, key[0], 'x'), a.tolist(), tried(a.__setitem__, key[0], 1), tried(a.__setitem__, 0, (1, 2)))
`)
})

maybe('what items of different formats compare', () => {
  same(`${begin}
for _ in range(300):
    n = 1 + rnd(3)
    pick = lambda: ['b', 'B', 'h', '>h', '<i', '@L', 'q', 'f', '>d', 'xb', 'hx', '2b', 'bb', '= b', '@ b', 'P', 'n'][rnd(17)]
    def array(format):
        two = format in ('2b', 'bb')
        return ndarray([(i, i) if two else i for i in range(n)], shape=[n], format=format, flags=[0, ND_PIL][rnd(2)])
    a, b = array(pick()), array(pick())
    print(a.format, b.format, memoryview(a) == memoryview(b), memoryview(a) == b, a == memoryview(b), memoryview(a)[::-1] == memoryview(b)[::-1], memoryview(a) != b)
nd = ndarray([(-1, float('nan'))], shape=[1], format='l x d x')
print(memoryview(nd) == nd, memoryview(ndarray([float('nan')], shape=[1], format='d')) == ndarray([float('nan')], shape=[1], format='d'))
`)
})

maybe('casts between bytes and items of any shape', () => {
  same(`${begin}
for _ in range(400):
    shape, format = shape_of(0), 'bBcHilqefdP?nw'[rnd(14)]
    data = bytes([rnd(2) if format == '?' else rnd(100) for _ in range(rnd(5) * 8)])
    m = memoryview(data)
    c = tried(m.cast, ['', '@'][rnd(2)] + format, *([shape] if rnd(2) else []))
    print(data, format, shape, shown(c))
    if isinstance(c, memoryview):
        print(shown(tried(c.cast, 'bhB'[rnd(3)])), shown(tried(c.cast, 'B', shape_of())), shown(tried(c.cast, 'i', shape)), tried(c.__getitem__, 0), tried(lambda: list(c)))
for args in ((), ('B', (2,), 3), ('B', {}), ('B', [-1]), ('B', [2**64]), ('B', ['x']), ('B', [2**62, 4]), ('B', [1] * 65), ('=B',), ('BB',), ('',), (3,), ('B', [3]), ('h', [4]), ('B', ())):
    print(args, shown(tried(memoryview(b'abcd').cast, *args)))
`)
})

maybe('bases that come and go while buffers are in use', () => {
  same(`${begin}
nd = ndarray([1, 2, 3], shape=[3], flags=ND_VAREXPORT)
views = [memoryview(nd)]
for i in range(3):
    nd.push([i] * (i + 1), shape=[i + 1]); views.append(memoryview(nd))
print(nd.tolist(), [v.tolist() for v in views], tried(nd.pop))
for i in (1, 3, 0): views[i].release(); print(tried(nd.pop), nd.tolist())
views[2].release(); print(tried(nd.pop))
nd = ndarray([1, 2], shape=[2])
m = memoryview(nd); n = memoryview(m)
print(tried(nd.push, [1], [1])); m.release(); print(tried(nd.push, [1], [1])); n.release(); print(tried(nd.push, [9], [1]), nd.tolist(), tried(nd.pop), nd.tolist())
print(tried(ndarray(b'abc').push, [1], [1]), tried(ndarray(b'abc').pop), tried(nd.push, [1], [1], flags=ND_VAREXPORT))
m = memoryview(bytearray(b'abc'))
keep = ndarray(m); also = ndarray(m, flags=ND_REDIRECT); print(tried(m.release), keep.obj is m, keep.tolist(), memoryview(also).obj is m)
for x in (staticarray(), staticarray(legacy_mode=True)):
    v = memoryview(x); print(shown(v), v.obj is x, v.obj is None, shown(ndarray(x, getbuf=PyBUF_SIMPLE)))
print(tried(memoryview, ndarray([1], [1], flags=ND_GETBUF_FAIL)), tried(memoryview, ndarray([1] * 128, shape=[1] * 128)), tried(memoryview, ndarray(ndarray([1], [1]), getbuf=PyBUF_SIMPLE)))
print(shown(ndarray(ndarray(list(range(6)), [2, 3]), getbuf=PyBUF_ND | PyBUF_FORMAT).memoryview_from_buffer()), tried(ndarray(b'a').memoryview_from_buffer))
`)
})

maybe('arguments that are refused', () => {
  same(`${begin}
nd = ndarray([9], [1])
for f in (ndarray, nd.push):
    for args, kw in ((([1, 2, '3'], [3]), {}), (([1],), {'shape': {1}}), (([1], [1]), {'strides': {1}}), (([1], [1]), {'offset': []}), (([1], [1]), {'format': 3}), (([1], [1]), {'flags': {}}),
                     (([1], [1], [1]), {'flags': ND_FORTRAN}), ((1, []), {'flags': ND_PIL}), (([], [1]), {}), ((['X'], [1]), {'format': 'L'}), (([1000], [1]), {'format': 'B'}), (([1, (2, 3)], [2]), {}), (([1, 2, 3], [3]), {'format': 'QL'}),
                     (([1] * 129, [1] * 129), {}), (([1], [-1]), {}), (([1], ['1']), {}), (([1], [2**128]), {}), (([1, 2], [2, 2]), {}), (([1], [1], ['1']), {}), (([1], [1], [2**128]), {}), (([1, 2], [2, 1], [1]), {}), (([1] * 4, [2], [3]), {'format': 'L'}),
                     (([1, 2, 3], [3]), {'offset': 4}), (([1, 2, 3], [1]), {'offset': 3, 'format': 'L'}), (([1], [1]), {'format': ''}), (([1], [1]), {'format': '@#$'}), ((list(range(9)), [2, 3], [-3, -2]), {'offset': 5})):
        r = tried(f, *args, **kw)
        print(args, kw, r if type(r) is tuple else r is None or shown(r))
for f, args in ((get_pointer, (b'123', {})), (get_pointer, (b'123', [1, 2])), (get_pointer, (b'123', [3])), (get_pointer, (b'123', [-1])), (get_pointer, (b'123', [2**64])), (get_contiguous, (nd, 'x', 'C')), (get_contiguous, (nd, 2**64, 'C')), (get_contiguous, (nd, PyBUF_READ, 961)),
                (get_contiguous, (nd, PyBUF_READ, '\\u2007')), (get_contiguous, (nd, PyBUF_READ, 'Z')), (get_contiguous, (nd, 255, 'A')), (get_contiguous, (b'x', PyBUF_WRITE, 'C')), (cmp_contig, ({}, b'')), (cmp_contig, (b'', {})), (is_contiguous, ({}, 'A')), (is_contiguous, (nd, 201)),
                (slice_indices, (slice(0, 1, 2), {})), (slice_indices, ('#', 1)), (slice_indices, (slice(0, 1, 0), 4)), (slice_indices, (slice(None, None, -2), 7)), (nd.__getitem__, (2**64,)), (nd.__getitem__, ('x',)), (nd.__getitem__, ((slice(1), 'x'),)), (nd.__setitem__, (0, 1)), (nd.__delitem__, (0,)), (py_buffer_to_contiguous, (nd, 'Q', 0)), (ndarray, (b'a',), )):
    print(f.__name__, args[1:], shown(tried(f, *args)))
print(cmp_contig(b'ab', b'ab'), cmp_contig(b'ab', b'ac'), cmp_contig(ndarray([1], [1], format='b'), b'\\1'), cmp_contig(ndarray(list(range(4)), [2, 2]), ndarray([0, 2, 1, 3], [2, 2], flags=ND_FORTRAN)))
`)
})
