/** Iterators of deques: copying and pickling. */
import { maybe, same } from '../support/same'

maybe('the state of an iterator', () => {
  same(`
import collections, copy, pickle
d = collections.deque('abcd'); it = iter(d); next(it); back = reversed(d); next(back); next(back)
print(it.__reduce__()[1], back.__reduce__()[1], list(copy.copy(it)), list(pickle.loads(pickle.dumps(it))), list(it), it.__reduce__()[1])
`)
})
