/** Results that are the very object that was given, of whatever subclass, where nothing is added or cut; lengths that nothing can have. */
import { maybe, same } from '../support/same'

maybe('formatting subclasses of str', () => {
  same(`
class S(str): pass
class T(str):
    def __str__(self): return self
s = S('ab'); u = T('ab'); wide = T('\\ud83d\\ude00')
for f in (lambda: '{:>4}'.format(s), lambda: '{}'.format(s), lambda: '{:2}'.format(s), lambda: '{:s}'.format(s), lambda: '%s' % s, lambda: '%s' % u, lambda: '%s%s' % (u, ''), lambda: '%2s' % u,
  lambda: '%r' % u, lambda: '{}'.format(u), lambda: f'{u}', lambda: f'{u:}', lambda: '%s' % (u,), lambda: '%(a)s' % {'a': u}, lambda: 'x%s' % u, lambda: '{:>2}'.format(u), lambda: '%.1s' % u, lambda: '%.5s' % u,
  lambda: '{!s}'.format(u), lambda: s.format(), lambda: S('{}').format(1), lambda: s % (), lambda: S('%%') % (), lambda: S('{{').format(), lambda: '{a}'.format_map({'a': u}), lambda: '{:>4}'.format(u), lambda: '{}{}'.format(u, '')):
    r = f(); print(type(r).__name__, ascii(r))
`)
})

maybe('repetition and constructors', () => {
  same(`
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
for f in (lambda: 'ab' * 2 ** 62, lambda: 'a' * 2 ** 61, lambda: b'ab' * 2 ** 62, lambda: [1] * 2 ** 62, lambda: (1, 2) * 2 ** 62, lambda: bytearray(b'ab') * 2 ** 62, lambda: '' * 2 ** 62, lambda: 'ab' * 2 ** 64, lambda: 'ab' * -2 ** 62,
  lambda: str(1, 2, 3, 4), lambda: str(object='a', x=1), lambda: int(1, 2, 3), lambda: bytes(1, 2, 3, 4), lambda: float(1, 2), lambda: complex(1, 2, 3)): t(f)
`)
})

maybe("powers are the C library's", () => {
  same(`
import math, random
print(10.0 ** 23, 3.0 ** 100, 1.1 ** 1000, 0.1 ** 7, 7.7 ** -33, 2.5 ** 3, 10 ** -23, math.pow(10, 23), math.exp2(0.3), math.cbrt(0.3), 1e308 ** 0.5, (-2.0) ** 3, 0.0 ** 5, (-0.0) ** 3)
r = random.Random(5)
print(hash(tuple(r.random() ** n for n in (2, 3, -1, 7, 0.5, -0.5, 20, -30) for _ in range(2000))), hash(tuple(math.cbrt(r.random()) + math.exp2(r.random() * 9) for _ in range(2000))))
`)
})
