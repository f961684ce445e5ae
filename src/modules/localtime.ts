/**
 * Local time by the C library, which knows TZ in every form (a name, a POSIX rule) and all of its history; by JavaScript's Date where
 * there is no such library.
 */
import { FFIType } from 'bun:ffi'
import { libcFunction } from '../ffi/libc'

/** A moment as local clocks and calendars show it. */
export interface LocalTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
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

function native(): ((time: BigInt64Array, out: Uint8Array) => unknown) | null {
  if (process.platform !== 'linux') return null
  return libcFunction('localtime_r', { args: [FFIType.ptr, FFIType.ptr], returns: FFIType.ptr })
}

function zoneText(): string {
  const at = Number(tm.getBigInt64(ZONE_AT, true))
  if (at === 0) return ''
  const { CString } = require('bun:ffi') as typeof import('bun:ffi')
  return new CString(at as never).toString()
}

/** The local time of seconds since 1970, or null where it cannot be told. */
export function localTm(seconds: number): LocalTime | null {
  const localtime = native()
  if (localtime === null) return localDate(seconds)
  if (!Number.isSafeInteger(seconds)) return null
  moment[0] = BigInt(seconds)
  if (!localtime(moment, tmBytes)) return null
  const field = (i: number): number => tm.getInt32(i * 4, true)
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
    zone: zoneText(),
    offset: Number(tm.getBigInt64(OFFSET_AT, true)),
  }
}

/** The moment at which local clocks show a time; `dst` negative: whether it is summer time is to be found out. Null where there is none. */
export function momentOfLocal(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  dst: number,
): number | null {
  const mktime =
    process.platform === 'linux' ? libcFunction('mktime', { args: [FFIType.ptr], returns: FFIType.i64_fast }) : null
  if (mktime === null) return momentOfDate(year, month, day, hour, minute, second, dst)
  const values = [second, minute, hour, day, month - 1, year - 1900, -1, 0, dst]
  for (let i = 0; i < values.length; i++) tm.setInt32(i * 4, values[i]!, true)
  const made = Number(mktime(tmBytes))
  // -1 is a moment too: then the day of the week has been filled in.
  return made === -1 && tm.getInt32(24, true) === -1 ? null : made
}

/** Reads TZ again. */
export function resetZone(): void {
  const zone = process.env.TZ
  // This is what makes JavaScript's Date notice.
  if (zone !== undefined) process.env.TZ = String(zone)
  if (process.platform !== 'linux') return
  const text = (s: string): Uint8Array => new TextEncoder().encode(`${s}\0`)
  if (zone === undefined) libcFunction('unsetenv', { args: [FFIType.ptr], returns: FFIType.i32 })?.(text('TZ'))
  else
    libcFunction('setenv', { args: [FFIType.ptr, FFIType.ptr, FFIType.i32], returns: FFIType.i32 })?.(
      text('TZ'),
      text(zone),
      1,
    )
  libcFunction('tzset', { args: [], returns: FFIType.void })?.()
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
  const day = Date.UTC(2000, d.getMonth(), d.getDate()) - Date.UTC(2000, 0, 1)
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return {
    year,
    month: d.getMonth() + 1,
    day: d.getDate(),
    hour: d.getHours(),
    minute: d.getMinutes(),
    second: d.getSeconds(),
    weekday: (d.getDay() + 6) % 7,
    yearday: day / 86400000 + 1 - (leap || d.getMonth() < 2 ? 0 : 1),
    dst: offset < standardOffset(year) ? 1 : 0,
    zone: zoneName(d),
    offset: -offset * 60,
  }
}

function momentOfDate(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  dst: number,
): number | null {
  const d = new Date(year, month - 1, day, hour, minute, second)
  if (year >= 0 && year < 100) d.setFullYear(year)
  const s = d.getTime() / 1000
  if (Number.isNaN(s)) return null
  const isSummer = d.getTimezoneOffset() < standardOffset(d.getFullYear())
  const hasSummer = new Date(year, 0, 1).getTimezoneOffset() !== new Date(year, 6, 1).getTimezoneOffset()
  return dst > 0 && !isSummer && hasSummer ? s - 3600 : s
}
