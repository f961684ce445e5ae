/** Python functions that builtins call: they become hot, and calls of their bodies behave as calls by the interpreter do. */
import { afterAll, expect, test } from 'bun:test'
import { createRuntime } from '../../src/index'
import { installCompilingTier } from '../../src/jit/install'

const runtime = createRuntime({ capture: true })._unsafeUnwrap()

afterAll(() => installCompilingTier(null))

function output(program: string): string {
  const before = runtime.output().length
  const ran = runtime.run(program)
  if (ran.isErr()) throw ran.error
  return runtime.output().slice(before)
}

function compiledNames(program: string): string[] {
  const texts: string[] = []
  installCompilingTier((line) => texts.push(line), 2)
  output(program)
  return texts.flatMap((text) => /(\S+)@0: compiled/.exec(text)?.[1] ?? [])
}

test('functions without calls or jumps of their own become hot', () => {
  const names = compiledNames(`
def key(x): return -x
def test(x): return x > 3
class C:
    def __init__(self, x): self.x = x
    def __lt__(self, other): return self.x < other.x
    def get(self, y): return self.x + y
values = list(range(40))
things = [C(i * 7 % 11) for i in range(40)]
bound = C(1).get
for _ in range(300):
    sorted(values, key=key)
    list(filter(test, values))
    sorted(things)
    list(map(bound, values))
`)
  for (const name of ['key', 'test', 'C.__lt__', 'C.get']) expect(names).toContain(name)
})

test('values, closures, exceptions and handlers of called bodies', () => {
  installCompilingTier(null, 2)
  const text = output(`
from functools import reduce
import sys
def maker(n):
    def add(x): return x + n
    return add
def pick(x):
    if x == 999: raise KeyError(x)
    return x % 10
def safe(x):
    try:
        return pick(x)
    except KeyError as e:
        return e.args[0] + 1
def many(x): return reduce(lambda a, b: a + b, range(x % 5), x)
add = maker(3)
for _ in range(80):
    total = sum(map(add, range(50)))
    order = sorted(range(50), key=pick)
    safe_ones = list(map(safe, [1, 2, 999]))
    nested = list(map(many, range(6)))
print(total, order[:6], safe_ones, nested)
try:
    list(map(pick, [1, 999, 2]))
except KeyError as e:
    tb = e.__traceback__
    names = []
    while tb is not None:
        names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    print(e, names)
# Other kinds than the body was made for.
print(list(map(add, [1.5, 2])), sorted(['b', 'a'], key=str.upper))
try:
    list(map(add, ['x']))
except TypeError as e:
    print(e)
`)
  expect(text).toBe(`1375 [0, 10, 20, 30, 40, 1] [1, 2, 1000] [0, 1, 3, 6, 10, 5]
999 [('<module>', 24), ('pick', 8)]
[4.5, 5] ['a', 'b']
can only concatenate str (not "int") to str
`)
})

test('what looks at frames, traces and recurses sees calls of bodies as any others', () => {
  installCompilingTier(null, 2)
  const text = output(`
import sys
def who(x): return sys._getframe(1).f_code.co_name
def caller(): return list(map(who, range(30)))
for _ in range(60): found = caller()
print(set(found))
def key(x): return -x
for _ in range(60): sorted(range(30), key=key)
calls = []
def trace(frame, event, arg):
    calls.append((frame.f_code.co_name, event))
    return None
sys.settrace(trace)
sorted([1, 2], key=key)
sys.settrace(None)
print(calls)
def deep(n): return max(map(deep, [n + 1])) if n >= 0 else n
for i in range(100): list(map(deep, [-1] * 20))
try:
    deep(0)
except RecursionError as e:
    print(type(e).__name__)
print(list(map(deep, [-5])))
`)
  expect(text).toBe(`{'caller'}
[('key', 'call'), ('key', 'call')]
RecursionError
[-5]
`)
})
