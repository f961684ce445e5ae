/** math.fsum, sumprod, hypot, dist, factorial, comb, perm and float.as_integer_ratio on arguments of every size and kind. */
import { maybe, same } from '../support/same'

maybe('sums, products and ratios', () => {
  same(`
import math, random, struct
from fractions import Fraction
random.seed(11)
def t(f, *a):
    try: print(repr(f(*a)))
    except Exception as e: print(type(e).__name__, e)
def wild():
    k = random.randrange(6)
    if k == 0: return struct.unpack('d', random.randbytes(8))[0]
    if k == 1: return random.choice([0.0, -0.0, 1e308, -1e308, 5e-324, 2.0**-1022, 2.0**1000, 2.0**-980, math.inf, 1e16, 1.0])
    return random.uniform(-1, 1) * 10.0 ** random.randrange(-20, 20)
def any_number():
    k = random.randrange(8)
    if k == 0: return random.randrange(-5, 5)
    if k == 1: return random.choice([True, False, 2**53, 2**53 + 1, 2**70, -2**62, 10**400])
    return wild()
for n in (0, 1, 2, 3, 5, 30, 200):
    for _ in range(40):
        a = [wild() for _ in range(n)]; b = [wild() for _ in range(n)]
        t(math.fsum, a); t(math.fsum, tuple(a + b)); t(math.sumprod, a, b)
        a = [random.uniform(-1, 1) for _ in range(n)]; b = [random.uniform(-1, 1) * 2.0 ** random.randrange(-40, 40) for _ in range(n)]
        t(math.sumprod, a, b); t(math.fsum, [*a, *b, *[-x for x in a]]); t(math.sumprod, a, a)
        a = [any_number() for _ in range(n)]; b = [any_number() for _ in range(n)]
        t(math.sumprod, a, b); t(math.sumprod, [random.randrange(-9, 9) for _ in a], range(n))
class F(float): pass
t(math.sumprod, [F(1.5), 2], [2, 3]); t(math.sumprod, [Fraction(1, 3), 0.5], [3, 2]); t(math.sumprod, [1], [1, 2]); t(math.sumprod, ['a'], [2]); t(math.sumprod, [1.5, 'a'], [2.5, 2]); t(math.sumprod, [math.nan, 1], [1, 1])
t(math.fsum, [F(0.1)] * 10); t(math.fsum, [1, True, 2**60]); t(math.fsum, 'a'); t(math.fsum, [1e308, 1e308]); t(math.fsum, [math.inf, -math.inf])
for n in range(260): t(math.factorial, n)
for n in (500, 1000, 3001): print(hash(math.factorial(n)))
for n in (-1, 2.0, 2**70, True, '5'): t(math.factorial, n)
for n in (0, 1, 5, 20, 60, 200, 10**6, 2**53 - 3, 2**53, 2**60):
    for k in (0, 1, 2, 7, 31, 40): t(math.comb, n, k); t(math.perm, n, k)
for _ in range(2000): t(wild().as_integer_ratio)
for x in (math.nan, math.inf, -math.inf, 0.1, -0.1, 5e-324, 2.0**53 - 0.5, -1.5): t(x.as_integer_ratio)
`)
})

maybe('norms of vectors of every size', () => {
  same(`
import math, random
random.seed(5)
def part():
    k = random.randrange(7)
    if k == 0: return random.random()
    if k == 1: return random.uniform(-1e3, 1e3)
    if k == 2: return random.randrange(1000)
    if k == 3: return random.random() * 10.0 ** random.randrange(-310, 309)
    if k == 4: return random.randrange(1, 100) / 10
    if k == 5: return math.ldexp(random.random(), random.randrange(-1074, 1020))
    return random.choice([0.0, -0.0, 5e-324, 2.0 ** -1022, 1e308, -1, True])
for n in (1, 2, 2, 2, 2, 3, 4, 7, 30):
    for _ in range(400):
        a = [part() for _ in range(n)]; b = [part() for _ in range(n)]
        print(math.hypot(*a).hex(), math.dist(a, b).hex())
for _ in range(200):
    size = 10.0 ** random.randrange(-323, 308)
    print(math.hypot(*[random.uniform(-size, size) for _ in range(3)]).hex())
for a in ((), (0.0, -0.0), (-3,), (math.nan, 1), (math.nan, -math.inf), (math.inf, 2), (1.7e308, 1.7e308), (5e-324, 5e-324), (5e-324, 1.0)): print(math.hypot(*a))
`)
})
