/**
 * Compares `ast.dump(include_attributes=True)` of every Python file under a directory with CPython's own.
 *
 * `bun test/syntax/ast-corpus.ts [DIRECTORY] [--limit N] [--show N]`; without a directory, CPython's Lib with its tests. One
 * CPython process dumps all files and sends a hash of each dump; files that differ are dumped again to show where.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from '../../src/syntax'
import { dump } from '../../src/syntax/dump'
import { cpython } from '../support/cpython'

/** What CPython said about one file: the hash of its dump, or the type of its error. */
export interface Verdict {
  readonly path: string
  readonly hash: string | null
  readonly error: string | null
}

const worker = `
import ast, hashlib, sys, warnings
warnings.simplefilter('ignore')
sys.setrecursionlimit(20000)
for line in sys.stdin:
    path = line.rstrip('\\n')
    try:
        text = ast.dump(ast.parse(open(path, 'rb').read()), include_attributes=True)
    except Exception as error:
        print('E', type(error).__name__, error, sep='\\t')
    else:
        print('H', hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest(), sep='\\t')
    sys.stdout.flush()
`

/** Python files below a directory. */
export function pythonFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py'))
    .sort()
    .map((name) => join(directory, name))
}

/** CPython's verdict on each file, in order, as it arrives. */
export async function* verdicts(python: string, files: readonly string[]): AsyncGenerator<Verdict> {
  const process_ = Bun.spawn([python, '-X', 'utf8', '-c', worker], {
    stdin: new Blob(files.map((file) => `${file}\n`)),
    stdout: 'pipe',
  })
  let rest = ''
  let index = 0
  const decoder = new TextDecoder()
  for await (const chunk of process_.stdout) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop()!
    for (const line of lines) {
      const [kind, value, message] = line.split('\t')
      if (kind !== 'E' && kind !== 'H') continue // the rest of a message with line ends
      yield kind === 'H'
        ? { path: files[index++], hash: value, error: null }
        : { path: files[index++], hash: null, error: `${value}: ${message}` }
    }
  }
}

/** Null when dxpy agrees with the verdict, else what dxpy said. */
export function disagreement(verdict: Verdict): string | null {
  const result = parseFile(verdict.path)
  if (result.isErr()) return verdict.error === null ? `rejected: ${result.error}` : null
  if (verdict.hash === null) return `accepted, CPython: ${verdict.error}`
  const text = dump(result.value.tree)
  return hash(text) === verdict.hash ? null : 'different tree'
}

/** JavaScript's decoder in the place of Python's codec registry. */
export function decodeWithJavaScript(bytes: Uint8Array, encoding: string): { text: string } | null {
  const label = encoding.replace(/^iso8859/, 'iso-8859').replace(/^cp(125\d)$/, 'windows-$1')
  try {
    return { text: new TextDecoder(label as 'utf-8').decode(bytes) }
  } catch {
    return null // no such decoder
  }
}

function parseFile(path: string) {
  return parse(new Uint8Array(readFileSync(path)), { filename: path, mode: 'exec', decoder: decodeWithJavaScript })
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The place where the two dumps part. */
function difference(python: string, path: string): string {
  const script =
    'import ast,sys,warnings\nwarnings.simplefilter("ignore")\nsys.setrecursionlimit(20000)\n' +
    'print(ast.dump(ast.parse(open(sys.argv[1], "rb").read()), include_attributes=True))'
  const expected = Bun.spawnSync([python, '-X', 'utf8', '-c', script, path]).stdout.toString()
  const result = parseFile(path)
  const actual = result.isOk() ? dump(result.value.tree) : ''
  let i = 0
  while (i < actual.length && actual[i] === expected[i]) i++
  const from = Math.max(0, i - 150)
  return `  CPython …${expected.slice(from, i + 150)}\n  dxpy    …${actual.slice(from, i + 150)}`
}

if (import.meta.main) {
  const python = cpython()
  if (python === null) throw new Error('no CPython 3.13 found')
  const args = process.argv.slice(2)
  const option = (name: string, otherwise: number): number => {
    const at = args.indexOf(name)
    return at < 0 ? otherwise : Number(args.splice(at, 2)[1])
  }
  const limit = option('--limit', Number.POSITIVE_INFINITY)
  const show = option('--show', 10)
  const directory =
    args[0] ?? Bun.spawnSync([python, '-c', 'import os; print(os.path.dirname(os.__file__))']).stdout.toString().trim()
  const files = pythonFiles(directory).filter((file) => !file.includes('/site-packages/'))
  const step = Math.max(1, Math.ceil(files.length / limit))
  const chosen = files.filter((_, index) => index % step === 0)
  let count = 0
  let parsed = 0
  let different = 0
  for await (const verdict of verdicts(python, chosen)) {
    count++
    if (verdict.error === null) parsed++
    const problem = disagreement(verdict)
    if (problem === null) continue
    different++
    if (different <= show) {
      console.log(`${verdict.path}: ${problem}`)
      if (problem === 'different tree') console.log(difference(python, verdict.path))
    }
  }
  const agreed = (((count - different) / count) * 100).toFixed(2)
  console.log(`${count} files, ${parsed} that CPython parses: ${count - different} agree (${agreed}%)`)
}
