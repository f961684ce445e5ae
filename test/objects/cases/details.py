# Corners of builtin types: what cannot be made, what is asked first, what survives a change in the middle.
import sys
import types
import time
from abc import ABCMeta


def T(*expressions):
    for e in expressions:
        try:
            print(e, '->', repr(eval(e, globals()))[:200])
        except BaseException as x:
            print(e, type(x).__name__, str(x)[:300])


T("type(iter('abc'))()", "type({}.keys())()", "type(iter([]))()", "type(int.__add__)()", "type(sys._getframe())()")


class Unbound:
    def fails(self):
        raise AttributeError('cannot be bound')
    __eq__ = property(fails)
    __lt__ = property(fails)
    __add__ = property(fails)


u = Unbound()
T("u == u", "u == 1", "u != u", "u < u", "u + u")


class FalseInt:
    def __int__(self):
        return True


class Sleepless:
    def __float__(self):
        return 0.0


T("int(FalseInt())", "time.sleep(Sleepless())")

e = UnicodeEncodeError('baz', 'xxxxx', 1, 5, 'foo')
e.start = 1000
T("str(e)")
e.start, e.end = 2, 3
T("str(e)")
e = UnicodeDecodeError('baz', b'xxxxx', 1, 5, 'foo')
e.end, e.start = 1001, 1000
T("str(e)")
try:
    compile(b'Python = "\xcf\xb3\xf2\xee\xed" +', 'f', 'exec')
except SyntaxError as error:
    print(ascii(error.text.rstrip()))

state = {}


class Clears(str):
    def __hash__(self):
        state.clear()
        return super().__hash__()


state[Clears('a')] = 1
error = Exception()
error.__setstate__(state)
print(error.a)
T("property().__set_name__()", "property().__set_name__(1)", "property().__set_name__(1, 2)", "property().__set_name__(1, 2, 3)")


class BadLength:
    def __len__(self):
        raise RuntimeError('no length')

    def __iter__(self):
        return iter([1])


T("bytearray().extend(BadLength())", "[].extend(BadLength())")
shrinking = bytearray(b',')


def shrinks():
    shrinking.clear()
    yield b'a'


T("shrinking.join(shrinks())", "shrinking")


class Denies(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(cls, other):
        return False


T("issubclass(Denies, Denies)", "isinstance(Denies(), Denies)")


class Meta(type):
    def __subclasscheck__(cls, other):
        return False


class Never(metaclass=Meta):
    pass


T("issubclass(Never, Never)", "isinstance(Never(), Never)")
T("int.__itemsize__, int.__basicsize__, tuple.__itemsize__, bytes.__itemsize__, object.__itemsize__, object.__basicsize__")


class Plain:
    pass


class Slots:
    __slots__ = ('a',)


class Exc(Exception):
    pass


class Sub(list):
    pass


T("[t.__flags__ >> 2 & 5 for t in (Plain, Slots, Exc, Sub, object, list)]")


def f(*args, **kwargs):
    pass


T("f(**{1: 3}, **{1: 5})", "f(**{1: 3})", "f(**{'a': 3}, **{'a': 5})")
frame = sys._getframe()
tb = types.TracebackType(None, frame, 1, 2)
print(tb.tb_lasti, tb.tb_lineno)

view = memoryview(bytearray(8))


class Releases:
    def __index__(self):
        view.release()
        return 2


T("view[Releases()]")
view = memoryview(bytearray(8))
T("list(view[:Releases()])")
view = memoryview(bytearray(8))
T("view.__setitem__(Releases(), 1)")
view = memoryview(bytearray(8))
T("view.__setitem__(0, Releases())")
view = memoryview(bytearray(8))
T("view.__setitem__(slice(0, Releases()), b'ab')")
