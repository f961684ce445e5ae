/**
 * The interpreter's loop by itself: latency of one operation of each common kind and throughput over whole functions, in one process after
 * all of them have run. Started by run.ts beside it, which bundles it as the executable is. Each figure is one call of a function of N
 * iterations. Afterwards the same functions run in CPython 3.13, the interpreters in turn, and a table shows
 * nanoseconds an iteration and their ratios.
 */
import { bench, group, run } from 'mitata'
import { createRuntime } from '../../src/index'
import { importing } from '../../src/interpreter/import'
import { getAttr } from '../../src/objects/attributes'
import { context } from '../../src/objects/context'
import type { Value } from '../../src/objects/object'
import { cpython } from '../../test/support/cpython'
import { Peer } from '../peer'

/** Iterations of one call of a function. */
const N = 20_000

const PROGRAM = `
class Point:
    def __init__(self, x): self.x = x
    def get(self): return self.x
    @property
    def twice(self): return self.x * 2
class Slotted:
    __slots__ = ('x',)
LIST = list(range(1000))
WORDS = {str(i): i for i in range(1000)}
def add(a, b): return a + b
def loop(n):
    for i in range(n): pass
def integers(n):
    a = 0
    for i in range(n): a = a + i * 3 - 1
    return a
def floats(n):
    a = 0.5
    for i in range(n): a = a * 0.5 + 1.5
    return a
def calls(n):
    for i in range(n): add(i, 1)
def methods(n):
    p = Point(1)
    for i in range(n): p.get()
def attributes(n):
    p = Point(1)
    for i in range(n): p.x = p.x
def slots(n):
    p = Slotted(); p.x = 1
    for i in range(n): p.x = p.x
def properties(n):
    p = Point(1)
    for i in range(n): p.twice
def objects(n):
    for i in range(n): Point(i)
def lists(n):
    items = LIST
    for i in range(n): items[i % 1000] = items[(i * 7) % 1000]
def dicts(n):
    words = WORDS
    for i in range(n): words['7'] = words['9']
def builtins(n):
    for i in range(n): len(LIST)
def numbers(n):
    i = 0
    while i < n:
        yield i
        i += 1
def generators(n):
    for i in numbers(n): pass
def comprehensions(n):
    for _ in range(n // 1000): [x + 1 for x in LIST if x]
def exceptions(n):
    for i in range(n):
        try: raise ValueError
        except ValueError: pass
def formatting(n):
    for i in range(n): f'{i}: {i}'
def closures(n):
    total = 0
    def more():
        nonlocal total
        total += 1
    for i in range(n): more()
NAMES = ['loop', 'integers', 'floats', 'calls', 'methods', 'attributes', 'slots', 'properties', 'objects', 'lists', 'dicts', 'builtins',
         'generators', 'comprehensions', 'exceptions', 'formatting', 'closures']
`

const runtime = createRuntime({ capture: true })._unsafeUnwrap()
runtime.run(PROGRAM)._unsafeUnwrap()
const names = runtime.get('NAMES')._unsafeUnwrap() as string[]
// The functions themselves: the embedding API gives copies of data only.
runtime
  .run(
    'import sys; sys.modules["bench_functions"] = type(sys)("bench_functions"); vars(sys.modules["bench_functions"]).update(globals())',
  )
  ._unsafeUnwrap()
const functions = importing.modules.getItem('bench_functions') as Value
const call = (name: string, n: number): Value => context.call1(getAttr(functions, name), n)

// Every function runs before any is timed, so that what the engine learns from one burdens the others, as in a real program.
for (let round = 0; round < 20; round++) for (const name of names) call(name, 2000)

group(`one call of each function, ${N} iterations`, () => {
  for (const name of names) bench(name, () => call(name, N))
})
await run()

/** Nanoseconds an iteration, best of a few runs. */
function ours(name: string): number {
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < 5; i++) {
    const start = performance.now()
    call(name, N)
    best = Math.min(best, performance.now() - start)
  }
  return (best * 1e6) / N
}

const python = cpython()
if (python === null) console.log('no CPython 3.13 found: nothing to compare with')
else {
  const script = `${PROGRAM}
import sys, time
for line in sys.stdin:
    best = 1e9
    for _ in range(5):
        start = time.perf_counter()
        r = globals()[line.strip()](${N})
        best = min(best, time.perf_counter() - start)
    print(best * 1e9 / ${N}, flush=True)
`
  const peer = new Peer([python, '-c', script])
  const ratios: number[] = []
  console.log(`${'ns an iteration'.padEnd(20)}${'dxpy'.padStart(10)}${'CPython'.padStart(10)}${'ratio'.padStart(10)}`)
  for (const name of names) {
    const mine: number[] = []
    const theirs: number[] = []
    for (let round = 0; round < 5; round++) {
      mine.push(ours(name))
      theirs.push(Number(await peer.ask(name)))
    }
    const [a, b] = [mine, theirs].map((times) => times.sort((x, y) => x - y)[2] as number) as [number, number]
    ratios.push(a / b)
    console.log(
      `${name.padEnd(20)}${a.toFixed(1).padStart(10)}${b.toFixed(1).padStart(10)}${`${(a / b).toFixed(2)}×`.padStart(10)}`,
    )
  }
  peer.end()
  const mean = Math.exp(ratios.reduce((sum, r) => sum + Math.log(r), 0) / ratios.length)
  console.log(`${'geometric mean'.padEnd(40)}${`${mean.toFixed(2)}×`.padStart(10)}`)
}
