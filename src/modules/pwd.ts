/** pwd: the password database, read from /etc/passwd (Library Reference, "pwd"; CPython: Modules/pwdmodule.c). Other sources of names are not asked. */
import { readFileSync } from 'node:fs'
import { keyError, typeError } from '../objects/exceptions'
import { PyList } from '../objects/list'
import { typeOf, type Value } from '../objects/object'
import { asIndex, repr } from '../objects/operators'
import { asString } from '../objects/str'
import { defineStructSequence } from '../objects/structseq'
import type { NativeModule } from './definition'
import { systemCall } from './systemcall'

const entry = defineStructSequence('struct_passwd', 'pwd', [
  'pw_name',
  'pw_passwd',
  'pw_uid',
  'pw_gid',
  'pw_gecos',
  'pw_dir',
  'pw_shell',
])

/** The lines of a colon-separated database with at least `count` fields. */
export function databaseRows(file: string, count: number): string[][] {
  const text = systemCall(() => readFileSync(file, 'utf8'), file)
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(':'))
    .filter((row) => row.length >= count)
}

/** A name that is looked up. Raises TypeError. */
export function databaseName(v: Value, f: string): string {
  const name = asString(v)
  if (name === undefined) throw typeError(`${f}() argument must be str, not ${v === null ? 'None' : typeOf(v).name}`)
  return name
}

const rows = () => databaseRows('/etc/passwd', 7)
const make = (row: string[]) =>
  entry.make([row[0]!, row[1]!, Number(row[2]), Number(row[3]), row[4]!, row[5]!, row[6]!])

export const pwdModule: NativeModule = {
  name: 'pwd',
  doc: 'The user database of the system.',
  functions: [
    [
      'getpwuid',
      (uid: Value) => {
        const wanted = asIndex(uid)
        const found = rows().find((row) => Number(row[2]) === Number(wanted))
        if (found === undefined) throw keyError(`getpwuid(): uid not found: ${wanted}`)
        return make(found)
      },
      '(uidobj, /)',
    ],
    [
      'getpwnam',
      (name: Value) => {
        const wanted = databaseName(name, 'getpwnam')
        const found = rows().find((row) => row[0] === wanted)
        if (found === undefined) throw keyError(`getpwnam(): name not found: ${repr(name)}`)
        return make(found)
      },
      '(name, /)',
    ],
    ['getpwall', () => new PyList(rows().map(make)), '()'],
  ],
  attributes: () => ({ struct_passwd: entry.type }),
}
