/** Conditions: code that jumps on the truth of an expression without making a bool of it (CPython: compiler_jump_if). */
import { Op } from '../bytecode/opcodes'
import { type Compare, type Expr_, NodeKind } from '../syntax/ast'
import { checkCompare } from './checks'
import type { Compiler } from './codegen'
import { type Location, NO_LOCATION } from './errors'
import { compareOp } from './expressions'
import { Block } from './instructions'

/** Jumps to `target` when the truth of `e` equals `condition`, else falls through. */
export function jumpIf(c: Compiler, loc: Location, e: Expr_, target: Block, condition: boolean): void {
  switch (e.node) {
    case NodeKind.UnaryOp:
      if (e.op === 'Not') {
        c.jumpIf(loc, e.operand, target, !condition)
        return
      }
      break
    case NodeKind.BoolOp: {
      const isOr = e.op === 'Or'
      const last = e.values.length - 1
      const next = isOr !== condition ? new Block() : target
      for (let i = 0; i < last; i++) c.jumpIf(loc, e.values[i]!, next, isOr)
      c.jumpIf(loc, e.values[last]!, target, condition)
      if (next !== target) c.use(next)
      return
    }
    case NodeKind.IfExp: {
      const end = new Block()
      const otherwise = new Block()
      c.jumpIf(loc, e.test, otherwise, false)
      c.jumpIf(loc, e.body, target, condition)
      c.jump(NO_LOCATION, Op.JUMP, end)
      c.use(otherwise)
      c.jumpIf(loc, e.orelse, target, condition)
      c.use(end)
      return
    }
    case NodeKind.Compare:
      if (e.ops.length > 1) {
        chained(c, e, target, condition)
        return
      }
      break
  }
  c.expr(e)
  c.jump(e, condition ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, target)
}

function chained(c: Compiler, e: Compare, target: Block, condition: boolean): void {
  checkCompare(c, e)
  const last = e.ops.length - 1
  const cleanup = new Block()
  const end = new Block()
  c.expr(e.left)
  for (let i = 0; i < last; i++) {
    c.expr(e.comparators[i]!)
    c.opArg(e, Op.SWAP, 2)
    c.opArg(e, Op.COPY, 2)
    compareOp(c, e, e.ops[i]!)
    c.jump(e, Op.POP_JUMP_IF_FALSE, cleanup)
  }
  c.expr(e.comparators[last]!)
  compareOp(c, e, e.ops[last]!)
  c.jump(e, condition ? Op.POP_JUMP_IF_TRUE : Op.POP_JUMP_IF_FALSE, target)
  c.jump(NO_LOCATION, Op.JUMP, end)
  c.use(cleanup)
  c.op(e, Op.POP_TOP)
  if (!condition) c.jump(NO_LOCATION, Op.JUMP, target)
  c.use(end)
}
