/** Options of the engine in the executable. */
import { expect, test } from 'bun:test'
import { join } from 'node:path'

function option(name: string, environment: Record<string, string> = {}): string | undefined {
  const made = Bun.spawnSync([join(import.meta.dir, '../../dist/dxpy'), '-c', 'pass'], {
    env: { BUN_JSC_dumpOptions: '2', ...environment },
  })
  return new RegExp(`${name}=(\\S+)`).exec(`${made.stdout}${made.stderr}`)?.[1]
}

test.skipIf(process.platform !== 'linux' || process.arch !== 'x64')(
  'the first collection is at 32 MB, no thread warms up',
  () => {
    expect(option('largeHeapSize')).toBe('33554432')
    expect(option('largeHeapSize', { BUN_JSC_largeHeapSize: '8388608' })).toBe('8388608')
    expect(option('useWarmUpMarkedBlocks')).toBe('false')
    expect(option('useWarmUpMarkedBlocks', { BUN_JSC_useWarmUpMarkedBlocks: '1' })).toBe('true')
  },
)
