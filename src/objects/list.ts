/** list: a mutable sequence (CPython: Objects/listobject.c). */
import type { SimdList } from '../simd/simdlist'
import { defineType, PyObject, type Value } from './object'

/** What a list has whose numbers lie side by side (`simditems.ts`); its items are null where nobody has wanted them. */
export interface Holding {
  items: Value[] | null
  readonly numbers: SimdList
  uses: number
}

/** A list, or an instance of a subclass. */
export class PyList extends PyObject {
  /** Null for nearly all lists, which have it from their prototype. */
  declare holding: Holding | null

  constructor(public items: Value[] = []) {
    super()
  }
}
PyList.prototype.holding = null

export const listType = defineType('list', {
  layout: PyList,
  patternKind: 'sequence',
  matchSelf: true,
  unhashable: true,
})
