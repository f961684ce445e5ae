/** What native code provides of the library's `functools` before its body has run: that imports `collections` and makes a named tuple. */
import type { CodeObject } from '../bytecode/code'
import { findAndLoad } from '../interpreter/import'
import { getAttr } from '../objects/attributes'
import type { PyModule } from '../objects/module'
import { PyTuple } from '../objects/tuple'
import { definitionIn, type Provided } from './deferred'

const ASSIGNMENTS = ['__module__', '__name__', '__qualname__', '__doc__', '__annotations__', '__type_params__']

/** `functools`: what it has from `_functools`, and the functions that need nothing else. */
export function functools(module: PyModule, code: CodeObject): Provided {
  const native = findAndLoad('_functools')
  const assigned = new PyTuple(ASSIGNMENTS)
  const updated = new PyTuple(['__dict__'])
  const updateWrapper = definitionIn(module, code, 'update_wrapper')
  updateWrapper.defaults = [assigned, updated]
  const wraps = definitionIn(module, code, 'wraps')
  wraps.defaults = [assigned, updated]
  return {
    WRAPPER_ASSIGNMENTS: assigned,
    WRAPPER_UPDATES: updated,
    update_wrapper: updateWrapper,
    wraps,
    cmp_to_key: getAttr(native, 'cmp_to_key'),
    reduce: getAttr(native, 'reduce'),
    partial: getAttr(native, 'partial'),
  }
}
