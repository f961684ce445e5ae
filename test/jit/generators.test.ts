/** Steps of generators in compiled code: bodies that call nothing before they yield, and generators whose code handles no exceptions. */
import { sameCompiled } from '../support/compiled'
import { maybe } from '../support/same'

maybe('steps that call nothing are left, raise, and are looked at from outside', () => {
  sameCompiled(`
import sys

def ratios(n, zero_at):
    for i in range(n):
        yield 1000 // (i - zero_at)

def scaled(values, by):
    total = 0
    for v in values:
        total += v * by
        yield total

def take(g):
    out = []
    try:
        for v in g:
            out.append(v)
    except ZeroDivisionError as e:
        tb, lines = e.__traceback__, []
        while tb is not None:
            lines.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
            tb = tb.tb_next
        return sum(out), str(e), lines, g.gi_running, g.gi_frame
    return sum(out)

for k in range(60):
    take(ratios(50, 60))
print(take(ratios(50, 40)))
for k in range(60):
    take(scaled(range(40), 2))
print(take(scaled([1, 2, 2.5, 3], 2)))
try:
    print(take(scaled([1, 2, 'x'], 2)))
except TypeError as e:
    print(e)
g = scaled(range(2000), 1)
print([next(g) for _ in range(900)][-1], g.gi_running, g.gi_frame.f_lineno, g.gi_frame.f_locals['total'])
print(g.send(None), g.gi_frame.f_back)
g.close()
print(next(g, 'closed'), sys.exception())
`)
})

maybe('a generator that handles nothing calls what handles exceptions, in a handler and outside of one', () => {
  sameCompiled(`
import gc, sys

def risky(i, log):
    try:
        if i % 3 == 0:
            raise KeyError(i)
        return i
    except KeyError as e:
        # A collection: all compiled code is left in the middle of the handler.
        if i % 300 == 0:
            gc.collect()
            log.append(repr(sys.exception()))
        return repr(sys.exception())

def through(n, log):
    for i in range(n):
        yield risky(i, log)

def consume(n):
    log, seen = [], []
    for v in through(n, log):
        seen.append(sys.exception())
    return log, set(map(repr, seen))

print(consume(1500))
try:
    raise OSError('outer')
except OSError:
    print(consume(1500), repr(sys.exception()))
print(sys.exception())

def reraising(n):
    for i in range(n):
        try:
            yield i
        except ValueError:
            yield repr(sys.exception())

def throwing(n):
    g, out = reraising(n), []
    for i in range(n):
        next(g)
        out.append(g.throw(ValueError(i)))
        if sys.exception() is not None:
            out.append('left behind')
    return out

print(throwing(700)[-2:])
`)
})

maybe('generators within generators, deeper than compiled calls may nest', () => {
  sameCompiled(`
def base(n):
    for i in range(n):
        yield i

def more(g):
    for v in g:
        yield v + 1

def deep(levels, n):
    g = base(n)
    for _ in range(levels):
        g = more(g)
    return sum(g)

print([deep(levels, 30) for levels in (1, 2, 5, 50, 150, 250)])
print(deep(3, 3000))
print(deep(3, 300))
`)
})
