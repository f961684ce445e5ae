/**
 * The names and signatures of the builtin types and of some modules are CPython's, but for those of `known-missing.txt`. With DXPY_WRITE=1
 * the lines that the list would have to hold are printed.
 */
import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { cpython } from '../support/cpython'
import { maybe } from '../support/same'

const dxpy = process.env.DXPY ?? resolve(import.meta.dir, '../../dist/dxpy')

/** The lines of `names.py` as one interpreter prints them, by name. A name that stands for several classes has several signatures. */
function namesOf(interpreter: string): Map<string, string> {
  const { PYTHONUNBUFFERED: _unbuffered, PYTHONDONTWRITEBYTECODE: _dont, ...env } = process.env
  const run = Bun.spawnSync([interpreter, join(import.meta.dir, 'names.py')], { env })
  if (run.exitCode !== 0) throw new Error(run.stderr.toString())
  const names = new Map<string, string>()
  for (const line of run.stdout.toString().trimEnd().split('\n')) {
    const space = `${line} `.indexOf(' ')
    const [name, text] = [line.slice(0, space), line.slice(space + 1)]
    const before = names.get(name)
    names.set(name, before === undefined ? text : `${before} or ${text}`)
  }
  return names
}

/** One line a name that only one of the two has, or whose signatures differ. */
function differences(wanted: ReadonlyMap<string, string>, got: ReadonlyMap<string, string>): string[] {
  const lines: string[] = []
  for (const [name, text] of wanted) {
    const ours = got.get(name)
    if (ours === undefined) lines.push(`missing ${name} ${text}`.trimEnd())
    else if (ours !== text) lines.push(`differs ${name} ${text} | ${ours}`)
  }
  for (const [name, text] of got) if (!wanted.has(name)) lines.push(`extra ${name} ${text}`.trimEnd())
  return lines.sort()
}

/** How differences deviate from the list: what to take out of it, and what is new. */
function againstList(found: readonly string[], list: string): string[] {
  const known = list.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return [
    ...known.filter((line) => !found.includes(line)).map((line) => `take it out: ${line}`),
    ...found.filter((line) => !known.includes(line)).map((line) => `regression: ${line}`),
  ]
}

test('names are held against the list', () => {
  const wanted = new Map(Object.entries({ a: '()', b: '(x)', c: '' }))
  const found = differences(wanted, new Map(Object.entries({ a: '()', b: '(y)', d: '' })))
  expect(found).toEqual(['differs b (x) | (y)', 'extra d', 'missing c'])
  expect(againstList(found, `# reason\n${found.join('\n')}\n`)).toEqual([])
  expect(againstList(['missing c'], '# reason\nextra d\n')).toEqual(['take it out: extra d', 'regression: missing c'])
})

test('every line of the list has a reason above it', () => {
  for (const group of readFileSync(join(import.meta.dir, 'known-missing.txt'), 'utf8')
    .trimEnd()
    .split('\n\n'))
    expect(group).toStartWith('# ')
})

maybe(
  "the names and signatures are CPython's",
  () => {
    const found = differences(namesOf(cpython()!), namesOf(dxpy))
    if (process.env.DXPY_WRITE === '1') process.stdout.write(`${found.join('\n')}\n`)
    expect(againstList(found, readFileSync(join(import.meta.dir, 'known-missing.txt'), 'utf8'))).toEqual([])
  },
  120_000,
)
