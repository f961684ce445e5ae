/** The subcommands of dxpy that show what it makes of a program: dis, ast, compile, info. */
import { readFileSync, writeSync } from 'node:fs'
import { type ArgsDef, parseArgs } from 'citty'
import type { DxError } from '../base/errors'
import { writeCache } from '../bytecode/cache'
import type { CodeUnit } from '../bytecode/code'
import { disassemble } from '../bytecode/dis'
import { openDpb, writeDpb } from '../bytecode/dpb'
import { compile } from '../compiler/index'
import { DXPY_VERSION, VERSION } from '../modules/sys'
import { dump } from '../syntax/dump'
import { parse } from '../syntax/index'

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

/** Runs `dxpy dis|ast|compile|info`; the exit code. */
export function runSubcommand(argv: readonly string[]): number {
  const name = argv[0]!
  if (name === 'info') {
    writeSync(1, info())
    return 0
  }
  const command: ArgsDef = commands[name as keyof typeof commands]
  let args: { file: string; output?: string }
  try {
    args = parseArgs([...argv.slice(1)], command) as never
  } catch (e) {
    writeSync(2, `dxpy ${name}: ${e instanceof Error ? e.message : String(e)}\nusage: dxpy ${name} FILE\n`)
    return 2
  }
  try {
    if (name === 'dis') writeSync(1, `${disassemble(unitOf(args.file))}\n`)
    else if (name === 'ast') writeSync(1, `${dump(treeOf(args.file))}\n`)
    else {
      const output = args.output ?? `${args.file.replace(/\.py$/, '')}.dpb`
      const written = writeCache(output, writeDpb(unitOf(args.file)))
      if (written.isErr()) throw new Failure(written.error)
      writeSync(1, `${output}\n`)
    }
    return 0
  } catch (e) {
    if (e instanceof Failure) {
      const { context, message } = e.error
      const where = typeof context.lineno === 'number' ? `:${context.lineno}` : ''
      writeSync(2, `dxpy ${name}: ${args.file}${where}: ${message}\n`)
      return 1
    }
    if (e instanceof Error && 'code' in e) {
      writeSync(2, `dxpy ${name}: can't open file '${args.file}': ${e.message}\n`)
      return 2
    }
    throw e
  }
}

function info(): string {
  return [
    `dxpy ${DXPY_VERSION.join('.')}`,
    `Python ${VERSION.major}.${VERSION.minor}.${VERSION.micro} library`,
    `Bun ${process.versions.bun}, ${process.platform} ${process.arch}`,
    'interpreter: bytecode (no JIT compiler yet)',
    'kernels: none yet',
    '',
  ].join('\n')
}
