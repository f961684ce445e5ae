/**
 * Lists, sets and dicts of a million ints and floats against CPython: `containers.py` in both, in turn; outputs must be equal. Figures are ratios of
 * the CPU time of the calling thread, above 1 where dxpy is faster.
 *
 *   node src/tools/bun.mjs bench/simd/collections.ts [lists|hashed …] [--size=1000000] [--seconds=0.5] [--dxpy=PATH]
 */
import { join } from 'node:path'
import { environment, here, interpreters } from '../interpreters'
import { compareRows, measuredRows } from './rows'

const args = process.argv.slice(2)
const option = (name: string): string | undefined =>
  args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)
const groups = args.filter((arg) => !arg.startsWith('--'))
if (groups.length === 0) groups.push('lists', 'hashed')
const size = option('size') ?? '1000000'
const seconds = option('seconds') ?? '0.5'
const script = join(here, 'simd', 'containers.py')

const [cpython, dxpy] = interpreters(option('dxpy'), false)
let unequal = 0
for (const group of groups) {
  const rows = [cpython!, dxpy!].map((one) => measuredRows([...one.command, script, group, size, seconds], environment))
  unequal += compareRows(`${group}, ${size} items`, rows[0]!, rows[1]!)
}
if (unequal > 0) process.exit(1)
