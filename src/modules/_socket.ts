/**
 * _socket: sockets of the C library (Library Reference, "socket"; CPython: Modules/socketmodule.c). Families: IPv4, IPv6 and Unix, on Linux.
 *
 * A socket with a timeout is non-blocking for the system and waits with poll(2); calls that a signal interrupts go on after its handler.
 */
import { closeSync } from 'node:fs'
import os from 'node:os'
import { pollSignals } from '../interpreter/safepoint'
import { bytesView, requireBytes, writableBytes } from '../objects/buffer'
import { PyBytes } from '../objects/bytes'
import { osErrorType, timeoutErrorType } from '../objects/exceptionfields'
import { makeException, overflowError, type PyBaseException, typeError, valueError } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { PyList } from '../objects/list'
import { defineType, type MethodRow, PyObject, type PyType, typeOf, type Value } from '../objects/object'
import { asCInt, asIndex, isTrue, repr } from '../objects/operators'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'
import { cString, libcCall, libcPlain, libcPointer, libcTry } from './libccall'
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  addressInfo,
  gaiErrorType,
  hErrorType,
  hostText,
  nameInfo,
  packAddress,
  protocolByName,
  resolveHost,
  SOCK_STREAM,
  serviceByName,
  serviceByPort,
  unpackAddress,
} from './socketaddress'
import { socketConstants } from './socketconstants'
import { errnoError, errnoOf, systemCall } from './systemcall'

const EINTR = 4
const EISCONN = 106
const EINPROGRESS = 115
const POLLIN = 1
const POLLOUT = 4
const CLOEXEC = 0o2000000
const NONBLOCK = 0o4000
const ADDRESS = 128

const int = (v: Value) => asCInt(v)

/** Seconds of new sockets; negative: they block. */
let defaultTimeout = -1

class PySocket extends PyObject {
  fd = -1
  family = 0
  type = 0
  proto = 0
  /** Seconds; 0: non-blocking, negative: blocking. */
  timeout = -1
}

/** Seconds of a timeout argument, -1 for None. Raises ValueError. */
function seconds(v: Value): number {
  if (v === null) return -1
  const n = v instanceof PyFloat ? v.value : Number(asIndex(v))
  if (Number.isNaN(n)) throw valueError('Invalid value NaN (not a number)')
  if (n < 0) throw valueError('Timeout value out of range')
  return n
}

function setNonBlocking(fd: number, on: boolean): void {
  const flags = libcCall('fcntl', fd, 3, 0)
  const wanted = on ? flags | NONBLOCK : flags & ~NONBLOCK
  if (wanted !== flags) libcCall('fcntl', fd, 4, wanted)
}

function adopt(self: PySocket, fd: number, family: number, type: number, proto: number): void {
  self.fd = fd
  self.family = family
  self.type = type & ~(CLOEXEC | NONBLOCK)
  self.proto = proto
  self.timeout = type & NONBLOCK ? 0 : defaultTimeout
  if (self.timeout >= 0) setNonBlocking(fd, true)
}

/** Waits until a descriptor is ready; false where the time is over. */
function wait(fd: number, events: number, end: number): boolean {
  const fds = new Int32Array(2)
  for (;;) {
    const left = end - performance.now()
    fds[0] = fd
    fds[1] = events
    // In slices, so that signals are seen.
    const n = libcTry('poll', fds, 1, left <= 0 ? 0 : Math.min(100, Math.ceil(left)))
    if (n < 0 && n !== -EINTR) throw errnoError(-n)
    pollSignals()
    if (n > 0) return true
    if (left <= 0) return false
  }
}

const timedOut = (): PyBaseException => makeException(timeoutErrorType, 'timed out')
const endOf = (self: PySocket): number =>
  self.timeout < 0 ? Number.POSITIVE_INFINITY : performance.now() + self.timeout * 1000

/** Runs a call that may have to wait: the result, not negative. Raises OSError, TimeoutError. */
function perform(self: PySocket, events: number, run: () => number, end = endOf(self)): number {
  for (;;) {
    if (self.timeout !== 0 && !wait(self.fd, events, end)) throw timedOut()
    const n = run()
    if (n >= 0) return n
    if (n === -EINTR) {
      pollSignals()
      continue
    }
    if (n === -errnoOf('EAGAIN') && self.timeout > 0) continue
    throw errnoError(-n)
  }
}

function init(self: PySocket, family: Value = -1, type: Value = -1, proto: Value = -1, fileno: Value = null): Value {
  let f = int(family)
  let t = int(type)
  let p = int(proto)
  if (fileno === null) {
    if (f === -1) f = AF_INET
    if (t === -1) t = SOCK_STREAM
    if (p === -1) p = 0
    adopt(self, libcCall('socket', f, t | CLOEXEC, p), f, t, p)
    return null
  }
  if (fileno instanceof PyFloat) throw typeError('integer argument expected, got float')
  const fd = int(fileno)
  if (fd < 0) throw valueError('negative file descriptor')
  const address = new Uint8Array(ADDRESS)
  const size = new Int32Array([ADDRESS])
  libcCall('getsockname', fd, address, size)
  if (f === -1) f = address[0]! | (address[1]! << 8)
  if (t === -1) t = intOption(fd, 1, socketConstants.SO_TYPE!)
  if (p === -1) p = intOption(fd, 1, socketConstants.SO_PROTOCOL!)
  adopt(self, fd, f, t, p)
  return null
}

function intOption(fd: number, level: number, option: number): number {
  const value = new Int32Array(1)
  libcCall('getsockopt', fd, level, option, value, new Int32Array([4]))
  return value[0]!
}

function accept(self: PySocket): Value {
  const address = new Uint8Array(ADDRESS)
  const size = new Int32Array(1)
  const fd = perform(self, POLLIN, () => {
    size[0] = ADDRESS
    return libcTry('accept4', self.fd, address, size, CLOEXEC)
  })
  return new PyTuple([fd, unpackAddress(address.subarray(0, size[0]))])
}

/** Connects: 0 or the errno. */
function connectErrno(self: PySocket, address: Uint8Array): number {
  const result = libcTry('connect', self.fd, address, address.length)
  if (result >= 0) return 0
  const code = -result
  if ((code !== EINTR && code !== EINPROGRESS) || (code === EINPROGRESS && self.timeout === 0)) return code
  pollSignals()
  if (!wait(self.fd, POLLOUT, endOf(self))) throw timedOut()
  const error = intOption(self.fd, 1, socketConstants.SO_ERROR!)
  return error === EISCONN ? 0 : error
}

function receive(
  self: PySocket,
  into: Uint8Array,
  flags: Value,
  address: Uint8Array | null,
  size: Int32Array | null,
): number {
  const f = int(flags)
  return perform(self, POLLIN, () => {
    if (size !== null) size[0] = ADDRESS
    return libcTry('recvfrom', self.fd, into.length === 0 ? new Uint8Array(1) : into, into.length, f, address, size)
  })
}

function bufferSize(v: Value, f: string): number {
  const n = int(v)
  if (n < 0) throw valueError(`negative buffersize in ${f}`)
  return n
}

/** The part of a writable buffer that is to be filled. */
function target(v: Value, nbytes: Value, f: string): Uint8Array {
  const bytes = writableBytes(v, f)
  const n = bufferSize(nbytes, f)
  if (n > bytes.length) throw valueError('buffer too small for requested bytes')
  return n === 0 ? bytes : bytes.subarray(0, n)
}

function recv(self: PySocket, size: Value, flags: Value = 0): Value {
  const into = new Uint8Array(bufferSize(size, 'recv'))
  const n = receive(self, into, flags, null, null)
  return new PyBytes(into.slice(0, n))
}

function recvFrom(self: PySocket, size: Value, flags: Value = 0): Value {
  const into = new Uint8Array(bufferSize(size, 'recvfrom'))
  const address = new Uint8Array(ADDRESS)
  const length = new Int32Array(1)
  const n = receive(self, into, flags, address, length)
  return new PyTuple([new PyBytes(into.slice(0, n)), unpackAddress(address.subarray(0, length[0]))])
}

function recvFromInto(self: PySocket, buffer: Value, nbytes: Value = 0, flags: Value = 0): Value {
  const address = new Uint8Array(ADDRESS)
  const length = new Int32Array(1)
  const n = receive(self, target(buffer, nbytes, 'recvfrom_into'), flags, address, length)
  return new PyTuple([n, unpackAddress(address.subarray(0, length[0]))])
}

function sendBytes(
  self: PySocket,
  bytes: Uint8Array,
  flags: number,
  address: Uint8Array | null,
  end = endOf(self),
): number {
  const data = bytes.length === 0 ? new Uint8Array(1) : bytes
  return perform(
    self,
    POLLOUT,
    () => libcTry('sendto', self.fd, data, bytes.length, flags, address, address === null ? 0 : address.length),
    end,
  )
}

function sendAll(self: PySocket, data: Value, flags: Value = 0): Value {
  let bytes = requireBytes(data)
  const f = int(flags)
  const end = endOf(self)
  do {
    bytes = bytes.subarray(sendBytes(self, bytes, f, null, end))
    pollSignals()
  } while (bytes.length > 0)
  return null
}

function sendTo(self: PySocket, args: Value[]): Value {
  if (args.length < 2 || args.length > 3) throw typeError(`sendto() takes 2 or 3 arguments (${args.length} given)`)
  const flags = args.length === 3 ? int(args[1]!) : 0
  const bytes = requireBytes(args[0]!)
  return sendBytes(self, bytes, flags, packAddress(self.family, args[args.length - 1]!, 'sendto'))
}

function close(self: PySocket): Value {
  const fd = self.fd
  if (fd >= 0) {
    self.fd = -1
    systemCall(() => closeSync(fd))
  }
  return null
}

function nameOf(call: string): (self: PySocket) => Value {
  return (self) => {
    const address = new Uint8Array(ADDRESS)
    const size = new Int32Array([ADDRESS])
    libcCall(call, self.fd, address, size)
    return unpackAddress(address.subarray(0, size[0]))
  }
}

function setOption(
  self: PySocket,
  level: Value,
  option: Value,
  value: Value,
  length: Value | undefined = undefined,
): Value {
  let data: NodeJS.TypedArray | null
  let size: number
  if (length !== undefined) {
    if (value !== null) throw typeError(`socket option should be None with optlen, not ${typeOf(value).name}`)
    data = null
    size = int(length)
  } else {
    const bytes = bytesView(value)
    data = bytes ?? new Int32Array([int(value)])
    size = data.byteLength
  }
  libcCall('setsockopt', self.fd, int(level), int(option), data, size)
  return null
}

function getOption(self: PySocket, level: Value, option: Value, length: Value = 0): Value {
  const n = int(length)
  if (n === 0) return intOption(self.fd, int(level), int(option))
  if (n < 0 || n > 1024) throw makeException(osErrorType, 'getsockopt buflen out of range')
  const bytes = new Uint8Array(n)
  const size = new Int32Array([n])
  libcCall('getsockopt', self.fd, int(level), int(option), bytes, size)
  return new PyBytes(bytes.slice(0, size[0]))
}

function setTimeout(self: PySocket, value: Value): Value {
  self.timeout = seconds(value)
  setNonBlocking(self.fd, self.timeout >= 0)
  return null
}

const timeoutValue = (n: number): Value => (n < 0 ? null : new PyFloat(n))

/** `_socket.socket` */
export const socketType = defineType('socket', {
  layout: PySocket,
  module: '_socket',
  hasDict: false,
  new: [(cls: PyType) => new cls.ctor(), '(*args, **kwargs)'],
  methods: () => [
    ['__init__', init, '($self, family=-1, type=-1, proto=-1, fileno=None)'],
    [
      '__repr__',
      (self: PySocket) =>
        `<socket object, fd=${self.fd}, family=${self.family}, type=${self.type}, proto=${self.proto}>`,
      '($self, /)',
    ],
    ['_accept', accept, '($self, /)'],
    [
      'bind',
      (self: PySocket, address: Value) => {
        const packed = packAddress(self.family, address, 'bind')
        libcCall('bind', self.fd, packed, packed.length)
        return null
      },
      '($self, address, /)',
    ],
    [
      'listen',
      (self: PySocket, backlog: Value = 128) => {
        libcCall('listen', self.fd, Math.max(0, int(backlog)))
        return null
      },
      '($self, backlog=128, /)',
    ],
    [
      'connect',
      (self: PySocket, address: Value) => {
        const code = connectErrno(self, packAddress(self.family, address, 'connect'))
        if (code !== 0) throw errnoError(code)
        return null
      },
      '($self, address, /)',
    ],
    [
      'connect_ex',
      (self: PySocket, address: Value) => {
        const packed = packAddress(self.family, address, 'connect_ex')
        try {
          return connectErrno(self, packed)
        } catch (e) {
          if (e !== null && typeof e === 'object' && typeOf(e as Value) === timeoutErrorType) return errnoOf('EAGAIN')
          throw e
        }
      },
      '($self, address, /)',
    ],
    [
      'send',
      (self: PySocket, data: Value, flags: Value = 0) => sendBytes(self, requireBytes(data), int(flags), null),
      '($self, data, flags=0, /)',
    ],
    ['sendall', sendAll, '($self, data, flags=0, /)'],
    ['sendto', sendTo, '($self, /, *args)'],
    ['recv', recv, '($self, bufsize, flags=0, /)'],
    [
      'recv_into',
      (self: PySocket, buffer: Value, nbytes: Value = 0, flags: Value = 0) =>
        receive(self, target(buffer, nbytes, 'recv_into'), flags, null, null),
      '($self, buffer, nbytes=0, flags=0)',
    ],
    ['recvfrom', recvFrom, '($self, bufsize, flags=0, /)'],
    ['recvfrom_into', recvFromInto, '($self, buffer, nbytes=0, flags=0)'],
    [
      'shutdown',
      (self: PySocket, how: Value) => {
        libcCall('shutdown', self.fd, int(how))
        return null
      },
      '($self, how, /)',
    ],
    ['close', close, '($self, /)'],
    [
      'detach',
      (self: PySocket) => {
        const fd = self.fd
        self.fd = -1
        return fd
      },
      '($self, /)',
    ],
    ['fileno', (self: PySocket) => self.fd, '($self, /)'],
    ['getsockname', nameOf('getsockname'), '($self, /)'],
    ['getpeername', nameOf('getpeername'), '($self, /)'],
    ['setsockopt', setOption, '($self, level, option, value, optlen=<unrepresentable>, /)'],
    ['getsockopt', getOption, '($self, level, option, buflen=0, /)'],
    ['setblocking', (self: PySocket, flag: Value) => setTimeout(self, isTrue(flag) ? null : 0), '($self, flag, /)'],
    ['getblocking', (self: PySocket) => self.timeout !== 0, '($self, /)'],
    ['settimeout', setTimeout, '($self, timeout, /)'],
    ['gettimeout', (self: PySocket) => timeoutValue(self.timeout), '($self, /)'],
  ],
  members: 'family type proto',
  getset: () => [
    ['family', (self: PySocket) => self.family],
    ['type', (self: PySocket) => self.type],
    ['proto', (self: PySocket) => self.proto],
    ['timeout', (self: PySocket) => timeoutValue(self.timeout)],
  ],
})

// ── Functions ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function socketPair(family: Value = AF_UNIX, type: Value = SOCK_STREAM, proto: Value = 0): Value {
  const fds = new Int32Array(2)
  libcCall('socketpair', int(family), int(type) | CLOEXEC, int(proto), fds)
  return new PyTuple(
    Array.from(fds, (fd) => {
      const made = new PySocket2()
      adopt(made, fd, int(family), int(type), int(proto))
      return made
    }),
  )
}
const PySocket2 = socketType.ctor as unknown as new () => PySocket

function getAddressInfo(
  host: Value,
  port: Value,
  family: Value = 0,
  type: Value = 0,
  proto: Value = 0,
  flags: Value = 0,
): Value {
  const name = host === null ? null : hostText(host)
  let service: string | null = null
  if (port !== null) {
    const text = asString(port)
    const bytes = text === undefined ? bytesView(port) : null
    service = text ?? (bytes === null ? String(asIndex(port)) : Buffer.from(bytes).toString('latin1'))
  }
  return new PyList(
    addressInfo(name, service, int(family), int(type), int(proto), int(flags)).map(
      (row) => new PyTuple([row.family, row.type, row.protocol, row.canonical, unpackAddress(row.address)]),
    ),
  )
}

function getNameInfo(address: Value, flags: Value): Value {
  if (!(address instanceof PyTuple)) throw typeError('getnameinfo() argument 1 must be a tuple')
  const [host, port] = address.items
  if (address.items.length < 2 || address.items.length > 4) throw typeError('getnameinfo(): illegal sockaddr argument')
  const family = asString(host!)?.includes(':') ? AF_INET6 : AF_INET
  const items = family === AF_INET ? [host!, port!] : address.items
  return new PyTuple(nameInfo(packAddress(family, new PyTuple(items), 'getnameinfo'), int(flags)))
}

function hostEntry(host: Value): [string, string[]] {
  const rows = addressInfo(hostText(host) || '0.0.0.0', null, AF_INET, SOCK_STREAM, 0, socketConstants.AI_CANONNAME!)
  return [rows[0]!.canonical, rows.map((row) => [...row.address.subarray(4, 8)].join('.'))]
}

function hostByAddress(host: Value): Value {
  const text = hostText(host)
  const row = addressInfo(text, null, 0, SOCK_STREAM, 0, 0)[0]!
  const [name] = nameInfo(row.address, socketConstants.NI_NAMEREQD!)
  return new PyTuple([name, new PyList([]), new PyList([nameInfo(row.address, socketConstants.NI_NUMERICHOST!)[0]])])
}

/** Between host and network order; x86 and ARM have the low byte first. */
function swap16(name: string): MethodRow {
  return [
    name,
    (v: Value) => {
      const n = asIndex(v)
      if (n < 0) throw overflowError(`${name}: can't convert negative Python int to C 16-bit unsigned integer`)
      if (n > 0xffff) throw overflowError(`${name}: Python int too large to convert to C 16-bit unsigned integer`)
      return ((Number(n) & 0xff) << 8) | (Number(n) >> 8)
    },
    '(x, /)',
  ]
}

function swap32(name: string): MethodRow {
  return [
    name,
    (v: Value) => {
      const n = asIndex(v)
      if (n < 0) throw overflowError("can't convert negative value to unsigned int")
      if (n > 0xffffffff) throw overflowError('int larger than 32 bits')
      const view = new DataView(new ArrayBuffer(4))
      view.setUint32(0, Number(n))
      return view.getUint32(0, true)
    },
    '(x, /)',
  ]
}

function parseAddress(family: Value, text: Value): Value {
  const f = int(family)
  if (f !== AF_INET && f !== AF_INET6) throw errnoError(97)
  const bytes = new Uint8Array(f === AF_INET ? 4 : 16)
  if (libcPlain('inet_pton', f, cString(text), bytes) !== 1)
    throw makeException(osErrorType, 'illegal IP address string passed to inet_pton')
  return new PyBytes(bytes)
}

function printAddress(family: Value, packed: Value): Value {
  const f = int(family)
  if (f !== AF_INET && f !== AF_INET6) throw valueError(`unknown address family ${f}`)
  const bytes = requireBytes(packed)
  if (bytes.length !== (f === AF_INET ? 4 : 16)) throw valueError('invalid length of packed IP address string')
  if (f === AF_INET) return bytes.join('.')
  const into = new Uint8Array(46)
  libcPointer('inet_ntop', f, bytes, into, into.length)
  return Buffer.from(into.subarray(0, into.indexOf(0))).toString('latin1')
}

function inetAton(text: Value): Value {
  const bytes = new Uint8Array(4)
  if (libcPlain('inet_aton', cString(text), bytes) === 0)
    throw makeException(osErrorType, 'illegal IP address string passed to inet_aton')
  return new PyBytes(bytes)
}

function service(name: Value, protocol: Value = null): Value {
  const port = serviceByName(asString(name) ?? '', protocol === null ? null : asString(protocol)!)
  if (port === null) throw makeException(osErrorType, 'service/proto not found')
  return port
}

function serviceName(port: Value, protocol: Value = null): Value {
  const n = int(port)
  if (n < 0 || n > 0xffff) throw overflowError('getservbyport: port must be 0-65535.')
  const name = serviceByPort(n, protocol === null ? null : asString(protocol)!)
  if (name === null) throw makeException(osErrorType, 'port/proto not found')
  return name
}

function protocol(name: Value): Value {
  const text = asString(name)
  if (text === undefined) throw typeError(`getprotobyname() argument must be str, not ${repr(name)}`)
  const number = protocolByName(text)
  if (number === null) throw makeException(osErrorType, 'protocol not found')
  return number
}

function interfaceIndex(name: Value): Value {
  const n = libcPlain('if_nametoindex', cString(name))
  if (n === 0) throw makeException(osErrorType, 'no interface with this name')
  return n
}

export const socketModule: NativeModule = {
  name: '_socket',
  doc: 'What the socket module is built on.',
  functions: [
    ['socketpair', socketPair, '(family=1, type=1, proto=0, /)'],
    ['getaddrinfo', getAddressInfo, '(host, port, family=0, type=0, proto=0, flags=0)'],
    ['getnameinfo', getNameInfo, '(sockaddr, flags, /)'],
    ['gethostname', () => os.hostname(), '()'],
    ['gethostbyname', (host: Value) => [...resolveHost(hostText(host), AF_INET)].join('.'), '(host, /)'],
    [
      'gethostbyname_ex',
      (host: Value) => {
        const [name, addresses] = hostEntry(host)
        return new PyTuple([name, new PyList([]), new PyList(addresses)])
      },
      '(host, /)',
    ],
    ['gethostbyaddr', hostByAddress, '(host, /)'],
    ['getservbyname', service, '(servicename, protocolname=None, /)'],
    ['getservbyport', serviceName, '(port, protocolname=None, /)'],
    ['getprotobyname', protocol, '(name, /)'],
    ['if_nametoindex', interfaceIndex, '(if_name, /)'],
    ['inet_aton', inetAton, '(ip_addr, /)'],
    [
      'inet_ntoa',
      (packed: Value) => {
        const bytes = requireBytes(packed)
        if (bytes.length !== 4) throw makeException(osErrorType, 'packed IP wrong length')
        return bytes.join('.')
      },
      '(packed_ip, /)',
    ],
    ['inet_pton', parseAddress, '(af, ip, /)'],
    ['inet_ntop', printAddress, '(af, packed_ip, /)'],
    swap16('htons'),
    swap16('ntohs'),
    swap32('htonl'),
    swap32('ntohl'),
    ['dup', (fd: Value) => libcCall('fcntl', int(fd), 1030, 0), '(fd, /)'],
    [
      'close',
      (fd: Value) => {
        systemCall(() => closeSync(int(fd)))
        return null
      },
      '(fd, /)',
    ],
    ['getdefaulttimeout', () => timeoutValue(defaultTimeout), '()'],
    [
      'setdefaulttimeout',
      (value: Value) => {
        defaultTimeout = seconds(value)
        return null
      },
      '(timeout, /)',
    ],
  ],
  attributes: () => ({
    ...socketConstants,
    has_ipv6: true,
    socket: socketType,
    SocketType: socketType,
    error: osErrorType,
    gaierror: gaiErrorType,
    herror: hErrorType,
    timeout: timeoutErrorType,
  }),
}
