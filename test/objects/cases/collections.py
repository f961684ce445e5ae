# dict, set, frozenset, list, tuple, range, slice, generic aliases.

def T(expressions, names):
    for e in expressions:
        try:
            print(e, '->', repr(eval(e, names))[:200])
        except SyntaxError:
            print(e, 'SyntaxError')
        except BaseException as x:
            print(e, type(x).__name__, str(x)[:300])

class D(dict): pass
d={1:2}
T(["dict([1])","dict([(1,)])","dict(['ab'])","dict(1)","dict([],[])","{}.update(1)","{}.pop(1)","{}.popitem()","{1:2}.keys()","{1:2}.items()","{1:2}.values()","{1:2}.keys()&[1]","{1:2}.keys()|{3}","{1:2}.items()-{(1,2)}","{1:2}.keys()=={1}","{1:2}.values()=={1:2}.values()","d|[(1,2)]","d.__ior__([(3,4)])","d.__or__([])","D({1:2})","D(a=1).copy().__class__","d.keys().mapping","{[]:1}","d[[]]","d[5]","D()[5]","{}.setdefault([])","dict.fromkeys('ab',1)","d<d","{'a':d}","d.get([])","[] in d","{1:2}.keys()<{1,2}","{1:2}.keys()<[1]","{1:2}.keys()^{2}","{1:2}.keys().isdisjoint([1])","hash({}.keys())","D(1)", "D.fromkeys([1])", "(1,2) in d.items()", "1 in d.items()", "type(D()|D())", "dict(a=1,**{'b':2})", "{}.update([(1,2,3)])","{}.update([1])","{}.update(None)","list(reversed({1:2,3:4}))","list({1:2}.items())","{1:1,True:2,1.0:3}","{**d,5:6}","d.__contains__(1)","d.__len__()","next(iter(d))","d.setdefault(9,[])","d.pop(9)","d.pop(100,None)","d.get(100)","d.get(100,5)","d=={1:2,3:4}","d!={}","dict(d) is d","dict(zip('ab',[1,2]))","sorted(d)","d.update(x=1) or d","d.clear() or d","{1:{2:{3:{}}}}", "{}.__class_getitem__(int)", "dict[int,str]", "D.__name__", "isinstance(D(),dict)", "dict.__new__(dict)", "{1:2}.__eq__(5)", "{'a':1}|{'b':2}"],globals())
a={}; a['x']=a; print(a)
l=[]; l.append(l); print(l)
try:
    for k in {1:2,3:4}: pass
    dd={1:2}
    for k in dd: dd[k+1]=1
except RuntimeError as e: print(e)
try:
    dd={1:2}
    for k in dd: del dd[k]; dd[k+1]=1
except RuntimeError as e: print(e)
dd={i:i for i in range(5)}
while dd: print(dd.popitem(), end=' ')
print()
dd={1:1,2:2,3:3}; dd.popitem(); dd[4]=4; del dd[1]; dd[1]=5; print(dd.popitem(), dd.popitem(), dd)
class S(set): pass
class F(frozenset): pass
s=S([1])
T(["type(s.copy())","type(s.union())","type(s|s)","type(s&s)","type(s.intersection([1]))","type(s.difference([1]))","type(s-s)","type(s^s)","type(s.symmetric_difference([1]))","type(F([1]).copy())","type(F()|F())","{1}|[1]","{1}<[1]","{1}=={1:2}","set([[]])","{1}.remove(2)","set().pop()","{1}.add([])","[] in {1}","{1} in {1}","{frozenset([1])}.remove({2})","set(1)","set([1],[2])","frozenset(x=1)","set(x=1)","repr(s)","repr(F([1]))","repr(frozenset())","repr(set())","s.__reduce__()","hash(s)","{1}.update(1)","{1}.isdisjoint(1)","{1}.__ior__([1])","{1}.__and__(1)","frozenset([1]) == {1}", "{3,1,2}", "{100,3,8,1,17}","set(range(20,0,-1))","{-1,-2,5}", "type(frozenset({1})&{1})", "{1}.issubset(1)","set.__init__({1},1,2)","{1,2}&{2,3}","{1,2}|{3}","{1,2}-{1}","{1,2}^{2,3}","{1}<{1,2}","{1}<={1}","{1,2}>{1}","{1,2}.union([3],[4])","{1,2,3}.intersection([1,2],[2])","hash(frozenset([1,2,3]))","hash(frozenset())","frozenset([1,2]) in {frozenset([2,1])}","{frozenset([1])} == {frozenset([1])}","{1,True,1.0}","len({1,2,2})","sorted({3,1,2})","set('hello')=={'h','e','l','o'}","set[int]","{1,2,3}.pop()","frozenset({1}).add","{1}.discard(5)","{1,2}.difference_update([1])","{float('nan')} == {float('nan')}", "max({1,5,3})", "[x for x in {10,20,5}]","set(range(10))|set(range(5,15))","{i*7%11 for i in range(11)}","{2**40, 1, 2**33}", "set([1000,5,77,-3,8,64,32])"],globals())
try:
    x={1,2}
    for i in x: x.add(i+10)
except RuntimeError as e: print(e)
class L(list): pass
l=[1,2,3]
T(["l[5]","l['a']","l[1.5]","l[::2]","l[5:]","l[-1]","l.pop(10)","[].pop()","l.remove(9)","l.index(9)","l.insert('a',1)","l+1","l+(1,)","l*'a'","l*-1","l*(1<<70)","[].sort(1)","[1,'a'].sort()","sorted([3,1,2],reverse=True)","sorted(['b','A','c'],key=str.lower)","l.extend(1)","l.__setitem__(slice(0,2),1)","l.__setitem__(slice(0,3,2),[1])","l.__setitem__(slice(0,2),'xy') or l","l.__delitem__(slice(None,None,2)) or l","l.__iadd__('ab')","L([1]).copy().__class__","type(L([1])+[2])","type(L([1])[:])","[1,2]<[1,3]","[1]<[1,2]","[1]==(1,)","[[1]]==[[1]]","[float('nan')]==[float('nan')]","hash([])","list(1)","list('ab')","list([1],[2])","list(x=1)","[1,2,3].count(1)","[1,2,3,1].index(1,1)","[1].index(1,'a')","l.clear() or l","[3,1,2].reverse()","list[int]","list[int][str]","[1,2,3].__contains__(2)","reversed([1,2])","list(reversed([1,2]))","iter([]).__length_hint__()","[1,2][True]","[].__class__","[] is []","[1]*3","[[]]*2","l.sort(key=lambda x:-x)","sorted([1.5,2,True])","sorted([(1,'b'),(1,'a')])","min([])","[0]*5","list(range(5))[1:4]","[1,2,3][::-1]","[].append()","[].append(1,2)","[].append(x=1)","[].insert(1)","list.append([])","list.append(1,2)","[1,2,3].__getitem__(slice(0,2))","[1,2]+[3]","(1,)+(2,)","(1,)+[2]","(1,2)[5]","(1,2)['a']","(1,2)<(1,3)","hash((1,2,3))","hash(())","hash(([],))","(1,)*3","tuple('ab')","tuple(1)","(1,2,1).count(1)","(1,2).index(5)","tuple[int,...]","()","(1,)","((1,),)","(1,2)[::-1]","tuple([1])+()","(1,2,3)[1:]","isinstance((),tuple)","(1,2).__add__([])","(1,).__mul__('a')","tuple(x=1)","tuple([1],[2])"],globals())
def cmp():
    x=[3,2,1]
    def key(v): x.append(1); return v
    try: x.sort(key=key)
    except ValueError as e: print(e, x)
cmp()
class B:
    def __init__(s,v): s.v=v
    def __lt__(s,o): return s.v<o.v
    def __repr__(s): return f'B{s.v}'
print(sorted([B(3),B(1),B(2)]), sorted([B(i*7%50) for i in range(100)])[:5])
T(["range(5)[10]","range(0)","range(1,2,0)","range(1.5)","range('a')","range()","range(1,2,3,4)","range(10)[2:8:2]","range(10)[::-1]","5 in range(10)","5.0 in range(10)","'a' in range(3)","range(10).index(5)","range(10).index(50)","range(10).count(5)","range(5)==range(0,5,1)","hash(range(5))","len(range(10**20))","range(10**20)[10**19]","range(10)['a']","list(range(10,0,-3))","range(2**70)[2**69]","2**69 in range(2**70)","reversed(range(5))","list(reversed(range(0,10,3)))","range(5).start","range(0,-5)","bool(range(0))","range(3).__reduce__()","list(range(2**53-2,2**53+3))","sum(range(100))","slice(1,2,3)","slice(1)","slice()","slice(1,2,3,4)","slice(1,2).indices(10)","slice(None,None,-1).indices(5)","slice(1,2,0).indices(5)","slice(1)==slice(1)","slice(1)<slice(2)","hash(slice(1,2,3))","slice('a').indices(5)","slice(1,2).start","slice(1,2).__reduce__()","slice(10**30).indices(10**40)"],globals())
T(["list(enumerate('ab'))","list(enumerate('ab',5))","enumerate(1)","list(zip('ab',[1,2,3]))","list(zip())","list(zip('ab',[1],strict=True))","list(zip('a',[1,2],strict=True))","zip(1)","list(map(str,[1,2]))","map(str)","list(map(lambda a,b:a+b,[1,2],[3,4]))","list(filter(None,[0,1,2]))","list(filter(lambda x:x>1,[1,2,3]))","filter(1)","next(iter([]))","next(iter([]),5)","list(iter(lambda:1,1))","iter(1)","reversed(1)","reversed({1})","list(reversed('abc'))","enumerate('a').__reduce__()[1][1]","next(enumerate([],start='a'))"],globals())
T(["None.__bool__()","None.foo","NotImplemented","...","type(None)()","type(None)(1)","type(...)","bool(NotImplemented)" if 0 else "1","None==None","None<1","hash(None)","type(Ellipsis)()","list[int]","list[int]|None","int|None","int|str|int","(int|str).__args__","isinstance(1,int|str)","isinstance('a',int|None)","int|1","list[int].__origin__","list[int].__args__","dict[str,int]","list[int]()","list[int]([1,2])","list[int]==list[int]","hash(list[int])==hash(list[int])","isinstance([],list[int])","(int|str)==(str|int)","tuple[()]","list['x']","issubclass(int,int|str)","list[int].append","list[int].foo","type(list[int])","type(int|str)","int|list[int]","list[int][0]","(int|str)[0]"],globals())
