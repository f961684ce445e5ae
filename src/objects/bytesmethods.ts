/**
 * The methods that bytes and bytearray share, and those of bytes (Library Reference, "Bytes and Bytearray Operations"; CPython:
 * Objects/bytesobject.c, bytes_methods.c). The algorithms are in bytesops.ts.
 */
import { freshBytes } from '../ffi/buffers'
import { simd } from '../simd/index'
import { Threshold } from '../simd/thresholds'
import { callSpecial0 } from './attributes'
import { BufferRequest, bytesView, exportsBuffer, getBuffer, isBuffer, releaseBuffer, requireBytes } from './buffer'
import { bytesComparison, bytesType, PyBytes, PyBytesPiece } from './bytes'
import * as ops from './bytesops'
import { decodeObject, encodeText } from './codecregistry'
import { context } from './context'
import {
  bytesWarningType,
  indexError,
  memoryError,
  overflowError,
  type PyBaseException,
  typeError,
  valueError,
} from './exceptions'
import { asInt } from './int'
import { iteratorRows, reducePosition, stateIndex } from './iterators'
import { listType, PyList } from './list'
import { bufferRows, PyMemoryView, releasedBufferRows, rowOf } from './memoryview'
import {
  completeType,
  defineType,
  type MethodRow,
  type MethodTable,
  type PyObject,
  type PyType,
  typeOf,
  type Value,
} from './object'
import {
  asCInt,
  asClampedIndex,
  asIndex,
  asSize,
  CompareIndex,
  compareNumbers,
  getIter,
  isTrue,
  iterNext,
  length,
  PyIterator,
  repr,
} from './operators'
import { asciiRepr, type PercentHost, percentFormat } from './percent'
import { joinedPieces, PyPieceList, piecesBetween, piecesOutside } from './pieceitems'
import { comparisonRows, declines, declinesRepeat, position, repeatCount, tooLong } from './sequence'
import { peekItems } from './simditems'
import { NotImplemented } from './singletons'
import { hashBytes } from './siphash'
import { adjustSlice, PySlice } from './slice'
import { asString } from './str'
import { nameArgument } from './strmethods'
import { strLength } from './strops'
import { PyTuple } from './tuple'

/** Layout of either type. */
export type BytesLike = PyObject & {
  readonly bytes: Uint8Array
  readonly size: number
  bufferExport?(delta: 1 | -1): void
}

/** Makes a result of the type of the method's owner. */
type Make = (bytes: Uint8Array) => Value
/** Makes a result of a part of bytes. */
type Cut = (s: Uint8Array, from: number, to: number) => Value

const LAST = Number.MAX_SAFE_INTEGER

/** A start or stop argument of a search. */
function bound(v: Value | undefined, otherwise: number): number {
  if (v === undefined || v === null) return otherwise
  if (typeof v === 'number') return v
  if (typeOf(v).proto.$__index__ === undefined)
    throw typeError('slice indices must be integers or None or have an __index__ method')
  return asClampedIndex(v)
}

/** An int that must be a byte. Raises ValueError with the message. */
export function byteValue(v: Value, message = 'byte must be in range(0, 256)'): number {
  const i = typeof v === 'number' ? v : asIndex(v)
  if (i < 0 || i > 255) throw valueError(message)
  return Number(i)
}

/** What to search for: a byte or bytes. */
function needle(v: Value): Uint8Array {
  if (typeof v === 'number') {
    const one = new Uint8Array(1)
    one[0] = byteValue(v)
    return one
  }
  if (v instanceof PyBytes || exportsBuffer(v)) return requireBytes(v)
  if (asInt(v) !== undefined || typeOf(v).proto.$__index__ !== undefined) return Uint8Array.of(byteValue(v))
  throw typeError(`argument should be integer or bytes-like object, not '${typeOf(v).name}'`)
}

/** Start and end within a length, or null where the range is empty before it begins. */
function range(n: number, start: Value | undefined, end: Value | undefined): [number, number] | null {
  let from = bound(start, 0)
  let to = bound(end, LAST)
  if (to > n) to = n
  else if (to < 0) to = Math.max(0, to + n)
  if (from < 0) from = Math.max(0, from + n)
  return from > to ? null : [from, to]
}

function findRow(name: 'find' | 'rfind' | 'index' | 'rindex'): MethodRow {
  const last = name.startsWith('r')
  return [
    name,
    (self: BytesLike, sub: Value, start?: Value, end?: Value) => {
      const s = self.bytes
      const part = needle(sub)
      const limits = range(s.length, start, end)
      let at = -1
      if (limits !== null) {
        const [from, to] = limits
        at = last ? ops.lastIndexOfBytes(s, part, from, to) : ops.indexOfBytes(s, part, from, to)
      }
      if (at < 0 && name.endsWith('index')) throw valueError('subsection not found')
      return at
    },
    '($self, sub[, start[, end]], /)',
    'The lowest (r: highest) index of a subsequence or byte within a range; -1 or ValueError where there is none.',
  ]
}

function endsRow(name: 'startswith' | 'endswith'): MethodRow {
  const tail = name === 'endswith'
  const test = (s: Uint8Array, from: number, to: number, part: Uint8Array): boolean =>
    part.length <= to - from && ops.matchesAt(s, tail ? to - part.length : from, part)
  return [
    name,
    (self: BytesLike, part: Value, start?: Value, end?: Value) => {
      const { bytes } = self
      let from = 0
      let to = bytes.length
      let exists = true
      if (start !== undefined || end !== undefined) {
        const limits = range(to, start, end)
        if (limits === null) exists = false
        else [from, to] = limits
      }
      if (part instanceof PyTuple) {
        for (const p of part.items) {
          const one = requireBytes(p)
          if (exists && test(bytes, from, to, one)) return true
        }
        return false
      }
      if (!exportsBuffer(part))
        throw typeError(`${name} first arg must be bytes or a tuple of bytes, not ${typeOf(part).name}`)
      const one = requireBytes(part)
      return exists && test(bytes, from, to, one)
    },
    `($self, ${tail ? 'suffix' : 'prefix'}[, start[, end]], /)`,
    'Whether the bytes, or a range of them, begin or end with bytes or one of a tuple.',
  ]
}

function padRow(name: string, align: 'left' | 'right' | 'center', make: Make): MethodRow {
  return [
    name,
    (self: BytesLike, width: Value, fill?: Value) => {
      const n = asSize(width)
      let c = 32
      if (fill !== undefined) {
        const given = isBuffer(fill) ? fill.bufferBytes() : null
        if (given === null || given.length !== 1 || typeOf(fill).name === 'memoryview')
          throw typeError(`${name}() argument 2 must be a byte string of length 1, not ${typeOf(fill).name}`)
        c = given[0]!
      }
      if (n > 0x7fffffff) throw memoryError()
      return make(ops.padBytes(self.bytes, n, c, align))
    },
    "($self, width, fillchar=b' ', /)",
    'The bytes padded to a width.',
  ]
}

function stripRow(name: string, sides: number, make: Make): MethodRow {
  return [
    name,
    (self: BytesLike, chars?: Value) =>
      make(ops.stripBytes(self.bytes, chars === undefined || chars === null ? null : requireBytes(chars), sides)),
    '($self, bytes=None, /)',
    'The bytes without white space, or without the given bytes, at their ends.',
  ]
}

function splitRow(
  name: string,
  onSpace: typeof ops.splitSpaceBytes<Value>,
  onBytes: typeof ops.splitBytes<Value>,
  cut: Cut,
): MethodRow {
  return [
    name,
    (self: BytesLike, sep?: Value, limit?: Value) => {
      const n = limit === undefined ? -1 : asSize(limit)
      const s = self.bytes
      const large = cut === cutBytes && n < 0 && s.length >= Threshold.pieces && s.length <= 0x7fffffff
      if (sep === undefined || sep === null)
        return large ? piecesOutside(s, ops.spaceSet()) : new PyList(onSpace(s, n, cut))
      const part = requireBytes(sep)
      if (part.length === 0) throw valueError('empty separator')
      // From the right, longer separators can be found at other places.
      if (large && (name === 'split' || part.length === 1)) return piecesBetween(s, part)
      return new PyList(onBytes(self.bytes, part, n, cut))
    },
    '($self, /, sep=None, maxsplit=-1)',
    'The pieces between separators, or between runs of white space.',
  ]
}

function partitionRow(name: string, last: boolean, make: Make): MethodRow {
  return [
    name,
    (self: BytesLike, sep: Value) => {
      const part = requireBytes(sep)
      if (part.length === 0) throw valueError('empty separator')
      const s = self.bytes
      const at = last ? ops.lastIndexOfBytes(s, part, 0, s.length) : ops.indexOfBytes(s, part, 0, s.length)
      const none = make(s.subarray(0, 0))
      if (at < 0)
        return new PyTuple(last ? [none, make(s.subarray(0, 0)), make(s)] : [make(s), none, make(s.subarray(0, 0))])
      return new PyTuple([make(s.subarray(0, at)), make(part.slice()), make(s.subarray(at + part.length))])
    },
    '($self, sep, /)',
    'What stands before the separator, the separator, and what stands behind it.',
  ]
}

function affixRow(name: string, tail: boolean, make: Make): MethodRow {
  return [
    name,
    (self: BytesLike, part: Value) => {
      const s = self.bytes
      const p = requireBytes(part)
      const end = tail ? s.subarray(s.length - p.length) : s.subarray(0, p.length)
      if (p.length === 0 || p.length > s.length || !ops.equalBytes(end, p)) return make(s)
      return make(tail ? s.subarray(0, s.length - p.length) : s.subarray(p.length))
    },
    `($self, ${tail ? 'suffix' : 'prefix'}, /)`,
    'The bytes without a prefix or suffix, where they have it.',
  ]
}

/** The items joined where all are pieces of the same bytes, as a split leaves them; else null. */
function joinPieces(items: readonly Value[], separator: Uint8Array): Uint8Array | null {
  const first = items[0]
  if (!(first instanceof PyBytesPiece) || items.length < 2) return null
  const { source } = first
  if (source.length > 0x7fffffff) return null
  const places = new Int32Array(2 * items.length)
  let length = separator.length * (items.length - 1)
  for (let i = 0; i < items.length; i++) {
    const piece = items[i]
    if (!(piece instanceof PyBytesPiece) || piece.source !== source) return null
    places[2 * i] = piece.from
    places[2 * i + 1] = piece.to
    length += piece.to - piece.from
  }
  const out = freshBytes(length)
  simd(length).join(out, source, places, items.length, separator)
  return out
}

/** `sep.join(iterable)` */
function join(self: BytesLike, iterable: Value, make: Make): Value {
  const proto = typeOf(iterable).proto
  if (proto.$__iter__ === undefined && proto.$__getitem__ === undefined) throw typeError('can only join an iterable')
  if (iterable instanceof PyList && iterable.cls === listType) {
    const pieces = iterable instanceof PyPieceList ? iterable.pieces : null
    if (pieces !== null) return make(joinedPieces(pieces, self.bytes, freshBytes))
    const joined = joinPieces(iterable.items, self.bytes)
    if (joined !== null) return make(joined)
  }
  const parts: Uint8Array[] = []
  const add = (v: Value): void => {
    const part = bytesView(v)
    if (part === null)
      throw typeError(`sequence item ${parts.length}: expected a bytes-like object, ${typeOf(v).name} found`)
    parts.push(part)
  }
  // A bytearray keeps its size while the iterable is read.
  self.bufferExport?.(1)
  try {
    if (iterable instanceof PyList && iterable.cls === listType) {
      // A buffer in Python may change the list.
      for (let i = 0; i < iterable.items.length; i++) add(iterable.items[i]!)
    } else {
      const iterator = getIter(iterable)
      for (let v = iterNext(iterator); v !== undefined; v = iterNext(iterator)) add(v)
    }
  } finally {
    self.bufferExport?.(-1)
  }
  return make(ops.joinBytes(parts, self.bytes))
}

function translate(self: BytesLike, table: Value, remove: Value | undefined, make: Make): Value {
  const map = table === null ? null : requireBytes(table)
  if (map !== null && map.length !== 256) throw valueError('translation table must be 256 characters long')
  return make(ops.translateBytes(self.bytes, map, remove === undefined ? new Uint8Array(0) : requireBytes(remove)))
}

/** `bytes.maketrans(from, to)` */
export function makeTable(from: Value, to: Value): Value {
  const a = requireBytes(from)
  const b = requireBytes(to)
  if (a.length !== b.length) throw valueError('maketrans arguments must have same length')
  const table = new Uint8Array(256)
  for (let i = 0; i < 256; i++) table[i] = i
  for (let i = 0; i < a.length; i++) table[a[i]!] = b[i]!
  return new PyBytes(table)
}

/** `b.hex(sep, bytes_per_sep)` for any bytes. */
export function hexText(bytes: Uint8Array, sep?: Value, group?: Value): string {
  let separator = ''
  if (sep !== undefined) {
    const text = asString(sep)
    if (text === undefined && !(sep instanceof PyBytes)) {
      length(sep)
      throw typeError('sep must be str or bytes.')
    }
    separator = text ?? String.fromCharCode(...(sep as PyBytes).bytes)
    if (strLength(separator) !== 1) throw valueError('sep must be length 1.')
    if (separator.charCodeAt(0) > 127) throw valueError('sep must be ASCII.')
  }
  return ops.hexBytes(bytes, separator, group === undefined ? 1 : asSize(group))
}

function fromHex(text: Value): Uint8Array {
  const s = asString(text)
  if (s === undefined) throw typeError(`fromhex() argument must be str, not ${typeOf(text).name}`)
  const made = ops.parseHexBytes(s)
  if (typeof made === 'number') throw valueError(`non-hexadecimal number found in fromhex() arg at position ${made}`)
  return made
}

/** `cls.fromhex(text)` for both types. */
export function fromHexOf(exact: 'bytes' | 'bytearray', make: Make) {
  return (cls: PyType, text: Value): Value => {
    const made = make(fromHex(text))
    return !cls.heap && cls.name === exact ? made : context.call1(cls, made)
  }
}

/** `b[key]` */
function getItemOf(self: BytesLike, key: Value, make: Make, cut: Cut, owner: string): Value {
  const s = self.bytes
  if (typeof key === 'number' || typeOf(key).proto.$__index__ !== undefined) {
    const i = position(key, s.length)
    if (i === undefined) throw indexError(owner === 'bytes' ? 'index out of range' : `${owner} index out of range`)
    return s[i]!
  }
  if (key instanceof PySlice) {
    const { start, step, count } = adjustSlice(key, s.length)
    if (step === 1 && count === s.length && self.cls === bytesType) return self
    // A short slice is copied, so that it does not keep a long buffer alive.
    if (step === 1) return count > 256 ? cut(s, start, start + count) : make(s.slice(start, start + count))
    if (step === -1 && count === s.length) return make(s.toReversed())
    const out = new Uint8Array(count)
    for (let k = 0, i = start; k < count; k++, i += step) out[k] = s[i]!
    return make(out)
  }
  throw typeError(`${owner === 'bytes' ? 'byte' : owner} indices must be integers or slices, not ${typeOf(key).name}`)
}

/** Turns BytesWarning on or off. */
export function setBytesWarning(on: boolean): void {
  bytesComparison.warns = on
}

/** The warning of `str()` of bytes, where it was asked for. */
export function warnOfStr(owner: string): void {
  if (bytesComparison.warns) context.warn(bytesWarningType, `str() on a ${owner} instance`)
}

/** What a comparison with something that is not bytes answers: NotImplemented, with -b a warning before it. */
function unlike(index: number, other: Value, owner: string): Value {
  if (bytesComparison.warns && (index === CompareIndex.eq || index === CompareIndex.ne)) {
    if (asString(other) !== undefined) context.warn(bytesWarningType, `Comparison between ${owner} and string`)
    // Of bytearray only the text is warned of.
    else if (asInt(other) !== undefined && owner === 'bytes')
      context.warn(bytesWarningType, 'Comparison between bytes and int')
  }
  return NotImplemented
}

function compareOf(index: number, self: BytesLike, other: Value): Value {
  // bytes leave it to other types to compare themselves; bytearray compares the bytes of any buffer.
  const bytes =
    self instanceof PyBytes && !(other instanceof PyBytes) && typeOf(other).name !== 'bytearray'
      ? null
      : bytesView(other)
  if (bytes === null) return unlike(index, other, typeOf(self).name)
  if (index === CompareIndex.eq) return ops.equalBytes(self.bytes, bytes)
  if (index === CompareIndex.ne) return !ops.equalBytes(self.bytes, bytes)
  return compareNumbers(index, ops.compareBytes(self.bytes, bytes), 0)
}

function add(self: BytesLike, other: Value, make: Make): Value {
  const bytes = bytesView(other)
  if (bytes === null) return declines(other, (name) => `can't concat ${name} to ${typeOf(self).name}`)
  return make(ops.concatBytes(self.bytes, bytes))
}

function multiply(self: BytesLike, n: Value, make: Make): Value {
  const times = repeatCount(n)
  if (times === undefined) return declinesRepeat(n)
  if (times === 1 && self instanceof PyBytes && self.cls === bytesType) return self
  if (self.bytes.length * times > 0x7fffffff)
    throw self instanceof PyBytes ? tooLong(self.bytes.length, n, 'repeated bytes are too long') : memoryError()
  return make(ops.repeatBytes(self.bytes, times))
}

/** `item in b` */
function containsItem(self: BytesLike, item: Value): boolean {
  if (typeof item === 'number') return self.bytes.includes(byteValue(item))
  if (asInt(item) !== undefined || (!exportsBuffer(item) && typeOf(item).proto.$__index__ !== undefined))
    return self.bytes.includes(byteValue(item))
  const s = self.bytes
  return ops.indexOfBytes(s, requireBytes(item), 0, s.length) >= 0
}

// ── % formatting ───────────────────────────────────────────────────────────────────────────────────────────────────────

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}

const bytesHost: PercentHost = {
  kind: 'bytes',
  text(conversion, v) {
    if (conversion === 'b' || conversion === 's') {
      if (exportsBuffer(v)) return latin(wholeBytes(v))
      const method = typeOf(v).proto.$__bytes__
      if (method === undefined)
        throw typeError(
          `%b requires a bytes-like object, or an object that implements __bytes__, not '${typeOf(v).name}'`,
        )
      return latin(converted(method, v).bytes)
    }
    return conversion === 'r' || conversion === 'a' ? asciiRepr(repr(v)) : undefined
  },
  character(v) {
    if (isBuffer(v) && typeOf(v).name !== 'memoryview') {
      const b = v.bufferBytes()
      if (b.length === 1) return String.fromCharCode(b[0]!)
    } else if (asInt(v) !== undefined || typeOf(v).proto.$__index__ !== undefined) {
      const i = asIndex(v)
      if (i < 0 || i > 255) throw overflowError('%c arg not in range(256)')
      return String.fromCharCode(Number(i))
    }
    throw typeError('%c requires an integer in range(256) or a single byte')
  },
  key: (name) => new PyBytes(Uint8Array.from(name, (c) => c.charCodeAt(0))),
  isMapping: (v) =>
    !(v instanceof PyTuple) &&
    asString(v) === undefined &&
    !(isBuffer(v) && typeOf(v).name !== 'memoryview') &&
    typeOf(v).proto.$__getitem__ !== undefined,
  unsupported: (c, index): PyBaseException =>
    valueError(`unsupported format character '${c}' (0x${c.charCodeAt(0).toString(16)}) at index ${index}`),
}

/** `template % values` as bytes. */
export function formatBytes(template: Uint8Array, values: Value): Uint8Array {
  return Uint8Array.from(Buffer.from(percentFormat(latin(template), values, bytesHost).join(''), 'latin1'))
}

// ── The shared table ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Rows that bytes and bytearray share; results are made by `make` and `cut`. */
export function sharedRows(owner: 'bytes' | 'bytearray', make: Make, cut: Cut): MethodRow[] {
  const convert = (name: string, f: (s: Uint8Array) => Uint8Array, doc: string): MethodRow => [
    name,
    (self: BytesLike) => make(f(self.bytes)),
    '($self, /)',
    doc,
  ]
  const rows: MethodRow[] = [
    ...comparisonRows((index, self: BytesLike, other: Value) =>
      owner === 'bytes' && !(other instanceof PyBytes) ? unlike(index, other, owner) : compareOf(index, self, other),
    ),
    ['__len__', (self: BytesLike) => self.size, '($self, /)'],
    ['__getitem__', (self: BytesLike, key: Value) => getItemOf(self, key, make, cut, owner), '($self, key, /)'],
    ['__add__', (self: BytesLike, other: Value) => add(self, other, make), '($self, value, /)'],
    ['__mul__', (self: BytesLike, n: Value) => multiply(self, n, make), '($self, value, /)'],
    ['__rmul__', (self: BytesLike, n: Value) => multiply(self, n, make), '($self, value, /)'],
    ['__contains__', containsItem, '($self, key, /)'],
    ['__mod__', (self: BytesLike, values: Value) => make(formatBytes(self.bytes, values)), '($self, value, /)'],
    [
      '__rmod__',
      (self: BytesLike, template: Value) =>
        isBuffer(template) && typeOf(template).name === owner
          ? make(formatBytes(template.bufferBytes(), self))
          : NotImplemented,
      '($self, value, /)',
    ],
    convert('capitalize', ops.capitalizeBytes, 'The bytes with the first in upper case and the rest in lower case.'),
    padRow('center', 'center', make),
    [
      'count',
      (self: BytesLike, sub: Value, start?: Value, end?: Value) => {
        const part = needle(sub)
        const limits = range(self.bytes.length, start, end)
        return limits === null ? 0 : ops.countBytes(self.bytes, part, limits[0], limits[1])
      },
      '($self, sub[, start[, end]], /)',
      'Number of occurrences of a subsequence or byte that do not overlap.',
    ],
    [
      'decode',
      (self: BytesLike, encoding?: Value, errors?: Value) =>
        decodeObject(
          self,
          encoding === undefined ? 'utf-8' : nameArgument(encoding, 'decode', 'encoding'),
          errors === undefined ? 'strict' : nameArgument(errors, 'decode', 'errors'),
        ),
      "($self, /, encoding='utf-8', errors='strict')",
      'The text that the bytes encode.',
    ],
    endsRow('endswith'),
    [
      'expandtabs',
      (self: BytesLike, tabSize?: Value) =>
        make(ops.expandTabsBytes(self.bytes, tabSize === undefined ? 8 : asCInt(tabSize))),
      '($self, /, tabsize=8)',
      'The bytes with tabs replaced by spaces up to the next multiple of tabsize.',
    ],
    findRow('find'),
    [
      'hex',
      (self: BytesLike, sep?: Value, group?: Value) => hexText(self.bytes, sep, group),
      '($self, /, sep=<unrepresentable>, bytes_per_sep=1)',
      "The bytes as hexadecimal text.\n\n>>> bytes([1, 16, 255]).hex()\n'0110ff'\n>>> bytearray([1, 16, 255]).hex(':')\n'01:10:ff'",
    ],
    findRow('index'),
    [
      'join',
      (self: BytesLike, iterable: Value) => join(self, iterable, make),
      '($self, iterable_of_bytes, /)',
      'The bytes of an iterable with these between them.',
    ],
    padRow('ljust', 'left', make),
    convert('lower', ops.lowerBytes, 'The bytes in lower case.'),
    stripRow('lstrip', 1, make),
    partitionRow('partition', false, make),
    affixRow('removeprefix', false, make),
    affixRow('removesuffix', true, make),
    [
      'replace',
      (self: BytesLike, old: Value, fresh: Value, limit?: Value) =>
        make(
          ops.replaceBytes(
            self.bytes,
            requireBytes(old),
            requireBytes(fresh),
            limit === undefined ? -1 : asSize(limit),
          ),
        ),
      '($self, old, new, count=-1, /)',
      'The bytes with occurrences of old replaced by new.',
    ],
    findRow('rfind'),
    findRow('rindex'),
    padRow('rjust', 'right', make),
    partitionRow('rpartition', true, make),
    splitRow('rsplit', ops.rsplitSpaceBytes, ops.rsplitBytes, cut),
    stripRow('rstrip', 2, make),
    splitRow('split', ops.splitSpaceBytes, ops.splitBytes, cut),
    [
      'splitlines',
      (self: BytesLike, keepEnds?: Value) =>
        new PyList(ops.splitLinesBytes(self.bytes, keepEnds !== undefined && isTrue(keepEnds), cut)),
      '($self, /, keepends=False)',
      'The lines of the bytes, with or without their ends.',
    ],
    endsRow('startswith'),
    stripRow('strip', 3, make),
    convert('swapcase', ops.swapCaseBytes, 'The bytes with upper and lower case exchanged.'),
    convert('title', ops.titleBytes, 'The bytes with each word in title case.'),
    [
      'translate',
      (self: BytesLike, table: Value, remove?: Value) => translate(self, table, remove, make),
      "($self, table, /, delete=b'')",
      'The bytes without those to delete, the rest mapped through a table of 256 bytes.',
    ],
    convert('upper', ops.upperBytes, 'The bytes in upper case.'),
    [
      'zfill',
      (self: BytesLike, width: Value) => {
        const n = asSize(width)
        if (n > 0x7fffffff) throw memoryError()
        return make(ops.zfillBytes(self.bytes, n))
      },
      '($self, width, /)',
      'The bytes padded with zeros behind their sign.',
    ],
    ...(owner === 'bytes' ? bufferRows : releasedBufferRows),
  ]
  for (const name in ops.bytePredicates) {
    const test = ops.bytePredicates[name]!
    rows.push([
      name,
      (self: BytesLike) => test(self.bytes),
      '($self, /)',
      'Whether all bytes are of the class, and there is one.',
    ])
  }
  return rows
}

/** The items of a buffer in a row, whatever their strides; a live view where they lie so. */
function wholeBytes(v: PyObject): Uint8Array {
  if (isBuffer(v) && !v.cls.heap && v.bufferContiguous !== false) return v.bufferBytes()
  const buffer = getBuffer(v, BufferRequest.FULL_RO)
  const view = PyMemoryView.ofForeign(buffer)
  releaseBuffer(buffer)
  return view.isContiguous ? view.bufferBytes() : rowOf(view)
}

/** The bytes that a constructor's arguments denote; a live view where the source is a buffer. Raises TypeError, ValueError. */
export function bytesFromArguments(
  owner: 'bytes' | 'bytearray',
  source: Value | undefined,
  encoding: Value | undefined,
  errors: Value | undefined,
): Uint8Array {
  if (source === undefined) {
    if (encoding !== undefined) throw typeError('encoding without a string argument')
    if (errors !== undefined) throw typeError('errors without a string argument')
    return new Uint8Array(0)
  }
  const proto = typeOf(source).proto
  if (
    asString(source) !== undefined &&
    !(owner === 'bytes' && encoding === undefined && proto.$__bytes__ !== undefined)
  ) {
    if (encoding === undefined) throw typeError('string argument without an encoding')
    return requireBytes(
      encodeText(
        source,
        nameArgument(encoding, owner, 'encoding'),
        errors === undefined ? 'strict' : nameArgument(errors, owner, 'errors'),
      ),
    )
  }
  if (encoding !== undefined) throw typeError('encoding without a string argument')
  if (errors !== undefined) throw typeError('errors without a string argument')
  if (owner === 'bytes' && proto.$__bytes__ !== undefined) return converted(proto.$__bytes__, source).bytes
  if (asInt(source) !== undefined || (!exportsBuffer(source) && proto.$__index__ !== undefined)) {
    const n = asIndex(source)
    if (n < 0) throw valueError('negative count')
    if (typeof n === 'bigint') throw overflowError("cannot fit 'int' into an index-sized integer")
    if (n > 0x1_0000_0000) throw memoryError()
    return new Uint8Array(n)
  }
  if (exportsBuffer(source)) return wholeBytes(source)
  if (proto.$__iter__ === undefined && proto.$__getitem__ === undefined)
    throw typeError(`cannot convert '${typeOf(source).name}' object to ${owner}`)
  const known = bytesOfItems(source)
  if (known !== null) return known
  const iterator = getIter(source)
  const out: number[] = []
  const message = owner === 'bytes' ? 'bytes must be in range(0, 256)' : 'byte must be in range(0, 256)'
  for (let v = iterNext(iterator); v !== undefined; v = iterNext(iterator)) out.push(byteValue(v, message))
  return new Uint8Array(out)
}

/** The items of an exact list or tuple where all are bytes; null for anything else. */
function bytesOfItems(source: Value): Uint8Array | null {
  if (!(source instanceof PyList || source instanceof PyTuple) || source.cls.heap) return null
  const items = source instanceof PyList ? peekItems(source) : source.items
  const n = items.length
  const out = freshBytes(n)
  for (let i = 0; i < n; i++) {
    const v = items[i]!
    if (typeof v !== 'number' || v < 0 || v > 255) return null
    out[i] = v
  }
  return out
}

/** What `__bytes__` returns. */
function converted(method: Value, source: Value): PyBytes {
  const made = callSpecial0(method, source)
  if (!(made instanceof PyBytes)) throw typeError(`__bytes__ returned non-bytes (type ${typeOf(made).name})`)
  return made
}

// ── bytes ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

const makeBytes: Make = (b) => new PyBytes(b)
const cutBytes: Cut = (s, from, to) => new PyBytesPiece(s, from, to)

function bytesNew(cls: PyType, source?: Value, encoding?: Value, errors?: Value): Value {
  if (cls === bytesType && source !== undefined && encoding === undefined && errors === undefined) {
    if (source instanceof PyBytes && source.cls === bytesType) return source
    const method = typeOf(source).proto.$__bytes__
    // As it is, an instance of a subclass included.
    if (method !== undefined) return converted(method, source)
  }
  const bytes = bytesFromArguments('bytes', source, encoding, errors)
  // What came from a mutable buffer must be copied; an array that was made here need not be, but copying is cheap.
  const own = source !== undefined && !(source instanceof PyBytes) && exportsBuffer(source) ? bytes.slice() : bytes
  if (cls === bytesType) return new PyBytes(own)
  return (new cls.ctor() as PyBytes).fill(own)
}

/** Iterator over bytes. */
export class PyBytesIterator extends PyIterator {
  index = 0
  constructor(public source: BytesLike | null) {
    super()
  }
  next(): Value | undefined {
    const source = this.source
    if (source === null) return undefined
    if (this.index < source.bytes.length) return source.bytes[this.index++]
    this.source = null
    return undefined
  }
}
/** Iterator over a bytearray. */
export class PyByteArrayIterator extends PyBytesIterator {}

const iteratorMethods = (): MethodTable => [
  ...iteratorRows,
  [
    '__length_hint__',
    (self: PyBytesIterator) => (self.source === null ? 0 : Math.max(0, self.source.bytes.length - self.index)),
    '($self, /)',
  ],
  [
    '__reduce__',
    (self: PyBytesIterator) =>
      reducePosition(
        () => [self.source, self.index],
        () => new PyTuple([]),
      ),
    '($self, /)',
  ],
  [
    '__setstate__',
    (self: PyBytesIterator, state: Value) => {
      const i = stateIndex(state, self.source === null ? 0 : self.source.bytes.length)
      if (self.source !== null) self.index = i
      return null
    },
    '($self, object, /)',
  ],
]
defineType('bytes_iterator', {
  layout: PyBytesIterator,
  methods: iteratorMethods,
  final: true,
})
defineType('bytearray_iterator', {
  layout: PyByteArrayIterator,
  methods: iteratorMethods,
  final: true,
})

export const bytesMethods = (): MethodTable => [
  ['__repr__', (self: PyBytes) => 'b' + ops.reprBytes(self.bytes), '($self, /)'],
  ['__str__', (self: PyBytes) => (warnOfStr('bytes'), 'b' + ops.reprBytes(self.bytes)), '($self, /)'],
  ['__hash__', (self: PyBytes) => (self.hash ??= hashBytes(self.bytes)), '($self, /)'],
  ['__iter__', (self: PyBytes) => new PyBytesIterator(self), '($self, /)'],
  ...sharedRows('bytes', makeBytes, cutBytes),
  ['__bytes__', (self: PyBytes) => (self.cls === bytesType ? self : new PyBytes(self.bytes)), '($self, /)'],
  ['__getnewargs__', (self: PyBytes) => new PyTuple([new PyBytes(self.bytes)]), '($self, /)'],
]

completeType(bytesType, {
  layout: PyBytes,
  new: [bytesNew, "(source=b'', encoding=<unrepresentable>, errors=<unrepresentable>)"],
  methods: bytesMethods,
  classMethods: () => [
    ['fromhex', fromHexOf('bytes', makeBytes), '($type, string, /)', 'The bytes that hexadecimal text denotes.'],
  ],
  staticMethods: () => [['maketrans', makeTable, '(frm, to, /)', 'A table for translate.']],
  matchSelf: true,
  doc: 'bytes(source=b"", encoding="utf-8", errors="strict")\n\nImmutable bytes: of an iterable of ints, of a text in an encoding, of a buffer, or as many zeros as a number says.',
})
