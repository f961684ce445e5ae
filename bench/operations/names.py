# What the operations work on.
import math, collections, itertools, functools, operator, heapq, bisect, re, random, string, json, dataclasses, enum, copy
from collections import deque, OrderedDict, defaultdict, Counter, namedtuple
class A:
    def __init__(self, x, y): self.x = x; self.y = y
    def get(self): return self.x
    def add(self, o): return A(self.x + o.x, self.y + o.y)
    @property
    def p(self): return self.x
    @staticmethod
    def sm(a): return a + 1
    @classmethod
    def cm(cls, a): return a + 1
    def __add__(self, o): return A(self.x + o.x, self.y + o.y)
    def __eq__(self, o): return self.x == o.x
    def __lt__(self, o): return self.x < o.x
    def __hash__(self): return hash(self.x)
    def __len__(self): return 5
    def __getitem__(self, i): return i
    def __contains__(self, i): return i == 3
    def __iter__(self): return iter((1, 2, 3))
    def __call__(self, a): return a
    def __enter__(self): return self
    def __exit__(self, *a): return False
    def __bool__(self): return True
class B(A):
    def __init__(self, x, y, z): super().__init__(x, y); self.z = z
    def get(self): return super().get() + 1
class S:
    __slots__ = ('x', 'y')
    def __init__(self, x, y): self.x = x; self.y = y
class G:
    def __getattr__(self, n): return 1
    def __setattr__(self, n, v): object.__setattr__(self, n, v)
@dataclasses.dataclass
class DC:
    a: int
    b: float
    c: str = 'x'
@dataclasses.dataclass(frozen=True, order=True)
class FDC:
    a: int
    b: int
class Color(enum.Enum):
    RED = 1
    GREEN = 2
class IF(enum.IntEnum):
    ONE = 1
    TWO = 2
P = namedtuple('P', 'x y')
def f0(): return 1
def f1(a): return a
def f3(a, b=2, *, c=3): return a + b + c
def fv(*a): return len(a)
def fkw(**k): return len(k)
def fall(a, *r, k=1, **kw): return a
def fac(n): return 1 if n < 2 else n * fac(n - 1)
def gen(n):
    for i in range(n): yield i
def gen2(n):
    yield from gen(n)
def make(n):
    def inner(x): return x + n
    return inner
def deco(f):
    @functools.wraps(f)
    def w(*a, **k): return f(*a, **k)
    return w
@deco
def decorated(a, b): return a + b
@functools.lru_cache(maxsize=None)
def cached(n): return n
def exc(n):
    if n: raise ValueError(n)
a = A(1, 2); b = A(3, 4); bb = B(1, 2, 3); s = S(1, 2); g = G(); dc = DC(1, 2.0); fd = FDC(1, 2); fd2 = FDC(1, 3)
p = P(1, 2)
l = list(range(100)); lf = [float(x) for x in l]; ls = [str(x) for x in l]; lt = [(x, str(x)) for x in l]; rl = [(x * 7919) % 101 for x in l]
t = (1, 2, 3); d = {i: i for i in range(100)}; ds = {str(i): i for i in range(100)}; st = set(range(100)); st2 = set(range(50, 150)); fs = frozenset('abc')
text = 'the quick brown fox jumps over the lazy dog ' * 3; words = text.split(); line = 'alpha,beta,gamma,delta,42,3.14'
by = bytes(range(256)); ba = bytearray(by); big = 12345678901234567890123; big2 = 98765432109876543210; fl = 3.7; n17 = 17
dq = deque(range(10)); c = Counter(words); dd = defaultdict(list); dfi = defaultdict(int); od = OrderedDict(zip('abc', range(3)))
pat = re.compile(r'(\w+)\s(\w+)'); inner = make(5); cx = 1 + 2j; matrix = [[i * j for j in range(10)] for i in range(10)]
u = 'h\u00e9llo w\u00f6rld \u4e16\u754c'
js = json.dumps({'a': [1, 2, 3], 'b': {'c': 'd', 'e': None}, 'f': 1.5}); jo = json.loads(js)
mixed = [1, 'a', 2.0, None, (1,), [2]]
nested = {'a': {'b': {'c': 1}}}
