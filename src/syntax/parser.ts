/**
 * The parser: source to syntax tree, in four steps that each have a file: decode (`source.ts`), tokenize (`tokenizer.ts`), match
 * (`generated/matcher.ts`, compiled from `python.ohm`), build (`statements.ts`, `expressions.ts`, `patterns.ts`, `literals.ts`).
 * When matching or building fails, `diagnose.ts` finds the error that CPython would report.
 */
import { DxError, DxSyntaxError, fromJavaScript } from '../base/errors'
import { err, ok, type Result } from '../base/result'
import { type Mod, TypeIgnore } from './ast'
import { BuildError, c, Refused } from './cursor'
import { match, NestingTooDeep, type StartRule } from './generated/matcher'
import { column, endColumn } from './places'
import { decodeSource, type SourceDecoder } from './source'
import { expression, file, funcType, interactive } from './statements'
import { type SyntaxWarningRecord, type TokenError, type Tokens, tokenize } from './tokenizer'

/** `mode` of Python's `compile()`, and `func_type` of `ast.parse`. */
export type ParseMode = 'exec' | 'eval' | 'single' | 'func_type'

/** What to parse, and how. */
export interface ParseOptions {
  /** Named in errors. */
  readonly filename: string
  readonly mode: ParseMode
  /** Keep type comments and `# type: ignore` (PEP 484), as `ast.parse(…, type_comments=True)`. */
  readonly typeComments?: boolean
  /** PEP 401: the code is under `from __future__ import barry_as_FLUFL`. An import in the source itself does not count (as in 3.13). */
  readonly barryAsFlufl?: boolean
  /** The source is the content of a file, which changes errors of its encoding. */
  readonly fromFile?: boolean
  /** Python's codec registry, for encodings other than UTF-8, Latin-1 and ASCII. */
  readonly decoder?: SourceDecoder
  /** Report "incomplete input" when the source ends too early (`PyCF_ALLOW_INCOMPLETE_INPUT`, for `codeop`). */
  readonly allowIncompleteInput?: boolean
  /** False: in mode `single`, a source without a final line end leaves its blocks open (`PyCF_DONT_IMPLY_DEDENT`). */
  readonly impliedDedents?: boolean
  /** Limit for decimal int literals, `sys.get_int_max_str_digits()`; 0 for none. Default 4300. */
  readonly maxIntDigits?: number
  /** Refuse what a lower 3.x did not have, as `ast.parse(…, feature_version=x)`. */
  readonly featureVersion?: number
  /** Receives the warnings that a refused source gave rise to before its error. */
  readonly refusedWarnings?: SyntaxWarningRecord[]
}

/** The minor version whose grammar this is. */
const FEATURES = 13

/** A tree, and the warnings that its source gave rise to, in source order. */
export interface Parsed {
  readonly tree: Mod
  readonly warnings: readonly SyntaxWarningRecord[]
}

/** How deep expressions may nest without brackets (`lambda: lambda: …`). The JavaScript stack allows several times that. */
const MAX_DEPTH = 2900

const startRules: Readonly<Record<ParseMode, StartRule>> = {
  exec: 'file',
  eval: 'expression',
  single: 'interactive',
  func_type: 'funcType',
}

/**
 * Parses `source`. Never throws. Errors: {@link DxSyntaxError} with CPython's message and caret range (a `lineno` of 0 means that
 * the error has no place); code `MEMORY` for nesting beyond any limit; code `ARGUMENT` for a str that is not well formed.
 */
export function parse(source: string | Uint8Array, options: ParseOptions): Result<Parsed, DxError> {
  try {
    return decodeSource(source, options).andThen((decoded) => parseText(decoded.text, decoded.ended, options))
  } catch (thrown) {
    // CPython raises MemoryError where its parser recurses too deep.
    if (thrown instanceof NestingTooDeep || thrown instanceof RangeError) {
      return err(
        new DxError('MEMORY', 'Parser stack overflowed - Memory Error', { filename: options.filename }, thrown),
      )
    }
    return err(fromJavaScript(thrown, { filename: options.filename }))
  } finally {
    c.release()
  }
}

function parseText(text: string, ended: boolean, options: ParseOptions): Result<Parsed, DxError> {
  const { mode } = options
  const tokens = tokenize(text, {
    typeComments: options.typeComments,
    interactive: mode === 'single',
    addedLineEnd: mode !== 'exec' && !ended,
    impliedDedents: mode !== 'single' || options.impliedDedents !== false || ended,
  })
  const rule = startRules[mode]
  load(tokens, options)
  // An interactive statement may be complete before the source goes wrong.
  if ((tokens.error === null || mode === 'single') && match(tokens.kinds, rule, MAX_DEPTH)) {
    try {
      const tree = build(rule, tokens)
      if (mode === 'single' && moreThanOne(tokens)) {
        const message = 'multiple statements found while compiling a single statement'
        return err(syntaxError(atToken(tokens, c.p - 1, message), tokens, options))
      }
      const version = options.featureVersion ?? FEATURES
      if (version >= 0 && version < FEATURES) {
        const { lackingFeature } = require('./feature-version') as typeof import('./feature-version')
        const lacking = lackingFeature(tree, tokens, version)
        if (lacking !== null) return err(syntaxError(atToken(tokens, lacking.token, lacking.message), tokens, options))
      }
      const { warnings } = tokens
      // The tokenizer's come first in the list, but belong between those of literals.
      if (warnings.length > 1) warnings.sort((a, b) => a.lineno - b.lineno || a.offset - b.offset)
      return ok({ tree, warnings })
    } catch (thrown) {
      if (!(thrown instanceof Refused) && !(thrown instanceof BuildError)) throw thrown
    }
  }
  const { diagnose } = require('./diagnose') as typeof import('./diagnose')
  load(tokens, options)
  const error = diagnose(tokens, {
    rule,
    allowIncompleteInput: options.allowIncompleteInput === true,
    warnings: options.refusedWarnings,
  })
  return err(syntaxError(error, tokens, options))
}

function load(tokens: Tokens, options: ParseOptions): void {
  c.load(tokens)
  c.hasBadBytes = !tokens.source.isWellFormed()
  c.maxIntDigits = options.maxIntDigits ?? 4300
  c.barry = options.barryAsFlufl === true
}

/** Whether anything but blanks and comments follows the statement that was built. */
function moreThanOne(tokens: Tokens): boolean {
  return !/^(?:[ \t\n\f]|#[^\n]*)*$/.test(tokens.source.slice(tokens.end[c.p - 1]))
}

function build(rule: StartRule, tokens: Tokens): Mod {
  switch (rule) {
    case 'file':
      return file(tokens.typeIgnores.map(({ lineno, tag }) => new TypeIgnore(lineno, tag)))
    case 'expression':
      return expression()
    case 'interactive':
      return interactive()
    case 'funcType':
      return funcType()
  }
}

/** An error at one token. */
function atToken(tokens: Tokens, token: number, message: string): TokenError {
  return {
    type: 'SyntaxError',
    message,
    lineno: tokens.line[token],
    offset: column(tokens.source, tokens.start[token]) + 1,
    endLineno: tokens.endLine[token],
    endOffset: endColumn(tokens.source, tokens.end[token]) + 1,
    hard: true,
    raised: true,
  }
}

function syntaxError(error: TokenError, tokens: Tokens, options: ParseOptions): DxSyntaxError {
  return new DxSyntaxError(
    error.type,
    error.message,
    options.filename,
    error.lineno,
    error.offset,
    error.endLineno,
    error.endOffset,
    tokens.source.split('\n')[error.lineno - 1] ?? null,
  )
}
