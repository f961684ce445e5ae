/**
 * Random Python programs that end, for comparing dxpy with CPython.
 *
 * Expressions are made by kind, so that most of them evaluate; the rest raise, which is compared too. Loops have constant bounds,
 * functions call only functions defined before them, and assignments to variables that exist go through `clip`, which bounds sizes.
 *
 * Longer than 800 lines: statements and expressions of every kind make each other, from the one tape and the one scope of the writer.
 */
import { MESSAGE, TapeWriter } from './tape'

/** Kinds of expressions. */
type Kind = 'int' | 'float' | 'str' | 'list' | 'tuple' | 'dict' | 'set' | 'bool' | 'bytes'

/** Kinds that may stand anywhere. Not sets: the order of one that holds more than ints is not CPython's (src/objects/README.md). */
const KINDS: Kind[] = ['int', 'str', 'list', 'float', 'dict', 'tuple', 'bool', 'bytes']

/** How deep expressions and blocks nest. */
const EXPRESSION_DEPTH = 4
const BLOCK_DEPTH = 3

/** Defined before each program. `clip` bounds what loops can build up; `show` prints sets in an order that both agree on. */
export const PRELUDE = `\
def clip(x):
    if type(x) is int and x.bit_length() > 160:
        return x % 1000000000000000000000007
    if isinstance(x, (str, bytes, list, tuple)) and len(x) > 40:
        return x[:40]
    return x
NAN = float('nan') # one object: two that a dict could tell apart are one value here
def one(x):
    return x if x == x else NAN # of two NaNs, a dict or set here has one
def hashed(x):
    return hash(x) if x == x else 0 # a NaN's hash is its address
def show(*values):
    print(*[sorted(v, key=repr) if isinstance(v, (set, frozenset)) else v for v in values], sep='|')
class Guard:
    def __init__(self, swallow): self.swallow = swallow
    def __enter__(self):
        print('enter')
        return self
    def __exit__(self, kind, value, traceback):
        print('exit', kind and kind.__name__)
        return self.swallow
`

interface Fn {
  name: string
  /** Kinds of the required positional parameters. */
  parameters: Kind[]
  /** Optional keyword parameters. */
  keywords: [string, Kind][]
  result: Kind
  star: boolean
}

interface Scope {
  vars: Record<Kind, string[]>
  parent: Scope | null
}

function newScope(parent: Scope | null): Scope {
  return { vars: { int: [], float: [], str: [], list: [], tuple: [], dict: [], set: [], bool: [], bytes: [] }, parent }
}

class Writer extends TapeWriter {
  #scope = newScope(null)
  #functions: Fn[] = []
  #classes: string[] = []
  #inLoop = false
  #inFunction = false

  declare(kind: Kind, name: string): void {
    if (!this.#scope.vars[kind].includes(name)) this.#scope.vars[kind].push(name)
  }

  visible(kind: Kind): string[] {
    const names: string[] = []
    for (let s: Scope | null = this.#scope; s !== null; s = s.parent) names.push(...s.vars[kind])
    return names
  }

  // ── Expressions ──────────────────────────────────────────────────────────────────────────────────────────────────────

  any(d: number): string {
    return this.expr(this.pick(KINDS), d)
  }

  expr(kind: Kind, d: number): string {
    const names = this.visible(kind)
    if (names.length > 0 && this.choose(3) === 0) return this.pick(names)
    if (d <= 0) return this.literal(kind)
    const c = this.choose(12)
    if (c === 0) return this.literal(kind)
    if (c === 1) return `(${this.expr(kind, d - 1)} if ${this.expr('bool', d - 1)} else ${this.expr(kind, d - 1)})`
    if (c === 2) return this.call(kind, d) ?? this.operation(kind, d - 1)
    if (c === 3) return `(lambda ${this.lambda(kind, d - 1)})(${this.expr('int', d - 1)})`
    if (c === 4) return `(${this.expr(kind, d - 1)} ${this.pick(['or', 'and'])} ${this.expr(kind, d - 1)})`
    return this.operation(kind, d - 1)
  }

  /** Parameter and body of a lambda. */
  lambda(kind: Kind, d: number): string {
    const name = this.fresh('p')
    return `${name}: ${this.within([['int', name]], () => this.expr(kind, d))}`
  }

  /** Runs `make` where the names are variables too. */
  within<T>(names: [Kind, string][], make: () => T): T {
    this.#scope = newScope(this.#scope)
    for (const [kind, name] of names) this.declare(kind, name)
    const made = make()
    this.#scope = this.#scope.parent as Scope
    return made
  }

  call(kind: Kind, d: number): string | undefined {
    const usable = this.#functions.filter((f) => f.result === kind)
    if (usable.length === 0) return undefined
    const f = this.pick(usable)
    const args = f.parameters.map((k) => this.expr(k, d - 1))
    if (f.star && this.choose(3) === 1) args.push(`*${this.expr('list', d - 1)}`)
    for (const [name, k] of f.keywords) if (this.choose(3) === 1) args.push(`${name}=${this.expr(k, d - 1)}`)
    if (this.choose(30) === 29) args.push(`unknown=${this.literal('int')}`)
    if (this.choose(30) === 29) args.shift()
    return `${f.name}(${args.join(', ')})`
  }

  literal(kind: Kind): string {
    switch (kind) {
      case 'int':
        return this.oneOf(
          () => String(this.choose(10)),
          () => String(this.choose(10)),
          () => `-${this.choose(100)}`,
          () => String(this.choose(100000)),
          () =>
            this.pick([
              '9007199254740991',
              '9007199254740993',
              '(2**64)',
              '-(2**63)',
              '4294967295',
              '(10**25)',
              '-(10**18)',
              '0x7fffffff',
            ]),
        )
      case 'float':
        return this.pick([
          '0.5',
          '1.0',
          '-2.25',
          '3.14159',
          '1e10',
          '1e-7',
          '-0.0',
          '1e22',
          '0.1',
          '100.0',
          '1e308',
          "float('inf')",
          'NAN',
          '123456789.125',
        ])
      case 'str':
        return this.pick([
          "'a'",
          "''",
          "'hello world'",
          "'Abc,Def'",
          "'12'",
          "' x\\t'",
          "'ñé'",
          "'😀b'",
          "'ß'",
          "'a\\nb'",
          "'it''s'",
          "'\"q\"\\''",
          "'3.5'",
          "'%d'",
        ])
      case 'bool':
        return this.pick(['True', 'False'])
      case 'list':
        return this.oneOf(
          () => '[]',
          () => `[${this.literal('int')}, ${this.literal('int')}, ${this.literal('int')}]`,
          () => `[${this.literal('str')}, ${this.literal('int')}]`,
          () => `[[${this.literal('int')}], ${this.literal('float')}, None]`,
        )
      case 'tuple':
        return this.oneOf(
          () => `(${this.literal('int')}, ${this.literal('str')})`,
          () => '()',
          () => `(${this.literal('float')},)`,
        )
      case 'dict':
        return this.oneOf(
          () => `{${this.literal('str')}: ${this.literal('int')}}`,
          () => '{}',
          () => `{${this.literal('int')}: ${this.literal('str')}, ${this.literal('float')}: ${this.literal('int')}}`,
        )
      case 'set':
        return this.oneOf(
          () => `{${this.literal('int')}, ${this.literal('int')}}`,
          () => 'set()',
          () => `frozenset(${this.literal('str')})`,
        )
      case 'bytes':
        return this.pick(["b'ab'", "b''", "b'\\x00\\xff'", "b'hello'", 'bytes(3)', "bytearray(b'xy')"])
    }
  }

  slice(d: number): string {
    const part = () => (this.choose(2) === 0 ? '' : this.expr('int', Math.min(d, 0)))
    const step = this.choose(3) === 1 ? `:${this.pick(['-1', '2', '-2', '3'])}` : ''
    return `[${part()}:${part()}${step}]`
  }

  comprehension(kind: Kind, d: number): string {
    const name = this.fresh('i')
    const source = this.oneOf(
      () => `range(${this.choose(7)})`,
      () => `range(${this.choose(5)}, ${this.choose(20)}, ${1 + this.choose(4)})`,
      () => `map(len, ${this.expr('str', d)}.split())`,
    )
    return this.within([['int', name]], () => {
      const condition = this.choose(2) === 1 ? ` if ${this.expr('bool', d)}` : ''
      const inner = this.choose(6) === 5 ? ` for ${this.fresh('j')} in range(2)` : ''
      return `${this.expr(kind, d)} for ${name} in ${source}${condition}${inner}`
    })
  }

  formatted(d: number): string {
    return this.oneOf(
      () =>
        `{${this.expr('int', d)}${this.pick(['', ':d', ':>8', ':<6', ':^7', ':05d', ':x', ':#x', ':b', ':,', ':+d', ':_', ':e', '!r:>5', ':c'])}}`,
      () =>
        `{${this.expr('float', d)}${this.pick(['', ':.2f', ':10.3e', ':g', ':.3g', ':+.1f', ':%', ':08.2f', ':,.1f', '!r', ':n', ':.0f'])}}`,
      () =>
        `{${this.expr('str', d)}${this.pick(['', '!r', ':>10', ':<5', ':^9', ':*^9', ':.2', '!s:>4', '!a', ':d'])}}`,
      () => `{${this.any(d)}${this.pick(['', '!r', '!s', '!a'])}}`,
      () => `{${this.expr('int', d)}:{${this.choose(12)}}}`,
    )
  }

  /** An f-string; nested quotes of one kind are allowed since Python 3.12. Braces around an expression keep a leading one apart. */
  fstring(d: number): string {
    let text = ''
    for (let n = 1 + this.choose(3); n > 0; n--) {
      text += this.pick(['', 'x', ' ', '{{', '}}', 'é'])
      text += this.formatted(d).replace(/^\{(?=\{)/, '{ ')
    }
    return `f"""${text}"""`
  }

  operation(kind: Kind, d: number): string {
    const e = (k: Kind) => this.expr(k, d)
    switch (kind) {
      case 'int':
        return this.oneOf(
          () => `(${e('int')} ${this.pick(['+', '-', '*', '//', '%', '&', '|', '^'])} ${e('int')})`,
          () => `(${e('int')} ${this.pick(['+', '-', '*'])} ${e('int')})`,
          () => `len(${e(this.pick(['str', 'list', 'dict', 'tuple', 'set', 'bytes']))})`,
          () => `(${e('int')} ${this.pick(['<<', '>>'])} (${e('int')} & 63))`,
          () => `(${e('int')} ** (${e('int')} % 6))`,
          () => `(${this.pick(['-', '~', '+', 'not '])}${e('int')})`,
          () => `abs(${e('int')})`,
          () => `int(${e('float')})`,
          () => `round(${e('float')})`,
          () => `int(${e('str')})`,
          () => `${e('str')}.${this.pick(['count', 'find', 'index', 'rfind'])}(${e('str')})`,
          () => `${e('list')}[${e('int')}]`,
          () => `${e('tuple')}[${this.choose(3)}]`,
          () => `${e('bytes')}[${this.choose(4)}]`,
          () => `sum(${this.comprehension('int', d)})`,
          () => `${this.pick(['min', 'max'])}(${e('int')}, ${e('int')})`,
          () => `divmod(${e('int')}, ${e('int')})[${this.choose(2)}]`,
          () => `pow(${e('int')}, ${e('int')} % 50, ${e('int')})`,
          () => `${e('int')}.bit_length()`,
          () => `hashed(${e(this.pick(['int', 'float', 'bool']))})`,
          () => `${e('dict')}.get(${e('str')}, ${e('int')})`,
          () => `int(${e('str')}, ${this.pick(['16', '2', '0', '36'])})`,
          () => `ord(${e('str')}[0])`,
          () => `(${this.fresh('w')} := ${e('int')})`,
          () => `${e('list')}.index(${e('int')})`,
          () =>
            `int.from_bytes(${e('bytes')}, ${this.pick(["'big'", "'little'"])}, signed=${this.pick(['True', 'False'])})`,
        )
      case 'float':
        return this.oneOf(
          () => `(${e('float')} ${this.pick(['+', '-', '*', '/', '//', '%'])} ${e('float')})`,
          () => `(${e('int')} / ${e('int')})`,
          () => `(${e('float')} ${this.pick(['+', '-', '*', '/', '//', '%'])} ${e('int')})`,
          () => `float(${e('int')})`,
          () => `round(${e('float')}, ${this.pick(['1', '2', '0', '-1', '5'])})`,
          () => `abs(${e('float')})`,
          () => `(-${e('float')})`,
          () => `(${e('float')} ** ${this.pick(['2', '3', '0.5', '-1', '0', '1.5'])})`,
          () => `float(${e('str')})`,
          () => `max(${e('float')}, ${e('int')})`,
          () => `sum([${e('float')}, ${e('float')}, ${e('int')}])`,
          () => `divmod(${e('float')}, ${e('float')})[${this.choose(2)}]`,
          () => `float.fromhex(${e('float')}.hex())`,
        )
      case 'str':
        return this.oneOf(
          () => `(${e('str')} + ${e('str')})`,
          () => `str(${this.any(d)})`,
          () => this.fstring(Math.min(d, 1)),
          () => `repr(${this.any(d)})`,
          () => `(${e('str')} * ${this.choose(4)})`,
          () => `${e('str')}${this.slice(d)}`,
          () => `${e('str')}[${e('int')}]`,
          () =>
            `${e('str')}.${this.pick(['upper', 'lower', 'strip', 'title', 'swapcase', 'capitalize', 'casefold', 'lstrip', 'rstrip'])}()`,
          () => `${e('str')}.replace(${e('str')}, ${e('str')})`,
          () => `${e('str')}.join(map(str, ${e('list')}))`,
          () => `${e('str')}.${this.pick(['center', 'ljust', 'rjust', 'zfill'])}(${this.choose(12)})`,
          () =>
            `'%s ${this.pick(['%5d', '%x', '%r', '%-4d|', '%05.1f', '%+d', '%g', '%c', '%%%s'])}' % (${this.any(d)}, ${e('int')})`,
          () => `'{0} {1!r:>6} {k}'.format(${this.any(d)}, ${e('str')}, k=${this.any(d)})`,
          () => `chr(${this.choose(2000)})`,
          () => `${this.pick(['hex', 'bin', 'oct'])}(${e('int')})`,
          () => `format(${e('float')}, ${this.pick(["'.3f'", "'g'", "'e'", "'.12g'", "''", "'010.2f'"])})`,
          () => `${e('str')}.translate({97: 'A', 98: None})`,
          () => `ascii(${this.any(d)})`,
          () => `${e('bytes')}.decode('latin-1')`,
          () => `type(${this.any(d)}).__name__`,
          () => `${e('str')}.removeprefix(${e('str')}).expandtabs(${this.choose(5)})`,
          () => `${e('float')}.hex()`,
        )
      case 'bool':
        return this.oneOf(
          () => `(${e('int')} ${this.pick(['<', '==', '!=', '>', '<=', '>='])} ${e('int')})`,
          () => `(not ${this.any(d)})`,
          () => `(${e('int')} < ${e('int')} <= ${e('float')})`,
          () => `(${e('str')} ${this.pick(['<', '==', 'in', 'not in', '>='])} ${e('str')})`,
          () => `(${this.any(d)} ${this.pick(['==', '!='])} ${this.any(d)})`,
          () => `(${e('int')} in ${e(this.pick(['list', 'tuple', 'dict', 'set']))})`,
          () => `(${this.any(d)} is ${this.pick(['None', 'not None'])})`,
          () => `isinstance(${this.any(d)}, ${this.pick(['int', 'str', '(int, float)', 'object', 'int | str'])})`,
          () => `${this.pick(['any', 'all'])}(${this.comprehension('bool', d)})`,
          () => `bool(${this.any(d)})`,
          () =>
            `${e('str')}.${this.pick(['isdigit', 'isalpha', 'isupper', 'isspace', 'isalnum', 'isidentifier', 'istitle', 'isprintable'])}()`,
          () => `${e('str')}.${this.pick(['startswith', 'endswith'])}(${e('str')})`,
          () => `(${e('list')} ${this.pick(['<', '==', '>='])} ${e('list')})`,
          () => `(${e('tuple')} ${this.pick(['<', '==', '>='])} ${e('tuple')})`,
          () => `(${e('set')} ${this.pick(['<', '==', '>=', '<='])} ${e('set')})`,
          () => `(${e('float')} ${this.pick(['<', '==', '>='])} ${e('int')})`,
          () => `${e('float')}.is_integer()`,
        )
      case 'list':
        return this.oneOf(
          () => `[${this.comprehension('int', d)}]`,
          () => `(${e('list')} + ${e('list')})`,
          () => `[${this.any(d)}, ${this.any(d)}]`,
          () => `${e('list')}${this.slice(d)}`,
          () => `(${e('list')} * ${this.choose(3)})`,
          () =>
            `sorted(${e(this.pick(['list', 'tuple', 'str']))}, key=${this.pick(['str', 'repr', 'len', 'None'])}, reverse=${this.pick(['False', 'True'])})`,
          () => `list(range(${this.choose(6)}, ${this.choose(15)}, ${this.pick(['1', '2', '-1', '3'])}))`,
          () => `[*${e('list')}, *${e('tuple')}]`,
          () => `list(reversed(${e('list')}))`,
          () => `list(${e('dict')}${this.pick(['', '.keys()', '.values()', '.items()'])})`,
          () => `list(map(lambda ${this.lambda('int', d)}, range(${this.choose(5)})))`,
          () => `list(zip(${e('list')}, ${e('str')}))`,
          () => `list(enumerate(${e('str')}, ${this.choose(3)}))`,
          () => `list(filter(None, ${e('list')}))`,
          () =>
            `${e('str')}.${this.pick(['split()', "split(',')", 'splitlines()', "rsplit(' ', 1)", "partition('b')"])}`,
          () => `[${this.comprehension(this.pick(KINDS), d)}]`,
          () => `list(${e('str')})`,
          () => `[${this.fresh('q')} for x, *y in [(1, 2, 3), ${e('tuple')}]]`.replace(/q\d+/, '(x, y)'),
        )
      case 'tuple':
        return this.oneOf(
          () => `(${this.any(d)}, ${this.any(d)})`,
          () => `tuple(${this.comprehension('int', d)})`,
          () => `(${e('tuple')} + ${e('tuple')})`,
          () => `tuple(${e(this.pick(['list', 'str', 'dict']))})`,
          () => `${e('tuple')}${this.slice(d)}`,
          () => `(*${e('list')}, ${this.any(d)})`,
          () => `divmod(${e('int')}, ${e('int')})`,
          () => `${e('str')}.partition(${e('str')})`,
          () => `${e('float')}.as_integer_ratio()`,
        )
      case 'dict':
        return this.oneOf(
          () => `{${e('str')}: ${this.any(d)}, ${e('int')}: ${this.any(d)}}`,
          () => {
            const name = this.fresh('k')
            return this.within(
              [['int', name]],
              () => `{${name}: ${this.any(d)} for ${name} in range(${this.choose(5)})}`,
            )
          },
          () => `{**${e('dict')}, ${e('str')}: ${e('int')}}`,
          () => `(${e('dict')} | ${e('dict')})`,
          () => `dict(zip(${e('str')}, ${e('list')}))`,
          () => `dict.fromkeys(${e('str')}, ${this.any(d)})`,
          () => `dict(a=${this.any(d)}, **${e('dict')})`,
          () => `{${e('tuple')}: ${e('int')}, one(${e('float')}): ${e('int')}, ${e('bool')}: ${e('str')}}`,
        )
      case 'set':
        return this.oneOf(
          () => `{${this.comprehension('int', d)}}`,
          () => `(${e('set')} ${this.pick(['|', '&', '-', '^'])} ${e('set')})`,
          () => `set(${e(this.pick(['str', 'list', 'tuple', 'dict']))})`,
          () => `{${e('int')}, one(${e('float')}), ${e('bool')}}`,
          () => `${e('set')}.union(${e('list')})`,
        )
      case 'bytes':
        return this.oneOf(
          () => `${e('str')}.encode()`,
          () => `(${e('bytes')} + ${e('bytes')})`,
          () => `${e('bytes')}${this.slice(d)}`,
          () =>
            `${e('bytes')}.${this.pick(['upper()', 'hex().encode()', "replace(b'a', b'zz')", 'strip()', 'title()'])}`,
          () => `bytes(${e('list')})`,
          () => `(abs(${e('int')}) % 65536).to_bytes(${1 + this.choose(3)}, 'big')`,
          () => `b'%d %s' % (${e('int')}, ${e('bytes')})`,
        )
    }
  }

  // ── Statements ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** A few statements; variables made here may be unbound later, which raises NameError. */
  body(depth: number, most = 3): void {
    for (let n = 1 + this.choose(most); n > 0; n--) this.statement(depth)
  }

  statement(depth: number): void {
    const simple = [
      () => this.print(),
      () => this.assign(),
      () => this.assign(),
      () => this.update(),
      () => this.unpack(),
      () => this.mutate(),
      () => this.mutate(),
      () => this.jump(),
    ]
    if (depth <= 0) {
      this.pick(simple)()
      return
    }
    this.pick([
      ...simple,
      () => this.ifs(depth - 1),
      () => this.loop(depth - 1),
      () => this.whiles(depth - 1),
      () => this.tries(depth - 1),
      () => this.withs(depth - 1),
      () => this.matches(depth - 1),
      () => this.closure(),
      () => this.generator(),
    ])()
  }

  print(): void {
    const c = this.choose(8)
    if (c < 2) this.emit(`show(${this.any(2)}, ${this.any(1)})`)
    else if (c === 2) this.emit(`show(${this.expr('set', EXPRESSION_DEPTH - 1)})`)
    else this.emit(`show(${this.any(EXPRESSION_DEPTH - 1)})`)
  }

  assign(): void {
    const kind = this.pick(KINDS)
    const value = this.expr(kind, EXPRESSION_DEPTH - 1)
    const name = this.fresh(kind[0] as string)
    const annotation = this.choose(12) === 11 ? `: ${kind}` : ''
    this.emit(`${name}${annotation} = clip(${value})`)
    this.declare(kind, name)
  }

  /** Assigns to a variable of this very scope. */
  update(): void {
    const kind = this.pick<Kind>(['int', 'str', 'list', 'float', 'tuple'])
    const names = this.#scope.vars[kind]
    if (names.length === 0) {
      this.assign()
      return
    }
    const name = this.pick(names)
    if (kind === 'int' && this.choose(2) === 0)
      this.emit(`${name} ${this.pick(['+=', '-=', '*=', '//=', '%=', '^=', '|=', '&='])} ${this.expr('int', 2)}`)
    else if (kind !== 'float' && this.choose(2) === 0) this.emit(`${name} += ${this.expr(kind, 2)}`)
    else this.emit(`${name} = ${this.expr(kind, 3)}`)
    this.emit(`${name} = clip(${name})`)
  }

  unpack(): void {
    const a = this.fresh('u')
    const b = this.fresh('u')
    const source = this.expr(this.pick(['list', 'tuple', 'str', 'dict']), 2)
    const target = this.pick([`${a}, *${b}`, `${a}, ${b}`, `*${b}, ${a}`, `(${a}, ${b}), *_`])
    this.emit(`${target} = ${source}`)
    this.emit(`show(${a}, ${b})`)
  }

  mutate(): void {
    const lists = this.visible('list')
    const dicts = this.visible('dict')
    if (dicts.length > 0 && this.choose(2) === 1) {
      const d = this.pick(dicts)
      const key = this.expr(this.pick(['str', 'int', 'tuple', 'list']), 1)
      this.emit(
        this.oneOf(
          () => `${d}[${key}] = ${this.any(1)}`,
          () => `show(${d}.pop(${key}, None))`,
          () => `del ${d}[${key}]`,
          () => `show(${d}.setdefault(${key}, ${this.any(1)}))`,
          () => `${d}.update(${this.expr('dict', 1)})`,
          () => `show(${d}.popitem())`,
          () => `show(${d} | {${key}: 1})`,
        ),
      )
      this.emit(`show(${d})`)
      return
    }
    if (lists.length === 0) {
      this.assign()
      return
    }
    const l = this.pick(lists)
    this.emit(
      this.oneOf(
        () => `${l}.append(${this.any(2)})`,
        () => `show(${l}.pop(${this.pick(['', '0', '-1', '5'])}))`,
        () => `${l}.insert(${this.expr('int', 1)}, ${this.any(1)})`,
        () => `${l}[${this.expr('int', 0)}] = ${this.any(1)}`,
        () => `${l}${this.slice(0)} = ${this.expr(this.pick(['list', 'str', 'tuple']), 1)}`,
        () => `del ${l}${this.slice(0)}`,
        () => `del ${l}[${this.choose(3)}]`,
        () => `${l}.sort(key=${this.pick(['str', 'repr', 'None'])})`,
        () => `${l}.reverse()`,
        () => `${l}.extend(${this.expr(this.pick(['str', 'tuple', 'int']), 1)})`,
        () => `${l}.remove(${this.any(1)})`,
        () => `del ${l}[40:]`,
      ),
    )
    this.emit(`show(${l})`)
  }

  jump(): void {
    const c = this.choose(6)
    if (c === 1) this.emit(`assert ${this.expr('bool', 2)}, ${this.expr('str', 1)}`)
    else if (c === 2)
      this.emit(`raise ${this.pick(['ValueError', 'KeyError', 'TypeError', 'IndexError'])}(${this.any(1)})`)
    else if (c === 3 && this.#inLoop) this.emit(this.pick(['break', 'continue']))
    else if (c === 4 && this.#inLoop)
      this.block(`if ${this.expr('bool', 2)}:`, () => this.emit(this.pick(['break', 'continue'])))
    else if (c === 5 && this.#inFunction)
      this.block(`if ${this.expr('bool', 2)}:`, () => this.emit(`return ${this.any(2)}`))
    else this.print()
  }

  ifs(depth: number): void {
    this.block(`if ${this.any(3)}:`, () => this.body(depth))
    if (this.choose(3) === 1) this.block(`elif ${this.expr('bool', 3)}:`, () => this.body(depth))
    if (this.choose(2) === 1) this.block('else:', () => this.body(depth))
  }

  inLoop(make: () => void): void {
    const before = this.#inLoop
    this.#inLoop = true
    make()
    this.#inLoop = before
  }

  loop(depth: number): void {
    const name = this.fresh('n')
    const [head, kind] = this.pick<() => [string, Kind | null]>([
      () => [`for ${name} in range(${this.choose(6)}):`, 'int'],
      () => [`for ${name} in ${this.expr('str', 2)}[:6]:`, 'str'],
      () => [`for ${name} in ${this.expr('list', 2)}[:6]:`, null],
      () => [`for ${name} in list(${this.expr('dict', 2)})[:6]:`, null],
      () => [`for ${name}, _ in zip(range(5), ${this.expr('str', 1)}):`, 'int'],
    ])()
    if (kind !== null) this.declare(kind, name)
    this.inLoop(() => this.block(head, () => this.body(depth)))
    if (this.choose(4) === 3) this.block('else:', () => this.body(0, 1))
  }

  whiles(depth: number): void {
    const name = this.fresh('c')
    this.emit(`${name} = ${this.choose(5)}`)
    this.inLoop(() =>
      this.block(`while ${name} > 0${this.choose(2) === 1 ? ` and ${this.expr('bool', 2)}` : ''}:`, () => {
        this.emit(`${name} -= 1`)
        this.body(depth)
      }),
    )
    if (this.choose(3) === 2) this.block('else:', () => this.body(0, 1))
  }

  tries(depth: number): void {
    this.block('try:', () => this.body(depth))
    const kind = this.choose(5)
    if (kind !== 4) {
      const caught = this.pick(['Exception', '(TypeError, ValueError)', 'LookupError', 'ArithmeticError', 'NameError'])
      this.block(`except ${caught} as e:`, () => {
        this.emit(`show(type(e).__name__${MESSAGE})`)
        this.body(depth, 2)
        if (this.choose(5) === 4) this.emit(this.pick(['raise', 'raise RuntimeError(1) from e', 'raise KeyError(2)']))
      })
      if (this.choose(3) === 2) this.block('else:', () => this.body(depth, 1))
    }
    if (kind > 2) this.block('finally:', () => this.body(depth, 2))
  }

  withs(depth: number): void {
    this.block(`with Guard(${this.expr('bool', 1)}) as ${this.fresh('g')}:`, () => this.body(depth, 2))
  }

  matches(depth: number): void {
    this.block(`match ${this.any(2)}:`, () => {
      for (let n = 1 + this.choose(3); n > 0; n--) {
        const name = this.fresh('m')
        const pattern = this.pick([
          `int(${name})`,
          `[${name}, *_]`,
          `{'a': ${name}}`,
          `{**${name}}`,
          `str() as ${name}`,
          `(${name}, 1 | 2 | 'a')`,
          `float() | bool() as ${name}`,
          `None | -1 | 'x' as ${name}`,
          `[int(), ${name}] | [${name}]`,
          `complex(real=${name})`,
        ])
        const guard = this.choose(4) === 3 ? ` if ${this.expr('bool', 1)}` : ''
        this.block(`case ${pattern}${guard}:`, () => {
          this.emit(`show(${name})`)
          this.body(depth, 1)
        })
      }
      if (this.choose(2) === 1) this.block('case _:', () => this.body(depth, 1))
    })
  }

  /** Runs `make` as the body of a function. */
  inFunction(names: [Kind, string][], make: () => void): void {
    const loop = this.#inLoop
    const fn = this.#inFunction
    this.#inLoop = false
    this.#inFunction = true
    this.within(names, make)
    this.#inLoop = loop
    this.#inFunction = fn
  }

  function(): void {
    const name = this.fresh('f')
    const parameters: [Kind, string][] = []
    for (let n = this.choose(3); n > 0; n--) parameters.push([this.pick(KINDS), this.fresh('a')])
    const optional: [Kind, string, string][] = []
    for (let n = this.choose(3); n > 0; n--) {
      const kind = this.pick(KINDS)
      optional.push([kind, this.fresh('o'), this.literal(kind)])
    }
    const star = this.choose(3) === 2
    const rest = this.choose(4) === 3
    const signature = [...parameters.map((p) => p[1])]
    if (this.choose(5) === 4 && signature.length > 0) signature.push('/')
    if (star) signature.push('*args', ...optional.map((o) => `${o[1]}=${o[2]}`))
    else signature.push(...optional.map((o) => `${o[1]}=${o[2]}`))
    if (rest) signature.push('**kwargs')
    const result = this.pick(KINDS)
    this.block(`def ${name}(${signature.join(', ')}):`, () =>
      this.inFunction([...parameters, ...optional.map((o): [Kind, string] => [o[0], o[1]])], () => {
        if (star) this.emit('show(args)')
        if (rest) this.emit('show(kwargs)')
        this.body(1)
        this.emit(`return ${this.expr(result, 3)}`)
      }),
    )
    const keywords = optional.map((o): [string, Kind] => [o[1], o[0]])
    this.#functions.push({ name, parameters: parameters.map((p) => p[0]), keywords, result, star })
  }

  closure(): void {
    const outer = this.fresh('mk')
    const inner = this.fresh('in')
    const cell = this.fresh('v')
    const kind = this.pick<Kind>(['int', 'str', 'list'])
    this.block(`def ${outer}(${cell}):`, () =>
      this.inFunction([[kind, cell]], () => {
        this.block(`def ${inner}(step=${this.literal(kind)}):`, () => {
          this.emit(`nonlocal ${cell}`)
          this.emit(`${cell} = clip(${cell} + step)`)
          this.emit(`return ${this.expr(kind, 2)}`)
        })
        this.emit(`return ${inner}`)
      }),
    )
    const made = this.fresh('cl')
    this.emit(`${made} = ${outer}(${this.expr(kind, 1)})`)
    this.emit(`show(${made}(), ${made}(${this.expr(kind, 1)}), ${made}())`)
  }

  generator(): void {
    const name = this.fresh('gen')
    const param = this.fresh('a')
    this.block(`def ${name}(${param}):`, () =>
      this.inFunction([['int', param]], () => {
        this.#inFunction = false
        const got = this.fresh('r')
        this.inLoop(() =>
          this.block(`for ${got} in range(${1 + this.choose(4)}):`, () => {
            this.declare('int', got)
            this.body(0, 2)
            this.emit(
              this.pick([
                `yield ${this.any(2)}`,
                `show((yield ${this.any(1)}))`,
                `yield from ${this.expr('list', 1)}[:3]`,
              ]),
            )
          }),
        )
        this.block('try:', () => this.emit(`yield ${this.any(1)}`))
        this.block('finally:', () => this.emit("show('closed')"))
        this.emit(`return ${this.any(1)}`)
      }),
    )
    const made = this.fresh('it')
    this.emit(`${made} = ${name}(${this.expr('int', 1)})`)
    this.emit(
      this.pick([
        `show([x for x, _ in zip(${made}, range(30))])`,
        `show(next(${made}), ${made}.send(7), next(${made}, 'end'))`,
        `show(*${made})`,
        `show(next(${made}), ${made}.throw(ValueError('thrown')))`,
        `show(next(${made}), ${made}.close(), next(${made}, 'end'))`,
      ]),
    )
    this.emit(`${made}.close()`) // CPython would close it when its last reference goes
  }

  class(): void {
    const name = this.fresh('C')
    const bases = this.oneOf(
      () => '',
      () => (this.#classes.length > 0 ? `(${this.pick(this.#classes)})` : ''),
      () => `(${this.pick(['int', 'str', 'list', 'dict', 'Exception', 'float', 'tuple'])})`,
    )
    const own = bases === '' || this.#classes.some((c) => bases === `(${c})`)
    const other = '(other.v if hasattr(other, "v") else other)'
    this.block(`class ${name}${bases}:`, () => {
      if (this.choose(3) === 2) this.emit(`tag = ${this.any(2)}`)
      if (own) this.block(`def __init__(self, v=${this.literal('int')}):`, () => this.emit('self.v = v'))
      else this.emit(`v = ${this.literal('int')}`)
      const methods: [string, string][] = [
        ['__repr__(self)', `return f'${name}({self.v})'`],
        ['__add__(self, other)', `return self.v + ${other}`],
        ['__radd__(self, other)', 'return other + self.v'],
        ['__eq__(self, other)', `return self.v == ${other}`],
        ['__lt__(self, other)', `return self.v < ${other}`],
        ['__len__(self)', 'return self.v % 5'],
        ['__getitem__(self, i)', `if i > 3: raise IndexError(i)\n        return i`],
        ['__bool__(self)', 'return self.v > 2'],
        ['__hash__(self)', 'return 7'],
        ['__call__(self, *a)', 'return (self.v, a)'],
        ['__contains__(self, x)', 'return x == self.v'],
        ['__getattr__(self, name)', `if name == 'v': raise AttributeError(name)\n        return name`],
        ['__iter__(self)', 'return iter([self.v, 1])'],
        ['__str__(self)', 'return "s" + str(self.v)'],
        ['__format__(self, spec)', 'return spec or "nospec"'],
        ['__int__(self)', 'return 3'],
        ['__index__(self)', 'return 2'],
        ['__neg__(self)', 'return -self.v'],
        ['__iadd__(self, other)', 'self.v = 5\n        return self'],
        ['__mul__(self, other)', 'return NotImplemented'],
        ['__setattr__(self, name, value)', `object.__setattr__(self, name, value)\n        print('set', name)`],
        ['__delitem__(self, i)', "print('del', i)"],
        ['__missing__(self, i)', "return ('missing', i)"],
      ]
      for (let n = 1 + this.choose(6); n > 0; n--) {
        const [head, text] = this.pick(methods)
        this.block(`def ${head}:`, () => this.emit(text.replace(/\n {8}/g, '\n')))
      }
      if (this.choose(3) === 1) {
        this.emit('@property')
        this.block('def half(self):', () => this.emit('return self.v / 2'))
      }
      if (this.choose(4) === 1) {
        this.emit(this.pick(['@classmethod', '@staticmethod']))
        this.block('def make(x=1):', () => this.emit('return x'))
      }
    })
    this.#classes.push(name)
    const o = this.fresh('ob')
    this.emit(
      `${o} = ${name}(${this.oneOf(
        () => this.literal('int'),
        () => '',
        () => this.any(1),
      )})`,
    )
    const uses = [
      `show(${o} + ${this.literal('int')}, ${this.literal('int')} + ${o})`,
      `show(repr(${o}), str(${o}), f'{${o}:>4}')`,
      `show(${o} == ${this.literal('int')}, ${o} != ${o}, ${o} < 3)`,
      `show(bool(${o}), len(${o}))`,
      `show(${o}[0], ${o}[1:2])`,
      `show(list(${o}))`,
      `show({${o}: 1}, ${o} in [1, ${o}])`,
      `show(${o}(1, 2))`,
      `show(3 in ${o}, 9 in ${o})`,
      `show(${o}.half, ${o}.missing)`,
      `show(${o}.make(), ${o}.tag)`,
      `show([1, 2, 3][${o}], int(${o}), -${o})`,
      `${o} += 1\nshow(${o})`,
      `show(${o} * 2, 2 * ${o})`,
      `del ${o}[1]`,
      `show(sorted([${o}, ${name}(), ${o}]) == [], max(${o}, ${o}) is ${o})`,
      `show(isinstance(${o}, ${name}), type(${o}).__mro__[-1], ${name}.__name__)`,
      `${o}.extra = 5\nshow(${o}.extra, vars(${o}))`,
      `show('%s %r' % (${o}, ${o}), [${o}])`,
    ]
    for (let n = 1 + this.choose(4); n > 0; n--) this.guarded(() => this.emit(this.pick(uses)))
  }

  program(): string {
    for (let n = 2 + this.choose(6); n > 0; n--) {
      const c = this.choose(8)
      if (c === 1) this.function()
      else if (c === 2) this.class()
      else if (c === 7) this.statement(BLOCK_DEPTH)
      else this.guarded(() => this.body(BLOCK_DEPTH))
    }
    for (const f of this.#functions) this.guarded(() => this.emit(`show(${this.callOf(f)})`))
    return this.text()
  }

  callOf(f: Fn): string {
    const args = f.parameters.map((k) => this.expr(k, 2))
    for (const [name, k] of f.keywords) if (this.choose(2) === 1) args.push(`${name}=${this.expr(k, 1)}`)
    return `${f.name}(${args.join(', ')})`
  }
}

/** The program that a tape of numbers stands for. */
export function programOf(tape: readonly number[]): string {
  return new Writer(tape).program()
}
