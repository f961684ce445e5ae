/** The texts of datetime: ISO 8601 both ways, and strftime (Library Reference, "datetime"). */
import { getAttr } from '../../objects/attributes'
import { encodeNative } from '../../objects/codecregistry'
import { context } from '../../objects/context'
import { typeError, valueError } from '../../objects/exceptions'
import { typeOf, type Value } from '../../objects/object'
import { repr, strText } from '../../objects/operators'
import { asString } from '../../objects/str'
import { codePoints, strLength } from '../../objects/strops'
import { PyTuple } from '../../objects/tuple'
import { isoOrdinal, packDate, packedFromOrdinal, pad2 } from './calendar'
import { argumentType, type PyDate, PyDateTime, PyTime, pad4, pad6 } from './layouts'
import { normalDelta } from './timedelta'
import { makeTimeZone, nameOf, offsetOf, offsetText, utc } from './tzinfo'

// ── Writing ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `HH:MM:SS.ffffff` to the wanted precision. */
export function timeText(v: PyTime | PyDateTime, timespec: Value): string {
  const spec = asString(timespec)
  if (spec === undefined)
    throw typeError(`isoformat() argument ${v instanceof PyTime ? 1 : 2} must be str, not ${typeOf(timespec).name}`)
  const hours = pad2(v.hour)
  const minutes = `${hours}:${pad2(v.minute)}`
  const seconds = `${minutes}:${pad2(v.second)}`
  switch (spec) {
    case 'auto':
      return v.microsecond === 0 ? seconds : `${seconds}.${pad6(v.microsecond)}`
    case 'hours':
      return hours
    case 'minutes':
      return minutes
    case 'seconds':
      return seconds
    case 'milliseconds':
      return `${seconds}.${pad6(v.microsecond).slice(0, 3)}`
    case 'microseconds':
      return `${seconds}.${pad6(v.microsecond)}`
  }
  throw valueError('Unknown timespec value')
}

/** The offset as text after a time; empty for none. `arg` is what the tzinfo is asked about. */
export function offsetSuffix(tzinfo: Value, arg: Value, separator = ':'): string {
  const offset = offsetOf(tzinfo, 'utcoffset', arg)
  return offset === null ? '' : offsetText(offset, separator)
}

export function dateText(v: PyDate): string {
  return `${pad4(v.year)}-${pad2(v.month)}-${pad2(v.day)}`
}

/** `strftime(format)`: %f, %z, %:z and %Z are done here, the rest by `time.strftime`. */
export function formatted(self: PyDate | PyTime, formatText: Value, tuple: Value): Value {
  const text = asString(formatText)
  if (text === undefined) throw typeError(`strftime() argument 1 must be str, not ${argumentType(formatText)}`)
  const time = context.importModule('time')
  const timed = self instanceof PyDateTime || self instanceof PyTime ? self : null
  const arg = self instanceof PyDateTime ? self : null
  const strftime = getAttr(time, 'strftime')
  let out = ''
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '%' || i + 1 === text.length) {
      out += text[i]
      continue
    }
    const code = text[++i]!
    if (code === 'f') out += pad6(timed === null ? 0 : timed.microsecond)
    else if (code === 'z') out += timed === null ? '' : offsetSuffix(timed.tzinfo, arg, '')
    else if (code === ':' && text[i + 1] === 'z') {
      i++
      out += timed === null ? '' : offsetSuffix(timed.tzinfo, arg, ':')
    } else if (code === 'Z') {
      const name = timed === null ? null : nameOf(timed.tzinfo, arg)
      if (name !== null) out += typeof name === 'string' ? name.replaceAll('%', '%%') : escapedName(name)
    } else out += `%${code}`
  }
  // Raises UnicodeEncodeError for a lone surrogate.
  if (!out.isWellFormed()) encodeNative(out, 'utf-8', 'strict')
  return context.call2(strftime, out, tuple)
}

/** The name that an instance of a subclass of str is, its own `replace` doubling percent signs. */
function escapedName(name: Value): string {
  const text = asString(context.call2(getAttr(name, 'replace'), '%', '%%'))
  if (text === undefined) throw typeError('tzname.replace() did not return a string')
  return text
}

/** `__format__`: strftime, or str for an empty format. */
export function formatMethod(self: Value, spec: Value): Value {
  const text = asString(spec)
  if (text === undefined) throw typeError(`__format__() argument 1 must be str, not ${argumentType(spec)}`)
  return text === '' ? strText(self) : context.call1(getAttr(self, 'strftime'), spec)
}

/** A `time.struct_time`. */
export function structTime(values: readonly number[]): Value {
  return context.call1(getAttr(context.importModule('time'), 'struct_time'), new PyTuple(values.slice()))
}

// ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A character that is no part of any date or time. */
const OTHER = '\uffff'

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57
}

/** The number of `n` digits at `at`, or -1. */
function digits(text: string, at: number, n: number, end: number): number {
  let value = 0
  for (let i = at; i < at + n; i++) {
    const c = i < end ? text.charCodeAt(i) : 0
    if (!isDigit(c)) return -1
    value = value * 10 + c - 48
  }
  return value
}

function invalid(source: Value): unknown {
  return valueError(`Invalid isoformat string: ${repr(source)}`)
}

/** The date in the first `end` characters, packed; -1 where there is none. It may lie outside the calendar. */
function readDate(text: string, end: number): number {
  const year = digits(text, 0, 4, end)
  if (year < 0) return -1
  let at = 4
  const separated = text.charCodeAt(at) === 45 && at < end
  if (separated) at++
  if (text.charCodeAt(at) === 87) {
    const week = digits(text, at + 1, 2, end)
    if (week < 0) return -1
    at += 3
    let weekday = 1
    if (at < end) {
      if (separated && text.charCodeAt(at++) !== 45) return -1
      weekday = digits(text, at, 1, end)
      if (weekday < 0) return -1
    }
    const ordinal = isoOrdinal(year, week, weekday)
    return typeof ordinal === 'number' ? packedFromOrdinal(ordinal) : -1
  }
  const month = digits(text, at, 2, end)
  if (month < 0) return -1
  at += 2
  if (separated && (at >= end || text.charCodeAt(at++) !== 45)) return -1
  const day = digits(text, at, 2, end)
  return day < 0 || at + 2 !== end ? -1 : packDate(year, month, day)
}

/** What a text says of the time of day. */
class Clock {
  hour = 0
  minute = 0
  second = 0
  microsecond = 0
  tzinfo: Value = null
  /** Something follows. */
  rest = false
}

/** `HH[:MM[:SS[.fff…]]]` or the same without colons; what follows `end` in the text counts as what follows the time. */
function readClock(text: string, start: number, end: number): Clock | null {
  const n = text.length
  const clock = new Clock()
  let p = start
  let separated = true
  for (let i = 0; i < 3; i++) {
    const field = digits(text, p, 2, n)
    if (field < 0) return null
    if (i === 0) clock.hour = field
    else if (i === 1) clock.minute = field
    else clock.second = field
    p += 2
    const c = p < n ? text.charCodeAt(p) : 0
    p++
    if (i === 0) separated = c === 58
    if (p >= end) {
      clock.rest = c !== 0
      return clock
    }
    if (separated && c === 58) {
      if (i === 2) return null
    } else if (c === 46 || c === 44) {
      if (i < 2) return null
      break
    } else if (separated) return null
    else p--
  }
  const places = Math.min(6, end - p)
  const fraction = digits(text, p, places, n)
  if (fraction < 0) return null
  clock.microsecond = fraction * 10 ** (6 - places)
  p += places
  while (p < n && isDigit(text.charCodeAt(p))) p++
  clock.rest = p < n && text.charCodeAt(p) !== 0
  return clock
}

/** The time from `start` on and its tzinfo; null where there is none. */
function readTime(text: string, start: number): Clock | null {
  const end = text.length
  let zone = start
  do {
    const c = text.charCodeAt(zone)
    if (c === 43 || c === 45 || c === 90) break
  } while (++zone < end)
  const clock = readClock(text, start, zone)
  if (clock === null) return null
  if (zone >= end) return clock.rest ? null : clock
  if (text.charCodeAt(zone) === 90) {
    if (zone + 1 !== end) return null
    clock.tzinfo = utc
    return clock
  }
  const offset = readClock(text, zone + 1, end)
  if (offset === null || offset.rest) return null
  const sign = text.charCodeAt(zone) === 45 ? -1 : 1
  const seconds = offset.hour * 3600 + offset.minute * 60 + offset.second
  clock.tzinfo = makeTimeZone(normalDelta(0, sign * seconds, sign * offset.microsecond), null)
  return clock
}

/** Where the date of a date and time ends: every form of a date is known by its fifth and sixth characters. */
function dateEnd(text: string): number {
  const n = text.length
  if (n === 7) return 7
  if (text.charCodeAt(4) === 45) {
    if (text.charCodeAt(5) !== 87) return 10
    if (n < 8) return -1
    if (n > 8 && text.charCodeAt(8) === 45) {
      if (n === 9) return -1
      return n > 10 && isDigit(text.charCodeAt(10)) ? 8 : 10
    }
    return 8
  }
  if (text.charCodeAt(4) !== 87) return 8
  let i = 7
  while (i < n && isDigit(text.charCodeAt(i))) i++
  if (i < 9) return i
  return i % 2 === 0 ? 7 : 8
}

/** A text of which each code point takes one place. */
function textOf(v: Value): string {
  const text = asString(v)
  if (text === undefined) throw typeError('fromisoformat: argument must be str')
  if (strLength(text) === text.length) return text
  let out = ''
  for (const c of codePoints(text)) out += c > 0xffff ? OTHER : String.fromCharCode(c)
  return out
}

/** The date of an ISO text, packed. Raises ValueError. */
export function parseDate(source: Value): number {
  const text = textOf(source)
  const n = text.length
  const date = n === 7 || n === 8 || n === 10 ? readDate(text, n) : -1
  if (date < 0) throw invalid(source)
  return date
}

/** The time of an ISO text. Raises ValueError. */
export function parseTime(source: Value): Clock {
  const text = textOf(source)
  const time = readTime(text, text.charCodeAt(0) === 84 ? 1 : 0)
  if (time === null) throw invalid(source)
  return time
}

/** The date of an ISO text of a date and time, packed, and the time. Raises ValueError. */
export function parseDateTime(source: Value): { readonly date: number; readonly clock: Clock } {
  const text = textOf(source)
  if (text.length < 7) throw invalid(source)
  const end = dateEnd(text)
  const date = end < 0 || end > text.length ? -1 : readDate(text, end)
  if (date < 0) throw invalid(source)
  const clock = text.length === end ? new Clock() : readTime(text, end + 1)
  if (clock === null) throw invalid(source)
  return { date, clock }
}
