/**
 * Compares syntax errors with CPython's: type, message, line and caret range.
 *
 * `bun test/syntax/error-corpus.ts [--show N] [--columns]`. CPython runs its own tests of syntax errors with `compile`, `exec` and
 * `eval` replaced by versions that write down every source that was refused, and how; each is then parsed here. Errors that CPython
 * finds only after parsing are the compiler's; they are counted apart. `--more` adds further test files.
 */
import { tmpdir } from 'node:os'
import { type DxError, DxSyntaxError } from '../../src/base/errors'
import { compile } from '../../src/compiler'
import { type Mod, type ParseMode, parse } from '../../src/syntax'
import { cpython } from '../support/cpython'
import { decodeWithJavaScript } from './ast-corpus'

/** One refused source, as CPython reported it. */
export interface Refusal {
  /** The source; bytes as base64 in `bytes` instead. */
  readonly source: string | null
  readonly bytes: string | null
  readonly mode: ParseMode
  readonly flags: number
  readonly type: string
  readonly message: string
  readonly lineno: number | null
  readonly offset: number | null
  readonly endLineno: number | null
  readonly endOffset: number | null
  /** Whether parsing alone finds the error. */
  readonly parser: boolean
}

/** Compiles a parsed source and returns the compiler's error, or null when it finds none. */
export type CompileHook = (tree: Mod, refusal: Refusal) => DxSyntaxError | null

const TESTS = ['syntax', 'exceptions', 'fstring', 'eof', 'string_literals', 'patma']
const MORE_TESTS = [
  'grammar',
  'type_params',
  'positional_only_arg',
  'unpack_ex',
  'named_expressions',
  'keywordonlyarg',
  'source_encoding',
  'tstring',
  'generators',
  'genexps',
  'except_star',
  'dictcomps',
  'future_stmt',
  'global',
  'invalid',
  'compile',
  'cmd_line_script',
  'type_comments',
  'type_aliases',
  'unicode_identifiers',
  'utf8source',
  'flufl',
  'coroutines',
  'listcomps',
  'setcomps',
  'lambda',
  'with',
  'peepholer',
]

const recorder = `
import ast, base64, builtins, io, json, sys, unittest, warnings
real_compile, real_exec, real_eval = builtins.compile, builtins.exec, builtins.eval
seen, out = set(), []
def fields(error):
    return dict(type=type(error).__name__, message=error.msg, lineno=error.lineno, offset=error.offset,
                endLineno=error.end_lineno, endOffset=error.end_offset)
def note(source, mode, flags, error):
    if not isinstance(source, (str, bytes, bytearray)): return
    key = (bytes(source) if not isinstance(source, str) else source, mode, flags)
    if key in seen: return
    seen.add(key)
    try:
        if isinstance(source, str): source.encode('utf-8')
    except UnicodeEncodeError: return
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        parser = False
        try: real_compile(source, '<corpus>', mode, flags | ast.PyCF_ONLY_AST, True)
        except SyntaxError as e: error, parser = e, True
        except Exception: return
        else:
            try: real_compile(source, '<corpus>', mode, flags, True)
            except SyntaxError as e: error = e
            except Exception: return
            else: return
    text = isinstance(source, str)
    out.append(dict(source=source if text else None, bytes=None if text else base64.b64encode(source).decode(),
                    mode=mode, flags=flags, parser=parser, **fields(error)))
def caller_flags(dont_inherit):
    return 0
def new_compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, **kw):
    try: return real_compile(source, filename, mode, flags, dont_inherit, optimize, **kw)
    except SyntaxError as error:
        note(source, mode, flags, error)
        raise
def wrap(real, mode):
    def run(source, globals=None, locals=None, /, **kw):
        frame = sys._getframe(1)
        if globals is None: globals = frame.f_globals; locals = frame.f_locals if locals is None else locals
        if isinstance(source, (str, bytes)):
            try: real_compile(source.lstrip(' \\t') if mode == 'eval' and isinstance(source, str) else source, '<string>', mode, 0, True)
            except SyntaxError as error: note(source.lstrip(' \\t') if mode == 'eval' and isinstance(source, str) else source, mode, 0, error)
            except Exception: pass
        args = (globals,) if locals is None else (globals, locals)
        return real(source, *args, **kw)
    return run
builtins.compile, builtins.exec, builtins.eval = new_compile, wrap(real_exec, 'exec'), wrap(real_eval, 'eval')
stdout, sys.stdout = sys.stdout, io.StringIO()
for name in sys.argv[1:]:
    try: suite = unittest.defaultTestLoader.loadTestsFromName('test.test_' + name)
    except Exception: continue
    unittest.TextTestRunner(stream=io.StringIO()).run(suite)
sys.stdout = stdout
json.dump(out, sys.stdout)
`

/** Runs CPython's tests and collects what it refused. Takes some seconds. */
export function refusals(python: string, tests: readonly string[] = TESTS): Refusal[] {
  const run = Bun.spawnSync([python, '-X', 'utf8', '-W', 'ignore', '-c', recorder, ...tests], {
    cwd: tmpdir(),
    stderr: 'pipe',
  })
  const text = run.stdout.toString()
  if (run.exitCode !== 0 && text === '') throw new Error(run.stderr.toString())
  return JSON.parse(text.slice(text.indexOf('['))) as Refusal[]
}

/** What dxpy says about a refused source; null when it accepts it. With a hook, what its compiler says if the parser accepts it. */
export function report(refusal: Refusal, hook?: CompileHook): DxSyntaxError | null {
  const source = refusal.source ?? new Uint8Array(Buffer.from(refusal.bytes!, 'base64'))
  const result = parse(source, {
    filename: '<corpus>',
    mode: refusal.mode,
    typeComments: (refusal.flags & 0x1000) !== 0,
    allowIncompleteInput: (refusal.flags & 0x4000) !== 0,
    barryAsFlufl: (refusal.flags & 0x400000) !== 0,
    impliedDedents: (refusal.flags & 0x200) === 0,
    decoder: decodeWithJavaScript,
  })
  if (result.isErr()) return asSyntaxError(result.error)
  return hook?.(result.value.tree, refusal) ?? null
}

/** Errors of other classes, such as too deep nesting, are no match for anything but say what happened. */
function asSyntaxError(error: DxError): DxSyntaxError {
  if (error instanceof DxSyntaxError) return error
  return new DxSyntaxError('SyntaxError', `${error.code}: ${error.message} ${error.cause}`, '', 0, 0, 0, 0, null)
}

/** Type, message and line agree. */
export function sameError(refusal: Refusal, error: DxSyntaxError | null): boolean {
  return (
    error !== null &&
    error.type === refusal.type &&
    error.message === refusal.message &&
    error.lineno === (refusal.lineno ?? 0)
  )
}

/** The caret range agrees too. */
export function sameColumns(refusal: Refusal, error: DxSyntaxError | null): boolean {
  return (
    sameError(refusal, error) &&
    error!.offset === (refusal.offset ?? 0) &&
    error!.endLineno === (refusal.endLineno ?? 0) &&
    error!.endOffset === (refusal.endOffset ?? 0)
  )
}

if (import.meta.main) {
  const python = cpython()
  if (python === null) throw new Error('no CPython 3.13 found')
  const args = process.argv.slice(2)
  const at = args.indexOf('--show')
  const show = at < 0 ? 20 : Number(args[at + 1])
  const corpus = refusals(python, args.includes('--more') ? [...TESTS, ...MORE_TESTS] : TESTS)
  const compiled: CompileHook = (tree, refusal) => {
    const result = compile(tree, { filename: '<corpus>', flags: refusal.flags })
    return result.isErr() ? asSyntaxError(result.error) : null
  }
  let total = 0
  let same = 0
  let columns = 0
  let compiler = 0
  let compilerSame = 0
  let compilerColumns = 0
  let shown = 0
  for (const refusal of corpus) {
    const error = report(refusal, refusal.parser ? undefined : compiled)
    if (refusal.parser) {
      total++
      if (sameError(refusal, error)) same++
      if (sameColumns(refusal, error)) columns++
    } else {
      compiler++
      if (sameError(refusal, error)) compilerSame++
      if (sameColumns(refusal, error)) compilerColumns++
    }
    const wanted = args.includes('--columns') ? !sameColumns(refusal, error) : !sameError(refusal, error)
    if (wanted && shown++ < show) {
      const place = (e: { lineno: unknown; offset: unknown; endLineno: unknown; endOffset: unknown }) =>
        `${e.lineno}:${e.offset}-${e.endLineno}:${e.endOffset}`
      console.log(JSON.stringify(refusal.source ?? refusal.bytes)?.slice(0, 300), refusal.mode, refusal.flags)
      console.log(`  CPython ${refusal.type}: ${refusal.message} ${place(refusal)}`)
      console.log(error === null ? '  dxpy accepts it' : `  dxpy    ${error.type}: ${error.message} ${place(error)}`)
    }
  }
  const percent = (n: number, of: number): string => `${((n / of) * 100).toFixed(1)}%`
  console.log(
    `${total} errors of the parser: type, message and line ${percent(same, total)}, columns ${percent(columns, total)}`,
  )
  console.log(
    `${compiler} errors of the compiler: ${percent(compilerSame, compiler)}, columns ${percent(compilerColumns, compiler)}`,
  )
}
