/** `format(Decimal, spec)` (Library Reference, "Format Specification Mini-Language"; the subset that libmpdec reads). */
import { context as interpreter } from '../../objects/context'
import { deprecationWarningType, valueError } from '../../objects/exceptions'
import { numericLocale } from '../../objects/formatspec'
import { strLength } from '../../objects/strops'
import { rescale } from './arithmetic'
import { type Arith, coefText, FINITE, digits as lengthOf, type Num, num, shifted, toText } from './number'

/** Separators of the `n` type given by the caller: decimal point, thousands separator, group sizes. */
export interface Separators {
  readonly point: string
  readonly separator: string
  readonly sizes: readonly number[]
}

const pattern = /^(?:(.)?([<>=^]))?([ +-])?(z)?(#)?(0)?(\d+)?(,)?(?:\.(\d+))?([eEfFgGnN%])?$/su

/** Rounds to a number of significant digits. */
function roundDigits(n: Num, digits: number, rounding: number): Num {
  const cut = lengthOf(n) - digits
  if (cut <= 0) return n
  const r = shifted(n, cut, rounding, n.exp + cut)
  return lengthOf(r) > digits ? num(n.sign, r.coef / 10n, r.exp + 1) : r
}

function grouped(digits: string, width: number, separators: Separators): string {
  const { separator, sizes } = separators
  if (separator === '' || sizes.length === 0) return digits.padStart(width, '0')
  const parts: string[] = []
  let rest = digits
  let left = width
  for (let k = 0; ; k++) {
    const size = Math.min(sizes[Math.min(k, sizes.length - 1)]!, Math.max(rest.length, left, 1))
    parts.push(rest.slice(Math.max(0, rest.length - size)).padStart(size, '0'))
    rest = rest.slice(0, Math.max(0, rest.length - size))
    left -= size
    if (rest === '' && left <= 0) break
    left -= separator.length
  }
  return parts.reverse().join(separator)
}

/** Formats a number; `given` replaces the separators. Raises ValueError. */
export function formatNumber(
  value: Num,
  text: string,
  c: Arith,
  capitals: boolean,
  given: Separators | null = null,
): string {
  const m = pattern.exec(text)
  if (
    m === null ||
    (m[6] !== undefined && m[2] !== undefined) ||
    ((m[10] === 'n' || m[10] === 'N') && m[8] !== undefined)
  )
    throw valueError('invalid format string')
  const zero = m[6] !== undefined
  let fill = m[1] ?? (zero ? '0' : ' ')
  let align = zero ? '=' : (m[2] ?? '>')
  const width = Number(m[7] ?? 0)
  const precision = m[9] === undefined ? -1 : Number(m[9])
  if (width > Number.MAX_SAFE_INTEGER || precision > Number.MAX_SAFE_INTEGER) throw valueError('invalid format string')
  let type = m[10] ?? (capitals ? 'G' : 'g')
  const plain: Separators = { point: '.', separator: m[8] ?? '', sizes: [3] }
  let separators = plain
  if (given !== null) separators = given
  if (type === 'n' || type === 'N') {
    if (type === 'N') interpreter.warn(deprecationWarningType, "Format specifier 'N' is deprecated")
    type = 'g'
    if (given === null)
      separators = {
        point: numericLocale.decimalPoint,
        separator: numericLocale.separator,
        sizes: numericLocale.groups,
      }
  }
  let sign = value.sign === 1 ? '-' : (m[3] ?? '') === '-' ? '' : (m[3] ?? '')
  let integer = ''
  let rest = ''
  if (value.kind !== FINITE) {
    integer = toText(value.signed(0), true)
    if (type === '%') rest = '%'
    if (zero) {
      fill = ' '
      align = '>'
    }
    return align === '='
      ? sign + fill.repeat(Math.max(0, width - sign.length - integer.length - rest.length)) + integer + rest
      : pad(sign + integer + rest, fill, align, width)
  }
  const kind = type.toLowerCase()
  let n = kind === '%' ? num(value.sign, value.coef, value.exp + 2) : value
  if (precision >= 0) {
    if (kind === 'e') n = roundDigits(n, precision + 1, c.rounding)
    else if (kind === 'g') n = roundDigits(n, Math.max(precision, 1), c.rounding)
    else n = rescale(n, -precision, { ...c })
  }
  if ((kind === 'f' || kind === '%') && n.exp > 0) n = rescale(n, 0, { ...c })
  if (m[4] !== undefined && n.small === 0 && n.sign === 1) sign = m[3] === undefined || m[3] === '-' ? '' : m[3]!
  const digits = coefText(n)
  const left = n.exp + digits.length
  let dot: number
  if (kind === 'e') dot = n.small === 0 && precision >= 0 ? 1 - precision : 1
  else if (kind !== 'g') dot = left
  else dot = n.exp <= 0 && left > -6 ? left : 1
  let fraction: string
  if (dot < 0) {
    integer = '0'
    fraction = '0'.repeat(-dot) + digits
  } else if (dot > digits.length) {
    integer = digits + '0'.repeat(dot - digits.length)
    fraction = ''
  } else {
    integer = digits.slice(0, dot) || '0'
    fraction = digits.slice(dot)
  }
  if (kind === 'e' && precision > 0) fraction = fraction.padEnd(precision, '0')
  const e = left - dot
  rest = fraction === '' && m[5] === undefined ? '' : separators.point + fraction
  if (kind === 'e' || e !== 0) rest += `${type === 'E' || type === 'G' ? 'E' : 'e'}${e < 0 ? '-' : '+'}${Math.abs(e)}`
  if (kind === '%') rest += '%'
  integer = grouped(integer, zero ? width - sign.length - strLength(rest) : 0, separators)
  if (align === '=') {
    const missing = width - sign.length - strLength(integer) - strLength(rest)
    return sign + fill.repeat(Math.max(0, missing)) + integer + rest
  }
  return pad(sign + integer + rest, fill, align, width)
}

function pad(body: string, fill: string, align: string, width: number): string {
  const missing = width - strLength(body)
  if (missing <= 0) return body
  if (align === '<') return body + fill.repeat(missing)
  if (align !== '^') return fill.repeat(missing) + body
  const left = missing >> 1
  return fill.repeat(left) + body + fill.repeat(missing - left)
}
