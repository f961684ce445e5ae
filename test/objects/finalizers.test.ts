/** `__del__` of Python classes: after a collection and at the end, against CPython. */
import { expect } from 'bun:test'
import { resolve } from 'node:path'
import { runCPython } from '../support/cpython'
import { maybe } from '../support/same'

const executable = resolve(import.meta.dir, '../../dist/dxpy')

maybe('instances that nothing refers to are finalised after a collection', () => {
  const program = `
import gc, sys
class C:
    kind = 'plain'
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n, type(self).__name__, self.kind, sorted(self.__dict__), self.method())
    def method(self): return 'method'
class D(C):
    kind = 'derived'
def make(cls, n): cls(n)
make(C, 1); gc.collect()
make(D, 2); gc.collect()
def chain():
    a = C(3); b = C(4)
    b.a = 5; b.kind = 'own'
    del a; gc.collect(); print('--')
chain(); gc.collect()
kept = []
class Returning:
    def __del__(self): kept.append(self)
def returning(): Returning().v = 7
returning(); gc.collect()
print(kept[0].v, isinstance(kept[0], Returning)); kept[0].w = 1; print(vars(kept[0]))
kept.clear(); gc.collect(); print(kept)
class Failing:
    def __del__(self): raise ValueError('in __del__')
sys.unraisablehook = lambda u: print(u.exc_type.__name__, u.exc_value, u.object.__qualname__, u.err_msg)
def failing(): Failing()
failing(); gc.collect()
import copy, pickle
def attributes():
    x = C(9)
    print(x.n, x.kind, x.method(), 'n' in vars(x), hasattr(x, 'none'), C.__del__ is type(x).__del__)
    x.kind = 'changed'; x.method = lambda: 'own'; del x.n
    print(x.kind, x.method(), vars(x).keys(), dir(x)[-3:])
    x.n = 0
    try: x.missing
    except AttributeError as e: print(e)
    y = copy.copy(x); print(y.n, y.kind)
attributes()
# The engine looks for references on its stack, where stale ones may lie for a while.
for _ in range(9): gc.collect()
`
  // A process of its own: what else a test process has on its stack can look like a reference.
  const made = Bun.spawnSync([executable, '-c', program])
  expect(made.stdout.toString()).toBe(runCPython(program))
})

maybe('what is left is finalised at the end', () => {
  const program = `
import sys
class C:
    def __init__(self, n): self.n = n
    def __del__(self): print('del', self.n, sys.is_finalizing())
a = C('a')
print(sys.is_finalizing())
`
  const made = Bun.spawnSync([executable, '-c', program])
  expect(made.stdout.toString()).toBe(runCPython(program))
  const odd = `
class Slots:
    __slots__ = 'a',
    def __del__(self): print('slots')
class Items(list):
    def __del__(self): print('items', len(self))
class Cycle:
    def __init__(self): self.me = self
    def __del__(self): print('cycle', self.me is self)
s = Slots(); i = Items([1]); Cycle()
`
  const other = Bun.spawnSync([executable, '-c', odd])
  expect(other.stdout.toString().split('\n').sort()).toEqual(['', 'cycle True', 'items 1', 'slots'])
})
