/**
 * Builds `dist/dxpy`: the library archives, then one executable by `bun build --compile`. The flags are those that were measured
 * best for start-up; a `.env` or a bunfig in the user's directory does not change what the executable runs.
 */
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { raiseHeapSize } from './heapsize'
import { allowHugePages } from './hugepages'
import { buildNative } from './native'
import { delayLastTier } from './tierdefaults'

const root = resolve(import.meta.dir, '../..')
const bun = process.execPath

function run(args: readonly string[]): void {
  const result = Bun.spawnSync([bun, ...args], { cwd: root, stdout: 'inherit', stderr: 'inherit' })
  if (result.exitCode !== 0) process.exit(result.exitCode || 1)
}

if (!existsSync(`${root}/build/library/index.txt`) || process.argv.includes('--library') || stale())
  run(['src/tools/build-library.ts'])
buildNative()
mkdirSync(`${root}/dist`, { recursive: true })
const stage = `${root}/build/stage-${process.pid}`
// Also where a step fails and ends the process.
process.on('exit', () => rmSync(stage, { recursive: true, force: true }))
stageSources()
const trial = `${stage}/dxpy`
bundle(trial, [])
// Which functions a start decodes, so that the second build lays them side by side.
const order = `${stage}/order.txt`
const started = Bun.spawnSync([trial, '-c', 'pass'], { env: { ...process.env, BUN_BYTECODE_ORDER_OUT: order } })
if (started.exitCode !== 0) throw new Error(`the new executable does not start: ${started.stderr}`)
bundle('dist/dxpy', [`--bytecode-order=${order}`])
const refusal = allowHugePages(`${root}/dist/dxpy`)
if (refusal !== null) console.warn(`the options of the memory manager are Bun's own: ${refusal}`)
const early = raiseHeapSize(`${root}/dist/dxpy`)
if (early !== null) console.warn(`the engine collects as early as Bun has it: ${early}`)
const kept = delayLastTier(`${root}/dist/dxpy`)
if (kept !== null) console.warn(`the threshold of JavaScriptCore's last tier is its own: ${kept}`)

function bundle(outfile: string, extra: readonly string[]): void {
  run([
    'build',
    '--compile',
    '--minify',
    '--bytecode',
    '--format=esm',
    '--splitting',
    '--compile-jit-policy=100',
    '--no-compile-autoload-dotenv',
    '--no-compile-autoload-bunfig',
    ...extra,
    `${stage}/src/cli/main.ts`,
    '--outfile',
    outfile,
  ])
}

/**
 * A copy of the sources for the bundler in which every module that is loaded on demand imports the start as well. The bundler makes a
 * chunk for each set of modules that the same entries reach, each on-demand module being an entry: without this, what every start loads falls
 * into seventy chunks, which cost two milliseconds. The import does nothing when it is executed: the start has run by then.
 */
function stageSources(): void {
  cpSync(`${root}/src`, `${stage}/src`, { recursive: true })
  mkdirSync(`${stage}/build`)
  for (const part of ['library', 'native']) symlinkSync(`${root}/build/${part}`, `${stage}/build/${part}`, 'junction')
  const session = `${stage}/src/cli/session`
  const onDemand = new Set<string>()
  for (const file of new Bun.Glob('src/**/*.ts').scanSync({ cwd: stage, absolute: true })) {
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/require\('(\.[^']+)'\)/g)) {
      const target = resolve(dirname(file), path as string)
      for (const candidate of [`${target}.ts`, `${target}/index.ts`]) if (existsSync(candidate)) onDemand.add(candidate)
    }
  }
  onDemand.delete(`${session}.ts`)
  for (const file of onDemand) appendFileSync(file, `\nimport '${session}'\n`)
  // A program is parsed and compiled: one chunk for both, and for what the two of them share with others.
  const compiling = ['syntax/index', 'syntax/ast', 'syntax/source', 'compiler/index'].map(
    (path) => `${stage}/src/${path}`,
  )
  for (const file of compiling) appendFileSync(`${file}.ts`, compiling.map((path) => `import '${path}'\n`).join(''))
}

/** Whether the archives are older than what makes them. */
function stale(): boolean {
  const made = statSync(`${root}/build/library/index.txt`).mtimeMs
  const glob = new Bun.Glob('src/{syntax,compiler,bytecode,base,tools,library}/**/*.{ts,ohm,py}')
  for (const file of glob.scanSync({ cwd: root })) if (statSync(`${root}/${file}`).mtimeMs > made) return true
  return false
}
