"""Recursive calls with small ints."""

import sys


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def main(size):
    print(fib(size), [ackermann(2, n) for n in range(0, size * 7, 40)])


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 34)
