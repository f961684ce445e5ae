/**
 * Programs that work with well-known pure Python packages print in dxpy what they print in CPython. `fetch.ts` brings the packages.
 * DXPY_PACKAGES=all runs those in `more/` too, which take long.
 */
import { expect, test } from 'bun:test'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cpython } from '../support/cpython'

const packages = join(import.meta.dir, '../../build/packages/usr/lib/python3/dist-packages')
const dxpy = join(import.meta.dir, '../../dist/dxpy')
const environment = {
  PATH: process.env.PATH ?? '',
  LC_ALL: 'C.UTF-8',
  PYTHONPATH: packages,
  PYTHONHASHSEED: '0',
  PYTHONDONTWRITEBYTECODE: '1',
  TZ: 'UTC',
  COLUMNS: '80',
}

async function run(command: string, program: string): Promise<string> {
  const child = Bun.spawn(['timeout', '100', command, program], {
    cwd: import.meta.dir,
    env: environment,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [output, errors] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  return `${output}${errors}exit ${await child.exited}\n`
}

/** What a program's line `# needs:` names and the folder has not: modules from outside the library. */
function missing(program: string): string[] {
  const text = readFileSync(join(import.meta.dir, program), 'utf8')
  const needs = /^# needs: (.*)$/m.exec(text)![1]!.split(' ')
  return needs.filter((name) => !existsSync(join(packages, name)) && !existsSync(join(packages, `${name}.py`)))
}

function programs(folder: string): string[] {
  const names = readdirSync(join(import.meta.dir, folder)).filter((name) => name.endsWith('.py'))
  return names.sort().map((name) => join(folder, name))
}

/** Runs go on in the background, two at a time, whichever test waits for which. */
const lanes = [Promise.resolve(), Promise.resolve()]
let next = 0

function queued<T>(job: () => Promise<T>): Promise<T> {
  const lane = next++ % lanes.length
  const result = lanes[lane]!.then(job)
  lanes[lane] = result.then(
    () => {},
    () => {},
  )
  return result
}

const python = cpython()
for (const program of [...programs('.'), ...(process.env.DXPY_PACKAGES === 'all' ? programs('more') : [])]) {
  const absent = missing(program)
  if (python === null || absent.length > 0) {
    test.skip(`${program}: ${python === null ? 'no CPython 3.13' : `no ${absent.join(', ')} (test/packages/fetch.ts)`}`, () => {})
    continue
  }
  const outputs = queued(async () => [await run(dxpy, program), await run(python, program)] as const)
  test(program, async () => {
    const [ours, theirs] = await outputs
    expect(theirs).toEndWith('exit 0\n')
    expect(ours).toBe(theirs)
  }, 300_000)
}
