/** _bz2: streams of bzip2 (Library Reference, "bz2"; CPython: Modules/_bz2module.c). The format itself is in `bz2/`. */
import { requireBytes } from '../objects/buffer'
import { PyBytes } from '../objects/bytes'
import { osErrorType } from '../objects/exceptionfields'
import { eofError, makeException, notImplementedError, valueError } from '../objects/exceptions'
import { defineType, PyObject, type PyType, type Value } from '../objects/object'
import { asCInt, asSize } from '../objects/operators'
import { Bzip2Writer } from './bz2/compress'
import { BadStream, Bzip2Reader, RandomisedBlock } from './bz2/decompress'
import type { NativeModule } from './definition'

class PyCompressor extends PyObject {
  writer!: Bzip2Writer
  flushed = false
}

const compressorType = defineType('_bz2.BZ2Compressor', {
  layout: PyCompressor,
  module: '_bz2',
  final: true,
  doc: 'Compresses data that come in pieces.',
  new: [
    (cls: PyType, level: Value = 9) => {
      const n = asCInt(level)
      if (n < 1 || n > 9) throw valueError('compresslevel must be between 1 and 9')
      const made = new cls.ctor() as PyCompressor
      made.writer = new Bzip2Writer(n)
      return made
    },
    '(compresslevel=9, /)',
  ],
  methods: () => [
    [
      'compress',
      (self: PyCompressor, data: Value) => {
        const bytes = requireBytes(data)
        if (self.flushed) throw valueError('Compressor has been flushed')
        return new PyBytes(self.writer.write(bytes))
      },
      '($self, data, /)',
      'Takes data; gives what is compressed so far.',
    ],
    [
      'flush',
      (self: PyCompressor) => {
        if (self.flushed) throw valueError('Repeated call to flush()')
        self.flushed = true
        return new PyBytes(self.writer.finish())
      },
      '($self, /)',
      'Ends the stream; gives the rest.',
    ],
  ],
})

class PyDecompressor extends PyObject {
  readonly reader = new Bzip2Reader()
  /** What was decompressed and not asked for yet. */
  pending: Uint8Array = new Uint8Array(0)
  unused = new PyBytes(new Uint8Array(0))
  needsInput = true
  eof = false
}

function failed(e: unknown): unknown {
  if (e instanceof BadStream) return makeException(osErrorType, 'Invalid data stream')
  if (e instanceof RandomisedBlock) return notImplementedError('bzip2 streams with randomised blocks')
  return e
}

function decompress(self: PyDecompressor, data: Value, maxLength: Value = -1): Value {
  const bytes = requireBytes(data)
  const max = asSize(maxLength)
  const limit = max < 0 ? Number.POSITIVE_INFINITY : max
  if (self.eof) throw eofError('End of stream already reached')
  const { reader } = self
  reader.feed(bytes)
  const parts: Uint8Array[] = [self.pending]
  let size = self.pending.length
  try {
    while (size < limit) {
      const part = reader.next()
      if (part === null) break
      parts.push(part)
      size += part.length
    }
    // A stream ends only after its checksum was read, which needs no room.
    if (size === limit && max > 0) {
      const part = reader.next()
      if (part !== null) {
        parts.push(part)
        size += part.length
      }
    }
  } catch (e) {
    throw failed(e)
  }
  const all = new Uint8Array(Buffer.concat(parts))
  const given = Math.min(size, limit)
  self.pending = all.slice(given)
  self.eof = reader.ended && self.pending.length === 0
  self.needsInput = !self.eof && self.pending.length === 0 && size < limit
  if (self.eof) self.unused = new PyBytes(reader.rest())
  return new PyBytes(all.slice(0, given))
}

const decompressorType = defineType('_bz2.BZ2Decompressor', {
  layout: PyDecompressor,
  module: '_bz2',
  final: true,
  doc: 'Decompresses a stream that comes in pieces.',
  new: [(cls: PyType) => new cls.ctor(), '()'],
  methods: () => [
    [
      'decompress',
      decompress,
      '($self, /, data, max_length=-1)',
      'Takes data; gives what is decompressed, at most so much. What is left comes with the next call.',
    ],
  ],
  members: true,
  getset: () => [
    ['eof', (self: PyDecompressor) => self.eof],
    ['needs_input', (self: PyDecompressor) => self.needsInput],
    ['unused_data', (self: PyDecompressor) => self.unused],
  ],
})

export const bz2Module: NativeModule = {
  name: '_bz2',
  attributes: () => ({ BZ2Compressor: compressorType, BZ2Decompressor: decompressorType }),
}
