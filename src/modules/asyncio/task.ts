/** `_asyncio.Task`: a coroutine that the event loop steps (Library Reference, "Coroutines and Tasks"; CPython: Modules/_asynciomodule.c). */
import { unwatch, type WeakEntry, watch } from '../../gc/weakrefs'
import { thread } from '../../interpreter/frame'
import { returned, sendTo, throwInto } from '../../interpreter/generator'
import { PyCoroutine, PyGenerator, PyPlainGenerator } from '../../interpreter/generatorobject'
import { convertJavaScript } from '../../interpreter/unwind'
import { callSpecial0, getAttr, lookupAttr, setAttr } from '../../objects/attributes'
import { context } from '../../objects/context'
import { PyStopIteration, systemExitType } from '../../objects/exceptionfields'
import {
  isException,
  keyboardInterruptType,
  type PyBaseException,
  runtimeError,
  typeError,
} from '../../objects/exceptions'
import { PyBuiltin } from '../../objects/function'
import { genericAliasOf } from '../../objects/genericalias'
import { type AttributeRecord, defineType, PyObject, type PyType, typeOf, type Value } from '../../objects/object'
import { isInstance, isTrue, repr } from '../../objects/operators'
import { NativeFunction } from '../../objects/signature'
import { currentContext, enterContext, leaveContext, PyContext } from '../_contextvars'
import {
  addDoneCallback,
  awaitFuture,
  cancelFuture,
  cancelledErrorType,
  ensureAlive,
  FutureState,
  finalizeFuture,
  futureGetset,
  futureMethods,
  futureResult,
  futureType,
  initFuture,
  invalidState,
  makeCancelledError,
  needsValue,
  PyFuture,
  reportToLoop,
  setException,
  setResult,
} from './future'
import { callSoon } from './schedule'
import { asyncioState, enterTask, leaveTask, type Scheduled, swapCurrentTask } from './state'

/** `_asyncio.Task` */
export class PyTask extends PyFuture implements Scheduled {
  coro: Value = null
  /** A number stands for the name `Task-N`. */
  name: Value = null
  ctx: Value = null
  /** The future that the coroutine waits for. */
  waiter: Value = null
  /** The coroutine is to be thrown a CancelledError at its next step. */
  mustCancel = false
  logDestroyPending = false
  cancels = 0
  /** What the loop calls for a step, and what a future calls that the task waits for; made when first needed. */
  private stepper: PyTaskStep | null = null
  private waker: PyBuiltin | null = null
  pending: PendingTask | null = null

  /** The callback that steps the coroutine. */
  get step(): PyTaskStep {
    return (this.stepper ??= new PyTaskStep(this, null))
  }

  /** The callback of what the task waits for. */
  get wakeup(): PyBuiltin {
    return (this.waker ??= new PyBuiltin(wakeupFunction, this, null, taskType))
  }

  grown(): void {
    if (this.logDestroyPending) this.pending ??= new PendingTask(this)
  }

  override copied(): object {
    const { coro, name, ctx, cancels } = this
    return { coro, name, ctx, cancels }
  }
}

/** What is left of a task that has not ended. One that is waited for through its own coroutine does not die before the end of the program. */
class PendingTask implements WeakEntry {
  readonly target: WeakRef<PyTask>
  private readonly remake: () => PyTask

  constructor(task: PyTask) {
    this.target = new WeakRef(task)
    const { cls, loop, coro, name, ctx, sourceTraceback } = task
    this.remake = () => {
      const made = new cls.ctor() as PyTask
      return Object.assign(made, { loop, coro, name, ctx, sourceTraceback, logDestroyPending: true })
    }
    watch(this)
  }

  died(): void {
    finalizeTask(this.remake())
  }

  ending(): void {
    finalizeTask(this.target.deref()!)
  }
}

/** `_asyncio.TaskStepMethWrapper`: a call of it steps the task. */
class PyTaskStep extends PyObject {
  constructor(
    readonly task: PyTask,
    readonly exception: PyBaseException | null,
  ) {
    super()
  }
}

defineType('TaskStepMethWrapper', {
  layout: PyTaskStep as never,
  module: '_asyncio',
  final: true,
  methods: () => [
    [
      '__call__',
      (self: PyTaskStep, args: Value[], keywords: Value) => {
        if (keywords !== null) throw typeError('function takes no keyword arguments')
        if (args.length > 0) throw typeError('function takes no positional arguments')
        stepTask(self.task, self.exception)
        return null
      },
      '($self, /, *args, **kwargs)',
    ],
  ],
  getset: () => [['__self__', (self: PyTaskStep) => self.task]],
})

const wakeupFunction = new NativeFunction('task_wakeup', wakeUp, '($self, object, /)')

function stepSoon(task: PyTask, exception: PyBaseException | null): void {
  callSoon(task.loop!, exception === null ? task.step : new PyTaskStep(task, exception), undefined, task.ctx)
}

function failSoon(task: PyTask, message: string): void {
  stepSoon(task, runtimeError(message) as PyBaseException)
}

/** What was raised in a native call, as an exception that goes no further. */
function caught(e: unknown): PyBaseException {
  const exception = convertJavaScript(e)
  if (thread.propagating === exception) thread.propagating = null
  return exception
}

/** The future that a task waits for is done. */
function wakeUp(task: PyTask, future: Value): Value {
  let failure: PyBaseException | null = null
  try {
    if (future instanceof PyFuture && !future.cls.heap) futureResult(future)
    else context.call0(getAttr(future, 'result'))
  } catch (e) {
    failure = caught(e)
  }
  stepTask(task, failure)
  return null
}

/** Runs the coroutine of a task to where it waits next, as the current task of its loop. */
function stepTask(task: PyTask, exception: PyBaseException | null): void {
  const loop = ensureAlive(task)
  enterTask(loop, task)
  try {
    step(task, exception)
  } finally {
    leaveTask(loop, task)
  }
}

function step(task: PyTask, thrown: PyBaseException | null): void {
  let exception = thrown
  if (task.state !== FutureState.Pending) throw invalidState(`__step(): already done: ${repr(task)} ${repr(exception)}`)
  if (task.mustCancel) {
    if (exception === null || !isInstance(exception, cancelledErrorType())) exception = makeCancelledError(task)
    task.mustCancel = false
  }
  task.waiter = null
  const { coro } = task
  if (coro === null) throw runtimeError('uninitialized Task object')
  let yielded: Value | undefined
  try {
    yielded = exception === null ? sendNone(coro) : throwTo(coro, exception)
  } catch (e) {
    failed(task, caught(e))
    return
  }
  if (yielded !== undefined) {
    wait(task, yielded)
    return
  }
  const { value } = returned
  returned.value = null
  if (task.mustCancel) {
    // Cancelled right before it ended.
    task.mustCancel = false
    cancelFuture(task, task.cancelMessage)
  } else setResult(task, value)
  ended(task)
}

function failed(task: PyTask, e: PyBaseException): void {
  if (isInstance(e, cancelledErrorType())) {
    task.cancelledError = e
    cancelFuture(task, null)
    ended(task)
    return
  }
  setException(task, e)
  ended(task)
  if (isException(e, keyboardInterruptType) || isException(e, systemExitType)) throw e
}

/** Nothing is to be said of the task any more when it is dropped. */
function ended(task: PyTask): void {
  if (task.pending === null) return
  unwatch(task.pending)
  task.pending = null
}

/** `coro.send(None)`: what it yields, or undefined where it returned, with the value in {@link returned}. */
function sendNone(coro: Value): Value | undefined {
  if (coro instanceof PyCoroutine) return sendTo(coro, null)
  try {
    const next = coro instanceof PyGenerator ? undefined : typeOf(coro).proto.$__next__
    if (next !== undefined) return callSpecial0(next, coro)
    return context.call1(getAttr(coro, 'send'), null)
  } catch (e) {
    return stopped(e)
  }
}

function throwTo(coro: Value, exception: PyBaseException): Value | undefined {
  if (coro instanceof PyCoroutine) {
    const { value, finished } = throwInto(coro, exception)
    if (!finished) return value
    returned.value = value
    return undefined
  }
  try {
    return context.call1(getAttr(coro, 'throw'), exception)
  } catch (e) {
    return stopped(e)
  }
}

function stopped(e: unknown): undefined {
  if (!(e instanceof PyStopIteration)) throw e
  if (thread.propagating === e) thread.propagating = null
  returned.value = e.value
  return undefined
}

/** Whether a future is to be waited for without asking its methods: it has those of Future and Task themselves. */
function isPlain(future: PyFuture): boolean {
  if (!future.cls.heap) return true
  if (future.dict !== undefined) return false
  const { proto } = futureType
  const own = future as unknown as AttributeRecord
  return (
    own.$add_done_callback === proto.$add_done_callback &&
    own.$get_loop === proto.$get_loop &&
    own.$_asyncio_future_blocking === proto.$_asyncio_future_blocking
  )
}

/** Has the task wait for what its coroutine yielded. */
function wait(task: PyTask, yielded: Value): void {
  if (yielded === task) {
    failSoon(task, `Task cannot await on itself: ${repr(task)}`)
    return
  }
  if (yielded === null) {
    stepSoon(task, null)
    return
  }
  if (yielded instanceof PyFuture && isPlain(yielded)) {
    if (ensureAlive(yielded) !== task.loop) {
      failSoon(task, `Task ${repr(task)} got Future ${repr(yielded)} attached to a different loop`)
      return
    }
    if (!yielded.blocking) {
      failSoon(task, `yield was used instead of yield from in task ${repr(task)} with ${repr(yielded)}`)
      return
    }
    yielded.blocking = false
    addDoneCallback(yielded, task.wakeup, task.ctx)
    waitFor(task, yielded)
    return
  }
  let blocking: Value | undefined
  try {
    blocking = lookupAttr(yielded, '_asyncio_future_blocking')
    if (blocking !== undefined && blocking !== null) {
      const isBlocking = isTrue(blocking)
      if (loopOf(yielded) !== task.loop) {
        failSoon(task, `Task ${repr(task)} got Future ${repr(yielded)} attached to a different loop`)
        return
      }
      if (!isBlocking) {
        failSoon(task, `yield was used instead of yield from in task ${repr(task)} with ${repr(yielded)}`)
        return
      }
      setAttr(yielded, '_asyncio_future_blocking', false)
      context.callKeywords(getAttr(yielded, 'add_done_callback'), [task.wakeup], ['context'], [task.ctx])
      waitFor(task, yielded)
      return
    }
  } catch (e) {
    throw convertJavaScript(e)
  }
  if (yielded instanceof PyPlainGenerator)
    failSoon(task, `yield was used instead of yield from for generator in task ${repr(task)} with ${repr(yielded)}`)
  else failSoon(task, `Task got bad yield: ${repr(yielded)}`)
}

/** `futures._get_loop(future)` */
function loopOf(future: Value): Value {
  const method = lookupAttr(future, 'get_loop')
  return method === undefined ? getAttr(future, '_loop') : context.call0(method)
}

function waitFor(task: PyTask, future: Value): void {
  task.waiter = future
  if (task.mustCancel && cancelAny(future, task.cancelMessage)) task.mustCancel = false
}

/** `future.cancel(msg=message)` */
function cancelAny(future: Value, message: Value): boolean {
  if (future instanceof PyFuture && !future.cls.heap)
    return future instanceof PyTask ? cancelTask(future, message) : (ensureAlive(future), cancelFuture(future, message))
  return isTrue(context.callKeywords(getAttr(future, 'cancel'), [], ['msg'], [message]))
}

/** `Task.cancel(msg)` */
function cancelTask(self: PyTask, message: Value): boolean {
  self.logTraceback = false
  if (self.state !== FutureState.Pending) return false
  self.cancels++
  if (self.waiter !== null && cancelAny(self.waiter, message)) return true
  self.mustCancel = true
  self.cancelMessage = message
  return true
}

function uncancel(self: PyTask): Value {
  if (self.cancels > 0 && --self.cancels === 0) self.mustCancel = false
  return self.cancels
}

// ── Creation ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function isCoroutine(v: Value): boolean {
  if (v instanceof PyCoroutine) return true
  return isTrue(context.call1(asyncioState().library('asyncio.coroutines', 'iscoroutine'), v))
}

function initTask(
  self: PyTask,
  coro: Value,
  loop: Value = null,
  name: Value = null,
  ctx: Value = null,
  eager: Value = false,
): Value {
  initFuture(self, loop)
  self.logDestroyPending = false
  if (!isCoroutine(coro)) throw typeError(`a coroutine was expected, got ${repr(coro)}`)
  self.ctx = ctx === null ? currentContext() : ctx
  self.waiter = null
  self.mustCancel = false
  self.logDestroyPending = true
  self.cancels = 0
  self.coro = coro
  const state = asyncioState()
  if (name === null) self.name = ++state.named
  else setName(self, name)
  if (isTrue(eager) && isTrue(context.call0(getAttr(self.loop!, 'is_running')))) {
    startEagerly(self)
    return null
  }
  try {
    stepSoon(self, null)
  } catch (e) {
    self.grown()
    throw e
  }
  state.schedule(self)
  return null
}

/** Runs the first step at once, inside the task that makes this one. */
function startEagerly(self: PyTask): void {
  const loop = self.loop!
  const state = asyncioState()
  const previous = swapCurrentTask(loop, self)
  try {
    state.eagerTasks.add(self)
    try {
      if (self.ctx instanceof PyContext) {
        enterContext(self.ctx)
        try {
          step(self, null)
        } finally {
          leaveContext(self.ctx)
        }
      } else throw typeError('a Context was expected')
    } finally {
      state.eagerTasks.discard(self)
    }
  } finally {
    swapCurrentTask(loop, previous)
  }
  if (self.state === FutureState.Pending) state.schedule(self)
  else self.coro = null
}

function setName(self: PyTask, name: Value): Value {
  self.name = typeof name === 'string' ? name : context.call1(context.builtin('str'), name)
  return null
}

function taskName(self: PyTask): Value {
  return typeof self.name === 'number' ? `Task-${self.name}` : self.name
}

/** `Task.__del__` */
function finalizeTask(self: PyTask): Value {
  if (self.loop !== undefined && self.state === FutureState.Pending && self.logDestroyPending)
    reportToLoop(self, [
      ['task', self],
      ['message', 'Task was destroyed but it is pending!'],
    ])
  return finalizeFuture(self)
}

function unsupported(operation: string): () => Value {
  return () => {
    throw runtimeError(`Task does not support ${operation} operation`)
  }
}

/** `_asyncio.Task` */
export const taskType: PyType = defineType('Task', {
  layout: PyTask,
  base: futureType,
  module: '_asyncio',
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    ['__init__', initTask, '($self, /, coro, *, loop=None, name=None, context=None, eager_start=False)'],
    [
      '__repr__',
      (self: PyTask) => {
        ensureAlive(self)
        return context.call1(asyncioState().library('asyncio.base_tasks', '_task_repr'), self)
      },
      '($self, /)',
    ],
    ['__del__', finalizeTask, '($self, /)'],
    ['__await__', awaitFuture, '($self, /)'],
    ['__iter__', awaitFuture, '($self, /)'],
    ...futureMethods,
    ['set_result', unsupported('set_result'), '($self, result, /)'],
    ['set_exception', unsupported('set_exception'), '($self, exception, /)'],
    [
      'cancel',
      (self: PyTask, message: Value = null) => cancelTask(self, message),
      '($self, /, msg=None)',
      'Has a CancelledError thrown into the coroutine at its next step.',
    ],
    [
      'cancelling',
      (self: PyTask) => self.cancels,
      '($self, /)',
      'How often it was cancelled, less the calls of uncancel.',
    ],
    ['uncancel', uncancel, '($self, /)', 'Takes back one cancellation; how many are left.'],
    [
      'get_stack',
      (self: PyTask, limit: Value = null) =>
        context.call2(asyncioState().library('asyncio.base_tasks', '_task_get_stack'), self, limit),
      '($self, /, *, limit=None)',
      'The frames of the coroutine, oldest first.',
    ],
    [
      'print_stack',
      (self: PyTask, limit: Value = null, file: Value = null) =>
        context.call3(asyncioState().library('asyncio.base_tasks', '_task_print_stack'), self, limit, file),
      '($self, /, *, limit=None, file=None)',
      'Prints the frames of the coroutine as a traceback.',
    ],
    ['get_name', taskName, '($self, /)'],
    ['set_name', setName, '($self, value, /)'],
    ['get_coro', (self: PyTask) => self.coro, '($self, /)'],
    ['get_context', (self: PyTask) => self.ctx, '($self, /)'],
  ],
  classMethods: () => [
    ['__class_getitem__', (cls: PyType, item: Value) => genericAliasOf(cls, item), '($type, object, /)'],
  ],
  getset: () => [
    ...futureGetset,
    [
      '_log_destroy_pending',
      (self: PyTask) => self.logDestroyPending,
      (self: PyTask, value: Value | undefined) => {
        self.logDestroyPending = isTrue(needsValue(value))
        if (!self.logDestroyPending) ended(self)
      },
    ],
    ['_must_cancel', (self: PyTask) => self.mustCancel],
    ['_coro', (self: PyTask) => self.coro],
    ['_fut_waiter', (self: PyTask) => self.waiter],
  ],
})
