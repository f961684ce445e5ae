/** time (Library Reference, "time Objects"; CPython: Modules/_datetimemodule.c). */
import { getAttr } from '../../objects/attributes'
import { PyBytes } from '../../objects/bytes'
import { context } from '../../objects/context'
import { typeError } from '../../objects/exceptions'
import {
  defineType,
  type GetSetRow,
  type MethodRow,
  type MethodTable,
  type PyType,
  typeOf,
  typeSetOwn,
  type Value,
} from '../../objects/object'
import { CompareIndex, compareNumbers, hashValue, repr } from '../../objects/operators'
import { NotImplemented } from '../../objects/singletons'
import { PyTuple } from '../../objects/tuple'
import { stateBytes } from './date'
import { formatMethod, formatted, offsetSuffix, parseTime, structTime, timeText } from './format'
import {
  checkTime,
  checkTzInfo,
  cInt,
  comparisons,
  fieldOr,
  optional,
  type PyDateTime,
  PyTime,
  PyTzInfo,
  secondsOfDay,
  setClock,
} from './layouts'
import { addDeltas, compareDeltas, makeDelta, normalDelta } from './timedelta'
import { nameOf, offsetOf } from './tzinfo'

/** A time of exact type, checked. */
export function makeTime(
  hour: number,
  minute: number,
  second: number,
  microsecond: number,
  tzinfo: Value,
  fold: number,
  made: PyTime = new PyTime(),
): PyTime {
  checkTime(hour, minute, second, microsecond, fold)
  checkTzInfo(tzinfo)
  return setClock(made, hour, minute, second, microsecond, tzinfo, fold)
}

/** A time of a class; a subclass is called. */
function timeOf(
  cls: PyType,
  hour: number,
  minute: number,
  second: number,
  us: number,
  tzinfo: Value,
  fold: number,
): Value {
  if (cls === timeType) return makeTime(hour, minute, second, us, tzinfo, fold)
  checkTime(hour, minute, second, us, fold)
  const made = context.call(cls, [hour, minute, second, us, tzinfo])
  if (made instanceof PyTime) made.fold = fold
  return made
}

function timeNew(
  cls: PyType,
  hour: Value = 0,
  minute?: Value,
  second: Value = 0,
  microsecond: Value = 0,
  tzinfo: Value = null,
  fold: Value = 0,
): Value {
  const state = stateBytes(hour, 6, 'time')
  if (state !== null && (state[0]! & 0x7f) < 24) {
    const zone = stateZone(minute)
    const made = new cls.ctor() as PyTime
    return setClock(made, state[0]! & 0x7f, state[1]!, state[2]!, microsecondAt(state, 3), zone, state[0]! >> 7)
  }
  return makeTime(
    cInt(hour),
    cInt(minute ?? 0),
    cInt(second),
    cInt(microsecond),
    tzinfo,
    cInt(fold),
    new cls.ctor() as PyTime,
  )
}

// ── Pickles: what times and datetimes share ────────────────────────────────────────────────────────────────────────────

/** The tzinfo of a pickle's state. Raises TypeError. */
export function stateZone(v: Value | undefined): Value {
  const zone = v ?? null
  if (zone !== null && !(zone instanceof PyTzInfo)) throw typeError('bad tzinfo state arg')
  return zone
}

/** The microsecond, which takes three bytes of a state. */
export function microsecondAt(state: Uint8Array, i: number): number {
  return state[i]! * 65536 + state[i + 1]! * 256 + state[i + 2]!
}

export function microsecondBytes(us: number): [number, number, number] {
  return [us >> 16, (us >> 8) & 255, us & 255]
}

/** The methods that give the state; `fold` is part of it from protocol 4 on. */
export function reductions<T extends PyTime | PyDateTime>(
  packed: (v: T, withFold: boolean) => Uint8Array,
): MethodRow[] {
  const reduce = (self: T, protocol: number): Value => {
    const state = new PyBytes(packed(self, protocol > 3))
    return new PyTuple([typeOf(self), new PyTuple(self.tzinfo === null ? [state] : [state, self.tzinfo])])
  }
  return [
    ['__reduce_ex__', (self: T, protocol: Value) => reduce(self, cInt(protocol)), '($self, protocol, /)'],
    ['__reduce__', (self: T) => reduce(self, 2), '($self, /)'],
  ]
}

function packed(v: PyTime, withFold: boolean): Uint8Array {
  return Uint8Array.of(v.hour | (withFold ? v.fold << 7 : 0), v.minute, v.second, ...microsecondBytes(v.microsecond))
}

// ── What else times and datetimes share ────────────────────────────────────────────────────────────────────────────────

/** What the tzinfo is asked for; `subject` is what it is asked about. */
export function zoneMethods<T extends PyTime | PyDateTime>(subject: (self: T) => Value): MethodRow[] {
  return [
    [
      'utcoffset',
      (self: T) => offsetOf(self.tzinfo, 'utcoffset', subject(self)),
      '($self, /)',
      'The offset from UTC, or None.',
    ],
    ['tzname', (self: T) => nameOf(self.tzinfo, subject(self)), '($self, /)', 'The name of the time zone, or None.'],
    ['dst', (self: T) => offsetOf(self.tzinfo, 'dst', subject(self)), '($self, /)', 'Daylight saving time, or None.'],
  ]
}

export const clockFields: readonly GetSetRow[] = [
  ['hour', (self: PyTime | PyDateTime) => self.hour],
  ['minute', (self: PyTime | PyDateTime) => self.minute],
  ['second', (self: PyTime | PyDateTime) => self.second],
  ['microsecond', (self: PyTime | PyDateTime) => self.microsecond],
  ['tzinfo', (self: PyTime | PyDateTime) => self.tzinfo],
  ['fold', (self: PyTime | PyDateTime) => self.fold],
]

/** The repr of a time, or of a datetime whose date is `date`. */
export function clockRepr(self: PyTime | PyDateTime, date: readonly number[] = []): string {
  const fields = [...date, self.hour, self.minute]
  if (self.second !== 0 || self.microsecond !== 0) fields.push(self.second)
  if (self.microsecond !== 0) fields.push(self.microsecond)
  const zone = self.tzinfo === null ? '' : `, tzinfo=${repr(self.tzinfo)}`
  return `${typeOf(self).name}(${fields.join(', ')}${zone}${self.fold === 0 ? '' : `, fold=${self.fold}`})`
}

// ── time ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

function timeCompare(index: number, a: PyTime, b: Value): Value {
  if (!(b instanceof PyTime)) return NotImplemented
  const plain = (): boolean =>
    compareNumbers(index, secondsOfDay(a) - secondsOfDay(b) || a.microsecond - b.microsecond, 0)
  if (a.tzinfo === b.tzinfo) return plain()
  const left = offsetOf(a.tzinfo, 'utcoffset', null)
  const right = offsetOf(b.tzinfo, 'utcoffset', null)
  if (left === right || (left !== null && right !== null && compareDeltas(left, right) === 0)) return plain()
  if (left !== null && right !== null) {
    const seconds = (v: PyTime, offset: typeof left): number => secondsOfDay(v) - offset.days * 86400 - offset.seconds
    return compareNumbers(index, seconds(a, left) - seconds(b, right) || a.microsecond - b.microsecond, 0)
  }
  if (index === CompareIndex.eq) return false
  if (index === CompareIndex.ne) return true
  throw typeError("can't compare offset-naive and offset-aware times")
}

function timeHash(self: PyTime): Value {
  const offset = offsetOf(self.tzinfo, 'utcoffset', null)
  if (offset === null) return hashValue(new PyBytes(packed(self, false)))
  return hashValue(addDeltas(normalDelta(0, secondsOfDay(self), self.microsecond), offset, -1))
}

function timeReplace(
  self: PyTime,
  hour?: Value,
  minute?: Value,
  second?: Value,
  microsecond?: Value,
  tzinfo: Value = self.tzinfo,
  fold?: Value,
): Value {
  return timeOf(
    typeOf(self),
    fieldOr(hour, self.hour),
    fieldOr(minute, self.minute),
    fieldOr(second, self.second),
    fieldOr(microsecond, self.microsecond),
    tzinfo,
    fieldOr(fold, self.fold),
  )
}

const REPLACE = optional('hour', 'minute', 'second', 'microsecond', 'tzinfo')

const methods = (): MethodTable => [
  ['__repr__', (self: PyTime) => clockRepr(self), '($self, /)'],
  ['__str__', (self: PyTime) => context.call0(getAttr(self, 'isoformat')), '($self, /)'],
  ['__hash__', timeHash, '($self, /)'],
  ...comparisons(timeCompare),
  [
    'isoformat',
    (self: PyTime, timespec: Value = 'auto') => timeText(self, timespec) + offsetSuffix(self.tzinfo, null),
    "($self, /, timespec='auto')",
    'The time in ISO 8601.',
  ],
  [
    'strftime',
    (self: PyTime, format: Value) =>
      formatted(self, format, structTime([1900, 1, 1, self.hour, self.minute, self.second, 0, 1, -1])),
    '($self, /, format)',
    'The time in a format.',
  ],
  ['__format__', formatMethod, '($self, format_spec, /)', 'strftime, or str for an empty format.'],
  ...zoneMethods<PyTime>(() => null),
  ['replace', timeReplace, `($self, /, ${REPLACE}, *, fold=<unrepresentable>)`, 'The time with other fields.'],
  ['__replace__', timeReplace, `($self, /, *, ${REPLACE}, fold=<unrepresentable>)`],
  ...reductions(packed),
]

export const timeType = defineType('datetime.time', {
  layout: PyTime,
  module: 'datetime',
  doc: 'A time of day, with or without a time zone.',
  new: [timeNew, '(hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)'],
  methods,
  classMethods: () => [
    [
      'fromisoformat',
      (cls: PyType, text: Value) => {
        const { hour, minute, second, microsecond, tzinfo } = parseTime(text)
        return timeOf(cls, hour, minute, second, microsecond, tzinfo, 0)
      },
      '($type, string, /)',
      'The time of a text in ISO 8601.',
    ],
  ],
  getset: () => clockFields,
})

typeSetOwn(timeType, 'min', makeTime(0, 0, 0, 0, null, 0))
typeSetOwn(timeType, 'max', makeTime(23, 59, 59, 999999, null, 0))
typeSetOwn(timeType, 'resolution', makeDelta(0, 0, 1))
