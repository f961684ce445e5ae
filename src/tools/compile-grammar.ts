/**
 * Compiles `src/syntax/python.ohm` into `src/syntax/generated/matcher.ts`: one function per Ohm rule, working on the token
 * string in place.
 *
 * The matcher does not build a tree. It writes down its decisions, in the order they are made, on a tape of small integers:
 *
 *   - an alternation writes the index of the alternative that matched, unless all alternatives are single tokens;
 *   - `e?` writes 1 or 0;
 *   - `e*` and `e+` write 1 before each further repetition and 0 at the end (`e+` writes nothing for its first);
 *   - terminals, sequences, rule applications and look-ahead write nothing.
 *
 * Together with the token string the tape says everything that Ohm's concrete syntax tree says, and whoever knows the rules
 * can read it from left to right (`parser.ts` does). Backtracking moves the end of the tape back.
 *
 * FIRST sets of the grammar choose alternatives by a `switch` on the next token and skip hopeless options. Small rules are
 * compiled in place.
 *
 * Run: `bun src/tools/compile-grammar.ts`. `test/syntax/matcher.test.ts` fails when the committed file is not its output.
 */
import { writeFileSync } from 'node:fs'
import { type Grammar, pexprs } from 'ohm-js'
import { loadGrammars } from '../syntax/grammar'
import { FIRST_TOKEN, tokenNames } from '../syntax/tokens'

/** The parts of Ohm's parsing expressions that are used here; Ohm's own types do not describe them. */
export interface Expression {
  readonly obj?: string
  readonly from?: string
  readonly to?: string
  readonly factors?: readonly Expression[]
  readonly terms?: readonly Expression[]
  readonly expr?: Expression
  readonly ruleName?: string
}

/** Parsing expressions of Ohm that the grammars use. */
export type Kind = 'terminal' | 'range' | 'seq' | 'alt' | 'opt' | 'star' | 'plus' | 'not' | 'lookahead' | 'apply'

const constructors = pexprs as unknown as Record<string, new (...args: any[]) => object>

/** Which of Ohm's parsing expressions it is. Throws for one that the grammars do not use. */
export function kindOf(expression: Expression): Kind {
  const e: object = expression
  if (e instanceof constructors.Terminal) return 'terminal'
  if (e instanceof constructors.Range) return 'range'
  if (e instanceof constructors.Seq) return 'seq'
  if (e instanceof constructors.Alt) return 'alt'
  if (e instanceof constructors.Opt) return 'opt'
  if (e instanceof constructors.Plus) return 'plus'
  if (e instanceof constructors.Star) return 'star'
  if (e instanceof constructors.Not) return 'not'
  if (e instanceof constructors.Lookahead) return 'lookahead'
  if (e instanceof constructors.Apply) return 'apply'
  throw new Error(`cannot compile ${e.constructor.name}`)
}

/** What a parsing expression can begin with; `nullable` when it can match nothing. */
interface First {
  readonly tokens: ReadonlySet<number>
  readonly nullable: boolean
}

/** Rules of one grammar with what the code generators ask about them. */
export class Analysis {
  readonly rules: Record<string, { body: Expression }>
  private readonly firsts = new Map<string, First>()

  constructor(grammar: Grammar) {
    this.rules = grammar.rules as unknown as Record<string, { body: Expression }>
    for (let changed = true; changed; ) {
      changed = false
      for (const name of Object.keys(this.rules)) {
        const before = this.firsts.get(name)
        let after: First
        try {
          after = this.first(this.rules[name].body)
        } catch {
          continue // a built-in rule of Ohm that works on text
        }
        if (!before || before.tokens.size !== after.tokens.size || before.nullable !== after.nullable) {
          this.firsts.set(name, after)
          changed = true
        }
      }
    }
  }

  first(e: Expression): First {
    switch (kindOf(e)) {
      case 'terminal':
        return { tokens: new Set([e.obj!.charCodeAt(0)]), nullable: e.obj === '' }
      case 'range': {
        const tokens = new Set<number>()
        for (let c = e.from!.charCodeAt(0); c <= e.to!.charCodeAt(0); c++) tokens.add(c)
        return { tokens, nullable: false }
      }
      case 'seq': {
        const tokens = new Set<number>()
        for (const factor of e.factors!) {
          const first = this.first(factor)
          for (const c of first.tokens) tokens.add(c)
          if (!first.nullable) return { tokens, nullable: false }
        }
        return { tokens, nullable: true }
      }
      case 'alt': {
        const tokens = new Set<number>()
        let nullable = false
        for (const term of e.terms!) {
          const first = this.first(term)
          for (const c of first.tokens) tokens.add(c)
          nullable ||= first.nullable
        }
        return { tokens, nullable }
      }
      case 'opt':
      case 'star':
        return { tokens: this.first(e.expr!).tokens, nullable: true }
      case 'plus':
        return this.first(e.expr!)
      case 'not':
      case 'lookahead':
        return { tokens: new Set(), nullable: true }
      case 'apply':
        return this.firsts.get(e.ruleName!) ?? { tokens: new Set(), nullable: false }
    }
  }

  /** Whether the expression is one token of a set: then it writes no decision. */
  isToken(e: Expression): boolean {
    switch (kindOf(e)) {
      case 'terminal':
        return e.obj !== ''
      case 'range':
        return true
      case 'alt':
        return e.terms!.every((term) => this.isToken(term))
      case 'apply':
        return this.isToken(this.rules[e.ruleName!].body)
      default:
        return false
    }
  }

  size(e: Expression): number {
    switch (kindOf(e)) {
      case 'seq':
        return e.factors!.reduce((sum, factor) => sum + this.size(factor), 0)
      case 'alt':
        return e.terms!.reduce((sum, term) => sum + this.size(term), 2)
      case 'apply':
        return this.isToken(e) ? 1 : 2
      case 'terminal':
      case 'range':
        return 1
      default:
        return this.size(e.expr!) + 2
    }
  }

  /** Whether the rule can apply itself. */
  isRecursive(name: string): boolean {
    const seen = new Set<string>()
    const visit = (e: Expression): boolean => {
      switch (kindOf(e)) {
        case 'seq':
          return e.factors!.some(visit)
        case 'alt':
          return e.terms!.some(visit)
        case 'apply':
          if (e.ruleName === name) return true
          if (seen.has(e.ruleName!)) return false
          seen.add(e.ruleName!)
          return visit(this.rules[e.ruleName!].body)
        case 'terminal':
        case 'range':
          return false
        default:
          return visit(e.expr!)
      }
    }
    return visit(this.rules[name].body)
  }
}

const hex = (c: number): string => `0x${c.toString(16)}`

/** A JavaScript condition on `K[p]` for a set of tokens. */
function condition(tokens: ReadonlySet<number>, tables: Map<string, string>): string {
  const sorted = [...tokens].sort((a, b) => a - b)
  const ranges: [number, number][] = []
  for (const c of sorted) {
    const last = ranges.at(-1)
    if (last && last[1] === c - 1) last[1] = c
    else ranges.push([c, c])
  }
  if (ranges.length === 1) {
    const [from, to] = ranges[0]
    return from === to ? `K[p] === ${hex(from)}` : `K[p] >= ${hex(from)} && K[p] <= ${hex(to)}`
  }
  const key = ranges.map(([from, to]) => `[${hex(from)}, ${hex(to)}]`).join(', ')
  let table = tables.get(key)
  if (!table) tables.set(key, (table = `first${tables.size}`))
  return `${table}[K[p] - ${hex(FIRST_TOKEN)}] === 1`
}

/** Rules that every unbounded recursion of a program text passes through: nested brackets and blocks are bounded elsewhere. */
const DEPTH_RULES = ['expr']

/** Largest body, in parsing expressions, that is compiled in place. */
const INLINE_SIZE = 14

/** The functions of the fast matcher. */
function compileMatcher(grammar: Grammar, startRules: readonly string[]): string {
  const analysis = new Analysis(grammar)
  const tables = new Map<string, string>()
  const wanted: string[] = [...startRules]
  const functions: string[] = []
  let labels = 0
  const inlined = new Map<string, boolean>()

  const isInlined = (name: string): boolean => {
    let answer = inlined.get(name)
    if (answer === undefined) {
      answer =
        !DEPTH_RULES.includes(name) &&
        !analysis.isRecursive(name) &&
        analysis.size(analysis.rules[name].body) <= INLINE_SIZE
      // Recursion through brackets is everywhere in expressions; a small body that does not apply itself directly is fine.
      if (!answer && !DEPTH_RULES.includes(name)) {
        const body = analysis.rules[name].body
        answer = analysis.size(body) <= 6 && kindOf(body) !== 'alt' && kindOf(body) !== 'plus'
      }
      inlined.set(name, answer)
    }
    return answer
  }

  const attempt = (e: Expression, label: string): string => generate(e, `break ${label}`)

  function generate(e: Expression, fail: string): string {
    if (analysis.isToken(e)) {
      return `if (!(${condition(analysis.first(e).tokens, tables)})) ${fail}\np++`
    }
    switch (kindOf(e)) {
      case 'terminal':
        return ''
      case 'range':
        throw new Error('unreachable')
      case 'seq':
        return e.factors!.map((factor) => generate(factor, fail)).join('\n')
      case 'alt':
        return generateAlternatives(e, fail)
      case 'opt': {
        const id = labels++
        const first = analysis.first(e.expr!)
        const test = first.nullable ? 'true' : condition(first.tokens, tables)
        if (analysis.isToken(e.expr!)) {
          return `if (${test}) {\np++\nT[t++] = 1\n} else T[t++] = 0`
        }
        return `O${id}: {
if (${test}) {
const p${id} = p
const t${id} = t
T[t++] = 1
B${id}: {
${attempt(e.expr!, `B${id}`)}
break O${id}
}
p = p${id}
t = t${id}
}
T[t++] = 0
}`
      }
      case 'plus':
        return `${generate(e.expr!, fail)}\n${generateStar(e)}`
      case 'star':
        return generateStar(e)
      case 'not': {
        const id = labels++
        return `{
const p${id} = p
const t${id} = t
B${id}: {
${attempt(e.expr!, `B${id}`)}
${fail}
}
p = p${id}
t = t${id}
}`
      }
      case 'lookahead': {
        const id = labels++
        return `{
const p${id} = p
const t${id} = t
${generate(e.expr!, fail)}
p = p${id}
t = t${id}
}`
      }
      case 'apply': {
        const name = e.ruleName!
        if (isInlined(name)) return generate(analysis.rules[name].body, fail)
        if (!wanted.includes(name)) wanted.push(name)
        return `if ((p = ${name}_(p)) < 0) ${fail}`
      }
    }
  }

  function generateStar(e: Expression): string {
    const id = labels++
    const first = analysis.first(e.expr!)
    if (first.nullable) throw new Error('repetition of an expression that can match nothing')
    const test = condition(first.tokens, tables)
    if (analysis.isToken(e.expr!)) {
      return `while (${test}) {\np++\nT[t++] = 1\n}\nT[t++] = 0`
    }
    return `I${id}: while (${test}) {
const p${id} = p
const t${id} = t
T[t++] = 1
B${id}: {
${attempt(e.expr!, `B${id}`)}
continue I${id}
}
p = p${id}
t = t${id}
break
}
T[t++] = 0`
  }

  function generateAlternatives(e: Expression, fail: string): string {
    const id = labels++
    const firsts = e.terms!.map((term) => analysis.first(term))
    // Tokens with the same list of possible alternatives share one branch of the switch.
    const branches = new Map<string, { tokens: number[]; terms: number[] }>()
    const always = firsts.flatMap((first, index) => (first.nullable ? [index] : []))
    const tokens = new Set(firsts.flatMap((first) => [...first.tokens]))
    for (const c of [...tokens].sort((a, b) => a - b)) {
      const terms = firsts.flatMap((first, index) => (first.nullable || first.tokens.has(c) ? [index] : []))
      const key = terms.join()
      const branch = branches.get(key)
      if (branch) branch.tokens.push(c)
      else branches.set(key, { tokens: [c], terms })
    }
    const body = (terms: readonly number[]): string => {
      if (terms.length === 0) return fail
      const parts = terms.map((term, i) => {
        const last = i === terms.length - 1
        const inner = labels++
        const code = generate(e.terms![term], last ? fail : `break B${inner}`)
        if (last) return `T[t${id}] = ${term}\n${code}\nbreak A${id}`
        return `B${inner}: {\nT[t${id}] = ${term}\n${code}\nbreak A${id}\n}\np = p${id}\nt = t${id} + 1`
      })
      return parts.join('\n')
    }
    const needsStart = [...branches.values()].some((branch) => branch.terms.length > 1)
    const cases = [...branches.values()].filter((branch) => branch.terms.join() !== always.join())
    return `A${id}: {
${needsStart ? `const p${id} = p\n` : ''}const t${id} = t++
switch (K[p]) {
${cases.map(({ tokens: of, terms }) => `${of.map((c) => `case ${hex(c)}:`).join('\n')} {\n${body(terms)}\n}`).join('\n')}
default: {
${body(always)}
}
}
}`
  }

  for (let i = 0; i < wanted.length; i++) {
    const name = wanted[i]
    const body = generate(analysis.rules[name].body, 'return -1')
    if (DEPTH_RULES.includes(name)) {
      functions.push(`function ${name}_(p: number): number {
if (++depth > limit) throw new NestingTooDeep()
p = ${name}Body(p)
depth--
return p
}

function ${name}Body(p: number): number {
${body}
return p
}`)
    } else {
      functions.push(`function ${name}_(p: number): number {\n${body}\nreturn p\n}`)
    }
  }

  const tableText = [...tables].map(([key, name]) => `const ${name} = tokenSet([${key}])`).join('\n')
  const starts = startRules.map((name) => `    case '${name}':\n      end = ${name}_(0)\n      break`).join('\n')
  return `${tableText}

${functions.join('\n\n')}

/** Start rules of the grammar \`Python\`. */
export type StartRule = ${startRules.map((name) => `'${name}'`).join(' | ')}

/**
 * Matches the whole token string (ENDMARKER included) and leaves the decisions on {@link tape}. \`maxDepth\` bounds the nesting of
 * expressions; beyond it {@link NestingTooDeep} is thrown. Returns whether the string matched.
 */
export function match(kinds: Uint16Array, rule: StartRule, maxDepth: number): boolean {
  K = kinds
  t = 0
  depth = 0
  limit = maxDepth
  let end: number
  switch (rule) {
${starts}
  }
  K = noTokens
  return end >= 0
}
`
}

/** Rules of `PythonErrors` that describe mistakes; their labelled alternatives have actions. */
const MISTAKE = /^(?:err|early)[A-Z]/

/**
 * The text of `src/syntax/generated/error-rules.ts`: the rules of `PythonErrors` as data, for `error-matcher.ts` to interpret. Speed
 * does not matter there, size does.
 */
export function generateErrorRules(): string {
  const { rules } = new Analysis(loadGrammars().PythonErrors)
  const names: string[] = [...ERROR_START_RULES]
  const encode = (e: Expression): string => {
    switch (kindOf(e)) {
      case 'terminal':
        return hex(e.obj!.charCodeAt(0))
      case 'range':
        return `['range', ${hex(e.from!.charCodeAt(0))}, ${hex(e.to!.charCodeAt(0))}]`
      case 'seq':
        return `['seq', ${e.factors!.map(encode).join(', ')}]`
      case 'alt':
        return `['alt', ${e.terms!.map(encode).join(', ')}]`
      case 'apply':
        if (!names.includes(e.ruleName!)) names.push(e.ruleName!)
        return `'${e.ruleName}'`
      default:
        return `['${kindOf(e)}', ${encode(e.expr!)}]`
    }
  }
  const lines: string[] = []
  for (let i = 0; i < names.length; i++) lines.push(`  ${names[i]}: ${encode(rules[names[i]].body)},`)
  const mistakes = names.filter((name) => MISTAKE.test(name) && name.includes('_'))
  return `/* Generated by src/tools/compile-grammar.ts from src/syntax/python.ohm; do not edit. */
import type { RuleExpression } from '../error-matcher'

/** Labelled alternatives of the rules that describe mistakes. */
export type MistakeName =
${mistakes.map((name) => `  | '${name}'`).join('\n')}

/** The grammar \`PythonErrors\`. */
export const errorRules: Readonly<Record<string, RuleExpression>> = {
${lines.join('\n')}
}
`
}

/** Indents by bracket depth, so that the generated file can be read. */
function layOut(code: string): string {
  let depth = 0
  return code
    .split('\n')
    .filter((line, i, all) => line !== '' || all[i - 1] !== '')
    .map((line) => {
      const text = line.trim()
      if (text.startsWith('}')) depth--
      const indented = text === '' ? '' : '  '.repeat(Math.max(depth, 0)) + text
      if (text.endsWith('{')) depth++
      return indented
    })
    .join('\n')
}

/** Start rules of the fast grammar, one per mode of `compile()`. */
const START_RULES = ['file', 'expression', 'interactive', 'funcType'] as const

/** Start rules of `PythonErrors`; `file` is matched statement by statement. */
const ERROR_START_RULES = ['statement', 'expression', 'interactive', 'funcType'] as const

/** The text of `src/syntax/generated/matcher.ts`. */
export function generateMatcher(): string {
  const { Python } = loadGrammars()
  return `/*
 * Generated by src/tools/compile-grammar.ts from src/syntax/python.ohm; do not edit.
 * Longer than 800 lines: a function for each rule, over the same module variables.
 */

/** Thrown when expressions nest deeper than the limit. */
export class NestingTooDeep {}

/** The decisions of the last match, see compile-grammar.ts. Valid up to the next match. */
export const tape: number[] = []

const T = tape
const noTokens = new Uint16Array(0)
let K: Uint16Array = noTokens
let t = 0
let depth = 0
let limit = 0

function tokenSet(ranges: readonly (readonly [number, number])[]): Uint8Array {
  const set = new Uint8Array(${tokenNames.length})
  for (const [from, to] of ranges) set.fill(1, from - ${hex(FIRST_TOKEN)}, to - ${hex(FIRST_TOKEN)} + 1)
  return set
}

${layOut(compileMatcher(Python, START_RULES))}`
}

if (import.meta.main) {
  writeFileSync(new URL('../syntax/generated/matcher.ts', import.meta.url), generateMatcher())
  writeFileSync(new URL('../syntax/generated/error-rules.ts', import.meta.url), generateErrorRules())
}
