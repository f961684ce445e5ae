/** Writes DPB files: one pass over the units of a module collects symbols, lists and constants, then the sections are laid out. */
import {
  BytesConstant,
  ComplexConstant,
  type ConstantValue,
  EllipsisConstant,
  FloatConstant,
  TupleConstant,
  WideString,
} from '../base/constant'
import { type CodeUnit, isCodeUnit } from './code'
import {
  CELL_OR_FREE,
  FILENAME_SYMBOL,
  Flag,
  FORMAT_VERSION,
  H,
  HAS_CELLS,
  HEADER_SIZE,
  type Invalidation,
  K,
  MAGIC,
  PYTHON_VERSION,
} from './dpb-format'
import { packPositions } from './positions'

/** Options of {@link writeDpb}. */
export interface WriteOptions {
  readonly invalidation?: Invalidation
  readonly optimize?: 0 | 1 | 2
}

const scratch = new ArrayBuffer(8)
const scratchFloat = new Float64Array(scratch)
const scratchWords = new Int32Array(scratch)

/** A growing array of 32-bit words. */
class WordWriter {
  private words = new Int32Array(256)
  length = 0

  push(value: number): void {
    if (this.length === this.words.length) this.reserve(1)
    this.words[this.length++] = value
  }

  append(values: Int32Array | readonly number[]): number {
    const at = this.length
    this.reserve(values.length)
    this.words.set(values, at)
    this.length += values.length
    return at
  }

  private reserve(more: number): void {
    let size = this.words.length
    while (size < this.length + more) size *= 2
    if (size === this.words.length) return
    const bigger = new Int32Array(size)
    bigger.set(this.words.subarray(0, this.length))
    this.words = bigger
  }

  bytes(): Uint8Array {
    return new Uint8Array(this.words.buffer, 0, this.length * 4)
  }
}

class Writer {
  private readonly units: CodeUnit[] = []
  private readonly unitIndex = new Map<CodeUnit, number>()
  /** The file name comes first. */
  private readonly symbols: string[]
  private readonly symbolIndex: Map<string, number>
  private readonly code = new WordWriter()
  private readonly constants = new WordWriter()
  private readonly names = new WordWriter()
  private readonly lists = new Map<string, number>()
  private readonly records = new WordWriter()
  private readonly types: number[] = []
  private readonly debug: Uint8Array[] = []
  private debugLength = 0

  constructor(module: CodeUnit) {
    this.symbols = [module.filename]
    this.symbolIndex = new Map([[module.filename, FILENAME_SYMBOL]])
    this.collect(module)
  }

  private collect(unit: CodeUnit): void {
    this.unitIndex.set(unit, this.units.length)
    this.units.push(unit)
    for (const value of unit.consts) if (isCodeUnit(value)) this.collect(value)
  }

  private symbol(text: string): number {
    let index = this.symbolIndex.get(text)
    if (index === undefined) {
      index = this.symbols.push(text) - 1
      this.symbolIndex.set(text, index)
    }
    return index
  }

  /** A list of symbols in the names section; equal lists are stored once. */
  private list(texts: readonly string[]): number {
    const indices = texts.map((text) => this.symbol(text))
    const key = indices.join()
    let at = this.lists.get(key)
    if (at === undefined) {
      at = this.names.append(indices)
      this.lists.set(key, at)
    }
    return at
  }

  private reference(value: ConstantValue | CodeUnit): number {
    if (value === null) return 0
    switch (typeof value) {
      case 'boolean':
        return K.SINGLETON | ((value ? 1 : 2) << 4)
      case 'number':
        if (value >= -0x8000000 && value <= 0x7ffffff) return (value << 4) | K.INT
        return this.float(value, K.INT53)
      case 'bigint':
        return this.bigint(value)
      case 'string':
        return (this.symbol(value) << 4) | K.STRING
    }
    if (isCodeUnit(value)) return (this.unitIndex.get(value)! << 4) | K.CODE
    if (value instanceof EllipsisConstant) return K.SINGLETON | (3 << 4)
    if (value instanceof FloatConstant) return this.float(value.value, K.FLOAT)
    if (value instanceof ComplexConstant) {
      const at = this.constants.length
      this.float(value.real, K.FLOAT)
      this.float(value.imag, K.FLOAT)
      return (at << 4) | K.COMPLEX
    }
    if (value instanceof BytesConstant) return this.bytes(value.value, value.value.length, K.BYTES)
    if (value instanceof WideString) {
      const at = this.constants.length
      this.constants.push(value.codePoints.length)
      this.constants.append(Int32Array.from(value.codePoints))
      return (at << 4) | K.WIDE
    }
    // Items first: their own records come before this one.
    const items = value.items.map((item) => this.reference(item))
    const at = this.constants.length
    this.constants.push(items.length)
    this.constants.append(items)
    return (at << 4) | (value instanceof TupleConstant ? K.TUPLE : K.FROZENSET)
  }

  private float(value: number, kind: number): number {
    scratchFloat[0] = value
    const at = this.constants.length
    this.constants.push(scratchWords[0]!)
    this.constants.push(scratchWords[1]!)
    return (at << 4) | kind
  }

  private bigint(value: bigint): number {
    let magnitude = value < 0n ? -value : value
    const words: number[] = []
    while (magnitude > 0n) {
      words.push(Number(magnitude & 0xffffffffn) | 0)
      magnitude >>= 32n
    }
    const at = this.constants.length
    this.constants.push((words.length << 1) | (value < 0n ? 1 : 0))
    this.constants.append(words)
    return (at << 4) | K.BIGINT
  }

  private bytes(data: Uint8Array, length: number, kind: number): number {
    const at = this.constants.length
    this.constants.push(length)
    const padded = new Uint8Array((length + 3) & ~3)
    padded.set(data)
    this.constants.append(new Int32Array(padded.buffer))
    return (at << 4) | kind
  }

  private record(unit: CodeUnit): void {
    const consts = unit.consts.map((value) => this.reference(value))
    const packed = packPositions(unit.positions)
    const kinds = this.types.length
    for (const kind of unit.localsplusKinds) this.types.push(kind)
    this.records.append([
      this.symbol(unit.name),
      this.symbol(unit.qualname),
      unit.firstlineno,
      unit.flags | (unit.localsplusKinds.some((kind) => kind & CELL_OR_FREE) ? HAS_CELLS : 0),
      unit.argcount,
      unit.posonlyargcount,
      unit.kwonlyargcount,
      unit.nlocals,
      unit.stacksize,
      unit.localsplus.length,
      this.list(unit.localsplus),
      kinds,
      this.code.append(unit.instructions),
      unit.instructions.length,
      this.code.append(unit.exceptionTable),
      unit.exceptionTable.length,
      this.constants.append(consts),
      consts.length,
      this.list(unit.names),
      unit.names.length,
      this.list(unit.sites),
      unit.sites.length,
      this.debugLength,
      packed.length,
    ])
    this.debug.push(packed)
    this.debugLength += packed.length
  }

  finish(options: WriteOptions): Uint8Array {
    for (const unit of this.units) this.record(unit)
    const records = this.records.bytes()
    const code = this.code.bytes()
    const constants = this.constants.bytes()
    const names = this.names.bytes()
    const [symbolOffsets, symbolBytes] = this.symbolSection()
    const codeAt = HEADER_SIZE
    const instructionsAt = codeAt + records.length
    const constantsAt = instructionsAt + code.length
    const namesAt = constantsAt + constants.length
    const symbolsAt = namesAt + names.length
    const typesAt = align(symbolsAt + symbolOffsets.length * 4 + symbolBytes.length)
    const debugAt = align(typesAt + this.types.length)
    const size = align(debugAt + this.debugLength)
    const out = new Uint8Array(size)
    out.set(records, codeAt)
    out.set(code, instructionsAt)
    out.set(constants, constantsAt)
    out.set(names, namesAt)
    const words = new Int32Array(out.buffer)
    words.set(symbolOffsets, symbolsAt >> 2)
    out.set(symbolBytes, symbolsAt + symbolOffsets.length * 4)
    out.set(this.types, typesAt)
    let at = debugAt
    for (const packed of this.debug) {
      out.set(packed, at)
      at += packed.length
    }
    words[H.MAGIC] = MAGIC
    words[H.VERSION] = FORMAT_VERSION | (PYTHON_VERSION << 16)
    words[H.SIZE] = size
    words[H.CODE] = codeAt
    words[H.CONSTANTS] = constantsAt
    words[H.NAMES] = namesAt
    words[H.SYMBOLS] = symbolsAt
    words[H.TYPES] = typesAt
    words[H.DEBUG] = debugAt
    words[H.CODE_COUNT] = this.units.length
    words[H.SYMBOL_COUNT] = this.symbols.length
    setInvalidation(words, options)
    const hash = Bun.hash.xxHash64(out.subarray(HEADER_SIZE))
    words[H.HASH_LOW] = Number(hash & 0xffffffffn) | 0
    words[H.HASH_HIGH] = Number(hash >> 32n) | 0
    return out
  }

  private symbolSection(): [Int32Array, Uint8Array] {
    const offsets = new Int32Array(this.symbols.length + 1)
    const parts: Uint8Array[] = []
    let at = 0
    for (let i = 0; i < this.symbols.length; i++) {
      const text = this.symbols[i]!
      const wide = isWide(text)
      const bytes = Buffer.from(text, wide ? 'utf16le' : 'latin1')
      offsets[i] = (at << 1) | (wide ? 1 : 0)
      parts.push(bytes)
      at += bytes.length
    }
    offsets[this.symbols.length] = at << 1
    return [offsets, Buffer.concat(parts)]
  }
}

function align(n: number): number {
  return (n + 3) & ~3
}

function isWide(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 255) return true
  return false
}

function setInvalidation(words: Int32Array, options: WriteOptions): void {
  let flags = (options.optimize ?? 0) << Flag.OPTIMIZE_SHIFT
  const invalidation = options.invalidation
  if (invalidation?.kind === 'hash') {
    flags |= Flag.HASH_BASED | (invalidation.checkSource ? Flag.CHECK_SOURCE : 0)
    words[H.SOURCE_A] = Number(invalidation.hash & 0xffffffffn) | 0
    words[H.SOURCE_B] = Number((invalidation.hash >> 32n) & 0xffffffffn) | 0
  } else if (invalidation) {
    words[H.SOURCE_A] = invalidation.mtime | 0
    words[H.SOURCE_B] = invalidation.size | 0
  }
  words[H.FLAGS] = flags
}

/** The bytes of a DPB file for a module's unit. The unit must be sound (compiler output is). */
export function writeDpb(unit: CodeUnit, options: WriteOptions = {}): Uint8Array {
  return new Writer(unit).finish(options)
}
