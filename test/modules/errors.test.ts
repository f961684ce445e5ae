/** Functions that answer an expected failure in their own way pass all other errors on. */
import { maybe, same } from '../support/same'

maybe('reduce, access and closerange', () => {
  const program = String.raw`
import functools, os
class Odd:
    def __init__(self, e): self.e = e
    def __iter__(self): raise self.e
    def __index__(self): raise self.e
class Next(Odd):
    def __iter__(self): return self
    def __next__(self): raise self.e
def t(f, *a):
    try: print(f(*a))
    except Exception as e: print(type(e).__name__, e)
add = lambda a, b: a + b
for e in (ValueError('own'), TypeError('own'), KeyError(1)):
    t(functools.reduce, add, Odd(e))
    t(functools.reduce, add, Odd(e), 0)
    t(functools.reduce, add, Next(e))
    t(os.access, '/', Odd(e))
    t(os.access, Odd(e), 0)
    t(os.closerange, 5, Odd(e))
    t(os.closerange, Odd(e), 5)
t(functools.reduce, add, 5)
t(functools.reduce, add, [])
t(functools.reduce, add, [], 1)
t(functools.reduce, lambda a, b: 1 / 0, [1, 2])
for args in (('/', 0), ('/nonexistent', 0), ('/', 'r'), ('/', 1.5), ('a\0b', 0), (5, 0), (None, 0), ('/',)): t(os.access, *args)
`
  same(program)
})
