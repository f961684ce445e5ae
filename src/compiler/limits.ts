/** Limits of the compiler, in one place. */

/**
 * Deepest nesting of statements and expressions, counted in AST levels, as in CPython (C_RECURSION_LIMIT). A level costs the walks two to
 * four JavaScript frames; where the stack ends before the count does, compile() reports the same error.
 */
export const MAX_DEPTH = 10000

/** Statically nested `for`, `try` and `with` blocks (CPython: CO_MAXBLOCKS). */
export const MAX_BLOCKS = 21

/** Displays with more items than this are built item by item, and calls with more arguments pass them as one, so that the value stack stays small. */
export const STACK_GUIDELINE = 30
