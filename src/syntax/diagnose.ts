/**
 * From a source that did not parse to the error that CPython reports for it.
 *
 * CPython parses again with its `invalid_…` rules switched on, after which (or when these find nothing) errors of the tokenizer
 * further down, brackets never closed and plain "invalid syntax" have their turn (Parser/pegen_errors.c). The same happens here
 * with the grammar `PythonErrors`. None of this is loaded before the first syntax error.
 */

import { ComplexConstant } from '../base/constant'
import { BuildError, c } from './cursor'
import { type CheckName, ErrorMatcher, type ErrorNode, type Part } from './error-matcher'
import type { StartRule } from './generated/matcher'
import { checkFString, numberValue, stringConstant } from './literals'
import { mistakeActions, type Reporter } from './mistakes'
import { column, columnOnLine, endColumn as endColumnOf } from './places'
import { neverClosed, type SyntaxWarningRecord, type TokenError, type Tokens } from './tokenizer'
import {
  DEDENT,
  ENDMARKER,
  FSTRING_END,
  INDENT,
  IS_NOT,
  LBRACE,
  LPAR,
  LSQB,
  NOT_IN,
  NUMBER,
  RBRACE,
  RPAR,
  RSQB,
  STRING,
  tokenName,
} from './tokens'

/** Thrown inside a diagnosis: the error has been found. */
class Found {
  constructor(readonly error: TokenError) {}
}

/** How the diagnosis goes. */
export interface DiagnoseOptions {
  readonly rule: StartRule
  /** Report "incomplete input" when the end of the source was reached (`PyCF_ALLOW_INCOMPLETE_INPUT`). */
  readonly allowIncompleteInput: boolean
  /** Receives the warnings about literals before the error. */
  readonly warnings?: SyntaxWarningRecord[]
}

/**
 * The error of a source that is not valid Python. `c` must hold its tokens.
 * @public loaded by `parser.ts` when it is needed
 */
export function diagnose(tokens: Tokens, options: DiagnoseOptions): TokenError {
  const stopAt = tokens.error === null ? -1 : tokens.count - 1
  const reporter = new TokenReporter(tokens)
  const matcher = new ErrorMatcher({
    kinds: tokens.kinds,
    stopAt,
    mistakes: mistakeActions(reporter),
    checks: literalChecks(reporter, tokens),
    onMissing: (token, wanted) => reporter.tokens(token, token, `expected '${tokenName(wanted)}'`),
    onStop: () => {
      throw new Found(tokens.error!)
    },
  })
  reporter.matcher = matcher
  let error = attempt(matcher, tokens, options.rule)
  if (options.warnings !== undefined) warnOfLiterals(tokens, matcher.furthest, options.warnings)
  if (options.allowIncompleteInput && reachedEnd(tokens, matcher)) {
    return reporter.make('SyntaxError', matcher.furthest, 'incomplete input')
  }
  if (error !== null && error === tokens.error) return error
  const last = matcher.furthest
  if (error === null) {
    const triedNot = matcher.tried('notExpr', last)
    matcher.seekMistakes()
    error = attempt(matcher, tokens, options.rule)
    reporter.triedNot = triedNot
    if (error !== null && error === tokens.error) return error
  }
  if (error === null) {
    const kind = tokens.kinds[last]
    if (kind === INDENT) return reporter.make('IndentationError', last, 'unexpected indent')
    if (kind === DEDENT) return reporter.make('IndentationError', last, 'unexpected unindent')
    error = reporter.range(last, last, 'invalid syntax')
  }
  if (tokens.error?.hard) return tokens.error
  // An opening bracket on an earlier line that is never closed is the likelier mistake.
  const open = tokens.error?.raised ? undefined : tokens.open.at(-1)
  if (open !== undefined && tokens.line[matcher.furthest] > open.lineno) return neverClosed(tokens.source, open)
  return error
}

/** What the parser has come past it has decoded, and warned of. */
function warnOfLiterals(tokens: Tokens, end: number, into: SyntaxWarningRecord[]): void {
  const kept = c.warnings
  c.warnings = into
  for (let i = 0; i < end; i++)
    if (tokens.kinds[i] === STRING)
      try {
        stringConstant(i)
      } catch (thrown) {
        if (!(thrown instanceof BuildError)) throw thrown
      }
  c.warnings = kept
}

/** Runs one pass; returns what it found, or null. */
function attempt(matcher: ErrorMatcher, tokens: Tokens, rule: StartRule): TokenError | null {
  try {
    if (rule !== 'file') matcher.rule(rule, 0)
    else {
      let at = 0
      for (;;) {
        const statement = matcher.rule('statement', at)
        if (statement === null) break
        at = statement.end
        matcher.forget()
      }
      matcher.lookAt(at)
    }
  } catch (thrown) {
    if (thrown instanceof Found) return thrown.error
    if (thrown instanceof BuildError) {
      const { firstToken, lastToken, message, wholeLine } = thrown
      const error = new TokenReporter(tokens).range(firstToken, lastToken, message)
      return wholeLine ? { ...error, offset: 0, endOffset: 0 } : error
    }
    throw thrown
  }
  return null
}

/** Whether CPython's tokenizer had seen the end of the source. */
function reachedEnd(tokens: Tokens, matcher: ErrorMatcher): boolean {
  const error = tokens.error
  if (error !== null && matcher.furthest === tokens.count - 1) {
    return (
      error.atEnd === true ||
      error.message === 'unexpected EOF while parsing' ||
      error.message.endsWith('was never closed')
    )
  }
  const last = matcher.furthest
  if (tokens.start[last] >= tokens.source.length) return true
  // To see where a word or an operator ends, the tokenizer has to look at what follows; a string ends by itself.
  const kind = tokens.kinds[last]
  return tokens.addedLineEnd && tokens.end[last] === tokens.source.length - 1 && kind !== STRING && kind !== FSTRING_END
}

class TokenReporter implements Reporter {
  readonly kinds: Uint16Array
  matcher!: ErrorMatcher
  /** Whether the first pass has tried an expression with `not` at its last token, once the second has begun. */
  triedNot: boolean | undefined
  private levels: Int32Array | undefined

  constructor(private readonly source: Tokens) {
    this.kinds = source.kinds
  }

  text(token: number): string {
    return this.source.source.slice(this.source.start[token], this.source.end[token])
  }

  line(token: number): number {
    return this.source.line[token]
  }

  level(token: number): number {
    if (this.levels === undefined) {
      this.levels = new Int32Array(this.source.count)
      let level = 0
      for (let i = 0; i < this.source.count; i++) {
        const kind = this.kinds[i]
        if (kind === LPAR || kind === LSQB || kind === LBRACE) level++
        else if (kind === RPAR || kind === RSQB || kind === RBRACE) level--
        this.levels[i] = level
      }
    }
    return this.levels[token]
  }

  adjacent(first: number, second: number): boolean {
    return this.source.end[first] === this.source.start[second]
  }

  /** The error at one token as CPython places it when it knows no better than "the last token". */
  make(type: TokenError['type'], token: number, message: string): TokenError {
    if (this.hasNoExtent(token)) {
      const lineno = this.source.line[token]
      const offset = this.cursorColumn(token)
      return { type, message, lineno, offset, endLineno: lineno, endOffset: -1, hard: false, raised: false }
    }
    return { ...this.range(token, token, message), type }
  }

  /** Whether the token is only a place: CPython then reports where its tokenizer stands. */
  private hasNoExtent(token: number): boolean {
    const kind = this.kinds[token]
    return (
      kind === INDENT || kind === DEDENT || kind === ENDMARKER || this.source.start[token] >= this.source.source.length
    )
  }

  private cursorColumn(token: number): number {
    const { source, start, addedLineEnd } = this.source
    if (start[token] < source.length) return column(this.source.source, start[token])
    return endColumnOf(this.source.source, addedLineEnd ? source.length - 1 : source.length)
  }

  /** The error at a range of tokens. */
  range(first: number, last: number, message: string): TokenError {
    if (this.hasNoExtent(first)) {
      const lineno = this.source.line[first]
      return {
        type: 'SyntaxError',
        message,
        lineno,
        offset: 0,
        endLineno: lineno,
        endOffset: 0,
        hard: false,
        raised: false,
      }
    }
    if (first === last && (this.kinds[first] === IS_NOT || this.kinds[first] === NOT_IN))
      return this.word(first, message)
    const { line, endLine, start, end, endColumn } = this.source
    let endOffset = endColumnOf(this.source.source, end[last]) + 1
    if (endLine[last] !== line[first]) {
      endOffset = columnOnLine(this.source.source, start[first], endColumn[last] + 1)
    }
    return {
      type: 'SyntaxError',
      message,
      lineno: line[first],
      offset: column(this.source.source, start[first]) + 1,
      endLineno: endLine[last],
      endOffset,
      hard: false,
      raised: false,
    }
  }

  /**
   * An error at two words that are one token here: CPython has looked at the first only, or at the second of `not in` where `not`
   * could have begun an expression.
   */
  private word(token: number, message: string): TokenError {
    const { line, endLine, start, end } = this.source
    const first = this.kinds[token] === IS_NOT || !(this.triedNot ?? this.matcher.tried('notExpr', token))
    const offset = column(this.source.source, first ? start[token] : end[token] - 2) + 1
    const size = this.kinds[token] === NOT_IN && first ? 3 : 2
    const lineno = first ? line[token] : endLine[token]
    return {
      type: 'SyntaxError',
      message,
      lineno,
      offset,
      endLineno: lineno,
      endOffset: offset + size,
      hard: false,
      raised: false,
    }
  }

  last(message: string): never {
    throw new Found(this.make('SyntaxError', this.matcher.furthest, message))
  }

  indentation(message: string): never {
    throw new Found(this.make('IndentationError', this.matcher.furthest, message))
  }

  next(token: number, message: string): never {
    throw new Found(this.make('SyntaxError', token, message))
  }

  tokens(first: number, last: number, message: string): never {
    throw new Found(this.range(first, last, message))
  }

  from(token: number, message: string): never {
    const { line, endLine, start, end } = this.source
    const last = this.matcher.furthest
    throw new Found({
      type: 'SyntaxError',
      message,
      lineno: line[token],
      offset: this.hasNoExtent(token) ? 0 : column(this.source.source, start[token]) + 1,
      endLineno: endLine[last],
      endOffset: this.hasNoExtent(last) ? this.cursorColumn(last) : endColumnOf(this.source.source, end[last]),
      hard: false,
      raised: false,
    })
  }

  after(node: ErrorNode, message: string): never {
    const { line, endLine, start, endColumn } = this.source
    throw new Found({
      type: 'SyntaxError',
      message,
      lineno: line[node.start],
      offset: columnOnLine(this.source.source, start[node.start], endColumn[node.end - 1]),
      endLineno: endLine[node.end - 1],
      endOffset: 0,
      hard: false,
      raised: false,
    })
  }
}

/** What CPython's parser actions refuse while parsing: bad literals, above all. */
function literalChecks(r: TokenReporter, tokens: Tokens): Record<CheckName, (node: ErrorNode) => boolean> {
  const complex = (node: ErrorNode): boolean => numberValue(node.start) instanceof ComplexConstant
  return {
    plainString: (node) => {
      stringConstant(node.start)
      return true
    },
    fstring: (node) => {
      checkFString(node.start, node.end, (node.parts[1] as Part[]).flatMap(textToken))
      return true
    },
    specText: (node) => {
      checkFString(node.start, node.start + 1, [node.start])
      return true
    },
    strings: (node) => {
      let bytes = false
      let text = false
      for (const part of node.parts[0] as ErrorNode[]) {
        const inner = part.parts[0] as ErrorNode
        if (inner.rule === 'plainString' && /^[^'"]*b/i.test(r.text(inner.start))) bytes = true
        else text = true
      }
      if (bytes && text) r.last('cannot mix bytes and nonbytes literals')
      return true
    },
    number: (node) => {
      if (tokens.kinds[node.start] === NUMBER) numberValue(node.start)
      return true
    },
    realNumber: (node) => {
      if (complex(node)) r.tokens(node.start, node.start, 'real number required in complex literal')
      return true
    },
    imaginaryNumber: (node) => {
      if (!complex(node)) r.tokens(node.start, node.start, 'imaginary number required in complex literal')
      return true
    },
    notEqual: (node) => {
      if (r.text(node.start) === '<>') return c.barry
      if (c.barry) r.last("with Barry as BDFL, use '<>' instead of '!='")
      return true
    },
    conversion: (node) => {
      if (!r.adjacent(node.start, node.start + 1)) {
        r.tokens(node.start, node.start + 1, 'f-string: conversion type must come right after the exclamanation mark')
      }
      return true
    },
    replacementGood: (node) => {
      const conversion = node.parts[3] as ErrorNode | null
      if (conversion === null) return true
      const token = conversion.start + 1
      const name = r.text(token)
      if (name !== 's' && name !== 'r' && name !== 'a') {
        r.tokens(token, token, `f-string: invalid conversion character '${name}': expected 's', 'r', or 'a'`)
      }
      return true
    },
    // CPython compares only as many letters as the name has.
    softKeyword: (node) => ['_', 'case', 'match', 'type'].some((word) => word.startsWith(r.text(node.start))),
  }
}

/** The token of a literal part of an f-string. */
function textToken(part: Part): number[] {
  const inner = (part as ErrorNode).parts[0]
  return typeof inner === 'number' ? [inner] : []
}
