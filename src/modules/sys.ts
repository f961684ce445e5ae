/** sys (Library Reference, "sys"; CPython: Python/sysmodule.c). Hooks that print and the frame functions are in syshooks.ts. */

import { end } from '../gc/weakrefs'
import { asyncGeneratorHooks } from '../interpreter/asyncgenerator'
import { type Frame, handledException, thread } from '../interpreter/frame'
import { originTracking } from '../interpreter/generator'
import { importing } from '../interpreter/import'
import { context, recursion } from '../objects/context'
import { PyDict } from '../objects/dict'
import { type PySystemExit, systemExitType } from '../objects/exceptionfields'
import { makeException, recursionError, typeError, valueError } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { getIntMaxStrDigits, setIntMaxStrDigits } from '../objects/intmath'
import { PyList } from '../objects/list'
import { objectType, PyType, typeOf, type Value } from '../objects/object'
import { asCInt, asSize } from '../objects/operators'
import { lateFrozenSet } from '../objects/set'
import { makeNamespace, type PySimpleNamespace } from '../objects/simplenamespace'
import { asString } from '../objects/str'
import { defineStructSequence } from '../objects/structseq'
import { PyTuple } from '../objects/tuple'
import { config, LIBRARY_PATH } from './config'
import type { NativeModule } from './definition'
import { finderClasses } from './loaders'
import { nativeModuleNames } from './registry'
import { stdlibModuleNames } from './stdlibnames'
import { hookTable } from './syshooks'
import { makeJit } from './sysjit'
import { makeMonitoring } from './sysmonitoring'

/** Version of the embedded library. */
export const VERSION = { major: 3, minor: 13, micro: 2, hex: 0x030d02f0 } as const
/** Version of dxpy itself. */
export const DXPY_VERSION = [0, 1, 0] as const

const versionInfo = defineStructSequence(
  'version_info',
  'sys',
  ['major', 'minor', 'micro', 'releaselevel', 'serial'],
  5,
  true,
)
const flagsSequence = defineStructSequence(
  'flags',
  'sys',
  [
    'debug',
    'inspect',
    'interactive',
    'optimize',
    'dont_write_bytecode',
    'no_user_site',
    'no_site',
    'ignore_environment',
    'verbose',
    'bytes_warning',
    'quiet',
    'hash_randomization',
    'isolated',
    'dev_mode',
    'utf8_mode',
    'warn_default_encoding',
    'safe_path',
    'int_max_str_digits',
    'gil',
  ],
  18,
  true,
)
const floatInfo = defineStructSequence(
  'float_info',
  'sys',
  ['max', 'max_exp', 'max_10_exp', 'min', 'min_exp', 'min_10_exp', 'dig', 'mant_dig', 'epsilon', 'radix', 'rounds'],
  11,
  true,
)
const intInfo = defineStructSequence(
  'int_info',
  'sys',
  ['bits_per_digit', 'sizeof_digit', 'default_max_str_digits', 'str_digits_check_threshold'],
  4,
  true,
)
const hashInfo = defineStructSequence(
  'hash_info',
  'sys',
  ['width', 'modulus', 'inf', 'nan', 'imag', 'algorithm', 'hash_bits', 'seed_bits', 'cutoff'],
  9,
  true,
)
const threadInfo = defineStructSequence('thread_info', 'sys', ['name', 'lock', 'version'], 3, true)
const asyncHooks = defineStructSequence('asyncgen_hooks', 'sys', ['firstiter', 'finalizer'], 2, true)

function exit(status: Value = null): Value {
  const e = makeException(systemExitType) as PySystemExit
  if (status !== null) {
    e.args = status instanceof PyTuple ? status.items : [status]
    e.code = e.args.length === 1 ? e.args[0]! : e.args.length === 0 ? null : status
  }
  throw e
}

function setRecursionLimit(value: Value): Value {
  const limit = asCInt(value)
  if (limit < 1) throw valueError('recursion limit must be greater or equal than 1')
  if (recursion.depth >= limit)
    throw recursionError(
      `cannot set the recursion limit to ${limit} at the recursion depth ${recursion.depth}: the limit is too low`,
    )
  recursion.limit = limit
  recursion.compiledLimit = Math.min(recursion.compiledLimit, limit)
  return null
}

function excInfo(): Value {
  const e = handledException()
  return e === null ? new PyTuple([null, null, null]) : new PyTuple([e.cls, e, e.traceback])
}

/** `sys._getframe(depth)`; the frame leaves its pool. */
function getFrame(depth: Value = 0): Value {
  let n = asCInt(depth)
  let frame: Frame | null = thread.frame
  while (frame !== null && n-- > 0) frame = frame.back
  if (frame === null) throw valueError('call stack is not deep enough')
  for (let f: Frame | null = frame; f !== null; f = f.back) f.escaped = true
  return frame
}

function getFrameModuleName(depth: Value = 0): Value {
  let n = asCInt(depth)
  let frame: Frame | null = thread.frame
  while (frame !== null && n-- > 0) frame = frame.back
  return frame === null ? null : (frame.globals.getItem('__name__') ?? null)
}

function intern(text: Value): Value {
  if (typeof text === 'string') return text
  throw typeError(`intern() argument must be str, not ${typeOf(text).name}`)
}

function getSizeOf(o: Value, otherwise: Value | undefined): Value {
  const method = typeOf(o).proto.$__sizeof__
  if (method === undefined) {
    if (otherwise !== undefined) return otherwise
    throw typeError(`Type ${typeOf(o).name} doesn't define __sizeof__`)
  }
  const get = typeOf(method).proto.$__get__
  const size = context.call0(
    o instanceof PyType && method === objectType.proto.$__sizeof__
      ? method
      : get === undefined
        ? method
        : context.call3(get, method, o, typeOf(o)),
  )
  if (typeof size !== 'number') throw typeError(`${typeOf(size).name} object cannot be interpreted as an integer`)
  if (size < 0) throw valueError('__sizeof__() should return >= 0')
  return size
}

const codecNames = { fs: 'utf-8', fsErrors: 'surrogateescape' }

function setAsyncgenHooks(firstiter: Value | undefined, finalizer: Value | undefined): Value {
  for (const [name, v] of [
    ['firstiter', firstiter],
    ['finalizer', finalizer],
  ] as const) {
    if (v === undefined) continue
    if (v !== null && typeOf(v).proto.$__call__ === undefined)
      throw typeError(`callable ${name} expected, got ${typeOf(v).name}`)
    asyncGeneratorHooks[name] = v
  }
  return null
}

function simple(entries: Record<string, Value>): PySimpleNamespace {
  return makeNamespace(Object.entries(entries))
}

let switchInterval = 0.005

export const sysModule: NativeModule = {
  name: 'sys',
  doc: 'The state and the settings of the interpreter.',
  functions: [
    [
      'exit',
      exit,
      '(status=None, /)',
      'Raises SystemExit(status), which ends the program unless something catches it.',
    ],
    ['getrecursionlimit', () => recursion.limit, '()'],
    ['setrecursionlimit', setRecursionLimit, '(limit, /)'],
    ['exc_info', excInfo, '()'],
    ['exception', () => handledException(), '()'],
    ['_getframe', getFrame, '(depth=0, /)'],
    ['_getframemodulename', getFrameModuleName, '(depth=0)'],
    ['intern', intern, '(string, /)'],
    [
      '_is_interned',
      (text: Value) => {
        if (asString(text) !== undefined) return typeof text === 'string'
        throw typeError(`_is_interned() argument must be str, not ${typeOf(text).name}`)
      },
      '(string, /)',
    ],
    ['getsizeof', getSizeOf, '-(object, default=<unrepresentable>)'],
    ['getrefcount', () => 2, '(object, /)'],
    ['getdefaultencoding', () => 'utf-8', '()'],
    ['getfilesystemencoding', () => codecNames.fs, '()'],
    ['getfilesystemencodeerrors', () => codecNames.fsErrors, '()'],
    ['get_int_max_str_digits', () => getIntMaxStrDigits(), '()'],
    [
      'set_int_max_str_digits',
      (maxdigits: Value) => {
        const n = asCInt(maxdigits)
        if (n !== 0 && n < 640) throw valueError('maxdigits must be 0 or larger than 640')
        setIntMaxStrDigits(n)
        return null
      },
      '(maxdigits)',
    ],
    ['getswitchinterval', () => new PyFloat(switchInterval), '()'],
    [
      'setswitchinterval',
      (interval: Value) => {
        const n = interval instanceof PyFloat ? interval.value : asSize(interval)
        if (n <= 0) throw valueError('switch interval must be strictly positive')
        switchInterval = n
        return null
      },
      '(interval, /)',
    ],
    ['is_finalizing', () => end.reached, '()'],
    ['_is_gil_enabled', () => true, '()'],
    ['_get_cpu_count_config', () => config.cpuCount, '()'],
    ['_clear_type_cache', () => null, '()'],
    ['_clear_internal_caches', () => null, '()'],
    ['get_asyncgen_hooks', () => asyncHooks.make([asyncGeneratorHooks.firstiter, asyncGeneratorHooks.finalizer]), '()'],
    ['set_asyncgen_hooks', setAsyncgenHooks, '-(firstiter=<unrepresentable>, finalizer=<unrepresentable>)'],
    ['get_coroutine_origin_tracking_depth', () => originTracking.depth, '()'],
    [
      'set_coroutine_origin_tracking_depth',
      (depth: Value) => {
        const n = asCInt(depth)
        if (n < 0) throw valueError('depth must be >= 0')
        originTracking.depth = n
        return null
      },
      '(depth)',
    ],
    ...hookTable,
  ],
  attributes: () => {
    const version = `${VERSION.major}.${VERSION.minor}.${VERSION.micro}`
    const info = versionInfo.make([VERSION.major, VERSION.minor, VERSION.micro, 'final', 0])
    const xoptions = new PyDict()
    for (const [k, v] of config.xOptions) xoptions.setItem(k, v)
    return {
      modules: importing.modules,
      version: `${version} (dxpy ${DXPY_VERSION.join('.')}) [JavaScriptCore, Bun ${process.versions.bun}]`,
      version_info: info,
      hexversion: VERSION.hex,
      api_version: 1013,
      copyright: 'dxpy, and Copyright (c) Python Software Foundation for the library.',
      implementation: simple({
        name: 'dxpy',
        cache_tag: 'dxpy-313',
        version: versionInfo.make([...DXPY_VERSION, 'alpha', 0]),
        hexversion: (DXPY_VERSION[0] << 24) | (DXPY_VERSION[1] << 16) | (DXPY_VERSION[2] << 8) | 0xa0,
        _multiarch:
          process.platform === 'linux'
            ? `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`
            : process.platform,
        supports_isolated_interpreters: false,
      }),
      platform: process.platform,
      byteorder: 'little',
      maxsize: 9223372036854775807n as Value,
      maxunicode: 0x10ffff,
      float_repr_style: 'short',
      float_info: floatInfo.make([
        new PyFloat(Number.MAX_VALUE),
        1024,
        308,
        new PyFloat(2.2250738585072014e-308),
        -1021,
        -307,
        15,
        53,
        new PyFloat(Number.EPSILON),
        2,
        1,
      ]),
      int_info: intInfo.make([30, 4, 4300, 640]),
      hash_info: hashInfo.make([64, 2305843009213693951n as Value, 314159, 0, 1000003, 'siphash13', 64, 128, 0]),
      thread_info: threadInfo.make([process.platform === 'win32' ? 'nt' : 'pthread', null, null]),
      flags: flagsSequence.make([
        config.debug > 0 ? 1 : 0,
        config.inspect ? 1 : 0,
        config.interactive ? 1 : 0,
        config.optimize,
        config.dontWriteBytecode ? 1 : 0,
        config.noUserSite ? 1 : 0,
        config.noSite ? 1 : 0,
        config.ignoreEnvironment ? 1 : 0,
        config.verbose,
        config.bytesWarning,
        config.quiet ? 1 : 0,
        config.hashRandomization ? 1 : 0,
        config.isolated ? 1 : 0,
        config.devMode,
        config.utf8Mode ? 1 : 0,
        config.warnDefaultEncoding ? 1 : 0,
        config.safePath,
        config.intMaxStrDigits,
        1,
      ]),
      argv: new PyList([...config.argv]),
      orig_argv: new PyList([...config.origArgv]),
      executable: config.executable,
      _base_executable: config.executable,
      prefix: '/$dxpy',
      _home: null,
      base_prefix: '/$dxpy',
      exec_prefix: '/$dxpy',
      base_exec_prefix: '/$dxpy',
      platlibdir: 'lib',
      _stdlib_dir: LIBRARY_PATH,
      _framework: '',
      abiflags: '',
      _git: new PyTuple(['dxpy', '', '']),
      path: new PyList([...config.path, LIBRARY_PATH]),
      meta_path: new PyList(Object.values(finderClasses())),
      path_hooks: new PyList([]),
      path_importer_cache: new PyDict(),
      dont_write_bytecode: config.dontWriteBytecode,
      pycache_prefix: config.pycachePrefix,
      warnoptions: new PyList([...config.warnOptions]),
      _xoptions: xoptions,
      builtin_module_names: new PyTuple(nativeModuleNames()),
      stdlib_module_names: lateFrozenSet(stdlibModuleNames),
      monitoring: makeMonitoring(),
      _jit: makeJit(),
    }
  },
}
