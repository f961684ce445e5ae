/** _suggestions: the nearest name to a misspelt one, for tracebacks (CPython: Modules/_suggestions.c). */
import { closest } from '../interpreter/call'
import { typeError } from '../objects/exceptions'
import { PyList } from '../objects/list'
import type { Value } from '../objects/object'
import { toArray } from '../objects/operators'
import { asString } from '../objects/str'
import type { NativeModule } from './definition'

/** With so many names none is suggested: the search would take too long. */
const CANDIDATES = 750

function suggest(candidates: Value, item: Value): Value {
  if (!(candidates instanceof PyList)) throw typeError('candidates must be a list')
  if (candidates.items.length >= CANDIDATES) return null
  const names = toArray(candidates).map((c) => {
    const name = asString(c)
    if (name === undefined) throw typeError('all elements in candidates must be strings')
    return name
  })
  const wanted = asString(item)
  if (wanted === undefined) throw typeError('_generate_suggestions() argument 2 must be str')
  return closest(wanted, names)
}

export const suggestionsModule: NativeModule = {
  name: '_suggestions',
  functions: [['_generate_suggestions', suggest, '(candidates, item, /)']],
}
