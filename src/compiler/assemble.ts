/**
 * From basic blocks to a {@link CodeUnit}: final slot numbers, jump offsets, superinstructions, the exception table and positions.
 */
import { DxError } from '../base/errors'
import { type CodeUnit, isCodeUnit, SlotKind } from '../bytecode/code'
import { positionDetail } from '../bytecode/locations'
import { MAX_OPERAND, Op, opcodeTable } from '../bytecode/opcodes'
import { CompileFailure, NO_LOCATION } from './errors'
import { checkLocals, layOut, optimizeFlow, stackDepth } from './flow'
import { type Block, Instruction, isTerminal, Pseudo } from './instructions'
import type { Unit } from './unit'

/** Operands of superinstructions have 12 bits for each half. */
const HALF = 0xfff

/** Optimises and assembles a finished unit. */
export function assemble(unit: Unit, filename: string): CodeUnit {
  let blocks = optimizeFlow(unit)
  const describe = (): string => `${unit.qualname} (${filename}:${unit.firstlineno})`
  checkLocals(blocks, unit)
  const stacksize = stackDepth(blocks, describe)
  blocks = layOut(blocks, unit)
  const layout = slotLayout(unit)
  const operands = new Operands(unit, layout.deref)
  const code = flatten(blocks, operands)
  const consts = operands.consts
  const place = superinstructions(code, blocks, consts)

  const n = place[code.length]!
  const instructions = new Int32Array(n)
  const positions = new Int32Array(n * 4)
  const sites: string[] = []
  const attributes = keysOf(unit.attributes)
  const table: number[] = []
  let open: Block | null = null
  let openAt = 0
  for (let k = 0; k < code.length; k++) {
    const i = place[k]!
    // The second half of a joined pair has no place of its own.
    if (place[k + 1] === i) continue
    const instruction = code[k]!
    let op = instruction.op
    let arg = instruction.arg
    if (instruction.target !== null) {
      arg = place[instruction.target.offset]!
      if (op === Op.JUMP && arg <= i) op = Op.JUMP_BACKWARD
    } else if (hasSite[op] !== 0) {
      arg = sites.push(attributes[arg]!) - 1
    }
    if (arg > MAX_OPERAND) throw new CompileFailure(new DxError('MEMORY', 'code object too large', { filename }))
    instructions[i] = op | (arg << 8)
    const loc = instruction.loc
    const at = i * 4
    positions[at] = loc.lineno
    if (positionDetail.columns) {
      positions[at + 1] = loc.end_lineno
      positions[at + 2] = loc.col_offset
      positions[at + 3] = loc.end_col_offset
    } else {
      positions[at + 1] = loc.lineno
      positions[at + 2] = -1
      positions[at + 3] = -1
    }
    const handler = instruction.handler
    if (handler !== open) {
      if (open) pushRow(table, openAt, i, open, place)
      open = handler
      openAt = i
    }
  }
  if (open) pushRow(table, openAt, n, open, place)
  return {
    name: unit.name,
    qualname: unit.qualname,
    filename,
    firstlineno: unit.firstlineno,
    flags: unit.flags,
    argcount: unit.argcount,
    posonlyargcount: unit.posonlyargcount,
    kwonlyargcount: unit.kwonlyargcount,
    localsplus: layout.names,
    localsplusKinds: layout.kinds,
    nlocals: unit.varnames.size,
    stacksize,
    instructions,
    consts,
    names: keysOf(unit.names),
    sites,
    exceptionTable: new Int32Array(table),
    positions,
  }
}

const hasSite = new Uint8Array(256)
for (let op = 0; op < opcodeTable.length; op++) if (opcodeTable[op]!.operand === 'site') hasSite[op] = 1

function pushRow(table: number[], start: number, end: number, handler: Block, place: Int32Array): void {
  const depth = handler.startDepth - (handler.preserveLasti ? 2 : 1)
  table.push(start, end, place[handler.offset]!, (depth << 1) | (handler.preserveLasti ? 1 : 0))
}

/** Final slots: locals, then cells that are no locals, then free variables. */
interface SlotLayout {
  readonly names: string[]
  readonly kinds: Uint8Array
  /** Slot of each provisional cell-or-free index. */
  readonly deref: number[]
}

function keysOf(map: ReadonlyMap<string, number>): string[] {
  const keys: string[] = []
  for (const key of map.keys()) keys.push(key)
  return keys
}

function slotLayout(unit: Unit): SlotLayout {
  const names = keysOf(unit.varnames)
  const kinds: number[] = []
  for (const name of names) kinds.push(SlotKind.LOCAL | (unit.everHidden?.has(name) ? SlotKind.HIDDEN : 0))
  const deref: number[] = []
  for (const name of unit.cellvars.keys()) {
    const local = unit.varnames.get(name)
    if (local !== undefined) {
      kinds[local]! |= SlotKind.CELL
      deref.push(local)
    } else {
      deref.push(names.push(name) - 1)
      kinds.push(SlotKind.CELL)
    }
  }
  for (const name of unit.freevars.keys()) {
    deref.push(names.push(name) - 1)
    kinds.push(SlotKind.FREE)
  }
  return { names, kinds: new Uint8Array(kinds), deref }
}

const inverse: Readonly<Record<number, number>> = {
  [Op.POP_JUMP_IF_FALSE]: Op.POP_JUMP_IF_TRUE,
  [Op.POP_JUMP_IF_TRUE]: Op.POP_JUMP_IF_FALSE,
  [Op.POP_JUMP_IF_NONE]: Op.POP_JUMP_IF_NOT_NONE,
  [Op.POP_JUMP_IF_NOT_NONE]: Op.POP_JUMP_IF_NONE,
}

function isTarget(block: Block, blocks: readonly Block[]): boolean {
  for (const from of blocks) for (const instruction of from.instructions) if (instruction.target === block) return true
  return false
}

/** All instructions in order, without pseudo instructions; sets each block's offset in them. */
function flatten(blocks: Block[], operands: Operands): Instruction[] {
  for (const block of blocks) block.offset = -1
  const out: Instruction[] = []
  const first = blocks[0]!
  // The start of a function is no loop head: compiled code (src/jit) is entered there by calls alone.
  if (isTarget(first, blocks)) out.push(new Instruction(Op.NOP, 0, null, first.instructions[0]!.loc))
  for (const block of blocks) {
    block.offset = out.length
    for (const instruction of block.instructions) {
      const op = instruction.op
      if (op >= 1000) {
        if (op !== Pseudo.STORE_FAST_MAYBE_NULL) continue
        instruction.op = Op.STORE_FAST
      } else operands.resolve(instruction)
      out.push(instruction)
      if (instruction.target === null || instruction.target.offset < 0) continue
      const inverted = inverse[op]
      if (inverted === undefined) continue
      // Only JUMP_BACKWARD goes back, because it is a safepoint: jump over it instead. Nothing follows a jump in its block.
      const back = new Instruction(Op.JUMP, 0, instruction.target, instruction.loc)
      back.handler = instruction.handler
      instruction.op = inverted
      instruction.target = block.next!
      out.push(back)
    }
  }
  const last = out[out.length - 1]
  if (last === undefined || !isTerminal(last.op)) throw new Error('code falls off its end')
  return out
}

/** Gives each instruction that uses a cell or a constant its final operand. */
class Operands {
  readonly consts: CodeUnit['consts'] = []
  private readonly constPlace: Int32Array

  constructor(
    private readonly unit: Unit,
    private readonly deref: readonly number[],
  ) {
    this.constPlace = new Int32Array(unit.consts.length).fill(-1)
    // The first constant stays, because it is the docstring or None.
    if (unit.consts.length > 0 && unit.scope.functionLike) this.constant(0)
  }

  /** Constants are renumbered by first use; what dead code used is dropped. */
  private constant(index: number): number {
    let place = this.constPlace[index]!
    if (place < 0) {
      place = this.consts.push(this.unit.consts[index]!) - 1
      this.constPlace[index] = place
    }
    return place
  }

  resolve(instruction: Instruction): void {
    switch (instruction.op) {
      case Op.LOAD_CONST:
        instruction.arg = this.constant(instruction.arg)
        return
      case Op.MAKE_CELL:
      case Op.LOAD_CLOSURE:
      case Op.LOAD_DEREF:
      case Op.STORE_DEREF:
      case Op.DELETE_DEREF:
      case Op.LOAD_FROM_DICT_OR_DEREF:
        instruction.arg = this.deref[instruction.arg]!
    }
  }
}

/**
 * Joins pairs of loads that stand on the same line. Returns the final index of each instruction, and of the end; the first of a pair has
 * that of the second, which becomes the joined instruction.
 */
function superinstructions(code: Instruction[], blocks: Block[], consts: CodeUnit['consts']): Int32Array {
  const place = new Int32Array(code.length + 1)
  const starts = new Uint8Array(code.length + 1)
  for (const block of blocks) starts[block.offset] = 1
  let n = 0
  for (let i = 0; i < code.length; i++) {
    place[i] = n
    const first = code[i]!
    const second = code[i + 1]
    if (second !== undefined && starts[i + 1] === 0 && join(first, second, consts)) place[++i] = n
    n++
  }
  place[code.length] = n
  return place
}

/** Makes `second` do the work of both, if one instruction can. */
function join(first: Instruction, second: Instruction, consts: CodeUnit['consts']): boolean {
  if (first.handler !== second.handler) return false
  if (first.op === Op.LOAD_FAST) {
    if (first.arg > HALF || second.arg > HALF) return false
    if (first.loc.lineno !== second.loc.lineno && second.loc.lineno >= 0) return false
    if (second.op === Op.LOAD_FAST) second.op = Op.LOAD_FAST2
    else if (second.op === Op.LOAD_CONST && !isCodeUnit(consts[second.arg])) second.op = Op.LOAD_FAST_CONST
    else return false
    second.arg = first.arg | (second.arg << 12)
    second.loc = first.loc
    return true
  }
  if (first.op === Op.LOAD_CONST && second.op === Op.RETURN_VALUE) {
    if (second.loc.lineno >= 0 && second.loc.lineno !== first.loc.lineno && first.loc !== NO_LOCATION) return false
    second.op = Op.RETURN_CONST
    second.arg = first.arg
    if (second.loc.lineno < 0) second.loc = first.loc
    return true
  }
  return false
}
