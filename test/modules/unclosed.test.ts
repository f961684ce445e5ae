/** Files that a program does not close: their writes at the end, their descriptors when they are found dead. */
import { expect } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { runCPython } from '../support/cpython'
import { maybe, sameAlone } from '../support/same'

const dxpy = resolve(import.meta.dir, '../../dist/dxpy')

maybe('what was written is passed on at the end', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unclosed-'))
  const program = `
import sys, io
text = open(sys.argv[1] + '/text', 'w'); text.write('text')
data = open(sys.argv[1] + '/data', 'wb'); data.write(b'data')
def drop(): open(sys.argv[1] + '/dropped', 'w').write('dropped')
drop()
class Late:
    def __init__(self): self.file = open(sys.argv[1] + '/late', 'w')
    def __del__(self): self.file.write('late')
late = Late()
`
  const made = Bun.spawnSync([dxpy, '-c', program, folder])
  expect(made.stderr.toString()).toBe('')
  const contents = ['text', 'data', 'dropped', 'late'].map((name) => readFileSync(join(folder, name), 'latin1'))
  expect(contents).toEqual(['text', 'data', 'dropped', 'late'])
  rmSync(folder, { recursive: true })
})

maybe('a dropped file is closed with a warning, or because there are too many', () => {
  sameAlone(`
import gc, os, warnings
name = '/etc/hostname' if os.path.exists('/etc/hostname') else '/etc/passwd'
def text(): open(name)
def data(): open(name, 'rb')
def raw(): open(name, 'rb', buffering=0)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    for drop in text, data, raw:
        drop(); gc.collect(); gc.collect()
        print([str(w.message).replace('UTF', 'utf') for w in caught]); caught.clear()
    with open(name) as g: g.read()
    gc.collect(); print(len(caught))
`)
  const program = `
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
print(sum(len(open('/etc/passwd').read()) > 0 for _ in range(300)))
`
  expect(Bun.spawnSync([dxpy, '-c', program]).stdout.toString()).toBe(runCPython(program))
})
