/** pickle.PickleBuffer: a buffer that may be sent apart from its pickle (PEP 574; CPython: Objects/picklebufobject.c). */

import {
  type BufferExporter,
  BufferRequest,
  type BufferView,
  exportsBuffer,
  filledBuffer,
  getBuffer,
  releaseBuffer,
} from '../../objects/buffer'
import { bufferError, typeError, valueError } from '../../objects/exceptions'
import { bufferRows, PyMemoryView } from '../../objects/memoryview'
import { defineType, PyObject, type PyType, typeOf, type Value } from '../../objects/object'
import { isContiguous } from '../../objects/strided'

/** A PickleBuffer; its buffer is null once released. */
export class PyPickleBuffer extends PyObject implements BufferExporter {
  buffer: BufferView | null = null

  /** The buffer; raises ValueError where it is released. */
  checked(): BufferView {
    if (this.buffer === null) throw valueError('operation forbidden on released PickleBuffer object')
    return this.buffer
  }

  bufferBytes(): Uint8Array {
    const buffer = this.checked()
    if (!isContiguous(buffer, 'C')) throw bufferError('underlying buffer is not C-contiguous')
    return buffer.memory.subarray(buffer.offset, buffer.offset + buffer.nbytes)
  }
  get bufferContiguous(): boolean {
    return this.buffer !== null && isContiguous(this.buffer, 'C')
  }
  get bufferWritable(): boolean {
    return !this.checked().readonly
  }
  /** Whoever asks gets the buffer of the object behind. */
  getBuffer(flags: number): BufferView {
    return getBuffer(this.checked().object, flags)
  }

  /** The bytes in the order of memory where they are contiguous, in either order of dimensions; else null. */
  contiguous(): Uint8Array | null {
    const buffer = this.checked()
    return isContiguous(buffer, 'A') ? buffer.memory.subarray(buffer.offset, buffer.offset + buffer.nbytes) : null
  }
}

/** A flat view of the bytes. Raises BufferError. */
function raw(self: PyPickleBuffer): Value {
  const bytes = self.contiguous()
  if (bytes === null) throw bufferError('cannot extract raw buffer from non-contiguous buffer')
  const buffer = self.getBuffer(BufferRequest.FULL_RO)
  const flat = filledBuffer(buffer.object, bytes, buffer.readonly, BufferRequest.FULL_RO)
  flat.internal = buffer.internal
  return PyMemoryView.ofBuffer(flat)
}

function release(self: PyPickleBuffer): Value {
  const { buffer } = self
  self.buffer = null
  if (buffer !== null) releaseBuffer(buffer)
  return null
}

export const pickleBufferType = defineType('PickleBuffer', {
  layout: PyPickleBuffer,
  module: 'pickle',
  doc: 'A wrapper of a buffer that a pickle may leave out.',
  new: [
    (cls: PyType, object: Value) => {
      const made = new cls.ctor() as PyPickleBuffer
      // Another message than that of memoryview.
      if (!exportsBuffer(object)) throw typeError(`a bytes-like object is required, not '${typeOf(object).name}'`)
      made.buffer = getBuffer(object, BufferRequest.FULL_RO)
      return made
    },
    '(object, /)',
  ],
  methods: () => [
    ...bufferRows,
    ['raw', raw, '($self, /)', 'A flat view of the bytes; the buffer must be contiguous.'],
    ['release', release, '($self, /)', 'Gives up the buffer.'],
  ],
})
