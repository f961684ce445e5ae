/**
 * How the compiler reports what is wrong. Inside the compiler a failure is thrown as a {@link CompileFailure} and caught once, at
 * the border in index.ts, which turns it into a `DxError`; warnings are collected in order.
 *
 * Columns of compile-stage errors are UTF-8 byte offsets plus one, as CPython reports them (Python/compile.c, compiler_error).
 */
import { type DxError, DxPythonError, DxSyntaxError } from '../base/errors'

/** Where a node lies; every located AST node is one. */
export interface Location {
  readonly lineno: number
  readonly col_offset: number
  readonly end_lineno: number
  readonly end_col_offset: number
}

/** For instructions that belong to no source text; the flow pass lets them inherit a line. */
export const NO_LOCATION: Location = { lineno: -1, col_offset: -1, end_lineno: -1, end_col_offset: -1 }

/** A SyntaxWarning found while compiling. Lines start at 1, `offset` is a byte column plus one. */
export interface CompileWarning {
  readonly category: 'SyntaxWarning'
  readonly message: string
  readonly lineno: number
  readonly offset: number
  readonly endLineno: number
  readonly endOffset: number
}

/** Thrown inside the compiler only; never crosses `compile()`. */
export class CompileFailure {
  constructor(readonly error: DxError) {}
}

/** A SyntaxError with CPython's text at a node. */
export function syntaxError(filename: string, message: string, at: Location): CompileFailure {
  return new CompileFailure(
    new DxSyntaxError(
      'SyntaxError',
      message,
      filename,
      at.lineno,
      at.col_offset + 1,
      at.end_lineno,
      at.end_col_offset + 1,
      null,
    ),
  )
}

/** The error of a tree that is too deep; the runtime raises RecursionError with this text. */
export function recursionError(): CompileFailure {
  return new CompileFailure(
    new DxPythonError('RecursionError', 'maximum recursion depth exceeded during compilation', '', undefined),
  )
}

/** A ValueError or TypeError that a hand-made tree causes, such as an expression in a wrong context. */
export function treeError(typeName: 'ValueError' | 'TypeError' | 'SystemError', message: string): CompileFailure {
  return new CompileFailure(new DxPythonError(typeName, message, '', undefined))
}
