/**
 * Sets of characters in the code of regular expressions: as literals and ranges where there are few, else as bitmaps.
 *
 * A set whose characters are below 256 is a bitmap of 256 bits (CHARSET); one of the basic plane is divided into 256 chunks of that
 * size, of which equal ones are stored once (BIGCHARSET). Characters beyond stay literals and ranges.
 */
import { Code, Flag, Kind } from './codes'
import type { SetItem } from './tree'

/** Other lower case characters with the same upper case, by lower case character. */
export type ExtraCases = ReadonlyMap<number, readonly number[]>

/** How the case of characters counts: null in case-sensitive code and where the locale decides. */
export interface Folding {
  readonly isCased: (c: number) => boolean
  readonly lower: (c: number) => number
  readonly extra: ExtraCases | null
}

/** A set ready for {@link compileSet}: items before the bitmap, the bitmap's words, items after it. */
interface MadeSet {
  readonly before: readonly SetItem[]
  readonly bitmap: readonly number[] | null
  readonly after: readonly SetItem[]
  /** Whether characters in it were replaced by their lower case. */
  readonly hasCased: boolean
}

const SMALL = 256
const BIG = 65536

/** Notes characters one by one; grows from 256 to 65536 when it must. */
class CharacterMap {
  marks = new Uint8Array(SMALL)

  /** Marks the characters of an item; false where one is beyond the map. */
  private mark(item: SetItem, folding: Folding | null): boolean {
    const { marks } = this
    const size = marks.length
    const last = item.op === Code.LITERAL ? item.low : item.high
    for (let c = item.low; c <= last; c++) {
      const lower = folding === null ? c : folding.lower(c)
      if (lower >= size) return false
      marks[lower] = 1
      const others = folding?.extra?.get(lower)
      if (others === undefined) continue
      for (const other of others) {
        if (other >= size) return false
        marks[other] = 1
      }
    }
    return true
  }

  add(item: SetItem, folding: Folding | null): boolean {
    if (this.mark(item, folding)) return true
    if (this.marks.length === BIG) return false
    const grown = new Uint8Array(BIG)
    grown.set(this.marks)
    this.marks = grown
    return this.mark(item, folding)
  }

  /** The marked characters as literals and ranges where there are at most two of them, else null. */
  runs(): SetItem[] | null {
    const { marks } = this
    const items: SetItem[] = []
    for (let start = marks.indexOf(1); start >= 0; ) {
      if (items.length === 2) return null
      const end = marks.indexOf(0, start)
      const stop = end < 0 ? marks.length : end
      items.push(
        stop - start === 1 ? { op: Code.LITERAL, low: start, high: 0 } : { op: Code.RANGE, low: start, high: stop - 1 },
      )
      start = end < 0 ? -1 : marks.indexOf(1, end)
    }
    return items
  }

  /** The words of CHARSET or BIGCHARSET, opcode included. */
  words(): number[] {
    const { marks } = this
    if (marks.length === SMALL) return [Code.CHARSET, ...bits(marks, 0)]
    const numbers = new Map<string, number>()
    const chunks: number[] = []
    const mapping: number[] = []
    for (let at = 0; at < BIG; at += SMALL) {
      const chunk = bits(marks, at)
      const key = chunk.join()
      let number = numbers.get(key)
      if (number === undefined) {
        number = numbers.size
        numbers.set(key, number)
        chunks.push(...chunk)
      }
      mapping.push(number)
    }
    const words: number[] = [Code.BIGCHARSET, numbers.size]
    for (let i = 0; i < SMALL; i += 4)
      words.push((mapping[i]! | (mapping[i + 1]! << 8) | (mapping[i + 2]! << 16) | (mapping[i + 3]! << 24)) >>> 0)
    return [...words, ...chunks]
  }
}

/** 256 marks as 8 words, the first character in the lowest bit. */
function bits(marks: Uint8Array, start: number): number[] {
  const words: number[] = []
  for (let at = start; at < start + SMALL; at += 32) {
    let word = 0
    for (let bit = 0; bit < 32; bit++) word |= marks[at + bit]! << bit
    words.push(word >>> 0)
  }
  return words
}

function anyCased(item: SetItem, folding: Folding): boolean {
  if (item.op === Code.LITERAL) return folding.isCased(item.low)
  for (let c = item.low; c <= item.high; c++) if (folding.isCased(c)) return true
  return false
}

/** The best form of a set. */
export function makeSet(items: readonly SetItem[], folding: Folding | null): MadeSet {
  const map = new CharacterMap()
  const before: SetItem[] = []
  const after: SetItem[] = []
  let hasCased = false
  for (const item of items) {
    if (item.op === Code.NEGATE) before.push(item)
    else if (item.op !== Code.LITERAL && item.op !== Code.RANGE) after.push(item)
    else if (map.add(item, folding)) {
      if (folding !== null && !hasCased) hasCased = anyCased(item, folding)
    } else if (folding === null) after.push(item)
    else {
      // Beyond the basic plane the matcher itself sees to the case.
      hasCased = true
      after.push(item.op === Code.RANGE ? { ...item, op: Code.RANGE_UNI_IGNORE } : item)
    }
  }
  const runs = map.runs()
  if (runs === null) return { before, bitmap: map.words(), after, hasCased }
  if (hasCased || before.length + runs.length + after.length < items.length)
    return { before: [...before, ...runs], bitmap: null, after, hasCased }
  return { before: items, bitmap: null, after: [], hasCased }
}

/** The number of a kind of characters under the flags. */
function kindUnder(kind: number, flags: number): number {
  if (flags & Flag.LOCALE) return (kind & ~1) === Kind.WORD ? kind - Kind.WORD + Kind.LOC_WORD : kind
  return flags & Flag.UNICODE ? kind + Kind.UNI_DIGIT : kind
}

function pushItem(item: SetItem, flags: number, code: number[]): void {
  code.push(item.op)
  if (item.op === Code.LITERAL) code.push(item.low)
  else if (item.op === Code.CATEGORY) code.push(kindUnder(item.low, flags))
  else if (item.op !== Code.NEGATE) code.push(item.low, item.high)
}

/** Appends the code of a set. */
export function compileSet(set: MadeSet, flags: number, code: number[]): void {
  for (const item of set.before) pushItem(item, flags, code)
  if (set.bitmap !== null) for (const word of set.bitmap) code.push(word)
  for (const item of set.after) pushItem(item, flags, code)
  code.push(Code.FAILURE)
}
