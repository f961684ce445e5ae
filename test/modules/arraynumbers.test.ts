import { test } from 'bun:test'
import { same } from '../support/same'

test('what engines do with arrays of numbers', () => {
  same(`
import array, struct, random
random.seed(5)
inf, nan = float('inf'), float('nan')
def show(f):
    try:
        r = f()
        print(repr(r) if r == r else 'nan', type(r).__name__)
    except Exception as e:
        print(type(e).__name__, e)
for code in 'bBhHiIlLqQ':
    bits = 8 * array.array(code).itemsize
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if code.islower() else (0, (1 << bits) - 1)
    for n in 1, 31, 32, 33, 500:
        for values in ([random.randint(low, high) for _ in range(n)], [low] * n, [high] * n, [i % 7 for i in range(n)]):
            a = array.array(code, values)
            b = array.array(code, values)
            for f in sum, min, max, lambda a: sum(a, 5), lambda a: sum(a, 0.5), lambda a: sum(a, True): show(lambda: f(a))
            for x in values[-1], values[0], low, high, low - 1, high + 1, 3, 3.0, 3.5, True, nan, inf, 1e300, 'x', None, 2 ** 80, -0.0:
                print(a.count(x), x in a)
                show(lambda: a.index(x)); show(lambda: a.index(x, 5)); show(lambda: a.index(x, -3)); show(lambda: a.index(x, 1, 4)); show(lambda: a.index(x, -400, -2))
            print(a == b, a != b, a < b, a <= b, a > b)
            b[-1] = values[-1] ^ 1
            print(a == b, a != b, a < b, a <= b, a > b, a < b[:-1], a[:-1] < b, a[:-1] == b[:-1])
            show(lambda: b.remove(values[-1] ^ 1)); print(len(b))
for code in 'fd':
    for n in 1, 31, 32, 40, 500:
        for values in ([random.uniform(-1e3, 1e3) for _ in range(n)], [0.1] * n, [-0.0] * n, [0.0, -0.0] * n, [-0.0, 0.0] * n, [1e16, 1.0, -1e16] * n, [inf, 1.0] * n, [1.0] * n + [nan], [nan] + [1.0] * n,
                       [1.0] * n + [inf, -inf], [3.0] * n, [1e308] * 2 * n if code == 'd' else [3e38] * n, [inf] * n):
            a = array.array(code, values)
            b = array.array(code, values)
            for f in sum, min, max, lambda a: sum(a, 5), lambda a: sum(a, 0.5), lambda a: min(a, key=abs): show(lambda: f(a))
            for x in values[-1], values[0], a[0], 3, 3.0, 0, -0.0, 0.1, nan, inf, True, 2 ** 60, 2 ** 53, None:
                print(a.count(x), x in a)
                show(lambda: a.index(x)); show(lambda: a.index(x, 1, 4))
            print(a == b, a != b, a < b, a <= b, a > b)
            b[-1] = 7.5
            print(a == b, a != b, a < b, a <= b, a > b)
data = bytes(range(256)) * 3
for kind in bytes, bytearray:
    print(sum(kind(data)), min(kind(data)), max(kind(data)), sum(kind(data[5:99])), min(kind(data[5:99])), max(kind(data[5:99])), sum(kind(data)[7:90]), max(kind(data)[7:90]))
class Odd(array.array):
    def __iter__(self):
        return iter([1, 2, 3])
print(sum(Odd('i', range(100))), max(Odd('i', range(100))))
`)
}, 60_000)

test('pickles of arrays and of their iterators', () => {
  same(`
import array, pickle, collections.abc, copy, warnings
warnings.simplefilter('ignore')
for code in 'bBhHiIlLqQfdwu':
    a = array.array(code, 'aé\\U0001f600' if code in 'wu' else [1, 2, 100])
    for protocol in range(6):
        b = pickle.loads(pickle.dumps(a, protocol))
        print(code, protocol, type(b), b == a, b.typecode, a.__reduce_ex__(protocol)[1:])
        it = iter(a); next(it)
        print(list(pickle.loads(pickle.dumps(it, protocol))))
    it = iter(a); it.__setstate__(2); print(list(it))
make = array._array_reconstructor
def show(*args):
    try:
        a = make(*args)
        print(a, a.typecode)
    except Exception as e:
        print(type(e).__name__, e)
for code in range(-1, 23):
    show(array.array, 'l', code, b'\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08' * 2)
    show(array.array, 'd', code, b'\\x40\\x02\\x03\\x04\\x05\\x06\\x07\\x40' * 2)
    show(array.array, 'b', code, b'\\x01\\x02\\x03')
for code in 18, 19, 20, 21:
    show(array.array, 'u', code, ('aé' if code % 2 else 'bé').encode(['utf-16-le', 'utf-16-be', 'utf-32-le', 'utf-32-be'][code - 18]))
show('x', 'b', 0, b''); show(dict, 'b', 0, b''); show(array.array, 'x', 0, b''); show(array.array, 'bb', 0, b''); show(array.array, 1, 0, b''); show(array.array, 'b', 'a', b''); show(array.array, 'b', 0, 'a')
show(array.array, 'i', 8, b'123'); show(array.array, 'd', 16, b'123'); show(array.array, 'q', 13, b'123')
print(isinstance(array.array('b'), collections.abc.MutableSequence))
for f in lambda: array.array('w', b'\\xff\\xff\\xff\\xff').tounicode(), lambda: array.array('w', b'\\xff\\xff\\xff\\xff')[0], lambda: array.array('d', [1]) * 2 ** 62, lambda: array.array('d', [1]).__reduce_ex__('x'):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
`)
})
