/** Code objects of which only the header is known until they are run or looked into. */
import {
  type CodeBody,
  CodeObject,
  type CodeUnit,
  type ConstantFactory,
  cellSlotsOf,
  freeStartOf,
  UnitBody,
} from './code'
import { Op } from './opcodes'

/** What a code object tells without its body. */
export type CodeHeader = Pick<
  CodeUnit,
  | 'name'
  | 'qualname'
  | 'filename'
  | 'firstlineno'
  | 'flags'
  | 'argcount'
  | 'posonlyargcount'
  | 'kwonlyargcount'
  | 'localsplus'
  | 'localsplusKinds'
  | 'nlocals'
  | 'stacksize'
>

/** What is run of a code object without exception handlers and nested code. */
export interface CodeParts {
  readonly instructions: Int32Array
  /** Python values. */
  readonly consts: unknown[]
  readonly names: readonly string[]
  readonly sites: readonly string[]
}

/** Puts instructions together. */
export class Assembler implements CodeParts {
  private readonly list: number[] = []
  readonly consts: unknown[] = [null]
  readonly names: string[] = []
  readonly sites: string[] = []

  get instructions(): Int32Array {
    return Int32Array.from(this.list)
  }

  /** The index of the next instruction. */
  get here(): number {
    return this.list.length
  }

  /** Adds an instruction. */
  op(op: Op, operand = 0): this {
    this.list.push(op | (operand << 8))
    return this
  }

  /** An instruction that names an attribute. */
  attribute(op: Op, name: string): this {
    this.sites.push(name)
    return this.op(op, this.sites.length - 1)
  }

  /** LOAD_FAST of some locals in turn, two in an instruction. */
  load(locals: readonly number[]): this {
    let i = 0
    for (; i + 1 < locals.length; i += 2) this.op(Op.LOAD_FAST2, locals[i]! | (locals[i + 1]! << 12))
    return i < locals.length ? this.op(Op.LOAD_FAST, locals[i]) : this
  }

  /** Adds a constant and gives its index. */
  constant(value: unknown): number {
    return this.consts.push(value) - 1
  }

  /** A jump whose target is not known yet; gives what sets it to where the next instruction will be. */
  jump(op: Op): () => void {
    const at = this.here
    this.op(op)
    return () => {
      this.list[at] = op | (this.here << 8)
    }
  }
}

class LazyBody implements CodeBody {
  private made: CodeBody | null = null

  constructor(
    private readonly header: CodeHeader,
    private readonly factory: ConstantFactory,
    private readonly make: () => CodeUnit,
    private readonly assemble: (() => CodeParts) | null,
  ) {}

  private body(): CodeBody {
    if (this.made === null) {
      const unit = this.make()
      if (unit.stacksize > this.header.stacksize) throw new Error(`${unit.qualname} needs a stack of ${unit.stacksize}`)
      this.made = new UnitBody(unit, this.factory)
    }
    return this.made
  }

  name(): string {
    return this.header.name
  }

  qualname(): string {
    return this.header.qualname
  }

  localsplus(): readonly string[] {
    return this.header.localsplus
  }

  localsplusKinds(): Uint8Array {
    return this.header.localsplusKinds
  }

  load(code: CodeObject): void {
    if (this.assemble === null || this.made !== null) {
      this.body().load(code)
      return
    }
    const { instructions, consts, names, sites } = this.assemble()
    code.instructions = instructions
    code.consts = consts
    code.names = names
    code.sites = sites
  }

  positions(): Int32Array {
    return this.body().positions()
  }

  unit(): CodeUnit {
    return this.body().unit()
  }
}

/**
 * A code object whose unit `make` gives when it is first needed; what the header says must be what that unit says. Where `assemble` gives what that
 * has for the interpreter, running the code needs no unit.
 */
export function lazyCode(
  header: CodeHeader,
  factory: ConstantFactory,
  make: () => CodeUnit,
  assemble: (() => CodeParts) | null = null,
): CodeObject {
  const kinds = header.localsplusKinds
  const n = kinds.length
  return new CodeObject(
    header.filename,
    header.firstlineno,
    header.flags,
    header.argcount,
    header.posonlyargcount,
    header.kwonlyargcount,
    header.nlocals,
    n,
    header.stacksize,
    cellSlotsOf(kinds, 0, n),
    freeStartOf(kinds, 0, n),
    new LazyBody(header, factory, make, assemble),
  )
}
