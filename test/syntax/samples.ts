/** Python sources that between them use every construct of the grammar. */
export const samples: Readonly<Record<string, string>> = {
  statements: `import a, b.c as d
from . import x
from ...y.z import (p as q, r,)
from m import *
global g, h
nonlocal n
del a, b[0], (c, d.e), []
assert x, "message"
raise
raise E from cause
pass; break; continue;
return
return 1, *rest
x = y = z = 1
x: int
x: int = 3
(x): int = 4
a.b: "c" = yield
x += 1; x @= 2; x **= 3; x //= 4; x >>= 5; x <<= 6
x, *y = z
[a, b] = (c, d) = e
yield
yield a, *b
yield from c
type X = int
type Y[T: int = str, *Ts = *tuple[int], **P = [int]] = dict[T, P]
type = match = case = _ = 1
print(type, match, case, _)
`,
  compound: `if a: pass
elif b:
    pass
else:
    pass
while x := f(): break
else: pass
for i, *j in k, l:
    continue
else:
    pass
try:
    pass
except A: pass
except (B, C) as e:
    pass
except:
    pass
else:
    pass
finally:
    pass
try: pass
finally: pass
try:
    pass
except* E as eg:
    pass
with a: pass
with a as b, c as (d, e): pass
with (a as b, c,): pass
with (a, b) as c: pass
with (yield): pass
async def f():
    async for x in y: pass
    async with a as b: pass
    await g
    return [x async for x in y if await z]
@d
@e.f(1)
class C[T](B, metaclass=M, **kw):
    x = 1
    @staticmethod
    def m(): ...
`,
  functions: `def f(): pass
def f(a, /, b: int, c=1, *args: *Ts, d, e=2, **kwargs: str) -> int: pass
def f(a, b=1, /, *, c): pass
def f[T: (int, str)](x: T, *, y) -> T:
    "doc"
    return lambda a, /, b=1, *c, d, **e: (a, b)
def f(*, a): pass
def f(**k,): pass
lambda: 0
lambda *a, **k: (yield)
f(a, *b, c=1, **d, e=2)
f(x for x in y)
f(a := 1, *b)
f(a)(b).c[d](e=1,)
`,
  expressions: `a if b else c if d else e
not a and b or not not c
a < b <= c != d == e > f >= g in h not in i is j is not k
a | b ^ c & d << e >> f + g - h * i / j // k % l @ m
-a ** -b
+~-x
await_ = a.b.c[0][1:2][::3][a:b, c, ...][*d][*d, e][x := 1]
(a, b, *c)
()
(a,)
(a)
(yield)
(x := 1)
[a, *b, c]
[]
[x for x in y if a if b for z, w in x]
{a, *b}
{}
{a: b, **c, 'd': e,}
{a: b for a, b in c}
{a for a in b}
(a for a in b)
None, True, False, ..., 1, 1.5, 2e10, 3j, 0x1f, 0o17, 0b11, 1_000
"a" 'b' """c""" r"d" u"e"
b"a" rb'b'
`,
  strings: `f"a{b}c"
f"{a!r}{b:>{width}.{precision}}{c=}{d = !s:x}{{}}"
f'{f"{f'{1}'}"}' "tail"
rf"\\d{x:\\d}"
f"""
{
  a  # comment
}
"""
f"{lambda_}{(lambda x: x)}{a if b else c}{yield_}{*a, b}"
"\\N{BULLET}\\x41\\u0042\\101\\
"
`,
  match: `match x:
    case 1 | -2 | 3.5 | -1+2j | "s" "t" | b"u": pass
    case None | True | False: pass
    case a: pass
    case _: pass
    case a.b.c: pass
    case C(): pass
    case C(1, x, y=2, z=_,): pass
    case [a, *rest] | (b, *_): pass
    case a, *b: pass
    case {"k": v, 1: _, a.b: c, **rest}: pass
    case {}: pass
    case (a) as b if b > 1: pass
    case [] | (): pass
match x, *y:
    case z,: pass
match (a):
    case b: pass
match = {}
match[a] = b
match(a)
match - 1
case = match
`,
  layout: `
# comment
if a:  # comment

    b = [
1,
  # inside
2]

\tif c:
\t\td
x = 1 + \\
    2
\fy = 3
class A:

  def f(self): return {
  }
  # dedented comment
z
`.replace('\tif c:\n\t\td\n', ''),
}
