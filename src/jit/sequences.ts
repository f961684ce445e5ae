/** What bodies call for texts and sequences whose types and indices are known: nothing of it runs Python code or looks at a frame. */
import { type PyBytes, PyBytesPiece } from '../objects/bytes'
import { indexOfBytes } from '../objects/bytesops'
import { type Finder, findPiece, foundPiece } from '../objects/filelines'
import { PyList } from '../objects/list'
import { listExtend, replaceRange } from '../objects/listmethods'
import type { Value } from '../objects/object'
import { repeatItems } from '../objects/sequence'
import { itemOfList, lengthOfList, peekItems, sliceOfList } from '../objects/simditems'
import { clipStride, itemsBetween } from '../objects/slice'
import { strBetween } from '../objects/strmethods'
import { charAt, contains, pieceOf, strLength, substring, textIndex, wordAt } from '../objects/strops'
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
  const n = lengthOfList(list)
  return sliceOfList(list, clip(start, n), clip(stop, n))
}

/** `tuple[start:stop]` */
function tupleSlice(tuple: PyTuple, start: number, stop: number): PyTuple {
  const { items } = tuple
  const from = clip(start, items.length)
  const to = clip(stop, items.length)
  if (from >= to) return emptyTuple
  return from === 0 && to === items.length ? tuple : new PyTuple(items.slice(from, to))
}

/** `list[start:stop] = value` */
function setListSlice(list: PyList, start: number, stop: number, value: PyList): void {
  const { items } = list
  const from = clip(start, items.length)
  const fresh = list === value ? items.slice() : peekItems(value)
  replaceRange(list, from, Math.max(from, clip(stop, items.length)), fresh)
}

/** `text[start:stop:step]` */
function strStride(s: string, start: number | null, stop: number | null, step: number): Value {
  return strBetween(s, clipStride(start, stop, step, strLength(s)))
}

/** `list[start:stop:step]` */
function listStride(list: PyList, start: number | null, stop: number | null, step: number): PyList {
  const between = clipStride(start, stop, step, lengthOfList(list))
  if (step === 1) return sliceOfList(list, between.start, between.start + between.count)
  return new PyList(itemsBetween(peekItems(list), between))
}

/** `a + b` */
function joinLists(a: PyList, b: PyList): PyList {
  return new PyList(peekItems(a).concat(peekItems(b)))
}

/** `a += b` */
function extendList(a: PyList, b: PyList): void {
  listExtend(a, b)
}

/** `a + b` */
function joinTuples(a: PyTuple, b: PyTuple): PyTuple {
  if (a.items.length === 0) return b
  return b.items.length === 0 ? a : new PyTuple(a.items.concat(b.items))
}

/** Longer lists are made by the operation, which refuses those that are too long. */
const MOST_REPEATED = 2 ** 24

/** `list * count`; undefined where that is very long. */
function repeatList(list: PyList, count: number): PyList | undefined {
  const items = peekItems(list)
  return items.length * count > MOST_REPEATED ? undefined : new PyList(repeatItems(items, Math.max(count, 0)))
}

/** `tuple[start:stop:step]` */
function tupleStride(tuple: PyTuple, start: number | null, stop: number | null, step: number): PyTuple {
  const { items } = tuple
  const between = clipStride(start, stop, step, items.length)
  if (between.count === 0) return emptyTuple
  return step === 1 && between.count === items.length ? tuple : new PyTuple(itemsBetween(items, between))
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

/** `text.split(separator)[k]`; undefined where there are not so many. */
function strPiece(text: string, separator: string | null, k: number): string | undefined {
  return separator === null ? wordAt(text, k) : pieceOf(text, separator, k)
}

/** The same of bytes, with a separator of one byte, or -1. */
function bytesPiece(v: PyBytes, separator: number, k: number): PyBytes | undefined {
  const { bytes } = v
  const from = findPiece(bytes, 0, bytes.length, separator, k, false)
  return from < 0 ? undefined : new PyBytesPiece(bytes, from, foundPiece.end)
}

/** Whether bytes hold what a finder looks for. */
function bytesHold(v: PyBytes, finder: Finder): boolean {
  return indexOfBytes(v.bytes, finder.needle, 0, v.size) >= 0
}

/** What the text of bodies calls. */
export const sequences = {
  strPiece,
  bytesPiece,
  bytesHold,
  strAt,
  strSlice,
  listSlice,
  itemOfList,
  lengthOfList,
  tupleSlice,
  setListSlice,
  strStride,
  listStride,
  joinLists,
  extendList,
  joinTuples,
  repeatList,
  tupleStride,
  strHolds: contains,
  itemsHold,
}
