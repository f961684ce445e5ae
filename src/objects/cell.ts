/** cell: a variable shared by closures (CPython: Objects/cellobject.c). */
import { defineType, PyObject, type Value } from './object'

/** `v` is undefined while the variable is unbound. */
export class PyCell extends PyObject {
  constructor(public v: Value | undefined = undefined) {
    super()
  }
}

export const cellType = defineType('cell', { layout: PyCell, final: true })
