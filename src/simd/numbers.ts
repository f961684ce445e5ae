/**
 * Reductions over arrays of numbers, as CPython's loops give them: sums of ints are exact, floats are added in order with compensation
 * (since 3.12), the first of equal elements wins, and NaN is passed over as `<` does. A type is the letter of Python's array module, of
 * which `l` and `L` are `q` and `Q` here; `items` are the elements' bytes, aligned to their size.
 */
export interface NumberKernels {
  /** The sum of n elements. */
  sum(type: string, items: Uint8Array, n: number): number | bigint
  /** The least, the greatest of n > 0 elements. */
  min(type: string, items: Uint8Array, n: number): number | bigint
  max(type: string, items: Uint8Array, n: number): number | bigint
  /** How many elements are equal to a value that the type can hold; where the first of them is, at or after `from`. */
  count(type: string, items: Uint8Array, n: number, value: number | bigint): number
  index(type: string, items: Uint8Array, from: number, n: number, value: number | bigint): number
  /** Of ints of 32 bits or doubles: how many compare with a value as they should; the first of those, as many as `out` has room for. */
  countWhere(type: Packed, items: Uint8Array, n: number, comparison: Comparison, value: number): number
  keepWhere(type: Packed, items: Uint8Array, n: number, comparison: Comparison, value: number, out: Uint8Array): number
}

/** Types of elements that are kept where they fit. */
export type Packed = 'i' | 'd'

/** `<` `<=` `==` `!=` `>` `>=` */
export type Comparison = 0 | 1 | 2 | 3 | 4 | 5

/** Whether a number compares as it should. */
export function compares(x: number, comparison: Comparison, value: number): boolean {
  switch (comparison) {
    case 0:
      return x < value
    case 1:
      return x <= value
    case 2:
      return x === value
    case 3:
      return x !== value
    case 4:
      return x > value
    default:
      return x >= value
  }
}

const isFloat = (type: string): boolean => type === 'f' || type === 'd'

/** An int as Python's ints are held: a number where it is safe. */
function normal(v: bigint): number | bigint {
  return v >= -9007199254740991n && v <= 9007199254740991n ? Number(v) : v
}

type Elements = ArrayLike<number> | ArrayLike<bigint>

function elements(type: string, items: Uint8Array, n: number): Elements {
  const { buffer, byteOffset: at } = items
  switch (type) {
    case 'b':
      return new Int8Array(buffer, at, n)
    case 'B':
      return new Uint8Array(buffer, at, n)
    case 'h':
      return new Int16Array(buffer, at, n)
    case 'H':
      return new Uint16Array(buffer, at, n)
    case 'i':
      return new Int32Array(buffer, at, n)
    case 'I':
      return new Uint32Array(buffer, at, n)
    case 'q':
      return new BigInt64Array(buffer, at, n)
    case 'Q':
      return new BigUint64Array(buffer, at, n)
    case 'f':
      return new Float32Array(buffer, at, n)
    default:
      return new Float64Array(buffer, at, n)
  }
}

/** The reference, and what serves without a library. */
export class ScalarNumbers implements NumberKernels {
  sum(type: string, items: Uint8Array, n: number): number | bigint {
    const x = elements(type, items, n)
    if (isFloat(type)) {
      let sum = 0
      let rest = 0
      for (let i = 0; i < n; i++) {
        const v = x[i] as number
        const t = sum + v
        rest += Math.abs(sum) >= Math.abs(v) ? sum - t + v : v - t + sum
        sum = t
      }
      return rest !== 0 && Number.isFinite(rest) ? sum + rest : sum
    }
    let small = 0
    let large = 0n
    for (let i = 0; i < n; i++) {
      const v = x[i]!
      if (typeof v === 'bigint') large += v
      else {
        small += v
        if (!Number.isSafeInteger(small)) {
          large += BigInt(small - v) + BigInt(v)
          small = 0
        }
      }
    }
    return normal(large + BigInt(small))
  }

  min(type: string, items: Uint8Array, n: number): number | bigint {
    const x = elements(type, items, n)
    let best = x[0]!
    for (let i = 1; i < n; i++) if (x[i]! < best) best = x[i]!
    return typeof best === 'bigint' ? normal(best) : best
  }

  max(type: string, items: Uint8Array, n: number): number | bigint {
    const x = elements(type, items, n)
    let best = x[0]!
    for (let i = 1; i < n; i++) if (x[i]! > best) best = x[i]!
    return typeof best === 'bigint' ? normal(best) : best
  }

  count(type: string, items: Uint8Array, n: number, value: number | bigint): number {
    const x = elements(type, items, n)
    const v = type === 'q' || type === 'Q' ? BigInt(value) : value
    let k = 0
    for (let i = 0; i < n; i++) if (x[i] === v) k++
    return k
  }

  index(type: string, items: Uint8Array, from: number, n: number, value: number | bigint): number {
    const x = elements(type, items, n)
    const v = type === 'q' || type === 'Q' ? BigInt(value) : value
    for (let i = from; i < n; i++) if (x[i] === v) return i
    return -1
  }

  countWhere(type: Packed, items: Uint8Array, n: number, comparison: Comparison, value: number): number {
    const x = elements(type, items, n) as Int32Array | Float64Array
    let k = 0
    for (let i = 0; i < n; i++) k += compares(x[i]!, comparison, value) ? 1 : 0
    return k
  }

  keepWhere(
    type: Packed,
    items: Uint8Array,
    n: number,
    comparison: Comparison,
    value: number,
    out: Uint8Array,
  ): number {
    const x = elements(type, items, n) as Int32Array | Float64Array
    const cap = Math.floor(out.length / x.BYTES_PER_ELEMENT)
    const kept = elements(type, out, cap) as Int32Array | Float64Array
    let k = 0
    for (let i = 0; i < n && k < cap; i++) {
      kept[k] = x[i]!
      k += compares(x[i]!, comparison, value) ? 1 : 0
    }
    return k
  }
}

type Kernel = (...args: (Uint8Array | Float64Array | BigInt64Array | number)[]) => number

/** The kernels of {@link NativeNumbers} by name, with a letter for each argument. */
export const NUMBER_KERNELS = {
  sum_of: 'ipip',
  min_of: 'ipip',
  max_of: 'ipip',
  count_of: 'ipip',
  index_of: 'ipiip',
  count_where: 'ipiip',
  keep_where: 'ipiippi',
} as const

/** The kernels of a library. Results and values cross in two words of memory. */
export class NativeNumbers implements NumberKernels {
  private readonly ints = new BigInt64Array(2)
  private readonly floats = new Float64Array(this.ints.buffer)
  private readonly unsigned = new BigUint64Array(this.ints.buffer)

  constructor(
    private readonly k: Record<keyof typeof NUMBER_KERNELS, Kernel>,
    private readonly noted: (name: string) => void,
  ) {}

  sum(type: string, items: Uint8Array, n: number): number | bigint {
    this.noted('numbers.sum')
    this.k.sum_of(type.charCodeAt(0), items, n, this.ints)
    return isFloat(type) ? this.floats[0]! : normal(this.ints[0]! + (this.ints[1]! << 32n))
  }

  min(type: string, items: Uint8Array, n: number): number | bigint {
    this.noted('numbers.min')
    this.k.min_of(type.charCodeAt(0), items, n, this.ints)
    return this.result(type)
  }

  max(type: string, items: Uint8Array, n: number): number | bigint {
    this.noted('numbers.max')
    this.k.max_of(type.charCodeAt(0), items, n, this.ints)
    return this.result(type)
  }

  count(type: string, items: Uint8Array, n: number, value: number | bigint): number {
    this.noted('numbers.count')
    this.put(type, value)
    return this.k.count_of(type.charCodeAt(0), items, n, this.ints)
  }

  index(type: string, items: Uint8Array, from: number, n: number, value: number | bigint): number {
    this.noted('numbers.index')
    this.put(type, value)
    return this.k.index_of(type.charCodeAt(0), items, from, n, this.ints)
  }

  countWhere(type: Packed, items: Uint8Array, n: number, comparison: Comparison, value: number): number {
    this.noted('numbers.countWhere')
    this.put(type, value)
    return this.k.count_where(type.charCodeAt(0), items, n, comparison, this.ints)
  }

  keepWhere(
    type: Packed,
    items: Uint8Array,
    n: number,
    comparison: Comparison,
    value: number,
    out: Uint8Array,
  ): number {
    this.noted('numbers.keepWhere')
    this.put(type, value)
    const cap = Math.floor(out.length / (type === 'd' ? 8 : 4))
    return this.k.keep_where(type.charCodeAt(0), items, n, comparison, this.ints, out, cap)
  }

  private result(type: string): number | bigint {
    return isFloat(type) ? this.floats[0]! : normal(type === 'Q' ? this.unsigned[0]! : this.ints[0]!)
  }

  private put(type: string, value: number | bigint): void {
    if (isFloat(type)) this.floats[0] = Number(value)
    else this.ints[0] = BigInt.asIntN(64, BigInt(value))
  }
}
