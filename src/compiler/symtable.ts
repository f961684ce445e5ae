/**
 * The symbol table: which scope each name of a module belongs to, found before any code is generated.
 *
 * Two passes, as in CPython (Python/symtable.c). {@link buildSymbolTable} walks the tree once and records in each {@link Scope} how
 * names are used; `analyzeScopes` (symtable-analyze.ts) then decides between local, cell, free and global, and merges the
 * comprehensions that run inline (PEP 709) into their parents. Codegen finds a scope by its AST node. Scopes keep their flags,
 * which are those of CPython's `_symtable` module, so that the `symtable` module can show them.
 */
import {
  type Alias,
  type Arg,
  type Arguments,
  type AsyncFunctionDef,
  type ClassDef,
  type Comprehension,
  type DictComp,
  type Expr_,
  type FunctionDef,
  type GeneratorExp,
  type Lambda,
  type ListComp,
  type Mod,
  type NamedExpr,
  NodeKind,
  type Pattern,
  type SetComp,
  type Stmt_,
  type TypeAlias,
  type TypeParam,
} from '../syntax/ast'
import { type Location, recursionError, syntaxError } from './errors'
import { MAX_DEPTH } from './limits'
import { mangle } from './mangle'
import { Scope, ScopeType, SymbolFlag } from './scope'
import { analyzeScopes } from './symtable-analyze'

/** A module's scopes. */
export class SymbolTable {
  /** Scope by AST node; for type parameters the key is the array of parameters. */
  readonly scopes = new Map<object, Scope>()
  /** Scopes of type-parameter defaults by type parameter, which has its bound's scope in `scopes`. */
  readonly defaultScopes = new Map<object, Scope>()

  constructor(
    readonly top: Scope,
    readonly filename: string,
  ) {}
}

/** What the builder needs to know of the compilation. */
interface SymbolTableOptions {
  readonly filename: string
  /** `from __future__ import annotations` is active: annotations are not evaluated. */
  readonly futureAnnotations: boolean
  /** PyCF_ALLOW_TOP_LEVEL_AWAIT. */
  readonly topLevelAwait: boolean
}

const TOP: Location = { lineno: 0, col_offset: 0, end_lineno: 0, end_col_offset: 0 }

/**
 * Builds and analyses the symbol table of a tree.
 * @throws CompileFailure with CPython's SyntaxError, or for a tree that is too deep
 */
export function buildSymbolTable(tree: Mod, options: SymbolTableOptions): SymbolTable {
  const table = new SymbolTable(new Scope('top', ScopeType.MODULE, TOP), options.filename)
  table.scopes.set(tree, table.top)
  const builder = new Builder(table, options)
  switch (tree.node) {
    case NodeKind.Expression:
      builder.expr(tree.body)
      break
    case NodeKind.Module:
    case NodeKind.Interactive:
      builder.stmts(tree.body)
      break
    case NodeKind.FunctionType:
      break
  }
  analyzeScopes(table.top, options.filename)
  return table
}

const DUNDER_CLASSDICT = '__classdict__'

class Builder {
  private current: Scope
  private readonly stack: Scope[] = []
  private privateName: string | null = null
  private depth = 0

  constructor(
    private readonly table: SymbolTable,
    private readonly options: SymbolTableOptions,
  ) {
    this.current = table.top
  }

  // Scopes and symbols

  private enter(name: string, type: number, key: object | null, at: Location, isDefault = false): Scope {
    const parent = this.current
    const scope = new Scope(name, type, at)
    scope.nested = parent.nested || parent.functionLike
    scope.compIterExpr = parent.compIterExpr
    if (type !== ScopeType.CLASS) scope.mangledNames = parent.mangledNames
    // Annotations under the future import are strings: their scope exists for its errors only.
    if (type !== ScopeType.ANNOTATION) {
      parent.children.push(scope)
      if (key !== null) (isDefault ? this.table.defaultScopes : this.table.scopes).set(key, scope)
    }
    this.stack.push(parent)
    this.current = scope
    return scope
  }

  private exit(): void {
    this.current = this.stack.pop()!
  }

  private fail(message: string, at: Location): never {
    throw syntaxError(this.options.filename, message, at)
  }

  private mangled(name: string): string {
    return mangle(this.privateName, this.current.mangledNames, name)
  }

  private add(name: string, flag: number, at: Location): void {
    if (flag & SymbolFlag.TYPE_PARAM) this.current.mangledNames?.add(name)
    this.addTo(this.current, name, flag, at)
  }

  private addTo(scope: Scope, name: string, flag: number, at: Location): void {
    const key = this.mangled(name)
    const existing = scope.symbols.get(key)
    let value = flag
    if (existing !== undefined) {
      if (flag & SymbolFlag.PARAM && existing & SymbolFlag.PARAM)
        this.fail(`duplicate argument '${name}' in function definition`, at)
      if (flag & SymbolFlag.TYPE_PARAM && existing & SymbolFlag.TYPE_PARAM)
        this.fail(`duplicate type parameter '${name}'`, at)
      value = existing | flag
    }
    if (scope.compIterTarget) {
      if (value & (SymbolFlag.GLOBAL | SymbolFlag.NONLOCAL))
        this.fail(`comprehension inner loop cannot rebind assignment expression target '${name}'`, at)
      value |= SymbolFlag.COMP_ITER
    }
    scope.symbols.set(key, value)
    if (flag & SymbolFlag.PARAM) scope.varnames.push(key)
    else if (flag & SymbolFlag.GLOBAL && scope !== this.table.top) {
      const top = this.table.top.symbols
      top.set(key, (top.get(key) ?? 0) | SymbolFlag.GLOBAL)
    }
  }

  private lookup(name: string): number {
    return this.current.symbols.get(this.mangled(name)) ?? 0
  }

  private directive(name: string, at: Location): void {
    ;(this.current.directives ??= []).push([this.mangled(name), at])
  }

  private deeper(): void {
    if (++this.depth > MAX_DEPTH) throw recursionError()
  }

  // Statements

  stmts(body: readonly Stmt_[]): void {
    for (let i = 0; i < body.length; i++) this.stmt(body[i]!)
  }

  private stmt(s: Stmt_): void {
    this.deeper()
    switch (s.node) {
      case NodeKind.FunctionDef:
      case NodeKind.AsyncFunctionDef:
        this.functionDef(s)
        break
      case NodeKind.ClassDef:
        this.classDef(s)
        break
      case NodeKind.TypeAlias:
        this.typeAlias(s)
        break
      case NodeKind.Return:
        if (s.value) {
          this.expr(s.value)
          this.current.returnsValue = true
        }
        break
      case NodeKind.Delete:
        this.exprs(s.targets)
        break
      case NodeKind.Assign:
        this.exprs(s.targets)
        this.expr(s.value)
        break
      case NodeKind.AnnAssign: {
        const target = s.target
        if (target.node === NodeKind.Name) {
          const flags = this.lookup(target.id)
          if (flags & (SymbolFlag.GLOBAL | SymbolFlag.NONLOCAL) && this.current !== this.table.top && s.simple)
            this.fail(`annotated name '${target.id}' can't be ${flags & SymbolFlag.GLOBAL ? 'global' : 'nonlocal'}`, s)
          if (s.simple) this.add(target.id, SymbolFlag.ANNOTATED | SymbolFlag.LOCAL, target)
          else if (s.value) this.add(target.id, SymbolFlag.LOCAL, target)
        } else this.expr(target)
        this.annotation(s.annotation)
        if (s.value) this.expr(s.value)
        break
      }
      case NodeKind.AugAssign:
        this.expr(s.target)
        this.expr(s.value)
        break
      case NodeKind.For:
      case NodeKind.AsyncFor:
        this.expr(s.target)
        this.expr(s.iter)
        this.stmts(s.body)
        this.stmts(s.orelse)
        break
      case NodeKind.While:
      case NodeKind.If:
        this.expr(s.test)
        this.stmts(s.body)
        this.stmts(s.orelse)
        break
      case NodeKind.Match:
        this.expr(s.subject)
        for (const c of s.cases) {
          this.pattern(c.pattern)
          if (c.guard) this.expr(c.guard)
          this.stmts(c.body)
        }
        break
      case NodeKind.Raise:
        if (s.exc) {
          this.expr(s.exc)
          if (s.cause) this.expr(s.cause)
        }
        break
      case NodeKind.Try:
      case NodeKind.TryStar:
        this.stmts(s.body)
        for (const handler of s.handlers) {
          if (handler.type) this.expr(handler.type)
          if (handler.name !== null) this.add(handler.name, SymbolFlag.LOCAL, handler)
          this.stmts(handler.body)
        }
        this.stmts(s.orelse)
        this.stmts(s.finalbody)
        break
      case NodeKind.Assert:
        this.expr(s.test)
        if (s.msg) this.expr(s.msg)
        break
      case NodeKind.Import:
      case NodeKind.ImportFrom:
        for (const alias of s.names) this.alias(alias)
        break
      case NodeKind.Global:
      case NodeKind.Nonlocal:
        this.scopeStatement(s.names, s.node === NodeKind.Global, s)
        break
      case NodeKind.Expr:
        this.expr(s.value)
        break
      case NodeKind.With:
      case NodeKind.AsyncWith:
        for (const item of s.items) {
          this.expr(item.context_expr)
          if (item.optional_vars) this.expr(item.optional_vars)
        }
        this.stmts(s.body)
        break
      case NodeKind.Pass:
      case NodeKind.Break:
      case NodeKind.Continue:
        break
    }
    this.depth--
  }

  private scopeStatement(names: readonly string[], isGlobal: boolean, at: Location): void {
    const word = isGlobal ? 'global' : 'nonlocal'
    for (const name of names) {
      const flags = this.lookup(name)
      if (flags & SymbolFlag.PARAM) this.fail(`name '${name}' is parameter and ${word}`, at)
      if (flags & SymbolFlag.USE) this.fail(`name '${name}' is used prior to ${word} declaration`, at)
      if (flags & SymbolFlag.ANNOTATED) this.fail(`annotated name '${name}' can't be ${word}`, at)
      if (flags & SymbolFlag.LOCAL) this.fail(`name '${name}' is assigned to before ${word} declaration`, at)
      this.add(name, isGlobal ? SymbolFlag.GLOBAL : SymbolFlag.NONLOCAL, at)
      this.directive(name, at)
    }
  }

  private alias(alias: Alias): void {
    const name = alias.asname ?? alias.name
    if (name === '*') {
      if (this.current.type !== ScopeType.MODULE) this.fail('import * only allowed at module level', alias)
      return
    }
    const dot = alias.asname === null ? name.indexOf('.') : -1
    this.add(dot < 0 ? name : name.slice(0, dot), SymbolFlag.IMPORT, alias)
  }

  private functionDef(s: FunctionDef | AsyncFunctionDef): void {
    this.add(s.name, SymbolFlag.LOCAL, s)
    this.defaults(s.args)
    this.exprs(s.decorator_list)
    const generic = s.type_params.length > 0
    if (generic) {
      this.enterTypeParameters(
        s.name,
        s.type_params,
        s.args.defaults.length > 0,
        s.args.kw_defaults.some((d) => d !== null),
        false,
        s,
      )
      this.typeParams(s.type_params)
    }
    this.annotations(s.args, s.returns)
    const scope = this.enter(s.name, ScopeType.FUNCTION, s, s)
    if (s.node === NodeKind.AsyncFunctionDef) {
      scope.asyncDef = true
      scope.coroutine = true
    }
    this.arguments(s.args)
    this.stmts(s.body)
    this.exit()
    if (generic) this.exit()
  }

  private classDef(s: ClassDef): void {
    this.add(s.name, SymbolFlag.LOCAL, s)
    this.exprs(s.decorator_list)
    const outer = this.privateName
    const generic = s.type_params.length > 0
    if (generic) {
      this.enterTypeParameters(s.name, s.type_params, false, false, true, s)
      this.current.mangledNames = new Set()
      this.privateName = s.name
      this.typeParams(s.type_params)
    }
    this.exprs(s.bases)
    for (const keyword of s.keywords) this.expr(keyword.value)
    this.enter(s.name, ScopeType.CLASS, s, s)
    this.privateName = s.name
    if (generic) {
      this.add('__type_params__', SymbolFlag.LOCAL, s)
      this.add('.type_params', SymbolFlag.USE, s)
    }
    this.stmts(s.body)
    this.exit()
    if (generic) this.exit()
    this.privateName = outer
  }

  private typeAlias(s: TypeAlias): void {
    this.expr(s.name)
    const name = s.name.node === NodeKind.Name ? s.name.id : ''
    const inClass = this.current.type === ScopeType.CLASS
    const generic = s.type_params.length > 0
    if (generic) {
      this.enterTypeParameters(name, s.type_params, false, false, false, s)
      this.typeParams(s.type_params)
    }
    const scope = this.enter(name, ScopeType.TYPE_ALIAS, s, s)
    if (inClass) {
      scope.canSeeClassScope = true
      this.add(DUNDER_CLASSDICT, SymbolFlag.USE, s.value)
    }
    this.expr(s.value)
    this.exit()
    if (generic) this.exit()
  }

  private enterTypeParameters(
    name: string,
    params: readonly TypeParam[],
    hasDefaults: boolean,
    hasKwDefaults: boolean,
    isClass: boolean,
    at: Location,
  ): void {
    const inClass = this.current.type === ScopeType.CLASS
    const scope = this.enter(name, ScopeType.TYPE_PARAMETERS, params, at)
    if (inClass) {
      scope.canSeeClassScope = true
      this.add(DUNDER_CLASSDICT, SymbolFlag.USE, at)
    }
    if (isClass) {
      this.add('.type_params', SymbolFlag.LOCAL | SymbolFlag.USE, at)
      this.add('.generic_base', SymbolFlag.LOCAL | SymbolFlag.USE, at)
    }
    if (hasDefaults) this.add('.defaults', SymbolFlag.PARAM, at)
    if (hasKwDefaults) this.add('.kwdefaults', SymbolFlag.PARAM, at)
  }

  private typeParams(params: readonly TypeParam[]): void {
    for (const param of params) {
      if (param.name === DUNDER_CLASSDICT)
        this.fail(`reserved name '${param.name}' cannot be used for type parameter`, param)
      this.add(param.name, SymbolFlag.TYPE_PARAM | SymbolFlag.LOCAL, param)
      switch (param.node) {
        case NodeKind.TypeVar:
          if (param.bound)
            this.typeVariable(
              param,
              param.bound,
              param.bound.node === NodeKind.Tuple ? 'a TypeVar constraint' : 'a TypeVar bound',
              false,
            )
          if (param.default_value) this.typeVariable(param, param.default_value, 'a TypeVar default', true)
          break
        case NodeKind.ParamSpec:
          if (param.default_value) this.typeVariable(param, param.default_value, 'a ParamSpec default', true)
          break
        case NodeKind.TypeVarTuple:
          if (param.default_value) this.typeVariable(param, param.default_value, 'a TypeVarTuple default', true)
          break
      }
    }
  }

  private typeVariable(param: TypeParam, e: Expr_, info: string, isDefault: boolean): void {
    const inClass = this.current.canSeeClassScope
    const scope = this.enter(param.name, ScopeType.TYPE_VARIABLE, param, e, isDefault)
    scope.canSeeClassScope = inClass
    if (inClass) this.add(DUNDER_CLASSDICT, SymbolFlag.USE, e)
    scope.scopeInfo = info
    this.expr(e)
    this.exit()
  }

  // Arguments and annotations

  private defaults(args: Arguments): void {
    this.exprs(args.defaults)
    for (const value of args.kw_defaults) if (value) this.expr(value)
  }

  private arguments(args: Arguments): void {
    this.params(args.posonlyargs)
    this.params(args.args)
    this.params(args.kwonlyargs)
    if (args.vararg) {
      this.add(args.vararg.arg, SymbolFlag.PARAM, args.vararg)
      this.current.varargs = true
    }
    if (args.kwarg) {
      this.add(args.kwarg.arg, SymbolFlag.PARAM, args.kwarg)
      this.current.varkeywords = true
    }
  }

  private params(args: readonly Arg[]): void {
    for (const arg of args) this.add(arg.arg, SymbolFlag.PARAM, arg)
  }

  private annotation(e: Expr_): void {
    if (!this.options.futureAnnotations) {
      this.expr(e)
      return
    }
    this.enter('_annotation', ScopeType.ANNOTATION, null, e)
    this.expr(e)
    this.exit()
  }

  private annotations(args: Arguments, returns: Expr_ | null): void {
    const future = this.options.futureAnnotations
    if (future) this.enter('_annotation', ScopeType.ANNOTATION, null, TOP)
    for (const arg of args.posonlyargs) if (arg.annotation) this.expr(arg.annotation)
    for (const arg of args.args) if (arg.annotation) this.expr(arg.annotation)
    if (args.vararg?.annotation) this.expr(args.vararg.annotation)
    if (args.kwarg?.annotation) this.expr(args.kwarg.annotation)
    for (const arg of args.kwonlyargs) if (arg.annotation) this.expr(arg.annotation)
    if (future) this.exit()
    if (returns) this.annotation(returns)
  }

  // Expressions

  private exprs(list: readonly Expr_[]): void {
    for (let i = 0; i < list.length; i++) this.expr(list[i]!)
  }

  expr(e: Expr_): void {
    this.deeper()
    switch (e.node) {
      case NodeKind.BoolOp:
        this.exprs(e.values)
        break
      case NodeKind.NamedExpr:
        this.namedExpr(e)
        break
      case NodeKind.BinOp:
        this.expr(e.left)
        this.expr(e.right)
        break
      case NodeKind.UnaryOp:
        this.expr(e.operand)
        break
      case NodeKind.Lambda:
        this.lambda(e)
        break
      case NodeKind.IfExp:
        this.expr(e.test)
        this.expr(e.body)
        this.expr(e.orelse)
        break
      case NodeKind.Dict:
        for (const key of e.keys) if (key) this.expr(key)
        this.exprs(e.values)
        break
      case NodeKind.Set:
      case NodeKind.List:
      case NodeKind.Tuple:
        this.exprs(e.elts)
        break
      case NodeKind.GeneratorExp:
        this.comprehension(e, 'genexpr', 'generator expression', e.elt, null)
        break
      case NodeKind.ListComp:
        this.comprehension(e, 'listcomp', 'list comprehension', e.elt, null)
        break
      case NodeKind.SetComp:
        this.comprehension(e, 'setcomp', 'set comprehension', e.elt, null)
        break
      case NodeKind.DictComp:
        this.comprehension(e, 'dictcomp', 'dict comprehension', e.key, e.value)
        break
      case NodeKind.Yield:
      case NodeKind.YieldFrom:
        this.forbidInAnnotation('yield expression', e)
        if (e.value) this.expr(e.value)
        this.current.generator = true
        if (this.current.comprehension) this.fail(`'yield' inside ${this.current.comprehension}`, e)
        break
      case NodeKind.Await:
        this.forbidInAnnotation('await expression', e)
        this.expr(e.value)
        this.current.coroutine = true
        break
      case NodeKind.Compare:
        this.expr(e.left)
        this.exprs(e.comparators)
        break
      case NodeKind.Call:
        this.expr(e.func)
        this.exprs(e.args)
        for (const keyword of e.keywords) this.expr(keyword.value)
        break
      case NodeKind.FormattedValue:
        this.expr(e.value)
        if (e.format_spec) this.expr(e.format_spec)
        break
      case NodeKind.JoinedStr:
        this.exprs(e.values)
        break
      case NodeKind.Constant:
        break
      case NodeKind.Attribute:
      case NodeKind.Starred:
        this.expr(e.value)
        break
      case NodeKind.Subscript:
        this.expr(e.value)
        this.expr(e.slice)
        break
      case NodeKind.Slice:
        if (e.lower) this.expr(e.lower)
        if (e.upper) this.expr(e.upper)
        if (e.step) this.expr(e.step)
        break
      case NodeKind.Name:
        this.add(e.id, e.ctx === 'Load' ? SymbolFlag.USE : SymbolFlag.LOCAL, e)
        // super() without arguments reads the __class__ cell.
        if (e.ctx === 'Load' && e.id === 'super' && this.current.functionLike) this.add('__class__', SymbolFlag.USE, e)
        break
    }
    this.depth--
  }

  private lambda(e: Lambda): void {
    this.defaults(e.args)
    this.enter('lambda', ScopeType.FUNCTION, e, e)
    this.arguments(e.args)
    this.expr(e.body)
    this.exit()
  }

  private forbidInAnnotation(what: string, at: Location): void {
    switch (this.current.type) {
      case ScopeType.ANNOTATION:
        this.fail(`${what} cannot be used within an annotation`, at)
        break
      case ScopeType.TYPE_VARIABLE:
        this.fail(`${what} cannot be used within ${this.current.scopeInfo}`, at)
        break
      case ScopeType.TYPE_ALIAS:
        this.fail(`${what} cannot be used within a type alias`, at)
        break
      case ScopeType.TYPE_PARAMETERS:
        this.fail(`${what} cannot be used within the definition of a generic`, at)
    }
  }

  private namedExpr(e: NamedExpr): void {
    this.forbidInAnnotation('named expression', e)
    if (this.current.compIterExpr > 0)
      this.fail('assignment expression cannot be used in a comprehension iterable expression', e)
    if (this.current.comprehension && e.target.node === NodeKind.Name) this.extendNamedExpr(e.target.id, e.target)
    this.expr(e.value)
    this.expr(e.target)
  }

  /** PEP 572: inside comprehensions the target belongs to the nearest scope around them. */
  private extendNamedExpr(name: string, at: Location): void {
    for (let i = this.stack.length; i >= 0; i--) {
      const scope = i === this.stack.length ? this.current : this.stack[i]!
      const flags = scope.symbols.get(this.mangled(name)) ?? 0
      if (scope.comprehension) {
        if (flags & SymbolFlag.COMP_ITER && flags & (SymbolFlag.LOCAL | SymbolFlag.GLOBAL))
          this.fail(`assignment expression cannot rebind comprehension iteration variable '${name}'`, at)
        continue
      }
      switch (scope.type) {
        case ScopeType.FUNCTION:
          this.add(name, flags & SymbolFlag.GLOBAL ? SymbolFlag.GLOBAL : SymbolFlag.NONLOCAL, at)
          this.directive(name, at)
          this.addTo(scope, name, SymbolFlag.LOCAL, at)
          return
        case ScopeType.MODULE:
          this.add(name, SymbolFlag.GLOBAL, at)
          this.directive(name, at)
          this.addTo(scope, name, SymbolFlag.GLOBAL, at)
          return
        case ScopeType.CLASS:
          this.fail('assignment expression within a comprehension cannot be used in a class body', at)
          break
        case ScopeType.TYPE_PARAMETERS:
          this.fail(
            'assignment expression within a comprehension cannot be used within the definition of a generic',
            at,
          )
          break
        case ScopeType.TYPE_ALIAS:
          this.fail('assignment expression within a comprehension cannot be used in a type alias', at)
          break
        case ScopeType.TYPE_VARIABLE:
          this.fail('assignment expression within a comprehension cannot be used in a TypeVar bound', at)
      }
    }
  }

  private comprehension(
    e: ListComp | SetComp | DictComp | GeneratorExp,
    name: string,
    kind: NonNullable<Scope['comprehension']>,
    elt: Expr_,
    value: Expr_ | null,
  ): void {
    const first = e.generators[0]!
    this.current.compIterExpr++
    this.expr(first.iter)
    this.current.compIterExpr--
    const scope = this.enter(name, ScopeType.FUNCTION, e, e)
    scope.comprehension = kind
    if (first.is_async) scope.coroutine = true
    this.add('.0', SymbolFlag.PARAM, e)
    scope.compIterTarget = true
    this.expr(first.target)
    scope.compIterTarget = false
    this.exprs(first.ifs)
    for (let i = 1; i < e.generators.length; i++) this.innerFor(e.generators[i]!)
    if (value) this.expr(value)
    this.expr(elt)
    const isGenerator = kind === 'generator expression'
    scope.generator = isGenerator
    const isAsync = scope.coroutine && !isGenerator
    this.exit()
    if (isAsync) this.current.coroutine = true
  }

  private innerFor(generator: Comprehension): void {
    const scope = this.current
    scope.compIterTarget = true
    this.expr(generator.target)
    scope.compIterTarget = false
    scope.compIterExpr++
    this.expr(generator.iter)
    scope.compIterExpr--
    this.exprs(generator.ifs)
    if (generator.is_async) scope.coroutine = true
  }

  // Patterns

  private pattern(p: Pattern): void {
    this.deeper()
    switch (p.node) {
      case NodeKind.MatchValue:
        this.expr(p.value)
        break
      case NodeKind.MatchSingleton:
        break
      case NodeKind.MatchSequence:
      case NodeKind.MatchOr:
        for (const sub of p.patterns) this.pattern(sub)
        break
      case NodeKind.MatchStar:
        if (p.name !== null) this.add(p.name, SymbolFlag.LOCAL, p)
        break
      case NodeKind.MatchMapping:
        this.exprs(p.keys)
        for (const sub of p.patterns) this.pattern(sub)
        if (p.rest !== null) this.add(p.rest, SymbolFlag.LOCAL, p)
        break
      case NodeKind.MatchClass:
        this.expr(p.cls)
        for (const sub of p.patterns) this.pattern(sub)
        for (const sub of p.kwd_patterns) this.pattern(sub)
        break
      case NodeKind.MatchAs:
        if (p.pattern) this.pattern(p.pattern)
        if (p.name !== null) this.add(p.name, SymbolFlag.LOCAL, p)
        break
    }
    this.depth--
  }
}
