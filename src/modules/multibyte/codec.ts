/** Encoding and decoding by the tables (CPython: Modules/cjkcodecs/). */
import { ByteSink, type Decoded, type ErrorCallback } from '../../objects/codecs'
import { fromCodePoints } from '../../objects/widestring'
import { type MultibyteTable, sequenceOfIndex } from './tables'

const ILLEGAL = 'illegal multibyte sequence'
const INCOMPLETE = 'incomplete multibyte sequence'

/** First byte of the supplementary planes in GB 18030. */
const PLANES = 0x90

/** Bytes of the sequence that begins here, as far as its first two bytes tell. */
function neededBytes(table: MultibyteTable, bytes: Uint8Array, i: number): number {
  const a = bytes[i]!
  if (table.triple !== null && a === 0x8f) return 3
  if (i + 1 >= bytes.length) return 2
  const b = bytes[i + 1]!
  if (table.runs !== null && b >= 0x30 && b <= 0x39) return 4
  return table.name === 'euc_kr' && a === 0xa4 && b === 0xd4 ? 8 : 2
}

/** The character of a sequence, or -1. */
function characterAt(table: MultibyteTable, bytes: Uint8Array, i: number, size: number): number {
  const a = bytes[i]!
  const b = bytes[i + 1]!
  if (size === 2) return table.double[(a << 8) | b] || -1
  const c = bytes[i + 2]!
  if (size === 3) return table.triple![(b << 8) | c] || -1
  if (size === 8) return composed(table, bytes, i)
  const d = bytes[i + 3]!
  if (c < 0x81 || c === 0xff || d < 0x30 || d > 0x39) return -1
  const index = ((a - 0x81) * 10 + b - 0x30) * 1260 + (c - 0x81) * 10 + d - 0x30
  if (a >= PLANES) {
    const code = 0x10000 + index - (PLANES - 0x81) * 12600
    return code <= 0x10ffff ? code : -1
  }
  for (const run of table.runs!)
    if (index >= run.index && index < run.index + run.count) return run.code + index - run.index
  return -1
}

/** Decodes; with `final` false an incomplete sequence at the end is left. */
export function decodeMultibyte(
  table: MultibyteTable,
  bytes: Uint8Array,
  onError: ErrorCallback,
  final: boolean,
): Decoded {
  const points: number[] = []
  let i = 0
  while (i < bytes.length) {
    const a = bytes[i]!
    const one = table.single[a]!
    if (one !== 0) {
      points.push(one - 1)
      i++
      continue
    }
    let end = i + 1
    let reason = ILLEGAL
    if (table.leads[a] !== 0) {
      const size = neededBytes(table, bytes, i)
      if (i + size <= bytes.length) {
        const code = characterAt(table, bytes, i, size)
        if (code >= 0) {
          points.push(code)
          i += size
          continue
        }
      } else {
        if (!final) break
        end = bytes.length
        reason = INCOMPLETE
      }
    }
    const r = onError(i, end, reason)
    for (const cp of r.replacement) points.push(cp)
    i = r.position
  }
  return { text: fromCodePoints(points), consumed: i }
}

/** Encodes one character; false where the encoding does not have it. */
function put(table: MultibyteTable, cp: number, sink: ByteSink): boolean {
  let sequence = cp < 0x10000 ? table.sequences[cp]! - 1 : -1
  if (sequence < 0) {
    if (cp >= 0x10000 && table.runs !== null) sequence = sequenceOfIndex(cp - 0x10000, PLANES)
    else return table.name === 'euc_kr' && compose(table, cp, sink)
  }
  if (sequence > 0xffffff) sink.push(sequence >>> 24)
  if (sequence > 0xffff) sink.push((sequence >>> 16) & 255)
  if (sequence > 0xff) sink.push((sequence >>> 8) & 255)
  sink.push(sequence & 255)
  return true
}

/** Encodes code points; `strict` throws for a replacement that cannot be encoded either. */
export function encodeMultibyte(
  table: MultibyteTable,
  points: Uint32Array,
  onError: ErrorCallback,
  strict: ErrorCallback,
): Uint8Array {
  const sink = new ByteSink(points.length * 2)
  let i = 0
  while (i < points.length) {
    if (put(table, points[i]!, sink)) {
      i++
      continue
    }
    const r = onError(i, i + 1, ILLEGAL)
    if (r.raw) sink.append(r.replacement as Uint8Array)
    else for (const cp of r.replacement) if (!put(table, cp, sink)) strict(i, i + 1, ILLEGAL)
    i = r.position
  }
  return sink.take()
}

// ── Hangul syllables that EUC-KR has not, as a filler and three letters (KS X 1001, annex 3) ───────────────────────────

const FILLER = 0xa4d4
const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'
const VOWELS = 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ'
const FINALS = 'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ'
const FIRST_SYLLABLE = 0xac00

function composed(table: MultibyteTable, bytes: Uint8Array, i: number): number {
  const letter = (at: number) => String.fromCharCode(table.double[(bytes[at]! << 8) | bytes[at + 1]!]!)
  if (bytes[i + 2] !== 0xa4 || bytes[i + 4] !== 0xa4 || bytes[i + 6] !== 0xa4) return -1
  const initial = INITIALS.indexOf(letter(i + 2))
  const vowel = VOWELS.indexOf(letter(i + 4))
  const final = bytes[i + 7] === (FILLER & 255) ? 0 : FINALS.indexOf(letter(i + 6)) + 1
  const known = initial >= 0 && vowel >= 0 && (final > 0 || bytes[i + 7] === (FILLER & 255))
  return known ? FIRST_SYLLABLE + (initial * VOWELS.length + vowel) * 28 + final : -1
}

function compose(table: MultibyteTable, cp: number, sink: ByteSink): boolean {
  const index = cp - FIRST_SYLLABLE
  if (index < 0 || index >= INITIALS.length * VOWELS.length * 28) return false
  const final = index % 28
  const vowel = Math.floor(index / 28) % VOWELS.length
  const initial = Math.floor(index / 28 / VOWELS.length)
  const letters = [INITIALS[initial]!, VOWELS[vowel]!, final === 0 ? '' : FINALS[final - 1]!]
  for (const sequence of [FILLER, ...letters.map((c) => (c === '' ? FILLER : table.sequences[c.charCodeAt(0)]! - 1))]) {
    sink.push(sequence >> 8)
    sink.push(sequence & 255)
  }
  return true
}
