import math, fractions, random, statistics
n = 3 ** 2000; s = str(n); print(len(s), s[:20], s[-20:], int(s) == n, n.bit_length(), hash(n), n % 97, -n // 10 ** 900 % 1000)
print(math.factorial(60), math.comb(100, 50), math.isqrt(10 ** 41), math.gcd(2 ** 60, 6 ** 30), pow(3, 10 ** 18, 10 ** 9 + 7), int('zz' * 30, 36), (2 ** 200).to_bytes(26, 'big').hex())
print(fractions.Fraction(1, 3) + fractions.Fraction('2.5'), fractions.Fraction(0.1).limit_denominator(100), statistics.mean([1, 2, 3, 4]), statistics.pstdev([1, 2, 3, 4]), statistics.median([5, 1, 3]))
r = random.Random(42); print([r.randint(1, 100) for _ in range(5)], r.random(), r.choice('abc'), r.sample(range(50), 4), round(r.gauss(0, 1), 6), r.shuffle(l := [1, 2, 3, 4]) or l)
print(1e23, 5e-324, 1.7976931348623157e308, 0.1 + 0.2, float('1e400'), 2 ** 0.5, round(2.675, 2), (0.1).hex(), float.fromhex('0x1.8p3'), 1e16, 123456789012345680.0, -0.0, (-1) ** 0.5, (1 + 2j) ** 2, divmod(-7, 2), divmod(7.5, -2), -7 % 3, 7 // -2.0)
print(math.fsum([.1] * 10), sum([.1] * 10), math.hypot(3, 4), math.floor(-2.5), math.trunc(2.9), math.log(2 ** 1000), math.nextafter(1, 2), math.ulp(1.0), math.gamma(5), round(math.erf(0.5), 10))
