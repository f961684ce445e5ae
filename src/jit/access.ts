/** Names, attributes and items (Language Reference 4.2.2, 6.3.1, 6.3.2). What the interpreter's inline caches know of a site is what is guarded. */
import type { CodeObject } from '../bytecode/code'
import { Op } from '../bytecode/opcodes'
import {
  type AttributeSite,
  isPlainOnClass,
  MAX_ENTRIES,
  plainClassMethod,
  SiteKind,
} from '../interpreter/attributecache'
import type { Frame } from '../interpreter/frame'
import { comesFirst } from '../objects/attributes'
import { bytesType } from '../objects/bytes'
import { dictType, PyDict } from '../objects/dict'
import { PyFloat } from '../objects/float'
import { PyBuiltin, type PyClassMethod, PyFunction, PyGetSet, PyProperty, PyStaticMethod } from '../objects/function'
import type { NamespaceCell } from '../objects/hashtable'
import { listType } from '../objects/list'
import { PyModule } from '../objects/module'
import { attrKey, objectType, PyType, typeType, type Value } from '../objects/object'
import { setType } from '../objects/set'
import { strType } from '../objects/str'
import { tupleType } from '../objects/tuple'
import { PyTupleGetter } from '../objects/tuplegetter'
import { callGetter } from './calls'
import { lowerStride } from './displays'
import { lowerPiece } from './linepieces'
import type { Lowering } from './lower'
import { callGetItem } from './operators'
import type { Profile } from './profile'
import { heapType, isLine, T, type Val } from './values'

/** Classes that a site tells apart at most: one less than the interpreter's cache of it has, which may be more than it can hold. */
const MAX_CLASSES = MAX_ENTRIES - 1

/** LOAD_GLOBAL, and LOAD_NAME of a module's own code: functions, classes and modules are taken for constants. */
export function lowerGlobal(l: Lowering, index: number): void {
  const name = l.code.names[index]!
  const { globals, builtins } = l.names
  if (globals === null || builtins === null) {
    l.push(l.support(T.Any, 'loadGlobal', String(index)))
    l.afterCall()
    return
  }
  l.usesGlobals = true
  const own = globals.cell(name)
  const builtin = builtins.cell(name)
  // None is null here: a global that is None hides the builtin.
  const v = own.v === undefined ? builtin.v : own.v
  if (v !== undefined && l.mayGuess() && isConstantLike(v)) {
    const k = l.constant(v)
    if (own.v !== undefined) {
      if (!l.assumeGlobal(own)) l.leaveIf(`${l.constant(own)}.v!==${k}`)
    } else if (!l.assumeGlobal(own) || !l.assumeGlobal(builtin))
      l.leaveIf(`${l.constant(own)}.v!==undefined||${l.constant(builtin)}.v!==${k}`)
    l.push({ t: T.Any, x: k, c: v })
    return
  }
  const r = l.temporary()
  l.emit(
    own.v !== undefined
      ? `let ${r}=${l.constant(own)}.v;`
      : `let ${r}=${l.constant(own)}.v;if(${r}===undefined)${r}=${l.constant(builtin)}.v;`,
  )
  l.rarely(`${r}===undefined`, `${r}=Z.loadGlobal(fr,${index})`)
  l.push({ t: T.Any, x: r })
}

function isConstantLike(v: Value): boolean {
  return v instanceof PyFunction || v instanceof PyType || v instanceof PyBuiltin || v instanceof PyModule
}

/** `.name` of an object's property, or `["…"]` where it is no identifier. */
function property(key: string): string {
  return /^[$\w]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
}

/** What the interpreter's cache of a site knows, one entry a class; empty where it knows nothing that still holds. */
function entriesOf(code: CodeObject, index: number): AttributeSite[] {
  const first = code.siteCaches[index] as AttributeSite | undefined
  const entries: AttributeSite[] = []
  for (let site: AttributeSite | null | undefined = first; site != null; site = site.next)
    if (site.version !== -1 && site.version === site.type.version) entries.push(site)
  return entries
}

/**
 * Whether the cache of an instruction's site knows more classes than a body that was left there because of another one: the next body tells them apart, too, and goes on
 * guessing.
 */
export function knowsMoreClasses(code: CodeObject, profile: Profile, at: number): boolean {
  const ins = code.instructions[at]!
  if (!SITES.has(ins & 255)) return false
  const { length } = entriesOf(code, ins >>> 8)
  return length > profile.classes[at]! && length <= MAX_CLASSES
}

/** Instructions whose argument is a site with such a cache. */
const SITES: ReadonlySet<number> = new Set([Op.LOAD_ATTR, Op.LOAD_METHOD, Op.STORE_ATTR])

/**
 * Whether instances of the classes have their attributes as properties. Those that have a `__dict__` of their own instead (assigned, or of a class with a `__del__`)
 * would leave the body at each look at one of their attributes.
 */
function haveProperties(entries: readonly AttributeSite[]): boolean {
  return entries.every((site) => site.type.shadow === null)
}

/** The entries that count for an object whose class may be known already. */
function entriesFor(l: Lowering, index: number, o: Val): AttributeSite[] {
  const entries = entriesOf(l.code, index)
  l.profile.classes[l.at] = entries.length
  return o.t === T.Object ? entries.filter((site) => site.type === o.cls) : entries
}

/** Leaves where an object is not of one of the classes of the entries; they are watched from now on. */
function guardClass(l: Lowering, o: Val, entries: readonly AttributeSite[]): Val {
  const types = entries.map((site) => site.type)
  for (const type of types) l.assumeClass(type)
  if (o.t === T.Object && types.length === 1 && o.cls === types[0]) return o
  if (types.length === 1) {
    l.leaveIf(`${o.x}?.cls!==${l.constant(types[0])}`)
    return l.refine(o, T.Object, types[0])
  }
  if (l.loads.isOneOf(o.x, types)) return o
  const cls = l.temporary()
  l.emit(`const ${cls}=${o.x}?.cls;`)
  l.leaveIf(types.map((type) => `${cls}!==${l.constant(type)}`).join('&&'))
  // A place of the stack gets other values where ways meet.
  if (!l.isPlace(o.x)) l.loads.foundOneOf(o.x, types)
  return o
}

function isObject(o: Val): boolean {
  return o.t === T.Any || o.t === T.Object
}

/** LOAD_ATTR */
export function lowerAttribute(l: Lowering, index: number): void {
  const o = l.peek()
  if (lowerModuleAttribute(l, index, o) || lowerClassAttribute(l, index, o, false)) return
  const entries = entriesFor(l, index, o)
  const key = entries[0]?.key
  const direct =
    entries.length > 0 &&
    entries.length <= MAX_CLASSES &&
    isObject(o) &&
    l.mayGuess() &&
    entries.every((site) => site.kind <= SiteKind.ClassValue && site.key === key) &&
    haveProperties(entries)
  if (direct) {
    const known = guardClass(l, o, entries)
    const path = property(key!)
    let v = l.loads.attribute(known.x, path)
    if (v === undefined) {
      v = { t: T.Any, x: l.temporary() }
      l.emit(`let ${v.x}=${known.x}${path};`)
      l.rarely(`${v.x}===undefined`, `${v.x}=Z.loadAttr(fr,${index},${known.x})`)
      l.loads.read(known.x, path, v)
    }
    l.pop()
    l.push(v)
    return
  }
  const getter = entries[0]?.kind === SiteKind.Property ? entries[0].value : null
  // Classes that inherit one property have one getter.
  const isProperty =
    getter instanceof PyProperty &&
    entries.length <= MAX_CLASSES &&
    entries.every((site) => site.kind === SiteKind.Property && site.value === getter && site.type.heap)
  if (isProperty && isObject(o) && l.mayGuess()) {
    const known = guardClass(l, o, entries)
    l.pop()
    callGetter(l, getter.fget as PyFunction, known, JSON.stringify(l.code.sites[index]!))
    return
  }
  if (entries.length <= MAX_CLASSES && isObject(o) && l.mayGuess()) {
    if (lowerGetSet(l, o, entries) || lowerTupleField(l, index, o, entries)) return
  }
  l.pop()
  l.push(l.support(T.Any, 'loadAttr', String(index), l.boxed(o)))
  l.afterCall()
}

/** A computed attribute that a builtin type gives to the classes made from it; `__class__` needs no computing. */
function lowerGetSet(l: Lowering, o: Val, entries: readonly AttributeSite[]): boolean {
  const getset = entries[0]?.value
  if (!(getset instanceof PyGetSet)) return false
  if (!entries.every((site) => site.kind === SiteKind.GetSet && site.value === getset && site.type.heap)) return false
  const known = guardClass(l, o, entries)
  l.pop()
  if (getset === objectType.proto.$__class__) {
    l.push(entries.length === 1 ? l.constantValue(entries[0]!.type) : l.keep(T.Any, `${known.x}.cls`))
    return true
  }
  l.spill()
  l.emit(`${l.mayRaise()};`)
  l.push(l.keep(T.Any, `${l.constant(getset)}.get(${known.x})`))
  l.afterCall()
  return true
}

/** A field of named tuples, the same one of all classes. */
function lowerTupleField(l: Lowering, index: number, o: Val, entries: readonly AttributeSite[]): boolean {
  const field = entries[0]?.value
  if (!(field instanceof PyTupleGetter)) return false
  const same = (site: AttributeSite): boolean =>
    site.kind === SiteKind.Computed &&
    site.value instanceof PyTupleGetter &&
    site.value.index === field.index &&
    site.type.heap &&
    site.type.isSubtype(tupleType)
  if (!entries.every(same)) return false
  const known = guardClass(l, o, entries)
  const r = l.temporary()
  l.emit(`let ${r}=${known.x}.items[${field.index}];`)
  l.rarely(`${r}===undefined`, `${r}=Z.loadAttr(fr,${index},${known.x})`)
  l.pop()
  l.push({ t: T.Any, x: r })
  return true
}

/** An attribute of a module that is a constant: what is a function or class is taken for one, too. */
function lowerModuleAttribute(l: Lowering, index: number, o: Val): boolean {
  if (!(o.c instanceof PyModule) || o.c.cls.heap || !l.mayGuess()) return false
  const cell: NamespaceCell = o.c.namespace.cell(l.code.sites[index]!)
  const v = cell.v
  if (v === undefined) return false
  if (isConstantLike(v)) {
    const k = l.constant(v)
    if (!l.assumeGlobal(cell)) l.leaveIf(`${l.constant(cell)}.v!==${k}`)
    l.pop()
    l.push({ t: T.Any, x: k, c: v })
    return true
  }
  const r = l.keep(T.Any, `${l.constant(cell)}.v`)
  l.leaveIf(`${r.x}===undefined`)
  l.pop()
  l.push(r)
  return true
}

/** A number of a class may well be a counter: each change would cost all bodies that take the class for granted. */
function isCounter(v: Value): boolean {
  return typeof v === 'number' || typeof v === 'bigint' || v instanceof PyFloat
}

/**
 * An attribute of a class that is always the same: what it gives is taken for granted while it does not change. `asMethod` where a class method's
 * function and the class are wanted.
 */
function lowerClassAttribute(l: Lowering, index: number, o: Val, asMethod: boolean): boolean {
  const cls = o.c
  if (!(cls instanceof PyType)) return false
  const metaclass = cls.cls
  const name = l.code.sites[index]!
  const key = attrKey(name)
  if (metaclass.getattro !== typeType.getattro || comesFirst(metaclass, key)) return false
  const found = cls.proto[key]
  if (found === undefined) return false
  let v: Value
  let self: Val = { t: T.Null, x: 'undefined' }
  if (found instanceof PyStaticMethod && !found.cls.heap) v = found.callable
  else if (asMethod && plainClassMethod(cls, metaclass, name) !== undefined) {
    v = (found as PyClassMethod).callable
    self = o
  } else if (isPlainOnClass(found) && !isCounter(found)) v = found
  else return false
  l.assumeClass(cls)
  l.assumeClass(metaclass)
  l.pop()
  l.push(l.constantValue(v))
  if (asMethod) l.push(self)
  return true
}

/** The type that the values of a builtin class have here. */
const builtinTypes = new Map<PyType, T>([
  [listType, T.List],
  [dictType, T.Dict],
  [tupleType, T.Tuple],
  [strType, T.Str],
  [bytesType, T.Bytes],
  [setType, T.Set],
])

/** LOAD_METHOD: the function and the object, or an attribute and nothing. */
export function lowerMethodLookup(l: Lowering, index: number): void {
  const o = l.peek()
  if (lowerClassAttribute(l, index, o, true)) return
  if (lowerModuleAttribute(l, index, o)) {
    l.push({ t: T.Null, x: 'undefined' })
    return
  }
  const entries = entriesFor(l, index, o)
  const guessed = l.mayGuess() && haveProperties(entries)
  const first = entries[0]
  const only = entries.length === 1 ? first!.kind : SiteKind.None
  if (guessed && (only === SiteKind.Static || only === SiteKind.ClassMethod) && isObject(o)) {
    const self = guardClass(l, o, entries)
    if (first!.type.hasDict) l.leaveIf(`${self.x}${property(first!.key)}!==${l.constant(first!.value)}`)
    l.pop()
    l.push(l.constantValue((first!.value as PyStaticMethod | PyClassMethod).callable))
    l.push(only === SiteKind.Static ? { t: T.Null, x: 'undefined' } : l.constantValue(first!.type))
    return
  }
  if (guessed && first !== undefined && entries.every((site) => site.kind === SiteKind.Method)) {
    const known = builtinTypes.get(first.type)
    if (entries.length === 1 && known !== undefined && (heapType(o.t) === known || o.t === T.Any)) {
      const self = isLine(o.t) ? o : l.guard(o, known)
      l.pop()
      l.push({ t: T.Any, x: l.constant(first.value), c: first.value })
      l.push(self)
      return
    }
    if (entries.length <= MAX_CLASSES && isObject(o)) {
      const self = guardClass(l, o, entries)
      const hidden = entries.some((site) => site.type.hasDict)
      if (entries.length === 1) {
        const k = l.constant(first.value)
        // The object may have an attribute of its own in the place of the method.
        if (hidden) l.leaveIf(`${self.x}${property(first.key)}!==${k}`)
        l.pop()
        l.push({ t: T.Any, x: k, c: first.value })
        l.push(self)
        return
      }
      const m = l.keep(T.Any, `${self.x}${property(first.key)}`)
      const methods = [...new Set(entries.map((site) => site.value))]
      l.leaveIf(methods.map((method) => `${m.x}!==${l.constant(method)}`).join('&&'))
      l.pop()
      if (methods.length === 1) l.push({ ...m, c: first.value })
      else l.push(methods.every((method) => method instanceof PyFunction) ? { ...m, among: methods } : m)
      l.push(self)
      return
    }
  }
  l.pop()
  const f = l.support(T.Any, 'loadMethod', String(index), l.boxed(o))
  l.push(f)
  l.push(l.keep(T.Any, 'TH.methodSelf'))
  l.afterCall()
}

/** STORE_ATTR */
export function lowerStoreAttribute(l: Lowering, index: number): void {
  const o = l.peek()
  const value = l.peek(1)
  const entries = entriesFor(l, index, o)
  const key = entries[0]?.key
  const direct =
    entries.length > 0 &&
    entries.length <= MAX_CLASSES &&
    isObject(o) &&
    l.mayGuess() &&
    entries.every((site) => site.kind <= SiteKind.Slot && site.key === key) &&
    haveProperties(entries)
  if (direct) {
    const known = guardClass(l, o, entries)
    l.leaveIfDict(known)
    l.pop()
    l.pop()
    const path = property(key!)
    const t = heapType(value.t)
    const stored = t === value.t ? value : l.keep(t, l.boxed(value))
    if (value.t === T.Raw) l.loads.unboxed(stored.x, value.x)
    l.emit(`${known.x}${path}=${l.boxed(stored)};`)
    l.acts()
    l.loads.wrote(known.x, path, stored)
    return
  }
  l.pop()
  l.pop()
  l.spill()
  l.emit(`${l.mayRaise()};Z.storeAttr(fr,${index},${l.boxed(o)},${l.boxed(value)});`)
  l.afterCall()
}

/** BINARY_SUBSCR */
export function lowerSubscript(l: Lowering): void {
  if (lowerPiece(l)) return
  const { slice } = l.peek()
  if (slice !== undefined && lowerStride(l, slice)) return
  const key = l.speculate(l.peek(), l.profile.top[l.at]!)
  const o = l.speculate(l.peek(1), l.profile.second[l.at]!)
  if ((o.t === T.List || o.t === T.Tuple) && key.t === T.Int) {
    const items = l.keep(T.Any, `${o.x}.items`)
    const r = l.temporary()
    const k = typeof key.c === 'number' ? key.c : null
    const i = k !== null && k < 0 ? l.keep(T.Int, `${items.x}.length-${-k}`).x : key.x
    // JavaScript gives undefined for whatever is no index of the list.
    l.emit(`let ${r}=${items.x}[${i}];`)
    l.rarely(`${r}===undefined`, `${r}=Z.getItem(fr,${o.x},${key.x})`)
    l.pop()
    l.pop()
    l.push({ t: T.Any, x: r })
    return
  }
  if (o.t === T.Str && key.t === T.Int) {
    const r = l.temporary()
    l.emit(`let ${r}=Z.strAt(${o.x},${key.x});`)
    l.rarely(`${r}===undefined`, `${r}=Z.getItem(fr,${o.x},${key.x})`)
    l.pop()
    l.pop()
    l.push({ t: T.Str, x: r })
    return
  }
  if ((o.t === T.Bytes || o.t === T.ByteArray) && key.t === T.Int) {
    const r = l.temporary()
    const i = typeof key.c === 'number' && key.c < 0 ? l.keep(T.Int, `${o.x}.size-${-key.c}`).x : key.x
    // The storage of a bytearray can be longer than what it holds.
    l.emit(
      o.t === T.Bytes
        ? `let ${r}=${o.x}.bytes[${i}];`
        : `let ${r};if(${i}>=0&&${i}<${o.x}.size)${r}=${o.x}.storage[${i}];`,
    )
    l.rarely(`${r}===undefined`, `${r}=Z.getItem(fr,${o.x},${key.x})`)
    l.pop()
    l.pop()
    l.push({ t: T.Int, x: r })
    return
  }
  if (o.t === T.Dict && (key.t === T.Str || key.t === T.Int)) {
    const r = l.temporary()
    l.emit(`let ${r}=${o.x}.map.get(${key.x});`)
    // A key that is equal to one of another type is found by the whole look-up.
    l.rarely(
      `${r}===undefined`,
      `${r}=${o.x}.getItem(${key.x});if(${r}===undefined)${l.raise(`Z.keyError(${l.boxed(key)})`)}`,
    )
    const guessed = l.mayGuess()
    l.pop()
    l.pop()
    l.push({ t: T.Any, x: r })
    if (!guessed) l.afterCall()
    return
  }
  if (callGetItem(l)) return
  l.pop()
  l.pop()
  l.push(l.support(T.Any, 'getItem', l.boxed(o), l.boxed(key)))
  l.afterCall()
}

/** STORE_SUBSCR */
export function lowerStoreSubscript(l: Lowering): void {
  const key = l.speculate(l.peek(), l.profile.top[l.at]!)
  const o = l.speculate(l.peek(1), l.profile.second[l.at]!)
  const value = l.peek(2)
  if (o.t === T.List && key.t === T.Int) {
    const items = l.keep(T.Any, `${o.x}.items`)
    const inside = `${key.x}>=0&&${key.x}<${items.x}.length`
    const store = `${items.x}[${key.x}]=${l.boxed(value)};`
    if (l.mayGuess()) {
      l.leaveIf(`!(${inside})`)
      l.emit(store)
    } else
      l.emit(
        `if(${inside})${store}else{${l.spillText()}${l.mayRaise()};Z.setItem(fr,${o.x},${key.x},${l.boxed(value)})}`,
      )
    l.acts()
    l.pop()
    l.pop()
    l.pop()
    return
  }
  if (o.t === T.ByteArray && key.t === T.Int && l.mayGuess() && (value.t === T.Int || value.t === T.Any)) {
    const v = value.x
    if (value.t === T.Any) l.leaveIf(`typeof ${v}!=='number'`)
    l.leaveIf(`!(${key.x}>=0&&${key.x}<${o.x}.size&&${v}>=0&&${v}<256)`)
    l.emit(`${o.x}.storage[${key.x}]=${v};`)
    l.acts()
    l.pop()
    l.pop()
    l.pop()
    return
  }
  l.pop()
  l.pop()
  l.pop()
  if (o.t === T.Dict && (key.t === T.Str || key.t === T.Int)) {
    l.emit(`${l.beforeHashed(o.x)}${o.x}.setItem(${key.x},${l.boxed(value)});`)
    l.acts()
    l.afterCall()
    return
  }
  l.spill()
  l.emit(`${l.mayRaise()};Z.setItem(fr,${l.boxed(o)},${l.boxed(key)},${l.boxed(value)});`)
  l.afterCall()
}

/** The namespaces of a frame's names; null where they are not plain dicts. */
export function namesOf(frame: Frame): { globals: PyDict | null; builtins: PyDict | null } {
  const { globals, builtins } = frame
  return {
    globals: globals.cls === dictType ? globals : null,
    builtins: builtins instanceof PyDict && builtins.cls === dictType ? builtins : null,
  }
}
