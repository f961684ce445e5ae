/** Prefix codes as bzip2 makes them: lengths from frequencies, and codes from lengths. */

/**
 * Code lengths for frequencies, none above `limit`. Of two subtrees of one weight the shallower is taken first, so that the result is that of
 * bzip2 itself; where a code gets too long, the frequencies are flattened and all is done again.
 */
export function codeLengths(frequencies: Int32Array, count: number, limit: number, lengths: Uint8Array): void {
  // A weight is a frequency and, in its low byte, the depth of the tree below.
  const weight = new Float64Array(count * 2)
  const parent = new Int32Array(count * 2)
  const heap = new Int32Array(count + 2)
  const leaves = Float64Array.from({ length: count }, (_, i) => Math.max(1, frequencies[i]!))
  const sum = (a: number, b: number): number => {
    const depth = 1 + Math.max(a % 256, b % 256)
    return (Math.floor(a / 256) + Math.floor(b / 256)) * 256 + depth
  }
  for (;;) {
    let size = 0
    let nodes = count
    const rise = (at: number): void => {
      const node = heap[at]!
      while (at > 1 && weight[node]! < weight[heap[at >> 1]!]!) {
        heap[at] = heap[at >> 1]!
        at >>= 1
      }
      heap[at] = node
    }
    const take = (): number => {
      const top = heap[1]!
      const node = heap[size--]!
      let at = 1
      for (let child = 2; child <= size; child = at * 2) {
        if (child < size && weight[heap[child + 1]!]! < weight[heap[child]!]!) child++
        if (weight[node]! < weight[heap[child]!]!) break
        heap[at] = heap[child]!
        at = child
      }
      heap[at] = node
      return top
    }
    for (let i = 0; i < count; i++) {
      weight[i] = leaves[i]! * 256
      parent[i] = -1
      heap[++size] = i
      rise(size)
    }
    while (size > 1) {
      const a = take()
      const b = take()
      parent[a] = parent[b] = nodes
      weight[nodes] = sum(weight[a]!, weight[b]!)
      parent[nodes] = -1
      heap[++size] = nodes++
      rise(size)
    }
    let longest = 0
    for (let i = 0; i < count; i++) {
      let depth = 0
      for (let k = i; parent[k]! >= 0; k = parent[k]!) depth++
      lengths[i] = depth
      longest = Math.max(longest, depth)
    }
    if (longest <= limit) return
    for (let i = 0; i < count; i++) leaves[i] = 1 + Math.floor(leaves[i]! / 2)
  }
}

/** The code of each symbol: shorter ones first, of one length in the order of the symbols. */
export function codesOf(lengths: Uint8Array, count: number): Int32Array {
  const codes = new Int32Array(count)
  let code = 0
  for (let length = 1; length <= 20; length++) {
    for (let i = 0; i < count; i++) if (lengths[i] === length) codes[i] = code++
    code <<= 1
  }
  return codes
}

/** A code by its lengths, for reading: the last code of each length, and what leads from a code to its symbol. */
export class Decoder {
  readonly limit = new Int32Array(22)
  readonly base = new Int32Array(22)
  readonly symbols: Int32Array
  readonly shortest: number

  constructor(lengths: Uint8Array, count: number) {
    const symbols: number[] = []
    let code = 0
    let shortest = 20
    for (let length = 1; length <= 20; length++) {
      this.base[length] = symbols.length - code
      for (let i = 0; i < count; i++)
        if (lengths[i] === length) {
          symbols.push(i)
          code++
        }
      if (symbols.length > 0) shortest = Math.min(shortest, length)
      this.limit[length] = code - 1
      code <<= 1
    }
    this.symbols = Int32Array.from(symbols)
    this.shortest = shortest
  }
}
