/** Programs that have to print the same in CPython and in the executable, whatever is compiled. */
import { expect } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dxpyCommand } from './command'
import { cpython } from './cpython'

/** As early as can be, a little later, as ever, and with guards that fail at random. */
const MODES = [
  ['-X', 'jit=1'],
  ['-X', 'jit=2'],
  [],
  ['-X', 'jit=1', '-X', 'jit_deopt=7'],
  ['-X', 'jit=2', '-X', 'jit_deopt=8'],
]

/** Runs a program in CPython, and in each mode in the executable: output, messages and exit code. */
export function sameCompiled(program: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'dxpy-jit-'))
  try {
    const file = join(folder, 'program.py')
    writeFileSync(file, program)
    const output = (command: readonly string[]) => {
      const run = Bun.spawnSync([...command, file], { env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } })
      return `${run.stdout}${run.stderr}exit ${run.exitCode}`
    }
    const expected = output([cpython()!])
    for (const mode of MODES) expect(output([...dxpyCommand, ...mode])).toBe(expected)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
