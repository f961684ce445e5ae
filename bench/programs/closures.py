"""Closures, decorators, partials, default arguments, keyword calls and varargs."""

import functools
import sys


def counted(function):
    calls = 0

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        nonlocal calls
        calls += 1
        return function(*args, **kwargs)

    wrapper.calls = lambda: calls
    return wrapper


def scaled(by=1):
    def decorate(function):
        def inner(x, *, offset=0):
            return function(x, offset=offset) * by

        return inner

    return decorate


@counted
def add(a, b=2, *rest, scale=1):
    return (a + b + len(rest)) * scale


@scaled(by=3)
@scaled()
def shift(x, offset):
    return x + offset


def compose(*functions):
    def composed(x):
        for f in functions:
            x = f(x)
        return x

    return composed


def accumulator():
    total = 0

    def push(x):
        nonlocal total
        total += x
        return total

    return push


def main(size):
    total = 0
    before = add.calls()
    for i in range(size):
        total += add(i) + add(i, 3, scale=2) + add(i, 1, 2, 3)
        total += shift(i, offset=i & 7)
    chain = compose(lambda x: x + 1, lambda x: x * 2, functools.partial(pow, 2, mod=97), lambda x: x - 3)
    for i in range(size):
        total += chain(i & 15)
    push = accumulator()
    for i in range(size):
        push(i & 3)
    adders = [lambda x, n=n: x + n for n in range(10)]
    for i in range(size // 3):
        for f in adders:
            i = f(i)
        total ^= i
    print(total, add.calls() - before, push(0), add.__name__)


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300000)
