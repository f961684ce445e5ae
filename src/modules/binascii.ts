/** binascii: conversions between binary data and ASCII (Library Reference, "binascii"; CPython: Modules/binascii.c). */

import { hexDigit } from '../base/escapes'
import { bytesView, requireBytes } from '../objects/buffer'
import { PyBytes } from '../objects/bytes'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import {
  exceptionType,
  makeException,
  type PyBaseException,
  typeError,
  valueError,
  valueErrorType,
} from '../objects/exceptions'
import { type PyType, typeOf, typeType, type Value } from '../objects/object'
import { asIndex, asSize, isTrue } from '../objects/operators'
import { asString } from '../objects/str'
import { strLength } from '../objects/strops'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'

let errors: { error: PyType; incomplete: PyType } | null = null

function errorTypes(): { error: PyType; incomplete: PyType } {
  if (errors === null) {
    const make = (name: string, base: PyType): PyType => {
      const dict = new PyDict()
      dict.setItem('__module__', 'binascii')
      return context.call(typeType, [name, new PyTuple([base]), dict]) as PyType
    }
    errors = { error: make('Error', valueErrorType), incomplete: make('Incomplete', exceptionType) }
  }
  return errors
}

function failure(message: string): PyBaseException {
  return makeException(errorTypes().error, message)
}

/** Bytes of a bytes-like object or of a str of ASCII characters. */
function ascii(v: Value): Uint8Array {
  const text = asString(v)
  if (text !== undefined) {
    if (!/^[\x00-\x7f]*$/.test(text)) throw valueError('string argument should contain only ASCII characters')
    return Buffer.from(text, 'latin1')
  }
  const view = bytesView(v)
  if (view === null) throw typeError(`argument should be bytes, buffer or ASCII string, not '${typeOf(v).name}'`)
  return view
}

/** Hexadecimal digits, with a separator between groups counted from the right, or for a negative size from the left. */
export function hexText(bytes: Uint8Array, sep: Value | undefined, size: Value): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')
  if (sep === undefined || sep === null) return text
  const given = asString(sep)
  const mark = given ?? Buffer.from(requireBytes(sep)).toString('latin1')
  if ((given === undefined ? mark.length : strLength(mark)) !== 1) throw valueError('sep must be length 1.')
  if (mark.charCodeAt(0) > 127) throw valueError('sep must be ASCII.')
  const n = asSize(size)
  const step = Math.abs(n) * 2
  if (step === 0 || step >= text.length) return text
  const parts: string[] = []
  const first = n > 0 ? text.length % step : 0
  if (first > 0) parts.push(text.slice(0, first))
  for (let i = first; i < text.length; i += step) parts.push(text.slice(i, i + step))
  return parts.join(mark)
}

function latin(text: string): PyBytes {
  return new PyBytes(Buffer.from(text, 'latin1'))
}

function unhexlify(v: Value): Value {
  const text = ascii(v)
  if (text.length % 2 !== 0) throw failure('Odd-length string')
  const out = new Uint8Array(text.length / 2)
  for (let i = 0; i < out.length; i++) {
    const high = hexDigit(text[2 * i]!)
    const low = hexDigit(text[2 * i + 1]!)
    if (high < 0 || low < 0) throw failure('Non-hexadecimal digit found')
    out[i] = high * 16 + low
  }
  return new PyBytes(out)
}

function base64Digit(c: number): number {
  if (c >= 65 && c <= 90) return c - 65
  if (c >= 97 && c <= 122) return c - 71
  if (c >= 48 && c <= 57) return c + 4
  return c === 43 ? 62 : c === 47 ? 63 : -1
}

function fromBase64(v: Value, strictValue: Value = false): Value {
  const text = ascii(v)
  const strict = isTrue(strictValue)
  const out = new Uint8Array(Math.ceil(text.length / 4) * 3)
  let n = 0
  let quad = 0
  let left = 0
  let pads = 0
  let padded = false
  if (strict && text[0] === 61) throw failure('Leading padding not allowed')
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (c === 61) {
      padded = true
      if (quad >= 2 && quad + ++pads >= 4) {
        if (strict && i + 1 < text.length) throw failure('Excess data after padding')
        return new PyBytes(out.slice(0, n))
      }
      // Padding where a quad is complete: strict decoding refuses it.
      if (strict && quad === 0) throw failure('Excess padding not allowed')
      continue
    }
    const d = base64Digit(c)
    if (d < 0) {
      if (strict) throw failure('Only base64 data is allowed')
      continue
    }
    if (strict && padded) throw failure('Discontinuous padding not allowed')
    pads = 0
    if (quad === 0) left = d
    else if (quad === 1) {
      out[n++] = (left << 2) | (d >> 4)
      left = d & 15
    } else if (quad === 2) {
      out[n++] = (left << 4) | (d >> 2)
      left = d & 3
    } else out[n++] = (left << 6) | d
    quad = (quad + 1) & 3
  }
  if (quad === 1)
    throw failure(
      `Invalid base64-encoded string: number of data characters (${Math.floor(n / 3) * 4 + 1}) cannot be 1 more than a multiple of 4`,
    )
  if (quad !== 0) throw failure('Incorrect padding')
  return new PyBytes(out.slice(0, n))
}

function toBase64(v: Value, newline: Value = true): Value {
  const bytes = requireBytes(v)
  return latin(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64') + (isTrue(newline) ? '\n' : ''),
  )
}

function fromUu(v: Value): Value {
  const text = ascii(v)
  const length = text.length === 0 ? 32 : (text[0]! - 32) & 63
  const out = new Uint8Array(text.length === 0 ? 32 : length)
  let n = 0
  let bits = 0
  let buffer = 0
  let i = 1
  for (; n < out.length; i++) {
    let c = i < text.length ? text[i]! : 10
    if (c === 10 || c === 13) c = 0
    else {
      if (c < 32 || c > 96) throw failure('Illegal char')
      c = (c - 32) & 63
    }
    buffer = (buffer << 6) | c
    bits += 6
    if (bits >= 8) {
      bits -= 8
      out[n++] = (buffer >> bits) & 255
      buffer &= (1 << bits) - 1
    }
  }
  for (; i < text.length; i++) {
    const c = text[i]!
    if (c !== 32 && c !== 96 && c !== 10 && c !== 13) throw failure('Trailing garbage')
  }
  return new PyBytes(out)
}

function toUu(v: Value, backtick: Value = false): Value {
  const bytes = requireBytes(v)
  if (bytes.length > 45) throw failure('At most 45 bytes at once')
  const zero = isTrue(backtick) ? 96 : 32
  const digit = (d: number): string => String.fromCharCode(d === 0 ? zero : d + 32)
  let text = digit(bytes.length)
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    text += digit(word >> 18) + digit((word >> 12) & 63) + digit((word >> 6) & 63) + digit(word & 63)
  }
  return latin(`${text}\n`)
}

function fromQuotedPrintable(v: Value, header: Value = false): Value {
  const text = ascii(v)
  const underscores = isTrue(header)
  const out = new Uint8Array(text.length)
  let n = 0
  for (let i = 0; i < text.length; ) {
    const c = text[i]!
    if (c === 61) {
      i++
      if (i >= text.length) break
      const next = text[i]!
      if (next === 10 || next === 13) {
        // A soft line break goes to the end of the line.
        if (next !== 10) while (i < text.length && text[i] !== 10) i++
        if (i < text.length) i++
      } else if (next === 61) {
        out[n++] = 61
        i++
      } else if (hexDigit(next) >= 0 && i + 1 < text.length && hexDigit(text[i + 1]!) >= 0) {
        out[n++] = hexDigit(next) * 16 + hexDigit(text[i + 1]!)
        i += 2
      } else out[n++] = 61
    } else {
      out[n++] = underscores && c === 95 ? 32 : c
      i++
    }
  }
  return new PyBytes(out.slice(0, n))
}

const LINE = 76

function toQuotedPrintable(v: Value, quoteTabs: Value = false, isText: Value = true, header: Value = false): Value {
  const data = requireBytes(v)
  const tabs = isTrue(quoteTabs)
  const text = isTrue(isText)
  const head = isTrue(header)
  const firstBreak = data.indexOf(10)
  const crlf = firstBreak > 0 && data[firstBreak - 1] === 13
  const lineEnd = crlf ? '\r\n' : '\n'
  let out = ''
  let column = 0
  for (let i = 0; i < data.length; ) {
    const c = data[i]!
    const next = i + 1 < data.length ? data[i + 1]! : -1
    const quoted =
      c > 126 ||
      c === 61 ||
      (head && c === 95) ||
      (c === 46 && column === 0 && (next === 10 || next === 13 || next === 0 || next === -1)) ||
      (!text && (c === 13 || c === 10)) ||
      ((c === 9 || c === 32) && next === -1) ||
      (c < 33 && c !== 13 && c !== 10 && c !== 9 && c !== 32) ||
      (tabs && (c === 9 || c === 32))
    if (quoted) {
      if (column + 3 >= LINE) {
        out += `=${lineEnd}`
        column = 0
      }
      out += `=${c.toString(16).toUpperCase().padStart(2, '0')}`
      column += 3
      i++
    } else if (text && (c === 10 || (c === 13 && next === 10))) {
      column = 0
      // White space before a line break is quoted after all.
      const last = out.charCodeAt(out.length - 1)
      if (last === 32 || last === 9) out = `${out.slice(0, -1)}=${last.toString(16).toUpperCase().padStart(2, '0')}`
      out += lineEnd
      i += c === 13 ? 2 : 1
    } else {
      if (next !== -1 && next !== 10 && column + 1 >= LINE) {
        out += `=${lineEnd}`
        column = 0
      }
      column++
      out += head && c === 32 ? '_' : String.fromCharCode(c)
      i++
    }
  }
  return latin(out)
}

/** CRC-32 of zlib and binascii, continued from `value`. */
export function crc32(v: Value, value: Value = 0): Value {
  const bytes = requireBytes(v)
  const start = Number(BigInt.asUintN(32, BigInt(asIndex(value))))
  return Bun.hash.crc32(bytes, start)
}

function crcHqx(v: Value, value: Value): Value {
  const bytes = requireBytes(v)
  let crc = Number(BigInt.asUintN(16, BigInt(asIndex(value))))
  for (const b of bytes) {
    crc ^= b << 8
    for (let k = 0; k < 8; k++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff
  }
  return crc
}

const toHex = (v: Value, sep: Value | undefined, size: Value = 1): Value => latin(hexText(requireBytes(v), sep, size))
const hexSignature = '(data, sep=<unrepresentable>, bytes_per_sep=1)'

export const binasciiModule: NativeModule = {
  name: 'binascii',
  doc: 'Bytes as ASCII text and back, and checksums.',
  functions: [
    ['a2b_base64', fromBase64, '(data, /, *, strict_mode=False)'],
    ['a2b_hex', unhexlify, '(hexstr, /)'],
    ['a2b_qp', fromQuotedPrintable, '(data, header=False)'],
    ['a2b_uu', fromUu, '(data, /)'],
    ['b2a_base64', toBase64, '(data, /, *, newline=True)'],
    ['b2a_hex', toHex, hexSignature],
    ['b2a_qp', toQuotedPrintable, '(data, quotetabs=False, istext=True, header=False)'],
    ['b2a_uu', toUu, '(data, /, *, backtick=False)'],
    ['crc32', crc32, '(data, crc=0, /)'],
    ['crc_hqx', crcHqx, '(data, crc, /)'],
    ['hexlify', toHex, hexSignature],
    ['unhexlify', unhexlify, '(hexstr, /)'],
  ],
  attributes: () => ({ Error: errorTypes().error, Incomplete: errorTypes().incomplete }),
}
