/** Huge pages of the executable's heap: there at its start, and bounded once the program goes on. */
import { expect, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const MODE = '/sys/kernel/mm/transparent_hugepage/enabled'
const there = process.platform === 'linux' && process.arch === 'x64' && existsSync(MODE)

const program = `
def mappings():
    sizes = [0]
    for line in open('/proc/self/smaps'):
        name, _, rest = line.partition(':')
        if '-' in name.split()[0]:
            first, last = name.split()[0].split('-')
            size = int(last, 16) - int(first, 16)
        elif name == 'VmFlags' and 'hg' in rest.split():
            sizes.append(size >> 20)
    return sum(sizes)

print(mappings() > 32)
for i in range(100_000):
    pass
print(mappings())
`

test.skipIf(!there || readFileSync(MODE, 'latin1').includes('[never]'))(
  'the heap has huge pages, 32 MB of them',
  () => {
    const run = Bun.spawnSync([join(import.meta.dir, '../../dist/dxpy'), '-c', program], {
      env: { PATH: process.env.PATH },
    })
    expect(run.stderr.toString()).toBe('')
    expect(run.stdout.toString()).toBe('True\n32\n')
  },
)
