/** OrderedDict: order, views, iterators and what they notice, subclasses, pickling. */
import { maybe, same } from '../support/same'

maybe('order and its changes', () => {
  same(`
from collections import OrderedDict
od = OrderedDict((k, i) for i, k in enumerate('abcdef'))
od.move_to_end('b'); print(list(od))
od.move_to_end('e', last=False); print(list(od), list(reversed(od)))
od['a'] = 9; print(od.popitem(), od.popitem(last=False), od, od.popitem(0))
od['a'] = 1; print(od); del od['c']; print(list(od.items()), list(reversed(od.items())))
for f in (lambda: od.move_to_end('zz'), lambda: od.pop('zz'), lambda: OrderedDict().popitem(), lambda: OrderedDict(1, 2),
          lambda: od.update(1, 2), lambda: OrderedDict([(1, 2, 3)]), lambda: OrderedDict([(1,)]), lambda: OrderedDict([()]), lambda: od.__delitem__('q')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(od.pop('d'), od.pop('zz', None), od.setdefault('n'), od.setdefault('n', 4), od)
od.clear(); print(od, len(od))
queue = OrderedDict()
out = []
for i in range(3000):
    queue[i % 700] = i
    if i % 3 == 0: queue.move_to_end(i % 11 if i % 11 in queue else i % 700)
    if len(queue) > 50: out.append(queue.popitem(last=False))
    if i % 17 == 0: out.append(queue.popitem())
print(hash(tuple(out)), list(queue)[:5])
for k in (1, True, 1.0, (1, 2), 'x', (1, 2.0)): queue[k] = k
print(list(queue.items())[-3:])
`)
})

maybe('comparison, union, copies', () => {
  same(`
from collections import OrderedDict
import copy, pickle
a = OrderedDict(x=1, y=2); b = OrderedDict(y=2, x=1)
print(a == b, a == dict(b), dict(a) == b, a != b, a == 3, a == OrderedDict(a))
print(a | {'z': 3}, {'z': 3} | a, type({} | a).__name__)
a |= [('q', 5)]; print(a, a.copy() == a, copy.copy(a), copy.deepcopy(a), pickle.loads(pickle.dumps(a)))
try: a | [1]
except TypeError as e: print(e)
print(OrderedDict.fromkeys('abc'), OrderedDict.fromkeys('ab', 0), a.__reduce__()[:2], OrderedDict.__hash__)
class Sub(OrderedDict):
    def __setitem__(self, k, v): super().__setitem__(k, v * 2)
    def __missing__(self, k): return ['missing', k]
s = Sub(a=1, b=2); s.extra = 7
print(s, s['nothing'], s.copy(), s | {'c': 4}, s.__reduce__()[2], Sub.fromkeys('ab', 1))
a['self'] = a
print(a)
print(a.keys(), a.values(), OrderedDict(k=1).items(), sorted(a.keys() & {'q', 'x'}), 'q' in a.keys())
print(OrderedDict.__mro__, OrderedDict.__module__, OrderedDict.__qualname__, type(iter(a)).__name__, type(a.keys()).__name__)
print({**OrderedDict(b=1, a=2)}, dict(OrderedDict(b=1, a=2)), list(dict(OrderedDict(b=1, a=2)).items()))
`)
})

maybe('iterators notice changes', () => {
  same(`
from collections import OrderedDict
import pickle
def attempt(change, start=lambda od: iter(od)):
    od = OrderedDict.fromkeys('abcd', 0); it = start(od); out = [next(it)]
    change(od)
    try:
        for k in it: out.append(k)
    except Exception as e: out.append((type(e).__name__, str(e)))
    print(out)
    try: print(list(it))
    except Exception as e: print(type(e).__name__, e)
attempt(lambda od: od.move_to_end('a'))
attempt(lambda od: od.move_to_end('d'))
attempt(lambda od: od.move_to_end('a', False))
attempt(lambda od: od.update(e=1))
attempt(lambda od: od.update(a=1))
attempt(lambda od: od.pop('c'))
attempt(lambda od: od.clear())
attempt(lambda od: od.popitem(), reversed)
attempt(lambda od: od.update(b=5), lambda od: iter(od.items()))
attempt(lambda od: od.update(b=5), lambda od: reversed(od.values()))
attempt(lambda od: dict.__delitem__(od, 'c'), lambda od: iter(od.items()))
od = OrderedDict.fromkeys('abc', 1); it = iter(od.items()); next(it)
print(list(pickle.loads(pickle.dumps(it))), it.__reduce__()[1], list(it))
od = OrderedDict.fromkeys('ab'); it = iter(od); next(it); next(it); od['c'] = 1; print(list(it))
dict.pop(od, 'a')
for f in (lambda: repr(od), lambda: od.copy(), lambda: list(od.values())):
    try: print(f())
    except KeyError as e: print('KeyError', e)
od = OrderedDict(a=None, b=2); print(od.pop('a'), od.pop('b', 3), od.pop('b', None))
`)
})
