/** _testlimitedcapi: the limited C API as functions, for CPython's test suite (CPython: Modules/_testlimitedcapi.c). */
import type { NativeModule } from './definition'
import { abstractRows } from './testcapi/abstract'
import { limitedCallRows, limitedVectorcallType } from './testcapi/calling'

export const testLimitedModule: NativeModule = {
  name: '_testlimitedcapi',
  functions: [...abstractRows, ...limitedCallRows],
  attributes: () => ({ LimitedVectorCallClass: limitedVectorcallType }),
}
