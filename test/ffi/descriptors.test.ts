import { expect, test } from 'bun:test'
import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { closeDescriptor, closesOnExec, descriptorStatus, writeOnce } from '../../src/ffi/descriptors'

const folder = mkdtempSync(join(tmpdir(), 'dxpy-descriptors-'))
const name = join(folder, 'file')
writeFileSync(name, 'text')
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

/** Runs a function on an open file. */
function opened(path: string, flags: string, f: (fd: number) => void): void {
  const fd = openSync(path, flags)
  try {
    f(fd)
  } finally {
    closeSync(fd)
  }
}

test.each([name, folder, '/dev/null', '/dev/zero'])('the status of %s is what fstat says', (path) => {
  opened(path, 'r', (fd) => {
    const stat = fstatSync(fd)
    const { directory, characterDevice, rdev, blockSize } = descriptorStatus(fd) as Exclude<
      ReturnType<typeof descriptorStatus>,
      number
    >
    expect({ directory, characterDevice, rdev, blockSize }).toEqual({
      directory: stat.isDirectory(),
      characterDevice: stat.isCharacterDevice(),
      rdev: stat.rdev,
      blockSize: stat.blksize,
    })
  })
})

test('a file has one identity, two files have two', () => {
  const identity = (fd: number) => (descriptorStatus(fd) as { identity: string }).identity
  opened(name, 'r', (a) => {
    opened(name, 'r', (b) => expect(identity(b)).toBe(identity(a)))
    opened(folder, 'r', (b) => expect(identity(b)).not.toBe(identity(a)))
  })
})

test('a descriptor that is not open has no status', () => {
  const fd = openSync(name, 'r')
  closeDescriptor(fd)
  expect(descriptorStatus(fd)).toBe(constants.errno.EBADF)
  expect(writeOnce(fd, new Uint8Array(1))).toBe(-constants.errno.EBADF)
})

test('files that Bun opens close on exec', () => {
  opened(name, 'r', (fd) => expect(closesOnExec(fd)).toBe(true))
})

test('what is written is there', () => {
  const target = join(folder, 'written')
  opened(target, 'w', (fd) => {
    expect(writeOnce(fd, new Uint8Array(0))).toBe(0)
    expect(writeOnce(fd, Buffer.from('some bytes').subarray(5))).toBe(5)
  })
  expect(readFileSync(target, 'latin1')).toBe('bytes')
})
