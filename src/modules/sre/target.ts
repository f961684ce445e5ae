/** Texts that patterns are searched in: their characters, made into an array when the matcher needs them. */
import { PyBytes } from '../../objects/bytes'
import type { Value } from '../../objects/object'
import { PyStr } from '../../objects/str'
import { substring, textIndex } from '../../objects/strops'
import { isAscii } from '../../objects/unicode'
import { fromCodePoints } from '../../objects/widestring'
import type { Subject } from './engine'

/** What characters a str has. */
export enum Characters {
  /** ASCII alone. */
  Ascii = 0,
  /** Of the basic plane, without surrogates. */
  Basic = 1,
  /** Others too; or bytes. */
  Any = 2,
}

/** A text that is being searched. */
export class Target {
  /** Its characters as an array; null until they are asked for. */
  private array: Subject | null
  /** Number of its characters. */
  readonly length: number

  constructor(
    readonly object: Value,
    /** The JavaScript string, where it is one. */
    readonly text: string | null,
    readonly characters: Characters,
    subject: Subject | null,
    /** Where a match may begin at the earliest and end at the latest. */
    public start: number,
    public end: number,
  ) {
    this.array = subject
    this.length = subject === null ? text!.length : subject.length
    if (start > this.length) this.start = this.length
    if (end > this.length) this.end = this.length
  }

  get subject(): Subject {
    return (this.array ??= unitsOf(this.text!))
  }
}

const SURROGATE = /[\ud800-\udfff]/

let lastText = ''
let lastSubject: Subject | null = null
let lastCharacters = Characters.Ascii

/** Characters of a str, `text` being its JavaScript string. */
export function charactersOf(object: Value, text: string): Subject {
  if (object instanceof PyStr && object.wide !== null) return object.wide
  return charactersIn(text) === Characters.Any ? pointsOf(text) : unitsOf(text)
}

/** What characters a text has. The last one is remembered, because scanners ask for the same again and again. */
export function charactersIn(text: string): Characters {
  if (text === lastText) return lastCharacters
  let found = Characters.Ascii
  if (!isAscii(text)) {
    found = Characters.Basic
    // A surrogate alone is a character like others.
    if (SURROGATE.test(text) && textIndex(text) !== null) found = Characters.Any
  }
  lastText = text
  lastSubject = null
  lastCharacters = found
  return found
}

/** Characters of a text that has none beyond the basic plane. */
export function unitsOf(text: string): Subject {
  if (lastSubject !== null && text === lastText) return lastSubject
  const units = new Uint16Array(text.length)
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i)
  if (text === lastText) lastSubject = units
  return units
}

export function pointsOf(text: string): Subject {
  if (lastSubject !== null && text === lastText) return lastSubject
  const points = Uint32Array.from(text, (ch) => ch.codePointAt(0)!)
  if (text === lastText) lastSubject = points
  return points
}

/** Whether the searched text is a str. */
export function isText(t: Target): boolean {
  return t.text !== null || t.subject instanceof Uint32Array
}

/** Part of the searched text, of the type that groups have. */
export function slice(t: Target, start: number, end: number): Value {
  if (t.text !== null) return t.characters === Characters.Any ? substring(t.text, start, end) : t.text.slice(start, end)
  if (t.subject instanceof Uint32Array) return fromCodePoints(t.subject.subarray(start, end))
  return new PyBytes((t.subject as Uint8Array).slice(start, end))
}
