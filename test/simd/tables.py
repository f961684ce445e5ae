"""Random operations on dicts and sets that are mostly of ints and become large: prints what is left of them.

Usage: tables.py SEED ROUNDS
"""

import random
import sys
from collections import Counter, OrderedDict, defaultdict
from decimal import Decimal
from fractions import Fraction

rng = random.Random(int(sys.argv[1]))
rounds = int(sys.argv[2])


class Odd(int):
    """An int of another class."""


class Alike:
    """Equal to an int, and found by its hash."""

    def __init__(self, value):
        self.value = value

    def __hash__(self):
        return hash(self.value)

    def __eq__(self, other):
        return self.value == (other.value if isinstance(other, Alike) else other)

    def __repr__(self):
        return f'Alike({self.value})'


def an_int():
    kind = rng.randrange(12)
    if kind == 0:
        return rng.randrange(-5, 5) * 2**40 + rng.randrange(3)
    if kind == 1:
        return rng.choice([-(2**31), 2**31 - 1, 2**31, 1 - 2**31, -1, -2, 2**53 - 1])
    return rng.randrange(-600, 1200)


def a_key():
    kind = rng.randrange(60)
    if kind == 0:
        return rng.choice([True, False, 1.0, 2.5, -0.0, float('inf'), None, 'text', '7', 2**64, 2**61 + 6, (1, 2), b'x'])
    if kind == 1:
        return rng.choice([Odd, Alike, Decimal, Fraction, float])(rng.randrange(600))
    return an_int()


def key(mixed):
    return a_key() if mixed else an_int()


def tried(f):
    try:
        return f()
    except (KeyError, RuntimeError, TypeError) as e:
        return f'{type(e).__name__}: {e}'


def shown(value):
    # The order of sets that keys were removed from is not CPython's while they are small.
    return sorted(map(repr, value)) if isinstance(value, (set, frozenset)) else value


def a_dict(mixed):
    n = rng.choice([0, 3, 300, 900])
    keys = [key(mixed) for _ in range(n)]
    how = rng.randrange(6)
    if how == 0:
        return dict.fromkeys(keys, 'v')
    if how == 1:
        return {k: i for i, k in enumerate(keys)}
    if how == 2:
        return dict(zip(keys, range(n)))
    if how == 3:
        return Counter(keys)
    if how == 4:
        return dict.fromkeys(keys if mixed else sorted(set(keys)))
    made = rng.choice([dict, OrderedDict, lambda: defaultdict(list)])()
    for i, k in enumerate(keys):
        made[k] = i
    return made


def walk(d):
    """Changes a dict under an iterator."""
    seen = []
    it = iter(rng.choice([d, d.values(), d.items()]))
    change = rng.randrange(4)
    for x in it:
        seen.append(x)
        if len(seen) == 5:
            if change == 0:
                d[an_int()] = 'new'
            elif change == 1 and d:
                d.pop(next(iter(d)))
            elif change == 2:
                for k in list(d)[:50]:
                    d[k] = 'changed'
        if len(seen) > 20:
            break
    return seen


def dicts(mixed):
    d = a_dict(mixed)
    for _ in range(rounds):
        action = rng.randrange(22)
        k = key(mixed)
        if action < 3:
            for _ in range(rng.choice([1, 40, 400])):
                d[key(mixed)] = rng.randrange(100)
        elif action < 5:
            for k in rng.sample(list(d), min(len(d), rng.choice([1, 30, 300]))):
                del d[k]
        elif action == 5:
            print(tried(lambda: d.pop(k)), d.pop(k, 'none'), d.get(k), k in d)
        elif action == 6:
            print([tried(d.popitem) for _ in range(rng.choice([1, 20, 200]))])
        elif action == 7:
            print(d.setdefault(k, 'default'))
        elif action == 8:
            print(tried(lambda: d.update(a_dict(mixed))))
        elif action == 9:
            print(tried(lambda: d.update([(key(mixed), 'pair') for _ in range(rng.choice([2, 300]))])))
        elif action == 10 and not isinstance(d, Counter):
            d = d | a_dict(mixed)
        elif action == 11 and not isinstance(d, Counter):
            d |= a_dict(mixed)
        elif action == 12:
            other = d
            d = d.copy()
            other.clear()
            other[1] = 2
            print(other == {1: 2}, len(other))
        elif action == 13:
            other = a_dict(mixed)
            f = rng.choice(['__and__', '__sub__', '__or__', '__xor__', 'isdisjoint'])
            print(f, shown(getattr(d.keys(), f)(other.keys())))
        elif action == 14:
            print(list(reversed(d))[:10], list(d.values())[:10], list(d.items())[-10:])
        elif action == 15:
            print(d == dict(d), d == a_dict(mixed), dict(d) == {**d})
        elif action == 16:
            print(tried(lambda: walk(d)))
        elif action == 17:
            it = iter(d.items())
            print([next(it, None) for _ in range(3)])
            if len(d) > 10:
                gone = list(d)[:5]
                for k in gone:
                    del d[k]
                print(tried(lambda: next(it)))
        elif action == 18 and rng.randrange(4) == 0:
            d.clear()
        elif action == 19:
            print(sum(1 for _ in d), len(d), max((k for k in d if type(k) is int), default=None))
        elif action == 20:
            print(d.keys() == set(d), list(d.keys())[:5])
        elif action == 21 and isinstance(d, Counter):
            print(tried(lambda: d.update([key(mixed) for _ in range(500)])))
    print(type(d).__name__, len(d), list(d.items()))


def a_set(mixed):
    n = rng.choice([0, 1, 5, 300, 900])
    how = rng.randrange(6)
    if how == 0:
        return set(range(rng.randrange(-300, 300), rng.randrange(300, 900), rng.randrange(1, 9)))
    keys = [key(mixed) for _ in range(n)]
    if how == 1:
        return {k for k in keys}
    if how == 2:
        return frozenset(keys)
    if how == 3:
        return set(dict.fromkeys(keys))
    if how == 4:
        return set(tuple(keys))
    return set(keys)


def sets(mixed):
    s = set(a_set(mixed))
    for _ in range(rounds):
        action = rng.randrange(18)
        other = a_set(mixed)
        k = key(mixed)
        if action < 3:
            for _ in range(rng.choice([1, 40, 400])):
                s.add(key(mixed))
        elif action < 5:
            for k in rng.sample(sorted(s, key=repr), min(len(s), rng.choice([1, 30, 300]))):
                s.discard(k)
        elif action == 5:
            popped = [tried(s.pop) for _ in range(min(len(s) + 1, rng.choice([1, 20, 200])))]
            print(len(s), any(x in s for x in popped))
            s.update(popped)
        elif action == 6:
            print(k in s, tried(lambda: s.remove(k)))
        elif action == 7:
            print(shown(s | other)), print(shown(other | s))
        elif action == 8:
            print(shown(s & other)), print(shown(other & s))
        elif action == 9:
            print(shown(s - other)), print(shown(other - s))
        elif action == 10:
            print(shown(s ^ other)), print(shown(other ^ s))
        elif action == 11:
            f = rng.choice(['__ior__', '__iand__', '__isub__', '__ixor__'])
            getattr(s, f)(other)
        elif action == 12:
            f = rng.choice(['update', 'intersection_update', 'difference_update', 'symmetric_difference_update'])
            getattr(s, f)(rng.choice([list, tuple, iter, dict.fromkeys])(sorted(other, key=repr)))
        elif action == 13:
            print(s == other, s <= other, s < s | other, s.issubset(other), s.issuperset(other), s.isdisjoint(other))
        elif action == 14:
            print(hash(frozenset(s)) == hash(frozenset(list(s))), s == set(list(s)), len(s))
        elif action == 15:
            kept = s
            s = s.copy()
            kept.add(k)
            print(k in s, k in kept)
        elif action == 16:
            def change():
                for i, x in enumerate(s):
                    if i == 3:
                        s.add(10**9 + len(s))
                    if i > 5:
                        break
            print(tried(change))
        elif action == 17 and rng.randrange(4) == 0:
            s.clear()
    print(len(s), shown(s))


for mixed in (False, True):
    for _ in range(3):
        dicts(mixed)
        sets(mixed)
