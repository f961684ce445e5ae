/**
 * The interpreter's own options, as CPython's getopt reads them (Python Setup and Usage, "Command line and environment"): single letters
 * that combine, and `-c`, `-m`, `-W`, `-X` with an argument that may be attached. Subcommands are in subcommands.ts.
 */
import type { Config } from '../modules/config'

/** What the command line asks to run. */
export interface Invocation {
  readonly kind: 'command' | 'module' | 'file' | 'stdin' | 'version' | 'help'
  /** Source, module name or file name. */
  readonly target: string
  /** `sys.argv` after its first item. */
  readonly args: readonly string[]
  /** Number of -V. */
  readonly count: number
}

/** A command line that cannot be understood; the text is for stderr, the exit code 2. */
export class UsageError {
  constructor(readonly message: string) {}
}

export const USAGE = 'usage: dxpy [option] ... [-c cmd | -m mod | file | -] [arg] ...'

/** Reads the options into the configuration. */
export function parseOptions(argv: readonly string[], config: Config): Invocation | UsageError {
  let i = 0
  let version = 0
  const rest = (): string[] => argv.slice(i)
  while (i < argv.length) {
    const word = argv[i]!
    if (word === '-' || !word.startsWith('-')) break
    i++
    if (word === '--') break
    if (word === '--help') return { kind: 'help', target: '', args: [], count: 0 }
    if (word === '--version') {
      version++
      continue
    }
    if (word === '--check-hash-based-pycs') {
      const mode = argv[i++]
      if (mode !== 'default' && mode !== 'always' && mode !== 'never')
        return new UsageError("--check-hash-based-pycs must be one of 'default', 'always', or 'never'")
      config.checkHashPycs = mode
      continue
    }
    if (word.startsWith('--')) return new UsageError(`unknown option ${word}`)
    for (let k = 1; k < word.length; k++) {
      const letter = word[k]!
      if ('cmWX'.includes(letter)) {
        const attached = word.slice(k + 1)
        const value = attached !== '' ? attached : argv[i++]
        if (value === undefined) return new UsageError(`Argument expected for the -${letter} option`)
        if (letter === 'c') return { kind: 'command', target: value, args: rest(), count: version }
        if (letter === 'm') return { kind: 'module', target: value, args: rest(), count: version }
        if (letter === 'W') config.warnOptions.push(value)
        else {
          const equals = value.indexOf('=')
          config.xOptions.set(equals < 0 ? value : value.slice(0, equals), equals < 0 ? true : value.slice(equals + 1))
        }
        break
      }
      switch (letter) {
        case 'b':
          config.bytesWarning++
          break
        case 'B':
          config.dontWriteBytecode = true
          break
        case 'd':
          config.debug++
          break
        case 'E':
          config.ignoreEnvironment = true
          break
        case 'h':
        case '?':
          return { kind: 'help', target: '', args: [], count: 0 }
        case 'i':
          config.inspect = config.interactive = true
          break
        case 'I':
          config.isolated = config.ignoreEnvironment = config.noUserSite = config.safePath = true
          break
        case 'O':
          config.optimize = config.optimize === 0 ? 1 : 2
          break
        case 'P':
          config.safePath = true
          break
        case 'q':
          config.quiet = true
          break
        case 'R':
          config.hashRandomization = true
          break
        case 's':
          config.noUserSite = true
          break
        case 'S':
          config.noSite = true
          break
        case 'u':
          config.unbuffered = true
          break
        case 'v':
          config.verbose++
          break
        case 'V':
          version++
          break
        case 'x':
          break
        default:
          return new UsageError(`Unknown option: -${letter}`)
      }
    }
  }
  if (version > 0) return { kind: 'version', target: '', args: [], count: version }
  const target = argv[i++]
  if (target === undefined) return { kind: 'stdin', target: '', args: [], count: 0 }
  if (target === '-') return { kind: 'stdin', target: '-', args: rest(), count: 0 }
  return { kind: 'file', target, args: rest(), count: 0 }
}

/** Settings from the environment, where the command line did not say otherwise. */
export function readEnvironment(config: Config): void {
  if (config.ignoreEnvironment) return
  const env = process.env
  const number = (name: string) => (env[name] ? Math.max(1, Number.parseInt(env[name], 10) || 1) : 0)
  config.optimize = Math.min(2, Math.max(config.optimize, number('PYTHONOPTIMIZE'))) as 0 | 1 | 2
  config.verbose = Math.max(config.verbose, number('PYTHONVERBOSE'))
  config.debug = Math.max(config.debug, number('PYTHONDEBUG'))
  if (env.PYTHONDONTWRITEBYTECODE) config.dontWriteBytecode = true
  if (env.PYTHONUNBUFFERED) config.unbuffered = true
  if (env.PYTHONINSPECT) config.inspect = true
  if (env.PYTHONNOUSERSITE) config.noUserSite = true
  if (env.PYTHONSAFEPATH) config.safePath = true
  if (env.PYTHONDEVMODE) config.devMode = true
  if (env.PYTHONUTF8 === '1') config.utf8Mode = true
  if (env.PYTHONWARNDEFAULTENCODING) config.warnDefaultEncoding = true
  if (env.PYTHONPYCACHEPREFIX) config.pycachePrefix = env.PYTHONPYCACHEPREFIX
  if (env.PYTHONWARNINGS) config.warnOptions.unshift(...env.PYTHONWARNINGS.split(','))
  if (env.PYTHONPATH) config.path.push(...env.PYTHONPATH.split(':'))
  if (env.PYTHONHASHSEED === '0') config.hashRandomization = false
}

/** Settings that `-X` makes. */
export function applyExtendedOptions(config: Config): void {
  if (config.xOptions.has('dev')) config.devMode = true
  if (config.xOptions.get('utf8') !== undefined && config.xOptions.get('utf8') !== '0') config.utf8Mode = true
  if (config.xOptions.has('warn_default_encoding')) config.warnDefaultEncoding = true
  const prefix = config.xOptions.get('pycache_prefix')
  if (typeof prefix === 'string') config.pycachePrefix = prefix
  const digits = config.xOptions.get('int_max_str_digits')
  if (typeof digits === 'string' && /^\d+$/.test(digits)) config.intMaxStrDigits = Number(digits)
  if (config.devMode) config.warnOptions.unshift('default')
  if (config.bytesWarning > 0)
    config.warnOptions.push(config.bytesWarning > 1 ? 'error::BytesWarning' : 'default::BytesWarning')
}

export const HELP = `${USAGE}
Options:
-b     : issue warnings about converting bytes/bytearray to str and comparing
         bytes/bytearray with str or bytes with int
-B     : don't write .pyc files on import; also PYTHONDONTWRITEBYTECODE=x
-c cmd : program passed in as string (terminates option list)
-E     : ignore PYTHON* environment variables (such as PYTHONPATH)
-h     : print this help message and exit (also --help)
-i     : inspect interactively after running script; also PYTHONINSPECT=x
-I     : isolate from the user's environment (implies -E, -P and -s)
-m mod : run library module as a script (terminates option list)
-O     : remove assert and __debug__-dependent statements; also PYTHONOPTIMIZE=x
-OO    : do -O changes and also discard docstrings
-P     : don't prepend a potentially unsafe path to sys.path
-q     : don't print version and copyright messages on interactive startup
-s     : don't add user site directory to sys.path
-S     : don't imply 'import site' on initialization
-u     : force the stdout and stderr streams to be unbuffered
-V     : print the version number and exit (also --version)
-W arg : warning control; arg is action:message:category:module:lineno
-X opt : set implementation-specific option
Subcommands:
dis FILE, ast FILE, compile FILE, info
Arguments:
file   : program read from script file
-      : program read from stdin (default; interactive mode if a tty)
arg ...: arguments passed to program in sys.argv[1:]
`
