/** The defaults of JavaScriptCore's tiers in the executable. */
import { expect, test } from 'bun:test'
import { join } from 'node:path'

const dxpy = join(import.meta.dir, '../../dist/dxpy')
const known = process.platform === 'linux' && process.arch === 'x64'

function option(name: string, environment: Record<string, string>): string | undefined {
  const made = Bun.spawnSync([dxpy, '-c', 'pass'], { env: { BUN_JSC_dumpOptions: '2', ...environment } })
  return new RegExp(`${name}=(\\d+)`).exec(`${made.stdout}${made.stderr}`)?.[1]
}

/** Costs of the longest functions that were optimised while a program ran. */
function optimised(jit: string): number[] {
  const program = 'def f(n):\n s = 0\n for i in range(n): s += i & 3\n return s\nfor i in range(12000): f(300)'
  const made = Bun.spawnSync([dxpy, '-X', `jit=${jit}`, '-c', program], { env: { BUN_JSC_reportDFGCompileTimes: '1' } })
  return [...`${made.stdout}${made.stderr}`.matchAll(/, (\d+) \([^\n]*using DFG/g)].map((m) => Number(m[1]))
}

test.skipIf(!known)('the last tier comes late, and long functions are not optimised', () => {
  expect(option('thresholdForFTLOptimizeAfterWarmUp', {})).toBe('1280000')
  expect(option('thresholdForFTLOptimizeAfterWarmUp', { BUN_JSC_thresholdForFTLOptimizeAfterWarmUp: '64000' })).toBe(
    '64000',
  )
  expect(option('thresholdForOptimizeAfterWarmUp', {})).toBe('4000')
  expect(option('maximumOptimizationCandidateBytecodeCost', {})).toBe('9800')
})

test.skipIf(!known)('the interpreter’s loop is optimised where it runs alone, not beside the compiler', () => {
  expect(Math.max(...optimised('off'))).toBeGreaterThan(11_000)
  expect(Math.max(...optimised('on'))).toBeLessThan(9_000)
})
