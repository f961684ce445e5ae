# Arguments that do not fit the C types they stand for, and repetition by huge counts.
import math
import os
import time


def T(*expressions):
    for e in expressions:
        try:
            print(e, '->', repr(eval(e, globals()))[:200])
        except BaseException as x:
            print(e, type(x).__name__, str(x)[:300])


T("os.access('/', 2**40)", "os.access('/', -2**40)", "os.access('/', 2**31)", "os.open('/dev/null', 2**40)", "os.close(2**40)", "os.read(2**40, 1)",
  "os.read(0, 2**64)", "os.umask(2**40)", "os.chmod('/nonexistent', 2**40)", "'abc'.expandtabs(2**40)", "b'abc'.expandtabs(2**40)",
  "[].insert(2**70, 1)", "[1].pop(2**70)", "[1].pop(2**60)", "[1][2**70]", "[1][2**60]", "'a'[-2**70]", "compile('1', 'a', 'eval', 2**40)",
  "compile('1', 'a', 'eval', 0, 0, 2**40)", "__import__('os', level=2**40)", "'a'.ljust(2**70)", "'a b'.split(' ', 2**60)")
T("[] * 2**62", "[] * 2**63", "() * 2**62", "'' * 2**62", "'a' * -2**63", "'a' * -2**64", "b'' * 2**63", "[1] * 2**63", "-2**64 * [1]", "{}.pop([], None)",
  "{}.pop([])", "{1: 2}.pop([], None)", "time.gmtime(0).tm_zone")


class Rounds:
    def __getattribute__(self, name):
        raise RuntimeError(name)

    def __floor__(self):
        return 1

    def __ceil__(self):
        return 2

    def __trunc__(self):
        return 3

    def __float__(self):
        return 4.0


T("math.floor(Rounds()), math.ceil(Rounds()), math.trunc(Rounds()), math.sqrt(Rounds())")


class Foreign(int):
    __eq__ = str.__eq__
    __add__ = str.__add__
    __hash__ = int.__hash__


class Wrapped(dict):
    __setattr__ = dict.__setitem__
    __neg__ = dict.copy


f = Foreign()
w = Wrapped()
w.y = 42
T("f == f", "f + f", "w", "-w")


class OtherNew(list):
    __new__ = object.__new__


T("OtherNew()")
