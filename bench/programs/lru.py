"""A cache that forgets: a doubly linked list of nodes behind dunder methods, beside OrderedDict and lru_cache."""

import functools
import sys
from collections import OrderedDict


class Node:
    __slots__ = ('key', 'value', 'before', 'after')

    def __init__(self, key=None, value=None):
        self.key = key
        self.value = value
        self.before = self.after = self


class Cache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.nodes = {}
        self.root = Node()
        self.hits = self.misses = 0

    def __len__(self):
        return len(self.nodes)

    def __contains__(self, key):
        return key in self.nodes

    def _unlink(self, node):
        node.before.after = node.after
        node.after.before = node.before

    def _push(self, node):
        last = self.root.before
        last.after = node
        node.before = last
        node.after = self.root
        self.root.before = node

    def __getitem__(self, key):
        node = self.nodes[key]
        self._unlink(node)
        self._push(node)
        return node.value

    def __setitem__(self, key, value):
        if key in self.nodes:
            self._unlink(self.nodes[key])
        elif len(self) >= self.capacity:
            oldest = self.root.after
            self._unlink(oldest)
            del self.nodes[oldest.key]
        node = self.nodes[key] = Node(key, value)
        self._push(node)

    def fetch(self, key, make):
        if key in self:
            self.hits += 1
            return self[key]
        self.misses += 1
        value = self[key] = make(key)
        return value

    def __iter__(self):
        node = self.root.after
        while node is not self.root:
            yield node.key
            node = node.after


def main(size):
    @functools.lru_cache(maxsize=500)
    def square(n):
        return n * n

    cache = Cache(500)
    ordered = OrderedDict()
    state = 7
    total = 0
    for i in range(size):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        key = (state >> 10) % 700
        total += cache.fetch(key, lambda k: k * k)
        total -= square(key)
        if key in ordered:
            ordered.move_to_end(key)
        else:
            if len(ordered) >= 500:
                ordered.popitem(last=False)
            ordered[key] = i
    print(total, cache.hits, cache.misses, len(cache), square.cache_info())
    print(list(cache) == list(ordered), sum(i * k for i, k in enumerate(cache)))


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 600000)
