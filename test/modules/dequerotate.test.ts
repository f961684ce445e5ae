/** deque.rotate: every length and number of steps, rings that are full and not, changes noticed by iterators. */
import { maybe, same } from '../support/same'

maybe('deque.rotate', () => {
  same(`
from collections import deque
import random
random.seed(4)
for n in range(20):
    for steps in (*range(-45, 46), 2**63 - 1, -2**63, 2**60 + 7):
        d = deque(range(n)); d.rotate(steps); print(n, steps, list(d), d[0] if n else None, d[-1] if n else None)
for bound in (None, 5, 8, 16):
    d = deque(maxlen=bound); model = []
    for i in range(400):
        what = random.randrange(5)
        if what == 0: d.append(i)
        elif what == 1: d.appendleft(i)
        elif what == 2 and d: print(d.pop())
        elif what == 3 and d: print(d.popleft())
        d.rotate(random.randrange(-9, 10)); print(list(d), len(d))
for steps in (0, 1, 3, -3, 4):
    for items in ('', 'a', 'abc'):
        d = deque(items); i = iter(d); d.rotate(steps)
        try: print(list(i))
        except RuntimeError as e: print(e)
d = deque(range(200000))
for _ in range(200000): d.rotate(-1)
print(d[0], d[-1], sum(d))
for steps in (1.5, 2**63, -10**30):
    for d in (deque(), deque('abc')):
        try: d.rotate(steps)
        except (TypeError, OverflowError) as e: print(type(e).__name__, e)
`)
})
