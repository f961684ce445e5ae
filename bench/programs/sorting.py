"""Sorts records by keys, with cmp_to_key, heapq and bisect, and a quicksort and a merge sort in Python."""

import bisect
import functools
import heapq
import sys
from operator import attrgetter, itemgetter


class Record:
    __slots__ = ('ident', 'name', 'score')

    def __init__(self, ident, name, score):
        self.ident = ident
        self.name = name
        self.score = score

    def __lt__(self, other):
        return (self.score, self.ident) < (other.score, other.ident)


def quick(items):
    if len(items) < 2:
        return items
    pivot = items[len(items) // 2]
    less = [x for x in items if x < pivot]
    same = [x for x in items if x == pivot]
    more = [x for x in items if x > pivot]
    return quick(less) + same + quick(more)


def merge(items):
    if len(items) < 2:
        return items
    middle = len(items) // 2
    left, right = merge(items[:middle]), merge(items[middle:])
    out = []
    i = j = 0
    while i < len(left) and j < len(right):
        if right[j] < left[i]:
            out.append(right[j])
            j += 1
        else:
            out.append(left[i])
            i += 1
    out.extend(left[i:])
    out.extend(right[j:])
    return out


def main(size):
    numbers = []
    seed = 42
    for _ in range(size):
        seed = (seed * 69069 + 1) % 4294967296
        numbers.append(seed >> 7)
    ordered = sorted(numbers)
    assert quick(numbers) == merge(numbers) == ordered
    records = [Record(i, f'r{n % 1000:03}', n % 977 / 8) for i, n in enumerate(numbers)]
    print([r.ident for r in sorted(records, key=lambda r: (r.name, -r.score))][:6])
    print([r.ident for r in sorted(records, key=attrgetter('score', 'ident'), reverse=True)][:6])
    print([r.ident for r in sorted(records)[:6]], max(records).ident)
    pairs = [(n % 100, str(n)) for n in numbers]
    print(sorted(pairs, key=itemgetter(1))[:2], sorted(pairs)[-1])
    print(sorted(numbers[: size * 4 // 25], key=functools.cmp_to_key(lambda a, b: (a % 1000) - (b % 1000)))[:3])
    heap = []
    for n in numbers:
        heapq.heappush(heap, n)
    drained = [heapq.heappop(heap) for _ in range(len(heap))]
    assert drained == ordered
    line = []
    for n in numbers[: size * 4 // 15]:
        bisect.insort(line, n)
    print(sum(bisect.bisect_left(ordered, n) for n in line) % 100003)


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 75000)
