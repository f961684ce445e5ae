/** BytesIO and StringIO: files in memory (CPython: Modules/_io/bytesio.c, stringio.c). */
import { dictOfInstance } from '../../objects/attributes'
import { type BufferExporter, requireBytes, writableBytes } from '../../objects/buffer'
import { PyBytes } from '../../objects/bytes'
import { PyDict } from '../../objects/dict'
import { osErrorType, stopIteration } from '../../objects/exceptionfields'
import { bufferError, makeException, typeError, valueError } from '../../objects/exceptions'
import { PyList } from '../../objects/list'
import { memoryViewOf } from '../../objects/memoryview'
import { defineType, type PyType, typeOf, type Value } from '../../objects/object'
import { asCInt, asIndex, asSize, iterate, repr } from '../../objects/operators'
import { asString } from '../../objects/str'
import { strLength } from '../../objects/strops'
import { PyTuple } from '../../objects/tuple'
import {
  bufferedIOBaseType,
  invoke,
  PyBufferedIOBase,
  type PyIOBase,
  PyTextIOBase,
  sizeOf,
  textIOBaseType,
} from './base'
import { NewlineTranslator, newlinesValue } from './newlines'
import { unitsFor } from './textio'

// ── BytesIO ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A binary file in memory. */
export class PyBytesIO extends PyBufferedIOBase implements BufferExporter {
  data = new Uint8Array(0)
  size = 0
  position = 0
  exports = 0
  bufferBytes(): Uint8Array {
    return this.data.subarray(0, this.size)
  }
  get bufferWritable(): boolean {
    return true
  }
  bufferExport(delta: 1 | -1): void {
    this.exports += delta
  }
}

function open(self: PyIOBase): void {
  if (self.closedFlag) throw valueError('I/O operation on closed file.')
}

function unexported(self: PyBytesIO): void {
  if (self.exports > 0) throw bufferError('Existing exports of data: object cannot be re-sized')
}

function grow(self: PyBytesIO, n: number): void {
  if (n <= self.data.length) return
  const larger = new Uint8Array(Math.max(n, self.data.length * 2, 64))
  larger.set(self.data.subarray(0, self.size))
  self.data = larger
}

function bytesWrite(self: PyBytesIO, b: Value): Value {
  open(self)
  if (typeof b === 'string') throw typeError("a bytes-like object is required, not 'str'")
  const bytes = requireBytes(b)
  unexported(self)
  if (bytes.length === 0) return 0
  const end = self.position + bytes.length
  grow(self, end)
  if (self.position > self.size) self.data.fill(0, self.size, self.position)
  self.data.set(bytes, self.position)
  self.position = end
  if (end > self.size) self.size = end
  return bytes.length
}

function take(self: PyBytesIO, n: number): Value {
  const end = n < 0 ? self.size : Math.min(self.size, self.position + n)
  const start = Math.min(self.position, self.size)
  const part = self.data.slice(start, Math.max(start, end))
  self.position += part.length
  return new PyBytes(part)
}

function bytesLine(self: PyBytesIO, limit: number): Value {
  const newline = self.data.subarray(0, self.size).indexOf(10, self.position)
  let n = newline < 0 ? self.size - self.position : newline + 1 - self.position
  if (n < 0) n = 0
  if (limit >= 0) n = Math.min(n, limit)
  return take(self, n)
}

function bytesSeek(self: PyBytesIO, offset: Value, whenceValue: Value = 0): Value {
  open(self)
  const whence = asCInt(whenceValue)
  const n = asSize(offset)
  if (whence === 0) {
    if (n < 0) throw valueError(`negative seek value ${n}`)
    self.position = n
  } else if (whence === 1) self.position = Math.max(0, self.position + n)
  else if (whence === 2) self.position = Math.max(0, self.size + n)
  else throw valueError(`invalid whence (${whence}, should be 0, 1 or 2)`)
  return self.position
}

export const bytesIOType = defineType('_io.BytesIO', {
  layout: PyBytesIO,
  base: bufferedIOBaseType,
  module: '_io',
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    [
      '__init__',
      (self: PyBytesIO, initial: Value = null) => {
        unexported(self)
        self.closedFlag = false
        self.position = 0
        self.data = initial === null ? new Uint8Array(0) : requireBytes(initial).slice()
        self.size = self.data.length
        return null
      },
      "($self, initial_bytes=b'')",
    ],
    ['write', bytesWrite, '($self, b, /)'],
    [
      'writelines',
      (self: PyBytesIO, lines: Value) => {
        open(self)
        const next = iterate(lines)
        for (let line = next(); line !== undefined; line = next()) bytesWrite(self, line)
        return null
      },
      '($self, lines, /)',
    ],
    ['read', (self: PyBytesIO, size: Value) => (open(self), take(self, sizeOf(size))), '($self, size=-1, /)'],
    ['read1', (self: PyBytesIO, size: Value) => (open(self), take(self, sizeOf(size))), '($self, size=-1, /)'],
    ['readline', (self: PyBytesIO, size: Value) => (open(self), bytesLine(self, sizeOf(size))), '($self, size=-1, /)'],
    [
      'readlines',
      (self: PyBytesIO, hint: Value = null) => {
        open(self)
        const limit = hint === null ? 0 : asSize(hint)
        const lines: Value[] = []
        let total = 0
        for (;;) {
          const line = bytesLine(self, -1) as PyBytes
          if (line.bytes.length === 0) break
          lines.push(line)
          total += line.bytes.length
          if (limit > 0 && total >= limit) break
        }
        return new PyList(lines)
      },
      '($self, size=None, /)',
    ],
    [
      'readinto',
      (self: PyBytesIO, buffer: Value) => {
        open(self)
        const view = writableBytes(buffer, 'readinto')
        const part = (take(self, view.length) as PyBytes).bytes
        view.set(part)
        return part.length
      },
      '($self, buffer, /)',
    ],
    [
      '__next__',
      (self: PyBytesIO) => {
        open(self)
        const line = self.cls === bytesIOType ? bytesLine(self, -1) : invoke(self, 'readline')
        if ((line as PyBytes).bytes.length === 0) throw stopIteration(null)
        return line
      },
      '($self, /)',
    ],
    ['seek', bytesSeek, '($self, pos, whence=0, /)'],
    ['tell', (self: PyBytesIO) => (open(self), self.position), '($self, /)'],
    [
      'truncate',
      (self: PyBytesIO, size: Value = null) => {
        open(self)
        unexported(self)
        const n = size === null ? self.position : asSize(size)
        if (n < 0) throw valueError(`negative size value ${n}`)
        if (n < self.size) self.size = n
        return n
      },
      '($self, size=None, /)',
    ],
    ['getvalue', (self: PyBytesIO) => (open(self), new PyBytes(self.data.slice(0, self.size))), '($self, /)'],
    ['getbuffer', (self: PyBytesIO) => (open(self), memoryViewOf(self)), '($self, /)'],
    [
      'close',
      (self: PyBytesIO) => {
        unexported(self)
        self.closedFlag = true
        self.data = new Uint8Array(0)
        self.size = 0
        return null
      },
      '($self, /)',
    ],
    ['flush', (self: PyBytesIO) => (open(self), null), '($self, /)'],
    ['readable', (self: PyBytesIO) => (open(self), true), '($self, /)'],
    ['writable', (self: PyBytesIO) => (open(self), true), '($self, /)'],
    ['seekable', (self: PyBytesIO) => (open(self), true), '($self, /)'],
    ['isatty', (self: PyBytesIO) => (open(self), false), '($self, /)'],
    [
      '__getstate__',
      (self: PyBytesIO) => {
        open(self)
        const dict = dictOfInstance(self)
        return new PyTuple([
          new PyBytes(self.data.slice(0, self.size)),
          self.position,
          dict !== undefined && dict.size > 0 ? dict.copy() : null,
        ])
      },
      '($self, /)',
    ],
    [
      '__setstate__',
      (self: PyBytesIO, state: Value) => {
        if (!(state instanceof PyTuple) || state.items.length < 3)
          throw typeError(`${typeOf(self).name}.__setstate__ argument should be 3-tuple, got ${typeOf(state).name}`)
        open(self)
        unexported(self)
        self.data = requireBytes(state.items[0]!).slice()
        self.size = self.data.length
        const at = asSize(state.items[1]!)
        if (at < 0) throw valueError('position value cannot be negative')
        self.position = at
        restore(self, state.items[2]!)
        return null
      },
      '($self, object, /)',
    ],
  ],
})

function restore(self: PyIOBase, dict: Value): void {
  if (dict === null) return
  if (!(dict instanceof PyDict)) throw typeError(`third item of state should be a dict, got a ${typeOf(dict).name}`)
  for (const key of dict.keyList()) typeOf(self).setattro(self, asString(key)!, dict.getItem(key)!)
}

// ── StringIO ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A text file in memory: pieces that are joined when the text is needed. Positions count code points. */
export class PyStringIO extends PyTextIOBase {
  pieces: string[] = []
  joined = ''
  /** Code points of the text. */
  length = 0
  position = 0
  newline: string | null = '\n'
  translator: NewlineTranslator | null = null
  writeNewline: string | null = null
  ok = false
}

/** The whole text. */
function textOf(self: PyStringIO): string {
  if (self.pieces.length > 0) {
    self.joined += self.pieces.join('')
    self.pieces = []
  }
  return self.joined
}

function ready(self: PyStringIO): void {
  if (!self.ok) throw valueError('I/O operation on uninitialized object')
  open(self)
}

/** Replaces text at the position; a gap after the end is filled with nulls. */
function put(self: PyStringIO, out: string): void {
  const n = strLength(out)
  if (self.position === self.length) self.pieces.push(out)
  else if (self.position > self.length) {
    self.pieces.push('\0'.repeat(self.position - self.length), out)
    self.length = self.position
  } else {
    const text = textOf(self)
    const start = unitsFor(text, 0, self.position)
    self.joined = text.slice(0, start) + out + text.slice(start + unitsFor(text, start, n))
  }
  self.position += n
  if (self.position > self.length) self.length = self.position
}

function stringWrite(self: PyStringIO, text: Value): Value {
  const s = asString(text)
  if (s === undefined) throw typeError(`string argument expected, got '${typeOf(text).name}'`)
  ready(self)
  if (s === '') return 0
  let out = self.translator === null ? s : self.translator.feed(s, true)
  if (self.writeNewline !== null) out = out.replaceAll('\n', self.writeNewline)
  put(self, out)
  return strLength(s)
}

function stringRead(self: PyStringIO, size: Value | undefined): Value {
  ready(self)
  const n = sizeOf(size)
  if (self.position >= self.length) return ''
  const text = textOf(self)
  const start = unitsFor(text, 0, self.position)
  const part = n < 0 ? text.slice(start) : text.slice(start, start + unitsFor(text, start, n))
  self.position += strLength(part)
  return part
}

function stringLine(self: PyStringIO, limit: number): string {
  if (self.position >= self.length) return ''
  const text = textOf(self)
  const start = unitsFor(text, 0, self.position)
  let end: number
  if (self.newline === '') {
    end = text.slice(start).search(/[\r\n]/)
    if (end >= 0)
      end += start + (text.charCodeAt(start + end) === 13 && text.charCodeAt(start + end + 1) === 10 ? 2 : 1)
  } else {
    const nl = self.newline === null ? '\n' : self.newline
    end = text.indexOf(nl, start)
    if (end >= 0) end += nl.length
  }
  if (end < 0) end = text.length
  if (limit >= 0) end = Math.min(end, start + unitsFor(text, start, limit))
  const line = text.slice(start, end)
  self.position += strLength(line)
  return line
}

function stringInit(self: PyStringIO, initial: Value = '', newline: Value = '\n'): Value {
  const nl = newline === null ? null : asString(newline)
  if (nl === undefined) throw typeError(`newline must be str or None, not ${typeOf(newline).name}`)
  if (nl !== null && !['', '\n', '\r', '\r\n'].includes(nl)) throw valueError(`illegal newline value: ${repr(nl)}`)
  const text = initial === null ? '' : asString(initial)
  if (text === undefined) throw typeError(`initial_value must be str or None, not ${typeOf(initial).name}`)
  self.newline = nl
  self.translator = nl === null || nl === '' ? new NewlineTranslator(nl === null) : null
  self.writeNewline = nl === '\r' || nl === '\r\n' ? nl : null
  self.pieces = []
  self.joined = ''
  self.length = 0
  self.position = 0
  self.closedFlag = false
  self.ok = true
  if (text !== '') stringWrite(self, text)
  self.position = 0
  return null
}

function stringSeek(self: PyStringIO, offset: Value, whenceValue: Value = 0): Value {
  ready(self)
  const whence = asCInt(whenceValue)
  const n = asSize(offset)
  if (whence === 0) {
    if (n < 0) throw valueError(`Negative seek position ${n}`)
    self.position = n
  } else if (whence === 1) {
    if (n !== 0) throw makeException(osErrorType, "Can't do nonzero cur-relative seeks")
  } else if (whence === 2) {
    if (n !== 0) throw makeException(osErrorType, "Can't do nonzero cur-relative seeks")
    self.position = self.length
  } else throw valueError(`Invalid whence (${whence}, should be 0, 1 or 2)`)
  return self.position
}

export const stringIOType = defineType('_io.StringIO', {
  layout: PyStringIO,
  base: textIOBaseType,
  module: '_io',
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    ['__init__', stringInit, "($self, initial_value='', newline='\\n')"],
    ['write', stringWrite, '($self, s, /)'],
    ['read', stringRead, '($self, size=-1, /)'],
    [
      'readline',
      (self: PyStringIO, size: Value) => (ready(self), stringLine(self, sizeOf(size))),
      '($self, size=-1, /)',
    ],
    [
      '__next__',
      (self: PyStringIO) => {
        ready(self)
        const line = self.cls === stringIOType ? stringLine(self, -1) : invoke(self, 'readline')
        if (line === '') throw stopIteration(null)
        return line
      },
      '($self, /)',
    ],
    ['seek', stringSeek, '($self, pos, whence=0, /)'],
    ['tell', (self: PyStringIO) => (ready(self), self.position), '($self, /)'],
    [
      'truncate',
      (self: PyStringIO, size: Value = null) => {
        ready(self)
        const n = size === null ? self.position : Number(asIndex(size))
        if (n < 0) throw valueError(`Negative size value ${n}`)
        if (n < self.length) {
          const text = textOf(self)
          self.joined = text.slice(0, unitsFor(text, 0, n))
          self.length = n
        }
        return n
      },
      '($self, pos=None, /)',
    ],
    ['getvalue', (self: PyStringIO) => (ready(self), textOf(self)), '($self, /)'],
    [
      'close',
      (self: PyStringIO) => {
        self.closedFlag = true
        self.pieces = []
        self.joined = ''
        return null
      },
      '($self, /)',
    ],
    ['readable', (self: PyStringIO) => (ready(self), true), '($self, /)'],
    ['writable', (self: PyStringIO) => (ready(self), true), '($self, /)'],
    ['seekable', (self: PyStringIO) => (ready(self), true), '($self, /)'],
    [
      '__getstate__',
      (self: PyStringIO) => {
        ready(self)
        const dict = dictOfInstance(self)
        return new PyTuple([
          textOf(self),
          self.newline,
          self.position,
          dict !== undefined && dict.size > 0 ? dict.copy() : null,
        ])
      },
      '($self, /)',
    ],
    [
      '__setstate__',
      (self: PyStringIO, state: Value) => {
        if (!(state instanceof PyTuple) || state.items.length < 4)
          throw typeError(`${typeOf(self).name}.__setstate__ argument should be 4-tuple, got ${typeOf(state).name}`)
        const [text, newline, position, dict] = state.items
        stringInit(self, '', newline!)
        const s = asString(text!)
        if (s === undefined) throw typeError(`string argument expected, got '${typeOf(text!).name}'`)
        self.joined = s
        self.length = strLength(s)
        const at = asSize(position!)
        if (at < 0) throw valueError('position value cannot be negative')
        self.position = at
        restore(self, dict!)
        return null
      },
      '($self, state, /)',
    ],
  ],
  getset: () => [
    ['line_buffering', (self: PyStringIO) => (ready(self), false)],
    ['newlines', (self: PyStringIO) => (self.translator === null ? null : newlinesValue(self.translator.seen))],
    ['closed', (self: PyStringIO) => self.closedFlag],
  ],
})
