/**
 * Character properties of Unicode 15.1, the version of CPython 3.13 (Library Reference, str methods; CPython:
 * Objects/unicodectype.c).
 *
 * The engine's `\p{…}` classes and case mappings are of a newer Unicode version. Measured over all code points, the two differ in
 * three ways only: code points that were assigned after 15.1 (`NEWER`), one letter whose category changed (U+0295), and two
 * letters that gained an upper case (U+019B, U+0264). So a property is the engine's, except for these. What is asked of a code
 * point is kept as a word of flags in pages of 256, each computed when it is first needed.
 */
import { Threshold } from '../simd/thresholds'
import { allAscii, casedAscii, isAsciiText, mapAsciiCase, titleAscii } from './asciitext'

/** Flags of {@link charFlags}. */
export const ALPHA = 1
export const DECIMAL = 2
export const DIGIT = 4
export const NUMERIC = 8
export const SPACE = 16
export const PRINTABLE = 32
export const ID_START = 64
export const ID_CONTINUE = 128
export const LOWER = 256
export const UPPER = 512
export const TITLE = 1024
export const CASED = LOWER | UPPER | TITLE
export const ALNUM = ALPHA | DECIMAL | DIGIT | NUMERIC

/** Ranges as `gap` or `gap+length` in base 36, each gap counted from the end of the range before. */
function unpackRanges(packed: string): number[] {
  const out: number[] = []
  let at = 0
  for (const part of packed.split(' ')) {
    const [gap, length] = part.split('+')
    at += Number.parseInt(gap!, 36)
    out.push(at)
    if (length !== undefined) at += Number.parseInt(length, 36)
    out.push(at)
  }
  return out
}

/** Code points that Unicode 16 and 17 assigned. */
const NEWER_PACKED =
  '1ov 8 qt 3k 2r7+e 3+b 2r+1 1c 7e+1 tz o6+2 1gt 18u+1 nae+4 3 2 6+2 l gk2+f ce+1 1j+6 1ki+1f nh+p rr+11 4+s ' +
  '9+1 8j+5 9+8 y+2 w4+9 2 3 2+11 2+9 2 3 2+3 2+9 2+1 9+1 ku+j vx+7 2h+x f+9 c7+17 5+9 a9 45i+32y 5qe+1l 2dj+1l ' +
  '87+o 3+o 7z+4 4qq+7 zk a+l 2q+36 c9a+70 4+c3 7+m g+g 4io+16 5 5d+u 2+l 9+1 34p 4f+3 8o+9 5+1 f+8 ak+3 1e+1 ' +
  '4+1 1b 8 2 5 f 3 a+1 5 64+10 b 10zk+5 4mb+b gsj+3bd'
/** Ideographs with a numeric value: numeric, although their category is Lo. */
const IDEOGRAPHIC_NUMBERS_PACKED =
  'a9x 3i pz mb 3oz 3 4 2 r 1l 1b 8 2 m j+1 v 9 11 2r 3d t 72 1u z 2 2 d0 2+2 7 39+3 lz eu 8 135 3o+1 d+2 2 qo ' +
  '1a 26 w6 11o dk wg ko n ns 1ax py 1oi 5 3h ym ij ag 11 6 18 3i jg5 8 5 1m v 2 16 1fr8 2r 3i 1r 1l5 2h 9 g 9a ' +
  'j s 4tz 16w 3gj 7rm tnn'
/** Digits that are not decimal (superscripts, circled digits …): ranges and the value of the first. */
const DIGITS_PACKED =
  '4y+1=2 6=1 3ow+8=1 19l=1 1au=0 4+5=4 7+9=0 rb+8=1 c+8=1 c+8=1 2i=0 b+8=1 2=0 hj+8=1 2+8=1 2+8=1 18ry+3=1 ' +
  't9+8=1 dm+8=1 18di=0 1+9=0'

let newer: number[] | null = null

/** Whether a code point is unassigned in Unicode 15.1 but assigned in the engine's version. */
function isNewer(cp: number): boolean {
  newer ??= unpackRanges(NEWER_PACKED)
  return inRanges(newer, cp)
}

function inRanges(ranges: number[], cp: number): boolean {
  let low = 0
  let high = ranges.length >> 1
  while (low < high) {
    const mid = (low + high) >> 1
    if (cp > ranges[2 * mid + 1]!) low = mid + 1
    else high = mid
  }
  return low < ranges.length >> 1 && cp >= ranges[2 * low]!
}

const pages: (Uint16Array | undefined)[] = new Array(0x1100)
let properties: readonly (readonly [RegExp, number])[] | null = null

function propertyPatterns(): readonly (readonly [RegExp, number])[] {
  return (properties ??= [
    [/\p{L}/gu, ALPHA],
    [/\p{Nd}/gu, DECIMAL | DIGIT],
    [/\p{N}/gu, NUMERIC],
    [/[\p{Zs}\t-\r\x1c-\x1f\x85\u2028\u2029]/gu, SPACE],
    [/[^\p{C}\p{Z}]/gu, PRINTABLE],
    [/\p{XID_Start}/gu, ID_START],
    [/\p{XID_Continue}/gu, ID_CONTINUE],
    [/\p{Lowercase}/gu, LOWER],
    [/\p{Uppercase}/gu, UPPER],
    [/\p{Lt}/gu, TITLE],
  ])
}

function computePage(page: number): Uint16Array {
  const flags = new Uint16Array(256)
  pages[page] = flags
  // Surrogates have no property at all.
  if (page >= 0xd8 && page < 0xe0) return flags
  const first = page << 8
  let text = ''
  for (let i = 0; i < 256; i++) text += String.fromCodePoint(first + i)
  const width = page >= 0x100 ? 1 : 0
  for (const [pattern, flag] of propertyPatterns()) {
    pattern.lastIndex = 0
    for (let m = pattern.exec(text); m !== null; m = pattern.exec(text)) flags[m.index >> width]! |= flag
  }
  for (let i = 0; i < 256; i++) {
    const cp = first + i
    if (flags[i] !== 0 && isNewer(cp)) flags[i] = 0
  }
  const ideographs = unpackRanges(IDEOGRAPHIC_NUMBERS_PACKED)
  for (let i = 0; i < ideographs.length; i += 2) {
    const from = Math.max(ideographs[i]!, first)
    const to = Math.min(ideographs[i + 1]!, first + 255)
    for (let cp = from; cp <= to; cp++) flags[cp - first]! |= NUMERIC
  }
  for (const [from, to] of digitRanges()) {
    for (let cp = Math.max(from, first); cp <= Math.min(to, first + 255); cp++) flags[cp - first]! |= DIGIT
  }
  if (page === 0) flags[0x20]! |= PRINTABLE
  if (page === 0) flags[0x5f]! |= ID_START
  if (page === 2) flags[0x95]! |= LOWER
  return flags
}

/** The properties of a code point as a word of flags. */
export function charFlags(cp: number): number {
  return (pages[cp >> 8] ?? computePage(cp >> 8))[cp & 255]!
}

let digits: [number, number, number][] | null = null

function digitRanges(): [from: number, to: number, value: number][] {
  if (digits === null) {
    digits = []
    let at = 0
    for (const part of DIGITS_PACKED.split(' ')) {
      const [range, value] = part.split('=')
      const [gap, length] = range!.split('+')
      const from = at + Number.parseInt(gap!, 36)
      at = from + (length === undefined ? 0 : Number.parseInt(length, 36))
      digits.push([from, at, Number(value)])
    }
  }
  return digits
}

/** The value of a decimal digit (category Nd), or -1. */
export function decimalValue(cp: number): number {
  if (cp < 128) return cp >= 48 && cp <= 57 ? cp - 48 : -1
  if ((charFlags(cp) & DECIMAL) === 0) return -1
  // Decimal digits come in runs that start with a zero, in groups of ten.
  let start = cp
  while ((charFlags(start - 1) & DECIMAL) !== 0) start--
  return (cp - start) % 10
}

/** The value of a digit in the sense of `str.isdigit`, or -1. @public */
export function digitValue(cp: number): number {
  const decimal = decimalValue(cp)
  if (decimal >= 0 || cp < 128 || (charFlags(cp) & DIGIT) === 0) return decimal
  for (const [from, to, value] of digitRanges()) if (cp >= from && cp <= to) return value + cp - from
  return -1
}

/** White space in the sense of `str.split` and `str.isspace`. */
export function isSpace(cp: number): boolean {
  if (cp < 128) return cp === 32 || (cp >= 9 && cp <= 13) || (cp >= 28 && cp <= 31)
  return (charFlags(cp) & SPACE) !== 0
}

/** Whether `repr` shows the character as it is. */
export function isPrintable(cp: number): boolean {
  if (cp < 127) return cp >= 32
  return (charFlags(cp) & PRINTABLE) !== 0
}

/** Letters whose case mapping in the engine is newer than Unicode 15.1. */
const NEWER_CASED = /[\u019b\u0264\u1c89\u1c8a\ua7cb-\ua7dc\u{10d50}-\u{10d85}\u{16ea0}-\u{16ed3}]/u

function mapsAsEngine(cp: number): boolean {
  return cp < 0x19b || (cp !== 0x19b && cp !== 0x264 && cp !== 0xa7d3 && cp !== 0xa7d5 && !isNewer(cp))
}

/** The upper case of one code point; may be longer than one. */
export function upperChar(cp: number): string {
  if (cp < 128) return String.fromCharCode(cp >= 97 && cp <= 122 ? cp - 32 : cp)
  const s = String.fromCodePoint(cp)
  return mapsAsEngine(cp) ? s.toUpperCase() : s
}

/** The lower case of one code point, without regard to context. */
export function lowerChar(cp: number): string {
  if (cp < 128) return String.fromCharCode(cp >= 65 && cp <= 90 ? cp + 32 : cp)
  const s = String.fromCodePoint(cp)
  // Alone a capital sigma lowers to σ in the engine too.
  return mapsAsEngine(cp) ? s.toLowerCase() : s
}

/** `s.upper()` */
export function upperCase(s: string): string {
  if (s.length === 1 && s.charCodeAt(0) < 128) return upperChar(s.charCodeAt(0))
  if (s.length >= Threshold.strCase) {
    const made = mapAsciiCase(s, 'toUppercase')
    if (made !== undefined) return made
  }
  if (isAscii(s) || !NEWER_CASED.test(s)) return s.toUpperCase()
  let out = ''
  for (const c of s) out += upperChar(c.codePointAt(0)!)
  return out
}

const CAPITAL = /[A-Z]/

/** The lower case of an ASCII text, most of which are in lower case already; undefined for any other. */
function lowerAscii(s: string): string | undefined {
  return !CAPITAL.test(s) && isAscii(s) ? s : mapAsciiCase(s, 'toLowercase')
}

/** `s.lower()`, with the final form of sigma. */
export function lowerCase(s: string): string {
  if (s.length === 1 && s.charCodeAt(0) < 128) return lowerChar(s.charCodeAt(0))
  if (s.length >= Threshold.strLower) {
    const made = lowerAscii(s)
    if (made !== undefined) return made
  }
  if (isAscii(s) || !NEWER_CASED.test(s)) return s.toLowerCase()
  let out = ''
  let at = 0
  for (const c of s) {
    const cp = c.codePointAt(0)!
    out += cp === 0x3a3 ? lowerSigma(s, at) : lowerChar(cp)
    at += c.length
  }
  return out
}

let ignorable: RegExp | null = null

/** Lower case of the capital sigma at code unit `at`: final where a cased letter precedes and none follows. */
function lowerSigma(s: string, at: number): string {
  ignorable ??= /^\p{Case_Ignorable}$/u
  const before = [...s.slice(0, at)]
  let i = before.length - 1
  while (i >= 0 && ignorable.test(before[i]!)) i--
  if (i < 0 || (charFlags(before[i]!.codePointAt(0)!) & CASED) === 0) return '\u03c3'
  for (const c of s.slice(at + 1)) {
    if (ignorable.test(c)) continue
    return (charFlags(c.codePointAt(0)!) & CASED) === 0 ? '\u03c2' : '\u03c3'
  }
  return '\u03c2'
}

let titleMap: Map<number, string> | null = null

/** Title case where it is not the upper case (UnicodeData and SpecialCasing of Unicode 15.1). */
function titleExceptions(): Map<number, string> {
  const map = new Map<number, string>()
  for (const [first, middle] of [
    [0x1c4, 0x1c5],
    [0x1c7, 0x1c8],
    [0x1ca, 0x1cb],
    [0x1f1, 0x1f2],
  ] as const)
    for (let k = 0; k < 3; k++) map.set(first + k, String.fromCharCode(middle))
  // Georgian has capitals, but no title case.
  for (let cp = 0x10d0; cp <= 0x10ff; cp++) if (cp !== 0x10fb && cp !== 0x10fc) map.set(cp, String.fromCharCode(cp))
  for (const first of [0x1f80, 0x1f90, 0x1fa0])
    for (let k = 0; k < 16; k++) map.set(first + k, String.fromCharCode(first + (k | 8)))
  for (const base of [0x1fb3, 0x1fc3, 0x1ff3]) for (const k of [0, 9]) map.set(base + k, String.fromCharCode(base + 9))
  const sequences: [number, string][] = [
    [0xdf, 'Ss'],
    [0x587, '\u0535\u0582'],
    [0x1fb2, '\u1fba\u0345'],
    [0x1fb4, '\u0386\u0345'],
    [0x1fb7, '\u0391\u0342\u0345'],
    [0x1fc2, '\u1fca\u0345'],
    [0x1fc4, '\u0389\u0345'],
    [0x1fc7, '\u0397\u0342\u0345'],
    [0x1ff2, '\u1ffa\u0345'],
    [0x1ff4, '\u038f\u0345'],
    [0x1ff7, '\u03a9\u0342\u0345'],
    [0xfb00, 'Ff'],
    [0xfb01, 'Fi'],
    [0xfb02, 'Fl'],
    [0xfb03, 'Ffi'],
    [0xfb04, 'Ffl'],
    [0xfb05, 'St'],
    [0xfb06, 'St'],
    [0xfb13, '\u0544\u0576'],
    [0xfb14, '\u0544\u0565'],
    [0xfb15, '\u0544\u056b'],
    [0xfb16, '\u054e\u0576'],
    [0xfb17, '\u0544\u056d'],
  ]
  for (const [cp, s] of sequences) map.set(cp, s)
  return map
}

/** The title case of one code point. */
export function titleChar(cp: number): string {
  if (cp < 128) return String.fromCharCode(cp >= 97 && cp <= 122 ? cp - 32 : cp)
  titleMap ??= titleExceptions()
  return titleMap.get(cp) ?? upperChar(cp)
}

/** `s.title()` */
export function titleCase(s: string): string {
  const made = titleAscii(s)
  if (made !== undefined) return made
  let out = ''
  let previousCased = false
  let at = 0
  for (const c of s) {
    const cp = c.codePointAt(0)!
    const flags = charFlags(cp)
    // What has no case, and small letters inside a word, stay as they are; the engine need not be asked.
    if ((flags & CASED) === 0 || (previousCased && flags & LOWER)) out += c
    else if (previousCased) out += cp === 0x3a3 ? lowerSigma(s, at) : lowerChar(cp)
    else out += titleChar(cp)
    previousCased = (flags & CASED) !== 0
    at += c.length
  }
  return out
}

/** `s.capitalize()` */
export function capitalize(s: string): string {
  if (s === '') return s
  const cp = s.codePointAt(0)!
  const width = cp > 0xffff ? 2 : 1
  const rest = s.slice(width)
  // A final sigma in the rest looks back at the first letter too.
  if (rest.includes('\u03a3')) return titleChar(cp) + lowerCase(s).slice(lowerChar(cp).length)
  return titleChar(cp) + lowerCase(rest)
}

/** `s.swapcase()` */
export function swapCase(s: string): string {
  if (s.length >= Threshold.strSwapCase) {
    const made = mapAsciiCase(s, 'swapcase')
    if (made !== undefined) return made
  }
  let out = ''
  let at = 0
  for (const c of s) {
    const cp = c.codePointAt(0)!
    const flags = charFlags(cp)
    if (flags & UPPER) out += cp === 0x3a3 ? lowerSigma(s, at) : lowerChar(cp)
    else if (flags & LOWER) out += upperChar(cp)
    else out += c
    at += c.length
  }
  return out
}

/** The full case folding of one code point. */
function foldChar(cp: number): string {
  if (cp === 0x131) return '\u0131'
  if (cp === 0x1e9e) return 'ss'
  // Cherokee folds to its capitals, which came first.
  if (cp >= 0x13a0 && cp <= 0x13f5) return String.fromCharCode(cp)
  if (cp >= 0x13f8 && cp <= 0x13fd) return String.fromCharCode(cp - 8)
  if (cp >= 0xab70 && cp <= 0xabbf) return String.fromCharCode(cp - 0xab70 + 0x13a0)
  const upper = upperChar(cp)
  let out = ''
  for (const c of upper) out += lowerChar(c.codePointAt(0)!)
  return out
}

/** `s.casefold()` */
export function caseFold(s: string): string {
  if (s.length >= Threshold.strLower) {
    const made = lowerAscii(s)
    if (made !== undefined) return made
  }
  if (isAscii(s)) return s.toLowerCase()
  let out = ''
  for (const c of s) out += foldChar(c.codePointAt(0)!)
  return out
}

/** Whether every code point has one of the flags; false for an empty text. */
export function allHave(s: string, flags: number): boolean {
  if (s === '') return false
  if (s.length >= Threshold.strClasses) {
    const all = allAscii(s, String(flags), (c) => (charFlags(c) & flags) !== 0)
    if (all !== undefined) return all
  }
  for (let i = 0; i < s.length; i++) {
    const unit = s.charCodeAt(i)
    let cp = unit
    if (unit >= 0xd800 && unit < 0xdc00) {
      cp = s.codePointAt(i)!
      if (cp > 0xffff) i++
    }
    if ((charFlags(cp) & flags) === 0) return false
  }
  return true
}

/** `s.isidentifier()` */
export function isIdentifier(s: string): boolean {
  if (s === '') return false
  let first = true
  for (const c of s) {
    if ((charFlags(c.codePointAt(0)!) & (first ? ID_START : ID_CONTINUE)) === 0) return false
    first = false
  }
  return true
}

/** `s.islower()` */
export function isLower(s: string): boolean {
  if (s.length >= Threshold.strClasses) {
    const cased = casedAscii(s, false)
    if (cased !== undefined) return cased
  }
  let cased = false
  for (const c of s) {
    const flags = charFlags(c.codePointAt(0)!)
    if (flags & (UPPER | TITLE)) return false
    if (flags & LOWER) cased = true
  }
  return cased
}

/** `s.isupper()` */
export function isUpper(s: string): boolean {
  if (s.length >= Threshold.strClasses) {
    const cased = casedAscii(s, true)
    if (cased !== undefined) return cased
  }
  let cased = false
  for (const c of s) {
    const flags = charFlags(c.codePointAt(0)!)
    if (flags & (LOWER | TITLE)) return false
    if (flags & UPPER) cased = true
  }
  return cased
}

/** `s.istitle()` */
export function isTitle(s: string): boolean {
  let cased = false
  let previousCased = false
  for (const c of s) {
    const flags = charFlags(c.codePointAt(0)!)
    if (flags & (UPPER | TITLE)) {
      if (previousCased) return false
      previousCased = cased = true
    } else if (flags & LOWER) {
      if (!previousCased) return false
      cased = true
    } else previousCased = false
  }
  return cased
}

/** `s.isprintable()` */
export function isPrintableText(s: string): boolean {
  return s === '' || allHave(s, PRINTABLE)
}

/** `s.isascii()` */
export function isAscii(s: string): boolean {
  if (s.length >= Threshold.strAscii) return isAsciiText(s)
  for (let i = 0; i < s.length; i++) if (s.charCodeAt(i) > 127) return false
  return true
}
