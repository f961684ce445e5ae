/**
 * `ast.parse` called from Python code, warm, under dxpy and CPython 3.13 in turn: argparse.py, typing.py and dataclasses.py
 * (`bun bench/syntax/ast-parse.ts`; `--dxpy=PATH` names another executable than `dist/dxpy`).
 */
import { join } from 'node:path'
import { cpython } from '../../test/support/cpython'
import { Peer } from '../peer'

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

const peers = [dxpy, python].map((interpreter) => new Peer([interpreter, '-c', script, lib])) as [Peer, Peer]

/** Median of `runs` runs in one of the processes, ms. */
const time = async (peer: Peer, runs: number) => Number(await peer.ask(String(runs)))

for (const peer of peers) await time(peer, 20)
const ratios: number[] = []
for (let round = 0; round < 5; round++) {
  const [ours, theirs] = [await time(peers[0], 10), await time(peers[1], 10)] as const
  ratios.push(ours / theirs)
  console.log(`dxpy ${ours.toFixed(2)} ms, CPython ${theirs.toFixed(2)} ms`)
}
for (const peer of peers) peer.end()
ratios.sort((a, b) => a - b)
console.log(`dxpy / CPython, median of ${ratios.length} rounds: ${(ratios[2] as number).toFixed(3)}`)
