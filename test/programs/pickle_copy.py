import pickle, copy
class Node:
    def __init__(self, v): self.v = v; self.next = None
a = Node(1); a.next = Node([2, {'k': (3, None)}]); a.next.next = a
for proto in range(2, 6):
    b = pickle.loads(pickle.dumps(a, proto)); print(proto, b.v, b.next.v, b.next.next is b)
c = copy.deepcopy(a); print(c.next.next is c, c is not a, copy.copy([1, [2]]))
print(pickle.loads(pickle.dumps([1, 2.5, 'é', b'x', True, None, {1, 2}, frozenset('a'), 2**100, 1+2j, range(3), slice(1, 2)])))
