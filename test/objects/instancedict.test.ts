/** The `__dict__` of instances whose attributes are own properties: what is done to one is seen in the other, in compiled code too. */
import { sameCompiled } from '../support/compiled'
import { maybe } from '../support/same'

maybe('a view of the attributes, whatever is done to it', () => {
  sameCompiled(`
import copy, functools, types
class A:
    def __init__(self): self.x=1; self.y=2
    @functools.cached_property
    def big(self): return [self.x]*3
a=A(); d=a.__dict__
def show(*v): print(*v)
show(d, len(d), list(d), list(d.items()), d=={'x':1,'y':2}, {'x':1,'y':2}==d, d|{'z':3}, {**d}, dict(d), d.copy())
d['z']=3; show(a.z, d.pop('z'), hasattr(a,'z'), d.setdefault('w',5), a.w, d.get('nope'), 'w' in d, 1 in d, d.get(1), d.get((1,2)))
del d['w']; show(d)
d.update(k=1, x=9); show(a.x, a.k, d)
show(d.popitem(), d)
try: del d['nope']
except KeyError as e: show(repr(e))
try: d['nope']
except KeyError as e: show(repr(e))
try: d[[]]=1
except TypeError as e: show(e)
show(list(reversed(d)), sorted(d.values()), str(d), a.big, d)
for k in d: show(k)
try:
    for k in d: a.new=1
except RuntimeError as e: show(e)
d[1]='one'; show(d, a.__dict__ is d, a.x); a.late=4; show(d, d[1]); d[(1,2)]=3; show(d); del d[1]; del d[(1,2)]; show(d, vars(a))
b=A(); b.__dict__=d; b.q=1; show(a.q, a.__dict__ is b.__dict__)
c=A(); e=c.__dict__; c.__dict__={'n':1}; show(c.n, e); e['m']=2; show(hasattr(c,'m'), e)
f=A(); ns=f.__dict__
exec('x+=5\\ndef h(): return x', ns); show(f.x, f.h()); f.x=50; show(f.h()); ns['x']=51; show(f.h(), f.x); f.__dict__.clear(); show(hasattr(f,'x'))
g=A(); g.__dict__.clear(); show(g.__dict__, hasattr(g,'x'))
h=copy.copy(A()); h2=copy.deepcopy(h); h.x=7; show(h.__dict__, h2.__dict__)
class S(str): pass
i=A(); i.__dict__[S('x')]=3; show(i.x, i.__dict__); i.__dict__[1.0]=2; i.__dict__[True]=4; show(i.__dict__)
k=A(); m=k.__dict__; m.update([(2,3)]); show(m, k.x); show(m==vars(k), m.keys()&{'x'}, len({'x'}|m.keys()), m.items()>={('x',1)})
n=types.SimpleNamespace(a=1); n.__dict__['b']=2; show(n, vars(n));
o=A(); q=o.__dict__; q|={'u':1}; show(o.u, q is o.__dict__)
def loop(N):
    t=0
    for z in range(N):
        obj=A(); dd=obj.__dict__; dd['x']=z; t+=obj.x+dd['y']+len(dd)+('x' in dd)+dd.get('x',0)
        obj.x+=1; t+=vars(obj)['x']; del dd['x']
        if hasattr(obj,'x'): t+=1000
        t+=obj.big[0] if z<0 else 0
    return t
for _ in range(30): r=loop(300)
show(r)
`)
})
