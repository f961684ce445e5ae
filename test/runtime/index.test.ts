import { expect, test } from 'bun:test'
import { createRuntime, DxPythonError, DxSyntaxError } from '../../src/index'

const runtime = () => createRuntime({ capture: true })._unsafeUnwrap()

test('runs source, exchanges globals, captures output', () => {
  const r = runtime()
  expect(r.set('n', 6).isOk()).toBe(true)
  expect(r.run('answer = n * 7\nprint("computed", answer)').isOk()).toBe(true)
  expect(r.get('answer')._unsafeUnwrap()).toBe(42)
  expect(r.output()).toBe('computed 42\n')
})

test('values cross the border both ways', () => {
  const r = runtime()
  r.set('v', { list: [1, 2.5, 'x', null, true], big: 2n ** 70n, bytes: new Uint8Array([1, 2]), set: new Set([1]) })
  expect(r.evaluate('v["list"]')._unsafeUnwrap()).toEqual([1, 2.5, 'x', null, true])
  expect(r.evaluate('v["big"] + 1')._unsafeUnwrap()).toBe(2n ** 70n + 1n)
  expect(r.evaluate('v["bytes"]')._unsafeUnwrap()).toEqual(new Uint8Array([1, 2]))
  expect(r.evaluate('{1: (2, 3)}')._unsafeUnwrap()).toEqual(new Map([[1, [2, 3]]]))
  expect(r.set('f', (() => 1) as never)._unsafeUnwrapErr().code).toBe('ARGUMENT')
})

test('runtimes have separate globals', () => {
  const a = runtime()
  const b = runtime()
  a.run('x = 1')
  expect(b.get('x')._unsafeUnwrap()).toBe(undefined)
})

test('errors are typed and never thrown', () => {
  const r = runtime()
  const syntax = r.run('x = = 1')._unsafeUnwrapErr()
  expect(syntax).toBeInstanceOf(DxSyntaxError)
  expect(syntax.code).toBe('SYNTAX')
  const python = r.run('def f():\n  raise ValueError("no")\nf()')._unsafeUnwrapErr()
  expect(python).toBeInstanceOf(DxPythonError)
  expect((python as DxPythonError).typeName).toBe('ValueError')
  expect((python as DxPythonError).traceback).toContain('line 2, in f')
  expect(r.runFile('/nonexistent/file.py')._unsafeUnwrapErr().code).toBe('OS')
  const deep = r.run('def g(): return g()\ng()')._unsafeUnwrapErr() as DxPythonError
  expect(deep.typeName).toBe('RecursionError')
  expect(r.evaluate('1 + 1')._unsafeUnwrap()).toBe(2)
})

test('a compiled unit can be run again', () => {
  const r = runtime()
  const unit = r.compile('count = globals().get("count", 0) + 1')._unsafeUnwrap()
  r.runUnit(unit)
  r.runUnit(unit)
  expect(r.get('count')._unsafeUnwrap()).toBe(2)
})
