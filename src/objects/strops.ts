/**
 * Operations of Python's str on JavaScript strings, counting by code points (Library Reference, "Text Sequence Type — str";
 * CPython: Objects/unicodeobject.c).
 *
 * A text without surrogate pairs is indexed by its code units, which are then its code points (a lone surrogate is one of each).
 * Other text gets a {@link TextIndex}, the code-unit offset of every 32nd code point, kept for the texts used last, so that a
 * loop over the indices of a long text stays linear. A JavaScript string never stands for a text in which a high surrogate is
 * followed by a low one as two code points; such results are made by widestring.ts. Offsets in parameters and results are code
 * points, except where a name says `unit`.
 */
import { Threshold } from '../simd/thresholds'
import {
  countAscii,
  equalLongTexts,
  findInLong,
  isAsciiText,
  replaceAscii,
  replaceUnitAscii,
  rfindAscii,
  splitAsciiLines,
  splitAsciiSpace,
  stridedAscii,
} from './asciitext'
import type { Int } from './object'
import { hashText } from './siphash'
import { isPrintable, isSpace } from './unicode'

const STEP = 32

/** Where the code points of a text with surrogate pairs begin. */
export class TextIndex {
  constructor(
    readonly text: string,
    /** Number of code points. */
    readonly length: number,
    /** Unit offset of code points 0, 32, 64, … */
    readonly marks: Uint32Array,
  ) {}

  /** Unit offset of code point `i`, 0 <= i <= length. */
  unitOf(i: number): number {
    const text = this.text
    if (i >= this.length) return text.length
    let unit = this.marks[i >> 5]!
    for (let rest = i & (STEP - 1); rest > 0; rest--) unit += isPairAt(text, unit) ? 2 : 1
    return unit
  }

  /** Code point index of a unit offset that is a code point boundary. */
  indexOf(unit: number): number {
    let low = 0
    let high = this.marks.length - 1
    while (low < high) {
      const mid = (low + high + 1) >> 1
      if (this.marks[mid]! <= unit) low = mid
      else high = mid - 1
    }
    let at = this.marks[low]!
    let i = low * STEP
    while (at < unit) {
      at += isPairAt(this.text, at) ? 2 : 1
      i++
    }
    return i
  }
}

function isPairAt(s: string, unit: number): boolean {
  return (s.charCodeAt(unit) & 0xfc00) === 0xd800 && (s.charCodeAt(unit + 1) & 0xfc00) === 0xdc00
}

const SLOTS = 16
const slotText: string[] = new Array(SLOTS).fill('')
const slotIndex: (TextIndex | null)[] = new Array(SLOTS).fill(null)

/** The index of a text with surrogate pairs, or null where code units are code points. */
export function textIndex(s: string): TextIndex | null {
  const n = s.length
  if (n < 24) {
    for (let i = 0; i < n; i++) if ((s.charCodeAt(i) & 0xfc00) === 0xd800) return indexOrNull(s)
    return null
  }
  const slot = n & (SLOTS - 1)
  if (slotText[slot] === s) {
    // Kept even where only the contents are equal, so that the next look at this string compares addresses.
    slotText[slot] = s
    return slotIndex[slot]!
  }
  const index = indexOrNull(s)
  slotText[slot] = s
  slotIndex[slot] = index
  return index
}

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/

function indexOrNull(s: string): TextIndex | null {
  if (isAsciiText(s) || !PAIR.test(s)) return null
  const marks: number[] = []
  let count = 0
  for (let unit = 0; unit < s.length; unit++) {
    if ((count & (STEP - 1)) === 0) marks.push(unit)
    if (isPairAt(s, unit)) unit++
    count++
  }
  return new TextIndex(s, count, Uint32Array.from(marks))
}

/** `a == b` */
export function equalTexts(a: string, b: string): boolean {
  return a.length < Threshold.strEqual ? a === b : equalLongTexts(a, b)
}

/** `len(s)` */
export function strLength(s: string): number {
  const index = textIndex(s)
  return index === null ? s.length : index.length
}

/** The code point at `i`, 0 <= i < length, as a text. */
export function charAt(s: string, i: number): string {
  const index = textIndex(s)
  if (index === null) return s[i]!
  const unit = index.unitOf(i)
  return isPairAt(s, unit) ? s.slice(unit, unit + 2) : s[unit]!
}

/** `s[start:stop]` for 0 <= start, stop <= length. */
export function substring(s: string, start: number, stop: number): string {
  if (stop <= start) return ''
  const index = textIndex(s)
  return index === null ? s.slice(start, stop) : s.slice(index.unitOf(start), index.unitOf(stop))
}

/** Bytes that are to become a text; a text made from them costs a fifth of one that is joined from its characters. */
let scratch: LatinBuffer | null = null

/** Bun's types do not have this method of Node's buffers. */
export type LatinBuffer = Buffer & { latin1Slice(start: number, end: number): string }

/** A buffer for `length` characters below U+0100, to be handed to {@link latinText} once they are written. */
export function latinBuffer(length: number): Uint8Array {
  if (scratch === null || scratch.length < length) scratch = Buffer.allocUnsafe(Math.max(256, length)) as LatinBuffer
  else if (length <= KEPT_BUFFER && scratch.length > KEPT_BUFFER)
    scratch = Buffer.allocUnsafe(KEPT_BUFFER) as LatinBuffer
  return scratch
}
const KEPT_BUFFER = 1 << 16

/** The text of the first `length` characters in {@link latinBuffer}. */
export function latinText(length: number): string {
  return scratch!.latin1Slice(0, length)
}

let units: Uint16Array | null = null

/** A buffer for `length` UTF-16 units, to be handed to {@link unitText} once they are written. */
export function unitBuffer(length: number): Uint16Array {
  if (units === null || units.length < length || (length <= KEPT_BUFFER && units.length > KEPT_BUFFER)) {
    const { buffer } = Buffer.allocUnsafeSlow(2 * Math.max(256, length))
    units = new Uint16Array(buffer)
  }
  return units
}

/** The text of the first `length` units in {@link unitBuffer}; `bits` has at least the bits that any of them has. */
export function unitText(length: number, bits: number): string {
  const from = units!
  // A text of two bytes a character would stay one for ever.
  if (bits < 256) {
    const bytes = latinBuffer(length)
    for (let i = 0; i < length; i++) bytes[i] = from[i]!
    return latinText(length)
  }
  return Buffer.from(from.buffer, 0, 2 * length).toString('utf16le')
}

/** Shorter texts are gone through one character at a time. */
const FEW_STRIDED = 48

/** `s[start::step]` with `count` elements, for indices already adjusted to the length. */
export function stridedSlice(s: string, start: number, step: number, count: number): string {
  if (count <= 0) return ''
  const index = textIndex(s)
  if (index === null) {
    if (step === 1) return s.slice(start, start + count)
    if (count === 1) return s[start]!
    // The whole text is copied for it.
    if (s.length >= FEW_STRIDED && s.length <= 8 * count) {
      const made = stridedAscii(s, start, step, count)
      if (made !== undefined) return made
    }
    const bytes = latinBuffer(count)
    let bits = 0
    for (let k = 0, i = start; k < count && bits < 256; k++, i += step) {
      const c = s.charCodeAt(i)
      bits |= c
      bytes[k] = c
    }
    if (bits < 256) return latinText(count)
    const units = unitBuffer(count)
    for (let k = 0, i = start; k < count; k++, i += step) {
      const c = s.charCodeAt(i)
      bits |= c
      units[k] = c
    }
    return unitText(count, bits)
  }
  if (step === 1) return s.slice(index.unitOf(start), index.unitOf(start + count))
  const points = codePoints(s)
  const parts: string[] = []
  for (let k = 0, i = start; k < count; k++, i += step) parts.push(String.fromCodePoint(points[i]!))
  return parts.join('')
}

/** The characters of a text, as iterating over it gives them. */
export function characters(s: string): string[] {
  return [...s]
}

/** The code points of a text. */
export function codePoints(s: string): Uint32Array {
  const out = new Uint32Array(s.length)
  let n = 0
  for (let i = 0; i < s.length; i++) {
    const c = s.codePointAt(i)!
    if (c > 0xffff) i++
    out[n++] = c
  }
  return n === s.length ? out : out.slice(0, n)
}

/** Negative, zero or positive by the order of code points, which is not that of UTF-16 units. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0
  const n = Math.min(a.length, b.length)
  let i = 0
  while (i < n && a.charCodeAt(i) === b.charCodeAt(i)) i++
  if (i === n) return a.length - b.length
  const ca = a.charCodeAt(i)
  const cb = b.charCodeAt(i)
  if (ca < 0xd800 || cb < 0xd800) return ca - cb
  // The difference may lie in the second half of a pair; the first halves are then equal.
  if (i > 0 && (a.charCodeAt(i - 1) & 0xfc00) === 0xd800) i--
  return a.codePointAt(i)! - b.codePointAt(i)!
}

// ── Searching ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Whether a match of `sub` could begin or end inside a surrogate pair. */
function hasLooseEnd(sub: string): boolean {
  return (sub.charCodeAt(0) & 0xfc00) === 0xdc00 || (sub.charCodeAt(sub.length - 1) & 0xfc00) === 0xd800
}

function splitsPair(s: string, unit: number): boolean {
  return unit > 0 && unit < s.length && isPairAt(s, unit - 1)
}

const LONG_NEEDLE = 64
const LONG_TEXT = 2048

/**
 * `indexOf` for a long needle in linear time. The engine's search can take the product of the lengths on repetitive text; here
 * candidates are found by a short prefix, and once their comparisons have cost more than the text is long, Knuth, Morris and
 * Pratt's method takes over.
 */
function longIndexOf(s: string, sub: string, from: number): number {
  const prefix = sub.slice(0, 32)
  let budget = s.length + 64 * sub.length
  let at = s.indexOf(prefix, from)
  for (; at >= 0; at = s.indexOf(prefix, at + 1)) {
    if (s.startsWith(sub, at)) return at
    budget -= sub.length
    if (budget < 0) break
  }
  if (at < 0) return -1
  const m = sub.length
  const back = new Int32Array(m)
  for (let i = 1, k = 0; i < m; i++) {
    while (k > 0 && sub.charCodeAt(i) !== sub.charCodeAt(k)) k = back[k - 1]!
    if (sub.charCodeAt(i) === sub.charCodeAt(k)) k++
    back[i] = k
  }
  for (let i = at, k = 0; i < s.length; i++) {
    const c = s.charCodeAt(i)
    while (k > 0 && c !== sub.charCodeAt(k)) k = back[k - 1]!
    if (c === sub.charCodeAt(k)) k++
    if (k === m) return i - m + 1
  }
  return -1
}

/** Texts up to this length are searched for a character by a loop: the engine's search is a call of 25 ns. */
const SHORT_TEXT = 16

/** `indexOf` by units that matches at code point boundaries only; `sub` is not empty. */
export function unitIndexOf(s: string, sub: string, from: number): number {
  const n = s.length
  if (n <= SHORT_TEXT && sub.length === 1) {
    const unit = sub.charCodeAt(0)
    if ((unit & 0xf800) !== 0xd800) {
      for (let i = from; i < n; i++) if (s.charCodeAt(i) === unit) return i
      return -1
    }
  }
  let at = sub.length >= LONG_NEEDLE && s.length - from >= LONG_TEXT ? longIndexOf(s, sub, from) : s.indexOf(sub, from)
  if (at < 0 || !hasLooseEnd(sub)) return at
  while (at >= 0 && (splitsPair(s, at) || splitsPair(s, at + sub.length))) at = s.indexOf(sub, at + 1)
  return at
}

/** `lastIndexOf` by units that matches at code point boundaries only; `sub` is not empty. */
export function unitLastIndexOf(s: string, sub: string, from: number): number {
  if (from < 0) return -1
  let at = s.lastIndexOf(sub, from)
  if (at < 0 || !hasLooseEnd(sub)) return at
  while (at >= 0 && (splitsPair(s, at) || splitsPair(s, at + sub.length)))
    at = at === 0 ? -1 : s.lastIndexOf(sub, at - 1)
  return at
}

/** `s.find(sub, start, end)`; start and end are raw, as a caller may give them. */
export function find(s: string, sub: string, start = 0, end = Number.MAX_SAFE_INTEGER): number {
  return search(s, sub, start, end, false)
}

/** `s.rfind(sub, start, end)` */
export function rfind(s: string, sub: string, start = 0, end = Number.MAX_SAFE_INTEGER): number {
  if (s.length >= Threshold.strFind && start === 0 && end >= s.length && sub !== '') {
    const at = rfindAscii(s, sub)
    if (at !== undefined) return at
  }
  return search(s, sub, start, end, true)
}

function search(s: string, sub: string, start: number, end: number, last: boolean): number {
  const index = textIndex(s)
  const n = index === null ? s.length : index.length
  if (end > n) end = n
  else if (end < 0 && (end += n) < 0) end = 0
  if (start < 0 && (start += n) < 0) start = 0
  if (start > end) return -1
  if (sub === '') return last ? end : start
  const from = index === null ? start : index.unitOf(start)
  const to = index === null ? end : index.unitOf(end)
  // A slice shares its parent's characters, and keeps the search from running past `end`.
  const inside = to === s.length && !last ? s : s.slice(0, to)
  let at = last ? unitLastIndexOf(inside, sub, to - sub.length) : unitIndexOf(inside, sub, from)
  if (at < from) at = -1
  return at < 0 || index === null ? at : index.indexOf(at)
}

/** The first unit of an occurrence at code point boundaries; `sub` is not empty. */
function firstUnit(s: string, sub: string): number {
  return (s.length >= Threshold.strInPlace ? findInLong(s, sub) : undefined) ?? unitIndexOf(s, sub, 0)
}

/** `s.find(sub)` */
export function findAnywhere(s: string, sub: string): number {
  const unit = sub === '' ? 0 : firstUnit(s, sub)
  // At the start and where it is absent nobody has to count.
  if (unit <= 0) return unit
  const index = textIndex(s)
  return index === null ? unit : index.indexOf(unit)
}

/** `sub in s` */
export function contains(s: string, sub: string): boolean {
  return sub === '' || firstUnit(s, sub) >= 0
}

/** `s.count(sub, start, end)` */
export function count(s: string, sub: string, start = 0, end = Number.MAX_SAFE_INTEGER): number {
  if (s.length >= Threshold.strCount && start === 0 && end >= s.length && sub !== '') {
    const n = countAscii(s, sub)
    if (n !== undefined) return n
  }
  if (start === 0 && end >= s.length && sub !== '') return countUnits(s, sub)
  const index = textIndex(s)
  const n = index === null ? s.length : index.length
  if (end > n) end = n
  else if (end < 0 && (end += n) < 0) end = 0
  if (start < 0 && (start += n) < 0) start = 0
  if (start > end) return 0
  if (sub === '') return end - start + 1
  return countUnits(start === 0 && end === n ? s : substring(s, start, end), sub)
}

/** Where a single character is to be counted, each call of the engine's search costs what looking at some tens of characters does. */
const FEW_UNITS = 24

/** Occurrences that do not overlap; `sub` is not empty. */
function countUnits(s: string, sub: string): number {
  let found = 0
  const n = s.length
  if (n <= FEW_UNITS && sub.length === 1) {
    const unit = sub.charCodeAt(0)
    if ((unit & 0xf800) !== 0xd800) {
      for (let i = 0; i < n; i++) if (s.charCodeAt(i) === unit) found++
      return found
    }
  }
  for (let at = unitIndexOf(s, sub, 0); at >= 0; at = unitIndexOf(s, sub, at + sub.length)) {
    // Many: the kernel counts all of them again for less than the search of the next ones would cost.
    if (++found === MANY && n >= Threshold.strCountMany) {
      const all = countAscii(s, sub)
      if (all !== undefined) return all
    }
  }
  return found
}
const MANY = 4

/** `s.startswith(prefix, start, end)` or, with `tail`, `s.endswith`. */
export function matchesEnd(s: string, part: string, start: number, end: number, tail: boolean): boolean {
  if (start === 0 && end >= s.length) {
    const hit = tail ? s.endsWith(part) : s.startsWith(part)
    if (!hit || part === '') return hit
    return !(tail ? splitsPair(s, s.length - part.length) : splitsPair(s, part.length))
  }
  const index = textIndex(s)
  const n = index === null ? s.length : index.length
  if (end > n) end = n
  else if (end < 0 && (end += n) < 0) end = 0
  if (start < 0 && (start += n) < 0) start = 0
  if (start > end) return false
  const inside = substring(s, start, end)
  if (part === '') return true
  const hit = tail ? inside.endsWith(part) : inside.startsWith(part)
  return hit && !(tail ? splitsPair(inside, inside.length - part.length) : splitsPair(inside, part.length))
}

// ── Splitting, joining, replacing ──────────────────────────────────────────────────────────────────────────────────────

/** `s.split(sep, maxsplit)`; `limit` < 0 means no limit. The separator is not empty. */
export function splitOn(s: string, sep: string, limit: number): string[] {
  if (limit < 0 && !hasLooseEnd(sep)) return s.split(sep)
  const out: string[] = []
  let from = 0
  while (limit < 0 || out.length < limit) {
    const at = unitIndexOf(s, sep, from)
    if (at < 0) break
    out.push(s.slice(from, at))
    from = at + sep.length
  }
  out.push(s.slice(from))
  return out
}

/** `s.rsplit(sep, maxsplit)` */
export function rsplitOn(s: string, sep: string, limit: number): string[] {
  if (limit < 0 && sep.length === 1) return splitOn(s, sep, limit)
  const out: string[] = []
  let to = s.length
  while (limit < 0 || out.length < limit) {
    const at = unitLastIndexOf(s, sep, to - sep.length)
    if (at < 0) break
    out.push(s.slice(at + sep.length, to))
    to = at
  }
  out.push(s.slice(0, to))
  return out.reverse()
}

/** `s.split(None, maxsplit)`: runs of white space separate. White space is in the Basic Multilingual Plane. */
export function splitSpace(s: string, limit: number): string[] {
  if (limit < 0 && s.length >= Threshold.strWords) {
    const words = splitAsciiSpace(s)
    if (words !== undefined) return words
  }
  const out: string[] = []
  const n = s.length
  let i = 0
  for (;;) {
    while (i < n && isSpace(s.charCodeAt(i))) i++
    if (i === n) return out
    if (limit >= 0 && out.length >= limit) break
    const from = i
    while (i < n && !isSpace(s.charCodeAt(i))) i++
    out.push(s.slice(from, i))
  }
  // The rest keeps its white space at the end.
  out.push(s.slice(i))
  return out
}

/** `s.split()[k]`; undefined where there are not so many. */
export function wordAt(s: string, k: number): string | undefined {
  const n = s.length
  let i = 0
  for (let left = k; ; left--) {
    while (i < n && isSpace(s.charCodeAt(i))) i++
    if (i === n) return undefined
    const from = i
    while (i < n && !isSpace(s.charCodeAt(i))) i++
    if (left === 0) return s.slice(from, i)
  }
}

/** `s.split(sep)[k]` for a separator that is ASCII and not empty; undefined where there are not so many. */
export function pieceOf(s: string, sep: string, k: number): string | undefined {
  let from = 0
  for (let left = k; left > 0; left--) {
    const at = s.indexOf(sep, from)
    if (at < 0) return undefined
    from = at + sep.length
  }
  const to = s.indexOf(sep, from)
  return to < 0 ? s.slice(from) : s.slice(from, to)
}

/** `s.rsplit(None, maxsplit)` */
export function rsplitSpace(s: string, limit: number): string[] {
  const out: string[] = []
  let i = s.length
  for (;;) {
    while (i > 0 && isSpace(s.charCodeAt(i - 1))) i--
    if (i === 0) break
    if (limit >= 0 && out.length >= limit) {
      out.push(s.slice(0, i))
      break
    }
    const to = i
    while (i > 0 && !isSpace(s.charCodeAt(i - 1))) i--
    out.push(s.slice(i, to))
  }
  return out.reverse()
}

/** A line boundary in the sense of `str.splitlines`. */
export function isLineBreak(c: number): boolean {
  return (c >= 10 && c <= 13) || (c >= 0x1c && c <= 0x1e) || c === 0x85 || c === 0x2028 || c === 0x2029
}

/** Line boundaries other than that of nearly all texts; the engine looks for them many characters at a time. */
const OTHER_BREAK = /[\v-\r\x1c-\x1e\x85\u2028\u2029]/

/** `s.splitlines(keepends)` */
export function splitLines(s: string, keepEnds: boolean): string[] {
  if (!keepEnds && s.length < Threshold.strLines && !OTHER_BREAK.test(s)) {
    const lines = s.split('\n')
    if (lines[lines.length - 1] === '') lines.pop()
    return lines
  }
  if (s.length >= Threshold.strLines) {
    const lines = splitAsciiLines(s, keepEnds)
    if (lines !== undefined) return lines
  }
  const out: string[] = []
  const n = s.length
  let from = 0
  for (let i = 0; i < n; i++) {
    const c = s.charCodeAt(i)
    if (!isLineBreak(c)) continue
    let after = i + 1
    if (c === 13 && s.charCodeAt(after) === 10) after++
    out.push(s.slice(from, keepEnds ? after : i))
    from = after
    i = after - 1
  }
  if (from < n) out.push(s.slice(from))
  return out
}

/** `s.replace(old, new, count)`; `limit` < 0 means no limit. */
export function replace(s: string, old: string, fresh: string, limit: number): string {
  if (limit === 0) return s
  if (old === '') {
    const out: string[] = []
    let left = limit < 0 ? Number.POSITIVE_INFINITY : limit
    let unit = 0
    while (left > 0) {
      out.push(fresh)
      left--
      if (unit >= s.length) break
      const width = isPairAt(s, unit) ? 2 : 1
      out.push(s.slice(unit, unit + width))
      unit += width
    }
    out.push(s.slice(unit))
    return out.join('')
  }
  if (limit < 0 && !hasLooseEnd(old)) {
    const at = unitIndexOf(s, old, 0)
    if (at < 0) return s
    const made =
      s.length >= Threshold.strReplace
        ? replaceAscii(s, old, fresh)
        : s.length >= Threshold.strReplaceUnit && old.length === 1 && fresh.length === 1
          ? replaceUnitAscii(s, old, fresh)
          : undefined
    if (made !== undefined) return made
    const rest = at + old.length
    if (s.indexOf(old, rest) < 0) return s.slice(0, at) + fresh + s.slice(rest)
    // A dollar sign means something to the engine's method.
    return fresh.includes('$') ? s.split(old).join(fresh) : s.replaceAll(old, fresh)
  }
  const pieces = splitOn(s, old, limit)
  return pieces.length === 1 ? s : pieces.join(fresh)
}

/** `s.strip()` (1 left, 2 right, 3 both) of white space. */
export function stripSpace(s: string, sides: number): string {
  let from = 0
  let to = s.length
  if (sides & 1) while (from < to && isSpace(s.charCodeAt(from))) from++
  if (sides & 2) while (to > from && isSpace(s.charCodeAt(to - 1))) to--
  return from === 0 && to === s.length ? s : s.slice(from, to)
}

/** `s.strip(chars)` */
export function stripChars(s: string, chars: string, sides: number): string {
  let from = 0
  let to = s.length
  if (sides & 1)
    for (; from < to; from++) {
      const c = s.charCodeAt(from)
      if ((c & 0xf800) === 0xd800) return stripPoints(s, chars, sides)
      if (!hasUnit(chars, c)) break
    }
  if (sides & 2)
    for (; to > from; to--) {
      const c = s.charCodeAt(to - 1)
      if ((c & 0xf800) === 0xd800) return stripPoints(s, chars, sides)
      if (!hasUnit(chars, c)) break
    }
  return from === 0 && to === s.length ? s : s.slice(from, to)
}

function hasUnit(chars: string, c: number): boolean {
  for (let i = 0; i < chars.length; i++) if (chars.charCodeAt(i) === c) return true
  return false
}

/** {@link stripChars} of a text at whose ends there are surrogates. */
function stripPoints(s: string, chars: string, sides: number): string {
  let from = 0
  let to = s.length
  const set = new Set<string>(chars)
  const points = [...s]
  let first = 0
  let last = points.length
  if (sides & 1) while (first < last && set.has(points[first]!)) from += points[first++]!.length
  if (sides & 2) while (last > first && set.has(points[last - 1]!)) to -= points[--last]!.length
  return from === 0 && to === s.length ? s : s.slice(from, to)
}

/** `s.expandtabs(size)` */
export function expandTabs(s: string, size: number): string {
  if (!s.includes('\t')) return s
  let out = ''
  let column = 0
  let from = 0
  const n = s.length
  for (let i = 0; i < n; i++) {
    const c = s.charCodeAt(i)
    if (c === 9) {
      out += s.slice(from, i)
      from = i + 1
      if (size > 0) {
        const spaces = size - (column % size)
        out += ' '.repeat(spaces)
        column += spaces
      }
    } else {
      column++
      if (c === 10 || c === 13) column = 0
      else if (isPairAt(s, i)) i++
    }
  }
  return out + s.slice(from)
}

const MOST_FILL = 64
const spaces: string[] = new Array(MOST_FILL).fill('')
const zeroes: string[] = new Array(MOST_FILL).fill('')

/** A character `n` times; those that pad most texts are kept. */
export function filler(fill: string, n: number): string {
  if (n < MOST_FILL && (fill === ' ' || fill === '0')) {
    const kept = fill === ' ' ? spaces : zeroes
    if (kept[n] === '') kept[n] = fill.repeat(n)
    return kept[n]!
  }
  return fill.repeat(n)
}

/** `s.ljust`, `rjust`, `center`: pads to `width` code points; the fill is one code point. */
export function pad(s: string, width: number, fill: string, align: 'left' | 'right' | 'center'): string {
  const missing = width - strLength(s)
  if (missing <= 0) return s
  if (align === 'left') return s + filler(fill, missing)
  if (align === 'right') return filler(fill, missing) + s
  // CPython puts the odd one left where the width is odd.
  const left = (missing >> 1) + (missing & width & 1)
  return filler(fill, left) + s + filler(fill, missing - left)
}

/** `s.zfill(width)` */
export function zfill(s: string, width: number): string {
  const missing = width - strLength(s)
  if (missing <= 0) return s
  const first = s.charCodeAt(0)
  const zeros = filler('0', missing)
  return first === 43 || first === 45 ? s[0] + zeros + s.slice(1) : zeros + s
}

// ── repr ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

const PLAIN = /^[\x20-\x26\x28-\x5b\x5d-\x7e]*$/

/** The escape of one code point by `repr` (`asciiOnly`: by `ascii`), or null where it stands for itself. */
export function escapeCodePoint(cp: number, quote: number, asciiOnly: boolean): string | null {
  if (cp === quote || cp === 92) return '\\' + String.fromCharCode(cp)
  if (cp < 127) {
    if (cp >= 32) return null
    if (cp === 10) return '\\n'
    if (cp === 13) return '\\r'
    if (cp === 9) return '\\t'
    return '\\x' + hexByte(cp)
  }
  if (cp > 127 && !asciiOnly && isPrintable(cp)) return null
  if (cp < 256) return '\\x' + hexByte(cp)
  if (cp < 0x10000) return '\\u' + hexByte(cp >> 8) + hexByte(cp & 255)
  return '\\U00' + hexByte(cp >> 16) + hexByte((cp >> 8) & 255) + hexByte(cp & 255)
}

const HEX = '0123456789abcdef'

function hexByte(b: number): string {
  return HEX[b >> 4]! + HEX[b & 15]!
}

/** `repr(s)`, or `ascii(s)`. */
export function strRepr(s: string, asciiOnly = false): string {
  if (PLAIN.test(s)) return "'" + s + "'"
  const quote = s.includes("'") && !s.includes('"') ? 34 : 39
  const mark = quote === 34 ? '"' : "'"
  const out: string[] = [mark]
  let from = 0
  for (let i = 0; i < s.length; i++) {
    const unit = s.charCodeAt(i)
    if (unit >= 32 && unit < 127 && unit !== quote && unit !== 92) continue
    const cp = s.codePointAt(i)!
    const escaped = escapeCodePoint(cp, quote, asciiOnly)
    const width = cp > 0xffff ? 2 : 1
    if (escaped !== null) {
      out.push(s.slice(from, i), escaped)
      from = i + width
    }
    i += width - 1
  }
  out.push(s.slice(from), mark)
  return out.join('')
}

/** `hash(s)` */
export function strHash(s: string): Int {
  return hashText(s)
}
