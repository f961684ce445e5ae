/**
 * Builds the kernels of `native/` into shared libraries: `buildNative` for this machine by the system's C compiler, and, run as a
 * program, for every platform by clang and lld:
 *
 *   node src/tools/bun.mjs src/tools/native.ts [--require]                              this machine; a missing compiler is an error
 *   node src/tools/bun.mjs src/tools/native.ts --release                                every platform
 *   node src/tools/bun.mjs src/tools/native.ts --target=linux-arm64 [--output=FILE]     one of them; `--text` the library for texts
 *
 * Two libraries: the kernels, which need nothing, and `text.c`, which calls the program that loads it. Without a compiler they are empty files: the engine in
 * TypeScript serves, and texts are copied. The library for texts is empty for Windows as well.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

const root = resolve(import.meta.dir, '../..')
const out = `${root}/build/native`
/** What the executable embeds. */
const LIBRARY = `${out}/kernels.lib`
const TEXT = `${out}/text.lib`

type Architecture = 'x64' | 'arm64'

/** Files and the instruction sets that each may use. */
type Sources = readonly (readonly [file: string, flags: readonly string[]])[]

/** Without a C library there are no functions for atomic operations. */
const textSources = (arch: Architecture): Sources => [['text', arch === 'arm64' ? ['-mno-outline-atomics'] : []]]

/** The kernels of an architecture. */
const SOURCES: Readonly<Record<Architecture, Sources>> = {
  x64: [
    ['features', []],
    ['scalar', []],
    ['avx2', ['-mavx2', '-mbmi', '-mbmi2', '-mpopcnt', '-mlzcnt']],
    ['avx512', ['-mavx512f', '-mavx512bw', '-mavx2', '-mbmi', '-mbmi2', '-mpopcnt', '-mlzcnt']],
  ],
  arm64: [
    ['features', []],
    ['scalar', []],
    ['neon', []],
  ],
}

/** Floats are added as they stand: no contraction. No call of memcpy or memset may appear, for there is no C library. */
const FLAGS = ['-std=c11', '-O3', '-ffreestanding', '-fno-builtin', '-fvisibility=hidden', '-ffp-contract=off']
const LEAN = ['-fno-stack-protector', '-fno-asynchronous-unwind-tables']

/** What is built for a release: clang's name of the target, the linker and its arguments. */
const TARGETS = [
  { name: 'linux-x64', arch: 'x64', triple: 'x86_64-linux-gnu' },
  { name: 'linux-arm64', arch: 'arm64', triple: 'aarch64-linux-gnu' },
  { name: 'darwin-x64', arch: 'x64', triple: 'x86_64-apple-macos11' },
  { name: 'darwin-arm64', arch: 'arm64', triple: 'arm64-apple-macos11' },
  { name: 'windows-x64', arch: 'x64', triple: 'x86_64-pc-windows-msvc' },
] as const

function run(args: readonly string[]): string | null {
  const result = Bun.spawnSync([...args], { cwd: root, stdout: 'pipe', stderr: 'pipe' })
  return result.exitCode === 0 ? null : `${args.join(' ')}\n${result.stderr}`
}

/** The machine's C compiler, or null. */
function compiler(): string | null {
  const named = process.env.CC
  for (const name of named === undefined ? ['cc', 'gcc', 'clang'] : [named]) {
    const path = Bun.which(name)
    if (path !== null) return path
  }
  return null
}

/** Compiles and links for one machine; what went wrong, or null. */
function compile(cc: string, sources: Sources, extra: readonly string[], link: readonly string[], file: string) {
  const objects = `${out}/objects-${process.pid}`
  mkdirSync(objects, { recursive: true })
  try {
    // GCC turns loops into calls of memcpy and memset unless it is told not to; clang does not know the option.
    const own = run([cc, '-fno-tree-loop-distribute-patterns', '-Werror', '-E', '-xc', '/dev/null']) === null
    const flags = [...FLAGS, ...LEAN, ...(own ? ['-fno-tree-loop-distribute-patterns'] : []), ...extra]
    for (const [name, set] of sources) {
      const failed = run([cc, ...flags, ...set, '-c', `native/${name}.c`, '-o', `${objects}/${name}.o`])
      if (failed !== null) return failed
    }
    const output = link[0] === 'lld-link' ? [`-out:${file}`, `-implib:${objects}/implib`] : ['-o', file]
    return run([...link, ...sources.map(([name]) => `${objects}/${name}.o`), ...output])
  } finally {
    rmSync(objects, { recursive: true, force: true })
  }
}

/** Whether the library is there and newer than what it is made of. */
function current(): boolean {
  if (!existsSync(LIBRARY) || !existsSync(TEXT)) return false
  const made = Math.min(statSync(LIBRARY).mtimeMs, statSync(TEXT).mtimeMs)
  const sources = [...readdirSync(`${root}/native`).map((name) => `${root}/native/${name}`), import.meta.path]
  return sources.every((path) => statSync(path).mtimeMs <= made)
}

/** Builds the libraries of this machine where they are not there yet. `required`: a missing compiler is an error. */
export function buildNative(required = false): void {
  mkdirSync(out, { recursive: true })
  if (current() && !(required && statSync(LIBRARY).size === 0)) return
  const cc = compiler()
  const arch = process.arch as Architecture
  let failed: string | null = 'no C compiler'
  if (cc !== null && SOURCES[arch] !== undefined) {
    const extra = process.platform === 'win32' ? [] : ['-fPIC']
    const shared = process.platform === 'darwin' ? ['-dynamiclib'] : ['-shared', '-Wl,-s']
    failed = compile(cc, SOURCES[arch], extra, [cc, ...shared, '-nostdlib'], LIBRARY)
    if (failed === null) {
      const dynamic = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : []
      if (process.platform === 'win32') writeFileSync(TEXT, '')
      else failed = compile(cc, textSources(arch), extra, [cc, ...shared, '-nostdlib', ...dynamic], TEXT)
    }
  }
  if (failed === null) return
  if (required || cc !== null) console.error(`native: ${failed}`)
  if (required) process.exit(1)
  console.error('native: the kernels are left out; the engine in TypeScript serves')
  writeFileSync(LIBRARY, '')
  writeFileSync(TEXT, '')
}

/** Cross-compiles one of the libraries for a platform by clang and lld. */
function cross(target: (typeof TARGETS)[number], text: boolean, file: string): void {
  const { name, arch, triple } = target
  const windows = name.startsWith('windows')
  if (text && windows) {
    writeFileSync(file, '')
    return
  }
  const machO = ['lld', '-flavor', 'darwin', '-dylib', '-arch', arch === 'arm64' ? 'arm64' : 'x86_64']
  const link = name.startsWith('darwin')
    ? [...machO, '-platform_version', 'macos', '11.0', '11.0', ...(text ? ['-undefined', 'dynamic_lookup'] : [])]
    : windows
      ? ['lld-link', '-dll', '-noentry', '-nodefaultlib']
      : ['ld.lld', '-shared', ...(text ? [] : ['--no-undefined'])]
  const failed = compile(
    'clang',
    text ? textSources(arch) : SOURCES[arch],
    [`--target=${triple}`, ...(windows ? [] : ['-fPIC'])],
    link,
    file,
  )
  if (failed !== null) {
    console.error(`native: ${name}: ${failed}`)
    process.exit(1)
  }
  console.log(`${name}: ${statSync(file).size} bytes`)
}

const option = (name: string): string | undefined =>
  process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)

if (import.meta.main) {
  mkdirSync(out, { recursive: true })
  const only = option('target')
  const file = option('output')
  const texts = file === undefined ? [false, true] : [process.argv.includes('--text')]
  if (only === undefined && !process.argv.includes('--release')) buildNative(process.argv.includes('--require'))
  else
    for (const target of TARGETS)
      if (only === undefined || only === target.name)
        for (const text of texts) cross(target, text, file ?? `${out}/${target.name}${text ? '-text' : ''}.lib`)
}
