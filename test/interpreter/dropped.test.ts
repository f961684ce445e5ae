/** Coroutines and generators that nothing refers to any more, after a collection, against CPython. */
import { expect } from 'bun:test'
import { resolve } from 'node:path'
import { maybe, sameAlone } from '../support/same'

maybe('coroutines that were never awaited are warned of', () => {
  sameAlone(`
import gc, sys, warnings
async def work(): pass
async def produce():
    try: yield 1
    finally: print('ended')
def collect(f):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        f()
        gc.collect(); gc.collect()
    for w in caught: print(w.category.__name__, str(w.message).splitlines()[:2])
collect(lambda: work() and None)
collect(lambda: work().close())
collect(lambda: produce().asend(None) and None)
collect(lambda: produce().athrow(ValueError) and None)
collect(lambda: produce().aclose() and None)
def clears():
    c = work()
    c.cr_frame.clear()
    c.close()
collect(clears)
sys.set_coroutine_origin_tracking_depth(2)
def inner(): return work()
def outer(): return inner()
c = outer()
print([(line - inner.__code__.co_firstlineno, name) for _, line, name in c.cr_origin])
c.close()
collect(lambda: inner() and None)
sys.set_coroutine_origin_tracking_depth(0)
print(work().close(), sys.get_coroutine_origin_tracking_depth())
def hook(u): print(u.exc_type.__name__, u.exc_value, repr(u.object) == seen[0])
sys.unraisablehook = hook
seen = []
def fails():
    c = work()
    seen[:] = [repr(c)]
with warnings.catch_warnings():
    warnings.simplefilter('error')
    fails(); gc.collect()
`)
})

maybe('generators that stand in try or with are closed', () => {
  sameAlone(`
import gc, sys
def guarded(name):
    try: yield name
    except GeneratorExit: print('exit', name); raise
    finally: print('finally', name)
def outer(name):
    yield from guarded(name)
def stubborn():
    try: yield 1
    except GeneratorExit: yield 2
def start(f, *args):
    next(f(*args))
start(guarded, 'a'); gc.collect()
start(outer, 'b'); gc.collect()
sys.unraisablehook = lambda u: print('unraisable', u.exc_value)
start(stubborn); gc.collect()
done = guarded('c')
for x in done: print(x)
del done; gc.collect()
async def produce():
    try: yield 1
    finally: print('async ended')
ended = []
sys.set_asyncgen_hooks(finalizer=lambda g: ended.append(type(g).__name__) or g.aclose().close())
def start_async():
    try: produce().asend(None).send(None)
    except StopIteration: pass
start_async(); gc.collect(); print(ended)
sys.set_asyncgen_hooks(finalizer=None)
class Odd:
    def __iter__(self): return self
    def __next__(self): return 1
    def __getattr__(self, name): 1 / 0
def delegating(): yield from Odd()
g = delegating(); next(g); g.close(); print('closed')
`)
})

// The engine keeps what the machine's stack or its compiler's threads still name: a few may outlive a collection.
maybe('the few among many that end which are dropped', () => {
  sameAlone(`
import gc, warnings
async def leaf(n): return n
async def guarded(n):
    try:
        return await leaf(n)
    finally:
        ended.append(n)
class Pause:
    def __await__(self): yield 1
async def waits(n):
    try: await Pause()
    finally: ended.append(-n)
def drive(c):
    try: c.send(None)
    except StopIteration as e: return e.value
def start(n):
    c = waits(n)
    c.send(None)
    return c
ended = []
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    total = 0
    for n in range(9000):
        total += drive(guarded(n))
        if n % 1000 == 1: leaf(n)
        if n % 1000 == 2: start(n)
    kept = [start(n) for n in range(1, 6000)]
    later = [leaf(n) for n in range(6000)]
    print(total, sum(drive(c) for c in later), sum(drive(c) is None for c in kept[::2]))
    gc.collect(); gc.collect()
print(6 <= len(caught) <= 9, {str(w.message) for w in caught}, 12005 <= len(ended) <= 12009)
kept.clear()
gc.collect(); gc.collect()
print(15000 < len(ended) <= 15008)
`)
})

maybe('what is left is finalised at the end, and in time where it is much', () => {
  const program = `
def guarded(n):
    try: yield n
    finally: counts[0] += 1
counts = [0]
for i in range(25000): next(guarded(i))
print(counts[0] > 5000)
last = guarded(0); next(last)
import atexit
def at_end():
    try: yield
    finally: print('at the end')
kept = at_end(); next(kept)
async def never(): pass
c = never()
`
  const dxpy = resolve(import.meta.dir, '../../dist/dxpy')
  const made = Bun.spawnSync([dxpy, '-c', program])
  expect(made.stdout.toString()).toBe('True\nat the end\n')
  expect(made.stderr.toString()).toContain("RuntimeWarning: coroutine 'never' was never awaited")
})

maybe('generators that delegate to each other and are still there at the end are closed without a word', () => {
  const program = `
def walk(t):
    try:
        for x in t:
            if isinstance(x, list): yield from walk(x)
            else: yield x
    except RecursionError: raise
kept = walk([[[1, 2], 3], 4]); print(next(kept), next(kept))
def noisy():
    try: yield from kept
    finally: print('closed')
outer = noisy(); print(next(outer))
`
  const dxpy = resolve(import.meta.dir, '../../dist/dxpy')
  const made = Bun.spawnSync([dxpy, '-c', program])
  expect(made.stderr.toString()).toBe('')
  expect(made.stdout.toString()).toBe('1 2\n3\nclosed\n')
})
