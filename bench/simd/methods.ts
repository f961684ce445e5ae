/**
 * Methods of bytes and str against CPython: `methods.py` in both, in turn, a process for each size; outputs must be equal. Figures are ratios of
 * the CPU time of the calling thread, above 1 where dxpy is faster.
 *
 *   node src/tools/bun.mjs bench/simd/methods.ts [SIZE …] [--seconds=0.05] [--dxpy=PATH]
 */
import { join } from 'node:path'
import { environment, here, interpreters } from '../interpreters'

const args = process.argv.slice(2)
const option = (name: string): string | undefined =>
  args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)
const sizes = args.filter((arg) => !arg.startsWith('--')).map(Number)
if (sizes.length === 0) sizes.push(1 << 10, 1 << 20, 1 << 26)
const seconds = Number(option('seconds') ?? 0.05)

interface Row {
  readonly digest: string
  readonly ns: number
}

function measured(command: readonly string[], size: number): Map<string, Row> {
  const done = Bun.spawnSync([...command, join(here, 'simd', 'methods.py'), String(size), String(seconds)], {
    env: environment,
    stdout: 'pipe',
    stderr: 'inherit',
  })
  if (done.exitCode !== 0) throw new Error(`${command.join(' ')} failed`)
  const rows = new Map<string, Row>()
  for (const line of done.stdout.toString().trim().split('\n')) {
    const [name, digest, ns] = line.split('\t')
    rows.set(name!, { digest: digest!, ns: Number(ns) })
  }
  return rows
}

const [cpython, dxpy] = interpreters(option('dxpy'), false)
let unequal = 0
const shown = (ns: number): string =>
  ns < 1e4 ? `${ns.toFixed(0)} ns` : ns < 1e7 ? `${(ns / 1e3).toFixed(0)} µs` : `${(ns / 1e6).toFixed(0)} ms`

for (const size of sizes) {
  const theirs = measured(cpython!.command, size)
  const ours = measured(dxpy!.command, size)
  let logs = 0
  console.log(`\n${size} bytes`.padEnd(27) + 'CPython'.padStart(10) + 'dxpy'.padStart(10) + 'times'.padStart(8))
  for (const [name, { digest, ns }] of theirs) {
    const own = ours.get(name)!
    const equal = own.digest === digest
    if (!equal) unequal++
    logs += Math.log(ns / own.ns)
    const ratio = (ns / own.ns).toFixed(2)
    console.log(
      name.padEnd(26) +
        shown(ns).padStart(10) +
        shown(own.ns).padStart(10) +
        ratio.padStart(8) +
        (equal ? '' : '  OUTPUT DIFFERS'),
    )
  }
  console.log(
    `geometric mean${' '.repeat(32)}${Math.exp(logs / theirs.size)
      .toFixed(2)
      .padStart(8)}`,
  )
}
if (unequal > 0) process.exit(1)
