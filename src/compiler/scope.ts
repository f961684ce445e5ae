/**
 * One scope of the symbol table and the flags of its symbols. The numbers are those of CPython's `_symtable` module
 * (Include/internal/pycore_symtable.h), so that Python's `symtable` can show them.
 */
import type { Location } from './errors'

/** Bits of a symbol; the scope found by the analysis is stored above them, at {@link SCOPE_OFFSET}. */
export const SymbolFlag = {
  GLOBAL: 1,
  LOCAL: 2,
  PARAM: 4,
  NONLOCAL: 8,
  USE: 16,
  FREE: 32,
  FREE_CLASS: 64,
  IMPORT: 128,
  ANNOTATED: 256,
  COMP_ITER: 512,
  TYPE_PARAM: 1024,
  COMP_CELL: 2048,
} as const

/** Flags that bind a name in its scope. */
export const BOUND = SymbolFlag.LOCAL | SymbolFlag.PARAM | SymbolFlag.IMPORT | SymbolFlag.TYPE_PARAM

/** Shift of the resolved scope inside a symbol's number. */
export const SCOPE_OFFSET = 12
/** Mask of the resolved scope, after the shift. */
export const SCOPE_MASK = 15

/** What the analysis decides for a name; 0 where the scope does not know the name. */
export const NameScope = { UNKNOWN: 0, LOCAL: 1, GLOBAL_EXPLICIT: 2, GLOBAL_IMPLICIT: 3, FREE: 4, CELL: 5 } as const

/** Kinds of scope, with the numbers of CPython's `_symtable.TYPE_*`. */
export const ScopeType = {
  FUNCTION: 0,
  CLASS: 1,
  MODULE: 2,
  ANNOTATION: 3,
  TYPE_ALIAS: 4,
  TYPE_PARAMETERS: 5,
  TYPE_VARIABLE: 6,
} as const

/** One scope: a module, class body, function, lambda, comprehension, or one of the small scopes of PEP 695. */
export class Scope {
  /** Symbols in the order of their first appearance: flags, and after the analysis the resolved scope above them. */
  readonly symbols = new Map<string, number>()
  /** Parameters in their order. */
  readonly varnames: string[] = []
  children: Scope[] = []
  /** `global` and `nonlocal` statements, for the positions of errors. */
  directives: [name: string, at: Location][] | null = null
  /** Inside a function, at any distance. */
  nested = false
  generator = false
  coroutine = false
  asyncDef = false
  comprehension: 'list comprehension' | 'set comprehension' | 'dict comprehension' | 'generator expression' | null =
    null
  varargs = false
  varkeywords = false
  returnsValue = false
  /** The class body has a `__class__` cell. */
  needsClassClosure = false
  /** The class body has a `__classdict__` cell. */
  needsClassDict = false
  /** An annotation-like scope directly inside a class, whose names resolve in the class namespace first. */
  canSeeClassScope = false
  /** A comprehension whose code is part of its parent's. */
  inlined = false
  free = false
  childFree = false
  /** Type parameters of a class: the only names that its private name mangles in this scope. */
  mangledNames: Set<string> | null = null
  /** What a type variable scope computes ("a TypeVar bound"), for error messages. */
  scopeInfo = ''
  /** While walking: inside the target of a comprehension's `for`. */
  compIterTarget = false
  /** While walking: depth inside a comprehension's iterable expression. */
  compIterExpr = 0

  constructor(
    readonly name: string,
    readonly type: number,
    readonly location: Location,
  ) {}

  /** Function scopes and the scopes that are compiled as functions. */
  get functionLike(): boolean {
    return this.type !== ScopeType.MODULE && this.type !== ScopeType.CLASS
  }

  /** The resolved scope of a (mangled) name, one of {@link NameScope}. */
  scopeOf(name: string): number {
    const flags = this.symbols.get(name)
    return flags === undefined ? NameScope.UNKNOWN : (flags >> SCOPE_OFFSET) & SCOPE_MASK
  }
}
