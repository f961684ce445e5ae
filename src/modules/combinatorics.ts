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
  protected pick(): Value {
    return new PyTuple(this.indices!.map((i) => this.pool[i]!))
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
      if (pools.some((p) => p.length === 0)) {
        this.done = true
        return undefined
      }
      this.indices = pools.map(() => 0)
    } else {
      let i = pools.length - 1
      for (; i >= 0; i--) {
        if (++this.indices[i]! < pools[i]!.length) break
        this.indices[i] = 0
      }
      if (i < 0) {
        this.done = true
        return undefined
      }
    }
    const items: Value[] = []
    for (let i = 0; i < pools.length; i++) items.push(pools[i]![this.indices[i]!]!)
    return new PyTuple(items)
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
      this.indices = Array.from({ length: r }, (_, i) => i)
      return this.pick()
    }
    let i = r - 1
    while (i >= 0 && this.indices[i] === i + n - r) i--
    if (i < 0) {
      this.done = true
      return undefined
    }
    this.indices[i]!++
    for (let j = i + 1; j < r; j++) this.indices[j] = this.indices[j - 1]! + 1
    return this.pick()
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
      this.indices = Array.from({ length: r }, () => 0)
      return this.pick()
    }
    let i = r - 1
    while (i >= 0 && this.indices[i] === n - 1) i--
    if (i < 0) {
      this.done = true
      return undefined
    }
    this.indices.fill(this.indices[i]! + 1, i)
    return this.pick()
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
      this.order = Array.from({ length: n }, (_, i) => i)
      this.cycles = Array.from({ length: r }, (_, i) => n - i)
      return this.first()
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
        return this.first()
      }
    }
    this.done = true
    return undefined
  }
  private first(): Value {
    const items: Value[] = []
    for (let i = 0; i < this.r; i++) items.push(this.pool[this.order[i]!]!)
    return new PyTuple(items)
  }
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
        const pools = iterables.map((i) => toArray(i))
        const n = asSize(repeat)
        if (n < 0) throw valueError('repeat argument cannot be negative')
        for (let i = 0; i < n; i++) made.pools.push(...pools)
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
