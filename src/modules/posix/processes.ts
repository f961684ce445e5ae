/** Making, replacing and waiting for processes, and their scheduling (Library Reference, "os": process management; CPython: Modules/posixmodule.c). */
import { ptr } from 'bun:ffi'
import { lookupAttr } from '../../objects/attributes'
import { PyBytes } from '../../objects/bytes'
import { context } from '../../objects/context'
import { overflowError, typeError, valueError } from '../../objects/exceptions'
import { PyFloat } from '../../objects/float'
import { asInt } from '../../objects/int'
import { PyList } from '../../objects/list'
import { type MethodTable, typeOf, type Value } from '../../objects/object'
import { asCInt, asIndex, isTrue, iterate, repr, toArray } from '../../objects/operators'
import { setOf } from '../../objects/set'
import { asString } from '../../objects/str'
import { PyTuple } from '../../objects/tuple'
import { encodePath } from '../filenames'
import { libcCall, libcPlain, libcWait } from '../libccall'
import { usageOf } from '../resource'
import { errnoError } from '../systemcall'
import { cPath, cPathOrFd, idOf, terminated } from './arguments'
import { withFile } from './identity'
import { schedParam, waitidResult } from './results'

const ENOENT = 2
const ENOTDIR = 20
const SIGNALS = 65
const P_WAIT = 0

/** A null-terminated array of C strings; the buffers must live as long as it is used. */
export function stringArray(items: readonly Uint8Array[]): { words: BigUint64Array; keep: Uint8Array[] } {
  const keep = items.map(terminated)
  const words = new BigUint64Array(items.length + 1)
  keep.forEach((z, i) => {
    words[i] = BigInt(ptr(z))
  })
  return { words, keep }
}

// ── Arguments and environments ─────────────────────────────────────────────────────────────────────────────────────────

/** A file name, argument or value of the environment as bytes (`os.fsencode`). */
function fsBytes(v: Value): Uint8Array {
  if (asString(v) === undefined && !(v instanceof PyBytes) && lookupAttr(v, '__fspath__') === undefined)
    throw typeError(`expected str, bytes or os.PathLike object, not ${typeOf(v).name}`)
  return encodePath(v, 'fsencode')
}

/** The words of a command. `prefix` begins the messages: `execv() arg 2`, `posix_spawn: argv`. */
function commandOf(argv: Value, prefix: string, kinds = 'tuple or list'): Uint8Array[] {
  if (!(argv instanceof PyTuple || argv instanceof PyList)) throw typeError(`${prefix} must be a ${kinds}`)
  if (argv.items.length === 0) throw valueError(`${prefix} must not be empty`)
  const words = argv.items.slice().map(fsBytes)
  if (words[0]!.length === 0) throw valueError(`${prefix} first element cannot be empty`)
  return words
}

/** The strings `NAME=value` of a mapping. */
function environmentOf(env: Value, f: string, orNone = ''): Uint8Array[] {
  const keys = lookupAttr(env, 'keys')
  const values = lookupAttr(env, 'values')
  if (keys === undefined || values === undefined || typeOf(env).proto.$__getitem__ === undefined)
    throw typeError(`${f}: environment must be a mapping object${orNone}`)
  const names = toArray(context.call0(keys))
  const texts = toArray(context.call0(values))
  return names.map((name, i) => {
    const key = fsBytes(name)
    const text = fsBytes(texts[i] ?? null)
    if (key.length === 0 || key.indexOf(61, 1) >= 0 || key[0] === 61)
      throw valueError('illegal environment variable name')
    return new Uint8Array([...key, 61, ...text])
  })
}

// ── exec ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

function execv(path: Value, argv: Value): Value {
  const file = cPath(path, 'execv')
  const words = stringArray(commandOf(argv, 'execv() arg 2'))
  libcCall('execv', file, words.words)
  return null
}

function execve(path: Value, argv: Value, env: Value): Value {
  const file = cPathOrFd(path, 'execve')
  const words = stringArray(commandOf(argv, 'execve: argv'))
  const environment = stringArray(environmentOf(env, 'execve'))
  if (typeof file === 'number') libcCall('fexecve', file, words.words, environment.words)
  else withFile(path, () => libcCall('execve', file, words.words, environment.words))
  return null
}

// ── posix_spawn ────────────────────────────────────────────────────────────────────────────────────────────────────────

const Attribute = {
  RESETIDS: 1,
  SETPGROUP: 2,
  SETSIGDEF: 4,
  SETSIGMASK: 8,
  SETSCHEDPARAM: 16,
  SETSCHEDULER: 32,
  SETSID: 128,
} as const

/** A set of signals as sigset_t. */
function signalSet(signals: Value): BigUint64Array {
  const words = new BigUint64Array(16)
  for (const item of toArray(signals)) {
    const n = asCInt(item)
    if (n < 1 || n >= SIGNALS) throw valueError(`signal number ${n} out of range [1; ${SIGNALS - 1}]`)
    words[0]! |= 1n << BigInt(n - 1)
  }
  return words
}

/** A call that answers with its error. */
function check(code: number, path: Value = null): void {
  if (code !== 0) throw errnoError(code, path)
}

/** Adds the file actions of `posix_spawn(file_actions=…)`; returns the paths, which must live as long as the actions. */
function addFileActions(actions: Uint8Array, given: Value): Uint8Array[] {
  const keep: Uint8Array[] = []
  if (given === null) return keep
  if (typeOf(given).proto.$__getitem__ === undefined) throw typeError('file_actions must be a sequence or None')
  for (const action of toArray(given)) {
    if (!(action instanceof PyTuple) || action.items.length === 0)
      throw typeError('Each file_actions element must be a non-empty tuple')
    const tag = asCInt(action.items[0]!)
    const rest = action.items.slice(1)
    const take = (count: number, what: string) => {
      if (rest.length !== count) throw typeError(`A ${what} file_action tuple must have ${count + 1} elements`)
    }
    switch (tag) {
      case 0: {
        take(4, 'open')
        const path = cPath(rest[1]!, 'posix_spawn')
        keep.push(path)
        const [fd, flags, mode] = [asCInt(rest[0]!), asCInt(rest[2]!), asCInt(rest[3]!)]
        check(libcPlain('posix_spawn_file_actions_addopen', actions, fd, path, flags, mode))
        break
      }
      case 1:
        take(1, 'close')
        check(libcPlain('posix_spawn_file_actions_addclose', actions, asCInt(rest[0]!)))
        break
      case 2:
        take(2, 'dup2')
        check(libcPlain('posix_spawn_file_actions_adddup2', actions, asCInt(rest[0]!), asCInt(rest[1]!)))
        break
      case 3:
        take(1, 'closefrom')
        check(libcPlain('posix_spawn_file_actions_addclosefrom_np', actions, asCInt(rest[0]!)))
        break
      default:
        throw typeError('Unknown file_actions identifier')
    }
  }
  return keep
}

interface SpawnOptions {
  readonly group: Value | undefined
  readonly resetIds: Value
  readonly session: Value
  readonly mask: Value
  readonly defaults: Value
  readonly scheduler: Value | undefined
}

/** Fills a posix_spawnattr_t. */
function setAttributes(attributes: Uint8Array, o: SpawnOptions): void {
  let flags = 0
  if (o.group !== undefined) {
    check(libcPlain('posix_spawnattr_setpgroup', attributes, asCInt(o.group)))
    flags |= Attribute.SETPGROUP
  }
  if (isTrue(o.resetIds)) flags |= Attribute.RESETIDS
  if (isTrue(o.session)) flags |= Attribute.SETSID
  const mask = signalSet(o.mask)
  if (mask[0] !== 0n) {
    check(libcPlain('posix_spawnattr_setsigmask', attributes, mask))
    flags |= Attribute.SETSIGMASK
  }
  const defaults = signalSet(o.defaults)
  if (defaults[0] !== 0n) {
    check(libcPlain('posix_spawnattr_setsigdefault', attributes, defaults))
    flags |= Attribute.SETSIGDEF
  }
  if (o.scheduler !== undefined) {
    if (!(o.scheduler instanceof PyTuple) || o.scheduler.items.length !== 2)
      throw typeError('A scheduler tuple must have two elements')
    const [policy, parameter] = o.scheduler.items
    if (policy !== null) {
      check(libcPlain('posix_spawnattr_setschedpolicy', attributes, asCInt(policy!)))
      flags |= Attribute.SETSCHEDULER
    }
    check(libcPlain('posix_spawnattr_setschedparam', attributes, priorityOf(parameter!)))
    flags |= Attribute.SETSCHEDPARAM
  }
  if (flags !== 0) check(libcPlain('posix_spawnattr_setflags', attributes, flags))
}

/** Starts a process: its pid, or minus the error. */
function start(
  f: 'posix_spawn' | 'posix_spawnp',
  path: Uint8Array,
  actions: Uint8Array | null,
  attributes: Uint8Array | null,
  argv: readonly Uint8Array[],
  env: readonly Uint8Array[],
): number {
  const words = stringArray(argv)
  const environment = stringArray(env)
  const pid = new Int32Array(1)
  const code = libcPlain(f, pid, path, actions, attributes, words.words, environment.words)
  void words.keep
  void environment.keep
  return code === 0 ? pid[0]! : -code
}

function posixSpawn(f: 'posix_spawn' | 'posix_spawnp') {
  return (
    path: Value,
    argv: Value,
    env: Value,
    fileActions: Value = new PyTuple([]),
    group?: Value,
    resetIds: Value = false,
    session: Value = false,
    mask: Value = new PyTuple([]),
    defaults: Value = new PyTuple([]),
    scheduler?: Value,
  ): Value => {
    const file = cPath(path, f)
    const words = commandOf(argv, `${f}: argv`)
    const environment = env === null ? ownEnvironment() : environmentOf(env, f, ' or None')
    // Both structures are opaque: 80 and 336 bytes in glibc on 64 bits, less in musl.
    const actions = new Uint8Array(160)
    const attributes = new Uint8Array(448)
    libcPlain('posix_spawn_file_actions_init', actions)
    libcPlain('posix_spawnattr_init', attributes)
    try {
      const keep = addFileActions(actions, fileActions)
      setAttributes(attributes, { group, resetIds, session, mask, defaults, scheduler })
      const pid = start(f, file, actions, attributes, words, environment)
      void keep
      if (pid < 0) throw errnoError(-pid, path)
      return pid
    } finally {
      libcPlain('posix_spawn_file_actions_destroy', actions)
      libcPlain('posix_spawnattr_destroy', attributes)
    }
  }
}

/** This process's environment. */
function ownEnvironment(): Uint8Array[] {
  return Object.entries(process.env).map(([name, text]) => new Uint8Array(Buffer.from(`${name}=${text}`)))
}

// ── spawn: what os builds of fork and exec in CPython ──────────────────────────────────────────────────────────────────

/**
 * `os.spawnv` and its like. A program that cannot be started ends with status 127, as the child of a fork would have done: so there
 * is a child even then.
 */
function spawn(mode: Value, file: Value, args: Value, env: Value | undefined, search: boolean): Value {
  if (!(args instanceof PyTuple || args instanceof PyList)) throw typeError('argv must be a tuple or a list')
  if (args.items.length === 0 || !isTrue(args.items[0]!)) throw valueError('argv first element cannot be empty')
  const words = args.items.slice().map(fsBytes)
  const environment = env === undefined ? ownEnvironment() : environmentOf(env, 'spawnve')
  const name = fsBytes(file)
  let pid = -ENOENT
  for (const candidate of search && !name.includes(47) ? onPath(name, environment) : [name]) {
    pid = start('posix_spawn', terminated(candidate), null, null, words, environment)
    if (pid !== -ENOENT && pid !== -ENOTDIR) break
  }
  if (pid < 0) {
    const shell = ['sh', '-c', 'exit 127'].map((text) => new Uint8Array(Buffer.from(text)))
    pid = start('posix_spawn', new Uint8Array(Buffer.from('/bin/sh\0')), null, null, shell, [])
    if (pid < 0) throw errnoError(-pid)
  }
  if (asCInt(mode) !== P_WAIT) return pid
  const status = new Int32Array(1)
  do libcWait('waitpid', pid, status, 0)
  while ((status[0]! & 0xff) === 0x7f)
  const ended = status[0]!
  return (ended & 0x7f) === 0 ? (ended >> 8) & 0xff : -(ended & 0x7f)
}

/** Where a program may be, by the PATH of its environment. */
function onPath(name: Uint8Array, environment: readonly Uint8Array[]): Uint8Array[] {
  const found = environment.map((e) => Buffer.from(e).toString('latin1')).find((e) => e.startsWith('PATH='))
  const path = found === undefined ? '/bin:/usr/bin' : found.slice(5)
  return path
    .split(':')
    .map((directory) => Buffer.concat([Buffer.from(directory || '.', 'latin1'), Buffer.from('/'), name]))
}

// ── wait ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

function waitpid(pid: Value, options: Value): Value {
  const status = new Int32Array(1)
  const got = libcWait('waitpid', asCInt(pid), status, asCInt(options))
  return new PyTuple([got, status[0]!])
}

function wait4(pid: number, options: Value): Value {
  const status = new Int32Array(1)
  const words = new BigInt64Array(18)
  const got = libcWait('wait4', pid, status, asCInt(options), words)
  return new PyTuple([got, status[0]!, usageOf(words)])
}

function waitid(type: Value, id: Value, options: Value): Value {
  // siginfo_t: si_signo, si_errno, si_code, padding, si_pid, si_uid, si_status.
  const info = new Int32Array(32)
  libcWait('waitid', asCInt(type), idOf(id, 'uid'), info, asCInt(options))
  if (info[4] === 0) return null
  return waitidResult.make([info[4]!, info[5]! >>> 0, info[0]!, info[6]!, info[2]!])
}

// ── Scheduling ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** struct sched_param of an `os.sched_param`. */
function priorityOf(v: Value): Int32Array {
  if (typeOf(v) !== schedParam.type) throw typeError('must have a sched_param object')
  const i = asIndex((v as PyTuple).items[0]!)
  if (typeof i !== 'number' || i !== (i | 0)) throw valueError('sched_priority out of range')
  return new Int32Array([i])
}

const CPU_WORDS = 16

function getAffinity(pid: Value): Value {
  const mask = new BigUint64Array(CPU_WORDS)
  libcCall('sched_getaffinity', asCInt(pid), BigInt(CPU_WORDS * 8), mask)
  const cpus: number[] = []
  for (let cpu = 0; cpu < CPU_WORDS * 64; cpu++) if (mask[cpu >> 6]! & (1n << BigInt(cpu & 63))) cpus.push(cpu)
  return setOf(cpus)
}

function setAffinity(pid: Value, cpus: Value): Value {
  const process = asCInt(pid)
  const mask = new BigUint64Array(CPU_WORDS)
  const next = iterate(cpus)
  for (let item = next(); item !== undefined; item = next()) {
    const cpu = asInt(item)
    if (cpu === undefined) throw typeError(`expected an iterator of ints, but iterator yielded ${repr(typeOf(item))}`)
    if (cpu < 0) throw valueError('negative CPU number')
    if (cpu > 0x7ffffffe) throw overflowError('CPU number too large')
    // The kernel passes over processors beyond those it knows; so does this mask beyond its end.
    if (cpu < CPU_WORDS * 64) mask[Number(cpu) >> 6]! |= 1n << BigInt(Number(cpu) & 63)
  }
  libcCall('sched_setaffinity', process, BigInt(CPU_WORDS * 8), mask)
  return null
}

function rrInterval(pid: Value): Value {
  const words = new BigInt64Array(2)
  libcCall('sched_rr_get_interval', asCInt(pid), words)
  return new PyFloat(Number(words[0]!) + Number(words[1]!) * 1e-9)
}

const SPAWN_SIGNATURE =
  '(path, argv, env, /, *, file_actions=(), setpgroup=<unrepresentable>, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=<unrepresentable>)'

/** Rows for posix's method table. */
export const processTable: MethodTable = [
  ['execv', execv, '(path, argv, /)'],
  ['execve', execve, '(path, argv, env)'],
  ['posix_spawn', posixSpawn('posix_spawn'), SPAWN_SIGNATURE],
  ['posix_spawnp', posixSpawn('posix_spawnp'), SPAWN_SIGNATURE],
  [
    'spawnv',
    (mode: Value, file: Value, args: Value) => spawn(mode, file, args, undefined, false),
    '(mode, file, args)',
  ],
  [
    'spawnve',
    (mode: Value, file: Value, args: Value, env: Value) => spawn(mode, file, args, env, false),
    '(mode, file, args, env)',
  ],
  [
    'spawnvp',
    (mode: Value, file: Value, args: Value) => spawn(mode, file, args, undefined, true),
    '(mode, file, args)',
  ],
  [
    'spawnvpe',
    (mode: Value, file: Value, args: Value, env: Value) => spawn(mode, file, args, env, true),
    '(mode, file, args, env)',
  ],
  ['wait', () => waitpid(-1, 0), '()'],
  ['waitpid', waitpid, '(pid, options, /)'],
  ['wait3', (options: Value) => wait4(-1, options), '(options)'],
  ['wait4', (pid: Value, options: Value) => wait4(asCInt(pid), options), '(pid, options)'],
  ['waitid', waitid, '(idtype, id, options, /)'],
  [
    'pidfd_open',
    (pid: Value, flags: Value = 0) => libcCall('pidfd_open', asCInt(pid), asCInt(flags)),
    '(pid, flags=0)',
  ],
  ['sched_getaffinity', getAffinity, '(pid, /)'],
  ['sched_setaffinity', setAffinity, '(pid, mask, /)'],
  ['sched_get_priority_max', (policy: Value) => libcCall('sched_get_priority_max', asCInt(policy)), '(policy)'],
  ['sched_get_priority_min', (policy: Value) => libcCall('sched_get_priority_min', asCInt(policy)), '(policy)'],
  ['sched_getscheduler', (pid: Value) => libcCall('sched_getscheduler', asCInt(pid)), '(pid, /)'],
  [
    'sched_setscheduler',
    (pid: Value, policy: Value, param: Value) => (
      libcCall('sched_setscheduler', asCInt(pid), asCInt(policy), priorityOf(param)), null
    ),
    '(pid, policy, param, /)',
  ],
  [
    'sched_getparam',
    (pid: Value) => {
      const param = new Int32Array(1)
      libcCall('sched_getparam', asCInt(pid), param)
      return schedParam.make([param[0]!])
    },
    '(pid, /)',
  ],
  [
    'sched_setparam',
    (pid: Value, param: Value) => (libcCall('sched_setparam', asCInt(pid), priorityOf(param)), null),
    '(pid, param, /)',
  ],
  ['sched_rr_get_interval', rrInterval, '(pid, /)'],
]
