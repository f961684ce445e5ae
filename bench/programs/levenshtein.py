"""Distances between words and a diff of lines: dynamic programming over rows, a tree of words, n-grams in sets."""

import sys


def distance(a, b):
    if len(a) < len(b):
        a, b = b, a
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        current = [i]
        for j, y in enumerate(b, 1):
            cost = previous[j - 1] + (x != y)
            current.append(min(previous[j] + 1, current[j - 1] + 1, cost))
        previous = current
    return previous[-1]


class WordTree:
    """A BK-tree: children by their distance, so that a search visits few of them."""

    def __init__(self, word):
        self.word = word
        self.children = {}

    def add(self, word):
        node = self
        while True:
            d = distance(word, node.word)
            if d == 0:
                return
            child = node.children.get(d)
            if child is None:
                node.children[d] = WordTree(word)
                return
            node = child

    def search(self, word, most):
        found = []
        todo = [self]
        while todo:
            node = todo.pop()
            d = distance(word, node.word)
            if d <= most:
                found.append((d, node.word))
            for k in range(d - most, d + most + 1):
                child = node.children.get(k)
                if child is not None:
                    todo.append(child)
        return sorted(found)


def common(a, b):
    """The longest common subsequence of two lists of lines, as pairs of indices."""
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        row, below = table[i], table[i + 1]
        for j in range(len(b) - 1, -1, -1):
            if a[i] == b[j]:
                row[j] = below[j + 1] + 1
            else:
                row[j] = row[j + 1] if row[j + 1] > below[j] else below[j]
    i = j = 0
    pairs = []
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            pairs.append((i, j))
            i += 1
            j += 1
        elif table[i + 1][j] >= table[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def trigrams(word):
    padded = f'  {word} '
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


def similarity(a, b):
    return len(a & b) / len(a | b)


def make_words(count):
    syllables = ['ba', 'con', 'de', 'fri', 'gu', 'ker', 'lo', 'mi', 'no', 'pra', 'sta', 'tel', 'ur', 'vo']
    state = 8
    words = []
    for _ in range(count):
        state = (state * 48271) % 2147483647
        n = state
        word = ''
        for _ in range(2 + state % 3):
            word += syllables[n % len(syllables)]
            n //= len(syllables)
        words.append(word)
    return list(dict.fromkeys(words))


def main(size):
    words = make_words(size)
    tree = WordTree(words[0])
    for word in words[1:]:
        tree.add(word)
    for wrong in ('bacan', 'stamiko', 'friguu', 'delonr'):
        print(wrong, tree.search(wrong, 2)[:5])
    lines = [words[i * 7 % len(words)] for i in range(size)]
    changed = [line for i, line in enumerate(lines) if i % 11] + words[:5]
    pairs = common(lines[:400], changed[:400])
    print(len(pairs), pairs[-1])
    grams = {word: trigrams(word) for word in words[:200]}
    best = max(
        ((similarity(a, b), v, w) for v, a in grams.items() for w, b in grams.items() if v < w),
        key=lambda found: (found[0], found[1], found[2]),
    )
    print(f'{best[0]:.4f}', *best[1:])


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 26000)
