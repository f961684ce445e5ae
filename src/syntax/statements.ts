/**
 * Statements, definitions and whole inputs: from the matcher's decisions to `stmt` and `mod` nodes.
 *
 * Each function builds the grammar rule named above it (see `cursor.ts` for how). A compound statement ends where its last
 * word ends, which NEWLINE and DEDENT are not.
 */
import {
  Alias,
  AnnAssign,
  type Arg,
  type Arguments,
  Assert,
  Assign,
  AsyncFor,
  AsyncFunctionDef,
  AsyncWith,
  AugAssign,
  type BinaryOperator,
  Break,
  ClassDef,
  Continue,
  Delete,
  ExceptHandler,
  Expr,
  type Expr_,
  Expression,
  For,
  FunctionDef,
  FunctionType,
  Global,
  If,
  Import,
  ImportFrom,
  Interactive,
  Match,
  MatchCase,
  Module,
  Name,
  NodeKind,
  Nonlocal,
  ParamSpec,
  Pass,
  Raise,
  Return,
  type Stmt_,
  Try,
  TryStar,
  TypeAlias,
  type TypeIgnore,
  type TypeParam,
  TypeVar,
  TypeVarTuple,
  While,
  With,
  WithItem,
} from './ast'
import { c, decide, lastWord, MAX_CHAIN, nameOf, Refused, textOf } from './cursor'
import {
  callArguments,
  deleteTargets,
  expr,
  exprList,
  namedExpr,
  rhs,
  starExpr,
  starExprs,
  storeTarget,
  subject,
  target,
  targets,
  yieldExpr,
} from './expressions'
import { NestingTooDeep } from './generated/matcher'
import { arg, ParameterBuilder } from './parameters'
import { patterns } from './patterns'
import { BREAK, ELLIPSIS, GLOBAL, LPAR, PASS, PLUSEQUAL } from './tokens'

/** `file = statement* "ENDMARKER"` */
export function file(typeIgnores: TypeIgnore[]): Module {
  const body: Stmt_[] = []
  while (decide() === 1) statement(body)
  return new Module(body, typeIgnores)
}

/** `expression = exprList "NEWLINE"* "ENDMARKER"` */
export function expression(): Expression {
  return new Expression(exprList())
}

/** `interactive = compoundInput | simpleLine | emptyInput` */
export function interactive(): Interactive {
  const body: Stmt_[] = []
  const first = c.p
  switch (decide()) {
    case 0:
      body.push(compound())
      c.p++
      break
    case 1:
      simpleLine(body)
      break
    default:
      c.p++
      body.push(new Pass(c.line[first], c.column[first], c.endLine[first], c.endColumn[first]))
  }
  return new Interactive(body)
}

/** `funcType = "(" typeList? ")" "->" expr "NEWLINE"* "ENDMARKER"` */
export function funcType(): FunctionType {
  const types: Expr_[] = []
  c.p++
  let stars = 0
  if (decide() === 1) {
    for (;;) {
      const star = 2 - decide()
      if (star > 0) {
        // At most one of each, `*` before `**`, nothing after them.
        if (star === 2 ? stars > 0 : stars === 1) throw new Refused()
        stars = star === 2 ? 2 : 1
        c.p++
      } else if (stars > 0) throw new Refused()
      types.push(expr())
      if (decide() === 0) break
      c.p++
    }
  }
  c.p += 2
  return new FunctionType(types, expr())
}

/** `statement = compound | simpleLine` */
function statement(body: Stmt_[]): void {
  if (decide() === 0) body.push(compound())
  else simpleLine(body)
}

/** `simpleLine = simple (";" simple)* ";"? "NEWLINE"` */
function simpleLine(body: Stmt_[]): void {
  body.push(simple())
  while (decide() === 1) {
    c.p++
    body.push(simple())
  }
  if (decide() === 1) c.p++
  c.p++
}

/** `block = indentedBlock | simpleLine` */
function block(): Stmt_[] {
  const body: Stmt_[] = []
  if (decide() === 0) {
    c.p += 2
    do statement(body)
    while (decide() === 1)
    c.p++
  } else simpleLine(body)
  return body
}

/** `compound` */
function compound(): Stmt_ {
  switch (decide()) {
    case 0:
      return ifStmt()
    case 1:
      return funcDef([], -1)
    case 2:
      return forStmt(-1)
    case 3:
      return tryStmt()
    case 4:
      return withStmt(-1)
    case 5:
      return classDef([])
    case 6:
      return whileStmt()
    case 7:
      return decorated()
    case 8:
      return asyncStmt()
    default:
      return matchStmt()
  }
}

/** `ifStmt = "if" namedExpr ":" block elif* elseBlock?` */
function ifStmt(): If {
  const first = c.p++
  const test = namedExpr()
  c.p++
  const outer = new If(test, block(), [], c.line[first], c.column[first], 0, 0)
  const chain = [outer]
  let inner = outer
  while (decide() === 1) {
    const start = c.p++
    const nextTest = namedExpr()
    c.p++
    const next = new If(nextTest, block(), [], c.line[start], c.column[start], 0, 0)
    inner.orelse.push(next)
    chain.push(next)
    if (chain.length > MAX_CHAIN) throw new NestingTooDeep()
    inner = next
  }
  inner.orelse = elseBlock()
  const last = lastWord()
  for (const node of chain) {
    node.end_lineno = c.endLine[last]
    node.end_col_offset = c.endColumn[last]
  }
  return outer
}

/** `elseBlock?` with `elseBlock = "else" ":" block` */
function elseBlock(): Stmt_[] {
  if (decide() === 0) return []
  c.p += 2
  return block()
}

/** `whileStmt = "while" namedExpr ":" block elseBlock?` */
function whileStmt(): While {
  const first = c.p++
  const test = namedExpr()
  c.p++
  const body = block()
  const orelse = elseBlock()
  const last = lastWord()
  return new While(test, body, orelse, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `"TYPE_COMMENT"?` */
function typeComment(): string | null {
  return decide() === 1 ? textOf(c.p++) : null
}

/** `forStmt = "for" targets "in" starExprs ":" "TYPE_COMMENT"? block elseBlock?`; `async` is the token of that word, or -1 */
function forStmt(async: number): For | AsyncFor {
  const first = async < 0 ? c.p : async
  c.p++
  const variable = targets()
  c.p++
  const iter = starExprs()
  c.p++
  const comment = typeComment()
  const body = block()
  const orelse = elseBlock()
  const last = lastWord()
  const Node = async < 0 ? For : AsyncFor
  return new Node(
    variable,
    iter,
    body,
    orelse,
    comment,
    c.line[first],
    c.column[first],
    c.endLine[last],
    c.endColumn[last],
  )
}

/** `withStmt = "with" withItems ":" "TYPE_COMMENT"? block` */
function withStmt(async: number): With | AsyncWith {
  const first = async < 0 ? c.p : async
  c.p++
  const parenthesized = decide() === 0
  if (parenthesized) c.p++
  const items = [withItem()]
  while (decide() === 1) {
    c.p++
    items.push(withItem())
  }
  if (parenthesized) {
    if (decide() === 1) c.p++
    c.p++
  }
  c.p++
  const comment = typeComment()
  const body = block()
  const last = lastWord()
  const Node = async < 0 ? With : AsyncWith
  return new Node(items, body, comment, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `withItem = expr asTarget?` */
function withItem(): WithItem {
  const context = expr()
  if (decide() === 0) return new WithItem(context, null)
  c.p++
  return new WithItem(context, storeTarget(target()))
}

/** `tryStmt = "try" ":" block tryRest` */
function tryStmt(): Try | TryStar {
  const first = c.p
  c.p += 2
  const body = block()
  const handlers: ExceptHandler[] = []
  let orelse: Stmt_[] = []
  let finalbody: Stmt_[] = []
  const rest = decide()
  if (rest === 0) {
    c.p += 2
    finalbody = block()
  } else {
    do handlers.push(rest === 1 ? exceptBlock() : exceptStarBlock())
    while (decide() === 1)
    orelse = elseBlock()
    finalbody = elseBlock() // `finally` and `else` look alike
  }
  const last = lastWord()
  const Node = rest === 2 ? TryStar : Try
  return new Node(body, handlers, orelse, finalbody, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `exceptBlock = "except" exceptSpec? ":" block` */
function exceptBlock(): ExceptHandler {
  const first = c.p++
  return handler(first, decide() === 1)
}

/** `exceptStarBlock = "except" "*" exceptSpec ":" block` */
function exceptStarBlock(): ExceptHandler {
  const first = c.p
  c.p += 2
  return handler(first, true)
}

/** `exceptSpec = expr asName?`, the colon and the block */
function handler(first: number, typed: boolean): ExceptHandler {
  let type: Expr_ | null = null
  let name: string | null = null
  if (typed) {
    type = expr()
    if (decide() === 1) {
      name = nameOf(c.p + 1)
      c.p += 2
    }
  }
  c.p++
  const body = block()
  const last = lastWord()
  return new ExceptHandler(type, name, body, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `decorated = decorator+ definition` */
function decorated(): Stmt_ {
  const decorators: Expr_[] = []
  do {
    c.p++
    decorators.push(namedExpr())
    c.p++
  } while (decide() === 1)
  switch (decide()) {
    case 0:
      return funcDef(decorators, -1)
    case 1:
      return classDef(decorators)
    default:
      return funcDef(decorators, c.p++)
  }
}

/** `asyncStmt = "async" asyncBody` */
function asyncStmt(): Stmt_ {
  const async = c.p++
  switch (decide()) {
    case 0:
      return funcDef([], async)
    case 1:
      return forStmt(async)
    default:
      return withStmt(async)
  }
}

/** `funcDef = "def" name typeParams? "(" params? ")" returnAnnotation? ":" funcTypeComment? block` */
function funcDef(decorators: Expr_[], async: number): FunctionDef | AsyncFunctionDef {
  const first = async < 0 ? c.p : async
  const name = nameOf(c.p + 1)
  c.p += 2
  const types = typeParams()
  c.p++
  const args = params()
  c.p++
  let returns: Expr_ | null = null
  if (decide() === 1) {
    c.p++
    returns = expr()
  }
  c.p++
  let comment: string | null = null
  if (decide() === 1) {
    if (decide() === 1) c.p++
    comment = textOf(c.p++)
  }
  const body = block()
  const last = lastWord()
  const Node = async < 0 ? FunctionDef : AsyncFunctionDef
  return new Node(
    name,
    args,
    body,
    decorators,
    returns,
    comment,
    types,
    c.line[first],
    c.column[first],
    c.endLine[last],
    c.endColumn[last],
  )
}

/** `params?` with `params = param (paramComma param)* paramComma? "TYPE_COMMENT"?` */
function params(): Arguments {
  const builder = new ParameterBuilder()
  if (decide() === 0) return builder.finish()
  for (;;) {
    const parameter = param(builder)
    if (decide() === 0) {
      // The trailing comma, whose type comment belongs to the last parameter, too.
      if (decide() === 1) commaComment(parameter)
      const comment = typeComment()
      if (comment !== null && parameter !== null) parameter.type_comment = comment
      return builder.finish()
    }
    commaComment(parameter)
  }
}

/** `paramComma = "," "TYPE_COMMENT"?` */
function commaComment(parameter: Arg | null): void {
  c.p++
  const comment = typeComment()
  if (comment === null) return
  if (parameter === null) throw new Refused()
  parameter.type_comment = comment
}

/** `param = plainParam | starParam | doubleStarParam | slash`; returns the parameter that a type comment would describe */
function param(builder: ParameterBuilder): Arg | null {
  switch (decide()) {
    case 0: {
      const parameter = annotated(c.p++, expr)
      let value: Expr_ | null = null
      if (decide() === 1) {
        c.p++
        value = expr()
      }
      builder.plain(parameter, value)
      return parameter
    }
    case 1: {
      c.p++
      const parameter = decide() === 1 ? annotated(c.p++, starExpr) : null
      builder.star(parameter)
      return parameter
    }
    case 2: {
      c.p += 2
      const parameter = annotated(c.p - 1, expr)
      builder.doubleStar(parameter)
      return parameter
    }
    default:
      c.p++
      builder.slash()
      return null
  }
}

/** A parameter name with `annotation?` or `starAnnotation?` */
function annotated(token: number, read: () => Expr_): Arg {
  const parameter = arg(token)
  if (decide() === 1) {
    c.p++
    parameter.annotation = read()
    parameter.end_lineno = c.endLine[c.p - 1]
    parameter.end_col_offset = c.endColumn[c.p - 1]
  }
  return parameter
}

/** `typeParams?` with `typeParams = "[" typeParam ("," typeParam)* ","? "]"` */
function typeParams(): TypeParam[] {
  if (decide() === 0) return []
  c.p++
  const list: TypeParam[] = []
  for (;;) {
    list.push(typeParam())
    if (decide() === 0) break
    c.p++
  }
  if (decide() === 1) c.p++
  c.p++
  return list
}

/** `typeParam = typeVar | typeVarTuple | paramSpec` */
function typeParam(): TypeParam {
  const first = c.p
  const kind = decide()
  if (kind !== 0) c.p++
  const name = nameOf(c.p++)
  let bound: Expr_ | null = null
  if (kind === 0 && decide() === 1) {
    c.p++
    bound = expr()
  }
  let value: Expr_ | null = null
  if (decide() === 1) {
    c.p++
    value = kind === 1 ? starExpr() : expr()
  }
  const last = c.p - 1
  const line = c.line[first]
  const column = c.column[first]
  const endLine = c.endLine[last]
  const endColumn = c.endColumn[last]
  switch (kind) {
    case 0:
      return new TypeVar(name, bound, value, line, column, endLine, endColumn)
    case 1:
      return new TypeVarTuple(name, value, line, column, endLine, endColumn)
    default:
      return new ParamSpec(name, value, line, column, endLine, endColumn)
  }
}

/** `classDef = "class" name typeParams? classArgs? ":" block` */
function classDef(decorators: Expr_[]): ClassDef {
  const first = c.p
  const name = nameOf(c.p + 1)
  c.p += 2
  const types = typeParams()
  const node = new ClassDef(name, [], [], [], decorators, types, c.line[first], c.column[first], 0, 0)
  if (decide() === 1) callArguments(node.bases, node.keywords, false)
  c.p++
  node.body = block()
  const last = lastWord()
  node.end_lineno = c.endLine[last]
  node.end_col_offset = c.endColumn[last]
  return node
}

/** `matchStmt = "match" starNamedList ":" "NEWLINE" "INDENT" caseBlock+ "DEDENT"` */
function matchStmt(): Match {
  const first = c.p++
  const value = subject()
  c.p += 3
  const cases: MatchCase[] = []
  do {
    c.p++
    const pattern = patterns()
    let guard: Expr_ | null = null
    if (decide() === 1) {
      c.p++
      guard = namedExpr()
    }
    c.p++
    cases.push(new MatchCase(pattern, guard, block()))
  } while (decide() === 1)
  c.p++
  const last = lastWord()
  return new Match(value, cases, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `simple` */
function simple(): Stmt_ {
  const first = c.p
  switch (decide()) {
    case 0:
      return typeAlias()
    case 1:
      return exprStmt()
    case 2: {
      const value = yieldExpr()
      const last = c.p - 1
      return new Expr(value, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
    }
    case 3: {
      c.p++
      const value = decide() === 1 ? starExprs() : null
      const last = c.p - 1
      return new Return(value, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
    }
    case 4:
      return importStmt()
    case 5:
      return fromImport()
    case 6: {
      c.p++
      let raised: Expr_ | null = null
      let cause: Expr_ | null = null
      if (decide() === 1) {
        raised = expr()
        if (decide() === 1) {
          c.p++
          cause = expr()
        }
      }
      const last = c.p - 1
      return new Raise(raised, cause, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
    }
    case 7: {
      c.p++
      const list = deleteTargets()
      const last = c.p - 1
      return new Delete(list, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
    }
    case 8: {
      c.p++
      const test = expr()
      let message: Expr_ | null = null
      if (decide() === 1) {
        c.p++
        message = expr()
      }
      const last = c.p - 1
      return new Assert(test, message, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
    }
    case 9: {
      const Node = c.kinds[first] === GLOBAL ? Global : Nonlocal
      c.p += 2
      const names = [nameOf(c.p - 1)]
      while (decide() === 1) {
        c.p += 2
        names.push(nameOf(c.p - 1))
      }
      const last = c.p - 1
      return new Node(names, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
    }
    default: {
      c.p++
      const kind = c.kinds[first]
      const Node = kind === PASS ? Pass : kind === BREAK ? Break : Continue
      return new Node(c.line[first], c.column[first], c.endLine[first], c.endColumn[first])
    }
  }
}

/** `typeAlias = "type" name typeParams? "=" expr` */
function typeAlias(): TypeAlias {
  const first = c.p
  const token = c.p + 1
  const name = new Name(nameOf(token), 'Store', c.line[token], c.column[token], c.endLine[token], c.endColumn[token])
  c.p += 2
  const types = typeParams()
  c.p++
  const value = expr()
  const last = c.p - 1
  return new TypeAlias(name, types, value, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

// Indexed by token minus PLUSEQUAL.
const augmentedOperators: readonly BinaryOperator[] = [
  'Add',
  'Sub',
  'Mult',
  'Pow',
  'Div',
  'FloorDiv',
  'Mod',
  'MatMult',
  'BitAnd',
  'BitOr',
  'BitXor',
  'LShift',
  'RShift',
]

/** `exprStmt = starExprs assignment?` */
function exprStmt(): Stmt_ {
  const first = c.p
  const line = c.line[first]
  const column = c.column[first]
  const e = starExprs()
  if (decide() === 0) {
    const last = c.p - 1
    return new Expr(e, line, column, c.endLine[last], c.endColumn[last])
  }
  switch (decide()) {
    case 0: {
      const targetNode = singleTarget(e)
      c.p++
      const annotation = expr()
      let value: Expr_ | null = null
      if (decide() === 1) {
        c.p++
        value = rhs()
      }
      const last = c.p - 1
      const isSimple = e.node === NodeKind.Name && c.kinds[first] !== LPAR ? 1 : 0
      return new AnnAssign(targetNode, annotation, value, isSimple, line, column, c.endLine[last], c.endColumn[last])
    }
    case 1: {
      const targetNode = singleTarget(e)
      const op = augmentedOperators[c.kinds[c.p++] - PLUSEQUAL]
      const value = rhs()
      const last = c.p - 1
      return new AugAssign(targetNode, op, value, line, column, c.endLine[last], c.endColumn[last])
    }
    default: {
      const list: Expr_[] = []
      let value = e
      do {
        list.push(storeTarget(value))
        c.p++
        value = rhs()
      } while (decide() === 1)
      const comment = typeComment()
      const last = c.p - 1
      return new Assign(list, value, comment, line, column, c.endLine[last], c.endColumn[last])
    }
  }
}

/** A name, attribute or subscript as the target of an annotated or augmented assignment. */
function singleTarget(e: Expr_): Expr_ {
  if (e.node !== NodeKind.Name && e.node !== NodeKind.Attribute && e.node !== NodeKind.Subscript) {
    throw new Refused()
  }
  return storeTarget(e)
}

/** `importStmt = "import" dottedAs ("," dottedAs)*` */
function importStmt(): Import {
  const first = c.p++
  const names = [dottedAs()]
  while (decide() === 1) {
    c.p++
    names.push(dottedAs())
  }
  const last = c.p - 1
  return new Import(names, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `dottedAs = dotted asName?` */
function dottedAs(): Alias {
  const first = c.p
  return aliasRest(dotted(), first)
}

function aliasRest(name: string, first: number): Alias {
  let as: string | null = null
  if (decide() === 1) {
    as = nameOf(c.p + 1)
    c.p += 2
  }
  const last = c.p - 1
  return new Alias(name, as, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `dotted = name ("." name)*` */
function dotted(): string {
  let name = nameOf(c.p++)
  while (decide() === 1) {
    name += `.${nameOf(c.p + 1)}`
    c.p += 2
  }
  return name
}

/** `fromImport = "from" dots dotted? "import" imported` */
function fromImport(): ImportFrom {
  const first = c.p++
  let level = 0
  while (decide() === 1) level += c.kinds[c.p++] === ELLIPSIS ? 3 : 1
  const hasModule = decide() === 1
  const module = hasModule ? dotted() : null
  if (!hasModule && level === 0) throw new Refused()
  c.p++
  const names: Alias[] = []
  const kind = decide()
  if (kind === 0) {
    const star = c.p++
    names.push(new Alias('*', null, c.line[star], c.column[star], c.endLine[star], c.endColumn[star]))
  } else {
    if (kind === 1) c.p++
    for (;;) {
      const start = c.p++
      names.push(aliasRest(nameOf(start), start))
      if (decide() === 0) break
      c.p++
    }
    if (kind === 1) {
      if (decide() === 1) c.p++
      c.p++
    }
  }
  const last = c.p - 1
  return new ImportFrom(module, names, level, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}
