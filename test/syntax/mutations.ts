/**
 * Mutated Python: real statements with a token or character dropped, doubled, swapped or put in, and what CPython says to them.
 *
 * `bun test/syntax/mutations.ts [--count N] [--seed N] [--show N] [--mode exec|eval|single]` compares acceptance, trees and errors with
 * CPython. Mutations find
 * what CPython's own tests of syntax errors do not ask.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { DxSyntaxError } from '../../src/base/errors'
import { type ParseMode, parse } from '../../src/syntax'
import { dump } from '../../src/syntax/dump'
import { tokenize } from '../../src/syntax/tokenizer'
import { cpython } from '../support/cpython'
import { pythonFiles } from './ast-corpus'

/** A small deterministic random generator (mulberry32): numbers in [0, 1). */
export function randomSource(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const inserts = [
  '(', ')', '[', ']', '{', '}', ',', ':', ';', '=', ':=', '==', '*', '**', '.', '->', '@', '+', '-', 'not', 'in', 'is',
  'if', 'else', 'for', 'lambda', 'yield', 'await', 'async', 'as', 'from', 'import', 'None', 'True', 'x', '1', '"s"',
  'f"{x}"', "f'{a b}'", 'def', 'class', 'return', 'print', 'match', 'case', 'type', '_', '\n', '\\', '!', '$', '...',
  '<>', '0x', '1_', "'", '"""', 'f"{', 'b"x"', 'while', 'with', 'try', 'except', 'finally', 'del', 'global', '+=', '#',
] // biome-ignore format: one list

/** One mutation of `source` at a random token. */
export function mutate(source: string, random: () => number): string {
  const tokens = tokenize(source)
  const pick = (n: number): number => Math.floor(random() * n)
  const at = pick(Math.max(tokens.count, 1))
  const other = pick(Math.max(tokens.count, 1))
  const start = tokens.start[at]
  const end = tokens.end[at]
  const text = source.slice(start, end)
  const insert = inserts[pick(inserts.length)]
  switch (pick(7)) {
    case 0:
      return source.slice(0, start) + source.slice(end)
    case 1:
      return `${source.slice(0, end)} ${text}${source.slice(end)}`
    case 2:
      return source.slice(0, start) + source.slice(tokens.start[other], tokens.end[other]) + source.slice(end)
    case 3:
      return `${source.slice(0, start)}${insert} ${source.slice(start)}`
    case 4:
      return source.slice(0, start) + insert + source.slice(end)
    case 5:
      return source.slice(0, start)
    default: {
      const offset = pick(source.length)
      return source.slice(0, offset) + source.slice(offset + 1)
    }
  }
}

/** Pieces of real source: runs of top-level statements, at most 25 lines each. */
export function snippets(files: readonly string[], random: () => number, count: number): string[] {
  const found: string[] = []
  while (found.length < count) {
    const file = files[Math.floor(random() * files.length)]
    const lines = readFileSync(file, 'utf8').split('\n')
    const tops = lines.flatMap((line, index) => (/^[A-Za-z@]/.test(line) ? [index] : []))
    if (tops.length < 2) continue
    const first = Math.floor(random() * (tops.length - 1))
    const last = Math.min(tops.length - 1, first + 1 + Math.floor(random() * 3))
    if (tops[last] - tops[first] > 25) continue
    const text = `${lines.slice(tops[first], tops[last]).join('\n')}\n`
    if (text.isWellFormed() && !text.includes('\0')) found.push(text)
  }
  return found
}

/** A piece of source cut down to what a mode of `compile()` takes, at random without its last line end. */
export function inMode(source: string, mode: ParseMode, random: () => number): string {
  if (mode === 'exec') return source
  const first = `${source.split(/\n(?=[A-Za-z@#])/)[0].replace(/\n+$/, '')}\n`
  const text = mode === 'eval' ? first.replace(/^\s*(?:return|\w+ =)\s*/, '') : first
  return random() < 0.5 ? text : text.slice(0, -1)
}

const judge = `
import ast, hashlib, json, sys, warnings
warnings.simplefilter('ignore')
out = []
for source in json.load(sys.stdin):
    try:
        tree = ast.dump(ast.parse(source, mode=sys.argv[1]), include_attributes=True)
        out.append(hashlib.sha256(tree.encode('utf-8', 'surrogatepass')).hexdigest())
    except SyntaxError as e:
        out.append([type(e).__name__, e.msg, e.lineno or 0, e.offset or 0, e.end_lineno or 0, e.end_offset or 0])
    except Exception as e:
        out.append([type(e).__name__, str(e), 0, 0, 0, 0])
json.dump(out, sys.stdout)
`

/** CPython's answer: the hash of the tree, or type, message and place of the error. */
export type Judgement = string | [type: string, message: string, ...place: number[]]

/** Asks CPython about many sources at once. */
export function judgements(python: string, sources: readonly string[], mode: ParseMode = 'exec'): Judgement[] {
  const run = Bun.spawnSync([python, '-X', 'utf8', '-c', judge, mode], { stdin: Buffer.from(JSON.stringify(sources)) })
  if (run.exitCode !== 0) throw new Error(run.stderr.toString())
  return JSON.parse(run.stdout.toString()) as Judgement[]
}

/** dxpy's answer in the same form. */
export function ownJudgement(source: string, mode: ParseMode = 'exec'): Judgement {
  const result = parse(source, { filename: 'mutation', mode })
  if (result.isOk()) return createHash('sha256').update(dump(result.value.tree)).digest('hex')
  const e = result.error
  if (!(e instanceof DxSyntaxError)) return [e.code, `${e.message} ${e.cause}`, 0, 0, 0, 0]
  return [e.type, e.message, e.lineno, e.offset, e.endLineno, e.endOffset]
}

if (import.meta.main) {
  const python = cpython()
  if (python === null) throw new Error('no CPython 3.13 found')
  const args = process.argv.slice(2)
  const option = (name: string, otherwise: number): number => {
    const at = args.indexOf(name)
    return at < 0 ? otherwise : Number(args[at + 1])
  }
  const random = randomSource(option('--seed', 1))
  const lib = Bun.spawnSync([python, '-c', 'import os; print(os.path.dirname(os.__file__))']).stdout.toString().trim()
  const files = pythonFiles(lib).filter((file) => !/site-packages|\/tokenizedata\/|encoded_modules|lib2to3/.test(file))
  const modeAt = args.indexOf('--mode')
  const mode = (modeAt < 0 ? 'exec' : args[modeAt + 1]) as ParseMode
  const sources = snippets(files, random, option('--count', 2000)).map((text) =>
    mutate(inMode(text, mode, random), random),
  )
  const expected = judgements(python, sources, mode)
  let invalid = 0
  let sameKind = 0
  let sameMessage = 0
  let samePlace = 0
  let shown = 0
  sources.forEach((source, index) => {
    const theirs = expected[index]
    const ours = ownJudgement(source, mode)
    const accepted = typeof theirs === 'string'
    if (!accepted) invalid++
    const show = (): void => {
      if (shown++ >= option('--show', 10)) return
      console.log(`${'-'.repeat(60)}\n${source}`)
      console.log(`CPython ${JSON.stringify(theirs)}\ndxpy    ${JSON.stringify(ours)}`)
    }
    if (accepted || typeof ours === 'string') {
      if (theirs === ours) sameKind++
      else show()
      return
    }
    sameKind++
    if (theirs.slice(0, 3).join() !== ours.slice(0, 3).join()) {
      show()
      return
    }
    sameMessage++
    if (theirs.join() === ours.join()) samePlace++
    else if (args.includes('--columns')) show()
  })
  console.log(`${sources.length} sources, ${sameKind} accepted or refused alike; ${invalid} refused by CPython:`)
  console.log(
    `type, message, line ${((sameMessage / invalid) * 100).toFixed(1)}%, columns ${((samePlace / invalid) * 100).toFixed(1)}%`,
  )
}
