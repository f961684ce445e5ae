/** The combinatoric iterators of itertools: product, permutations, combinations (CPython: Modules/itertoolsmodule.c). */
import { valueError } from '../objects/exceptions'
import { iteratorRows } from '../objects/iterators'
import { defineType, type PyType, type Value } from '../objects/object'
import { asSize, PyIterator, toArray } from '../objects/operators'
import { PyTuple } from '../objects/tuple'

/** An iterator over selections of a pool by index. */
abstract class Selection extends PyIterator {
  pool: Value[] = []
  indices: number[] | null = null
  done = false
  started = false
  /** The items of a pool at `n` places. */
  protected pick(indices: readonly number[], n: number): Value {
    const { pool } = this
    const items: Value[] = new Array(n)
    for (let i = 0; i < n; i++) items[i] = pool[indices[i]!]!
    return new PyTuple(items)
  }
}

class Product extends PyIterator {
  pools: Value[][] = []
  indices: number[] | null = null
  done = false
  next(): Value | undefined {
    if (this.done) return undefined
    const pools = this.pools
    if (this.indices === null) {
      this.indices = []
      for (let i = 0; i < pools.length; i++) {
        if (pools[i]!.length === 0) this.done = true
        this.indices.push(0)
      }
      if (this.done) return undefined
    } else if (!this.advance(this.indices)) {
      this.done = true
      return undefined
    }
    return this.pick(this.indices)
  }

  override remaining(): Value[] {
    const items: Value[] = []
    for (let v = this.next(); v !== undefined; v = this.next()) items.push(v)
    return items
  }

  private pick(indices: readonly number[]): Value {
    const { pools } = this
    const n = pools.length
    const items: Value[] = new Array(n)
    for (let i = 0; i < n; i++) items[i] = pools[i]![indices[i]!]!
    return new PyTuple(items)
  }

  /** The last index counts fastest; false behind the last of all. */
  private advance(indices: number[]): boolean {
    const { pools } = this
    for (let i = pools.length - 1; i >= 0; i--) {
      const at = indices[i]! + 1
      if (at < pools[i]!.length) {
        indices[i] = at
        return true
      }
      indices[i] = 0
    }
    return false
  }
}

class Combinations extends Selection {
  r = 0
  next(): Value | undefined {
    if (this.done) return undefined
    const n = this.pool.length
    const r = this.r
    if (this.indices === null) {
      if (r > n) {
        this.done = true
        return undefined
      }
      this.indices = counting(r)
      return this.pick(this.indices, r)
    }
    let i = r - 1
    while (i >= 0 && this.indices[i] === i + n - r) i--
    if (i < 0) {
      this.done = true
      return undefined
    }
    this.indices[i]!++
    for (let j = i + 1; j < r; j++) this.indices[j] = this.indices[j - 1]! + 1
    return this.pick(this.indices, r)
  }
  override remaining(): Value[] {
    const items: Value[] = []
    for (let v = this.next(); v !== undefined; v = this.next()) items.push(v)
    return items
  }
}

class CombinationsWithReplacement extends Selection {
  r = 0
  next(): Value | undefined {
    if (this.done) return undefined
    const n = this.pool.length
    const r = this.r
    if (this.indices === null) {
      if (n === 0 && r > 0) {
        this.done = true
        return undefined
      }
      this.indices = new Array(r).fill(0)
      return this.pick(this.indices, r)
    }
    let i = r - 1
    while (i >= 0 && this.indices[i] === n - 1) i--
    if (i < 0) {
      this.done = true
      return undefined
    }
    this.indices.fill(this.indices[i]! + 1, i)
    return this.pick(this.indices, r)
  }
  override remaining(): Value[] {
    const items: Value[] = []
    for (let v = this.next(); v !== undefined; v = this.next()) items.push(v)
    return items
  }
}

class Permutations extends Selection {
  r = 0
  cycles: number[] = []
  order: number[] = []
  next(): Value | undefined {
    if (this.done) return undefined
    const n = this.pool.length
    const r = this.r
    if (!this.started) {
      this.started = true
      if (r > n) {
        this.done = true
        return undefined
      }
      this.order = counting(n)
      this.cycles = counting(r).map((i) => n - i)
      return this.pick(this.order, r)
    }
    for (let i = r - 1; i >= 0; i--) {
      this.cycles[i]!--
      if (this.cycles[i] === 0) {
        const moved = this.order[i]!
        for (let j = i; j < n - 1; j++) this.order[j] = this.order[j + 1]!
        this.order[n - 1] = moved
        this.cycles[i] = n - i
      } else {
        const j = n - this.cycles[i]!
        const t = this.order[i]!
        this.order[i] = this.order[j]!
        this.order[j] = t
        return this.pick(this.order, r)
      }
    }
    this.done = true
    return undefined
  }
  override remaining(): Value[] {
    const items: Value[] = []
    for (let v = this.next(); v !== undefined; v = this.next()) items.push(v)
    return items
  }
}

function counting(n: number): number[] {
  const indices: number[] = []
  for (let i = 0; i < n; i++) indices.push(i)
  return indices
}

function size(v: Value, name: string): number {
  const r = asSize(v)
  if (r < 0) throw valueError(`${name} must be non-negative`)
  return r
}

const rows = { module: 'itertools', methods: () => iteratorRows } as const

/** The types of this file. */
export const combinatoricTypes: readonly PyType[] = [
  defineType('product', {
    layout: Product as never,
    ...rows,
    new: [
      (cls: PyType, iterables: Value[], repeat: Value = 1) => {
        const made = new cls.ctor() as Product
        const pools: Value[][] = []
        for (let i = 0; i < iterables.length; i++) pools.push(toArray(iterables[i]!))
        const n = asSize(repeat)
        if (n < 0) throw valueError('repeat argument cannot be negative')
        for (let i = 0; i < n; i++) for (let k = 0; k < pools.length; k++) made.pools.push(pools[k]!)
        return made
      },
      '(*iterables, repeat=1)',
    ],
  }),
  defineType('permutations', {
    layout: Permutations as never,
    ...rows,
    new: [
      (cls: PyType, iterable: Value, r: Value = null) => {
        const made = new cls.ctor() as Permutations
        made.pool = toArray(iterable)
        made.r = r === null ? made.pool.length : size(r, 'r')
        return made
      },
      '(iterable, r=None)',
    ],
  }),
  defineType('combinations', {
    layout: Combinations as never,
    ...rows,
    new: [
      (cls: PyType, iterable: Value, r: Value) => {
        const made = new cls.ctor() as Combinations
        made.pool = toArray(iterable)
        made.r = size(r, 'r')
        return made
      },
      '(iterable, r)',
    ],
  }),
  defineType('combinations_with_replacement', {
    layout: CombinationsWithReplacement as never,
    ...rows,
    new: [
      (cls: PyType, iterable: Value, r: Value) => {
        const made = new cls.ctor() as CombinationsWithReplacement
        made.pool = toArray(iterable)
        made.r = size(r, 'r')
        return made
      },
      '(iterable, r)',
    ],
  }),
]
