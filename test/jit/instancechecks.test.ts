/** `isinstance` of known classes, tuples of them included, and `%` and `//` of floats, as compiled code does them in place. */
import { sameCompiled } from '../support/compiled'
import { maybe } from '../support/same'

maybe('classes, tuples of classes, classes that lie or have a metaclass; remainders', () => {
  sameCompiled(`
import collections, collections.abc, enum
class A: pass
class B(A): pass
class L(list): pass
class Liar:
    @property
    def __class__(self): return A
class Dyn:
    def __getattribute__(self,n):
        if n=='__class__': return B
        return object.__getattribute__(self,n)
class M(type):
    def __instancecheck__(cls,o): return o==3
class Meta(metaclass=M): pass
class I(int): pass
class S(str): pass
class E(enum.IntEnum):
    X=1
vals=[1,True,None,1.5,'s',b'b',(1,),[1],{1:2},{1},A(),B(),L(),Liar(),Dyn(),Meta(),I(3),S('q'),E.X,2**80,A,int,len,lambda:0,collections.OrderedDict(),collections.defaultdict(int),bytearray(b'x'),frozenset(),range(3),3,1j,A().__class__]
def checks(v):
    return (isinstance(v,int), isinstance(v,str), isinstance(v,float), isinstance(v,A), isinstance(v,B), isinstance(v,(int,float)), isinstance(v,(str,A)), isinstance(v,(list,tuple,dict)), isinstance(v,object), isinstance(v,(A,B,L)), isinstance(v,bool), isinstance(v,(bool,type)), isinstance(v,type), isinstance(v,()), isinstance(v,(int,(str,A))), isinstance(v,Meta), isinstance(v,(Meta,A)), isinstance(v,int|str), isinstance(v,dict), isinstance(v,set), isinstance(v,collections.abc.Sequence))
def loop(n):
    out=None
    for i in range(n):
        out=[checks(v) for v in vals]
    return out
def typed(n):
    c=0
    for i in range(n):
        x=i*2; y=x/3; s=str(i); t=(i,s); b=B()
        if isinstance(x,int) and not isinstance(x,(float,str)) and isinstance(y,(int,float)) and isinstance(s,(bytes,str)) and not isinstance(t,list) and isinstance(b,(A,L)): c+=1
    return c
r=loop(300)
for v,q in zip(vals,r): print(type(v).__name__, ''.join('FT'[z] for z in q))
print(typed(3000))
try: isinstance(1,(int,2))
except TypeError as e: print(e)
def bad(n):
    for i in range(n):
        try: isinstance('a',(int,2))
        except TypeError as e: x=str(e)
    return x
print(bad(3000))
def swap(n):
    b=B(); c=0
    for i in range(n):
        if i==1500: B.__bases__=(L2,)
        c+=isinstance(b,A)
    return c
class L2: pass
class B(A,L2): pass
print(swap(3000))
def keep(n):
    f=isinstance; out=0
    for i in range(n):
        out+=f(i,(int,str)); t=(int,str); out+=isinstance(i,t)
    return out
print(keep(3000))
def mods(n):
    out=[0.0]*8
    for i in range(n):
        a=i*0.7-50; 
        b=(i%13)-6.0
        if b:
            out[0]+=a%b; out[1]+=a//b; out[2]+=i%b; out[3]+=a%3; out[4]+=i//b
            a%=b
            out[5]+=a
            out[6]=a%float('inf') if i%2 else -0.0%b
    try: out[0]%0.0
    except ZeroDivisionError as e: print(e)
    try: out[0]//0
    except ZeroDivisionError as e: print(e)
    return out
def zero(n):
    for i in range(n):
        try: x=1.5%(0.0 if i>n-5 else 2.0)
        except ZeroDivisionError as e: print(e)
        try: x=i//(0.0 if i>n-5 else 2.0)
        except ZeroDivisionError as e: print(e)
print(mods(3000)); zero(2000)
`)
})
