/** Docstrings: where they are, and the indentation that compiling removes since Python 3.13. */
import { NodeKind, type Stmt_ } from '../syntax/ast'

/** The docstring of a body: its first statement, if that is a plain str constant. */
export function docstringOf(body: readonly Stmt_[]): string | null {
  const first = body[0]
  if (first === undefined || first.node !== NodeKind.Expr || first.value.node !== NodeKind.Constant) return null
  const value = first.value.value
  return typeof value === 'string' ? value : null
}

/** Python's `str.expandtabs()` with tabs of eight. */
function expandTabs(text: string): string {
  if (!text.includes('\t')) return text
  let column = 0
  let out = ''
  for (const ch of text) {
    if (ch === '\t') {
      const n = 8 - (column % 8)
      out += ' '.repeat(n)
      column += n
    } else {
      out += ch
      column = ch === '\n' || ch === '\r' ? 0 : column + 1
    }
  }
  return out
}

function leadingSpaces(line: string): number {
  let n = 0
  while (line.charCodeAt(n) === 32) n++
  return n
}

/** Expands tabs, strips the first line's leading spaces and the common margin of the others. */
export function cleanDoc(doc: string): string {
  const lines = expandTabs(doc).split('\n')
  let margin = Infinity
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]!
    const n = leadingSpaces(line)
    // A last line of spaces only counts as blank, as the others do.
    if (n < line.length) margin = Math.min(margin, n)
  }
  if (margin === Infinity) margin = 0
  lines[0] = lines[0]!.slice(leadingSpaces(lines[0]!))
  for (let i = 1; i < lines.length; i++) lines[i] = lines[i]!.slice(Math.min(margin, leadingSpaces(lines[i]!)))
  return lines.join('\n')
}
