/**
 * Expressions: from the matcher's decisions to `expr` nodes.
 *
 * Each function builds the grammar rule named above it (see `cursor.ts` for how). Binary operators are flat lists in the
 * grammar; precedence climbing gives them their tree. A node's position runs from the first to the last token of its rule,
 * brackets around it not included, brackets around its operands included.
 *
 * Longer than 800 lines: the functions call each other in a circle, as the rules of expressions do.
 */
import { EllipsisConstant } from '../base/constant'
import {
  Attribute,
  Await,
  type BinaryOperator,
  BinOp,
  BoolOp,
  Call,
  Compare,
  type CompareOperator,
  Comprehension,
  Constant,
  DictComp,
  DictDisplay,
  type Expr_,
  type ExprContext,
  GeneratorExp,
  IfExp,
  Keyword,
  Lambda,
  ListComp,
  ListDisplay,
  Name,
  NamedExpr,
  NodeKind,
  SetComp,
  SetDisplay,
  Slice,
  Starred,
  Subscript,
  TupleDisplay,
  UnaryOp,
  type UnaryOperator,
  Yield,
  YieldFrom,
} from './ast'
import { c, decide, MAX_CHAIN, nameOf, Refused, textOf } from './cursor'
import { NestingTooDeep, tape } from './generated/matcher'
import { numberConstant, setFieldReader, strings } from './literals'
import { arg, ParameterBuilder } from './parameters'
import {
  AMPER,
  AND,
  AT,
  CIRCUMFLEX,
  DOUBLESLASH,
  DOUBLESTAR,
  ELLIPSIS,
  EQEQUAL,
  FALSE,
  GREATER,
  GREATEREQUAL,
  IN,
  IS,
  IS_NOT,
  LEFTSHIFT,
  LESS,
  LESSEQUAL,
  MINUS,
  NONE,
  NOT_IN,
  NOTEQUAL,
  NUMBER,
  PERCENT,
  PLUS,
  RIGHTSHIFT,
  SLASH,
  STAR,
  TILDE,
  TRUE,
  VBAR,
} from './tokens'

interface Operator {
  readonly precedence: number
  readonly name: BinaryOperator
}

// Indexed by token minus PLUS; comparisons have precedence 0 and are not here.
const binaryOperators: (Operator | undefined)[] = []
const compareOperators: (CompareOperator | undefined)[] = []
const binary = (token: number, precedence: number, name: BinaryOperator): void => {
  binaryOperators[token - PLUS] = { precedence, name }
}
binary(PLUS, 5, 'Add')
binary(MINUS, 5, 'Sub')
binary(STAR, 6, 'Mult')
binary(DOUBLESTAR, 8, 'Pow')
binary(SLASH, 6, 'Div')
binary(DOUBLESLASH, 6, 'FloorDiv')
binary(PERCENT, 6, 'Mod')
binary(AT, 6, 'MatMult')
binary(AMPER, 3, 'BitAnd')
binary(VBAR, 1, 'BitOr')
binary(CIRCUMFLEX, 2, 'BitXor')
binary(LEFTSHIFT, 4, 'LShift')
binary(RIGHTSHIFT, 4, 'RShift')
for (const [token, name] of [
  [EQEQUAL, 'Eq'],
  [NOTEQUAL, 'NotEq'],
  [LESS, 'Lt'],
  [GREATER, 'Gt'],
  [LESSEQUAL, 'LtE'],
  [GREATEREQUAL, 'GtE'],
  [IN, 'In'],
  [NOT_IN, 'NotIn'],
  [IS, 'Is'],
  [IS_NOT, 'IsNot'],
] as const) {
  compareOperators[token - PLUS] = name
}

/** Gives an assignable expression its context, throughout tuples and lists. */
export function setContext(e: Expr_, context: ExprContext): void {
  switch (e.node) {
    case NodeKind.Name:
    case NodeKind.Attribute:
    case NodeKind.Subscript:
      e.ctx = context
      break
    case NodeKind.Starred:
      e.ctx = context
      setContext(e.value, context)
      break
    case NodeKind.Tuple:
    case NodeKind.List:
      e.ctx = context
      for (const element of e.elts) setContext(element, context)
      break
  }
}

/** Makes an expression a target of assignment, or refuses it. */
export function storeTarget(e: Expr_): Expr_ {
  switch (e.node) {
    case NodeKind.Name:
    case NodeKind.Attribute:
    case NodeKind.Subscript:
      e.ctx = 'Store'
      return e
    case NodeKind.Starred:
      if (e.value.node === NodeKind.Starred) throw new Refused()
      e.ctx = 'Store'
      storeTarget(e.value)
      return e
    case NodeKind.Tuple:
    case NodeKind.List:
      e.ctx = 'Store'
      for (const element of e.elts) storeTarget(element)
      return e
  }
  throw new Refused()
}

function tuple(elements: Expr_[], first: number): TupleDisplay {
  const last = c.p - 1
  return new TupleDisplay(elements, 'Load', c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** The rest of `x ("," x)* ","?` after its first element; returns whether there was any comma. */
function more(elements: Expr_[], read: () => Expr_): boolean {
  while (decide() === 1) {
    c.p++
    elements.push(read())
  }
  if (decide() === 1) {
    c.p++
    return true
  }
  return elements.length > 1
}

/** `exprList = expr ("," expr)* ","?` */
export function exprList(): Expr_ {
  return listOf(expr)
}

/** `starExprs = starExpr ("," starExpr)* ","?` */
export function starExprs(): Expr_ {
  const first = c.p
  const e = starExpr()
  // No further element, no trailing comma: the usual case, without a list.
  if (tape[c.t] === 0 && tape[c.t + 1] === 0) {
    c.t += 2
    return e
  }
  const elements = [e]
  more(elements, starExpr)
  return tuple(elements, first)
}

function listOf(read: () => Expr_): Expr_ {
  const first = c.p
  const elements = [read()]
  return more(elements, read) ? tuple(elements, first) : elements[0]
}

/** `starNamedList = starNamed ("," starNamed)* ","?` as the subject of a match statement. */
export function subject(): Expr_ {
  const e = listOf(starNamed)
  if (e.node === NodeKind.Starred) throw new Refused()
  return e
}

/** `starExpr = starredSum | expr` */
export function starExpr(): Expr_ {
  return decide() === 0 ? starred(sum) : expr()
}

/** `"*" x` */
function starred(read: () => Expr_): Starred {
  const first = c.p++
  const value = read()
  const last = c.p - 1
  return new Starred(value, 'Load', c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `starNamed = starredSum | walrus | expr` */
function starNamed(): Expr_ {
  switch (decide()) {
    case 0:
      return starred(sum)
    case 1:
      return walrus()
    default:
      return expr()
  }
}

/** `namedExpr = walrus | expr` */
export function namedExpr(): Expr_ {
  return decide() === 0 ? walrus() : expr()
}

/** `walrus = name ":=" expr` */
function walrus(): NamedExpr {
  const first = c.p
  const target = name('Store')
  c.p++
  const value = expr()
  const last = c.p - 1
  return new NamedExpr(target, value, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `yieldExpr = "yield" yielded?` */
export function yieldExpr(): Expr_ {
  const first = c.p++
  let value: Expr_ | null = null
  if (decide() === 1) {
    if (decide() === 0) {
      c.p++
      value = expr()
      const last = c.p - 1
      return new YieldFrom(value, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
    }
    value = starExprs()
  }
  const last = c.p - 1
  return new Yield(value, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `rhs = yieldExpr | starExprs` */
export function rhs(): Expr_ {
  return decide() === 0 ? yieldExpr() : starExprs()
}
setFieldReader(rhs)

/** `expr = lambda | ternary` */
export function expr(): Expr_ {
  if (decide() === 0) return lambda()
  const first = c.p
  const body = logical()
  if (decide() === 0) return body
  c.p++
  const test = logical()
  c.p++
  const orelse = expr()
  const last = c.p - 1
  return new IfExp(test, body, orelse, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `lambda = "lambda" lambdaParams? ":" expr` */
function lambda(): Lambda {
  const first = c.p++
  const builder = new ParameterBuilder()
  if (decide() === 1) {
    for (;;) {
      lambdaParam(builder)
      if (decide() === 0) break
      c.p++
    }
    if (decide() === 1) c.p++
  }
  const args = builder.finish()
  c.p++
  const body = expr()
  const last = c.p - 1
  return new Lambda(args, body, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `lambdaParam = lambdaPlain | lambdaStar | lambdaDoubleStar | slash` */
function lambdaParam(builder: ParameterBuilder): void {
  switch (decide()) {
    case 0: {
      const parameter = arg(c.p++)
      let value: Expr_ | null = null
      if (decide() === 1) {
        c.p++
        value = expr()
      }
      builder.plain(parameter, value)
      break
    }
    case 1:
      c.p++
      builder.star(decide() === 1 ? arg(c.p++) : null)
      break
    case 2:
      c.p += 2
      builder.doubleStar(arg(c.p - 1))
      break
    default:
      c.p++
      builder.slash()
  }
}

/** `logical = negated (logicalOperator negated)*` */
function logical(): Expr_ {
  const first = c.p
  const left = negated()
  if (decide() === 0) return left
  c.t--
  const e = disjunction(left, first)
  c.t++
  return e
}

/** Operands joined by `or`; leaves the final decision 0 to be read. */
function disjunction(left: Expr_, first: number): Expr_ {
  const values = [conjunction(left, first)]
  while (tape[c.t] === 1) {
    c.t++
    c.p++
    const start = c.p
    values.push(conjunction(negated(), start))
  }
  return values.length === 1 ? values[0] : boolOp('Or', values, first)
}

function conjunction(left: Expr_, first: number): Expr_ {
  if (tape[c.t] === 0 || c.kinds[c.p] !== AND) return left
  const values = [left]
  while (tape[c.t] === 1 && c.kinds[c.p] === AND) {
    c.t++
    c.p++
    values.push(negated())
  }
  return boolOp('And', values, first)
}

function boolOp(op: 'And' | 'Or', values: Expr_[], first: number): BoolOp {
  const last = c.p - 1
  return new BoolOp(op, values, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `negated = "not"* comparison` */
function negated(): Expr_ {
  if (decide() === 0) return comparison()
  const first = c.p++
  while (decide() === 1) c.p++
  if (c.p - first > MAX_CHAIN) throw new NestingTooDeep()
  let operator = c.p - 1
  let e = comparison()
  for (; operator >= first; operator--) e = unary('Not', e, operator)
  return e
}

function unary(op: UnaryOperator, operand: Expr_, first: number): UnaryOp {
  const last = c.p - 1
  return new UnaryOp(op, operand, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `comparison = operand (binaryOperator operand)*` */
function comparison(): Expr_ {
  const first = c.p
  let left = operand()
  if (decide() === 0) return left
  c.t--
  left = climb(left, 1, first)
  if (tape[c.t] === 1) {
    const ops: CompareOperator[] = []
    const comparators: Expr_[] = []
    while (tape[c.t] === 1) {
      c.t++
      const token = c.p++
      const op = compareOperators[c.kinds[token] - PLUS]!
      if (op === 'NotEq' && (textOf(token) === '<>') !== c.barry) throw new Refused()
      ops.push(op)
      const start = c.p
      comparators.push(climb(operand(), 1, start))
    }
    const last = c.p - 1
    left = new Compare(left, ops, comparators, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
  }
  c.t++
  return left
}

/** `sum = operand (arithmeticOperator operand)*` */
export function sum(): Expr_ {
  const first = c.p
  const left = operand()
  if (decide() === 0) return left
  c.t--
  const e = climb(left, 1, first)
  c.t++
  return e
}

/** Precedence climbing: `left` and all operators that bind at least as tight as `least`. */
function climb(left: Expr_, least: number, first: number): Expr_ {
  while (tape[c.t] === 1) {
    const operator = binaryOperators[c.kinds[c.p] - PLUS]
    if (operator === undefined || operator.precedence < least) break
    c.t++
    c.p++
    const start = c.p
    const right = climb(operand(), operator.precedence + 1, start)
    const last = c.p - 1
    left = new BinOp(left, operator.name, right, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
  }
  return left
}

/** `operand = sign* primary`, and the power operator, which binds tighter than a sign on its left. */
function operand(): Expr_ {
  if (decide() === 0) return power()
  const first = c.p++
  while (decide() === 1) c.p++
  if (c.p - first > MAX_CHAIN) throw new NestingTooDeep()
  let operator = c.p - 1
  let e = power()
  for (; operator >= first; operator--) {
    const kind = c.kinds[operator]
    e = unary(kind === MINUS ? 'USub' : kind === TILDE ? 'Invert' : 'UAdd', e, operator)
  }
  return e
}

function power(): Expr_ {
  const first = c.p
  const base = primary()
  if (tape[c.t] !== 1 || c.kinds[c.p] !== DOUBLESTAR) return base
  c.t++
  c.p++
  const exponent = operand()
  const last = c.p - 1
  return new BinOp(base, 'Pow', exponent, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `primary = "await"? atom trailer*` */
export function primary(): Expr_ {
  if (decide() === 0) return trailers()
  const first = c.p++
  const value = trailers()
  const last = c.p - 1
  return new Await(value, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

function trailers(): Expr_ {
  const first = c.p
  const line = c.line[first]
  const column = c.column[first]
  let e = atom()
  while (decide() === 1) {
    switch (decide()) {
      case 0: {
        const token = c.p + 1
        c.p += 2
        e = new Attribute(e, nameOf(token), 'Load', line, column, c.endLine[token], c.endColumn[token])
        break
      }
      case 1: {
        const call = new Call(e, [], [], line, column, 0, 0)
        callArguments(call.args, call.keywords, true)
        const last = c.p - 1
        call.end_lineno = c.endLine[last]
        call.end_col_offset = c.endColumn[last]
        e = call
        break
      }
      default: {
        c.p++
        const slice = slices()
        const last = c.p++
        e = new Subscript(e, slice, 'Load', line, column, c.endLine[last], c.endColumn[last])
      }
    }
  }
  return e
}

/** `slices = slice ("," slice)* ","?` */
function slices(): Expr_ {
  const first = c.p
  const elements = [slice()]
  const commas = more(elements, slice)
  return commas || elements[0].node === NodeKind.Starred ? tuple(elements, first) : elements[0]
}

/** `slice = starredExpr | sliceTail | walrus | sliceOrExpr` */
function slice(): Expr_ {
  switch (decide()) {
    case 0:
      return starred(expr)
    case 1:
      return sliceTail(null, c.p)
    case 2:
      return walrus()
    default: {
      const first = c.p
      const e = expr()
      return decide() === 1 ? sliceTail(e, first) : e
    }
  }
}

/** `sliceTail = ":" expr? sliceStep?` */
function sliceTail(lower: Expr_ | null, first: number): Slice {
  c.p++
  const upper = decide() === 1 ? expr() : null
  let step: Expr_ | null = null
  if (decide() === 1) {
    c.p++
    if (decide() === 1) step = expr()
  }
  const last = c.p - 1
  return new Slice(lower, upper, step, c.line[first], c.column[first], c.endLine[last], c.endColumn[last])
}

/** `"(" args? ")"`; a sole generator expression may go without brackets of its own in a call, not in a class. */
export function callArguments(positional: Expr_[], keywords: Keyword[], allowGenerator: boolean): void {
  const open = c.p++
  if (decide() === 0) {
    c.p++
    return
  }
  let unpacked = false
  let generator = false
  for (;;) {
    const first = c.p
    switch (decide()) {
      case 0:
        if (unpacked) throw new Refused()
        positional.push(starred(expr))
        break
      case 1: {
        c.p++
        const value = expr()
        const last = c.p - 1
        keywords.push(new Keyword(null, value, c.line[first], c.column[first], c.endLine[last], c.endColumn[last]))
        unpacked = true
        break
      }
      case 2: {
        const name = nameOf(first)
        c.p += 2
        const value = expr()
        const last = c.p - 1
        keywords.push(new Keyword(name, value, c.line[first], c.column[first], c.endLine[last], c.endColumn[last]))
        break
      }
      default: {
        if (keywords.length > 0) throw new Refused()
        let value = namedExpr()
        if (decide() === 1) {
          const generators = compFors()
          generator = true
          value = new GeneratorExp(value, generators, c.line[open], c.column[open], 0, 0)
        }
        positional.push(value)
      }
    }
    if (decide() === 0) break
    c.p++
  }
  const comma = decide() === 1
  if (comma) c.p++
  const close = c.p++
  if (generator) {
    if (!allowGenerator || comma || positional.length + keywords.length !== 1) throw new Refused()
    const value = positional[0]
    value.end_lineno = c.endLine[close]
    value.end_col_offset = c.endColumn[close]
  }
}

/** `compFor+`; the first decision, or the choice of `comprehension`, has been read. */
function compFors(): Comprehension[] {
  const generators: Comprehension[] = []
  do {
    let isAsync = 0
    if (decide() === 1) {
      c.p++
      isAsync = 1
    }
    c.p++
    const target = targets()
    c.p++
    const iter = logical()
    const ifs: Expr_[] = []
    while (decide() === 1) {
      c.p++
      ifs.push(logical())
    }
    generators.push(new Comprehension(target, iter, ifs, isAsync))
  } while (decide() === 1)
  return generators
}

/** `targets = target ("," target)* ","?` as a target of assignment */
export function targets(): Expr_ {
  return storeTarget(listOf(target))
}

/** `targets` as the list of a `del` statement */
export function deleteTargets(): Expr_[] {
  const elements = [target()]
  more(elements, target)
  for (const element of elements) checkDelete(element)
  return elements
}

function checkDelete(e: Expr_): void {
  switch (e.node) {
    case NodeKind.Name:
    case NodeKind.Attribute:
    case NodeKind.Subscript:
      e.ctx = 'Del'
      return
    case NodeKind.Tuple:
    case NodeKind.List:
      e.ctx = 'Del'
      e.elts.forEach(checkDelete)
      return
  }
  throw new Refused()
}

/** `target = starTarget | primary` */
export function target(): Expr_ {
  return decide() === 0 ? starred(primary) : primary()
}

/** `name` */
function name(context: ExprContext): Name {
  const token = c.p++
  return new Name(nameOf(token), context, c.line[token], c.column[token], c.endLine[token], c.endColumn[token])
}

/** `atom = simpleAtom | strings | paren | list | braces` */
function atom(): Expr_ {
  switch (decide()) {
    case 0: {
      const token = c.p
      const kind = c.kinds[token]
      if (kind > ELLIPSIS) return name('Load')
      c.p++
      return kind === NUMBER ? numberConstant(token) : singleton(token)
    }
    case 1:
      return strings()
    case 2:
      return paren()
    case 3:
      return list()
    default:
      return braces()
  }
}

/** `True`, `False`, `None` and `...` */
export function singleton(token: number): Constant {
  const kind = c.kinds[token]
  const value = kind === TRUE ? true : kind === FALSE ? false : kind === NONE ? null : EllipsisConstant.instance
  return new Constant(value, null, c.line[token], c.column[token], c.endLine[token], c.endColumn[token])
}

/** `paren = "(" parenBody? ")"` */
function paren(): Expr_ {
  const open = c.p++
  if (decide() === 0) {
    c.p++
    return tuple([], open)
  }
  if (decide() === 0) {
    const e = yieldExpr()
    c.p++
    return e
  }
  const e = starNamed()
  if (decide() === 0) {
    if (e.node === NodeKind.Starred) throw new Refused()
    const generators = compFors()
    const close = c.p++
    return new GeneratorExp(e, generators, c.line[open], c.column[open], c.endLine[close], c.endColumn[close])
  }
  const elements = [e]
  const commas = more(elements, starNamed)
  c.p++
  if (commas) return tuple(elements, open)
  if (e.node === NodeKind.Starred) throw new Refused()
  return e
}

/** `list = "[" items? "]"` */
function list(): Expr_ {
  const open = c.p++
  const elements: Expr_[] = []
  if (decide() === 1) {
    const e = starNamed()
    if (decide() === 0) {
      if (e.node === NodeKind.Starred) throw new Refused()
      const generators = compFors()
      const close = c.p++
      return new ListComp(e, generators, c.line[open], c.column[open], c.endLine[close], c.endColumn[close])
    }
    elements.push(e)
    more(elements, starNamed)
  }
  const close = c.p++
  return new ListDisplay(elements, 'Load', c.line[open], c.column[open], c.endLine[close], c.endColumn[close])
}

/** `braces = "{" braceItems? "}"`: every item must be of the first one's kind. */
function braces(): Expr_ {
  const open = c.p++
  const keys: (Expr_ | null)[] = []
  const values: Expr_[] = []
  let isDict = true
  if (decide() === 1) {
    isDict = braceItem(keys, values)
    if (decide() === 0) {
      const generators = compFors()
      const close = c.p++
      const line = c.line[open]
      const column = c.column[open]
      const endLine = c.endLine[close]
      const endColumn = c.endColumn[close]
      if (isDict) {
        const key = keys[0]
        if (key === null) throw new Refused()
        return new DictComp(key, values[0], generators, line, column, endLine, endColumn)
      }
      if (values[0].node === NodeKind.Starred) throw new Refused()
      return new SetComp(values[0], generators, line, column, endLine, endColumn)
    }
    while (decide() === 1) {
      c.p++
      if (braceItem(keys, values) !== isDict) throw new Refused()
    }
    if (decide() === 1) c.p++
  }
  const close = c.p++
  const line = c.line[open]
  const column = c.column[open]
  return isDict
    ? new DictDisplay(keys, values, line, column, c.endLine[close], c.endColumn[close])
    : new SetDisplay(values, line, column, c.endLine[close], c.endColumn[close])
}

/** `braceItem = doubleStarredSum | starredSum | walrus | pair`; returns whether it belongs to a dict. */
function braceItem(keys: (Expr_ | null)[], values: Expr_[]): boolean {
  switch (decide()) {
    case 0:
      c.p++
      keys.push(null)
      values.push(sum())
      return true
    case 1:
      values.push(starred(sum))
      return false
    case 2:
      values.push(walrus())
      return false
    default: {
      const e = expr()
      if (decide() === 0) {
        values.push(e)
        return false
      }
      c.p++
      keys.push(e)
      values.push(expr())
      return true
    }
  }
}
