/** timedelta (Library Reference, "timedelta Objects"; CPython: Modules/_datetimemodule.c). */
import { getAttr } from '../../objects/attributes'
import { context } from '../../objects/context'
import { overflowError, typeError, valueError } from '../../objects/exceptions'
import { floatType, PyFloat } from '../../objects/float'
import { floatRatio } from '../../objects/floatmath'
import { asInt } from '../../objects/int'
import { floatToInt, intAbs, intAdd, intDivmod, intFloorDiv, intMod, intMul, intTrueDiv } from '../../objects/intmath'
import {
  defineType,
  type Int,
  type MethodRow,
  type MethodTable,
  type PyType,
  typeOf,
  typeSetOwn,
  type Value,
} from '../../objects/object'
import { asIndex, compareNumbers, hashValue } from '../../objects/operators'
import { NotImplemented } from '../../objects/singletons'
import { PyTuple } from '../../objects/tuple'
import { clockOf, pad2 } from './calendar'
import { comparisons, PyDelta, pad6 } from './layouts'

const MAX_DAYS = 999999999

/** A timedelta of fields that are in range, but for the number of days. */
export function makeDelta(days: number, seconds: number, microseconds: number, cls: PyType = timedeltaType): PyDelta {
  if (days < -MAX_DAYS || days > MAX_DAYS) throw overflowError(`days=${days}; must have magnitude <= ${MAX_DAYS}`)
  const made = (cls === timedeltaType ? new PyDelta() : new cls.ctor()) as PyDelta
  made.days = days
  made.seconds = seconds
  made.microseconds = microseconds
  return made
}

/** A timedelta of any whole days, seconds and microseconds. */
export function normalDelta(days: number, seconds: number, microseconds: number): PyDelta {
  const carry = Math.floor(microseconds / 1000000)
  const us = microseconds - carry * 1000000
  const allSeconds = seconds + carry
  const more = Math.floor(allSeconds / 86400)
  return makeDelta(days + more, allSeconds - more * 86400, us)
}

/** A duration in microseconds. */
export function microsecondsOf(v: PyDelta): Int {
  return intAdd(intMul(v.days * 86400 + v.seconds, 1000000), v.microseconds)
}

function fromMicroseconds(us: Int, cls: PyType = timedeltaType): PyDelta {
  const [allSeconds, rest] = intDivmod(us, 1000000)
  const [days, seconds] = intDivmod(allSeconds, 86400)
  if (days > 2147483647 || days < -2147483648) throw overflowError('Python int too large to convert to C int')
  return makeDelta(Number(days), Number(seconds), Number(rest), cls)
}

/** Sum of the arguments of a timedelta in microseconds; what fractions leave is kept apart, so that it is rounded once. */
class Sum {
  whole: Int = 0
  rest = 0

  add(name: string, v: Value | undefined, factor: number): void {
    if (v === undefined) return
    const n = asInt(v)
    if (n !== undefined) this.whole = intAdd(this.whole, intMul(n, factor))
    else if (v instanceof PyFloat) {
      const x = v.value
      const whole = Math.trunc(x)
      this.whole = intAdd(this.whole, intMul(floatToInt(whole), factor))
      const fraction = x - whole
      if (fraction === 0) return
      const scaled = fraction * factor
      const more = Math.trunc(scaled)
      this.whole = intAdd(this.whole, more)
      this.rest += scaled - more
    } else throw typeError(`unsupported type for timedelta ${name} component: ${typeOf(v).name}`)
  }

  total(): Int {
    if (this.rest === 0) return this.whole
    let us = roundAway(this.rest)
    if (Math.abs(us - this.rest) === 0.5) {
      const odd = intMod(this.whole, 2) === 0 ? 0 : 1
      us = 2 * roundAway((this.rest + odd) * 0.5) - odd
    }
    return intAdd(this.whole, us)
  }
}

/** C's round: halves away from zero. */
function roundAway(x: number): number {
  const r = Math.trunc(x)
  return Math.abs(x - r) >= 0.5 ? r + Math.sign(x) : r
}

function timedeltaNew(
  cls: PyType,
  days?: Value,
  seconds?: Value,
  microseconds?: Value,
  milliseconds?: Value,
  minutes?: Value,
  hours?: Value,
  weeks?: Value,
): Value {
  const sum = new Sum()
  sum.add('microseconds', microseconds, 1)
  sum.add('milliseconds', milliseconds, 1000)
  sum.add('seconds', seconds, 1000000)
  sum.add('minutes', minutes, 60000000)
  sum.add('hours', hours, 3600000000)
  sum.add('days', days, 86400000000)
  sum.add('weeks', weeks, 604800000000)
  return fromMicroseconds(sum.total(), cls)
}

/** `a + b`, or `a - b` with sign -1. */
export function addDeltas(a: PyDelta, b: PyDelta, sign: 1 | -1): PyDelta {
  return normalDelta(a.days + sign * b.days, a.seconds + sign * b.seconds, a.microseconds + sign * b.microseconds)
}

/** a / b rounded half to even. */
function divideNearest(a: Int, b: Int): Int {
  const [quotient, rest] = intDivmod(a, b)
  const twice = intMul(intAbs(rest), 2)
  const whole = intAbs(b)
  return twice > whole || (twice === whole && intMod(quotient, 2) === 1) ? intAdd(quotient, 1) : quotient
}

/** `x.as_integer_ratio()`, which a subclass of float may define. */
function ratioOf(x: PyFloat): [Int, Int] {
  if (x.cls === floatType) return floatRatio(x.value)
  const ratio = context.call0(getAttr(x, 'as_integer_ratio'))
  if (!(ratio instanceof PyTuple))
    throw typeError(`unexpected return type from as_integer_ratio(): expected tuple, not '${typeOf(ratio).name}'`)
  if (ratio.items.length !== 2) throw valueError('as_integer_ratio() must return a 2-tuple')
  return [asIndex(ratio.items[0]!), asIndex(ratio.items[1]!)]
}

function multiply(a: Value, b: Value): Value {
  const [delta, factor] = a instanceof PyDelta ? [a, b] : [b as PyDelta, a]
  const n = asInt(factor)
  if (n !== undefined) return fromMicroseconds(intMul(microsecondsOf(delta), n))
  if (factor instanceof PyFloat) {
    const [numerator, denominator] = ratioOf(factor)
    return fromMicroseconds(divideNearest(intMul(microsecondsOf(delta), numerator), denominator))
  }
  return NotImplemented
}

function trueDivide(a: Value, b: Value): Value {
  if (!(a instanceof PyDelta)) return NotImplemented
  if (b instanceof PyDelta) return new PyFloat(intTrueDiv(microsecondsOf(a), microsecondsOf(b)))
  const n = asInt(b)
  if (n !== undefined) return fromMicroseconds(divideNearest(microsecondsOf(a), n))
  if (b instanceof PyFloat) {
    const [numerator, denominator] = ratioOf(b)
    return fromMicroseconds(divideNearest(intMul(microsecondsOf(a), denominator), numerator))
  }
  return NotImplemented
}

function floorDivide(a: Value, b: Value): Value {
  if (!(a instanceof PyDelta)) return NotImplemented
  const divisor = b instanceof PyDelta ? microsecondsOf(b) : asInt(b)
  if (divisor === undefined) return NotImplemented
  const quotient = intFloorDiv(microsecondsOf(a), divisor)
  return b instanceof PyDelta ? quotient : fromMicroseconds(quotient)
}

function remainder(a: Value, b: Value): Value {
  if (!(a instanceof PyDelta) || !(b instanceof PyDelta)) return NotImplemented
  return fromMicroseconds(intMod(microsecondsOf(a), microsecondsOf(b)))
}

function divmod(a: Value, b: Value): Value {
  if (!(a instanceof PyDelta) || !(b instanceof PyDelta)) return NotImplemented
  const [quotient, rest] = intDivmod(microsecondsOf(a), microsecondsOf(b))
  return new PyTuple([quotient, fromMicroseconds(rest)])
}

/** The sign of `a - b`; the size means nothing. */
export function compareDeltas(a: PyDelta, b: PyDelta): number {
  return a.days - b.days || a.seconds - b.seconds || a.microseconds - b.microseconds
}

export function isZero(v: PyDelta): boolean {
  return v.days === 0 && v.seconds === 0 && v.microseconds === 0
}

export function negated(v: PyDelta): PyDelta {
  return normalDelta(-v.days, -v.seconds, -v.microseconds)
}

function timedeltaRepr(self: PyDelta): Value {
  const parts: string[] = []
  for (const name of ['days', 'seconds', 'microseconds'] as const)
    if (self[name] !== 0) parts.push(`${name}=${self[name]}`)
  return `${typeOf(self).name}(${parts.length === 0 ? '0' : parts.join(', ')})`
}

function timedeltaStr(self: PyDelta): Value {
  const { days, seconds, microseconds } = self
  const head = days === 0 ? '' : `${days} day${days === 1 || days === -1 ? '' : 's'}, `
  const [h, m, s] = clockOf(seconds)
  const clock = `${h}:${pad2(m)}:${pad2(s)}`
  return head + clock + (microseconds === 0 ? '' : `.${pad6(microseconds)}`)
}

/** The days, seconds and microseconds as a tuple, from which hash and pickles are made. */
function state(self: PyDelta): PyTuple {
  return new PyTuple([self.days, self.seconds, self.microseconds])
}

const arithmetic = (name: string, f: (a: Value, b: Value) => Value): MethodRow[] => [
  [`__${name}__`, f, '($self, value, /)'],
  [`__r${name}__`, (self: Value, other: Value) => f(other, self), '($self, value, /)'],
]

const plusMinus =
  (sign: 1 | -1) =>
  (a: Value, b: Value): Value =>
    a instanceof PyDelta && b instanceof PyDelta ? addDeltas(a, b, sign) : NotImplemented

const methods = (): MethodTable => [
  ['__repr__', timedeltaRepr, '($self, /)'],
  ['__str__', timedeltaStr, '($self, /)'],
  ['__hash__', (self: PyDelta) => hashValue(state(self)), '($self, /)'],
  ...comparisons((index, a: PyDelta, b) =>
    b instanceof PyDelta ? compareNumbers(index, compareDeltas(a, b), 0) : NotImplemented,
  ),
  ...arithmetic('add', plusMinus(1)),
  ...arithmetic('sub', plusMinus(-1)),
  ...arithmetic('mul', multiply),
  ...arithmetic('truediv', trueDivide),
  ...arithmetic('floordiv', floorDivide),
  ...arithmetic('mod', remainder),
  ...arithmetic('divmod', divmod),
  ['__neg__', negated, '($self, /)'],
  ['__pos__', (self: PyDelta) => makeDelta(self.days, self.seconds, self.microseconds), '($self, /)'],
  [
    '__abs__',
    (self: PyDelta) => (self.days < 0 ? negated(self) : makeDelta(self.days, self.seconds, self.microseconds)),
    '($self, /)',
  ],
  ['__bool__', (self: PyDelta) => !isZero(self), '($self, /)'],
  [
    'total_seconds',
    (self: PyDelta) => new PyFloat(intTrueDiv(microsecondsOf(self), 1000000)),
    '($self, /)',
    'The duration in seconds.',
  ],
  ['__reduce__', (self: PyDelta) => new PyTuple([typeOf(self), state(self)]), '($self, /)'],
]

export const timedeltaType = defineType('datetime.timedelta', {
  layout: PyDelta,
  module: 'datetime',
  doc: 'A duration, exact to the microsecond.',
  new: [timedeltaNew, '(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)'],
  methods,
  members: true,
  getset: () => [
    ['days', (self: PyDelta) => self.days, null, 'Whole days, negative before midnight of day 0.'],
    ['seconds', (self: PyDelta) => self.seconds, null, 'Seconds of the day, 0 to 86399.'],
    ['microseconds', (self: PyDelta) => self.microseconds, null, 'Microseconds of the second, 0 to 999999.'],
  ],
})

typeSetOwn(timedeltaType, 'min', makeDelta(-MAX_DAYS, 0, 0))
typeSetOwn(timedeltaType, 'max', makeDelta(MAX_DAYS, 86399, 999999))
typeSetOwn(timedeltaType, 'resolution', makeDelta(0, 0, 1))
