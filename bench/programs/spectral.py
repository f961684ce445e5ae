"""Spectral norm of an infinite matrix's corner: float arithmetic, small calls, generator expressions."""

import sys


def entry(i, j):
    ij = i + j
    return 1.0 / (ij * (ij + 1) // 2 + i + 1)


def times(v):
    n = len(v)
    out = []
    for i in range(n):
        total = 0.0
        for j in range(n):
            total += entry(i, j) * v[j]
        out.append(total)
    return out


def transposed_times(v):
    n = len(v)
    return [sum(entry(j, i) * x for j, x in enumerate(v)) for i in range(n)]


def norm(n, rounds):
    u = [1.0] * n
    v = u
    for _ in range(rounds):
        v = transposed_times(times(u))
        u = transposed_times(times(v))
    numerator = denominator = 0.0
    for a, b in zip(u, v):
        numerator += a * b
        denominator += b * b
    return (numerator / denominator) ** 0.5


def main(size):
    print(f'{norm(size, 10):.9f}')


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 360)
