/** frame.f_locals and what else frames show, against CPython. */
import { maybe, same } from '../support/same'

maybe('f_locals reads and writes variables', () => {
  const program = `
import sys
def f(a):
    x = 1
    d = sys._getframe().f_locals
    d['x'] = 2; d['new'] = 3; d['a'] += 1
    def g(): return a
    print(x, a, g(), list(d), d['new'], 'late' in d, d.get('x'), d.setdefault('x', 9), len(d), type(d).__name__)
    late = 4
    print('late' in d, d | {'k': 1} == {**d, 'k': 1}, d == sys._getframe().f_locals, locals() is locals())
    for bad in [lambda: d['none'], lambda: d.update([1]), lambda: d.__delitem__('x'), lambda: hash(d)]:
        try: bad()
        except Exception as e: print(type(e).__name__)
f(1)
def gen():
    try: yield 1
    except ValueError: yield 2
g = gen()
try: g.throw(ValueError('early'))
except ValueError as e: print(e, list(g))
def again():
    try: 1 / 0
    except ZeroDivisionError: raise
try: again()
except ZeroDivisionError as e:
    t = e.__traceback__.tb_next
    print(t.tb_lineno - again.__code__.co_firstlineno, t.tb_next)
try:
    try: raise ExceptionGroup('eg', [TypeError(1), OSError(2)])
    except* TypeError: raise
except ExceptionGroup as e: print(repr(e))
class C[T, *Ts, **P]: pass
print(C.__parameters__)
`
  same(program)
})
