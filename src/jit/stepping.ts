/** Iterators that bodies have in variables (`STEPPED` in values.ts), made where a body is left or something else wants them. */
import { PyEnumerate } from '../objects/enumerate'
import { PyListIterator, type PyStrIterator, type PyTupleIterator } from '../objects/iterators'
import { PyList } from '../objects/list'
import type { Value } from '../objects/object'
import { getIter, type PyIterator } from '../objects/operators'
import { PyRangeIterator } from '../objects/range'
import { strLength } from '../objects/strops'
import { STEPPED, T } from './values'

/** The iterator of a range that compiled code has in variables: it is made, or told where it stands. */
function ranged(it: PyRangeIterator | undefined, value: number, step: number, left: number): PyRangeIterator {
  if (it === undefined) return new PyRangeIterator(value, step, left)
  it.value = value
  it.left = left
  return it
}

/** The same for an iterator of a list, tuple or text; `form` is its place in `STEPPED`. */
function stepped(form: number, it: PyIterator | undefined, holder: Value, index: number): PyIterator {
  const made = it ?? (holder instanceof PyList ? new PyListIterator(holder) : (getIter(holder) as PyIterator))
  if (STEPPED[form] === T.StrSteps) {
    const texts = made as PyStrIterator
    texts.unit = index
    texts.count = strLength((holder as string).slice(0, index))
  } else (made as PyListIterator | PyTupleIterator).index = index
  return made
}

/** The same for an `enumerate`. */
function enumerated(holder: Value, index: number, count: number): PyEnumerate {
  const made = new PyEnumerate()
  made.iterator = stepped(
    STEPPED.indexOf(typeof holder === 'string' ? T.StrSteps : T.ListSteps),
    undefined,
    holder,
    index,
  )
  made.count = count
  return made
}

/** The character at a place of a text that begins with the first of two surrogates. */
function characterAt(text: string, at: number): string {
  return (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00 ? text.slice(at, at + 2) : text[at]!
}

export const stepping = { ranged, stepped, enumerated, characterAt }
