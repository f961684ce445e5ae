/** Buffers of classes written in Python: `__buffer__` and `__release_buffer__` (PEP 688; CPython: Objects/typeobject.c). */
import { callSpecial1 } from './attributes'
import type { BufferExporter, BufferView } from './buffer'
import { context } from './context'
import { isException, typeError } from './exceptions'
import { PyMethodDescriptor } from './function'
import { PyMemoryView } from './memoryview'
import { defineType, PyObject, type Value } from './object'

/** Whether a special method is not that of a layout. */
function isPython(method: Value | undefined): method is Value {
  return method !== undefined && !(method instanceof PyMethodDescriptor)
}

/** Calls `__release_buffer__`. Raises nothing. */
function callRelease(o: PyObject, method: Value, view: PyMemoryView): void {
  try {
    callSpecial1(method, o, view)
  } catch (e) {
    if (!isException(e)) throw e
    context.unraisable(e, null, `Exception ignored in __release_buffer__ of ${o.cls.name}`)
  }
}

/** The exporter of a buffer that Python code gave: the view that `__buffer__` returned, and whose it is. */
class PyBufferWrapper extends PyObject implements Pick<BufferExporter, 'bufferExport' | 'releaseBuffer'> {
  constructor(
    private readonly view: PyMemoryView,
    private readonly owner: PyObject,
  ) {
    super()
  }

  bufferExport(delta: 1 | -1): void {
    this.view.hold(delta)
  }

  releaseBuffer(): void {
    const { view, owner } = this
    view.releaseBuffer()
    // A view of the owner itself, as super().__buffer__() makes it, is not heard of again.
    if (view.object === owner) {
      view.dropped()
      return
    }
    const method = owner.cls.proto.$__release_buffer__
    if (isPython(method)) callRelease(owner, method, view)
  }
}
defineType('_buffer_wrapper', { layout: PyBufferWrapper as never, final: true })

/** Whether the class of an object has a `__buffer__` in Python. */
export function providesBuffer(o: PyObject): boolean {
  return isPython(o.cls.proto.$__buffer__)
}

/** Whether it has a `__release_buffer__` in Python. */
export function hearsOfRelease(o: PyObject): boolean {
  return isPython(o.cls.proto.$__release_buffer__)
}

/** The buffer that `__buffer__` gives. Raises TypeError, BufferError. */
export function pythonBuffer(o: PyObject, flags: number): BufferView {
  const made = callSpecial1(o.cls.proto.$__buffer__!, o, flags)
  if (!(made instanceof PyMemoryView)) throw typeError('__buffer__ returned non-memoryview object')
  const view = made.getBuffer(flags)
  view.object = new PyBufferWrapper(made, o)
  return view
}

/** Tells the `__release_buffer__` of an object whose class inherits how buffers are made. */
export function released(o: PyObject, buffer: BufferView): void {
  const method = o.cls.proto.$__release_buffer__
  if (!isPython(method)) return
  const view = PyMemoryView.ofForeign(buffer)
  view.restricted = true
  callRelease(o, method, view)
  view.release()
}
