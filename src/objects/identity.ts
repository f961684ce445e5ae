/**
 * `id()` of any value. Objects get a number when first asked, kept in a WeakMap; ints, floats and strings are identified by value
 * (PyPy's rule), so that two equal ints have the same id.
 */
import { PyFloat } from './float'
import type { Int, Value } from './object'

let next = 0x7f0000001000
const ids = new WeakMap<object, number>()
const stringIds = new Map<string, number>()
const floatView = new DataView(new ArrayBuffer(8))

/** The identity of an object on the heap, a multiple of 16. */
export function objectIdentity(o: object): number {
  let id = ids.get(o)
  if (id === undefined) {
    id = next
    next += 16
    ids.set(o, id)
  }
  return id
}

/** The identity of an object that was asked for it; else 0. */
export function knownIdentity(o: object): number {
  return ids.get(o) ?? 0
}

/** Gives an object the identity of one that it takes the place of. */
export function adoptIdentity(o: object, id: number): void {
  ids.set(o, id)
}

const singletons: Record<string, number> = { null: 0x10, true: 0x20, false: 0x30 }

/** `id(v)`: never negative, unique among live objects. */
export function identityOf(v: Value): Int {
  switch (typeof v) {
    case 'number':
    case 'bigint': {
      // Tagged by the low bits, so that ids of ints never meet those of objects.
      const tagged = (BigInt(v) << 4n) | 1n
      return normalise(tagged < 0n ? (-tagged << 1n) | 1n : tagged << 1n)
    }
    case 'boolean':
      return singletons[String(v)]!
    case 'string': {
      let id = stringIds.get(v)
      if (id === undefined) {
        id = next
        next += 16
        stringIds.set(v, id)
      }
      return id
    }
  }
  if (v === null) return singletons.null!
  if (v instanceof PyFloat && !v.cls.heap) {
    floatView.setFloat64(0, v.value)
    return normalise((floatView.getBigUint64(0) << 4n) | 5n)
  }
  return objectIdentity(v)
}

function normalise(v: bigint): Int {
  return v <= 9007199254740991n ? Number(v) : v
}
