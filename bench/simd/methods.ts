/**
 * Methods of bytes and str against CPython: `methods.py` in both, in turn, a process for each size; outputs must be equal. Figures are ratios of
 * the CPU time of the calling thread, above 1 where dxpy is faster.
 *
 *   node src/tools/bun.mjs bench/simd/methods.ts [SIZE …] [--seconds=0.05] [--dxpy=PATH]
 */
import { join } from 'node:path'
import { environment, here, interpreters } from '../interpreters'
import { compareRows, measuredRows } from './rows'

const args = process.argv.slice(2)
const option = (name: string): string | undefined =>
  args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)
const sizes = args.filter((arg) => !arg.startsWith('--')).map(Number)
if (sizes.length === 0) sizes.push(1 << 10, 1 << 20, 1 << 26)
const seconds = Number(option('seconds') ?? 0.05)

const script = join(here, 'simd', 'methods.py')
const [cpython, dxpy] = interpreters(option('dxpy'), false)
let unequal = 0
for (const size of sizes) {
  const rows = [cpython!, dxpy!].map((one) =>
    measuredRows([...one.command, script, String(size), String(seconds)], environment),
  )
  unequal += compareRows(`${size} bytes`, rows[0]!, rows[1]!)
}
if (unequal > 0) process.exit(1)
