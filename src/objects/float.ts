/** float: IEEE 754 binary64 (CPython: Objects/floatobject.c). */
import { defineType, PyObject } from './object'

/** A float, or an instance of a subclass. */
export class PyFloat extends PyObject {
  constructor(readonly value: number = 0) {
    super()
  }
}

export const floatType = defineType('float', { layout: PyFloat, matchSelf: true })
