/** System calls on open descriptors that every start makes, without `node:fs` where the system is Linux. */
import { FFIType } from 'bun:ffi'
import { nodeFs } from '../base/nodefs'
import { errnoLocation, libcFunction } from './libc'

/** What is asked of an open file. */
export interface DescriptorStatus {
  readonly directory: boolean
  readonly characterDevice: boolean
  /** The device that a device file stands for, as `makedev` of the C library has it. */
  readonly rdev: number
  readonly blockSize: number
  /** Device and inode: equal for equal files. */
  readonly identity: string
}

/** linux/stat.h: the layout is the same on every architecture. */
const STATX_BASIC_STATS = 0x7ff
const AT_EMPTY_PATH = 0x1000
const SIZEOF_STATX = 256
const S_IFMT = 0o170000
const S_IFDIR = 0o040000
const S_IFCHR = 0o020000

const FD_CLOEXEC = 1
const F_GETFD = 1

const EIO = 5

/** The status of a descriptor, or the error number. */
export function descriptorStatus(fd: number): DescriptorStatus | number {
  const statx =
    process.platform !== 'linux'
      ? null
      : libcFunction('statx', {
          args: [FFIType.i32, FFIType.ptr, FFIType.i32, FFIType.u32, FFIType.ptr],
          returns: FFIType.i32,
        })
  if (statx === null) return statusOfNode(fd)
  const buffer = new Int32Array(SIZEOF_STATX / 4)
  const ask = () => statx(fd, new Uint8Array(1), AT_EMPTY_PATH, STATX_BASIC_STATS, buffer) as number
  if (ask() !== 0) {
    // To find out where the number is may change it: asked again.
    const errno = errnoLocation()
    return ask() !== 0 ? (errno?.[0] ?? EIO) : EIO
  }
  const kind = buffer[7]! & S_IFMT
  return {
    directory: kind === S_IFDIR,
    characterDevice: kind === S_IFCHR,
    rdev: (buffer[32]! << 8) | buffer[33]!,
    blockSize: buffer[1]!,
    identity: `${buffer[34]}:${buffer[35]}:${buffer[8]}:${buffer[9]}`,
  }
}

function statusOfNode(fd: number): DescriptorStatus | number {
  try {
    const stat = nodeFs().fstatSync(fd)
    return {
      directory: stat.isDirectory(),
      characterDevice: stat.isCharacterDevice(),
      rdev: stat.rdev,
      blockSize: stat.blksize,
      identity: `${stat.dev}:${stat.ino}`,
    }
  } catch (e) {
    return Math.abs((e as NodeJS.ErrnoException).errno ?? EIO)
  }
}

/** Whether a descriptor closes when another program takes the process's place; null where the system does not tell. */
export function closesOnExec(fd: number): boolean | null {
  const fcntl = libcFunction('fcntl', { args: [FFIType.i32, FFIType.i32], returns: FFIType.i32 }, 'fcntl:ii')
  if (fcntl === null) return null
  const flags = fcntl(fd, F_GETFD) as number
  return flags >= 0 && (flags & FD_CLOEXEC) !== 0
}

/** Closes a descriptor, also one of the first three, which Node spares. */
export function closeDescriptor(fd: number): void {
  const close = libcFunction('close', { args: [FFIType.i32], returns: FFIType.i32 })
  if (close === null) nodeFs().closeSync(fd)
  else close(fd)
}

/** Writes once: how many bytes were taken, or minus the error number. */
export function writeOnce(fd: number, bytes: Uint8Array): number {
  if (bytes.length === 0) return 0
  const write = libcFunction('write', {
    args: [FFIType.i32, FFIType.ptr, FFIType.u64_fast],
    returns: FFIType.i64_fast,
  })
  if (write === null) {
    try {
      return nodeFs().writeSync(fd, bytes)
    } catch (e) {
      return -Math.abs((e as NodeJS.ErrnoException).errno ?? EIO)
    }
  }
  const errno = errnoLocation()
  const written = Number(write(fd, bytes, bytes.length))
  return written < 0 ? -(errno?.[0] ?? EIO) : written
}
