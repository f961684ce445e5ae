/** Code for statements; `try` and `with` are in exceptions.ts, definitions in functions.ts, `match` in patterns.ts. */
import { TupleConstant } from '../base/constant'
import { intrinsic1, Op } from '../bytecode/opcodes'
import {
  type AnnAssign,
  type Assert,
  type AsyncFor,
  type AugAssign,
  type Expr_,
  type For,
  type If,
  type Import,
  type ImportFrom,
  NodeKind,
  type Return,
  type Stmt_,
  type While,
} from '../syntax/ast'
import type { Compiler } from './codegen'
import { cleanDoc, docstringOf } from './docstring'
import { type Location, NO_LOCATION } from './errors'
import { asyncWithStatement, tryStatement, withStatement } from './exceptions'
import { attributeLocation, binaryOp, isSimpleSlice, sliceBounds } from './expressions'
import { classDef, functionDef, typeAlias } from './functions'
import { LATE } from './future'
import { Block, Pseudo } from './instructions'
import { matchStatement } from './patterns'
import { ScopeType } from './scope'
import { unparse } from './unparse'
import { unwindOne } from './unwind'

const PRINT = intrinsic1.indexOf('PRINT')
const IMPORT_STAR = intrinsic1.indexOf('IMPORT_STAR')

/** The statements of a module or class body: annotations set-up, docstring, the rest. */
export function visitBody(c: Compiler, body: readonly Stmt_[]): void {
  c.setupAnnotations(body)
  let start = 0
  const doc = c.options.optimize < 2 ? docstringOf(body) : null
  if (doc !== null) {
    start = 1
    const s = body[0]!
    c.loadConst(s.node === NodeKind.Expr ? s.value : s, cleanDoc(doc))
    c.name(NO_LOCATION, '__doc__', 'Store')
  }
  for (let i = start; i < body.length; i++) c.stmt(body[i]!)
}

/** Any statement. */
export function visitStmt(c: Compiler, s: Stmt_): void {
  switch (s.node) {
    case NodeKind.FunctionDef:
    case NodeKind.AsyncFunctionDef:
      functionDef(c, s)
      return
    case NodeKind.ClassDef:
      classDef(c, s)
      return
    case NodeKind.TypeAlias:
      typeAlias(c, s)
      return
    case NodeKind.Return:
      returnStatement(c, s)
      return
    case NodeKind.Delete:
      c.exprs(s.targets)
      return
    case NodeKind.Assign: {
      c.expr(s.value)
      const last = s.targets.length - 1
      for (let i = 0; i <= last; i++) {
        if (i < last) c.opArg(s, Op.COPY, 1)
        c.expr(s.targets[i]!)
      }
      return
    }
    case NodeKind.AugAssign:
      augAssign(c, s)
      return
    case NodeKind.AnnAssign:
      annAssign(c, s)
      return
    case NodeKind.For:
      forStatement(c, s)
      return
    case NodeKind.AsyncFor:
      asyncForStatement(c, s)
      return
    case NodeKind.While:
      whileStatement(c, s)
      return
    case NodeKind.If:
      ifStatement(c, s)
      return
    case NodeKind.Match:
      matchStatement(c, s)
      return
    case NodeKind.Raise: {
      let n = 0
      if (s.exc) {
        c.expr(s.exc)
        n++
        if (s.cause) {
          c.expr(s.cause)
          n++
        }
      }
      c.opArg(s, Op.RAISE_VARARGS, n)
      return
    }
    case NodeKind.Try:
    case NodeKind.TryStar:
      tryStatement(c, s)
      return
    case NodeKind.Assert:
      assertStatement(c, s)
      return
    case NodeKind.Import:
      importStatement(c, s)
      return
    case NodeKind.ImportFrom:
      importFromStatement(c, s)
      return
    case NodeKind.Global:
    case NodeKind.Nonlocal:
      return
    case NodeKind.Expr:
      if (c.interactive && c.units.length === 0) {
        c.expr(s.value)
        c.opArg(s, Op.CALL_INTRINSIC_1, PRINT)
        c.op(NO_LOCATION, Op.POP_TOP)
      } else if (s.value.node === NodeKind.Constant) {
        c.op(s, Op.NOP)
      } else {
        c.expr(s.value)
        c.op(NO_LOCATION, Op.POP_TOP)
      }
      return
    case NodeKind.Pass:
      c.op(s, Op.NOP)
      return
    case NodeKind.Break: {
      c.op(s, Op.NOP)
      const [loop, loc] = c.unwind(s, false, true)
      if (loop === null) c.fail("'break' outside loop", s)
      const after = unwindOne(c, loop, loc, false)
      c.jump(after, Op.JUMP, loop.exit!)
      return
    }
    case NodeKind.Continue: {
      c.op(s, Op.NOP)
      const [loop, loc] = c.unwind(s, false, true)
      if (loop === null) c.fail("'continue' not properly in loop", s)
      c.jump(loc, Op.JUMP, loop.block!)
      return
    }
    case NodeKind.With:
      withStatement(c, s, 0)
      return
    case NodeKind.AsyncWith:
      asyncWithStatement(c, s, 0)
      return
  }
}

function returnStatement(c: Compiler, s: Return): void {
  const value = s.value
  if (!c.unit.scope.functionLike) c.fail("'return' outside function", s)
  if (value !== null && c.unit.scope.coroutine && c.unit.scope.generator)
    c.fail("'return' with value in async generator", s)
  // A constant is loaded after the clean-up; anything else before, and carried over it.
  const preserve = value !== null && value.node !== NodeKind.Constant
  let loc: Location = s
  if (preserve) c.expr(value)
  else if (value !== null) {
    loc = value
    c.op(loc, Op.NOP)
  }
  if (value === null || value.lineno !== s.lineno) {
    loc = s
    c.op(loc, Op.NOP)
  }
  const after = c.unwind(loc, preserve, false)[1]
  if (value === null) c.loadConst(after, null)
  else if (value.node === NodeKind.Constant) c.loadConst(after, value.value)
  c.op(after, Op.RETURN_VALUE)
}

function augAssign(c: Compiler, s: AugAssign): void {
  const target = s.target
  switch (target.node) {
    case NodeKind.Name:
      c.name(target, target.id, 'Load')
      c.expr(s.value)
      binaryOp(c, s, s.op, true)
      c.name(target, target.id, 'Store')
      return
    case NodeKind.Attribute: {
      c.expr(target.value)
      c.opArg(target, Op.COPY, 1)
      const loc = attributeLocation(target, target)
      c.attribute(loc, Op.LOAD_ATTR, target.attr)
      c.expr(s.value)
      binaryOp(c, s, s.op, true)
      c.opArg(loc, Op.SWAP, 2)
      c.checkForbidden(loc, target.attr, 'Store')
      c.attribute(loc, Op.STORE_ATTR, target.attr)
      return
    }
    case NodeKind.Subscript:
      c.expr(target.value)
      if (isSimpleSlice(target.slice)) {
        sliceBounds(c, target.slice)
        c.opArg(target, Op.COPY, 3)
        c.opArg(target, Op.COPY, 3)
        c.opArg(target, Op.COPY, 3)
        c.op(target, Op.BINARY_SLICE)
        c.expr(s.value)
        binaryOp(c, s, s.op, true)
        c.opArg(target, Op.SWAP, 4)
        c.opArg(target, Op.SWAP, 3)
        c.opArg(target, Op.SWAP, 2)
        c.op(target, Op.STORE_SLICE)
      } else {
        c.expr(target.slice)
        c.opArg(target, Op.COPY, 2)
        c.opArg(target, Op.COPY, 2)
        c.op(target, Op.BINARY_SUBSCR)
        c.expr(s.value)
        binaryOp(c, s, s.op, true)
        c.opArg(target, Op.SWAP, 3)
        c.opArg(target, Op.SWAP, 2)
        c.op(target, Op.STORE_SUBSCR)
      }
      return
    default:
      c.fail(`invalid node type (${target.node}) for augmented assignment`, target)
  }
}

function annAssign(c: Compiler, s: AnnAssign): void {
  const target = s.target
  const evaluated = c.unit.scope.type === ScopeType.MODULE || c.unit.scope.type === ScopeType.CLASS
  if (s.value) {
    c.expr(s.value)
    c.expr(target)
  }
  switch (target.node) {
    case NodeKind.Name:
      c.checkForbidden(s, target.id, 'Store')
      if (s.simple && evaluated) {
        if (c.options.futureAnnotations) c.loadConst(s.annotation, unparse(s.annotation))
        else c.expr(s.annotation)
        c.named(s, Op.LOAD_NAME, '__annotations__')
        c.loadConst(s, c.mangle(target.id))
        c.op(s, Op.STORE_SUBSCR)
      }
      break
    case NodeKind.Attribute:
      c.checkForbidden(s, target.attr, 'Store')
      if (!s.value) evaluate(c, target.value)
      break
    case NodeKind.Subscript:
      if (!s.value) {
        evaluate(c, target.value)
        evaluateSubscript(c, target.slice)
      }
      break
    default:
      c.fail(`invalid node type (${target.node}) for annotated assignment`, s)
  }
  if (!s.simple && evaluated && !c.options.futureAnnotations) evaluate(c, s.annotation)
}

function evaluate(c: Compiler, e: Expr_): void {
  c.expr(e)
  c.op(e, Op.POP_TOP)
}

function evaluateSubscript(c: Compiler, e: Expr_): void {
  switch (e.node) {
    case NodeKind.Slice:
      if (e.lower) evaluate(c, e.lower)
      if (e.upper) evaluate(c, e.upper)
      if (e.step) evaluate(c, e.step)
      return
    case NodeKind.Tuple:
      for (const item of e.elts) evaluateSubscript(c, item)
      return
    default:
      evaluate(c, e)
  }
}

function forStatement(c: Compiler, s: For): void {
  const start = new Block()
  const cleanup = new Block()
  const end = new Block()
  c.pushFrameBlock({ kind: 'for', block: start, exit: end, name: null, body: null, loc: null }, s)
  c.expr(s.iter)
  c.op(s.iter, Op.GET_ITER)
  c.use(start)
  c.jump(s.iter, Op.FOR_ITER, cleanup)
  c.expr(s.target)
  c.stmts(s.body)
  c.jump(NO_LOCATION, Op.JUMP, start)
  c.use(cleanup)
  c.popFrameBlock()
  c.stmts(s.orelse)
  c.use(end)
}

function asyncForStatement(c: Compiler, s: AsyncFor): void {
  if (c.options.topLevelAwait && c.unit.kind === 'module') c.unit.scope.coroutine = true
  else if (c.unit.kind !== 'asyncfunction') c.fail("'async for' outside async function", s)
  const start = new Block()
  const except = new Block()
  const end = new Block()
  c.expr(s.iter)
  c.op(s.iter, Op.GET_AITER)
  c.use(start)
  c.pushFrameBlock({ kind: 'for', block: start, exit: end, name: null, body: null, loc: null }, s)
  c.setup(s.iter, Pseudo.SETUP_FINALLY, except)
  c.op(s.iter, Op.GET_ANEXT)
  c.loadConst(s.iter, null)
  c.yieldFrom(s.iter, true)
  c.popBlock(s.iter)
  c.expr(s.target)
  c.stmts(s.body)
  c.jump(NO_LOCATION, Op.JUMP, start)
  c.popFrameBlock()
  c.use(except)
  c.op(s.iter, Op.END_ASYNC_FOR)
  c.stmts(s.orelse)
  c.use(end)
}

function whileStatement(c: Compiler, s: While): void {
  const loop = new Block()
  const end = new Block()
  const anchor = new Block()
  c.use(loop)
  c.pushFrameBlock({ kind: 'while', block: loop, exit: end, name: null, body: null, loc: null }, s)
  c.jumpIf(s, s.test, anchor, false)
  c.stmts(s.body)
  c.jump(NO_LOCATION, Op.JUMP, loop)
  c.popFrameBlock()
  c.use(anchor)
  c.stmts(s.orelse)
  c.use(end)
}

function ifStatement(c: Compiler, first: If): void {
  // An elif chain is a loop here, so that long chains need no depth.
  let s = first
  const end = new Block()
  for (;;) {
    const hasElse = s.orelse.length > 0
    const next = hasElse ? new Block() : end
    c.jumpIf(s, s.test, next, false)
    c.stmts(s.body)
    if (!hasElse) break
    c.jump(NO_LOCATION, Op.JUMP, end)
    c.use(next)
    const only = s.orelse[0]!
    if (s.orelse.length === 1 && only.node === NodeKind.If) {
      s = only
      continue
    }
    c.stmts(s.orelse)
    break
  }
  c.use(end)
}

function assertStatement(c: Compiler, s: Assert): void {
  const test = s.test
  if (
    (test.node === NodeKind.Tuple && test.elts.length > 0) ||
    (test.node === NodeKind.Constant && test.value instanceof TupleConstant && test.value.items.length > 0)
  )
    c.warn('assertion is always true, perhaps remove parentheses?', s)
  if (c.options.optimize > 0) return
  const end = new Block()
  c.jumpIf(s, test, end, true)
  c.op(s, Op.LOAD_ASSERTION_ERROR)
  if (s.msg) {
    c.expr(s.msg)
    c.opArg(s, Op.CALL, 1)
  }
  c.opArg(test, Op.RAISE_VARARGS, 1)
  c.use(end)
}

function importStatement(c: Compiler, s: Import): void {
  for (const alias of s.names) {
    c.loadConst(s, 0)
    c.loadConst(s, null)
    c.named(s, Op.IMPORT_NAME, alias.name)
    const dot = alias.name.indexOf('.')
    if (alias.asname === null) {
      c.name(s, dot < 0 ? alias.name : alias.name.slice(0, dot), 'Store')
      continue
    }
    if (dot >= 0) {
      // IMPORT_NAME gives the top package: walk down to the module.
      const parts = alias.name.split('.')
      for (let i = 1; i < parts.length; i++) {
        if (i > 1) {
          c.opArg(s, Op.SWAP, 2)
          c.op(s, Op.POP_TOP)
        }
        c.named(s, Op.IMPORT_FROM, parts[i]!)
      }
    }
    c.name(s, alias.asname, 'Store')
    if (dot >= 0) c.op(s, Op.POP_TOP)
  }
}

function importFromStatement(c: Compiler, s: ImportFrom): void {
  c.loadConst(s, s.level ?? 0)
  c.loadConst(s, new TupleConstant(s.names.map((alias) => alias.name)))
  if (s.module === '__future__' && !s.level && s.lineno > c.options.lastFutureLine) c.fail(LATE, s)
  c.named(s, Op.IMPORT_NAME, s.module ?? '')
  for (let i = 0; i < s.names.length; i++) {
    const alias = s.names[i]!
    if (i === 0 && alias.name === '*') {
      c.opArg(s, Op.CALL_INTRINSIC_1, IMPORT_STAR)
      c.op(NO_LOCATION, Op.POP_TOP)
      return
    }
    c.named(s, Op.IMPORT_FROM, alias.name)
    c.name(s, alias.asname ?? alias.name, 'Store')
  }
  c.op(s, Op.POP_TOP)
}
