/**
 * Asynchronous generators: what `__anext__`, `asend`, `athrow` and `aclose` return, and the hooks of event loops (PEP 525; CPython:
 * Objects/genobject.c).
 */
import { unwatch } from '../gc/weakrefs'
import { context } from '../objects/context'
import { stopIteration, stopIterationType } from '../objects/exceptionfields'
import {
  deprecationWarningType,
  generatorExitType,
  isException,
  makeException,
  type PyBaseException,
  runtimeError,
  stopAsyncIterationType,
} from '../objects/exceptions'
import { defineType, type MethodTable, PyObject, type Value } from '../objects/object'
import { PyReturningIterator } from '../objects/operators'
import { finalize, UnawaitedMethod } from './dropped'
import { resume, stepFrame, throwInto, thrownException } from './generator'
import {
  AsyncGeneratorValue,
  common,
  delegate,
  generatorRepr,
  PyAsyncGenerator,
  State,
  subscript,
} from './generatorobject'

enum Step {
  Init = 0,
  Iterating = 1,
  Closed = 2,
}

/** The awaitable of `agen.__anext__()` and `agen.asend(v)`. */
export class AsyncSend extends PyReturningIterator {
  step: Step = Step.Init
  unawaited: UnawaitedMethod | null = null
  constructor(
    readonly generator: PyAsyncGenerator,
    readonly value: Value,
  ) {
    super()
  }

  next(): Value | undefined {
    return advance(this, null)
  }
}

/** The awaitable of `agen.athrow(…)` and `agen.aclose()`. */
export class AsyncThrow extends PyObject {
  step: Step = Step.Init
  unawaited: UnawaitedMethod | null = null
  constructor(
    readonly generator: PyAsyncGenerator,
    /** The exception to raise; null for aclose. */
    readonly exception: (() => PyBaseException) | null,
  ) {
    super()
  }
}

/** Turns a resumption of the generator's frame into the awaitable's answer: an awaited value passes, a yielded one ends it. */
function unwrap(generator: PyAsyncGenerator, r: { value: Value; finished: boolean }): Value {
  if (r.finished) {
    generator.closed = true
    generator.runningAsync = false
    throw makeException(stopAsyncIterationType)
  }
  if (r.value instanceof AsyncGeneratorValue) {
    generator.runningAsync = false
    throw stopIteration(r.value.value)
  }
  return r.value
}

function guarded(
  generator: PyAsyncGenerator,
  work: () => { value: Value; finished: boolean },
): { value: Value; finished: boolean } {
  try {
    return work()
  } catch (e) {
    generator.runningAsync = false
    if (isException(e, stopAsyncIterationType) || isException(e, generatorExitType)) generator.closed = true
    throw e
  }
}

/** An awaitable that is to warn where it is dropped before it was driven. */
function unawaited<T extends AsyncSend | AsyncThrow>(awaitable: T, method: string): T {
  awaitable.unawaited = new UnawaitedMethod(awaitable, method, awaitable.generator)
  return awaitable
}

function isAwaited(self: AsyncSend | AsyncThrow): void {
  if (self.unawaited === null) return
  unwatch(self.unawaited)
  self.unawaited = null
}

/** `__anext__()` for `async for`, which drives it at once. */
export function nextOf(self: PyAsyncGenerator): AsyncSend {
  initHooks(self)
  return new AsyncSend(self, null)
}

/** A step: what is awaited inside, or undefined where the generator has yielded; that is in `returned` then. */
function advance(self: AsyncSend, sent: Value): Value | undefined {
  const { generator } = self
  let value = sent
  if (self.unawaited !== null) isAwaited(self)
  if (self.step === Step.Closed) throw runtimeError('cannot reuse already awaited __anext__()/asend()')
  if (self.step === Step.Init) {
    if (generator.runningAsync) {
      self.step = Step.Closed
      throw runtimeError('anext(): asynchronous generator is already running')
    }
    if (value === null) value = self.value
    self.step = Step.Iterating
    generator.runningAsync = true
  }
  if (generator.state === State.Finished) {
    generator.runningAsync = false
    self.step = Step.Closed
    throw makeException(stopAsyncIterationType)
  }
  let v: Value | undefined
  try {
    v = stepFrame(generator, value)
  } catch (e) {
    generator.runningAsync = false
    if (isException(e, stopAsyncIterationType) || isException(e, generatorExitType)) generator.closed = true
    self.step = Step.Closed
    throw e
  }
  if (v === undefined) {
    generator.closed = true
    generator.runningAsync = false
    self.step = Step.Closed
    throw makeException(stopAsyncIterationType)
  }
  if (!(v instanceof AsyncGeneratorValue)) return v
  generator.runningAsync = false
  self.step = Step.Closed
  self.returned = v.value
  return undefined
}

function asyncSendStep(self: AsyncSend, value: Value): Value {
  const v = advance(self, value)
  if (v === undefined) throw stopIteration(self.returned)
  return v
}

function asyncSendThrow(self: AsyncSend, type: Value, value?: Value, tb?: Value): Value {
  const generator = self.generator
  isAwaited(self)
  if (self.step === Step.Closed) throw runtimeError('cannot reuse already awaited __anext__()/asend()')
  if (self.step === Step.Init) {
    if (generator.runningAsync) {
      self.step = Step.Closed
      throw runtimeError('anext(): asynchronous generator is already running')
    }
    self.step = Step.Iterating
    generator.runningAsync = true
  }
  try {
    return unwrap(
      generator,
      guarded(generator, () => throwInto(generator, thrownException(type, value, tb))),
    )
  } catch (e) {
    self.step = Step.Closed
    throw e
  }
}

/** `close()` of an awaitable of an asynchronous generator. */
function closeAwaitable<T extends AsyncSend | AsyncThrow>(throwInto: (self: T, exception: Value) => Value) {
  return (self: T): Value => {
    if (self.step === Step.Closed) return null
    try {
      throwInto(self, makeException(generatorExitType))
    } catch (e) {
      if (
        isException(e, generatorExitType) ||
        isException(e, stopIterationType) ||
        isException(e, stopAsyncIterationType)
      )
        return null
      throw e
    }
    throw runtimeError('coroutine ignored GeneratorExit')
  }
}

/** The methods of an awaitable that steps an asynchronous generator. */
function awaitableRows<T extends AsyncSend | AsyncThrow>(
  step: (self: T, value: Value) => Value,
  throwIn: (self: T, type: Value, value?: Value, traceback?: Value) => Value,
): MethodTable {
  return [
    ['__await__', (self: T) => self, '($self, /)'],
    ['__iter__', (self: T) => self, '($self, /)'],
    ['__next__', (self: T) => step(self, null), '($self, /)'],
    ['send', step, '($self, value, /)'],
    ['throw', throwIn, '($self, type, value=<unrepresentable>, traceback=<unrepresentable>, /)'],
    ['close', closeAwaitable(throwIn), '($self, /)'],
  ]
}

defineType('async_generator_asend', {
  layout: AsyncSend as never,
  final: true,
  methods: () => awaitableRows(asyncSendStep, asyncSendThrow),
})

/** Whether the awaitable is that of `aclose()`. */
function isClosing(self: AsyncThrow): boolean {
  return self.exception === null
}

function asyncRunning(self: AsyncThrow): PyBaseException {
  return runtimeError(`${isClosing(self) ? 'aclose' : 'athrow'}(): asynchronous generator is already running`)
}

/** Turns a resumption into the awaitable's answer; a generator that is being closed must not yield. */
function unwrapThrow(self: AsyncThrow, r: { value: Value; finished: boolean }): Value {
  if (isClosing(self) && !r.finished && r.value instanceof AsyncGeneratorValue) {
    self.generator.runningAsync = false
    throw runtimeError('async generator ignored GeneratorExit')
  }
  return unwrap(self.generator, r)
}

/** Ends the awaitable after an error in the generator; the exception to raise. */
function throwFailed(self: AsyncThrow, e: unknown): unknown {
  self.step = Step.Closed
  self.generator.runningAsync = false
  const closed = isClosing(self) && (isException(e, stopAsyncIterationType) || isException(e, generatorExitType))
  return closed ? stopIteration(null) : e
}

function asyncThrowStep(self: AsyncThrow, value: Value): Value {
  const generator = self.generator
  const closing = isClosing(self)
  isAwaited(self)
  if (self.step === Step.Closed) throw runtimeError('cannot reuse already awaited aclose()/athrow()')
  if (generator.state === State.Finished && self.step === Step.Init) {
    self.step = Step.Closed
    throw stopIteration(null)
  }
  try {
    if (self.step === Step.Init) {
      if (generator.runningAsync) throw asyncRunning(self)
      if (generator.closed) throw makeException(stopAsyncIterationType)
      if (value !== null) throw runtimeError("can't send non-None value to a just-started coroutine")
      self.step = Step.Iterating
      generator.runningAsync = true
      if (closing) generator.closed = true
      const exception = closing ? makeException(generatorExitType) : self.exception!()
      return unwrapThrow(
        self,
        guarded(generator, () => throwInto(generator, exception)),
      )
    }
    return unwrapThrow(
      self,
      guarded(generator, () => resume(generator, value)),
    )
  } catch (e) {
    throw throwFailed(self, e)
  }
}

function asyncThrowThrow(self: AsyncThrow, type: Value, value?: Value, tb?: Value): Value {
  const generator = self.generator
  isAwaited(self)
  if (self.step === Step.Closed) throw runtimeError('cannot reuse already awaited aclose()/athrow()')
  if (self.step === Step.Init) {
    if (generator.runningAsync) {
      self.step = Step.Closed
      throw asyncRunning(self)
    }
    self.step = Step.Iterating
    generator.runningAsync = true
  }
  try {
    const r = guarded(generator, () => throwInto(generator, thrownException(type, value, tb)))
    return unwrapThrow(self, r)
  } catch (e) {
    throw throwFailed(self, e)
  }
}

defineType('async_generator_athrow', {
  layout: AsyncThrow as never,
  final: true,
  methods: () => awaitableRows(asyncThrowStep, asyncThrowThrow),
})

/** `sys.set_asyncgen_hooks`: called at the first iteration, and when a generator is finalised. */
export const asyncGeneratorHooks: { firstiter: Value; finalizer: Value } = { firstiter: null, finalizer: null }

function initHooks(self: PyAsyncGenerator): void {
  if (self.hooksInited) return
  self.hooksInited = true
  self.finalizer = asyncGeneratorHooks.finalizer
  if (asyncGeneratorHooks.firstiter !== null) context.call1(asyncGeneratorHooks.firstiter, self)
}

defineType('async_generator', {
  layout: PyAsyncGenerator as never,
  final: true,
  methods: () => [
    ['__aiter__', (self: PyAsyncGenerator) => self, '($self, /)'],
    ['__del__', (self: PyAsyncGenerator) => (finalize(self), null), '($self, /)'],
    ['__anext__', (self: PyAsyncGenerator) => unawaited(nextOf(self), 'asend'), '($self, /)'],
    [
      'asend',
      (self: PyAsyncGenerator, v: Value) => (initHooks(self), unawaited(new AsyncSend(self, v), 'asend')),
      '($self, object, /)',
    ],
    [
      'athrow',
      (self: PyAsyncGenerator, type: Value, value?: Value, tb?: Value) => {
        if (value !== undefined)
          context.warn(
            deprecationWarningType,
            'the (type, exc, tb) signature of athrow() is deprecated, use the single-arg signature instead.',
            1,
          )
        initHooks(self)
        return unawaited(new AsyncThrow(self, () => thrownException(type, value, tb)), 'athrow')
      },
      '-($self, type, value=<unrepresentable>, traceback=<unrepresentable>, /)',
    ],
    [
      'aclose',
      (self: PyAsyncGenerator) => (initHooks(self), unawaited(new AsyncThrow(self, null), 'aclose')),
      '($self, /)',
    ],
    ['__repr__', generatorRepr, '($self, /)'],
  ],
  members: 'ag_running',
  getset: () => [
    ...common('ag', 'asynchronous generator').filter((row) => row[0] !== 'ag_running'),
    ['ag_running', (self: PyAsyncGenerator) => self.runningAsync],
    ['ag_await', delegate],
  ],
  classMethods: () => subscript,
})
