/**
 * Scores dxpy with CPython's own tests and holds the outcome against `known-failures.txt`.
 *
 * `node src/tools/bun.mjs test/conformance/run.ts [test_NAME…] [-v] [-j JOBS] [--dxpy FILE] [--update [--allow-new]]`. Exit code 1
 * says that the list and the outcome differ: a test fails that is not listed, or one passes that is. `--update` rewrites the list; it
 * adds lines only with `--allow-new`.
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { compareResults, moduleNames, readKnown, runModules, testFolder, updatedList, writeKnown } from './suite'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    verbose: { type: 'boolean', short: 'v' },
    jobs: { type: 'string', short: 'j', default: '2' },
    dxpy: { type: 'string', default: resolve(import.meta.dir, '../../dist/dxpy') },
    update: { type: 'boolean' },
    'allow-new': { type: 'boolean' },
  },
})

const tests = testFolder()
if (tests === null) {
  console.error('no CPython 3.13 with its test package on this machine')
  process.exit(2)
}
const modules = positionals.length > 0 ? positionals : moduleNames()
const results = await runModules(resolve(values.dxpy), modules, tests, {
  jobs: Number(values.jobs),
  report({ module, wanted, passed, seconds, note }) {
    const share = ((100 * passed.size) / Math.max(1, wanted.length)).toFixed(1)
    console.log(`${module.padEnd(28)} ${passed.size} / ${wanted.length}  ${share}%  ${seconds.toFixed(1)}s  ${note}`)
    if (values.verbose) for (const id of wanted) if (!passed.has(id)) console.log(`     ${id}`)
  },
})

const known = readKnown()
const { regressions, fixes, unknown } = compareResults(results, known)
for (const id of regressions) console.log(`regression: ${id}`)
for (const id of fixes) console.log(`passes now, remove its line: ${id}`)
for (const id of unknown) console.log(`no such test in this CPython, remove its line: ${id}`)

const passed = results.reduce((sum, result) => sum + result.passed.size, 0)
const wanted = results.reduce((sum, result) => sum + result.wanted.length, 0)
console.log(`${passed} of ${wanted} pass: ${((100 * passed) / Math.max(1, wanted)).toFixed(2)} %`)

if (values.update) {
  const { list, added } = updatedList(results, known)
  if (added.length > 0 && !values['allow-new']) {
    console.error(`the list would gain ${added.length} lines and was not written; --allow-new lets it grow`)
    process.exit(1)
  }
  writeKnown(list)
} else if (regressions.length + fixes.length + unknown.length > 0) process.exit(1)
