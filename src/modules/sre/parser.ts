/**
 * Parses regular expressions (Library Reference, "re", Regular Expression Syntax; CPython: Lib/re/_parser.py).
 *
 * Only what is right and beyond doubt is parsed here. Whatever would end in an error or a warning, and a few rare things, throw
 * {@link NotHere}: the library's own parser then takes the pattern and says what there is to be said, at its place in the traceback.
 */
import { hexDigit, simpleEscapes } from '../../base/escapes'
import { isCasedAscii } from './characters'
import { Code, Flag, Kind, MAXREPEAT, Place } from './codes'
import {
  branchNode,
  isTransparent,
  measure,
  NO_GROUP,
  type Node,
  node,
  Sequence,
  type SetItem,
  sameNode,
  setNode,
  withoutRepetitions,
} from './tree'

/** Thrown for a pattern that the library's parser has to deal with. */
export class NotHere {}
export const notHere = new NotHere()

/** What is known of a pattern after parsing. */
export interface Parsed {
  readonly tree: Sequence
  readonly flags: number
  /** The sequences of groups by number, from 1. */
  readonly groups: readonly (Sequence | null)[]
  readonly names: ReadonlyMap<string, number>
}

const TYPE_FLAGS = Flag.ASCII | Flag.LOCALE | Flag.UNICODE
/** Nested deeper than this it is a matter of Python's recursion limit. */
const DEEPEST = 100

enum Ch {
  TAB = 9,
  NEWLINE = 10,
  RETURN = 13,
  SPACE = 32,
  HASH = 35,
  DOLLAR = 36,
  OPEN = 40,
  CLOSE = 41,
  STAR = 42,
  PLUS = 43,
  COMMA = 44,
  MINUS = 45,
  DOT = 46,
  COLON = 58,
  LESS = 60,
  EQUAL = 61,
  GREATER = 62,
  QUESTION = 63,
  BRACKET = 91,
  BACKSLASH = 92,
  BRACKET_END = 93,
  CARET = 94,
  BRACE = 123,
  BAR = 124,
  BRACE_END = 125,
}

/** The kind of character that an escape stands for, or -1. */
function kindOf(c: number): number {
  switch (c) {
    case 100:
      return Kind.DIGIT
    case 68:
      return Kind.DIGIT + 1
    case 115:
      return Kind.SPACE
    case 83:
      return Kind.SPACE + 1
    case 119:
      return Kind.WORD
    case 87:
      return Kind.WORD + 1
    default:
      return -1
  }
}

function flagOf(c: number): number {
  switch (c) {
    case 105: // i
      return Flag.IGNORECASE
    case 76: // L
      return Flag.LOCALE
    case 109: // m
      return Flag.MULTILINE
    case 115: // s
      return Flag.DOTALL
    case 120: // x
      return Flag.VERBOSE
    case 97: // a
      return Flag.ASCII
    case 117: // u
      return Flag.UNICODE
    default:
      return 0
  }
}

export const isDigit = (c: number) => c >= 48 && c <= 57
export const isOctal = (c: number) => c >= 48 && c <= 55

class Parser {
  /** Place of the next token. */
  at = 0
  flags: number
  readonly groups: (Sequence | null)[] = [null]
  readonly names = new Map<string, number>()
  /** Number of groups when the outermost look-behind began; -1 outside of one. */
  private behind = -1
  /** The largest group that a condition asks for by number. */
  private highestCondition = 0

  constructor(
    private readonly text: ArrayLike<number>,
    private readonly isText: boolean,
    flags: number,
  ) {
    this.flags = flags
  }

  parse(): Parsed {
    const tree = this.alternatives((this.flags & Flag.VERBOSE) !== 0, 0)
    const flags = this.flags
    if (this.isText) {
      if (flags & Flag.LOCALE) throw notHere
      if ((flags & Flag.ASCII) === 0) this.flags |= Flag.UNICODE
      else if (flags & Flag.UNICODE) throw notHere
    } else if (flags & Flag.UNICODE || (flags & Flag.LOCALE && flags & Flag.ASCII)) throw notHere
    if (this.at < this.text.length || this.highestCondition >= this.groups.length) throw notHere
    measure(tree, this.groups)
    return { tree, flags: this.flags, groups: this.groups, names: this.names }
  }

  // ── Tokens: a character, or a backslash and the one after it ─────────────────────────────────────────────────────────

  /** The next character, -1 at the end. */
  private peek(): number {
    return this.at < this.text.length ? this.text[this.at]! : -1
  }

  private take(c: number): boolean {
    if (this.at >= this.text.length || this.text[this.at] !== c) return false
    this.at++
    return true
  }

  /** Skips to after the next token that is this character. */
  private skipPast(c: number, orEnd: boolean): void {
    const { text } = this
    while (this.at < text.length) {
      const here = text[this.at++]!
      if (here === c) return
      if (here === Ch.BACKSLASH && this.at++ >= text.length) throw notHere
    }
    if (!orEnd) throw notHere
  }

  /** The character after a backslash. */
  private escaped(): number {
    if (this.at >= this.text.length) throw notHere
    return this.text[this.at++]!
  }

  /** A name up to a closing character: ASCII letters, digits and underscores. */
  private name(end: number): string {
    const start = this.at
    let made = ''
    for (;;) {
      const c = this.peek()
      this.at++
      if (c === end) break
      if (!isCasedAscii(c) && c !== 95 && !isDigit(c)) throw notHere
      made += String.fromCharCode(c)
    }
    if (this.at - 1 === start) throw notHere
    return made
  }

  // ── Structure ────────────────────────────────────────────────────────────────────────────────────────────────────────

  private alternatives(verbose: boolean, depth: number): Sequence {
    if (depth > DEEPEST) throw notHere
    const first = this.sequence(verbose, depth, depth === 0)
    if (this.peek() !== Ch.BAR) return first
    const items = [first]
    let skipping = verbose
    while (this.take(Ch.BAR)) {
      // Flags for the whole may have come at the start of the first.
      if (depth === 0) skipping = (this.flags & Flag.VERBOSE) !== 0
      items.push(this.sequence(skipping, depth, false))
    }
    const nodes: Node[] = []
    const shared = sharedLength(items)
    if (shared > 0) {
      nodes.push(...first.nodes.slice(0, shared))
      for (const item of items) item.nodes.splice(0, shared)
    }
    const set = asSet(items)
    nodes.push(set === null ? branchNode(items) : setNode(set))
    return new Sequence(nodes)
  }

  /** Items up to a bar, a closing parenthesis or the end. */
  private sequence(verboseAtStart: boolean, depth: number, isFirst: boolean): Sequence {
    const { text } = this
    const nodes: Node[] = []
    let verbose = verboseAtStart
    while (this.at < text.length) {
      const c = text[this.at]!
      if (c === Ch.BAR || c === Ch.CLOSE) break
      this.at++
      if (verbose) {
        if (c === Ch.SPACE || (c >= Ch.TAB && c <= Ch.RETURN)) continue
        if (c === Ch.HASH) {
          this.skipPast(Ch.NEWLINE, true)
          continue
        }
      }
      switch (c) {
        case Ch.BACKSLASH:
          nodes.push(this.escape())
          break
        case Ch.BRACKET:
          nodes.push(this.set())
          break
        case Ch.STAR:
          this.repeat(nodes, 0, MAXREPEAT)
          break
        case Ch.PLUS:
          this.repeat(nodes, 1, MAXREPEAT)
          break
        case Ch.QUESTION:
          this.repeat(nodes, 0, 1)
          break
        case Ch.BRACE:
          this.braces(nodes)
          break
        case Ch.DOT:
          nodes.push(node(Code.ANY, 0))
          break
        case Ch.OPEN: {
          if (this.take(Ch.QUESTION)) {
            const made = this.extension(verbose, depth, isFirst && nodes.length === 0)
            if (made !== null) nodes.push(made)
            else if (depth === 0) verbose = (this.flags & Flag.VERBOSE) !== 0
          } else nodes.push(this.capture(null, verbose, depth))
          break
        }
        case Ch.CARET:
          nodes.push(node(Code.AT, Place.BEGINNING))
          break
        case Ch.DOLLAR:
          nodes.push(node(Code.AT, Place.END))
          break
        default:
          nodes.push(node(Code.LITERAL, c))
      }
    }
    for (let i = nodes.length - 1; i >= 0; i--)
      if (isTransparent(nodes[i]!)) nodes.splice(i, 1, ...nodes[i]!.body!.nodes)
    return new Sequence(nodes)
  }

  private close(): void {
    if (!this.take(Ch.CLOSE)) throw notHere
  }

  private capture(name: string | null, verbose: boolean, depth: number): Node {
    const number = this.groups.length
    this.groups.push(null)
    if (name !== null) {
      if (this.names.has(name)) throw notHere
      this.names.set(name, number)
    }
    const body = this.alternatives(verbose, depth + 1)
    this.close()
    measure(body, this.groups)
    this.groups[number] = body
    return node(Code.SUBPATTERN, number, body)
  }

  /** What follows `(?`; null where it is nothing that matches: a comment or flags of the whole pattern. */
  private extension(verbose: boolean, depth: number, atStart: boolean): Node | null {
    const c = this.peek()
    this.at++
    switch (c) {
      case Ch.COLON:
        return this.plainGroup(0, 0, verbose, depth)
      case 80: // P
        if (this.take(Ch.LESS)) {
          const name = this.name(Ch.GREATER)
          if (isDigit(name.charCodeAt(0))) throw notHere
          return this.capture(name, verbose, depth)
        }
        if (!this.take(Ch.EQUAL)) throw notHere
        return this.reference(this.names.get(this.name(Ch.CLOSE)) ?? 0)
      case Ch.HASH:
        this.skipPast(Ch.CLOSE, false)
        return null
      case Ch.EQUAL:
        return this.assertion(1, Code.ASSERT, verbose, depth)
      case 33: // !
        return this.assertion(1, Code.ASSERT_NOT, verbose, depth)
      case Ch.LESS: {
        const outer = this.behind
        if (outer < 0) this.behind = this.groups.length
        const op = this.take(Ch.EQUAL) ? Code.ASSERT : this.take(33) ? Code.ASSERT_NOT : null
        if (op === null) throw notHere
        const made = this.assertion(-1, op, verbose, depth)
        this.behind = outer
        return made
      }
      case Ch.OPEN:
        return this.condition(verbose, depth)
      case Ch.GREATER: {
        const body = this.alternatives(verbose, depth + 1)
        this.close()
        return node(Code.ATOMIC_GROUP, 0, body)
      }
      default:
        return this.flagged(c, verbose, depth, atStart)
    }
  }

  private plainGroup(on: number, off: number, verbose: boolean, depth: number): Node {
    const inside = (verbose || (on & Flag.VERBOSE) !== 0) && (off & Flag.VERBOSE) === 0
    const body = this.alternatives(inside, depth + 1)
    this.close()
    return node(Code.SUBPATTERN, NO_GROUP, body, on, off)
  }

  private assertion(direction: number, op: Code, verbose: boolean, depth: number): Node {
    const body = this.alternatives(verbose, depth + 1)
    this.close()
    // Nothing always matches, so its negation never does.
    if (op === Code.ASSERT_NOT && body.nodes.length === 0) return node(Code.FAILURE, 0)
    if (direction < 0) measure(body, this.groups)
    return node(op, direction, body)
  }

  private condition(verbose: boolean, depth: number): Node {
    const name = this.name(Ch.CLOSE)
    let group: number
    if (isDigit(name.charCodeAt(0))) {
      if (!/^\d{1,9}$/.test(name) || Number(name) === 0) throw notHere
      group = Number(name)
      if (group > this.highestCondition) this.highestCondition = group
    } else group = this.names.get(name) ?? 0
    if (group === 0) throw notHere
    this.checkBehind(group)
    const yes = this.branch(verbose, depth)
    let no: Sequence | null = null
    if (this.take(Ch.BAR)) no = this.branch(verbose, depth)
    this.close()
    return node(Code.GROUPREF_EXISTS, group, yes, 0, 0, no)
  }

  private branch(verbose: boolean, depth: number): Sequence {
    if (depth > DEEPEST) throw notHere
    return this.sequence(verbose, depth + 1, false)
  }

  /** Flags, of the whole pattern or of a group. */
  private flagged(first: number, verbose: boolean, depth: number, atStart: boolean): Node | null {
    if (first === Ch.CLOSE) throw notHere
    let c = first
    let on = 0
    while (c !== Ch.MINUS && c !== Ch.COLON && c !== Ch.CLOSE) {
      const flag = flagOf(c)
      if (flag === 0 || flag === (this.isText ? Flag.LOCALE : Flag.UNICODE)) throw notHere
      on |= flag
      if (flag & TYPE_FLAGS && (on & TYPE_FLAGS) !== flag) throw notHere
      c = this.peek()
      this.at++
    }
    if (c === Ch.CLOSE) {
      if (!atStart) throw notHere
      this.flags |= on
      return null
    }
    let off = 0
    if (c === Ch.MINUS) {
      do {
        const flag = flagOf(this.peek())
        this.at++
        if (flag === 0 || flag & TYPE_FLAGS) throw notHere
        off |= flag
      } while (!this.take(Ch.COLON))
    }
    if (on & off) throw notHere
    return this.plainGroup(on, off, verbose, depth)
  }

  // ── Repeats ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  private braces(nodes: Node[]): void {
    const start = this.at
    const low = this.number()
    const high = this.take(Ch.COMMA) ? this.number() : low
    // `{}` and what is no repeat stand for themselves.
    if (this.peek() !== Ch.BRACE_END || this.at === start) {
      this.at = start
      nodes.push(node(Code.LITERAL, Ch.BRACE))
      return
    }
    this.at++
    const least = low < 0 ? 0 : low
    const most = high < 0 ? MAXREPEAT : high
    if (low >= MAXREPEAT || high >= MAXREPEAT || most < least) throw notHere
    this.repeat(nodes, least, most)
  }

  /** Decimal digits, or -1. */
  private number(): number {
    let value = -1
    for (let c = this.peek(); isDigit(c); c = this.peek()) {
      value = (value < 0 ? 0 : value) * 10 + c - 48
      this.at++
    }
    return value
  }

  private repeat(nodes: Node[], least: number, most: number): void {
    const last = nodes[nodes.length - 1]
    if (last === undefined || last.op === Code.AT) throw notHere
    if (last.op === Code.MIN_REPEAT || last.op === Code.MAX_REPEAT || last.op === Code.POSSESSIVE_REPEAT) throw notHere
    const body = isTransparent(last) ? last.body! : new Sequence([last])
    const op = this.take(Ch.QUESTION) ? Code.MIN_REPEAT : this.take(Ch.PLUS) ? Code.POSSESSIVE_REPEAT : Code.MAX_REPEAT
    nodes[nodes.length - 1] = node(op, 0, body, least, most)
  }

  // ── Escapes ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  private escape(): Node {
    const c = this.escaped()
    switch (c) {
      case 65: // A
        return node(Code.AT, Place.BEGINNING_STRING)
      case 98: // b
        return node(Code.AT, Place.BOUNDARY)
      case 66: // B
        return node(Code.AT, Place.NON_BOUNDARY)
      case 90: // Z
        return node(Code.AT, Place.END_STRING)
    }
    const kind = kindOf(c)
    if (kind >= 0) return setNode([{ op: Code.CATEGORY, low: kind, high: 0 }])
    if (c === 48) return node(Code.LITERAL, this.octal(0, 2))
    if (!isDigit(c)) return node(Code.LITERAL, this.character(c))
    const second = this.peek()
    if (!isDigit(second)) return this.reference(c - 48)
    this.at++
    if (!isOctal(c) || !isOctal(second) || !isOctal(this.peek())) return this.reference((c - 48) * 10 + second - 48)
    const value = (c - 48) * 64 + (second - 48) * 8 + this.peek() - 48
    this.at++
    if (value > 255) throw notHere
    return node(Code.LITERAL, value)
  }

  /** A reference to a group, which must be closed. */
  private reference(group: number): Node {
    if ((this.groups[group] ?? null) === null) throw notHere
    this.checkBehind(group)
    return node(Code.GROUPREF, group)
  }

  private checkBehind(group: number): void {
    if (this.behind >= 0 && ((this.groups[group] ?? null) === null || group >= this.behind)) throw notHere
  }

  private octal(start: number, most: number): number {
    let value = start
    for (let i = 0; i < most && isOctal(this.peek()); i++) value = value * 8 + this.text[this.at++]! - 48
    return value
  }

  /** The character of an escape that stands for one, outside of sets and in them. */
  private character(c: number): number {
    const simple = simpleEscapes[c]
    if (simple !== undefined) return simple
    if (c === 120) return this.hex(2)
    if (this.isText && c === 117) return this.hex(4)
    if (this.isText && c === 85) {
      const value = this.hex(8)
      if (value > 0x10ffff) throw notHere
      return value
    }
    if (isCasedAscii(c)) throw notHere
    return c
  }

  private hex(count: number): number {
    let value = 0
    for (let i = 0; i < count; i++) {
      const digit = hexDigit(this.peek())
      if (digit < 0) throw notHere
      value = value * 16 + digit
      this.at++
    }
    return value
  }

  // ── Sets ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

  private set(): Node {
    const items: SetItem[] = []
    // A warning is due: there may be nested sets one day.
    if (this.peek() === Ch.BRACKET) throw notHere
    const negated = this.take(Ch.CARET)
    for (;;) {
      const c = this.peek()
      this.at++
      if (c < 0) throw notHere
      if (c === Ch.BRACKET_END && items.length > 0) break
      // So may there be operations of sets: -- && ~~ ||
      if (items.length > 0 && (c === Ch.MINUS || c === 38 || c === 126 || c === Ch.BAR) && this.peek() === c)
        throw notHere
      const low = this.setItem(c)
      if (!this.take(Ch.MINUS)) {
        items.push(low)
        continue
      }
      const d = this.peek()
      this.at++
      if (d === Ch.BRACKET_END) {
        items.push(low, literalItem(Ch.MINUS))
        break
      }
      if (d < 0 || d === Ch.MINUS) throw notHere
      const high = this.setItem(d)
      if (low.op !== Code.LITERAL || high.op !== Code.LITERAL || high.low < low.low) throw notHere
      items.push({ op: Code.RANGE, low: low.low, high: high.low })
    }
    const kept = withoutRepetitions(items)
    if (kept.length === 1 && kept[0]!.op === Code.LITERAL)
      return node(negated ? Code.NOT_LITERAL : Code.LITERAL, kept[0]!.low)
    if (negated) kept.unshift({ op: Code.NEGATE, low: 0, high: 0 })
    return setNode(kept)
  }

  /** One character of a set, or the kind of characters that an escape stands for. */
  private setItem(c: number): SetItem {
    if (c !== Ch.BACKSLASH) return literalItem(c)
    const e = this.escaped()
    const kind = kindOf(e)
    if (kind >= 0) return { op: Code.CATEGORY, low: kind, high: 0 }
    if (!isDigit(e)) return literalItem(this.character(e))
    if (!isOctal(e)) throw notHere
    const value = this.octal(e - 48, 2)
    if (value > 255) throw notHere
    return literalItem(value)
  }
}

function literalItem(c: number): SetItem {
  return { op: Code.LITERAL, low: c, high: 0 }
}

/** How many nodes at the start all branches have in common. */
function sharedLength(items: readonly Sequence[]): number {
  const first = items[0]!.nodes
  for (let n = 0; n < first.length; n++)
    for (const { nodes } of items) if (n >= nodes.length || !sameNode(nodes[n]!, first[n]!)) return n
  return first.length
}

/** Branches of one character each are a set. */
function asSet(items: readonly Sequence[]): SetItem[] | null {
  const set: SetItem[] = []
  for (const { nodes } of items) {
    const only = nodes[0]
    if (nodes.length !== 1 || only === undefined) return null
    if (only.op === Code.LITERAL) set.push(literalItem(only.value))
    else if (only.op === Code.IN && only.set![0]!.op !== Code.NEGATE) set.push(...only.set!)
    else return null
  }
  return withoutRepetitions(set)
}

/** Parses a pattern, given as characters or bytes. */
export function parsePattern(text: ArrayLike<number>, isText: boolean, flags: number): Parsed {
  return new Parser(text, isText, flags).parse()
}
