/** Fixed samples of the corpora; the whole runs are commands of their own (see src/compiler/README.md). */
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { cpython } from '../support/cpython'
import { refusals, sameColumns } from '../syntax/error-corpus'
import { compileError } from './error-corpus'
import { runCorpus } from './lib-corpus'

test.skipIf(cpython() === null)(
  'every 40th file of the library has the code objects of CPython',
  () => {
    const result = runCorpus(cpython()!, 40)
    expect(result.files).toBeGreaterThan(40)
    // Lines inside long constant displays differ.
    result.differences.delete('lines')
    expect(Object.fromEntries(result.differences)).toEqual({})
  },
  120_000,
)

test.skipIf(cpython() === null)(
  "syntax errors that compiling finds in CPython's tests",
  () => {
    const corpus = refusals(cpython()!, ['syntax', 'patma', 'type_params']).filter((refusal) => !refusal.parser)
    expect(corpus.length).toBeGreaterThan(100)
    const wrong = corpus.filter((refusal) => !sameColumns(refusal, compileError(refusal)))
    expect(wrong.map((refusal) => refusal.source)).toEqual([])
  },
  120_000,
)

test.skipIf(cpython() === null)(
  'our code, translated one to one, passes tests of CPython on CPython',
  () => {
    const oracle = join(import.meta.dir, 'oracle', 'run-units.py')
    const modules = ['test_grammar', 'test_patma', 'test_except_star', 'test_coroutines', 'test_sys_settrace']
    const run = Bun.spawnSync([
      cpython()!,
      oracle,
      '--bun',
      process.execPath,
      '-m',
      'unittest',
      ...modules.map((name) => `test.${name}`),
    ])
    expect(run.stderr.toString().trim().split('\n').slice(-1)[0]).toMatch(/^OK/)
  },
  120_000,
)
