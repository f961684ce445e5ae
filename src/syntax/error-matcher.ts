/**
 * Matches the grammar `PythonErrors` of `python.ohm`, in the two passes that CPython makes over a source that it cannot parse.
 *
 * An interpreter of the rules as data (`generated/error-rules.ts`), memoized, that builds a tree of what matched. Rules named
 * `err…` describe mistakes: they are tried only in the second pass (`early…` in both), and when one of their labelled alternatives has matched, its
 * action reports the mistake by throwing, or returns, and then the rule has failed without trying its other alternatives. What
 * CPython's tokenizer would have produced so far matters to messages, so the furthest token looked at is kept over both passes.
 */
import { errorRules, type MistakeName } from './generated/error-rules'

/** A token, a rule application, or an operator of Ohm with its operands. */
export type RuleExpression =
  | number
  | string
  | readonly ['range', number, number]
  | readonly ['seq' | 'alt', ...RuleExpression[]]
  | readonly ['opt' | 'star' | 'plus' | 'not' | 'lookahead', RuleExpression]

/** A part of the tree: a token index, a rule's node, a sequence or repetition, or nothing. */
export type Part = number | ErrorNode | Part[] | null

/** A rule that matched the tokens from `start` to before `end`. */
export class ErrorNode {
  constructor(
    readonly rule: string,
    readonly start: number,
    readonly end: number,
    readonly parts: readonly Part[],
  ) {}
}

/** Rules whose matches are checked in both passes: what CPython's parser actions refuse. */
export type CheckName =
  | 'plainString'
  | 'fstring'
  | 'specText'
  | 'strings'
  | 'number'
  | 'realNumber'
  | 'imaginaryNumber'
  | 'notEqual'
  | 'conversion'
  | 'replacementGood'
  | 'softKeyword'

/** What the matcher is given for one source. */
export interface ErrorMatcherOptions {
  readonly kinds: Uint16Array
  /** The token that could not be made, or −1; looking at it calls `onStop`. */
  readonly stopAt: number
  readonly mistakes: Readonly<Record<MistakeName, (node: ErrorNode) => void>>
  /** False refuses the match; a check may also report an error by throwing. */
  readonly checks: Readonly<Record<CheckName, (node: ErrorNode) => boolean>>
  /** Called where a token is absent that CPython insists on; throws. */
  readonly onMissing: (token: number, wanted: number) => never
  /** Throws. */
  readonly onStop: () => never
}

/**
 * Rules that share their memo between the plain and the mistake-seeking mode, as in CPython: what `exprOnly` has tried without
 * seeking mistakes is not sought again.
 */
const sharedMemo = new Set(
  (
    'simple block starExpr expr disjunction conjunction inversion bitOr bitXor bitAnd shift sum term factor awaitPrimary ' +
    'primary strings arguments starTarget targetAtom delTarget targetPrimary dotted attr nameOrAttr closedPattern'
  ).split(' '),
)

/** A rule with what its name says about it. */
interface Rule {
  readonly name: string
  readonly body: RuleExpression
  readonly index: number
  /** Never matches: its actions report, or it has failed. */
  readonly mistake: boolean
  /** Is tried in the second pass only. */
  readonly late: boolean
  readonly action: MistakeName | null
  readonly check: CheckName | null
  readonly shared: boolean
  /** A token that CPython insists on; its absence is a mistake of its own. */
  readonly forced: boolean
}

const checkNames: ReadonlySet<string> = new Set<CheckName>([
  'plainString',
  'fstring',
  'specText',
  'strings',
  'number',
  'realNumber',
  'imaginaryNumber',
  'notEqual',
  'conversion',
  'replacementGood',
  'softKeyword',
])

const ruleNames = Object.keys(errorRules)
const rules = new Map<string, Rule>(
  ruleNames.map((name, index) => {
    const mistake = /^(?:err|early)[A-Z]/.test(name)
    return [
      name,
      {
        name,
        body: errorRules[name],
        index,
        mistake,
        late: mistake && name.startsWith('err'),
        action: mistake && name.includes('_') ? (name as MistakeName) : null,
        check: checkNames.has(name) ? (name as CheckName) : null,
        shared: sharedMemo.has(name),
        forced: /^must[A-Z]/.test(name),
      },
    ]
  }),
)

/** Matches one source; see the head of this file. */
export class ErrorMatcher {
  private readonly memo = new Map<number, ErrorNode | null>()
  private seeking = false
  /** The furthest token looked at, in either pass. */
  furthest = -1
  /** Where the last match of an expression ended, and what it made. */
  private end = 0
  private part: Part = null

  constructor(private readonly options: ErrorMatcherOptions) {}

  /** Starts the second pass. */
  seekMistakes(): void {
    this.seeking = true
    this.memo.clear()
  }

  /** Forgets what has been matched, once nothing before the current token will be matched again. */
  forget(): void {
    this.memo.clear()
  }

  /** Notes that a token is looked at, which is when CPython would make it. */
  lookAt(token: number): void {
    if (token <= this.furthest) return
    this.furthest = token
    if (token === this.options.stopAt) this.options.onStop()
  }

  /** Matches a rule at a token; null when it does not match. */
  rule(name: string, start: number): ErrorNode | null {
    const rule = rules.get(name)!
    if (rule.late && !this.seeking) return null
    if (rule.forced && this.seeking) {
      this.lookAt(start)
      if (this.options.kinds[start] !== rule.body) this.options.onMissing(start, rule.body as number)
    }
    const mode = rule.shared ? 0 : this.seeking ? 1 : 2
    const key = (start * 3 + mode) * ruleNames.length + rule.index
    const known = this.memo.get(key)
    if (known !== undefined) return known
    const wasSeeking = this.seeking
    if (name === 'exprOnly') this.seeking = false
    let node: ErrorNode | null = null
    if (this.match(rule.body, start)) {
      const part = this.part
      node = new ErrorNode(
        name,
        start,
        this.end,
        Array.isArray(rule.body) && rule.body[0] === 'seq' ? (part as Part[]) : [part],
      )
    }
    this.seeking = wasSeeking
    if (node !== null) {
      if (rule.action !== null) this.options.mistakes[rule.action](node)
      else if (rule.mistake) node = null
      else if (rule.check !== null && !this.options.checks[rule.check](node)) node = null
    }
    this.memo.set(key, node)
    return node
  }

  /** Whether a rule has been tried at a token since the memo was last cleared. */
  tried(name: string, start: number): boolean {
    const { index } = rules.get(name)!
    return [0, 1, 2].some((mode) => this.memo.has((start * 3 + mode) * ruleNames.length + index))
  }

  private match(e: RuleExpression, start: number): boolean {
    if (typeof e === 'number') {
      this.lookAt(start)
      if (this.options.kinds[start] !== e) return false
      this.end = start + 1
      this.part = start
      return true
    }
    if (typeof e === 'string') {
      const node = this.rule(e, start)
      if (node === null) return false
      this.end = node.end
      this.part = node
      return true
    }
    switch (e[0]) {
      case 'range': {
        this.lookAt(start)
        const kind = this.options.kinds[start]
        if (kind < (e[1] as number) || kind > (e[2] as number)) return false
        this.end = start + 1
        this.part = start
        return true
      }
      case 'seq': {
        const parts: Part[] = []
        let at = start
        for (let i = 1; i < e.length; i++) {
          if (!this.match(e[i], at)) return false
          at = this.end
          parts.push(this.part)
        }
        this.end = at
        this.part = parts
        return true
      }
      case 'alt':
        for (let i = 1; i < e.length; i++) if (this.match(e[i], start)) return true
        return false
      case 'opt':
        if (!this.match(e[1], start)) {
          this.end = start
          this.part = null
        }
        return true
      case 'star':
      case 'plus': {
        const parts: Part[] = []
        let at = start
        while (this.match(e[1], at)) {
          at = this.end
          parts.push(this.part)
        }
        this.end = at
        this.part = parts
        return e[0] === 'star' || parts.length > 0
      }
      case 'not': {
        if (this.match(e[1], start)) return false
        this.end = start
        this.part = null
        return true
      }
      case 'lookahead': {
        if (!this.match(e[1], start)) return false
        this.end = start
        this.part = null
        return true
      }
    }
  }
}
