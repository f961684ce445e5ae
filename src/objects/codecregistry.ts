/**
 * Encodings and error handlers by name: what `str.encode`, `bytes.decode` and the `_codecs` module share (Library Reference,
 * "codecs"; CPython: Python/codecs.c).
 *
 * The encodings that CPython has in C are converted here without a look-up; every other name goes to the registered search
 * functions (the `encodings` package installs one). Likewise the standard error handlers act here; others are called with the
 * exception object.
 */
import { getAttr, lookupAttr } from './attributes'
import { requireBytes } from './buffer'
import { PyBytes } from './bytes'
import {
  asciiDecode,
  type ByteOrder,
  type Decoded,
  type ErrorCallback,
  latin1Text,
  latinEncode,
  type Recovery,
  type Source,
  utf8Decode,
  utf8Encode,
  utf16Decode,
  utf32Decode,
  utfWideEncode,
  validUtf8,
} from './codecs'
import { context } from './context'
import { type PyUnicodeError, unicodeDecodeErrorType, unicodeEncodeErrorType, unicodeError } from './exceptionfields'
import { indexError, lookupError, typeError, valueError } from './exceptions'
import { asInt } from './int'
import { typeOf, type Value } from './object'
import { isTrue } from './operators'
import { asString, PyStr } from './str'
import { codePoints, latinBuffer, latinText } from './strops'
import { PyTuple } from './tuple'
import { pointsOf } from './widestring'

/** Registered search functions and the codecs they found. */
export const codecSearch: { path: Value[]; cache: Map<string, Value>; imported: boolean } = {
  path: [],
  cache: new Map(),
  imported: false,
}

/** Registered error handlers that are not standard, and standard ones that were replaced. */
export const errorHandlers = new Map<string, Value>()

/** A text that C is to read as a name. Raises ValueError for a null in it, UnicodeEncodeError for a surrogate. */
export function checkedName(text: string): string {
  if (text.includes('\0')) throw valueError('embedded null character')
  if (!text.isWellFormed()) encodeNative(text, 'utf-8', 'strict')
  return text
}

/** `_codecs.lookup(encoding)`: the CodecInfo. Raises LookupError. */
export function lookupCodec(encoding: string): Value {
  const name = encoding.toLowerCase().replaceAll(' ', '-')
  const known = codecSearch.cache.get(name)
  if (known !== undefined) return known
  if (!codecSearch.imported) {
    codecSearch.imported = true
    context.importModule('encodings')
  }
  for (const search of codecSearch.path) {
    const found = context.call1(search, name)
    if (found === null) continue
    if (!(found instanceof PyTuple) || found.items.length !== 4)
      throw typeError('codec search functions must return 4-tuples')
    codecSearch.cache.set(name, found)
    return found
  }
  throw lookupError(`unknown encoding: ${encoding}`)
}

const ALIASES = (): Readonly<Record<string, string>> => ({
  utf_8: 'utf-8',
  utf8: 'utf-8',
  u8: 'utf-8',
  utf: 'utf-8',
  cp65001: 'utf-8',
  ascii: 'ascii',
  us_ascii: 'ascii',
  '646': 'ascii',
  latin_1: 'latin-1',
  latin1: 'latin-1',
  iso_8859_1: 'latin-1',
  iso8859_1: 'latin-1',
  l1: 'latin-1',
  '8859': 'latin-1',
  utf_16: 'utf-16',
  utf16: 'utf-16',
  utf_16_le: 'utf-16-le',
  utf_16le: 'utf-16-le',
  utf_16_be: 'utf-16-be',
  utf_16be: 'utf-16-be',
  utf_32: 'utf-32',
  utf32: 'utf-32',
  utf_32_le: 'utf-32-le',
  utf_32le: 'utf-32-le',
  utf_32_be: 'utf-32-be',
  utf_32be: 'utf-32-be',
})
let aliases: Readonly<Record<string, string>> | undefined

/** What {@link nativeEncoding} has found for names as they were given. */
const knownNames = new Map<string, string | undefined>()
const MOST_NAMES = 200

/** Canonical name of an encoding that is implemented here, or undefined. */
export function nativeEncoding(name: string): string | undefined {
  if (name === 'utf-8' || name === 'ascii' || name === 'latin-1') return name
  const known = knownNames.get(name)
  if (known !== undefined) return known
  aliases ??= ALIASES()
  const kind = aliases[name] ?? aliases[name.toLowerCase().replace(/[^a-z0-9]+/g, '_')]
  if (knownNames.size >= MOST_NAMES) knownNames.clear()
  knownNames.set(name, kind)
  return kind
}

const REPLACEMENT = Uint32Array.of(0xfffd)
const NOTHING = new Uint32Array(0)

// ── Errors while encoding ──────────────────────────────────────────────────────────────────────────────────────────────

/** Throws the UnicodeEncodeError. */
export function strictEncodeError(encoding: string, object: Value): ErrorCallback {
  return (start, end, reason) => {
    throw unicodeError(unicodeEncodeErrorType, encoding, object, start, end, reason)
  }
}

function unknownHandler(errors: string): never {
  throw lookupError(`unknown error handler name '${errors}'`)
}

/** In development mode the handler of errors must be known even where no error occurs. */
export const codecChecks = { errors: false }
const HANDLERS =
  / (?:strict|ignore|replace|xmlcharrefreplace|backslashreplace|namereplace|surrogateescape|surrogatepass) /

function checkHandler(errors: string): void {
  if (codecChecks.errors && !errorHandlers.has(errors) && !HANDLERS.test(` ${errors} `)) unknownHandler(errors)
}

/** The callback that acts on an encoding error as the named handler says. */
export function encodeErrors(errors: string, encoding: string, object: Value): ErrorCallback {
  const custom = errorHandlers.get(errors)
  if (custom !== undefined) return callEncodeHandler(custom, encoding, object)
  // The code points, once for all errors of a text.
  let made: Uint32Array | null = null
  const input = () => (made ??= pointsOf(object as string))
  switch (errors) {
    case 'strict':
      return strictEncodeError(encoding, object)
    case 'ignore':
      return (_s, end) => ({ replacement: NOTHING, raw: false, position: end })
    case 'replace':
      return (start, end) => ({ replacement: new Uint32Array(end - start).fill(63), raw: false, position: end })
    case 'backslashreplace':
    case 'xmlcharrefreplace':
    case 'namereplace':
      return (start, end) => ({ replacement: escapeRange(errors, input(), start, end), raw: false, position: end })
    case 'surrogateescape':
      return (start, end, reason) => {
        const points = input()
        const bytes: number[] = []
        let i = start
        for (; i < end; i++) {
          const cp = points[i]!
          if (cp < 0xdc80 || cp > 0xdcff) break
          bytes.push(cp - 0xdc00)
        }
        if (i === start) throw unicodeError(unicodeEncodeErrorType, encoding, object, start, end, reason)
        return { replacement: Uint8Array.from(bytes), raw: true, position: i }
      }
    case 'surrogatepass':
      return (start, end, reason) => {
        const out = passSurrogates(input(), start, end, encoding)
        if (out === null) throw unicodeError(unicodeEncodeErrorType, encoding, object, start, end, reason)
        return { replacement: out, raw: true, position: end }
      }
  }
  return () => unknownHandler(errors)
}

/** The escapes of a range of code points as backslashreplace, xmlcharrefreplace or namereplace make them. */
export function escapeRange(errors: string, input: Uint32Array, start: number, end: number): Uint32Array {
  let out = ''
  for (let i = start; i < end; i++) {
    const cp = input[i]!
    if (errors === 'xmlcharrefreplace') out += `&#${cp};`
    else {
      const name = errors === 'namereplace' ? characterName(cp) : null
      out += name === null ? backslash(cp) : `\\N{${name}}`
    }
  }
  return codePoints(out)
}

function backslash(cp: number): string {
  const hex = cp.toString(16)
  if (cp < 256) return '\\x' + hex.padStart(2, '0')
  return cp < 0x10000 ? '\\u' + hex.padStart(4, '0') : '\\U' + hex.padStart(8, '0')
}

function characterName(cp: number): string | null {
  const name = context.call2(getAttr(context.importModule('unicodedata'), 'name'), String.fromCodePoint(cp), null)
  return name === null ? null : asString(name)!
}

/** Surrogates as the encoding would write them if it allowed them; null for another code point or encoding. */
export function passSurrogates(input: Uint32Array, start: number, end: number, encoding: string): Uint8Array | null {
  const kind = nativeEncoding(encoding)
  if (kind === undefined || !kind.startsWith('utf')) return null
  const out: number[] = []
  const big = kind.endsWith('be')
  for (let i = start; i < end; i++) {
    const cp = input[i]!
    if (cp < 0xd800 || cp > 0xdfff) return null
    if (kind === 'utf-8') out.push(0xe0 | (cp >> 12), 0x80 | ((cp >> 6) & 63), 0x80 | (cp & 63))
    else {
      const unit = big ? [cp >> 8, cp & 255] : [cp & 255, cp >> 8]
      if (kind.startsWith('utf-16')) out.push(...unit)
      else out.push(...(big ? [0, 0, ...unit] : [...unit, 0, 0]))
    }
  }
  return Uint8Array.from(out)
}

function callEncodeHandler(handler: Value, encoding: string, object: Value): ErrorCallback {
  let e: PyUnicodeError | null = null
  let length = -1
  return (start, end, reason) => {
    e ??= unicodeError(unicodeEncodeErrorType, encoding, object, start, end, reason)
    updateError(e, start, end, reason)
    const result = context.call1(handler, e as unknown as Value)
    if (length < 0) length = pointsOf(object as string).length
    if (!(result instanceof PyTuple) || result.items.length !== 2) throw badHandlerResult('encoding')
    const [replacement, position] = result.items
    const raw = replacement instanceof PyBytes
    if (!raw && asString(replacement!) === undefined) throw badHandlerResult('encoding')
    return {
      replacement: raw ? replacement.bytes : pointsOf(replacement as string),
      raw,
      position: newPosition(position!, length),
    }
  }
}

function updateError(e: PyUnicodeError, start: number, end: number, reason: string): void {
  e.start = start
  e.end = end
  e.reason = reason
}

function badHandlerResult(kind: string): unknown {
  return typeError(
    kind === 'encoding'
      ? 'encoding error handler must return (str/bytes, int) tuple'
      : kind === 'decoding'
        ? 'decoding error handler must return (str, int) tuple'
        : 'translating error handler must return (str, int) tuple',
  )
}

function newPosition(v: Value, length: number): number {
  const given = asInt(v)
  if (given === undefined) throw typeError(`'${typeOf(v).name}' object cannot be interpreted as an integer`)
  let i = Number(given)
  if (i < 0) i += length
  if (i < 0 || i > length) throw indexError(`position ${given} from error handler out of bounds`)
  return i
}

// ── Errors while decoding ──────────────────────────────────────────────────────────────────────────────────────────────

/** The callback that acts on a decoding error as the named handler says. */
export function decodeErrors(errors: string, encoding: string, bytes: Uint8Array): ErrorCallback {
  const raise: ErrorCallback = (start, end, reason) => {
    throw unicodeError(unicodeDecodeErrorType, encoding, new PyBytes(bytes.slice()), start, end, reason)
  }
  const custom = errorHandlers.get(errors)
  if (custom !== undefined) return callDecodeHandler(custom, encoding, bytes)
  switch (errors) {
    case 'strict':
      return raise
    case 'ignore':
      return (_s, end) => ({ replacement: NOTHING, raw: false, position: end })
    case 'replace':
      return (_s, end) => ({ replacement: REPLACEMENT, raw: false, position: end })
    case 'backslashreplace':
      return (start, end) => {
        let out = ''
        for (let i = start; i < end; i++) out += backslash(bytes[i]!)
        return { replacement: codePoints(out), raw: false, position: end }
      }
    case 'surrogateescape':
      return (start, end, reason) => {
        const out: number[] = []
        let i = start
        // ASCII bytes are never escaped, and at most four bytes at once.
        for (; i < end && i - start < 4 && bytes[i]! >= 128; i++) out.push(0xdc00 + bytes[i]!)
        if (out.length === 0) return raise(start, end, reason)
        return { replacement: Uint32Array.from(out), raw: false, position: i }
      }
    case 'surrogatepass':
      return (start, end, reason) => {
        const found = surrogateAt(bytes, start, encoding)
        if (found === null) return raise(start, end, reason)
        return { replacement: Uint32Array.of(found[0]), raw: false, position: start + found[1] }
      }
  }
  return () => unknownHandler(errors)
}

/** The surrogate that an encoding wrote at an offset, and the bytes it takes. */
export function surrogateAt(bytes: Uint8Array, at: number, encoding: string): [number, number] | null {
  const kind = nativeEncoding(encoding)
  let cp = -1
  let width = 0
  if (kind === 'utf-8') {
    width = 3
    if (
      at + 3 <= bytes.length &&
      (bytes[at]! & 0xf0) === 0xe0 &&
      (bytes[at + 1]! & 0xc0) === 0x80 &&
      (bytes[at + 2]! & 0xc0) === 0x80
    )
      cp = ((bytes[at]! & 15) << 12) | ((bytes[at + 1]! & 63) << 6) | (bytes[at + 2]! & 63)
  } else if (kind?.startsWith('utf-16')) {
    width = 2
    if (at + 2 <= bytes.length)
      cp = kind.endsWith('be') ? (bytes[at]! << 8) | bytes[at + 1]! : bytes[at]! | (bytes[at + 1]! << 8)
  } else if (kind?.startsWith('utf-32')) {
    width = 4
    if (at + 4 <= bytes.length) cp = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, !kind.endsWith('be'))
  }
  return cp >= 0xd800 && cp <= 0xdfff ? [cp, width] : null
}

function callDecodeHandler(handler: Value, encoding: string, bytes: Uint8Array): ErrorCallback {
  let e: PyUnicodeError | null = null
  let given = new PyBytes(bytes.slice())
  return (start, end, reason): Recovery => {
    e ??= unicodeError(unicodeDecodeErrorType, encoding, given, start, end, reason)
    updateError(e, start, end, reason)
    const result = context.call1(handler, e as unknown as Value)
    if (!(result instanceof PyTuple) || result.items.length !== 2 || asString(result.items[0]!) === undefined)
      throw badHandlerResult('decoding')
    // A handler may put other bytes in the place of those that are decoded.
    const object = e.object ?? null
    if (!(object instanceof PyBytes)) throw typeError('object attribute must be bytes')
    const input = object === given ? undefined : object.bytes
    given = object
    return {
      replacement: pointsOf(result.items[0] as string),
      raw: false,
      position: newPosition(result.items[1]!, object.bytes.length),
      ...(input === undefined ? {} : { input }),
    }
  }
}

// ── Encoding and decoding by name ──────────────────────────────────────────────────────────────────────────────────────

function source(text: Value): Source {
  if (typeof text === 'string') return text
  const s = text as PyStr
  return s.wide ?? s.value
}

/** Encodes in one of the native encodings by its canonical name. */
export function encodeNative(text: Value, kind: string, errors: string): Uint8Array {
  const s = source(text)
  const exact = text instanceof PyStr && text.wide === null ? text.value : text
  const onError = encodeErrors(errors, kind, exact)
  const strict = strictEncodeError(kind, exact)
  switch (kind) {
    case 'utf-8':
      return utf8Encode(s, onError, strict)
    case 'ascii':
      return latinEncode(s, 128, onError, strict)
    case 'latin-1':
      return latinEncode(s, 256, onError, strict)
  }
  const width = kind.startsWith('utf-16') ? 2 : 4
  return utfWideEncode(s, width, !kind.endsWith('be'), kind.length === 6, onError, strict)
}

/** Decodes in one of the native encodings by its canonical name. */
export function decodeNative(bytes: Uint8Array, kind: string, errors: string, final = true): Decoded {
  switch (kind) {
    case 'utf-8':
      return utf8Decode(bytes, decodeErrors(errors, 'utf-8', bytes), final)
    case 'ascii':
      return asciiDecode(bytes, decodeErrors(errors, 'ascii', bytes))
    case 'latin-1':
      return { text: latin1Text(bytes), consumed: bytes.length }
  }
  const order: ByteOrder = kind.endsWith('le') ? -1 : kind.endsWith('be') ? 1 : 0
  // Errors carry the byte order that was found, as the messages of CPython do.
  const found = order !== 0 ? order : orderMark(bytes, kind.startsWith('utf-16') ? 2 : 4)
  const named = `${kind.slice(0, 6)}-${found === 1 ? 'be' : 'le'}`
  const onError = decodeErrors(errors, named, bytes)
  return kind.startsWith('utf-16')
    ? utf16Decode(bytes, order, onError, final)
    : utf32Decode(bytes, order, onError, final)
}

function orderMark(bytes: Uint8Array, width: number): ByteOrder {
  if (width === 2) return bytes[0] === 0xfe && bytes[1] === 0xff ? 1 : -1
  return bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 0xfe && bytes[3] === 0xff ? 1 : -1
}

function textCodec(encoding: string, use: string): PyTuple {
  const codec = lookupCodec(encoding) as PyTuple
  if (codec.cls.name !== 'tuple') {
    const isText = lookupAttr(codec, '_is_text_encoding')
    if (isText !== undefined && !isTrue(isText))
      throw lookupError(`'${encoding}' is not a text encoding; use ${use} to handle arbitrary codecs`)
  }
  return codec
}

/** Up to this length ASCII is converted in a loop: the engine's own ways begin to pay beyond. */
const SHORT = 48
/** The same for decoding. */
const SHORT_BYTES = 24

/** Short ASCII text as bytes, which is the same in all encodings of single bytes and in UTF-8; null for any other. */
function shortBytes(text: string): Uint8Array | null {
  const n = text.length
  const out = new Uint8Array(n)
  for (let i = 0; i < n; i++) {
    const c = text.charCodeAt(i)
    if (c > 127) return null
    out[i] = c
  }
  return out
}

/** The text of short ASCII bytes; null for any other. */
function shortText(bytes: Uint8Array): string | null {
  const n = bytes.length
  const out = latinBuffer(n)
  for (let i = 0; i < n; i++) {
    const c = bytes[i]!
    if (c > 127) return null
    out[i] = c
  }
  return latinText(n)
}

function extendsAscii(kind: string): boolean {
  return kind === 'utf-8' || kind === 'ascii' || kind === 'latin-1'
}

/** `text.encode(encoding, errors)`, a bytes object. Raises LookupError, UnicodeEncodeError. */
export function encodeText(text: Value, encoding: string, errors: string): Value {
  const kind = nativeEncoding(encoding)
  if (kind !== undefined) {
    checkHandler(errors)
    if (typeof text === 'string' && text.length <= SHORT && extendsAscii(kind)) {
      const bytes = shortBytes(text)
      if (bytes !== null) return new PyBytes(bytes)
    }
    return new PyBytes(encodeNative(text, kind, errors))
  }
  const codec = textCodec(encoding, 'codecs.encode()')
  const result = callCodec(codec.items[0]!, text, errors, 'encoder')
  if (!(result instanceof PyBytes)) {
    if (typeOf(result).name === 'bytearray') return new PyBytes(requireBytes(result).slice())
    throw typeError(
      `'${encoding}' encoder returned '${typeOf(result).name}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types`,
    )
  }
  return result
}

/** `bytes.decode(encoding, errors)` of any bytes-like object. Raises LookupError, UnicodeDecodeError. */
export function decodeObject(object: Value, encoding: string, errors: string): Value {
  const kind = nativeEncoding(encoding)
  if (kind !== undefined) {
    checkHandler(errors)
    const bytes = requireBytes(object)
    if (bytes.length <= SHORT_BYTES && extendsAscii(kind)) {
      const text = shortText(bytes)
      if (text !== null) return text
    }
    // Without the callbacks for errors.
    const text = kind === 'utf-8' ? validUtf8(bytes) : kind === 'latin-1' ? latin1Text(bytes) : null
    if (text !== null) return text
    return decodeNative(bytes, kind, errors).text
  }
  const codec = textCodec(encoding, 'codecs.decode()')
  const result = callCodec(codec.items[1]!, object, errors, 'decoder')
  if (asString(result) === undefined)
    throw typeError(
      `'${encoding}' decoder returned '${typeOf(result).name}' instead of 'str'; use codecs.decode() to decode to arbitrary types`,
    )
  return result
}

/** Calls a codec's encoder or decoder, which answers a pair. */
export function callCodec(f: Value, object: Value, errors: string | null, what: 'encoder' | 'decoder'): Value {
  const result = errors === null ? context.call1(f, object) : context.call2(f, object, errors)
  if (!(result instanceof PyTuple) || result.items.length !== 2)
    throw typeError(`${what} must return a tuple (object, integer)`)
  return result.items[0]!
}
