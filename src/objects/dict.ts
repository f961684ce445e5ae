/**
 * dict: a mapping in insertion order (CPython: Objects/dictobject.c). The table is hashtable.ts; here are the operations that
 * the rest of the runtime uses, namespaces, and `__dict__` views of instances.
 */
import { SwissDict } from '../simd/swissdict'
import { Threshold } from '../simd/thresholds'
import { type HashTable, type MapKey, NamespaceCell, NO_TABLE, PyHashed } from './hashtable'
import {
  type AttributeRecord,
  assumptions,
  attrKey,
  defineType,
  type PyObject,
  shadowPrototype,
  type Value,
} from './object'

/** A dict, or an instance of a subclass. */
export class PyDict extends PyHashed {
  /** Mirrors of str keys for LOAD_GLOBAL; null unless the dict serves as a namespace. */
  cells: Map<string, NamespaceCell> | null = null

  constructor(map: HashTable = new Map()) {
    super(map)
  }

  protected override get leastInts(): number {
    return Threshold.intDict
  }

  protected makeIntTable(): HashTable | null {
    if (this.cells !== null) return null
    const table = new SwissDict<Value, MapKey>(this.map.size)
    for (const [key, value] of this.map) table.set(key, value)
    return table
  }

  /** The table of a dict whose keys are all ints, where it has one for ints. */
  get ints(): SwissDict<Value, MapKey> | null {
    const { map } = this
    return map instanceof SwissDict && map.isIntegral && this.originals === null && this.hashed === 0 ? map : null
  }

  /** A table for `n` ints in an empty dict; null where the dict is not empty, or where so few are better off in a Map. */
  tableFor(n: number): SwissDict<Value, MapKey> | null {
    if (
      n < Threshold.intDict ||
      this.size > 0 ||
      this.hashed > 0 ||
      this.untilTable === NO_TABLE ||
      this.cells !== null
    )
      return null
    const table = new SwissDict<Value, MapKey>(n)
    this.map = table
    return table
  }

  protected override copyOfTable(): HashTable {
    return this.map instanceof SwissDict && this.map.isIntegral ? this.map.copy() : super.copyOfTable()
  }

  /** Number of items. */
  get size(): number {
    return this.map.size
  }

  /** The value under a key, or undefined. */
  getItem(key: Value): Value | undefined {
    if (typeof key === 'string' || typeof key === 'number') {
      const v = this.map.get(key)
      if (v !== undefined || this.hashed === 0) return v
    }
    const found = this.find(key)
    return found === undefined ? undefined : this.map.get(found)
  }

  /** `key in d` */
  holds(key: Value): boolean {
    if (typeof key === 'number' && this.hashed === 0) return this.map.has(key)
    return this.getItem(key) !== undefined
  }

  /** `d[key] = value` */
  setItem(key: Value, value: Value): void {
    if (typeof key === 'string' && this.hashed === 0) {
      this.map.set(key, value)
      if (this.cells !== null) {
        const cell = this.cells.get(key)
        if (cell !== undefined) cell.change(value)
      }
      return
    }
    this.put(key, value)
    if (this.cells !== null && typeof key === 'string') {
      const cell = this.cells.get(key)
      if (cell !== undefined) cell.change(value)
    }
  }

  /** Removes a key and returns its value; undefined where it was absent. */
  deleteItem(key: Value): Value | undefined {
    if (this.hashed === 0 && this.cells === null && (typeof key === 'string' || typeof key === 'number')) {
      const value = this.map.get(key)
      if (value === undefined) return undefined
      this.map.delete(key)
      if (this.originals !== null) this.originals.delete(key)
      return value
    }
    const found = this.find(key)
    if (found === undefined) return undefined
    const value = this.map.get(found)
    this.removeFound(found)
    if (this.cells !== null && typeof found === 'string') {
      const cell = this.cells.get(found)
      if (cell !== undefined) cell.change(undefined)
    }
    return value
  }

  /** Removes everything. */
  clear(): void {
    this.clearAll()
    if (this.cells !== null) for (const cell of this.cells.values()) cell.change(undefined)
  }

  /** The mirror cell of a str key, made on demand; stays right as the dict changes. */
  cell(name: string): NamespaceCell {
    const cells = (this.cells ??= new Map())
    let cell = cells.get(name)
    if (cell === undefined) {
      cell = new NamespaceCell(this.map.get(name))
      cells.set(name, cell)
    }
    return cell
  }

  /** Python keys in order, as a snapshot. */
  keyList(): Value[] {
    const ints = this.ints
    if (ints !== null) return ints.keyArray()
    const keys: Value[] = []
    if (this.entries === 0 && this.originals === null) for (const key of this.map.keys()) keys.push(key as Value)
    else for (const key of this.map.keys()) keys.push(this.originalKey(key))
    return keys
  }

  /** Values in order, as a snapshot. */
  valueList(): Value[] {
    const ints = this.ints
    if (ints !== null) return ints.valueArray()
    const values: Value[] = []
    for (const value of this.map.values()) values.push(value)
    return values
  }

  /** A dict of the same items, of exact type dict. */
  copy(): PyDict {
    const made = new PyDict()
    made.copyFrom(this)
    return made
  }
}

export const dictType = defineType('dict', {
  layout: PyDict,
  patternKind: 'mapping',
  matchSelf: true,
  unhashable: true,
})

/** The dict of keyword arguments. */
export function keywordDict(names: readonly string[], values: readonly Value[]): PyDict {
  const dict = new PyDict()
  for (let i = 0; i < names.length; i++) dict.map.set(names[i]!, values[i]!)
  return dict
}

/** A dict with str keys from a record or entries. */
export function dictOf(entries: Iterable<readonly [string, Value]>): PyDict {
  return new PyDict(new Map(entries))
}

/**
 * The `__dict__` of an instance whose attributes are own properties: a live view. The operations below work on the properties; anything
 * that needs the table (`map`) makes the object give up its properties for this dict for good (`detach`).
 */
export class PyInstanceDict extends PyDict {
  #target: PyObject | null

  constructor(target: PyObject) {
    super(undefined)
    this.#target = target
    Object.defineProperty(this, 'map', {
      get: () => this.detach(),
      set: (map) => this.replace(map),
      configurable: true,
    })
  }

  /** The object whose attributes this dict shows, or null once detached. */
  get target(): PyObject | null {
    return this.#target
  }

  private replace(map: HashTable): void {
    this.detach()
    Object.defineProperty(this, 'map', { value: map, writable: true, configurable: true })
  }

  /** Moves the attributes into a table and makes the object use it. */
  detach(): Map<MapKey, Value> {
    const target = this.#target!
    const map = new Map<MapKey, Value>()
    const record = target as unknown as AttributeRecord
    for (const key of Object.keys(record)) {
      if (key.charCodeAt(0) !== 36) continue
      map.set(key.slice(1), record[key]!)
      delete record[key]
    }
    this.#target = null
    Object.defineProperty(this, 'map', { value: map, writable: true, configurable: true })
    useDict(target, this)
    return map
  }

  override get ints(): SwissDict<Value, MapKey> | null {
    return this.#target === null ? super.ints : null
  }

  override get size(): number {
    if (this.#target === null) return this.map.size
    return ownKeys(this.#target).length
  }

  override getItem(key: Value): Value | undefined {
    const target = this.#target
    if (target === null) return super.getItem(key)
    if (typeof key === 'string') {
      const property = attrKey(key)
      return Object.hasOwn(target, property) ? (target as unknown as AttributeRecord)[property] : undefined
    }
    return super.getItem(key)
  }

  override holds(key: Value): boolean {
    return this.getItem(key) !== undefined
  }

  override setItem(key: Value, value: Value): void {
    const target = this.#target
    if (target === null || typeof key !== 'string') {
      super.setItem(key, value)
      return
    }
    setOwnAttribute(target, attrKey(key), value)
  }

  override deleteItem(key: Value): Value | undefined {
    const target = this.#target
    if (target === null || typeof key !== 'string') return super.deleteItem(key)
    const value = this.getItem(key)
    if (value !== undefined) delete (target as unknown as AttributeRecord)[attrKey(key)]
    return value
  }

  override clear(): void {
    const target = this.#target
    if (target === null) super.clear()
    else for (const key of ownKeys(target)) delete (target as unknown as AttributeRecord)[attrKey(key)]
  }

  override keyList(): Value[] {
    return this.#target === null ? super.keyList() : ownKeys(this.#target)
  }

  override valueList(): Value[] {
    const target = this.#target
    if (target === null) return super.valueList()
    return ownKeys(target).map((key) => (target as unknown as AttributeRecord)[attrKey(key)]!)
  }

  override copy(): PyDict {
    const target = this.#target
    if (target === null) return super.copy()
    const map = new Map<MapKey, Value>()
    for (const key of ownKeys(target)) map.set(key, (target as unknown as AttributeRecord)[attrKey(key)]!)
    return new PyDict(map)
  }
}
Object.defineProperty(PyInstanceDict.prototype, 'cls', { value: dictType, configurable: true, writable: true })

/** Names of the attributes that an object holds as own properties, in order. */
export function ownKeys(o: PyObject): string[] {
  const names: string[] = []
  for (const key of Object.keys(o)) if (key.charCodeAt(0) === 36) names.push(key.slice(1))
  return names
}

/** Stores an instance attribute, noting where it equals the class's own (see PyType.sameShadow). */
export function setOwnAttribute(o: PyObject, key: string, value: Value): void {
  if (value !== null && typeof value === 'object' && o.cls.proto[key] === value && !o.cls.sameShadow) {
    o.cls.sameShadow = true
    o.cls.version = -o.cls.version - 1
    if (o.cls.watched) assumptions.epoch++
  }
  ;(o as unknown as AttributeRecord)[key] = value
}

const dictViews = new WeakMap<PyObject, PyInstanceDict>()

/** The dict that holds an object's attributes: the same object at each call. */
export function instanceDict(o: PyObject): PyDict {
  if (o.dict !== undefined) return o.dict as PyDict
  let view = dictViews.get(o)
  if (view === undefined) {
    view = new PyInstanceDict(o)
    dictViews.set(o, view)
  }
  return view
}

/**
 * Makes an object keep its attributes in `dict` from now on. Its prototype becomes one that hides the class's mirrored attributes, so
 * that every inlined attribute access misses and takes the general path.
 */
export function useDict(o: PyObject, dict: PyDict): void {
  const old = dictViews.get(o)
  if (old !== undefined && old !== dict && old.target !== null) old.detach()
  const record = o as unknown as AttributeRecord
  for (const key of Object.keys(record)) if (key.charCodeAt(0) === 36) delete record[key]
  o.dict = dict
  Object.setPrototypeOf(o, shadowPrototype(o.cls))
}
