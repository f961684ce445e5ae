/**
 * Runs whole Python programs under dxpy, CPython 3.13 and, where installed, PyPy, and compares CPU time and output.
 *
 * `bun bench/run.ts [names…] [--repeats=3] [--json=build/bench.json]` runs `bench/programs/*.py`;
 * `bun bench/run.ts --startup [--repeats=20]` measures start-up: CPU time and peak memory of the whole process.
 * `bun bench/run.ts --imports [names…] [--repeats=10]` measures a fresh process for each of the forty most used modules that does nothing but import it;
 * `--imports=used` one that looks into the module as well, which runs its body where that has waited (src/modules/latebodies.ts).
 * `--dxpy=PATH` measures another executable than `dist/dxpy`, `--no-pypy` leaves PyPy out.
 *
 * Interpreters take turns within each repeat, so that a slow phase of the machine meets all of them. A figure is the median of user plus
 * system time of the process (Bun.spawnSync's resourceUsage), so waiting for a busy processor does not count; a ratio divides two medians
 * of the same run. Outputs must be equal: a difference is reported and makes the exit code 1.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { cpython } from '../test/support/cpython'

const here = import.meta.dir
const root = dirname(here)

/** Where a program may take at most this long, in ms, before it is killed. */
const TIME_LIMIT = 120_000

interface Interpreter {
  name: string
  command: string[]
}

interface Sample {
  /** User plus system time of the process, ms. */
  cpu: number
  /** Largest resident size, MB. */
  memory: number
}

interface Task {
  name: string
  args: string[]
}

interface Row {
  name: string
  /** Per interpreter: median CPU ms and median peak MB. */
  cpu: Record<string, number>
  memory: Record<string, number>
  ratios: Record<string, number>
  /** Names of interpreters whose output or exit code was not CPython's. */
  differs: string[]
}

const options = new Map<string, string>()
const names: string[] = []
for (const arg of process.argv.slice(2)) {
  const m = /^--([a-z-]+)(?:=(.*))?$/.exec(arg)
  if (m) options.set(m[1] as string, m[2] ?? '')
  else names.push(basename(arg, '.py'))
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  if (sorted.length % 2 === 1) return sorted[middle] as number
  return ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

function geometricMean(values: number[]): number {
  return Math.exp(values.reduce((sum, v) => sum + Math.log(v), 0) / values.length)
}

function interpreters(): Interpreter[] {
  const python = cpython()
  if (python === null) throw new Error('no CPython 3.13 found: set CPYTHON313 to its path')
  const found: Interpreter[] = [
    { name: 'cpython', command: [python] },
    { name: 'dxpy', command: [options.get('dxpy') ?? join(root, 'dist', 'dxpy')] },
  ]
  const pypy = options.has('no-pypy') ? null : (Bun.which('pypy3') ?? Bun.which('pypy'))
  if (pypy !== null) found.push({ name: 'pypy', command: [pypy] })
  return found
}

/** Runs a task once; the text is what it printed and how it ended. */
function once(interpreter: Interpreter, task: Task): Sample & { text: string } {
  const run = Bun.spawnSync([...interpreter.command, ...task.args], {
    cwd: here,
    timeout: TIME_LIMIT,
    stdin: 'ignore',
    env: { ...process.env, PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '' },
  })
  const usage = run.resourceUsage
  if (usage === undefined) throw new Error('no resource usage')
  const failure = run.exitCode === 0 ? '' : `\nexit ${run.exitCode} ${run.signalCode ?? ''}\n${run.stderr}`
  return {
    cpu: Number(usage.cpuTime.total) / 1000,
    // Bun gives ru_maxrss in bytes on every platform.
    memory: usage.maxRSS / (1024 * 1024),
    text: run.stdout.toString() + failure,
  }
}

function measure(list: Interpreter[], task: Task, repeats: number): Row {
  const samples = new Map(list.map((i) => [i.name, [] as Sample[]]))
  const row: Row = { name: task.name, cpu: {}, memory: {}, ratios: {}, differs: [] }
  for (let n = 0; n < repeats; n++) {
    let expected = ''
    for (const interpreter of list) {
      const run = once(interpreter, task)
      samples.get(interpreter.name)?.push(run)
      if (interpreter.name === 'cpython') expected = run.text
      else if (run.text !== expected && !row.differs.includes(interpreter.name)) {
        row.differs.push(interpreter.name)
        console.error(
          `${task.name}: ${interpreter.name} printed\n${run.text.slice(0, 2000)}\ninstead of\n${expected.slice(0, 2000)}`,
        )
      }
    }
  }
  for (const [name, runs] of samples) {
    row.cpu[name] = median(runs.map((r) => r.cpu))
    row.memory[name] = median(runs.map((r) => r.memory))
  }
  for (const { name } of list) {
    if (name !== 'dxpy') row.ratios[name] = (row.cpu.dxpy as number) / (row.cpu[name] as number)
  }
  return row
}

function programTasks(): Task[] {
  const all = readdirSync(join(here, 'programs'))
    .filter((f) => f.endsWith('.py'))
    .sort()
  const chosen = names.length === 0 ? all : all.filter((f) => names.includes(basename(f, '.py')))
  if (chosen.length === 0) throw new Error(`no program of these names: ${names.join(', ')}`)
  return chosen.map((f) => ({ name: basename(f, '.py'), args: [join('programs', f)] }))
}

function startupTasks(): Task[] {
  return [
    { name: 'pass', args: ['-c', 'pass'] },
    { name: 'imports', args: ['-c', 'import json, re, argparse, dataclasses, collections, functools, pathlib'] },
  ]
}

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

function print(list: Interpreter[], rows: Row[], startup: boolean): void {
  const others = list.filter((i) => i.name !== 'dxpy')
  const heads = [...list.map((i) => `${i.name} ms`), ...others.map((i) => `dxpy/${i.name}`)]
  if (startup) heads.push(...list.map((i) => `${i.name} MB`))
  const line = (name: string, cells: string[]) =>
    console.log(name.padEnd(12) + cells.map((c) => c.padStart(14)).join(''))
  line('', heads)
  for (const row of rows) {
    const cells = list.map((i) => (row.cpu[i.name] as number).toFixed(startup ? 1 : 0))
    cells.push(...others.map((i) => `${(row.ratios[i.name] as number).toFixed(2)}×`))
    if (startup) cells.push(...list.map((i) => (row.memory[i.name] as number).toFixed(1)))
    if (row.differs.length > 0) cells.push(` differs: ${row.differs.join(', ')}`)
    line(row.name, cells)
  }
  if (!startup || imports)
    line('geom. mean', [...list.map(() => ''), ...others.map((i) => `${means(rows, i.name).toFixed(2)}×`)])
}

function means(rows: Row[], name: string): number {
  // A program that the other interpreter refuses (an older language version) has no ratio with it.
  return geometricMean(rows.filter((r) => !r.differs.includes(name)).map((r) => r.ratios[name] as number))
}

const imports = options.has('imports')
const startup = options.has('startup') || imports
const repeats = Number(options.get('repeats') ?? (imports ? 10 : startup ? 20 : 3))
const list = interpreters()
const tasks = imports ? importTasks() : startup ? startupTasks() : programTasks()
if (startup) for (const i of list) for (const t of tasks) once(i, t) // bytecode caches and page cache
const rows = tasks.map((task) => measure(list, task, repeats))
print(list, rows, startup)

const target =
  options.get('json') ??
  join(root, 'build', imports ? 'bench-imports.json' : startup ? 'bench-startup.json' : 'bench.json')
mkdirSync(dirname(target), { recursive: true })
const geometric = Object.fromEntries(list.filter((i) => i.name !== 'dxpy').map((i) => [i.name, means(rows, i.name)]))
writeFileSync(target, `${JSON.stringify({ repeats, rows, geometricMeanOfRatios: geometric }, null, 2)}\n`)
if (rows.some((r) => r.differs.includes('dxpy'))) process.exitCode = 1
