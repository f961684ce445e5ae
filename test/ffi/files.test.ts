/** What a script's start asks of the file system, against node:fs. */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import fs from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { directoryChanged, directoryNames, readRegularFile, resolvedPath } from '../../src/ffi/files'

const linux = process.platform === 'linux'
let folder = ''

beforeAll(() => {
  folder = fs.realpathSync(fs.mkdtempSync(join(os.tmpdir(), 'dxpy-files-')))
  fs.writeFileSync(join(folder, 'empty.py'), '')
  fs.writeFileSync(join(folder, 'large.py'), 'x = 1\n'.repeat(50_000))
  fs.writeFileSync(join(folder, 'ä.py'), 'pass\n')
  fs.mkdirSync(join(folder, 'many'))
  for (let i = 0; i < 2000; i++) fs.writeFileSync(join(folder, 'many', `module_${i}.py`), '')
  fs.symlinkSync(join(folder, 'large.py'), join(folder, 'link.py'))
})
afterAll(() => fs.rmSync(folder, { recursive: true }))

test.skipIf(!linux)('files are read in full, and links followed', () => {
  for (const name of ['empty.py', 'large.py', 'link.py']) {
    const path = join(folder, name)
    expect(Buffer.from(readRegularFile(path)!).equals(fs.readFileSync(path))).toBe(true)
    expect(resolvedPath(path)).toBe(fs.realpathSync(path))
  }
})

test.skipIf(!linux)('what is no regular file, is not there or is not ASCII is left to node:fs', () => {
  for (const name of ['', 'missing.py', 'ä.py', 'many']) expect(readRegularFile(join(folder, name))).toBeNull()
  expect(readRegularFile('/dev/null')).toBeNull()
  expect(readRegularFile('a\0b')).toBeNull()
  expect(resolvedPath(join(folder, 'missing.py'))).toBeNull()
  expect(directoryNames(join(folder, 'large.py'))).toBeNull()
  expect(directoryChanged(join(folder, 'large.py'))).toBeNull()
  // A name in it.
  expect(directoryNames(folder)).toBeNull()
})

test.skipIf(!linux)('directories', () => {
  const many = join(folder, 'many')
  expect(directoryNames(many)!.sort()).toEqual(fs.readdirSync(many).sort())
  expect(Math.abs(directoryChanged(many)! - fs.statSync(many).mtimeMs)).toBeLessThan(0.01)
})

test.skipIf(!linux)('no descriptor is left open', () => {
  const before = fs.readdirSync('/proc/self/fd').length
  for (let i = 0; i < 20; i++) {
    readRegularFile(join(folder, 'large.py'))
    directoryNames(folder)
    directoryNames(join(folder, 'many'))
  }
  expect(fs.readdirSync('/proc/self/fd').length).toBe(before)
})
