/**
 * Operations on bytes that bytes and bytearray share (Library Reference, "Bytes and Bytearray Operations"; CPython:
 * Objects/bytes_methods.c, Objects/stringlib). Case and classes are those of ASCII. Results are fresh arrays or views of the input
 * that the caller must not change.
 */

/** Position of a byte sequence at or after `from`, or -1. The engine's own search is as fast as a native kernel. */
export function indexOfBytes(s: Uint8Array, sub: Uint8Array, from: number): number {
  if (sub.length === 1) return s.indexOf(sub[0]!, from)
  if (sub.length === 0) return from <= s.length ? from : -1
  return Buffer.from(s.buffer, s.byteOffset, s.length).indexOf(sub, from)
}

/** Last position of a byte sequence that begins at or before `from`, or -1. */
export function lastIndexOfBytes(s: Uint8Array, sub: Uint8Array, from: number): number {
  if (from < 0) return -1
  if (sub.length === 1) return s.lastIndexOf(sub[0]!, Math.min(from, s.length - 1))
  if (sub.length === 0) return Math.min(from, s.length)
  return Buffer.from(s.buffer, s.byteOffset, s.length).lastIndexOf(sub, from)
}

/** Whether two sequences are equal. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  if (a.length > 32) return Buffer.compare(a, b) === 0
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Negative, zero or positive by the order of bytes. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b)
}

/** Number of occurrences that do not overlap. */
export function countBytes(s: Uint8Array, sub: Uint8Array): number {
  if (sub.length === 0) return s.length + 1
  let n = 0
  for (let at = indexOfBytes(s, sub, 0); at >= 0; at = indexOfBytes(s, sub, at + sub.length)) n++
  return n
}

/** The sequences one after another, with a separator between them. */
export function joinBytes(parts: readonly Uint8Array[], separator?: Uint8Array): Uint8Array {
  let length = 0
  for (const p of parts) length += p.length
  if (separator !== undefined && parts.length > 1) length += separator.length * (parts.length - 1)
  const out = new Uint8Array(length)
  let at = 0
  for (let i = 0; i < parts.length; i++) {
    if (i > 0 && separator !== undefined) {
      out.set(separator, at)
      at += separator.length
    }
    out.set(parts[i]!, at)
    at += parts[i]!.length
  }
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
  const parts = splitBytes(s, old, limit)
  return parts.length === 1 ? s : joinBytes(parts, fresh)
}

/** `s.split(sep, maxsplit)`, as views. */
export function splitBytes(s: Uint8Array, sep: Uint8Array, limit: number): Uint8Array[] {
  const out: Uint8Array[] = []
  let from = 0
  while (limit < 0 || out.length < limit) {
    const at = indexOfBytes(s, sep, from)
    if (at < 0) break
    out.push(s.subarray(from, at))
    from = at + sep.length
  }
  out.push(s.subarray(from))
  return out
}

/** `s.rsplit(sep, maxsplit)`, as views. */
export function rsplitBytes(s: Uint8Array, sep: Uint8Array, limit: number): Uint8Array[] {
  const out: Uint8Array[] = []
  let to = s.length
  while (limit < 0 || out.length < limit) {
    const at = lastIndexOfBytes(s, sep, to - sep.length)
    if (at < 0) break
    out.push(s.subarray(at + sep.length, to))
    to = at
  }
  out.push(s.subarray(0, to))
  return out.reverse()
}

/** ASCII white space: space and \t \n \v \f \r. */
export function isSpaceByte(c: number): boolean {
  return c === 32 || (c >= 9 && c <= 13)
}

/** `s.split(None, maxsplit)`, as views. */
export function splitSpaceBytes(s: Uint8Array, limit: number): Uint8Array[] {
  const out: Uint8Array[] = []
  const n = s.length
  let i = 0
  for (;;) {
    while (i < n && isSpaceByte(s[i]!)) i++
    if (i === n) return out
    if (limit >= 0 && out.length >= limit) break
    const from = i
    while (i < n && !isSpaceByte(s[i]!)) i++
    out.push(s.subarray(from, i))
  }
  // The rest keeps its white space at the end.
  out.push(s.subarray(i))
  return out
}

/** `s.rsplit(None, maxsplit)`, as views. */
export function rsplitSpaceBytes(s: Uint8Array, limit: number): Uint8Array[] {
  const out: Uint8Array[] = []
  let i = s.length
  for (;;) {
    while (i > 0 && isSpaceByte(s[i - 1]!)) i--
    if (i === 0) break
    if (limit >= 0 && out.length >= limit) {
      out.push(s.subarray(0, i))
      break
    }
    const to = i
    while (i > 0 && !isSpaceByte(s[i - 1]!)) i--
    out.push(s.subarray(i, to))
  }
  return out.reverse()
}

/** `s.splitlines(keepends)`, as views; only \n, \r and \r\n end lines. */
export function splitLinesBytes(s: Uint8Array, keepEnds: boolean): Uint8Array[] {
  const out: Uint8Array[] = []
  let from = 0
  for (let i = 0; i < s.length; i++) {
    const c = s[i]
    if (c !== 10 && c !== 13) continue
    const after = c === 13 && s[i + 1] === 10 ? i + 2 : i + 1
    out.push(s.subarray(from, keepEnds ? after : i))
    from = after
    i = after - 1
  }
  if (from < s.length) out.push(s.subarray(from))
  return out
}

/** `s.strip(chars)`, as a view; `chars` null strips white space. Sides: 1 left, 2 right, 3 both. */
export function stripBytes(s: Uint8Array, chars: Uint8Array | null, sides: number): Uint8Array {
  const hit = chars === null ? isSpaceByte : (c: number): boolean => chars.includes(c)
  let from = 0
  let to = s.length
  if (sides & 1) while (from < to && hit(s[from]!)) from++
  if (sides & 2) while (to > from && hit(s[to - 1]!)) to--
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
  return mapBytes(s, (c) => (isLower(c) ? c - 32 : c))
}
/** `s.lower()` */
export function lowerBytes(s: Uint8Array): Uint8Array {
  return mapBytes(s, (c) => (isUpper(c) ? c + 32 : c))
}
/** `s.swapcase()` */
export function swapCaseBytes(s: Uint8Array): Uint8Array {
  return mapBytes(s, (c) => (isAlpha(c) ? c ^ 32 : c))
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

/** The predicates of bytes by method name. */
export const bytePredicates: Readonly<Record<string, (s: Uint8Array) => boolean>> = {
  isalnum: (s) => s.length > 0 && s.every((c) => isAlpha(c) || isDigit(c)),
  isalpha: (s) => s.length > 0 && s.every(isAlpha),
  isascii: (s) => s.every((c) => c < 128),
  isdigit: (s) => s.length > 0 && s.every(isDigit),
  islower: (s) => s.some(isLower) && !s.some(isUpper),
  isspace: (s) => s.length > 0 && s.every(isSpaceByte),
  isupper: (s) => s.some(isUpper) && !s.some(isLower),
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

/** `repr(b)` without the `b`; that of bytearray escapes apostrophes between quotation marks too. */
export function reprBytes(s: Uint8Array, escapeApostrophe = false): string {
  const quote = s.includes(39) && !s.includes(34) ? 34 : 39
  const mark = String.fromCharCode(quote)
  let out = mark
  for (let i = 0; i < s.length; i++) {
    const c = s[i]!
    if (c === quote || c === 92 || (c === 39 && escapeApostrophe)) out += '\\' + String.fromCharCode(c)
    else if (c >= 32 && c < 127) out += String.fromCharCode(c)
    else if (c === 9) out += '\\t'
    else if (c === 10) out += '\\n'
    else if (c === 13) out += '\\r'
    else out += (c < 16 ? '\\x0' : '\\x') + c.toString(16)
  }
  return out + mark
}

/** `b.hex(sep, bytes_per_sep)`; a negative group size counts from the left. */
export function hexBytes(s: Uint8Array, sep = '', group = 1): string {
  const hex = Buffer.from(s.buffer, s.byteOffset, s.length).toString('hex')
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

/** The bytes of hexadecimal text, white space between bytes allowed; a number is the position of the error. */
export function parseHexBytes(text: string): Uint8Array | number {
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
