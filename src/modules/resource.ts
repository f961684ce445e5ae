/** resource: limits and use of resources (Library Reference, "resource"; CPython: Modules/resource.c). Written for Linux on 64 bits. */
import { osErrorType } from '../objects/exceptionfields'
import { isException, valueError } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { normalise } from '../objects/int'
import type { Value } from '../objects/object'
import { asCInt, asIndex, toArray } from '../objects/operators'
import { defineStructSequence } from '../objects/structseq'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'
import { libcCall, libcPlain } from './libccall'

const EINVAL = 22
const EPERM = 1
const LIMITS = 16

const usage = defineStructSequence('struct_rusage', 'resource', [
  'ru_utime',
  'ru_stime',
  'ru_maxrss',
  'ru_ixrss',
  'ru_idrss',
  'ru_isrss',
  'ru_minflt',
  'ru_majflt',
  'ru_nswap',
  'ru_inblock',
  'ru_oublock',
  'ru_msgsnd',
  'ru_msgrcv',
  'ru_nsignals',
  'ru_nvcsw',
  'ru_nivcsw',
])

function limitNumber(v: Value): number {
  const n = asCInt(v)
  if (n < 0 || n >= LIMITS) throw valueError('invalid resource specified')
  return n
}

const fromLimits = (words: BigInt64Array) => new PyTuple([normalise(words[0]!), normalise(words[1]!)])

function toLimits(v: Value): BigInt64Array {
  const pair = toArray(v)
  if (pair.length !== 2) throw valueError('expected a tuple of 2 integers')
  return new BigInt64Array(pair.map((x) => BigInt.asIntN(64, BigInt(asIndex(x)))))
}

/** Runs a call whose EINVAL and EPERM are ValueErrors. */
function limitCall(run: () => number): void {
  try {
    run()
  } catch (e) {
    if (isException(e, osErrorType)) {
      const errno = (e as unknown as { errno: Value }).errno
      if (errno === EINVAL) throw valueError('current limit exceeds maximum limit')
      if (errno === EPERM) throw valueError('not allowed to raise maximum limit')
    }
    throw e
  }
}

/** `struct_rusage` of the words of the system's structure. */
export function usageOf(words: BigInt64Array): Value {
  const seconds = (i: number) => new PyFloat(Number(words[i]!) + Number(words[i + 1]!) / 1e6)
  return usage.make([seconds(0), seconds(2), ...Array.from(words.subarray(4), normalise)])
}

function getrusage(who: Value): Value {
  const n = asCInt(who)
  if (n < -1 || n > 1) throw valueError('invalid who parameter')
  const words = new BigInt64Array(18)
  libcCall('getrusage', n, words)
  return usageOf(words)
}

export const resourceModule: NativeModule = {
  name: 'resource',
  functions: [
    ['getrusage', getrusage, '(who, /)'],
    [
      'getrlimit',
      (resource: Value) => {
        const words = new BigInt64Array(2)
        libcCall('getrlimit', limitNumber(resource), words)
        return fromLimits(words)
      },
      '(resource, /)',
    ],
    [
      'setrlimit',
      (resource: Value, limits: Value) => {
        const n = limitNumber(resource)
        const words = toLimits(limits)
        limitCall(() => libcCall('setrlimit', n, words))
        return null
      },
      '(resource, limits, /)',
    ],
    [
      'prlimit',
      (pid: Value, resource: Value, limits: Value = null) => {
        const n = limitNumber(resource)
        const old = new BigInt64Array(2)
        const wanted = limits === null ? null : toLimits(limits)
        limitCall(() => libcCall('prlimit', asCInt(pid), n, wanted, old))
        return fromLimits(old)
      },
      '(pid, resource, limits=None, /)',
    ],
    ['getpagesize', () => libcPlain('getpagesize'), '()'],
  ],
  attributes: () => ({
    RLIMIT_CPU: 0,
    RLIMIT_FSIZE: 1,
    RLIMIT_DATA: 2,
    RLIMIT_STACK: 3,
    RLIMIT_CORE: 4,
    RLIMIT_NOFILE: 7,
    RLIMIT_OFILE: 7,
    RLIMIT_AS: 9,
    RLIMIT_RSS: 5,
    RLIMIT_NPROC: 6,
    RLIMIT_MEMLOCK: 8,
    RLIMIT_MSGQUEUE: 12,
    RLIMIT_NICE: 13,
    RLIMIT_RTPRIO: 14,
    RLIMIT_RTTIME: 15,
    RLIMIT_SIGPENDING: 11,
    RUSAGE_SELF: 0,
    RUSAGE_CHILDREN: -1,
    RUSAGE_THREAD: 1,
    RLIM_INFINITY: -1,
    error: osErrorType,
    struct_rusage: usage.type,
  }),
}
