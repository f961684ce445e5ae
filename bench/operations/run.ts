/**
 * Three hundred operations of a line each, warm and after each other in one process, in CPython and in dxpy: those that take longer in dxpy, and the geometric mean
 * (`bun bench/operations/run.ts [SECONDS] [TEXT]`; half a second of warm-up each, those that contain the text).
 */
import { join } from 'node:path'
import { geometricMean } from '../figures'
import { environment, interpreters } from '../interpreters'

const [seconds = '0.5', only = ''] = process.argv.slice(2)
const program = join(import.meta.dir, 'measure.py')

function measure(command: readonly string[]): Record<string, number> {
  const run = Bun.spawnSync([...command, program, seconds, only], { stderr: 'inherit', env: environment })
  return JSON.parse(run.stdout.toString()) as Record<string, number>
}

const [theirs, ours] = interpreters(undefined, false).map(({ command }) => measure(command)) as [
  Record<string, number>,
  Record<string, number>,
]
const rows = Object.keys(theirs)
  .map((operation) => ({ operation, ratio: ours[operation]! / theirs[operation]! }))
  .sort((a, b) => b.ratio - a.ratio)
for (const { operation, ratio } of rows)
  if (ratio > 1 || only !== '') {
    const shown = [theirs[operation]!, ours[operation]!].map((ns) => ns.toFixed(1).padStart(9)).join(' ')
    console.log(`${ratio.toFixed(2).padStart(6)} ${shown}  ${operation.replaceAll('\n', ' / ')}`)
  }
const slower = rows.filter(({ ratio }) => ratio > 1).length
console.log(
  `${rows.length} operations: ${geometricMean(rows.map((row) => row.ratio)).toFixed(2)}x CPython's time, ${slower} slower`,
)
