/**
 * Numbers of machine types in memory.
 *
 * Bytes are read and written one by one: a DataView on the caller's array would make the engine give it an ArrayBuffer, which costs more than all else here.
 */
import { normalise } from './int'
import type { Int } from './object'

const cell = new DataView(new ArrayBuffer(8))

/** Writes an int of 1, 2, 4 or 8 bytes modulo its range. */
export function writeInt(bytes: Uint8Array, at: number, size: number, n: Int, le: boolean): void {
  let low: number
  let high = 0
  if (typeof n === 'number') {
    low = n | 0
    if (size === 8) high = Math.floor(n / 0x1_0000_0000) | 0
  } else {
    low = Number(BigInt.asIntN(32, n))
    high = Number(BigInt.asIntN(32, n >> 32n))
  }
  for (let k = 0; k < size; k++) {
    const byte = k < 4 ? low >> (k * 8) : high >> ((k - 4) * 8)
    bytes[le ? at + k : at + size - 1 - k] = byte
  }
}

/** Reads an int of 1, 2, 4 or 8 bytes. */
export function readInt(bytes: Uint8Array, at: number, size: number, signed: boolean, le: boolean): Int {
  let low = 0
  let high = 0
  for (let k = 0; k < size; k++) {
    const byte = bytes[le ? at + k : at + size - 1 - k]!
    if (k < 4) low |= byte << (k * 8)
    else high |= byte << ((k - 4) * 8)
  }
  switch (size) {
    case 1:
      return signed ? (low << 24) >> 24 : low
    case 2:
      return signed ? (low << 16) >> 16 : low
    case 4:
      return signed ? low : low >>> 0
  }
  const value = (signed ? high : high >>> 0) * 0x1_0000_0000 + (low >>> 0)
  if (Number.isSafeInteger(value)) return value
  return normalise((BigInt(signed ? high : high >>> 0) << 32n) | BigInt(low >>> 0))
}

/** Writes a float of 2, 4 or 8 bytes, rounded. */
export function writeFloat(bytes: Uint8Array, at: number, size: number, x: number, le: boolean): void {
  if (size === 8) cell.setFloat64(0, x, le)
  else if (size === 4) cell.setFloat32(0, x, le)
  else cell.setFloat16(0, x, le)
  for (let k = 0; k < size; k++) bytes[at + k] = cell.getUint8(k)
}

/** Reads a float of 2, 4 or 8 bytes. */
export function readFloat(bytes: Uint8Array, at: number, size: number, le: boolean): number {
  for (let k = 0; k < size; k++) cell.setUint8(k, bytes[at + k]!)
  return size === 8 ? cell.getFloat64(0, le) : size === 4 ? cell.getFloat32(0, le) : cell.getFloat16(0, le)
}
