/** Calls that move data between descriptors, and descriptors that are no files: events, timers, memory, terminals (Library Reference, "os"). */
import { ptr } from 'bun:ffi'
import { isBuffer, requireBytes } from '../../objects/buffer'
import { bufferError, overflowError, typeError, valueError } from '../../objects/exceptions'
import { PyFloat } from '../../objects/float'
import { toDouble } from '../../objects/floatmethods'
import { type MethodTable, typeOf, type Value } from '../../objects/object'
import { asCInt, asIndex, asSize, toArray } from '../../objects/operators'
import { PyTuple } from '../../objects/tuple'
import { fromSystem } from '../filenames'
import { type Argument, cString, libcCall, libcCode, libcLong, libcWait } from '../libccall'
import { descriptorOf } from '../select'
import { fromWord, offsetOf, offsetPointer, unsignedInt } from './arguments'

const PAGE_LIMIT = 0x7ffff000

/** The array of struct iovec for the buffers of `readv` and its like; the views live as long as the caller keeps them. */
function vectors(
  f: string,
  buffers: Value,
  writable: boolean,
): { words: BigUint64Array; count: number; keep: Uint8Array[] } {
  if (typeOf(buffers).proto.$__getitem__ === undefined || typeOf(buffers).proto.$keys !== undefined)
    throw typeError(`${f}() arg 2 must be a sequence`)
  const keep = toArray(buffers).map((buffer) => {
    const view = requireBytes(buffer)
    if (writable && !(isBuffer(buffer) && buffer.bufferWritable)) throw bufferError('Object is not writable.')
    return view
  })
  const words = new BigUint64Array(Math.max(1, keep.length) * 2)
  keep.forEach((view, i) => {
    words[2 * i] = view.length === 0 ? 0n : BigInt(ptr(view))
    words[2 * i + 1] = BigInt(view.length)
  })
  return { words, count: keep.length, keep }
}

/** `readv`, `preadv` and their opposites: the number of bytes. */
function vectored(f: string, fd: Value, buffers: Value, writable: boolean, offset?: Value, flags: Value = 0): Value {
  const n = asCInt(fd)
  const { words, count, keep } = vectors(f, buffers, writable)
  const extra: Argument[] = []
  let name = f
  if (offset !== undefined) {
    extra.push(offsetOf(offset))
    if (asCInt(flags) !== 0) {
      name += '2'
      extra.push(asCInt(flags))
    }
  }
  const result = libcLong(name, n, words, count, ...extra)
  void keep
  return result
}

function countOf(v: Value): bigint {
  const n = asSize(v)
  if (n < 0) throw valueError("negative value for 'count' not allowed")
  return BigInt(n)
}

function copyFileRange(src: Value, dst: Value, count: Value, from: Value = null, to: Value = null): Value {
  const n = countOf(count)
  return libcLong('copy_file_range', asCInt(src), offsetPointer(from), asCInt(dst), offsetPointer(to), n, 0)
}

function splice(src: Value, dst: Value, count: Value, from: Value = null, to: Value = null, flags: Value = 0): Value {
  const n = countOf(count)
  return libcLong('splice', asCInt(src), offsetPointer(from), asCInt(dst), offsetPointer(to), n, unsignedInt(flags))
}

function sendfile(out: Value, input: Value, offset: Value, count: Value): Value {
  const n = BigInt(asSize(count))
  return libcLong(
    'sendfile',
    asCInt(out),
    asCInt(input),
    offsetPointer(offset),
    n > PAGE_LIMIT ? BigInt(PAGE_LIMIT) : n,
  )
}

// ── Events, timers, memory ─────────────────────────────────────────────────────────────────────────────────────────────

const CLOEXEC = 0o2000000
const bits = (v: Value): number => Number(BigInt.asIntN(32, BigInt(asIndex(v))))
const BILLION = 1_000_000_000n

function eventfdRead(fd: Value): Value {
  const words = new BigUint64Array(1)
  libcLong('read', asCInt(fd), words, 8n)
  return fromWord(words[0]!)
}

function eventfdWrite(fd: Value, value: Value): Value {
  const word = BigInt(asIndex(value))
  if (word < 0n) throw valueError('value must be positive')
  if (word >= 2n ** 64n) throw overflowError('int too big to convert')
  libcLong('write', asCInt(fd), new BigUint64Array([word]), 8n)
  return null
}

/** Seconds as nanoseconds, rounded down. */
function nanoseconds(v: Value): bigint {
  const x = toDouble(v)
  const ns = Math.floor(x * 1e9)
  if (!(ns >= -(2 ** 63) && ns < 2 ** 63)) throw overflowError('timestamp out of range for platform time_t')
  return BigInt(ns)
}

/** What a timer shows: when it expires next, and its interval. */
function timerState(words: BigInt64Array, exact: boolean): Value {
  const one = (i: number): Value => {
    const ns = words[i]! * BILLION + words[i + 1]!
    return exact ? fromWord(ns) : new PyFloat(Number(ns) / 1e9)
  }
  return new PyTuple([one(2), one(0)])
}

function timerGet(exact: boolean) {
  return (fd: Value): Value => {
    const words = new BigInt64Array(4)
    libcCall('timerfd_gettime', descriptorOf(fd), words)
    return timerState(words, exact)
  }
}

function timerSet(exact: boolean) {
  return (fd: Value, flags: Value = 0, initial: Value = 0, interval: Value = 0): Value => {
    const ns = (v: Value) => (exact ? offsetOf(v) : nanoseconds(v))
    const parts = (v: bigint): [bigint, bigint] => {
      const rest = ((v % BILLION) + BILLION) % BILLION
      return [(v - rest) / BILLION, rest]
    }
    const fresh = new BigInt64Array([...parts(ns(interval)), ...parts(ns(initial))])
    const old = new BigInt64Array(4)
    libcCall('timerfd_settime', descriptorOf(fd), asCInt(flags), fresh, old)
    return timerState(old, exact)
  }
}

// ── Terminals ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function openpty(): Value {
  const fds = new Int32Array(2)
  libcCall('openpty', fds.subarray(0, 1), fds.subarray(1, 2), null, null, null)
  // openpty() has no flags: the descriptors are kept from children afterwards.
  for (const fd of fds) libcCall('fcntl', fd, 2, 1)
  return new PyTuple([fds[0]!, fds[1]!])
}

/** The name that a function writes into a buffer; its result is the error. */
const nameInto = (name: string) => (fd: Value) => {
  const buffer = new Uint8Array(1024)
  libcCode(name, asCInt(fd), buffer, BigInt(buffer.length))
  return fromSystem(buffer.subarray(0, buffer.indexOf(0)))
}

const onDescriptor = (name: string) => (fd: Value) => (libcWait(name, descriptorOf(fd)), null)

/** Rows for posix's method table. */
export const transferTable: MethodTable = [
  ['readv', (fd: Value, buffers: Value) => vectored('readv', fd, buffers, true), '(fd, buffers, /)'],
  ['writev', (fd: Value, buffers: Value) => vectored('writev', fd, buffers, false), '(fd, buffers, /)'],
  [
    'preadv',
    (fd: Value, buffers: Value, offset: Value, flags?: Value) => vectored('preadv', fd, buffers, true, offset, flags),
    '(fd, buffers, offset, flags=0, /)',
  ],
  [
    'pwritev',
    (fd: Value, buffers: Value, offset: Value, flags?: Value) => vectored('pwritev', fd, buffers, false, offset, flags),
    '(fd, buffers, offset, flags=0, /)',
  ],
  ['sendfile', sendfile, '(out_fd, in_fd, offset, count)'],
  ['splice', splice, '(src, dst, count, offset_src=None, offset_dst=None, flags=0)'],
  ['copy_file_range', copyFileRange, '(src, dst, count, offset_src=None, offset_dst=None)'],
  [
    'lockf',
    (fd: Value, command: Value, length: Value) => (
      libcWait('lockf', asCInt(fd), asCInt(command), offsetOf(length)), null
    ),
    '(fd, command, length, /)',
  ],
  [
    'posix_fadvise',
    (fd: Value, offset: Value, length: Value, advice: Value) => (
      libcCode('posix_fadvise', asCInt(fd), offsetOf(offset), offsetOf(length), asCInt(advice)), null
    ),
    '(fd, offset, length, advice, /)',
  ],
  [
    'posix_fallocate',
    (fd: Value, offset: Value, length: Value) => (
      libcCode('posix_fallocate', asCInt(fd), offsetOf(offset), offsetOf(length)), null
    ),
    '(fd, offset, length, /)',
  ],
  ['sync', () => (libcCall('sync'), null), '()'],
  [
    'pipe2',
    (flags: Value) => {
      const fds = new Int32Array(2)
      libcCall('pipe2', fds, asCInt(flags))
      return new PyTuple([fds[0]!, fds[1]!])
    },
    '(flags, /)',
  ],
  [
    'memfd_create',
    (name: Value, flags: Value = 1) => libcCall('memfd_create', cString(name), bits(flags)),
    '(name, flags=MFD_CLOEXEC)',
  ],
  [
    'eventfd',
    (start: Value, flags: Value = CLOEXEC) => libcCall('eventfd', unsignedInt(start), asCInt(flags)),
    '(initval, flags=EFD_CLOEXEC)',
  ],
  ['eventfd_read', eventfdRead, '(fd)'],
  ['eventfd_write', eventfdWrite, '(fd, value)'],
  [
    'timerfd_create',
    (clock: Value, flags: Value = CLOEXEC) => libcCall('timerfd_create', asCInt(clock), asCInt(flags)),
    '(clockid, /, *, flags=0)',
  ],
  ['timerfd_gettime', timerGet(false), '(fd, /)'],
  ['timerfd_gettime_ns', timerGet(true), '(fd, /)'],
  ['timerfd_settime', timerSet(false), '(fd, /, *, flags=0, initial=0.0, interval=0.0)'],
  ['timerfd_settime_ns', timerSet(true), '(fd, /, *, flags=0, initial=0, interval=0)'],
  ['openpty', openpty, '()'],
  [
    'posix_openpt',
    (flags: Value) => {
      const fd = libcCall('posix_openpt', asCInt(flags) | CLOEXEC)
      return fd
    },
    '(oflag, /)',
  ],
  ['grantpt', onDescriptor('grantpt'), '(fd, /)'],
  ['unlockpt', onDescriptor('unlockpt'), '(fd, /)'],
  ['login_tty', onDescriptor('login_tty'), '(fd, /)'],
  ['ptsname', nameInto('ptsname_r'), '(fd, /)'],
  ['ttyname', nameInto('ttyname_r'), '(fd, /)'],
]
