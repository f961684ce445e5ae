/** Class and mapping patterns (PEP 634; CPython: Python/ceval.c match_keys, _PyEval_MatchClass). */
import { getAttr, lookupAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { dictType, PyDict } from '../objects/dict'
import { typeError, valueError } from '../objects/exceptions'
import { PyObject, PyType, typeOf, type Value } from '../objects/object'
import { equals, getItem, isInstance, repr } from '../objects/operators'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'

const absent = new PyObject()

/** The values of a mapping under the keys of a pattern, or None where one is missing. */
export function matchKeys(subject: Value, keys: readonly Value[]): Value {
  const values: Value[] = []
  const seen: Value[] = []
  const get = subject instanceof PyDict && subject.cls === dictType ? null : getAttr(subject, 'get')
  for (const key of keys) {
    if (seen.some((k) => equals(k, key))) throw valueError(`mapping pattern checks duplicate key (${repr(key)})`)
    seen.push(key)
    const v = get === null ? (subject as PyDict).getItem(key) : context.call2(get, key, absent)
    if (v === undefined || v === absent) return null
    values.push(v)
  }
  return new PyTuple(values)
}

/** The attributes that a class pattern binds, or None where the subject does not match. */
export function matchClass(subject: Value, cls: Value, positional: number, keywords: readonly string[]): Value {
  if (!(cls instanceof PyType)) throw typeError('called match pattern must be a class')
  if (!isInstance(subject, cls)) return null
  const seen = new Set<string>()
  const attributes: Value[] = []
  const take = (name: string): boolean => {
    if (seen.has(name)) throw typeError(`${cls.name}() got multiple sub-patterns for attribute ${repr(name)}`)
    seen.add(name)
    const v = lookupAttr(subject, name)
    if (v === undefined) return false
    attributes.push(v)
    return true
  }
  if (positional > 0) {
    const args = lookupAttr(cls, '__match_args__')
    if (args === undefined) {
      if (!cls.matchSelf) throw tooMany(cls, 0, positional)
      if (positional > 1) throw tooMany(cls, 1, positional)
      attributes.push(subject)
    } else {
      if (!(args instanceof PyTuple))
        throw typeError(`${cls.name}.__match_args__ must be a tuple (got ${typeOf(args).name})`)
      if (args.items.length < positional) throw tooMany(cls, args.items.length, positional)
      for (let i = 0; i < positional; i++) {
        const name = asString(getItem(args, i))
        if (name === undefined)
          throw typeError(`__match_args__ elements must be strings (got ${typeOf(args.items[i]!).name})`)
        if (!take(name)) return null
      }
    }
  }
  for (const name of keywords) if (!take(name)) return null
  return new PyTuple(attributes)
}

function tooMany(cls: PyType, allowed: number, given: number): Value {
  return typeError(
    `${cls.name}() accepts ${allowed} positional sub-pattern${allowed === 1 ? '' : 's'} (${given} given)`,
  )
}
