/** _testbuffer: arrays of every layout that the buffer protocol has, for CPython's test suite (CPython: Modules/_testbuffer.c). */
import {
  type BufferExporter,
  BufferRequest,
  type BufferView,
  filledBuffer,
  getBuffer,
  releaseBuffer,
} from '../objects/buffer'
import { PyBytes } from '../objects/bytes'
import { encodeText } from '../objects/codecregistry'
import { bufferError, isException, overflowError, typeError, valueError } from '../objects/exceptions'
import { asInt } from '../objects/int'
import { bufferRows, memoryViewOf, PyMemoryView } from '../objects/memoryview'
import { defineType, PyObject, type PyType, type Value } from '../objects/object'
import { asCInt, asSize } from '../objects/operators'
import { adjustSlice, PySlice } from '../objects/slice'
import { asString } from '../objects/str'
import { bytesInOrder, contiguousStrides, isContiguous, layoutOf, POINTER, placeOf } from '../objects/strided'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'
import { Flag, itemOfBuffer, MAX_NDIM, ndarrayType, PyNDArray, sequenceArgument } from './testbuffer/ndarray'

type Order = 'C' | 'F' | 'A'

// ── staticarray ────────────────────────────────────────────────────────────────────────────────────────────────────────

const STATIC = Uint8Array.from({ length: 12 }, (_, i) => i)

/** `staticarray`: an exporter that gives everything whatever is asked for. */
class PyStaticArray extends PyObject implements BufferExporter {
  /** Buffers do not say whose they are. */
  legacy = false
  bufferBytes(): Uint8Array {
    return STATIC
  }
  get bufferWritable(): boolean {
    return false
  }
  getBuffer(): BufferView {
    return filledBuffer(this.legacy ? null : this, STATIC, true, BufferRequest.FULL_RO)
  }
}

const staticArrayType: PyType = defineType('staticarray', {
  layout: PyStaticArray as never,
  new: [() => new PyStaticArray(), '(*args, **kwargs)'],
  methods: () => [
    [
      '__init__',
      (self: PyStaticArray, legacy: Value = false) => {
        self.legacy = legacy !== false
        return null
      },
      '($self, /, legacy_mode=False)',
    ],
    ...bufferRows,
  ],
  final: true,
})

// ── Functions ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a function makes of an object's buffer, which ends with it. */
function withBuffer<T>(view: BufferView, use: (view: BufferView) => T): T {
  try {
    return use(view)
  } finally {
    releaseBuffer(view)
  }
}

function orderOf(v: Value): Order {
  const text = asString(v)
  if (text === undefined) throw typeError('order must be a string')
  const first = String.fromCharCode((encodeText(text, 'ascii', 'strict') as PyBytes).bytes[0] ?? 0)
  if (first !== 'C' && first !== 'F' && first !== 'A') throw valueError('invalid order, must be C, F or A')
  return first
}

function sliceIndices(key: Value, length: Value): Value {
  const n = asSize(length)
  if (!(key instanceof PySlice)) throw typeError('first argument must be a slice object')
  const { start, stop, step, count } = adjustSlice(key, n)
  return new PyTuple([start, stop, step, count])
}

/** The item at given indices, by PyBuffer_GetPointer. */
function getPointer(object: Value, indices: Value): Value {
  const items = sequenceArgument(indices, 'seq')
  return withBuffer(getBuffer(object, BufferRequest.FULL_RO), (view) => {
    if (view.ndim > MAX_NDIM) throw valueError(`get_pointer(): ndim > ${MAX_NDIM}`)
    if (items.length !== view.ndim) throw valueError('get_pointer(): len(indices) != ndim')
    const layout = layoutOf(view)
    const index = items.map((v, d) => {
      const i = asSize(v)
      if (i < 0 || i >= layout.shape[d]!) throw valueError(`get_pointer(): invalid index ${i} at position ${d}`)
      return i
    })
    return itemOfBuffer(view, placeOf(layout, index))
  })
}

/** A memoryview whose items lie in a row, of a copy where the object's do not (PyMemoryView_GetContiguous). */
function getContiguous(object: Value, kind: Value, order: Value): Value {
  const type = asInt(kind)
  if (type === undefined) throw typeError('buffertype must be PyBUF_READ or PyBUF_WRITE')
  if (typeof type === 'bigint' && BigInt.asIntN(64, type) !== type)
    throw overflowError('Python int too large to convert to C long')
  if (type !== BufferRequest.READ && type !== BufferRequest.WRITE) throw valueError('invalid buffer type')
  const wanted = orderOf(order)
  const view = memoryViewOf(object)
  const writes = type === BufferRequest.WRITE
  if (writes && view.readonly) throw bufferError('underlying buffer is not writable')
  if (isContiguous(view, wanted)) return view
  if (writes) throw bufferError('writable contiguous buffer requested for a non-contiguous object.')
  const bytes = bytesInOrder(view, wanted)
  const made = PyMemoryView.ofBytes(new PyBytes(bytes), bytes, true)
  made.setFormat(view.format, view.itemSize)
  made.shape = view.shape
  made.strides = contiguousStrides(view.shape, view.itemSize, wanted === 'F' ? 'F' : 'C')
  view.release()
  return made
}

function toContiguous(object: Value, order: Value, flags: Value): Value {
  return withBuffer(getBuffer(object, asCInt(flags)), (view) => {
    const wanted = orderOf(order)
    // What was not asked for decides whether the memory is taken as it is.
    if (isContiguous(view, wanted)) return new PyBytes(view.memory.slice(view.offset, view.offset + view.nbytes))
    return new PyBytes(bytesInOrder(layoutOf(view), wanted))
  })
}

/** The full buffer of an argument. Raises TypeError for any reason not to have one. */
function fullBuffer(object: Value, message: string): BufferView {
  try {
    return getBuffer(object, BufferRequest.FULL_RO)
  } catch (e) {
    throw isException(e) ? typeError(message) : e
  }
}

function sameNumbers(a: readonly number[] | null, b: readonly number[] | null): boolean {
  return a === b || (a !== null && b !== null && a.every((n, i) => n === b[i]))
}

/** Whether two buffers look the same in memory. */
function equalInMemory(a: BufferView, b: BufferView): boolean {
  const both = (order: Order): boolean => isContiguous(a, order) && isContiguous(b, order)
  if (!both('C') && !both('F')) return false
  if (a.nbytes !== b.nbytes || a.itemSize !== b.itemSize || a.ndim !== b.ndim) return false
  if ((a.format ?? 'B') !== (b.format ?? 'B') || !sameNumbers(a.shape, b.shape)) return false
  if ((a.strides === null) !== (b.strides === null)) return false
  // The strides of fewer than two items mean nothing.
  if (a.strides?.some((n, d) => a.shape![d]! > 1 && n !== b.strides![d])) return false
  for (let i = 0; i < a.nbytes; i++) if (a.memory[a.offset + i] !== b.memory[b.offset + i]) return false
  return true
}

function cmpContig(a: Value, b: Value): Value {
  const refused = (which: string) => `cmp_contig: ${which} argument does not implement the buffer protocol`
  return withBuffer(fullBuffer(a, refused('first')), (x) =>
    withBuffer(fullBuffer(b, refused('second')), (y) => equalInMemory(x, y)),
  )
}

function isContiguousObject(object: Value, order: Value): Value {
  const wanted = orderOf(order)
  // The protocol would not give buffers that leave something out.
  if (object instanceof PyNDArray) return isContiguous(object.head.view, wanted)
  const view = fullBuffer(object, 'is_contiguous: object does not implement the buffer protocol')
  return withBuffer(view, (v) => isContiguous(v, wanted))
}

const EXPORTED_FLAGS = [
  'VAREXPORT',
  'WRITABLE',
  'FORTRAN',
  'SCALAR',
  'PIL',
  'GETBUF_FAIL',
  'GETBUF_UNDEFINED',
  'REDIRECT',
] as const

export const testbufferModule: NativeModule = {
  name: '_testbuffer',
  functions: [
    ['slice_indices', sliceIndices, '(slice, length, /)'],
    ['get_pointer', getPointer, '(object, indices, /)'],
    ['get_sizeof_void_p', () => POINTER, '()'],
    ['get_contiguous', getContiguous, '(object, buffertype, order, /)'],
    ['py_buffer_to_contiguous', toContiguous, '(object, order, flags, /)'],
    ['is_contiguous', isContiguousObject, '(object, order, /)'],
    ['cmp_contig', cmpContig, '(object1, object2, /)'],
  ],
  attributes: () => ({
    ndarray: ndarrayType,
    staticarray: staticArrayType,
    ND_MAX_NDIM: MAX_NDIM,
    ...Object.fromEntries(EXPORTED_FLAGS.map((name) => [`ND_${name}`, Flag[name]])),
    ...Object.fromEntries(Object.entries(BufferRequest).map(([name, flag]) => [`PyBUF_${name}`, flag])),
  }),
}
