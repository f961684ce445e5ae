/**
 * CPython's tests with statements put in at random places: both compilers refuse the same programs with the same words at the same
 * place, and what is accepted passes the verifier.
 */
import { expect, test } from 'bun:test'
import { DxSyntaxError } from '../../src/base/errors'
import { verify } from '../../src/bytecode/verify'
import { compile } from '../../src/compiler/index'
import { parse } from '../../src/syntax'
import { cpython, runCPython } from '../support/cpython'

const generator = `
import ast, json, os, random, sys, test, warnings
warnings.simplefilter('ignore')
seed, count = json.load(sys.stdin)
random.seed(seed)
names = ('grammar coroutines scope listcomps type_params patma generators except_star named_expressions with contextlib_async '
         'class unpack_ex syntax').split()
statements = r'''return
return x
yield
x = yield
yield from x
await x
async with x: pass
async for x in y: pass
global x
nonlocal x
global self
nonlocal self
break
continue
del x
[(x := 1) for y in z]
(x := 1)
from x import *
from __future__ import annotations
x: int
x: int = 1
def x(): nonlocal y
class x: __y = __z
lambda: (yield)
[await x for y in z]
[x async for x in y]
(x async for x in y)
{x: await y for x in z}
type X[T] = T
def f[T](x: T): global T
class C[T]: x: T
try: pass\\nexcept* E: x
match x:\\n case x: pass
match x:\\n case [a, a]: pass
match x:\\n case {**x}: pass
__debug__ = 1
def f(x, x): pass
def f(__debug__): pass
super()
__class__
*x, y = z
f(x=1, x=2)
with x as (a, b), y as c: pass
[i for i in range(5) if (j := i)]
class A: [i for i in range(5) if (j := i)]
[lambda: x for x in y]
def g(): yield; return 1
async def g(): yield; return 1
async def g(): return [await x async for x in y]
[(yield) for x in y]
f'{(yield)}'
class A:\\n  return
try: pass\\nfinally: continue
for i in x:\\n try: pass\\n finally: continue
def f():\\n global x\\n x: int
class X[T: (yield)]: pass
class X[T: (a := 1)]: pass
type A = (x := 1)
def f[T = int, U](): pass
@(x := 1)\\ndef f(): pass
[x for x in [lambda: (y := 1)]]
[[(x := 1) for y in z] for x in w]'''.split('\\n')
statements = [s.replace('\\\\n', '\\n') for s in statements]
sources = []
for name in names:
    with open(os.path.join(os.path.dirname(test.__file__), f'test_{name}.py')) as file: sources.append(file.read().split('\\n'))
made = 0
out = []
while made < count:
    lines = random.choice(sources)
    starts = [i for i, l in enumerate(lines) if l and not l[0].isspace() and l[0] not in ')]}#"\\'']
    k = random.randrange(len(starts) - 1)
    chunk = lines[starts[k]:starts[k + 1]]
    if not 1 < len(chunk) < 120: continue
    for _ in range(random.choice([1, 1, 2])):
        i = random.randrange(len(chunk))
        indent = len(chunk[i]) - len(chunk[i].lstrip())
        chunk[i:i] = [' ' * indent + l for l in random.choice(statements).split('\\n')]
    text = '\\n'.join(chunk) + '\\n'
    try: ast.parse(text)
    except (SyntaxError, ValueError): continue
    made += 1
    error = None
    try: compile(text, '<m>', 'exec', dont_inherit=True)
    except SyntaxError as e: error = [e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset]
    out.append([text, error])
print(json.dumps(out))
`

test.skipIf(cpython() === null)(
  'statements in places where they do not belong',
  () => {
    const cases = JSON.parse(runCPython(generator, JSON.stringify([20, 1500]))) as [string, unknown[] | null][]
    let refused = 0
    for (const [source, expected] of cases) {
      const result = parse(source, { filename: '<m>', mode: 'exec' }).andThen((p) =>
        compile(p.tree, { filename: '<m>' }),
      )
      if (result.isOk()) {
        expect([source, null]).toEqual([source, expected as null])
        expect(verify(result.value.unit).isOk()).toBe(true)
        continue
      }
      refused++
      const e = result.error
      expect(e).toBeInstanceOf(DxSyntaxError)
      if (e instanceof DxSyntaxError)
        expect([source, [e.message, e.lineno, e.offset, e.endLineno, e.endOffset]]).toEqual([source, expected as never])
    }
    expect(refused).toBeGreaterThan(cases.length / 4)
  },
  120_000,
)
