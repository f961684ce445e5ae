/** bytes as keys of dict and set, next to what equals them: bytes of a subclass, memoryviews, objects with `__eq__`. */
import { maybe, sameAlone } from '../support/same'

maybe('bytes as keys', () => {
  sameAlone(`
class Sub(bytes): pass
class Own(bytes):
    def __eq__(self, other): return bytes(self[:1]) == other
    def __hash__(self): return hash(bytes(self[:1]))
class Like:
    def __init__(self, b): self.b = b
    def __eq__(self, other): return self.b == other
    def __hash__(self): return hash(self.b)
d = {}
for i in range(300): d[bytes([i & 255, i >> 8])] = i
for i in range(300): d[bytes([i & 255, i >> 8])] += 1
print(len(d), d[b'\\x05\\x01'], d.get(b'zz'), b'' in d)
d[b''] = 'empty'
print(d[b''], d[bytes()], d.pop(b'\\x01\\x00'), b'\\x01\\x00' in d, len(d))
for key in Sub(b'\\x02\\x00'), memoryview(b'\\x02\\x00'), Like(b'\\x02\\x00'):
    print(key in d, d.get(key), key == b'\\x02\\x00', hash(key) == hash(b'\\x02\\x00'))
try: d[bytearray(b'\\x02\\x00')]
except TypeError as e: print(e)
try: d[memoryview(bytearray(b'\\x02\\x00'))]
except ValueError as e: print(e)
for first in Sub(b'ab'), memoryview(b'ab'), Like(b'ab'):
    e = {first: 1}
    e[b'ab'] = 2
    e.setdefault(b'ab', 3)
    print(len(e), type(next(iter(e))).__name__, e[b'ab'], e[first], {b'ab'} == {first})
    e = {b'ab': 1, b'cd': 2}
    e[first] = 3
    del e[b'ab']
    print(e, first in e)
e = {b'a': 1, Own(b'ax'): 2}
print(len(e), e, Own(b'ay') in e)
print({b'a', 'a', (b'a',), ('a',), (97,)} - {'a'} == {b'a', (b'a',), ('a',), (97,)})
print(hash(frozenset([b'a', b'b'])) == hash(frozenset([Sub(b'b'), Sub(b'a')])), {b'a', b'b'} == {Sub(b'b'), b'a'})
print({b'x': 1} | {Sub(b'x'): 2}, {b'x': 1} == {memoryview(b'x'): 1})
print({b'a', b'b', b'c'} & {Sub(b'a'), b'c'} == {b'a', b'c'}, {b'a'} | {b'a'}, {b'a'} ^ {Sub(b'a')})
import collections
o = collections.OrderedDict.fromkeys([b'b', b'a'])
o.move_to_end(b'b'); print(list(o), dict(o), o == {b'a': None, b'b': None})
c = collections.Counter(b'ab' for _ in range(3)); c[Sub(b'ab')] += 1; print(c)
`)
})
