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

/** A Python code object. Fields of the header are always there; the body is empty until `load()`. */
export class CodeObject {
  instructions: Int32Array = NO_INSTRUCTIONS
  /** Python objects, made by the factory at `load()`; nested functions as CodeObject. */
  consts: unknown[] = []
  names: readonly string[] = []
  sites: readonly string[] = []
  exceptionTable: Int32Array = NO_INSTRUCTIONS

  /** Inline caches by site index; owned by the interpreter. */
  siteCaches: unknown[] = []
  /** Caches of LOAD_GLOBAL by name index, valid for `globalsOwner`; owned by the interpreter. */
  globalCaches: unknown[] = []
  globalsOwner: unknown = null
  /** Frames ready for reuse; owned by the interpreter. */
  framePool: unknown = null
  /** Counts calls and back-edges; owned by the tiers. */
  heat = 0

  /** Neither *args, **kwargs nor keyword-only arguments, not a generator of any sort: a call with `argcount` positionals binds by copying. */
  readonly simple: boolean
  /** Slots of a frame: localsplus and the value stack. */
  readonly frameSize: number
  /** Indices of localsplus that are arguments captured by closures or cells of their own; null where there are none. */
  readonly cellSlots: readonly number[] | null
  /** Index of the first free variable in localsplus, and their number. */
  readonly freeStart: number
  readonly freeCount: number

  constructor(
    readonly name: string,
    readonly qualname: string,
    readonly filename: string,
    readonly firstlineno: number,
    readonly flags: number,
    readonly argcount: number,
    readonly posonlyargcount: number,
    readonly kwonlyargcount: number,
    readonly localsplus: readonly string[],
    readonly localsplusKinds: Uint8Array,
    readonly nlocals: number,
    readonly stacksize: number,
    private readonly body: CodeBody,
  ) {
    this.simple =
      kwonlyargcount === 0 &&
      (flags &
        (CodeFlags.VARARGS |
          CodeFlags.VARKEYWORDS |
          CodeFlags.GENERATOR |
          CodeFlags.COROUTINE |
          CodeFlags.ASYNC_GENERATOR)) ===
        0
    this.frameSize = localsplus.length + stacksize
    let cells: number[] | null = null
    let free = localsplus.length
    for (let i = 0; i < localsplusKinds.length; i++) {
      const kind = localsplusKinds[i]!
      if (kind & SlotKind.CELL) (cells ??= []).push(i)
      else if (kind & SlotKind.FREE && free === localsplus.length) free = i
    }
    this.cellSlots = cells
    this.freeStart = free
    this.freeCount = localsplus.length - free
  }

  /** Decodes the body, once. Called by the interpreter before the first frame, and by introspection. */
  load(): this {
    if (this.instructions === NO_INSTRUCTIONS) this.body.load(this)
    return this
  }

  /** Source position of an instruction. Lines start at 1, columns are UTF-8 byte offsets; -1 where unknown. */
  position(instruction: number): readonly [line: number, endLine: number, column: number, endColumn: number] {
    return this.body.position(instruction)
  }
}

/** Where the body of a code object comes from: a compiled unit in memory or a DPB file. */
export interface CodeBody {
  load(code: CodeObject): void
  position(instruction: number): readonly [line: number, endLine: number, column: number, endColumn: number]
}
