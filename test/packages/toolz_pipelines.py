"""toolz: curried pipelines, grouping, joins, reductions and dictionaries."""
# needs: toolz tlz

import operator
from collections import Counter

import toolz
from toolz import curried as c
from toolz import sandbox
from tlz import accumulate, compose_left, concat, countby, excepts, frequencies, get_in, groupby, interleave, itertoolz, join, juxt, memoize, merge_with
from tlz import partition_all, pipe, pluck, reduceby, sliding_window, thread_last, topk, update_in, valmap

people = [('Alice', 'NYC', 30), ('Bob', 'LA', 25), ('Carol', 'NYC', 41), ('Dan', 'SF', 25), ('Eve', 'LA', 39)]
print(groupby(operator.itemgetter(1), people), countby(lambda p: p[2] // 10, people), reduceby(1, lambda a, p: a + p[2], people, 0))
print(pipe(people, c.filter(lambda p: p[2] < 40), c.map(c.get([0, 2])), c.sorted(key=c.get(1)), list))
print(list(join(1, people, 0, [('NYC', 8), ('LA', 4), ('X', 1)], left_default=None, right_default=None)))
print(list(sliding_window(3, range(6))), list(partition_all(4, range(10))), list(toolz.partition(3, range(7), pad=None)))
print(list(accumulate(operator.mul, range(1, 8))), list(interleave(['ab', 'cde', 'f'])), list(concat([[1], (), 'xy'])), topk(2, people, key=2))
print(merge_with(sum, {'a': 1, 'b': 2}, {'b': 3}), valmap(str, {'a': 1}), update_in({'x': {'y': 1}}, ['x', 'y'], lambda v: v + 1), toolz.assoc_in({}, ['x', 'y'], 2))
print(get_in(['a', 0, 'b'], {'a': [{'b': 5}]}), get_in(['z', 1], {}, default='none'), frequencies('mississippi') == Counter('mississippi'))


@toolz.curry
def volume(a, b, c=1, *, scale=1):
    """The volume."""
    return a * b * c * scale


print(volume(2)(3), volume(b=3)(2), volume(2, c=5)(3), volume(scale=10)(1)(1), volume.__doc__, volume.func.__name__)
try:
    volume(1, 2, 3, 4)
except TypeError as e:
    print('TypeError', e)
calls = []


@memoize(key=lambda args, kwargs: args[0])
def slow(x, y):
    calls.append(x)
    return x + y


print(slow(1, 2), slow(1, 99), slow(2, 2), calls, compose_left(str, len, hex)(12345), juxt(min, max, sum)([3, 1, 2]), toolz.complement(bool)(0))
print(excepts(ValueError, int, lambda e: -1)('x'), thread_last([1, 2, 3], (map, lambda x: x * x), list), toolz.do(lambda x: None, 7), toolz.flip(operator.sub, 1, 5))
head, rest = toolz.peek(iter('abc'))
print(head, list(rest), list(toolz.diff([1, 2, 3], [1, 5, 3, 4], default=0)), list(toolz.unique('Aabc', key=str.lower)), toolz.isdistinct([1, 2, 1]))
print(list(itertoolz.random_sample(0.3, range(20), 42)), list(pluck([0, 2], people, ())), toolz.first('xyz'), toolz.nth(2, 'xyz'), list(toolz.tail(2, [1, 2, 3])))
print(list(sandbox.unzip([(1, 'a'), (2, 'b')])[1]), sandbox.fold(operator.add, [1, 2, 3], 0, map=map), toolz.keyfilter(str.isupper, {'A': 1, 'b': 2}))
print([f(10) for f in (c.operator.add(1), c.do(abs), c.pipe)] if hasattr(c, 'operator') else '', repr(toolz.compose(str, abs)), toolz.functoolz.is_arity(2, lambda a, b: 0))
print(list(toolz.mapcat(reversed, ['ab', 'cd'])), toolz.itemmap(reversed, {1: 2}), list(toolz.iterate(lambda x: 3 * x + 1, 1).__next__() for _ in range(1)), list(c.take(5)(toolz.iterate(lambda x: x * 2, 1))))
