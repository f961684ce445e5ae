/**
 * Code for comprehensions and generator expressions.
 *
 * A list, set or dict comprehension runs inside its parent (PEP 709): the variables it binds are saved on the stack, cleared,
 * and put back afterwards, also when it raises. Generator expressions, and comprehensions in annotation-like scopes of a class,
 * are functions that take the outermost iterator.
 */
import { Op } from '../bytecode/opcodes'
import {
  type Comprehension,
  type DictComp,
  type Expr_,
  type GeneratorExp,
  type ListComp,
  NodeKind,
  type SetComp,
} from '../syntax/ast'
import type { Compiler } from './codegen'
import { type Location, NO_LOCATION } from './errors'
import { yieldValue } from './expressions'
import { inGenerator, makeClosure } from './functions'
import { Block, Pseudo } from './instructions'
import { NameScope, type Scope, ScopeType, SymbolFlag } from './scope'

type AnyComprehension = ListComp | SetComp | DictComp | GeneratorExp

/** What an inlined comprehension must put back. */
interface Saved {
  /** Symbols of the parent that had another meaning inside. */
  readonly symbols: [name: string, flags: number | undefined][]
  /** Locals whose outer values lie on the stack. */
  readonly locals: string[]
  readonly hidden: string[]
  readonly cleanup: Block
  readonly end: Block
}

/** Any comprehension. */
export function comprehension(c: Compiler, e: AnyComprehension): void {
  const scope = c.scopeOf(e)
  const outermost = e.generators[0]!
  const isAsync = scope.coroutine
  const checkPlace = (): void => {
    const kind = c.unit.kind
    if (!isAsync || e.node === NodeKind.GeneratorExp || kind === 'asyncfunction' || kind === 'comprehension') return
    if (c.options.topLevelAwait && kind === 'module') return
    c.fail('asynchronous comprehension outside of an asynchronous function', e)
  }
  const outermostIterator = (): void => {
    c.expr(outermost.iter)
    c.op(outermost.iter, outermost.is_async ? Op.GET_AITER : Op.GET_ITER)
  }
  if (scope.inlined) {
    outermostIterator()
    checkPlace()
    const saved = enterInlined(c, e, scope)
    buildEmpty(c, e)
    c.opArg(e, Op.SWAP, 2)
    generators(c, e, 0, 0)
    leaveInlined(c, e, saved)
    return
  }
  const names = { [NodeKind.ListComp]: '<listcomp>', [NodeKind.SetComp]: '<setcomp>' } as Record<number, string>
  const name = names[e.node] ?? (e.node === NodeKind.DictComp ? '<dictcomp>' : '<genexpr>')
  const isGenerator = e.node === NodeKind.GeneratorExp
  checkPlace()
  const unit = c.enter(scope, 'comprehension', name, e.lineno, c.unit.privateName)
  unit.argcount = 1
  const run = (): void => {
    if (!isGenerator) buildEmpty(c, e)
    c.opArg(outermost.is_async ? e : outermost.iter, Op.LOAD_FAST, 0)
    generators(c, e, 0, 0)
    if (!isGenerator) c.op(e, Op.RETURN_VALUE)
  }
  if (isGenerator || isAsync) inGenerator(c, run)
  else run()
  const code = c.leave(false)
  makeClosure(c, e, code, 0)
  outermostIterator()
  c.opArg(e, Op.CALL, 1)
  if (isAsync && !isGenerator) {
    c.opArg(e, Op.GET_AWAITABLE, 0)
    c.loadConst(e, null)
    c.yieldFrom(e, true)
  }
}

function buildEmpty(c: Compiler, e: AnyComprehension): void {
  c.opArg(
    e,
    e.node === NodeKind.DictComp ? Op.BUILD_MAP : e.node === NodeKind.SetComp ? Op.BUILD_SET : Op.BUILD_LIST,
    0,
  )
}

function enterInlined(c: Compiler, e: AnyComprehension, scope: Scope): Saved {
  const unit = c.unit
  const outer = unit.scope
  const inClass = outer.type === ScopeType.CLASS && unit.inInlinedComprehension === 0
  unit.inInlinedComprehension++
  const saved: Saved = { symbols: [], locals: [], hidden: [], cleanup: new Block(), end: new Block() }
  for (const [name, flags] of scope.symbols) {
    if (flags & SymbolFlag.PARAM) continue
    // LOCAL with NONLOCAL is an assignment expression's target, which belongs outside.
    const bound = (flags & SymbolFlag.LOCAL) !== 0 && (flags & SymbolFlag.NONLOCAL) === 0
    const where = scope.scopeOf(name)
    const outside = outer.scopeOf(name)
    // A name that another comprehension binds may be a global in this one. What is free here is a local of the parent by now.
    if (
      where !== outside &&
      (inClass || (where !== NameScope.FREE && !(where === NameScope.CELL && outside === NameScope.FREE)))
    ) {
      saved.symbols.push([name, outer.symbols.get(name)])
      outer.symbols.set(name, flags)
    }
    if (!bound) continue
    if (!outer.functionLike) {
      const hidden = (unit.fastHidden ??= new Set())
      if (!hidden.has(name)) {
        hidden.add(name)
        saved.hidden.push(name)
      }
      ;(unit.everHidden ??= new Set()).add(name)
    }
    // For a cell this saves the cell itself; the comprehension gets a fresh one.
    c.fast(e, Op.LOAD_FAST_AND_CLEAR, name)
    if (where === NameScope.CELL) c.opArg(e, Op.MAKE_CELL, unit.cellvars.get(name)!)
    saved.locals.push(name)
  }
  if (saved.locals.length > 0) {
    c.opArg(e, Op.SWAP, saved.locals.length + 1)
    c.setup(e, Pseudo.SETUP_FINALLY, saved.cleanup)
  }
  return saved
}

function leaveInlined(c: Compiler, e: AnyComprehension, saved: Saved): void {
  const unit = c.unit
  unit.inInlinedComprehension--
  if (saved.locals.length > 0) {
    c.popBlock(NO_LOCATION)
    c.jump(NO_LOCATION, Op.JUMP, saved.end)
    c.use(saved.cleanup)
    // Drop the unfinished result, put the locals back, raise again.
    c.opArg(NO_LOCATION, Op.SWAP, 2)
    c.op(NO_LOCATION, Op.POP_TOP)
    restoreLocals(c, e, saved)
    c.opArg(e, Op.RERAISE, 0)
    c.use(saved.end)
    restoreLocals(c, e, saved)
  }
  for (const [name, flags] of saved.symbols) {
    if (flags === undefined) unit.scope.symbols.delete(name)
    else unit.scope.symbols.set(name, flags)
  }
  for (const name of saved.hidden) unit.fastHidden!.delete(name)
}

function restoreLocals(c: Compiler, loc: Location, saved: Saved): void {
  c.opArg(loc, Op.SWAP, saved.locals.length + 1)
  for (let i = saved.locals.length - 1; i >= 0; i--) c.fast(loc, Pseudo.STORE_FAST_MAYBE_NULL, saved.locals[i]!)
}

/** The loops from `index` on; `depth` iterators lie above the result. The outermost iterator is on the stack. */
function generators(c: Compiler, e: AnyComprehension, index: number, depth: number): void {
  if (e.generators[index]!.is_async) asyncGenerator(c, e, index, depth)
  else syncGenerator(c, e, index, depth)
}

function conditionsAndElement(c: Compiler, e: AnyComprehension, index: number, depth: number, skip: Block): void {
  const generator: Comprehension = e.generators[index]!
  for (const condition of generator.ifs) c.jumpIf(condition, condition, skip, false)
  if (index + 1 < e.generators.length) generators(c, e, index + 1, depth)
  else element(c, e, depth)
}

function syncGenerator(c: Compiler, e: AnyComprehension, index: number, depth: number): void {
  const generator = e.generators[index]!
  const start = new Block()
  const skip = new Block()
  const anchor = new Block()
  let single: Expr_ | null = null
  if (index > 0) {
    single = onlyItem(generator.iter)
    if (single) c.expr(single)
    else {
      c.expr(generator.iter)
      c.op(generator.iter, Op.GET_ITER)
    }
  }
  if (single) {
    // `for y in [f(x)]` assigns a variable: no iterator, no loop.
    c.expr(generator.target)
    conditionsAndElement(c, e, index, depth, skip)
    c.use(skip)
    return
  }
  c.use(start)
  c.jump(generator.iter, Op.FOR_ITER, anchor)
  c.expr(generator.target)
  conditionsAndElement(c, e, index, depth + 1, skip)
  c.use(skip)
  c.jump(elementLocation(e), Op.JUMP, start)
  c.use(anchor)
}

function onlyItem(e: Expr_): Expr_ | null {
  if (e.node !== NodeKind.List && e.node !== NodeKind.Tuple) return null
  const item = e.elts[0]
  return e.elts.length === 1 && item!.node !== NodeKind.Starred ? item! : null
}

function asyncGenerator(c: Compiler, e: AnyComprehension, index: number, depth: number): void {
  const generator = e.generators[index]!
  const start = new Block()
  const except = new Block()
  const skip = new Block()
  if (index > 0) {
    c.expr(generator.iter)
    c.op(generator.iter, Op.GET_AITER)
  }
  c.use(start)
  c.pushFrameBlock({ kind: 'asyncComprehension', block: start, exit: null, name: null, body: null, loc: null }, e)
  c.setup(e, Pseudo.SETUP_FINALLY, except)
  c.op(e, Op.GET_ANEXT)
  c.loadConst(e, null)
  c.yieldFrom(e, true)
  c.popBlock(e)
  c.expr(generator.target)
  conditionsAndElement(c, e, index, depth + 1, skip)
  c.use(skip)
  c.jump(elementLocation(e), Op.JUMP, start)
  c.popFrameBlock()
  c.use(except)
  c.op(e, Op.END_ASYNC_FOR)
}

function elementLocation(e: AnyComprehension): Location {
  if (e.node !== NodeKind.DictComp) return e.elt
  return {
    lineno: e.key.lineno,
    col_offset: e.key.col_offset,
    end_lineno: e.value.end_lineno,
    end_col_offset: e.value.end_col_offset,
  }
}

function element(c: Compiler, e: AnyComprehension, depth: number): void {
  const loc = elementLocation(e)
  switch (e.node) {
    case NodeKind.GeneratorExp:
      c.expr(e.elt)
      yieldValue(c, loc)
      c.op(loc, Op.POP_TOP)
      return
    case NodeKind.ListComp:
      c.expr(e.elt)
      c.opArg(loc, Op.LIST_APPEND, depth + 1)
      return
    case NodeKind.SetComp:
      c.expr(e.elt)
      c.opArg(loc, Op.SET_ADD, depth + 1)
      return
    case NodeKind.DictComp:
      c.expr(e.key)
      c.expr(e.value)
      c.opArg(loc, Op.MAP_ADD, depth + 1)
  }
}
