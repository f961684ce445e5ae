/** _functools: partial, reduce, cmp_to_key, lru_cache (CPython: Modules/_functoolsmodule.c). */
import { dictOfInstance, lookupAttr } from '../objects/attributes'
import { context, enterRepr, leaveRepr } from '../objects/context'
import { PyDict, useDict } from '../objects/dict'
import { futureWarningType, isException, typeError, typeErrorType } from '../objects/exceptions'
import { PyMethod, PyUnaryCallable } from '../objects/function'
import { genericAliasOf } from '../objects/genericalias'
import { defineType, type MethodRow, PyObject, type PyType, TypeFlag, typeOf, type Value } from '../objects/object'
import { asSize, CompareIndex, compare, getIter, isTrue, iterNext, repr } from '../objects/operators'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import type { NativeModule } from './definition'

// ── partial ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `functools.partial` */
class PyPartial extends PyUnaryCallable {
  func: Value = null
  args: Value[] = []
  keywords = new PyDict()

  callOne(a: Value): Value {
    const { func, args, keywords } = this
    if (keywords.size > 0) return context.callDict(func, [...args, a], keywords)
    switch (args.length) {
      case 0:
        return context.call1(func, a)
      case 1:
        return context.call2(func, args[0]!, a)
      default:
        return context.call(func, [...args, a])
    }
  }
}

function partialNew(cls: PyType, all: Value[], keywords: Value): Value {
  if (all.length < 1) throw typeError("type 'partial' takes at least one argument")
  let [func, ...args] = all as [Value, ...Value[]]
  const kw = new PyDict()
  if (typeOf(func).proto.$__call__ === undefined) throw typeError('the first argument must be callable')
  if (
    func instanceof PyPartial &&
    (cls === partialType || func.cls === cls) &&
    (dictOfInstance(func)?.size ?? 0) === 0
  ) {
    args = [...func.args, ...args]
    for (const key of func.keywords.keyList()) kw.setItem(key, func.keywords.getItem(key)!)
    func = func.func
  }
  if (keywords !== null)
    for (const key of (keywords as PyDict).keyList()) kw.setItem(key, (keywords as PyDict).getItem(key)!)
  const made = new cls.ctor() as PyPartial
  made.func = func
  made.args = args
  made.keywords = kw
  return made
}

function partialCall(self: PyPartial, args: Value[], keywords: Value): Value {
  const all = self.args.length === 0 ? args : self.args.concat(args)
  if (keywords === null)
    return self.keywords.size === 0 ? context.call(self.func, all) : context.callDict(self.func, all, self.keywords)
  const kw = self.keywords.copy()
  if (keywords !== null)
    for (const key of (keywords as PyDict).keyList()) kw.setItem(key, (keywords as PyDict).getItem(key)!)
  return context.callDict(self.func, all, kw)
}

const partialType = defineType('partial', {
  layout: PyPartial,
  flags: TypeFlag.VECTORCALL,
  module: 'functools',
  hasDict: true,
  doc: 'A callable that puts these arguments in front of those of the call.',
  new: [partialNew, '(func, /, *args, **keywords) as (*args, **kwargs)'],
  methods: () => [
    ['__call__', partialCall, '($self, /, *args, **kwargs)'],
    [
      '__get__',
      (self: PyPartial, instance: Value) => {
        if (instance === null) return self
        context.warn(
          futureWarningType,
          'functools.partial will be a method descriptor in future Python versions; wrap it in staticmethod() if you want to preserve the old behavior',
          1,
        )
        return self
      },
      '($self, instance, owner=None, /)',
    ],
    [
      '__repr__',
      (self: PyPartial) => {
        if (!enterRepr(self)) return '...'
        try {
          const parts = [repr(self.func), ...self.args.map(repr)]
          for (const key of self.keywords.keyList())
            parts.push(`${asString(key) ?? repr(key)}=${repr(self.keywords.getItem(key)!)}`)
          const module = lookupAttr(self.cls, '__module__')
          return `${typeof module === 'string' ? `${module}.` : ''}${self.cls.qualname}(${parts.join(', ')})`
        } finally {
          leaveRepr(self)
        }
      },
      '($self, /)',
    ],
    [
      '__reduce__',
      (self: PyPartial) => {
        const dict = dictOfInstance(self)
        return new PyTuple([
          self.cls,
          new PyTuple([self.func]),
          new PyTuple([
            self.func,
            new PyTuple(self.args),
            self.keywords,
            dict === undefined || dict.size === 0 ? null : dict,
          ]),
        ])
      },
      '($self, /)',
    ],
    [
      '__setstate__',
      (self: PyPartial, state: Value) => {
        if (!(state instanceof PyTuple) || state.items.length !== 4) throw typeError('invalid partial state')
        const [func, args, keywords, dict] = state.items
        if (
          typeOf(func!).proto.$__call__ === undefined ||
          !(args instanceof PyTuple) ||
          !(keywords === null || keywords instanceof PyDict)
        )
          throw typeError('invalid partial state')
        self.func = func!
        self.args = args.items
        self.keywords = keywords === null ? new PyDict() : keywords.copy()
        if (dict instanceof PyDict) useDict(self, dict)
        return null
      },
      '($self, object, /)',
    ],
  ],
  classMethods: () => [
    ['__class_getitem__', (cls: PyType, item: Value) => genericAliasOf(cls, item), '($cls, object, /)'],
  ],
  getset: () => [
    ['func', (self: PyPartial) => self.func],
    ['args', (self: PyPartial) => new PyTuple(self.args)],
    ['keywords', (self: PyPartial) => self.keywords],
  ],
})

// ── reduce, cmp_to_key ─────────────────────────────────────────────────────────────────────────────────────────────────

function reduce(f: Value, iterable: Value, initial: Value | undefined): Value {
  let it: Value
  try {
    it = getIter(iterable)
  } catch (e) {
    if (isException(e, typeErrorType)) throw typeError('reduce() arg 2 must support iteration')
    throw e
  }
  let total = initial === undefined ? iterNext(it) : initial
  if (total === undefined) throw typeError('reduce() of empty iterable with no initial value')
  for (let v = iterNext(it); v !== undefined; v = iterNext(it)) total = context.call2(f, total, v)
  return total
}

/** A key made by cmp_to_key. */
class PyKey extends PyUnaryCallable {
  constructor(
    readonly cmp: Value,
    readonly object: Value | undefined,
  ) {
    super()
  }

  callOne(object: Value): Value {
    return new PyKey(this.cmp, object)
  }
}

defineType('KeyWrapper', {
  layout: PyKey as never,
  module: 'functools',
  unhashable: true,
  methods: () => [
    ['__call__', (self: PyKey, obj: Value) => new PyKey(self.cmp, obj), '($self, /, obj)'],
    ...(['lt', 'le', 'eq', 'ne', 'gt', 'ge'] as const).map(
      (name): MethodRow => [
        `__${name}__`,
        (a: PyKey, b: Value) => {
          if (!(b instanceof PyKey)) throw typeError('other argument must be K instance')
          return compare(CompareIndex[name], context.call2(a.cmp, a.object!, b.object!), 0)
        },
        '($self, value, /)',
      ],
    ),
  ],
  members: true,
  getset: () => [['obj', (self: PyKey) => self.object ?? null]],
})

// ── lru_cache ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a bounded cache keeps for a key, in a ring in the order of use whose start is the cache's `root`. */
class CacheLink extends PyObject {
  before: CacheLink = this
  after: CacheLink = this
  constructor(
    readonly key: Value,
    readonly value: Value,
  ) {
    super()
  }

  unlink(): void {
    this.before.after = this.after
    this.after.before = this.before
  }

  /** Puts the link behind the most recent one of a ring. */
  append(root: CacheLink): void {
    const last = root.before
    last.after = this
    this.before = last
    this.after = root
    root.before = this
  }
}

/** The function that lru_cache returns. */
class PyLruCache extends PyObject {
  func: Value = null
  maxsize: number | null = null
  typed = false
  /** Results by key; where there is a bound, their links. */
  cache = new PyDict()
  root = new CacheLink(null, null)
  hits = 0
  misses = 0
  info: Value = null
}

/** Separates positional from keyword arguments in a key. */
const keywordMark = new PyObject()

function cacheKey(self: PyLruCache, args: Value[], keywords: PyDict | null): Value {
  if (keywords === null && !self.typed) {
    if (args.length === 1) {
      const a = args[0]!
      if (typeof a === 'string' || typeof a === 'number') return a
    }
    return new PyTuple(args)
  }
  const parts = args.slice()
  const names = keywords === null ? [] : keywords.keyList()
  if (names.length > 0) {
    parts.push(keywordMark)
    for (const name of names) parts.push(name, keywords!.getItem(name)!)
  }
  if (self.typed) {
    for (const a of args) parts.push(typeOf(a))
    for (const name of names) parts.push(typeOf(keywords!.getItem(name)!))
  }
  return new PyTuple(parts)
}

function callCached(self: PyLruCache, args: Value[], keywords: PyDict | null): Value {
  if (keywords !== null) return context.callDict(self.func, args, keywords)
  return args.length === 1 ? context.call1(self.func, args[0]!) : context.call(self.func, args)
}

function lruCall(self: PyLruCache, args: Value[], keywords: Value): Value {
  const kw = keywords === null || (keywords as PyDict).size === 0 ? null : (keywords as PyDict)
  const { maxsize, cache } = self
  if (maxsize === 0) {
    self.misses++
    return callCached(self, args, kw)
  }
  const key = cacheKey(self, args, kw)
  const found = cache.getItem(key)
  if (maxsize === null) {
    if (found !== undefined) {
      self.hits++
      return found
    }
    self.misses++
    const result = callCached(self, args, kw)
    cache.setItem(key, result)
    return result
  }
  const { root } = self
  if (found instanceof CacheLink) {
    self.hits++
    if (found.after !== root) {
      found.unlink()
      found.append(root)
    }
    return found.value
  }
  self.misses++
  const result = callCached(self, args, kw)
  // The call may have cached the same key, whose link is then the more recent one and stays.
  if (cache.getItem(key) !== undefined) return result
  if (cache.size >= maxsize && root.after !== root) {
    const oldest = root.after
    oldest.unlink()
    cache.deleteItem(oldest.key)
  }
  const link = new CacheLink(key, result)
  cache.setItem(key, link)
  link.append(root)
  return result
}

const lruType = defineType('_lru_cache_wrapper', {
  layout: PyLruCache,
  flags: TypeFlag.METHOD_DESCRIPTOR,
  module: 'functools',
  hasDict: true,
  new: [
    (cls: PyType, func: Value, maxsize: Value, typed: Value, info: Value) => {
      if (typeOf(func).proto.$__call__ === undefined) throw typeError('the first argument must be callable')
      const made = new cls.ctor() as PyLruCache
      made.func = func
      made.maxsize = maxsize === null ? null : Math.max(0, asSize(maxsize))
      made.typed = isTrue(typed)
      made.info = info
      return made
    },
    '-(user_function, maxsize, typed, cache_info_type)',
  ],
  methods: () => [
    ['__call__', lruCall, '($self, /, *args, **kwargs)'],
    [
      '__get__',
      (self: PyLruCache, instance: Value) => (instance === null ? self : new PyMethod(self, instance)),
      '($self, instance, owner=None, /)',
    ],
    [
      'cache_info',
      (self: PyLruCache) => context.call(self.info, [self.hits, self.misses, self.maxsize, self.cache.size]),
      '($self, /)',
    ],
    [
      'cache_clear',
      (self: PyLruCache) => {
        self.hits = self.misses = 0
        self.cache.clear()
        self.root = new CacheLink(null, null)
        return null
      },
      '($self, /)',
    ],
    ['__reduce__', (self: PyLruCache) => lookupAttr(self, '__qualname__') ?? null, '($self, /)'],
    ['__copy__', (self: Value) => self, '-($self, /)'],
    ['__deepcopy__', (self: Value) => self, '-($self, memo, /)'],
  ],
})

export const functoolsModule: NativeModule = {
  name: '_functools',
  doc: 'What functools has natively.',
  functions: [
    ['reduce', reduce, '-(function, iterable, initial=<unrepresentable>, /)'],
    [
      'cmp_to_key',
      (mycmp: Value) => new PyKey(mycmp, undefined),
      '(mycmp)',
      'A key function that orders as a three-way comparison does.',
    ],
  ],
  attributes: () => ({ partial: partialType, _lru_cache_wrapper: lruType }),
}
