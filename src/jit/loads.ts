/**
 * What a straight piece of a body has read or written already: attributes of objects, and the numbers in boxes. Reading them once more needs no
 * text, and what was found out about them is still known, as are the classes of objects. Objects go by the names of the variables that have them.
 */
import type { PyType } from '../objects/object'
import type { Val } from './values'

/** What was found of objects: they are of one of these classes. */
export type Classes = ReadonlyMap<string, readonly PyType[]>

export class Loads {
  /** Unlike all else this lasts while other code runs: a class that changes is seen behind the call. */
  private classes = new Map<string, readonly PyType[]>()
  private readonly attributes = new Map<string, Val>()
  private readonly numbers = new Map<string, string>()
  /** Calls that are known to be allowed above the frame that is there. */
  depth = 0

  /** The value of an attribute, where it is known; `path` is the text behind the object's name. */
  attribute(object: string, path: string): Val | undefined {
    return this.attributes.get(`${object}${path}`)
  }

  /** An attribute was read. */
  read(object: string, path: string, v: Val): void {
    this.attributes.set(`${object}${path}`, v)
  }

  /** An attribute was written: another variable may have the same object. */
  wrote(object: string, path: string, v: Val): void {
    for (const key of this.attributes.keys()) if (key.endsWith(path)) this.attributes.delete(key)
    this.read(object, path, v)
  }

  /** The number in a box. */
  number(box: string): string | undefined {
    return this.numbers.get(box)
  }

  unboxed(box: string, x: string): void {
    this.numbers.set(box, x)
  }

  /** More is known of a value. */
  refine(v: Val): void {
    for (const [key, known] of this.attributes) if (known.x === v.x) this.attributes.set(key, v)
  }

  /** Whether an object is known to be of one of some classes. */
  isOneOf(object: string, types: readonly PyType[]): boolean {
    return this.classes.get(object)?.every((type) => types.includes(type)) === true
  }

  foundOneOf(object: string, types: readonly PyType[]): void {
    this.classes.set(object, types)
  }

  /** What is known of classes here, for a way that begins here. */
  knownClasses(): Classes {
    return new Map(this.classes)
  }

  /** The beginning of a way on which that is known. */
  begin(classes: Classes): void {
    this.clear()
    this.classes = new Map(classes)
  }

  /** A variable gets another value. */
  assigned(name: string): void {
    this.classes.delete(name)
    for (const [key, { x }] of this.attributes)
      if (x === name || key.startsWith(`${name}.`) || key.startsWith(`${name}[`)) this.attributes.delete(key)
    for (const [box, x] of this.numbers) if (box === name || x === name) this.numbers.delete(box)
  }

  /** Something ran that may have changed attributes. */
  ran(): void {
    this.attributes.clear()
    this.depth = 0
  }

  /** Another way may lead here. */
  clear(): void {
    this.ran()
    this.numbers.clear()
    this.classes.clear()
  }
}
