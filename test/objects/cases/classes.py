# Classes: what may be set and deleted, orders of bases, layouts, members and computed attributes, special methods found on the type.

def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e, getattr(e, 'name', '-'))

def f(x:int): "doc"
print(list(classmethod(f).__dict__), list(staticmethod(f).__dict__))
print(list(staticmethod(None).__dict__), '__annotations__' in vars(staticmethod), '__annotations__' in vars(classmethod))

class A: pass
class M(type): pass
t(lambda: type('A',(A,A),{}))
class B(A): pass
t(lambda: type('A',(A,B),{}))
t(lambda: object.__setattr__(str,'foo',42)); t(lambda: object.__delattr__(str,'foo'))
t(lambda: object.__setattr__(A,'foo',42))
t(lambda: setattr(property(),'fget',1))
t(lambda: property().__class__.fget.__set__(property(),1))
t(lambda: type.__getattribute__(list, type)); t(lambda: type.__setattr__(A,b'x',1)); t(lambda: type.__delattr__(A,b'x'))
for n in '__name__ __qualname__ __module__ __bases__ __doc__ __type_params__ __annotations__ __abstractmethods__ __mro__ __dict__ __base__'.split():
    t(lambda: delattr(A,n))
    t(lambda: setattr(A,n,1))
    t(lambda: setattr(int,n,1))
    t(lambda: delattr(int,n))
t(lambda: type('A\udcdcB',(),{}))
t(lambda: type('A\0B',(),{}))
t(lambda: type('AB',(),{'__doc__':'\udcdc'}))
class A: pass
class B(A): pass
A.__module__=3;print(A)
class S1: __slots__=('a',)
class S2: __slots__=('b',)
x=S1()
t(lambda: setattr(x,'__class__',S2))
t(lambda: setattr(A(),'__class__',S2))
t(lambda: setattr(A(),'__class__',list)); t(lambda: setattr([],'__class__',A)); t(lambda: setattr(A(),'__class__',1)); 
class L(list): pass
class I(int): pass
t(lambda: setattr(L(),'__class__',A)); t(lambda: setattr(I(),'__class__',A)); t(lambda: setattr(I(),'__class__',S2))
class E0: __slots__=()
class E1: __slots__=()
t(lambda: setattr(E0(),'__class__',E1)); t(lambda: setattr(E0(),'__class__',A)); t(lambda: setattr(A(),'__class__',E1)); t(lambda: setattr(I(),'__class__',E1))
t(lambda: setattr(B,'__bases__',(object,))); t(lambda: setattr(B,'__bases__',(L,))); t(lambda: setattr(B,'__bases__',(S1,))); t(lambda: setattr(B,'__bases__',(B,))); t(lambda: setattr(B,'__bases__',())); t(lambda: setattr(B,'__bases__',(1,))); t(lambda: setattr(B,'__bases__',1)); t(lambda: setattr(B,'__bases__',(bool,)))
t(lambda: setattr(L,'__bases__',(dict,)))
t(lambda: setattr(A,'__bases__',(B,)))
t(lambda: type('A',(),{'__slots__':('__dict__','__dict__')})); t(lambda: type('A',(),{'__slots__':('__weakref__','__weakref__')})); t(lambda: type('A',(),{'__slots__':b'x'}));t(lambda: type('A',(),{'__slots__':'4'}))
t(lambda: type('A',(int,),{'__slots__':'x'}))
class MM(type):
    def mro(cls): return []
t(lambda: MM('x',(),{}))
class MM(type):
    def mro(cls): return [1]
t(lambda: MM('x',(),{}))
class MM(type):
    def mro(cls): return [cls,int,object]
t(lambda: MM('x',(),{}))
class MM(type):
    def mro(cls): return [A]
t(lambda: MM('x',(),{}))
class MM(type):
    def mro(cls): return 5
t(lambda: MM('x',(),{}))
class Base: pass
class Meta1(type, Base): pass
class D(metaclass=Meta1): pass
d=Base.__dict__['__dict__']
t(lambda: d.__set__(D,{})); t(lambda: d.__get__(D) is not None); t(lambda: d.__delete__(D))
t(lambda: d.__set__(5,{})); t(lambda: d.__set__(Base(),5)); 
t(lambda: int.__module__); t(lambda: (1).__module__); t(lambda: type(f).__module__); t(lambda: f.__module__); t(lambda: type.__module__); t(lambda: None.__module__); t(lambda: object().__module__)
import _collections, _functools, types
t(lambda: _functools.partial.__module__);t(lambda: _collections.deque.__module__)
print('__module__' in vars(int),'__module__' in vars(type), '__module__' in vars(object))
for v in (type(f).__globals__, property.fget, complex.real, slice.start, range.start, type.__base__, BaseException.__suppress_context__): t(lambda: (v, type(v).__name__, v.__name__, v.__qualname__, v.__objclass__))
t(lambda: complex.real.__get__(5)); t(lambda: complex.real.__get__(5j)); t(lambda: complex.real.__set__(5j,1)); t(lambda: complex.real.__get__(None)); t(lambda: complex.real.__get__(None,complex)); t(lambda: float.real.__get__(5)); t(lambda:float.real.__set__(5.0,1)); t(lambda:float.real.__delete__(5.0))
t(lambda: setattr(5j,'real',1)); t(lambda: setattr(5.0,'real',1)); t(lambda: delattr(5j,'real')); t(lambda: delattr(slice(1),'start'))
def g(): yield
t(lambda: delattr(BaseException(),'__suppress_context__')); t(lambda: setattr(BaseException(),'__suppress_context__',3))
class Desc:
    def __set__(self,o,v): o.__dict__['a']=v
class X: a=Desc()
x=X(); t(lambda: x.a is X.__dict__['a']); x.a=42; t(lambda: x.a)
def rd():
    for i in range(3): x.a
    return x.a
t(rd)
class Meta(type): pass
class Y(metaclass=Meta): pass
Meta.b=type('D2',(),{'__set__':lambda s,o,v: type.__setattr__(o,'c',v)})()
Y.b=3; t(lambda: Y.c); t(lambda: Y.b is Meta.__dict__['b'])
class R:
    def __getattribute__(self,n): raise ZeroDivisionError(n)
    def __reversed__(self): return 5
t(lambda: reversed(R()))
import sys, math
rec=[]
class SD:
    def __init__(self,impl): self.impl=impl
    def __get__(self,o,t): rec.append(1); return self.impl.__get__(o,t)
def z(self,*a): return 0
def e(self,*a): return []
def tr(self,*a): return True
for name,run,impl in [("__bytes__",bytes,lambda s:b''),("__reversed__",reversed,e),("__length_hint__",list,z),("__sizeof__",sys.getsizeof,z),("__complex__",complex,lambda s:0j),("__format__",format,lambda s,f:''),("__floor__",math.floor,z),("__trunc__",math.trunc,z),("__ceil__",math.ceil,z),("__dir__",dir,e),("__round__",round,z),("__instancecheck__",lambda x: isinstance(4,x),tr),("__subclasscheck__",lambda x:issubclass(int,x),tr),("__missing__",None,None)]:
    if run is None: continue
    rec.clear()
    class X:
        def __iter__(self): return self
        def __next__(self): raise StopIteration
    setattr(X,name,SD(impl))
    run(X()); print(name,len(rec))
rec.clear()
class D(dict): pass
D.__missing__=SD(lambda s,k:1); D()[1]; print(rec)
for n in ('__enter__','__exit__'):
    rec.clear()
    class X: __enter__=z; __exit__=z
    setattr(X,n,SD(z))
    with X(): pass
    print(n,rec)

class Foo(types.ModuleType): __dict__ = 8
t(lambda: dir(Foo('foo')))
t(lambda: object().__reduce_ex__(None)); t(lambda: object().__reduce__(0))
class A5: __slotnames__ = 5
t(lambda: A5().__reduce_ex__(2))
class A6:
    __slotnames__ = ['spam', 'none']
    def __getattr__(self, name):
        if name == 'spam': return 42
        raise AttributeError
t(lambda: A6().__reduce_ex__(2)[2])
class Lazy(types.ModuleType): pass
m = types.ModuleType('m'); m.__class__ = Lazy; t(lambda: type(m)); m.__class__ = types.ModuleType; t(lambda: type(m))
class E1:
    def mro(self): pass
class C0: pass
class C2: pass
class WorkOnce(type):
    def mro(self):
        if 'flag' in vars(self): raise RuntimeError('bozo')
        return type.mro(self)
class D(C0): pass
class E(D): pass
class F(D, metaclass=WorkOnce): pass
F.flag = 1
t(lambda: setattr(D, '__bases__', (C2,)))
print(E.__mro__, D.__mro__, F.__mro__, D.__bases__, D.__base__)
E.flag = 2
del F.flag
D.__bases__ = (C2,)
print(E.__mro__, D.__mro__, F.__mro__, D.__bases__, D.__base__, C0.__subclasses__(), C2.__subclasses__())
class Early(type):
    def mro(cls):
        print(cls.__mro__)
        return type.mro(cls)
class UsesEarly(metaclass=Early): pass
t(lambda: (1).__add__.__module__)
t(lambda: int.__add__.__module__)
t(lambda: len.__module__)
