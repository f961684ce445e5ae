"""Operations on lists, sets and dicts of many ints and floats: a line for each with its CPU time and a hash of what it gave.

Runs under CPython and under dxpy; collections.ts runs both and compares. Usage: containers.py lists|hashed SIZE SECONDS
"""

import hashlib
import sys
import time
from collections import Counter

group = sys.argv[1]
size = int(sys.argv[2])
budget = float(sys.argv[3])


def numbers(n, seed):
    """Ints below 2**31, the same everywhere: a linear congruence."""
    out = []
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        # The lower bits of such a sequence repeat; what is above them does not.
        out.append(seed ^ seed >> 13)
    return out


def double_plus_one(xs):
    return [x * 2 + 1 for x in xs]


def above(xs, k):
    return [x for x in xs if x > k]


def members(xs, known):
    n = 0
    for x in xs:
        if x in known:
            n += 1
    return n


def display(xs):
    return {x for x in xs}


def numbered(xs):
    return {x: i for i, x in enumerate(xs)}


def lists():
    """The same twenty operations on ints and on floats; `==` compares lists that share no objects."""
    for kind, convert in (('int', int), ('float', lambda x: x / 7)):
        xs = [convert(x) for x in numbers(size, 12345)]
        same = [convert(x) for x in numbers(size, 12345)]
        often = [convert(x & 255) for x in numbers(size, 54321)]
        middle, last, seldom, absent = convert(1 << 30), xs[-1], often[0], convert(-5)
        yield f'sum {kind}', lambda: sum(xs)
        yield f'min {kind}', lambda: min(xs)
        yield f'max {kind}', lambda: max(xs)
        yield f'count {kind}', lambda: often.count(seldom)
        yield f'index {kind}', lambda: xs.index(last)
        yield f'in {kind}', lambda: absent in xs
        yield f'== {kind}', lambda: xs == same
        yield f'sort {kind}', lambda: sorted(xs)
        yield f'x*2+1 {kind}', lambda: double_plus_one(xs)
        yield f'x>k {kind}', lambda: above(xs, middle)


def hashed():
    """Sets and dicts of scattered ints, and of the ints below `size` in order."""
    scattered = numbers(size * 3 // 2, 12345)
    for kind, xs, ys in (
        ('scattered', scattered[:size], scattered[size // 2 :]),
        ('range', list(range(size)), list(range(size // 2, size * 3 // 2))),
    ):
        a, b = set(xs), set(ys)
        d, e = dict.fromkeys(xs, 1), dict.fromkeys(ys, 2)
        often = [x & 1023 for x in xs]
        yield f'set(xs) {kind}', lambda: set(xs)
        yield f'{{x for x in xs}} {kind}', lambda: display(xs)
        yield f'set | {kind}', lambda: a | b
        yield f'set & {kind}', lambda: a & b
        yield f'set - {kind}', lambda: a - b
        yield f'in set {kind}', lambda: members(ys, a)
        yield f'dict.fromkeys {kind}', lambda: dict.fromkeys(xs, 0)
        yield f'{{x: i}} {kind}', lambda: numbered(xs)
        yield f'dict | {kind}', lambda: d | e
        yield f'keys & {kind}', lambda: d.keys() & e.keys()
        yield f'keys - {kind}', lambda: d.keys() - e.keys()
        yield f'in dict {kind}', lambda: members(ys, d)
        yield f'Counter {kind}', lambda: Counter(xs)
        yield f'Counter few {kind}', lambda: Counter(often)


def digest(value):
    if isinstance(value, (set, frozenset)):
        value = sorted(value)
    elif isinstance(value, dict):
        value = list(value.items())
    return hashlib.md5(repr(value).encode(), usedforsecurity=False).hexdigest()[:12]


def measure(f):
    """The least time of a call, in seconds."""
    clock = time.thread_time
    best = float('inf')
    end = clock() + budget
    rounds = 0
    while rounds < 3 or clock() < end:
        start = clock()
        f()
        best = min(best, clock() - start)
        rounds += 1
    return best


for name, f in (lists if group == 'lists' else hashed)():
    print(f'{name}\t{digest(f())}\t{measure(f) * 1e9:.1f}', flush=True)
