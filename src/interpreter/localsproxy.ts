/**
 * FrameLocalsProxy: `frame.f_locals` of a function, a view that reads and writes the variables themselves (PEP 667; CPython:
 * Objects/frameobject.c). A key that names no variable lives in a dict of the frame's own.
 */
import { SlotKind } from '../bytecode/code'
import { getAttr, lookupAttr } from '../objects/attributes'
import { PyCell } from '../objects/cell'
import { context, enterRepr, leaveRepr } from '../objects/context'
import { PyDict } from '../objects/dict'
import { keyError, typeError } from '../objects/exceptions'
import { PyList } from '../objects/list'
import { assumptions, defineType, PyObject, type PyType, typeOf, type Value } from '../objects/object'
import { equals, getItem, getIter, hashValue, isSame, repr, toArray } from '../objects/operators'
import { NotImplemented } from '../objects/singletons'
import { PyTuple } from '../objects/tuple'
import { type Frame, frameType } from './frame'
import { frameVariables, slotValue } from './framelocals'
import { tier } from './tier'

/** The view of one frame. */
class PyFrameLocalsProxy extends PyObject {
  constructor(readonly frame: Frame) {
    super()
  }
}

/** The view of a frame's variables. The frame outlives its call from now on. */
export function makeLocalsProxy(frame: Frame): Value {
  frame.escaped = true
  if (!frame.proxied) {
    frame.proxied = true
    // Compiled code that runs it has its variables elsewhere, and is left before its next instruction.
    assumptions.epoch++
    tier.current?.forget(frame.code)
  }
  return new PyFrameLocalsProxy(frame)
}

/** The slot of a variable, or -1: of those of its name the bound one to read, the one that is no comprehension's to write. */
function slotOf(frame: Frame, key: Value, forReading: boolean): number {
  const names = frame.code.localsplus
  const kinds = frame.code.localsplusKinds
  const fits = (i: number) => (forReading ? slotValue(frame, i) !== undefined : (kinds[i]! & SlotKind.HIDDEN) === 0)
  if (typeof key === 'string') {
    for (let i = 0; i < names.length; i++) if (names[i] === key && fits(i)) return i
    return -1
  }
  // A key of another type may be equal to a name.
  const hash = hashValue(key)
  for (let i = 0; i < names.length; i++)
    if (hashValue(names[i]!) === hash && equals(names[i]!, key) && fits(i)) return i
  return -1
}

function read(self: PyFrameLocalsProxy, key: Value): Value | undefined {
  const slot = slotOf(self.frame, key, true)
  if (slot >= 0) return slotValue(self.frame, slot)
  return self.frame.extraLocals === null ? undefined : self.frame.extraLocals.getItem(key)
}

function write(self: PyFrameLocalsProxy, key: Value, value: Value): void {
  const frame = self.frame
  const slot = slotOf(frame, key, false)
  if (slot < 0) {
    frame.extraLocals ??= new PyDict()
    frame.extraLocals.setItem(key, value)
    return
  }
  const held = frame.slots[slot]
  if (held instanceof PyCell && frame.code.localsplusKinds[slot]! & (SlotKind.CELL | SlotKind.FREE)) held.v = value
  else frame.slots[slot] = value
}

function snapshot(self: PyFrameLocalsProxy): PyDict {
  return frameVariables(self.frame)
}

/** Takes over what another mapping holds; false where it is none. */
function update(self: PyFrameLocalsProxy, other: Value): boolean {
  if (other instanceof PyFrameLocalsProxy) other = snapshot(other)
  if (!(other instanceof PyDict)) return false
  for (const key of toArray(context.call0(getAttr(other, 'keys')))) write(self, key, getItem(other, key))
  return true
}

function or(a: Value, b: Value): Value {
  const part = (v: Value) => (v instanceof PyFrameLocalsProxy ? snapshot(v) : v instanceof PyDict ? v : null)
  const left = part(a)
  const right = part(b)
  if (left === null || right === null) return NotImplemented
  const made = left.copy()
  context.call1(lookupAttr(made, 'update')!, right)
  return made
}

defineType('FrameLocalsProxy', {
  layout: PyFrameLocalsProxy as never,
  patternKind: 'mapping',
  final: true,
  unhashable: true,
  new: [
    (_cls: PyType, frame: Value) => {
      if (typeOf(frame) !== frameType) throw typeError(`expect frame, not ${typeOf(frame).name}`)
      return makeLocalsProxy(frame as Frame)
    },
    '(frame, /)',
  ],
  methods: () => [
    [
      '__repr__',
      (self: PyFrameLocalsProxy) => {
        if (!enterRepr(self)) return '{...}'
        try {
          return repr(snapshot(self))
        } finally {
          leaveRepr(self)
        }
      },
      '($self, /)',
    ],
    ['__len__', (self: PyFrameLocalsProxy) => snapshot(self).size, '($self, /)'],
    [
      '__getitem__',
      (self: PyFrameLocalsProxy, key: Value) => {
        const found = read(self, key)
        if (found === undefined) throw keyError(`local variable '${repr(key)}' is not defined`)
        return found
      },
      '($self, key, /)',
    ],
    [
      '__setitem__',
      (self: PyFrameLocalsProxy, key: Value, value: Value) => {
        write(self, key, value)
        return null
      },
      '($self, key, value, /)',
    ],
    [
      '__delitem__',
      () => {
        throw typeError('cannot remove variables from FrameLocalsProxy')
      },
      '($self, key, /)',
    ],
    ['__contains__', (self: PyFrameLocalsProxy, key: Value) => read(self, key) !== undefined, '($self, key, /)'],
    ['__iter__', (self: PyFrameLocalsProxy) => getIter(new PyList(snapshot(self).keyList())), '($self, /)'],
    ['__reversed__', (self: PyFrameLocalsProxy) => new PyList(snapshot(self).keyList().reverse()), '($self, /)'],
    [
      '__eq__',
      (self: PyFrameLocalsProxy, other: Value) => {
        if (other instanceof PyFrameLocalsProxy) return self.frame === other.frame
        return other instanceof PyDict ? equals(snapshot(self), other) : NotImplemented
      },
      '($self, value, /)',
    ],
    [
      '__ne__',
      (self: PyFrameLocalsProxy, other: Value) => {
        if (other instanceof PyFrameLocalsProxy) return !isSame(self.frame, other.frame)
        return other instanceof PyDict ? !equals(snapshot(self), other) : NotImplemented
      },
      '($self, value, /)',
    ],
    ['__or__', or, '($self, value, /)'],
    ['__ror__', (self: Value, other: Value) => or(other, self), '($self, value, /)'],
    [
      '__ior__',
      (self: PyFrameLocalsProxy, other: Value) => (update(self, other) ? self : NotImplemented),
      '($self, value, /)',
    ],
    ['keys', (self: PyFrameLocalsProxy) => new PyList(snapshot(self).keyList()), '($self, /)'],
    ['values', (self: PyFrameLocalsProxy) => new PyList(snapshot(self).valueList()), '($self, /)'],
    [
      'items',
      (self: PyFrameLocalsProxy) => {
        const all = snapshot(self)
        const values = all.valueList()
        return new PyList(all.keyList().map((key, i) => new PyTuple([key, values[i]!])))
      },
      '($self, /)',
    ],
    ['copy', snapshot, '($self, /)'],
    [
      'get',
      (self: PyFrameLocalsProxy, key: Value, otherwise: Value = null) => {
        const found = read(self, key)
        return found === undefined ? otherwise : found
      },
      '($self, key, default=None, /)',
    ],
    [
      'setdefault',
      (self: PyFrameLocalsProxy, key: Value, value: Value = null) => {
        const found = read(self, key)
        if (found !== undefined) return found
        write(self, key, value)
        return value
      },
      '($self, key, default=None, /)',
    ],
    [
      'update',
      (self: PyFrameLocalsProxy, other: Value) => {
        if (!update(self, other)) throw typeError('update() argument must be dict or another FrameLocalsProxy')
        return null
      },
      '($self, other, /)',
    ],
    [
      '__reduce_ex__',
      (self: PyFrameLocalsProxy) => {
        throw typeError(`cannot pickle '${typeOf(self).name}' object`)
      },
      '($self, protocol, /)',
    ],
  ],
})
