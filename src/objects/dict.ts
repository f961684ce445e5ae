/**
 * dict: a mapping in insertion order (CPython: Objects/dictobject.c). The table is hashtable.ts; here are the operations that
 * the rest of the runtime uses, namespaces, and `__dict__` views of instances.
 */
import type { KeyTable } from '../simd/keytable'
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
 * The attributes that an instance has as own properties, as the table of its `__dict__`. A key that is no str cannot be one: the dict then gets a table of its own
 * (`detach`).
 */
export class AttributeTable implements KeyTable<Value, MapKey> {
  /** The dict whose table this is. */
  owner: PyInstanceDict | null = null

  constructor(readonly target: PyObject) {}

  private get record(): AttributeRecord {
    return this.target as unknown as AttributeRecord
  }

  get size(): number {
    let n = 0
    for (const key of Object.keys(this.target)) if (key.charCodeAt(0) === 36) n++
    return n
  }

  get(key: MapKey): Value | undefined {
    if (typeof key !== 'string') return undefined
    const property = attrKey(key)
    return Object.hasOwn(this.target, property) ? this.record[property] : undefined
  }

  has(key: MapKey): boolean {
    return typeof key === 'string' && Object.hasOwn(this.target, attrKey(key))
  }

  set(key: MapKey, value: Value): this {
    if (typeof key === 'string') setOwnAttribute(this.target, attrKey(key), value)
    else this.owner!.detach().set(key, value)
    return this
  }

  delete(key: MapKey): boolean {
    if (!this.has(key)) return false
    delete this.record[attrKey(key as string)]
    return true
  }

  clear(): void {
    for (const key of ownKeys(this.target)) delete this.record[attrKey(key)]
  }

  /** The last key, where there is one. */
  lastKey(): MapKey {
    return ownKeys(this.target).at(-1)!
  }

  keys(): IterableIterator<MapKey> {
    return ownKeys(this.target).values()
  }

  values(): IterableIterator<Value> {
    return ownKeys(this.target)
      .map((key) => this.record[attrKey(key)]!)
      .values()
  }

  entries(): IterableIterator<[MapKey, Value]> {
    return ownKeys(this.target)
      .map((key): [MapKey, Value] => [key, this.record[attrKey(key)]!])
      .values()
  }

  [Symbol.iterator](): IterableIterator<[MapKey, Value]> {
    return this.entries()
  }
}

/** The `__dict__` of an instance whose attributes are own properties: a live view, until it gets a key that is no str or serves as a namespace. */
export class PyInstanceDict extends PyDict {
  constructor(target: PyObject) {
    const table = new AttributeTable(target)
    super(table)
    table.owner = this
    this.untilTable = NO_TABLE
  }

  /** The object whose attributes this dict shows, or null once detached. */
  get target(): PyObject | null {
    return this.map instanceof AttributeTable ? this.map.target : null
  }

  /** Moves the attributes into a table and makes the object use it. */
  detach(): Map<MapKey, Value> {
    const target = this.target!
    const map = new Map<MapKey, Value>(this.map)
    this.map = map
    useDict(target, this)
    return map
  }

  /** A store into the object's attributes would not tell the cell. */
  override cell(name: string): NamespaceCell {
    if (this.target !== null) this.detach()
    return super.cell(name)
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
