/**
 * The tokens of a source as Python's `token` module numbers them: what `_tokenize.TokenizerIter` yields, on which `tokenize` is
 * built (CPython: Python/Python-tokenize.c).
 */
import { DxSyntaxError } from '../base/errors'
import { err, ok, type Result } from '../base/result'
import { normalizeLines } from './source'
import { COMMENT, NL, type Tokens, tokenize } from './tokenizer'
import {
  DEDENT,
  ENDMARKER,
  ERRORTOKEN,
  FSTRING_END,
  FSTRING_MIDDLE,
  FSTRING_START,
  INDENT,
  NEWLINE,
  STRING,
  tokenCode,
} from './tokens'

/** One token; columns count code points from 0, lines from 1. */
export interface PythonToken {
  readonly type: number
  readonly string: string
  readonly startLine: number
  readonly startColumn: number
  readonly endLine: number
  readonly endColumn: number
  /** The physical line, or lines, that the token is on. */
  readonly line: string
}

/** Options of {@link pythonTokens}. */
export interface PythonTokenOptions {
  readonly filename: string
  /** As `tokenize` wants it: comments, blank lines, every operator as OP, and leniency. */
  readonly extraTokens: boolean
}

// Numbers of CPython 3.13's Lib/token.py.
const NAME_TYPE = 1
const OP_TYPE = 55
const operators =
  '( ) [ ] : , ; + - * / | & < > = . % { } == != <= >= ~ ^ << >> ** += -= *= /= %= &= |= ^= <<= >>= **= // //= @ @= -> ... := !'
const typeOf = new Map<number, number>([
  [ENDMARKER, 0],
  [tokenCode('NUMBER'), 2],
  [STRING, 3],
  [NEWLINE, 4],
  [INDENT, 5],
  [DEDENT, 6],
  [tokenCode('TYPE_COMMENT'), 57],
  [FSTRING_START, 59],
  [FSTRING_MIDDLE, 60],
  [FSTRING_END, 61],
  [COMMENT, 62],
  [NL, 63],
  [ERRORTOKEN, OP_TYPE],
])
operators.split(' ').forEach((name, index) => {
  if (name === '...') typeOf.set(tokenCode(name), 52)
  else typeOf.set(tokenCode(name), 7 + index)
})

/** All tokens of `source`, or the first error. */
export function pythonTokens(source: string, options: PythonTokenOptions): Result<PythonToken[], DxSyntaxError> {
  const { tokens, error } = pythonTokensBeforeError(source, options)
  return error === null ? ok(tokens) : err(error)
}

/** The tokens up to the end or the first error, and the error: `TokenizerIter` yields the former before it raises the latter. */
export function pythonTokensBeforeError(
  source: string,
  options: PythonTokenOptions,
): { tokens: PythonToken[]; error: DxSyntaxError | null } {
  const extra = options.extraTokens
  const text = normalizeLines(source)
  const lines = new Lines(source, text)
  const implicitNewline = source !== '' && !/[\r\n]$/.test(source)
  const found = tokenize(text, { extraTokens: extra, separateWords: true })
  const result: PythonToken[] = []
  const { kinds, start, end, line, endLine } = found
  let lastLine = ''
  let lastLineno = -1
  const count = found.error === null ? found.count : found.count - 1
  for (let i = 0; i < count; i++) {
    const kind = kinds[i]
    const startLine = line[i]
    const lineno = endLine[i]
    const trailing = kind === ENDMARKER || (kind === DEDENT && start[i] >= text.length)
    const isString = kind === STRING || kind === FSTRING_START || kind === FSTRING_MIDDLE
    let physical = ''
    if (!(trailing && extra)) {
      if (lineno !== lastLineno) {
        lastLine = trailing ? '' : lines.raw.slice((isString ? startLine : lineno) - 1, lineno).join('')
      }
      physical = lastLine
    }
    lastLineno = startLine
    let type = typeOf.get(kind) ?? NAME_TYPE
    let string = lines.text(start[i], startLine, end[i], lineno)
    let from = lines.column(start[i], startLine)
    let to = lines.column(end[i], lineno)
    let first = startLine
    let last = lineno
    if (extra) {
      if (trailing) {
        first = last = lineno + 1
        from = to = 0
      }
      if (type > 6 && type < OP_TYPE) type = OP_TYPE
      if (kind === NEWLINE || kind === NL) {
        const added = implicitNewline && end[i] === text.length
        const carriage = lines.raw[lineno - 1]?.endsWith('\r\n') === true
        string = added ? '' : carriage ? '\r\n' : '\n'
        to = from + (carriage ? 2 : 1)
      }
    } else if (trailing || kind === INDENT || kind === DEDENT) {
      string = ''
      from = to = -1
    } else if (kind === NEWLINE) {
      string = ''
      to = from
    }
    result.push({ type, string, startLine: first, startColumn: from, endLine: last, endColumn: to, line: physical })
  }
  const error = found.error === null ? null : toSyntaxError(found, lines, options)
  return { tokens: result, error }
}

/** The lines of a source as they are, and places in the text with `\n` line ends that the tokenizer has read. */
class Lines {
  /** Each line with its own line end. */
  readonly raw: readonly string[]
  private readonly starts = [0, 0]
  private readonly ascii: boolean

  constructor(
    source: string,
    private readonly normalized: string,
  ) {
    this.raw = source.match(/[^\r\n]*(?:\r\n?|\n)|[^\r\n]+$/g) ?? []
    for (let i = normalized.indexOf('\n'); i >= 0; i = normalized.indexOf('\n', i + 1)) this.starts.push(i + 1)
    this.ascii = !/[^\0-\x7f]/.test(source)
  }

  /** Column of an offset on a line, in code points. */
  column(offset: number, line: number): number {
    const from = this.starts[line]
    if (this.ascii) return offset - from
    let n = 0
    for (const _ of this.normalized.slice(from, offset)) n++
    return n
  }

  /** Code points from the start of a line to the end of the text; 0 for line 0. */
  codePointsFrom(line: number): number {
    return line === 0 ? 0 : Array.from(this.normalized.slice(this.starts[line])).length
  }

  /** The source between two places, with its own line ends. */
  text(start: number, startLine: number, end: number, endLine: number): string {
    if (startLine === endLine) return this.normalized.slice(start, end)
    const from = start - this.starts[startLine]
    const to = end - this.starts[endLine]
    const middle = this.raw.slice(startLine, endLine - 1).join('')
    return this.raw[startLine - 1].slice(from) + middle + this.raw[endLine - 1].slice(0, to)
  }
}

/** The line where the first f-string begins that is never closed, or 0. */
function openFString({ kinds, line, count }: Tokens): number {
  const open: number[] = []
  for (let i = 0; i < count; i++) {
    if (kinds[i] === FSTRING_START) open.push(line[i])
    else if (kinds[i] === FSTRING_END) open.pop()
  }
  return open[0] ?? 0
}

/** The error as `_tokenize` words and places it: the indentation and continuation errors at the end of their line. */
function toSyntaxError(found: Tokens, lines: Lines, options: PythonTokenOptions): DxSyntaxError {
  const e = found.error!
  const raw = lines.raw[e.lineno - 1] ?? ''
  const text = raw.replace(/[\r\n]+$/, '')
  let { message, lineno, offset } = e
  if (message === 'unexpected EOF while parsing' || message.endsWith('was never closed')) {
    message = 'unexpected EOF in multi-line statement'
    lineno = lines.raw.length
    // CPython counts from where its buffer begins: at the end, or where joined lines or an open f-string begin.
    offset = e.joined ?? lines.codePointsFrom(openFString(found))
  } else if (!e.raised) {
    offset = Array.from(raw === text ? `${text}\n` : raw).length
  }
  return new DxSyntaxError(e.type, message, options.filename, lineno, offset, e.endLineno, e.endOffset, text)
}
