/** `[x for x in xs if x > k]` over numbers, and what only looks like it, against CPython. */
import { expect, test } from 'bun:test'
import { maybe, same } from '../support/same'

maybe('comprehensions that keep some numbers', () => {
  same(`
import math
def gt(xs, k): return [x for x in xs if x > k]
def ge(xs, k): return [x for x in xs if x >= k]
def lt(xs, k): return [x for x in xs if x < k]
def le(xs, k): return [x for x in xs if k >= x]
def flipped(xs, k): return [x for x in xs if k < x]
def const(xs, k): return [x for x in xs if x > 2.5]
def equal(xs, k): return [x for x in xs if x == k]
def unequal(xs, k): return [x for x in xs if x != k]
def raw(xs, k):
    k = k * 1.0
    return [x for x in xs if x <= k]
def other(xs, k): return [x + 1 for x in xs if x > k]
def nested(xs, k): return [[y for y in xs if y > x] for x in xs if x > k][:3]
def named(xs, k):
    x = 'kept'
    r = [x for x in xs if x >= k]
    return r, x
fs = [gt, ge, lt, le, flipped, const, equal, unequal, raw, other, named]
class F(float):
    def __gt__(self, o): return True
    def __lt__(self, o): return False
class I(int): pass
nan = math.nan
lists = [list(range(10)), [i / 2 for i in range(10)], [1, 2.5, 3], [nan, 1.0, -0.0, 0.0, math.inf, -math.inf], [], [True, 2, False, 3.0], [2**70, 1.5, -2**70, 4], [F(0), 1.0, I(9), 4.0], [5, F(1), 6, F(2), 7.0]]
for round in range(40):
    for f in fs:
        for xs in lists:
            for k in (3, 2.5, nan, 2**60, True, -1):
                if round == 0 or round == 39: print(f.__name__, f(xs, k), [type(x).__name__ for x in f(xs, k)][:4])
                else: f(xs, k)
for i in range(300): r = nested([1, 2, 3.5], 0)
print(r)
xs = [float(i) for i in range(5000)]
for i in range(300): r = gt(xs, 4000.0)
print(len(r), r[0] is xs[4001], sum(xs), sum(xs), len(gt(xs, 10.0)), sum(xs))
for bad in ([1.0, 'x', 2.0], [1.0, None], [3, 4, []]):
    try: print(gt(bad, 0.5))
    except TypeError as e: print(e)
it = iter(xs)
print(next(it), len(gt(it, 4990.0)), next(it, 'end'))
`)
})

test('a loop of this shape is done at once', () => {
  const { dxpyCommand } = require('../support/command') as typeof import('../support/command')
  const { mkdtempSync, rmSync, writeFileSync } = require('node:fs') as typeof import('node:fs')
  const dir = mkdtempSync('/tmp/dxpy-filter-')
  writeFileSync(
    `${dir}/f.py`,
    'def f(xs, k):\n    return [x for x in xs if x > k]\nfor _ in range(3000): f([1.5, 2.5, 3.5, 4.5], 2.0)\n',
  )
  const done = Bun.spawnSync([...dxpyCommand, 'dis', '--jit', `${dir}/f.py`])
  rmSync(dir, { recursive: true })
  expect(done.stdout.toString()).toContain('filterNumbers(')
})
