/** The default of JavaScriptCore's last tier in the executable. */
import { expect, test } from 'bun:test'
import { join } from 'node:path'

function threshold(environment: Record<string, string>): string | undefined {
  const made = Bun.spawnSync([join(import.meta.dir, '../../dist/dxpy'), '-c', 'pass'], {
    env: { BUN_JSC_dumpOptions: '2', ...environment },
  })
  return /thresholdForFTLOptimizeAfterWarmUp=(\d+)/.exec(`${made.stdout}${made.stderr}`)?.[1]
}

test.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('the last tier comes late', () => {
  expect(threshold({})).toBe('1280000')
  expect(threshold({ BUN_JSC_thresholdForFTLOptimizeAfterWarmUp: '64000' })).toBe('64000')
})
