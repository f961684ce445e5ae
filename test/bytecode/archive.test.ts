import { expect, test } from 'bun:test'
import { openArchive, writeArchive } from '../../src/bytecode/archive'
import { disassemble } from '../../src/bytecode/dis'
import { writeDpb } from '../../src/bytecode/dpb'
import { unitOf, variedSource } from './support/compile'

const first = unitOf(variedSource)
const second = unitOf('x = 1\n', { filename: 'second.py' })
const text = writeArchive([
  { name: 'first', isPackage: false, dpb: writeDpb(first) },
  { name: 'pack', isPackage: true, dpb: writeDpb(second) },
  { name: 'rare', isPackage: true, dpb: writeDpb(first), compress: true },
])

test('modules open by name', () => {
  const archive = openArchive(text)._unsafeUnwrap()
  expect(archive.names()).toEqual(['first', 'pack', 'rare'])
  expect(archive.has('pack')).toBe(true)
  expect(archive.isPackage('pack')).toBe(true)
  expect(archive.isPackage('first')).toBe(false)
  const file = archive.open('first', 'there.py', 'verify')._unsafeUnwrap()!
  expect(disassemble(file.unit(0))).toBe(disassemble({ ...first }).replaceAll('test.py', 'there.py'))
  expect(archive.open('pack')._unsafeUnwrap()!.filename).toBe('second.py')
  expect(archive.isPackage('rare')).toBe(true)
  expect(archive.bytes('rare')).toEqual(archive.bytes('first')!)
  expect(archive.open('rare', undefined, 'verify').isOk()).toBe(true)
  expect(archive.open('absent')._unsafeUnwrap()).toBeNull()
})

test('the text is plain ASCII', () => {
  expect(/^[\t\n\x20-\x7e]*$/.test(text)).toBe(true)
})

test('broken archives are refused', () => {
  const code = (broken: string): string => {
    const result = openArchive(broken)
    return result.isErr() ? result.error.code : 'ok'
  }
  expect(code('')).toBe('DPB_MAGIC')
  expect(code('something else\n\n')).toBe('DPB_MAGIC')
  expect(code(text.slice(0, 20))).toBe('DPB_TRUNCATED')
  expect(code(text.slice(0, -1))).toBe('DPB_TRUNCATED')
  expect(code(writeArchive([]))).toBe('ok')
})
