/**
 * Code for `try`, `except*`, `with` and `async with`.
 *
 * Inside a handler the stack holds [previous exception, exception], pushed by PUSH_EXC_INFO; a clean-up handler around it finds
 * [previous exception, failing instruction, exception] and raises again after POP_EXCEPT.
 */
import { intrinsic2, Op } from '../bytecode/opcodes'
import type { AsyncWith, ExceptHandler, Try, TryStar, With } from '../syntax/ast'
import { NodeKind } from '../syntax/ast'
import type { Compiler } from './codegen'
import { NO_LOCATION } from './errors'
import { Block, Pseudo } from './instructions'
import type { FrameBlock, FrameBlockKind } from './unit'
import { callExitWithNones } from './unwind'

const PREP_RERAISE_STAR = intrinsic2.indexOf('PREP_RERAISE_STAR')

function frameBlock(kind: FrameBlockKind, over: Partial<FrameBlock> = {}): FrameBlock {
  return { kind, block: null, exit: null, name: null, body: null, loc: null, ...over }
}

/** `try` with any combination of clauses. */
export function tryStatement(c: Compiler, s: Try | TryStar): void {
  if (s.finalbody.length > 0) tryFinally(c, s)
  else tryExcept(c, s)
}

function tryExcept(c: Compiler, s: Try | TryStar): void {
  if (s.node === NodeKind.TryStar) tryStarHandlers(c, s)
  else tryHandlers(c, s)
}

/** [previous, lasti, exception] → raise again with `previous` as the handled exception. */
function popExceptAndReraise(c: Compiler): void {
  c.opArg(NO_LOCATION, Op.COPY, 3)
  c.op(NO_LOCATION, Op.POP_EXCEPT)
  c.opArg(NO_LOCATION, Op.RERAISE, 1)
}

function tryFinally(c: Compiler, s: Try | TryStar): void {
  const body = new Block()
  const end = new Block()
  const cleanup = new Block()
  const exit = new Block()
  c.setup(s, Pseudo.SETUP_FINALLY, end)
  c.use(body)
  c.pushFrameBlock(frameBlock('finallyTry', { block: body, exit: end, body: s.finalbody }), s)
  if (s.handlers.length > 0) tryExcept(c, s)
  else c.stmts(s.body)
  c.popBlock(NO_LOCATION)
  c.popFrameBlock()
  c.stmts(s.finalbody)
  c.jump(NO_LOCATION, Op.JUMP, exit)

  c.use(end)
  c.pushFrameBlock(frameBlock('finallyEnd', { block: end }), s)
  c.setup(NO_LOCATION, Pseudo.SETUP_CLEANUP, cleanup)
  c.op(NO_LOCATION, Op.PUSH_EXC_INFO)
  c.stmts(s.finalbody)
  c.popFrameBlock()
  c.opArg(NO_LOCATION, Op.RERAISE, 0)

  c.use(cleanup)
  popExceptAndReraise(c)
  c.use(exit)
}

/** `name = None; del name` at the end of a handler. */
function unbind(c: Compiler, name: string): void {
  c.loadConst(NO_LOCATION, null)
  c.name(NO_LOCATION, name, 'Store')
  c.name(NO_LOCATION, name, 'Del')
}

/** The body of a `try` whose exceptions go to a block. */
function protectedBody(c: Compiler, s: Try | TryStar, except: Block): void {
  const body = new Block()
  c.setup(s, Pseudo.SETUP_FINALLY, except)
  c.use(body)
  c.pushFrameBlock(frameBlock('tryExcept', { block: body }), s)
  c.stmts(s.body)
  c.popFrameBlock()
  c.popBlock(NO_LOCATION)
}

function tryHandlers(c: Compiler, s: Try | TryStar): void {
  const end = new Block()
  const cleanup = new Block()
  let except = new Block()
  protectedBody(c, s, except)
  c.stmts(s.orelse)
  c.jump(NO_LOCATION, Op.JUMP, end)

  c.use(except)
  c.setup(NO_LOCATION, Pseudo.SETUP_CLEANUP, cleanup)
  c.op(NO_LOCATION, Op.PUSH_EXC_INFO)
  c.pushFrameBlock(frameBlock('exceptionHandler'), s)
  for (let i = 0; i < s.handlers.length; i++) {
    const handler = s.handlers[i]!
    if (handler.type === null && i < s.handlers.length - 1) c.fail("default 'except:' must be last", handler)
    except = new Block()
    if (handler.type) {
      c.expr(handler.type)
      c.op(handler, Op.CHECK_EXC_MATCH)
      c.jump(handler, Op.POP_JUMP_IF_FALSE, except)
    }
    handlerBody(c, handler, end)
    c.use(except)
  }
  c.popFrameBlock()
  c.opArg(NO_LOCATION, Op.RERAISE, 0)
  c.use(cleanup)
  popExceptAndReraise(c)
  c.use(end)
}

function handlerBody(c: Compiler, handler: ExceptHandler, end: Block): void {
  const body = new Block()
  const name = handler.name
  if (name === null) {
    c.op(handler, Op.POP_TOP)
    c.use(body)
    c.pushFrameBlock(frameBlock('handlerCleanup', { block: body }), handler)
    c.stmts(handler.body)
    c.popFrameBlock()
    c.popBlock(NO_LOCATION)
    c.op(NO_LOCATION, Op.POP_EXCEPT)
    c.jump(NO_LOCATION, Op.JUMP, end)
    return
  }
  const cleanupEnd = new Block()
  c.name(handler, name, 'Store')
  c.setup(handler, Pseudo.SETUP_CLEANUP, cleanupEnd)
  c.use(body)
  c.pushFrameBlock(frameBlock('handlerCleanup', { block: body, name }), handler)
  c.stmts(handler.body)
  c.popFrameBlock()
  c.popBlock(NO_LOCATION)
  c.popBlock(NO_LOCATION)
  c.op(NO_LOCATION, Op.POP_EXCEPT)
  unbind(c, name)
  c.jump(NO_LOCATION, Op.JUMP, end)
  c.use(cleanupEnd)
  unbind(c, name)
  c.opArg(NO_LOCATION, Op.RERAISE, 1)
}

/**
 * `except*`. While clauses are tried the stack holds [previous, original group, list of raised, rest to handle]; at the end
 * PREP_RERAISE_STAR makes of the first list and rest what is to be raised.
 */
function tryStarHandlers(c: Compiler, s: TryStar): void {
  const except = new Block()
  const orelse = new Block()
  const end = new Block()
  const cleanup = new Block()
  const reraiseStar = new Block()
  const reraise = new Block()
  protectedBody(c, s, except)
  c.jump(NO_LOCATION, Op.JUMP, orelse)

  c.use(except)
  c.setup(NO_LOCATION, Pseudo.SETUP_CLEANUP, cleanup)
  c.op(NO_LOCATION, Op.PUSH_EXC_INFO)
  c.pushFrameBlock(frameBlock('exceptionGroupHandler'), s)
  const n = s.handlers.length
  for (let i = 0; i < n; i++) {
    const handler = s.handlers[i]!
    const next = new Block()
    const withError = new Block()
    const noMatch = new Block()
    const cleanupEnd = new Block()
    const handlerBlock = new Block()
    if (i === 0) {
      c.opArg(handler, Op.BUILD_LIST, 0)
      c.opArg(handler, Op.COPY, 2)
    }
    if (handler.type) {
      c.expr(handler.type)
      c.op(handler, Op.CHECK_EG_MATCH)
      c.opArg(handler, Op.COPY, 1)
      c.jump(handler, Op.POP_JUMP_IF_NONE, noMatch)
    }
    if (handler.name !== null) c.name(handler, handler.name, 'Store')
    else c.op(handler, Op.POP_TOP)
    c.setup(handler, Pseudo.SETUP_CLEANUP, cleanupEnd)
    c.use(handlerBlock)
    c.pushFrameBlock(frameBlock('handlerCleanup', { block: handlerBlock, name: handler.name }), handler)
    c.stmts(handler.body)
    c.popFrameBlock()
    c.popBlock(NO_LOCATION)
    if (handler.name !== null) unbind(c, handler.name)
    c.jump(NO_LOCATION, Op.JUMP, next)

    // Raised inside the clause: remember it and go on with the next clause.
    c.use(cleanupEnd)
    if (handler.name !== null) unbind(c, handler.name)
    c.opArg(NO_LOCATION, Op.LIST_APPEND, 3)
    c.op(NO_LOCATION, Op.POP_TOP)
    c.jump(NO_LOCATION, Op.JUMP, withError)

    c.use(next)
    c.op(NO_LOCATION, Op.NOP)
    c.jump(NO_LOCATION, Op.JUMP, withError)
    c.use(noMatch)
    c.op(handler, Op.POP_TOP)
    c.use(withError)
    if (i === n - 1) {
      c.opArg(NO_LOCATION, Op.LIST_APPEND, 1)
      c.jump(NO_LOCATION, Op.JUMP, reraiseStar)
    }
  }
  c.popFrameBlock()

  c.use(reraiseStar)
  c.opArg(NO_LOCATION, Op.CALL_INTRINSIC_2, PREP_RERAISE_STAR)
  c.opArg(NO_LOCATION, Op.COPY, 1)
  c.jump(NO_LOCATION, Op.POP_JUMP_IF_NOT_NONE, reraise)
  c.op(NO_LOCATION, Op.POP_TOP)
  c.popBlock(NO_LOCATION)
  c.op(NO_LOCATION, Op.POP_EXCEPT)
  c.jump(NO_LOCATION, Op.JUMP, end)

  c.use(reraise)
  c.popBlock(NO_LOCATION)
  c.opArg(NO_LOCATION, Op.SWAP, 2)
  c.op(NO_LOCATION, Op.POP_EXCEPT)
  c.opArg(NO_LOCATION, Op.RERAISE, 0)

  c.use(cleanup)
  popExceptAndReraise(c)
  c.use(orelse)
  c.stmts(s.orelse)
  c.use(end)
}

/** [exit, lasti, previous, exception, result of exit] → the exception is swallowed or raised again. */
function finishWith(c: Compiler, cleanup: Block, exit: Block): void {
  const suppress = new Block()
  c.jump(NO_LOCATION, Op.POP_JUMP_IF_TRUE, suppress)
  c.opArg(NO_LOCATION, Op.RERAISE, 2)
  c.use(suppress)
  c.op(NO_LOCATION, Op.POP_TOP)
  c.popBlock(NO_LOCATION)
  c.op(NO_LOCATION, Op.POP_EXCEPT)
  c.op(NO_LOCATION, Op.POP_TOP)
  c.op(NO_LOCATION, Op.POP_TOP)
  c.jump(NO_LOCATION, Op.JUMP, exit)
  c.use(cleanup)
  popExceptAndReraise(c)
}

/** `with`, from its `position`-th item on. */
export function withStatement(c: Compiler, s: With, position: number): void {
  const item = s.items[position]!
  const block = new Block()
  const final = new Block()
  const exit = new Block()
  const cleanup = new Block()
  const loc = item.context_expr
  c.expr(item.context_expr)
  c.op(loc, Op.BEFORE_WITH)
  c.setup(loc, Pseudo.SETUP_WITH, final)
  c.use(block)
  c.pushFrameBlock(frameBlock('with', { block, exit: final, loc }), loc)
  if (item.optional_vars) c.expr(item.optional_vars)
  else c.op(loc, Op.POP_TOP)
  if (position + 1 === s.items.length) c.stmts(s.body)
  else withStatement(c, s, position + 1)
  c.popBlock(NO_LOCATION)
  c.popFrameBlock()
  callExitWithNones(c, loc)
  c.op(loc, Op.POP_TOP)
  c.jump(loc, Op.JUMP, exit)

  c.use(final)
  c.setup(loc, Pseudo.SETUP_CLEANUP, cleanup)
  c.op(loc, Op.PUSH_EXC_INFO)
  c.op(loc, Op.WITH_EXCEPT_START)
  finishWith(c, cleanup, exit)
  c.use(exit)
}

/** `async with`, from its `position`-th item on. */
export function asyncWithStatement(c: Compiler, s: AsyncWith, position: number): void {
  if (c.options.topLevelAwait && c.unit.kind === 'module') c.unit.scope.coroutine = true
  else if (c.unit.kind !== 'asyncfunction') c.fail("'async with' outside async function", s)
  const item = s.items[position]!
  const block = new Block()
  const final = new Block()
  const exit = new Block()
  const cleanup = new Block()
  const loc = item.context_expr
  c.expr(item.context_expr)
  c.op(loc, Op.BEFORE_ASYNC_WITH)
  c.opArg(loc, Op.GET_AWAITABLE, 1)
  c.loadConst(loc, null)
  c.yieldFrom(loc, true)
  c.setup(loc, Pseudo.SETUP_WITH, final)
  c.use(block)
  c.pushFrameBlock(frameBlock('asyncWith', { block, exit: final, loc }), loc)
  if (item.optional_vars) c.expr(item.optional_vars)
  else c.op(loc, Op.POP_TOP)
  if (position + 1 === s.items.length) c.stmts(s.body)
  else asyncWithStatement(c, s, position + 1)
  c.popBlock(loc)
  c.popFrameBlock()
  callExitWithNones(c, loc)
  c.opArg(loc, Op.GET_AWAITABLE, 2)
  c.loadConst(loc, null)
  c.yieldFrom(loc, true)
  c.op(loc, Op.POP_TOP)
  c.jump(loc, Op.JUMP, exit)

  c.use(final)
  c.setup(loc, Pseudo.SETUP_CLEANUP, cleanup)
  c.op(loc, Op.PUSH_EXC_INFO)
  c.op(loc, Op.WITH_EXCEPT_START)
  c.opArg(loc, Op.GET_AWAITABLE, 2)
  c.loadConst(loc, null)
  c.yieldFrom(loc, true)
  finishWith(c, cleanup, exit)
  c.use(exit)
}
