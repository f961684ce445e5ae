/** What compiling tells beside the code: warnings of sources that are refused, trees that are copied, stack sizes; against CPython. */
import { maybe, same } from '../support/same'

maybe('a refused source warns of the literals before its error', () => {
  same(String.raw`
import warnings
for s in ("'\\e' $", "'\\e'\nx = $", "'\\e'\nx = ?", "f('\\e', 1 +)", "'\\e' '\\d' 3", "def f(:\n '\\e'", "b'\\q' +", "r'\\q' +"):
    with warnings.catch_warnings(record=True) as w:
        warnings.simplefilter('always')
        try: compile(s, 'f', 'exec')
        except SyntaxError as e: print(repr(s), e.msg, [str(x.message) for x in w])
with warnings.catch_warnings():
    warnings.simplefilter('error')
    try: compile("'\\e' +", 'f', 'exec')
    except SyntaxError as e: print(e.msg, e.lineno, e.offset)
`)
})

maybe('nodes that know their parents are copied', () => {
  same(`
import ast, copy, pickle
tree = ast.parse('if a:\\n    b = [c, d]\\n')
for node in ast.walk(tree):
    for child in ast.iter_child_nodes(node): child.parent = node
other = copy.deepcopy(tree)
print(ast.dump(other), all(c.parent is n for n in ast.walk(other) for c in ast.iter_child_nodes(n) if hasattr(c, 'parent')) or 'shared')
print(ast.Name('a').__reduce_ex__(4)[:2] == (ast.Name, (None, None)), ast.dump(pickle.loads(pickle.dumps(ast.parse('x + 1')))))
`)
})

maybe('long calls and displays keep the stack small', () => {
  same(`
def f(*a, **k): return len(a), len(k)
class O:
    m = f
args = ', '.join('1' for _ in range(40)); words = ', '.join(f'k{i}={i}' for i in range(40)); pairs = ', '.join(f'{i}: x' for i in range(101))
x = 1; o = O()
for s in (f'f({args})', f'f({words})', f'f({args}, {words})', f'o.m({args})', f'o.m({words})', '{%s}' % pairs, 'f(%s)' % ', '.join('x' * 30), 'f(%s)' % ', '.join('x' * 31), 'o.m(%s)' % ', '.join('x' * 29)):
    c = compile(s, 'f', 'eval'); print(eval(c) if not s.startswith('{') else len(eval(c)), c.co_stacksize < 10)
`)
})
