/** tuple: an immutable sequence (CPython: Objects/tupleobject.c). */
import { defineType, PyObject, type Value } from './object'

/** A tuple, or an instance of a subclass. */
export class PyTuple extends PyObject {
  /** Cached hash; undefined until first asked for. */
  hash: number | undefined = undefined
  constructor(readonly items: Value[] = []) {
    super()
  }
}

export const tupleType = defineType('tuple', { layout: PyTuple, patternKind: 'sequence', matchSelf: true })

/** `()` */
export const emptyTuple = new PyTuple([])
