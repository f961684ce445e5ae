/**
 * TextIOWrapper (CPython: Modules/_io/textio.c).
 *
 * UTF-8, ASCII and Latin-1 are decoded and encoded here; other encodings go through the incremental codecs of the `codecs`
 * registry. `decoded` is text ready to be read, from `at` on; for `tell` the wrapper remembers the bytes it came from.
 *
 * More than 800 lines: writing, reading by chunks, by lines and whole, and position all work on the same dozen of fields, which nobody else may touch.
 */
import { plainStreams } from '../../builtins/functions'
import { getAttr, lookupAttr } from '../../objects/attributes'
import { bytesView } from '../../objects/buffer'
import { PyBytes } from '../../objects/bytes'
import { joinBytes } from '../../objects/bytesops'
import { decodeNative, encodeNative, lookupCodec, nativeEncoding } from '../../objects/codecregistry'
import { context, enterNative, leaveNative } from '../../objects/context'
import { attributeError, osErrorType, stopIteration } from '../../objects/exceptionfields'
import { encodingWarningType, lookupError, makeException, typeError, valueError } from '../../objects/exceptions'
import { LINES_CHUNK, TextLines } from '../../objects/filelines'
import { normalize } from '../../objects/intmath'
import { defineType, type Int, type PyType, typeOf, type Value } from '../../objects/object'
import { asCInt, asIndex, asSize, isTrue, repr } from '../../objects/operators'
import { asString, type PyStr } from '../../objects/str'
import { strLength, textIndex } from '../../objects/strops'
import { PyTuple } from '../../objects/tuple'
import type { Address } from '../../simd/engine'
import { engine } from '../../simd/index'
import { Threshold } from '../../simd/thresholds'
import { config, localeName } from '../config'
import {
  attributeShown,
  flushAndClose,
  invoke,
  isClosed,
  PyTextIOBase,
  sizeOf,
  textIOBaseType,
  unpicklable,
  unsupported,
} from './base'
import { bufferedReaderType, bufferedWriterType, flushWrites, hasAhead, PyBuffered, writeBytes } from './buffered'
import { bytesAhead, type PyFileIO, readAllDescriptor, readDescriptor } from './fileio'
import { NewlineTranslator, newlinesValue } from './newlines'
import { type Decoder, packCookie, positionAfter, unpackCookie } from './textposition'
import { hasNoWrites, hasWrites } from './unclosed'

/** Number of UTF-16 units that `n` code points from a place take. */
export function unitsFor(s: string, from: number, n: number): number {
  if (textIndex(s) === null) return Math.min(n, s.length - from)
  let i = from
  for (let k = 0; k < n && i < s.length; k++) i += s.codePointAt(i)! > 0xffff ? 2 : 1
  return i - from
}

/** The JavaScript string of decoded text. */
function plain(v: Value): string {
  return typeof v === 'string' ? v : (v as PyStr).value
}

/** A text stream over a buffered one. */
export class PyTextIOWrapper extends PyTextIOBase {
  buffer: Value = null
  /** The buffer, where it is an exact BufferedReader or BufferedWriter. */
  direct: PyBuffered | null = null
  encoding = 'utf-8'
  errors = 'strict'
  /** Native codec, or null for one of the registry. */
  native: string | null = 'utf-8'
  codec: Value = null
  encoder: Value = null
  decoder: Value = null
  newline: string | null = null
  translator: NewlineTranslator | null = null
  writeNewline: string | null = null
  lineBuffering = false
  writeThrough = false
  decoded = ''
  at = 0
  /** Bytes of an incomplete character at the end of the last chunk. */
  rest = EMPTY
  /** Bytes that `decoded` was made of, and the position of their first in the buffer; null where unknown. */
  chunk: Uint8Array | null = null
  /** The state of a decoder of the registry before it had these bytes. */
  chunkState: Int = 0
  /** About how many bytes a character of the last chunk takes. */
  ratio = 0
  /** Encoded text not yet passed on, then text that is well-formed UTF-8 as it is; the size of both in bytes. */
  pending: Uint8Array[] = []
  pendingText = ''
  pendingSize = 0
  canWrite = false
  eof = false
  telling = true
  /** Whether the buffer can seek; null until a stream over a descriptor is asked. */
  seekableFlag: boolean | null = null
  detached = false
  ok = false

  writeOut(): void {
    flushPending(this)
  }
  /** What an iteration over a plain file has read ahead, instead of `decoded`; null in an instance of a subclass. */
  readonly lines: TextLines | null = this.cls.heap ? null : new TextLines()
  chunkSize = 8192
  startOfStream = true
  hasRead1 = false

  /** `next(self)` of an exact text stream, undefined at the end. */
  nextItem(): string | undefined {
    const lines = this.lines!
    if (lines.hasNext) return lines.next()
    checkReadable(this)
    this.telling = false
    if (this.pendingSize === 0 && (this.newline === null || this.newline === '\n')) {
      for (;;) {
        if (!lines.inUse) {
          const from = this.at
          const end = this.decoded.indexOf('\n', from) + 1
          if (end > 0) {
            this.at = end
            return this.decoded.slice(from, end)
          }
        }
        const file = plainFile(this)
        const left = lines.inUse ? lines.to - lines.from : this.decoded.length - this.at
        // What is left of a long line is not searched again and again.
        if (left > LINES_CHUNK || file === null) break
        const more = readLines(this, file)
        if (lines.hasNext) return lines.next()
        if (!more && !lines.inUse && this.decoded.length - this.at === left) {
          this.at = this.decoded.length
          if (left > 0) return this.decoded.slice(-left)
          this.telling = true
          return undefined
        }
      }
    }
    settle(this)
    const line = readLineText(this, -1)
    if (line !== '') return line
    this.telling = true
    return undefined
  }
}

const EMPTY = new Uint8Array(0)

function initialised(self: PyTextIOWrapper): void {
  if (!self.ok) throw valueError('I/O operation on uninitialized object')
}

function ready(self: PyTextIOWrapper): void {
  if (self.detached) throw valueError('underlying buffer has been detached')
  initialised(self)
}

/** What an iteration has read ahead becomes `decoded`, for whoever reads in another way. */
function settle(self: PyTextIOWrapper): void {
  const { lines } = self
  if (lines?.inUse !== true) return
  self.decoded = Buffer.from(lines.takeRest()).toString('latin1')
  self.at = 0
}

function open(self: PyTextIOWrapper): void {
  settle(self)
  checkOpen(self)
}

function checkOpen(self: PyTextIOWrapper): void {
  ready(self)
  const direct = self.direct
  if (direct !== null && direct.file !== null) {
    if (direct.file.fd < 0) throw valueError('I/O operation on closed file.')
  } else if (isClosed(self.buffer)) throw valueError('I/O operation on closed file.')
}

function checkNewline(v: Value): string | null {
  if (v === null) return null
  const text = asString(v)
  if (text === undefined)
    throw typeError(`TextIOWrapper() argument 'newline' must be str or None, not ${typeOf(v).name}`)
  if (text !== '' && text !== '\n' && text !== '\r' && text !== '\r\n')
    throw valueError(`illegal newline value: ${text}`)
  return text
}

/** The encoding of text files where none is named: UTF-8 mode or the locale's. */
export function localeEncoding(): string {
  if (config.utf8Mode) return 'utf-8'
  const locale = localeName()
  const dot = locale.indexOf('.')
  if (dot < 0) return 'UTF-8'
  const name = locale.slice(dot + 1).split('@')[0]!
  const upper = name.toUpperCase()
  return upper === 'UTF-8' || upper === 'UTF8' ? 'UTF-8' : name
}

/** Raises UnicodeEncodeError for a name that is no text, ValueError for one that C code would not see the end of. */
function checkName(text: string): void {
  if (!text.isWellFormed()) encodeNative(text, 'utf-8', 'strict')
  if (text.includes('\0')) throw valueError('embedded null character')
}

/** The part of a name that C code sees. Raises UnicodeEncodeError. */
function visibleName(text: string): string {
  const end = text.indexOf('\0')
  const visible = end < 0 ? text : text.slice(0, end)
  checkName(visible)
  return visible
}

function setCodec(self: PyTextIOWrapper, encoding: string, errors: string): void {
  checkName(encoding)
  checkName(errors)
  if (config.devMode) context.call1(getAttr(context.importModule('_codecs'), 'lookup_error'), errors)
  const native = nativeEncoding(encoding)
  self.native = native === 'utf-8' || native === 'ascii' || native === 'latin-1' ? native : null
  self.encoding = encoding
  self.errors = errors
  self.codec = null
  self.encoder = null
  self.decoder = null
  if (self.native !== null) return
  const codec = lookupCodec(encoding)
  const isText = lookupAttr(codec, '_is_text_encoding')
  if (isText !== undefined && !isTrue(isText))
    throw lookupError(`'${encoding}' is not a text encoding; use codecs.open() to handle arbitrary codecs`)
  self.codec = codec
}

function setNewline(self: PyTextIOWrapper, newline: string | null): void {
  self.newline = newline
  self.translator = newline === null || newline === '' ? new NewlineTranslator(newline === null) : null
  self.writeNewline = newline === null ? null : newline === '' || newline === '\n' ? null : newline
}

function init(
  self: PyTextIOWrapper,
  buffer: Value,
  encoding: Value = null,
  errors: Value = null,
  newline: Value = null,
  lineBuffering: Value = false,
  writeThrough: Value = false,
): Value {
  self.ok = false
  const nl = checkNewline(newline)
  let name = encoding === null ? undefined : asString(encoding)
  if (encoding !== null && name === undefined)
    throw typeError(`TextIOWrapper() argument 'encoding' must be str or None, not ${typeOf(encoding).name}`)
  if (name === undefined) {
    if (config.warnDefaultEncoding) context.warn(encodingWarningType, "'encoding' argument not specified", 1)
    name = localeEncoding()
  } else if (name === 'locale') name = localeEncoding()
  if (errors !== null && asString(errors) === undefined)
    throw typeError(`TextIOWrapper() argument 'errors' must be str or None, not ${typeOf(errors).name}`)
  setCodec(self, name, errors === null ? 'strict' : asString(errors)!)
  self.buffer = buffer
  self.direct =
    buffer instanceof PyBuffered && (buffer.cls === bufferedReaderType || buffer.cls === bufferedWriterType)
      ? buffer
      : null
  setNewline(self, nl)
  self.lines?.clear()
  self.lineBuffering = isTrue(lineBuffering)
  self.writeThrough = isTrue(writeThrough)
  self.decoded = ''
  self.at = 0
  self.rest = EMPTY
  self.chunk = null
  self.pending = []
  self.pendingText = ''
  self.pendingSize = 0
  self.eof = false
  self.detached = false
  self.startOfStream = true
  self.telling = true
  if (self.direct !== null && self.direct.file !== null) {
    // A descriptor is asked when it matters: for the standard streams it hardly ever does.
    self.seekableFlag = null
    self.hasRead1 = true
    self.canWrite = self.direct.cls === bufferedWriterType
  } else {
    self.seekableFlag = invoke(buffer, 'seekable') === true
    self.hasRead1 = self.direct !== null || lookupAttr(buffer, 'read1') !== undefined
    self.canWrite = isTrue(invoke(buffer, 'writable'))
  }
  lookAtStart(self)
  self.ok = true
  return null
}

function isSeekable(self: PyTextIOWrapper): boolean {
  self.seekableFlag ??= invoke(self.buffer, 'seekable') === true
  return self.seekableFlag
}

/** Whether what is written begins the stream: only there a codec with a byte order mark writes it. */
function lookAtStart(self: PyTextIOWrapper): void {
  self.startOfStream = true
  if (self.native !== null || !self.canWrite || !isSeekable(self)) return
  try {
    if (asSize(invoke(self.buffer, 'tell')) !== 0) self.startOfStream = false
  } catch (e) {
    if (!typeOf(e as Value).isSubtype(osErrorType)) throw e
  }
}

/** A text stream over a buffer, made without a look at its type: the standard streams. */
export function textOver(
  buffer: Value,
  encoding: string,
  errors: string,
  lineBuffering: boolean,
  writeThrough: boolean,
): PyTextIOWrapper {
  const made = new PyTextIOWrapper()
  init(made, buffer, encoding, errors, '\n', lineBuffering, writeThrough)
  return made
}

// ── Writing ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function encode(self: PyTextIOWrapper, text: Value): Uint8Array {
  if (self.native !== null) return encodeNative(text, self.native, self.errors)
  if (self.encoder === null) {
    self.encoder = context.call1(getAttr(self.codec, 'incrementalencoder'), self.errors)
    // A stream that does not start at its beginning gets no byte order mark.
    if (!self.startOfStream) invoke(self.encoder, 'setstate', 0)
  }
  const made = invoke(self.encoder, 'encode', text)
  const bytes = bytesView(made)
  if (bytes === null) throw typeError(`encoder should return a bytes object, not '${typeOf(made).name}'`)
  return bytes
}

/** Text kept as it is becomes bytes, so that others can follow. */
function encodePending(self: PyTextIOWrapper): void {
  if (self.pendingText === '') return
  self.pending.push(Buffer.from(self.pendingText))
  self.pendingText = ''
}

function flushPending(self: PyTextIOWrapper): void {
  if (self.pendingSize === 0) return
  encodePending(self)
  const bytes = self.pending.length === 1 ? self.pending[0]! : joinBytes(self.pending)
  self.pending = []
  self.pendingSize = 0
  hasNoWrites(self)
  if (self.direct !== null) writeBytes(self.direct, bytes)
  else invoke(self.buffer, 'write', new PyBytes(bytes))
}

/** Passes on what is kept before as much as a chunk is added; writing may run code that writes. */
function makeRoom(self: PyTextIOWrapper, size: number): void {
  if (size >= self.chunkSize) while (self.pendingSize > 0) flushPending(self)
  if (self.pendingSize === 0) hasWrites(self)
}

/** Keeps text for later. Most of it needs no encoding yet: joining strings is cheaper than joining bytes. */
function keep(self: PyTextIOWrapper, text: Value): void {
  if (typeof text === 'string' && self.native !== null) {
    const size = Buffer.byteLength(text)
    if (size === text.length || (self.native === 'utf-8' && text.isWellFormed())) {
      makeRoom(self, size)
      self.pendingText += text
      self.pendingSize += size
      return
    }
  }
  const bytes = encode(self, text)
  makeRoom(self, bytes.length)
  encodePending(self)
  self.pending.push(bytes)
  self.pendingSize += bytes.length
}

/** `file.write(text)` */
export function textWrite(self: PyTextIOWrapper, text: Value): Value {
  const s = asString(text)
  if (s === undefined) throw typeError(`write() argument must be str, not ${typeOf(text).name}`)
  open(self)
  if (!self.canWrite) throw unsupported('not writable')
  let out: Value = text
  const hasNewline = (self.writeNewline !== null || self.lineBuffering) && s.includes('\n')
  if (hasNewline && self.writeNewline !== null) out = s.replaceAll('\n', self.writeNewline)
  keep(self, out)
  const flushNow = self.lineBuffering && (hasNewline || s.includes('\r'))
  if (self.writeThrough || flushNow || self.pendingSize >= self.chunkSize) flushPending(self)
  if (flushNow) {
    if (self.direct !== null) flushWrites(self.direct)
    else invoke(self.buffer, 'flush')
  }
  // What a stream without a position has read ahead stays.
  if ((self.decoded !== '' || self.chunk !== null) && isSeekable(self)) resetReading(self)
  return strLength(s)
}

plainStreams.has = (file) =>
  file instanceof PyTextIOWrapper &&
  file.cls === textIOWrapperType &&
  file.dict === undefined &&
  !Object.hasOwn(file, '$write')
plainStreams.write = (file, text) => void textWrite(file as PyTextIOWrapper, text)

function resetReading(self: PyTextIOWrapper): void {
  self.decoded = ''
  self.at = 0
  self.rest = EMPTY
  self.chunk = null
  self.eof = false
  if (self.decoder !== null) invoke(self.decoder, 'reset')
}

function flush(self: PyTextIOWrapper): Value {
  open(self)
  self.telling = true
  flushPending(self)
  if (self.direct !== null) flushWrites(self.direct)
  else invoke(self.buffer, 'flush')
  return null
}

/**
 * Flushes a stream that is exactly a TextIOWrapper over a descriptor, as `stream.flush()` would, without a look at its type; a closed one
 * is left alone. False for any other object, which has to be asked.
 */
export function flushDirect(stream: Value): boolean {
  if (!(stream instanceof PyTextIOWrapper) || stream.cls !== textIOWrapperType || stream.dict !== undefined)
    return false
  if (!stream.ok || stream.direct === null || stream.direct.file === null || Object.hasOwn(stream, '$flush'))
    return false
  if (stream.direct.file.fd >= 0) flush(stream)
  return true
}

// ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function needDecoder(self: PyTextIOWrapper): void {
  if (self.native !== null || self.decoder !== null) return
  self.decoder = context.call1(getAttr(self.codec, 'incrementaldecoder'), self.errors)
}

function needReadable(self: PyTextIOWrapper): void {
  settle(self)
  checkReadable(self)
}

function checkReadable(self: PyTextIOWrapper): void {
  checkOpen(self)
  if (self.direct !== null ? self.direct.cls !== bufferedReaderType : invoke(self.buffer, 'readable') !== true)
    throw unsupported('not readable')
}

/** Decodes bytes; `final` at the end of the stream. */
function decodeBytes(self: PyTextIOWrapper, bytes: Uint8Array, final: boolean): string {
  let text: string
  if (self.native !== null) {
    const input = self.rest.length === 0 ? bytes : joinBytes([self.rest, bytes])
    const { text: made, consumed } = decodeNative(input, self.native, self.errors, final)
    self.rest = consumed < input.length ? input.slice(consumed) : EMPTY
    text = plain(made)
  } else {
    needDecoder(self)
    const made = invoke(self.decoder, 'decode', new PyBytes(bytes), final)
    if (asString(made) === undefined)
      throw typeError(`decoder should return a string result, not '${typeOf(made).name}'`)
    text = plain(made)
  }
  return self.translator === null ? text : self.translator.feed(text, final)
}

/** Whether bytes are ASCII, and have no byte 13 where that matters. */
function isPlain(bytes: Uint8Array, n: number, anyEnd: boolean): boolean {
  const kernels = engine()
  return kernels.firstHigh(bytes, 0, n) < 0 && (anyEnd || kernels.findByte(bytes, 0, n, 13) < 0)
}

/**
 * The next chunk of an iteration over a plain file: where it is ASCII and has no other ends of lines than `\n`, its lines are taken from the bytes, and nothing has to be
 * kept for `tell`. Anything else is decoded. False at the end.
 */
function readLines(self: PyTextIOWrapper, file: PyFileIO): boolean {
  const lines = self.lines!
  const { translator } = self
  if (!lines.inUse) {
    const unread = self.decoded.slice(self.at)
    const plain = unread.length <= LINES_CHUNK && Buffer.byteLength(unread) === unread.length
    if (!plain || self.rest.length > 0 || translator?.pendingCr === true) return readChunk(self)
    lines.hold(Buffer.from(unread, 'latin1'))
    self.decoded = ''
    self.at = 0
    self.chunk = null
  }
  const room = lines.roomForMore()
  const n = readDescriptor(file.fd, room)
  if (n !== null && n > 0 && isPlain(room, n, translator === null) && lines.take(room, n)) {
    file.heldLines = lines
    self.eof = false
    if (translator !== null && lines.count > 0) translator.sawNewline()
    return true
  }
  settle(self)
  return takeChunk(self, n === null ? null : new PyBytes(room.slice(0, n)))
}

/** The file that an iteration reads from, where it may be read without its buffer. */
function plainFile(self: PyTextIOWrapper): PyFileIO | null {
  const { direct } = self
  if (direct === null || self.native === null || hasAhead(direct)) return null
  return chunkSizeOf(self) === LINES_CHUNK ? direct.file : null
}

/** The state of a decoder of the registry, with what of the newlines is not decided: bytes in hand, and the rest as an int. */
function stateOf(self: PyTextIOWrapper): { held: Uint8Array; flags: Int } {
  needDecoder(self)
  const state = invoke(self.decoder, 'getstate')
  if (!(state instanceof PyTuple) || state.items.length !== 2) throw typeError('illegal decoder state')
  const [held, flags] = state.items as [Value, Value]
  if (!(held instanceof PyBytes))
    throw typeError(`illegal decoder state: the first item should be a bytes object, not '${typeOf(held).name}'`)
  if (self.translator === null) return { held: held.bytes, flags: asIndex(flags) }
  return {
    held: held.bytes,
    flags: normalize((BigInt(asIndex(flags)) << 1n) | (self.translator.pendingCr ? 1n : 0n)),
  }
}

function setState(self: PyTextIOWrapper, held: Uint8Array, flags: Int): void {
  needDecoder(self)
  let own: Int = flags
  if (self.translator !== null) {
    self.translator.pendingCr = (BigInt(flags) & 1n) === 1n
    own = normalize(BigInt(flags) >> 1n)
  }
  invoke(self.decoder, 'setstate', new PyTuple([new PyBytes(held), own]))
}

/** Reads and decodes one chunk, larger where more characters are wanted; false at the end. */
function readChunk(self: PyTextIOWrapper, wanted = 0): boolean {
  const size = Math.max(chunkSizeOf(self), Math.floor(Math.max(self.ratio, 1) * wanted))
  return takeChunk(self, invoke(self.buffer, self.hasRead1 ? 'read1' : 'read', size))
}

/** Decodes what was read; false at the end. */
function takeChunk(self: PyTextIOWrapper, got: Value): boolean {
  const before = self.native === null && self.telling && isSeekable(self) ? stateOf(self) : null
  const carried = before === null ? self.rest : before.held
  const held = self.translator?.pendingCr ? CR : EMPTY
  const bytes = got === null ? null : bytesView(got)
  if (bytes === null)
    throw typeError(
      `underlying ${self.hasRead1 ? 'read1' : 'read'}() should have returned a bytes-like object, not '${typeOf(got).name}'`,
    )
  const eof = bytes.length === 0
  const text = decodeBytes(self, bytes, eof)
  self.ratio = text === '' ? 0 : bytes.length / text.length
  const unread = self.decoded.slice(self.at)
  if (unread === '') {
    self.chunk =
      self.native !== null ? joinBytes([held, carried, bytes]) : before === null ? null : joinBytes([carried, bytes])
    if (before !== null) self.chunkState = before.flags
  } else if (self.chunk !== null) self.chunk = joinBytes([self.chunk, bytes])
  if (unread === '') self.decoded = text
  else if (self.telling) {
    // tell() counts from the beginning of the chunk.
    self.decoded = self.decoded + text
    return !eof
  } else {
    // Within an iteration nobody may ask for the position: what was read is dropped, so that a long file is not gathered.
    self.chunk = null
    self.decoded = unread + text
    self.at = 0
    return !eof
  }
  self.at = 0
  self.eof = eof
  return !eof
}

function chunkSizeOf(self: PyTextIOWrapper): number {
  const reading = self.decoded !== '' || self.lines?.inUse === true
  const more = !self.telling && reading && self.direct !== null && self.chunkSize === 8192
  return more ? LINES_CHUNK : self.chunkSize
}

const CR = new Uint8Array([13])

/**
 * The rest of a large plain file, read into the memory that becomes the text: ASCII (or Latin-1, if that is the encoding) with no other ends of lines than `\n`. What is anything
 * else is decoded from there. Null where it is another kind of stream, or small.
 */
function readLarge(self: PyTextIOWrapper): string | null {
  const { direct, translator } = self
  const file = direct?.file
  if (direct == null || file == null || self.native === null || hasAhead(direct)) return null
  if (self.at < self.decoded.length || self.rest.length > 0 || translator?.pendingCr === true) return null
  const size = bytesAhead(file.fd)
  // The texts of JavaScript end before 2 GB.
  if (size < Threshold.strRoom || size >= 0x7fffffff || !engine().takesAddresses) return null
  const room = (require('../../ffi/texts') as typeof import('../../ffi/texts')).textRoom(size + 1)
  if (room === null) return null
  const view = room.view()
  let used = 0
  let text: string | null = null
  try {
    // One byte more than there should be tells that there is no more.
    while (used < view.length) {
      const n = readDescriptor(file.fd, view.subarray(used))
      if (n === null || n === 0) break
      used += n
    }
    const all = room.address as Address
    const plain = used < view.length && (self.native === 'latin-1' || engine().firstHigh(all, 0, used) < 0)
    if (plain && (translator === null || engine().findByte(all, 0, used, 13) < 0)) {
      if (translator !== null && engine().findByte(all, 0, used, 10) >= 0) translator.sawNewline()
    } else if (used < view.length) text = decodeBytes(self, view.subarray(0, used), true)
    else text = decodeBytes(self, joinBytes([view, readAllDescriptor(file.fd) ?? EMPTY]), true)
  } catch (e) {
    room.free()
    throw e
  }
  if (text === null) text = room.text(used)
  else room.free()
  self.decoded = ''
  self.at = 0
  self.chunk = null
  self.eof = true
  return text
}

function read(self: PyTextIOWrapper, size: Value | undefined): Value {
  needReadable(self)
  if (self.pendingSize > 0) flushPending(self)
  const n = sizeOf(size)
  if (n < 0) {
    const large = readLarge(self)
    if (large !== null) return large
    const got = invoke(self.buffer, 'read')
    if (got === null) throw typeError("can't concat NoneType to bytes")
    const bytes = bytesView(got)
    if (bytes === null)
      throw typeError(`underlying read() should have returned a bytes-like object, not '${typeOf(got).name}'`)
    const before = self.decoded.slice(self.at)
    const text = before + decodeBytes(self, bytes, true)
    self.decoded = ''
    self.at = 0
    self.chunk = null
    self.eof = true
    return text
  }
  let text = ''
  let need = n
  for (;;) {
    const units = unitsFor(self.decoded, self.at, need)
    const part = self.decoded.slice(self.at, self.at + units)
    self.at += units
    text += part
    need -= strLength(part)
    if (need <= 0) return text
    const more = readChunk(self, need)
    if (!more && self.at >= self.decoded.length) return text
  }
}

/** A line with its end, at most `limit` code points; '' at the end of the stream. */
export function readLineText(self: PyTextIOWrapper, limit: number): string {
  if (self.pendingSize > 0) flushPending(self)
  let searched = 0
  for (;;) {
    const end = lineEnd(self, self.at + searched)
    if (end >= 0) {
      let stop = end
      if (limit >= 0) stop = Math.min(stop, self.at + unitsFor(self.decoded, self.at, limit))
      const line = self.decoded.slice(self.at, stop)
      self.at = stop
      return line
    }
    if (limit >= 0 && self.decoded.length - self.at >= limit) {
      const units = unitsFor(self.decoded, self.at, limit)
      if (strLength(self.decoded.slice(self.at)) >= limit) {
        const line = self.decoded.slice(self.at, self.at + units)
        self.at += units
        return line
      }
    }
    const before = self.decoded.length - self.at
    searched = Math.max(0, before - 1)
    if (!readChunk(self) && self.decoded.length - self.at === before) {
      const line = self.decoded.slice(self.at)
      self.at = self.decoded.length
      return line
    }
  }
}

/** Index after the end of the line that begins at `at`, or -1 where none is decoded yet. */
function lineEnd(self: PyTextIOWrapper, from: number): number {
  const s = self.decoded
  if (self.newline === null || self.newline === '\n') {
    const i = s.indexOf('\n', from)
    return i < 0 ? -1 : i + 1
  }
  if (self.newline === '') {
    for (let i = from; i < s.length; i++) {
      const c = s.charCodeAt(i)
      if (c === 10) return i + 1
      if (c === 13) return s.charCodeAt(i + 1) === 10 ? i + 2 : i + 1
    }
    return -1
  }
  const i = s.indexOf(self.newline, from)
  return i < 0 ? -1 : i + self.newline.length
}

function readline(self: PyTextIOWrapper, size: Value | undefined): Value {
  needReadable(self)
  return readLineText(self, sizeOf(size))
}

function nextLine(self: PyTextIOWrapper): Value {
  self.telling = false
  if (self.cls === textIOWrapperType) {
    const line = self.nextItem()
    if (line === undefined) throw stopIteration(null)
    return line
  }
  const line = invoke(self, 'readline')
  if (asString(line) === undefined)
    throw makeException(osErrorType, `readline() should have returned a str object, not '${typeOf(line).name}'`)
  if (line === '') {
    self.telling = true
    throw stopIteration(null)
  }
  return line
}

// ── Position ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Bytes of the chunk that made the first `units` of the decoded text. */
function bytesBefore(self: PyTextIOWrapper, chunk: Uint8Array, units: number): number {
  let i = 0
  let made = 0
  const translate = self.translator?.translate === true
  while (made < units && i < chunk.length) {
    const c = chunk[i]!
    if (c === 13 && translate) {
      i += chunk[i + 1] === 10 ? 2 : 1
      made++
    } else if (self.native !== 'utf-8' || c < 0x80) {
      i++
      made++
    } else if (c >= 0xf0 && c < 0xf5) {
      i += 4
      made += 2
    } else if (c >= 0xe0) {
      i += c < 0xf0 ? 3 : 1
      made++
    } else {
      i += c >= 0xc2 ? 2 : 1
      made++
    }
  }
  return Math.min(i, chunk.length)
}

function tell(self: PyTextIOWrapper): Value {
  open(self)
  if (!isSeekable(self)) throw unsupported('underlying stream is not seekable')
  if (!self.telling) throw makeException(osErrorType, 'telling position disabled by next() call')
  invoke(self, 'flush')
  const position = asSize(invoke(self.buffer, 'tell'))
  if (self.chunk === null && self.rest.length === 0 && self.at >= self.decoded.length) return position
  if (self.native !== null && self.chunk !== null)
    return position - self.chunk.length + bytesBefore(self, self.chunk, self.at)
  if (self.native !== null || self.chunk === null) return position - self.rest.length
  return statefulPosition(self, position - self.chunk.length, self.chunk)
}

/** The position within a chunk that a decoder of the registry has read. */
function statefulPosition(self: PyTextIOWrapper, begin: number, chunk: Uint8Array): Int {
  const skip = strLength(self.decoded.slice(0, self.at))
  const flags = self.chunkState
  if (skip === 0) return packCookie({ start: begin, flags, feed: 0, skip: 0, atEnd: false })
  const saved = stateOf(self)
  const seen = self.translator?.seen
  const decoder: Decoder = {
    decode: (bytes, final) => strLength(decodeBytes(self, bytes, final)),
    getState: () => {
      const state = stateOf(self)
      return { held: state.held.length, flags: state.flags }
    },
    setState: (state) => setState(self, EMPTY, state),
  }
  try {
    return packCookie(positionAfter(decoder, begin, chunk, flags, skip, self.ratio))
  } finally {
    setState(self, saved.held, saved.flags)
    if (self.translator !== null) self.translator.seen = seen!
  }
}

/** Goes to a position that `tell` has answered, for a decoder of the registry. Raises OSError. */
function seekStateful(self: PyTextIOWrapper, cookie: Int): void {
  const { start, flags, feed, skip, atEnd } = unpackCookie(cookie)
  invoke(self.buffer, 'seek', start)
  resetReading(self)
  if (self.translator !== null) self.translator.pendingCr = false
  if (cookie === 0 || (self.decoder === null && flags === 0 && skip === 0)) return
  setState(self, EMPTY, flags)
  self.chunk = EMPTY
  self.chunkState = flags
  if (skip === 0) return
  const input = invoke(self.buffer, 'read', feed)
  const bytes = bytesView(input)
  if (bytes === null)
    throw typeError(`underlying read() should have returned a bytes-like object, not '${typeOf(input).name}'`)
  self.chunk = bytes.slice()
  self.decoded = decodeBytes(self, self.chunk, atEnd)
  if (strLength(self.decoded) < skip) throw makeException(osErrorType, "can't restore logical file position")
  self.at = unitsFor(self.decoded, 0, skip)
}

function seek(self: PyTextIOWrapper, cookie: Value, whenceValue: Value = 0): Value {
  open(self)
  const whence = asCInt(whenceValue)
  if (!isSeekable(self)) throw unsupported('underlying stream is not seekable')
  let target: Int = asIndex(cookie)
  if (whence === 1) {
    if (target !== 0) throw unsupported("can't do nonzero cur-relative seeks")
    target = tell(self) as Int
  } else if (whence === 2) {
    if (target !== 0) throw unsupported("can't do nonzero end-relative seeks")
    invoke(self, 'flush')
    resetReading(self)
    const at = invoke(self.buffer, 'seek', 0, 2)
    resetEncoder(self, at === 0)
    return at
  } else if (whence !== 0) throw valueError(`invalid whence (${whence}, should be 0, 1 or 2)`)
  if (target < 0) throw valueError(`negative seek position ${target}`)
  invoke(self, 'flush')
  if (self.native === null) seekStateful(self, target)
  else {
    invoke(self.buffer, 'seek', target)
    resetReading(self)
    if (self.translator !== null) self.translator.pendingCr = false
  }
  resetEncoder(self, target === 0)
  return target
}

function resetEncoder(self: PyTextIOWrapper, start: boolean): void {
  self.startOfStream = start
  if (self.encoder !== null) {
    if (start) invoke(self.encoder, 'reset')
    else invoke(self.encoder, 'setstate', 0)
  }
}

function truncate(self: PyTextIOWrapper, size: Value = null): Value {
  open(self)
  invoke(self, 'flush')
  return invoke(self.buffer, 'truncate', size === null ? tell(self) : size)
}

function close(self: PyTextIOWrapper): Value {
  ready(self)
  if (isClosed(self.buffer)) return null
  const failure = flushAndClose(self, self.buffer)
  if (failure !== undefined) throw failure
  return null
}

function reconfigure(
  self: PyTextIOWrapper,
  encoding: Value = null,
  errors: Value = null,
  newline: Value | undefined,
  lineBuffering: Value = null,
  writeThrough: Value = null,
): Value {
  settle(self)
  if ((self.chunk !== null || self.decoded !== '') && (encoding !== null || errors !== null || newline !== undefined))
    throw unsupported('It is not possible to set the encoding or newline of stream after the first read')
  const nl = newline === undefined ? undefined : checkNewline(newline)
  invoke(self, 'flush')
  if (encoding !== null || errors !== null) {
    if (errors !== null && asString(errors) === undefined)
      throw typeError(`reconfigure() argument 'errors' must be str or None, not ${typeOf(errors).name}`)
    let name = encoding === null ? self.encoding : asString(encoding)
    if (name === undefined)
      throw typeError(`reconfigure() argument 'encoding' must be str or None, not ${typeOf(encoding).name}`)
    name = name === 'locale' ? localeEncoding() : visibleName(name)
    const mode = errors === null ? (encoding === null ? self.errors : 'strict') : visibleName(asString(errors)!)
    setCodec(self, name, mode)
    lookAtStart(self)
  }
  if (nl !== undefined) setNewline(self, nl)
  if (lineBuffering !== null) self.lineBuffering = isTrue(lineBuffering)
  if (writeThrough !== null) self.writeThrough = isTrue(writeThrough)
  return null
}

function passOn(name: string) {
  return (self: PyTextIOWrapper): Value => (ready(self), invoke(self.buffer, name))
}

export const textIOWrapperType = defineType('_io.TextIOWrapper', {
  layout: PyTextIOWrapper,
  base: textIOBaseType,
  module: '_io',
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    [
      '__init__',
      init,
      '($self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)',
    ],
    ['write', textWrite, '($self, text, /)'],
    ['read', read, '($self, size=-1, /)'],
    ['readline', readline, '($self, size=-1, /)'],
    ['__next__', nextLine, '($self, /)'],
    ['flush', flush, '($self, /)'],
    ['close', close, '($self, /)'],
    [
      'detach',
      (self: PyTextIOWrapper) => {
        ready(self)
        invoke(self, 'flush')
        const buffer = self.buffer
        self.buffer = null
        self.direct = null
        self.detached = true
        return buffer
      },
      '($self, /)',
    ],
    ['tell', tell, '($self, /)'],
    ['seek', seek, '($self, cookie, whence=0, /)'],
    ['truncate', truncate, '($self, pos=None, /)'],
    [
      'reconfigure',
      reconfigure,
      '($self, /, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None) as ($self, /, *, encoding=None, errors=None, newline=<unrepresentable>, line_buffering=None, write_through=None)',
    ],
    ['fileno', passOn('fileno'), '($self, /)'],
    ['isatty', passOn('isatty'), '($self, /)'],
    ['seekable', passOn('seekable'), '($self, /)'],
    ['readable', passOn('readable'), '($self, /)'],
    ['writable', passOn('writable'), '($self, /)'],
    [
      '__repr__',
      (self: PyTextIOWrapper) => {
        if (!self.ok) throw valueError('I/O operation on uninitialized object')
        enterNative(' while getting the repr of an object')
        try {
          return `<${typeOf(self).name}${attributeShown(self, 'name')}${attributeShown(self, 'mode')} encoding=${repr(self.encoding)}>`
        } finally {
          leaveNative()
        }
      },
      '($self, /)',
    ],
    ...unpicklable,
  ],
  members: 'encoding line_buffering write_through buffer _finalizing',
  getset: () => [
    ['encoding', (self: PyTextIOWrapper) => (self.ok ? self.encoding : null)],
    ['errors', (self: PyTextIOWrapper) => (initialised(self), self.errors)],
    [
      'newlines',
      (self: PyTextIOWrapper) => (ready(self), self.translator === null ? null : newlinesValue(self.translator.seen)),
    ],
    // A dropped wrapper is seen when it is gone (unclosed.ts): none is ever met while it goes.
    ['_finalizing', () => false],
    ['line_buffering', (self: PyTextIOWrapper) => self.lineBuffering],
    ['write_through', (self: PyTextIOWrapper) => self.writeThrough],
    ['buffer', (self: PyTextIOWrapper) => self.buffer],
    ['name', (self: PyTextIOWrapper) => (ready(self), getAttr(self.buffer, 'name'))],
    ['closed', (self: PyTextIOWrapper) => (ready(self), getAttr(self.buffer, 'closed'))],
    [
      '_CHUNK_SIZE',
      (self: PyTextIOWrapper) => (ready(self), self.chunkSize),
      (self: PyTextIOWrapper, v) => {
        ready(self)
        if (v === undefined) throw attributeError('cannot delete attribute')
        const n = asSize(v)
        if (n <= 0) throw valueError('a strictly positive integer is required')
        self.chunkSize = n
      },
    ],
  ],
})
