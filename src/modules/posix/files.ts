/** The file system calls of posix (Library Reference, "os"; CPython: Modules/posixmodule.c). */
import fs from 'node:fs'
import { lookupAttr } from '../../objects/attributes'
import { requireBytes } from '../../objects/buffer'
import { PyBytes } from '../../objects/bytes'
import { notImplementedError } from '../../objects/exceptions'
import { genericAliasOf } from '../../objects/genericalias'
import { asInt } from '../../objects/int'
import { iteratorRows } from '../../objects/iterators'
import { PyList } from '../../objects/list'
import { defineType, type MethodTable, PyObject, type Value } from '../../objects/object'
import { asCInt, asSize, isTrue, PyIterator, repr } from '../../objects/operators'
import { asString } from '../../objects/str'
import { lseek } from '../descriptors'
import { encodePath, fromSystem, nodePath } from '../filenames'
import { errnoError, systemCall } from '../systemcall'
import { makeStat } from './results'

type Path = string | Buffer

/** A path argument, or a file descriptor where `fds` allows one. */
function pathOrFd(v: Value, f: string): Path | number {
  const fd = asInt(v)
  if (fd !== undefined) return asCInt(fd)
  return nodePath(v, f)
}

/** `*at` calls relative to a directory descriptor, by way of /proc. */
function at(dirFd: Value | undefined, path: Path, f: string): Path {
  if (dirFd === undefined || dirFd === null) return path
  const fd = asCInt(dirFd)
  const text = typeof path === 'string' ? path : path.toString('latin1')
  if (text.startsWith('/')) return path
  if (process.platform !== 'linux') throw notImplementedError(`${f}: dir_fd unavailable on this platform`)
  const prefix = `/proc/self/fd/${fd}/`
  return typeof path === 'string' ? prefix + path : Buffer.concat([Buffer.from(prefix), path])
}

function stat(path: Value, dirFd: Value = null, follow: Value = true): Value {
  const target = pathOrFd(path, 'stat')
  if (typeof target === 'number') return makeStat(systemCall(() => fs.fstatSync(target, { bigint: true })))
  const full = at(dirFd, target, 'stat')
  return makeStat(
    systemCall(
      () => (isTrue(follow) ? fs.statSync(full, { bigint: true }) : fs.lstatSync(full, { bigint: true })),
      path,
    ),
  )
}

function lstat(path: Value, dirFd: Value = null): Value {
  return stat(path, dirFd, false)
}

function open(path: Value, flags: Value, mode: Value = 0o777, dirFd: Value = null): Value {
  const full = at(dirFd, nodePath(path, 'open'), 'open')
  const cloexec = process.platform === 'linux' ? 0o2000000 : 0
  return systemCall(() => fs.openSync(full, asCInt(flags) | cloexec, asCInt(mode)), path)
}

function read(fd: Value, length: Value): Value {
  const n = asSize(length)
  if (n < 0) throw errnoError(22)
  const buffer = new Uint8Array(n)
  const got = n === 0 ? 0 : systemCall(() => fs.readSync(asCInt(fd), buffer, 0, n, null))
  return new PyBytes(got === n ? buffer : buffer.slice(0, got))
}

function write(fd: Value, data: Value): Value {
  const bytes = requireBytes(data)
  return systemCall(() => fs.writeSync(asCInt(fd), bytes))
}

/** Entry names as the argument's type wants them: bytes for a bytes path. */
function entryName(name: Buffer, bytes: boolean): Value {
  return bytes ? new PyBytes(new Uint8Array(name)) : fromSystem(name)
}

function listdir(path: Value = null): Value {
  const bytes = path instanceof PyBytes
  const target: Path =
    path === null ? '.' : asInt(path) !== undefined ? `/proc/self/fd/${asCInt(path)}` : nodePath(path, 'listdir')
  const names = systemCall(() => fs.readdirSync(target, { encoding: 'buffer' }), path ?? '.')
  return new PyList(names.map((n) => entryName(Buffer.from(n as unknown as Buffer), bytes)))
}

// ── scandir ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** An entry of os.scandir: type and times from stat, when they are asked for. */
class PyDirEntry extends PyObject {
  private statCache: Value | null = null
  private lstatCache: Value | null = null
  private kindCache: fs.Stats | null = null
  constructor(
    readonly name: Value,
    readonly path: Value,
    readonly full: Path,
  ) {
    super()
  }

  /** Type of the entry itself. The directory's own record of it is out of reach: Bun gives types only with names that are UTF-8. */
  kind(): fs.Stats | null {
    this.kindCache ??= absentIsNull(this, () => fs.lstatSync(this.full))
    return this.kindCache
  }

  stat(follow: boolean): Value {
    if (follow && this.kind()?.isSymbolicLink() !== false) {
      this.statCache ??= makeStat(systemCall(() => fs.statSync(this.full, { bigint: true }), this.path))
      return this.statCache
    }
    this.lstatCache ??= makeStat(systemCall(() => fs.lstatSync(this.full, { bigint: true }), this.path))
    return this.lstatCache
  }
}

/** What a query of an entry gives, or null where the entry is gone. */
function absentIsNull(entry: PyDirEntry, query: () => fs.Stats): fs.Stats | null {
  try {
    return query()
  } catch (e) {
    if ((e as { code?: string }).code === 'ENOENT') return null
    throw systemCall((): never => {
      throw e
    }, entry.path)
  }
}

function entryIs(test: 'isDirectory' | 'isFile') {
  return (self: PyDirEntry, follow: Value = true): Value => {
    const kind = self.kind()
    if (kind === null) return false
    if (!kind.isSymbolicLink()) return kind[test]()
    return isTrue(follow) && (absentIsNull(self, () => fs.statSync(self.full))?.[test]() ?? false)
  }
}

export const dirEntryType = defineType('DirEntry', {
  layout: PyDirEntry as never,
  module: 'posix',
  final: true,
  methods: () => [
    ['is_dir', entryIs('isDirectory'), '($self, /, *, follow_symlinks=True)'],
    ['is_file', entryIs('isFile'), '($self, /, *, follow_symlinks=True)'],
    ['is_symlink', (self: PyDirEntry) => self.kind()?.isSymbolicLink() ?? false, '($self, /)'],
    ['is_junction', () => false, '($self, /)'],
    [
      'stat',
      (self: PyDirEntry, follow: Value = true) => self.stat(isTrue(follow)),
      '($self, /, *, follow_symlinks=True)',
    ],
    ['inode', (self: PyDirEntry) => lookupAttr(self.stat(false), 'st_ino')!, '($self, /)'],
    ['__fspath__', (self: PyDirEntry) => self.path, '($self, /)'],
    ['__repr__', (self: PyDirEntry) => `<DirEntry ${repr(self.name)}>`, '($self, /)'],
  ],
  classMethods: () => [['__class_getitem__', (cls, item: Value) => genericAliasOf(cls, item), '($cls, object, /)']],
  members: true,
  getset: () => [
    ['name', (self: PyDirEntry) => self.name],
    ['path', (self: PyDirEntry) => self.path],
  ],
})

class ScandirIterator extends PyIterator {
  private at = 0
  constructor(private entries: PyDirEntry[]) {
    super()
  }
  next(): Value | undefined {
    return this.at < this.entries.length ? this.entries[this.at++] : undefined
  }
  close(): void {
    this.entries = []
  }
}
defineType('ScandirIterator', {
  layout: ScandirIterator as never,
  module: 'posix',
  final: true,
  methods: () => [
    ...iteratorRows,
    ['close', (self: ScandirIterator) => (self.close(), null), '($self, /)'],
    ['__enter__', (self: Value) => self, '($self, /)'],
    ['__exit__', (self: ScandirIterator) => (self.close(), null), '($self, /, *args)'],
  ],
})

function scandir(path: Value = null): Value {
  const bytes = path instanceof PyBytes
  const directory: Path =
    path === null ? '.' : asInt(path) !== undefined ? `/proc/self/fd/${asCInt(path)}` : nodePath(path, 'scandir')
  const shown: Value =
    path === null ? '.' : asInt(path) !== undefined ? '' : bytes ? path : fromSystem(encodePath(path, 'scandir'))
  const names = systemCall(() => fs.readdirSync(directory, { encoding: 'buffer' }), path ?? '.')
  return new ScandirIterator(
    names.map((raw) => {
      const name = entryName(raw, bytes)
      const full = Buffer.concat([Buffer.from(directory as string), Buffer.from('/'), raw])
      let joined: Value = name
      if (shown instanceof PyBytes)
        joined = new PyBytes(
          new Uint8Array(
            shown.bytes.length > 0 && shown.bytes[shown.bytes.length - 1] === 47
              ? Buffer.concat([shown.bytes, raw])
              : full,
          ),
        )
      else if (shown !== '') {
        const base = asString(shown)!
        joined = base.endsWith('/') ? base + asString(name)! : `${base}/${asString(name)!}`
      }
      return new PyDirEntry(name, joined, full)
    }),
  )
}

// ── Changes ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function rename(f: string) {
  return (src: Value, dst: Value, srcFd: Value = null, dstFd: Value = null): Value => {
    const from = at(srcFd, nodePath(src, f, 'src'), f)
    const to = at(dstFd, nodePath(dst, f, 'dst'), f)
    systemCall(() => fs.renameSync(from, to), src, dst)
    return null
  }
}

function chmod(path: Value, mode: Value, dirFd: Value = null, follow: Value = true): Value {
  const target = pathOrFd(path, 'chmod')
  const bits = asCInt(mode)
  if (!isTrue(follow)) throw notImplementedError('chmod: follow_symlinks unavailable on this platform')
  systemCall(
    () => (typeof target === 'number' ? fs.fchmodSync(target, bits) : fs.chmodSync(at(dirFd, target, 'chmod'), bits)),
    path,
  )
  return null
}

function chown(path: Value, uid: Value, gid: Value, dirFd: Value = null, follow: Value = true): Value {
  const target = pathOrFd(path, 'chown')
  const u = asCInt(uid)
  const g = asCInt(gid)
  systemCall(() => {
    if (typeof target === 'number') fs.fchownSync(target, u, g)
    else if (isTrue(follow)) fs.chownSync(at(dirFd, target, 'chown'), u, g)
    else fs.lchownSync(at(dirFd, target, 'chown'), u, g)
  }, path)
  return null
}

function readlink(path: Value, dirFd: Value = null): Value {
  const full = at(dirFd, nodePath(path, 'readlink'), 'readlink')
  return entryName(
    systemCall(() => fs.readlinkSync(full, { encoding: 'buffer' }), path) as unknown as Buffer,
    path instanceof PyBytes,
  )
}

function getcwd(): string {
  return systemCall(() => process.cwd())
}

/** Rows for posix's method table. */
export const fileTable: MethodTable = [
  ['stat', stat, '(path, *, dir_fd=None, follow_symlinks=True)'],
  ['lstat', lstat, '(path, *, dir_fd=None)'],
  ['fstat', (fd: Value) => makeStat(systemCall(() => fs.fstatSync(asCInt(fd), { bigint: true }))), '(fd)'],
  ['open', open, '(path, flags, mode=511, *, dir_fd=None)'],
  ['close', (fd: Value) => (systemCall(() => fs.closeSync(asCInt(fd))), null), '(fd)'],
  [
    'closerange',
    (low: Value, high: Value) => {
      const end = asCInt(high)
      for (let fd = asCInt(low); fd < end; fd++) {
        try {
          fs.closeSync(fd)
        } catch {
          // Descriptors that are not open are passed over, as the function promises.
        }
      }
      return null
    },
    '(fd_low, fd_high, /)',
  ],
  ['read', read, '(fd, length, /)'],
  ['write', write, '(fd, data, /)'],
  [
    'pread',
    (fd: Value, length: Value, offset: Value) => {
      const buffer = new Uint8Array(asSize(length))
      const got =
        buffer.length === 0 ? 0 : systemCall(() => fs.readSync(asCInt(fd), buffer, 0, buffer.length, asSize(offset)))
      return new PyBytes(buffer.slice(0, got))
    },
    '(fd, length, offset, /)',
  ],
  [
    'pwrite',
    (fd: Value, data: Value, offset: Value) => {
      const bytes = requireBytes(data)
      return systemCall(() => fs.writeSync(asCInt(fd), bytes, 0, bytes.length, asSize(offset)))
    },
    '(fd, buffer, offset, /)',
  ],
  [
    'lseek',
    (fd: Value, position: Value, whence: Value) => lseek(asCInt(fd), asSize(position), asCInt(whence)),
    '(fd, position, whence, /)',
  ],
  ['fsync', (fd: Value) => (systemCall(() => fs.fsyncSync(asCInt(fd))), null), '(fd)'],
  ['fdatasync', (fd: Value) => (systemCall(() => fs.fdatasyncSync(asCInt(fd))), null), '(fd)'],
  [
    'ftruncate',
    (fd: Value, length: Value) => (systemCall(() => fs.ftruncateSync(asCInt(fd), asSize(length))), null),
    '(fd, length, /)',
  ],
  [
    'truncate',
    (path: Value, length: Value) => {
      const target = pathOrFd(path, 'truncate')
      const n = asSize(length)
      systemCall(
        () => (typeof target === 'number' ? fs.ftruncateSync(target, n) : fs.truncateSync(target as string, n)),
        path,
      )
      return null
    },
    '(path, length)',
  ],
  ['listdir', listdir, '(path=None)'],
  ['scandir', scandir, '(path=None)'],
  [
    'mkdir',
    (path: Value, mode: Value = 0o777, dirFd: Value = null) => {
      const full = at(dirFd, nodePath(path, 'mkdir'), 'mkdir')
      systemCall(() => fs.mkdirSync(full, { mode: asCInt(mode) }), path)
      return null
    },
    '(path, mode=511, *, dir_fd=None)',
  ],
  [
    'rmdir',
    (path: Value, dirFd: Value = null) => {
      const full = at(dirFd, nodePath(path, 'rmdir'), 'rmdir')
      systemCall(() => fs.rmdirSync(full), path)
      return null
    },
    '(path, *, dir_fd=None)',
  ],
  ['unlink', unlink, '(path, *, dir_fd=None)'],
  ['remove', unlink, '(path, *, dir_fd=None)'],
  ['rename', rename('rename'), '(src, dst, *, src_dir_fd=None, dst_dir_fd=None)'],
  ['replace', rename('replace'), '(src, dst, *, src_dir_fd=None, dst_dir_fd=None)'],
  [
    'symlink',
    (src: Value, dst: Value, _isDirectory: Value = false, dirFd: Value = null) => {
      const full = at(dirFd, nodePath(dst, 'symlink', 'dst'), 'symlink')
      const from = nodePath(src, 'symlink', 'src')
      systemCall(() => fs.symlinkSync(from, full), src, dst)
      return null
    },
    '(src, dst, target_is_directory=False, *, dir_fd=None)',
  ],
  ['readlink', readlink, '(path, *, dir_fd=None)'],
  ['chmod', chmod, "(path, mode, *, dir_fd=None, follow_symlinks=(os.name != 'nt'))"],
  [
    'fchmod',
    (fd: Value, mode: Value) => (systemCall(() => fs.fchmodSync(asCInt(fd), asCInt(mode))), null),
    '(fd, mode)',
  ],
  ['chown', chown, '(path, uid, gid, *, dir_fd=None, follow_symlinks=True)'],
  ['lchown', (path: Value, uid: Value, gid: Value) => chown(path, uid, gid, null, false), '(path, uid, gid)'],
  [
    'chdir',
    (path: Value) => {
      const target = pathOrFd(path, 'chdir')
      systemCall(() => process.chdir(typeof target === 'number' ? `/proc/self/fd/${target}` : String(target)), path)
      return null
    },
    '(path)',
  ],
  ['getcwd', () => getcwd(), '()'],
  ['getcwdb', () => new PyBytes(new Uint8Array(Buffer.from(getcwd()))), '()'],
  ['umask', (mask: Value) => process.umask(asCInt(mask)), '(mask, /)'],
  ['_path_isdir', pathTest((s) => s.isDirectory()), '(s)'],
  ['_path_isfile', pathTest((s) => s.isFile()), '(s)'],
  ['_path_exists', pathTest(() => true), '(path)'],
  ['_path_lexists', pathTest(() => true, true), '(path)'],
  ['_path_islink', pathTest((s) => s.isSymbolicLink(), true), '(path)'],
]

function unlink(path: Value, dirFd: Value = null): Value {
  const full = at(dirFd, nodePath(path, 'unlink'), 'unlink')
  systemCall(() => fs.unlinkSync(full), path)
  return null
}

/** `os.path.isdir` and its like: false for anything that cannot be looked at. */
function pathTest(test: (s: fs.Stats) => boolean, link = false) {
  return (path: Value): Value => {
    const fd = asInt(path)
    let target: Path | number
    if (fd !== undefined) target = asCInt(fd)
    else {
      const text = asString(path)
      if (text?.includes('\0') || (path instanceof PyBytes && path.bytes.includes(0))) return false
      target = nodePath(path, '_path')
    }
    try {
      return test(typeof target === 'number' ? fs.fstatSync(target) : link ? fs.lstatSync(target) : fs.statSync(target))
    } catch {
      // Missing, or not reachable: not such a file.
      return false
    }
  }
}
