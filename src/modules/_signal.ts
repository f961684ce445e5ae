/** _signal (Library Reference, "signal"; CPython: Modules/signalmodule.c). Handlers run at safepoints of the interpreter. */

import { FFIType } from 'bun:ffi'
import { nodeFs } from '../base/nodefs'
import { signalNumbers } from '../base/systemconstants'
import { libcFunction } from '../ffi/libc'
import { signalMemory } from '../ffi/signals'
import type { Frame } from '../interpreter/frame'
import { onSafepoint, pollSignals, SafepointBit } from '../interpreter/safepoint'
import { context } from '../objects/context'
import { keyboardInterruptType, makeException, notImplementedError, typeError, valueError } from '../objects/exceptions'
import { asInt } from '../objects/int'
import { typeOf, type Value } from '../objects/object'
import { asCInt, isTrue } from '../objects/operators'
import { setOf } from '../objects/set'
import type { NativeModule } from './definition'
import { libcCall } from './libccall'
import { errnoError, errnoOf } from './systemcall'

const SIG_DFL = 0
const SIG_IGN = 1
const SIGNALS = 65
const F_GETFL = 3

/** Handler of each signal as Python sees it; undefined: not set from Python. */
const handlers: (Value | undefined)[] = []
const counts = new Int32Array(SIGNALS)

function defaultIntHandler(): Value {
  throw makeException(keyboardInterruptType)
}

let defaultInt: Value = null

/** Installs the interrupt handler of a fresh interpreter: Ctrl-C raises KeyboardInterrupt at the next safepoint. */
export function installInterrupt(defaultHandler: Value): void {
  defaultInt = defaultHandler
  const memory = signalMemory()
  if (memory === null) return
  onSafepoint(SafepointBit.signal, deliver)
  handlers[2] = defaultHandler
  memory.catchSignal(2)
}

/** Runs the Python handlers of the signals that arrived. */
function deliver(frame: Frame): void {
  const memory = signalMemory()!
  const { words } = memory
  Atomics.and(words, 0, ~SafepointBit.signal)
  reportWakeupError(memory.wakeupError())
  for (let n = 1; n < SIGNALS; n++) {
    const seen = words[n + 1]!
    if (seen === counts[n]) continue
    counts[n] = seen
    const handler = handlers[n]
    if (handler === undefined || handler === null || typeof handler === 'number') continue
    frame.escaped = true
    context.call2(handler, n, frame)
  }
}

function number(v: Value): number {
  const n = asCInt(v)
  if (n < 1 || n >= SIGNALS) throw valueError('signal number out of range')
  return n
}

function getSignal(v: Value): Value {
  const n = number(v)
  const found = handlers[n]
  return found === undefined ? (n === 13 ? SIG_IGN : SIG_DFL) : found
}

function setSignal(v: Value, handler: Value): Value {
  const n = number(v)
  const action = asInt(handler)
  if (action !== undefined ? action !== SIG_DFL && action !== SIG_IGN : typeOf(handler).proto.$__call__ === undefined)
    throw typeError('signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object')
  const old = getSignal(n)
  const memory = signalMemory()
  if (memory === null) throw notImplementedError('signal handlers are not available on this machine')
  const done = action !== undefined ? memory.release(n, action === SIG_IGN) : memory.catchSignal(n)
  if (!done) throw errnoError(22)
  handlers[n] = handler
  return old
}

/** Whether a wakeup descriptor that takes no more is worth a message. */
let warnOnFullBuffer = true

function reportWakeupError(errno: number): void {
  if (errno === 0 || (errno === errnoOf('EAGAIN') && !warnOnFullBuffer)) return
  context.unraisable(errnoError(errno), null, 'Exception ignored when trying to write to the signal wakeup fd')
}

/** `set_wakeup_fd(fd)`: the descriptor that each signal's number is written to; the one before. */
function setWakeupFd(v: Value, warn: Value = true): Value {
  const fd = asCInt(v)
  const memory = signalMemory()
  if (memory === null) throw notImplementedError('signal handlers are not available on this machine')
  if (fd !== -1) {
    if (fd < 0) throw errnoError(errnoOf('EBADF'))
    const flags = libcCall('fcntl', fd, F_GETFL, 0)
    if ((flags & nodeFs().constants.O_NONBLOCK) === 0) throw valueError(`the fd ${fd} must be in non-blocking mode`)
  }
  warnOnFullBuffer = isTrue(warn)
  return memory.wakeup(fd)
}

/** `siginterrupt(signalnum, flag)`: whether a system call that the signal interrupts goes on afterwards. */
function sigInterrupt(v: Value, flag: Value): Value {
  const n = number(v)
  const interrupt = asCInt(flag)
  libcCall('siginterrupt', n, interrupt)
  return null
}

/** Makes a signal as arrived as if it had been sent, where a Python function handles it (CPython: PyErr_SetInterruptEx). */
export function interruptMain(signal: number): void {
  if (signal < 1 || signal >= SIGNALS) throw valueError('signal number out of range')
  const handler = handlers[signal]
  const memory = signalMemory()
  if (memory === null || handler === undefined || handler === null || typeof handler === 'number') return
  libcCall('raise', signal)
  pollSignals()
}

function raiseSignal(v: Value): Value {
  libcCall('raise', asCInt(v))
  pollSignals()
  return null
}

function alarm(v: Value): Value {
  const f = libcFunction('alarm', { args: [FFIType.u32], returns: FFIType.u32 })
  if (f === null) throw notImplementedError('alarm is not available on this platform')
  return f(asCInt(v)) as number
}

export const signalModule: NativeModule = {
  name: '_signal',
  doc: 'Signals and their handlers.',
  functions: [
    ['signal', setSignal, '(signalnum, handler, /)'],
    ['getsignal', getSignal, '(signalnum, /)'],
    ['default_int_handler', defaultIntHandler, '(signalnum, frame, /)'],
    ['raise_signal', raiseSignal, '(signalnum, /)'],
    ['alarm', alarm, '(seconds, /)'],
    ['set_wakeup_fd', setWakeupFd, '(fd, /, *, warn_on_full_buffer=True)'],
    ['siginterrupt', sigInterrupt, '(signalnum, flag, /)'],
    [
      'strsignal',
      (v: Value) => {
        const n = number(v)
        const found = Object.entries(signalNumbers()).find(([, value]) => value === n)
        return found === undefined ? null : (TEXTS[found[0]] ?? found[0])
      },
      '(signalnum, /)',
    ],
    [
      'valid_signals',
      () => setOf(Array.from({ length: 64 }, (_, i) => i + 1).filter((n) => n !== 32 && n !== 33)),
      '()',
    ],
  ],
  attributes: () => ({
    SIG_DFL,
    SIG_IGN,
    NSIG: SIGNALS,
    SIG_BLOCK: 0,
    SIG_UNBLOCK: 1,
    SIG_SETMASK: 2,
    ITIMER_REAL: 0,
    ITIMER_VIRTUAL: 1,
    ITIMER_PROF: 2,
    SIGCLD: 17,
    SIGRTMIN: 34,
    SIGRTMAX: 64,
    ...signalNumbers(),
  }),
  setup: (module) => {
    if (defaultInt !== null) module.namespace.setItem('default_int_handler', defaultInt)
  },
}

const TEXTS: Readonly<Record<string, string>> = {
  SIGHUP: 'Hangup',
  SIGINT: 'Interrupt',
  SIGQUIT: 'Quit',
  SIGILL: 'Illegal instruction',
  SIGTRAP: 'Trace/breakpoint trap',
  SIGABRT: 'Aborted',
  SIGBUS: 'Bus error',
  SIGFPE: 'Floating point exception',
  SIGKILL: 'Killed',
  SIGUSR1: 'User defined signal 1',
  SIGSEGV: 'Segmentation fault',
  SIGUSR2: 'User defined signal 2',
  SIGPIPE: 'Broken pipe',
  SIGALRM: 'Alarm clock',
  SIGTERM: 'Terminated',
  SIGCHLD: 'Child exited',
  SIGCONT: 'Continued',
  SIGSTOP: 'Stopped (signal)',
  SIGTSTP: 'Stopped',
  SIGTTIN: 'Stopped (tty input)',
  SIGTTOU: 'Stopped (tty output)',
}

/** The handler of SIGINT as a callable. */
export { defaultIntHandler }
