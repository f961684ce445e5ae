/** Generators that wait for others in `yield from`, stepped by native code: only the innermost frame runs. */
import { maybe, same } from '../support/same'

maybe('values, returns, exceptions, frames and close', () => {
  same(`
import sys, traceback
def inner(n):
    try:
        for i in range(n):
            got = yield i
        return 'r%d' % n
    finally:
        print('inner finally')
def outer(n):
    try:
        r = yield from inner(n)
        print('result', r)
        yield 'after'
        yield from bad()
    except ZeroDivisionError as e:
        print([(f.name, f.lineno) for f in traceback.extract_tb(e.__traceback__)])
        yield 'caught'
    yield from (x for x in 'ab')
    return 5
def bad():
    yield 1
    frames = []
    f = sys._getframe()
    while f is not None: frames.append((f.f_code.co_name, f.f_lineno)); f = f.f_back
    print(frames)
    1 / 0
print(list(outer(3)))
print(sum(len(str(x)) for x in outer(2)))
def rec(n):
    if n == 0: return 'x'
    r = yield from rec(n - 1)
    yield n
    return r
def top():
    r = yield from rec(50); yield r
print(list(top()))
def endless(n):
    yield n
    yield from endless(n + 1)
try: list(endless(0))
except RecursionError as e: print('RecursionError', e)
def selfref():
    yield from g
g = selfref()
try: list(g)
except ValueError as e: print(e)
def a():
    try:
        raise KeyError(1)
    except KeyError:
        yield from b()
def b():
    yield sys.exc_info()[0]
    yield sys.exc_info()[0]
    try: raise ValueError
    except ValueError:
        yield sys.exc_info()[0]
    raise TypeError('t')
try:
    for x in map(lambda v: v, a()): print(x, sys.exc_info())
except TypeError as e: print(repr(e), repr(e.__context__))
def si():
    yield 1
    raise StopIteration(3)
def so(): yield from si()
try: print(list(so()))
except RuntimeError as e: print(e)
it = outer(1)
print(max(iter([next(it)])), it.gi_yieldfrom is not None, list(it), it.gi_frame)
def closer():
    try: yield from inner(5)
    finally: print('closer')
c = closer(); m = map(str, c); print(next(m), next(m)); c.close(); print(list(m))
def thrower():
    try: yield from inner(5)
    except KeyError: yield 'key'
c = thrower(); m = map(str, c); print(next(m)); print(c.throw(KeyError), list(m))
`)
})
