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
import { normalize } from './intmath'
import type { Value } from './object'
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
  const view = new DataView(memory.buffer, memory.byteOffset)
  switch (c) {
    case 'b':
      return view.getInt8(at)
    case 'c':
      return new PyBytes(Uint8Array.of(memory[at]!))
    case '?':
      return memory[at] !== 0
    case 'h':
      return view.getInt16(at, true)
    case 'H':
      return view.getUint16(at, true)
    case 'i':
      return view.getInt32(at, true)
    case 'I':
      return view.getUint32(at, true)
    case 'l':
    case 'q':
    case 'n':
      return normalize(view.getBigInt64(at, true))
    case 'f':
      return new PyFloat(view.getFloat32(at, true))
    case 'd':
      return new PyFloat(view.getFloat64(at, true))
    case 'e':
      return new PyFloat(view.getFloat16(at, true))
  }
  return normalize(view.getBigUint64(at, true))
}

const WIDE_SIGNED: readonly [bigint, bigint] = [-(1n << 63n), (1n << 63n) - 1n]
const WIDE_UNSIGNED: readonly [bigint, bigint] = [0n, (1n << 64n) - 1n]
const LIMITS: Readonly<Record<string, readonly [bigint, bigint]>> = {
  b: [-128n, 127n],
  B: [0n, 255n],
  h: [-32768n, 32767n],
  H: [0n, 65535n],
  i: [-(1n << 31n), (1n << 31n) - 1n],
  I: [0n, (1n << 32n) - 1n],
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
      const i = BigInt(asIndex(v))
      const bytes = owner.check()
      const limits = LIMITS[c]!
      if (i < limits[0] || i > limits[1]) throw badValue(format)
      const view = new DataView(bytes.buffer, bytes.byteOffset)
      const size = nativeSizes[c]!
      if (size === 1) bytes[at] = Number(i) & 255
      else if (size === 2) view.setUint16(at, Number(i) & 0xffff, true)
      else if (size === 4) view.setUint32(at, Number(BigInt.asUintN(32, i)), true)
      else view.setBigUint64(at, BigInt.asUintN(64, i), true)
    }
  } catch (e) {
    if (isException(e, typeErrorType)) throw badType(format)
    if (isException(e, overflowErrorType)) throw badValue(format)
    throw e
  }
}

function packFloat(owner: Owner, at: number, c: string, x: number): void {
  const bytes = owner.check()
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const rounded = c === 'd' ? x : c === 'f' ? Math.fround(x) : Math.f16round(x)
  if (Number.isFinite(x) && !Number.isFinite(rounded)) throw overflowError(`float too large to pack with ${c} format`)
  if (c === 'd') view.setFloat64(at, x, true)
  else if (c === 'f') view.setFloat32(at, x, true)
  else view.setFloat16(at, x, true)
}

const badType = (format: string) => typeError(`memoryview: invalid type for format '${format}'`)
const badValue = (format: string) => valueError(`memoryview: invalid value for format '${format}'`)
