/** cmath and _statistics against CPython. */
import { maybe, same } from '../support/same'

maybe('functions on a grid of ordinary, extreme and special values', () => {
  // Twelve digits: the last ones depend on the C library.
  const program = `
import cmath
def show(v):
    if isinstance(v, complex): return '(%s, %s)' % (show(v.real), show(v.imag))
    if isinstance(v, tuple): return '<' + ', '.join(map(show, v)) + '>'
    return '%.12g' % v if isinstance(v, float) else repr(v)
def t(f):
    try: print(show(f()))
    except Exception as e: print(type(e).__name__, e)
inf = float('inf'); nan = float('nan')
vals = [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 1e-320, 1e300, -1e300, inf, -inf, nan, 0.7, 1e10, 710.0, 2.0]
for n in 'acos acosh asin asinh atan atanh cos cosh exp log log10 phase polar sin sinh sqrt tan tanh isfinite isinf isnan'.split():
    f = getattr(cmath, n)
    for a in vals:
        for b in vals: print(n, a, b, end=' '); t(lambda: f(complex(a, b)))
for a in vals:
    for b in vals: print(a, b, end=' '); t(lambda: cmath.rect(a, b))
class C:
    def __complex__(self): return 3+4j
class D:
    def __complex__(self): return 3
for x in (C(), D(), 'a', None, 2, True, 2.5): t(lambda: cmath.sqrt(x)); t(lambda: cmath.log(x, 2)); t(lambda: cmath.polar(x))
t(lambda: cmath.log(1, 0)); t(lambda: cmath.log(2, 1)); t(lambda: cmath.isclose(1, 1+1e-10j)); t(lambda: cmath.isclose(1, 2, rel_tol=-1)); t(lambda: cmath.isclose(1, 2, abs_tol=1)); t(lambda: cmath.isclose(inf, inf)); t(lambda: cmath.isclose(inf, nan))
print(cmath.pi, cmath.e, cmath.tau, cmath.inf, cmath.infj, cmath.nan, cmath.nanj)
`
  same(program)
})

maybe('quantiles', () => {
  const program = `
import _statistics as s
def t(f):
    try: print(repr(f()))
    except Exception as e: print(type(e).__name__, e)
f = s._normal_dist_inv_cdf
for p in (0.5, 0.075, 0.074, 0.001, 1e-10, 1e-13, 1e-300, 0.999, 0.9999999999999999, 0.3, 0, 1, -1, 2, 0.925, float('nan')):
    t(lambda: f(p, 0, 1)); t(lambda: f(p, 10.5, 2.25))
t(lambda: f('a', 1, 2)); t(lambda: f(1, 2))
`
  same(program)
})
