/** fcntl: control of file descriptors (Library Reference, "fcntl"; CPython: Modules/fcntlmodule.c). Written for Linux on 64 bits. */
import { isBuffer } from '../objects/buffer'
import { PyBytes } from '../objects/bytes'
import { valueError } from '../objects/exceptions'
import type { Value } from '../objects/object'
import { asCInt, asIndex, asSize, isTrue } from '../objects/operators'
import { asString } from '../objects/str'
import type { NativeModule } from './definition'
import { cString, libcCall } from './libccall'
import { descriptorOf } from './select'
import { fcntlConstants } from './terminalconstants'

/** Commands are unsigned in headers and cross as the same 32 bits. */
const command = (v: Value): number => Number(BigInt.asIntN(32, BigInt(asIndex(v))))

function control(fd: Value, cmd: Value, argument: Value = 0): Value {
  const n = descriptorOf(fd)
  const text = asString(argument)
  if (text === undefined && !isBuffer(argument)) return libcCall('fcntl', n, command(cmd), command(argument))
  const bytes = text === undefined ? (argument as unknown as PyBytes).bufferBytes() : cString(text).subarray(0, -1)
  if (bytes.length > 1024) throw valueError('fcntl string arg too long')
  const buffer = new Uint8Array(1024)
  buffer.set(bytes)
  libcCall('fcntl', n, command(cmd), buffer)
  return new PyBytes(buffer.slice(0, bytes.length))
}

function ioctl(fd: Value, request: Value, argument: Value = 0, mutate: Value = true): Value {
  const n = descriptorOf(fd)
  const text = asString(argument)
  if (text === undefined && !isBuffer(argument)) return libcCall('ioctl', n, command(request), command(argument))
  const source = text === undefined ? (argument as unknown as PyBytes) : null
  const bytes = source === null ? cString(argument).subarray(0, -1) : source.bufferBytes()
  const buffer = new Uint8Array(Math.max(1024, bytes.length))
  buffer.set(bytes)
  const result = libcCall('ioctl', n, command(request), buffer)
  if (source?.bufferWritable && isTrue(mutate)) {
    bytes.set(buffer.subarray(0, bytes.length))
    return result
  }
  if (bytes.length > 1024) throw valueError('ioctl string arg too long')
  return new PyBytes(buffer.slice(0, bytes.length))
}

function lockf(fd: Value, cmd: Value, length: Value = 0, start: Value = 0, whence: Value = 0): Value {
  const n = descriptorOf(fd)
  const { LOCK_UN, LOCK_SH, LOCK_EX, LOCK_NB, F_UNLCK, F_RDLCK, F_WRLCK, F_SETLK, F_SETLKW } = fcntlConstants
  const code = asSize(cmd)
  let type: number
  if (code === LOCK_UN) type = F_UNLCK!
  else if (code & LOCK_SH!) type = F_RDLCK!
  else if (code & LOCK_EX!) type = F_WRLCK!
  else throw valueError('unrecognized lockf argument')
  // struct flock: short type, short whence, off_t start, off_t length, pid.
  const lock = new DataView(new ArrayBuffer(32))
  lock.setInt16(0, type, true)
  lock.setInt16(2, asCInt(whence), true)
  lock.setBigInt64(8, BigInt(asIndex(start)), true)
  lock.setBigInt64(16, BigInt(asIndex(length)), true)
  libcCall('fcntl', n, code & LOCK_NB! ? F_SETLK! : F_SETLKW!, new Uint8Array(lock.buffer))
  return null
}

export const fcntlModule: NativeModule = {
  name: 'fcntl',
  doc: 'The calls fcntl, ioctl, flock and lockf.',
  functions: [
    ['fcntl', control, '(fd, cmd, arg=0, /)'],
    ['ioctl', ioctl, '(fd, request, arg=0, mutate_flag=True, /)'],
    [
      'flock',
      (fd: Value, operation: Value) => {
        libcCall('flock', descriptorOf(fd), asSize(operation))
        return null
      },
      '(fd, operation, /)',
    ],
    ['lockf', lockf, '(fd, cmd, len=0, start=0, whence=0, /)'],
  ],
  attributes: () => fcntlConstants,
}
