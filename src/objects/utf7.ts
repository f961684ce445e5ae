/** UTF-7 (RFC 2152; CPython: Objects/unicodeobject.c): ASCII with base64 runs of UTF-16 between `+` and `-`. */
import { ByteSink, type Decoded, type ErrorCallback, type Source } from './codecs'
import { codePoints } from './strops'
import { fromCodePoints } from './widestring'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const PLUS = 43
const MINUS = 45

function fromBase64(c: number): number {
  return c < 128 ? ALPHABET.indexOf(String.fromCharCode(c)) : -1
}

/** What stands for itself when encoding: everything printable but `+ \ ~`, and tab, newline, return. */
function isDirect(cp: number): boolean {
  return cp === 9 || cp === 10 || cp === 13 || (cp >= 32 && cp < 126 && cp !== PLUS && cp !== 92)
}

/** Encodes as UTF-7; every code point can be. */
export function utf7Encode(s: Source): Uint8Array {
  const out = new ByteSink(32)
  let shifted = false
  let buffer = 0
  let bits = 0
  const put = (unit: number): void => {
    buffer = (buffer << 16) | unit
    bits += 16
    while (bits >= 6) {
      bits -= 6
      out.push(ALPHABET.charCodeAt((buffer >>> bits) & 63))
    }
    buffer &= (1 << bits) - 1
  }
  const flush = (): void => {
    if (bits > 0) out.push(ALPHABET.charCodeAt((buffer << (6 - bits)) & 63))
    buffer = 0
    bits = 0
  }
  for (const cp of typeof s === 'string' ? codePoints(s) : s) {
    if (isDirect(cp)) {
      if (shifted) {
        flush()
        shifted = false
        if (cp === MINUS || fromBase64(cp) >= 0) out.push(MINUS)
      }
      out.push(cp)
      continue
    }
    if (!shifted) {
      out.push(PLUS)
      if (cp === PLUS) {
        out.push(MINUS)
        continue
      }
      shifted = true
    }
    if (cp > 0xffff) {
      put(0xd800 + ((cp - 0x10000) >> 10))
      put(0xdc00 + ((cp - 0x10000) & 0x3ff))
    } else put(cp)
  }
  flush()
  if (shifted) out.push(MINUS)
  return out.take()
}

/** Decodes UTF-7. With `final` false an open base64 run is left unconsumed. */
export function utf7Decode(bytes: Uint8Array, onError: ErrorCallback, final = true): Decoded {
  const out: number[] = []
  let n = bytes.length
  let i = 0
  let start = 0
  let shiftOutStart = 0
  let shifted = false
  let surrogate = 0
  let buffer = 0
  let bits = 0
  const fail = (from: number, to: number, reason: string): void => {
    const r = onError(from, to, reason)
    for (const cp of r.replacement) out.push(cp)
    i = r.position
    if (r.input !== undefined) {
      bytes = r.input
      n = bytes.length
    }
  }
  for (;;) {
    while (i < n) {
      const c = bytes[i]!
      if (shifted) {
        const d = fromBase64(c)
        if (d >= 0) {
          buffer = (buffer << 6) | d
          bits += 6
          i++
          if (bits < 16) continue
          bits -= 16
          const unit = (buffer >>> bits) & 0xffff
          buffer &= (1 << bits) - 1
          if (surrogate !== 0) {
            const high = surrogate
            surrogate = 0
            if (unit >= 0xdc00 && unit < 0xe000) {
              out.push(0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00))
              continue
            }
            out.push(high)
          }
          if (unit >= 0xd800 && unit < 0xdc00) surrogate = unit
          else out.push(unit)
          continue
        }
        shifted = false
        if (bits >= 6) {
          fail(start, i + 1, 'partial character in shift sequence')
          continue
        }
        if (bits > 0 && buffer !== 0) {
          fail(start, i + 1, 'non-zero padding bits in shift sequence')
          continue
        }
        if (surrogate !== 0 && c < 128 && c !== PLUS) out.push(surrogate)
        surrogate = 0
        if (c === MINUS) i++
      } else if (c === PLUS) {
        start = i++
        if (i < n && bytes[i] === MINUS) {
          i++
          out.push(PLUS)
        } else if (i < n && fromBase64(bytes[i]!) < 0) fail(start, i + 1, 'ill-formed sequence')
        else {
          shifted = true
          surrogate = buffer = bits = 0
          shiftOutStart = out.length
        }
      } else if (c < 128) {
        i++
        out.push(c)
      } else {
        start = i
        fail(start, i + 1, 'unexpected special character')
      }
    }
    if (!shifted || !final) break
    shifted = false
    if (surrogate === 0 && bits < 6 && (bits === 0 || buffer === 0)) break
    surrogate = 0
    fail(start, n, 'unterminated shift sequence')
    if (i >= n) break
  }
  if (shifted) {
    out.length = shiftOutStart
    i = start
  }
  return { text: fromCodePoints(out), consumed: i }
}
