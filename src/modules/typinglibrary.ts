/**
 * What the library's `typing` does natively (interpreter/nativebody.ts): attributes of its aliases, of which it makes three dozen when it is imported, with some
 * three hundred attributes.
 */
import type { NativeBody } from '../interpreter/nativebody'
import { typeGetAttr } from '../objects/attributes'
import { type PyDict, setOwnAttribute } from '../objects/dict'
import { PyFunction } from '../objects/function'
import { attrKey, objectType, PyObject, PyType, typeOf, type Value } from '../objects/object'
import { LIBRARY_PATH } from './config'

const FILE = `${LIBRARY_PATH}/typing.py`

/** Attributes of the alias itself besides those with two underscores at both ends. */
const OWN = new Set(['_name', '_inst', '_nparams', '_defaults'])

function isOwn(f: Value | undefined, globals: PyDict, qualname: string): boolean {
  return (
    f instanceof PyFunction &&
    f.version === 0 &&
    f.globals === globals &&
    f.code.filename === FILE &&
    f.code.readQualname() === qualname
  )
}

/** The next method of a name behind a class's own, as `super()` in `cls` finds it. */
function behind(type: PyType, cls: Value | undefined, name: string): Value | undefined {
  const { mro } = type
  for (let i = mro.indexOf(cls as PyType) + 1; i < mro.length; i++) {
    const v = mro[i]!.ns.get(name)
    if (v !== undefined) return v
  }
  return undefined
}

/** Whether an attribute of an alias is stored in it like any other: with `object.__setattr__`, without a descriptor. */
function storesPlainly(self: PyObject, key: string): boolean {
  const found = self.cls.proto[key]
  return (
    self.cls.hasDict &&
    self.dict === undefined &&
    !(found instanceof PyObject && found.cls.proto.$__set__ !== undefined)
  )
}

/** `_BaseGenericAlias.__setattr__` */
const setAttribute: NativeBody = (args, frame) => {
  const [self, name, value] = args as readonly Value[]
  if (
    !(self instanceof PyObject) ||
    typeof name !== 'string' ||
    !isOwn(frame.globals.map.get('_is_dunder'), frame.globals, '_is_dunder')
  )
    return undefined
  if (!(name.startsWith('__') && name.endsWith('__')) && !OWN.has(name)) return undefined
  const key = attrKey(name)
  if (!storesPlainly(self, key)) return undefined
  if (behind(self.cls, frame.func!.closure?.[0]?.v, '__setattr__') !== objectType.ns.get('__setattr__'))
    return undefined
  setOwnAttribute(self, key, value!)
  return null
}

/** `_SpecialGenericAlias.__init__` */
const initSpecial: NativeBody = (args, frame) => {
  const [self, origin, count, inst, given, defaults] = args as readonly Value[]
  const { globals } = frame
  const base = globals.map.get('_BaseGenericAlias')
  if (!(self instanceof PyObject) || !(base instanceof PyType) || !(origin instanceof PyType)) return undefined
  const { cls } = self
  if (!isOwn(cls.proto.$__setattr__, globals, '_BaseGenericAlias.__setattr__')) return undefined
  if (!isOwn(behind(cls, frame.func!.closure?.[0]?.v, '__init__'), globals, '_BaseGenericAlias.__init__'))
    return undefined
  if (behind(cls, base, '__setattr__') !== objectType.ns.get('__setattr__')) return undefined
  if (!isOwn(globals.map.get('_is_dunder'), globals, '_is_dunder')) return undefined
  if (typeOf(origin).getattro !== typeGetAttr || typeOf(origin).proto.$__getattr__ !== undefined) return undefined
  const name = given === null ? typeGetAttr(origin, '__name__') : given
  const module = typeGetAttr(origin, '__module__')
  if (name === undefined || typeof module !== 'string') return undefined
  const doc = `A generic version of ${module === 'builtins' ? '' : `${module}.`}${origin.qualname}.`
  const attributes: readonly (readonly [string, Value])[] = [
    ['$_inst', inst!],
    ['$_name', name],
    ['$__origin__', origin],
    ['$__slots__', null],
    ['$_nparams', count!],
    ['$_defaults', defaults!],
    ['$__doc__', doc],
  ]
  for (const [key] of attributes) if (!storesPlainly(self, key)) return undefined
  for (const [key, value] of attributes) setOwnAttribute(self, key, value)
  return null
}

/** By qualified name. */
export const typingBodies: Readonly<Record<string, NativeBody>> = {
  '_BaseGenericAlias.__setattr__': setAttribute,
  '_SpecialGenericAlias.__init__': initSpecial,
}
