/** Code objects: what they equal, the form `dis` reads, and what compile refuses; against CPython. */
import { maybe, same } from '../support/same'

maybe('equality tells constants apart', () => {
  same(`
def code(s): return eval('lambda: ' + s).__code__
for a, b in [('0', '0.0'), ('+0.0', '-0.0'), ('(0,)', '(0.0,)'), ('"a"', 'b"a"'), ('("a",)', '(b"a",)'), ('x in {1}', 'x in {1.0}'), ('0j', '-0j'), ('-0.0j', '0j'), ('1', 'True'),
             ('((0,),)', '((0.0,),)'), ('1.5', '1.5'), ('x in {1, "q"}', 'x in {1, "q"}'), ('(1, (2.0, None))', '(1, (2.0, None))'), ('x', ' x'), ('lambda: 1', 'lambda: 1.0')]:
    f, g = code(a), code(b); print(a, b, f == g, f == g and hash(f) != hash(g))
`)
})

maybe('offsets of instructions, lines, positions and exception tables agree', () => {
  same(`
import dis
names = ['n%d' % i for i in range(300)]
big = 'def big(a, b):\\n' + ''.join(f'    {n} = a.{n}\\n' for n in names) + '    while b:\\n' + ''.join(f'        {n} = b[{n}]\\n' for n in names) + '    return big\\n'
space = {}; exec(big, space)
def small(a, b):
    for x in a:
        try: b.append(len(x) + 1)
        except ValueError: print(a.y.z, [q for q in b])
    return a.x + a.y(3)
async def co(a):
    async with a as b: return [x async for x in b]
for f in [space['big'], small, co]:
    c = f.__code__
    print(len(c.co_code) % 2, len(list(c.co_positions())) == len(c.co_code) // 2, list(c.co_lines())[-1][1] == len(c.co_code))
    instructions = list(dis.get_instructions(f))
    offsets = {i.offset for i in instructions}
    print({i.argval for i in instructions if i.opcode in dis.hasname and 'LOAD' in i.opname} == set(c.co_names), all(i.jump_target in offsets for i in instructions if i.jump_target is not None))
    print(sorted({i.line_number for i in instructions if i.line_number} - {c.co_firstlineno})[:4], all(e.start in offsets and e.target in offsets for e in dis._parse_exception_table(c)))
    print(all(i.positions.lineno in (i.line_number, None) for i in instructions))
print(space['big'].__code__.co_names[:3], sorted(small.__code__.co_names))
def fail(a):
    a = [a]
    return 1 + a[0].missing
try: fail(1)
except AttributeError as e:
    tb = e.__traceback__.tb_next
    print(list(tb.tb_frame.f_code.co_positions())[tb.tb_lasti // 2], type(tb)(None, tb.tb_frame, tb.tb_lasti, 5).tb_lasti == tb.tb_lasti, type(tb)(None, tb.tb_frame, -1, 5).tb_lasti)
`)
})

maybe('trees are checked, literals limited', () => {
  same(`
import ast, sys
def t(f, *args):
    try: print(type(f(*args)).__name__)
    except Exception as e: print(type(e).__name__, e)
def mod(*body): return ast.fix_missing_locations(ast.Module(body=list(body), type_ignores=[]))
load, store = ast.Load(), ast.Store()
t(compile, mod(ast.Expr(ast.NamedExpr(ast.Constant(1), ast.Constant(3)))), 'f', 'exec')
t(compile, mod(ast.TypeAlias(ast.Subscript(ast.Name('foo', load), ast.Constant('x'), store), [], ast.Name('C', load))), 'f', 'exec')
t(compile, mod(ast.Assign([], ast.Constant(1))), 'f', 'exec'); t(compile, mod(ast.Expr(ast.Name('x', store))), 'f', 'exec'); t(compile, mod(ast.If(ast.Constant(1), [], [])), 'f', 'exec')
t(compile, ast.fix_missing_locations(ast.Expression(ast.Name('None', load))), 'f', 'eval'); t(compile, mod(ast.Pass()), 'f', 'exec')
limit = sys.get_int_max_str_digits(); sys.set_int_max_str_digits(700)
for s in ['x = ' + '1' * 800, 'x = ' + '1' * 700, 'x = 0x' + 'f' * 900, '1' * 800 + 'j']: t(compile, s, 'f', 'exec')
t(ast.parse, '1' * 701); sys.set_int_max_str_digits(limit)
import typing
print([type(x).__name__ for x in (int | None, list[int])], ast.dump(ast.Constant(1)))
`)
})

maybe('constants that replace() put in are marshalled', () => {
  same(`
import marshal
def f(): return 'q', 1
c = f.__code__
d = c.replace(co_consts=tuple(('z', 2.5, b'y', frozenset({1}), ...) if x == ('q', 1) else x for x in c.co_consts), co_name='g')
e = marshal.loads(marshal.dumps(d)); print(eval(e), e.co_name, e == d, e == c)
try: marshal.dumps(c.replace(co_consts=(object(),)))
except ValueError as e: print(e)
`)
})

maybe('functions made of code refuse what does not fit', () => {
  same(`
import types
def f(a, /, b=1, *, c=2): return a, b, c
def outer(x): return lambda: x
g = outer(3); cell = g.__closure__[0]
for args in [(1, {}), (f.__code__, 1), (f.__code__, {}, 1), (f.__code__, {}, 'n', 1), (f.__code__, {}, 'n', (5,), 1), (f.__code__, {}, 'n', None, None, 3), (f.__code__, {}, 'n', None, (cell,), 3),
             (f.__code__, {}, 'n', None, (cell,)), (g.__code__, {}), (g.__code__, {}, None, None, 1), (g.__code__, {}, None, None, ()), (g.__code__, {}, None, None, (1,))]:
    try: types.FunctionType(*args)
    except Exception as e: print(type(e).__name__, e)
print(types.FunctionType(f.__code__, {}, 'n', (5,), (), {'c': 7})(1), types.FunctionType(g.__code__, {}, None, None, (cell,))())
`)
})

maybe('code objects made of parts', () => {
  same(String.raw`
import types, copy, warnings
def t(f, *a, **k):
    try: f(*a, **k); print('ok')
    except Exception as e: print(type(e).__name__, str(e).split('. Did')[0])
def parts(c): return [getattr(c, 'co_' + n) for n in 'argcount posonlyargcount kwonlyargcount nlocals stacksize flags code consts names varnames filename name qualname firstlineno linetable exceptiontable freevars cellvars'.split()]
def rebuild(c):
    made = parts(c); made[7] = tuple(rebuild(k) if isinstance(k, types.CodeType) else k for k in made[7])
    n = types.CodeType(*made)
    print(all(getattr(n, 'co_' + a) == getattr(c, 'co_' + a) for a in 'code names varnames freevars cellvars linetable exceptiontable lines'.split() if a != 'lines'), list(n.co_positions()) == list(c.co_positions()), list(n.co_lines()) == list(c.co_lines()))
    return n
source = '''
import json
def f(a, b=2, *c, d, **e):
    total = 0
    for x in a:
        try:
            total += x.real if b else d[0]
        except (AttributeError, TypeError) as error: total -= len(str(error)) > 0
        finally: total *= 1
    return [total, (lambda: (a, c, e))(), {k: v for k, v in zip(a, a)}, f"{total:>4}"]
class K:
    def m(self): return super().__repr__()[:3]
def g():
    with open(__file__) as h: yield h
    x = yield 1
print(f([1, 2.5, 'x'], 3, 4, d=[9], z=1), K().m(), [*map(str, range(3))], json.dumps([1]))
assert K, 'no'
'''
exec(rebuild(compile(source, 'made', 'exec')), {})
def x(a, b=1):
    """doc"""
    return a + b
def y(a, b=1): return a * b
c = x.__code__
for k, v in dict(co_argcount='a', co_code='x', co_consts=[], co_names=(1,), co_varnames=('a', 'b', 'c'), co_nlocals=5, co_flags=1.5, co_name=b'', co_freevars=5, bogus=1, co_firstlineno=-1, co_stacksize=-1, co_filename='g').items(): t(c.replace, **{k: v})
t(c.replace, 1); t(c.replace, co_argcount=5); t(types.CodeType); t(types.CodeType, *[1] * 18)
p = parts(c)
for i, v in ((1, -1), (6, b'a'), (8, (1,)), (0, 3), (1, 3), (17, 5)): q = p[:]; q[i] = v; t(types.CodeType, *q)
x.__code__ = c.replace(co_code=y.__code__.co_code, co_consts=y.__code__.co_consts); print(x(3, 4))
z = c.replace(co_linetable=b''); print(list(z.co_lines()), list(z.co_positions()), z == c, c.replace(co_exceptiontable=b'') == c, c == copy.replace(c), hash(c) == hash(c.replace(co_kwonlyargcount=0)))
x.__code__ = c.replace(co_code=b'\xe5' + c.co_code[1:]); t(x, 1)
w = c.replace(co_varnames=('p', 'q'), co_freevars=('r',), co_cellvars=('p', 's')); print(w.co_varnames, w.co_freevars, w.co_cellvars, w.co_nlocals)
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter('always'); print(type(c.co_lnotab).__name__, log[0].category.__name__, log[0].message)
def read(code):
    def number():
        b = next(it); v = b & 63; s = 0
        while b & 64: b = next(it); s += 6; v |= (b & 63) << s
        return v
    it = iter(code.co_linetable); line = code.co_firstlineno
    for first in it:
        kind, n = first >> 3 & 15, (first & 7) + 1
        if kind == 15: here = (None,) * 4
        elif kind == 14:
            d = number(); line += -(d >> 1) if d & 1 else d >> 1
            here = (line, line + number(), (number() or None) and 0, number() and 0)
        elif kind == 13: d = number(); line += -(d >> 1) if d & 1 else d >> 1; here = (line, line, None, None)
        else:
            if kind >= 10: line += kind - 10; here = (line, line, next(it), next(it))
            else: s = next(it); here = (line, line, kind << 3 | s >> 4, (kind << 3 | s >> 4) + (s & 15))
        for _ in range(n): yield here
for f in (read, rebuild, t): print([(a[0], a[1]) for a in read(f.__code__)] == [(a[0], a[1]) for a in f.__code__.co_positions()])
`)
})
