/**
 * Runs loop.bench.ts as the executable would run it: bundled and minified, which puts constants in the place of enum members
 * (`bun bench/interpreter/run.ts`). From its sources the loop takes three times as long and the figures would mean nothing.
 */
import { join } from 'node:path'

const out = join(import.meta.dir, '../../build/bench')
const built = await Bun.build({
  entrypoints: [join(import.meta.dir, 'loop.bench.ts')],
  outdir: out,
  target: 'bun',
  format: 'esm',
  splitting: true,
  minify: true,
})
if (!built.success) throw new AggregateError(built.logs, 'the bench cannot be bundled')
const child = Bun.spawnSync([process.execPath, join(out, 'loop.bench.js')], { stdout: 'inherit', stderr: 'inherit' })
process.exitCode = child.exitCode ?? 1
