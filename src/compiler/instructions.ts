/**
 * Instructions and basic blocks while a function is being compiled, before operands are final.
 *
 * Codegen appends to blocks in source order; a block ends after a jump or after an instruction that never falls through. Exception
 * handlers are marked by pseudo instructions (SETUP_*, POP_BLOCK) with numbers beyond the opcode table: flow.ts turns them into the
 * exception table. Operands are provisional where the final value is known late: a local is an index into `varnames`, a cell or free
 * variable an index into cells then frees, an attribute an index into the unit's attribute names, a jump a block.
 */
import { opcodeTable } from '../bytecode/opcodes'
import type { Location } from './errors'

/** Pseudo instructions; they never reach a code unit. */
export const Pseudo = {
  /** Push a handler that sees [exception]. */
  SETUP_FINALLY: 1000,
  /** Push a handler that sees [failing instruction, exception]. */
  SETUP_CLEANUP: 1001,
  /** As SETUP_CLEANUP, below the value of `__enter__` that lies on the stack. */
  SETUP_WITH: 1002,
  /** Pop the innermost handler. */
  POP_BLOCK: 1003,
  /** STORE_FAST of a value that may be NULL, which leaves the local unbound. */
  STORE_FAST_MAYBE_NULL: 1004,
} as const

/** One instruction; `target` is set for jumps and SETUP pseudo instructions. */
export class Instruction {
  /** The handler in force, found by flow.ts. */
  handler: Block | null = null

  constructor(
    public op: number,
    public arg: number,
    public target: Block | null,
    public loc: Location,
  ) {}
}

/** A basic block: straight-line code, entered at its first instruction. */
export class Block {
  instructions: Instruction[] = []
  /** The block that follows in the code. */
  next: Block | null = null
  /** Stack depth at entry, -1 while unknown. */
  startDepth = -1
  /** As an exception handler: the failing instruction's index is pushed below the exception. */
  preserveLasti = false
  reachable = false
  /** Holds SETUP pseudo instructions, which have targets too. */
  pushes = false
  /** Reached by an exception only, or from such blocks. */
  cold = false
  /** Number of jumps and fall-throughs that enter it. */
  predecessors = 0
  /** Exception handlers in force at entry, innermost first; undefined while unknown. */
  handlers: HandlerStack | null | undefined = undefined
  /** Index of its first instruction in the final code. */
  offset = -1
  /** Bit sets of the definite-assignment pass. */
  unsafe: Uint32Array | null = null
  onStack = false

  /** The last instruction, or undefined in an empty block. */
  get last(): Instruction | undefined {
    return this.instructions[this.instructions.length - 1]
  }
}

/** A linked list of handlers in force. */
export interface HandlerStack {
  readonly handler: Block
  readonly outer: HandlerStack | null
}

const OP_COUNT = opcodeTable.length

/** Bit 1: jumps to its operand; bit 2: never falls through. Pseudo instructions have numbers beyond the table, and no bits. */
const traits = new Uint8Array(1024)
for (let i = 0; i < OP_COUNT; i++) {
  const row = opcodeTable[i]!
  if (row.operand === 'jump') traits[i]! |= 1
  if (row.terminal) traits[i]! |= 2
}

/** The instruction jumps (perhaps) to its target. */
export function isJump(op: number): boolean {
  return (traits[op]! & 1) !== 0
}

/** Control never reaches the next instruction. */
export function isTerminal(op: number): boolean {
  return (traits[op]! & 2) !== 0
}

/** The instruction ends its block. */
export function endsBlock(op: number): boolean {
  return traits[op] !== 0
}

/** SETUP_FINALLY, SETUP_CLEANUP, SETUP_WITH. */
export function isBlockPush(op: number): boolean {
  return op >= Pseudo.SETUP_FINALLY && op <= Pseudo.SETUP_WITH
}
