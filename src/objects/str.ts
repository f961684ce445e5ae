/** str: text by code points (CPython: Objects/unicodeobject.c). Methods are in strmethods.ts, algorithms in strops.ts. */
import { definePrimitive, defineType, PyObject, type Value } from './object'

/** An instance of a subclass of str, or (exact class) a text that a JavaScript string cannot hold. */
export class PyStr extends PyObject {
  constructor(
    readonly value: string = '',
    /**
     * The code points of a text in which a high surrogate is followed by a low one; null for any other. `value` then is the
     * nearest JavaScript string, in which the two have become one character.
     */
    readonly wide: Uint32Array | null = null,
  ) {
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
