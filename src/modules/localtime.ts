/**
 * Moments and local time. Local time is the C library's, which knows TZ in every form (a name, a POSIX rule) and all of its history;
 * that of JavaScript's Date where there is no such library.
 */
import { CString, FFIType, type Pointer } from 'bun:ffi'
import { libcFunction } from '../ffi/libc'
import { overflowError, valueError } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import type { Value } from '../objects/object'
import { asIndex } from '../objects/operators'
import { dayOfYear } from './datetime/calendar'
import { errnoError } from './systemcall'

const EOVERFLOW = 75

/** The seconds of a timestamp, within the range of time_t. Raises ValueError, OverflowError. */
export function timestampOf(v: Value): number {
  const s = v instanceof PyFloat ? v.value : asIndex(v)
  if (Number.isNaN(s)) throw valueError('Invalid value NaN (not a number)')
  if (s < -(2 ** 63) || s >= 2 ** 63) throw overflowError('timestamp out of range for platform time_t')
  return Number(s)
}

/** The error of a moment that no calendar here shows. */
export function noSuchTime(): unknown {
  return errnoError(EOVERFLOW)
}

/** The present as microseconds since 1970. */
export function presentMicroseconds(): number {
  return Math.floor((performance.timeOrigin + performance.now()) * 1000)
}

/** What a calendar and a clock show. */
export interface ClockTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

/** A moment as local clocks and calendars show it. */
export interface LocalTime extends ClockTime {
  /** Monday is 0. */
  readonly weekday: number
  /** From 1. */
  readonly yearday: number
  readonly dst: number
  /** Abbreviation of the zone. */
  readonly zone: string
  /** Seconds east of Greenwich. */
  readonly offset: number
}

// struct tm of glibc and musl on 64-bit Linux: nine ints, the offset as a long, the zone as a pointer.
const TM_SIZE = 56
const OFFSET_AT = 40
const ZONE_AT = 48
const tm = new DataView(new ArrayBuffer(TM_SIZE))
const tmBytes = new Uint8Array(tm.buffer)
const moment = new BigInt64Array(1)

const libc: typeof libcFunction = (name, signature) =>
  process.platform === 'linux' ? libcFunction(name, signature) : null

type LocaltimeR = (moment: BigInt64Array, tm: Uint8Array) => unknown
/** Null where the system has none. */
let localtimeOf: LocaltimeR | null | undefined
const zones = new Map<number, string>()

/** The local time of whole seconds since 1970. Raises OSError. */
export function localTime(seconds: number): LocalTime {
  const shown = localTm(seconds)
  if (shown === null) throw noSuchTime()
  return shown
}

function localTm(seconds: number): LocalTime | null {
  if (localtimeOf === undefined)
    localtimeOf = libc('localtime_r', { args: [FFIType.ptr, FFIType.ptr], returns: FFIType.ptr })
  const localtime = localtimeOf
  if (localtime === null) return localDate(seconds)
  if (!Number.isSafeInteger(seconds)) return null
  moment[0] = BigInt(seconds)
  if (!localtime(moment, tmBytes)) return null
  const field = (i: number): number => tm.getInt32(i * 4, true)
  const zone = Number(tm.getBigInt64(ZONE_AT, true))
  return {
    year: field(5) + 1900,
    month: field(4) + 1,
    day: field(3),
    hour: field(2),
    minute: field(1),
    second: field(0),
    weekday: (field(6) + 6) % 7,
    yearday: field(7) + 1,
    dst: field(8),
    zone: zoneAt(zone),
    offset: Number(tm.getBigInt64(OFFSET_AT, true)),
  }
}

/** The abbreviation at an address: the library keeps those that it has given, and gives the same ones again. */
function zoneAt(address: number): string {
  if (address === 0) return ''
  let zone = zones.get(address)
  if (zone === undefined) zones.set(address, (zone = new CString(address as Pointer).toString()))
  return zone
}

/** The moment at which local clocks show a time; `dst` negative: whether it is summer time is to be found out. Null where there is none. */
export function momentOfLocal(shown: ClockTime, dst: number): number | null {
  const mktime = libc('mktime', { args: [FFIType.ptr], returns: FFIType.i64_fast })
  if (mktime === null) return momentOfDate(shown, dst)
  const { year, month, day, hour, minute, second } = shown
  const values = [second, minute, hour, day, month - 1, year - 1900, -1, 0, dst]
  for (let i = 0; i < values.length; i++) tm.setInt32(i * 4, values[i]!, true)
  const made = Number(mktime(tmBytes))
  // -1 is a moment too: then the day of the week has been filled in.
  return made === -1 && tm.getInt32(24, true) === -1 ? null : made
}

/** Reads TZ again. */
export function resetZone(): void {
  zones.clear()
  const zone = process.env.TZ
  // This is what makes JavaScript's Date notice.
  if (zone !== undefined) process.env.TZ = String(zone)
  const text = (s: string): Uint8Array => new TextEncoder().encode(`${s}\0`)
  if (zone === undefined) libc('unsetenv', { args: [FFIType.ptr], returns: FFIType.i32 })?.(text('TZ'))
  else {
    const setenv = libc('setenv', { args: [FFIType.ptr, FFIType.ptr, FFIType.i32], returns: FFIType.i32 })
    setenv?.(text('TZ'), text(zone), 1)
  }
  libc('tzset', { args: [], returns: FFIType.void })?.()
}

// ── Without a C library ────────────────────────────────────────────────────────────────────────────────────────────────

function standardOffset(year: number): number {
  return Math.max(new Date(year, 0, 1).getTimezoneOffset(), new Date(year, 6, 1).getTimezoneOffset())
}

/** Abbreviation of the time zone at a moment. */
function zoneName(d: Date): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(d)
  const name = parts.find((p) => p.type === 'timeZoneName')?.value ?? 'UTC'
  const gmt = /^GMT([+-])(\d+)(?::(\d+))?$/.exec(name)
  if (gmt !== null) return `${gmt[1]}${gmt[2]!.padStart(2, '0')}${gmt[3] ?? ''}`
  return name === 'GMT' && d.getTimezoneOffset() === 0 ? 'UTC' : name
}

function localDate(seconds: number): LocalTime | null {
  const d = new Date(seconds * 1000)
  if (Number.isNaN(d.getTime())) return null
  const offset = d.getTimezoneOffset()
  const year = d.getFullYear()
  const month = d.getMonth() + 1
  const day = d.getDate()
  return {
    year,
    month,
    day,
    hour: d.getHours(),
    minute: d.getMinutes(),
    second: d.getSeconds(),
    weekday: (d.getDay() + 6) % 7,
    yearday: dayOfYear(year, month, day),
    dst: offset < standardOffset(year) ? 1 : 0,
    zone: zoneName(d),
    offset: -offset * 60,
  }
}

function momentOfDate(shown: ClockTime, dst: number): number | null {
  const { year, month, day, hour, minute, second } = shown
  const d = new Date(year, month - 1, day, hour, minute, second)
  if (year >= 0 && year < 100) d.setFullYear(year)
  const s = d.getTime() / 1000
  if (Number.isNaN(s)) return null
  const isSummer = d.getTimezoneOffset() < standardOffset(d.getFullYear())
  const hasSummer = new Date(year, 0, 1).getTimezoneOffset() !== new Date(year, 6, 1).getTimezoneOffset()
  return dst > 0 && !isSummer && hasSummer ? s - 3600 : s
}
