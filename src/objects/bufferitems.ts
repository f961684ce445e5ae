/**
 * Single items of memory: values of the native format characters (Library Reference, "struct"; CPython: Objects/memoryobject.c,
 * unpack_single and pack_single).
 */
import { PyBytes } from './bytes'
import {
  isException,
  notImplementedError,
  overflowError,
  overflowErrorType,
  typeError,
  typeErrorType,
  valueError,
} from './exceptions'
import { PyFloat } from './float'
import { toDouble } from './floatmethods'
import { readFloat, readInt, writeFloat, writeInt } from './machinenumbers'
import type { Int, Value } from './object'
import { asIndex, isTrue } from './operators'

/** Sizes of the native format characters. */
export const nativeSizes: Readonly<Record<string, number>> = {
  c: 1,
  b: 1,
  B: 1,
  '?': 1,
  h: 2,
  H: 2,
  i: 4,
  I: 4,
  l: 8,
  L: 8,
  q: 8,
  Q: 8,
  n: 8,
  N: 8,
  f: 4,
  d: 8,
  e: 2,
  P: 8,
}

/** The character of a format of one character, with or without `@`; null for other formats. */
function formatCharacter(format: string): string | null {
  if (format.length === 1) return format
  return format.length === 2 && format[0] === '@' ? format[1]! : null
}

/** The native character that a format is; null for other formats. */
export function nativeCharacter(format: string): string | null {
  const c = formatCharacter(format)
  return c !== null && Object.hasOwn(nativeSizes, c) ? c : null
}

/** The character of a format of one character. Raises NotImplementedError. */
export function requireCharacter(format: string): string {
  const c = formatCharacter(format)
  if (c === null) throw notImplementedError(`memoryview: unsupported format ${format}`)
  return c
}

/** The native character of a format whose items are to be read or written. Raises NotImplementedError. */
export function requireNative(format: string): string {
  const c = requireCharacter(format)
  if (!Object.hasOwn(nativeSizes, c)) throw notImplementedError(`memoryview: format ${c} not supported`)
  return c
}

/** The value of the item of a native character at a byte offset. */
export function unpackItem(memory: Uint8Array, at: number, c: string): Value {
  if (c === 'B') return memory[at]!
  switch (c) {
    case 'c':
      return new PyBytes(Uint8Array.of(memory[at]!))
    case '?':
      return memory[at] !== 0
    case 'f':
      return new PyFloat(readFloat(memory, at, 4, true))
    case 'd':
      return new PyFloat(readFloat(memory, at, 8, true))
    case 'e':
      return new PyFloat(readFloat(memory, at, 2, true))
  }
  return readInt(memory, at, nativeSizes[c]!, isSigned(c), true)
}

const isSigned = (c: string): boolean => c.charCodeAt(0) >= 97

const WIDE_SIGNED: readonly [Int, Int] = [-(2n ** 63n), 2n ** 63n - 1n]
const WIDE_UNSIGNED: readonly [Int, Int] = [0, 2n ** 64n - 1n]
const LIMITS: Readonly<Record<string, readonly [Int, Int]>> = {
  b: [-128, 127],
  B: [0, 255],
  h: [-32768, 32767],
  H: [0, 65535],
  i: [-2147483648, 2147483647],
  I: [0, 4294967295],
  l: WIDE_SIGNED,
  q: WIDE_SIGNED,
  n: WIDE_SIGNED,
  L: WIDE_UNSIGNED,
  Q: WIDE_UNSIGNED,
  N: WIDE_UNSIGNED,
  // An address may be given as a negative number.
  P: [WIDE_SIGNED[0], WIDE_UNSIGNED[1]],
}

/** Who owns memory that may be given up: `check` has it, or raises. */
interface Owner {
  check(): Uint8Array
}

/**
 * Stores a value as the item of a native character at a byte offset; `format` is what messages call it. Reading the value may run Python code, which
 * may make the owner give the memory up. Raises TypeError, ValueError.
 */
export function packItem(owner: Owner, at: number, c: string, format: string, v: Value): void {
  if (c === '?') {
    const truth = isTrue(v)
    owner.check()[at] = truth ? 1 : 0
    return
  }
  if (c === 'c') {
    if (!(v instanceof PyBytes)) throw badType(format)
    if (v.bytes.length !== 1) throw badValue(format)
    owner.check()[at] = v.bytes[0]!
    return
  }
  try {
    if (c === 'f' || c === 'd' || c === 'e') packFloat(owner, at, c, toDouble(v))
    else {
      const i = asIndex(v)
      const memory = owner.check()
      const limits = LIMITS[c]!
      if (i < limits[0] || i > limits[1]) throw badValue(format)
      writeInt(memory, at, nativeSizes[c]!, i, true)
    }
  } catch (e) {
    if (isException(e, typeErrorType)) throw badType(format)
    if (isException(e, overflowErrorType)) throw badValue(format)
    throw e
  }
}

function packFloat(owner: Owner, at: number, c: string, x: number): void {
  const memory = owner.check()
  const rounded = c === 'd' ? x : c === 'f' ? Math.fround(x) : Math.f16round(x)
  if (Number.isFinite(x) && !Number.isFinite(rounded)) throw overflowError(`float too large to pack with ${c} format`)
  writeFloat(memory, at, nativeSizes[c]!, x, true)
}

const badType = (format: string) => typeError(`memoryview: invalid type for format '${format}'`)
const badValue = (format: string) => valueError(`memoryview: invalid value for format '${format}'`)
