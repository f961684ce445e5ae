/**
 * The abstract syntax tree: CPython's `ast` node classes with their fields and positions (CPython: Parser/Python.asdl, 3.13).
 *
 * One class per node type. `node` is a small integer, so that a `switch` over it compiles to a jump table; operators and
 * contexts are string literals. Columns are UTF-8 byte offsets and lines start at 1, as in CPython. `nodeTable` describes
 * every class once more as data, for the `_ast` module and for generic walks.
 *
 * Longer than 800 lines because it is one table: a class for each node, in the order of Python.asdl.
 */
import type { ConstantValue } from '../base/constant'

/** One number per node class, in the order of Python.asdl. */
export const NodeKind = {
  Module: 0,
  Interactive: 1,
  Expression: 2,
  FunctionType: 3,
  FunctionDef: 4,
  AsyncFunctionDef: 5,
  ClassDef: 6,
  Return: 7,
  Delete: 8,
  Assign: 9,
  TypeAlias: 10,
  AugAssign: 11,
  AnnAssign: 12,
  For: 13,
  AsyncFor: 14,
  While: 15,
  If: 16,
  With: 17,
  AsyncWith: 18,
  Match: 19,
  Raise: 20,
  Try: 21,
  TryStar: 22,
  Assert: 23,
  Import: 24,
  ImportFrom: 25,
  Global: 26,
  Nonlocal: 27,
  Expr: 28,
  Pass: 29,
  Break: 30,
  Continue: 31,
  BoolOp: 32,
  NamedExpr: 33,
  BinOp: 34,
  UnaryOp: 35,
  Lambda: 36,
  IfExp: 37,
  Dict: 38,
  Set: 39,
  ListComp: 40,
  SetComp: 41,
  DictComp: 42,
  GeneratorExp: 43,
  Await: 44,
  Yield: 45,
  YieldFrom: 46,
  Compare: 47,
  Call: 48,
  FormattedValue: 49,
  JoinedStr: 50,
  Constant: 51,
  Attribute: 52,
  Subscript: 53,
  Starred: 54,
  Name: 55,
  List: 56,
  Tuple: 57,
  Slice: 58,
  comprehension: 59,
  ExceptHandler: 60,
  arguments: 61,
  arg: 62,
  keyword: 63,
  alias: 64,
  withitem: 65,
  match_case: 66,
  MatchValue: 67,
  MatchSingleton: 68,
  MatchSequence: 69,
  MatchMapping: 70,
  MatchClass: 71,
  MatchStar: 72,
  MatchAs: 73,
  MatchOr: 74,
  TypeIgnore: 75,
  TypeVar: 76,
  ParamSpec: 77,
  TypeVarTuple: 78,
} as const

/** `expr_context` of Python.asdl. */
export type ExprContext = 'Load' | 'Store' | 'Del'

/** `boolop` of Python.asdl. */
export type BoolOperator = 'And' | 'Or'

/** `operator` of Python.asdl. */
export type BinaryOperator =
  | 'Add'
  | 'Sub'
  | 'Mult'
  | 'MatMult'
  | 'Div'
  | 'Mod'
  | 'Pow'
  | 'LShift'
  | 'RShift'
  | 'BitOr'
  | 'BitXor'
  | 'BitAnd'
  | 'FloorDiv'

/** `unaryop` of Python.asdl. */
export type UnaryOperator = 'Invert' | 'Not' | 'UAdd' | 'USub'

/** `cmpop` of Python.asdl. */
export type CompareOperator = 'Eq' | 'NotEq' | 'Lt' | 'LtE' | 'Gt' | 'GtE' | 'Is' | 'IsNot' | 'In' | 'NotIn'

/** Any `mod` node. */
export type Mod = Module | Interactive | Expression | FunctionType

/** Any `stmt` node. */
export type Stmt_ =
  | FunctionDef
  | AsyncFunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | TypeAlias
  | AugAssign
  | AnnAssign
  | For
  | AsyncFor
  | While
  | If
  | With
  | AsyncWith
  | Match
  | Raise
  | Try
  | TryStar
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | Expr
  | Pass
  | Break
  | Continue

/** Any `expr` node. */
export type Expr_ =
  | BoolOp
  | NamedExpr
  | BinOp
  | UnaryOp
  | Lambda
  | IfExp
  | DictDisplay
  | SetDisplay
  | ListComp
  | SetComp
  | DictComp
  | GeneratorExp
  | Await
  | Yield
  | YieldFrom
  | Compare
  | Call
  | FormattedValue
  | JoinedStr
  | Constant
  | Attribute
  | Subscript
  | Starred
  | Name
  | ListDisplay
  | TupleDisplay
  | Slice

/** Any `pattern` node. */
export type Pattern =
  | MatchValue
  | MatchSingleton
  | MatchSequence
  | MatchMapping
  | MatchClass
  | MatchStar
  | MatchAs
  | MatchOr

/** Any `type_param` node. */
export type TypeParam = TypeVar | ParamSpec | TypeVarTuple

/** Any node. */
export type Node =
  | Module
  | Interactive
  | Expression
  | FunctionType
  | FunctionDef
  | AsyncFunctionDef
  | ClassDef
  | Return
  | Delete
  | Assign
  | TypeAlias
  | AugAssign
  | AnnAssign
  | For
  | AsyncFor
  | While
  | If
  | With
  | AsyncWith
  | Match
  | Raise
  | Try
  | TryStar
  | Assert
  | Import
  | ImportFrom
  | Global
  | Nonlocal
  | Expr
  | Pass
  | Break
  | Continue
  | BoolOp
  | NamedExpr
  | BinOp
  | UnaryOp
  | Lambda
  | IfExp
  | DictDisplay
  | SetDisplay
  | ListComp
  | SetComp
  | DictComp
  | GeneratorExp
  | Await
  | Yield
  | YieldFrom
  | Compare
  | Call
  | FormattedValue
  | JoinedStr
  | Constant
  | Attribute
  | Subscript
  | Starred
  | Name
  | ListDisplay
  | TupleDisplay
  | Slice
  | Comprehension
  | ExceptHandler
  | Arguments
  | Arg
  | Keyword
  | Alias
  | WithItem
  | MatchCase
  | MatchValue
  | MatchSingleton
  | MatchSequence
  | MatchMapping
  | MatchClass
  | MatchStar
  | MatchAs
  | MatchOr
  | TypeIgnore
  | TypeVar
  | ParamSpec
  | TypeVarTuple

/** `Module(stmt* body, type_ignore* type_ignores)` */
export class Module {
  readonly node = NodeKind.Module
  constructor(
    public body: Stmt_[],
    public type_ignores: TypeIgnore[],
  ) {}
}

/** `Interactive(stmt* body)` */
export class Interactive {
  readonly node = NodeKind.Interactive
  constructor(public body: Stmt_[]) {}
}

/** `Expression(expr body)` */
export class Expression {
  readonly node = NodeKind.Expression
  constructor(public body: Expr_) {}
}

/** `FunctionType(expr* argtypes, expr returns)` */
export class FunctionType {
  readonly node = NodeKind.FunctionType
  constructor(
    public argtypes: Expr_[],
    public returns: Expr_,
  ) {}
}

/** `FunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)` */
export class FunctionDef {
  readonly node = NodeKind.FunctionDef
  constructor(
    public name: string,
    public args: Arguments,
    public body: Stmt_[],
    public decorator_list: Expr_[],
    public returns: Expr_ | null,
    public type_comment: string | null,
    public type_params: TypeParam[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `AsyncFunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)` */
export class AsyncFunctionDef {
  readonly node = NodeKind.AsyncFunctionDef
  constructor(
    public name: string,
    public args: Arguments,
    public body: Stmt_[],
    public decorator_list: Expr_[],
    public returns: Expr_ | null,
    public type_comment: string | null,
    public type_params: TypeParam[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `ClassDef(identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params)` */
export class ClassDef {
  readonly node = NodeKind.ClassDef
  constructor(
    public name: string,
    public bases: Expr_[],
    public keywords: Keyword[],
    public body: Stmt_[],
    public decorator_list: Expr_[],
    public type_params: TypeParam[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Return(expr? value)` */
export class Return {
  readonly node = NodeKind.Return
  constructor(
    public value: Expr_ | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Delete(expr* targets)` */
export class Delete {
  readonly node = NodeKind.Delete
  constructor(
    public targets: Expr_[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Assign(expr* targets, expr value, string? type_comment)` */
export class Assign {
  readonly node = NodeKind.Assign
  constructor(
    public targets: Expr_[],
    public value: Expr_,
    public type_comment: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `TypeAlias(expr name, type_param* type_params, expr value)` */
export class TypeAlias {
  readonly node = NodeKind.TypeAlias
  constructor(
    public name: Expr_,
    public type_params: TypeParam[],
    public value: Expr_,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `AugAssign(expr target, operator op, expr value)` */
export class AugAssign {
  readonly node = NodeKind.AugAssign
  constructor(
    public target: Expr_,
    public op: BinaryOperator,
    public value: Expr_,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `AnnAssign(expr target, expr annotation, expr? value, int simple)` */
export class AnnAssign {
  readonly node = NodeKind.AnnAssign
  constructor(
    public target: Expr_,
    public annotation: Expr_,
    public value: Expr_ | null,
    public simple: number,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `For(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)` */
export class For {
  readonly node = NodeKind.For
  constructor(
    public target: Expr_,
    public iter: Expr_,
    public body: Stmt_[],
    public orelse: Stmt_[],
    public type_comment: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `AsyncFor(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)` */
export class AsyncFor {
  readonly node = NodeKind.AsyncFor
  constructor(
    public target: Expr_,
    public iter: Expr_,
    public body: Stmt_[],
    public orelse: Stmt_[],
    public type_comment: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `While(expr test, stmt* body, stmt* orelse)` */
export class While {
  readonly node = NodeKind.While
  constructor(
    public test: Expr_,
    public body: Stmt_[],
    public orelse: Stmt_[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `If(expr test, stmt* body, stmt* orelse)` */
export class If {
  readonly node = NodeKind.If
  constructor(
    public test: Expr_,
    public body: Stmt_[],
    public orelse: Stmt_[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `With(withitem* items, stmt* body, string? type_comment)` */
export class With {
  readonly node = NodeKind.With
  constructor(
    public items: WithItem[],
    public body: Stmt_[],
    public type_comment: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `AsyncWith(withitem* items, stmt* body, string? type_comment)` */
export class AsyncWith {
  readonly node = NodeKind.AsyncWith
  constructor(
    public items: WithItem[],
    public body: Stmt_[],
    public type_comment: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Match(expr subject, match_case* cases)` */
export class Match {
  readonly node = NodeKind.Match
  constructor(
    public subject: Expr_,
    public cases: MatchCase[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Raise(expr? exc, expr? cause)` */
export class Raise {
  readonly node = NodeKind.Raise
  constructor(
    public exc: Expr_ | null,
    public cause: Expr_ | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Try(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)` */
export class Try {
  readonly node = NodeKind.Try
  constructor(
    public body: Stmt_[],
    public handlers: ExceptHandler[],
    public orelse: Stmt_[],
    public finalbody: Stmt_[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `TryStar(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)` */
export class TryStar {
  readonly node = NodeKind.TryStar
  constructor(
    public body: Stmt_[],
    public handlers: ExceptHandler[],
    public orelse: Stmt_[],
    public finalbody: Stmt_[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Assert(expr test, expr? msg)` */
export class Assert {
  readonly node = NodeKind.Assert
  constructor(
    public test: Expr_,
    public msg: Expr_ | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Import(alias* names)` */
export class Import {
  readonly node = NodeKind.Import
  constructor(
    public names: Alias[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `ImportFrom(identifier? module, alias* names, int? level)` */
export class ImportFrom {
  readonly node = NodeKind.ImportFrom
  constructor(
    public module: string | null,
    public names: Alias[],
    public level: number | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Global(identifier* names)` */
export class Global {
  readonly node = NodeKind.Global
  constructor(
    public names: string[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Nonlocal(identifier* names)` */
export class Nonlocal {
  readonly node = NodeKind.Nonlocal
  constructor(
    public names: string[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Expr(expr value)` */
export class Expr {
  readonly node = NodeKind.Expr
  constructor(
    public value: Expr_,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Pass` */
export class Pass {
  readonly node = NodeKind.Pass
  constructor(
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Break` */
export class Break {
  readonly node = NodeKind.Break
  constructor(
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Continue` */
export class Continue {
  readonly node = NodeKind.Continue
  constructor(
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `BoolOp(boolop op, expr* values)` */
export class BoolOp {
  readonly node = NodeKind.BoolOp
  constructor(
    public op: BoolOperator,
    public values: Expr_[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `NamedExpr(expr target, expr value)` */
export class NamedExpr {
  readonly node = NodeKind.NamedExpr
  constructor(
    public target: Expr_,
    public value: Expr_,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `BinOp(expr left, operator op, expr right)` */
export class BinOp {
  readonly node = NodeKind.BinOp
  constructor(
    public left: Expr_,
    public op: BinaryOperator,
    public right: Expr_,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `UnaryOp(unaryop op, expr operand)` */
export class UnaryOp {
  readonly node = NodeKind.UnaryOp
  constructor(
    public op: UnaryOperator,
    public operand: Expr_,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Lambda(arguments args, expr body)` */
export class Lambda {
  readonly node = NodeKind.Lambda
  constructor(
    public args: Arguments,
    public body: Expr_,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `IfExp(expr test, expr body, expr orelse)` */
export class IfExp {
  readonly node = NodeKind.IfExp
  constructor(
    public test: Expr_,
    public body: Expr_,
    public orelse: Expr_,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Dict(expr* keys, expr* values)` */
export class DictDisplay {
  readonly node = NodeKind.Dict
  constructor(
    public keys: (Expr_ | null)[],
    public values: Expr_[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Set(expr* elts)` */
export class SetDisplay {
  readonly node = NodeKind.Set
  constructor(
    public elts: Expr_[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `ListComp(expr elt, comprehension* generators)` */
export class ListComp {
  readonly node = NodeKind.ListComp
  constructor(
    public elt: Expr_,
    public generators: Comprehension[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `SetComp(expr elt, comprehension* generators)` */
export class SetComp {
  readonly node = NodeKind.SetComp
  constructor(
    public elt: Expr_,
    public generators: Comprehension[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `DictComp(expr key, expr value, comprehension* generators)` */
export class DictComp {
  readonly node = NodeKind.DictComp
  constructor(
    public key: Expr_,
    public value: Expr_,
    public generators: Comprehension[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `GeneratorExp(expr elt, comprehension* generators)` */
export class GeneratorExp {
  readonly node = NodeKind.GeneratorExp
  constructor(
    public elt: Expr_,
    public generators: Comprehension[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Await(expr value)` */
export class Await {
  readonly node = NodeKind.Await
  constructor(
    public value: Expr_,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Yield(expr? value)` */
export class Yield {
  readonly node = NodeKind.Yield
  constructor(
    public value: Expr_ | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `YieldFrom(expr value)` */
export class YieldFrom {
  readonly node = NodeKind.YieldFrom
  constructor(
    public value: Expr_,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Compare(expr left, cmpop* ops, expr* comparators)` */
export class Compare {
  readonly node = NodeKind.Compare
  constructor(
    public left: Expr_,
    public ops: CompareOperator[],
    public comparators: Expr_[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Call(expr func, expr* args, keyword* keywords)` */
export class Call {
  readonly node = NodeKind.Call
  constructor(
    public func: Expr_,
    public args: Expr_[],
    public keywords: Keyword[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `FormattedValue(expr value, int conversion, expr? format_spec)` */
export class FormattedValue {
  readonly node = NodeKind.FormattedValue
  constructor(
    public value: Expr_,
    public conversion: number,
    public format_spec: Expr_ | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `JoinedStr(expr* values)` */
export class JoinedStr {
  readonly node = NodeKind.JoinedStr
  constructor(
    public values: Expr_[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Constant(constant value, string? kind)` */
export class Constant {
  readonly node = NodeKind.Constant
  constructor(
    public value: ConstantValue,
    public kind: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Attribute(expr value, identifier attr, expr_context ctx)` */
export class Attribute {
  readonly node = NodeKind.Attribute
  constructor(
    public value: Expr_,
    public attr: string,
    public ctx: ExprContext,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Subscript(expr value, expr slice, expr_context ctx)` */
export class Subscript {
  readonly node = NodeKind.Subscript
  constructor(
    public value: Expr_,
    public slice: Expr_,
    public ctx: ExprContext,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Starred(expr value, expr_context ctx)` */
export class Starred {
  readonly node = NodeKind.Starred
  constructor(
    public value: Expr_,
    public ctx: ExprContext,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Name(identifier id, expr_context ctx)` */
export class Name {
  readonly node = NodeKind.Name
  constructor(
    public id: string,
    public ctx: ExprContext,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `List(expr* elts, expr_context ctx)` */
export class ListDisplay {
  readonly node = NodeKind.List
  constructor(
    public elts: Expr_[],
    public ctx: ExprContext,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Tuple(expr* elts, expr_context ctx)` */
export class TupleDisplay {
  readonly node = NodeKind.Tuple
  constructor(
    public elts: Expr_[],
    public ctx: ExprContext,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `Slice(expr? lower, expr? upper, expr? step)` */
export class Slice {
  readonly node = NodeKind.Slice
  constructor(
    public lower: Expr_ | null,
    public upper: Expr_ | null,
    public step: Expr_ | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `comprehension(expr target, expr iter, expr* ifs, int is_async)` */
export class Comprehension {
  readonly node = NodeKind.comprehension
  constructor(
    public target: Expr_,
    public iter: Expr_,
    public ifs: Expr_[],
    public is_async: number,
  ) {}
}

/** `ExceptHandler(expr? type, identifier? name, stmt* body)` */
export class ExceptHandler {
  readonly node = NodeKind.ExceptHandler
  constructor(
    public type: Expr_ | null,
    public name: string | null,
    public body: Stmt_[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `arguments(arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr* kw_defaults, arg? kwarg, expr* defaults)` */
export class Arguments {
  readonly node = NodeKind.arguments
  constructor(
    public posonlyargs: Arg[],
    public args: Arg[],
    public vararg: Arg | null,
    public kwonlyargs: Arg[],
    public kw_defaults: (Expr_ | null)[],
    public kwarg: Arg | null,
    public defaults: Expr_[],
  ) {}
}

/** `arg(identifier arg, expr? annotation, string? type_comment)` */
export class Arg {
  readonly node = NodeKind.arg
  constructor(
    public arg: string,
    public annotation: Expr_ | null,
    public type_comment: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `keyword(identifier? arg, expr value)` */
export class Keyword {
  readonly node = NodeKind.keyword
  constructor(
    public arg: string | null,
    public value: Expr_,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `alias(identifier name, identifier? asname)` */
export class Alias {
  readonly node = NodeKind.alias
  constructor(
    public name: string,
    public asname: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `withitem(expr context_expr, expr? optional_vars)` */
export class WithItem {
  readonly node = NodeKind.withitem
  constructor(
    public context_expr: Expr_,
    public optional_vars: Expr_ | null,
  ) {}
}

/** `match_case(pattern pattern, expr? guard, stmt* body)` */
export class MatchCase {
  readonly node = NodeKind.match_case
  constructor(
    public pattern: Pattern,
    public guard: Expr_ | null,
    public body: Stmt_[],
  ) {}
}

/** `MatchValue(expr value)` */
export class MatchValue {
  readonly node = NodeKind.MatchValue
  constructor(
    public value: Expr_,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `MatchSingleton(constant value)` */
export class MatchSingleton {
  readonly node = NodeKind.MatchSingleton
  constructor(
    public value: ConstantValue,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `MatchSequence(pattern* patterns)` */
export class MatchSequence {
  readonly node = NodeKind.MatchSequence
  constructor(
    public patterns: Pattern[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `MatchMapping(expr* keys, pattern* patterns, identifier? rest)` */
export class MatchMapping {
  readonly node = NodeKind.MatchMapping
  constructor(
    public keys: Expr_[],
    public patterns: Pattern[],
    public rest: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `MatchClass(expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns)` */
export class MatchClass {
  readonly node = NodeKind.MatchClass
  constructor(
    public cls: Expr_,
    public patterns: Pattern[],
    public kwd_attrs: string[],
    public kwd_patterns: Pattern[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `MatchStar(identifier? name)` */
export class MatchStar {
  readonly node = NodeKind.MatchStar
  constructor(
    public name: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `MatchAs(pattern? pattern, identifier? name)` */
export class MatchAs {
  readonly node = NodeKind.MatchAs
  constructor(
    public pattern: Pattern | null,
    public name: string | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `MatchOr(pattern* patterns)` */
export class MatchOr {
  readonly node = NodeKind.MatchOr
  constructor(
    public patterns: Pattern[],
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `TypeIgnore(int lineno, string tag)` */
export class TypeIgnore {
  readonly node = NodeKind.TypeIgnore
  constructor(
    public lineno: number,
    public tag: string,
  ) {}
}

/** `TypeVar(identifier name, expr? bound, expr? default_value)` */
export class TypeVar {
  readonly node = NodeKind.TypeVar
  constructor(
    public name: string,
    public bound: Expr_ | null,
    public default_value: Expr_ | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `ParamSpec(identifier name, expr? default_value)` */
export class ParamSpec {
  readonly node = NodeKind.ParamSpec
  constructor(
    public name: string,
    public default_value: Expr_ | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}

/** `TypeVarTuple(identifier name, expr? default_value)` */
export class TypeVarTuple {
  readonly node = NodeKind.TypeVarTuple
  constructor(
    public name: string,
    public default_value: Expr_ | null,
    public lineno: number,
    public col_offset: number,
    public end_lineno: number,
    public end_col_offset: number,
  ) {}
}
/** A node class as data: its ASDL sum type (empty for a product type), fields as `name` + ASDL type, and whether it has positions. */
export interface NodeDescription {
  readonly name: string
  readonly base: string
  readonly fields: readonly (readonly [name: string, type: string])[]
  readonly located: boolean
}

/** Every node class, indexed by its `NodeKind`. */
export const nodeTable: readonly NodeDescription[] = [
  {
    name: 'Module',
    base: 'mod',
    fields: [
      ['body', 'stmt*'],
      ['type_ignores', 'type_ignore*'],
    ],
    located: false,
  },
  { name: 'Interactive', base: 'mod', fields: [['body', 'stmt*']], located: false },
  { name: 'Expression', base: 'mod', fields: [['body', 'expr']], located: false },
  {
    name: 'FunctionType',
    base: 'mod',
    fields: [
      ['argtypes', 'expr*'],
      ['returns', 'expr'],
    ],
    located: false,
  },
  {
    name: 'FunctionDef',
    base: 'stmt',
    fields: [
      ['name', 'identifier'],
      ['args', 'arguments'],
      ['body', 'stmt*'],
      ['decorator_list', 'expr*'],
      ['returns', 'expr?'],
      ['type_comment', 'string?'],
      ['type_params', 'type_param*'],
    ],
    located: true,
  },
  {
    name: 'AsyncFunctionDef',
    base: 'stmt',
    fields: [
      ['name', 'identifier'],
      ['args', 'arguments'],
      ['body', 'stmt*'],
      ['decorator_list', 'expr*'],
      ['returns', 'expr?'],
      ['type_comment', 'string?'],
      ['type_params', 'type_param*'],
    ],
    located: true,
  },
  {
    name: 'ClassDef',
    base: 'stmt',
    fields: [
      ['name', 'identifier'],
      ['bases', 'expr*'],
      ['keywords', 'keyword*'],
      ['body', 'stmt*'],
      ['decorator_list', 'expr*'],
      ['type_params', 'type_param*'],
    ],
    located: true,
  },
  { name: 'Return', base: 'stmt', fields: [['value', 'expr?']], located: true },
  { name: 'Delete', base: 'stmt', fields: [['targets', 'expr*']], located: true },
  {
    name: 'Assign',
    base: 'stmt',
    fields: [
      ['targets', 'expr*'],
      ['value', 'expr'],
      ['type_comment', 'string?'],
    ],
    located: true,
  },
  {
    name: 'TypeAlias',
    base: 'stmt',
    fields: [
      ['name', 'expr'],
      ['type_params', 'type_param*'],
      ['value', 'expr'],
    ],
    located: true,
  },
  {
    name: 'AugAssign',
    base: 'stmt',
    fields: [
      ['target', 'expr'],
      ['op', 'operator'],
      ['value', 'expr'],
    ],
    located: true,
  },
  {
    name: 'AnnAssign',
    base: 'stmt',
    fields: [
      ['target', 'expr'],
      ['annotation', 'expr'],
      ['value', 'expr?'],
      ['simple', 'int'],
    ],
    located: true,
  },
  {
    name: 'For',
    base: 'stmt',
    fields: [
      ['target', 'expr'],
      ['iter', 'expr'],
      ['body', 'stmt*'],
      ['orelse', 'stmt*'],
      ['type_comment', 'string?'],
    ],
    located: true,
  },
  {
    name: 'AsyncFor',
    base: 'stmt',
    fields: [
      ['target', 'expr'],
      ['iter', 'expr'],
      ['body', 'stmt*'],
      ['orelse', 'stmt*'],
      ['type_comment', 'string?'],
    ],
    located: true,
  },
  {
    name: 'While',
    base: 'stmt',
    fields: [
      ['test', 'expr'],
      ['body', 'stmt*'],
      ['orelse', 'stmt*'],
    ],
    located: true,
  },
  {
    name: 'If',
    base: 'stmt',
    fields: [
      ['test', 'expr'],
      ['body', 'stmt*'],
      ['orelse', 'stmt*'],
    ],
    located: true,
  },
  {
    name: 'With',
    base: 'stmt',
    fields: [
      ['items', 'withitem*'],
      ['body', 'stmt*'],
      ['type_comment', 'string?'],
    ],
    located: true,
  },
  {
    name: 'AsyncWith',
    base: 'stmt',
    fields: [
      ['items', 'withitem*'],
      ['body', 'stmt*'],
      ['type_comment', 'string?'],
    ],
    located: true,
  },
  {
    name: 'Match',
    base: 'stmt',
    fields: [
      ['subject', 'expr'],
      ['cases', 'match_case*'],
    ],
    located: true,
  },
  {
    name: 'Raise',
    base: 'stmt',
    fields: [
      ['exc', 'expr?'],
      ['cause', 'expr?'],
    ],
    located: true,
  },
  {
    name: 'Try',
    base: 'stmt',
    fields: [
      ['body', 'stmt*'],
      ['handlers', 'excepthandler*'],
      ['orelse', 'stmt*'],
      ['finalbody', 'stmt*'],
    ],
    located: true,
  },
  {
    name: 'TryStar',
    base: 'stmt',
    fields: [
      ['body', 'stmt*'],
      ['handlers', 'excepthandler*'],
      ['orelse', 'stmt*'],
      ['finalbody', 'stmt*'],
    ],
    located: true,
  },
  {
    name: 'Assert',
    base: 'stmt',
    fields: [
      ['test', 'expr'],
      ['msg', 'expr?'],
    ],
    located: true,
  },
  { name: 'Import', base: 'stmt', fields: [['names', 'alias*']], located: true },
  {
    name: 'ImportFrom',
    base: 'stmt',
    fields: [
      ['module', 'identifier?'],
      ['names', 'alias*'],
      ['level', 'int?'],
    ],
    located: true,
  },
  { name: 'Global', base: 'stmt', fields: [['names', 'identifier*']], located: true },
  { name: 'Nonlocal', base: 'stmt', fields: [['names', 'identifier*']], located: true },
  { name: 'Expr', base: 'stmt', fields: [['value', 'expr']], located: true },
  { name: 'Pass', base: 'stmt', fields: [], located: true },
  { name: 'Break', base: 'stmt', fields: [], located: true },
  { name: 'Continue', base: 'stmt', fields: [], located: true },
  {
    name: 'BoolOp',
    base: 'expr',
    fields: [
      ['op', 'boolop'],
      ['values', 'expr*'],
    ],
    located: true,
  },
  {
    name: 'NamedExpr',
    base: 'expr',
    fields: [
      ['target', 'expr'],
      ['value', 'expr'],
    ],
    located: true,
  },
  {
    name: 'BinOp',
    base: 'expr',
    fields: [
      ['left', 'expr'],
      ['op', 'operator'],
      ['right', 'expr'],
    ],
    located: true,
  },
  {
    name: 'UnaryOp',
    base: 'expr',
    fields: [
      ['op', 'unaryop'],
      ['operand', 'expr'],
    ],
    located: true,
  },
  {
    name: 'Lambda',
    base: 'expr',
    fields: [
      ['args', 'arguments'],
      ['body', 'expr'],
    ],
    located: true,
  },
  {
    name: 'IfExp',
    base: 'expr',
    fields: [
      ['test', 'expr'],
      ['body', 'expr'],
      ['orelse', 'expr'],
    ],
    located: true,
  },
  {
    name: 'Dict',
    base: 'expr',
    fields: [
      ['keys', 'expr?*'],
      ['values', 'expr*'],
    ],
    located: true,
  },
  { name: 'Set', base: 'expr', fields: [['elts', 'expr*']], located: true },
  {
    name: 'ListComp',
    base: 'expr',
    fields: [
      ['elt', 'expr'],
      ['generators', 'comprehension*'],
    ],
    located: true,
  },
  {
    name: 'SetComp',
    base: 'expr',
    fields: [
      ['elt', 'expr'],
      ['generators', 'comprehension*'],
    ],
    located: true,
  },
  {
    name: 'DictComp',
    base: 'expr',
    fields: [
      ['key', 'expr'],
      ['value', 'expr'],
      ['generators', 'comprehension*'],
    ],
    located: true,
  },
  {
    name: 'GeneratorExp',
    base: 'expr',
    fields: [
      ['elt', 'expr'],
      ['generators', 'comprehension*'],
    ],
    located: true,
  },
  { name: 'Await', base: 'expr', fields: [['value', 'expr']], located: true },
  { name: 'Yield', base: 'expr', fields: [['value', 'expr?']], located: true },
  { name: 'YieldFrom', base: 'expr', fields: [['value', 'expr']], located: true },
  {
    name: 'Compare',
    base: 'expr',
    fields: [
      ['left', 'expr'],
      ['ops', 'cmpop*'],
      ['comparators', 'expr*'],
    ],
    located: true,
  },
  {
    name: 'Call',
    base: 'expr',
    fields: [
      ['func', 'expr'],
      ['args', 'expr*'],
      ['keywords', 'keyword*'],
    ],
    located: true,
  },
  {
    name: 'FormattedValue',
    base: 'expr',
    fields: [
      ['value', 'expr'],
      ['conversion', 'int'],
      ['format_spec', 'expr?'],
    ],
    located: true,
  },
  { name: 'JoinedStr', base: 'expr', fields: [['values', 'expr*']], located: true },
  {
    name: 'Constant',
    base: 'expr',
    fields: [
      ['value', 'constant'],
      ['kind', 'string?'],
    ],
    located: true,
  },
  {
    name: 'Attribute',
    base: 'expr',
    fields: [
      ['value', 'expr'],
      ['attr', 'identifier'],
      ['ctx', 'expr_context'],
    ],
    located: true,
  },
  {
    name: 'Subscript',
    base: 'expr',
    fields: [
      ['value', 'expr'],
      ['slice', 'expr'],
      ['ctx', 'expr_context'],
    ],
    located: true,
  },
  {
    name: 'Starred',
    base: 'expr',
    fields: [
      ['value', 'expr'],
      ['ctx', 'expr_context'],
    ],
    located: true,
  },
  {
    name: 'Name',
    base: 'expr',
    fields: [
      ['id', 'identifier'],
      ['ctx', 'expr_context'],
    ],
    located: true,
  },
  {
    name: 'List',
    base: 'expr',
    fields: [
      ['elts', 'expr*'],
      ['ctx', 'expr_context'],
    ],
    located: true,
  },
  {
    name: 'Tuple',
    base: 'expr',
    fields: [
      ['elts', 'expr*'],
      ['ctx', 'expr_context'],
    ],
    located: true,
  },
  {
    name: 'Slice',
    base: 'expr',
    fields: [
      ['lower', 'expr?'],
      ['upper', 'expr?'],
      ['step', 'expr?'],
    ],
    located: true,
  },
  {
    name: 'comprehension',
    base: '',
    fields: [
      ['target', 'expr'],
      ['iter', 'expr'],
      ['ifs', 'expr*'],
      ['is_async', 'int'],
    ],
    located: false,
  },
  {
    name: 'ExceptHandler',
    base: 'excepthandler',
    fields: [
      ['type', 'expr?'],
      ['name', 'identifier?'],
      ['body', 'stmt*'],
    ],
    located: true,
  },
  {
    name: 'arguments',
    base: '',
    fields: [
      ['posonlyargs', 'arg*'],
      ['args', 'arg*'],
      ['vararg', 'arg?'],
      ['kwonlyargs', 'arg*'],
      ['kw_defaults', 'expr?*'],
      ['kwarg', 'arg?'],
      ['defaults', 'expr*'],
    ],
    located: false,
  },
  {
    name: 'arg',
    base: '',
    fields: [
      ['arg', 'identifier'],
      ['annotation', 'expr?'],
      ['type_comment', 'string?'],
    ],
    located: true,
  },
  {
    name: 'keyword',
    base: '',
    fields: [
      ['arg', 'identifier?'],
      ['value', 'expr'],
    ],
    located: true,
  },
  {
    name: 'alias',
    base: '',
    fields: [
      ['name', 'identifier'],
      ['asname', 'identifier?'],
    ],
    located: true,
  },
  {
    name: 'withitem',
    base: '',
    fields: [
      ['context_expr', 'expr'],
      ['optional_vars', 'expr?'],
    ],
    located: false,
  },
  {
    name: 'match_case',
    base: '',
    fields: [
      ['pattern', 'pattern'],
      ['guard', 'expr?'],
      ['body', 'stmt*'],
    ],
    located: false,
  },
  { name: 'MatchValue', base: 'pattern', fields: [['value', 'expr']], located: true },
  { name: 'MatchSingleton', base: 'pattern', fields: [['value', 'constant']], located: true },
  { name: 'MatchSequence', base: 'pattern', fields: [['patterns', 'pattern*']], located: true },
  {
    name: 'MatchMapping',
    base: 'pattern',
    fields: [
      ['keys', 'expr*'],
      ['patterns', 'pattern*'],
      ['rest', 'identifier?'],
    ],
    located: true,
  },
  {
    name: 'MatchClass',
    base: 'pattern',
    fields: [
      ['cls', 'expr'],
      ['patterns', 'pattern*'],
      ['kwd_attrs', 'identifier*'],
      ['kwd_patterns', 'pattern*'],
    ],
    located: true,
  },
  { name: 'MatchStar', base: 'pattern', fields: [['name', 'identifier?']], located: true },
  {
    name: 'MatchAs',
    base: 'pattern',
    fields: [
      ['pattern', 'pattern?'],
      ['name', 'identifier?'],
    ],
    located: true,
  },
  { name: 'MatchOr', base: 'pattern', fields: [['patterns', 'pattern*']], located: true },
  {
    name: 'TypeIgnore',
    base: 'type_ignore',
    fields: [
      ['lineno', 'int'],
      ['tag', 'string'],
    ],
    located: false,
  },
  {
    name: 'TypeVar',
    base: 'type_param',
    fields: [
      ['name', 'identifier'],
      ['bound', 'expr?'],
      ['default_value', 'expr?'],
    ],
    located: true,
  },
  {
    name: 'ParamSpec',
    base: 'type_param',
    fields: [
      ['name', 'identifier'],
      ['default_value', 'expr?'],
    ],
    located: true,
  },
  {
    name: 'TypeVarTuple',
    base: 'type_param',
    fields: [
      ['name', 'identifier'],
      ['default_value', 'expr?'],
    ],
    located: true,
  },
]

/** The ASDL sum types whose members carry no fields, with their members. */
export const operatorTable: Readonly<Record<string, readonly string[]>> = {
  expr_context: ['Load', 'Store', 'Del'],
  boolop: ['And', 'Or'],
  operator: [
    'Add',
    'Sub',
    'Mult',
    'MatMult',
    'Div',
    'Mod',
    'Pow',
    'LShift',
    'RShift',
    'BitOr',
    'BitXor',
    'BitAnd',
    'FloorDiv',
  ],
  unaryop: ['Invert', 'Not', 'UAdd', 'USub'],
  cmpop: ['Eq', 'NotEq', 'Lt', 'LtE', 'Gt', 'GtE', 'Is', 'IsNot', 'In', 'NotIn'],
}

/** The class of each node, indexed by its `NodeKind`. */
export const nodeConstructors: readonly (new (...args: never[]) => Node)[] = [
  Module,
  Interactive,
  Expression,
  FunctionType,
  FunctionDef,
  AsyncFunctionDef,
  ClassDef,
  Return,
  Delete,
  Assign,
  TypeAlias,
  AugAssign,
  AnnAssign,
  For,
  AsyncFor,
  While,
  If,
  With,
  AsyncWith,
  Match,
  Raise,
  Try,
  TryStar,
  Assert,
  Import,
  ImportFrom,
  Global,
  Nonlocal,
  Expr,
  Pass,
  Break,
  Continue,
  BoolOp,
  NamedExpr,
  BinOp,
  UnaryOp,
  Lambda,
  IfExp,
  DictDisplay,
  SetDisplay,
  ListComp,
  SetComp,
  DictComp,
  GeneratorExp,
  Await,
  Yield,
  YieldFrom,
  Compare,
  Call,
  FormattedValue,
  JoinedStr,
  Constant,
  Attribute,
  Subscript,
  Starred,
  Name,
  ListDisplay,
  TupleDisplay,
  Slice,
  Comprehension,
  ExceptHandler,
  Arguments,
  Arg,
  Keyword,
  Alias,
  WithItem,
  MatchCase,
  MatchValue,
  MatchSingleton,
  MatchSequence,
  MatchMapping,
  MatchClass,
  MatchStar,
  MatchAs,
  MatchOr,
  TypeIgnore,
  TypeVar,
  ParamSpec,
  TypeVarTuple,
]
