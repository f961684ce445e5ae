/** `from __future__ import …` (CPython: Python/future.c). */
import { type ImportFrom, type Mod, NodeKind, type Stmt_ } from '../syntax/ast'
import { docstringOf } from './docstring'
import { type Location, syntaxError } from './errors'

/** co_flags bits of future statements that still mean something. */
export const FutureFlags = { BARRY_AS_BDFL: 0x400000, ANNOTATIONS: 0x1000000 } as const

const known: ReadonlySet<string> = new Set([
  'nested_scopes',
  'generators',
  'division',
  'absolute_import',
  'with_statement',
  'print_function',
  'unicode_literals',
  'generator_stop',
])

/** What a module's future statements say. */
interface Futures {
  readonly flags: number
  /** Line of the last future statement in its place, -1 if there is none: one on a later line is an error. */
  readonly lastLine: number
}

/**
 * Reads the future statements at the beginning of a module.
 * @throws CompileFailure for an unknown feature
 */
export function readFutures(tree: Mod, filename: string): Futures {
  let flags = 0
  let lastLine = -1
  if (tree.node !== NodeKind.Module && tree.node !== NodeKind.Interactive) return { flags, lastLine }
  let done = false
  let line = -1
  for (let i = docstringOf(tree.body) === null ? 0 : 1; i < tree.body.length; i++) {
    const s: Stmt_ = tree.body[i]!
    if (done && s.lineno > line) break
    line = s.lineno
    if (!isFuture(s)) {
      done = true
      continue
    }
    if (done) throw syntaxError(filename, LATE, s)
    lastLine = s.lineno
    for (const alias of s.names) {
      if (alias.name === 'annotations') flags |= FutureFlags.ANNOTATIONS
      else if (alias.name === 'barry_as_FLUFL') flags |= FutureFlags.BARRY_AS_BDFL
      else if (alias.name === 'braces') throw syntaxError(filename, 'not a chance', startOf(s))
      else if (!known.has(alias.name))
        throw syntaxError(filename, `future feature ${alias.name} is not defined`, startOf(s))
    }
  }
  return { flags, lastLine }
}

/** The error of a future statement that comes too late. */
export const LATE = 'from __future__ imports must occur at the beginning of the file'

function isFuture(s: Stmt_): s is ImportFrom {
  return s.node === NodeKind.ImportFrom && s.module === '__future__' && !s.level
}

/** CPython reports unknown features without an end column. */
function startOf(s: Location): Location {
  return { lineno: s.lineno, col_offset: s.col_offset, end_lineno: s.lineno, end_col_offset: -1 }
}
