/** How builtins reach the compiler, which lies beside them in the layers: the runtime injects it. */
import type { CodeObject } from '../bytecode/code'
import type { Value } from '../objects/object'

/** Flags of compile() (Include/cpython/compile.h). */
export const CompileFlag = {
  SOURCE_IS_UTF8: 0x100,
  DONT_IMPLY_DEDENT: 0x200,
  ONLY_AST: 0x400,
  TYPE_COMMENTS: 0x1000,
  ALLOW_TOP_LEVEL_AWAIT: 0x2000,
  ALLOW_INCOMPLETE_INPUT: 0x4000,
  OPTIMIZED_AST: 0x8000 | 0x400,
  BARRY_AS_BDFL: 0x400000,
  FUTURE_MASK: 0x1fe0000,
} as const

/** The compiler as builtins need it. Errors are thrown as Python's SyntaxError, ValueError, …; warnings are issued. */
export interface CompileHook {
  /**
   * Source text or bytes, or an `ast` object, to a code object; with ONLY_AST to an `ast` object, refusing what Python 3.`featureVersion` did
   * not have. `optimize` -1: the interpreter's.
   */
  compile(
    source: Value,
    filename: string,
    mode: string,
    flags: number,
    optimize: number,
    featureVersion?: number,
  ): CodeObject | Value
}

/** The installed compiler. */
export const compiler: CompileHook = {
  compile() {
    throw new Error('no compiler installed')
  },
}
