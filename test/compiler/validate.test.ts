import { describe, expect, test } from 'bun:test'
import type { DxPythonError } from '../../src/base/errors'
import { compile, validateTree } from '../../src/compiler/index'
import {
  BinOp,
  BoolOp,
  Compare,
  Constant,
  Expr,
  type Expr_,
  If,
  Match,
  MatchAs,
  MatchCase,
  MatchOr,
  MatchSingleton,
  MatchStar,
  MatchValue,
  Module,
  Name,
  NamedExpr,
  type Pattern,
  parse,
  Raise,
  type Stmt_,
  Try,
} from '../../src/syntax'
import { variedSource } from '../bytecode/support/compile'

const at = [1, 0, 1, 1] as const
const x = (): Name => new Name('x', 'Load', ...at)

function problem(...body: Stmt_[]): string {
  const result = validateTree(new Module(body, []))
  if (result.isOk()) return 'valid'
  const error = result.error as DxPythonError
  return `${error.typeName}: ${error.message}`
}

const ofExpr = (e: Expr_): string => problem(new Expr(e, ...at))
const ofPattern = (p: Pattern): string =>
  problem(new Match(x(), [new MatchCase(p, null, [new Expr(x(), ...at)])], ...at))

describe('hand-made trees', () => {
  test('what the parser makes is valid', () => {
    const tree = parse(variedSource, { filename: 't', mode: 'exec' })._unsafeUnwrap().tree
    expect(validateTree(tree).isOk()).toBe(true)
  })

  test('contexts', () => {
    expect(ofExpr(new Name('x', 'Store', ...at))).toBe(
      'ValueError: expression must have Load context but has Store instead',
    )
    expect(problem(parseTarget())).toBe("ValueError: expression which can't be assigned to in Store context")
  })

  test('shapes', () => {
    expect(ofExpr(new BoolOp('And', [x()], ...at))).toBe('ValueError: BoolOp with less than 2 values')
    expect(ofExpr(new Compare(x(), [], [], ...at))).toBe('ValueError: Compare with no comparators')
    expect(ofExpr(new NamedExpr(new Constant(1, null, ...at), x(), ...at))).toBe(
      'TypeError: NamedExpr target must be a Name',
    )
    expect(ofExpr(new Name('None', 'Load', ...at))).toBe("ValueError: identifier field can't represent 'None' constant")
    expect(problem(new If(x(), [], [], ...at))).toBe('ValueError: empty body on If')
    expect(problem(new Raise(null, x(), ...at))).toBe('ValueError: Raise with cause but no exception')
    expect(problem(new Try([new Expr(x(), ...at)], [], [], [], ...at))).toBe(
      'ValueError: Try has neither except handlers nor finalbody',
    )
    expect(ofExpr(new Name('x', 'Load', 2, 0, 1, 0))).toBe('ValueError: AST node line range (2, 1) is not valid')
  })

  test('patterns', () => {
    expect(ofPattern(new MatchOr([new MatchAs(null, null, ...at)], ...at))).toBe(
      'ValueError: MatchOr requires at least 2 patterns',
    )
    expect(ofPattern(new MatchStar('a', ...at))).toBe("ValueError: can't use MatchStar here")
    expect(ofPattern(new MatchAs(null, '_', ...at))).toBe("ValueError: can't capture name '_' in patterns")
    expect(ofPattern(new MatchSingleton(1, ...at))).toBe(
      'ValueError: MatchSingleton can only contain True, False and None',
    )
    expect(ofPattern(new MatchValue(new BinOp(x(), 'Add', x(), ...at), ...at))).toBe(
      'ValueError: patterns may only match literals and attribute lookups',
    )
  })

  test('compiling an impossible tree is an error value, never an exception', () => {
    for (const tree of [
      null,
      1,
      {},
      new Module([null as never], []),
      new Module([new Expr(null as never, ...at)], []),
    ]) {
      const result = compile(tree as never, { filename: 't' })
      expect(result.isErr()).toBe(true)
    }
  })
})

function parseTarget(): Stmt_ {
  const tree = parse('a = 1', { filename: 't', mode: 'exec' })._unsafeUnwrap().tree
  const statement = (tree as Module).body[0]!
  if ('targets' in statement) statement.targets = [new Constant(1, null, ...at)]
  return statement
}
