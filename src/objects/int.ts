/** int: unbounded integers (CPython: Objects/longobject.c). */
import { definePrimitive, defineType, type Int, PyObject, type Value } from './object'

/** An instance of a subclass of int; exact ints are JavaScript numbers and bigints. */
export class PyInt extends PyObject {
  constructor(readonly value: Int = 0) {
    super()
  }
}

export const intType = defineType('int', { layout: PyInt, matchSelf: true })
definePrimitive('int', intType)

/** The integer of an int, bool or instance of a subclass; undefined for anything else. */
export function asInt(v: Value): Int | undefined {
  if (typeof v === 'number' || typeof v === 'bigint') return v
  if (typeof v === 'boolean') return v ? 1 : 0
  return v instanceof PyInt ? v.value : undefined
}

/** An int in its normal form: a number where it is a safe integer. */
export function normalise(v: bigint): Int {
  return v >= -9007199254740991n && v <= 9007199254740991n ? Number(v) : v
}
