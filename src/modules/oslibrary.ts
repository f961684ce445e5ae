/** What native code provides of the library's `os` before its body has run, which makes classes, sets of functions and the environment: the system's own functions. */
import { findAndLoad } from '../interpreter/import'
import { getAttr } from '../objects/attributes'
import type { PyModule } from '../objects/module'
import type { Provided } from './deferred'

/** What a path is made of (`posixpath`). */
const PARTS = {
  curdir: '.',
  pardir: '..',
  sep: '/',
  pathsep: ':',
  defpath: '/bin:/usr/bin',
  extsep: '.',
  altsep: null,
  devnull: '/dev/null',
}

/** `os` */
export function os(): Provided {
  const system = findAndLoad('posix') as PyModule
  // Asked for anything it has all.
  getAttr(system, 'getpid')
  const provided: Record<string, Provided[string]> = {}
  // `os` has its own.
  for (const name of system.namespace.keyList() as string[])
    if (name[0] !== '_' && name !== 'environ') provided[name] = system.namespace.getItem(name)!
  return {
    name: 'posix',
    linesep: '\n',
    path: findAndLoad('posixpath'),
    ...PARTS,
    ...provided,
    SEEK_SET: 0,
    SEEK_CUR: 1,
    SEEK_END: 2,
  }
}
