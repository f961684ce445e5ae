/** Builtins that call what they are given: functions in TypeScript, methods taken from their class, and objects that are called. */
import { test } from 'bun:test'
import { same } from '../support/same'

test('builtin functions, unbound methods and native callables as arguments of builtins', () => {
  same(`
import functools, itertools, operator
print(list(map(max, [1, 5], [4, 2])), list(map(len, ['a', 'bcd'])), list(map(divmod, [7, 9], [2, 4])))
print(sorted(['b', 'A', 'c'], key=str.lower), list(map(str.upper, ['x', 'yz'])), list(map(str.split, ['a b'], [' '])))
print(list(itertools.starmap(min, [(3, 1), (2, 9)])), functools.reduce(operator.mul, [2, 3, 4]))
print(sorted([(2, 'a'), (1, 'b')], key=operator.itemgetter(1, 0)), list(map(operator.attrgetter('real'), [5, 2.5])))
print(list(map(functools.partial(pow, 2), [1, 2, 3])), list(map(functools.partial(pow, exp=2), [4, 5])))
print(list(map(dict.get, [{1: 2}, {}], [1, 1])), list(map({3: 4}.get, [3, 5], ['x', 'y'])), list(map([].append, [1])))
print(list(map(print, ['p'])), list(map(int, ['7'])), list(map(functools.lru_cache(len), ['ab', 'ab'])))

def attempt(f, *args):
    try:
        print(list(f(*args)))
    except Exception as e:
        print(type(e).__name__, e)

attempt(map, str.upper, [1])
attempt(map, str.join, ['a'])
attempt(map, len, ['a'], ['b'])
attempt(map, abs, ['a'])
attempt(map, operator.itemgetter(1), ['a'])
attempt(map, functools.partial(len, 'a'), ['b'])
attempt(map, list.append, [[1]])
attempt(map, dict.fromkeys, ['ab'])
attempt(map, 5, [1])
attempt(map, object.__new__, [int])
attempt(map, int.__add__, [1, 'a'], [2, 3])

class Called(functools.partial):
    def __call__(self, *args):
        return 'own', args

print(list(map(Called(len), ['a'])), sorted([3, 1], key=Called(len)))
print(list(map(eval, ['1 + 1'])), list(map(getattr, [3], ['real'])), next(map(iter, [[1]])).__next__())
`)
})
