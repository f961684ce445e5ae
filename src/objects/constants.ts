/** Constants of code objects as Python values. */
import {
  BytesConstant,
  ComplexConstant,
  type ConstantValue,
  EllipsisConstant,
  FloatConstant,
  FrozenSetConstant,
  TupleConstant,
  WideString,
} from '../base/constant'
import type { ConstantFactory } from '../bytecode/code'
import { emptyBytes, PyBytes } from './bytes'
import { PyComplex } from './complex'
import { PyFloat } from './float'
import { typeOf, type Value } from './object'
import { toArray } from './operators'
import { emptyFrozenSet, PyFrozenSet } from './set'
import { Ellipsis } from './singletons'
import { PyStr } from './str'
import { PyTuple } from './tuple'
import { fromCodePoints } from './widestring'

/** The Python value of a constant. */
export function constantToValue(c: ConstantValue): Value {
  if (c === null || typeof c !== 'object') return c
  if (c instanceof FloatConstant) return new PyFloat(c.value)
  if (c instanceof TupleConstant) return new PyTuple(c.items.map(constantToValue))
  if (c instanceof BytesConstant) return c.value.length === 0 ? emptyBytes : new PyBytes(c.value)
  if (c instanceof ComplexConstant) return new PyComplex(c.real, c.imag)
  if (c instanceof FrozenSetConstant) {
    if (c.items.length === 0) return emptyFrozenSet()
    const set = new PyFrozenSet()
    for (const item of c.items) set.put(constantToValue(item), true)
    return set
  }
  if (c instanceof WideString) return fromCodePoints(c.codePoints)
  return Ellipsis
}

/** A Python value as a constant, or undefined where it cannot be one. */
export function constantOfValue(v: Value): ConstantValue | undefined {
  if (v === null || typeof v !== 'object') return v
  if (v instanceof PyStr && v.wide !== null) return new WideString(v.wide)
  if (typeOf(v).heap) return undefined
  if (v instanceof PyFloat) return new FloatConstant(v.value)
  if (v instanceof PyComplex) return new ComplexConstant(v.real, v.imag)
  if (v instanceof PyBytes) return new BytesConstant(v.bytes)
  if (v === Ellipsis) return EllipsisConstant.instance
  const items = v instanceof PyTuple ? v.items : v instanceof PyFrozenSet ? toArray(v) : null
  if (items === null) return undefined
  const constants: ConstantValue[] = []
  for (const item of items) {
    const constant = constantOfValue(item)
    if (constant === undefined) return undefined
    constants.push(constant)
  }
  return v instanceof PyTuple ? new TupleConstant(constants) : new FrozenSetConstant(constants)
}

/** The factory that code objects are loaded with. */
export const constantFactory: ConstantFactory = { convert: constantToValue }
