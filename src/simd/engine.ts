import type { NumberKernels } from './numbers'

/** The address of bytes that no array stands for. */
export type Address = number & { readonly address: true }

/** A buffer. */
export type Bytes = Uint8Array | Address

/**
 * What every engine can do: the kernels of `native/dx_simd.h`, one method each. A range is [from, to) of a buffer, results of -1
 * mean "none", needles are not empty, destinations are large enough and never overlap a source. Sets of bytes are bitmaps that
 * {@link byteSet} makes.
 */
export interface SimdStringEngine {
  readonly name: EngineName
  /** Whether it takes addresses for buffers; the engine in TypeScript does not. */
  readonly takesAddresses: boolean
  /** First, last position of a byte; how often it occurs. */
  findByte(s: Bytes, from: number, to: number, c: number): number
  rfindByte(s: Bytes, from: number, to: number, c: number): number
  countByte(s: Bytes, from: number, to: number, c: number): number
  /** First, last position of a needle; how many occurrences that do not overlap. */
  find(s: Bytes, from: number, to: number, sub: Uint8Array): number
  rfind(s: Bytes, from: number, to: number, sub: Uint8Array): number
  count(s: Bytes, from: number, to: number, sub: Uint8Array): number
  /** Whether `n` bytes are equal; the first place where they differ. */
  eq(a: Bytes, aFrom: number, b: Bytes, bFrom: number, n: number): boolean
  mismatch(a: Bytes, aFrom: number, b: Bytes, bFrom: number, n: number): number
  /** ASCII letters in the other case; other bytes as they are. */
  toLowercase(dst: Bytes, s: Bytes, from: number, to: number): void
  toUppercase(dst: Bytes, s: Bytes, from: number, to: number): void
  swapcase(dst: Bytes, s: Bytes, from: number, to: number): void
  /** Each byte mapped by a table of 256. */
  translate(dst: Bytes, s: Bytes, from: number, to: number, table: Uint8Array): void
  /** The same without the bytes of a set: how many are left. Without a table the others stay as they are. */
  translateDelete(dst: Bytes, s: Bytes, from: number, to: number, table: Uint8Array | null, set: Uint8Array): number
  replaceByte(dst: Bytes, s: Bytes, from: number, to: number, old: number, fresh: number): void
  /** Up to `limit` (negative: all) occurrences of a needle replaced: the length of the result. */
  replace(dst: Bytes, s: Bytes, from: number, to: number, old: Uint8Array, fresh: Uint8Array, limit: number): number
  /** Positions of occurrences, as many as `out` holds: how many. */
  splitByte(s: Bytes, from: number, to: number, c: number, out: Int32Array): number
  split(s: Bytes, from: number, to: number, sub: Uint8Array, out: Int32Array): number
  /** Ends of lines as pairs (end, beginning of the next line), as many as fit; \r\n is one end. */
  splitLines(s: Bytes, from: number, to: number, set: Uint8Array, out: Int32Array): number
  /** Maximal runs of bytes outside the set as pairs [begin, end), as many as fit. */
  splitWords(s: Bytes, from: number, to: number, set: Uint8Array, out: Int32Array): number
  /** First byte in a set, first and last one outside it, number of bytes in it. */
  firstIn(s: Bytes, from: number, to: number, set: Uint8Array): number
  firstNotIn(s: Bytes, from: number, to: number, set: Uint8Array): number
  lastNotIn(s: Bytes, from: number, to: number, set: Uint8Array): number
  countIn(s: Bytes, from: number, to: number, set: Uint8Array): number
  /** First byte that is not ASCII. */
  firstHigh(s: Bytes, from: number, to: number): number
  /** Two lower-case digits for each byte. */
  hex(dst: Bytes, s: Bytes, from: number, to: number): void
  /** Bytes from pairs of digits: how many pairs were good before the first that is not. */
  unhex(dst: Bytes, s: Bytes, from: number, to: number): number
  /** The first `count` pieces [begin, end) of a buffer with a separator between them: the length. */
  join(dst: Bytes, s: Bytes, pieces: Int32Array, count: number, separator: Uint8Array): number
  /** Reductions over arrays of numbers. */
  readonly numbers: NumberKernels
  /** How often each method was called, by its name. */
  counters(): Readonly<Record<string, number>>
}

export type EngineName = 'scalar' | 'avx2' | 'avx512' | 'neon'

/**
 * A set of bytes as kernels look it up: bit h of `set[l]` is byte 16 h + l, bit h of `set[16 + l]` is byte 128 + 16 h + l.
 */
export function byteSet(members: (byte: number) => boolean): Uint8Array {
  const set = new Uint8Array(32)
  for (let c = 0; c < 256; c++) if (members(c)) set[(c & 15) | ((c >> 7) << 4)]! |= 1 << ((c >> 4) & 7)
  return set
}

/** The set of the bytes of an array. */
export function setOfBytes(members: Uint8Array): Uint8Array {
  const set = new Uint8Array(32)
  for (let i = 0; i < members.length; i++) {
    const c = members[i]!
    set[(c & 15) | ((c >> 7) << 4)]! |= 1 << ((c >> 4) & 7)
  }
  return set
}

/** Whether a byte is in a set. */
export function inSet(set: Uint8Array, c: number): boolean {
  return ((set[(c & 15) | ((c >> 7) << 4)]! >> ((c >> 4) & 7)) & 1) === 1
}
