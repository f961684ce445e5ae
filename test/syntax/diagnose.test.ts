/**
 * Syntax errors: type, message and caret range. The table is what CPython 3.13 reports; the corpora compare with CPython itself.
 */
import { describe, expect, test } from 'bun:test'
import { DxSyntaxError } from '../../src/base/errors'
import { parse } from '../../src/syntax'
import { ErrorMatcher } from '../../src/syntax/error-matcher'
import { errorRules } from '../../src/syntax/generated/error-rules'
import { mistakeActions } from '../../src/syntax/mistakes'
import { tokenize } from '../../src/syntax/tokenizer'
import { cpython } from '../support/cpython'
import { refusals, report, sameColumns, sameError } from './error-corpus'
import { judgements } from './mutations'
import { samples } from './samples'

/** The error of a source as `Type: message line:offset-endLine:endOffset`. */
function errorOf(source: string): string {
  const error = parse(source, { filename: 't', mode: 'exec' })._unsafeUnwrapErr()
  if (!(error instanceof DxSyntaxError)) return String(error)
  const { type, message, lineno, offset, endLineno, endOffset } = error
  return `${type}: ${message} ${lineno}:${offset}-${endLineno}:${endOffset}`
}

const table: readonly (readonly [source: string, error: string])[] = [
  ['(a', "SyntaxError: '(' was never closed 1:1-1:0"],
  ['x = (1,\n y z', "SyntaxError: '(' was never closed 1:5-1:0"],
  [']', "SyntaxError: unmatched ']' 1:1-1:1"],
  ['(\n]', "SyntaxError: closing parenthesis ']' does not match opening parenthesis '(' on line 1 2:1-2:1"],
  ['if 1:\n  a\n b\n', 'IndentationError: unindent does not match any outer indentation level 3:3-3:-1'],
  ['if 1:\n\ta\n        b\n', 'TabError: inconsistent use of tabs and spaces in indentation 3:1-3:0'],
  [' a', 'IndentationError: unexpected indent 1:1-1:-1'],
  ['if 1:\npass', "IndentationError: expected an indented block after 'if' statement on line 1 2:1-2:5"],
  ['if x\n  y', "SyntaxError: expected ':' 1:5-1:6"],
  ['print(1 2)', 'SyntaxError: invalid syntax. Perhaps you forgot a comma? 1:7-1:10'],
  ['print 1', "SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)? 1:1-1:8"],
  ['f() = 1', "SyntaxError: cannot assign to function call here. Maybe you meant '==' instead of '='? 1:1-1:4"],
  ['a + 1 = 2', "SyntaxError: cannot assign to expression here. Maybe you meant '==' instead of '='? 1:1-1:6"],
  ['(a, 1) = 2', 'SyntaxError: cannot assign to literal 1:5-1:6'],
  ['None = 1', 'SyntaxError: cannot assign to None 1:1-1:5'],
  ['del f()', 'SyntaxError: cannot delete function call 1:5-1:8'],
  ['for f() in x: pass', 'SyntaxError: cannot assign to function call 1:5-1:8'],
  ['f(a=1, b)', 'SyntaxError: positional argument follows keyword argument 1:9-1:10'],
  ['f(**a, *b)', 'SyntaxError: iterable argument unpacking follows keyword argument unpacking 1:6-1:10'],
  ['f(x for x in y, 1)', 'SyntaxError: Generator expression must be parenthesized 1:3-1:15'],
  ['f(a.b=1)', 'SyntaxError: expression cannot contain assignment, perhaps you meant "=="? 1:3-1:7'],
  ['def f(a=1, b): pass', 'SyntaxError: parameter without a default follows parameter with a default 1:12-1:13'],
  ['def f(*): pass', 'SyntaxError: named arguments must follow bare * 1:7-1:8'],
  ['class C(x for x in y): pass', 'SyntaxError: invalid syntax 1:11-1:14'],
  ['try: pass\nx', "SyntaxError: expected 'except' or 'finally' block 2:1-2:2"],
  ['try: pass\nexcept A, B: pass', 'SyntaxError: multiple exception types must be parenthesized 2:8-2:12'],
  ['import a from b', "SyntaxError: Did you mean to use 'from ... import ...' instead? 1:1-1:16"],
  ['from a import b,', 'SyntaxError: trailing comma not allowed without surrounding parentheses 1:17-1:18'],
  ['{1: 2, 3}', "SyntaxError: ':' expected after dictionary key 1:8-1:0"],
  ['x if y', "SyntaxError: expected 'else' after 'if' expression 1:1-1:7"],
  ['(x := 1) = 2', "SyntaxError: cannot assign to named expression here. Maybe you meant '==' instead of '='? 1:2-1:8"],
  ['a, b: int', 'SyntaxError: only single target (not tuple) can be annotated 1:1-1:2'],
  ['match x:\n  case a as _: pass', "SyntaxError: cannot use '_' as a target 2:13-2:14"],
  ["f'{a b}'", 'SyntaxError: invalid syntax. Perhaps you forgot a comma? 1:4-1:7'],
  ["f'{}'", "SyntaxError: f-string: valid expression required before '}' 1:4-1:5"],
  ["f'{a'", "SyntaxError: f-string: expecting '}' 1:5-1:5"],
  ["f'}'", "SyntaxError: f-string: single '}' is not allowed 1:3-1:3"],
  ["f'{a!x}'", "SyntaxError: f-string: invalid conversion character 'x': expected 's', 'r', or 'a' 1:6-1:7"],
  ["'abc", 'SyntaxError: unterminated string literal (detected at line 1) 1:1-1:1'],
  ['1x', 'SyntaxError: invalid decimal literal 1:1-1:1'],
  [
    '0777',
    'SyntaxError: leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers 1:1-1:2',
  ],
  ['0o8', "SyntaxError: invalid digit '8' in octal literal 1:3-1:3"],
  ['a = 1\\ 2', 'SyntaxError: unexpected character after line continuation character 1:7-1:0'],
  ['é = €', "SyntaxError: invalid character '€' (U+20AC) 1:5-1:5"],
  ['a\u00a0b', 'SyntaxError: invalid non-printable character U+00A0 1:2-1:2'],
  ['b"é"', 'SyntaxError: bytes can only contain ASCII literal characters 1:1-1:5'],
  ["'a' b'c'", 'SyntaxError: cannot mix bytes and nonbytes literals 1:9-1:10'],
  ['ü = 1 2', 'SyntaxError: invalid syntax 1:7-1:8'],
  ['a is not', 'SyntaxError: invalid syntax 1:9-1:10'],
  ['a not b', 'SyntaxError: invalid syntax 1:7-1:8'],
  // An error of the tokenizer further down outranks the parser's.
  ["a b\n'x", 'SyntaxError: unterminated string literal (detected at line 2) 2:1-2:1'],
]

describe('diagnose', () => {
  for (const [source, error] of table) test(JSON.stringify(source), () => expect(errorOf(source)).toBe(error))

  test('the error has its line', () => {
    const error = parse('a\nb c\n', { filename: 'f.py', mode: 'exec' })._unsafeUnwrapErr() as DxSyntaxError
    expect(error.text).toBe('b c')
    expect(error.filename).toBe('f.py')
  })
})

describe('PythonErrors', () => {
  const refuse = (): never => {
    throw new Error('a mistake in valid source')
  }
  const passes = { get: () => () => true }
  const matcherOf = (source: string): { matcher: ErrorMatcher; count: number } => {
    const tokens = tokenize(source)
    const matcher = new ErrorMatcher({
      kinds: tokens.kinds,
      stopAt: -1,
      mistakes: new Proxy({}, { get: () => refuse }) as ConstructorParameters<typeof ErrorMatcher>[0]['mistakes'],
      checks: new Proxy({}, passes) as ConstructorParameters<typeof ErrorMatcher>[0]['checks'],
      onMissing: refuse,
      onStop: refuse,
    })
    return { matcher, count: tokens.count }
  }

  for (const [name, source] of Object.entries(samples)) {
    test(`accepts what Python accepts: ${name}`, () => {
      const { matcher, count } = matcherOf(source)
      let at = 0
      for (;;) {
        const statement = matcher.rule('statement', at)
        if (statement === null) break
        at = statement.end
      }
      expect(at).toBe(count - 1)
    })
  }

  test('every mistake has an action', () => {
    const labelled = Object.keys(errorRules).filter((name) => /^(?:err|early)[A-Z]/.test(name) && name.includes('_'))
    const actions = Object.keys(mistakeActions({} as Parameters<typeof mistakeActions>[0]))
    expect(actions.sort()).toEqual(labelled.sort())
  })
})

const python = cpython()
const withCPython = python === null ? describe.skip : describe

withCPython('syntax errors and CPython', () => {
  test('the table is true', () => {
    const judged = judgements(
      python!,
      table.map(([source]) => source),
    )
    const described = judged.map((j) => {
      const [type, message, lineno, offset, endLineno, endOffset] = j as string[]
      return `${type}: ${message} ${lineno}:${offset}-${endLineno}:${endOffset}`
    })
    expect(described).toEqual(table.map(([, error]) => error))
  })

  test('its own tests of them', () => {
    const corpus = refusals(python!)
    const parserErrors = corpus.filter((refusal) => refusal.parser)
    expect(parserErrors.length).toBeGreaterThan(500)
    const messages = parserErrors.filter((refusal) => sameError(refusal, report(refusal))).length
    const columns = parserErrors.filter((refusal) => sameColumns(refusal, report(refusal))).length
    expect(messages / parserErrors.length).toBeGreaterThanOrEqual(0.97)
    expect(columns / parserErrors.length).toBeGreaterThanOrEqual(0.9)
    // What only its compiler refuses is not the parser's to refuse.
    expect(corpus.filter((refusal) => !refusal.parser && report(refusal) !== null)).toEqual([])
  }, 120_000)
})
