import { describe, expect, test } from 'bun:test'
import { FORMAT_VERSION } from '../../src/bytecode/dpb-format'
import { intrinsic1, intrinsic2, MAX_OPERAND, Op, opcodeTable } from '../../src/bytecode/opcodes'

describe('the opcode table', () => {
  test('numbers of the enum follow it', () => {
    expect(opcodeTable.length).toBe(Object.keys(Op).length / 2)
    opcodeTable.forEach((row, i) => {
      expect(Op[row.name as keyof typeof Op]).toBe(i)
    })
  })

  test('names are distinct and fit the instruction word', () => {
    expect(new Set(opcodeTable.map((row) => row.name)).size).toBe(opcodeTable.length)
    expect(opcodeTable.length).toBeLessThanOrEqual(256)
    expect(MAX_OPERAND * 256 + 255).toBeLessThanOrEqual(0x7fffffff)
  })

  test('every row has prose, and only jumps differ along the jump', () => {
    for (const row of opcodeTable) {
      expect(row.prose.length).toBeGreaterThan(0)
      if (row.jumpEffect !== undefined) expect(row.operand === 'jump' || row.terminal).toBe(true)
    }
  })

  test('a change of the table is a new version of the file format', () => {
    const table = JSON.stringify([opcodeTable.map((row) => [row.name, row.operand]), intrinsic1, intrinsic2])
    // Where this fails, raise FORMAT_VERSION and put the new digest here: caches of the old table must not be read.
    expect([FORMAT_VERSION, Bun.hash.xxHash64(table).toString(16)]).toEqual([2, '77142b0d09fb14bb'])
  })
})
