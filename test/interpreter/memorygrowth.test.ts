/** The process does not grow by the garbage that JavaScriptCore does not count: a loop over short texts. */
import { expect, test } from 'bun:test'
import { dxpyCommand } from '../support/command'

/** Peak memory in MB of a loop that makes two million texts of 132 characters, one after the other. */
function peak(...options: readonly string[]): number {
  const program = `
text = 'the quick brown fox jumps over the lazy dog ' * 3
for i in range(2000000):
    x = text.upper()
for line in open('/proc/self/status'):
    if line.startswith('VmHWM'):
        print(int(line.split()[1]) // 1024)
`
  const run = Bun.spawnSync([...dxpyCommand, ...options, '-c', program])
  return Number(run.stdout.toString())
}

test.skipIf(process.platform !== 'linux')(
  'texts that are dropped at once are collected before they fill the memory',
  () => {
    for (const mode of ['on', 'off']) {
      const megabytes = peak('-X', `jit=${mode}`)
      expect(megabytes).toBeGreaterThan(20)
      // Without a look at the process it is 390.
      expect(megabytes).toBeLessThan(300)
    }
  },
)
