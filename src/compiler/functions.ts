/** Code for functions, lambdas, classes, type aliases and type parameters. */
import { TupleConstant } from '../base/constant'
import { CodeFlags, type CodeUnit } from '../bytecode/code'
import { intrinsic1, intrinsic2, Op } from '../bytecode/opcodes'
import {
  type Arg,
  type Arguments,
  type AsyncFunctionDef,
  type ClassDef,
  type Expr_,
  type FunctionDef,
  type Lambda,
  Name,
  NodeKind,
  type Stmt_,
  type TypeAlias,
  type TypeParam,
} from '../syntax/ast'
import { callArguments } from './calls'
import type { Compiler } from './codegen'
import { cleanDoc, docstringOf } from './docstring'
import { type Location, NO_LOCATION, treeError } from './errors'
import { Block, Pseudo } from './instructions'
import { NameScope, type Scope, ScopeType } from './scope'
import { visitBody } from './statements'
import type { UnitKind } from './unit'
import { unparse } from './unparse'

const TYPEVAR = intrinsic1.indexOf('TYPEVAR')
const PARAMSPEC = intrinsic1.indexOf('PARAMSPEC')
const TYPEVARTUPLE = intrinsic1.indexOf('TYPEVARTUPLE')
const SUBSCRIPT_GENERIC = intrinsic1.indexOf('SUBSCRIPT_GENERIC')
const TYPEALIAS = intrinsic1.indexOf('TYPEALIAS')
const STOPITERATION_ERROR = intrinsic1.indexOf('STOPITERATION_ERROR')
const TYPEVAR_WITH_BOUND = intrinsic2.indexOf('TYPEVAR_WITH_BOUND')
const TYPEVAR_WITH_CONSTRAINTS = intrinsic2.indexOf('TYPEVAR_WITH_CONSTRAINTS')
const SET_FUNCTION_TYPE_PARAMS = intrinsic2.indexOf('SET_FUNCTION_TYPE_PARAMS')
const SET_TYPEPARAM_DEFAULT = intrinsic2.indexOf('SET_TYPEPARAM_DEFAULT')

/** Bits of SET_FUNCTION_ATTRIBUTE. */
const Attribute = { DEFAULTS: 1, KWDEFAULTS: 2, ANNOTATIONS: 4, CLOSURE: 8 } as const

/**
 * Makes a function of code; the values that `flags` names lie on the stack, defaults lowest.
 */
export function makeClosure(c: Compiler, loc: Location, code: CodeUnit, flags: number): void {
  let attributes = flags
  const frees: string[] = []
  for (let i = 0; i < code.localsplus.length; i++) if (code.localsplusKinds[i]! & 0x80) frees.push(code.localsplus[i]!)
  if (frees.length > 0) {
    for (const name of frees) c.opArg(loc, Op.LOAD_CLOSURE, closureIndex(c, name))
    c.opArg(loc, Op.BUILD_TUPLE, frees.length)
    attributes |= Attribute.CLOSURE
  }
  c.loadConst(loc, code)
  c.op(loc, Op.MAKE_FUNCTION)
  for (let bit = 8; bit > 0; bit >>= 1) if (attributes & bit) c.opArg(loc, Op.SET_FUNCTION_ATTRIBUTE, bit)
}

function closureIndex(c: Compiler, name: string): number {
  const scope = c.unit.scope
  // A class body passes its own __class__ and __classdict__ cells, whatever the name means inside it.
  const where =
    scope.type === ScopeType.CLASS && (name === '__class__' || name === '__classdict__')
      ? NameScope.CELL
      : scope.scopeOf(name)
  const index =
    where === NameScope.CELL
      ? (c.unit.cellvars.get(name) ?? c.unit.derefIndex(name, NameScope.FREE))
      : c.unit.derefIndex(name, NameScope.FREE)
  if (index < 0) throw treeError('SystemError', `no cell for '${name}' in ${c.unit.qualname}`)
  return index
}

function applyDecorators(c: Compiler, list: readonly Expr_[]): void {
  for (let i = list.length - 1; i >= 0; i--) c.opArg(list[i]!, Op.CALL, 1)
}

/** Pushes the defaults; returns the bits of SET_FUNCTION_ATTRIBUTE for what was pushed. */
function pushDefaults(c: Compiler, args: Arguments, loc: Location): number {
  let flags = 0
  if (args.defaults.length > 0) {
    flags |= Attribute.DEFAULTS
    const constants = args.defaults.every((d) => d.node === NodeKind.Constant)
    if (constants) {
      // Each default shows its line to a tracer.
      for (const value of args.defaults) c.op(value, Op.NOP)
      c.loadConst(loc, new TupleConstant(args.defaults.map((d) => (d.node === NodeKind.Constant ? d.value : null))))
    } else {
      c.exprs(args.defaults)
      c.opArg(loc, Op.BUILD_TUPLE, args.defaults.length)
    }
  }
  let n = 0
  for (let i = 0; i < args.kwonlyargs.length; i++) {
    const value = args.kw_defaults[i]
    if (!value) continue
    c.loadConst(loc, c.mangle(args.kwonlyargs[i]!.arg))
    c.expr(value)
    n++
  }
  if (n > 0) {
    flags |= Attribute.KWDEFAULTS
    c.opArg(loc, Op.BUILD_MAP, n)
  }
  return flags
}

function pushAnnotations(c: Compiler, args: Arguments, returns: Expr_ | null, loc: Location): boolean {
  let n = 0
  // Under the future import everything is a constant.
  const texts: string[] | null = c.options.futureAnnotations ? [] : null
  const one = (name: string, e: Expr_ | null): void => {
    if (!e) return
    n++
    if (texts !== null) {
      texts.push(c.mangle(name), unparse(e))
      c.op(e, Op.NOP)
      return
    }
    c.loadConst(loc, c.mangle(name))
    if (e.node === NodeKind.Starred) {
      c.expr(e.value)
      c.opArg(loc, Op.UNPACK_SEQUENCE, 1)
    } else c.expr(e)
  }
  const all = (list: readonly Arg[]): void => {
    for (const arg of list) one(arg.arg, arg.annotation)
  }
  all(args.args)
  all(args.posonlyargs)
  if (args.vararg) one(args.vararg.arg, args.vararg.annotation)
  all(args.kwonlyargs)
  if (args.kwarg) one(args.kwarg.arg, args.kwarg.annotation)
  one('return', returns)
  if (texts !== null && n > 0) c.loadConst(loc, new TupleConstant(texts))
  else if (n > 0) c.opArg(loc, Op.BUILD_TUPLE, n * 2)
  return n > 0
}

function checkArguments(c: Compiler, args: Arguments): void {
  const check = (arg: Arg | null): void => {
    if (arg) c.checkForbidden(arg, arg.arg, 'Store')
  }
  args.posonlyargs.forEach(check)
  args.args.forEach(check)
  check(args.vararg)
  args.kwonlyargs.forEach(check)
  check(args.kwarg)
}

function setArgumentCounts(c: Compiler, args: Arguments): void {
  // As in co_argcount, positional-only arguments are counted in argcount.
  c.unit.argcount = args.args.length + args.posonlyargs.length
  c.unit.posonlyargcount = args.posonlyargs.length
  c.unit.kwonlyargcount = args.kwonlyargs.length
}

/** A generator's StopIteration becomes a RuntimeError (PEP 479): the whole body runs under a handler. */
export function inGenerator(c: Compiler, body: () => void): void {
  const handler = new Block()
  c.setup(NO_LOCATION, Pseudo.SETUP_CLEANUP, handler)
  c.pushFrameBlock({ kind: 'stopIteration', block: null, exit: null, name: null, body: null, loc: null }, NO_LOCATION)
  body()
  c.popFrameBlock()
  c.loadConst(NO_LOCATION, null)
  c.op(NO_LOCATION, Op.RETURN_VALUE)
  c.use(handler)
  c.opArg(NO_LOCATION, Op.CALL_INTRINSIC_1, STOPITERATION_ERROR)
  c.opArg(NO_LOCATION, Op.RERAISE, 1)
}

function firstLine(s: FunctionDef | AsyncFunctionDef | ClassDef): number {
  return s.decorator_list.length > 0 ? s.decorator_list[0]!.lineno : s.lineno
}

/** `def` and `async def`. */
export function functionDef(c: Compiler, s: FunctionDef | AsyncFunctionDef): void {
  checkArguments(c, s.args)
  c.exprs(s.decorator_list)
  const line = firstLine(s)
  const generic = s.type_params.length > 0
  let flags = pushDefaults(c, s.args, s)
  let typeArgs = 0
  if (generic) {
    if (flags & Attribute.DEFAULTS) typeArgs++
    if (flags & Attribute.KWDEFAULTS) typeArgs++
    c.enter(c.scopeOf(s.type_params), 'typeparams', `<generic parameters of ${s.name}>`, line, c.unit.privateName)
    typeParams(c, s.type_params)
    for (let i = 0; i < typeArgs; i++) c.opArg(s, Op.LOAD_FAST, i)
  }
  if (pushAnnotations(c, s.args, s.returns, s)) flags |= Attribute.ANNOTATIONS
  functionBody(c, s, flags, line)
  if (generic) {
    c.opArg(s, Op.SWAP, 2)
    c.opArg(s, Op.CALL_INTRINSIC_2, SET_FUNCTION_TYPE_PARAMS)
    c.op(s, Op.RETURN_VALUE)
    c.unit.argcount = typeArgs
    const code = c.leave(false)
    makeClosure(c, s, code, 0)
    // [defaults, keyword defaults, function] → [function, defaults, keyword defaults]
    if (typeArgs === 1) c.opArg(s, Op.SWAP, 2)
    else if (typeArgs === 2) {
      c.opArg(s, Op.SWAP, 3)
      c.opArg(s, Op.SWAP, 2)
    }
    c.opArg(s, Op.CALL, typeArgs)
  }
  applyDecorators(c, s.decorator_list)
  c.name(s, s.name, 'Store')
}

function functionBody(c: Compiler, s: FunctionDef | AsyncFunctionDef, flags: number, line: number): void {
  const isAsync = s.node === NodeKind.AsyncFunctionDef
  const scope = c.scopeOf(s)
  c.enter(scope, isAsync ? 'asyncfunction' : 'function', s.name, line, c.unit.privateName)
  const doc = c.options.optimize < 2 ? docstringOf(s.body) : null
  // The first constant is the docstring or None.
  c.unit.addConst(doc === null ? null : cleanDoc(doc))
  if (doc !== null) c.unit.flags |= CodeFlags.HAS_DOCSTRING
  setArgumentCounts(c, s.args)
  const body = (): void => {
    for (let i = doc === null ? 0 : 1; i < s.body.length; i++) c.stmt(s.body[i]!)
  }
  let code: CodeUnit
  if (scope.coroutine || scope.generator) {
    inGenerator(c, body)
    code = c.leave(false)
  } else {
    body()
    code = c.leave(true)
  }
  makeClosure(c, s, code, flags)
}

/** `lambda`. */
export function lambda(c: Compiler, e: Lambda): void {
  checkArguments(c, e.args)
  const flags = pushDefaults(c, e.args, e)
  const scope = c.scopeOf(e)
  c.enter(scope, 'lambda', '<lambda>', e.lineno, c.unit.privateName)
  // Make None the first constant, so that the lambda has no docstring.
  c.unit.addConst(null)
  setArgumentCounts(c, e.args)
  let code: CodeUnit
  if (scope.generator) {
    inGenerator(c, () => {
      c.expr(e.body)
      c.op(e.body, Op.RETURN_VALUE)
    })
    code = c.leave(false)
  } else {
    c.expr(e.body)
    c.op(e.body, Op.RETURN_VALUE)
    code = c.leave(false)
  }
  makeClosure(c, e, code, flags)
}

// Classes

/** `class`. */
export function classDef(c: Compiler, s: ClassDef): void {
  c.exprs(s.decorator_list)
  const line = firstLine(s)
  const generic = s.type_params.length > 0
  if (generic) {
    c.enter(c.scopeOf(s.type_params), 'typeparams', `<generic parameters of ${s.name}>`, line, s.name)
    typeParams(c, s.type_params)
    c.name(s, '.type_params', 'Store')
  }
  const code = classBody(c, s, line)
  c.op(s, Op.LOAD_BUILD_CLASS)
  makeClosure(c, s, code, 0)
  c.loadConst(s, s.name)
  if (generic) {
    c.name(s, '.type_params', 'Load')
    c.opArg(s, Op.CALL_INTRINSIC_1, SUBSCRIPT_GENERIC)
    c.name(s, '.generic_base', 'Store')
    const base = new Name('.generic_base', 'Load', s.lineno, s.col_offset, s.end_lineno, s.end_col_offset)
    callArguments(c, s, 2, [...s.bases, base], s.keywords)
    c.op(s, Op.RETURN_VALUE)
    const wrapper = c.leave(false)
    makeClosure(c, s, wrapper, 0)
    c.opArg(s, Op.CALL, 0)
  } else callArguments(c, s, 2, s.bases, s.keywords)
  applyDecorators(c, s.decorator_list)
  c.name(s, s.name, 'Store')
}

function classBody(c: Compiler, s: ClassDef, line: number): CodeUnit {
  const scope = c.scopeOf(s)
  const unit = c.enter(scope, 'class', s.name, line, s.name)
  const at: Location = { lineno: line, end_lineno: line, col_offset: 0, end_col_offset: 0 }
  c.name(at, '__name__', 'Load')
  c.name(at, '__module__', 'Store')
  c.loadConst(at, unit.qualname)
  c.name(at, '__qualname__', 'Store')
  c.loadConst(at, line)
  c.name(at, '__firstlineno__', 'Store')
  if (s.type_params.length > 0) {
    c.name(at, '.type_params', 'Load')
    c.name(at, '__type_params__', 'Store')
  }
  if (scope.needsClassDict) {
    c.op(at, Op.LOAD_LOCALS)
    c.opArg(at, Op.STORE_DEREF, unit.cellvars.get('__classdict__')!)
  }
  visitBody(c, s.body as Stmt_[])
  c.loadConst(NO_LOCATION, new TupleConstant([...unit.staticAttributes!].sort()))
  c.name(NO_LOCATION, '__static_attributes__', 'Store')
  if (scope.needsClassDict) {
    c.opArg(NO_LOCATION, Op.LOAD_CLOSURE, unit.cellvars.get('__classdict__')!)
    c.name(NO_LOCATION, '__classdictcell__', 'Store')
  }
  if (scope.needsClassClosure) {
    c.opArg(NO_LOCATION, Op.LOAD_CLOSURE, unit.cellvars.get('__class__')!)
    c.opArg(NO_LOCATION, Op.COPY, 1)
    c.name(NO_LOCATION, '__classcell__', 'Store')
  } else c.loadConst(NO_LOCATION, null)
  c.op(NO_LOCATION, Op.RETURN_VALUE)
  return c.leave(false)
}

// Type parameters and aliases (PEP 695, 696)

/** `type X = …`. */
export function typeAlias(c: Compiler, s: TypeAlias): void {
  const name = s.name.node === NodeKind.Name ? s.name.id : ''
  const generic = s.type_params.length > 0
  if (generic) {
    c.enter(c.scopeOf(s.type_params), 'typeparams', `<generic parameters of ${name}>`, s.lineno, c.unit.privateName)
    c.loadConst(s, name)
    typeParams(c, s.type_params)
  } else {
    c.loadConst(s, name)
    c.loadConst(s, null)
  }
  lazyValue(c, c.scopeOf(s), 'function', name, s.value, s)
  c.opArg(s, Op.BUILD_TUPLE, 3)
  c.opArg(s, Op.CALL_INTRINSIC_1, TYPEALIAS)
  if (generic) {
    c.op(s, Op.RETURN_VALUE)
    const code = c.leave(false)
    makeClosure(c, s, code, 0)
    c.opArg(s, Op.CALL, 0)
  }
  c.name(s, name, 'Store')
}

/** Pushes a function that computes `e` when it is called. */
function lazyValue(c: Compiler, scope: Scope, kind: UnitKind, name: string, e: Expr_, at: Location): void {
  c.enter(scope, kind, name, at.lineno, c.unit.privateName)
  // Make None the first constant, so that the function has no docstring.
  c.unit.addConst(null)
  if (e.node === NodeKind.Starred) {
    c.expr(e.value)
    c.opArg(at, Op.UNPACK_SEQUENCE, 1)
  } else c.expr(e)
  c.op(at, Op.RETURN_VALUE)
  const code = c.leave(false)
  makeClosure(c, at, code, 0)
}

/** Makes the type parameters, binds them, and leaves a tuple of them. */
function typeParams(c: Compiler, params: readonly TypeParam[]): void {
  let seenDefault = false
  for (const param of params) {
    c.loadConst(param, param.name)
    switch (param.node) {
      case NodeKind.TypeVar:
        if (param.bound) {
          lazyValue(c, c.scopeOf(param), 'typeparams', param.name, param.bound, param.bound)
          c.opArg(
            param,
            Op.CALL_INTRINSIC_2,
            param.bound.node === NodeKind.Tuple ? TYPEVAR_WITH_CONSTRAINTS : TYPEVAR_WITH_BOUND,
          )
        } else c.opArg(param, Op.CALL_INTRINSIC_1, TYPEVAR)
        break
      case NodeKind.ParamSpec:
        c.opArg(param, Op.CALL_INTRINSIC_1, PARAMSPEC)
        break
      case NodeKind.TypeVarTuple:
        c.opArg(param, Op.CALL_INTRINSIC_1, TYPEVARTUPLE)
        break
    }
    if (param.default_value) {
      seenDefault = true
      const scope = c.table.defaultScopes.get(param)!
      lazyValue(c, scope, 'typeparams', param.name, param.default_value, param.default_value)
      c.opArg(param, Op.CALL_INTRINSIC_2, SET_TYPEPARAM_DEFAULT)
    } else if (seenDefault) c.fail(`non-default type parameter '${param.name}' follows default type parameter`, param)
    c.opArg(param, Op.COPY, 1)
    c.name(param, param.name, 'Store')
  }
  c.opArg(params[0]!, Op.BUILD_TUPLE, params.length)
}
