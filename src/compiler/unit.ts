/**
 * The state of one code object being compiled: its names, constants, blocks, and the stack of enclosing statements that
 * `break`, `continue` and `return` must unwind (CPython: struct compiler_unit and fblockinfo).
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
import type { CodeUnit } from '../bytecode/code'
import type { Stmt_ } from '../syntax/ast'
import type { Location } from './errors'
import { Block } from './instructions'
import { NameScope, SCOPE_MASK, SCOPE_OFFSET, type Scope, SymbolFlag } from './scope'

/** What a unit is compiled from. */
export type UnitKind = 'module' | 'class' | 'function' | 'asyncfunction' | 'lambda' | 'comprehension' | 'typeparams'

/** What an enclosing statement must do when control leaves it. */
export type FrameBlockKind =
  | 'while'
  | 'for'
  | 'tryExcept'
  | 'finallyTry'
  | 'finallyEnd'
  | 'with'
  | 'asyncWith'
  | 'handlerCleanup'
  | 'popValue'
  | 'exceptionHandler'
  | 'exceptionGroupHandler'
  | 'asyncComprehension'
  | 'stopIteration'

/** An enclosing statement. */
export interface FrameBlock {
  readonly kind: FrameBlockKind
  /** Where `continue` goes. */
  readonly block: Block | null
  /** Where `break` goes. */
  readonly exit: Block | null
  /** The name of an `except … as name`. */
  readonly name: string | null
  /** The body of a `finally`. */
  readonly body: readonly Stmt_[] | null
  /** The context expression of a `with`. */
  readonly loc: Location | null
}

/** One code object under construction. */
export class Unit {
  readonly entry = new Block()
  current: Block = this.entry
  /** The current block has ended; the next instruction opens another. */
  closed = false

  argcount = 0
  posonlyargcount = 0
  kwonlyargcount = 0
  flags = 0

  readonly varnames = new Map<string, number>()
  readonly cellvars = new Map<string, number>()
  readonly freevars = new Map<string, number>()
  readonly names = new Map<string, number>()
  /** Attribute names by first use; each instruction gets its own `sites` entry at assembly. */
  readonly attributes = new Map<string, number>()
  readonly consts: (ConstantValue | CodeUnit)[] = []
  private readonly constIndex = new Map<unknown, number>()
  private boxedIndex: Map<string, number> | null = null
  /** Names that inlined comprehensions make fast locals in a module or class body. */
  fastHidden: Set<string> | null = null
  /** Every name that ever was in {@link fastHidden}. */
  everHidden: Set<string> | null = null
  inInlinedComprehension = 0
  /** Attributes that methods assign on `self`; class bodies only. */
  staticAttributes: Set<string> | null = null
  /** Some instruction is under an exception handler. */
  hasHandlers = false
  /** Some local is unbound on purpose. */
  unbinds = false
  readonly frameBlocks: FrameBlock[] = []
  qualname = ''

  constructor(
    readonly scope: Scope,
    readonly kind: UnitKind,
    readonly name: string,
    readonly firstlineno: number,
    /** The innermost class, for private names. */
    readonly privateName: string | null,
  ) {
    for (const name of scope.varnames) this.varnames.set(name, this.varnames.size)
    const cells: string[] = []
    const frees: string[] = []
    for (const [name, flags] of scope.symbols) {
      const where = (flags >> SCOPE_OFFSET) & SCOPE_MASK
      if (where === NameScope.CELL || flags & SymbolFlag.COMP_CELL) cells.push(name)
      if (where === NameScope.FREE || flags & SymbolFlag.FREE_CLASS) frees.push(name)
    }
    if (scope.needsClassClosure) cells.push('__class__')
    if (scope.needsClassDict) cells.push('__classdict__')
    for (const name of cells.sort()) this.cellvars.set(name, this.cellvars.size)
    for (const name of frees.sort()) this.freevars.set(name, this.freevars.size)
  }

  /** Index of a constant, one entry for equal constants of the same type. */
  addConst(value: ConstantValue | CodeUnit): number {
    if (typeof value === 'object' && value !== null) {
      const key = constantKey(value)
      if (key === null) {
        this.consts.push(value)
        return this.consts.length - 1
      }
      const boxed = (this.boxedIndex ??= new Map())
      let index = boxed.get(key)
      if (index === undefined) {
        index = this.consts.push(value) - 1
        boxed.set(key, index)
      }
      return index
    }
    let index = this.constIndex.get(value)
    if (index === undefined) {
      index = this.consts.push(value) - 1
      this.constIndex.set(value, index)
    }
    return index
  }

  /** Index of a name in one of the name tables. */
  static index(table: Map<string, number>, name: string): number {
    let index = table.get(name)
    if (index === undefined) {
      index = table.size
      table.set(name, index)
    }
    return index
  }

  /** Operand of a cell or free variable while operands are provisional. */
  derefIndex(name: string, where: number): number {
    if (where === NameScope.FREE) {
      const index = this.freevars.get(name)
      if (index !== undefined) return this.cellvars.size + index
    }
    const cell = this.cellvars.get(name)
    if (cell !== undefined) return cell
    const free = this.freevars.get(name)
    return free === undefined ? -1 : this.cellvars.size + free
  }
}

const floatBits = new Float64Array(1)
const floatWords = new Uint32Array(floatBits.buffer)

function floatKey(value: number): string {
  floatBits[0] = value
  return floatWords[1]! + ':' + floatWords[0]!
}

/** A string that two constants share where Python may not tell them apart; null for code units, which are never merged. */
export function constantKey(value: ConstantValue | CodeUnit): string | null {
  if (value === null || typeof value !== 'object') {
    if (typeof value === 'string') return 's' + value.length + ':' + value
    return typeof value + String(value)
  }
  if (value instanceof FloatConstant) return 'f' + floatKey(value.value)
  if (value instanceof ComplexConstant) return 'c' + floatKey(value.real) + ',' + floatKey(value.imag)
  if (value instanceof BytesConstant)
    return 'b' + value.value.length + ':' + Buffer.from(value.value).toString('latin1')
  if (value instanceof WideString) return 'w' + value.codePoints.join(',')
  if (value instanceof EllipsisConstant) return '...'
  if (value instanceof TupleConstant) return '(' + value.items.map(constantKey).join(',') + ')'
  if (value instanceof FrozenSetConstant) return '{' + value.items.map(constantKey).join(',') + '}'
  return null
}
