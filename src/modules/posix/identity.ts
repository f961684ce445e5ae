/** Users, groups, process groups, priorities and limits of names (Library Reference, "os": process parameters; CPython: Modules/posixmodule.c). */
import { errnoLocation } from '../../ffi/libc'
import { isatty } from '../../ffi/tty'
import { PyBytes } from '../../objects/bytes'
import { overflowError, typeError, valueError } from '../../objects/exceptions'
import { asInt } from '../../objects/int'
import { PyList } from '../../objects/list'
import { type MethodTable, typeOf, type Value } from '../../objects/object'
import { asCInt, asIndex, isTrue, toArray } from '../../objects/operators'
import { asString } from '../../objects/str'
import { PyTuple } from '../../objects/tuple'
import { config } from '../config'
import { fromSystem } from '../filenames'
import { cString, libcAnswer, libcCall, libcIntAnswer, libcLong, libcPlain, libcText } from '../libccall'
import { descriptorOf } from '../select'
import { errnoError } from '../systemcall'
import { cPath, cPathOrFd, fromId, idOf } from './arguments'
import { CONFSTR_NAMES, PATHCONF_NAMES, SYSCONF_NAMES } from './constants'

const EINVAL = 22
const MAX_GROUPS = 65536

/** A call whose arguments are user or group ids. */
const change = (name: string, what: 'uid' | 'gid') => (a: Value, b?: Value, c?: Value) => {
  const ids = [a, b, c].filter((v) => v !== undefined).map((v) => idOf(v, what))
  libcCall(name, ...ids)
  return null
}

function threeIds(name: string): Value {
  const ids = new Int32Array(3)
  libcCall(name, ids.subarray(0, 1), ids.subarray(1, 2), ids.subarray(2, 3))
  return new PyTuple(Array.from(ids, fromId))
}

function setgroups(groups: Value): Value {
  if (asString(groups) !== undefined || typeOf(groups).proto.$__getitem__ === undefined)
    throw typeError('setgroups argument must be a sequence')
  const items = toArray(groups)
  if (items.length > MAX_GROUPS) throw valueError('too many groups')
  for (const item of items) if (asInt(item) === undefined) throw typeError('groups must be integers')
  const ids = new Int32Array(Math.max(1, items.length))
  items.forEach((item, i) => {
    ids[i] = idOf(item, 'gid')
  })
  libcCall('setgroups', BigInt(items.length), ids)
  return null
}

function getgrouplist(user: Value, group: Value): Value {
  if (asString(user) === undefined)
    throw typeError(`getgrouplist() argument 1 must be str, not ${user === null ? 'None' : typeOf(user).name}`)
  const name = cPath(user, 'getgrouplist', 'user')
  const base = idOf(group, 'gid')
  const count = new Int32Array([MAX_GROUPS])
  const ids = new Int32Array(MAX_GROUPS)
  libcCall('getgrouplist', name, base, ids, count)
  return new PyList(Array.from(ids.subarray(0, count[0]!), fromId))
}

/** The number of a configuration name. */
function configName(v: Value, names: Readonly<Record<string, number>>): number {
  const text = asString(v)
  if (text !== undefined) {
    const known = Object.hasOwn(names, text) ? names[text] : undefined
    if (known === undefined) throw valueError('unrecognized configuration name')
    return known
  }
  if (typeOf(v).proto.$__index__ === undefined) throw typeError('configuration names must be strings or integers')
  return asCInt(asIndex(v))
}

function confstr(name: Value): Value {
  const number = configName(name, CONFSTR_NAMES)
  let buffer = new Uint8Array(256)
  const errno = errnoLocation()
  for (;;) {
    if (errno !== null) errno[0] = 0
    const length = libcPlain('confstr', number, buffer, BigInt(buffer.length))
    if (length === 0) {
      // Zero without an error: the name has no value.
      if (errno !== null && errno[0] !== 0) throw errnoError(errno[0]!)
      return null
    }
    if (length <= buffer.length) return fromSystem(buffer.subarray(0, length - 1))
    buffer = new Uint8Array(length)
  }
}

function pathconf(path: Value, name: Value): Value {
  const target = cPathOrFd(path, 'pathconf')
  const number = configName(name, PATHCONF_NAMES)
  return typeof target === 'number'
    ? libcAnswer('fpathconf', target, number)
    : withFile(path, () => libcAnswer('pathconf', target, number), EINVAL)
}

/** Runs a call whose OSError is to name a file, but for one error that is not the file's fault. */
export function withFile<T>(path: Value, call: () => T, other?: number): T {
  try {
    return call()
  } catch (e) {
    const errno = (e as { errno?: Value } | null)?.errno
    if (typeof errno === 'number' && errno !== other) throw errnoError(errno, path)
    throw e
  }
}

function deviceEncoding(fd: Value): Value {
  if (!isatty(asCInt(fd))) return null
  // The encoding of the locale is UTF-8 here, whatever the locale says; its name tells whether that was asked for.
  return config.utf8Mode ? 'utf-8' : 'UTF-8'
}

/** Rows for posix's method table. */
export const identityTable: MethodTable = [
  ['setuid', change('setuid', 'uid'), '(uid, /)'],
  ['seteuid', change('seteuid', 'uid'), '(euid, /)'],
  ['setreuid', change('setreuid', 'uid'), '(ruid, euid, /)'],
  ['setresuid', change('setresuid', 'uid'), '(ruid, euid, suid, /)'],
  ['setgid', change('setgid', 'gid'), '(gid, /)'],
  ['setegid', change('setegid', 'gid'), '(egid, /)'],
  ['setregid', change('setregid', 'gid'), '(rgid, egid, /)'],
  ['setresgid', change('setresgid', 'gid'), '(rgid, egid, sgid, /)'],
  ['getresuid', () => threeIds('getresuid'), '()'],
  ['getresgid', () => threeIds('getresgid'), '()'],
  ['setgroups', setgroups, '(groups, /)'],
  ['getgrouplist', getgrouplist, '(user, group, /)'],
  [
    'initgroups',
    (user: Value, group: Value) => {
      libcCall('initgroups', cString(user), idOf(group, 'gid'))
      return null
    },
    '(username, gid, /)',
  ],
  ['setpgrp', () => (libcCall('setpgid', 0, 0), null), '()'],
  ['tcgetpgrp', (fd: Value) => libcCall('tcgetpgrp', asCInt(fd)), '(fd, /)'],
  ['tcsetpgrp', (fd: Value, group: Value) => (libcCall('tcsetpgrp', asCInt(fd), asCInt(group)), null), '(fd, pgid, /)'],
  [
    'getpriority',
    (which: Value, who: Value) => libcIntAnswer('getpriority', asCInt(which), asCInt(who)),
    '(which, who)',
  ],
  [
    'setpriority',
    (which: Value, who: Value, priority: Value) => {
      libcCall('setpriority', asCInt(which), asCInt(who), asCInt(priority))
      return null
    },
    '(which, who, priority)',
  ],
  ['nice', (increment: Value) => libcIntAnswer('nice', asCInt(increment)), '(increment, /)'],
  ['chroot', (path: Value) => withFile(path, () => (libcCall('chroot', cPath(path, 'chroot')), null)), '(path)'],
  ['ctermid', () => libcText('ctermid', new Uint8Array(1024)), '()'],
  ['device_encoding', deviceEncoding, '(fd)'],
  ['sysconf', (name: Value) => libcAnswer('sysconf', configName(name, SYSCONF_NAMES)), '(name, /)'],
  ['confstr', confstr, '(name, /)'],
  ['pathconf', pathconf, '(path, name)'],
  [
    'fpathconf',
    (fd: Value, name: Value) => libcAnswer('fpathconf', descriptorOf(fd), configName(name, PATHCONF_NAMES)),
    '(fd, name, /)',
  ],
  ['unshare', (flags: Value) => (libcCall('unshare', asCInt(flags)), null), '(flags)'],
  [
    'setns',
    (fd: Value, type: Value = 0) => (libcCall('setns', descriptorOf(fd), asCInt(type)), null),
    '(fd, nstype=0)',
  ],
  [
    'getrandom',
    (size: Value, flags: Value = 0) => {
      const n = asIndex(size)
      if (n < 0) throw errnoError(EINVAL)
      if (typeof n === 'bigint') throw overflowError('Python int too large to convert to C ssize_t')
      const buffer = new Uint8Array(Math.max(1, n))
      const got = libcLong('getrandom', buffer, BigInt(n), asCInt(flags))
      return new PyBytes(buffer.slice(0, got))
    },
    '(size, flags=0)',
  ],
  [
    'set_blocking',
    (fd: Value, blocking: Value) => {
      const flags = libcCall('fcntl', asCInt(fd), 3, 0)
      libcCall('fcntl', asCInt(fd), 4, isTrue(blocking) ? flags & ~0o4000 : flags | 0o4000)
      return null
    },
    '(fd, blocking, /)',
  ],
]
