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

/** What was compiled in a run of so many seconds of CPU time: a function and the tier. */
function compiled(seconds: number): string[] {
  const made = Bun.spawnSync([...dxpyCommand, '-c', PROGRAM, String(seconds)], {
    env: { ...process.env, BUN_JSC_reportCompileTimes: '1' },
  })
  expect(made.exitCode).toBe(0)
  const lines = `${made.stdout}${made.stderr}`.matchAll(/Optimized (\w+)#.*? using (\w+) with/g)
  return [...lines].map(([, name, tier]) => `${name} ${tier}`)
}

test('not in a run of a second', () => {
  const made = compiled(1)
  expect(made.some((one) => one.startsWith('body '))).toBe(true)
  expect(made).not.toContain('body FTL')
})

test('in a longer run', () => {
  expect(compiled(6)).toContain('body FTL')
}, 60_000)
