/**
 * The control flow of a code object from one entry: basic blocks, dominators, and their order as structured JavaScript. Bytecode of structured
 * source is reducible, so that each block can be placed inside `for (;;)` loops and labelled blocks by its place in the dominator tree
 * (N. Ramsey, "Beyond Relooper", ICFP 2022).
 */
import { CodeFlags, type CodeObject } from '../bytecode/code'
import { Op } from '../bytecode/opcodes'

/** Instructions without a successor, up to the next one that can be jumped to. */
export interface Block {
  readonly start: number
  /** One past the last instruction. */
  end: number
  /** Where control goes on: the fall-through first, then the jump. Empty where compiled code is left. */
  successors: Block[]
  predecessors: Block[]
  /** Place in reverse postorder; -1 while not reached. */
  order: number
  dominator: Block | null
  /** Blocks that it dominates at once. */
  children: Block[]
  /** A jump comes from below. */
  loopHead: boolean
  /** More than one forward edge arrives. */
  merge: boolean
  /** Nothing says that it is ever run: compiled code is left at its start. */
  cold: boolean
  /** Where exceptions of its instructions are handled, if that has ever been run. */
  handler: { readonly block: Block; readonly depth: number; readonly lasti: boolean } | null
}

/** Instructions that compiled code leaves to the interpreter, with the frame as it is before them. */
export const LEFT: ReadonlySet<number> = new Set([
  Op.YIELD_VALUE,
  Op.CLEANUP_THROW,
  Op.END_ASYNC_FOR,
  Op.CHECK_EG_MATCH,
])

const CONDITIONAL: ReadonlySet<number> = new Set([
  Op.POP_JUMP_IF_FALSE,
  Op.POP_JUMP_IF_TRUE,
  Op.POP_JUMP_IF_NONE,
  Op.POP_JUMP_IF_NOT_NONE,
  Op.JUMP_IF_FALSE_OR_POP,
  Op.JUMP_IF_TRUE_OR_POP,
  Op.FOR_ITER,
  Op.SEND,
])

/** Instructions that always raise. */
export const RAISING: ReadonlySet<number> = new Set([Op.RAISE_VARARGS, Op.RERAISE])

/** Whether an instruction goes to one of two places. */
export function isConditional(op: number): boolean {
  return CONDITIONAL.has(op)
}

/**
 * Whether a generator's bodies go on behind a `yield` where somebody takes its values without looking (objects/sinks.ts). That is what generator
 * expressions are most often for; others would only have more text.
 */
export function isDrained(code: CodeObject): boolean {
  return code.name === '<genexpr>' && (code.flags & CodeFlags.GENERATOR) !== 0
}

/** The blocks that can be reached from an entry in reverse postorder; null where the graph is not reducible. */
export function flowGraph(
  code: CodeObject,
  entry: number,
  seen: (at: number, handler: boolean) => boolean,
): Block[] | null {
  const yields = isDrained(code) ? Op.YIELD_VALUE : -1
  const instructions = code.instructions
  const n = instructions.length
  const leaders = new Uint8Array(n + 1)
  leaders[entry] = 1
  for (let i = 0; i < n; i++) {
    const op = instructions[i]! & 255
    if (CONDITIONAL.has(op) || op === Op.JUMP || op === Op.JUMP_BACKWARD) {
      leaders[instructions[i]! >>> 8] = 1
      leaders[i + 1] = 1
    } else if (op === Op.RETURN_VALUE || op === Op.RETURN_CONST || LEFT.has(op) || RAISING.has(op)) leaders[i + 1] = 1
  }
  // The instructions of a block have one handler.
  const table = code.exceptionTable
  for (let i = 0; i < table.length; i += 4) leaders[table[i]!] = leaders[table[i + 1]!] = leaders[table[i + 2]!] = 1
  const blocks = new Map<number, Block>()
  const at = (start: number): Block => {
    let block = blocks.get(start)
    if (block !== undefined) return block
    let end = start + 1
    while (end < n && leaders[end] === 0) end++
    block = {
      start,
      end,
      successors: [],
      predecessors: [],
      order: -1,
      dominator: null,
      children: [],
      loopHead: false,
      merge: false,
      cold: start !== entry && !seen(start, false),
      handler: null,
    }
    blocks.set(start, block)
    return block
  }
  const postorder: Block[] = []
  const visit = (first: Block) => {
    // Iterative: long functions have long chains of blocks.
    const stack: { block: Block; next: number }[] = [{ block: first, next: 0 }]
    first.order = 0
    connect(first)
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!
      const ways = waysFrom(top.block)
      if (top.next < ways.length) {
        const successor = ways[top.next++]!
        if (successor.order < 0) {
          successor.order = 0
          connect(successor)
          stack.push({ block: successor, next: 0 })
        }
      } else {
        postorder.push(top.block)
        stack.pop()
      }
    }
  }
  const connect = (block: Block) => {
    if (block.cold) return
    const row = handlerRow(table, block.start)
    if (row >= 0 && seen(table[row + 2]!, true)) {
      const info = table[row + 3]!
      block.handler = { block: at(table[row + 2]!), depth: info >> 1, lasti: (info & 1) === 1 }
    }
    const ins = instructions[block.end - 1]!
    const op = ins & 255
    if (op === Op.JUMP || op === Op.JUMP_BACKWARD) block.successors.push(at(ins >>> 8))
    else if (CONDITIONAL.has(op)) block.successors.push(at(block.end), at(ins >>> 8))
    else if (ins === yields) block.successors.push(at(block.end))
    else if (op !== Op.RETURN_VALUE && op !== Op.RETURN_CONST && !LEFT.has(op) && !RAISING.has(op) && block.end < n)
      block.successors.push(at(block.end))
  }
  visit(at(entry))
  const ordered = postorder.reverse()
  ordered.forEach((block, i) => {
    block.order = i
  })
  for (const block of ordered)
    for (const successor of waysFrom(block))
      if (!successor.predecessors.includes(block)) successor.predecessors.push(block)
  findDominators(ordered)
  for (const block of ordered) {
    let forward = 0
    for (const predecessor of block.predecessors) {
      if (predecessor.order >= block.order) {
        if (!dominates(block, predecessor)) return null
        block.loopHead = true
      } else forward++
    }
    // Both ways of one jump can lead to the same block.
    for (const predecessor of block.predecessors)
      if (predecessor.successors.length === 2 && predecessor.successors[0] === predecessor.successors[1]) forward++
    block.merge = forward > 1
  }
  // Every instruction that raises has a way to the handler.
  for (const block of ordered) if (block.handler !== null) block.handler.block.merge = true
  return ordered
}

function handlerRow(table: Int32Array, at: number): number {
  for (let i = 0; i < table.length; i += 4) if (at >= table[i]! && at < table[i + 1]!) return i
  return -1
}

/** The blocks that can follow a block, the one that handles its exceptions last. */
function waysFrom({ successors, handler }: Block): readonly Block[] {
  return handler === null ? successors : [...successors, handler.block]
}

function dominates(a: Block, b: Block): boolean {
  let block: Block | null = b
  while (block !== null && block.order > a.order) block = block.dominator
  return block === a
}

/** K. Cooper, T. Harvey, K. Kennedy, "A Simple, Fast Dominance Algorithm". */
function findDominators(ordered: readonly Block[]): void {
  const first = ordered[0]!
  let changed = true
  while (changed) {
    changed = false
    for (const block of ordered) {
      if (block === first) continue
      let found: Block | null = null
      for (const predecessor of block.predecessors) {
        if (predecessor !== first && predecessor.dominator === null) continue
        found = found === null ? predecessor : common(found, predecessor)
      }
      if (block.dominator !== found) {
        block.dominator = found
        changed = true
      }
    }
  }
  for (const block of ordered) if (block.dominator !== null) block.dominator.children.push(block)
}

function common(a: Block, b: Block): Block {
  while (a !== b) {
    if (a.order > b.order) a = a.dominator!
    else b = b.dominator!
  }
  return a
}
