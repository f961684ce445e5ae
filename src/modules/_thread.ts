/** _thread: locks and identity of the one thread there is (Library Reference, "_thread"). Starting threads raises until they exist. */
import { mainThread } from '../interpreter/frame'
import { lookupAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { instanceDict } from '../objects/dict'
import { systemExitType } from '../objects/exceptionfields'
import {
  makeException,
  notImplementedError,
  overflowError,
  runtimeError,
  runtimeErrorType,
  typeError,
  valueError,
} from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { defineType, type MethodTable, PyObject, type PyType, typeOf, type Value } from '../objects/object'
import { address } from '../objects/objecttype'
import { asCInt, asSize, isTrue } from '../objects/operators'
import { PyTuple } from '../objects/tuple'
import { interruptMain } from './_signal'
import type { NativeModule } from './definition'

/** Identity of the main thread. */

class PyLock extends PyObject {
  locked = false
}

function timeoutOf(blocking: Value, timeout: Value): number {
  const seconds = timeout instanceof PyFloat ? timeout.value : asSize(timeout)
  if (!isTrue(blocking)) {
    if (seconds !== -1) throw valueError("can't specify a timeout for a non-blocking call")
    return 0
  }
  if (seconds < 0 && seconds !== -1) throw valueError('timeout value must be a non-negative number')
  if (seconds > 9223372036) throw overflowError('timeout value is too large')
  return seconds
}

/** Waiting for a lock that nobody can release: with a timeout it passes, without one the program would hang for ever. */
function waitInVain(seconds: number): Value {
  if (seconds === 0) return false
  if (seconds < 0) throw runtimeError('deadlock: the only thread waits for a lock that it holds')
  Bun.sleepSync(seconds * 1000)
  return false
}

function acquire(self: PyLock, blocking: Value = true, timeout: Value = -1): Value {
  const seconds = timeoutOf(blocking, timeout)
  if (!self.locked) {
    self.locked = true
    return true
  }
  return waitInVain(seconds)
}

function release(self: PyLock): Value {
  if (!self.locked) throw runtimeError('release unlocked lock')
  self.locked = false
  return null
}

const lockRows = (): MethodTable => [
  ['acquire', acquire, '($self, /, blocking=True, timeout=-1)'],
  ['acquire_lock', acquire, '($self, /, blocking=True, timeout=-1)'],
  ['release', release, '($self, /)'],
  ['release_lock', release, '($self, /)'],
  ['locked', (self: PyLock) => self.locked, '($self, /)'],
  ['locked_lock', (self: PyLock) => self.locked, '($self, /)'],
  ['__enter__', (self: PyLock) => acquire(self), '($self, /)'],
  ['__exit__', (self: PyLock) => release(self), '($self, /, *args)'],
  [
    '_at_fork_reinit',
    (self: PyLock) => {
      self.locked = false
      return null
    },
    '($self, /)',
  ],
  [
    '__repr__',
    (self: PyLock) => `<${self.locked ? 'locked' : 'unlocked'} _thread.lock object at ${address(self)}>`,
    '($self, /)',
  ],
]

export const lockType = defineType('lock', {
  layout: PyLock,
  module: '_thread',
  final: true,
  new: [(cls: PyType) => new cls.ctor(), '()'],
  methods: lockRows,
})

class PyRLock extends PyObject {
  count = 0
}

function rAcquire(self: PyRLock, blocking: Value = true, timeout: Value = -1): Value {
  timeoutOf(blocking, timeout)
  self.count++
  return true
}

function rRelease(self: PyRLock): Value {
  if (self.count === 0) throw runtimeError('cannot release un-acquired lock')
  self.count--
  return null
}

export const rlockType = defineType('RLock', {
  layout: PyRLock,
  module: '_thread',
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    ['acquire', rAcquire, '($self, /, blocking=True, timeout=-1)'],
    ['release', rRelease, '($self, /)'],
    ['__enter__', (self: PyRLock) => rAcquire(self), '($self, /)'],
    ['__exit__', (self: PyRLock) => rRelease(self), '($self, /, *exc_info)'],
    ['_is_owned', (self: PyRLock) => self.count > 0, '($self, /)'],
    ['_recursion_count', (self: PyRLock) => self.count, '($self, /)'],
    [
      '_release_save',
      (self: PyRLock) => {
        if (self.count === 0) throw runtimeError('cannot release un-acquired lock')
        const state = new PyTuple([self.count, mainThread])
        self.count = 0
        return state
      },
      '($self, /)',
    ],
    [
      '_acquire_restore',
      (self: PyRLock, state: Value) => {
        if (!(state instanceof PyTuple))
          throw typeError(
            `_acquire_restore() argument 1 must be 2-item sequence, not ${state === null ? 'None' : typeOf(state).name}`,
          )
        const { items } = state
        if (items.length !== 2)
          throw typeError(`_acquire_restore() argument 1 must be sequence of length 2, not ${items.length}`)
        self.count = asSize(items[0]!)
        return null
      },
      '($self, state, /)',
    ],
    [
      '_at_fork_reinit',
      (self: PyRLock) => {
        self.count = 0
        return null
      },
      '($self, /)',
    ],
    [
      '__repr__',
      (self: PyRLock) =>
        `<${self.count > 0 ? 'locked' : 'unlocked'} _thread.RLock object owner=${self.count > 0 ? mainThread : 0} count=${self.count} at ${address(self)}>`,
      '($self, /)',
    ],
  ],
})

/** `threading.local`: attributes of the one thread. */
class PyLocal extends PyObject {}
const localType = defineType('_local', {
  layout: PyLocal,
  module: '_thread',
  hasDict: true,
  new: [
    (cls: PyType, args: Value[], keywords: Value) => {
      if ((args.length > 0 || keywords !== null) && cls.proto.$__init__ === localType.base!.proto.$__init__)
        throw typeError('Initialization arguments are not supported')
      return new cls.ctor()
    },
    '(*args, **kwargs)',
  ],
  getset: () => [['__dict__', (self: PyLocal) => instanceDict(self)]],
})

/** Handle of a thread for threading: only the main thread's exists. */
class PyHandle extends PyObject {
  ident = 0
  done = false
}
const handleType = defineType('_ThreadHandle', {
  layout: PyHandle,
  module: '_thread',
  new: [(cls: PyType) => new cls.ctor(), '()'],
  methods: () => [
    [
      'join',
      (self: PyHandle) => {
        if (!self.done && self.ident === mainThread) throw runtimeError('Cannot join current thread')
        return null
      },
      '($self, timeout=None, /)',
    ],
    ['is_done', (self: PyHandle) => self.done, '($self, /)'],
    [
      '_set_done',
      (self: PyHandle) => {
        self.done = true
        return null
      },
      '($self, /)',
    ],
  ],
  getset: () => [['ident', (self: PyHandle) => self.ident]],
})

/** The smallest stack that CPython takes. */
const STACK_MIN = 0x8000
/** Size of the stacks of threads to come; 0: the system's own. */
let threadStack = 0

/** `stack_size(size)`: the size so far, and the one of threads that are started from now on. */
function stackSize(size: Value = 0): Value {
  const n = asSize(size)
  if (n < 0) throw valueError('size must be 0 or a positive value')
  if (n > 0 && n < STACK_MIN) throw valueError(`size not valid: ${n} bytes`)
  const old = threadStack
  threadStack = n
  return old
}

function startFails(): Value {
  throw notImplementedError('threads are not implemented')
}

export const threadModule: NativeModule = {
  name: '_thread',
  doc: 'Locks and threads, on which threading is built.',
  functions: [
    ['allocate_lock', () => new PyLock(), '()'],
    ['allocate', () => new PyLock(), '()'],
    ['get_ident', () => mainThread, '()'],
    ['get_native_id', () => mainThread, '()'],
    ['_get_main_thread_ident', () => mainThread, '()'],
    [
      '_make_thread_handle',
      (ident: Value) => {
        const made = new PyHandle()
        made.ident = asSize(ident)
        return made
      },
      '(ident, /)',
    ],
    ['_is_main_interpreter', () => true, '()'],
    ['_count', () => 0, '()'],
    ['stack_size', stackSize, '(size=0, /)'],
    ['daemon_threads_allowed', () => true, '()'],
    ['start_new_thread', startFails, '(function, args, kwargs={}, /)'],
    ['start_new', startFails, '(function, args, kwargs={}, /)'],
    ['start_joinable_thread', startFails, '(function, handle=None, daemon=True)'],
    [
      'interrupt_main',
      (signal: Value = 2) => {
        interruptMain(asCInt(signal))
        return null
      },
      '(signum=2, /)',
    ],
    [
      'exit',
      () => {
        throw makeException(systemExitType)
      },
      '()',
    ],
    ['_shutdown', () => null, '()'],
    [
      '_excepthook',
      (args: Value) => {
        const e = lookupAttr(args, 'exc_value') ?? null
        context.unraisable(e, null, 'Exception in thread')
        return null
      },
      '(exc_info, /)',
    ],
  ],
  attributes: () => ({
    LockType: lockType,
    lock: lockType,
    RLock: rlockType,
    _local: localType,
    _ThreadHandle: handleType,
    error: runtimeErrorType,
    TIMEOUT_MAX: new PyFloat(9223372036),
    _ExceptHookArgs: typeOf(new PyTuple([])),
  }),
}
