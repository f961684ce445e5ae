/**
 * `ast.parse` called from Python code, warm, under dxpy and CPython 3.13 in turn: argparse.py, typing.py and dataclasses.py
 * (`bun bench/syntax/ast-parse.ts`; `--dxpy=PATH` names another executable than `dist/dxpy`).
 */
import { join } from 'node:path'
import { cpython } from '../../test/support/cpython'

const python = cpython()
if (python === null) throw new Error('no CPython 3.13 found: set CPYTHON313 to its path')
const given = process.argv.find((arg) => arg.startsWith('--dxpy='))
const dxpy = given?.slice('--dxpy='.length) ?? join(import.meta.dir, '../../dist/dxpy')
const lib = Bun.spawnSync([python, '-c', 'import os; print(os.path.dirname(os.__file__))']).stdout.toString().trim()

const script = `
import ast, sys, time
sources = [open(f'{sys.argv[1]}/{name}.py', encoding='utf-8').read() for name in ('argparse', 'typing', 'dataclasses')]
for line in sys.stdin:
    times = []
    for _ in range(int(line)):
        start = time.perf_counter()
        for source in sources: tree = ast.parse(source)
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    print(times[len(times) // 2], flush=True)
`

const children = [dxpy, python].map((interpreter) => {
  const child = Bun.spawn([interpreter, '-c', script, lib], { stdin: 'pipe', stdout: 'pipe' })
  return { child, reader: child.stdout.getReader() }
})
const decoder = new TextDecoder()

/** Median of `runs` runs in one of the processes, ms. */
async function time(index: number, runs: number): Promise<number> {
  const { child, reader } = children[index]!
  child.stdin.write(`${runs}\n`)
  child.stdin.flush()
  let answer = ''
  while (!answer.endsWith('\n')) {
    const { value, done } = await reader.read()
    if (done) throw new Error('an interpreter ended early')
    answer += decoder.decode(value)
  }
  return Number(answer)
}

for (const index of [0, 1]) await time(index, 20)
const ratios: number[] = []
for (let round = 0; round < 5; round++) {
  const [ours, theirs] = [await time(0, 10), await time(1, 10)] as const
  ratios.push(ours / theirs)
  console.log(`dxpy ${ours.toFixed(2)} ms, CPython ${theirs.toFixed(2)} ms`)
}
for (const { child } of children) child.stdin.end()
ratios.sort((a, b) => a - b)
console.log(`dxpy / CPython, median of ${ratios.length} rounds: ${(ratios[2] as number).toFixed(3)}`)
