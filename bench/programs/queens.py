"""Queens on a board: recursive generators, `yield from`, permutations, sets."""

import sys
from itertools import permutations


def place(n, row, columns, rising, falling):
    if row == n:
        yield tuple(columns)
        return
    for column in range(n):
        if column in columns or row + column in rising or row - column in falling:
            continue
        columns.append(column)
        rising.add(row + column)
        falling.add(row - column)
        yield from place(n, row + 1, columns, rising, falling)
        columns.pop()
        rising.discard(row + column)
        falling.discard(row - column)


def by_permutation(n):
    for p in permutations(range(n)):
        if n == len({c + i for i, c in enumerate(p)}) == len({c - i for i, c in enumerate(p)}):
            yield p


def main(size):
    solutions = list(place(size, 0, [], set(), set()))
    print(len(solutions), solutions[0], solutions[-1])
    print(sum(1 for _ in place(size - 1, 0, [], set(), set())), sum(c[0] for c in by_permutation(size - 2)))


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
