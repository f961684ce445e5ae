/**
 * The tokens of XML: of a prolog or DTD, and the parts that content shares with it (comments, processing instructions, references, start
 * tags). A scanner reads one token at an index of a text and says what it is and where it ends; whether more text may come is not its concern.
 */
import { isForbidden, isNameStart, isNameUnit, isSpace, nameEnd, spaceEnd } from './names'

/** What a token is. */
export type TokenKind =
  | 'none'
  | 'partial'
  | 'invalid'
  | 'space'
  | 'xml declaration'
  | 'instruction'
  | 'comment'
  | 'declaration'
  | 'section'
  | 'section end'
  | 'root'
  | 'name'
  | 'prefixed'
  | 'nmtoken'
  | 'name?'
  | 'name*'
  | 'name+'
  | '#name'
  | 'literal'
  | '%name;'
  | '%'
  | ','
  | '|'
  | '('
  | ')'
  | ')?'
  | ')*'
  | ')+'
  | '['
  | ']'
  | '>'

/** One token; the scanner that was given it fills it in. */
export class Token {
  kind: TokenKind = 'none'
  /** Where it ends; of an invalid one, the character that is wrong. */
  end = 0
  /** Whether it could go on if more text came. */
  open = false

  set(kind: TokenKind, end: number, open = false): this {
    this.kind = kind
    this.end = end
    this.open = open
    return this
  }
}

const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g

/** The index of the first character in a range that XML does not allow, or -1. */
export function findForbidden(text: string, from: number, to: number): number {
  forbidden.lastIndex = from
  const found = forbidden.exec(text)
  return found !== null && found.index < to ? found.index : -1
}

/** Finds what ends a token and sees that all before it are characters of XML. */
function scanTo(text: string, from: number, closing: string, t: Token, kind: TokenKind): Token {
  const at = text.indexOf(closing, from)
  const bad = findForbidden(text, from, at < 0 ? text.length : at)
  if (bad >= 0) return t.set('invalid', bad)
  return at < 0 ? t.set('partial', text.length) : t.set(kind, at + closing.length)
}

/** A comment whose `<!-` ends before `i`. */
export function scanComment(text: string, i: number, t: Token): Token {
  if (i >= text.length) return t.set('partial', i)
  if (text[i] !== '-') return t.set('invalid', i)
  scanTo(text, i + 1, '--', t, 'comment')
  if (t.kind !== 'comment') return t
  if (t.end >= text.length) return t.set('partial', t.end)
  return text[t.end] === '>' ? t.set('comment', t.end + 1) : t.set('invalid', t.end)
}

/** A processing instruction whose `<?` ends before `i`. */
export function scanInstruction(text: string, i: number, t: Token, ns: boolean): Token {
  if (i >= text.length) return t.set('partial', i)
  if (!isNameStart(text.charCodeAt(i)) || (ns && text[i] === ':')) return t.set('invalid', i)
  let end = nameEnd(text, i)
  if (ns) {
    const colon = text.slice(i, end).indexOf(':')
    if (colon >= 0) end = i + colon
  }
  if (end >= text.length) return t.set('partial', end)
  const next = text.charCodeAt(end)
  if (next !== 0x3f && !isSpace(next)) return t.set('invalid', end)
  const target = text.slice(i, end)
  const isXml = target.toLowerCase() === 'xml'
  if (isXml && target !== 'xml') return t.set('invalid', end)
  const kind = isXml ? 'xml declaration' : 'instruction'
  if (next === 0x3f) {
    if (end + 1 >= text.length) return t.set('partial', end + 1)
    return text[end + 1] === '>' ? t.set(kind, end + 2) : t.set('invalid', end + 1)
  }
  return scanTo(text, end + 1, '?>', t, kind)
}

/** A name at `i`, in names of namespaces without a colon: its end, or -1 where none is there. */
function plainName(text: string, i: number, ns: boolean): number {
  const first = text.charCodeAt(i)
  if (!isNameStart(first) || (ns && first === 0x3a)) return -1
  const end = nameEnd(text, i)
  if (!ns) return end
  for (let k = i + 1; k < end; k++) if (text.charCodeAt(k) === 0x3a) return k
  return end
}

/** A reference whose `&` is before `i`: where it ends; -1 where the text ends first; `~at` where a character is wrong. */
export function scanReference(text: string, i: number, ns: boolean): number {
  let at = i
  if (text[at] === '#') {
    const hex = text[at + 1] === 'x'
    at += hex ? 2 : 1
    const digits = hex ? /[0-9a-fA-F]*/y : /[0-9]*/y
    digits.lastIndex = at
    const found = digits.exec(text)![0].length
    at += found
    if (at >= text.length) return -1
    return found > 0 && text[at] === ';' ? at + 1 : ~at
  }
  if (at >= text.length) return -1
  const end = plainName(text, at, ns)
  if (end < 0) return ~at
  if (end >= text.length) return -1
  return text[end] === ';' ? end + 1 : ~end
}

/** The number of the character that `&#…;` between two indexes means. */
export function referencedCharacter(text: string, from: number, to: number): number {
  const body = text.slice(from + 2, to - 1)
  const n = body[0] === 'x' ? Number.parseInt(body.slice(1), 16) : Number.parseInt(body, 10)
  return Math.min(n, 0x110000)
}

/** Attributes of the start tag that was read last: four indexes each, of name and value. */
export const attributeSpans: number[] = []

/**
 * A start tag at `i`, its `<` included: where it ends; -1 where the text ends first; `~at` where a character is wrong. The spans of the
 * attributes are in {@link attributeSpans}.
 */
export function scanStartTag(text: string, i: number, ns: boolean): number {
  attributeSpans.length = 0
  let at = qualifiedName(text, i + 1, ns)
  if (at < 0) return at
  for (;;) {
    const spaced = isSpace(text.charCodeAt(at))
    at = spaceEnd(text, at)
    if (at >= text.length) return -1
    const c = text.charCodeAt(at)
    if (c === 0x3e) return at + 1
    if (c === 0x2f) {
      if (at + 1 >= text.length) return -1
      return text.charCodeAt(at + 1) === 0x3e ? at + 2 : ~(at + 1)
    }
    if (!spaced) return ~at
    const nameAt = at
    at = qualifiedName(text, at, ns)
    if (at < 0) return at
    const nameStop = at
    at = spaceEnd(text, at)
    if (at >= text.length) return -1
    if (text.charCodeAt(at) !== 0x3d) return ~at
    at = spaceEnd(text, at + 1)
    if (at >= text.length) return -1
    const quote = text[at]!
    if (quote !== '"' && quote !== "'") return ~at
    const valueAt = at + 1
    at = valueEnd(text, valueAt, quote, ns)
    if (at < 0) return at
    attributeSpans.push(nameAt, nameStop, valueAt, at)
    at++
    if (at >= text.length) return -1
    const after = text.charCodeAt(at)
    if (after !== 0x3e && after !== 0x2f && !isSpace(after)) return ~at
  }
}

const inValue = { '"': /["&<\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "'": /['&<\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g }

/** The index of the quote that ends a value; -1 or `~at` as of {@link scanStartTag}. */
function valueEnd(text: string, i: number, quote: '"' | "'", ns: boolean): number {
  const special = inValue[quote]
  for (let at = i; ; ) {
    special.lastIndex = at
    const found = special.exec(text)
    if (found === null) return -1
    at = found.index
    if (text[at] === quote) return at
    if (text[at] !== '&') return ~at
    at = scanReference(text, at + 1, ns)
    if (at < 0) return at
  }
}

/** The end of a name of an element or attribute at `i`, with at most one colon where namespaces are read. */
function qualifiedName(text: string, i: number, ns: boolean): number {
  if (i >= text.length) return -1
  const end = plainName(text, i, ns)
  if (end < 0) return ~i
  if (end >= text.length) return -1
  if (!ns || text[end] !== ':') return end
  if (end + 1 >= text.length) return -1
  const local = plainName(text, end + 1, ns)
  if (local < 0) return ~(end + 1)
  if (local >= text.length) return -1
  return text[local] === ':' ? ~local : local
}

const afterName = new Set('>),|[% \t\r\n')
const afterParenthesis = new Set('>),| \t\r\n')
const afterLiteral = new Set('>%[ \t\r\n')
const afterPound = new Set('>)%| \t\r\n')

/** A token of a prolog or DTD at `i`. */
export function scanProlog(text: string, i: number, ns: boolean, t: Token): Token {
  if (i >= text.length) return t.set('none', i)
  const c = text[i]!
  switch (c) {
    case '"':
    case "'":
      scanTo(text, i + 1, c, t, 'literal')
      if (t.kind !== 'literal') return t
      if (t.end >= text.length) return t.set('literal', t.end, true)
      return afterLiteral.has(text[t.end]!) ? t : t.set('invalid', t.end)
    case '<':
      return scanMarkup(text, i + 1, ns, t)
    case ' ':
    case '\t':
    case '\n':
    case '\r': {
      const end = spaceEnd(text, i)
      // A carriage return at the end may belong to a pair.
      if (end < text.length || text[end - 1] !== '\r') return t.set('space', end)
      return end - 1 === i ? t.set('space', end, true) : t.set('space', end - 1)
    }
    case '%': {
      const next = text.charCodeAt(i + 1)
      if (i + 1 >= text.length) return t.set('partial', i)
      if (isSpace(next) || next === 0x25) return t.set('%', i + 1)
      const end = plainName(text, i + 1, ns)
      if (end < 0) return t.set('invalid', i + 1)
      if (end >= text.length) return t.set('partial', end)
      return text[end] === ';' ? t.set('%name;', end + 1) : t.set('invalid', end)
    }
    case ',':
    case '[':
    case '(':
    case '|':
    case '>':
      return t.set(c, i + 1)
    case ']':
      if (i + 1 >= text.length) return t.set(']', i + 1, true)
      if (text[i + 1] === ']') {
        if (i + 2 >= text.length) return t.set('partial', i)
        if (text[i + 2] === '>') return t.set('section end', i + 3)
      }
      return t.set(']', i + 1)
    case ')': {
      const next = text[i + 1]
      if (next === undefined) return t.set(')', i + 1, true)
      if (next === '?' || next === '*' || next === '+') return t.set(`)${next}`, i + 2)
      return afterParenthesis.has(next) ? t.set(')', i + 1) : t.set('invalid', i + 1)
    }
    case '#': {
      if (i + 1 >= text.length) return t.set('partial', i)
      const end = plainName(text, i + 1, ns)
      if (end < 0) return t.set('invalid', i + 1)
      if (end >= text.length) return t.set('#name', end, true)
      return afterPound.has(text[end]!) ? t.set('#name', end) : t.set('invalid', end)
    }
  }
  return scanWord(text, i, ns, t)
}

/** A name, a name token, or a name with a sign of repetition. */
function scanWord(text: string, i: number, ns: boolean, t: Token): Token {
  const first = text.charCodeAt(i)
  if (!isNameUnit(first)) return t.set('invalid', i)
  let kind: TokenKind = isNameStart(first) && !(ns && first === 0x3a) ? 'name' : 'nmtoken'
  let at = nameEnd(text, i)
  if (ns) {
    const colon = text.slice(i, at).indexOf(':')
    if (colon >= 0) {
      if (kind === 'name' && i + colon + 1 >= text.length) return t.set('partial', at)
      const more = text.slice(i + colon + 1, at)
      kind = kind === 'name' && more !== '' && more[0] !== ':' && !more.includes(':') ? 'prefixed' : 'nmtoken'
    }
  }
  if (at >= text.length) return t.set(kind, at, true)
  const next = text[at]!
  if (next === '+' || next === '*' || next === '?') {
    if (kind === 'nmtoken') return t.set('invalid', at)
    return t.set(`name${next}`, ++at)
  }
  return afterName.has(next) ? t.set(kind, at) : t.set('invalid', at)
}

/** What begins with `<`, which is before `i`. */
function scanMarkup(text: string, i: number, ns: boolean, t: Token): Token {
  if (i >= text.length) return t.set('partial', i)
  const c = text[i]!
  if (c === '?') return scanInstruction(text, i + 1, t, ns)
  if (c !== '!') {
    const code = text.charCodeAt(i)
    const begins = (isNameStart(code) && !(ns && c === ':')) || (code >= 0x80 && !isForbidden(code))
    return begins ? t.set('root', i - 1) : t.set('invalid', i)
  }
  const next = text[i + 1]
  if (next === undefined) return t.set('partial', i)
  if (next === '-') return scanComment(text, i + 2, t)
  if (next === '[') return t.set('section', i + 2)
  let end = i + 1
  while (/[a-zA-Z_]/.test(text[end] ?? '')) end++
  if (end >= text.length) return t.set('partial', end)
  if (end === i + 1) return t.set('invalid', end)
  if (isSpace(text.charCodeAt(end))) return t.set('declaration', end)
  if (text[end] !== '%') return t.set('invalid', end)
  if (end + 1 >= text.length) return t.set('partial', end)
  // `<!ENTITY%` must not be followed by a percent sign that stands alone.
  const after = text.charCodeAt(end + 1)
  return isSpace(after) || after === 0x25 ? t.set('invalid', end) : t.set('declaration', end)
}

/** The end of an IGNORE section, whose beginning is before `i`: the index after its `]]>`; -1 where the text ends first; `~at` for a wrong character. */
export function scanIgnored(text: string, i: number): number {
  let depth = 1
  for (let at = i; at < text.length; ) {
    if (isForbidden(text.charCodeAt(at))) return ~at
    if (text.startsWith('<![', at)) {
      depth++
      at += 3
    } else if (text.startsWith(']]>', at)) {
      at += 3
      if (--depth === 0) return at
    } else at++
  }
  return -1
}
