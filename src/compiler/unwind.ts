/**
 * Leaving enclosing statements: what `return`, `break` and `continue` must run on their way out (CPython: compiler_unwind_fblock).
 */
import { Op } from '../bytecode/opcodes'
import type { Compiler } from './codegen'
import { type Location, NO_LOCATION } from './errors'
import type { FrameBlock } from './unit'

/**
 * Emits the clean-up of enclosing statements, innermost first: all of them, or up to the nearest loop.
 * @param preserveTop the value on top of the stack must survive (a return value)
 * @returns the loop that was reached, if `toLoop`, and the location for what follows: none once clean-up code was emitted
 */
export function unwindStack(
  c: Compiler,
  loc: Location,
  preserveTop: boolean,
  toLoop: boolean,
): [FrameBlock | null, Location] {
  const blocks = c.unit.frameBlocks
  const removed: FrameBlock[] = []
  let loop: FrameBlock | null = null
  let here = loc
  while (blocks.length > 0) {
    const top = blocks[blocks.length - 1]!
    if (top.kind === 'exceptionGroupHandler')
      c.fail("'break', 'continue' and 'return' cannot appear in an except* block", here)
    if (toLoop && (top.kind === 'while' || top.kind === 'for')) {
      loop = top
      break
    }
    // A `finally` body is compiled in the context of the statements around it.
    blocks.pop()
    removed.push(top)
    here = unwindOne(c, top, here, preserveTop)
  }
  while (removed.length > 0) blocks.push(removed.pop()!)
  return [loop, here]
}

/** Emits the clean-up of one enclosing statement; returns the location for what follows. */
export function unwindOne(c: Compiler, block: FrameBlock, loc: Location, preserveTop: boolean): Location {
  switch (block.kind) {
    case 'while':
    case 'exceptionHandler':
    case 'exceptionGroupHandler':
    case 'asyncComprehension':
    case 'stopIteration':
      return loc
    case 'for':
      if (preserveTop) c.opArg(loc, Op.SWAP, 2)
      c.op(loc, Op.POP_TOP)
      return loc
    case 'tryExcept':
      c.popBlock(loc)
      return loc
    case 'finallyTry':
      c.popBlock(loc)
      if (preserveTop)
        c.pushFrameBlock({ kind: 'popValue', block: null, exit: null, name: null, body: null, loc: null }, loc)
      c.stmts(block.body!)
      if (preserveTop) c.popFrameBlock()
      return NO_LOCATION
    case 'finallyEnd':
      if (preserveTop) c.opArg(loc, Op.SWAP, 2)
      c.op(loc, Op.POP_TOP)
      if (preserveTop) c.opArg(loc, Op.SWAP, 2)
      c.popBlock(loc)
      c.op(loc, Op.POP_EXCEPT)
      return loc
    case 'with':
    case 'asyncWith': {
      const at = block.loc!
      c.popBlock(at)
      if (preserveTop) c.opArg(at, Op.SWAP, 2)
      callExitWithNones(c, at)
      if (block.kind === 'asyncWith') {
        c.opArg(at, Op.GET_AWAITABLE, 2)
        c.loadConst(at, null)
        c.yieldFrom(at, true)
      }
      c.op(at, Op.POP_TOP)
      return NO_LOCATION
    }
    case 'handlerCleanup':
      if (block.name !== null) c.popBlock(loc)
      if (preserveTop) c.opArg(loc, Op.SWAP, 2)
      c.popBlock(loc)
      c.op(loc, Op.POP_EXCEPT)
      if (block.name !== null) {
        c.loadConst(loc, null)
        c.name(loc, block.name, 'Store')
        c.name(loc, block.name, 'Del')
      }
      return loc
    case 'popValue':
      if (preserveTop) c.opArg(loc, Op.SWAP, 2)
      c.op(loc, Op.POP_TOP)
      return loc
  }
}

/** `exit(None, None, None)` with the bound method on top of the stack. */
export function callExitWithNones(c: Compiler, loc: Location): void {
  c.loadConst(loc, null)
  c.loadConst(loc, null)
  c.loadConst(loc, null)
  c.opArg(loc, Op.CALL, 3)
}
