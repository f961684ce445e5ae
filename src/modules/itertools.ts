/** itertools (Library Reference, "itertools"; CPython: Modules/itertoolsmodule.c). Combinatoric iterators are in combinatorics.ts. */
import { context } from '../objects/context'
import { runtimeError, typeError, valueError } from '../objects/exceptions'
import { floatType, PyFloat } from '../objects/float'
import { genericAliasOf } from '../objects/genericalias'
import { intAdd } from '../objects/intmath'
import { iteratorRows } from '../objects/iterators'
import { defineType, type Int, type MethodRow, type PyObject, type PyType, typeOf, type Value } from '../objects/object'
import {
  asIndex,
  asSize,
  BinaryIndex,
  binaryOp,
  drain,
  equals,
  getIter,
  isNativeIterator,
  isTrue,
  iterNext,
  PyIterator,
  repr,
} from '../objects/operators'
import { ArraySink } from '../objects/sinks'
import { PyTuple } from '../objects/tuple'
import { combinatoricTypes } from './combinatorics'
import type { NativeModule } from './definition'

type New = readonly [(cls: PyType, ...args: any[]) => Value, string]

/** Defines an iterator type of this module. */
function define(
  name: string,
  layout: unknown,
  make: New,
  extra: readonly MethodRow[] = [],
  classMethods: () => readonly MethodRow[] = () => [],
): PyType {
  return defineType(name, {
    layout: layout as never,
    module: 'itertools',
    new: make,
    methods: () => [...iteratorRows, ...extra],
    classMethods,
  })
}

function create<T extends PyObject>(cls: PyType): T {
  return new cls.ctor() as T
}

// ── Infinite ───────────────────────────────────────────────────────────────────────────────────────────────────────────

class Count extends PyIterator {
  at: Value = 0
  step: Value = 1

  next(): Value {
    const v = this.at
    const step = this.step
    this.at =
      (typeof v === 'number' || typeof v === 'bigint') && (typeof step === 'number' || typeof step === 'bigint')
        ? intAdd(v, step)
        : binaryOp(BinaryIndex.add, v, step)
    return v
  }
}

function isNumber(v: Value): boolean {
  const proto = typeOf(v).proto
  return (
    proto.$__index__ !== undefined ||
    proto.$__float__ !== undefined ||
    proto.$__int__ !== undefined ||
    typeOf(v).name === 'complex'
  )
}

const countType = define(
  'count',
  Count,
  [
    (cls, start: Value = 0, step: Value = 1) => {
      if (!isNumber(start) || !isNumber(step)) throw typeError('a number is required')
      const made = create<Count>(cls)
      made.at = start
      made.step = step
      return made
    },
    '(start=0, step=1)',
  ],
  [
    [
      '__repr__',
      (self: Count) => `count(${repr(self.at)}${self.step === 1 ? '' : `, ${repr(self.step)}`})`,
      '($self, /)',
    ],
    [
      '__reduce__',
      (self: Count) => new PyTuple([self.cls, new PyTuple(self.step === 1 ? [self.at] : [self.at, self.step])]),
      '($self, /)',
    ],
  ],
)

class Cycle extends PyIterator {
  source: Value | null = null
  saved: Value[] = []
  at = 0

  next(): Value | undefined {
    if (this.source !== null) {
      const v = iterNext(this.source)
      if (v !== undefined) {
        this.saved.push(v)
        return v
      }
      this.source = null
    }
    if (this.saved.length === 0) return undefined
    const v = this.saved[this.at]!
    this.at = (this.at + 1) % this.saved.length
    return v
  }
}
const cycleType = define('cycle', Cycle, [
  (cls, iterable: Value) => {
    const made = create<Cycle>(cls)
    made.source = getIter(iterable)
    return made
  },
  '(iterable, /)',
])

class Repeat extends PyIterator {
  value: Value = null
  left = -1

  next(): Value | undefined {
    if (this.left === 0) return undefined
    if (this.left > 0) this.left--
    return this.value
  }
}
const repeatType = define(
  'repeat',
  Repeat,
  [
    (cls, object: Value, times: Value | undefined) => {
      const made = create<Repeat>(cls)
      made.value = object
      made.left = times === undefined ? -1 : Math.max(0, asSize(times))
      return made
    },
    '(object, times=<unrepresentable>)',
  ],
  [
    ['__repr__', (self: Repeat) => `repeat(${repr(self.value)}${self.left < 0 ? '' : `, ${self.left}`})`, '($self, /)'],
    [
      '__length_hint__',
      (self: Repeat) => {
        if (self.left < 0) throw typeError('len() of unsized object')
        return self.left
      },
      '($self, /)',
    ],
    [
      '__reduce__',
      (self: Repeat) => new PyTuple([self.cls, new PyTuple(self.left < 0 ? [self.value] : [self.value, self.left])]),
      '($self, /)',
    ],
  ],
)

// ── Chains and filters ─────────────────────────────────────────────────────────────────────────────────────────────────

class Chain extends PyIterator {
  sources: Value | null = null
  active: Value | null = null

  next(): Value | undefined {
    while (this.sources !== null) {
      if (this.active === null) {
        const source = iterNext(this.sources)
        if (source === undefined) {
          this.sources = null
          return undefined
        }
        this.active = getIter(source)
      }
      const v = iterNext(this.active)
      if (v !== undefined) return v
      this.active = null
    }
    return undefined
  }
  override remaining(): Value[] {
    let items: Value[] = []
    for (let v = this.next(); v !== undefined; v = this.next()) {
      items.push(v)
      const { active } = this
      if (active === null) continue
      if (isNativeIterator(active)) {
        const more = active.remaining()
        if (items.length === 1) items = items.concat(more)
        else for (let i = 0; i < more.length; i++) items.push(more[i]!)
      } else drain(active, new ArraySink(items))
    }
    return items
  }
}
const chainType = define(
  'chain',
  Chain,
  [
    (cls, iterables: Value[]) => {
      const made = create<Chain>(cls)
      made.sources = getIter(new PyTuple(iterables))
      return made
    },
    '(*iterables)',
  ],
  [],
  () => [
    [
      'from_iterable',
      (cls: PyType, iterable: Value) => {
        const made = create<Chain>(cls)
        made.sources = getIter(iterable)
        return made
      },
      '($type, iterable, /)',
    ],
    ['__class_getitem__', (cls: PyType, item: Value) => genericAliasOf(cls, item), '($cls, object, /)'],
  ],
)

/** Iterators made of a function and one iterable. */
abstract class WithFunction extends PyIterator {
  f: Value = null
  source: Value = null
}

function withFunction(layout: unknown, name: string): PyType {
  return define(name, layout, [
    (cls, f: Value, iterable: Value) => {
      const made = create<WithFunction>(cls)
      made.f = f
      made.source = getIter(iterable)
      return made
    },
    name === 'starmap' || name === 'filterfalse' ? '(function, iterable, /)' : '(predicate, iterable, /)',
  ])
}

class DropWhile extends WithFunction {
  started = false

  next(): Value | undefined {
    for (;;) {
      const v = iterNext(this.source)
      if (v === undefined || this.started) return v
      if (!isTrue(context.call1(this.f, v))) {
        this.started = true
        return v
      }
    }
  }
}
class TakeWhile extends WithFunction {
  stopped = false

  next(): Value | undefined {
    if (this.stopped) return undefined
    const v = iterNext(this.source)
    if (v === undefined) return undefined
    if (isTrue(context.call1(this.f, v))) return v
    this.stopped = true
    return undefined
  }
}
class FilterFalse extends WithFunction {
  next(): Value | undefined {
    for (;;) {
      const v = iterNext(this.source)
      if (v === undefined) return undefined
      const plain = this.f === null || (typeOf(this.f).name === 'type' && (this.f as PyType).name === 'bool')
      if (!isTrue(plain ? v : context.call1(this.f, v))) return v
    }
  }
}
class StarMap extends WithFunction {
  next(): Value | undefined {
    const v = iterNext(this.source)
    if (v === undefined) return undefined
    if (v instanceof PyTuple) return context.call(this.f, v.items)
    const args: Value[] = []
    const it = getIter(v)
    for (let a = iterNext(it); a !== undefined; a = iterNext(it)) args.push(a)
    return context.call(this.f, args)
  }
}
const dropWhileType = withFunction(DropWhile, 'dropwhile')
const takeWhileType = withFunction(TakeWhile, 'takewhile')
const filterFalseType = withFunction(FilterFalse, 'filterfalse')
const starMapType = withFunction(StarMap, 'starmap')

class Compress extends PyIterator {
  data: Value = null
  selectors: Value = null

  next(): Value | undefined {
    for (;;) {
      const v = iterNext(this.data)
      if (v === undefined) return undefined
      const s = iterNext(this.selectors)
      if (s === undefined) return undefined
      if (isTrue(s)) return v
    }
  }
}
const compressType = define('compress', Compress, [
  (cls, data: Value, selectors: Value) => {
    const made = create<Compress>(cls)
    made.data = getIter(data)
    made.selectors = getIter(selectors)
    return made
  },
  '(data, selectors)',
])

function add(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b
    if (Number.isSafeInteger(sum)) return sum
  } else if (a instanceof PyFloat && a.cls === floatType && b instanceof PyFloat && b.cls === floatType)
    return new PyFloat(a.value + b.value)
  return binaryOp(BinaryIndex.add, a, b)
}

class Accumulate extends PyIterator {
  source: Value = null
  f: Value = null
  total: Value | undefined = undefined
  initial: Value | undefined = undefined

  next(): Value | undefined {
    if (this.initial !== undefined) {
      this.total = this.initial
      this.initial = undefined
      return this.total
    }
    const v = iterNext(this.source)
    if (v === undefined) return undefined
    const { total, f } = this
    if (total === undefined) this.total = v
    else this.total = f === null ? add(total, v) : context.call2(f, total, v)
    return this.total
  }
  override remaining(): Value[] {
    const items: Value[] = []
    for (let v = this.next(); v !== undefined; v = this.next()) items.push(v)
    return items
  }
}
const accumulateType = define('accumulate', Accumulate, [
  (cls, iterable: Value, f: Value = null, initial: Value = null) => {
    const made = create<Accumulate>(cls)
    made.source = getIter(iterable)
    made.f = f
    made.initial = initial === null ? undefined : initial
    return made
  },
  '(iterable, func=None, *, initial=None)',
])

class ISlice extends PyIterator {
  source: Value | null = null
  at = 0
  nextAt = 0
  stop = -1
  step = 1

  next(): Value | undefined {
    if (this.source === null) return undefined
    if (this.stop >= 0 && this.nextAt >= this.stop) {
      // What lies before the stop is consumed, as CPython does.
      while (this.at < this.stop) {
        if (iterNext(this.source) === undefined) break
        this.at++
      }
      this.source = null
      return undefined
    }
    for (;;) {
      const v = iterNext(this.source)
      if (v === undefined) {
        this.source = null
        return undefined
      }
      if (this.at++ === this.nextAt) {
        this.nextAt += this.step
        return v
      }
    }
  }
  override remaining(): Value[] {
    const items: Value[] = []
    for (let v = this.next(); v !== undefined; v = this.next()) items.push(v)
    return items
  }
}

function sliceArgument(v: Value, message: string, otherwise: number): number {
  if (v === null) return otherwise
  let i: Int
  try {
    i = asIndex(v)
  } catch {
    throw valueError(message)
  }
  if (i < 0 || i > 9223372036854775807n) throw valueError(message)
  return Number(i)
}

const isliceType = define('islice', ISlice, [
  (cls, args: Value[]) => {
    if (args.length < 2) throw typeError(`islice expected at least 2 arguments, got ${args.length}`)
    if (args.length > 4) throw typeError(`islice expected at most 4 arguments, got ${args.length}`)
    const made = create<ISlice>(cls)
    const [iterable, a, b, step] = args
    if (args.length === 2)
      made.stop = sliceArgument(a!, 'Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.', -1)
    else {
      const message = 'Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.'
      made.nextAt = sliceArgument(a!, message, 0)
      made.stop = sliceArgument(b!, 'Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.', -1)
    }
    if (step !== undefined && step !== null) {
      const message = 'Step for islice() must be a positive integer or None.'
      made.step = sliceArgument(step, message, 1)
      if (made.step < 1) throw valueError(message)
    }
    made.source = getIter(iterable!)
    return made
  },
  '-(*args)',
])

// ── Grouping ───────────────────────────────────────────────────────────────────────────────────────────────────────────

class GroupBy extends PyIterator {
  source: Value = null
  key: Value = null
  current: Value | undefined = undefined
  currentKey: Value | undefined = undefined
  targetKey: Value | undefined = undefined
  group: Group | null = null

  /** Reads one more item; false at the end. */
  step(): boolean {
    const v = iterNext(this.source)
    if (v === undefined) return false
    this.currentKey = this.key === null ? v : context.call1(this.key, v)
    this.current = v
    return true
  }

  next(): Value | undefined {
    this.group = null
    for (;;) {
      if (this.currentKey === undefined) {
        // Nothing read yet.
      } else if (this.targetKey === undefined) break
      else if (!equals(this.targetKey, this.currentKey)) break
      if (!this.step()) return undefined
    }
    this.targetKey = this.currentKey
    this.group = new Group(this, this.targetKey!)
    return new PyTuple([this.currentKey!, this.group])
  }
}

class Group extends PyIterator {
  constructor(
    readonly parent: GroupBy,
    readonly target: Value,
  ) {
    super()
  }
  next(): Value | undefined {
    const parent = this.parent
    if (parent.group !== this) return undefined
    if (parent.current === undefined && !parent.step()) return undefined
    if (!equals(this.target, parent.currentKey!)) return undefined
    const v = parent.current!
    parent.current = undefined
    return v
  }
}
const groupByType = define('groupby', GroupBy, [
  (cls, iterable: Value, key: Value = null) => {
    const made = create<GroupBy>(cls)
    made.source = getIter(iterable)
    made.key = key
    return made
  },
  '(iterable, key=None)',
])
const grouperType = defineType('_grouper', {
  layout: Group as never,
  module: 'itertools',
  final: true,
  new: [
    (_cls: PyType, parent: Value, key: Value) => {
      if (!(parent instanceof GroupBy))
        throw typeError(`_grouper() argument 1 must be itertools.groupby, not ${typeOf(parent).name}`)
      parent.group = new Group(parent, key)
      return parent.group
    },
    '-(parent, tgtkey, /)',
  ],
  methods: () => iteratorRows,
})

class Pairwise extends PyIterator {
  source: Value = null
  old: Value | undefined = undefined

  next(): Value | undefined {
    if (this.old === undefined) {
      this.old = iterNext(this.source)
      if (this.old === undefined) return undefined
    }
    const fresh = iterNext(this.source)
    if (fresh === undefined) {
      this.old = undefined
      return undefined
    }
    const pair = new PyTuple([this.old, fresh])
    this.old = fresh
    return pair
  }
}
const pairwiseType = define('pairwise', Pairwise, [
  (cls, iterable: Value) => {
    const made = create<Pairwise>(cls)
    made.source = getIter(iterable)
    return made
  },
  '(iterable, /)',
])

class Batched extends PyIterator {
  source: Value | null = null
  size = 1
  strict = false

  next(): Value | undefined {
    if (this.source === null) return undefined
    const items: Value[] = []
    while (items.length < this.size) {
      const v = iterNext(this.source)
      if (v === undefined) {
        this.source = null
        break
      }
      items.push(v)
    }
    if (items.length === 0) return undefined
    if (this.strict && items.length !== this.size) throw valueError('batched(): incomplete batch')
    return new PyTuple(items)
  }
}
const batchedType = define('batched', Batched, [
  (cls, iterable: Value, n: Value, strict: Value = false) => {
    const size = asSize(n)
    if (size < 1) throw valueError('n must be at least one')
    const made = create<Batched>(cls)
    made.source = getIter(iterable)
    made.size = size
    made.strict = isTrue(strict)
    return made
  },
  '(iterable, n, *, strict=False)',
])

class ZipLongest extends PyIterator {
  sources: (Value | null)[] = []
  fill: Value = null
  active = 0

  next(): Value | undefined {
    if (this.active === 0) return undefined
    const { sources } = this
    const items: Value[] = new Array(sources.length)
    for (let i = 0; i < sources.length; i++) {
      const source = sources[i]!
      let v: Value | undefined = source === null ? undefined : iterNext(source)
      if (v === undefined) {
        if (source !== null) {
          sources[i] = null
          if (--this.active === 0) return undefined
        }
        v = this.fill
      }
      items[i] = v
    }
    return new PyTuple(items)
  }
}
const zipLongestType = define('zip_longest', ZipLongest, [
  (cls, iterables: Value[], fill: Value = null) => {
    const made = create<ZipLongest>(cls)
    made.sources = iterables.map((i) => getIter(i))
    made.active = iterables.length
    made.fill = fill
    return made
  },
  '(*iterables, fillvalue=None)',
])

// ── tee ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** One item of the chain that tees of one source share. */
class Link {
  value: Value | undefined = undefined
  next: Link | null = null
}

class Tee extends PyIterator {
  source: { iterator: Value; running: boolean } = { iterator: null, running: false }
  link = new Link()

  next(): Value | undefined {
    const link = this.link
    if (link.next === null) {
      if (this.source.running) throw runtimeError('cannot re-enter the tee iterator')
      this.source.running = true
      try {
        const v = iterNext(this.source.iterator)
        if (v === undefined) return undefined
        link.value = v
        link.next = new Link()
      } finally {
        this.source.running = false
      }
    }
    this.link = link.next
    return link.value
  }
  copy(): Tee {
    const made = new Tee()
    made.source = this.source
    made.link = this.link
    return made
  }
}
const teeType = define(
  '_tee',
  Tee,
  [(_cls, iterable: Value) => makeTee(iterable), '(iterable, /)'],
  [['__copy__', (self: Tee) => self.copy(), '($self, /)']],
)
teeType.subclassable = false

function makeTee(iterable: Value): Tee {
  const iterator = getIter(iterable)
  if (iterator instanceof Tee) return iterator.copy()
  const made = new Tee()
  made.source = { iterator, running: false }
  return made
}

function tee(iterable: Value, n: Value = 2): Value {
  const count = asSize(n)
  if (count < 0) throw valueError('n must be >= 0')
  if (count === 0) return new PyTuple([])
  const first = makeTee(iterable)
  return new PyTuple(Array.from({ length: count }, (_, i) => (i === 0 ? first : first.copy())))
}

export const itertoolsModule: NativeModule = {
  name: 'itertools',
  doc: 'Iterators made of iterators.',
  functions: [['tee', tee, '(iterable, n=2, /)', 'n iterators that each give all elements of one iterable.']],
  attributes: () => {
    const all: Record<string, Value> = {}
    for (const type of [
      accumulateType,
      batchedType,
      chainType,
      compressType,
      countType,
      cycleType,
      dropWhileType,
      filterFalseType,
      groupByType,
      isliceType,
      pairwiseType,
      repeatType,
      starMapType,
      takeWhileType,
      zipLongestType,
      teeType,
      grouperType,
      ...combinatoricTypes,
    ])
      all[type.qualname] = type
    return all
  },
}
