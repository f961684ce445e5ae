/** date (Library Reference, "date Objects"; CPython: Modules/_datetimemodule.c). */
import { getAttr } from '../../objects/attributes'
import { PyBytes } from '../../objects/bytes'
import { context } from '../../objects/context'
import { overflowError, typeError, valueError } from '../../objects/exceptions'
import { asInt } from '../../objects/int'
import { defineType, type MethodTable, type PyType, typeOf, typeSetOwn, type Value } from '../../objects/object'
import { compareNumbers, hashValue } from '../../objects/operators'
import { NotImplemented } from '../../objects/singletons'
import { asString } from '../../objects/str'
import { PyTuple, tupleType } from '../../objects/tuple'
import { localTime, timestampOf } from '../localtime'
import {
  asctimeText,
  dayOf,
  dayOfYear,
  fromOrdinal,
  isoCalendar,
  isoOrdinal,
  MAX_ORDINAL,
  monthOf,
  packedFromOrdinal,
  toOrdinal,
  weekdayOf,
  yearOf,
} from './calendar'
import { dateText, formatMethod, formatted, parseDate, structTime } from './format'
import { checkDate, cInt, comparisons, fieldOr, optional, PyDate, PyDateTime, PyDelta, pad4 } from './layouts'
import { makeDelta } from './timedelta'

/** A date of a class. A subclass is called, so that it can make of it what it wants. */
export function makeDate(year: number, month: number, day: number, cls: PyType = dateType): Value {
  if (cls !== dateType) return context.call3(cls, year, month, day)
  checkDate(year, month, day)
  return setDate(new PyDate(), year, month, day)
}

/** Sets the fields of a date, unchecked. */
export function setDate<T extends PyDate>(made: T, year: number, month: number, day: number): T {
  made.year = year
  made.month = month
  made.day = day
  return made
}

/** The bytes of a pickle's state: bytes, or a str of Python 2; null for any other argument. */
export function stateBytes(v: Value, length: number, name: string): Uint8Array | null {
  if (v instanceof PyBytes) return v.bytes.length === length ? v.bytes : null
  const text = asString(v)
  if (text === undefined || text.length !== length) return null
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i++) {
    const c = text.charCodeAt(i)
    if (c > 255)
      throw valueError(
        `Failed to encode latin1 string when unpickling a ${name} object. pickle.load(data, encoding='latin1') is assumed.`,
      )
    bytes[i] = c
  }
  return bytes
}

/** An int argument; a missing one is noticed after those before it have been looked at. */
export function requiredInt(v: Value | undefined, name: string, at: number): number {
  if (v === undefined) throw typeError(`function missing required argument '${name}' (pos ${at})`)
  return cInt(v)
}

function dateNew(cls: PyType, year: Value, month?: Value, day?: Value): Value {
  if (month === undefined && day === undefined) {
    const state = stateBytes(year, 4, 'date')
    if (state !== null && state[2]! >= 1 && state[2]! <= 12)
      return setDate(new cls.ctor() as PyDate, state[0]! * 256 + state[1]!, state[2]!, state[3]!)
  }
  const y = cInt(year)
  const m = requiredInt(month, 'month', 2)
  const d = requiredInt(day, 'day', 3)
  checkDate(y, m, d)
  return setDate(new cls.ctor() as PyDate, y, m, d)
}

/** `date.fromordinal(n)`; also for datetime. */
function fromOrdinalMethod(cls: PyType, v: Value): Value {
  const n = cInt(v)
  if (n < 1) throw valueError('ordinal must be >= 1')
  const [year, month, day] = fromOrdinal(n)
  return context.call3(cls, year, month, day)
}

function fromIsoCalendar(cls: PyType, year: Value, week: Value, day: Value): Value {
  const y = isoField(year)
  const w = isoField(week)
  const d = isoField(day)
  const ordinal = isoOrdinal(y, w, d)
  if (ordinal === 'year') throw valueError(`Year is out of range: ${y}`)
  if (ordinal === 'week') throw valueError(`Invalid week: ${w}`)
  if (ordinal === 'weekday') throw valueError(`Invalid day: ${d} (range is [1, 7])`)
  if (ordinal < 1 || ordinal > MAX_ORDINAL) throw valueError(`year ${ordinal < 1 ? 0 : 10000} is out of range`)
  const [a, b, c] = fromOrdinal(ordinal)
  return makeDate(a, b, c, cls)
}

function isoField(v: Value): number {
  const n = asInt(v)
  if (typeof n === 'bigint' || (n !== undefined && (n > 2147483647 || n < -2147483648)))
    throw valueError('ISO calendar component out of range')
  return cInt(v)
}

/** A date some days later, packed. */
export function shiftedDate(v: PyDate, days: number): number {
  const ordinal = toOrdinal(v.year, v.month, v.day) + days
  if (ordinal < 1 || ordinal > MAX_ORDINAL) throw overflowError('date value out of range')
  return packedFromOrdinal(ordinal)
}

function shift(v: PyDate, days: number): Value {
  const date = shiftedDate(v, days)
  return makeDate(yearOf(date), monthOf(date), dayOf(date), typeOf(v))
}

function dateAdd(a: Value, b: Value): Value {
  if (a instanceof PyDateTime || b instanceof PyDateTime) return NotImplemented
  if (a instanceof PyDate) return b instanceof PyDelta ? shift(a, b.days) : NotImplemented
  return a instanceof PyDelta && b instanceof PyDate ? shift(b, a.days) : NotImplemented
}

function dateSub(a: Value, b: Value): Value {
  if (a instanceof PyDateTime || b instanceof PyDateTime || !(a instanceof PyDate)) return NotImplemented
  if (b instanceof PyDelta) return shift(a, -b.days)
  if (b instanceof PyDate) return makeDelta(toOrdinal(a.year, a.month, a.day) - toOrdinal(b.year, b.month, b.day), 0, 0)
  return NotImplemented
}

function dateReplace(self: PyDate, year?: Value, month?: Value, day?: Value): Value {
  return makeDate(fieldOr(year, self.year), fieldOr(month, self.month), fieldOr(day, self.day), typeOf(self))
}

const REPLACE = optional('year', 'month', 'day')

/** The text of ctime. */
export function ctimeText(v: PyDate, hour: number, minute: number, second: number): string {
  const weekday = weekdayOf(v.year, v.month, v.day)
  return asctimeText(pad4(v.year), v.month, v.day, hour, minute, second, weekday)
}

/** The time tuple of a date and time. */
export function timeTuple(v: PyDate, hour: number, minute: number, second: number, dst: number): Value {
  const { year, month, day } = v
  return structTime([
    year,
    month,
    day,
    hour,
    minute,
    second,
    weekdayOf(year, month, day),
    dayOfYear(year, month, day),
    dst,
  ])
}

function dateState(v: PyDate): Uint8Array {
  return Uint8Array.of(v.year >> 8, v.year & 255, v.month, v.day)
}

// ── IsoCalendarDate ────────────────────────────────────────────────────────────────────────────────────────────────────

class PyIsoCalendarDate extends PyTuple {}

defineType('datetime.IsoCalendarDate', {
  layout: PyIsoCalendarDate,
  base: tupleType,
  module: 'datetime',
  doc: 'Year, week and weekday of ISO 8601.',
  new: [
    (_cls: PyType, year: Value, week: Value, weekday: Value) =>
      new PyIsoCalendarDate([cInt(year), cInt(week), cInt(weekday)]),
    '(year, week, weekday)',
  ],
  methods: () => [
    [
      '__repr__',
      (self: PyIsoCalendarDate) =>
        `${typeOf(self).name}(year=${self.items[0]}, week=${self.items[1]}, weekday=${self.items[2]})`,
      '($self, /)',
    ],
    [
      '__reduce__',
      (self: PyIsoCalendarDate) => new PyTuple([tupleType, new PyTuple([new PyTuple(self.items.slice())])]),
      '($self, /)',
    ],
  ],
  getset: () => [
    ['year', (self: PyIsoCalendarDate) => self.items[0]!],
    ['week', (self: PyIsoCalendarDate) => self.items[1]!],
    ['weekday', (self: PyIsoCalendarDate) => self.items[2]!],
  ],
})

// ── date ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

const methods = (): MethodTable => [
  ['__repr__', (self: PyDate) => `${typeOf(self).name}(${self.year}, ${self.month}, ${self.day})`, '($self, /)'],
  ['__str__', (self: PyDate) => context.call0(getAttr(self, 'isoformat')), '($self, /)'],
  ['__hash__', (self: PyDate) => hashValue(new PyBytes(dateState(self))), '($self, /)'],
  ...comparisons((index, a: PyDate, b) =>
    b instanceof PyDate && !(b instanceof PyDateTime)
      ? compareNumbers(index, a.year - b.year || a.month - b.month || a.day - b.day, 0)
      : NotImplemented,
  ),
  ['__add__', dateAdd, '($self, value, /)'],
  ['__radd__', (self: Value, other: Value) => dateAdd(other, self), '($self, value, /)'],
  ['__sub__', dateSub, '($self, value, /)'],
  ['__rsub__', (self: Value, other: Value) => dateSub(other, self), '($self, value, /)'],
  ['ctime', (self: PyDate) => ctimeText(self, 0, 0, 0), '($self, /)', 'The date as C writes it.'],
  [
    'strftime',
    (self: PyDate, format: Value) => formatted(self, format, context.call0(getAttr(self, 'timetuple'))),
    '($self, /, format)',
    'The date in a format.',
  ],
  ['__format__', formatMethod, '($self, format_spec, /)', 'strftime, or str for an empty format.'],
  ['isoformat', dateText, '($self, /)', 'YYYY-MM-DD'],
  [
    'isoweekday',
    (self: PyDate) => weekdayOf(self.year, self.month, self.day) + 1,
    '($self, /)',
    'The day of the week; Monday is 1.',
  ],
  [
    'isocalendar',
    (self: PyDate) => new PyIsoCalendarDate(isoCalendar(self.year, self.month, self.day)),
    '($self, /)',
    'Year, week and weekday of ISO 8601.',
  ],
  [
    'toordinal',
    (self: PyDate) => toOrdinal(self.year, self.month, self.day),
    '($self, /)',
    'The number of the day; 1 January of year 1 is 1.',
  ],
  [
    'weekday',
    (self: PyDate) => weekdayOf(self.year, self.month, self.day),
    '($self, /)',
    'The day of the week; Monday is 0.',
  ],
  ['timetuple', (self: PyDate) => timeTuple(self, 0, 0, 0, -1), '($self, /)', 'A time.struct_time of the date.'],
  ['replace', dateReplace, `($self, /, ${REPLACE})`, 'The date with other fields.'],
  ['__replace__', dateReplace, `($self, /, *, ${REPLACE})`],
  [
    '__reduce__',
    (self: PyDate) => new PyTuple([typeOf(self), new PyTuple([new PyBytes(dateState(self))])]),
    '($self, /)',
  ],
]

export const dateType = defineType('datetime.date', {
  layout: PyDate,
  module: 'datetime',
  doc: 'A date of the Gregorian calendar, extended in both directions.',
  new: [dateNew, '(year, month=<unrepresentable>, day=<unrepresentable>)'],
  methods,
  classMethods: () => [
    [
      'fromtimestamp',
      (cls: PyType, timestamp: Value) => {
        const { year, month, day } = localTime(Math.floor(timestampOf(timestamp)))
        return makeDate(year, month, day, cls)
      },
      '($type, timestamp, /)',
      'The local date of a POSIX timestamp.',
    ],
    ['fromordinal', fromOrdinalMethod, '($type, ordinal, /)', 'The date of an ordinal.'],
    [
      'fromisoformat',
      (cls: PyType, text: Value) => {
        const date = parseDate(text)
        return makeDate(yearOf(date), monthOf(date), dayOf(date), cls)
      },
      '($type, string, /)',
      'The date of a text in ISO 8601.',
    ],
    ['fromisocalendar', fromIsoCalendar, '($type, /, year, week, day)', 'The date of an ISO year, week and weekday.'],
    [
      'today',
      (cls: PyType) => {
        const now = context.call0(getAttr(context.importModule('time'), 'time'))
        return context.call1(getAttr(cls, 'fromtimestamp'), now)
      },
      '($type, /)',
      'The local date.',
    ],
  ],
  getset: () => [
    ['year', (self: PyDate) => self.year],
    ['month', (self: PyDate) => self.month],
    ['day', (self: PyDate) => self.day],
  ],
})

typeSetOwn(dateType, 'min', makeDate(1, 1, 1))
typeSetOwn(dateType, 'max', makeDate(9999, 12, 31))
typeSetOwn(dateType, 'resolution', makeDelta(1, 0, 0))
