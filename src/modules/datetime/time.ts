/** time (Library Reference, "time Objects"; CPython: Modules/_datetimemodule.c). */
import { getAttr } from '../../objects/attributes'
import { PyBytes } from '../../objects/bytes'
import { context } from '../../objects/context'
import { typeError } from '../../objects/exceptions'
import {
  defineType,
  type MethodRow,
  type MethodTable,
  type PyType,
  typeOf,
  typeSetOwn,
  type Value,
} from '../../objects/object'
import { CompareIndex, hashValue, repr } from '../../objects/operators'
import { NotImplemented } from '../../objects/singletons'
import { PyTuple } from '../../objects/tuple'
import { stateBytes } from './date'
import { formatMethod, formatted, offsetSuffix, parseTime, structTime, timeText } from './format'
import { checkTime, checkTzInfo, cInt, compared, PyTime, PyTzInfo, reprName } from './layouts'
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
  made.hour = hour
  made.minute = minute
  made.second = second
  made.microsecond = microsecond
  made.tzinfo = tzinfo
  made.fold = fold
  return made
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
    const zone = minute ?? null
    if (zone !== null && !(zone instanceof PyTzInfo)) throw typeError('bad tzinfo state arg')
    const made = new cls.ctor() as PyTime
    made.hour = state[0]! & 0x7f
    made.minute = state[1]!
    made.second = state[2]!
    made.microsecond = state[3]! * 65536 + state[4]! * 256 + state[5]!
    made.tzinfo = zone
    made.fold = state[0]! >> 7
    return made
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

function packed(v: PyTime, withFold: boolean): Uint8Array {
  const us = v.microsecond
  return Uint8Array.of(v.hour | (withFold ? v.fold << 7 : 0), v.minute, v.second, us >> 16, (us >> 8) & 255, us & 255)
}

function reduce(self: PyTime, protocol: number): Value {
  const state = new PyBytes(packed(self, protocol > 3))
  return new PyTuple([typeOf(self), new PyTuple(self.tzinfo === null ? [state] : [state, self.tzinfo])])
}

/** The keywords that end the repr of a time or datetime. */
export function reprKeywords(tzinfo: Value, fold: number): string {
  return `${tzinfo === null ? '' : `, tzinfo=${repr(tzinfo)}`}${fold === 0 ? '' : `, fold=${fold}`}`
}

function timeRepr(self: PyTime): Value {
  const fields = [self.hour, self.minute]
  if (self.second !== 0 || self.microsecond !== 0) fields.push(self.second)
  if (self.microsecond !== 0) fields.push(self.microsecond)
  return `${reprName(self)}(${fields.join(', ')}${reprKeywords(self.tzinfo, self.fold)})`
}

function clockSeconds(v: PyTime): number {
  return v.hour * 3600 + v.minute * 60 + v.second
}

function timeCompare(index: number, a: PyTime, b: Value): Value {
  if (!(b instanceof PyTime)) return NotImplemented
  const plain = (): boolean => compared(index, clockSeconds(a) - clockSeconds(b) || a.microsecond - b.microsecond)
  if (a.tzinfo === b.tzinfo) return plain()
  const left = offsetOf(a.tzinfo, 'utcoffset', null)
  const right = offsetOf(b.tzinfo, 'utcoffset', null)
  if (left === right || (left !== null && right !== null && compareDeltas(left, right) === 0)) return plain()
  if (left !== null && right !== null) {
    const seconds = (v: PyTime, offset: typeof left): number => clockSeconds(v) - offset.days * 86400 - offset.seconds
    return compared(index, seconds(a, left) - seconds(b, right) || a.microsecond - b.microsecond)
  }
  if (index === CompareIndex.eq) return false
  if (index === CompareIndex.ne) return true
  throw typeError("can't compare offset-naive and offset-aware times")
}

function timeHash(self: PyTime): Value {
  const offset = offsetOf(self.tzinfo, 'utcoffset', null)
  if (offset === null) return hashValue(new PyBytes(packed(self, false)))
  return hashValue(addDeltas(normalDelta(0, clockSeconds(self), self.microsecond), offset, -1))
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
  const or = (v: Value | undefined, own: number): number => (v === undefined ? own : cInt(v))
  return timeOf(
    typeOf(self),
    or(hour, self.hour),
    or(minute, self.minute),
    or(second, self.second),
    or(microsecond, self.microsecond),
    tzinfo,
    or(fold, self.fold),
  )
}

const REPLACE =
  'hour=<unrepresentable>, minute=<unrepresentable>, second=<unrepresentable>, microsecond=<unrepresentable>, tzinfo=<unrepresentable>'

const methods: MethodTable = [
  ['__repr__', timeRepr, '($self, /)'],
  ['__str__', (self: PyTime) => context.call0(getAttr(self, 'isoformat')), '($self, /)'],
  ['__hash__', timeHash, '($self, /)'],
  ...(['lt', 'le', 'eq', 'ne', 'gt', 'ge'] as const).map(
    (name): MethodRow => [
      `__${name}__`,
      (a: PyTime, b: Value) => timeCompare(CompareIndex[name], a, b),
      '($self, value, /)',
    ],
  ),
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
  [
    'utcoffset',
    (self: PyTime) => offsetOf(self.tzinfo, 'utcoffset', null),
    '($self, /)',
    'The offset from UTC, or None.',
  ],
  ['tzname', (self: PyTime) => nameOf(self.tzinfo, null), '($self, /)', 'The name of the time zone, or None.'],
  ['dst', (self: PyTime) => offsetOf(self.tzinfo, 'dst', null), '($self, /)', 'Daylight saving time, or None.'],
  ['replace', timeReplace, `($self, /, ${REPLACE}, *, fold=<unrepresentable>)`, 'The time with other fields.'],
  ['__replace__', timeReplace, `($self, /, *, ${REPLACE}, fold=<unrepresentable>)`],
  ['__reduce_ex__', (self: PyTime, protocol: Value) => reduce(self, cInt(protocol)), '($self, protocol, /)'],
  ['__reduce__', (self: PyTime) => reduce(self, 2), '($self, /)'],
]

export const timeType = defineType('datetime.time', {
  layout: PyTime,
  module: 'datetime',
  doc: 'A time of day, with or without a time zone.',
  new: [timeNew, '(hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0)'],
  methods,
  classMethods: [
    [
      'fromisoformat',
      (cls: PyType, text: Value) => {
        const { fields, tzinfo } = parseTime(text)
        return timeOf(cls, fields[0], fields[1], fields[2], fields[3], tzinfo, 0)
      },
      '($type, string, /)',
      'The time of a text in ISO 8601.',
    ],
  ],
  getset: [
    ['hour', (self: PyTime) => self.hour],
    ['minute', (self: PyTime) => self.minute],
    ['second', (self: PyTime) => self.second],
    ['microsecond', (self: PyTime) => self.microsecond],
    ['tzinfo', (self: PyTime) => self.tzinfo],
    ['fold', (self: PyTime) => self.fold],
  ],
})

typeSetOwn(timeType, 'min', makeTime(0, 0, 0, 0, null, 0))
typeSetOwn(timeType, 'max', makeTime(23, 59, 59, 999999, null, 0))
typeSetOwn(timeType, 'resolution', makeDelta(0, 0, 1))
