/** deque: filled from lists, tuples, deques and iterators, into empty and used rings of every offset, with and without bounds. */
import { maybe, same } from '../support/same'

maybe('deque.extend and the constructor', () => {
  same(`
from collections import deque
from zlib import crc32
class L(list):
    def __iter__(self): return iter('xyz')
def sources(n):
    yield list(range(n)); yield tuple(range(n)); yield deque(range(n)); yield (i for i in range(n)); yield L(range(n)); yield range(n); yield 'a' * n
for n in (*range(20), 31, 32, 33, 100, 1000):
    for s in sources(n): d = deque(s); print(len(d), d[-1] if d else None, crc32(repr(list(d)).encode()))
    for s in sources(n): print(deque(s, maxlen=7), deque(s, 0))
    for start in range(0, 9, 2):
        for s in sources(n):
            d = deque(); d.extend('pqrstuvw')
            for i in range(start): d.rotate(3); d.popleft() if d else None
            i = iter(d); d.extend(s)
            d.append('end'); d.appendleft('start')
            print(len(d), d[0], d[len(d) // 2], d[-1], d.pop(), d.popleft(), list(d)[-3:], crc32(repr(list(reversed(d))).encode()))
            try: next(i)
            except (RuntimeError, StopIteration) as e: print(type(e).__name__)
            d.clear(); d.extend(d); d += [1, 2]; d.extend(d); d.extendleft(d); print(d, d * 2, d + d, d.copy())
items = [1, 2, 3]; d = deque(items); items.append(4); d.append(5); print(items, d)
t = (1,) * 8; d = deque(t); d[0] = 9; print(t, d)
d = deque([1, 2, 3]); d.__init__([4, 5]); print(d); d.__init__(); print(d)
d = deque(range(5)); d[1:1] if False else None; d *= 3; print(d)
`)
})
