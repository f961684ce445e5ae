/**
 * Folding on the syntax tree, before symbols are resolved: constant expressions, `__debug__`, docstrings under -OO, `'…' % (…)` as an
 * f-string, and constant lists and sets on the right of `in` (CPython: Python/ast_opt.c). It also serves `ast.parse(optimize=…)`.
 */
import { type ConstantValue, FrozenSetConstant, TupleConstant } from '../base/constant'
import {
  type Arguments,
  type BinOp,
  type Compare,
  type CompareOperator,
  type Comprehension,
  Constant,
  type Expr_,
  FormattedValue,
  JoinedStr,
  type Mod,
  NodeKind,
  type Pattern,
  type Stmt_,
  type Subscript,
  TupleDisplay,
  type TypeParam,
  type UnaryOp,
} from '../syntax/ast'
import { foldBinary, foldSubscript, foldUnary } from './constant-ops'
import { docstringOf } from './docstring'
import { type Location, recursionError } from './errors'
import { MAX_DEPTH } from './limits'
import { constantKey } from './unit'

/**
 * Folds a tree in place.
 * @param futureAnnotations annotations are kept as text and must not change
 * @throws CompileFailure for a tree that is too deep
 */
export function foldTree(tree: Mod, optimize: 0 | 1 | 2, futureAnnotations: boolean): void {
  const folder = new Folder(optimize, futureAnnotations)
  switch (tree.node) {
    case NodeKind.Module:
      folder.body(tree.body)
      break
    case NodeKind.Interactive:
      folder.stmts(tree.body)
      break
    case NodeKind.Expression:
      tree.body = folder.expr(tree.body)
      break
  }
}

function constantAt(value: ConstantValue, at: Location): Constant {
  return new Constant(value, null, at.lineno, at.col_offset, at.end_lineno, at.end_col_offset)
}

const inverted: Partial<Record<CompareOperator, CompareOperator>> = {
  Is: 'IsNot',
  IsNot: 'Is',
  In: 'NotIn',
  NotIn: 'In',
}

class Folder {
  private depth = 0

  constructor(
    private readonly optimize: 0 | 1 | 2,
    private readonly futureAnnotations: boolean,
  ) {}

  /** A body that may start with a docstring. */
  body(body: Stmt_[]): void {
    let hasDoc = docstringOf(body) !== null
    if (hasDoc && this.optimize >= 2) {
      body.shift()
      hasDoc = false
    }
    this.stmts(body)
    const first = body[0]
    if (!hasDoc && first?.node === NodeKind.Expr && docstringOf(body) !== null) {
      // A string that only folding made is no docstring.
      const e = first.value
      first.value = new JoinedStr([e], e.lineno, e.col_offset, e.end_lineno, e.end_col_offset)
    }
  }

  stmts(body: readonly Stmt_[]): void {
    for (let i = 0; i < body.length; i++) this.stmt(body[i]!)
  }

  private exprs(list: (Expr_ | null)[]): void {
    for (let i = 0; i < list.length; i++) {
      const e = list[i]
      if (e) list[i] = this.expr(e)
    }
  }

  private optional<T extends Expr_ | null>(e: T): Expr_ | T {
    return e === null ? e : this.expr(e)
  }

  private stmt(s: Stmt_): void {
    if (++this.depth > MAX_DEPTH) throw recursionError()
    switch (s.node) {
      case NodeKind.FunctionDef:
      case NodeKind.AsyncFunctionDef:
        this.typeParams(s.type_params)
        this.arguments(s.args)
        this.body(s.body)
        this.exprs(s.decorator_list)
        if (!this.futureAnnotations) s.returns = this.optional(s.returns)
        break
      case NodeKind.ClassDef:
        this.typeParams(s.type_params)
        this.exprs(s.bases)
        for (const keyword of s.keywords) keyword.value = this.expr(keyword.value)
        this.body(s.body)
        this.exprs(s.decorator_list)
        break
      case NodeKind.Return:
        s.value = this.optional(s.value)
        break
      case NodeKind.Delete:
        this.exprs(s.targets)
        break
      case NodeKind.Assign:
        this.exprs(s.targets)
        s.value = this.expr(s.value)
        break
      case NodeKind.AugAssign:
        s.target = this.expr(s.target)
        s.value = this.expr(s.value)
        break
      case NodeKind.AnnAssign:
        s.target = this.expr(s.target)
        if (!this.futureAnnotations) s.annotation = this.expr(s.annotation)
        s.value = this.optional(s.value)
        break
      case NodeKind.TypeAlias:
        this.typeParams(s.type_params)
        s.value = this.expr(s.value)
        break
      case NodeKind.For:
      case NodeKind.AsyncFor:
        s.target = this.expr(s.target)
        s.iter = constantIterable(this.expr(s.iter))
        this.stmts(s.body)
        this.stmts(s.orelse)
        break
      case NodeKind.While:
      case NodeKind.If:
        s.test = this.expr(s.test)
        this.stmts(s.body)
        this.stmts(s.orelse)
        break
      case NodeKind.With:
      case NodeKind.AsyncWith:
        for (const item of s.items) {
          item.context_expr = this.expr(item.context_expr)
          item.optional_vars = this.optional(item.optional_vars)
        }
        this.stmts(s.body)
        break
      case NodeKind.Match:
        s.subject = this.expr(s.subject)
        for (const c of s.cases) {
          this.pattern(c.pattern)
          c.guard = this.optional(c.guard)
          this.stmts(c.body)
        }
        break
      case NodeKind.Raise:
        s.exc = this.optional(s.exc)
        s.cause = this.optional(s.cause)
        break
      case NodeKind.Try:
      case NodeKind.TryStar:
        this.stmts(s.body)
        for (const handler of s.handlers) {
          handler.type = this.optional(handler.type)
          this.stmts(handler.body)
        }
        this.stmts(s.orelse)
        this.stmts(s.finalbody)
        break
      case NodeKind.Assert:
        s.test = this.expr(s.test)
        s.msg = this.optional(s.msg)
        break
      case NodeKind.Expr:
        s.value = this.expr(s.value)
        break
    }
    this.depth--
  }

  private typeParams(params: readonly TypeParam[]): void {
    for (const param of params) {
      if (param.node === NodeKind.TypeVar) param.bound = this.optional(param.bound)
      param.default_value = this.optional(param.default_value)
    }
  }

  private arguments(args: Arguments): void {
    if (!this.futureAnnotations) {
      for (const list of [args.posonlyargs, args.args, args.kwonlyargs])
        for (const arg of list) arg.annotation = this.optional(arg.annotation)
      if (args.vararg) args.vararg.annotation = this.optional(args.vararg.annotation)
      if (args.kwarg) args.kwarg.annotation = this.optional(args.kwarg.annotation)
    }
    this.exprs(args.defaults)
    this.exprs(args.kw_defaults)
  }

  private pattern(p: Pattern): void {
    if (++this.depth > MAX_DEPTH) throw recursionError()
    switch (p.node) {
      case NodeKind.MatchValue:
        p.value = this.expr(p.value)
        break
      case NodeKind.MatchSequence:
      case NodeKind.MatchOr:
        for (const sub of p.patterns) this.pattern(sub)
        break
      case NodeKind.MatchMapping:
        this.exprs(p.keys)
        for (const sub of p.patterns) this.pattern(sub)
        break
      case NodeKind.MatchClass:
        p.cls = this.expr(p.cls)
        for (const sub of p.patterns) this.pattern(sub)
        for (const sub of p.kwd_patterns) this.pattern(sub)
        break
      case NodeKind.MatchAs:
        if (p.pattern) this.pattern(p.pattern)
        break
    }
    this.depth--
  }

  private generators(generators: readonly Comprehension[]): void {
    for (const g of generators) {
      g.target = this.expr(g.target)
      g.iter = constantIterable(this.expr(g.iter))
      this.exprs(g.ifs)
    }
  }

  /** Folds an expression; returns what replaces it. */
  expr(e: Expr_): Expr_ {
    if (++this.depth > MAX_DEPTH) throw recursionError()
    const result = this.visit(e)
    this.depth--
    return result
  }

  private visit(e: Expr_): Expr_ {
    switch (e.node) {
      case NodeKind.BoolOp:
      case NodeKind.JoinedStr:
        this.exprs(e.values)
        return e
      case NodeKind.BinOp:
        e.left = this.expr(e.left)
        e.right = this.expr(e.right)
        return foldBinOp(e)
      case NodeKind.UnaryOp:
        e.operand = this.expr(e.operand)
        return foldUnaryOp(e)
      case NodeKind.Lambda:
        this.arguments(e.args)
        e.body = this.expr(e.body)
        return e
      case NodeKind.IfExp:
        e.test = this.expr(e.test)
        e.body = this.expr(e.body)
        e.orelse = this.expr(e.orelse)
        return e
      case NodeKind.Dict:
        this.exprs(e.keys)
        this.exprs(e.values)
        return e
      case NodeKind.Set:
        this.exprs(e.elts)
        return e
      case NodeKind.List:
        this.exprs(e.elts)
        return e
      case NodeKind.Tuple: {
        this.exprs(e.elts)
        if (e.ctx !== 'Load') return e
        const values = constantItems(e.elts)
        return values ? constantAt(new TupleConstant(values), e) : e
      }
      case NodeKind.ListComp:
      case NodeKind.SetComp:
      case NodeKind.GeneratorExp:
        e.elt = this.expr(e.elt)
        this.generators(e.generators)
        return e
      case NodeKind.DictComp:
        e.key = this.expr(e.key)
        e.value = this.expr(e.value)
        this.generators(e.generators)
        return e
      case NodeKind.Await:
      case NodeKind.YieldFrom:
      case NodeKind.Attribute:
      case NodeKind.Starred:
      case NodeKind.NamedExpr:
        e.value = this.expr(e.value)
        return e
      case NodeKind.Yield:
        e.value = this.optional(e.value)
        return e
      case NodeKind.Compare:
        e.left = this.expr(e.left)
        this.exprs(e.comparators)
        return foldCompare(e)
      case NodeKind.Call:
        e.func = this.expr(e.func)
        this.exprs(e.args)
        for (const keyword of e.keywords) keyword.value = this.expr(keyword.value)
        return e
      case NodeKind.FormattedValue:
        e.value = this.expr(e.value)
        e.format_spec = this.optional(e.format_spec)
        return e
      case NodeKind.Subscript:
        e.value = this.expr(e.value)
        e.slice = this.expr(e.slice)
        return foldSubscriptNode(e)
      case NodeKind.Slice:
        e.lower = this.optional(e.lower)
        e.upper = this.optional(e.upper)
        e.step = this.optional(e.step)
        return e
      case NodeKind.Name:
        if (e.ctx === 'Load' && e.id === '__debug__') return constantAt(this.optimize === 0, e)
        return e
      case NodeKind.Constant:
        return e
    }
  }
}

function constantItems(items: readonly Expr_[]): ConstantValue[] | null {
  const values: ConstantValue[] = []
  for (const item of items) {
    if (item.node !== NodeKind.Constant) return null
    values.push(item.value)
  }
  return values
}

function foldUnaryOp(e: UnaryOp): Expr_ {
  const operand = e.operand
  if (operand.node === NodeKind.Constant) {
    const value = foldUnary(e.op, operand.value)
    return value === undefined ? e : constantAt(value, e)
  }
  if (e.op === 'Not' && operand.node === NodeKind.Compare && operand.ops.length === 1) {
    const op = inverted[operand.ops[0]!]
    if (op !== undefined) {
      operand.ops[0] = op
      return operand
    }
  }
  return e
}

function foldBinOp(e: BinOp): Expr_ {
  const { left, right } = e
  if (left.node !== NodeKind.Constant) return e
  if (e.op === 'Mod' && typeof left.value === 'string' && right.node === NodeKind.Tuple) {
    return formatToJoined(e, left.value, right) ?? e
  }
  if (right.node !== NodeKind.Constant) return e
  const value = foldBinary(e.op, left.value, right.value)
  return value === undefined ? e : constantAt(value, e)
}

function foldSubscriptNode(e: Subscript): Expr_ {
  if (e.ctx !== 'Load' || e.value.node !== NodeKind.Constant || e.slice.node !== NodeKind.Constant) return e
  const value = foldSubscript(e.value.value, e.slice.value)
  return value === undefined ? e : constantAt(value, e)
}

/** `for x in [1, 2]` needs no list, `for x in [a, b]` only a tuple. */
function constantIterable(e: Expr_): Expr_ {
  if (e.node === NodeKind.List) {
    const values = constantItems(e.elts)
    if (values) return constantAt(new TupleConstant(values), e)
    if (e.elts.some((item) => item.node === NodeKind.Starred)) return e
    return new TupleDisplay(e.elts, 'Load', e.lineno, e.col_offset, e.end_lineno, e.end_col_offset)
  }
  if (e.node === NodeKind.Set) {
    const values = constantItems(e.elts)
    if (values) return constantAt(new FrozenSetConstant(distinct(values)), e)
  }
  return e
}

function distinct(values: readonly ConstantValue[]): ConstantValue[] {
  const seen = new Set<string | null>()
  return values.filter((value) => {
    const key = constantKey(value)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function foldCompare(e: Compare): Expr_ {
  const last = e.ops.length - 1
  const op = e.ops[last]
  if (op === 'In' || op === 'NotIn') e.comparators[last] = constantIterable(e.comparators[last]!)
  return e
}

// '%s, %r' % (a, b)

interface Format {
  readonly conversion: number
  readonly spec: string
}

function formatToJoined(e: BinOp, format: string, right: TupleDisplay): Expr_ | null {
  if (right.elts.some((item) => item.node === NodeKind.Starred)) return null
  const values: Expr_[] = []
  let used = 0
  let at = 0
  for (;;) {
    let literal = ''
    while (at < format.length) {
      const ch = format[at]!
      if (ch !== '%') {
        literal += ch
        at++
      } else if (format[at + 1] === '%') {
        literal += '%'
        at += 2
      } else break
    }
    if (literal !== '') values.push(constantAt(literal, e))
    if (at >= format.length) break
    if (used >= right.elts.length) return null
    const parsed = parseFormat(format, at + 1)
    if (parsed === null) return null
    at = parsed.end
    const value = right.elts[used++]!
    const spec =
      parsed.spec === ''
        ? null
        : new JoinedStr(
            [constantAt(parsed.spec, value)],
            value.lineno,
            value.col_offset,
            value.end_lineno,
            value.end_col_offset,
          )
    values.push(
      new FormattedValue(
        value,
        parsed.conversion,
        spec,
        value.lineno,
        value.col_offset,
        value.end_lineno,
        value.end_col_offset,
      ),
    )
  }
  if (used < right.elts.length) return null
  return new JoinedStr(values, e.lineno, e.col_offset, e.end_lineno, e.end_col_offset)
}

/** One simple directive: optional '-', up to two digits of width, precision, one of s r a. */
function parseFormat(format: string, start: number): (Format & { readonly end: number }) | null {
  const match = /^(-?)(\d{0,2})(?:\.(\d{0,2}))?([sra])/.exec(format.slice(start, start + 8))
  if (match === null) return null
  const [text, minus, width, precision, letter] = match as unknown as [
    string,
    string,
    string,
    string | undefined,
    string,
  ]
  if (width.startsWith('0')) return null
  let spec = ''
  if (minus === '' && width !== '') spec += '>'
  spec += width
  if (precision !== undefined) spec += '.' + (precision === '' ? '0' : String(Number(precision)))
  return { conversion: letter.charCodeAt(0), spec, end: start + text.length }
}
