from itertools import *
import heapq, bisect, operator, functools
print(list(accumulate([1, 2, 3, 4], operator.mul)), list(chain.from_iterable(['ab', 'c'])), list(combinations('abcd', 2))[:4], list(permutations(range(3), 2)))
print([(k, list(g)) for k, g in groupby('aaabbc')], list(islice(count(3, 2), 2, 8, 2)), list(zip_longest('ab', 'xyz', fillvalue='-')), list(product('ab', repeat=2)))
print(list(pairwise('abcd')), list(batched('abcdefg', 3)), list(takewhile(lambda x: x < 3, range(9))), list(starmap(pow, [(2, 5), (3, 2)])), list(compress('abcd', [1, 0, 1, 1])))
a, b = tee(iter(range(4))); print(next(a), list(b), list(a))
h = [5, 2, 8, 1, 9]; heapq.heapify(h); print([heapq.heappop(h) for _ in range(3)], heapq.nlargest(2, h), list(heapq.merge([1, 4], [2, 3])), heapq.nsmallest(2, ['ccc', 'a', 'bb'], key=len))
l = [1, 3, 3, 7]; bisect.insort(l, 4); print(l, bisect.bisect_left(l, 3), bisect.bisect(l, 3))
@functools.lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(90), fib.cache_info(), functools.reduce(lambda x, y: x * 10 + y, [1, 2, 3]))
print(sorted(['b', 'A', 'c'], key=functools.cmp_to_key(lambda x, y: (x.lower() > y.lower()) - (x.lower() < y.lower()))), operator.itemgetter(1, 2)('abc'), operator.attrgetter('real')(3))
