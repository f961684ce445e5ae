/**
 * The format specification mini-language for int, float, complex and str (Library Reference, "Format Specification
 * Mini-Language"; CPython: Python/formatter_unicode.c).
 *
 * A specification is parsed once into {@link FormatSpec}; a number is then laid out as sign, prefix, grouped digits and rest
 * (point, fraction, exponent, percent sign), because zero padding goes between prefix and digits and is itself grouped.
 */
import { overflowError, valueError } from './exceptions'
import { floatToFixed, formatFloat, signBit } from './floatmath'
import { intAbs, intDigits, intToFloat } from './intmath'
import type { Int } from './object'
import { filler, strLength, substring } from './strops'

/** A parsed format specification. */
export interface FormatSpec {
  fill: string
  /** `<`, `>`, `=` or `^` */
  align: string
  /** `+`, `-`, space, or empty where not given */
  sign: string
  noNegativeZero: boolean
  alternate: boolean
  width: number
  /** `,`, `_` or empty */
  grouping: string
  /** -1 where not given */
  precision: number
  /** One character, or empty where not given */
  type: string
  /** An `f` whose text needs nothing but spaces, or what fills instead of them, around it. */
  plainFixed: boolean
}

/** Separator conventions of the `n` presentation type; those of the C locale until `_locale` sets others. */
export const numericLocale = { decimalPoint: '.', separator: '', groups: [] as number[] }

/** Specifications that were parsed: those of str, which has a default type, and all others. */
const parsedOfText = new Map<string, FormatSpec>()
const parsedOfNumbers = new Map<string, FormatSpec>()

/** A parsed specification, kept for the next use; not to be changed. Raises ValueError. */
export function parseFormatSpec(
  text: string,
  typeName: string,
  defaultAlign: string,
  defaultType = '',
): Readonly<FormatSpec> {
  const parsed = defaultType === '' ? parsedOfNumbers : parsedOfText
  let spec = parsed.get(text)
  if (spec === undefined) {
    spec = parseSpec(text, typeName, defaultAlign, defaultType)
    if (parsed.size > 500) parsed.clear()
    parsed.set(text, spec)
  }
  return spec
}

/** Parses a specification for an object of the named type. */
function parseSpec(text: string, typeName: string, defaultAlign: string, defaultType: string): FormatSpec {
  const points = strLength(text) === text.length ? null : [...text]
  const at = (i: number): string => (points === null ? text.charAt(i) : (points[i] ?? ''))
  const end = points === null ? text.length : points.length
  let i = 0
  const spec: FormatSpec = {
    fill: ' ',
    align: defaultAlign,
    sign: '',
    noNegativeZero: false,
    alternate: false,
    width: -1,
    grouping: '',
    precision: -1,
    type: defaultType,
    plainFixed: false,
  }
  let fillGiven = false
  let alignGiven = false
  const isAlign = (c: string): boolean => c === '<' || c === '>' || c === '=' || c === '^'
  if (end >= 2 && isAlign(at(1))) {
    spec.fill = at(0)
    spec.align = at(1)
    fillGiven = alignGiven = true
    i = 2
  } else if (end >= 1 && isAlign(at(0))) {
    spec.align = at(0)
    alignGiven = true
    i = 1
  }
  if (at(i) === '+' || at(i) === '-' || at(i) === ' ') spec.sign = at(i++)
  if (at(i) === 'z') {
    spec.noNegativeZero = true
    i++
  }
  if (at(i) === '#') {
    spec.alternate = true
    i++
  }
  if (!fillGiven && at(i) === '0') {
    spec.fill = '0'
    if (!alignGiven && defaultAlign === '>') spec.align = '='
    i++
  }
  const integer = (): number => {
    const from = i
    let n = 0
    while (i < end && at(i) >= '0' && at(i) <= '9') {
      n = n * 10 + Number(at(i++))
      if (n > Number.MAX_SAFE_INTEGER) throw valueError('Too many decimal digits in format string')
    }
    return i === from ? -1 : n
  }
  spec.width = integer()
  if (at(i) === ',') {
    spec.grouping = ','
    i++
  }
  if (at(i) === '_') {
    if (spec.grouping !== '') throw valueError("Cannot specify both ',' and '_'.")
    spec.grouping = '_'
    i++
  }
  if (at(i) === ',' && spec.grouping === '_') throw valueError("Cannot specify both ',' and '_'.")
  if (at(i) === '.') {
    i++
    spec.precision = integer()
    if (spec.precision < 0) throw valueError('Format specifier missing precision')
  }
  if (end - i > 1) throw valueError(`Invalid format specifier '${text}' for object of type '${typeName}'`)
  if (end - i === 1) spec.type = at(i)
  if (spec.grouping !== '' && spec.type !== '' && !'defgEG%F'.includes(spec.type)) {
    if (!('boxX'.includes(spec.type) && spec.grouping === '_'))
      throw valueError(`Cannot specify '${spec.grouping}' with '${visible(spec.type)}'.`)
  }
  spec.plainFixed =
    spec.type === 'f' &&
    spec.align !== '=' &&
    (spec.sign === '' || spec.sign === '-') &&
    spec.grouping === '' &&
    !spec.noNegativeZero &&
    !spec.alternate
  return spec
}

/** A type character as messages show it. */
function visible(c: string): string {
  const cp = c.codePointAt(0)!
  return cp > 32 && cp < 128 ? c : '\\x' + cp.toString(16)
}

function unknownType(type: string, typeName: string): unknown {
  return valueError(`Unknown format code '${visible(type)}' for object of type '${typeName}'`)
}

function padded(body: string, spec: FormatSpec): string {
  return spec.width <= 0 ? body : filled(body, spec.width - strLength(body), spec)
}

/** A text with `missing` characters of padding. */
function filled(body: string, missing: number, spec: FormatSpec): string {
  if (missing <= 0) return body
  const { fill, align } = spec
  if (align === '<') return body + filler(fill, missing)
  if (align === '^') {
    const left = missing >> 1
    return filler(fill, left) + body + filler(fill, missing - left)
  }
  return filler(fill, missing) + body
}

/** Digits in groups from the right, filled with zeros to at least `width` characters including the separators. */
function group(digits: string, width: number, separator: string, sizes: readonly number[]): string {
  if (separator === '' || sizes.length === 0)
    return width <= digits.length ? digits : filler('0', width - digits.length) + digits
  if (width <= 0 && sizes.length === 1) {
    const size = sizes[0]!
    let at = digits.length % size || size
    let out = digits.slice(0, at)
    for (; at < digits.length; at += size) out += separator + digits.slice(at, at + size)
    return out
  }
  const groups: string[] = []
  let remaining = digits.length
  let left = width
  for (let k = 0; ; k++) {
    const size = Math.min(sizes[Math.min(k, sizes.length - 1)]!, Math.max(remaining, left, 1))
    const taken = Math.min(remaining, size)
    groups.push(digits.slice(remaining - taken, remaining).padStart(size, '0'))
    remaining -= taken
    left -= size
    if (remaining <= 0 && left <= 0) break
    left -= 1
  }
  return groups.reverse().join(separator)
}

const BY_THREE: readonly number[] = [3]
const BY_FOUR: readonly number[] = [4]

/** Lays out a number. `digits` is its integer part, `rest` everything after it. */
function layout(spec: FormatSpec, negative: boolean, prefix: string, digits: string, rest: string): string {
  const sign = negative ? '-' : spec.sign === '+' || spec.sign === ' ' ? spec.sign : ''
  let separator = spec.grouping
  let sizes = spec.type !== '' && 'boxX'.includes(spec.type) ? BY_FOUR : BY_THREE
  if (spec.type === 'n') {
    separator = numericLocale.separator
    sizes = numericLocale.groups
    if (rest.startsWith('.')) rest = numericLocale.decimalPoint + rest.slice(1)
  }
  const zeroPad = spec.fill === '0' && spec.align === '='
  const width = zeroPad ? spec.width - sign.length - prefix.length - rest.length : 0
  if (digits !== '' && (width > 0 || separator !== '')) digits = group(digits, width, separator, sizes)
  // All of it are characters of one code unit.
  const missing = spec.width - sign.length - prefix.length - digits.length - rest.length
  if (missing > 0 && spec.align === '=') return sign + prefix + filler(spec.fill, missing) + digits + rest
  return filled(sign + prefix + digits + rest, missing, spec)
}

/** `format(value, text)` for an int. Raises ValueError, OverflowError. */
export function formatInt(value: Int, text: string, typeName = 'int'): string {
  const spec = parseFormatSpec(text, typeName, '>')
  switch (spec.type) {
    case '':
    case 'd':
    case 'n':
      return layoutInt(value, spec, 10, '')
    case 'b':
      return layoutInt(value, spec, 2, '0b')
    case 'o':
      return layoutInt(value, spec, 8, '0o')
    case 'x':
      return layoutInt(value, spec, 16, '0x')
    case 'X':
      return layoutInt(value, spec, 16, '0X')
    case 'c':
      checkInt(spec)
      if (spec.sign !== '') throw valueError("Sign not allowed with integer format specifier 'c'")
      if (spec.alternate) throw valueError("Alternate form (#) not allowed with integer format specifier 'c'")
      if (typeof value === 'bigint') throw overflowError('Python int too large to convert to C long')
      if (value < 0 || value > 0x10ffff) throw overflowError('%c arg not in range(0x110000)')
      return padded(String.fromCodePoint(value), spec)
    case 'e':
    case 'f':
    case 'g':
    case 'E':
    case 'F':
    case 'G':
    case '%':
      return layoutFloat(intToFloat(value), spec)
  }
  throw unknownType(spec.type, typeName)
}

function checkInt(spec: FormatSpec): void {
  if (spec.precision >= 0) throw valueError('Precision not allowed in integer format specifier')
  if (spec.noNegativeZero) throw valueError('Negative zero coercion (z) not allowed in integer format specifier')
}

function layoutInt(value: Int, spec: FormatSpec, base: number, prefix: string): string {
  checkInt(spec)
  let digits = base === 10 ? intDigits(value, 10) : intAbs(value).toString(base)
  if (spec.type === 'X') digits = digits.toUpperCase()
  return layout(spec, value < 0, spec.alternate ? prefix : '', digits, '')
}

/** `format(x, text)` for a float. Raises ValueError. */
export function formatFloatValue(x: number, text: string, typeName = 'float'): string {
  const spec = parseFormatSpec(text, typeName, '>')
  if (spec.type !== '' && !'efgEFGn%'.includes(spec.type)) throw unknownType(spec.type, typeName)
  return layoutFloat(x, spec)
}

/** The digits of a float by a specification, without sign: integer part and rest. */
function floatParts(
  x: number,
  spec: FormatSpec,
  atLeastOne: boolean,
): [negative: boolean, digits: string, rest: string] {
  let type = spec.type === '' ? 'r' : spec.type
  let precision = spec.precision
  let percent = ''
  if (type === 'n') type = 'g'
  if (type === '%') {
    type = 'f'
    x *= 100
    percent = '%'
  }
  const upper = type === 'E' || type === 'F' || type === 'G'
  if (upper) type = type.toLowerCase()
  if (precision < 0) precision = type === 'r' ? 0 : 6
  else if (type === 'r') type = 'g'
  let s = formatFloat(x, type as 'e' | 'f' | 'g' | 'r', precision, spec.alternate, atLeastOne)
  let negative = s.charCodeAt(0) === 45
  if (negative) s = s.slice(1)
  if (negative && spec.noNegativeZero && /^[0.]*(?:e[+-]\d+)?$/.test(s)) negative = false
  if (upper) s = s.toUpperCase()
  let n = 0
  while (n < s.length && s.charCodeAt(n) >= 48 && s.charCodeAt(n) <= 57) n++
  return [negative, s.slice(0, n), s.slice(n) + percent]
}

function layoutFloat(x: number, spec: FormatSpec): string {
  if (spec.plainFixed && Number.isFinite(x)) {
    const s = floatToFixed(x, spec.precision < 0 ? 6 : spec.precision)
    return spec.width <= s.length ? s : filled(s, spec.width - s.length, spec)
  }
  const [negative, digits, rest] = floatParts(x, spec, spec.type === '')
  return layout(spec, negative, '', digits, rest)
}

/** `format(re + im*j, text)`. Raises ValueError. */
export function formatComplex(re: number, im: number, text: string, typeName = 'complex'): string {
  const spec = parseFormatSpec(text, typeName, '>')
  if (spec.type !== '' && !'efgEFGn'.includes(spec.type)) throw unknownType(spec.type, typeName)
  if (spec.fill === '0') throw valueError('Zero padding is not allowed in complex format specifier')
  if (spec.align === '=') throw valueError("'=' alignment flag is not allowed in complex format specifier")
  const bare: FormatSpec = { ...spec, width: -1 }
  const skipReal = spec.type === '' && re === 0 && !signBit(re)
  const [negative, digits, rest] = floatParts(re, spec, false)
  const [imNegative, imDigits, imRest] = floatParts(im, spec, false)
  const imaginary = layout(skipReal ? bare : { ...bare, sign: '+' }, imNegative, '', imDigits, imRest) + 'j'
  if (skipReal) return padded(imaginary, spec)
  const both = layout(bare, negative, '', digits, rest) + imaginary
  return padded(spec.type === '' ? `(${both})` : both, spec)
}

/** `format(s, text)` for a str. Raises ValueError. */
export function formatStr(s: string, text: string, typeName = 'str'): string {
  const spec = parseFormatSpec(text, typeName, '<', 's')
  if (spec.type !== 's') throw unknownType(spec.type, typeName)
  if (spec.sign === ' ') throw valueError('Space not allowed in string format specifier')
  if (spec.sign !== '') throw valueError('Sign not allowed in string format specifier')
  if (spec.noNegativeZero) throw valueError('Negative zero coercion (z) not allowed in string format specifier')
  if (spec.alternate) throw valueError('Alternate form (#) not allowed in string format specifier')
  if (spec.align === '=') throw valueError("'=' alignment not allowed in string format specifier")
  if (spec.precision >= 0 && spec.precision < strLength(s)) s = substring(s, 0, spec.precision)
  return padded(s, spec)
}
