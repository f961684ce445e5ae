/** The character database behind unicodedata: runs of equal properties, decompositions, and how version 3.2 differs. */

/** Properties of a code point that come in runs. */
export interface Properties {
  readonly category: string
  readonly bidirectional: string
  /** Canonical combining class. */
  readonly combining: number
  /** East Asian width. */
  readonly width: string
  /** 1 where a character is mirrored in right-to-left text. */
  readonly mirrored: number
}

/** Names of characters; the runtime installs the syntax folder's table, because that folder lies beside this one in the layers. */
export const characterNames: {
  lookup: (name: string) => number | undefined
  nameOf: (cp: number) => string | undefined
} = {
  lookup: () => {
    throw new Error('no character names installed')
  },
  nameOf: () => {
    throw new Error('no character names installed')
  },
}

/** One version of the database. */
export interface UnicodeVersion {
  properties(cp: number): Properties
  /** Whether the version has the character. */
  assigned(cp: number): boolean
  /** Field 5 of UnicodeData: tag and code points in hexadecimal, or empty. */
  decomposition(cp: number): string
  /** A value that differs from that of 15.1: `d`, `n` or `c`. */
  change(cp: number, kind: string): string | undefined
  /** The normal form of a character whose mapping was corrected after this version. */
  normalized(cp: number, form: string): string | undefined
}

interface Runs {
  readonly starts: Uint32Array
  readonly values: readonly Properties[]
}

let sections: string[] | null = null

function section(i: number): string[] {
  if (sections === null) {
    const { data } = require('./generated/unicode-data') as typeof import('./generated/unicode-data')
    sections = Buffer.from(Bun.inflateSync(Buffer.from(data, 'base64')))
      .toString('utf8')
      .split('\n--\n')
  }
  return sections[i]!.trimEnd().split('\n')
}

function readRuns(lines: readonly string[]): Runs {
  const starts = new Uint32Array(lines.length)
  const values: Properties[] = []
  const known = new Map<string, Properties>()
  let at = 0
  for (let i = 0; i < lines.length; i++) {
    const [length, text] = lines[i]!.split(' ') as [string, string]
    let p = known.get(text)
    if (p === undefined) {
      const [category, bidirectional, combining, width, mirrored] = text.split(',') as [
        string,
        string,
        string,
        string,
        string,
      ]
      p = { category, bidirectional, combining: Number(combining), width, mirrored: Number(mirrored) }
      known.set(text, p)
    }
    starts[i] = at
    values.push(p)
    at += Number.parseInt(length, 16)
  }
  return { starts, values }
}

function find(runs: Runs, cp: number): Properties {
  let low = 0
  let high = runs.starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (runs.starts[middle]! <= cp) low = middle
    else high = middle - 1
  }
  return runs.values[low]!
}

let mappings: Map<number, string> | null = null

function mapping(cp: number): string {
  if (mappings === null) {
    mappings = new Map()
    for (const line of section(1)) {
      const [code, text] = line.split(';') as [string, string]
      mappings.set(Number.parseInt(code, 16), text)
    }
  }
  return mappings.get(cp) ?? ''
}

function current(): UnicodeVersion {
  const runs = readRuns(section(0))
  return {
    properties: (cp) => find(runs, cp),
    assigned: (cp) => find(runs, cp).category !== 'Cn',
    decomposition: mapping,
    change: () => undefined,
    normalized: () => undefined,
  }
}

function old(): UnicodeVersion {
  const runs = readRuns(section(2))
  const changes = new Map<number, string[]>()
  for (const line of section(3)) {
    const [code, ...list] = line.split(';')
    changes.set(Number.parseInt(code!, 16), list)
  }
  const change = (cp: number, kind: string): string | undefined =>
    changes
      .get(cp)
      ?.find((c) => c[0] === kind)
      ?.slice(1)
  const assigned = (cp: number): boolean => find(runs, cp).category !== 'Cn'
  return {
    properties: (cp) => find(runs, cp),
    assigned,
    decomposition: (cp) => change(cp, 'd') ?? (assigned(cp) ? mapping(cp) : ''),
    change,
    normalized: (cp) => change(cp, 'k'),
  }
}

const versions = new Map<string, UnicodeVersion>()

/** The database of a version, opened at its first use. */
export function unicodeVersion(number: '15.1.0' | '3.2.0'): UnicodeVersion {
  let v = versions.get(number)
  if (v === undefined) {
    v = number === '3.2.0' ? old() : current()
    versions.set(number, v)
  }
  return v
}
