/**
 * Checks of trees that did not come from the parser: whatever Python code builds from `ast` nodes (CPython: Python/ast.c,
 * _PyAST_Validate). The compiler relies on what is checked here: contexts, lengths, non-empty bodies, pattern shapes.
 */
import { BytesConstant, ComplexConstant, type ConstantValue, FloatConstant, WideString } from '../base/constant'
import {
  type Arg,
  type Arguments,
  type Comprehension,
  type Expr_,
  type ExprContext,
  type Keyword,
  type Mod,
  NodeKind,
  type Pattern,
  type Stmt_,
  type TypeParam,
} from '../syntax/ast'
import { type Location, recursionError, treeError } from './errors'
import { MAX_DEPTH } from './limits'

type Nullable<T> = readonly (T | null)[]

/**
 * Checks a whole tree.
 * @throws CompileFailure with ValueError or TypeError and CPython's text
 */
export function validate(tree: Mod): void {
  const validator = new Validator()
  switch (tree.node) {
    case NodeKind.Module:
    case NodeKind.Interactive:
      validator.stmts(tree.body)
      break
    case NodeKind.Expression:
      validator.expr(tree.body, 'Load')
      break
    case NodeKind.FunctionType:
      validator.exprs(tree.argtypes, 'Load', false)
      validator.expr(tree.returns, 'Load')
      break
  }
}

function fail(message: string): never {
  throw treeError('ValueError', message)
}

function nonEmpty(list: readonly unknown[], what: string, owner: string): void {
  if (list.length === 0) fail(`empty ${what} on ${owner}`)
}

function name(text: string): void {
  if (text === 'None' || text === 'True' || text === 'False')
    fail(`identifier field can't represent '${text}' constant`)
}

function positions(at: Location): void {
  const { lineno, end_lineno, col_offset, end_col_offset } = at
  if (lineno > end_lineno) fail(`AST node line range (${lineno}, ${end_lineno}) is not valid`)
  if ((lineno < 0 && end_lineno !== lineno) || (col_offset < 0 && col_offset !== end_col_offset))
    fail(
      `AST node column range (${col_offset}, ${end_col_offset}) for line range (${lineno}, ${end_lineno}) is not valid`,
    )
  if (lineno === end_lineno && col_offset > end_col_offset)
    fail(`line ${lineno}, column ${col_offset}-${end_col_offset} is not a valid range`)
}

class Validator {
  private depth = 0

  private deeper(): void {
    if (++this.depth > MAX_DEPTH) throw recursionError()
  }

  // Statements

  stmts(list: Nullable<Stmt_>): void {
    for (const s of list) {
      if (!s) fail('None disallowed in statement list')
      this.stmt(s)
    }
  }

  private body(list: Nullable<Stmt_>, owner: string): void {
    nonEmpty(list, 'body', owner)
    this.stmts(list)
  }

  private stmt(s: Stmt_): void {
    this.deeper()
    positions(s)
    switch (s.node) {
      case NodeKind.FunctionDef:
      case NodeKind.AsyncFunctionDef:
        this.body(s.body, s.node === NodeKind.FunctionDef ? 'FunctionDef' : 'AsyncFunctionDef')
        this.typeParams(s.type_params)
        this.arguments(s.args)
        this.exprs(s.decorator_list, 'Load', false)
        this.optional(s.returns)
        break
      case NodeKind.ClassDef:
        this.body(s.body, 'ClassDef')
        this.typeParams(s.type_params)
        this.exprs(s.bases, 'Load', false)
        this.keywords(s.keywords)
        this.exprs(s.decorator_list, 'Load', false)
        break
      case NodeKind.Return:
        this.optional(s.value)
        break
      case NodeKind.Delete:
        nonEmpty(s.targets, 'targets', 'Delete')
        this.exprs(s.targets, 'Del', false)
        break
      case NodeKind.Assign:
        nonEmpty(s.targets, 'targets', 'Assign')
        this.exprs(s.targets, 'Store', false)
        this.expr(s.value, 'Load')
        break
      case NodeKind.AugAssign:
        this.expr(s.target, 'Store')
        this.expr(s.value, 'Load')
        break
      case NodeKind.AnnAssign:
        if (s.target.node !== NodeKind.Name && s.simple)
          throw treeError('TypeError', 'AnnAssign with simple non-Name target')
        this.expr(s.target, 'Store')
        this.optional(s.value)
        this.expr(s.annotation, 'Load')
        break
      case NodeKind.TypeAlias:
        if (s.name.node !== NodeKind.Name) throw treeError('TypeError', 'TypeAlias with non-Name name')
        this.expr(s.name, 'Store')
        this.typeParams(s.type_params)
        this.expr(s.value, 'Load')
        break
      case NodeKind.For:
      case NodeKind.AsyncFor:
        this.expr(s.target, 'Store')
        this.expr(s.iter, 'Load')
        this.body(s.body, s.node === NodeKind.For ? 'For' : 'AsyncFor')
        this.stmts(s.orelse)
        break
      case NodeKind.While:
      case NodeKind.If:
        this.expr(s.test, 'Load')
        this.body(s.body, s.node === NodeKind.While ? 'While' : 'If')
        this.stmts(s.orelse)
        break
      case NodeKind.With:
      case NodeKind.AsyncWith: {
        const owner = s.node === NodeKind.With ? 'With' : 'AsyncWith'
        nonEmpty(s.items, 'items', owner)
        for (const item of s.items) {
          this.expr(item.context_expr, 'Load')
          if (item.optional_vars) this.expr(item.optional_vars, 'Store')
        }
        this.body(s.body, owner)
        break
      }
      case NodeKind.Match:
        this.expr(s.subject, 'Load')
        nonEmpty(s.cases, 'cases', 'Match')
        for (const c of s.cases) {
          this.pattern(c.pattern, false)
          this.optional(c.guard)
          this.body(c.body, 'match_case')
        }
        break
      case NodeKind.Raise:
        if (s.exc) {
          this.expr(s.exc, 'Load')
          this.optional(s.cause)
        } else if (s.cause) fail('Raise with cause but no exception')
        break
      case NodeKind.Try:
      case NodeKind.TryStar: {
        const owner = s.node === NodeKind.Try ? 'Try' : 'TryStar'
        this.body(s.body, owner)
        if (s.handlers.length === 0) {
          if (s.finalbody.length === 0) fail(`${owner} has neither except handlers nor finalbody`)
          if (s.orelse.length > 0) fail(`${owner} has orelse but no except handlers`)
        }
        for (const handler of s.handlers) {
          positions(handler)
          this.optional(handler.type)
          this.body(handler.body, 'ExceptHandler')
        }
        this.stmts(s.finalbody)
        this.stmts(s.orelse)
        break
      }
      case NodeKind.Assert:
        this.expr(s.test, 'Load')
        this.optional(s.msg)
        break
      case NodeKind.Import:
        nonEmpty(s.names, 'names', 'Import')
        break
      case NodeKind.ImportFrom:
        if ((s.level ?? 0) < 0) fail('Negative ImportFrom level')
        nonEmpty(s.names, 'names', 'ImportFrom')
        break
      case NodeKind.Global:
        nonEmpty(s.names, 'names', 'Global')
        break
      case NodeKind.Nonlocal:
        nonEmpty(s.names, 'names', 'Nonlocal')
        break
      case NodeKind.Expr:
        this.expr(s.value, 'Load')
        break
    }
    this.depth--
  }

  private typeParams(params: readonly TypeParam[]): void {
    for (const param of params) {
      positions(param)
      name(param.name)
      if (param.node === NodeKind.TypeVar) this.optional(param.bound)
      this.optional(param.default_value)
    }
  }

  private args(list: readonly Arg[]): void {
    for (const arg of list) {
      positions(arg)
      this.optional(arg.annotation)
    }
  }

  private arguments(args: Arguments): void {
    this.args(args.posonlyargs)
    this.args(args.args)
    if (args.vararg) this.optional(args.vararg.annotation)
    this.args(args.kwonlyargs)
    if (args.kwarg) this.optional(args.kwarg.annotation)
    if (args.defaults.length > args.posonlyargs.length + args.args.length)
      fail('more positional defaults than args on arguments')
    if (args.kw_defaults.length !== args.kwonlyargs.length)
      fail('length of kwonlyargs is not the same as kw_defaults on arguments')
    this.exprs(args.defaults, 'Load', false)
    this.exprs(args.kw_defaults, 'Load', true)
  }

  private keywords(list: readonly Keyword[]): void {
    for (const keyword of list) this.expr(keyword.value, 'Load')
  }

  // Expressions

  exprs(list: Nullable<Expr_>, context: ExprContext, nullOk: boolean): void {
    for (const e of list) {
      if (e) this.expr(e, context)
      else if (!nullOk) fail('None disallowed in expression list')
    }
  }

  private optional(e: Expr_ | null): void {
    if (e) this.expr(e, 'Load')
  }

  expr(e: Expr_, context: ExprContext): void {
    this.deeper()
    positions(e)
    switch (e.node) {
      case NodeKind.Attribute:
      case NodeKind.Subscript:
      case NodeKind.Starred:
      case NodeKind.Name:
      case NodeKind.List:
      case NodeKind.Tuple:
        if (e.node === NodeKind.Name) name(e.id)
        if (e.ctx !== context) fail(`expression must have ${context} context but has ${e.ctx} instead`)
        break
      default:
        if (context !== 'Load') fail(`expression which can't be assigned to in ${context} context`)
    }
    this.parts(e, context)
    this.depth--
  }

  private parts(e: Expr_, context: ExprContext): void {
    switch (e.node) {
      case NodeKind.BoolOp:
        if (e.values.length < 2) fail('BoolOp with less than 2 values')
        this.exprs(e.values, 'Load', false)
        return
      case NodeKind.BinOp:
        this.expr(e.left, 'Load')
        this.expr(e.right, 'Load')
        return
      case NodeKind.UnaryOp:
        this.expr(e.operand, 'Load')
        return
      case NodeKind.Lambda:
        this.arguments(e.args)
        this.expr(e.body, 'Load')
        return
      case NodeKind.IfExp:
        this.expr(e.test, 'Load')
        this.expr(e.body, 'Load')
        this.expr(e.orelse, 'Load')
        return
      case NodeKind.Dict:
        if (e.keys.length !== e.values.length) fail("Dict doesn't have the same number of keys as values")
        this.exprs(e.keys, 'Load', true)
        this.exprs(e.values, 'Load', false)
        return
      case NodeKind.Set:
        this.exprs(e.elts, 'Load', false)
        return
      case NodeKind.ListComp:
      case NodeKind.SetComp:
      case NodeKind.GeneratorExp:
        this.generators(e.generators)
        this.expr(e.elt, 'Load')
        return
      case NodeKind.DictComp:
        this.generators(e.generators)
        this.expr(e.key, 'Load')
        this.expr(e.value, 'Load')
        return
      case NodeKind.Yield:
        this.optional(e.value)
        return
      case NodeKind.YieldFrom:
      case NodeKind.Await:
      case NodeKind.Attribute:
        this.expr(e.value, 'Load')
        return
      case NodeKind.Compare:
        if (e.comparators.length === 0) fail('Compare with no comparators')
        if (e.comparators.length !== e.ops.length) fail('Compare has a different number of comparators and operands')
        this.exprs(e.comparators, 'Load', false)
        this.expr(e.left, 'Load')
        return
      case NodeKind.Call:
        this.expr(e.func, 'Load')
        this.exprs(e.args, 'Load', false)
        this.keywords(e.keywords)
        return
      case NodeKind.JoinedStr:
        this.exprs(e.values, 'Load', false)
        return
      case NodeKind.FormattedValue:
        this.expr(e.value, 'Load')
        this.optional(e.format_spec)
        return
      case NodeKind.Subscript:
        this.expr(e.slice, 'Load')
        this.expr(e.value, 'Load')
        return
      case NodeKind.Starred:
        this.expr(e.value, context)
        return
      case NodeKind.Slice:
        this.optional(e.lower)
        this.optional(e.upper)
        this.optional(e.step)
        return
      case NodeKind.List:
      case NodeKind.Tuple:
        this.exprs(e.elts, context, false)
        return
      case NodeKind.NamedExpr:
        if (e.target.node !== NodeKind.Name) throw treeError('TypeError', 'NamedExpr target must be a Name')
        this.expr(e.value, 'Load')
        return
      case NodeKind.Name:
      case NodeKind.Constant:
        return
    }
  }

  private generators(list: readonly Comprehension[]): void {
    if (list.length === 0) fail('comprehension with no generators')
    for (const g of list) {
      this.expr(g.target, 'Store')
      this.expr(g.iter, 'Load')
      this.exprs(g.ifs, 'Load', false)
    }
  }

  // Patterns

  private patterns(list: readonly Pattern[], starOk: boolean): void {
    for (const p of list) this.pattern(p, starOk)
  }

  private pattern(p: Pattern, starOk: boolean): void {
    this.deeper()
    positions(p)
    switch (p.node) {
      case NodeKind.MatchValue:
        this.matchValue(p.value)
        break
      case NodeKind.MatchSingleton:
        if (p.value !== null && typeof p.value !== 'boolean')
          fail('MatchSingleton can only contain True, False and None')
        break
      case NodeKind.MatchSequence:
        this.patterns(p.patterns, true)
        break
      case NodeKind.MatchMapping:
        if (p.keys.length !== p.patterns.length) fail("MatchMapping doesn't have the same number of keys as patterns")
        if (p.rest !== null) capture(p.rest)
        for (const key of p.keys) {
          if (key.node === NodeKind.Constant && (key.value === null || typeof key.value === 'boolean')) continue
          this.matchValue(key)
        }
        this.patterns(p.patterns, false)
        break
      case NodeKind.MatchClass: {
        if (p.kwd_attrs.length !== p.kwd_patterns.length)
          fail("MatchClass doesn't have the same number of keyword attributes as patterns")
        this.expr(p.cls, 'Load')
        let cls = p.cls
        while (cls.node === NodeKind.Attribute) cls = cls.value
        if (cls.node !== NodeKind.Name) fail('MatchClass cls field can only contain Name or Attribute nodes.')
        p.kwd_attrs.forEach(name)
        this.patterns(p.patterns, false)
        this.patterns(p.kwd_patterns, false)
        break
      }
      case NodeKind.MatchStar:
        if (!starOk) fail("can't use MatchStar here")
        if (p.name !== null) capture(p.name)
        break
      case NodeKind.MatchAs:
        if (p.name !== null) capture(p.name)
        if (p.pattern !== null) {
          if (p.name === null) fail('MatchAs must specify a target name if a pattern is given')
          this.pattern(p.pattern, false)
        }
        break
      case NodeKind.MatchOr:
        if (p.patterns.length < 2) fail('MatchOr requires at least 2 patterns')
        this.patterns(p.patterns, false)
        break
    }
    this.depth--
  }

  private matchValue(e: Expr_): void {
    this.expr(e, 'Load')
    switch (e.node) {
      case NodeKind.Constant:
        if (isLiteral(e.value)) return
        fail('unexpected constant inside of a literal pattern')
        break
      case NodeKind.Attribute:
      case NodeKind.JoinedStr:
        return
      case NodeKind.UnaryOp:
        if (isNegative(e, true)) return
        break
      case NodeKind.BinOp:
        if (
          (e.op === 'Add' || e.op === 'Sub') &&
          (isNumber(e.left, true, false) || isNegative(e.left, false)) &&
          isNumber(e.right, false, true)
        )
          return
        break
    }
    fail('patterns may only match literals and attribute lookups')
  }
}

function capture(text: string): void {
  if (text === '_') fail("can't capture name '_' in patterns")
  name(text)
}

function isLiteral(value: ConstantValue): boolean {
  if (value === null) return false
  if (typeof value !== 'object') return typeof value !== 'boolean'
  return (
    value instanceof FloatConstant ||
    value instanceof ComplexConstant ||
    value instanceof BytesConstant ||
    value instanceof WideString
  )
}

function isNumber(e: Expr_, real: boolean, imaginary: boolean): boolean {
  if (e.node !== NodeKind.Constant) return false
  const value = e.value
  if (value instanceof ComplexConstant) return imaginary
  return real && (typeof value === 'number' || typeof value === 'bigint' || value instanceof FloatConstant)
}

function isNegative(e: Expr_, imaginary: boolean): boolean {
  return e.node === NodeKind.UnaryOp && e.op === 'USub' && isNumber(e.operand, true, imaginary)
}
