/** _posixsubprocess: starting child processes by posix_spawn(3) of the C library (CPython: Modules/_posixsubprocess.c). */

import { FFIType } from 'bun:ffi'
import { writeSync } from 'node:fs'
import { libcFunction } from '../ffi/libc'
import type { PyBytes } from '../objects/bytes'
import { notImplementedError } from '../objects/exceptions'
import type { Value } from '../objects/object'
import { asCInt, isTrue, toArray } from '../objects/operators'
import type { NativeModule } from './definition'
import { encodePath } from './filenames'
import { stringArray } from './posix/processes'

const POSIX_SPAWN_SETPGROUP = 0x02
const POSIX_SPAWN_SETSIGDEF = 0x04
const POSIX_SPAWN_SETSID = 0x80

function need(name: string, args: FFIType[]): (...args: unknown[]) => number {
  const f = libcFunction(name, { args, returns: FFIType.i32 })
  if (f === null) throw notImplementedError(`starting processes needs ${name}, which this platform lacks`)
  return f as (...args: unknown[]) => number
}

/** `fork_exec(…)`, by spawning: the pid. A failure is written to the error pipe as the child would have done. */
function forkExec(all: Value[]): Value {
  const [
    args,
    executables,
    closeFds,
    passFds,
    cwd,
    env,
    p2cread,
    ,
    ,
    c2pwrite,
    ,
    errwrite,
    ,
    errpipeWrite,
    ,
    callSetsid,
    processGroup,
    gid,
    extraGroups,
    uid,
    umask,
    preexec,
  ] = all as [
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
  ]
  if (preexec !== null) throw notImplementedError('preexec_fn is not supported')
  if (gid !== null || uid !== null || extraGroups !== null)
    throw notImplementedError('changing user or groups of a child is not supported')
  if (typeof umask === 'number' && umask >= 0) throw notImplementedError('umask of a child is not supported')
  const int = (v: Value) => asCInt(v)
  const actions = new Uint8Array(80 + 64)
  const attributes = new Uint8Array(336 + 64)
  need('posix_spawn_file_actions_init', [FFIType.ptr])(actions)
  need('posix_spawnattr_init', [FFIType.ptr])(attributes)
  const dup2 = need('posix_spawn_file_actions_adddup2', [FFIType.ptr, FFIType.i32, FFIType.i32])
  // The error pipe is in the list for a child that reports by itself; this one cannot, and must not hold it open.
  const keepOpen = toArray(passFds)
    .map(int)
    .filter((fd) => fd !== int(errpipeWrite))
  // Descriptors that would be overwritten before they are used move out of the way first.
  const wanted = [int(p2cread), int(c2pwrite), int(errwrite)]
  let spare = Math.max(...wanted, ...keepOpen, 2) + 10
  const moved = wanted.map((fd, target) => {
    if (fd < 0 || fd > 2 || fd === target) return fd
    dup2(actions, fd, spare)
    return spare++
  })
  moved.forEach((fd, target) => {
    if (fd >= 0) dup2(actions, fd, target)
  })
  for (const fd of keepOpen) if (fd > 2) dup2(actions, fd, fd)
  if (isTrue(closeFds) && keepOpen.length === 0) {
    const closeFrom = libcFunction('posix_spawn_file_actions_addclosefrom_np', {
      args: [FFIType.ptr, FFIType.i32],
      returns: FFIType.i32,
    })
    closeFrom?.(actions, 3)
  }
  const strings: Uint8Array[] = []
  if (cwd !== null) {
    const path = new Uint8Array([...encodePath(cwd, 'fork_exec', 'cwd'), 0])
    strings.push(path)
    need('posix_spawn_file_actions_addchdir_np', [FFIType.ptr, FFIType.ptr])(actions, path)
  }
  let flags = POSIX_SPAWN_SETSIGDEF
  if (isTrue(callSetsid)) flags |= POSIX_SPAWN_SETSID
  if (int(processGroup) >= 0) {
    flags |= POSIX_SPAWN_SETPGROUP
    need('posix_spawnattr_setpgroup', [FFIType.ptr, FFIType.i32])(attributes, int(processGroup))
  }
  // SIGINT (2), SIGPIPE (13) and SIGXFSZ (25) go back to their defaults.
  const defaults = new BigUint64Array(16)
  defaults[0] = (1n << 1n) | (1n << 12n) | (1n << 24n)
  need('posix_spawnattr_setsigdefault', [FFIType.ptr, FFIType.ptr])(attributes, defaults)
  need('posix_spawnattr_setflags', [FFIType.ptr, FFIType.i32])(attributes, flags)
  const argv = stringArray(toArray(args).map((a) => encodePath(a, 'fork_exec', 'argument')))
  const environment =
    env === null
      ? Object.entries(process.env).map(([k, v]) => new Uint8Array(Buffer.from(`${k}=${v}`)))
      : toArray(env).map((e) => (e as PyBytes).bytes)
  const envp = stringArray(environment)
  const spawn = need('posix_spawn', [FFIType.ptr, FFIType.ptr, FFIType.ptr, FFIType.ptr, FFIType.ptr, FFIType.ptr])
  const pid = new Int32Array(1)
  let failure = 2
  for (const executable of toArray(executables)) {
    const path = new Uint8Array([...encodePath(executable, 'fork_exec', 'executable'), 0])
    const code = spawn(pid, path, actions, attributes, argv.words, envp.words)
    if (code === 0) {
      failure = 0
      break
    }
    if (code !== 2 && code !== 20) failure = code
  }
  void strings
  void argv.keep
  void envp.keep
  need('posix_spawn_file_actions_destroy', [FFIType.ptr])(actions)
  need('posix_spawnattr_destroy', [FFIType.ptr])(attributes)
  if (failure !== 0) {
    writeSync(int(errpipeWrite), `OSError:${failure.toString(16)}:`)
    return failedChild()
  }
  return pid[0]!
}

/** A child that ended at once, so that subprocess has something to wait for after a failed start. */
function failedChild(): number {
  const spawn = need('posix_spawn', [FFIType.ptr, FFIType.ptr, FFIType.ptr, FFIType.ptr, FFIType.ptr, FFIType.ptr])
  const pid = new Int32Array(1)
  const path = new Uint8Array(Buffer.from('/bin/false\0'))
  const argv = stringArray([new Uint8Array(Buffer.from('false'))])
  const envp = stringArray([])
  spawn(pid, path, null, null, argv.words, envp.words)
  return pid[0]!
}

export const posixSubprocessModule: NativeModule = {
  name: '_posixsubprocess',
  doc: 'What subprocess does between fork and exec.',
  functions: [['fork_exec', forkExec, '(*args)']],
}
