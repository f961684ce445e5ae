/** Generators, coroutines and asynchronous generators as objects: their state and what their types have in common (CPython: Objects/genobject.c). */
import { Op } from '../bytecode/opcodes'
import { typeError } from '../objects/exceptions'
import type { PyFunction } from '../objects/function'
import { genericAliasOf } from '../objects/genericalias'
import { objectIdentity } from '../objects/identity'
import { type MethodTable, PyObject, type PyType, type Value } from '../objects/object'
import type { ExceptionItem, Frame } from './frame'

/** Where a generator stands. */
export enum State {
  Created = 0,
  Suspended = 1,
  Running = 2,
  Finished = 3,
}

/** A generator, coroutine or asynchronous generator. */
export class PyGenerator extends PyObject {
  state: State = State.Created
  /** What it handles, while it is started and has not ended; null where its code has no handlers. */
  item: ExceptionItem | null = null
  name: Value
  qualname: Value
  /** SEND may resume it directly: not an asynchronous generator. */
  readonly sendable: boolean
  /** It is in the list of those that are registered unless they end before (dropped.ts). */
  young = false
  /** Frames when a coroutine was created (`cr_origin`). */
  origin: Value = null

  constructor(
    public frame: Frame | null,
    func: PyFunction,
    sendable: boolean,
  ) {
    super()
    this.code = func.code
    this.name = func.name
    this.qualname = func.qualname
    this.sendable = sendable
  }
  readonly code: Frame['code']
}

/** Entries of the exception table of a generator without handlers of its own: the one row that makes StopIteration a RuntimeError. */
const ROW_OF_STOP_ITERATION = 4

/** Whether a generator's code can handle exceptions, or has something to do when it is closed. */
export function hasHandlers(code: Frame['code']): boolean {
  return code.exceptionTable.length > ROW_OF_STOP_ITERATION
}

/** A generator of a plain function; a class of its own, so that coroutines do not inherit its `__iter__`. */
export class PyPlainGenerator extends PyGenerator {}

/** A coroutine made by `async def`. */
export class PyCoroutine extends PyGenerator {}

/** An asynchronous generator. */
export class PyAsyncGenerator extends PyGenerator {
  closed = false
  hooksInited = false
  runningAsync = false
  finalizer: Value = null
}

/** A value yielded by an asynchronous generator, as against one that its awaits pass on. */
export class AsyncGeneratorValue extends PyObject {
  constructor(readonly value: Value) {
    super()
  }
}

/** The iterator a suspended generator delegates to, or null (`gi_yieldfrom`). */
export function delegate(self: PyGenerator): Value {
  const frame = self.frame
  if (frame === null || self.state !== State.Suspended) return null
  const ins = frame.code.instructions[frame.pc - 1]!
  if ((ins & 255) !== Op.YIELD_VALUE || ins >>> 8 !== 1) return null
  return frame.slots[frame.sp - 1]!
}

/** `<generator object name at 0x…>` */
export function generatorRepr(self: PyGenerator): Value {
  const kind =
    self instanceof PyCoroutine ? 'coroutine' : self instanceof PyAsyncGenerator ? 'async_generator' : 'generator'
  const id = objectIdentity(self)
  if (self.frame !== null && self.frame.remains !== null) self.frame.remains.identity = id
  return `<${kind} object ${String(self.qualname)} at 0x${id.toString(16)}>`
}

function stringSetter(field: 'name' | 'qualname') {
  return (self: PyGenerator, value: Value | undefined) => {
    if (typeof value !== 'string') throw typeError(`__${field}__ must be set to a string object`)
    self[field] = value
  }
}

/** The frame, which is not used for another call from now on. */
function shownFrame(self: PyGenerator): Value {
  if (self.frame !== null) self.frame.escaped = true
  return self.frame
}

/** Rows of computed attributes that the three kinds have, with the prefix of their names. */
export const common = (prefix: string, kind: string) =>
  [
    ['__name__', (self: PyGenerator) => self.name, stringSetter('name'), `The name of the ${kind}.`],
    [
      '__qualname__',
      (self: PyGenerator) => self.qualname,
      stringSetter('qualname'),
      `The name of the ${kind} with those of the scopes around it.`,
    ],
    [`${prefix}_frame`, shownFrame],
    [`${prefix}_running`, (self: PyGenerator) => self.state === State.Running],
    [`${prefix}_code`, (self: PyGenerator) => self.code as never],
    [`${prefix}_suspended`, (self: PyGenerator) => self.state === State.Suspended],
  ] as const

/** `generator[int, str, None]` and the like. */
export const subscript: MethodTable = [
  ['__class_getitem__', (cls: PyType, item: Value) => genericAliasOf(cls, item), '($cls, object, /)'],
]
