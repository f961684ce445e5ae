/** decimal against CPython: each program's output must be the same. */
import { maybe, same } from '../support/same'

const values =
  "[Decimal(x) for x in '0 -0 1 -1 2.50 -7.3 9.999999999 1E+20 -1E-20 123456789012345678901234567890 0E+7 Infinity -Infinity NaN -NaN12'.split()]"

maybe(
  'operations of one and two operands with their flags',
  () => {
    same(`
from decimal import *
vals = ${values}
one = 'exp ln log10 logb next_minus next_plus normalize sqrt abs plus minus to_integral_exact number_class to_sci_string to_eng_string'.split()
two = '''add subtract multiply divide divide_int remainder remainder_near divmod compare compare_signal compare_total compare_total_mag max max_mag
min min_mag next_toward quantize rotate scaleb shift same_quantum copy_sign power'''.split()
for rounding in (ROUND_HALF_EVEN, ROUND_05UP, ROUND_CEILING, ROUND_FLOOR):
    for prec in (1, 9):
        c = Context(prec=prec, rounding=rounding, Emin=-30, Emax=30, clamp=prec == 9, traps=[])
        for name in one:
            for x in vals:
                c.clear_flags()
                print(name, x, getattr(c, name)(x), [f.__name__ for f, on in c.flags.items() if on])
        for name in two:
            for x in vals:
                for y in vals:
                    c.clear_flags()
                    print(name, x, y, getattr(c, name)(x, y), [f.__name__ for f, on in c.flags.items() if on])
`)
  },
  60_000,
)

maybe(
  'format specifications',
  () => {
    same(`
from decimal import *
for f in ['', '.2f', ',.3f', '%', '.1%', 'e', '.3e', 'g', '.4g', '010', '+', '<10', '^12', '*>15,.2f', 'n', '020,.2f', 'z.1f', '*=12', ' .0f', 'x', '.', '0<5']:
    for x in ${values}:
        try: print(repr(f), x, repr(format(x, f)))
        except ValueError as e: print(repr(f), e)
`)
  },
  60_000,
)

maybe(
  'conversion, hashing and comparison',
  () => {
    same(`
from decimal import *
from fractions import Fraction
import pickle
for x in ['1_0.5', ' 3\\n', '', '1e', 'snan', '+inf', '١٢', 1.5, (1, (1, 2), -1), (0, (), 'F'), None, 2 ** 70, True]:
    try: print(repr(x), repr(Decimal(x)))
    except Exception as e: print(repr(x), type(e).__name__, e)
for x in [Decimal('2.5'), Decimal(10) ** 30, Decimal('-1e-3'), Decimal('Infinity')]:
    print(x, hash(x), x == float(x), x == Fraction(5, 2), x < 3, x.as_tuple(), pickle.loads(pickle.dumps(x)))
c = Context(prec=5, traps=[Inexact])
print(c, pickle.loads(pickle.dumps(c)))
for a in ('prec', 'Emin', 'Emax', 'capitals', 'clamp', 'rounding'):
    try: setattr(c, a, -1)
    except Exception as e: print(type(e).__name__, e)
try: c.divide(1, 3)
except Inexact as e: print(type(e), e)
with localcontext(prec=3) as d: print(Decimal(1) / 7)
print(getcontext().prec)
`)
  },
  60_000,
)
