"""Enumerations of all kinds, described. With an argument they are made by the library's Python code: under a trace function nothing native runs."""
import enum, sys
def show(c):
    print(c, c.__name__, c.__qualname__, c.__module__, c.__mro__, type(c))
    d = c.__dict__
    for k, v in d.items():
        if isinstance(v, enum.Enum): print('  ', k, 'member', v.__dict__, repr(v), str(v), v._value_, type(v._value_))
        elif k in ('_generate_next_value_',): print('  ', k, type(v), v.__func__.__qualname__, v.__name__)
        elif k in ('_value2member_map_','_member_map_'): print('  ', k, type(v), list(v), [x._name_ for x in v.values()])
        elif k=='_iter_member_': print('  ', k, v.__func__.__qualname__)
        else: print('  ', k, type(v), v if ' at 0x' not in repr(v) else '')
    try: print(list(c), len(c), c.__members__)
    except Exception as e: print(e)
def attempt(f):
    try: show(f())
    except BaseException as e:
        print(type(e), e, getattr(e, '__notes__', None), type(e.__cause__), type(e.__context__))
        t = e.__traceback__
        while t: print('    ', t.tb_frame.f_code.co_qualname, t.tb_lineno if 'enum' in t.tb_frame.f_code.co_filename else ''); t = t.tb_next
tests = []
def case(f): tests.append(f); return f
from enum import *
@case
def a():
    class A(Enum):
        "doc"
        X = 1
        Y = 'two'
        Z = 1
        N = None
        T = (1, 2)
        B = True
        F = 1.5
        O = b'x'
        Q = 1.0
        _private = 3
        __dunder__ = 4
        _A__x = 5
        _repr_html_ = 4
        def f(self): return 1
        @property
        def p(self): return self._name_
        @classmethod
        def k(cls): return cls
        @staticmethod
        def s(): return 1
    return A
@case
def b():
    class A(IntEnum):
        X = 1; Y = 2; Z = 1; M = -4; BIG = 2**70
    return A
@case
def c():
    class A(Flag):
        X = auto(); Y = auto(); Z = auto(); XY = 3; NONE = 0; W = 8; AGAIN = 1
    return A
@case
def d():
    class A(IntFlag):
        Y = 4; X = 1; Z = 2; ALL = 7
    return A
@case
def e():
    class A(StrEnum):
        X = auto(); YY = 'q'; Zé = auto(); W = 'x'
    return A
@case
def f():
    class A(str, Enum):
        X = 'a'; Y = 'b'
        def __str__(self): return 'S'
    return A
@case
def g():
    class A(int, Enum):
        X = 1; Y = True
    return A
@case
def g2():
    class A(float, Enum):
        X = 1.5; Y = 2
    return A
@case
def h():
    class A(Enum):
        X = auto(); Y = auto(); Z = 10; W = auto()
    return A
@case
def i():
    class A(Enum):
        X = 1
        X = 2
    return A
@case
def j():
    class A(Enum):
        _bad_ = 2
    return A
@case
def k():
    class A(Enum):
        X = 'a'; Y = auto()
    return A
@case
def l():
    class A(Enum):
        mro = 2
    return A
@case
def m():
    class A(Enum):
        X = 1
    class B(A):
        Y = 2
    return B
@case
def n():
    class A(Enum):
        pass
    class B(A):
        X = 1
        def __hash__(self): return 3
        def __eq__(self, o): return self is o
    return B
@case
def n2():
    class B(Enum):
        X = 1
        def __eq__(self, o): return self is o
    return B
@case
def o():
    class A(Enum):
        X = [1]; Y = [1]; Z = {}
    return A
@case
def p():
    class A(Enum):
        def __init__(self, a, b): self.a = a
        X = 1, 2; Y = 3, 4
    return A
@case
def q():
    class A(Enum):
        def __new__(cls, v):
            o = object.__new__(cls); o._value_ = v * 2; return o
        X = 1; Y = 2
    return A
@case
def r():
    class A(Enum):
        _order_ = 'Y X'
        X = 1; Y = 2
    return A
@case
def s():
    class A(Enum):
        _ignore_ = 'a b'
        a = 1
        X = 1; Y = 2
    return A
@case
def t():
    class A(Enum):
        def _generate_next_value_(name, start, count, last): return (name, start, count, last)
        X = auto(); Y = auto()
    return A
@case
def u():
    class A(Flag, boundary=CONFORM):
        X = 1; Y = 2
    print(A(7), A.X | A.Y, ~A.X)
    return A
@case
def v():
    class A(Enum):
        name = 1; value = 2
    print(A.name.value, A.value.name)
    return A
@case
def w():
    class Base:
        def __init_subclass__(cls, **k): print('init_subclass', cls, k)
    class A(Base, Enum):
        X = 1
    return A
@case
def x():
    class D:
        def __set_name__(self, o, n): print('set_name', o, n)
        def __get__(self, *a): return 3
    class A(Enum):
        d = D()
        X = 1
    return A
@case
def y():
    class Meta(EnumType):
        def __new__(m, *a, **k): print(a[0]); return super().__new__(m, *a, **k)
    class A(Enum, metaclass=Meta):
        X = 1
    return A
@case
def z(): return Enum('A', 'x y z')
@case
def z1(): return Enum('A', {'x': 1, 'y': 's'}, module='m', qualname='q.A')
@case
def z2(): return IntFlag('A', 'x y z', start=3)
@case
def z3(): return Enum('A', [('x', 1)], type=str)
@case
def z4(): return StrEnum('A', 'x y')
@case
def aa():
    class A(Enum):
        X = member(1); Y = nonmember(2)
        @member
        def f(self): pass
        class Inner: pass
        Z = len
        L = print
    return A
@case
def ab():
    class A(Enum):
        X = auto(), 3
        Y = 2, auto()
    return A
@case
def ac():
    class A(Flag):
        X = -1; Y = 2
    return A
@case
def ad():
    class A(Flag):
        X = 'a'
        Y = 2
    return A
@case
def ae():
    class A(IntFlag):
        X = auto(); Y = 16; Z = auto(); W = Z
    return A
@case
def af():
    class A(StrEnum):
        X = 1
    return A
@case
def ag():
    class A(str, Enum):
        X = 1; Y = b'a', 'ascii'
    return A
@case
def ah():
    class A(str, Enum):
        title = 'x'; count = 'y'
    return A
@case
def ai():
    class A(int, ReprEnum): X = 1; Y = 2
    return A
@case
def aj():
    class A(ReprEnum): X = 1
    return A
@case
def ak():
    class A(int, str, Enum): X = 1
    return A
@case
def al():
    class A(Enum, int): X = 1
    return A
@case
def am():
    class A(Enum):
        X = float('nan'); Y = X; Z = float('nan')
    return A
@case
def an():
    class A(Enum):
        __slots__ = ()
        X = 1
    return A
@case
def ao():
    class A(Enum):
        __slots__ = ('q',)
        X = 1
    return A
@case
def ap():
    class A(Enum):
        X: int = 1
        Y: str = 'a'
        def m(self): return __class__
    print(A.X.m())
    return A
@case
def aq():
    class A(Enum):
        X = 1
        def X(self): pass
    return A
@case
def ar():
    class A(Enum):
        def X(self): pass
        X = 1
    return A
@case
def as_():
    class A(Enum):
        X = auto(); Y = auto()
        def _generate_next_value_(*a): return 1
    return A
@case
def at():
    class A(IntEnum):
        X = '12'; Y = 3.7
    return A
@case
def au():
    class A(Flag):
        X = 1
        Y = 2
        def __or__(self, o): return 7
        def __repr__(self): return 'r'
    return A
@case
def av():
    class A(Enum):
        @enum.property
        def p(self): return 1
        X = 1
    print(A.X.p)
    return A
@case
def aw():
    class V:
        def __init__(s, x): s.x = x
        def __repr__(s): return f'V{s.x}'
    class A(Enum):
        X = V(1); Y = V(2)
    return A
@case
def ax():
    class A(tuple, Enum):
        X = 1, 2
    return A
@case
def ay():
    @unique
    class A(Enum):
        X = 1; Y = 1
    return A
@case
def az():
    @verify(CONTINUOUS, NAMED_FLAGS)
    class A(Flag):
        X = 1; Y = 4
    return A
@case
def ba():
    @global_enum
    class A(Enum):
        GX = 1
    print(GX)
    return A
@case
def bb():
    class A(Enum):
        X = 1
    A.X = 2
    return A
@case
def bc():
    class A(Enum):
        X = 1
    del A.X
    return A
@case
def bd():
    class A(Enum):
        locals()[1] = 2
        X = 1
    return A
@case
def be():
    class A(Enum):
        X = 1
        l = locals()
        print(type(l), list(l), vars(l))
    return A
@case
def bf():
    @enum._simple_enum(Enum)
    class A:
        X = 1; Y = auto(); Z = 1; _p = 2
        def f(self): pass
    return A
@case
def bg():
    @enum._simple_enum(IntEnum)
    class A:
        X = 1; Y = auto(); Z = 1
        def __new__(cls, v): o = int.__new__(cls, v); o._value_ = v; o.extra = 3; return o
    return A
@case
def bh():
    @enum._simple_enum(IntFlag, boundary=KEEP)
    class A:
        X = 1; Y = auto(); Z = 1; W = 12; NO = 0
    return A
@case
def bi():
    @enum._simple_enum(StrEnum)
    class A:
        "d"
        X = 'x'; Y = auto(); Z = 'x'; name = 'q'
    return A
@case
def bj():
    @enum._simple_enum(Flag, use_args=False)
    class A:
        B = 4; X = 1
    return A
@case
def bk():
    @enum._simple_enum(IntEnum)
    class A:
        X = 1, 2; Y = 'a'
    return A
@case
def bl():
    class A(Enum):
        _missing_ = classmethod(lambda cls, v: cls.X)
        X = 1
    print(A(33))
    return A
import functools
@case
def bm():
    class A(Enum):
        X = functools.partial(int, 3)
    return A
@case
def bn():
    class A(Flag):
        pass
    class B(A):
        X = auto()
        Y = auto()
    return B
@case
def bo():
    class A(IntFlag): pass
    return A
@case
def bp():
    class M:
        def greet(self): return 'hi'
        X = 4
    class A(M, Enum):
        Y = 1
    print(A.Y.greet())
    class B(M, Enum):
        X = 1
    print(B.X)
    return B
import dataclasses
@case
def bq():
    @dataclasses.dataclass
    class M:
        a: int
        b: int = 2
    class A(M, Enum):
        Y = 1
        Z = 3, 4
    return A
@case
def br():
    import abc
    class M(abc.ABCMeta, EnumType): pass
    class A(Enum, metaclass=M):
        X = 1
    return A
@case
def bs():
    class A(bytes, Enum):
        X = b'1'; Y = 3
    return A
@case
def bt():
    from datetime import date
    class A(date, Enum):
        X = 2020, 1, 1
    return A
if __name__ == '__main__':
    import warnings; warnings.simplefilter('ignore')
    for f in tests:
        print('==', f.__name__)
        if len(sys.argv) > 1: sys.settrace(lambda *a: None)
        attempt(f)
        sys.settrace(None)
