/**
 * Programs whose code is compiled as early as can be, against CPython: what compiled code takes for granted is changed under its feet.
 * Longer than 800 lines because it is one table: a program for each thing that is taken for granted, all run the same way.
 */
import { expect, test } from 'bun:test'
import { dxpyCommand } from '../support/command'
import { sameCompiled } from '../support/compiled'
import { maybe } from '../support/same'

const programs: Record<string, string> = {
  'and, or, xor and not of ints that end at -2**53': `
def f(a, b):
    x = a ^ b
    y = a & -2
    z = a | b
    return x + a, y + b, z + 1, ~x + 1, (a & b) - 1, x // 2, y % 7
class R:
    def __init__(self, s): self.s = s
    def step(self, b):
        self.s ^= b
        return self.s + 1
def g(r, n, b):
    t = 0
    for _ in range(n): t = t + r.step(b)
    return t, r.s
m = 2**53 - 1
for _ in range(400): f(3, 5); f(-3, 2**40)
print(f(3, 5))
for a, b in ((m, -1), (-m, -2), (-m, 1), (-m, m), (m, -m), (2**40, -m)):
    for _ in range(300): r = f(a, b)
    print(a, b, r)
r = R(7)
print(g(r, 200, 2**35))
for b in (1, -1, 2**52):
    r.s = -m
    print(g(r, 301, b))
`,
  'attributes of objects that have a dict in the place of properties, from the start or later': `
class A:
    k = 7
    def __init__(self, x): self.x = x; self.y = 2
    def __del__(self): pass
    def m(self): return self.y
    @classmethod
    def c(cls): return cls.k
class B:
    def __init__(self, x): self.x = x; self.y = 2
    def m(self): return self.y
def f(o, n):
    s = 0
    for i in range(n):
        s += o.x + o.y + o.m()
        o.x = i
    return s
def g(o, n):
    s = 0
    for i in range(n): s += o.x + o.m()
    return s
def h(o, n):
    s = 0
    for i in range(n): s += o.k + o.c()
    return s
b = B(1)
print(f(A(1), 500), f(b, 500), g(b, 500), h(A(1), 500))
b.__dict__ = {'x': 1, 'y': 5, 'm': lambda: 3}
print(f(b, 500), g(b, 500), f(B(4), 500))
del b.__dict__['m']
print(g(b, 500))
b.__dict__[1] = 2
try: print(f(b, 3), b.z)
except AttributeError as e: print(e)
`,
  'pairs of enumerate, zip and dict items, taken apart and not': `
def f(a,b,d):
    s=0
    for i,x in enumerate(a,5): s+=i*x
    for x,y in zip(a,b): s+=x*y
    for k,v in d.items(): s+=k-v
    for t in zip(a,b): s+=len(t)
    for i,(x,y) in enumerate(zip(a,b)): s+=i*x-y
    return s
a=list(range(50)); b=[3]*50; d={i:i*2 for i in range(20)}
r=[f(a,b,d) for _ in range(2000)]
print(set(r))
print([x^y for x,y in zip(a,b)][:5], {k:v for k,v in d.items()}[3])
def g():
    it=enumerate('abc')
    for i,c in it:
        if i==1: yield next(it)
        yield i,c
for _ in range(300): r=list(g())
print(r)
def h():
    d={1:2,3:4}
    for k,v in d.items(): d[k+10]=v
for _ in range(100):
    try: h()
    except RuntimeError as e: r=e
print(repr(r))
def z():
    for a,b in zip([1,2],[1],strict=True): pass
for _ in range(100):
    try: z()
    except ValueError as e: r=e
print(repr(r))
`,
  'bools that are counted, properties of several classes, ranges, iterators of every kind': `
def f(n):
    s=0
    for i in range(n):
        s+=(i>3)+(i<5)
        s+=min(i,3)+max(i,(i==2)+4)
        b=(i>3)&(i<7); c=(i>3)|(i<2); d=(i>3)^(i<9)
        if b is True: s+=1
        s+= c+d
    return s, b, c, d
class P:
    @property
    def r(self): return self.x*2
    def __len__(self): return 5
class Q(P): pass
class R(P): pass
class S(Q): pass
def g(os):
    t=0
    for o in os: t+=o.r+len(o)
    return t
os=[]
for c in (P,Q,R,S):
    o=c(); o.x=len(os); os.append(o)
def h(a):
    t=0.0
    for i in range(2,len(a)):
        t+=max(a[i],a[i-1])-min(a[i],0.5)
    for i in range(len(a)-1,-1,-1): t+=a[i]*i
    for i in range(10**16,10**16+3): t+=i
    return t
import math
def k(x,y): return max(x,y),min(x,y),max(y,x)
for _ in range(3000):
    r=(f(12),g(os),h([.1,.2,.3,.9]),k(1.5,2.5),k(2,3))
print(r)
print(k(math.nan,1.0),k(0.0,-0.0),k(1,True))
def it(x):
    r=[]
    for a in iter(x): r.append(a)
    for a in iter(iter(x)): r.append(a)
    return len(r)
for x in ([1,2],(1,2),'ab',{1:2},{3},range(3),map(str,[1]),zip([1],[2]),(c for c in 'ab'))*400: n=it(x)
print(n)
def strs(l):
    n=0
    for s in l: n+=len(s)
    return n
print([strs(['abc','d\\U0001F600',''])for _ in range(2000)][-1], strs([[1],(2,),{3:3},{4},b'12']))
`,
  '__class__ of an object, true and pretended': `
class A: pass
class B(A): pass
class C(A):
    @property
    def __class__(self): return int
def f(a,b):
    return a.__class__ is b.__class__, a.__class__.__name__
os=[A(),B(),A()]
r=[]
for i in range(3000): r.append((f(os[i%3],os[0])))
print(r[-3:]); print(f(C(),A()),f(1,2),f('a',[]))
a=A()
for i in range(3000):
    r=f(a,os[0])
    if i==2000: a.__class__=B
print(r, a.__dict__)
class D:
    __slots__=('x',)
def g(o): return o.__dict__, o.__weakref__
o=A(); o.y=1
for i in range(2000): r=g(o)
print(r)
`,
  'generator expressions that hand their values over without stopping': `
import sys
class N:
    def __init__(self, v): self.v = v
    def __add__(self, o):
        log.append(sys._getframe(1).f_code.co_name)
        return N(self.v + (o.v if isinstance(o, N) else o))
    __radd__ = __add__
    def __bool__(self):
        log.append(sys._getframe(1).f_code.co_name)
        return self.v > 3
    def __lt__(self, o): return self.v < o.v
log = []
def work(xs, ys):
    return (sum(x for x in xs), sum(x*y for x,y in zip(xs,ys)), any(x > 90 for x in xs), all(x < 95 for x in xs),
        min(x-3 for x in xs), max(-x for x in xs), list(x for x in xs if x&1)[-2:], tuple(x for x in xs)[:2],
        sum(x > 3 for x in xs), sum((x for x in ys), 0.5), sum(2**53 - 3 + x for x in xs), sum(x if x < 9 else float(x) for x in xs))
xs = list(range(99)); ys = [x/7 for x in xs]
for _ in range(60): r = work(xs, ys)
print(r)
for _ in range(40):
    log.clear()
    r = [sum(N(x) for x in range(5)).v, any(N(x) for x in range(9)), all(N(x) for x in range(9,0,-1)), max(N(x) for x in range(5)).v]
print(r, set(log), len(log))
def upto(n, g):
    for i in range(n):
        if i == 7: seen.append(g.gi_running)
        yield i
def failing(xs):
    return sum(10 // x for x in xs)
for _ in range(60):
    try: failing([5, 2, 0, 1])
    except ZeroDivisionError as e:
        names = []
        tb = e.__traceback__
        while tb: names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno)); tb = tb.tb_next
print(names)
def stopping(xs): return list(next(it) for it in xs)
for _ in range(60):
    try: stopping([iter([1]), iter([])])
    except RuntimeError as e: r = repr(e), repr(e.__cause__)
print(r)
g = (x for x in range(20))
for _ in range(30):
    g = (x for x in range(20))
    r = any(x == 4 for x in g), next(g), sum(g), list(g), next(g, 'end')
print(r)
def outer(n): return sum(sum(y for y in range(x)) for x in range(n))
for _ in range(40): r = outer(20)
print(r)
def late(xs):
    it = (x for x in xs)
    first = next(it)
    return first, sum(it)
for _ in range(60): r = late([1, 2, 3]), late([1.5, 2, True])
print(r)
class I(int):
    def __add__(self, o): return 'added'
    __radd__ = __add__
for _ in range(30): r = sum(I(x) for x in (1,))
print(r)
`,
  'generators and coroutines that wait for others': `
def leaf(n):
    got = []
    for i in range(n):
        got.append((yield i))
    return got
def middle(n):
    a = yield from leaf(n)
    b = yield from [len(a), 'list']
    c = yield from (x*2 for x in range(2))
    return a, b, c
def top(n):
    r = yield from middle(n)
    yield r
for _ in range(100): r = list(top(4))
print(r)
def sent(n):
    g = top(3); out = [next(g)]
    for i in range(n):
        try: out.append(g.send(i))
        except AttributeError as e: out.append(str(e)); break
    return out
for _ in range(100): r = sent(6)
print(r)
def thrown():
    g = top(3); next(g)
    try: g.throw(KeyError('x'))
    except KeyError as e: return repr(e), g.gi_frame, list(g)
for _ in range(100): r = thrown()
print(r)
class Tree:
    def __init__(self, d): self.v = d; self.kids = [Tree(d-1), Tree(d-1)] if d else []
    def __iter__(self):
        yield self.v
        for k in self.kids: yield from k
t = Tree(6)
for _ in range(20): r = sum(t), len(list(t)), max(t)
print(r)
def deep(n):
    if n: yield from deep(n-1)
    yield n
for _ in range(5): r = sum(deep(300))
print(r)
try: sum(deep(5000))
except RecursionError as e: print('RecursionError')
def bad():
    yield from [1, 2]
    raise ValueError('end')
def around():
    try: yield from bad()
    except ValueError as e: yield str(e)
    finally: yield 'finally'
for _ in range(100): r = list(around())
print(r)
import asyncio
class Waits:
    def __await__(self):
        yield
        return 5
async def direct(n): return n if n < 2 else await direct(n-1) + await direct(n-2)
async def slow(n):
    s = 0
    for i in range(n):
        if i % 10 == 0: await asyncio.sleep(0)
        s += await Waits() + await direct(4)
    return s
async def failing(n):
    await asyncio.sleep(0)
    raise OSError(n)
async def run():
    print(await asyncio.gather(*(slow(i) for i in range(40))))
    print([str(e) for e in await asyncio.gather(*(failing(i) for i in range(40)), return_exceptions=True)][-3:])
    task = asyncio.ensure_future(slow(10**6)); await asyncio.sleep(0); await asyncio.sleep(0); task.cancel()
    try: await task
    except asyncio.CancelledError: print('cancelled', task.cancelled())
asyncio.run(run())
c = direct(1)
try: c.send(None)
except StopIteration as e: print(e.value)
try: c.send(None)
except RuntimeError as e: print(e)
`,
  'builtins that call Python functions': `
def key(x): return -x
def two(a, b): return a*2+b
class K:
    def key(self, x): return (x % 3, x)
    def __lt__(self, o): calls.append(1); return self.v < o.v
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __hash__(self): return hash(self.v)
    def __len__(self): return self.v
import functools, sys
calls = []
xs = list(range(50))
k = K(3)
for _ in range(40):
    r = (sorted(xs, key=key)[:3], sorted(xs, key=k.key)[:4], list(map(key, xs))[:3], list(map(two, xs, xs))[:3], list(filter(lambda x: x % 7 == 0, xs)),
        functools.reduce(two, xs) % 1009, [a.v for a in sorted(map(K, [3, 1, 2]))], len({K(1), K(1), K(2)}), max(xs, key=lambda x: x % 10))
print(r)
def raising(x):
    if x == 5: raise KeyError(x)
    return x
for _ in range(40):
    try: list(map(raising, xs))
    except KeyError as e:
        names = []; tb = e.__traceback__
        while tb: names.append(tb.tb_frame.f_code.co_name); tb = tb.tb_next
print(names)
def depth(x): return sys._getframe(1).f_code.co_name
def caller(): return list(map(depth, [1]))
for _ in range(40): r = caller()
print(r)
def endless(x): return sorted([x], key=endless)
try: endless(1)
except RecursionError as e: print('RecursionError')
def yielding(x): yield x
for _ in range(40): r = [list(g) for g in map(yielding, [1, 2])]
print(r)
def handled(x):
    try: return 1 // x
    except ZeroDivisionError: return 'zero'
for _ in range(60): r = list(map(handled, [1, 0]))
print(r)
`,
  'arguments of calls that are not known before': `
# every way of binding at calls that are not known
def plain(a,b=2,c=3): return ('plain',a,b,c)
def pos(a,b=5,/,c=6): return ('pos',a,b,c)
def kwo(a,*,k,m=4): return ('kwo',a,k,m)
def rest(a,b=1,*r,k=7,**o): return ('rest',a,b,r,k,sorted(o.items()))
def allk(**o): return ('allk',sorted(o.items()))
def gen(a,*r): yield a; yield from r
seen=[]
def nothing(a,b=2): seen.append((a,b))
class Adds:
    def __call__(self,a): seen.append(a)
adders=[nothing,Adds(),lambda a,*r:seen.append(r)]
def add_all(n):
    for i in range(n): adders[i%3](i)
class C:
    def __call__(self,a,b=3): return ('call',a,b)
    def m(self,a,*r,**o): return ('m',a,r,sorted(o.items()))
class M(type):
    def __call__(cls,*a,**k): return ('meta',cls.__name__,a,sorted(k.items()))
class D(metaclass=M): pass
class S(str): pass
fs=[plain,pos,kwo,rest,allk,gen,C(),C().m,D,lambda x=1,*,y=2:(x,y)]
calls=[((),{}),((1,),{}),((1,2),{}),((1,2,3),{}),((1,2,3,4),{}),((1,),{'b':9}),((1,),{'c':9}),((1,),{'k':9}),((1,2),{'k':9,'z':1}),((),{'a':1}),((),{'a':1,'k':2}),((1,),{'a':2}),((),{S('a'):1}),((1,),{1:2})]
def forward(f,*a,**k): return f(*a,**k)
def direct(f,a):
    n=len(a)
    if n==0: return f()
    if n==1: return f(a[0])
    if n==2: return f(a[0],a[1])
    return f(a[0],a[1],a[2])
def show(r): return list(r) if hasattr(r,'__next__') else r
def go():
    out=[]
    for f in fs:
        for a,k in calls:
            for g in (lambda: f(*a,**k), lambda: forward(f,*a,**{x:y for x,y in k.items()}), lambda: direct(f,a)):
                try: out.append(show(g()))
                except TypeError as e: out.append(str(e))
    return out
first=go()
for _ in range(60): r=go()
print(r==first)
for x in r: print(x)
for _ in range(50): add_all(60)
print(len(seen), seen[-6:])
`,
  'functions of real numbers, called with numbers': `
import math
vals = [0.5, -0.5, 0.0, -0.0, 1.0, 2, 3, 0, -1, 1e308, 1e-320, float('inf'), float('-inf'), float('nan'), 2**60, True, 10**400]
source = 'import math\\ndef work(x, y, out):\\n'
for n in 'sqrt sin cos acos exp log log2 log10 log1p fabs degrees floor ceil trunc gamma'.split():
    source += f'    try: out.append(math.{n}(x))\\n    except Exception as e: out.append(repr(e))\\n'
for n in 'atan2 copysign fmod pow remainder'.split():
    source += f'    try: out.append(math.{n}(x, y))\\n    except Exception as e: out.append(repr(e))\\n'
    source += f'    try: out.append(math.{n}(x, 0.5))\\n    except Exception as e: out.append(repr(e))\\n'
exec(source)
for _ in range(30):
    out = []
    for a in vals:
        for b in vals[:8]: work(a, b, out)
for o in out: print(type(o).__name__, '%.12g' % o if isinstance(o, float) else o)
def one(n):
    s = 0.0
    for i in range(n): s += math.sqrt(i) + math.floor(i / 3)
    return s
for _ in range(20): r = one(500)
print(r)
math.sqrt = lambda x: 1
print(one(50))
`,
  'tracing begins in what a generator that runs compiled calls': `
import sys
events=[]
def tr(fr,ev,arg):
    if fr.f_code.co_name=='<genexpr>': events.append((ev,fr.f_lineno,fr.f_locals.get('x')))
    return tr
def setter(x):
    if x==5: sys.settrace(tr)
    return x
def t2(xs): return sum(setter(x) for x in xs)
for _ in range(300): t2(range(4))
t2(range(8)); sys.settrace(None)
print(events)

def gg(xs):
    for x in xs: yield setter(x)
def t3(xs): return sum(gg(xs)), [x for x in gg(xs)]
def tr(fr,ev,arg):
    if fr.f_code.co_name=='gg': events.append((ev,fr.f_lineno,fr.f_locals.get('x')))
    return tr
for _ in range(300): t3(range(4))
events.clear(); t3(range(8)); sys.settrace(None)
print(events)
`,
  'generators that yield from compiled code': `
def count(n):
    total = 0.5
    for i in range(n):
        got = yield i, total
        if got is not None: total += got
    return total
def consume(n):
    out = 0
    for i, t in count(n): out += i + t
    return out, sum(i for i, _ in count(n)), max(t for _, t in count(n))
print([consume(30) for _ in range(60)][-1])
def send(n):
    g = count(n)
    r = [next(g)]
    try:
        while True: r.append(g.send(len(r) * 0.25))
    except StopIteration as e:
        return r[-1], e.value, g.gi_frame
print([send(20) for _ in range(60)][-1])
def guarded(n):
    try:
        for i in range(n):
            try:
                yield i
            except KeyError as e:
                yield str(e)
    finally:
        closed.append(n)
closed = []
def thrown():
    g = guarded(5)
    r = [next(g), g.throw(KeyError('k')), next(g)]
    f = g.gi_frame
    g.close()
    return r, f.f_lineno, g.gi_frame, len(closed)
print([thrown() for _ in range(60)][-1])
kept = []
def frames():
    import sys
    def inner(a):
        kept.append(sys._getframe())
        yield a
        b = a * 2
        yield b
    return list(inner(len(kept)))
for _ in range(60): r = frames()
print(r, kept[3].f_locals, kept[-1].f_locals, len({id(f) for f in kept}))
def failing(n):
    for i in range(n):
        if i == 3: raise ValueError(i)
        yield i
def failed():
    try: return list(failing(5))
    except ValueError as e:
        t = e.__traceback__
        names = []
        while t is not None:
            names.append((t.tb_frame.f_code.co_name, t.tb_lineno, sorted(t.tb_frame.f_locals)))
            t = t.tb_next
        return names
print([failed() for _ in range(60)][-1])
def nested(n):
    if n: yield from nested(n - 1)
    yield n
print([sum(nested(9)) for _ in range(60)][-1])
def endless():
    n = 0
    while True:
        n += 1
        yield n
def limited():
    for v in endless():
        if v > 20: return v
print([limited() for _ in range(60)][-1])
`,
  'ints and floats at the same place': `
import math
def dot(a,b):
    s=0
    for x,y in zip(a,b): s+=x*y
    return s
def mix(a):
    out=[]
    for x in a:
        out.append((x+1, x-0.5, x*2, x*x, x/4, -x if x else x, x*-1))
    return out
class V:
    def __init__(self,x): self.x=x
    def __add__(self,o): return V(self.x+o.x)
def add(v,w,n):
    for _ in range(n): v=v+w
    return v.x
vals=[0,1,-1,2.5,-0.0,0.0,3,1e300,-7,0.1]
for _ in range(400):
    r=(dot([1,2,3],[4,5,6]),dot([1.5,2,3],[4,5.5,6]),dot([0,-1],[-0.0,0]),mix(vals),add(V(1),V(2),3),add(V(1.5),V(2),3),add(V(0),V(-0.0),2))
print(r)
print(mix([math.inf,math.nan,2**53-1,2**60,True]))
def big(a,b): return a*b, a+b, a-b
for _ in range(400): r=big(3,4),big(2.5,2)
print(r, big(2**52,8), big(2**53-1,1), big(-2**53+1,2), big(1e308,10), big(0,-5), big(-0.0,5), big('ab',3) if 0 else '')
def div(a,b):
    try: return a/b
    except ZeroDivisionError as e: return str(e)
for _ in range(400): r=div(3,4),div(2.5,2),div(1,2.5)
print(r,div(1,0),div(1.5,0),div(1,0.0),div(2**53-1,3),div(10**20,3))
def tot(a):
    t=0
    for v in a: t=t+v if v>0 else t-v*2
    return t
for _ in range(400): r=tot([1,2.5,3,-1,-0.5])
print(r, tot([1,2,3]), tot([-1,-2]), tot([]))
`,
  'keys that are missing, handled in the body': `
def f(d, keys):
    hit=miss=0
    for k in keys:
        try:
            hit+=d[k]
        except KeyError as e:
            miss+=len(e.args)+e.args[0]
    return hit,miss
def g(d,k):
    try: return d[k]
    except KeyError: return None
def h(d,k):
    return d[k]
class K(int):
    def __hash__(self): return 5
    def __eq__(self,o): return o==5
d={1:1,2:2,K(9):7}
for _ in range(300): r=f(d,[1,2,3,4,5,6])
print(r)
for _ in range(3000): r=g(d,8),g(d,1),g(d,5)
print(r)
n=0
for _ in range(3000):
    try: h(d,77)
    except KeyError as e:
        n+=1; t=e.__traceback__
print(n, t.tb_next.tb_frame.f_code.co_name, t.tb_next.tb_lineno, repr(e) if 'e' in globals() else '')
def outer(d):
    try:
        try: return d['x']
        except KeyError as e: return d['y']
    except KeyError as e:
        return repr(e), repr(e.__context__), e.__traceback__.tb_lineno
for _ in range(3000): r=outer({})
print(r)
`,
  'exceptions that go through compiled calls': `
import sys, traceback
class Refused(Exception):
    def __init__(self, code):
        super().__init__(f'code {code}'); self.code=code
class Missing(Refused, LookupError): pass
def check(n):
    if n%3==0: raise Refused(n)
    if n%5==0: raise Missing(n)
    return n
def deep(n,d):
    if d==0: return check(n)
    try: return deep(n,d-1)
    finally: T[0]+=1
T=[0]
def run(n):
    r=[0,0,0]
    for i in range(n):
        try: r[0]+=deep(i,3)
        except LookupError as e: r[1]+=e.code
        except Refused as e: r[2]+=e.code
    return r,T[0]
for _ in range(30): x=run(60)
print(x)
def plain(n): return check(n)
def tb(n):
    try: plain(n)
    except Refused as e:
        return [(f.name,f.lineno) for f in traceback.extract_tb(e.__traceback__)], sys.exc_info()[0].__name__
for _ in range(300): x=tb(3),tb(1),tb(5)
print(x, sys.exc_info())
def chain(n):
    try:
        try: plain(n)
        except Refused as e: raise ValueError('v') from e
    except ValueError as e:
        return repr(e.__cause__), repr(e.__context__), e.__suppress_context__
for _ in range(300): x=chain(3)
print(x)
def rer(n):
    try:
        try: plain(n)
        except Refused: raise
    except Exception as e:
        return [(f.name,f.lineno) for f in traceback.extract_tb(e.__traceback__)]
for _ in range(300): x=rer(3)
print(x)
class O:
    @property
    def bad(self): raise AttributeError('x')
    @property
    def worse(self): raise KeyError('y')
    def __getitem__(self,k): raise IndexError(k)
    def __len__(self): raise OSError('len')
    def __eq__(self,o): raise TypeError('eq')
    def __init__(self,n=0):
        if n: raise RuntimeError(n)
    def __call__(self): raise NameError('c')
    def __iter__(self): raise BufferError('it')
    def __enter__(self): return self
    def __exit__(self,t,v,b): raise ZeroDivisionError('exit')
    def __bool__(self): raise EOFError('b')
    def __add__(self,o): raise ArithmeticError('add')
def all_(o):
    out=[]
    for f in (lambda:o.bad,lambda:o.worse,lambda:o[3],lambda:len(o),lambda:o==1,lambda:O(5),lambda:o(),lambda:list(o),lambda:bool(o),lambda:o+1,lambda:sorted([o,o],key=lambda x:x.worse),lambda:max(o for _ in o)):
        try: f()
        except Exception as e: out.append((type(e).__name__,str(e),len(traceback.extract_tb(e.__traceback__))))
    try:
        with o: pass
    except Exception as e: out.append(repr(e))
    try:
        if o: pass
    except Exception as e: out.append(repr(e))
    return out
o=O()
for _ in range(200): x=all_(o)
print(x)
def rec(n): 
    if n==0: raise KeyError(n)
    return rec(n-1)+1
def recs(n):
    try: return rec(n)
    except KeyError as e:
        t=e.__traceback__; k=0
        while t: k+=1; t=t.tb_next
        return k
for _ in range(50): x=recs(5),recs(300),recs(600)
print(x)
def inf(n): return inf(n+1)
def lim():
    try: inf(0)
    except RecursionError as e: return str(e)
for _ in range(5): x=lim()
print(x)
def gen(n):
    for i in range(n):
        if i==4: check(3)
        yield i
def usegen():
    out=[]
    try:
        for v in gen(9): out.append(v)
    except Refused as e: out.append(str(e))
    try: sum(gen(9))
    except Refused as e: out.append(len(traceback.extract_tb(e.__traceback__)))
    try: out+= [x for x in gen(9)]
    except Refused as e: out.append(len(traceback.extract_tb(e.__traceback__)))
    return out
for _ in range(200): x=usegen()
print(x)
def locs(n):
    a=n*2; b=[a]
    f=1.5*n
    check(n)
    return a
def fl(n):
    try: locs(n)
    except Refused as e: return e.__traceback__.tb_next.tb_frame.f_locals
for _ in range(300): x=fl(3)
print(x)
def uncaught(): locs(9)
uncaught()
`,
  'ints leave the safe range and come back': `
def f(n):
    x = 1
    out = []
    for i in range(n):
        x = x * 3 + i
        if i % 40 == 39:
            out.append(x)
            x = x % 1000
    return out
print(f(400))
def g(n):
    s = 2**53 - 5
    for i in range(n): s += 1
    return s
for n in (3, 4, 5, 6, 300): print(g(n))
`,
  'the signs of zeros': `
def f(n):
    out = []
    for i in range(n):
        out.append((i * -0.0, -(i - i), (i - i) * -1, (i - 5) // 3 * 0, -i % 2, 0.0 * -i))
    return out
r = f(300)
print(r[0], r[1], r[299])
`,
  'division and remainder of every sign, and by zero': `
def f():
    out = 0
    zero = 0
    for i in range(-300, 300):
        for j in (-7, -3, 0, 3, 7):
            try:
                out += i // j * 3 + i % j
                out += int(i / j)
            except ZeroDivisionError as e:
                zero += len(str(e))
            try:
                out += int(i / (j * 1.0))
            except ZeroDivisionError as e:
                zero += len(str(e))
    return out, zero
print(f())
`,
  'a function is redefined, a builtin replaced, a default changed': `
def g(x, step=1): return x + step
def f(n):
    global g
    s = 0
    for i in range(n):
        if i == 200:
            g = lambda x: x * 2
        s += g(i) + len([i])
        if i == 300:
            import builtins
            old = builtins.len
            builtins.len = lambda v: 100
    builtins.len = old
    return s
print(f(400))
def h(x, y=5): return x + y
def k(n):
    s = 0
    for i in range(n):
        if i == 150: h.__defaults__ = (7,)
        if i == 250: h.__code__ = (lambda x, y: x * y).__code__
        s += h(i)
    return s
print(k(400))
`,
  'a class is patched, an instance hides a method, an object changes its class': `
class A:
    k = 1
    def m(self): return self.v
class B:
    k = 50
    def m(self): return -self.v
def f(n):
    a = A(); a.v = 3
    s = 0
    for i in range(n):
        s += a.m() + a.k
        if i == 100: A.m = lambda self: 10
        if i == 150: A.k = 7
        if i == 200: a.m = lambda: 1000
        if i == 250: a.__class__ = B
        if i == 300: del a.m
        if i == 350: a.v = 2.5
    return s
print(f(400))
class P:
    @property
    def w(self): return self.q + 1
def g(n):
    p = P(); p.q = 1
    s = 0
    for i in range(n):
        s += p.w
        if i == 200: P.w = property(lambda self: 100)
        if i == 250:
            try: del p.q; P.w = property(lambda self: self.q); p.w
            except AttributeError as e: print(e, e.name)
            P.w = 5
    return s
print(g(300))
`,
  'frames, locals and their changes': `
import sys
def f(n):
    a = 1
    for i in range(n):
        if i == 200:
            sys._getframe().f_locals['a'] = 50
        if i == 250: print(sorted(locals().items()))
        a += 1
    return a
print(f(300))
def inner(): return sys._getframe(1).f_locals['i'], sys._getframe(1).f_lineno
def g(n):
    s = 0
    for i in range(n):
        x, y = inner()
        s += x + y
    return s
print(g(300))
def d(n):
    for i in range(n):
        t = i
        if i > 250:
            del t
        try:
            t
        except UnboundLocalError as e:
            print(e)
            break
d(300)
`,
  'exceptions, handlers, finally and tracebacks': `
import traceback
def g(i):
    if i % 5 == 3: raise KeyError(i)
    if i % 7 == 3: raise ValueError(i)
    return i
def f(n):
    s = 0
    for i in range(n):
        try:
            try:
                s += g(i)
            except KeyError as e:
                s += e.args[0] * 2
            finally:
                s += 1
        except ValueError as e:
            s -= 1
        else:
            s += 3
    return s
print(f(500))
def t(n):
    for i in range(n):
        if i == 400:
            return g(3)
try: t(500)
except KeyError: print(traceback.format_exc().replace(__file__, 'F'))
def nested(n):
    try:
        if n == 0: raise RuntimeError('bottom')
        nested(n - 1)
    except RuntimeError as e:
        if n % 3 == 0: raise ValueError(n) from e
        raise
    except ValueError:
        if n == 20: raise
        if n % 2 == 0: raise
        nested(0)
for i in range(60):
    try: nested(6)
    except Exception as e: last = repr(e), repr(e.__cause__), repr(e.__context__)
print(last)
`,
  'recursion, its limit, and depth beyond it': `
import sys
def f(n): return 0 if n == 0 else 1 + f(n - 1)
for _ in range(5): print(f(300))
def deep(n):
    return deep(n + 1)
for _ in range(3):
    try: deep(0)
    except RecursionError as e: print(e)
sys.setrecursionlimit(20000)
print(f(15000))
`,
  'generators that are stopped, thrown into and closed': `
def g(n):
    try:
        for i in range(n):
            x = yield i * 0.5
            if x is not None: n += x
    except ValueError as e:
        yield 'caught', e.args
    finally:
        log.append('end')
log = []
s = 0
for _ in range(50):
    for v in g(40): s += v
print(s, len(log))
for _ in range(5):
    it = g(10); next(it); next(it)
    print(it.send(3), it.throw(ValueError(7)), list(it))
    it = g(10); next(it); it.close()
print(len(log))
def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)
print(sum(tree(10)), [k for k in tree(4)])
`,
  'closures, cells and comprehensions': `
def counter():
    n = 0
    def add(k):
        nonlocal n
        n += k
        return n
    return add
c = counter()
for i in range(500): c(i)
print(c(0))
def f(n):
    out = []
    for i in range(n):
        fs = [lambda x, i=i: x + i, lambda x: x * i]
        out.append(sum(f(2) for f in fs) + sum([j for j in range(i % 5)]) + len({j: i for j in range(3)}) + len({j % 2 for j in range(i % 4)}))
    return sum(out)
print(f(300))
`,
  'operators of classes': `
class V:
    def __init__(self, x): self.x = x
    def __add__(self, o): return V(self.x + o.x) if isinstance(o, V) else NotImplemented
    def __radd__(self, o): return V(self.x + o)
    def __eq__(self, o): return isinstance(o, V) and self.x == o.x
    def __lt__(self, o): return self.x < o.x
    def __bool__(self): return self.x % 2 == 1
    def __len__(self): return 3
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return self.x + i
    def __contains__(self, i): return i == self.x
    def __iadd__(self, o): self.x += 1; return self
    def __iter__(self): return iter((self.x, 1))
def f(n):
    a = V(0)
    s = 0
    for i in range(n):
        b = V(i)
        a = a + b
        a = 1 + a
        a += b
        if b: s += 1
        if not a: s += 2
        if a == b or b < a: s += 4
        if i in b: s += b[1] + len(b)
        if 'x' not in b: s += sum(b)
        try: a + 'x'
        except TypeError as e: t = str(e)
    return s, a.x, t
print(f(300))
`,
  'tracing that is switched on in a compiled loop': `
import sys
def g(i): return i + 1
def f(n):
    s = 0
    for i in range(n):
        if i == 300: sys.settrace(tracer)
        s = g(s)
        if i == 303: sys.settrace(None)
    return s
def tracer(frame, event, arg):
    seen.append((event, frame.f_code.co_name))
    return tracer
seen = []
print(f(400), seen)
`,
  'a generator yields what a call gives, below a context manager': `
from contextlib import suppress
class L:
    def __init__(self, n): self.n = n; self.k = 0
    def lex(self, state, ps):
        with suppress(EOFError):
            while True:
                yield self.next_token(state, ps)
    def next_token(self, st, ps=None):
        self.k += 1
        while self.k < self.n:
            if self.k % 3:
                return st.line
            self.k += 1
        raise EOFError(self)
class S: line = 5
t = 0
for i in range(3000):
    for x in L(i % 40).lex(S(), None): t += x
print(t)
`,
  'one code with several namespaces': `
code = compile('''
total = 0
for i in range(400):
    total = total + i * k
print(total, sorted(n for n in locals() if n in ('total', 'i', 'k')))
''', 'x', 'exec')
for k in (1, 2.5): exec(code, {'k': k})
g = {'k': 3}
exec(code, g)
exec(code, g, {'k': 7})
print(g['total'])
class L(dict):
    def __missing__(self, name): raise KeyError(name)
exec(code, g, L(k=1))
`,
  'Python code that runs where none is to be seen': `
import sys
class K:
    def m(self): return 1
    v = 1
class Odd:
    def __init__(self, act): self.act = act
    @property
    def __class__(self):
        self.act('class')
        return int
    def __bool__(self):
        self.act('bool')
        return True
    def __len__(self):
        self.act('len')
        return 3
class Key:
    def __init__(self, act, name): self.act, self.name = act, name
    def __hash__(self): return hash(self.name)
    def __eq__(self, other):
        self.act('eq')
        return False
def run(ask, n):
    k = K()
    log = []
    at = 0
    def act(what):
        if at == n - 40:
            K.m = lambda self: 100
            K.v = 50
        if at == n - 20:
            frame = sys._getframe(2)
            log.append((what, frame.f_locals.get('i'), frame.f_lineno - frame.f_code.co_firstlineno))
        if at == n - 10:
            raise KeyError(what)
    o = Odd(act)
    s = 0
    for at in range(n):
        s = ask(o, at, k, s, act)
    K.m = lambda self: 1
    K.v = 1
    print(s, log)
def by_class(o, i, k, s, act):
    try:
        if isinstance(o, int): s += k.v
        s += k.m() + k.v
    except KeyError as e:
        s += 1000
    return s
def by_truth(o, i, k, s, act):
    try:
        if o: s += k.v
        s += k.m() + k.v
        s += (not o) + k.v
        s += (o and k.v) + k.v
    except KeyError as e:
        s += 1000
    return s
def by_length(o, i, k, s, act):
    try:
        s += len(o)
        s += k.m() + k.v
    except KeyError as e:
        s += 1000
    return s
def by_key(o, i, k, s, act):
    try:
        d = {Key(act, 7): 1}
        if 7 in d: s += 5
        s += k.v
        d[7] = s
        s += k.m() + k.v
        e = {x: k.v for x in (8, 7)} | d
        s += len(e)
    except KeyError as e:
        s += 1000
    return s
def by_iterator(o, i, k, s, act):
    def g():
        yield 1
        act('end')
    try:
        for x in g(): s += x
        s += k.m() + k.v
    except KeyError as e:
        s += 1000
    return s
for ask in (by_class, by_truth, by_length, by_key, by_iterator): run(ask, 400)
`,
  'a namespace with its own way to store': `
class Names(dict):
    def __setitem__(self, key, value):
        super().__setitem__(key, ('set', value) if key == 'x' else value)
names = Names()
exec("""
i = 0
while i < 300:
    i += 1
    x = i
""", names)
print(names['x'], names['i'])
`,
  'a function that starts with a loop': `
def f(n):
    while n:
        if n < 500:
            y = x + 1
        x = n
        n -= 1
    return x, y
def g(n):
    while True:
        if n < 500:
            y = x + 1
        x = n
        n -= 1
        if not n: return x, y
print(f(1000), g(1000))
for i in range(3): print(f(100000), g(100000))
`,
  'calls of every form': `
import sys
class A:
    def __init__(self, x, *rest, y=2, **kw): self.x, self.rest, self.y, self.kw = x, rest, y, kw
    def m(self, a, b=5, *c, d, e=7, **f): return (self.x, a, b, c, d, e, sorted(f.items()))
class E(Exception): pass
class F(Exception):
    def __init__(self, code, msg='m'):
        super().__init__(msg); self.code = code
class I(int): pass
class L(list):
    def __init__(self, *a): super().__init__(a); self.n = len(a)
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
class D(dict): pass
def f(a, b=1, *c, d=3, **e): return a, b, c, d, sorted(e.items())
def po(a, /, b, *, c): return a, b, c
def g(n):
    out = []
    for i in range(n):
        a = A(i, 1, 2, y=i, z=3)
        r = [a.x, a.rest, a.y, a.kw, a.m(1, d=2), a.m(1, 2, 3, 4, d=i, z=1), a.m(a=1, b=2, d=3, e=4)]
        r += [f(i), f(i, 2), f(i, 2, 3, 4), f(b=i, a=2), f(i, d=4, q=5), po(i, b=2, c=3), po(i, 2, c=3)]
        r += [E('x', i).args, F(i).code, F(i, msg='q').args, F(code=3).args, I(i) + 1, I('7'), L(1, 2), L().n, T(1, i), D(a=i), D({1: i})]
        r += [int('5'), int(5.5), str(i), float(i), list((1, 2)), tuple([1]), set([i]), dict(a=1), bytes(2), bool(i), type(i), type(a) is A, sorted([3, 1, i], key=lambda v: -v), sorted([2, 1], reverse=True), max(1, i, 3), min(4, i), int('11', base=2)]
        try: f()
        except TypeError as e: r.append(str(e))
        try: po(1, 2)
        except TypeError as e: r.append(str(e))
        try: po(a=1, b=2, c=3)
        except TypeError as e: r.append(str(e))
        try: f(1, a=2)
        except TypeError as e: r.append(str(e))
        try: A()
        except TypeError as e: r.append(str(e))
        try: A.m(a, 1)
        except TypeError as e: r.append(str(e))
        try: int('x')
        except ValueError as e: r.append(str(e))
        try: E(x=1)
        except TypeError as e: r.append(str(e))
        try: object(1)
        except TypeError as e: r.append(str(e))
        if i == 200: f.__kwdefaults__ = {'d': 30}
        if i == 250: A.__init__ = lambda self, *a, **k: self.__dict__.update(x=9, rest=a, y=0, kw=k)
        if i == 280: f.__code__ = (lambda a, b=1, *c, d=3, **e: (e, d, c, b, a)).__code__
        out.append(r)
    return out
for n in (60, 300):
    o = g(n)
    print(len(str(o)), o[0] if n == 60 else '', o[-1] if n == 300 else '')
    f.__code__ = (lambda a, b=1, *c, d=3, **e: (a, b, c, d, sorted(e.items()))).__code__
`,
  'super, static and class methods, properties, displays, slices, with, raise, del': `
import sys
class M(type):
    def cls_of(cls): return cls.__name__
class A(metaclass=M):
    n = 1
    @staticmethod
    def st(a, b=2): return (a, b)
    @classmethod
    def cm(cls, a): return (cls.__name__, a, cls.n)
    @property
    def p(self): return self.q
    def m(self, a): return ('A.m', a)
    def __init__(self, q): self.q = q
class B(A):
    n = 2
    def __init__(self, q): super().__init__(q + 1)
    def m(self, a): return ('B.m', super().m(a), super().m(*[a]), super().n, super().p, super().st(1), super().cm(2))
    @classmethod
    def cm(cls, a): return ('B', super().cm(a))
class C:
    def __enter__(self): return self
    def __exit__(self, *a): return a[0] is KeyError
def spread(f, a, k): return f(*a, **k), f(*a), [*a, *a], {*a}, {**k, 'z': 1}, (*a, 3)
def target(*a, **k): return a, sorted(k.items())
def two(a, b): return a + b
def deco(f):
    def w(*a, **k): return f(*a, **k)
    return w
dtwo = deco(two)
def run(n):
    out = []
    a, b = A(1), B(1)
    for i in range(n):
        r = [A.st(i), a.st(i, b=3), A.cm(i), a.cm(i), B.cm(i), b.cm(i), a.p, b.p, b.m(i), A.cls_of(), B.cls_of(), A.n, B.n]
        r.append(spread(target, (1, i), {'x': i}))
        r += [dtwo(i, 1), dtwo(a=i, b=2), two(*[1, i])]
        s = list(range(10)); t = 'héllo𝄞x'
        r += [s[2:5], s[i % 3:], s[:-1], t[1:3], t[::-1], (1, 2, 3)[1:], b'abc'[1:]]
        s[1:3] = [i, i, i]; del s[0]; s[::2] = s[::2]
        x, *y, z = s
        r += [s, x, y, z]
        (p, q), w = [(1, i), 'ab'], 3
        c1, c2 = 'ab'
        r += [p, q, w, c1, c2, f'{i!r:>5}|{i:05d}|{t!a}|{1.5:.2f}', sorted({i, 1, 'a'}, key=str), {(i,): 1, 'k': 2}]
        try:
            del w
            w
        except UnboundLocalError as e: r.append(str(e))
        with C() as cc:
            if i % 3 == 0: raise KeyError(i)
        try:
            with C():
                raise ValueError(i)
        except ValueError as e:
            try: raise KeyError('k') from e
            except KeyError as f: r += [repr(f.__cause__), repr(f.__context__), f.__traceback__.tb_lineno - run.__code__.co_firstlineno]
        else: r.append('none')
        try:
            try: raise KeyError
            except KeyError: raise
        except KeyError as e: r.append(repr(e))
        try: raise 5
        except TypeError as e: r.append(str(e))
        def g(u, v=i, *, k=i): return u, v, k, x
        r += [g(1), g(1, 2, k=3), (lambda: z)()]
        match s:
            case [one, *_]: r.append(one)
        match {'a': i}:
            case {'a': int(v)}: r.append(v)
        match i:
            case 1 | 2: r.append('low')
            case int() if i > 5: r.append('high')
        try:
            e1, e2 = s
        except ValueError as e: r.append(str(e))
        try: f1, f2, f3 = i
        except TypeError as e: r.append(str(e))
        try: target(**{'a': 1}, **{'a': 2})
        except TypeError as e: r.append(str(e))
        try: target(*5)
        except TypeError as e: r.append(str(e))
        try: assert i < 0, 'msg'
        except AssertionError as e: r.append(str(e))
        if i == n - 60: A.cm = classmethod(lambda cls, a: ('patched', a))
        if i == n - 50: A.st = lambda *a, **k: 'nost'
        if i == n - 40: a.st = lambda *a, **k: 'own'
        if i == n - 30: A.p = property(lambda self: self.missing)
        if i >= n - 30:
            try: a.p
            except AttributeError as e: r += [str(e), e.name]
            A.p = 5
        if i == n - 20: A.m = lambda self, a: 'newm'
        if i == n - 15: M.st = property(lambda cls: (lambda *a, **k: 'meta'))
        if i == n - 10: A.n = 77
        out.append(r)
    return out
o = run(200)
for i in (0, 1, 150, 165, 175, 183, 189, 195, 199): print(o[i])
`,
  'products beyond 2**53, masks and shifts': `
def lcg(n, x):
    out = []
    for i in range(n):
        x = (x * 1103515245 + 12345) & 0x7fffffff
        out.append(x)
    return out[-5:], sum(out)
def fnv(n):
    h = 2166136261
    for i in range(n): h = ((h ^ (i & 255)) * 16777619) & 0xffffffff
    return h
def mixed(n, k):
    r = []
    for i in range(-n, n):
        a = i * 12345678901 * 7; b = i * 98765
        r.append((a * b - k + 5) & 0xfffff)
        r.append(a * b % 1000003)
        r.append((a & 0xffffffff, a & 255, b | 7, b ^ a, a | b, a & b, a >> 3, b >> 40, b >> (i & 31), b << (i & 15), (b << 40) >> 41, -a & 0xffff))
    return r
def modpow(b, e, m):
    r = 1
    while e:
        if e & 1: r = r * b % m
        b = b * b % m
        e >>= 1
    return r
def h64(n):
    h = 14695981039346656037
    for i in range(n): h = ((h ^ i) * 1099511628211) & 0xffffffffffffffff
    return h
for n in (50, 500):
    print(lcg(n, 1), lcg(n, 2**53 - 1), lcg(n, -7), fnv(n), hash(tuple(mixed(n, 3))), sum(modpow(i, 10**9, 2**31 - 1) for i in range(n)), sum(modpow(i, 10**9 + 7, 2**61 - 1) for i in range(n)), sum(modpow(i, 10**5, -97) for i in range(n)), h64(n))
def zero(n):
    r = 0
    for i in range(n):
        try: r += i * 3 % (i % 3)
        except ZeroDivisionError as e: r += 1
    return r
print(zero(300))
`,
  'a call with keywords whose callee changes': `
def one(a, k=1): return a + k
def two(a, *, k): return a * k
class C:
    def m(self, a, k=0): return a - k
    def call(self, f, n):
        s = 0
        for i in range(n):
            if i == n - 20: f = two
            if i == n - 10: f = C
            try: s += f(i, k=3)
            except TypeError as e: s += len(str(e))
            s += self.m(i, k=2)
            if i == n - 5: self.m = lambda a, k: a * k
        return s
for n in (60, 400, 3000): print(C().call(one, n))
`,
  'classes that are raised, and made by a metaclass of their bases': `
class M(type):
    def __init__(cls, name, bases, ns):
        super().__init__(name, bases, ns)
        cls.tag = name.lower()
class Base(metaclass=M): pass
class M2(M): pass
def make(n):
    out = []
    for i in range(n):
        out.append(type('N', (Base,), {}).tag)
        out.append(type(M('K', (Base,), {})).__name__)
    return sorted(set(out))
print(make(50), make(400))
class W:
    k = 1
    def m(self): return self.k
class E(Exception):
    def __init__(self):
        if count == 300: W.k = 2
class F(Exception): pass
count = 0
def f(w, which):
    s = w.m()
    if which: raise E
    raise F
def g(n):
    global count
    s = 0
    w = W()
    for count in range(n):
        try:
            f(w, count & 1)
            s += 1000000
        except E: s += 1
        except F: s += 2
        try:
            s += w.m()
            if count % 3: raise E
            raise F
            s += 1000000
        except E: s += 1
        except F: s += 2
    return s
print(g(50), g(400))
`,
  'kinds that change in the middle of a loop': `
def f(values):
    t = 0
    for v in values:
        t = t + v
    return t
print(f([1] * 300), f([1] * 200 + [0.5] * 100), f([1, 2.5] * 100), f([True] * 100 + [2**70, -2**70]))
try: print(f([1] * 200 + ['x']))
except TypeError as e: print(e)
def g(n):
    x = 'a'
    for i in range(n):
        if i == 200: x = 1.5
        if i == 250: x = [1]
        y = x * 2
    return y
print(g(220), g(300))
class L(list):
    def __getitem__(self, i): return 'sub'
def h(v, n):
    s = []
    for i in range(n):
        if i == 250: v = L(v)
        if i == 280: v = {0: 'd', 1: 'e', 2: 'f'}
        s.append(v[i % 3])
    return s[249], s[255], s[290]
print(h([1, 2, 3], 300))
`,
}

for (const [name, program] of Object.entries(programs)) maybe(name, () => sameCompiled(program), 60_000)

test('code is compiled after tracing came between', () => {
  const program = `
import sys
def hot(n):
    s = 0
    for i in range(n): s += i & 3
    return s
def traced():
    sys.settrace(lambda *a: None)
    hot(2000)
    sys.settrace(None)
for i in range(40):
    hot(40)
    traced()
for i in range(400): hot(400)
`
  const run = Bun.spawnSync([...dxpyCommand, '-X', 'jit_log', '-c', program])
  expect(run.stderr.toString()).toContain('hot@0: compiled')
})

maybe('numbers that may be unbound', () =>
  sameCompiled(`
import sys
def look(xs, at):
    for k, x in enumerate(xs):
        if k == at: print(sorted(locals().items(), key=lambda i: i[0]))
        if k > 0 or at & 1:
            a = x * 2.5
            n = x + 1
            m = a if k & 1 else n
        if k == at + 2: print(sorted(locals().items(), key=lambda i: i[0]))
        if k == at + 3: del a
        if k == at + 5:
            try: print(a + 1, m, n)
            except UnboundLocalError as e: print(e)
    return k
for at in range(6):
    for _ in range(40): look([1, 2.5, 3, 4.5], 50)
    look([1, 2, 3, 4, 5, 6, 7, 8, 9.5, 10], at)
def last(xs, stop):
    for x in xs:
        y = x * 0.5
        if y > stop: break
    return y
for i in range(300):
    last([0.5, 1.5, 2.5], i % 3)
try: last([], 1)
except UnboundLocalError as e: print(e)
print(last([1, 2, 3], 1), last([1.0], 5))
def deleted(n):
    t = 0
    for i in range(n):
        v = i / 2
        t += v
        if i % 3 == 2:
            del v
            try: v
            except NameError as e: t += len(str(e))
    return t
print(deleted(500))
def gives(n):
    for i in range(n):
        if i: f = i * 0.25
        yield i
        if i > n - 3: yield f, sys._getframe().f_locals['f']
print(list(gives(200))[-6:], list(gives(3)))
def nested(n):
    out = []
    for i in range(n):
        for j in range(i % 4):
            w = j * 1.5
            if j > i: w = j
        try: out.append(w)
        except UnboundLocalError: out.append('none')
        w = None if i % 7 == 3 else w if i else 0.0
    return out
print(nested(60))
`),
)
