/**
 * Code for `match` (PEP 634; CPython: compiler_pattern and below).
 *
 * While a pattern is tested, captured values are kept on the stack below the subject parts still to be examined, and stored only
 * when the whole pattern matched. A failing test jumps to the label that pops exactly what lies on the stack at that moment.
 */
import { type ConstantValue, TupleConstant } from '../base/constant'
import { Op } from '../bytecode/opcodes'
import {
  type Expr_,
  type Match,
  type MatchAs,
  type MatchClass,
  type MatchMapping,
  type MatchOr,
  type MatchSequence,
  NodeKind,
  type Pattern,
} from '../syntax/ast'
import type { Compiler } from './codegen'
import { type Location, NO_LOCATION } from './errors'
import { Block } from './instructions'
import { pythonRepr } from './repr'
import { constantKey } from './unit'

/** The state of one case while its pattern is compiled. */
interface PatternContext {
  /** Names captured so far, in stack order from below. */
  stores: string[]
  /** A capture or wildcard may match everything here. */
  allowIrrefutable: boolean
  /** `failPop[n]` pops n values and fails. */
  failPop: Block[]
  /** Values above the captures. */
  onTop: number
}

function isWildcard(p: Pattern): boolean {
  return p.node === NodeKind.MatchAs && p.name === null && p.pattern === null
}

/** The `match` statement. */
export function matchStatement(c: Compiler, s: Match): void {
  c.expr(s.subject)
  const end = new Block()
  const n = s.cases.length
  const last = s.cases[n - 1]!
  const hasDefault = n > 1 && isWildcard(last.pattern)
  const tested = hasDefault ? n - 1 : n
  for (let i = 0; i < tested; i++) {
    const m = s.cases[i]!
    const keep = i !== tested - 1
    if (keep) c.opArg(m.pattern, Op.COPY, 1)
    const context: PatternContext = {
      stores: [],
      allowIrrefutable: m.guard !== null || i === n - 1,
      failPop: [],
      onTop: 0,
    }
    c.pattern(m.pattern, context)
    for (const name of context.stores) c.name(m.pattern, name, 'Store')
    if (m.guard) {
      ensureFailPop(context, 0)
      c.jumpIf(m.guard, m.guard, context.failPop[0]!, false)
    }
    if (keep) c.op(m.pattern, Op.POP_TOP)
    c.stmts(m.body)
    c.jump(NO_LOCATION, Op.JUMP, end)
    emitFailPop(c, m.pattern, context)
  }
  if (hasDefault) {
    c.op(last.pattern, Op.NOP)
    if (last.guard) c.jumpIf(last.guard, last.guard, end, false)
    c.stmts(last.body)
  }
  c.use(end)
}

function ensureFailPop(context: PatternContext, n: number): void {
  while (context.failPop.length <= n) context.failPop.push(new Block())
}

function failIf(c: Compiler, loc: Location, context: PatternContext, op: number): void {
  const pops = context.onTop + context.stores.length
  ensureFailPop(context, pops)
  c.jump(loc, op, context.failPop[pops]!)
}

function emitFailPop(c: Compiler, loc: Location, context: PatternContext): void {
  const labels = context.failPop
  context.failPop = []
  for (let i = labels.length - 1; i > 0; i--) {
    c.use(labels[i]!)
    c.op(loc, Op.POP_TOP)
  }
  if (labels.length > 0) c.use(labels[0]!)
}

/** Moves the top below the `n - 1` values under it. */
function rotate(c: Compiler, loc: Location, n: number): void {
  for (let i = n; i > 1; i--) c.opArg(loc, Op.SWAP, i)
}

function duplicateStore(c: Compiler, loc: Location, name: string): never {
  c.fail(`multiple assignments to name ${pythonRepr(name)} in pattern`, loc)
}

function storeName(c: Compiler, loc: Location, name: string | null, context: PatternContext): void {
  if (name === null) {
    c.op(loc, Op.POP_TOP)
    return
  }
  c.checkForbidden(loc, name, 'Store')
  if (context.stores.includes(name)) duplicateStore(c, loc, name)
  rotate(c, loc, context.onTop + context.stores.length + 1)
  context.stores.push(name)
}

function subpattern(c: Compiler, p: Pattern, context: PatternContext): void {
  const old = context.allowIrrefutable
  context.allowIrrefutable = true
  c.pattern(p, context)
  context.allowIrrefutable = old
}

/** Tests and consumes the subject on top of the stack. */
export function visitPattern(c: Compiler, p: Pattern, context: PatternContext): void {
  switch (p.node) {
    case NodeKind.MatchValue:
      if (p.value.node !== NodeKind.Constant && p.value.node !== NodeKind.Attribute)
        c.fail('patterns may only match literals and attribute lookups', p)
      c.expr(p.value)
      c.op(p, Op.COMPARE_EQ)
      failIf(c, p, context, Op.POP_JUMP_IF_FALSE)
      return
    case NodeKind.MatchSingleton:
      c.loadConst(p, p.value)
      c.opArg(p, Op.IS_OP, 0)
      failIf(c, p, context, Op.POP_JUMP_IF_FALSE)
      return
    case NodeKind.MatchSequence:
      sequencePattern(c, p, context)
      return
    case NodeKind.MatchMapping:
      mappingPattern(c, p, context)
      return
    case NodeKind.MatchClass:
      classPattern(c, p, context)
      return
    case NodeKind.MatchStar:
      storeName(c, p, p.name, context)
      return
    case NodeKind.MatchAs:
      asPattern(c, p, context)
      return
    case NodeKind.MatchOr:
      orPattern(c, p, context)
  }
}

function asPattern(c: Compiler, p: MatchAs, context: PatternContext): void {
  if (p.pattern === null) {
    if (!context.allowIrrefutable) {
      if (p.name !== null) c.fail(`name capture ${pythonRepr(p.name)} makes remaining patterns unreachable`, p)
      c.fail('wildcard makes remaining patterns unreachable', p)
    }
    storeName(c, p, p.name, context)
    return
  }
  context.onTop++
  c.opArg(p, Op.COPY, 1)
  c.pattern(p.pattern, context)
  context.onTop--
  storeName(c, p, p.name, context)
}

function sequencePattern(c: Compiler, p: MatchSequence, context: PatternContext): void {
  const patterns = p.patterns
  const size = patterns.length
  let star = -1
  let onlyWildcards = true
  let starWildcard = false
  for (let i = 0; i < size; i++) {
    const sub = patterns[i]!
    if (sub.node === NodeKind.MatchStar) {
      if (star >= 0) c.fail('multiple starred names in sequence pattern', p)
      starWildcard = sub.name === null
      onlyWildcards &&= starWildcard
      star = i
      continue
    }
    onlyWildcards &&= isWildcard(sub)
  }
  context.onTop++
  c.op(p, Op.MATCH_SEQUENCE)
  failIf(c, p, context, Op.POP_JUMP_IF_FALSE)
  if (star < 0) {
    c.op(p, Op.GET_LEN)
    c.loadConst(p, size)
    c.op(p, Op.COMPARE_EQ)
    failIf(c, p, context, Op.POP_JUMP_IF_FALSE)
  } else if (size > 1) {
    c.op(p, Op.GET_LEN)
    c.loadConst(p, size - 1)
    c.op(p, Op.COMPARE_GE)
    failIf(c, p, context, Op.POP_JUMP_IF_FALSE)
  }
  context.onTop--
  if (onlyWildcards) c.op(p, Op.POP_TOP)
  else if (starWildcard) sequenceBySubscript(c, p, patterns, star, context)
  else sequenceByUnpacking(c, p, patterns, star, context)
}

function sequenceByUnpacking(
  c: Compiler,
  loc: Location,
  patterns: readonly Pattern[],
  star: number,
  context: PatternContext,
): void {
  const size = patterns.length
  if (star >= 0) {
    if (star >= 256 || size - star - 1 >= 0x7fff) c.fail('too many expressions in star-unpacking sequence pattern', loc)
    c.opArg(loc, Op.UNPACK_EX, star | ((size - star - 1) << 8))
  } else c.opArg(loc, Op.UNPACK_SEQUENCE, size)
  context.onTop += size
  for (const sub of patterns) {
    context.onTop--
    subpattern(c, sub, context)
  }
}

/** `[a, *_, b]`: only the named items are fetched, by index. */
function sequenceBySubscript(
  c: Compiler,
  loc: Location,
  patterns: readonly Pattern[],
  star: number,
  context: PatternContext,
): void {
  context.onTop++
  const size = patterns.length
  for (let i = 0; i < size; i++) {
    const sub = patterns[i]!
    if (isWildcard(sub) || i === star) continue
    c.opArg(loc, Op.COPY, 1)
    if (i < star) c.loadConst(loc, i)
    else {
      // The subject may not support negative indices.
      c.op(loc, Op.GET_LEN)
      c.loadConst(loc, size - i)
      c.opArg(loc, Op.BINARY_SUB, 0)
    }
    c.op(loc, Op.BINARY_SUBSCR)
    subpattern(c, sub, context)
  }
  context.onTop--
  c.op(loc, Op.POP_TOP)
}

function mappingPattern(c: Compiler, p: MatchMapping, context: PatternContext): void {
  const size = p.keys.length
  if (size !== p.patterns.length)
    c.fail(`keys (${size}) / patterns (${p.patterns.length}) length mismatch in mapping pattern`, p)
  context.onTop++
  c.op(p, Op.MATCH_MAPPING)
  failIf(c, p, context, Op.POP_JUMP_IF_FALSE)
  if (size === 0 && p.rest === null) {
    context.onTop--
    c.op(p, Op.POP_TOP)
    return
  }
  if (size > 0) {
    c.op(p, Op.GET_LEN)
    c.loadConst(p, size)
    c.op(p, Op.COMPARE_GE)
    failIf(c, p, context, Op.POP_JUMP_IF_FALSE)
  }
  mappingKeys(c, p)
  c.opArg(p, Op.BUILD_TUPLE, size)
  c.op(p, Op.MATCH_KEYS)
  context.onTop += 2
  c.opArg(p, Op.COPY, 1)
  failIf(c, p, context, Op.POP_JUMP_IF_NONE)
  c.opArg(p, Op.UNPACK_SEQUENCE, size)
  context.onTop += size - 1
  for (const sub of p.patterns) {
    context.onTop--
    subpattern(c, sub, context)
  }
  context.onTop -= 2
  if (p.rest === null) {
    c.op(p, Op.POP_TOP)
    c.op(p, Op.POP_TOP)
    return
  }
  // A copy of the subject without the keys.
  c.opArg(p, Op.BUILD_MAP, 0)
  c.opArg(p, Op.SWAP, 3)
  c.opArg(p, Op.DICT_UPDATE, 2)
  c.opArg(p, Op.UNPACK_SEQUENCE, size)
  for (let n = size; n > 0; n--) {
    c.opArg(p, Op.COPY, n + 1)
    c.opArg(p, Op.SWAP, 2)
    c.op(p, Op.DELETE_SUBSCR)
  }
  storeName(c, p, p.rest, context)
}

function mappingKeys(c: Compiler, p: MatchMapping): void {
  const seen = new Set<string>()
  for (const key of p.keys as (Expr_ | null)[]) {
    if (key === null) c.fail("can't use NULL keys in MatchMapping (set 'rest' parameter instead)", p)
    if (key.node === NodeKind.Constant) {
      const id = equalityKey(key.value)
      if (seen.has(id)) c.fail(`mapping pattern checks duplicate key (${pythonRepr(key.value)})`, p)
      seen.add(id)
    } else if (key.node !== NodeKind.Attribute)
      c.fail('mapping pattern keys may only match literals and attribute lookups', p)
    c.expr(key)
  }
}

/** One string for constants that compare equal in Python: `1`, `1.0` and `True` share theirs. */
function equalityKey(value: ConstantValue): string {
  if (typeof value === 'boolean') return 'n' + Number(value)
  if (typeof value === 'number' || typeof value === 'bigint') return 'n' + value
  const key = constantKey(value)!
  if (value !== null && typeof value === 'object') {
    if ('value' in value && typeof value.value === 'number' && Number.isFinite(value.value))
      return 'n' + (Number.isInteger(value.value) ? BigInt(value.value) : value.value)
    if ('imag' in value && value.imag === 0 && Number.isFinite(value.real))
      return 'n' + (Number.isInteger(value.real) ? BigInt(value.real) : value.real)
  }
  return key
}

function classPattern(c: Compiler, p: MatchClass, context: PatternContext): void {
  const nargs = p.patterns.length
  const nattrs = p.kwd_attrs.length
  if (nattrs !== p.kwd_patterns.length)
    c.fail(`kwd_attrs (${nattrs}) / kwd_patterns (${p.kwd_patterns.length}) length mismatch in class pattern`, p)
  for (let i = 0; i < nattrs; i++) {
    c.checkForbidden(p.kwd_patterns[i]!, p.kwd_attrs[i]!, 'Store')
    for (let j = i + 1; j < nattrs; j++)
      if (p.kwd_attrs[i] === p.kwd_attrs[j])
        c.fail(`attribute name repeated in class pattern: ${p.kwd_attrs[j]}`, p.kwd_patterns[j]!)
  }
  c.expr(p.cls)
  c.loadConst(p, new TupleConstant(p.kwd_attrs))
  c.opArg(p, Op.MATCH_CLASS, nargs)
  c.opArg(p, Op.COPY, 1)
  context.onTop++
  failIf(c, p, context, Op.POP_JUMP_IF_NONE)
  c.opArg(p, Op.UNPACK_SEQUENCE, nargs + nattrs)
  context.onTop += nargs + nattrs - 1
  for (let i = 0; i < nargs + nattrs; i++) {
    context.onTop--
    const sub = i < nargs ? p.patterns[i]! : p.kwd_patterns[i - nargs]!
    if (isWildcard(sub)) c.op(p, Op.POP_TOP)
    else subpattern(c, sub, context)
  }
}

function orPattern(c: Compiler, p: MatchOr, context: PatternContext): void {
  const end = new Block()
  const size = p.patterns.length
  let control: string[] = []
  for (let i = 0; i < size; i++) {
    const alternative = p.patterns[i]!
    const inner: PatternContext = {
      stores: [],
      allowIrrefutable: i === size - 1 && context.allowIrrefutable,
      failPop: [],
      onTop: 0,
    }
    c.opArg(alternative, Op.COPY, 1)
    c.pattern(alternative, inner)
    if (i === 0) control = inner.stores
    else sameStores(c, p, alternative, control, inner)
    c.jump(alternative, Op.JUMP, end)
    emitFailPop(c, alternative, inner)
  }
  c.op(p, Op.POP_TOP)
  failIf(c, p, context, Op.JUMP)
  c.use(end)
  const rotations = control.length + 1 + context.onTop + context.stores.length
  for (const name of control) {
    rotate(c, p, rotations)
    if (context.stores.includes(name)) duplicateStore(c, p, name)
    context.stores.push(name)
  }
  c.op(p, Op.POP_TOP)
}

/** Every alternative binds the names of the first; brings them into its order on the stack. */
function sameStores(c: Compiler, p: MatchOr, loc: Location, control: readonly string[], inner: PatternContext): void {
  const different = 'alternative patterns bind different names'
  if (inner.stores.length !== control.length) c.fail(different, p)
  for (let i = control.length - 1; i >= 0; i--) {
    const at = inner.stores.indexOf(control[i]!)
    if (at < 0) c.fail(different, p)
    if (at === i) continue
    const count = at + 1
    const moved = inner.stores.splice(0, count)
    inner.stores.splice(i - at, 0, ...moved)
    for (let k = 0; k < count; k++) rotate(c, loc, i + 1)
  }
}
