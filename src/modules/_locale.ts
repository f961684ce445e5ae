/** _locale: the locale of the C library (Library Reference, "locale"; CPython: Modules/_localemodule.c). Written for Linux on 64 bits. */
import { CString, type Pointer, read } from 'bun:ffi'
import { PyDict } from '../objects/dict'
import { exceptionType, makeException, PyBaseException, valueError } from '../objects/exceptions'
import { PyList } from '../objects/list'
import { defineType, type Value } from '../objects/object'
import { asCInt } from '../objects/operators'
import type { NativeModule } from './definition'
import { cString, libcPlain, libcPointer, libcText } from './libccall'

const LC_CTYPE = 0
const CHAR_MAX = 127

/** Constants of `locale.h` and `langinfo.h`. */
const CONSTANTS: Readonly<Record<string, number>> = {
  LC_CTYPE,
  LC_NUMERIC: 1,
  LC_TIME: 2,
  LC_COLLATE: 3,
  LC_MONETARY: 4,
  LC_MESSAGES: 5,
  LC_ALL: 6,
  CHAR_MAX,
}

/** Items of nl_langinfo; rows of consecutive numbers. */
const LANGINFO: Readonly<Record<string, number>> = {
  RADIXCHAR: 65536,
  THOUSEP: 65537,
  CRNCYSTR: 262159,
  D_T_FMT: 131112,
  D_FMT: 131113,
  T_FMT: 131114,
  AM_STR: 131110,
  PM_STR: 131111,
  CODESET: 14,
  T_FMT_AMPM: 131115,
  ERA: 131116,
  ERA_D_FMT: 131118,
  ERA_D_T_FMT: 131120,
  ERA_T_FMT: 131121,
  ALT_DIGITS: 131119,
  YESEXPR: 327680,
  NOEXPR: 327681,
  _DATE_FMT: 131180,
}

function langinfoTable(): Record<string, number> {
  const table: Record<string, number> = {}
  const numbered = (prefix: string, count: number, first: number) => {
    for (let i = 0; i < count; i++) table[`${prefix}${i + 1}`] = first + i
  }
  numbered('DAY_', 7, 131079)
  numbered('ABDAY_', 7, 131072)
  numbered('MON_', 12, 131098)
  numbered('ABMON_', 12, 131086)
  return { ...table, ...LANGINFO }
}

/** `locale.Error` */
export const localeErrorType = defineType('Error', {
  layout: class extends PyBaseException {},
  base: exceptionType,
  module: 'locale',
})

function setLocale(category: Value, locale: Value = null): Value {
  const n = asCInt(category)
  const found = libcText('setlocale', n, locale === null ? null : cString(locale))
  if (found === null)
    throw makeException(localeErrorType, locale === null ? 'locale query failed' : 'unsupported locale setting')
  return found
}

const TEXT_FIELDS = [
  'decimal_point',
  'thousands_sep',
  'grouping',
  'int_curr_symbol',
  'currency_symbol',
  'mon_decimal_point',
  'mon_thousands_sep',
  'mon_grouping',
  'positive_sign',
  'negative_sign',
]
const NUMBER_FIELDS = [
  'int_frac_digits',
  'frac_digits',
  'p_cs_precedes',
  'p_sep_by_space',
  'n_cs_precedes',
  'n_sep_by_space',
  'p_sign_posn',
  'n_sign_posn',
]

/** The grouping of digits: sizes up to CHAR_MAX (no further grouping) or 0 (repeat the last). */
function grouping(at: Pointer): PyList {
  const sizes: number[] = []
  for (let i = 0; ; i++) {
    const size = read.u8(at, i)
    if (size === 0 && i === 0) break
    sizes.push(size)
    if (size === 0 || size === CHAR_MAX) break
  }
  return new PyList(sizes)
}

function localeconv(): Value {
  const at = libcPointer('localeconv')!
  const made = new PyDict()
  TEXT_FIELDS.forEach((name, i) => {
    const field = read.ptr(at, i * 8) as Pointer
    made.setItem(name, name.endsWith('grouping') ? grouping(field) : new CString(field).toString())
  })
  NUMBER_FIELDS.forEach((name, i) => made.setItem(name, read.u8(at, 80 + i)))
  return made
}

function nlLanginfo(item: Value): Value {
  const n = asCInt(item)
  if (!Object.values(langinfoTable()).includes(n)) throw valueError('unsupported langinfo constant')
  return libcText('nl_langinfo', n) ?? ''
}

function strxfrm(text: Value): Value {
  const source = cString(text)
  let into = new Uint8Array(64)
  for (;;) {
    const size = libcPlain('strxfrm', into, source, into.length)
    if (size < into.length) return Buffer.from(into.subarray(0, size)).toString('latin1')
    into = new Uint8Array(size + 1)
  }
}

export const localeModule: NativeModule = {
  name: '_locale',
  doc: 'The locale functions of the C library.',
  functions: [
    ['setlocale', setLocale, '(category, locale=None, /)'],
    ['localeconv', localeconv, '()'],
    ['strcoll', (a: Value, b: Value) => libcPlain('strcoll', cString(a), cString(b)), '(os1, os2, /)'],
    ['strxfrm', strxfrm, '(string, /)'],
    ['nl_langinfo', nlLanginfo, '(key, /)'],
    ['getencoding', () => libcText('nl_langinfo', LANGINFO.CODESET!) ?? 'utf-8', '()'],
  ],
  attributes: () => {
    // As an interpreter does at its start: the user's characters, and UTF-8 where that would be plain C.
    const ctype = libcText('setlocale', LC_CTYPE, cString(''))
    if (ctype === null || ctype === 'C' || ctype === 'POSIX') libcText('setlocale', LC_CTYPE, cString('C.UTF-8'))
    return { ...CONSTANTS, ...langinfoTable(), Error: localeErrorType }
  },
}
