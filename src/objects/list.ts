/** list: a mutable sequence (CPython: Objects/listobject.c). */
import { defineType, PyObject, type Value } from './object'

/** A list, or an instance of a subclass. */
export class PyList extends PyObject {
  constructor(public items: Value[] = []) {
    super()
  }
}

export const listType = defineType('list', {
  layout: PyList,
  patternKind: 'sequence',
  matchSelf: true,
  unhashable: true,
})
