/** _codecs: the codec registry and the native codecs as functions (Library Reference, "codecs"; CPython: Modules/_codecsmodule.c). */
import { simpleEscapes } from '../base/escapes'
import { getAttr } from '../objects/attributes'
import { requireBytes } from '../objects/buffer'
import { PyBytes } from '../objects/bytes'
import {
  callCodec,
  checkedName,
  codecSearch,
  decodeErrors,
  decodeNative,
  encodeErrors,
  encodeNative,
  errorHandlers,
  lookupCodec,
  strictEncodeError,
} from '../objects/codecregistry'
import {
  charmapDecode,
  charmapEncode,
  type Decoded,
  rawUnicodeEscapeDecode,
  rawUnicodeEscapeEncode,
  type Source,
  unicodeEscapeDecode,
  unicodeEscapeEncode,
} from '../objects/codecs'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import {
  deprecationWarningType,
  isException,
  keyErrorType,
  lookupError,
  lookupErrorType,
  typeError,
  valueError,
} from '../objects/exceptions'
import { asInt } from '../objects/int'
import type { MethodRow, Value } from '../objects/object'
import { typeOf } from '../objects/object'
import { getItem, isTrue } from '../objects/operators'
import { asString, PyStr } from '../objects/str'
import { codePoints, strLength } from '../objects/strops'
import { PyTuple } from '../objects/tuple'
import { utf7Decode, utf7Encode } from '../objects/utf7'
import { standardHandler } from './codecerrors'
import type { NativeModule } from './definition'

function errorsName(v: Value | undefined): string {
  if (v === undefined || v === null) return 'strict'
  const text = asString(v)
  if (text === undefined) throw typeError(`errors must be str or None, not ${typeOf(v).name}`)
  return checkedName(text)
}

function textArgument(v: Value, f: string): Value {
  if (asString(v) === undefined) throw typeError(`${f}() argument 1 must be str, not ${typeOf(v).name}`)
  return v
}

/** The text of a `str` argument; `what` names it in the error. */
function requireText(v: Value, what: string): string {
  const text = asString(v)
  if (text === undefined) throw typeError(`${what} must be str, not ${v === null ? 'None' : typeOf(v).name}`)
  return text
}

/** The same for a name. */
const requireName = (v: Value, what: string): string => checkedName(requireText(v, what))

function sourceOf(v: Value): Source {
  return v instanceof PyStr && v.wide !== null ? v.wide : asString(v)!
}

function encoded(bytes: Uint8Array, text: Value): Value {
  return new PyTuple([new PyBytes(bytes), codePointLength(text)])
}

function codePointLength(text: Value): number {
  return text instanceof PyStr && text.wide !== null ? text.wide.length : strLength(asString(text)!)
}

function decodedPair(d: Decoded): Value {
  return new PyTuple([d.text, d.consumed])
}

/** Rows of one native codec: `name_encode` and `name_decode`. */
function native(name: string, kind: string, incremental: boolean): MethodRow[] {
  return [
    [
      `${name}_encode`,
      (text: Value, errors: Value) =>
        encoded(encodeNative(textArgument(text, `${name}_encode`), kind, errorsName(errors)), text),
      '(str, errors=None, /)',
    ],
    incremental
      ? [
          `${name}_decode`,
          (data: Value, errors: Value, final: Value = false) =>
            decodedPair(decodeNative(requireBytes(data), kind, errorsName(errors), isTrue(final))),
          '(data, errors=None, final=False, /)',
        ]
      : [
          `${name}_decode`,
          (data: Value, errors: Value) => decodedPair(decodeNative(requireBytes(data), kind, errorsName(errors))),
          '(data, errors=None, /)',
        ],
  ]
}

// ── Character maps ─────────────────────────────────────────────────────────────────────────────────────────────────────

function mappingItem(mapping: Value, key: number): Value {
  try {
    return getItem(mapping, key)
  } catch (e) {
    if (isException(e, lookupErrorType) || isException(e, keyErrorType)) return null
    throw e
  }
}

function charmapDecodeFunction(data: Value, errors: Value, mapping: Value = null): Value {
  const bytes = requireBytes(data)
  const name = errorsName(errors)
  if (mapping === null) return decodedPair(decodeNative(bytes, 'latin-1', name))
  const table = asString(mapping)
  const points = table === undefined ? null : codePoints(table)
  const lookup = (b: number): Uint32Array | number | null => {
    if (points !== null) {
      const c = points[b]
      return c === undefined || c === 0xfffe ? null : c
    }
    const v = mappingItem(mapping, b)
    if (v === null) return null
    const i = asInt(v)
    if (i !== undefined) {
      if (i < 0 || i > 0x10ffff) throw typeError(`character mapping must be in range(0x110000)`)
      return i === 0xfffe ? null : Number(i)
    }
    const text = asString(v)
    if (text === undefined) throw typeError('character mapping must return integer, None or str')
    return text === '\ufffe' ? null : codePoints(text)
  }
  return decodedPair(charmapDecode(bytes, lookup, decodeErrors(name, 'charmap', bytes)))
}

function charmapEncodeFunction(text: Value, errors: Value, mapping: Value = null): Value {
  textArgument(text, 'charmap_encode')
  const name = errorsName(errors)
  if (mapping === null) return encoded(encodeNative(text, 'latin-1', name), text)
  const lookup = (c: number): Uint8Array | number | null => {
    const v = mappingItem(mapping, c)
    if (v === null) return null
    const i = asInt(v)
    if (i !== undefined) {
      if (i < 0 || i > 255) throw typeError('character mapping must be in range(256)')
      return Number(i)
    }
    if (v instanceof PyBytes) return v.bytes
    throw typeError(`character mapping must return integer, bytes or None, not ${typeOf(v).name}`)
  }
  return encoded(
    charmapEncode(sourceOf(text), lookup, encodeErrors(name, 'charmap', text), strictEncodeError('charmap', text)),
    text,
  )
}

/** `charmap_build(table)`: the encoding map of a decoding table, as a dict. */
function charmapBuild(table: Value): Value {
  const map = new PyDict()
  codePoints(requireText(table, 'charmap_build() argument')).forEach((c, i) => {
    if (c !== 0xfffe) map.setItem(c, i)
  })
  return map
}

// ── Escapes ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function escapeEncode(data: Value): Value {
  if (!(data instanceof PyBytes)) throw typeError(`escape_encode() argument 1 must be bytes, not ${typeOf(data).name}`)
  let out = ''
  for (const b of data.bytes) {
    if (b === 0x27 || b === 0x5c) out += `\\${String.fromCharCode(b)}`
    else if (b === 9) out += '\\t'
    else if (b === 10) out += '\\n'
    else if (b === 13) out += '\\r'
    else if (b < 32 || b >= 127) out += `\\x${b.toString(16).padStart(2, '0')}`
    else out += String.fromCharCode(b)
  }
  return new PyTuple([new PyBytes(new Uint8Array(Buffer.from(out, 'latin1'))), data.bytes.length])
}

function escapeDecode(data: Value, errors: Value): Value {
  const text = asString(data)
  const bytes = text === undefined ? requireBytes(data) : new Uint8Array(Buffer.from(text))
  const name = errorsName(errors)
  const out: number[] = []
  for (let i = 0; i < bytes.length; ) {
    const b = bytes[i++]!
    if (b !== 92) {
      out.push(b)
      continue
    }
    if (i >= bytes.length) throw valueError('Trailing \\ in string')
    const simple = simpleEscapes[bytes[i]!]
    const c = String.fromCharCode(bytes[i++]!)
    if (c === '\n') continue
    if (simple !== undefined) out.push(simple)
    else if (c >= '0' && c <= '7') {
      let v = Number(c)
      for (let n = 0; n < 2 && i < bytes.length && bytes[i]! >= 48 && bytes[i]! <= 55; n++) v = v * 8 + bytes[i++]! - 48
      if (v > 255) context.warn(deprecationWarningType, `invalid octal escape sequence '\\${v.toString(8)}'`)
      out.push(v & 255)
    } else if (c === 'x') {
      const hex = String.fromCharCode(bytes[i] ?? 0, bytes[i + 1] ?? 0)
      if (/^[0-9a-fA-F]{2}$/.test(hex)) {
        out.push(Number.parseInt(hex, 16))
        i += 2
      } else if (name === 'strict') throw valueError(`invalid \\x escape at position ${i - 2}`)
      else {
        if (name === 'replace') out.push(63)
        else if (name !== 'ignore') throw valueError(`decoding error; unknown error handling code: ${name}`)
        if (/^[0-9a-fA-F]/.test(hex)) i++
      }
    } else {
      context.warn(deprecationWarningType, `invalid escape sequence '\\${c}'`)
      out.push(92, c.charCodeAt(0))
    }
  }
  return new PyTuple([new PyBytes(new Uint8Array(out)), bytes.length])
}

function nameLookup(name: string): number | null {
  const unicodedata = context.importModule('unicodedata')
  try {
    return codePoints(asString(context.call1(getAttr(unicodedata, 'lookup'), name))!)[0]!
  } catch (e) {
    if (isException(e, keyErrorType)) return null
    throw e
  }
}

function bytesOrText(v: Value): Uint8Array {
  const text = asString(v)
  return text === undefined ? requireBytes(v) : new Uint8Array(Buffer.from(text))
}

function lookupErrorHandler(name: Value): Value {
  const text = requireName(name, 'lookup_error() argument')
  const found = errorHandlers.get(text) ?? standardHandler(text)
  if (found === null) throw lookupError(`unknown error handler name '${text}'`)
  return found
}

export const codecsModule: NativeModule = {
  name: '_codecs',
  functions: [
    [
      'register',
      (f: Value) => {
        if (typeOf(f).proto.$__call__ === undefined) throw typeError('argument must be callable')
        codecSearch.path.push(f)
        return null
      },
      '(search_function, /)',
    ],
    [
      'unregister',
      (f: Value) => {
        const i = codecSearch.path.indexOf(f)
        if (i >= 0) {
          codecSearch.path.splice(i, 1)
          codecSearch.cache.clear()
        }
        return null
      },
      '(search_function, /)',
    ],
    ['lookup', (encoding: Value) => lookupCodec(requireName(encoding, 'lookup() argument')), '(encoding, /)'],
    [
      'encode',
      (obj: Value, encoding: Value = 'utf-8', errors: Value | undefined) =>
        callCodec(
          (lookupCodec(requireName(encoding, "encode() argument 'encoding'")) as PyTuple).items[0]!,
          obj,
          errors === undefined ? null : errorsName(errors),
          'encoder',
        ),
      "(obj, encoding='utf-8', errors='strict')",
    ],
    [
      'decode',
      (obj: Value, encoding: Value = 'utf-8', errors: Value | undefined) =>
        callCodec(
          (lookupCodec(requireName(encoding, "decode() argument 'encoding'")) as PyTuple).items[1]!,
          obj,
          errors === undefined ? null : errorsName(errors),
          'decoder',
        ),
      "(obj, encoding='utf-8', errors='strict')",
    ],
    [
      'register_error',
      (name: Value, handler: Value) => {
        const text = requireName(name, 'register_error() argument 1')
        if (typeOf(handler).proto.$__call__ === undefined) throw typeError('handler must be callable')
        errorHandlers.set(text, handler)
        return null
      },
      '(errors, handler, /)',
    ],
    [
      '_unregister_error',
      (name: Value) => errorHandlers.delete(requireName(name, '_unregister_error() argument')),
      '(errors, /)',
    ],
    ['lookup_error', lookupErrorHandler, '(name, /)'],
    ...native('utf_8', 'utf-8', true),
    [
      'utf_7_encode',
      (text: Value, errors: Value) => {
        errorsName(errors)
        return encoded(utf7Encode(sourceOf(textArgument(text, 'utf_7_encode'))), text)
      },
      '(str, errors=None, /)',
    ],
    [
      'utf_7_decode',
      (data: Value, errors: Value, final: Value = false) => {
        const bytes = requireBytes(data)
        return decodedPair(utf7Decode(bytes, decodeErrors(errorsName(errors), 'utf7', bytes), isTrue(final)))
      },
      '(data, errors=None, final=False, /)',
    ],
    ...native('ascii', 'ascii', false),
    ...native('latin_1', 'latin-1', false),
    ...native('utf_16', 'utf-16', true),
    ...native('utf_16_le', 'utf-16-le', true),
    ...native('utf_16_be', 'utf-16-be', true),
    ...native('utf_32', 'utf-32', true),
    ...native('utf_32_le', 'utf-32-le', true),
    ...native('utf_32_be', 'utf-32-be', true),
    ...(['16', '32'] as const).map(
      (width): MethodRow => [
        `utf_${width}_ex_decode`,
        (data: Value, errors: Value, byteorder: Value = 0, final: Value = false) => {
          const order = Number(asInt(byteorder) ?? 0)
          const kind = order === 0 ? `utf-${width}` : `utf-${width}-${order < 0 ? 'le' : 'be'}`
          const d = decodeNative(requireBytes(data), kind, errorsName(errors), isTrue(final)) as Decoded & {
            order?: number
          }
          return new PyTuple([d.text, d.consumed, d.order ?? order])
        },
        '(data, errors=None, byteorder=0, final=False, /)',
      ],
    ),
    ['charmap_decode', charmapDecodeFunction, '(data, errors=None, mapping=None, /)'],
    ['charmap_encode', charmapEncodeFunction, '(str, errors=None, mapping=None, /)'],
    ['charmap_build', charmapBuild, '(map, /)'],
    ['escape_encode', escapeEncode, '(data, errors=None, /)'],
    ['escape_decode', escapeDecode, '(data, errors=None, /)'],
    [
      'unicode_escape_encode',
      (text: Value) => encoded(unicodeEscapeEncode(sourceOf(textArgument(text, 'unicode_escape_encode'))), text),
      '(str, errors=None, /)',
    ],
    [
      'unicode_escape_decode',
      (data: Value, errors: Value, final: Value = true) => {
        const bytes = bytesOrText(data)
        return decodedPair(
          unicodeEscapeDecode(
            bytes,
            decodeErrors(errorsName(errors), 'unicodeescape', bytes),
            nameLookup,
            invalidEscape,
            isTrue(final),
          ),
        )
      },
      '(data, errors=None, final=True, /)',
    ],
    [
      'raw_unicode_escape_encode',
      (text: Value) => encoded(rawUnicodeEscapeEncode(sourceOf(textArgument(text, 'raw_unicode_escape_encode'))), text),
      '(str, errors=None, /)',
    ],
    [
      'raw_unicode_escape_decode',
      (data: Value, errors: Value, final: Value = true) => {
        const bytes = bytesOrText(data)
        return decodedPair(
          rawUnicodeEscapeDecode(bytes, decodeErrors(errorsName(errors), 'rawunicodeescape', bytes), isTrue(final)),
        )
      },
      '(data, errors=None, final=True, /)',
    ],
    [
      'readbuffer_encode',
      (data: Value) => {
        const bytes = bytesOrText(data)
        return new PyTuple([new PyBytes(bytes.slice()), bytes.length])
      },
      '(data, errors=None, /)',
    ],
  ],
}

function invalidEscape(escape: string): void {
  const octal = /^[0-7]/.test(escape)
  context.warn(
    deprecationWarningType,
    octal ? `invalid octal escape sequence '\\${escape}'` : `invalid escape sequence '\\${escape}'`,
  )
}
