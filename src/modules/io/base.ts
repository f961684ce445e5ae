/** _IOBase and the abstract classes under it (CPython: Modules/_io/iobase.c). Files of Python classes inherit these methods. */

import { getAttr, lookupAttr } from '../../objects/attributes'
import { writableBytes } from '../../objects/buffer'
import { PyByteArray } from '../../objects/bytearray'
import { PyBytes } from '../../objects/bytes'
import { joinBytes } from '../../objects/bytesops'
import { context } from '../../objects/context'
import { osErrorType, stopIteration } from '../../objects/exceptionfields'
import {
  defineException,
  isException,
  makeException,
  notImplementedErrorType,
  type PyBaseException,
  typeError,
  valueError,
  valueErrorType,
} from '../../objects/exceptions'
import { asInt } from '../../objects/int'
import { PyList } from '../../objects/list'
import {
  bareName,
  completeType,
  defineType,
  type MethodTable,
  PyObject,
  typeOf,
  type Value,
} from '../../objects/object'
import { asIndex, asSize, isTrue, iterate, length, repr } from '../../objects/operators'

/** Instances of the io classes; attributes of Python subclasses are own properties. */
export class PyIOBase extends PyObject {
  closedFlag = false
}

/** Layout of raw streams; a type's methods are found through the layouts it extends. */
export class PyRawIOBase extends PyIOBase {}
/** Layout of buffered streams. */
export class PyBufferedIOBase extends PyIOBase {}
/** Layout of text streams. */
export class PyTextIOBase extends PyIOBase {}

/** `io.UnsupportedOperation`: an OSError and a ValueError. */
export const unsupportedOperationType = defineException('UnsupportedOperation', osErrorType)
// The library's io module sets attributes of it, as on a class made by a class statement.
unsupportedOperationType.mutable = true
unsupportedOperationType.module = 'io'
completeType(unsupportedOperationType, {
  layout: unsupportedOperationType.ctor,
  hasDict: true,
  attributes: () => ({ __module__: 'io' }),
})
unsupportedOperationType.bases = [osErrorType, valueErrorType]
unsupportedOperationType.mro = [unsupportedOperationType, osErrorType, valueErrorType, ...osErrorType.mro.slice(1)]
valueErrorType.subclasses.push(new WeakRef(unsupportedOperationType))

/** An `io.UnsupportedOperation` to throw. */
export function unsupported(message: string): Value {
  return makeException(unsupportedOperationType, message)
}

/** `self.name(a, b)` through the attribute, so that overrides count. */
export function invoke(self: Value, name: string, a?: Value, b?: Value): Value {
  const method = getAttr(self, name)
  if (a === undefined) return context.call0(method)
  return b === undefined ? context.call1(method, a) : context.call2(method, a, b)
}

/** Whether a file object says it is closed. */
export function isClosed(self: Value): boolean {
  return isTrue(getAttr(self, 'closed'))
}

/** ValueError for an operation on a closed file. */
export function checkClosed(self: Value, message = 'I/O operation on closed file.'): void {
  if (isClosed(self)) throw valueError(message)
}

function check(name: 'readable' | 'writable' | 'seekable', message: string) {
  return (self: Value): Value => {
    if (invoke(self, name) !== true) throw unsupported(message)
    return true
  }
}
/** `_checkReadable` and its siblings. */
export const checkReadable = check('readable', 'File or stream is not readable.')
export const checkWritable = check('writable', 'File or stream is not writable.')
export const checkSeekable = check('seekable', 'File or stream is not seekable.')

function close(self: PyIOBase): Value {
  if (self.closedFlag) return null
  try {
    invoke(self, 'flush')
  } finally {
    self.closedFlag = true
  }
  return null
}

/** A size argument: -1 for None. */
export function sizeOf(size: Value | undefined): number {
  if (size === undefined || size === null) return -1
  if (asInt(size) === undefined && typeOf(size).proto.$__index__ === undefined)
    throw typeError(`argument should be integer or None, not '${typeOf(size).name}'`)
  const i = asIndex(size)
  return typeof i === 'number' ? i : asSize(size)
}

function readline(self: Value, size: Value | undefined): Value {
  const limit = sizeOf(size)
  const peek = lookupAttr(self, 'peek')
  const parts: Uint8Array[] = []
  let total = 0
  while (limit < 0 || total < limit) {
    let want = 1
    if (peek !== undefined) {
      const ahead = context.call1(peek, 1)
      if (!(ahead instanceof PyBytes))
        throw makeException(osErrorType, `peek() should have returned a bytes object, not '${typeOf(ahead).name}'`)
      if (ahead.bytes.length > 0) {
        const newline = ahead.bytes.indexOf(10)
        want = newline < 0 ? ahead.bytes.length : newline + 1
        if (limit >= 0) want = Math.min(want, limit - total)
      }
    }
    const chunk = invoke(self, 'read', want)
    if (!(chunk instanceof PyBytes))
      throw makeException(osErrorType, `read() should have returned a bytes object, not '${typeOf(chunk).name}'`)
    if (chunk.bytes.length === 0) break
    parts.push(chunk.bytes)
    total += chunk.bytes.length
    if (chunk.bytes[chunk.bytes.length - 1] === 10) break
  }
  return new PyBytes(joinBytes(parts))
}

function readlines(self: Value, hint: Value = null): Value {
  const limit = hint === null ? -1 : asSize(hint)
  const lines: Value[] = []
  let total = 0
  const next = iterate(self)
  for (let line = next(); line !== undefined; line = next()) {
    lines.push(line)
    if (limit <= 0) continue
    total += length(line)
    if (total >= limit) break
  }
  return new PyList(lines)
}

function writelines(self: Value, lines: Value): Value {
  checkClosed(self)
  const next = iterate(lines)
  for (let line = next(); line !== undefined; line = next()) invoke(self, 'write', line)
  return null
}

/** `iter(file)`'s step: a line, StopIteration at the end. */
function nextLine(self: Value): Value {
  const line = invoke(self, 'readline')
  if (typeof line === 'string' ? line === '' : !isTrue(line)) throw stopIteration(null)
  return line
}

export const ioBaseType = defineType('_io._IOBase', {
  layout: PyIOBase,
  module: '_io',
  hasDict: true,
  doc: 'What all streams have in common.',
  methods: () => [
    [
      'seek',
      () => {
        throw unsupported('seek')
      },
      '($self, offset, whence=0, /)',
    ],
    ['tell', (self: Value) => invoke(self, 'seek', 0, 1), '($self, /)'],
    [
      'truncate',
      () => {
        throw unsupported('truncate')
      },
      '($self, size=None, /)',
    ],
    [
      'flush',
      (self: PyIOBase) => {
        if (self.closedFlag) throw valueError('I/O operation on closed file.')
        return null
      },
      '($self, /)',
    ],
    ['close', close, '($self, /)'],
    ['seekable', () => false, '($self, /)'],
    ['readable', () => false, '($self, /)'],
    ['writable', () => false, '($self, /)'],
    ['_checkClosed', (self: Value) => (checkClosed(self), null), '($self, /)'],
    ['_checkSeekable', (self: Value) => checkSeekable(self), '($self, /)'],
    ['_checkReadable', (self: Value) => checkReadable(self), '($self, /)'],
    ['_checkWritable', (self: Value) => checkWritable(self), '($self, /)'],
    [
      'fileno',
      () => {
        throw unsupported('fileno')
      },
      '($self, /)',
    ],
    ['isatty', (self: Value) => (checkClosed(self), false), '($self, /)'],
    ['__enter__', (self: Value) => (checkClosed(self), self), '($self, /)'],
    ['__exit__', (self: Value) => (invoke(self, 'close'), null), '-($self, /, *args)'],
    ['__iter__', (self: Value) => (checkClosed(self), self), '($self, /)'],
    ['__next__', nextLine, '($self, /)'],
    ['readline', readline, '($self, size=-1, /)'],
    ['readlines', readlines, '($self, hint=-1, /)'],
    ['writelines', writelines, '($self, lines, /)'],
    [
      '__del__',
      (self: PyIOBase) => {
        if (!isClosed(self)) invoke(self, 'close')
        return null
      },
      '($self, /)',
    ],
  ],
  getset: () => [['closed', (self: PyIOBase) => self.closedFlag]],
})

function rawRead(self: Value, size: Value | undefined): Value {
  const n = sizeOf(size)
  if (n < 0) return invoke(self, 'readall')
  const into = new PyByteArray(new Uint8Array(n))
  const got = invoke(self, 'readinto', into)
  if (got === null) return null
  return new PyBytes(into.bufferBytes().slice(0, asSize(got)))
}

function readAll(self: Value): Value {
  const parts: Uint8Array[] = []
  for (;;) {
    const chunk = invoke(self, 'read', 131072)
    if (chunk === null) {
      if (parts.length === 0) return null
      break
    }
    if (!(chunk instanceof PyBytes)) throw typeError('read() should return bytes')
    if (chunk.bytes.length === 0) break
    parts.push(chunk.bytes)
  }
  return new PyBytes(joinBytes(parts))
}

function refusePickle(self: Value): never {
  throw typeError(`cannot pickle '${bareName(typeOf(self))}' instances`)
}

/** The methods of streams that cannot be copied. */
export const unpicklable: MethodTable = [
  ['__reduce__', refusePickle, '($self, /)'],
  ['__reduce_ex__', refusePickle, '($self, object, /)'],
]

/** What a raw stream has to bring itself. */
function missingRaw(): never {
  throw context.call0(notImplementedErrorType)
}

export const rawIOBaseType = defineType('_io._RawIOBase', {
  layout: PyRawIOBase,
  base: ioBaseType,
  module: '_io',
  methods: () => [
    ['read', rawRead, '($self, size=-1, /)'],
    ['readall', readAll, '($self, /)'],
    ['readinto', missingRaw, '-($self, /, *args)'],
    ['write', missingRaw, '-($self, /, *args)'],
  ],
})

/** Flushes a stream and closes the one below, which is closed even where flushing fails; the failure of flushing, for the caller to raise. */
export function flushAndClose(self: Value, below: Value): unknown {
  let failure: unknown
  try {
    invoke(self, 'flush')
  } catch (e) {
    failure = e
  }
  try {
    invoke(below, 'close')
  } catch (e) {
    if (failure !== undefined) (e as PyBaseException).context = failure as PyBaseException
    throw e
  }
  return failure
}

function readIntoGeneric(method: 'read' | 'read1') {
  return (self: Value, buffer: Value): Value => {
    const view = writableBytes(buffer, method === 'read' ? 'readinto' : 'readinto1')
    const data = invoke(self, method, view.length)
    if (!(data instanceof PyBytes)) throw typeError(`'bytes' object expected, got '${typeOf(data).name}'`)
    if (data.bytes.length > view.length)
      throw valueError(`read() returned too much data: ${view.length} bytes requested, ${data.bytes.length} returned`)
    view.set(data.bytes)
    return data.bytes.length
  }
}

function missingOperation(name: string) {
  return (): Value => {
    throw unsupported(name)
  }
}

export const bufferedIOBaseType = defineType('_io._BufferedIOBase', {
  layout: PyBufferedIOBase,
  base: ioBaseType,
  module: '_io',
  methods: () => [
    ['detach', missingOperation('detach'), '($self, /)'],
    ['read', missingOperation('read'), '($self, size=-1, /)'],
    ['read1', missingOperation('read1'), '($self, size=-1, /)'],
    ['write', missingOperation('write'), '($self, b, /)'],
    ['readinto', readIntoGeneric('read'), '($self, buffer, /)'],
    ['readinto1', readIntoGeneric('read1'), '($self, buffer, /)'],
  ],
})

export const textIOBaseType = defineType('_io._TextIOBase', {
  layout: PyTextIOBase,
  base: ioBaseType,
  module: '_io',
  methods: () => [
    ['detach', missingOperation('detach'), '($self, /)'],
    ['read', missingOperation('read'), '($self, size=-1, /)'],
    ['readline', missingOperation('readline'), '($self, size=-1, /)'],
    ['write', missingOperation('write'), '($self, s, /)'],
  ],
  getset: () => [
    ['encoding', () => null],
    ['newlines', () => null],
    ['errors', () => null],
  ],
})

/** An attribute for a repr, which a stream that is detached or was never initialised has not. */
export function attributeShown(self: Value, name: string): string {
  try {
    const value = lookupAttr(self, name)
    return value === undefined ? '' : ` ${name}=${repr(value)}`
  } catch (e) {
    if (!isException(e, valueErrorType)) throw e
    return ''
  }
}

/** A file as its repr begins: `<kind name='…'>`. */
export function describe(self: Value, kind: string): string {
  return `<${kind}${attributeShown(self, 'name')}>`
}
