/** Inline caches see every change of what they remember: the same instruction meets other classes, changed classes and changed modules. */
import { maybe, same } from '../support/same'

maybe('a site that meets more classes than it remembers', () => {
  same(`
def read(o): return o.x
def call(o): return o.m()
def write(o, v): o.x = v
classes = [type(f'C{i}', (), {'x': i, 'm': lambda self: self.x + 1}) for i in range(9)]
class Slots:
    __slots__ = ('x',)
    def m(self): return -self.x
class Computed:
    def __init__(self): self.y = 5
    @property
    def x(self): return self.y
    @x.setter
    def x(self, v): self.y = v * 2
    def m(self): return self.y
for turn in range(4):
    for cls in [*classes, Slots, Computed]:
        o = cls()
        try: print(read(o), call(o))
        except AttributeError as e: print(e)
        write(o, turn)
        print(read(o), call(o))
        if cls is not Slots and cls is not Computed:
            del o.x
            print(read(o))
            cls.x += 10
            cls.m = lambda self, turn=turn: turn
`)
})

maybe('attributes of classes, metaclasses and modules', () => {
  same(`
import types, math
class Meta(type):
    @property
    def p(cls): return 'meta ' + cls.__name__
class A(metaclass=Meta):
    v = 1
    def f(self): return self
    @classmethod
    def c(cls): return cls.__name__
    @staticmethod
    def s(): return 's'
class B(A): v = 2
def look(cls): return (cls.v, cls.f(3), cls.c(), cls.s(), cls.p, cls.__name__)
for _ in range(3): print(look(A), look(B))
A.v = 5; del B.v
A.f = lambda x: x * 2
print(look(A), look(B))
Meta.v = property(lambda cls: 'from the metaclass')
print(look(A), look(B))
Meta.v = 7
print(look(A), look(B))
def const(m): return m.pi
m = types.ModuleType('m')
try: const(m)
except AttributeError as e: print(e)
for value in (3, 4): m.pi = value; print(const(m), const(math) > 3)
del m.pi
try: const(m)
except AttributeError as e: print(e)
m.__getattr__ = lambda name: name.upper()
print(const(m))
class Lazy(types.ModuleType):
    @property
    def pi(self): return 'lazy'
m.pi = 5; print(const(m)); m.__class__ = Lazy; print(const(m))
m.z = 8; print(m.z, vars(m)['z'], m.__dict__ is vars(m)); m.__class__ = types.ModuleType; print(m.z, m.pi); del m.z
try: m.z
except AttributeError as e: print(e)
class S(types.ModuleType): __slots__ = ('q',)
try: m.__class__ = S
except TypeError as e: print(e)
`)
})

maybe('iterators whose subclass steps otherwise', () => {
  same(`
class Doubling(map):
    def __next__(self): return super().__next__() * 2
class Plain(zip): pass
print(list(Doubling(int, '123')), [x for x in Doubling(int, '45')], list(Plain('ab', 'cd')))
for a, b in zip([1, 2], [3]): print(a, b)
for strict in ([1], [1, 2, 3]):
    try: print(list(zip([1, 2], strict, strict=True)))
    except ValueError as e: print(e)
Doubling.__next__ = lambda self: 1 / 0
try: list(Doubling(int, '1'))
except ZeroDivisionError as e: print(e)
`)
})

maybe('subclasses of ModuleType keep attributes in the namespace', () => {
  same(`
import types
class M(types.ModuleType):
    x = 1
    def __init__(self, n): super().__init__(n); self.k = 3
    @property
    def p(self): return self._p
    @p.setter
    def p(self, v): self._p = v
m = M('m'); m.p = 4; m.x = 2
print(sorted(vars(m)), m.p, m.x, m.__dict__ is vars(m), M.x, dir(m)[-4:])
del m.x; print(m.x)
exec('y = 5', vars(m)); print(m.y)
try: M('q').nope
except AttributeError as e: print(e)
class N(M): pass
m.__class__ = N; print(m.p, type(m))
`)
})

maybe('globals that are None are found in namespaces of every kind', () => {
  same(`
class D(dict): pass
class S(str):
    __hash__ = str.__hash__
for namespace in {'len': None, 'x': None}, D(len=None, x=None), {S('len'): None, S('x'): None}, {'x': None, '__builtins__': D(len=None)}, {'x': None, '__builtins__': {'len': None}}:
    exec('def f(): return len, x\\na = x, len', namespace)
    print(namespace['a'], namespace['f']())
    namespace.pop('x')
    try: namespace['f']()
    except NameError as e: print(e)
`)
})
