/**
 * Builds `dist/dxpy`: the library archives, then one executable by `bun build --compile`. The flags are those that were measured
 * best for start-up; a `.env` or a bunfig in the user's directory does not change what the executable runs.
 *
 *   node src/tools/bun.mjs src/tools/build.ts [--library] [--target=linux-arm64]
 *
 * With a target it builds `dist/dxpy-TARGET` for another machine from Bun's package for it, which npm fetches, and kernels that clang makes.
 */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import { withConstructors } from './constructors'
import { setEngineOptions } from './engineoptions'
import { allowHugePages } from './hugepages'
import { buildNative } from './native'
import { setTierDefaults } from './tierdefaults'

const root = resolve(import.meta.dir, '../..')
const bun = process.execPath

function run(args: readonly string[]): void {
  const result = Bun.spawnSync([bun, ...args], { cwd: root, stdout: 'inherit', stderr: 'inherit' })
  if (result.exitCode !== 0) process.exit(result.exitCode || 1)
}

if (!existsSync(`${root}/build/library/index.txt`) || process.argv.includes('--library') || stale())
  run(['src/tools/build-library.ts'])
const target = process.argv.find((arg) => arg.startsWith('--target='))?.slice('--target='.length)
let kernels = `${root}/build/native`
if (target === undefined) buildNative()
mkdirSync(`${root}/dist`, { recursive: true })
const stage = `${root}/build/stage-${process.pid}`
// Also where a step fails and ends the process.
process.on('exit', () => rmSync(stage, { recursive: true, force: true }))
if (target !== undefined) buildFor(target)
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
for (const why of setEngineOptions(`${root}/dist/dxpy`)) console.warn(`an option of the engine is its own: ${why}`)
for (const why of setTierDefaults(`${root}/dist/dxpy`))
  console.warn(`a default of JavaScriptCore's tiers is its own: ${why}`)

/** Builds for another machine, and ends. Nothing of it runs here, so that there is no trial run. */
function buildFor(name: string): never {
  const packages: Readonly<Record<string, string>> = {
    'linux-arm64': 'bun-linux-aarch64',
    'linux-x64': 'bun-linux-x64',
  }
  const pack = packages[name]
  if (pack === undefined) throw new Error(`--target must be one of ${Object.keys(packages).join(', ')}`)
  const folder = `${root}/build/${name}`
  kernels = `${folder}/native`
  mkdirSync(kernels, { recursive: true })
  run(['src/tools/native.ts', `--target=${name}`, `--output=${kernels}/kernels.lib`])
  run(['src/tools/native.ts', `--target=${name}`, '--text', `--output=${kernels}/text.lib`])
  const base = `${folder}/${pack}-${Bun.version}`
  if (!existsSync(`${base}/package/bin/bun`)) {
    mkdirSync(base, { recursive: true })
    command(['npm', 'pack', '--silent', `@oven/${pack}@${Bun.version}`, '--pack-destination', base])
    command(['tar', '-xzf', `${base}/oven-${pack}-${Bun.version}.tgz`, '-C', base])
  }
  stageSources()
  bundle(`dist/dxpy-${name}`, [`--target=bun-${name}`, `--compile-executable-path=${base}/package/bin/bun`])
  process.exit(0)
}

function command(args: string[]): void {
  const done = Bun.spawnSync(args, { cwd: root, stdout: 'ignore', stderr: 'inherit' })
  if (done.exitCode !== 0) throw new Error(`${args.join(' ')} failed`)
}

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
 * A copy of the sources for the bundler with all constructors written out (constructors.ts), in which every module that is loaded on demand imports the start as well. The bundler makes a
 * chunk for each set of modules that the same entries reach, each on-demand module being an entry: without this, what every start loads falls
 * into seventy chunks, which cost two milliseconds. The import does nothing when it is executed: the start has run by then.
 */
function stageSources(): void {
  cpSync(`${root}/src`, `${stage}/src`, { recursive: true })
  mkdirSync(`${stage}/build`)
  symlinkSync(`${root}/build/library`, `${stage}/build/library`, 'junction')
  symlinkSync(kernels, `${stage}/build/native`, 'junction')
  const session = `${stage}/src/cli/session`
  const onDemand = new Set<string>()
  const files = [...new Bun.Glob('src/**/*.ts').scanSync({ cwd: stage, absolute: true })]
  for (const file of files) {
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/require\('(\.[^']+)'\)/g)) {
      const target = resolve(dirname(file), path as string)
      for (const candidate of [`${target}.ts`, `${target}/index.ts`]) if (existsSync(candidate)) onDemand.add(candidate)
    }
  }
  onDemand.delete(`${session}.ts`)
  const sources = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]))
  for (const [file, text] of withConstructors(sources)) writeFileSync(file, text)
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
