"""more-itertools: grouping, windows, look-ahead, combinatorics."""
# needs: more_itertools

import more_itertools as mi

numbers = [5, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]
print(list(mi.chunked(numbers, 5)), list(mi.windowed(numbers, 4, step=3, fillvalue='-')), mi.divide(3, numbers)[0].__class__)
print([list(part) for part in mi.divide(5, numbers)], list(mi.sliced('abcdefg', 3)), list(mi.distribute(3, 'abcdefg')[1]))
print(list(mi.split_at(numbers, lambda n: n == 5)), list(mi.split_when(numbers, lambda a, b: b < a)), list(mi.split_into(numbers, [1, 2, None])))
thirds = mi.bucket(numbers, key=lambda n: n % 3)
print(sorted(thirds), {key: list(thirds[key]) for key in range(3)})
look = mi.peekable(numbers)
print(look.peek(), next(look), look[2:5], look.prepend(7), list(look), look.peek('end'))
back = mi.seekable(iter(numbers))
print(next(back), next(back), back.seek(0), list(back)[-2:], back.elements()[:3])
print(list(mi.consecutive_groups(sorted(set(numbers)), lambda n: n))[0].__class__, [list(g) for g in mi.consecutive_groups([1, 2, 4, 5, 6, 9])])
print(sorted(mi.distinct_permutations([1, 1, 2])), sum(1 for _ in mi.set_partitions('abcde', 3)), list(mi.partitions('abc')), list(mi.powerset([1, 2, 3])))
print(mi.ilen(numbers), mi.first_true(numbers, pred=lambda n: n > 5), mi.one(['x']), mi.all_equal('aaa'), mi.nth(numbers, 3))
print(list(mi.interleave_longest('ab', 'cdef')), list(mi.roundrobin('abc', 'd', 'ef')), list(mi.collapse([1, [2, (3, ['four'])]])), list(mi.flatten([[1], [2, 3]])))
print(list(mi.run_length.encode('aaabccd')), ''.join(mi.run_length.decode([('x', 3), ('y', 1)])), list(mi.stagger(range(4))), list(mi.locate(numbers, lambda n: n == 5)))
print(mi.map_reduce(numbers, lambda n: 'odd' if n % 2 else 'even', reducefunc=sum), mi.nth_permutation(range(6), 3, 50), mi.nth_product(7, 'ab', 'cd', 'ef'))
print(list(mi.adjacent(lambda n: n == 9, numbers)), list(mi.difference(numbers)), list(mi.always_iterable('ab')), list(mi.intersperse('|', 'abc', 2)))
print(list(mi.zip_offset('abcd', 'efgh', offsets=(0, 2))), list(mi.unique_everseen('AbBa', key=str.lower)), mi.numeric_range(1.5, 4.0, 0.5))
print(mi.SequenceView(numbers)[3], mi.SequenceView('ab'))
for attempt in (lambda: mi.one([1, 2]), lambda: mi.only([1, 2]), lambda: mi.first([]), lambda: list(mi.zip_equal([1], [1, 2])), lambda: mi.strictly_n([1], 2) and list(mi.strictly_n([1], 2))):
    try:
        print(attempt())
    except Exception as e:
        print(type(e).__name__, e)
