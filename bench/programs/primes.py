"""Primes: a sieve over a bytearray, one over a list, trial division, factorisation, modular powers."""

import sys


def sieve(limit):
    flags = bytearray([1]) * (limit + 1)
    flags[0] = flags[1] = 0
    i = 2
    while i * i <= limit:
        if flags[i]:
            flags[i * i :: i] = bytes(len(range(i * i, limit + 1, i)))
        i += 1
    return [i for i, flag in enumerate(flags) if flag]


def sieve_by_list(limit):
    flags = [True] * (limit + 1)
    primes = []
    for i in range(2, limit + 1):
        if flags[i]:
            primes.append(i)
            for j in range(i * i, limit + 1, i):
                flags[j] = False
    return primes


def factor(n):
    factors = []
    d = 2
    while d * d <= n:
        while n % d == 0:
            factors.append(d)
            n //= d
        d += 1 if d == 2 else 2
    if n > 1:
        factors.append(n)
    return factors


def probably_prime(n):
    if n < 4:
        return n > 1
    d = n - 1
    twos = 0
    while d % 2 == 0:
        d //= 2
        twos += 1
    for base in (2, 3, 5, 7):
        if n == base:
            return True
        x = pow(base, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(twos - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def main(size):
    primes = sieve(size)
    assert primes == sieve_by_list(size)
    assert [n for n in range(size // 25) if probably_prime(n)] == primes[: len([p for p in primes if p < size // 25])]
    factors = [factor(n) for n in range(99990, 99990 + size * 3401 // 300000)]
    print(len(primes), primes[-1], sum(map(len, factors)), max(f[0] for f in factors))


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000000)
