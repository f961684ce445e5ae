/**
 * The iterators of the builtin sequences, and the old-style sequence and callable iterators behind `iter()` (CPython:
 * Objects/iterobject.c, listobject.c, tupleobject.c, rangeobject.c, unicodeobject.c).
 *
 * Their fields are public, because the interpreter steps through the common ones without a call. A list iterator looks at the
 * list's length each time, so it sees what is appended meanwhile; once exhausted it stays so.
 */
import { callSpecial0 } from './attributes'
import { context } from './context'
import { PyStopIteration, stopIteration, stopIterationType } from './exceptionfields'
import { indexErrorType, isException, typeError } from './exceptions'
import type { PyList } from './list'
import { defineType, type MethodTable, type PyType, typeOf, type Value } from './object'
import { asIndex, equals, getItem, length, PyIterator, sequenceIteration } from './operators'
import { itemOfList, lengthOfList, peekItems } from './simditems'
import { NotImplemented } from './singletons'
import { PyTuple } from './tuple'

/** `__next__` of an iterator written in TypeScript. */
export function nativeNext(self: PyIterator): Value {
  const v = self.next()
  if (v === undefined) throw stopIteration(null)
  return v
}

/** `__iter__` of an iterator. */
export function selfIter(self: Value): Value {
  return self
}

/** The same of an iterator that compiled code may have in variables while nothing else has it. */
function selfShared(self: PyIterator & { shared: boolean }): Value {
  self.shared = true
  return self
}

/** Rows that every iterator written in TypeScript has. */
export const iteratorRows: MethodTable = [
  ['__iter__', selfIter, '($self, /)'],
  ['__next__', nativeNext, '($self, /)'],
]

/** A function of the running code's builtins, for `__reduce__`. */
export function builtin(name: string): Value {
  return context.builtin(name)
}

/**
 * What a positional iterator reduces to: `iter` of the sequence and the position, or of an empty one. The state is read after the
 * look-up of the builtin, which can run Python code.
 */
export function reducePosition(
  state: () => [sequence: Value | null | undefined, index: number],
  empty: () => Value,
  name = 'iter',
): Value {
  const f = builtin(name)
  const [sequence, index] = state()
  if (sequence === null || sequence === undefined) return new PyTuple([f, new PyTuple([empty()])])
  return new PyTuple([f, new PyTuple([sequence]), index])
}

const emptyList = (): Value => context.call0(builtin('list'))
const emptyTuple = (): Value => new PyTuple([])

/** An index given to `__setstate__`, clipped to the length. */
/** The position that `__setstate__` of an iterator gives, within its bounds. */
export function stateIndex(v: Value, max: number): number {
  const i = asIndex(v)
  return i < 0 ? 0 : i > max ? max : Number(i)
}

/** The same of an iterator that {@link selfShared} tells about. */
export const sharedRows: MethodTable = [
  ['__iter__', selfShared, '($self, /)'],
  ['__next__', nativeNext, '($self, /)'],
]

/** Iterator over a list. */
export class PyListIterator extends PyIterator {
  index = 0
  /** A loop was given it as it is: something else may have it. */
  shared = false
  constructor(public list: PyList | null) {
    super()
  }
  next(): Value | undefined {
    const list = this.list
    if (list === null) return undefined
    // Nobody who only steps through a list makes it give up its numbers, or make items of them.
    const v = list.holding === null ? list.items[this.index] : itemOfList(list, this.index)
    if (v !== undefined) {
      this.index++
      return v
    }
    this.list = null
    return undefined
  }
  override remaining(): Value[] {
    const { list } = this
    if (list === null) return []
    this.list = null
    const items = peekItems(list)
    return items.slice(this.index)
  }
}

defineType('list_iterator', {
  layout: PyListIterator,
  methods: () => [
    ...sharedRows,
    [
      '__length_hint__',
      (self: PyListIterator) => (self.list === null ? 0 : Math.max(0, lengthOfList(self.list) - self.index)),
      '($self, /)',
    ],
    ['__reduce__', (self: PyListIterator) => reducePosition(() => [self.list, self.index], emptyList), '($self, /)'],
    [
      '__setstate__',
      (self: PyListIterator, state: Value) => {
        if (self.list !== null) self.index = stateIndex(state, lengthOfList(self.list))
        return null
      },
      '($self, object, /)',
    ],
  ],
  final: true,
})

/** Iterator over a list from its end. */
export class PyListReverseIterator extends PyIterator {
  index: number
  constructor(public list: PyList | null) {
    super()
    this.index = list === null ? -1 : lengthOfList(list) - 1
  }
  next(): Value | undefined {
    const list = this.list
    if (list === null) return undefined
    if (this.index >= 0 && this.index < list.items.length) return list.items[this.index--]
    this.index = -1
    this.list = null
    return undefined
  }
  override remaining(): Value[] {
    const { list } = this
    if (list === null) return []
    const items = peekItems(list)
    // As `next` has it: where the list is shorter by now, nothing is left.
    const n = this.index < items.length ? this.index + 1 : 0
    this.index = -1
    this.list = null
    return n === items.length ? items.toReversed() : items.slice(0, n).reverse()
  }
}

defineType('list_reverseiterator', {
  layout: PyListReverseIterator,
  methods: () => [
    ...iteratorRows,
    [
      '__length_hint__',
      (self: PyListReverseIterator) =>
        self.list === null || self.list.items.length < self.index + 1 ? 0 : self.index + 1,
      '($self, /)',
    ],
    [
      '__reduce__',
      (self: PyListReverseIterator) => reducePosition(() => [self.list, self.index], emptyList, 'reversed'),
      '($self, /)',
    ],
    [
      '__setstate__',
      (self: PyListReverseIterator, state: Value) => {
        if (self.list !== null) {
          const i = asIndex(state)
          const max = self.list.items.length - 1
          self.index = i < -1 ? -1 : i > max ? max : Number(i)
        }
        return null
      },
      '($self, object, /)',
    ],
  ],
  final: true,
})

/** Iterator over a tuple. */
export class PyTupleIterator extends PyIterator {
  index = 0
  /** A loop was given it as it is: something else may have it. */
  shared = false
  constructor(public tuple: PyTuple | null) {
    super()
  }
  next(): Value | undefined {
    const tuple = this.tuple
    if (tuple === null) return undefined
    const items = tuple.items
    if (this.index < items.length) return items[this.index++]
    this.tuple = null
    return undefined
  }
  override remaining(): Value[] {
    const { tuple } = this
    if (tuple === null) return []
    this.tuple = null
    return tuple.items.slice(this.index)
  }
}

defineType('tuple_iterator', {
  layout: PyTupleIterator,
  methods: () => [
    ...sharedRows,
    [
      '__length_hint__',
      (self: PyTupleIterator) => (self.tuple === null ? 0 : self.tuple.items.length - self.index),
      '($self, /)',
    ],
    ['__reduce__', (self: PyTupleIterator) => reducePosition(() => [self.tuple, self.index], emptyTuple), '($self, /)'],
    [
      '__setstate__',
      (self: PyTupleIterator, state: Value) => {
        if (self.tuple !== null) self.index = stateIndex(state, self.tuple.items.length)
        return null
      },
      '($self, object, /)',
    ],
  ],
  final: true,
})

/** Iterator over a str. `unit` is the code-unit offset of the next code point. */
export class PyStrIterator extends PyIterator {
  /** A loop was given it as it is: something else may have it. */
  shared = false
  unit = 0
  count = 0
  constructor(public text: string | null) {
    super()
  }
  next(): Value | undefined {
    const text = this.text
    if (text === null) return undefined
    const at = this.unit
    if (at >= text.length) {
      this.text = null
      return undefined
    }
    this.count++
    if ((text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) {
      this.unit = at + 2
      return text.slice(at, at + 2)
    }
    this.unit = at + 1
    return text[at]
  }
}

/** Moves a str iterator to a code point. */
function setStrPosition(self: PyStrIterator, state: Value): Value {
  if (self.text === null) return null
  let i = stateIndex(state, self.text.length)
  self.unit = 0
  self.count = 0
  while (i-- > 0 && self.unit < self.text.length) {
    self.unit += self.text.codePointAt(self.unit)! > 0xffff ? 2 : 1
    self.count++
  }
  return null
}

/** Number of code points that a str iterator has still to give. */
function strRemaining(self: PyStrIterator): number {
  if (self.text === null) return 0
  let n = 0
  for (let i = self.unit; i < self.text.length; i++) {
    if (self.text.codePointAt(i)! > 0xffff) i++
    n++
  }
  return n
}

const strIteratorSpec = {
  layout: PyStrIterator,
  methods: () =>
    [
      ...sharedRows,
      ['__length_hint__', strRemaining, '($self, /)'],
      [
        '__reduce__',
        (self: PyStrIterator) =>
          reducePosition(
            () => [self.text, self.count],
            () => '',
          ),
        '($self, /)',
      ],
      ['__setstate__', setStrPosition, '($self, object, /)'],
    ] as MethodTable,
  final: true,
}
defineType('str_iterator', strIteratorSpec)

/** Iterator over a str of ASCII only, which CPython gives a type of its own. */
export class PyStrAsciiIterator extends PyStrIterator {}

/** Whether it steps through a JavaScript string by its code points. */
export function isPlainStrIterator(v: unknown): v is PyStrIterator {
  return v instanceof PyStrIterator && (v.constructor === PyStrIterator || v.constructor === PyStrAsciiIterator)
}

defineType('str_ascii_iterator', { ...strIteratorSpec, layout: PyStrAsciiIterator })

/** Iterator over an object with `__getitem__` only. */
export class PySequenceIterator extends PyIterator {
  index = 0
  constructor(public sequence: Value | undefined) {
    super()
  }
  next(): Value | undefined {
    if (this.sequence === undefined) return undefined
    try {
      return getItem(this.sequence, this.index++)
    } catch (e) {
      if (isException(e, indexErrorType) || isException(e, stopIterationType)) {
        this.sequence = undefined
        return undefined
      }
      throw e
    }
  }
}

defineType('iterator', {
  layout: PySequenceIterator,
  methods: () => [
    ...iteratorRows,
    [
      '__length_hint__',
      (self: PySequenceIterator) => {
        if (self.sequence === undefined) return 0
        if (typeOf(self.sequence).proto.$__len__ === undefined) return NotImplemented
        return Math.max(0, length(self.sequence) - self.index)
      },
      '($self, /)',
    ],
    [
      '__reduce__',
      (self: PySequenceIterator) => reducePosition(() => [self.sequence, self.index], emptyTuple),
      '($self, /)',
    ],
    [
      '__setstate__',
      (self: PySequenceIterator, state: Value) => {
        if (self.sequence !== undefined) self.index = stateIndex(state, Number.MAX_SAFE_INTEGER)
        return null
      },
      '($self, object, /)',
    ],
  ],
  final: true,
})
sequenceIteration.make = (o) => new PySequenceIterator(o)

/** `iter(callable, sentinel)` */
export class PyCallableIterator extends PyIterator {
  constructor(
    public callable: Value | undefined,
    public sentinel: Value,
  ) {
    super()
  }
  next(): Value | undefined {
    const callable = this.callable
    if (callable === undefined) return undefined
    let v: Value
    try {
      v = context.call0(callable)
    } catch (e) {
      if (e instanceof PyStopIteration) {
        this.callable = undefined
        return undefined
      }
      throw e
    }
    // The call may have exhausted this same iterator.
    if (this.callable === undefined) return undefined
    if (equals(this.sentinel, v)) {
      this.callable = undefined
      return undefined
    }
    return v
  }
}

defineType('callable_iterator', {
  layout: PyCallableIterator as never,
  methods: () => [
    ...iteratorRows,
    [
      '__reduce__',
      (self: PyCallableIterator) => {
        const iter = builtin('iter')
        return self.callable === undefined
          ? new PyTuple([iter, new PyTuple([new PyTuple([])])])
          : new PyTuple([iter, new PyTuple([self.callable, self.sentinel])])
      },
      '($self, /)',
    ],
  ],
  final: true,
})

// ── reversed ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `reversed(sequence)` of an object without `__reversed__`. */
export class PyReversed extends PyIterator {
  sequence: Value | undefined = undefined
  index = -1

  next(): Value | undefined {
    if (this.sequence === undefined) return undefined
    if (this.index >= 0) {
      try {
        return getItem(this.sequence, this.index--)
      } catch (e) {
        if (!isException(e, indexErrorType) && !isException(e, stopIterationType)) throw e
      }
    }
    this.index = -1
    this.sequence = undefined
    return undefined
  }
}

/** `reversed(v)` */
export function reversedOf(cls: PyType, v: Value): Value {
  const proto = typeOf(v).proto
  const method = proto.$__reversed__
  if (method === null) throw typeError(`'${typeOf(v).name}' object is not reversible`)
  if (method !== undefined) return callSpecial0(method, v)
  if (proto.$__getitem__ === undefined || proto.$__len__ === undefined || typeOf(v).patternKind === 'mapping')
    throw typeError(`'${typeOf(v).name}' object is not reversible`)
  const made = new cls.ctor() as PyReversed
  made.index = length(v) - 1
  made.sequence = v
  return made
}

export const reversedType = defineType('reversed', {
  layout: PyReversed,
  new: [reversedOf, '(sequence, /)'],
  methods: () => [
    ...iteratorRows,
    [
      '__length_hint__',
      (self: PyReversed) => {
        if (self.sequence === undefined) return 0
        const n = length(self.sequence)
        return n < self.index + 1 ? 0 : self.index + 1
      },
      '($self, /)',
    ],
    [
      '__reduce__',
      (self: PyReversed) =>
        self.sequence === undefined
          ? new PyTuple([typeOf(self), new PyTuple([new PyTuple([])])])
          : new PyTuple([typeOf(self), new PyTuple([self.sequence]), self.index]),
      '($self, /)',
    ],
    [
      '__setstate__',
      (self: PyReversed, state: Value) => {
        if (self.sequence !== undefined) {
          const i = asIndex(state)
          const max = length(self.sequence) - 1
          self.index = i < -1 ? -1 : i > max ? max : Number(i)
        }
        return null
      },
      '($self, object, /)',
    ],
  ],
  doc: 'An iterator over a sequence from its end.',
})
