/** binascii: between binary data and ASCII forms (Library Reference, "binascii"; CPython: Modules/binascii.c). */
import { crc32 as zlibCrc32 } from 'node:zlib'
import { bytesView, requireBytes } from '../objects/buffer'
import { PyBytes } from '../objects/bytes'
import { hexBytes } from '../objects/bytesops'
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
import { asIndex, asIndexNumber, isTrue } from '../objects/operators'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'

const classes: { error: PyType | null; incomplete: PyType | null } = { error: null, incomplete: null }

function errorClass(which: 'error' | 'incomplete'): PyType {
  let found = classes[which]
  if (found === null) {
    const dict = new PyDict()
    dict.setItem('__module__', 'binascii')
    const base = which === 'error' ? valueErrorType : exceptionType
    found = context.call(typeType, [which === 'error' ? 'Error' : 'Incomplete', new PyTuple([base]), dict]) as PyType
    classes[which] = found
  }
  return found
}

function fail(message: string): PyBaseException {
  return makeException(errorClass('error'), message)
}

/** Bytes of an argument that may also be an ASCII str. */
function asciiArgument(v: Value): Uint8Array {
  const text = asString(v)
  if (text !== undefined) {
    if (/[^\x00-\x7f]/.test(text)) throw valueError('string argument should contain only ASCII characters')
    return new Uint8Array(Buffer.from(text, 'latin1'))
  }
  const bytes = bytesView(v)
  if (bytes === null) throw typeError(`argument should be bytes, buffer or ASCII string, not '${typeOf(v).name}'`)
  return bytes
}

function hexlify(data: Value, sep?: Value, group: Value = 1): Value {
  let separator = ''
  if (sep !== undefined) {
    const text = asString(sep) ?? Buffer.from(requireBytes(sep)).toString('latin1')
    if (text.length !== 1) throw valueError('sep must be length 1.')
    if (text > '\x7f') throw valueError('sep must be ASCII.')
    separator = text
  }
  return new PyBytes(new Uint8Array(Buffer.from(hexBytes(requireBytes(data), separator, asIndexNumber(group, 'int')))))
}

function unhexlify(data: Value): Value {
  const bytes = asciiArgument(data)
  if (bytes.length % 2 !== 0) throw fail('Odd-length string')
  const text = Buffer.from(bytes).toString('latin1')
  if (!/^[0-9a-fA-F]*$/.test(text)) throw fail('Non-hexadecimal digit found')
  return new PyBytes(new Uint8Array(Buffer.from(text, 'hex')))
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const base64Values = new Int8Array(256).fill(-1)
for (let i = 0; i < 64; i++) base64Values[BASE64.charCodeAt(i)] = i

/** Decodes base64; lenient unless `strict`, as RFC 4648 asks. */
function fromBase64(data: Value, strictMode: Value = false): Value {
  const bytes = asciiArgument(data)
  const strict = isTrue(strictMode)
  if (strict && bytes[0] === 61) throw fail('Leading padding not allowed')
  const out: number[] = []
  let quad = 0
  let left = 0
  let pads = 0
  let padded = false
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i]!
    if (c === 61) {
      padded = true
      if (quad >= 2 && quad + ++pads >= 4) {
        if (strict && i + 1 < bytes.length) throw fail('Excess data after padding')
        return new PyBytes(new Uint8Array(out))
      }
      if (strict && quad < 2) throw fail('Excess padding not allowed')
      continue
    }
    const v = base64Values[c]!
    if (v < 0) {
      if (strict) throw fail('Only base64 data is allowed')
      continue
    }
    if (strict && padded) throw fail('Discontinuous padding not allowed')
    pads = 0
    switch (quad) {
      case 0:
        quad = 1
        left = v
        break
      case 1:
        quad = 2
        out.push((left << 2) | (v >> 4))
        left = v & 15
        break
      case 2:
        quad = 3
        out.push((left << 4) | (v >> 2))
        left = v & 3
        break
      default:
        quad = 0
        out.push((left << 6) | v)
        left = 0
    }
  }
  if (quad === 1)
    throw fail(
      `Invalid base64-encoded string: number of data characters (${Math.floor(out.length / 3) * 4 + 1}) cannot be 1 more than a multiple of 4`,
    )
  if (quad !== 0) throw fail('Incorrect padding')
  return new PyBytes(new Uint8Array(out))
}

function toBase64(data: Value, newline: Value = true): Value {
  const text = Buffer.from(requireBytes(data)).toString('base64')
  return new PyBytes(new Uint8Array(Buffer.from(isTrue(newline) ? `${text}\n` : text)))
}

/** uuencoding: a line's length, then its bytes in sixes. */
function fromUu(data: Value): Value {
  const bytes = asciiArgument(data)
  const length = bytes.length === 0 ? 0 : (bytes[0]! - 32) & 63
  const out = new Uint8Array(length)
  let at = 0
  let bits = 0
  let have = 0
  let i = 1
  for (; at < length; i++) {
    let c = i < bytes.length ? bytes[i]! : 0
    if (c === 10 || c === 13 || i >= bytes.length) c = 0
    else {
      if (c < 32 || c > 96) throw fail('Illegal char')
      c = (c - 32) & 63
    }
    bits = ((bits << 6) | c) & 0xffffff
    have += 6
    if (have >= 8) {
      have -= 8
      out[at++] = (bits >> have) & 255
    }
  }
  for (; i < bytes.length; i++) {
    const c = bytes[i]!
    if (c !== 32 && c !== 96 && c !== 10 && c !== 13) throw fail('Trailing garbage')
  }
  return new PyBytes(out)
}

function toUu(data: Value, backtick: Value = false): Value {
  const bytes = requireBytes(data)
  if (bytes.length > 45) throw fail('At most 45 bytes at once')
  const tick = isTrue(backtick)
  const char = (v: number) => (v === 0 && tick ? 96 : v + 32)
  const out = [char(bytes.length)]
  for (let i = 0; i < bytes.length; i += 3) {
    const n = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    out.push(char((n >> 18) & 63), char((n >> 12) & 63), char((n >> 6) & 63), char(n & 63))
  }
  out.push(10)
  return new PyBytes(new Uint8Array(out))
}

function fromQuotedPrintable(data: Value, header: Value = false): Value {
  const bytes = asciiArgument(data)
  const inHeader = isTrue(header)
  const hex = (c: number | undefined) =>
    c !== undefined && /[0-9a-fA-F]/.test(String.fromCharCode(c)) ? Number.parseInt(String.fromCharCode(c), 16) : -1
  const out: number[] = []
  for (let i = 0; i < bytes.length; ) {
    const c = bytes[i]!
    if (c === 61) {
      i++
      if (i >= bytes.length) break
      if (bytes[i] === 10 || bytes[i] === 13) {
        if (bytes[i] !== 10) while (i < bytes.length && bytes[i] !== 10) i++
        if (i < bytes.length) i++
      } else if (bytes[i] === 61) {
        out.push(61)
        i++
      } else if (hex(bytes[i]) >= 0 && hex(bytes[i + 1]) >= 0) {
        out.push(hex(bytes[i]) * 16 + hex(bytes[i + 1]))
        i += 2
      } else out.push(61)
    } else if (inHeader && c === 95) {
      out.push(32)
      i++
    } else {
      out.push(c)
      i++
    }
  }
  return new PyBytes(new Uint8Array(out))
}

function toQuotedPrintable(data: Value, quotetabs: Value = false, istext: Value = true, header: Value = false): Value {
  const bytes = requireBytes(data)
  const tabs = isTrue(quotetabs)
  const text = isTrue(istext)
  const inHeader = isTrue(header)
  const crlf = bytes.indexOf(10) > 0 && bytes[bytes.indexOf(10) - 1] === 13
  const out: number[] = []
  let line = 0
  const hex = (c: number) => [61, ...Buffer.from(c.toString(16).toUpperCase().padStart(2, '0'))]
  const soft = (n: number) => {
    if (line + n >= 76) {
      out.push(61, ...(crlf ? [13, 10] : [10]))
      line = 0
    }
  }
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i]!
    const next = bytes[i + 1]
    const quote =
      c > 126 ||
      c === 61 ||
      (inHeader && c === 95) ||
      (c === 46 && line === 0 && (next === undefined || next === 10 || next === 13 || next === 0)) ||
      (!text && (c === 13 || c === 10)) ||
      ((c === 9 || c === 32) && next === undefined) ||
      (c < 33 && c !== 13 && c !== 10 && c !== 9 && c !== 32) ||
      (c < 33 && c !== 13 && c !== 10 && (tabs || (inHeader && c === 9)))
    if (quote) {
      soft(3)
      out.push(...hex(c))
      line += 3
    } else if (text && (c === 10 || (c === 13 && next === 10))) {
      const last = out[out.length - 1]
      if (line > 0 && (last === 32 || last === 9)) out.splice(out.length - 1, 1, ...hex(last))
      if (crlf) out.push(13)
      out.push(10)
      if (c === 13) i++
      line = 0
    } else {
      if (next !== undefined && next !== 10) soft(1)
      out.push(inHeader && c === 32 ? 95 : c)
      line++
    }
  }
  return new PyBytes(new Uint8Array(out))
}

function crcHqx(data: Value, crc: Value): Value {
  let value = Number(BigInt(asIndex(crc)) & 0xffffn)
  for (const b of requireBytes(data)) {
    value ^= b << 8
    for (let k = 0; k < 8; k++) value = value & 0x8000 ? ((value << 1) ^ 0x1021) & 0xffff : (value << 1) & 0xffff
  }
  return value
}

export const binasciiModule: NativeModule = {
  name: 'binascii',
  doc: 'Conversion between binary data and ASCII',
  functions: [
    ['hexlify', hexlify, '(data, sep=<unrepresentable>, bytes_per_sep=1)'],
    ['b2a_hex', hexlify, '(data, sep=<unrepresentable>, bytes_per_sep=1)'],
    ['unhexlify', unhexlify, '(hexstr, /)'],
    ['a2b_hex', unhexlify, '(hexstr, /)'],
    ['a2b_base64', fromBase64, '(data, /, *, strict_mode=False)'],
    ['b2a_base64', toBase64, '(data, /, *, newline=True)'],
    ['a2b_uu', fromUu, '(data, /)'],
    ['b2a_uu', toUu, '(data, /, *, backtick=False)'],
    ['a2b_qp', fromQuotedPrintable, '(data, header=False)'],
    ['b2a_qp', toQuotedPrintable, '(data, quotetabs=False, istext=True, header=False)'],
    [
      'crc32',
      (data: Value, crc: Value = 0) =>
        zlibCrc32(requireBytes(data) as never, Number(BigInt(asIndex(crc)) & 0xffffffffn)),
      '(data, crc=0, /)',
    ],
    ['crc_hqx', crcHqx, '(data, crc, /)'],
  ],
  attributes: () => ({ Error: errorClass('error'), Incomplete: errorClass('incomplete') }),
}
