/**
 * The in-place reader of DPB, the bytecode file; the writer is in dpb-write.ts. The format is described in README.md beside this file.
 *
 * The reader keeps the file as one buffer. A code object's record is 24 words read through one Int32Array; its instructions and
 * exception table are views into the file; texts are decoded once each, when first needed, from a symbol table that all code of the file shares;
 * positions are unpacked when a traceback asks. So opening costs a header check and a hash, and a function that never runs costs its record.
 */
import {
  BytesConstant,
  ComplexConstant,
  type ConstantValue,
  EllipsisConstant,
  FloatConstant,
  FrozenSetConstant,
  TupleConstant,
  WideString,
} from '../base/constant'
import { DxError } from '../base/errors'
import { err, ok, type Result } from '../base/result'
import { type CodeBody, CodeObject, type CodeUnit, type ConstantFactory, cellSlotsOf, freeStartOf } from './code'
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
  MAX_NESTING,
  PYTHON_VERSION,
  R,
  RECORD_WORDS,
} from './dpb-format'
import { unpackPositions } from './positions'
import { verify } from './verify'

export { HEADER_SIZE, type Invalidation } from './dpb-format'
export { type WriteOptions, writeDpb } from './dpb-write'

/**
 * How much of a file is checked when it is opened. `verify`: hash and every code object, for files of unknown origin. `hash`: hash only,
 * for the cache that this runtime wrote. `none`: for code inside the executable.
 */
export type Trust = 'verify' | 'hash' | 'none'

/** Options of {@link openDpb}. */
export interface OpenOptions {
  /** co_filename of all code; by default what the file says. */
  readonly filename?: string
  /** Default `verify`. */
  readonly trust?: Trust
}

const scratch = new ArrayBuffer(8)
const scratchFloat = new Float64Array(scratch)
const scratchWords = new Int32Array(scratch)

/** The file lies outside its own bounds, or says something impossible. */
class Malformed {
  constructor(readonly message: string) {}
}

/** Buffer methods that the type declarations lack: the fast ways to text. */
interface SliceBuffer {
  latin1Slice(start: number, end: number): string
  ucs2Slice(start: number, end: number): string
}

/** An open DPB file. */
export class DpbFile {
  readonly words: Int32Array
  private readonly buffer: SliceBuffer
  private readonly texts: (string | undefined)[]
  private readonly symbolsAt: number
  private readonly symbolBytesAt: number
  private readonly namesAt: number
  private readonly instructionsAt: number
  private readonly constantsAt: number
  private readonly typesAt: number
  private readonly debugAt: number

  /** @internal Use {@link openDpb}. `bytes` starts at a multiple of four in its ArrayBuffer. */
  constructor(
    readonly bytes: Uint8Array,
    private readonly filenameOverride: string | undefined,
  ) {
    this.words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) as unknown as SliceBuffer
    const w = this.words
    this.texts = new Array(w[H.SYMBOL_COUNT]!)
    this.symbolsAt = w[H.SYMBOLS]! >> 2
    this.symbolBytesAt = w[H.SYMBOLS]! + (w[H.SYMBOL_COUNT]! + 1) * 4
    this.namesAt = w[H.NAMES]! >> 2
    this.instructionsAt = (w[H.CODE]! >> 2) + w[H.CODE_COUNT]! * RECORD_WORDS
    this.constantsAt = w[H.CONSTANTS]! >> 2
    this.typesAt = w[H.TYPES]!
    this.debugAt = w[H.DEBUG]!
  }

  /** Number of code objects; 0 is the module. */
  get codeCount(): number {
    return this.words[H.CODE_COUNT]!
  }

  /** Optimisation level that the code was compiled with. */
  get optimize(): number {
    return (this.words[H.FLAGS]! >> Flag.OPTIMIZE_SHIFT) & 3
  }

  /** What the file knows of its source. */
  get invalidation(): Invalidation {
    return invalidationOf(this.words)
  }

  /** co_filename. */
  get filename(): string {
    return this.readFilename()
  }

  private readFilename(): string {
    return this.filenameOverride ?? this.text(FILENAME_SYMBOL)
  }

  /** The module's code object. */
  module(factory: ConstantFactory): CodeObject {
    return this.code(0, factory)
  }

  /** @internal */
  code(index: number, factory: ConstantFactory): CodeObject {
    const w = this.words
    const r = HEADER_WORDS + index * RECORD_WORDS
    const slotCount = w[r + R.SLOT_COUNT]!
    const flags = w[r + R.FLAGS]!
    let cells: number[] | null = null
    let free = slotCount
    if (flags & HAS_CELLS) {
      const kinds = this.typesAt + w[r + R.KINDS]!
      cells = cellSlotsOf(this.bytes, kinds, slotCount)
      free = freeStartOf(this.bytes, kinds, slotCount)
    }
    return new CodeObject(
      this.readFilename(),
      w[r + R.FIRSTLINENO]!,
      flags & ~HAS_CELLS,
      w[r + R.ARGCOUNT]!,
      w[r + R.POSONLY]!,
      w[r + R.KWONLY]!,
      w[r + R.NLOCALS]!,
      slotCount,
      w[r + R.STACKSIZE]!,
      cells,
      free,
      new DpbBody(this, r, factory),
    )
  }

  /** @internal A symbol, decoded once. */
  text(index: number): string {
    const known = this.texts[index]
    if (known !== undefined) return known
    const w = this.words
    const start = w[this.symbolsAt + index]!
    const end = this.symbolBytesAt + (w[this.symbolsAt + index + 1]! >>> 1)
    const at = this.symbolBytesAt + (start >>> 1)
    const text = start & 1 ? this.buffer.ucs2Slice(at, end) : this.buffer.latin1Slice(at, end)
    this.texts[index] = text
    return text
  }

  /** @internal */
  list(start: number, count: number): string[] {
    const at = this.namesAt + start
    const out: string[] = new Array(count)
    for (let i = 0; i < count; i++) out[i] = this.text(this.words[at + i]!)
    return out
  }

  /** @internal */
  kinds(r: number): Uint8Array {
    const at = this.typesAt + this.words[r + R.KINDS]!
    return this.bytes.subarray(at, at + this.words[r + R.SLOT_COUNT]!)
  }

  /** @internal A view of the code section. */
  view(start: number, length: number): Int32Array {
    const at = this.instructionsAt + start
    return this.words.subarray(at, at + length)
  }

  /** @internal */
  positions(r: number): Int32Array {
    const at = this.debugAt + this.words[r + R.DEBUG]!
    const count = this.words[r + R.CODE_LENGTH]!
    return unpackPositions(this.bytes.subarray(at, at + this.words[r + R.DEBUG_LENGTH]!), count)
  }

  /** @internal The constant of a reference; code references give the index through `onCode`. */
  constant(reference: number): ConstantValue {
    const payload = reference >> 4
    switch (reference & 15) {
      case K.SINGLETON:
        return payload === 0 ? null : payload === 1 ? true : payload === 2 ? false : EllipsisConstant.instance
      case K.INT:
        return payload
      case K.STRING:
        return this.text(payload)
      case K.FLOAT:
        return new FloatConstant(this.float(payload))
      case K.INT53:
        return this.float(payload)
      case K.BIGINT:
        return this.bigint(payload)
      case K.BYTES: {
        const at = (this.constantsAt + payload + 1) * 4
        return new BytesConstant(this.bytes.slice(at, at + this.words[this.constantsAt + payload]!))
      }
      case K.TUPLE:
        return new TupleConstant(this.items(payload))
      case K.FROZENSET:
        return new FrozenSetConstant(this.items(payload))
      case K.COMPLEX:
        return new ComplexConstant(this.float(payload), this.float(payload + 2))
      default: {
        const at = this.constantsAt + payload
        return new WideString(Uint32Array.from(this.words.subarray(at + 1, at + 1 + this.words[at]!)))
      }
    }
  }

  private items(payload: number): ConstantValue[] {
    const at = this.constantsAt + payload
    const count = this.words[at]!
    const out: ConstantValue[] = new Array(count)
    for (let i = 0; i < count; i++) out[i] = this.constant(this.words[at + 1 + i]!)
    return out
  }

  private float(payload: number): number {
    scratchWords[0] = this.words[this.constantsAt + payload]!
    scratchWords[1] = this.words[this.constantsAt + payload + 1]!
    return scratchFloat[0]!
  }

  private bigint(payload: number): bigint {
    const head = this.words[this.constantsAt + payload]!
    let value = 0n
    for (let i = head >>> 1; i > 0; i--)
      value = (value << 32n) | BigInt(this.words[this.constantsAt + payload + i]! >>> 0)
    return head & 1 ? -value : value
  }

  /** @internal References of a code object's constants. */
  constReference(r: number, i: number): number {
    return this.words[this.constantsAt + this.words[r + R.CONSTS]! + i]!
  }

  /** The plain data of a code object and of those nested in it. */
  unit(index: number): CodeUnit {
    const w = this.words
    const r = HEADER_WORDS + index * RECORD_WORDS
    const consts: (ConstantValue | CodeUnit)[] = []
    for (let i = 0; i < w[r + R.CONSTS_LENGTH]!; i++) {
      const reference = this.constReference(r, i)
      consts.push((reference & 15) === K.CODE ? this.unit(reference >> 4) : this.constant(reference))
    }
    return {
      name: this.text(w[r + R.NAME]!),
      qualname: this.text(w[r + R.QUALNAME]!),
      filename: this.filename,
      firstlineno: w[r + R.FIRSTLINENO]!,
      flags: w[r + R.FLAGS]! & ~HAS_CELLS,
      argcount: w[r + R.ARGCOUNT]!,
      posonlyargcount: w[r + R.POSONLY]!,
      kwonlyargcount: w[r + R.KWONLY]!,
      localsplus: this.list(w[r + R.SLOTS]!, w[r + R.SLOT_COUNT]!),
      localsplusKinds: this.kinds(r),
      nlocals: w[r + R.NLOCALS]!,
      stacksize: w[r + R.STACKSIZE]!,
      instructions: this.view(w[r + R.CODE]!, w[r + R.CODE_LENGTH]!),
      consts,
      names: this.list(w[r + R.NAMES]!, w[r + R.NAMES_LENGTH]!),
      sites: this.list(w[r + R.SITES]!, w[r + R.SITES_LENGTH]!),
      exceptionTable: this.view(w[r + R.EXCEPTIONS]!, w[r + R.EXCEPTIONS_LENGTH]!),
      positions: this.positions(r),
    }
  }

  // Checks

  /** @internal Proves that every index in the file stays inside it. Throws {@link Malformed}. */
  checkStructure(): void {
    const w = this.words
    const words = {
      instructions: this.constantsAt - this.instructionsAt,
      constants: this.namesAt - this.constantsAt,
      names: this.symbolsAt - this.namesAt,
    }
    const typeBytes = this.debugAt - this.typesAt
    const debugBytes = this.bytes.length - this.debugAt
    const symbols = w[H.SYMBOL_COUNT]!
    this.checkSymbols(symbols)
    const inside = (start: number, length: number, limit: number, what: string): void => {
      if (start < 0 || length < 0 || start + length > limit) throw new Malformed(`${what} out of range`)
    }
    for (let i = 0; i < words.names; i++)
      if (w[this.namesAt + i]! >>> 0 >= symbols) throw new Malformed('name index out of range')
    const depths = new Int32Array(this.codeCount)
    depths[0] = 1
    const sizes = new Map<number, number>()
    let expanded = 0
    for (let i = 0; i < this.codeCount; i++) {
      const r = HEADER_WORDS + i * RECORD_WORDS
      const at = (field: number): number => w[r + field]!
      if (at(R.NAME) >>> 0 >= symbols || at(R.QUALNAME) >>> 0 >= symbols) throw new Malformed('name out of range')
      inside(at(R.SLOTS), at(R.SLOT_COUNT), words.names, 'locals')
      inside(at(R.NAMES), at(R.NAMES_LENGTH), words.names, 'names')
      inside(at(R.SITES), at(R.SITES_LENGTH), words.names, 'sites')
      inside(at(R.KINDS), at(R.SLOT_COUNT), typeBytes, 'kinds of locals')
      if (this.kinds(r).some((kind) => kind & CELL_OR_FREE) !== at(R.FLAGS) < 0)
        throw new Malformed('cells are not announced')
      inside(at(R.CODE), at(R.CODE_LENGTH), words.instructions, 'instructions')
      inside(at(R.EXCEPTIONS), at(R.EXCEPTIONS_LENGTH), words.instructions, 'exception table')
      inside(at(R.CONSTS), at(R.CONSTS_LENGTH), words.constants, 'constants')
      inside(at(R.DEBUG), at(R.DEBUG_LENGTH), debugBytes, 'debug data')
      for (let k = 0; k < at(R.CONSTS_LENGTH); k++) {
        const reference = this.constReference(r, k)
        if ((reference & 15) !== K.CODE) {
          expanded += this.checkConstant(reference, this.constantsAt + at(R.CONSTS), sizes, 0)
          if (expanded > words.constants) throw new Malformed('constants expand without bound')
          continue
        }
        // Nested code has a larger index and one parent: a tree.
        const target = reference >> 4
        if (target <= i || target >= this.codeCount || depths[target] !== 0)
          throw new Malformed('nested code out of order')
        depths[target] = depths[i]! + 1
        if (depths[target]! > MAX_NESTING) throw new Malformed('code is nested too deep')
      }
    }
  }

  private checkSymbols(count: number): void {
    const w = this.words
    const limit = this.typesAt - this.symbolBytesAt
    let previous = 0
    for (let i = 0; i <= count; i++) {
      const offset = w[this.symbolsAt + i]! >>> 1
      if (offset < previous || offset > limit) throw new Malformed('symbol out of range')
      if (i > 0 && w[this.symbolsAt + i - 1]! & 1 && (offset - previous) & 1) throw new Malformed('half a character')
      previous = offset
    }
  }

  /**
   * Checks a constant's record, which ends at or before the word `before`: containers hold earlier records only, so there are no
   * cycles. Returns the number of constants that it expands to.
   */
  private checkConstant(reference: number, before: number, sizes: Map<number, number>, depth: number): number {
    const payload = reference >> 4
    const at = this.constantsAt + payload
    const first = this.words[at]!
    const fits = (length: number): void => {
      if (payload < 0 || length < 0 || at + length > before) throw new Malformed('constant out of range')
    }
    switch (reference & 15) {
      case K.SINGLETON:
        if (payload < 0 || payload > 3) throw new Malformed('unknown singleton')
        return 1
      case K.INT:
        return 1
      case K.STRING:
        if (payload < 0 || payload >= this.words[H.SYMBOL_COUNT]!) throw new Malformed('string out of range')
        return 1
      case K.FLOAT:
        fits(2)
        return 1
      case K.INT53:
        fits(2)
        if (!Number.isSafeInteger(this.float(payload)) || Object.is(this.float(payload), -0))
          throw new Malformed('not an integer')
        return 1
      case K.BIGINT:
        fits(1)
        fits(1 + (first >>> 1))
        if (Number.isSafeInteger(Number(this.bigint(payload)))) throw new Malformed('a small integer as a big one')
        return 1
      case K.BYTES:
        fits(1)
        if (first < 0) throw new Malformed('constant out of range')
        fits(1 + Math.ceil(first / 4))
        return 1
      case K.COMPLEX:
        fits(4)
        return 1
      case K.WIDE:
        fits(1)
        fits(1 + first)
        for (let i = 1; i <= first; i++)
          if (this.words[at + i]! >>> 0 > 0x10ffff) throw new Malformed('not a code point')
        return 1
      case K.TUPLE:
      case K.FROZENSET: {
        fits(1)
        if (first < 0) throw new Malformed('constant out of range')
        fits(1 + first)
        const known = sizes.get(at)
        if (known !== undefined) return known
        if (depth > MAX_NESTING) throw new Malformed('constants are nested too deep')
        let size = 1
        for (let i = 1; i <= first; i++) size += this.checkConstant(this.words[at + i]!, at, sizes, depth + 1)
        sizes.set(at, size)
        return size
      }
      default:
        throw new Malformed('unknown constant')
    }
  }
}

const HEADER_WORDS = HEADER_SIZE / 4

/** The body of a code object that lies in a file; `r` is its record. */
class DpbBody implements CodeBody {
  private unpacked: Int32Array | null = null

  constructor(
    private readonly file: DpbFile,
    private readonly r: number,
    private readonly factory: ConstantFactory,
  ) {}

  name(): string {
    return this.file.text(this.file.words[this.r + R.NAME]!)
  }

  qualname(): string {
    return this.file.text(this.file.words[this.r + R.QUALNAME]!)
  }

  localsplus(): readonly string[] {
    return this.file.list(this.file.words[this.r + R.SLOTS]!, this.file.words[this.r + R.SLOT_COUNT]!)
  }

  localsplusKinds(): Uint8Array {
    return this.file.kinds(this.r)
  }

  load(code: CodeObject): void {
    const { file, r } = this
    const w = file.words
    const count = w[r + R.CONSTS_LENGTH]!
    const consts: unknown[] = new Array(count)
    for (let i = 0; i < count; i++) {
      const reference = file.constReference(r, i)
      consts[i] =
        (reference & 15) === K.CODE
          ? file.code(reference >> 4, this.factory)
          : this.factory.convert(file.constant(reference))
    }
    code.consts = consts
    code.names = file.list(w[r + R.NAMES]!, w[r + R.NAMES_LENGTH]!)
    code.sites = file.list(w[r + R.SITES]!, w[r + R.SITES_LENGTH]!)
    code.exceptionTable = file.view(w[r + R.EXCEPTIONS]!, w[r + R.EXCEPTIONS_LENGTH]!)
    code.instructions = file.view(w[r + R.CODE]!, w[r + R.CODE_LENGTH]!)
  }

  positions(): Int32Array {
    return (this.unpacked ??= this.file.positions(this.r))
  }

  unit(): CodeUnit {
    return this.file.unit((this.r - HEADER_WORDS) / RECORD_WORDS)
  }
}

function invalidationOf(words: Int32Array): Invalidation {
  const flags = words[H.FLAGS]!
  if (flags & Flag.HASH_BASED) {
    const hash = (BigInt(words[H.SOURCE_B]! >>> 0) << 32n) | BigInt(words[H.SOURCE_A]! >>> 0)
    return { kind: 'hash', hash, checkSource: (flags & Flag.CHECK_SOURCE) !== 0 }
  }
  return { kind: 'timestamp', mtime: words[H.SOURCE_A]! >>> 0, size: words[H.SOURCE_B]! >>> 0 }
}

/**
 * Opens a DPB file in memory. The bytes are not copied where they are aligned: do not change them afterwards.
 *
 * Errors: `DPB_TRUNCATED`, `DPB_MAGIC`, `DPB_VERSION`, `DPB_HASH`, and with trust `verify` `DPB_VERIFY`.
 */
export function openDpb(bytes: Uint8Array, options: OpenOptions = {}): Result<DpbFile, DxError> {
  if (bytes.length < HEADER_SIZE)
    return err(new DxError('DPB_TRUNCATED', 'shorter than a DPB header', { length: bytes.length }))
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  const header = new Int32Array(aligned.buffer, aligned.byteOffset, HEADER_WORDS)
  if (header[H.MAGIC] !== MAGIC) return err(new DxError('DPB_MAGIC', 'not a DPB file', { magic: header[H.MAGIC]! }))
  if (header[H.VERSION] !== (FORMAT_VERSION | (PYTHON_VERSION << 16)))
    return err(
      new DxError('DPB_VERSION', 'written by another version', {
        format: header[H.VERSION]! & 0xffff,
        python: header[H.VERSION]! >>> 16,
      }),
    )
  if (header[H.SIZE] !== aligned.length)
    return err(new DxError('DPB_TRUNCATED', 'length differs', { length: aligned.length, expected: header[H.SIZE]! }))
  const trust = options.trust ?? 'verify'
  if (trust !== 'none') {
    const hash = Bun.hash.xxHash64(aligned.subarray(HEADER_SIZE))
    if (header[H.HASH_LOW] !== (Number(hash & 0xffffffffn) | 0) || header[H.HASH_HIGH] !== (Number(hash >> 32n) | 0))
      return err(new DxError('DPB_HASH', 'content does not match its hash'))
    const problem = checkHeader(header, aligned.length)
    if (problem !== null) return err(new DxError('DPB_VERIFY', problem))
  }
  const file = new DpbFile(aligned, options.filename)
  if (trust !== 'verify') return ok(file)
  try {
    file.checkStructure()
  } catch (thrown) {
    if (thrown instanceof Malformed) return err(new DxError('DPB_VERIFY', thrown.message))
    throw thrown
  }
  return verify(file.unit(0)).map(() => file)
}

/** Sections in order, inside the file, aligned; null where all is well. */
function checkHeader(header: Int32Array, length: number): string | null {
  const count = header[H.CODE_COUNT]!
  const symbols = header[H.SYMBOL_COUNT]!
  if (header[H.CODE] !== HEADER_SIZE || count < 1 || symbols < 1) return 'empty or misplaced sections'
  const bounds = [
    HEADER_SIZE + count * RECORD_WORDS * 4,
    header[H.CONSTANTS]!,
    header[H.NAMES]!,
    header[H.SYMBOLS]!,
    header[H.SYMBOLS]! + (symbols + 1) * 4,
    header[H.TYPES]!,
    header[H.DEBUG]!,
    length,
  ]
  for (let i = 1; i < bounds.length; i++) if (bounds[i]! < bounds[i - 1]!) return 'sections out of order'
  for (const offset of [header[H.CONSTANTS]!, header[H.NAMES]!, header[H.SYMBOLS]!, length])
    if (offset % 4 !== 0) return 'misaligned section'
  return null
}
