/** The objects of datetime as data. They are never changed once made. */
import { overflowError, typeError, valueError } from '../../objects/exceptions'
import { PyObject, typeOf, type Value } from '../../objects/object'
import { asIndex } from '../../objects/operators'
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

export function pad2(n: number): string {
  return n < 10 ? `0${n}` : String(n)
}

export function pad4(n: number): string {
  return String(n).padStart(4, '0')
}

export function pad6(n: number): string {
  return String(n).padStart(6, '0')
}

/** The name of a value's class in its repr: that of a builtin class with its module. */
export function reprName(v: Value): string {
  return typeOf(v).name
}

/** The result of comparing for an operator of CompareIndex. */
export function compared(index: number, difference: number): boolean {
  switch (index) {
    case 0:
      return difference < 0
    case 1:
      return difference <= 0
    case 2:
      return difference === 0
    case 3:
      return difference !== 0
    case 4:
      return difference > 0
    default:
      return difference >= 0
  }
}
