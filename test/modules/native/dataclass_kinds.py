"""Dataclasses of all kinds, described. With an argument they are made by the library's Python code: under a trace function nothing native runs."""
import abc
import copy
import dataclasses
import enum
import pickle
import sys
import typing
from dataclasses import KW_ONLY, InitVar, dataclass, field, make_dataclass
from typing import Any, ClassVar, List, Optional

tests = []


def case(f):
    tests.append(f)
    return f


def code_of(c):
    return (c.co_name, c.co_qualname, c.co_varnames, c.co_freevars, c.co_cellvars, c.co_argcount, c.co_kwonlyargcount, c.co_flags, c.co_filename,
            c.co_firstlineno, c.co_names, c.co_consts, c.co_nlocals, c.co_code, list(c.co_positions()), list(c.co_lines()))


def describe(v):
    if hasattr(v, '__code__'):
        cells = [x.cell_contents for x in v.__closure__ or ()]
        return (v.__name__, v.__qualname__, v.__module__, v.__doc__, v.__defaults__, v.__kwdefaults__, v.__annotations__,
                {k: describe(x) for k, x in v.__dict__.items()}, code_of(v.__code__),
                [describe(x) if hasattr(x, '__code__') else x for x in cells], v.__globals__ is globals(), v.__type_params__)
    return type(v), repr(v)


def show(c):
    if not isinstance(c, type):
        print(c)
        return
    print(c, c.__name__, c.__qualname__, c.__mro__, type(c), repr(c.__doc__))
    for k, v in c.__dict__.items():
        print('  ', k, describe(v))
    for f in dataclasses.fields(c):
        print('  ', f)
    print('  ', list(c.__dataclass_fields__.items()))
    print('  ', getattr(c, '__match_args__', None), c.__dataclass_params__)


@case
def plain():
    @dataclass
    class C:
        a: int
        b: str = 'x'
        c: float = 1.5
        d: 'D' = None
        e: bytes = b'q'
        f: tuple = ()
    x = C(1)
    print(x, x == C(1), x != C(2), C(2, b='y'), x.__eq__(3))
    try: C()
    except TypeError as e: print(e)
    try: hash(x)
    except TypeError as e: print(e)
    return C
@case
def empty():
    @dataclass
    class C: pass
    print(C(), C() == C())
    return C
@case
def one_option():
    @dataclass(repr=False)
    class C:
        a: int
    return C
for _name in ('init', 'repr', 'eq', 'order', 'unsafe_hash', 'frozen', 'match_args', 'kw_only', 'slots', 'weakref_slot'):
    for _value in (True, False, 1, None):
        def option(name=_name, value=_value):
            @dataclass(**{name: value})
            class C:
                a: int
                b: list = field(default_factory=list, compare=False)
                c: int = field(default=3, repr=False, hash=False)
            return C
        option.__name__ = f'option_{_name}_{_value}'
        case(option)
@case
def all_options():
    @dataclass(frozen=True, order=True, slots=True, unsafe_hash=True, kw_only=True, weakref_slot=True)
    class C:
        a: int
        b: list = field(default_factory=list, compare=False)
        c: int = field(default=3, init=False)
        d: int = field(init=False, default_factory=lambda: 7)
    x = C(a=1)
    print(x, x < C(a=2), hash(x) == hash(C(a=1)), x.__getstate__())
    for f in (lambda: setattr(x, 'a', 1), lambda: delattr(x, 'a'), lambda: setattr(x, 'q', 1), lambda: x < 3):
        try: f()
        except Exception as e: print(type(e), e)
    globals()['C'] = C
    C.__qualname__ = 'C'
    print(pickle.loads(pickle.dumps(x)), copy.replace(x, a=4))
    return C
@case
def frozen():
    @dataclass(frozen=True)
    class C:
        a: int
        b: list = field(default_factory=list)
    x = C(1)
    for f in (lambda: setattr(x, 'a', 1), lambda: delattr(x, 'a'), lambda: setattr(x, 'q', 1)):
        try: f()
        except Exception as e: print(type(e), e)
    return C
@case
def frozen_empty():
    @dataclass(frozen=True)
    class C: pass
    return C
@case
def order():
    @dataclass(order=True)
    class C:
        a: int
        b: int = 0
    print(C(1) < C(2), C(1, 3) >= C(1, 2), sorted([C(3), C(1)]))
    return C
@case
def order_empty():
    @dataclass(order=True, unsafe_hash=True)
    class C: pass
    print(C() <= C(), hash(C()))
    return C
@case
def order_without_eq():
    @dataclass(order=True, eq=False)
    class C: a: int
    return C
@case
def order_defined():
    @dataclass(order=True)
    class C:
        a: int
        def __lt__(self, o): return 1
    return C
@case
def own_methods():
    @dataclass
    class C:
        """doc"""
        a: int
        def __init__(self): self.a = 4
        def __repr__(self): return 'mine'
        def __eq__(self, o): return 'eq'
        def __replace__(self): pass
        __match_args__ = ()
    print(C(), C() == 1)
    return C
@case
def own_init():
    @dataclass
    class C:
        a: int
        def __init__(self, q): self.a = q
    return C
@case
def own_hash():
    @dataclass
    class C:
        a: int
        def __hash__(self): return 3
    return C
@case
def own_hash_unsafe():
    @dataclass(unsafe_hash=True)
    class C:
        a: int
        def __hash__(self): return 3
    return C
@case
def own_eq_unsafe():
    @dataclass(unsafe_hash=True)
    class C:
        a: int
        def __eq__(self, o): return True
    return C
@case
def frozen_setattr():
    @dataclass(frozen=True)
    class C:
        a: int
        def __setattr__(self, n, v): pass
    return C
@case
def post_init():
    @dataclass
    class C:
        a: int
        b: InitVar[int]
        c: InitVar[str] = 'c'
        d: int = field(init=False)
        def __post_init__(self, b, c): self.d = (self.a, b, c)
    print(C(1, 2), C.c)
    return C
@case
def post_init_alone():
    @dataclass
    class C:
        def __post_init__(self): print('post')
    C()
    return C
@case
def class_var():
    @dataclass
    class C:
        a: ClassVar[int]
        b: ClassVar = 3
        c: 'ClassVar[int]' = 4
        d: 'typing.ClassVar[int]' = 5
        e: 'List[int]' = None
        f: typing.ClassVar[list] = []
        g: 'dataclasses.InitVar[int]' = 3
        h: 'InitVar' = 3
        i: 'InitVar[int]' = 8
        j: 'nothing.ClassVar' = 8
        k: 'ClassVaré' = 8
        l: ' 3' = 1
        m: '' = 1
        n: 'enum.Enum' = 2
    return C
@case
def kw_only():
    @dataclass
    class C:
        a: int
        _: KW_ONLY
        b: int
        c: int = 3
        d: int = field(kw_only=False)
    print(C(1, 2, b=3))
    return C
@case
def kw_only_text():
    @dataclass
    class C:
        a: int = 1
        _: 'KW_ONLY'
        b: int
    return C
@case
def kw_only_twice():
    @dataclass
    class C:
        _: KW_ONLY
        __: KW_ONLY
    return C
@case
def kw_only_fields():
    @dataclass
    class C:
        a: int = field(kw_only=True)
        b: int = field(default=3, kw_only=True)
        c: list = field(default_factory=list, kw_only=True)
        d: int = 0
    print(C(a=3))
    return C
@case
def wrong_order():
    @dataclass
    class C:
        a: int = 3
        b: int
    return C
@case
def mutable():
    @dataclass
    class C:
        a: list = []
    return C
@case
def mutable_own():
    class M: __hash__ = None
    @dataclass
    class C:
        a: M = M()
    return C
@case
def both_defaults():
    return field(default=1, default_factory=int)
@case
def metadata():
    @dataclass
    class C:
        a: int = field(metadata={'x': 1})
    print(C.__dataclass_fields__['a'].metadata)
    return C
@case
def no_annotation():
    @dataclass
    class C:
        a = field()
    return C
@case
def class_var_factory():
    @dataclass
    class C:
        a: ClassVar[list] = field(default_factory=list)
    return C
@case
def class_var_kw():
    @dataclass
    class C:
        a: ClassVar[int] = field(kw_only=True)
    return C
@case
def inherited():
    @dataclass
    class A:
        x: int
        y: int = 2
    @dataclass
    class B(A):
        z: int = 3
        x: str = 'q'
    class M(B):
        w: int = 3
    @dataclass
    class D(M):
        v: int = field(default=9, repr=False)
    print(B(), D(), D.__mro__[1].w)
    show(B)
    return D
@case
def frozen_from_not():
    @dataclass
    class A: x: int
    @dataclass(frozen=True)
    class B(A): y: int
    return B
@case
def not_from_frozen():
    @dataclass(frozen=True)
    class A: x: int
    @dataclass
    class B(A): y: int
    return B
@case
def frozen_from_frozen():
    @dataclass(frozen=True)
    class A: x: int
    @dataclass(frozen=True)
    class B(A): y: int = 3
    print(B(1))
    return B
@case
def inherited_default():
    class A: x = 5
    @dataclass
    class B(A):
        x: int
    print(B())
    return B
@case
def slots():
    @dataclass(slots=True)
    class A:
        x: int
        y: int = 2
    @dataclass(slots=True)
    class B(A):
        z: list = field(default_factory=list)
        w: int = field(default=3, init=False)
        def m(self): return 1
    print(B(1), B(1).__slots__, hasattr(B(1), '__dict__'))
    return B
@case
def slots_given():
    @dataclass
    class A:
        __slots__ = ('x', 'y')
        x: int
        y: int
    print(A(1, 2))
    return A
@case
def slots_twice():
    @dataclass(slots=True)
    class A:
        __slots__ = ('x',)
        x: int
    return A
@case
def weakref_without_slots():
    @dataclass(weakref_slot=True)
    class A: x: int
    return A
@case
def names():
    @dataclass
    class C:
        self: int
        other: int
        cls: int = 3
        object: int = 4
        name: int = 5
        value: int = 6
        MISSING: int = 8
    print(C(1, 2))
    return C
@case
def names_frozen():
    @dataclass(frozen=True, order=True)
    class C:
        self: int
        cls: int = 3
        name: int = 5
        value: int = 6
        FrozenInstanceError: int = 3
        super: int = 3
        type: int = 3
    print(C(1))
    return C
@case
def name_of_metaclass():
    @dataclass
    class C:
        mro: int
    return C
@case
def underscores():
    @dataclass
    class C:
        _a: int
        __b: int = 2
        __c__: int = 3
    print(C(1))
    return C
@case
def unicode_names():
    @dataclass
    class C:
        é: int
        ﬁ: int = 3
    print(C(1))
    return C
@case
def many():
    C = make_dataclass('C', [(f'f{i}', int) for i in range(300)], order=True, frozen=True)
    C(*range(300))
    return C
@case
def thirties():
    for n in (29, 30, 31, 32): show(make_dataclass('C', [f'f{i}' for i in range(n)], order=True, unsafe_hash=True))
@case
def made():
    return make_dataclass('C', ['x', ('y', int), ('z', int, field(default=5))], namespace={'add': lambda self: 1}, bases=())
@case
def made_badly():
    return make_dataclass('C', ['for'])
@case
def odd_annotations():
    class C: pass
    C.__annotations__ = {'a b': int}
    return dataclass(C)
@case
def types_shown():
    @dataclass
    class C:
        a: Any
        b: Optional[int]
        c: List['C']
        d: list[int]
        e: int | None
        f: typing.Callable[[int], str]
        g: None
        h: 3
        i: enum.Enum
        j: 'x'
        k: typing.TypeVar('T')
        l: dict[str, Any] = None
        m: typing.NamedTuple = 3
        n: abc.ABC = lambda: 3
        o: typing.Literal['typing.x', 'a'] = -0.0
        p: type = int
        q: object = enum.FlagBoundary.KEEP
        r: object = (1,)
        s: object = 'it\'s'
        t: object = ...
        u: object = 10 ** 30
        v: 'a -> None' = ' -> None'
    return C
@case
def bad_reprs():
    class Bad:
        def __repr__(self): raise ValueError('bad')
    @dataclass
    class C:
        a: object = Bad()
    return C
@case
def worse_reprs():
    class Bad:
        def __repr__(self): raise KeyError('bad')
    @dataclass
    class C:
        a: object = Bad()
    return C
@case
def worst_reprs():
    class Meta(type):
        def __repr__(self): raise KeyError('bad')
    class Bad(metaclass=Meta): pass
    @dataclass
    class C:
        a: list[Bad]
    return C
@case
def abstract():
    class A(abc.ABC):
        @abc.abstractmethod
        def f(self): ...
        @abc.abstractmethod
        def __eq__(self, o): ...
    @dataclass
    class B(A):
        a: int
        def f(self): return 1
    print(B(1), B.__abstractmethods__)
    return B
@case
def metaclass_call():
    class Meta(type):
        def __call__(cls, *args): return super().__call__(*args)
    @dataclass
    class C(metaclass=Meta):
        a: int
    return C
@case
def metaclass_setattr():
    class Meta(type):
        def __setattr__(cls, n, v): print('set', n); super().__setattr__(n, v)
    @dataclass
    class C(metaclass=Meta):
        a: int
    return C
@case
def own_new():
    @dataclass
    class C:
        a: int
        def __new__(cls, *args): return super().__new__(cls)
    print(C(3))
    return C
@case
def of_builtins():
    @dataclass
    class C(dict):
        a: int
    print(C(3))
    @dataclass
    class E(Exception):
        a: int
    print(E(3))
    return E
@case
def descriptor_default():
    class D:
        def __set_name__(self, o, n): self.n = '_' + n
        def __get__(self, i, o): return 42 if i is None else getattr(i, self.n)
        def __set__(self, i, v): setattr(i, self.n, v)
    @dataclass
    class C:
        a: int = D()
        b: int = field(default=D())
    print(C(), C(1))
    return C
@case
def property_default():
    @dataclass
    class C:
        @property
        def a(self): return 3
        a: int = a
    return C
@case
def function_default():
    @dataclass
    class C:
        a: object = len
        def b(self): return 1
        b: object
        c: object = int
        d: object = classmethod(len)
    return C
@case
def field_subclass():
    class F(dataclasses.Field): __slots__ = ()
    @dataclass
    class C:
        a: int = F(3, dataclasses.MISSING, True, True, None, True, None, False)
    return C
@case
def field_reused():
    f = field(default=3)
    @dataclass
    class A:
        a: int = f
    @dataclass
    class B:
        b: str = f
    print(A.__dataclass_fields__)
    return B
@case
def generic():
    T = typing.TypeVar('T')
    @dataclass
    class C(typing.Generic[T]):
        a: T
    print(C[int](3))
    class P(typing.Protocol):
        x: int
    @dataclass
    class Q(P):
        x: int
    return C
@case
def type_params():
    @dataclass
    class C[T]:
        a: T
    return C
@case
def in_other_modules():
    space = {'dataclass': dataclass, '__name__': 'nowhere'}
    exec('@dataclass\nclass C:\n  a: int', space)
    return space['C']
@case
def without_builtins():
    import types
    m = types.ModuleType('bare')
    sys.modules['bare'] = m
    exec('class C:\n  a: int', vars(m))
    del m.__builtins__
    c = dataclass(m.C)
    print('__builtins__' in vars(m))
    return c
@case
def recursive():
    @dataclass
    class C:
        a: object
    c = C(None)
    c.a = [c]
    print(c)
    return C
@case
def factories_frozen():
    @dataclass(frozen=True)
    class C:
        a: list = field(default_factory=list)
        b: dict = field(default_factory=dict, init=False)
        c: InitVar[int] = 4
        def __post_init__(self, c): print(self.a, self.b, c)
    print(C([1]))
    return C
@case
def factories():
    @dataclass
    class C:
        a: list = field(default_factory=list)
        b: dict = field(default_factory=dict, init=False)
    print(C([1]), C())
    return C
@case
def slots_defaults():
    @dataclass(slots=True)
    class C:
        a: int = field(default=3, init=False)
        b: list = field(default_factory=list)
    print(C())
    return C
@case
def with_parentheses():
    d = dataclass()
    class C: a: int
    return d(C)
@case
def called_with_instance():
    return dataclass(3)
@case
def init_subclass():
    class Base:
        def __init_subclass__(cls, **k): print('sub', cls.__name__, k)
    @dataclass(slots=True)
    class C(Base):
        a: int
    return C
@case
def slots_error():
    class Base:
        seen = 0
        def __init_subclass__(cls):
            Base.seen += 1
            if Base.seen == 2: raise KeyError('second')
    @dataclass(slots=True)
    class C(Base):
        a: int
    return C
@case
def wrong_calls():
    @dataclass
    class C:
        a: int
        b: int = 3
    class D:
        def __eq__(self, o): raise KeyError(o)
    for f in (lambda: C(), lambda: C(1, 2, 3), lambda: C(c=3), lambda: C(1, a=2), lambda: C(D()) == C(1), lambda: repr(C.__repr__())):
        try: f()
        except Exception as e:
            print(type(e), e)
            t = e.__traceback__.tb_next
            while t:
                print('   ', t.tb_frame.f_code.co_filename.rpartition('/')[2], t.tb_frame.f_code.co_qualname, t.tb_lineno, list(t.tb_frame.f_locals))
                t = t.tb_next
    return C


for f in tests:
    print('==', f.__name__)
    if len(sys.argv) > 1: sys.settrace(lambda *a: None)
    try:
        made = f()
        sys.settrace(None)
        show(made)
    except Exception as e:
        sys.settrace(None)
        print(type(e), e, getattr(e, '__notes__', None), type(e.__context__), type(e.__cause__))
        t = e.__traceback__.tb_next
        while t:
            print('   ', t.tb_frame.f_code.co_filename.rpartition('/')[2], t.tb_frame.f_code.co_qualname, t.tb_lineno)
            t = t.tb_next
