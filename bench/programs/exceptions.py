"""Raise, catch, re-raise, finally, chained causes, context managers, KeyError-driven control flow."""

import sys


class Refused(Exception):
    def __init__(self, code):
        super().__init__(f'code {code}')
        self.code = code


class Missing(Refused, LookupError):
    pass


class Guard:
    def __init__(self, log):
        self.log = log

    def __enter__(self):
        self.log[0] += 1
        return self

    def __exit__(self, kind, value, traceback):
        if kind is not None:
            self.log[1] += 1
        return kind is not None and issubclass(kind, LookupError)


def check(n):
    if n % 3 == 0:
        raise Refused(n)
    if n % 5 == 0:
        raise Missing(n)
    return n


def deep(n, depth):
    if depth == 0:
        return check(n)
    try:
        return deep(n, depth - 1)
    finally:
        tally['finally'] += 1


tally = {}


def main(size):
    tally.update({'ok': 0, 'refused': 0, 'missing': 0, 'finally': 0, 'zero': 0, 'key': 0, 'chained': 0})
    for i in range(size):
        try:
            tally['ok'] += deep(i, 3) & 1
        except LookupError as e:
            tally['missing'] += e.code & 3
        except Refused:
            tally['refused'] += 1
    words = {}
    keys = size * 4 // 33
    for i in range(size * 50 // 33):
        try:
            words[i % keys] += 1
        except KeyError:
            words[i % keys] = 1
            tally['key'] += 1
    for i in range(size):
        try:
            i // (i % 4)
        except ZeroDivisionError as e:
            try:
                raise Refused(i) from e
            except Refused as r:
                tally['chained'] += r.__cause__ is e
    log = [0, 0]
    for i in range(size * 13 // 33):
        with Guard(log):
            if i & 1:
                raise KeyError(i)
    print(tally, len(words), log)


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 330000)
