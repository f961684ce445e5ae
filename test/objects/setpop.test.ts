/** set.pop between additions and removals: nothing is lost or given twice. */
import { maybe, same } from '../support/same'

maybe('pop, add, discard and iteration in turn', () => {
  same(`
import random
random.seed(3)
class K:
    def __init__(s, v): s.v = v
    def __hash__(s): return hash(s.v) % 7
    def __eq__(s, o): return isinstance(o, K) and s.v == o.v
makers = {'int': lambda i: i, 'wide': lambda i: i * 10 ** 13, 'str': lambda i: 's%d' % i, 'tuple': lambda i: (i, 'x'), 'object': lambda i: K(i), 'mixed': lambda i: [i, str(i), float(i) + .5, (i,), None, True, i * 2 ** 40][i % 7]}
for name, make in makers.items():
    for size in (1, 2, 5, 60, 300):
        s = set(); model = set()
        for step in range(1500):
            what = random.randrange(10); i = random.randrange(size)
            if what < 4: s.add(make(i)); model.add(make(i))
            elif what < 6: s.discard(make(i)); model.discard(make(i))
            elif what < 9 and s:
                x = s.pop(); model.remove(x)
            elif what == 9:
                if step % 3 == 0: s |= {make(i + 1)}; model |= {make(i + 1)}
                elif step % 3 == 1: assert len(list(s)) == len(s)
                else: t = s.copy(); t.pop() if t else None; s = s.copy()
            assert len(s) == len(model) and s == model, (name, size, step)
        print(name, size)
        while s: model.remove(s.pop())
        print(len(model))
        try: s.pop()
        except KeyError as e: print(e)
s = set(range(40)); print([s.pop() for _ in range(10)], s.add(3), s.pop(), s.discard(20), list(s)[:5])
s = {True, 2, 3.0}; print(sorted([s.pop(), s.pop(), s.pop()], key=float))
s = {'a', 'b', 'c', 'd'}; a = next(iter(s)); print(s.pop() == a, len(s))
`)
})
