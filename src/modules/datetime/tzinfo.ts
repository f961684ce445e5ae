/** tzinfo and timezone (Library Reference, "tzinfo Objects"; CPython: Modules/_datetimemodule.c). */
import { getAttr, lookupAttr } from '../../objects/attributes'
import { context } from '../../objects/context'
import { notImplementedError, typeError, valueError } from '../../objects/exceptions'
import { defineType, type MethodRow, type PyType, typeOf, typeSetOwn, type Value } from '../../objects/object'
import { CompareIndex, compareNumbers, hashValue, repr } from '../../objects/operators'
import { NotImplemented } from '../../objects/singletons'
import { asString } from '../../objects/str'
import { PyTuple } from '../../objects/tuple'
import { clockOf, pad2 } from './calendar'
import { argumentType, comparisons, PyDateTime, PyDelta, PyTimeZone, PyTzInfo, pad6 } from './layouts'
import { addDeltas, compareDeltas, isZero, makeDelta, negated } from './timedelta'

const DAY = makeDelta(1, 0, 0)
const MINUS_DAY = makeDelta(-1, 0, 0)

function strictlyWithinDay(v: PyDelta): boolean {
  return compareDeltas(MINUS_DAY, v) < 0 && compareDeltas(v, DAY) < 0
}

/** `tzinfo.utcoffset(arg)` or `dst`: None or a timedelta of less than a day. */
export function offsetOf(tzinfo: Value, name: 'utcoffset' | 'dst', arg: Value): PyDelta | null {
  if (tzinfo === null) return null
  if (tzinfo instanceof PyTimeZone) return name === 'dst' ? null : tzinfo.offset
  const offset = context.call1(getAttr(tzinfo, name), arg)
  if (offset === null) return null
  if (!(offset instanceof PyDelta))
    throw typeError(`tzinfo.${name}() must return None or timedelta, not '${typeOf(offset).name}'`)
  if (!strictlyWithinDay(offset))
    throw valueError('offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).')
  return offset
}

/** `tzinfo.tzname(arg)` */
export function nameOf(tzinfo: Value, arg: Value): Value {
  if (tzinfo === null) return null
  const name = context.call1(getAttr(tzinfo, 'tzname'), arg)
  if (name !== null && asString(name) === undefined)
    throw typeError(`tzinfo.tzname() must return None or a string, not '${typeOf(name).name}'`)
  return name
}

/** An offset as `+HH:MM`, with seconds where there are any. */
export function offsetText(offset: PyDelta, separator: string): string {
  const negative = offset.days < 0
  const v = negative ? negated(offset) : offset
  const [hours, minutes, seconds] = clockOf(v.seconds)
  let text = `${negative ? '-' : '+'}${pad2(hours)}${separator}${pad2(minutes)}`
  if (seconds !== 0 || v.microseconds !== 0) text += separator + pad2(seconds)
  return v.microseconds === 0 ? text : `${text}.${pad6(v.microseconds)}`
}

// ── tzinfo ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

function abstract(name: string): MethodRow {
  const raise = (): never => {
    throw notImplementedError(`a tzinfo subclass must implement ${name}()`)
  }
  return [name, raise, '($self, dt, /)', 'For a subclass to define.']
}

/** Raises TypeError, ValueError unless it is a datetime of this tzinfo. */
function checkUtc(self: PyTzInfo, dt: Value): asserts dt is PyDateTime {
  if (!(dt instanceof PyDateTime)) throw typeError('fromutc: argument must be a datetime')
  if (dt.tzinfo !== self) throw valueError('fromutc: dt.tzinfo is not self')
}

/** `tzinfo.fromutc(dt)`: the standard offset, then daylight saving time as it is there. */
function fromUtc(self: PyTzInfo, dt: Value): Value {
  checkUtc(self, dt)
  const offset = offsetOf(dt.tzinfo, 'utcoffset', dt)
  if (offset === null) throw valueError('fromutc: non-None utcoffset() result required')
  const dst = offsetOf(dt.tzinfo, 'dst', dt)
  if (dst === null) throw valueError('fromutc: non-None dst() result required')
  const standard = arithmetic.add(dt, addDeltas(offset, dst, -1))
  const there = offsetOf(standard.tzinfo, 'dst', standard)
  if (there === null) throw valueError('fromutc: tz.dst() gave inconsistent results; cannot convert')
  return isZero(there) ? standard : arithmetic.add(standard, there)
}

/** What datetime.ts provides. */
export const arithmetic: { add: (dt: PyDateTime, delta: PyDelta) => PyDateTime } = {
  add: () => {
    throw new Error('datetime arithmetic not installed')
  },
}

function reduce(self: PyTzInfo): Value {
  const init = lookupAttr(self, '__getinitargs__')
  const args = init === undefined ? new PyTuple([]) : context.call0(init)
  return new PyTuple([typeOf(self), args, context.call0(getAttr(self, '__getstate__'))])
}

export const tzinfoType = defineType('datetime.tzinfo', {
  layout: PyTzInfo,
  module: 'datetime',
  doc: 'Base of time zones.',
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    abstract('tzname'),
    abstract('utcoffset'),
    abstract('dst'),
    ['fromutc', fromUtc, '($self, dt, /)', 'The local time of a datetime in UTC.'],
    ['__reduce__', reduce, '($self, /)'],
  ],
})

// ── timezone ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A timezone; that of offset 0 without a name is `timezone.utc`. */
export function makeTimeZone(offset: PyDelta, name: Value, singleton = true): PyTimeZone {
  if (singleton && name === null && isZero(offset)) return utc
  if (!strictlyWithinDay(offset))
    throw valueError(
      `offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not ${repr(offset)}.`,
    )
  const made = new PyTimeZone()
  made.offset = offset
  made.zoneName = name
  return made
}

function zoneText(self: PyTimeZone): Value {
  if (self.zoneName !== null) return self.zoneName
  return isZero(self.offset) ? 'UTC' : `UTC${offsetText(self.offset, ':')}`
}

function checkDateTime(dt: Value, name: string): void {
  if (dt !== null && !(dt instanceof PyDateTime))
    throw typeError(`${name}(dt) argument must be a datetime instance or None, not ${typeOf(dt).name}`)
}

function timezoneFromUtc(self: PyTimeZone, dt: Value): Value {
  checkUtc(self, dt)
  return arithmetic.add(dt, self.offset)
}

/** Zones are equal or not; there is no order. */
function compareZones(index: number, a: PyTimeZone, b: Value): Value {
  if (!(b instanceof PyTimeZone) || (index !== CompareIndex.eq && index !== CompareIndex.ne)) return NotImplemented
  return compareNumbers(index, compareDeltas(a.offset, b.offset), 0)
}

export const timezoneType = defineType('datetime.timezone', {
  layout: PyTimeZone,
  base: tzinfoType,
  module: 'datetime',
  final: true,
  doc: 'A time zone with a fixed offset from UTC.',
  new: [
    (_cls: PyType, offset: Value, name?: Value) => {
      if (!(offset instanceof PyDelta))
        throw typeError(`timezone() argument 1 must be datetime.timedelta, not ${argumentType(offset)}`)
      if (name !== undefined && asString(name) === undefined)
        throw typeError(`timezone() argument 2 must be str, not ${argumentType(name)}`)
      return makeTimeZone(offset, name ?? null)
    },
    '(offset, name=<unrepresentable>)',
  ],
  methods: () => [
    ['__repr__', timezoneRepr, '($self, /)'],
    ['__str__', zoneText, '($self, /)'],
    ['__hash__', (self: PyTimeZone) => hashValue(self.offset), '($self, /)'],
    ...comparisons(compareZones),
    [
      'tzname',
      (self: PyTimeZone, dt: Value) => (checkDateTime(dt, 'tzname'), zoneText(self)),
      '($self, dt, /)',
      'The name, or the offset as text.',
    ],
    [
      'utcoffset',
      (self: PyTimeZone, dt: Value) => (checkDateTime(dt, 'utcoffset'), self.offset),
      '($self, dt, /)',
      'The offset.',
    ],
    ['dst', (_self: PyTimeZone, dt: Value) => (checkDateTime(dt, 'dst'), null), '($self, dt, /)', 'None.'],
    ['fromutc', timezoneFromUtc, '($self, dt, /)', 'The local time of a datetime in UTC.'],
    [
      '__getinitargs__',
      (self: PyTimeZone) => new PyTuple(self.zoneName === null ? [self.offset] : [self.offset, self.zoneName]),
      '($self, /)',
    ],
  ],
})

function timezoneRepr(self: PyTimeZone): Value {
  if (self === utc) return `${typeOf(self).name}.utc`
  return self.zoneName === null
    ? `${typeOf(self).name}(${repr(self.offset)})`
    : `${typeOf(self).name}(${repr(self.offset)}, ${repr(self.zoneName)})`
}

/** `timezone.utc` */
export const utc: PyTimeZone = makeTimeZone(makeDelta(0, 0, 0), null, false)

typeSetOwn(timezoneType, 'utc', utc)
typeSetOwn(timezoneType, 'min', makeTimeZone(makeDelta(-1, 60, 0), null))
typeSetOwn(timezoneType, 'max', makeTimeZone(makeDelta(0, 86340, 0), null))
