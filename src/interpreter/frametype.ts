/** Attributes of frames and tracebacks (CPython: Objects/frameobject.c, Python/traceback.c). */

import { instructionAt, resumeLine, wordcode } from '../bytecode/wordcode'
import { lateBodies } from '../objects/context'
import { attributeError } from '../objects/exceptionfields'
import { runtimeError, typeError, valueError } from '../objects/exceptions'
import { PyList } from '../objects/list'
import { completeType, typeOf, type Value } from '../objects/object'
import { address } from '../objects/objecttype'
import { asCInt, repr } from '../objects/operators'
import { generatorOf } from './dropped'
import { type Frame, frameType, thread } from './frame'
import { hiddenSlots, isOptimized } from './framelocals'
import { abandonGenerator } from './generator'
import { makeLocalsProxy } from './localsproxy'
import { PyTraceback, tracebackType } from './unwind'

/** Line that a frame is at. */
export function frameLine(frame: Frame): number {
  const at = frame.pc > 0 ? frame.pc - 1 : 0
  const line = frame.code.position(at)[0]
  return line < 0 ? frame.code.firstlineno : line
}

completeType(frameType, {
  layout: frameType.ctor,
  methods: () => [
    [
      '__repr__',
      (self: Frame) =>
        `<frame at ${address(self)}, file ${repr(self.code.filename)}, line ${frameLine(self)}, code ${self.code.name}>`,
      '($self, /)',
    ],
    [
      'clear',
      (self: Frame) => {
        if (isRunning(self)) throw runtimeError('cannot clear an executing frame')
        const generator = generatorOf(self)
        if (generator !== null) abandonGenerator(generator)
        for (let i = 0; i < self.code.slotCount; i++) self.slots[i] = undefined
        return null
      },
      '($self, /)',
    ],
  ],
  members: 'f_trace_lines',
  getset: () => [
    ['f_code', (self: Frame) => self.code as never],
    [
      'f_back',
      (self: Frame) => {
        if (self.back !== null) self.back.escaped = true
        return self.back
      },
    ],
    [
      'f_globals',
      (self: Frame) => {
        lateBodies.complete?.(self.globals)
        return self.globals
      },
    ],
    ['f_builtins', (self: Frame) => self.builtins],
    [
      'f_locals',
      (self: Frame) => (isOptimized(self) || hiddenSlots(self).length > 0 ? makeLocalsProxy(self) : self.locals),
    ],
    ['f_lasti', (self: Frame) => (self.pc > 0 ? wordcode(self.code).offsets[self.pc - 1]! * 2 : 0)],
    [
      'f_lineno',
      (self: Frame) => {
        if (self.pc === 0) return resumeLine(self.code)
        const line = self.code.position(self.pc - 1)[0]
        return line < 0 ? null : line
      },
      (self: Frame, value) => {
        if (value === undefined) throw attributeError('cannot delete attribute')
        const { setLine } = require('./framejump') as typeof import('./framejump')
        setLine(self, value)
      },
    ],
    [
      'f_trace',
      (self: Frame) => self.trace,
      (self: Frame, v) => {
        self.trace = v ?? null
      },
    ],
    [
      'f_trace_lines',
      (self: Frame) => self.traceLines,
      (self: Frame, v) => {
        if (typeof v !== 'boolean') throw typeError('attribute value type must be bool')
        self.traceLines = v
      },
    ],
    [
      'f_trace_opcodes',
      (self: Frame) => self.traceOpcodes,
      (self: Frame, v) => {
        if (typeof v !== 'boolean') throw typeError('attribute value type must be bool')
        self.traceOpcodes = v
        if (!v) return
        const { traceOpcodesOf } = require('./legacytrace') as typeof import('./legacytrace')
        traceOpcodesOf(self)
      },
    ],
  ],
})

function isRunning(frame: Frame): boolean {
  for (let f = thread.frame; f !== null; f = f.back) if (f === frame) return true
  return false
}

completeType(tracebackType, {
  layout: tracebackType.ctor,
  new: [
    (_cls: Value, next: Value, frame: Value, lasti: Value, lineno: Value) => {
      if (next !== null && !(next instanceof PyTraceback))
        throw typeError(`expected traceback object or None, got '${typeOf(next).name}'`)
      if (typeOf(frame) !== frameType)
        throw typeError(`TracebackType() argument 'tb_frame' must be frame, not ${typeOf(frame).name}`)
      const offset = asCInt(lasti)
      const index = offset < 0 ? -1 : instructionAt((frame as Frame).code, offset >> 1)
      return new PyTraceback(next, frame as Frame, index, asCInt(lineno), offset)
    },
    '(tb_next, tb_frame, tb_lasti, tb_lineno)',
  ],
  methods: () => [['__dir__', () => new PyList(['tb_frame', 'tb_next', 'tb_lasti', 'tb_lineno']), '($self, /)']],
  members: 'tb_frame tb_lasti',
  getset: () => [
    ['tb_frame', (self: PyTraceback) => self.frame],
    [
      'tb_next',
      (self: PyTraceback) => self.next,
      (self: PyTraceback, value) => {
        if (value === undefined) throw typeError("can't delete tb_next attribute")
        if (value !== null && !(value instanceof PyTraceback))
          throw typeError(`expected traceback object, got '${typeOf(value).name}'`)
        for (let t: PyTraceback | null = value; t !== null; t = t.next)
          if (t === self) throw valueError('traceback loop detected')
        self.next = value
      },
    ],
    [
      'tb_lasti',
      (self: PyTraceback) => self.offset ?? (self.lasti < 0 ? -1 : wordcode(self.frame.code).offsets[self.lasti]! * 2),
    ],
    [
      'tb_lineno',
      (self: PyTraceback) => {
        const line = self.line()
        return line < 0 ? null : line
      },
    ],
  ],
})
