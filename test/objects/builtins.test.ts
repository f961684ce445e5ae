/**
 * The builtin types through Python code: each script under cases/ prints the same as in CPython, line by line, but for the lines that
 * cases/known.txt lists. That list only shrinks: a line that has come right must be removed from it.
 */
import { describe, expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cpython } from '../support/cpython'

const folder = join(import.meta.dir, 'cases')
const known = new Set(
  readFileSync(join(folder, 'known.txt'), 'utf8')
    .split('\n')
    .filter((l) => l !== '' && !l.startsWith('#')),
)

function run(command: string[], env: Record<string, string> = {}): string[] {
  const made = Bun.spawnSync(command, { env: { ...process.env, ...env } })
  if (made.exitCode !== 0) throw new Error(made.stderr.toString())
  // Addresses differ, and CPython names types of some modules with a dot.
  return made.stdout
    .toString()
    .replaceAll(/0x[0-9a-f]{6,}/g, '0x')
    .split('\n')
}

describe.skipIf(cpython() === null)('builtin types', () => {
  for (const name of readdirSync(folder).filter((f) => f.endsWith('.py')))
    test(name, () => {
      const script = join(folder, name)
      const expected = run([cpython()!, '-X', 'utf8', '-W', 'ignore', script], { PYTHONHASHSEED: '0' })
      const got = run([process.execPath, join(import.meta.dir, '../support/run-script.ts'), script])
      const wrong: string[] = []
      const differing = new Set<string>()
      for (let i = 0; i < Math.max(expected.length, got.length); i++) {
        if (expected[i] === got[i]) continue
        const key = `${name}: ${expected[i]}`
        differing.add(key)
        if (!known.has(key)) wrong.push(`expected ${expected[i]}`, `     got ${got[i]}`)
      }
      const cured = [...known].filter((k) => k.startsWith(`${name}: `) && !differing.has(k))
      if (process.env.UPDATE_KNOWN) for (const k of differing) console.log(`KNOWN ${k}`)
      expect(wrong.slice(0, 20)).toEqual([])
      expect(cured).toEqual([])
    }, 120_000)
})
