/**
 * Runs batches of random programs in two interpreters, one process of each a batch, and finds those that do not behave alike. A difference is minimised
 * by shortening the tape of its program.
 */
import { join } from 'node:path'

const driver = join(import.meta.dir, 'driver.py')

/** The executable that is tested. */
export const dxpy = process.env.DXPY ?? join(import.meta.dir, '..', '..', 'dist', 'dxpy')

/** Programs that come of tapes: what is defined before each, and the program of a tape. */
export interface Programs {
  readonly prelude: string
  readonly of: (tape: readonly number[]) => string
}

/** What is compared: CPython and the command of the other, with which programs. */
export interface Comparison {
  readonly python: string
  readonly command: readonly string[]
  readonly programs: Programs
  /** Programs that one process runs. */
  readonly batch: number
  /** What CPython does with the batches, by their first program: comparisons that have the same ones share it. */
  readonly known: Map<number, Outcomes>
}

/** What a program printed, and how it ended. */
interface Outcome {
  stdout: string
  failure: string | null
}

/** What each program did. */
export type Outcomes = readonly Outcome[]

/** Runs the programs in one process, and those behind one at which it died in another. */
export function run(command: readonly string[], prelude: string, programs: readonly string[]): Outcomes {
  const outcomes: Outcome[] = []
  while (outcomes.length < programs.length) {
    const input = [prelude, ...programs.slice(outcomes.length)].map((p) => JSON.stringify(p)).join('\n')
    const made = Bun.spawnSync([...command, driver], {
      stdin: Buffer.from(input),
      timeout: 120_000,
      env: { ...process.env, PYTHONHASHSEED: '0', PYTHONUTF8: '1' },
    })
    for (const line of made.stdout.toString().split('\n').slice(0, -1)) {
      const [stdout, failure] = JSON.parse(line) as [string, string | null]
      outcomes.push({ stdout, failure })
    }
    if (outcomes.length < programs.length)
      outcomes.push({ stdout: '', failure: `process ended with ${made.exitCode ?? made.signalCode}: ${made.stderr}` })
  }
  return outcomes
}

/** Addresses of objects in reprs differ from run to run. */
export function normalise(o: Outcome): string {
  return `${o.stdout.replace(/0x[0-9a-f]{6,}/g, '0x…')}${o.failure ?? 'ended'}`
}

/** Indices of the programs at which the two differ, with both outcomes. */
function differences(
  c: Comparison,
  programs: readonly string[],
  expected = run([c.python], c.programs.prelude, programs),
): [number, string, string][] {
  const actual = run(c.command, c.programs.prelude, programs)
  return programs
    .map((_, i): [number, string, string] => [i, normalise(expected[i]!), normalise(actual[i]!)])
    .filter(([, want, got]) => want !== got)
}

/** Shorter tapes: without halves, quarters, … of it, and with numbers lowered to 0. */
function shorterTapes(tape: readonly number[]): number[][] {
  const candidates: number[][] = []
  for (let size = tape.length >> 1; size >= 1; size >>= 1)
    for (let at = 0; at < tape.length && candidates.length < 400; at += size)
      candidates.push([...tape.slice(0, at), ...tape.slice(at + size)])
  for (let at = 0; at < tape.length && candidates.length < 800; at++)
    if (tape[at] !== 0) candidates.push(tape.with(at, 0))
  return candidates
}

/** Programs without one of the statements, or with a statement's block in the place of the statement. */
function shorterPrograms(program: string): string[] {
  const lines = program.split('\n')
  const depth = (line: string) => line.length - line.trimStart().length
  const candidates: string[] = []
  for (let at = 0; at < lines.length && candidates.length < 600; at++) {
    const from = depth(lines[at]!)
    let end = at + 1
    while (end < lines.length && depth(lines[end]!) > from) end++
    candidates.push([...lines.slice(0, at), ...lines.slice(end)].join('\n'))
    candidates.push([...lines.slice(0, at), `${' '.repeat(from)}pass`, ...lines.slice(end)].join('\n'))
    if (end > at + 1) {
      const inner = lines.slice(at + 1, end).map((line) => line.slice(depth(lines[at + 1]!) - from))
      candidates.push([...lines.slice(0, at), ...inner, ...lines.slice(end)].join('\n'))
    }
  }
  return candidates
}

/** A shorter program that still differs: from shorter tapes, then with fewer statements, a round of candidates at a time. */
export function minimise(c: Comparison, tape: readonly number[], difference: [number, string, string]): string {
  let bestTape = tape
  let best = c.programs.of(tape)
  let shown = difference
  const shortest = (candidates: readonly string[]) => {
    const found = differences(c, candidates).filter(([at]) => candidates[at]!.length < best.length)
    const [better] = found.sort((a, b) => candidates[a[0]]!.length - candidates[b[0]]!.length)
    if (better === undefined) return -1
    best = candidates[better[0]]!
    shown = better
    return better[0]
  }
  for (let round = 0; round < 25; round++) {
    const tapes = shorterTapes(bestTape)
    const at = shortest(tapes.map(c.programs.of))
    if (at < 0) break
    bestTape = tapes[at]!
  }
  for (let round = 0; round < 60; round++) if (shortest(shorterPrograms(best)) < 0) break
  return `${best}--- CPython\n${shown[1]}\n--- dxpy\n${shown[2]}\n`
}

/** How many of the programs differ; the first `shown` of them are minimised and reported on stderr. */
export function compareAll(c: Comparison, tapes: readonly number[][], shown: number): number {
  const reports: string[] = []
  let differing = 0
  for (let at = 0; at < tapes.length; at += c.batch) {
    const batch = tapes.slice(at, at + c.batch)
    const programs = batch.map(c.programs.of)
    const expected = c.known.get(at) ?? run([c.python], c.programs.prelude, programs)
    c.known.set(at, expected)
    for (const found of differences(c, programs, expected)) {
      differing++
      if (reports.length < shown) reports.push(`program ${at + found[0]}\n${minimise(c, batch[found[0]]!, found)}`)
    }
  }
  if (differing > 0) console.error(`${differing} of ${tapes.length} programs differ\n\n${reports.join('\n')}`)
  return differing
}
