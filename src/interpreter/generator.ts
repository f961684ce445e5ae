/**
 * Generators, coroutines and asynchronous generators (Language Reference 6.2.9, 8.9; CPython: Objects/genobject.c).
 *
 * Each owns a frame that is linked into the running chain while it runs and unlinked at a yield. A for loop, `yield from` and
 * `await` resume it inside their own interpreter loop; calls of `send`, `throw` and `close` from elsewhere run a loop of their own.
 */
import { CodeFlags } from '../bytecode/code'
import { Op } from '../bytecode/opcodes'
import { getAttr, lookupAttr } from '../objects/attributes'
import { context, recursion } from '../objects/context'
import { PyStopIteration, stopIteration, stopIterationType } from '../objects/exceptionfields'
import {
  deprecationWarningType,
  generatorExitType,
  isException,
  makeException,
  PyBaseException,
  recursionError,
  runtimeError,
  typeError,
  valueError,
} from '../objects/exceptions'
import { type PyFunction, PyMethodDescriptor } from '../objects/function'
import { assumptions, defineType, PyObject, PyType, typeOf, type Value } from '../objects/object'
import { generatorIteration, isNativeIterator, type PyIterator, PyReturningIterator, repr } from '../objects/operators'
import type { Sink } from '../objects/sinks'
import { PyTuple } from '../objects/tuple'
import { PENDING } from './call'
import { hasEnding, unwatchGenerator, warnUnawaited, watchGenerator } from './dropped'
import { afterStep, isTraced, run, step } from './eval'
import { Cont, ExceptionItem, type Frame, thread } from './frame'
import {
  common,
  delegate,
  generatorRepr,
  hasHandlers,
  PyAsyncGenerator,
  PyCoroutine,
  PyGenerator,
  PyPlainGenerator,
  State,
  subscript,
} from './generatorobject'
import { safepointWord } from './safepoint'
import { countCall, hasBody, MAX_COMPILED_CALLS, type StepBody } from './tier'
import { addTraceback, convertJavaScript, setContext } from './unwind'

/** Makes the object that a call of a generator function returns. */
export function makeGenerator(frame: Frame, func: PyFunction): Value {
  const flags = func.code.flags
  let made: PyGenerator
  if (flags & CodeFlags.COROUTINE) made = new PyCoroutine(frame, func, true)
  else if (flags & CodeFlags.ASYNC_GENERATOR) made = new PyAsyncGenerator(frame, func, false)
  else made = new PyPlainGenerator(frame, func, true)
  frame.generator = made
  if (made instanceof PyCoroutine) {
    if (originTracking.depth > 0) made.origin = originOf(originTracking.depth)
    watchGenerator(made)
  }
  return made
}

/** `sys.set_coroutine_origin_tracking_depth`: how many frames a coroutine remembers of where it was made. */
export const originTracking = { depth: 0 }

function originOf(depth: number): Value {
  const frames: Value[] = []
  for (let f = thread.frame; f !== null && frames.length < depth; f = f.back)
    frames.push(new PyTuple([f.code.filename, f.code.position(f.pc - 1)[0], f.code.name]))
  return new PyTuple(frames)
}

/** Unlinks a frame that yields. */
export function suspendGenerator(frame: Frame): void {
  const generator = frame.generator as PyGenerator
  generator.state = State.Suspended
  unhandle(generator)
  frame.back = null
  // Its next step is one that is told of, also where tracing began in the last one, which ran compiled.
  frame.traced = null
  recursion.depth--
  if (frame.remains !== null) frame.generator = null
  else if (!generator.young && hasEnding(generator, frame)) watchGenerator(generator)
}

/** Ends a generator that has not started, for `frame.clear()`. Raises RuntimeError for one that runs or is suspended. */
export function abandonGenerator(generator: PyGenerator): void {
  if (generator.state === State.Running) throw runtimeError('cannot clear an executing frame')
  if (generator.state === State.Suspended) throw runtimeError('cannot clear a suspended frame')
  if (generator.state === State.Created && generator instanceof PyCoroutine) warnUnawaited(generator)
  if (generator.frame !== null) unwatchGenerator(generator.frame)
  generator.state = State.Finished
  generator.frame = null
}

/** Marks a generator whose frame returned or raised as finished. */
export function finishGenerator(frame: Frame): void {
  const generator = frame.generator as PyGenerator
  generator.state = State.Finished
  const { item } = generator
  if (item !== null) {
    thread.handled = item.previous!
    generator.item = null
    item.exception = null
    item.previous = freeItem
    freeItem = item
  }
  generator.frame = null
  if (frame.remains !== null) unwatchGenerator(frame)
}

function alreadyRunning(generator: PyGenerator): Value {
  return valueError(`${kindOf(generator)} already executing`)
}

function prepare(generator: PyGenerator, value: Value): Frame {
  const frame = generator.frame!
  if (generator.state === State.Created) {
    if (value !== null) throw typeError(`can't send non-None value to a just-started ${kindOf(generator)}`)
  } else frame.slots[frame.sp++] = value
  if (frame.remains !== null) {
    frame.generator = generator
    if (generator.state === State.Created) unwatchGenerator(frame)
  }
  generator.state = State.Running
  handle(generator)
  return frame
}

/** Items of generators that have ended, for others. */
let freeItem: ExceptionItem | null = null

/** Makes what the generator handles, if it can, the top of the stack of handled exceptions. */
function handle(generator: PyGenerator): void {
  if (!hasHandlers(generator.code)) return
  let { item } = generator
  if (item === null) {
    item = freeItem
    if (item === null) item = new ExceptionItem()
    else freeItem = item.previous
    generator.item = item
  }
  item.previous = thread.handled
  thread.handled = item
}

/** Takes it off again, where the generator waits. */
function unhandle({ item }: PyGenerator): void {
  if (item === null) return
  thread.handled = item.previous!
  item.previous = null
}

function kindOf(generator: PyGenerator): string {
  return generator instanceof PyCoroutine
    ? 'coroutine'
    : generator instanceof PyAsyncGenerator
      ? 'async generator'
      : 'generator'
}

/** Resumes a generator inside the running loop: PENDING with its frame, or undefined where it is finished. */
export function resumeInLoop(generator: PyGenerator, value: Value, cont: Cont): Value | undefined {
  if (generator.state === State.Running) throw alreadyRunning(generator)
  if (generator.state === State.Finished) {
    if (generator instanceof PyCoroutine) throw runtimeError('cannot reuse already awaited coroutine')
    return undefined
  }
  if (recursion.depth >= recursion.limit) throw recursionError('maximum recursion depth exceeded')
  const frame = prepare(generator, value)
  frame.cont = cont
  thread.pending = frame
  return PENDING
}

/** What is thrown into a generator that has not started ends it at its first line: no handler of its body covers that place. */
function thrownAtStart(generator: PyGenerator, exception: PyBaseException): PyBaseException {
  const frame = generator.frame!
  frame.finished = true
  unwatchGenerator(frame)
  generator.state = State.Finished
  generator.frame = null
  if (exception.context === null) setContext(exception)
  addTraceback(exception, frame, 0)
  thread.propagating = exception
  return exception
}

/** Resumes a generator in a loop of its own. Returns what it yields; `finished` tells whether the value was returned instead. */
export function resume(
  generator: PyGenerator,
  value: Value,
  thrown?: PyBaseException,
): { value: Value; finished: boolean } {
  if (generator.state === State.Running) throw alreadyRunning(generator)
  if (recursion.depth >= recursion.limit || recursion.native >= recursion.nativeLimit)
    throw recursionError('maximum recursion depth exceeded')
  if (thrown !== undefined && generator.state === State.Created) throw thrownAtStart(generator, thrown)
  const v = runOn(generator, value, thrown)
  return { value: v, finished: (generator.state as State) === State.Finished }
}

/** Runs a generator's frame in a loop of its own, to its next yield or its end. */
function runOn(generator: PyGenerator, value: Value, thrown?: PyBaseException): Value {
  const frame = prepare(generator, value)
  frame.cont = Cont.Entry
  frame.back = thread.frame
  recursion.depth++
  recursion.native++
  try {
    if (thrown !== undefined) return run(frame, thrown)
    if (hasBody(frame, frame.pc)) return step(frame, frame.back)
    countCall(frame)
    return run(frame)
  } finally {
    recursion.native--
  }
}

/** `next(generator)` for native code: undefined at the end, without an exception, and nothing is allocated. */
export function stepGenerator(self: PyGenerator): Value | undefined {
  if (self.state === State.Finished) return undefined
  const frame = self.frame!
  const { steps } = frame.code
  if (steps !== null) {
    const body = steps[frame.pc] as StepBody | undefined
    if (body !== undefined && body.epoch === assumptions.epoch && canEnter(self, frame, body))
      return stepBody(self, frame, body, undefined)
  }
  if (self.state === State.Suspended && !isTraced()) {
    const target = delegate(self)
    if (steppable(target)) return stepDelegate(self, target)
  }
  return stepFrame(self, null)
}

/** Hands what the generator yields to a sink: the first value that it refuses, or undefined at the end. */
function drainGenerator(self: PyGenerator, sink: Sink): Value | undefined {
  for (;;) {
    let v: Value | undefined
    const { frame } = self
    const body = frame?.code.steps?.[frame.pc] as StepBody | undefined
    if (body !== undefined && body.epoch === assumptions.epoch && canEnter(self, frame!, body))
      v = stepBody(self, frame!, body, sink)
    else v = stepGenerator(self)
    // What compiled code had refused is refused again.
    if (v === undefined || !sink.take(v)) return v
  }
}

/** Whether a generator that has not begun, or waits behind a `yield`, may go on in the body made for that place; otherwise the tier is asked, and says what stands against it. */
function canEnter(self: PyGenerator, frame: Frame, body: StepBody): boolean {
  return (
    self.state <= State.Suspended &&
    body.globals === frame.globals &&
    body.builtins === frame.builtins &&
    !frame.proxied &&
    frame.trace === null &&
    safepointWord[0] === 0 &&
    !isTraced()
  )
}

/** Links the frame of a generator that is stepped above that of its caller. */
function link(self: PyGenerator, frame: Frame, caller: Frame | null): void {
  self.state = State.Running
  frame.cont = Cont.Entry
  frame.back = caller
  thread.frame = frame
  recursion.depth++
}

/** {@link runOn} in a compiled body, which throws nothing: what it raises is with the tier. */
function stepBody(self: PyGenerator, frame: Frame, body: StepBody, sink: Sink | undefined): Value | undefined {
  // A body that calls counts as a compiled call: how deep those may be is known where the depth is below that.
  if (recursion.depth >= recursion.compiledLimit || frame.remains !== null || hasHandlers(frame.code))
    return stepNested(self, frame, body, sink)
  if (self.state === State.Suspended) frame.slots[frame.sp++] = null
  const caller = thread.frame
  if (body.quiet && sink === undefined) {
    const v = body.enter(frame, undefined)
    if (v !== PENDING) {
      self.state = State.Suspended
      return v
    }
    link(self, frame, caller)
  } else {
    link(self, frame, caller)
    const v = body.enter(frame, sink)
    if (v !== PENDING) {
      self.state = State.Suspended
      frame.back = null
      if (frame.traced !== null) frame.traced = null
      recursion.depth--
      thread.frame = caller
      return v
    }
  }
  recursion.native++
  return goOn(self, frame, caller)
}

/** {@link stepBody} where handled exceptions, dropped generators or the depth of the stack are to be looked after. */
function stepNested(self: PyGenerator, frame: Frame, body: StepBody, sink: Sink | undefined): Value | undefined {
  if (recursion.depth >= recursion.limit || recursion.native >= recursion.nativeLimit)
    throw recursionError('maximum recursion depth exceeded')
  if (self.state === State.Created) {
    if (frame.remains !== null) unwatchGenerator(frame)
  } else frame.slots[frame.sp++] = null
  if (frame.remains !== null) frame.generator = self
  handle(self)
  const caller = thread.frame
  link(self, frame, caller)
  const limit = recursion.compiledLimit
  recursion.compiledLimit = Math.min(recursion.limit, recursion.depth + MAX_COMPILED_CALLS)
  recursion.native++
  const v = body.enter(frame, sink)
  recursion.compiledLimit = limit
  if (v !== PENDING) {
    recursion.native--
    suspendGenerator(frame)
    thread.frame = caller
    return v
  }
  return goOn(self, frame, caller)
}

/** What a step gives whose body was left before it yielded: undefined at the end of the generator. */
function goOn(self: PyGenerator, frame: Frame, caller: Frame | null): Value | undefined {
  try {
    returned.value = afterStep(frame, caller)
  } finally {
    recursion.native--
  }
  return (self.state as State) === State.Finished ? undefined : returned.value
}

/** `generator.send(value)` for native code: undefined where it returned, with the value in {@link returned}. */
export function stepFrame(self: PyGenerator, value: Value): Value | undefined {
  if (self.state === State.Running) throw alreadyRunning(self)
  if (recursion.depth >= recursion.limit || recursion.native >= recursion.nativeLimit)
    throw recursionError('maximum recursion depth exceeded')
  const v = runOn(self, value)
  returned.value = v
  return (self.state as State) === State.Finished ? undefined : v
}

/** What the generator returned whose step has just given undefined. */
export const returned: { value: Value } = { value: null }

/**
 * SEND, from native code, to a generator or coroutine, or to an iterator of a builtin type, which gets no value: undefined where it has returned, with the value
 * in {@link returned}.
 */
export function sendTo(self: PyGenerator | PyIterator, value: Value): Value | undefined {
  if (!(self instanceof PyGenerator)) {
    const next = self.next()
    if (next === undefined) returned.value = self instanceof PyReturningIterator ? self.returned : null
    return next
  }
  if (self.state === State.Finished) {
    if (self instanceof PyCoroutine) throw runtimeError('cannot reuse already awaited coroutine')
    returned.value = null
    return undefined
  }
  if (value !== null) return stepFrame(self, value)
  if (self instanceof PyPlainGenerator) return stepGenerator(self)
  if (self.state === State.Suspended && !isTraced()) {
    const target = delegate(self)
    if (steppable(target)) return stepDelegate(self, target)
  }
  return stepFrame(self, null)
}

/** Whether what a generator waits for can be stepped without the generator's own frame. */
function steppable(target: Value): target is PyGenerator | PyIterator {
  if (target instanceof PyGenerator) return target.sendable && target.state <= State.Suspended
  return isNativeIterator(target)
}

/** A step of a generator that waits in `yield from` or `await`: what it waits for is stepped, and its frame runs only once that has ended or raised. */
function stepDelegate(self: PyGenerator, target: PyGenerator | PyIterator): Value | undefined {
  if (recursion.depth >= recursion.limit || recursion.native >= recursion.nativeLimit)
    throw recursionError('maximum recursion depth exceeded')
  const frame = self.frame!
  const caller = thread.frame
  self.state = State.Running
  if (frame.remains !== null) frame.generator = self
  handle(self)
  frame.back = caller
  thread.frame = frame
  recursion.depth++
  recursion.native++
  let v: Value | undefined
  let failure: PyBaseException | undefined
  try {
    v = sendTo(target, null)
  } catch (e) {
    failure = convertJavaScript(e)
  }
  recursion.depth--
  recursion.native--
  self.state = State.Suspended
  unhandle(self)
  frame.back = null
  if (frame.remains !== null) frame.generator = null
  thread.frame = caller
  if (failure !== undefined) {
    if (thread.propagating === failure) thread.propagating = null
    const r = resume(self, null, failure)
    returned.value = r.value
    return r.finished ? undefined : r.value
  }
  if (v !== undefined) return v
  afterDelegate(frame)
  return stepFrame(self, returned.value)
}

/** `generator.send(value)`: what it yields; StopIteration with what it returns. */
export function generatorSend(self: PyGenerator, value: Value): Value {
  if (self.state === State.Finished) {
    if (self instanceof PyCoroutine) throw runtimeError('cannot reuse already awaited coroutine')
    throw stopIteration(null)
  }
  if (value === null && !(self instanceof PyAsyncGenerator)) {
    const v = stepGenerator(self)
    if (v === undefined) throw stopIteration(returned.value)
    return v
  }
  const { value: v, finished } = resume(self, value)
  if (finished) throw stopIteration(v)
  return v
}

/** Normalises the arguments of throw(type, value, traceback). */
export function thrownException(type: Value, value: Value | undefined, traceback: Value | undefined): PyBaseException {
  let exception: Value
  if (type instanceof PyType && type.mro.some((t) => t.name === 'BaseException' && !t.heap)) {
    if (value instanceof PyBaseException && typeOf(value).isSubtype(type)) exception = value
    else if (value === undefined || value === null) exception = context.call0(type)
    else if (value instanceof PyTuple) exception = context.call(type, value.items)
    else exception = context.call1(type, value)
  } else if (type instanceof PyBaseException) {
    if (value !== undefined && value !== null) throw typeError('instance exception may not have a separate value')
    exception = type
  } else
    throw typeError(`exceptions must be classes or instances deriving from BaseException, not ${typeOf(type).name}`)
  // The failure to make the exception is what is thrown into the generator.
  if (!(exception instanceof PyBaseException))
    return typeError(
      `calling ${repr(type)} should have returned an instance of BaseException, not ${repr(typeOf(exception))}`,
    )
  if (traceback !== undefined && traceback !== null) {
    if (typeOf(traceback).name !== 'traceback') throw typeError('throw() third argument must be a traceback object')
    exception.traceback = traceback as PyObject
  }
  return exception
}

/** Raises an exception where the generator stands; what it yields next, with `finished`. */
export function throwInto(self: PyGenerator, exception: PyBaseException): { value: Value; finished: boolean } {
  if (self.state === State.Running) throw alreadyRunning(self)
  if (self.state === State.Finished) {
    if (self instanceof PyCoroutine) throw runtimeError('cannot reuse already awaited coroutine')
    throw exception
  }
  const target = delegate(self)
  if (target !== null) {
    const frame = self.frame!
    let outcome: Value | undefined
    let failure: PyBaseException | undefined
    self.state = State.Running
    const caller = thread.frame
    frame.back = caller
    thread.frame = frame
    try {
      if (isException(exception, generatorExitType)) {
        closeIterator(target)
        failure = exception
      } else if (target instanceof PyGenerator && target.sendable) {
        const r = throwInto(target, exception)
        if (r.finished) failure = stopIteration(r.value)
        else outcome = r.value
      } else {
        const method = lookupAttr(target, 'throw')
        if (method === undefined) failure = exception
        else outcome = context.call1(method, exception)
      }
    } catch (e) {
      if (!(e instanceof PyBaseException)) throw e
      failure = e
    } finally {
      self.state = State.Suspended
      thread.frame = caller
    }
    if (failure === undefined) return { value: outcome!, finished: false }
    if (failure instanceof PyStopIteration && failure !== exception)
      return resumeAfterDelegate(self, frame, failure.value)
    // What the delegate raised gets the exception that this generator handles as its context.
    if (thread.propagating === failure) thread.propagating = null
    return resume(self, null, failure)
  }
  return resume(self, null, exception)
}

/** Goes on after a delegated iterator finished with a value: at the target of the SEND that drives it. */
function resumeAfterDelegate(self: PyGenerator, frame: Frame, value: Value): { value: Value; finished: boolean } {
  afterDelegate(frame)
  return resume(self, value)
}

function afterDelegate(frame: Frame): void {
  const code = frame.code.instructions
  let at = frame.pc - 1
  while ((code[at]! & 255) !== Op.SEND) at--
  frame.pc = code[at]! >>> 8
}

/** `generator.throw(…)` */
export function generatorThrow(self: PyGenerator, type: Value, value?: Value, traceback?: Value): Value {
  if (value !== undefined || traceback !== undefined)
    context.warn(
      deprecationWarningType,
      `the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.`,
      1,
    )
  const r = throwInto(self, thrownException(type, value, traceback))
  if (r.finished) throw stopIteration(r.value)
  return r.value
}

/** Closes a delegated iterator where it can be closed. */
function closeIterator(target: Value): void {
  if (target instanceof PyGenerator && target.sendable) {
    generatorClose(target)
    return
  }
  let method: Value | undefined
  try {
    method = lookupAttr(target, 'close')
  } catch (e) {
    // An object that cannot say whether it can be closed does not keep the generator from closing.
    context.unraisable(convertJavaScript(e), target, null)
  }
  if (method !== undefined) context.call0(method)
}

/** `generator.close()`: raises GeneratorExit inside; the returned value of 3.13. */
export function generatorClose(self: PyGenerator): Value {
  if (self.state === State.Finished) return null
  if (self.state === State.Created) {
    self.state = State.Finished
    unwatchGenerator(self.frame!)
    self.frame!.finished = true
    self.frame = null
    return null
  }
  let r: { value: Value; finished: boolean }
  try {
    r = throwInto(self, makeException(generatorExitType))
  } catch (e) {
    if (isException(e, generatorExitType)) return null
    if (isException(e, stopIterationType)) return (e as PyStopIteration).value
    throw e
  }
  if (r.finished) return r.value
  throw runtimeError(`${kindOf(self)} ignored GeneratorExit`)
}

const sending = (kind: string) =>
  [
    ['send', generatorSend, '($self, object, /)', `Goes on with a value sent into ${kind}, to what it yields next.`],
    [
      'throw',
      generatorThrow,
      '-($self, type, value=<unrepresentable>, traceback=<unrepresentable>, /)',
      `Raises an exception where it stands in ${kind}, and goes on to what is yielded next.`,
    ],
    ['close', generatorClose, '($self, /)', `Raises GeneratorExit inside ${kind}, so that it ends.`],
    ['__repr__', generatorRepr, '($self, /)'],
    ['__del__', generatorDel, '($self, /)'],
  ] as const

/** Finalisation of a suspended generator: close it. */
function generatorDel(self: PyGenerator): Value {
  if (self.state === State.Suspended) generatorClose(self)
  return null
}

const generatorType = defineType('generator', {
  layout: PyPlainGenerator as never,
  final: true,
  methods: () => [
    ['__iter__', (self: PyGenerator) => self, '($self, /)'],
    ['__next__', (self: PyGenerator) => generatorSend(self, null), '($self, /)'],
    ...sending('generator'),
  ],
  getset: () => [...common('gi', 'generator'), ['gi_yieldfrom', delegate]],
  classMethods: () => subscript,
})

generatorIteration.type = generatorType
generatorIteration.step = stepGenerator as (v: Value) => Value | undefined
generatorIteration.drain = drainGenerator as (v: Value, sink: Sink) => Value | undefined

/** The iterator that `coroutine.__await__()` returns. */
export class PyCoroutineWrapper extends PyObject {
  constructor(readonly coroutine: PyCoroutine) {
    super()
  }
}
defineType('coroutine_wrapper', {
  layout: PyCoroutineWrapper as never,
  final: true,
  methods: () => [
    ['__iter__', (self: PyCoroutineWrapper) => self, '($self, /)'],
    ['__next__', (self: PyCoroutineWrapper) => generatorSend(self.coroutine, null), '($self, /)'],
    ['send', (self: PyCoroutineWrapper, v: Value) => generatorSend(self.coroutine, v), '($self, value, /)'],
    [
      'throw',
      (self: PyCoroutineWrapper, type: Value, value?: Value, tb?: Value) =>
        generatorThrow(self.coroutine, type, value, tb),
      '($self, type, value=<unrepresentable>, traceback=<unrepresentable>, /)',
    ],
    ['close', (self: PyCoroutineWrapper) => generatorClose(self.coroutine), '($self, /)'],
  ],
})

defineType('coroutine', {
  layout: PyCoroutine as never,
  final: true,
  methods: () => [
    ['__await__', (self: PyCoroutine) => new PyCoroutineWrapper(self), '($self, /)', 'What `await` drives.'],
    ...sending('coroutine'),
  ],
  members: 'cr_origin',
  getset: () => [
    ...common('cr', 'coroutine'),
    ['cr_await', delegate],
    ['cr_origin', (self: PyCoroutine) => self.origin],
  ],
  classMethods: () => subscript,
})

/** GET_AWAITABLE: the iterator of an awaitable. `where` 1, 2: named in the message for `async with`. */
export function awaitable(v: Value, where: number): Value {
  if (v instanceof PyCoroutine) {
    if (v.state !== State.Created && delegate(v) !== null) throw runtimeError('coroutine is being awaited already')
    return v
  }
  if (v instanceof PyGenerator && v.sendable && v.code.flags & CodeFlags.ITERABLE_COROUTINE) return v
  const method = typeOf(v).proto.$__await__
  if (method === undefined) {
    const name = typeOf(v).name
    if (where === 1)
      throw typeError(`'async with' received an object from __aenter__ that does not implement __await__: ${name}`)
    if (where === 2)
      throw typeError(`'async with' received an object from __aexit__ that does not implement __await__: ${name}`)
    throw typeError(`object ${name} can't be used in 'await' expression`)
  }
  const iterator = method instanceof PyMethodDescriptor ? method.native.fn(v) : context.call0(bindAwait(v, method))
  if (
    iterator instanceof PyCoroutine ||
    (iterator instanceof PyGenerator && iterator.code.flags & CodeFlags.ITERABLE_COROUTINE)
  )
    throw typeError('__await__() returned a coroutine')
  if (typeOf(iterator).proto.$__next__ === undefined)
    throw typeError(`__await__() returned non-iterator of type '${typeOf(iterator).name}'`)
  return iterator
}

function bindAwait(v: Value, method: Value): Value {
  const get = typeOf(method).proto.$__get__
  if (get !== undefined && typeOf(method).heap) return context.call3(get, method, v, typeOf(v))
  return getAttr(v, '__await__')
}
