/** The command `dxpy`: what runs, and how it ends (CPython: Modules/main.c). */

import { strerror } from '../base/errnotable'
import { nodeFs } from '../base/nodefs'
import { config, StartupError } from '../modules/config'
import { writeRaw } from '../modules/rawoutput'
import { applyExtendedOptions, helpText, parseOptions, readEnvironment, USAGE, UsageError } from './options'

/** Runs the command line and returns the exit code. */
export function main(argv: readonly string[]): number {
  // `dxpy dis --jit FILE` runs the program first.
  const listed = argv[0] === 'dis' && argv[1] === '--jit' && argv.length > 2 ? argv.slice(2) : null
  if (listed === null && (argv[0] === 'dis' || argv[0] === 'ast' || argv[0] === 'compile' || argv[0] === 'info')) {
    const { runSubcommand } = require('./subcommands') as typeof import('./subcommands')
    return runSubcommand(argv)
  }
  const invocation = parseOptions(listed ?? argv, config)
  if (invocation instanceof UsageError) {
    writeRaw(2, `${invocation.message}\n${USAGE}\nTry \`dxpy -h' for more information.\n`)
    return 2
  }
  if (invocation.kind === 'help') {
    writeRaw(1, helpText(invocation.target))
    return 0
  }
  try {
    readEnvironment(config)
    applyExtendedOptions(config)
  } catch (e) {
    if (!(e instanceof StartupError)) throw e
    writeRaw(2, e.toString())
    return 1
  }
  if (process.env.DXPY_SIMD) {
    const { engineProblem } = require('./engines') as typeof import('./engines')
    const problem = engineProblem()
    if (problem !== null) {
      writeRaw(2, `dxpy: ${problem}\n`)
      return 2
    }
  }
  config.executable = process.execPath
  config.origArgv = [process.execPath, ...argv]
  const first = { command: '-c', module: '-m', file: invocation.target, stdin: invocation.target, version: '' }
  config.argv = [first[invocation.kind], ...invocation.args]
  const session = require('./session') as typeof import('./session')
  if (invocation.kind === 'version') {
    writeRaw(1, session.versionText(invocation.count))
    return 0
  }
  const source =
    invocation.kind === 'file'
      ? (session.readRegularFile(invocation.target) ?? sourceOf(invocation.target, session.NO_FILE))
      : session.NO_FILE
  if (typeof source === 'number') return source
  if (listed === null) {
    const code = session.run(invocation, source)
    if (config.xOptions.has('simd_stats')) {
      const { engineStatistics } = require('./engines') as typeof import('./engines')
      writeRaw(2, engineStatistics())
    }
    return code
  }
  const { compiledListing, noteCompiled } = require('./compiledlisting') as typeof import('./compiledlisting')
  noteCompiled()
  const code = session.run(invocation, source)
  writeRaw(1, compiledListing())
  return code
}

/** A path as the system has it: the bytes, where it is not UTF-8. */
function systemPath(path: string): string | Buffer {
  if (path.isWellFormed()) return path
  const { nodePath } = require('../modules/filenames') as typeof import('../modules/filenames')
  return nodePath(path, 'open')
}

/** The program's file, read before the interpreter starts, so that a missing one costs nothing; an exit code where it cannot be read. */
function sourceOf(path: string, directory: Uint8Array): Uint8Array | number {
  try {
    const file = systemPath(path)
    return nodeFs().statSync(file).isDirectory() ? directory : new Uint8Array(nodeFs().readFileSync(file))
  } catch (e) {
    const errno = Math.abs((e as NodeJS.ErrnoException).errno ?? 0)
    const { absolutePath } = require('../modules/filenames') as typeof import('../modules/filenames')
    const shown = absolutePath(path)
    const failure = writeRaw(
      2,
      `${process.execPath}: can't open file '${shown}': [Errno ${errno}] ${strerror(errno)}\n`,
    )
    // CPython says it through sys.stderr, and what that still holds at exit makes the code 120.
    return failure !== null && !config.unbuffered ? 120 : 2
  }
}

/**
 * The arguments as they were given: Bun puts U+FFFD for bytes that are no UTF-8, where Python keeps them as lone surrogates
 * (surrogateescape).
 */
function argumentsOf(given: readonly string[]): readonly string[] {
  if (process.platform !== 'linux') return given
  // No functions of arrays that take a function: the engine's are JavaScript, parsed at their first call.
  let replaced = false
  for (const argument of given) replaced ||= argument.includes('\ufffd')
  if (!replaced) return given
  const { fromSystem } = require('../modules/filenames') as typeof import('../modules/filenames')
  const words = nodeFs().readFileSync('/proc/self/cmdline')
  const exact: string[] = []
  for (let at = 0; at < words.length; ) {
    const end = words.indexOf(0, at)
    exact.push(fromSystem(words.subarray(at, end)) as string)
    at = end + 1
  }
  return exact.slice(-given.length)
}

let code = 1
try {
  code = main(argumentsOf(process.argv.slice(2)))
} catch (e) {
  // Nothing should come here; Bun would print the interpreter's own data with it.
  writeRaw(2, `dxpy: internal error: ${e instanceof Error ? e.message : typeof e}\n`)
}
// At once: nothing is left to wait for, and to wind the engine down takes a millisecond.
process.exit(code)
