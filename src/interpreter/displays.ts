/**
 * What displays, starred arguments and unpacking do with their values (Language Reference 6.2, 6.3.4, 7.2): used by the opcodes of
 * rareopcodes.ts and by compiled code.
 */
import { getAttr, lookupAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { PyDict } from '../objects/dict'
import { merge } from '../objects/dictmethods'
import { typeError, valueError } from '../objects/exceptions'
import { PyList } from '../objects/list'
import { typeOf, type Value } from '../objects/object'
import { getItem, getIter, iterNext, repr, strText, toArray } from '../objects/operators'
import type { PySet } from '../objects/set'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'

/** `[*source]` */
export function listExtend(list: PyList, source: Value): void {
  if ((source instanceof PyList || source instanceof PyTuple) && !source.cls.heap) {
    const { items } = source
    for (let i = 0, n = items.length; i < n; i++) list.items.push(items[i]!)
    return
  }
  const { proto } = typeOf(source)
  if (proto.$__iter__ === undefined && proto.$__getitem__ === undefined)
    throw typeError(`Value after * must be an iterable, not ${typeOf(source).name}`)
  for (const item of toArray(source)) list.items.push(item)
}

/** `{*source}` */
export function setUpdate(set: PySet, source: Value): void {
  for (const item of toArray(source)) set.add(item)
}

/** `{**source}` */
export function dictUpdate(dict: PyDict, source: Value): void {
  if (!(source instanceof PyDict) && lookupAttr(source, 'keys') === undefined)
    throw typeError(`'${typeOf(source).name}' object is not a mapping`)
  mergeInto(dict, source, null)
}

/** `callable(**source)` */
export function dictMerge(dict: PyDict, source: Value, callable: Value): void {
  if (!(source instanceof PyDict) && lookupAttr(source, 'keys') === undefined)
    throw typeError(`${functionText(callable)} argument after ** must be a mapping, not ${typeOf(source).name}`)
  mergeInto(dict, source, callable)
}

/** A callable as messages name it: `module.qualname()`. */
export function functionText(callable: Value): string {
  const qualname = lookupAttr(callable, '__qualname__')
  if (typeof qualname !== 'string') return repr(callable)
  const module = lookupAttr(callable, '__module__')
  return typeof module === 'string' && module !== 'builtins' ? `${module}.${qualname}()` : `${qualname}()`
}

/** Adds a mapping's items to a dict; with `callable` a repeated key is an error of the call. */
function mergeInto(target: PyDict, source: Value, callable: Value): void {
  if (target.size === 0 && source instanceof PyDict && !source.cls.heap) {
    merge(target, source)
    return
  }
  const add = (key: Value, value: Value) => {
    if (callable !== null && target.getItem(key) !== undefined)
      throw typeError(`${functionText(callable)} got multiple values for keyword argument '${strText(key)}'`)
    target.setItem(key, value)
  }
  if (source instanceof PyDict && !source.cls.heap) {
    if (source.size === 0) return
    const values = source.valueList()
    source.keyList().forEach((key, i) => add(key, values[i]!))
    return
  }
  for (const key of toArray(context.call0(getAttr(source, 'keys')))) add(key, getItem(source, key))
}

/** The `n` items of what is unpacked; not to be changed. */
export function unpack(v: Value, n: number): readonly Value[] {
  if ((v instanceof PyTuple || v instanceof PyList) && !v.cls.heap) {
    const { items } = v
    if (items.length === n) return items
    if (items.length > n) throw valueError(`too many values to unpack (expected ${n})`)
    throw valueError(`not enough values to unpack (expected ${n}, got ${items.length})`)
  }
  return unpackIterable(v, n, false)
}

/** `a, *b, c = v`: the items before, the list of those between, the items after. */
export function unpackStarred(v: Value, before: number, after: number): Value[] {
  const items = unpackIterable(v, before + after, true)
  const end = items.length - after
  return [...items.slice(0, before), new PyList(items.slice(before, end)), ...items.slice(end)]
}

function unpackIterable(v: Value, n: number, star: boolean): Value[] {
  const proto = typeOf(v).proto
  if (proto.$__iter__ === undefined && proto.$__getitem__ === undefined)
    throw typeError(`cannot unpack non-iterable ${typeOf(v).name} object`)
  const iterator = getIter(v)
  const items: Value[] = []
  for (;;) {
    if (!star && items.length === n) {
      if (iterNext(iterator) === undefined) return items
      throw valueError(`too many values to unpack (expected ${n})`)
    }
    const item = iterNext(iterator)
    if (item === undefined) break
    items.push(item)
  }
  if (items.length < n)
    throw valueError(`not enough values to unpack (expected ${star ? 'at least ' : ''}${n}, got ${items.length})`)
  return items
}

/** BUILD_STRING */
export function joinStrings(parts: readonly Value[]): Value {
  let text = ''
  for (const part of parts) text += typeof part === 'string' ? part : asString(part)!
  return text
}
