/**
 * zlib (Library Reference, "zlib"; CPython: Modules/zlibmodule.c) over the handles of node:zlib, which are written to synchronously: a write
 * gives the room left in the output and the input not consumed. Gzip headers and trailers (RFC 1952) are read here, because the platform's
 * handle goes on into the next member, which CPython leaves to the caller.
 */
import { requireBytes } from '../objects/buffer'
import { PyBytes } from '../objects/bytes'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import {
  eofError,
  exceptionType,
  makeException,
  notImplementedError,
  type PyBaseException,
  valueError,
} from '../objects/exceptions'
import { defineType, PyObject, type PyType, typeType, type Value } from '../objects/object'
import { asCInt, asClampedIndex, asIndex, asSize } from '../objects/operators'
import { PyTuple } from '../objects/tuple'
import { crc32 } from './binascii'
import type { NativeModule } from './definition'

let errorClass: PyType | null = null

function errorType(): PyType {
  if (errorClass === null) {
    const dict = new PyDict()
    dict.setItem('__module__', 'zlib')
    errorClass = context.call(typeType, ['error', new PyTuple([exceptionType]), dict]) as PyType
  }
  return errorClass
}

function failure(message: string): PyBaseException {
  return makeException(errorType(), message)
}

/** A stream of the platform, as far as it is used here. */
interface Stream {
  readonly _handle: {
    writeSync(
      flush: number,
      input: Uint8Array,
      at: number,
      length: number,
      output: Uint8Array,
      outAt: number,
      outLength: number,
    ): void
    onerror: (message: string, code: number) => void
    close(): void
  }
  readonly _writeState: Uint32Array
}

/** Loaded with the first stream: it takes 4 ms, and `shutil` imports this module. */
const nodeZlib = () => require('node:zlib') as typeof import('node:zlib')

const NO_FLUSH = 0
const SYNC_FLUSH = 2
const FINISH = 4
const EMPTY = new Uint8Array(0)

/** Bytes collected from several writes. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 ? parts[0]! : new Uint8Array(Buffer.concat(parts))
}

/** One direction of a stream. */
class Pump {
  error: { message: string; code: number } | null = null

  constructor(readonly stream: Stream) {
    stream._handle.onerror = (message, code) => {
      this.error = { message, code }
    }
  }

  /** Writes input; gives at most `limit` bytes of output and the number of input bytes left. */
  write(flush: number, input: Uint8Array, limit: number): { output: Uint8Array; left: number } {
    const parts: Uint8Array[] = []
    let left = input.length
    let total = 0
    for (let size = 16384; ; size = Math.min(size * 2, 1 << 22)) {
      const room = Math.min(size, limit - total)
      if (room === 0) break
      const out = new Uint8Array(room)
      this.error = null
      this.stream._handle.writeSync(flush, input, input.length - left, left, out, 0, room)
      if (this.error !== null) break
      const free = this.stream._writeState[0]!
      left = this.stream._writeState[1]!
      total += room - free
      parts.push(out.subarray(0, room - free))
      if (free > 0) break
    }
    return { output: joined(parts), left }
  }
}

// ── Compression ─────────────────────────────────────────────────────────────────────────────────────────────────────────

function deflater(
  level: number,
  wbits: number,
  memLevel: number,
  strategy: number,
  dictionary: Uint8Array | undefined,
): Pump {
  const options = {
    level,
    memLevel,
    strategy,
    dictionary: dictionary === undefined ? undefined : Buffer.from(dictionary),
  }
  const make = (): object => {
    if (wbits >= 9 && wbits <= 15) return nodeZlib().createDeflate({ ...options, windowBits: wbits })
    if (wbits >= -15 && wbits <= -9) return nodeZlib().createDeflateRaw({ ...options, windowBits: -wbits })
    if (wbits >= 25 && wbits <= 31) return nodeZlib().createGzip({ ...options, windowBits: wbits - 16 })
    throw valueError('Invalid initialization option')
  }
  return new Pump(make() as unknown as Stream)
}

function compress(data: Value, level: Value = -1, wbits: Value = 15): Value {
  const n = asCInt(level)
  if (n < -1 || n > 9) throw failure('Bad compression level')
  const bits = asCInt(wbits)
  const pump = deflater(n, bits, 8, 0, undefined)
  const { output } = pump.write(FINISH, requireBytes(data), Number.POSITIVE_INFINITY)
  pump.stream._handle.close()
  return new PyBytes(output)
}

class PyCompress extends PyObject {
  pump!: Pump
  finished = false
}

const compressType = defineType('Compress', {
  layout: PyCompress,
  module: 'zlib',
  final: true,
  methods: () => [
    [
      'compress',
      (self: PyCompress, data: Value) => {
        const bytes = requireBytes(data)
        if (self.finished) throw failure('Error -2 while compressing data: inconsistent stream state')
        return new PyBytes(self.pump.write(NO_FLUSH, bytes, Number.POSITIVE_INFINITY).output)
      },
      '($self, data, /)',
    ],
    [
      'flush',
      (self: PyCompress, mode: Value = FINISH) => {
        const flush = asCInt(mode)
        if (flush === NO_FLUSH) return new PyBytes()
        if (self.finished) throw failure('Error -2 while finishing compression: inconsistent stream state')
        const { output } = self.pump.write(flush, EMPTY, Number.POSITIVE_INFINITY)
        if (flush === FINISH) self.finished = true
        return new PyBytes(output)
      },
      '($self, mode=4, /)',
    ],
    [
      'copy',
      () => {
        throw notImplementedError('a compression object cannot be copied')
      },
      '($self, /)',
    ],
  ],
})

function compressobj(
  level: Value = -1,
  method: Value = 8,
  wbits: Value = 15,
  memLevel: Value = 8,
  strategy: Value = 0,
  zdict?: Value,
): Value {
  const made = new compressType.ctor() as PyCompress
  const n = asCInt(level)
  const memory = asCInt(memLevel)
  const plan = asCInt(strategy)
  if (n < -1 || n > 9 || memory < 1 || memory > 9 || plan < 0 || plan > 4 || asCInt(method) !== 8)
    throw valueError('Invalid initialization option')
  made.pump = deflater(
    n,
    asCInt(wbits),
    memory,
    plan,
    zdict === undefined || zdict === null ? undefined : requireBytes(zdict),
  )
  return made
}

// ── Decompression ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Length of the gzip header at the start of some bytes, or -1 where more are needed. Raises zlib.error. */
function gzipHeader(b: Uint8Array): number {
  if ((b.length > 0 && b[0] !== 0x1f) || (b.length > 1 && b[1] !== 0x8b))
    throw failure('Error -3 while decompressing data: incorrect header check')
  if (b.length < 10) return -1
  if (b[2] !== 8) throw failure('Error -3 while decompressing data: unknown compression method')
  const flags = b[3]!
  if ((flags & 0xe0) !== 0) throw failure('Error -3 while decompressing data: unknown header flags set')
  let at = 10
  if (flags & 4) {
    if (b.length < at + 2) return -1
    at += 2 + b[at]! + b[at + 1]! * 256
  }
  for (const bit of [8, 16]) {
    if ((flags & bit) === 0) continue
    const end = b.indexOf(0, at)
    if (end < 0) return -1
    at = end + 1
  }
  if (flags & 2) at += 2
  return b.length < at ? -1 : at
}

/** A decompressor of one zlib, gzip or raw stream. */
class Inflater {
  eof = false
  private pump: Pump | null = null
  private header: Uint8Array | null = null
  private trailer: Uint8Array | null = null
  private sum = 0
  private size = 0
  private gzip = false

  constructor(
    private readonly wbits: number,
    private readonly dictionary: Uint8Array | undefined,
  ) {
    const valid =
      wbits === 0 ||
      (wbits >= 8 && wbits <= 15) ||
      (wbits >= -15 && wbits <= -8) ||
      (wbits >= 24 && wbits <= 31) ||
      (wbits >= 40 && wbits <= 47)
    if (!valid) throw valueError('Invalid initialization option')
    if (wbits > 15) this.header = EMPTY
    else this.open(wbits < 0)
  }

  private open(raw: boolean): void {
    const dictionary = this.dictionary === undefined ? undefined : Buffer.from(this.dictionary)
    const bits = Math.abs(this.wbits) % 16
    const windowBits = bits === 0 ? 15 : Math.max(bits, 8)
    this.pump = new Pump(
      (raw
        ? nodeZlib().createInflateRaw({ windowBits, dictionary })
        : nodeZlib().createInflate({ windowBits, dictionary })) as unknown as Stream,
    )
  }

  /** Decompresses; gives output and the input that was not used. */
  write(input: Uint8Array, limit: number): { output: Uint8Array; left: Uint8Array } {
    let data = input
    if (this.header !== null) {
      data = joined([this.header, data])
      if (this.wbits >= 40 && (data.length === 0 || data[0] !== 0x1f)) {
        if (data.length === 0) return { output: EMPTY, left: EMPTY }
        this.open(false)
      } else {
        const length = gzipHeader(data)
        if (length < 0) {
          this.header = data.slice()
          return { output: EMPTY, left: EMPTY }
        }
        data = data.subarray(length)
        this.gzip = true
        this.open(true)
      }
      this.header = null
    }
    if (this.trailer !== null) return { output: EMPTY, left: this.checkTrailer(data) }
    const pump = this.pump!
    const { output, left } = pump.write(SYNC_FLUSH, data, limit)
    this.raise(pump)
    let rest = data.subarray(data.length - left)
    if (output.length < limit || left > 0) {
      // What is consumed no further is after the end, or the output is full; asking for the end tells which.
      const probe = pump.stream._writeState
      const out = new Uint8Array(1)
      if (output.length < limit) {
        pump.error = null
        pump.stream._handle.writeSync(FINISH, EMPTY, 0, 0, out, 0, 1)
        this.eof = pump.error === null && probe[0] === 1
      }
    }
    if (this.gzip) {
      this.sum = crc32(new PyBytes(output), this.sum) as number
      this.size = (this.size + output.length) >>> 0
      if (this.eof) {
        this.eof = false
        this.trailer = EMPTY
        rest = this.checkTrailer(rest)
      }
    }
    return { output, left: rest }
  }

  private raise(pump: Pump): void {
    const e = pump.error as { message: string; code: number } | null
    if (e === null || e.code === -5) return
    const text = e.code === 2 ? ' while decompressing data' : ` while decompressing data: ${e.message}`
    throw failure(`Error ${e.code}${text}`)
  }

  private checkTrailer(data: Uint8Array): Uint8Array {
    const all = joined([this.trailer!, data])
    if (all.length < 8) {
      this.trailer = all.slice()
      return EMPTY
    }
    const view = new DataView(all.buffer, all.byteOffset)
    if (view.getUint32(0, true) !== this.sum) throw failure('Error -3 while decompressing data: incorrect data check')
    if (view.getUint32(4, true) !== this.size)
      throw failure('Error -3 while decompressing data: incorrect length check')
    this.eof = true
    return all.subarray(8)
  }
}

function decompress(data: Value, wbits: Value = 15, bufsize: Value = 16384): Value {
  const bytes = requireBytes(data)
  if (asSize(bufsize) < 0) throw valueError('bufsize must be non-negative')
  const inflater = new Inflater(asCInt(wbits), undefined)
  const { output } = inflater.write(bytes, Number.POSITIVE_INFINITY)
  if (!inflater.eof) throw failure('Error -5 while decompressing data: incomplete or truncated stream')
  return new PyBytes(output)
}

class PyDecompress extends PyObject {
  inflater!: Inflater
  unused: Uint8Array = EMPTY
  unconsumed: Uint8Array = EMPTY
}

function decompressInto(self: PyDecompress, bytes: Uint8Array, limit: number): Uint8Array {
  if (self.inflater.eof) {
    self.unused = joined([self.unused, bytes])
    return EMPTY
  }
  const { output, left } = self.inflater.write(bytes, limit)
  if (self.inflater.eof) {
    self.unused = joined([self.unused, left])
    self.unconsumed = EMPTY
  } else self.unconsumed = left.slice()
  return output
}

const decompressType = defineType('Decompress', {
  layout: PyDecompress,
  module: 'zlib',
  final: true,
  methods: () => [
    [
      'decompress',
      (self: PyDecompress, data: Value, most: Value = 0) => {
        const bytes = requireBytes(data)
        const limit = asClampedIndex(most)
        if (limit < 0) throw valueError('max_length must be non-negative')
        return new PyBytes(decompressInto(self, bytes, limit === 0 ? Number.POSITIVE_INFINITY : limit))
      },
      '($self, data, /, max_length=0)',
    ],
    [
      'flush',
      (self: PyDecompress, length: Value = 16384) => {
        if (asSize(length) <= 0) throw valueError('length must be greater than zero')
        return new PyBytes(decompressInto(self, self.unconsumed, Number.POSITIVE_INFINITY))
      },
      '($self, length=16384, /)',
    ],
    [
      'copy',
      () => {
        throw notImplementedError('a decompression object cannot be copied')
      },
      '($self, /)',
    ],
  ],
  members: true,
  getset: () => [
    ['unused_data', (self: PyDecompress) => new PyBytes(self.unused)],
    ['unconsumed_tail', (self: PyDecompress) => new PyBytes(self.unconsumed)],
    ['eof', (self: PyDecompress) => self.inflater.eof],
  ],
})

function decompressobj(wbits: Value = 15, zdict?: Value): Value {
  const made = new decompressType.ctor() as PyDecompress
  made.inflater = new Inflater(asCInt(wbits), zdict === undefined ? undefined : requireBytes(zdict))
  return made
}

/** The decompressor of the gzip module: it keeps input that it has not used yet. */
class PyZlibDecompressor extends PyObject {
  inflater!: Inflater
  kept: Uint8Array = EMPTY
  unused: Uint8Array = EMPTY
  needsInput = true
}

const zlibDecompressorType = defineType('_ZlibDecompressor', {
  layout: PyZlibDecompressor,
  module: 'zlib',
  new: [
    (cls: PyType, wbits: Value = 15, zdict?: Value) => {
      const made = new cls.ctor() as PyZlibDecompressor
      made.inflater = new Inflater(asCInt(wbits), zdict === undefined ? undefined : requireBytes(zdict))
      return made
    },
    "(wbits=15, zdict=b'')",
  ],
  methods: () => [
    [
      'decompress',
      (self: PyZlibDecompressor, data: Value, most: Value = -1) => {
        const bytes = requireBytes(data)
        if (self.inflater.eof) throw eofError('End of stream already reached')
        const limit = asClampedIndex(most)
        const { output, left } = self.inflater.write(
          joined([self.kept, bytes]),
          limit < 0 ? Number.POSITIVE_INFINITY : limit,
        )
        self.kept = EMPTY
        if (self.inflater.eof) {
          self.unused = left.slice()
          self.needsInput = false
        } else {
          self.kept = left.slice()
          // A full output may have more behind it.
          self.needsInput = left.length === 0 && (limit < 0 || output.length < limit)
        }
        return new PyBytes(output)
      },
      '($self, /, data, max_length=-1)',
    ],
  ],
  members: true,
  getset: () => [
    ['eof', (self: PyZlibDecompressor) => self.inflater.eof],
    ['needs_input', (self: PyZlibDecompressor) => self.needsInput],
    ['unused_data', (self: PyZlibDecompressor) => new PyBytes(self.unused)],
  ],
})

function adler32(v: Value, value: Value = 1): Value {
  const bytes = requireBytes(v)
  const start = Number(BigInt.asUintN(32, BigInt(asIndex(value))))
  let a = start & 0xffff
  let b = start >>> 16
  for (let i = 0; i < bytes.length; ) {
    // 5552 sums stay below 2**32.
    const end = Math.min(i + 5552, bytes.length)
    for (; i < end; i++) {
      a += bytes[i]!
      b += a
    }
    a %= 65521
    b %= 65521
  }
  return b * 65536 + a
}

export const zlibModule: NativeModule = {
  name: 'zlib',
  functions: [
    ['adler32', adler32, '(data, value=1, /)'],
    ['compress', compress, '(data, /, level=-1, wbits=15)'],
    ['compressobj', compressobj, '(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None)'],
    ['crc32', crc32, '(data, value=0, /)'],
    ['decompress', decompress, '(data, /, wbits=15, bufsize=16384)'],
    ['decompressobj', decompressobj, "(wbits=15, zdict=b'')"],
  ],
  attributes: () => ({
    error: errorType(),
    _ZlibDecompressor: zlibDecompressorType,
    DEFLATED: 8,
    DEF_BUF_SIZE: 16384,
    DEF_MEM_LEVEL: 8,
    MAX_WBITS: 15,
    ZLIB_VERSION: '1.2.13',
    ZLIB_RUNTIME_VERSION: '1.2.13',
    Z_BEST_COMPRESSION: 9,
    Z_BEST_SPEED: 1,
    Z_BLOCK: 5,
    Z_DEFAULT_COMPRESSION: -1,
    Z_DEFAULT_STRATEGY: 0,
    Z_FILTERED: 1,
    Z_FINISH: 4,
    Z_FIXED: 4,
    Z_FULL_FLUSH: 3,
    Z_HUFFMAN_ONLY: 2,
    Z_NO_COMPRESSION: 0,
    Z_NO_FLUSH: 0,
    Z_PARTIAL_FLUSH: 1,
    Z_RLE: 3,
    Z_SYNC_FLUSH: 2,
    Z_TREES: 6,
    __version__: '1.0',
  }),
}
