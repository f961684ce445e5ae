/**
 * Builds `dist/dxpy`: the library archives, then one executable by `bun build --compile`. The flags are those that were measured
 * best for start-up; a `.env` or a bunfig in the user's directory does not change what the executable runs.
 */
import { existsSync, mkdirSync, statSync } from 'node:fs'

const root = `${import.meta.dir}/../..`
const bun = process.execPath

function run(args: readonly string[]): void {
  const result = Bun.spawnSync([bun, ...args], { cwd: root, stdout: 'inherit', stderr: 'inherit' })
  if (result.exitCode !== 0) process.exit(result.exitCode || 1)
}

if (!existsSync(`${root}/build/library/common.txt`) || process.argv.includes('--library') || stale())
  run(['src/tools/build-library.ts'])
mkdirSync(`${root}/dist`, { recursive: true })
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
  'src/cli/main.ts',
  '--outfile',
  'dist/dxpy',
])

/** Whether the archives are older than what makes them. */
function stale(): boolean {
  const made = statSync(`${root}/build/library/common.txt`).mtimeMs
  const glob = new Bun.Glob('src/{syntax,compiler,bytecode,base,tools,library}/**/*.{ts,ohm,py}')
  for (const file of glob.scanSync({ cwd: root })) if (statSync(`${root}/${file}`).mtimeMs > made) return true
  return false
}
