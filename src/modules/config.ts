/** How the interpreter was started: what the command line and the environment said (Library Reference, "Python Initialization Configuration"). */

/** Root of the embedded library's module file names; nothing on the disk. */
export const LIBRARY_PATH = '/$dxpy/lib/python3.13'

/** Settings of one interpreter; `sys.flags` shows most of them. */
export interface Config {
  argv: string[]
  origArgv: string[]
  executable: string
  /** Entries put in front of the library's on `sys.path`. */
  path: string[]
  optimize: 0 | 1 | 2
  inspect: boolean
  interactive: boolean
  dontWriteBytecode: boolean
  ignoreEnvironment: boolean
  isolated: boolean
  noSite: boolean
  noUserSite: boolean
  quiet: boolean
  verbose: number
  bytesWarning: number
  debug: number
  safePath: boolean
  unbuffered: boolean
  devMode: boolean
  utf8Mode: boolean
  warnDefaultEncoding: boolean
  hashRandomization: boolean
  /** -R: a random seed, whatever PYTHONHASHSEED says. */
  randomHash: boolean
  /** Seed of the hashes of str and bytes; null: random. */
  hashSeed: number | null
  /** -x */
  skipFirstLine: boolean
  faulthandler: boolean
  importTime: boolean
  /** Code keeps columns. */
  debugRanges: boolean
  /** What os.cpu_count() gives; -1: what the machine has. */
  cpuCount: number
  warnOptions: string[]
  xOptions: Map<string, string | true>
  pycachePrefix: string | null
  checkHashPycs: 'default' | 'always' | 'never'
  intMaxStrDigits: number
}

/** The locale of characters, as the environment names it, or ''. */
export function localeName(): string {
  const { LC_ALL, LC_CTYPE, LANG } = process.env
  return LC_ALL || LC_CTYPE || LANG || ''
}

/** Whether a locale is the plain one of C. */
export function isCLocale(name: string): boolean {
  return name === '' || name === 'C' || name === 'POSIX'
}

/** What keeps the interpreter from starting, as CPython words it. */
export class StartupError {
  constructor(
    readonly message: string,
    readonly state = 'preinitialized',
    /** What caused it, or ''. */
    readonly detail = '',
  ) {}

  /** The lines for stderr. */
  toString(): string {
    const thread =
      this.state === 'core initialized' ? 'Current thread (most recent call first):\n  <no Python frame>\n' : ''
    return `Fatal Python error: ${this.message}\nPython runtime state: ${this.state}\n${this.detail}\n${thread}`
  }
}

/** The settings of a plain `dxpy`. */
export function defaultConfig(): Config {
  return {
    argv: [''],
    origArgv: [],
    executable: process.execPath,
    path: [],
    optimize: 0,
    inspect: false,
    interactive: false,
    dontWriteBytecode: false,
    ignoreEnvironment: false,
    isolated: false,
    noSite: false,
    noUserSite: false,
    quiet: false,
    verbose: 0,
    bytesWarning: 0,
    debug: 0,
    safePath: false,
    unbuffered: false,
    devMode: false,
    utf8Mode: false,
    warnDefaultEncoding: false,
    hashRandomization: true,
    randomHash: false,
    hashSeed: null,
    skipFirstLine: false,
    faulthandler: false,
    importTime: false,
    debugRanges: true,
    cpuCount: -1,
    warnOptions: [],
    xOptions: new Map(),
    pycachePrefix: null,
    checkHashPycs: 'default',
    intMaxStrDigits: 4300,
  }
}

/** The settings of the running interpreter. */
export const config: Config = defaultConfig()
