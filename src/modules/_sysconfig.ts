/** _sysconfig: the build settings that are not in a file (CPython: Modules/_sysconfig.c). */
import { PyDict } from '../objects/dict'
import type { NativeModule } from './definition'

export const sysconfigModule: NativeModule = {
  name: '_sysconfig',
  doc: 'What sysconfig asks of the build.',
  functions: [
    [
      'config_vars',
      () => {
        const made = new PyDict()
        made.setItem('Py_GIL_DISABLED', 0)
        return made
      },
      '()',
    ],
  ],
}
