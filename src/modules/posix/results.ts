/** The result types of posix: stat_result, statvfs_result, times_result, uname_result, terminal_size, DirEntry (CPython: Modules/posixmodule.c). */
import type { BigIntStats } from 'node:fs'
import { PyFloat } from '../../objects/float'
import { normalise } from '../../objects/int'
import type { Value } from '../../objects/object'
import { defineStructSequence } from '../../objects/structseq'

export const statResult = defineStructSequence(
  'stat_result',
  'os',
  [
    'st_mode',
    'st_ino',
    'st_dev',
    'st_nlink',
    'st_uid',
    'st_gid',
    'st_size',
    null,
    null,
    null,
    'st_atime',
    'st_mtime',
    'st_ctime',
    'st_atime_ns',
    'st_mtime_ns',
    'st_ctime_ns',
    'st_blksize',
    'st_blocks',
    'st_rdev',
  ],
  10,
)
export const statvfsResult = defineStructSequence(
  'statvfs_result',
  'os',
  [
    'f_bsize',
    'f_frsize',
    'f_blocks',
    'f_bfree',
    'f_bavail',
    'f_files',
    'f_ffree',
    'f_favail',
    'f_flag',
    'f_namemax',
    'f_fsid',
  ],
  10,
)
export const timesResult = defineStructSequence('times_result', 'posix', [
  'user',
  'system',
  'children_user',
  'children_system',
  'elapsed',
])
export const unameResult = defineStructSequence('uname_result', 'posix', [
  'sysname',
  'nodename',
  'release',
  'version',
  'machine',
])
export const terminalSize = defineStructSequence('terminal_size', 'os', ['columns', 'lines'])
export const waitidResult = defineStructSequence('waitid_result', 'posix', [
  'si_pid',
  'si_uid',
  'si_signo',
  'si_status',
  'si_code',
])
export const schedParam = defineStructSequence('sched_param', 'posix', ['sched_priority'], 1, false, null, true)

function seconds(ns: bigint): number {
  const whole = ns / 1000000000n
  return Number(whole) + Number(ns - whole * 1000000000n) / 1e9
}

/** `os.stat_result` of what the file system reports. */
export function makeStat(s: BigIntStats): Value {
  const int = (v: bigint) => normalise(v)
  const floor = (ns: bigint) => Number(ns >= 0n ? ns / 1000000000n : -((-ns + 999999999n) / 1000000000n))
  return statResult.make([
    int(s.mode),
    int(s.ino),
    int(s.dev),
    int(s.nlink),
    int(s.uid),
    int(s.gid),
    int(s.size),
    floor(s.atimeNs),
    floor(s.mtimeNs),
    floor(s.ctimeNs),
    new PyFloat(seconds(s.atimeNs)),
    new PyFloat(seconds(s.mtimeNs)),
    new PyFloat(seconds(s.ctimeNs)),
    int(s.atimeNs),
    int(s.mtimeNs),
    int(s.ctimeNs),
    int(s.blksize),
    int(s.blocks),
    int(s.rdev),
  ])
}
