/**
 * What a straight piece of a body has read or written already: attributes of objects, and the numbers in boxes. Reading them once more needs no
 * text, and what was found out about them is still known. Objects go by the names of the variables that have them.
 */
import type { Val } from './values'

export class Loads {
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

  /** A variable gets another value. */
  assigned(name: string): void {
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
  }
}
