/**
 * `template % values` (Library Reference, "printf-style String Formatting"; CPython: unicode_format in Objects/unicodeobject.c,
 * bytes_format in Objects/bytesobject.c).
 *
 * One engine serves str and bytes: it parses the template as a JavaScript string (bytes as Latin-1) and asks a
 * {@link PercentHost} for the text of `%s`, `%r`, `%a`, `%b` and `%c`.
 */
import { callSpecial0 } from './attributes'
import { isException, overflowError, type PyBaseException, typeError, typeErrorType, valueError } from './exceptions'
import { PyFloat } from './float'
import { floatToFixed, formatFloat } from './floatmath'
import { toDouble } from './floatmethods'
import { asInt } from './int'
import { floatToInt, intAbs, intToString } from './intmath'
import { type Int, typeOf, type Value } from './object'
import { asIndex, getItem, repr, str } from './operators'
import { asString, type PyStr } from './str'
import { filler, strLength, strRepr, substring } from './strops'
import { PyTuple } from './tuple'
import { isWide, joinPieces, throughWindow } from './widestring'

/** What str and bytes formatting do differently. */
export interface PercentHost {
  /** Text of a value under a conversion that is not numeric (an instance of str); undefined where the type has no such conversion. */
  text(conversion: string, v: Value): Value | undefined
  /** The character of `%c`. */
  character(v: Value): string
  /** The key of `%(name)s` as a Python value. */
  key(name: string): Value
  /** What the message for unconverted arguments calls the result. */
  readonly kind: 'string' | 'bytes'
  /** Whether a value can be looked up by `%(key)`. */
  isMapping(v: Value): boolean
  unsupported(c: string, index: number): PyBaseException
}

interface Conversion {
  left: boolean
  plus: boolean
  blank: boolean
  alternate: boolean
  zero: boolean
  width: number
  precision: number
}

/** Width or precision that an argument gives. */
const STAR = -2

/** A conversion as the template states it. */
interface Step extends Conversion {
  /** Text before the conversion. */
  literal: string
  /** Key in parentheses, or null. */
  key: string | null
  conversion: string
  /** Code-unit position of the conversion character. */
  index: number
}

/** A parsed template: its conversions, the text behind them, and the error that ends it, raised when it is reached. */
interface Template {
  steps: Step[]
  rest: string
  failure: string | null
  /** The last step is incomplete: its key and stars are evaluated, then `failure` is raised. */
  partial: Step | null
  /** Complete, without keys and stars: each conversion takes the next argument. */
  plain: boolean
}

const templates = new Map<string, Template>()

function parseTemplate(template: string, tooPrecise: string): Template {
  const steps: Step[] = []
  const n = template.length
  const made: Template = { steps, rest: '', failure: null, partial: null, plain: false }
  let literal = ''
  let i = 0
  for (;;) {
    const at = template.indexOf('%', i)
    if (at < 0) {
      made.rest = literal + template.slice(i)
      made.plain = steps.every((step) => step.key === null && step.width !== STAR && step.precision !== STAR)
      return made
    }
    literal += template.slice(i, at)
    i = at + 1
    if (template.charCodeAt(i) === 37) {
      literal += '%'
      i++
      continue
    }
    const step: Step = {
      literal,
      key: null,
      left: false,
      plus: false,
      blank: false,
      alternate: false,
      zero: false,
      width: -1,
      precision: -1,
      conversion: '',
      index: 0,
    }
    literal = ''
    const fail = (message: string): Template => {
      made.partial = step
      made.failure = message
      return made
    }
    if (template[i] === '(') {
      const from = ++i
      let depth = 1
      for (; i < n; i++) {
        if (template[i] === ')' && --depth === 0) break
        if (template[i] === '(') depth++
      }
      if (i >= n) {
        step.key = ''
        return fail('incomplete format key')
      }
      step.key = template.slice(from, i)
      i++
    }
    flags: for (; i < n; i++)
      switch (template[i]) {
        case '-':
          step.left = true
          break
        case '+':
          step.plus = true
          break
        case ' ':
          step.blank = true
          break
        case '#':
          step.alternate = true
          break
        case '0':
          step.zero = true
          break
        default:
          break flags
      }
    if (template[i] === '*') {
      step.width = STAR
      i++
    } else
      for (; isDigit(template.charCodeAt(i)); i++) {
        step.width = Math.max(step.width, 0) * 10 + template.charCodeAt(i) - 48
        if (step.width > Number.MAX_SAFE_INTEGER) return fail('width too big')
      }
    if (template[i] === '.') {
      i++
      step.precision = 0
      if (template[i] === '*') {
        step.precision = STAR
        i++
      } else
        for (; isDigit(template.charCodeAt(i)); i++) {
          step.precision = step.precision * 10 + template.charCodeAt(i) - 48
          if (step.precision > 0x7fffffff) return fail(tooPrecise)
        }
    }
    if (template[i] === 'h' || template[i] === 'l' || template[i] === 'L') i++
    if (i >= n) return fail('incomplete format')
    step.conversion = String.fromCodePoint(template.codePointAt(i)!)
    step.index = i
    i += step.conversion.length
    steps.push(step)
  }
}

/** The pieces of the result, in order. Raises TypeError, ValueError, OverflowError. */
export function percentFormat(template: string, values: Value, host: PercentHost): Value[] {
  let parsed = templates.get(template)
  if (parsed === undefined) {
    parsed = parseTemplate(template, host.kind === 'bytes' ? 'prec too big' : 'precision too big')
    if (templates.size > 500) templates.clear()
    if (parsed.failure === null) templates.set(template, parsed)
  }
  const positional = values instanceof PyTuple ? values.items : null
  if (parsed.plain) return plainFormat(parsed, template, values, positional, host)
  const mapping = host.isMapping(values) ? values : undefined
  let used = 0
  let single = values
  let keyed = false
  const next = (): Value => {
    // After a key, the looked-up value is the only argument there is.
    if (positional !== null && !keyed) {
      if (used < positional.length) return positional[used++]!
    } else if (used === 0) {
      used = 1
      return single
    }
    throw typeError('not enough arguments for format string')
  }
  const begin = (step: Step, complete: boolean): Conversion => {
    if (step.key !== null) {
      if (mapping === undefined) throw typeError('format requires a mapping')
      if (!complete && parsed!.failure === 'incomplete format key') throw valueError(parsed!.failure)
      single = getItem(mapping, host.key(step.key))
      keyed = true
      used = 0
    }
    if (step.width !== STAR && step.precision !== STAR) return step
    const c = { ...step }
    if (step.width === STAR) {
      c.width = starValue(next(), 'width')
      if (c.width < 0) {
        c.left = true
        c.width = -c.width
      }
    }
    if (step.precision === STAR) c.precision = Math.max(0, starValue(next(), 'precision'))
    return c
  }
  const out: Value[] = []
  const steps = parsed.steps
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]!
    if (step.literal !== '') out.push(step.literal)
    const c = begin(step, true)
    out.push(convert(step.conversion, next(), c, host, template, step.index))
  }
  if (parsed.partial !== null) {
    begin(parsed.partial, false)
    throw valueError(parsed.failure!)
  }
  if (parsed.rest !== '') out.push(parsed.rest)
  if (!keyed && mapping === undefined && (positional !== null ? used < positional.length : used === 0))
    throw typeError(`not all arguments converted during ${host.kind} formatting`)
  return out
}

/** {@link percentFormat} for a {@link Template.plain} template. */
function plainFormat(
  parsed: Template,
  template: string,
  values: Value,
  positional: readonly Value[] | null,
  host: PercentHost,
): Value[] {
  const out: Value[] = []
  const { steps } = parsed
  const given = positional === null ? 1 : positional.length
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]!
    if (step.literal !== '') out.push(step.literal)
    if (i >= given) throw typeError('not enough arguments for format string')
    out.push(convert(step.conversion, positional === null ? values : positional[i]!, step, host, template, step.index))
  }
  if (parsed.rest !== '') out.push(parsed.rest)
  if (steps.length < given && !host.isMapping(values))
    throw typeError(`not all arguments converted during ${host.kind} formatting`)
  return out
}

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57
}

function starValue(v: Value, what: string): number {
  if (asInt(v) === undefined) throw typeError('* wants int')
  const n = asIndex(v)
  if (typeof n === 'bigint' || Math.abs(n) > 0x7fffffff) {
    if (what === 'precision') throw overflowError('Python int too large to convert to C int')
    throw overflowError('Python int too large to convert to C ssize_t')
  }
  return n
}

function convert(
  conversion: string,
  v: Value,
  c: Conversion,
  host: PercentHost,
  template: string,
  index: number,
): Value {
  switch (conversion) {
    case 'd':
    case 'i':
    case 'u':
      if (typeof v === 'number' && c.precision < 0 && !c.plus && !c.blank && (!c.zero || v >= 0)) {
        const s = String(v)
        return c.width <= s.length ? s : padAscii(s, c)
      }
      return intText(integerOf(conversion, v, true), c, 10, '')
    case 'o':
      return intText(integerOf(conversion, v, false), c, 8, '0o')
    case 'x':
      return intText(integerOf(conversion, v, false), c, 16, '0x')
    case 'X':
      return intText(integerOf(conversion, v, false), c, 16, '0X')
    case 'e':
    case 'f':
    case 'g':
    case 'E':
    case 'F':
    case 'G': {
      const x = v instanceof PyFloat ? v.value : toDouble(v)
      if (conversion === 'f' && !c.alternate && !c.plus && !c.blank && !c.zero && Number.isFinite(x)) {
        const s = floatToFixed(x, c.precision < 0 ? 6 : c.precision)
        return c.width <= s.length ? s : padAscii(s, c)
      }
      const lower = conversion.toLowerCase() as 'e' | 'f' | 'g'
      let s = formatFloat(x, lower, c.precision < 0 ? 6 : c.precision, c.alternate)
      if (lower !== conversion) s = s.toUpperCase()
      const negative = s.charCodeAt(0) === 45
      return number(negative ? '-' : '', '', negative ? s.slice(1) : s, c)
    }
    case 'c':
      return padText(host.character(v), c)
    default: {
      const s = host.text(conversion, v)
      if (s === undefined) throw host.unsupported(conversion, strLength(template.slice(0, index)))
      if (typeof s === 'string') return clipText(s, c)
      if (isWide(s)) return throughWindow([s], (t: string) => clipText(t, c))
      // Where nothing is added or cut, the object itself is handed on.
      const text = asString(s)
      if (text === undefined) return s
      const clipped = clipText(text, c)
      return clipped === text ? s : clipped
    }
  }
}

/** A text cut to the precision and padded to the width. */
function clipText(s: string, c: Conversion): string {
  return padText(c.precision >= 0 && c.precision < strLength(s) ? substring(s, 0, c.precision) : s, c)
}

function padText(s: string, c: Conversion): string {
  const missing = c.width <= 0 ? 0 : c.width - strLength(s)
  if (missing <= 0) return s
  return c.left ? s + filler(' ', missing) : filler(' ', missing) + s
}

/** A number's text, shorter than the width. */
function padAscii(s: string, c: Conversion): string {
  const missing = c.width - s.length
  return c.left ? s + filler(' ', missing) : filler(c.zero ? '0' : ' ', missing) + s
}

/** An int with at least `precision` digits, which are in upper case where the prefix is. */
function intText(v: Int, c: Conversion, base: number, prefix: string): string {
  let digits = base === 10 ? intToString(intAbs(v)) : intAbs(v).toString(base)
  if (prefix === '0X') digits = digits.toUpperCase()
  if (c.precision > digits.length) digits = digits.padStart(c.precision, '0')
  return number(v < 0 ? '-' : '', c.alternate ? prefix : '', digits, c)
}

function number(sign: string, prefix: string, digits: string, c: Conversion): string {
  if (sign === '') sign = c.plus ? '+' : c.blank ? ' ' : ''
  const missing = c.width - sign.length - prefix.length - digits.length
  if (missing <= 0) return sign + prefix + digits
  if (c.left) return sign + prefix + digits + filler(' ', missing)
  if (c.zero) return sign + prefix + filler('0', missing) + digits
  return filler(' ', missing) + sign + prefix + digits
}

/** The int of a `%d` (any real number) or `%x` (an integer) argument. */
function integerOf(conversion: string, v: Value, real: boolean): Int {
  const exact = asInt(v)
  if (exact !== undefined) return exact
  if (v instanceof PyFloat && real) return floatToInt(v.value)
  const proto = typeOf(v).proto
  const refuse = (): PyBaseException =>
    typeError(
      real
        ? `%${conversion} format: a real number is required, not ${typeOf(v).name}`
        : `%${conversion} format: an integer is required, not ${typeOf(v).name}`,
    )
  const isNumber = proto.$__index__ !== undefined || proto.$__int__ !== undefined || proto.$__float__ !== undefined
  if (!isNumber) throw refuse()
  try {
    if (!real) {
      if (proto.$__index__ === undefined) throw refuse()
      return asIndex(v)
    }
    if (proto.$__int__ !== undefined) {
      const made = asInt(callSpecial0(proto.$__int__, v))
      if (made === undefined) throw refuse()
      return made
    }
    if (proto.$__index__ !== undefined) return asIndex(v)
  } catch (e) {
    if (isException(e, typeErrorType)) throw refuse()
    throw e
  }
  throw refuse()
}

const strHost: PercentHost = {
  kind: 'string',
  text(conversion, v) {
    if (conversion === 's') {
      return typeof v === 'string' ? v : str(v)
    }
    if (conversion === 'r') return repr(v)
    if (conversion === 'a') return asciiRepr(repr(v))
    return undefined
  },
  character(v) {
    const s = asString(v)
    if (s !== undefined) {
      if (strLength(s) === 1) return s
      throw typeError('%c requires int or char')
    }
    if (asInt(v) === undefined && typeOf(v).proto.$__index__ === undefined) throw typeError('%c requires int or char')
    const cp = asIndex(v)
    if (cp < 0 || cp > 0x10ffff) throw overflowError('%c arg not in range(0x110000)')
    return String.fromCodePoint(Number(cp))
  },
  key: (name) => name,
  isMapping: (v) => !(v instanceof PyTuple) && asString(v) === undefined && typeOf(v).proto.$__getitem__ !== undefined,
  unsupported: (c, index) => {
    const cp = c.codePointAt(0)!
    const shown = cp >= 32 && cp < 127 ? c : '?'
    return valueError(`unsupported format character '${shown}' (0x${cp.toString(16)}) at index ${index}`)
  },
}

/** A repr with everything outside ASCII escaped, as `ascii` gives it. */
export function asciiRepr(text: string): string {
  return text.replace(/[^\x00-\x7f]/gu, (c) => strRepr(c, true).slice(1, -1))
}

/** `template % values` for a str. */
export function formatPercent(template: Value, values: Value): Value {
  if (isWide(template))
    return throughWindow([template, values], (t: string, v: Value) => joinPieces(percentFormat(t, v, strHost)))
  if (typeof template === 'string') return joinPieces(percentFormat(template, values, strHost))
  const text = (template as PyStr).value
  const made = joinPieces(percentFormat(text, values, strHost))
  // Nothing to fill in: the very object.
  return made === text && !text.includes('%') ? template : made
}
