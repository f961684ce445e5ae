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

const codingComment = /^#.*?coding[:=][ \t]*([-\w.]+)/

/** The declared encoding of the first two lines, as the canonical name of CPython's tokenizer; null without a declaration. */
export function declaredEncoding(bytes: Uint8Array): string | null {
  let from = 0
  for (let line = 0; line < 2 && from < bytes.length; line++) {
    let to = from
    while (to < bytes.length && bytes[to] !== 10 && bytes[to] !== 13) to++
    let first = from
    while (first < to && (bytes[first] === 32 || bytes[first] === 9 || bytes[first] === 12)) first++
    if (first < to) {
      // Neither blank nor a comment.
      if (bytes[first] !== 35) return null
      const text = latin1(bytes.subarray(first, to))
      const match = text.includes('coding') ? codingComment.exec(text) : null
      if (match) return normalizedEncoding(match[1])
    }
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
  // Buffer takes a program that has no other use for it longer than a short line.
  if (bytes.length <= 200) return String.fromCharCode.apply(null, bytes as unknown as number[])
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

/** Line ends to `\n`, and one at the end. */
export function normalizeLines(text: string): string {
  if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n')
  return text.length === 0 || text.endsWith('\n') ? text : `${text}\n`
}

function decoded(text: string, encoding: string): DecodedSource {
  return { text: normalizeLines(text), encoding, ended: text.endsWith('\n') || text.endsWith('\r') }
}

/** A SyntaxError that belongs to no line: line 0. */
function unplaced(message: string, filename: string, offset = 0): DxSyntaxError {
  return new DxSyntaxError('SyntaxError', message, filename, 0, offset, 0, 0, null)
}

/** Options of {@link decodeSource}. */
export interface DecodeOptions {
  readonly filename: string
  readonly decoder?: SourceDecoder
  /** The bytes are those of a file; CPython is stricter with these and words its errors otherwise. */
  readonly fromFile?: boolean
}

/**
 * Decodes source. Errors: a SyntaxError as CPython's for null bytes, unknown or contradictory encodings, bad bytes in a file; code
 * `ARGUMENT` for a str with lone surrogates, which CPython refuses with UnicodeEncodeError before it parses.
 *
 * In bytes that are no file, CPython decodes UTF-8 token by token and never looks at comments. So a bad byte becomes the lone
 * surrogate U+DC00 plus the byte, which no valid source contains, and whoever reads it in a token reports it.
 */
export function decodeSource(source: string | Uint8Array, options: DecodeOptions): Result<DecodedSource, DxError> {
  const { filename } = options
  if (typeof source === 'string') {
    if (source.includes('\0')) return err(unplaced('source code string cannot contain null bytes', filename))
    if (!source.isWellFormed()) {
      return err(new DxError('ARGUMENT', "'utf-8' codec can't encode character: surrogates not allowed", { filename }))
    }
    return ok(decoded(source, 'utf-8'))
  }
  const nul = source.indexOf(0)
  if (nul >= 0) return err(nullByte(source, nul, options))
  const hasMark = source[0] === 0xef && source[1] === 0xbb && source[2] === 0xbf
  const bytes = hasMark ? source.subarray(3) : source
  const encoding = declaredEncoding(bytes) ?? 'utf-8'
  const problem = (message: string): Result<DecodedSource, DxError> =>
    err(unplaced(options.fromFile ? `encoding problem: ${encoding}` : message, filename, -1))
  if (hasMark && encoding !== 'utf-8') return err(unplaced(`encoding problem: ${encoding} with BOM`, filename, -1))
  if (encoding === 'utf-8') {
    const text = decodeUtf8(bytes)
    if (text !== null) return ok(decoded(text, encoding))
    if (options.fromFile) return err(badFile(bytes, filename))
    return ok(decoded(decodeEscaping(bytes), encoding))
  }
  // Aliases of Lib/encodings/aliases.py for what needs no codec registry.
  const alias = encoding.toLowerCase().replaceAll('_', '-')
  if (/^(?:utf8|u8|utf|utf8-ucs[24]|cp65001)$/.test(alias)) {
    const text = decodeUtf8(bytes)
    if (text !== null) return ok(decoded(text, encoding))
    return problem(utf8Problem(bytes).replace('(unicode error) ', ''))
  }
  if (/^(?:iso-?8859-?1|latin-?1|latin|l1|cp819|8859|ibm819)$/.test(alias)) return ok(decoded(latin1(bytes), encoding))
  if (/^(?:(?:us-?)?ascii|646|us)$/.test(alias)) {
    const bad = bytes.findIndex((byte) => byte >= 0x80)
    if (bad < 0) return ok(decoded(latin1(bytes), encoding))
    return problem(
      `'ascii' codec can't decode byte 0x${bytes[bad].toString(16)} in position ${bad}: ordinal not in range(128)`,
    )
  }
  const result = options.decoder?.(bytes, encoding) ?? null
  if (result === null) return problem(`unknown encoding: ${encoding}`)
  if ('error' in result) return problem(result.error)
  return ok(decoded(result.text, encoding))
}

function nullByte(source: Uint8Array, at: number, options: DecodeOptions): DxSyntaxError {
  if (!options.fromFile) return unplaced('source code string cannot contain null bytes', options.filename)
  const before = latin1(source.subarray(0, at))
  const lineStart = before.lastIndexOf('\n') + 1
  const lineno = before.split('\n').length
  const text = before.slice(lineStart)
  const message = 'source code cannot contain null bytes'
  return new DxSyntaxError('SyntaxError', message, options.filename, lineno, 0, lineno, 0, text)
}

function badFile(bytes: Uint8Array, filename: string): DxSyntaxError {
  const at = firstBadByte(bytes).from
  const line = latin1(bytes.subarray(0, at)).split(/\r\n?|\n/).length
  const hex = bytes[at].toString(16)
  return unplaced(
    `Non-UTF-8 code starting with '\\x${hex}' in file ${filename} on line ${line}, but no encoding declared; ` +
      'see https://peps.python.org/pep-0263/ for details',
    filename,
    -1,
  )
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null // the decoder's only error; its place is found by firstBadByte
  }
}

/** Decodes UTF-8 with each undecodable byte as a lone surrogate. */
function decodeEscaping(bytes: Uint8Array): string {
  let text = ''
  let rest = bytes
  for (;;) {
    const { from } = firstBadByte(rest)
    if (from < 0) return text + decodeUtf8(rest)
    text += decodeUtf8(rest.subarray(0, from)) + String.fromCharCode(0xdc00 + rest[from])
    rest = rest.subarray(from + 1)
  }
}

/** The bytes of text that `decodeEscaping` made. */
export function bytesOf(text: string): Uint8Array {
  const bytes: number[] = []
  for (const character of text) {
    const point = character.codePointAt(0)!
    if (point >= 0xdc80 && point < 0xdd00) bytes.push(point - 0xdc00)
    else bytes.push(...Buffer.from(character, 'utf8'))
  }
  return Uint8Array.from(bytes)
}

/** Python's message for bytes that are not UTF-8. */
export function utf8Problem(bytes: Uint8Array): string {
  const { from, to, reason } = firstBadByte(bytes)
  const what =
    from === to
      ? `byte 0x${bytes[from].toString(16).padStart(2, '0')} in position ${from}`
      : `bytes in position ${from}-${to}`
  return `(unicode error) 'utf-8' codec can't decode ${what}: ${reason}`
}

/** Where UTF-8 first goes wrong, with the range and reason that Python's codec gives; `from` is −1 for valid bytes. */
function firstBadByte(bytes: Uint8Array): { from: number; to: number; reason: string } {
  let i = 0
  while (i < bytes.length) {
    const first = bytes[i]
    if (first < 0x80) {
      i++
      continue
    }
    const size =
      first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0
    if (size === 0) return { from: i, to: i, reason: 'invalid start byte' }
    let low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
    let high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
    for (let length = 1; length < size; length++) {
      const next = bytes[i + length]
      if (next === undefined) return { from: i, to: i + length - 1, reason: 'unexpected end of data' }
      if (next < low || next > high) return { from: i, to: i + length - 1, reason: 'invalid continuation byte' }
      low = 0x80
      high = 0xbf
    }
    i += size
  }
  return { from: -1, to: -1, reason: '' }
}
