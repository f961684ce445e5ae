/**
 * Compares the compiler's own syntax errors with CPython's: those that a source which parses still gives.
 *
 * `bun test/compiler/error-corpus.ts [--show N]`. The corpus is that of test/syntax/error-corpus.ts.
 */
import { DxSyntaxError } from '../../src/base/errors'
import { compile } from '../../src/compiler/index'
import { parse } from '../../src/syntax'
import { cpython } from '../support/cpython'
import { type Refusal, refusals, sameColumns, sameError } from '../syntax/error-corpus'

const TESTS = (
  'syntax exceptions fstring eof string_literals patma grammar type_params type_aliases unpack_ex named_expressions keywordonlyarg ' +
  'positional_only_arg generators genexps except_star dictcomps future_stmt global compile coroutines listcomps setcomps lambda with ' +
  'peepholer symtable scope asyncgen builtin dis pep646_syntax'
).split(' ')

/** The compiler's error for a source, the parser's if it refuses it, or null if all is accepted. */
export function compileError(refusal: Refusal): DxSyntaxError | null {
  const source = refusal.source ?? new Uint8Array(Buffer.from(refusal.bytes!, 'base64'))
  const parsed = parse(source, { filename: '<corpus>', mode: refusal.mode })
  const result = parsed.andThen((p) => compile(p.tree, { filename: '<corpus>', flags: refusal.flags }))
  if (result.isOk()) return null
  const error = result.error
  if (error instanceof DxSyntaxError) return error
  return new DxSyntaxError('SyntaxError', `${error.code}: ${error.message}`, '', 0, 0, 0, 0, null)
}

if (import.meta.main) {
  const python = cpython()
  if (python === null) throw new Error('no CPython 3.13 found')
  const args = process.argv.slice(2)
  const at = args.indexOf('--show')
  const show = at < 0 ? 20 : Number(args[at + 1])
  const corpus = refusals(python, TESTS).filter((refusal) => !refusal.parser)
  let same = 0
  let columns = 0
  let shown = 0
  for (const refusal of corpus) {
    const error = compileError(refusal)
    if (sameError(refusal, error)) same++
    if (sameColumns(refusal, error)) {
      columns++
      continue
    }
    if (shown++ >= show) continue
    const place = (e: { lineno: unknown; offset: unknown; endLineno: unknown; endOffset: unknown }): string =>
      `${e.lineno}:${e.offset}-${e.endLineno}:${e.endOffset}`
    console.log(JSON.stringify(refusal.source ?? refusal.bytes)?.slice(0, 300), refusal.mode, refusal.flags)
    console.log(`  CPython ${refusal.type}: ${refusal.message} ${place(refusal)}`)
    console.log(error === null ? '  dxpy accepts it' : `  dxpy    ${error.type}: ${error.message} ${place(error)}`)
  }
  const percent = (n: number): string => `${((n / corpus.length) * 100).toFixed(1)}%`
  console.log(
    `${corpus.length} errors of the compiler: type, message and line ${percent(same)}, columns ${percent(columns)}`,
  )
}
