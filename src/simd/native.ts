/**
 * Engines of native kernels: one class for each instruction set, all with the same methods. A call has numbers of 32 bits and
 * pointers only. What does not fit into those (buffers beyond 2**31 - 1 bytes, which are never given by their address) goes to the engine in TypeScript.
 */
import type { Bytes, EngineName, SimdStringEngine } from './engine'
import type { KernelLibrary } from './library'
import { NativeNumbers, NUMBER_KERNELS, type NumberKernels } from './numbers'
import { ScalarStringEngine } from './scalar'

type Kernel = (...args: (Uint8Array | Int32Array | number | null)[]) => number

/** Letters of a kernel's arguments: p pointer, i 32-bit int. In the order of `native/dx_simd.h`. */
const KERNELS = {
  find_byte: 'piii',
  rfind_byte: 'piii',
  count_byte: 'piii',
  find: 'piipi',
  rfind: 'piipi',
  count: 'piipi',
  eq: 'pipii',
  mismatch: 'pipii',
  to_lowercase: 'ppii',
  to_uppercase: 'ppii',
  swapcase: 'ppii',
  translate: 'ppiip',
  translate_delete: 'ppiipp',
  replace_byte: 'ppiiii',
  replace: 'ppiipipii',
  offsets_byte: 'piiipi',
  offsets: 'piipipi',
  lines: 'piippi',
  words: 'piippi',
  first_in: 'piip',
  first_not_in: 'piip',
  last_not_in: 'piip',
  count_in: 'piip',
  first_high: 'pii',
  hex: 'ppii',
  unhex: 'ppii',
  join: 'pppipi',
} as const

type Kernels = Record<keyof typeof KERNELS, Kernel>

/** The names of the kernels. @public */
export const kernelNames = Object.keys(KERNELS) as (keyof typeof KERNELS)[]

const LIMIT = 0x7fffffff

function sizeOf(b: Bytes): number {
  return typeof b === 'number' ? 0 : b.length
}

abstract class NativeStringEngine implements SimdStringEngine {
  abstract readonly name: EngineName
  readonly takesAddresses = true
  readonly numbers: NumberKernels
  private readonly k: Kernels
  private readonly numberCalls: Record<string, number> = {}
  private readonly calls = new Float64Array(kernelNames.length)
  private large: ScalarStringEngine | null = null

  constructor(library: KernelLibrary, prefix: string) {
    const bound = library.bind(prefix, { ...KERNELS, ...NUMBER_KERNELS }) as Record<string, Kernel>
    this.k = bound as Kernels
    this.numbers = new NativeNumbers(bound as never, (name) => {
      this.numberCalls[name] = (this.numberCalls[name] ?? 0) + 1
    })
  }

  counters(): Readonly<Record<string, number>> {
    const out: Record<string, number> = { ...this.numberCalls }
    METHODS.forEach((name, i) => {
      if (this.calls[i]! > 0) out[name] = this.calls[i]!
    })
    return out
  }

  /** The engine for what is too large. */
  private get rest(): SimdStringEngine {
    this.large ??= new ScalarStringEngine()
    return this.large
  }

  findByte(s: Bytes, from: number, to: number, c: number): number {
    if (to > LIMIT) return this.rest.findByte(s, from, to, c)
    this.calls[0]!++
    return this.k.find_byte(s, from, to, c)
  }

  rfindByte(s: Bytes, from: number, to: number, c: number): number {
    if (to > LIMIT) return this.rest.rfindByte(s, from, to, c)
    this.calls[1]!++
    return this.k.rfind_byte(s, from, to, c)
  }

  countByte(s: Bytes, from: number, to: number, c: number): number {
    if (to > LIMIT) return this.rest.countByte(s, from, to, c)
    this.calls[2]!++
    return this.k.count_byte(s, from, to, c)
  }

  find(s: Bytes, from: number, to: number, sub: Uint8Array): number {
    if (to > LIMIT) return this.rest.find(s, from, to, sub)
    this.calls[3]!++
    return this.k.find(s, from, to, sub, sub.length)
  }

  rfind(s: Bytes, from: number, to: number, sub: Uint8Array): number {
    if (to > LIMIT) return this.rest.rfind(s, from, to, sub)
    this.calls[4]!++
    return this.k.rfind(s, from, to, sub, sub.length)
  }

  count(s: Bytes, from: number, to: number, sub: Uint8Array): number {
    if (to > LIMIT) return this.rest.count(s, from, to, sub)
    this.calls[5]!++
    return this.k.count(s, from, to, sub, sub.length)
  }

  eq(a: Bytes, aFrom: number, b: Bytes, bFrom: number, n: number): boolean {
    if (aFrom + n > LIMIT || bFrom + n > LIMIT) return this.rest.eq(a, aFrom, b, bFrom, n)
    this.calls[6]!++
    return this.k.eq(a, aFrom, b, bFrom, n) === 1
  }

  mismatch(a: Bytes, aFrom: number, b: Bytes, bFrom: number, n: number): number {
    if (aFrom + n > LIMIT || bFrom + n > LIMIT) return this.rest.mismatch(a, aFrom, b, bFrom, n)
    this.calls[7]!++
    return this.k.mismatch(a, aFrom, b, bFrom, n)
  }

  toLowercase(dst: Bytes, s: Bytes, from: number, to: number): void {
    if (to > LIMIT) this.rest.toLowercase(dst, s, from, to)
    else {
      this.calls[8]!++
      this.k.to_lowercase(dst, s, from, to)
    }
  }

  toUppercase(dst: Bytes, s: Bytes, from: number, to: number): void {
    if (to > LIMIT) this.rest.toUppercase(dst, s, from, to)
    else {
      this.calls[9]!++
      this.k.to_uppercase(dst, s, from, to)
    }
  }

  swapcase(dst: Bytes, s: Bytes, from: number, to: number): void {
    if (to > LIMIT) this.rest.swapcase(dst, s, from, to)
    else {
      this.calls[10]!++
      this.k.swapcase(dst, s, from, to)
    }
  }

  translate(dst: Bytes, s: Bytes, from: number, to: number, table: Uint8Array): void {
    if (to > LIMIT) this.rest.translate(dst, s, from, to, table)
    else {
      this.calls[11]!++
      this.k.translate(dst, s, from, to, table)
    }
  }

  translateDelete(dst: Bytes, s: Bytes, from: number, to: number, table: Uint8Array | null, set: Uint8Array): number {
    if (to > LIMIT) return this.rest.translateDelete(dst, s, from, to, table, set)
    this.calls[12]!++
    return this.k.translate_delete(dst, s, from, to, table, set)
  }

  replaceByte(dst: Bytes, s: Bytes, from: number, to: number, old: number, fresh: number): void {
    if (to > LIMIT) this.rest.replaceByte(dst, s, from, to, old, fresh)
    else {
      this.calls[13]!++
      this.k.replace_byte(dst, s, from, to, old, fresh)
    }
  }

  replace(dst: Bytes, s: Bytes, from: number, to: number, old: Uint8Array, fresh: Uint8Array, limit: number): number {
    if (to > LIMIT || sizeOf(dst) > LIMIT || limit > LIMIT)
      return this.rest.replace(dst, s, from, to, old, fresh, limit)
    this.calls[14]!++
    return this.k.replace(dst, s, from, to, old, old.length, fresh, fresh.length, limit)
  }

  splitByte(s: Bytes, from: number, to: number, c: number, out: Int32Array): number {
    if (to > LIMIT) return this.rest.splitByte(s, from, to, c, out)
    this.calls[15]!++
    return this.k.offsets_byte(s, from, to, c, out, out.length)
  }

  split(s: Bytes, from: number, to: number, sub: Uint8Array, out: Int32Array): number {
    if (to > LIMIT) return this.rest.split(s, from, to, sub, out)
    this.calls[16]!++
    return this.k.offsets(s, from, to, sub, sub.length, out, out.length)
  }

  splitLines(s: Bytes, from: number, to: number, set: Uint8Array, out: Int32Array): number {
    if (to > LIMIT) return this.rest.splitLines(s, from, to, set, out)
    this.calls[17]!++
    return this.k.lines(s, from, to, set, out, out.length >> 1)
  }

  splitWords(s: Bytes, from: number, to: number, set: Uint8Array, out: Int32Array): number {
    if (to > LIMIT) return this.rest.splitWords(s, from, to, set, out)
    this.calls[18]!++
    return this.k.words(s, from, to, set, out, out.length >> 1)
  }

  firstIn(s: Bytes, from: number, to: number, set: Uint8Array): number {
    if (to > LIMIT) return this.rest.firstIn(s, from, to, set)
    this.calls[19]!++
    return this.k.first_in(s, from, to, set)
  }

  firstNotIn(s: Bytes, from: number, to: number, set: Uint8Array): number {
    if (to > LIMIT) return this.rest.firstNotIn(s, from, to, set)
    this.calls[20]!++
    return this.k.first_not_in(s, from, to, set)
  }

  lastNotIn(s: Bytes, from: number, to: number, set: Uint8Array): number {
    if (to > LIMIT) return this.rest.lastNotIn(s, from, to, set)
    this.calls[21]!++
    return this.k.last_not_in(s, from, to, set)
  }

  countIn(s: Bytes, from: number, to: number, set: Uint8Array): number {
    if (to > LIMIT) return this.rest.countIn(s, from, to, set)
    this.calls[22]!++
    return this.k.count_in(s, from, to, set)
  }

  firstHigh(s: Bytes, from: number, to: number): number {
    if (to > LIMIT) return this.rest.firstHigh(s, from, to)
    this.calls[23]!++
    return this.k.first_high(s, from, to)
  }

  hex(dst: Bytes, s: Bytes, from: number, to: number): void {
    if (to > LIMIT || sizeOf(dst) > LIMIT) this.rest.hex(dst, s, from, to)
    else {
      this.calls[24]!++
      this.k.hex(dst, s, from, to)
    }
  }

  unhex(dst: Bytes, s: Bytes, from: number, to: number): number {
    if (to > LIMIT) return this.rest.unhex(dst, s, from, to)
    this.calls[25]!++
    return this.k.unhex(dst, s, from, to)
  }

  join(dst: Bytes, s: Bytes, pieces: Int32Array, count: number, separator: Uint8Array): number {
    if (sizeOf(s) > LIMIT || sizeOf(dst) > LIMIT) return this.rest.join(dst, s, pieces, count, separator)
    this.calls[26]!++
    return this.k.join(dst, s, pieces, count, separator, separator.length)
  }
}

/** The methods in the order of the kernels. */
const METHODS = [
  'findByte',
  'rfindByte',
  'countByte',
  'find',
  'rfind',
  'count',
  'eq',
  'mismatch',
  'toLowercase',
  'toUppercase',
  'swapcase',
  'translate',
  'translateDelete',
  'replaceByte',
  'replace',
  'splitByte',
  'split',
  'splitLines',
  'splitWords',
  'firstIn',
  'firstNotIn',
  'lastNotIn',
  'countIn',
  'firstHigh',
  'hex',
  'unhex',
  'join',
] as const

/** 32 bytes in an iteration. */
export class Avx2StringEngine extends NativeStringEngine {
  readonly name = 'avx2'
  constructor(library: KernelLibrary) {
    super(library, 'dx_avx2_')
  }
}

/** 64 bytes in an iteration; AVX-512 F and BW. */
export class Avx512StringEngine extends NativeStringEngine {
  readonly name = 'avx512'
  constructor(library: KernelLibrary) {
    super(library, 'dx_avx512_')
  }
}

/** 16 bytes in an iteration. */
export class NeonStringEngine extends NativeStringEngine {
  readonly name = 'neon'
  constructor(library: KernelLibrary) {
    super(library, 'dx_neon_')
  }
}

/** The scalar kernels in C: nobody chooses them, the tests compare them. @public */
export class NativeScalarEngine extends NativeStringEngine {
  readonly name = 'scalar'
  constructor(library: KernelLibrary) {
    super(library, 'dx_scalar_')
  }
}
