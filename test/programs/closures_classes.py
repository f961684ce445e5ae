class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print('prepare', name, kw)
        return {'injected': 1}
    def __new__(mcs, name, bases, ns, **kw): return super().__new__(mcs, name, bases, dict(ns))
    def __init__(cls, name, bases, ns, **kw): super().__init__(name, bases, ns)
    def __call__(cls, *a):
        o = super().__call__(*a)
        o.made = True
        return o
class Desc:
    def __set_name__(self, owner, name): self.name = '_' + name
    def __get__(self, o, t=None): return self if o is None else getattr(o, self.name, 'unset')
    def __set__(self, o, v): setattr(o, self.name, v * 2)
class A(metaclass=Meta, opt=3):
    d = Desc()
    def __init_subclass__(cls, /, **kw):
        super().__init_subclass__()
        print('sub', cls.__name__, kw)
    def __class_getitem__(cls, k): return f'{cls.__name__}[{k}]'
    def __getattr__(self, n): return f'<{n}>' if not n.startswith('_') else super().__getattribute__(n)
class B(A): pass
a = B(); a.d = 4
print(a.d, a.made, a.zzz, A[int], A.injected, B.__mro__[1].__name__, type(B).__name__, isinstance(A.d, Desc))
class Slots:
    __slots__ = ('x',)
    def __init__(self): self.x = 1
s = Slots()
try: s.y = 2
except AttributeError as e: print(e)
class D1:
    def who(self): return ['D1']
class D2(D1):
    def who(self): return ['D2'] + super().who()
class D3(D1):
    def who(self): return ['D3'] + super().who()
class D4(D2, D3):
    def who(self): return ['D4'] + super().who()
print(D4().who(), [c.__name__ for c in D4.__mro__])
class Num:
    def __init__(self, v): self.v = v
    def __add__(self, o): return Num(self.v + o.v) if isinstance(o, Num) else NotImplemented
    def __radd__(self, o): return Num(o + self.v)
    def __lt__(self, o): return self.v < o.v
    def __repr__(self): return f'Num({self.v})'
    def __bool__(self): return self.v != 0
    def __index__(self): return self.v
    def __call__(self, *a, **k): return (self.v, a, k)
print(sum([Num(1), Num(2)]), sorted([Num(3), Num(1)]), [10, 20, 30][Num(1)], bool(Num(0)), Num(5)(1, k=2), hex(Num(255)))
fs = [lambda x, i=i: x + i for i in range(3)]
print([f(10) for f in fs], (lambda *a, **k: (a, k))(1, *[2], z=3, **{'w': 4}))
class MyDict(dict):
    def __missing__(self, k): return f'no {k}'
class MyInt(int):
    def __add__(self, o): return MyInt(int(self) + o + 100)
print(MyDict(a=1)['b'], MyInt(5) + 1, type(MyInt(5) + 1).__name__, MyInt(7) * 2, {MyInt(3): 'x'}[3], isinstance(True, int))
print(vars(a), sorted(k for k in dir(Num) if not k.startswith('__')))
