/** Bodies come to JavaScriptCore's last tier in programs that run for long enough, and are kept out of it before. */
import { expect, test } from 'bun:test'
import { dxpyCommand } from '../support/command'

const PROGRAM = `
import sys, time
counts = dict.fromkeys('abcdefgh', 0.5)
keys = 'abcdefgh' * 1000
def count():
    for key in keys:
        counts[key] += 1.0
while time.process_time() < float(sys.argv[1]):
    count()
print(len(counts))
`

/** The functions that were compiled by a tier in a run of so many seconds of CPU time. */
function compiled(seconds: number, tier: string): string[] {
  const made = Bun.spawnSync([...dxpyCommand, '-c', PROGRAM, String(seconds)], {
    env: { ...process.env, BUN_JSC_reportCompileTimes: '1' },
  })
  expect(made.exitCode).toBe(0)
  return [...`${made.stdout}${made.stderr}`.matchAll(/Optimized (\w+)#.* using (\w+) with/g)]
    .filter(([, , by]) => by === tier)
    .map(([, name]) => name!)
}

test('not in a run of a second', () => {
  expect(compiled(1, 'DFG')).toContain('body')
  expect(compiled(1, 'FTL')).not.toContain('body')
})

test('in a longer run', () => {
  expect(compiled(6, 'FTL')).toContain('body')
}, 60_000)
