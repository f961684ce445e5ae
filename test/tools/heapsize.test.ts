/** When the engine first collects. */
import { expect, test } from 'bun:test'
import { join } from 'node:path'

function heapSize(environment: Record<string, string>): string | undefined {
  const made = Bun.spawnSync([join(import.meta.dir, '../../dist/dxpy'), '-c', 'pass'], {
    env: { BUN_JSC_dumpOptions: '2', ...environment },
  })
  return /largeHeapSize=(\d+)/.exec(`${made.stdout}${made.stderr}`)?.[1]
}

test.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('the first collection is at 32 MB', () => {
  expect(heapSize({})).toBe('33554432')
  expect(heapSize({ BUN_JSC_largeHeapSize: '8388608' })).toBe('8388608')
})
