/**
 * The JIT's target: five kernels as JavaScript written by hand against the objects of src/objects, in the shape that the JIT will emit
 * (types guarded once, raw locals, int results checked with Number.isSafeInteger, a deoptimisation exit for every guard and call), against
 * the same programs in CPython 3.13.
 *
 * Run: `bun bench/kernels.ts`. A polluting warm-up first sends ints, floats, strings and big ints through everything that the kernels
 * share (slow paths, dict, call protocol), because a helper that saw one kind only is not what a program meets. The figure is
 * the best warm round of each side (7 and 12 rounds), in one run; the check is a geometric mean of at least 5×.
 */
import '../src/objects/object'
import '../src/objects/function'
import '../src/objects/objecttype'
import '../src/objects/type'
import '../src/objects/functiontypes'
import '../src/objects/all'
import type { CodeObject } from '../src/bytecode/code'
import { PyDict } from '../src/objects/dict'
import { PyFloat } from '../src/objects/float'
import { PyFunction } from '../src/objects/function'
import type { NamespaceCell } from '../src/objects/hashtable'
import { PyList } from '../src/objects/list'
import { type AttributeRecord, objectType, PyObject, PyType, typeSetOwn, type Value } from '../src/objects/object'
import { addValues as add, multiplyValues as multiply } from '../src/objects/operators'
import { cpython } from '../test/support/cpython'

/** Where a guard fails: the JIT would rebuild the heap frame at this offset; a kernel that comes here is wrong. */
function deopt(offset: number, ...state: unknown[]): never {
  throw new Error(`deoptimised at ${offset}: ${state.length} values`)
}

/** Polled at calls and back-edges, as the interpreter's safepoint word. */
const safepoint = { flags: 0 }

/** A compiled body: entry with two positional arguments, as the JIT would hang on the code object. */
type Compiled = (a: Value | undefined, b: Value | undefined) => Value

/** A function object, with the compiled entry that calls go through after the guard. */
class Fn extends PyFunction {
  entry: Compiled
  constructor(name: string, globals: PyDict, entry: Compiled) {
    super({ readName: () => name, readQualname: () => name } as CodeObject, globals, globals)
    this.entry = entry
  }
}

/** A Python class with a JavaScript class of its own, as a class statement makes it. */
function makeClass(name: string, base: PyType, methods: Record<string, Value>): PyType {
  const ctor = class extends (base.ctor as unknown as new () => PyObject) {}
  const type = new PyType(name, name, ctor, base)
  type.bases = [base]
  type.mro = [type, ...base.mro]
  type.hasDict = true
  type.heap = true
  ;(ctor.prototype as unknown as { cls: PyType }).cls = type
  for (const [key, value] of Object.entries(methods)) typeSetOwn(type, key, value)
  return type
}

type Instance = AttributeRecord & PyObject

const globals = new PyDict()

// ── 1. Recursive calls with ints ─────────────────────────────────────────────────────────────────────────────────────────

const fibFunction: Fn = new Fn('fib', globals, (n): Value => {
  if (typeof n !== 'number') return deopt(0, n)
  if (n < 2) return n
  const x = n - 1
  const y = n - 2
  if (!Number.isSafeInteger(y)) return deopt(2, n)
  // LOAD_GLOBAL is a cell whose value is guarded; the call itself is a safepoint and a deoptimisation point.
  const f = fibCell.v
  if (f !== fibFunction || safepoint.flags !== 0) return deopt(4, n)
  const a = fibFunction.entry(x, undefined)
  if (fibCell.v !== fibFunction || safepoint.flags !== 0) return deopt(6, n, a)
  const b = fibFunction.entry(y, undefined)
  if (typeof a === 'number' && typeof b === 'number') {
    const r = a + b
    if (Number.isSafeInteger(r)) return r
  }
  return add(a, b)
})
globals.setItem('fib', fibFunction)
const fibCell: NamespaceCell = globals.cell('fib')

// ── 2. Float attributes of instances ─────────────────────────────────────────────────────────────────────────────────────

const bodyType = makeClass('Body', objectType, {})

function bodies(n: number): PyList {
  const items: Value[] = []
  for (let i = 0; i < n; i++) {
    const b = new bodyType.ctor() as Instance
    b.$x = new PyFloat(i * 1.5)
    b.$y = new PyFloat(i * 0.5 + 1)
    b.$vx = new PyFloat(0.25)
    b.$vy = new PyFloat(-0.125)
    b.$mass = new PyFloat(1 + i)
    items.push(b)
  }
  return new PyList(items)
}

const advance: Compiled = (list, steps) => {
  if (!(list instanceof PyList) || typeof steps !== 'number') return deopt(0, list, steps)
  const version = bodyType.version
  for (let s = 0; s < steps; s++) {
    if (safepoint.flags !== 0) return deopt(2, s)
    const items = list.items
    for (let i = 0; i < items.length; i++) {
      const a = items[i] as Instance
      if (!(a instanceof PyObject) || a.cls !== bodyType || bodyType.version !== version) return deopt(4, a)
      for (let j = i + 1; j < items.length; j++) {
        const b = items[j] as Instance
        if (!(b instanceof PyObject) || b.cls !== bodyType) return deopt(6, b)
        const ax = a.$x
        const ay = a.$y
        const bx = b.$x
        const by = b.$y
        if (!(ax instanceof PyFloat) || !(ay instanceof PyFloat)) return deopt(8, ax, ay)
        if (!(bx instanceof PyFloat) || !(by instanceof PyFloat)) return deopt(10, bx, by)
        const dx = ax.value - bx.value
        const dy = ay.value - by.value
        const d = dx * dx + dy * dy + 0.01
        if (d === 0) return deopt(12, d)
        const mag = 0.001 / d
        const am = a.$mass
        const bm = b.$mass
        const avx = a.$vx
        const avy = a.$vy
        const bvx = b.$vx
        const bvy = b.$vy
        if (!(am instanceof PyFloat) || !(bm instanceof PyFloat)) return deopt(14, am, bm)
        if (!(avx instanceof PyFloat) || !(avy instanceof PyFloat)) return deopt(16, avx, avy)
        if (!(bvx instanceof PyFloat) || !(bvy instanceof PyFloat)) return deopt(18, bvx, bvy)
        a.$vx = new PyFloat(avx.value - dx * bm.value * mag)
        a.$vy = new PyFloat(avy.value - dy * bm.value * mag)
        b.$vx = new PyFloat(bvx.value + dx * am.value * mag)
        b.$vy = new PyFloat(bvy.value + dy * am.value * mag)
      }
    }
    for (let i = 0; i < items.length; i++) {
      const a = items[i] as Instance
      if (!(a instanceof PyObject) || a.cls !== bodyType || bodyType.version !== version) return deopt(20, a)
      const { $x, $y, $vx, $vy } = a
      if (!($x instanceof PyFloat) || !($vx instanceof PyFloat)) return deopt(22, $x, $vx)
      if (!($y instanceof PyFloat) || !($vy instanceof PyFloat)) return deopt(24, $y, $vy)
      a.$x = new PyFloat($x.value + 0.001 * $vx.value)
      a.$y = new PyFloat($y.value + 0.001 * $vy.value)
    }
  }
  return null
}

function runBodies(steps: number): Value {
  const list = bodies(5)
  advance(list, steps)
  return ((list.items[0] as Instance).$x as PyFloat).value.toFixed(9)
}

// ── 3. Objects and method calls ──────────────────────────────────────────────────────────────────────────────────────────

const area = new Fn('area', globals, () => null)
const makeShape = (name: string, entry: Compiled, base: PyType): PyType =>
  makeClass(name, base, { area: new Fn('area', globals, entry), grow: growFunction })

const growFunction = new Fn('grow', globals, (self, by) => {
  const o = self as Instance
  if (!(o instanceof PyObject) || !o.cls.hasDict) return deopt(0, self)
  const size = o.$size
  if (typeof size !== 'number' || typeof by !== 'number') {
    o.$size = add(size as Value, by as Value)
    return o
  }
  const t = size + by
  o.$size = Number.isSafeInteger(t) ? t & 1023 : deopt(4, t)
  return o
})
const shapeType = makeClass('Shape', objectType, { area, grow: growFunction })
const square = makeShape(
  'Square',
  (self) => {
    const s = (self as Instance).$size
    if (typeof s !== 'number') return deopt(0, s)
    const t = s * s
    return Number.isSafeInteger(t) ? t : multiply(s, s)
  },
  shapeType,
)
const strip = makeShape(
  'Strip',
  (self) => {
    const s = (self as Instance).$size
    if (typeof s !== 'number') return deopt(0, s)
    const t = s * 3
    return Number.isSafeInteger(t) ? t : multiply(s, 3)
  },
  shapeType,
)
const point = makeShape('Point', (self) => ((self as Instance).$size === undefined ? deopt(0, self) : 1), shapeType)

/** A method through the prototype: found on the class's mirror, guarded by being the instance's only property of that name. */
function shapesKernel(list: Value, rounds: number): Value {
  if (!(list instanceof PyList)) return deopt(0, list)
  let total: Value = 0
  for (let r = 0; r < rounds; r++) {
    if (safepoint.flags !== 0) return deopt(2, total)
    const items = list.items
    for (let i = 0; i < items.length; i++) {
      const o = items[i] as Instance
      if (!(o instanceof PyObject)) return deopt(4, o)
      const grow = o.$grow
      if (!(grow instanceof Fn) || safepoint.flags !== 0) return deopt(6, o)
      const grown = grow.entry(o, r) as Instance
      const method = grown.$area
      if (!(method instanceof Fn) || safepoint.flags !== 0) return deopt(8, grown)
      const a: Value = method.entry(grown, undefined)
      if (typeof total === 'number' && typeof a === 'number') {
        const t: number = total + a
        total = Number.isSafeInteger(t) ? t : add(total, a)
      } else total = add(total as Value, a)
    }
  }
  return total
}

function runShapes(rounds: number): Value {
  const items: Value[] = []
  for (let i = 0; i < 30; i++) {
    const o = new [square, strip, point][i % 3]!.ctor() as Instance
    o.$size = i
    items.push(o)
  }
  return shapesKernel(new PyList(items), rounds)
}

// ── 4. Word count ────────────────────────────────────────────────────────────────────────────────────────────────────────

const wordList = new PyList([])
for (let i = 0, state = 1; i < 100000; i++) {
  state = (state * 69069 + 1) % 4294967296
  wordList.items.push(`w${(state >>> 12) % 3000}`)
}

function countKernel(words: Value, counts: Value): Value {
  if (!(words instanceof PyList) || !(counts instanceof PyDict) || counts.cls.heap) return deopt(0, words, counts)
  const items = words.items
  for (let i = 0; i < items.length; i++) {
    if (safepoint.flags !== 0) return deopt(2, i)
    const word = items[i]
    if (typeof word !== 'string') return deopt(4, word)
    const old = counts.getItem(word)
    if (old === undefined) counts.setItem(word, 1)
    else if (typeof old === 'number') {
      const t = old + 1
      counts.setItem(word, Number.isSafeInteger(t) ? t : add(old, 1))
    } else counts.setItem(word, add(old, 1))
  }
  return counts
}

function runCount(rounds: number): Value {
  let last = new PyDict()
  for (let r = 0; r < rounds; r++) countKernel(wordList, (last = new PyDict()))
  return last.size * 1000 + (last.getItem('w7') as number)
}

// ── 5. A generator as a state machine ────────────────────────────────────────────────────────────────────────────────────

/** `def evens(n): i = 0; while i < n: if i & 1 == 0: yield i; i += 1` */
class Evens extends PyObject {
  state = 0
  i: Value = 0
  constructor(readonly n: Value) {
    super()
  }
  resume(): Value | undefined {
    let i = this.i
    const n = this.n
    if (typeof i !== 'number' || typeof n !== 'number') return deopt(0, i, n)
    if (this.state === 2) return undefined
    if (this.state === 1) {
      const t = i + 1
      i = Number.isSafeInteger(t) ? t : deopt(3, i)
    }
    for (;;) {
      if (i >= n) {
        this.state = 2
        return undefined
      }
      if (safepoint.flags !== 0) return deopt(5, i)
      if ((i & 1) === 0 && i <= 0x7fffffff) {
        this.state = 1
        this.i = i
        return i
      }
      const t: number = i + 1
      i = Number.isSafeInteger(t) ? t : deopt(7, i)
    }
  }
}

function runGenerator(n: number): Value {
  let total: Value = 0
  const g: Value = new Evens(n)
  for (;;) {
    if (!(g instanceof Evens) || safepoint.flags !== 0) return deopt(0, g)
    const v: Value | undefined = g.resume()
    if (v === undefined) return total
    if (typeof total === 'number' && typeof v === 'number') {
      const t: number = total + v
      total = Number.isSafeInteger(t) ? t : add(total, v)
    } else total = add(total as Value, v)
  }
}

// ── The same in Python ───────────────────────────────────────────────────────────────────────────────────────────────────

const PYTHON = `
import time, json
def fib(n):
    if n < 2: return n
    return fib(n - 1) + fib(n - 2)
class Body: pass
def bodies(n):
    out = []
    for i in range(n):
        b = Body()
        b.x = i * 1.5; b.y = i * 0.5 + 1; b.vx = 0.25; b.vy = -0.125; b.mass = float(1 + i)
        out.append(b)
    return out
def advance(items, steps):
    for _ in range(steps):
        for i in range(len(items)):
            a = items[i]
            for j in range(i + 1, len(items)):
                b = items[j]
                dx = a.x - b.x
                dy = a.y - b.y
                mag = 0.001 / (dx * dx + dy * dy + 0.01)
                a.vx = a.vx - dx * b.mass * mag
                a.vy = a.vy - dy * b.mass * mag
                b.vx = b.vx + dx * a.mass * mag
                b.vy = b.vy + dy * a.mass * mag
        for a in items:
            a.x = a.x + 0.001 * a.vx
            a.y = a.y + 0.001 * a.vy
def run_bodies(steps):
    items = bodies(5)
    advance(items, steps)
    return f'{items[0].x:.9f}'
class Shape:
    def grow(self, by):
        self.size = (self.size + by) & 1023
        return self
class Square(Shape):
    def area(self): return self.size * self.size
class Strip(Shape):
    def area(self): return self.size * 3
class Point(Shape):
    def area(self): return 1
def run_shapes(rounds):
    items = []
    for i in range(30):
        o = (Square, Strip, Point)[i % 3]()
        o.size = i
        items.append(o)
    total = 0
    for r in range(rounds):
        for o in items:
            total += o.grow(r).area()
    return total
words = []
state = 1
for i in range(100000):
    state = (state * 69069 + 1) % 4294967296
    words.append(f'w{(state >> 12) % 3000}')
def count(words, counts):
    for word in words:
        if word in counts: counts[word] += 1
        else: counts[word] = 1
def run_count(rounds):
    for _ in range(rounds):
        counts = {}
        count(words, counts)
    return len(counts) * 1000 + counts['w7']
def evens(n):
    i = 0
    while i < n:
        if i & 1 == 0: yield i
        i += 1
def run_generator(n):
    total = 0
    for v in evens(n): total += v
    return total
out = {}
for name, f, n in (('calls', fib, 25), ('floats', run_bodies, 5000), ('methods', run_shapes, 10000), ('words', run_count, 4), ('generator', run_generator, 1000000)):
    best = 1e9
    for _ in range(7):
        t = time.process_time()
        r = f(n)
        best = min(best, time.process_time() - t)
    out[name] = (best * 1000, r)
print(json.dumps(out))
`

/** Feeds shared code with values of every kind. */
function pollute(): void {
  const numbers: Value[] = [1, 10n ** 30n, new PyFloat(1.5), true]
  for (let n = 0; n < 3000; n++) {
    for (const a of numbers)
      for (const b of numbers) {
        add(a, b)
        multiply(a, b)
      }
    add('a', 'b')
    const d = new PyDict()
    for (const k of ['k', 7, true, null, new PyFloat(2.5), 1n << 70n] as Value[]) d.setItem(k, n)
    for (const k of ['k', 8, 'absent', null] as Value[]) d.getItem(k)
    const o = new bodyType.ctor() as Instance
    o.$x = n & 1 ? 'text' : new PyFloat(n)
    o.$size = n & 2 ? 1n << 80n : n
    growFunction.entry(o, n & 1 ? new PyFloat(0.5) : 1)
  }
}

const KERNELS: [string, () => Value][] = [
  ['calls', () => fibFunction.entry(25, undefined)],
  ['floats', () => runBodies(5000)],
  ['methods', () => runShapes(10000)],
  ['words', () => runCount(4)],
  ['generator', () => runGenerator(1000000)],
]

const python = cpython()
if (python === null) throw new Error('no CPython 3.13 found')
const reference = JSON.parse(Bun.spawnSync([python, '-c', PYTHON]).stdout.toString()) as Record<string, [number, Value]>
pollute()
let product = 1
for (const [name, run] of KERNELS) {
  let best = Number.POSITIVE_INFINITY
  let result: Value = null
  for (let round = 0; round < 12; round++) {
    const start = performance.now()
    result = run()
    best = Math.min(best, performance.now() - start)
  }
  const [time, want] = reference[name] as [number, Value]
  if (result !== want) throw new Error(`${name}: ${result} instead of ${want}`)
  product *= time / best
  console.log(
    `${name.padEnd(10)} CPython ${time.toFixed(2).padStart(8)} ms   kernel ${best.toFixed(2).padStart(7)} ms ${(time / best).toFixed(1).padStart(7)}×`,
  )
}
console.log(`geometric mean ${(product ** (1 / KERNELS.length)).toFixed(1)}× (target: at least 5×)`)
