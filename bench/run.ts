/**
 * `npm run bench`: dxpy against CPython 3.13 and, where installed, PyPy. README.md lists the modes; each measures with `whole.ts` (processes) or
 * `warm.ts` (steady state), prints a table, and writes `build/bench….json`. A difference of outputs is reported and makes the exit code 1.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { chartOf } from './chart'
import { geometricMean } from './figures'
import { here, type Interpreter, interpreters, root } from './interpreters'
import { chosenPrograms, type Program, programFolder, programs } from './programs'
import { printTable, times } from './table'
import { measureSteady, peakMemory, pythonRunner, type Runner, type Steady } from './warm'
import { measureWhole, once, type Task, type Whole } from './whole'

const options = new Map<string, string>()
const names: string[] = []
for (const arg of process.argv.slice(2)) {
  const m = /^--([a-z-]+)(?:=(.*))?$/.exec(arg)
  if (m) options.set(m[1] as string, m[2] ?? '')
  else names.push(basename(arg, '.py'))
}

const list = interpreters(options.get('dxpy'), !options.has('no-pypy'))
const [reference, dxpy] = list as [Interpreter, Interpreter]

function repeatsOr(standard: number): number {
  return Number(options.get('repeats') ?? standard)
}

/** The ratio of two columns in each row whose outputs agree. */
function ratios(rows: readonly { cpu: Record<string, number>; differs: string[] }[], a: string, b: string): number[] {
  return rows
    .filter((row) => !row.differs.includes(a) && !row.differs.includes(b))
    .map((row) => (row.cpu[a] as number) / (row.cpu[b] as number))
    .filter((ratio) => Number.isFinite(ratio))
}

function mean(rows: readonly { cpu: Record<string, number>; differs: string[] }[], a: string, b: string): string {
  const all = ratios(rows, a, b)
  return all.length === 0 ? '–' : times(geometricMean(all))
}

/** A table of CPU times with the speed of dxpy and PyPy as a multiple of another one's. */
function printSpeeds(
  rows: readonly (Whole | Steady)[],
  columns: readonly string[],
  pairs: readonly [string, string][],
): void {
  const heads = ['', ...columns.map((c) => `${c} ms`), ...pairs.map(([a, b]) => `${a} vs ${b}`)]
  const lines = rows.map((row) => [
    row.name,
    ...columns.map((c) => row.cpu[c]?.toFixed(0) ?? '–'),
    ...pairs.map(([a, b]) => times(row.cpu[b]! / row.cpu[a]!)),
    row.differs.length > 0 ? `differs: ${row.differs.join(', ')}` : '',
  ])
  const means = ['geometric mean', ...columns.map(() => ''), ...pairs.map(([a, b]) => mean(rows, b, a))]
  printTable(heads, [...lines, means])
}

/** The pairs whose speeds are compared: (faster, slower) as hoped for. */
function speedPairs(): [string, string][] {
  const others = list.filter((i) => i.name !== 'dxpy').map((i): [string, string] => ['dxpy', i.name])
  return list.some((i) => i.name === 'pypy') ? [...others, ['pypy', 'cpython']] : others
}

function write(mode: string, results: object, rows: readonly { differs: string[] }[]): void {
  const target = options.get('json') ?? join(root, 'build', `bench${mode === '' ? '' : `-${mode}`}.json`)
  mkdirSync(join(root, 'build'), { recursive: true })
  writeFileSync(target, `${JSON.stringify(results, null, 2)}\n`)
  // PyPy is of an older version of the language.
  if (rows.some((row) => row.differs.some((name) => name !== 'pypy'))) process.exitCode = 1
}

function wholeOf(chosen: readonly Program[], repeats: number): Whole[] {
  return chosen.map(({ name }) => measureWhole(list, { name, args: [join(programFolder, `${name}.py`)] }, repeats))
}

async function steadyOf(chosen: readonly Program[]): Promise<Steady[]> {
  const rows: Steady[] = []
  const runners = list.map((i) => pythonRunner(i.name, i.command))
  for (const { name } of chosen) rows.push(await measureSteady(runners, name))
  return rows
}

/** The suite: whole processes and steady state; one of the two with `--whole` or `--steady`. */
async function suite(): Promise<void> {
  const chosen = chosenPrograms(names)
  const columns = list.map((i) => i.name)
  const results: { whole: Whole[]; steady: Steady[] } = { whole: [], steady: [] }
  if (!options.has('steady')) {
    results.whole = wholeOf(chosen, repeatsOr(3))
    console.log('Whole processes: CPU time; speed as a multiple')
    printSpeeds(results.whole, columns, speedPairs())
  }
  if (!options.has('whole')) {
    results.steady = await steadyOf(chosen)
    console.log('Steady state, after 5 s of warm-up: CPU time of a run; speed as a multiple')
    printSpeeds(results.steady, columns, speedPairs())
  }
  write('', results, [...results.whole, ...results.steady])
  if (results.whole.length > 0)
    writeFileSync(options.get('chart') ?? join(root, 'build', 'bench.svg'), chartOf(results))
}

/** Five programs of other kinds that run before one. */
function pollution(name: string): string[] {
  const at = programs.findIndex((p) => p.name === name)
  return [5, 11, 17, 23, 29].map((step) => programs[(at + step) % programs.length]!.name)
}

/** Steady state in a process that has run five other programs, against a clean one. */
async function polluted(): Promise<void> {
  const rows: Steady[] = []
  for (const { name } of chosenPrograms(names)) {
    const runners = [pythonRunner('clean', dxpy.command), pythonRunner('polluted', dxpy.command, pollution(name))]
    rows.push(await measureSteady(runners, name))
  }
  printSpeeds(rows, ['clean', 'polluted'], [['polluted', 'clean']])
  write('polluted', { polluted: rows }, rows)
}

/** Steady state against the same program in TypeScript. */
async function limit(): Promise<void> {
  const chosen = chosenPrograms(names).filter((p) => p.limit)
  const typescript: Runner = {
    name: 'typescript',
    command: [process.execPath, join(here, 'limit', 'run.ts'), programFolder],
  }
  const rows: Steady[] = []
  for (const { name } of chosen) rows.push(await measureSteady([typescript, pythonRunner('dxpy', dxpy.command)], name))
  printSpeeds(rows, ['typescript', 'dxpy'], [['dxpy', 'typescript']])
  write('limit', { limit: rows }, rows)
}

/** Peak memory of the programs: at most twice CPython's and 60 MB, which is what Bun takes. */
async function memory(): Promise<void> {
  const rows: { name: string; memory: Record<string, number>; differs: string[] }[] = []
  for (const name of [null, ...chosenPrograms(names).map((p) => p.name)]) {
    const memory: Record<string, number> = {}
    for (const i of list) memory[i.name] = await peakMemory(pythonRunner(i.name, i.command), name)
    rows.push({ name: name ?? '(nothing)', memory, differs: [] })
  }
  const lines = rows.map((row) => {
    const bound = 2 * row.memory.cpython! + 60
    const figures = list.map((i) => row.memory[i.name]!.toFixed(0))
    return [row.name, ...figures, bound.toFixed(0), row.memory.dxpy! > bound ? 'over' : '']
  })
  printTable(['', ...list.map((i) => `${i.name} MB`), '2 × cpython + 60', ''], lines)
  write('memory', { memory: rows }, rows)
}

/** Costs of short processes: dxpy's CPU time as a multiple of CPython's. */
function costs(mode: string, tasks: readonly Task[], repeats: number): void {
  const compared = mode === 'short' ? list.filter((i) => i.name !== 'pypy') : list
  for (const i of compared) for (const t of tasks) once(i, t) // bytecode caches and page cache
  const rows = tasks.map((task) => measureWhole(compared, task, repeats))
  const others = compared.filter((i) => i.name !== 'dxpy').map((i) => i.name)
  const heads = ['', ...compared.map((i) => `${i.name} ms`), ...others.map((o) => `dxpy/${o}`)]
  const lines = rows.map((row) => [
    row.name,
    ...compared.map((i) => row.cpu[i.name]!.toFixed(1)),
    ...others.map((o) => times(row.cpu.dxpy! / row.cpu[o]!)),
    row.differs.length > 0 ? `differs: ${row.differs.join(', ')}` : '',
  ])
  const means = ['geometric mean', ...compared.map(() => ''), ...others.map((o) => mean(rows, 'dxpy', o))]
  const most = ['most', ...compared.map(() => ''), ...others.map((o) => times(Math.max(...ratios(rows, 'dxpy', o))))]
  printTable(heads, [...lines, means, most])
  write(mode, { repeats, rows }, rows)
}

function shortTasks(): Task[] {
  const files = readdirSync(join(here, 'short'))
  const found = files.filter((f) => f.endsWith('.py')).sort()
  const chosen = names.length === 0 ? found : found.filter((f) => names.includes(basename(f, '.py')))
  return chosen.map((f) => ({ name: basename(f, '.py'), args: [join('short', f)] }))
}

const STARTUP: Task[] = [
  { name: 'pass', args: ['-c', 'pass'] },
  { name: 'imports', args: ['-c', 'import json, re, argparse, dataclasses, collections, functools, pathlib'] },
]

/** The modules of the library that programs import most. */
const IMPORTED = (
  'os sys re json math time datetime random collections itertools functools typing pathlib subprocess argparse logging dataclasses abc enum copy string shutil ' +
  'tempfile threading io csv pickle hashlib contextlib inspect types operator warnings traceback unittest urllib.parse struct base64 glob asyncio'
).split(' ')

function importTasks(): Task[] {
  const use = options.get('imports') === 'used' ? (name: string) => `; dir(${name})` : () => ''
  const chosen = names.length === 0 ? IMPORTED : names
  return chosen.map((name) => ({ name, args: ['-c', `import ${name}${use(name)}`] }))
}

/** Programs that make a hundred classes of a kind. */
const CLASSES: Readonly<Record<string, string>> = {
  class: 'for i in range(100):\n class C: a = 1; b = 2; c = 3; d = 4; e = 5; f = 6; g = 7; h = 8; i = 9; j = 10',
  Enum: 'from enum import Enum\nfor i in range(100):\n class C(Enum): a = 1; b = 2; c = 3; d = 4; e = 5; f = 6; g = 7; h = 8; i = 9; j = 10',
  IntEnum:
    'from enum import IntEnum\nfor i in range(100):\n class C(IntEnum): a = 1; b = 2; c = 3; d = 4; e = 5; f = 6; g = 7; h = 8; i = 9; j = 10',
  Flag: 'from enum import Flag, auto\nfor i in range(100):\n class C(Flag): a = b = auto(); c = auto(); d = auto(); e = auto(); f = auto(); g = auto(); h = auto()',
  namedtuple: "from collections import namedtuple\nfor i in range(100): C = namedtuple('C', 'a b c d e f')",
  'namedtuple, used':
    "from collections import namedtuple\nfor i in range(100): repr(namedtuple('C', 'a b c d e f')(1, 2, 3, 4, 5, 6))",
  dataclass:
    'from dataclasses import dataclass\nfor i in range(100):\n @dataclass\n class C: a: int; b: str; c: float; d: int = 0; e: str = ""; f: int = 1; g: int = 2; h: int = 3',
  'dataclass, used':
    'from dataclasses import dataclass\nfor i in range(100):\n @dataclass\n class C: a: int; b: str; c: float; d: int = 0; e: str = ""; f: int = 1; g: int = 2; h: int = 3\n x = C(1, 2, 3)\n repr(x) == x',
  'dataclass, frozen, order, slots':
    'from dataclasses import dataclass, field\nfor i in range(100):\n @dataclass(frozen=True, order=True, slots=True)\n class C: a: int; b: str; c: list = field(default_factory=list); d: int = 0; e: str = ""; f: int = 1; g: int = 2; h: int = 3',
}

function classTasks(): Task[] {
  const chosen = names.length === 0 ? Object.keys(CLASSES) : names
  return chosen.map((name) => ({ name, args: ['-c', CLASSES[name]!] }))
}

console.log(`${reference.command.join(' ')} and ${dxpy.command.join(' ')}`)
if (options.has('imports')) costs('imports', importTasks(), repeatsOr(10))
else if (options.has('classes')) costs('classes', classTasks(), repeatsOr(9))
else if (options.has('startup')) costs('startup', STARTUP, repeatsOr(20))
else if (options.has('short')) costs('short', shortTasks(), repeatsOr(7))
else if (options.has('memory')) await memory()
else if (options.has('polluted')) await polluted()
else if (options.has('limit')) await limit()
else await suite()
