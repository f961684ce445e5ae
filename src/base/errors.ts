/**
 * The typed error hierarchy of dxpy's public functions. Each error has a stable `code`, a `context` of plain data, and the
 * `cause` it was converted from. Inside the interpreter a Python exception is a Python exception; these appear at the borders.
 */

/** Stable identifiers of what went wrong; one per way an embedder may want to react. */
export type DxErrorCode =
  | 'SYNTAX'
  | 'DPB_MAGIC'
  | 'DPB_VERSION'
  | 'DPB_HASH'
  | 'DPB_TRUNCATED'
  | 'DPB_VERIFY'
  | 'OS'
  | 'FFI'
  | 'JSON'
  | 'ARGUMENT'
  | 'PYTHON'
  | 'MEMORY'
  | 'INTERNAL'

/** Plain data that explains an error: file names, offsets, errno. */
export type DxErrorContext = Readonly<Record<string, string | number | boolean | null>>

/** Root of the hierarchy. Not a JavaScript `Error`: it is returned, not thrown, and carries no JavaScript stack. */
export class DxError {
  constructor(
    readonly code: DxErrorCode,
    readonly message: string,
    readonly context: DxErrorContext = {},
    readonly cause: unknown = undefined,
  ) {}

  toString(): string {
    return `${this.code}: ${this.message}`
  }
}

/** Python's SyntaxError and its subclasses, with the caret range. Lines and columns start at 1; columns count code points. */
export class DxSyntaxError extends DxError {
  constructor(
    readonly type: 'SyntaxError' | 'IndentationError' | 'TabError',
    message: string,
    readonly filename: string,
    readonly lineno: number,
    readonly offset: number,
    readonly endLineno: number,
    readonly endOffset: number,
    /** The source line without its line end, or null where the source is not at hand. */
    readonly text: string | null,
  ) {
    super('SYNTAX', message, { filename, lineno, offset, endLineno, endOffset, type })
  }
}

/** A system call that failed; `errno` is the platform's positive number. */
export class DxOsError extends DxError {
  constructor(
    readonly errno: number,
    message: string,
    context: DxErrorContext = {},
    cause: unknown = undefined,
  ) {
    super('OS', message, { errno, ...context }, cause)
  }
}

/** An uncaught Python exception at the embedding border; `traceback` is what CPython would print. */
export class DxPythonError extends DxError {
  constructor(
    readonly typeName: string,
    message: string,
    readonly traceback: string,
    cause: unknown,
  ) {
    super('PYTHON', message, { typeName }, cause)
  }
}

/** Converts whatever JavaScript threw: system errors keep their errno, stack and memory exhaustion their meaning. */
export function fromJavaScript(thrown: unknown, context: DxErrorContext = {}): DxError {
  if (thrown instanceof DxError) return thrown
  if (thrown instanceof RangeError) return new DxError('MEMORY', thrown.message, context, thrown)
  if (thrown instanceof SyntaxError) return new DxError('JSON', thrown.message, context, thrown)
  if (thrown instanceof Error) {
    const errno = (thrown as { errno?: unknown }).errno
    if (typeof errno === 'number') return new DxOsError(Math.abs(errno), thrown.message, context, thrown)
    return new DxError('INTERNAL', thrown.message, context, thrown)
  }
  return new DxError('INTERNAL', String(thrown), context, thrown)
}
