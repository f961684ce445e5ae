/** `sys._jit`, `dxpy dis --jit` and `-X jit_deopt`. */
import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const dxpy = join(import.meta.dir, '../../dist/dxpy')
const LOOP = 'def f(n):\n    s = 0\n    for i in range(n):\n        s += i & 7\n    return s\n'

function run(...args: string[]): string {
  const made = Bun.spawnSync([dxpy, ...args])
  return `${made.stdout}${made.stderr}`
}

test('sys._jit tells of the bodies of a function', () => {
  const program = `${LOOP}import sys
print(sys._jit.is_available(), sys._jit.is_enabled(), sys._jit.threshold(), sys._jit.compiled(f))
f(20000)
for _ in range(2000): f(20)
bodies = sys._jit.compiled(f.__code__)
print(sorted(bodies[0]), {b['call'] for b in bodies} >= {True}, all('left' in b['text'] and b['size'] == len(b['text']) for b in bodies))
print(sys._jit.counters()['made'] >= len(bodies) > 0)
try: sys._jit.compiled(3)
except TypeError as e: print(e)`
  expect(run('-X', 'jit=2', '-c', program)).toBe(
    "True True 2 []\n['call', 'entry', 'line', 'made', 'size', 'text'] True True\nTrue\na function or a code object is required\n",
  )
})

test('sys._jit where the compiler is off', () => {
  const program = `${LOOP}import sys\nf(20000)\nprint(sys._jit.is_enabled(), sys._jit.is_active(), sys._jit.compiled(f), sys._jit.reasons(f))`
  expect(run('-X', 'jit=off', '-c', program)).toBe('False False [] {}\n')
})

test('a wrong guess is among the reasons', () => {
  const program = `${LOOP.replace('s += i & 7', 's += v[i & 7]')}import sys
v = [1] * 8
f(20000)
v = [0.5] * 8
f(20000)
print(any('wrong guess' in r or 'other kinds' in r or 'first time' in r for r in sys._jit.reasons(f)))`
  expect(run('-X', 'jit=2', '-c', program)).toBe('True\n')
})

test('dis --jit runs the program, then shows what was compiled of it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dxpy-'))
  try {
    const file = join(folder, 'p.py')
    writeFileSync(file, `${LOOP}import sys\nprint(f(100000), sys.argv[1:])\n`)
    const text = run('dis', '--jit', file, 'a')
    expect(text).toStartWith("350000 ['a']\n")
    expect(text).toContain('FOR_ITER')
    expect(text).toMatch(/; body at \d+.*\nfunction body/)
    writeFileSync(file, 'print(1)\n')
    expect(run('dis', '--jit', file)).toBe('1\n; nothing was compiled\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('an argument of another kind than the int or float that was expected', () => {
  const program = `
def f(x):
    if type(x) is int and x.bit_length() > 9:
        return -1
    return x
def run(v):
    out = []
    for x in v:
        out.append(f(x))
    return out
run([1, 0.5] * 100)
for v in ([1], None, 's', {}):
    print(run([v] * 3))`
  expect(run('-X', 'jit=1', '-c', program)).toBe("[[1], [1], [1]]\n[None, None, None]\n['s', 's', 's']\n[{}, {}, {}]\n")
})

test('guards fail where they are made to, and only there', () => {
  const program = `${LOOP}import sys\nprint(f(100000), 'forced' in sys._jit.compiled(f)[0]['text'])`
  expect(run('-X', 'jit=1', '-X', 'jit_deopt=9', '-c', program)).toBe('350000 True\n')
  expect(run('-X', 'jit=1', '-c', program)).toBe('350000 False\n')
  expect(run('-X', 'jit_deopt=x', '-c', program)).toContain('jit_deopt=SEED')
})

test('objects that have a dict in the place of properties do not leave a body at each of their attributes', () => {
  const program = `import sys
class A:
    def __init__(self): self.x = 1
    def __del__(self): pass
    def m(self): return self.x
def f(o, n):
    s = 0
    for i in range(n):
        s += o.x + o.m()
        o.x = i
    return s
f(A(), 60000)
print(sys._jit.counters()['dropped'], sys._jit.counters()['exits'] < 10)`
  expect(run('-c', program)).toBe('0 True\n')
})
