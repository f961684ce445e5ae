/**
 * Python's operators on constants, for folding: exact results or `undefined` where the operation raises, would be too large, or is
 * left to run time (CPython: Python/ast_opt.c, safe_multiply and its kin).
 */
import {
  BytesConstant,
  ComplexConstant,
  type ConstantValue,
  FloatConstant,
  FrozenSetConstant,
  TupleConstant,
  WideString,
} from '../base/constant'
import type { BinaryOperator, UnaryOperator } from '../syntax/ast'
import { constantTruth } from './flow'

const MAX_INT_BITS = 128
const MAX_COLLECTION_SIZE = 256
const MAX_STRING_SIZE = 4096
const MAX_TOTAL_ITEMS = 1024

type Folded = ConstantValue | undefined

function isInt(value: ConstantValue): value is number | bigint | boolean {
  const t = typeof value
  return t === 'number' || t === 'bigint' || t === 'boolean'
}

function normalize(value: bigint): number | bigint {
  return value >= -0x1fffffffffffffn && value <= 0x1fffffffffffffn ? Number(value) : value
}

function big(value: number | bigint | boolean): bigint {
  return typeof value === 'bigint' ? value : BigInt(value)
}

function bitLength(value: bigint): number {
  const abs = value < 0n ? -value : value
  return abs === 0n ? 0 : abs.toString(2).length
}

/** Number of code points, or -1 for text whose pieces must not be joined by UTF-16 (surrogates at its ends). */
function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c >= 0xd800 && c < 0xe000) return false
  }
  return true
}

/** A unary operator on a constant. */
export function foldUnary(op: UnaryOperator, value: ConstantValue): Folded {
  if (op === 'Not') return !constantTruth(value)
  if (isInt(value)) {
    // ~True warns at run time.
    if (op === 'Invert') return typeof value === 'boolean' ? undefined : normalize(~big(value))
    if (op === 'UAdd') return typeof value === 'boolean' ? Number(value) : value
    return normalize(-big(value))
  }
  if (value instanceof FloatConstant) {
    if (op === 'USub') return new FloatConstant(-value.value)
    return op === 'UAdd' ? value : undefined
  }
  if (value instanceof ComplexConstant) {
    if (op === 'USub') return new ComplexConstant(-value.real, -value.imag)
    return op === 'UAdd' ? value : undefined
  }
  return undefined
}

/** A binary operator on two constants. */
export function foldBinary(op: BinaryOperator, left: ConstantValue, right: ConstantValue): Folded {
  if (isInt(left) && isInt(right)) return intOp(op, left, right)
  const a = asFloat(left)
  const b = asFloat(right)
  if (a !== undefined && b !== undefined) return floatOp(op, a, b)
  if (left instanceof ComplexConstant || right instanceof ComplexConstant) {
    const x = left instanceof ComplexConstant ? left : a === undefined ? undefined : new ComplexConstant(a, 0)
    const y = right instanceof ComplexConstant ? right : b === undefined ? undefined : new ComplexConstant(b, 0)
    return x && y ? complexOp(op, x, y) : undefined
  }
  return sequenceOp(op, left, right)
}

function intOp(op: BinaryOperator, left: number | bigint | boolean, right: number | bigint | boolean): Folded {
  if (typeof left === 'boolean' && typeof right === 'boolean') {
    if (op === 'BitAnd') return left && right
    if (op === 'BitOr') return left || right
    if (op === 'BitXor') return left !== right
  }
  const a = big(left)
  const b = big(right)
  switch (op) {
    case 'Add':
      return normalize(a + b)
    case 'Sub':
      return normalize(a - b)
    case 'Mult':
      if (a !== 0n && b !== 0n && bitLength(a) + bitLength(b) > MAX_INT_BITS) return undefined
      return normalize(a * b)
    case 'Div': {
      if (b === 0n) return undefined
      const x = Number(a)
      const y = Number(b)
      // Both exact: the quotient is correctly rounded.
      return Number.isSafeInteger(x) && Number.isSafeInteger(y) ? new FloatConstant(x / y) : undefined
    }
    case 'FloorDiv':
    case 'Mod': {
      if (b === 0n) return undefined
      let quotient = a / b
      let rest = a % b
      if (rest !== 0n && rest < 0n !== b < 0n) {
        quotient -= 1n
        rest += b
      }
      return normalize(op === 'Mod' ? rest : quotient)
    }
    case 'Pow': {
      if (b < 0n) {
        // A float, and JavaScript's power differs from C's in the last bit: left to the runtime, as for floats below.
        return undefined
      }
      const bits = bitLength(a)
      if (b > 0n && bits > 0 && b > BigInt(Math.floor(MAX_INT_BITS / bits))) return undefined
      return normalize(a ** b)
    }
    case 'LShift':
      if (b < 0n) return undefined
      if (a !== 0n && (b > BigInt(MAX_INT_BITS) || bitLength(a) > MAX_INT_BITS - Number(b))) return undefined
      return a === 0n ? 0 : normalize(a << b)
    case 'RShift':
      if (b < 0n) return undefined
      return b > 100_000n ? (a < 0n ? -1 : 0) : normalize(a >> b)
    case 'BitAnd':
      return normalize(a & b)
    case 'BitOr':
      return normalize(a | b)
    case 'BitXor':
      return normalize(a ^ b)
    case 'MatMult':
      return undefined
  }
}

/** The value as a float operand: a float, or an int that a float holds exactly. */
function asFloat(value: ConstantValue): number | undefined {
  if (value instanceof FloatConstant) return value.value
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return Number(value)
  return undefined
}

function floatOp(op: BinaryOperator, a: number, b: number): Folded {
  switch (op) {
    case 'Add':
      return new FloatConstant(a + b)
    case 'Sub':
      return new FloatConstant(a - b)
    case 'Mult':
      return new FloatConstant(a * b)
    case 'Div':
      return b === 0 ? undefined : new FloatConstant(a / b)
    case 'FloorDiv':
    case 'Mod': {
      if (b === 0 || !Number.isFinite(a) || !Number.isFinite(b)) return undefined
      let mod = a % b
      let quotient = (a - mod) / b
      if (mod !== 0) {
        if (b < 0 !== mod < 0) {
          mod += b
          quotient -= 1
        }
      } else mod = b < 0 ? -0 : 0
      if (op === 'Mod') return new FloatConstant(mod)
      let floor: number
      if (quotient !== 0) {
        floor = Math.floor(quotient)
        if (quotient - floor > 0.5) floor += 1
      } else floor = a / b < 0 || Object.is(a / b, -0) ? -0 : 0
      return new FloatConstant(floor)
    }
    default:
      return undefined
  }
}

function complexOp(op: BinaryOperator, x: ComplexConstant, y: ComplexConstant): Folded {
  switch (op) {
    case 'Add':
      return new ComplexConstant(x.real + y.real, x.imag + y.imag)
    case 'Sub':
      return new ComplexConstant(x.real - y.real, x.imag - y.imag)
    case 'Mult':
      return new ComplexConstant(x.real * y.real - x.imag * y.imag, x.real * y.imag + x.imag * y.real)
    default:
      return undefined
  }
}

function itemCount(items: readonly ConstantValue[]): number {
  let n = 0
  for (const item of items) n += item instanceof TupleConstant ? itemCount(item.items) : 1
  return n
}

function sequenceOp(op: BinaryOperator, left: ConstantValue, right: ConstantValue): Folded {
  if (op === 'Add') {
    if (typeof left === 'string' && typeof right === 'string')
      return isPlain(left) && isPlain(right) ? left + right : undefined
    if (left instanceof BytesConstant && right instanceof BytesConstant)
      return new BytesConstant(Uint8Array.from([...left.value, ...right.value]))
    if (left instanceof TupleConstant && right instanceof TupleConstant)
      return new TupleConstant([...left.items, ...right.items])
    return undefined
  }
  if (op === 'Mult') {
    if (isInt(left)) return repeat(right, left)
    if (isInt(right)) return repeat(left, right)
    return undefined
  }
  return undefined
}

function repeat(value: ConstantValue, count: number | bigint | boolean): Folded {
  // Beyond an index's range Python raises OverflowError, whatever is repeated.
  if (typeof count === 'bigint') return undefined
  const n = Number(count)
  if (value instanceof TupleConstant) {
    const size = value.items.length
    if (size === 0) return value
    if (n < 0 || n > MAX_COLLECTION_SIZE / size) return undefined
    if (n > 0 && itemCount(value.items) * n > MAX_TOTAL_ITEMS) return undefined
    const items: ConstantValue[] = []
    for (let i = 0; i < n; i++) items.push(...value.items)
    return new TupleConstant(items)
  }
  if (typeof value === 'string') {
    if (value.length > 0 && (n < 0 || n > MAX_STRING_SIZE / value.length)) return undefined
    return isPlain(value) ? value.repeat(Math.max(n, 0)) : undefined
  }
  if (value instanceof BytesConstant) {
    const size = value.value.length
    if (size > 0 && (n < 0 || n > MAX_STRING_SIZE / size)) return undefined
    const out = new Uint8Array(size * Math.max(n, 0))
    for (let i = 0; i < n; i++) out.set(value.value, i * size)
    return new BytesConstant(out)
  }
  return undefined
}

/** `value[index]`, both constant. */
export function foldSubscript(value: ConstantValue, index: ConstantValue): Folded {
  if (typeof index !== 'number' && typeof index !== 'boolean') return undefined
  const at = Number(index)
  if (value instanceof TupleConstant) return item(value.items, at)
  if (value instanceof BytesConstant) return item(value.value, at)
  if (typeof value === 'string') return isPlain(value) ? item(value, at) : undefined
  if (value instanceof WideString || value instanceof FrozenSetConstant) return undefined
  return undefined
}

function item<T>(list: { readonly length: number; readonly [index: number]: T }, index: number): T | undefined {
  return list[index < 0 ? index + list.length : index]
}
