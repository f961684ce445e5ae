/**
 * What the start of a script asks of the file system, by the C library: `node:fs` takes a millisecond to load, which many scripts never need. On Linux, and for
 * paths in ASCII. Null stands for anything else, an error too: `node:fs` then does it, or says what is wrong.
 */
import { FFIType } from 'bun:ffi'
import { closeDescriptor } from './descriptors'
import { libcFunction } from './libc'

/** linux/stat.h, as 32-bit words. */
const SIZEOF_STATX = 256
const STATX = { mode: 7, size: 10, mtime: 28, mtimeNanoseconds: 30 } as const
const STATX_BASIC_STATS = 0x7ff
const AT_FDCWD = -100
const S_IFMT = 0o170000
const S_IFDIR = 0o040000
const S_IFREG = 0o100000

const O_RDONLY = 0
const O_CLOEXEC = 0o2000000
const PATH_MAX = 4096
/** Entries of a directory are read in pieces of this size; each has its length at 16 and its name from 19 on. */
const ENTRIES = 1 << 15
const ENTRY = { length: 16, name: 19 } as const
/** A larger file is no script. */
const LARGEST = 1 << 26

/** A path as the C library takes it; null where it is not ASCII, or has no place in a path. */
function cPath(path: string): Uint8Array | null {
  const bytes = new Uint8Array(path.length + 1)
  for (let i = 0; i < path.length; i++) {
    const c = path.charCodeAt(i)
    if (c === 0 || c > 127) return null
    bytes[i] = c
  }
  return bytes
}

function ascii(bytes: Uint8Array, start: number, end: number): string | null {
  for (let i = start; i < end; i++) if (bytes[i]! > 127) return null
  return String.fromCharCode.apply(null, bytes.subarray(start, end) as unknown as number[])
}

function status(path: Uint8Array): Int32Array | null {
  const statx = libcFunction('statx', {
    args: [FFIType.i32, FFIType.ptr, FFIType.i32, FFIType.u32, FFIType.ptr],
    returns: FFIType.i32,
  })
  if (statx === null) return null
  const words = new Int32Array(SIZEOF_STATX / 4)
  return (statx(AT_FDCWD, path, 0, STATX_BASIC_STATS, words) as number) === 0 ? words : null
}

function open(path: Uint8Array): number {
  const f = libcFunction('open', { args: [FFIType.ptr, FFIType.i32, FFIType.i32], returns: FFIType.i32 }, 'open:pii')
  return f === null ? -1 : (f(path, O_RDONLY | O_CLOEXEC, 0) as number)
}

/** The bytes of a regular file. */
export function readRegularFile(path: string): Uint8Array | null {
  if (process.platform !== 'linux') return null
  const name = cPath(path)
  const words = name === null ? null : status(name)
  if (words === null || (words[STATX.mode]! & S_IFMT) !== S_IFREG) return null
  const size = words[STATX.size]!
  if (words[STATX.size + 1] !== 0 || size < 0 || size > LARGEST) return null
  const read = libcFunction('read', {
    args: [FFIType.i32, FFIType.ptr, FFIType.u64_fast],
    returns: FFIType.i64_fast,
  })
  const fd = read === null ? -1 : open(name!)
  if (fd < 0) return null
  try {
    // One more, to see the end; a file that has grown meanwhile is read by others.
    const bytes = new Uint8Array(size + 1)
    let used = 0
    for (;;) {
      const n = Number(read!(fd, bytes.subarray(used), bytes.length - used))
      if (n === 0) return bytes.slice(0, used)
      if (n < 0 || used + n === bytes.length) return null
      used += n
    }
  } finally {
    closeDescriptor(fd)
  }
}

/** A path without symbolic links (realpath(3)). */
export function resolvedPath(path: string): string | null {
  if (process.platform !== 'linux') return null
  const name = cPath(path)
  const realpath = libcFunction('realpath', { args: [FFIType.ptr, FFIType.ptr], returns: FFIType.ptr })
  if (name === null || realpath === null) return null
  const into = new Uint8Array(PATH_MAX)
  return realpath(name, into) === null ? null : ascii(into, 0, into.indexOf(0))
}

/** The time in milliseconds when a directory last changed. */
export function directoryChanged(path: string): number | null {
  if (process.platform !== 'linux') return null
  const name = cPath(path)
  const words = name === null ? null : status(name)
  if (words === null || (words[STATX.mode]! & S_IFMT) !== S_IFDIR) return null
  const seconds = (words[STATX.mtime]! >>> 0) + words[STATX.mtime + 1]! * 2 ** 32
  return seconds * 1000 + words[STATX.mtimeNanoseconds]! / 1e6
}

/** The names in a directory. */
export function directoryNames(path: string): string[] | null {
  if (process.platform !== 'linux') return null
  const name = cPath(path)
  const getdents = libcFunction('getdents64', {
    args: [FFIType.i32, FFIType.ptr, FFIType.u64_fast],
    returns: FFIType.i64_fast,
  })
  const fd = name === null || getdents === null ? -1 : open(name)
  if (fd < 0) return null
  try {
    const names: string[] = []
    const bytes = new Uint8Array(ENTRIES)
    for (;;) {
      const n = Number(getdents!(fd, bytes, ENTRIES))
      if (n === 0) return names
      if (n < 0) return null
      for (let at = 0; at < n; at += bytes[at + ENTRY.length]! | (bytes[at + ENTRY.length + 1]! << 8)) {
        const start = at + ENTRY.name
        const found = ascii(bytes, start, bytes.indexOf(0, start))
        if (found === null) return null
        if (found !== '.' && found !== '..') names.push(found)
      }
    }
  } finally {
    closeDescriptor(fd)
  }
}
