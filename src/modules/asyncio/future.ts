/** `_asyncio.Future` and the iterator that awaiting one drives (Library Reference, "Futures"; CPython: Modules/_asynciomodule.c). */
import { beforeScan, unwatch, type WeakEntry, watch } from '../../gc/weakrefs'
import { thrownException } from '../../interpreter/generator'
import { getAttr } from '../../objects/attributes'
import { context } from '../../objects/context'
import { PyDict } from '../../objects/dict'
import { attributeErrorType, stopIteration, stopIterationType } from '../../objects/exceptionfields'
import {
  baseExceptionType,
  deprecationWarningType,
  isException,
  makeException,
  PyBaseException,
  runtimeError,
  typeError,
  valueError,
} from '../../objects/exceptions'
import { genericAliasOf } from '../../objects/genericalias'
import { PyList } from '../../objects/list'
import {
  bareName,
  defineType,
  type GetSetTable,
  type MethodTable,
  PyObject,
  PyType,
  typeOf,
  type Value,
} from '../../objects/object'
import { equals, isTrue, PyReturningIterator } from '../../objects/operators'
import { PyTuple } from '../../objects/tuple'
import { currentContext } from '../_contextvars'
import { callSoon } from './schedule'
import { asyncioState, eventLoop } from './state'

export enum FutureState {
  Pending = 0,
  Cancelled = 1,
  Finished = 2,
}

const STATE_NAMES = ['PENDING', 'CANCELLED', 'FINISHED']

/** `_asyncio.Future`. What was not set is undefined where None would mean something else. */
export class PyFuture extends PyObject {
  /** The event loop; undefined before `__init__`. */
  loop: Value | undefined = undefined
  state: FutureState = FutureState.Pending
  /** It has been yielded to a task by `await`. */
  blocking = false
  /** Its exception was set and nobody has asked for it. */
  logTraceback = false
  result: Value = null
  exception: PyBaseException | null = null
  exceptionTraceback: PyObject | null = null
  /** The first callback, which is most often the only one; undefined where there is none. */
  callback0: Value | undefined = undefined
  context0: Value = null
  /** Further callbacks, each with its context behind it. */
  callbacks: Value[] | null = null
  sourceTraceback: Value = null
  cancelMessage: Value = null
  /** The exception that ended the task, to be raised once. */
  cancelledError: PyBaseException | null = null
  /** What is registered to find out that the object died; see {@link LostException}. */
  lost: WeakEntry | null = null

  get ended(): boolean {
    return this.state !== FutureState.Pending
  }

  /** What else belongs to a copy of it that is reported instead. */
  copied(): object {
    return {}
  }
}

/** Fails where `__init__` was not called. */
export function ensureAlive(self: PyFuture): Value {
  const { loop } = self
  if (loop === undefined) throw runtimeError('Future object is not initialized.')
  return loop
}

function libraryException(name: string): PyType {
  return asyncioState().library('asyncio.exceptions', name) as PyType
}

/** `asyncio.CancelledError` */
export function cancelledErrorType(): PyType {
  return libraryException('CancelledError')
}

/** `asyncio.InvalidStateError(message)` */
export function invalidState(message: string): PyBaseException {
  return context.call1(libraryException('InvalidStateError'), message) as PyBaseException
}

/** `Future.__init__` */
export function initFuture(self: PyFuture, loop: Value): void {
  self.state = FutureState.Pending
  self.blocking = false
  self.logTraceback = false
  self.result = null
  self.exception = null
  self.exceptionTraceback = null
  self.callback0 = undefined
  self.context0 = null
  self.callbacks = null
  self.sourceTraceback = null
  self.cancelMessage = null
  self.cancelledError = null
  self.loop = loop === null ? eventLoop() : loop
  if (isTrue(context.call0(getAttr(self.loop, 'get_debug'))))
    self.sourceTraceback = context.call0(asyncioState().library('traceback', 'extract_stack'))
}

// ── Exceptions that nobody asked for ─────────────────────────────────────────────────────────────────────────────────────

/** What is left of a future with an exception that nobody has asked for: the object may die, and another one is made to be reported. */
class LostException implements WeakEntry {
  readonly target: WeakRef<PyFuture>
  private readonly remake: () => PyFuture

  constructor(future: PyFuture) {
    this.target = new WeakRef(future)
    this.remake = remaker(future)
    watch(this)
  }

  died(): void {
    finalizeFuture(this.remake())
  }

  ending(): void {
    const future = this.target.deref()!
    if (future.logTraceback) finalizeFuture(future)
  }
}

/** How to make another future with the same exception, without a reference to this one. */
function remaker(future: PyFuture): () => PyFuture {
  const { cls, loop, exception, exceptionTraceback, sourceTraceback } = future
  const copy = future.copied()
  return () => {
    const made = new cls.ctor() as PyFuture
    Object.assign(
      made,
      { loop, exception, exceptionTraceback, sourceTraceback, state: FutureState.Finished, logTraceback: true },
      copy,
    )
    return made
  }
}

/** Futures whose exception nobody has asked for so far; see the young generators in interpreter/dropped.ts. */
let unasked: PyFuture[] = []
const MOST_UNASKED = 4096

function watchException(future: PyFuture): void {
  future.logTraceback = true
  if (unasked.push(future) < MOST_UNASKED) return
  unasked = unasked.filter((f) => f.logTraceback)
  if (unasked.length > MOST_UNASKED / 2) registerUnasked()
}

function registerUnasked(): void {
  const listed = unasked
  unasked = []
  for (const future of listed) if (future.logTraceback && future.lost === null) future.lost = new LostException(future)
}

beforeScan(registerUnasked)

/** Somebody has asked for the exception. */
function asked(self: PyFuture): void {
  self.logTraceback = false
  if (self.lost === null) return
  unwatch(self.lost)
  self.lost = null
}

/** Calls `loop.call_exception_handler` with what a dead or dying future has to say. Raises nothing. */
export function reportToLoop(self: PyFuture, rows: readonly [string, Value][]): void {
  const report = new PyDict()
  for (const [key, value] of rows) report.setItem(key, value)
  if (self.sourceTraceback !== null) report.setItem('source_traceback', self.sourceTraceback)
  let handler: Value = null
  try {
    handler = getAttr(self.loop!, 'call_exception_handler')
    context.call1(handler, report)
  } catch (e) {
    if (!(e instanceof PyBaseException)) throw e
    context.unraisable(e, handler, null)
  }
}

/** `Future.__del__` */
export function finalizeFuture(self: PyFuture): Value {
  if (!self.logTraceback) return null
  asked(self)
  reportToLoop(self, [
    ['message', `${bareName(typeOf(self))} exception was never retrieved`],
    ['exception', self.exception],
    ['future', self],
  ])
  return null
}

// ── What futures do ─────────────────────────────────────────────────────────────────────────────────────────────────────

function scheduleCallbacks(self: PyFuture): void {
  const first = self.callback0
  if (first !== undefined) {
    const ctx = self.context0
    self.callback0 = undefined
    self.context0 = null
    callSoon(self.loop!, first, self, ctx)
  }
  const more = self.callbacks
  if (more === null) return
  self.callbacks = null
  for (let i = 0; i < more.length; i += 2) callSoon(self.loop!, more[i]!, self, more[i + 1]!)
}

/** `Future.add_done_callback(callback, context=ctx)` */
export function addDoneCallback(self: PyFuture, callback: Value, ctx: Value): void {
  if (self.state !== FutureState.Pending) callSoon(ensureAlive(self), callback, self, ctx)
  else if (self.callback0 === undefined && self.callbacks === null) {
    self.callback0 = callback
    self.context0 = ctx
  } else if (self.callbacks === null) self.callbacks = [callback, ctx]
  else self.callbacks.push(callback, ctx)
}

function removeDoneCallback(self: PyFuture, fn: Value): Value {
  ensureAlive(self)
  let removed = 0
  if (self.callback0 !== undefined && equals(self.callback0, fn)) {
    self.callback0 = undefined
    self.context0 = null
    removed++
  }
  const more = self.callbacks
  if (more === null) return removed
  const kept: Value[] = []
  // A comparison may take callbacks away.
  for (let i = 0; self.callbacks !== null && i < self.callbacks.length; i += 2) {
    const callback = self.callbacks[i]!
    const ctx = self.callbacks[i + 1]!
    if (equals(callback, fn)) removed++
    else kept.push(callback, ctx)
  }
  self.callbacks = self.callbacks === null || kept.length === 0 ? null : kept
  return removed
}

/** `Future.set_result(result)` */
export function setResult(self: PyFuture, result: Value): void {
  ensureAlive(self)
  if (self.state !== FutureState.Pending) throw invalidState('invalid state')
  self.result = result
  self.state = FutureState.Finished
  scheduleCallbacks(self)
}

/** `Future.set_exception(exception)` */
export function setException(self: PyFuture, given: Value): void {
  ensureAlive(self)
  if (self.state !== FutureState.Pending) throw invalidState('invalid state')
  let exception = given
  if (exception instanceof PyType && exception.isSubtype(baseExceptionType)) exception = context.call0(exception)
  if (!(exception instanceof PyBaseException)) throw typeError('invalid exception object')
  if (isException(exception, stopIterationType)) {
    const wrapped = runtimeError(
      'StopIteration interacts badly with generators and cannot be raised into a Future',
    ) as PyBaseException
    wrapped.cause = wrapped.context = exception
    wrapped.suppressContext = true
    exception = wrapped
  }
  const e = exception as PyBaseException
  self.exception = e
  self.exceptionTraceback = e.traceback
  self.state = FutureState.Finished
  scheduleCallbacks(self)
  watchException(self)
}

/** `Future.cancel(msg)` */
export function cancelFuture(self: PyFuture, message: Value): boolean {
  asked(self)
  if (self.state !== FutureState.Pending) return false
  self.state = FutureState.Cancelled
  self.cancelMessage = message
  scheduleCallbacks(self)
  return true
}

/** The CancelledError to be raised: the one that ended a task, once, else a new one. */
export function makeCancelledError(self: PyFuture): PyBaseException {
  const kept = self.cancelledError
  if (kept !== null) {
    self.cancelledError = null
    return kept
  }
  const type = cancelledErrorType()
  const message = self.cancelMessage
  return (message === null ? context.call0(type) : context.call1(type, message)) as PyBaseException
}

/** `Future.result()` */
export function futureResult(self: PyFuture): Value {
  if (self.loop === undefined) throw invalidState('Future object is not initialized.')
  if (self.state === FutureState.Finished) {
    if (self.logTraceback) asked(self)
    const { exception } = self
    if (exception === null) return self.result
    exception.traceback = self.exceptionTraceback
    self.exceptionTraceback = null
    throw exception
  }
  if (self.state === FutureState.Cancelled) throw makeCancelledError(self)
  throw invalidState('Result is not set.')
}

function futureException(self: PyFuture): Value {
  if (self.loop === undefined) throw invalidState('Future object is not initialized.')
  if (self.state === FutureState.Cancelled) throw makeCancelledError(self)
  if (self.state === FutureState.Pending) throw invalidState('Exception is not set.')
  if (self.logTraceback) asked(self)
  return self.exception
}

// ── The iterator ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `_asyncio.FutureIter`: yields the future while it is pending, then returns its result. */
export class PyFutureIterator extends PyReturningIterator {
  constructor(public future: PyFuture | null) {
    super()
  }

  next(): Value | undefined {
    const { future } = this
    this.returned = null
    if (future === null) return undefined
    if (future.state === FutureState.Pending) {
      if (future.blocking) throw runtimeError("await wasn't used with future")
      future.blocking = true
      return future
    }
    this.future = null
    this.returned = futureResult(future)
    return undefined
  }
}

function nextOrStop(self: PyFutureIterator): Value {
  const v = self.next()
  if (v === undefined) throw stopIteration(self.returned)
  return v
}

function throwIntoIterator(self: PyFutureIterator, type: Value, value?: Value, traceback?: Value): Value {
  if (value !== undefined || traceback !== undefined)
    context.warn(
      deprecationWarningType,
      'the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.',
      1,
    )
  if (!(type instanceof PyBaseException) && !(type instanceof PyType && type.isSubtype(baseExceptionType)))
    throw typeError('exceptions must be classes deriving BaseException or instances of such a class')
  const exception = thrownException(type, value, traceback)
  self.future = null
  throw exception
}

defineType('FutureIter', {
  layout: PyFutureIterator as never,
  module: '_asyncio',
  methods: () => [
    ['__iter__', (self: PyFutureIterator) => self, '($self, /)'],
    ['__next__', nextOrStop, '($self, /)'],
    ['send', (self: PyFutureIterator) => nextOrStop(self), '($self, object, /)'],
    ['throw', throwIntoIterator, '-($self, type, value=<unrepresentable>, traceback=<unrepresentable>, /)'],
    ['close', (self: PyFutureIterator) => ((self.future = null), null), '($self, /)'],
  ],
})

// ── The type ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `Future.__await__` */
export function awaitFuture(self: PyFuture): Value {
  ensureAlive(self)
  return new PyFutureIterator(self)
}

function callbackList(self: PyFuture): Value {
  ensureAlive(self)
  const rows: Value[] = []
  if (self.callback0 !== undefined) rows.push(new PyTuple([self.callback0, self.context0]))
  const more = self.callbacks
  if (more !== null) for (let i = 0; i < more.length; i += 2) rows.push(new PyTuple([more[i]!, more[i + 1]!]))
  return rows.length === 0 ? null : new PyList(rows)
}

/** AttributeError as the setters of CPython's raise it for `del`. */
export function needsValue(value: Value | undefined): Value {
  if (value === undefined) throw makeException(attributeErrorType, 'cannot delete attribute')
  return value
}

/** What Future and Task define each for itself. */
export const futureMethods: MethodTable = [
  ['result', futureResult, '($self, /)', 'The result; raises the exception, or CancelledError, or InvalidStateError.'],
  ['exception', futureException, '($self, /)', 'The exception that was set, or None.'],
  [
    'add_done_callback',
    (self: PyFuture, fn: Value, ctx: Value | undefined) => {
      ensureAlive(self)
      addDoneCallback(self, fn, ctx === undefined ? currentContext() : ctx)
      return null
    },
    '($self, fn, /, *, context=<unrepresentable>)',
    'Has a function called with the future as soon as it is done.',
  ],
  ['remove_done_callback', removeDoneCallback, '($self, fn, /)', 'Takes back a callback; how many there were.'],
  ['cancelled', (self: PyFuture) => self.loop !== undefined && self.state === FutureState.Cancelled, '($self, /)'],
  ['done', (self: PyFuture) => self.loop !== undefined && self.state !== FutureState.Pending, '($self, /)'],
  ['_make_cancelled_error', makeCancelledError, '($self, /)'],
]

/** The computed attributes of both. */
export const futureGetset: GetSetTable = [
  ['_state', (self: PyFuture) => (ensureAlive(self), STATE_NAMES[self.state]!)],
  [
    '_asyncio_future_blocking',
    (self: PyFuture) => self.loop !== undefined && self.blocking,
    (self: PyFuture, value: Value | undefined) => {
      ensureAlive(self)
      self.blocking = isTrue(needsValue(value))
    },
  ],
  ['_loop', (self: PyFuture) => self.loop ?? null],
  ['_callbacks', callbackList],
  ['_result', (self: PyFuture) => (ensureAlive(self), self.result)],
  ['_exception', (self: PyFuture) => (ensureAlive(self), self.exception)],
  [
    '_log_traceback',
    (self: PyFuture) => (ensureAlive(self), self.logTraceback),
    (self: PyFuture, value: Value | undefined) => {
      if (isTrue(needsValue(value))) throw valueError('_log_traceback can only be set to False')
      asked(self)
    },
  ],
  ['_source_traceback', (self: PyFuture) => self.sourceTraceback],
  [
    '_cancel_message',
    (self: PyFuture) => self.cancelMessage,
    (self: PyFuture, value: Value | undefined) => {
      self.cancelMessage = needsValue(value)
    },
  ],
]

/** `_asyncio.Future` */
export const futureType = defineType('Future', {
  layout: PyFuture,
  module: '_asyncio',
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    [
      '__init__',
      (self: PyFuture, loop: Value = null) => {
        initFuture(self, loop)
        return null
      },
      '($self, /, *, loop=None)',
    ],
    [
      '__repr__',
      (self: PyFuture) => {
        ensureAlive(self)
        return context.call1(asyncioState().library('asyncio.base_futures', '_future_repr'), self)
      },
      '($self, /)',
    ],
    ['__del__', finalizeFuture, '($self, /)'],
    ['__await__', awaitFuture, '($self, /)'],
    ['__iter__', awaitFuture, '($self, /)'],
    ['get_loop', (self: PyFuture) => ensureAlive(self), '($self, /)', 'The event loop that the future is bound to.'],
    [
      'set_result',
      (self: PyFuture, v: Value) => {
        setResult(self, v)
        return null
      },
      '($self, result, /)',
    ],
    [
      'set_exception',
      (self: PyFuture, e: Value) => {
        setException(self, e)
        return null
      },
      '($self, exception, /)',
    ],
    [
      'cancel',
      (self: PyFuture, message: Value = null) => {
        ensureAlive(self)
        return cancelFuture(self, message)
      },
      '($self, /, msg=None)',
    ],
    ...futureMethods,
  ],
  classMethods: () => [
    ['__class_getitem__', (cls: PyType, item: Value) => genericAliasOf(cls, item), '($type, object, /)'],
  ],
  getset: () => futureGetset,
})
// Attributes of their own, but no `__dict__` to show them.
futureType.hasDict = true
