/** Code for calls in all their forms, class bases included. */
import { TupleConstant } from '../base/constant'
import { Op } from '../bytecode/opcodes'
import { type Attribute, type Call, type Expr_, type Keyword, NodeKind } from '../syntax/ast'
import { checkCaller } from './checks'
import type { Compiler } from './codegen'
import type { Location } from './errors'
import { attributeLocation, sequence } from './expressions'
import { STACK_GUIDELINE } from './limits'
import { NameScope, SymbolFlag } from './scope'

/** `f(…)`, with `o.m(…)` as a method call. */
export function callExpression(c: Compiler, e: Call): void {
  validateKeywords(c, e.keywords)
  if (methodCall(c, e)) return
  checkCaller(c, e.func)
  c.expr(e.func)
  callArguments(c, e, 0, e.args, e.keywords)
}

function validateKeywords(c: Compiler, keywords: readonly Keyword[]): void {
  const n = keywords.length
  for (let i = 0; i < n; i++) {
    const name = keywords[i]!.arg
    if (name === null) continue
    c.checkForbidden(keywords[i]!, name, 'Store')
    for (let j = i + 1; j < n; j++)
      if (keywords[j]!.arg === name) c.fail(`keyword argument repeated: ${name}`, keywords[j]!)
  }
}

/** A name that the module binds by import: its attributes are functions, not methods. */
function isImported(c: Compiler, e: Expr_): boolean {
  if (e.node !== NodeKind.Name) return false
  return ((c.table.top.symbols.get(e.id) ?? 0) & SymbolFlag.IMPORT) !== 0
}

function methodCall(c: Compiler, e: Call): boolean {
  const method = e.func
  if (method.node !== NodeKind.Attribute || method.ctx !== 'Load') return false
  if (isImported(c, method.value)) return false
  const n = e.args.length + e.keywords.length
  if (n + (e.keywords.length > 0 ? 1 : 0) >= STACK_GUIDELINE) return false
  for (const arg of e.args) if (arg.node === NodeKind.Starred) return false
  for (const keyword of e.keywords) if (keyword.arg === null) return false
  const loc = attributeLocation(method, method)
  if (canOptimizeSuper(c, method)) {
    superArguments(c, method)
    c.attribute(loc, Op.LOAD_SUPER_METHOD, method.attr)
  } else {
    c.expr(method.value)
    c.attribute(loc, Op.LOAD_METHOD, method.attr)
  }
  c.exprs(e.args)
  const callLoc = attributeLocation(e, method)
  if (e.keywords.length > 0) {
    for (const keyword of e.keywords) c.expr(keyword.value)
    c.loadConst(callLoc, new TupleConstant(e.keywords.map((k) => k.arg!)))
    c.opArg(callLoc, Op.CALL_METHOD_KW, n)
  } else c.opArg(callLoc, Op.CALL_METHOD, e.args.length)
  return true
}

/**
 * Calls the callable below `pushed` arguments that already lie on the stack.
 */
export function callArguments(
  c: Compiler,
  loc: Location,
  pushed: number,
  args: readonly Expr_[],
  keywords: readonly Keyword[],
): void {
  validateKeywords(c, keywords)
  let spread = pushed + args.length + keywords.length * 2 > STACK_GUIDELINE
  for (const arg of args) if (arg.node === NodeKind.Starred) spread = true
  for (const keyword of keywords) if (keyword.arg === null) spread = true
  if (spread) {
    callEx(c, loc, pushed, args, keywords)
    return
  }
  c.exprs(args)
  if (keywords.length === 0) {
    c.opArg(loc, Op.CALL, pushed + args.length)
    return
  }
  for (const keyword of keywords) c.expr(keyword.value)
  c.loadConst(loc, new TupleConstant(keywords.map((k) => k.arg!)))
  c.opArg(loc, Op.CALL_KW, pushed + args.length + keywords.length)
}

function callEx(
  c: Compiler,
  loc: Location,
  pushed: number,
  args: readonly Expr_[],
  keywords: readonly Keyword[],
): void {
  const only = args[0]
  if (pushed === 0 && args.length === 1 && only!.node === NodeKind.Starred) c.expr(only!.value)
  else sequence(c, loc, args, pushed, 'tuple')
  if (keywords.length === 0) {
    c.opArg(loc, Op.CALL_EX, 0)
    return
  }
  let have = false
  let seen = 0
  const flush = (end: number): void => {
    keywordDict(c, loc, keywords, end - seen, end)
    if (have) c.opArg(loc, Op.DICT_MERGE, 1)
    have = true
    seen = 0
  }
  for (let i = 0; i < keywords.length; i++) {
    const keyword = keywords[i]!
    if (keyword.arg !== null) {
      seen++
      continue
    }
    if (seen > 0) flush(i)
    if (!have) {
      c.opArg(loc, Op.BUILD_MAP, 0)
      have = true
    }
    c.expr(keyword.value)
    c.opArg(loc, Op.DICT_MERGE, 1)
  }
  if (seen > 0) flush(keywords.length)
  c.opArg(loc, Op.CALL_EX, 1)
}

function keywordDict(c: Compiler, loc: Location, keywords: readonly Keyword[], begin: number, end: number): void {
  const n = end - begin
  const big = n * 2 > STACK_GUIDELINE
  if (big) c.opArg(loc, Op.BUILD_MAP, 0)
  for (let i = begin; i < end; i++) {
    c.loadConst(loc, keywords[i]!.arg)
    c.expr(keywords[i]!.value)
    if (big) c.opArg(loc, Op.MAP_ADD, 1)
  }
  if (!big) c.opArg(loc, Op.BUILD_MAP, n)
}

/**
 * `super().attr` can be one instruction: the name is the builtin as far as the module shows, and the function has both a first
 * argument and a `__class__` cell.
 */
export function canOptimizeSuper(c: Compiler, e: Attribute): boolean {
  const call = e.value
  if (
    call.node !== NodeKind.Call ||
    call.func.node !== NodeKind.Name ||
    call.func.id !== 'super' ||
    call.keywords.length > 0 ||
    call.args.length > 0 ||
    e.attr === '__class__'
  )
    return false
  if (c.unit.scope.scopeOf('super') !== NameScope.GLOBAL_IMPLICIT) return false
  if (c.table.top.scopeOf('super') !== NameScope.UNKNOWN) return false
  if (c.unit.argcount + c.unit.posonlyargcount === 0) return false
  return c.unit.scope.scopeOf('__class__') === NameScope.FREE && c.unit.freevars.has('__class__')
}

/** Pushes `super`, the class and the first argument. */
export function superArguments(c: Compiler, e: Attribute): void {
  const call = e.value as Call
  c.name(call.func, 'super', 'Load')
  c.deref(call, Op.LOAD_DEREF, '__class__')
  const first = c.unit.varnames.keys().next().value!
  c.name(call, first, 'Load')
}
