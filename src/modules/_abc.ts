/** _abc: the registry behind abstract base classes (CPython: Modules/_abc.c). */
import { getAttr, lookupAttr, typeGetAttr } from '../objects/attributes'
import { context } from '../objects/context'
import { assertionError, runtimeError, typeError } from '../objects/exceptions'
import { PyClassMethod, PyFunction } from '../objects/function'
import {
  type AttributeRecord,
  defineType,
  objectType,
  PyObject,
  PyType,
  typeOf,
  typeSetOwn,
  typeType,
  type Value,
} from '../objects/object'
import { isSubclass, isTrue, toArray } from '../objects/operators'
import { frozenSetOf, setOf } from '../objects/set'
import { NotImplemented } from '../objects/singletons'
import { asString } from '../objects/str'
import { PyTuple } from '../objects/tuple'
import { liveSubclasses } from '../objects/type'
import type { NativeModule } from './definition'

/** What an abstract base class remembers. */
class AbcData extends PyObject {
  readonly registry = new Set<WeakRef<PyType>>()
  readonly registered = new WeakSet<PyType>()
  readonly cache = new WeakSet<PyType>()
  negative = new WeakSet<PyType>()
  negativeVersion = invalidation
}
defineType('_abc_data', { layout: AbcData as never, module: '_abc', final: true, new: [() => new AbcData(), '()'] })

const data = new WeakMap<PyType, AbcData>()
let invalidation = 0

function dataOf(cls: Value): AbcData {
  const found = cls instanceof PyType ? data.get(cls) : undefined
  if (found === undefined) throw typeError("_abc_data isn't set")
  return found
}

/** `_abc_init(cls)`: abstract methods of the class, and its registry. */
export function init(cls: Value): Value {
  if (!(cls instanceof PyType)) throw typeError('type expected')
  const names = new Set<string>()
  const isAbstract = (v: Value) => {
    // Most are functions, of which the flag is an attribute of their own.
    if (
      v instanceof PyFunction &&
      v.dict === undefined &&
      (v as unknown as AttributeRecord).$__isabstractmethod__ === undefined
    )
      return false
    const flag = v !== null && typeof v === 'object' ? lookupAttr(v, '__isabstractmethod__') : undefined
    return flag !== undefined && isTrue(flag)
  }
  for (const [name, v] of cls.ns) if (isAbstract(v)) names.add(name)
  for (const base of cls.bases) {
    if (base.abstractMethods === undefined) continue
    for (const name of toArray(base.abstractMethods)) {
      const text = asString(name)!
      const v = lookupAttr(cls, text)
      if (v !== undefined && isAbstract(v)) names.add(text)
    }
  }
  cls.abstractMethods = frozenSetOf([...names])
  typeSetOwn(cls, '__abstractmethods__', cls.abstractMethods)
  const made = new AbcData()
  typeSetOwn(cls, '_abc_impl', made)
  data.set(cls, made)
  const flags = cls.ns.get('__abc_tpflags__')
  if (typeof flags === 'number') {
    if (flags & (1 << 5)) cls.patternKind = 'sequence'
    else if (flags & (1 << 6)) cls.patternKind = 'mapping'
    cls.ns.delete('__abc_tpflags__')
    delete cls.proto.$__abc_tpflags__
  }
  return null
}

/** `_abc_register(cls, subclass)` */
export function register(cls: Value, subclass: Value): Value {
  if (!(subclass instanceof PyType)) throw typeError('Can only register classes')
  if (isSubclass(subclass, cls)) return subclass
  if (isSubclass(cls, subclass)) throw runtimeError('Refusing to create an inheritance cycle')
  const d = dataOf(cls)
  d.registry.add(new WeakRef(subclass))
  d.registered.add(subclass)
  invalidation++
  const kind = (cls as PyType).patternKind
  if (kind !== null) setPatternKind(subclass, kind)
  return subclass
}

function setPatternKind(type: PyType, kind: 'sequence' | 'mapping'): void {
  // Builtin classes say themselves what they are: str and bytes are no sequences for patterns.
  if (!type.heap || type.patternKind === kind) return
  type.patternKind = kind
  for (const ref of type.subclasses) {
    const sub = ref.deref()
    if (sub !== undefined) setPatternKind(sub, kind)
  }
}

function instanceCheck(cls: Value, instance: Value): Value {
  const d = dataOf(cls)
  const subclass = getAttr(instance, '__class__')
  if (subclass instanceof PyType && d.cache.has(subclass)) return true
  const subtype = typeOf(instance)
  if (subtype === subclass) {
    if (d.negativeVersion === invalidation && d.negative.has(subtype)) return false
    return context.call1(getAttr(cls, '__subclasscheck__'), subclass)
  }
  const first = context.call1(getAttr(cls, '__subclasscheck__'), subclass)
  return isTrue(first) ? first : context.call1(getAttr(cls, '__subclasscheck__'), subtype)
}

/** `cls.__subclasshook__(subclass)` */
function askHook(cls: PyType, subclass: PyType): Value {
  const raw = cls.proto.$__subclasshook__
  if (cls.cls.getattro === typeGetAttr && cls.cls.proto.$__subclasshook__ === objectType.proto.$__subclasshook__) {
    if (raw === objectType.proto.$__subclasshook__) return NotImplemented
    if (raw instanceof PyClassMethod && !raw.cls.heap && raw.callable instanceof PyFunction)
      return context.call2(raw.callable, cls, subclass)
  }
  return context.call1(getAttr(cls, '__subclasshook__'), subclass)
}

function subclassCheck(cls: Value, subclass: Value): Value {
  if (!(subclass instanceof PyType)) throw typeError('issubclass() arg 1 must be a class')
  const d = dataOf(cls)
  if (d.cache.has(subclass)) return true
  if (d.negativeVersion < invalidation) {
    d.negative = new WeakSet()
    d.negativeVersion = invalidation
  } else if (d.negative.has(subclass)) return false
  const hook = askHook(cls as PyType, subclass)
  if (hook === true) {
    d.cache.add(subclass)
    return true
  }
  if (hook === false) {
    d.negative.add(subclass)
    return false
  }
  if (hook !== NotImplemented)
    throw assertionError('__subclasshook__ must return either False, True, or NotImplemented')
  if (subclass.isSubtype(cls as PyType)) {
    d.cache.add(subclass)
    return true
  }
  for (const ref of d.registry) {
    const registered = ref.deref()
    if (registered === undefined) {
      d.registry.delete(ref)
      continue
    }
    if (isSubclass(subclass, registered)) {
      d.cache.add(subclass)
      return true
    }
  }
  for (const sub of subclassesOf(cls)) {
    if (isSubclass(subclass, sub)) {
      d.cache.add(subclass)
      return true
    }
  }
  d.negative.add(subclass)
  return false
}

/** What `__subclasses__` gives, but that modules whose bodies wait need not make their classes for it. */
function subclassesOf(cls: Value): Value[] {
  const own = cls instanceof PyType && cls.proto.$__subclasses__ === undefined
  if (own && typeOf(cls).proto.$__subclasses__ === typeType.proto.$__subclasses__) return liveSubclasses(cls)
  return toArray(context.call0(getAttr(cls, '__subclasses__')))
}

export const abcModule: NativeModule = {
  name: '_abc',
  doc: 'What abc.ABCMeta is built on.',
  functions: [
    ['get_cache_token', () => invalidation, '()'],
    ['_abc_init', init, '(self, /)'],
    ['_abc_register', register, '(self, subclass, /)'],
    ['_abc_instancecheck', instanceCheck, '(self, instance, /)'],
    ['_abc_subclasscheck', subclassCheck, '(self, subclass, /)'],
    [
      '_get_dump',
      (cls: Value) => {
        const d = dataOf(cls)
        return new PyTuple([
          setOf([...d.registry].map((r) => r.deref()!).filter((t) => t !== undefined)),
          setOf([]),
          setOf([]),
          d.negativeVersion,
        ])
      },
      '(self, /)',
    ],
    ['_reset_registry', (cls: Value) => (dataOf(cls).registry.clear(), null), '(self, /)'],
    [
      '_reset_caches',
      (cls: Value) => {
        const d = dataOf(cls)
        data.set(cls as PyType, { ...d, cache: new WeakSet(), negative: new WeakSet() })
        return null
      },
      '(self, /)',
    ],
  ],
}
