from collections import *
import collections.abc
words = open('data/poem.txt').read().lower().replace(',', '').replace(';', '').replace('.', '').split()
c = Counter(words); print(c.most_common(5), c.total(), (c & Counter(a=3, the=9)), c['zzz'])
d = defaultdict(list)
for w in words: d[len(w)].append(w)
print({k: d[k] for k in sorted(d)})
q = deque(range(5), maxlen=4); q.rotate(1); q.appendleft(9); print(q, q[1], list(reversed(q)))
o = OrderedDict.fromkeys('bca'); o.move_to_end('b'); o.move_to_end('a', last=False); print(o, o == OrderedDict(a=None, c=None, b=None))
m = ChainMap({'a': 1}, {'a': 2, 'b': 3}); m['c'] = 4; print(m, m['a'], m['b'], sorted(m), m.parents)
P = namedtuple('P', 'x y z', defaults=[0]); p = P(1, 2); print(p, p._asdict(), p._replace(z=5), P._fields, p[1:])
print(isinstance([], collections.abc.Sequence), issubclass(dict, collections.abc.MutableMapping))
class L(UserList):
    def __contains__(self, x): return True
print(5 in L([1]), L([1]) + [2])
