/** Notes of the kinds of values, and how much of them is enough. */
import { expect, test } from 'bun:test'
import { Kind, kindOf } from '../../src/jit/profile'
import { PyFloat } from '../../src/objects/float'
import { PyListIterator } from '../../src/objects/iterators'
import { PyList } from '../../src/objects/list'
import { PyTuple } from '../../src/objects/tuple'
import { sameCompiled } from '../support/compiled'
import { maybe } from '../support/same'

test('kinds are the same when a class is met again', () => {
  const values = [
    [1, Kind.Int],
    ['a', Kind.Str],
    [true, Kind.Bool],
    [null, Kind.None],
    [2n ** 70n, Kind.Big],
    [new PyFloat(1.5), Kind.Float],
    [new PyList([]), Kind.List],
    [new PyTuple([]), Kind.Tuple],
    [new PyListIterator(new PyList([])), Kind.ListIterator],
  ] as const
  for (let i = 0; i < 3; i++) for (const [value, kind] of values) expect(kindOf(value)).toBe(kind)
  expect(kindOf(undefined)).toBe(0)
})

maybe('an iterator of the program is stepped as its class says now', () => {
  sameCompiled(`class It(enumerate):
    pass
class Own(map):
    def __next__(self): return super().__next__() + 1
def total(it):
    t = 0
    for x in it: t += x if isinstance(x, int) else x[0]
    return t
for i in range(300):
    print(total(It([1, 2, 3])), total(Own(len, ['a', 'bc'])), total(iter([1, 2])), total(map(len, ['abc'])))
Own.__next__ = lambda self: map.__next__(self) * 10
It.__next__ = lambda self: (enumerate.__next__(self)[1], 0)
for i in range(300):
    print(total(It([1, 2, 3])), total(Own(len, ['a', 'bc'])), total(iter([1, 2])), total(map(len, ['abc'])))`)
})

maybe('instances whose class changes', () => {
  sameCompiled(`class A(list):
    def __len__(self): return 100
class B(list):
    pass
def f(x): return len(x) + (1 if x else 0)
o = A([1, 2])
for i in range(400):
    print(f(o), f([1]), f((1, 2)))
    if i % 50 == 0: o.__class__ = B if type(o) is A else A`)
})

maybe('functions that were noted while others were watched', () => {
  sameCompiled(`def a(x): return x + 1
def b(x): return a(x) * 2
def c(x): return b(x) - a(x)
def d(x, y): return c(x) + b(y)
values = [1, 2.5, True, 10**30]
for n in range(4):
    t = 0
    for i in range(4000): t += d(values[(i >> 10) % 4 if n == 3 else n], i)
    print(t)`)
})
