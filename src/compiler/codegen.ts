/**
 * The heart of code generation: the {@link Compiler} holds the unit being compiled and its emit functions. What each construct
 * becomes is in the files beside it, one per concern (statements, exceptions, expressions, calls, functions, comprehensions, patterns);
 * they call back through the visit functions here, so that no file needs another's internals.
 *
 * The generated code follows CPython 3.13 (Python/compile.c): the same evaluation order, exception discipline and positions, with the
 * differences that the opcode table states.
 */
import type { ConstantValue } from '../base/constant'
import { CodeFlags, type CodeUnit } from '../bytecode/code'
import { Op } from '../bytecode/opcodes'
import type { Expr_, ExprContext, Mod, Pattern, Stmt_ } from '../syntax/ast'
import { NodeKind } from '../syntax/ast'
import { assemble } from './assemble'
import { jumpIf } from './conditions'
import { type CompileWarning, type Location, NO_LOCATION, recursionError, syntaxError, treeError } from './errors'
import { visitExpr } from './expressions'
import { Block, endsBlock, Instruction, isTerminal, Pseudo } from './instructions'
import { MAX_BLOCKS, MAX_DEPTH } from './limits'
import { mangle } from './mangle'
import { visitPattern } from './patterns'
import { NameScope, type Scope, ScopeType } from './scope'
import { visitBody, visitStmt } from './statements'
import type { SymbolTable } from './symtable'
import { type FrameBlock, Unit, type UnitKind } from './unit'
import { unwindStack } from './unwind'

/** What codegen needs to know of the compilation. */
interface CodegenOptions {
  readonly filename: string
  readonly optimize: 0 | 1 | 2
  /** co_flags of future statements, inherited by every code object. */
  readonly futureFlags: number
  readonly futureAnnotations: boolean
  /** Line of the last future statement, -1 if there is none. */
  readonly lastFutureLine: number
  readonly topLevelAwait: boolean
}

/** Compiles one tree; see the file header. */
export class Compiler {
  unit!: Unit
  /** Units around the current one, outermost first. */
  readonly units: Unit[] = []
  readonly warnings: CompileWarning[] = []
  /** Interactive mode: expression statements of the module print their value. */
  interactive = false
  private depth = 0

  constructor(
    readonly table: SymbolTable,
    readonly options: CodegenOptions,
  ) {}

  /** Compiles the whole tree. */
  module(tree: Mod): CodeUnit {
    this.enter(this.scopeOf(tree), 'module', '<module>', 1, null)
    this.unit.qualname = '<module>'
    switch (tree.node) {
      case NodeKind.Module:
        visitBody(this, tree.body)
        break
      case NodeKind.Interactive:
        this.interactive = true
        this.setupAnnotations(tree.body)
        this.stmts(tree.body)
        break
      case NodeKind.Expression:
        this.expr(tree.body)
        this.op(NO_LOCATION, Op.RETURN_VALUE)
        break
      default:
        throw treeError('SystemError', 'only a Module, Interactive or Expression can be compiled')
    }
    return this.leave(tree.node !== NodeKind.Expression)
  }

  // Units

  /** Opens a unit for a scope. */
  enter(scope: Scope, kind: UnitKind, name: string, firstlineno: number, privateName: string | null): Unit {
    if (this.unit) this.units.push(this.unit)
    const unit = new Unit(scope, kind, name, firstlineno, privateName)
    if (kind === 'class') unit.staticAttributes = new Set()
    this.unit = unit
    if (this.units.length > 0) unit.qualname = this.qualifiedName(unit)
    return unit
  }

  /** Closes the current unit and makes its code. */
  leave(addReturnNone: boolean): CodeUnit {
    const unit = this.unit
    // After a return nothing is reached unless a label follows, and a label opens the block.
    if (addReturnNone && !(unit.closed && isTerminal(unit.current.last!.op))) {
      this.loadConst(NO_LOCATION, null)
      this.op(NO_LOCATION, Op.RETURN_VALUE)
    }
    unit.flags |= this.codeFlags(unit)
    const code = assemble(unit, this.options.filename)
    this.unit = this.units.pop()!
    return code
  }

  private codeFlags(unit: Unit): number {
    const scope = unit.scope
    let flags = this.options.futureFlags
    if (scope.functionLike) {
      flags |= CodeFlags.NEWLOCALS | CodeFlags.OPTIMIZED
      if (scope.nested) flags |= CodeFlags.NESTED
      if (scope.generator && !scope.coroutine) flags |= CodeFlags.GENERATOR
      else if (!scope.generator && scope.coroutine) flags |= CodeFlags.COROUTINE
      else if (scope.generator) flags |= CodeFlags.ASYNC_GENERATOR
      if (scope.varargs) flags |= CodeFlags.VARARGS
      if (scope.varkeywords) flags |= CodeFlags.VARKEYWORDS
    } else if (unit.kind === 'module' && this.options.topLevelAwait && scope.coroutine) {
      flags |= CodeFlags.COROUTINE
    }
    return flags
  }

  private qualifiedName(unit: Unit): string {
    let index = this.units.length - 1
    if (index === 0) return unit.name
    let parent = this.units[index]!
    if (parent.kind === 'typeparams') {
      // A generic's function or class is named as if its type parameters had no scope.
      if (index === 1) return unit.name
      parent = this.units[--index]!
      if (index === 0) return unit.name
    }
    if (unit.kind === 'function' || unit.kind === 'asyncfunction' || unit.kind === 'class') {
      const mangled = mangle(parent.privateName, parent.scope.mangledNames, unit.name)
      if (parent.scope.scopeOf(mangled) === NameScope.GLOBAL_EXPLICIT) return unit.name
    }
    const isFunction = parent.kind === 'function' || parent.kind === 'asyncfunction' || parent.kind === 'lambda'
    return parent.qualname + (isFunction ? '.<locals>.' : '.') + unit.name
  }

  /** The scope that the symbol table made for a node. */
  scopeOf(node: object): Scope {
    const scope = this.table.scopes.get(node)
    if (scope === undefined) throw treeError('SystemError', 'unknown symbol table entry')
    return scope
  }

  mangle(name: string): string {
    return mangle(this.unit.privateName, this.unit.scope.mangledNames, name)
  }

  // Errors

  fail(message: string, at: Location): never {
    throw syntaxError(this.options.filename, message, at)
  }

  warn(message: string, at: Location): void {
    this.warnings.push({
      category: 'SyntaxWarning',
      message,
      lineno: at.lineno,
      offset: at.col_offset + 1,
      endLineno: at.end_lineno,
      endOffset: at.end_col_offset + 1,
    })
  }

  // Visits

  expr(e: Expr_): void {
    if (++this.depth > MAX_DEPTH) throw recursionError()
    visitExpr(this, e)
    this.depth--
  }

  exprs(list: readonly Expr_[]): void {
    for (let i = 0; i < list.length; i++) this.expr(list[i]!)
  }

  stmt(s: Stmt_): void {
    if (++this.depth > MAX_DEPTH) throw recursionError()
    visitStmt(this, s)
    this.depth--
  }

  stmts(body: readonly Stmt_[]): void {
    for (let i = 0; i < body.length; i++) this.stmt(body[i]!)
  }

  /** Jumps to `target` when the truth of `e` equals `condition`, else falls through. */
  jumpIf(loc: Location, e: Expr_, target: Block, condition: boolean): void {
    if (++this.depth > MAX_DEPTH) throw recursionError()
    jumpIf(this, loc, e, target, condition)
    this.depth--
  }

  pattern(p: Pattern, context: Parameters<typeof visitPattern>[2]): void {
    if (++this.depth > MAX_DEPTH) throw recursionError()
    visitPattern(this, p, context)
    this.depth--
  }

  // Emission

  private emit(instruction: Instruction): void {
    const unit = this.unit
    if (unit.closed) this.use(new Block())
    unit.current.instructions.push(instruction)
    if (endsBlock(instruction.op)) unit.closed = true
  }

  op(loc: Location, op: number): void {
    this.emit(new Instruction(op, 0, null, loc))
  }

  opArg(loc: Location, op: number, arg: number): void {
    this.emit(new Instruction(op, arg, null, loc))
  }

  jump(loc: Location, op: number, target: Block): void {
    this.emit(new Instruction(op, 0, target, loc))
  }

  /** Pushes an exception handler (a pseudo instruction). */
  setup(loc: Location, op: number, handler: Block): void {
    this.emit(new Instruction(op, 0, handler, loc))
    this.unit.current.pushes = true
    this.unit.hasHandlers = true
  }

  popBlock(loc: Location): void {
    this.emit(new Instruction(Pseudo.POP_BLOCK, 0, null, loc))
  }

  /** Continues in `block`: a label. */
  use(block: Block): void {
    const unit = this.unit
    unit.current.next = block
    unit.current = block
    unit.closed = false
  }

  loadConst(loc: Location, value: ConstantValue | CodeUnit): void {
    this.opArg(loc, Op.LOAD_CONST, this.unit.addConst(value))
  }

  /** An instruction with a site operand; the name is mangled. */
  attribute(loc: Location, op: number, name: string): void {
    this.opArg(loc, op, Unit.index(this.unit.attributes, this.mangle(name)))
  }

  /** An instruction with a name operand; the name is mangled. */
  named(loc: Location, op: number, name: string): void {
    this.opArg(loc, op, Unit.index(this.unit.names, this.mangle(name)))
  }

  /** STORE_FAST and its kin on a name that is known to be a fast local. */
  fast(loc: Location, op: number, name: string): void {
    if (op !== Op.LOAD_FAST && op !== Op.STORE_FAST) this.unit.unbinds = true
    this.opArg(loc, op, Unit.index(this.unit.varnames, name))
  }

  /** LOAD_CLOSURE and its kin. */
  deref(loc: Location, op: number, name: string): void {
    const index = this.unit.derefIndex(name, this.unit.scope.scopeOf(name))
    if (index < 0) throw treeError('SystemError', `no cell for '${name}' in ${this.unit.qualname}`)
    this.opArg(loc, op, index)
  }

  /** Loads, stores or deletes a variable. */
  name(loc: Location, id: string, context: ExprContext): void {
    if (context === 'Store' || context === 'Del') this.checkForbidden(loc, id, context)
    const unit = this.unit
    const scope = unit.scope
    const name = this.mangle(id)
    const where = scope.scopeOf(name)
    switch (where) {
      case NameScope.FREE:
      case NameScope.CELL:
        if (context === 'Store') this.deref(loc, Op.STORE_DEREF, name)
        else if (context === 'Del') this.deref(loc, Op.DELETE_DEREF, name)
        else if (scope.type === ScopeType.CLASS && unit.inInlinedComprehension === 0) {
          this.op(loc, Op.LOAD_LOCALS)
          this.deref(loc, Op.LOAD_FROM_DICT_OR_DEREF, name)
        } else if (scope.canSeeClassScope) {
          this.deref(loc, Op.LOAD_DEREF, '__classdict__')
          this.deref(loc, Op.LOAD_FROM_DICT_OR_DEREF, name)
        } else this.deref(loc, Op.LOAD_DEREF, name)
        return
      case NameScope.LOCAL:
        if (scope.functionLike || unit.fastHidden?.has(name)) {
          this.fast(loc, context === 'Store' ? Op.STORE_FAST : context === 'Del' ? Op.DELETE_FAST : Op.LOAD_FAST, name)
          return
        }
        break
      case NameScope.GLOBAL_EXPLICIT:
        this.global(loc, name, context, false)
        return
      case NameScope.GLOBAL_IMPLICIT:
        if (scope.functionLike) {
          this.global(loc, name, context, scope.canSeeClassScope)
          return
        }
        break
    }
    const index = Unit.index(unit.names, name)
    if (context === 'Store') this.opArg(loc, Op.STORE_NAME, index)
    else if (context === 'Del') this.opArg(loc, Op.DELETE_NAME, index)
    else
      this.opArg(
        loc,
        scope.type === ScopeType.CLASS && unit.inInlinedComprehension > 0 ? Op.LOAD_GLOBAL : Op.LOAD_NAME,
        index,
      )
  }

  private global(loc: Location, name: string, context: ExprContext, throughClass: boolean): void {
    if (context === 'Load' && throughClass) {
      this.deref(loc, Op.LOAD_DEREF, '__classdict__')
      this.opArg(loc, Op.LOAD_FROM_DICT_OR_GLOBALS, Unit.index(this.unit.names, name))
      return
    }
    const op = context === 'Store' ? Op.STORE_GLOBAL : context === 'Del' ? Op.DELETE_GLOBAL : Op.LOAD_GLOBAL
    this.opArg(loc, op, Unit.index(this.unit.names, name))
  }

  /** `__debug__` may not be bound. */
  checkForbidden(loc: Location, name: string, context: ExprContext): void {
    if (name !== '__debug__') return
    if (context === 'Store') this.fail('cannot assign to __debug__', loc)
    if (context === 'Del') this.fail('cannot delete __debug__', loc)
  }

  /** Leaves the result of the awaitable or iterator on top; `[receiver, None]` is on the stack. */
  yieldFrom(loc: Location, isAwait: boolean): void {
    const send = new Block()
    const fail = new Block()
    const exit = new Block()
    this.use(send)
    this.jump(loc, Op.SEND, exit)
    // A throw() or close() may end the receiver with StopIteration.
    this.setup(loc, Pseudo.SETUP_FINALLY, fail)
    this.opArg(loc, Op.YIELD_VALUE, 1)
    this.popBlock(NO_LOCATION)
    this.jump(loc, Op.JUMP, send)
    this.use(fail)
    this.op(loc, Op.CLEANUP_THROW)
    this.use(exit)
    this.op(loc, Op.END_SEND)
    void isAwait
  }

  // Enclosing statements

  pushFrameBlock(block: FrameBlock, loc: Location): void {
    if (this.unit.frameBlocks.length >= MAX_BLOCKS) this.fail('too many statically nested blocks', loc)
    this.unit.frameBlocks.push(block)
  }

  popFrameBlock(): void {
    this.unit.frameBlocks.pop()
  }

  /** See {@link unwindStack}. */
  unwind(loc: Location, preserveTop: boolean, toLoop: boolean): [FrameBlock | null, Location] {
    return unwindStack(this, loc, preserveTop, toLoop)
  }

  /** `__annotations__` exists in a module or class body that has annotations. */
  setupAnnotations(body: readonly Stmt_[]): void {
    if (hasAnnotations(body)) this.op(NO_LOCATION, Op.SETUP_ANNOTATIONS)
  }
}

function hasAnnotations(body: readonly Stmt_[]): boolean {
  for (const s of body) {
    switch (s.node) {
      case NodeKind.AnnAssign:
        return true
      case NodeKind.For:
      case NodeKind.AsyncFor:
      case NodeKind.While:
      case NodeKind.If:
        if (hasAnnotations(s.body) || hasAnnotations(s.orelse)) return true
        break
      case NodeKind.With:
      case NodeKind.AsyncWith:
        if (hasAnnotations(s.body)) return true
        break
      case NodeKind.Match:
        if (s.cases.some((c) => hasAnnotations(c.body))) return true
        break
      case NodeKind.Try:
      case NodeKind.TryStar:
        if (
          hasAnnotations(s.body) ||
          hasAnnotations(s.finalbody) ||
          hasAnnotations(s.orelse) ||
          s.handlers.some((h) => hasAnnotations(h.body))
        )
          return true
        break
    }
  }
  return false
}
