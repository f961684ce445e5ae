import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { type CodeObject, CodeObject as CodeObjectClass, codeFromUnit, isCodeUnit } from '../../src/bytecode/code'
import { disassemble } from '../../src/bytecode/dis'
import { HEADER_SIZE, openDpb, writeDpb } from '../../src/bytecode/dpb'
import { plainConstants, unitOf, variedSource } from './support/compile'

const unit = unitOf(variedSource)
const dpb = writeDpb(unit, { invalidation: { kind: 'timestamp', mtime: 1234567890, size: 4321 }, optimize: 0 })
const text = disassemble(unit, { positions: true })

/** Loads every code object, as running the whole program would. */
function loadAll(code: CodeObject): number {
  code.load()
  expect(code.localsplus.length).toBe(code.slotCount)
  code.position(0)
  let count = 1
  for (const value of code.consts) if (value instanceof CodeObjectClass) count += loadAll(value)
  return count
}

function rehash(bytes: Uint8Array): void {
  const words = new Int32Array(bytes.buffer, 0, HEADER_SIZE / 4)
  const hash = Bun.hash.xxHash64(bytes.subarray(HEADER_SIZE))
  words[5] = Number(hash & 0xffffffffn) | 0
  words[6] = Number(hash >> 32n) | 0
}

describe('round trip', () => {
  test('a file reads back to the same unit', () => {
    const file = openDpb(dpb)._unsafeUnwrap()
    expect(disassemble(file.unit(0), { positions: true })).toBe(text)
    expect(file.filename).toBe('test.py')
    expect(file.invalidation).toEqual({ kind: 'timestamp', mtime: 1234567890, size: 4321 })
  })

  test('code objects from a file and from memory agree', () => {
    const memory = codeFromUnit(unit, plainConstants).load()
    const read = openDpb(dpb, { filename: 'elsewhere.py' })._unsafeUnwrap().module(plainConstants).load()
    expect(read.filename).toBe('elsewhere.py')
    const compare = (a: CodeObject, b: CodeObject): void => {
      a.load()
      b.load()
      expect([b.name, b.qualname, b.firstlineno, b.flags, b.simple, b.frameSize, b.freeStart, b.freeCount]).toEqual([
        a.name,
        a.qualname,
        a.firstlineno,
        a.flags,
        a.simple,
        a.frameSize,
        a.freeStart,
        a.freeCount,
      ])
      expect(b.cellSlots).toEqual(a.cellSlots)
      expect([...b.instructions]).toEqual([...a.instructions])
      expect(b.names).toEqual(a.names)
      expect(b.sites).toEqual(a.sites)
      expect(b.localsplus).toEqual(a.localsplus)
      expect(b.position(0)).toEqual(a.position(0))
      a.consts.forEach((value, i) => {
        if (value instanceof CodeObjectClass) compare(value, b.consts[i] as CodeObject)
        else expect(b.consts[i]).toEqual(value)
      })
    }
    compare(memory, read)
  })

  test('an unaligned buffer is read too', () => {
    const shifted = new Uint8Array(dpb.length + 1)
    shifted.set(dpb, 1)
    expect(openDpb(shifted.subarray(1)).isOk()).toBe(true)
  })

  test('source hashes are kept to the bit', () => {
    const invalidation = { kind: 'hash', hash: 0xfedcba9876543210n, checkSource: true } as const
    expect(openDpb(writeDpb(unit, { invalidation }))._unsafeUnwrap().invalidation).toEqual(invalidation)
  })

  test('strings of any UTF-16 content', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }), (units) => {
        const value = String.fromCharCode(...units)
        const one = { ...unit, consts: [...unit.consts, value] }
        const back = openDpb(writeDpb(one))._unsafeUnwrap().unit(0)
        expect(back.consts[back.consts.length - 1]).toBe(value)
      }),
      { seed: 7, numRuns: 100 },
    )
  })

  test('integers of any size', () => {
    fc.assert(
      fc.property(fc.bigInt(-(1n << 200n), 1n << 200n), (n) => {
        const value = n >= -0x1fffffffffffffn && n <= 0x1fffffffffffffn ? Number(n) : n
        const one = { ...unit, consts: [...unit.consts, value] }
        const back = openDpb(writeDpb(one))._unsafeUnwrap().unit(0)
        expect(back.consts[back.consts.length - 1]).toBe(value)
      }),
      { seed: 8, numRuns: 200 },
    )
  })
})

describe('refusals', () => {
  const code = (bytes: Uint8Array): string => {
    const result = openDpb(bytes)
    return result.isErr() ? result.error.code : 'ok'
  }
  const changed = (at: number, value: number): Uint8Array => {
    const copy = dpb.slice()
    copy[at] = value
    return copy
  }

  test('each problem has its code', () => {
    expect(code(dpb.subarray(0, 10))).toBe('DPB_TRUNCATED')
    expect(code(changed(0, 1))).toBe('DPB_MAGIC')
    expect(code(changed(4, 99))).toBe('DPB_VERSION')
    expect(code(dpb.slice(0, dpb.length - 4))).toBe('DPB_TRUNCATED')
    expect(code(changed(dpb.length - 1, dpb[dpb.length - 1]! ^ 1))).toBe('DPB_HASH')
  })

  test('code without a sound body is refused by the verifier', () => {
    const bad = dpb.slice()
    const words = new Int32Array(bad.buffer)
    const file = openDpb(dpb)._unsafeUnwrap()
    // The first instruction of the module.
    words[16 + file.codeCount * 24] = 200
    rehash(bad)
    expect(code(bad)).toBe('DPB_VERIFY')
  })

  test('10,000 mutated files are refused or decode', () => {
    let decoded = 0
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.array(fc.tuple(fc.nat(dpb.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (withHash, changes) => {
          const copy = dpb.slice()
          for (const [at, value] of changes) copy[at] = value
          if (withHash) rehash(copy)
          const result = openDpb(copy)
          if (result.isErr()) {
            expect(result.error.code).toStartWith('DPB_')
            return
          }
          decoded++
          loadAll(result.value.module(plainConstants))
          disassemble(result.value.unit(0))
        },
      ),
      { seed: 20131, numRuns: 8000 },
    )
    // Words instead of bytes: offsets and lengths that are far off.
    fc.assert(
      fc.property(fc.nat(dpb.length / 4 - 1), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (at, value) => {
        const copy = dpb.slice()
        new Int32Array(copy.buffer)[at] = value
        rehash(copy)
        const result = openDpb(copy)
        if (result.isErr()) return
        decoded++
        loadAll(result.value.module(plainConstants))
        disassemble(result.value.unit(0))
      }),
      { seed: 20132, numRuns: 2000 },
    )
    // Some mutations must be harmless, or the test looks at nothing.
    expect(decoded).toBeGreaterThan(100)
  }, 60_000)

  test('truncation at any length', () => {
    for (let length = 0; length < dpb.length; length += 13) expect(openDpb(dpb.slice(0, length)).isErr()).toBe(true)
  })
})

test('nested code loads lazily', () => {
  const file = openDpb(dpb)._unsafeUnwrap()
  const module = file.module(plainConstants)
  expect(module.instructions.length).toBe(0)
  module.load()
  const nested = module.consts.filter((value) => value instanceof CodeObjectClass) as CodeObject[]
  expect(nested.length).toBe(unit.consts.filter(isCodeUnit).length)
  for (const code of nested) expect(code.instructions.length).toBe(0)
  expect(loadAll(module)).toBe(file.codeCount)
})
