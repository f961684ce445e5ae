/**
 * Methods of bytes and str against CPython: `methods.py` in both, in turn, a process for each size; outputs must be equal. Figures are ratios of
 * the CPU time of the calling thread, above 1 where dxpy is faster.
 *
 *   node src/tools/bun.mjs bench/simd/methods.ts [SIZE …] [--seconds=0.05] [--dxpy=PATH]
 *   node src/tools/bun.mjs bench/simd/methods.ts --nine [--rounds=3]      nine methods of both kinds, medians of several processes, and their geometric means
 */
import { join } from 'node:path'
import { environment, here, interpreters } from '../interpreters'
import { compareRows, measuredRows, type Row } from './rows'

const args = process.argv.slice(2)
const option = (name: string): string | undefined =>
  args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)
const sizes = args.filter((arg) => !arg.startsWith('--')).map(Number)
if (sizes.length === 0) sizes.push(1 << 10, 1 << 20, 1 << 26)
const nine = args.includes('--nine')
const seconds = Number(option('seconds') ?? (nine ? 0.2 : 0.05))
const rounds = Number(option('rounds') ?? (nine ? 3 : 1))

const METHODS = ['count', 'lower', 'upper', 'split', 'replace', 'translate', 'find', 'splitlines', '==']
const names = nine
  ? ['bytes', 'str'].flatMap((kind) => METHODS.map((m) => (m === '==' ? `${kind} ==` : `${kind}.${m}`)))
  : []

/** Of several rows the one with the middle time. */
function middle(runs: readonly Map<string, Row>[]): Map<string, Row> {
  const out = new Map<string, Row>()
  for (const name of runs[0]!.keys()) {
    const rows = runs.map((run) => run.get(name)!).sort((a, b) => a.ns - b.ns)
    out.set(name, rows[rows.length >> 1]!)
  }
  return out
}

const script = join(here, 'simd', 'methods.py')
const [cpython, dxpy] = interpreters(option('dxpy'), false)
let unequal = 0
const large: number[] = []
for (const size of sizes) {
  // Comparing is a matter of the memory's speed, which others change: both do it right after each other, and more often.
  const parts = nine
    ? [names.filter((name) => !name.endsWith('==')), names.filter((name) => name.endsWith('=='))]
    : [[]]
  const [theirs, ours] = [new Map<string, Row>(), new Map<string, Row>()]
  for (const [k, part] of parts.entries()) {
    const runs: Map<string, Row>[][] = [[], []]
    for (let round = 0; round < (k === 0 ? rounds : 2 * rounds + 1); round++)
      for (const [i, one] of [cpython!, dxpy!].entries())
        runs[i]!.push(measuredRows([...one.command, script, String(size), String(seconds), ...part], environment))
    for (const [i, into] of [theirs, ours].entries()) for (const [name, row] of middle(runs[i]!)) into.set(name, row)
  }
  unequal += compareRows(`${size} bytes`, theirs, ours)
  if (size >= 1 << 20) for (const [name, { ns }] of theirs) large.push(ns / ours.get(name)!.ns)
}
if (nine && large.length > 0) {
  const mean = Math.exp(large.reduce((sum, x) => sum + Math.log(x), 0) / large.length)
  console.log(`\n1 MB and more: geometric mean ${mean.toFixed(2)}, least ${Math.min(...large).toFixed(2)}`)
}
if (unequal > 0) process.exit(1)
