/** posix: the system's part of os (Library Reference, "os"; CPython: Modules/posixmodule.c). File system calls are in posix/files.ts. */

import { FFIType } from 'bun:ffi'
import os from 'node:os'
import { strerror } from '../base/errnotable'
import { errnoLocation, libcFunction } from '../ffi/libc'
import { isatty } from '../ffi/tty'
import { pollSignals } from '../interpreter/safepoint'
import { PyBytes } from '../objects/bytes'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import { osErrorType } from '../objects/exceptionfields'
import { notImplementedError, typeError, valueError } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { PyList } from '../objects/list'
import { type MethodTable, typeOf, type Value } from '../objects/object'
import { asCInt, asSize } from '../objects/operators'
import { setOf } from '../objects/set'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import { config } from './config'
import type { NativeModule } from './definition'
import { libcCall } from './libccall'
import { dirEntryType, fileTable } from './posix/files'
import { schedParam, statResult, statvfsResult, terminalSize, timesResult, unameResult } from './posix/results'
import { errnoError, systemCall } from './systemcall'

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

function putenv(name: Value, value: Value): Value {
  const key = textOf(name)
  if (key.includes('=')) throw valueError('illegal environment variable name')
  const text = textOf(value)
  if (key.includes('\0') || text.includes('\0')) throw valueError('embedded null byte')
  process.env[key] = text
  return null
}

function urandom(size: Value): Value {
  const n = asSize(size)
  if (n < 0) throw valueError('negative argument not allowed')
  const { randomFillSync } = require('node:crypto') as typeof import('node:crypto')
  return new PyBytes(randomFillSync(new Uint8Array(n)))
}

function getTerminalSize(fd: Value = 1): Value {
  const { WriteStream } = require('node:tty') as typeof import('node:tty')
  const n = int(fd)
  if (!isatty(n)) throw errnoError(25)
  const size = new WriteStream(n).getWindowSize()
  return terminalSize.make(size)
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
  const usage = process.cpuUsage()
  return timesResult.make([
    new PyFloat(usage.user / 1e6),
    new PyFloat(usage.system / 1e6),
    new PyFloat(0),
    new PyFloat(0),
    new PyFloat(process.uptime()),
  ])
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
  [
    'set_blocking',
    (fd: Value, blocking: Value) => {
      const flags = fcntl(int(fd), 3, 0)
      fcntl(int(fd), 4, blocking === true || blocking === 1 ? flags & ~0o4000 : flags | 0o4000)
      return null
    },
    '(fd, blocking, /)',
  ],
  ['putenv', putenv, '(name, value, /)'],
  [
    'unsetenv',
    (name: Value) => {
      delete process.env[textOf(name)]
      return null
    },
    '(name, /)',
  ],
  ['urandom', urandom, '(size, /)'],
  ['getrandom', (size: Value) => urandom(size), '(size, flags=0)'],
  ['get_terminal_size', getTerminalSize, '(fd=<unrepresentable>, /)'],
  ['strerror', (code: Value) => strerror(int(code)), '(code, /)'],
  ['times', times, '()'],
  ['uname', uname, '()'],
  ['cpu_count', () => (config.cpuCount > 0 ? config.cpuCount : os.cpus().length), '()'],
  ['sched_getaffinity', () => setOf(Array.from({ length: os.availableParallelism() }, (_, i) => i)), '(pid, /)'],
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
  [
    'nice',
    (increment: Value) => {
      os.setPriority(os.getPriority() + int(increment))
      return os.getPriority()
    },
    '(increment, /)',
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
    'waitpid',
    (pid: Value, options: Value) => {
      const f = libcFunction('waitpid', { args: [FFIType.i32, FFIType.ptr, FFIType.i32], returns: FFIType.i32 })
      if (f === null) throw notImplementedError('waitpid is not available on this platform')
      const status = new Int32Array(1)
      const errno = errnoLocation()
      const got = f(int(pid), status, int(options)) as number
      if (got < 0) throw errnoError(errno?.[0] ?? 5)
      return new PyTuple([got, status[0]!])
    },
    '(pid, options, /)',
  ],
  [
    'sysconf',
    (name: Value) => {
      const number = typeof name === 'string' ? SYSCONF[name] : int(name)
      if (number === undefined) throw valueError('unrecognized configuration name')
      const f = libcFunction('sysconf', { args: [FFIType.i32], returns: FFIType.i64_fast })
      if (f === null) throw notImplementedError('sysconf is not available on this platform')
      return Number(f(number))
    },
    '(name, /)',
  ],
  [
    'register_at_fork',
    () => null,
    '(*, before=<unrepresentable>, after_in_child=<unrepresentable>, after_in_parent=<unrepresentable>)',
  ],
]

const SYSCONF: Readonly<Record<string, number>> = {
  SC_ARG_MAX: 0,
  SC_CHILD_MAX: 1,
  SC_CLK_TCK: 2,
  SC_NGROUPS_MAX: 3,
  SC_OPEN_MAX: 4,
  SC_PAGESIZE: 30,
  SC_PAGE_SIZE: 30,
  SC_IOV_MAX: 60,
  SC_NPROCESSORS_CONF: 83,
  SC_NPROCESSORS_ONLN: 84,
  SC_PHYS_PAGES: 85,
  SC_AVPHYS_PAGES: 86,
  SC_SYMLOOP_MAX: 173,
}

/** Constants of <fcntl.h>, <unistd.h>, <sys/wait.h> on Linux. */
const CONSTANTS: Readonly<Record<string, number>> = {
  F_OK: 0,
  R_OK: 4,
  W_OK: 2,
  X_OK: 1,
  O_RDONLY: 0,
  O_WRONLY: 1,
  O_RDWR: 2,
  O_CREAT: 0o100,
  O_EXCL: 0o200,
  O_NOCTTY: 0o400,
  O_TRUNC: 0o1000,
  O_APPEND: 0o2000,
  O_NONBLOCK: 0o4000,
  O_NDELAY: 0o4000,
  O_DSYNC: 0o10000,
  O_ASYNC: 0o20000,
  O_DIRECT: 0o40000,
  O_LARGEFILE: 0,
  O_DIRECTORY: 0o200000,
  O_NOFOLLOW: 0o400000,
  O_NOATIME: 0o1000000,
  O_CLOEXEC: 0o2000000,
  O_SYNC: 0o4010000,
  O_RSYNC: 0o4010000,
  O_PATH: 0o10000000,
  O_TMPFILE: 0o20200000,
  O_ACCMODE: 3,
  WNOHANG: 1,
  WUNTRACED: 2,
  WCONTINUED: 8,
  WEXITED: 4,
  WSTOPPED: 2,
  WNOWAIT: 0x1000000,
  P_ALL: 0,
  P_PID: 1,
  P_PGID: 2,
  P_PIDFD: 3,
  EX_OK: 0,
  EX_USAGE: 64,
  EX_DATAERR: 65,
  EX_NOINPUT: 66,
  EX_NOUSER: 67,
  EX_NOHOST: 68,
  EX_UNAVAILABLE: 69,
  EX_SOFTWARE: 70,
  EX_OSERR: 71,
  EX_OSFILE: 72,
  EX_CANTCREAT: 73,
  EX_IOERR: 74,
  EX_TEMPFAIL: 75,
  EX_PROTOCOL: 76,
  EX_NOPERM: 77,
  EX_CONFIG: 78,
  SEEK_DATA: 3,
  SEEK_HOLE: 4,
  GRND_NONBLOCK: 1,
  GRND_RANDOM: 2,
  PRIO_PROCESS: 0,
  PRIO_PGRP: 1,
  PRIO_USER: 2,
  SCHED_OTHER: 0,
  SCHED_FIFO: 1,
  SCHED_RR: 2,
  SCHED_BATCH: 3,
  SCHED_IDLE: 5,
  RTLD_LAZY: 1,
  RTLD_NOW: 2,
  RTLD_NOLOAD: 4,
  RTLD_DEEPBIND: 8,
  RTLD_GLOBAL: 256,
  RTLD_LOCAL: 0,
  RTLD_NODELETE: 4096,
  ST_RDONLY: 1,
  ST_NOSUID: 2,
  NGROUPS_MAX: 65536,
  TMP_MAX: 238328,
  POSIX_SPAWN_OPEN: 0,
  POSIX_SPAWN_CLOSE: 1,
  POSIX_SPAWN_DUP2: 2,
  CLD_EXITED: 1,
  CLD_KILLED: 2,
  CLD_DUMPED: 3,
  CLD_TRAPPED: 4,
  CLD_STOPPED: 5,
  CLD_CONTINUED: 6,
  F_LOCK: 1,
  F_TEST: 3,
  F_TLOCK: 2,
  F_ULOCK: 0,
}

/** What `os` asks to fill supports_dir_fd and its like. */
const HAVE = [
  'HAVE_FACCESSAT',
  'HAVE_FCHDIR',
  'HAVE_FCHMOD',
  'HAVE_FCHMODAT',
  'HAVE_FCHOWN',
  'HAVE_FCHOWNAT',
  'HAVE_FDOPENDIR',
  'HAVE_FSTATAT',
  'HAVE_FSTATVFS',
  'HAVE_FTRUNCATE',
  'HAVE_FUTIMENS',
  'HAVE_LINKAT',
  'HAVE_LCHOWN',
  'HAVE_LSTAT',
  'HAVE_LUTIMES',
  'HAVE_MKDIRAT',
  'HAVE_OPENAT',
  'HAVE_READLINKAT',
  'HAVE_RENAMEAT',
  'HAVE_SYMLINKAT',
  'HAVE_UNLINKAT',
  'HAVE_UTIMENSAT',
]

export const posixModule: NativeModule = {
  name: 'posix',
  doc: 'This module provides access to operating system functionality that is\nstandardized by the C Standard and the POSIX standard.',
  functions,
  attributes: () => {
    const names = new PyDict()
    for (const name in SYSCONF) names.setItem(name, SYSCONF[name]!)
    return {
      ...CONSTANTS,
      environ: environment(),
      error: osErrorType,
      stat_result: statResult.type,
      statvfs_result: statvfsResult.type,
      times_result: timesResult.type,
      uname_result: unameResult.type,
      terminal_size: terminalSize.type,
      sched_param: schedParam.type,
      DirEntry: dirEntryType,
      sysconf_names: names,
      confstr_names: new PyDict(),
      pathconf_names: new PyDict(),
      _have_functions: new PyList(HAVE),
    }
  },
}
