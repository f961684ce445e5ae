/**
 * Random programs print the same and end the same in dxpy and in CPython 3.13: interpreted, compiled at threshold 1, and compiled with guards that fail
 * at random. `DXPY_PROGRAMS` is their number (300), for the compiler half of it, `DXPY_SEED` the seed, `DXPY_SHOWN` how many differences are
 * minimised and shown; with `DXPY_MESSAGES=1` programs print the messages of exceptions too.
 */
import { describe, expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import fc from 'fast-check'
import { cpython } from '../support/cpython'
import { compareAll, dxpy } from './compare'
import { tapes } from './generate'

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

const python = cpython()
describe.skipIf(python === null || !existsSync(dxpy))('random programs behave as in CPython', () => {
  const sample = (n: number) => fc.sample(tapes(), { numRuns: n, seed })

  test(`${count} with standard settings`, () => {
    const comparison = { python: python as string, command: [dxpy], wrap: (program: string) => program, batch: 500 }
    expect(compareAll(comparison, sample(count), shown)).toBe(0)
  }, 1_800_000)

  const half = Math.ceil(count / 2)
  const modes = [
    ['-X', 'jit=off'],
    ['-X', 'jit=1'],
    ['-X', 'jit=1', '-X', `jit_deopt=${(seed % 1_000_000) + 1}`],
  ]
  for (const options of modes)
    test(`${half}, sixteen times over, with ${options.join(' ')}`, () => {
      const comparison = { python: python as string, command: [dxpy, ...options], wrap: repeated, batch: 100 }
      expect(compareAll(comparison, sample(half), shown)).toBe(0)
    }, 1_800_000)
})
