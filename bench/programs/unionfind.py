"""Disjoint sets: minimum spanning trees by Kruskal, percolation on a grid, components of a graph of words."""

import sys


class DisjointSets:
    def __init__(self, n):
        self.parent = list(range(n))
        self.size = [1] * n
        self.count = n

    def find(self, x):
        parent = self.parent
        root = x
        while parent[root] != root:
            root = parent[root]
        while parent[x] != root:
            parent[x], x = root, parent[x]
        return root

    def union(self, a, b):
        a, b = self.find(a), self.find(b)
        if a == b:
            return False
        if self.size[a] < self.size[b]:
            a, b = b, a
        self.parent[b] = a
        self.size[a] += self.size[b]
        self.count -= 1
        return True

    def connected(self, a, b):
        return self.find(a) == self.find(b)


def random_numbers(seed):
    while True:
        seed = (seed * 16807) % 2147483647
        yield seed


def kruskal(n, edges):
    sets = DisjointSets(n)
    tree = []
    for weight, a, b in sorted(edges):
        if sets.union(a, b):
            tree.append((weight, a, b))
            if sets.count == 1:
                break
    return tree


def percolate(n, numbers):
    """Opens cells of an n × n grid at random until water runs from the top to the bottom."""
    sets = DisjointSets(n * n + 2)
    top, bottom = n * n, n * n + 1
    open_cells = [False] * (n * n)
    opened = 0
    while not sets.connected(top, bottom):
        cell = next(numbers) % (n * n)
        if open_cells[cell]:
            continue
        open_cells[cell] = True
        opened += 1
        row, column = divmod(cell, n)
        if row == 0:
            sets.union(cell, top)
        elif open_cells[cell - n]:
            sets.union(cell, cell - n)
        if row == n - 1:
            sets.union(cell, bottom)
        elif open_cells[cell + n]:
            sets.union(cell, cell + n)
        if column > 0 and open_cells[cell - 1]:
            sets.union(cell, cell - 1)
        if column < n - 1 and open_cells[cell + 1]:
            sets.union(cell, cell + 1)
    return opened


def word_groups(count, numbers):
    """Words that share a letter pair belong together."""
    letters = 'abcdefghijklmnopqrstuvwxyz'
    words = [''.join(letters[next(numbers) % 26] for _ in range(4)) for _ in range(count)]
    sets = DisjointSets(count)
    first = {}
    for i, word in enumerate(words):
        for pair in (word[:2], word[2:]):
            sets.union(i, first.setdefault(pair, i))
    groups = {}
    for i, word in enumerate(words):
        groups.setdefault(sets.find(i), []).append(word)
    return sorted(map(len, groups.values()), reverse=True)


def main(size):
    numbers = random_numbers(20240607)
    edges = [(next(numbers) % 100000, i, next(numbers) % size) for i in range(size) for _ in range(4)]
    edges += [(200000 + i, i, i + 1) for i in range(size - 1)]
    tree = kruskal(size, edges)
    print(len(tree), sum(weight for weight, _, _ in tree), tree[-1])
    side = max(int(size**0.5) * 3 // 4, 4)
    print([percolate(side, numbers) for _ in range(3)])
    groups = word_groups(size // 50 + 20, numbers)
    print(len(groups), groups[:4])


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60000)
