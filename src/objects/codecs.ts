/**
 * Text encodings over code points and bytes: UTF-8, UTF-16, UTF-32, Latin-1, ASCII, character maps, unicode_escape,
 * raw_unicode_escape (Library Reference, "Standard Encodings"; CPython: Objects/unicodeobject.c, Objects/stringlib/codecs.h).
 *
 * Each function first tries the engine's own converter, which serves all valid input; only input with an error is walked code point
 * by code point. An error is reported to a callback with the range and the reason, which answers with a replacement and where to
 * go on, or throws. Decoders return how much they consumed, so that they serve incremental decoding too (`final` false).
 */

import { simpleEscapes } from '../base/escapes'
import { freshBytes } from '../ffi/buffers'
import type { Value } from './object'
import { codePoints, type LatinBuffer, unitBuffer, unitText } from './strops'
import { fromCodePoints } from './widestring'

/** Answer to an error: what to insert (bytes only when encoding), and the index to continue at. */
export interface Recovery {
  readonly replacement: Uint32Array | Uint8Array
  readonly raw: boolean
  readonly position: number
  /** Other input to go on with, where a handler put some in the place of the old. */
  readonly input?: Uint8Array
}

/** Called for `input[start:end]` that cannot be converted; may throw. */
export type ErrorCallback = (start: number, end: number, reason: string) => Recovery

/** What a decoder made, and how many bytes it used. */
export interface Decoded {
  readonly text: Value
  readonly consumed: number
}

/** A growing byte array. */
export class ByteSink {
  bytes: Uint8Array
  length = 0
  constructor(capacity: number) {
    this.bytes = new Uint8Array(Math.max(16, capacity))
  }
  push(b: number): void {
    if (this.length === this.bytes.length) this.grow(1)
    this.bytes[this.length++] = b
  }
  append(b: Uint8Array): void {
    if (this.length + b.length > this.bytes.length) this.grow(b.length)
    this.bytes.set(b, this.length)
    this.length += b.length
  }
  private grow(need: number): void {
    const next = new Uint8Array(Math.max(this.bytes.length * 2, this.length + need))
    next.set(this.bytes.subarray(0, this.length))
    this.bytes = next
  }
  take(): Uint8Array {
    return this.bytes.slice(0, this.length)
  }
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** A text to encode: a JavaScript string, or code points where it is wide. */
export type Source = string | Uint32Array

function points(s: Source): Uint32Array {
  return typeof s === 'string' ? codePoints(s) : s
}

/** Encodes code points one by one; `put` returns false where it cannot. A run of such code points is one error. */
function encodePoints(
  input: Uint32Array,
  put: (cp: number, sink: ByteSink) => boolean,
  reason: string,
  onError: ErrorCallback,
  strict: ErrorCallback,
  unit = 1,
): Uint8Array {
  const sink = new ByteSink(input.length * unit)
  let i = 0
  while (i < input.length) {
    if (put(input[i]!, sink)) {
      i++
      continue
    }
    let end = i + 1
    const probe = new ByteSink(0)
    // UTF-16 and UTF-32 report each code point by itself.
    while (unit === 1 && end < input.length && !put(input[end]!, probe)) {
      probe.length = 0
      end++
    }
    const r = onError(i, end, reason)
    if (r.raw) {
      // Bytes must be whole code units.
      if (r.replacement.length % unit !== 0) strict(i, end, reason)
      sink.append(r.replacement as Uint8Array)
    } else for (const cp of r.replacement) if (!put(cp, sink)) strict(i, end, reason)
    i = r.position
  }
  return sink.take()
}

// ── UTF-8 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

function putUtf8(cp: number, sink: ByteSink): boolean {
  if (cp < 0x80) sink.push(cp)
  else if (cp < 0x800) {
    sink.push(0xc0 | (cp >> 6))
    sink.push(0x80 | (cp & 63))
  } else if (cp < 0x10000) {
    if (cp >= 0xd800 && cp < 0xe000) return false
    sink.push(0xe0 | (cp >> 12))
    sink.push(0x80 | ((cp >> 6) & 63))
    sink.push(0x80 | (cp & 63))
  } else {
    sink.push(0xf0 | (cp >> 18))
    sink.push(0x80 | ((cp >> 12) & 63))
    sink.push(0x80 | ((cp >> 6) & 63))
    sink.push(0x80 | (cp & 63))
  }
  return true
}

/** Encodes as UTF-8; surrogates are errors. */
export function utf8Encode(s: Source, onError: ErrorCallback, strict: ErrorCallback): Uint8Array {
  if (typeof s === 'string' && s.isWellFormed()) return encoder.encode(s)
  return encodePoints(points(s), putUtf8, 'surrogates not allowed', onError, strict)
}

/** Loaded when bytes are first decoded: a start decodes none. */
let tests: typeof import('node:buffer') | null = null
const bufferTests = () => (tests ??= require('node:buffer') as typeof import('node:buffer'))

/** The text of valid UTF-8; null for other bytes. */
export function validUtf8(bytes: Uint8Array): string | null {
  const { isAscii, isUtf8 } = bufferTests()
  if (isAscii(bytes)) return latin1Text(bytes)
  return isUtf8(bytes) ? utf8Text(bytes) : null
}

/** Decodes UTF-8. With `final` false an incomplete sequence at the end is left unconsumed. */
export function utf8Decode(bytes: Uint8Array, onError: ErrorCallback, final = true): Decoded {
  const text = validUtf8(bytes)
  if (text !== null) return { text, consumed: bytes.length }
  const out: number[] = []
  let n = bytes.length
  let i = 0
  /** Reports an error and goes on where the answer says. */
  const fail = (start: number, end: number, reason: string): void => {
    const r = onError(start, end, reason)
    for (const cp of r.replacement) out.push(cp)
    i = r.position
    if (r.input !== undefined) {
      bytes = r.input
      n = bytes.length
    }
  }
  while (i < n) {
    const b = bytes[i]!
    if (b < 0x80) {
      out.push(b)
      i++
      continue
    }
    let end = i + 1
    let reason = 'invalid start byte'
    const need = b >= 0xc2 && b < 0xe0 ? 1 : b >= 0xe0 && b < 0xf0 ? 2 : b >= 0xf0 && b < 0xf5 ? 3 : 0
    if (need > 0) {
      let cp = b & (0x3f >> need)
      let k = 1
      for (; k <= need && i + k < n; k++) {
        const c = bytes[i + k]!
        const low = k === 1 ? (b === 0xe0 ? 0xa0 : b === 0xf0 ? 0x90 : 0x80) : 0x80
        const high = k === 1 ? (b === 0xed ? 0x9f : b === 0xf4 ? 0x8f : 0xbf) : 0xbf
        if (c < low || c > high) break
        cp = (cp << 6) | (c & 63)
      }
      if (k > need) {
        out.push(cp)
        i += need + 1
        continue
      }
      end = i + k
      reason = 'invalid continuation byte'
      if (i + k >= n) {
        if (!final) break
        reason = 'unexpected end of data'
      }
    }
    fail(i, end, reason)
  }
  return { text: fromCodePoints(out), consumed: i }
}

/** The text of valid UTF-8. */
export function utf8Text(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

// ── Single bytes ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Encodes code points below `limit` (128: ASCII, 256: Latin-1) as bytes. */
export function latinEncode(s: Source, limit: 128 | 256, onError: ErrorCallback, strict: ErrorCallback): Uint8Array {
  if (typeof s === 'string') {
    const out = new Uint8Array(s.length)
    let all = 0
    for (let i = 0; i < s.length; i++) {
      const c = s.charCodeAt(i)
      all |= c
      out[i] = c
    }
    if (all < limit) return out
  }
  const put = (cp: number, sink: ByteSink): boolean => {
    if (cp >= limit) return false
    sink.push(cp)
    return true
  }
  return encodePoints(points(s), put, `ordinal not in range(${limit})`, onError, strict)
}

/** Decodes Latin-1; every byte is valid. */
export function latin1Text(bytes: Uint8Array): string {
  // Buffer's method takes any array: a Buffer of the same memory would cost as much as the text.
  return (Buffer.prototype as LatinBuffer).latin1Slice.call(bytes, 0, bytes.length)
}

/** Decodes ASCII. */
export function asciiDecode(bytes: Uint8Array, onError: ErrorCallback): Decoded {
  if (bufferTests().isAscii(bytes)) return { text: latin1Text(bytes), consumed: bytes.length }
  const out: number[] = []
  let i = 0
  /** Reports an error and goes on where the answer says. */
  const fail = (start: number, end: number, reason: string): void => {
    const r = onError(start, end, reason)
    for (const cp of r.replacement) out.push(cp)
    i = r.position
    if (r.input !== undefined) bytes = r.input
  }
  while (i < bytes.length) {
    const b = bytes[i]!
    if (b < 128) {
      out.push(b)
      i++
      continue
    }
    fail(i, i + 1, 'ordinal not in range(128)')
  }
  return { text: fromCodePoints(out), consumed: i }
}

// ── UTF-16 and UTF-32 ──────────────────────────────────────────────────────────────────────────────────────────────────

/** Encodes as UTF-16 or UTF-32 in a byte order; `bom` puts a byte order mark in front. */
export function utfWideEncode(
  s: Source,
  width: 2 | 4,
  littleEndian: boolean,
  bom: boolean,
  onError: ErrorCallback,
  strict: ErrorCallback,
): Uint8Array {
  if (width === 2 && typeof s === 'string' && s.isWellFormed()) return unitBytes(s, littleEndian, bom)
  const put = (cp: number, sink: ByteSink): boolean => {
    if (cp >= 0xd800 && cp < 0xe000) return false
    if (width === 2 && cp > 0xffff) {
      putUnit(0xd800 + ((cp - 0x10000) >> 10), sink, 2, littleEndian)
      putUnit(0xdc00 + ((cp - 0x10000) & 0x3ff), sink, 2, littleEndian)
    } else putUnit(cp, sink, width, littleEndian)
    return true
  }
  const body = encodePoints(points(s), put, 'surrogates not allowed', onError, strict, width)
  if (!bom) return body
  const mark = new ByteSink(4)
  putUnit(0xfeff, mark, width, littleEndian)
  mark.append(body)
  return mark.take()
}

/** UTF-16 of a text without lone surrogates, which is what JavaScript has of it. */
function unitBytes(s: string, littleEndian: boolean, bom: boolean): Uint8Array {
  const n = s.length
  const first = bom ? 2 : 0
  const out = freshBytes(first + 2 * n)
  const low = littleEndian ? 0 : 1
  if (bom) {
    out[low] = 0xff
    out[1 - low] = 0xfe
  }
  for (let i = 0, to = first; i < n; i++, to += 2) {
    const c = s.charCodeAt(i)
    out[to + low] = c
    out[to + 1 - low] = c >> 8
  }
  return out
}

/** The text of UTF-16 from a place to the end; null where that is not all valid. */
function unitsText(bytes: Uint8Array, from: number, littleEndian: boolean): string | null {
  const n = bytes.length - from
  if (n & 1) return null
  const units = unitBuffer(n >> 1)
  let bits = 0
  const low = from + (littleEndian ? 0 : 1)
  const high = from + (littleEndian ? 1 : 0)
  for (let i = 0, at = 0; at < n; i++, at += 2) {
    const c = bytes[low + at]! | (bytes[high + at]! << 8)
    bits |= c
    units[i] = c
  }
  const text = unitText(n >> 1, bits)
  return text.isWellFormed() ? text : null
}

function putUnit(u: number, sink: ByteSink, width: number, littleEndian: boolean): void {
  if (width === 2) {
    sink.push(littleEndian ? u & 255 : u >> 8)
    sink.push(littleEndian ? u >> 8 : u & 255)
  } else for (let k = 0; k < 4; k++) sink.push((u >>> (littleEndian ? 8 * k : 24 - 8 * k)) & 255)
}

/** Byte order: -1 little, 1 big, 0 native unless a byte order mark says otherwise. */
export type ByteOrder = -1 | 0 | 1

/** Decodes UTF-16. `order` in the result is what was found or given. */
export function utf16Decode(
  bytes: Uint8Array,
  order: ByteOrder,
  onError: ErrorCallback,
  final = true,
): Decoded & { order: ByteOrder } {
  let i = 0
  let n = bytes.length
  if (order === 0 && n >= 2) {
    const mark = bytes[0]! | (bytes[1]! << 8)
    if (mark === 0xfeff) {
      order = -1
      i = 2
    } else if (mark === 0xfffe) {
      order = 1
      i = 2
    }
  }
  const little = order !== 1
  const text = unitsText(bytes, i, little)
  if (text !== null) return { text, consumed: n, order }
  const out: number[] = []
  const unit = (at: number): number =>
    little ? bytes[at]! | (bytes[at + 1]! << 8) : (bytes[at]! << 8) | bytes[at + 1]!
  /** Reports an error and goes on where the answer says. */
  const fail = (start: number, end: number, reason: string): void => {
    const r = onError(start, end, reason)
    for (const cp of r.replacement) out.push(cp)
    i = r.position
    if (r.input !== undefined) {
      bytes = r.input
      n = bytes.length
    }
  }
  while (i < n) {
    if (n - i < 2) {
      if (!final) break
      fail(i, n, 'truncated data')
      continue
    }
    const u = unit(i)
    if (u < 0xd800 || u >= 0xe000) {
      out.push(u)
      i += 2
      continue
    }
    if (u >= 0xdc00) {
      fail(i, i + 2, 'illegal encoding')
      continue
    }
    if (n - i < 4) {
      if (!final) break
      fail(i, n, 'unexpected end of data')
      continue
    }
    const v = unit(i + 2)
    if (v >= 0xdc00 && v < 0xe000) {
      out.push(0x10000 + ((u - 0xd800) << 10) + (v - 0xdc00))
      i += 4
    } else fail(i, i + 2, 'illegal UTF-16 surrogate')
  }
  return { text: fromCodePoints(out), consumed: i, order }
}

/** Decodes UTF-32. */
export function utf32Decode(
  bytes: Uint8Array,
  order: ByteOrder,
  onError: ErrorCallback,
  final = true,
): Decoded & { order: ByteOrder } {
  let i = 0
  let n = bytes.length
  let view = new DataView(bytes.buffer, bytes.byteOffset, n)
  if (order === 0 && n >= 4) {
    const mark = view.getUint32(0, true)
    if (mark === 0xfeff) {
      order = -1
      i = 4
    } else if (mark === 0xfffe0000) {
      order = 1
      i = 4
    }
  }
  const little = order !== 1
  const out: number[] = []
  /** Reports an error and goes on where the answer says. */
  const fail = (start: number, end: number, reason: string): void => {
    const r = onError(start, end, reason)
    for (const cp of r.replacement) out.push(cp)
    i = r.position
    if (r.input !== undefined) {
      bytes = r.input
      n = bytes.length
      view = new DataView(bytes.buffer, bytes.byteOffset, n)
    }
  }
  while (i < n) {
    if (n - i < 4) {
      if (!final) break
      fail(i, n, 'truncated data')
      continue
    }
    const u = view.getUint32(i, little)
    if (u < 0x110000 && !(u >= 0xd800 && u < 0xe000)) {
      out.push(u)
      i += 4
    } else
      fail(
        i,
        i + 4,
        u < 0x110000 ? 'code point in surrogate code point range(0xd800, 0xe000)' : 'code point not in range(0x110000)',
      )
  }
  return { text: fromCodePoints(out), consumed: i, order }
}

// ── Character maps ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Decodes each byte by `lookup`, which answers code points, or null for "character maps to <undefined>". */
export function charmapDecode(
  bytes: Uint8Array,
  lookup: (b: number) => Uint32Array | number | null,
  onError: ErrorCallback,
): Decoded {
  const out: number[] = []
  let i = 0
  /** Reports an error and goes on where the answer says. */
  const fail = (start: number, end: number, reason: string): void => {
    const r = onError(start, end, reason)
    for (const cp of r.replacement) out.push(cp)
    i = r.position
    if (r.input !== undefined) bytes = r.input
  }
  while (i < bytes.length) {
    const v = lookup(bytes[i]!)
    if (v === null) fail(i, i + 1, 'character maps to <undefined>')
    else {
      if (typeof v === 'number') out.push(v)
      else for (const cp of v) out.push(cp)
      i++
    }
  }
  return { text: fromCodePoints(out), consumed: i }
}

/** Encodes each code point by `lookup`, which answers bytes, or null for "character maps to <undefined>". */
export function charmapEncode(
  s: Source,
  lookup: (cp: number) => Uint8Array | number | null,
  onError: ErrorCallback,
  strict: ErrorCallback,
): Uint8Array {
  const put = (cp: number, sink: ByteSink): boolean => {
    const v = lookup(cp)
    if (v === null) return false
    if (typeof v === 'number') sink.push(v)
    else sink.append(v)
    return true
  }
  return encodePoints(points(s), put, 'character maps to <undefined>', onError, strict)
}

// ── unicode_escape ─────────────────────────────────────────────────────────────────────────────────────────────────────

function ascii(s: string): Uint8Array {
  return encoder.encode(s)
}

/** Encodes as the body of an ASCII string literal. */
export function unicodeEscapeEncode(s: Source): Uint8Array {
  let out = ''
  for (const cp of points(s)) {
    if (cp === 92) out += '\\\\'
    else if (cp >= 32 && cp < 127) out += String.fromCharCode(cp)
    else if (cp === 9) out += '\\t'
    else if (cp === 10) out += '\\n'
    else if (cp === 13) out += '\\r'
    else if (cp < 256) out += '\\x' + cp.toString(16).padStart(2, '0')
    else if (cp < 0x10000) out += '\\u' + cp.toString(16).padStart(4, '0')
    else out += '\\U' + cp.toString(16).padStart(8, '0')
  }
  return ascii(out)
}

/** Encodes code points beyond Latin-1 as `\u` or `\U` escapes, all others as bytes. */
export function rawUnicodeEscapeEncode(s: Source): Uint8Array {
  const sink = new ByteSink(64)
  for (const cp of points(s)) {
    if (cp < 256) sink.push(cp)
    else
      sink.append(
        ascii(cp < 0x10000 ? '\\u' + cp.toString(16).padStart(4, '0') : '\\U' + cp.toString(16).padStart(8, '0')),
      )
  }
  return sink.take()
}

function hexDigits(bytes: Uint8Array, at: number, count: number): [value: number, read: number] {
  let value = 0
  let read = 0
  for (; read < count && at + read < bytes.length; read++) {
    const c = bytes[at + read]!
    const d = c >= 48 && c <= 57 ? c - 48 : (c | 32) >= 97 && (c | 32) <= 102 ? (c | 32) - 87 : -1
    if (d < 0) break
    value = value * 16 + d
  }
  return [value, read]
}

/** Decodes the body of a string literal. `nameOf` finds `\N{…}`; `onInvalid` hears of the first unknown escape. */
export function unicodeEscapeDecode(
  bytes: Uint8Array,
  onError: ErrorCallback,
  nameOf: (name: string) => number | null,
  onInvalid: (escape: string) => void,
  final = true,
): Decoded {
  const out: number[] = []
  let n = bytes.length
  let i = 0
  let reported = false
  const invalid = (escape: string): void => {
    if (!reported) onInvalid(escape)
    reported = true
  }
  /** Reports an error and goes on where the answer says. */
  const fail = (start: number, end: number, reason: string): void => {
    const r = onError(start, end, reason)
    for (const cp of r.replacement) out.push(cp)
    i = r.position
    if (r.input !== undefined) {
      bytes = r.input
      n = bytes.length
    }
  }
  while (i < n) {
    const b = bytes[i]!
    if (b !== 92) {
      out.push(b)
      i++
      continue
    }
    const start = i
    if (i + 1 >= n) {
      if (!final) break
      fail(start, n, '\\ at end of string')
      continue
    }
    const c = bytes[i + 1]!
    i += 2
    const simple = simpleEscapes[c]
    if (simple !== undefined) {
      out.push(simple)
      continue
    }
    if (c === 10) continue
    if (c >= 48 && c <= 55) {
      let value = c - 48
      for (let k = 0; k < 2 && i < n && bytes[i]! >= 48 && bytes[i]! <= 55; k++) value = value * 8 + bytes[i++]! - 48
      if (i >= n && i - start < 4 && !final) {
        i = start
        break
      }
      if (value > 0o377) invalid('\\' + value.toString(8))
      out.push(value)
      continue
    }
    if (c === 120 || c === 117 || c === 85) {
      const count = c === 120 ? 2 : c === 117 ? 4 : 8
      const [value, read] = hexDigits(bytes, i, count)
      if (read === count) {
        if (value <= 0x10ffff) {
          out.push(value)
          i += count
        } else fail(start, i + count, 'illegal Unicode character')
        continue
      }
      if (!final && i + read >= n) {
        i = start
        break
      }
      const what = c === 120 ? '\\xXX' : c === 117 ? '\\uXXXX' : '\\UXXXXXXXX'
      fail(start, i + read, `truncated ${what} escape`)
      continue
    }
    if (c === 78) {
      let end = i
      if (bytes[i] === 123) {
        while (end < n && bytes[end] !== 125) end++
        if (end < n && end > i + 1) {
          const cp = nameOf(latin1Text(bytes.subarray(i + 1, end)))
          if (cp !== null) {
            out.push(cp)
            i = end + 1
          } else fail(start, end + 1, 'unknown Unicode character name')
          continue
        }
        if (end >= n && !final) {
          i = start
          break
        }
      } else if (i >= n && !final) {
        i = start
        break
      }
      fail(start, end, 'malformed \\N character escape')
      continue
    }
    invalid('\\' + String.fromCharCode(c))
    out.push(92, c)
  }
  return { text: fromCodePoints(out), consumed: i }
}

/** Decodes Latin-1 with `\uXXXX` and `\UXXXXXXXX` escapes. */
export function rawUnicodeEscapeDecode(bytes: Uint8Array, onError: ErrorCallback, final = true): Decoded {
  const out: number[] = []
  let n = bytes.length
  let i = 0
  /** Reports an error and goes on where the answer says. */
  const fail = (start: number, end: number, reason: string): void => {
    const r = onError(start, end, reason)
    for (const cp of r.replacement) out.push(cp)
    i = r.position
    if (r.input !== undefined) {
      bytes = r.input
      n = bytes.length
    }
  }
  while (i < n) {
    const b = bytes[i]!
    if (b !== 92) {
      out.push(b)
      i++
      continue
    }
    if (i + 1 >= n) {
      if (!final) break
      out.push(92)
      i++
      continue
    }
    const c = bytes[i + 1]!
    if (c !== 117 && c !== 85) {
      out.push(92, c)
      i += 2
      continue
    }
    const count = c === 117 ? 4 : 8
    const [value, read] = hexDigits(bytes, i + 2, count)
    if (read < count) {
      if (!final && i + 2 + read >= n) break
      fail(i, i + 2 + read, c === 117 ? 'truncated \\uXXXX escape' : 'truncated \\UXXXXXXXX escape')
    } else if (value > 0x10ffff) fail(i, i + 2 + count, '\\Uxxxxxxxx out of range')
    else {
      out.push(value)
      i += 2 + count
    }
  }
  return { text: fromCodePoints(out), consumed: i }
}
