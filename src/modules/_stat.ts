/** _stat: the bits of a file's mode (Library Reference, "stat"; CPython: Modules/_stat.c). */
import { overflowError } from '../objects/exceptions'
import type { MethodRow, Value } from '../objects/object'
import { asIndex } from '../objects/operators'
import type { NativeModule } from './definition'

const CONSTANTS: Readonly<Record<string, number>> = {
  S_IFDIR: 0o40000,
  S_IFCHR: 0o20000,
  S_IFBLK: 0o60000,
  S_IFREG: 0o100000,
  S_IFIFO: 0o10000,
  S_IFLNK: 0o120000,
  S_IFSOCK: 0o140000,
  S_IFDOOR: 0,
  S_IFPORT: 0,
  S_IFWHT: 0,
  S_ISUID: 0o4000,
  S_ISGID: 0o2000,
  S_ISVTX: 0o1000,
  S_ENFMT: 0o2000,
  S_IREAD: 0o400,
  S_IWRITE: 0o200,
  S_IEXEC: 0o100,
  S_IRWXU: 0o700,
  S_IRUSR: 0o400,
  S_IWUSR: 0o200,
  S_IXUSR: 0o100,
  S_IRWXG: 0o70,
  S_IRGRP: 0o40,
  S_IWGRP: 0o20,
  S_IXGRP: 0o10,
  S_IRWXO: 7,
  S_IROTH: 4,
  S_IWOTH: 2,
  S_IXOTH: 1,
  UF_SETTABLE: 0xffff,
  UF_NODUMP: 1,
  UF_IMMUTABLE: 2,
  UF_APPEND: 4,
  UF_OPAQUE: 8,
  UF_NOUNLINK: 16,
  UF_COMPRESSED: 32,
  UF_TRACKED: 64,
  UF_DATAVAULT: 128,
  UF_HIDDEN: 0x8000,
  SF_SETTABLE: 0xffff0000,
  SF_ARCHIVED: 0x10000,
  SF_IMMUTABLE: 0x20000,
  SF_APPEND: 0x40000,
  SF_NOUNLINK: 0x100000,
  SF_SNAPSHOT: 0x200000,
  SF_FIRMLINK: 0x800000,
  SF_DATALESS: 0x40000000,
  ST_MODE: 0,
  ST_INO: 1,
  ST_DEV: 2,
  ST_NLINK: 3,
  ST_UID: 4,
  ST_GID: 5,
  ST_SIZE: 6,
  ST_ATIME: 7,
  ST_MTIME: 8,
  ST_CTIME: 9,
}

const FORMAT = 0o170000

/** A mode, an unsigned C int. Raises OverflowError. */
function modeOf(v: Value): number {
  const n = Number(asIndex(v))
  if (n < 0 || n > 0xffffffff)
    throw overflowError(n < 0 ? "can't convert negative value to unsigned int" : 'mode out of range')
  return n
}

const kind = (name: string, bits: number): MethodRow => [
  name,
  (mode: Value) => bits !== 0 && (modeOf(mode) & FORMAT) === bits,
  '(mode, /)',
]

const LETTERS = new Map([
  [0o40000, 'd'],
  [0o20000, 'c'],
  [0o60000, 'b'],
  [0o100000, '-'],
  [0o10000, 'p'],
  [0o120000, 'l'],
  [0o140000, 's'],
])

/** The mode as `ls -l` shows it. */
function filemode(v: Value): string {
  const mode = modeOf(v)
  const triple = (shift: number, special: number, letter: string) => {
    const bits = (mode >> shift) & 7
    const x = mode & special ? (bits & 1 ? letter : letter.toUpperCase()) : bits & 1 ? 'x' : '-'
    return (bits & 4 ? 'r' : '-') + (bits & 2 ? 'w' : '-') + x
  }
  return (LETTERS.get(mode & FORMAT) ?? '?') + triple(6, 0o4000, 's') + triple(3, 0o2000, 's') + triple(0, 0o1000, 't')
}

export const statModule: NativeModule = {
  name: '_stat',
  functions: [
    kind('S_ISDIR', 0o40000),
    kind('S_ISCHR', 0o20000),
    kind('S_ISBLK', 0o60000),
    kind('S_ISREG', 0o100000),
    kind('S_ISFIFO', 0o10000),
    kind('S_ISLNK', 0o120000),
    kind('S_ISSOCK', 0o140000),
    kind('S_ISDOOR', 0),
    kind('S_ISPORT', 0),
    kind('S_ISWHT', 0),
    ['S_IMODE', (mode: Value) => modeOf(mode) & 0o7777, '(mode, /)'],
    ['S_IFMT', (mode: Value) => modeOf(mode) & FORMAT, '(mode, /)'],
    ['filemode', filemode, '(mode, /)'],
  ],
  attributes: () => CONSTANTS,
}
