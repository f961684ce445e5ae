/**
 * The control-flow graph of one code object: which handler covers each instruction, what is unreachable, shorter ways to the same
 * place, which locals are certainly bound, and how deep the stack gets (CPython: Python/flowgraph.c).
 *
 * Works on a list of basic blocks in layout order; a block falls through to its successor in the list unless it ends in a terminal
 * instruction. assemble.ts turns the result into a code unit.
 */
import {
  BytesConstant,
  ComplexConstant,
  type ConstantValue,
  FloatConstant,
  FrozenSetConstant,
  TupleConstant,
  WideString,
} from '../base/constant'
import { Op, opcodeTable, type StackEffect } from '../bytecode/opcodes'
import { type Location, NO_LOCATION } from './errors'
import { Block, type HandlerStack, Instruction, isBlockPush, isJump, isTerminal, Pseudo } from './instructions'
import type { Unit } from './unit'

/** Exit blocks up to this length are copied over an unconditional jump to them. */
const MAX_COPY = 4

/** Optimises a unit's blocks; returns them in layout order. Exception-handler pseudo instructions stay, for the passes after. */
export function optimizeFlow(unit: Unit): Block[] {
  const start = startOf(unit)
  const blocks: Block[] = []
  for (let b: Block | null = unit.entry; b; b = b.next) blocks.push(b)
  if (unit.hasHandlers) labelHandlers(unit.entry)
  let live = removeUnreachable(blocks)
  if (live.length === 1) {
    // Straight-line code, the most frequent shape.
    propagateLocations(live, start)
    peephole(live[0]!, unit)
    removeNops(live, start)
    return live
  }
  inlineSmallBlocks(live)
  live = removeUnreachable(live)
  live = resolveLines(live, start)
  for (const block of live) {
    peephole(block, unit)
    threadJumps(block)
  }
  removeNops(live, start)
  inlineSmallBlocks(live)
  live = removeUnreachable(live)
  do removeNops(live, start)
  while (removeRedundantJumps(live))
  return live
}

/** Lays the blocks out for good: cold code last, a line for each instruction that can have one. */
export function layOut(blocks: Block[], unit: Unit): Block[] {
  if (!unit.hasHandlers) return blocks
  const start = startOf(unit)
  let live = moveColdToEnd(blocks)
  removeRedundantJumps(live)
  live = resolveLines(live, start)
  for (const block of live) showSetupLines(block)
  removeNops(live, start)
  return live
}

/** Where a call of the code begins, for a tracer: code without a line at its start belongs there. */
function startOf(unit: Unit): Location {
  const line = unit.kind === 'module' ? 0 : unit.firstlineno
  return { lineno: line, end_lineno: Math.max(line, 1), col_offset: 0, end_col_offset: 0 }
}

function relink(blocks: Block[]): Block[] {
  for (let i = 0; i < blocks.length; i++) blocks[i]!.next = blocks[i + 1] ?? null
  return blocks
}

/** The block that control reaches by falling off the end of `block`. */
function fallThrough(block: Block): Block | null {
  const last = block.last
  return last !== undefined && isTerminal(last.op) ? null : block.next
}

// Exception handlers

function labelHandlers(entry: Block): void {
  const todo: Block[] = []
  const visit = (block: Block, stack: HandlerStack | null): void => {
    if (block.handlers !== undefined) return
    block.handlers = stack
    todo.push(block)
  }
  visit(entry, null)
  while (todo.length > 0) {
    const block = todo.pop()!
    let stack: HandlerStack | null = block.handlers!
    for (const instruction of block.instructions) {
      const op = instruction.op
      instruction.handler = stack === null ? null : stack.handler
      if (isBlockPush(op)) {
        const target = instruction.target!
        if (op !== Pseudo.SETUP_FINALLY) target.preserveLasti = true
        visit(target, stack)
        stack = { handler: target, outer: stack }
      } else if (op === Pseudo.POP_BLOCK) {
        stack = stack === null ? null : stack.outer
        instruction.op = Op.NOP
      } else if (isJump(op)) visit(instruction.target!, stack)
    }
    const next = fallThrough(block)
    if (next) visit(next, stack)
  }
}

// Reachability

/** Keeps what control can reach, without empty blocks, and counts the ways into each block. */
function removeUnreachable(all: Block[]): Block[] {
  const blocks: Block[] = []
  for (const block of all) {
    if (block.instructions.length === 0) continue
    block.reachable = false
    block.predecessors = 0
    blocks.push(block)
  }
  const todo: Block[] = []
  const visit = (block: Block): void => {
    block.predecessors++
    if (block.reachable) return
    block.reachable = true
    todo.push(block)
  }
  visit(blocks[0]!)
  while (todo.length > 0) {
    const block = todo.pop()!
    const last = block.last!
    // Only the last instruction jumps.
    if (last.target !== null && isJump(last.op)) visit((last.target = nonEmpty(last.target)!))
    if (block.pushes)
      for (const instruction of block.instructions)
        if (isBlockPush(instruction.op)) visit((instruction.target = nonEmpty(instruction.target)!))
    if (!isTerminal(last.op)) visit((block.next = nonEmpty(block.next)!))
  }
  const live: Block[] = []
  for (const block of blocks) if (block.reachable) live.push(block)
  return relink(live)
}

// Peephole

/** Python truth of a constant. */
export function constantTruth(value: ConstantValue): boolean {
  if (value === null) return false
  if (typeof value !== 'object') return Boolean(value)
  if (value instanceof FloatConstant) return value.value !== 0
  if (value instanceof ComplexConstant) return value.real !== 0 || value.imag !== 0
  if (value instanceof BytesConstant) return value.value.length > 0
  if (value instanceof WideString) return true
  if (value instanceof TupleConstant || value instanceof FrozenSetConstant) return value.items.length > 0
  return true
}

function nop(instruction: Instruction): void {
  instruction.op = Op.NOP
  instruction.arg = 0
  instruction.target = null
}

function peephole(block: Block, unit: Unit): void {
  const code = block.instructions
  for (let i = 0; i < code.length; i++) {
    const first = code[i]!
    const second = code[i + 1]
    switch (first.op) {
      case Op.LOAD_CONST: {
        if (second === undefined) break
        const value = unit.consts[first.arg] as ConstantValue
        switch (second.op) {
          case Op.POP_JUMP_IF_FALSE:
          case Op.POP_JUMP_IF_TRUE: {
            const taken = constantTruth(value) === (second.op === Op.POP_JUMP_IF_TRUE)
            nop(first)
            if (taken) second.op = Op.JUMP
            else nop(second)
            break
          }
          case Op.JUMP_IF_FALSE_OR_POP:
          case Op.JUMP_IF_TRUE_OR_POP:
            if (constantTruth(value) === (second.op === Op.JUMP_IF_TRUE_OR_POP)) second.op = Op.JUMP
            else {
              nop(first)
              nop(second)
            }
            break
          case Op.IS_OP: {
            const third = code[i + 2]
            if (value !== null || third === undefined) break
            if (third.op !== Op.POP_JUMP_IF_FALSE && third.op !== Op.POP_JUMP_IF_TRUE) break
            const whenNone = (third.op === Op.POP_JUMP_IF_TRUE) !== (second.arg === 1)
            nop(first)
            nop(second)
            third.op = whenNone ? Op.POP_JUMP_IF_NONE : Op.POP_JUMP_IF_NOT_NONE
            break
          }
          case Op.POP_TOP:
            nop(first)
            nop(second)
            break
        }
        break
      }
      case Op.COPY:
        if (first.arg === 1 && second?.op === Op.POP_TOP) {
          nop(first)
          nop(second)
        }
        break
      case Op.UNARY_NOT:
        if (second?.op === Op.POP_JUMP_IF_FALSE || second?.op === Op.POP_JUMP_IF_TRUE) {
          nop(first)
          second.op = second.op === Op.POP_JUMP_IF_FALSE ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE
        }
        break
      case Op.BUILD_TUPLE:
        if (second?.op === Op.UNPACK_SEQUENCE && second.arg === first.arg) {
          if (first.arg === 1) {
            nop(first)
            nop(second)
          } else if (first.arg === 2 || first.arg === 3) {
            nop(first)
            second.op = Op.SWAP
          }
        }
        break
    }
  }
  swapStores(code)
}

/** `a, b = b, a`: where the values go to distinct locals, storing in another order replaces the exchange. */
function swapStores(code: Instruction[]): void {
  for (let i = 0; i < code.length; i++) {
    const swap = code[i]!
    if (swap.op !== Op.SWAP || (swap.arg !== 2 && swap.arg !== 3)) continue
    const n = swap.arg
    const first = code[i + 1]
    const last = code[i + n]
    if (first === undefined || last === undefined) continue
    const names = new Set<number>()
    let all = true
    for (let k = 1; k <= n; k++) {
      const store = code[i + k]!
      if (store.op !== Op.STORE_FAST || store.loc.lineno !== first.loc.lineno) all = false
      names.add(store.arg)
    }
    if (!all || names.size !== n) continue
    nop(swap)
    code[i + 1] = last
    code[i + n] = first
  }
}

// Jumps

/** `block`, or the first block after it that is not empty. */
function nonEmpty(block: Block | null): Block | null {
  let b = block
  while (b && b.instructions.length === 0) b = b.next
  return b
}

/**
 * Lets the jump at the end of a block go where the jump at its target goes. An instruction that shows a line of its own stays, as a
 * NOP that is dropped later if it is not needed.
 */
function threadJumps(block: Block): void {
  for (let hops = 0; hops < 16; hops++) {
    const last = block.last
    if (last === undefined || !isJump(last.op)) return
    const start = nonEmpty(last.target)
    if (start === null) return
    last.target = start
    const next = start.instructions[0]!
    if (next === last || !next.target || next.target === start) return
    switch (last.op) {
      case Op.JUMP:
      case Op.POP_JUMP_IF_FALSE:
      case Op.POP_JUMP_IF_TRUE:
      case Op.POP_JUMP_IF_NONE:
      case Op.POP_JUMP_IF_NOT_NONE: {
        if (next.op !== Op.JUMP) return
        const jump = new Instruction(last.op, 0, next.target, next.loc)
        jump.handler = last.handler
        nop(last)
        block.instructions.push(jump)
        break
      }
      case Op.JUMP_IF_FALSE_OR_POP:
      case Op.JUMP_IF_TRUE_OR_POP: {
        const onTrue = last.op === Op.JUMP_IF_TRUE_OR_POP
        if (next.op === Op.JUMP || next.op === last.op) last.target = next.target
        else if (next.op === (onTrue ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE)) {
          last.op = next.op
          last.target = next.target
        } else if (
          next.op === (onTrue ? Op.POP_JUMP_IF_FALSE : Op.POP_JUMP_IF_TRUE) ||
          next.op === (onTrue ? Op.JUMP_IF_FALSE_OR_POP : Op.JUMP_IF_TRUE_OR_POP)
        ) {
          // The target's jump is not taken: go behind it.
          if (start.next === null) return
          last.op = onTrue ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE
          last.target = start.next
        } else return
        break
      }
      default:
        return
    }
  }
}

function hasNoLine(block: Block): boolean {
  for (const instruction of block.instructions) if (instruction.loc.lineno >= 0) return false
  return true
}

function exits(block: Block): boolean {
  const last = block.last
  return last !== undefined && isTerminal(last.op) && !isJump(last.op)
}

function copyOf(instruction: Instruction): Instruction {
  const copy = new Instruction(instruction.op, instruction.arg, instruction.target, instruction.loc)
  copy.handler = instruction.handler
  return copy
}

/** Replaces a jump to a short block that leaves the function, or to a block that nobody else needs, by that block's code. */
function inlineSmallBlocks(blocks: Block[]): void {
  for (const block of blocks) {
    for (let hops = 0; hops < 8; hops++) {
      const jump = block.last
      if (jump === undefined || jump.op !== Op.JUMP) break
      const target = jump.target!
      if (target === block || target.instructions.length === 0) break
      const small = exits(target) && target.instructions.length <= MAX_COPY
      const onlyHere = target.predecessors === 1 && hasNoLine(target) && isTerminal(target.last!.op)
      if (!small && !onlyHere) break
      if (target.pushes) break
      nop(jump)
      for (const instruction of target.instructions) block.instructions.push(copyOf(instruction))
      target.predecessors--
      const onward = block.last!.target
      if (onward) onward.predecessors++
    }
  }
}

function removeRedundantJumps(blocks: Block[]): boolean {
  let changed = false
  for (const block of blocks) {
    const last = block.last
    if (last === undefined || last.op !== Op.JUMP) continue
    if (nonEmpty(last.target) === nonEmpty(block.next)) {
      nop(last)
      changed = true
    }
  }
  return changed
}

/** Exception handlers go behind the code that runs when nothing is raised. */
function moveColdToEnd(blocks: Block[]): Block[] {
  for (const block of blocks) block.cold = true
  const todo: Block[] = [blocks[0]!]
  blocks[0]!.cold = false
  while (todo.length > 0) {
    const block = todo.pop()!
    const last = block.last
    if (last !== undefined && isJump(last.op) && last.target!.cold) {
      last.target!.cold = false
      todo.push(last.target!)
    }
    const next = fallThrough(block)
    if (next?.cold) {
      next.cold = false
      todo.push(next)
    }
  }
  const warm: Block[] = []
  const cold: Block[] = []
  for (const block of blocks) {
    const list = block.cold ? cold : warm
    list.push(block)
    const next = fallThrough(block)
    if (next && next.cold !== block.cold) {
      const bridge = new Block()
      const jump = new Instruction(Op.JUMP, 0, next, NO_LOCATION)
      bridge.instructions.push(jump)
      bridge.cold = block.cold
      bridge.predecessors = 1
      jump.handler = block.last?.handler ?? null
      list.push(bridge)
    }
  }
  return relink([...warm, ...cold])
}

// Locations

/**
 * Gives instructions without a line that of the code before them. A block without lines that leaves the function or jumps back is
 * copied for each jump to it, so that each copy can show the line it was reached from.
 */
function resolveLines(blocks: Block[], start: Location): Block[] {
  const out: Block[] = []
  const copies = new Map<Block, Block[]>()
  for (const block of blocks) {
    const last = block.last
    if (last === undefined || !isJump(last.op)) continue
    const target = nonEmpty(last.target)
    if (target === null || target.predecessors <= 1 || !leavesWithoutLine(target)) continue
    const copy = new Block()
    copy.instructions = target.instructions.map(copyOf)
    copy.instructions[0]!.loc = last.loc
    copy.predecessors = 1
    copy.cold = target.cold
    copy.handlers = target.handlers
    target.predecessors--
    last.target = copy
    const onward = copy.last!.target
    if (onward) onward.predecessors++
    const list = copies.get(target)
    if (list) list.push(copy)
    else copies.set(target, [copy])
  }
  for (const block of blocks) {
    out.push(block)
    const list = copies.get(block)
    if (list) for (let i = list.length - 1; i >= 0; i--) out.push(list[i]!)
  }
  relink(out)
  for (const block of out) {
    const next = fallThrough(block)
    if (next === null || next.instructions.length === 0 || !leavesWithoutLine(next)) continue
    const last = block.instructions.findLast((x) => x.loc.lineno >= 0)
    if (last !== undefined) next.instructions[0]!.loc = last.loc
  }
  propagateLocations(out, start)
  return out
}

function leavesWithoutLine(block: Block): boolean {
  const last = block.last
  return last !== undefined && isTerminal(last.op) && !block.pushes && hasNoLine(block)
}

function propagateLocations(blocks: Block[], start: Location): void {
  for (const block of blocks) {
    let loc = block === blocks[0] ? start : NO_LOCATION
    for (const instruction of block.instructions) {
      if (instruction.loc.lineno < 0) instruction.loc = loc
      else loc = instruction.loc
    }
    if (loc === NO_LOCATION) continue
    const last = block.last
    const next = fallThrough(block)
    if (next && next.predecessors === 1) inherit(next, loc)
    if (last !== undefined && isJump(last.op) && last.target!.predecessors === 1) inherit(last.target!, loc)
  }
}

function inherit(block: Block, loc: Instruction['loc']): void {
  const first = block.instructions[0]
  if (first !== undefined && first.loc.lineno < 0) first.loc = loc
}

/** A `try` or `with` shows its line, by a NOP if nothing else does. */
function showSetupLines(block: Block): void {
  if (!block.pushes) return
  const out: Instruction[] = []
  for (const instruction of block.instructions) {
    if (isBlockPush(instruction.op)) {
      const line = new Instruction(Op.NOP, 0, null, instruction.loc)
      line.handler = instruction.handler
      out.push(line)
    } else out.push(instruction)
  }
  block.instructions = out
}

/** Drops NOPs that show no line of their own. */
function removeNops(blocks: Block[], start: Location): void {
  for (const block of blocks) {
    const code = block.instructions
    let first = 0
    while (first < code.length && code[first]!.op !== Op.NOP) first++
    if (first === code.length) continue
    const out: Instruction[] = []
    let previous = block === blocks[0] ? start.lineno : -1
    for (let k = 0; k < code.length; k++) {
      const instruction = code[k]!
      const line = instruction.loc.lineno
      if (instruction.op === Op.NOP) {
        if (line < 0 || line === previous) continue
        const following = code[k + 1]
        if (following !== undefined) {
          if (following.loc.lineno === line) continue
          if (following.loc.lineno < 0) {
            following.loc = instruction.loc
            continue
          }
        } else {
          const next = nonEmpty(block.next)
          const first = next?.instructions.find((x) => x.op !== Op.NOP || x.loc.lineno >= 0)
          if (first !== undefined && first.loc.lineno === line) continue
        }
      }
      out.push(instruction)
      previous = line
    }
    block.instructions = out
  }
}

// Definite assignment

/**
 * Turns LOAD_FAST into LOAD_FAST_CHECK where the local may be unbound. Works on locals that are no parameters; a bit set
 * per block holds the locals that may be unbound at its start.
 */
export function checkLocals(blocks: Block[], unit: Unit): void {
  const nlocals = unit.varnames.size
  const nparams = unit.scope.varnames.length
  const words = (nlocals + 31) >>> 5
  if (words === 0 || (nlocals === nparams && !unit.unbinds)) return
  const todo: Block[] = []
  const initial = new Uint32Array(words)
  for (let i = nparams; i < nlocals; i++) initial[i >>> 5]! |= 1 << (i & 31)
  for (const block of blocks) {
    block.unsafe = null
    block.onStack = false
  }
  const merge = (block: Block, unsafe: Uint32Array): void => {
    let changed = false
    if (block.unsafe === null) {
      block.unsafe = unsafe.slice()
      changed = true
    } else {
      const into = block.unsafe
      for (let i = 0; i < words; i++) {
        const both = (into[i]! | unsafe[i]!) >>> 0
        if (both !== into[i]) {
          into[i] = both
          changed = true
        }
      }
    }
    if (changed && !block.onStack) {
      block.onStack = true
      todo.push(block)
    }
  }
  merge(blocks[0]!, initial)
  while (todo.length > 0) {
    const block = todo.pop()!
    block.onStack = false
    const unsafe = block.unsafe!.slice()
    // The exception may strike before or after any instruction; merging again only where the state changed.
    let handler: Block | null = null
    let dirty = true
    for (const instruction of block.instructions) {
      if (instruction.handler !== null && (dirty || instruction.handler !== handler)) {
        merge(instruction.handler, unsafe)
        handler = instruction.handler
        dirty = false
      }
      const bit = 1 << (instruction.arg & 31)
      const word = instruction.arg >>> 5
      switch (instruction.op) {
        case Op.STORE_FAST:
        case Op.LOAD_FAST_CHECK:
          unsafe[word]! &= ~bit
          break
        case Op.DELETE_FAST:
        case Op.LOAD_FAST_AND_CLEAR:
        case Pseudo.STORE_FAST_MAYBE_NULL:
          unsafe[word]! |= bit
          dirty = true
          break
        case Op.LOAD_FAST:
          if (unsafe[word]! & bit) {
            instruction.op = Op.LOAD_FAST_CHECK
            unsafe[word]! &= ~bit
          }
          break
      }
      if (isJump(instruction.op)) merge(instruction.target!, unsafe)
    }
    const next = fallThrough(block)
    if (next) merge(next, unsafe)
  }
}

// Stack depth

/** Effects that do not depend on the operand; VARIES for the others. */
const VARIES = 127
const fixedEffects = new Int8Array(256)
for (let op = 0; op < opcodeTable.length; op++) {
  const { effect } = opcodeTable[op]!
  fixedEffects[op] = typeof effect === 'number' ? effect : VARIES
}

function effectOf(effect: StackEffect, arg: number): number {
  return typeof effect === 'number' ? effect : effect(arg)
}

/** Sets each block's depth at entry; returns the greatest depth. */
export function stackDepth(blocks: Block[], describe: () => string): number {
  let max = 0
  const todo: Block[] = []
  const visit = (block: Block, depth: number): void => {
    if (block.startDepth === -1) {
      block.startDepth = depth
      if (depth > max) max = depth
      todo.push(block)
    } else if (block.startDepth !== depth)
      throw new Error(`stack depth differs at a join: ${block.startDepth} and ${depth} in ${describe()}`)
  }
  for (const block of blocks) block.startDepth = -1
  visit(blocks[0]!, 0)
  while (todo.length > 0) {
    const block = todo.pop()!
    let depth = block.startDepth
    for (const instruction of block.instructions) {
      const op = instruction.op
      if (op >= 1000) {
        switch (op) {
          case Pseudo.SETUP_FINALLY:
            visit(instruction.target!, depth + 1)
            break
          case Pseudo.SETUP_CLEANUP:
            visit(instruction.target!, depth + 2)
            break
          case Pseudo.SETUP_WITH:
            visit(instruction.target!, depth + 1)
            break
          case Pseudo.STORE_FAST_MAYBE_NULL:
            depth--
            break
        }
        continue
      }
      if (instruction.target !== null) {
        const row = opcodeTable[op]!
        visit(instruction.target, depth + effectOf(row.jumpEffect ?? row.effect, instruction.arg))
      }
      const fixed = fixedEffects[op]!
      depth += fixed === VARIES ? effectOf(opcodeTable[op]!.effect, instruction.arg) : fixed
      if (depth < 0) throw new Error(`stack underflow in ${describe()}`)
      if (depth > max) max = depth
    }
    const next = fallThrough(block)
    if (next) visit(next, depth)
  }
  return max
}
