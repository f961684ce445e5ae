/** errno (Library Reference, "errno"). */

import { errnoRows } from '../base/errnotable'
import { PyDict } from '../objects/dict'
import type { Value } from '../objects/object'
import type { NativeModule } from './definition'

export const errnoModule: NativeModule = {
  name: 'errno',
  doc: 'The error numbers of the system, by their C names.',
  attributes: () => {
    const attributes: Record<string, Value> = {}
    const names = new PyDict()
    for (const [number, , ...rest] of errnoRows) {
      for (const name of rest) attributes[name] = number
      names.setItem(number, rest[0]!)
    }
    attributes.errorcode = names
    return attributes
  },
}
