/** Operators on ints about the limits of the safe integers, and powers modulo numbers of every size. */
import { maybe, same } from '../support/same'

maybe('operators and powers', () => {
  same(`
import random
random.seed(11)
E=[0,1,-1,2,3,7,63,64,2**31-1,2**31,-2**31,2**32,2**52,2**53-1,2**53,2**53+1,-2**53+1,-2**53,-2**53-1,2**62,2**63,2**64,-2**64,10**30]
def pick():
    r=random.random()
    return random.choice(E) if r<.5 else random.randrange(-2**random.randrange(1,120),2**random.randrange(1,120))
h=0
import operator
ops=[operator.add,operator.sub,operator.mul,operator.floordiv,operator.mod,operator.and_,operator.or_,operator.xor,operator.iadd,operator.imul]
out=[]
for i in range(3000):
    a,b=pick(),pick()
    for op in ops:
        try: v=op(a,b)
        except ZeroDivisionError as e: v=str(e)
        h=(h*31+ (v if isinstance(v,int) else len(v)))%(2**61-1)
    s=random.randrange(-1,70)
    try: h=(h+(a<<s)+(a>>s))%(2**61-1)
    except ValueError as e: h+=len(str(e))
    try: h=(h*7+sum(divmod(a,b)))%(2**61-1)
    except ZeroDivisionError as e: h+=len(str(e))
    m=random.choice([1,2,3,7,1000003,998244353,10**9+7,2**30,2**30-1,2**30+1,2**31,2**53-1,2**60,-5,-998244353])
    e=random.choice([0,1,2,3,random.randrange(2**20),random.randrange(2**53),random.randrange(2**80)])
    v=pow(a,e,m); h=(h*13+v)%(2**61-1)
    if i%300==0: print(i,h,a*b,v)
x=1
for i in range(2000):
    x=(x*1103515245+12345)&0x7fffffff; y=(x*6364136223846793005+1442695040888963407)%2**64; h^=x^y
print(h)
for f in (lambda: 1@2, lambda: 1 .__lshift__('a'), lambda: 1<<-1, lambda: 5%0, lambda: 5//0, lambda: divmod(5,0), lambda: 2**70 % 0, lambda: 1<<(1<<70), lambda: pow(2,-1,4), lambda: pow(3,-1,7), lambda: pow(2,3,0), lambda: True+2**60, lambda: True&3):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
a=1
try: a@=2
except TypeError as e: print(e)
`)
})
