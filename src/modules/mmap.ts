/**
 * mmap: files and anonymous memory as bytes (Library Reference, "mmap"; CPython: Modules/mmapmodule.c). Written for Linux on 64 bits.
 *
 * JavaScript sees a mapping as an ArrayBuffer over its address, and nobody can take that away from whoever still has a view of it. A mapping that is closed
 * after it was lent is therefore replaced by empty memory at the same address, which is given back when its ArrayBuffer is collected.
 */

import { FFIType, type Pointer, toArrayBuffer } from 'bun:ffi'
import { errnoLocation, libcFunction } from '../ffi/libc'
import { type BufferExporter, requireBytes } from '../objects/buffer'
import { PyBytes } from '../objects/bytes'
import { indexOfBytes, lastIndexOfBytes } from '../objects/bytesops'
import { osErrorType } from '../objects/exceptionfields'
import {
  bufferError,
  indexError,
  notImplementedError,
  overflowError,
  typeError,
  valueError,
} from '../objects/exceptions'
import { iteratorRows } from '../objects/iterators'
import { releasedBufferRows } from '../objects/memoryview'
import { defineType, type Int, type MethodTable, PyObject, type PyType, typeOf, type Value } from '../objects/object'
import { asCInt, asClampedIndex, asIndex, asSize, isTrue, PyIterator } from '../objects/operators'
import { adjustSlice, PySlice } from '../objects/slice'
import type { NativeModule } from './definition'
import { libcCall } from './libccall'
import { audit } from './syshooks'
import { errnoError, systemCall } from './systemcall'

const PAGE = 4096
const PROT_READ = 1
const PROT_WRITE = 2
const MAP_SHARED = 1
const MAP_PRIVATE = 2
const MAP_FIXED = 16
const MAP_ANONYMOUS = 32
const MAP_NORESERVE = 0x4000
const MS_SYNC = 4
const LARGEST = 2 ** 32

const ACCESS = ['ACCESS_DEFAULT', 'ACCESS_READ', 'ACCESS_WRITE', 'ACCESS_COPY'] as const
const [DEFAULT, READ, WRITE, COPY] = [0, 1, 2, 3]

const nodeFs = () => require('node:fs') as typeof import('node:fs')

const { i32, i64_fast: i64 } = FFIType

/** A call with addresses that answers -1 for an error. Raises OSError. */
function memoryCall(name: string, args: readonly number[], kinds: readonly FFIType[], returns = i32): number {
  const f = libcFunction(name, { args: [...kinds], returns }, `${name}:memory`)
  if (f === null) throw notImplementedError(`${name} is not available on this platform`)
  const errno = errnoLocation()
  const result = Number(f(...args))
  if (result === -1) throw errnoError(errno?.[0] ?? 5)
  return result
}

const map = (at: number, length: number, prot: number, flags: number, fd: number, offset: number): number =>
  memoryCall('mmap', [at, length, prot, flags, fd, offset], [i64, i64, i32, i32, i32, i64], i64)
const unmap = (at: number, length: number): number => memoryCall('munmap', [at, length], [i64, i64])

/** A mapped piece of memory. */
class Mapping {
  readonly bytes: Uint8Array
  constructor(
    readonly address: number,
    readonly length: number,
  ) {
    this.bytes = new Uint8Array(toArrayBuffer(address as Pointer, 0, length))
    forgotten.register(this.bytes.buffer, { address, length }, this)
  }

  /** Ends the mapping. `lent` says that somebody else may still look at it. */
  end(lent: boolean): void {
    const { address, length } = this
    if (lent)
      map(address, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0)
    else {
      forgotten.unregister(this)
      unmap(address, length)
    }
  }
}

const forgotten = new FinalizationRegistry<{ address: number; length: number }>(({ address, length }) => {
  unmap(address, length)
})

/** An mmap object. */
export class PyMmap extends PyObject implements BufferExporter {
  mapping: Mapping | null = null
  pos = 0
  offset = 0
  access = DEFAULT
  flags = MAP_SHARED
  prot = PROT_READ | PROT_WRITE
  /** A duplicate of the file's descriptor; -1 where there is none. */
  fd = -1
  trackFd = true
  exports = 0
  /** Somebody had the bytes. */
  lent = false

  /** The bytes, for what neither calls Python nor keeps them. Raises ValueError. */
  get bytes(): Uint8Array {
    if (this.mapping === null) throw valueError('mmap closed or invalid')
    return this.mapping.bytes
  }

  get size(): number {
    return this.bytes.length
  }

  bufferBytes(): Uint8Array {
    this.lent = true
    return this.bytes
  }

  get bufferWritable(): boolean {
    return this.access !== READ
  }

  bufferExport(delta: 1 | -1): void {
    this.exports += delta
  }

  /** The bytes, to be changed. Raises TypeError. */
  get writable(): Uint8Array {
    if (this.mapping !== null && this.access === READ) throw typeError("mmap can't modify a readonly memory map.")
    return this.bytes
  }

  map(length: number): Mapping {
    const flags = this.mappedFile === -1 ? this.flags | MAP_ANONYMOUS : this.flags
    return new Mapping(map(0, length, this.prot, flags, this.mappedFile, this.offset), length)
  }

  /** The descriptor to map from: that of the caller while there is no duplicate. */
  mappedFile = -1

  close(): void {
    if (this.exports > 0) throw bufferError('cannot close exported pointers exist')
    const { mapping, fd } = this
    this.mapping = null
    this.fd = this.mappedFile = -1
    if (fd >= 0) nodeFs().closeSync(fd)
    mapping?.end(this.lent)
  }
}

/** An int that counts bytes. Raises OverflowError. */
function length64(v: Value): number {
  const n = asIndex(v)
  if (typeof n === 'bigint' && (n >= 2n ** 63n || n < -(2n ** 63n)))
    throw overflowError('Python int too large to convert to C ssize_t')
  return Number(n)
}

function newMmap(
  cls: PyType,
  fileno: Value,
  length: Value,
  flagsValue?: Value,
  protValue?: Value,
  accessValue?: Value,
  offsetValue: Value = 0,
  trackValue: Value = true,
): Value {
  const made = new cls.ctor() as PyMmap
  const fd = asCInt(fileno)
  let size = length64(length)
  let flags = flagsValue === undefined ? MAP_SHARED : asCInt(flagsValue)
  let prot = protValue === undefined ? PROT_READ | PROT_WRITE : asCInt(protValue)
  let access = accessValue === undefined ? DEFAULT : asCInt(accessValue)
  const offset = length64(offsetValue)
  if (size < 0) throw overflowError('memory mapped length must be positive')
  if (offset < 0) throw overflowError('memory mapped offset must be positive')
  if (access !== DEFAULT && (flags !== MAP_SHARED || prot !== (PROT_WRITE | PROT_READ)))
    throw valueError("mmap can't specify both access and flags, prot.")
  if (access === READ) prot = PROT_READ
  else if (access === COPY) flags = MAP_PRIVATE
  else if (access === DEFAULT) {
    const both = PROT_READ | PROT_WRITE
    if ((prot & both) !== both) access = prot & PROT_WRITE ? WRITE : READ
  } else if (access !== WRITE) throw valueError('mmap invalid access parameter.')
  audit('mmap.__new__', [fd, size, access, offset])
  if (fd !== -1) size = checkedSize(fd, size, offset)
  made.flags = flags
  made.prot = prot
  made.access = access
  made.offset = offset
  made.trackFd = isTrue(trackValue)
  if (fd !== -1 && made.trackFd) made.fd = libcCall('fcntl', fd, F_DUPFD_CLOEXEC, 0)
  made.mappedFile = fd
  if (size > LARGEST) throw notImplementedError('mappings of more than 4 GB are not supported')
  try {
    made.mapping = made.map(size)
  } catch (e) {
    if (made.fd >= 0) nodeFs().closeSync(made.fd)
    throw e
  }
  made.mappedFile = made.fd
  return made
}

const F_DUPFD_CLOEXEC = 1030

/** The length to map of a regular file: all that is behind the offset where it is 0. Raises ValueError. */
function checkedSize(fd: number, size: number, offset: number): number {
  let stat: ReturnType<ReturnType<typeof nodeFs>['fstatSync']>
  try {
    stat = nodeFs().fstatSync(fd)
  } catch {
    // As in CPython, mapping it tells what is wrong.
    return size
  }
  if (!stat.isFile()) return size
  if (size === 0) {
    if (stat.size === 0) throw valueError('cannot mmap an empty file')
    if (offset >= stat.size) throw valueError('mmap offset is greater than file size')
    return stat.size - offset
  }
  if (offset > stat.size || stat.size - offset < size) throw valueError('mmap length is greater than file size')
  return size
}

// ── Items ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The place of an index; the object may have been closed by its `__index__`. */
function place(self: PyMmap, key: Value): number {
  let i = asClampedIndex(key)
  const { size } = self
  if (i < 0) i += size
  if (i < 0 || i >= size) throw indexError('mmap index out of range')
  return i
}

const isIndex = (key: Value): boolean => typeOf(key).proto.$__index__ !== undefined

function getItem(self: PyMmap, key: Value): Value {
  void self.bytes
  if (isIndex(key)) {
    const i = place(self, key)
    return self.bytes[i]!
  }
  if (!(key instanceof PySlice)) throw typeError('mmap indices must be integers')
  const { start, step, count } = adjustSlice(key, self.size)
  const { bytes } = self
  if (step === 1) return new PyBytes(bytes.slice(start, start + count))
  const out = new Uint8Array(count)
  for (let k = 0, i = start; k < count; k++, i += step) out[k] = bytes[i]!
  return new PyBytes(out)
}

function setItem(self: PyMmap, key: Value, value: Value): Value {
  void self.writable
  if (isIndex(key)) {
    const i = place(self, key)
    if (!isIndex(value)) throw typeError('mmap item value must be an int')
    const v = asClampedIndex(value)
    if (v < 0 || v > 255) throw valueError('mmap item value must be in range(0, 256)')
    self.writable[i] = v
    return null
  }
  if (!(key instanceof PySlice)) throw typeError('mmap indices must be integer')
  const { start, step, count } = adjustSlice(key, self.size)
  const fresh = requireBytes(value)
  if (fresh.length !== count) throw indexError('mmap slice assignment is wrong size')
  const bytes = self.writable
  if (step === 1) bytes.set(fresh, start)
  else for (let k = 0, i = start; k < count; k++, i += step) bytes[i] = fresh[k]!
  return null
}

function deleteItem(self: PyMmap, key: Value): Value {
  void self.writable
  if (isIndex(key)) throw typeError("mmap doesn't support item deletion")
  if (key instanceof PySlice) throw typeError("mmap object doesn't support slice deletion")
  throw typeError('mmap indices must be integers')
}

/** Going through an mmap gives bytes objects of one byte, unlike indexing. */
class PyMmapIterator extends PyIterator {
  private index = 0
  constructor(private owner: PyMmap | null = null) {
    super()
  }
  next(): Value | undefined {
    const { owner } = this
    if (owner !== null && this.index < owner.size) return new PyBytes(owner.bytes.slice(this.index, ++this.index))
    this.owner = null
    return undefined
  }
}

defineType('iterator', { layout: PyMmapIterator as never, methods: () => iteratorRows, final: true })

function contains(self: PyMmap, item: Value): Value {
  const bytes = item instanceof PyBytes ? item.bytes : null
  return bytes !== null && bytes.length === 1 && self.bytes.includes(bytes[0]!)
}

// ── As a file ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function read(self: PyMmap, n: Value = null): Value {
  void self.bytes
  if (n !== null && !isIndex(n)) throw typeError(`argument should be integer or None, not '${typeOf(n).name}'`)
  const wanted = n === null ? -1 : asSize(n)
  const { bytes } = self
  const left = Math.max(0, bytes.length - self.pos)
  const count = wanted < 0 || wanted > left ? left : wanted
  const out = new PyBytes(bytes.slice(self.pos, self.pos + count))
  self.pos += count
  return out
}

function readByte(self: PyMmap): Value {
  const { bytes } = self
  if (self.pos >= bytes.length) throw valueError('read byte out of range')
  return bytes[self.pos++]!
}

function readLine(self: PyMmap): Value {
  const { bytes } = self
  if (self.pos >= bytes.length) return new PyBytes(new Uint8Array(0))
  const end = bytes.indexOf(10, self.pos)
  const line = bytes.slice(self.pos, end < 0 ? bytes.length : end + 1)
  self.pos += line.length
  return new PyBytes(line)
}

function write(self: PyMmap, data: Value): Value {
  void self.bytes
  const fresh = requireBytes(data)
  const bytes = self.writable
  if (self.pos > bytes.length || bytes.length - self.pos < fresh.length) throw valueError('data out of range')
  bytes.set(fresh, self.pos)
  self.pos += fresh.length
  return fresh.length
}

function writeByte(self: PyMmap, byte: Value): Value {
  void self.bytes
  const v = asIndex(byte)
  if (v < 0) throw overflowError('unsigned byte integer is less than minimum')
  if (v > 255) throw overflowError('unsigned byte integer is greater than maximum')
  const bytes = self.writable
  if (self.pos >= bytes.length) throw valueError('write byte out of range')
  bytes[self.pos++] = Number(v)
  return null
}

function seek(self: PyMmap, distance: Value, whence: Value = 0): Value {
  void self.bytes
  const by = length64(distance)
  const how = asCInt(whence)
  const { size } = self
  if (how < 0 || how > 2) throw valueError('unknown seek type')
  const to = by + (how === 0 ? 0 : how === 1 ? self.pos : size)
  if (to < 0 || to > size) throw valueError('seek out of range')
  self.pos = to
  return to
}

function find(reverse: boolean) {
  return (self: PyMmap, sub: Value, start?: Value, end?: Value): Value => {
    void self.bytes
    const needle = requireBytes(sub)
    let from = start === undefined ? self.pos : asClampedIndex(start)
    let to = end === undefined ? self.size : asClampedIndex(end)
    const { bytes } = self
    const n = bytes.length
    if (from < 0) from = Math.max(0, from + n)
    else if (from > n) from = n
    if (to < 0) to = Math.max(0, to + n)
    else if (to > n) to = n
    if (to - from < needle.length) return -1
    return (reverse ? lastIndexOfBytes : indexOfBytes)(bytes, needle, from, to)
  }
}

function move(self: PyMmap, dest: Value, src: Value, count: Value): Value {
  void self.writable
  const [to, from, n] = [length64(dest), length64(src), length64(count)]
  const bytes = self.writable
  const size = bytes.length
  if (to < 0 || from < 0 || n < 0 || size - to < n || size - from < n)
    throw valueError('source, destination, or count out of range')
  bytes.copyWithin(to, from, from + n)
  return null
}

// ── The mapping ────────────────────────────────────────────────────────────────────────────────────────────────────────

function flush(self: PyMmap, offset: Value = 0, length?: Value): Value {
  const { size } = self
  const from = length64(offset)
  const n = length === undefined ? size : length64(length)
  if (from < 0 || n < 0 || size - from < n) throw valueError('flush values out of range')
  if (self.access === READ || self.access === COPY) return null
  void self.bytes
  memoryCall('msync', [self.mapping!.address + from, n, MS_SYNC], [i64, i64, i32])
  return null
}

function madvise(self: PyMmap, option: Value, start: Value = 0, length?: Value): Value {
  const { size } = self
  const advice = asCInt(option)
  const from = length64(start)
  const n = length === undefined ? size : length64(length)
  if (from < 0 || from >= size) throw valueError('madvise start out of bounds')
  if (n < 0) throw valueError('madvise length invalid')
  if (from + n >= 2 ** 63) throw overflowError('madvise length too large')
  memoryCall('madvise', [self.mapping!.address + from, Math.min(n, size - from), advice], [i64, i64, i32])
  return null
}

function resize(self: PyMmap, newSize: Value): Value {
  void self.bytes
  const size = length64(newSize)
  if (self.exports > 0) throw bufferError("mmap can't resize with extant buffers exported.")
  if (!self.trackFd) throw valueError("mmap can't resize with trackfd=False.")
  if (self.access !== WRITE && self.access !== DEFAULT)
    throw typeError("mmap can't resize a readonly or copy-on-write memory map.")
  if (size < 0 || self.offset + size >= 2 ** 63) throw valueError('new size out of range')
  if (size > LARGEST) throw notImplementedError('mappings of more than 4 GB are not supported')
  if (self.fd >= 0) systemCall(() => nodeFs().ftruncateSync(self.fd, self.offset + size))
  const old = self.mapping!
  const made = self.map(size)
  // What is not in a file moves along.
  if (self.fd < 0 || self.flags & MAP_PRIVATE) made.bytes.set(old.bytes.subarray(0, size))
  self.mapping = made
  old.end(self.lent)
  self.lent = false
  return null
}

function fileSize(self: PyMmap): Value {
  void self.bytes
  return systemCall(() => (self.fd < 0 ? badDescriptor() : nodeFs().fstatSync(self.fd).size))
}

const EBADF = 9

function badDescriptor(): Int {
  throw errnoError(EBADF)
}

function represented(self: PyMmap): string {
  const name = typeOf(self).name
  if (self.mapping === null) return `<${name} closed=True>`
  return `<${name} closed=False, access=${ACCESS[self.access]}, length=${self.size}, pos=${self.pos}, offset=${self.offset}>`
}

const closing = (self: PyMmap): Value => {
  self.close()
  return null
}

const mmapMethods = (): MethodTable => [
  ...releasedBufferRows,
  ['__repr__', represented, '($self, /)'],
  ['__len__', (self: PyMmap) => self.size, '($self, /)'],
  ['__getitem__', getItem, '($self, key, /)'],
  ['__setitem__', setItem, '($self, key, value, /)'],
  ['__delitem__', deleteItem, '($self, key, /)'],
  ['__iter__', (self: PyMmap) => new PyMmapIterator(self), '($self, /)'],
  ['__contains__', contains, '($self, key, /)'],
  [
    '__enter__',
    (self: PyMmap) => {
      void self.bytes
      return self
    },
    '($self, /)',
  ],
  ['__exit__', closing, '($self, exc_type, exc_value, traceback, /)'],
  ['close', closing, '($self, /)'],
  ['find', find(false), '($self, sub, start=<unrepresentable>, end=<unrepresentable>, /)'],
  ['rfind', find(true), '($self, sub, start=<unrepresentable>, end=<unrepresentable>, /)'],
  ['flush', flush, '($self, offset=0, size=<unrepresentable>, /)'],
  ['madvise', madvise, '($self, option, start=0, length=<unrepresentable>, /)'],
  ['move', move, '($self, dest, src, count, /)'],
  ['read', read, '($self, n=None, /)'],
  ['read_byte', readByte, '($self, /)'],
  ['readline', readLine, '($self, /)'],
  ['resize', resize, '($self, newsize, /)'],
  ['seek', seek, '($self, pos, whence=0, /)'],
  ['seekable', () => true, '($self, /)'],
  ['size', fileSize, '($self, /)'],
  [
    'tell',
    (self: PyMmap) => {
      void self.bytes
      return self.pos
    },
    '($self, /)',
  ],
  ['write', write, '($self, bytes, /)'],
  ['write_byte', writeByte, '($self, byte, /)'],
]

const mmapType = defineType('mmap', {
  layout: PyMmap as never,
  module: 'mmap',
  new: [
    newMmap,
    '(fileno, length, flags=<unrepresentable>, prot=<unrepresentable>, access=<unrepresentable>, offset=0, *, trackfd=True)',
  ],
  methods: mmapMethods,
  getset: () => [['closed', (self: PyMmap) => self.mapping === null]],
  doc: 'A file, or memory without one, as bytes that can be read, changed and searched.',
})

const constants: Readonly<Record<string, number>> = {
  PROT_EXEC: 4,
  PROT_READ,
  PROT_WRITE,
  MAP_SHARED,
  MAP_PRIVATE,
  MAP_DENYWRITE: 0x800,
  MAP_EXECUTABLE: 0x1000,
  MAP_ANON: MAP_ANONYMOUS,
  MAP_ANONYMOUS,
  MAP_POPULATE: 0x8000,
  MAP_STACK: 0x20000,
  MAP_NORESERVE,
  MAP_32BIT: 0x40,
  PAGESIZE: PAGE,
  ALLOCATIONGRANULARITY: PAGE,
  ACCESS_DEFAULT: DEFAULT!,
  ACCESS_READ: READ!,
  ACCESS_WRITE: WRITE!,
  ACCESS_COPY: COPY!,
  MADV_NORMAL: 0,
  MADV_RANDOM: 1,
  MADV_SEQUENTIAL: 2,
  MADV_WILLNEED: 3,
  MADV_DONTNEED: 4,
  MADV_FREE: 8,
  MADV_REMOVE: 9,
  MADV_DONTFORK: 10,
  MADV_DOFORK: 11,
  MADV_MERGEABLE: 12,
  MADV_UNMERGEABLE: 13,
  MADV_HUGEPAGE: 14,
  MADV_NOHUGEPAGE: 15,
  MADV_DONTDUMP: 16,
  MADV_DODUMP: 17,
  MADV_HWPOISON: 100,
}

export const mmapModule: NativeModule = {
  name: 'mmap',
  attributes: () => ({ mmap: mmapType, error: osErrorType, ...constants }),
}
