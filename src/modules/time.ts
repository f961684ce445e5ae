/** time (Library Reference, "time"; CPython: Modules/timemodule.c). Local time is in localtime.ts. */

import { FFIType } from 'bun:ffi'
import { libcFunction } from '../ffi/libc'
import { mainThread } from '../interpreter/frame'
import { pollSignals } from '../interpreter/safepoint'
import { getAttr, setAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { notImplementedError, overflowError, typeError, valueError } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { toDouble } from '../objects/floatmethods'
import { normalise } from '../objects/int'
import { type Int, typeOf, type Value } from '../objects/object'
import { asCInt, asIndex } from '../objects/operators'
import { makeNamespace } from '../objects/simplenamespace'
import { asString } from '../objects/str'
import { defineStructSequence, PyStructSequence } from '../objects/structseq'
import { PyTuple } from '../objects/tuple'
import { asctimeText, DAY_NAMES, DAYS, dayOfYear, MONTH_NAMES, MONTHS } from './datetime/calendar'
import type { NativeModule } from './definition'
import { libcCall, libcCode } from './libccall'
import { type LocalTime, localTime, momentOfLocal, noSuchTime, resetZone, timestampOf } from './localtime'
import { errnoError } from './systemcall'

const structTime = defineStructSequence(
  'struct_time',
  'time',
  [
    'tm_year',
    'tm_mon',
    'tm_mday',
    'tm_hour',
    'tm_min',
    'tm_sec',
    'tm_wday',
    'tm_yday',
    'tm_isdst',
    'tm_zone',
    'tm_gmtoff',
  ],
  9,
)

const BILLION = 1_000_000_000n
const ESRCH = 3

const CLOCKS: Record<string, number> = {
  CLOCK_REALTIME: 0,
  CLOCK_MONOTONIC: 1,
  CLOCK_PROCESS_CPUTIME_ID: 2,
  CLOCK_THREAD_CPUTIME_ID: 3,
  CLOCK_MONOTONIC_RAW: 4,
  CLOCK_BOOTTIME: 7,
  CLOCK_TAI: 11,
}

/** Wall clock in nanoseconds: the microsecond part from the performance clock. */
function wallNs(): bigint {
  return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e6))
}

function cpuNs(): bigint {
  const usage = process.cpuUsage()
  return BigInt(usage.user + usage.system) * 1000n
}

/** A clock of the system in nanoseconds (`clock_gettime`, `clock_getres`). */
function clockNs(id: number, call = 'clock_gettime'): bigint {
  const words = new BigInt64Array(2)
  libcCall(call, id, words)
  return words[0]! * BILLION + words[1]!
}

function setClock(id: number, ns: bigint): Value {
  const rest = ((ns % BILLION) + BILLION) % BILLION
  libcCall('clock_settime', id, new BigInt64Array([(ns - rest) / BILLION, rest]))
  return null
}

/** The clock of a thread's processor time; there is one thread. */
function threadClock(thread: Value): Value {
  if (asIndex(thread) !== mainThread) throw errnoError(ESRCH)
  const clock = new Int32Array(1)
  const self = libcFunction('pthread_self', { args: [], returns: FFIType.u64 })
  if (self === null) throw notImplementedError('pthread_getcpuclockid is not available on this platform')
  libcCode('pthread_getcpuclockid', self() as bigint, clock)
  return clock[0]!
}

const seconds = (ns: bigint): PyFloat => new PyFloat(Number(ns) / 1e9)

/** Whole seconds of an argument; None means now. */
function secondsOf(v: Value | undefined): number {
  return Math.floor(v === undefined || v === null ? Date.now() / 1000 : timestampOf(v))
}

function gmtime(v?: Value): Value {
  const d = new Date(secondsOf(v) * 1000)
  if (Number.isNaN(d.getTime())) throw noSuchTime()
  const year = d.getUTCFullYear()
  const month = d.getUTCMonth() + 1
  const day = d.getUTCDate()
  return structTime.make([
    year,
    month,
    day,
    d.getUTCHours(),
    d.getUTCMinutes(),
    d.getUTCSeconds(),
    (d.getUTCDay() + 6) % 7,
    dayOfYear(year, month, day),
    0,
    'GMT',
    0,
  ])
}

function localtime(v?: Value): Value {
  const t = localTime(secondsOf(v))
  return structTime.make([
    t.year,
    t.month,
    t.day,
    t.hour,
    t.minute,
    t.second,
    t.weekday,
    t.yearday,
    t.dst,
    t.zone,
    t.offset,
  ])
}

type TimeTuple = [
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  weekday: number,
  yearday: number,
  dst: number,
]

/** The nine numbers of a time tuple. */
function timeTuple(v: Value, f: string): TimeTuple {
  if (!(v instanceof PyTuple)) throw typeError('Tuple or struct_time argument required')
  if (v.items.length !== 9) throw typeError(`${f}(): illegal time tuple argument`)
  return v.items.map((x) => asCInt(x)) as TimeTuple
}

function mktime(v: Value): Value {
  const [year, month, day, hour, minute, second, , , dst] = timeTuple(v, 'mktime')
  const s = momentOfLocal({ year, month, day, hour, minute, second }, dst)
  if (s === null) throw overflowError('mktime argument out of range')
  return new PyFloat(s)
}

function asctime(v?: Value): Value {
  const [year, month, day, hour, minute, second, weekday] = checked(v === undefined ? localtime() : v, 'asctime')
  return asctimeText(year, month, day, hour, minute, second, weekday)
}

/** A time tuple within the ranges that formatting allows; month, day and day of the year may be 0. */
function checked(v: Value, f: string): TimeTuple {
  const t = timeTuple(v, f)
  if (t[1] === 0) t[1] = 1
  if (t[2] === 0) t[2] = 1
  if (t[7] === 0) t[7] = 1
  const [, month, day, hour, minute, second, weekday, yearday] = t
  if (month < 1 || month > 12) throw valueError('month out of range')
  if (day < 1 || day > 31) throw valueError('day of month out of range')
  if (hour < 0 || hour > 23) throw valueError('hour out of range')
  if (minute < 0 || minute > 59) throw valueError('minute out of range')
  if (second < 0 || second > 61) throw valueError('seconds out of range')
  if (weekday < -1) throw valueError('day of week out of range')
  t[6] = (weekday + 7) % 7
  if (yearday < 1 || yearday > 366) throw valueError('day of year out of range')
  return t
}

/** ISO 8601 week number and the year it belongs to. */
function isoWeek(year: number, yearday: number, weekday: number): [number, number] {
  const week = Math.floor((yearday - 1 - weekday + 10) / 7)
  const long = (y: number) => {
    const p = (n: number) => (n + Math.floor(n / 4) - Math.floor(n / 100) + Math.floor(n / 400)) % 7
    return p(y) === 4 || p(y - 1) === 3 ? 53 : 52
  }
  if (week < 1) return [year - 1, long(year - 1)]
  if (week > long(year)) return [year + 1, 1]
  return [year, week]
}

/** `time.strftime` in the C locale. */
function strftime(format: Value, tuple?: Value): Value {
  const text = asString(format)
  if (text === undefined) throw typeError(`strftime() argument 1 must be str, not ${typeOf(format).name}`)
  const source = tuple === undefined ? localtime() : tuple
  const t = checked(source, 'strftime')
  const [year, month, day, hour, minute, second, weekday, yearday, dst] = t
  const pad = (n: number, width = 2, fill = '0') =>
    n < 0 ? `-${String(-n).padStart(width - 1, fill)}` : String(n).padStart(width, fill)
  // The zone is known to a struct_time alone; any other tuple has a name by its last number, and no offset.
  const [zone, gmtoff] = source instanceof PyStructSequence ? source.hidden : []
  const hour12 = hour % 12 === 0 ? 12 : hour % 12
  const one = (c: string): string | null => {
    switch (c) {
      case 'a':
        return DAYS[weekday]!
      case 'A':
        return DAY_NAMES[weekday]!
      case 'b':
      case 'h':
        return MONTHS[month - 1]!
      case 'B':
        return MONTH_NAMES[month - 1]!
      case 'c':
        return asctimeText(year, month, day, hour, minute, second, weekday)
      case 'C':
        return String(Math.floor(year / 100))
      case 'd':
        return pad(day)
      case 'D':
        return `${pad(month)}/${pad(day)}/${pad(((year % 100) + 100) % 100)}`
      case 'e':
        return pad(day, 2, ' ')
      case 'F':
        return `${year}-${pad(month)}-${pad(day)}`
      case 'g':
        return pad(isoWeek(year, yearday, weekday)[0] % 100)
      case 'G':
        return String(isoWeek(year, yearday, weekday)[0])
      case 'H':
        return pad(hour)
      case 'I':
        return pad(hour12)
      case 'j':
        return pad(yearday, 3)
      case 'k':
        return pad(hour, 2, ' ')
      case 'l':
        return pad(hour12, 2, ' ')
      case 'm':
        return pad(month)
      case 'M':
        return pad(minute)
      case 'n':
        return '\n'
      case 'p':
        return hour < 12 ? 'AM' : 'PM'
      case 'P':
        return hour < 12 ? 'am' : 'pm'
      case 'r':
        return `${pad(hour12)}:${pad(minute)}:${pad(second)} ${hour < 12 ? 'AM' : 'PM'}`
      case 'R':
        return `${pad(hour)}:${pad(minute)}`
      case 's':
        return String(Math.floor((mktime(new PyTuple(t)) as PyFloat).value))
      case 'S':
        return pad(second)
      case 't':
        return '\t'
      case 'T':
      case 'X':
        return `${pad(hour)}:${pad(minute)}:${pad(second)}`
      case 'u':
        return String(weekday + 1)
      case 'U':
        return pad(Math.floor((yearday - 1 + 7 - ((weekday + 1) % 7)) / 7))
      case 'V':
        return pad(isoWeek(year, yearday, weekday)[1])
      case 'w':
        return String((weekday + 1) % 7)
      case 'W':
        return pad(Math.floor((yearday - 1 + 7 - weekday) / 7))
      case 'x':
        return `${pad(month)}/${pad(day)}/${pad(((year % 100) + 100) % 100)}`
      case 'y':
        return pad(((year % 100) + 100) % 100)
      case 'Y':
        return String(year)
      case 'z': {
        if (dst < 0) return ''
        const offset = typeof gmtoff === 'number' ? gmtoff : 0
        const m = Math.abs(Math.trunc(offset / 60))
        return `${offset < 0 ? '-' : '+'}${pad(Math.floor(m / 60))}${pad(m % 60)}`
      }
      case 'Z':
        if (typeof zone === 'string') return zone
        return dst < 0 ? '' : zonesOfYear()[dst > 0 ? 1 : 0].zone
      case '%':
        return '%'
    }
    return null
  }
  return text.replace(/%([EO_0^#-]?)(.?)/gs, (all, modifier: string, c: string) => {
    const made = c === '' ? null : one(c)
    if (made === null) return all
    if (modifier === '-') return made.replace(/^[0 ]+(?=.)/, '')
    if (modifier === '_') return made.replace(/^0+(?=.)/, (z) => ' '.repeat(z.length))
    if (modifier === '^') return made.toUpperCase()
    return made
  })
}

function sleep(v: Value): Value {
  let s: number
  if (v instanceof PyFloat) s = v.value
  else s = Number(asIndex(v))
  if (Number.isNaN(s)) throw valueError('Invalid value NaN (not a number)')
  if (s < 0) throw valueError('sleep length must be non-negative')
  if (s > 9223372036) throw overflowError('timestamp too large to convert to C PyTime_t')
  // In slices, so that a signal is seen.
  const end = performance.now() + s * 1000
  for (;;) {
    const left = end - performance.now()
    if (left <= 0) return null
    Bun.sleepSync(Math.min(left, 100))
    pollSignals()
  }
}

function clockInfo(name: Value): Value {
  const clocks: Record<string, [string, boolean, boolean]> = {
    time: ['clock_gettime(CLOCK_REALTIME)', false, true],
    monotonic: ['clock_gettime(CLOCK_MONOTONIC)', true, false],
    perf_counter: ['clock_gettime(CLOCK_MONOTONIC)', true, false],
    process_time: ['clock_gettime(CLOCK_PROCESS_CPUTIME_ID)', true, false],
    thread_time: ['clock_gettime(CLOCK_THREAD_CPUTIME_ID)', true, false],
  }
  const found = clocks[asString(name) ?? '']
  if (found === undefined) throw valueError('unknown clock')
  return makeNamespace([
    ['implementation', found[0]],
    ['monotonic', found[1]],
    ['adjustable', found[2]],
    ['resolution', new PyFloat(1e-9)],
  ])
}

/** The local time in winter and in summer of this year. */
function zonesOfYear(): [standard: LocalTime, summer: LocalTime] {
  const year = (365 * 24 + 6) * 3600
  const start = Math.floor(Date.now() / 1000 / year) * year
  const january = localTime(start)
  const july = localTime(start + year / 2)
  // South of the equator summer is in January.
  return january.offset > july.offset ? [july, january] : [january, july]
}

function zoneAttributes(): Record<string, Value> {
  const [standard, summer] = zonesOfYear()
  return {
    timezone: -standard.offset,
    altzone: -summer.offset,
    daylight: standard.offset === summer.offset ? 0 : 1,
    tzname: new PyTuple([standard.zone, summer.zone]),
  }
}

const ns = (f: () => bigint) => (): Int => normalise(f())

export const timeModule: NativeModule = {
  name: 'time',
  doc: 'Clocks, sleeping, and times as text.',
  functions: [
    ['time', () => seconds(wallNs()), '()'],
    ['time_ns', ns(wallNs), '()'],
    ['monotonic', () => seconds(process.hrtime.bigint()), '()'],
    ['monotonic_ns', ns(() => process.hrtime.bigint()), '()'],
    ['perf_counter', () => seconds(process.hrtime.bigint()), '()'],
    ['perf_counter_ns', ns(() => process.hrtime.bigint()), '()'],
    ['process_time', () => seconds(cpuNs()), '()'],
    ['process_time_ns', ns(cpuNs), '()'],
    ['thread_time', () => seconds(clockNs(CLOCKS.CLOCK_THREAD_CPUTIME_ID!)), '()'],
    ['thread_time_ns', ns(() => clockNs(CLOCKS.CLOCK_THREAD_CPUTIME_ID!)), '()'],
    ['clock_gettime', (id: Value) => seconds(clockNs(asCInt(id))), '(clk_id, /)'],
    ['clock_gettime_ns', (id: Value) => normalise(clockNs(asCInt(id))), '(clk_id, /)'],
    ['clock_getres', (id: Value) => seconds(clockNs(asCInt(id), 'clock_getres')), '-(clk_id, /)'],
    [
      'clock_settime',
      (id: Value, time: Value) => setClock(asCInt(id), BigInt(Math.floor(toDouble(time) * 1e9))),
      '-(clk_id, time, /)',
    ],
    ['clock_settime_ns', (id: Value, time: Value) => setClock(asCInt(id), BigInt(asIndex(time))), '-(clk_id, time, /)'],
    ['pthread_getcpuclockid', threadClock, '-(thread_id, /)'],
    ['sleep', sleep, '(object, /)'],
    ['gmtime', gmtime, '-(seconds=None, /)'],
    ['localtime', localtime, '-(seconds=None, /)'],
    ['mktime', mktime, '(object, /)'],
    ['asctime', asctime, '-(tuple=<unrepresentable>, /)'],
    ['ctime', (s?: Value) => asctime(localtime(s)), '-(seconds=None, /)'],
    ['strftime', strftime, '-(format, tuple=<unrepresentable>, /)'],
    [
      'strptime',
      (text: Value, format: Value = '%a %b %d %H:%M:%S %Y') =>
        context.call2(getAttr(context.importModule('_strptime'), '_strptime_time'), text, format),
      "-(string, format='%a %b %d %H:%M:%S %Y', /)",
    ],
    ['get_clock_info', clockInfo, '-(name, /)'],
    [
      'tzset',
      () => {
        resetZone()
        const module = context.importModule('time')
        const zones = zoneAttributes()
        for (const name in zones) setAttr(module, name, zones[name]!)
        return null
      },
      '()',
    ],
  ],
  attributes: () => ({
    struct_time: structTime.type,
    ...CLOCKS,
    ...zoneAttributes(),
    _STRUCT_TM_ITEMS: 11,
  }),
}
