/** Python's `repr()` of constants, for error messages and annotations kept as text. */
import {
  BytesConstant,
  ComplexConstant,
  type ConstantValue,
  FloatConstant,
  FrozenSetConstant,
  TupleConstant,
  WideString,
} from '../base/constant'

const NOT_PRINTABLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u

function hex(n: number, width: number): string {
  return n.toString(16).padStart(width, '0')
}

function quoteFor(text: string): string {
  return text.includes("'") && !text.includes('"') ? '"' : "'"
}

function stringRepr(codePoints: Iterable<number>, quote: string): string {
  let out = quote
  for (const c of codePoints) {
    if (c === 92) out += '\\\\'
    else if (c === 10) out += '\\n'
    else if (c === 13) out += '\\r'
    else if (c === 9) out += '\\t'
    else if (c === quote.charCodeAt(0)) out += '\\' + quote
    else if (c >= 32 && c < 127) out += String.fromCharCode(c)
    else if (c < 0x80 || (c >= 0xd800 && c < 0xe000) || NOT_PRINTABLE.test(String.fromCodePoint(c)))
      out += c < 0x100 ? '\\x' + hex(c, 2) : c < 0x10000 ? '\\u' + hex(c, 4) : '\\U' + hex(c, 8)
    else out += String.fromCodePoint(c)
  }
  return out + quote
}

function* codePointsOf(text: string): Generator<number> {
  for (const ch of text) yield ch.codePointAt(0)!
}

function bytesRepr(bytes: Uint8Array): string {
  let hasSingle = false
  let hasDouble = false
  for (const b of bytes) {
    if (b === 39) hasSingle = true
    else if (b === 34) hasDouble = true
  }
  const quote = hasSingle && !hasDouble ? '"' : "'"
  let out = 'b' + quote
  for (const b of bytes) {
    if (b === 92) out += '\\\\'
    else if (b === 10) out += '\\n'
    else if (b === 13) out += '\\r'
    else if (b === 9) out += '\\t'
    else if (b === quote.charCodeAt(0)) out += '\\' + quote
    else if (b >= 32 && b < 127) out += String.fromCharCode(b)
    else out += '\\x' + hex(b, 2)
  }
  return out + quote
}

/** The shortest decimal text of a float, in Python's layout. */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const [mantissa, exponentText] = value.toExponential().split('e') as [string, string]
  const exponent = Number(exponentText)
  const sign = value < 0 ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '')
  if (exponent < -4 || exponent >= 16) {
    const fraction = digits.length > 1 ? '.' + digits.slice(1) : ''
    const abs = Math.abs(exponent)
    return `${sign}${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${abs < 10 ? '0' : ''}${abs}`
  }
  if (exponent < 0) return sign + '0.' + '0'.repeat(-exponent - 1) + digits
  if (digits.length <= exponent + 1) return sign + digits + '0'.repeat(exponent + 1 - digits.length) + '.0'
  return sign + digits.slice(0, exponent + 1) + '.' + digits.slice(exponent + 1)
}

function complexPart(value: number): string {
  const text = floatRepr(value)
  return text.endsWith('.0') ? text.slice(0, -2) : text
}

function complexRepr(value: ComplexConstant): string {
  const imag = complexPart(value.imag)
  if (value.real === 0 && !Object.is(value.real, -0)) return imag + 'j'
  return `(${complexPart(value.real)}${imag.startsWith('-') ? '' : '+'}${imag}j)`
}

/** Python's `repr()` of a constant. */
export function pythonRepr(value: ConstantValue): string {
  if (value === null) return 'None'
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False'
    case 'number':
    case 'bigint':
      return String(value)
    case 'string':
      return stringRepr(codePointsOf(value), quoteFor(value))
  }
  if (value instanceof FloatConstant) return floatRepr(value.value)
  if (value instanceof ComplexConstant) return complexRepr(value)
  if (value instanceof BytesConstant) return bytesRepr(value.value)
  if (value instanceof WideString) {
    const points = [...value.codePoints]
    return stringRepr(points, points.includes(39) && !points.includes(34) ? '"' : "'")
  }
  if (value instanceof TupleConstant)
    return `(${value.items.map(pythonRepr).join(', ')}${value.items.length === 1 ? ',' : ''})`
  if (value instanceof FrozenSetConstant)
    return value.items.length === 0 ? 'frozenset()' : `frozenset({${value.items.map(pythonRepr).join(', ')}})`
  return 'Ellipsis'
}
