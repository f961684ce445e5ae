/** `feature_version` of `ast.parse` against CPython: message and place. */
import { maybe, same } from '../support/same'

maybe('features newer than the version asked for', () => {
  const program = String.raw`
import ast
cases = [
 ("async def f(): pass", 4), ("async def f():\n  async with a: pass\n", 4), ("async def f():\n await x", 4),
 ("x: int = 1", 5), ("x.a: int", 5), ("(x): int=3", 5), ("type X = int", 11), ("def f[T](): pass", 11), ("class A[T]: pass", 11), ("class A[T=int]: pass", 12),
 ("(x := 1)", 7), ("if x := 1: pass", 7), ("f(x := 1)", 7), ("def f(a, /): pass", 7), ("lambda a, /: 1", 7), ("lambda a=1, /, b=2: 1", 7), ("def f(a, b=(1, 2), /, c=2): pass", 7),
 ("with (a as b, c): pass", 8), ("a @ b", 4), ("a @= b @ c", 4), ("1_000", 5), ("1_0.0", 5), ("0x_f", 5), ("'1_0'", 5), ("[x async for x in y if z]", 5),
 ("a = 1; b @ c; d = 1_0", 4), ("x = (\n1_000\n)", 5), ("x = a if (b:=1) else c", 7), ("type X[T] = int\n", 11), ("def f[T: int, *Ts, **P](a): pass\nx=1", 11),
 ("{é: 1_0, 2: 3}", 5), ("f(*args: *Ts)", 4),
]
for src, v in cases:
    for fv in (v, v + 1):
        try: ast.parse(src, feature_version=(3, fv)); print(repr(src), fv, 'ok')
        except SyntaxError as e: print(repr(src), fv, e.msg, e.lineno, e.offset, e.end_offset)
for src in ("async def f():\n async for x in y: pass\n\n", "match x:\n case 1: pass", "try: pass\nexcept* E: pass"):
    try: ast.parse(src, feature_version=(3, 4))
    except SyntaxError as e: print(e.msg)
for fv in (-1, 0, 4, 5, 6, 99):
    try: print(fv, type(compile('1_0', '', 'exec', ast.PyCF_ONLY_AST, _feature_version=fv)).__name__, type(compile('1_0', '', 'exec', _feature_version=fv)).__name__)
    except SyntaxError as e: print(fv, e.msg)
`
  same(program)
})
