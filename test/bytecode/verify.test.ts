import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { CodeUnit } from '../../src/bytecode/code'
import { Op } from '../../src/bytecode/opcodes'
import { verify } from '../../src/bytecode/verify'
import { unitOf, variedSource } from './support/compile'

const base = unitOf('def f(a, b):\n  return a + b\n').consts[0] as CodeUnit

function withCode(words: readonly number[], over: Partial<CodeUnit> = {}): CodeUnit {
  return { ...base, ...over, instructions: Int32Array.from(words), positions: new Int32Array(words.length * 4) }
}

function op(code: number, arg = 0): number {
  return code | (arg << 8)
}

function refusal(unit: CodeUnit): string {
  const result = verify(unit)
  return result.isErr() ? result.error.message : 'sound'
}

describe('the verifier', () => {
  test('accepts what the compiler makes', () => {
    expect(verify(unitOf(variedSource)).isOk()).toBe(true)
  })

  test('refuses broken operands', () => {
    expect(refusal(withCode([op(255)]))).toContain('unknown opcode')
    expect(refusal(withCode([op(Op.LOAD_CONST, 99), op(Op.RETURN_VALUE)]))).toContain('LOAD_CONST out of range')
    expect(refusal(withCode([op(Op.LOAD_FAST, 2), op(Op.RETURN_VALUE)]))).toContain('LOAD_FAST out of range')
    expect(refusal(withCode([op(Op.LOAD_DEREF, 0), op(Op.RETURN_VALUE)]))).toContain('LOAD_DEREF out of range')
    expect(refusal(withCode([op(Op.LOAD_FAST, 0), op(Op.LOAD_ATTR, 3), op(Op.RETURN_VALUE)]))).toContain('LOAD_ATTR')
    expect(refusal(withCode([op(Op.LOAD_FAST2, 0xfff000), op(Op.RETURN_VALUE)]))).toContain('LOAD_FAST2')
  })

  test('refuses jumps out of the code, and backward jumps that are no safepoint', () => {
    expect(refusal(withCode([op(Op.JUMP, 7)]))).toContain('JUMP out of range')
    expect(refusal(withCode([op(Op.NOP), op(Op.JUMP, 0)]))).toContain('JUMP out of range')
    expect(refusal(withCode([op(Op.JUMP_BACKWARD, 1), op(Op.NOP)]))).toContain('JUMP_BACKWARD out of range')
  })

  test('refuses unbalanced stacks', () => {
    expect(refusal(withCode([op(Op.POP_TOP), op(Op.RETURN_CONST, 0)]))).toContain('underflow')
    expect(refusal(withCode([op(Op.LOAD_FAST, 0), op(Op.JUMP_BACKWARD, 0)]))).toContain('meet')
    const deep = Array(20).fill(op(Op.LOAD_FAST, 0))
    expect(refusal(withCode([...deep, op(Op.RETURN_VALUE)]))).toContain('overflow')
    expect(refusal(withCode([op(Op.LOAD_FAST, 0)]))).toContain('falls off')
  })

  test('refuses broken exception tables', () => {
    const words = [op(Op.NOP), op(Op.RETURN_CONST, 0), op(Op.RERAISE, 0)]
    const table = (...row: number[]): CodeUnit => withCode(words, { exceptionTable: Int32Array.from(row) })
    expect(refusal(table(0, 1, 2, 0))).toBe('sound')
    expect(refusal(table(0, 1, 9, 0))).toContain('exception table')
    expect(refusal(table(1, 1, 2, 0))).toContain('exception table')
    expect(refusal(table(0, 1, 2, 2))).toContain('deeper stack')
    expect(refusal(table(0, 1, 2))).toContain('broken rows')
  })

  test('refuses values of the wrong kind', () => {
    const code = (...words: number[]): string => refusal(withCode(words, { stacksize: 6 }))
    const ret = op(Op.RETURN_CONST, 0)
    expect(code(op(Op.PUSH_NULL), op(Op.RETURN_VALUE))).toContain('not a value')
    expect(code(op(Op.DELETE_FAST, 0), op(Op.LOAD_FAST, 0), op(Op.POP_TOP), ret)).toContain('not a value')
    expect(
      code(op(Op.DELETE_FAST, 0), op(Op.LOAD_FAST_CHECK, 0), op(Op.LOAD_FAST, 0), op(Op.POP_TOP), op(Op.POP_TOP), ret),
    ).toBe('sound')
    expect(code(op(Op.LOAD_FAST2, 0), op(Op.LIST_APPEND, 1), op(Op.POP_TOP), ret)).toContain('not a list')
    expect(code(op(Op.BUILD_LIST, 0), op(Op.LOAD_FAST, 0), op(Op.LIST_APPEND, 1), op(Op.POP_TOP), ret)).toBe('sound')
    expect(code(op(Op.LOAD_FAST, 0), op(Op.MAKE_FUNCTION), op(Op.POP_TOP), ret)).toContain('not code')
    expect(code(op(Op.LOAD_FAST, 0), op(Op.POP_EXCEPT), ret)).toContain('not a handled exception')
    expect(code(op(Op.LOAD_FAST, 0), op(Op.RERAISE))).toContain('not an exception')
    expect(
      code(op(Op.LOAD_FAST, 0), op(Op.LOAD_FAST, 0), op(Op.LOAD_FAST, 0), op(Op.CALL_KW, 1), op(Op.POP_TOP), ret),
    ).toContain('not names')
    expect(code(op(Op.LOAD_FAST, 0), op(Op.BUILD_STRING, 1), op(Op.POP_TOP), ret)).toContain('not a str')
    expect(code(op(Op.LOAD_FAST, 0), op(Op.YIELD_VALUE, 0), op(Op.POP_TOP), ret)).toContain('outside a generator')
    expect(code(op(Op.SETUP_ANNOTATIONS), ret)).toContain('in a function')
  })

  test('refuses a function without the cells that its code wants', () => {
    const outer = unitOf('def f():\n  x = 1\n  return lambda: x\n').consts[0] as CodeUnit
    expect(refusal(outer)).toBe('sound')
    const words = [...outer.instructions]
    const at = words.findIndex((word) => (word & 255) === Op.SET_FUNCTION_ATTRIBUTE)
    // The cells stay below, the function goes without.
    const broken = [...words.slice(0, at), op(Op.SWAP, 2), op(Op.POP_TOP), ...words.slice(at + 1)]
    const positions = new Int32Array(broken.length * 4)
    expect(refusal({ ...outer, instructions: Int32Array.from(broken), positions })).toContain('not a value')
  })

  test('refuses impossible headers', () => {
    expect(refusal({ ...base, nlocals: 9 })).toContain('nlocals')
    expect(refusal({ ...base, argcount: 9 })).toContain('arguments')
    expect(refusal({ ...base, localsplusKinds: Uint8Array.from([0x20, 0x80]) })).toContain('locals must come first')
  })

  test('never throws, whatever the words', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(140), fc.nat(12)), { minLength: 1, maxLength: 12 }),
        fc.array(fc.integer({ min: -2, max: 12 }), { maxLength: 8 }),
        (words, table) => {
          verify(
            withCode(
              words.map(([code, arg]) => op(code, arg)),
              { exceptionTable: Int32Array.from(table) },
            ),
          )
        },
      ),
      { seed: 11, numRuns: 3000 },
    )
  })
})
