/** _tracemalloc: allocations are not traced here, and what says so says it truly (Library Reference, "tracemalloc"). Starting raises NotImplementedError. */
import { notImplementedError, runtimeError } from '../objects/exceptions'
import type { Value } from '../objects/object'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'

function start(): Value {
  throw notImplementedError('tracing of allocations is not supported')
}

function traces(): Value {
  throw runtimeError('the tracemalloc module must be tracing memory allocations to take a snapshot')
}

export const tracemallocModule: NativeModule = {
  name: '_tracemalloc',
  doc: 'What the tracemalloc module asks of the allocator.',
  functions: [
    ['is_tracing', () => false, '()'],
    ['start', start, '(nframe=1, /)'],
    ['stop', () => null, '()'],
    ['clear_traces', () => null, '()'],
    ['_get_traces', traces, '()'],
    ['_get_object_traceback', () => null, '(obj, /)'],
    ['get_traceback_limit', () => 1, '()'],
    ['get_tracemalloc_memory', () => 0, '()'],
    ['get_traced_memory', () => new PyTuple([0, 0]), '()'],
    ['reset_peak', () => null, '()'],
  ],
}
