"""Lists of numbers that are summed, and changed by operations in whose middle Python code sums and changes them again. Usage: heldlists.py SEED

Whatever is asked twice is checked against a copy made item by item, which never has its numbers side by side.
"""

import random
import sys

rng = random.Random(int(sys.argv[1]))
depth = 0


class At:
    """An index; asking for it does something to the list."""

    def __init__(self, xs, i):
        self.xs = xs
        self.i = i

    def __index__(self):
        meddle(self.xs)
        return self.i


def told(xs):
    """What kernels say of a list, and the same one by one."""
    for _ in range(3):
        total = sum(xs)
    plain = 0
    for x in xs:
        plain += x
    low = xs[0]
    for x in xs:
        if x < low:
            low = x
    assert total == plain, (total, plain)
    assert min(xs) == low
    assert xs.count(xs[-1]) == len([x for x in xs if x == xs[-1]])
    assert xs.index(xs[-1]) == next(i for i, x in enumerate(xs) if x == xs[-1])
    assert xs == [x for x in xs]
    # From here on the numbers lie side by side.
    return sum(xs) + sum(xs) + sum(xs)


def giving(xs, n):
    for _ in range(n):
        meddle(xs)
        yield rng.randrange(100)


def at(xs, i):
    return At(xs, i) if rng.randrange(2) else i


def change(xs):
    i = rng.randrange(-len(xs), len(xs))
    kind = rng.randrange(12)
    if kind == 0:
        xs.pop(at(xs, i))
    elif kind == 1:
        xs.insert(at(xs, i), rng.randrange(100))
    elif kind == 2:
        xs[at(xs, i)] = rng.randrange(100)
    elif kind == 3:
        del xs[at(xs, i)]
    elif kind == 4:
        xs.extend(giving(xs, 2))
    elif kind == 5:
        xs += giving(xs, 1)
    elif kind == 6:
        xs[at(xs, 5) : at(xs, 8)] = giving(xs, 3)
    elif kind == 7:
        del xs[at(xs, 5) : at(xs, 9) : at(xs, 2)]
    elif kind == 8:
        xs[at(xs, 0) : at(xs, 6) : 2] = giving(xs, 3)
    elif kind == 9:
        xs.append(rng.randrange(100))
    elif kind == 10:
        xs.reverse()
    else:
        xs[-1], xs[0] = xs[0], xs[-1]


def meddle(xs):
    global depth
    told(xs)
    if depth < 2:
        depth += 1
        try:
            change(xs)
        except (IndexError, ValueError) as e:
            print(e)
        depth -= 1
    told(xs)


for _ in range(25):
    xs = [rng.randrange(1000) for _ in range(2200)]
    for _ in range(3):
        try:
            change(xs)
        except (IndexError, ValueError) as e:
            print(e)
        print(len(xs), told(xs))
