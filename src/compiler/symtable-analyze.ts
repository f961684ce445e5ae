/**
 * The second pass of the symbol table: resolves each name of each scope to local, cell, free or global.
 *
 * Walks from the module down with the names bound around a scope and hands free names back up. Comprehensions that are not
 * generator expressions are merged into the scope around them (PEP 709). CPython: Python/symtable.c, analyze_block and below.
 */
import { type Location, NO_LOCATION, syntaxError } from './errors'
import { BOUND, NameScope, SCOPE_MASK, SCOPE_OFFSET, type Scope, ScopeType, SymbolFlag } from './scope'

/** Resolves every symbol under `top`. */
export function analyzeScopes(top: Scope, filename: string): void {
  analyzeBlock(top, null, new Set(), new Set(), new Set(), null, filename)
}

type Names = Set<string>

function analyzeBlock(
  scope: Scope,
  bound: Names | null,
  free: Names,
  globals: Names,
  typeParams: Names,
  classEntry: Scope | null,
  filename: string,
): void {
  const isClass = scope.type === ScopeType.CLASS
  const functionLike = scope.functionLike
  const locals: Names = new Set()
  const scopes = new Map<string, number>()
  const newBound: Names = new Set()
  const newGlobals: Names = new Set()
  const newFree: Names = new Set()
  const inlinedCells: Names = new Set()

  // A class's own names are invisible to nested functions: pass on what was known before it.
  if (isClass) {
    for (const name of globals) newGlobals.add(name)
    if (bound) for (const name of bound) newBound.add(name)
  }
  for (const [name, flags] of scope.symbols)
    analyzeName(scope, scopes, name, flags, bound, locals, free, globals, typeParams, classEntry, filename)

  if (!isClass) {
    if (functionLike) for (const name of locals) newBound.add(name)
    if (bound) for (const name of bound) newBound.add(name)
    for (const name of globals) newGlobals.add(name)
  } else {
    newBound.add('__class__')
    newBound.add('__classdict__')
  }

  let spliced = false
  for (const child of scope.children) {
    const childClass = child.canSeeClassScope ? (isClass ? scope : classEntry) : null
    const inline = child.comprehension !== null && !child.generator && !scope.canSeeClassScope
    const childFree: Names = new Set()
    analyzeBlock(child, new Set(newBound), childFree, new Set(newGlobals), new Set(typeParams), childClass, filename)
    if (inline) {
      inlineComprehension(scope, child, scopes, childFree, inlinedCells)
      child.inlined = true
      spliced = true
    }
    for (const name of childFree) newFree.add(name)
    if (child.free || child.childFree) scope.childFree = true
  }
  if (spliced) scope.children = scope.children.flatMap((child) => (child.inlined ? child.children : child))

  if (functionLike) {
    for (const [name, where] of scopes) {
      if (where !== NameScope.LOCAL || !(newFree.has(name) || inlinedCells.has(name))) continue
      scopes.set(name, NameScope.CELL)
      newFree.delete(name)
    }
  } else if (isClass) {
    if (newFree.delete('__class__')) scope.needsClassClosure = true
    if (newFree.delete('__classdict__')) scope.needsClassDict = true
  }
  updateSymbols(scope, scopes, bound, newFree, inlinedCells, isClass || scope.canSeeClassScope)
  for (const name of newFree) free.add(name)
}

function analyzeName(
  scope: Scope,
  scopes: Map<string, number>,
  name: string,
  flags: number,
  bound: Names | null,
  locals: Names,
  free: Names,
  globals: Names,
  typeParams: Names,
  classEntry: Scope | null,
  filename: string,
): void {
  if (flags & SymbolFlag.GLOBAL) {
    if (flags & SymbolFlag.NONLOCAL)
      throw syntaxError(filename, `name '${name}' is nonlocal and global`, directiveOf(scope, name))
    scopes.set(name, NameScope.GLOBAL_EXPLICIT)
    globals.add(name)
    bound?.delete(name)
    return
  }
  if (flags & SymbolFlag.NONLOCAL) {
    if (!bound)
      throw syntaxError(filename, 'nonlocal declaration not allowed at module level', directiveOf(scope, name))
    if (!bound.has(name))
      throw syntaxError(filename, `no binding for nonlocal '${name}' found`, directiveOf(scope, name))
    if (typeParams.has(name))
      throw syntaxError(filename, `nonlocal binding not allowed for type parameter '${name}'`, directiveOf(scope, name))
    scopes.set(name, NameScope.FREE)
    scope.free = true
    free.add(name)
    return
  }
  if (flags & BOUND) {
    scopes.set(name, NameScope.LOCAL)
    locals.add(name)
    globals.delete(name)
    if (flags & SymbolFlag.TYPE_PARAM) typeParams.add(name)
    else typeParams.delete(name)
    return
  }
  // Names of the class around an annotation-like scope win over those of functions around the class, at run time.
  if (classEntry !== null) {
    const classFlags = classEntry.symbols.get(name) ?? 0
    if (classFlags & SymbolFlag.GLOBAL) {
      scopes.set(name, NameScope.GLOBAL_EXPLICIT)
      return
    }
    if (classFlags & BOUND && !(classFlags & SymbolFlag.NONLOCAL)) {
      scopes.set(name, NameScope.GLOBAL_IMPLICIT)
      return
    }
  }
  if (bound?.has(name)) {
    scopes.set(name, NameScope.FREE)
    scope.free = true
    free.add(name)
    return
  }
  if (!globals.has(name) && scope.nested) scope.free = true
  scopes.set(name, NameScope.GLOBAL_IMPLICIT)
}

function directiveOf(scope: Scope, name: string): Location {
  return scope.directives?.find((d) => d[0] === name)?.[1] ?? NO_LOCATION
}

function isFreeInAnyChild(scope: Scope, name: string): boolean {
  return scope.children.some((child) => child.scopeOf(name) === NameScope.FREE)
}

function inlineComprehension(
  scope: Scope,
  comp: Scope,
  scopes: Map<string, number>,
  compFree: Names,
  inlinedCells: Names,
): void {
  for (const [name, flags] of comp.symbols) {
    if (flags & SymbolFlag.PARAM) continue
    let where = (flags >> SCOPE_OFFSET) & SCOPE_MASK
    const only = flags & ((1 << SCOPE_OFFSET) - 1)
    if (where === NameScope.CELL || only & SymbolFlag.COMP_CELL) inlinedCells.add(name)
    // In a class body __class__ is not yet bound: the comprehension sees a global.
    if (where === NameScope.FREE && scope.type === ScopeType.CLASS && name === '__class__') {
      where = NameScope.GLOBAL_IMPLICIT
      compFree.delete(name)
      comp.symbols.delete(name)
    }
    const existing = scope.symbols.get(name)
    if (existing === undefined) {
      scope.symbols.set(name, only)
      scopes.set(name, where)
    } else if (existing & BOUND && scope.type !== ScopeType.CLASS && !isFreeInAnyChild(comp, name)) {
      compFree.delete(name)
    }
  }
}

function updateSymbols(
  scope: Scope,
  scopes: Map<string, number>,
  bound: Names | null,
  free: Names,
  inlinedCells: Names,
  classFlag: boolean,
): void {
  const symbols = scope.symbols
  for (const [name, flags] of symbols) {
    const cell = inlinedCells.has(name) ? SymbolFlag.COMP_CELL : 0
    symbols.set(name, flags | cell | ((scopes.get(name) ?? 0) << SCOPE_OFFSET))
  }
  for (const name of free) {
    const flags = symbols.get(name)
    if (flags !== undefined) {
      // A method's free variable that the class binds too: the class needs to pass the outer cell through.
      if (classFlag) symbols.set(name, flags | SymbolFlag.FREE_CLASS)
      continue
    }
    if (bound && !bound.has(name)) continue
    symbols.set(name, NameScope.FREE << SCOPE_OFFSET)
  }
}
