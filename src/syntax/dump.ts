/**
 * `ast.dump(tree, include_attributes=True)` as CPython 3.13 prints it, for tests and for `dxpy ast`.
 */
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
import { type Mod, type Node, nodeTable, operatorTable } from './ast'
import { isPrintable } from './unicode-version'

const fieldlessTypes = new Set(Object.keys(operatorTable))

/** Options of {@link dump}. */
export interface DumpOptions {
  /** Print line and column numbers. Default true. */
  readonly attributes?: boolean
}

/** The tree as one line of text. Recursive: a tree from the parser is never too deep for it unless operators chain by thousands. */
export function dump(tree: Mod | Node, options: DumpOptions = {}): string {
  return dumpNode(tree, options.attributes !== false)
}

function dumpNode(node: Node, attributes: boolean): string {
  const description = nodeTable[node.node]
  const values = node as unknown as Record<string, unknown>
  const parts: string[] = []
  for (const [name, type] of description.fields) {
    const value = values[name]
    // Fields that hold what they default to are left out (since 3.13).
    if (value === null && type.endsWith('?')) continue
    if (type.endsWith('*') && (value as unknown[]).length === 0) continue
    parts.push(`${name}=${dumpField(value, type, attributes)}`)
  }
  if (attributes && description.located) {
    for (const name of ['lineno', 'col_offset', 'end_lineno', 'end_col_offset']) {
      parts.push(`${name}=${values[name]}`)
    }
  }
  return `${description.name}(${parts.join(', ')})`
}

function dumpField(value: unknown, type: string, attributes: boolean): string {
  if (type.endsWith('*')) {
    const inner = type.slice(0, -1)
    return `[${(value as unknown[]).map((item) => dumpField(item, inner, attributes)).join(', ')}]`
  }
  const plain = type.replace('?', '')
  if (plain === 'constant') return constantRepr(value as ConstantValue)
  if (value === null) return 'None'
  if (fieldlessTypes.has(plain)) return `${value}()`
  if (typeof value === 'string') return textRepr(value)
  if (typeof value === 'number') return String(value)
  return dumpNode(value as Node, attributes)
}

/** `repr` of a constant. */
export function constantRepr(value: ConstantValue): string {
  if (value === null) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (typeof value === 'string') return textRepr(value)
  if (value instanceof WideString) return pointsRepr([...value.codePoints])
  if (value instanceof FloatConstant) return floatRepr(value.value)
  if (value instanceof ComplexConstant) {
    const imaginary = `${floatRepr(value.imag).replace(/\.0$/, '')}j`
    if (value.real === 0 && !Object.is(value.real, -0)) return imaginary
    const sign = value.imag >= 0 ? '+' : ''
    return `(${floatRepr(value.real).replace(/\.0$/, '')}${sign}${imaginary})`
  }
  if (value instanceof BytesConstant) return bytesRepr(value.value)
  if (value instanceof EllipsisConstant) return 'Ellipsis'
  if (value instanceof TupleConstant) {
    const items = value.items.map(constantRepr)
    return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`
  }
  if (value instanceof FrozenSetConstant) return `frozenset({${value.items.map(constantRepr).join(', ')}})`
  throw new Error('not a constant')
}

/** `repr` of a float: JavaScript has the same shortest digits but switches to exponents elsewhere. */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const [mantissa, exponentText] = value.toExponential().split('e')
  const exponent = Number(exponentText)
  if (Object.is(value, -0)) return '-0.0'
  if (exponent < -4 || exponent >= 16) {
    const size = String(Math.abs(exponent)).padStart(2, '0')
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${size}`
  }
  const digits = mantissa.replace(/[-.]/g, '')
  const sign = value < 0 ? '-' : ''
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  if (digits.length <= exponent + 1) return `${sign}${digits}${'0'.repeat(exponent + 1 - digits.length)}.0`
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`
}

/** `repr` of a str. */
export function textRepr(text: string): string {
  if (/^[ !#-&(-[\]-~]*$/.test(text)) return `'${text}'`
  return pointsRepr(Array.from(text, (character) => character.codePointAt(0)!))
}

function pointsRepr(points: readonly number[]): string {
  const quote = points.includes(39) && !points.includes(34) ? 34 : 39
  const mark = String.fromCharCode(quote)
  let result = mark
  for (const point of points) {
    if (point === quote || point === 92) result += `\\${String.fromCharCode(point)}`
    else if (point === 10) result += '\\n'
    else if (point === 13) result += '\\r'
    else if (point === 9) result += '\\t'
    else if (point >= 32 && point < 127) result += String.fromCharCode(point)
    else if (point >= 0xa0 && isPrintable(point)) result += String.fromCodePoint(point)
    else if (point < 0x100) result += `\\x${point.toString(16).padStart(2, '0')}`
    else if (point < 0x10000) result += `\\u${point.toString(16).padStart(4, '0')}`
    else result += `\\U${point.toString(16).padStart(8, '0')}`
  }
  return result + mark
}

function bytesRepr(bytes: Uint8Array): string {
  const quote = bytes.includes(39) && !bytes.includes(34) ? 34 : 39
  const mark = String.fromCharCode(quote)
  let result = `b${mark}`
  for (const byte of bytes) {
    if (byte === quote || byte === 92) result += `\\${String.fromCharCode(byte)}`
    else if (byte === 10) result += '\\n'
    else if (byte === 13) result += '\\r'
    else if (byte === 9) result += '\\t'
    else if (byte >= 32 && byte < 127) result += String.fromCharCode(byte)
    else result += `\\x${byte.toString(16).padStart(2, '0')}`
  }
  return result + mark
}
