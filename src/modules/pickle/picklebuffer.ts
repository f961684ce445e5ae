/** pickle.PickleBuffer: a buffer that may be sent apart from its pickle (PEP 574; CPython: Objects/picklebufobject.c). */

import { requireBytes } from '../../objects/buffer'
import { bufferError, valueError } from '../../objects/exceptions'
import { memoryViewOf, PyMemoryView, type TypedExporter } from '../../objects/memoryview'
import { defineType, PyObject, type PyType, typeOf, type Value } from '../../objects/object'

/** A PickleBuffer; its view is null once released. */
export class PyPickleBuffer extends PyObject implements TypedExporter {
  view: PyMemoryView | null = null

  /** The view; raises ValueError where it is released. */
  checked(): PyMemoryView {
    if (this.view === null) throw valueError('operation forbidden on released PickleBuffer object')
    return this.view
  }

  bufferBytes(): Uint8Array {
    return this.checked().bufferBytes()
  }
  get bufferWritable(): boolean {
    return !this.checked().readonly
  }
  get bufferFormat(): string {
    return this.checked().format
  }
  get bufferShape(): readonly number[] {
    return this.checked().shape
  }
  /** What a memoryview of this object is a copy of, strides included. */
  get bufferView(): PyMemoryView {
    return this.checked()
  }

  /** The bytes in the order of memory where they are contiguous, in either order of dimensions; else null. */
  contiguous(): Uint8Array | null {
    const view = this.checked()
    if (view.isContiguous) return view.bufferBytes()
    const axes = view.shape.map((_, i) => i).sort((a, b) => view.strides[a]! - view.strides[b]!)
    let stride = view.itemSize
    for (const axis of axes) {
      if (view.shape[axis] === 1) continue
      if (view.strides[axis] !== stride) return null
      stride *= view.shape[axis]!
    }
    return view.check().subarray(view.offset, view.offset + view.nbytes)
  }
}

function raw(self: PyPickleBuffer): Value {
  const view = self.checked()
  const bytes = self.contiguous()
  if (bytes === null) throw bufferError('cannot extract raw buffer from non-contiguous buffer')
  const made = new PyMemoryView(view)
  made.memory = bytes
  made.offset = 0
  made.format = 'B'
  made.itemSize = 1
  made.shape = [bytes.length]
  made.strides = [1]
  return made
}

export const pickleBufferType = defineType('PickleBuffer', {
  layout: PyPickleBuffer,
  module: 'pickle',
  doc: 'A wrapper of a buffer that a pickle may leave out.',
  new: [
    (cls: PyType, object: Value) => {
      const made = new cls.ctor() as PyPickleBuffer
      // Another message than that of memoryview.
      if (typeOf(object).proto.$__buffer__ === undefined) requireBytes(object)
      made.view = memoryViewOf(object)
      return made
    },
    '(object, /)',
  ],
  methods: () => [
    ['raw', raw, '($self, /)', 'A flat view of the bytes; the buffer must be contiguous.'],
    ['release', (self: PyPickleBuffer) => ((self.view = null), null), '($self, /)', 'Gives up the buffer.'],
  ],
})
