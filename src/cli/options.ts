/**
 * The interpreter's own options, as CPython's getopt reads them (Python Setup and Usage, "Command line and environment"): single letters
 * that combine, and `-c`, `-m`, `-W`, `-X` with an argument that may be attached. Subcommands are in subcommands.ts.
 */
import { type Config, isCLocale, localeName, StartupError } from '../modules/config'
import { writeRaw } from '../modules/rawoutput'

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

export const USAGE = `usage: ${process.execPath} [option] ... [-c cmd | -m mod | file | -] [arg] ...`

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
    if (word === '--help-env') return { kind: 'help', target: 'env', args: [], count: 0 }
    if (word === '--help-xoptions') return { kind: 'help', target: 'xoptions', args: [], count: 0 }
    if (word === '--help-all') return { kind: 'help', target: 'all', args: [], count: 0 }
    if (word === '--version') {
      version++
      continue
    }
    if (word === '--check-hash-based-pycs') {
      const mode = argv[i++]
      if (mode === undefined) return new UsageError('Argument expected for the --check-hash-based-pycs options')
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
        case 'J':
          return new UsageError('-J is reserved for Jython')
        case 'R':
          config.randomHash = true
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
          config.skipFirstLine = true
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

/**
 * In the C locale Python uses UTF-8 (PEP 540), and has the programs that it starts use it (PEP 538). To be called before the other
 * settings, which can say otherwise.
 */
function leaveCLocale(config: Config): void {
  const env = process.env
  if (!isCLocale(localeName())) return
  config.utf8Mode = true
  if (env.LC_ALL || (!config.ignoreEnvironment && env.PYTHONCOERCECLOCALE === '0')) return
  env.LC_CTYPE = 'C.UTF-8'
  if (!config.ignoreEnvironment && env.PYTHONCOERCECLOCALE === 'warn')
    writeRaw(
      2,
      'Python detected LC_CTYPE=C: LC_CTYPE coerced to C.UTF-8 (set another locale or PYTHONCOERCECLOCALE=0 to disable this locale coercion behavior).\n',
    )
}

/** A number of an environment variable that is a flag: text that is none counts as 1. */
function flagOf(text: string | undefined): number {
  if (!text) return 0
  if (text === '1') return 1
  const n = /^\s*[+-]?\d+$/.test(text) ? Number(text) : 1
  return n < 0 || n > 0x7fffffff ? 1 : n
}

/** Settings from the environment, where the command line did not say otherwise. Throws StartupError. */
export function readEnvironment(config: Config): void {
  leaveCLocale(config)
  if (config.ignoreEnvironment) return
  const env = process.env
  config.optimize = Math.min(2, Math.max(config.optimize, flagOf(env.PYTHONOPTIMIZE))) as 0 | 1 | 2
  config.verbose = Math.max(config.verbose, flagOf(env.PYTHONVERBOSE))
  config.debug = Math.max(config.debug, flagOf(env.PYTHONDEBUG))
  if (flagOf(env.PYTHONDONTWRITEBYTECODE) > 0) config.dontWriteBytecode = true
  if (flagOf(env.PYTHONUNBUFFERED) > 0) config.unbuffered = true
  if (flagOf(env.PYTHONINSPECT) > 0) config.inspect = true
  if (flagOf(env.PYTHONNOUSERSITE) > 0) config.noUserSite = true
  if (flagOf(env.PYTHONSAFEPATH) > 0) config.safePath = true
  if (env.PYTHONDEVMODE) config.devMode = true
  if (env.PYTHONFAULTHANDLER) config.faulthandler = true
  if (env.PYTHONUTF8 === '1' || env.PYTHONUTF8 === '0') config.utf8Mode = env.PYTHONUTF8 === '1'
  else if (env.PYTHONUTF8)
    throw new StartupError('preconfig_init_utf8_mode: invalid PYTHONUTF8 environment variable value', 'preinitializing')
  if (env.PYTHONWARNDEFAULTENCODING) config.warnDefaultEncoding = true
  config.importTime = flagOf(env.PYTHONPROFILEIMPORTTIME) > 0
  if (env.PYTHONNODEBUGRANGES) config.debugRanges = false
  if (env.PYTHONPYCACHEPREFIX) config.pycachePrefix = env.PYTHONPYCACHEPREFIX
  if (env.PYTHONWARNINGS) config.warnOptions.unshift(...env.PYTHONWARNINGS.split(','))
  if (env.PYTHONPATH) config.path.push(...env.PYTHONPATH.split(':'))
  if (env.PYTHONHASHSEED && env.PYTHONHASHSEED !== 'random' && !config.randomHash) {
    const seed = /^\s*\+?\d+$/.test(env.PYTHONHASHSEED) ? Number(env.PYTHONHASHSEED) : -1
    if (seed < 0 || seed > 0xffffffff)
      throw new StartupError(
        'config_init_hash_seed: PYTHONHASHSEED must be "random" or an integer in range [0; 4294967295]',
      )
    config.hashSeed = seed
    config.hashRandomization = seed !== 0
  }
  if (env.PYTHONINTMAXSTRDIGITS) setDigits(config, env.PYTHONINTMAXSTRDIGITS, 'PYTHONINTMAXSTRDIGITS')
  if (env.PYTHON_CPU_COUNT) setCpuCount(config, env.PYTHON_CPU_COUNT)
  if (env.PYTHON_GIL) checkGil(env.PYTHON_GIL)
  const frozen = env.PYTHON_FROZEN_MODULES
  if (frozen && frozen !== 'on' && frozen !== 'off')
    throw new StartupError('bad value for PYTHON_FROZEN_MODULES (expected "on" or "off")')
}

function setDigits(config: Config, text: string | true, source: string): void {
  const digits = text !== true && /^\s*[+-]?\d+$/.test(text) ? Number(text) : -1
  if (digits !== 0 && (digits < 640 || digits > 0x7fffffff))
    throw new StartupError(
      `config_init_int_max_str_digits: ${source}: invalid limit; must be >= 640 or 0 for unlimited.`,
    )
  config.intMaxStrDigits = digits
}

function setCpuCount(config: Config, text: string | true): void {
  if (text === 'default') {
    config.cpuCount = -1
    return
  }
  const n = text !== true && /^\s*\+?\d+$/.test(text) ? Number(text) : 0
  if (n < 1 || n > 0x7fffffff)
    throw new StartupError(
      'config_init_cpu_count: -X cpu_count=n option: n is missing or an invalid number, n must be greater than 0',
    )
  config.cpuCount = n
}

function checkGil(text: string | true): void {
  if (text === '0') throw new StartupError('config_read_gil: Disabling the GIL is not supported by this build')
  if (text !== '1') throw new StartupError('config_read_gil: PYTHON_GIL / -X gil must be "0" or "1"')
}

/** Settings that `-X` makes. Throws StartupError. */
export function applyExtendedOptions(config: Config): void {
  const option = (name: string) => config.xOptions.get(name)
  if (option('dev') !== undefined) config.devMode = true
  if (option('faulthandler') !== undefined) config.faulthandler = true
  if (option('importtime') !== undefined) config.importTime = true
  if (option('no_debug_ranges') !== undefined) config.debugRanges = false
  const utf8 = option('utf8')
  if (utf8 !== undefined && utf8 !== true && utf8 !== '0' && utf8 !== '1')
    throw new StartupError('preconfig_init_utf8_mode: invalid -X utf8 option value', 'preinitializing')
  if (utf8 !== undefined) config.utf8Mode = utf8 !== '0'
  if (option('warn_default_encoding') !== undefined) config.warnDefaultEncoding = true
  const prefix = option('pycache_prefix')
  if (prefix !== undefined) config.pycachePrefix = prefix === true || prefix === '' ? null : prefix
  const digits = option('int_max_str_digits')
  if (digits !== undefined) setDigits(config, digits, '-X int_max_str_digits')
  const count = option('cpu_count')
  if (count !== undefined) setCpuCount(config, count)
  const gil = option('gil')
  if (gil !== undefined) checkGil(gil)
  const jit = option('jit')
  if (jit !== undefined && jit !== true && !/^(on|off|[1-9]\d{0,5})$/.test(jit))
    throw new StartupError('-X jit=option: option is neither "on" nor "off" nor a number greater than 0')
  const deopt = option('jit_deopt')
  if (deopt !== undefined && (deopt === true || !/^[1-9]\d{0,8}$/.test(deopt)))
    throw new StartupError('-X jit_deopt=SEED: SEED is not a number greater than 0')
  const frozen = option('frozen_modules')
  if (frozen !== undefined && frozen !== true && frozen !== 'on' && frozen !== 'off')
    throw new StartupError('bad value for option -X frozen_modules (expected "on" or "off")')
  if (config.devMode) {
    config.faulthandler = true
    config.warnOptions.unshift('default')
  }
  if (config.bytesWarning > 0)
    config.warnOptions.push(config.bytesWarning > 1 ? 'error::BytesWarning' : 'default::BytesWarning')
}

/** What `-h` and its like print. */
export function helpText(kind: string): string {
  if (kind === 'env') return ENVIRONMENT
  if (kind === 'xoptions') return EXTENDED
  return kind === 'all' ? `${HELP}\n${ENVIRONMENT}\n${EXTENDED}` : HELP
}

const ENVIRONMENT = `Environment variables:
PYTHONPATH     : directories put before the library on sys.path, separated by colons
PYTHONHOME     : ignored, the library is part of the executable
PYTHONSTARTUP  : file that runs before the first prompt
PYTHONOPTIMIZE, PYTHONVERBOSE, PYTHONDEBUG, PYTHONINSPECT, PYTHONUNBUFFERED,
PYTHONDONTWRITEBYTECODE, PYTHONNOUSERSITE, PYTHONSAFEPATH
               : as the options -O, -v, -d, -i, -u, -B, -s, -P
PYTHONDEVMODE, PYTHONUTF8, PYTHONWARNDEFAULTENCODING, PYTHONPYCACHEPREFIX,
PYTHONINTMAXSTRDIGITS, PYTHONFAULTHANDLER, PYTHONPROFILEIMPORTTIME,
PYTHONNODEBUGRANGES, PYTHON_CPU_COUNT, PYTHON_GIL, PYTHON_FROZEN_MODULES
               : as the -X options of the same meaning
PYTHONWARNINGS : warning filters, separated by commas
PYTHONHASHSEED : random, or a number that fixes the hashes of str and bytes
PYTHONIOENCODING: encoding[:errors] of the standard streams
PYTHONBREAKPOINT: what breakpoint() calls; 0 for nothing
PYTHON_COLORS, FORCE_COLOR, NO_COLOR
               : whether tracebacks are coloured
`

const EXTENDED = `Options of -X:
-X cpu_count=N           : what os.cpu_count() gives
-X dev                   : warnings that are hidden by default
-X faulthandler          : faulthandler is enabled from the start
-X importtime            : how long each import takes
-X int_max_str_digits=N  : limit of conversions between int and str; 0 for none
-X jit=on|off|N          : whether hot code is compiled; N: how often it is found running before
-X jit_deopt=SEED        : guards of compiled code fail at random, for tests of the compiler
-X jit_log               : what is compiled, and why compiled code was left, to stderr
-X simd_stats            : how often which method of the string engine and which collection was used, to stderr at exit
-X no_debug_ranges       : code keeps lines, but no columns
-X pycache_prefix=PATH   : directory of bytecode files
-X utf8[=0|1]            : UTF-8 for files and streams, whatever the locale says
-X warn_default_encoding : EncodingWarning where no encoding is given
`

const HELP = `${USAGE}
Options:
-b     : BytesWarning for str() of bytes and for comparing bytes with text or ints;
         -bb: an error
-B     : no bytecode files are written; PYTHONDONTWRITEBYTECODE
-c cmd : runs this text; what follows are the program's arguments
-E     : environment variables that begin with PYTHON do not count
-h     : this text (--help); --help-env, --help-xoptions, --help-all: more
-i     : a prompt after the program; PYTHONINSPECT
-I     : -E, -P and -s in one
-m mod : runs a module; what follows are the program's arguments
-O     : without assert statements, __debug__ is False; PYTHONOPTIMIZE
-OO    : without docstrings too
-P     : the program's directory is not put on sys.path; PYTHONSAFEPATH
-q     : no greeting before the prompt
-s     : no site-packages directory of the user; PYTHONNOUSERSITE
-S     : without what site adds to builtins
-u     : stdout and stderr keep nothing back; PYTHONUNBUFFERED
-v     : names the modules as they are imported; PYTHONVERBOSE
-V     : the version (--version); twice: more of it
-W arg : warning filter, action:message:category:module:line
-x     : leaves the first line of the program out
-X opt : see --help-xoptions
Subcommands:
dis FILE, ast FILE, compile FILE, info
Arguments:
file   : the program: a source file, or a directory or zip with __main__
-      : the program is read from standard input, which is also the default
arg ...: what the program finds in sys.argv[1:]
`
