/**
 * Whole processes: user plus system time, interpreters in turn within each repeat, so that a slow phase of the machine meets
 * all of them. Figures are medians; waiting for a busy processor does not count. Outputs are compared with CPython's.
 */
import { median } from './figures'
import { environment, here, type Interpreter } from './interpreters'

/** Where a program may take at most this long, in ms, before it is killed. */
const TIME_LIMIT = 120_000

/** A process to be measured: the arguments of the interpreter. */
export interface Task {
  readonly name: string
  readonly args: readonly string[]
}

/** Median CPU time in ms by interpreter. */
export interface Whole {
  readonly name: string
  readonly cpu: Record<string, number>
  /** Interpreters whose output or exit code was not CPython's. */
  readonly differs: string[]
}

/** Runs a task once; the text is what it printed and how it ended. */
export function once(interpreter: Interpreter, task: Task): { cpu: number; text: string } {
  const run = Bun.spawnSync([...interpreter.command, ...task.args], {
    cwd: here,
    timeout: TIME_LIMIT,
    stdin: 'ignore',
    env: environment,
  })
  const usage = run.resourceUsage
  if (usage === undefined) throw new Error('no resource usage')
  const failure = run.exitCode === 0 ? '' : `\nexit ${run.exitCode} ${run.signalCode ?? ''}\n${run.stderr}`
  return {
    cpu: Number(usage.cpuTime.total) / 1000,
    text: run.stdout.toString() + failure,
  }
}

/** Runs a task some times with each interpreter. */
export function measureWhole(list: readonly Interpreter[], task: Task, repeats: number): Whole {
  const samples = new Map(list.map((i) => [i.name, [] as number[]]))
  const row: Whole = { name: task.name, cpu: {}, differs: [] }
  for (let n = 0; n < repeats; n++) {
    let expected = ''
    for (const interpreter of list) {
      const run = once(interpreter, task)
      samples.get(interpreter.name)!.push(run.cpu)
      if (interpreter.name === 'cpython') expected = run.text
      else if (run.text !== expected && !row.differs.includes(interpreter.name)) {
        row.differs.push(interpreter.name)
        console.error(
          `${task.name}: ${interpreter.name} printed\n${run.text.slice(0, 2000)}\ninstead of\n${expected.slice(0, 2000)}`,
        )
      }
    }
  }
  for (const [name, cpu] of samples) row.cpu[name] = median(cpu)
  return row
}
