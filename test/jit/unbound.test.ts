/** Attributes and methods that are asked of classes: what the class has itself comes before methods of its metaclass; methods of builtin types with any first argument. */
import { sameCompiled } from '../support/compiled'
import { maybe } from '../support/same'

maybe('attributes of classes that the metaclass has as well', () => {
  sameCompiled(`
class M(type):
    def __init__(cls,*a): super().__init__(*a)
    def meth(cls): return 'meta', cls.__name__
    @property
    def prop(cls): return 'metaprop'
    def both(cls): return 'M.both'
    __repr__ = lambda c: 'R'
class Base(metaclass=M):
    prop = 'own'
    def __init__(self,x): self.x=x
    def both(self): return 'own both'
    def __repr__(self): return 'inst'
    @classmethod
    def cm(cls): return cls
class D(Base):
    def __init__(self,x,y):
        Base.__init__(self,x); self.y=y
    def __repr__(self): return 'D'+Base.__repr__(self)
class P:
    def __init__(self,x): self.x=x
    def __eq__(self,o): return self.x==o.x
    def __hash__(self): return hash(self.x)
    def mro(self): return 'own mro'
class Q(P):
    def __init__(self,x):
        P.__init__(self,x+1)
    def __eq__(self,o): return P.__eq__(self,o)
    def __setattr__(self,n,v): object.__setattr__(self,n,v*2)
def f(n):
    out=[]
    for i in range(n):
        d=D(i,2); q=Q(i)
        r=(d.x,d.y,repr(d),Base.prop,Base.both(d),D.meth(),Base.both is D.both,D.cm(),q.x,q==Q(i),P.mro(q),P.__name__,type(d).__name__,d.__class__.__qualname__,object.__repr__(3)[:4],int.__add__(i,2),P.__hash__(q),type(q).__module__, D.__mro__[1].__name__, P.__doc__)
        if i==n//2: M.both2=1; M.prop=property(lambda c:'changed'); P.__name__='Renamed'; Base.both=lambda s:'new both'
        if i in (0,n//2-1,n//2+1,n-1): out.append(r)
    return out
for r in f(4000): print(r)
`)
})

maybe('methods of builtin types that are called as functions', () => {
  sameCompiled(`
class L(list):
    def append(self,x): list.append(self,x*2)
    def __len__(self): return 100
class D(dict):
    def __setitem__(self,k,v): dict.__setitem__(self,k,(v,))
    def __getitem__(self,k): return dict.__getitem__(self,k)[0]
    def get(self,k,d=None): return dict.get(self,k,d)
class S(str):
    def upper(self): return 'S'+str.upper(self)
class I(int):
    def __add__(self,o): return I(int.__add__(self,o))
class T(tuple):
    def __new__(cls,*a): return tuple.__new__(cls,a)
    def __eq__(self,o): return tuple.__eq__(self,o)
    __hash__=tuple.__hash__
class E(Exception):
    def __init__(self,a): Exception.__init__(self,a); self.a=a
class F:
    __slots__=('x',)
    def __setattr__(self,n,v): object.__setattr__(self,n,v)
def loop(n):
    l=L(); d=D(); out=[]
    for i in range(n):
        l.append(i); d[i%10]=i
        s=S('ab').upper(); j=I(3)+i; t=T(1,i); e=E(i); f=F(); f.x=i
        r=(list.__len__(l), d[i%10], d.get(99,'no'), s, j, t==T(1,i), e.args, e.a, f.x, str.upper('x'), str.join('-',['a','b']), list.index([1,2],2), dict.fromkeys('ab'), int.from_bytes(b'a','big'), float.hex(1.0), str.split('a b'), object.__getattribute__(f,'x'))
        if i%500==0: out.append(r)
    return out
for r in loop(3000): print(r)
def errors(n):
    out=[]
    for i in range(n):
        for g in (lambda: list.append({},1), lambda: str.upper(3), lambda: object.__setattr__(3,'x',1), lambda: list.append(), lambda: list.append([1]), lambda: str.upper(), lambda: object.__setattr__(F(),'y',1), lambda: object.__setattr__(int,'y',1), lambda: dict.get(L(),1), lambda: int.__add__('a',1), lambda: object.__setattr__(F(),3,1)):
            try: g()
            except Exception as e: out.append(type(e).__name__+': '+str(e))
    return sorted(set(out))
for x in errors(300): print(x)
`)
})
