# Iterators, their pickling, misbehaving special methods, sorting.

def T(expressions, names):
    for e in expressions:
        try:
            print(e, '->', repr(eval(e, names))[:200])
        except SyntaxError:
            print(e, 'SyntaxError')
        except BaseException as x:
            print(e, type(x).__name__, str(x)[:300])

def red(x):
    r = x.__reduce__()
    return (getattr(r[0],'__name__',r[0]),)+tuple(r[1:])
its = {'l':iter([1,2,3]),'t':iter((1,2,3)),'s':iter('abc'),'r':iter(range(3)),'b':iter(b'abc'),'rl':reversed([1,2,3]),'rt':reversed((1,2)),'e':enumerate([5,6]),'d':iter({1:2}),'S':iter({7}),'L':iter(range(10**30,10**30+3)),'z':zip([1],[2]),'di':iter({1:2}.items()),'rd':reversed({1:2,3:4}),'c':iter(lambda:1,2)}
for k,it in its.items():
    try: print(k, type(it).__name__, it.__length_hint__() if hasattr(it,'__length_hint__') else None)
    except Exception as e: print(k,e)
    try: print(next(it))
    except Exception as e: print(k, type(e).__name__, e)
    if k not in 'ezc':
        try: print(red(it))
        except Exception as e: print(k,type(e).__name__, e)
    if hasattr(it,'__setstate__') and k not in ('z',):
        try: it.__setstate__(1); print(list(it))
        except Exception as e: print(k,type(e).__name__, e)
    elif k!='c': print(list(it))
    print(list(it) if k!='c' else '')
    try: print(red(it))
    except Exception as e: print(k,type(e).__name__, e)
class Seq:
    def __getitem__(s,i):
        if i>3: raise IndexError
        return i*i
    def __len__(s): return 4
T(["list(Seq())","list(reversed(Seq()))","iter(Seq())","4 in Seq()","tuple(Seq())","set(Seq())","sum(Seq())","max(Seq())","list(map(lambda x:x+1,Seq()))","list(zip(Seq(),Seq()))","[*Seq()]","dict(enumerate(Seq()))","sorted(Seq(),reverse=True)","''.join(str(x) for x in Seq())","bytes(Seq())"],globals())
class It:
    def __init__(s): s.n=0
    def __iter__(s): return s
    def __next__(s):
        s.n+=1
        if s.n>3: raise StopIteration
        return s.n
    def __length_hint__(s): return 3
T(["list(It())","tuple(It())","set(It())","frozenset(It())","list(enumerate(It()))","list(zip(It(),It()))","[x for x in It()]","sum(It())","max(It())","dict.fromkeys(It())","bytearray(It())","bytes(It())","' '.join(map(str,It()))","sorted(It())","list(filter(lambda x:x%2,It()))","list(map(pow,It(),It()))","2 in It()","a if 0 else [*It(),*It()]","list(reversed(list(It())))","any(It())","all(It())","min(It())","next(It())","list(iter(It()))"],globals())
class BadIter:
    def __iter__(s): return 5
class BadLen:
    def __len__(s): return -1
class BadLen2:
    def __len__(s): return 'a'
class BadHash:
    def __hash__(s): return 'a'
class BadBool:
    def __bool__(s): return 5
class BadRepr:
    def __repr__(s): return 5
class BadStr:
    def __str__(s): return 5
class BadIndex:
    def __index__(s): return 'x'
class BadFormat:
    def __format__(s,x): return 5
class BadEq:
    def __eq__(s,o): raise ValueError('eq')
    __hash__=None
T(["list(BadIter())","len(BadLen())","len(BadLen2())","hash(BadHash())","bool(BadBool())","repr(BadRepr())","str(BadStr())","[1][BadIndex()]","format(BadFormat())","f'{BadFormat()}'","BadEq() in [1]","[BadEq()]==[1]","[1].index(BadEq())","[1].count(BadEq())","hash(BadEq())","{BadEq():1}","bool(BadLen())","list(BadLen())","'%s'%BadStr()","str(BadRepr())","[BadRepr()].__repr__()","{1:BadRepr()}.__repr__()","set([BadEq()])","(BadEq(),)==(1,)","sorted([BadEq(),1])"],globals())
class Lt:
    def __init__(s,v): s.v=v
    def __lt__(s,o): return s.v<o.v
    def __repr__(s): return str(s.v)
import sys
data=[Lt((i*37)%101) for i in range(101)]
print(sorted(data)[:10], sorted(data,reverse=True)[:5])
l=[(i%5,i) for i in range(30)]
print(sorted(l,key=lambda t:t[0])); print(sorted(l,key=lambda t:t[0],reverse=True)[:8])
cnt=0
class Cnt:
    def __init__(s,v): s.v=v
    def __lt__(s,o):
        global cnt; cnt+=1; return s.v<o.v
x=[Cnt(i) for i in range(1000)]; x.sort(); print(cnt)
cnt=0; x.reverse(); x.sort(); print(cnt)
try: [3,'a',2].sort()
except TypeError as e: print(e)
l=[3,1,2]
try: l.sort(key=lambda x: 1/0)
except ZeroDivisionError: print(l)
def bad(x):
    if x==2: raise ValueError
    return x
l=[3,1,2]
try: l.sort(key=bad)
except ValueError: print(l)
print(sorted([1.5,1,True,0.5]), sorted(['b','a\u1234','a😀','a\uffff']), sorted([float('nan'),1.0,0.5]) )
print(sorted([10**20,5,-10**20,3.5]), sorted([(1,'a'),(1,)]), sorted([b'b',b'a']), sorted([[2],[1,5]]))
print(min('b','a',key=ord), max([],default=3), min([(1,2),(0,5)]))
a=[1,2,3,4,5,6]
del a[::2]; print(a); a[1:1]=[9,9]; print(a); a[::-1]=a[:]; print(a); a[:]=[]; print(a)
a=list(range(10)); a[2:8:2]=[0,0,0]; print(a); a[5:2]=[7]; print(a); a*=2; print(len(a)); a+=(1,2); print(a[-2:])
a=[1,2,3]; a[-100:100]=[5]; print(a)
b=a; b+=[1]; print(a is b, a); b=b+[1]; print(a is b)
it=iter(a); a.append(99); print(list(it)); a.append(5); print(list(it))
print([1,2]*0, [0]*-1, (1,2)*2)
print(list(range(5))[-3:-1], 'hello'[-3:], (1,2,3)[-2:])
