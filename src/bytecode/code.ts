/**
 * Code objects: what the compiler makes of a module, class body or function, and what the interpreter runs.
 *
 * A {@link CodeUnit} is plain data, written to a DPB file or turned into a {@link CodeObject}. A CodeObject made from a file
 * holds its header only; `load()` decodes instructions, constants and names at the first call, because most functions of an
 * imported module never run. The object model above turns constants into Python objects through a {@link ConstantFactory},
 * and makes CodeObject itself the Python type `code` by giving its prototype a class.
 */
import type { ConstantValue } from '../base/constant'

/** `co_flags` bits, as in CPython's Include/cpython/code.h. */
export const CodeFlags = {
  OPTIMIZED: 0x1,
  NEWLOCALS: 0x2,
  VARARGS: 0x4,
  VARKEYWORDS: 0x8,
  NESTED: 0x10,
  GENERATOR: 0x20,
  COROUTINE: 0x80,
  ITERABLE_COROUTINE: 0x100,
  ASYNC_GENERATOR: 0x200,
  HAS_DOCSTRING: 0x4000000,
} as const

/**
 * Kinds of a `localsplus` slot; bits combine (an argument that a closure captures is LOCAL | CELL). HIDDEN marks variables of
 * comprehensions that run inside a module or class body: they are no names of that body.
 */
export const SlotKind = { HIDDEN: 0x10, LOCAL: 0x20, CELL: 0x40, FREE: 0x80 } as const

/** What the compiler emits: data only, constants not yet Python objects, nested functions as units. */
export interface CodeUnit {
  name: string
  qualname: string
  filename: string
  firstlineno: number
  flags: number
  argcount: number
  posonlyargcount: number
  kwonlyargcount: number
  /** Names of locals (arguments first), then cells that are not locals, then free variables. */
  localsplus: string[]
  localsplusKinds: Uint8Array
  /** Number of leading `localsplus` slots that are locals. */
  nlocals: number
  stacksize: number
  instructions: Int32Array
  consts: (ConstantValue | CodeUnit)[]
  names: string[]
  /** Attribute names, one entry for each instruction with a `site` operand. */
  sites: string[]
  /** Rows of four: start, end (exclusive), handler, depth << 1 | push the failing instruction's index. Innermost range first found wins. */
  exceptionTable: Int32Array
  /** Four numbers an instruction: line, end line, column, end column (UTF-8 bytes); -1 where unknown. */
  positions: Int32Array
}

/** Makes Python objects of constants. */
export interface ConstantFactory {
  convert(value: ConstantValue): unknown
}

const NO_INSTRUCTIONS = new Int32Array(0)

const NOTHING: never[] = []

/**
 * A Python code object. The numbers of the header are always there, texts are decoded when they are first read, and the body
 * (instructions, constants, names, sites, exception table) is empty until `load()`.
 */
export class CodeObject {
  instructions: Int32Array = NO_INSTRUCTIONS
  /** Python objects, made by the factory at `load()`; nested functions as CodeObject. */
  consts: unknown[] = NOTHING
  names: readonly string[] = NOTHING
  sites: readonly string[] = NOTHING
  exceptionTable: Int32Array = NO_INSTRUCTIONS

  /** Inline caches by site index; owned by the interpreter, made by `load()`. */
  siteCaches: unknown[] = NOTHING
  /** Caches of LOAD_GLOBAL by name index, valid for these globals and builtins; owned by the interpreter. */
  globalCaches: unknown[] = NOTHING
  globalsOwner: unknown = null
  builtinsOwner: unknown = null
  /** Frames ready for reuse; owned by the interpreter. */
  framePool: unknown = null
  /** How often the loop was found running this code; owned by the tiers. */
  heat = 0
  /** What the tiers know of the code; null until it is hot. */
  tiers: unknown = null
  /** The compiler's notes on what its instructions work on; null until some are taken. */
  profile: unknown = null
  /** 1 at instructions where a compiled body can be entered; null where there are none. */
  bodies: Uint8Array | null = null
  /** Compiled bodies of a generator by the instruction at which they begin or go on behind a `yield` (interpreter/tier.ts), or null. */
  steps: unknown[] | null = null
  /** The compiled body for calls, or null; called with the function and its {@link parameters}. */
  compiled: unknown = null
  /** What does the same natively where it can (interpreter/nativebody.ts); null where there is nothing, undefined until it was looked for. */
  native: unknown = undefined

  /** Neither *args, **kwargs nor keyword-only arguments, not a generator of any sort, a function's own code: a call with `argcount` positionals binds by copying. */
  readonly simple: boolean
  /** `argcount` of simple code, -1 for any other. */
  readonly arity: number
  /** The same of generators, coroutines and asynchronous generators that are otherwise simple. */
  readonly generatorArity: number
  /** Variables that a call binds: parameters, then the tuple of `*args` and the dict of `**kwargs`. -1 for all but plain functions. */
  readonly parameters: number
  /** Slots of a frame: localsplus and the value stack. */
  readonly frameSize: number
  /** Number of free variables, the last of localsplus. */
  readonly freeCount: number

  private nameText: string | null = null
  private qualnameText: string | null = null
  private slotNames: readonly string[] | null = null
  private slotKinds: Uint8Array | null = null

  constructor(
    readonly filename: string,
    readonly firstlineno: number,
    readonly flags: number,
    readonly argcount: number,
    readonly posonlyargcount: number,
    readonly kwonlyargcount: number,
    readonly nlocals: number,
    /** Length of `localsplus`, without decoding it. */
    readonly slotCount: number,
    readonly stacksize: number,
    /** Indices of localsplus that are cells: captured arguments and locals; null where there are none. */
    readonly cellSlots: readonly number[] | null,
    /** Index of the first free variable in localsplus. */
    readonly freeStart: number,
    /** Where texts and the body come from; two code objects never share one. */
    readonly body: CodeBody,
  ) {
    this.simple = kwonlyargcount === 0 && (flags & SIMPLE_MASK) === CodeFlags.OPTIMIZED
    this.arity = this.simple ? argcount : -1
    this.generatorArity =
      kwonlyargcount === 0 && (flags & GENERATOR_MASK) === CodeFlags.OPTIMIZED && !this.simple ? argcount : -1
    this.parameters =
      (flags & (SIMPLE_MASK & ~(CodeFlags.VARARGS | CodeFlags.VARKEYWORDS))) === CodeFlags.OPTIMIZED
        ? argcount +
          kwonlyargcount +
          ((flags & CodeFlags.VARARGS) === 0 ? 0 : 1) +
          ((flags & CodeFlags.VARKEYWORDS) === 0 ? 0 : 1)
        : -1
    this.frameSize = slotCount + stacksize
    this.freeCount = slotCount - freeStart
  }

  get name(): string {
    return this.readName()
  }

  get qualname(): string {
    return this.readQualname()
  }

  /** The same for the maker of functions: cold code remembers where a method is, but not an accessor, which costs it half a microsecond. */
  readName(): string {
    return (this.nameText ??= this.body.name())
  }

  readQualname(): string {
    return (this.qualnameText ??= this.body.qualname())
  }

  /** Names of locals (arguments first), then cells that are not locals, then free variables. */
  get localsplus(): readonly string[] {
    return (this.slotNames ??= this.body.localsplus())
  }

  /** {@link SlotKind} bits of each slot. */
  get localsplusKinds(): Uint8Array {
    return (this.slotKinds ??= this.body.localsplusKinds())
  }

  /** Decodes the body, once. Called by the interpreter before the first frame, and by introspection. */
  load(): this {
    if (this.instructions === NO_INSTRUCTIONS) {
      this.siteCaches = []
      this.globalCaches = []
      this.globalsOwner = null
      this.body.load(this)
    }
    return this
  }

  /** Source position of an instruction. Lines start at 1, columns are UTF-8 byte offsets; -1 where unknown. */
  position(instruction: number): readonly [line: number, endLine: number, column: number, endColumn: number] {
    const p = this.body.positions()
    const i = instruction * 4
    return [p[i] ?? -1, p[i + 1] ?? -1, p[i + 2] ?? -1, p[i + 3] ?? -1]
  }
}

/** Flags that decide about {@link CodeObject.simple}: all but the first must be clear. */
const SIMPLE_MASK =
  CodeFlags.OPTIMIZED |
  CodeFlags.VARARGS |
  CodeFlags.VARKEYWORDS |
  CodeFlags.GENERATOR |
  CodeFlags.COROUTINE |
  CodeFlags.ASYNC_GENERATOR

const GENERATOR_MASK = CodeFlags.OPTIMIZED | CodeFlags.VARARGS | CodeFlags.VARKEYWORDS

/** Where the body of a code object comes from: a compiled unit in memory or a DPB file. */
export interface CodeBody {
  name(): string
  qualname(): string
  localsplus(): readonly string[]
  localsplusKinds(): Uint8Array
  /** Fills `instructions`, `consts`, `names`, `sites` and `exceptionTable`. */
  load(code: CodeObject): void
  /** Four numbers an instruction, as {@link CodeUnit.positions}. */
  positions(): Int32Array
  /** The plain data, for `replace()`, marshalling and the disassembler. */
  unit(): CodeUnit
}

/** A body that is a unit in memory. */
export class UnitBody implements CodeBody {
  constructor(
    private readonly data: CodeUnit,
    private readonly factory: ConstantFactory,
  ) {}

  name(): string {
    return this.data.name
  }

  qualname(): string {
    return this.data.qualname
  }

  localsplus(): readonly string[] {
    return this.data.localsplus
  }

  localsplusKinds(): Uint8Array {
    return this.data.localsplusKinds
  }

  load(code: CodeObject): void {
    const { instructions, consts, names, sites, exceptionTable } = this.data
    code.instructions = instructions
    // A loop: the engine's own functions of arrays are JavaScript too, and are parsed at their first call.
    const values: unknown[] = []
    for (const value of consts)
      values.push(isCodeUnit(value) ? codeFromUnit(value, this.factory) : this.factory.convert(value))
    code.consts = values
    code.names = names
    code.sites = sites
    code.exceptionTable = exceptionTable
  }

  positions(): Int32Array {
    return this.data.positions
  }

  unit(): CodeUnit {
    return this.data
  }
}

/** Whether a constant is nested code. */
export function isCodeUnit(value: unknown): value is CodeUnit {
  return typeof value === 'object' && value !== null && 'instructions' in value
}

/** Slots that are cells, or null. */
export function cellSlotsOf(kinds: Uint8Array, start: number, count: number): number[] | null {
  let cells: number[] | null = null
  for (let i = 0; i < count; i++) if (kinds[start + i]! & SlotKind.CELL) (cells ??= []).push(i)
  return cells
}

/** Index of the first free variable. */
export function freeStartOf(kinds: Uint8Array, start: number, count: number): number {
  let i = count
  while (i > 0 && kinds[start + i - 1]! & SlotKind.FREE) i--
  return i
}

/** Makes the code object of a compiled unit. Nested units become code objects when the body is loaded. */
export function codeFromUnit(unit: CodeUnit, factory: ConstantFactory): CodeObject {
  const kinds = unit.localsplusKinds
  const n = kinds.length
  return new CodeObject(
    unit.filename,
    unit.firstlineno,
    unit.flags,
    unit.argcount,
    unit.posonlyargcount,
    unit.kwonlyargcount,
    unit.nlocals,
    n,
    unit.stacksize,
    cellSlotsOf(kinds, 0, n),
    freeStartOf(kinds, 0, n),
    new UnitBody(unit, factory),
  )
}
