/** `locals()` and `frame.f_locals` (PEP 667; CPython: Objects/frameobject.c, FrameLocalsProxy). */
import { CodeFlags, SlotKind } from '../bytecode/code'
import { PyCell } from '../objects/cell'
import { PyDict } from '../objects/dict'
import type { Value } from '../objects/object'
import type { Frame } from './frame'

/** The value of a variable slot: the content of a cell, or the value; undefined while unbound. */
export function slotValue(frame: Frame, slot: number): Value | undefined {
  const v = frame.slots[slot]
  if (v instanceof PyCell && frame.code.localsplusKinds[slot]! & (SlotKind.CELL | SlotKind.FREE)) return v.v
  return v
}

/** Whether a frame is a function's: its locals are slots. */
export function isOptimized(frame: Frame): boolean {
  return (frame.code.flags & CodeFlags.OPTIMIZED) !== 0
}

/** A snapshot of a function's variables, or the namespace of a module or class body. */
export function frameLocals(frame: Frame): Value {
  if (!isOptimized(frame)) {
    const locals = frame.locals
    const hidden = hiddenSlots(frame)
    if (hidden.length === 0 || !(locals instanceof PyDict)) return locals
    const copy = locals.copy()
    for (const slot of hidden) copy.setItem(frame.code.localsplus[slot]!, slotValue(frame, slot)!)
    return copy
  }
  return frameVariables(frame)
}

/** Every bound variable of a frame and what `f_locals` added, as a new dict. */
export function frameVariables(frame: Frame): PyDict {
  const dict = new PyDict()
  const names = frame.code.localsplus
  for (let i = 0; i < names.length; i++) {
    const v = slotValue(frame, i)
    if (v !== undefined) dict.setItem(names[i]!, v)
  }
  if (frame.extraLocals !== null)
    for (const key of frame.extraLocals.keyList()) dict.setItem(key, frame.extraLocals.getItem(key)!)
  return dict
}

/** Bound variables of comprehensions inlined into a module or class body. */
export function hiddenSlots(frame: Frame): number[] {
  const slots: number[] = []
  const kinds = frame.code.localsplusKinds
  for (let i = 0; i < kinds.length; i++)
    if (kinds[i]! & SlotKind.HIDDEN && slotValue(frame, i) !== undefined) slots.push(i)
  return slots
}
