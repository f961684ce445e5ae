/** The tables of multibyte encodings: which sequence of bytes is which character, and back. */
import { inflateRawSync } from 'node:zlib'

/** A run of characters with consecutive four-byte sequences (GB 18030). */
export interface FourByteRun {
  readonly index: number
  readonly code: number
  readonly count: number
}

/** One encoding. Sequences are numbers, the first byte the highest. */
export interface MultibyteTable {
  readonly name: string
  /** 1 for bytes that are not whole by themselves. */
  readonly leads: Uint8Array
  /** Character of a single byte, plus 1; 0: none. */
  readonly single: Uint32Array
  /** Character of two bytes; 0: none. */
  readonly double: Uint16Array
  /** Character of the two bytes after 0x8f, where the encoding has three bytes. */
  readonly triple: Uint16Array | null
  readonly runs: readonly FourByteRun[] | null
  /** Sequence of a character of the first plane, plus 1; 0: none. */
  readonly sequences: Uint32Array
}

const PLANE = 0x10000

let sections: Map<string, string[]> | null = null
const tables = new Map<string, MultibyteTable>()

/** The lines of each encoding, the first of them its heading. */
function sectionOf(name: string): string[] {
  if (sections === null) {
    const { data } = require('../generated/multibyte-tables') as typeof import('../generated/multibyte-tables')
    const text = inflateRawSync(Buffer.from(data, 'base64')).toString('utf8')
    sections = new Map()
    let current: string[] = []
    for (const line of text.split('\n')) {
      if (line.startsWith('#')) sections.set(line.slice(1).split(' ')[0]!, (current = []))
      current.push(line)
    }
  }
  return sections.get(name)!
}

/** The table of an encoding by CPython's name of its codec; read when it is first asked for. */
export function tableOf(name: string): MultibyteTable {
  const known = tables.get(name)
  if (known !== undefined) return known
  const lines = sectionOf(name)
  const base = lines[0]!.split(' ')[1]
  const from = base === undefined ? null : tableOf(base)
  const leads = new Uint8Array(256)
  const single = from === null ? new Uint32Array(256) : from.single.slice()
  const double = from === null ? new Uint16Array(PLANE) : from.double.slice()
  const triple = name === 'euc_jp' ? new Uint16Array(PLANE) : null
  const runs: FourByteRun[] = []
  const exceptions: [number, number | null][] = []
  if (from === null) for (let b = 0; b < 0x80; b++) single[b] = b + 1
  for (const line of lines.slice(1)) {
    const words = line.split(' ')
    if (line.startsWith('e ')) {
      const sequence = words[2]!
      exceptions.push([Number.parseInt(words[1]!, 16), sequence === '' ? null : Number.parseInt(sequence, 16)])
    } else if (line.startsWith('l ')) for (const b of Buffer.from(words[1]!, 'hex')) leads[b] = 1
    else if (line.startsWith('r ')) {
      const [index, code, count] = words.slice(1).map((w) => Number.parseInt(w, 16))
      runs.push({ index: index!, code: code!, count: count! })
    } else if (line !== '') {
      const space = line.indexOf(' ')
      const start = Number.parseInt(line.slice(0, space), 16)
      for (let i = space + 1, at = start; i < line.length; i++, at++) {
        const c = line.charCodeAt(i)
        if (space === 2) single[at] = c === 0 ? 0 : c + 1
        else if (space === 4) double[at] = c
        else triple![at & 0xffff] = c
      }
    }
  }
  const sequences = new Uint32Array(PLANE)
  const learn = (code: number, sequence: number) => {
    if (sequences[code] === 0) sequences[code] = sequence + 1
  }
  for (let b = 0; b < 256; b++) if (single[b] !== 0) learn(single[b]! - 1, b)
  for (let s = 0; s < PLANE; s++) if (double[s] !== 0) learn(double[s]!, s)
  if (triple !== null) for (let s = 0; s < PLANE; s++) if (triple[s] !== 0) learn(triple[s]!, 0x8f0000 + s)
  for (const run of runs) for (let i = 0; i < run.count; i++) learn(run.code + i, sequenceOfIndex(run.index + i, 0x81))
  for (const [code, sequence] of exceptions) sequences[code] = sequence === null ? 0 : sequence + 1
  const made = { name, leads, single, double, triple, runs: runs.length > 0 ? runs : null, sequences }
  tables.set(name, made)
  return made
}

/** The four bytes at a place in GB 18030's order, from a first byte on. */
export function sequenceOfIndex(index: number, first: number): number {
  const d = index % 10
  const c = Math.floor(index / 10) % 126
  const b = Math.floor(index / 1260) % 10
  const a = Math.floor(index / 12600)
  return (first + a) * 0x1000000 + ((0x30 + b) << 16) + ((0x81 + c) << 8) + 0x30 + d
}
