/**
 * From the bytes of an entity to text: UTF-8, UTF-16, and encodings of one byte a character. A byte that means nothing becomes U+FFFF, which
 * is no character of XML, so that the parser finds the error where it is.
 */
import { isUtf8 } from 'node:buffer'

const INVALID = '\uffff'

/** How many bytes of a character are missing at the end of UTF-8; counts them back from there. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const b = bytes[bytes.length - back]!
    if (b < 0x80) return 0
    if (b >= 0xc2) return (b >= 0xf0 ? (b < 0xf5 ? 4 : 0) : b >= 0xe0 ? 3 : 2) > back ? back : 0
  }
  return 0
}

/** The length of the longest valid beginning of UTF-8 that is not valid as a whole. */
function validLength(bytes: Uint8Array): number {
  let low = 0
  let high = bytes.length
  while (low < high) {
    const middle = (low + high + 1) >> 1
    const part = bytes.subarray(0, middle)
    if (isUtf8(part.subarray(0, middle - unfinished(part)))) low = middle
    else high = middle - 1
  }
  return low - unfinished(bytes.subarray(0, low))
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)

/** Text of the bytes of one entity, piece by piece. */
export abstract class XmlDecoder {
  /** Bytes of a character whose end has not come yet. */
  held: Uint8Array = new Uint8Array(0)
  /** Whether the bytes are others than those of UTF-8, so that Expat has to convert them. */
  converts = true

  /** The text of the next bytes, as far as its characters are whole. */
  decode(bytes: Uint8Array): string {
    const all = this.held.length === 0 ? bytes : new Uint8Array(Buffer.concat([this.held, bytes]))
    const keep = this.open(all)
    this.held = all.slice(all.length - keep)
    return this.text(all.subarray(0, all.length - keep))
  }

  /** The error of an entity that ends here, where bytes are left of a character whose end has not come. */
  truncation(): 'PARTIAL_CHAR' | 'UNCLOSED_TOKEN' | null {
    return this.held.length === 0 ? null : 'PARTIAL_CHAR'
  }

  /** How many bytes text was made of. */
  abstract byteLength(text: string): number
  protected abstract open(bytes: Uint8Array): number
  protected abstract text(bytes: Uint8Array): string
}

/** UTF-8. */
export class Utf8Decoder extends XmlDecoder {
  override converts = false

  byteLength(text: string): number {
    return Buffer.byteLength(text)
  }

  protected open(bytes: Uint8Array): number {
    return unfinished(bytes)
  }

  protected text(bytes: Uint8Array): string {
    if (isUtf8(bytes)) return asBuffer(bytes).toString('utf8')
    return asBuffer(bytes).toString('utf8', 0, validLength(bytes)) + INVALID
  }
}

/** UTF-16 in either order. */
export class Utf16Decoder extends XmlDecoder {
  constructor(readonly bigEndian: boolean) {
    super()
  }

  byteLength(text: string): number {
    return text.length * 2
  }

  override truncation(): 'PARTIAL_CHAR' | 'UNCLOSED_TOKEN' | null {
    return this.held.length === 1 ? 'UNCLOSED_TOKEN' : super.truncation()
  }

  protected open(bytes: Uint8Array): number {
    const odd = bytes.length % 2
    const high = bytes[bytes.length - odd - (this.bigEndian ? 2 : 1)]
    return high !== undefined && high >= 0xd8 && high < 0xdc ? odd + 2 : odd
  }

  protected text(bytes: Uint8Array): string {
    const copy = Buffer.from(bytes)
    const text = (this.bigEndian ? copy.swap16() : copy).toString('utf16le')
    return text.isWellFormed() ? text : text.toWellFormed().replaceAll('\ufffd', INVALID)
  }
}

/** One byte a character, after a table of 256 strings, empty where a byte means nothing. */
export class TableDecoder extends XmlDecoder {
  constructor(private readonly table: readonly string[]) {
    super()
  }

  byteLength(text: string): number {
    return text.length
  }

  protected open(): number {
    return 0
  }

  protected text(bytes: Uint8Array): string {
    let text = ''
    for (let i = 0; i < bytes.length; i++) text += this.table[bytes[i]!] || INVALID
    return text
  }
}

const latin = Array.from({ length: 256 }, (_, i) => String.fromCharCode(i))

/** The decoder of an encoding that the parser knows itself, by its name in any case; null for another. */
export function knownDecoder(name: string): XmlDecoder | null {
  switch (name.toUpperCase()) {
    case 'UTF-8':
      return new Utf8Decoder()
    case 'UTF-16':
    case 'UTF-16BE':
      return new Utf16Decoder(true)
    case 'UTF-16LE':
      return new Utf16Decoder(false)
    case 'ISO-8859-1':
      return new TableDecoder(latin)
    case 'US-ASCII':
      return Object.assign(new TableDecoder(latin.slice(0, 128)), { converts: false })
  }
  return null
}

/**
 * What the first bytes of an entity say of its encoding, also where another was `given`; null where they say nothing. The beginning of
 * `content` may be text, and is therefore less sure than that of a document, which is a mark or ASCII.
 */
export function sniffedDecoder(bytes: Uint8Array, given: XmlDecoder | null, content: boolean): XmlDecoder | null {
  const [a, b, c] = bytes
  const wide = given instanceof Utf16Decoder
  const table = given instanceof TableDecoder
  if (a === undefined || b === undefined) return null
  if (a === 0xef && b === 0xbb && c === 0xbf) return content && (wide || table) ? null : new Utf8Decoder()
  if (a === 0xfe && b === 0xff) return content && table ? null : new Utf16Decoder(true)
  if (a === 0xff && b === 0xfe) return content && table ? null : new Utf16Decoder(false)
  if (a === 0x3c && b === 0) return content && wide && given.bigEndian ? null : new Utf16Decoder(false)
  if (a === 0) return content && wide && !given.bigEndian ? null : new Utf16Decoder(true)
  return b === 0 && !content ? new Utf16Decoder(false) : null
}
