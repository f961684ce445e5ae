/**
 * From basic blocks to a {@link CodeUnit}: final slot numbers, jump offsets, superinstructions, the exception table and positions.
 */
import { type CodeUnit, isCodeUnit, SlotKind } from '../bytecode/code'
import { Op, opcodeTable } from '../bytecode/opcodes'
import { NO_LOCATION } from './errors'
import { checkLocals, layOut, optimizeFlow, stackDepth } from './flow'
import { Block, Instruction, isTerminal, Pseudo } from './instructions'
import type { Unit } from './unit'

/** Operands of superinstructions have 12 bits for each half. */
const HALF = 0xfff

/** Optimises and assembles a finished unit. */
export function assemble(unit: Unit, filename: string): CodeUnit {
  let blocks = optimizeFlow(unit)
  const describe = (): string => `${unit.qualname} (${filename}:${unit.firstlineno})`
  checkLocals(blocks, unit.varnames.size, unit.scope.varnames.length)
  const stacksize = stackDepth(blocks, describe)
  blocks = layOut(blocks)
  const layout = slotLayout(unit)
  const code = flatten(blocks)
  resolveSlots(code, layout)
  const consts = usedConsts(code, unit)
  const merged = superinstructions(code, consts)

  const n = merged.length
  for (let i = 0; i < n; i++) {
    const block = merged[i]!.starts
    if (block) for (const b of block) b.offset = i
  }
  const instructions = new Int32Array(n)
  const positions = new Int32Array(n * 4)
  const sites: string[] = []
  const attributes = [...unit.attributes.keys()]
  const table: number[] = []
  let open: Block | null = null
  let openAt = 0
  for (let i = 0; i < n; i++) {
    const { instruction } = merged[i]!
    let arg = instruction.arg
    let op = instruction.op
    if (instruction.target) {
      arg = instruction.target.offset
      if (op === Op.JUMP && arg <= i) op = Op.JUMP_BACKWARD
    } else if (opcodeTable[op]!.operand === 'site') {
      arg = sites.push(attributes[arg]!) - 1
    }
    instructions[i] = op | (arg << 8)
    const loc = instruction.loc
    positions[i * 4] = loc.lineno
    positions[i * 4 + 1] = loc.end_lineno
    positions[i * 4 + 2] = loc.col_offset
    positions[i * 4 + 3] = loc.end_col_offset
    if (instruction.handler !== open) {
      if (open) pushRow(table, openAt, i, open)
      open = instruction.handler
      openAt = i
    }
  }
  if (open) pushRow(table, openAt, n, open)
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
    names: [...unit.names.keys()],
    sites,
    exceptionTable: Int32Array.from(table),
    positions,
  }
}

function pushRow(table: number[], start: number, end: number, handler: Block): void {
  const depth = handler.startDepth - (handler.preserveLasti ? 2 : 1)
  table.push(start, end, handler.offset, (depth << 1) | (handler.preserveLasti ? 1 : 0))
}

/** Final slots: locals, then cells that are no locals, then free variables. */
interface SlotLayout {
  readonly names: string[]
  readonly kinds: Uint8Array
  /** Slot of each provisional cell-or-free index. */
  readonly deref: number[]
}

function slotLayout(unit: Unit): SlotLayout {
  const names = [...unit.varnames.keys()]
  const kinds = names.map((name) => SlotKind.LOCAL | (unit.everHidden?.has(name) ? SlotKind.HIDDEN : 0))
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
  return { names, kinds: Uint8Array.from(kinds), deref }
}

/** An instruction in its place, with the blocks that begin at it. */
interface Placed {
  readonly instruction: Instruction
  starts: Block[] | null
}

const inverse: Readonly<Record<number, number>> = {
  [Op.POP_JUMP_IF_FALSE]: Op.POP_JUMP_IF_TRUE,
  [Op.POP_JUMP_IF_TRUE]: Op.POP_JUMP_IF_FALSE,
  [Op.POP_JUMP_IF_NONE]: Op.POP_JUMP_IF_NOT_NONE,
  [Op.POP_JUMP_IF_NOT_NONE]: Op.POP_JUMP_IF_NONE,
}

function flatten(blocks: Block[]): Placed[] {
  const order = new Map<Block, number>()
  for (let i = 0; i < blocks.length; i++) order.set(blocks[i]!, i)
  const out: Placed[] = []
  let pending: Block[] = []
  const put = (instruction: Instruction): void => {
    out.push({ instruction, starts: pending.length > 0 ? pending : null })
    if (pending.length > 0) pending = []
  }
  for (let i = 0; i < blocks.length; i++) {
    const block = blocks[i]!
    pending.push(block)
    for (const instruction of block.instructions) {
      const op = instruction.op
      if (op >= 1000) {
        if (op !== Pseudo.STORE_FAST_MAYBE_NULL) continue
        instruction.op = Op.STORE_FAST
      }
      const inverted = inverse[op]
      if (inverted !== undefined && order.get(instruction.target!)! <= i) {
        // Only JUMP_BACKWARD goes back, because it is a safepoint.
        const skip = new Block()
        const back = new Instruction(Op.JUMP, 0, instruction.target, instruction.loc)
        back.handler = instruction.handler
        instruction.op = inverted
        instruction.target = skip
        put(instruction)
        put(back)
        pending.push(skip)
        continue
      }
      put(instruction)
    }
  }
  if (pending.length > 0 && pending.some((b) => b.predecessors > 0) && !endsTerminal(out))
    throw new Error('code falls off its end')
  return out
}

function endsTerminal(code: Placed[]): boolean {
  const last = code[code.length - 1]
  return last !== undefined && isTerminal(last.instruction.op)
}

function resolveSlots(code: Placed[], layout: SlotLayout): void {
  for (const { instruction } of code) {
    switch (instruction.op) {
      case Op.MAKE_CELL:
      case Op.LOAD_CLOSURE:
      case Op.LOAD_DEREF:
      case Op.STORE_DEREF:
      case Op.DELETE_DEREF:
      case Op.LOAD_FROM_DICT_OR_DEREF:
        instruction.arg = layout.deref[instruction.arg]!
    }
  }
}

/** The constants that the code uses, renumbered; the first stays, because it is the docstring or None. */
function usedConsts(code: Placed[], unit: Unit): CodeUnit['consts'] {
  const map = new Int32Array(unit.consts.length).fill(-1)
  const used: CodeUnit['consts'] = []
  const keep = (index: number): number => {
    if (map[index] === -1) map[index] = used.push(unit.consts[index]!) - 1
    return map[index]!
  }
  if (unit.consts.length > 0 && unit.scope.functionLike) keep(0)
  for (const { instruction } of code) if (instruction.op === Op.LOAD_CONST) instruction.arg = keep(instruction.arg)
  return used
}

/** Joins pairs of loads that stand on the same line. */
function superinstructions(code: Placed[], consts: CodeUnit['consts']): Placed[] {
  const out: Placed[] = []
  for (let i = 0; i < code.length; i++) {
    const placed = code[i]!
    const first = placed.instruction
    const next = code[i + 1]
    if (next !== undefined && next.starts === null) {
      const second = next.instruction
      if (first.op === Op.LOAD_FAST && first.arg <= HALF && second.arg <= HALF && sameLine(first, second)) {
        if (second.op === Op.LOAD_FAST || (second.op === Op.LOAD_CONST && !isCodeUnit(consts[second.arg]))) {
          first.op = second.op === Op.LOAD_FAST ? Op.LOAD_FAST2 : Op.LOAD_FAST_CONST
          first.arg |= second.arg << 12
          out.push(placed)
          i++
          continue
        }
      }
      if (first.op === Op.LOAD_CONST && second.op === Op.RETURN_VALUE && first.handler === second.handler) {
        if (second.loc.lineno < 0 || second.loc.lineno === first.loc.lineno || first.loc === NO_LOCATION) {
          first.op = Op.RETURN_CONST
          if (second.loc.lineno >= 0) first.loc = second.loc
          out.push(placed)
          i++
          continue
        }
      }
    }
    out.push(placed)
  }
  return out
}

function sameLine(a: Instruction, b: Instruction): boolean {
  return a.handler === b.handler && (a.loc.lineno === b.loc.lineno || b.loc.lineno < 0)
}
