"""A pipeline of generators over numbers."""
from itertools import accumulate, count, islice, takewhile


def primes():
    known = []
    for n in count(2):
        if all(n % p for p in takewhile(lambda p: p * p <= n, known)):
            known.append(n)
            yield n


def pairs(items):
    items = iter(items)
    last = next(items)
    for item in items:
        yield last, item
        last = item


first = list(islice(primes(), 3000))
gaps = [b - a for a, b in pairs(first)]
print(first[-1], max(gaps), sum(1 for g in gaps if g == 2), list(accumulate(gaps))[-1])
