/**
 * What the tree builders read: the tokens, the matcher's decisions, and how far each has been read.
 *
 * The builders replay a match that succeeded. Each builder function stands for one grammar rule and consumes exactly the tokens
 * and decisions that the rule consumed (how decisions are written: `src/tools/compile-grammar.ts`). When a rule accepts more
 * than Python does, its builder refuses by throwing {@link Refused}, and the source is diagnosed as if the match had failed.
 *
 * One parse at a time uses this object; nothing in a parse calls out of `src/syntax`.
 */
import { tape } from './generated/matcher'
import type { SyntaxWarningRecord, Tokens } from './tokenizer'
import { DEDENT, NEWLINE } from './tokens'

/** Thrown by a builder for a token string that the grammar accepts but Python does not. */
export class Refused {}

/**
 * Longest run of prefix operators or `elif`s: each nests the tree one deeper, and CPython's parser gives up near 6000. Deeper trees
 * would only overflow the stack of whatever walks them.
 */
export const MAX_CHAIN = 5900

/** An error that CPython raises while it builds the tree; carries everything but the file name. */
export class BuildError {
  constructor(
    readonly message: string,
    /** Tokens whose range is reported. */
    readonly firstToken: number,
    readonly lastToken: number,
    /** The columns are left open: 0. */
    readonly wholeLine = false,
  ) {}
}

const noInts = new Int32Array(0)
const noKinds = new Uint16Array(0)

/** Decisions of a source of some thousand lines: a tape of that length is kept for the next parse. */
const KEPT_TAPE = 100_000

/** The reading state, see the head of this file. */
class Cursor {
  source = ''
  kinds = noKinds
  start = noInts
  end = noInts
  line = noInts
  column = noInts
  endLine = noInts
  endColumn = noInts
  /** The next token. */
  p = 0
  /** The next decision. */
  t = 0
  warnings: SyntaxWarningRecord[] = []
  /** The source has bytes that do not decode, see `source.ts`. */
  hasBadBytes = false
  /** PEP 401: `<>` is the operator, `!=` is not. */
  barry = false
  /** Largest number of digits of a decimal int literal, or 0: `sys.set_int_max_str_digits`. */
  maxIntDigits = 4300

  /** Lets go of the tokens and the source, and of the tape where it has grown large. */
  release(): void {
    this.source = ''
    this.kinds = noKinds
    this.start = this.end = this.line = this.column = this.endLine = this.endColumn = noInts
    this.warnings = []
    if (tape.length > KEPT_TAPE) tape.length = 0
  }

  load(tokens: Tokens): void {
    this.source = tokens.source
    this.kinds = tokens.kinds as Uint16Array<ArrayBuffer>
    this.start = tokens.start as Int32Array<ArrayBuffer>
    this.end = tokens.end as Int32Array<ArrayBuffer>
    this.line = tokens.line as Int32Array<ArrayBuffer>
    this.column = tokens.column as Int32Array<ArrayBuffer>
    this.endLine = tokens.endLine as Int32Array<ArrayBuffer>
    this.endColumn = tokens.endColumn as Int32Array<ArrayBuffer>
    this.warnings = tokens.warnings
    this.hasBadBytes = false
    this.p = 0
    this.t = 0
    this.barry = false
  }
}

/** The one reading state. */
export const c = new Cursor()

/** The next decision. */
export function decide(): number {
  return tape[c.t++]
}

/** The last token read that is neither NEWLINE, INDENT nor DEDENT: where a compound statement ends. */
export function lastWord(): number {
  let i = c.p - 1
  while (c.kinds[i] >= NEWLINE && c.kinds[i] <= DEDENT) i--
  return i
}

/** The text of a token. */
export function textOf(token: number): string {
  return c.source.slice(c.start[token], c.end[token])
}

/** The identifier at a token, normalized as PEP 3131 demands. */
export function nameOf(token: number): string {
  const text = c.source.slice(c.start[token], c.end[token])
  // Every character that NFKC changes is beyond ASCII, where bytes and UTF-16 units differ.
  return c.endColumn[token] - c.column[token] === text.length ? text : text.normalize('NFKC')
}
