/**
 * Lists of the pieces of large bytes, as `split` gives them: places in the bytes, until somebody looks into the list. An object for each piece takes five to ten times as long to make
 * as finding the pieces does, and a split has millions. `len` and `join` work on the places; whoever else touches `items` finds a list like any other.
 */
import { freshInts } from '../ffi/buffers'
import { engine } from '../simd/index'
import { PyBytesPiece } from './bytes'
import { PyList } from './list'
import type { Value } from './object'

/** Where pieces are in bytes: piece `i` is from `places[2 * i]` to `places[2 * i + 1]`. */
interface Pieces {
  readonly source: Uint8Array
  readonly places: Int32Array
}

/** A list whose items are made when they are first asked for. */
export class PyPieceList extends PyList {
  /** Null once they are made. */
  pieces: Pieces | null

  constructor(source: Uint8Array, places: Int32Array) {
    super()
    this.pieces = { source, places }
    Object.defineProperty(this, 'items', {
      get: () => this.become(made(source, places)),
      set: (items: Value[]) => this.become(items),
      enumerable: true,
      configurable: true,
    })
  }

  /** Makes `items` an ordinary property. */
  private become(items: Value[]): Value[] {
    this.pieces = null
    Object.defineProperty(this, 'items', { value: items, writable: true, enumerable: true, configurable: true })
    return items
  }
}

function made(source: Uint8Array, places: Int32Array): Value[] {
  const items: Value[] = []
  for (let i = 0; i < places.length; i += 2) items.push(new PyBytesPiece(source, places[i]!, places[i + 1]!))
  return items
}

/** `source.split(separator)` */
export function piecesBetween(source: Uint8Array, separator: Uint8Array): PyPieceList {
  const kernels = engine()
  const n = source.length
  const m = separator.length
  const one = m === 1
  const count = one ? kernels.countByte(source, 0, n, separator[0]!) : kernels.count(source, 0, n, separator)
  const places = freshInts(2 * count + 2)
  // The separators stand behind the place where their last pair goes: each is read before it is overwritten.
  const found = places.subarray(count + 2)
  if (one) kernels.splitByte(source, 0, n, separator[0]!, found)
  else kernels.split(source, 0, n, separator, found)
  let from = 0
  for (let i = 0; i < count; i++) {
    const to = found[i]!
    places[2 * i] = from
    places[2 * i + 1] = to
    from = to + m
  }
  places[2 * count] = from
  places[2 * count + 1] = n
  return new PyPieceList(source, places)
}

/** `source.split()`, where bytes in a set separate. */
export function piecesOutside(source: Uint8Array, set: Uint8Array): PyPieceList {
  const kernels = engine()
  const n = source.length
  let places = freshInts(Math.max(64, n >> 2))
  let used = 0
  for (let from = 0; ; from = places[used - 1]!) {
    const k = 2 * kernels.splitWords(source, from, n, set, places.subarray(used))
    used += k
    if (used < places.length - 1) return new PyPieceList(source, places.subarray(0, used))
    const more = freshInts(2 * places.length)
    more.set(places)
    places = more
  }
}

/** The pieces with a separator between them. */
export function joinedPieces(
  { source, places }: Pieces,
  separator: Uint8Array,
  fresh: (n: number) => Uint8Array,
): Uint8Array {
  const count = places.length >> 1
  let length = Math.max(0, count - 1) * separator.length
  for (let i = 0; i < places.length; i += 2) length += places[i + 1]! - places[i]!
  const out = fresh(length)
  engine().join(out, source, places, count, separator)
  return out
}
