/** Objects whose elements are numbers of one machine type side by side, for what engines do with all of them at once. */
import { simd } from '../simd/index'
import { Threshold } from '../simd/thresholds'
import { PyByteArray } from './bytearray'
import { PyBytes } from './bytes'
import { PyFloat } from './float'
import { type Int, PyObject, type Value } from './object'

/** The elements' type as a letter of Python's array module (`q` and `Q` for `l` and `L`), their bytes, and how many there are. */
export interface Numbers {
  readonly type: string
  readonly items: Uint8Array
  readonly n: number
}

/** The base of layouts that have numbers. */
export abstract class PyNumberArray extends PyObject {
  /** The elements; null where they are no numbers. */
  abstract numbers(): Numbers | null
}

/** The numbers of an object that nothing of Python may see being iterated, if there are enough of them to ask an engine. */
export function numbersOf(v: Value): Numbers | null {
  if (!(v instanceof PyObject) || v.cls.heap) return null
  let found: Numbers | null = null
  if (v instanceof PyNumberArray) found = v.numbers()
  else if (v instanceof PyBytes || v instanceof PyByteArray) found = { type: 'B', items: v.bytes, n: v.size }
  return found !== null && isLarge(found) ? found : null
}

function isLarge({ items, n }: Numbers): boolean {
  return n >= Threshold.numbers && n <= 0x7fffffff && (items.byteOffset & 7) === 0
}

const isFloat = (type: string): boolean => type === 'f' || type === 'd'

function value(type: string, v: number | bigint): Value {
  return isFloat(type) ? new PyFloat(Number(v)) : v
}

/** Their sum, beginning with the int 0. */
export function sumOf({ type, items, n }: Numbers): Value {
  return value(type, simd(items.length).numbers.sum(type, items, n))
}

/** The least or the greatest of them. */
export function extremeOf({ type, items, n }: Numbers, least: boolean): Value {
  const kernels = simd(items.length).numbers
  return value(type, least ? kernels.min(type, items, n) : kernels.max(type, items, n))
}

const RANGES: Readonly<Record<string, readonly [Int, Int]>> = {
  b: [-128, 127],
  B: [0, 255],
  h: [-32768, 32767],
  H: [0, 65535],
  i: [-2147483648, 2147483647],
  I: [0, 4294967295],
  q: [-(2n ** 63n), 2n ** 63n - 1n],
  Q: [0, 2n ** 64n - 1n],
}

/** What elements of a type that are equal to a value hold; null where there can be none, undefined where only `==` can tell. */
function sought(type: string, v: Value): number | bigint | null | undefined {
  let x: number | bigint
  if (typeof v === 'number' || typeof v === 'bigint') x = v
  else if (typeof v === 'boolean') x = v ? 1 : 0
  else if (v instanceof PyFloat && !v.cls.heap) {
    if (isFloat(type)) return type === 'd' || Math.fround(v.value) === v.value ? v.value : null
    if (!Number.isInteger(v.value)) return null
    x = Number.isSafeInteger(v.value) ? v.value : BigInt(v.value)
  } else return undefined
  if (isFloat(type)) {
    if (typeof x === 'bigint') return undefined
    return type === 'd' || Math.fround(x) === x ? x : null
  }
  const [low, high] = RANGES[type]!
  return x >= low && x <= high ? x : null
}

/** How many elements are equal to a value; undefined where only `==` can tell. */
export function countOf(numbers: Numbers, v: Value): number | undefined {
  if (!isLarge(numbers)) return undefined
  const x = sought(numbers.type, v)
  if (x === null || x === undefined) return x === null ? 0 : undefined
  return simd(numbers.items.length).numbers.count(numbers.type, numbers.items, numbers.n, x)
}

/** Where the first element at or after `from` that is equal to a value is, -1 for nowhere; undefined where only `==` can tell. */
export function indexOf(numbers: Numbers, v: Value, from: number, to: number): number | undefined {
  if (!isLarge(numbers)) return undefined
  const x = sought(numbers.type, v)
  if (x === null || x === undefined) return x === null ? -1 : undefined
  return simd(numbers.items.length).numbers.index(numbers.type, numbers.items, from, Math.min(to, numbers.n), x)
}

/** The first place where two arrays of the same type differ, -1 where the shorter one is a beginning of the other. */
export function differenceOf(a: Numbers, b: Numbers): number {
  const n = Math.min(a.n, b.n)
  if (isFloat(a.type)) {
    // Zeros of either sign are equal, NaN is equal to nothing.
    const Elements = a.type === 'f' ? Float32Array : Float64Array
    const x = new Elements(a.items.buffer as ArrayBuffer, a.items.byteOffset, n)
    const y = new Elements(b.items.buffer as ArrayBuffer, b.items.byteOffset, n)
    for (let i = 0; i < n; i++) if (x[i] !== y[i]) return i
    return -1
  }
  const size = a.n === 0 ? 1 : a.items.length / a.n
  const bytes = n * size
  if (bytes === 0) return -1
  const at = simd(bytes).mismatch(a.items, 0, b.items, 0, bytes)
  return at < 0 ? -1 : Math.floor(at / size)
}
