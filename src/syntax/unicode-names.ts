/**
 * Unicode character names, for `\N{…}` escapes and unicodedata. The table is 250 KB deflated and is unpacked at the first use.
 */

let table: string | undefined

// The algorithmic names of Hangul syllables (Unicode, section 3.12).
const leads = ['G', 'GG', 'N', 'D', 'DD', 'R', 'M', 'B', 'BB', 'S', 'SS', '', 'J', 'JJ', 'C', 'K', 'T', 'P', 'H']
const vowels = 'A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I'.split(' ')
const tails = ' G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H'.split(' ')
const hangulPrefix = 'HANGUL SYLLABLE '
const ideographPrefix = 'CJK UNIFIED IDEOGRAPH-'

/** The ranges of unified ideographs of Unicode 15.1. */
const ideographs: readonly (readonly [number, number])[] = [
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0x20000, 0x2a6df],
  [0x2a700, 0x2b739],
  [0x2b740, 0x2b81d],
  [0x2b820, 0x2cea1],
  [0x2ceb0, 0x2ebe0],
  [0x2ebf0, 0x2ee5d],
  [0x30000, 0x3134a],
  [0x31350, 0x323af],
]

/** The table with a newline before every name. */
function nameTable(): string {
  if (table === undefined) {
    const { data } = require('./generated/unicode-names') as typeof import('./generated/unicode-names')
    table = `\n${Buffer.from(Bun.inflateSync(Buffer.from(data, 'base64'))).toString('latin1')}`
  }
  return table
}

let names: Map<number, string> | undefined

/** The name of a character, without the formal aliases (those of control characters are not names); undefined for none. */
export function unicodeNameOf(point: number): string | undefined {
  if (point >= 0xac00 && point <= 0xd7a3) {
    const i = point - 0xac00
    const perLead = vowels.length * tails.length
    const lead = leads[Math.floor(i / perLead)]
    const vowel = vowels[Math.floor((i % perLead) / tails.length)]
    return `${hangulPrefix}${lead}${vowel}${tails[i % tails.length]}`
  }
  if (ideographs.some(([from, to]) => point >= from && point <= to))
    return ideographPrefix + point.toString(16).toUpperCase()
  if (point < 32 || (point > 126 && point < 160)) return undefined
  if (names === undefined) {
    names = new Map()
    for (const line of nameTable().split('\n')) {
      const tab = line.indexOf('\t')
      const at = Number.parseInt(line.slice(tab + 1), 16)
      // Aliases come last.
      if (tab > 0 && !names.has(at)) names.set(at, line.slice(0, tab))
    }
  }
  return names.get(point)
}

/** The code point that a name or formal alias denotes, in any case of letters; undefined for none. */
export function lookupUnicodeName(name: string): number | undefined {
  const upper = name.toUpperCase()
  if (!/^[A-Z0-9 ()-]+$/.test(upper)) return undefined
  // CPython matches the names that follow rules in capitals only.
  if (name.startsWith(hangulPrefix)) return hangul(name.slice(hangulPrefix.length))
  if (name.startsWith(ideographPrefix)) return ideograph(name.slice(ideographPrefix.length))
  const table = nameTable()
  const line = `\n${upper}\t`
  const at = table.indexOf(line)
  if (at < 0) return undefined
  const from = at + line.length
  return Number.parseInt(table.slice(from, table.indexOf('\n', from)), 16)
}

function hangul(syllable: string): number | undefined {
  const match = /^([^AEIOUWY]*)([AEIOUWY]+)([^AEIOUWY]*)$/.exec(syllable)
  if (match === null) return undefined
  const lead = leads.indexOf(match[1])
  const vowel = vowels.indexOf(match[2])
  const tail = tails.indexOf(match[3])
  if (lead < 0 || vowel < 0 || tail < 0) return undefined
  return 0xac00 + (lead * vowels.length + vowel) * tails.length + tail
}

function ideograph(hex: string): number | undefined {
  if (!/^[0-9A-F]{4,5}$/.test(hex) || (hex.length === 5 && hex[0] === '0')) return undefined
  const point = Number.parseInt(hex, 16)
  return ideographs.some(([from, to]) => point >= from && point <= to) ? point : undefined
}
