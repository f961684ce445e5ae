"""sortedcontainers: random operations on sorted lists, dicts and sets, checked against plain ones."""
# needs: sortedcontainers

import random
from sortedcontainers import SortedDict, SortedKeyList, SortedList, SortedSet

random.seed(2024)
ordered, plain = SortedList(), []
ordered._reset(20)
for step in range(3000):
    action = random.random()
    if action < 0.6 or not plain:
        value = random.randrange(500)
        ordered.add(value)
        plain.append(value)
    elif action < 0.8:
        value = random.choice(plain)
        ordered.remove(value)
        plain.remove(value)
    else:
        position = random.randrange(len(plain))
        plain.sort()
        assert ordered.pop(position) == plain.pop(position)
ordered._check()
plain.sort()
print(ordered == plain, len(ordered), ordered[10:20], ordered.bisect(250), ordered.count(250), list(ordered.irange(100, 104)))
ordered += [1000, 1001]
print(ordered[-3:], list(ordered.islice(5, 9)), (ordered * 2)[:4])
words = SortedKeyList('the quick brown fox jumps over the lazy dog'.split(), key=len)
print(words, words.bisect_key_left(4), list(words.irange_key(4, 4)))
ledger = SortedDict(lambda key: -key, {3: 'c', 1: 'a', 2: 'b'})
ledger[7] = 'g'
print(ledger == {9: "i", 7: "g", 3: "c", 2: "b"}, ledger.peekitem(0), ledger.popitem(), ledger.keys()[1], ledger.items()[:2], ledger.index(2), ledger.setdefault(9, 'i'))
one, two = SortedSet(range(0, 30, 3)), SortedSet(range(0, 30, 2))
print(one & two, one - two, one ^ two, (one | two)[::-3], one.isdisjoint([1, 2]), SortedSet('hello', key=ord))
for attempt in (lambda: ordered.remove(-1), lambda: ordered.append(1), lambda: ordered[10**6], lambda: ledger.peekitem(99), lambda: SortedList([1, 'a'])):
    try:
        attempt()
    except Exception as e:
        print(type(e).__name__, e)
