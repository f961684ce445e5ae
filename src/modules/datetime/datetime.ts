/** datetime (Library Reference, "datetime Objects"; CPython: Modules/_datetimemodule.c). */
import { getAttr } from '../../objects/attributes'
import { PyBytes } from '../../objects/bytes'
import { context } from '../../objects/context'
import { deprecationWarningType, typeError, valueError } from '../../objects/exceptions'
import { PyFloat } from '../../objects/float'
import { roundHalfEven } from '../../objects/floatmath'
import { defineType, type MethodTable, type PyType, typeOf, typeSetOwn, type Value } from '../../objects/object'
import { CompareIndex, compareNumbers, hashValue } from '../../objects/operators'
import { NotImplemented } from '../../objects/singletons'
import { asString } from '../../objects/str'
import { strLength } from '../../objects/strops'
import { type ClockTime, localTime, noSuchTime, presentMicroseconds, timestampOf } from '../localtime'
import { clockOf, dayOf, fromOrdinal, MAX_ORDINAL, MAX_YEAR, monthOf, toOrdinal, yearOf } from './calendar'
import { ctimeText, dateType, makeDate, requiredInt, setDate, shiftedDate, stateBytes, timeTuple } from './date'
import { dateText, offsetSuffix, parseDateTime, timeText } from './format'
import {
  argumentType,
  checkDate,
  checkTime,
  checkTzInfo,
  cInt,
  comparisons,
  fieldOr,
  optional,
  PyDate,
  PyDateTime,
  PyDelta,
  PyTime,
  secondsOfDay,
  setClock,
} from './layouts'
import {
  clockFields,
  clockRepr,
  makeTime,
  microsecondAt,
  microsecondBytes,
  reductions,
  stateZone,
  zoneMethods,
} from './time'
import { addDeltas, compareDeltas, isZero, makeDelta, microsecondsOf, normalDelta } from './timedelta'
import { arithmetic, makeTimeZone, offsetOf, utc } from './tzinfo'

const EPOCH = 719163
/** How far back or ahead a repeated hour is looked for. */
const FOLD_SPAN = 24 * 3600

/** 1 January of year 1 as seconds since 1970. */
const FIRST = (1 - EPOCH) * 86400

type Fields = readonly [
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  microsecond: number,
]

function fill(made: PyDateTime, f: Fields, tzinfo: Value, fold: number): PyDateTime {
  checkDate(f[0], f[1], f[2])
  checkTime(f[3], f[4], f[5], f[6], fold)
  checkTzInfo(tzinfo)
  return setAll(made, f, tzinfo, fold)
}

/** A datetime of exact type, unchecked: of a packed date, seconds of the day and microseconds. */
function exactly(date: number, seconds: number, microsecond: number, tzinfo: Value): PyDateTime {
  const made = new PyDateTime()
  setDate(made, yearOf(date), monthOf(date), dayOf(date))
  const minutes = Math.floor(seconds / 60)
  const hour = Math.floor(minutes / 60)
  return setClock(made, hour, minutes - hour * 60, seconds - minutes * 60, microsecond, tzinfo, 0)
}

/** Sets all fields, unchecked. */
function setAll(made: PyDateTime, f: Fields, tzinfo: Value, fold: number): PyDateTime {
  setDate(made, f[0], f[1], f[2])
  return setClock(made, f[3], f[4], f[5], f[6], tzinfo, fold)
}

/** A datetime of a class; a subclass is called. */
function datetimeOf(cls: PyType, f: Fields, tzinfo: Value, fold: number): Value {
  if (cls === datetimeType) return fill(new PyDateTime(), f, tzinfo, fold)
  const made = context.call(cls, [...f, tzinfo])
  if (made instanceof PyDateTime) made.fold = fold
  return made
}

function datetimeNew(
  cls: PyType,
  year: Value,
  month?: Value,
  day?: Value,
  hour: Value = 0,
  minute: Value = 0,
  second: Value = 0,
  microsecond: Value = 0,
  tzinfo: Value = null,
  fold: Value = 0,
): Value {
  if (day === undefined) {
    const state = stateBytes(year, 10, 'datetime')
    if (state !== null && (state[2]! & 0x7f) >= 1 && (state[2]! & 0x7f) <= 12) {
      const fields: Fields = [
        state[0]! * 256 + state[1]!,
        state[2]! & 0x7f,
        state[3]!,
        state[4]!,
        state[5]!,
        state[6]!,
        microsecondAt(state, 7),
      ]
      return setAll(new cls.ctor() as PyDateTime, fields, stateZone(month), state[2]! >> 7)
    }
  }
  const fields: Fields = [
    cInt(year),
    requiredInt(month, 'month', 2),
    requiredInt(day, 'day', 3),
    cInt(hour),
    cInt(minute),
    cInt(second),
    cInt(microsecond),
  ]
  return fill(new cls.ctor() as PyDateTime, fields, tzinfo, cInt(fold))
}

/** What a pickle holds, and a hash is made of. */
function packed(v: PyDateTime, withFold: boolean): Uint8Array {
  return Uint8Array.of(
    v.year >> 8,
    v.year & 255,
    v.month | (withFold ? v.fold << 7 : 0),
    v.day,
    v.hour,
    v.minute,
    v.second,
    ...microsecondBytes(v.microsecond),
  )
}

// ── Local time and timestamps ──────────────────────────────────────────────────────────────────────────────────────────

/** Seconds since 1970 of a date and time taken as UTC. */
function utcSeconds(v: ClockTime): number {
  if (v.year < 1 || v.year > MAX_YEAR) throw valueError(`year ${v.year} is out of range`)
  return (toOrdinal(v.year, v.month, v.day) - EPOCH) * 86400 + secondsOfDay(v)
}

/** What local clocks show at a moment, as seconds since 1970. */
function localSeconds(moment: number): number {
  return utcSeconds(localTime(moment))
}

/** The moment at which local clocks show a time; `fold` chooses where they do so twice or never. */
function momentOf(shown: number, fold: number): number {
  const a = localSeconds(shown) - shown
  const first = shown - a
  const shownThere = localSeconds(first)
  let b: number
  if (shownThere === shown) {
    // One solution; look for an earlier or a later one.
    const other = fold === 1 ? first + FOLD_SPAN : first - FOLD_SPAN
    b = localSeconds(other) - other
    if (a === b) return first
  } else b = shownThere - first
  const second = shown - b
  if (localSeconds(second) === shown) return second
  if (shownThere === shown) return first
  // The time is in a gap.
  return fold === 1 ? Math.min(first, second) : Math.max(first, second)
}

/** Seconds and microseconds of a timestamp, rounded half to even. */
function splitTimestamp(v: Value): [seconds: number, microseconds: number] {
  const x = timestampOf(v)
  let seconds = Math.trunc(x)
  let us = roundHalfEven((x - seconds) * 1e6)
  if (us >= 1e6) {
    us -= 1e6
    seconds++
  } else if (us < 0) {
    us += 1e6
    seconds--
  }
  return [seconds, us]
}

/** The date and time in UTC of seconds since 1970. */
function utcFields(seconds: number, microseconds: number): Fields {
  const days = Math.floor(seconds / 86400)
  const rest = seconds - days * 86400
  const ordinal = days + EPOCH
  if (ordinal < 1 || ordinal > MAX_ORDINAL) {
    const cycles = Math.floor((ordinal - 1) / 146097)
    const year = fromOrdinal(ordinal - cycles * 146097)[0] + cycles * 400
    // The year of C's struct tm is an int.
    throw Math.abs(year) > 2147480000 ? noSuchTime() : valueError(`year ${year} is out of range`)
  }
  const [year, month, day] = fromOrdinal(ordinal)
  const [hour, minute, second] = clockOf(rest)
  return [year, month, day, hour, minute, second, microseconds]
}

/** The datetime of a moment: local without a tzinfo, else what the tzinfo makes of it. */
function fromMoment(cls: PyType, seconds: number, microseconds: number, tzinfo: Value): Value {
  if (tzinfo !== null) {
    const inUtc = datetimeOf(cls, utcFields(seconds, microseconds), tzinfo, 0)
    return context.call1(getAttr(tzinfo, 'fromutc'), inUtc)
  }
  const local = localTime(seconds)
  const { year, month, day, hour, minute } = local
  // A leap second is shown as the one before it.
  const second = Math.min(59, local.second)
  const shown = utcSeconds({ year, month, day, hour, minute, second })
  let fold = 0
  const before = seconds - FOLD_SPAN
  if (before > FIRST) {
    const transition = shown - localSeconds(before) - FOLD_SPAN
    if (transition < 0 && localSeconds(seconds + transition) === shown) fold = 1
  }
  return datetimeOf(cls, [year, month, day, hour, minute, second, microseconds], null, fold)
}

function fromTimestamp(cls: PyType, timestamp: Value, tz: Value = null): Value {
  checkTzInfo(tz)
  const [seconds, microseconds] = splitTimestamp(timestamp)
  return fromMoment(cls, seconds, microseconds, tz)
}

/** The present as seconds and microseconds. */
function now(): [number, number] {
  const us = presentMicroseconds()
  const seconds = Math.floor(us / 1000000)
  return [seconds, us - seconds * 1000000]
}

function warnNaive(name: string, instead: string): void {
  context.warn(
    deprecationWarningType,
    `datetime.datetime.${name}() is deprecated and scheduled for removal in a future version. Use timezone-aware objects to represent datetimes in UTC: datetime.datetime.${instead}.`,
  )
}

function timestamp(self: PyDateTime): Value {
  if (self.tzinfo !== null) {
    const since = subtract(self, fill(new PyDateTime(), [1970, 1, 1, 0, 0, 0, 0], utc, 0)) as PyDelta
    return new PyFloat(Number(microsecondsOf(since)) / 1e6)
  }
  return new PyFloat(momentOf(utcSeconds(self), self.fold) + self.microsecond / 1e6)
}

/** The local time zone at a moment, as a timezone. */
function localZone(moment: number): Value {
  const { offset, zone } = localTime(moment)
  return makeTimeZone(normalDelta(0, offset, 0), zone)
}

/** The local time zone at what a datetime shows. In a gap that is the zone after it, as `fold` does not mean there. */
function zoneOfLocal(v: PyDateTime): Value {
  const shown = utcSeconds(v)
  const moment = momentOf(shown, v.fold)
  const other = momentOf(shown, 1 - v.fold)
  return localZone(other !== moment && other > moment === (v.fold === 1) ? other : moment)
}

function asTimeZone(self: PyDateTime, tz: Value = null): Value {
  checkTzInfo(tz)
  const local = (): Value => zoneOfLocal(self)
  let own = self.tzinfo ?? local()
  if (own === tz) return self
  let offset = offsetOf(own, 'utcoffset', self)
  if (offset === null) {
    own = local()
    if (own === tz) return self
    offset = offsetOf(own, 'utcoffset', self)!
  }
  const inUtc = shifted(self, offset, -1) as PyDateTime
  const target = tz ?? localZone(utcSeconds(inUtc))
  return context.call1(getAttr(target, 'fromutc'), copyOf(inUtc, target, 0))
}

/** The same date and time with another tzinfo or fold. */
function copyOf(v: PyDateTime, tzinfo: Value, fold: number, made = new (typeOf(v).ctor)() as PyDateTime): PyDateTime {
  const fields: Fields = [v.year, v.month, v.day, v.hour, v.minute, v.second, v.microsecond]
  return setAll(made, fields, tzinfo, fold)
}

// ── Arithmetic ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `v + sign * delta`, of v's class. */
function shifted(v: PyDateTime, delta: PyDelta, sign: 1 | -1): Value {
  const us = v.microsecond + sign * delta.microseconds
  const carry = Math.floor(us / 1000000)
  const seconds = secondsOfDay(v) + sign * delta.seconds + carry
  const days = Math.floor(seconds / 86400)
  const rest = seconds - days * 86400
  const date = shiftedDate(v, days + sign * delta.days)
  const microsecond = us - carry * 1000000
  if (v.cls === datetimeType) return exactly(date, rest, microsecond, v.tzinfo)
  const [hour, minute, second] = clockOf(rest)
  const fields: Fields = [yearOf(date), monthOf(date), dayOf(date), hour, minute, second, microsecond]
  return datetimeOf(typeOf(v), fields, v.tzinfo, 0)
}
arithmetic.add = (dt, delta) => shifted(dt, delta, 1) as PyDateTime

function subtract(a: PyDateTime, b: PyDateTime): Value {
  let left: PyDelta | null = null
  let right: PyDelta | null = null
  if (a.tzinfo !== b.tzinfo) {
    left = offsetOf(a.tzinfo, 'utcoffset', a)
    right = offsetOf(b.tzinfo, 'utcoffset', b)
    if ((left === null) !== (right === null)) throw typeError("can't subtract offset-naive and offset-aware datetimes")
  }
  const result = normalDelta(
    toOrdinal(a.year, a.month, a.day) - toOrdinal(b.year, b.month, b.day),
    secondsOfDay(a) - secondsOfDay(b),
    a.microsecond - b.microsecond,
  )
  if (left === null || right === null || compareDeltas(left, right) === 0) return result
  return addDeltas(result, addDeltas(left, right, -1), -1)
}

function add(a: Value, b: Value): Value {
  if (a instanceof PyDateTime) return b instanceof PyDelta ? shifted(a, b, 1) : NotImplemented
  return a instanceof PyDelta && b instanceof PyDateTime ? shifted(b, a, 1) : NotImplemented
}

function sub(a: Value, b: Value): Value {
  if (!(a instanceof PyDateTime)) return NotImplemented
  if (b instanceof PyDateTime) return subtract(a, b)
  return b instanceof PyDelta ? shifted(a, b, -1) : NotImplemented
}

function baseDifference(a: PyDateTime, b: PyDateTime): number {
  return (
    a.year - b.year ||
    a.month - b.month ||
    a.day - b.day ||
    secondsOfDay(a) - secondsOfDay(b) ||
    a.microsecond - b.microsecond
  )
}

/** Whether the offset depends on fold: such a time equals none of another zone (PEP 495). */
function isProblematic(v: PyDateTime, offset: PyDelta | null): boolean {
  const other = offsetOf(v.tzinfo, 'utcoffset', copyOf(v, v.tzinfo, 1 - v.fold))
  if (other === offset) return false
  return other === null || offset === null || compareDeltas(other, offset) !== 0
}

function datetimeCompare(index: number, a: PyDateTime, b: Value): Value {
  if (!(b instanceof PyDateTime)) return NotImplemented
  if (a.tzinfo === b.tzinfo) return compareNumbers(index, baseDifference(a, b), 0)
  const left = offsetOf(a.tzinfo, 'utcoffset', a)
  const right = offsetOf(b.tzinfo, 'utcoffset', b)
  const equality = index === CompareIndex.eq || index === CompareIndex.ne
  let difference: number
  if (left === right || (left !== null && right !== null && compareDeltas(left, right) === 0))
    difference = baseDifference(a, b)
  else if (left !== null && right !== null) {
    const delta = subtract(a, b) as PyDelta
    difference = delta.days || delta.seconds || delta.microseconds
  } else if (equality) return index === CompareIndex.ne
  else throw typeError("can't compare offset-naive and offset-aware datetimes")
  if (equality && difference === 0 && (isProblematic(a, left) || isProblematic(b, right))) difference = 1
  return compareNumbers(index, difference, 0)
}

function datetimeHash(self: PyDateTime): Value {
  const asked = self.fold === 0 ? self : copyOf(self, self.tzinfo, 0)
  const offset = offsetOf(self.tzinfo, 'utcoffset', asked)
  if (offset === null) return hashValue(new PyBytes(packed(self, false)))
  const since = normalDelta(toOrdinal(self.year, self.month, self.day), secondsOfDay(self), self.microsecond)
  return hashValue(addDeltas(since, offset, -1))
}

// ── Texts and tuples ───────────────────────────────────────────────────────────────────────────────────────────────────

function isoFormat(self: PyDateTime, sep: Value = 'T', timespec: Value = 'auto'): Value {
  const separator = asString(sep)
  if (separator === undefined || strLength(separator) !== 1)
    throw typeError(`isoformat() argument 1 must be a unicode character, not ${argumentType(sep)}`)
  return `${dateText(self)}${separator}${timeText(self, timespec)}${offsetSuffix(self.tzinfo, self)}`
}

function toTuple(self: PyDateTime): Value {
  let dst = -1
  if (self.tzinfo !== null) {
    const offset = offsetOf(self.tzinfo, 'dst', self)
    if (offset !== null) dst = isZero(offset) ? 0 : 1
  }
  return timeTuple(self, self.hour, self.minute, self.second, dst)
}

function toUtcTuple(self: PyDateTime): Value {
  const offset = offsetOf(self.tzinfo, 'utcoffset', self)
  const v = offset === null ? self : (shifted(copyOf(self, null, 0, new PyDateTime()), offset, -1) as PyDateTime)
  return timeTuple(v, v.hour, v.minute, v.second, 0)
}

function datetimeReplace(
  self: PyDateTime,
  year?: Value,
  month?: Value,
  day?: Value,
  hour?: Value,
  minute?: Value,
  second?: Value,
  microsecond?: Value,
  tzinfo: Value = self.tzinfo,
  fold?: Value,
): Value {
  const fields: Fields = [
    fieldOr(year, self.year),
    fieldOr(month, self.month),
    fieldOr(day, self.day),
    fieldOr(hour, self.hour),
    fieldOr(minute, self.minute),
    fieldOr(second, self.second),
    fieldOr(microsecond, self.microsecond),
  ]
  const folded = fieldOr(fold, self.fold)
  if (folded !== 0 && folded !== 1) throw valueError('fold must be either 0 or 1')
  return datetimeOf(typeOf(self), fields, tzinfo, folded)
}

function combine(cls: PyType, date: Value, time: Value, tzinfo?: Value): Value {
  if (!(date instanceof PyDate))
    throw typeError(`combine() argument 1 must be datetime.date, not ${argumentType(date)}`)
  if (!(time instanceof PyTime))
    throw typeError(`combine() argument 2 must be datetime.time, not ${argumentType(time)}`)
  const zone = tzinfo === undefined ? time.tzinfo : tzinfo
  const fields: Fields = [date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond]
  return datetimeOf(cls, fields, zone, time.fold)
}

function strptime(cls: PyType, string: Value, format: Value): Value {
  for (const [at, v] of [
    [1, string],
    [2, format],
  ] as const)
    if (asString(v) === undefined) throw typeError(`strptime() argument ${at} must be str, not ${argumentType(v)}`)
  return context.call3(getAttr(context.importModule('_strptime'), '_strptime_datetime'), cls, string, format)
}

const REPLACE = optional('year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'tzinfo')

const methods = (): MethodTable => [
  ['__repr__', (self: PyDateTime) => clockRepr(self, [self.year, self.month, self.day]), '($self, /)'],
  ['__str__', (self: PyDateTime) => context.call1(getAttr(self, 'isoformat'), ' '), '($self, /)'],
  ['__hash__', datetimeHash, '($self, /)'],
  ...comparisons(datetimeCompare),
  ['__add__', add, '($self, value, /)'],
  ['__radd__', (self: Value, other: Value) => add(other, self), '($self, value, /)'],
  ['__sub__', sub, '($self, value, /)'],
  ['__rsub__', (self: Value, other: Value) => sub(other, self), '($self, value, /)'],
  ['date', (self: PyDateTime) => makeDate(self.year, self.month, self.day), '($self, /)', 'The date.'],
  [
    'time',
    (self: PyDateTime) => makeTime(self.hour, self.minute, self.second, self.microsecond, null, self.fold),
    '($self, /)',
    'The time of day without the time zone.',
  ],
  [
    'timetz',
    (self: PyDateTime) => makeTime(self.hour, self.minute, self.second, self.microsecond, self.tzinfo, self.fold),
    '($self, /)',
    'The time of day with the time zone.',
  ],
  [
    'ctime',
    (self: PyDateTime) => ctimeText(self, self.hour, self.minute, self.second),
    '($self, /)',
    'The date and time as C writes them.',
  ],
  ['timetuple', toTuple, '($self, /)', 'A time.struct_time of the local date and time.'],
  ['timestamp', timestamp, '($self, /)', 'Seconds since 1970 as a float.'],
  ['utctimetuple', toUtcTuple, '($self, /)', 'A time.struct_time of the date and time in UTC.'],
  ['isoformat', isoFormat, "($self, /, sep='T', timespec='auto')", 'The date and time in ISO 8601.'],
  ...zoneMethods<PyDateTime>((self) => self),
  ['replace', datetimeReplace, `($self, /, ${REPLACE}, *, fold=<unrepresentable>)`, 'The same with other fields.'],
  ['__replace__', datetimeReplace, `($self, /, *, ${REPLACE}, fold=<unrepresentable>)`],
  ['astimezone', asTimeZone, '($self, /, tz=None)', 'The same moment in another time zone, by default the local one.'],
  ...reductions(packed),
]

export const datetimeType = defineType('datetime.datetime', {
  layout: PyDateTime,
  base: dateType,
  module: 'datetime',
  doc: 'A date and time of day, with or without a time zone.',
  new: [
    datetimeNew,
    '(year, month=<unrepresentable>, day=<unrepresentable>, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)',
  ],
  methods,
  classMethods: () => [
    [
      'now',
      (cls: PyType, tz: Value = null) => {
        checkTzInfo(tz)
        const [seconds, microseconds] = now()
        return fromMoment(cls, seconds, microseconds, tz)
      },
      '($type, /, tz=None)',
      'The present, local or in a time zone.',
    ],
    [
      'utcnow',
      (cls: PyType) => {
        warnNaive('utcnow', 'now(datetime.UTC)')
        const [seconds, microseconds] = now()
        return datetimeOf(cls, utcFields(seconds, microseconds), null, 0)
      },
      '($type, /)',
      'The present in UTC, without a time zone.',
    ],
    ['fromtimestamp', fromTimestamp, '($type, /, timestamp, tz=None)', 'The date and time of a POSIX timestamp.'],
    [
      'utcfromtimestamp',
      (cls: PyType, v: Value) => {
        warnNaive('utcfromtimestamp', 'fromtimestamp(timestamp, datetime.UTC)')
        const [seconds, microseconds] = splitTimestamp(v)
        return datetimeOf(cls, utcFields(seconds, microseconds), null, 0)
      },
      '($type, timestamp, /)',
      'The date and time in UTC of a POSIX timestamp, without a time zone.',
    ],
    ['strptime', strptime, '($type, string, format, /)', 'The date and time of a text in a format.'],
    ['combine', combine, '($type, /, date, time, tzinfo=<unrepresentable>)', 'The datetime of a date and a time.'],
    [
      'fromisoformat',
      (cls: PyType, text: Value) => {
        const { date, clock } = parseDateTime(text)
        const { hour, minute, second, microsecond, tzinfo } = clock
        const fields: Fields = [yearOf(date), monthOf(date), dayOf(date), hour, minute, second, microsecond]
        return datetimeOf(cls, fields, tzinfo, 0)
      },
      '($type, string, /)',
      'The date and time of a text in ISO 8601.',
    ],
  ],
  getset: () => clockFields,
})

typeSetOwn(datetimeType, 'min', fill(new PyDateTime(), [1, 1, 1, 0, 0, 0, 0], null, 0))
typeSetOwn(datetimeType, 'max', fill(new PyDateTime(), [9999, 12, 31, 23, 59, 59, 999999], null, 0))
typeSetOwn(datetimeType, 'resolution', makeDelta(0, 0, 1))
