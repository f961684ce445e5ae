/**
 * The tokenizer: source text to a string of private-use characters, one per token, with the position of each token beside it.
 *
 * It follows CPython's C tokenizer (Parser/lexer/lexer.c, 3.13) in everything that a program can see: INDENT, DEDENT and
 * NEWLINE, tab rules, line joining, PEP 701 f-strings as nested tokens, the errors and the place where each is reported.
 * Two things are its own: the whole source is tokenized before parsing begins, so the first error is kept beside the tokens
 * until the parser asks for the token that was not made; and `not in`, `is not` are one token each, which keeps the grammar
 * deterministic.
 *
 * State lives in module variables, not in an object: the inner loops run on them at start-up, before anything is compiled.
 * `tokenize` sets all of them and is never re-entered. That is why the file is longer than 800 lines: its functions share them.
 */

import { bytesOf, utf8Problem } from './source'
import {
  AMPER,
  AMPEREQUAL,
  AT,
  ATEQUAL,
  CIRCUMFLEX,
  CIRCUMFLEXEQUAL,
  COLON,
  COLONEQUAL,
  COMMA,
  DEDENT,
  DOT,
  DOUBLESLASH,
  DOUBLESLASHEQUAL,
  DOUBLESTAR,
  DOUBLESTAREQUAL,
  ELLIPSIS,
  ENDMARKER,
  EQEQUAL,
  EQUAL,
  ERRORTOKEN,
  EXCLAMATION,
  FSTRING_END,
  FSTRING_MIDDLE,
  FSTRING_START,
  GREATER,
  GREATEREQUAL,
  IN,
  INDENT,
  IS,
  IS_NOT,
  keywordNames,
  LBRACE,
  LEFTSHIFT,
  LEFTSHIFTEQUAL,
  LESS,
  LESSEQUAL,
  LPAR,
  LSQB,
  MINEQUAL,
  MINUS,
  NAME,
  NEWLINE,
  NOT,
  NOT_IN,
  NOTEQUAL,
  NUMBER,
  PERCENT,
  PERCENTEQUAL,
  PLUS,
  PLUSEQUAL,
  RARROW,
  RBRACE,
  RIGHTSHIFT,
  RIGHTSHIFTEQUAL,
  RPAR,
  RSQB,
  SEMI,
  SLASH,
  SLASHEQUAL,
  STAR,
  STAREQUAL,
  STRING,
  TILDE,
  TYPE_COMMENT,
  tokenCode,
  VBAR,
  VBAREQUAL,
} from './tokens'
import { isIdentifierPart, isIdentifierStart, isPrintable } from './unicode-version'

/** Token kinds that only `TokenizeOptions.extraTokens` makes; the grammar does not know them. */
export const COMMENT = 0xe0f0
/** A line end that ends no statement; see {@link COMMENT}. */
export const NL = 0xe0f1

/**
 * Why tokenizing stopped. Columns are 1-based code points, with CPython's own special values (0 or −1) where it has them.
 */
export interface TokenError {
  readonly type: 'SyntaxError' | 'IndentationError' | 'TabError'
  readonly message: string
  readonly lineno: number
  readonly offset: number
  readonly endLineno: number
  readonly endOffset: number
  /**
   * A hard error outranks whatever the parser finds earlier in the source (CPython raises it while looking through the rest
   * of the file); a soft one, such as any inside an f-string, counts only when the parser reaches it.
   */
  readonly hard: boolean
  /** CPython's tokenizer raises it itself; without that, a bracket left open further up is the better explanation. */
  readonly raised: boolean
  /** The source ended too early. */
  readonly atEnd?: boolean
  /** Code points from the first of the joined lines to the end of the source, for `_tokenize`, which reports that. */
  readonly joined?: number
}

/** A warning that the tokenizer or the literal decoder found; the runtime decides whether it is shown, or raised. */
export interface SyntaxWarningRecord {
  readonly category: 'SyntaxWarning' | 'DeprecationWarning'
  readonly message: string
  readonly lineno: number
  /** The caret range to use when a warnings filter turns it into an error: 1-based code points. */
  readonly offset: number
  readonly endLineno: number
  readonly endOffset: number
}

/** A `# type: ignore` comment: its line, and the text after `ignore`. */
export interface TypeIgnoreRecord {
  readonly lineno: number
  readonly tag: string
}

/** A bracket that is still open: its character code, its offset in the source, its line. */
export interface OpenBracket {
  readonly char: number
  readonly offset: number
  readonly lineno: number
}

/** The tokens of one source text. The arrays are longer than `count`; columns are UTF-8 bytes. */
export interface Tokens {
  readonly source: string
  readonly count: number
  /** One character of {@link tokenNames} each. */
  readonly kinds: Uint16Array
  /** Offsets in `source`, UTF-16 units. */
  readonly start: Int32Array
  readonly end: Int32Array
  readonly line: Int32Array
  readonly column: Int32Array
  readonly endLine: Int32Array
  readonly endColumn: Int32Array
  readonly error: TokenError | null
  /** The last line end is not the source's own, see `TokenizeOptions`. */
  readonly addedLineEnd: boolean
  readonly warnings: SyntaxWarningRecord[]
  readonly typeIgnores: TypeIgnoreRecord[]
  /** Brackets open at the end or at the error, outermost first; none when that is inside an f-string. */
  readonly open: OpenBracket[]
}

/** What {@link tokenize} should do beyond the usual. */
export interface TokenizeOptions {
  /** Make TYPE_COMMENT tokens and collect `# type: ignore`. */
  readonly typeComments?: boolean
  /** Make COMMENT and NL tokens and accept what `tokenize` accepts (unmatched brackets, leading zeros). */
  readonly extraTokens?: boolean
  /** Leave `not in` and `is not` two tokens. */
  readonly separateWords?: boolean
  /** The source is one interactive statement: an empty line ends it. */
  readonly interactive?: boolean
  /** The last line end is not the source's own (which matters to a backslash before it). */
  readonly addedLineEnd?: boolean
  /** False: the end of the source does not end open blocks (`PyCF_DONT_IMPLY_DEDENT`, for `codeop`). */
  readonly impliedDedents?: boolean
}

const MAX_BRACKETS = 200
const MAX_INDENT = 100
const MAX_FSTRING_EXPRESSIONS = 3
const MAX_FSTRINGS = 150

// Character classes of ASCII: 1 = can start a name, 2 = digit.
const charClass = new Uint8Array(128)
for (let c = 97; c <= 122; c++) charClass[c] = charClass[c - 32] = 1
charClass[95] = 1
for (let c = 48; c <= 57; c++) charClass[c] = 2

// Keywords by first character, then by length, so that most names are told apart without slicing them.
interface KeywordEntry {
  readonly word: string
  readonly code: number
}
const keywordsByStart: (KeywordEntry[] | undefined)[] = new Array(128)
for (const word of keywordNames) {
  const first = word.charCodeAt(0)
  ;(keywordsByStart[first] ??= []).push({ word, code: tokenCode(word) })
}

/** One f-string being tokenized. `depth` and `exprDepth` are CPython's curly_bracket_depth and curly_bracket_expr_start_depth. */
interface FString {
  readonly quote: number
  readonly quoteSize: number
  readonly raw: boolean
  readonly startOffset: number
  readonly startLine: number
  readonly startLineOffset: number
  depth: number
  exprDepth: number
  inFormatSpec: boolean
  /** Whether the characters now belong to the string, not to an expression in it. */
  literal: boolean
}

let src = ''
let length = 0
let pos = 0
let lineno = 1
let lineStart = 0
let count = 0
let capacity = 0
const noKinds = new Uint16Array(0)
const noInts = new Int32Array(0)
let kinds = noKinds
let starts = noInts
let ends = noInts
let lines = noInts
let columns = noInts
let endLines = noInts
let endColumns = noInts
let error: TokenError | null = null
let warnings: SyntaxWarningRecord[] = []
let typeIgnores: TypeIgnoreRecord[] = []
let brackets: OpenBracket[] = []
let fstrings: FString[] = []
let wantTypeComments = false
let extra = false
let separateWords = false
let impliedDedents = true
let addedLineEnd = false
/** The start of the first line of those that a token or a backslash joins: CPython's buffer. */
let bufferStart = 0
/** The first backslash at or behind some earlier position; searched anew once passed. */
let nextBackslash = -1
/** The last comment; CPython's NEWLINE begins where a comment before it does. */
let commentStart = -1

function grow(): void {
  capacity *= 2
  const newKinds = new Uint16Array(capacity)
  newKinds.set(kinds)
  kinds = newKinds
  starts = grown(starts)
  ends = grown(ends)
  lines = grown(lines)
  columns = grown(columns)
  endLines = grown(endLines)
  endColumns = grown(endColumns)
}

function grown(old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const array = new Int32Array(capacity)
  array.set(old)
  return array
}

/** A token on the current line. */
function emit(kind: number, start: number, end: number): void {
  if (count === capacity) grow()
  kinds[count] = kind
  starts[count] = start
  ends[count] = end
  lines[count] = lineno
  columns[count] = start - lineStart
  endLines[count] = lineno
  endColumns[count] = end - lineStart
  count++
}

/** A token that began on an earlier line. */
function emitFrom(kind: number, start: number, end: number, startLine: number, startLineOffset: number): void {
  emit(kind, start, end)
  lines[count - 1] = startLine
  columns[count - 1] = start - startLineOffset
}

function codePoints(from: number, to: number): number {
  let n = to - from
  for (let i = from + 1; i < to; i++) {
    const c = src.charCodeAt(i)
    if (c >= 0xdc00 && c < 0xe000) {
      const before = src.charCodeAt(i - 1)
      if (before >= 0xd800 && before < 0xdc00) n--
    }
  }
  return n
}

/** An error reported at the character before `cursor`, as CPython's `syntaxerror` does. */
function fail(message: string, cursor: number, onLine = lineno, onLineStart = lineStart): void {
  const offset = codePoints(onLineStart, cursor)
  const hard = fstrings.length === 0
  error = {
    type: 'SyntaxError',
    message,
    lineno: onLine,
    offset,
    endLineno: onLine,
    endOffset: offset,
    hard,
    raised: true,
  }
}

function failSoft(type: TokenError['type'], message: string, offset: number, endOffset: number): void {
  error = { type, message, lineno, offset, endLineno: lineno, endOffset, hard: false, raised: false }
}

/** The end of the source where a token was needed: an open bracket is to blame, or the end itself. */
function failAtEnd(): void {
  const open = brackets.at(-1)
  if (open !== undefined) {
    error = neverClosed(src, open)
    return
  }
  // CPython's lines are counted as they are read: the end belongs to the last line.
  const onLine = Math.max(lineno - 1, 1)
  const from = pos > 0 ? src.lastIndexOf('\n', pos - 2) + 1 : 0
  error = {
    type: 'SyntaxError',
    message: 'unexpected EOF while parsing',
    lineno: onLine,
    offset: codePoints(from, pos),
    endLineno: onLine,
    endOffset: -1,
    joined: codePoints(bufferStart, pos),
    hard: false,
    raised: false,
  }
}

/** The error for a bracket that the source never closes. */
export function neverClosed(source: string, open: OpenBracket): TokenError {
  const from = source.lastIndexOf('\n', open.offset - 1) + 1
  let offset = 1
  for (const _ of source.slice(from, open.offset)) offset++
  return {
    type: 'SyntaxError',
    message: `'${String.fromCharCode(open.char)}' was never closed`,
    lineno: open.lineno,
    offset,
    endLineno: open.lineno,
    endOffset: 0,
    hard: false,
    raised: false,
  }
}

function warn(message: string, cursor: number): void {
  const offset = codePoints(lineStart, cursor)
  warnings.push({ category: 'SyntaxWarning', message, lineno, offset, endLineno: lineno, endOffset: offset })
}

/**
 * Tokenizes `source`, whose lines must end in `\n` and whose last line must too (see `source.ts`). Never throws for any
 * input; an error is in the result, and the tokens before it are valid. A valid token string ends in ENDMARKER.
 */
export function tokenize(source: string, options: TokenizeOptions = {}): Tokens {
  src = source
  length = source.length
  pos = 0
  lineno = 1
  lineStart = 0
  count = 0
  capacity = (length >> 2) + 32
  kinds = new Uint16Array(capacity)
  starts = new Int32Array(capacity)
  ends = new Int32Array(capacity)
  lines = new Int32Array(capacity)
  columns = new Int32Array(capacity)
  endLines = new Int32Array(capacity)
  endColumns = new Int32Array(capacity)
  error = null
  warnings = []
  typeIgnores = []
  brackets = []
  fstrings = []
  wantTypeComments = options.typeComments === true
  extra = options.extraTokens === true
  separateWords = options.separateWords === true
  impliedDedents = options.impliedDedents !== false
  addedLineEnd = options.addedLineEnd === true
  commentStart = -1
  bufferStart = 0
  nextBackslash = -1
  run(options.interactive === true)
  if (error !== null) emit(ERRORTOKEN, pos, pos)
  // A sentinel for look-ahead past the last token.
  if (count === capacity) grow()
  kinds[count] = 0
  if (!isAscii(source)) convertColumns()
  const result: Tokens = {
    source,
    count,
    kinds,
    start: starts,
    end: ends,
    line: lines,
    column: columns,
    endLine: endLines,
    endColumn: endColumns,
    error,
    addedLineEnd,
    warnings,
    typeIgnores,
    open: fstrings.length === 0 ? brackets : [],
  }
  src = ''
  kinds = noKinds
  starts = ends = lines = columns = endLines = endColumns = noInts
  return result
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text)
}

/** Turns columns from UTF-16 units into UTF-8 bytes. Tokens come in order, so each line is walked once. */
function convertColumns(): void {
  let base = -1
  let at = 0
  let bytes = 0
  const column = (from: number, to: number): number => {
    if (from !== base || to < at) {
      base = from
      at = from
      bytes = 0
    }
    while (at < to) {
      const c = src.charCodeAt(at++)
      bytes += c < 0x80 ? 1 : c < 0x800 || (c >= 0xd800 && c < 0xe000) ? 2 : 3
    }
    return bytes
  }
  for (let i = 0; i < count; i++) {
    const start = starts[i]
    columns[i] = column(start - columns[i], start)
    const end = ends[i]
    endColumns[i] = column(end - endColumns[i], end)
  }
}

function run(interactive: boolean): void {
  const indents = [0]
  // The same columns with a tab counted as one: a line must compare equal under both counts.
  const altIndents = [0]
  let atLineStart = true
  for (;;) {
    if (fstrings.length > 0 && fstrings[fstrings.length - 1].literal) {
      if (!fstringLiteral()) return
      continue
    }
    if (atLineStart) {
      atLineStart = false
      let column = 0
      let altColumn = 0
      let continued = 0
      for (;;) {
        const c = src.charCodeAt(pos)
        if (c === 32) {
          column++
          altColumn++
        } else if (c === 9) {
          column = ((column >> 3) + 1) << 3
          altColumn++
        } else if (c === 12) {
          column = altColumn = 0
        } else if (c === 92) {
          // Blanks before a backslash set the indentation of the joined line.
          if (continued === 0) continued = column
          if (!continueLine(true)) return
          continue
        } else break
        pos++
      }
      if (pos < length) {
        const c = src.charCodeAt(pos)
        // Blanks before an end of the source that is no line end are an indentation.
        if (c === 35 || (c === 10 && !(addedLineEnd && pos === length - 1 && pos > lineStart))) {
          if (brackets.length === 0 || extra || c === 35) {
            blankLine(c, interactive)
          } else newLine()
          atLineStart = true
          continue
        }
      }
      if (brackets.length === 0) {
        if (continued !== 0) column = altColumn = continued
        if (pos >= length) column = altColumn = 0
        if (!indentation(indents, altIndents, column, altColumn, interactive)) return
        if (pos >= length) return
      } else if (pos >= length) {
        failAtEnd()
        return
      }
    }
    let c = src.charCodeAt(pos)
    while (c === 32 || c === 9 || c === 12) c = src.charCodeAt(++pos)
    if (c < 128) {
      const kind = charClass[c]
      if (kind === 1) {
        if (!word()) return
        continue
      }
      if (kind === 2) {
        if (!number()) return
        continue
      }
    } else if (c >= 128) {
      if (!word()) return
      continue
    }
    switch (c) {
      case 10:
        if (brackets.length > 0) {
          if (extra) emit(NL, pos, pos + 1)
          newLine()
          // Blanks and comments at the start of a continuation line mean nothing.
          continue
        }
        if (addedLineEnd && pos === length - 1) {
          // CPython has no line end here; an interactive statement ends by the end of the source.
          if (interactive) emit(NEWLINE, length, length)
        } else if (commentStart >= lineStart && !extra) emit(NEWLINE, commentStart, pos + 1)
        else emit(NEWLINE, pos, pos + 1)
        newLine()
        atLineStart = true
        continue
      case 35:
        comment()
        continue
      case 34:
      case 39:
        if (!stringLiteral(pos, pos)) return
        continue
      case 92:
        if (!continueLine()) return
        continue
      case 46: {
        const next = src.charCodeAt(pos + 1)
        if (next >= 48 && next <= 57) {
          if (!number()) return
          continue
        }
        break
      }
    }
    if (pos >= length) {
      failAtEnd()
      return
    }
    if (!operator(c)) return
  }
}

function newLine(): void {
  pos++
  lineno++
  lineStart = bufferStart = pos
}

/** A line end inside a token or behind a backslash. */
function joinLine(): void {
  pos++
  lineno++
  lineStart = pos
}

/** A line with nothing but blanks and perhaps a comment; stands at `#` or the line end. */
function blankLine(c: number, interactive: boolean): void {
  const before = count
  if (c === 35) comment(true)
  if (pos >= length) return
  if (extra) emit(NL, pos, pos + 1)
  else if (addedLineEnd && pos === length - 1) {
    // A comment that the end of the source cuts short ends an interactive statement without ending its blocks.
    if (interactive && count > 0) emit(NEWLINE, length, length)
  } else if (count > before && brackets.length === 0) emit(NEWLINE, pos, pos + 1)
  newLine()
}

/** Backslash and line end: true when a line follows. */
function continueLine(atLineStart = false): boolean {
  const atEnd = addedLineEnd && pos + 2 >= length
  if (atEnd || src.charCodeAt(pos + 1) !== 10) {
    // CPython counts from the start of its buffer, which joined lines share.
    const column = codePoints(bufferStart, pos) + (atEnd ? 1 : 2)
    failSoft('SyntaxError', 'unexpected character after line continuation character', column, 0)
    return false
  }
  pos++
  if (atLineStart) newLine()
  else joinLine()
  if (pos >= length) {
    failAtEnd()
    return false
  }
  return true
}

/** INDENT and DEDENT at the first token of a line, or all that is open at the end of the source. */
function indentation(
  indents: number[],
  altIndents: number[],
  column: number,
  altColumn: number,
  interactive: boolean,
): boolean {
  let top = indents[indents.length - 1]
  if (pos >= length) {
    // CPython does not count a line that was never read.
    lineno--
    if (length > 0) {
      lineStart = src.lastIndexOf('\n', length - 2) + 1
    }
    // CPython turns the end of an interactive statement into a line end; where the last line had none, that has happened already,
    // and happens again only after DEDENTs.
    const dedents = impliedDedents ? indents.length - 1 : 0
    const endsLine = interactive && count > 0 && (addedLineEnd ? dedents > 0 : true)
    for (let i = 0; i < dedents; i++) emit(DEDENT, pos, pos)
    if (endsLine) emit(NEWLINE, pos, pos)
    emit(ENDMARKER, pos, pos)
    return true
  }
  if (column === top) {
    if (altColumn !== altIndents[altIndents.length - 1]) return tabError()
    return true
  }
  if (column > top) {
    if (indents.length >= MAX_INDENT) {
      failSoft('IndentationError', 'too many levels of indentation', 0, 0)
      lineEndError()
      return false
    }
    if (altColumn <= altIndents[altIndents.length - 1]) return tabError()
    indents.push(column)
    altIndents.push(altColumn)
    emit(INDENT, extra ? lineStart : pos, pos)
    return true
  }
  let dedents = 0
  while (column < top) {
    indents.pop()
    altIndents.pop()
    top = indents[indents.length - 1]
    dedents++
  }
  if (column !== top) {
    failSoft('IndentationError', 'unindent does not match any outer indentation level', 0, -1)
    lineEndError()
    return false
  }
  if (altColumn !== altIndents[altIndents.length - 1]) return tabError()
  while (dedents-- > 0) emit(DEDENT, pos, pos)
  return true
}

function tabError(): boolean {
  failSoft('TabError', 'inconsistent use of tabs and spaces in indentation', 1, 0)
  return false
}

/** Moves the error to the end of the line, where CPython's cursor stands when an indentation is refused. */
function lineEndError(): void {
  const old = error!
  const lineEnd = src.indexOf('\n', pos) + 1
  if (old.message.startsWith('unindent')) {
    error = { ...old, offset: codePoints(lineStart, addedLineEnd && lineEnd === length ? lineEnd - 1 : lineEnd) }
  } else {
    error = { ...old, offset: 1, endOffset: 0 }
  }
}

const typeIgnoreComment = /^#[ \t]*type:[ \t]*ignore(?![A-Za-z0-9]|[^\0-\x7f])(.*)$/
const typeComment = /^#[ \t]*type:[ \t]*/

function comment(alone = false): void {
  const start = pos
  commentStart = start
  const lineEnd = src.indexOf('\n', pos)
  pos = lineEnd < 0 ? length : lineEnd
  if (extra) emit(COMMENT, start, pos)
  if (!wantTypeComments) return
  const text = src.slice(start, pos)
  const prefix = typeComment.exec(text)
  if (prefix === null) return
  const ignore = typeIgnoreComment.exec(text)
  // CPython's text of a comment that has the line for itself includes the line's end.
  if (ignore !== null) typeIgnores.push({ lineno, tag: alone ? `${ignore[1]}\n` : ignore[1] })
  else emit(TYPE_COMMENT, start + prefix[0].length, pos)
}

function word(): boolean {
  const start = pos
  let c = src.charCodeAt(pos)
  let ascii = true
  for (;;) {
    if (c < 128) {
      if (charClass[c] === 0) break
    } else if (c >= 128) ascii = false
    else break
    c = src.charCodeAt(++pos)
  }
  const size = pos - start
  if (size <= 2 && (c === 34 || c === 39) && isPrefix(start, size)) return stringLiteral(start, pos)
  if (!ascii) {
    if (!extra && !verifyName(start, pos)) return false
    emit(NAME, start, pos)
    return true
  }
  let kind = NAME
  if (size <= 8) {
    const candidates = keywordsByStart[src.charCodeAt(start)]
    if (candidates !== undefined) {
      for (let i = 0; i < candidates.length; i++) {
        const candidate = candidates[i]
        if (candidate.word.length === size && src.startsWith(candidate.word, start)) {
          kind = candidate.code
          break
        }
      }
    }
  }
  if (count > 0 && !separateWords) {
    if (kind === IN && kinds[count - 1] === NOT) return merge(NOT_IN)
    if (kind === NOT && kinds[count - 1] === IS) return merge(IS_NOT)
  }
  emit(kind, start, pos)
  return true
}

/** Extends the last token over the word just read. */
function merge(kind: number): boolean {
  kinds[count - 1] = kind
  ends[count - 1] = pos
  endLines[count - 1] = lineno
  endColumns[count - 1] = pos - lineStart
  return true
}

/** Whether the one or two letters are a string prefix. */
function isPrefix(start: number, size: number): boolean {
  const a = src.charCodeAt(start) | 32
  if (size === 1) return a === 98 || a === 114 || a === 117 || a === 102
  const b = src.charCodeAt(start + 1) | 32
  return ((a === 98 || a === 102) && b === 114) || (a === 114 && (b === 98 || b === 102))
}

/** Checks a name with characters beyond ASCII (PEP 3131). */
function verifyName(start: number, end: number): boolean {
  let first = true
  for (let i = start; i < end; ) {
    const point = src.codePointAt(i)!
    const text = String.fromCodePoint(point)
    const good = first ? isIdentifierStart(point) : isIdentifierPart(point)
    i += text.length
    if (point >= 0xdc80 && point < 0xdd00) {
      badByte(start, end, i - 1)
      return false
    }
    if (!good) {
      const hex = point.toString(16).toUpperCase().padStart(4, '0')
      pos = i
      if (isPrintable(point)) fail(`invalid character '${text}' (U+${hex})`, i)
      else fail(`invalid non-printable character U+${hex}`, i)
      return false
    }
    first = false
  }
  return true
}

/** An undecodable byte in a name, see `source.ts`. */
function badByte(start: number, end: number, at: number): void {
  const message = utf8Problem(bytesOf(src.slice(start, end)))
  const offset = codePoints(lineStart, at) + 1
  error = {
    type: 'SyntaxError',
    message,
    lineno,
    offset,
    endLineno: lineno,
    endOffset: -1,
    hard: true,
    raised: true,
  }
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57
}

/** Digits with single underscores between them, from `pos`; false after an error. */
function digits(): boolean {
  for (;;) {
    while (isDigit(src.charCodeAt(pos))) pos++
    if (src.charCodeAt(pos) !== 95) return true
    pos++
    if (!isDigit(src.charCodeAt(pos))) {
      fail('invalid decimal literal', pos)
      return false
    }
  }
}

function number(): boolean {
  const start = pos
  const c = src.charCodeAt(pos)
  if (c === 48) {
    const mark = src.charCodeAt(pos + 1) | 32
    if (mark === 120) return radix(start, 16, 'hexadecimal')
    if (mark === 111) return radix(start, 8, 'octal')
    if (mark === 98) return radix(start, 2, 'binary')
    pos++
    for (;;) {
      if (src.charCodeAt(pos) === 95) {
        pos++
        if (!isDigit(src.charCodeAt(pos))) {
          fail('invalid decimal literal', pos)
          return false
        }
      }
      if (src.charCodeAt(pos) !== 48) break
      pos++
    }
    const zerosEnd = pos
    let nonzero = false
    if (isDigit(src.charCodeAt(pos))) {
      nonzero = true
      if (!digits()) return false
    }
    const next = src.charCodeAt(pos)
    if (nonzero && next !== 46 && (next | 32) !== 101 && (next | 32) !== 106 && !extra) {
      const offset = codePoints(lineStart, start) + 1
      error = {
        type: 'SyntaxError',
        message: 'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
        lineno,
        offset,
        endLineno: lineno,
        endOffset: offset + (zerosEnd - start),
        hard: true,
        raised: true,
      }
      return false
    }
  } else if (c !== 46) {
    if (!digits()) return false
  }
  let next = src.charCodeAt(pos)
  if (next === 46) {
    pos++
    if (isDigit(src.charCodeAt(pos)) && !digits()) return false
    next = src.charCodeAt(pos)
  }
  if ((next | 32) === 101) {
    const sign = src.charCodeAt(pos + 1)
    if (sign === 43 || sign === 45) {
      if (!isDigit(src.charCodeAt(pos + 2))) {
        fail('invalid decimal literal', pos + 2)
        return false
      }
      pos += 2
      if (!digits()) return false
    } else if (isDigit(sign)) {
      pos++
      if (!digits()) return false
    } else {
      if (!endOfNumber('decimal')) return false
      emit(NUMBER, start, pos)
      return true
    }
    next = src.charCodeAt(pos)
  }
  if ((next | 32) === 106) {
    pos++
    if (!endOfNumber('imaginary')) return false
  } else if (!endOfNumber('decimal')) return false
  emit(NUMBER, start, pos)
  return true
}

function radix(start: number, base: 2 | 8 | 16, name: string): boolean {
  pos += 2
  const good = (c: number): boolean =>
    base === 16 ? isDigit(c) || ((c | 32) >= 97 && (c | 32) <= 102) : c >= 48 && c < 48 + base
  do {
    if (src.charCodeAt(pos) === 95) pos++
    const c = src.charCodeAt(pos)
    if (!good(c)) {
      if (isDigit(c)) fail(`invalid digit '${String.fromCharCode(c)}' in ${name} literal`, pos + 1)
      else fail(`invalid ${name} literal`, pos)
      return false
    }
    do pos++
    while (good(src.charCodeAt(pos)))
  } while (src.charCodeAt(pos) === 95)
  const c = src.charCodeAt(pos)
  if (isDigit(c)) {
    fail(`invalid digit '${String.fromCharCode(c)}' in ${name} literal`, pos + 1)
    return false
  }
  if (!endOfNumber(name)) return false
  emit(NUMBER, start, pos)
  return true
}

const keywordAfterNumber = /(?:(?:and|else|for|or|not)(?![\w\u0080-\uffff])|i[fns])/y

/** A number must not run into a name; into one of the keywords that can follow it, it only earns a warning. */
function endOfNumber(kind: string): boolean {
  if (extra) return true
  const c = src.charCodeAt(pos)
  if (!(c < 128 && charClass[c] !== 0)) return true
  keywordAfterNumber.lastIndex = pos
  if (keywordAfterNumber.test(src)) {
    warn(`invalid ${kind} literal`, pos)
    return true
  }
  fail(`invalid ${kind} literal`, pos)
  return false
}

/** A string or the start of an f-string; `start` is where its prefix begins, `quoteAt` its first quote. */
function stringLiteral(start: number, quoteAt: number): boolean {
  const quote = src.charCodeAt(quoteAt)
  const triple = src.charCodeAt(quoteAt + 1) === quote && src.charCodeAt(quoteAt + 2) === quote
  let raw = false
  for (let i = start; i < quoteAt; i++) {
    const letter = src.charCodeAt(i) | 32
    if (letter === 114) raw = true
    else if (letter === 102) {
      raw ||= (src.charCodeAt(i + 1) | 32) === 114
      pos = quoteAt + (triple ? 3 : 1)
      if (fstrings.length + 1 >= MAX_FSTRINGS) {
        fail('too many nested f-strings', pos)
        return false
      }
      emit(FSTRING_START, start, pos)
      fstrings.push({
        quote,
        quoteSize: triple ? 3 : 1,
        raw,
        startOffset: start,
        startLine: lineno,
        startLineOffset: lineStart,
        depth: 0,
        exprDepth: -1,
        inFormatSpec: false,
        literal: true,
      })
      return true
    }
  }
  const startLine = lineno
  const startLineOffset = lineStart
  pos = quoteAt + (triple ? 3 : 1)
  if (plainString(start, quote, triple)) return true
  let escapedQuote = false
  for (;;) {
    const c = src.charCodeAt(pos)
    if (c === quote) {
      if (!triple) {
        pos++
        emitFrom(STRING, start, pos, startLine, startLineOffset)
        return true
      }
      if (src.charCodeAt(pos + 1) === quote && src.charCodeAt(pos + 2) === quote) {
        pos += 3
        emitFrom(STRING, start, pos, startLine, startLineOffset)
        return true
      }
      pos++
    } else if (c === 92) {
      const next = src.charCodeAt(pos + 1)
      if (next === 10) {
        pos++
        joinLine()
      } else {
        if (next === quote) escapedQuote = true
        pos += 2
      }
    } else if (c === 10) {
      if (!triple) return unterminated(start, quote, 1, startLine, startLineOffset, lineno, escapedQuote)
      joinLine()
    } else if (pos >= length) {
      return unterminated(start, quote, triple ? 3 : 1, startLine, startLineOffset, lineno - 1, escapedQuote && !triple)
    } else pos++
  }
}

/**
 * A string without escapes that ends where it should, found by native searches: in cold code that is several times faster than a
 * loop over characters. False, and nothing done, for any other string.
 */
function plainString(start: number, quote: number, triple: boolean): boolean {
  const mark = quote === 34 ? '"' : "'"
  const close = src.indexOf(triple ? (quote === 34 ? '"""' : "'''") : mark, pos)
  if (close < 0) return false
  if (nextBackslash < pos) {
    nextBackslash = src.indexOf('\\', pos)
    if (nextBackslash < 0) nextBackslash = length
  }
  if (nextBackslash < close) return false
  let lineEnd = src.indexOf('\n', pos)
  if (triple) {
    const startLine = lineno
    const startLineOffset = lineStart
    while (lineEnd >= 0 && lineEnd < close) {
      lineno++
      lineStart = lineEnd + 1
      lineEnd = src.indexOf('\n', lineStart)
    }
    pos = close + 3
    emitFrom(STRING, start, pos, startLine, startLineOffset)
    return true
  }
  if (lineEnd >= 0 && lineEnd < close) return false
  pos = close + 1
  emit(STRING, start, pos)
  return true
}

/** Notes that the error just found is due to the end of the source, if it is. */
function markEnd(): void {
  if (pos >= length - (addedLineEnd ? 1 : 0)) error = { ...error!, atEnd: true }
}

function unterminated(
  start: number,
  quote: number,
  quoteSize: number,
  startLine: number,
  startLineOffset: number,
  detected: number,
  escapedQuote = false,
): boolean {
  const outer = fstrings.at(-1)
  if (outer !== undefined && outer.quote === quote && outer.quoteSize === quoteSize) {
    fail("f-string: expecting '}'", start + 1, startLine, startLineOffset)
  } else {
    const kind = quoteSize === 3 ? 'triple-quoted string' : 'string'
    const hint = escapedQuote ? '; perhaps you escaped the end quote?' : ''
    fail(`unterminated ${kind} literal (detected at line ${detected})${hint}`, start + 1, startLine, startLineOffset)
    markEnd()
  }
  return false
}

/** The literal part of an f-string, up to a brace or the end quote (CPython: tok_get_fstring_mode). */
function fstringLiteral(): boolean {
  const f = fstrings[fstrings.length - 1]
  const start = pos
  const startLine = lineno
  const startLineOffset = lineStart
  const { quote, quoteSize } = f
  const first = src.charCodeAt(pos)
  if (first === 123 && src.charCodeAt(pos + 1) !== 123) return enterExpression(f)
  if (
    first === quote &&
    (quoteSize === 1 || (src.charCodeAt(pos + 1) === quote && src.charCodeAt(pos + 2) === quote))
  ) {
    pos += quoteSize
    emit(FSTRING_END, start, pos)
    fstrings.pop()
    return true
  }
  let namedEscape = false
  for (;;) {
    const c = src.charCodeAt(pos)
    const inSpec = f.inFormatSpec && f.exprDepth >= 0
    const ended = pos >= length - (addedLineEnd ? 1 : 0)
    if (ended || (c === 10 && quoteSize === 1)) {
      if (inSpec && !ended) {
        f.literal = false
        f.inFormatSpec = false
        emitFrom(FSTRING_MIDDLE, start, pos, startLine, startLineOffset)
        return true
      }
      const kind = quoteSize === 3 ? 'triple-quoted f-string' : 'f-string'
      const detected = pos >= length ? lineno - 1 : lineno
      fail(
        `unterminated ${kind} literal (detected at line ${detected})`,
        f.startOffset + 1,
        f.startLine,
        f.startLineOffset,
      )
      if (quoteSize === 3) markEnd()
      return false
    }
    if (c === quote) {
      if (quoteSize === 1 || (src.charCodeAt(pos + 1) === quote && src.charCodeAt(pos + 2) === quote)) {
        emitFrom(FSTRING_MIDDLE, start, pos, startLine, startLineOffset)
        return true
      }
      pos++
    } else if (c === 123) {
      if (src.charCodeAt(pos + 1) !== 123 || inSpec) {
        emitFrom(FSTRING_MIDDLE, start, pos, startLine, startLineOffset)
        return enterExpression(f)
      }
      // In CPython's tree the token reaches over both braces, in `tokenize` it does not.
      emitFrom(FSTRING_MIDDLE, start, extra ? pos + 1 : pos + 2, startLine, startLineOffset)
      pos += 2
      return true
    } else if (c === 125) {
      if (namedEscape) {
        pos++
        emitFrom(FSTRING_MIDDLE, start, pos, startLine, startLineOffset)
        return true
      }
      if (src.charCodeAt(pos + 1) === 125 && !inSpec && f.depth === 0) {
        emitFrom(FSTRING_MIDDLE, start, extra ? pos + 1 : pos + 2, startLine, startLineOffset)
        pos += 2
        return true
      }
      f.literal = false
      emitFrom(FSTRING_MIDDLE, start, pos, startLine, startLineOffset)
      return true
    } else if (c === 92) {
      const next = src.charCodeAt(pos + 1)
      if (next === 123 || next === 125) {
        if (!f.raw) warn(`invalid escape sequence '\\${String.fromCharCode(next)}'`, pos + 2)
        pos++
      } else if (next === 78 && !f.raw && src.charCodeAt(pos + 2) === 123) {
        namedEscape = true
        pos += 3
      } else if (next === 10) {
        pos++
        joinLine()
      } else pos += 2
    } else if (c === 10) joinLine()
    else pos++
  }
}

function enterExpression(f: FString): boolean {
  f.exprDepth++
  if (f.exprDepth >= MAX_FSTRING_EXPRESSIONS) {
    fail('f-string: expressions nested too deeply', pos)
    return false
  }
  f.literal = false
  return operator(123)
}

function openBracket(kind: number, c: number): boolean {
  if (brackets.length >= MAX_BRACKETS) {
    fail('too many nested parentheses', pos + 1)
    return false
  }
  brackets.push({ char: c, offset: pos, lineno })
  if (fstrings.length > 0) fstrings[fstrings.length - 1].depth++
  emit(kind, pos, pos + 1)
  pos++
  return true
}

function closeBracket(kind: number, c: number): boolean {
  const f = fstrings.length > 0 ? fstrings[fstrings.length - 1] : undefined
  const text = String.fromCharCode(c)
  if (f !== undefined && f.depth === 0 && c === 125) {
    fail("f-string: single '}' is not allowed", pos + 1)
    return false
  }
  const open = brackets.pop()
  if (open === undefined) {
    if (!extra) {
      fail(`unmatched '${text}'`, pos + 1)
      return false
    }
  } else if (!extra && (open.char === 40 ? c !== 41 : c !== open.char + 2)) {
    if (f !== undefined && open.char === 123 && f.depth - 1 === f.exprDepth) {
      fail(`f-string: unmatched '${text}'`, pos + 1)
      return false
    }
    const where = open.lineno === lineno ? '' : ` on line ${open.lineno}`
    const opening = String.fromCharCode(open.char)
    fail(`closing parenthesis '${text}' does not match opening parenthesis '${opening}'${where}`, pos + 1)
    return false
  }
  if (f !== undefined) {
    f.depth--
    if (f.depth < 0) {
      fail(`f-string: unmatched '${text}'`, pos + 1)
      return false
    }
    if (c === 125 && f.depth === f.exprDepth) {
      f.exprDepth--
      f.literal = true
      f.inFormatSpec = false
    }
  }
  emit(kind, pos, pos + 1)
  pos++
  return true
}

function op(kind: number, size: number): boolean {
  emit(kind, pos, pos + size)
  pos += size
  return true
}

function operator(c: number): boolean {
  const c2 = src.charCodeAt(pos + 1)
  switch (c) {
    case 40:
      return openBracket(LPAR, c)
    case 91:
      return openBracket(LSQB, c)
    case 123:
      return openBracket(LBRACE, c)
    case 41:
      return closeBracket(RPAR, c)
    case 93:
      return closeBracket(RSQB, c)
    case 125:
      return closeBracket(RBRACE, c)
    case 44:
      return op(COMMA, 1)
    case 58: {
      const f = fstrings.length > 0 ? fstrings[fstrings.length - 1] : undefined
      if (f !== undefined && f.depth - 1 === f.exprDepth) {
        f.literal = true
        f.inFormatSpec = true
        return op(COLON, 1)
      }
      return c2 === 61 ? op(COLONEQUAL, 2) : op(COLON, 1)
    }
    case 46:
      return c2 === 46 && src.charCodeAt(pos + 2) === 46 ? op(ELLIPSIS, 3) : op(DOT, 1)
    case 59:
      return op(SEMI, 1)
    case 61:
      return c2 === 61 ? op(EQEQUAL, 2) : op(EQUAL, 1)
    case 126:
      return op(TILDE, 1)
    case 43:
      return c2 === 61 ? op(PLUSEQUAL, 2) : op(PLUS, 1)
    case 45:
      return c2 === 61 ? op(MINEQUAL, 2) : c2 === 62 ? op(RARROW, 2) : op(MINUS, 1)
    case 42:
      if (c2 === 42) return src.charCodeAt(pos + 2) === 61 ? op(DOUBLESTAREQUAL, 3) : op(DOUBLESTAR, 2)
      return c2 === 61 ? op(STAREQUAL, 2) : op(STAR, 1)
    case 47:
      if (c2 === 47) return src.charCodeAt(pos + 2) === 61 ? op(DOUBLESLASHEQUAL, 3) : op(DOUBLESLASH, 2)
      return c2 === 61 ? op(SLASHEQUAL, 2) : op(SLASH, 1)
    case 37:
      return c2 === 61 ? op(PERCENTEQUAL, 2) : op(PERCENT, 1)
    case 64:
      return c2 === 61 ? op(ATEQUAL, 2) : op(AT, 1)
    case 38:
      return c2 === 61 ? op(AMPEREQUAL, 2) : op(AMPER, 1)
    case 124:
      return c2 === 61 ? op(VBAREQUAL, 2) : op(VBAR, 1)
    case 94:
      return c2 === 61 ? op(CIRCUMFLEXEQUAL, 2) : op(CIRCUMFLEX, 1)
    case 60:
      if (c2 === 60) return src.charCodeAt(pos + 2) === 61 ? op(LEFTSHIFTEQUAL, 3) : op(LEFTSHIFT, 2)
      // `<>` is the token `!=`; the parser refuses that spelling unless PEP 401 is in force.
      return c2 === 61 ? op(LESSEQUAL, 2) : c2 === 62 ? op(NOTEQUAL, 2) : op(LESS, 1)
    case 62:
      if (c2 === 62) return src.charCodeAt(pos + 2) === 61 ? op(RIGHTSHIFTEQUAL, 3) : op(RIGHTSHIFT, 2)
      return c2 === 61 ? op(GREATEREQUAL, 2) : op(GREATER, 1)
    case 33:
      return c2 === 61 ? op(NOTEQUAL, 2) : op(EXCLAMATION, 1)
  }
  if (c < 32 || c === 127) {
    fail(`invalid non-printable character U+${c.toString(16).toUpperCase().padStart(4, '0')}`, pos + 1)
    return false
  }
  // `$`, `?`, and the backtick are operators that no rule wants.
  return op(ERRORTOKEN, 1)
}
