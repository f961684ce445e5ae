/** _pickle against CPython: the bytes of pickles, what they load as, and errors. */
import { MAIN_MODULE, maybe, same } from '../support/same'

maybe(
  'reductions, opcodes, protocols',
  () => {
    const program = String.raw`
import pickle, _pickle, io, sys, copyreg
import re
def mask(s): return re.sub('0x[0-9a-f]+', '0x', re.sub("<module '(\w+)'[^>]*>", r'<module \1>', s))
def t(f):
    try: print(mask(ascii(f())))
    except BaseException as e: print(type(e).__name__, mask(ascii(str(e))), getattr(e,'__notes__',None))
P=_pickle.Pickler; U=_pickle.Unpickler
print(sorted(a for a in dir(P) if not a.startswith('__')), sorted(a for a in dir(U) if not a.startswith('__')))
for c in (P,U,_pickle.PickleBuffer,_pickle.PickleError,_pickle.PicklingError): print(c.__module__, c.__qualname__, c.__mro__)
class R:
    def __init__(s,v): s.v=v
    def __reduce_ex__(s,p): return s.v
def newobj(): pass
def __newobj__(): pass
def __newobj_ex__(): pass
for v in (1,(),(1,),(1,2,3,4,5,6,7),(1,()),(len,1),(len,(),None,1),(len,(),None,None,1),(len,(),None,None,None,1),'nosuch','a.b',(__newobj__,()),(__newobj__,(1,)),(__newobj__,(int,)),
          (__newobj_ex__,()),(__newobj_ex__,(1,2,3)),(__newobj_ex__,(int,2,3)),(__newobj_ex__,(int,(),3)),(len,(),None,iter([1,2]),iter([1])),(lambda:0,())):
    for p in (1,2,4): t(lambda: pickle.dumps(R(v),p))
def f():
    def g(): pass
    class X: pass
    return g, X, X()
for o in f(): t(lambda: pickle.dumps(o))
t(lambda: pickle.dumps(lambda:0))
class A: pass
B=A
class A: pass
t(lambda: pickle.dumps(B)); t(lambda: pickle.dumps(B(),2))
newobj.__module__='nomod'
t(lambda: pickle.dumps(newobj))
newobj.__module__='sys'
t(lambda: pickle.dumps(newobj))
del newobj.__module__
t(lambda: pickle.dumps(newobj))
t(lambda: pickle.dumps(sys))
t(lambda: pickle.dumps(iter([1])))
t(lambda: pickle.dumps((x for x in ())))
t(lambda: pickle.dumps(type(None))); t(lambda: pickle.dumps(type(...))); t(lambda: pickle.dumps(...)); t(lambda: pickle.dumps(NotImplemented))
t(lambda: P(1)); t(lambda: U(1)); t(lambda: P(io.BytesIO(),9)); t(lambda: P(io.BytesIO(),-1)); t(lambda: P(io.BytesIO(),4,buffer_callback=len)); t(lambda: P())
t(lambda: U(io.BytesIO(b'')).load()); 
for b in (b'', b'N', b'.', b'N.', b'x', b'\xff', b'\x80', b'\x80\x09', b'\x80\x05', b'(', b'(.', b'0', b'1', b't', b'(t.', b'\x85.', b'N\x85.', b'h\x05.', b'g5\n.', b'j\1\0\0\0.', b'ga\n.', b'p', b'Np-1\n.', b'Npa\n.', b'Nq', b'I\n.', b'I', b'I1', b'I1\n.', b'I01\n.', b'Ix\n.', b'L5L\n.', b'L5\n.', b'Lx\n.', b'F1.5\n.', b'Fx\n.', b'F\n.',
    b"S'a'\n.", b"S'a\n.", b"Sa\n.", b"S\n.", b"S'\n.", b'S"a\\x41"\n.', b'Vab\\u0041\n.', b'U\x02ab.', b'U\x02a', b'U\x02\xff\xff.', b'T\x02\0\0\0ab.', b'T\xff\xff\xff\xff', b'X\x01\0\0\0a.', b'X\x01\0\0\0\xff.', b'\x8c\x01a.', b'B\x01\0\0\0a.', b'C\x01a.', b'\x8e\x01\0\0\0\0\0\0\0a.', b'\x96\x01\0\0\0\0\0\0\0a.', b'\x8e\xff\xff\xff\xff\xff\xff\xff\xff.',
    b'\x8a\x01\xff.', b'\x8a\0.', b'\x8a\x09\0\0\0\0\0\0\0\0\1.', b'\x8b\xff\xff\xff\xff.', b'\x8b\x01\0\0\0\x05.', b'G?\xf8\0\0\0\0\0\0.', b'G1', b'J\xff\xff\xff\xff.', b'M\1\2.', b'K\1.', b'\x88.', b'\x89.', b']N.', b'N]a.', b']Na.', b'](NNe.', b'}NNs.', b'}(NNNu.', b'}(NNu.', b'\x8f(K\1K\1\x90.', b'(K\1\x91.', b'(l.', b'(d.', b'(Nd.', b'(Nl.', b'NNs.', b'N(Ne.', b'N(NNu.',
    b'cos\nnosuch\n.', b'cnosuch\nx\n.', b'cos\npath\n.', b'c\n', b'cos\n', b'Na.', b'NR.', b'NNR.', b'N)R.', b'cbuiltins\nlen\n)R.', b'cbuiltins\nlen\nNR.', b'cbuiltins\nint\n)\x81.', b'N)\x81.', b'cbuiltins\nint\nN\x81.', b'cbuiltins\nint\n)}\x92.', b'cbuiltins\nint\n)N\x92.', b'cbuiltins\nint\nN}\x92.', b'N}\x92.', b'N)}\x92.',
    b'(cbuiltins\nint\no.', b'(o.', b'(ibuiltins\nint\n.', b'(N(ibuiltins\nint\n.', b'NNb.', b'N}b.', b'N(NNtb.', b'NNb', b'b', b'\x82\0.', b'\x82\1.', b'\x83\1\1.', b'\x84\0\0\0\0.', b'\x84\xff\xff\xff\xff.', b'Q', b'NQ.', b'Pabc\n.', b'\x93', b'NN\x93.', b'\x8c\x02os\x8c\x06nosuch\x93.', b'\x80\x04\x8c\x02os\x8c\tpath.join\x93.', b'\x80\x04\x8c\x02os\x8c\x06path.x\x93.', b'\x80\x04\x8c\x02os\x8c\x0b<locals>.x.\x93.', b'\x80\x04\x95\x05\0\0\0\0\0\0\0N.', b'\x95\x02', b'\x80\x04\x95\x02\0\0\0\0\0\0\0N.', b'\x97.', b'\x98.', b'N\x98.', b'N\x94.', b'\x94.', b'N2\x86.', b'2', b'NN0.', b'(NN1N.', b'((1N.', b'e.', b'(e.', b'(u.', b'N(u.', b'\x90', b'(\x90.', b'N(\x90.', b'N(N\x90.', b'a', b's', b'Ns', b'N.N', b'r\1\0\0\0', b'Nr\1\0\0\0j\1\0\0\0.', b'\n', b"'", b'\x00'):
    print(b, end=' '); t(lambda: pickle.loads(b)); print(b, end=' '); t(lambda: pickle.load(io.BytesIO(b)))
t(lambda: pickle.loads(b"U\x02\xe9a.", encoding='latin1')); t(lambda: pickle.loads(b"U\x02\xe9a.", encoding='bytes')); t(lambda: pickle.loads(b"U\x02\xe9a.", encoding='utf-8', errors='replace')); t(lambda: pickle.loads('a'));  t(lambda: pickle.dumps()); t(lambda: pickle.load(1)); t(lambda: pickle.dump(1,2)); t(lambda: pickle.dump(1))
t(lambda: pickle.loads(b'\x97.', buffers=[b'a'])); t(lambda: pickle.loads(b'\x97.', buffers=[])); t(lambda: pickle.loads(b'\x97\x98.', buffers=[bytearray(b'a')])); t(lambda: pickle.loads(b'\x97.', buffers=5)); t(lambda: pickle.loads(b'N\x98.'))
class NW:
    def write(self, b): print('write', len(b), type(b)); return 5
for o in (b'x'*70000, [b'x'*70000,1], list(range(40000)), 'y'*70000, bytearray(70000)):
    for p in (2,4,5): t(lambda: pickle.dump(o, NW(), p))
import hashlib
def h(o,p): 
    d=pickle.dumps(o,p); return len(d), hashlib.md5(d).hexdigest()
rec=[]; rec.append(rec); rt=([],); rt[0].append(rt); rd={}; rd[1]=rd
class S(set): pass
class L(list):
    def __init__(s,*a): s.x=1
class D(dict): pass
class T(tuple): pass
class I(int): pass
class F(float): pass
class St(str): pass
class Sl: __slots__=('a','b')
class Gn:
    def __getnewargs__(s): return (1,)
    def __new__(cls,*a): return object.__new__(cls)
class Gx:
    def __getnewargs_ex__(s): return (1,),{'k':2}
    def __new__(cls,*a,**k): return object.__new__(cls)
class Nest:
    class In:
        class In2: pass
        def m(self): pass
sl=Sl(); sl.a=1
l=L([1,2]); 
objs=[None,True,False,0,1,-1,255,256,65535,65536,2**31-1,2**31,-2**31,-2**31-1,2**63,2**64,10**100,-10**100,2**2100,1.5,float('inf'),-0.0,'','a','\xe9\u1234\U0001f600\\\n\r\0\x1a','\ud800','x'*300,b'',b'a',b'\xff'*300,bytearray(b''),bytearray(b'ab'),(),(1,),(1,2),(1,2,3),(1,2,3,4),[],[1],[1,2],list(range(1001)),list(range(2000)),{}, {1:2},{1:2,3:4},{i:i for i in range(1000)},{i:i for i in range(1500)},set(),{1},set(range(1200)),frozenset(),frozenset([1,2]),rec,rt,rd,int,type(None),type(...),...,NotImplemented,len,Nest.In,Nest.In.In2,Nest.In.In2(),Nest.In.m,Nest().In().m,'a'.upper,[].append,sl,l,D(a=1),T((1,2)),S([1]),I(5),F(2.5),St('q'),Gn(),complex(1,2),range(5),slice(1,2,3),A(),Exception('x',1),OSError(2,'no'),pickle.PickleError(3),iter([1,2,3]),reversed([1,2]),iter((1,)),iter({}),iter('ab'),sys.intern,print,object(),object,type,super,property,BaseException,['a','a'],[[1],[1]],collections if 0 else 1]
for o in objs:
    for p in range(6):
        d=None
        try: d=pickle.dumps(o,p)
        except BaseException as e: print(p, type(e).__name__, ascii(str(e)) if '0x' not in str(e) else ''); continue
        print(p, len(d), d if len(d)<150 else hashlib.md5(d).hexdigest())
        try: r=pickle.loads(d); assert type(r) is type(o), (type(o), type(r))
        except BaseException as e: print(type(e).__name__, ascii(str(e)))
`
    same(program, MAIN_MODULE)
  },
  60_000,
)

maybe(
  'hooks, buffers, memo, deep structures',
  () => {
    const program = `
import _pickle, pickle, io, sys, copyreg
def t(f):
    try: print(ascii(f()))
    except BaseException as e: print(type(e).__name__, ascii(str(e)))
class P(_pickle.Pickler):
    def persistent_id(self, o): return ('id', str(o)) if isinstance(o, float) else None
    def reducer_override(self, o): return (complex, (1, 2)) if o is print else NotImplemented
class U(_pickle.Unpickler):
    def persistent_load(self, i): return ['loaded', i]
    def find_class(self, m, n): print('find', m, n); return super().find_class(m, n)
for p in range(6):
    f = io.BytesIO(); k = P(f, p); k.dump([1.5, print, 'a']); d = f.getvalue(); print(d); t(lambda: U(io.BytesIO(d)).load())
class P2(_pickle.Pickler): pass
class U2(_pickle.Unpickler): pass
f = io.BytesIO(); k = P2(f); k.persistent_id = lambda o: 'x' if o == 7 else None; k.dump([7, 8]); print(f.getvalue()); u = U2(io.BytesIO(f.getvalue())); u.persistent_load = str.upper; print(u.load())
k = _pickle.Pickler(io.BytesIO()); k.dump(['a', 'b']); print(len(k.memo.copy()), type(k.memo).__name__); k.clear_memo(); print(k.memo.copy())
t(lambda: setattr(k, 'memo', 5)); t(lambda: setattr(k, 'memo', {1: 2})); k.fast = True; t(lambda: k.fast);
a = []; a.append(a); k.bin = 1
t(lambda: _pickle.Pickler.dump(_pickle.Pickler.__new__(P), 1)); t(lambda: _pickle.Unpickler.__new__(U).load())
u = _pickle.Unpickler(io.BytesIO(pickle.dumps(['a', 'b']))); u.load(); print(u.memo.copy()); t(lambda: setattr(u, 'memo', {-1: 2})); t(lambda: setattr(u, 'memo', {'a': 2})); t(lambda: setattr(u, 'memo', 3))
for o in (b'ab', bytearray(b'cd'), memoryview(b'abcdef')[::2], memoryview(bytearray(b'abcdef')).cast('B', (2, 3))):
    b = pickle.PickleBuffer(o); got = []
    t(lambda: pickle.dumps(b, 5)); t(lambda: pickle.dumps(b, 5, buffer_callback=got.append)); t(lambda: pickle.loads(pickle.dumps(b, 5, buffer_callback=got.append), buffers=got).raw().tobytes()); t(lambda: bytes(b.raw())); t(lambda: memoryview(b).shape); t(lambda: pickle.dumps(b, 4))
    b.release(); t(lambda: b.raw()); t(lambda: pickle.dumps(b, 5)); t(lambda: memoryview(b))
t(lambda: pickle.PickleBuffer(1))
copyreg.add_extension('_io', 'BytesIO', 200)
for p in range(6): t(lambda: pickle.dumps(io.BytesIO, p)); t(lambda: pickle.loads(pickle.dumps(io.BytesIO, p)))
copyreg.remove_extension('_io', 'BytesIO', 200)
deep = 1
for i in range(100000): deep = [deep]
t(lambda: pickle.dumps(deep))
deep = 1
for i in range(100000): deep = (deep,)
t(lambda: pickle.dumps(deep))
class Evil:
    def __reduce__(self): d[len(d)] = 1; return int, ()
d = {0: Evil(), 1: 2}
t(lambda: pickle.dumps(d))
class Short:
    def __init__(self, data): self.data = io.BytesIO(data)
    def read(self, n): return self.data.read(min(n, 3))
    def readline(self): return self.data.readline()
t(lambda: pickle.load(Short(pickle.dumps('abcdefgh', 2)))); t(lambda: pickle.load(Short(pickle.dumps(1, 0))))
`
    same(program, MAIN_MODULE)
  },
  60_000,
)

maybe('ids of ids, memos of anything, buffers, registries that are wrong, texts on one line', () => {
  same(
    String.raw`
import _compat_pickle, _pickle, io, pickle, re
def t(f):
    try: print(ascii(f()))
    except BaseException as e: print(type(e).__name__, re.sub('0x[0-9a-f]+', '0x', ascii(str(e))))
class P(_pickle.Pickler):
    def persistent_id(self, o): return [1.5, 'x'] if o == 2.5 else 'y' if o == 'x' else None
class Same(_pickle.Pickler):
    def persistent_id(self, o): return o
for p in range(6):
    f = io.BytesIO(); P(f, p).dump([2.5, 'x']); print(f.getvalue())
    for o in (1, 'a', None, 2.5, b'x', (), []):
        f = io.BytesIO(); t(lambda: Same(f, p).dump(o)); print(f.getvalue())
k = _pickle.Pickler(io.BytesIO())
for pair in (('a', 2), (-1, 2), (2**70, 2), (True, 2), (1,)): t(lambda: setattr(k, 'memo', {1: pair}))
k.fast = True
a = []; a.append({'x': a}); t(lambda: k.dump(a))
for buffers in ((), None, [], (b'a',)):
    t(lambda: pickle.loads(b'\x97.', buffers=buffers)); t(lambda: pickle.load(io.BytesIO(b'\x97.'), buffers=buffers))
for s in ('\ud83d' + '\ude00\\\n\r\0\x1a', 'a\\b\n\u1234\U0001f600\\u0041', 'a\\b\n\ud800\\'):
    for p in range(6): t(lambda: pickle.dumps(s, p)); t(lambda: pickle.loads(pickle.dumps(s, p)) == s)
for n in (127, 128, -128, -129, 2**31, 2**39, -2**31 - 1, -2**39, -2**39 - 1, 2**47, 2**63, -2**63, -2**63 - 1, 2**2040, -2**2039, 10**700): t(lambda: pickle.dumps(n, 2))
for wrong in (5, (1, 2), ('a',)):
    _compat_pickle.NAME_MAPPING['q', 'r'] = wrong
    t(lambda: pickle.loads(b'cq\nr\n.'))
    _compat_pickle.REVERSE_NAME_MAPPING['_io', 'BytesIO'] = wrong
    t(lambda: pickle.dumps(io.BytesIO, 1))
del _compat_pickle.NAME_MAPPING['q', 'r'], _compat_pickle.REVERSE_NAME_MAPPING['_io', 'BytesIO']
for name in ('nosuch.<locals>.x', 'version.x', 'version.<locals>', '<locals>'):
    for p in (2, 4): t(lambda: _pickle.Unpickler(io.BytesIO(b'\x80%c\x8c\x03sys\x8c%c%s\x93.' % (p, len(name), name.encode()))).load())
`,
    MAIN_MODULE,
  )
})
