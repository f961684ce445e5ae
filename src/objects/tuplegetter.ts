/** The property of a field of a named tuple, `collections._tuplegetter`: its type is made by modules/_collections.ts. */
import { PyObject, type Value } from './object'

export class PyTupleGetter extends PyObject {
  doc: Value = null
  constructor(readonly index: number) {
    super()
  }
}
