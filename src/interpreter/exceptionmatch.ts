/** Matching of exceptions: `except` with tuples and `except*` (PEP 654; CPython: Python/ceval.c, _PyEval_ExceptionGroupMatch). */

import { getAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { baseExceptionGroupType, PyExceptionGroup } from '../objects/exceptiongroup'
import { baseExceptionType, type PyBaseException, typeError } from '../objects/exceptions'
import { PyType, typeOf, type Value } from '../objects/object'
import { PyTuple } from '../objects/tuple'

const CANNOT_CATCH = 'catching classes that do not inherit from BaseException is not allowed'

/** Whether an exception matches a class or a tuple of classes; TypeError where something else stands after `except`. */
export function checkExceptionTypes(exception: PyBaseException, types: Value): boolean {
  if (types instanceof PyTuple) {
    for (const t of types.items)
      if (!(t instanceof PyType && t.isSubtype(baseExceptionType))) throw typeError(CANNOT_CATCH)
    return types.items.some((t) => exception.cls.isSubtype(t as PyType))
  }
  if (!(types instanceof PyType && types.isSubtype(baseExceptionType))) throw typeError(CANNOT_CATCH)
  return exception.cls.isSubtype(types)
}

/** `except* types`: the part that does not match and the part that does, each None where empty. */
export function groupMatch(exception: PyBaseException, types: Value): [rest: Value, match: Value] {
  const list = types instanceof PyTuple ? types.items : [types]
  for (const t of list) {
    if (!(t instanceof PyType && t.isSubtype(baseExceptionType))) throw typeError(CANNOT_CATCH)
    if (t.isSubtype(baseExceptionGroupType))
      throw typeError('catching ExceptionGroup with except* is not allowed. Use except instead.')
  }
  if (exception === null) return [null, null]
  if (checkExceptionTypes(exception, types)) {
    if (exception instanceof PyExceptionGroup) return [null, exception]
    const wrapped = context.call2(baseExceptionGroupType, '', new PyTuple([exception])) as PyBaseException
    wrapped.traceback = exception.traceback === null ? null : exception.traceback
    return [null, wrapped]
  }
  if (exception instanceof PyExceptionGroup) {
    const pair = context.call1(getAttr(exception, 'split'), types)
    if (!(pair instanceof PyTuple))
      throw typeError(`${typeOf(exception).name}.split must return a tuple, not ${typeOf(pair).name}`)
    if (pair.items.length < 2)
      throw typeError(`${typeOf(exception).name}.split must return a 2-tuple, got tuple of size ${pair.items.length}`)
    return [pair.items[1]!, pair.items[0]!]
  }
  return [exception, null]
}

/** PREP_RERAISE_STAR: the exception to raise after all `except*` clauses ran, or None. `raised` holds new and unhandled exceptions. */
export function prepareReraise(original: PyBaseException, raised: readonly Value[]): Value {
  const pending = raised.filter((e) => e !== null) as PyBaseException[]
  if (pending.length === 0) return null
  if (!(original instanceof PyExceptionGroup)) {
    // A naked exception was wrapped: what is left of it is raised bare.
    return pending[0]!
  }
  const fresh: PyBaseException[] = []
  const rethrown: PyBaseException[] = []
  for (const e of pending) (sameMetadata(e, original) ? rethrown : fresh).push(e)
  if (rethrown.length === 0 && fresh.length === 0) return null
  const rest = rethrown.length === 0 ? null : projection(original, rethrown)
  if (fresh.length === 0) return rest
  if (rest !== null) fresh.push(rest as PyBaseException)
  // One new exception is raised as it is.
  return fresh.length === 1 ? fresh[0]! : context.call2(baseExceptionGroupType, '', new PyTuple(fresh))
}

function sameMetadata(a: PyBaseException, b: PyBaseException): boolean {
  return a.traceback === b.traceback && a.cause === b.cause && a.context === b.context
}

function leaves(e: Value, into: Set<Value>): void {
  if (e instanceof PyExceptionGroup) for (const child of e.exceptions) leaves(child, into)
  else into.add(e)
}

/** The part of a group whose leaves the given exceptions hold (CPython: _PyExc_ExceptionGroupProjection). */
function projection(group: PyExceptionGroup, kept: readonly PyBaseException[]): Value {
  const ids = new Set<Value>()
  for (const e of kept) leaves(e, ids)
  const keep = (e: PyExceptionGroup): PyExceptionGroup | null => {
    const children: Value[] = []
    for (const child of e.exceptions) {
      if (child instanceof PyExceptionGroup) {
        const part = keep(child)
        if (part !== null) children.push(part)
      } else if (ids.has(child)) children.push(child)
    }
    if (children.length === 0) return null
    if (children.length === e.exceptions.length && children.every((c, i) => c === e.exceptions[i])) return e
    return deriveLike(e, children)
  }
  return keep(group)
}

function deriveLike(group: PyExceptionGroup, children: Value[]): PyExceptionGroup {
  const made = context.call1(getAttr(group, 'derive'), new PyTuple(children)) as PyExceptionGroup
  made.traceback = group.traceback
  made.cause = group.cause
  made.context = group.context
  made.suppressContext = group.suppressContext
  return made
}
