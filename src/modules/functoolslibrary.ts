/** What native code provides of the library's `functools` before its body has run: that imports `collections` and makes a named tuple. */
import type { CodeObject } from '../bytecode/code'
import { findAndLoad } from '../interpreter/import'
import { getAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { PyList } from '../objects/list'
import type { PyModule } from '../objects/module'
import type { Value } from '../objects/object'
import { PyTuple } from '../objects/tuple'
import { definitionIn, type Provided } from './deferred'

const ASSIGNMENTS = ['__module__', '__name__', '__qualname__', '__doc__', '__annotations__', '__type_params__']

/** The class of what `cache_info` gives. */
function cacheInfo(): Value {
  const fields = new PyList(['hits', 'misses', 'maxsize', 'currsize'])
  const namedtuple = getAttr(findAndLoad('collections'), 'namedtuple')
  return context.callKeywords(namedtuple, ['CacheInfo', fields], ['module'], ['functools'])
}

/** `functools`: what it has from `_functools`, and the functions that need nothing else. */
export function functools(module: PyModule, code: CodeObject): Provided {
  const native = findAndLoad('_functools')
  const assigned = new PyTuple(ASSIGNMENTS)
  const updated = new PyTuple(['__dict__'])
  const updateWrapper = definitionIn(module, code, 'update_wrapper')
  updateWrapper.defaults = [assigned, updated]
  const wraps = definitionIn(module, code, 'wraps')
  wraps.defaults = [assigned, updated]
  const lruCache = definitionIn(module, code, 'lru_cache')
  lruCache.defaults = [128, false]
  return {
    WRAPPER_ASSIGNMENTS: assigned,
    WRAPPER_UPDATES: updated,
    update_wrapper: updateWrapper,
    wraps,
    cmp_to_key: getAttr(native, 'cmp_to_key'),
    reduce: getAttr(native, 'reduce'),
    partial: getAttr(native, 'partial'),
    lru_cache: lruCache,
    cache: definitionIn(module, code, 'cache'),
    _lru_cache_wrapper: getAttr(native, '_lru_cache_wrapper'),
    _CacheInfo: cacheInfo(),
  }
}
