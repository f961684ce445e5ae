/** Runs modules of CPython's own test suite and compares what passes with what CPython passes and with the list of known failures. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpython } from '../support/cpython'

/** How often a module is started again after a test that crashed or hung. */
const STARTS = 12
/** Seconds without a test that begins or ends before a test counts as hung, and for one module in all. */
const QUIET = 60
const MODULE = 900

const script = join(import.meta.dir, 'one.py')
const listFile = join(import.meta.dir, 'known-failures.txt')
const oracleFolder = join(import.meta.dir, '../../build/conformance')

/** What became of one module: the tests that count, those that passed, how the process ended if not well. */
export interface ModuleResult {
  readonly module: string
  readonly wanted: readonly string[]
  readonly passed: ReadonlySet<string>
  /** Whether any test began. */
  readonly loaded: boolean
  readonly seconds: number
  readonly note: string
}

/** A line of the list: a test that may fail, and why it may also pass. */
export interface Known {
  readonly id: string
  readonly flaky: string | null
}

/** How results differ from the list. */
export interface Comparison {
  /** Tests that fail and are not listed. */
  readonly regressions: string[]
  /** Lines whose tests pass. */
  readonly fixes: string[]
  /** Lines of these modules whose test CPython does not have. */
  readonly unknown: string[]
}

/** The modules of a list: one a line, `#` begins a comment. */
export function moduleNames(): string[] {
  const lines = readFileSync(join(import.meta.dir, 'modules.txt'), 'utf8').split('\n')
  return lines.map((line) => line.split('#')[0]!.trim()).filter((name) => name !== '')
}

/** The folder of CPython's tests; null where there is no CPython 3.13 or it has none. With CI=true that is an error. */
export function testFolder(): string | null {
  const python = cpython()
  if (python === null) return null
  const run = Bun.spawnSync([python, '-c', 'import os, test.support; print(os.path.dirname(test.__file__))'])
  if (run.exitCode === 0) return run.stdout.toString().trim()
  if (process.env.CI === 'true') throw new Error("CPython's test package is required in CI and was not found")
  return null
}

interface Run {
  readonly marks: Map<string, string>
  readonly seconds: number
  readonly note: string
}

/** One process: reads the marks it wrote, kills it when it is quiet for too long. Gives its exit code or 'hang'. */
function start(command: string[], env: Record<string, string>, home: string, results: string, deadline: number) {
  return new Promise<{ code: number | string; output: string }>((resolve) => {
    // A group of its own, so that what a test started ends with it.
    const child = spawn(command[0]!, command.slice(1), {
      env,
      cwd: home,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-2_000_000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    let hung = false
    let size = 0
    let moved = Date.now()
    const end = () => {
      try {
        process.kill(-child.pid!, 'SIGKILL')
      } catch {
        // The group is gone already.
      }
    }
    const timer = setInterval(() => {
      const now = statSync(results).size
      if (now !== size) {
        size = now
        moved = Date.now()
      } else if (Date.now() - moved > QUIET * 1000 || Date.now() > deadline) {
        hung = true
        end()
      }
    }, 500)
    child.on('exit', (code, signal) => {
      clearInterval(timer)
      end()
      resolve({ code: hung ? 'hang' : (code ?? signal ?? 'lost'), output })
    })
  })
}

/** Runs tests of a module in an interpreter; none named means all, and the interpreter is the oracle. */
async function runModule(interpreter: string, module: string, tests: string, wanted: readonly string[]): Promise<Run> {
  const home = mkdtempSync(join(tmpdir(), 'conformance-'))
  const started = Date.now()
  const deadline = started + MODULE * 1000
  const marks = new Map<string, string>()
  const oracle = wanted.length === 0
  let left = [...wanted]
  let note = ''
  try {
    symlinkSync(tests, join(home, 'test'))
    const kept = Object.entries(process.env).filter(([name]) => !/^(PYTHON|PYENV_VERSION|BUN_)/.test(name))
    const env = {
      ...(Object.fromEntries(kept) as Record<string, string>),
      PYTHONPATH: home,
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONHASHSEED: '0',
      LC_ALL: 'C.UTF-8',
    }
    for (let i = 0; i < STARTS; i++) {
      const work = join(home, `run${i}`)
      mkdirSync(work)
      const results = join(home, 'results')
      const chosen = join(home, 'wanted')
      writeFileSync(results, '')
      writeFileSync(chosen, left.join('\n'))
      const command = [interpreter, script, results, module, chosen, ...(oracle ? ['--oracle'] : [])]
      const { code, output } = await start(command, { ...env, HOME: work, TMPDIR: work }, work, results, deadline)
      let began: string | null = null
      for (const line of readFileSync(results, 'utf8').split('\n')) {
        const id = line.slice(2)
        if (line.startsWith('B ')) began = id
        else if (id !== '') {
          marks.set(id, marks.get(id) === 'F' ? 'F' : line[0]!)
          if (id === began) began = null
        }
      }
      if (process.env.CONFORMANCE_EXPLAIN && !oracle) process.stderr.write(output)
      const last = output.trimEnd().split('\n').at(-1)!.slice(0, 120)
      if (code === 0) {
        if (marks.size === 0) note ||= `nothing ran: ${last}`
        break
      }
      note ||= `${code === 'hang' ? code : `exit ${code}`}: ${began ?? 'before the first test'}: ${last}`
      if (began === null || Date.now() > deadline) break
      marks.set(began, 'F')
      left = left.filter((id) => !marks.has(id))
      if (left.length === 0) break
    }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
  return { marks, seconds: (Date.now() - started) / 1000, note }
}

const passedOf = (marks: Map<string, string>) => [...marks].filter(([, mark]) => mark === 'P').map(([id]) => id)

/** The tests of a module that CPython passes on this machine; found once and kept in `build`. */
async function wantedTests(module: string, tests: string): Promise<string[]> {
  const file = join(oracleFolder, `${module}.json`)
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { from: string; passed: string[] }
    if (kept.from === tests) return kept.passed
  }
  const { marks } = await runModule(cpython()!, module, tests, [])
  const passed = passedOf(marks)
    .filter((id) => !id.includes('\n'))
    .sort()
  mkdirSync(oracleFolder, { recursive: true })
  writeFileSync(file, JSON.stringify({ from: tests, passed }))
  return passed
}

/** Runs modules with an interpreter, several at a time; `report` hears of each as it ends. */
export async function runModules(
  interpreter: string,
  modules: readonly string[],
  tests: string,
  options: { jobs: number; report?: (result: ModuleResult) => void },
): Promise<ModuleResult[]> {
  const done = new Map<string, ModuleResult>()
  const queue = [...modules]
  const worker = async () => {
    for (let module = queue.shift(); module !== undefined; module = queue.shift()) {
      const wanted = await wantedTests(module, tests)
      const run: Run =
        wanted.length === 0
          ? { marks: new Map(), seconds: 0, note: '' }
          : await runModule(interpreter, module, tests, wanted)
      const names = wanted.map((id) => nameOf(module, id))
      const passed = new Set(
        passedOf(run.marks)
          .map((id) => nameOf(module, id))
          .filter((name) => names.includes(name)),
      )
      const loaded = wanted.some((id) => run.marks.has(id))
      const result = { module, wanted: names, passed, loaded, seconds: run.seconds, note: run.note }
      done.set(module, result)
      options.report?.(result)
    }
  }
  await Promise.all(Array.from({ length: options.jobs }, worker))
  return modules.map((module) => done.get(module)!)
}

/** The module a test's name belongs to: `test.test_str.StrTest.test_x` to `test_str`. */
const moduleOf = (name: string) => /^test\.(\w+)/.exec(name)?.[1] ?? ''

/** A test's name in the list: its id, after the name of the module where that does not say it (doctests of built-in types). */
const nameOf = (module: string, id: string) => (id.startsWith(`test.${module}.`) ? id : `test.${module}:${id}`)

/** The known failures: `ID` or `ID  # flaky: reason`, in any order. */
export function readKnown(): Known[] {
  if (!existsSync(listFile)) return []
  const known: Known[] = []
  for (const line of readFileSync(listFile, 'utf8').split('\n')) {
    if (line.startsWith('#') || line.trim() === '') continue
    const [id, reason] = line.split('  # flaky: ')
    known.push({ id: id!.trim(), flaky: reason?.trim() ?? null })
  }
  return known
}

/** Compares results with the list; only lines of the modules that ran matter. */
export function compareResults(results: readonly ModuleResult[], known: readonly Known[]): Comparison {
  const comparison: Comparison = { regressions: [], fixes: [], unknown: [] }
  const lines = new Map(known.map((line) => [line.id, line]))
  for (const result of results) {
    const whole = `test.${result.module}`
    const own = known.filter((line) => moduleOf(line.id) === result.module && line.id !== whole)
    if (lines.has(whole)) {
      if (result.loaded) comparison.fixes.push(whole)
      else continue
    } else if (!result.loaded && result.wanted.length > 0) {
      comparison.regressions.push(`${whole} (nothing ran)`)
      continue
    }
    const tests = new Set(result.wanted)
    for (const id of result.wanted)
      if (!result.passed.has(id) && !lines.has(id) && !lines.has(whole)) comparison.regressions.push(id)
    for (const line of own) {
      if (!tests.has(line.id)) comparison.unknown.push(line.id)
      else if (result.passed.has(line.id) && line.flaky === null) comparison.fixes.push(line.id)
    }
  }
  return comparison
}

/** The list as it should be after these results, and the lines it would gain. Lines of modules that did not run stay. */
export function updatedList(
  results: readonly ModuleResult[],
  known: readonly Known[],
): { list: Known[]; added: string[] } {
  const lines = new Map(known.map((line) => [line.id, line]))
  const ran = new Set(results.map((result) => result.module))
  const list = known.filter((line) => !ran.has(moduleOf(line.id)))
  const added: string[] = []
  for (const { module, wanted, passed, loaded } of results) {
    if (wanted.length === 0) continue
    const whole = `test.${module}`
    const failing = loaded ? wanted.filter((id) => !passed.has(id) || lines.get(id)?.flaky) : [whole]
    for (const id of failing) {
      list.push(lines.get(id) ?? { id, flaky: null })
      // A module that loads now trades its one line for those of its tests.
      if (!lines.has(id) && !lines.has(whole)) added.push(id)
    }
  }
  return { list, added }
}

/** Writes the list, sorted. */
export function writeKnown(list: readonly Known[]): void {
  const lines = list.map(({ id, flaky }) => (flaky === null ? id : `${id}  # flaky: ${flaky}`))
  const head = `# Tests of CPython 3.13's suite that CPython passes and dxpy does not; see README.md. This list only shrinks.\n`
  writeFileSync(listFile, head + lines.sort().join('\n') + '\n')
}
