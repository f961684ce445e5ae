/** The proleptic Gregorian calendar: dates, ordinals (day 1 is 1 January of year 1), ISO weeks, and their texts. Knows no objects. */

export const MAX_YEAR = 9999
export const MAX_ORDINAL = 3652059

const BEFORE = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
const LENGTH = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/** Days of a month. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : LENGTH[month]!
}

function beforeYear(year: number): number {
  const y = year - 1
  return y * 365 + ((y / 4) | 0) - ((y / 100) | 0) + ((y / 400) | 0)
}

/** Which day of its year a date is, from 1. */
export function dayOfYear(year: number, month: number, day: number): number {
  return BEFORE[month]! + (month > 2 && isLeap(year) ? 1 : 0) + day
}

/** The ordinal of a date. */
export function toOrdinal(year: number, month: number, day: number): number {
  return beforeYear(year) + dayOfYear(year, month, day)
}

/** A date as one number, `YYYYMMDD`: what functions return that are called often. The fields need not be those of a date. */
export function packDate(year: number, month: number, day: number): number {
  return year * 10000 + month * 100 + day
}

/** The year of a packed date. */
export function yearOf(packed: number): number {
  return Math.floor(packed / 10000)
}

/** The month of a packed date. */
export function monthOf(packed: number): number {
  return Math.floor(packed / 100) % 100
}

/** The day of the month of a packed date. */
export function dayOf(packed: number): number {
  return packed % 100
}

/** The date of an ordinal from 1 on. */
export function fromOrdinal(ordinal: number): [year: number, month: number, day: number] {
  const packed = packedFromOrdinal(ordinal)
  return [yearOf(packed), monthOf(packed), dayOf(packed)]
}

/** The date of an ordinal from 1 to {@link MAX_ORDINAL} or somewhat beyond, packed. */
export function packedFromOrdinal(ordinal: number): number {
  let n = ordinal - 1
  const n400 = (n / 146097) | 0
  n %= 146097
  const n100 = (n / 36524) | 0
  n %= 36524
  const n4 = (n / 1461) | 0
  n %= 1461
  const n1 = (n / 365) | 0
  n %= 365
  const year = n400 * 400 + n100 * 100 + n4 * 4 + n1 + 1
  // The last day of a cycle of 4 or 400 years.
  if (n1 === 4 || n100 === 4) return packDate(year - 1, 12, 31)
  const leap = isLeap(year) ? 1 : 0
  let month = (n + 50) >> 5
  let before = BEFORE[month]! + (month > 2 ? leap : 0)
  if (before > n) {
    month--
    before -= daysInMonth(year, month)
  }
  return packDate(year, month, n - before + 1)
}

/** Monday is 0. */
export function weekdayOf(year: number, month: number, day: number): number {
  return (toOrdinal(year, month, day) + 6) % 7
}

/** The ordinal of the Monday of the year's first ISO week, the one with its first Thursday. */
function firstMonday(year: number): number {
  const first = toOrdinal(year, 1, 1)
  const weekday = (first + 6) % 7
  const monday = first - weekday
  return weekday > 3 ? monday + 7 : monday
}

/** ISO year, week and weekday (Monday is 1) of a date. */
export function isoCalendar(year: number, month: number, day: number): [year: number, week: number, weekday: number] {
  const today = toOrdinal(year, month, day)
  let isoYear = year
  let monday = firstMonday(year)
  let week = Math.floor((today - monday) / 7)
  if (week < 0) {
    isoYear--
    monday = firstMonday(isoYear)
    week = Math.floor((today - monday) / 7)
  } else if (week >= 52 && today >= firstMonday(year + 1)) {
    isoYear++
    week = 0
    monday = firstMonday(isoYear)
  }
  return [isoYear, week + 1, ((today - monday) % 7) + 1]
}

/** The ordinal of an ISO date, or what is wrong with it. */
export function isoOrdinal(year: number, week: number, weekday: number): number | 'year' | 'week' | 'weekday' {
  if (year < 1 || year > MAX_YEAR) return 'year'
  if (week <= 0 || week >= 53) {
    let wrong = true
    if (week === 53) {
      // Years that begin on a Thursday, and leap years that begin on a Wednesday, have 53 weeks.
      const first = weekdayOf(year, 1, 1)
      if (first === 3 || (first === 2 && isLeap(year))) wrong = false
    }
    if (wrong) return 'week'
  }
  if (weekday <= 0 || weekday >= 8) return 'weekday'
  return firstMonday(year) + (week - 1) * 7 + weekday - 1
}

/** Hours, minutes and seconds of whole seconds. */
export function clockOf(seconds: number): [hours: number, minutes: number, seconds: number] {
  const minutes = Math.floor(seconds / 60)
  return [Math.floor(minutes / 60), minutes % 60, seconds % 60]
}

export const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
export const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
export const DAYS = DAY_NAMES.map((name) => name.slice(0, 3))
export const MONTHS = MONTH_NAMES.map((name) => name.slice(0, 3))

/** A number of at most two digits as two. */
export function pad2(n: number): string {
  return n < 10 ? `0${n}` : String(n)
}

/** A date and time as C's asctime writes them. */
export function asctimeText(
  year: number | string,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  weekday: number,
): string {
  const clock = `${pad2(hour)}:${pad2(minute)}:${pad2(second)}`
  return `${DAYS[weekday]} ${MONTHS[month - 1]} ${String(day).padStart(2)} ${clock} ${year}`
}
