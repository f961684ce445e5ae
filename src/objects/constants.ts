/** Constants of code objects as Python values. */
import {
  BytesConstant,
  ComplexConstant,
  type ConstantValue,
  FloatConstant,
  FrozenSetConstant,
  TupleConstant,
  WideString,
} from '../base/constant'
import type { ConstantFactory } from '../bytecode/code'
import { PyBytes } from './bytes'
import { PyComplex } from './complex'
import { PyFloat } from './float'
import type { Value } from './object'
import { PyFrozenSet } from './set'
import { Ellipsis } from './singletons'
import { PyTuple } from './tuple'
import { fromCodePoints } from './widestring'

/** The Python value of a constant. */
export function constantToValue(c: ConstantValue): Value {
  if (c === null || typeof c !== 'object') return c
  if (c instanceof FloatConstant) return new PyFloat(c.value)
  if (c instanceof TupleConstant) return new PyTuple(c.items.map(constantToValue))
  if (c instanceof BytesConstant) return new PyBytes(c.value)
  if (c instanceof ComplexConstant) return new PyComplex(c.real, c.imag)
  if (c instanceof FrozenSetConstant) {
    const set = new PyFrozenSet()
    for (const item of c.items) set.put(constantToValue(item), true)
    return set
  }
  if (c instanceof WideString) return fromCodePoints(c.codePoints)
  return Ellipsis
}

/** The factory that code objects are loaded with. */
export const constantFactory: ConstantFactory = { convert: constantToValue }
