/** Code for expressions; calls are in calls.ts, lambdas in functions.ts, comprehensions in comprehensions.ts. */
import { type ConstantValue, TupleConstant } from '../base/constant'
import { intrinsic1, Op } from '../bytecode/opcodes'
import {
  type Attribute,
  type BinaryOperator,
  type BoolOp,
  type Compare,
  type CompareOperator,
  type DictDisplay,
  type Expr_,
  type FormattedValue,
  type JoinedStr,
  NodeKind,
  type Slice,
  type Subscript,
} from '../syntax/ast'
import { callExpression, canOptimizeSuper, superArguments } from './calls'
import { checkCompare, checkIndex, checkSubscripter } from './checks'
import type { Compiler } from './codegen'
import { comprehension } from './comprehensions'
import { type Location, NO_LOCATION } from './errors'
import { lambda } from './functions'
import { Block } from './instructions'
import { STACK_GUIDELINE } from './limits'

const ASYNC_GEN_WRAP = intrinsic1.indexOf('ASYNC_GEN_WRAP')

const binaryOpcodes: Readonly<Record<BinaryOperator, number>> = {
  Add: Op.BINARY_ADD,
  Sub: Op.BINARY_SUB,
  Mult: Op.BINARY_MUL,
  MatMult: Op.BINARY_MATMUL,
  Div: Op.BINARY_TRUEDIV,
  Mod: Op.BINARY_MOD,
  Pow: Op.BINARY_POW,
  LShift: Op.BINARY_LSHIFT,
  RShift: Op.BINARY_RSHIFT,
  BitOr: Op.BINARY_OR,
  BitXor: Op.BINARY_XOR,
  BitAnd: Op.BINARY_AND,
  FloorDiv: Op.BINARY_FLOORDIV,
}

/** A binary operator on the two topmost values. */
export function binaryOp(c: Compiler, loc: Location, op: BinaryOperator, inPlace: boolean): void {
  c.opArg(loc, binaryOpcodes[op], inPlace ? 1 : 0)
}

/** A comparison of the two topmost values. */
export function compareOp(c: Compiler, loc: Location, op: CompareOperator): void {
  switch (op) {
    case 'Eq':
      c.op(loc, Op.COMPARE_EQ)
      return
    case 'NotEq':
      c.op(loc, Op.COMPARE_NE)
      return
    case 'Lt':
      c.op(loc, Op.COMPARE_LT)
      return
    case 'LtE':
      c.op(loc, Op.COMPARE_LE)
      return
    case 'Gt':
      c.op(loc, Op.COMPARE_GT)
      return
    case 'GtE':
      c.op(loc, Op.COMPARE_GE)
      return
    case 'Is':
      c.opArg(loc, Op.IS_OP, 0)
      return
    case 'IsNot':
      c.opArg(loc, Op.IS_OP, 1)
      return
    case 'In':
      c.opArg(loc, Op.CONTAINS_OP, 0)
      return
    case 'NotIn':
      c.opArg(loc, Op.CONTAINS_OP, 1)
  }
}

/** Any expression, in any context: its value is pushed, or stored or deleted. */
export function visitExpr(c: Compiler, e: Expr_): void {
  switch (e.node) {
    case NodeKind.NamedExpr:
      c.expr(e.value)
      c.opArg(e, Op.COPY, 1)
      c.expr(e.target)
      return
    case NodeKind.BoolOp:
      boolOp(c, e)
      return
    case NodeKind.BinOp:
      c.expr(e.left)
      c.expr(e.right)
      binaryOp(c, e, e.op, false)
      return
    case NodeKind.UnaryOp:
      c.expr(e.operand)
      c.op(
        e,
        e.op === 'Not'
          ? Op.UNARY_NOT
          : e.op === 'USub'
            ? Op.UNARY_NEGATIVE
            : e.op === 'UAdd'
              ? Op.UNARY_POSITIVE
              : Op.UNARY_INVERT,
      )
      return
    case NodeKind.Lambda:
      lambda(c, e)
      return
    case NodeKind.IfExp: {
      const end = new Block()
      const next = new Block()
      c.jumpIf(e, e.test, next, false)
      c.expr(e.body)
      c.jump(NO_LOCATION, Op.JUMP, end)
      c.use(next)
      c.expr(e.orelse)
      c.use(end)
      return
    }
    case NodeKind.Dict:
      dictDisplay(c, e)
      return
    case NodeKind.Set:
      sequence(c, e, e.elts, 0, 'set')
      return
    case NodeKind.List:
      if (e.ctx === 'Store') unpack(c, e, e.elts)
      else if (e.ctx === 'Del') c.exprs(e.elts)
      else sequence(c, e, e.elts, 0, 'list')
      return
    case NodeKind.Tuple:
      if (e.ctx === 'Store') unpack(c, e, e.elts)
      else if (e.ctx === 'Del') c.exprs(e.elts)
      else sequence(c, e, e.elts, 0, 'tuple')
      return
    case NodeKind.GeneratorExp:
    case NodeKind.ListComp:
    case NodeKind.SetComp:
    case NodeKind.DictComp:
      comprehension(c, e)
      return
    case NodeKind.Yield:
      if (!c.unit.scope.functionLike) c.fail("'yield' outside function", e)
      if (e.value) c.expr(e.value)
      else c.loadConst(e, null)
      yieldValue(c, e)
      return
    case NodeKind.YieldFrom:
      if (!c.unit.scope.functionLike) c.fail("'yield from' outside function", e)
      if (c.unit.kind === 'asyncfunction') c.fail("'yield from' inside async function", e)
      c.expr(e.value)
      c.op(e, Op.GET_YIELD_FROM_ITER)
      c.loadConst(e, null)
      c.yieldFrom(e, false)
      return
    case NodeKind.Await:
      if (!(c.options.topLevelAwait && c.unit.kind === 'module')) {
        if (!c.unit.scope.functionLike) c.fail("'await' outside function", e)
        if (c.unit.kind !== 'asyncfunction' && c.unit.kind !== 'comprehension')
          c.fail("'await' outside async function", e)
      }
      c.expr(e.value)
      c.opArg(e, Op.GET_AWAITABLE, 0)
      c.loadConst(e, null)
      c.yieldFrom(e, true)
      return
    case NodeKind.Compare:
      compare(c, e)
      return
    case NodeKind.Call:
      callExpression(c, e)
      return
    case NodeKind.FormattedValue:
      formattedValue(c, e)
      return
    case NodeKind.JoinedStr:
      joinedStr(c, e)
      return
    case NodeKind.Constant:
      c.loadConst(e, e.value)
      return
    case NodeKind.Attribute:
      attribute(c, e)
      return
    case NodeKind.Subscript:
      subscript(c, e)
      return
    case NodeKind.Starred:
      c.fail(
        e.ctx === 'Store'
          ? 'starred assignment target must be in a list or tuple'
          : "can't use starred expression here",
        e,
      )
      break
    case NodeKind.Name:
      c.name(e, e.id, e.ctx)
      return
    case NodeKind.Slice:
      c.opArg(e, Op.BUILD_SLICE, slice(c, e))
      return
  }
}

/** Yields the topmost value; what is sent replaces it. */
export function yieldValue(c: Compiler, loc: Location): void {
  const scope = c.unit.scope
  if (scope.generator && scope.coroutine) c.opArg(loc, Op.CALL_INTRINSIC_1, ASYNC_GEN_WRAP)
  c.opArg(loc, Op.YIELD_VALUE, 0)
}

function boolOp(c: Compiler, e: BoolOp): void {
  const end = new Block()
  const op = e.op === 'And' ? Op.JUMP_IF_FALSE_OR_POP : Op.JUMP_IF_TRUE_OR_POP
  const last = e.values.length - 1
  for (let i = 0; i < last; i++) {
    c.expr(e.values[i]!)
    c.jump(e, op, end)
  }
  c.expr(e.values[last]!)
  c.use(end)
}

function compare(c: Compiler, e: Compare): void {
  checkCompare(c, e)
  c.expr(e.left)
  const last = e.ops.length - 1
  if (last === 0) {
    c.expr(e.comparators[0]!)
    compareOp(c, e, e.ops[0]!)
    return
  }
  const cleanup = new Block()
  const end = new Block()
  for (let i = 0; i < last; i++) {
    c.expr(e.comparators[i]!)
    c.opArg(e, Op.SWAP, 2)
    c.opArg(e, Op.COPY, 2)
    compareOp(c, e, e.ops[i]!)
    c.jump(e, Op.JUMP_IF_FALSE_OR_POP, cleanup)
  }
  c.expr(e.comparators[last]!)
  compareOp(c, e, e.ops[last]!)
  c.jump(NO_LOCATION, Op.JUMP, end)
  c.use(cleanup)
  c.opArg(e, Op.SWAP, 2)
  c.op(e, Op.POP_TOP)
  c.use(end)
}

// Displays

/**
 * A list, set or tuple of `items`; `pushed` further values already lie on the stack and come first.
 */
export function sequence(
  c: Compiler,
  loc: Location,
  items: readonly Expr_[],
  pushed: number,
  kind: 'list' | 'set' | 'tuple',
): void {
  const n = items.length
  const build = kind === 'set' ? Op.BUILD_SET : Op.BUILD_LIST
  const add = kind === 'set' ? Op.SET_ADD : Op.LIST_APPEND
  const extend = kind === 'set' ? Op.SET_UPDATE : Op.LIST_EXTEND
  if (n > 2 || (kind === 'tuple' && pushed === 0)) {
    const constants = allConstant(items)
    if (constants !== null) {
      if (kind === 'tuple' && pushed === 0) {
        c.loadConst(loc, new TupleConstant(constants))
        return
      }
      c.opArg(loc, build, pushed)
      c.loadConst(loc, new TupleConstant(constants))
      c.opArg(loc, extend, 1)
      if (kind === 'tuple') c.op(loc, Op.LIST_TO_TUPLE)
      return
    }
  }
  let built = n + pushed > STACK_GUIDELINE
  if (built) c.opArg(loc, build, pushed)
  let starred = built
  for (let i = 0; i < n; i++) {
    const item = items[i]!
    if (item.node === NodeKind.Starred) {
      starred = true
      if (!built) {
        c.opArg(loc, build, i + pushed)
        built = true
      }
      c.expr(item.value)
      c.opArg(loc, extend, 1)
    } else {
      c.expr(item)
      if (built) c.opArg(loc, add, 1)
    }
  }
  if (!starred) c.opArg(loc, kind === 'tuple' ? Op.BUILD_TUPLE : build, n + pushed)
  else if (kind === 'tuple') c.op(loc, Op.LIST_TO_TUPLE)
}

function allConstant(items: readonly Expr_[]): ConstantValue[] | null {
  const values: ConstantValue[] = []
  for (const item of items) {
    if (item.node !== NodeKind.Constant) return null
    values.push(item.value)
  }
  return values
}

function dictDisplay(c: Compiler, e: DictDisplay): void {
  const n = e.values.length
  let have = false
  let elements = 0
  const flush = (begin: number, end: number): void => {
    subDict(c, e, begin, end)
    if (have) c.opArg(e, Op.DICT_UPDATE, 1)
    have = true
    elements = 0
  }
  for (let i = 0; i < n; i++) {
    if (e.keys[i] === null) {
      if (elements > 0) flush(i - elements, i)
      if (!have) {
        c.opArg(e, Op.BUILD_MAP, 0)
        have = true
      }
      c.expr(e.values[i]!)
      c.opArg(e, Op.DICT_UPDATE, 1)
    } else if (elements * 2 > STACK_GUIDELINE) flush(i - elements, i + 1)
    else elements++
  }
  if (elements > 0) flush(n - elements, n)
  if (!have) c.opArg(e, Op.BUILD_MAP, 0)
}

function subDict(c: Compiler, e: DictDisplay, begin: number, end: number): void {
  const n = end - begin
  const big = n * 2 > STACK_GUIDELINE
  if (big) c.opArg(e, Op.BUILD_MAP, 0)
  for (let i = begin; i < end; i++) {
    c.expr(e.keys[i]!)
    c.expr(e.values[i]!)
    if (big) c.opArg(e, Op.MAP_ADD, 1)
  }
  if (!big) c.opArg(e, Op.BUILD_MAP, n)
}

function unpack(c: Compiler, loc: Location, targets: readonly Expr_[]): void {
  const n = targets.length
  let star = -1
  for (let i = 0; i < n; i++) {
    if (targets[i]!.node !== NodeKind.Starred) continue
    if (star >= 0) c.fail('multiple starred expressions in assignment', loc)
    if (i >= 256 || n - i - 1 >= 0x7fff) c.fail('too many expressions in star-unpacking assignment', loc)
    star = i
  }
  if (star >= 0) c.opArg(loc, Op.UNPACK_EX, star | ((n - star - 1) << 8))
  else c.opArg(loc, Op.UNPACK_SEQUENCE, n)
  for (const target of targets) c.expr(target.node === NodeKind.Starred ? target.value : target)
}

// Strings

function formattedValue(c: Compiler, e: FormattedValue): void {
  c.expr(e.value)
  switch (e.conversion) {
    case 115:
      c.opArg(e, Op.CONVERT_VALUE, 1)
      break
    case 114:
      c.opArg(e, Op.CONVERT_VALUE, 2)
      break
    case 97:
      c.opArg(e, Op.CONVERT_VALUE, 3)
      break
  }
  if (e.format_spec) {
    c.expr(e.format_spec)
    c.op(e, Op.FORMAT_WITH_SPEC)
  } else c.op(e, Op.FORMAT_SIMPLE)
}

function joinedStr(c: Compiler, e: JoinedStr): void {
  const n = e.values.length
  if (n > STACK_GUIDELINE) {
    c.loadConst(e, '')
    c.attribute(e, Op.LOAD_METHOD, 'join')
    c.opArg(e, Op.BUILD_LIST, 0)
    for (const value of e.values) {
      c.expr(value)
      c.opArg(e, Op.LIST_APPEND, 1)
    }
    c.opArg(e, Op.CALL_METHOD, 1)
    return
  }
  c.exprs(e.values)
  if (n === 0) c.loadConst(e, '')
  else if (n > 1) c.opArg(e, Op.BUILD_STRING, n)
}

// Attributes and subscripts

/** The location of an attribute access or method call that spans lines starts at the name. */
export function attributeLocation(loc: Location, e: Attribute): Location {
  if (loc.lineno === e.end_lineno) return loc
  const length = [...e.attr].length
  const fits = length <= e.end_col_offset
  return {
    lineno: e.end_lineno,
    end_lineno: loc.end_lineno,
    col_offset: fits ? e.end_col_offset - length : -1,
    end_col_offset: fits ? loc.end_col_offset : -1,
  }
}

function attribute(c: Compiler, e: Attribute): void {
  const loc = attributeLocation(e, e)
  if (e.ctx === 'Load') {
    if (canOptimizeSuper(c, e)) {
      superArguments(c, e)
      c.attribute(loc, Op.LOAD_SUPER_ATTR, e.attr)
      return
    }
    c.expr(e.value)
    c.attribute(loc, Op.LOAD_ATTR, e.attr)
    return
  }
  if (e.ctx === 'Store' && e.value.node === NodeKind.Name && e.value.id === 'self') noteStaticAttribute(c, e.attr)
  c.expr(e.value)
  c.checkForbidden(e, e.attr, e.ctx)
  c.attribute(loc, e.ctx === 'Store' ? Op.STORE_ATTR : Op.DELETE_ATTR, e.attr)
}

/** `__static_attributes__` of the class around: names assigned on `self`. */
function noteStaticAttribute(c: Compiler, name: string): void {
  for (let i = c.units.length - 1; i >= 0; i--) {
    const unit = c.units[i]!
    if (unit.kind === 'class') {
      unit.staticAttributes!.add(name)
      return
    }
  }
}

/** A slice without a step, which has instructions of its own. */
export function isSimpleSlice(e: Expr_): e is Slice {
  return e.node === NodeKind.Slice && e.step === null
}

/** Pushes start and stop. */
export function sliceBounds(c: Compiler, e: Slice): void {
  if (e.lower) c.expr(e.lower)
  else c.loadConst(e, null)
  if (e.upper) c.expr(e.upper)
  else c.loadConst(e, null)
}

function slice(c: Compiler, e: Slice): number {
  sliceBounds(c, e)
  if (!e.step) return 2
  c.expr(e.step)
  return 3
}

function subscript(c: Compiler, e: Subscript): void {
  if (e.ctx === 'Load') {
    checkSubscripter(c, e.value)
    checkIndex(c, e.value, e.slice)
  }
  c.expr(e.value)
  if (e.ctx !== 'Del' && isSimpleSlice(e.slice)) {
    sliceBounds(c, e.slice)
    c.op(e, e.ctx === 'Load' ? Op.BINARY_SLICE : Op.STORE_SLICE)
    return
  }
  c.expr(e.slice)
  c.op(e, e.ctx === 'Load' ? Op.BINARY_SUBSCR : e.ctx === 'Store' ? Op.STORE_SUBSCR : Op.DELETE_SUBSCR)
}
