/** grp: the group database, read from /etc/group (Library Reference, "grp"; CPython: Modules/grpmodule.c). Other sources of names are not asked. */
import { keyError } from '../objects/exceptions'
import { PyList } from '../objects/list'
import type { Value } from '../objects/object'
import { asIndex, repr } from '../objects/operators'
import { defineStructSequence } from '../objects/structseq'
import type { NativeModule } from './definition'
import { databaseName, databaseRows } from './pwd'

const entry = defineStructSequence('struct_group', 'grp', ['gr_name', 'gr_passwd', 'gr_gid', 'gr_mem'])
const rows = () => databaseRows('/etc/group', 4)
const make = (row: string[]) =>
  entry.make([row[0]!, row[1]!, Number(row[2]), new PyList(row[3] === '' ? [] : row[3]!.split(','))])

export const grpModule: NativeModule = {
  name: 'grp',
  doc: 'The group database of the system.',
  functions: [
    [
      'getgrgid',
      (id: Value) => {
        const wanted = asIndex(id)
        const found = rows().find((row) => Number(row[2]) === Number(wanted))
        if (found === undefined) throw keyError(`getgrgid(): gid not found: ${wanted}`)
        return make(found)
      },
      '(id)',
    ],
    [
      'getgrnam',
      (name: Value) => {
        const wanted = databaseName(name, 'getgrnam')
        const found = rows().find((row) => row[0] === wanted)
        if (found === undefined) throw keyError(`getgrnam(): name not found: ${repr(name)}`)
        return make(found)
      },
      '(name)',
    ],
    ['getgrall', () => new PyList(rows().map(make)), '()'],
  ],
  attributes: () => ({ struct_group: entry.type }),
}
