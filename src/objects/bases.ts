/**
 * How classes are related: the C3 order, the base whose layout an instance has, which classes may take each other's place, and
 * assignment to `__bases__` (CPython: Objects/typeobject.c, "mro_internal", "best_base", "type_set_bases").
 */
import { callSpecial0, updateAccess } from './attributes'
import { typeError } from './exceptions'
import { mirrorNamespace, objectType, PyType, typeChanged, typeOf, typeType, type Value } from './object'
import { toArray } from './operators'
import { PyTuple } from './tuple'

/** C3 linearisation of a class's bases (CPython: mro_implementation). */
export function computeMro(type: PyType): PyType[] {
  const bases = type.bases
  for (const base of bases)
    if (base.mro.length === 0) throw typeError(`Cannot extend an incomplete type '${base.name}'`)
  // Loops, not functions of arrays: most classes are made while a program imports its modules, where calls are what is dear.
  for (let i = 1; i < bases.length; i++)
    if (bases.indexOf(bases[i]!) < i) throw typeError(`duplicate base class ${bases[i]!.name}`)
  const mro = [type]
  if (bases.length === 1 && bases[0]!.mro[0] === bases[0]) {
    for (const c of bases[0]!.mro) mro.push(c)
    return mro
  }
  const sequences: (readonly PyType[])[] = []
  for (const base of bases) sequences.push(base.mro)
  sequences.push(bases)
  /** How much of each has been taken. */
  const taken = new Int32Array(sequences.length)
  for (;;) {
    const head = nextInOrder(sequences, taken)
    if (head === null) return mro
    mro.push(head)
    for (let i = 0; i < sequences.length; i++) if (sequences[i]![taken[i]!] === head) taken[i]!++
  }
}

/** The first head of what is left that is in nobody's tail; null where nothing is left. */
function nextInOrder(sequences: readonly (readonly PyType[])[], taken: Int32Array): PyType | null {
  const heads: PyType[] = []
  for (let i = 0; i < sequences.length; i++) {
    const head = sequences[i]![taken[i]!]
    if (head === undefined) continue
    let free = true
    for (let k = 0; k < sequences.length && free; k++) free = sequences[k]!.indexOf(head, taken[k]! + 1) < 0
    if (free) return head
    heads.push(head)
  }
  if (heads.length === 0) return null
  const names = [...new Set(heads.map((c) => c.name))].join(', ')
  throw typeError(`Cannot create a consistent method resolution order (MRO) for bases ${names}`)
}

/**
 * Sets the MRO of a class from its metaclass's `mro()`. False where that method has set it by itself, by assigning to `__bases__`: what
 * it returns then counts for nothing.
 */
export function assignMro(type: PyType): boolean {
  const old = type.mro
  const method = typeOf(type).proto.$mro!
  let made: PyType[]
  if (method === typeType.proto.$mro) made = computeMro(type)
  else {
    const listed = toArray(callSpecial0(method, type))
    if (listed.length === 0) throw typeError('type MRO must not be empty')
    const solid = solidBase(type)
    for (const entry of listed) {
      if (!(entry instanceof PyType)) throw typeError(`mro() returned a non-class ('${typeOf(entry).name}')`)
      if (!solid.isSubtype(solidBase(entry)))
        throw typeError(`mro() returned base with unsuitable layout ('${entry.name}')`)
    }
    made = listed as PyType[]
  }
  if (type.mro !== old) return false
  type.mro = made
  return true
}

/** The layout a class adds to its instances, as the nearest builtin or slotted class in its line (CPython: solid_base). */
function solidBase(type: PyType): PyType {
  for (let t: PyType | null = type; t !== null; t = t.base) {
    if (!t.heap) {
      if (t.addsLayout) return t
      continue
    }
    if (ownSlots(t).length > 0) return t
  }
  return objectType
}

/** The base whose layout the new class extends (CPython: best_base). */
export function bestBase(bases: readonly PyType[]): PyType {
  let winner: PyType | null = null
  let winnerSolid: PyType | null = null
  for (const base of bases) {
    if (!base.subclassable) throw typeError(`type '${base.name}' is not an acceptable base type`)
    const solid = solidBase(base)
    if (winner === null || winnerSolid === null) {
      winner = base
      winnerSolid = solid
    } else if (lineOf(winnerSolid).includes(solid)) {
      // The winner extends this layout already.
    } else if (lineOf(solid).includes(winnerSolid)) {
      winner = base
      winnerSolid = solid
    } else throw typeError('multiple bases have instance lay-out conflict')
  }
  return winner!
}

/** A class and the bases whose layouts it extends, down to `object`. */
export function lineOf(type: PyType): PyType[] {
  const line: PyType[] = []
  for (let t: PyType | null = type; t !== null; t = t.base) line.push(t)
  return line
}

/** The names in a class's `__slots__` that are fields of the instances. */
function ownSlots(type: PyType): string[] {
  return type.slots === null ? [] : type.slots.filter((s) => s !== '__dict__' && s !== '__weakref__')
}

/** Builtin types whose instances can be referred to weakly. */
const REFERABLE = new Set([
  'function',
  'method',
  'builtin_function_or_method',
  'set',
  'frozenset',
  'module',
  'generator',
  'coroutine',
  'async_generator',
  'code',
  'deque',
  'OrderedDict',
  'partial',
  '_lru_cache_wrapper',
  'array',
  'memoryview',
  'Pattern',
  'lock',
  'RLock',
  'BufferedRWPair',
  'Struct',
  'FileIO',
  'BytesIO',
  'StringIO',
  'TextIOWrapper',
  'BufferedReader',
  'BufferedWriter',
  'BufferedRandom',
  'type',
  'TypeVar',
  'ParamSpec',
  'TypeVarTuple',
  'ParamSpecArgs',
  'ParamSpecKwargs',
  'GenericAlias',
  '_IOBase',
  '_RawIOBase',
  '_TextIOBase',
  '_BufferedIOBase',
  'slice_iterator',
  'Future',
  'Task',
  '_thread._local',
  'mmap',
])

/** Whether there can be weak references to instances. */
export function hasWeakrefs(type: PyType): boolean {
  if (type.proto.$__weakref__ !== undefined) return true
  return type.heap ? type.mro.some((t) => !t.heap && REFERABLE.has(t.qualname)) : REFERABLE.has(type.qualname)
}

/** Whether instances are laid out as those of the base (CPython: compatible_with_tp_base). */
function addsNothing(type: PyType): boolean {
  const base = type.base
  if (base === null) return false
  if (type.hasDict !== base.hasDict || hasWeakrefs(type) !== hasWeakrefs(base)) return false
  return type.heap ? ownSlots(type).length === 0 : !type.addsLayout
}

function sameAdditions(a: PyType, b: PyType): boolean {
  return (
    a.heap &&
    b.heap &&
    a.base === b.base &&
    a.hasDict === b.hasDict &&
    hasWeakrefs(a) === hasWeakrefs(b) &&
    ownSlots(a).sort().join() === ownSlots(b).sort().join()
  )
}

/** Builtin types whose instances CPython's collector does not track; the memory of the others is freed another way. */
const UNTRACKED = new Set(['object', 'int', 'bool', 'float', 'complex', 'str', 'bytes', 'bytearray', 'range'])

function isTracked(type: PyType): boolean {
  return type.heap || !UNTRACKED.has(type.qualname)
}

/** TypeError unless instances of one class can become instances of the other (CPython: compatible_for_assignment). */
export function requireCompatible(from: PyType, to: PyType, attribute: string): void {
  if (isTracked(from) !== isTracked(to))
    throw typeError(`${attribute} assignment: '${to.name}' deallocator differs from '${from.name}'`)
  let a = from
  let b = to
  while (addsNothing(a)) a = a.base!
  while (addsNothing(b)) b = b.base!
  if (a !== b && !sameAdditions(a, b))
    throw typeError(`${attribute} assignment: '${to.name}' object layout differs from '${from.name}'`)
}

/** `cls.__bases__ = value`, the value being known to be there and the class to be mutable. */
export function setBases(self: PyType, value: Value): void {
  if (!(value instanceof PyTuple))
    throw typeError(`can only assign tuple to ${self.name}.__bases__, not ${typeOf(value).name}`)
  if (value.items.length === 0) throw typeError(`can only assign non-empty tuple to ${self.name}.__bases__, not ()`)
  for (const b of value.items) {
    if (!(b instanceof PyType))
      throw typeError(`${self.name}.__bases__ must be tuple of classes, not '${typeOf(b).name}'`)
    // During a re-entrant assignment the order of a class is not up to date, but the line of its bases is.
    if (b.isSubtype(self) || lineOf(b).includes(self)) throw typeError('a __bases__ item causes an inheritance cycle')
  }
  const bases = value.items.slice() as PyType[]
  const base = bestBase(bases)
  requireCompatible(self.base!, base, '__bases__')
  const oldBases = self.bases
  const oldBase = self.base
  self.bases = bases
  self.base = base
  const changed: [type: PyType, made: PyType[], old: PyType[]][] = []
  try {
    updateHierarchy(self, changed)
  } catch (e) {
    for (const [type, made, old] of changed) if (type.mro === made) type.mro = old
    if (self.bases === bases) {
      self.bases = oldBases
      self.base = oldBase
    }
    throw e
  }
  if (self.bases !== bases) return
  for (const b of oldBases) b.subclasses = b.subclasses.filter((r) => r.deref() !== self)
  for (const b of bases) b.subclasses.push(new WeakRef(self))
  Object.setPrototypeOf(self.proto, base.proto)
  remirror(self)
  typeChanged(self)
}

function updateHierarchy(type: PyType, changed: [PyType, PyType[], PyType[]][]): void {
  const old = type.mro
  if (!assignMro(type)) return
  changed.push([type, type.mro, old])
  for (const ref of type.subclasses) {
    const sub = ref.deref()
    if (sub !== undefined) updateHierarchy(sub, changed)
  }
}

/** Makes the prototypes of a class and its subclasses anew from their orders. */
function remirror(type: PyType): void {
  for (const key of Object.keys(type.proto)) if (key.charCodeAt(0) === 36) delete type.proto[key]
  type.flattened = false
  mirrorNamespace(type)
  updateAccess(type)
  for (const ref of type.subclasses) {
    const sub = ref.deref()
    if (sub !== undefined) remirror(sub)
  }
}
