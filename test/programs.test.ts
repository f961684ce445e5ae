/** Programs that do real work with the library print what CPython prints; the expected output stands beside each program. */
import { expect, test } from 'bun:test'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cpython } from './support/cpython'

const folder = join(import.meta.dir, 'programs')
const dxpy = join(import.meta.dir, '../dist/dxpy')
const environment = {
  PATH: process.env.PATH ?? '',
  LC_ALL: 'C.UTF-8',
  PYTHONHASHSEED: '0',
  PYTHONDONTWRITEBYTECODE: '1',
  TZ: 'UTC',
  COLUMNS: '80',
}

function run(command: string, program: string): string {
  const result = Bun.spawnSync([command, program], { cwd: folder, env: environment })
  // Tracebacks name the program by its absolute path.
  return `${result.stdout.toString()}${result.stderr.toString()}exit ${result.exitCode}\n`.replaceAll(folder, '.')
}

const programs = readdirSync(folder).filter((name) => name.endsWith('.py'))

test('the executable is built', () => {
  expect(existsSync(dxpy)).toBe(true)
})

for (const name of programs) {
  const expectedFile = join(folder, name.replace(/\.py$/, '.expected'))
  test(name, () => {
    if (process.env.UPDATE_EXPECTED) {
      const python = cpython()
      if (python !== null) writeFileSync(expectedFile, run(python, name))
    }
    expect(run(dxpy, name)).toBe(readFileSync(expectedFile, 'utf8'))
  }, 60_000)
}
