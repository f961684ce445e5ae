/**
 * Runs batches of random programs in two interpreters, one process of each a batch, and finds those that do not behave alike. A difference is minimised
 * by shortening the tape of its program.
 */
import { join } from 'node:path'
import { PRELUDE, programOf } from './generate'

const driver = join(import.meta.dir, 'driver.py')

/** The executable that is tested. */
export const dxpy = process.env.DXPY ?? join(import.meta.dir, '..', '..', 'dist', 'dxpy')

/** What is compared: CPython, the command of the other, and how a program is made of what the generator writes. */
export interface Comparison {
  readonly python: string
  readonly command: readonly string[]
  readonly wrap: (program: string) => string
  /** Programs that one process runs. */
  readonly batch: number
}

interface Outcome {
  stdout: string
  failure: string | null
}

/** What each program did; a program at which the process died, and those after it, have no outcome. */
function run(command: readonly string[], programs: readonly string[]): (Outcome | undefined)[] {
  const input = [PRELUDE, ...programs].map((p) => JSON.stringify(p)).join('\n')
  const made = Bun.spawnSync([...command, driver], {
    stdin: Buffer.from(input),
    timeout: 120_000,
    env: { ...process.env, PYTHONHASHSEED: '0', PYTHONUTF8: '1' },
  })
  const lines = made.stdout.toString().split('\n').slice(0, -1)
  if (lines.length < programs.length)
    lines.push(JSON.stringify(['', `process ended with ${made.exitCode ?? made.signalCode}: ${made.stderr}`]))
  return programs.map((_, i) => {
    const line = lines[i]
    if (line === undefined) return undefined
    const [stdout, failure] = JSON.parse(line) as [string, string | null]
    return { stdout, failure }
  })
}

/** Addresses of objects in reprs differ from run to run. */
function normalise(o: Outcome | undefined): string {
  if (o === undefined) return 'nothing'
  return `${o.stdout.replace(/0x[0-9a-f]{6,}/g, '0x…')}${o.failure ?? 'ended'}`
}

/** Indices of the programs at which the two differ, with both outcomes. */
export function differences(c: Comparison, tapes: readonly (readonly number[])[]): [number, string, string][] {
  const programs = tapes.map((tape) => c.wrap(programOf(tape)))
  const expected = run([c.python], programs)
  const found: [number, string, string][] = []
  let first = 0
  while (first < programs.length) {
    // Where a process died, go on after the program that killed it.
    const actual = run(c.command, programs.slice(first))
    let i = 0
    for (; i < actual.length && actual[i] !== undefined; i++) {
      const want = normalise(expected[first + i])
      const got = normalise(actual[i])
      if (want !== got) found.push([first + i, want, got])
    }
    first += Math.max(i, 1)
  }
  return found
}

/** A shorter tape whose program still differs: cuts halves, quarters, … and then lowers numbers to 0, a round of candidates at a time. */
function minimise(c: Comparison, tape: readonly number[], difference: [number, string, string]): string {
  let best = tape
  let shown = difference
  for (let round = 0; round < 25; round++) {
    const candidates: number[][] = []
    for (let size = best.length >> 1; size >= 1; size >>= 1)
      for (let at = 0; at < best.length && candidates.length < 400; at += size)
        candidates.push([...best.slice(0, at), ...best.slice(at + size)])
    for (let at = 0; at < best.length && candidates.length < 800; at++)
      if (best[at] !== 0) candidates.push(best.with(at, 0))
    const { length } = programOf(best)
    const size = (found: [number, string, string]) => programOf(candidates[found[0]]!).length
    const [better] = differences(c, candidates)
      .filter((found) => size(found) < length)
      .sort((a, b) => size(a) - size(b))
    if (better === undefined) break
    best = candidates[better[0]]!
    shown = better
  }
  return `${c.wrap(programOf(best))}--- CPython\n${shown[1]}\n--- dxpy\n${shown[2]}\n`
}

/** How many of the programs differ; the first `shown` of them are minimised and reported on stderr. */
export function compareAll(c: Comparison, tapes: readonly number[][], shown: number): number {
  const reports: string[] = []
  let differing = 0
  for (let at = 0; at < tapes.length; at += c.batch) {
    const batch = tapes.slice(at, at + c.batch)
    for (const found of differences(c, batch)) {
      differing++
      if (reports.length < shown) reports.push(`program ${at + found[0]}\n${minimise(c, batch[found[0]]!, found)}`)
    }
  }
  if (differing > 0) console.error(`${differing} of ${tapes.length} programs differ\n\n${reports.join('\n')}`)
  return differing
}
