/**
 * Compares the tokens of `tokenize` with CPython's, for every Python file under a directory.
 *
 * `bun test/syntax/token-corpus.ts [DIRECTORY] [--limit N]`; without a directory, CPython's Lib.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { pythonTokensBeforeError } from '../../src/syntax/python-tokens'
import { cpython } from '../support/cpython'
import { pythonFiles } from './ast-corpus'

const worker = `
import _tokenize, hashlib, io, json, sys, warnings
warnings.simplefilter('ignore')
out = []
for path in json.load(sys.stdin):
    try:
        text = open(path, encoding='utf-8', newline='').read()
    except UnicodeDecodeError:
        out.append(None)
        continue
    lines = []
    try:
        for type, string, start, end, line in _tokenize.TokenizerIter(io.StringIO(text, newline='').readline, extra_tokens=True):
            lines.append(json.dumps([type, string, *start, *end, line], ensure_ascii=False, separators=(',', ':')))
    except SyntaxError as e:
        lines.append('error ' + e.msg)
    if len(sys.argv) > 1: print('\\n'.join(lines))
    out.append(hashlib.sha256('\\n'.join(lines).encode('utf-8', 'surrogatepass')).hexdigest())
if len(sys.argv) == 1: json.dump(out, sys.stdout)
`

/** CPython's answer for each file: a hash of its tokens, or null for a file that is not UTF-8. */
export function tokenHashes(python: string, files: readonly string[]): (string | null)[] {
  const run = Bun.spawnSync([python, '-X', 'utf8', '-c', worker], { stdin: Buffer.from(JSON.stringify(files)) })
  if (run.exitCode !== 0) throw new Error(run.stderr.toString())
  return JSON.parse(run.stdout.toString()) as (string | null)[]
}

const sourceWorker = `
import _tokenize, io, json, sys, warnings
warnings.simplefilter('ignore')
out = []
for text in json.load(sys.stdin):
    found = []
    try:
        for type, string, start, end, line in _tokenize.TokenizerIter(io.StringIO(text, newline='').readline, extra_tokens=True):
            found.append([type, string, *start, *end, line])
    except SyntaxError as e:
        found.append([e.__class__.__name__, e.msg, e.lineno, e.offset])
    out.append(found)
json.dump(out, sys.stdout)
`

/** CPython's tokens of many sources, each list ended by the error if there is one. */
export function tokensByCPython(python: string, sources: readonly string[]): unknown[][] {
  const run = Bun.spawnSync([python, '-X', 'utf8', '-c', sourceWorker], { stdin: Buffer.from(JSON.stringify(sources)) })
  if (run.exitCode !== 0) throw new Error(run.stderr.toString())
  return JSON.parse(run.stdout.toString()) as unknown[][]
}

/** dxpy's tokens of a source in the same form. */
export function tokensByDxpy(source: string): unknown[] {
  const { tokens, error } = pythonTokensBeforeError(source, { filename: 't', extraTokens: true })
  const found: unknown[] = tokens.map((t) => [
    t.type,
    t.string,
    t.startLine,
    t.startColumn,
    t.endLine,
    t.endColumn,
    t.line,
  ])
  if (error !== null) found.push([error.type, error.message, error.lineno, error.offset])
  return found
}

/** dxpy's tokens of a file, one JSON line each. */
export function ownTokens(path: string): string[] {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(readFileSync(path))
  const { tokens, error } = pythonTokensBeforeError(text, { filename: path, extraTokens: true })
  const lines = tokens.map((t) =>
    JSON.stringify([t.type, t.string, t.startLine, t.startColumn, t.endLine, t.endColumn, t.line]),
  )
  if (error !== null) lines.push(`error ${error.message}`)
  return lines
}

/** Hash of tokens, comparable with {@link tokenHashes}. */
export function hashTokens(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}

if (import.meta.main) {
  const python = cpython()
  if (python === null) throw new Error('no CPython 3.13 found')
  const args = process.argv.slice(2)
  const at = args.indexOf('--limit')
  const limit = at < 0 ? Number.POSITIVE_INFINITY : Number(args.splice(at, 2)[1])
  const lib = Bun.spawnSync([python, '-c', 'import os; print(os.path.dirname(os.__file__))']).stdout.toString().trim()
  const files = pythonFiles(args[0] ?? lib).filter((file) => !file.includes('/site-packages/'))
  const step = Math.max(1, Math.ceil(files.length / limit))
  const chosen = files.filter((_, index) => index % step === 0)
  const hashes = tokenHashes(python, chosen)
  let compared = 0
  let same = 0
  let shown = 0
  chosen.forEach((file, index) => {
    if (hashes[index] === null) return
    compared++
    const own = ownTokens(file)
    if (hashTokens(own) === hashes[index]) {
      same++
      return
    }
    if (shown++ >= 8) return
    const theirs = Bun.spawnSync([python, '-X', 'utf8', '-c', worker, 'print'], {
      stdin: Buffer.from(JSON.stringify([file])),
    })
      .stdout.toString()
      .split('\n')
    const first = own.findIndex((line, i) => line !== theirs[i])
    console.log(`${file}\n  CPython ${theirs[first]}\n  dxpy    ${own[first]}`)
  })
  console.log(`${compared} files, tokens equal in ${same}`)
}
