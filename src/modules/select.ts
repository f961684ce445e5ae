/** select: waiting for file descriptors by poll(2) (Library Reference, "select"; CPython: Modules/selectmodule.c). epoll and kqueue are not there. */
import { FFIType } from 'bun:ffi'
import { errnoLocation, libcFunction } from '../ffi/libc'
import { pollSignals } from '../interpreter/safepoint'
import { lookupAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { osErrorType } from '../objects/exceptionfields'
import { keyError, notImplementedError, typeError, valueError } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { asInt } from '../objects/int'
import { PyList } from '../objects/list'
import { defineType, PyObject, typeOf, type Value } from '../objects/object'
import { asCInt, asSize, toArray } from '../objects/operators'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'
import { errnoError } from './systemcall'

const POLLIN = 1
const POLLPRI = 2
const POLLOUT = 4
const POLLERR = 8
const POLLHUP = 16
const POLLNVAL = 32
const EINTR = 4

/** The descriptor of an int or of an object with fileno(). */
export function descriptorOf(v: Value): number {
  let n = asInt(v)
  if (n === undefined) {
    const fileno = lookupAttr(v, 'fileno')
    if (fileno === undefined) throw typeError('argument must be an int, or have a fileno() method.')
    n = asInt(context.call0(fileno))
    if (n === undefined) throw typeError('fileno() returned a non-integer')
  }
  if (n < 0) throw valueError(`file descriptor cannot be a negative integer (${n})`)
  return Number(n)
}

/** `poll(2)` in slices, so that signals are seen; the number of ready descriptors. Timeout in milliseconds, negative: none. */
function pollCall(fds: Int32Array, count: number, timeout: number): number {
  const f = libcFunction('poll', { args: [FFIType.ptr, FFIType.i32, FFIType.i32], returns: FFIType.i32 })
  if (f === null) throw notImplementedError('poll is not available on this platform')
  const end = timeout < 0 ? Number.POSITIVE_INFINITY : performance.now() + timeout
  for (;;) {
    const left = end - performance.now()
    const errno = errnoLocation()
    const n = f(fds, count, left <= 0 ? 0 : Math.min(100, Math.ceil(left))) as number
    if (n < 0) {
      const code = errno?.[0] ?? 5
      if (code !== EINTR) throw errnoError(code)
    }
    pollSignals()
    if (n > 0 || left <= 0) return Math.max(0, n)
  }
}

function timeoutOf(v: Value, scale: number): number {
  if (v === null) return -1
  const t = v instanceof PyFloat ? v.value : asSize(v)
  if (Number.isNaN(t)) throw valueError('Invalid value NaN (not a number)')
  return t * scale
}

function select(rlist: Value, wlist: Value, xlist: Value, timeout: Value = null): Value {
  const lists = [rlist, wlist, xlist].map((l, i) => {
    if (typeOf(l).proto.$__iter__ === undefined) throw typeError(`arguments 1-3 must be sequences`)
    return toArray(l).map((object) => ({ object, fd: descriptorOf(object), list: i }))
  })
  const milliseconds = timeoutOf(timeout, 1000)
  if (timeout !== null && milliseconds < 0) throw valueError('timeout must be non-negative')
  const events = new Map<number, number>()
  const wanted = [POLLIN, POLLOUT, POLLPRI]
  for (const list of lists) for (const { fd, list: i } of list) events.set(fd, (events.get(fd) ?? 0) | wanted[i]!)
  const order = [...events.keys()]
  const fds = new Int32Array(order.length * 2)
  order.forEach((fd, i) => {
    fds[2 * i] = fd
    fds[2 * i + 1] = events.get(fd)!
  })
  pollCall(fds, order.length, milliseconds)
  const seen = new Map(order.map((fd, i) => [fd, (fds[2 * i + 1]! >> 16) & 0xffff]))
  for (const bits of seen.values()) if (bits & POLLNVAL) throw errnoError(9)
  const masks = [POLLIN | POLLHUP | POLLERR, POLLOUT | POLLERR, POLLPRI]
  return new PyTuple(
    lists.map((list, i) => new PyList(list.filter(({ fd }) => seen.get(fd)! & masks[i]!).map(({ object }) => object))),
  )
}

/** `select.poll()` */
class PyPoll extends PyObject {
  readonly events = new Map<number, number>()
}
const pollType = defineType('poll', {
  layout: PyPoll,
  module: 'select',
  final: true,
  methods: () => [
    [
      'register',
      (self: PyPoll, fd: Value, mask: Value = POLLIN | POLLPRI | POLLOUT) => {
        self.events.set(descriptorOf(fd), asCInt(mask))
        return null
      },
      '($self, fd, eventmask=7, /)',
    ],
    [
      'modify',
      (self: PyPoll, fd: Value, mask: Value) => {
        const n = descriptorOf(fd)
        if (!self.events.has(n)) throw errnoError(2)
        self.events.set(n, asCInt(mask))
        return null
      },
      '($self, fd, eventmask, /)',
    ],
    [
      'unregister',
      (self: PyPoll, fd: Value) => {
        const n = descriptorOf(fd)
        if (!self.events.delete(n)) throw keyError(n)
        return null
      },
      '($self, fd, /)',
    ],
    [
      'poll',
      (self: PyPoll, timeout: Value = null) => {
        const order = [...self.events]
        const fds = new Int32Array(order.length * 2)
        order.forEach(([fd, mask], i) => {
          fds[2 * i] = fd
          fds[2 * i + 1] = mask & 0xffff
        })
        pollCall(fds, order.length, timeoutOf(timeout, 1))
        const ready: Value[] = []
        order.forEach(([fd], i) => {
          const bits = (fds[2 * i + 1]! >> 16) & 0xffff
          if (bits !== 0) ready.push(new PyTuple([fd, bits]))
        })
        return new PyList(ready)
      },
      '($self, timeout=None, /)',
    ],
  ],
})

export const selectModule: NativeModule = {
  name: 'select',
  doc: 'Waiting for descriptors to become ready.',
  functions: [
    ['select', select, '(rlist, wlist, xlist, timeout=None, /)'],
    ['poll', () => new PyPoll(), '()'],
  ],
  attributes: () => ({
    error: osErrorType,
    POLLIN,
    POLLPRI,
    POLLOUT,
    POLLERR,
    POLLHUP,
    POLLNVAL,
    POLLRDNORM: 64,
    POLLRDBAND: 128,
    POLLWRNORM: 256,
    POLLWRBAND: 512,
    POLLMSG: 1024,
    POLLRDHUP: 0x2000,
    PIPE_BUF: 4096,
  }),
}

/** The type of poll objects. */
export { pollType }
