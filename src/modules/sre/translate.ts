/**
 * Patterns as JavaScript's regular expressions, where both mean the same: JavaScriptCore makes machine code of them.
 *
 * What is translated is the code that the matcher of engine.ts runs, so that there is one meaning to agree with; test/modules/sre/translate.test.ts holds the
 * two against each other. Left to the matcher is what differs:
 *
 * - groups inside repeats (JavaScript forgets them at each turn), repeats of what can be empty, groups in assertions;
 * - references to groups, conditions, atomic groups and possessive repeats, the locale;
 * - characters beyond the basic plane. Kinds of characters (`\\w`) and letters of either case are translated for texts of ASCII alone.
 *
 * JavaScriptCore gives up a search that takes very long and says that there is nothing: see {@link Translation.slow}.
 */
import { Code, MAXREPEAT, Place } from './codes'
import { Matcher } from './engine'

/** A pattern in JavaScript's syntax. */
export interface Translation {
  readonly source: string
  /** Groups in the order in which they end. */
  readonly closing: readonly number[]
  /** Repeats that can be tried in several ways; infinite where repeats are nested. Where a text of this many dimensions is large, an answer of nothing may be wrong. */
  readonly slow: number
}

const MOST_WORDS = 4000

/** Thrown inside the translation: there is none. */
const untranslatable = new Error('no translation')

/** Translates a pattern for texts of ASCII alone, or for those of the basic plane without surrogates; null where that cannot be done. */
export function translate(code: Uint32Array, groups: number, ascii: boolean): Translation | null {
  if (code.length > MOST_WORDS) return null
  const t = new Translator(code, ascii)
  try {
    const source = t.sequence(0, code.length)
    return t.opened === groups ? { source, closing: t.closing, slow: t.slow } : null
  } catch (e) {
    if (e !== untranslatable) throw e
    return null
  }
}

function hex(c: number): string {
  return `\\u${c.toString(16).padStart(4, '0')}`
}

/** A character that stands for itself. */
function literal(c: number): string {
  if (c > 0xffff) throw untranslatable
  return (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) ? String.fromCharCode(c) : hex(c)
}

function range(low: number, high: number): string {
  return low === high ? hex(low) : `${hex(low)}-${hex(high)}`
}

/** Kinds of ASCII characters that are no opposites. */
const KINDS: ReadonlyMap<number, string> = new Map([
  [0, '0-9'],
  [2, '\\u0009-\\u000d\\u0020'],
  [4, '0-9A-Za-z_'],
  [6, '\\u000a'],
])

/** Instructions of which it is found out what they match. */
const TESTED: ReadonlySet<number> = new Set([
  Code.IN,
  Code.IN_IGNORE,
  Code.IN_UNI_IGNORE,
  Code.CATEGORY,
  Code.LITERAL_IGNORE,
  Code.LITERAL_UNI_IGNORE,
  Code.NOT_LITERAL_IGNORE,
  Code.NOT_LITERAL_UNI_IGNORE,
])

class Translator {
  opened = 0
  readonly closing: number[] = []
  slow = 0
  /** The least number of characters of the sequence that was translated last. */
  private width = 0
  /** Depth of what must not hold groups. */
  private closed = 0
  private readonly tester: Matcher

  constructor(
    private readonly code: Uint32Array,
    private readonly ascii: boolean,
  ) {
    this.tester = new Matcher(code, new Uint8Array(0), 0, 0)
  }

  /** The instructions from one address to another, where they must end, or with SUCCESS. */
  sequence(from: number, to: number): string {
    const { code } = this
    const open: number[] = []
    let out = ''
    let width = 0
    let ip = from
    while (ip < to) {
      const op = code[ip]!
      switch (op) {
        case Code.SUCCESS:
          if (ip !== to - 1) throw untranslatable
          ip++
          break
        case Code.FAILURE:
          out += '(?!)'
          ip++
          break
        case Code.INFO:
          ip += 1 + code[ip + 1]!
          break
        case Code.MARK: {
          const mark = code[ip + 1]!
          const group = (mark >> 1) + 1
          if (this.closed > 0) throw untranslatable
          if ((mark & 1) === 0) {
            if (group !== ++this.opened) throw untranslatable
            open.push(group)
            out += '('
          } else {
            if (open.pop() !== group) throw untranslatable
            this.closing.push(group)
            out += ')'
          }
          ip += 2
          break
        }
        case Code.AT:
          out += this.place(code[ip + 1]!)
          ip += 2
          break
        case Code.ASSERT:
        case Code.ASSERT_NOT: {
          const end = ip + 1 + code[ip + 1]!
          const sign = (code[ip + 2] === 0 ? '' : '<') + (op === Code.ASSERT ? '=' : '!')
          out += `(?${sign}${this.inner(ip + 3, end)})`
          ip = end
          break
        }
        case Code.BRANCH: {
          const alternatives: string[] = []
          let least = Number.POSITIVE_INFINITY
          let at = ip + 1
          for (let skip = code[at]!; skip !== 0; skip = code[at]!) {
            if (code[at + skip - 2] !== Code.JUMP) throw untranslatable
            alternatives.push(this.sequence(at + 1, at + skip - 2))
            least = Math.min(least, this.width)
            at += skip
          }
          if (alternatives.length === 0) throw untranslatable
          out += `(?:${alternatives.join('|')})`
          width += least
          ip = at + 1
          break
        }
        case Code.REPEAT_ONE:
        case Code.MIN_REPEAT_ONE: {
          const min = code[ip + 2]!
          const max = code[ip + 3]!
          out += this.one(ip + 4) + this.quantifier(min, max, op === Code.MIN_REPEAT_ONE)
          width += min
          ip += 1 + code[ip + 1]!
          break
        }
        case Code.REPEAT: {
          const until = ip + 1 + code[ip + 1]!
          const min = code[ip + 2]!
          const max = code[ip + 3]!
          const last = code[until]
          if (last !== Code.MAX_UNTIL && last !== Code.MIN_UNTIL) throw untranslatable
          const quantifier = this.quantifier(min, max, last === Code.MIN_UNTIL)
          const before = this.slow
          const body = max > 1 ? this.inner(ip + 4, until) : this.sequence(ip + 4, until)
          // What takes several ways inside takes all combinations of them.
          if (max > 1 && (this.slow > before || body.includes('|')))
            this.slow = min === max ? before + (this.slow - before + 1) * max : Number.POSITIVE_INFINITY
          if (this.width === 0) throw untranslatable
          out += `(?:${body})${quantifier}`
          width += min * this.width
          ip = until + 1
          break
        }
        case Code.IN:
        case Code.IN_IGNORE:
        case Code.IN_UNI_IGNORE:
          out += this.one(ip)
          width++
          ip += 1 + code[ip + 1]!
          break
        case Code.ANY:
        case Code.ANY_ALL:
          out += this.one(ip)
          width++
          ip++
          break
        case Code.LITERAL:
        case Code.NOT_LITERAL:
        case Code.CATEGORY:
        case Code.LITERAL_IGNORE:
        case Code.LITERAL_UNI_IGNORE:
        case Code.NOT_LITERAL_IGNORE:
        case Code.NOT_LITERAL_UNI_IGNORE:
          out += this.one(ip)
          width++
          ip += 2
          break
        default:
          throw untranslatable
      }
    }
    if (ip !== to || open.length > 0) throw untranslatable
    this.width = width
    return out
  }

  /** A sequence that must not hold groups. */
  private inner(from: number, to: number): string {
    this.closed++
    const out = this.sequence(from, to)
    this.closed--
    return out
  }

  private quantifier(min: number, max: number, lazy: boolean): string {
    if (min !== max) this.slow++
    const text =
      max === MAXREPEAT
        ? min === 0
          ? '*'
          : min === 1
            ? '+'
            : `{${min},}`
        : min === 0 && max === 1
          ? '?'
          : min === max
            ? `{${min}}`
            : `{${min},${max}}`
    if (min > 65535 || (max !== MAXREPEAT && max > 65535)) throw untranslatable
    return lazy ? `${text}?` : text
  }

  private place(where: Place): string {
    switch (where) {
      case Place.BEGINNING:
      case Place.BEGINNING_STRING:
        return '^'
      case Place.BEGINNING_LINE:
        return '(?<![^\\n])'
      case Place.END:
        return '(?=\\n?$)'
      case Place.END_LINE:
        return '(?![^\\n])'
      case Place.END_STRING:
        return '$'
      case Place.UNI_BOUNDARY:
        if (!this.ascii) throw untranslatable
        return '\\b'
      case Place.BOUNDARY:
        return '\\b'
      case Place.UNI_NON_BOUNDARY:
        if (!this.ascii) throw untranslatable
        return '(?!^$)\\B'
      case Place.NON_BOUNDARY:
        return '(?!^$)\\B'
      default:
        throw untranslatable
    }
  }

  /** The one-character instruction at an address. */
  private one(ip: number): string {
    const { code } = this
    switch (code[ip]!) {
      case Code.ANY:
        return '[^\\n]'
      case Code.ANY_ALL:
        return '[^]'
      case Code.LITERAL:
        return literal(code[ip + 1]!)
      case Code.NOT_LITERAL:
        if (code[ip + 1]! > 0xffff) throw untranslatable
        return `[^${hex(code[ip + 1]!)}]`
    }
    if (!this.ascii) {
      if (code[ip] !== Code.IN) throw untranslatable
      return this.set(ip + 2)
    }
    if (!TESTED.has(code[ip]!)) throw untranslatable
    return this.tested(ip)
  }

  /** The ASCII characters that an instruction matches, as the matcher has it. */
  private tested(ip: number): string {
    let inside = ''
    let outside = ''
    let matching = 0
    for (let c = 0; c < 128; ) {
      const matches = this.tester.one(ip, c)
      let end = c
      while (end + 1 < 128 && this.tester.one(ip, end + 1) === matches) end++
      if (matches) {
        inside += range(c, end)
        matching += end - c + 1
      } else outside += range(c, end)
      c = end + 1
    }
    return matching > 64 ? `[^${outside}]` : `[${inside}]`
  }

  /** A set of literals, ranges, bitmaps and kinds of ASCII characters, for any text. */
  private set(first: number): string {
    const { code } = this
    let ip = first
    let negated = false
    let items = ''
    for (;;) {
      switch (code[ip++]!) {
        case Code.FAILURE:
          return `[${negated ? '^' : ''}${items}]`
        case Code.NEGATE:
          if (ip !== first + 1) throw untranslatable
          negated = true
          break
        case Code.LITERAL:
          if (code[ip]! > 0xffff) throw untranslatable
          items += hex(code[ip++]!)
          break
        case Code.RANGE:
          if (code[ip]! > 0xffff) throw untranslatable
          items += range(code[ip]!, Math.min(code[ip + 1]!, 0xffff))
          ip += 2
          break
        case Code.CHARSET:
          for (let c = 0; c < 256; c++) if (code[ip + (c >> 5)]! & (1 << (c & 31))) items += hex(c)
          ip += 8
          break
        case Code.CATEGORY: {
          const kind = KINDS.get(code[ip++]!)
          if (kind === undefined) throw untranslatable
          items += kind
          break
        }
        default:
          throw untranslatable
      }
    }
  }
}
