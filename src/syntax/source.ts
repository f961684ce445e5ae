/**
 * Source bytes and text as the tokenizer wants them: decoded, with `\n` line ends, the last line ended too.
 *
 * Encodings follow PEP 263: a UTF-8 byte order mark, or a coding comment in the first two lines, or UTF-8. What JavaScript
 * cannot decode itself is left to a decoder that the runtime injects (Python's codec registry).
 */
import { DxError, DxSyntaxError } from '../base/errors'
import { err, ok, type Result } from '../base/result'

/** Decodes `bytes` by a Python codec name; null when the codec does not exist, a string that says why when the bytes are bad. */
export type SourceDecoder = (bytes: Uint8Array, encoding: string) => { text: string } | { error: string } | null

/** Source text ready to be tokenized, and the encoding it was in. */
export interface DecodedSource {
  readonly text: string
  readonly encoding: string
  /** Whether the source itself had a line end at its end. */
  readonly ended: boolean
}

const codingComment = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/
const blankLine = /^[ \t\f]*(?:#.*)?$/

/** The declared encoding of the first two lines, as the canonical name of CPython's tokenizer; null without a declaration. */
export function declaredEncoding(bytes: Uint8Array): string | null {
  let from = 0
  for (let line = 0; line < 2 && from < bytes.length; line++) {
    let to = from
    while (to < bytes.length && bytes[to] !== 10 && bytes[to] !== 13) to++
    const text = latin1(bytes.subarray(from, to))
    const match = codingComment.exec(text)
    if (match) return normalizedEncoding(match[1])
    if (!blankLine.test(text)) return null
    from = bytes[to] === 13 && bytes[to + 1] === 10 ? to + 2 : to + 1
  }
  return null
}

function normalizedEncoding(name: string): string {
  const short = name.slice(0, 12).toLowerCase().replaceAll('_', '-')
  if (short === 'utf-8' || short.startsWith('utf-8-')) return 'utf-8'
  if (/^(?:latin-1|iso-8859-1|iso-latin-1)(?:-|$)/.test(short)) return 'iso-8859-1'
  return name
}

/** Each byte as the character of that number. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

/** Line ends to `\n`, and one at the end. */
export function normalizeLines(text: string): string {
  if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n')
  return text.length === 0 || text.endsWith('\n') ? text : `${text}\n`
}

function decoded(text: string, encoding: string): DecodedSource {
  return { text: normalizeLines(text), encoding, ended: /[\r\n]$/.test(text) }
}

/** A SyntaxError that belongs to no line: positions are 0. */
function unplaced(message: string, filename: string): DxSyntaxError {
  return new DxSyntaxError('SyntaxError', message, filename, 0, 0, 0, 0, null)
}

/**
 * Decodes source. Errors: a SyntaxError as CPython's for null bytes, bad bytes, unknown or contradictory encodings; code
 * `ARGUMENT` for a str with lone surrogates, which CPython refuses with UnicodeEncodeError before it parses.
 */
export function decodeSource(
  source: string | Uint8Array,
  filename: string,
  decoder?: SourceDecoder,
): Result<DecodedSource, DxError> {
  if (typeof source === 'string') {
    if (source.includes('\0')) return err(unplaced('source code string cannot contain null bytes', filename))
    if (!source.isWellFormed()) {
      return err(new DxError('ARGUMENT', "'utf-8' codec can't encode character: surrogates not allowed", { filename }))
    }
    return ok(decoded(source, 'utf-8'))
  }
  if (source.includes(0)) return err(unplaced('source code string cannot contain null bytes', filename))
  const hasMark = source[0] === 0xef && source[1] === 0xbb && source[2] === 0xbf
  const bytes = hasMark ? source.subarray(3) : source
  const encoding = declaredEncoding(bytes) ?? 'utf-8'
  if (hasMark && encoding !== 'utf-8') {
    return err(unplaced(`encoding problem: ${encoding} with BOM`, filename))
  }
  if (encoding === 'utf-8') {
    const text = decodeUtf8(bytes)
    if (text === null) return err(badUtf8(bytes, filename))
    return ok(decoded(text, encoding))
  }
  if (/^(?:iso-?8859-?1|latin-?1|latin|l1|cp819|8859)$/i.test(encoding)) return ok(decoded(latin1(bytes), encoding))
  if (/^(?:us-?)?ascii$/i.test(encoding)) {
    const bad = bytes.findIndex((byte) => byte >= 0x80)
    if (bad >= 0) {
      return err(
        unplaced(
          `(unicode error) 'ascii' codec can't decode byte 0x${bytes[bad].toString(16)} in position ${bad}: ` +
            'ordinal not in range(128)',
          filename,
        ),
      )
    }
    return ok(decoded(latin1(bytes), encoding))
  }
  const result = decoder?.(bytes, encoding) ?? null
  if (result === null) return err(unplaced(`unknown encoding: ${encoding}`, filename))
  if ('error' in result) return err(unplaced(`(unicode error) ${result.error}`, filename))
  return ok(decoded(result.text, encoding))
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null // the decoder's only error; its place is found by badUtf8
  }
}

/** The error for bytes that are not UTF-8, with the position and reason that Python's codec gives. */
function badUtf8(bytes: Uint8Array, filename: string): DxSyntaxError {
  let i = 0
  for (;;) {
    const first = bytes[i]
    if (first === undefined) break
    if (first < 0x80) {
      i++
      continue
    }
    const size =
      first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0
    if (size === 0) return unplaced(utf8Message(bytes, i, i, 'invalid start byte'), filename)
    let low = 0x80
    let high = 0xbf
    if (first === 0xe0) low = 0xa0
    else if (first === 0xed) high = 0x9f
    else if (first === 0xf0) low = 0x90
    else if (first === 0xf4) high = 0x8f
    let length = 1
    for (; length < size; length++) {
      const next = bytes[i + length]
      if (next === undefined) {
        return unplaced(utf8Message(bytes, i, i + length - 1, 'unexpected end of data'), filename)
      }
      if (next < low || next > high) {
        return unplaced(utf8Message(bytes, i, i + length - 1, 'invalid continuation byte'), filename)
      }
      low = 0x80
      high = 0xbf
    }
    i += size
  }
  return unplaced('(unicode error) source is not UTF-8', filename)
}

function utf8Message(bytes: Uint8Array, from: number, to: number, reason: string): string {
  const what =
    from === to
      ? `byte 0x${bytes[from].toString(16).padStart(2, '0')} in position ${from}`
      : `bytes in position ${from}-${to}`
  return `(unicode error) 'utf-8' codec can't decode ${what}: ${reason}`
}
