/** posix: the system's part of os (Library Reference, "os"; CPython: Modules/posixmodule.c). File system calls are in posix/files.ts. */

import { FFIType } from 'bun:ffi'
import os from 'node:os'
import { strerror } from '../base/errnotable'
import { libcFunction } from '../ffi/libc'
import { isatty } from '../ffi/tty'
import { pollSignals } from '../interpreter/safepoint'
import { PyBytes } from '../objects/bytes'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import { osErrorType } from '../objects/exceptionfields'
import { typeError, valueError } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { PyList } from '../objects/list'
import { type MethodTable, typeOf, type Value } from '../objects/object'
import { asCInt, asSize } from '../objects/operators'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import { config } from './config'
import type { NativeModule } from './definition'
import { cString, libcAnswer, libcCall, libcLong } from './libccall'
import { CONFSTR_NAMES, PATHCONF_NAMES, platformConstants, SYSCONF_NAMES } from './posix/constants'
import { dirEntryType, fileTable } from './posix/files'
import { identityTable } from './posix/identity'
import { nodeTable } from './posix/nodes'
import { pathTextTable } from './posix/pathtexts'
import { processTable } from './posix/processes'
import {
  schedParam,
  statResult,
  statvfsResult,
  terminalSize,
  timesResult,
  unameResult,
  waitidResult,
} from './posix/results'
import { transferTable } from './posix/transfer'
import { systemCall } from './systemcall'

const int = (v: Value) => asCInt(v)

function environment(): PyDict {
  const dict = new PyDict()
  for (const [key, value] of Object.entries(process.env))
    if (value !== undefined)
      dict.setItem(new PyBytes(new Uint8Array(Buffer.from(key))), new PyBytes(new Uint8Array(Buffer.from(value))))
  return dict
}

function textOf(v: Value): string {
  if (v instanceof PyBytes) return Buffer.from(v.bytes).toString('utf8')
  const text = asString(v)
  if (text === undefined) throw typeError(`expected str or bytes, not ${typeOf(v).name}`)
  return text
}

/** A variable is set twice: for this program's own children and for the C library (its PATH, TZ, locale, and what exec passes on). */
function putenv(name: Value, value: Value): Value {
  const key = textOf(name)
  if (key.includes('=')) throw valueError('illegal environment variable name')
  const text = textOf(value)
  libcCall('setenv', cString(name), cString(value), 1)
  process.env[key] = text
  return null
}

function unsetenv(name: Value): Value {
  libcCall('unsetenv', cString(name))
  delete process.env[textOf(name)]
  return null
}

/** The most that `getRandomValues` fills in one call. */
const RANDOM_AT_ONCE = 65_536

function urandom(size: Value): Value {
  const n = asSize(size)
  if (n < 0) throw valueError('negative argument not allowed')
  const bytes = new Uint8Array(n)
  for (let at = 0; at < n; at += RANDOM_AT_ONCE) crypto.getRandomValues(bytes.subarray(at, at + RANDOM_AT_ONCE))
  return new PyBytes(bytes)
}

function getTerminalSize(fd: Value = 1): Value {
  const TIOCGWINSZ = process.platform === 'darwin' ? 0x40087468 : 0x5413
  const [rows, columns] = ((size) => (libcCall('ioctl', int(fd), TIOCGWINSZ, size), size))(new Uint16Array(4))
  return terminalSize.make([columns!, rows!])
}

function namesOf(names: Readonly<Record<string, number>>): PyDict {
  const dict = new PyDict()
  for (const name in names) dict.setItem(name, names[name]!)
  return dict
}

function waitStatus(code: number): { exited: boolean; signaled: boolean } {
  return { exited: (code & 0x7f) === 0, signaled: (code & 0x7f) !== 0 && (code & 0x7f) !== 0x7f }
}

function pipe(): Value {
  const fds = new Int32Array(2)
  libcCall('pipe2', fds, 0o2000000)
  return new PyTuple([fds[0]!, fds[1]!])
}

function setInheritable(fd: number, inheritable: boolean): void {
  const F_GETFD = 1
  const F_SETFD = 2
  const flags = fcntl(fd, F_GETFD, 0)
  fcntl(fd, F_SETFD, inheritable ? flags & ~1 : flags | 1)
}

/** `fcntl(fd, command, argument)` with an int argument. */
function fcntl(fd: number, command: number, argument: number): number {
  return libcCall('fcntl', fd, command, argument)
}

function times(): Value {
  const words = new BigInt64Array(4)
  const elapsed = libcLong('times', words)
  const tick = libcAnswer('sysconf', SYSCONF_NAMES.SC_CLK_TCK!)
  return timesResult.make([...words].concat(BigInt(elapsed)).map((t) => new PyFloat(Number(t) / tick)))
}

function uname(): Value {
  const machine =
    os.arch() === 'x64'
      ? 'x86_64'
      : os.arch() === 'arm64'
        ? process.platform === 'darwin'
          ? 'arm64'
          : 'aarch64'
        : os.arch()
  return unameResult.make([os.type(), os.hostname(), os.release(), os.version(), machine])
}

function system(command: Value): Value {
  const { spawnSync } = require('node:child_process') as typeof import('node:child_process')
  const r = spawnSync('/bin/sh', ['-c', textOf(command)], { stdio: 'inherit' })
  return r.signal !== null ? (os.constants.signals[r.signal] ?? 1) : (r.status ?? 1) << 8
}

function exitNow(status: Value): Value {
  const f = libcFunction('_exit', { args: [FFIType.i32], returns: FFIType.void })
  if (f !== null) f(int(status))
  process.exit(int(status))
}

function fspath(path: Value): Value {
  if (asString(path) !== undefined || path instanceof PyBytes) return path
  const method = typeOf(path).proto.$__fspath__
  if (method === undefined) throw typeError(`expected str, bytes or os.PathLike object, not ${typeOf(path).name}`)
  const get = typeOf(method).proto.$__get__
  const made = context.call0(get === undefined ? method : context.call3(get, method, path, typeOf(path)))
  if (asString(made) === undefined && !(made instanceof PyBytes))
    throw typeError(`expected ${typeOf(path).name}.__fspath__() to return str or bytes, not ${typeOf(made).name}`)
  return made
}

const functions: MethodTable = [
  ...fileTable,
  ...pathTextTable,
  ...nodeTable,
  ...identityTable,
  ...processTable,
  ...transferTable,
  ['fspath', fspath, '(path)'],
  ['getpid', () => process.pid, '()'],
  ['getppid', () => process.ppid, '()'],
  ['getuid', () => process.getuid!(), '()'],
  ['geteuid', () => process.geteuid!(), '()'],
  ['getgid', () => process.getgid!(), '()'],
  ['getegid', () => process.getegid!(), '()'],
  ['getgroups', () => new PyList(process.getgroups!()), '()'],
  ['getpgid', (pid: Value) => libcCall('getpgid', int(pid)), '(pid)'],
  ['getpgrp', () => libcCall('getpgrp'), '()'],
  ['getsid', (pid: Value) => libcCall('getsid', int(pid)), '(pid, /)'],
  ['setsid', () => (libcCall('setsid'), null), '()'],
  ['setpgid', (pid: Value, group: Value) => (libcCall('setpgid', int(pid), int(group)), null), '(pid, pgrp, /)'],
  [
    'kill',
    (pid: Value, signal: Value) => (libcCall('kill', int(pid), int(signal)), pollSignals(), null),
    '(pid, signal, /)',
  ],
  [
    'killpg',
    (group: Value, signal: Value) => (libcCall('killpg', int(group), int(signal)), pollSignals(), null),
    '(pgid, signal, /)',
  ],
  ['isatty', (fd: Value) => isatty(int(fd)), '(fd, /)'],
  ['dup', (fd: Value) => libcCall('fcntl', int(fd), 1030, 0), '(fd, /)'],
  [
    'dup2',
    (fd: Value, fd2: Value, inheritable: Value = true) => {
      libcCall('dup2', int(fd), int(fd2))
      setInheritable(int(fd2), inheritable !== false)
      return fd2
    },
    '(fd, fd2, inheritable=True)',
  ],
  ['pipe', pipe, '()'],
  ['get_inheritable', (fd: Value) => (fcntl(int(fd), 1, 0) & 1) === 0, '(fd, /)'],
  [
    'set_inheritable',
    (fd: Value, inheritable: Value) => (setInheritable(int(fd), inheritable !== false && inheritable !== 0), null),
    '(fd, inheritable, /)',
  ],
  ['get_blocking', (fd: Value) => (fcntl(int(fd), 3, 0) & 0o4000) === 0, '(fd, /)'],
  ['putenv', putenv, '(name, value, /)'],
  ['unsetenv', unsetenv, '(name, /)'],
  ['urandom', urandom, '(size, /)'],
  ['get_terminal_size', getTerminalSize, '(fd=<unrepresentable>, /)'],
  ['strerror', (code: Value) => strerror(int(code)), '(code, /)'],
  ['times', times, '()'],
  ['uname', uname, '()'],
  ['cpu_count', () => (config.cpuCount > 0 ? config.cpuCount : os.cpus().length), '()'],
  ['sched_yield', () => (libcCall('sched_yield'), null), '()'],
  ['getloadavg', () => new PyTuple(os.loadavg().map((x) => new PyFloat(x))), '()'],
  ['getlogin', () => systemCall(() => os.userInfo().username), '()'],
  ['system', system, '(command)'],
  ['_exit', exitNow, '(status)'],
  [
    'abort',
    () => {
      process.abort()
    },
    '()',
  ],
  ['WIFEXITED', (s: Value) => waitStatus(int(s)).exited, '(status)'],
  ['WEXITSTATUS', (s: Value) => (int(s) >> 8) & 0xff, '(status)'],
  ['WIFSIGNALED', (s: Value) => waitStatus(int(s)).signaled, '(status)'],
  ['WTERMSIG', (s: Value) => int(s) & 0x7f, '(status)'],
  ['WIFSTOPPED', (s: Value) => (int(s) & 0xff) === 0x7f, '(status)'],
  ['WSTOPSIG', (s: Value) => (int(s) >> 8) & 0xff, '(status)'],
  ['WCOREDUMP', (s: Value) => (int(s) & 0x80) !== 0, '(status, /)'],
  ['WIFCONTINUED', (s: Value) => int(s) === 0xffff, '(status)'],
  [
    'waitstatus_to_exitcode',
    (s: Value) => {
      const status = int(s)
      if ((status & 0x7f) === 0) return (status >> 8) & 0xff
      if ((status & 0xff) === 0x7f) throw valueError(`process stopped by delivery of signal ${(status >> 8) & 0xff}`)
      return -(status & 0x7f)
    },
    '(status)',
  ],
  [
    'register_at_fork',
    () => null,
    '(*, before=<unrepresentable>, after_in_child=<unrepresentable>, after_in_parent=<unrepresentable>)',
  ],
]

/** What `os` asks to fill supports_dir_fd and its like. */
const HAVE = [
  'HAVE_EVENTFD',
  'HAVE_TIMERFD_CREATE',
  'HAVE_FACCESSAT',
  'HAVE_FCHDIR',
  'HAVE_FCHMOD',
  'HAVE_FCHMODAT',
  'HAVE_FCHOWN',
  'HAVE_FCHOWNAT',
  'HAVE_FEXECVE',
  'HAVE_FDOPENDIR',
  'HAVE_FPATHCONF',
  'HAVE_FSTATAT',
  'HAVE_FSTATVFS',
  'HAVE_FTRUNCATE',
  'HAVE_FUTIMENS',
  'HAVE_FUTIMES',
  'HAVE_FUTIMESAT',
  'HAVE_LINKAT',
  'HAVE_LCHOWN',
  'HAVE_LSTAT',
  'HAVE_LUTIMES',
  'HAVE_MEMFD_CREATE',
  'HAVE_MKDIRAT',
  'HAVE_MKFIFOAT',
  'HAVE_MKNODAT',
  'HAVE_OPENAT',
  'HAVE_READLINKAT',
  'HAVE_RENAMEAT',
  'HAVE_SYMLINKAT',
  'HAVE_UNLINKAT',
  'HAVE_UTIMENSAT',
  'HAVE_PTSNAME_R',
]

export const posixModule: NativeModule = {
  name: 'posix',
  doc: 'This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard.',
  functions,
  attributes: () => {
    return {
      ...platformConstants(),
      environ: environment(),
      error: osErrorType,
      stat_result: statResult.type,
      statvfs_result: statvfsResult.type,
      times_result: timesResult.type,
      uname_result: unameResult.type,
      terminal_size: terminalSize.type,
      sched_param: schedParam.type,
      DirEntry: dirEntryType,
      waitid_result: waitidResult.type,
      sysconf_names: namesOf(SYSCONF_NAMES),
      confstr_names: namesOf(CONFSTR_NAMES),
      pathconf_names: namesOf(PATHCONF_NAMES),
      _have_functions: new PyList(HAVE),
    }
  },
}
