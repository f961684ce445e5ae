"""A B-tree as an ordered map: splits, merges, range queries, deletion; bisect on lists of keys in nodes."""

import sys
from bisect import bisect_left

ORDER = 16
MISSING = object()


class Node:
    __slots__ = ('keys', 'values', 'children')

    def __init__(self, keys=None, values=None, children=None):
        self.keys = keys if keys is not None else []
        self.values = values if values is not None else []
        self.children = children if children is not None else []

    @property
    def leaf(self):
        return not self.children

    @property
    def full(self):
        return len(self.keys) == 2 * ORDER - 1

    def split_child(self, i):
        child = self.children[i]
        right = Node(child.keys[ORDER:], child.values[ORDER:], child.children[ORDER:])
        self.keys.insert(i, child.keys[ORDER - 1])
        self.values.insert(i, child.values[ORDER - 1])
        self.children.insert(i + 1, right)
        del child.keys[ORDER - 1 :], child.values[ORDER - 1 :], child.children[ORDER:]


class BTree:
    def __init__(self):
        self.root = Node()
        self.size = 0

    def __len__(self):
        return self.size

    def get(self, key, default=None):
        node = self.root
        while True:
            i = bisect_left(node.keys, key)
            if i < len(node.keys) and node.keys[i] == key:
                return node.values[i]
            if node.leaf:
                return default
            node = node.children[i]

    def __contains__(self, key):
        return self.get(key, MISSING) is not MISSING

    def __getitem__(self, key):
        value = self.get(key, MISSING)
        if value is MISSING:
            raise KeyError(key)
        return value

    def __setitem__(self, key, value):
        if self.root.full:
            self.root = Node(children=[self.root])
            self.root.split_child(0)
        node = self.root
        while True:
            i = bisect_left(node.keys, key)
            if i < len(node.keys) and node.keys[i] == key:
                node.values[i] = value
                return
            if node.leaf:
                node.keys.insert(i, key)
                node.values.insert(i, value)
                self.size += 1
                return
            if node.children[i].full:
                node.split_child(i)
                if node.keys[i] == key:
                    node.values[i] = value
                    return
                if node.keys[i] < key:
                    i += 1
            node = node.children[i]

    def __delitem__(self, key):
        self.remove(self.root, key)
        self.size -= 1
        if not self.root.keys and self.root.children:
            self.root = self.root.children[0]

    def remove(self, node, key):
        i = bisect_left(node.keys, key)
        found = i < len(node.keys) and node.keys[i] == key
        if node.leaf:
            if not found:
                raise KeyError(key)
            del node.keys[i], node.values[i]
        elif found:
            left, right = node.children[i], node.children[i + 1]
            if len(left.keys) >= ORDER:
                node.keys[i], node.values[i] = self.take_last(left)
            elif len(right.keys) >= ORDER:
                node.keys[i], node.values[i] = self.take_first(right)
            else:
                self.merge(node, i)
                self.remove(left, key)
        else:
            self.remove(self.filled(node, i), key)

    def take_last(self, node):
        while not node.leaf:
            node = self.filled(node, len(node.children) - 1)
        return node.keys.pop(), node.values.pop()

    def take_first(self, node):
        while not node.leaf:
            node = self.filled(node, 0)
        return node.keys.pop(0), node.values.pop(0)

    def filled(self, node, i):
        """The child, with a key more than it must have."""
        child = node.children[i]
        if len(child.keys) >= ORDER:
            return child
        if i > 0 and len(node.children[i - 1].keys) >= ORDER:
            left = node.children[i - 1]
            child.keys.insert(0, node.keys[i - 1])
            child.values.insert(0, node.values[i - 1])
            node.keys[i - 1] = left.keys.pop()
            node.values[i - 1] = left.values.pop()
            if left.children:
                child.children.insert(0, left.children.pop())
            return child
        if i < len(node.children) - 1 and len(node.children[i + 1].keys) >= ORDER:
            right = node.children[i + 1]
            child.keys.append(node.keys[i])
            child.values.append(node.values[i])
            node.keys[i] = right.keys.pop(0)
            node.values[i] = right.values.pop(0)
            if right.children:
                child.children.append(right.children.pop(0))
            return child
        if i == len(node.children) - 1:
            i -= 1
        self.merge(node, i)
        return node.children[i]

    def merge(self, node, i):
        left, right = node.children[i], node.children.pop(i + 1)
        left.keys += [node.keys.pop(i)] + right.keys
        left.values += [node.values.pop(i)] + right.values
        left.children += right.children

    def items(self, low=None, high=None):
        yield from self.walk(self.root, low, high)

    def walk(self, node, low, high):
        i = 0 if low is None else bisect_left(node.keys, low)
        while True:
            if not node.leaf:
                yield from self.walk(node.children[i], low, high)
            if i == len(node.keys) or (high is not None and node.keys[i] >= high):
                return
            yield node.keys[i], node.values[i]
            i += 1

    def depth(self):
        node, n = self.root, 1
        while not node.leaf:
            node, n = node.children[0], n + 1
        return n


def main(size):
    tree = BTree()
    state = 17
    keys = []
    for i in range(size):
        state = (state * 1103515245 + 12345) % 2147483648
        key = state >> 6
        keys.append(key)
        tree[key] = i
    print(len(tree), tree.depth(), sum(tree[key] for key in keys) % 1000003)
    print(sum(1 for key in range(0, 1 << 24, 64) if key in tree))
    ordered = [key for key, _ in tree.items()]
    assert ordered == sorted(set(keys))
    low, high = ordered[len(ordered) // 4], ordered[len(ordered) // 2]
    print(sum(value for _, value in tree.items(low, high)), sum(1 for _ in tree.items(low, high)))
    for key in keys[: size // 2]:
        if key in tree:
            del tree[key]
    left = [key for key, _ in tree.items()]
    assert left == sorted(set(keys) - set(keys[: size // 2])) and len(left) == len(tree)
    try:
        del tree[-1]
    except KeyError as e:
        print('no key', e)
    print(len(tree), tree.depth(), left[:3])


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 150000)
