/** SyntaxWarnings about expressions that are surely wrong (CPython: check_caller, check_subscripter, check_index, check_compare). */
import {
  BytesConstant,
  ComplexConstant,
  type ConstantValue,
  EllipsisConstant,
  FloatConstant,
  FrozenSetConstant,
  TupleConstant,
  WideString,
} from '../base/constant'
import { type Compare, type Expr_, NodeKind } from '../syntax/ast'
import type { Compiler } from './codegen'
import type { Location } from './errors'

/** The Python type name of a constant. */
function constantTypeName(value: ConstantValue): string {
  if (value === null) return 'NoneType'
  switch (typeof value) {
    case 'boolean':
      return 'bool'
    case 'number':
    case 'bigint':
      return 'int'
    case 'string':
      return 'str'
  }
  if (value instanceof FloatConstant) return 'float'
  if (value instanceof ComplexConstant) return 'complex'
  if (value instanceof BytesConstant) return 'bytes'
  if (value instanceof WideString) return 'str'
  if (value instanceof TupleConstant) return 'tuple'
  if (value instanceof FrozenSetConstant) return 'frozenset'
  return 'ellipsis'
}

/** The type that an expression certainly has, or null. */
function inferredType(e: Expr_): string | null {
  switch (e.node) {
    case NodeKind.Tuple:
      return 'tuple'
    case NodeKind.List:
    case NodeKind.ListComp:
      return 'list'
    case NodeKind.Dict:
    case NodeKind.DictComp:
      return 'dict'
    case NodeKind.Set:
    case NodeKind.SetComp:
      return 'set'
    case NodeKind.GeneratorExp:
      return 'generator'
    case NodeKind.Lambda:
      return 'function'
    case NodeKind.JoinedStr:
    case NodeKind.FormattedValue:
      return 'str'
    case NodeKind.Constant:
      return constantTypeName(e.value)
    default:
      return null
  }
}

/** Warns of a call of something that cannot be callable. */
export function checkCaller(c: Compiler, e: Expr_): void {
  switch (e.node) {
    case NodeKind.Constant:
    case NodeKind.Tuple:
    case NodeKind.List:
    case NodeKind.ListComp:
    case NodeKind.Dict:
    case NodeKind.DictComp:
    case NodeKind.Set:
    case NodeKind.SetComp:
    case NodeKind.GeneratorExp:
    case NodeKind.JoinedStr:
    case NodeKind.FormattedValue:
      c.warn(`'${inferredType(e)}' object is not callable; perhaps you missed a comma?`, e)
  }
}

/** Warns of a subscript of something that cannot be subscripted. */
export function checkSubscripter(c: Compiler, e: Expr_): void {
  switch (e.node) {
    case NodeKind.Constant: {
      const v = e.value
      if (
        v !== null &&
        v !== true &&
        v !== false &&
        !(v instanceof EllipsisConstant) &&
        typeof v !== 'number' &&
        typeof v !== 'bigint' &&
        !(v instanceof FloatConstant) &&
        !(v instanceof ComplexConstant) &&
        !(v instanceof FrozenSetConstant)
      )
        return
      break
    }
    case NodeKind.Set:
    case NodeKind.SetComp:
    case NodeKind.GeneratorExp:
    case NodeKind.Lambda:
      break
    default:
      return
  }
  c.warn(`'${inferredType(e)}' object is not subscriptable; perhaps you missed a comma?`, e)
}

/** Warns of an index of a type that sequences refuse. */
export function checkIndex(c: Compiler, container: Expr_, index: Expr_): void {
  const type = inferredType(index)
  if (type === null || type === 'int' || type === 'bool') return
  switch (container.node) {
    case NodeKind.Constant: {
      const v = container.value
      if (
        !(typeof v === 'string' || v instanceof WideString || v instanceof BytesConstant || v instanceof TupleConstant)
      )
        return
      break
    }
    case NodeKind.Tuple:
    case NodeKind.List:
    case NodeKind.ListComp:
    case NodeKind.JoinedStr:
    case NodeKind.FormattedValue:
      break
    default:
      return
  }
  c.warn(
    `${inferredType(container)} indices must be integers or slices, not ${type}; perhaps you missed a comma?`,
    container,
  )
}

function isSingleton(e: Expr_): boolean {
  if (e.node !== NodeKind.Constant) return true
  const v = e.value
  return v === null || typeof v === 'boolean' || v instanceof EllipsisConstant
}

/** Warns of `is` with a literal. */
export function checkCompare(c: Compiler, e: Compare): void {
  let left: Expr_ = e.left
  for (let i = 0; i < e.ops.length; i++) {
    const op = e.ops[i]!
    const right = e.comparators[i]!
    if (op === 'Is' || op === 'IsNot') {
      const wrong = !isSingleton(left) ? left : !isSingleton(right) ? right : null
      if (wrong) {
        const type = inferredType(wrong)
        c.warn(
          op === 'Is'
            ? `"is" with '${type}' literal. Did you mean "=="?`
            : `"is not" with '${type}' literal. Did you mean "!="?`,
          e as Location,
        )
      }
    }
    left = right
  }
}
