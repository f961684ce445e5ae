/**
 * Memory that is looked at as an array of any number of dimensions, with strides and suboffsets (PEP 3118).
 *
 * A dimension with a suboffset consists of pointers. JavaScript has none into its memory, so a pointer is eight bytes, little-endian, that
 * say how far from the beginning of the same memory the item lies.
 */

import type { BufferView } from './buffer'

/** How items lie in memory. */
export interface Layout {
  readonly memory: Uint8Array
  readonly offset: number
  readonly itemSize: number
  readonly shape: readonly number[]
  readonly strides: readonly number[]
  readonly suboffsets: readonly number[] | null
}

/** Bytes of a pointer. */
export const POINTER = 8

/** Reads a pointer. */
export function pointerAt(memory: Uint8Array, at: number): number {
  let to = 0
  for (let k = POINTER - 1; k >= 0; k--) to = to * 256 + memory[at + k]!
  return to
}

/** Writes a pointer. */
export function writePointer(memory: Uint8Array, at: number, to: number): void {
  for (let k = 0; k < POINTER; k++) {
    memory[at + k] = to % 256
    to = Math.floor(to / 256)
  }
}

/** The strides of items that lie in a row, the last index varying fastest, or the first. */
export function contiguousStrides(shape: readonly number[], itemSize: number, order: 'C' | 'F' = 'C'): number[] {
  const n = shape.length
  const strides: number[] = new Array(n)
  let stride = itemSize
  for (let k = 0; k < n; k++) {
    const i = order === 'C' ? n - 1 - k : k
    strides[i] = stride
    stride *= shape[i]!
  }
  return strides
}

/** The number of items of a shape. */
export function itemCount(shape: readonly number[]): number {
  let n = 1
  for (let i = 0; i < shape.length; i++) n *= shape[i]!
  return n
}

/** What is known of a buffer's geometry. */
export interface Geometry {
  readonly nbytes: number
  readonly itemSize: number
  readonly ndim: number
  readonly shape: readonly number[] | null
  readonly strides: readonly number[] | null
  readonly suboffsets: readonly number[] | null
}

/** Whether the items lie in a row in C order, in Fortran's, or (`A`) in either (PyBuffer_IsContiguous). */
export function isContiguous(v: Geometry, order: 'C' | 'F' | 'A'): boolean {
  if (v.suboffsets !== null) return false
  if (order === 'A') return isContiguous(v, 'C') || isContiguous(v, 'F')
  if (v.nbytes === 0) return true
  const { ndim, shape, strides } = v
  if (strides === null)
    return order === 'C' || ndim <= 1 || shape === null || shape.filter((count) => count > 1).length <= 1
  let stride = v.itemSize
  for (let k = 0; k < ndim; k++) {
    const i = order === 'C' ? ndim - 1 - k : k
    const count = shape![i]!
    if (count > 1 && strides[i] !== stride) return false
    stride *= count
  }
  return true
}

/** One step into a dimension: the place of item `i` of those at `at`. */
export function stepInto(v: Layout, dimension: number, at: number, i: number): number {
  const place = at + i * v.strides[dimension]!
  const suboffset = v.suboffsets === null ? -1 : v.suboffsets[dimension]!
  return suboffset < 0 ? place : pointerAt(v.memory, place) + suboffset
}

/** Where an item lies (PyBuffer_GetPointer). */
export function placeOf(v: Layout, indices: readonly number[]): number {
  let at = v.offset
  for (let d = 0; d < indices.length; d++) at = stepInto(v, d, at, indices[d]!)
  return at
}

/** Where all items lie, in C order. */
export function places(v: Layout): number[] {
  const out: number[] = []
  collect(v, 0, v.offset, out)
  return out
}

function collect(v: Layout, dimension: number, at: number, out: number[]): void {
  if (dimension === v.shape.length) {
    out.push(at)
    return
  }
  for (let i = 0; i < v.shape[dimension]!; i++) collect(v, dimension + 1, stepInto(v, dimension, at, i), out)
}

/** Items in C order, put in Fortran's. */
function inFortranOrder(items: readonly number[], shape: readonly number[]): number[] {
  const steps = contiguousStrides(shape, 1)
  const index = shape.map(() => 0)
  const out: number[] = []
  for (let n = 0, from = 0; n < items.length; n++) {
    out.push(items[from]!)
    for (let d = 0; d < index.length; d++) {
      from += steps[d]!
      if (++index[d]! < shape[d]!) break
      from -= steps[d]! * shape[d]!
      index[d] = 0
    }
  }
  return out
}

/** The items in a row as fresh bytes. */
export function gather(v: Layout, order: 'C' | 'F' = 'C'): Uint8Array {
  const { memory, itemSize: size } = v
  const all = places(v)
  const from = order === 'F' && v.shape.length > 1 ? inFortranOrder(all, v.shape) : all
  const out = new Uint8Array(from.length * size)
  if (size === 1) for (let i = 0; i < from.length; i++) out[i] = memory[from[i]!]!
  else
    for (let i = 0, at = 0; i < from.length; i++, at += size)
      for (let k = 0; k < size; k++) out[at + k] = memory[from[i]! + k]!
  return out
}

/**
 * Copies items to a layout of the same shape: row by row along the last dimension, of which each is read as a whole before it is written, so that both may be
 * the same memory.
 */
export function copyItems(to: Layout, from: Layout): void {
  copyRows(to, to.offset, from, from.offset, 0)
}

function copyRows(to: Layout, toAt: number, from: Layout, fromAt: number, dimension: number): void {
  const count = to.shape[dimension]!
  if (dimension < to.shape.length - 1) {
    for (let i = 0; i < count; i++)
      copyRows(to, stepInto(to, dimension, toAt, i), from, stepInto(from, dimension, fromAt, i), dimension + 1)
    return
  }
  const size = to.itemSize
  if (isRow(to, dimension) && isRow(from, dimension)) {
    to.memory.set(from.memory.subarray(fromAt, fromAt + count * size), toAt)
    return
  }
  const row = new Uint8Array(count * size)
  for (let i = 0; i < count; i++) {
    const at = stepInto(from, dimension, fromAt, i)
    for (let k = 0; k < size; k++) row[i * size + k] = from.memory[at + k]!
  }
  for (let i = 0; i < count; i++) {
    const at = stepInto(to, dimension, toAt, i)
    for (let k = 0; k < size; k++) to.memory[at + k] = row[i * size + k]!
  }
}

function isRow(v: Layout, dimension: number): boolean {
  return v.strides[dimension] === v.itemSize && (v.suboffsets === null || v.suboffsets[dimension]! < 0)
}

/** The items as fresh bytes; `A` leaves them as they are where they lie in a row (PyBuffer_ToContiguous). */
export function bytesInOrder(v: Layout & Geometry, order: 'C' | 'F' | 'A'): Uint8Array {
  if (isContiguous(v, order)) return v.memory.slice(v.offset, v.offset + v.nbytes)
  return gather(v, order === 'F' ? 'F' : 'C')
}

/** The layout of a buffer, with what it leaves out. */
export function layoutOf(buffer: BufferView): Layout & Geometry {
  const { memory, offset, itemSize, nbytes, ndim, suboffsets } = buffer
  const shape = buffer.shape ?? (ndim === 0 ? [] : [nbytes / itemSize])
  const strides = buffer.strides ?? contiguousStrides(shape, itemSize)
  return { memory, offset, itemSize, nbytes, ndim, shape, strides, suboffsets }
}
