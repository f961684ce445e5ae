/**
 * enumerate, zip, map and filter (Library Reference, "Built-in Functions"; CPython: Objects/enumobject.c,
 * Python/bltinmodule.c). Their fields are public: the interpreter steps through them with frames of its own.
 */
import { context } from './context'
import { typeError, valueError } from './exceptions'
import { genericAliasOf } from './genericalias'
import { intAdd } from './intmath'
import { iteratorRows, PyListIterator, PyTupleIterator } from './iterators'
import { defineType, type Int, type PyType, typeOf, type Value } from './object'
import { asIndex, getIter, isTrue, iterNext, PyIterator } from './operators'
import { peekItems } from './simditems'
import { PyTuple } from './tuple'

/** An iterator over pairs that can be asked for one without making its tuple. */
export interface PairIterator {
  /** The pair that {@link advance} has found. */
  readonly first: Value
  readonly second: Value
  /** Goes to the next pair; false at the end. */
  advance(): boolean
}

/** `enumerate(iterable, start)` */
export class PyEnumerate extends PyIterator implements PairIterator {
  count: Int = 0
  iterator: Value = null
  first: Value = null
  second: Value = null

  advance(): boolean {
    const { iterator } = this
    const v = iterator instanceof PyListIterator ? iterator.next() : iterNext(iterator)
    if (v === undefined) return false
    const n = this.count
    this.count = n === 9007199254740991 || typeof n === 'bigint' ? intAdd(n, 1) : n + 1
    this.first = n
    this.second = v
    return true
  }
  next(): Value | undefined {
    return this.advance() ? new PyTuple([this.first, this.second]) : undefined
  }
  override remaining(): Value[] {
    const items: Value[] = []
    while (this.advance()) items.push(new PyTuple([this.first, this.second]))
    return items
  }
}

export const enumerateType = defineType('enumerate', {
  layout: PyEnumerate,
  new: [
    (cls: PyType, iterable: Value, start?: Value) => {
      const made = new cls.ctor() as PyEnumerate
      made.count = start === undefined ? 0 : asIndex(start)
      made.iterator = getIter(iterable)
      return made
    },
    '(iterable, start=0)',
  ],
  methods: () => [
    ...iteratorRows,
    [
      '__reduce__',
      (self: PyEnumerate) => new PyTuple([typeOf(self), new PyTuple([self.iterator, self.count])]),
      '($self, /)',
    ],
  ],
  classMethods: () => [['__class_getitem__', genericAliasOf, '($type, object, /)']],
  doc: 'An iterator over pairs of a count and an item.',
})

/** Where an iterator over a list or tuple is: its items, which only a list's owner changes, and the next one's index. */
type SequenceSteps = PyListIterator | PyTupleIterator

function itemsUnder(steps: SequenceSteps): Value[] | null {
  if (steps instanceof PyListIterator) return steps.list === null ? null : peekItems(steps.list)
  return steps.tuple === null ? null : steps.tuple.items
}

/**
 * The tuples that can be made of iterators over lists and tuples before the first of them ends, which runs no code of the program; the iterators stand behind
 * them then. None where there are others among them, or one twice.
 */
function zipSequences(iterators: readonly Value[]): Value[] {
  const width = iterators.length
  const columns: Value[][] = []
  const starts: number[] = []
  let n = Number.POSITIVE_INFINITY
  for (let k = 0; k < width; k++) {
    const steps = iterators[k]!
    const items = steps instanceof PyListIterator || steps instanceof PyTupleIterator ? itemsUnder(steps) : null
    if (items === null) return []
    const { index } = steps as SequenceSteps
    columns.push(items)
    starts.push(index)
    n = Math.min(n, items.length - index)
  }
  if (width === 0 || n <= 0) return []
  for (let k = 0; k < width; k++) {
    const steps = iterators[k] as SequenceSteps
    if (steps.index !== starts[k]) {
      // It was moved on already, being one that came before.
      for (let j = 0; j < k; j++) (iterators[j] as SequenceSteps).index = starts[j]!
      return []
    }
    steps.index += n
  }
  return width === 2 ? pairsOf(columns[0]!, starts[0]!, columns[1]!, starts[1]!, n) : rowsOf(columns, starts, n)
}

function pairsOf(left: Value[], leftStart: number, right: Value[], rightStart: number, n: number): Value[] {
  const tuples: Value[] = []
  for (let i = 0; i < n; i++) tuples.push(new PyTuple([left[leftStart + i]!, right[rightStart + i]!]))
  return tuples
}

function rowsOf(columns: readonly Value[][], starts: readonly number[], n: number): Value[] {
  const width = columns.length
  const tuples: Value[] = []
  for (let i = 0; i < n; i++) {
    const items: Value[] = new Array(width)
    for (let k = 0; k < width; k++) items[k] = columns[k]![starts[k]! + i]!
    tuples.push(new PyTuple(items))
  }
  return tuples
}

/** `zip(*iterables, strict=False)` */
export class PyZip extends PyIterator {
  iterators: Value[] = []
  strict = false

  next(): Value | undefined {
    const iterators = this.iterators
    const n = iterators.length
    if (n === 0) return undefined
    const items: Value[] = new Array(n)
    for (let i = 0; i < n; i++) {
      const iterator = iterators[i]!
      const v = iterator instanceof PyListIterator ? iterator.next() : iterNext(iterator)
      if (v === undefined) {
        if (this.strict) this.checkLengths(i)
        return undefined
      }
      items[i] = v
    }
    return new PyTuple(items)
  }
  override remaining(): Value[] {
    const items = zipSequences(this.iterators)
    for (let v = this.next(); v !== undefined; v = this.next()) items.push(v)
    return items
  }

  /** Iterator `ended` has ended; with strict=True all must have. */
  checkLengths(ended: number): void {
    const names = (k: number): string => (k === 1 ? 'argument 1' : `arguments 1-${k}`)
    if (ended > 0) throw valueError(`zip() argument ${ended + 1} is shorter than ${names(ended)}`)
    for (let i = 1; i < this.iterators.length; i++)
      if (iterNext(this.iterators[i]!) !== undefined)
        throw valueError(`zip() argument ${i + 1} is longer than ${names(i)}`)
  }
}

/** The common case, `zip(a, b)`; a class of its own, so that compiled code can take its pairs apart before they are made. */
export class PyZipPair extends PyZip implements PairIterator {
  first: Value = null
  second: Value = null

  advance(): boolean {
    const { iterators } = this
    const a = iterators[0]!
    const b = iterators[1]!
    const first = a instanceof PyListIterator ? a.next() : iterNext(a)
    if (first === undefined) {
      if (this.strict) this.checkLengths(0)
      return false
    }
    const second = b instanceof PyListIterator ? b.next() : iterNext(b)
    if (second === undefined) {
      if (this.strict) this.checkLengths(1)
      return false
    }
    this.first = first
    this.second = second
    return true
  }
  override next(): Value | undefined {
    return this.advance() ? new PyTuple([this.first, this.second]) : undefined
  }
  override remaining(): Value[] {
    const items = zipSequences(this.iterators)
    while (this.advance()) items.push(new PyTuple([this.first, this.second]))
    return items
  }
}

export const zipType = defineType('zip', {
  layout: PyZip,
  new: [
    (cls: PyType, iterables: Value[], strict?: Value) => {
      const made = cls === zipType && iterables.length === 2 ? new PyZipPair() : (new cls.ctor() as PyZip)
      made.strict = strict !== undefined && isTrue(strict)
      made.iterators = iterables.map((v) => getIter(v))
      return made
    },
    '(*iterables, strict=False)',
  ],
  methods: () => [
    ...iteratorRows,
    [
      '__reduce__',
      (self: PyZip) => {
        const parts: Value[] = [typeOf(self), new PyTuple(self.iterators)]
        if (self.strict) parts.push(true)
        return new PyTuple(parts)
      },
      '($self, /)',
    ],
    [
      '__setstate__',
      (self: PyZip, state: Value) => {
        self.strict = isTrue(state)
        return null
      },
      '($self, object, /)',
    ],
  ],
  doc: "An iterator over tuples of one item of each iterable, up to the shortest.\n\n>>> list(zip('ab', [1, 2, 3]))\n[('a', 1), ('b', 2)]",
})

/** `map(function, *iterables)` */
export class PyMap extends PyIterator {
  func: Value = null
  iterators: Value[] = []

  next(): Value | undefined {
    const iterators = this.iterators
    if (iterators.length === 1) {
      const v = iterNext(iterators[0]!)
      return v === undefined ? undefined : context.call1(this.func, v)
    }
    const args: Value[] = []
    for (let i = 0; i < iterators.length; i++) {
      const v = iterNext(iterators[i]!)
      if (v === undefined) return undefined
      args.push(v)
    }
    return context.call(this.func, args)
  }
  override remaining(): Value[] {
    const { func, iterators } = this
    const items: Value[] = []
    if (iterators.length === 1) {
      const source = iterators[0]!
      if (source instanceof PyListIterator)
        for (let v = source.next(); v !== undefined; v = source.next()) items.push(context.call1(func, v))
      else for (let v = iterNext(source); v !== undefined; v = iterNext(source)) items.push(context.call1(func, v))
    } else for (let v = this.next(); v !== undefined; v = this.next()) items.push(v)
    return items
  }
}

export const mapType = defineType('map', {
  layout: PyMap,
  new: [
    (cls: PyType, args: Value[]) => {
      if (args.length < 2) throw typeError('map() must have at least two arguments.')
      const made = new cls.ctor() as PyMap
      made.func = args[0]!
      for (let i = 1; i < args.length; i++) made.iterators.push(getIter(args[i]!))
      return made
    },
    '(function, iterable, /, *iterables) as (*args)',
  ],
  methods: () => [
    ...iteratorRows,
    [
      '__reduce__',
      (self: PyMap) => new PyTuple([typeOf(self), new PyTuple([self.func, ...self.iterators])]),
      '($self, /)',
    ],
  ],
  doc: 'An iterator over the results of a function of one item of each iterable.',
})

/** `filter(function, iterable)`; None keeps what is true. */
export class PyFilter extends PyIterator {
  func: Value = null
  iterator: Value = null

  next(): Value | undefined {
    const func = this.func
    const plain = func === null
    for (let v = iterNext(this.iterator); v !== undefined; v = iterNext(this.iterator))
      if (isTrue(plain ? v : context.call1(func, v))) return v
    return undefined
  }
  override remaining(): Value[] {
    const { func, iterator } = this
    const items: Value[] = []
    if (iterator instanceof PyListIterator) {
      for (let v = iterator.next(); v !== undefined; v = iterator.next())
        if (isTrue(func === null ? v : context.call1(func, v))) items.push(v)
    } else {
      for (let v = iterNext(iterator); v !== undefined; v = iterNext(iterator))
        if (isTrue(func === null ? v : context.call1(func, v))) items.push(v)
    }
    return items
  }
}

export const filterType = defineType('filter', {
  layout: PyFilter,
  new: [
    (cls: PyType, func: Value, iterable: Value) => {
      const made = new cls.ctor() as PyFilter
      made.iterator = getIter(iterable)
      made.func = func
      return made
    },
    '(function, iterable, /)',
  ],
  methods: () => [
    ...iteratorRows,
    [
      '__reduce__',
      (self: PyFilter) => new PyTuple([typeOf(self), new PyTuple([self.func, self.iterator])]),
      '($self, /)',
    ],
  ],
  doc: 'An iterator over the items for which a function, or the item itself, is true.',
})
