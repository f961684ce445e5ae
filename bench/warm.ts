/**
 * Steady state: processes that stay, each with five seconds of warm-up, then asked in turn for one more run of the program. A figure is the median CPU
 * time of a run, so the compiler's and the collector's threads count.
 */
import { join } from 'node:path'
import { median } from './figures'
import { environment, here } from './interpreters'
import { Peer } from './peer'
import { programFolder } from './programs'

/** Seconds of warm-up. */
const WARM_UP = 5
/** Runs that are measured at least, and the seconds for which they go on. */
const MIN_RUNS = 5
const MEASURED = 3

/** A process that is measured: its name, its command, and programs that it runs first. */
export interface Runner {
  readonly name: string
  readonly command: readonly string[]
  readonly first?: readonly string[]
}

/** What a warmed-up runner's program printed, or why it could not run. */
interface Warmed {
  readonly text?: string
  readonly failed?: string
}

/** Median CPU time of a run in ms, by runner; nothing for one that could not run the program. */
export interface Steady {
  readonly name: string
  readonly cpu: Record<string, number>
  /** Runners whose output was not the first one's. */
  readonly differs: string[]
}

/** The command that runs the programs under an interpreter. */
export function pythonRunner(name: string, command: readonly string[], first: readonly string[] = []): Runner {
  return { name, command: [...command, join(here, 'warm.py'), programFolder], first }
}

/** Warms all runners up and measures a program in them in turn. */
export async function measureSteady(runners: readonly Runner[], program: string): Promise<Steady> {
  const row: Steady = { name: program, cpu: {}, differs: [] }
  const samples = runners.map(() => [] as number[])
  const peers = runners.map((runner) => new Peer([...runner.command], environment))
  const failed = new Set<string>()
  try {
    let expected: string | null = null
    for (const [i, runner] of runners.entries()) {
      const peer = peers[i]!
      for (const other of runner.first ?? []) await peer.ask(JSON.stringify({ once: other }))
      const answer = JSON.parse(await peer.ask(JSON.stringify({ warm: program, seconds: WARM_UP }))) as Warmed
      const text = answer.text ?? `nothing: ${answer.failed}`
      expected ??= text
      if (text === expected && answer.failed === undefined) continue
      row.differs.push(runner.name)
      if (answer.failed !== undefined) failed.add(runner.name)
      console.error(
        `${program}: ${runner.name} printed\n${text.slice(0, 2000)}\ninstead of\n${expected.slice(0, 2000)}`,
      )
    }
    const start = performance.now()
    let turns = 0
    while (turns++ < MIN_RUNS || performance.now() - start < MEASURED * 1000 * runners.length) {
      for (const [i, peer] of peers.entries()) {
        if (failed.has(runners[i]!.name)) continue
        const { cpu } = JSON.parse(await peer.ask(JSON.stringify({ run: program }))) as { cpu: number }
        samples[i]!.push(cpu * 1000)
      }
    }
  } finally {
    for (const peer of peers) peer.end()
  }
  for (const [i, runner] of runners.entries()) if (!failed.has(runner.name)) row.cpu[runner.name] = median(samples[i]!)
  return row
}

/** Peak memory in MB of a process that has run a program once, or nothing but the driver for null (Linux). */
export async function peakMemory(runner: Runner, program: string | null): Promise<number> {
  const peer = new Peer([...runner.command], environment)
  try {
    return Number(await peer.ask(JSON.stringify({ memory: program })))
  } finally {
    peer.end()
  }
}
