/** What bodies call for texts and sequences whose types and indices are known: nothing of it runs Python code or looks at a frame. */
import { PyList } from '../objects/list'
import type { Value } from '../objects/object'
import { peekItems } from '../objects/simditems'
import { charAt, contains, strLength, substring, textIndex } from '../objects/strops'
import { emptyTuple, PyTuple } from '../objects/tuple'

/** An index of a slice between 0 and the length; `i` counts from the end where it is negative. */
function clip(i: number, length: number): number {
  if (i < 0) return i + length < 0 ? 0 : i + length
  return i > length ? length : i
}

/** `s[i]`; undefined where there is no such character. */
function strAt(s: string, i: number): string | undefined {
  const index = textIndex(s)
  if (index === null) return s[i < 0 ? i + s.length : i]
  const { length } = index
  const at = i < 0 ? i + length : i
  return at >= 0 && at < length ? charAt(s, at) : undefined
}

/** `s[start:stop]` */
function strSlice(s: string, start: number, stop: number): string {
  const n = strLength(s)
  return substring(s, clip(start, n), clip(stop, n))
}

/** `list[start:stop]` */
function listSlice(list: PyList, start: number, stop: number): PyList {
  const items = peekItems(list)
  return new PyList(items.slice(clip(start, items.length), clip(stop, items.length)))
}

/** `tuple[start:stop]` */
function tupleSlice(tuple: PyTuple, start: number, stop: number): PyTuple {
  const { items } = tuple
  const from = clip(start, items.length)
  const to = clip(stop, items.length)
  if (from >= to) return emptyTuple
  return from === 0 && to === items.length ? tuple : new PyTuple(items.slice(from, to))
}

/** Whether a str or int is among items; undefined where something has to be asked whether it is equal. */
function itemsHold(items: readonly Value[], wanted: string | number): boolean | undefined {
  for (let i = 0; i < items.length; i++) {
    const item = items[i]
    if (item === wanted) return true
    switch (typeof item) {
      case 'string':
      case 'number':
        continue
      case 'boolean':
        if (wanted === Number(item)) return true
        continue
    }
    if (item !== null) return undefined
  }
  return false
}

/** What the text of bodies calls. */
export const sequences = { strAt, strSlice, listSlice, tupleSlice, strHolds: contains, itemsHold }
