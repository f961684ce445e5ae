/**
 * Random programs print the same and end the same in dxpy and in CPython 3.13. `DXPY_PROGRAMS` is their number (300),
 * `DXPY_SEED` the seed,
 * `DXPY_SHOWN` how many differences are minimised; with `DXPY_MESSAGES=1` programs print the messages of exceptions too. Programs run in batches, one process of each interpreter a batch; a difference is minimised by
 * shortening its tape, and reported as a program with both outputs.
 */
import { expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { cpython } from '../support/cpython'
import { PRELUDE, programOf, tapes } from './generate'

const root = join(import.meta.dir, '..', '..')
const dxpy = process.env.DXPY ?? join(root, 'dist', 'dxpy')
const driver = join(import.meta.dir, 'driver.py')
const count = Number(process.env.DXPY_PROGRAMS ?? 300)
const seed = Number(process.env.DXPY_SEED ?? 20240913)
const BATCH = 500
/** Differences that are minimised and shown at most. */
const SHOWN = Number(process.env.DXPY_SHOWN ?? 5)

interface Outcome {
  stdout: string
  failure: string | null
}

/** What each program did; a program at which the process died, and those after it, have no outcome. */
function run(command: string, programs: string[]): (Outcome | undefined)[] {
  const input = [PRELUDE, ...programs].map((p) => JSON.stringify(p)).join('\n')
  const made = Bun.spawnSync([command, driver], {
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

/** Indices of the programs at which the two differ. */
function differences(python: string, programs: string[]): [number, string, string][] {
  const expected = run(python, programs)
  const found: [number, string, string][] = []
  let first = 0
  while (first < programs.length) {
    // Where a process died, go on after the program that killed it.
    const actual = run(dxpy, programs.slice(first))
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
function minimise(python: string, tape: number[]): { program: string; want: string; got: string } {
  let best = tape
  let shown = differences(python, [programOf(best)])[0] as [number, string, string]
  for (let round = 0; round < 25; round++) {
    const candidates: number[][] = []
    for (let size = best.length >> 1; size >= 1; size >>= 1)
      for (let at = 0; at < best.length && candidates.length < 400; at += size)
        candidates.push([...best.slice(0, at), ...best.slice(at + size)])
    for (let at = 0; at < best.length && candidates.length < 800; at++)
      if (best[at] !== 0) candidates.push(best.with(at, 0))
    const programs = candidates.map(programOf)
    const length = programOf(best).length
    const better = differences(python, programs)
      .filter(([i]) => (programs[i] as string).length < length)
      .sort((a, b) => (programs[a[0]] as string).length - (programs[b[0]] as string).length)[0]
    if (better === undefined) break
    best = candidates[better[0]] as number[]
    shown = better
  }
  return { program: programOf(best), want: shown[1], got: shown[2] }
}

const python = cpython()
test.skipIf(python === null || !existsSync(dxpy))(
  `${count} random programs behave as in CPython`,
  () => {
    const all = fc.sample(tapes(), { numRuns: count, seed })
    const reports: string[] = []
    let differing = 0
    for (let at = 0; at < all.length; at += BATCH) {
      const batch = all.slice(at, at + BATCH)
      for (const [i] of differences(python as string, batch.map(programOf))) {
        differing++
        if (reports.length >= SHOWN) continue
        const { program, want, got } = minimise(python as string, batch[i] as number[])
        reports.push(`program ${at + i}\n${program}--- CPython\n${want}\n--- dxpy\n${got}\n`)
      }
    }
    if (differing > 0) console.error(`${differing} of ${count} programs differ\n\n${reports.join('\n')}`)
    expect(differing).toBe(0)
  },
  1_800_000,
)
