/** Options of the memory manager in the executable. */
import { expect, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const MODE = '/sys/kernel/mm/transparent_hugepage/enabled'
const there = process.platform === 'linux' && process.arch === 'x64' && existsSync(MODE)

const program = `
flags = [line.split() for line in open('/proc/self/smaps') if line.startswith('VmFlags')]
print(any('hg' in line for line in flags))
`

function run(environment: Record<string, string>): string {
  const made = Bun.spawnSync([join(import.meta.dir, '../../dist/dxpy'), '-c', program], { env: environment })
  return `${made.stdout}${made.stderr}`
}

test.skipIf(!there || readFileSync(MODE, 'latin1').includes('[never]'))('the heap may have huge pages', () => {
  expect(run({})).toBe('True\n')
  expect(run({ MIMALLOC_ALLOW_THP: '0' })).toBe('False\n')
})
