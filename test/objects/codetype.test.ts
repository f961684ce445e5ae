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
