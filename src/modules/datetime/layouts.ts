/** The objects of datetime as data. They are never changed once made. */
import { overflowError, typeError, valueError } from '../../objects/exceptions'
import { type MethodRow, PyObject, typeOf, type Value } from '../../objects/object'
import { asIndex, CompareIndex } from '../../objects/operators'
import type { ClockTime } from '../localtime'
import { daysInMonth, MAX_YEAR } from './calendar'

/** A timedelta: 0 <= seconds < 86400, 0 <= microseconds < 1000000. */
export class PyDelta extends PyObject {
  days = 0
  seconds = 0
  microseconds = 0
}

/** A date. */
export class PyDate extends PyObject {
  year = 1
  month = 1
  day = 1
}

/** A datetime. */
export class PyDateTime extends PyDate {
  hour = 0
  minute = 0
  second = 0
  microsecond = 0
  tzinfo: Value = null
  fold = 0
}

/** A time of day. */
export class PyTime extends PyObject {
  hour = 0
  minute = 0
  second = 0
  microsecond = 0
  tzinfo: Value = null
  fold = 0
}

/** A tzinfo. */
export class PyTzInfo extends PyObject {}

/** A timezone with a fixed offset; `zoneName` null: named by the offset. */
export class PyTimeZone extends PyTzInfo {
  offset: PyDelta = null as never
  zoneName: Value = null
}

/** An argument of the range of C's int. */
export function cInt(v: Value): number {
  const i = typeof v === 'number' ? v : asIndex(v)
  if (typeof i === 'bigint' && (i > 9223372036854775807n || i < -9223372036854775808n))
    throw overflowError('Python int too large to convert to C long')
  if (i > 2147483647) throw overflowError('signed integer is greater than maximum')
  if (i < -2147483648) throw overflowError('signed integer is less than minimum')
  return Number(i)
}

/** Raises ValueError unless there is such a date. */
export function checkDate(year: number, month: number, day: number): void {
  if (year < 1 || year > MAX_YEAR) throw valueError(`year ${year} is out of range`)
  if (month < 1 || month > 12) throw valueError('month must be in 1..12')
  if (day < 1 || day > daysInMonth(year, month)) throw valueError('day is out of range for month')
}

/** Raises ValueError unless there is such a time. */
export function checkTime(hour: number, minute: number, second: number, microsecond: number, fold: number): void {
  if (hour < 0 || hour > 23) throw valueError('hour must be in 0..23')
  if (minute < 0 || minute > 59) throw valueError('minute must be in 0..59')
  if (second < 0 || second > 59) throw valueError('second must be in 0..59')
  if (microsecond < 0 || microsecond > 999999) throw valueError('microsecond must be in 0..999999')
  if (fold !== 0 && fold !== 1) throw valueError('fold must be either 0 or 1')
}

/** Raises TypeError unless it is None or a tzinfo. */
export function checkTzInfo(v: Value): void {
  if (v !== null && !(v instanceof PyTzInfo))
    throw typeError(`tzinfo argument must be None or of a tzinfo subclass, not type '${typeOf(v).name}'`)
}

export function pad4(n: number): string {
  return String(n).padStart(4, '0')
}

export function pad6(n: number): string {
  return String(n).padStart(6, '0')
}

/** The type of an argument in a message. */
export function argumentType(v: Value): string {
  return v === null ? 'None' : typeOf(v).name
}

/** The argument of `replace` for a field, or what the field is where there is none. */
export function fieldOr(v: Value | undefined, own: number): number {
  return v === undefined ? own : cInt(v)
}

/** Parameters of `replace` in a signature. */
export function optional(...names: string[]): string {
  return names.map((name) => `${name}=<unrepresentable>`).join(', ')
}

/** The six comparisons of a type. */
export function comparisons<T extends PyObject>(compare: (index: number, a: T, b: Value) => Value): MethodRow[] {
  return (['lt', 'le', 'eq', 'ne', 'gt', 'ge'] as const).map((name) => {
    const index = CompareIndex[name]
    return [`__${name}__`, (a: T, b: Value) => compare(index, a, b), '($self, value, /)']
  })
}

/** Sets the time of day, unchecked. */
export function setClock<T extends PyTime | PyDateTime>(
  made: T,
  hour: number,
  minute: number,
  second: number,
  microsecond: number,
  tzinfo: Value,
  fold: number,
): T {
  made.hour = hour
  made.minute = minute
  made.second = second
  made.microsecond = microsecond
  made.tzinfo = tzinfo
  made.fold = fold
  return made
}

/** Seconds since midnight. */
export function secondsOfDay(v: Pick<ClockTime, 'hour' | 'minute' | 'second'>): number {
  return v.hour * 3600 + v.minute * 60 + v.second
}
