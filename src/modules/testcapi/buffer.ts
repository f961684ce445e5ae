/** Buffers as the C API makes them (CPython: Modules/_testcapi/buffer.c). */
import {
  type BufferExporter,
  BufferRequest,
  type BufferView,
  filledBuffer,
  getBuffer,
  releaseBuffer,
} from '../../objects/buffer'
import { typeError } from '../../objects/exceptions'
import { PyMemoryView, releasedBufferRows } from '../../objects/memoryview'
import { defineType, type MethodTable, PyObject, type PyType, typeOf, type Value } from '../../objects/object'
import { asCInt } from '../../objects/operators'
import { asString } from '../../objects/str'
import { formatText, layoutOf } from '../_struct'

const TEST = new TextEncoder().encode('test')

/** `testBuf`: an exporter that counts the buffers in use. */
class PyTestBuffer extends PyObject implements BufferExporter {
  references = 0
  bufferBytes(): Uint8Array {
    return TEST
  }
  get bufferWritable(): boolean {
    return false
  }
  getBuffer(flags: number): BufferView {
    const view = filledBuffer(this, TEST, true, flags)
    this.references++
    return view
  }
  releaseBuffer(): void {
    this.references--
  }
}

const testBufferType: PyType = defineType('testBufType', {
  layout: PyTestBuffer as never,
  new: [() => new PyTestBuffer(), '()'],
  methods: () => releasedBufferRows,
  getset: () => [['references', (self: PyTestBuffer) => self.references]],
  final: true,
})

/** A view of an object's bytes that is writable or not as the caller says (PyBuffer_FillInfo). */
function fillInfo(source: Value, readonly: Value, flags: Value): Value {
  const buffer = getBuffer(source, BufferRequest.SIMPLE)
  try {
    const bytes = buffer.memory.subarray(buffer.offset, buffer.offset + buffer.nbytes)
    return PyMemoryView.ofForeign(filledBuffer(null, bytes, asCInt(readonly) !== 0, asCInt(flags)))
  } finally {
    releaseBuffer(buffer)
  }
}

function sizeFromFormat(format: Value): Value {
  const text = asString(format)
  if (text === undefined)
    throw typeError(`test_PyBuffer_SizeFromFormat() argument 1 must be str, not ${typeOf(format).name}`)
  return layoutOf(formatText(text)).size
}

export const testBufferRows: MethodTable = [
  ['buffer_fill_info', fillInfo, '(source, readonly, flags, /)'],
  ['PyBuffer_SizeFromFormat', sizeFromFormat, '(format, /)'],
]

export const bufferTypes: Readonly<Record<string, Value>> = { testBuf: testBufferType }
