/**
 * Operations on bytes that bytes and bytearray share (Library Reference, "Bytes and Bytearray Operations"; CPython:
 * Objects/bytes_methods.c, Objects/stringlib). Case and classes are those of ASCII. Results are fresh arrays or views of the input
 * that the caller must not change.
 */

import { freshBytes } from '../ffi/buffers'
import { byteSet, setOfBytes } from '../simd/engine'
import { simd } from '../simd/index'
import { Threshold } from '../simd/thresholds'
import { latinBuffer, latinText } from './strops'

/** Position of a byte sequence in [from, to), or -1. For a single byte the engine's own search is as fast as a native kernel. */
export function indexOfBytes(s: Uint8Array, sub: Uint8Array, from: number, to: number): number {
  const m = sub.length
  if (m > to - from) return -1
  if (m === 0) return from
  if (m === 1) {
    const at = s.indexOf(sub[0]!, from)
    return at < to ? at : -1
  }
  if (to - from >= Threshold.find) return simd(to - from).find(s, from, to, sub)
  const first = sub[0]!
  for (let at = from; at <= to - m; at++) if (s[at] === first && matchesAt(s, at, sub)) return at
  return -1
}

/** Whether a sequence lies at a position of another, which has as many bytes from there on. */
export function matchesAt(s: Uint8Array, at: number, part: Uint8Array): boolean {
  const n = part.length
  if (n >= Threshold.equal) return simd(n).eq(s, at, part, 0, n)
  for (let i = 0; i < n; i++) if (s[at + i] !== part[i]) return false
  return true
}

/** Last position of a byte sequence in [from, to), or -1. */
export function lastIndexOfBytes(s: Uint8Array, sub: Uint8Array, from: number, to: number): number {
  const m = sub.length
  if (m > to - from) return -1
  if (m === 0) return to
  if (to - from >= Threshold.rfind)
    return m === 1 ? simd(to - from).rfindByte(s, from, to, sub[0]!) : simd(to - from).rfind(s, from, to, sub)
  const at = m === 1 ? s.lastIndexOf(sub[0]!, to - 1) : Buffer.from(s.buffer, s.byteOffset, to).lastIndexOf(sub, to - m)
  return at >= from ? at : -1
}

/** Whether two sequences are equal. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  const n = a.length
  if (n !== b.length) return false
  if (n >= Threshold.equal) return simd(n).eq(a, 0, b, 0, n)
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return false
  return true
}

/** Negative, zero or positive by the order of bytes. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b)
}

/** Number of occurrences in [from, to) that do not overlap. */
export function countBytes(s: Uint8Array, sub: Uint8Array, from: number, to: number): number {
  const m = sub.length
  if (m === 0) return to - from + 1
  if (to - from >= Threshold.count)
    return m === 1 ? simd(to - from).countByte(s, from, to, sub[0]!) : simd(to - from).count(s, from, to, sub)
  let n = 0
  if (m === 1) {
    const wanted = sub[0]!
    for (let i = from; i < to; i++) if (s[i] === wanted) n++
    return n
  }
  for (let at = indexOfBytes(s, sub, from, to); at >= 0; at = indexOfBytes(s, sub, at + m, to)) n++
  return n
}

/** The sequences one after another, with a separator between them. */
export function joinBytes(parts: readonly Uint8Array[], separator?: Uint8Array): Uint8Array {
  let length = 0
  for (const p of parts) length += p.length
  if (separator !== undefined && parts.length > 1) length += separator.length * (parts.length - 1)
  const out = freshBytes(length)
  let at = 0
  for (let i = 0; i < parts.length; i++) {
    if (i > 0 && separator !== undefined) at = put(out, at, separator)
    at = put(out, at, parts[i]!)
  }
  return out
}

/** Up to this length bytes are copied one by one. */
const FEW_BYTES = 12

/** Copies bytes to a place; answers where they end. */
function put(out: Uint8Array, at: number, part: Uint8Array): number {
  const n = part.length
  if (n > FEW_BYTES) out.set(part, at)
  else for (let i = 0; i < n; i++) out[at + i] = part[i]!
  return at + n
}

/** `a + b` */
export function concatBytes(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = freshBytes(a.length + b.length)
  put(out, put(out, 0, a), b)
  return out
}

/** `s * n` */
export function repeatBytes(s: Uint8Array, n: number): Uint8Array {
  const out = new Uint8Array(s.length * n)
  if (s.length === 1) return out.fill(s[0]!)
  if (out.length === 0) return out
  out.set(s)
  // Doubling what is there makes few large copies.
  for (let filled = s.length; filled < out.length; filled *= 2)
    out.copyWithin(filled, 0, Math.min(filled, out.length - filled))
  return out
}

/** `s.replace(old, new, count)`; a negative limit means all. */
export function replaceBytes(s: Uint8Array, old: Uint8Array, fresh: Uint8Array, limit: number): Uint8Array {
  if (old.length === 0) {
    const parts: Uint8Array[] = []
    let i = 0
    for (let left = limit < 0 ? Number.POSITIVE_INFINITY : limit; left > 0; left--) {
      parts.push(fresh)
      if (i >= s.length) break
      parts.push(s.subarray(i, ++i))
    }
    parts.push(s.subarray(i))
    return joinBytes(parts)
  }
  return s.length >= Threshold.replace ? replaceInEngine(s, old, fresh, limit) : replaceShort(s, old, fresh, limit)
}

/** The same for a few bytes: views of the parts would cost more than to count and copy. */
function replaceShort(s: Uint8Array, old: Uint8Array, fresh: Uint8Array, limit: number): Uint8Array {
  const n = s.length
  const m = old.length
  const k = fresh.length
  let hits = 0
  for (let at = indexOfBytes(s, old, 0, n); at >= 0 && hits !== limit; at = indexOfBytes(s, old, at + m, n)) hits++
  if (hits === 0) return s
  const out = new Uint8Array(n + hits * (k - m))
  let to = 0
  for (let i = 0; i < n; ) {
    if (hits > 0 && i + m <= n && matchesAt(s, i, old)) {
      for (let j = 0; j < k; j++) out[to++] = fresh[j]!
      i += m
      hits--
    } else out[to++] = s[i++]!
  }
  return out
}

/** Counted first, so that the result is made with its size. */
function replaceInEngine(s: Uint8Array, old: Uint8Array, fresh: Uint8Array, limit: number): Uint8Array {
  const n = s.length
  const kernels = simd(n)
  if (limit < 0 && old.length === 1 && fresh.length === 1) {
    const out = freshBytes(n)
    kernels.replaceByte(out, s, 0, n, old[0]!, fresh[0]!)
    return out
  }
  let hits = old.length === 1 ? kernels.countByte(s, 0, n, old[0]!) : kernels.count(s, 0, n, old)
  if (limit >= 0 && hits > limit) hits = limit
  if (hits === 0) return s
  const out = freshBytes(n + hits * (fresh.length - old.length))
  kernels.replace(out, s, 0, n, old, fresh, hits)
  return out
}

/** Makes a piece of a split: a view, an object. */
export type Cut<T> = (s: Uint8Array, from: number, to: number) => T

/** Positions that an engine writes. It stays empty until a method needs it. */
let places = new Int32Array(0)

function placesArray(): Int32Array {
  if (places.length === 0) places = new Int32Array(2048)
  return places
}

/** `s.split(sep, maxsplit)` */
export function splitBytes<T>(s: Uint8Array, sep: Uint8Array, limit: number, cut: Cut<T>): T[] {
  const out: T[] = []
  const n = s.length
  const m = sep.length
  let from = 0
  if (n >= Threshold.split && limit < 0) {
    const kernels = simd(n)
    const at = placesArray()
    for (;;) {
      const k = m === 1 ? kernels.splitByte(s, from, n, sep[0]!, at) : kernels.split(s, from, n, sep, at)
      for (let i = 0; i < k; i++) {
        out.push(cut(s, from, at[i]!))
        from = at[i]! + m
      }
      if (k < at.length) break
    }
  } else
    while (limit < 0 || out.length < limit) {
      const at = indexOfBytes(s, sep, from, n)
      if (at < 0) break
      out.push(cut(s, from, at))
      from = at + m
    }
  out.push(cut(s, from, n))
  return out
}

/** `s.rsplit(sep, maxsplit)` */
export function rsplitBytes<T>(s: Uint8Array, sep: Uint8Array, limit: number, cut: Cut<T>): T[] {
  if (limit < 0 && sep.length === 1) return splitBytes(s, sep, limit, cut)
  const out: T[] = []
  let to = s.length
  while (limit < 0 || out.length < limit) {
    const at = lastIndexOfBytes(s, sep, 0, to)
    if (at < 0) break
    out.push(cut(s, at + sep.length, to))
    to = at
  }
  out.push(cut(s, 0, to))
  return out.reverse()
}

/** ASCII white space: space and \t \n \v \f \r. */
export function isSpaceByte(c: number): boolean {
  return c === 32 || (c >= 9 && c <= 13)
}

/** `s.split(None, maxsplit)` */
export function splitSpaceBytes<T>(s: Uint8Array, limit: number, cut: Cut<T>): T[] {
  const out: T[] = []
  const n = s.length
  let i = 0
  if (n >= Threshold.words && limit < 0) {
    const kernels = simd(n)
    const at = placesArray()
    for (;;) {
      const k = kernels.splitWords(s, i, n, setOf('space'), at)
      for (let j = 0; j < k; j++) out.push(cut(s, at[2 * j]!, at[2 * j + 1]!))
      if (2 * k < at.length) return out
      i = at[2 * k - 1]!
    }
  }
  for (;;) {
    while (i < n && isSpaceByte(s[i]!)) i++
    if (i === n) return out
    if (limit >= 0 && out.length >= limit) break
    const from = i
    while (i < n && !isSpaceByte(s[i]!)) i++
    out.push(cut(s, from, i))
  }
  // The rest keeps its white space at the end.
  out.push(cut(s, i, n))
  return out
}

/** `s.rsplit(None, maxsplit)` */
export function rsplitSpaceBytes<T>(s: Uint8Array, limit: number, cut: Cut<T>): T[] {
  if (limit < 0) return splitSpaceBytes(s, limit, cut)
  const out: T[] = []
  let i = s.length
  for (;;) {
    while (i > 0 && isSpaceByte(s[i - 1]!)) i--
    if (i === 0) break
    if (limit >= 0 && out.length >= limit) {
      out.push(cut(s, 0, i))
      break
    }
    const to = i
    while (i > 0 && !isSpaceByte(s[i - 1]!)) i--
    out.push(cut(s, i, to))
  }
  return out.reverse()
}

/** `s.splitlines(keepends)`; only \n, \r and \r\n end lines. */
export function splitLinesBytes<T>(s: Uint8Array, keepEnds: boolean, cut: Cut<T>): T[] {
  const out: T[] = []
  const n = s.length
  let from = 0
  if (n >= Threshold.lines) {
    const kernels = simd(n)
    const at = placesArray()
    for (;;) {
      const k = kernels.splitLines(s, from, n, setOf('lineEnd'), at)
      for (let i = 0; i < k; i++) {
        const after = at[2 * i + 1]!
        out.push(cut(s, from, keepEnds ? after : at[2 * i]!))
        from = after
      }
      if (2 * k < at.length) break
    }
  } else
    for (let i = 0; i < n; i++) {
      const c = s[i]
      if (c !== 10 && c !== 13) continue
      const after = c === 13 && s[i + 1] === 10 ? i + 2 : i + 1
      out.push(cut(s, from, keepEnds ? after : i))
      from = after
      i = after - 1
    }
  if (from < n) out.push(cut(s, from, n))
  return out
}

/** The set of white space. */
export function spaceSet(): Uint8Array {
  return setOf('space')
}

/** Classes of bytes as engines look them up, made when they are first needed. */
const members = {
  space: isSpaceByte,
  lineEnd: (c: number): boolean => c === 10 || c === 13,
  lower: (c: number): boolean => isLower(c),
  upper: (c: number): boolean => isUpper(c),
  alpha: (c: number): boolean => isAlpha(c),
  digit: (c: number): boolean => isDigit(c),
  alnum: (c: number): boolean => isAlpha(c) || isDigit(c),
  /** What `repr` does not show as it is; which quotation mark is escaped depends. */
  special: (c: number): boolean => c < 32 || c > 126 || c === 34 || c === 39 || c === 92,
} as const
const sets: Partial<Record<keyof typeof members, Uint8Array>> = {}

function setOf(name: keyof typeof members): Uint8Array {
  return (sets[name] ??= byteSet(members[name]))
}

/** So many bytes of an end are looked at one by one. */
const STRIP_NEAR = 32

/** `s.strip(chars)`, as a view; `chars` null strips white space. Sides: 1 left, 2 right, 3 both. */
export function stripBytes(s: Uint8Array, chars: Uint8Array | null, sides: number): Uint8Array {
  const hit = chars === null ? isSpaceByte : (c: number): boolean => chars.includes(c)
  let from = 0
  let to = s.length
  // Most ends are short; a long one is left to an engine.
  if (sides & 1) {
    const near = Math.min(to, from + STRIP_NEAR)
    while (from < near && hit(s[from]!)) from++
    if (from === near && to - from >= Threshold.strip) {
      const at = simd(to - from).firstNotIn(s, from, to, chars === null ? setOf('space') : setOfBytes(chars))
      from = at < 0 ? to : at
    } else while (from < to && hit(s[from]!)) from++
  }
  if (sides & 2) {
    const near = Math.max(from, to - STRIP_NEAR)
    while (to > near && hit(s[to - 1]!)) to--
    if (to === near && to - from >= Threshold.strip)
      to = Math.max(
        from,
        simd(to - from).lastNotIn(s, from, to, chars === null ? setOf('space') : setOfBytes(chars)) + 1,
      )
    else while (to > from && hit(s[to - 1]!)) to--
  }
  return from === 0 && to === s.length ? s : s.subarray(from, to)
}

/** `s.center` and its siblings. */
export function padBytes(s: Uint8Array, width: number, fill: number, align: 'left' | 'right' | 'center'): Uint8Array {
  const missing = width - s.length
  if (missing <= 0) return s
  const out = new Uint8Array(width).fill(fill)
  out.set(s, align === 'left' ? 0 : align === 'right' ? missing : (missing >> 1) + (missing & width & 1))
  return out
}

/** `s.zfill(width)` */
export function zfillBytes(s: Uint8Array, width: number): Uint8Array {
  const missing = width - s.length
  if (missing <= 0) return s
  const out = new Uint8Array(width).fill(48)
  out.set(s, missing)
  if (s[0] === 43 || s[0] === 45) {
    out[0] = s[0]!
    out[missing] = 48
  }
  return out
}

/** `s.expandtabs(size)` */
export function expandTabsBytes(s: Uint8Array, size: number): Uint8Array {
  const out: number[] = []
  let column = 0
  for (const c of s) {
    if (c === 9) {
      if (size <= 0) continue
      const spaces = size - (column % size)
      for (let k = 0; k < spaces; k++) out.push(32)
      column += spaces
    } else {
      out.push(c)
      column = c === 10 || c === 13 ? 0 : column + 1
    }
  }
  return Uint8Array.from(out)
}

/** `s.translate(table, delete)` */
export function translateBytes(s: Uint8Array, table: Uint8Array | null, remove: Uint8Array): Uint8Array {
  const length = s.length
  if (length >= Threshold.translate) {
    if (remove.length === 0 && table === null) return s
    const out = freshBytes(length)
    if (remove.length === 0) {
      simd(length).translate(out, s, 0, length, table!)
      return out
    }
    const gone = setOfBytes(remove)
    const left = simd(length).translateDelete(out, s, 0, length, table, gone)
    return left === length ? out : out.slice(0, left)
  }
  const drop = new Uint8Array(256)
  for (const c of remove) drop[c] = 1
  const out = new Uint8Array(s.length)
  let n = 0
  for (let i = 0; i < s.length; i++) {
    const c = s[i]!
    if (drop[c] === 0) out[n++] = table === null ? c : table[c]!
  }
  return n === s.length ? out : out.slice(0, n)
}

const isLower = (c: number): boolean => c >= 97 && c <= 122
const isUpper = (c: number): boolean => c >= 65 && c <= 90
const isAlpha = (c: number): boolean => isLower(c | 32)
const isDigit = (c: number): boolean => c >= 48 && c <= 57

function mapBytes(s: Uint8Array, f: (c: number) => number): Uint8Array {
  const out = new Uint8Array(s.length)
  for (let i = 0; i < s.length; i++) out[i] = f(s[i]!)
  return out
}

/** `s.upper()` */
export function upperBytes(s: Uint8Array): Uint8Array {
  const n = s.length
  if (n < Threshold.mapCase) return mapBytes(s, (c) => (isLower(c) ? c - 32 : c))
  const out = freshBytes(n)
  simd(n).toUppercase(out, s, 0, n)
  return out
}
/** `s.lower()` */
export function lowerBytes(s: Uint8Array): Uint8Array {
  const n = s.length
  if (n < Threshold.mapCase) return mapBytes(s, (c) => (isUpper(c) ? c + 32 : c))
  const out = freshBytes(n)
  simd(n).toLowercase(out, s, 0, n)
  return out
}
/** `s.swapcase()` */
export function swapCaseBytes(s: Uint8Array): Uint8Array {
  const n = s.length
  if (n < Threshold.mapCase) return mapBytes(s, (c) => (isAlpha(c) ? c ^ 32 : c))
  const out = freshBytes(n)
  simd(n).swapcase(out, s, 0, n)
  return out
}
/** `s.capitalize()` */
export function capitalizeBytes(s: Uint8Array): Uint8Array {
  const out = lowerBytes(s)
  if (out.length > 0 && isLower(out[0]!)) out[0] = out[0]! - 32
  return out
}
/** `s.title()` */
export function titleBytes(s: Uint8Array): Uint8Array {
  let inWord = false
  return mapBytes(s, (c) => {
    const letter = isAlpha(c)
    const mapped = !letter ? c : inWord ? c | 32 : c & ~32
    inWord = letter
    return mapped
  })
}

/** Whether there are bytes and all of them are of a class. */
function allOf(s: Uint8Array, name: keyof typeof members): boolean {
  const n = s.length
  if (n >= Threshold.classes) return simd(n).firstNotIn(s, 0, n, setOf(name)) < 0
  return n > 0 && s.every(members[name])
}

/** Whether some byte is of a class. */
function someOf(s: Uint8Array, name: keyof typeof members): boolean {
  const n = s.length
  return n >= Threshold.classes ? simd(n).firstIn(s, 0, n, setOf(name)) >= 0 : s.some(members[name])
}

function isAsciiBytes(s: Uint8Array): boolean {
  const n = s.length
  return n >= Threshold.classes ? simd(n).firstHigh(s, 0, n) < 0 : s.every((c) => c < 128)
}

/** The predicates of bytes by method name. */
export const bytePredicates: Readonly<Record<string, (s: Uint8Array) => boolean>> = {
  isalnum: (s) => allOf(s, 'alnum'),
  isalpha: (s) => allOf(s, 'alpha'),
  isascii: isAsciiBytes,
  isdigit: (s) => allOf(s, 'digit'),
  islower: (s) => someOf(s, 'lower') && !someOf(s, 'upper'),
  isspace: (s) => allOf(s, 'space'),
  isupper: (s) => someOf(s, 'upper') && !someOf(s, 'lower'),
  istitle: (s) => {
    let cased = false
    let inWord = false
    for (const c of s) {
      if (isUpper(c)) {
        if (inWord) return false
        inWord = cased = true
      } else if (isLower(c)) {
        if (!inWord) return false
        cased = true
      } else inWord = false
    }
    return cased
  },
}

function latinOf(s: Uint8Array, from: number, to: number): string {
  return Buffer.from(s.buffer, s.byteOffset + from, to - from).toString('latin1')
}

/** `repr(b)` without the `b`; that of bytearray escapes apostrophes between quotation marks too. */
export function reprBytes(s: Uint8Array, escapeApostrophe = false): string {
  const quote = s.includes(39) && !s.includes(34) ? 34 : 39
  const mark = String.fromCharCode(quote)
  let out = mark
  const n = s.length
  // Runs that need no escape are found by an engine, once a byte of one has been seen.
  if (n < Threshold.repr) return reprShort(s, quote, escapeApostrophe)
  const kernels = simd(n)
  for (let i = 0; i < n; i++) {
    const c = s[i]!
    if (c >= 32 && c < 127 && n - i >= Threshold.repr) {
      const at = kernels.firstIn(s, i, n, setOf('special'))
      const to = at < 0 ? n : at
      if (to > i) {
        out += latinOf(s, i, to)
        i = to - 1
        continue
      }
    }
    if (c === quote || c === 92 || (c === 39 && escapeApostrophe)) out += '\\' + String.fromCharCode(c)
    else if (c >= 32 && c < 127) out += String.fromCharCode(c)
    else if (c === 9) out += '\\t'
    else if (c === 10) out += '\\n'
    else if (c === 13) out += '\\r'
    else out += (c < 16 ? '\\x0' : '\\x') + c.toString(16)
  }
  return out + mark
}

/** {@link reprBytes} of bytes that are not worth an engine. */
function reprShort(s: Uint8Array, quote: number, escapeApostrophe: boolean): string {
  const n = s.length
  const out = latinBuffer(4 * n + 2)
  let to = 0
  out[to++] = quote
  for (let i = 0; i < n; i++) {
    const c = s[i]!
    if (c >= 32 && c < 127) {
      if (c === quote || c === 92 || (c === 39 && escapeApostrophe)) out[to++] = 92
      out[to++] = c
      continue
    }
    out[to++] = 92
    const letter = c === 9 ? 116 : c === 10 ? 110 : c === 13 ? 114 : 120
    out[to++] = letter
    if (letter !== 120) continue
    out[to++] = hexDigit(c >> 4)
    out[to++] = hexDigit(c & 15)
  }
  out[to++] = quote
  return latinText(to)
}

function hexDigit(d: number): number {
  return d < 10 ? d + 48 : d + 87
}

function plainHex(s: Uint8Array): string {
  return (s as Uint8Array & { toHex(): string }).toHex()
}

/** `b.hex(sep, bytes_per_sep)`; a negative group size counts from the left. */
export function hexBytes(s: Uint8Array, sep = '', group = 1): string {
  const hex = plainHex(s)
  const size = Math.abs(group)
  if (sep === '' || size === 0 || s.length <= size) return hex
  const parts: string[] = []
  if (group < 0) for (let i = 0; i < hex.length; i += 2 * size) parts.push(hex.slice(i, i + 2 * size))
  else {
    const first = s.length % size
    if (first > 0) parts.push(hex.slice(0, 2 * first))
    for (let i = 2 * first; i < hex.length; i += 2 * size) parts.push(hex.slice(i, i + 2 * size))
  }
  return parts.join(sep)
}

const WORD = /^\w*$/

/** The bytes of hexadecimal text, white space between bytes allowed; a number is the position of the error. */
export function parseHexBytes(text: string): Uint8Array | number {
  if (text.length >= Threshold.hex && (text.length & 1) === 0) {
    const digits = Buffer.from(text, 'latin1')
    const out = freshBytes(text.length / 2)
    // Without white space there are only pairs. A character beyond U+00FF would be cut to a byte: such a text is not all digits.
    if (simd(digits.length).unhex(out, digits, 0, digits.length) === out.length && WORD.test(text)) return out
  }
  const out: number[] = []
  const digit = (c: number): number =>
    c >= 48 && c <= 57 ? c - 48 : (c | 32) >= 97 && (c | 32) <= 102 ? (c | 32) - 87 : -1
  let i = 0
  while (i < text.length) {
    if (isSpaceByte(text.charCodeAt(i))) {
      i++
      continue
    }
    const high = digit(text.charCodeAt(i))
    if (high < 0) return i
    const low = digit(text.charCodeAt(i + 1))
    if (low < 0) return i + 1
    out.push(high * 16 + low)
    i += 2
  }
  return Uint8Array.from(out)
}
