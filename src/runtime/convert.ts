/** Values between JavaScript and Python for the embedding API. */
import { DxError } from '../base/errors'
import { err, ok, type Result } from '../base/result'
import { PyByteArray } from '../objects/bytearray'
import { PyBytes } from '../objects/bytes'
import { PyDict } from '../objects/dict'
import { PyFloat } from '../objects/float'
import { normalise } from '../objects/int'
import { PyList } from '../objects/list'
import { PyObject, typeOf, type Value } from '../objects/object'
import { PyAnySet, setOf } from '../objects/set'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'

/**
 * What crosses the border: None is null, int a number or bigint, float a number, str a string, bytes a Uint8Array, list and tuple an
 * array, dict a Map, set a Set; any other Python object passes as it is and can be passed back.
 */
export type JsValue =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PyObject
  | readonly JsValue[]
  | ReadonlyMap<JsValue, JsValue>
  | ReadonlySet<JsValue>
  | { readonly [key: string]: JsValue }

const MAX_DEPTH = 500

/** A JavaScript value as a Python one. A number is an int where it is a safe integer, else a float. Error: `ARGUMENT`. */
export function fromJs(v: JsValue, depth = 0): Result<Value, DxError> {
  if (depth > MAX_DEPTH) return err(new DxError('ARGUMENT', 'value is nested too deeply'))
  switch (typeof v) {
    case 'undefined':
      return ok(null)
    case 'boolean':
    case 'string':
      return ok(v)
    case 'number':
      return ok(Number.isSafeInteger(v) && !Object.is(v, -0) ? v : new PyFloat(v))
    case 'bigint':
      return ok(normalise(v))
    case 'object':
      break
    default:
      return err(new DxError('ARGUMENT', `a ${typeof v} cannot be passed to Python`))
  }
  if (v === null || v instanceof PyObject) return ok(v)
  if (v instanceof Uint8Array) return ok(new PyBytes(v.slice()))
  if (v instanceof Set) return each([...v], depth).map((items) => setOf(items))
  if (Array.isArray(v)) return each(v, depth).map((items) => new PyList(items))
  const dict = new PyDict()
  const pairs: Iterable<readonly [JsValue, JsValue]> =
    v instanceof Map ? v : Object.entries(v as { readonly [key: string]: JsValue })
  for (const [key, value] of pairs) {
    const k = fromJs(key, depth + 1)
    if (k.isErr()) return err(k.error)
    const made = fromJs(value, depth + 1)
    if (made.isErr()) return err(made.error)
    dict.setItem(k.value, made.value)
  }
  return ok(dict)
}

function each(items: readonly JsValue[], depth: number): Result<Value[], DxError> {
  const made: Value[] = []
  for (const item of items) {
    const v = fromJs(item, depth + 1)
    if (v.isErr()) return err(v.error)
    made.push(v.value)
  }
  return ok(made)
}

/** A Python value as a JavaScript one, containers copied. Error: `ARGUMENT` for cyclic ones. */
export function toJs(v: Value, depth = 0): Result<JsValue, DxError> {
  if (depth > MAX_DEPTH) return err(new DxError('ARGUMENT', 'value is nested too deeply'))
  if (v === null || typeof v !== 'object') return ok(v)
  if (v instanceof PyFloat) return ok(v.value)
  if (typeOf(v).heap) return ok(v)
  const text = asString(v)
  if (text !== undefined) return ok(text)
  if (v instanceof PyBytes || v instanceof PyByteArray) return ok(v.bytes.slice())
  if (v instanceof PyList || v instanceof PyTuple) return all(v.items, depth)
  if (v instanceof PyAnySet)
    return all(
      [...v.map.keys()].map((k) => v.originalKey(k)),
      depth,
    ).map((items) => new Set(items))
  if (v instanceof PyDict) {
    const map = new Map<JsValue, JsValue>()
    for (const key of v.keyList()) {
      const k = toJs(key, depth + 1)
      if (k.isErr()) return err(k.error)
      const value = toJs(v.getItem(key)!, depth + 1)
      if (value.isErr()) return err(value.error)
      map.set(k.value, value.value)
    }
    return ok(map)
  }
  return ok(v)
}

function all(items: readonly Value[], depth: number): Result<JsValue[], DxError> {
  const made: JsValue[] = []
  for (const item of items) {
    const v = toJs(item, depth + 1)
    if (v.isErr()) return err(v.error)
    made.push(v.value)
  }
  return ok(made)
}
