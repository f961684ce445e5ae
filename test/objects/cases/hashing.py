# Keys that are equal across types.

def T(expressions, names):
    for e in expressions:
        try:
            print(e, '->', repr(eval(e, names))[:200])
        except SyntaxError:
            print(e, 'SyntaxError')
        except BaseException as x:
            print(e, type(x).__name__, str(x)[:300])

class C:
    def __init__(s,v): s.v=v
    def __eq__(s,o): return s.v==(o.v if isinstance(o,C) else o)
    def __hash__(s): return hash(s.v)
    def __repr__(s): return f'C({s.v})'
d={}
d[(1,2)]='a'; d[(1.0,2)]='b'; d[(True,C(2))]='c'
print(d, len(d))
d={(1,C(2)):'x'}
print(d.get((1,2)), d.get((1,2.0)), (1,2) in d, d.get((C(1),2)), d.get((1,3)))
d={'s':1,5:2,(3,'a'):3}
print(d.get(C('s')), d.get(C(5)), d.get((C(3),C('a'))))
d[(3,'a',(4,None))]=7
print(d[(3.0,'a',(4,None))], d.get((3,'b')))
s={(1,2),(3,4)}
print(frozenset([(1,2)]) == frozenset([(1,2)]), hash(frozenset([(1,2)])))
print((1,2) in s, (1.0,2.0) in s, {(10**30,1):1}[(10**30,1.0)], {(1e300,):2}[(int(1e300),)])
d={(i,j):i*j for i in range(50) for j in range(50)}
print(len(d), d[(7,8)], sum(d.values()))
for i in range(50): del d[(i,i)]
print(len(d), (3,3) in d, (3,4) in d)
print({(0.5,1):1}[(0.5,True)], {(-1,):1,(-2,):2}, {():1}[()])
class T(tuple): pass
print({T((1,2)):1}[(1,2)], {(1,2):1}[T((1,2))])
d={(1,2):1}; d[C((1,2))]=5; print(d)
d={}
for i in range(300): d[i]=i; d[C(-i-1)]=i; d[(C(i),)]=i
print(len(d), d.get(C(7)), d.get(complex(7)), d.get(-3), d.get((3,)), C(400) in d)
for i in range(0,300,2): del d[i]; del d[-i-1]
print(len(d), C(8) in d, C(9) in d, -9 in d, -10 in d, d.get(C(-10)))
d[8]='back'; d[(5,'x')]='t'
print(d[C(8)], d[(C(5),'x')], len(d))
e=d.copy(); e[401]=1; del e[8]
print(e[C(401)], C(8) in e, C(8) in d, C(401) in d, len(d), len(e))
d.clear(); d[1]='one'; print(d[C(1)], d.get(C(2)), d)
print({1, 2.5, b'a', frozenset((1,))} & {complex(1), complex(2.5), frozenset((1.0,)), b'b'})
print({complex(2.5)} == {2.5}, {2.5: 1} == {complex(2.5): 1}, {complex(2.5): 1} | {2.5: 2}, {float("inf")} & {complex("inf")})
