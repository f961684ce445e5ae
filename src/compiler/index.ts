/**
 * The compiler's border: a syntax tree in, a code unit out.
 *
 * Passes, in order: future statements, constant folding (optimize.ts), symbol table (symtable.ts), code generation (codegen.ts and the
 * files it calls), flow analysis (flow.ts), assembly (assemble.ts).
 */
import { type DxError, fromJavaScript } from '../base/errors'
import { err, ok, type Result } from '../base/result'
import type { CodeUnit } from '../bytecode/code'
import type { Mod } from '../syntax/ast'
import { Compiler } from './codegen'
import { CompileFailure, type CompileWarning, recursionError } from './errors'
import { FutureFlags, readFutures } from './future'
import { foldTree } from './optimize'
import { buildSymbolTable, type SymbolTable } from './symtable'
import { validate } from './validate'

export type { CompileWarning } from './errors'

export { foldTree } from './optimize'
export { NameScope, Scope, ScopeType, SymbolFlag } from './scope'
export { SymbolTable } from './symtable'
export { unparse } from './unparse'

/** `flags` of the builtin `compile()` that concern the compiler (Include/cpython/compile.h). */
export const CompilerFlags = { ALLOW_TOP_LEVEL_AWAIT: 0x2000 } as const

/** Options of {@link compile}. */
export interface CompileOptions {
  readonly filename: string
  /** As `-O`: 1 drops asserts, 2 docstrings too. */
  readonly optimize?: 0 | 1 | 2
  /** Future flags in force around the code, and {@link CompilerFlags}. */
  readonly flags?: number
}

/** What {@link compile} gives. */
export interface Compiled {
  readonly unit: CodeUnit
  readonly warnings: readonly CompileWarning[]
}

const ALL_FUTURES = FutureFlags.ANNOTATIONS | FutureFlags.BARRY_AS_BDFL

/**
 * Compiles a tree. The tree is folded in place: do not use it afterwards.
 *
 * Errors: `SYNTAX` with CPython's message and position; `PYTHON` with type RecursionError ("maximum recursion depth exceeded during
 * compilation") for a tree that is too deep, or ValueError, TypeError, SystemError for an impossible hand-made one.
 */
export function compile(tree: Mod, options: CompileOptions): Result<Compiled, DxError> {
  return guarded(() => {
    const flags = options.flags ?? 0
    const optimize = options.optimize ?? 0
    const futures = readFutures(tree, options.filename)
    const future = (flags & ALL_FUTURES) | futures.flags
    const topLevelAwait = (flags & CompilerFlags.ALLOW_TOP_LEVEL_AWAIT) !== 0
    const futureAnnotations = (future & FutureFlags.ANNOTATIONS) !== 0
    foldTree(tree, optimize, futureAnnotations)
    const table = buildSymbolTable(tree, { filename: options.filename, futureAnnotations, topLevelAwait })
    const compiler = new Compiler(table, {
      filename: options.filename,
      optimize,
      futureFlags: future,
      lastFutureLine: futures.lastLine,
      futureAnnotations,
      topLevelAwait,
    })
    return { unit: compiler.module(tree), warnings: compiler.warnings }
  })
}

/** The symbol table of a tree, for the `symtable` module. Errors as for {@link compile}. */
export function symbolTable(tree: Mod, options: CompileOptions): Result<SymbolTable, DxError> {
  return guarded(() => {
    const flags = options.flags ?? 0
    const future = (flags & ALL_FUTURES) | readFutures(tree, options.filename).flags
    return buildSymbolTable(tree, {
      filename: options.filename,
      futureAnnotations: (future & FutureFlags.ANNOTATIONS) !== 0,
      topLevelAwait: (flags & CompilerFlags.ALLOW_TOP_LEVEL_AWAIT) !== 0,
    })
  })
}

/**
 * Checks a tree that Python code built, before it is compiled; trees from the parser need no check.
 * Error: `PYTHON` with type ValueError or TypeError and CPython's text.
 */
export function validateTree(tree: Mod): Result<void, DxError> {
  return guarded(() => validate(tree))
}

function guarded<T>(run: () => T): Result<T, DxError> {
  try {
    return ok(run())
  } catch (thrown) {
    if (thrown instanceof CompileFailure) return err(thrown.error)
    // The compiler's state dies with it, so that an exhausted stack is only one more way to be too deep.
    if (thrown instanceof RangeError) return err(recursionError().error)
    return err(fromJavaScript(thrown))
  }
}
