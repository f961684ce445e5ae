import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cachePath, isFresh, pycBytes, readCache, writeCache } from '../../src/bytecode/cache'
import { writeDpb } from '../../src/bytecode/dpb'
import { unitOf } from './support/compile'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dpb-cache-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const pyc = pycBytes(writeDpb(unitOf('x = 1\n')), { kind: 'timestamp', mtime: 100, size: 6 })

test('names follow PEP 3147 and 488', () => {
  expect(cachePath('/a/b/mod.py', 0)).toBe('/a/b/__pycache__/mod.dxpy-313.pyc')
  expect(cachePath('/a/b/mod.x.py', 2)).toBe('/a/b/__pycache__/mod.x.dxpy-313.opt-2.pyc')
  expect(cachePath('/a/b/mod.py', 1, '/cache')).toBe('/cache/a/b/mod.dxpy-313.opt-1.pyc')
})

describe('writing', () => {
  test('a cache is read back, and replaced as a whole', () => {
    const path = cachePath(join(folder, 'mod.py'), 0)
    expect(writeCache(path, pyc).isOk()).toBe(true)
    expect(writeCache(path, pyc, 0o600).isOk()).toBe(true)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(dirname(path))).toEqual(['mod.dxpy-313.pyc'])
    const read = readCache(path, 'mod.py')._unsafeUnwrap()
    expect(read.file.filename).toBe('mod.py')
    expect(read.invalidation).toEqual({ kind: 'timestamp', mtime: 100, size: 6 })
    const hash = { kind: 'hash', hash: 2n ** 64n - 5n, checkSource: true } as const
    writeCache(path, pycBytes(writeDpb(unitOf('x = 1\n')), hash))
    expect(readCache(path)._unsafeUnwrap().invalidation).toEqual(hash)
  })

  test('what cannot be written is an error value and leaves nothing behind', () => {
    writeFileSync(join(folder, 'file'), '')
    const blocked = writeCache(join(folder, 'file', 'x.pyc'), pyc)
    expect(blocked.isErr() && blocked.error.code).toBe('OS')
    const taken = join(folder, 'taken')
    writeCache(join(taken, 'deep', 'x.pyc'), pyc)
    const onFolder = writeCache(join(taken, 'deep'), pyc)
    expect(onFolder.isErr() && onFolder.error.code).toBe('OS')
    expect(readdirSync(taken)).toEqual(['deep'])
  })

  test('a missing or foreign cache is an error value', () => {
    const missing = readCache(join(folder, 'none.pyc'))
    expect(missing.isErr() && missing.error.code).toBe('OS')
    const path = join(folder, 'foreign.pyc')
    writeFileSync(path, 'x'.repeat(100))
    const foreign = readCache(path)
    expect(foreign.isErr() && foreign.error.code).toBe('DPB_MAGIC')
    chmodSync(path, 0o644)
  })
})

describe('freshness', () => {
  const state = { mtime: 100.7, size: 6, hash: () => 77n }

  test('by time and size', () => {
    expect(isFresh({ kind: 'timestamp', mtime: 100, size: 6 }, state)).toBe(true)
    expect(isFresh({ kind: 'timestamp', mtime: 101, size: 6 }, state)).toBe(false)
    expect(isFresh({ kind: 'timestamp', mtime: 100, size: 7 }, state)).toBe(false)
    // Only 32 bits are stored.
    expect(isFresh({ kind: 'timestamp', mtime: 100, size: 6 }, { ...state, mtime: 2 ** 32 + 100 })).toBe(true)
  })

  test('by hash, as the policy says', () => {
    const right = { kind: 'hash', hash: 77n, checkSource: true } as const
    const wrong = { ...right, hash: 1n }
    expect(isFresh(right, state)).toBe(true)
    expect(isFresh(wrong, state)).toBe(false)
    expect(isFresh({ ...wrong, checkSource: false }, state)).toBe(true)
    expect(isFresh({ ...wrong, checkSource: false }, state, 'always')).toBe(false)
    expect(isFresh(wrong, state, 'never')).toBe(true)
  })
})
