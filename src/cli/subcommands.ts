/** The subcommands of dxpy that show what it makes of a program: dis, ast, compile, info. */
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { type ArgsDef, parseArgs } from 'citty'
import { strerror } from '../base/errnotable'
import type { DxError } from '../base/errors'
import { writeCache } from '../bytecode/cache'
import type { CodeUnit } from '../bytecode/code'
import { disassemble } from '../bytecode/dis'
import { openDpb, writeDpb } from '../bytecode/dpb'
import { compile } from '../compiler/index'
import { writeRaw } from '../modules/rawoutput'
import { DXPY_VERSION, VERSION } from '../modules/sys'
import { dump } from '../syntax/dump'
import { parse } from '../syntax/index'
import { engineLine } from './engines'

const fileArgument = { file: { type: 'positional', required: true, description: 'source file' } } as const

const commands = {
  dis: fileArgument,
  ast: fileArgument,
  compile: { ...fileArgument, output: { type: 'string', alias: 'o', description: 'output file' } },
} as const

class Failure {
  constructor(readonly error: DxError) {}
}

function read(path: string): Uint8Array {
  return new Uint8Array(readFileSync(path))
}

function treeOf(path: string) {
  const parsed = parse(read(path), { filename: path, mode: 'exec' })
  if (parsed.isErr()) throw new Failure(parsed.error)
  return parsed.value.tree
}

function unitOf(path: string): CodeUnit {
  const bytes = read(path)
  if (bytes[0] === 0x44 && bytes[1] === 0x50 && bytes[2] === 0x42) {
    const opened = openDpb(bytes, { trust: 'verify' })
    if (opened.isErr()) throw new Failure(opened.error)
    return opened.value.unit(0)
  }
  const compiled = compile(treeOf(path), { filename: path })
  if (compiled.isErr()) throw new Failure(compiled.error)
  return compiled.value.unit
}

/** Writes what was asked for; the exit code. A reader that went away needs no message. */
function answer(name: string, text: string): number {
  const failure = writeRaw(1, text)
  if (failure === null) return 0
  if (failure.errno !== -constants.errno.EPIPE)
    writeRaw(2, `dxpy ${name}: can't write the output: ${strerror(-(failure.errno ?? 0))}\n`)
  return 1
}

function usage(name: string, message: string): number {
  const options = name === 'compile' ? ' [-o OUTPUT]' : ''
  const more = name === 'dis' ? '\n       dxpy dis --jit FILE [ARG …]' : ''
  writeRaw(2, `dxpy ${name}: ${message}\nusage: dxpy ${name} FILE${options}${more}\n`)
  return 2
}

/** What a subcommand prints. */
function run(name: string, args: { file: string; output?: string }): string {
  if (name === 'dis') return `${disassemble(unitOf(args.file))}\n`
  if (name === 'ast') return `${dump(treeOf(args.file))}\n`
  const output = args.output ?? `${args.file.replace(/\.py$/, '')}.dpb`
  const written = writeCache(output, writeDpb(unitOf(args.file)))
  if (written.isErr()) throw new Failure(written.error)
  return `${output}\n`
}

/** Runs `dxpy dis|ast|compile|info`; the exit code. */
export function runSubcommand(argv: readonly string[]): number {
  const name = argv[0]!
  if (name === 'info') return answer(name, info())
  const command: ArgsDef = commands[name as keyof typeof commands]
  let args: { file: string; output?: string }
  try {
    args = parseArgs([...argv.slice(1)], command) as never
  } catch (e) {
    return usage(name, e instanceof Error ? e.message : String(e))
  }
  let text: string
  try {
    text = run(name, args)
  } catch (e) {
    if (e instanceof Failure) {
      const { context, message } = e.error
      const where = typeof context.lineno === 'number' ? `:${context.lineno}` : ''
      writeRaw(2, `dxpy ${name}: ${args.file}${where}: ${message}\n`)
      return 1
    }
    if (e instanceof Error && 'syscall' in e) {
      const errno = -((e as NodeJS.ErrnoException).errno ?? 0)
      writeRaw(2, `dxpy ${name}: can't open file '${args.file}': [Errno ${errno}] ${strerror(errno)}\n`)
      return 2
    }
    throw e
  }
  return answer(name, text)
}

function info(): string {
  return [
    `dxpy ${DXPY_VERSION.join('.')}`,
    `Python ${VERSION.major}.${VERSION.minor}.${VERSION.micro} library`,
    `Bun ${process.versions.bun}, ${process.platform} ${process.arch}`,
    'tiers: bytecode interpreter, compiler to JavaScript (-X jit)',
    engineLine(),
    '',
  ].join('\n')
}
