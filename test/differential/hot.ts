/**
 * Random programs with hot loops, for comparing dxpy with CPython: variables keep their kinds for most of the time, functions, methods, properties, operators, generators
 * and coroutines are called again and again, and at some turn of a loop an event takes away what compiled code takes for granted: a class, a function, a builtin
 * or a variable changes, a frame is looked into or written to, tracing is switched on.
 *
 * Longer than 800 lines: expressions, statements, definitions and events make each other, from the one tape and the one scope of the writer.
 */
import { TapeWriter } from './tape'

/** Defined before each program. */
export const HOT_PRELUDE = `\
import sys, builtins, itertools, math
from collections import namedtuple, deque, defaultdict
from dataclasses import dataclass, field
from functools import partial, lru_cache, reduce
from types import coroutine
def show(*values):
    print(*[sorted(v, key=repr) if isinstance(v, (set, frozenset)) else v for v in values], sep='|')
def keep(n):
    return n if -(1 << 80) < n < 1 << 80 else n % 1000003
def places(tb):
    # The first and the last frames: of a thousand, each would be searched for its position
    tbs = []
    while tb is not None:
        tbs.append(tb)
        tb = tb.tb_next
    found = [len(tbs)]
    for t in tbs[:6] + tbs[6:][-6:]:
        code = t.tb_frame.f_code
        if code.co_filename == '<program>':
            found.append((code.co_name, t.tb_lineno, next(itertools.islice(code.co_positions(), t.tb_lasti // 2, None))[2:]))
    return found
def where(e):
    # How deep a recursion comes depends on what calls that are not Python's count for
    print(type(e).__name__, None if isinstance(e, RecursionError) else places(e.__traceback__), type(e.__context__).__name__, type(e.__cause__).__name__)
traced = []
def tracer(frame, event, arg):
    # Generators are left out: the lines of one that is closed or thrown into are not all CPython's
    if frame.f_code.co_filename != '<program>' or frame.f_code.co_flags & 0xa0: return None
    if len(traced) < 400: traced.append((event, frame.f_code.co_name, frame.f_lineno))
    return tracer
def poke(name, value):
    sys._getframe(1).f_locals[name] = value
def peek(*names):
    f = sys._getframe(1)
    return [f.f_locals.get(n) for n in names if isinstance(f.f_locals.get(n), (int, float, str))], f.f_lineno, f.f_code.co_name
saved = {n: getattr(builtins, n) for n in ('abs', 'len', 'min', 'max', 'sum', 'range', 'int', 'sorted')}
def restore():
    sys.settrace(None)
    for n, v in saved.items(): setattr(builtins, n, v)
@coroutine
def pause(v):
    return (yield v)
def drive(co, limit=50):
    sent, got = None, []
    for turn in range(limit):
        try: y = co.send(sent)
        except StopIteration as e:
            got.append(('end', e.value))
            break
        got.append(y)
        sent = turn
    co.close()
    return got
class Positive:
    def __set_name__(self, owner, name): self.name = '_' + name
    def __get__(self, o, owner=None): return 1 if o is None else o.__dict__.get(self.name, 2)
    def __set__(self, o, v): o.__dict__[self.name] = v + 1
class Constant:
    def __init__(self, v): self.v = v
    def __get__(self, o, owner=None): return self.v
`

type Kind = 'int' | 'float' | 'str' | 'list' | 'dict' | 'bool' | 'object'
/** What may be a variable, a parameter, a field or a result. */
const KINDS: readonly Kind[] = ['int', 'float', 'int', 'str', 'list', 'dict']

interface Method {
  name: string
  parameters: Kind[]
  result: Kind
}

interface Class {
  name: string
  base: Class | null
  slots: boolean
  /** Takes its fields as arguments. */
  fields: [string, Kind][]
  methods: Method[]
  properties: [string, Kind, boolean][]
  /** Special methods that it has. */
  special: Set<string>
}

interface Fn extends Method {
  keywords: [string, Kind][]
  sort: 'function' | 'generator' | 'coroutine'
}

/** Variables by kind; a name may also be an attribute. */
interface Scope {
  vars: Record<Kind, string[]>
  /** Names that are assigned to: not loop variables, nor parameters of lambdas. */
  assignable: Set<string>
  /** Classes of the objects. */
  classes: Map<string, Class>
}

function emptyScope(): Scope {
  return {
    vars: { int: [], float: [], str: [], list: [], dict: [], bool: [], object: [] },
    assignable: new Set(),
    classes: new Map(),
  }
}

class HotWriter extends TapeWriter {
  #scope = emptyScope()
  readonly #classes: Class[] = []
  readonly #functions: Fn[] = []
  readonly #globals: [string, Kind][] = []
  /** Loops around this place whose end can be jumped to; try statements with a finally count as none. */
  #loops = 0
  /** What a return gives here, or null outside of functions. */
  #returns: (() => string) | null = null
  #turn = ''

  // ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  declare(kind: Kind, name: string, assignable = true): void {
    if (!this.#scope.vars[kind].includes(name)) this.#scope.vars[kind].push(name)
    if (assignable) this.#scope.assignable.add(name)
  }

  /** Runs `make` with these names too, which are gone afterwards. */
  within<T>(names: readonly [Kind, string][], make: () => T, assignable = true): T {
    const before = this.#scope
    this.#scope = {
      vars: Object.fromEntries(Object.entries(before.vars).map(([k, v]) => [k, [...v]])) as Record<Kind, string[]>,
      assignable: new Set(before.assignable),
      classes: new Map(before.classes),
    }
    for (const [kind, name] of names) this.declare(kind, name, assignable)
    const made = make()
    this.#scope = before
    return made
  }

  /** Runs `make` in a function of its own: globals can be read, and only its names assigned to. */
  function(names: readonly [Kind, string][], result: (() => string) | null, make: () => void): void {
    const saved = [this.#scope, this.#loops, this.#returns, this.#turn] as const
    this.#scope = emptyScope()
    for (const [name, kind] of this.#globals) this.declare(kind, name, false)
    for (const [kind, name] of names) this.declare(kind, name)
    this.#loops = 0
    this.#returns = result
    this.#turn = ''
    make()
    ;[this.#scope, this.#loops, this.#returns, this.#turn] = saved
  }

  targets(kind: Kind): string[] {
    return this.#scope.vars[kind].filter((n) => this.#scope.assignable.has(n))
  }

  objects(test: (c: Class) => boolean): [string, Class][] {
    return this.#scope.vars.object
      .map((n): [string, Class] => [n, this.#scope.classes.get(n) as Class])
      .filter(([, c]) => test(c))
  }

  // ── Expressions ──────────────────────────────────────────────────────────────────────────────────────────────────────

  literal(kind: Kind): string {
    switch (kind) {
      case 'int':
        return this.oneOf(
          () => String(this.choose(10)),
          () => String(this.choose(1000)),
          () => `-${1 + this.choose(9)}`,
          () => this.pick(['9007199254740991', '(2**53)', '(2**31)', '(2**63 - 1)', '-(2**53)', '(1 << 62)', 'True']),
        )
      case 'float':
        return this.pick(['0.5', '1.0', '-2.25', '3.75', '-0.0', '1e16', '0.1', '100.0', '1e-9', '1e300'])
      case 'str':
        return this.pick(["'a'", "'bc'", "''", "'x y'", "'ñ'", "'7'", "'😀'", "'Ab,c'"])
      case 'list':
        return this.pick(['[1, 2, 3]', '[0]', '[5, 4, 3, 2, 1]', '[]', '[7, 7]', 'list(range(10))'])
      case 'dict':
        return this.pick(['{1: 2}', '{}', '{0: 0, 1: 1, 2: 4}', '{i: i for i in range(5)}'])
      case 'bool':
        return this.pick(['True', 'False'])
      case 'object':
        return this.newObject(0)[0]
    }
  }

  newObject(d: number): [string, Class] {
    const c = this.pick(this.#classes)
    return [`${c.name}(${c.fields.map(([, k]) => this.expr(k, d)).join(', ')})`, c]
  }

  expr(kind: Kind, d: number): string {
    if (kind === 'object') {
      const names = this.#scope.vars.object
      return names.length > 0 ? this.pick(names) : this.#classes.length > 0 ? this.newObject(d - 1)[0] : 'None'
    }
    const names = this.#scope.vars[kind]
    if (names.length > 0 && this.choose(d <= 0 ? 3 : 4) > 0 && (d <= 0 || this.choose(2) === 0)) return this.pick(names)
    if (d <= 0) return this.literal(kind)
    const c = this.choose(9)
    if (c === 0) return this.literal(kind)
    if (c === 2) return this.call(kind, d) ?? this.operation(kind, d - 1)
    if (c === 3 || c === 4) return this.ofObject(kind, d) ?? this.operation(kind, d - 1)
    if (c === 5) return `(${this.expr(kind, d - 1)} if ${this.expr('bool', d - 1)} else ${this.expr(kind, d - 1)})`
    return this.operation(kind, d - 1)
  }

  call(kind: Kind, d: number): string | undefined {
    const usable = this.#functions.filter((f) => f.result === kind && f.sort === 'function')
    return usable.length === 0 ? undefined : this.callOf(this.pick(usable), d)
  }

  callOf(f: Fn, d: number): string {
    const args = f.parameters.map((k) => this.expr(k, d - 1))
    for (const [name, k] of f.keywords) {
      const c = this.choose(3)
      if (c === 1) args.push(`${name}=${this.expr(k, d - 1)}`)
    }
    if (args.length > 0 && this.choose(9) === 8)
      return `${f.name}(*[${args.filter((a) => !/^[a-z]\w*=/.test(a)).join(', ')}])`
    return `${f.name}(${args.join(', ')})`
  }

  /** What an object gives: a field, a property, a method's result, an operator's. */
  ofObject(kind: Kind, d: number): string | undefined {
    const found: (() => string)[] = []
    for (const [o, c] of this.objects(() => true)) {
      for (const [name, k] of c.fields) if (k === kind) found.push(() => `${o}.${name}`)
      for (const [name, k] of c.properties) if (k === kind) found.push(() => `${o}.${name}`)
      for (const m of c.methods)
        if (m.result === kind) {
          found.push(() => `${o}.${m.name}(${m.parameters.map((k) => this.expr(k, d - 1)).join(', ')})`)
          if (m.parameters.length === 1)
            found.push(() => {
              const values = `map(${o}.${m.name}, [${this.expr(m.parameters[0] as Kind, 0)}] * 2)`
              return kind === 'int' || kind === 'float' ? `sum(${values})` : `[*${values}][-1]`
            })
        }
      if (kind === 'int') {
        for (const [name, make] of this.intsOf(o, d)) if (c.special.has(name)) found.push(make)
        found.push(() => `${c.name}.count`)
      }
      if (kind === 'bool') {
        if (c.special.has('__lt__')) found.push(() => `(${o} < ${this.expr('int', d - 1)})`)
        if (c.special.has('__eq__')) found.push(() => `(${o} ${this.pick(['==', '!='])} ${this.expr('object', d - 1)})`)
        if (c.special.has('__contains__')) found.push(() => `(${this.expr('int', d - 1)} in ${o})`)
        found.push(() => `bool(${o})`)
        found.push(() => `isinstance(${o}, ${this.#classes.length > 0 ? this.pick(this.#classes).name : 'object'})`)
      }
      if (kind === 'str') found.push(() => this.pick([`str(${o})`, `f'{${o}}'`, `type(${o}).__name__`]))
      if (kind === 'list' && c.special.has('__iter__')) found.push(() => `list(${o})`)
    }
    return found.length === 0 ? undefined : this.pick(found)()
  }

  intsOf(o: string, d: number): [string, () => string][] {
    return [
      ['__add__', () => `(${o} + ${this.expr('int', d - 1)})`],
      ['__radd__', () => `(${this.expr('int', d - 1)} + ${o})`],
      ['__mul__', () => `(${o} * ${this.expr('object', d - 1)})`],
      ['__sub__', () => `(${o} - ${this.expr('int', d - 1)})`],
      ['__neg__', () => `(-${o})`],
      ['__len__', () => `len(${o})`],
      ['__getitem__', () => `${o}[${this.expr('int', d - 1)}]`],
      ['__call__', () => `${o}(${this.expr('int', d - 1)})`],
      ['__getattr__', () => `${o}.missing`],
      ['__index__', () => `[4, 5, 6][${o}]`],
      ['__iter__', () => `sum(${o})`],
      ['__hash__', () => `hash(${o})`],
      ['positive', () => `${o}.positive`],
      ['constant', () => `${o}.constant`],
      ['make', () => `${o}.make(${this.expr('int', d - 1)})`],
      ['static', () => `${o}.static(${this.expr('int', d - 1)})`],
    ]
  }

  /** A generator's values, where there is one, or a range's. */
  source(d: number): string {
    const generators = this.#functions.filter((f) => f.sort === 'generator')
    return this.oneOf(
      () => `range(${1 + this.choose(6)})`,
      () => `${this.expr('list', d)}[:6]`,
      () => (generators.length === 0 ? 'range(3)' : this.callOf(this.pick(generators), d)),
      () => `range(${this.choose(9)}, ${this.choose(9)}, ${this.pick(['1', '-1', '2'])})`,
      () => `reversed(${this.expr('list', d)}[:5])`,
    )
  }

  operation(kind: Kind, d: number): string {
    const e = (k: Kind) => this.expr(k, d)
    switch (kind) {
      case 'int':
        return this.oneOf(
          () => `(${e('int')} ${this.pick(['+', '-', '*'])} ${e('int')})`,
          () => `(${e('int')} ${this.pick(['+', '-', '&', '|', '^', '%', '//'])} ${e('int')})`,
          () => `(${e('int')} % ${this.pick(['7', '10', '1000', '-3', '65521'])})`,
          () => `${e('list')}[${e('int')} % 5]`,
          () => `${e('list')}[${this.pick(['-1', '0', '1'])}]`,
          () => `(${e('int')} ${this.pick(['<<', '>>'])} (${e('int')} & 15))`,
          () => `(${e('int')} * ${e('int')} & 0xffffffff)`,
          () => `len(${e(this.pick(['list', 'str', 'dict']))})`,
          () => `${this.pick(['min', 'max'])}(${e('int')}, ${e('int')})`,
          () => `abs(${e('int')})`,
          () => `${e('dict')}.get(${e('int')}, ${e('int')})`,
          () => `${e('dict')}[${e('int')} % 3]`,
          () => `int(${e('float')})`,
          () => `sum(${this.comprehension('int', d)})`,
          () => `sum([${this.comprehension('int', d)}])`,
          () => `ord(${e('str')}[0])`,
          () => `(${e('int')} // ${e('int')})`,
          () => `(${e('bool')} + ${e('int')})`,
          () => `divmod(${e('int')}, ${e('int')})[1]`,
          () => `(${this.pick(['-', '~'])}${e('int')})`,
          () => `${e('str')}.${this.pick(['count', 'find'])}(${e('str')})`,
          () => `(lambda q, r=2: q * r)(${e('int')})`,
          () => `pow(${e('int')}, 3, 1009)`,
          () => `(${e('int')} ** 2)`,
          () => `next(iter(${this.source(0)}), ${e('int')})`,
        )
      case 'float':
        return this.oneOf(
          () => `(${e('float')} ${this.pick(['+', '-', '*'])} ${e('float')})`,
          () => `(${e('float')} ${this.pick(['+', '-', '*', '/'])} ${e('int')})`,
          () => `(${e('int')} / ${e('int')})`,
          () => `(${e('float')} ${this.pick(['/', '%', '//'])} ${e('float')})`,
          () => `(${e('int')} * ${e('float')})`,
          () => `float(${e('int')})`,
          () => `abs(${e('float')})`,
          () => `math.${this.pick(['sqrt', 'floor', 'sin', 'exp'])}(${e('float')})`,
          () => `round(${e('float')}, ${this.pick(['2', '0', '1'])})`,
          () => `${this.pick(['min', 'max'])}(${e('float')}, ${e('float')})`,
          () => `(-${e('float')})`,
          () => `(${e('float')} ** 2)`,
          () => `math.hypot(${e('float')}, ${e('int')})`,
        )
      case 'str':
        return this.oneOf(
          () => `(${e('str')} + ${e('str')})[-20:]`,
          () => `str(${e('int')})`,
          () => `f'{${e('int')}}${this.pick(['-', ' ', ''])}{${e('float')}:.2f}'`,
          () => `${e('str')}[${e('int')} % 3:]`,
          () => `${e('str')}.${this.pick(['upper', 'lower', 'strip', 'title'])}()`,
          () => `chr(97 + ${e('int')} % 26)`,
          () => `','.join(map(str, ${e('list')}))[:20]`,
          () => `(${e('str')} * 2)[:20]`,
          () => `'%d:%s' % (${e('int')}, ${e('str')})`,
          () => `${e('str')}.replace(${e('str')}, 'z')[:20]`,
          () => `${e('str')}[${e('int')} % 2]`,
          () => `f'{${e('str')}!r:>8}'`,
          () => `repr(${e(this.pick(KINDS))})[:20]`,
          () => `${e('str')}.split(',')[0]`,
          () => `''.join([${this.comprehension('str', d)}])[:20]`,
        )
      case 'list':
        return this.oneOf(
          () => `[${this.comprehension('int', d)}]`,
          () => `[${e('int')}, ${e('int')}]`,
          () => `(${e('list')} + ${e('list')})[:12]`,
          () => `${e('list')}[${this.pick(['1:', ':-1', '::2', '::-1', '1:4', ':3'])}]`,
          () => `sorted(${e('list')})`,
          () => `sorted(${e('list')}, key=lambda q: (q * 7) % 5, reverse=${this.pick(['True', 'False'])})`,
          () => `list(${e('dict')}.${this.pick(['values', 'keys'])}())[:12]`,
          () => `[*${e('list')}[:5], ${e('int')}]`,
          () => `list(map(lambda q: q + ${this.literal('int')}, ${e('list')}))`,
          () => `[q for q in ${e('list')} if q % 2 ${this.pick(['==', '!='])} ${this.pick(['0', '1'])}]`,
          () => `[a + b for a, b in zip(${e('list')}, ${e('list')})]`,
          () => `[q * 2 for r in (${e('list')}[:3], ${e('list')}[:3]) for q in r]`,
          () => `list(filter(None, ${e('list')}))`,
          () => `[a * b for a, b in enumerate(${e('list')})]`,
          () => `[len(q) for q in [[0] * n for n in range(4)]]`,
        )
      case 'dict':
        return this.oneOf(
          () => `{${e('int')}: ${e('int')}}`,
          () => `{q: q * ${this.literal('int')} for q in ${this.source(d)}}`,
          () => `{**${e('dict')}, ${e('int')}: 1}`,
          () => `dict(zip(${e('list')}, ${e('list')}))`,
          () => `dict.fromkeys(${e('list')}[:5], ${e('int')})`,
          () => `{v: k for k, v in ${e('dict')}.items()}`,
        )
      case 'bool':
        return this.oneOf(
          () => `(${e('int')} ${this.pick(['<', '>', '==', '!=', '<=', '>='])} ${e('int')})`,
          () => `(${e('float')} ${this.pick(['<', '>', '==', '>='])} ${e(this.pick(['float', 'int']))})`,
          () => `(${e('str')} ${this.pick(['==', '<', 'in', '!='])} ${e('str')})`,
          () => `(${e('int')} in ${e(this.pick(['list', 'dict']))})`,
          () => `(${e('bool')} ${this.pick(['and', 'or'])} ${e('bool')})`,
          () => `(not ${e(this.pick(['bool', 'int', 'list']))})`,
          () => `(0 <= ${e('int')} < ${e('int')})`,
          () => `(${e('int')} in ${this.pick(['(1, 2, 3)', '{0, 4}', "(None, 'a', 1.0)"])})`,
          () => `${this.pick(['any', 'all'])}(${this.comprehension('bool', d)})`,
          () => `${e('str')}.${this.pick(['isdigit', 'isalpha'])}()`,
          () => `isinstance(${e(this.pick(KINDS))}, ${this.pick(['int', 'str', '(int, float)'])})`,
        )
      default:
        return this.literal(kind)
    }
  }

  comprehension(kind: Kind, d: number): string {
    const source = this.source(Math.min(d, 1))
    const name = this.fresh('c')
    return this.within(
      [['int', name]],
      () =>
        `${this.expr(kind, Math.min(d, 1))} for ${name} in ${source}${this.choose(3) === 1 ? ` if ${this.expr('bool', 1)}` : ''}`,
      false,
    )
  }

  // ── Statements ───────────────────────────────────────────────────────────────────────────────────────────────────────

  body(depth: number, most: number): void {
    for (let n = 1 + this.choose(most); n > 0; n--) this.statement(depth)
  }

  statement(depth: number): void {
    const simple = [
      () => this.assign(),
      () => this.update(),
      () => this.update(),
      () => this.change(),
      () => this.fieldUpdate(),
      () => this.jump(),
    ]
    const nested = [
      () => this.ifs(depth - 1),
      () => this.tries(depth - 1),
      () => this.loop(depth - 1),
      () => this.matches(depth - 1),
      () => this.withs(depth - 1),
      () => this.stepped(),
      () => this.unpack(),
    ]
    if (depth <= 0) this.pick(simple)()
    else this.pick([...simple, ...nested])()
  }

  bounded(kind: Kind, text: string): string {
    if (kind === 'int') return `keep(${text})`
    if (kind === 'str') return `${text}[-20:]`
    if (kind === 'list') return `${text}[:12]`
    return text
  }

  assign(): void {
    const kind = this.pick(KINDS)
    const text = this.bounded(kind, this.expr(kind, 2))
    const names = this.targets(kind)
    const known = names.length > 0 && this.choose(3) > 0
    const name = known ? this.pick(names) : this.fresh(kind[0] as string)
    this.emit(`${name} = ${text}`)
    if (!known) this.declare(kind, name)
  }

  /** `+=` and its like on a variable. */
  update(): void {
    const kind = this.pick<Kind>(['int', 'float', 'int', 'str'])
    const names = this.targets(kind)
    if (names.length === 0) {
      this.assign()
      return
    }
    const name = this.pick(names)
    const op =
      kind === 'int'
        ? this.pick(['+=', '-=', '*=', '^=', '+=', '|='])
        : kind === 'float'
          ? this.pick(['+=', '-=', '*='])
          : '+='
    this.emit(`${name} ${op} ${this.expr(kind, 2)}`)
    if (kind === 'str' || op === '*=' || (kind === 'int' && this.choose(2) === 0))
      this.emit(`${name} = ${this.bounded(kind, name)}`)
  }

  /** A list or a dict changes in place. */
  change(): void {
    if (this.choose(2) === 0 && this.#scope.vars.list.length > 0) {
      const l = this.pick(this.#scope.vars.list)
      this.emit(
        this.oneOf(
          () => `${l}.append(${this.expr('int', 1)})\ndel ${l}[12:]`,
          () => `${l}[${this.expr('int', 0)} % 3] = ${this.expr('int', 1)}`,
          () => `${l}[${this.pick(['-1', '0'])}] += ${this.expr('int', 1)}`,
          () => `if ${l}: ${l}.pop()`,
          () => `${l}[1:2] = ${this.expr('list', 1)}[:2]`,
          () => `${l}.sort()`,
          () => `${l}.insert(0, ${this.expr('int', 1)})\ndel ${l}[12:]`,
          () => `${l}[0], ${l}[-1] = ${l}[-1], ${l}[0]`,
        ),
      )
      return
    }
    if (this.#scope.vars.dict.length === 0) {
      this.assign()
      return
    }
    const d = this.pick(this.#scope.vars.dict)
    this.emit(
      this.oneOf(
        () => `${d}[${this.expr('int', 1)} % 8] = ${this.expr('int', 1)}`,
        () => `${d}[${this.expr('int', 0)} % 8] = ${d}.get(${this.expr('int', 0)} % 8, 0) + 1`,
        () => `${d}.pop(${this.expr('int', 1)} % 8, None)`,
        () => `if ${this.expr('int', 1)} in ${d}: del ${d}[next(iter(${d}))]`,
        () => `for k, v in ${d}.items(): ${d}[k] = keep(v + 1)`,
        () => `${d}.setdefault(${this.expr('int', 1)} % 8, 3)`,
      ),
    )
  }

  fieldUpdate(): void {
    const objects = this.objects(() => true)
    if (objects.length === 0) {
      this.update()
      return
    }
    const [o, c] = this.pick(objects)
    const targets = [...c.fields, ...c.properties.filter((p) => p[2]).map((p): [string, Kind] => [p[0], p[1]])]
    if (c.special.has('positive')) targets.push(['positive', 'int'])
    const usable = targets.filter(([, k]) => k === 'int' || k === 'float' || k === 'str')
    if (usable.length === 0) {
      this.update()
      return
    }
    const [name, kind] = this.pick(usable)
    if (kind === 'str' || this.choose(2) === 0) this.emit(`${o}.${name} = ${this.bounded(kind, this.expr(kind, 2))}`)
    else this.emit(`${o}.${name} += ${this.expr(kind, 1)}`)
    if (kind === 'int') this.emit(`${o}.${name} = keep(${o}.${name})`)
    if (this.choose(6) === 5) this.emit(`${c.name}.count += 1`)
    if (c.special.has('__setitem__') && this.choose(3) === 2)
      this.emit(`${o}[${this.expr('int', 0)}] = ${this.expr('int', 1)}`)
    if (c.special.has('__iadd__') && this.choose(3) === 2) this.emit(`${o} += ${this.expr('int', 1)}`)
  }

  jump(): void {
    const c = this.choose(6)
    const test = this.#turn === '' ? this.expr('bool', 1) : `${this.#turn} % ${3 + this.choose(9)} == ${this.choose(3)}`
    if (c === 1 && this.#loops > 0) this.block(`if ${test}:`, () => this.emit(this.pick(['continue', 'break'])))
    else if (c === 1 && this.#turn !== '')
      this.emit(this.pick([`if ${test}: continue`, `if ${this.#turn} > ${40 + this.choose(50)}: break`]))
    else if (c === 2)
      this.block(`if ${test}:`, () =>
        this.emit(
          `raise ${this.pick(['ValueError', 'KeyError', 'ZeroDivisionError', 'StopIteration'])}(${this.expr('int', 1)})`,
        ),
      )
    else if (c === 3 && this.#returns !== null) {
      const value = this.#returns()
      this.block(`if ${this.expr('bool', 1)}:`, () => this.emit(`return ${value}`))
    } else if (c === 4) this.emit(`assert ${this.expr('bool', 2)}`)
    else this.update()
  }

  ifs(depth: number): void {
    this.block(`if ${this.expr('bool', 2)}:`, () => this.nested(() => this.body(depth, 3)))
    if (this.choose(3) === 1) this.block(`elif ${this.expr('bool', 2)}:`, () => this.nested(() => this.body(depth, 2)))
    if (this.choose(2) === 1) this.block('else:', () => this.nested(() => this.body(depth, 2)))
  }

  /** What is declared there may be unbound behind it; now and then it is used all the same. */
  nested(make: () => void): void {
    if (this.choose(6) === 5) make()
    else this.within([], make)
  }

  tries(depth: number): void {
    const finals = this.choose(4) === 3
    this.block('try:', () => this.nested(() => this.body(depth, 3)))
    if (!finals || this.choose(2) === 1) {
      const caught = this.pick([
        'Exception',
        '(ArithmeticError, ValueError)',
        'LookupError',
        'TypeError',
        'AttributeError',
      ])
      this.block(`except ${caught} as e:`, () => {
        if (this.choose(4) === 1) this.emit('where(e)')
        this.nested(() => this.body(0, 2))
        if (this.choose(6) === 5) this.emit(this.pick(['raise', 'raise RuntimeError(1) from e', 'raise KeyError(2)']))
      })
      if (this.choose(4) === 3) this.block('else:', () => this.nested(() => this.body(0, 2)))
    }
    if (finals) this.block('finally:', () => this.nested(() => this.body(0, 2)))
  }

  loop(depth: number): void {
    const name = this.fresh('j')
    const other = this.fresh('k')
    const [head, names] = this.pick<() => [string, [Kind, string][]]>([
      () => [`for ${name} in ${this.source(1)}:`, [['int', name]]],
      () => [`for ${name} in ${this.expr('list', 1)}[:8]:`, [['int', name]]],
      () => [
        `for ${name}, ${other} in enumerate(${this.expr('list', 1)}[:6]):`,
        [
          ['int', name],
          ['int', other],
        ],
      ],
      () => [
        `for ${name}, ${other} in zip(range(5), ${this.expr('str', 1)}):`,
        [
          ['int', name],
          ['str', other],
        ],
      ],
      () => [
        `for ${name}, ${other} in ${this.pick(['list', 'sorted'])}(${this.expr('dict', 1)}.items())[:6]:`,
        [
          ['int', name],
          ['int', other],
        ],
      ],
      () => [`for ${name} in ${this.expr('str', 1)}[:6]:`, [['str', name]]],
      () => {
        this.emit(`${name} = ${2 + this.choose(5)}`)
        return [`while (${name} := ${name} - 1) > 0:`, [['int', name]]]
      },
    ])()
    this.#loops++
    this.within(names, () => this.block(head, () => this.body(depth, 3)), false)
    this.#loops--
    if (this.choose(5) === 4) this.block('else:', () => this.nested(() => this.body(0, 2)))
  }

  matches(depth: number): void {
    const objects = this.objects((c) => c.fields.length > 0)
    const kind = this.pick<Kind>(['int', 'list', 'str', 'dict'])
    const subject = objects.length > 0 && this.choose(2) === 1 ? this.pick(objects)[0] : this.expr(kind, 2)
    this.block(`match ${subject}:`, () => {
      for (let n = 1 + this.choose(3); n > 0; n--) {
        const name = this.fresh('m')
        const c = this.#classes.length > 0 ? this.pick(this.#classes) : null
        const of =
          c !== null && c.fields.length > 0
            ? `${c.name}(${(c.fields[0] as [string, Kind])[0]}=${name})`
            : `int() as ${name}`
        const pattern = this.pick([
          `int(${name})`,
          `[${name}, *_]`,
          of,
          `{1: ${name}}`,
          `0 | 1 | 2 as ${name}`,
          `str(${name})`,
          `[int(), ${name}] | [${name}]`,
        ])
        const guard = this.choose(4) === 3 ? ` if ${this.expr('bool', 1)}` : ''
        this.block(`case ${pattern}${guard}:`, () => this.nested(() => this.body(depth, 2)))
      }
      if (this.choose(2) === 1) this.block('case _:', () => this.nested(() => this.body(depth, 2)))
    })
  }

  withs(depth: number): void {
    const managers = this.objects((c) => c.special.has('__enter__'))
    if (managers.length === 0) {
      this.update()
      return
    }
    const [o] = this.pick(managers)
    this.block(`with ${o}:`, () => this.nested(() => this.body(depth, 2)))
  }

  /** A generator that is stepped by hand. */
  stepped(): void {
    const generators = this.#functions.filter((f) => f.sort !== 'function')
    if (generators.length === 0) {
      this.change()
      return
    }
    const f = this.pick(generators)
    const it = this.fresh('it')
    if (f.sort === 'coroutine') {
      this.emit(`show(drive(${this.callOf(f, 1)}))`)
      return
    }
    this.emit(`${it} = ${this.callOf(f, 1)}`)
    this.emit(
      this.pick([
        `show(next(${it}, 'end'), next(${it}, 'end'))`,
        `show(next(${it}, 'end'), ${it}.send(5))`,
        `show(next(${it}, 'end'), ${it}.throw(ValueError('t')))`,
        `show(next(${it}, 'end'), ${it}.close(), next(${it}, 'end'))`,
        `show(*[a for a, _ in zip(${it}, range(4))])`,
        `show(sum(${it}))`,
        `show(*${it})`,
      ]),
    )
    this.emit(`${it}.close()`)
  }

  unpack(): void {
    const a = this.fresh('u')
    const b = this.fresh('u')
    this.emit(
      this.oneOf(
        () => `${a}, ${b} = ${this.expr('int', 1)}, ${this.expr('int', 1)}`,
        () => `${a}, *_, ${b} = ${this.expr('list', 1)}`,
        () => `${a}, ${b} = divmod(${this.expr('int', 1)}, 7)`,
        () => `(${a}, _), ${b} = (${this.expr('int', 1)}, 0), ${this.expr('int', 1)}`,
      ),
    )
    this.declare('int', a)
    this.declare('int', b)
  }

  // ── Definitions ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The body of a function or method that gives a value. */
  giving(
    names: readonly [Kind, string][],
    result: Kind,
    depth: number,
    objects: readonly [string, Class][] = [],
    fixed: readonly string[] = [],
  ): void {
    this.function(
      names,
      () => this.bounded(result, this.expr(result, 1)),
      () => {
        for (const [name, c] of objects) {
          this.declare('object', name)
          this.#scope.classes.set(name, c)
        }
        for (const name of fixed) this.declare('int', name, false)
        if (this.choose(3) > 0) this.body(depth, 2)
        this.emit(`return ${this.bounded(result, this.expr(result, 2))}`)
      },
    )
  }

  someFunction(): void {
    const parameters: [Kind, string][] = []
    for (let n = this.choose(3); n > 0; n--) parameters.push([this.pick(KINDS), this.fresh('a')])
    const keywords: [string, Kind][] = []
    if (this.choose(3) === 1) keywords.push([this.fresh('o'), this.pick<Kind>(['int', 'float'])])
    const head = [...parameters.map((p) => p[1]), ...keywords.map(([n, k]) => `${n}=${this.literal(k)}`)]
    const rest = this.choose(6) === 5
    const names: [Kind, string][] = [...parameters, ...keywords.map(([n, k]): [Kind, string] => [k, n])]
    const c = this.choose(8)
    const name = this.fresh('f')
    const made = { name, parameters: parameters.map((p) => p[0]), keywords }
    if (c === 1 || c === 2) {
      this.block(`def ${name}(${head.join(', ')}):`, () => this.generatorBody(names))
      this.#functions.push({ ...made, result: 'int', sort: 'generator' })
    } else if (c === 3) {
      this.block(`async def ${name}(${head.join(', ')}):`, () => this.coroutineBody(names))
      this.#functions.push({ ...made, result: 'int', sort: 'coroutine' })
    } else if (c === 4) this.closure(name)
    else if (c === 5) this.recursive(name)
    else {
      const result = this.pick(KINDS)
      if (this.choose(8) === 7)
        this.emit(this.pick(['@partial', '@lambda f: lambda *a, **k: f(*a, **k)', '@staticmethod']))
      this.block(`def ${name}(${[...head, ...(rest ? ['*rest', '**more'] : [])].join(', ')}):`, () =>
        this.giving(names, result, 1),
      )
      this.#functions.push({ ...made, result, sort: 'function' })
    }
  }

  generatorBody(names: readonly [Kind, string][]): void {
    this.function(
      names,
      () => this.expr('int', 1),
      () => {
        const v = this.fresh('g')
        this.emit(`${v} = ${this.literal('int')}`)
        this.declare('int', v)
        const others = this.#functions.filter((f) => f.sort === 'generator')
        const yields = () =>
          this.emit(
            this.oneOf(
              () => `yield ${this.expr('int', 2)}`,
              () => `${v} = keep((yield ${v}) or ${this.expr('int', 1)})`,
              () => `yield from ${this.expr('list', 1)}[:3]`,
              () => (others.length === 0 ? `yield ${v}` : `yield from ${this.callOf(this.pick(others), 1)}`),
            ),
          )
        const loop = () => {
          const j = this.fresh('j')
          this.#loops++
          this.within(
            [['int', j]],
            () =>
              this.block(`for ${j} in ${this.pick(['range(4)', 'range(7)', '[3, 1, 2]', 'range(30)'])}:`, () => {
                this.body(1, 2)
                yields()
              }),
            false,
          )
          this.#loops--
        }
        const c = this.choose(4)
        if (c === 1) {
          this.block('try:', loop)
          this.block(`except ${this.pick(['ValueError', 'Exception'])}:`, yields)
        } else if (c === 2) {
          this.block('try:', loop)
          this.block('finally:', () => this.emit(`${v} += 1`))
        } else loop()
        if (this.choose(3) === 1) yields()
      },
    )
  }

  coroutineBody(names: readonly [Kind, string][]): void {
    this.function(
      names,
      () => this.expr('int', 1),
      () => {
        const v = this.fresh('w')
        this.emit(`${v} = ${this.literal('int')}`)
        this.declare('int', v)
        const others = this.#functions.filter((f) => f.sort === 'coroutine')
        const j = this.fresh('j')
        this.#loops++
        this.within(
          [['int', j]],
          () =>
            this.block(`for ${j} in range(${this.pick(['3', '8', '20'])}):`, () => {
              this.body(1, 2)
              this.emit(
                this.oneOf(
                  () => `${v} = keep(${v} + (await pause(${this.expr('int', 1)}) or 0))`,
                  () => `await pause(${this.expr('int', 1)})`,
                  () =>
                    others.length === 0
                      ? `await pause(${v})`
                      : `${v} = await ${this.callOf(this.pick(others), 1)} or 0`,
                ),
              )
            }),
          false,
        )
        this.#loops--
        this.emit(`return ${this.expr('int', 2)}`)
      },
    )
  }

  /** A function with a cell, called as a global. */
  closure(name: string): void {
    const outer = this.fresh('mk')
    const kind = this.pick<Kind>(['int', 'float'])
    this.block(`def ${outer}(cell, cells):`, () => {
      this.block('def inner(step):', () => {
        this.emit('nonlocal cell')
        this.giving(
          [
            [kind, 'cell'],
            [kind, 'step'],
            ['list', 'cells'],
          ],
          kind,
          1,
        )
      })
      this.emit('return inner')
    })
    this.emit(`${name} = ${outer}(${this.literal(kind)}, [1, 2, 3])`)
    this.#functions.push({ name, parameters: [kind], keywords: [], result: kind, sort: 'function' })
  }

  recursive(name: string): void {
    const step = this.pick([`${name}(n - 1, m)`, `${name}(n - 1, m) + ${name}(n - 2, m)`, `m + ${name}(n - 1, m + 1)`])
    this.block(`def ${name}(n, m=1):`, () => {
      this.emit(`if n <= 0: return ${this.pick(['m', '1', '1 // m'])}`)
      this.emit(`n = n % ${this.pick(['6', '9', '12'])}`)
      this.giving([['int', 'm']], 'int', 0, [], ['n'])
    })
    this.lines[this.lines.length - 1] = `    return keep(${step})`
    this.#functions.push({ name, parameters: ['int'], keywords: [['m', 'int']], result: 'int', sort: 'function' })
  }

  someClass(): void {
    const name = this.fresh('C')
    const base = this.#classes.length > 0 && this.choose(2) === 1 ? this.pick(this.#classes) : null
    const own: [string, Kind][] = []
    for (let n = (base === null ? 1 : 0) + this.choose(3); n > 0; n--)
      own.push([this.fresh('x'), this.pick<Kind>(['int', 'float', 'int', 'list', 'str'])])
    const fields = [...(base?.fields ?? []), ...own]
    const slots = this.choose(4) === 3
    const data = base === null && this.choose(6) === 5
    const c: Class = {
      name,
      base,
      slots: slots && (base?.slots ?? true),
      fields,
      methods: [...(base?.methods ?? [])],
      properties: [...(base?.properties ?? [])],
      special: new Set(base?.special),
    }
    if (data)
      this.emit(`@dataclass${this.pick(['', '(slots=True)', '(order=True)', '(eq=False)', '(unsafe_hash=True)'])}`)
    this.block(`class ${name}${base === null ? this.pick(['', '', '', '', '(object)']) : `(${base.name})`}:`, () => {
      this.emit(`count = ${this.choose(5)}`)
      if (data) for (const [f, k] of own) this.emit(`${f}: ${k === 'list' ? 'object' : k}`)
      else {
        if (slots) this.emit(`__slots__ = (${own.map(([f]) => `'${f}', `).join('')})`)
        this.block(`def __init__(self${fields.map(([f]) => `, ${f}`).join('')}):`, () => {
          if (base !== null) this.emit(`super().__init__(${base.fields.map(([f]) => f).join(', ')})`)
          for (const [f] of own) this.emit(`self.${f} = ${f}`)
          if (this.choose(8) === 7) this.emit(`${name}.count += 1`)
        })
      }
      const self = fields.map(([f, k]): [Kind, string] => [k, `self.${f}`])
      const number = fields.find(([, k]) => k === 'int')?.[0]
      const v = number === undefined ? '3' : `self.${number}`
      for (let n = 1 + this.choose(3); n > 0; n--) {
        const known = base !== null && base.methods.length > 0 && this.choose(2) === 1 ? this.pick(base.methods) : null
        const m: Method = known ?? {
          name: this.fresh('m'),
          parameters: this.choose(2) === 0 ? [] : [this.pick(KINDS)],
          result: this.pick(KINDS),
        }
        const names = m.parameters.map((k): [Kind, string] => [k, this.fresh('a')])
        this.block(`def ${m.name}(${['self', ...names.map((p) => p[1])].join(', ')}):`, () => {
          if (known !== null && this.choose(2) === 1) {
            const r = this.fresh('r')
            this.emit(`${r} = super().${m.name}(${names.map((p) => p[1]).join(', ')})`)
            names.push([m.result, r])
          }
          this.giving([...self, ...names], m.result, 1, [
            ['self', { ...c, methods: base?.methods ?? [], properties: [] }],
          ])
        })
        if (known === null) c.methods.push(m)
      }
      if (this.choose(3) === 1) {
        const p = this.fresh('p')
        const kind = this.pick<Kind>(['int', 'float'])
        const set = this.choose(2) === 1 && number !== undefined
        this.emit('@property')
        this.block(`def ${p}(self):`, () => this.giving(self, kind, 0))
        if (set) {
          this.emit(`@${p}.setter`)
          this.block(`def ${p}(self, value):`, () => this.emit(`${v} = keep(int(value))`))
        }
        c.properties.push([p, kind, set])
      }
      this.specialMethods(c, v, number !== undefined, self)
    })
    this.#classes.push(c)
  }

  specialMethods(c: Class, v: string, writable: boolean, self: [Kind, string][]): void {
    const give = (names: [Kind, string][] = []) => {
      const lines: string[] = []
      lines.push(`return keep(${this.within([...self, ...names], () => this.expr('int', 1))})`)
      return lines.join('\n')
    }
    const slotted = c.slots
    const possible: [string, string, () => string][] = [
      ['__add__', 'self, other', () => `return keep(${v} + other)`],
      ['__radd__', 'self, other', () => `return keep(other - ${v})`],
      ['__mul__', 'self, other', () => `if not isinstance(other, ${c.name}): return NotImplemented\nreturn ${v} * 2`],
      ['__sub__', 'self, other', () => (this.choose(4) === 3 ? 'return NotImplemented' : give([['int', 'other']]))],
      ['__neg__', 'self', () => `return -${v}`],
      ['__lt__', 'self, other', () => `return ${v} < other`],
      ['__eq__', 'self, other', () => `return isinstance(other, ${c.name}) and ${v} == 3`],
      ['__hash__', 'self', () => 'return 7'],
      ['__len__', 'self', () => `return ${v} % 5`],
      ['__getitem__', 'self, i', () => `if i > 9: raise IndexError(i)\nreturn keep(i * 2 + ${v})`],
      ['__setitem__', 'self, i, value', () => (writable ? `${v} = keep(value)` : 'pass')],
      ['__contains__', 'self, i', () => `return i == ${v}`],
      ['__call__', 'self, i=1', () => give([['int', 'i']])],
      ['__getattr__', 'self, name', () => "if name != 'missing': raise AttributeError(name)\nreturn 4"],
      ['__bool__', 'self', () => `return ${v} > 2`],
      ['__index__', 'self', () => 'return 1'],
      ['__iter__', 'self', () => `for n in range(3): yield keep(n + ${v})`],
      ['__iadd__', 'self, other', () => (writable ? `${v} = keep(${v} + other)\nreturn self` : 'return self')],
      ['__repr__', 'self', () => `return '<${c.name} ' + str(${v}) + '>'`],
      ['__str__', 'self', () => `return 's' + str(${v})`],
      ['__enter__', 'self', () => 'return self'],
      ['__setattr__', 'self, name, value', () => 'object.__setattr__(self, name, value)'],
    ]
    for (let n = this.choose(5); n > 0; n--) {
      const [name, parameters, text] = this.pick(possible)
      this.block(`def ${name}(${parameters}):`, () => this.emit(text()))
      c.special.add(name)
      if (name === '__enter__')
        this.block('def __exit__(self, kind, value, tb):', () =>
          this.emit(`return ${this.pick(['False', 'kind is ValueError', 'None', `${v} > 3`])}`),
        )
      // The hash of an address is not shown.
      if (name === '__eq__') this.emit(`__hash__ = ${c.special.has('__hash__') ? 'lambda self: 7' : 'object.__hash__'}`)
    }
    if (this.choose(6) === 5) {
      this.emit('@classmethod')
      this.block('def make(cls, i):', () => this.emit('return keep(cls.count + i)'))
      c.special.add('make')
    }
    if (this.choose(6) === 5) {
      this.emit('@staticmethod')
      this.block('def static(i):', () => this.emit(`return keep(i ${this.pick(['+', '*', '-'])} 3)`))
      c.special.add('static')
    }
    if (this.choose(8) === 7 && !slotted) {
      this.emit('positive = Positive()')
      c.special.add('positive')
    }
    if (this.choose(8) === 7) {
      this.emit(`constant = Constant(${this.literal('int')})`)
      c.special.add('constant')
    }
    if (!c.special.has('__repr__')) {
      this.emit(`def __repr__(self): return '${c.name}'`)
      c.special.add('__repr__')
    }
  }

  // ── Events ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Something that compiled code may have taken for granted changes, at one turn of the loop or at some. */
  event(): void {
    const when = this.pick([
      `if ${this.#turn} == ${10 + this.choose(40)}:`,
      `if ${this.#turn} == ${30 + this.choose(30)}:`,
      `if ${this.#turn} > ${20 + this.choose(30)} and ${this.#turn} % ${2 + this.choose(9)} == 0:`,
    ])
    this.block(when, () => this.emit(this.happening()))
  }

  value(): string {
    return this.pick(["'text'", '1.5', '2**60', 'None', '[1]', 'True', '(1, 2)', '-1', '2**53'])
  }

  happening(): string {
    const objects = this.objects(() => true)
    const c = this.#classes.length > 0 ? this.pick(this.#classes) : null
    const kind = this.pick<Kind>(['int', 'float', 'str', 'list', 'dict', 'int'])
    const names = this.targets(kind).filter((n) => !n.includes('.'))
    const plain = this.#functions.filter((f) => f.sort === 'function')
    const found: (() => string)[] = [
      () => `sys.settrace(tracer)`,
      () => `sys.settrace(None)`,
      () => `show(sys._getframe().f_lineno, len(locals()) > 0)`,
      () => `builtins.${this.pick(['abs', 'min', 'max', 'sum', 'len'])} = lambda *a, **k: 2`,
      () =>
        `globals()['${this.pick(['abs', 'min', 'max', 'len', 'int', 'range'])}'] = lambda *a, **k: ${this.pick(['3', '[1, 2]', '(1, 4)'])}`,
      () => `globals().pop('${this.pick(['abs', 'min', 'max', 'len', 'int', 'range'])}', None)`,
      () => `restore()`,
      () => `exec('unused = 1')`,
      () => `for _ in range(30): ${this.#turn} += 0`,
    ]
    if (names.length > 0)
      found.push(
        () => `${this.pick(names)} = ${this.value()}`,
        () => `del ${this.pick(names)}`,
        () => `poke('${this.pick(names)}', ${this.value()})`,
        () => `show(peek('${this.pick(names)}'))`,
        () => `sys._getframe().f_locals['${this.pick(names)}'] = ${this.literal(kind)}`,
        () => `show(sys._getframe().f_locals['${this.pick(names)}'])`,
        () => `show((lambda: sys._getframe(1).f_locals.get('${this.pick(names)}'))())`,
      )
    const lists = this.#scope.vars.list
    if (lists.length > 0)
      found.push(
        () => `${this.pick(lists)}.append(${this.value()})`,
        () => `${this.pick(lists)}.clear()`,
        () => `${this.pick(lists)}[:] = [1.5, 2.5, 3.5]`,
      )
    if (c !== null && c.methods.length > 0)
      found.push(
        () => this.replacement(c),
        () => this.replacement(c),
        () => `del ${c.name}.${this.pick(c.methods).name}`,
        () => `${c.name}.count = ${this.value()}`,
        () => `del ${c.name}.count`,
        () => `${c.name}.__getattr__ = lambda self, name: 5`,
        () => `${c.name}.__setattr__ = lambda self, name, value: object.__setattr__(self, name, value)`,
        () => `${c.name}.__getattribute__ = lambda self, name: object.__getattribute__(self, name)`,
        () => this.operatorReplacement(c),
        () => this.operatorReplacement(c),
      )
    if (c !== null && c.fields.length > 0)
      found.push(
        () => `${c.name}.${this.pick(c.fields)[0]} = property(lambda self: 6)`,
        () => `${c.name}.${this.pick(c.fields)[0]} = 11`,
        () => `${c.name}.__init__ = lambda self, *a: None`,
        () => `${c.name}.__new__ = lambda cls, *a: object.__new__(${this.pick(this.#classes).name})`,
      )
    if (c !== null && c.base !== null) found.push(() => `${c.name}.__bases__ = (${this.pick(this.#classes).name},)`)
    if (objects.length > 0)
      found.push(
        () => {
          const [o, k] = this.pick(objects)
          return `${o}.${this.pick(k.fields.length > 0 ? k.fields : [['count', 'int']])[0]} = ${this.value()}`
        },
        () => {
          const [o, k] = this.pick(objects)
          return `del ${o}.${this.pick(k.fields.length > 0 ? k.fields : [['count', 'int']])[0]}`
        },
        () => {
          const [o, k] = this.pick(objects)
          return k.methods.length === 0 ? `${o}.new = 1` : `${o}.${this.pick(k.methods).name} = lambda *a: 4`
        },
        () => `${this.pick(objects)[0]}.__class__ = ${this.pick(this.#classes).name}`,
        () => `${this.pick(objects)[0]}.later = 1`,
        () => `${this.pick(objects)[0]}.__dict__['count'] = 9`,
        () => `${this.pick(objects)[0]}.__dict__.clear()`,
        () => {
          const [o] = this.pick(objects)
          const [text, k] = this.newObject(1)
          if (this.#scope.assignable.has(o)) void k
          return `${o} = ${text}`
        },
      )
    if (plain.length > 0)
      found.push(
        () => `globals()['${this.pick(plain).name}'] = lambda *a, **k: ${this.value()}`,
        () => `globals()['${this.pick(plain).name}'] = ${this.pick(plain).name}`,
        () => `${this.pick(plain).name}.__code__ = (lambda *a, **k: 8).__code__`,
        () => `${this.pick(plain).name}.__defaults__ = (7,)`,
        () => `del globals()['${this.pick(plain).name}']`,
        () => `${this.pick(plain).name}.__closure__[0].cell_contents = ${this.value()}`,
      )
    const globals = this.#globals
    if (globals.length > 0)
      found.push(
        () => `globals()['${this.pick(globals)[0]}'] = ${this.value()}`,
        () => `del globals()['${this.pick(globals)[0]}']`,
      )
    return this.pick(found)()
  }

  replacement(c: Class): string {
    const m = this.pick(c.methods)
    return this.oneOf(
      () => `${c.name}.${m.name} = lambda self, *a: ${this.literal(m.result)}`,
      () => `${c.name}.${m.name} = staticmethod(lambda *a: ${this.literal(m.result)})`,
      () => `${c.name}.${m.name} = classmethod(lambda cls, *a: ${this.literal(m.result)})`,
      () => `${c.name}.${m.name} = property(lambda self: lambda *a: ${this.literal(m.result)})`,
      () => `${c.name}.${m.name} = partial(lambda *a: ${this.literal(m.result)})`,
      () => `${c.name}.${m.name} = ${this.value()}`,
    )
  }

  operatorReplacement(c: Class): string {
    const name = this.pick([...c.special].filter((s) => s.startsWith('__')))
    if (name === '__repr__' || name === '__str__') return `${c.name}.${name} = lambda self: 'new'`
    if (name === '__hash__' || name === '__len__' || name === '__index__')
      return `${c.name}.${name} = lambda self: ${this.pick(['2', '1', '0'])}`
    return this.oneOf(
      () => `${c.name}.${name} = lambda self, *a: ${this.pick(['2', 'True', 'NotImplemented', '1.5', "'t'"])}`,
      () => `if '${name}' in vars(${c.name}): del ${c.name}.${name}`,
      () => `${c.name}.${name} = None`,
    )
  }

  // ── Programs ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The loop that gets hot, with what it prints. */
  main(): void {
    const kinds: Kind[] = ['int', 'float', 'list', 'str', 'dict']
    for (const kind of kinds) {
      const name = this.fresh(kind[0] as string)
      this.emit(`${name} = ${this.literal(kind)}`)
      this.declare(kind, name)
    }
    for (let n = this.#classes.length > 0 ? 1 + this.choose(2) : 0; n > 0; n--) {
      const name = this.fresh('ob')
      const [text, c] = this.newObject(0)
      this.emit(`${name} = ${text}`)
      this.declare('object', name)
      this.#scope.classes.set(name, c)
    }
    const turn = this.fresh('i')
    this.#turn = turn
    this.declare('int', turn, false)
    this.emit(`${turn} = -1`)
    const turns = this.pick(['60', '90', '40', '200'])
    this.block(
      this.pick([
        `for ${turn} in range(${turns}):`,
        `while (${turn} := ${turn} + 1) < ${turns}:`,
        `for ${turn} in list(range(${turns})):`,
      ]),
      () => {
        const whole = () => {
          this.body(2, 4)
          if (this.choose(3) > 0) this.event()
          this.body(1, 2)
          if (this.choose(4) === 3) this.event()
        }
        if (this.choose(4) === 0) whole()
        else {
          this.block('try:', whole)
          this.block(`except ${this.pick(['Exception', 'Exception', '(ArithmeticError, LookupError)'])} as e:`, () =>
            this.emit(this.pick(['where(e)', 'print(type(e).__name__)', 'pass'])),
          )
        }
        if (this.choose(3) === 1)
          this.emit(
            `if ${turn} % 16 == 0: show(${this.pick(this.#scope.vars.int)}, ${this.pick(this.#scope.vars.float)})`,
          )
      },
    )
    for (const kind of kinds)
      for (const name of this.targets(kind))
        if (!name.includes('.')) this.emit(`try: show('${name}', ${name})\nexcept NameError: show('${name} unbound')`)
    for (const [o, c] of this.objects(() => true)) {
      for (const [f] of c.fields) this.emit(`show(getattr(${o}, '${f}', 'none'))`)
      this.emit(`show(${o}.__class__.__name__, ${c.name}.__dict__.get('count'))`)
    }
  }

  program(): string {
    this.#globals.push([this.fresh('G'), 'int'], [this.fresh('G'), 'float'], [this.fresh('G'), 'list'])
    for (const [name, kind] of this.#globals) this.emit(`${name} = ${this.literal(kind)}`)
    for (let n = 1 + this.choose(4); n > 0; n--) {
      if (this.choose(2) === 1) this.someClass()
      else this.someFunction()
    }
    const report = () => this.block('except BaseException as e:', () => this.emit('where(e)'))
    this.block('try:', () => {
      if (this.choose(3) === 2) {
        for (const [name, kind] of this.#globals) this.declare(kind, name)
        this.main()
        return
      }
      this.block('def main():', () =>
        this.function(
          [],
          () => this.expr('int', 1),
          () => this.main(),
        ),
      )
      const again = this.choose(3)
      this.emit(
        again === 0
          ? 'show(main())'
          : again === 1
            ? 'for _ in range(3): show(main())'
            : 'show(main())\nrestore()\nshow(main())',
      )
    })
    report()
    this.block('finally:', () => this.emit('restore()'))
    this.emit('show(traced)')
    this.emit('traced.clear()')
    return this.text()
  }
}

/** The program that a tape of numbers stands for. */
export function hotProgramOf(tape: readonly number[]): string {
  return new HotWriter(tape).program()
}
