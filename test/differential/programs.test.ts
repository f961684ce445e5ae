/**
 * Random programs print the same and end the same in dxpy and in CPython 3.13: interpreted, compiled at threshold 1, and compiled with guards that fail
 * at random. `DXPY_PROGRAMS` is their number (300), for the compiler half of it, and a tenth with hot loops, `DXPY_SEED` the seed, `DXPY_SHOWN` how many differences are
 * minimised and shown; with `DXPY_MESSAGES=1` programs print the messages of exceptions too.
 */
import { describe, expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { cpython } from '../support/cpython'
import { compareAll, dxpy, type Outcomes, type Programs } from './compare'
import { PRELUDE, programOf } from './generate'
import { HOT_PRELUDE, hotProgramOf } from './hot'
import { tapes } from './tape'

const count = Number(process.env.DXPY_PROGRAMS ?? 300)
const seed = Number(process.env.DXPY_SEED ?? 20240913)
const shown = Number(process.env.DXPY_SHOWN ?? 5)

/** A program some times over: its body and what it calls get hot, and go on compiled. */
function repeated(program: string): string {
  const body = program
    .split('\n')
    .map((line) => (line === '' ? '' : `        ${line}`))
    .join('\n')
  return `for _round in range(16):\n    try:\n${body}\n        pass\n    except Exception as e:\n        print(type(e).__name__)\n`
}

const modes = [
  ['-X', 'jit=off'],
  ['-X', 'jit=1'],
  ['-X', 'jit=1', '-X', `jit_deopt=${(seed % 1_000_000) + 1}`],
]

const python = cpython()
describe.skipIf(python === null || !existsSync(dxpy))('random programs behave as in CPython', () => {
  const compare = (
    options: readonly string[],
    programs: Programs,
    tapes: readonly number[][],
    batch: number,
    known: Map<number, Outcomes>,
  ) => {
    const comparison = { python: python as string, command: [dxpy, ...options], programs, batch, known }
    expect(compareAll(comparison, tapes, shown)).toBe(0)
  }

  test(`${count} with standard settings`, () => {
    compare([], { prelude: PRELUDE, of: programOf }, tapes(count, seed, 20, 400), 500, new Map())
  }, 1_800_000)

  const half = Math.ceil(count / 2)
  const sorts: [string, Programs, number[][]][] = [
    [
      'sixteen times over',
      { prelude: PRELUDE, of: (tape) => repeated(programOf(tape)) },
      tapes(half, seed + 1, 20, 400),
    ],
    ['with hot loops', { prelude: HOT_PRELUDE, of: hotProgramOf }, tapes(Math.ceil(count / 10), seed + 2, 200, 1200)],
  ]
  for (const [name, programs, chosen] of sorts) {
    const known = new Map<number, Outcomes>()
    for (const options of modes)
      test(
        `${chosen.length}, ${name}, with ${options.join(' ')}`,
        () => compare(options, programs, chosen, 100, known),
        1_800_000,
      )
  }
})
