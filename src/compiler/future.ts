/** `from __future__ import …` (CPython: Python/future.c). */
import { type Mod, NodeKind, type Stmt_ } from '../syntax/ast'
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

/**
 * The future flags that a module's own statements switch on.
 * @throws CompileFailure for an unknown feature or a late import
 */
export function futureFlags(tree: Mod, filename: string): number {
  if (tree.node !== NodeKind.Module && tree.node !== NodeKind.Interactive) return 0
  let flags = 0
  let done = false
  let first = docstringOf(tree.body) === null ? 0 : 1
  for (; first < tree.body.length; first++) {
    const s: Stmt_ = tree.body[first]!
    if (s.node !== NodeKind.ImportFrom || s.module !== '__future__' || s.level) {
      done = true
      continue
    }
    if (done) throw syntaxError(filename, 'from __future__ imports must occur at the beginning of the file', s)
    for (const alias of s.names) {
      if (alias.name === 'annotations') flags |= FutureFlags.ANNOTATIONS
      else if (alias.name === 'barry_as_FLUFL') flags |= FutureFlags.BARRY_AS_BDFL
      else if (alias.name === 'braces') throw syntaxError(filename, 'not a chance', startOf(s))
      else if (!known.has(alias.name))
        throw syntaxError(filename, `future feature ${alias.name} is not defined`, startOf(s))
    }
  }
  return flags
}

/** CPython reports unknown features without an end column. */
function startOf(s: Location): Location {
  return { lineno: s.lineno, col_offset: s.col_offset, end_lineno: s.lineno, end_col_offset: -1 }
}
