/** The command `dxpy`: what runs, and how it ends (CPython: Modules/main.c). */
import { readFileSync, statSync } from 'node:fs'
import { isatty } from 'node:tty'
import { strerror } from '../base/errnotable'
import { config } from '../modules/config'
import { writeRaw } from '../modules/rawoutput'
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
    writeRaw(2, `${invocation.message}\n${USAGE}\nTry \`dxpy -h' for more information.\n`)
    return 2
  }
  if (invocation.kind === 'help') {
    writeRaw(1, HELP)
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
    writeRaw(1, session.versionText(invocation.count))
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
  try {
    if (statSync(path).isDirectory()) return new Uint8Array(0)
    return new Uint8Array(readFileSync(path))
  } catch (e) {
    const errno = Math.abs((e as NodeJS.ErrnoException).errno ?? 0)
    const shown = path.startsWith('/') ? path : `${process.cwd()}/${path}`
    const failure = writeRaw(
      2,
      `${process.execPath}: can't open file '${shown}': [Errno ${errno}] ${strerror(errno)}\n`,
    )
    // CPython says it through sys.stderr, and what that still holds at exit makes the code 120.
    return failure !== null && !config.unbuffered ? 120 : 2
  }
}

try {
  process.exitCode = main(process.argv.slice(2))
} catch (e) {
  // Nothing should come here; Bun would print the interpreter's own data with it.
  writeRaw(2, `dxpy: internal error: ${e instanceof Error ? e.message : typeof e}\n`)
  process.exitCode = 1
}
