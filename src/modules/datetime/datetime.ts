/** datetime (Library Reference, "datetime Objects"; CPython: Modules/_datetimemodule.c). */
import { getAttr } from '../../objects/attributes'
import { PyBytes } from '../../objects/bytes'
import { context } from '../../objects/context'
import { deprecationWarningType, overflowError, typeError, valueError } from '../../objects/exceptions'
import { PyFloat } from '../../objects/float'
import { roundHalfEven } from '../../objects/floatmath'
import {
  defineType,
  type MethodRow,
  type MethodTable,
  type PyType,
  typeOf,
  typeSetOwn,
  type Value,
} from '../../objects/object'
import { asIndex, CompareIndex, hashValue } from '../../objects/operators'
import { NotImplemented } from '../../objects/singletons'
import { asString } from '../../objects/str'
import { strLength } from '../../objects/strops'
import { PyTuple } from '../../objects/tuple'
import { fromOrdinal, MAX_ORDINAL, toOrdinal } from './calendar'
import { ctimeText, dateType, localTime, makeDate, requiredInt, shiftedDate, stateBytes, timeTuple } from './date'
import { dateText, offsetSuffix, parseDateTime, timeText } from './format'
import {
  checkDate,
  checkTime,
  checkTzInfo,
  cInt,
  compared,
  PyDate,
  PyDateTime,
  PyDelta,
  PyTime,
  PyTzInfo,
  reprName,
} from './layouts'
import { makeTime, reprKeywords } from './time'
import { addDeltas, compareDeltas, makeDelta, microsecondsOf, normalDelta } from './timedelta'
import { arithmetic, makeTimeZone, nameOf, offsetOf, utc } from './tzinfo'

const EPOCH = 719163
/** How far back or ahead a repeated hour is looked for. */
const FOLD_SPAN = 24 * 3600

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
  made.year = f[0]
  made.month = f[1]
  made.day = f[2]
  made.hour = f[3]
  made.minute = f[4]
  made.second = f[5]
  made.microsecond = f[6]
  made.tzinfo = tzinfo
  made.fold = fold
  return made
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
      const zone = month ?? null
      if (zone !== null && !(zone instanceof PyTzInfo)) throw typeError('bad tzinfo state arg')
      return unpacked(new cls.ctor() as PyDateTime, state, zone)
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

// ── Pickles ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function packed(v: PyDateTime, withFold: boolean): Uint8Array {
  const us = v.microsecond
  const month = v.month | (withFold ? v.fold << 7 : 0)
  return Uint8Array.of(
    v.year >> 8,
    v.year & 255,
    month,
    v.day,
    v.hour,
    v.minute,
    v.second,
    us >> 16,
    (us >> 8) & 255,
    us & 255,
  )
}

function unpacked(made: PyDateTime, state: Uint8Array, tzinfo: Value): PyDateTime {
  made.year = state[0]! * 256 + state[1]!
  made.month = state[2]! & 0x7f
  made.day = state[3]!
  made.hour = state[4]!
  made.minute = state[5]!
  made.second = state[6]!
  made.microsecond = state[7]! * 65536 + state[8]! * 256 + state[9]!
  made.tzinfo = tzinfo
  made.fold = state[2]! >> 7
  return made
}

function reduce(self: PyDateTime, protocol: number): Value {
  const state = new PyBytes(packed(self, protocol > 3))
  return new PyTuple([typeOf(self), new PyTuple(self.tzinfo === null ? [state] : [state, self.tzinfo])])
}

// ── Local time and timestamps ──────────────────────────────────────────────────────────────────────────────────────────

/** Seconds since 1970 of a date and time taken as UTC. */
function utcSeconds(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  if (year < 1 || year > 9999) throw valueError(`year ${year} is out of range`)
  return ((toOrdinal(year, month, day) - EPOCH) * 24 + hour) * 3600 + minute * 60 + second
}

/** What local clocks show at a moment, as seconds since 1970. */
function localSeconds(moment: number): number {
  const [year, month, day, hour, minute, second] = localTime(moment).items as number[]
  return utcSeconds(year!, month!, day!, hour!, minute!, Math.min(59, second!))
}

/** The moment at which local clocks show a time; `fold` chooses where they do so twice or never. */
function momentOf(shown: number, fold: number): number {
  const a = localSeconds(shown) - shown
  let first = shown - a
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
  first = shown - a
  return fold === 1 ? Math.min(first, second) : Math.max(first, second)
}

/** Seconds and microseconds of a timestamp, rounded half to even. */
function splitTimestamp(v: Value): [seconds: number, microseconds: number] {
  if (v instanceof PyFloat) {
    const x = v.value
    if (Number.isNaN(x)) throw valueError('Invalid value NaN (not a number)')
    if (!(Math.abs(x) < 9.2e18)) throw overflowError('timestamp out of range for platform time_t')
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
  const n = asIndex(v)
  if (n > 9223372036854775807n || n < -9223372036854775808n)
    throw overflowError('timestamp out of range for platform time_t')
  return [Number(n), 0]
}

/** The date and time in UTC of seconds since 1970. */
function utcFields(seconds: number, microseconds: number): Fields {
  const days = Math.floor(seconds / 86400)
  const rest = seconds - days * 86400
  const ordinal = days + EPOCH
  if (ordinal < 1 || ordinal > MAX_ORDINAL) {
    const cycles = Math.floor((ordinal - 1) / 146097)
    const year = fromOrdinal(ordinal - cycles * 146097)[0] + cycles * 400
    throw Math.abs(year) > 2147480000
      ? overflowError('timestamp out of range for platform time_t')
      : valueError(`year ${year} is out of range`)
  }
  const [year, month, day] = fromOrdinal(ordinal)
  return [year, month, day, Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60, microseconds]
}

/** The datetime of a moment: local without a tzinfo, else what the tzinfo makes of it. */
function fromMoment(cls: PyType, seconds: number, microseconds: number, tzinfo: Value): Value {
  if (tzinfo !== null) {
    const inUtc = datetimeOf(cls, utcFields(seconds, microseconds), tzinfo, 0)
    return context.call1(getAttr(tzinfo, 'fromutc'), inUtc)
  }
  const [year, month, day, hour, minute, second] = localTime(seconds).items as number[]
  const clamped = Math.min(59, second!)
  const shown = utcSeconds(year!, month!, day!, hour!, minute!, clamped)
  let fold = 0
  const before = seconds - FOLD_SPAN
  if (before > -62135596800) {
    const transition = shown - localSeconds(before) - FOLD_SPAN
    if (transition < 0 && localSeconds(seconds + transition) === shown) fold = 1
  }
  return datetimeOf(cls, [year!, month!, day!, hour!, minute!, clamped, microseconds], null, fold)
}

function fromTimestamp(cls: PyType, timestamp: Value, tz: Value = null): Value {
  checkTzInfo(tz)
  const [seconds, microseconds] = splitTimestamp(timestamp)
  return fromMoment(cls, seconds, microseconds, tz)
}

/** The present as seconds and microseconds. */
function now(): [number, number] {
  const us = BigInt(context.call0(getAttr(context.importModule('time'), 'time_ns')) as number | bigint) / 1000n
  return [Number(us / 1000000n), Number(us % 1000000n)]
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
  const { year, month, day, hour, minute, second } = self
  const moment = momentOf(utcSeconds(year, month, day, hour, minute, second), self.fold)
  return new PyFloat(moment + self.microsecond / 1e6)
}

/** The local time zone at a moment, as a timezone. */
function localZone(moment: number): Value {
  const local = localTime(moment)
  const offset = getAttr(local, 'tm_gmtoff') as number
  return makeTimeZone(normalDelta(0, offset, 0), getAttr(local, 'tm_zone'))
}

/** The local time zone at what a datetime shows. In a gap that is the zone after it, as `fold` does not mean there. */
function zoneOfLocal(v: PyDateTime): Value {
  const shown = utcSeconds(v.year, v.month, v.day, v.hour, v.minute, v.second)
  const moment = momentOf(shown, v.fold)
  const other = momentOf(shown, 1 - v.fold)
  return localZone(other !== moment && other > moment === (v.fold === 1) ? other : moment)
}

function asTimeZone(self: PyDateTime, tz: Value = null): Value {
  if (tz !== null && !(tz instanceof PyTzInfo))
    throw typeError(`tzinfo argument must be None or of a tzinfo subclass, not type '${typeOf(tz).name}'`)
  const local = (): Value => zoneOfLocal(self)
  let own = self.tzinfo ?? local()
  if (own === tz) return self
  let offset = offsetOf(own, 'utcoffset', self)
  if (offset === null) {
    own = local()
    if (own === tz) return self
    offset = offsetOf(own, 'utcoffset', self)!
  }
  const inUtc = copyOf(shifted(self, offset, -1))
  let target: Value = tz
  if (target === null) {
    const { year: y, month: m, day: d } = inUtc
    target = localZone(utcSeconds(y, m, d, inUtc.hour, inUtc.minute, inUtc.second))
  }
  inUtc.tzinfo = target
  return context.call1(getAttr(target, 'fromutc'), inUtc)
}

/** The same object of the same class, to be given another tzinfo. */
function copyOf(v: Value): PyDateTime {
  const source = v as PyDateTime
  const made = new (typeOf(source).ctor)() as PyDateTime
  return unpacked(made, packed(source, false), source.tzinfo)
}

// ── Arithmetic ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `v + sign * delta`, of v's class. */
function shifted(v: PyDateTime, delta: PyDelta, sign: 1 | -1): Value {
  const us = v.microsecond + sign * delta.microseconds
  const carry = Math.floor(us / 1000000)
  const seconds = v.hour * 3600 + v.minute * 60 + v.second + sign * delta.seconds + carry
  const days = Math.floor(seconds / 86400)
  const rest = seconds - days * 86400
  const [year, month, day] = shiftedDate(v, days + sign * delta.days)
  const fields: Fields = [
    year,
    month,
    day,
    Math.floor(rest / 3600),
    Math.floor(rest / 60) % 60,
    rest % 60,
    us - carry * 1000000,
  ]
  return datetimeOf(typeOf(v), fields, v.tzinfo, 0)
}
arithmetic.add = (dt, delta) => shifted(dt, delta, 1) as PyDateTime

function secondsOfDay(v: PyDateTime): number {
  return v.hour * 3600 + v.minute * 60 + v.second
}

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
  const flipped = copyOf(v)
  flipped.fold = 1 - v.fold
  const other = offsetOf(v.tzinfo, 'utcoffset', flipped)
  if (other === offset) return false
  return other === null || offset === null || compareDeltas(other, offset) !== 0
}

function datetimeCompare(index: number, a: PyDateTime, b: Value): Value {
  if (!(b instanceof PyDateTime)) return NotImplemented
  if (a.tzinfo === b.tzinfo) return compared(index, baseDifference(a, b))
  const left = offsetOf(a.tzinfo, 'utcoffset', a)
  const right = offsetOf(b.tzinfo, 'utcoffset', b)
  const equality = index === CompareIndex.eq || index === CompareIndex.ne
  let difference: number
  if (left === right || (left !== null && right !== null && compareDeltas(left, right) === 0))
    difference = baseDifference(a, b)
  else if (left !== null && right !== null) {
    const delta = subtract(a, b) as PyDelta
    difference = delta.days !== 0 ? delta.days : delta.seconds || delta.microseconds
  } else if (equality) return index === CompareIndex.ne
  else throw typeError("can't compare offset-naive and offset-aware datetimes")
  if (equality && difference === 0 && (isProblematic(a, left) || isProblematic(b, right))) difference = 1
  return compared(index, difference)
}

function datetimeHash(self: PyDateTime): Value {
  let offset: PyDelta | null = null
  if (self.tzinfo !== null) {
    let asked = self
    if (self.fold === 1) {
      asked = copyOf(self)
      asked.fold = 0
    }
    offset = offsetOf(self.tzinfo, 'utcoffset', asked)
  }
  if (offset === null) return hashValue(new PyBytes(packed(self, false)))
  const since = normalDelta(toOrdinal(self.year, self.month, self.day), secondsOfDay(self), self.microsecond)
  return hashValue(addDeltas(since, offset, -1))
}

// ── Texts and tuples ───────────────────────────────────────────────────────────────────────────────────────────────────

function datetimeRepr(self: PyDateTime): Value {
  const fields = [self.year, self.month, self.day, self.hour, self.minute]
  if (self.second !== 0 || self.microsecond !== 0) fields.push(self.second)
  if (self.microsecond !== 0) fields.push(self.microsecond)
  return `${reprName(self)}(${fields.join(', ')}${reprKeywords(self.tzinfo, self.fold)})`
}

function isoFormat(self: PyDateTime, sep: Value = 'T', timespec: Value = 'auto'): Value {
  const separator = asString(sep)
  if (separator === undefined || strLength(separator) !== 1)
    throw typeError(
      `isoformat() argument 1 must be a unicode character, not ${sep === null ? 'None' : typeOf(sep).name}`,
    )
  return `${dateText(self)}${separator}${timeText(self, timespec)}${offsetSuffix(self.tzinfo, self)}`
}

function toTuple(self: PyDateTime): Value {
  let dst = -1
  if (self.tzinfo !== null) {
    const offset = offsetOf(self.tzinfo, 'dst', self)
    if (offset !== null) dst = offset.days !== 0 || offset.seconds !== 0 || offset.microseconds !== 0 ? 1 : 0
  }
  return timeTuple(self, self.hour, self.minute, self.second, dst)
}

function toUtcTuple(self: PyDateTime): Value {
  const offset = offsetOf(self.tzinfo, 'utcoffset', self)
  let v = self
  if (offset !== null) {
    const plain = unpacked(new PyDateTime(), packed(self, false), null)
    v = shifted(plain, offset, -1) as PyDateTime
  }
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
  const or = (v: Value | undefined, own: number): number => (v === undefined ? own : cInt(v))
  const fields: Fields = [
    or(year, self.year),
    or(month, self.month),
    or(day, self.day),
    or(hour, self.hour),
    or(minute, self.minute),
    or(second, self.second),
    or(microsecond, self.microsecond),
  ]
  const folded = or(fold, self.fold)
  if (folded !== 0 && folded !== 1) throw valueError('fold must be either 0 or 1')
  return datetimeOf(typeOf(self), fields, tzinfo, folded)
}

function combine(cls: PyType, date: Value, time: Value, tzinfo?: Value): Value {
  if (!(date instanceof PyDate))
    throw typeError(`combine() argument 1 must be datetime.date, not ${date === null ? 'None' : typeOf(date).name}`)
  if (!(time instanceof PyTime))
    throw typeError(`combine() argument 2 must be datetime.time, not ${time === null ? 'None' : typeOf(time).name}`)
  const zone = tzinfo === undefined ? time.tzinfo : tzinfo
  const fields: Fields = [date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond]
  return datetimeOf(cls, fields, zone, time.fold)
}

function strptime(cls: PyType, string: Value, format: Value): Value {
  for (const [at, v] of [
    [1, string],
    [2, format],
  ] as const)
    if (asString(v) === undefined)
      throw typeError(`strptime() argument ${at} must be str, not ${v === null ? 'None' : typeOf(v).name}`)
  return context.call3(getAttr(context.importModule('_strptime'), '_strptime_datetime'), cls, string, format)
}

const REPLACE = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'tzinfo']
  .map((name) => `${name}=<unrepresentable>`)
  .join(', ')

const methods: MethodTable = [
  ['__repr__', datetimeRepr, '($self, /)'],
  ['__str__', (self: PyDateTime) => context.call1(getAttr(self, 'isoformat'), ' '), '($self, /)'],
  ['__hash__', datetimeHash, '($self, /)'],
  ...(['lt', 'le', 'eq', 'ne', 'gt', 'ge'] as const).map(
    (name): MethodRow => [
      `__${name}__`,
      (a: PyDateTime, b: Value) => datetimeCompare(CompareIndex[name], a, b),
      '($self, value, /)',
    ],
  ),
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
  [
    'utcoffset',
    (self: PyDateTime) => offsetOf(self.tzinfo, 'utcoffset', self),
    '($self, /)',
    'The offset from UTC, or None.',
  ],
  ['tzname', (self: PyDateTime) => nameOf(self.tzinfo, self), '($self, /)', 'The name of the time zone, or None.'],
  ['dst', (self: PyDateTime) => offsetOf(self.tzinfo, 'dst', self), '($self, /)', 'Daylight saving time, or None.'],
  ['replace', datetimeReplace, `($self, /, ${REPLACE}, *, fold=<unrepresentable>)`, 'The same with other fields.'],
  ['__replace__', datetimeReplace, `($self, /, *, ${REPLACE}, fold=<unrepresentable>)`],
  ['astimezone', asTimeZone, '($self, /, tz=None)', 'The same moment in another time zone, by default the local one.'],
  ['__reduce_ex__', (self: PyDateTime, protocol: Value) => reduce(self, cInt(protocol)), '($self, protocol, /)'],
  ['__reduce__', (self: PyDateTime) => reduce(self, 2), '($self, /)'],
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
  classMethods: [
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
        const { date, fields, tzinfo } = parseDateTime(text)
        return datetimeOf(cls, [...date, ...fields], tzinfo, 0)
      },
      '($type, string, /)',
      'The date and time of a text in ISO 8601.',
    ],
  ],
  getset: [
    ['hour', (self: PyDateTime) => self.hour],
    ['minute', (self: PyDateTime) => self.minute],
    ['second', (self: PyDateTime) => self.second],
    ['microsecond', (self: PyDateTime) => self.microsecond],
    ['tzinfo', (self: PyDateTime) => self.tzinfo],
    ['fold', (self: PyDateTime) => self.fold],
  ],
})

typeSetOwn(datetimeType, 'min', fill(new PyDateTime(), [1, 1, 1, 0, 0, 0, 0], null, 0))
typeSetOwn(datetimeType, 'max', fill(new PyDateTime(), [9999, 12, 31, 23, 59, 59, 999999], null, 0))
typeSetOwn(datetimeType, 'resolution', makeDelta(0, 0, 1))
