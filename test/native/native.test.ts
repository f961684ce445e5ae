/**
 * The kernels in C: the instructions they are made of, and their equality with the scalar ones under the sanitizers, NEON in an emulator. A
 * compiler, a disassembler or an emulator that is not installed skips its tests, except where CI is set.
 */
import { beforeAll, describe, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dir, '../..')
const out = mkdtempSync(join(tmpdir(), 'dxpy-native-'))
process.on('exit', () => rmSync(out, { recursive: true, force: true }))

function run(args: string[]): string {
  const done = Bun.spawnSync(args, { cwd: root, stdout: 'pipe', stderr: 'pipe' })
  if (done.exitCode !== 0) throw new Error(`${args.join(' ')}\n${done.stdout}${done.stderr}`)
  return done.stdout.toString()
}

const has = (...programs: string[]) => programs.every((name) => Bun.which(name) !== null)
const onLinux = process.platform === 'linux' && process.arch === 'x64'

/** The instructions of a function in a library. */
function instructions(objdump: string, file: string, name: string): string {
  const listing = run([objdump, '-d', '--no-show-raw-insn', file])
  const start = listing.indexOf(`<${name}>:`)
  expect(start).toBeGreaterThan(0)
  const end = listing.indexOf('\n\n', start)
  return listing.slice(start, end < 0 ? undefined : end)
}

function built(target: string, ...options: string[]): string {
  const file = join(out, `${target}${options.join('')}.so`)
  if (!existsSync(file))
    run([process.execPath, 'src/tools/native.ts', `--target=${target}`, ...options, `--output=${file}`])
  return file
}

const CROSS = has('clang', 'ld.lld', 'llvm-objdump')

describe.skipIf(!onLinux || !CROSS)('instructions', () => {
  beforeAll(() => {
    built('linux-x64')
    built('linux-arm64')
  }, 240_000)

  const matched = ['find', 'eq', 'to_lowercase', 'to_uppercase', 'find_byte', 'count_byte', 'translate', 'words']

  test.each(matched)('avx512 %s works on zmm registers', (name) => {
    expect(instructions('llvm-objdump', built('linux-x64'), `dx_avx512_${name}`)).toMatch(/%zmm\d/)
  })

  test.each(matched)('avx2 %s works on ymm registers and on no zmm', (name) => {
    const code = instructions('llvm-objdump', built('linux-x64'), `dx_avx2_${name}`)
    expect(code).toMatch(/%ymm\d/)
    expect(code).not.toMatch(/%zmm\d/)
  })

  test.each(['find', 'eq', 'find_byte', 'offsets'])('neon %s compares sixteen bytes', (name) => {
    expect(instructions('llvm-objdump', built('linux-arm64'), `dx_neon_${name}`)).toMatch(/cmeq\s+v\d+\.16b/)
  })

  test('the library of this machine has the same instructions', () => {
    const file = `${root}/build/native/kernels.lib`
    // The library that is embedded has only the names that it exports.
    const names = run(['llvm-objdump', '-T', file])
    for (const set of ['scalar', 'avx2', 'avx512']) expect(names).toContain(`dx_${set}_find`)
    expect(run(['llvm-objdump', '-d', '--no-show-raw-insn', file])).toMatch(/%zmm\d/)
  })

  test('nothing of a C library is needed', () => {
    for (const target of ['linux-x64', 'linux-arm64'])
      expect(run(['llvm-objdump', '-T', built(target)])).not.toContain('*UND*')
  })
})

test.skipIf(!onLinux || !CROSS)(
  'the library for texts needs Node-API and pages',
  () => {
    for (const target of ['linux-x64', 'linux-arm64']) {
      const names = [...run(['llvm-objdump', '-T', built(target, '--text')]).matchAll(/\*UND\*\s+\S+\s+(\w+)/g)].map(
        (m) => m[1]!,
      )
      expect(names).toContain('mmap')
      for (const name of names) expect(name).toMatch(/^(napi_|node_api_)|^(mmap|munmap|madvise)$/)
    }
  },
  120_000,
)

const SANITIZE = ['-g', '-O1', '-fsanitize=address,undefined', '-fno-sanitize-recover=all']
const AVX2 = ['-mavx2', '-mbmi', '-mbmi2', '-mpopcnt', '-mlzcnt']
const seed = process.env.DXPY_SEED ?? '1'

describe.skipIf(!onLinux || !has('gcc'))('under AddressSanitizer and UBSan', () => {
  const flags = existsSync('/proc/cpuinfo') ? run(['cat', '/proc/cpuinfo']) : ''
  for (const [set, options] of [
    ['avx2', AVX2],
    ['avx512', [...AVX2, '-mavx512f', '-mavx512bw']],
  ] as const)
    test.skipIf(!new RegExp(`\\b${set === 'avx2' ? set : 'avx512bw'}\\b`).test(flags))(
      `${set} equals scalar`,
      () => {
        const program = join(out, set)
        const object = `${program}.o`
        run(['gcc', ...SANITIZE, ...options, '-c', `native/${set}.c`, '-o', object])
        run(['gcc', ...SANITIZE, `-DSET=${set}`, object, 'native/scalar.c', 'test/native/kernels.c', '-o', program])
        expect(run([program, '800', seed])).toMatch(/^\d+ comparisons\n$/)
      },
      240_000,
    )
})

const emulator = Bun.which('qemu-aarch64-static') ?? Bun.which('qemu-aarch64')
describe.skipIf(!onLinux || emulator === null || !has('aarch64-linux-gnu-gcc'))('in an emulator of AArch64', () => {
  test('neon equals scalar', () => {
    const program = join(out, 'neon')
    const sources = ['native/neon.c', 'native/scalar.c', 'test/native/kernels.c']
    run(['aarch64-linux-gnu-gcc', '-static', '-O2', '-DSET=neon', ...sources, '-o', program])
    expect(run([emulator!, program, '800', seed])).toMatch(/^\d+ comparisons\n$/)
  }, 240_000)
})

describe.skipIf(!process.env.DXPY_NATIVE_TOOLS)('where CI installs the tools', () => {
  test('none of these tests is skipped', () => {
    expect(CROSS && has('gcc', 'aarch64-linux-gnu-gcc') && emulator !== null).toBe(true)
  })
})
