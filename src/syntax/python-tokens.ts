/**
 * The tokens of a source as Python's `token` module numbers them: what `_tokenize.TokenizerIter` yields, on which `tokenize` is
 * built (CPython: Python/Python-tokenize.c).
 */
import { DxSyntaxError } from '../base/errors'
import { err, ok, type Result } from '../base/result'
import { columnOnLine } from './places'
import { normalizeLines } from './source'
import { COMMENT, NL, type TokenError, type Tokens, tokenize } from './tokenizer'
import {
  DEDENT,
  ENDMARKER,
  ERRORTOKEN,
  FSTRING_END,
  FSTRING_MIDDLE,
  FSTRING_START,
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
  [tokenCode('INDENT'), 5],
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
  const rawLines = source.match(/[^\r\n]*(?:\r\n?|\n)|[^\r\n]+$/g) ?? []
  const implicitNewline = source !== '' && !/[\r\n]$/.test(source)
  const found = tokenize(text, { extraTokens: extra, separateWords: true })
  const result: PythonToken[] = []
  const { kinds, start, end, line, endLine } = found
  const columnOf = columns(found)
  let lastLine = ''
  let lastLineno = -1
  const count = found.error === null ? found.count : found.count - 1
  for (let i = 0; i < count; i++) {
    const kind = kinds[i]
    const startLine = line[i]
    const lineno = endLine[i]
    let string = text.slice(start[i], end[i])
    const trailing = kind === ENDMARKER || (kind === DEDENT && start[i] >= text.length)
    const isString = kind === STRING || kind === FSTRING_START || kind === FSTRING_MIDDLE
    let physical = ''
    if (!(trailing && extra)) {
      if (lineno !== lastLineno) {
        const from = isString ? startLine : lineno
        lastLine = rawLines.slice(from - 1, lineno).join('')
        if (!extra) lastLine = normalizeLines(lastLine)
      }
      physical = lastLine
    }
    lastLineno = startLine
    let type = typeOf.get(kind) ?? NAME_TYPE
    let from = columnOf(i, start[i], startLine)
    let to = columnOf(i, end[i], lineno)
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
        const carriage = rawLines[lineno - 1]?.endsWith('\r\n') === true
        string = added ? '' : carriage ? '\r\n' : '\n'
        to = from + (carriage ? 2 : 1)
      }
    } else if (kind === NEWLINE) {
      string = ''
      to = from
    }
    if (trailing && !extra) from = to = -1
    result.push({ type, string, startLine: first, startColumn: from, endLine: last, endColumn: to, line: physical })
  }
  const error = found.error === null ? null : toSyntaxError(found.error, rawLines, options)
  return { tokens: result, error }
}

/** Columns in code points; in ASCII these are the bytes that the tokenizer has counted. */
function columns(tokens: Tokens): (token: number, offset: number, line: number) => number {
  const { source } = tokens
  const lineStarts = [0, 0]
  for (let i = source.indexOf('\n'); i >= 0; i = source.indexOf('\n', i + 1)) lineStarts.push(i + 1)
  if (!/[^\0-\x7f]/.test(source)) return (_, offset, line) => offset - lineStarts[line]
  return (_, offset, line) => {
    let n = 0
    for (const __ of source.slice(lineStarts[line], offset)) n++
    return n
  }
}

function toSyntaxError(e: TokenError, rawLines: readonly string[], options: PythonTokenOptions): DxSyntaxError {
  let { message, lineno, offset } = e
  const text = rawLines[lineno - 1] ?? ''
  if (message === 'unexpected EOF while parsing' || message.endsWith('was never closed')) {
    message = 'unexpected EOF in multi-line statement'
  } else if (e.type !== 'SyntaxError') {
    offset = columnOnLine(`${text}\n`, 0, Number.MAX_SAFE_INTEGER)
  }
  return new DxSyntaxError(
    e.type,
    message,
    options.filename,
    lineno,
    offset,
    e.endLineno,
    e.endOffset,
    text.replace(/[\r\n]+$/, ''),
  )
}
