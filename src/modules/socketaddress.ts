/** Addresses of `_socket`: between Python's tuples and the C library's structures, names and services (CPython: Modules/socketmodule.c). Linux. */
import { CString, type Pointer, read, toArrayBuffer } from 'bun:ffi'
import { pollSignals } from '../interpreter/safepoint'
import { bytesView } from '../objects/buffer'
import { PyBytes } from '../objects/bytes'
import { context } from '../objects/context'
import { osErrorType } from '../objects/exceptionfields'
import { overflowError, type PyBaseException, typeError } from '../objects/exceptions'
import { defineType, type PyType, typeOf, type Value } from '../objects/object'
import { asIndex, asSize } from '../objects/operators'
import { osError } from '../objects/oserrors'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import { encodePath, fromSystem } from './filenames'
import { libcPlain, libcPointer, libcText } from './libccall'
import { socketConstants } from './socketconstants'

const { AF_INET, AF_INET6, AF_UNIX, AF_UNSPEC, SOCK_STREAM, SOCK_DGRAM } = socketConstants as Readonly<
  Record<string, number>
> & {
  AF_INET: number
  AF_INET6: number
  AF_UNIX: number
  AF_UNSPEC: number
  SOCK_STREAM: number
  SOCK_DGRAM: number
}

const OSErrorLayout = osErrorType.ctor as new () => PyBaseException

/** `socket.gaierror` */
export const gaiErrorType: PyType = defineType('gaierror', {
  layout: class extends OSErrorLayout {},
  base: osErrorType,
  module: 'socket',
})
/** `socket.herror` */
export const hErrorType: PyType = defineType('herror', {
  layout: class extends OSErrorLayout {},
  base: osErrorType,
  module: 'socket',
})

/** The gaierror of a code of getaddrinfo. */
function gaiError(code: number): unknown {
  if (code === socketConstants.EAI_SYSTEM) return osError(5, 'Input/output error')
  return context.call(gaiErrorType, [code, libcText('gai_strerror', code) ?? ''])
}

function cName(text: string | null): Uint8Array | null {
  return text === null ? null : new Uint8Array(Buffer.from(`${text}\0`))
}

/** A row of getaddrinfo: the numbers, the canonical name and the bytes of the address. */
export interface AddressInfo {
  readonly family: number
  readonly type: number
  readonly protocol: number
  readonly canonical: string
  readonly address: Uint8Array
}

/** getaddrinfo(3). Raises gaierror. */
export function addressInfo(
  host: string | null,
  service: string | null,
  family: number,
  type: number,
  protocol: number,
  flags: number,
): AddressInfo[] {
  const hints = new Int32Array(12)
  hints[0] = flags
  hints[1] = family
  hints[2] = type
  hints[3] = protocol
  const result = new BigUint64Array(1)
  const code = libcPlain('getaddrinfo', cName(host), cName(service), hints, result)
  pollSignals()
  if (code !== 0) throw gaiError(code)
  const head = Number(result[0]!) as Pointer
  const rows: AddressInfo[] = []
  for (let at = head; at; at = read.ptr(at, 40) as Pointer) {
    const size = read.u32(at, 16)
    const name = read.ptr(at, 32) as Pointer
    rows.push({
      family: read.i32(at, 4),
      type: read.i32(at, 8),
      protocol: read.i32(at, 12),
      canonical: name ? new CString(name).toString() : '',
      address: new Uint8Array(toArrayBuffer(read.ptr(at, 24) as Pointer, 0, size)).slice(),
    })
  }
  freeInfo(head)
  return rows
}

function freeInfo(at: Pointer): void {
  const { FFIType } = require('bun:ffi') as typeof import('bun:ffi')
  const { libcFunction } = require('../ffi/libc') as typeof import('../ffi/libc')
  libcFunction('freeaddrinfo', { args: [FFIType.ptr], returns: FFIType.void })?.(at)
}

/** The text of a host argument: a str by IDNA where it is not ASCII, or bytes. Raises TypeError. */
export function hostText(v: Value): string {
  const text = asString(v)
  if (text !== undefined) {
    if (/^[\0-\x7f]*$/.test(text)) return text
    const { domainToASCII } = require('node:url') as typeof import('node:url')
    return domainToASCII(text)
  }
  const bytes = bytesView(v)
  if (bytes === null) throw typeError(`str, bytes or bytearray expected, not ${typeOf(v).name}`)
  return Buffer.from(bytes).toString('latin1')
}

/** The bytes of an address of a family by a host's name or numbers. Raises gaierror. */
export function resolveHost(host: string, family: number): Uint8Array {
  if (host === '<broadcast>') return new Uint8Array([255, 255, 255, 255])
  const rows = addressInfo(
    host === '' ? null : host,
    host === '' ? '0' : null,
    family,
    host === '' ? SOCK_DGRAM : 0,
    0,
    host === '' ? 1 : 0,
  )
  const found = rows[0]!
  return found.family === AF_INET6 ? found.address.slice(8, 24) : found.address.slice(4, 8)
}

function portOf(v: Value, f: string): number {
  const n = asIndex(v)
  if (n < 0 || n > 65535) throw overflowError(`${f}(): port must be 0-65535.`)
  return Number(n)
}

/** A Python address as the C library's structure. Raises TypeError, OSError, OverflowError. */
export function packAddress(family: number, address: Value, f: string): Uint8Array {
  if (family === AF_UNIX) {
    const path = asString(address) !== undefined ? encodePath(address, f) : bytesView(address)
    if (path === null) throw typeError(`a bytes-like object is required, not '${typeOf(address).name}'`)
    // A leading null byte is a name in the abstract name space of Linux.
    const abstract = path.length > 0 && path[0] === 0
    if (path.length > (abstract ? 108 : 107)) throw context.call(osErrorType, ['AF_UNIX path too long'])
    const made = new Uint8Array(2 + path.length + (abstract ? 0 : 1))
    made[0] = AF_UNIX
    made.set(path, 2)
    return made
  }
  const v6 = family === AF_INET6
  if (!v6 && family !== AF_INET) throw context.call(osErrorType, [`${f}(): bad family`])
  if (!(address instanceof PyTuple))
    throw typeError(`${f}(): ${v6 ? 'AF_INET6' : 'AF_INET'} address must be tuple, not ${typeOf(address).name}`)
  const items = address.items
  if (items.length < 2 || items.length > (v6 ? 4 : 2))
    throw typeError(
      `${f}(): AF_INET${v6 ? '6 address must be a tuple (host, port[, flowinfo[, scopeid]])' : ' address must be a pair (host, port)'}`,
    )
  const port = portOf(items[1]!, f)
  const host = resolveHost(hostText(items[0]!), family)
  const view = new DataView(new ArrayBuffer(v6 ? 28 : 16))
  view.setUint16(0, family, true)
  view.setUint16(2, port)
  const bytes = new Uint8Array(view.buffer)
  bytes.set(host, v6 ? 8 : 4)
  if (v6) {
    const flow = items.length > 2 ? asSize(items[2]!) : 0
    if (flow < 0 || flow > 0xfffff) throw overflowError(`${f}(): flowinfo must be 0-1048575.`)
    view.setUint32(4, flow)
    view.setUint32(24, items.length > 3 ? asSize(items[3]!) : 0, true)
  }
  return bytes
}

/** The C library's structure as a Python address: a tuple, for AF_UNIX a str (bytes in the abstract name space), None for an empty one. */
export function unpackAddress(bytes: Uint8Array): Value {
  if (bytes.length < 2) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const family = view.getUint16(0, true)
  if (family === AF_UNIX) {
    const path = bytes.subarray(2)
    if (path.length === 0) return ''
    if (path[0] === 0) return new PyBytes(path.slice())
    const end = path.indexOf(0)
    return fromSystem(path.slice(0, end < 0 ? path.length : end))
  }
  if (family === AF_INET) return new PyTuple([[...bytes.subarray(4, 8)].join('.'), view.getUint16(2)])
  if (family === AF_INET6) {
    const scope = view.getUint32(24, true)
    return new PyTuple([nameInfo(bytes, 3)[0], view.getUint16(2), view.getUint32(4), scope])
  }
  return new PyTuple([family, new PyBytes(bytes.slice(2))])
}

/** getnameinfo(3): host and service. Raises gaierror. */
export function nameInfo(address: Uint8Array, flags: number): [string, string] {
  const host = new Uint8Array(1025)
  const service = new Uint8Array(32)
  const code = libcPlain('getnameinfo', address, address.length, host, host.length, service, service.length, flags)
  pollSignals()
  if (code !== 0) throw gaiError(code)
  const text = (b: Uint8Array) => Buffer.from(b.subarray(0, b.indexOf(0))).toString('utf8')
  return [text(host), text(service)]
}

/** The port of a service by name, or null. */
export function serviceByName(name: string, protocol: string | null): number | null {
  const at = libcPointer('getservbyname', cName(name)!, cName(protocol))
  if (!at) return null
  const port = read.i32(at, 16) & 0xffff
  return ((port & 0xff) << 8) | (port >> 8)
}

/** The name of a service by port, or null. */
export function serviceByPort(port: number, protocol: string | null): string | null {
  const at = libcPointer('getservbyport', ((port & 0xff) << 8) | (port >> 8), cName(protocol))
  return at ? new CString(read.ptr(at, 0) as Pointer).toString() : null
}

/** The number of a protocol by name, or null. */
export function protocolByName(name: string): number | null {
  const at = libcPointer('getprotobyname', cName(name)!)
  return at ? read.i32(at, 16) : null
}

export { AF_INET, AF_INET6, AF_UNIX, AF_UNSPEC, SOCK_DGRAM, SOCK_STREAM }
