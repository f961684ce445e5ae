/** The programs of bench/ print the same in dxpy, with and without the compiler, as in CPython, at a small size and twice in one process. */
import { describe, expect, test } from 'bun:test'
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { programFolder, programs } from '../../bench/programs'
import { cpython } from '../support/cpython'

const dxpy = join(import.meta.dir, '../../dist/dxpy')

/** Functions of the library that have a body in TypeScript, and loops that are entered in two places (`heapq.merge`). */
const LEFT = ['it has a native body', 'irreducible']

function run(command: string[], hashSeed: string): string {
  const made = Bun.spawnSync([...command], {
    cwd: programFolder,
    env: { ...process.env, PYTHONHASHSEED: hashSeed, PYTHONDONTWRITEBYTECODE: '1' },
  })
  return `${made.stdout}${made.stderr}exit ${made.exitCode}`
}

test('the table has all of them', () => {
  const files = readdirSync(programFolder).filter((f) => f.endsWith('.py'))
  expect(programs.map((p) => p.name)).toEqual(files.map((f) => basename(f, '.py')).sort())
})

const python = cpython()
describe.skipIf(python === null)('as in CPython', () => {
  for (const { name, small } of programs) {
    const twice = ['-c', `import ${name}; ${name}.main(${small}); ${name}.main(${small})`]
    test(name, () => {
      // Another seed: nothing may depend on the order of a set.
      const expected = run([python as string, ...twice], '1')
      expect(expected).toEndWith('exit 0')
      expect(run([dxpy, ...twice], '2')).toBe(expected)
      expect(run([dxpy, '-X', 'jit=1', ...twice], '3')).toBe(expected)
    }, 60_000)
  }

  test('no code of the programs is given up by the compiler', () => {
    for (const { name, small } of programs) {
      const made = Bun.spawnSync([dxpy, '-X', 'jit=1', '-X', 'jit_log', `${name}.py`, String(small)], {
        cwd: programFolder,
        env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
      })
      expect(made.exitCode).toBe(0)
      const log = `${made.stderr}`
      expect(log).toContain('compiled, ')
      for (const [, why] of log.matchAll(/not compiled: (.*)/g)) expect(LEFT).toContain(why!)
    }
  }, 180_000)

  for (const { name, small } of programs.filter((p) => p.limit))
    test(`${name} in TypeScript`, async () => {
      const { main } = (await import(join(programFolder, '../limit', `${name}.ts`))) as {
        main: (size: number, print: (...values: unknown[]) => void) => void
      }
      let text = ''
      main(small, (...values) => {
        text += `${values.join(' ')}\n`
      })
      expect(`${text}exit 0`).toBe(run([python as string, `${name}.py`, String(small)], '1'))
    })

  const shorts = join(programFolder, '../short')
  for (const name of readdirSync(shorts).filter((f) => f.endsWith('.py')))
    test(`short: ${name}`, () => {
      const expected = run([python as string, join(shorts, name)], '1')
      expect(expected).toEndWith('exit 0')
      expect(run([dxpy, join(shorts, name)], '2')).toBe(expected)
    })
})
