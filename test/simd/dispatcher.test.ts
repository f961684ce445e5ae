import { describe, expect, test } from 'bun:test'
import { DxError } from '../../src/base/errors'
import { err, ok } from '../../src/base/result'
import { SimdDispatcher } from '../../src/simd/dispatcher'
import { Feature, type KernelLibrary } from '../../src/simd/library'

const { avx2, avx512f, avx512bw, neon } = Feature

/** A library of a processor with these features; what is bound and whether it was closed are noted. */
function processor(features: number) {
  const seen = { prefixes: [] as string[], closed: 0 }
  const library: KernelLibrary = {
    features: () => features,
    bind(prefix, signatures) {
      seen.prefixes.push(prefix)
      return Object.fromEntries(Object.keys(signatures).map((name) => [name, () => 7]))
    },
    close: () => void seen.closed++,
  }
  return { dispatcher: new SimdDispatcher(() => ok(library)), seen }
}

describe('the engine is that of the widest set', () => {
  test.each([
    [0, 'scalar'],
    [avx2, 'avx2'],
    [avx2 | avx512f, 'avx2'],
    [avx2 | avx512bw, 'avx2'],
    [avx2 | avx512f | avx512bw, 'avx512'],
    [neon, 'neon'],
  ] as const)('features %i: %s', (features, name) => {
    const { dispatcher, seen } = processor(features)
    const engine = dispatcher.engine(undefined)._unsafeUnwrap()
    expect(engine.name).toBe(name)
    expect(seen.prefixes).toEqual(name === 'scalar' ? [] : [`dx_${name}_`])
    expect(seen.closed).toBe(1)
  })
})

describe('DXPY_SIMD', () => {
  test.each(['scalar', 'avx2', 'avx512'])('forces %s', (name) => {
    const { dispatcher } = processor(avx2 | avx512f | avx512bw)
    expect(dispatcher.engine(name)._unsafeUnwrap().name).toBe(name as never)
  })

  test('scalar opens no library', () => {
    const dispatcher = new SimdDispatcher(() => {
      throw new Error('opened')
    })
    expect(dispatcher.engine('scalar')._unsafeUnwrap().name).toBe('scalar')
  })

  test('an empty value forces nothing', () => {
    expect(processor(avx2).dispatcher.engine('')._unsafeUnwrap().name).toBe('avx2')
  })

  test.each(['avx512', 'neon'])('%s on a processor without it is an error', (name) => {
    const error = processor(avx2).dispatcher.engine(name)._unsafeUnwrapErr()
    expect(error.code).toBe('ARGUMENT')
    expect(error.message).toBe(`DXPY_SIMD=${name}: this processor or operating system does not have it`)
  })

  test('an unknown name is an error', () => {
    const error = processor(avx2).dispatcher.engine('sse9')._unsafeUnwrapErr()
    expect(error.message).toBe('DXPY_SIMD must be one of scalar, avx2, avx512, neon, not "sse9"')
  })

  test('without a library only scalar is there', () => {
    const dispatcher = new SimdDispatcher(() => err(new DxError('FFI', 'left out')))
    expect(dispatcher.engine(undefined)._unsafeUnwrap().name).toBe('scalar')
    expect(dispatcher.engine('avx2')._unsafeUnwrapErr().message).toBe('DXPY_SIMD=avx2: left out')
  })
})

test('calls are counted by method', () => {
  const engine = processor(avx2).dispatcher.engine(undefined)._unsafeUnwrap()
  const s = new Uint8Array(4)
  engine.countByte(s, 0, 4, 1)
  engine.countByte(s, 0, 4, 2)
  engine.numbers.count('B', s, 4, 0)
  expect(engine.counters()).toEqual({ countByte: 2, 'numbers.count': 1 })
})
