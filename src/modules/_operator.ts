/** _operator: the operators as functions (Library Reference, "operator"; CPython: Modules/_operator.c). */
import { getAttr } from '../objects/attributes'
import { bytesView } from '../objects/buffer'
import { context, enterRepr, leaveRepr } from '../objects/context'
import { PyDict } from '../objects/dict'
import { typeError, valueError } from '../objects/exceptions'
import { PyUnaryCallable } from '../objects/function'
import { listType, PyList } from '../objects/list'
import {
  defineType,
  type GetSetRow,
  type MethodRow,
  type PyType,
  TypeFlag,
  typeOf,
  type Value,
} from '../objects/object'
import {
  asIndex,
  asSize,
  BinaryIndex,
  binaryOp,
  CompareIndex,
  compare,
  contains,
  deleteItem,
  equals,
  getItem,
  isSame,
  isTrue,
  iterate,
  lengthHint,
  repr,
  setItem,
  unaryOp,
} from '../objects/operators'
import { itemOfList } from '../objects/simditems'
import { asString } from '../objects/str'
import { PyTuple, tupleType } from '../objects/tuple'
import type { NativeModule } from './definition'

function binary(name: string, index: number): MethodRow[] {
  const plain = name === 'and' || name === 'or' ? `${name}_` : name
  return [
    [plain, (a: Value, b: Value) => binaryOp(index, a, b), '(a, b, /)'],
    [`i${name}`, (a: Value, b: Value) => binaryOp(index, a, b, true), '(a, b, /)'],
  ]
}

function concatenate(a: Value, b: Value, inplace: boolean): Value {
  if (typeOf(a).proto.$__getitem__ === undefined) throw typeError(`'${typeOf(a).name}' object can't be concatenated`)
  return binaryOp(BinaryIndex.add, a, b, inplace)
}

/** Iteration with the message of the `in` operator. */
function searched(a: Value): () => Value | undefined {
  const proto = typeOf(a).proto
  if (proto.$__iter__ === undefined && proto.$__getitem__ === undefined)
    throw typeError(`argument of type '${typeOf(a).name}' is not iterable`)
  return iterate(a)
}

function indexOf(a: Value, b: Value): Value {
  const next = searched(a)
  for (let i = 0, v = next(); v !== undefined; v = next(), i++) if (isSame(v, b) || equals(v, b)) return i
  throw valueError('sequence.index(x): x not in sequence')
}

function countOf(a: Value, b: Value): Value {
  const next = searched(a)
  let n = 0
  for (let v = next(); v !== undefined; v = next()) if (isSame(v, b) || equals(v, b)) n++
  return n
}

/** Equality in a time that depends on the length of the second operand alone. */
function compareDigest(a: Value, b: Value): Value {
  const x = asString(a)
  const y = asString(b)
  let left: Uint8Array | null
  let right: Uint8Array | null
  if (x !== undefined && y !== undefined) {
    if (/[^\x00-\x7f]/.test(x) || /[^\x00-\x7f]/.test(y))
      throw typeError('comparing strings with non-ASCII characters is not supported')
    left = Buffer.from(x, 'latin1')
    right = Buffer.from(y, 'latin1')
  } else {
    left = bytesView(a)
    right = bytesView(b)
  }
  if (left === null || right === null)
    throw typeError(`unsupported operand types(s) or combination of types: '${typeOf(a).name}' and '${typeOf(b).name}'`)
  // Loaded here: it takes 3 ms, and nearly every program uses this module, but not this function.
  const { timingSafeEqual } = require('node:crypto') as typeof import('node:crypto')
  if (left.length !== right.length) {
    timingSafeEqual(right, right)
    return false
  }
  return timingSafeEqual(left, right)
}

// ── Getters ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

function oneArgument(name: string, args: readonly Value[], keywords: Value): Value {
  if (keywords instanceof PyDict && keywords.map.size > 0) throw typeError(`${name}() takes no keyword arguments`)
  if (args.length !== 1) throw typeError(`${name} expected 1 argument, got ${args.length}`)
  return args[0]!
}

/** Instances are called with the one object. */
const signatureRow: GetSetRow = ['__text_signature__', () => '(obj, /)']

/** A repr that may meet itself. */
function guarded(self: Value, text: () => string): string {
  if (!enterRepr(self)) return `${typeOf(self).name}(...)`
  try {
    return text()
  } finally {
    leaveRepr(self)
  }
}

class PyItemGetter extends PyUnaryCallable {
  items: Value[] = []

  callOne(o: Value): Value {
    const { items } = this
    return items.length === 1 ? itemOf(o, items[0]!) : new PyTuple(items.map((key) => itemOf(o, key)))
  }
}

/** `o[key]`; items of lists and tuples need no search for a method. */
function itemOf(o: Value, key: Value): Value {
  if (typeof key === 'number' && key >= 0) {
    let v: Value | undefined
    if (o instanceof PyTuple && o.cls === tupleType) v = o.items[key]
    else if (o instanceof PyList && o.cls === listType) v = itemOfList(o, key)
    if (v !== undefined) return v
  }
  return getItem(o, key)
}

const itemgetterType = defineType('itemgetter', {
  flags: TypeFlag.VECTORCALL,
  layout: PyItemGetter,
  module: 'operator',
  new: [
    (cls: PyType, items: Value[], keywords: Value) => {
      if (keywords instanceof PyDict && keywords.map.size > 0)
        throw typeError('itemgetter() takes no keyword arguments')
      if (items.length === 0) throw typeError('itemgetter expected 1 argument, got 0')
      const made = new cls.ctor() as PyItemGetter
      made.items = items
      return made
    },
    '(item, /, *items) as (*items, **kwargs)',
  ],
  getset: () => [signatureRow],
  methods: () => [
    [
      '__call__',
      (self: PyItemGetter, args: Value[], keywords: Value) => {
        return self.callOne(oneArgument('itemgetter', args, keywords))
      },
      '($self, /, *args, **kwargs)',
    ],
    [
      '__repr__',
      (self: PyItemGetter) => guarded(self, () => `operator.itemgetter(${self.items.map(repr).join(', ')})`),
      '($self, /)',
    ],
    ['__reduce__', (self: PyItemGetter) => new PyTuple([self.cls, new PyTuple([...self.items])]), '($self, /)'],
  ],
})

class PyAttrGetter extends PyUnaryCallable {
  names: Value[] = []
  paths: string[][] = []

  callOne(o: Value): Value {
    const { paths } = this
    return paths.length === 1 ? follow(o, paths[0]!) : new PyTuple(paths.map((path) => follow(o, path)))
  }
}

function follow(o: Value, path: readonly string[]): Value {
  let v = o
  for (let i = 0; i < path.length; i++) v = getAttr(v, path[i]!)
  return v
}

const attrgetterType = defineType('attrgetter', {
  flags: TypeFlag.VECTORCALL,
  layout: PyAttrGetter,
  module: 'operator',
  new: [
    (cls: PyType, names: Value[], keywords: Value) => {
      if (keywords instanceof PyDict && keywords.map.size > 0)
        throw typeError('attrgetter() takes no keyword arguments')
      if (names.length === 0) throw typeError('attrgetter expected 1 argument, got 0')
      const made = new cls.ctor() as PyAttrGetter
      made.names = names
      made.paths = names.map((n) => {
        const text = asString(n)
        if (text === undefined) throw typeError('attribute name must be a string')
        return text.split('.')
      })
      return made
    },
    '(attr, /, *attrs) as (*attrs, **kwargs)',
  ],
  getset: () => [signatureRow],
  methods: () => [
    [
      '__call__',
      (self: PyAttrGetter, args: Value[], keywords: Value) => {
        return self.callOne(oneArgument('attrgetter', args, keywords))
      },
      '($self, /, *args, **kwargs)',
    ],
    [
      '__repr__',
      (self: PyAttrGetter) => guarded(self, () => `operator.attrgetter(${self.names.map(repr).join(', ')})`),
      '($self, /)',
    ],
    ['__reduce__', (self: PyAttrGetter) => new PyTuple([self.cls, new PyTuple([...self.names])]), '($self, /)'],
  ],
})

class PyMethodCaller extends PyUnaryCallable {
  name = ''
  args: Value[] = []
  keywords: Value = null

  callOne(o: Value): Value {
    const method = getAttr(o, this.name)
    return this.keywords === null ? context.call(method, this.args) : context.callDict(method, this.args, this.keywords)
  }
}

/** Keyword arguments as pairs. */
function pairs(keywords: Value): [Value, Value][] {
  if (!(keywords instanceof PyDict)) return []
  const out: [Value, Value][] = []
  const next = iterate(keywords)
  for (let k = next(); k !== undefined; k = next()) out.push([k, keywords.getItem(k)!])
  return out
}

const methodcallerType = defineType('methodcaller', {
  flags: TypeFlag.VECTORCALL,
  layout: PyMethodCaller,
  module: 'operator',
  new: [
    (cls: PyType, args: Value[], keywords: Value) => {
      if (args.length === 0) throw typeError('methodcaller needs at least one argument, the method name')
      const name = asString(args[0]!)
      if (name === undefined) throw typeError('method name must be a string')
      const made = new cls.ctor() as PyMethodCaller
      made.name = name
      made.args = args.slice(1)
      made.keywords = keywords
      return made
    },
    '(name, /, *args, **kwargs) as (*args, **kwargs)',
  ],
  getset: () => [signatureRow],
  methods: () => [
    [
      '__call__',
      (self: PyMethodCaller, args: Value[], keywords: Value) => {
        return self.callOne(oneArgument('methodcaller', args, keywords))
      },
      '($self, /, *args, **kwargs)',
    ],
    [
      '__repr__',
      (self: PyMethodCaller) =>
        guarded(self, () => {
          const shown = [
            repr(self.name),
            ...self.args.map(repr),
            ...pairs(self.keywords).map(([k, v]) => `${asString(k)}=${repr(v)}`),
          ]
          return `operator.methodcaller(${shown.join(', ')})`
        }),
      '($self, /)',
    ],
    [
      '__reduce__',
      (self: PyMethodCaller) => {
        if (pairs(self.keywords).length === 0) return new PyTuple([self.cls, new PyTuple([self.name, ...self.args])])
        const partial = getAttr(context.importModule('functools'), 'partial')
        return new PyTuple([
          context.callDict(partial, [self.cls, self.name], self.keywords),
          new PyTuple([...self.args]),
        ])
      },
      '($self, /)',
    ],
  ],
})

const nothing = (f: () => void): Value => {
  f()
  return null
}

export const operatorModule: NativeModule = {
  name: '_operator',
  doc: 'The operators of the language as functions: add(a, b) is a + b.',
  functions: [
    ...Object.entries(BinaryIndex).flatMap(([name, index]) => binary(name, index)),
    ...Object.entries(CompareIndex).map(
      ([name, index]): MethodRow => [name, (a: Value, b: Value) => compare(index, a, b), '(a, b, /)'],
    ),
    ['_compare_digest', compareDigest, '(a, b, /)'],
    ['abs', (a: Value) => context.call1(getAttr(context.builtinsModule(), 'abs'), a), '(a, /)'],
    [
      'call',
      (f: Value, args: Value[], keywords: Value) => context.callDict(f, args, keywords),
      '(obj, /, *args, **kwargs)',
    ],
    ['concat', (a: Value, b: Value) => concatenate(a, b, false), '(a, b, /)'],
    ['iconcat', (a: Value, b: Value) => concatenate(a, b, true), '(a, b, /)'],
    ['contains', (a: Value, b: Value) => contains(a, b), '(a, b, /)'],
    ['countOf', countOf, '(a, b, /)'],
    ['indexOf', indexOf, '(a, b, /)'],
    ['delitem', (a: Value, b: Value) => nothing(() => deleteItem(a, b)), '(a, b, /)'],
    ['getitem', (a: Value, b: Value) => getItem(a, b), '(a, b, /)'],
    ['setitem', (a: Value, b: Value, c: Value) => nothing(() => setItem(a, b, c)), '(a, b, c, /)'],
    ['index', (a: Value) => asIndex(a), '(a, /)'],
    ['inv', (a: Value) => unaryOp('invert', a), '(a, /)'],
    ['invert', (a: Value) => unaryOp('invert', a), '(a, /)'],
    ['neg', (a: Value) => unaryOp('neg', a), '(a, /)'],
    ['pos', (a: Value) => unaryOp('pos', a), '(a, /)'],
    ['not_', (a: Value) => !isTrue(a), '(a, /)'],
    ['truth', (a: Value) => isTrue(a), '(a, /)'],
    ['is_', (a: Value, b: Value) => isSame(a, b), '(a, b, /)'],
    ['is_not', (a: Value, b: Value) => !isSame(a, b), '(a, b, /)'],
    ['length_hint', (o: Value, otherwise: Value = 0) => lengthHint(o, asSize(otherwise)), '(obj, default=0, /)'],
  ],
  attributes: () => ({ itemgetter: itemgetterType, attrgetter: attrgetterType, methodcaller: methodcallerType }),
}
