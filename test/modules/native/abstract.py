"""Abstract classes and typing's aliases. With an argument the library's Python code does it: under a trace function nothing native runs."""
import sys

if len(sys.argv) > 1: sys.settrace(lambda *a: None)
import abc
import collections
import collections.abc
import typing

typing.List  # its body gives ByteString an attribute


def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e), e, getattr(e, '__notes__', None))
        t = e.__traceback__.tb_next
        while t:
            print('   ', t.tb_frame.f_code.co_filename.rpartition('/')[2], t.tb_frame.f_code.co_qualname, t.tb_lineno)
            t = t.tb_next


class Nothing: pass
class Iterates:
    def __iter__(self): return iter(())
    def __len__(self): return 0
    def __contains__(self, x): return False
class Unhashable(Iterates):
    __hash__ = None
    __contains__ = None
class Old:
    def __iter__(self): pass
    def __next__(self): pass
    def send(self, v): pass
    throw = close = send
class Fake:
    @property
    def __class__(self): return dict
TYPES = [int, str, bytes, bytearray, list, tuple, dict, set, frozenset, range, memoryview, type, type(None), object, float, type(lambda: 0), collections.deque,
         collections.OrderedDict, collections.Counter, collections.UserList, Nothing, Iterates, Unhashable, Old, type(iter([])), type(x for x in ())]
for name in collections.abc.__all__:
    c = getattr(collections.abc, name)
    print(name, [issubclass(t, c) for t in TYPES], [isinstance(t, c) for t in TYPES], isinstance(Fake(), c), c.__abstractmethods__)
    print('   ', list(c.__dict__), c.__slots__, c.__mro__)
    show(lambda: issubclass(3, c))
    show(lambda: c.__subclasshook__(3))


class Meta(abc.ABCMeta):
    def __new__(m, name, bases, ns, **kwds):
        print('new', name, kwds)
        return super().__new__(m, name, bases, ns, **kwds)
class Base(metaclass=Meta, key=3):
    def __init_subclass__(cls, **kwds): print('init_subclass', cls, kwds)
    @abc.abstractmethod
    def f(self): ...
    @property
    @abc.abstractmethod
    def p(self): ...
    @classmethod
    @abc.abstractmethod
    def c(cls): ...
    @staticmethod
    @abc.abstractmethod
    def s(): ...
class Half(Base, other=1):
    def f(self): pass
class Whole(Half):
    p = c = s = 3
for c in (Base, Half, Whole): print(c, sorted(c.__abstractmethods__), list(c.__dict__))
show(Base)
show(Half)
show(lambda: isinstance(Whole(), Base))


class Hook(abc.ABC):
    @classmethod
    def __subclasshook__(cls, other):
        if other is int: return True
        if other is str: raise KeyError(other)
        if other is bytes: return 3
        return NotImplemented
for t in (int, str, bytes, list, bool): show(lambda: issubclass(t, Hook))
show(lambda: isinstance('', Hook))
show(lambda: Hook.register(str))
show(lambda: Hook.register(3))
show(lambda: Hook.register(list))
show(lambda: issubclass(list, Hook))
show(lambda: Hook.register(Hook))
class Sub(Hook): pass
show(lambda: Sub.register(Hook))
class Static(abc.ABC):
    @staticmethod
    def __subclasshook__(other): return other is int
show(lambda: (issubclass(int, Static), issubclass(str, Static)))
class Instance(abc.ABC):
    __subclasshook__ = None
show(lambda: issubclass(int, Instance))


class Truth:
    def __bool__(self): raise ValueError('truth')
class Flagged:
    __isabstractmethod__ = Truth()
def flagged():
    class C(abc.ABC):
        x = Flagged()
show(flagged)
class Named:
    def __set_name__(self, o, n): raise OSError(n)
def named():
    class C(abc.ABC):
        x = Named()
show(named)
def refused():
    class B(abc.ABC):
        def __init_subclass__(cls): raise OSError(cls.__name__)
    class C(B): pass
show(refused)
def conflict():
    class C(list, dict, metaclass=abc.ABCMeta): pass
show(conflict)
show(lambda: abc.ABCMeta('X', (), {'a': 1}).a)
show(lambda: abc.ABCMeta.__new__(abc.ABCMeta, 'X', [], {}))
show(lambda: abc.ABCMeta('X', (), {}, key=1))
show(lambda: isinstance(3, type.__call__(abc.ABCMeta, 'Y', (), {})))

for k, v in sorted(vars(typing).items()):
    if isinstance(v, typing._BaseGenericAlias): print(k, type(v), list(v.__dict__.items()), v, v.__doc__)
x = typing.List[Nothing]
x.__special__ = 1
x._name = 'Other'
print(x.__dict__)
show(lambda: setattr(x, 'attribute', 1))
show(lambda: setattr(x, 3, 1))
y = typing.Generic[typing.TypeVar('T')]
class G(y): pass
g = G[int]
g.seen = 4
print(G.seen, g.__dict__)
class Alias(typing._GenericAlias, _root=True):
    def __setattr__(self, name, value):
        if name != '_inst': print('sets', name)
        super().__setattr__(name, value)
Alias(list, (int,))
show(lambda: typing._SpecialGenericAlias(list, 1, name='L').__dict__)
show(lambda: typing._SpecialGenericAlias(3, 1))
show(lambda: typing._SpecialGenericAlias(list))
