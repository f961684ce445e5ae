/**
 * _testsinglephase: a module with a little of everything, which CPython's test suite imports to see how modules that are not written in
 * Python are treated (CPython: Modules/_testsinglephase.c).
 */
import { importing } from '../interpreter/import'
import { PyDict } from '../objects/dict'
import { exceptionType } from '../objects/exceptions'
import { PyFloat } from '../objects/float'
import { normalise } from '../objects/int'
import type { Value } from '../objects/object'
import { typeType } from '../objects/object'
import { asIndex } from '../objects/operators'
import { PyTuple } from '../objects/tuple'
import { typeCall } from '../objects/typecall'
import type { NativeModule } from './definition'

/** How often the module was initialised in this process, and when it last was. */
let initialised = 0
let since = 0

function clearGlobals(): Value {
  initialised = 0
  since = 0
  return null
}

/** An exception class, made anew at each import. */
function makeError(): Value {
  const namespace = new PyDict()
  namespace.setItem('__module__', '_testsinglephase')
  return typeCall(typeType, ['error', new PyTuple([exceptionType]), namespace], [], [])
}

export const testSinglePhaseModule: NativeModule = {
  name: '_testsinglephase',
  doc: 'A module for tests of importing.',
  functions: [
    ['look_up_self', () => importing.modules.getItem('_testsinglephase') ?? null, '()'],
    ['sum', (i: Value, j: Value) => normalise(BigInt(asIndex(i)) + BigInt(asIndex(j))), '(i, j, /)'],
    ['state_initialized', () => new PyFloat(since), '()'],
    ['initialized_count', () => initialised, '()'],
    ['_clear_globals', clearGlobals, '()'],
  ],
  attributes: () => {
    initialised++
    since = performance.timeOrigin / 1000 + performance.now() / 1000
    return {
      error: makeError(),
      int_const: 1969,
      str_const: 'something different',
      _module_initialized: new PyFloat(since),
    }
  },
}
