/** A sample of CPython's own tests passes as the list of known failures says; `run.ts` runs them all. */
import { expect, test } from 'bun:test'
import { resolve } from 'node:path'
import { compareResults, type Known, type ModuleResult, readKnown, runModules, testFolder, updatedList } from './suite'

/** Modules that take little time and cover much. */
const SAMPLE =
  'grammar syntax fstring except_star exception_hierarchy generators patma scope super type_params property compare augassign hash bool bytes dict'
    .split(' ')
    .map((name) => `test_${name}`)

const result = (passed: string[], loaded = true): ModuleResult => ({
  module: 'test_x',
  wanted: ['test.test_x.T.a', 'test.test_x.T.b'],
  passed: new Set(passed.map((name) => `test.test_x.T.${name}`)),
  loaded,
  seconds: 0,
  note: '',
})
const line = (id: string, flaky: string | null = null): Known => ({ id, flaky })
const a = line('test.test_x.T.a')
const b = line('test.test_x.T.b')
const whole = line('test.test_x')
const other = line('test.test_y.T.a')

test('results are held against the list', () => {
  const none = { regressions: [], fixes: [], unknown: [] }
  expect(compareResults([result(['b'])], [a, other])).toEqual(none)
  expect(compareResults([result([])], [a])).toEqual({ ...none, regressions: [b.id] })
  expect(compareResults([result(['a', 'b'])], [a])).toEqual({ ...none, fixes: [a.id] })
  expect(compareResults([result(['a', 'b'])], [line(a.id, 'time')])).toEqual(none)
  expect(compareResults([result(['b'])], [line(a.id, 'time')])).toEqual(none)
  expect(compareResults([result(['b'])], [a, line('test.test_x.T.c')])).toEqual({
    ...none,
    unknown: ['test.test_x.T.c'],
  })
  expect(compareResults([result([], false)], [whole])).toEqual(none)
  expect(compareResults([result([], false)], [a, b]).regressions).toEqual(['test.test_x (nothing ran)'])
  expect(compareResults([result(['b'])], [whole])).toEqual({ ...none, fixes: [whole.id] })
})

test('the list only shrinks unless it is told to grow', () => {
  expect(updatedList([result(['a', 'b'])], [a, other])).toEqual({ list: [other], added: [] })
  expect(updatedList([result([])], [a])).toEqual({ list: [a, b], added: [b.id] })
  expect(updatedList([result(['b'])], [whole])).toEqual({ list: [a], added: [] })
  expect(updatedList([result([], false)], [])).toEqual({ list: [whole], added: [whole.id] })
  const flaky = line(a.id, 'time')
  expect(updatedList([result(['a', 'b'])], [flaky])).toEqual({ list: [flaky], added: [] })
})

const tests = testFolder()
const run = tests === null ? test.skip : test
run(
  tests === null ? "a sample of CPython's tests: no CPython 3.13 with its test package" : "a sample of CPython's tests",
  async () => {
    const results = await runModules(resolve(import.meta.dir, '../../dist/dxpy'), SAMPLE, tests!, { jobs: 2 })
    const { regressions, fixes } = compareResults(results, readKnown())
    expect({ regressions, fixes }).toEqual({ regressions: [], fixes: [] })
  },
  180_000,
)
