/** File system calls that Node lacks or rounds: special files, extended attributes, exact times, access by effective ids (CPython: Modules/posixmodule.c). */

import { strerror } from '../../base/errnotable'
import { requireBytes } from '../../objects/buffer'
import { PyBytes } from '../../objects/bytes'
import { overflowError, typeError, valueError } from '../../objects/exceptions'
import { PyFloat } from '../../objects/float'
import { PyList } from '../../objects/list'
import type { MethodTable, Value } from '../../objects/object'
import { asCInt, asIndex, isTrue } from '../../objects/operators'
import { osError } from '../../objects/oserrors'
import { PyTuple } from '../../objects/tuple'
import { fromSystem } from '../filenames'
import { libcCall, libcText, libcTry, libcWait } from '../libccall'
import { descriptorOf } from '../select'
import {
  AT_EACCESS,
  AT_SYMLINK_FOLLOW,
  AT_SYMLINK_NOFOLLOW,
  cPath,
  cPathOrFd,
  dirFdOf,
  fromWord,
  idOf,
} from './arguments'
import { withFile } from './identity'
import { statvfsResult } from './results'

// ── Device numbers ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** A device number: 64 bits, in which major and minor numbers lie interleaved. */
function deviceOf(v: Value): bigint {
  const device = BigInt(asIndex(v))
  if (device < -1n) throw overflowError("can't convert negative int to unsigned")
  if (device >= 2n ** 64n) throw overflowError('int too big to convert')
  return BigInt.asUintN(64, device)
}

const major = (device: bigint): bigint => ((device >> 8n) & 0xfffn) | ((device >> 32n) & ~0xfffn & 0xffffffffn)
const minor = (device: bigint): bigint => (device & 0xffn) | ((device >> 12n) & ~0xffn & 0xffffffffn)

function makedev(high: Value, low: Value): Value {
  const [a, b] = [deviceOf(high) & 0xffffffffn, deviceOf(low) & 0xffffffffn]
  return fromWord(((a & 0xfffn) << 8n) | ((a & ~0xfffn) << 32n) | (b & 0xffn) | ((b & ~0xffn) << 12n))
}

// ── Extended attributes ────────────────────────────────────────────────────────────────────────────────────────────────

/** The three forms of a call: by descriptor, of a symbolic link itself, of what it points to. */
function attributeCall(f: string, path: Value, follow: Value): [string, Uint8Array | number] {
  const target = cPathOrFd(path, f)
  if (typeof target === 'number') {
    if (!isTrue(follow)) throw valueError(`${f}: cannot use fd and follow_symlinks together`)
    return [`f${f}`, target]
  }
  return [isTrue(follow) ? f : `l${f}`, target]
}

/** What a call writes into a buffer, which is made as large as it has to be. */
function attributeBytes(path: Value, call: (buffer: Uint8Array) => number): Uint8Array {
  const ERANGE = 34
  const XATTR_SIZE_MAX = 65536
  for (const size of [256, XATTR_SIZE_MAX]) {
    const buffer = new Uint8Array(size)
    const got = call(buffer)
    if (got >= 0) return buffer.slice(0, got)
    if (got !== -ERANGE || size === XATTR_SIZE_MAX) throw osError(-got, strerror(-got), path)
  }
  throw new Error('unreachable')
}

function getxattr(path: Value, attribute: Value, follow: Value = true): Value {
  const [name, target] = attributeCall('getxattr', path, follow)
  const key = cPath(attribute, 'getxattr', 'attribute')
  return new PyBytes(attributeBytes(path, (buffer) => libcTry(name, target, key, buffer, BigInt(buffer.length))))
}

function setxattr(path: Value, attribute: Value, value: Value, flags: Value = 0, follow: Value = true): Value {
  const [name, target] = attributeCall('setxattr', path, follow)
  const key = cPath(attribute, 'setxattr', 'attribute')
  const bytes = requireBytes(value)
  withFile(path, () =>
    libcCall(name, target, key, bytes.length === 0 ? new Uint8Array(1) : bytes, BigInt(bytes.length), asCInt(flags)),
  )
  return null
}

function removexattr(path: Value, attribute: Value, follow: Value = true): Value {
  const [name, target] = attributeCall('removexattr', path, follow)
  const key = cPath(attribute, 'removexattr', 'attribute')
  withFile(path, () => libcCall(name, target, key))
  return null
}

function listxattr(path: Value = null, follow: Value = true): Value {
  const [name, target] = attributeCall('listxattr', path ?? '.', follow)
  const bytes = attributeBytes(path, (buffer) => libcTry(name, target, buffer, BigInt(buffer.length)))
  const names: Value[] = []
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(0, start)
    names.push(fromSystem(bytes.subarray(start, end)))
    start = end + 1
  }
  return new PyList(names)
}

// ── Times, access, links ───────────────────────────────────────────────────────────────────────────────────────────────

const BILLION = 1_000_000_000n
const UTIME_NOW = (1n << 30n) - 1n

/** A time in seconds as struct timespec, rounded down. */
function timespecOf(v: Value): [bigint, bigint] {
  if (!(v instanceof PyFloat)) return [secondsOf(BigInt(asIndex(v))), 0n]
  if (Number.isNaN(v.value)) throw valueError('Invalid value NaN (not a number)')
  const whole = Math.floor(v.value)
  if (!(whole >= -(2 ** 63) && whole < 2 ** 63)) throw overflowError('timestamp out of range for platform time_t')
  const ns = Math.floor((v.value - whole) * 1e9)
  return ns >= 1e9 ? [BigInt(whole) + 1n, 0n] : [BigInt(whole), BigInt(ns)]
}

function secondsOf(seconds: bigint): bigint {
  if (seconds < -(2n ** 63n) || seconds >= 2n ** 63n) throw overflowError('timestamp out of range for platform time_t')
  return seconds
}

/** Nanoseconds as struct timespec. */
function timespecOfNs(v: Value): [bigint, bigint] {
  const ns = BigInt(asIndex(v))
  const rest = ((ns % BILLION) + BILLION) % BILLION
  return [secondsOf((ns - rest) / BILLION), rest]
}

function utime(
  path: Value,
  times: Value = null,
  ns: Value | undefined,
  dirFd: Value = null,
  follow: Value = true,
): Value {
  if (times !== null && ns !== undefined) throw valueError("utime: you may specify either 'times' or 'ns' but not both")
  const pair = (v: Value, what: string): Value[] => {
    if (!(v instanceof PyTuple) || v.items.length !== 2)
      throw typeError(
        `utime: '${what}' must be ${what === 'ns' ? 'a tuple of two ints' : 'either a tuple of two ints or None'}`,
      )
    return v.items
  }
  let words: BigInt64Array
  if (ns !== undefined) words = new BigInt64Array(pair(ns, 'ns').flatMap(timespecOfNs))
  else if (times !== null) words = new BigInt64Array(pair(times, 'times').flatMap(timespecOf))
  else words = new BigInt64Array([0n, UTIME_NOW, 0n, UTIME_NOW])
  const target = cPathOrFd(path, 'utime')
  if (typeof target === 'number') {
    if (dirFd !== null) throw valueError("utime: can't specify dir_fd without matching path")
    if (!isTrue(follow)) throw valueError('utime: cannot use fd and follow_symlinks together')
    libcCall('futimens', target, words)
  } else
    withFile(path, () => libcCall('utimensat', dirFdOf(dirFd), target, words, isTrue(follow) ? 0 : AT_SYMLINK_NOFOLLOW))
  return null
}

function access(path: Value, mode: Value, dirFd: Value = null, effective: Value = false, follow: Value = true): Value {
  const target = cPath(path, 'access')
  const flags = (isTrue(effective) ? AT_EACCESS : 0) | (isTrue(follow) ? 0 : AT_SYMLINK_NOFOLLOW)
  // access() answers no by failing.
  return libcTry('faccessat', dirFdOf(dirFd), target, asCInt(mode), flags) >= 0
}

function link(src: Value, dst: Value, srcFd: Value = null, dstFd: Value = null, follow: Value = true): Value {
  const from = cPath(src, 'link', 'src')
  const to = cPath(dst, 'link', 'dst')
  // Without descriptors this is link(2), which makes a second name of a symbolic link itself.
  const plain = srcFd === null && dstFd === null
  const flags = isTrue(follow) && !plain ? AT_SYMLINK_FOLLOW : 0
  const got = libcTry('linkat', dirFdOf(srcFd), from, dirFdOf(dstFd), to, flags)
  if (got < 0) throw osError(-got, strerror(-got), src, dst)
  return null
}

function statvfs(f: 'statvfs' | 'fstatvfs', path: Value): Value {
  const target = f === 'fstatvfs' ? descriptorOf(path) : cPathOrFd(path, f)
  const words = new BigUint64Array(16)
  if (typeof target === 'number') libcWait('fstatvfs', target, words)
  else withFile(path, () => libcWait('statvfs', target, words))
  // struct statvfs of Linux on 64 bits: f_fsid lies before f_flag and f_namemax.
  const [bsize, frsize, blocks, bfree, bavail, files, ffree, favail, fsid, flag, namemax] = words
  return statvfsResult.make(
    [bsize, frsize, blocks, bfree, bavail, files, ffree, favail, flag, namemax, fsid].map((w) => fromWord(w!)),
  )
}

function fchdir(fd: Value): Value {
  libcWait('fchdir', descriptorOf(fd))
  // Bun keeps the working directory's name; a directory that has none any more is not told to it.
  const here = libcText('getcwd', new Uint8Array(4096), 4096)
  if (here !== null) process.chdir(here)
  return null
}

/** Rows for posix's method table. */
export const nodeTable: MethodTable = [
  ['major', (device: Value) => fromWord(major(deviceOf(device))), '(device, /)'],
  ['minor', (device: Value) => fromWord(minor(deviceOf(device))), '(device, /)'],
  ['makedev', makedev, '(major, minor, /)'],
  [
    'mkfifo',
    (path: Value, mode: Value = 0o666, dirFd: Value = null) => {
      const target = cPath(path, 'mkfifo')
      libcWait('mkfifoat', dirFdOf(dirFd), target, asCInt(mode))
      return null
    },
    '(path, mode=438, *, dir_fd=None)',
  ],
  [
    'mknod',
    (path: Value, mode: Value = 0o600, device: Value = 0, dirFd: Value = null) => {
      const target = cPath(path, 'mknod')
      libcWait('mknodat', dirFdOf(dirFd), target, asCInt(mode), deviceOf(device))
      return null
    },
    '(path, mode=384, device=0, *, dir_fd=None)',
  ],
  [
    'fchown',
    (fd: Value, uid: Value, gid: Value) => (libcWait('fchown', asCInt(fd), idOf(uid, 'uid'), idOf(gid, 'gid')), null),
    '(fd, uid, gid)',
  ],
  ['fchdir', fchdir, '(fd)'],
  ['getxattr', getxattr, '(path, attribute, *, follow_symlinks=True)'],
  ['setxattr', setxattr, '(path, attribute, value, flags=0, *, follow_symlinks=True)'],
  ['removexattr', removexattr, '(path, attribute, *, follow_symlinks=True)'],
  ['listxattr', listxattr, '(path=None, *, follow_symlinks=True)'],
  ['utime', utime, '(path, times=None, *, ns=<unrepresentable>, dir_fd=None, follow_symlinks=True)'],
  ['access', access, '(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)'],
  ['link', link, '(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)'],
  ['statvfs', (path: Value) => statvfs('statvfs', path), '(path)'],
  ['fstatvfs', (fd: Value) => statvfs('fstatvfs', fd), '(fd, /)'],
]
