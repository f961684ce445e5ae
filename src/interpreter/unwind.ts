/**
 * Exceptions on their way through frames: conversion of what JavaScript threw, context and traceback, and the exception table
 * (CPython: Python/ceval.c exception_unwind, Python/errors.c, Python/traceback.c).
 */
import { strerror } from '../base/errnotable'
import type { CodeObject } from '../bytecode/code'
import { stopIterationType } from '../objects/exceptionfields'
import { memoryError, PyBaseException, recursionError, systemError } from '../objects/exceptions'
import { defineType, PyObject } from '../objects/object'
import { osError } from '../objects/oserrors'
import { Cont, type Frame, handledException, thread } from './frame'

/** A traceback entry; `next` leads to where the exception was raised. */
export class PyTraceback extends PyObject {
  constructor(
    public next: PyTraceback | null,
    readonly frame: Frame,
    /** Index of the instruction. */
    readonly lasti: number,
    /** Line of the instruction; -2: not yet looked up. */
    public lineno = -2,
    /** `tb_lasti` as Python code gave it, or null. */
    readonly offset: number | null = null,
  ) {
    super()
  }

  /** The line, found when first asked for. */
  line(): number {
    if (this.lineno === -2) this.lineno = this.frame.code.position(this.lasti)[0]
    return this.lineno
  }
}
export const tracebackType = defineType('traceback', { layout: PyTraceback as never, final: true })

/** Makes a Python exception of whatever was thrown inside a frame, with context and a traceback entry for the frame. */
export function toPython(thrown: unknown, frame: Frame): PyBaseException {
  if (thrown instanceof PyBaseException) {
    if (thread.reraising === thrown) {
      thread.reraising = null
      if (thread.reraisedAt >= 0) {
        frame.pc = thread.reraisedAt + 1
        thread.reraisedAt = -1
      }
      return thrown
    }
    if (thread.propagating === thrown) thread.propagating = null
    else if (thrown.context === null) setContext(thrown)
    addTraceback(thrown, frame, frame.pc - 1)
    return thrown
  }
  const converted = convertJavaScript(thrown)
  setContext(converted)
  addTraceback(converted, frame, frame.pc - 1)
  return converted
}

/** A JavaScript error as the Python exception that means the same: system errors keep their errno and their file. */
export function convertJavaScript(thrown: unknown): PyBaseException {
  if (thrown instanceof PyBaseException) return thrown
  if (thrown instanceof RangeError) {
    if (/stack/i.test(thrown.message)) return recursionError('maximum recursion depth exceeded')
    // JavaScript has one class for whatever is out of range; only these speak of memory.
    if (/out of memory|array (?:length|size)|allocation failed/i.test(thrown.message)) return memoryError()
  }
  if (thrown instanceof Error && 'syscall' in thrown) {
    const { errno, path, dest } = thrown as NodeJS.ErrnoException & { dest?: string }
    if (errno !== undefined) return osError(Math.abs(errno), strerror(Math.abs(errno)), path ?? null, dest ?? null)
  }
  if (process.env.DXPY_DEBUG) console.error(thrown)
  return systemError(`internal error: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
}

/** Sets `__context__` to the exception being handled, without making a cycle. */
export function setContext(exception: PyBaseException): void {
  const handled = handledException()
  if (handled === null || handled === exception) return
  let o: PyBaseException = handled
  const seen = new Set<PyBaseException>()
  while (o.context !== null && !seen.has(o)) {
    seen.add(o)
    if (o.context === exception) {
      o.context = null
      break
    }
    o = o.context
  }
  exception.context = handled
}

/** Adds the entry of one frame to an exception's traceback. */
export function addTraceback(exception: PyBaseException, frame: Frame, lasti: number): void {
  frame.escaped = true
  exception.traceback = new PyTraceback(exception.traceback as PyTraceback | null, frame, lasti < 0 ? 0 : lasti)
}

/** The row of the exception table that covers an instruction, or -1. */
export function findHandler(code: CodeObject, at: number): number {
  const table = code.exceptionTable
  for (let i = 0; i < table.length; i += 4) if (at >= table[i]! && at < table[i + 1]!) return i
  return -1
}

/** Unwinds a frame's stack to a handler and pushes the exception; returns the handler's address and sets `sp`. */
export function enterHandler(frame: Frame, row: number, at: number, exception: PyBaseException): number {
  const table = frame.code.exceptionTable
  const info = table[row + 3]!
  const slots = frame.slots
  let sp = frame.code.slotCount + (info >> 1)
  if (info & 1) slots[sp++] = at
  slots[sp++] = exception
  for (let i = sp; i < slots.length; i++) slots[i] = undefined
  frame.sp = sp
  return table[row + 2]!
}

/** Whether a callee's exception is an answer to its caller: StopIteration of a `__next__` in FOR_ITER ends the loop. */
export function absorbs(parent: Frame, cont: Cont, callee: Frame, exception: PyBaseException): boolean {
  if (cont !== Cont.Next || !exception.cls.isSubtype(stopIterationType)) return false
  parent.sp--
  parent.pc = callee.contN
  return true
}
