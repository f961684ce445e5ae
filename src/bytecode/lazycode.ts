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

class LazyBody implements CodeBody {
  private made: CodeBody | null = null

  constructor(
    private readonly header: CodeHeader,
    private readonly factory: ConstantFactory,
    private readonly make: () => CodeUnit,
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
    this.body().load(code)
  }

  positions(): Int32Array {
    return this.body().positions()
  }

  unit(): CodeUnit {
    return this.body().unit()
  }
}

/** A code object whose unit `make` gives when it is first needed; what the header says must be what that unit says. */
export function lazyCode(header: CodeHeader, factory: ConstantFactory, make: () => CodeUnit): CodeObject {
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
    new LazyBody(header, factory, make),
  )
}
