/** The texts of datetime: ISO 8601 both ways, and strftime (Library Reference, "datetime"). */
import { getAttr } from '../../objects/attributes'
import { encodeNative } from '../../objects/codecregistry'
import { context } from '../../objects/context'
import { typeError, valueError } from '../../objects/exceptions'
import { typeOf, type Value } from '../../objects/object'
import { repr, strText } from '../../objects/operators'
import { asString } from '../../objects/str'
import { codePoints } from '../../objects/strops'
import { PyTuple } from '../../objects/tuple'
import { fromOrdinal, isoOrdinal, pad2 } from './calendar'
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

/** Characters of a text, 0 beyond its end. */
type Text = Uint32Array

function isDigit(c: number | undefined): boolean {
  return c !== undefined && c >= 48 && c <= 57
}

/** The number of `n` digits at `at`, or -1. */
function digits(text: Text, at: number, n: number, end: number): number {
  let value = 0
  for (let i = at; i < at + n; i++) {
    const c = i < end ? text[i]! : 0
    if (!isDigit(c)) return -1
    value = value * 10 + c - 48
  }
  return value
}

function invalid(source: Value): unknown {
  return valueError(`Invalid isoformat string: ${repr(source)}`)
}

/** The date in the first `end` characters; null where there is none. It may lie outside the calendar. */
function readDate(text: Text, end: number): [number, number, number] | null {
  const year = digits(text, 0, 4, end)
  if (year < 0) return null
  let at = 4
  const separated = text[at] === 45 && at < end
  if (separated) at++
  if (text[at] === 87) {
    const week = digits(text, at + 1, 2, end)
    if (week < 0) return null
    at += 3
    let weekday = 1
    if (at < end) {
      if (separated && text[at++] !== 45) return null
      weekday = digits(text, at, 1, end)
      if (weekday < 0) return null
    }
    const ordinal = isoOrdinal(year, week, weekday)
    return typeof ordinal === 'number' ? fromOrdinal(ordinal) : null
  }
  const month = digits(text, at, 2, end)
  if (month < 0) return null
  at += 2
  if (separated && (at >= end || text[at++] !== 45)) return null
  const day = digits(text, at, 2, end)
  return day < 0 || at + 2 !== end ? null : [year, month, day]
}

/** Fields of a time, or null; `rest`: something follows. */
interface Clock {
  readonly fields: readonly [number, number, number, number]
  readonly rest: boolean
}

/** `HH[:MM[:SS[.fff…]]]` or the same without colons; what follows `end` in the text counts as what follows the time. */
function readClock(text: Text, start: number, end: number): Clock | null {
  const at = (i: number): number => text[i] ?? 0
  const fields: [number, number, number, number] = [0, 0, 0, 0]
  let p = start
  let separated = true
  for (let i = 0; i < 3; i++) {
    fields[i] = digits(text, p, 2, text.length)
    if (fields[i]! < 0) return null
    p += 2
    const c = at(p++)
    if (i === 0) separated = c === 58
    if (p >= end) return { fields, rest: c !== 0 }
    if (separated && c === 58) {
      if (i === 2) return null
    } else if (c === 46 || c === 44) {
      if (i < 2) return null
      break
    } else if (separated) return null
    else p--
  }
  const n = Math.min(6, end - p)
  const fraction = digits(text, p, n, text.length)
  if (fraction < 0) return null
  fields[3] = fraction * 10 ** (6 - n)
  p += n
  while (isDigit(text[p])) p++
  return { fields, rest: at(p) !== 0 }
}

/** The time from `start` on and its tzinfo; null where there is none. */
function readTime(text: Text, start: number): { readonly fields: Clock['fields']; readonly tzinfo: Value } | null {
  const end = text.length
  let zone = start
  do {
    const c = text[zone]
    if (c === 43 || c === 45 || c === 90) break
  } while (++zone < end)
  const clock = readClock(text, start, zone)
  if (clock === null) return null
  if (zone >= end) return clock.rest ? null : { fields: clock.fields, tzinfo: null }
  if (text[zone] === 90) return zone + 1 === end ? { fields: clock.fields, tzinfo: utc } : null
  const offset = readClock(text, zone + 1, end)
  if (offset === null || offset.rest) return null
  const sign = text[zone] === 45 ? -1 : 1
  const [hours, minutes, seconds, microseconds] = offset.fields
  const delta = normalDelta(0, sign * (hours * 3600 + minutes * 60 + seconds), sign * microseconds)
  return { fields: clock.fields, tzinfo: makeTimeZone(delta, null) }
}

/** Where the date of a date and time ends: every form of a date is known by its fifth and sixth characters. */
function dateEnd(text: Text): number {
  const n = text.length
  if (n === 7) return 7
  if (text[4] === 45) {
    if (text[5] !== 87) return 10
    if (n < 8) return -1
    if (n > 8 && text[8] === 45) {
      if (n === 9) return -1
      return n > 10 && isDigit(text[10]) ? 8 : 10
    }
    return 8
  }
  if (text[4] !== 87) return 8
  let i = 7
  while (i < n && isDigit(text[i])) i++
  if (i < 9) return i
  return i % 2 === 0 ? 7 : 8
}

function textOf(v: Value): Text {
  const text = asString(v)
  if (text === undefined) throw typeError('fromisoformat: argument must be str')
  return codePoints(text)
}

/** The date of an ISO text. Raises ValueError. */
export function parseDate(source: Value): [number, number, number] {
  const text = textOf(source)
  const n = text.length
  const date = n === 7 || n === 8 || n === 10 ? readDate(text, n) : null
  if (date === null) throw invalid(source)
  return date
}

/** The time of an ISO text. Raises ValueError. */
export function parseTime(source: Value): { readonly fields: Clock['fields']; readonly tzinfo: Value } {
  const text = textOf(source)
  const time = readTime(text, text[0] === 84 ? 1 : 0)
  if (time === null) throw invalid(source)
  return time
}

/** The date and time of an ISO text. Raises ValueError. */
export function parseDateTime(source: Value): {
  readonly date: [number, number, number]
  readonly fields: Clock['fields']
  readonly tzinfo: Value
} {
  const text = textOf(source)
  if (text.length < 7) throw invalid(source)
  const end = dateEnd(text)
  const date = end < 0 || end > text.length ? null : readDate(text, end)
  if (date === null) throw invalid(source)
  if (text.length === end) return { date, fields: [0, 0, 0, 0], tzinfo: null }
  const time = readTime(text, end + 1)
  if (time === null) throw invalid(source)
  return { date, fields: time.fields, tzinfo: time.tzinfo }
}
