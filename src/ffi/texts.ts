/**
 * The characters of a large string where they lie in memory, and strings over memory that was written here: without them a method of str on a large text
 * copies it twice. The library is `native/text.c`, which reads JavaScriptCore's own structures: only under the versions of Bun that are listed here, and
 * after it has found its way in texts that are known. Where it is not to be had everything answers `null`, and texts are copied.
 */
import { read, toArrayBuffer } from 'bun:ffi'
import { chargeLarge } from './buffers'
import { openAddon } from './embedded'

/** Versions of Bun for which `test/ffi/texts.test.ts` has passed. */
const KNOWN: readonly string[] = ['1.4.5']

interface TextLibrary {
  use(answers: Float64Array): void
  look(text: string): void
  room(length: number): void
  free(address: number, size: number): void
  adopt(address: number, size: number, length: number): string | undefined
}

/** Three answers of the library: address, length or size, whether a character is a byte. The array's buffer never moves. */
const answers = new Float64Array(new ArrayBuffer(32))

let library: TextLibrary | null | undefined

function opened(): TextLibrary | null {
  if (library !== undefined) return library
  library = null
  if (!KNOWN.includes(Bun.version)) return null
  const { textPath } = require('./textasset') as typeof import('./textasset')
  const made = openAddon(textPath, 'dxpy-text')
  if (made.isErr()) return null
  const one = made.value as TextLibrary
  one.use(answers)
  return (library = findsItsWay(one) ? one : null)
}

/** Whether lengths and kinds of known texts are found where they are looked for. */
function findsItsWay(one: TextLibrary): boolean {
  // Made in ways that give the engine each of its kinds of text: put together, joined, cut from another, two bytes a character.
  const whole = String.fromCharCode(...Array.from({ length: 300 }, (_, i) => 32 + (i % 90)))
  const wide = String.fromCharCode(...Array.from({ length: 300 }, (_, i) => 0x400 + i))
  for (const [text, bytes] of [
    [whole, 1],
    [whole.concat(whole), 1],
    [whole.slice(7, 290), 1],
    [wide, 0],
  ] as const) {
    const at = addressOf(one, text)
    if (bytes !== answers[2] || answers[1] !== text.length || answers[0] === 0) return false
    if (bytes === 1 && !agrees(at, text)) return false
  }
  return true
}

function agrees(address: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (read.u8(address as never, i) !== text.charCodeAt(i)) return false
  return true
}

/** The texts whose characters are looked at: they must not be collected meanwhile. */
const held = ['', '']

/** The address of a string's characters, 0 where there is no such, or where they take two bytes. */
function addressOf(one: TextLibrary, text: string): number {
  one.look(text)
  if (answers[0] === 0) {
    // A text that is cut from another, or not put together: looking for what a text of bytes cannot have does that, and reads none of them. (Most other methods
    // are compiled to work on the parts, or left out.)
    answers[3] = text.replace('\u0100', '').length
    one.look(text)
  }
  return answers[2] === 1 ? answers[0]! : 0
}

/**
 * Calls `f` with the address of the characters of a string that has one byte for each (Latin-1); null where it has not, or cannot be looked into. The
 * address means nothing any more when `f` has returned.
 */
export function withAddressOf<T>(text: string, f: (address: number) => T): T | null {
  const one = library === undefined ? opened() : library
  if (one === null) return null
  held[0] = text
  try {
    const at = addressOf(one, text)
    return at === 0 ? null : f(at)
  } finally {
    held[0] = ''
  }
}

/** The same for two strings. */
export function withAddressesOf<T>(a: string, b: string, f: (x: number, y: number) => T): T | null {
  const one = library === undefined ? opened() : library
  if (one === null) return null
  held[0] = a
  held[1] = b
  try {
    const x = addressOf(one, a)
    const y = x === 0 ? 0 : addressOf(one, b)
    return y === 0 ? null : f(x, y)
  } finally {
    held[0] = held[1] = ''
  }
}

/** Memory that becomes a text. */
export interface TextRoom {
  /** To be written before `text` is called, and not used after. */
  readonly address: number
  /** The same as an array, for who cannot write to an address. */
  view(): Uint8Array
  /** The text of the first bytes, which are Latin-1. The memory is given back when it is collected. */
  text(length: number): string
  /** Gives the memory back: there will be no text. */
  free(): void
}

/** Room for a text of up to `n` characters of one byte; null where there is none to be had. */
export function textRoom(n: number): TextRoom | null {
  const one = library === undefined ? opened() : library
  if (one === null || n > 0x7fffffff) return null
  chargeLarge(n)
  one.room(n)
  const address = answers[0]!
  const size = answers[1]!
  if (address === 0) return null
  return {
    address,
    view: () => new Uint8Array(toArrayBuffer(address as never, 0, n)),
    text(length) {
      const made = one.adopt(address, size, length)
      if (made !== undefined) return made
      const copy = Buffer.from(toArrayBuffer(address as never, 0, length)).toString('latin1')
      one.free(address, size)
      return copy
    },
    free: () => one.free(address, size),
  }
}
