/** The command `dxpy`: what runs, and how it ends (CPython: Modules/main.c). */
import { readFileSync, statSync, writeSync } from 'node:fs'
import { isatty } from 'node:tty'
import { config } from '../modules/config'
import {
  applyExtendedOptions,
  HELP,
  type Invocation,
  parseOptions,
  readEnvironment,
  USAGE,
  UsageError,
} from './options'

/** Runs the command line and returns the exit code. */
export function main(argv: readonly string[]): number {
  if (argv[0] === 'dis' || argv[0] === 'ast' || argv[0] === 'compile' || argv[0] === 'info') {
    const { runSubcommand } = require('./subcommands') as typeof import('./subcommands')
    return runSubcommand(argv)
  }
  const invocation = parseOptions(argv, config)
  if (invocation instanceof UsageError) {
    writeSync(2, `${invocation.message}\n${USAGE}\nTry \`dxpy -h' for more information.\n`)
    return 2
  }
  if (invocation.kind === 'help') {
    writeSync(1, HELP)
    return 0
  }
  readEnvironment(config)
  applyExtendedOptions(config)
  config.executable = process.execPath
  config.origArgv = [process.execPath, ...argv]
  const first =
    invocation.kind === 'command'
      ? '-c'
      : invocation.kind === 'module'
        ? '-m'
        : invocation.kind === 'file'
          ? invocation.target
          : invocation.target
  config.argv = [first, ...invocation.args]
  const session = require('./session') as typeof import('./session')
  if (invocation.kind === 'version') {
    writeSync(1, session.versionText(invocation.count))
    return 0
  }
  return session.run(invocation, sourceOf(invocation))
}

/** What to run, read before the interpreter starts, so that a missing file costs nothing. */
function sourceOf(invocation: Invocation): Uint8Array | string | number {
  if (invocation.kind === 'command') return `${invocation.target}\n`
  if (invocation.kind === 'stdin') return isatty(0) || config.interactive ? '' : new Uint8Array(readFileSync(0))
  if (invocation.kind === 'module') return ''
  const path = invocation.target
  const complain = (errno: number, text: string): number => {
    writeSync(
      2,
      `dxpy: can't open file '${path.startsWith('/') ? path : `${process.cwd()}/${path}`}': [Errno ${errno}] ${text}\n`,
    )
    return 2
  }
  try {
    if (statSync(path).isDirectory()) {
      writeSync(2, `${process.execPath}: can't find '__main__' module in '${path}'\n`)
      return 1
    }
    return new Uint8Array(readFileSync(path))
  } catch (e) {
    const { errno, code } = e as { errno?: number; code?: string }
    const texts: Record<string, string> = {
      ENOENT: 'No such file or directory',
      EACCES: 'Permission denied',
      ENOTDIR: 'Not a directory',
    }
    return complain(Math.abs(errno ?? 2), texts[code ?? ''] ?? String(code))
  }
}

process.exitCode = main(process.argv.slice(2))
