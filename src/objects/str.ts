/** str: text by code points (CPython: Objects/unicodeobject.c). */
import { definePrimitive, defineType, PyObject, type Value } from './object'

/** An instance of a subclass of str, or (exact class) a text that a JavaScript string cannot hold, see DESIGN "Values". */
export class PyStr extends PyObject {
  constructor(readonly value: string = '') {
    super()
  }
}

export const strType = defineType('str', { layout: PyStr, matchSelf: true })
definePrimitive('str', strType)

/** The JavaScript string of a str or of an instance of a subclass; undefined for anything else. */
export function asString(v: Value): string | undefined {
  if (typeof v === 'string') return v
  return v instanceof PyStr ? v.value : undefined
}
