import { expect, test } from 'bun:test'
import { err, ok, type Result } from '../../src/base/result'

const half = (n: number): Result<number, string> => (n % 2 === 0 ? ok(n / 2) : err(`${n} is odd`))

test('a value', () => {
  const result = half(8)
  expect([result.isOk(), result.isErr()]).toEqual([true, false])
  expect(result.isOk() && result.value).toBe(4)
  expect(result.map((n) => n + 1)._unsafeUnwrap()).toBe(5)
  expect(result.mapErr((e) => e.length)._unsafeUnwrap()).toBe(4)
  expect(result.andThen(half).andThen(half)._unsafeUnwrap()).toBe(1)
  expect(result.andThen(half).andThen(half).andThen(half)._unsafeUnwrapErr()).toBe('1 is odd')
  expect(
    result.match(
      (n) => `${n}`,
      (e) => e,
    ),
  ).toBe('4')
  expect(result.unwrapOr(0)).toBe(4)
  expect(() => result._unsafeUnwrapErr()).toThrow('ok')
})

test('an error', () => {
  const result = half(7)
  expect([result.isOk(), result.isErr()]).toEqual([false, true])
  expect(result.isErr() && result.error).toBe('7 is odd')
  expect(result.map((n) => n + 1)._unsafeUnwrapErr()).toBe('7 is odd')
  expect(result.mapErr((e) => e.length)._unsafeUnwrapErr()).toBe(8)
  expect(result.andThen(half)._unsafeUnwrapErr()).toBe('7 is odd')
  expect(
    result.match(
      (n) => `${n}`,
      (e) => e,
    ),
  ).toBe('7 is odd')
  expect(result.unwrapOr(0)).toBe(0)
  expect(() => result._unsafeUnwrap()).toThrow('error')
})
