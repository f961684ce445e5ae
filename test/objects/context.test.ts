/** Builtins that recurse count no Python frame: at the recursion limit they still work, and beyond it as deep as the stack allows. */
import { maybe, same } from '../support/same'

maybe('recursive builtins at the recursion limit', () => {
  same(`
import sys
def nest(n, make=lambda x: [x]):
    x = 1
    for i in range(n): x = make(x)
    return x
sys.setrecursionlimit(300)
count = 0
def numbers(a):
    global count
    count += 1
    -1 << 80 < a < 1 << 80
    [1] < [2]
    (1, 'a') == (1, 'b')
    repr([1, (2,), {3: 4}]); hash((1, (2, 3))); isinstance(1, ((str, (int,)),)); issubclass(int, ((str, (int,)),))
    count += 1000
    return numbers(a)
for a in 5, 2 ** 70:
    count = 0
    try: numbers(a)
    except RecursionError as e: print(count, e)
sys.setrecursionlimit(100)
for n in 80, 400, 2000:
    print(len(repr(nest(n))), nest(n) == nest(n), nest(n) < nest(n), hash(nest(n, lambda x: (x,))) != 0)
    print(len(repr(nest(n, lambda x: {1: x}))), isinstance(1, nest(n, lambda x: (int if x == 1 else x,))))
for f in repr, lambda x: x == nest(100_000), lambda x: x < nest(100_000):
    try: f(nest(100_000))
    except RecursionError as e: print(e)
sys.setrecursionlimit(1000) # runtimes of one process have one
`)
})
