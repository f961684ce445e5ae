/** FileIO: unbuffered bytes over a file descriptor (CPython: Modules/_io/fileio.c). */

import { nodeFs } from '../../base/nodefs'
import { freshBytes } from '../../ffi/buffers'
import { type DescriptorStatus, descriptorStatus, writeOnce } from '../../ffi/descriptors'
import { isatty } from '../../ffi/tty'
import { pollSignals } from '../../interpreter/safepoint'
import { lookupAttr } from '../../objects/attributes'
import { requireBytes, writableBytes } from '../../objects/buffer'
import { PyBytes } from '../../objects/bytes'
import { context } from '../../objects/context'
import {
  type PyBaseException,
  resourceWarningType,
  runtimeWarningType,
  typeError,
  valueError,
} from '../../objects/exceptions'
import type { LineBuffer } from '../../objects/filelines'
import { asInt } from '../../objects/int'
import { type AttributeRecord, defineType, type PyType, typeOf, type Value } from '../../objects/object'
import { asCInt, asSize, isTrue, repr } from '../../objects/operators'
import { asString } from '../../objects/str'
import { lseek, trySeek } from '../descriptors'
import { nodePath } from '../filenames'
import { errnoError, errnoOf, systemCall, wouldWait } from '../systemcall'
import { invoke, PyRawIOBase, rawIOBaseType, sizeOf, unpicklable, unsupported } from './base'
import { isClosed, OpenDescriptor, openOrCollect } from './unclosed'

/** An open file descriptor. */
export class PyFileIO extends PyRawIOBase {
  finalizing = false
  fd = -1
  isReadable = false
  isWritable = false
  isAppending = false
  isCreated = false
  closefd = true
  seekableKnown: boolean | null = null
  /** Preferred buffer size (st_blksize). */
  blockSize = 8192
  /** What an iteration has read ahead, which nobody gets any more once the file is closed. */
  heldLines: LineBuffer | null = null
  /** What closes the descriptor where the file is dropped. */
  descriptor: OpenDescriptor | null = null
}

const EISDIR = 21

interface Mode {
  readable: boolean
  writable: boolean
  appending: boolean
  created: boolean
  truncating: boolean
}

function parseMode(mode: string): Mode {
  const parsed: Mode = { readable: false, writable: false, appending: false, created: false, truncating: false }
  let main = 0
  let plus = false
  for (const c of mode) {
    if (c === 'x' || c === 'r' || c === 'w' || c === 'a') {
      if (main++ > 0) throw valueError('Must have exactly one of create/read/write/append mode and at most one plus')
      if (c === 'r') parsed.readable = true
      else parsed.writable = true
      if (c === 'x') parsed.created = true
      else if (c === 'w') parsed.truncating = true
      else if (c === 'a') parsed.appending = true
    } else if (c === '+') {
      if (plus) throw valueError('Must have exactly one of create/read/write/append mode and at most one plus')
      parsed.readable = parsed.writable = plus = true
    } else if (c !== 'b') throw valueError(`invalid mode: ${mode.slice(0, 200)}`)
  }
  if (main === 0) throw valueError('Must have exactly one of create/read/write/append mode and at most one plus')
  return parsed
}

/** Flags of open(2). */
function openFlags(mode: Mode): number {
  const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_TRUNC, O_WRONLY } = nodeFs().constants
  const made = mode.created
    ? O_EXCL | O_CREAT
    : mode.truncating
      ? O_CREAT | O_TRUNC
      : mode.appending
        ? O_APPEND | O_CREAT
        : 0
  return made | (mode.readable && mode.writable ? O_RDWR : mode.readable ? O_RDONLY : O_WRONLY) | O_CLOEXEC
}

const O_CLOEXEC = process.platform === 'linux' ? 0o2000000 : 0

function init(self: PyFileIO, file: Value, modeValue: Value = 'r', closefd: Value = true, opener: Value = null): Value {
  if (self.fd >= 0 && self.closefd) closeDescriptor(self)
  self.fd = -1
  const text = asString(modeValue)
  if (text === undefined) throw typeError(`FileIO() argument 'mode' must be str, not ${typeOf(modeValue).name}`)
  let fd = -1
  const number = asInt(file)
  if (number !== undefined) {
    if (typeof file === 'boolean') context.warn(runtimeWarningType, 'bool is used as a file descriptor')
    fd = asCInt(number)
    if (fd < 0) throw valueError('negative file descriptor')
  }
  const mode = parseMode(text)
  self.isReadable = mode.readable
  self.isWritable = mode.writable
  self.isAppending = mode.appending
  self.isCreated = mode.created
  self.closefd = isTrue(closefd)
  self.closedFlag = false
  self.seekableKnown = null
  if (fd >= 0) self.fd = fd
  else {
    if (!self.closefd) throw valueError('Cannot use closefd=False with file name')
    const flags = openFlags(mode)
    if (opener === null) {
      const path = nodePath(file, 'open')
      self.fd = systemCall(() => openOrCollect(() => nodeFs().openSync(path, flags, 0o666)), file)
    } else {
      const opened = context.call2(opener, file, flags)
      const got = asInt(opened)
      if (got === undefined) throw typeError('expected integer from opener')
      if (got < 0) throw valueError(`opener returned ${got}`)
      self.fd = Number(got)
    }
  }
  try {
    const status = descriptorStatus(self.fd)
    if (typeof status === 'number') throw errnoError(status, fd >= 0 ? null : file)
    if (status.directory) throw errnoError(EISDIR, file)
    if (status.blockSize > 1) self.blockSize = status.blockSize
    if (self.closefd) self.descriptor = new OpenDescriptor(self, self.fd, status.identity, file, modeText(self))
  } catch (e) {
    if (fd < 0) nodeFs().closeSync(self.fd)
    self.fd = -1
    throw e
  }
  if (self.cls === fileIOType && self.dict === undefined) (self as unknown as AttributeRecord).$name = file
  else typeOf(self).setattro(self, 'name', file)
  if (mode.appending) {
    // A pipe cannot seek; appending to it needs no position.
    trySeek(self.fd, 0, 2)
  }
  return null
}

/** A file over an open descriptor that it does not own, made without a look at its type: the standard streams. */
export function fileOver(fd: number, writing: boolean, name: string, status: DescriptorStatus): PyFileIO {
  const made = new PyFileIO()
  made.fd = fd
  made.isReadable = !writing
  made.isWritable = writing
  made.closefd = false
  if (status.blockSize > 1) made.blockSize = status.blockSize
  ;(made as unknown as AttributeRecord).$name = name
  return made
}

function closeDescriptor(self: PyFileIO): void {
  const fd = self.fd
  self.fd = -1
  self.heldLines?.clear()
  isClosed(self.descriptor)
  self.descriptor = null
  systemCall(() => nodeFs().closeSync(fd))
}

/** Warns that a file is dropped unclosed, which the outermost stream over it is named for. */
function deallocWarn(self: PyFileIO, source: Value): Value {
  if (self.fd >= 0 && self.closefd) context.warn(resourceWarningType, `unclosed file ${repr(source)}`)
  return null
}

function close(self: PyFileIO): Value {
  if (self.closedFlag) return null
  let failure: unknown
  try {
    // That of the type does nothing.
    if (self.cls !== fileIOType || self.dict !== undefined || Object.hasOwn(self, '$flush')) invoke(self, 'flush')
  } catch (e) {
    failure = e
  }
  self.closedFlag = true
  if (!self.closefd) {
    self.fd = -1
    self.heldLines?.clear()
  } else if (self.fd >= 0) {
    try {
      closeDescriptor(self)
    } catch (e) {
      if (failure !== undefined) (e as PyBaseException).context = failure as PyBaseException
      throw e
    }
  }
  if (failure !== undefined) throw failure
  return null
}

function open(self: PyFileIO): void {
  if (self.fd < 0) throw valueError('I/O operation on closed file')
}

/** Reads up to `into.length` bytes; null where a non-blocking descriptor has none. */
export function readDescriptor(fd: number, into: Uint8Array): number | null {
  try {
    return nodeFs().readSync(fd, into, 0, into.length, null)
  } catch (e) {
    if (wouldWait(e)) return null
    return systemCall((): never => {
      throw e
    })
  }
}

/** How many bytes a file has from the position on; 0 where that is not known. */
export function bytesAhead(fd: number): number {
  try {
    const stat = nodeFs().fstatSync(fd)
    return stat.isFile() && stat.size > 0 ? stat.size - Math.min(stat.size, lseek(fd, 0, 1)) : 0
  } catch {
    // Not seekable.
    return 0
  }
}

/** Reads to the end of file. */
export function readAllDescriptor(fd: number): Uint8Array | null {
  const size = bytesAhead(fd)
  let buffer = freshBytes(size + 1 < 8192 ? 8192 : size + 1)
  let used = 0
  for (;;) {
    if (used === buffer.length) {
      const larger = new Uint8Array(buffer.length * 2)
      larger.set(buffer)
      buffer = larger
    }
    const n = readDescriptor(fd, buffer.subarray(used))
    if (n === null) {
      if (used === 0) return null
      break
    }
    if (n === 0) break
    used += n
  }
  return buffer.length - used > 4096 ? buffer.slice(0, used) : buffer.subarray(0, used)
}

function needReadable(self: PyFileIO): void {
  open(self)
  if (!self.isReadable) throw unsupported('File not open for reading')
}

function read(self: PyFileIO, size: Value | undefined): Value {
  needReadable(self)
  const n = sizeOf(size)
  if (n < 0) {
    const all = readAllDescriptor(self.fd)
    return all === null ? null : new PyBytes(all)
  }
  const buffer = new Uint8Array(n)
  const got = n === 0 ? 0 : readDescriptor(self.fd, buffer)
  return got === null ? null : new PyBytes(got === n ? buffer : buffer.slice(0, got))
}

function readinto(self: PyFileIO, buffer: Value): Value {
  needReadable(self)
  const view = writableBytes(buffer, 'readinto')
  return view.length === 0 ? 0 : readDescriptor(self.fd, view)
}

/** Writes once; null where a non-blocking descriptor takes nothing. */
export function writeDescriptor(fd: number, bytes: Uint8Array): number | null {
  for (;;) {
    const written = writeOnce(fd, bytes)
    if (written >= 0) return written
    if (written === -errnoOf('EAGAIN')) return null
    if (written !== -errnoOf('EINTR')) throw errnoError(-written)
    pollSignals()
  }
}

function write(self: PyFileIO, b: Value): Value {
  open(self)
  if (!self.isWritable) throw unsupported('File not open for writing')
  return writeDescriptor(self.fd, requireBytes(b))
}

function seekable(self: PyFileIO): Value {
  open(self)
  if (self.seekableKnown === null) {
    self.seekableKnown = trySeek(self.fd, 0, 1) >= 0
  }
  return self.seekableKnown
}

function truncate(self: PyFileIO, size: Value = null): Value {
  open(self)
  if (!self.isWritable) throw unsupported('File not open for writing')
  const n = size === null ? lseek(self.fd, 0, 1) : asSize(size)
  systemCall(() => nodeFs().ftruncateSync(self.fd, n))
  return n
}

/** `FileIO.mode` */
export function modeText(self: PyFileIO): string {
  if (self.isCreated) return self.isReadable ? 'xb+' : 'xb'
  if (self.isAppending) return self.isReadable ? 'ab+' : 'ab'
  if (self.isReadable) return self.isWritable ? 'rb+' : 'rb'
  return 'wb'
}

export const fileIOType = defineType('_io.FileIO', {
  layout: PyFileIO,
  base: rawIOBaseType,
  module: '_io',
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    ['__init__', init, "($self, file, mode='r', closefd=True, opener=None)"],
    ['read', read, '($self, size=-1, /)'],
    ['readall', (self: PyFileIO) => read(self, -1), '($self, /)'],
    ['readinto', readinto, '($self, buffer, /)'],
    ['write', write, '($self, b, /)'],
    [
      'seek',
      (self: PyFileIO, offset: Value, whence: Value = 0) => (
        open(self), lseek(self.fd, asSize(offset), asCInt(whence))
      ),
      '($self, pos, whence=0, /)',
    ],
    ['tell', (self: PyFileIO) => (open(self), lseek(self.fd, 0, 1)), '($self, /)'],
    ['truncate', truncate, '($self, size=None, /)'],
    ['close', close, '($self, /)'],
    ['seekable', seekable, '($self, /)'],
    ['readable', (self: PyFileIO) => (open(self), self.isReadable), '($self, /)'],
    ['writable', (self: PyFileIO) => (open(self), self.isWritable), '($self, /)'],
    ['fileno', (self: PyFileIO) => (open(self), self.fd), '($self, /)'],
    ['isatty', (self: PyFileIO) => (open(self), isatty(self.fd)), '($self, /)'],
    ['_dealloc_warn', deallocWarn, '($self, object, /)'],
    [
      '__repr__',
      (self: PyFileIO) => {
        if (self.fd < 0) return '<_io.FileIO [closed]>'
        const name = lookupAttr(self, 'name')
        const closefd = self.closefd ? 'True' : 'False'
        return name === undefined
          ? `<_io.FileIO fd=${self.fd} mode='${modeText(self)}' closefd=${closefd}>`
          : `<_io.FileIO name=${repr(name)} mode='${modeText(self)}' closefd=${closefd}>`
      },
      '($self, /)',
    ],
    [
      '__del__',
      (self: PyFileIO) => {
        if (self.fd >= 0 && self.closefd) {
          self.finalizing = true
          deallocWarn(self, self)
          close(self)
        }
        return null
      },
      '($self, /)',
    ],
    ...unpicklable,
  ],
  members: '_blksize _finalizing',
  getset: () => [
    ['closed', (self: PyFileIO) => self.fd < 0],
    ['closefd', (self: PyFileIO) => self.closefd],
    ['mode', (self: PyFileIO) => modeText(self)],
    ['_blksize', (self: PyFileIO) => self.blockSize],
    ['_finalizing', (self: PyFileIO) => self.finalizing],
  ],
})
