"""Comprehensions that keep some numbers of a long list or calculate with all of them, and what is done with the lists that they give. Usage: filteredlists.py SEED TURNS"""

import random
import sys

rng = random.Random(int(sys.argv[1]))


def less(xs, k):
    return [x for x in xs if x < k]


def most(xs, k):
    return [x for x in xs if x <= k]


def same(xs, k):
    return [x for x in xs if x == k]


def other(xs, k):
    return [x for x in xs if k != x]


def more(xs, k):
    return [x for x in xs if k < x]


def least(xs, k):
    return [x for x in xs if x >= k]


def positive(xs):
    return [x for x in xs if x > 0]


def doubled(xs, k):
    return [x * 2 + 1 for x in xs]


def mixed(xs, k):
    a = 0.5
    n = 3
    return [-x * a - x / 7 + n * x * x / -2.5 for x in xs]


def moved(xs, k):
    return [k - x for x in xs]


def divided(xs, k):
    return [x / k for x in xs]


def turned(xs, k):
    return [2 / x for x in xs]


def made(f, xs, k):
    try:
        return f(xs, k)
    except (ZeroDivisionError, OverflowError) as e:
        return [str(e), 0.0]


MAPS = [doubled, mixed, moved, divided, turned]
FILTERS = [(less, '__lt__'), (most, '__le__'), (same, '__eq__'), (other, '__ne__'), (more, '__gt__'), (least, '__ge__')]
ODD = [0.0, -0.0, float('nan'), float('inf'), float('-inf'), 5e-324, 1e308]
SMALL = [lambda: rng.randrange(-50, 50), lambda: rng.randrange(-(2**31), 2**31), lambda: rng.randrange(-(2**52), 2**52)]


def number(kind):
    if kind < 3:
        return SMALL[kind]()
    return rng.choice(ODD) if rng.randrange(8) == 0 else rng.randrange(-900, 900) / 7


def bound(kind):
    return rng.choice([number(kind), 2.5, -0.0, 2**31 - 0.5, -(2**31) - 0.5, 2**31, -(2**31), 2**40, float('nan'), float('inf'), True, 10**30])


def total(ys):
    """A loop that reads all items, as compiled code does."""
    t = 0
    n = 0
    for y in ys:
        t += y
        n += 1
    return n, repr(t)


def mean(ys):
    return sum(ys) / len(ys) if ys else None


def shown(v):
    return repr(v)[:200]


def use(ys):
    """What programs do with a list, in an order that differs."""
    actions = [
        lambda: print(len(ys), bool(ys), shown(mean(ys))),
        lambda: print(total(ys)),
        lambda: print(shown(ys[:3]), shown(ys[-3:]), shown(ys[5:2500:7]), len(ys[3:-3]), shown(sum(ys[1:]))),
        lambda: print(shown([ys[i] for i in range(0, len(ys), max(1, len(ys) // 5))])),
        lambda: print(shown(positive(ys)), shown(positive(positive(ys))[-4:])),
        lambda: print(ys == list(ys), ys == ys[:], ys != ys[1:], ys < ys[1:]),
        lambda: print(shown(min(ys, default=None)), shown(max(ys, default=None)), ys.count(0), 7 in ys),
        lambda: print(shown(sorted(y for y in ys if y == y)[:5]), shown(list(reversed(ys))[:5])),
        lambda: print(shown([y for y, _ in zip(ys, range(4))]), shown(list(enumerate(ys))[-1:])),
        lambda: print(all(a is b for a, b in zip(ys, ys)), len({id(y) for y in ys}) <= len(ys)),
        lambda: print(shown(ys.copy()[-2:]), shown((ys + ys)[-2:]), shown(tuple(ys)[:2])),
        lambda: ys.append(1.5),
        lambda: ys.insert(len(ys) // 2, -7),
        lambda: ys.reverse(),
        lambda: ys.extend([3, 4.5]),
        lambda: ys.__setitem__(slice(1, 3), [8, 9, 10]),
        lambda: ys and ys.pop(),
        lambda: ys and ys.__setitem__(0, 42),
        lambda: ys and ys.__delitem__(len(ys) // 2),
    ]
    for action in rng.sample(actions, 9):
        action()


for turn in range(int(sys.argv[2])):
    kind = rng.randrange(4)
    xs = [number(kind) for _ in range(rng.choice([3000, 5000, 9000]))]
    if rng.randrange(6) == 0:
        xs[rng.randrange(len(xs))] = rng.choice([True, 'x' if kind > 5 else 2**70, 1.25, 7])
    for _ in range(3):
        f, name = rng.choice(FILTERS)
        k = bound(kind)
        ys = f(xs, k)
        # The same one by one.
        plain = []
        for x in xs:
            if getattr(float(x), name)(k) if isinstance(x, float) or isinstance(k, float) else getattr(int(x), name)(k):
                plain.append(x)
        print(name, k, len(ys), list(map(repr, ys)) == list(map(repr, plain)))
        use(f(xs, k))
        g = rng.choice(MAPS)
        zs = made(g, xs, k)
        plain = []
        for x in xs:
            plain += made(g, [x], k)
        print(g.__name__, len(zs), len(zs) < len(xs) or list(map(repr, zs)) == list(map(repr, plain)))
        if len(zs) == len(xs):
            use(zs)
            print(shown(doubled(more(mixed(doubled(xs, k), k), 0), k)[-3:]))
    if rng.randrange(2):
        sum(xs)
        sum(xs)
