/**
 * BufferedReader, BufferedWriter, BufferedRandom, BufferedRWPair (CPython: Modules/_io/bufferedio.c).
 *
 * One class holds a read-ahead buffer and a buffer of pending writes over any raw stream. Over an exact FileIO the descriptor is used
 * directly; any other raw object is called through its methods.
 */
import { getAttr, lookupAttr } from '../../objects/attributes'
import { requireBytes, writableBytes } from '../../objects/buffer'
import { PyByteArray } from '../../objects/bytearray'
import { PyBytes } from '../../objects/bytes'
import { joinBytes } from '../../objects/bytesops'
import { context, enterNative, leaveNative } from '../../objects/context'
import { blockingIOErrorType, osErrorType, type PyOSError, stopIteration } from '../../objects/exceptionfields'
import {
  isException,
  makeException,
  type PyBaseException,
  runtimeError,
  typeError,
  valueError,
} from '../../objects/exceptions'
import { BytesLines, LINES_CHUNK } from '../../objects/filelines'
import { defineType, type MethodRow, type MethodTable, type PyType, typeOf, type Value } from '../../objects/object'
import { asCInt, asSize } from '../../objects/operators'
import { errnoOf } from '../systemcall'
import {
  bufferedIOBaseType,
  checkReadable,
  checkWritable,
  describe,
  flushAndClose,
  invoke,
  isClosed,
  PyBufferedIOBase,
  sizeOf,
  unpicklable,
  unsupported,
} from './base'
import { bytesAhead, fileIOType, PyFileIO, readAllDescriptor, readDescriptor, writeDescriptor } from './fileio'
import { hasNoWrites, hasWrites } from './unclosed'

/** `io.DEFAULT_BUFFER_SIZE` */
export const DEFAULT_BUFFER_SIZE = 8192

const EMPTY = new Uint8Array(0)

/** A buffered stream over a raw one. */
export class PyBuffered extends PyBufferedIOBase {
  raw: Value = null
  /** The raw stream, where it is an exact FileIO. */
  file: PyFileIO | null = null
  bufferSize = DEFAULT_BUFFER_SIZE
  /** Bytes read ahead; `at` is the next to give out. */
  ahead: Uint8Array = EMPTY
  at = 0
  /** Begins with the bytes written and not yet passed on; made when it is first needed. */
  pending: Uint8Array = EMPTY
  pendingSize = 0
  detached = false
  ok = false

  /** What an iteration over a file has read ahead, instead of `ahead`: only a reader has it that is no instance of a subclass. */
  lines: BytesLines | null = null

  writeOut(): void {
    flushWrites(this)
  }
}

/** ValueError where the stream was never initialised or is detached. */
function ready(self: PyBuffered): void {
  if (self.detached) throw valueError('raw stream has been detached')
  if (!self.ok) throw valueError('I/O operation on uninitialized object')
}

/** What an iteration has read ahead is read next. */
function settle(self: PyBuffered): void {
  if (self.lines?.inUse !== true) return
  self.ahead = self.lines.takeRest()
  self.at = 0
}

/** Whether there is something read and not given out. */
export function hasAhead(self: PyBuffered): boolean {
  settle(self)
  return available(self) > 0
}

function open(self: PyBuffered, message: string): void {
  settle(self)
  checkOpen(self, message)
}

function checkOpen(self: PyBuffered, message: string): void {
  ready(self)
  if (self.file !== null ? self.file.fd < 0 : isClosed(self.raw)) throw valueError(message)
}

function setup(self: PyBuffered, raw: Value, size: Value): void {
  const n = asSize(size)
  if (n <= 0) throw valueError('buffer size must be strictly positive')
  self.raw = raw
  self.file = raw instanceof PyFileIO && raw.cls === fileIOType ? raw : null
  self.bufferSize = n
  self.ahead = EMPTY
  self.at = 0
  self.lines?.clear()
  self.pending = EMPTY
  self.pendingSize = 0
  self.detached = false
  self.ok = true
}

// ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** How many bytes a raw stream says it has read. Raises OSError. */
function lengthRead(got: Value): number {
  try {
    return asSize(got)
  } catch (e) {
    if (!isException(e)) throw e
    const failure = makeException(osErrorType, 'raw readinto() failed')
    failure.cause = failure.context = e
    throw failure
  }
}

const LARGE = 0x100000

/** How much memory a large read takes: all that a file has, and a byte more, which tells the end; not what was asked for. */
function roomFor(fd: number, n: number): number {
  // More memory than there can be is an error, whatever the file has.
  return n > 0xffffffff ? n : Math.min(n, Math.max(LARGE, bytesAhead(fd) + 1))
}

/** One raw read of at most n bytes; null where it would block. */
function rawRead(self: PyBuffered, n: number): Uint8Array | null {
  if (self.file !== null) {
    const size = n > LARGE ? roomFor(self.file.fd, n) : n
    const into = new Uint8Array(size)
    const got = readDescriptor(self.file.fd, into)
    return got === null ? null : got === size ? into : into.subarray(0, got)
  }
  const into = new PyByteArray(new Uint8Array(n))
  const got = invoke(self.raw, 'readinto', into)
  if (got === null) return null
  const count = lengthRead(got)
  if (count < 0 || count > n)
    throw makeException(
      osErrorType,
      `raw readinto() returned invalid length ${count} (should have been between 0 and ${n})`,
    )
  return into.bufferBytes().slice(0, count)
}

function available(self: PyBuffered): number {
  return self.ahead.length - self.at
}

/** Bytes from the buffer, removed from it. */
function takeAhead(self: PyBuffered, n: number): Uint8Array {
  const part = self.ahead.subarray(self.at, self.at + n)
  self.at += n
  return part
}

function readAll(self: PyBuffered): Value {
  flushWrites(self)
  const first = takeAhead(self, available(self))
  if (self.file !== null) {
    const rest = readAllDescriptor(self.file.fd)
    if (rest === null) return first.length === 0 ? null : new PyBytes(first.slice())
    return new PyBytes(first.length === 0 ? rest : joinBytes([first, rest]))
  }
  const readall = lookupAttr(self.raw, 'readall')
  if (readall !== undefined) {
    const rest = context.call0(readall)
    if (rest === null) return first.length === 0 ? null : new PyBytes(first.slice())
    if (!(rest instanceof PyBytes)) throw typeError('readall() should return bytes')
    return new PyBytes(joinBytes([first, rest.bytes]))
  }
  const parts: Uint8Array[] = [first]
  for (;;) {
    const chunk = invoke(self.raw, 'read')
    if (chunk === null) {
      if (parts.length === 1 && first.length === 0) return null
      break
    }
    if (!(chunk instanceof PyBytes)) throw typeError('read() should return bytes')
    if (chunk.bytes.length === 0) break
    parts.push(chunk.bytes)
  }
  return new PyBytes(joinBytes(parts))
}

/** Reads n bytes, fewer only at the end of file or where a non-blocking stream has no more; null where it has none at all. */
function readN(self: PyBuffered, n: number): Uint8Array | null {
  if (n <= available(self)) return takeAhead(self, n)
  flushWrites(self)
  const parts: Uint8Array[] = []
  let have = available(self)
  if (have > 0) parts.push(takeAhead(self, have))
  self.ahead = EMPTY
  self.at = 0
  while (have < n) {
    const want = n - have
    const chunk = rawRead(self, want >= self.bufferSize ? want - (want % self.bufferSize) : self.bufferSize)
    if (chunk === null) {
      if (have === 0) return null
      break
    }
    if (chunk.length === 0) break
    if (chunk.length > want) {
      self.ahead = chunk
      self.at = want
      parts.push(chunk.subarray(0, want))
      have = n
    } else {
      parts.push(chunk)
      have += chunk.length
    }
  }
  return parts.length === 1 ? parts[0]! : joinBytes(parts)
}

function read(self: PyBuffered, size: Value | undefined): Value {
  open(self, 'read of closed file')
  const n = sizeOf(size)
  if (n < -1) throw valueError('read length must be non-negative or -1')
  if (n === -1) return readAll(self)
  const got = readN(self, n)
  return got === null ? null : new PyBytes(got.slice())
}

function read1(self: PyBuffered, size: Value | undefined): Value {
  open(self, 'read of closed file')
  let n = sizeOf(size)
  if (n < 0) n = self.bufferSize
  if (n === 0) return new PyBytes()
  if (available(self) === 0) {
    flushWrites(self)
    self.ahead = rawRead(self, Math.max(n, 1)) ?? EMPTY
    self.at = 0
  }
  return new PyBytes(takeAhead(self, Math.min(n, available(self))).slice())
}

function peek(self: PyBuffered): Value {
  open(self, 'peek of closed file')
  if (available(self) === 0) {
    flushWrites(self)
    self.ahead = rawRead(self, self.bufferSize) ?? EMPTY
    self.at = 0
  }
  return new PyBytes(self.ahead.slice(self.at))
}

function readInto(self: PyBuffered, buffer: Value, once: boolean): Value {
  open(self, 'readinto of closed file')
  const view = writableBytes(buffer, once ? 'readinto1' : 'readinto')
  let done = Math.min(available(self), view.length)
  view.set(takeAhead(self, done))
  if (done === view.length) return done
  flushWrites(self)
  while (done < view.length) {
    const room = view.length - done
    // What fills more than the buffer is not kept there; a single read fills the buffer only where there is nothing yet.
    const direct = room > self.bufferSize
    if (!direct && once && done > 0) break
    const chunk = rawRead(self, direct ? room : self.bufferSize)
    if (chunk === null) return done === 0 ? null : done
    if (chunk.length === 0) break
    const n = Math.min(chunk.length, room)
    view.set(chunk.subarray(0, n), done)
    self.ahead = chunk
    self.at = n
    done += n
    if (once) break
  }
  return done
}

/** A line with its newline, at most `limit` bytes where that is not negative; empty at the end. */
export function readLineBytes(self: PyBuffered, limit: number): Uint8Array {
  const parts: Uint8Array[] = []
  let total = 0
  for (;;) {
    if (available(self) === 0) {
      flushWrites(self)
      const chunk = rawRead(self, self.bufferSize)
      if (chunk === null || chunk.length === 0) break
      self.ahead = chunk
      self.at = 0
    }
    const newline = self.ahead.indexOf(10, self.at)
    let n = newline < 0 ? available(self) : newline - self.at + 1
    if (limit >= 0) n = Math.min(n, limit - total)
    const part = takeAhead(self, n)
    total += n
    if (part.length > 0 && part[part.length - 1] === 10) {
      if (parts.length === 0) return part
      parts.push(part)
      break
    }
    parts.push(part)
    if (limit >= 0 && total >= limit) break
  }
  return parts.length === 1 ? parts[0]! : joinBytes(parts)
}

function readline(self: PyBuffered, size: Value | undefined): Value {
  open(self, 'readline of closed file')
  return new PyBytes(readLineBytes(self, sizeOf(size)).slice())
}

// ── Writing ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function rawWrite(self: PyBuffered, bytes: Uint8Array): number | null {
  if (self.file !== null) return writeDescriptor(self.file.fd, bytes)
  // A copy: the stream may keep what it is given, and the buffer is used again.
  const got = invoke(self.raw, 'write', new PyBytes(bytes.slice()))
  if (got === null) return null
  const n = asSize(got)
  if (n < 0 || n > bytes.length)
    throw makeException(
      osErrorType,
      `raw write() returned invalid length ${n} (should have been between 0 and ${bytes.length})`,
    )
  return n
}

/** Passes pending writes on. Where that fails, what could not be written stays. */
export function flushWrites(self: PyBuffered): void {
  let done = 0
  try {
    while (done < self.pendingSize) {
      const n = rawWrite(self, self.pending.subarray(done, self.pendingSize))
      if (n === null) throw blocking(self, 0)
      done += n
    }
  } finally {
    if (done > 0) {
      self.pending.copyWithin(0, done, self.pendingSize)
      self.pendingSize -= done
      if (self.pendingSize === 0) hasNoWrites(self)
    }
  }
}

/** Keeps bytes for later; there is room for them. */
function keep(self: PyBuffered, bytes: Uint8Array): void {
  if (self.pending.length === 0) self.pending = new Uint8Array(self.bufferSize)
  if (self.pendingSize === 0) hasWrites(self)
  self.pending.set(bytes, self.pendingSize)
  self.pendingSize += bytes.length
}

/** BlockingIOError; only a descriptor says with which errno, a stream of Python code answers None. */
function blocking(self: PyBuffered, written: number): PyBaseException {
  const errno = self.file === null ? 0 : errnoOf('EAGAIN')
  const e = makeException(blockingIOErrorType, errno, 'write could not complete without blocking', written) as PyOSError
  e.errno = errno
  e.strerror = 'write could not complete without blocking'
  e.written = written
  return e
}

/** Goes back over what was read ahead, so that a write lands where the reader stands. */
function dropAhead(self: PyBuffered): void {
  const back = available(self)
  self.ahead = EMPTY
  self.at = 0
  if (back > 0) rawSeek(self, -back, 1)
}

/** Appends a copy of bytes to the pending writes, flushing at the buffer size. */
export function writeBytes(self: PyBuffered, bytes: Uint8Array): void {
  if (available(self) > 0) dropAhead(self)
  // A write as large as the buffer gains nothing by going through it.
  if (bytes.length < self.bufferSize && self.pendingSize + bytes.length <= self.bufferSize) {
    keep(self, bytes)
    return
  }
  try {
    flushWrites(self)
  } catch (e) {
    if (!isException(e, blockingIOErrorType)) throw e
    const room = self.bufferSize - self.pendingSize
    keep(self, bytes.subarray(0, room))
    if (bytes.length <= room) return
    throw blocking(self, room)
  }
  let rest = bytes
  while (rest.length >= self.bufferSize) {
    const n = rawWrite(self, rest)
    if (n === null) {
      if (rest.length === self.bufferSize) break
      keep(self, rest.subarray(0, self.bufferSize))
      throw blocking(self, bytes.length - rest.length + self.pendingSize)
    }
    rest = rest.subarray(n)
  }
  keep(self, rest)
}

function write(self: PyBuffered, b: Value): Value {
  if (typeof b === 'string') throw typeError("a bytes-like object is required, not 'str'")
  const bytes = requireBytes(b)
  open(self, 'write to closed file')
  writeBytes(self, bytes)
  return bytes.length
}

function flush(self: PyBuffered): Value {
  open(self, 'flush of closed file')
  flushWrites(self)
  if (available(self) > 0 && self instanceof PyBufferedRandom) dropAhead(self)
  if (self.file === null) invoke(self.raw, 'flush')
  return null
}

// ── Position ───────────────────────────────────────────────────────────────────────────────────────────────────────────

function rawSeek(self: PyBuffered, offset: number, whence: number): number {
  const n = asSize(invoke(self.raw, 'seek', offset, whence))
  if (n < 0) throw makeException(osErrorType, `Raw stream returned invalid position ${n}`)
  return n
}

function rawTell(self: PyBuffered): number {
  const n = asSize(invoke(self.raw, 'tell'))
  if (n < 0) throw makeException(osErrorType, `Raw stream returned invalid position ${n}`)
  return n
}

function tell(self: PyBuffered): Value {
  settle(self)
  ready(self)
  return Math.max(0, rawTell(self) - available(self) + self.pendingSize)
}

function seek(self: PyBuffered, target: Value, whenceValue: Value = 0): Value {
  const whence = asCInt(whenceValue)
  if (whence < 0 || whence > 4) throw valueError(`whence value ${whence} unsupported`)
  open(self, 'seek of closed file')
  if (invoke(self.raw, 'seekable') !== true) throw unsupported('File or stream is not seekable.')
  let offset = asSize(target)
  if (whence !== 2 && self.pendingSize === 0 && available(self) > 0) {
    // Within what was read ahead no system call is needed.
    const here = rawTell(self) - available(self)
    const delta = whence === 0 ? offset - here : offset
    if (whence <= 1 && delta >= -self.at && delta <= available(self)) {
      self.at += delta
      // The position of a device without one is always 0.
      return Math.max(0, here + delta)
    }
  }
  flushWrites(self)
  if (whence === 1) offset -= available(self)
  const at = rawSeek(self, offset, whence)
  self.ahead = EMPTY
  self.at = 0
  return at
}

function truncate(self: PyBuffered, size: Value = null): Value {
  open(self, 'truncate of closed file')
  if (invoke(self, 'writable') !== true) throw unsupported('truncate')
  flushWrites(self)
  if (available(self) > 0) dropAhead(self)
  return invoke(self.raw, 'truncate', size === null ? rawTell(self) : size)
}

function close(self: PyBuffered): Value {
  ready(self)
  if (isClosed(self.raw)) return null
  const failure = flushAndClose(self, self.raw)
  self.pending = EMPTY
  self.pendingSize = 0
  hasNoWrites(self)
  if (failure !== undefined) throw failure
  return null
}

function detach(self: PyBuffered): Value {
  ready(self)
  invoke(self, 'flush')
  const raw = self.raw
  self.file?.heldLines?.clear()
  self.raw = null
  self.file = null
  self.detached = true
  self.ok = false
  return raw
}

function passOn(name: string) {
  return (self: PyBuffered): Value => (ready(self), invoke(self.raw, name))
}

function bufferedRepr(self: PyBuffered): Value {
  enterNative(' while getting the repr of an object')
  try {
    return describe(self, typeOf(self).name)
  } finally {
    leaveNative()
  }
}

const commonMethods: MethodTable = [
  ['detach', detach, '($self, /)'],
  ['flush', flush, '($self, /)'],
  ['close', close, '($self, /)'],
  ['seekable', passOn('seekable'), '($self, /)'],
  ['fileno', passOn('fileno'), '($self, /)'],
  ['isatty', passOn('isatty'), '($self, /)'],
  ['seek', seek, '($self, target, whence=0, /)'],
  ['tell', tell, '($self, /)'],
  ['truncate', truncate, '($self, pos=None, /)'],
  ['__repr__', bufferedRepr, '($self, /)'],
  ['_dealloc_warn', () => null, '($self, source, /)'],
  ...unpicklable,
]

/** `next(reader)` */
function nextLine(self: PyBuffered): Value {
  const line = self.cls === bufferedReaderType ? (self as PyBufferedReader).nextItem() : invoke(self, 'readline')
  if (line === undefined || (line instanceof PyBytes && line.size === 0)) throw stopIteration(null)
  return line
}

const readMethods: MethodTable = [
  ['__next__', nextLine, '($self, /)'],
  ['read', read, '($self, size=-1, /)'],
  ['read1', read1, '($self, size=-1, /)'],
  ['peek', peek, '($self, size=0, /)'],
  ['readinto', (self: PyBuffered, b: Value) => readInto(self, b, false), '($self, buffer, /)'],
  ['readinto1', (self: PyBuffered, b: Value) => readInto(self, b, true), '($self, buffer, /)'],
  ['readline', readline, '($self, size=-1, /)'],
]

const commonGetset = () =>
  [
    ['closed', (self: PyBuffered) => (ready(self), getAttr(self.raw, 'closed'))],
    ['name', (self: PyBuffered) => (ready(self), getAttr(self.raw, 'name'))],
    ['mode', (self: PyBuffered) => (ready(self), getAttr(self.raw, 'mode'))],
    ['raw', (self: PyBuffered) => self.raw],
    ['_finalizing', () => false],
  ] as const

/** `__init__`; `check` raises where the raw stream cannot do what is wanted. */
function initRow(check: (raw: Value) => void): MethodRow {
  return [
    '__init__',
    (self: PyBuffered, raw: Value, size: Value = DEFAULT_BUFFER_SIZE) => {
      self.ok = false
      self.detached = false
      check(raw)
      setup(self, raw, size)
      return null
    },
    '($self, raw, buffer_size=8192)',
  ]
}

/** BufferedReader's layout. */
export class PyBufferedReader extends PyBuffered {
  override readonly lines = this.cls.heap ? null : new BytesLines()

  /** `next(self)` of an exact reader, undefined at the end. */
  nextItem(): PyBytes | undefined {
    const lines = this.lines!
    if (lines.hasNext) return lines.next()
    checkOpen(this, 'readline of closed file')
    const { file, bufferSize } = this
    // The first lines come from a buffer of the usual size.
    const usual = file !== null && (bufferSize === DEFAULT_BUFFER_SIZE || bufferSize === file.blockSize)
    if (usual && (lines.inUse || this.ahead.length > 0))
      while (lines.inUse ? lines.to - lines.from <= LINES_CHUNK : this.ahead.indexOf(10, this.at) < 0) {
        if (!lines.inUse) {
          if (available(this) > LINES_CHUNK) break
          lines.hold(takeAhead(this, available(this)))
          this.ahead = EMPTY
          this.at = 0
        }
        const room = lines.roomForMore()
        const n = readDescriptor(file.fd, room)
        if (n === null || n === 0) break
        if (!lines.take(room, n)) {
          settle(this)
          this.ahead = joinBytes([takeAhead(this, available(this)), room.slice(0, n)])
          this.at = 0
          break
        }
        file.heldLines = lines
        if (lines.hasNext) return lines.next()
      }
    settle(this)
    const line = readLineBytes(this, -1)
    return line.length === 0 ? undefined : new PyBytes(line.slice())
  }
}
/** BufferedWriter's layout. */
export class PyBufferedWriter extends PyBuffered {}
/** BufferedRandom's layout. */
export class PyBufferedRandom extends PyBuffered {}

/** A buffer over a file, made without a look at its type: the standard streams. */
export function bufferOver(raw: PyFileIO, writing: boolean): PyBuffered {
  const made = writing ? new PyBufferedWriter() : new PyBufferedReader()
  setup(made, raw, raw.blockSize)
  return made
}

export const bufferedReaderType = defineType('_io.BufferedReader', {
  layout: PyBufferedReader,
  base: bufferedIOBaseType,
  module: '_io',
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    initRow(checkReadable),
    ...commonMethods,
    ...readMethods,
    ['readable', passOn('readable'), '($self, /)'],
  ],
  members: 'raw _finalizing',
  getset: commonGetset,
})

export const bufferedWriterType = defineType('_io.BufferedWriter', {
  layout: PyBufferedWriter,
  base: bufferedIOBaseType,
  module: '_io',
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    initRow(checkWritable),
    ...commonMethods,
    ['write', write, '($self, buffer, /)'],
    ['writable', passOn('writable'), '($self, /)'],
  ],
  members: 'raw _finalizing',
  getset: commonGetset,
})

export const bufferedRandomType = defineType('_io.BufferedRandom', {
  layout: PyBufferedRandom,
  base: bufferedIOBaseType,
  module: '_io',
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    initRow((raw) => {
      if (invoke(raw, 'seekable') !== true) throw unsupported('File or stream is not seekable.')
      checkReadable(raw)
      checkWritable(raw)
    }),
    ...commonMethods,
    ...readMethods,
    ['write', write, '($self, buffer, /)'],
    ['readable', passOn('readable'), '($self, /)'],
    ['writable', passOn('writable'), '($self, /)'],
  ],
  members: 'raw _finalizing',
  getset: commonGetset,
})

/** Two streams as one: reads from the first, writes to the second. */
class PyBufferedPair extends PyBufferedIOBase {
  reader: Value = null
  writer: Value = null
}

function pairPass(which: 'reader' | 'writer', name: string) {
  return (self: PyBufferedPair, args: Value[] = []): Value => {
    if (self[which] === null) throw valueError('I/O operation on uninitialized object')
    return context.call(getAttr(self[which], name), args)
  }
}

export const bufferedPairType = defineType('_io.BufferedRWPair', {
  layout: PyBufferedPair,
  base: bufferedIOBaseType,
  module: '_io',
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    [
      '__init__',
      (self: PyBufferedPair, reader: Value, writer: Value, size: Value = DEFAULT_BUFFER_SIZE) => {
        checkReadable(reader)
        checkWritable(writer)
        self.reader = context.call2(bufferedReaderType, reader, size)
        self.writer = context.call2(bufferedWriterType, writer, size)
        return null
      },
      '($self, reader, writer, buffer_size=8192, /)',
    ],
    ...(['read', 'read1', 'peek', 'readinto', 'readinto1'] as const).map(
      (name) => [name, pairPass('reader', name), '-($self, /, *args)'] as const,
    ),
    ['write', pairPass('writer', 'write'), '-($self, /, *args)'],
    ['readable', pairPass('reader', 'readable'), '($self, /)'],
    ...(['flush', 'writable'] as const).map((name) => [name, pairPass('writer', name), '($self, /)'] as const),
    [
      'close',
      (self: PyBufferedPair) => {
        let failure: unknown
        try {
          invoke(self.writer, 'close')
        } catch (e) {
          failure = e
        }
        try {
          invoke(self.reader, 'close')
        } catch (e) {
          if (failure !== undefined) (e as PyBaseException).context = failure as PyBaseException
          throw e
        }
        if (failure !== undefined) throw failure
        return null
      },
      '($self, /)',
    ],
    [
      'isatty',
      (self: PyBufferedPair) => (invoke(self.writer, 'isatty') === true ? true : invoke(self.reader, 'isatty')),
      '($self, /)',
    ],
  ],
  getset: () => [
    [
      'closed',
      (self: PyBufferedPair) => {
        if (self.writer === null) throw runtimeError('the BufferedRWPair object is being garbage-collected')
        return getAttr(self.writer, 'closed')
      },
    ],
  ],
})
