/** _sysconfigdata_*: the variables that sysconfig asks for; there is no C build to describe. */
import { dictOf } from '../objects/dict'
import type { NativeModule } from './definition'
import { VERSION } from './sys'

export const sysconfigDataModule: NativeModule = {
  name: '_sysconfigdata__linux_x86_64-linux-gnu',
  attributes: () => ({
    build_time_vars: dictOf([
      ['prefix', '/$dxpy'],
      ['exec_prefix', '/$dxpy'],
      ['LIBDIR', '/$dxpy/lib'],
      ['BINDIR', '/$dxpy/bin'],
      ['LIBDEST', '/$dxpy/lib/python3.13'],
      ['VERSION', `${VERSION.major}.${VERSION.minor}`],
      ['EXT_SUFFIX', '.dxpy-313.so'],
      ['SOABI', 'dxpy-313'],
      ['SHLIB_SUFFIX', '.so'],
      ['EXE', ''],
      ['CONFIG_ARGS', ''],
      ['CFLAGS', ''],
      ['PY_CFLAGS', ''],
      ['Py_DEBUG', 0],
      ['Py_ENABLE_SHARED', 0],
      ['Py_GIL_DISABLED', 0],
      ['WITH_DOC_STRINGS', 1],
      ['SIZEOF_VOID_P', 8],
      ['SIZEOF_SIZE_T', 8],
      ['TZPATH', '/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo'],
      ['HAVE_FORK', 0],
    ]),
  }),
}
