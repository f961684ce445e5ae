# Subclasses of the builtin types, and a class with every special method.

def T(expressions, names):
    for e in expressions:
        try:
            print(e, '->', repr(eval(e, names))[:200])
        except SyntaxError:
            print(e, 'SyntaxError')
        except BaseException as x:
            print(e, type(x).__name__, str(x)[:300])

class L(list):
    def __len__(s): return 100
    def __getitem__(s,i): return 'gi'
class Dm(dict):
    def __missing__(s,k): return k*2
class T2(tuple):
    def __new__(cls,a,b): return super().__new__(cls,(a,b))
    @property
    def x(s): return s[0]
class St(str):
    def __new__(cls, v, extra=None):
        o=super().__new__(cls, v); o.extra=extra; return o
class By(bytes): pass
class Se(set):
    def add(s,x): super().add(x*2)
class Fs(frozenset): pass
class Fl(float): pass
class Cx(complex): pass
class In(int):
    def __add__(s,o): return In(int(s)+int(o)+100)
    __radd__=__add__
class Ba(bytearray): pass
class R(object): pass
T(["L([1,2])","len(L([1]))","L([1])[0]","list(L([1,2]))","L([3,1])+[1]","sorted(L([2,1]))","bool(L())","Dm()['a']","Dm(a=1)","Dm(a=1)['a']","Dm().get('a')","'a' in Dm()","T2(1,2)","T2(1,2).x","T2(1,2)==(1,2)","hash(T2(1,2))==hash((1,2))","T2(1,2)+(3,)","type(T2(1,2)[:])","a if 0 else [*T2(1,2)]","St('a','e').extra","St('a').upper()","St('a')+'b'","type(St('a')+'b')","St('abc')[1:]","St('a').__dict__","By(b'abc')","By(b'abc')[0]","By(b'a')+b'b'","type(By(b'a')+b'b')","By([1,2])","By(3)","Se([1,2])","Se([1])|{5}","Fs([1])","Fs([1])|{2}","Fl(1.5)+1","Fl(1.5).is_integer()","Fl('2.5')","Cx(1,2)","Cx(1,2)+1","Cx('1+2j')","In(5)+3","3+In(5)","sum([In(1),In(2)])","Ba(b'abc')","Ba(b'a')+b'x'","type(Ba(b'a')+b'x')","isinstance(In(1),int)","In(7)//2","In(7).__class__","In.__mro__","int.__new__(In,5)","int.__new__(str)","int.__new__(1)","int.__new__()","str.__new__(St,'x').__dict__","object.__new__(int)","object.__new__(In)","tuple.__new__(T2,[1,2])","list.__new__(L)","dict.__new__(Dm)","float.__new__(Fl,2)","bool.__new__(bool,1)","bool.__new__(In)","type(None).__new__(type(None))","slice.__new__(slice,1)","range.__new__(range,3)","frozenset.__new__(Fs,[1])","bytes.__new__(By,b'x')","In(5).__reduce_ex__(2)[0].__name__" if 0 else "1","repr(In(5))","str(In(5))","f'{In(5):03}'","format(In(5),'x')","'{:>4}'.format(St('a'))","'%s' % By(b'x')","hash(Fl(1.0))","{1.0:1}[Fl(1)]","{St('a'):1}['a']","St('a') in {'a'}","[1,2,3][In(1):]","max(In(1),2)","abs(In(-5))","-In(5)","type(-In(5))","~In(5)","In(5)&4","type(In(5)&4)","round(Fl(2.567),2)","type(round(Fl(2.5)))","divmod(In(7),2)","pow(In(2),3)","In(2)<<1","int(In(5))","float(Fl(2))","type(float(Fl(2)))","complex(Cx(1,2))","type(complex(Cx(1,2)))","str(St('x'))","type(str(St('x')))","tuple(T2(1,2))","type(tuple(T2(1,2)))","list(L([1]))","dict(Dm(a=1))","type(bytes(By(b'a')))"],globals())
class Eq:
    def __eq__(s,o): return 'eq'
    def __ne__(s,o): return 'ne'
    def __lt__(s,o): return 'lt'
    def __hash__(s): return 1
    def __add__(s,o): return 'add'
    def __radd__(s,o): return 'radd'
    def __contains__(s,o): return 5
    def __getitem__(s,k): return k
    def __call__(s,*a,**k): return a,k
    def __len__(s): return 3
    def __neg__(s): return 'neg'
    def __index__(s): return 2
    def __format__(s,f): return 'F'+f
    def __pow__(s,o,m=None): return ('pow',o,m)
    def __rpow__(s,o): return ('rpow',o)
    def __iadd__(s,o): return 'iadd'
    def __matmul__(s,o): return 'mm'
    def __divmod__(s,o): return 'dm'
    def __rdivmod__(s,o): return 'rdm'
    def __round__(s,n=None): return ('round',n)
    def __trunc__(s): return 7
    def __float__(s): return 2.5
    def __complex__(s): return 3j
    def __bytes__(s): return b'B'
    def __str__(s): return 'STR'
    def __repr__(s): return 'REPR'
    def __bool__(s): return False
    def __reversed__(s): return 'rev'
    def __abs__(s): return 'abs'
T(["Eq()==1","1==Eq()","Eq()!=1","Eq()<1","1>Eq()","Eq()+1","1+Eq()","'a'+Eq()","[]+Eq()","5 in Eq()","Eq()[1:2]","Eq()[1,2]","Eq()(1,a=2)","len(Eq())","-Eq()","[1,2,3][Eq()]","f'{Eq():x}'","'{:y}'.format(Eq())","Eq()**2","pow(Eq(),2,3)","2**Eq()","Eq()@1","divmod(Eq(),1)","divmod(1,Eq())","round(Eq())","round(Eq(),2)","int(Eq())","float(Eq())","complex(Eq())","bytes(Eq())","str(Eq())","repr(Eq())","'%s %r'%(Eq(),Eq())","bool(Eq())","reversed(Eq())","abs(Eq())","hash(Eq())","[Eq()]==[1]","(1,Eq())","not Eq()","Eq() or 5","range(Eq())","'ab'*Eq()","hex(Eq())","'%d'%Eq()","'%f'%Eq()","chr(Eq())","bytearray(Eq())","{Eq():1}","[1]*Eq()","slice(Eq()).indices(5)","sum([Eq(),1])","sum([1,Eq()])","any([Eq()])","1.5+Eq()","1.5**Eq()","1j+Eq()","True+Eq()","None==Eq()","'a'==Eq()","'a'<Eq()","b'a'+Eq()","{}==Eq()","set()==Eq()","{1}|Eq()","range(3)==Eq()","int|Eq()"],globals())
