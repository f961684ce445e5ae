import { describe, expect, test } from 'bun:test'
import { MAX_OPERAND, Op, opcodeTable } from '../../src/bytecode/opcodes'

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
})
