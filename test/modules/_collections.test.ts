/** Iterators of deques: copying and pickling. */
import { maybe, same } from '../support/same'

maybe('the state of an iterator', () => {
  same(`
import collections, copy, pickle
d = collections.deque('abcd'); it = iter(d); next(it); back = reversed(d); next(back); next(back)
print(it.__reduce__()[1], back.__reduce__()[1], list(copy.copy(it)), list(pickle.loads(pickle.dumps(it))), list(it), it.__reduce__()[1])
`)
})

maybe('items taken out at any place', () => {
  same(`
from collections import deque
for size in (1, 2, 5, 8, 9):
    for at in range(size):
        for turn in (0, 3):
            d = deque(range(size), 9); d.rotate(turn); e = d.copy(); item = d[at]
            del d[at]; e.remove(item)
            d.append('x'); d.appendleft('y')
            print(list(d), list(e), item in e, len(d))
`)
})
