import { test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { same } from '../support/same'

test('lines of a file longer than a chunk, positions before and after', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dxpy-lines-'))
  try {
    const path = join(folder, 'lines.txt')
    const lines = Array.from({ length: 3000 }, (_, i) => `${'é'.repeat(i % 7)}line ${i} ${'x'.repeat(i % 61)}`)
    writeFileSync(path, lines.join('\r\n') + '\nend without newline \u{1f98a}')
    same(`
import zlib
def h(s): return zlib.crc32(s.encode())
for options in {}, {'newline': ''}, {'newline': '\\r\\n'}, {'encoding': 'latin-1'}, {'encoding': 'utf-8', 'errors': 'replace'}, {'newline': '\\n'}:
    f = open(${JSON.stringify(path)}, **({'encoding': 'utf-8'} | options))
    print(f.readline(), f.tell())
    total = 0
    for i, line in enumerate(f):
        total = total * 31 + h(line) & 0xffffffff
        if i == 700: break
    try: print(f.tell())
    except OSError as e: print(e)
    print(total, h(f.readline()), h(f.read(1000)))
    for line in f: total = total * 31 + h(line) & 0xffffffff
    print(total, f.tell(), repr(f.readline()))
    f.seek(0)
    print(h(f.readline()), f.tell())
    position = f.tell()
    f.readline(); f.read(9000); p2 = f.tell(); rest = f.read(50)
    f.seek(position); print(h(f.readline()))
    f.seek(p2); print(f.read(50) == rest)
    f.seek(0); print(sum(1 for _ in f), [h(x) for x in open(${JSON.stringify(path)}, **({'encoding': 'utf-8'} | options)).readlines()][-3:])
    f.close()
`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
