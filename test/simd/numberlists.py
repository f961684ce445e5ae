"""Random operations on long lists of ints and floats, asked for the same again and again: prints what they give.

Usage: numberlists.py SEED ROUNDS
"""

import bisect
import heapq
import random
import struct
import sys
from fractions import Fraction

rng = random.Random(int(sys.argv[1]))
rounds = int(sys.argv[2])
nan = float('nan')


class Other(float):
    """A float of another class."""


class Meddler:
    """Equal to everything, and changes a list when asked."""

    def __init__(self, xs):
        self.xs = xs

    def __eq__(self, other):
        if len(self.xs) > 5:
            self.xs.pop()
        return False

    def __repr__(self):
        return 'Meddler'


def an_int():
    kind = rng.randrange(400)
    if kind == 0:
        return rng.choice([2**31, -(2**31) - 1, 2**53 - 1, 1 - 2**53])
    return rng.randrange(-3000, 3000)


def a_float():
    kind = rng.randrange(300)
    if kind == 0:
        return rng.choice([0.0, -0.0, float('inf'), 1e308, -1e308, 5e-324])
    if kind == 1 and rng.randrange(6) == 0:
        return nan
    return rng.randrange(-3000, 3000) / 7


def a_stranger(xs):
    return rng.choice(
        [True, None, 'x', 2**70, -(2**63), Fraction(1, 2), 2.5, 3, Other(4.0), complex(1), Meddler(xs), (1,), [1]]
    )


def a_list():
    n = rng.choice([0, 5, 2047, 2048, 2600])
    kind = rng.randrange(8)
    if kind < 3:
        xs = [rng.randrange(-(2**20), 2**20) for _ in range(n)]
    elif kind == 3:
        xs = [an_int() for _ in range(n)]
    elif kind < 6:
        xs = [rng.randrange(-3000, 3000) / 7 for _ in range(n)]
    elif kind == 6:
        xs = [a_float() for _ in range(n)]
    else:
        xs = [rng.choice([an_int, a_float])() for _ in range(n)]
    if xs and rng.randrange(8) == 0:
        xs[rng.randrange(len(xs))] = a_stranger(xs)
    return xs


def shown(value):
    if type(value) is float:
        # To the bit, but for NaN.
        return 'nan' if value != value else struct.pack('>d', value).hex()
    if isinstance(value, list):
        return [shown(x) for x in value] if len(value) < 30 else (len(value), [shown(x) for x in value[:9] + value[-9:]])
    return repr(value)


def tried(f):
    try:
        return shown(f())
    except (ValueError, TypeError, IndexError, OverflowError) as e:
        return f'{type(e).__name__}: {e}'


def sortable(xs):
    """Whether the order does not depend on which items are compared."""
    return all(type(x) in (int, float, bool, Fraction) and x == x for x in xs)


def questions(xs, ys):
    x = rng.choice(xs) if xs and rng.randrange(3) else rng.choice([an_int, a_float])()
    asked = [
        lambda: sum(xs),
        lambda: sum(xs, 0.5),
        lambda: min(xs),
        lambda: max(xs),
        lambda: xs.count(x),
        lambda: xs.index(x),
        lambda: xs.index(x, 100),
        lambda: xs.index(x, -300, -2),
        lambda: xs.index(x, 5, 3),
        lambda: xs.index(x, 4 * sys.maxsize, -4 * sys.maxsize),
        lambda: xs.index(x, -4 * sys.maxsize, 4 * sys.maxsize),
        lambda: x in xs,
        lambda: xs == ys,
        lambda: xs == list(xs),
        lambda: xs < ys,
        lambda: xs <= xs[:-1],
        lambda: xs != xs + [1],
        lambda: sortable(xs) and sorted(xs),
        lambda: sortable(xs) and sorted(xs, reverse=True),
        lambda: xs[5:-5:3],
        lambda: xs.copy(),
        lambda: len(xs),
        lambda: xs.count(True),
        lambda: xs.count(2**70) + xs.count('x') + xs.count(None) + xs.count(1.0) + xs.count(0) + xs.count(-0.0),
        lambda: nan in xs,
        lambda: Fraction(1, 2) in xs,
    ]
    for f in rng.sample(asked, 4):
        # The second time and the third time the numbers may lie side by side.
        print(tried(f), tried(f), tried(f))


def changes(xs):
    def summing():
        for _ in range(3):
            sum(xs), max(xs, key=lambda v: 0)
            yield an_int()

    def assign():
        xs[rng.randrange(len(xs))] = rng.choice([an_int, a_float, lambda: a_stranger(xs)])()

    def grow():
        xs.extend(summing())

    def keyed():
        xs.sort(key=lambda v: (sum(ys), 0)[1])

    def insort():
        ys = sorted(v for v in xs if type(v) in (int, float) and v == v)
        bisect.insort(ys, 3, key=lambda v: (sum(ys) * 0, sum(ys), v)[2])
        print(len(ys), tried(lambda: sum(ys)))

    def heap():
        ys = [v for v in xs if type(v) in (int, float) and v == v]
        heapq.heapify(ys)
        print(tried(lambda: sum(ys)), tried(lambda: sum(ys)), [heapq.heappop(ys) for _ in range(min(3, len(ys)))])
        print(tried(lambda: sum(ys)))

    ys = xs[:3]
    some = [
        assign,
        assign,
        lambda: xs.append(an_int()),
        lambda: xs.append(a_float()),
        lambda: xs.pop(),
        lambda: xs.pop(0),
        lambda: xs.insert(7, an_int()),
        lambda: xs.remove(xs[-1]),
        lambda: xs.reverse(),
        lambda: xs.sort() if sortable(xs) else None,
        keyed,
        insort,
        heap,
        grow,
        lambda: xs.__setitem__(slice(2, 9), [a_float(), an_int()]),
        lambda: xs.__setitem__(slice(None, None, 2), [0] * len(xs[::2])),
        lambda: xs.__delitem__(slice(5, 40, 3)),
        lambda: xs.__delitem__(-1),
        lambda: xs.__iadd__([an_int()]),
        lambda: xs.__imul__(2) and xs.__delitem__(slice(2600, None)),
        lambda: xs.clear() if rng.randrange(6) == 0 else None,
        lambda: [xs.append(1) for i, v in enumerate(xs) if i in (3, 9)] and None,
        lambda: xs.__init__(xs[:-1]),
    ]
    return rng.sample(some, 2)


for _ in range(rounds):
    xs = a_list()
    ys = xs[:] if rng.randrange(2) else a_list()
    for _ in range(6):
        questions(xs, ys)
        for f in changes(xs):
            print(tried(f))
    print(len(xs), [shown(x) for x in xs[:40]])
