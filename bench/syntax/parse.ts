/**
 * The parser against CPython's, warm: argparse.py, typing.py and dataclasses.py from source text to syntax tree.
 *
 * `bun bench/syntax/parse.ts`. CPython's `ast.parse` is timed in the same run, in a process of its own, the two in turn so that
 * both see the same machine. `ast.parse` includes what CPython needs to turn its tree into Python objects, as users see it; the
 * time of its bare parser cannot be had from Python code.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bench, run, summary } from 'mitata'
import { parse } from '../../src/syntax'
import { match } from '../../src/syntax/generated/matcher'
import { tokenize } from '../../src/syntax/tokenizer'
import { cpython } from '../../test/support/cpython'
import { Peer } from '../peer'

const python = cpython()
if (python === null) throw new Error('no CPython 3.13 found')
const lib = Bun.spawnSync([python, '-c', 'import os; print(os.path.dirname(os.__file__))']).stdout.toString().trim()
const sources = ['argparse', 'typing', 'dataclasses'].map((name) => readFileSync(join(lib, `${name}.py`), 'utf8'))

function parseAll(): void {
  for (const source of sources)
    if (parse(source, { filename: 'bench', mode: 'exec' }).isErr()) throw new Error('refused')
}

/** Best and median time of `runs` runs in milliseconds. */
function measure(work: () => void, runs: number): { best: number; median: number } {
  const times: number[] = []
  for (let i = 0; i < runs; i++) {
    const start = performance.now()
    work()
    times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  return { best: times[0], median: times[runs >> 1] }
}

const script = `
import ast, sys, time
sources = [open(f'{sys.argv[1]}/{name}.py', encoding='utf-8').read() for name in ('argparse', 'typing', 'dataclasses')]
for line in sys.stdin:
    times = []
    for _ in range(int(line)):
        start = time.perf_counter()
        for source in sources: ast.parse(source)
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    print(times[0], times[len(times) // 2], flush=True)
`

/** Times dxpy and CPython in turn. */
async function compare(): Promise<void> {
  const peer = new Peer([python!, '-c', script, lib])
  measure(parseAll, 30)
  const ratios: number[] = []
  for (let round = 0; round < 5; round++) {
    const ours = measure(parseAll, 15)
    const [best, median] = (await peer.ask('15')).split(' ').map(Number)
    ratios.push(ours.median / median)
    console.log(
      `dxpy ${ours.median.toFixed(2)} ms (best ${ours.best.toFixed(2)}), CPython ${median.toFixed(2)} ms (best ${best.toFixed(2)})`,
    )
  }
  peer.end()
  ratios.sort((a, b) => a - b)
  console.log(`dxpy / CPython, median of ${ratios.length} rounds: ${ratios[ratios.length >> 1].toFixed(3)}`)
}

await compare()

const tokens = sources.map((source) => tokenize(source))
summary(() => {
  bench('tokenize', () => {
    for (const source of sources) tokenize(source)
  })
  bench('tokenize and match', () => {
    for (const source of sources) match(tokenize(source).kinds, 'file', 1500)
  })
  bench('match only', () => {
    for (const each of tokens) match(each.kinds, 'file', 1500)
  })
  bench('parse', parseAll)
})
bench('parse, one statement', () => {
  parse('x = 1\n', { filename: 'bench', mode: 'exec' })
})
await run()
