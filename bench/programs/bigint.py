"""Large ints: digits of pi, factorials, Fibonacci numbers, gcd, conversions, shifts and bit operations."""

import sys
from math import gcd


def pi_digits():
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    while True:
        if 4 * q + r - t < m * t:
            yield m
            q, r, m = 10 * q, 10 * (r - m * t), (10 * (3 * q + r)) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2


def factorial(n):
    product = 1
    for i in range(2, n + 1):
        product *= i
    return product


def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def xorshift(n):
    x = 88172645463325252
    total = 0
    for _ in range(n):
        x ^= x << 13 & 0xFFFFFFFFFFFFFFFF
        x ^= x >> 7
        x ^= x << 17 & 0xFFFFFFFFFFFFFFFF
        total = (total + x) & 0xFFFFFFFFFFFFFFFF
    return total


def main(size):
    digits = pi_digits()
    print(''.join(str(next(digits)) for _ in range(size)))
    f = factorial(size * 15 // 26)
    print(len(str(f)), f % 1000003, sum(map(int, str(fibonacci(size * 100 // 13)))), gcd(f, fibonacci(720)) % 10**9)
    print(xorshift(size * 7500 // 13), int('9' * 4000) % 10007, (f >> 500).bit_length(), (-f // 7**90) & 0xFFFFFFFF)


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2600)
